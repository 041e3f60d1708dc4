//! Reports that a person reads and answers: one page for each state and one for the region.
//!
//! In: a [`ReportPage`], whose texts are in the language of the reader. Out: a page that opens without a network, a workbook,
//! and a document with a published schema. Nothing is judged, counted or compared here.

mod model;

pub use model::*;
