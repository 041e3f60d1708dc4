//! Which columns of a table hold values, which stand beside them, and which are left out.

use std::collections::BTreeSet;

use super::header::{Header, only_column, within};
use super::headings::Headings;
use super::region::{Refusal, named_rows};
use crate::model::{CellRef, IgnoreReason};
use crate::read::Sheet;
use crate::spec::{Anchor, Heading, Placement, StubColumn, TableMapping, ValueColumns};

/// The columns of a table, and the rows of its header.
pub(super) struct Columns {
    pub stub: Vec<Option<u32>>,
    pub values: Vec<u32>,
    pub beside: BTreeSet<u32>,
    pub ignored: Vec<(u32, IgnoreReason, Option<u32>)>,
    pub levels: Vec<u32>,
    pub header: Vec<Option<u32>>,
}

/// Chooses the value columns, then counts off the stub columns that have no heading.
pub(super) fn choose(sheet: &Sheet, found: &Headings, table: &TableMapping, headings: u32, header: Header) -> Result<Columns, Refusal> {
    let taken = header.taken();
    let row = header.levels.first().or(header.rows.iter().flatten().max()).copied().unwrap_or(headings);
    let flags = flag_columns(found, table, headings, &header);
    let mut headed: Vec<u32> = headed(sheet, row, &header)
        .into_iter()
        .filter(|column| within(*column, header.block) && !taken.contains(column) && !flags.contains(column))
        .collect();
    beyond_the_stub(&mut headed, found, table, &header);
    if table.reads_beside() {
        // A heading merged over a value and its flag names the value.
        headed.retain(|column| sheet.merge_at(CellRef::new(row, *column)).is_none_or(|merge| merge.first.column == *column));
    }
    let values =
        if table.columns.choose() { chosen(sheet, found, &table.columns, headings, row, &headed, header.block)? } else { headed.clone() };

    let Header { mut stub, mut ignored, levels, rows, .. } = header;
    let left = headed.first().or(values.first()).copied();
    for (field, column) in table.fields.iter().zip(&mut stub) {
        if let Some(StubColumn::Nth(number)) = field.placement.stub() {
            *column = Some(left.and_then(|left| left.checked_sub(*number)).ok_or(Refusal::NoSuchColumn { number: *number })?);
        }
    }
    let beside: BTreeSet<u32> = if table.reads_beside() {
        values.iter().map(|column| column + 1).filter(|column| !values.contains(column) && !stub.contains(&Some(*column))).collect()
    } else {
        BTreeSet::new()
    };
    let (reason, line) = table.columns.others.map_or((IgnoreReason::Unused, None), |(reason, line)| (reason, Some(line)));
    let others = headed.iter().chain(&flags).filter(|column| !values.contains(column) && !beside.contains(column));
    ignored.extend(others.map(|column| (*column, reason, line)));
    ignored.sort_unstable_by_key(|(column, ..)| *column);
    Ok(Columns { stub, values, beside, ignored, levels, header: rows })
}

/// Drops headed columns on the far side of the stub: before the texts that name rows of the header, or before the stub
/// where values stand to its right.
fn beyond_the_stub(headed: &mut Vec<u32>, found: &Headings, table: &TableMapping, header: &Header) {
    let rows: BTreeSet<u32> = header.rows.iter().flatten().copied().collect();
    let names = named_rows(table)
        .flat_map(|anchor| found.cells(anchor))
        .filter(|cell| rows.contains(&cell.row) && within(cell.column, header.block));
    let first = names.map(|cell| cell.column).chain(header.stub.iter().flatten().copied()).min();
    if let Some(first) = first.filter(|first| headed.iter().any(|column| column > first)) {
        headed.retain(|column| *column > first);
    }
}

/// Columns under the heading that flag columns have.
fn flag_columns(found: &Headings, table: &TableMapping, headings: u32, header: &Header) -> BTreeSet<u32> {
    let anchors = table.fields.iter().filter_map(|field| field.placement.beside_heading());
    let rows = || header.levels.first().copied().into_iter().chain([headings]);
    anchors
        .flat_map(|anchor| rows().flat_map(move |row| found.columns(row, anchor)))
        .filter(|column| within(*column, header.block))
        .collect()
}

/// Columns with something above them: a cell of the lowest header row, or a merged one that reaches down to it.
fn headed(sheet: &Sheet, row: u32, header: &Header) -> BTreeSet<u32> {
    let filled = |at: CellRef| sheet.cell(at).is_some_and(|cell| !cell.is_blank());
    let mut columns = BTreeSet::new();
    for cell in sheet.row(row).iter().filter(|cell| !cell.is_blank()) {
        match sheet.merge_at(cell.at) {
            Some(merge) => columns.extend(merge.first.column..=merge.last.column),
            None => {
                columns.insert(cell.at.column);
            }
        }
    }
    let reaching = sheet.merges.known().into_iter().flatten().filter(|merge| merge.first.row < row && row <= merge.last.row);
    for merge in reaching.filter(|merge| header.levels.contains(&merge.first.row) && filled(merge.first)) {
        columns.extend(merge.first.column..=merge.last.column);
    }
    // Where a format can't tell merges, a cell of a higher level may reach down to the values.
    let untold = sheet.merges.known().is_none();
    if let (Some(first), Some(last), true) = (columns.first().copied(), columns.last().copied(), untold) {
        for level in header.levels.iter().skip(1) {
            columns.extend(
                sheet
                    .row(*level)
                    .iter()
                    .filter(|cell| !cell.is_blank() && (first..=last).contains(&cell.at.column))
                    .map(|cell| cell.at.column),
            );
        }
    }
    columns
}

/// The headed columns that the mapping asks for.
fn chosen(
    sheet: &Sheet,
    found: &Headings,
    asked: &ValueColumns,
    headings: u32,
    row: u32,
    headed: &[u32],
    block: (u32, u32),
) -> Result<Vec<u32>, Refusal> {
    let column = |anchor: &Anchor, from: u32| found.columns(headings, anchor).find(|column| within(*column, block) && *column >= from);
    let after = asked.after.as_ref().and_then(|anchor| column(anchor, 0)).map_or(0, |column| column + 1);
    let before = asked.before.as_ref().and_then(|anchor| column(anchor, after)).unwrap_or(u32::MAX);
    let inside = (after.max(block.0), before.saturating_sub(1).min(block.1));
    let mut columns = Vec::new();
    for anchor in &asked.headings {
        let heading = Heading { anchor: anchor.clone(), after: None };
        columns.push(only_column(
            found,
            headings,
            &heading,
            if asked.after.is_some() { first_of(found, headings, anchor, inside) } else { inside },
        )?);
    }
    if let Some(pattern) = &asked.pattern {
        let matches = |column: &&u32| {
            let at = CellRef::new(row, **column);
            let origin = sheet.merge_at(at).map_or(at, |merge| merge.first);
            sheet.cell(origin).is_some_and(|cell| pattern.is_match(cell.text().trim()))
        };
        columns.extend(headed.iter().filter(|column| within(**column, inside)).filter(matches));
    }
    if asked.headings.is_empty() && asked.pattern.is_none() {
        columns.extend(headed.iter().filter(|column| within(**column, inside)));
    }
    columns.sort_unstable();
    columns.dedup();
    Ok(columns)
}

/// Behind another heading the first column of a repeated heading is meant.
fn first_of(found: &Headings, row: u32, anchor: &Anchor, inside: (u32, u32)) -> (u32, u32) {
    found.columns(row, anchor).find(|column| within(*column, inside)).map_or(inside, |column| (inside.0, column))
}

impl Placement {
    /// The heading of flag columns, where they have one.
    pub(crate) const fn beside_heading(&self) -> Option<&Anchor> {
        match self {
            Self::Right(heading) => heading.as_ref(),
            _ => None,
        }
    }
}
