//! A workbook of Excel 5 to 2003.
//!
//! In goes the stream of records out of a compound file, or a file that is nothing but that stream; out comes the
//! workbook. This file reads what all sheets share: fonts, number formats, shared texts, the list of sheets. calamine
//! reads this format too, but whole, into a grid as large as its farthest cell, with room for whatever a length claims,
//! and without number formats, and then a 0 that shows as `-` could not be told from a zero.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::biff::{Records, RichText, Texts, u32_at};
use super::budget::{Exceeded, Spending};
use super::delimited::whole;
use super::encoding::Letters;
use super::error::{At, ReadError};
use super::number_format::shows_date;
use super::runs::RaisedEnds;
use super::sniff::Foreign;
use super::values::{stored_once, too_many_sheets};
use super::workbook::{FileIdentity, Format, Sheet, Visibility, Workbook};
use super::xls_sheet;
use super::xml::{Fault, damaged};

/// Reads a workbook inside a compound file.
pub(super) fn read(file: File, identity: FileIdentity, spending: &mut Spending<'_>, at: &At) -> Result<Workbook, ReadError> {
    let stream = out_of_compound_file(file, spending.budget.text_file_bytes, at)?;
    workbook(&stream, identity, spending, at)
}

/// Reads a file that is nothing but the records, as programs of the web write it to this day.
pub(super) fn read_bare(file: File, identity: FileIdentity, spending: &mut Spending<'_>, at: &At) -> Result<Workbook, ReadError> {
    let stream = whole(file, spending.budget.text_file_bytes, at)?;
    workbook(&stream, identity, spending, at)
}

fn out_of_compound_file(file: File, limit: u64, at: &At) -> Result<Vec<u8>, ReadError> {
    let broken = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::UnexpectedEof => at.truncated(),
        std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput => {
            at.damaged(format!("its container does not hold together ({error})"))
        }
        _ => at.unreadable(error),
    };
    let size = file.metadata().map_err(|error| at.unreadable(error))?.len();
    let mut compound = cfb::CompoundFile::open(file).map_err(|error| if size % 512 == 0 { broken(error) } else { at.truncated() })?;
    // Since Excel 97 the stream is called `Workbook`; a file for both generations holds both.
    let name = ["/Workbook", "/Book"].into_iter().find(|name| compound.is_stream(name));
    let Some(name) = name else {
        let others = [("/WordDocument", Foreign::Word), ("/PowerPoint Document", Foreign::PowerPoint)];
        let other = others.into_iter().find(|(name, _)| compound.is_stream(name));
        return Err(at.foreign(other.map_or(Foreign::OldOffice, |(_, foreign)| foreign)));
    };
    let stream = compound.open_stream(name).map_err(broken)?;
    let mut bytes = Vec::new();
    stream.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(broken)?;
    if bytes.len() as u64 > limit {
        return Err(at.over_budget(Exceeded::bytes("a file that is held whole while it is read takes", limit)));
    }
    Ok(bytes)
}

fn refused(fault: Fault, at: &At) -> ReadError {
    match fault {
        Fault::Exceeded(limit) => at.over_budget(limit),
        Fault::Damaged(what) => at.damaged(what),
    }
}

fn workbook(stream: &[u8], identity: FileIdentity, spending: &mut Spending<'_>, at: &At) -> Result<Workbook, ReadError> {
    let mut records = Records::at(stream, 0);
    let globals = match opening(&mut records).map_err(|fault| refused(fault, at))? {
        Opening::TooOld => return Err(at.foreign(Foreign::OldExcel)),
        Opening::Workbook { unicode } => Globals::read(&mut records, unicode, spending).map_err(|fault| refused(fault, at))?,
        Opening::Sheet { unicode } => {
            let stem = Path::new(&*identity.name)
                .file_stem()
                .map_or_else(|| identity.name.to_string(), |stem| stem.to_string_lossy().into_owned());
            Some(Globals::of_one_sheet(stem, unicode))
        }
    };
    let globals = globals.ok_or_else(|| at.protected())?;
    too_many_sheets(globals.sheets.len(), spending.budget).map_err(|limit| at.over_budget(limit))?;
    let mut sheets: Vec<Sheet> = Vec::new();
    let mut walked = 0;
    for (index, entry) in globals.sheets.iter().enumerate() {
        if !entry.holds_cells {
            continue;
        }
        if sheets.iter().any(|sheet| *sheet.name == *entry.name) {
            return Err(at.damaged(format!("the name of the sheet `{}` is not clear", entry.name)));
        }
        let mut records = Records::at(stream, entry.position);
        let mut sheet = xls_sheet::read(&mut records, &entry.name, &globals, spending).map_err(|fault| refused(fault, at))?;
        // Sheets lie one behind the other; those that don't could be read without end.
        walked += records.position - entry.position;
        if walked > stream.len() {
            return Err(at.damaged("its sheets lie over each other"));
        }
        stored_once(&sheet, at)?;
        (sheet.index, sheet.visibility) = (index, entry.visibility);
        sheets.push(sheet);
    }
    Ok(Workbook::of_sheets(identity, Format::Xls, sheets))
}

/// What a list of records is, by its first one.
enum Opening {
    Workbook { unicode: bool },
    Sheet { unicode: bool },
    TooOld,
}

pub(super) const BEGIN: u16 = 0x0809;
pub(super) const END: u16 = 0x000A;

fn opening(records: &mut Records<'_>) -> Result<Opening, Fault> {
    let first = records.next()?;
    if first.kind != BEGIN {
        return Ok(Opening::TooOld);
    }
    let unicode = first.u16(0)? == 0x0600;
    Ok(match (first.u16(0)?, first.u16(2)?) {
        (0x0600 | 0x0500, 0x0005) => Opening::Workbook { unicode },
        // Programs of the web leave the version open and write as Excel 5 did.
        (0x0600 | 0x0500 | 0, 0x0010) => Opening::Sheet { unicode },
        _ => Opening::TooOld,
    })
}

/// A text that cells share.
pub(super) struct SharedText {
    pub(super) text: Arc<str>,
    pub(super) ends: Option<Arc<RaisedEnds>>,
}

/// A number format, and whether it makes a date of a number.
#[derive(Clone, Default)]
pub(super) struct CellFormat {
    pub(super) code: Option<Arc<str>>,
    pub(super) is_date: bool,
}

struct SheetEntry {
    name: String,
    position: usize,
    visibility: Visibility,
    holds_cells: bool,
}

/// What all sheets share.
pub(super) struct Globals {
    pub(super) texts: Texts,
    pub(super) from_1904: bool,
    /// By the number of the cell format.
    pub(super) formats: Vec<CellFormat>,
    pub(super) shared: Vec<SharedText>,
    /// Of each font, whether it raises letters.
    raised_fonts: Vec<bool>,
    sheets: Vec<SheetEntry>,
}

impl Globals {
    fn new(unicode: bool) -> Self {
        let texts = Texts { unicode, letters: Letters::Web(encoding_rs::WINDOWS_1252) };
        let (formats, shared, raised_fonts, sheets) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { texts, from_1904: false, formats, shared, raised_fonts, sheets }
    }

    /// Whether a font raises letters; the numbers of fonts leave out four.
    pub(super) fn raises(&self, font: u16) -> bool {
        self.raised_fonts.get(usize::from(font) - usize::from(font > 4)) == Some(&true)
    }

    fn of_one_sheet(name: String, unicode: bool) -> Self {
        let entry = SheetEntry { name, position: 0, visibility: Visibility::Visible, holds_cells: true };
        Self { sheets: vec![entry], ..Self::new(unicode) }
    }

    /// Reads up to the end of the list; none where the rest is encrypted.
    fn read(records: &mut Records<'_>, unicode: bool, spending: &mut Spending<'_>) -> Result<Option<Self>, Fault> {
        let mut globals = Self::new(unicode);
        let mut codes: BTreeMap<u16, String> = BTreeMap::new();
        let mut uses: Vec<u16> = Vec::new();
        loop {
            let record = records.next()?;
            match record.kind {
                END => break,
                // FilePass
                0x002F => return Ok(None),
                // CodePage
                0x0042 => match Letters::for_code_page(record.u16(0)?) {
                    Some(letters) => globals.texts.letters = letters,
                    None => return damaged(format!("it is written in the unknown code page {}", record.u16(0)?)),
                },
                // DateMode
                0x0022 => globals.from_1904 = record.u16(0)? == 1,
                // Font
                0x0031 => globals.raised_fonts.push(record.u16(8)? == 1),
                // Format
                0x041E => {
                    let pieces = record.pieces(2);
                    let code = if unicode { globals.texts.long(pieces) } else { globals.texts.brief(pieces) };
                    codes.insert(record.u16(0)?, code?.text());
                }
                // XF
                0x00E0 => uses.push(record.u16(2)?),
                // BoundSheet
                0x0085 => {
                    let name = globals.texts.brief(record.pieces(6))?.text().replace('\0', "");
                    let [visibility, kind] = record.u16(4)?.to_le_bytes();
                    globals.sheets.push(SheetEntry {
                        name,
                        position: usize::try_from(u32_at(record.data, 0)?).unwrap_or(usize::MAX),
                        visibility: match visibility & 3 {
                            0 => Visibility::Visible,
                            1 => Visibility::Hidden,
                            _ => Visibility::VeryHidden,
                        },
                        holds_cells: kind == 0,
                    });
                }
                // SST
                0x00FC => {
                    let mut pieces = record.pieces(8);
                    while !pieces.is_empty() {
                        let text = globals.texts.shared(&mut pieces)?;
                        globals.add_shared(&text, spending)?;
                    }
                }
                _ => {}
            }
        }
        let mut known: BTreeMap<u16, CellFormat> = BTreeMap::new();
        for number in uses {
            let format = match known.entry(number) {
                Entry::Occupied(format) => format.into_mut(),
                Entry::Vacant(free) => {
                    let code = codes.get(&number).map(String::as_str).or_else(|| built_in_format(number));
                    let is_date = code.is_some_and(shows_date);
                    free.insert(CellFormat { code: code.map(|code| spending.text(code)).transpose()?, is_date })
                }
            };
            globals.formats.push(format.clone());
        }
        Ok(Some(globals))
    }

    fn add_shared(&mut self, text: &RichText, spending: &mut Spending<'_>) -> Result<(), Fault> {
        if self.shared.len() as u64 >= spending.budget.cells {
            return Err(Exceeded { what: "the workbook holds", limit: spending.budget.cells, unit: "shared texts" }.into());
        }
        let ends = text.ends(|font| self.raises(font)).map(Arc::new);
        self.shared.push(SharedText { text: spending.text(&text.text())?, ends });
        Ok(())
    }
}

/// The formats that every workbook has without stating them, in the form of the United States.
pub(super) const fn built_in_format(number: u16) -> Option<&'static str> {
    Some(match number {
        0 => "General",
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 => "\"$\"#,##0_);\\(\"$\"#,##0\\)",
        6 => "\"$\"#,##0_);[Red]\\(\"$\"#,##0\\)",
        7 => "\"$\"#,##0.00_);\\(\"$\"#,##0.00\\)",
        8 => "\"$\"#,##0.00_);[Red]\\(\"$\"#,##0.00\\)",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "m/d/yyyy",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "m/d/yyyy h:mm",
        37 => "#,##0_);(#,##0)",
        38 => "#,##0_);[Red](#,##0)",
        39 => "#,##0.00_);(#,##0.00)",
        40 => "#,##0.00_);[Red](#,##0.00)",
        41 => "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)",
        42 => "_(\"$\"* #,##0_);_(\"$\"* (#,##0);_(\"$\"* \"-\"_);_(@_)",
        43 => "_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)",
        44 => "_(\"$\"* #,##0.00_);_(\"$\"* (#,##0.00);_(\"$\"* \"-\"??_);_(@_)",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => return None,
    })
}
