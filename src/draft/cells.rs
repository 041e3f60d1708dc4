//! What kind of thing stands in each cell: a number, a year, a symbol or words.
//!
//! In: a sheet and how its text cells write numbers. Out: a [`View`] that later steps ask by row and column. A merged cell
//! counts for every cell it covers where [`View::label`] is asked, and only for its first where cells are counted.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::{Match, Regex};
use rust_decimal::Decimal;

use crate::model::{BLANKS, CellRef, NumberText, shortest_text};
use crate::read::{Cell, Content, Sheet, Workbook};

/// How far a symbol may go: longer texts without letters are notes or rules.
const LONGEST_SYMBOL: usize = 4;

/// A pair of years, as a mapping asks for it in the name of a sheet.
pub(super) const PAIR_OF_YEARS: &str = r"\b(\d{4}[-/–]\d{2})\b";

/// What a cell is, as far as a draft cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A figure that can't be a year.
    Number,
    /// A whole number that could be a year, or a text such as `2022*`.
    Year,
    /// A sign such as `..`, `-` or `#REF!`.
    Symbol,
    /// Words, or a date.
    Words,
}

impl Kind {
    pub(super) const fn is_figure(self) -> bool {
        matches!(self, Self::Number | Self::Year)
    }
}

/// A sheet with the kind of every cell.
pub(super) struct View<'a> {
    pub sheet: &'a Sheet,
    pub numbers: &'a NumberText,
    kinds: BTreeMap<CellRef, Kind>,
}

impl<'a> View<'a> {
    pub(super) fn new(sheet: &'a Sheet, numbers: &'a NumberText) -> Self {
        let kinds = sheet.cells().iter().filter(|cell| !cell.is_blank()).map(|cell| (cell.at, kind(cell, numbers))).collect();
        Self { sheet, numbers, kinds }
    }

    /// The kind of a filled cell; merged ranges count at their first cell only.
    pub(super) fn kind(&self, row: u32, column: u32) -> Option<Kind> {
        self.kinds.get(&CellRef::new(row, column)).copied()
    }

    /// The filled cells of a row.
    pub(super) fn row(&self, row: u32) -> impl Iterator<Item = (u32, Kind)> + '_ {
        self.kinds.range(CellRef::new(row, 0)..=CellRef::new(row, u32::MAX)).map(|(at, kind)| (at.column, *kind))
    }

    /// The rows with filled cells, in order.
    pub(super) fn rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.kinds.keys().map(|at| at.row).collect();
        rows.dedup();
        rows
    }

    /// The text that names a cell: its own, or that of the merged range over it.
    pub(super) fn label(&self, row: u32, column: u32) -> Option<String> {
        let at = CellRef::new(row, column);
        let origin = self.sheet.merge_at(at).map_or(at, |merge| merge.first);
        self.text(origin.row, origin.column)
    }

    /// The text stored in a cell, without blanks around it.
    pub(super) fn text(&self, row: u32, column: u32) -> Option<String> {
        let cell = self.sheet.cell(CellRef::new(row, column)).filter(|cell| !cell.is_blank())?;
        Some(cell.text().trim().to_owned())
    }

    /// The figure in a cell.
    pub(super) fn figure(&self, row: u32, column: u32) -> Option<Decimal> {
        figure(self.sheet.cell(CellRef::new(row, column))?, self.numbers)
    }
}

/// The figure a cell holds, as a number or in text.
pub(super) fn figure(cell: &Cell, numbers: &NumberText) -> Option<Decimal> {
    match &cell.content {
        Content::Number(number) => shortest_text(*number).parse().ok(),
        Content::Text(text) => numbers.parse(text.trim()).ok(),
        _ => None,
    }
}

/// Whether figures, five at least, grow by one from each to the next, as the numbers of rows do.
pub(super) fn one_by_one(figures: &[Decimal]) -> bool {
    figures.len() >= 5 && figures.windows(2).all(|pair| pair[0].checked_add(Decimal::ONE) == Some(pair[1]))
}

fn kind(cell: &Cell, numbers: &NumberText) -> Kind {
    match &cell.content {
        Content::Boolean(_) | Content::Date { .. } => Kind::Words,
        Content::Error(_) => Kind::Symbol,
        Content::Number(_) | Content::Text(_) => match figure(cell, numbers) {
            Some(figure) if could_be_year(figure) => Kind::Year,
            Some(_) => Kind::Number,
            None => text_kind(cell.text().trim()),
        },
    }
}

fn could_be_year(figure: Decimal) -> bool {
    figure.is_integer() && (Decimal::from(1800)..=Decimal::from(2100)).contains(&figure)
}

fn text_kind(text: &str) -> Kind {
    if year_in(text).is_some() {
        return Kind::Year;
    }
    let letters = text.chars().any(char::is_alphabetic);
    if !letters && text.chars().count() <= LONGEST_SYMBOL { Kind::Symbol } else { Kind::Words }
}

/// The year a text states: `2022`, `2022*`, `2022 (p)`; a span such as `2015/16` is none.
pub(super) fn year_in(text: &str) -> Option<i16> {
    let normalised = crate::spec::normalise(text);
    let key = normalised.key.as_str();
    let four = key.len() == 4 && key.bytes().all(|byte| byte.is_ascii_digit());
    key.parse().ok().filter(|year| four && (1800..=2100).contains(year))
}

/// Every year a text speaks of, in its order; a pair such as `2021-22` is none of them.
pub(super) fn years_in(text: &str) -> Vec<i16> {
    let pair = pair_of_years(text).map_or("", |pair| pair.as_str());
    let rest = if pair.is_empty() { text.to_owned() } else { text.replace(pair, " ") };
    rest.split(|c: char| !c.is_ascii_digit())
        .filter(|part| part.len() == 4)
        .filter_map(|part| part.parse().ok())
        .filter(|year| (1800..=2100).contains(year))
        .collect()
}

/// Two years written as one, such as `2021-22` or `2015/16`: a year that lies in two.
pub(super) fn pair_of_years(text: &str) -> Option<Match<'_>> {
    static PAIR: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(PAIR_OF_YEARS).ok());
    PAIR.as_ref()?.captures(text)?.get(1)
}

/// How the text cells of a file write numbers, with the number of cells that say so.
#[derive(Debug, Clone)]
pub(super) struct NumberHabit {
    pub decimal: char,
    pub groups: Vec<char>,
    pub read: usize,
    pub example: String,
}

impl NumberHabit {
    pub(super) fn numbers(&self) -> NumberText {
        NumberText::declared(self.decimal, &self.groups)
    }
}

/// The habit that reads the most text cells; none where texts speak for themselves, or none holds a number.
pub(super) fn number_habit(workbooks: &[&Workbook]) -> Option<NumberHabit> {
    let candidates: [(char, &[char]); 5] = [('.', &[',']), ('.', &BLANKS), (',', &BLANKS), (',', &['.']), ('.', &['\'', '’'])];
    let texts: Vec<&str> = workbooks
        .iter()
        .flat_map(|workbook| &workbook.sheets)
        .flat_map(Sheet::cells)
        .filter_map(|cell| if let Content::Text(text) = &cell.content { Some(text.trim()) } else { None })
        .filter(|text| text.starts_with(|c: char| c.is_ascii_digit() || c == '-') && !text.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    let undeclared = NumberText::undeclared(workbooks.first().and_then(|workbook| workbook.decimal));
    let alone = texts.iter().filter(|text| undeclared.parse(text).is_ok()).count();
    let mut best: Option<NumberHabit> = None;
    for (decimal, groups) in candidates {
        let numbers = NumberText::declared(decimal, groups);
        let mut read = texts.iter().filter(|text| numbers.parse(text).is_ok());
        let Some(example) = read.next().map(|text| (*text).to_owned()) else { continue };
        let read = read.count() + 1;
        if best.as_ref().is_none_or(|habit| read > habit.read) {
            best = Some(NumberHabit { decimal, groups: groups.to_vec(), read, example });
        }
    }
    best.filter(|habit| habit.read > alone)
}

#[cfg(test)]
mod tests {
    use super::Kind::{Number, Symbol, Words, Year};
    use super::*;

    #[test]
    fn numbers_of_rows_are_told_from_the_largest_and_the_smallest_figures() {
        let figures = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect::<Vec<Decimal>>();
        assert!(one_by_one(&figures(&["1", "2", "3", "4.0", "5"])));
        assert!(!one_by_one(&figures(&["1", "2", "3", "4"])));
        assert!(!one_by_one(&[Decimal::MIN, Decimal::MAX, Decimal::MIN, Decimal::MAX, Decimal::MIN]));
    }

    #[test]
    fn kinds_of_cells() {
        let sheet = crate::testing::sheet(&[&["Kenya", "1234", "2020", "2022*", "..", "n.a.", "2015/16", "64.1"]], &[]);
        let numbers = NumberText::undeclared(None);
        let view = View::new(&sheet, &numbers);
        let kinds: Vec<Kind> = view.row(0).map(|(_, kind)| kind).collect();
        assert_eq!(kinds, [Words, Number, Year, Year, Symbol, Words, Words, Number]);
    }

    #[test]
    fn a_pair_of_years_is_no_year() {
        assert_eq!(years_in("Immigrants, 1990-2020 and 2021"), [1990, 2020, 2021]);
        assert!(years_in("Immigrants, 2021-22").is_empty());
        assert_eq!(pair_of_years("FY 2015/16").map(|pair| pair.as_str()), Some("2015/16"));
    }

    #[test]
    fn the_habit_that_reads_most_cells_wins() {
        let habit = |rows: &[&[&str]]| {
            let workbook = crate::testing::workbook(crate::testing::sheet(rows, &[]));
            number_habit(&[&workbook]).map(|habit| (habit.decimal, habit.groups.contains(&','), habit.read))
        };
        assert_eq!(habit(&[&["1,234", "12,345,678"]]), None, "groups of three speak for themselves");
        assert_eq!(habit(&[&["1234", "n.a."]]), None);
    }
}
