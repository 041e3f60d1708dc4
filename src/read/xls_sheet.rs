//! One sheet of a workbook of Excel 5 to 2003.
//!
//! In go the records of the sheet, out come its cells, merges, and what does not show. Of a formula, the value it last
//! gave is read; whether it ever gave one, this format can't tell, and comments lie among its drawings, which are not
//! read.

use std::sync::Arc;

use super::biff::{Record, Records, f64_at, u16_at, u32_at};
use super::binary_sheet::{BinarySheet, error, packed};
use super::budget::Spending;
use super::workbook::{Content, Sheet};
use super::xls::{BEGIN, END, Globals};
use super::xml::{Fault, damaged};
use crate::model::CellRef;

/// Reads the sheet at which the records stand.
pub(super) fn read(records: &mut Records<'_>, name: &str, globals: &Globals, spending: &mut Spending<'_>) -> Result<Sheet, Fault> {
    let first = records.next()?;
    if first.kind != BEGIN {
        return damaged(format!("the cells of the sheet `{name}` are missing"));
    }
    let mut scan = SheetScan { globals, found: BinarySheet::new(&globals.formats, globals.from_1904, spending), formula: None };
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

/// One pass over a sheet.
struct SheetScan<'g, 's, 'b> {
    globals: &'g Globals,
    found: BinarySheet<'g, 's, 'b>,
    /// The cell and format of the formula whose text stands in a record to come.
    formula: Option<(CellRef, usize)>,
}

impl SheetScan<'_, '_, '_> {
    fn record(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        match record.kind {
            // Number
            0x0203 => self.found.number(place(record)?, f64_at(record.data, 6)?),
            // RK
            0x027E => self.found.number(place(record)?, packed(u32_at(record.data, 6)?)),
            // MulRk
            0x00BD => self.packed_row(record),
            // Label and RString
            0x0204 | 0x00D6 => {
                let text = self.globals.texts.long(record.pieces(6))?;
                let ends = text.ends(|font| self.globals.raises(font)).map(Arc::new);
                self.found.text(place(record)?, &text.text(), ends.as_ref())
            }
            // LabelSst
            0x00FD => {
                let index = usize::try_from(u32_at(record.data, 6)?).unwrap_or(usize::MAX);
                let Some(shared) = self.globals.shared.get(index) else { return damaged("a cell points to a text that is not there") };
                self.found.text(place(record)?, &shared.text, shared.ends.as_ref())
            }
            // BoolErr
            0x0205 => {
                let [value, is_error] = record.u16(6)?.to_le_bytes();
                self.found.add(place(record)?, if is_error == 0 { Content::Boolean(value != 0) } else { Content::Error(error(value)) })
            }
            // Formula
            0x0006 => self.formula(record),
            // String, the text of the formula before
            0x0207 => match self.formula.take() {
                Some(at) => {
                    let text = self.globals.texts.long(record.pieces(0))?.text();
                    self.found.text(at, &text, None)
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

    /// Neighbouring numbers of one row in one record.
    fn packed_row(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        let (row, first) = (record.u16(0)?, record.u16(2)?);
        // The last two bytes repeat the last column.
        let numbers = record.data.get(4..record.data.len().saturating_sub(2)).unwrap_or_default();
        for (number, column) in numbers.as_chunks::<6>().0.iter().zip(u32::from(first)..) {
            let at = CellRef::new(row.into(), column);
            self.found.number((at, u16_at(number, 0)?.into()), packed(u32_at(number, 2)?))?;
        }
        Ok(())
    }

    fn formula(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        self.formula = None;
        let at = place(record)?;
        let [kind, _, value, ..] = record.data.get(6..).and_then(<[u8]>::first_chunk::<8>).copied().unwrap_or_default();
        if record.u16(12)? != 0xFFFF {
            return self.found.number(at, f64_at(record.data, 6)?);
        }
        match kind {
            0 => self.formula = Some(at),
            1 => return self.found.add(at, Content::Boolean(value != 0)),
            2 => return self.found.add(at, Content::Error(error(value))),
            // The empty text.
            _ => {}
        }
        Ok(())
    }

    fn merges(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        for bounds in record.data.get(2..).unwrap_or_default().as_chunks::<8>().0.iter().take(record.u16(0)?.into()) {
            let [top, bottom, left, right] = [0, 2, 4, 6].map(|at| u32::from(u16_at(bounds, at).unwrap_or_default()));
            self.found.merge((top, left), (bottom, right))?;
        }
        Ok(())
    }
}

/// The cell at which a record stands, and its format.
fn place(record: &Record<'_>) -> Result<(CellRef, usize), Fault> {
    Ok((CellRef::new(record.u16(0)?.into(), record.u16(2)?.into()), record.u16(4)?.into()))
}
