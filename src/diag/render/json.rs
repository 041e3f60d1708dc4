//! Findings as JSON lines with a stable shape.

use schemars::JsonSchema;
use serde::Serialize;

use crate::diag::{Finding, Place};

/// The shape of one finding in JSON. Fields are only ever added.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingRecord<'a> {
    /// Which of the listed findings this is.
    code: &'a str,
    /// error, warning or information.
    severity: &'a str,
    /// What was found.
    message: &'a str,
    /// File it is about.
    file: Option<&'a str>,
    /// Sheet.
    sheet: Option<&'a str>,
    /// Cell or range.
    cells: Option<String>,
    /// Further places that take part.
    also: Vec<String>,
    /// Mapping that claims the cell.
    mapping_file: Option<&'a str>,
    /// Its line.
    mapping_line: Option<u32>,
    /// Rule that judged.
    rule: Option<&'a str>,
    /// What to do.
    hint: &'a str,
    /// How many like it this one stands for.
    count: u64,
}

impl<'a> From<&'a Finding> for FindingRecord<'a> {
    fn from(finding: &'a Finding) -> Self {
        let at = finding.at.as_ref();
        Self {
            code: finding.code.id,
            severity: finding.code.severity.as_str(),
            message: &finding.message,
            file: at.map(|place| place.file.as_ref()),
            sheet: at.and_then(|place| place.sheet.as_deref()),
            cells: at.and_then(|place| place.cells).map(|cells| cells.show(at.map_or(crate::model::Addressing::Letters, |p| p.addressing))),
            also: finding.also.iter().map(Place::to_string).collect(),
            mapping_file: finding.mapping.as_ref().map(|line| line.file.as_ref()),
            mapping_line: finding.mapping.as_ref().map(|line| line.line),
            rule: finding.rule.as_deref(),
            hint: finding.advice(),
            count: finding.count,
        }
    }
}
