//! The copies of the sender's sheets in the workbook of a report.
//!
//! In: [`SheetCopy`]s. Out: a sheet for each, cell for cell at its own address, marked cells coloured and with their messages as
//! notes, and for each finding the address that a link leads to. Rows and columns hidden at the source are hidden here. What lies
//! beyond the last row or column of a workbook has no place in one and is not copied.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{Format, FormatAlign, Note, Worksheet, XlsxError};

use super::copy::{CopiedCell, MarkedCells, SheetCopy};
use super::model::Mark;
use super::picture::worst;
use super::visible::{sentence, visible};
use super::words::plain;
use super::workbook::{cut, text};
use crate::model::{CellRange, CellRef};
use crate::spec::Language;

/// Rows and columns of a sheet of a workbook.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;
/// Cells of a merge that is kept; a larger one would be a sheet's whole background.
const MOST_MERGED: u64 = 100_000;
/// Cells of a marked range that are coloured one by one.
const MOST_MARKED: u64 = 10_000;
/// The most that a note of a cell can hold.
const NOTE: usize = 32_000;

/// Colours of the fill and the text of a severity.
pub(super) fn colours(severity: &str) -> (&'static str, &'static str) {
    match severity {
        "error" => ("F9CDC8", "7D1209"),
        "warning" => ("FFE5AB", "5C3800"),
        "explained" => ("D7EADB", "1F4A2E"),
        _ => ("D5E7F6", "123F63"),
    }
}

/// A name for the sheet of each copy: its number, and as much of its own name as a workbook takes.
pub(super) fn names(copies: &[SheetCopy]) -> Vec<String> {
    let allowed = |sign: char| if ['*', '?', ':', '[', ']', '\\', '/', '\''].contains(&sign) || sign.is_control() { '_' } else { sign };
    let name = |(number, copy): (usize, &SheetCopy)| {
        let own: String = visible(&copy.sheet).chars().map(allowed).collect();
        cut(format!("{number} {own}").trim_end(), 31)
    };
    (1..).zip(copies).map(name).collect()
}

/// For each finding whether its cell only takes part in it, and the address of the cell within the workbook.
pub(super) fn places(copies: &[SheetCopy], names: &[String]) -> BTreeMap<String, (bool, String)> {
    let mut places: BTreeMap<String, (bool, String)> = BTreeMap::new();
    for (copy, name) in copies.iter().zip(names) {
        for marked in copy.marks.iter().filter(|marked| fits(marked.cells.first)) {
            for mark in &marked.marks {
                let better = places.get(&mark.anchor).is_none_or(|(takes_part, _)| *takes_part && !mark.takes_part);
                if better {
                    let last = CellRef::new(marked.cells.last.row.min(ROWS - 1), marked.cells.last.column.min(COLUMNS - 1));
                    let cells = CellRange::new(marked.cells.first, last);
                    places.insert(mark.anchor.clone(), (mark.takes_part, format!("internal:'{name}'!{cells}")));
                }
            }
        }
    }
    places
}

const fn fits(at: CellRef) -> bool {
    at.row < ROWS && at.column < COLUMNS
}

/// Writes a copy.
pub(super) fn write(sheet: &mut Worksheet, copy: &SheetCopy, name: &str, language: Language) -> Result<(), XlsxError> {
    sheet.set_name(name)?.set_right_to_left(copy.right_to_left).set_landscape().set_paper_size(9);
    widths(sheet, copy)?;
    for row in copy.hidden_rows.iter().filter(|row| **row < ROWS) {
        sheet.set_row_hidden(*row)?;
    }
    let merges = merges(copy);
    let marked = marked(copy, &merges);
    let cells: BTreeMap<CellRef, &CopiedCell> = copy.cells.iter().map(|cell| (cell.at(), cell)).filter(|(at, _)| fits(*at)).collect();
    // One row after the other: what lies above the row that is written is out of reach.
    let places: BTreeSet<CellRef> = cells.keys().chain(marked.keys()).chain(merges.keys()).copied().collect();
    for at in places {
        let column = column(at);
        let marks = marked.get(&at).map(Vec::as_slice).unwrap_or_default();
        let format = format(cells.get(&at).copied(), marks);
        if let Some(merge) = merges.get(&at) {
            let last = merge.last;
            sheet.merge_range(at.row, column, last.row, u16::try_from(last.column).unwrap_or(u16::MAX), "", &format)?;
        }
        match cells.get(&at) {
            Some(cell) => content(sheet, cell, &format)?,
            None if !marks.is_empty() && !merges.contains_key(&at) => sheet.write_blank(at.row, column, &format).map(|_| ())?,
            None => {}
        }
        note(sheet, at.row, column, &said(marks, language))?;
    }
    Ok(())
}

fn column(at: CellRef) -> u16 {
    u16::try_from(at.column).unwrap_or(u16::MAX)
}

/// A width for each column that holds texts, and the columns that are hidden.
fn widths(sheet: &mut Worksheet, copy: &SheetCopy) -> Result<(), XlsxError> {
    let mut widths: BTreeMap<u32, usize> = BTreeMap::new();
    for cell in copy.cells.iter().filter(|cell| fits(cell.at())) {
        let length = cell.text.chars().count();
        // A title runs on over the empty cells beside it.
        if length <= 40 {
            let width = widths.entry(cell.column).or_default();
            *width = length.max(*width);
        }
    }
    for (column, length) in widths {
        let width = u32::try_from(length).unwrap_or(40).clamp(8, 36) + 2;
        sheet.set_column_width(u16::try_from(column).unwrap_or(u16::MAX), f64::from(width))?;
    }
    for column in copy.hidden_columns.iter().filter(|column| **column < COLUMNS) {
        sheet.set_column_hidden(u16::try_from(*column).unwrap_or(u16::MAX))?;
    }
    Ok(())
}

/// Merges by their first cell; none that overlaps one before it, or reaches beyond a workbook.
fn merges(copy: &SheetCopy) -> BTreeMap<CellRef, CellRange> {
    let mut kept: BTreeMap<CellRef, CellRange> = BTreeMap::new();
    let mut taken: BTreeSet<CellRef> = BTreeSet::new();
    for merge in copy.merges.iter().filter(|merge| fits(merge.last) && (2..=MOST_MERGED).contains(&merge.area())) {
        let cells: Vec<CellRef> = cells_of(*merge).collect();
        let room = taken.len() + cells.len() <= 1_000_000;
        if room && !cells.iter().any(|at| taken.contains(at)) {
            taken.extend(cells);
            kept.insert(merge.first, *merge);
        }
    }
    kept
}

fn cells_of(range: CellRange) -> impl Iterator<Item = CellRef> {
    let columns = range.first.column..=range.last.column;
    (range.first.row..=range.last.row).flat_map(move |row| columns.clone().map(move |column| CellRef::new(row, column)))
}

/// The marks of each cell; those of a covered cell stand at the first cell of its merge.
fn marked(copy: &SheetCopy, merges: &BTreeMap<CellRef, CellRange>) -> BTreeMap<CellRef, Vec<Mark>> {
    let covered: BTreeMap<CellRef, CellRef> = merges.values().flat_map(|merge| cells_of(*merge).map(|at| (at, merge.first))).collect();
    let mut found: BTreeMap<CellRef, Vec<Mark>> = BTreeMap::new();
    let (hidden_rows, hidden_columns): (BTreeSet<&u32>, BTreeSet<&u32>) =
        (copy.hidden_rows.iter().collect(), copy.hidden_columns.iter().collect());
    for MarkedCells { cells, marks } in &copy.marks {
        // Of a range as large as a sheet, the beginning is marked.
        let most = usize::try_from(MOST_MARKED).unwrap_or(usize::MAX);
        for at in
            cells_of(*cells).take(most).filter(|at| fits(*at) && !hidden_rows.contains(&at.row) && !hidden_columns.contains(&at.column))
        {
            let here = found.entry(covered.get(&at).copied().unwrap_or(at)).or_default();
            for mark in marks {
                if !here.contains(mark) {
                    here.push(mark.clone());
                }
            }
        }
    }
    found
}

fn format(cell: Option<&CopiedCell>, marks: &[Mark]) -> Format {
    let mut format = Format::new();
    let number_format = cell.filter(|cell| cell.number.is_some()).and_then(|cell| cell.number_format.as_ref());
    // A spreadsheet refuses longer codes, and a file with a control character in one.
    if let Some(code) = number_format.filter(|code| code.encode_utf16().count() <= 255 && !code.chars().any(char::is_control)) {
        format = format.set_num_format(code);
    }
    if cell.is_some_and(|cell| cell.number.is_none() && cell.text.contains('\n')) {
        format = format.set_text_wrap().set_align(FormatAlign::Top);
    }
    if let Some(severity) = worst(marks) {
        let (fill, ink) = colours(severity);
        format = format.set_background_color(fill).set_font_color(ink);
    }
    format
}

fn content(sheet: &mut Worksheet, cell: &CopiedCell, format: &Format) -> Result<(), XlsxError> {
    match cell.number.filter(|number| number.is_finite()) {
        Some(number) => sheet.write_number_with_format(cell.row, column(cell.at()), number, format).map(|_| ()),
        None => text(sheet, cell.row, column(cell.at()), &visible(&cell.text), format),
    }
}

/// What a note says of a cell.
fn said(marks: &[Mark], language: Language) -> Vec<String> {
    let line = |mark: &Mark| {
        let severity = plain(language, &format!("report-mark-{}", mark.severity));
        let part = if mark.takes_part { format!(" ({})", plain(language, "report-takes-part")) } else { String::new() };
        format!("{severity}{part}: {}", sentence(&mark.message))
    };
    marks.iter().map(line).collect()
}

/// Lines as a note at a cell; none for no lines.
pub(super) fn note(sheet: &mut Worksheet, row: u32, column: u16, lines: &[String]) -> Result<(), XlsxError> {
    if lines.is_empty() {
        return Ok(());
    }
    let text = cut(&lines.join("\n"), NOTE);
    // About forty characters fit on a line.
    let height = lines.iter().map(|line| line.chars().count() / 40 + 1).sum::<usize>().clamp(3, 24) * 17 + 12;
    let note = Note::new(text).add_author_prefix(false).set_author("concord").set_width(300);
    sheet.insert_note(row, column, &note.set_height(u32::try_from(height).unwrap_or(400)))?;
    Ok(())
}
