//! A total of the exchange tables and the groups that make it up: ages, and named codes of a dimension.
//!
//! In: figures that differ only in one field. Out: an outcome for each complete set of groups. Sets that overlap, or leave a gap,
//! are no set: nothing is spread from one grid over another.

use super::super::book::{Book, Row};
use super::super::findings::{AGE_GROUPS_MISMATCH, PARTITION_MISMATCH};
use super::super::judge::{Amount, Verdict, judge_total};
use super::super::judged::{Failure, Judged};
use super::super::sums::JudgedSum;
use crate::diag::{FindingCode, Said};
use crate::model::{Age, Code};
use crate::spec::{Check, ConsistencyRule};

/// All ages against every complete set of age groups.
pub(in crate::validate) fn ages(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    for group in book.groups(|row| Some((row.one.dimensions.clone(), row.one.sex.clone()))) {
        let (totals, parts): (Vec<_>, Vec<_>) = group.into_iter().partition(|row| row.one.age.is_total());
        let (Some(total), false) = (totals.first().copied(), parts.is_empty()) else { continue };
        let unknown = parts.iter().find(|row| row.one.age.as_str() == "_U").copied();
        let sets = complete_sets(&parts);
        if sets.is_empty() {
            if parts.iter().any(|row| row.one.age.as_str() != "_U") {
                judged.undecided(rule, "the age groups are no complete set");
            }
            continue;
        }
        for set in sets {
            let parts: Vec<Row<'_>> = set.into_iter().chain(unknown).collect();
            against(rule, &AGE_GROUPS_MISMATCH, "rule-age-groups", total, &parts, judged);
        }
    }
}

/// The finest and the coarsest set of groups from birth to the open group, without gap or overlap; one where they are the same.
fn complete_sets<'a>(rows: &[Row<'a>]) -> Vec<Vec<Row<'a>>> {
    let mut spans: Vec<(u8, Option<u8>, Row<'a>)> = rows
        .iter()
        .filter_map(|row| {
            let age: Age = row.one.age.as_str().parse().ok()?;
            Some((age.from()?, age.to(), *row))
        })
        .collect();
    spans.sort_by_key(|(from, to, _)| (*from, to.map_or(u8::MAX, |to| to)));
    let chain = |finest: bool| -> Option<Vec<Row<'a>>> {
        let (mut next, mut chosen) = (0_u8, Vec::new());
        loop {
            let mut here = spans.iter().filter(|(from, _, _)| *from == next);
            let (_, to, row) = if finest { here.next() } else { here.next_back() }?;
            chosen.push(*row);
            match to {
                None => return Some(chosen),
                Some(to) => next = to.checked_add(1)?,
            }
        }
    };
    let (finest, coarsest) = (chain(true), chain(false));
    let key = |set: &[Row<'a>]| set.iter().map(|row| row.one.observation).collect::<Vec<_>>();
    let mut sets: Vec<Vec<Row<'a>>> = finest.into_iter().collect();
    if let Some(coarsest) = coarsest
        && sets.first().is_none_or(|finest| key(finest) != key(&coarsest))
    {
        sets.push(coarsest);
    }
    sets
}

/// A total of a dimension against named codes.
pub(in crate::validate) fn partition(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::Partition { dimension, parts, optional } = &rule.check else { return };
    let position = |row: Row<'_>| row.table.dimensions.iter().position(|own| own == dimension);
    let groups = book.groups(|row| {
        let position = position(row)?;
        let rest: Vec<Code> =
            row.one.dimensions.iter().enumerate().filter(|(at, _)| *at != position).map(|(_, code)| code.clone()).collect();
        Some((rest, row.one.sex.clone(), row.one.age.clone()))
    });
    for group in groups {
        let code = |row: &Row<'_>| position(*row).and_then(|position| row.one.dimensions.get(position).cloned());
        let named = |wanted: &Code| {
            group
                .iter()
                .copied()
                .find(|row| code(row).is_some_and(|code| code == *wanted || (wanted.as_str() == "REPORTER" && code == row.one.reporter)))
        };
        let Some(total) = group.iter().copied().find(|row| code(row).is_some_and(|code| code.is_total())) else { continue };
        let needed: Vec<Option<Row<'_>>> = parts.iter().map(named).collect();
        if needed.iter().all(Option::is_none) {
            continue;
        }
        if needed.iter().any(Option::is_none) {
            judged.undecided(rule, "a part is not in the table");
            continue;
        }
        let all: Vec<Row<'_>> = needed.into_iter().chain(optional.iter().map(named)).flatten().collect();
        against(rule, &PARTITION_MISMATCH, "rule-partition", total, &all, judged);
    }
}

/// A total against its parts.
fn against(
    rule: &ConsistencyRule,
    code: &'static FindingCode,
    id: &'static str,
    total: Row<'_>,
    parts: &[Row<'_>],
    judged: &mut Judged<'_>,
) {
    let amount = |row: &Row<'_>| Amount::new(row.one.value, row.one.range);
    let amounts: Vec<Amount> = parts.iter().map(amount).collect();
    let verdict = judge_total(amount(&total), &amounts, total.one.step);
    judged.sums.push(JudgedSum::of(total, parts, &verdict));
    match verdict {
        Verdict::Passed => judged.passed(rule),
        Verdict::Undecided(reason) => judged.undecided(rule, reason),
        Verdict::Failed { sum, tolerance } => {
            let (low, high) = amount(&total).bounds().unwrap_or_default();
            let said = Said::new(id)
                .text("where", total.shown())
                .text("period", total.one.period.time_period())
                .range("total", low, high)
                .count("parts", parts.len())
                .range("sum", sum.0, sum.1)
                .figure("tolerance", tolerance);
            judged.failed(rule, code, Failure::new(said).at(total).also(parts.iter().copied()).expected(sum.0));
        }
    }
}
