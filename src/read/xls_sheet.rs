//! One sheet of a workbook of Excel 5 to 2003.
//!
//! In go the records of the sheet, out come its cells, merges, and what does not show. Of a formula, the value it last
//! gave is read; whether it ever gave one, this format can't tell, and comments lie among its drawings, which are not
//! read.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::biff::{Record, Records, f64_at, u16_at, u32_at};
use super::budget::{Exceeded, Spending};
use super::runs::RaisedEnds;
use super::values::number;
use super::workbook::{Cell, CellError, Content, Raised, Sheet, Told};
use super::xls::{BEGIN, END, Globals};
use super::xml::{Fault, damaged};
use crate::model::{CellRange, CellRef, shortest_text};

/// Reads the sheet at which the records stand.
pub(super) fn read(records: &mut Records<'_>, name: &str, globals: &Globals, spending: &mut Spending<'_>) -> Result<Sheet, Fault> {
    let first = records.next()?;
    if first.kind != BEGIN {
        return damaged(format!("the cells of the sheet `{name}` are missing"));
    }
    let mut scan = SheetScan { globals, spending, found: Found::default(), formula: None };
    // Charts stand among the cells as lists of their own, with records that look like cells.
    let mut depth = 1_usize;
    while depth > 0 {
        let record = records.next()?;
        match record.kind {
            BEGIN => depth += 1,
            END => depth -= 1,
            _ if depth == 1 => scan.record(&record)?,
            _ => {}
        }
    }
    Ok(scan.found.into_sheet(name))
}

/// What was found on a sheet so far.
#[derive(Default)]
struct Found {
    cells: Vec<Cell>,
    merges: Vec<CellRange>,
    hidden_rows: BTreeSet<u32>,
    hidden_columns: BTreeSet<u32>,
    right_to_left: bool,
    raised: BTreeMap<CellRef, Raised>,
}

impl Found {
    fn into_sheet(self, name: &str) -> Sheet {
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

/// One pass over a sheet.
struct SheetScan<'g, 's, 'b> {
    globals: &'g Globals,
    spending: &'s mut Spending<'b>,
    found: Found,
    /// The cell and format of the formula whose text stands in a record to come.
    formula: Option<(CellRef, u16)>,
}

impl SheetScan<'_, '_, '_> {
    fn record(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        match record.kind {
            // Number
            0x0203 => self.number(place(record)?, f64_at(record.data, 6)?),
            // RK
            0x027E => self.number(place(record)?, packed(u32_at(record.data, 6)?)),
            // MulRk
            0x00BD => self.packed_row(record),
            // Label and RString
            0x0204 | 0x00D6 => {
                let text = self.globals.texts.long(record.pieces(6))?;
                let ends = text.ends(|font| self.globals.raises(font)).map(Arc::new);
                self.text(place(record)?, &text.text(), ends.as_ref())
            }
            // LabelSst
            0x00FD => {
                let index = usize::try_from(u32_at(record.data, 6)?).unwrap_or(usize::MAX);
                let Some(shared) = self.globals.shared.get(index) else { return damaged("a cell points to a text that is not there") };
                self.text(place(record)?, &shared.text, shared.ends.as_ref())
            }
            // BoolErr
            0x0205 => {
                let [value, is_error] = record.u16(6)?.to_le_bytes();
                self.add(place(record)?, if is_error == 0 { Content::Boolean(value != 0) } else { Content::Error(error(value)) })
            }
            // Formula
            0x0006 => self.formula(record),
            // String, the text of the formula before
            0x0207 => match self.formula.take() {
                Some(at) => {
                    let text = self.globals.texts.long(record.pieces(0))?.text();
                    self.text(at, &text, None)
                }
                None => Ok(()),
            },
            // Row, ColInfo, Window2
            0x0208 if record.u16(12)? & 0x0020 != 0 => {
                self.found.hidden_rows.insert(record.u16(0)?.into());
                Ok(())
            }
            0x007D if record.u16(8)? & 1 != 0 => {
                let free = self.found.hidden_columns.last().map_or(0, |last| last + 1);
                self.found.hidden_columns.extend(u32::from(record.u16(0)?).max(free)..=u32::from(record.u16(2)?.min(255)));
                Ok(())
            }
            0x023E => {
                self.found.right_to_left |= record.u16(0)? & 0x0040 != 0;
                Ok(())
            }
            // MergeCells
            0x00E5 => self.merges(record),
            _ => Ok(()),
        }
    }

    fn add(&mut self, (at, format): (CellRef, u16), content: Content) -> Result<(), Fault> {
        self.spending.cell()?;
        let number_format = self.globals.formats.get(usize::from(format)).and_then(|format| format.code.clone());
        self.found.cells.push(Cell { at, content, number_format });
        Ok(())
    }

    fn number(&mut self, (at, format): (CellRef, u16), stored: f64) -> Result<(), Fault> {
        if !stored.is_finite() {
            return self.text((at, format), &shortest_text(stored), None);
        }
        let is_date = self.globals.formats.get(usize::from(format)).is_some_and(|format| format.is_date);
        let content = number(stored, is_date, self.globals.from_1904, self.spending)?;
        self.add((at, format), content)
    }

    fn text(&mut self, (at, format): (CellRef, u16), text: &str, ends: Option<&Arc<RaisedEnds>>) -> Result<(), Fault> {
        if text.is_empty() {
            return Ok(());
        }
        self.found.raised.extend(ends.and_then(|ends| ends.within(text)).map(|raised| (at, raised)));
        let content = Content::Text(self.spending.text(text)?);
        self.add((at, format), content)
    }

    /// Neighbouring numbers of one row in one record.
    fn packed_row(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        let (row, first) = (record.u16(0)?, record.u16(2)?);
        // The last two bytes repeat the last column.
        let numbers = record.data.get(4..record.data.len().saturating_sub(2)).unwrap_or_default();
        for (number, column) in numbers.as_chunks::<6>().0.iter().zip(u32::from(first)..) {
            let at = CellRef::new(row.into(), column);
            self.number((at, u16_at(number, 0)?), packed(u32_at(number, 2)?))?;
        }
        Ok(())
    }

    fn formula(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        self.formula = None;
        let at = place(record)?;
        let [kind, _, value, ..] = record.data.get(6..).and_then(<[u8]>::first_chunk::<8>).copied().unwrap_or_default();
        if record.u16(12)? != 0xFFFF {
            return self.number(at, f64_at(record.data, 6)?);
        }
        match kind {
            0 => self.formula = Some(at),
            1 => return self.add(at, Content::Boolean(value != 0)),
            2 => return self.add(at, Content::Error(error(value))),
            // The empty text.
            _ => {}
        }
        Ok(())
    }

    fn merges(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        for bounds in record.data.get(2..).unwrap_or_default().as_chunks::<8>().0.iter().take(record.u16(0)?.into()) {
            let [top, bottom, left, right] = [0, 2, 4, 6].map(|at| u32::from(u16_at(bounds, at).unwrap_or_default()));
            if top > bottom || left > right {
                return damaged("a sheet merges what is no range");
            }
            if self.found.merges.len() >= self.spending.budget.merges {
                return Err(Exceeded { what: "a sheet has", limit: self.spending.budget.merges as u64, unit: "merged ranges" }.into());
            }
            let merge = CellRange::new(CellRef::new(top, left), CellRef::new(bottom, right));
            self.found.merges.extend((merge.area() > 1).then_some(merge));
        }
        Ok(())
    }
}

/// The cell at which a record stands, and its format.
fn place(record: &Record<'_>) -> Result<(CellRef, u16), Fault> {
    Ok((CellRef::new(record.u16(0)?.into(), record.u16(2)?.into()), record.u16(4)?))
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
