//! Where the ids of a sheet stand.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ids::{ColumnId, Kind, Marker};
use crate::diag::Place;
use crate::model::{CellRange, CellRef, DimensionId};
use crate::read::{Sheet, Workbook};

/// How many rows of a sheet may stand above its hidden row of ids.
const REACH: u32 = 200;

/// A sheet of a template, with its ids.
pub(super) struct Outline<'w> {
    pub sheet: &'w Sheet,
    pub file: &'w Arc<str>,
    /// What the sheet says that it is, and where.
    pub marker: Option<(Marker, CellRef)>,
    /// The row with the ids of the columns.
    pub id_row: Option<u32>,
    /// The ids of that row, by column.
    pub columns: BTreeMap<u32, ColumnId>,
    /// Ids of single cells above it, each with its own cell.
    pub named: BTreeMap<String, CellRef>,
}

impl<'w> Outline<'w> {
    /// Reads the ids of a sheet; none where it has none.
    pub(super) fn of(workbook: &'w Workbook, sheet: &'w Sheet) -> Option<Self> {
        let mut outline =
            Self { sheet, file: &workbook.identity.name, marker: None, id_row: None, columns: BTreeMap::new(), named: BTreeMap::new() };
        for (row, cells) in sheet.rows().take_while(|(row, _)| *row < REACH) {
            let ids: Vec<(u32, ColumnId)> =
                cells.iter().filter_map(|cell| Some((cell.at.column, ColumnId::parse(&cell.text())?))).collect();
            if outline.marker.is_none() {
                outline.marker = cells.iter().find_map(|cell| Some((Marker::parse(&cell.text())?, cell.at)));
            }
            match ids.as_slice() {
                [] => {}
                [(column, ColumnId::Named(name))] => {
                    outline.named.insert(name.clone(), CellRef::new(row, *column));
                }
                several => {
                    outline.columns = several.iter().cloned().collect();
                    outline.id_row = Some(row);
                    break;
                }
            }
        }
        (outline.marker.is_some() || outline.id_row.is_some()).then_some(outline)
    }

    /// What the sheet says that it is.
    pub(super) fn kind(&self) -> Option<&Kind> {
        self.marker.as_ref().map(|(marker, _)| &marker.kind)
    }

    /// The column with an id.
    pub(super) fn column(&self, id: &ColumnId) -> Option<u32> {
        self.columns.iter().find(|(_, own)| *own == id).map(|(column, _)| *column)
    }

    /// The dimensions whose codes stand in columns, each with that column.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&DimensionId, u32)> {
        self.columns.iter().filter_map(|(column, id)| match id {
            ColumnId::Key(dimension) => Some((dimension, *column)),
            _ => None,
        })
    }

    /// Columns of figures, each with the codes it stands for.
    pub(super) fn values(&self) -> impl Iterator<Item = (u32, &[(DimensionId, crate::model::Code)])> {
        self.columns.iter().filter_map(|(column, id)| match id {
            ColumnId::Value(codes) => Some((*column, codes.as_slice())),
            _ => None,
        })
    }

    /// The text of a cell; nothing where it is empty.
    pub(super) fn text(&self, at: CellRef) -> Option<String> {
        let text = self.sheet.cell(at)?.text().trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    /// What was entered beside a named cell: the second filled cell of its row behind the id, the first being its label.
    pub(super) fn entered(&self, name: &str) -> Option<(CellRef, String)> {
        let at = self.named.get(name)?;
        let mut filled = self.sheet.row(at.row).iter().filter(|cell| cell.at.column > at.column && !cell.is_blank());
        let _label = filled.next()?;
        filled.next().map(|cell| (cell.at, cell.text().trim().to_owned()))
    }

    /// Where something would have been entered, for findings.
    pub(super) fn entry_cell(&self, name: &str) -> Option<CellRef> {
        let at = self.named.get(name)?;
        let label = self.sheet.row(at.row).iter().find(|cell| cell.at.column > at.column && !cell.is_blank())?;
        // Above a table it stands over the figures, with the columns of checks between it and its label.
        let over_figures = self.values().map(|(column, _)| column).find(|column| *column > label.at.column);
        Some(CellRef::new(at.row, over_figures.unwrap_or(label.at.column + 1)))
    }

    /// Whether anything stands where figures are entered, or in a column that is none of the template's.
    pub(super) fn has_figures(&self) -> bool {
        let entered = |column: u32| matches!(self.columns.get(&column), Some(ColumnId::Value(_)) | None);
        self.body().any(|row| self.sheet.row(row).iter().any(|cell| entered(cell.at.column) && !cell.is_blank()))
    }

    /// Rows below the ids that hold anything, each with its cells.
    pub(super) fn body(&self) -> impl Iterator<Item = u32> {
        let first = self.id_row.map_or(u32::MAX, |row| row + 1);
        self.sheet.rows().map(|(row, _)| row).filter(move |row| *row >= first)
    }

    /// A cell, as findings name it.
    pub(super) fn place(&self, at: Option<CellRef>) -> Place {
        Place {
            file: Arc::clone(self.file),
            sheet: Some(Arc::clone(&self.sheet.name)),
            cells: at.map(CellRange::single),
            addressing: self.sheet.addressing,
        }
    }

    /// The name of a cell with its sheet, as a mapping writes it.
    pub(super) fn named_cell(&self, at: CellRef) -> String {
        format!("{}!{}", self.sheet.name, at.show(self.sheet.addressing))
    }

    /// Whether a cell is one of the template's own: an id, a formula or a figure it shows.
    pub(super) fn is_own(&self, at: CellRef) -> bool {
        let Some(id_row) = self.id_row else { return self.named.values().any(|own| own.column == at.column) || self.is_marker(at) };
        let is_entry = self.named.values().any(|own| own.row == at.row && own.column < at.column);
        let above = at.row <= id_row && !is_entry;
        let own_column = at.row > id_row
            && self.columns.get(&at.column).is_some_and(|id| match id {
                // A template has codes in these columns, never formulas.
                ColumnId::Key(_) => !self.sheet.formulas_without_value.known().is_some_and(|cells| cells.contains(&at)),
                ColumnId::Last | ColumnId::Check => true,
                ColumnId::Named(name) => matches!(name.as_str(), "attribute" | "tables"),
                ColumnId::Label(_) | ColumnId::Status | ColumnId::Note | ColumnId::Value(_) => false,
            });
        above || own_column || self.is_marker(at)
    }

    fn is_marker(&self, at: CellRef) -> bool {
        self.marker.as_ref().is_some_and(|(_, own)| *own == at)
    }
}
