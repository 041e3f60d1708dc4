//! What a state sent last year, as a finished run holds it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Order;
use super::grid::Holds;
use crate::harmonise::{Harmonised, Published};
use crate::model::{AttributeId, Code, DimensionId};
use crate::release::{ReleaseError, release};
use crate::spec::{Standard, TableSpec};
use crate::trace::rows;

/// The figures of a release.
#[derive(Debug)]
pub struct LastYear {
    tables: Harmonised,
    /// Explanations of findings, by state and table.
    explained: BTreeMap<(String, String), BTreeSet<String>>,
}

impl LastYear {
    /// Reads the folder of a finished run.
    ///
    /// # Errors
    /// The folder is not the output of a finished run, or a file of it can't be read.
    pub fn read(folder: &Path, standard: &Standard) -> Result<Self, ReleaseError> {
        let tables = release(folder, standard)?;
        let mut explained: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
        let findings = folder.join("findings.parquet");
        for row in if findings.is_file() { rows(&findings)? } else { Vec::new() } {
            let text = |name: &str| row.iter().find(|(column, _)| column == name).and_then(|(_, value)| value.clone());
            if let (Some(state), Some(table), Some(said)) = (text("state"), text("table_id"), text("explanation")) {
                explained.entry((state, table)).or_default().insert(said);
            }
        }
        Ok(Self { tables, explained })
    }

    /// How many figures of a state and of the year before there are.
    #[must_use]
    pub fn figures(&self, state: &Code, year: i16) -> usize {
        self.tables
            .tables
            .values()
            .flat_map(|table| &table.published)
            .filter(|one| is_own(one, state) && one.period.start().year() == year)
            .count()
    }

    fn of<'a>(&'a self, order: &'a Order<'_>, table: &TableSpec) -> impl Iterator<Item = &'a Published> {
        let year = order.year - 1;
        let stock = table.clone();
        let published = self.tables.tables.get(&table.id).map(|table| table.published.as_slice()).unwrap_or_default();
        published.iter().filter(move |one| is_own(one, order.state) && asked_year(&stock, one) == year)
    }

    fn at<'a>(&'a self, order: &'a Order<'_>, table: &TableSpec, codes: &BTreeMap<DimensionId, Code>) -> Option<&'a Published> {
        let is = |name: &DimensionId, code: &Code| match codes.get(name) {
            // Nationals carry the code of their state in the data.
            Some(wanted) if wanted.as_str() == Code::NATIONALS => code == order.state,
            Some(wanted) => wanted == code,
            None => code.is_total(),
        };
        let named = |name: &str, code: &Code| DimensionId::new(name).is_ok_and(|id| is(&id, code));
        self.of(order, table).find(|one| {
            table.dimensions.iter().zip(&one.dimensions).all(|(dimension, code)| is(dimension, code))
                && named("sex", &one.sex)
                && named("age", &one.age)
        })
    }

    /// A figure as it is shown.
    pub(super) fn figure(&self, order: &Order<'_>, table: &TableSpec, codes: &BTreeMap<DimensionId, Code>) -> Option<Holds> {
        let one = self.at(order, table, codes)?;
        Some(one.value.map_or_else(|| Holds::Text(one.status.speaking().to_string()), Holds::Number))
    }

    /// The note of a row's total.
    pub(super) fn note(&self, order: &Order<'_>, table: &TableSpec, codes: &BTreeMap<DimensionId, Code>) -> Option<String> {
        self.at(order, table, codes)?.note.as_ref().map(ToString::to_string)
    }

    /// What the state explained about a table.
    pub(super) fn explained(&self, order: &Order<'_>, table: &TableSpec) -> Option<String> {
        let said = self.explained.get(&(order.state.to_string(), table.id.to_string()))?;
        Some(said.iter().cloned().collect::<Vec<_>>().join("; "))
    }

    /// What was stated of an attribute, and whether it costs something.
    pub(super) fn answer(&self, order: &Order<'_>, table: &TableSpec, attribute: &AttributeId) -> Option<(String, bool)> {
        let any = self.of(order, table).flat_map(|one| &one.graded.profiles).find_map(|profile| profile.statements.get(attribute))?;
        let costs =
            self.of(order, table).any(|one| one.graded.causes.iter().any(|cause| cause.split('=').next() == Some(attribute.as_str())));
        Some((any.value.clone(), costs))
    }
}

fn is_own(one: &Published, state: &Code) -> bool {
    one.reporter == *state && one.mapping.sender.as_str() == state.as_str()
}

fn asked_year(table: &TableSpec, one: &Published) -> i16 {
    table.asked_year(one.period.start())
}
