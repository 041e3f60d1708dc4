//! Which rows and columns the sheet of a table has.
//!
//! In: the table, the state and the day. Out: rows, as codes of the dimensions that run down, and columns, as codes of those that
//! run across. Where a table asks for ages, sex and age run across and everything else down; else only countries run down. Rows
//! show each dimension by itself; rows that cross two of them are chosen by the office in free rows.

use super::Order;
use crate::gaps::age_groups;
use crate::model::{AreaKind, Code, DimensionId};
use crate::spec::{CodeList, CountryLevel, DimensionKind, Standard, TableLevel, TableSpec, TotalOf};

/// What a row is in the sums of its sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The total.
    Total,
    /// One of the parts that make up the total.
    Of,
    /// A detail of the part above it.
    Inside,
    /// Neither.
    Beside,
}

/// A row of fixed codes.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub codes: Vec<Code>,
    /// Position of the dimension that the row tells apart.
    pub tells: usize,
    pub part: Part,
}

/// The axes of a sheet.
pub(super) struct Axes {
    pub down: Vec<DimensionId>,
    pub lines: Vec<Line>,
    pub across: Vec<DimensionId>,
    pub columns: Vec<Vec<Code>>,
}

impl Axes {
    pub(super) fn of(order: &Order<'_>, table: &TableSpec) -> Self {
        let standard = order.standard;
        let is_area = |dimension: &&DimensionId| standard.dimensions.get(*dimension).is_some_and(|known| known.kind == DimensionKind::Area);
        let areas: Vec<DimensionId> = table.dimensions.iter().filter(is_area).cloned().collect();
        let down: Vec<DimensionId> = match (table.age.is_some(), areas.is_empty()) {
            (true, _) => areas.iter().chain(table.dimensions.iter().filter(|dimension| !areas.contains(dimension))).cloned().collect(),
            (false, false) => areas,
            (false, true) => table.dimensions.iter().take(1).cloned().collect(),
        };
        let across: Vec<DimensionId> = table.dimensions.iter().filter(|dimension| !down.contains(dimension)).cloned().collect();
        let lines = lines(order, table, &down);
        let columns = columns(order, table, &across);
        let sex_and_age = [("sex", table.sex), ("age", table.age.is_some())];
        let further = sex_and_age.into_iter().filter(|(_, asked)| *asked).filter_map(|(name, _)| DimensionId::new(name).ok());
        Self { lines, columns, across: across.into_iter().chain(further).collect(), down }
    }
}

/// The code of the whole in a dimension of a table; none where there is no such thing.
pub(super) fn total(standard: &Standard, table: &TableSpec, dimension: &DimensionId) -> Option<Code> {
    match standard.total_of(&table.id, dimension) {
        TotalOf::Usual => Code::new(Code::TOTAL).ok(),
        TotalOf::Code(code) => Some(code),
        TotalOf::None => None,
    }
}

/// Each dimension by itself, the others at their total; where one has no total, all of its codes.
fn lines(order: &Order<'_>, table: &TableSpec, down: &[DimensionId]) -> Vec<Line> {
    let mut found: Vec<Line> = Vec::new();
    let codes: Vec<Vec<(Code, Part)>> = down.iter().map(|dimension| codes(order, table, dimension)).collect();
    let totals: Vec<Option<Code>> = down.iter().map(|dimension| total(order.standard, table, dimension)).collect();
    for (tells, own) in codes.iter().enumerate() {
        let mut crossed: Vec<Vec<(Code, Part)>> = vec![Vec::new()];
        for (position, total) in totals.iter().enumerate() {
            let here: Vec<(Code, Part)> = match total {
                _ if position == tells => own.clone(),
                Some(total) => vec![(total.clone(), Part::Total)],
                None => codes.get(position).cloned().unwrap_or_default(),
            };
            crossed =
                crossed.iter().flat_map(|left| here.iter().map(move |one| [left.as_slice(), std::slice::from_ref(one)].concat())).collect();
        }
        for combination in crossed {
            let line: Vec<Code> = combination.iter().map(|(code, _)| code.clone()).collect();
            let part = combination.get(tells).map_or(Part::Beside, |(_, part)| *part);
            if !found.iter().any(|known| known.codes == line) {
                found.push(Line { codes: line, tells, part: if totals.iter().any(Option::is_none) { Part::Beside } else { part } });
            }
        }
    }
    found
}

fn columns(order: &Order<'_>, table: &TableSpec, across: &[DimensionId]) -> Vec<Vec<Code>> {
    let mut found: Vec<Vec<Code>> = vec![Vec::new()];
    let crossed = |left: &[Vec<Code>], codes: &[Code]| -> Vec<Vec<Code>> {
        left.iter().flat_map(|one| codes.iter().map(|code| [one.as_slice(), std::slice::from_ref(code)].concat())).collect()
    };
    for dimension in across {
        let codes: Vec<Code> = codes(order, table, dimension).into_iter().map(|(code, _)| code).collect();
        found = crossed(&found, &codes);
    }
    let code = |text: &str| Code::new(text).ok();
    if table.sex {
        let asked = DimensionId::new("sex").map(|sex| order.standard.asked_codes(&table.id, &sex, None).to_vec()).unwrap_or_default();
        let sexes: Vec<Code> = code(Code::TOTAL).into_iter().chain(asked.iter().filter_map(|one| one.first().cloned())).collect();
        found = crossed(&found, &sexes);
    }
    if let Some(grid) = table.age {
        let groups = age_groups(grid).into_iter().filter_map(|group| code(&group));
        let ages: Vec<Code> = code(Code::TOTAL).into_iter().chain(groups).chain(code(Code::UNKNOWN)).collect();
        found = crossed(&found, &ages);
    }
    found
}

/// The codes of a dimension that a sheet shows, the total first.
fn codes(order: &Order<'_>, table: &TableSpec, dimension: &DimensionId) -> Vec<(Code, Part)> {
    let standard = order.standard;
    let Some(list) = standard.list_of(dimension) else { return Vec::new() };
    let total = total(standard, table, dimension);
    let mut found: Vec<(Code, Part)> = total.iter().map(|code| (code.clone(), Part::Total)).collect();
    let is_area = standard.dimensions.get(dimension).is_some_and(|known| known.kind == DimensionKind::Area);
    if is_area {
        found.extend(areas(order, table, (dimension, list)));
    } else {
        found.extend(listed(order, table, (dimension, list), total.as_ref()));
    }
    found
}

/// Codes of a list: what is asked first, then every other code that no other one holds.
fn listed(order: &Order<'_>, table: &TableSpec, (dimension, list): (&DimensionId, &CodeList), total: Option<&Code>) -> Vec<(Code, Part)> {
    let asked: Vec<Code> = first_of_each(order.standard.asked_codes(&table.id, dimension, None), list);
    let elsewhere = |code: &Code| {
        let others = order.standard.tables.values().filter(|other| other.id != table.id).flat_map(|other| {
            other
                .dimensions
                .iter()
                .filter(|own| order.standard.list_of(own).is_some_and(|own| own.id() == list.id()))
                .map(move |own| (other, own))
        });
        // A code that only the sister table asks for, such as the return of nationals, has no place here.
        let mut asking =
            others.filter(|(other, own)| order.standard.asked_codes(&other.id, own, None).iter().flatten().any(|one| one == code));
        asking.next().is_some()
    };
    let whole = |code: Option<&Code>| code.is_none_or(|code| code.is_total() || Some(code) == total);
    let rest = list.entries().iter().filter(|entry| !entry.code.is_total() && Some(&entry.code) != total);
    let top = rest.filter(|entry| {
        if total.is_some_and(|total| !total.is_total()) { entry.parent.as_ref() == total } else { whole(entry.parent.as_ref()) }
    });
    let others = top.map(|entry| entry.code.clone()).filter(|code| !asked.contains(code) && (asked.is_empty() || !elsewhere(code)));
    asked.iter().cloned().chain(others).map(|code| (code, Part::Of)).collect()
}

/// Groups of countries, the members by themselves, the stateless and the unknown.
fn areas(order: &Order<'_>, table: &TableSpec, (dimension, list): (&DimensionId, &CodeList)) -> Vec<(Code, Part)> {
    let standard = order.standard;
    let asks = |level: CountryLevel| {
        table.country_levels.get(&level).is_some_and(|asked| *asked == TableLevel::Core || table.level != TableLevel::Core)
    };
    let known = standard.dimensions.get(dimension);
    let tells = known.is_some_and(|known| known.tells_citizens || known.tells_natives);
    let members: Vec<Code> =
        standard.members(standard.region.as_str(), order.day()).into_iter().filter(|member| member != order.state).collect();
    let mut found = Vec::new();
    let groups = asks(CountryLevel::Groups);
    if groups {
        for code in first_of_each(standard.asked_codes(&table.id, dimension, Some(CountryLevel::Groups)), list) {
            if code.as_str() == Code::NATIONALS && !tells {
                continue;
            }
            let holds_members = list.get(code.as_str()).is_some_and(|entry| entry.foreigners.is_some());
            found.push((code, Part::Of));
            if holds_members && asks(CountryLevel::Members) {
                found.extend(members.iter().map(|member| (member.clone(), Part::Inside)));
            }
        }
    } else if asks(CountryLevel::Members) {
        found.extend(members.into_iter().map(|member| (member, Part::Of)));
    }
    let special = known.into_iter().flat_map(|known| &known.no_nationals).find(|code| code.as_str() == "STLS").cloned();
    let rest = special.into_iter().chain(Code::new(Code::UNKNOWN));
    found.extend(rest.filter(|code| list.get(code.as_str()).is_some()).map(|code| (code, Part::Of)));
    found
}

/// One code for each that is asked: of those that fill it, the one that leaves out what stands elsewhere in the sheet.
fn first_of_each(asked: &[Vec<Code>], list: &CodeList) -> Vec<Code> {
    let rest =
        |code: &&Code| list.get(code.as_str()).is_some_and(|entry| entry.foreigners.is_some() || entry.kind == Some(AreaKind::Residual));
    asked.iter().filter_map(|codes| codes.iter().find(rest).or_else(|| codes.first()).cloned()).collect()
}
