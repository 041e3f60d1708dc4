//! The tidy table: labels once, records by row and column.

use std::sync::Arc;

use super::direction::{of_column, of_table, text_at};
use crate::locate::TableRegion;
use crate::model::CellRef;
use crate::read::Sheet;
use crate::spec::{Placement, TableMapping};

/// A label as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The cell; none for the name of a sheet.
    pub at: Option<CellRef>,
    /// The text as stored.
    pub text: Arc<str>,
}

/// Along which axis a field's labels run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// One label a row.
    Row,
    /// One label a column.
    Column,
    /// One label for the table.
    Table,
}

impl Axis {
    /// The axis of a placement.
    #[must_use]
    pub const fn of(placement: &Placement) -> Self {
        match placement {
            Placement::Left(_) | Placement::LeftUp(_) => Self::Row,
            Placement::Up { .. } | Placement::UpLeft { .. } => Self::Column,
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
    /// Labels by field, then by row, column, or once for the table.
    pub labels: Vec<Vec<Option<Label>>>,
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
pub fn tidy(sheet: &Sheet, table: &TableMapping, region: TableRegion) -> TidyTable {
    let (first, last) = region.body;
    let axes: Vec<Axis> = table.fields.iter().map(|field| Axis::of(&field.placement)).collect();
    let labels = table
        .fields
        .iter()
        .zip(&axes)
        .enumerate()
        .map(|(index, (field, axis))| match (axis, region.stub[index]) {
            (Axis::Row, Some(column)) => rows_of(sheet, &region, &field.placement, column),
            (Axis::Column, _) => region.values.iter().map(|column| of_column(sheet, &region, &field.placement, *column)).collect(),
            _ => vec![of_table(sheet, &region, &field.placement)],
        })
        .collect();
    let mut rows = vec![RowKind::Empty; (last + 1 - first) as usize];
    for (row, cells) in sheet.rows().skip_while(|(row, _)| *row < first).take_while(|(row, _)| *row <= last) {
        let mut filled = cells
            .iter()
            .filter(|cell| !cell.is_blank() && region.columns.0 <= cell.at.column && cell.at.column <= region.columns.1)
            .peekable();
        if filled.peek().is_some() {
            let record = filled.any(|cell| region.values.contains(&cell.at.column));
            rows[(row - first) as usize] = if record { RowKind::Record } else { RowKind::LabelsOnly };
        }
    }
    let columns = u32::try_from(region.values.len()).unwrap_or(u32::MAX);
    let records = (0_u32..)
        .zip(&rows)
        .filter(|(_, kind)| **kind != RowKind::Empty)
        .flat_map(|(row, _)| (0..columns).map(move |column| RawObservation { row, column }))
        .collect();
    TidyTable { region, axes, rows, labels, records }
}

/// The labels of every row of one stub column; `left-up` carries the last filled one downwards.
fn rows_of(sheet: &Sheet, region: &TableRegion, placement: &Placement, column: u32) -> Vec<Option<Label>> {
    let carries = matches!(placement, Placement::LeftUp(_));
    let mut last: Option<Label> = None;
    (region.body.0..=region.body.1)
        .map(|row| {
            let own = text_at(sheet, CellRef::new(row, column));
            if own.is_some() || !carries {
                last = own;
            }
            last.clone()
        })
        .collect()
}
