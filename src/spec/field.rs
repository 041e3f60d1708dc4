//! Fields, rules and sums of a mapping after it was checked.
//!
//! A part of [`super::mapping`], which see: indexes instead of names, compiled patterns, and the line of every piece.

use std::collections::BTreeMap;
use std::sync::Arc;

use regex::Regex;

use super::field_file::{Combine, Direction};
use super::language::CodeSystem;
use super::mapping::Anchor;
use super::profile::Profile;
use crate::model::{Code, DimensionId, Fate, Frequency, IgnoreReason, Status, StatusSet, TableId};

/// A heading, and what tells it from others of the same text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its text.
    pub anchor: Anchor,
    /// It is the first one to the right of this other heading.
    pub after: Option<Anchor>,
}

impl Heading {
    /// Both texts, which must stand in the header row.
    pub fn anchors(&self) -> impl Iterator<Item = &Anchor> {
        std::iter::once(&self.anchor).chain(&self.after)
    }
}

/// Which column of the stub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StubColumn {
    /// The one under a heading.
    Under(Heading),
    /// One without a heading, counted from the values to the left, from 1.
    Nth(u32),
}

/// Which row of the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderRow {
    /// Counted from the values upwards, from 1.
    Level(u32),
    /// The one in whose stub this text stands.
    Named(Anchor),
}

/// Where a label stands, seen from the value.
#[derive(Debug, Clone)]
pub enum Placement {
    /// Same row.
    Left(StubColumn),
    /// Same row or the nearest filled one above; rows with a label to skip take the one above too.
    LeftUp(StubColumn, Vec<String>),
    /// Same row or the nearest filled one below; rows with a label to skip take the one below too.
    LeftDown(StubColumn, Vec<String>),
    /// The nearest row above that holds a text there and no value.
    HeadingRow(StubColumn),
    /// Same row, the next column to the right; its heading, where it has one.
    Right(Option<Anchor>),
    /// Same column, in a row of the header.
    Up(HeaderRow),
    /// Same column or the nearest filled one to the left, in a row of the header.
    UpLeft(HeaderRow),
    /// A part of the title.
    Title(Regex),
    /// A part of the sheet's name.
    Sheet(Regex),
}

impl Placement {
    /// The column of the stub, for labels that stand there.
    #[must_use]
    pub const fn stub(&self) -> Option<&StubColumn> {
        match self {
            Self::Left(column) | Self::LeftUp(column, _) | Self::LeftDown(column, _) | Self::HeadingRow(column) => Some(column),
            _ => None,
        }
    }

    /// The heading, for labels of the stub that stand under one.
    #[must_use]
    pub const fn heading(&self) -> Option<&Heading> {
        match self.stub() {
            Some(StubColumn::Under(heading)) => Some(heading),
            _ => None,
        }
    }

    /// The row of the header, for labels that stand there.
    #[must_use]
    pub const fn header(&self) -> Option<&HeaderRow> {
        match self {
            Self::Up(row) | Self::UpLeft(row) => Some(row),
            _ => None,
        }
    }

    /// The header level, for labels that are placed by one.
    #[must_use]
    pub const fn level(&self) -> Option<u32> {
        match self.header() {
            Some(HeaderRow::Level(level)) => Some(*level),
            _ => None,
        }
    }

    /// The direction as the mapping writes it.
    #[must_use]
    pub const fn direction(&self) -> Direction {
        match self {
            Self::Left(_) => Direction::Left,
            Self::LeftUp(..) => Direction::LeftUp,
            Self::LeftDown(..) => Direction::LeftDown,
            Self::HeadingRow(_) => Direction::HeadingRow,
            Self::Right(_) => Direction::Right,
            Self::Up(_) => Direction::Up,
            Self::UpLeft(_) => Direction::UpLeft,
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
    /// The year and its part together, as SDMX or ISO 8601 write them.
    Period,
    /// Statuses of the value.
    Status,
    /// The note.
    Note,
    /// The smallest step that the source shows, in units.
    Step,
    /// The smallest value that a hidden figure may have.
    Lowest,
    /// The largest value that a hidden figure may have.
    Highest,
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
    /// The part of a cell that is the label, where a cell holds more.
    pub part: Option<Regex>,
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
    /// Position among `values` of the line for an empty cell.
    pub of_blank: Option<usize>,
    /// The code of every label that `values` does not list.
    pub otherwise: Option<Code>,
    /// Marks behind labels, and the status each gives.
    pub marks: BTreeMap<String, Option<Status>>,
    /// Letters a cell may hold.
    pub letters: Vec<char>,
    /// Whether several labels may give one code.
    pub combine: Option<Combine>,
    /// Whether rows that differ only in this field are added.
    pub aggregate: bool,
}

impl Field {
    /// Whether every label that the mapping lists is the code itself: a column of codes.
    #[must_use]
    pub fn holds_codes(&self) -> bool {
        let is_code = |value: &ValueMap| matches!(&value.meaning, Meaning::Code(code) if value.text == code.as_str());
        !self.values.is_empty() && self.values.iter().all(is_code)
    }

    /// The part of a cell that is the label; the whole text where the field's pattern does not match.
    #[must_use]
    pub fn part_of<'t>(&self, text: &'t str) -> &'t str {
        let part = self.part.as_ref().and_then(|pattern| pattern.captures(text)?.get(1));
        part.map_or(text, |part| part.as_str())
    }
}

/// What a label of this return stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A code.
    Code(Code),
    /// A part of the year.
    Part(PartOfYear),
    /// The months of the year from the first to the last.
    Months(i8, i8),
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
    /// The label after normalisation; of no use where there is a pattern.
    pub key: String,
    /// A pattern for the label as it stands, where the line has one instead of a text.
    pub pattern: Option<Regex>,
    /// What it stands for.
    pub meaning: Meaning,
    /// Whether the figure is a detail that adds to no total.
    pub memo: bool,
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
    /// The label has the same code as that of another field.
    SameAs(usize),
}

/// What rules do to a cell; effects of several rules are joined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effect {
    /// Exchange tables asked for, with the line that asks; more than one is a finding.
    pub to: Vec<(TableId, u32)>,
    /// Codes of dimensions.
    pub set: BTreeMap<DimensionId, Code>,
    /// Dimensions that take the code of a field.
    pub take: BTreeMap<DimensionId, usize>,
    /// First and last month of the year that the figure covers.
    pub months: Option<(i8, i8)>,
    /// What the source states of every figure of the table; only on the effect of a table.
    pub profile: Option<Arc<Profile>>,
    /// What it states besides of the figures that rules take.
    pub profiles: Vec<Arc<Profile>>,
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
    /// Whether the total may be less than the parts together.
    pub at_most: bool,
    /// Whether the total leaves out parts that have no figure.
    pub missing_add_nothing: bool,
    /// Line of the mapping.
    pub line: u32,
}
