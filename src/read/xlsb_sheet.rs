//! One sheet of a binary workbook.
//!
//! In go the records of its part, out come its cells, merges, and what does not show. Of a formula, the value it last
//! gave is read; whether it ever gave one, this format can't tell. Comments are not read.

use std::io::Read;
use std::sync::Arc;

use super::biff::{f64_at, u32_at};
use super::binary_sheet::{BinarySheet, NO_RANGE, error, packed};
use super::budget::Spending;
use super::workbook::{Content, Sheet};
use super::xlsb::Shared;
use super::xlsb_record::{Record, Records};
use super::xml::{Fault, damaged};
use crate::model::CellRef;

const MAX_ROWS: u32 = 1 << 20;
const MAX_COLUMNS: u32 = 1 << 14;

/// Reads a sheet.
pub(super) fn read<R: Read>(mut records: Records<'_, R>, name: &str, shared: &Shared, spending: &mut Spending<'_>) -> Result<Sheet, Fault> {
    let mut scan = SheetScan { shared, at: CellRef::new(0, 0), found: BinarySheet::new(&shared.formats, shared.from_1904, spending) };
    while let Some(record) = records.next()? {
        scan.record(&record)?;
    }
    Ok(scan.found.into_sheet(name))
}

/// One pass over a sheet.
struct SheetScan<'g, 's, 'b> {
    shared: &'g Shared,
    /// Where the next cell stands that does not say so.
    at: CellRef,
    found: BinarySheet<'g, 's, 'b>,
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
            2 => self.found.number((at, format), packed(u32_at(record.body, value)?)),
            3 | 11 => self.found.add((at, format), Content::Error(error(record.byte(value)?))),
            4 | 10 => self.found.add((at, format), Content::Boolean(record.byte(value)? != 0)),
            5 | 9 => self.found.number((at, format), f64_at(record.body, value)?),
            6 | 8 => self.found.text((at, format), &record.text(value)?.0, None),
            7 => {
                let text = self.shared.texts.get(usize::try_from(record.u32(value)?).unwrap_or(usize::MAX));
                let Some(text) = text else { return damaged("a cell points to a text that is not there") };
                self.found.text((at, format), &text.text, text.ends.as_ref())
            }
            0x003E => {
                let text = record.rich_text(value)?;
                let ends = text.ends(|font| self.shared.raises(font)).map(Arc::new);
                self.found.text((at, format), &text.text(), ends.as_ref())
            }
            // Without a value
            _ => Ok(()),
        }
    }

    fn merge(&mut self, record: &Record<'_>) -> Result<(), Fault> {
        let [top, bottom, left, right] = [record.u32(0)?, record.u32(4)?, record.u32(8)?, record.u32(12)?];
        if bottom >= MAX_ROWS || right >= MAX_COLUMNS {
            return damaged(NO_RANGE);
        }
        self.found.merge((top, left), (bottom, right))
    }
}
