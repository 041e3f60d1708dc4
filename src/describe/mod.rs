//! The standard in words: pages for people, from the same files that drive the program.
//!
//! In: a standard and a language. Out: Markdown that reads well on a terminal too: one concept, table, attribute, code list or
//! code; the glossary in every language; the pages of definitions and of rules; and what differs between two versions. Texts that nobody
//! has translated stand in English.

mod compare;
mod glossary;
mod pages;
mod rules;

pub use compare::{Change, compare};
pub use glossary::{definitions_page, glossary_page};
pub use pages::{Found, find, names, page};
pub use rules::rules_page;
