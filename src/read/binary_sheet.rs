//! What both kinds of binary workbook say of a sheet, in whatever records: cells, merges, and what does not show.
//!
//! In go values already taken out of records, out comes the sheet. No record is read here, and neither format tells
//! comments or whether a formula ever gave a value.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::budget::{Exceeded, Spending};
use super::runs::RaisedEnds;
use super::values::number;
use super::workbook::{Cell, CellError, Content, Raised, Sheet, Told};
use super::xls::CellFormat;
use super::xml::{Fault, damaged};
use crate::model::{CellRange, CellRef, shortest_text};

/// What is said of a merge whose corners can't be.
pub(super) const NO_RANGE: &str = "a sheet merges what is no range";

/// A sheet while it is read.
pub(super) struct BinarySheet<'g, 's, 'b> {
    formats: &'g [CellFormat],
    from_1904: bool,
    spending: &'s mut Spending<'b>,
    cells: Vec<Cell>,
    merges: Vec<CellRange>,
    pub hidden_rows: BTreeSet<u32>,
    pub hidden_columns: BTreeSet<u32>,
    pub right_to_left: bool,
    raised: BTreeMap<CellRef, Raised>,
}

impl<'g, 's, 'b> BinarySheet<'g, 's, 'b> {
    /// A sheet without cells, of a workbook with these formats and this first day.
    pub(super) const fn new(formats: &'g [CellFormat], from_1904: bool, spending: &'s mut Spending<'b>) -> Self {
        Self {
            formats,
            from_1904,
            spending,
            cells: Vec::new(),
            merges: Vec::new(),
            hidden_rows: BTreeSet::new(),
            hidden_columns: BTreeSet::new(),
            right_to_left: false,
            raised: BTreeMap::new(),
        }
    }

    /// A cell, with the position of its format.
    pub(super) fn add(&mut self, (at, format): (CellRef, usize), content: Content) -> Result<(), Fault> {
        self.spending.cell()?;
        let number_format = self.formats.get(format).and_then(|format| format.code.clone());
        self.cells.push(Cell { at, content, number_format });
        Ok(())
    }

    /// A cell with a number or a date.
    pub(super) fn number(&mut self, (at, format): (CellRef, usize), stored: f64) -> Result<(), Fault> {
        if !stored.is_finite() {
            return self.text((at, format), &shortest_text(stored), None);
        }
        let is_date = self.formats.get(format).is_some_and(|format| format.is_date);
        let content = number(stored, is_date, self.from_1904, self.spending)?;
        self.add((at, format), content)
    }

    /// A cell with a text, and the raised letters at its end.
    pub(super) fn text(&mut self, (at, format): (CellRef, usize), text: &str, ends: Option<&Arc<RaisedEnds>>) -> Result<(), Fault> {
        if text.is_empty() {
            return Ok(());
        }
        self.raised.extend(ends.and_then(|ends| ends.within(text)).map(|raised| (at, raised)));
        let content = Content::Text(self.spending.text(text)?);
        self.add((at, format), content)
    }

    /// A merge, by the rows and columns of its two corners.
    pub(super) fn merge(&mut self, (top, left): (u32, u32), (bottom, right): (u32, u32)) -> Result<(), Fault> {
        if top > bottom || left > right {
            return damaged(NO_RANGE);
        }
        if self.merges.len() >= self.spending.budget.merges {
            return Err(Exceeded { what: "a sheet has", limit: self.spending.budget.merges as u64, unit: "merged ranges" }.into());
        }
        let merge = CellRange::new(CellRef::new(top, left), CellRef::new(bottom, right));
        self.merges.extend((merge.area() > 1).then_some(merge));
        Ok(())
    }

    /// The sheet as the other stages know it.
    pub(super) fn into_sheet(self, name: &str) -> Sheet {
        let mut sheet = Sheet::from_cells(name, self.cells, self.merges);
        sheet.hidden_rows = Told::Known(self.hidden_rows);
        sheet.hidden_columns = Told::Known(self.hidden_columns);
        sheet.right_to_left = Told::Known(self.right_to_left);
        sheet.comments = Told::NotAvailable;
        sheet.formulas_without_value = Told::NotAvailable;
        sheet.set_raised(self.raised);
        sheet
    }
}

/// A number in four bytes: a whole one or the upper half of a double, either perhaps in hundredths.
pub(super) fn packed(stored: u32) -> f64 {
    let whole = stored & 2 != 0;
    #[expect(clippy::cast_possible_wrap, reason = "the bits are those of a signed number")]
    let number = if whole { f64::from((stored as i32) >> 2) } else { f64::from_bits(u64::from(stored & !3) << 32) };
    if stored & 1 != 0 { number / 100.0 } else { number }
}

/// The error that a workbook stores as a number.
pub(super) const fn error(code: u8) -> CellError {
    match code {
        0x00 => CellError::Null,
        0x07 => CellError::DivisionByZero,
        0x0F => CellError::Value,
        0x17 => CellError::Reference,
        0x1D => CellError::Name,
        0x24 => CellError::Number,
        0x2A => CellError::NotAvailable,
        0x2B => CellError::GettingData,
        _ => CellError::Unknown,
    }
}
