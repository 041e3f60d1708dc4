//! The grid of one table of a web page.
//!
//! In go rows and cells as the page lists them, out comes a sheet, in which a cell that spans columns or rows is a merged
//! range and the cells after it stand where a browser shows them. Lines of text, such as a caption, stand above the
//! grid and below it in the first column.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::budget::{Exceeded, Spending};
use super::runs::RaisedEnds;
use super::workbook::{Cell, Content, Raised, Sheet, Told};
use crate::model::{CellRange, CellRef};

/// Browsers' own limits.
const MOST_COLUMNS_SPANNED: u32 = 1000;
const MOST_ROWS_SPANNED: u32 = 65_534;
/// The limits of a sheet in a workbook.
const MAX_COLUMNS: u32 = 1 << 14;
const MAX_ROWS: u32 = 1 << 20;
/// How many steps over cells that reach down from above; a page written to be shown takes far fewer.
const MOST_STEPS: u64 = 1 << 28;

/// A table as far as it was read.
#[derive(Default)]
pub(super) struct Grid {
    /// The lines above it.
    pub(super) above: Vec<String>,
    /// The lines below it.
    pub(super) below: Vec<String>,
    right_to_left: bool,
    cells: Vec<(CellRef, Arc<str>)>,
    raised: BTreeMap<CellRef, Raised>,
    merges: Vec<CellRange>,
    /// The merges before the group of rows that is open.
    settled: usize,
    /// For each column, the first row that no cell from above reaches.
    reached: Vec<u32>,
    rows: u32,
    in_row: bool,
    column: u32,
    steps: u64,
}

impl Grid {
    pub(super) fn below(above: Vec<String>, right_to_left: bool) -> Self {
        Self { above, right_to_left, ..Self::default() }
    }

    /// Whether nothing was found in it.
    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.above.is_empty() && self.below.is_empty()
    }

    pub(super) const fn close_row(&mut self) {
        self.in_row = false;
    }

    pub(super) fn open_row(&mut self) -> Result<(), Exceeded> {
        if self.rows >= MAX_ROWS {
            return Err(Exceeded { what: "a table of the page has", limit: MAX_ROWS.into(), unit: "rows" });
        }
        self.rows += 1;
        (self.in_row, self.column) = (true, 0);
        Ok(())
    }

    /// Ends a group of rows, out of which no cell reaches.
    pub(super) fn close_group(&mut self) {
        self.in_row = false;
        let last = self.rows.saturating_sub(1);
        for merge in self.merges.iter_mut().skip(self.settled) {
            merge.last.row = merge.last.row.min(last);
        }
        self.settled = self.merges.len();
        self.reached.clear();
    }

    /// Adds a cell that spans so many columns and rows; no rows stand for all that are left of its group.
    pub(super) fn add(
        &mut self,
        (columns, rows): (u32, u32),
        (text, ends): (&str, Option<&RaisedEnds>),
        spending: &mut Spending<'_>,
    ) -> Result<(), Exceeded> {
        if !self.in_row {
            self.open_row()?;
        }
        let row = self.rows - 1;
        while self.reached.get(self.column as usize).is_some_and(|free| *free > row) {
            self.column += 1;
            self.steps += 1;
        }
        let (columns, rows) =
            (columns.clamp(1, MOST_COLUMNS_SPANNED), if rows == 0 { MOST_ROWS_SPANNED } else { rows.min(MOST_ROWS_SPANNED) });
        let (at, after) = (CellRef::new(row, self.column), self.column + columns);
        self.steps += u64::from(columns);
        if after > MAX_COLUMNS {
            return Err(Exceeded { what: "a table of the page has", limit: MAX_COLUMNS.into(), unit: "columns" });
        }
        if self.steps > MOST_STEPS {
            return Err(Exceeded { what: "the cells of a table reach over", limit: MOST_STEPS, unit: "others" });
        }
        if rows > 1 {
            self.reach(after, row + rows);
        }
        if columns > 1 || rows > 1 {
            if self.merges.len() >= spending.budget.merges {
                return Err(Exceeded { what: "a table of the page has", limit: spending.budget.merges as u64, unit: "merged cells" });
            }
            self.merges.push(CellRange::new(at, CellRef::new(row + rows - 1, after - 1)));
        }
        self.column = after;
        if !text.is_empty() {
            spending.cell()?;
            self.raised.extend(ends.and_then(|ends| ends.within(text)).map(|raised| (at, raised)));
            self.cells.push((at, spending.text(text)?));
        }
        Ok(())
    }

    /// Notes that the columns from the present one on are taken down to a row.
    fn reach(&mut self, after: u32, down_to: u32) {
        let (first, after) = (self.column as usize, after as usize);
        if self.reached.len() < after {
            self.reached.resize(after, 0);
        }
        self.reached.get_mut(first..after).unwrap_or_default().fill(down_to);
    }

    /// The sheet, its lines in the first column above and, after a free row, below.
    pub(super) fn into_sheet(mut self, name: &str, index: usize, spending: &mut Spending<'_>) -> Result<Sheet, Exceeded> {
        self.close_group();
        let shift = u32::try_from(self.above.len()).unwrap_or(u32::MAX);
        let moved = |at: CellRef| CellRef::new(at.row + shift, at.column);
        let below = if self.rows == 0 { shift } else { shift + self.rows + 1 };
        let mut cells = Vec::with_capacity(self.cells.len() + self.above.len() + self.below.len());
        for (row, line) in (0..).zip(&self.above).chain((below..).zip(&self.below)) {
            cells.push(Cell::new(CellRef::new(row, 0), Content::Text(spending.text(line)?)));
        }
        cells.extend(self.cells.into_iter().map(|(at, text)| Cell::new(moved(at), Content::Text(text))));
        let merges =
            self.merges.into_iter().filter(|merge| merge.area() > 1).map(|merge| CellRange::new(moved(merge.first), moved(merge.last)));
        let mut sheet = Sheet::from_cells(name, cells, merges.collect());
        sheet.index = index;
        sheet.right_to_left = Told::Known(self.right_to_left);
        // Rows and columns are hidden by rules of style, and those are not read.
        (sheet.hidden_rows, sheet.hidden_columns, sheet.comments) = (Told::NotAvailable, Told::NotAvailable, Told::NotAvailable);
        sheet.set_raised(self.raised.into_iter().map(|(at, raised)| (moved(at), raised)).collect());
        Ok(sheet)
    }
}
