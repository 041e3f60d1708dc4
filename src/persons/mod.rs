//! Persons stay home: a file that holds a list of persons is refused before anything of it is kept.
//!
//! In: a workbook as read, and the headings of the standard that stand over columns about single persons. Out: nothing,
//! or a [`Refusal`] of the whole file that names headings and counts, and never a value or the name of a sheet, which
//! could be a person's. Every sheet is looked at, hidden ones too.
//!
//! A heading alone refuses nothing, since `Name` stands over places and `Date of birth` over counts. Below it there must
//! be one row a person: two kinds of columns that tell persons apart, filled as such columns are, or one column of
//! mostly distinct documents, days of birth, addresses for messages or full names.
//!
//! Only lists whose headings are known and whose persons stand one a row are recognised; forms of one person and lists
//! without headings are not.

mod content;
mod detect;
pub(crate) mod findings;
mod refusal;
#[cfg(test)]
mod tests;

pub use detect::refuse_persons;
pub use refusal::{PersonColumn, PersonList, Refusal};
