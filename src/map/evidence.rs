//! Whether the cells that a mapping names as evidence say anything.

use super::findings::EVIDENCE_MISSING;
use crate::diag::{Finding, Place};
use crate::model::CellRange;
use crate::read::{Sheet, Workbook};
use crate::spec::{Mapping, normalise};

/// A finding for each statement of a profile whose cell is empty, or doesn't hold the words it is said to hold.
#[must_use]
pub fn missing_evidence(mapping: &Mapping, workbook: &Workbook) -> Vec<Finding> {
    let statements = mapping.profiles.iter().flat_map(|profile| &profile.statements);
    let mut found: Vec<Finding> = Vec::new();
    for (attribute, statement) in statements {
        let Some((name, cell)) = &statement.evidence.at else { continue };
        let sheet: Option<&Sheet> = match name.as_str() {
            "" => workbook.sheets.first(),
            name => workbook.sheets.iter().find(|sheet| *sheet.name == *name.trim_matches('\'')),
        };
        let text = sheet.and_then(|sheet| sheet.cell(*cell)).map(|cell| cell.text().into_owned()).filter(|text| !text.trim().is_empty());
        let says = statement.evidence.says.as_deref();
        let message = match (&text, says) {
            (None, _) if sheet.is_none() => {
                format!("`{attribute}` = `{}` is said to stand on the sheet `{name}`, which the file does not have", statement.value)
            }
            (None, _) => format!("`{attribute}` = `{}` is said to stand here, but the cell is empty", statement.value),
            (Some(text), Some(says)) if !normalise(text).key.contains(&normalise(says).key) => {
                format!("`{attribute}` = `{}` is said to stand here, but the cell does not say `{says}`", statement.value)
            }
            _ => continue,
        };
        let place = Place {
            file: std::sync::Arc::clone(&workbook.identity.name),
            sheet: sheet.map(|sheet| std::sync::Arc::clone(&sheet.name)),
            cells: sheet.map(|_| CellRange::single(*cell)),
            addressing: workbook.addressing,
        };
        let finding = Finding::new(&EVIDENCE_MISSING, message).at(place).mapping(mapping.at(statement.line));
        // A statement that several profiles share stands once.
        if !found.contains(&finding) {
            found.push(finding);
        }
    }
    found
}
