//! Figures that a rule names: the same number, a part and its whole, a ratio, a balance.
//!
//! In: a rule with its figures. Out: an outcome for each moment or period at which at least one of them was sent. A hidden figure
//! counts with its range. Nothing is said where none of the figures was sent.

use super::super::book::{Book, Row, When};
use super::super::findings::{DIFFERENT_FIGURES, FAR_RATIO, OPEN_BALANCE, PART_ABOVE_WHOLE};
use super::super::judged::{Failure, Judged};
use super::super::quantity::{Giving, NOT_SENT, Quantity, Sum, cases};
use super::series::float;
use crate::diag::{Said, Severity};
use crate::model::Status;
use crate::spec::{Check, ConsistencyRule, RuleFigure, Stated};

/// Figures that must be the same number.
pub(in crate::validate) fn different(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::DifferentFigures { figures, other_sources_inform } = &rule.check else { return };
    for case in cases(book, &Giving::Two(figures.iter().collect())) {
        let told: Vec<Quantity<'_>> =
            figures.iter().map(|figure| case.sum([figure])).filter(|told| !matches!(told, Quantity::Absent)).collect();
        // A figure that stands alone where others should tell the same.
        if let [Quantity::Known(_)] = told.as_slice() {
            judged.undecided(rule, NOT_SENT);
        }
        let mut known: Option<&Sum<'_>> = None;
        for quantity in &told {
            match (quantity, known) {
                (Quantity::Missing(reason), _) => judged.undecided(rule, reason),
                (Quantity::Absent, _) => {}
                (Quantity::Known(sum), None) => known = Some(sum),
                (Quantity::Known(sum), Some(first)) => two(rule, first, sum, *other_sources_inform, judged),
            }
        }
    }
}

/// Two figures that must be the same number.
fn two(rule: &ConsistencyRule, first: &Sum<'_>, sum: &Sum<'_>, other_sources_inform: bool, judged: &mut Judged<'_>) {
    let (Some(here), Some(there)) = (sum.rows.first().copied(), first.rows.first().copied()) else { return };
    let rounding = first.rounding.saturating_add(sum.rounding);
    let agree = sum.low <= first.high.saturating_add(rounding) && first.low <= sum.high.saturating_add(rounding);
    if agree || is_told_break(here, there) {
        judged.passed(rule);
        return;
    }
    let said = Said::new("rule-different-figures")
        .text("one", there.shown())
        .range("first", first.low, first.high)
        .text("two", here.shown())
        .range("second", sum.low, sum.high)
        .text("period", here.one.period.time_period());
    let mut failure = Failure::new(said).at(here).also([there]).between((first.low, first.high));
    if other_sources_inform && here.one.mapping.source_id != there.one.mapping.source_id {
        failure.severity = Some(Severity::Information);
    }
    judged.failed(rule, &DIFFERENT_FIGURES, failure);
}

/// Whether the end of one period and the beginning of the next stand on two sides of a break that the sender marks.
fn is_told_break(one: Row<'_>, other: Row<'_>) -> bool {
    let (first, second) = (When::of(one.one), When::of(other.one));
    let apart = matches!((first, second), (When::Span(..), When::Span(..))) && first != second;
    apart && [one, other].iter().any(|row| row.one.status.contains(Status::B))
}

/// A part that exceeds its whole.
pub(in crate::validate) fn part_above_whole(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::PartAboveWhole { part, whole, stated } = &rule.check else { return };
    for case in cases(book, &Giving::All(vec![part.iter().chain(whole).collect()])) {
        let (small, large) = match (case.sum(part), case.sum(whole)) {
            (Quantity::Known(small), Quantity::Known(large)) => (small, large),
            (Quantity::Absent, _) => continue,
            (Quantity::Missing(reason), _) | (_, Quantity::Missing(reason)) => {
                judged.undecided(rule, reason);
                continue;
            }
            (_, Quantity::Absent) => {
                judged.undecided(rule, NOT_SENT);
                continue;
            }
        };
        let (Some(here), Some(there)) = (small.rows.first().copied(), large.rows.first().copied()) else { continue };
        match stated.as_ref().map_or(Some(true), |stated| applies(stated, there)) {
            Some(true) => {}
            Some(false) => continue,
            None => {
                judged.undecided(rule, "the source does not state whether the rule applies");
                continue;
            }
        }
        if small.low <= large.high.saturating_add(small.rounding).saturating_add(large.rounding) {
            judged.passed(rule);
            continue;
        }
        let said = Said::new("rule-part-above-whole")
            .text("part", here.shown())
            .range("small", small.low, small.high)
            .text("whole", there.shown())
            .range("large", large.low, large.high)
            .text("period", here.one.period.time_period());
        judged.failed(rule, &PART_ABOVE_WHOLE, Failure::new(said).at(here).also([there]).expected(format!("<= {}", shown(&large))));
    }
}

/// Whether the source states what the rule asks for; none where it states nothing.
fn applies(stated: &Stated, row: Row<'_>) -> Option<bool> {
    let statement = row.one.graded.profiles.iter().find_map(|profile| profile.statements.get(&stated.attribute))?;
    Some(stated.values.contains(&statement.value))
}

/// Two figures far from each other.
pub(in crate::validate) fn far_ratio(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::FarRatio { figure, by, or_by, low, high } = &rule.check else { return };
    let lists = [by, or_by].into_iter().filter(|by| !by.is_empty()).map(|by| figure.iter().chain(by).collect()).collect();
    for case in cases(book, &Giving::All(lists)) {
        let divisor = match case.sum(by) {
            Quantity::Absent | Quantity::Missing(_) if !or_by.is_empty() => case.sum(or_by),
            divisor => divisor,
        };
        let (above, below) = match (case.sum(figure), divisor) {
            (Quantity::Known(above), Quantity::Known(below)) => (above, below),
            (Quantity::Absent, _) => continue,
            (Quantity::Missing(reason), _) | (_, Quantity::Missing(reason)) => {
                judged.undecided(rule, reason);
                continue;
            }
            (_, Quantity::Absent) => {
                judged.undecided(rule, NOT_SENT);
                continue;
            }
        };
        if below.low <= 0 {
            judged.undecided(rule, if below.high > 0 { "a figure is hidden" } else { "nothing to divide by" });
            continue;
        }
        // A hidden figure leaves a range of ratios.
        let (least, most) = (float(above.low) / float(below.high), float(above.high) / float(below.low));
        let (Some(here), Some(there)) = (above.rows.first().copied(), below.rows.first().copied()) else { continue };
        let is_explained = above.rows.iter().chain(&below.rows).any(|row| row.one.note.is_some());
        let is_outside = most < *low || least > *high;
        if is_explained || (*low <= least && most <= *high) {
            judged.passed(rule);
            continue;
        }
        if !is_outside {
            judged.undecided(rule, "a figure is hidden");
            continue;
        }
        let ratio = if least < most { format!("{least:.2} - {most:.2}") } else { format!("{least:.2}") };
        let said = Said::new("rule-far-ratio")
            .text("figure", here.shown())
            .range("above", above.low, above.high)
            .text("by", there.shown())
            .range("below", below.low, below.high)
            .text("ratio", ratio)
            .text("low", low.to_string())
            .text("high", high.to_string())
            .text("period", here.one.period.time_period());
        let failure = Failure::new(said).at(here).also(below.rows.iter().copied()).between((below.low, below.high));
        judged.failed(rule, &FAR_RATIO, failure);
    }
}

/// An opening figure with its gains and losses, and its closing figure.
pub(in crate::validate) fn open_balance(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::OpenBalance { opening, gains, losses, closing, tolerance, tolerance_per_million } = &rule.check else { return };
    let taken: Vec<RuleFigure> = losses.iter().map(|loss| RuleFigure { less: true, ..loss.clone() }).collect();
    let left: Vec<&RuleFigure> = std::iter::once(opening).chain(gains).chain(&taken).collect();
    for case in cases(book, &Giving::All(vec![left.iter().copied().chain([closing]).collect()])) {
        let (made, end) = match (case.sum(left.iter().copied()), case.sum([closing])) {
            (Quantity::Known(made), Quantity::Known(end)) => (made, end),
            (Quantity::Absent, _) | (_, Quantity::Absent) => {
                judged.undecided(rule, NOT_SENT);
                continue;
            }
            (Quantity::Missing(reason), _) | (_, Quantity::Missing(reason)) => {
                judged.undecided(rule, reason);
                continue;
            }
        };
        let start = match case.sum([opening]) {
            Quantity::Known(start) => start.low,
            _ => 0,
        };
        let Some(here) = end.rows.first().copied() else { continue };
        // Where the adjustment is stated, nothing is left for a tolerance to cover.
        let adjusted = gains.iter().chain(losses).filter(|part| part.optional).any(|part| !matches!(case.sum([part]), Quantity::Absent));
        let (tolerance, per_million) = if adjusted { (0, 0) } else { (*tolerance, *tolerance_per_million) };
        let allowed = allowed(tolerance, per_million, start, end.low).saturating_add(made.rounding).saturating_add(end.rounding);
        if made.low <= end.high.saturating_add(allowed) && end.low <= made.high.saturating_add(allowed) {
            judged.passed(rule);
            continue;
        }
        let said = Said::new("rule-open-balance")
            .text("table", here.shown())
            .text("period", here.one.period.time_period())
            .range("made", made.low, made.high)
            .range("closing", end.low, end.high)
            .figure("gap", end.low.saturating_sub(made.high).max(made.low.saturating_sub(end.high)))
            .figure("allowed", allowed);
        judged.failed(rule, &OPEN_BALANCE, Failure::new(said).at(here).also(made.rows.iter().copied()).between((made.low, made.high)));
    }
}

/// The gap that counts as a statistical adjustment.
fn allowed(tolerance: i64, per_million: u32, start: i64, end: i64) -> i64 {
    let mean = i128::from(start) + i128::from(end);
    let share = i64::try_from(mean * i128::from(per_million) / 2_000_000).unwrap_or(i64::MAX);
    tolerance.max(share)
}

/// A sum as a reader sees it.
fn shown(sum: &Sum<'_>) -> String {
    if sum.low == sum.high { sum.low.to_string() } else { format!("{} - {}", sum.low, sum.high) }
}
