//! Looking for rows that stand for one person each.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::content::{Fit, fit};
use super::refusal::{PersonColumn, PersonList, Refusal};
use crate::model::CellRef;
use crate::read::{Cell, Content, Sheet, Visibility, Workbook};
use crate::spec::{PersonHeading, PersonHeadingKind as Kind, Standard};

/// A longer text is no heading.
const LONGEST_HEADING: usize = 80;
/// So many rows without a person end a list.
const LONGEST_GAP: u32 = 20;
/// Fewer persons are a block of contacts under a table, not a list.
const FEWEST_PERSONS: u64 = 3;
/// One column alone must say more.
const FEWEST_PERSONS_OF_ONE_COLUMN: u64 = 5;
/// Rows looked at to see whether they differ.
const COMPARED_ROWS: usize = 500;

/// Refuses a workbook in which a sheet holds a list of persons.
///
/// # Errors
/// A sheet, shown or hidden, has one row a person under headings of the standard.
pub fn refuse_persons(workbook: &Workbook, standard: &Standard) -> Result<(), Refusal> {
    let lists: Vec<PersonList> =
        workbook.sheets.iter().enumerate().flat_map(|(position, sheet)| lists_of(sheet, position, standard)).collect();
    if lists.is_empty() {
        return Ok(());
    }
    let identity = &workbook.identity;
    Err(Refusal { file: Arc::clone(&identity.name), bytes: identity.bytes, sha256: identity.sha256.clone(), lists })
}

fn lists_of(sheet: &Sheet, position: usize, standard: &Standard) -> Vec<PersonList> {
    let mut known = Known { headings: &standard.person_headings, seen: BTreeMap::new() };
    // Rows under the same headings belong together, wherever on the sheet the headings are repeated.
    let mut columns: BTreeMap<Vec<PersonColumn>, Rows> = BTreeMap::new();
    let mut current: Option<(Vec<PersonColumn>, u32)> = None;
    for (row, cells) in sheet.rows() {
        let found = known.columns(cells);
        // A person can live in a street or hold a post that reads like a heading.
        let within = current.as_ref().is_some_and(|(under, _)| *under != found && is_person(sheet, row, under));
        if !found.is_empty() && !within {
            columns.entry(found.clone()).or_default();
            current = Some((found, row));
            continue;
        }
        let Some((under, last)) = &mut current else { continue };
        if let Some(rows) = columns.get_mut(under)
            && rows.take(sheet, row, cells, under)
        {
            *last = row;
        }
        if row - *last > LONGEST_GAP {
            current = None;
        }
    }
    let lists = columns.into_iter().filter_map(|(columns, rows)| {
        let persons = rows.persons(&columns)?;
        Some(PersonList { sheet: position + 1, hidden: sheet.visibility != Visibility::Visible, columns, rows: persons })
    });
    lists.collect()
}

/// Headings that were compared already: a sheet repeats most of its texts.
struct Known<'a, 's> {
    headings: &'a [PersonHeading],
    seen: BTreeMap<&'s str, Option<(Kind, String)>>,
}

impl<'s> Known<'_, 's> {
    /// The headings about persons in a row.
    fn columns(&mut self, cells: &'s [Cell]) -> Vec<PersonColumn> {
        let mut columns = Vec::new();
        for cell in cells {
            let Content::Text(text) = &cell.content else { continue };
            if text.len() > LONGEST_HEADING * 4 || text.chars().count() > LONGEST_HEADING {
                continue;
            }
            let headings = self.headings;
            let found = self.seen.entry(text).or_insert_with(|| recognise(headings, text));
            columns.extend(found.clone().map(|(kind, heading)| PersonColumn { column: cell.at.column, kind, heading }));
        }
        columns
    }
}

/// The kind of a heading, with the part of it that says so.
fn recognise(headings: &[PersonHeading], text: &str) -> Option<(Kind, String)> {
    let parts = text.split(['/', '|', '\n', '\r', '(', ')', '[', ']', ';', ',', ':']).map(str::trim).filter(|part| !part.is_empty());
    std::iter::once(text.trim()).chain(parts).find_map(|part| {
        let words = PersonHeading::words_of(part);
        let heading = headings.iter().find(|heading| heading.matches(&words))?;
        // Words around the known ones could name somebody, so they are not repeated.
        let shown = if words == heading.words { part.to_owned() } else { heading.text.clone() };
        Some((heading.kind, shown.split_whitespace().collect::<Vec<_>>().join(" ")))
    })
}

/// What stands below one set of headings.
#[derive(Default)]
struct Rows {
    /// Rows in which columns of two kinds are filled as such columns are.
    paired: u64,
    /// Those rows, to see whether they differ.
    different: BTreeSet<String>,
    compared: u64,
    /// For each column: filled cells, cells that surely fit, and the different ones among those.
    columns: Vec<Column>,
    /// Cells beside the columns about persons: texts, and numbers.
    texts: u64,
    numbers: u64,
}

#[derive(Default)]
struct Column {
    filled: u64,
    fitting: u64,
    compared: u64,
    different: BTreeSet<String>,
}

impl Rows {
    /// Takes one row; says whether any of the columns is filled.
    fn take(&mut self, sheet: &Sheet, row: u32, cells: &[Cell], under: &[PersonColumn]) -> bool {
        self.columns.resize_with(under.len(), Column::default);
        let mut kinds: BTreeSet<Kind> = BTreeSet::new();
        let mut texts: Vec<Cow<'_, str>> = Vec::new();
        let mut filled = false;
        for (column, state) in under.iter().zip(&mut self.columns) {
            let Some(cell) = sheet.cell(CellRef::new(row, column.column)).filter(|cell| !cell.is_blank()) else { continue };
            filled = true;
            let fit = fit(column.kind, cell);
            state.take(cell, fit);
            if fit > Fit::No {
                kinds.insert(column.kind);
                texts.push(cell.text());
            }
        }
        if tell_a_person(&kinds) {
            self.paired += 1;
            if self.different.len() < COMPARED_ROWS {
                self.compared += 1;
                self.different.insert(texts.join("\u{1f}"));
            }
        }
        for cell in cells.iter().filter(|cell| !under.iter().any(|column| column.column == cell.at.column)) {
            match cell.content {
                Content::Number(_) => self.numbers += 1,
                Content::Text(_) if !cell.is_blank() => self.texts += 1,
                _ => {}
            }
        }
        filled
    }

    /// The number of persons, where the rows stand for persons.
    fn persons(&self, under: &[PersonColumn]) -> Option<u64> {
        let distinct = self.different.len() as u64 * 2 > self.compared;
        if self.paired >= FEWEST_PERSONS && distinct {
            return Some(self.paired);
        }
        under.iter().zip(&self.columns).filter(|(column, _)| self.is_enough(column.kind)).find_map(|(_, column)| column.persons())
    }

    /// Whether a column of this kind says enough alone.
    ///
    /// Days of birth can be the classes of a table of counts; there numbers outweigh texts.
    const fn is_enough(&self, kind: Kind) -> bool {
        match kind {
            Kind::FullName | Kind::Document | Kind::Contact => true,
            Kind::BirthDate => self.texts > 0 && self.texts >= self.numbers,
            Kind::Name | Kind::FamilyName | Kind::GivenName | Kind::ParentName | Kind::Address => false,
        }
    }
}

impl Column {
    fn take(&mut self, cell: &Cell, fit: Fit) {
        self.filled += 1;
        if fit == Fit::Yes {
            self.fitting += 1;
            if self.different.len() < COMPARED_ROWS {
                self.compared += 1;
                self.different.insert(cell.text().into_owned());
            }
        }
    }

    fn persons(&self) -> Option<u64> {
        let enough = self.fitting >= FEWEST_PERSONS_OF_ONE_COLUMN && self.fitting * 10 >= self.filled * 6;
        let distinct = self.different.len() as u64 * 10 >= self.compared * 8;
        (enough && distinct).then_some(self.fitting)
    }
}

/// Whether the cells of a row, under these headings, are those of a person.
fn is_person(sheet: &Sheet, row: u32, under: &[PersonColumn]) -> bool {
    let fitting =
        under.iter().filter(|column| sheet.cell(CellRef::new(row, column.column)).is_some_and(|cell| fit(column.kind, cell) > Fit::No));
    tell_a_person(&fitting.map(|column| column.kind).collect())
}

/// Whether a row with cells of these kinds stands for a person.
fn tell_a_person(kinds: &BTreeSet<Kind>) -> bool {
    let names_of_one_kind = kinds.contains(&Kind::Name) && kinds.contains(&Kind::FullName);
    // A place, too, has a name and an address.
    let place = kinds.iter().all(|kind| matches!(kind, Kind::Name | Kind::Address));
    kinds.len() - usize::from(names_of_one_kind) >= 2 && !place
}
