//! Finding the cell of a label from the row or column of a value.

use std::sync::Arc;

use super::table::{Label, RowKind};
use crate::locate::TableRegion;
use crate::model::CellRef;
use crate::read::Sheet;
use crate::spec::{Placement, normalise};

/// The text of a cell, or of the merged cell that covers it.
pub(super) fn text_at(sheet: &Sheet, at: CellRef) -> Option<Label> {
    let origin = sheet.merge_at(at).map_or(at, |merge| merge.first);
    let cell = sheet.cell(origin).filter(|cell| !cell.is_blank())?;
    Some(Label { at: Some(cell.at), text: Arc::from(cell.text().as_ref()), superscript: sheet.superscript(cell.at) })
}

/// The label of a column.
pub(super) fn of_column(sheet: &Sheet, region: &TableRegion, placement: &Placement, row: Option<u32>, column: u32) -> Option<Label> {
    let row = row?;
    match placement {
        Placement::Up(_) => text_at(sheet, CellRef::new(row, column)).or_else(|| merge_untold(sheet, region, row, column)),
        Placement::UpLeft(_) => {
            let first = region.values.first().copied().unwrap_or(column);
            (first..=column).rev().find_map(|left| text_at(sheet, CellRef::new(row, left)))
        }
        _ => None,
    }
}

/// Where a format can't tell merges, an empty cell of the header may be covered by the one above it.
fn merge_untold(sheet: &Sheet, region: &TableRegion, row: u32, column: u32) -> Option<Label> {
    if sheet.merges.known().is_some() {
        return None;
    }
    let mut above: Vec<u32> = region.levels.iter().copied().filter(|level| *level < row).collect();
    above.sort_unstable();
    text_at(sheet, CellRef::new(above.pop()?, column))
}

/// The labels of every row of one stub column.
pub(super) fn of_rows(sheet: &Sheet, region: &TableRegion, placement: &Placement, column: u32, kinds: &[RowKind]) -> Vec<Option<Label>> {
    let rows = region.body.0..=region.body.1;
    let at = |row: u32| text_at(sheet, CellRef::new(row, column));
    match placement {
        Placement::LeftUp(_, skip) => carried(rows.map(at), skip),
        Placement::LeftDown(_, skip) => {
            let mut labels = carried(rows.rev().map(at), skip);
            labels.reverse();
            labels
        }
        Placement::HeadingRow(_) => {
            let headings = rows.zip(kinds).map(|(row, kind)| at(row).filter(|_| *kind == RowKind::LabelsOnly));
            carried(headings, &[])
        }
        _ => rows.map(at).collect(),
    }
}

/// Each label, or where there is none, or one to skip, the last one before it.
fn carried(labels: impl Iterator<Item = Option<Label>>, skip: &[String]) -> Vec<Option<Label>> {
    let mut last: Option<Label> = None;
    labels
        .map(|own| {
            if let Some(label) = own.filter(|label| skip.is_empty() || !skip.contains(&normalise(&label.text).key)) {
                last = Some(label);
            }
            last.clone()
        })
        .collect()
}

/// The label of the whole table.
pub(super) fn of_table(sheet: &Sheet, region: &TableRegion, placement: &Placement) -> Option<Label> {
    let (pattern, text, at) = match placement {
        Placement::Title(pattern) => {
            let title = text_at(sheet, region.title?)?;
            (pattern, title.text, title.at)
        }
        Placement::Sheet(pattern) => (pattern, Arc::clone(&sheet.name), None),
        _ => return None,
    };
    let part = pattern.captures(&text)?.get(1)?;
    Some(Label { at, text: Arc::from(part.as_str()), superscript: None })
}
