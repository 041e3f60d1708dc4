//! Reports that a person reads and answers: one page for each state and one for the region.
//!
//! In: a [`ReportPage`], whose texts are in the language of the reader. Out: a page that opens without a network, a workbook,
//! and a document with a published schema. Nothing is judged, counted or compared here.

mod copy;
mod document;
mod error;
mod html;
#[cfg(test)]
mod made_up;
mod model;
mod picture;
mod plot;
mod sheet;
#[cfg(test)]
mod sheet_tests;
mod source_sheet;
#[cfg(test)]
mod tests;
mod visible;
mod window;
mod words;
mod workbook;
mod workbook_copy;

pub use copy::{CopiedCell, MarkedCells, SheetCopy};
pub use document::{ReportDocument, document};
pub use error::ReportError;
#[cfg(test)]
pub(crate) use html::GAPS;
pub use html::html;
pub use model::*;
pub use sheet::{copy, picture};
pub use source_sheet::{DifferenceLine, InventoryLine, SentTable, SourceDefinitions, SourceSheet, source_sheet_html};
pub use visible::visible;
pub(crate) use visible::{code_html, sentence, sentence_html};
pub use workbook::workbook;
pub(crate) use workbook::{cut, text};
