//! The tidy table: labels once, records by row and column.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::direction::{of_column, of_rows, of_table, text_at};
use super::footnotes::Footnotes;
use crate::locate::{LocatedTable, TableRegion};
use crate::model::CellRef;
use crate::read::{Sheet, Workbook};
use crate::spec::{Placement, TableMapping};

/// A label as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The cell; none for the name of a sheet.
    pub at: Option<CellRef>,
    /// The text as stored.
    pub text: Arc<str>,
    /// Where a footnote mark that the sheet sets as a superscript begins, in bytes.
    pub superscript: Option<usize>,
}

/// Along which axis a field's labels run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// One label a row.
    Row,
    /// One label a column.
    Column,
    /// One label a value.
    Cell,
    /// One label for the table.
    Table,
}

impl Axis {
    /// The axis of a placement.
    #[must_use]
    pub const fn of(placement: &Placement) -> Self {
        match placement {
            Placement::Left(_) | Placement::LeftUp(..) | Placement::LeftDown(..) | Placement::HeadingRow(_) => Self::Row,
            Placement::Up(_) | Placement::UpLeft(_) => Self::Column,
            Placement::Right(_) => Self::Cell,
            Placement::Title(_) | Placement::Sheet(_) => Self::Table,
        }
    }
}

/// Whether a row of the body holds records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// At least one value cell is filled.
    Record,
    /// Labels and no values: a heading, or a row whose every figure is missing.
    LabelsOnly,
    /// Nothing at all.
    Empty,
}

/// One value cell, blank ones of a record row included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RawObservation {
    /// Position of the row among the body's rows.
    pub row: u32,
    /// Position of the column among the value columns.
    pub column: u32,
}

/// A table as records with labels.
#[derive(Debug, Clone)]
pub struct TidyTable {
    /// Where it stands.
    pub region: TableRegion,
    /// Axis of each field.
    pub axes: Vec<Axis>,
    /// For each body row: what it is.
    pub rows: Vec<RowKind>,
    /// Labels by field, then by row, column, value, or once for the table.
    pub labels: Vec<Vec<Option<Label>>>,
    /// Columns whose cells other tables of the mapping read.
    pub read_by_others: BTreeSet<u32>,
    /// Footnotes of the table, by their marks.
    pub footnotes: Footnotes,
    /// The value cells, row by row.
    pub records: Vec<RawObservation>,
}

impl TidyTable {
    /// Position of a record's label in `labels[field]`.
    #[must_use]
    pub fn position(&self, record: RawObservation, field: usize) -> usize {
        match self.axes[field] {
            Axis::Row => record.row as usize,
            Axis::Column => record.column as usize,
            Axis::Cell => record.row as usize * self.region.values.len() + record.column as usize,
            Axis::Table => 0,
        }
    }

    /// The label of a record, where there is one.
    #[must_use]
    pub fn label(&self, record: RawObservation, field: usize) -> Option<&Label> {
        self.labels[field].get(self.position(record, field))?.as_ref()
    }

    /// The cell of a record.
    #[must_use]
    pub fn at(&self, record: RawObservation) -> CellRef {
        CellRef::new(self.region.body.0 + record.row, self.region.values[record.column as usize])
    }
}

/// Takes a located table apart into records and labels.
#[must_use]
pub fn tidy(workbook: &Workbook, table: &TableMapping, located: LocatedTable) -> TidyTable {
    let LocatedTable { sheet, region, read_by_others, .. } = located;
    let sheet = &workbook.sheets[sheet];
    let rows = row_kinds(sheet, &region);
    let axes: Vec<Axis> = table.fields.iter().map(|field| Axis::of(&field.placement)).collect();
    let labels = table
        .fields
        .iter()
        .zip(&axes)
        .enumerate()
        .map(|(index, (field, axis))| match (axis, region.stub[index]) {
            (Axis::Row, Some(column)) => of_rows(sheet, &region, &field.placement, column, &rows),
            (Axis::Column, _) => {
                region.values.iter().map(|column| of_column(sheet, &region, &field.placement, region.header[index], *column)).collect()
            }
            (Axis::Cell, _) => {
                let rows = region.body.0..=region.body.1;
                let beside = |row| region.values.iter().map(move |column| text_at(sheet, CellRef::new(row, column + 1)));
                rows.flat_map(beside).collect()
            }
            _ => vec![of_table(sheet, &region, &field.placement)],
        })
        .collect();
    let columns = u32::try_from(region.values.len()).unwrap_or(u32::MAX);
    let records = (0_u32..)
        .zip(&rows)
        .filter(|(_, kind)| **kind != RowKind::Empty)
        .flat_map(|(row, _)| (0..columns).map(move |column| RawObservation { row, column }))
        .collect();
    let footnotes = Footnotes::of(workbook, sheet, table, &region);
    TidyTable { region, axes, rows, labels, read_by_others, footnotes, records }
}

/// What each row of the body is.
fn row_kinds(sheet: &Sheet, region: &TableRegion) -> Vec<RowKind> {
    let (first, last) = region.body;
    let values: BTreeSet<u32> = region.values.iter().copied().collect();
    let mut rows = vec![RowKind::Empty; (last + 1 - first) as usize];
    for (row, cells) in sheet.rows().skip_while(|(row, _)| *row < first).take_while(|(row, _)| *row <= last) {
        let filled = || cells.iter().filter(|cell| !cell.is_blank()).map(|cell| cell.at.column);
        rows[(row - first) as usize] = if filled().any(|column| values.contains(&column)) {
            RowKind::Record
        } else if filled().any(|column| (region.columns.0..=region.columns.1).contains(&column)) {
            RowKind::LabelsOnly
        } else {
            RowKind::Empty
        };
    }
    rows
}
