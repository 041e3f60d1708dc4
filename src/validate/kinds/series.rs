//! Figures from year to year: changes beyond a limit, growth unlike the other years, levels that shift without a mark.
//!
//! In: the annual series of each source. Out: an outcome for each year. Methods: limits by size of the larger figure; the robust
//! score of Iglewicz and Hoaglin (0.6745 times the distance from the median, by the median absolute deviation) on the logarithm
//! of growth, with a floor of the spread. A year that carries a break or a note was explained by its sender.

use super::super::book::{Book, Row, Series};
use super::super::findings::{BREAK_WITHOUT_FLAG, UNUSUAL_GROWTH, YEARLY_CHANGE};
use super::super::judged::{Failure, Judged};
use crate::diag::Said;
use crate::model::Status;
use crate::spec::{Check, ConsistencyRule, SizeClass};

/// Two years that follow each other.
pub(super) fn neighbours<'s, 'a>(series: &'s Series<'a>) -> impl Iterator<Item = (Row<'a>, Row<'a>)> + 's {
    let years = series.iter();
    years
        .clone()
        .zip(years.skip(1))
        .filter(|((before, _), (after, _))| *after - *before == 1)
        .map(|((_, before), (_, after))| (*before, *after))
}

/// Whether the sender said something about the year.
pub(super) fn is_told(row: Row<'_>) -> bool {
    row.one.status.contains(Status::B) || row.one.note.is_some()
}

#[expect(clippy::cast_precision_loss, reason = "shares and logarithms; counts stay far below the limit")]
pub(super) fn float(value: i64) -> f64 {
    value as f64
}

/// A change from one year to the next beyond the limit of its size.
pub(in crate::validate) fn yearly_change(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::YearlyChange { classes, more_than, totals_only, but_for } = &rule.check else { return };
    for series in book.series(but_for) {
        for (before, after) in neighbours(&series) {
            let judged_here = if *totals_only { after.is_grand_total() } else { after.one.sex.is_total() && after.one.age.is_total() };
            if !judged_here {
                continue;
            }
            match change(before.one.value, after.one.value, classes, *more_than) {
                Change::Incomputable => judged.undecided(rule, "a year has no value, or the first is zero"),
                Change::TooSmall => {}
                Change::Within => judged.passed(rule),
                Change::Beyond(_) if is_told(after) => judged.passed(rule),
                Change::Beyond(per_cent) => judged.failed(rule, &YEARLY_CHANGE, changed("rule-yearly-change", before, after, per_cent)),
            }
        }
    }
}

fn changed(id: &'static str, before: Row<'_>, after: Row<'_>, per_cent: f64) -> Failure {
    let said = Said::new(id)
        .text("where", after.shown())
        .text("before", before.one.period.time_period())
        .figure("earlier", before.one.value.unwrap_or_default())
        .text("after", after.one.period.time_period())
        .figure("later", after.one.value.unwrap_or_default())
        .text("change", format!("{per_cent:+.0}"));
    Failure::new(said).at(after).also([before])
}

/// What a change is worth.
#[derive(Debug, PartialEq)]
pub(in crate::validate) enum Change {
    Incomputable,
    TooSmall,
    Within,
    Beyond(f64),
}

/// The change between two figures, by the class of the earlier one; where that class is not tested, of the later one, so that a
/// rise from almost nothing is seen.
pub(in crate::validate) fn change(before: Option<i64>, after: Option<i64>, classes: &[SizeClass], more_than: i64) -> Change {
    let (Some(before), Some(after)) = (before, after) else { return Change::Incomputable };
    if before <= 0 {
        return Change::Incomputable;
    }
    let limit_of = |size: i64| classes.iter().find(|class| class.below.is_none_or(|below| size < below)).and_then(|class| class.per_cent);
    let Some(limit) = limit_of(before).or_else(|| limit_of(after)) else { return Change::TooSmall };
    if before.max(after) <= more_than {
        return Change::TooSmall;
    }
    let per_cent = 100.0 * (float(after) / float(before) - 1.0);
    let is_far = per_cent.abs() > limit && after.abs_diff(before) > more_than.unsigned_abs();
    if is_far { Change::Beyond(per_cent) } else { Change::Within }
}

/// A growth unlike the other years of its series.
pub(in crate::validate) fn unusual_growth(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::UnusualGrowth { cut, scale_floor, growths, at_least, but_for } = &rule.check else { return };
    for series in book.series(but_for) {
        let Some(first) = series.values().next() else { continue };
        if !first.one.sex.is_total() || !first.one.age.is_total() {
            continue;
        }
        let pairs: Vec<(Row<'_>, Row<'_>)> = neighbours(&series).collect();
        if pairs.is_empty() {
            continue;
        }
        let growth: Vec<Option<f64>> = pairs.iter().map(|(before, after)| log_growth(before.one.value, after.one.value)).collect();
        let Some(scores) = robust_scores(&growth, *scale_floor, *growths) else {
            judged.undecided(rule, "the series has too few growth rates");
            continue;
        };
        for ((before, after), score) in pairs.into_iter().zip(scores) {
            match score {
                None => judged.undecided(rule, "a year has no value, or is zero"),
                Some(score) if score.abs() <= *cut || is_told(after) || is_told(before) => judged.passed(rule),
                Some(_) if before.one.value.max(after.one.value) < Some(*at_least) => {}
                Some(_) => {
                    let (earlier, later) = (before.one.value.unwrap_or_default(), after.one.value.unwrap_or_default());
                    let per_cent = 100.0 * (float(later) / float(earlier) - 1.0);
                    judged.failed(rule, &UNUSUAL_GROWTH, changed("rule-unusual-growth", before, after, per_cent));
                }
            }
        }
    }
}

/// The logarithm of growth; none where a figure is missing or zero.
pub(in crate::validate) fn log_growth(before: Option<i64>, after: Option<i64>) -> Option<f64> {
    let (before, after) = (before.filter(|value| *value > 0)?, after.filter(|value| *value > 0)?);
    Some((float(after) / float(before)).ln())
}

/// The median of values; 0 for none.
pub(super) fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// A quantile, by linear interpolation between order statistics (type 7); 0 for no value.
pub(super) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let last_index = i64::try_from(last).unwrap_or(i64::MAX);
    let position = float(last_index) * share;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a position within the list")]
    let below = position.floor() as usize;
    let rest = position - position.floor();
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    low + (high - low) * rest
}

/// The robust score of each growth; none where there are too few. Where the spread is nothing, every score is nothing.
pub(in crate::validate) fn robust_scores(growth: &[Option<f64>], floor: f64, least: usize) -> Option<Vec<Option<f64>>> {
    /// Below this a spread is none.
    const NONE: f64 = 1e-9;
    /// Upper quartile of the normal distribution, by which a median deviation is one of a standard deviation.
    const UPPER_QUARTILE: f64 = 0.674_489_750_196_081_7;
    let known: Vec<f64> = growth.iter().flatten().copied().collect();
    if known.len() < least {
        return None;
    }
    let middle = median(&known);
    let deviations: Vec<f64> = known.iter().map(|growth| (growth - middle).abs()).collect();
    let count = float(i64::try_from(deviations.len()).unwrap_or(i64::MAX));
    // The mean deviation, where more than half of the growth rates are equal; 1.2533 makes it comparable to the median one.
    let spread = match median(&deviations) {
        spread if spread > NONE => spread / UPPER_QUARTILE,
        _ => 1.253_314 * deviations.iter().sum::<f64>() / count,
    };
    let spread = if spread > NONE { spread.max(floor) } else { f64::INFINITY };
    Some(growth.iter().map(|growth| growth.map(|growth| (growth - middle) / spread)).collect())
}

/// A level that shifts for good, and no break is marked.
pub(in crate::validate) fn break_without_flag(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::BreakWithoutFlag { per_cent, within_per_cent, at_least, but_for } = &rule.check else { return };
    for series in book.series(but_for) {
        let Some(first) = series.values().next() else { continue };
        if !first.one.sex.is_total() || !first.one.age.is_total() || neighbours(&series).count() + 1 < 4 {
            continue;
        }
        let runs = runs(&series);
        if !runs.iter().any(|run| run.len() >= 4) {
            judged.undecided(rule, "too few years that follow each other have a value");
        }
        for run in runs.iter().filter(|run| run.len() >= 4 && run.iter().any(|(_, value)| value >= at_least)) {
            let growth = |at: usize| 100.0 * (float(run[at].1) / float(run[at - 1].1) - 1.0);
            let quiet = |at: usize| growth(at).abs() <= *within_per_cent;
            let size = |at: usize| 100.0 * (float(run[at].1.max(run[at - 1].1)) / float(run[at].1.min(run[at - 1].1)) - 1.0);
            // Two years on either side tell a shift from a single year that went wrong.
            let shifts = (2..run.len() - 1).filter(|at| size(*at) > *per_cent && quiet(*at - 1) && quiet(*at + 1));
            let silent: Vec<usize> = shifts.filter(|at| !is_told(run[*at].0)).collect();
            if silent.is_empty() {
                judged.passed(rule);
            }
            for at in silent {
                let failure = changed("rule-break-without-flag", run[at - 1].0, run[at].0, growth(at));
                judged.failed(rule, &BREAK_WITHOUT_FLAG, failure);
            }
        }
    }
}

/// Years that follow each other and have a value above zero.
fn runs<'a>(series: &Series<'a>) -> Vec<Vec<(Row<'a>, i64)>> {
    let mut runs: Vec<Vec<(Row<'a>, i64)>> = Vec::new();
    let mut last = None;
    for (year, row) in series {
        let Some(value) = row.one.value.filter(|value| *value > 0) else { continue };
        match runs.last_mut() {
            Some(run) if last == Some(*year - 1) => run.push((*row, value)),
            _ => runs.push(vec![(*row, value)]),
        }
        last = Some(*year);
    }
    runs
}
