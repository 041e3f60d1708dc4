//! What a value cell says: a count, a missing value, nothing, or something that can't be read.

use std::collections::BTreeSet;
use std::collections::btree_map::{BTreeMap, Entry};

use rust_decimal::Decimal;

use super::coded::Context;
use super::findings::{
    BLANK_NOT_DECLARED, ERROR_CELL, FINER_THAN_STEP, FORMAT_MARK, MIXED_DIGITS, NEGATIVE, NOT_A_COUNT, NOT_A_NUMBER_CELL, NOT_WHOLE,
    NUMBER_AS_TEXT, UNDECLARED_SYMBOL, ZERO_SHOWN_AS, ZERO_WITHOUT_FORMAT,
};
use crate::diag::{Finding, FindingCode};
use crate::model::{CellRef, DigitSystem, NumberText, ParseNumberError, Scaled, Status, StatusSet, UnitsError, shortest_text};
use crate::read::{Cell, Content};
use crate::spec::{Blank, MissingSymbol, TableMapping};
use crate::tidy::Footnotes;

/// What a value cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// A count.
    Units(i64),
    /// No value, and why.
    Missing { status: Status, range: Option<(i32, i32)>, line: Option<u32> },
    /// No figure and no row.
    Absent,
    /// Something that should not be here; a finding was made.
    Unreadable,
}

/// What a cell says beside its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub reading: Reading,
    /// Statuses of the value by signs in the cell or its number format.
    pub status: StatusSet,
    /// Footnotes its signs point to.
    pub footnotes: Vec<usize>,
}

impl From<Reading> for Said {
    fn from(reading: Reading) -> Self {
        Self { reading, status: StatusSet::default(), footnotes: Vec::new() }
    }
}

/// Reads value cells of one table and remembers which lines were used.
pub(super) struct ValueReader<'a> {
    context: &'a Context<'a>,
    table: &'a TableMapping,
    numbers: NumberText,
    /// Findings by code and what they are about, each told once with its first cells.
    told: BTreeMap<(&'static str, String), Finding>,
    pub used: BTreeSet<u32>,
    digits: BTreeSet<DigitSystem>,
}

impl<'a> ValueReader<'a> {
    pub(super) fn new(context: &'a Context<'a>, table: &'a TableMapping) -> Self {
        let numbers = context.numbers.clone().in_units_of(table.unit.multiplier);
        Self { context, table, numbers, told: BTreeMap::new(), used: BTreeSet::new(), digits: BTreeSet::new() }
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.told.into_values().collect()
    }

    /// Reads one cell; `None` is an empty one.
    pub(super) fn read(&mut self, at: CellRef, cell: Option<&Cell>, footnotes: &Footnotes) -> Said {
        let Some(cell) = cell.filter(|cell| !cell.is_blank()) else { return self.blank(at).into() };
        match &cell.content {
            Content::Number(number) => self.stored_number(at, cell, *number),
            Content::Text(text) => self.text(at, text, footnotes),
            Content::Error(error) => {
                self.tell(at, &ERROR_CELL, error.as_str(), || format!("the cell holds the error `{}`", error.as_str()));
                Reading::Unreadable.into()
            }
            Content::Boolean(_) | Content::Date { .. } => {
                let shown = cell.text();
                self.tell(at, &NOT_A_NUMBER_CELL, &shown, || format!("`{shown}` is not a count"));
                Reading::Unreadable.into()
            }
        }
    }

    /// Whether a cell holds a figure, in whatever form.
    pub(super) fn is_number(&self, cell: &Cell) -> bool {
        match &cell.content {
            Content::Number(_) => true,
            Content::Text(text) => self.numbers.parse(text).is_ok(),
            _ => false,
        }
    }

    /// Tells a finding once for each thing it is about, however many cells it touches; the first few are named.
    fn tell(&mut self, at: CellRef, code: &'static FindingCode, about: &str, message: impl FnOnce() -> String) {
        let place = self.context.place(at);
        match self.told.entry((code.id, about.to_owned())) {
            Entry::Vacant(entry) => {
                let finding = Finding::new(code, message()).at(place).mapping(self.context.line(self.table.line));
                entry.insert(finding);
            }
            Entry::Occupied(mut entry) => entry.get_mut().again(Some(place)),
        }
    }

    fn blank(&mut self, at: CellRef) -> Reading {
        match self.table.blank {
            Some(Blank::Missing) => Reading::Missing { status: Status::O, range: None, line: None },
            Some(Blank::Absent) => Reading::Absent,
            None => {
                let table = &self.table.id;
                self.tell(at, &BLANK_NOT_DECLARED, "", || format!("table `{table}` has empty value cells, this one first"));
                Reading::Absent
            }
        }
    }

    fn symbol(&mut self, text: &str) -> Option<Said> {
        if let Some(zero) = self.table.zeros.iter().find(|zero| zero.text == text) {
            self.used.insert(zero.line);
            return Some(Said { status: zero.status.into_iter().collect(), ..Reading::Units(0).into() });
        }
        let symbol: &MissingSymbol = self.table.missing.iter().find(|symbol| symbol.symbol.is(text))?;
        self.used.insert(symbol.line);
        let range = symbol.low.zip(symbol.high);
        Some(Reading::Missing { status: symbol.status, range, line: Some(symbol.line) }.into())
    }

    fn stored_number(&mut self, at: CellRef, cell: &Cell, number: f64) -> Said {
        if let Some(shown) = cell.shows_zero_as() {
            return self.zero_shown_as(at, shown.trim());
        }
        let text = shortest_text(number);
        // A number can be a symbol too, such as a zero that means "no estimate"; but only where the mapping says so.
        if let Some(said) = self.symbol(&text) {
            return said;
        }
        if number == 0.0 && self.context.sheet.number_formats.known().is_none() {
            self.tell(at, &ZERO_WITHOUT_FORMAT, "", || {
                "the format of the file does not tell whether this zero is shown as a zero".to_owned()
            });
        }
        if cell.shows_percent() {
            self.tell(at, &NOT_A_COUNT, "percent", || format!("`{text}` is shown as a percentage"));
            return Reading::Unreadable.into();
        }
        let status = cell.marks_shown().map_or_else(StatusSet::default, |marks| self.format_marks(at, &marks));
        let reading = if let Ok(stated) = text.parse() {
            self.scaled(at, stated)
        } else {
            self.tell(at, &UNDECLARED_SYMBOL, &text, || format!("`{text}` is too large for a count"));
            Reading::Unreadable
        };
        Said { status, ..reading.into() }
    }

    /// Statuses of the signs that the number format shows beside the number.
    fn format_marks(&mut self, at: CellRef, shown: &str) -> StatusSet {
        let mut status = StatusSet::default();
        let mut rest = shown.to_owned();
        for (mark, given) in &self.table.format_marks {
            if rest.contains(mark.as_str()) {
                status.extend(*given);
                rest = rest.replace(mark.as_str(), "");
            }
        }
        let undeclared = rest.trim();
        if !undeclared.is_empty() {
            self.tell(at, &FORMAT_MARK, undeclared, || format!("the number format shows `{undeclared}` beside the number"));
        }
        status
    }

    fn zero_shown_as(&mut self, at: CellRef, shown: &str) -> Said {
        if let Some(said) = self.symbol(shown) {
            return said;
        }
        self.tell(at, &ZERO_SHOWN_AS, shown, || format!("the cell stores 0, but shows `{shown}`"));
        Reading::Unreadable.into()
    }

    fn text(&mut self, at: CellRef, text: &str, footnotes: &Footnotes) -> Said {
        let trimmed = text.trim();
        if let Some(mut said) = self.symbol(trimmed) {
            // The symbol may be the mark of a footnote that says why there is no figure.
            said.footnotes.extend(footnotes.position(trimmed));
            return said;
        }
        let (bare, mut said) = self.without_marks(trimmed, footnotes);
        if bare != trimmed
            && let Some(mut symbol) = self.symbol(bare)
        {
            symbol.status = symbol.status.union(said.status);
            return symbol;
        }
        let inside = self.table.number_pattern.as_ref().and_then(|pattern| pattern.captures(bare)?.get(1));
        let number = inside.map_or(bare, |inside| inside.as_str());
        self.mixed_digits(at, number);
        said.reading = match self.numbers.parse(number) {
            Ok(stated) => {
                if !self.context.texts_alone && inside.is_none() {
                    self.tell(at, &NUMBER_AS_TEXT, "", || format!("the number `{trimmed}` is stored as text"));
                }
                self.scaled(at, stated)
            }
            Err(error) => self.not_a_number(at, trimmed, &error),
        };
        said
    }

    /// Takes declared signs off both ends of a text.
    fn without_marks<'t>(&self, text: &'t str, footnotes: &Footnotes) -> (&'t str, Said) {
        let mut said: Said = Reading::Unreadable.into();
        let mut bare = text;
        // A mark may hold another, as `**` holds `*`: the longest one counts.
        let mut marks: Vec<(&String, &Option<Status>)> = self.table.value_marks.iter().collect();
        marks.sort_by_key(|(mark, _)| std::cmp::Reverse(mark.len()));
        while let Some((rest, mark, status)) = marks.iter().find_map(|(mark, status)| {
            let rest = bare.strip_suffix(mark.as_str()).or_else(|| bare.strip_prefix(mark.as_str()))?;
            Some((rest.trim(), mark, status))
        }) {
            said.status.extend(**status);
            said.footnotes.extend(footnotes.position(mark));
            bare = rest;
        }
        (bare, said)
    }

    /// Two scripts of digits in one table: a pasted figure, or two hands.
    fn mixed_digits(&mut self, at: CellRef, text: &str) {
        let systems = DigitSystem::in_text(text);
        let before = self.digits.len();
        self.digits.extend(systems);
        if self.digits.len() > before.max(1) {
            self.tell(at, &MIXED_DIGITS, "", || format!("`{text}` is written in other digits than the figures before it"));
        }
    }

    fn not_a_number(&mut self, at: CellRef, text: &str, error: &ParseNumberError) -> Reading {
        let (code, about) = match error {
            ParseNumberError::Share { .. } => (&NOT_A_COUNT, "share"),
            ParseNumberError::Brackets { .. } => {
                self.tell(at, &NEGATIVE, text, || error.to_string());
                return Reading::Missing { status: Status::O, range: None, line: None };
            }
            ParseNumberError::Ambiguous { .. } | ParseNumberError::Resembles { .. } => (&UNDECLARED_SYMBOL, text),
            ParseNumberError::NotANumber(_) => {
                let habits = self.context.standard.habits_of(text);
                self.tell(at, &UNDECLARED_SYMBOL, text, || {
                    let elsewhere = if habits.is_empty() { String::new() } else { format!("; elsewhere it means {habits}") };
                    format!("`{text}` is neither a number nor a declared symbol{elsewhere}")
                });
                return Reading::Unreadable;
            }
        };
        self.tell(at, code, about, || error.to_string());
        Reading::Unreadable
    }

    fn scaled(&mut self, at: CellRef, stated: Decimal) -> Reading {
        let withheld = Reading::Missing { status: Status::O, range: None, line: None };
        match Scaled::from_stated(stated, self.table.unit.multiplier) {
            Ok(Scaled { units, .. }) => {
                let step = i64::from(self.table.unit.step);
                if units % step != 0 {
                    self.tell(at, &FINER_THAN_STEP, "", || format!("{units} is not a multiple of {step}"));
                }
                Reading::Units(units)
            }
            Err(error @ UnitsError::NotWhole(_)) => {
                self.tell(at, &NOT_WHOLE, &stated.to_string(), || error.to_string());
                withheld
            }
            Err(error @ UnitsError::Negative(_)) => {
                self.tell(at, &NEGATIVE, &stated.to_string(), || error.to_string());
                withheld
            }
            Err(error @ UnitsError::TooLarge(_)) => {
                self.tell(at, &UNDECLARED_SYMBOL, &stated.to_string(), || error.to_string());
                Reading::Unreadable
            }
        }
    }
}
