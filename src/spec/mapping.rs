//! A mapping after it was checked: what the stages work with.
//!
//! In: a [`super::mapping_file::MappingFile`] and the standard. Out: compiled patterns, normalised keys, indexes
//! instead of names, and the line of every piece that can end up in a finding or in the lineage.
//! It does not look at any sender's file.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use regex::Regex;

use super::field::{AddsUp, Effect, Feeds, Field, Heading, Placement, Rule};
use super::language::Language;
use super::mapping_file::{Blank, NamedBy, Pair};
use super::profile::Profile;
use crate::diag::MappingLine;
use crate::model::{Calendar, Code, IgnoreReason, MappingId, NumberText, Reference, Sender, SourceId, Status, Unit};

/// A text that must be found, with the line that asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The text as written.
    pub text: String,
    /// The text after normalisation.
    pub key: String,
    /// Line of the mapping.
    pub line: u32,
}

/// One return layout of one sender.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// Unique id.
    pub id: MappingId,
    /// What the return is.
    pub title: String,
    /// The mapping's file, as the pipeline names it.
    pub file: Arc<str>,
    /// SHA-256 of the mapping's text, in hex.
    pub sha256: String,
    /// Who sends it.
    pub sender: Sender,
    /// Sender and source.
    pub source_id: SourceId,
    /// The office.
    pub office: String,
    /// Languages of the labels.
    pub languages: Vec<Language>,
    /// Edition.
    pub vintage: String,
    /// First and last day on which a file of this layout may have been sent.
    pub valid: (Date, Option<Date>),
    /// Texts by which a file is recognised.
    pub contains: Vec<Anchor>,
    /// Encoding of a delimited file, where stated.
    pub encoding: Option<String>,
    /// Delimiter of a delimited file, where stated.
    pub delimiter: Option<char>,
    /// How numbers in text cells are written, where stated.
    pub stated_numbers: Option<NumberText>,
    /// Sheets that hold no table.
    pub set_aside: Vec<SetAsideSheet>,
    /// What the source states about its figures, sorted by name.
    pub profiles: Vec<Arc<Profile>>,
    /// Questions nobody has answered yet.
    pub todos: Vec<Todo>,
    /// Its tables.
    pub tables: Vec<TableMapping>,
}

impl Mapping {
    /// How numbers in text cells are written: as stated here, else as far as the file itself shows its decimal sign.
    #[must_use]
    pub fn numbers(&self, found: Option<char>) -> NumberText {
        self.stated_numbers.clone().unwrap_or_else(|| NumberText::undeclared(found))
    }

    /// A line of this mapping, as findings name it.
    #[must_use]
    pub fn at(&self, line: u32) -> MappingLine {
        MappingLine { file: Arc::clone(&self.file), line }
    }
}

/// Sheets that hold no table for the exchange.
#[derive(Debug, Clone)]
pub struct SetAsideSheet {
    /// Their names: one exact name, or a pattern.
    pub sheets: SheetMatch,
    /// The name or pattern as written.
    pub written: String,
    /// Why.
    pub reason: IgnoreReason,
    /// Line of the mapping.
    pub line: u32,
}

/// An open question about a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Todo {
    /// The question.
    pub question: String,
    /// The table of the mapping it is about.
    pub table: Option<MappingId>,
    /// The key that answers it.
    pub key: Option<String>,
    /// The cells it is about.
    pub at: Option<String>,
    /// What is known.
    pub evidence: Option<String>,
    /// Line of the mapping.
    pub line: u32,
}

/// Which sheets a table may stand on.
#[derive(Debug, Clone)]
pub enum SheetMatch {
    /// Any sheet.
    Any,
    /// One of these names.
    Names(Vec<String>),
    /// Names that match.
    Pattern(Regex),
}

impl SheetMatch {
    /// Whether the sheet may hold the table.
    #[must_use]
    pub fn accepts(&self, name: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Names(names) => names.iter().any(|candidate| candidate == name),
            Self::Pattern(pattern) => pattern.is_match(name),
        }
    }
}

/// One table of a mapping.
#[derive(Debug, Clone)]
pub struct TableMapping {
    /// Name within the mapping.
    pub id: MappingId,
    /// Line of its id.
    pub line: u32,
    /// Which sheets.
    pub sheets: SheetMatch,
    /// Text that must stand above the header.
    pub title: Option<Anchor>,
    /// Further texts that must stand in the header row.
    pub header: Vec<Anchor>,
    /// Which of several tables side by side, counted from zero.
    pub beside: Option<usize>,
    /// Text of the first row that no longer belongs to the table.
    pub ends_before: Option<Anchor>,
    /// Header level on which the stub's headings stand.
    pub headings_on_level: Option<u32>,
    /// Which columns hold values.
    pub columns: ValueColumns,
    /// Where footnotes stand.
    pub notes: Option<Notes>,
    /// Signs that number formats show, and the status each gives.
    pub format_marks: BTreeMap<String, Option<Status>>,
    /// Signs glued to numbers in text cells, and the status each gives.
    pub value_marks: BTreeMap<String, Option<Status>>,
    /// The number in a text cell that holds words too: its first group.
    pub number_pattern: Option<Regex>,
    /// What every cell of the table gets before rules are asked.
    pub effect: Effect,
    /// The state, where no field tells.
    pub reporter: Option<Code>,
    /// What an empty value cell means; none is a finding.
    pub blank: Option<Blank>,
    /// Whether a status in a field alone says why a value is missing.
    pub status_says_why: bool,
    /// Missing symbols, by their text without blanks around it.
    pub missing: Vec<MissingSymbol>,
    /// Symbols of a true zero, by their text without blanks around it.
    pub zeros: Vec<ZeroSymbol>,
    /// Unit, multiplier, step.
    pub unit: UnitOfTable,
    /// Periods.
    pub period: PeriodOfTable,
    /// Fields.
    pub fields: Vec<Field>,
    /// Columns that feed nothing.
    pub ignore_columns: Vec<(Anchor, IgnoreReason)>,
    /// Rules in order.
    pub rules: Vec<Rule>,
    /// Totals to check.
    pub adds_up: Vec<AddsUp>,
    /// Tables whose figures add to the same total, each with the line that says so.
    pub same_total_as: Vec<(MappingId, u32)>,
}

impl TableMapping {
    /// Texts that must stand in one row for the table to be there.
    pub fn headings(&self) -> impl Iterator<Item = &Anchor> {
        let stub = self.fields.iter().filter_map(|field| field.placement.heading()).flat_map(Heading::anchors);
        stub.chain(self.columns.anchors()).chain(&self.header)
    }

    /// The number of header levels above the values.
    #[must_use]
    pub fn levels(&self) -> u32 {
        self.fields.iter().filter_map(|field| field.placement.level()).max().unwrap_or(0)
    }

    /// Whether a field reads the cell right beside each value.
    #[must_use]
    pub fn reads_beside(&self) -> bool {
        self.fields.iter().any(|field| matches!(field.placement, Placement::Right(_)))
    }

    /// The field that feeds something, where there is one.
    #[must_use]
    pub fn feeding(&self, feeds: &Feeds) -> Option<usize> {
        self.fields.iter().position(|field| field.feeds == *feeds)
    }
}

/// Which columns of a table hold its values; every headed one that feeds no field where nothing is asked.
#[derive(Debug, Clone, Default)]
pub struct ValueColumns {
    /// Exactly these headings.
    pub headings: Vec<Anchor>,
    /// Lowest headings that match.
    pub pattern: Option<Regex>,
    /// Only to the right of this heading.
    pub after: Option<Anchor>,
    /// Only to the left of this heading.
    pub before: Option<Anchor>,
    /// Why the others are left out, with the line that says so.
    pub others: Option<(IgnoreReason, u32)>,
}

impl ValueColumns {
    /// Whether anything is asked of a column.
    #[must_use]
    pub const fn choose(&self) -> bool {
        !self.headings.is_empty() || self.pattern.is_some() || self.after.is_some() || self.before.is_some()
    }

    /// Texts that must stand in the header row.
    pub fn anchors(&self) -> impl Iterator<Item = &Anchor> {
        self.headings.iter().chain(&self.after).chain(&self.before)
    }
}

/// Where footnotes stand, and how they begin.
#[derive(Debug, Clone)]
pub struct Notes {
    /// The first group is the mark, the second the text.
    pub pattern: Regex,
    /// The sheet; that of the table where none is named.
    pub sheet: Option<String>,
    /// Line of the mapping.
    pub line: u32,
}

/// What a missing value looks like.
#[derive(Debug, Clone)]
pub enum Symbol {
    /// Exactly this text, blanks around it aside.
    Text(String),
    /// A text that matches.
    Pattern(Regex),
}

impl Symbol {
    /// Whether a text, without blanks around it, is the symbol.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        match self {
            Self::Text(symbol) => symbol == text,
            Self::Pattern(pattern) => pattern.is_match(text),
        }
    }

    /// The symbol as the mapping writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Pattern(pattern) => pattern.as_str(),
        }
    }
}

/// A symbol that stands for a missing value.
#[derive(Debug, Clone)]
pub struct MissingSymbol {
    /// The symbol.
    pub symbol: Symbol,
    /// Why the value is missing.
    pub status: Status,
    /// Smallest hidden value.
    pub low: Option<i32>,
    /// Largest hidden value.
    pub high: Option<i32>,
    /// Line of the mapping.
    pub line: u32,
}

/// A symbol that stands for a true zero.
#[derive(Debug, Clone)]
pub struct ZeroSymbol {
    /// The symbol.
    pub text: String,
    /// A status that goes with it.
    pub status: Option<Status>,
    /// Line of the mapping.
    pub line: u32,
}

/// Unit, multiplier and step.
#[derive(Debug, Clone)]
pub struct UnitOfTable {
    /// What one unit is.
    pub unit: Unit,
    /// What numbers are multiplied by.
    pub multiplier: u32,
    /// Smallest step shown, in units.
    pub step: i32,
    /// The text that states the multiplier.
    pub stated_by: Option<Anchor>,
}

/// The day on which a stock is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOfStock {
    /// A month and a day of every year, in the calendar of the source.
    Of(i8, i8),
    /// The first day of the period that the labels name.
    First,
    /// The last day of that period.
    Last,
}

/// Periods and reference dates.
#[derive(Debug, Clone)]
pub struct PeriodOfTable {
    /// At a point, or over the span.
    pub reference: Reference,
    /// The day of a stock.
    pub day: Option<DayOfStock>,
    /// The year, where no field tells; in the calendar of the source.
    pub year: Option<i16>,
    /// The calendar, where stated.
    pub calendar: Option<Calendar>,
    /// Month and day on which a year of the source begins, where that is not the first day of its calendar.
    pub starts: Option<(i8, i8)>,
    /// Which year names a year of the source that lies in two.
    pub named_by: Option<NamedBy>,
    /// What two years written together cover.
    pub pair: Option<Pair>,
}
