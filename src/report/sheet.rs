//! A sheet as it was read becomes the picture on a page and the copy in a workbook.
//!
//! In: a [`Sheet`] and what findings say of its cells. Out: a [`SheetPicture`] of the headings and of the rows and columns
//! around the marked cells, and a [`SheetCopy`] of all that shows. A row, column or sheet that the sender hid stays hidden: it
//! is counted, and its content goes nowhere. No cell is judged here.

use std::collections::BTreeSet;

use super::copy::{CopiedCell, MarkedCells, SheetCopy};
use super::model::{Mark, SheetCell, SheetColumn, SheetPicture, SheetRow};
use super::window::{self, Window};
use super::words::counted;
use crate::model::{Addressing, CellRange, CellRef, column_letters};
use crate::read::{Cell, Content, Sheet, Visibility};
use crate::spec::Language;

/// The drawn part of a sheet; none where the sheet is hidden, or no marked cell of it shows.
///
/// ```
/// use concord::model::{CellRange, CellRef};
/// use concord::read::{Cell, Content, Sheet};
/// use concord::report::{Mark, MarkedCells, picture};
/// use concord::spec::Language;
///
/// let at = CellRef::new(1, 0);
/// let sheet = Sheet::from_cells("Table 1", vec![Cell::new(at, Content::Number(7.0))], Vec::new());
/// let marks = [MarkedCells { cells: CellRange::single(at), marks: vec![Mark { message: "odd".into(), ..Mark::default() }] }];
/// let drawn = picture("made_up.xlsx", &sheet, &marks, Language::EN).unwrap();
/// assert_eq!(drawn.rows.last().unwrap().cells[0].address, "A2");
/// ```
#[must_use]
pub fn picture(file: &str, sheet: &Sheet, marks: &[MarkedCells], language: Language) -> Option<SheetPicture> {
    if sheet.visibility != Visibility::Visible {
        return None;
    }
    let window = window::around(sheet, marks)?;
    Some(SheetPicture {
        file: file.to_owned(),
        sheet: sheet.name.to_string(),
        right_to_left: is_right_to_left(sheet),
        columns: columns(sheet, &window),
        rows: rows(sheet, &window, marks),
        left_out: left_out(&window, language),
    })
}

impl SheetPicture {
    /// Whether a drawn cell bears the mark of a finding.
    #[must_use]
    pub fn shows(&self, anchor: &str) -> bool {
        self.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.marks).any(|mark| mark.anchor == anchor)
    }
}

/// The whole sheet for the workbook; none where the sheet is hidden.
#[must_use]
pub fn copy(sheet: &Sheet, marks: &[MarkedCells]) -> Option<SheetCopy> {
    if sheet.visibility != Visibility::Visible {
        return None;
    }
    let hidden = Hidden::of(sheet);
    Some(SheetCopy {
        sheet: sheet.name.to_string(),
        right_to_left: is_right_to_left(sheet),
        hidden_rows: hidden.rows.iter().copied().collect(),
        hidden_columns: hidden.columns.iter().copied().collect(),
        merges: sheet.merges.known().cloned().unwrap_or_default(),
        cells: sheet.cells().iter().filter(|cell| hidden.shows(cell.at)).map(copied).collect(),
        marks: marks.iter().filter(|marked| hidden.shows_part_of(marked.cells)).cloned().collect(),
    })
}

fn copied(cell: &Cell) -> CopiedCell {
    let number = if let Content::Number(number) = cell.content { Some(number) } else { None };
    CopiedCell {
        row: cell.at.row,
        column: cell.at.column,
        text: cell.text().into_owned(),
        number,
        number_format: cell.number_format.as_deref().map(str::to_owned),
    }
}

/// The rows and columns that the sender hid.
pub(super) struct Hidden {
    pub(super) rows: BTreeSet<u32>,
    pub(super) columns: BTreeSet<u32>,
}

impl Hidden {
    pub(super) fn of(sheet: &Sheet) -> Self {
        Self {
            rows: sheet.hidden_rows.known().cloned().unwrap_or_default(),
            columns: sheet.hidden_columns.known().cloned().unwrap_or_default(),
        }
    }

    pub(super) fn shows(&self, at: CellRef) -> bool {
        !self.rows.contains(&at.row) && !self.columns.contains(&at.column)
    }

    /// Whether a range has a cell that shows.
    pub(super) fn shows_part_of(&self, range: CellRange) -> bool {
        let hidden = |set: &BTreeSet<u32>, first: u32, last: u32| set.range(first..=last).count() as u64 > u64::from(last - first);
        !hidden(&self.rows, range.first.row, range.last.row) && !hidden(&self.columns, range.first.column, range.last.column)
    }
}

fn is_right_to_left(sheet: &Sheet) -> bool {
    sheet.right_to_left.known() == Some(&true)
}

fn columns(sheet: &Sheet, window: &Window) -> Vec<SheetColumn> {
    let skipped = window::skipped(&window.columns, window.first_column, &window.hidden.columns);
    let name = |column: u32| match sheet.addressing {
        Addressing::Letters => column_letters(column),
        Addressing::LineField => (column + 1).to_string(),
    };
    window.columns.iter().zip(skipped).map(|(column, skipped)| SheetColumn { name: name(*column), skipped }).collect()
}

fn rows(sheet: &Sheet, window: &Window, marks: &[MarkedCells]) -> Vec<SheetRow> {
    let skipped = window::skipped(&window.rows, 0, &window.hidden.rows);
    let mut drawn = Vec::new();
    // Rows from one gap to the next: a merged cell ends where rows are passed over.
    let mut first_of_stretch = 0;
    for (index, row) in window.rows.iter().enumerate() {
        if skipped[index] > 0 {
            first_of_stretch = index;
        }
        let rest = (index + 1..window.rows.len()).take_while(|next| skipped[*next] == 0).count();
        let stretch = &window.rows[first_of_stretch..=index + rest];
        let areas: Vec<CellRange> = window.columns.iter().map(|column| area(sheet, CellRef::new(*row, *column))).collect();
        let lowest = areas.iter().map(|area| area.last.row).max().unwrap_or(*row);
        let here = marks.iter().filter(|marked| marked.cells.first.row <= lowest && marked.cells.last.row >= *row);
        let here: Vec<&MarkedCells> = here.collect();
        let cells = window.columns.iter().zip(areas).filter_map(|(column, area)| {
            let at = CellRef::new(*row, *column);
            cell(sheet, window, stretch, at, area, &here)
        });
        drawn.push(SheetRow { number: row + 1, skipped: skipped[index], cells: cells.collect() });
    }
    drawn
}

/// The cell, or the merge it belongs to.
fn area(sheet: &Sheet, at: CellRef) -> CellRange {
    sheet.merge_at(at).unwrap_or_else(|| CellRange::single(at))
}

/// A drawn cell; none where a merge covers it.
fn cell(sheet: &Sheet, window: &Window, stretch: &[u32], at: CellRef, area: CellRange, marks: &[&MarkedCells]) -> Option<SheetCell> {
    let rows: Vec<u32> = stretch.iter().copied().filter(|row| (area.first.row..=area.last.row).contains(row)).collect();
    let columns: Vec<u32> =
        window.columns.iter().copied().filter(|column| (area.first.column..=area.last.column).contains(column)).collect();
    if rows.first() != Some(&at.row) || columns.first() != Some(&at.column) {
        return None;
    }
    // What stands in a hidden cell stays there, also where the merge reaches beyond it.
    let stored = sheet.cell(area.first).filter(|cell| window.hidden.shows(cell.at));
    let marks = marks.iter().filter(|marked| marked.cells.overlaps(&area)).flat_map(|marked| &marked.marks);
    Some(SheetCell {
        address: area.first.show(sheet.addressing),
        text: stored.map(shown).unwrap_or_default(),
        is_number: stored.is_some_and(|cell| !cell.is_text()),
        column_span: u32::try_from(columns.len()).unwrap_or(1),
        row_span: u32::try_from(rows.len()).unwrap_or(1),
        marks: once(marks),
    })
}

/// Each mark once, in order.
fn once<'a>(marks: impl Iterator<Item = &'a Mark>) -> Vec<Mark> {
    let mut kept: Vec<Mark> = Vec::new();
    for mark in marks {
        if !kept.contains(mark) {
            kept.push(mark.clone());
        }
    }
    kept
}

/// The text of a cell; of a stored zero what its format shows for it.
fn shown(cell: &Cell) -> String {
    cell.shows_zero_as().unwrap_or_else(|| cell.text().into_owned())
}

fn left_out(window: &Window, language: Language) -> Vec<String> {
    let counts = [
        ("report-left-out-rows", window.rows_left_out),
        ("report-left-out-columns", window.columns_left_out),
        ("report-left-out-marked", window.marked_left_out),
        ("report-hidden-rows", window.hidden_rows),
        ("report-hidden-columns", window.hidden_columns),
    ];
    counts.into_iter().filter(|(_, count)| *count > 0).map(|(id, count)| counted(language, id, count)).collect()
}
