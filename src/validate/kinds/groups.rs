//! A total of the exchange tables and the groups that make it up: ages, and named codes of a dimension.
//!
//! In: figures that differ only in one field. Out: an outcome for each complete set of groups. Sets that overlap, or leave a gap,
//! are no set: nothing is spread from one grid over another.

use std::collections::BTreeMap;

use super::super::book::{Book, EDITIONS, Row, is_one_edition};
use super::super::findings::{AGE_GROUPS_MISMATCH, PARTITION_MISMATCH};
use super::super::judge::{Amount, Verdict, judge_rounded};
use super::super::judged::{Failure, Judged};
use super::super::sums::JudgedSum;
use crate::diag::{FindingCode, Said};
use crate::model::{Age, Code};
use crate::spec::{Check, ConsistencyRule, RuleFigure};

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
    // From the oldest down, the ways with most and with fewest groups from a year of age to the open group. A group that leads
    // nowhere, as infants apart from the other children do, stands in no way.
    let mut ways: BTreeMap<u8, [Vec<Row<'a>>; 2]> = BTreeMap::new();
    for (from, to, row) in spans.into_iter().rev() {
        let rest = match to {
            None => Some([Vec::new(), Vec::new()]),
            Some(to) => to.checked_add(1).and_then(|next| ways.get(&next).cloned()),
        };
        let Some(rest) = rest else { continue };
        let [most, fewest] = rest.map(|rest| std::iter::once(row).chain(rest).collect::<Vec<_>>());
        let known = ways.entry(from).or_insert_with(|| [most.clone(), fewest.clone()]);
        if most.len() > known[0].len() {
            known[0] = most;
        }
        if fewest.len() < known[1].len() {
            known[1] = fewest;
        }
    }
    let (finest, coarsest) = ways.remove(&0).map(|[finest, coarsest]| (finest, coarsest)).unzip();
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
            group.iter().copied().find(|row| {
                code(row).is_some_and(|code| code == *wanted || (wanted.as_str() == RuleFigure::REPORTER && code == row.one.reporter))
            })
        };
        let Some(total) = group.iter().copied().find(|row| code(row).is_some_and(|code| code.is_total())) else { continue };
        let needed: Vec<Option<Row<'_>>> = parts.iter().map(named).collect();
        if needed.iter().all(Option::is_none) {
            continue;
        }
        let absent = needed.iter().any(Option::is_none);
        let all: Vec<Row<'_>> = needed.into_iter().chain(optional.iter().map(named)).flatten().collect();
        let amounts: Vec<_> = all.iter().copied().map(Row::amount).chain(absent.then_some((Amount::Missing, total.one.step))).collect();
        // Parts that exceed the total do so whatever the absent one is.
        match judge_rounded(total.amount(), &amounts) {
            Verdict::Undecided(_) if absent => judged.undecided(rule, "a part is not in the table"),
            _ => {
                against(rule, &PARTITION_MISMATCH, "rule-partition", total, &all, judged);
                // Such a sum tells nothing of a single cell.
                if let Some(sum) = judged.sums.last_mut().filter(|_| absent) {
                    sum.holds = None;
                }
            }
        }
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
    let amounts: Vec<_> = parts.iter().copied().map(Row::amount).collect();
    let verdict = judge_rounded(total.amount(), &amounts);
    judged.sums.push(JudgedSum::of(total, parts, &verdict));
    match verdict {
        Verdict::Passed => judged.passed(rule),
        Verdict::Undecided(reason) => judged.undecided(rule, reason),
        Verdict::Failed { .. } if !is_one_edition(total, parts) => judged.undecided(rule, EDITIONS),
        Verdict::Failed { sum, tolerance } => {
            let (low, high) = total.amount().0.bounds().unwrap_or_default();
            let said = Said::new(id)
                .text("where", total.shown())
                .text("period", total.one.period.time_period())
                .range("total", low, high)
                .count("parts", parts.len())
                .range("sum", sum.0, sum.1)
                .figure("tolerance", tolerance);
            judged.failed(rule, code, Failure::new(said).at(total).also(parts.iter().copied()).between(sum));
        }
    }
}
