//! Which rows and columns of a sheet are drawn.
//!
//! In: a sheet and the marked ranges. Out: a [`Window`]: the headings, two rows around every marked cell, and at most forty
//! columns, with counts of all that is passed over. Nothing that the sender hid is in it.

use std::collections::BTreeSet;

use super::copy::MarkedCells;
use super::sheet::Hidden;
use crate::model::{CellRange, CellRef};
use crate::read::{Cell, Content, Sheet};

/// Rows at the top that may hold headings.
const HEADING_ROWS: usize = 12;
/// Rows of figures at the top, after which no more headings are looked for.
const FIRST_FIGURES: usize = 3;
/// Rows drawn above and below a marked cell.
const AROUND: u32 = 2;
/// Rows drawn of a marked range, from its top.
const ROWS_OF_RANGE: usize = 30;
/// Rows drawn at most.
const MOST_ROWS: usize = 400;
/// Columns drawn at most.
const MOST_COLUMNS: usize = 40;
/// Columns at the start that say what a row is about.
const LABEL_COLUMNS: usize = 2;

/// What is drawn of a sheet, from zero, and how much is not.
pub(super) struct Window {
    pub(super) rows: Vec<u32>,
    pub(super) columns: Vec<u32>,
    /// The column at which the sheet begins.
    pub(super) first_column: u32,
    pub(super) hidden: Hidden,
    /// Rows that show and hold something, and are not drawn.
    pub(super) rows_left_out: usize,
    /// Columns that show and are not drawn.
    pub(super) columns_left_out: usize,
    /// Marked ranges that show, no cell of which is drawn.
    pub(super) marked_left_out: usize,
    pub(super) hidden_rows: usize,
    pub(super) hidden_columns: usize,
}

/// The window around the marked cells; none where none of them shows.
pub(super) fn around(sheet: &Sheet, marks: &[MarkedCells]) -> Option<Window> {
    let hidden = Hidden::of(sheet);
    let marked: Vec<CellRange> = marks.iter().map(|marked| marked.cells).filter(|range| hidden.shows_part_of(*range)).collect();
    let within = bounds(sheet, &marked)?;
    let rows = rows(sheet, &marked, within, &hidden);
    let columns = columns(&marked, within, &hidden);
    let drawn = |range: &&CellRange| {
        rows.range(range.first.row..=range.last.row).next().is_some()
            && columns.range(range.first.column..=range.last.column).next().is_some()
    };
    let filled = sheet.rows().filter(|(row, cells)| !hidden.rows.contains(row) && is_filled(cells));
    let hidden_rows = hidden.rows.range(within.first.row..=within.last.row).count();
    let hidden_columns = hidden.columns.range(within.first.column..=within.last.column).count();
    let all_columns = usize::try_from(within.last.column - within.first.column).unwrap_or(usize::MAX).saturating_add(1);
    Some(Window {
        rows_left_out: filled.filter(|(row, _)| !rows.contains(row)).count(),
        columns_left_out: all_columns.saturating_sub(hidden_columns).saturating_sub(columns.len()),
        marked_left_out: marked.len() - marked.iter().filter(drawn).count(),
        rows: rows.into_iter().collect(),
        columns: columns.into_iter().collect(),
        first_column: within.first.column,
        hidden,
        hidden_rows,
        hidden_columns,
    })
}

/// The used cells and the marked ones; of a range that reaches far beyond what is used, only its beginning.
fn bounds(sheet: &Sheet, marked: &[CellRange]) -> Option<CellRange> {
    let first = *marked.first()?;
    let used = sheet.used().unwrap_or_else(|| CellRange::single(first.first));
    let far = |end: u32, begin: u32, used: u32| if end - begin > 1_000 { used.max(begin) } else { end };
    Some(marked.iter().fold(used, |bounds, range| {
        let last =
            CellRef::new(far(range.last.row, range.first.row, used.last.row), far(range.last.column, range.first.column, used.last.column));
        CellRange::new(
            CellRef::new(bounds.first.row.min(range.first.row), bounds.first.column.min(range.first.column)),
            CellRef::new(bounds.last.row.max(last.row), bounds.last.column.max(last.column)),
        )
    }))
}

fn rows(sheet: &Sheet, marked: &[CellRange], within: CellRange, hidden: &Hidden) -> BTreeSet<u32> {
    let shows = |row: &u32| !hidden.rows.contains(row);
    let mut rows = headings(sheet, hidden);
    for range in marked {
        if rows.len() >= MOST_ROWS {
            break;
        }
        let last = range.last.row.min(within.last.row);
        let own: Vec<u32> = (range.first.row..=last).filter(shows).take(ROWS_OF_RANGE).collect();
        let (Some(top), Some(bottom)) = (own.first(), own.last()) else { continue };
        let above = (within.first.row..*top).rev().filter(shows).take(AROUND as usize);
        let below = (bottom + 1..=within.last.row).filter(shows).take(AROUND as usize);
        rows.extend(above.chain(below).collect::<Vec<_>>());
        rows.extend(own);
    }
    close(&mut rows, &hidden.rows);
    rows
}

/// The first rows that hold anything, until the figures have begun.
fn headings(sheet: &Sheet, hidden: &Hidden) -> BTreeSet<u32> {
    let mut rows = BTreeSet::new();
    let mut figures = 0;
    for (row, cells) in sheet.rows().filter(|(row, cells)| !hidden.rows.contains(row) && is_filled(cells)) {
        if rows.len() == HEADING_ROWS || figures == FIRST_FIGURES {
            break;
        }
        let numbers = cells.iter().filter(|cell| matches!(cell.content, Content::Number(_))).count();
        figures += usize::from(numbers * 2 > cells.len());
        rows.insert(row);
    }
    rows
}

fn columns(marked: &[CellRange], within: CellRange, hidden: &Hidden) -> BTreeSet<u32> {
    let shows = |column: &u32| !hidden.columns.contains(column);
    let all = || (within.first.column..=within.last.column).filter(shows);
    if all().take(MOST_COLUMNS + 1).count() <= MOST_COLUMNS {
        return all().collect();
    }
    let mut columns: BTreeSet<u32> = all().take(LABEL_COLUMNS).collect();
    for range in marked {
        let first = range.first.column.saturating_sub(AROUND).max(within.first.column);
        let last = range.last.column.saturating_add(AROUND).min(within.last.column);
        let own = (range.first.column..=range.last.column.min(within.last.column)).chain(first..=last).filter(shows);
        for column in own.take(MOST_COLUMNS * 2) {
            if columns.len() < MOST_COLUMNS {
                columns.insert(column);
            }
        }
    }
    for column in all() {
        if columns.len() < MOST_COLUMNS {
            columns.insert(column);
        }
    }
    columns
}

/// Draws one or two rows between drawn ones too: a gap that small tells less than it takes.
fn close(rows: &mut BTreeSet<u32>, hidden: &BTreeSet<u32>) {
    let drawn: Vec<u32> = rows.iter().copied().collect();
    for pair in drawn.windows(2) {
        let [before, after] = pair else { continue };
        let between: Vec<u32> = (before + 1..*after).filter(|row| !hidden.contains(row)).take(3).collect();
        if between.len() < 3 {
            rows.extend(between);
        }
    }
}

/// How many that show were passed over before each.
pub(super) fn skipped(drawn: &[u32], begin: u32, hidden: &BTreeSet<u32>) -> Vec<u32> {
    let mut next = begin;
    let mut counts = Vec::with_capacity(drawn.len());
    for one in drawn {
        let between = one.saturating_sub(next);
        let unseen = if between == 0 { 0 } else { hidden.range(next..*one).count() };
        counts.push(between - u32::try_from(unseen).unwrap_or(between).min(between));
        next = one + 1;
    }
    counts
}

fn is_filled(cells: &[Cell]) -> bool {
    cells.iter().any(|cell| !cell.is_blank())
}
