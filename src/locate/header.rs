//! The header of a table: which columns of its row stand under which heading, and which rows lie above the values.

use std::collections::BTreeSet;

use super::headings::Headings;
use super::region::{HEADER_REACH, Refusal};
use crate::model::{CellRef, IgnoreReason};
use crate::read::Sheet;
use crate::spec::{HeaderRow, Heading, StubColumn, TableMapping};

/// What the header row tells before the value columns are chosen.
pub(super) struct Header {
    /// First and last column the table may use; every column where no other table stands beside it.
    pub block: (u32, u32),
    /// Column of each field that stands under a heading of the stub.
    pub stub: Vec<Option<u32>>,
    /// Columns that the mapping leaves out by name.
    pub ignored: Vec<(u32, IgnoreReason, Option<u32>)>,
    /// Row of each header level, from the values upwards.
    pub levels: Vec<u32>,
    /// Row of the header that each field reads.
    pub rows: Vec<Option<u32>>,
}

impl Header {
    /// Columns that are no value columns, by what is known so far.
    pub(super) fn taken(&self) -> BTreeSet<u32> {
        self.stub.iter().flatten().copied().chain(self.ignored.iter().map(|(column, ..)| *column)).collect()
    }
}

/// Reads the header row.
pub(super) fn header(sheet: &Sheet, found: &Headings, table: &TableMapping, headings: u32) -> Result<Header, Refusal> {
    let block = block(found, table, headings)?;
    let mut stub = Vec::new();
    for field in &table.fields {
        stub.push(match field.placement.stub() {
            Some(StubColumn::Under(heading)) => Some(only_column(found, headings, heading, block)?),
            _ => None,
        });
    }
    let mut ignored: Vec<(u32, IgnoreReason, Option<u32>)> = Vec::new();
    for (anchor, reason) in &table.ignore_columns {
        let columns = found.columns(headings, anchor).filter(|column| within(*column, block) && !stub.contains(&Some(*column)));
        ignored.extend(columns.map(|column| (column, *reason, Some(anchor.line))));
    }
    let mut header = Header { block, stub, ignored, levels: Vec::new(), rows: Vec::new() };
    header.levels = levels(sheet, table, headings, &header)?;
    header.rows = rows(found, table, headings, &header)?;
    Ok(header)
}

pub(super) const fn within(column: u32, block: (u32, u32)) -> bool {
    block.0 <= column && column <= block.1
}

/// The columns of one of several tables side by side; every column where the mapping asks for none of them.
fn block(found: &Headings, table: &TableMapping, row: u32) -> Result<(u32, u32), Refusal> {
    let Some(wanted) = table.beside else { return Ok((0, u32::MAX)) };
    let start = |number: usize| table.headings().map(|anchor| found.columns(row, anchor).nth(number)).min().flatten();
    let all = |number: usize| table.headings().all(|anchor| found.columns(row, anchor).nth(number).is_some());
    let count = table.headings().map(|anchor| found.columns(row, anchor).count()).min().unwrap_or(0);
    match (all(wanted), start(wanted)) {
        (true, Some(first)) => {
            let next = if all(wanted + 1) { start(wanted + 1) } else { None };
            Ok((first, next.map_or(u32::MAX, |next| next.saturating_sub(1))))
        }
        _ => Err(Refusal::NotSoManyBeside { found: count }),
    }
}

/// The one column under a heading.
pub(super) fn only_column(found: &Headings, row: u32, heading: &Heading, block: (u32, u32)) -> Result<u32, Refusal> {
    let columns = || found.columns(row, &heading.anchor).filter(|column| within(*column, block));
    if let Some(after) = &heading.after {
        let from = found.columns(row, after).find(|column| within(*column, block));
        let behind = from.and_then(|from| columns().find(|column| *column > from));
        return behind.ok_or_else(|| Refusal::HeadingTwice { anchor: heading.anchor.clone(), columns: columns().collect() });
    }
    let mut all = columns();
    match (all.next(), all.next()) {
        (Some(column), None) => Ok(column),
        _ => Err(Refusal::HeadingTwice { anchor: heading.anchor.clone(), columns: columns().collect() }),
    }
}

/// Rows of the header levels, from the values upwards.
///
/// Without a word from the mapping the lowest level is the last row that a heading of the stub covers, merged
/// cells included; each further level is the next row above with a cell outside the stub.
fn levels(sheet: &Sheet, table: &TableMapping, headings: u32, header: &Header) -> Result<Vec<u32>, Refusal> {
    let wanted = table.levels();
    if wanted == 0 {
        return Ok(Vec::new());
    }
    let stub = header.taken();
    let outside_stub = |column: u32| within(column, header.block) && !stub.contains(&column);
    let has_header_cell = |row: u32| sheet.row(row).iter().any(|cell| !cell.is_blank() && outside_stub(cell.at.column));
    let lowest = match table.headings_on_level {
        Some(level) => {
            let below = (headings..=headings + HEADER_REACH).filter(|row| has_header_cell(*row));
            below.clone().nth(level as usize - 1).ok_or(Refusal::LevelMissing { level })?
        }
        None => header
            .stub
            .iter()
            .flatten()
            .filter_map(|column| sheet.merge_at(CellRef::new(headings, *column)))
            .map(|merge| merge.last.row)
            .max()
            .unwrap_or(headings),
    };
    let highest = lowest.saturating_sub(HEADER_REACH);
    let rows: Vec<u32> = (highest..=lowest).rev().filter(|row| has_header_cell(*row)).take(wanted as usize).collect();
    match rows.first() {
        Some(first) if *first == lowest && rows.len() == wanted as usize => Ok(rows),
        Some(_) if rows.first() == Some(&lowest) => {
            Err(Refusal::LevelMissing { level: u32::try_from(rows.len()).unwrap_or(u32::MAX).saturating_add(1) })
        }
        _ => Err(Refusal::LevelMissing { level: 1 }),
    }
}

/// The header row that each field reads: that of its level, or the nearest one in whose stub its text stands.
fn rows(found: &Headings, table: &TableMapping, headings: u32, header: &Header) -> Result<Vec<Option<u32>>, Refusal> {
    let mut rows = Vec::new();
    for field in &table.fields {
        rows.push(match field.placement.header() {
            None => None,
            Some(HeaderRow::Level(level)) => header.levels.get(*level as usize - 1).copied(),
            Some(HeaderRow::Named(anchor)) => {
                let near = found.cells(anchor).iter().filter(|cell| within(cell.column, header.block));
                let nearest = near.map(|cell| cell.row).min_by_key(|row| (row.abs_diff(headings), *row));
                Some(
                    nearest
                        .filter(|row| row.abs_diff(headings) <= HEADER_REACH)
                        .ok_or_else(|| Refusal::RowMissing { anchor: anchor.clone() })?,
                )
            }
        });
    }
    Ok(rows)
}
