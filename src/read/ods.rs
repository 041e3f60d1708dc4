//! An `OpenDocument` spreadsheet.
//!
//! In goes the container, out comes the workbook: every table of its content is a sheet. calamine reads this format too,
//! but whole, into a grid, with as many blanks as one attribute claims, and without merges and what a number shows as.
//! Here the content streams past once and every repeated cell is paid for. Styles, charts and tracked changes are left
//! out; cells are read in [`super::ods_cell`].

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Read, Seek};
use std::sync::Arc;

use jiff::civil::Date;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::budget::{Budget, Exceeded, Meter, Metered, Spending};
use super::error::{At, ReadError};
use super::ods_cell::{OpenCell, Read as CellRead};
use super::package::{broken, in_part};
use super::values::{FIRST_DAY, stored_once, too_many_sheets};
use super::workbook::{Cell, FileIdentity, Format, Raised, Sheet, Told, Visibility, Workbook};
use super::xml::{Fault, Xml, attribute, damaged, push_reference};
use crate::model::{CellRange, CellRef};

const MAX_ROWS: u32 = 1 << 20;
const MAX_COLUMNS: u32 = 1 << 14;

/// Reads a spreadsheet.
pub(super) fn read<R: Read + Seek>(
    mut archive: ZipArchive<R>,
    identity: FileIdentity,
    spending: &mut Spending<'_>,
    at: &At,
) -> Result<Workbook, ReadError> {
    let budget = spending.budget;
    let meter = Meter::new(budget);
    if is_encrypted(&mut archive, &meter, budget, at)? {
        return Err(at.protected());
    }
    meter.start_part(budget);
    let part = archive.by_name("content.xml").map_err(|error| broken(error, at))?;
    let xml = Xml::new(BufReader::with_capacity(1 << 14, Metered::new(part, &meter)), &meter);
    let sheets = Document::new(spending).run(xml).map_err(|fault| in_part(fault, "content.xml", at))?;
    for (place, sheet) in sheets.iter().enumerate() {
        stored_once(sheet, at)?;
        if sheets.iter().take(place).any(|other| other.name == sheet.name) {
            return Err(at.damaged(format!("the name of the sheet `{}` is not clear", sheet.name)));
        }
    }
    Ok(Workbook::of_sheets(identity, Format::Ods, sheets))
}

/// Whether the container says that its parts need a password.
fn is_encrypted<R: Read + Seek>(archive: &mut ZipArchive<R>, meter: &Meter, budget: &Budget, at: &At) -> Result<bool, ReadError> {
    let Ok(part) = archive.by_name("META-INF/manifest.xml") else { return Ok(false) };
    let refused = |fault| in_part(fault, "META-INF/manifest.xml", at);
    meter.start_part(budget);
    meter.hold_part_to(Exceeded::bytes("the list of parts takes", budget.frame_bytes)).map_err(|limit| at.over_budget(limit))?;
    let mut xml = Xml::new(BufReader::new(Metered::new(part, meter)), meter);
    loop {
        match xml.next().map_err(refused)? {
            Event::Start(element) if element.local_name().as_ref() == "encryption-data" => return Ok(true),
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

/// What a style says about a sheet.
#[derive(Clone, Copy, Default)]
struct TableStyle {
    hidden: bool,
    right_to_left: bool,
}

/// One pass over the content.
struct Document<'s, 'b> {
    spending: &'s mut Spending<'b>,
    style: String,
    tables: BTreeMap<String, TableStyle>,
    raised: BTreeSet<String>,
    /// The day that a date counts from.
    epoch: Date,
    /// How deep inside something that is left out.
    skipped: usize,
    open: Option<Table>,
    sheets: Vec<Sheet>,
}

impl<'s, 'b> Document<'s, 'b> {
    fn new(spending: &'s mut Spending<'b>) -> Self {
        let (tables, raised, sheets) = (BTreeMap::new(), BTreeSet::new(), Vec::new());
        Self { spending, style: String::new(), tables, raised, epoch: FIRST_DAY, skipped: 0, open: None, sheets }
    }

    fn run<R: std::io::BufRead>(mut self, mut xml: Xml<'_, R>) -> Result<Vec<Sheet>, Fault> {
        loop {
            match xml.next()? {
                Event::Start(element) => self.start(&element)?,
                Event::End(element) => self.end(element.local_name().as_ref())?,
                Event::Text(text) => self.text(&text.xml10_content()),
                Event::CData(text) => self.text(&text.xml10_content()),
                Event::GeneralRef(entity) => {
                    let mut text = String::new();
                    push_reference(&entity, &mut text);
                    self.text(&text);
                }
                Event::Eof if self.open.is_some() => return damaged("a table does not end"),
                Event::Eof => return Ok(self.sheets),
                _ => {}
            }
            xml.one_piece = self.cell().is_some();
        }
    }

    fn cell(&mut self) -> Option<&mut OpenCell> {
        self.open.as_mut()?.cell.as_mut()
    }

    fn text(&mut self, text: &str) {
        if self.skipped == 0 {
            self.cell().into_iter().for_each(|cell| cell.text(text));
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        let name = element.local_name();
        let name = name.as_ref();
        let drawn = element.name().as_ref().starts_with("draw:");
        let nested = name == "table" && self.open.is_some();
        if self.skipped > 0 || drawn || nested || matches!(name, "tracked-changes" | "shapes" | "forms" | "dde-links" | "ruby-text") {
            self.skipped += 1;
            return Ok(());
        }
        if let Some(cell) = self.open.as_mut().and_then(|table| table.cell.as_mut()) {
            let raised = attribute(element, "style-name").is_some_and(|style| self.raised.contains(&*style));
            return cell.start(name, element, raised);
        }
        match (name, &mut self.open) {
            ("style" | "default-style", None) => self.style = attribute(element, "name").unwrap_or_default().into_owned(),
            ("table-properties", None) => {
                let hidden = attribute(element, "display").as_deref() == Some("false");
                let right_to_left = attribute(element, "writing-mode").is_some_and(|mode| mode.starts_with("rl"));
                self.tables.insert(self.style.clone(), TableStyle { hidden, right_to_left });
            }
            ("text-properties", None) if attribute(element, "text-position").is_some_and(|position| position.starts_with("super")) => {
                self.raised.insert(self.style.clone());
            }
            ("null-date", None) => {
                let stated = attribute(element, "date-value").and_then(|date| date.parse().ok());
                self.epoch = stated.unwrap_or(self.epoch);
            }
            ("table", open) => {
                too_many_sheets(self.sheets.len() + 1, self.spending.budget)?;
                let style = attribute(element, "style-name").and_then(|style| self.tables.get(&*style)).copied().unwrap_or_default();
                let stored = attribute(element, "name").unwrap_or_default();
                let name = quick_xml::escape::unescape(&stored).map_or_else(|_| stored.to_string(), std::borrow::Cow::into_owned);
                *open = Some(Table::new(name, style));
            }
            ("table-column", Some(table)) => table.column(element),
            ("table-row", Some(table)) => table.open_row(element),
            ("table-cell" | "covered-table-cell", Some(table)) => table.cell = Some(OpenCell::open(element)),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Fault> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        let Some(table) = &mut self.open else { return Ok(()) };
        match name {
            "table-cell" | "covered-table-cell" => table.close_cell(self.epoch, self.spending)?,
            "table-row" => table.close_row(self.spending)?,
            "table" => {
                let index = self.sheets.len();
                self.sheets.extend(self.open.take().map(|table| table.into_sheet(index)));
            }
            name => table.cell.iter_mut().for_each(|cell| cell.end(name)),
        }
        Ok(())
    }
}

/// How often an element stands for itself.
fn repeated(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name).and_then(|count| count.parse().ok()).unwrap_or(1)
}

/// The table whose element is open.
struct Table {
    name: String,
    style: TableStyle,
    row: u32,
    column: u32,
    row_repeats: u32,
    row_hidden: bool,
    /// The columns of the row so far.
    row_cells: Vec<Cell>,
    cell: Option<OpenCell>,
    next_column: u32,
    hidden_column_runs: Vec<(u32, u32)>,
    cells: Vec<Cell>,
    merges: Vec<CellRange>,
    hidden_rows: BTreeSet<u32>,
    comments: BTreeMap<CellRef, Arc<str>>,
    formulas_without_value: BTreeSet<CellRef>,
    raised: BTreeMap<CellRef, Raised>,
    /// Whether some number comes without the text that it shows as.
    silent_number: bool,
}

impl Table {
    fn new(name: String, style: TableStyle) -> Self {
        Self {
            name,
            style,
            row: 0,
            column: 0,
            row_repeats: 1,
            row_hidden: false,
            row_cells: Vec::new(),
            cell: None,
            next_column: 0,
            hidden_column_runs: Vec::new(),
            cells: Vec::new(),
            merges: Vec::new(),
            hidden_rows: BTreeSet::new(),
            comments: BTreeMap::new(),
            formulas_without_value: BTreeSet::new(),
            raised: BTreeMap::new(),
            silent_number: false,
        }
    }

    fn column(&mut self, element: &BytesStart<'_>) {
        let first = self.next_column;
        self.next_column = first.saturating_add(repeated(element, "number-columns-repeated"));
        if is_hidden(element) && first < MAX_COLUMNS {
            self.hidden_column_runs.push((first, self.next_column));
        }
    }

    fn open_row(&mut self, element: &BytesStart<'_>) {
        self.column = 0;
        self.row_repeats = repeated(element, "number-rows-repeated");
        self.row_hidden = is_hidden(element);
    }

    fn close_cell(&mut self, epoch: Date, spending: &mut Spending<'_>) -> Result<(), Fault> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let at = CellRef::new(self.row, self.column);
        let (repeats, (columns, rows)) = (cell.repeats, cell.span);
        self.column = self.column.saturating_add(repeats);
        let CellRead { content, number_format, raised, comment, formula_without_value, silent_number } = cell.close(epoch, spending)?;
        self.silent_number |= silent_number;
        self.comments.extend(comment.map(|comment| (at, comment)));
        if columns.saturating_mul(rows) > 1 {
            self.merge(at, columns, rows, spending.budget)?;
        }
        if formula_without_value {
            spending.cell()?;
            self.formulas_without_value.insert(at);
        }
        let Some(content) = content else { return Ok(()) };
        if self.column > MAX_COLUMNS || self.row >= MAX_ROWS {
            return damaged(format!("the sheet `{}` has more than {MAX_ROWS} rows or {MAX_COLUMNS} columns", self.name));
        }
        spending.cells((at.column..self.column).len() as u64)?;
        for column in at.column..self.column {
            let at = CellRef::new(self.row, column);
            self.raised.extend(raised.map(|raised| (at, raised)));
            self.row_cells.push(Cell { at, content: content.clone(), number_format: number_format.clone() });
        }
        Ok(())
    }

    fn merge(&mut self, at: CellRef, columns: u32, rows: u32, budget: &Budget) -> Result<(), Fault> {
        if self.merges.len() >= budget.merges {
            return Err(Exceeded { what: "a sheet has", limit: budget.merges as u64, unit: "merged ranges" }.into());
        }
        let last = |first: u32, count: u32, bound: u32| first.saturating_add(count.max(1) - 1).min(bound - 1).max(first);
        let corner = CellRef::new(last(at.row, rows, MAX_ROWS), last(at.column, columns, MAX_COLUMNS));
        self.merges.push(CellRange::new(at, corner));
        Ok(())
    }

    /// Writes down the row as often as it stands for itself.
    fn close_row(&mut self, spending: &mut Spending<'_>) -> Result<(), Fault> {
        let after = self.row.saturating_add(self.row_repeats);
        let row_cells = std::mem::take(&mut self.row_cells);
        if !row_cells.is_empty() {
            if after > MAX_ROWS {
                return damaged(format!("the sheet `{}` has more than {MAX_ROWS} rows", self.name));
            }
            let copies = u64::from(after - self.row).saturating_sub(1);
            spending.cells(copies.saturating_mul(row_cells.len() as u64))?;
            for row in self.row..after {
                if self.row_hidden {
                    self.hidden_rows.insert(row);
                }
                let copies = row_cells.iter().map(|cell| Cell { at: CellRef::new(row, cell.at.column), ..cell.clone() });
                self.cells.extend(copies);
            }
        }
        self.row = after;
        Ok(())
    }

    fn into_sheet(self, index: usize) -> Sheet {
        let hidden = |column: &u32| {
            let begun = self.hidden_column_runs.partition_point(|(first, _)| first <= column);
            self.hidden_column_runs.get(..begun).and_then(<[_]>::last).is_some_and(|(_, after)| column < after)
        };
        // Only columns with cells, since a run may reach to the end of the sheet.
        let used: BTreeSet<u32> = self.cells.iter().map(|cell| cell.at.column).collect();
        let hidden_columns = used.into_iter().filter(hidden).collect();
        let mut sheet = Sheet::from_cells(&self.name, self.cells, self.merges);
        sheet.index = index;
        sheet.visibility = if self.style.hidden { Visibility::Hidden } else { Visibility::Visible };
        sheet.hidden_rows = Told::Known(self.hidden_rows);
        sheet.hidden_columns = Told::Known(hidden_columns);
        sheet.right_to_left = Told::Known(self.style.right_to_left);
        sheet.comments = Told::Known(self.comments);
        sheet.formulas_without_value = Told::Known(self.formulas_without_value);
        if self.silent_number {
            sheet.number_formats = Told::NotAvailable;
        }
        sheet.set_raised(self.raised);
        sheet
    }
}

fn is_hidden(element: &BytesStart<'_>) -> bool {
    matches!(attribute(element, "visibility").as_deref(), Some("collapse" | "filter"))
}
