//! Findings as text: place, severity and code, message, then the hint on its own line.

use std::fmt::Write;

use crate::diag::Finding;

/// One finding in two or three lines, without colour.
///
/// ```text
/// error[map/unknown-label]: no code for `Burundy`
///   --> ken.xlsx Table 12.3!A18
///    = mapping mappings/ken/survey.toml:41
///    hint: add a line to `values`, or correct the label
/// ```
#[must_use]
pub fn finding(finding: &Finding) -> String {
    let mut text = format!("{}[{}]: {}", finding.code.severity.as_str(), finding.code.id, finding.message);
    if let Some(place) = &finding.at {
        let _ = write!(text, "\n  --> {place}");
    }
    for place in &finding.also {
        let _ = write!(text, "\n  and {place}");
    }
    if let Some(line) = &finding.mapping {
        let _ = write!(text, "\n   = mapping {line}");
    }
    if let Some(rule) = &finding.rule {
        let _ = write!(text, "\n   = rule {rule}");
    }
    let _ = write!(text, "\n  hint: {}", finding.advice());
    text
}
