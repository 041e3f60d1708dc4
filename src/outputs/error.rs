//! Why tables can't be made.

use std::path::PathBuf;

use rust_xlsxwriter::XlsxError;

use crate::release::ReleaseError;
use crate::write::WriteError;

/// Why tables can't be made.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// The folder is not the output of a finished run, or a figure of it can't be read.
    #[error(transparent)]
    Release(#[from] ReleaseError),
    /// A file can't be read or written.
    #[error(transparent)]
    File(#[from] WriteError),
    /// The folder was made by another standard, whose tables mean something else.
    #[error("`{folder}` was made by the standard `{found}`, not by `{given}`\n  hint: name its folder with `--standards DIR`")]
    OtherStandard {
        /// The folder.
        folder: PathBuf,
        /// The standard of the run.
        found: String,
        /// The standard that was given.
        given: String,
    },
    /// The standard has no layouts.
    #[error("the standard `{0}` has no layout of a table\n  hint: write one into its folder `outputs`, as `standards/README.md` says")]
    NoLayouts(String),
    /// A state that is no member of the region.
    #[error("`{name}` is no member of the region{hint}")]
    NoMember {
        /// What was asked for.
        name: String,
        /// What to type instead.
        hint: String,
    },
    /// A language that the program does not speak.
    #[error("the program does not speak `{name}`; it speaks {known}")]
    Language {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// A template or one of its texts does not hold together.
    #[error("the page can't be made: {0:#}")]
    Page(#[from] minijinja::Error),
    /// A chart can't be drawn.
    #[error("the chart `{title}` can't be drawn: {reason}")]
    Chart {
        /// Its title.
        title: String,
        /// What went wrong.
        reason: String,
    },
    /// The workbook can't be made.
    #[error("the workbook can't be made: {0}")]
    Workbook(#[from] XlsxError),
}
