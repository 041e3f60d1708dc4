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
    /// The state it is about, where it is about figures.
    state: Option<&'a str>,
    /// The exchange table it is about.
    table_id: Option<&'a str>,
    /// The year or period it is about.
    time_period: Option<&'a str>,
    /// The value found.
    value: Option<&'a str>,
    /// What it was compared with: the sum, the other figure, or the limits.
    expected: Option<&'a str>,
    /// The explanation that covers it.
    explanation: Option<&'a str>,
}

impl<'a> From<&'a Finding> for FindingRecord<'a> {
    fn from(finding: &'a Finding) -> Self {
        let at = finding.at.as_ref();
        Self {
            code: finding.code.id,
            severity: finding.severity.as_str(),
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
            state: finding.about.as_ref().map(|about| about.state.as_str()),
            table_id: finding.about.as_ref().and_then(|about| about.table.as_deref()),
            time_period: finding.about.as_ref().and_then(|about| about.time_period.as_deref()),
            value: finding.value.as_deref(),
            expected: finding.expected.as_deref(),
            explanation: finding.explanation.as_deref(),
        }
    }
}
