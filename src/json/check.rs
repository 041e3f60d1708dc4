//! What `check` and `run` tell.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::diag::render::json::FindingRecord;
use crate::diag::{Finding, Report, Severity};
use crate::run::{Ask, Outcome};
use crate::spec::Standard;
use crate::validate::{Scorecard, Tally};

/// The screen of `check` and `run`, with every finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckBody<'a> {
    /// Files in order of their names.
    pub files: Vec<FileLine>,
    /// Exchange tables that receive observations.
    pub tables: Vec<TableLine>,
    /// Observations by grade: how far each stands from the shared definition.
    pub grades: BTreeMap<String, u64>,
    /// What to ask, ranked, for the region and for each sender.
    pub asks: Vec<AskLine>,
    /// Outcomes of the rules.
    pub rules: Vec<RuleLine>,
    /// How many findings there are.
    pub counts: Findings,
    /// Every finding, the worst first, then by file and place.
    pub findings: Vec<FindingRecord<'a>>,
    /// The folder that was written; none for `check`, which writes nothing.
    pub written_to: Option<String>,
    /// The exit code.
    pub exit_code: u8,
}

/// What became of one file.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FileLine {
    /// Its name.
    pub file: String,
    /// Why it was not read: it can't be, or it holds a list of persons.
    pub error: Option<String>,
    /// Tables found.
    pub tables: u64,
    /// States described.
    pub states: u64,
    /// First year described.
    pub first_year: Option<i16>,
    /// Last year described.
    pub last_year: Option<i16>,
    /// Values that are observations, before equal ones of several cells are joined.
    pub observations: u64,
    /// Findings about the file.
    pub findings: Findings,
    /// Filled cells of sheets on which no table was found and that no mapping sets aside.
    pub not_understood: u64,
}

/// Numbers of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Findings {
    /// At error level.
    pub errors: u64,
    /// At warning level.
    pub warnings: u64,
    /// For information.
    pub information: u64,
}

/// One exchange table.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TableLine {
    /// Its id.
    pub table_id: String,
    /// Observations.
    pub observations: u64,
    /// Claims that contradict each other.
    pub conflicts: u64,
}

/// One question or other repair.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AskLine {
    /// `region`, a state, or an agency.
    pub scope: String,
    /// Place in the list of the scope, from 1.
    pub rank: u32,
    /// answer, breakdown or source.
    pub kind: String,
    /// The source concerned.
    pub source_id: String,
    /// Attribute of the definition profile.
    pub attribute: String,
    /// What to ask for: the question, the breakdown, or figures counted otherwise; in English.
    pub wanted: String,
    /// Figures that become comparable by this alone, at best.
    pub cells_alone: u64,
    /// Figures that become comparable with those above, at best.
    pub cells_together: u64,
    /// Figures of the scope that are not comparable.
    pub cells_blocked: u64,
}

impl AskLine {
    fn of(ask: &Ask) -> Self {
        Self {
            scope: ask.scope.as_str().to_owned(),
            rank: ask.rank,
            kind: ask.kind.to_string(),
            source_id: ask.source.clone(),
            attribute: ask.attribute.clone(),
            wanted: ask.wanted.clone(),
            cells_alone: ask.alone,
            cells_together: ask.together,
            cells_blocked: ask.blocked,
        }
    }
}

/// One rule.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RuleLine {
    /// Its id.
    pub rule: String,
    /// What it asks for.
    pub title: String,
    /// Times it held.
    pub passed: u64,
    /// Times it did not.
    pub failed: u64,
    /// Times it could not be judged.
    pub undecided: u64,
    /// What it lacked then, and how often.
    pub reasons: Vec<ReasonLine>,
}

/// Why a rule could not be judged.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ReasonLine {
    /// What it lacked.
    pub reason: String,
    /// How often.
    pub count: u64,
}

impl RuleLine {
    fn of(rule: &str, title: &str, tally: &Tally) -> Self {
        Self {
            rule: rule.to_owned(),
            title: title.to_owned(),
            passed: tally.passed,
            failed: tally.failed,
            undecided: tally.undecided,
            reasons: tally.reasons.iter().map(|(reason, count)| ReasonLine { reason: (*reason).to_owned(), count: *count }).collect(),
        }
    }
}

impl<'a> CheckBody<'a> {
    /// The outcome as it is printed.
    #[must_use]
    pub fn of(outcome: &'a Outcome, written_to: Option<String>, exit_code: u8) -> Self {
        let files = outcome.files.iter().map(|file| FileLine {
            file: file.file.clone(),
            error: file.error.clone(),
            tables: file.tables as u64,
            states: file.states as u64,
            first_year: file.years.map(|(first, _)| first),
            last_year: file.years.map(|(_, last)| last),
            observations: file.observations as u64,
            findings: Findings { errors: file.findings[0], warnings: file.findings[1], information: file.findings[2] },
            not_understood: file.not_understood,
        });
        let tables = outcome.tables.iter().map(|(id, observations, conflicts)| TableLine {
            table_id: id.clone(),
            observations: *observations as u64,
            conflicts: *conflicts as u64,
        });
        let title = |rule: &str| outcome.rule_statements.get(rule).map_or("", String::as_str);
        let rules = outcome.scorecard.rules.iter().map(|(rule, tally)| RuleLine::of(rule, title(rule), tally));
        Self {
            grades: outcome.grades.iter().map(|(grade, count)| ((*grade).to_owned(), *count)).collect(),
            asks: outcome.asks.iter().map(AskLine::of).collect(),
            files: files.collect(),
            tables: tables.collect(),
            rules: rules.collect(),
            counts: Findings::in_report(&outcome.report),
            findings: worst_first(outcome.report.findings()).into_iter().map(FindingRecord::from).collect(),
            written_to,
            exit_code,
        }
    }
}

/// What `validate` tells: outcomes of the rules, and every finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ValidateBody<'a> {
    /// The highest level judged: 0 file, 1 within a table, 2 across tables and years, 3 against other states, 4 against outside figures.
    pub level: u8,
    /// Outcomes of the rules.
    pub rules: Vec<RuleLine>,
    /// How many findings there are.
    pub counts: Findings,
    /// Every finding, the worst first, then by file and place.
    pub findings: Vec<FindingRecord<'a>>,
    /// The exit code.
    pub exit_code: u8,
}

impl<'a> ValidateBody<'a> {
    /// What was judged, as it is printed.
    #[must_use]
    pub fn of(report: &'a Report, scorecard: &Scorecard, standard: &Standard, level: u8, exit_code: u8) -> Self {
        let title = |id: &str| standard.rules.iter().find(|rule| *rule.id == *id).map_or("", |rule| rule.statement.as_str());
        let rules = scorecard.rules.iter().map(|(rule, tally)| RuleLine::of(rule, title(rule), tally));
        Self {
            level,
            rules: rules.collect(),
            counts: Findings::in_report(report),
            findings: worst_first(report.findings()).into_iter().map(FindingRecord::from).collect(),
            exit_code,
        }
    }
}

impl Findings {
    fn in_report(report: &Report) -> Self {
        Self {
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            information: report.count(Severity::Information),
        }
    }
}

/// Findings by severity, the order among equals kept.
pub(super) fn worst_first(findings: &[Finding]) -> Vec<&Finding> {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    sorted
}
