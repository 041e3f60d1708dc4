//! Why a file can't be read, each as one sentence: what was found, what was expected, what to do.
//!
//! In goes the fault of a lower layer, out comes an error that names the file. Nothing here decides whether a fault is
//! bad enough; whoever noticed it did.

use std::io;
use std::sync::Arc;

use super::budget::Exceeded;
use super::sniff::Foreign;

/// What is read, as errors name it.
const READ: &str = "a workbook (.xlsx, .xlsb, .xls, .ods), a web page with tables (.html) or delimited text (.csv, .tsv)";

/// Why a file can't be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// There is no such file.
    #[error("`{file}` does not exist; check the name and the folder it is looked for in")]
    Missing {
        /// The file, as the pipeline names it.
        file: Arc<str>,
    },
    /// The path names a folder, or something else that holds no bytes.
    #[error("`{file}` is {found}, not a file; name {READ} inside it")]
    NotAFile {
        /// The path, as the pipeline names it.
        file: Arc<str>,
        /// What it is.
        found: &'static str,
    },
    /// The operating system refused.
    #[error("`{file}` can't be read; check that you may open it and that no other program holds it")]
    Unreadable {
        /// The file, as the pipeline names it.
        file: Arc<str>,
        /// What the operating system said.
        source: io::Error,
    },
    /// The file has no bytes.
    #[error("`{file}` is empty; expected {READ}, so ask the sender for it again")]
    Empty {
        /// The file, as the pipeline names it.
        file: Arc<str>,
    },
    /// The file is protected by a password.
    #[error("`{file}` is protected by a password; save a copy without one and send that")]
    Protected {
        /// The file, as the pipeline names it.
        file: Arc<str>,
    },
    /// The file is of a kind that is not read.
    #[error("`{file}` is {found}; expected {READ}, so {advice}", advice = found.advice())]
    Foreign {
        /// The file, as the pipeline names it.
        file: Arc<str>,
        /// What it is.
        found: Foreign,
    },
    /// The file ends before its content does.
    #[error("`{file}` breaks off before its end; it was probably not transferred whole, so send it again")]
    Truncated {
        /// The file, as the pipeline names it.
        file: Arc<str>,
    },
    /// The file contradicts its own format.
    #[error("`{file}` is damaged: {what}; open it in a spreadsheet program, save it again and send that")]
    Damaged {
        /// The file, as the pipeline names it.
        file: Arc<str>,
        /// What is wrong, and in which part.
        what: String,
    },
    /// The file costs more than it may.
    #[error("`{file}` is too large: {limit}; send the tables without anything else")]
    OverBudget {
        /// The file, as the pipeline names it.
        file: Arc<str>,
        /// The limit it passed.
        limit: Exceeded,
    },
    /// The stated encoding is unknown.
    #[error("`{label}` is not an encoding for `{file}`; write a label such as `utf-8`, `windows-1252`, `cp850` or `utf-16le`")]
    UnknownEncoding {
        /// The file, as the pipeline names it.
        file: Arc<str>,
        /// What was stated.
        label: String,
    },
    /// The stated delimiter can't part fields.
    #[error("{delimiter:?} can't part the fields of `{file}`; write one sign such as `,` or `;` or a tab")]
    BadDelimiter {
        /// The file, as the pipeline names it.
        file: Arc<str>,
        /// What was stated.
        delimiter: char,
    },
}

/// The file being read, from which every error takes its name.
#[derive(Debug, Clone)]
pub(super) struct At {
    pub(super) file: Arc<str>,
}

impl At {
    pub(super) fn new(shown_as: &str) -> Self {
        Self { file: shown_as.into() }
    }

    fn name(&self) -> Arc<str> {
        Arc::clone(&self.file)
    }

    pub(super) fn unreadable(&self, source: io::Error) -> ReadError {
        match source.kind() {
            io::ErrorKind::NotFound => ReadError::Missing { file: self.name() },
            _ => ReadError::Unreadable { file: self.name(), source },
        }
    }

    pub(super) fn not_a_file(&self, found: &'static str) -> ReadError {
        ReadError::NotAFile { file: self.name(), found }
    }

    pub(super) fn empty(&self) -> ReadError {
        ReadError::Empty { file: self.name() }
    }

    pub(super) fn protected(&self) -> ReadError {
        ReadError::Protected { file: self.name() }
    }

    pub(super) fn foreign(&self, found: Foreign) -> ReadError {
        match found {
            Foreign::Protected => self.protected(),
            found => ReadError::Foreign { file: self.name(), found },
        }
    }

    pub(super) fn truncated(&self) -> ReadError {
        ReadError::Truncated { file: self.name() }
    }

    pub(super) fn damaged(&self, what: impl Into<String>) -> ReadError {
        ReadError::Damaged { file: self.name(), what: what.into() }
    }

    pub(super) fn over_budget(&self, limit: Exceeded) -> ReadError {
        ReadError::OverBudget { file: self.name(), limit }
    }

    pub(super) fn unknown_encoding(&self, label: &str) -> ReadError {
        ReadError::UnknownEncoding { file: self.name(), label: label.to_owned() }
    }

    pub(super) fn bad_delimiter(&self, delimiter: char) -> ReadError {
        ReadError::BadDelimiter { file: self.name(), delimiter }
    }
}
