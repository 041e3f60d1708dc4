//! What a round asks for: which tables of which states for which years, and by when.
//!
//! In: the section `[plan]` of a pipeline and the standard. Out: a [`Plan`] whose states and tables exist. Where the pipeline
//! has none, everything that the standard calls core is asked of every member, for the years that their returns hold.

use std::collections::BTreeSet;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::inventory::state_of;
use super::pipeline::Pipeline;
use super::problem::{Problems, SpecError, Told, spelling_hint};
use super::standard::Standard;
use super::standard_files::{TableLevel, TableSpec, optional_toml_date};
use super::years::Years;
use crate::model::{Code, TableId};

/// What a round asks for, as people write it.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PlanSection {
    /// Years asked for; those that the states' own returns hold where not given.
    years: Option<Years>,
    /// The day on which returns are due.
    #[serde(default, deserialize_with = "optional_toml_date")]
    #[schemars(with = "Option<String>")]
    due: Option<Date>,
    /// The day until which findings can be explained; a warning that nobody explained stays unvalidated after it.
    #[serde(default, deserialize_with = "optional_toml_date")]
    #[schemars(with = "Option<String>")]
    deadline: Option<Date>,
    /// States asked; the members of the region of the standard where not given.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    states: Vec<Spanned<String>>,
    /// Tables asked for; every table that the standard calls core where not given.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    tables: Vec<Spanned<String>>,
    /// Tables that are not asked for all the same.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    without_tables: Vec<Spanned<String>>,
    /// Tables that are asked for besides.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    optional_tables: Vec<Spanned<String>>,
}

/// What a round asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Years, in order; none where the returns themselves say them.
    pub years: Option<Vec<i16>>,
    /// The day on which returns are due.
    pub due: Option<Date>,
    /// The day until which findings can be explained.
    pub deadline: Option<Date>,
    /// States; none where the members of each year are asked.
    pub states: Option<BTreeSet<Code>>,
    /// Tables.
    pub tables: BTreeSet<TableId>,
}

impl Plan {
    /// The plan of a pipeline.
    ///
    /// # Errors
    /// It names a state or a table that the standard does not know.
    pub fn of(pipeline: &Pipeline, standard: &Standard) -> Result<Self, SpecError> {
        let nothing = PlanSection::default();
        let section = pipeline.plan.as_ref().unwrap_or(&nothing);
        let mut checker = Checker { pipeline, standard, problems: Problems::default() };
        let core = || standard.tables.values().filter(|table| table.level == TableLevel::Core).map(|table| table.id.clone());
        let mut tables: BTreeSet<TableId> = if section.tables.is_empty() { core().collect() } else { checker.tables(&section.tables) };
        tables.extend(checker.tables(&section.optional_tables));
        for table in checker.tables(&section.without_tables) {
            tables.remove(&table);
        }
        let states: BTreeSet<Code> = section.states.iter().filter_map(|state| checker.state(state)).collect();
        checker.problems.refuse()?;
        Ok(Self {
            years: section.years.as_ref().map(Years::all),
            due: section.due,
            deadline: section.deadline,
            states: (!section.states.is_empty()).then_some(states),
            tables,
        })
    }

    /// The states that are asked for a year of a table: those of the plan, or the members of the region on the last day of the year.
    #[must_use]
    pub fn states_in(&self, year: i16, standard: &Standard) -> BTreeSet<Code> {
        let members = || Date::new(year, 12, 31).map(|day| standard.members(standard.region.as_str(), day)).unwrap_or_default();
        self.states.clone().unwrap_or_else(members)
    }

    /// The day by which it is judged whether a declaration still holds: the due day, or the last day of the last year asked for.
    #[must_use]
    pub fn as_of(&self, last_year: Option<i16>) -> Option<Date> {
        self.due.or_else(|| last_year.and_then(|year| Date::new(year, 12, 31).ok()))
    }
}

struct Checker<'a> {
    pipeline: &'a Pipeline,
    standard: &'a Standard,
    problems: Problems,
}

impl Checker<'_> {
    fn checked<T>(&mut self, written: &Spanned<String>, check: impl FnOnce(&str) -> Result<T, Told>) -> Option<T> {
        self.problems.checked(&self.pipeline.file, &self.pipeline.text, written, check)
    }

    fn state(&mut self, written: &Spanned<String>) -> Option<Code> {
        let standard = self.standard;
        self.checked(written, |text| state_of(text, standard))
    }

    fn tables(&mut self, written: &[Spanned<String>]) -> BTreeSet<TableId> {
        let standard = self.standard;
        let sent = |text: &str| match table_of(text, standard)? {
            table if table.level == TableLevel::Derived => {
                Err((format!("`{}` is worked out from other tables and never sent", table.id), None))
            }
            table => Ok(table.id.clone()),
        };
        written.iter().filter_map(|text| self.checked(text, sent)).collect()
    }
}

/// The table of an id, or what is wrong with it and what to type instead.
pub(super) fn table_of<'a>(text: &str, standard: &'a Standard) -> Result<&'a TableSpec, Told> {
    standard.table(text).ok_or_else(|| {
        let hint = spelling_hint(text, standard.tables.keys().map(TableId::as_str));
        (format!("there is no table `{text}`"), hint.or_else(|| Some("`concord list tables` prints them".to_owned())))
    })
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
