//! Finding the cell of a label from the row or column of a value.

use std::sync::Arc;

use super::table::Label;
use crate::locate::TableRegion;
use crate::model::CellRef;
use crate::read::Sheet;
use crate::spec::Placement;

/// The text of a cell, or of the merged cell that covers it.
pub(super) fn text_at(sheet: &Sheet, at: CellRef) -> Option<Label> {
    let origin = sheet.merge_at(at).map_or(at, |merge| merge.first);
    let cell = sheet.cell(origin).filter(|cell| !cell.is_blank())?;
    Some(Label { at: Some(cell.at), text: Arc::from(cell.text().as_ref()) })
}

/// The label of a column.
pub(super) fn of_column(sheet: &Sheet, region: &TableRegion, placement: &Placement, column: u32) -> Option<Label> {
    let level = placement.level()?;
    let row = *region.levels.get(level as usize - 1)?;
    match placement {
        Placement::Up { .. } => text_at(sheet, CellRef::new(row, column)),
        Placement::UpLeft { .. } => {
            let first = region.values.first().copied().unwrap_or(column);
            (first..=column).rev().find_map(|left| text_at(sheet, CellRef::new(row, left)))
        }
        _ => None,
    }
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
    Some(Label { at, text: Arc::from(part.as_str()) })
}
