//! Which tables an attribute or a distance is about: a short line of words that people write.
//!
//! In: `axis:population and unit:persons; POP*`. Out: a checked [`TableSelector`]. It names no country and no row; rows
//! are for [`super::distance`].

use std::collections::BTreeMap;

use super::problem::{Problems, nearest};
use super::standard_files::TableSpec;
use crate::model::{DimensionId, StatType, TableId, Unit};

/// Tables, by what they are: alternatives, each of which is a list of conditions that must all hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSelector {
    alternatives: Vec<Vec<Term>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    All,
    Axis(String),
    Unit(Unit),
    Counts(StatType),
    Dimension(DimensionId),
    Ages,
    Id(String),
    IdsFrom(String),
}

impl TableSelector {
    /// Reads alternatives parted by `;`, each of terms joined by ` and `.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        Self::of(text.split(';'))
    }

    /// Reads alternatives that stand in a list.
    pub(super) fn of<'a>(alternatives: impl IntoIterator<Item = &'a str>) -> Result<Self, String> {
        let alternatives = alternatives
            .into_iter()
            .map(|alternative| alternative.split(" and ").map(|term| Term::parse(term.trim())).collect())
            .collect::<Result<Vec<Vec<Term>>, String>>()?;
        Ok(Self { alternatives })
    }

    /// Tells alternatives that mean no table at all: a misspelt id would switch an attribute off.
    pub(super) fn tell_idle(
        &self,
        written: &[&str],
        tables: &BTreeMap<TableId, TableSpec>,
        (file, line): (&str, u32),
        problems: &mut Problems,
    ) {
        let idle = |terms: &[Term]| !tables.values().any(|table| terms.iter().all(|term| term.accepts(table)));
        for (_, written) in self.alternatives.iter().zip(written).filter(|(terms, _)| !tables.is_empty() && idle(terms)) {
            let near = nearest(written, tables.keys().map(TableId::as_str)).map(|near| format!("did you mean `{near}`?"));
            problems.add_with_hint(file, line, format!("`{written}` means no table of the standard"), near);
        }
    }

    /// Whether a table is meant.
    #[must_use]
    pub fn accepts(&self, table: &TableSpec) -> bool {
        self.alternatives.iter().any(|terms| terms.iter().all(|term| term.accepts(table)))
    }
}

impl Term {
    fn parse(text: &str) -> Result<Self, String> {
        let known = |name: &str| {
            format!(
                "`{text}` is no {name}; write `all`, `stock`, `flow`, `age`, `axis:...`, `unit:...`, `dimension:...`, the id of a table, or its beginning and `*`"
            )
        };
        match text {
            "all" => return Ok(Self::All),
            "age" => return Ok(Self::Ages),
            _ => {}
        }
        if let Some(counts) = StatType::ALL.iter().find(|counts| counts.as_str() == text) {
            return Ok(Self::Counts(*counts));
        }
        match text.split_once(':') {
            Some(("axis", axis)) if !axis.is_empty() => Ok(Self::Axis(axis.to_owned())),
            Some(("unit", unit)) => {
                Unit::ALL.iter().find(|known| known.as_str() == unit).map(|unit| Self::Unit(*unit)).ok_or_else(|| known("unit"))
            }
            Some(("dimension", dimension)) => DimensionId::new(dimension).map(Self::Dimension).map_err(|_| known("dimension")),
            Some(_) => Err(known("choice of tables")),
            None => match text.strip_suffix('*') {
                Some(beginning) if is_id(beginning) => Ok(Self::IdsFrom(beginning.to_owned())),
                None if is_id(text) => Ok(Self::Id(text.to_owned())),
                _ => Err(known("choice of tables")),
            },
        }
    }

    fn accepts(&self, table: &TableSpec) -> bool {
        match self {
            Self::All => true,
            Self::Axis(axis) => table.axis == *axis,
            Self::Unit(unit) => table.unit == *unit,
            Self::Counts(counts) => table.stat_type == *counts,
            Self::Dimension(dimension) => table.dimensions.contains(dimension),
            Self::Ages => table.age.is_some(),
            Self::Id(id) => table.id.as_str() == id,
            Self::IdsFrom(beginning) => table.id.as_str().starts_with(beginning.as_str()),
        }
    }
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Standard;

    #[test]
    fn a_selector_takes_the_tables_it_describes_and_no_other() {
        let standard = Standard::shipped().unwrap();
        let chosen = |text: &str| -> Vec<String> {
            let selector = TableSelector::parse(text).unwrap();
            standard.tables.values().filter(|table| selector.accepts(table)).map(|table| table.id.to_string()).collect()
        };
        assert_eq!(chosen("axis:immigration and unit:crossings"), ["IMM7", "IMM8"]);
        assert_eq!(chosen("REF1;ACQ*"), ["ACQ1", "ACQ2", "ACQ3", "ACQ4", "REF1"]);
        assert_eq!(chosen("dimension:country_of_birth and flow"), ["ACQ2", "EMI3", "IMM3"]);
        for wrong in ["", "pop1", "unit:people", "axis:", "all or none"] {
            assert!(TableSelector::parse(wrong).is_err(), "{wrong}");
        }
    }
}
