//! Whole tables of one sender: the same figure in two of them, a year that repeats the one before, a group added to its members.

use std::collections::{BTreeMap, BTreeSet};

use super::super::book::{Book, EDITIONS, Row, When, is_one_edition};
use super::super::findings::{AGGREGATE_ADDED, REPEATED_YEAR, TOLD_TWICE};
use super::super::judged::{Failure, Judged};
use crate::diag::Said;
use crate::model::{AreaKind, Code, DimensionId, TableId, rounding_tolerance};
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
            let key =
                (When::of(row.one), row.one.period.frequency().as_str(), named, &row.one.sex, &row.one.age, &row.one.mapping.source_id);
            claims.entry(key).or_default().push(*row);
        }
        for rows in claims.values() {
            let Some((first, others)) = rows.split_first() else { continue };
            for other in others.iter().filter(|other| other.table.id != first.table.id) {
                // Grand totals are for the rule that compares them.
                let totals = first.is_grand_total() && other.is_grand_total();
                if !(totals && are_compared(book.standard, &first.table.id, &other.table.id)) {
                    two(rule, *first, *other, judged);
                }
            }
        }
    }
}

/// One figure in two tables.
fn two(rule: &ConsistencyRule, first: Row<'_>, other: Row<'_>, judged: &mut Judged<'_>) {
    let (Some(one), Some(second)) = (first.amount().0.bounds(), other.amount().0.bounds()) else {
        judged.undecided(rule, "one of the two has no value");
        return;
    };
    let rounding = i64::from(first.one.step / 2) + i64::from(other.one.step / 2);
    if one.0 <= second.1.saturating_add(rounding) && second.0 <= one.1.saturating_add(rounding) {
        judged.passed(rule);
        return;
    }
    if !is_one_edition(first, &[other]) {
        judged.undecided(rule, EDITIONS);
        return;
    }
    let said = Said::new("rule-told-twice")
        .text("one", first.shown())
        .range("first", one.0, one.1)
        .text("two", other.shown())
        .range("second", second.0, second.1)
        .text("period", other.one.period.time_period());
    judged.failed(rule, &TOLD_TWICE, Failure::new(said).at(other).also([first]).between(one));
}

/// Whether another rule compares the grand totals of two tables already.
fn are_compared(standard: &Standard, one: &TableId, other: &TableId) -> bool {
    standard.rules.iter().any(|rule| {
        let Check::DifferentFigures { figures, .. } = &rule.check else { return false };
        let names = |table: &TableId| figures.iter().any(|figure| figure.table == *table && figure.codes.is_empty());
        names(one) && names(other)
    })
}

/// The figures of a year by dimensions and age.
type Figures<'a> = BTreeMap<(Vec<Code>, Code), Row<'a>>;

/// A year that repeats the year before, figure by figure.
pub(in crate::validate) fn repeated_year(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::RepeatedYear { figures } = &rule.check else { return };
    // Sexes apart, since a single column may have been copied.
    let mut years: BTreeMap<_, BTreeMap<i16, Figures<'_>>> = BTreeMap::new();
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
    let kind = |code: &Code| standard.area_kind(code.as_str());
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
    // A group without members in the table stands for itself, unless it lies inside another one.
    let apart: i64 = sum(coded
        .iter()
        .filter(|(code, _)| kind(code) == Some(AreaKind::Aggregate) && !groups.iter().any(|(group, _)| group.0 == *code))
        .map(|(_, row)| row.one.value))
    .unwrap_or_default();
    let covered: BTreeSet<&Code> = largest.iter().flat_map(|(_, members)| members).collect();
    let alone: Option<i64> = sum(leaves.iter().filter(|(code, _)| !covered.contains(code)).map(|(_, row)| row.one.value));
    let whole: Option<i64> = sum(largest.iter().map(|(group, _)| group.1.one.value));
    let all_leaves: Option<i64> = sum(leaves.iter().map(|(_, row)| row.one.value));
    let (Some(stated), Some(alone), Some(whole), Some(all_leaves)) = (total.one.value, alone, whole, all_leaves) else {
        judged.undecided(rule, "a figure is there without a value");
        return;
    };
    let tolerance = rounding_tolerance(leaves.len() + groups.len(), total.one.step);
    let equals = |sum: i64| [0, apart].iter().any(|apart| stated.abs_diff(sum.saturating_add(*apart)) <= tolerance.unsigned_abs());
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
            let failure = Failure::new(said).at(*total).also([group.1]).expected(stated.saturating_sub(inner).to_string());
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

/// The parts of the table that the standard says are in a group: countries, and what a group of foreigners names beside them.
fn inside(standard: &Standard, group: &(Code, Row<'_>), leaves: &[&(Code, Row<'_>)]) -> BTreeSet<Code> {
    let (code, row) = group;
    let holds = |leaf: &&Code| standard.holds(code, leaf, &row.one.reporter, row.one.period.end()) == Some(true);
    let counts = |leaf: &&Code| matches!(standard.area_kind(leaf.as_str()), Some(AreaKind::Country | AreaKind::Special));
    leaves.iter().map(|(leaf, _)| leaf).filter(counts).filter(holds).cloned().collect()
}
