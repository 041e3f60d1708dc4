//! Which mapping a file belongs to, and where a text stands on a sheet.

use crate::model::CellRef;
use crate::read::{Sheet, Workbook};
use crate::spec::{Anchor, Mapping, normalise};

/// How many rows of each sheet are searched for the texts by which a mapping recognises a file.
const RECOGNITION_ROWS: usize = 80;

/// What the mappings say about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// These mappings recognise it, by position; more than one only where they describe different tables.
    By(Vec<usize>),
    /// None does; the nearest by position, with the texts that are missing.
    Nobody {
        /// The mapping with the largest share of its texts found.
        nearest: Option<(usize, Vec<String>)>,
    },
}

/// Finds the mappings that recognise the file.
///
/// A mapping recognises a file when every text of its `file.contains` stands in a cell or a sheet's name.
#[must_use]
pub fn claim(workbook: &Workbook, mappings: &[&Mapping]) -> Claim {
    let texts = recognition_texts(workbook);
    let found = |anchor: &Anchor| texts.iter().any(|text| text.contains(&anchor.key));
    let mut claims = Vec::new();
    let mut nearest: Option<(usize, Vec<String>)> = None;
    for (index, mapping) in mappings.iter().enumerate() {
        let missing: Vec<String> = mapping.contains.iter().filter(|anchor| !found(anchor)).map(|anchor| anchor.text.clone()).collect();
        if missing.is_empty() {
            claims.push(index);
            continue;
        }
        // The largest share of texts found, compared crosswise so that no fraction is needed.
        let better = nearest
            .as_ref()
            .is_none_or(|(best, lacking)| missing.len() * mappings[*best].contains.len() < lacking.len() * mapping.contains.len());
        if missing.len() < mapping.contains.len() && better {
            nearest = Some((index, missing));
        }
    }
    if claims.is_empty() { Claim::Nobody { nearest } } else { Claim::By(claims) }
}

fn recognition_texts(workbook: &Workbook) -> Vec<String> {
    let mut texts = Vec::new();
    for sheet in &workbook.sheets {
        texts.push(normalise(&sheet.name).key);
        for (_, cells) in sheet.rows().take(RECOGNITION_ROWS) {
            texts.extend(cells.iter().filter(|cell| cell.is_text()).map(|cell| normalise(&cell.text()).key));
        }
    }
    texts
}

/// The first cell above a row, reading downwards, whose text holds the anchor.
pub(super) fn above(sheet: &Sheet, anchor: &Anchor, first_row: u32, before_row: u32) -> Option<CellRef> {
    sheet
        .rows()
        .skip_while(|(row, _)| *row < first_row)
        .take_while(|(row, _)| *row < before_row)
        .flat_map(|(_, cells)| cells)
        .find(|cell| cell.is_text() && normalise(&cell.text()).key.contains(&anchor.key))
        .map(|cell| cell.at)
}
