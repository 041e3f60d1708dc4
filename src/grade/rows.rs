//! Which rows of a table an attribute concerns: relief for all others.

use std::collections::BTreeSet;

use crate::model::{Age, AreaKind, Calendar, Code, DimensionId, Period};
use crate::spec::{RowTest, Standard, TableSpec};

/// Where one figure stands: everything about it but the figure.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The exchange table.
    pub table: &'a TableSpec,
    /// The state described.
    pub reporter: &'a Code,
    /// Period or date.
    pub period: &'a Period,
    /// The calendar in which the source states it.
    pub calendar: Calendar,
    /// Codes of the table's dimensions, in table order.
    pub dimensions: &'a [Code],
    /// Age.
    pub age: &'a Code,
}

/// Whose figures a row holds, where a dimension tells citizens apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Citizens {
    Nationals,
    Foreign,
    /// Both, or nobody knows.
    Mixed,
}

impl<'a> Place<'a> {
    fn code_of(&self, wanted: impl Fn(&DimensionId) -> bool) -> Option<(&'a DimensionId, &'a Code)> {
        self.table.dimensions.iter().zip(self.dimensions).find(|(id, _)| wanted(id))
    }

    fn citizens(&self, standard: &Standard) -> Citizens {
        let tells = |id: &DimensionId| standard.dimensions.get(id).is_some_and(|dimension| dimension.tells_citizens);
        let Some((id, code)) = self.code_of(tells) else { return Citizens::Mixed };
        if code == self.reporter {
            return Citizens::Nationals;
        }
        let dimension = standard.dimensions.get(id);
        if dimension.is_some_and(|dimension| dimension.may_hold_nationals.contains(code)) {
            return Citizens::Mixed;
        }
        match standard.area_kind(code.as_str()) {
            Some(AreaKind::Country | AreaKind::Residual) => Citizens::Foreign,
            Some(AreaKind::Special) if dimension.is_some_and(|dimension| dimension.no_nationals.contains(code)) => Citizens::Foreign,
            Some(AreaKind::Aggregate) if !holds(standard, code, &BTreeSet::from([self.reporter.clone()]), self) => Citizens::Foreign,
            _ => Citizens::Mixed,
        }
    }

    /// Whether a choice of rows takes this one; `value` is what the source states, such as the ages covered.
    pub(super) fn is_among(&self, rows: &RowTest, value: &str, standard: &Standard) -> bool {
        let in_dimension = |wanted: &DimensionId| self.code_of(|id| id == wanted).map(|(_, code)| code);
        match rows {
            RowTest::Nationals => self.citizens(standard) == Citizens::Nationals,
            RowTest::Foreign => self.citizens(standard) == Citizens::Foreign,
            RowTest::Areas(dimension, named) => in_dimension(dimension).is_some_and(|code| named.contains(code)),
            RowTest::GroupsWith(dimension, named) => in_dimension(dimension).is_some_and(|code| {
                matches!(standard.area_kind(code.as_str()), Some(AreaKind::Aggregate | AreaKind::Residual))
                    && holds(standard, code, named, self)
            }),
            RowTest::AgesInside => inside(self.age, value),
            RowTest::RegionsInside => self.code_of(|id| id.as_str() == "ref_region").is_some_and(|(_, code)| {
                !code.is_total() && code.as_str() != Code::UNKNOWN && !value.split('+').any(|left_out| left_out == code.as_str())
            }),
        }
    }
}

/// Whether a group holds one of these areas; of a group of which the standard doesn't say who is in it, all that are not the
/// reporter.
fn holds(standard: &Standard, group: &Code, named: &BTreeSet<Code>, place: &Place<'_>) -> bool {
    let on = place.period.end();
    // What is left over of a continent lies in that continent.
    let parent = standard.area_list().and_then(|areas| areas.get(group.as_str())?.parent.as_ref());
    let in_parent = |code| parent.and_then(|parent| standard.holds(parent, code, place.reporter, on));
    let is_inside = |code| standard.holds(group, code, place.reporter, on).or_else(|| in_parent(code)).unwrap_or(code != place.reporter);
    named.iter().any(is_inside)
}

/// Whether ages lie inside those that are covered; where nobody said which, only the total and open groups can lie outside.
fn inside(age: &Code, covered: &str) -> bool {
    if covered.is_empty() {
        return matches!(age.as_str().parse(), Ok(Age::Years { .. }));
    }
    let (Ok(age), Ok(covered)) = (age.as_str().parse::<Age>(), covered.parse::<Age>()) else { return false };
    let (Some(from), Some(first)) = (age.from(), covered.from()) else { return false };
    from >= first && covered.to().is_none_or(|last| age.to().is_some_and(|to| to <= last))
}
