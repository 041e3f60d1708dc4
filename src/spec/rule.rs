//! The rules of consistency: what must hold, why it matters, how to mend it, and which kind of check judges it.
//!
//! In: `rules/*.toml`. Out: checked rules; whatever they name exists. The kinds are a closed set with parameters; each is
//! judged by one file of `validate::kinds`. Nothing is judged here.

use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::code_list::Validity;
use super::load::{line_at, load_toml};
use super::mirror::{Known, Mirrors};
use super::problem::{Problems, Told, spelling_hint};
use super::rule_check::{Check, Figure};
use super::source::SpecSource;
use super::standard_files::optional_toml_date;
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
    known: &Known<'_>,
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
            // A rule that another standard lends may speak of tables that are left out here, and of mirrors of such tables.
            let has_table = |table: &TableId| known.tables.contains_key(table.as_str());
            let has_mirror = |id: &String| mirrors.is_none_or(|mirrors| mirrors.get(id).is_some());
            if lent && !(entry.check.tables().into_iter().all(has_table) && entry.check.mirrors().iter().all(has_mirror)) {
                continue;
            }
            let validity = Validity { from: entry.valid_from, to: entry.valid_to };
            if validity.is_backwards() {
                problems.add(path, line, format!("the rule `{id}`: `valid-to` is before `valid-from`"));
            }
            Checker { path, line, rule: &id, known, mirrors, source, problems }.check(&entry.check);
            found.push(ConsistencyRule {
                id: Arc::from(id),
                statement: entry.statement,
                why: entry.why,
                fix: entry.fix,
                origin: entry.origin,
                severity: entry.severity,
                level: entry.level,
                validity,
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
    known: &'a Known<'a>,
    /// None where the mirrors, or what they refer to, are not right themselves: that is told already.
    mirrors: Option<&'a Mirrors>,
    source: &'a SpecSource,
    problems: &'a mut Problems,
}

impl Checker<'_> {
    fn check(&mut self, check: &Check) {
        let known = self.known;
        for table in check.tables() {
            if !known.tables.contains_key(table.as_str()) && !self.source.has_table(table.as_str()) {
                let hint = spelling_hint(table.as_str(), known.tables.keys().map(TableId::as_str));
                self.problem(&format!("the standard has no table `{table}`"), hint);
            }
        }
        for dimension in check.dimensions() {
            if !known.dimensions.contains_key(dimension) {
                let hint = spelling_hint(dimension.as_str(), known.dimensions.keys().map(DimensionId::as_str));
                self.problem(&format!("the standard has no dimension `{dimension}`"), hint);
            }
        }
        for figure in check.figures() {
            self.figure(figure);
        }
        if let Some(message) = check.out_of_bounds() {
            self.problem(&message, None);
        }
        if let Some(mirrors) = self.mirrors {
            self.references(check, mirrors);
        }
    }

    /// Mirrors, statements and codes; only where what they refer to holds itself.
    fn references(&mut self, check: &Check, mirrors: &Mirrors) {
        let known = self.known;
        for unknown in check.mirrors().iter().filter(|id| mirrors.get(id).is_none()) {
            let hint = spelling_hint(unknown, mirrors.all.iter().map(|mirror| mirror.id.as_str()));
            self.problem(&format!("the standard has no mirror `{unknown}`"), hint);
        }
        if let Some(stated) = check.stated() {
            for value in &stated.values {
                self.told(known.value(&stated.attribute, value));
            }
        }
        for figure in check.figures() {
            for (dimension, code) in
                figure.codes.iter().chain(&figure.or_codes).filter(|(_, code)| !Figure::STANDS_FOR.contains(&code.as_str()))
            {
                self.told(known.code(dimension, code));
            }
        }
        if let Check::Partition { dimension, parts, optional } = check {
            for code in parts.iter().chain(optional).filter(|code| code.as_str() != Figure::REPORTER) {
                self.told(known.code(dimension, code));
            }
        }
        for code in check.but_for().iter().filter(|code| known.lists.values().all(|list| list.get(code.as_str()).is_none())) {
            self.problem(&format!("`{code}` is not a code of any list"), None);
        }
    }

    fn figure(&mut self, figure: &Figure) {
        let known = self.known;
        let Some(table) = known.tables.get(figure.table.as_str()) else { return };
        // Of a table whose own dimensions are misspelt, that is told already.
        if table.dimensions.iter().any(|dimension| !known.dimensions.contains_key(dimension)) {
            return;
        }
        for dimension in figure.codes.keys().chain(figure.or_codes.keys()).filter(|dimension| !table.dimensions.contains(dimension)) {
            let hint = spelling_hint(dimension.as_str(), table.dimensions.iter().map(DimensionId::as_str));
            self.problem(&format!("the table `{}` has no dimension `{dimension}`", table.id), hint);
        }
    }

    fn told(&mut self, checked: Result<(), Told>) {
        if let Err((message, hint)) = checked {
            self.problem(&message, hint);
        }
    }

    fn problem(&mut self, message: &str, hint: Option<String>) {
        self.problems.add_with_hint(self.path, self.line, format!("the rule `{}`: {message}", self.rule), hint);
    }
}
