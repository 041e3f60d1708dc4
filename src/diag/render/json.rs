//! Findings as JSON lines with a stable shape.

use serde::Serialize;

use crate::diag::{Finding, Place};

/// The shape of one finding in JSON. Fields are only ever added.
#[derive(Debug, Serialize)]
pub struct FindingRecord<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    file: Option<&'a str>,
    sheet: Option<&'a str>,
    cells: Option<String>,
    also: Vec<String>,
    mapping_file: Option<&'a str>,
    mapping_line: Option<u32>,
    rule: Option<&'a str>,
    hint: &'a str,
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
