//! The layout of one sheet: its merges, and which rows and columns don't show.
//!
//! In go the events of a sheet's part, out comes a [`Layout`]. The same pass checks every address, because calamine,
//! which reads the values later, computes with addresses unchecked. Values are looked at only where calamine would
//! refuse them, where a formula has none, and for the raised ends of rich texts.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::BufRead;
use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};

use super::budget::{Budget, Exceeded};
use super::runs::{RaisedEnds, RaisedTexts, Runs};
use super::workbook::CellError;
use super::xml::{Fault, Xml, attribute, damaged, is_set};
use crate::model::{CellRange, CellRef};

/// The bounds of a sheet in the format.
const MAX_ROWS: u32 = 1 << 20;
const MAX_COLUMNS: u32 = 1 << 14;
/// What a sheet's part tells beside its values.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// How many cells hold a value.
    pub(super) cells: u64,
    pub(super) merges: Vec<CellRange>,
    pub(super) hidden_rows: BTreeSet<u32>,
    pub(super) hidden_columns: BTreeSet<u32>,
    pub(super) right_to_left: bool,
    /// Cells with a formula and no result.
    pub(super) formulas_without_value: BTreeSet<CellRef>,
    /// Texts with raised ends.
    pub(super) raised: BTreeMap<CellRef, Arc<RaisedEnds>>,
    /// The comments on its cells, which stand in a part of their own.
    pub(super) comments: BTreeMap<CellRef, String>,
    /// Errors that calamine refuses, in the order of the part.
    pub(super) odd_errors: VecDeque<(CellRef, CellError)>,
}

/// Reads the layout of a sheet and checks its addresses.
pub(super) fn scan<R: BufRead>(xml: Xml<'_, R>, budget: &Budget, raised: &RaisedTexts) -> Result<Layout, Fault> {
    SheetScan::new(budget, raised).run(xml)
}

/// What the value of a cell is, by the `t` of its element.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Error,
    Shared,
    Text,
    Other,
}

/// The cell whose element is open.
struct OpenCell {
    at: CellRef,
    stated: bool,
    kind: Kind,
    has_formula: bool,
    value: Value,
    runs: Runs,
}

/// How far an element for a value, or for a text in its place, was seen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Value {
    Absent,
    Empty,
    Filled,
}

/// One pass over a sheet.
struct SheetScan<'b> {
    budget: &'b Budget,
    shared: &'b RaisedTexts,
    layout: Layout,
    next: CellRef,
    cell: Option<OpenCell>,
    /// The text of the value being read, of errors and shared texts only.
    value: Option<String>,
    in_data: bool,
    /// Whether some cell leaves out its address, so that it counts on from the one before.
    counts_on: bool,
}

impl<'b> SheetScan<'b> {
    fn new(budget: &'b Budget, shared: &'b RaisedTexts) -> Self {
        let (layout, next) = (Layout::default(), CellRef::new(0, 0));
        Self { budget, shared, layout, next, cell: None, value: None, in_data: false, counts_on: false }
    }

    fn run<R: BufRead>(mut self, mut xml: Xml<'_, R>) -> Result<Layout, Fault> {
        loop {
            let event = xml.next()?;
            if let Some(cell) = self.cell.as_mut().filter(|cell| cell.kind == Kind::Text) {
                cell.runs.event(&event);
            }
            match event {
                Event::Start(element) => self.start(&element)?,
                Event::End(element) => self.end(element.local_name().as_ref())?,
                Event::Text(text) => self.text(&text),
                Event::GeneralRef(_) | Event::CData(_) => self.text("&"),
                Event::Eof => break,
                _ => {}
            }
            xml.one_piece = self.cell.is_some();
        }
        if self.counts_on && !self.layout.odd_errors.is_empty() {
            return damaged("a sheet leaves out the addresses of its cells and holds errors unknown to Excel");
        }
        Ok(self.layout)
    }

    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        match (element.local_name().as_ref(), self.in_data) {
            ("dimension", false) => Self::dimension(element),
            ("sheetData", _) => {
                self.in_data = true;
                Ok(())
            }
            ("col", false) => {
                self.column(element);
                Ok(())
            }
            ("row", true) => self.row(element),
            ("c", true) => self.open_cell(element),
            ("v" | "is", true) => {
                self.open_value();
                Ok(())
            }
            ("f", true) => {
                self.cell.iter_mut().for_each(|cell| cell.has_formula = true);
                Ok(())
            }
            ("sheetView", false) => {
                self.layout.right_to_left |= is_set(element, "rightToLeft");
                Ok(())
            }
            ("mergeCell", false) => self.merge(element),
            _ => Ok(()),
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Fault> {
        match name {
            "sheetData" => self.in_data = false,
            "row" if self.in_data => self.next = CellRef::new(self.next.row + 1, 0),
            "v" => self.close_value(),
            "c" if self.in_data => return self.close_cell(),
            _ => {}
        }
        Ok(())
    }

    /// calamine subtracts the corners of the declared range from each other without looking.
    fn dimension(element: &BytesStart<'_>) -> Result<(), Fault> {
        let stated = attribute(element, "ref").unwrap_or_default();
        match range(&stated) {
            Some(_) => Ok(()),
            None => damaged(format!("a sheet declares the range `{stated}`")),
        }
    }

    fn row(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        if let Some(stated) = attribute(element, "r") {
            let digits = stated.bytes().all(|b| b.is_ascii_digit());
            match stated.parse::<u32>() {
                Ok(number @ 1..=MAX_ROWS) if digits => self.next.row = number - 1,
                _ => return damaged(format!("a sheet has a row `{stated}`, and rows go from 1 to {MAX_ROWS}")),
            }
        }
        if is_set(element, "hidden") && self.next.row < MAX_ROWS {
            self.layout.hidden_rows.insert(self.next.row);
        }
        Ok(())
    }

    fn column(&mut self, element: &BytesStart<'_>) {
        let number = |name| attribute(element, name).and_then(|text| text.parse::<u32>().ok());
        if let (true, Some(first), Some(last)) = (is_set(element, "hidden"), number("min"), number("max")) {
            // Writers go from left to right; looking back would let a file ask for the same columns without end.
            let free = self.layout.hidden_columns.last().map_or(0, |last| last + 1);
            self.layout.hidden_columns.extend((first.max(1) - 1).max(free)..last.min(MAX_COLUMNS));
        }
    }

    fn merge(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        let stated = attribute(element, "ref").unwrap_or_default();
        let Some(merge) = range(&stated) else { return damaged(format!("a sheet merges `{stated}`, which is no range")) };
        if self.layout.merges.len() >= self.budget.merges {
            return Err(Exceeded { what: "a sheet has", limit: self.budget.merges as u64, unit: "merged ranges" }.into());
        }
        if merge.area() > 1 {
            self.layout.merges.push(merge);
        }
        Ok(())
    }

    fn open_cell(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        let stated = attribute(element, "r");
        let at = match &stated {
            Some(text) => match address(text) {
                Some(at) => at,
                None => return damaged(format!("a sheet has a cell `{text}`, which is no address")),
            },
            None => self.next,
        };
        if at.row >= MAX_ROWS || at.column >= MAX_COLUMNS {
            return damaged(format!("a sheet has more than {MAX_ROWS} rows or {MAX_COLUMNS} columns"));
        }
        let kind = match attribute(element, "t").as_deref() {
            Some("e") => Kind::Error,
            Some("s") => Kind::Shared,
            Some("str" | "inlineStr") => Kind::Text,
            _ => Kind::Other,
        };
        let runs = Runs::default();
        self.cell = Some(OpenCell { at, stated: stated.is_some(), kind, has_formula: false, value: Value::Absent, runs });
        Ok(())
    }

    fn open_value(&mut self) {
        if let Some(cell) = &mut self.cell {
            cell.value = Value::Empty;
            if cell.kind == Kind::Error || (cell.kind == Kind::Shared && !self.shared.is_empty()) {
                self.value = Some(String::new());
            }
        }
    }

    fn text(&mut self, text: &str) {
        self.value.iter_mut().for_each(|value| value.push_str(text));
        if let Some(cell) = self.cell.as_mut().filter(|cell| cell.value == Value::Empty && !text.trim().is_empty()) {
            cell.value = Value::Filled;
        }
    }

    fn close_value(&mut self) {
        let (Some(cell), Some(value)) = (&self.cell, self.value.take()) else { return };
        if cell.kind == Kind::Shared {
            let ends = value.trim().parse().ok().and_then(|place: usize| self.shared.get(&place));
            self.layout.raised.extend(ends.map(|ends| (cell.at, Arc::clone(ends))));
            return;
        }
        let error = CellError::from_stored(&value);
        // The seven errors of the standard are calamine's own business.
        let standard = error.as_str() == value && !matches!(error, CellError::GettingData | CellError::Spill | CellError::Calculation);
        if !value.is_empty() && (!standard || error == CellError::Unknown) {
            self.layout.odd_errors.push_back((cell.at, error));
        }
    }

    fn close_cell(&mut self) -> Result<(), Fault> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        self.counts_on |= !cell.stated;
        self.layout.cells += u64::from(cell.value != Value::Absent);
        self.layout.raised.extend(cell.runs.finish().map(|ends| (cell.at, Arc::new(ends))));
        // The empty text is a result; an empty element in the place of a number or a shared text is none.
        let valueless = cell.value == Value::Absent || (cell.value == Value::Empty && cell.kind != Kind::Text);
        if cell.has_formula && valueless {
            if self.layout.formulas_without_value.len() as u64 >= self.budget.cells {
                return Err(Exceeded { what: "a sheet holds", limit: self.budget.cells, unit: "formulas" }.into());
            }
            self.layout.formulas_without_value.insert(cell.at);
        }
        if self.layout.cells > self.budget.cells {
            return Err(Exceeded { what: "a sheet holds", limit: self.budget.cells, unit: "cells" }.into());
        }
        self.next = CellRef::new(self.next.row, cell.at.column + 1);
        Ok(())
    }
}

/// An address within the bounds of a sheet.
fn address(text: &str) -> Option<CellRef> {
    if !text.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    // calamine takes small letters too.
    let small = text.bytes().any(|b| b.is_ascii_lowercase());
    let at: CellRef = if small { text.to_ascii_uppercase().parse() } else { text.parse() }.ok()?;
    (at.row < MAX_ROWS && at.column < MAX_COLUMNS).then_some(at)
}

/// `B7` or `B7:D9`, top left first.
fn range(text: &str) -> Option<CellRange> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let (first, last) = (address(first)?, address(last)?);
    (first.row <= last.row && first.column <= last.column).then(|| CellRange::new(first, last))
}

#[cfg(test)]
mod tests {
    use super::super::budget::Meter;
    use super::*;

    fn scanned(inside: &str) -> Result<Layout, Fault> {
        let budget = Budget::default();
        let sheet = format!("<worksheet>{inside}</worksheet>");
        scan(Xml::new(sheet.as_bytes(), &Meter::new(&budget)), &budget, &RaisedTexts::new())
    }

    fn layout(inside: &str) -> Layout {
        scanned(inside).unwrap()
    }

    #[test]
    fn hidden_rows_and_columns_and_merges_are_found() {
        let found = layout(
            r#"<cols><col min="2" max="3" hidden="1"/><col min="16384" max="99999" hidden="true"/><col min="5" max="5"/></cols>
            <sheetData><row r="3" hidden="1"><c r="A3"><v>1</v></c></row><row hidden="true"/><row r="9" hidden="0"/></sheetData>
            <mergeCells><mergeCell ref="A1:C2"/><mergeCell ref="D4"/></mergeCells>"#,
        );
        assert_eq!(found.hidden_columns, BTreeSet::from([1, 2, 16_383]));
        assert_eq!(found.hidden_rows, BTreeSet::from([2, 3]));
        assert_eq!(found.merges.len(), 1, "a single cell is not merged");
        assert_eq!(found.cells, 1);
    }

    #[test]
    fn a_formula_without_a_result_is_told_from_one_with_an_empty_text() {
        let found = layout(
            r#"<sheetData><row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><f>1+1</f><v></v></c><c r="C1"><f>1+1</f><v>2</v></c>
            <c r="D1" t="str"><f>""</f><v></v></c><c r="E1"/><c r="F1" t="str"><f>A1</f><v>&amp;</v></c></row></sheetData>"#,
        );
        assert_eq!(found.formulas_without_value, BTreeSet::from([CellRef::new(0, 0), CellRef::new(0, 1)]));
        assert!(!found.right_to_left);
        let found = layout(r#"<sheetViews><sheetView rightToLeft="1" workbookViewId="0"/></sheetViews><sheetData/>"#);
        assert!(found.right_to_left);
    }

    #[test]
    fn errors_unknown_to_calamine_are_set_aside_with_their_cell() {
        let found = layout(
            r##"<sheetData><row r="2"><c r="B2" t="e"><v>#REF!</v></c><c r="C2" t="e"><v>#SPILL!</v></c>
            <c r="D2" t="e"><v>Err:502</v></c></row></sheetData>"##,
        );
        let expected = [(CellRef::new(1, 2), CellError::Spill), (CellRef::new(1, 3), CellError::Unknown)];
        assert_eq!(found.odd_errors, expected);
    }

    #[test]
    fn addresses_outside_a_sheet_are_refused() {
        for inside in [
            r#"<dimension ref="B2:A1"/><sheetData/>"#,
            r#"<sheetData><row r="1048577"/></sheetData>"#,
            r#"<sheetData><row r="4294967297"/></sheetData>"#,
            r#"<sheetData><row r="1"><c r="XFE1"/></row></sheetData>"#,
            r#"<sheetData><row r="1"><c r="AAAAAAA1"/></row></sheetData>"#,
            r#"<sheetData><row r="1"><c r="A99999999999"/></row></sheetData>"#,
            r#"<sheetData><row r="1"><c r="line 1, field 1"/></row></sheetData>"#,
            r#"<sheetData/><mergeCells><mergeCell ref="A1:"/></mergeCells>"#,
        ] {
            let result = scanned(inside);
            assert!(matches!(result, Err(Fault::Damaged(_))), "{inside}: {result:?}");
        }
    }
}
