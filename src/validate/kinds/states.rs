//! States and agencies against each other: growth among states, and an agency's figure about a state.
//!
//! In: figures of one table, codes and year of all states. Out: an outcome for each state. Method: Hidiroglou and Berthelot (1986),
//! effects of growth around the median, weighted by size; quartiles by linear interpolation. Nothing is corrected, and no state is
//! ranked.

use std::collections::{BTreeMap, BTreeSet};

use super::super::book::{Book, Codes, Row, When};
use super::super::findings::{GROWTH_AMONG_STATES, OTHER_SOURCE};
use super::super::judged::{Failure, Judged};
use super::series::{float, is_told, median, neighbours, quantile};
use crate::diag::Said;
use crate::model::{Code, TableId};
use crate::spec::{Check, ConsistencyRule};

/// A growth far from that of the other states.
pub(in crate::validate) fn growth_among_states(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::GrowthAmongStates { size_weight, least_spread, spreads, quantile, states } = &rule.check else { return };
    let mut years: BTreeMap<(&TableId, i16), Vec<(Row<'_>, Row<'_>)>> = BTreeMap::new();
    for series in book.series(&[]) {
        let members = |row: &Row<'_>| row.one.is_own() && row.is_grand_total();
        for (before, after) in neighbours(&series).filter(|(_, after)| members(after)) {
            if let Some(year) = after.year() {
                years.entry((&after.table.id, year)).or_default().push((before, after));
            }
        }
    }
    for pairs in years.values() {
        let figures: Vec<(Option<i64>, Option<i64>)> = pairs.iter().map(|(before, after)| (before.one.value, after.one.value)).collect();
        // A state with several sources is one state.
        let with_growth = pairs.iter().filter(|(before, after)| before.one.value > Some(0) && after.one.value > Some(0));
        let known: BTreeSet<&Code> = with_growth.map(|(_, after)| &after.one.reporter).collect();
        let bounds = Bounds { size_weight: *size_weight, least_spread: *least_spread, spreads: *spreads, share: *quantile };
        let Some(outside) = bounds.outside(&figures).filter(|_| known.len() >= *states) else {
            judged.undecided(rule, "too few states have figures of both years");
            continue;
        };
        for ((before, after), outside) in pairs.iter().zip(outside) {
            match outside {
                None => judged.undecided(rule, "a year has no value, or is zero"),
                Some(false) => judged.passed(rule),
                Some(true) if is_told(*after) => judged.passed(rule),
                Some(true) => {
                    let (earlier, later) = (before.one.value.unwrap_or_default(), after.one.value.unwrap_or_default());
                    let said = Said::new("rule-growth-among-states")
                        .text("where", after.shown())
                        .text("state", after.one.reporter.as_str())
                        .text("before", before.one.period.time_period())
                        .figure("earlier", earlier)
                        .text("after", after.one.period.time_period())
                        .figure("later", later)
                        .count("states", known.len());
                    judged.failed(rule, &GROWTH_AMONG_STATES, Failure::new(said).at(*after).also([*before]));
                }
            }
        }
    }
}

/// The bounds of Hidiroglou and Berthelot.
#[derive(Debug, Clone, Copy)]
pub(in crate::validate) struct Bounds {
    /// How much size weighs.
    pub size_weight: f64,
    /// Smallest spread, as a share of the median.
    pub least_spread: f64,
    /// How many spreads from the median.
    pub spreads: f64,
    /// The share of effects below the lower quantile, from which the spread is taken: 0.25 for quartiles.
    pub share: f64,
}

impl Bounds {
    /// Lower and upper bound of effects.
    pub(in crate::validate) fn of(self, effects: &[f64]) -> (f64, f64) {
        let (low, middle, high) = (quantile(effects, self.share), median(effects), quantile(effects, 1.0 - self.share));
        let floor = (self.least_spread * middle).abs();
        (middle - self.spreads * (middle - low).max(floor), middle + self.spreads * (high - middle).max(floor))
    }

    /// Whether each pair lies outside; none for a pair with a gap or a zero, and none at all where every pair is such.
    fn outside(self, figures: &[(Option<i64>, Option<i64>)]) -> Option<Vec<Option<bool>>> {
        let effects = effects(figures, self.size_weight)?;
        let (below, above) = self.of(&effects.iter().flatten().copied().collect::<Vec<_>>());
        Some(effects.into_iter().map(|effect| effect.map(|effect| effect < below || effect > above)).collect())
    }
}

/// The effect of each pair: how far its growth is from the median, weighted by size.
pub(in crate::validate) fn effects(figures: &[(Option<i64>, Option<i64>)], size_weight: f64) -> Option<Vec<Option<f64>>> {
    let ratio = |pair: &(Option<i64>, Option<i64>)| {
        let (before, after) = (pair.0.filter(|value| *value > 0)?, pair.1.filter(|value| *value > 0)?);
        Some((float(after) / float(before), float(before.max(after))))
    };
    let ratios: Vec<Option<(f64, f64)>> = figures.iter().map(ratio).collect();
    let known: Vec<f64> = ratios.iter().flatten().map(|(ratio, _)| *ratio).collect();
    if known.is_empty() {
        return None;
    }
    let middle = median(&known);
    let effect = |(ratio, size): (f64, f64)| {
        let away = if ratio < middle { 1.0 - middle / ratio } else { ratio / middle - 1.0 };
        away * size.powf(size_weight)
    };
    Some(ratios.into_iter().map(|one| one.map(effect)).collect())
}

/// A state's own figure far from an agency's about it.
pub(in crate::validate) fn other_source(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::OtherSource { low, high, at_least } = &rule.check else { return };
    let mut places: BTreeMap<(&TableId, &str, i16, Codes), Vec<Row<'_>>> = BTreeMap::new();
    for row in book.said.values().flat_map(|told| told.tables.values()).flat_map(BTreeMap::values).flatten() {
        if let Some(year) = year_of(*row) {
            places.entry((&row.table.id, row.one.reporter.as_str(), year, row.codes())).or_default().push(*row);
        }
    }
    for rows in places.values() {
        for other in rows.iter().filter(|row| !row.one.is_own()) {
            // An agency rests on one of the state's sources: of several, the nearest is compared.
            let Some(own) =
                rows.iter().filter(|row| row.one.is_own()).min_by(|one, two| distance(**one, *other).total_cmp(&distance(**two, *other)))
            else {
                continue;
            };
            let (Some(mine), Some(theirs)) = (own.one.value, other.one.value) else {
                judged.undecided(rule, "one of the two has no value");
                continue;
            };
            if mine.max(theirs) < *at_least {
                continue;
            }
            // Against nothing, any figure is far.
            let ratio = float(mine) / float(theirs);
            if (*low..=*high).contains(&ratio) {
                judged.passed(rule);
                continue;
            }
            let said = Said::new("rule-other-source")
                .text("where", own.shown())
                .text("period", own.one.period.time_period())
                .figure("own", mine)
                .text("source", other.one.mapping.source_id.as_str())
                .figure("other", theirs)
                .text("ratio", format!("{ratio:.2}"));
            judged.failed(rule, &OTHER_SOURCE, Failure::new(said).at(*own).also([*other]).expected(theirs.to_string()));
        }
    }
}

/// How far two figures are from each other, as a logarithm; infinite where one has no value.
fn distance(one: Row<'_>, other: Row<'_>) -> f64 {
    match (one.one.value, other.one.value) {
        (Some(one), Some(other)) if one == other => 0.0,
        (Some(one), Some(other)) if one > 0 && other > 0 => (float(one) / float(other)).ln().abs(),
        _ => f64::INFINITY,
    }
}

/// The year under which a figure is compared; of a stock the year of its moment.
fn year_of(row: Row<'_>) -> Option<i16> {
    row.year().or(match When::of(row.one) {
        When::Moment(day) => Some(day.year()),
        When::Span(..) => None,
    })
}
