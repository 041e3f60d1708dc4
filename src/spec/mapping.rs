//! A mapping after it was checked: what the stages work with.
//!
//! In: a [`super::mapping_file::MappingFile`] and the standard. Out: compiled patterns, normalised keys, indexes
//! instead of names, and the line of every piece that can end up in a finding or in the lineage.
//! It does not look at any sender's file.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use regex::Regex;

use super::language::{CodeSystem, Language};
use super::mapping_file::{Blank, Combine, Direction};
use crate::diag::MappingLine;
use crate::model::{
    Code, DimensionId, Fate, Frequency, IgnoreReason, MappingId, NumberText, Reference, Sender, SourceId, Status, StatusSet, TableId, Unit,
};

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
    /// The decimal sign of numbers in text cells; the one found in the file where not stated.
    pub decimal: Option<char>,
    /// Signs that part groups of three digits in text cells.
    pub groups: Vec<char>,
    /// Sheets that hold no table.
    pub set_aside: Vec<SetAsideSheet>,
    /// Its tables.
    pub tables: Vec<TableMapping>,
}

impl Mapping {
    /// How numbers in text cells are written: as stated here; where nothing is stated, as the texts themselves and the
    /// decimal sign found in the file tell.
    #[must_use]
    pub fn numbers(&self, found: Option<char>) -> NumberText {
        match self.decimal {
            None if self.groups.is_empty() => NumberText::undeclared(found),
            stated => NumberText::declared(stated.or(found).unwrap_or('.'), &self.groups),
        }
    }

    /// A line of this mapping, as findings name it.
    #[must_use]
    pub fn at(&self, line: u32) -> MappingLine {
        MappingLine { file: Arc::clone(&self.file), line }
    }
}

/// A sheet that holds no table for the exchange.
#[derive(Debug, Clone)]
pub struct SetAsideSheet {
    /// Exact name.
    pub sheet: String,
    /// Why.
    pub reason: IgnoreReason,
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
    /// Text of the first row that no longer belongs to the table.
    pub ends_before: Option<Anchor>,
    /// Header level on which the stub's headings stand.
    pub headings_on_level: Option<u32>,
    /// Heading of the value column of a long table.
    pub value_heading: Option<Anchor>,
    /// What every cell of the table gets before rules are asked.
    pub effect: Effect,
    /// The state, where no field tells.
    pub reporter: Option<Code>,
    /// What an empty value cell means; none is a finding.
    pub blank: Option<Blank>,
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
    /// Fields whose rows are added.
    pub sum_over: Vec<usize>,
    /// Totals to check.
    pub adds_up: Vec<AddsUp>,
}

impl TableMapping {
    /// Headings that must stand side by side for the table to be there.
    pub fn headings(&self) -> impl Iterator<Item = &Anchor> {
        self.fields.iter().filter_map(|field| field.placement.heading()).chain(&self.value_heading)
    }

    /// The number of header levels above the values.
    #[must_use]
    pub fn levels(&self) -> u32 {
        self.fields
            .iter()
            .filter_map(|field| match field.placement {
                Placement::Up { level } | Placement::UpLeft { level } => Some(level),
                _ => None,
            })
            .max()
            .unwrap_or(0)
    }

    /// The field that feeds something, where there is one.
    #[must_use]
    pub fn feeding(&self, feeds: &Feeds) -> Option<usize> {
        self.fields.iter().position(|field| field.feeds == *feeds)
    }
}

/// A symbol that stands for a missing value.
#[derive(Debug, Clone)]
pub struct MissingSymbol {
    /// The symbol.
    pub text: String,
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

/// Periods and reference dates.
#[derive(Debug, Clone)]
pub struct PeriodOfTable {
    /// At a point, or over the span.
    pub reference: Reference,
    /// Month and day of a stock.
    pub day: Option<(i8, i8)>,
    /// The year, where no field tells.
    pub year: Option<i16>,
}

/// Where a label stands, seen from the value.
#[derive(Debug, Clone)]
pub enum Placement {
    /// Same row, under the heading.
    Left(Anchor),
    /// Same row or the nearest filled one above, under the heading.
    LeftUp(Anchor),
    /// Same column, on a header level.
    Up {
        /// Counted from the values upwards, from 1.
        level: u32,
    },
    /// Same column or the nearest filled one to the left, on a header level.
    UpLeft {
        /// Counted from the values upwards, from 1.
        level: u32,
    },
    /// A part of the title.
    Title(Regex),
    /// A part of the sheet's name.
    Sheet(Regex),
}

impl Placement {
    /// The heading, for labels of the stub.
    #[must_use]
    pub const fn heading(&self) -> Option<&Anchor> {
        match self {
            Self::Left(heading) | Self::LeftUp(heading) => Some(heading),
            _ => None,
        }
    }

    /// The direction as the mapping writes it.
    #[must_use]
    pub const fn direction(&self) -> Direction {
        match self {
            Self::Left(_) => Direction::Left,
            Self::LeftUp(_) => Direction::LeftUp,
            Self::Up { .. } => Direction::Up,
            Self::UpLeft { .. } => Direction::UpLeft,
            Self::Title(_) => Direction::Title,
            Self::Sheet(_) => Direction::Sheet,
        }
    }
}

/// What a field feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Feeds {
    /// The state described.
    Reporter,
    /// The year.
    Year,
    /// The quarter, the month, or the whole year.
    PartOfYear,
    /// The note.
    Note,
    /// A dimension.
    Dimension(DimensionId),
    /// Nothing; only rules look at it.
    Nothing,
}

/// One label of every value.
#[derive(Debug, Clone)]
pub struct Field {
    /// Name within the table.
    pub name: String,
    /// Line of its name.
    pub line: u32,
    /// Where it stands.
    pub placement: Placement,
    /// What it feeds.
    pub feeds: Feeds,
    /// The code system of its labels; names where none.
    pub system: Option<CodeSystem>,
    /// Another field that must name the same thing.
    pub confirm: Option<usize>,
    /// Labels of this return, in order.
    pub values: Vec<ValueMap>,
    /// Index of `values` by key; the first line wins.
    pub by_key: BTreeMap<String, usize>,
    /// Marks behind labels, and the status each gives.
    pub marks: BTreeMap<String, Option<Status>>,
    /// Letters a cell may hold.
    pub letters: Vec<char>,
    /// Whether several labels may give one code.
    pub combine: Option<Combine>,
}

/// What a label of this return stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A code.
    Code(Code),
    /// A part of the year.
    Part(PartOfYear),
    /// Left out; the code, where given, takes part in checks.
    Ignored(IgnoreReason, Option<Code>),
}

/// The whole year, or a quarter or month of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartOfYear {
    /// A, Q or M.
    pub frequency: Frequency,
    /// Number of the quarter or month; none for the year.
    pub number: Option<i8>,
}

/// One line of `values`.
#[derive(Debug, Clone)]
pub struct ValueMap {
    /// The label as written.
    pub text: String,
    /// The label after normalisation.
    pub key: String,
    /// What it stands for.
    pub meaning: Meaning,
    /// Line of the mapping.
    pub line: u32,
}

/// A condition on one field.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Which field.
    pub field: usize,
    /// What must hold.
    pub test: Test,
}

/// What must hold of a label.
#[derive(Debug, Clone)]
pub enum Test {
    /// The set of letters holds this one.
    Has(char),
    /// The normalised label is one of these.
    Equals(Vec<String>),
    /// The label matches.
    Pattern(Regex),
    /// The label is empty, or is not.
    Blank(bool),
}

/// What rules do to a cell; effects of several rules are joined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effect {
    /// Exchange tables asked for, with the line that asks; more than one is a finding.
    pub to: Vec<(TableId, u32)>,
    /// Codes of dimensions.
    pub set: BTreeMap<DimensionId, Code>,
    /// Statuses.
    pub status: StatusSet,
    /// Notes.
    pub notes: Vec<String>,
    /// Left out.
    pub ignore: Option<(IgnoreReason, u32)>,
    /// Withheld: the words that say why, with the line.
    pub withhold: Option<(String, u32)>,
    /// A check only.
    pub fate: Option<(Fate, u32)>,
}

/// A rule of a table.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Conditions, all of which must hold.
    pub when: Vec<Condition>,
    /// What it does.
    pub effect: Effect,
    /// Line of its first condition.
    pub line: u32,
}

/// The parts of a total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parts {
    /// Exactly these codes.
    Codes(Vec<Code>),
    /// Every code of kind country.
    Countries,
    /// Every other code.
    Rest,
}

/// A total that must equal the sum of its parts.
#[derive(Debug, Clone)]
pub struct AddsUp {
    /// The field whose labels are total and parts.
    pub over: usize,
    /// Further fields that tell one sum from another.
    pub within: Vec<usize>,
    /// The total.
    pub total: Code,
    /// The parts.
    pub parts: Parts,
    /// Line of the mapping.
    pub line: u32,
}
