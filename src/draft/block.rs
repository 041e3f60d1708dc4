//! Where the tables of a sheet stand: body, header rows, stub columns, and the texts around them.
//!
//! In: a [`View`]. Out: one [`Block`] for each run of rows with figures under a header. A row of years or of words over
//! the columns of figures starts another block; blank rows and headings inside a body don't.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::cells::{Kind, View, one_by_one};
use super::words::Words;
use crate::locate::HEADER_REACH;
use crate::model::CellRef;

/// So many blank rows may stand inside a body.
const LARGEST_GAP: u32 = 3;
/// The most header levels a mapping may name.
const MOST_LEVELS: usize = 4;

/// A table as it stands on its sheet; rows and columns count from zero.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// The row on which the headings of the stub stand, where they have any.
    pub headings: u32,
    /// Rows of the header levels, from the values upwards.
    pub levels: Vec<u32>,
    /// First and last row of the body.
    pub body: (u32, u32),
    /// Columns of labels, with their heading where they have one.
    pub stub: Vec<(u32, Option<String>)>,
    /// Columns of figures under a heading.
    pub values: Vec<u32>,
    /// Rows of the body with figures.
    pub rows: Vec<u32>,
    /// Texts above the header and below the block before.
    pub above: Vec<(CellRef, String)>,
    /// Texts below the body.
    pub below: Vec<(CellRef, String)>,
    /// Columns of words without a heading: flags, where figures stand to their left.
    pub beside: BTreeSet<u32>,
    /// Whether an empty column parts two tables side by side.
    pub parted: bool,
}

impl Block {
    /// Whether `locate` finds the lowest level by itself; otherwise on which level the headings stand.
    pub(super) fn headings_on_level(&self, view: &View<'_>) -> Option<u32> {
        let lowest = *self.levels.first()?;
        let reached = self
            .stub
            .iter()
            .filter_map(|(column, _)| view.sheet.merge_at(CellRef::new(self.headings, *column)))
            .map(|merge| merge.last.row)
            .max()
            .unwrap_or(self.headings);
        if reached == lowest {
            return None;
        }
        let stub: BTreeSet<u32> = self.stub.iter().map(|(column, _)| *column).collect();
        let between = (self.headings..=lowest).filter(|row| has_header_cell(view, *row, &stub)).count();
        u32::try_from(between).ok()
    }
}

/// Counts of one column over the rows of a body.
#[derive(Debug, Clone, Copy, Default)]
struct Column {
    numbers: usize,
    years: usize,
    symbols: usize,
    words: usize,
}

impl Column {
    const fn filled(&self) -> usize {
        self.numbers + self.years + self.symbols + self.words
    }
}

/// Every table of the sheet, from top to bottom.
pub(super) fn blocks(view: &View<'_>, words: &Words) -> Vec<Block> {
    let mut found = Vec::new();
    let mut floor = 0;
    for rows in bodies(view) {
        if let Some(block) = block(view, words, &rows, floor) {
            floor = block.body.1 + 1;
            found.push(block);
        }
    }
    for index in 0..found.len() {
        let until = found.get(index + 1).and_then(|next: &Block| next.above.first().map(|(at, _)| at.row));
        let block = &mut found[index];
        block.below = texts(view, block.body.1 + 1, until.unwrap_or(block.body.1 + 40).min(block.body.1 + 40));
    }
    found
}

/// Runs of rows with figures that belong together.
fn bodies(view: &View<'_>) -> Vec<Vec<u32>> {
    let mut bodies: Vec<Vec<u32>> = Vec::new();
    let mut current: Vec<u32> = Vec::new();
    let mut between: Vec<u32> = Vec::new();
    let mut columns: BTreeMap<u32, usize> = BTreeMap::new();
    for row in view.rows() {
        // A row right below another that has words where that one has words continues the body, whatever its figures look
        // like: a figure of 2 015 persons is no year.
        let words_of = |row: u32| view.row(row).filter(|(_, kind)| *kind == Kind::Words).map(|(column, _)| column);
        let figures = view.row(row).any(|(_, kind)| kind.is_figure());
        let alike = figures && current.last().is_some_and(|last| last + 1 == row && words_of(*last).eq(words_of(row)));
        if !alike && !is_data(view, row) {
            between.push(row);
            continue;
        }
        let last = current.last().copied();
        let gap = last.map_or(0, |last| row - last - 1 - u32::try_from(between.iter().filter(|one| **one > last).count()).unwrap_or(0));
        let parted = last.is_some() && (gap > LARGEST_GAP || between.iter().any(|one| is_header(view, *one, &columns, current.len())));
        if parted {
            bodies.push(std::mem::take(&mut current));
            columns.clear();
        }
        for (column, kind) in view.row(row) {
            if kind.is_figure() {
                *columns.entry(column).or_insert(0) += 1;
            }
        }
        between.clear();
        current.push(row);
    }
    bodies.push(current);
    bodies.retain(|rows| !rows.is_empty());
    bodies
}

/// Whether a row holds figures, rather than the years of a header.
fn is_data(view: &View<'_>, row: u32) -> bool {
    let kinds: Vec<(u32, Kind)> = view.row(row).collect();
    if kinds.iter().any(|(_, kind)| *kind == Kind::Number) {
        return true;
    }
    let years: Vec<u32> = kinds.iter().filter(|(_, kind)| *kind == Kind::Year).map(|(column, _)| *column).collect();
    match years.as_slice() {
        [] => false,
        // One year alone is a header where figures stand right below it, and a figure or a label of its row otherwise.
        [only] => kinds.len() > 1 && view.kind(row + 1, *only) != Some(Kind::Number),
        several => !rises(
            &several.iter().filter_map(|column| view.figure(row, *column).or_else(|| year_figure(view, row, *column))).collect::<Vec<_>>(),
        ),
    }
}

fn year_figure(view: &View<'_>, row: u32, column: u32) -> Option<Decimal> {
    super::cells::year_in(&view.text(row, column)?).map(Decimal::from)
}

/// Whether figures rise, perhaps several times from the start: the years of a header, band after band.
fn rises(figures: &[Decimal]) -> bool {
    let Some(first) = figures.first() else { return false };
    let mut falls = figures.windows(2).filter(|pair| pair[1] < pair[0] || (pair[1] == pair[0] && pair[1] != *first));
    let restarts = figures.windows(2).all(|pair| pair[1] > pair[0] || pair[1] == *first || pair[1] == pair[0]);
    restarts || falls.next().is_none()
}

/// Whether a row without figures is the header of a further table: words over columns that held figures so far.
fn is_header(view: &View<'_>, row: u32, columns: &BTreeMap<u32, usize>, rows: usize) -> bool {
    let over = view.row(row).filter(|(column, kind)| {
        let figures = columns.get(column).copied().unwrap_or(0);
        matches!(kind, Kind::Words | Kind::Year) && figures * 2 > rows
    });
    over.count() >= 2
}

fn block(view: &View<'_>, words: &Words, rows: &[u32], floor: u32) -> Option<Block> {
    let (first, last) = (*rows.first()?, *rows.last()?);
    let mut columns: BTreeMap<u32, Column> = BTreeMap::new();
    for row in rows {
        for (column, kind) in view.row(*row) {
            let count = columns.entry(column).or_default();
            match kind {
                Kind::Number => count.numbers += 1,
                Kind::Year => count.years += 1,
                Kind::Symbol => count.symbols += 1,
                Kind::Words => count.words += 1,
            }
        }
    }
    let candidates: Vec<u32> = columns
        .iter()
        .filter(|(_, column)| column.numbers + column.years > 0 && column.words * 2 <= column.filled())
        .map(|(column, _)| *column)
        .collect();
    let lowest = header_row(view, &candidates, floor, first)?;
    let labels = label_columns(view, words, rows, &columns, lowest);
    let headed = |column: u32| view.label(lowest, column).is_some();
    let values: Vec<u32> = candidates.iter().copied().filter(|column| headed(*column) && !labels.contains(column)).collect();
    let first_value = *values.first()?;
    let parted = gap_between(&columns, &values, &labels, view, lowest);
    let stub_columns: BTreeSet<u32> = labels.iter().copied().filter(|column| *column < first_value || headed(*column)).collect();
    let top = lowest.saturating_sub(HEADER_REACH).max(floor);
    let headings = headings_row(view, &stub_columns, top, lowest);
    let stub: Vec<(u32, Option<String>)> = stub_columns.iter().map(|column| (*column, view.text(headings, *column))).collect();
    let levels: Vec<u32> = (top..=lowest).rev().filter(|row| has_header_cell(view, *row, &stub_columns)).take(MOST_LEVELS).collect();
    // A row that names several columns of figures is a band of the header, anything else above is a title or a note.
    let band = |row: u32| values.iter().filter(|column| view.kind(row, **column).is_some()).count() >= 2;
    let above = texts(view, floor, lowest.min(headings)).into_iter().filter(|(at, _)| !band(at.row)).collect();
    let body_first = (lowest + 1..=first).find(|row| view.row(*row).next().is_some()).unwrap_or(first);
    let beside = labels.iter().copied().filter(|column| *column > first_value && !headed(*column)).collect();
    Some(Block { headings, levels, body: (body_first, last), stub, values, rows: rows.to_vec(), above, below: Vec::new(), beside, parted })
}

/// The nearest row above the body that names at least half of the columns of figures.
fn header_row(view: &View<'_>, values: &[u32], floor: u32, first: u32) -> Option<u32> {
    (first.saturating_sub(HEADER_REACH).max(floor)..first).rev().find(|row| {
        let tags = view.row(*row).filter(|(column, _)| view.text(*row, *column).is_some_and(|text| text.starts_with('#'))).count();
        let named = values.iter().filter(|column| view.label(*row, **column).is_some()).count();
        let words = values.iter().filter(|column| matches!(view.kind(*row, **column), Some(Kind::Words | Kind::Year))).count();
        tags < 2 && words > 0 && named * 2 >= values.len()
    })
}

/// Columns that hold labels: words, the years of the rows, numbers that only count the rows, and codes.
fn label_columns(view: &View<'_>, words: &Words, rows: &[u32], columns: &BTreeMap<u32, Column>, lowest: u32) -> BTreeSet<u32> {
    let mut labels = BTreeSet::new();
    for (column, count) in columns {
        let heading_is_year = matches!(view.kind(lowest, *column), Some(Kind::Year | Kind::Number));
        let worded = count.words * 2 > count.filled();
        let years = !heading_is_year && count.years * 10 >= count.filled() * 9 && count.years > 0 && count.numbers == 0;
        // A lone symbol or year cell may stand in a column of figures; a whole column of years under a word is a stub.
        if worded
            || (years && (rows.len() > 1 || labels.is_empty()))
            || (!heading_is_year && counts_rows(view, rows, *column))
            || !words.heard("column", &view.label(lowest, *column).unwrap_or_default()).is_empty()
        {
            labels.insert(*column);
        }
    }
    labels
}

/// Whether a column numbers the rows from one.
fn counts_rows(view: &View<'_>, rows: &[u32], column: u32) -> bool {
    let figures: Vec<Decimal> = rows.iter().filter_map(|row| view.figure(*row, column)).collect();
    figures.first() == Some(&Decimal::ONE) && one_by_one(&figures)
}

/// The row on which most headings of the stub stand.
fn headings_row(view: &View<'_>, stub: &BTreeSet<u32>, top: u32, lowest: u32) -> u32 {
    (top..=lowest)
        .rev()
        .max_by_key(|row| {
            let named = stub.iter().filter(|column| view.text(*row, **column).is_some()).count();
            // Of two rows with as many headings the lower one: letterhead stands above.
            (named, *row)
        })
        .unwrap_or(lowest)
}

fn has_header_cell(view: &View<'_>, row: u32, stub: &BTreeSet<u32>) -> bool {
    view.row(row).any(|(column, _)| !stub.contains(&column))
}

/// Whether an empty column stands between figures, and labels begin anew behind it.
fn gap_between(columns: &BTreeMap<u32, Column>, values: &[u32], labels: &BTreeSet<u32>, view: &View<'_>, lowest: u32) -> bool {
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return false };
    (*first..*last).any(|gap| {
        let empty = !columns.contains_key(&gap) && view.label(lowest, gap).is_none();
        empty && labels.range(gap..).any(|label| label < last && view.label(lowest, *label).is_some())
    })
}

fn texts(view: &View<'_>, from: u32, until: u32) -> Vec<(CellRef, String)> {
    let mut found = Vec::new();
    for (row, cells) in view.sheet.rows().skip_while(|(row, _)| *row < from).take_while(|(row, _)| *row < until) {
        for cell in cells.iter().filter(|cell| cell.is_text() && !cell.is_blank()) {
            found.push((CellRef::new(row, cell.at.column), cell.text().trim().to_owned()));
        }
    }
    found
}
