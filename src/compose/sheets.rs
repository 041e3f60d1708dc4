//! The sender's sheets with what findings say of their cells.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::findings::{anchor, message};
use super::{Material, Sheets};
use crate::diag::{Finding, Place};
use crate::report::{Mark, MarkedCells, SheetCopy, SheetPicture, copy, picture};
use crate::spec::Language;

/// Marks by file and sheet.
type Marks = BTreeMap<(Arc<str>, Arc<str>), Vec<MarkedCells>>;

/// The drawn sheets and the whole ones that findings name cells of.
pub(super) fn drawn(
    material: &Material<'_>,
    findings: &[&Finding],
    sheets: &Sheets,
    language: Language,
) -> (Vec<SheetPicture>, Vec<SheetCopy>) {
    let marks = marks(material, findings, language);
    let (mut pictures, mut copies) = (Vec::new(), Vec::new());
    for workbook in &sheets.workbooks {
        let file = &workbook.identity.name;
        let is_claimed = |name: &str| material.claimed.contains(&(file.to_string(), name.to_owned()));
        for sheet in workbook.sheets.iter().filter(|sheet| is_claimed(&sheet.name)) {
            let marked = marks.get(&(Arc::clone(file), Arc::clone(&sheet.name))).map_or(&[][..], Vec::as_slice);
            if !marked.is_empty() {
                pictures.extend(picture(file, sheet, marked, language));
            }
            copies.extend(copy(sheet, marked));
        }
    }
    (pictures, copies)
}

fn marks(material: &Material<'_>, findings: &[&Finding], language: Language) -> Marks {
    let mut marks: Marks = BTreeMap::new();
    for (position, finding) in findings.iter().enumerate() {
        let said = message(material, finding, language);
        let severity = if finding.explanation.is_some() { "explained" } else { finding.severity.as_str() };
        let mut add = |place: &Place, takes_part: bool| {
            let (Some(sheet), Some(cells)) = (&place.sheet, place.cells) else { return };
            let mark = Mark { severity: severity.to_owned(), takes_part, message: said.clone(), anchor: anchor(position) };
            let own = marks.entry((Arc::clone(&place.file), Arc::clone(sheet))).or_default();
            match own.iter_mut().find(|marked| marked.cells == cells) {
                Some(marked) => marked.marks.push(mark),
                None => own.push(MarkedCells { cells, marks: vec![mark] }),
            }
        };
        finding.at.iter().for_each(|place| add(place, false));
        finding.also.iter().for_each(|place| add(place, true));
    }
    marks
}
