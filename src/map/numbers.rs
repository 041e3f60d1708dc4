//! What a value cell says: a count, a missing value, nothing, or something that can't be read.

use std::collections::BTreeSet;

use super::coded::Context;
use super::findings::{
    BLANK_NOT_DECLARED, ERROR_CELL, FINER_THAN_STEP, NEGATIVE, NOT_A_NUMBER_CELL, NOT_WHOLE, NUMBER_AS_TEXT, UNDECLARED_SYMBOL,
    ZERO_SHOWN_AS,
};
use crate::diag::Finding;
use crate::model::{Addressing, CellRef, NumberText, Scaled, Status, UnitsError, shortest_text};
use crate::read::{Cell, Content};
use crate::spec::{Blank, MissingSymbol, TableMapping};

/// What a value cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reading {
    /// A count, with a status where a symbol for zero gives one.
    Units(i64, Option<Status>),
    /// No value, and why.
    Missing { status: Status, range: Option<(i32, i32)>, line: Option<u32> },
    /// No figure and no row.
    Absent,
    /// Something that should not be here; a finding was made.
    Unreadable,
}

/// Reads value cells of one table and remembers which lines were used.
pub(super) struct ValueReader<'a> {
    pub context: &'a Context<'a>,
    pub table: &'a TableMapping,
    pub findings: Vec<Finding>,
    pub used: BTreeSet<u32>,
    numbers: NumberText,
    blank_told: bool,
}

impl<'a> ValueReader<'a> {
    pub(super) fn new(context: &'a Context<'a>, table: &'a TableMapping) -> Self {
        let numbers = context.numbers.clone().in_units_of(table.unit.multiplier);
        Self { context, table, findings: Vec::new(), used: BTreeSet::new(), numbers, blank_told: false }
    }

    /// Reads one cell; `None` is an empty one.
    pub(super) fn read(&mut self, at: CellRef, cell: Option<&Cell>) -> Reading {
        let Some(cell) = cell.filter(|cell| !cell.is_blank()) else { return self.blank(at) };
        match &cell.content {
            Content::Number(number) => {
                if let Some(shown) = cell.shows_zero_as() {
                    return self.zero_shown_as(at, &shown);
                }
                self.number(at, &shortest_text(*number))
            }
            Content::Text(text) => self.text(at, text),
            Content::Error(error) => {
                let message = format!("the cell holds the error `{}`", error.as_str());
                self.tell(at, Finding::new(&ERROR_CELL, message));
                Reading::Unreadable
            }
            Content::Boolean(_) | Content::Date { .. } => {
                self.tell(at, Finding::new(&NOT_A_NUMBER_CELL, format!("`{}` is not a count", cell.text())));
                Reading::Unreadable
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

    fn tell(&mut self, at: CellRef, finding: Finding) {
        let finding = if finding.mapping.is_some() { finding } else { finding.mapping(self.context.line(self.table.line)) };
        self.findings.push(finding.at(self.context.place(at)));
    }

    fn blank(&mut self, at: CellRef) -> Reading {
        match self.table.blank {
            Some(Blank::Missing) => Reading::Missing { status: Status::O, range: None, line: None },
            Some(Blank::Absent) => Reading::Absent,
            None => {
                if !self.blank_told {
                    self.blank_told = true;
                    self.tell(
                        at,
                        Finding::new(&BLANK_NOT_DECLARED, format!("table `{}` has empty value cells, this one first", self.table.id)),
                    );
                }
                Reading::Absent
            }
        }
    }

    fn symbol(&mut self, text: &str) -> Option<Reading> {
        if let Some(zero) = self.table.zeros.iter().find(|zero| zero.text == text) {
            self.used.insert(zero.line);
            return Some(Reading::Units(0, zero.status));
        }
        let symbol: &MissingSymbol = self.table.missing.iter().find(|symbol| symbol.text == text)?;
        self.used.insert(symbol.line);
        Some(Reading::Missing { status: symbol.status, range: symbol.low.zip(symbol.high), line: Some(symbol.line) })
    }

    fn text(&mut self, at: CellRef, text: &str) -> Reading {
        let trimmed = text.trim();
        if let Some(reading) = self.symbol(trimmed) {
            return reading;
        }
        let Ok(stated) = self.numbers.parse(trimmed) else {
            self.tell(at, Finding::new(&UNDECLARED_SYMBOL, format!("`{trimmed}` is neither a number nor a declared symbol")));
            return Reading::Unreadable;
        };
        if self.context.addressing == Addressing::Letters {
            self.tell(at, Finding::new(&NUMBER_AS_TEXT, format!("the number `{trimmed}` is stored as text")));
        }
        self.scaled(at, Scaled::from_stated(stated, self.table.unit.multiplier))
    }

    fn number(&mut self, at: CellRef, text: &str) -> Reading {
        if let Ok(stated) = text.parse() {
            return self.scaled(at, Scaled::from_stated(stated, self.table.unit.multiplier));
        }
        self.tell(at, Finding::new(&UNDECLARED_SYMBOL, format!("`{text}` is too large for a count")));
        Reading::Unreadable
    }

    fn zero_shown_as(&mut self, at: CellRef, shown: &str) -> Reading {
        if let Some(reading) = self.symbol(shown.trim()) {
            return reading;
        }
        self.tell(at, Finding::new(&ZERO_SHOWN_AS, format!("the cell stores 0, but shows `{}`", shown.trim())));
        Reading::Unreadable
    }

    fn scaled(&mut self, at: CellRef, scaled: Result<Scaled, UnitsError>) -> Reading {
        let withheld = Reading::Missing { status: Status::O, range: None, line: None };
        match scaled {
            Ok(Scaled { units, .. }) => {
                let step = i64::from(self.table.unit.step);
                if units % step != 0 {
                    self.tell(at, Finding::new(&FINER_THAN_STEP, format!("{units} is not a multiple of {step}")));
                }
                Reading::Units(units, None)
            }
            Err(error @ UnitsError::NotWhole(_)) => {
                self.tell(at, Finding::new(&NOT_WHOLE, error.to_string()));
                withheld
            }
            Err(error @ UnitsError::Negative(_)) => {
                self.tell(at, Finding::new(&NEGATIVE, error.to_string()));
                withheld
            }
            Err(error @ UnitsError::TooLarge(_)) => {
                self.tell(at, Finding::new(&UNDECLARED_SYMBOL, error.to_string()));
                Reading::Unreadable
            }
        }
    }
}
