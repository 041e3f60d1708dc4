//! What is told of a file that holds a list of persons: headings and counts.

use std::fmt;
use std::sync::Arc;

use super::findings::LIST_OF_PERSONS;
use crate::diag::{Finding, Place};
use crate::spec::PersonHeadingKind;

/// A column about single persons.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PersonColumn {
    /// Zero-based column.
    pub column: u32,
    /// What it says of a person.
    pub kind: PersonHeadingKind,
    /// Its heading: the part that was recognised, since the rest of the cell could name somebody.
    pub heading: String,
}

/// One list of persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonList {
    /// Position of the sheet among all, counted from one as a person counts tabs.
    pub sheet: usize,
    /// Whether the sheet's tab is hidden.
    pub hidden: bool,
    /// Columns about single persons.
    pub columns: Vec<PersonColumn>,
    /// Rows with a person.
    pub rows: u64,
}

impl fmt::Display for PersonList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hidden = if self.hidden { " (hidden)" } else { "" };
        let headings: Vec<String> = self.columns.iter().map(|column| format!("`{}`", column.heading)).collect();
        let noun = if headings.len() == 1 { "heading" } else { "headings" };
        write!(f, "sheet {}{hidden} has {} rows under the {noun} {}", self.sheet, self.rows, headings.join(", "))
    }
}

/// A file that is refused because it holds a list of persons.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{file}` looks like a list of persons, so nothing of it is kept: {}; send a table of counts instead, without names, documents or \
         days of birth", told(.lists))]
pub struct Refusal {
    /// The file, as the pipeline names it.
    pub file: Arc<str>,
    /// Its size in bytes.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The lists found, at least one.
    pub lists: Vec<PersonList>,
}

fn told(lists: &[PersonList]) -> String {
    lists.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

impl Refusal {
    /// The refusal as a finding; it points at the file alone.
    #[must_use]
    pub fn finding(&self) -> Finding {
        let mut finding = Finding::new(&LIST_OF_PERSONS, told(&self.lists)).at(Place::file(&self.file));
        finding.count = self.lists.iter().map(|list| list.rows).sum();
        finding
    }
}
