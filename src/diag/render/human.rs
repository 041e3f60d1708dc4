//! Findings as text: place, severity and code, message, then the hint on its own line.

use std::fmt::Write;

use crate::diag::{Finding, Place};
use crate::model::Addressing;

/// How many further cells of one sheet a screen names before it counts the others.
const CELLS_ON_SCREEN: usize = 8;

/// One finding with every place it names, without colour. Further cells of one sheet share a line.
///
/// ```text
/// error[map/unknown-label]: no code for `Burundy`
///   --> ken.xlsx Table 12.3!A18
///   and ken.xlsx Table 12.3!A19, A24
///    = mapping mappings/ken/survey.toml:41
///    hint: add a line to `values`, or correct the label
/// ```
#[must_use]
pub fn finding(finding: &Finding) -> String {
    shown(finding, usize::MAX)
}

/// One finding as a screen shows it: of many further cells of a sheet only the first are named, the others counted.
#[must_use]
pub fn brief(finding: &Finding) -> String {
    shown(finding, CELLS_ON_SCREEN)
}

fn shown(finding: &Finding, most: usize) -> String {
    let mut text = format!("{}[{}]: {}", finding.severity.as_str(), finding.code.id, finding.message);
    if let Some(place) = &finding.at {
        let _ = write!(text, "\n  --> {place}");
    }
    for places in finding.also.chunk_by(|one, other| one.cells.is_some() && (&one.file, &one.sheet) == (&other.file, &other.sheet)) {
        also(&mut text, places, most);
    }
    if let Some(line) = &finding.mapping {
        let _ = write!(text, "\n   = mapping {line}");
    }
    if let Some(rule) = &finding.rule {
        let _ = write!(text, "\n   = rule {rule}");
    }
    if let Some(about) = &finding.about {
        let told = [Some(&about.state), about.table.as_ref(), about.time_period.as_ref()];
        let told: Vec<&str> = told.into_iter().flatten().map(String::as_str).collect();
        let _ = write!(text, "\n   = about {}", told.join(" "));
    }
    if let Some(explanation) = &finding.explanation {
        let _ = write!(text, "\n   = explained: {explanation}");
    }
    let _ = write!(text, "\n  hint: {}", finding.advice());
    text
}

/// Places on one sheet in one line: the first in full, then cells alone.
fn also(text: &mut String, places: &[Place], most: usize) {
    let Some((first, others)) = places.split_first() else { return };
    let _ = write!(text, "\n  and {first}");
    let named = others.len().min(most.saturating_sub(1));
    for place in &others[..named] {
        // A place in a file of lines has a comma of its own.
        let between = if place.addressing == Addressing::Letters { ", " } else { "; " };
        let _ = write!(text, "{between}{}", place.cells.map(|cells| cells.show(place.addressing)).unwrap_or_default());
    }
    if others.len() > named {
        let _ = write!(text, " and {} more", others.len() - named);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::diag::{FindingCode, Severity};
    use crate::model::{CellRange, CellRef};

    static MADE_UP: FindingCode = FindingCode { id: "test/made-up", severity: Severity::Warning, when: "in a test", fix: "nothing" };

    fn place(sheet: &str, row: u32) -> Place {
        let cell = CellRange::new(CellRef::new(row, 1), CellRef::new(row, 1));
        Place { file: Arc::from("made_up.xlsx"), sheet: Some(Arc::from(sheet)), cells: Some(cell), addressing: Addressing::Letters }
    }

    #[test]
    fn further_cells_share_the_line_of_their_sheet_and_a_screen_counts_what_it_leaves_out() {
        let told = Finding::new(&MADE_UP, "made up").at(place("One", 0)).also((1..21).map(|row| place("One", row))).also([place("Two", 4)]);
        let full = finding(&told);
        assert!(full.contains("\n  --> made_up.xlsx One!B1\n  and made_up.xlsx One!B2, B3, B4,"), "{full}");
        assert!(full.contains(", B20, B21\n  and made_up.xlsx Two!B5\n  hint: "), "{full}");
        let brief = brief(&told);
        assert!(brief.contains(" One!B2, B3, B4, B5, B6, B7, B8, B9 and 12 more\n  and made_up.xlsx Two!B5\n"), "{brief}");
    }
}
