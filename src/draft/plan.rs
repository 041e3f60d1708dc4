//! What a draft says, before it is written as TOML: every guess with its evidence.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::recognise::{Line, Says};
use crate::model::{Code, IgnoreReason, Reference, Unit};
use crate::spec::{CodeSystem, Language};

/// A question that a person must answer before the figures mean anything.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Todo {
    /// What must be decided, in one sentence.
    pub question: String,
    /// The table it is about; none where it is about the file.
    pub table: Option<String>,
    /// The key of the mapping that answers it, such as `to` or `source.sender`.
    pub key: String,
    /// The first cell that raises it, as `Sheet!B7`.
    pub at: Option<String>,
    /// What is known.
    pub evidence: Option<String>,
}

/// A label that no list knows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UnmatchedLabel {
    /// The table of the draft.
    pub table: String,
    /// The field of the table.
    pub field: String,
    /// The code list the label should belong to.
    pub list: String,
    /// The label as it stands.
    pub label: String,
    /// The first cell that holds it.
    pub at: String,
    /// Codes whose names are near, with those names; for a person to judge.
    pub candidates: Vec<(String, Code)>,
    /// Whether the label can mean each of the candidates, rather than being near them.
    pub ambiguous: bool,
}

/// One table of a draft, for the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftedTable {
    /// Its id in the draft.
    pub id: String,
    /// Its sheets.
    pub sheets: Vec<String>,
    /// The exchange table proposed.
    pub to: String,
    /// Value cells that the draft reads as figures or as missing.
    pub read: usize,
    /// Value cells it leaves open.
    pub open: usize,
}

/// A drafted mapping.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The TOML.
    pub text: String,
    /// Its tables.
    pub tables: Vec<DraftedTable>,
    /// Every open question.
    pub todos: Vec<Todo>,
    /// Labels that no list knows, each once for a field.
    pub unmatched: Vec<UnmatchedLabel>,
    /// Distinct labels that the lists resolve.
    pub matched: usize,
}

/// A guess, with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guess<T> {
    pub value: T,
    pub why: String,
}

impl<T> Guess<T> {
    pub(super) fn new(value: T, why: impl Into<String>) -> Self {
        Self { value, why: why.into() }
    }
}

/// The whole mapping.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub id: String,
    pub title: String,
    pub sender: Guess<String>,
    pub name: Guess<String>,
    pub office: Guess<String>,
    pub languages: Guess<Vec<Language>>,
    pub vintage: Guess<String>,
    pub contains: Vec<String>,
    /// Decimal sign and signs between groups.
    pub numbers: Option<Guess<(char, Vec<char>)>>,
    pub set_aside: Vec<SetAside>,
    pub tables: Vec<TablePlan>,
    pub todos: Vec<Todo>,
}

#[derive(Debug, Clone)]
pub(super) struct SetAside {
    pub sheets: Vec<String>,
    pub reason: IgnoreReason,
    pub because: String,
}

/// One table.
#[derive(Debug, Clone)]
pub(super) struct TablePlan {
    pub id: String,
    pub sheets: Vec<String>,
    pub title: Option<String>,
    pub ends_before: Option<String>,
    pub headings_on_level: Option<u32>,
    /// Texts that must stand in the header row, where no column of the stub has a heading.
    pub header: Vec<String>,
    /// Headings of the columns that hold figures, where others stand among them.
    pub columns: Vec<String>,
    pub to: Guess<String>,
    pub reporter: Option<Guess<String>>,
    pub set: BTreeMap<String, Guess<String>>,
    pub unit: Unit,
    pub multiplier: Option<Multiplier>,
    pub reference: Reference,
    pub day: Option<Guess<String>>,
    pub year: Option<Guess<i16>>,
    /// The latest year among the labels.
    pub latest_year: Option<i16>,
    /// Its first figures.
    pub figures: Vec<Decimal>,
    /// The lowest headings of the columns of figures.
    pub value_labels: Vec<String>,
    pub fields: Vec<FieldPlan>,
    pub ignore_columns: Vec<(String, IgnoreReason, String)>,
    pub rules: Vec<RulePlan>,
    pub adds_up: Vec<SumPlan>,
    /// What is worth a comment above the table.
    pub remarks: Vec<String>,
}

/// Thousands or millions, and the text that says so.
#[derive(Debug, Clone)]
pub(super) struct Multiplier {
    pub factor: u32,
    pub step: u32,
    pub stated_by: String,
    pub why: String,
}

/// Where a label stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// A column of the stub without a heading, counted from the figures to the left.
    Column(u32),
    Left(String),
    LeftUp(String),
    Up(u32),
    UpLeft(u32),
    Sheet(String),
    /// Right beside the figure.
    Right,
}

/// One field.
#[derive(Debug, Clone)]
pub(super) struct FieldPlan {
    pub name: String,
    pub place: Place,
    pub feeds: Option<String>,
    pub system: Option<CodeSystem>,
    /// Another field that names the same thing.
    pub confirm: Option<String>,
    pub values: Vec<Line>,
    /// Labels left open, as comments.
    pub open: Vec<UnmatchedLabel>,
    pub marks: Vec<(String, Option<&'static str>, String)>,
    pub why: String,
}

/// A rule that leaves rows out.
#[derive(Debug, Clone)]
pub(super) struct RulePlan {
    /// Fields, each with the test its label must pass.
    pub when: Vec<(String, String)>,
    pub effect: String,
    pub why: String,
}

/// Figures that add up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SumPlan {
    pub over: String,
    pub total: String,
    pub parts: Vec<String>,
    pub why: String,
}

impl Says {
    /// The code or part of the year as the mapping writes it.
    pub(super) fn toml(&self) -> String {
        match self {
            Self::Code(code) => format!("code = \"{code}\""),
            Self::Part(frequency, None) => format!("freq = \"{}\"", frequency.as_str()),
            Self::Part(frequency, Some(number)) => format!("freq = \"{}\", number = {number}", frequency.as_str()),
        }
    }
}
