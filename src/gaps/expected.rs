//! What a breakdown expects: the codes of a list, groups or members of areas, the groups of an age grid.
//!
//! In: the standard, a table, a breakdown, the state and the day of its figures. Out: [`Expected`] units, each with a name and
//! the codes that fill it. Whether figures fill them is for [`super::coverage`].

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::model::{AreaKind, Code, DimensionId};
use crate::spec::{CodeList, CountryLevel, Standard, TableSpec};

/// One code that is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Expected {
    /// The code by which it is named.
    pub(super) name: Code,
    /// Codes that fill it.
    filled_by: BTreeSet<Code>,
    /// Codes whose parts fill it as well.
    parts_of: Vec<Code>,
}

impl Expected {
    fn of(codes: &[Code]) -> Option<Self> {
        Some(Self { name: codes.first()?.clone(), filled_by: codes.iter().cloned().collect(), parts_of: codes.to_vec() })
    }

    /// Whether it is the row of nationals: that nobody is listed under it never means that there are none.
    pub(super) fn is_nationals(&self) -> bool {
        self.name.as_str() == Code::NATIONALS
    }

    /// Whether a code fills it.
    pub(super) fn takes(&self, code: &Code, list: Option<&CodeList>) -> bool {
        self.filled_by.contains(code) || ancestors(code, list).any(|parent| self.parts_of.contains(&parent))
    }
}

/// The codes that a code is a part of, the nearest first.
fn ancestors<'a>(code: &Code, list: Option<&'a CodeList>) -> impl Iterator<Item = Code> + use<'a> {
    let parent = move |code: &Code| list.and_then(|list| list.get(code.as_str())?.parent.clone());
    // A circle of parents is refused when the list is read; ten steps are more than any tree has.
    std::iter::successors(parent(code), move |code| parent(code)).take(10)
}

/// Which state's figures, and the day by which members are told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whose<'a> {
    pub(super) state: &'a Code,
    pub(super) day: Date,
}

/// The codes of a dimension that a breakdown asks for; none where any code will do.
pub(super) fn expected(
    standard: &Standard,
    table: &TableSpec,
    (dimension, level): (&DimensionId, Option<CountryLevel>),
    whose: Whose<'_>,
) -> Vec<Expected> {
    if level == Some(CountryLevel::Members) {
        let members = standard.members(standard.region.as_str(), whose.day);
        let others = members.into_iter().filter(|member| member != whose.state);
        return others.filter_map(|member| Expected::of(&[member])).collect();
    }
    let asked = standard.asked_codes(&table.id, dimension, level);
    let mut units: Vec<Expected> = asked.iter().filter_map(|codes| Expected::of(codes)).collect();
    if level == Some(CountryLevel::Groups) {
        let tells = standard.dimensions.get(dimension).is_some_and(|known| known.tells_citizens || known.tells_natives);
        units.retain(|unit| tells || !unit.is_nationals());
        for unit in &mut units {
            if unit.is_nationals() {
                unit.filled_by.insert(whose.state.clone());
            } else {
                let members: Vec<Code> = unit.parts_of.iter().flat_map(|group| standard.members(group.as_str(), whose.day)).collect();
                unit.filled_by.extend(members);
                unit.filled_by.remove(whose.state);
            }
        }
    }
    units
}

/// Whether a code tells something of its dimension: neither the total nor unknown.
pub(super) fn is_specific(standard: &Standard, table: &TableSpec, dimension: &DimensionId, code: &Code) -> bool {
    code.as_str() != Code::UNKNOWN && !standard.total_of(&table.id, dimension).is(code)
}

/// Whether a code of an area is a country.
pub(super) fn is_country(list: Option<&CodeList>, code: &Code) -> bool {
    kind(list, code) == Some(AreaKind::Country)
}

/// What kind of area a code names.
pub(super) fn kind(list: Option<&CodeList>, code: &Code) -> Option<AreaKind> {
    list.and_then(|list| list.get(code.as_str())?.kind)
}
