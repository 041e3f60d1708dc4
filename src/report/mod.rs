//! Reports that a person reads and answers: one page for each state and one for the region.
//!
//! In: a [`ReportPage`], whose texts are in the language of the reader. Out: a page that opens without a network, a workbook,
//! and a document with a published schema. Nothing is judged, counted or compared here.

mod error;
mod html;
mod model;
mod picture;
mod plot;
#[cfg(test)]
mod made_up;
#[cfg(test)]
mod tests;
mod visible;
mod words;

pub use error::ReportError;
pub use html::html;
pub use model::*;
pub use visible::visible;
