//! One sheet of a binary workbook.
//!
//! In go the records of its part, out come its cells, merges, and what does not show. Of a formula, the value it last
//! gave is read; whether it ever gave one, this format can't tell. Comments are not read.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::sync::Arc;

use super::biff::{f64_at, u32_at};
use super::budget::{Exceeded, Spending};
use super::runs::RaisedEnds;
use super::values::number;
use super::workbook::{Cell, Content, Raised, Sheet, Told};
use super::xls_sheet::{error, packed};
use super::xlsb::Shared;
use super::xlsb_record::{Record, Records};
use super::xml::{Fault, damaged};
use crate::model::{CellRange, CellRef, shortest_text};

const MAX_ROWS: u32 = 1 << 20;
const MAX_COLUMNS: u32 = 1 << 14;

/// Reads a sheet.
pub(super) fn read<R: Read>(mut records: Records<'_, R>, name: &str, shared: &Shared, spending: &mut Spending<'_>) -> Result<Sheet, Fault> {
    let mut scan = SheetScan { shared, spending, at: CellRef::new(0, 0), found: Found::default() };
    while let Some(record) = records.next()? {
        scan.record(&record)?;
    }
    let Found { cells, merges, hidden_rows, hidden_columns, right_to_left, raised } = scan.found;
    let mut sheet = Sheet::from_cells(name, cells, merges);
    sheet.hidden_rows = Told::Known(hidden_rows);
    sheet.hidden_columns = Told::Known(hidden_columns);
    sheet.right_to_left = Told::Known(right_to_left);
    sheet.comments = Told::NotAvailable;
    sheet.formulas_without_value = Told::NotAvailable;
    sheet.set_raised(raised);
    Ok(sheet)
}

#[derive(Default)]
struct Found {
    cells: Vec<Cell>,
    merges: Vec<CellRange>,
    hidden_rows: BTreeSet<u32>,
    hidden_columns: BTreeSet<u32>,
    right_to_left: bool,
    raised: BTreeMap<CellRef, Raised>,
}

/// One pass over a sheet.
struct SheetScan<'g, 's, 'b> {
    shared: &'g Shared,
    spending: &'s mut Spending<'b>,
    /// Where the next cell stands that does not say so.
    at: CellRef,
    found: Found,
}

impl SheetScan<'_, '_, '_> {
    fn record(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        match record.kind {
            // RowHdr
            0x0000 => {
                self.at = CellRef::new(record.u32(0)?, 0);
                if self.at.row >= MAX_ROWS {
                    return damaged(format!("a sheet has more than {MAX_ROWS} rows"));
                }
                if record.byte(11)? & 0x10 != 0 {
                    self.found.hidden_rows.insert(self.at.row);
                }
                Ok(())
            }
            0x0001..=0x000B | 0x003E => {
                self.at.column = record.u32(0)?;
                self.cell(record.kind, record, 4)
            }
            // The same cells without their columns
            0x000C..=0x0012 => self.cell(record.kind - 0x000B, record, 0),
            // BeginWsView, ColInfo
            0x0089 => {
                self.found.right_to_left |= record.u16(0)? & 0x20 != 0;
                Ok(())
            }
            0x003C if record.u16(16)? & 1 != 0 => {
                let free = self.found.hidden_columns.last().map_or(0, |last| last + 1);
                self.found.hidden_columns.extend(record.u32(0)?.max(free)..=record.u32(4)?.min(MAX_COLUMNS - 1));
                Ok(())
            }
            // MergeCell
            0x00B0 => self.merge(record),
            _ => Ok(()),
        }
    }

    /// A cell whose format stands at a place, and its value four bytes later.
    fn cell(&mut self, kind: u16, record: &Record<'_>, place: usize) -> Result<(), Fault> {
        let at = self.at;
        if at.column >= MAX_COLUMNS {
            return damaged(format!("a sheet has more than {MAX_COLUMNS} columns"));
        }
        self.at.column += 1;
        let format = usize::try_from(record.u32(place)? & 0x00FF_FFFF).unwrap_or(usize::MAX);
        let value = place + 4;
        match kind {
            2 => self.number(at, format, packed(u32_at(record.body, value)?)),
            3 | 11 => self.add(at, format, Content::Error(error(record.byte(value)?))),
            4 | 10 => self.add(at, format, Content::Boolean(record.byte(value)? != 0)),
            5 | 9 => self.number(at, format, f64_at(record.body, value)?),
            6 | 8 => self.text(at, format, &record.text(value)?.0, None),
            7 => {
                let text = self.shared.texts.get(usize::try_from(record.u32(value)?).unwrap_or(usize::MAX));
                let Some(text) = text else { return damaged("a cell points to a text that is not there") };
                self.text(at, format, &text.text, text.ends.as_ref())
            }
            0x003E => {
                let text = record.rich_text(value)?;
                let ends = text.ends(|font| self.shared.raises(font)).map(Arc::new);
                self.text(at, format, &text.text(), ends.as_ref())
            }
            // Without a value
            _ => Ok(()),
        }
    }

    fn add(&mut self, at: CellRef, format: usize, content: Content) -> Result<(), Fault> {
        self.spending.cell()?;
        let number_format = self.shared.formats.get(format).and_then(|format| format.code.clone());
        self.found.cells.push(Cell { at, content, number_format });
        Ok(())
    }

    fn number(&mut self, at: CellRef, format: usize, stored: f64) -> Result<(), Fault> {
        if !stored.is_finite() {
            return self.text(at, format, &shortest_text(stored), None);
        }
        let is_date = self.shared.formats.get(format).is_some_and(|format| format.is_date);
        let content = number(stored, is_date, self.shared.from_1904, self.spending)?;
        self.add(at, format, content)
    }

    fn text(&mut self, at: CellRef, format: usize, text: &str, ends: Option<&Arc<RaisedEnds>>) -> Result<(), Fault> {
        if text.is_empty() {
            return Ok(());
        }
        self.found.raised.extend(ends.and_then(|ends| ends.within(text)).map(|raised| (at, raised)));
        let content = Content::Text(self.spending.text(text)?);
        self.add(at, format, content)
    }

    fn merge(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        let [top, bottom, left, right] = [record.u32(0)?, record.u32(4)?, record.u32(8)?, record.u32(12)?];
        if top > bottom || left > right || bottom >= MAX_ROWS || right >= MAX_COLUMNS {
            return damaged("a sheet merges what is no range");
        }
        if self.found.merges.len() >= self.spending.budget.merges {
            return Err(Exceeded { what: "a sheet has", limit: self.spending.budget.merges as u64, unit: "merged ranges" }.into());
        }
        let merge = CellRange::new(CellRef::new(top, left), CellRef::new(bottom, right));
        self.found.merges.extend((merge.area() > 1).then_some(merge));
        Ok(())
    }
}
