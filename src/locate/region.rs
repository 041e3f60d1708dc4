//! The rows and columns of one table, worked out from its header row.

use std::collections::BTreeSet;

use super::anchor::above;
use super::columns::{Columns, choose};
use super::header::header;
use super::headings::Headings;
use crate::model::{CellRange, CellRef, IgnoreReason};
use crate::read::{Cell, Sheet};
use crate::spec::{Anchor, HeaderRow, TableMapping};

/// How far from the headings a further row of the header may stand.
pub(crate) const HEADER_REACH: u32 = 12;

/// Up to this many cells a table may be as sparse as it likes.
const LARGE_TABLE: u64 = 1_000_000;
/// Beyond, at least one cell in so many must be filled.
const SPARSEST: u64 = 20;

/// Where one table stands on its sheet. All rows and columns count from zero and are inclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRegion {
    /// The cell that holds the title, where the mapping asks for one.
    pub title: Option<CellRef>,
    /// The cell that states the unit, where the mapping asks for one.
    pub unit: Option<CellRef>,
    /// The row on which the stub's headings stand.
    pub headings: u32,
    /// Row of each header level; the first is the one right above the values.
    pub levels: Vec<u32>,
    /// Row of the header that each field of the mapping reads, for those that stand there.
    pub header: Vec<Option<u32>>,
    /// First and last row of the body.
    pub body: (u32, u32),
    /// First and last column of the table.
    pub columns: (u32, u32),
    /// Column of each field of the mapping, for those that stand in the stub.
    pub stub: Vec<Option<u32>>,
    /// Columns that hold values.
    pub values: Vec<u32>,
    /// Columns right beside a value column that hold its flags or labels.
    pub beside: BTreeSet<u32>,
    /// Columns that are left out, with the reason and, where the mapping says so, its line.
    pub ignored: Vec<(u32, IgnoreReason, Option<u32>)>,
    /// Columns inside the table with cells in the body and nothing above them.
    pub unheaded: Vec<u32>,
    /// First row above the header that belongs to the table, and last row below the body.
    pub surroundings: (u32, u32),
}

impl TableRegion {
    /// The first row of the header.
    #[must_use]
    pub fn top(&self) -> u32 {
        self.levels.iter().chain(self.header.iter().flatten()).copied().min().unwrap_or(self.headings).min(self.headings)
    }

    /// Header and body as one rectangle: the cells the account is about.
    #[must_use]
    pub fn rectangle(&self) -> CellRange {
        CellRange::new(CellRef::new(self.top(), self.columns.0), CellRef::new(self.body.1, self.columns.1))
    }

    /// Columns whose cells this table reads as values, or beside them.
    pub(super) fn read_columns(&self) -> BTreeSet<u32> {
        self.values.iter().copied().chain(self.beside.iter().copied()).collect()
    }
}

/// Why a table could not be laid out although its header row was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    HeadingTwice { anchor: Anchor, columns: Vec<u32> },
    NotSoManyBeside { found: usize },
    NoSuchColumn { number: u32 },
    LevelMissing { level: u32 },
    RowMissing { anchor: Anchor },
    UnitNotStated { anchor: Anchor },
    Empty,
    Scattered { cells: u64, filled: u64 },
}

/// Rows on which the header of the table stands: where all its headings do, or the first of its named header rows.
pub(super) fn header_rows(headings: &Headings, table: &TableMapping) -> Vec<u32> {
    let anchors: Vec<&Anchor> = table.headings().collect();
    if anchors.is_empty() {
        return named_rows(table).next().map_or_else(Vec::new, |first| headings.rows_with(&[first]));
    }
    headings.rows_with(&anchors)
}

/// The texts by which rows of the header are named.
pub(super) fn named_rows(table: &TableMapping) -> impl Iterator<Item = &Anchor> {
    table.fields.iter().filter_map(|field| match field.placement.header() {
        Some(HeaderRow::Named(anchor)) => Some(anchor),
        _ => None,
    })
}

/// The row with the most headings of a table that is not there, and those it lacks.
pub(super) fn nearest_header(headings: &Headings, table: &TableMapping) -> Option<(u32, Vec<String>)> {
    let total = table.headings().count();
    let mut rows: Vec<u32> = table.headings().flat_map(|anchor| headings.cells(anchor)).map(|cell| cell.row).collect();
    rows.sort_unstable();
    rows.dedup();
    rows.into_iter()
        .map(|row| {
            let missing: Vec<String> =
                table.headings().filter(|anchor| !headings.stands(row, anchor)).map(|anchor| anchor.text.clone()).collect();
            (row, missing)
        })
        .filter(|(_, missing)| missing.len() < total)
        .min_by_key(|(row, missing)| (missing.len(), *row))
}

/// Works out the region from the header row; `bounds` are the first and last row the table may reach.
pub(super) fn lay_out(
    sheet: &Sheet,
    found: &Headings,
    table: &TableMapping,
    headings: u32,
    bounds: (u32, u32),
) -> Result<TableRegion, Refusal> {
    let header = header(sheet, found, table, headings)?;
    let Columns { stub, values, beside, ignored, levels, header: rows } = choose(sheet, found, table, headings, header)?;
    let lowest = levels.first().into_iter().chain(rows.iter().flatten()).copied().max().unwrap_or(headings);
    let bottom = lowest.max(headings);
    let used = || stub.iter().flatten().copied().chain(ignored.iter().map(|(column, ..)| *column)).chain(values.iter().copied());
    let first_column = used().min().unwrap_or(0);
    let last_column = used().chain(beside.iter().copied()).max().unwrap_or(first_column);

    let mut region = TableRegion {
        title: None,
        unit: None,
        headings,
        levels,
        header: rows,
        body: (bottom + 1, bottom),
        columns: (first_column, last_column),
        stub,
        values,
        beside,
        ignored,
        unheaded: Vec::new(),
        surroundings: bounds,
    };
    region.body.1 = last_record_row(sheet, table, &region, bounds.1).ok_or(Refusal::Empty)?;
    not_scattered(sheet, &region)?;
    region.unheaded = unheaded(sheet, &region);
    region.title = table.title.as_ref().and_then(|anchor| above(sheet, anchor, bounds.0, region.top()));
    if let Some(anchor) = &table.unit.stated_by {
        // The unit stands above the header, or inside it as in a heading "Arrivals ('000)".
        let stated = above(sheet, anchor, bounds.0, bottom + 1);
        region.unit = Some(stated.ok_or_else(|| Refusal::UnitNotStated { anchor: anchor.clone() })?);
    }
    Ok(region)
}

/// A stray cell at the bottom of a sheet must not make an account of millions of blanks.
fn not_scattered(sheet: &Sheet, region: &TableRegion) -> Result<(), Refusal> {
    let (rectangle, cells) = (region.rectangle(), region.rectangle().area());
    if cells <= LARGE_TABLE {
        return Ok(());
    }
    let filled = sheet.cells().iter().filter(|cell| !cell.is_blank() && rectangle.contains(cell.at)).count() as u64;
    if filled.saturating_mul(SPARSEST) < cells { Err(Refusal::Scattered { cells, filled }) } else { Ok(()) }
}

/// The last row with a cell in a value column, before the row that ends the table.
fn last_record_row(sheet: &Sheet, table: &TableMapping, region: &TableRegion, limit: u32) -> Option<u32> {
    let values: BTreeSet<u32> = region.values.iter().copied().collect();
    sheet
        .rows()
        .skip_while(|(row, _)| *row < region.body.0)
        .take_while(|(row, cells)| *row <= limit && !ends(table, &values, cells))
        .filter(|(_, cells)| cells.iter().any(|cell| !cell.is_blank() && values.contains(&cell.at.column)))
        .map(|(row, _)| row)
        .last()
}

/// Whether a row no longer belongs to the table: the mapping names its text, or a footnote begins there.
fn ends(table: &TableMapping, values: &BTreeSet<u32>, cells: &[Cell]) -> bool {
    let filled = || cells.iter().filter(|cell| !cell.is_blank());
    let named = |anchor: &Anchor| filled().any(|cell| cell.is_text() && crate::spec::normalise(&cell.text()).key.contains(&anchor.key));
    let footnotes = table.notes.as_ref().filter(|notes| notes.sheet.is_none());
    let begins = |cell: &Cell| footnotes.is_some_and(|notes| notes.pattern.is_match(cell.text().trim()));
    // A mark in the notes column of a row with figures is no footnote.
    let no_figure = || filled().all(|cell| !values.contains(&cell.at.column) || begins(cell));
    table.ends_before.as_ref().is_some_and(named) || (footnotes.is_some() && filled().any(begins) && no_figure())
}

fn unheaded(sheet: &Sheet, region: &TableRegion) -> Vec<u32> {
    let known: BTreeSet<u32> = region
        .stub
        .iter()
        .flatten()
        .copied()
        .chain(region.read_columns())
        .chain(region.ignored.iter().map(|(column, ..)| *column))
        .collect();
    let mut columns = BTreeSet::new();
    for (_, cells) in sheet.rows().skip_while(|(row, _)| *row < region.body.0).take_while(|(row, _)| *row <= region.body.1) {
        columns.extend(
            cells
                .iter()
                .filter(|cell| !cell.is_blank() && cell.at.column >= region.columns.0 && cell.at.column <= region.columns.1)
                .map(|cell| cell.at.column)
                .filter(|column| !known.contains(column)),
        );
    }
    columns.into_iter().collect()
}
