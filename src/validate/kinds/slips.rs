//! Slips of the pen: a power of ten too much or too little, and two digits that changed places.
//!
//! In: the sums that other rules judged, and annual series. Out: the cell that alone explains what is wrong, with the figure that
//! would make it right, which is proposed and never put in. Where several cells would explain it, those that explain most sums
//! are named.

use std::collections::BTreeMap;

use super::super::book::{Book, Row};
use super::super::findings::{SWAPPED_DIGITS, UNIT_SLIP};
use super::super::judged::{Failure, Judged};
use super::super::sums::{Cell, JudgedSum};
use super::series::{float, is_told};
use crate::diag::{Place, Said};
use crate::spec::{Check, ConsistencyRule};

/// How near the logarithm of a ratio must be to a whole number where every figure of the sum is known.
const EXACTLY: f64 = 0.005;

/// A cell of a sum that would explain why the sum is wrong.
struct Suspect<'a> {
    cell: &'a Cell,
    value: i64,
    amended: i64,
    /// How well it explains it; 0 is exactly.
    distance: f64,
}

/// A power of ten between a figure and its neighbour in the series, or what its total leaves for it.
pub(in crate::validate) fn unit_slip(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::UnitSlip { within, at_least, but_for } = &rule.check else { return };
    let test = |sum: &JudgedSum, value: i64, amended: i64| {
        // What an exact sum leaves for a cell is exact, but for rounding.
        let within = if sum.is_exact() { within.min(EXACTLY) } else { *within };
        let slip = power_of_ten(amended, value, within)?;
        (value.max(amended) >= *at_least).then_some(slip.1)
    };
    let mut named = in_sums(rule, &UNIT_SLIP, ("rule-unit-slip", false), test, judged);
    for series in book.series(but_for) {
        in_series(&series.into_iter().collect::<Vec<_>>(), rule, (*within, *at_least), &mut named, judged);
    }
}

/// Two digits that changed places.
pub(in crate::validate) fn swapped_digits(rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    in_sums(rule, &SWAPPED_DIGITS, ("rule-swapped-digits", true), |_, value, amended| is_swapped(value, amended).then_some(0.0), judged);
}

/// Every sum that was judged, by a test of a cell and the value that would make the sum right, `exactly` or as far as hidden parts
/// tell. Gives the cells named.
fn in_sums(
    rule: &ConsistencyRule,
    code: &'static crate::diag::FindingCode,
    (id, exactly): (&'static str, bool),
    test: impl Fn(&JudgedSum, i64, i64) -> Option<f64>,
    judged: &mut Judged<'_>,
) -> Vec<Place> {
    let sums = std::mem::take(&mut judged.sums);
    let suspects: Vec<Vec<Suspect<'_>>> = sums.iter().map(|sum| suspects(sum, exactly, &test)).collect();
    let mut explains: BTreeMap<String, usize> = BTreeMap::new();
    for suspect in suspects.iter().flatten() {
        *explains.entry(suspect.cell.place.to_string()).or_default() += 1;
    }
    let mut named: Vec<Place> = Vec::new();
    for (sum, suspects) in sums.iter().zip(&suspects) {
        let weight = |suspect: &Suspect<'_>| explains.get(&suspect.cell.place.to_string()).copied().unwrap_or_default();
        let most = suspects.iter().map(weight).max();
        let best: Vec<&Suspect<'_>> = suspects.iter().filter(|suspect| Some(weight(suspect)) == most).collect();
        let nearest = best.iter().map(|suspect| suspect.distance).fold(f64::INFINITY, f64::min);
        let best: Vec<&&Suspect<'_>> = best.iter().filter(|suspect| suspect.distance <= nearest).collect();
        match (sum.holds, best.first()) {
            (None, _) => judged.undecided(rule, "the sum could not be judged"),
            (Some(false), None) if sum.amends(exactly).is_empty() => judged.undecided(rule, "a figure of the sum is hidden or missing"),
            (_, None) => judged.passed(rule),
            (_, Some(first)) if named.contains(&first.cell.place) => {}
            (_, Some(first)) => {
                named.push(first.cell.place.clone());
                let said = Said::new(id).figure("value", first.value).figure("amended", first.amended).count("cells", best.len());
                let mut failure = Failure::new(said).expected(first.amended.to_string());
                failure.at = Some(first.cell.place.clone());
                failure.about.clone_from(&first.cell.about);
                failure.value = Some(first.value.to_string());
                failure.also = best.iter().skip(1).map(|suspect| suspect.cell.place.clone()).chain([sum.total.place.clone()]).collect();
                judged.failed(rule, code, failure);
            }
        }
    }
    judged.sums = sums;
    named
}

fn suspects<'a>(sum: &'a JudgedSum, exactly: bool, test: &impl Fn(&JudgedSum, i64, i64) -> Option<f64>) -> Vec<Suspect<'a>> {
    if sum.holds != Some(false) {
        return Vec::new();
    }
    let tested = sum.amends(exactly).into_iter().filter(|(_, _, amended)| *amended > 0);
    tested.filter_map(|(cell, value, amended)| Some(Suspect { cell, value, amended, distance: test(sum, value, amended)? })).collect()
}

/// Each year of a series against the year before; the year after a slip is not one itself.
fn in_series(
    series: &[(i16, Row<'_>)],
    rule: &ConsistencyRule,
    (within, at_least): (f64, i64),
    named: &mut Vec<Place>,
    judged: &mut Judged<'_>,
) {
    let value = |at: usize| series.get(at).and_then(|(_, row)| row.one.value).filter(|value| *value > 0);
    let slip =
        |from: usize, to: usize| power_of_ten(value(from)?, value(to)?, within).filter(|_| value(from).max(value(to)) >= Some(at_least));
    let mut at = 1;
    while at < series.len() {
        let follows = series[at].0 - series[at - 1].0 == 1;
        let mut wrong = at;
        match (follows, value(at - 1).zip(value(at)), slip(at - 1, at)) {
            (false, _, _) => {}
            (true, None, _) => judged.undecided(rule, "a year has no value, or is zero"),
            (true, Some(_), None) => judged.passed(rule),
            // A figure that goes on elsewhere in the next year went down or up; a slip returns, or stays.
            (true, Some(_), Some(_)) if !settles(value(at - 1), value(at), value(at + 1), within) => judged.passed(rule),
            (true, Some((before, after)), Some((power, _))) => {
                // Where the first year stands alone and the next ones agree, the first one is wrong.
                let next_agrees = slip(at, at + 1).is_none() && value(at + 1).is_some();
                let (culprit, other, mended) =
                    if at == 1 && next_agrees { (at - 1, at, scaled(before, power)) } else { (at, at - 1, scaled(after, -power)) };
                if is_told(series[culprit].1) || named.contains(&series[culprit].1.one.place) {
                    judged.passed(rule);
                } else {
                    let (row, beside) = (series[culprit].1, series[other].1);
                    named.push(row.one.place.clone());
                    let said = Said::new("rule-unit-slip-in-series")
                        .text("where", row.shown())
                        .text("period", row.one.period.time_period())
                        .figure("value", row.one.value.unwrap_or_default())
                        .figure("amended", mended)
                        .figure("beside", beside.one.value.unwrap_or_default());
                    judged.failed(rule, &UNIT_SLIP, Failure::new(said).at(row).also([beside]).expected(mended.to_string()));
                }
                wrong = if culprit == at { at + 1 } else { at };
            }
        }
        at = wrong + 1;
    }
}

/// Whether the year after a change returns to the year before it or stays near the change; true where there is none.
fn settles(before: Option<i64>, here: Option<i64>, after: Option<i64>, within: f64) -> bool {
    let near = |one: Option<i64>, other: Option<i64>, within: f64| match (one, other) {
        (Some(one), Some(other)) => (float(one) / float(other)).log10().abs() < within,
        _ => true,
    };
    // A year on the way is allowed twice the distance of the slip itself.
    near(after, before, 2.0 * within) || near(after, here, 2.0 * within)
}

/// A figure moved by powers of ten.
pub(super) fn scaled(value: i64, power: i32) -> i64 {
    let factor = 10_i64.checked_pow(power.unsigned_abs()).unwrap_or(i64::MAX);
    if power >= 0 { value.saturating_mul(factor) } else { value.saturating_add(factor / 2) / factor }
}

/// The power of ten nearest to the ratio of two figures, where it is not zero and the ratio is near it, and how near.
pub(in crate::validate) fn power_of_ten(previous: i64, current: i64, within: f64) -> Option<(i32, f64)> {
    if previous <= 0 || current <= 0 {
        return None;
    }
    let logarithm = (float(current) / float(previous)).log10();
    #[expect(clippy::cast_possible_truncation, reason = "counts span a few powers of ten")]
    let power = logarithm.round() as i32;
    let distance = (logarithm - f64::from(power)).abs();
    (power != 0 && distance < within).then_some((power, distance))
}

/// Whether two figures have the same digits but for two that changed places.
pub(in crate::validate) fn is_swapped(published: i64, recomputed: i64) -> bool {
    let (one, other) = (published.to_string().into_bytes(), recomputed.to_string().into_bytes());
    if one.len() != other.len() {
        return false;
    }
    let differing: Vec<usize> = (0..one.len()).filter(|at| one[*at] != other[*at]).collect();
    matches!(differing.as_slice(), [a, b] if one[*a] == other[*b] && one[*b] == other[*a])
}
