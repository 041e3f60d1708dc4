//! The sheet of a state's sources and definitions: at most two pages of A4, to be printed and signed off.
//!
//! In: a [`SourceSheet`], whose texts are in the language of the reader. Out: an HTML document that asks for nothing outside it.
//! What stands on it, and what is only counted, was decided before.

use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::error::ReportError;
use super::html::environment;
use super::words;

/// The sources of a state, and where their definitions differ.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SourceSheet {
    /// Language of its texts.
    pub language: String,
    /// Code of the state.
    pub state: String,
    /// Its name.
    pub name: String,
    /// Title of the standard.
    pub standard: String,
    /// Version of the standard.
    pub version: String,
    /// The inventory, by axis.
    pub sources: Vec<InventoryLine>,
    /// Figures that were sent, by source and table.
    pub tables: Vec<SentTable>,
    /// Where definitions differ or are not stated, the farthest first within a source.
    pub definitions: Vec<SourceDefinitions>,
    /// Sources that there was no room for.
    pub more_sources: usize,
    /// Tables that there was no room for.
    pub more_tables: usize,
    /// Differences that there was no room for.
    pub more: usize,
}

/// A source of an axis, or the axis without one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct InventoryLine {
    /// The axis.
    pub axis: String,
    /// Its name; none where none is known.
    pub source: Option<String>,
    /// Its type.
    pub kind: Option<String>,
    /// Its year, or the first one.
    pub since: Option<String>,
    /// Code of its standing.
    pub standing: String,
    /// Its standing.
    pub standing_label: String,
    /// How far it can be relied on.
    pub reliability: Option<String>,
    /// What to know about it.
    pub note: Option<String>,
}

/// Figures of a source in a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SentTable {
    /// The source.
    pub source: String,
    /// The table.
    pub table: String,
    /// Its title.
    pub title: String,
    /// Figures of each grade, from A to U.
    pub grades: Vec<u64>,
}

/// Where the definitions of a source differ.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SourceDefinitions {
    /// The source.
    pub source: String,
    /// Answers that are as in the shared definition.
    pub same: usize,
    /// All answers that count.
    pub all: usize,
    /// Differences, and then leading answers that are as shared.
    pub lines: Vec<DifferenceLine>,
}

/// One answer that differs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DifferenceLine {
    /// The question.
    pub question: String,
    /// The answer; none where nobody gave one.
    pub value: Option<String>,
    /// Whether the question is open.
    pub open: bool,
    /// Code of the distance.
    pub distance: String,
    /// The distance.
    pub distance_label: String,
    /// Tables that it concerns.
    pub tables: String,
    /// Cell or document that says so.
    pub evidence: Option<String>,
}

/// The sheet as one HTML document.
///
/// # Errors
/// The sheet is in a language that the program does not speak; all else is a fault of this program.
pub fn source_sheet_html(sheet: &SourceSheet) -> Result<String, ReportError> {
    let language = words::language(&sheet.language)?;
    let text = environment(language)?.get_template("source_sheet.html")?.render(context! {
        lang => language.as_str(),
        dir => if language.is_right_to_left() { "rtl" } else { "ltr" },
        sheet => Value::from(Serde(sheet)),
    })?;
    Ok(text)
}
