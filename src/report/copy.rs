//! A sender's whole sheet, as it is copied into the workbook of a report.
//!
//! In: nothing; these are plain values, filled by [`super::sheet`]. Rows and columns count from zero. What is hidden at the
//! source has its place among the hidden rows and columns, and no content here.

use crate::model::{CellRange, CellRef};

use super::model::Mark;

/// A sheet with its cells.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SheetCopy {
    /// Sheet.
    pub sheet: String,
    /// Whether the sheet reads from right to left.
    pub right_to_left: bool,
    /// Rows hidden at the source.
    pub hidden_rows: Vec<u32>,
    /// Columns hidden at the source.
    pub hidden_columns: Vec<u32>,
    /// Merged ranges.
    pub merges: Vec<CellRange>,
    /// Cells, row by row from left to right.
    pub cells: Vec<CopiedCell>,
    /// What findings say of which cells.
    pub marks: Vec<MarkedCells>,
}

/// One cell of a copied sheet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CopiedCell {
    /// Row.
    pub row: u32,
    /// Column.
    pub column: u32,
    /// Its text as stored; may hold anything a sender typed.
    pub text: String,
    /// Its number, where one is stored.
    pub number: Option<f64>,
    /// The code of its number format, such as `#,##0`.
    pub number_format: Option<String>,
}

impl CopiedCell {
    /// Where it stands.
    #[must_use]
    pub const fn at(&self) -> CellRef {
        CellRef::new(self.row, self.column)
    }
}

/// What findings say of the cells of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedCells {
    /// The cells.
    pub cells: CellRange,
    /// What is said of each of them.
    pub marks: Vec<Mark>,
}
