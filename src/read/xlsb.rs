//! Excel's binary workbook.
//!
//! In goes the container, out comes the workbook. This file reads what all sheets share: the list of sheets, the links
//! to them, shared texts, fonts and number formats. calamine reads this format too, but passes over formulas that ended
//! with an error, believes lengths of texts, and tells neither merges nor number formats.

use std::collections::BTreeMap;
use std::io::{BufReader, Read, Seek};
use std::sync::Arc;

use zip::ZipArchive;
use zip::read::ZipFile;

use super::budget::{Exceeded, Meter, Metered, Spending};
use super::error::{At, ReadError};
use super::number_format::shows_date;
use super::package::{broken, in_part, resolved};
use super::runs::RaisedTexts;
use super::structure::{self, Part, Relationship};
use super::values::{stored_once, too_many_sheets};
use super::workbook::{FileIdentity, Format, Sheet, Visibility, Workbook};
use super::xls::{CellFormat, SharedText, built_in_format};
use super::xlsb_record::Records;
use super::xlsb_sheet;
use super::xml::{Fault, damaged};

/// Reads a workbook.
pub(super) fn read<R: Read + Seek>(
    archive: ZipArchive<R>,
    identity: FileIdentity,
    spending: &mut Spending<'_>,
    at: &At,
) -> Result<Workbook, ReadError> {
    let meter = Meter::new(spending.budget);
    let mut parts = Parts { archive, meter: &meter, at };
    let links = parts.links("xl/_rels/workbook.bin.rels", spending)?;
    let linked = |kind: &str| links.iter().find(|link| link.kind.ends_with(kind)).map(|link| resolved("xl", &link.target));

    let mut shared = Shared::default();
    let entries = parts.read("xl/workbook.bin", spending, |records, _| sheet_entries(records, &mut shared))?;
    too_many_sheets(entries.len(), spending.budget).map_err(|limit| at.over_budget(limit))?;
    if let Some(part) = linked("/styles") {
        parts.read(&part, spending, |records, spending| shared.read_styles(records, spending))?;
    }
    if let Some(part) = linked("/sharedStrings") {
        parts.read(&part, spending, |records, spending| shared.read_texts(records, spending))?;
    }
    let mut sheets: Vec<Sheet> = Vec::new();
    for (index, entry) in entries.into_iter().enumerate() {
        let link = links.iter().find(|link| link.id == entry.link);
        let Some(link) = link else { return Err(at.damaged(format!("the sheet `{}` has no link to its cells", entry.name))) };
        if !link.kind.ends_with("/worksheet") {
            continue;
        }
        if sheets.iter().any(|sheet| *sheet.name == *entry.name) {
            return Err(at.damaged(format!("the name of the sheet `{}` is not clear", entry.name)));
        }
        let part = resolved("xl", &link.target);
        let mut sheet = parts.read(&part, spending, |records, spending| xlsb_sheet::read(records, &entry.name, &shared, spending))?;
        stored_once(&sheet, at)?;
        (sheet.index, sheet.visibility) = (index, entry.visibility);
        sheets.push(sheet);
    }
    Ok(Workbook::of_sheets(identity, Format::Xlsb, sheets))
}

/// An inflated part, counted as it comes.
pub(super) type Inflated<'m, 'a, R> = BufReader<Metered<'m, ZipFile<'a, R>>>;

struct Parts<'m, R> {
    archive: ZipArchive<R>,
    meter: &'m Meter,
    at: &'m At,
}

impl<'m, R: Read + Seek> Parts<'m, R> {
    fn read<T>(
        &mut self,
        name: &str,
        spending: &mut Spending<'_>,
        reading: impl FnOnce(Records<'m, Inflated<'m, '_, R>>, &mut Spending<'_>) -> Result<T, Fault>,
    ) -> Result<T, ReadError> {
        self.meter.start_part(spending.budget);
        let part = self.archive.by_name(name).map_err(|_| self.at.damaged(format!("the part `{name}` is missing")))?;
        let records = Records::new(BufReader::with_capacity(1 << 14, Metered::new(part, self.meter)), self.meter);
        reading(records, spending).map_err(|fault| in_part(fault, name, self.at))
    }

    fn links(&mut self, name: &str, spending: &Spending<'_>) -> Result<Vec<Relationship>, ReadError> {
        self.meter.start_part(spending.budget);
        let part = self.archive.by_name(name).map_err(|error| broken(error, self.at))?;
        match structure::scan(part, self.meter, spending.budget, &RaisedTexts::new()) {
            Ok(Part::Relationships(links)) => Ok(links),
            Ok(_) => Err(self.at.damaged(format!("the part `{name}` is not what its name says"))),
            Err(fault) => Err(in_part(fault, name, self.at)),
        }
    }
}

struct SheetEntry {
    name: String,
    link: String,
    visibility: Visibility,
}

fn sheet_entries<R: Read>(mut records: Records<'_, R>, shared: &mut Shared) -> Result<Vec<SheetEntry>, Fault> {
    let mut entries = Vec::new();
    while let Some(record) = records.next()? {
        match record.kind {
            // WbProp
            0x0099 => shared.from_1904 = record.u32(0)? & 1 != 0,
            // BundleSh; one without a link has a length that no text has
            0x009C if record.u32(8)? != u32::MAX => {
                let (link, rest) = record.text(8)?;
                let (name, _) = record.text(record.body.len() - rest.len())?;
                let visibility = match record.u32(0)? {
                    0 => Visibility::Visible,
                    1 => Visibility::Hidden,
                    _ => Visibility::VeryHidden,
                };
                entries.push(SheetEntry { name, link, visibility });
            }
            _ => {}
        }
    }
    if entries.is_empty() { damaged("it lists no sheet") } else { Ok(entries) }
}

/// What all sheets share.
#[derive(Default)]
pub(super) struct Shared {
    pub(super) from_1904: bool,
    /// By the number of the cell format.
    pub(super) formats: Vec<CellFormat>,
    pub(super) texts: Vec<SharedText>,
    /// Of each font, whether it raises letters.
    pub(super) raised_fonts: Vec<bool>,
}

impl Shared {
    pub(super) fn raises(&self, font: u16) -> bool {
        self.raised_fonts.get(usize::from(font)) == Some(&true)
    }

    fn read_styles<R: Read>(&mut self, mut records: Records<'_, R>, spending: &mut Spending<'_>) -> Result<(), Fault> {
        let mut codes: BTreeMap<u16, String> = BTreeMap::new();
        let mut of_cells = false;
        while let Some(record) = records.next()? {
            match record.kind {
                // Font
                0x002B => self.raised_fonts.push(record.u16(6)? == 1),
                // Fmt
                0x002C => drop(codes.insert(record.u16(0)?, record.text(2)?.0)),
                // BeginCellXFs and EndCellXFs; formats outside belong to named styles
                0x0269 => of_cells = true,
                0x026A => of_cells = false,
                // XF
                0x002F if of_cells => {
                    let number = record.u16(2)?;
                    let code = codes.get(&number).map(String::as_str).or_else(|| built_in_format(number));
                    let is_date = code.is_some_and(shows_date);
                    self.formats.push(CellFormat { code: code.map(|code| spending.text(code)).transpose()?, is_date });
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn read_texts<R: Read>(&mut self, mut records: Records<'_, R>, spending: &mut Spending<'_>) -> Result<(), Fault> {
        while let Some(record) = records.next()? {
            // SSTItem
            if record.kind == 0x0013 {
                if self.texts.len() as u64 >= spending.budget.cells {
                    return Err(Exceeded { what: "the workbook holds", limit: spending.budget.cells, unit: "shared texts" }.into());
                }
                let text = record.rich_text(0)?;
                let ends = text.ends(|font| self.raises(font)).map(Arc::new);
                self.texts.push(SharedText { text: spending.text(&text.text())?, ends });
            }
        }
        Ok(())
    }
}
