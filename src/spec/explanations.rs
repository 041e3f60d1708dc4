//! Explanations that states gave, kept from year to year: of findings, and of gaps.
//!
//! In: TOML files. Out: [`Explanations`] whose states, tables, rules and codes exist, each with its line, so that one that
//! covers nothing can be told at its place. What they cover is for the stages that have findings and gaps.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::breakdown::Breakdown;
use super::inventory::{axis_of, state_of};
use super::load::{line_at, load_toml};
use super::pipeline::NamedPath;
use super::plan::table_of;
use super::problem::{Problems, SpecError, Told, spelling_hint};
use super::standard::Standard;
use super::standard_files::{TableSpec, optional_toml_date, toml_date};
use super::years::Years;
use crate::diag::MappingLine;
use crate::model::{Code, Status, TableId, closed_set};

closed_set!(
    /// Why figures are not there, as somebody declares it.
    GapReason {
        /// They exist, and were not collected.
        NotCollected = "not-collected",
        /// They can't exist.
        NotApplicable = "not-applicable",
        /// The region agreed that they need not be sent.
        Derogation = "derogation",
        /// They are confidential.
        Confidential = "confidential",
    }
);

impl GapReason {
    /// The status of an observation that says the same.
    #[must_use]
    pub const fn status(self) -> Status {
        match self {
            Self::NotCollected => Status::L,
            Self::NotApplicable => Status::M,
            Self::Derogation => Status::J,
            Self::Confidential => Status::Q,
        }
    }

    /// What a status of an observation says; none for one that says nothing of a gap.
    #[must_use]
    pub fn of(status: Status) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.status() == status)
    }
}

/// Explanations, as people write them.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ExplanationsFile {
    /// Version of this file format: 1.
    #[validate(range(min = 1, max = 1, message = "this program reads explanations of schema 1"))]
    schema: u32,
    /// Findings that somebody explained.
    #[serde(default)]
    #[validate(nested)]
    explanation: Vec<ExplanationEntry>,
    /// Gaps that somebody explained.
    #[serde(default)]
    #[validate(nested)]
    gap: Vec<GapEntry>,
}

/// The explanation of a finding; `rule` or `finding` says which.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ExplanationEntry {
    /// The rule that judged, such as `C05`.
    #[schemars(with = "Option<String>")]
    rule: Option<Spanned<String>>,
    /// The code of the finding, such as `harmonise/repeated-claim`.
    #[schemars(with = "Option<String>")]
    finding: Option<Spanned<String>>,
    /// The state whose figures it is about.
    #[schemars(with = "String")]
    state: Spanned<String>,
    /// The exchange table; any table where not given.
    #[schemars(with = "Option<String>")]
    table: Option<Spanned<String>>,
    /// Years; any year where not given.
    years: Option<Years>,
    /// The explanation, in the words in which it was given.
    #[validate(length(min = 3, message = "must say something"))]
    text: String,
    /// Who gave it.
    #[validate(length(min = 1, message = "must not be empty"))]
    who: String,
    /// The day on which it was given.
    #[serde(deserialize_with = "toml_date")]
    #[schemars(with = "String")]
    on: Date,
    /// The last day on which it holds; for good where not given.
    #[serde(default, deserialize_with = "optional_toml_date")]
    #[schemars(with = "Option<String>")]
    until: Option<Date>,
}

/// The declaration that figures are not there, and why; `table` or `axis` says which, or neither for all.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct GapEntry {
    /// The state.
    #[schemars(with = "String")]
    state: Spanned<String>,
    /// The exchange table.
    #[schemars(with = "Option<String>")]
    table: Option<Spanned<String>>,
    /// The axis, for all its tables.
    #[schemars(with = "Option<String>")]
    axis: Option<Spanned<String>>,
    /// `total`, a dimension such as `age`, a level such as `citizenship.l2`, or `crossing`; the whole table where not given.
    #[schemars(with = "Option<String>")]
    breakdown: Option<Spanned<String>>,
    /// Years; any year where not given.
    years: Option<Years>,
    /// Why they are not there.
    status: GapReason,
    /// The explanation, in the words in which it was given.
    #[validate(length(min = 3, message = "must say something"))]
    text: String,
    /// Who gave it.
    #[validate(length(min = 1, message = "must not be empty"))]
    who: String,
    /// The day on which it was given.
    #[serde(deserialize_with = "toml_date")]
    #[schemars(with = "String")]
    on: Date,
    /// The last day on which it holds; for good where not given.
    #[serde(default, deserialize_with = "optional_toml_date")]
    #[schemars(with = "Option<String>")]
    until: Option<Date>,
}

/// What an explanation is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Explained {
    /// Findings of a rule.
    Rule(String),
    /// Findings of a code.
    Finding(String),
}

impl Explained {
    /// The rule or the code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Rule(text) | Self::Finding(text) => text,
        }
    }
}

/// Who said something, when, and where it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The words.
    pub text: String,
    /// Who gave them.
    pub who: String,
    /// The day on which they were given.
    pub on: Date,
    /// The last day on which they hold; none for good.
    pub until: Option<Date>,
    /// Where they are written.
    pub line: MappingLine,
}

impl Given {
    /// Whether it still holds on a day.
    #[must_use]
    pub fn holds_on(&self, day: Option<Date>) -> bool {
        self.until.is_none_or(|until| day.is_none_or(|day| day <= until))
    }
}

/// The explanation of findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The rule or code.
    pub about: Explained,
    /// The state.
    pub state: Code,
    /// The table; none for any.
    pub table: Option<TableId>,
    /// Years; none for any.
    pub years: Option<Years>,
    /// The explanation.
    pub given: Given,
}

impl Explanation {
    /// Whether it covers a finding about a state: its rule, its code, its table and its year, as far as the finding has them.
    ///
    /// An explanation that names a table or years covers no finding that has none. Whether it still holds is
    /// [`Given::holds_on`].
    #[must_use]
    pub fn covers(&self, state: &str, table: Option<&str>, year: Option<i16>, rule: Option<&str>, code: &str) -> bool {
        let about = match &self.about {
            Explained::Rule(own) => rule == Some(own.as_str()),
            Explained::Finding(own) => code == own,
        };
        about
            && self.state.as_str() == state
            && self.table.as_ref().is_none_or(|own| table == Some(own.as_str()))
            && self.years.as_ref().is_none_or(|years| year.is_some_and(|year| years.contains(year)))
    }
}

/// What a declared gap is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapScope {
    /// Every table.
    All,
    /// The tables of an axis.
    Axis(String),
    /// One table.
    Table(TableId),
}

/// The declaration that figures are not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclaredGap {
    /// The state.
    pub state: Code,
    /// Which tables.
    pub scope: GapScope,
    /// The breakdown; none for all of the table.
    pub breakdown: Option<Breakdown>,
    /// Years; none for any.
    pub years: Option<Years>,
    /// Why.
    pub reason: GapReason,
    /// The explanation.
    pub given: Given,
}

impl DeclaredGap {
    /// Whether it is about a breakdown of a table of a state in a year. Whether it still holds is [`Given::holds_on`].
    #[must_use]
    pub fn covers(&self, state: &Code, table: &TableSpec, year: i16, breakdown: &Breakdown) -> bool {
        let in_scope = match &self.scope {
            GapScope::All => true,
            GapScope::Axis(axis) => *axis == table.axis,
            GapScope::Table(id) => *id == table.id,
        };
        in_scope
            && self.state == *state
            && self.years.as_ref().is_none_or(|years| years.contains(year))
            && self.breakdown.as_ref().is_none_or(|own| own.holds(breakdown))
    }
}

/// Everything that somebody explained, in the order of files and lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Explanations {
    /// Of findings.
    pub explanations: Vec<Explanation>,
    /// Of gaps.
    pub gaps: Vec<DeclaredGap>,
}

impl Explanations {
    /// Reads the explanations of a pipeline; `codes` are the findings that the program can make.
    ///
    /// # Errors
    /// A file can't be read, breaks its schema, or names a state, table, rule or code that there is not.
    pub fn load(files: &[NamedPath], standard: &Standard, codes: &[&str]) -> Result<Self, SpecError> {
        let mut problems = Problems::default();
        let mut found = Self::default();
        for file in files {
            let Some(text) = problems.value_of(file.text("the explanations")) else { continue };
            let Some(read) = problems.value_of(load_toml::<ExplanationsFile>(&file.name, &text)) else { continue };
            let mut reader = Reader { file: Arc::from(file.name.as_str()), text: &text, standard, codes, problems: &mut problems };
            found.explanations.extend(read.explanation.into_iter().filter_map(|entry| reader.explanation(entry)));
            found.gaps.extend(read.gap.into_iter().filter_map(|entry| reader.gap(entry)));
        }
        problems.refuse()?;
        Ok(found)
    }
}

struct Reader<'a> {
    file: Arc<str>,
    text: &'a str,
    standard: &'a Standard,
    codes: &'a [&'a str],
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn problem(&mut self, at: &Spanned<String>, (message, hint): Told) {
        self.problems.add_with_hint(&self.file, line_at(self.text, at.span().start), message, hint);
    }

    fn checked<T>(&mut self, text: &Spanned<String>, check: impl FnOnce(&str) -> Result<T, Told>) -> Option<T> {
        self.problems.checked(&self.file, self.text, text, check)
    }

    fn given(&mut self, at: &Spanned<String>, (text, who): (String, String), on: Date, until: Option<Date>) -> Given {
        if until.is_some_and(|until| until < on) {
            self.problem(
                at,
                ("`until` is before `on`".to_owned(), Some("give the last day on which it holds, or leave it out".to_owned())),
            );
        }
        let line = MappingLine { file: Arc::clone(&self.file), line: line_at(self.text, at.span().start) };
        Given { text, who, on, until, line }
    }

    fn explanation(&mut self, entry: ExplanationEntry) -> Option<Explanation> {
        let standard = self.standard;
        let about = match (&entry.rule, &entry.finding) {
            (Some(rule), None) => {
                let rules: Vec<&str> = standard.rules.iter().map(|rule| &*rule.id).collect();
                self.checked(rule, |text| known(text, &rules, "rule", "concord standard list rules")).map(Explained::Rule)
            }
            (None, Some(code)) => {
                let codes = self.codes;
                self.checked(code, |text| known(text, codes, "finding", "concord explain")).map(Explained::Finding)
            }
            _ => {
                let hint = Some("give `rule = \"C05\"` or `finding = \"map/unknown-label\"`".to_owned());
                self.problem(&entry.state, ("an explanation names a rule or a finding, and not both".to_owned(), hint));
                None
            }
        };
        let state = self.checked(&entry.state, |text| state_of(text, standard));
        let table = self.table(entry.table.as_ref());
        let given = self.given(&entry.state, (entry.text, entry.who), entry.on, entry.until);
        Some(Explanation { about: about?, state: state?, table: table?, years: entry.years, given })
    }

    /// A table that may be left out; none at all where it is not one.
    #[expect(clippy::option_option, reason = "left out is one thing, wrong another")]
    fn table(&mut self, text: Option<&Spanned<String>>) -> Option<Option<TableId>> {
        let standard = self.standard;
        match text {
            Some(text) => self.checked(text, |text| table_of(text, standard).map(|table| Some(table.id.clone()))),
            None => Some(None),
        }
    }

    fn gap(&mut self, entry: GapEntry) -> Option<DeclaredGap> {
        let standard = self.standard;
        let state = self.checked(&entry.state, |text| state_of(text, standard));
        let table = self.table(entry.table.as_ref());
        let axis = entry.axis.as_ref().map(|axis| self.checked(axis, |text| axis_of(text, &standard.tables)));
        if let (Some(_), Some(axis)) = (&entry.table, &entry.axis) {
            self.problem(axis, ("a gap names a table or an axis, and not both".to_owned(), Some("keep one of them".to_owned())));
        }
        // What a breakdown of a table that is none can be, nobody knows.
        let breakdown = entry.breakdown.as_ref().zip(table.as_ref());
        let breakdown = breakdown.map(|(text, table)| self.checked(text, |text| breakdown_of(text, table.as_ref(), standard)));
        let given = self.given(&entry.state, (entry.text, entry.who), entry.on, entry.until);
        let scope = match (table?, axis) {
            (Some(table), _) => GapScope::Table(table),
            (None, Some(axis)) => GapScope::Axis(axis?),
            (None, None) => GapScope::All,
        };
        let breakdown = match breakdown {
            Some(breakdown) => Some(breakdown?),
            None => None,
        };
        Some(DeclaredGap { state: state?, scope, breakdown, years: entry.years, reason: entry.status, given })
    }
}

fn known(text: &str, all: &[&str], what: &str, command: &str) -> Result<String, Told> {
    if all.contains(&text) {
        return Ok(text.to_owned());
    }
    let hint = spelling_hint(text, all.iter().copied()).or_else(|| Some(format!("`{command}` prints them")));
    Err((format!("there is no {what} `{text}`"), hint))
}

/// A breakdown that the table can have; of several tables, one that any of them can.
fn breakdown_of(text: &str, table: Option<&TableId>, standard: &Standard) -> Result<Breakdown, Told> {
    let breakdown: Breakdown = text.parse().map_err(|message| (message, None))?;
    let tables = standard.tables.values().filter(|spec| table.is_none_or(|table| *table == spec.id));
    let asked: BTreeSet<Breakdown> = tables.flat_map(|spec| spec.breakdowns(standard)).collect();
    if asked.iter().any(|one| breakdown.holds(one)) {
        return Ok(breakdown);
    }
    let names: BTreeSet<String> =
        asked.iter().flat_map(|one| one.dimension().map(ToString::to_string).into_iter().chain([one.to_string()])).collect();
    let where_to = table.map_or_else(|| "no table asks".to_owned(), |table| format!("`{table}` does not ask"));
    Err((format!("{where_to} for the breakdown `{text}`"), spelling_hint(text, names.iter().map(String::as_str))))
}
