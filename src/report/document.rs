//! The report as a document that a program reads.
//!
//! In: a [`ReportPage`]. Out: JSON with the head that every document of the program has. Texts stand in it as they are in the
//! page, also those that a sender typed: who shows them escapes them. Its schema is `standards/schemas/report.schema.json`;
//! fields are only ever added, and one that is removed or changes its meaning raises the version.

use schemars::JsonSchema;
use serde::Serialize;

use super::error::ReportError;
use super::model::ReportPage;

/// A report with the name and version of its schema.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReportDocument<'a> {
    /// Name of the schema: `concord/report`.
    pub schema: &'static str,
    /// Version of the schema; higher only where a field is gone or means something else.
    pub version: u32,
    /// The program and its version.
    pub program: &'static str,
    /// The report.
    pub result: &'a ReportPage,
}

/// The report as indented JSON, with a line end.
///
/// # Errors
/// It can't be written as JSON.
///
/// ```
/// let text = concord::report::document(&concord::report::ReportPage::default()).unwrap();
/// assert!(text.starts_with("{\n  \"schema\": \"concord/report\",\n  \"version\": 1,"));
/// ```
pub fn document(page: &ReportPage) -> Result<String, ReportError> {
    let program = concat!("concord ", env!("CARGO_PKG_VERSION"));
    let mut text = serde_json::to_string_pretty(&ReportDocument { schema: "concord/report", version: 1, program, result: page })?;
    text.push('\n');
    Ok(text)
}
