//! Whole tables of one sender: the same figure in two of them, a year that repeats the one before, a group added to its members.

use std::collections::{BTreeMap, BTreeSet};

use super::super::book::{Book, Row, When};
use super::super::findings::{AGGREGATE_ADDED, REPEATED_YEAR, TOLD_TWICE};
use super::super::judged::{Failure, Judged};
use crate::diag::Said;
use crate::model::{AreaKind, Code, DimensionId, rounding_tolerance};
use crate::spec::{Check, ConsistencyRule, DimensionKind, Standard};

/// The same figure told in two tables with two values.
pub(in crate::validate) fn told_twice(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::ToldTwice { tables } = &rule.check else { return };
    for told in book.said.values() {
        // What a figure says, whichever table says it: its dimensions that are no total, sex, age and time.
        let mut claims: BTreeMap<_, Vec<Row<'_>>> = BTreeMap::new();
        for row in tables.iter().filter_map(|table| told.tables.get(table)).flat_map(BTreeMap::values).flatten() {
            let named: BTreeMap<&DimensionId, &Code> =
                row.table.dimensions.iter().zip(&row.one.dimensions).filter(|(_, code)| !code.is_total()).collect();
            // Grand totals are for the rule that compares them.
            if named.is_empty() && row.one.sex.is_total() && row.one.age.is_total() {
                let only_totals = tables.iter().any(|table| *table != row.table.id);
                if only_totals && rule_compares_totals(book.standard, &row.table.id) {
                    continue;
                }
            }
            let key =
                (When::of(row.one), row.one.period.frequency().as_str(), named, &row.one.sex, &row.one.age, &row.one.mapping.source_id);
            claims.entry(key).or_default().push(*row);
        }
        for rows in claims.values() {
            let Some((first, others)) = rows.split_first() else { continue };
            for other in others.iter().filter(|other| other.table.id != first.table.id) {
                let (Some(one), Some(two)) = (first.one.value, other.one.value) else {
                    judged.undecided(rule, "one of the two has no value");
                    continue;
                };
                if one.abs_diff(two) <= u64::from(first.one.step.unsigned_abs() / 2 + other.one.step.unsigned_abs() / 2) {
                    judged.passed(rule);
                    continue;
                }
                let said = Said::new("rule-told-twice")
                    .text("one", first.shown())
                    .figure("first", one)
                    .text("two", other.shown())
                    .figure("second", two)
                    .text("period", other.one.period.time_period());
                judged.failed(rule, &TOLD_TWICE, Failure::new(said).at(*other).also([*first]).expected(one));
            }
        }
    }
}

/// Whether another rule compares the grand totals of a table already.
fn rule_compares_totals(standard: &Standard, table: &crate::model::TableId) -> bool {
    standard.rules.iter().any(|rule| {
        let Check::DifferentFigures { figures, .. } = &rule.check else { return false };
        figures.iter().any(|figure| figure.table == *table && figure.codes.is_empty())
    })
}

/// A year that repeats the year before, figure by figure.
pub(in crate::validate) fn repeated_year(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::RepeatedYear { figures } = &rule.check else { return };
    // Sexes apart, since a single column may have been copied.
    let mut years: BTreeMap<_, BTreeMap<i16, BTreeMap<(Vec<Code>, Code), Row<'_>>>> = BTreeMap::new();
    for row in book.said.values().flat_map(|told| told.tables.values()).flat_map(BTreeMap::values).flatten() {
        let Some(year) = row.year() else { continue };
        let series = (&row.table.id, row.one.mapping.source_id.to_string(), row.one.reporter.as_str(), row.one.sex.as_str());
        years.entry(series).or_default().entry(year).or_default().insert((row.one.dimensions.clone(), row.one.age.clone()), *row);
    }
    for series in years.values() {
        for (year, now) in series {
            let Some(before) = series.get(&(year - 1)) else { continue };
            let pairs: Vec<(Row<'_>, Row<'_>)> = now
                .iter()
                .filter_map(|(codes, row)| Some((*before.get(codes)?, *row)))
                .filter(|(one, two)| one.one.value.unwrap_or_default() != 0 || two.one.value.unwrap_or_default() != 0)
                .collect();
            if pairs.len() < *figures {
                judged.undecided(rule, "too few figures to compare");
                continue;
            }
            if pairs.iter().any(|(one, two)| one.one.value != two.one.value) {
                judged.passed(rule);
                continue;
            }
            let Some((earlier, first)) = pairs.first().copied() else { continue };
            let said = Said::new("rule-repeated-year")
                .text("table", first.table.id.as_str())
                .text("before", earlier.one.period.time_period())
                .text("after", first.one.period.time_period())
                .count("figures", pairs.len());
            let also: Vec<Row<'_>> = pairs.iter().skip(1).map(|(_, row)| *row).collect();
            judged.failed(rule, &REPEATED_YEAR, Failure::new(said).at(first).also(also));
        }
    }
}

/// A group of countries that was added to its own members.
pub(in crate::validate) fn aggregate_added(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let areas: Vec<&DimensionId> =
        book.standard.dimensions.values().filter(|one| one.kind == DimensionKind::Area).map(|one| &one.id).collect();
    for dimension in areas {
        let position = |row: Row<'_>| row.table.dimensions.iter().position(|own| own == dimension);
        let groups = book.groups(|row| {
            let position = position(row)?;
            let rest: Vec<Code> =
                row.one.dimensions.iter().enumerate().filter(|(at, _)| *at != position).map(|(_, code)| code.clone()).collect();
            Some((rest, row.one.sex.clone(), row.one.age.clone()))
        });
        for group in groups {
            let coded: Vec<(Code, Row<'_>)> =
                group.iter().filter_map(|row| Some((row.one.dimensions.get(position(*row)?)?.clone(), *row))).collect();
            one_group(book.standard, rule, &coded, judged);
        }
    }
}

fn one_group(standard: &Standard, rule: &ConsistencyRule, coded: &[(Code, Row<'_>)], judged: &mut Judged<'_>) {
    let kind = |code: &Code| standard.area_list().and_then(|list| list.get(code.as_str())).and_then(|entry| entry.kind);
    let Some((_, total)) = coded.iter().find(|(code, _)| code.is_total()) else { return };
    let leaves: Vec<&(Code, Row<'_>)> =
        coded.iter().filter(|(code, _)| !matches!(kind(code), Some(AreaKind::Aggregate | AreaKind::Total) | None)).collect();
    let groups: Vec<(&(Code, Row<'_>), BTreeSet<Code>)> = coded
        .iter()
        .filter(|(code, _)| kind(code) == Some(AreaKind::Aggregate))
        .map(|group| (group, inside(standard, group, &leaves)))
        .filter(|(_, members)| !members.is_empty())
        .collect();
    if groups.is_empty() {
        return;
    }
    // A group inside another one of the table adds nothing of its own.
    let largest: Vec<&(&(Code, Row<'_>), BTreeSet<Code>)> = groups
        .iter()
        .filter(|(group, members)| {
            !groups.iter().any(|(other, others)| other.0 != group.0 && members.len() < others.len() && members.is_subset(others))
        })
        .collect();
    let covered: BTreeSet<&Code> = largest.iter().flat_map(|(_, members)| members).collect();
    let alone: Option<i64> = sum(leaves.iter().filter(|(code, _)| !covered.contains(code)).map(|(_, row)| row.one.value));
    let whole: Option<i64> = sum(largest.iter().map(|(group, _)| group.1.one.value));
    let all_leaves: Option<i64> = sum(leaves.iter().map(|(_, row)| row.one.value));
    let (Some(stated), Some(alone), Some(whole), Some(all_leaves)) = (total.one.value, alone, whole, all_leaves) else {
        judged.undecided(rule, "a figure is there without a value");
        return;
    };
    let tolerance = rounding_tolerance(leaves.len() + groups.len(), total.one.step);
    let equals = |sum: i64| stated.abs_diff(sum) <= tolerance.unsigned_abs();
    if equals(alone.saturating_add(whole)) || equals(all_leaves) {
        judged.passed(rule);
        return;
    }
    for (group, members) in &groups {
        let inner = sum(leaves.iter().filter(|(code, _)| members.contains(code)).map(|(_, row)| row.one.value)).unwrap_or_default();
        let own = group.1.one.value.unwrap_or_default();
        let twice = inner > 0 && (equals(alone.saturating_add(whole).saturating_add(inner)) || equals(all_leaves.saturating_add(own)));
        if twice {
            let said = Said::new("rule-aggregate-added")
                .text("where", total.shown())
                .text("period", total.one.period.time_period())
                .figure("total", stated)
                .text("group", group.0.as_str())
                .figure("value", own);
            let failure = Failure::new(said).at(*total).also([group.1]).expected(stated.saturating_sub(inner));
            judged.failed(rule, &AGGREGATE_ADDED, failure);
            return;
        }
    }
    judged.passed(rule);
}

fn sum(values: impl Iterator<Item = Option<i64>>) -> Option<i64> {
    let mut total = 0_i64;
    for value in values {
        total = total.checked_add(value?)?;
    }
    Some(total)
}

/// The countries of the table that are in a group; every foreign one for the group of all foreign countries.
fn inside(standard: &Standard, group: &(Code, Row<'_>), leaves: &[&(Code, Row<'_>)]) -> BTreeSet<Code> {
    let (code, row) = group;
    let day = row.one.period.end();
    let is_country = |code: &Code| {
        standard.area_list().and_then(|list| list.get(code.as_str())).is_some_and(|entry| entry.kind == Some(AreaKind::Country))
    };
    let foreign = |one: &Code| is_country(one) && *one != row.one.reporter;
    // A group without listed members is that of all foreign countries, or of the region's members less the state itself.
    let named = code.as_str();
    let region = named.strip_suffix("_FOR").is_some().then_some(standard.region.as_str());
    leaves
        .iter()
        .map(|(leaf, _)| leaf)
        .filter(|leaf| match region {
            _ if named == "FOR" => foreign(leaf),
            Some(region) => foreign(leaf) && Code::new(region).is_ok_and(|region| standard.is_member(&region, leaf, day)),
            None => standard.is_member(code, leaf, day) && is_country(leaf),
        })
        .cloned()
        .collect()
}
