//! The observations of one table as texts, by the components of its structure.

use std::collections::BTreeMap;

use crate::model::TableId;
use crate::sdmx::{Component, Definition, source_code};
use crate::spec::SdmxColumn;
use crate::trace::Row;

/// The observations of one exchange table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The exchange table.
    pub id: TableId,
    /// The id of its data structure.
    pub structure: String,
    /// The id of its dataflow.
    pub flow: String,
    /// What its files are called, without ending.
    pub name: String,
    /// The columns.
    pub components: Vec<Component>,
    /// Its rows in the order of the run; none where nothing is said.
    pub rows: Vec<Vec<Option<String>>>,
}

impl Table {
    /// Takes the columns that a structure has from the rows of a file of observations.
    pub(super) fn of(definition: &Definition, rows: &[Row]) -> Self {
        Self {
            id: definition.table.clone(),
            structure: definition.id.clone(),
            flow: definition.flow.clone(),
            name: definition.table.to_string(),
            components: definition.components.clone(),
            rows: rows.iter().map(|row| definition.components.iter().map(|one| value(row, &one.column)).collect()).collect(),
        }
    }

    /// The same, one table for each source and edition, as a return has them.
    #[must_use]
    pub fn by_source(self) -> Vec<Self> {
        let position = |column: SdmxColumn| self.components.iter().position(|component| component.column == column.as_str());
        let (Some(source), Some(vintage)) = (position(SdmxColumn::SourceId), position(SdmxColumn::Vintage)) else { return vec![self] };
        let mut parts: BTreeMap<(String, String), Vec<Vec<Option<String>>>> = BTreeMap::new();
        for row in &self.rows {
            let text = |index: usize| row[index].clone().unwrap_or_default();
            parts.entry((text(source), text(vintage))).or_default().push(row.clone());
        }
        let part = |((source, vintage), rows): ((String, String), _)| Self {
            name: format!("{}.{source}.{vintage}", self.id),
            rows,
            ..self.clone()
        };
        parts.into_iter().map(part).collect()
    }
}

/// What a column of an observation is in SDMX.
fn value(row: &Row, column: &str) -> Option<String> {
    let stated = || row.iter().find(|(name, _)| name == column).and_then(|(_, value)| value.clone());
    let is = |one: SdmxColumn| column == one.as_str();
    if is(SdmxColumn::UnitMult) || is(SdmxColumn::Decimals) {
        // The data hold whole units.
        return Some("0".to_owned());
    }
    let stated = stated()?;
    if is(SdmxColumn::SourceId) {
        return Some(source_code(&stated));
    }
    if is(SdmxColumn::ObsStatusAll) || is(SdmxColumn::GradeCauses) {
        let members = stated.trim_start_matches('[').trim_end_matches(']').replace(", ", " ");
        return Some(members).filter(|members| !members.is_empty());
    }
    Some(stated)
}
