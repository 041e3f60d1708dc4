//! The documents that `--format json` prints: one shape for each command.
//!
//! In: what the library gives. Out: a [`Document`] with the name and version of its schema, so that a reader can tell
//! what it holds. Fields are only ever added; one that is removed or changes its meaning raises the version.
//! `docs/reference/json.md` is made from these types. Texts for people are not made here.

mod check;
mod gaps;
mod indicators;
mod list;
mod look_up;
mod mirror;

use schemars::JsonSchema;
use serde::Serialize;

pub use check::{AskLine, CheckBody, FileLine, Findings, ReasonLine, RuleLine, TableLine, ValidateBody};
pub use gaps::GapsBody;
pub use indicators::{IndicatorLine, IndicatorsBody};
pub use list::{MappingLine, MappingsBody, StandardBody, StandardTable, TablesBody};
pub use look_up::{CellUse, CodeLine, ExplainBody, PreviewBody, SumDefinition, SumPart, TraceBody, TracedObservation, TracedRegionalSum};
pub use mirror::{MirrorBody, MirrorCount, MirrorFigure, MirrorPair};

/// What every command prints: what it is, and the result.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Document<T> {
    /// Name of the schema: `concord/` and the command, such as `concord/check` or `concord/list-tables`.
    pub schema: String,
    /// Version of the schema; higher only where a field is gone or means something else.
    pub version: u32,
    /// The program and its version.
    pub program: String,
    /// The result, in the shape of the command.
    pub result: T,
}

impl<T> Document<T> {
    /// A document of version 1.
    ///
    /// ```
    /// use concord::json::{Document, ExplainBody};
    ///
    /// use concord::spec::Language;
    /// let document = Document::new("explain", ExplainBody::of(&concord::finding_codes(), Language::EN));
    /// assert_eq!((document.schema.as_str(), document.version), ("concord/explain", 1));
    /// ```
    pub fn new(command: &str, result: T) -> Self {
        Self {
            schema: format!("concord/{command}"),
            version: 1,
            program: concat!("concord ", env!("CARGO_PKG_VERSION")).to_owned(),
            result,
        }
    }
}

impl<T: Serialize> Document<T> {
    /// The document as indented text, with a line end.
    ///
    /// # Errors
    /// The result can't be written as JSON.
    pub fn text(&self) -> Result<String, serde_json::Error> {
        let mut text = serde_json::to_string_pretty(self)?;
        text.push('\n');
        Ok(text)
    }
}
