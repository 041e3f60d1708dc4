//! What a gap costs the region: which states a regional sum loses, and whose answer would win back most.
//!
//! In: the places of the plan and the population of the standard. Out: a [`Cost`] for each table, year and breakdown. It is the
//! share of the region's population that counts, since figures that are not there can't be weighed.

use std::collections::{BTreeMap, BTreeSet};

use super::GapStatus;
use super::matrix::TablePlace;
use crate::model::{Code, TableId};
use crate::spec::{Breakdown, Standard};

/// What the region loses by one breakdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// The table.
    pub table: TableId,
    /// The year.
    pub year: i16,
    /// The breakdown.
    pub breakdown: Breakdown,
    /// States that are asked, without those where it can't exist.
    pub asked: BTreeSet<Code>,
    /// States of which there is nothing.
    pub lost: BTreeSet<Code>,
    /// States of which there is a part.
    pub partial: BTreeSet<Code>,
    /// Per mille of the population of the states asked that the lost ones are; none where a population is not known.
    pub lost_per_mille: Option<i16>,
    /// The lost state with the largest population, and its per mille.
    pub best: Option<(Code, i16)>,
}

/// What every breakdown costs, by table, year and breakdown.
pub(super) fn costs(standard: &Standard, places: &[TablePlace]) -> Vec<Cost> {
    let mut order: Vec<(TableId, i16, Breakdown)> = Vec::new();
    let mut told: BTreeMap<(TableId, i16, Breakdown), BTreeMap<&Code, GapStatus>> = BTreeMap::new();
    for place in places {
        for gap in &place.breakdowns {
            let key = (place.table.clone(), place.year, gap.breakdown.clone());
            if !told.contains_key(&key) {
                order.push(key.clone());
            }
            told.entry(key).or_default().insert(&place.state, gap.status);
        }
    }
    // By table and year; breakdowns stay in the order in which they are asked for.
    order.sort_by(|one, other| (&one.0, one.1).cmp(&(&other.0, other.1)));
    let cost = |key: (TableId, i16, Breakdown)| {
        let states = told.get(&key)?;
        let with = |test: &dyn Fn(GapStatus) -> bool| -> BTreeSet<Code> {
            states.iter().filter(|(_, status)| test(**status)).map(|(state, _)| (*state).clone()).collect()
        };
        let asked = with(&|status| status != GapStatus::NotApplicable);
        let lost = with(&|status| status != GapStatus::NotApplicable && !status.is_sent());
        let partial = with(&|status| status == GapStatus::Partial);
        let (table, year, breakdown) = key;
        let lost_per_mille = standard.population_share(lost.iter(), &asked, year);
        let share = |state: &Code| standard.population_share(std::iter::once(state), &asked, year);
        let shares = lost.iter().filter_map(|state| Some((state.clone(), share(state)?)));
        let best = shares.max_by_key(|(state, share)| (*share, std::cmp::Reverse(state.clone())));
        Some(Cost { table, year, breakdown, asked, lost, partial, lost_per_mille, best })
    };
    order.into_iter().filter_map(cost).collect()
}
