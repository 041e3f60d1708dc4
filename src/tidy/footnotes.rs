//! The footnotes of a table: the text behind each mark, with its cells.
//!
//! In: the sheet of the table, or the one that its mapping names, and the pattern by which a footnote begins. Out: texts
//! by mark. A cell that begins no footnote continues the one above it in its column, up to the next blank row. What a
//! mark means for a value is for the mapping to say; here it only gets its words.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::locate::TableRegion;
use crate::model::CellRef;
use crate::read::{Cell, Sheet, Workbook};
use crate::spec::{Notes, TableMapping, normalise};

/// One footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Footnote {
    /// Its mark as the footnote writes it.
    pub mark: Arc<str>,
    /// Its text, lines joined by blanks.
    pub text: Arc<str>,
    /// The name of the sheet it stands on.
    pub sheet: Arc<str>,
    /// Its cells, the one with the mark first.
    pub cells: Vec<CellRef>,
}

/// Footnotes by mark.
#[derive(Debug, Clone, Default)]
pub struct Footnotes {
    notes: Vec<Footnote>,
    by_mark: BTreeMap<String, usize>,
}

impl Footnotes {
    /// Finds the footnotes of a table; none where its mapping names no pattern.
    pub(super) fn of(workbook: &Workbook, sheet: &Sheet, table: &TableMapping, region: &TableRegion) -> Self {
        let Some(notes) = &table.notes else { return Self::default() };
        let found = match &notes.sheet {
            None => gather(sheet, notes, |row| row < region.top() && row >= region.surroundings.0 || row > region.body.1),
            Some(name) => workbook.sheet(name).map(|sheet| gather(sheet, notes, |_| true)).unwrap_or_default(),
        };
        let mut footnotes = Self::default();
        for note in found {
            // Two footnotes of one mark: the first is the one of this table, since a table comes before its notes.
            footnotes.by_mark.entry(comparable(&note.mark)).or_insert(footnotes.notes.len());
            footnotes.notes.push(note);
        }
        footnotes
    }

    /// The position of the footnote with this mark.
    #[must_use]
    pub fn position(&self, mark: &str) -> Option<usize> {
        self.by_mark.get(&comparable(mark)).copied()
    }

    /// Positions of the footnotes of a cell that holds nothing but marks, such as `(3), (5)`; none if one of them has no footnote.
    #[must_use]
    pub fn named_in(&self, text: &str) -> Vec<usize> {
        let marks = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).filter(|mark| !mark.is_empty());
        marks.map(|mark| self.position(mark)).collect::<Option<Vec<usize>>>().unwrap_or_default()
    }

    /// The footnote at a position.
    #[must_use]
    pub fn get(&self, position: usize) -> Option<&Footnote> {
        self.notes.get(position)
    }

    /// Every footnote, in the order of the sheet.
    #[must_use]
    pub fn all(&self) -> &[Footnote] {
        &self.notes
    }
}

/// Brackets around a mark don't tell one mark from another: `(3)`, `3)` and a raised 3 are one.
fn comparable(mark: &str) -> String {
    let key = normalise(mark).key;
    let bare = key.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '.') || c.is_whitespace());
    if bare.is_empty() { key } else { bare.to_owned() }
}

fn gather(sheet: &Sheet, notes: &Notes, belongs: impl Fn(u32) -> bool) -> Vec<Footnote> {
    let mut found: Vec<Footnote> = Vec::new();
    // The last line of the footnote that a further line would continue.
    let mut open: Option<CellRef> = None;
    for (row, cells) in sheet.rows().filter(|(row, _)| belongs(*row)) {
        let mut cells = cells.iter().filter(|cell| !cell.is_blank()).peekable();
        while let Some(cell) = cells.next() {
            let text = cell.text();
            if let Some(mut note) = begins(sheet, notes, cell) {
                // The mark may stand in a cell of its own, beside its text.
                if note.text.is_empty() {
                    let Some(words) = cells.next() else { continue };
                    note.text = Arc::from(words.text().trim());
                    note.cells.push(words.at);
                }
                open = note.cells.last().copied();
                found.push(note);
            } else if let Some(last) = open.filter(|last| last.column == cell.at.column && last.row + 1 == row)
                && let Some(note) = found.last_mut()
            {
                note.text = Arc::from(format!("{} {}", note.text, text.trim()));
                note.cells.push(cell.at);
                open = Some(CellRef::new(row, last.column));
            }
        }
    }
    found
}

/// The footnote that begins in a cell, as far as the cell holds it.
fn begins(sheet: &Sheet, notes: &Notes, cell: &Cell) -> Option<Footnote> {
    let text = cell.text();
    let groups = notes.pattern.captures(text.trim())?;
    let words = groups.get(2).map_or("", |words| words.as_str());
    Some(Footnote {
        mark: Arc::from(groups.get(1)?.as_str().trim()),
        text: Arc::from(words.trim()),
        sheet: Arc::clone(&sheet.name),
        cells: vec![cell.at],
    })
}
