//! Where the headings that mappings ask for stand on a sheet.
//!
//! In: a sheet and the texts somebody will ask for. Out: the cells that hold exactly one of them, found in one walk in
//! which each distinct text is brought to its comparable form once, so that a sheet of a hundred thousand rows costs
//! what its different labels cost. Texts that merely contain an anchor are for [`super::anchor`].

use std::collections::BTreeMap;

use crate::model::CellRef;
use crate::read::{Cell, Content, Sheet};
use crate::spec::{Anchor, HeaderRow, TableMapping, normalise};

/// The cells of a sheet that hold a text some table asks for.
#[derive(Debug)]
pub(super) struct Headings {
    cells: BTreeMap<String, Vec<CellRef>>,
}

impl Headings {
    /// Walks the sheet for every anchor of these tables.
    pub(super) fn find<'t>(sheet: &Sheet, tables: impl Iterator<Item = &'t TableMapping>) -> Self {
        let mut cells: BTreeMap<String, Vec<CellRef>> = BTreeMap::new();
        for table in tables {
            let named = table.fields.iter().filter_map(|field| match field.placement.header() {
                Some(HeaderRow::Named(anchor)) => Some(anchor),
                _ => None,
            });
            let beside = table.fields.iter().filter_map(|field| field.placement.beside_heading());
            let ignored = table.ignore_columns.iter().map(|(anchor, _)| anchor);
            for anchor in table.headings().chain(named).chain(beside).chain(ignored) {
                cells.entry(anchor.key.clone()).or_default();
            }
        }
        let mut headings = Self { cells };
        headings.walk(sheet);
        headings
    }

    fn walk(&mut self, sheet: &Sheet) {
        // Equal texts of a sheet share their bytes, so most cells are known by their address alone.
        let mut known: BTreeMap<*const u8, Vec<String>> = BTreeMap::new();
        let numbers = self.cells.keys().any(|key| key.starts_with(|c: char| c.is_ascii_digit()));
        for cell in sheet.cells() {
            let keys = match &cell.content {
                Content::Text(text) => known.entry(text.as_ptr()).or_insert_with(|| self.wanted(&keys_of(sheet, cell))),
                _ if numbers => &mut self.wanted(&keys_of(sheet, cell)),
                _ => continue,
            };
            for key in keys.iter() {
                if let Some(cells) = self.cells.get_mut(key) {
                    cells.push(cell.at);
                }
            }
        }
    }

    fn wanted(&self, keys: &[String]) -> Vec<String> {
        keys.iter().filter(|key| self.cells.contains_key(*key)).cloned().collect()
    }

    /// The columns of a row in which exactly this text stands, from left to right.
    pub(super) fn columns(&self, row: u32, anchor: &Anchor) -> impl Iterator<Item = u32> {
        let cells = self.cells.get(&anchor.key).map_or(&[][..], Vec::as_slice);
        let from = cells.partition_point(|cell| cell.row < row);
        cells[from..].iter().take_while(move |cell| cell.row == row).map(|cell| cell.column)
    }

    /// Whether the text stands in a row.
    pub(super) fn stands(&self, row: u32, anchor: &Anchor) -> bool {
        self.columns(row, anchor).next().is_some()
    }

    /// The cells in which the text stands.
    pub(super) fn cells(&self, anchor: &Anchor) -> &[CellRef] {
        self.cells.get(&anchor.key).map_or(&[], Vec::as_slice)
    }

    /// Rows on which every one of these texts stands.
    pub(super) fn rows_with(&self, anchors: &[&Anchor]) -> Vec<u32> {
        let Some(rarest) = anchors.iter().min_by_key(|anchor| self.cells(anchor).len()) else { return Vec::new() };
        let mut rows: Vec<u32> = self.cells(rarest).iter().map(|cell| cell.row).collect();
        rows.dedup();
        rows.retain(|row| anchors.iter().all(|anchor| self.stands(*row, anchor)));
        rows
    }
}

/// The forms under which a cell's text is compared: as it stands, and without a footnote mark set as a superscript.
fn keys_of(sheet: &Sheet, cell: &Cell) -> Vec<String> {
    let text = cell.text();
    let mut keys = vec![normalise(&text).key];
    if let Some(plain) = sheet.superscript(cell.at).and_then(|start| text.get(..start)) {
        keys.push(normalise(plain).key);
    }
    keys
}
