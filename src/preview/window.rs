//! Which rows of a sheet are shown.

use std::collections::BTreeSet;

use super::paint::Roles;
use super::role::CellRole;
use crate::locate::TableRegion;
use crate::read::Sheet;

/// Rows shown at the start of a sheet, and above and below a table.
const AROUND: usize = 4;
/// Rows shown at the end of a table.
const LAST: usize = 2;
/// Rows shown because a cell in them was not understood.
const TROUBLED: usize = 4;

/// Rows that hold anything, in order.
pub(super) fn filled_rows(sheet: &Sheet) -> Vec<u32> {
    sheet.rows().filter(|(_, cells)| cells.iter().any(|cell| !cell.is_blank())).map(|(row, _)| row).collect()
}

/// The zero-based rows to show: around each table, its header, its first `body` rows and its last ones, and the first
/// that hold a cell nobody understood.
pub(super) fn rows(sheet: &Sheet, tables: &[&TableRegion], roles: &Roles, body: usize) -> BTreeSet<u32> {
    let filled = filled_rows(sheet);
    let mut shown: BTreeSet<u32> = filled.iter().copied().take(AROUND).collect();
    if tables.is_empty() {
        shown.extend(filled.iter().copied().take(AROUND + body));
        shown.extend(filled.iter().rev().copied().take(LAST));
    }
    for region in tables {
        let within = |first: u32, last: u32| filled.iter().copied().filter(move |row| first <= *row && *row <= last);
        shown.extend([region.title, region.unit].into_iter().flatten().map(|at| at.row));
        if let Some(above) = region.top().checked_sub(1) {
            shown.extend(within(region.surroundings.0, above).rev().take(AROUND));
        }
        shown.extend(within(region.top(), region.body.0.saturating_sub(1)));
        shown.extend(within(region.body.0, region.body.1).take(body));
        shown.extend(within(region.body.0, region.body.1).rev().take(LAST));
        shown.extend(within(region.body.1 + 1, region.surroundings.1).take(AROUND));
    }
    let troubled: BTreeSet<u32> =
        roles.iter().filter(|(_, one)| matches!(one.role, CellRole::Unmapped | CellRole::Unreadable)).map(|(at, _)| at.row).collect();
    shown.extend(troubled.into_iter().take(TROUBLED));
    shown
}
