//! The rules of consistency: what must hold, why it matters, how to mend it, and which kind of check judges it.
//!
//! In: `rules/*.toml`. Out: checked rules whose tables and dimensions exist. The kinds are a closed set with parameters; each is
//! judged by one file of `validate::kinds`. Nothing is judged here.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::code_list::Validity;
use super::load::{line_at, load_toml};
use super::mirror::Mirrors;
use super::problem::{Problems, spelling_hint};
use super::rule_check::{Check, Figure};
use super::source::SpecSource;
use super::standard_files::{Dimension, TableSpec, optional_toml_date};
use crate::model::{DimensionId, TableId, closed_set};

closed_set!(
    /// How bad it is when a rule does not hold.
    RuleSeverity {
        /// The figures can't stand as they are.
        Error = "error",
        /// Someone should look.
        Warning = "warning",
        /// Worth knowing.
        Information = "information",
    }
);

/// A rule of consistency.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsistencyRule {
    /// Its id.
    pub id: Arc<str>,
    /// What must hold.
    pub statement: String,
    /// Why it matters.
    pub why: String,
    /// How to mend it.
    pub fix: String,
    /// Where it comes from.
    pub origin: String,
    /// How bad it is when it does not hold.
    pub severity: RuleSeverity,
    /// 0 file, 1 within a table, 2 across tables and years of one sender, 3 against other states, 4 against outside figures.
    pub level: u8,
    /// The days for which it holds; what is judged cell by cell without a time is judged for all.
    pub validity: Validity,
    /// What judges it.
    pub check: Check,
}

#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RulesFile {
    #[validate(range(min = 1, max = 1, message = "this program reads schema 1"))]
    schema: u32,
    #[serde(default, rename = "rule")]
    #[validate(nested)]
    rules: Vec<RuleEntry>,
}

#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RuleEntry {
    /// Its id; findings and explanations name it.
    #[schemars(with = "String")]
    id: Spanned<String>,
    /// What must hold, in one sentence.
    #[validate(length(min = 1, message = "must not be empty"))]
    statement: String,
    /// Why it matters.
    #[validate(length(min = 1, message = "must not be empty"))]
    why: String,
    /// What to do when it does not hold.
    #[validate(length(min = 1, message = "must not be empty"))]
    fix: String,
    /// Where it comes from.
    #[validate(length(min = 1, message = "must name a source"))]
    origin: String,
    /// error, warning or information.
    severity: RuleSeverity,
    /// 0 file, 1 within a table, 2 across tables and years of one sender, 3 against other states, 4 against outside figures.
    #[validate(range(max = 4, message = "levels go from 0 to 4"))]
    level: u8,
    /// First day for which it holds.
    #[serde(default, deserialize_with = "optional_toml_date")]
    #[schemars(with = "Option<String>")]
    valid_from: Option<Date>,
    /// Last day for which it holds.
    #[serde(default, deserialize_with = "optional_toml_date")]
    #[schemars(with = "Option<String>")]
    valid_to: Option<Date>,
    /// What judges it.
    check: Check,
}

/// Reads the rules, by file and in the order in which they stand there.
pub(super) fn read_rules(
    source: &SpecSource,
    (tables, dimensions): (&BTreeMap<TableId, TableSpec>, &BTreeMap<DimensionId, Dimension>),
    mirrors: Option<&Mirrors>,
    problems: &mut Problems,
) -> Vec<ConsistencyRule> {
    let mut found: Vec<ConsistencyRule> = Vec::new();
    for path in source.inside("rules", ".toml") {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        let Some(file) = problems.value_of(load_toml::<RulesFile>(path, text)) else { continue };
        let lent = source.is_lent(path);
        for entry in file.rules {
            let line = line_at(text, entry.id.span().start);
            let id = entry.id.into_inner();
            if found.iter().any(|known| *known.id == *id) {
                problems.add(path, line, format!("the rule `{id}` stands twice"));
                continue;
            }
            // A rule that another standard lends may speak of tables that are left out here.
            let there = |table: &TableId| tables.contains_key(table.as_str());
            // Where the mirrors are not right themselves, that is told already.
            if let (Check::MirrorGap { mirrors: named, .. }, Some(mirrors)) = (&entry.check, mirrors) {
                let ids: Vec<&str> = mirrors.all.iter().map(|mirror| mirror.id.as_str()).collect();
                for unknown in named.iter().filter(|id| !ids.contains(&id.as_str())) {
                    let message = format!("the rule `{id}`: the standard has no mirror `{unknown}`");
                    problems.add_with_hint(path, line, message, spelling_hint(unknown, ids.iter().copied()));
                }
            }
            if lent && !entry.check.tables().into_iter().all(there) {
                continue;
            }
            Checker { path, line, rule: &id, tables, dimensions, source, problems }.check(&entry.check);
            found.push(ConsistencyRule {
                id: Arc::from(id),
                statement: entry.statement,
                why: entry.why,
                fix: entry.fix,
                origin: entry.origin,
                severity: entry.severity,
                level: entry.level,
                validity: Validity { from: entry.valid_from, to: entry.valid_to },
                check: entry.check,
            });
        }
    }
    found
}

/// Compares what a rule names with what there is.
struct Checker<'a> {
    path: &'a str,
    line: u32,
    rule: &'a str,
    tables: &'a BTreeMap<TableId, TableSpec>,
    dimensions: &'a BTreeMap<DimensionId, Dimension>,
    source: &'a SpecSource,
    problems: &'a mut Problems,
}

impl Checker<'_> {
    fn check(&mut self, check: &Check) {
        for table in check.tables() {
            // A table whose file can't be read is there all the same.
            let there = self.source.text(&format!("tables/{table}.toml")).is_ok_and(|text| text.is_some());
            if !self.tables.contains_key(table.as_str()) && !there {
                let hint = spelling_hint(table.as_str(), self.tables.keys().map(TableId::as_str));
                self.problem(&format!("the standard has no table `{table}`"), hint);
            }
        }
        for dimension in check.dimensions() {
            if !self.dimensions.contains_key(dimension) {
                let hint = spelling_hint(dimension.as_str(), self.dimensions.keys().map(DimensionId::as_str));
                self.problem(&format!("the standard has no dimension `{dimension}`"), hint);
            }
        }
        for figure in check.figures() {
            self.figure(figure);
        }
        if let Some(message) = check.out_of_bounds() {
            self.problem(&message, None);
        }
    }

    fn figure(&mut self, figure: &Figure) {
        let Some(table) = self.tables.get(figure.table.as_str()) else { return };
        // Of a table whose own dimensions are misspelt, that is told already.
        if table.dimensions.iter().any(|dimension| !self.dimensions.contains_key(dimension)) {
            return;
        }
        for dimension in figure.codes.keys().chain(figure.or_codes.keys()).filter(|dimension| !table.dimensions.contains(dimension)) {
            let hint = spelling_hint(dimension.as_str(), table.dimensions.iter().map(DimensionId::as_str));
            self.problem(&format!("the table `{}` has no dimension `{dimension}`", table.id), hint);
        }
    }

    fn problem(&mut self, message: &str, hint: Option<String>) {
        self.problems.add_with_hint(self.path, self.line, format!("the rule `{}`: {message}", self.rule), hint);
    }
}
