//! Filled templates: recognised by the ids they carry, and read without a mapping that a person wrote.
//!
//! In: a workbook as read, and the standard. Out: a [`Template`] with one [`crate::spec::Mapping`] for each table in it, made as
//! text and checked like any other, and what has to be told to the office, each with its cell. Ids stand in a hidden column
//! (what a row is about) and a hidden row (what a column is about), so that labels may be in any language and rows and columns
//! may move. It reads no figure: the stages do that, by these mappings. Workbooks to fill in are made by `form`.

mod advice;
mod definitions;
pub(crate) mod findings;
mod ids;
mod outline;
mod recognise;
mod rows;
mod text;

pub use advice::advise;
pub use definitions::{NO, YES};
pub use ids::{ColumnId, Kind, Marker, VERSION};
pub use recognise::{MADE, MISSING, Template, recognise};
pub use rows::CHOSEN;

/// What parts a code from its label in a drop-down list: `TZA – Tanzania`.
pub const DASH: &str = " – ";

/// The code at the beginning of a drop-down's text, or the whole text where nothing parts it from a label.
///
/// ```
/// use concord::template::code_of;
///
/// assert_eq!(code_of("TZA – Tanzanie"), "TZA");
/// assert_eq!(code_of(" TZA "), "TZA");
/// assert_eq!(code_of("Tanzanie"), "Tanzanie");
/// ```
#[must_use]
pub fn code_of(text: &str) -> &str {
    let parts = [DASH, " - ", " — "].into_iter().filter_map(|dash| text.split_once(dash)).map(|(code, _)| code);
    parts.min_by_key(|code| code.len()).unwrap_or(text).trim()
}
