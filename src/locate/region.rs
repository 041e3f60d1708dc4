//! The rows and columns of one table, worked out from its header row.

use std::collections::BTreeSet;

use super::anchor::{above, columns_with};
use crate::model::{CellRange, CellRef, IgnoreReason};
use crate::read::Sheet;
use crate::spec::{Anchor, Placement, TableMapping};

/// How far above the headings a further header level may stand.
const HEADER_REACH: u32 = 12;

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
    /// First and last row of the body.
    pub body: (u32, u32),
    /// First and last column of the table.
    pub columns: (u32, u32),
    /// Column of each field of the mapping, for those that stand in the stub.
    pub stub: Vec<Option<u32>>,
    /// Columns that hold values.
    pub values: Vec<u32>,
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
        self.levels.iter().copied().min().unwrap_or(self.headings).min(self.headings)
    }

    /// Header and body as one rectangle: the cells the account is about.
    #[must_use]
    pub fn rectangle(&self) -> CellRange {
        CellRange::new(CellRef::new(self.top(), self.columns.0), CellRef::new(self.body.1, self.columns.1))
    }
}

/// Why a table could not be laid out although its header row was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    HeadingTwice { anchor: Anchor, columns: Vec<u32> },
    LevelMissing { level: u32 },
    UnitNotStated { anchor: Anchor },
    Empty,
    Scattered { cells: u64, filled: u64 },
}

/// Rows on which every heading of the table stands.
pub(super) fn header_rows(sheet: &Sheet, table: &TableMapping) -> Vec<u32> {
    let headings: Vec<&Anchor> = table.headings().collect();
    sheet
        .rows()
        .filter(|(row, _)| headings.iter().all(|anchor| !columns_with(sheet, *row, anchor).is_empty()))
        .map(|(row, _)| row)
        .collect()
}

/// The row with the most headings of a table that is not there, and those it lacks.
pub(super) fn nearest_header(sheet: &Sheet, table: &TableMapping) -> Option<(u32, Vec<String>)> {
    let total = table.headings().count();
    sheet
        .rows()
        .filter_map(|(row, _)| {
            let missing: Vec<String> =
                table.headings().filter(|anchor| columns_with(sheet, row, anchor).is_empty()).map(|anchor| anchor.text.clone()).collect();
            (missing.len() < total).then_some((row, missing))
        })
        .min_by_key(|(row, missing)| (missing.len(), *row))
}

/// Works out the region from the header row; `bounds` are the first and last row the table may reach.
pub(super) fn lay_out(sheet: &Sheet, table: &TableMapping, headings: u32, bounds: (u32, u32)) -> Result<TableRegion, Refusal> {
    let mut stub = Vec::new();
    for field in &table.fields {
        stub.push(match field.placement.heading() {
            Some(anchor) => Some(only_column(sheet, headings, anchor)?),
            None => None,
        });
    }
    let value_column = table.value_heading.as_ref().map(|anchor| only_column(sheet, headings, anchor)).transpose()?;
    let mut ignored: Vec<(u32, IgnoreReason, Option<u32>)> = Vec::new();
    for (anchor, reason) in &table.ignore_columns {
        ignored.extend(columns_with(sheet, headings, anchor).into_iter().map(|column| (column, *reason, Some(anchor.line))));
    }
    let stub_columns: BTreeSet<u32> = stub.iter().flatten().copied().chain(ignored.iter().map(|(column, ..)| *column)).collect();
    let levels = levels(sheet, table, headings, &stub_columns)?;
    let bottom = levels.first().copied().unwrap_or(headings).max(headings);
    let first_column = stub_columns.iter().copied().chain(value_column).min().unwrap_or(0);

    let header_row = levels.first().copied().unwrap_or(headings);
    let headed: Vec<u32> =
        headed_columns(sheet, header_row, first_column).into_iter().filter(|column| !stub_columns.contains(column)).collect();
    let values = value_column.map_or_else(|| headed.clone(), |column| vec![column]);
    if value_column.is_some() {
        ignored.extend(headed.iter().filter(|column| Some(**column) != value_column).map(|column| (*column, IgnoreReason::Unused, None)));
    }
    let last_column = stub_columns.iter().chain(&headed).chain(&values).copied().max().unwrap_or(first_column);

    let mut region = TableRegion {
        title: None,
        unit: None,
        headings,
        levels,
        body: (bottom + 1, bottom),
        columns: (first_column, last_column),
        stub,
        values,
        ignored,
        unheaded: Vec::new(),
        surroundings: bounds,
    };
    let last = last_record_row(sheet, table, &region, bounds.1).ok_or(Refusal::Empty)?;
    region.body.1 = last;
    not_scattered(sheet, &region)?;
    region.unheaded = unheaded(sheet, &region, &stub_columns);
    region.title = table.title.as_ref().and_then(|anchor| above(sheet, anchor, bounds.0, region.top()));
    if let Some(anchor) = &table.unit.stated_by {
        // The unit stands above the header, or inside it as in a heading "Arrivals ('000)".
        let found = above(sheet, anchor, bounds.0, bottom + 1);
        region.unit = Some(found.ok_or_else(|| Refusal::UnitNotStated { anchor: anchor.clone() })?);
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

fn only_column(sheet: &Sheet, row: u32, anchor: &Anchor) -> Result<u32, Refusal> {
    match columns_with(sheet, row, anchor).as_slice() {
        [column] => Ok(*column),
        columns => Err(Refusal::HeadingTwice { anchor: anchor.clone(), columns: columns.to_vec() }),
    }
}

/// Rows of the header levels, from the values upwards.
///
/// Without a word from the mapping the lowest level is the last row that a heading of the stub covers, merged
/// cells included; each further level is the next row above with a cell outside the stub.
fn levels(sheet: &Sheet, table: &TableMapping, headings: u32, stub: &BTreeSet<u32>) -> Result<Vec<u32>, Refusal> {
    let wanted = table.levels();
    if wanted == 0 {
        return Ok(Vec::new());
    }
    let has_header_cell = |row: u32| sheet.row(row).iter().any(|cell| !cell.is_blank() && !stub.contains(&cell.at.column));
    let lowest = match table.headings_on_level {
        Some(level) => {
            let below = (headings..=headings + HEADER_REACH).filter(|row| has_header_cell(*row));
            below.clone().nth(level as usize - 1).ok_or(Refusal::LevelMissing { level })?
        }
        None => stub
            .iter()
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

fn headed_columns(sheet: &Sheet, row: u32, first: u32) -> Vec<u32> {
    let mut columns = BTreeSet::new();
    for cell in sheet.row(row).iter().filter(|cell| !cell.is_blank() && cell.at.column >= first) {
        match sheet.merge_at(cell.at) {
            Some(merge) => columns.extend(merge.first.column..=merge.last.column),
            None => {
                columns.insert(cell.at.column);
            }
        }
    }
    columns.into_iter().collect()
}

/// The last row with a cell in a value column, before the row that ends the table.
fn last_record_row(sheet: &Sheet, table: &TableMapping, region: &TableRegion, limit: u32) -> Option<u32> {
    let ends = |cells: &[crate::read::Cell]| {
        table
            .ends_before
            .as_ref()
            .is_some_and(|anchor| cells.iter().any(|cell| crate::spec::normalise(&cell.text()).key.contains(&anchor.key)))
    };
    sheet
        .rows()
        .skip_while(|(row, _)| *row < region.body.0)
        .take_while(|(row, cells)| *row <= limit && !ends(cells))
        .filter(|(_, cells)| cells.iter().any(|cell| !cell.is_blank() && region.values.contains(&cell.at.column)))
        .map(|(row, _)| row)
        .last()
}

fn unheaded(sheet: &Sheet, region: &TableRegion, stub: &BTreeSet<u32>) -> Vec<u32> {
    let known: BTreeSet<u32> =
        stub.iter().copied().chain(region.values.iter().copied()).chain(region.ignored.iter().map(|(column, ..)| *column)).collect();
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

impl Placement {
    /// Whether the label stands in the header, and on which level.
    pub(crate) const fn level(&self) -> Option<u32> {
        match self {
            Self::Up { level } | Self::UpLeft { level } => Some(*level),
            _ => None,
        }
    }
}
