//! Why a report can't be made; every one is a fault of this program or of who calls it, never of a sender's file.

use rust_xlsxwriter::XlsxError;

/// Why a report can't be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The language of the report is none that the program speaks.
    #[error("`{0}` is not a language of the reports; they are written in en, fr, ar and pt")]
    Language(String),
    /// A template or one of its texts does not hold together.
    #[error("the page can't be made: {0:#}")]
    Page(#[from] minijinja::Error),
    /// A plot can't be drawn.
    #[error("the plot `{title}` can't be drawn: {reason}")]
    Plot {
        /// Its title.
        title: String,
        /// What went wrong.
        reason: String,
    },
    /// The workbook can't be made.
    #[error("the workbook can't be made: {0}")]
    Workbook(#[from] XlsxError),
    /// The document can't be written as JSON.
    #[error("the document can't be written: {0}")]
    Document(#[from] serde_json::Error),
}
