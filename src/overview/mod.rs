//! Who has sent what, what blocks acceptance, and what to ask whom: one look at the folder of a run.
//!
//! In: the folder that `run` wrote, with its gaps, findings, returns and recommendations. Out: an [`Overview`], for all states or
//! with every place of one. It reads only what was written, so that it works on a folder that was copied to another machine;
//! no return is opened, and nothing is judged again.

mod folder;
mod summary;

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Serialize;

use crate::write::WriteError;

pub use summary::overview;

/// Why there is nothing to look at.
#[derive(Debug, thiserror::Error)]
pub enum OverviewError {
    /// The folder is not the output of a finished run.
    #[error("`{0}` is not the output of a finished run: it has no readable `manifest.json`; give the folder that `concord run` wrote")]
    NotARun(PathBuf),
    /// The folder is of a program that wrote no gaps.
    #[error("`{0}` holds no `{1}`: it was written by an earlier version of the program; run the pipeline again")]
    TooOld(PathBuf, &'static str),
    /// A file of the folder can't be read.
    #[error(transparent)]
    Read(#[from] WriteError),
    /// Nobody asked this state, or this table, for anything.
    #[error("{what} `{name}` was not asked in this round{hint}")]
    Unknown {
        /// `state` or `table`.
        what: &'static str,
        /// What was asked for.
        name: String,
        /// The nearest one, or all of them.
        hint: String,
    },
}

/// The breakdown of the rows about a table as a whole.
const TABLE: &str = "table";

/// Statuses of what came, at least in part.
const SENT: [&str; 3] = ["received", "partial", "late"];

/// What is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// The one state; all where none is named.
    pub state: Option<String>,
    /// The one table; all where none is named.
    pub table: Option<String>,
}

/// One look at a round.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Overview {
    /// Id of the pipeline.
    pub pipeline: String,
    /// Id and version of the standard.
    pub standard: String,
    /// Years asked for, in order.
    pub years: Vec<i16>,
    /// Tables asked for, by id.
    pub tables: Vec<String>,
    /// Parts of the exchange with their tables, in the order of their first table.
    pub axes: Vec<Axis>,
    /// The states asked, by code.
    pub states: Vec<StateOverview>,
    /// What costs the region most, the dearest first.
    pub costs: Vec<CostLine>,
    /// Files that were not read, and why.
    pub unread: Vec<UnreadFile>,
    /// Errors of files that no state is known for.
    pub errors_elsewhere: u64,
    /// Whether the folder is a public edition, which does not tell what was found: that no error is named says nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub findings_left_out: bool,
}

/// A part of the exchange.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Axis {
    /// Its name, such as `immigration`.
    pub name: String,
    /// Its tables that were asked for.
    pub tables: Vec<String>,
}

/// One state of a round.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StateOverview {
    /// Code.
    pub code: String,
    /// Its name in English.
    pub name: String,
    /// Files it sent.
    pub files: Vec<ReturnOverview>,
    /// By part of the exchange: how many tables and years came, of how many asked for.
    pub axes: Vec<AxisCount>,
    /// Tables and years by what became of them, in the order of the statuses.
    pub statuses: Vec<StatusCount>,
    /// Tables and years that lack, or of which something lacks, and why is said.
    pub explained: u64,
    /// Those of which nobody said why.
    pub unexplained: u64,
    /// The largest delay of its files in days; none where no day is known.
    pub days_late: Option<i32>,
    /// Errors that nobody explained: they block acceptance.
    pub errors: Vec<FindingLine>,
    /// Warnings that nobody explained.
    pub warnings_open: u64,
    /// What to ask it, the cheapest first.
    pub asks: Vec<AskLine>,
    /// Its places, where one state is looked at.
    pub places: Vec<PlaceLine>,
    /// Its sources, where one state is looked at.
    pub sources: Vec<SourceLine>,
}

/// A file of a state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReturnOverview {
    /// Name.
    pub file: String,
    /// The day it was received.
    pub received_on: Option<String>,
    /// Days after the day on which it was due.
    pub days_late: Option<i32>,
}

/// A file that was not read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct UnreadFile {
    /// Name.
    pub file: String,
    /// Why.
    pub error: String,
}

/// How many tables and years became of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StatusCount {
    /// received, partial, late, not-collected, not-applicable, derogation, confidential or missing.
    pub status: String,
    /// How many.
    pub count: u64,
}

/// A source of a state for a part of the exchange.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourceLine {
    /// Part of the exchange.
    pub axis: String,
    /// Its name; none where none is known.
    pub source: Option<String>,
    /// none, unused, not-shared or shared.
    pub standing: String,
    /// The judgement of the inventory about its reliability.
    pub reliability: Option<String>,
    /// What to know about it.
    pub note: Option<String>,
}

/// What came of a part of the exchange.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AxisCount {
    /// Tables and years of which anything came.
    pub sent: u64,
    /// Tables and years asked for, without those that can't exist.
    pub asked: u64,
}

/// A finding that nobody explained.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FindingLine {
    /// Code.
    pub code: String,
    /// Rule that judged.
    pub rule: Option<String>,
    /// What was found.
    pub message: String,
    /// File.
    pub file: Option<String>,
    /// How many like it this one stands for.
    pub count: u64,
}

/// One thing to ask for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct AskLine {
    /// Its id.
    pub id: String,
    /// What kind it is.
    pub kind: String,
    /// The source concerned.
    pub source: Option<String>,
    /// What is asked for, in a sentence.
    pub wanted: String,
    /// Tables concerned.
    pub tables: Vec<String>,
    /// open, agreed, done, declined or gone.
    pub status: String,
    /// The round since which it stands so.
    pub since: Option<String>,
    /// What was said about it.
    pub note: Option<String>,
}

/// A breakdown of a table in a year, or the table as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlaceLine {
    /// The table.
    pub table: String,
    /// The year.
    pub year: i16,
    /// The breakdown; `table` for the table as a whole.
    pub breakdown: String,
    /// What became of it.
    pub status: String,
    /// Whether what lacks is explained.
    pub explained: bool,
    /// Codes that lack without a word.
    pub lacking: Vec<String>,
    /// The same with the names of groups of countries.
    pub lacking_names: Vec<String>,
    /// Why, in the words in which it was given, and by whom.
    pub why: Option<String>,
    /// Days after the day on which it was due.
    pub days_late: Option<i32>,
    /// Per mille whose code is unknown.
    pub unknown_per_mille: Option<i16>,
}

impl PlaceLine {
    /// Whether it is about the table as a whole.
    #[must_use]
    pub fn is_table(&self) -> bool {
        self.breakdown == TABLE
    }

    /// Whether any of it came.
    #[must_use]
    pub fn is_sent(&self) -> bool {
        SENT.contains(&self.status.as_str())
    }
}

/// What a breakdown costs the region.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CostLine {
    /// The table.
    pub table: String,
    /// The year.
    pub year: i16,
    /// The breakdown.
    pub breakdown: String,
    /// States asked.
    pub asked: u64,
    /// States of which there is nothing.
    pub lost: Vec<String>,
    /// Per mille of the population that they are.
    pub lost_per_mille: Option<i16>,
    /// The state whose answer would win back most.
    pub best_state: Option<String>,
    /// Its per mille.
    pub best_per_mille: Option<i16>,
}
