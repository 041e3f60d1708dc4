//! The states between which every movement is known, and the measures of their system.
//!
//! In: arrivals by the state they came from, and populations. Out: a measure over the largest set of members that this finds in which
//! each tells of each other. Who is left out is told; nothing stands in for a figure that lacks.

use std::collections::{BTreeMap, BTreeSet};

use super::System;
use super::compute::{Made, Maker};
use super::figures::{Bound, Found, Spot};
use super::result::{Lack, Lacking};
use crate::diag::Said;
use crate::model::Code;
use crate::spec::{IndicatorFormula, IndicatorRole};

/// Movers by the state they came to and the one they came from.
type Movers<'a> = BTreeMap<(Code, Code), Found<'a>>;

/// The measure of the region.
pub(super) fn made<'a>(maker: &Maker<'_, 'a>) -> Result<Made<'a>, Lack<'a>> {
    let mut people: BTreeMap<Code, Found<'a>> = BTreeMap::new();
    for state in maker.members {
        if let Ok(found) = maker.figure(state, IndicatorRole::Population, &mut Bound::new()) {
            people.insert(state.clone(), found);
        }
    }
    let movers = movers(maker, &people)?;
    let within = closed_set_of(people.keys().cloned().collect(), &movers);
    if within.len() < 2 {
        return Err(Lack::new(Lacking::Missing, Said::new("indicator-no-system")));
    }
    let names: Vec<&str> = within.iter().map(Code::as_str).collect();
    let said = Said::new("indicator-system").text("states", names.join(", ")).count("members", maker.members.len());
    let number = |from: &Code, to: &Code| movers.get(&(to.clone(), from.clone())).map_or(0.0, |found| found.value);
    let system = System {
        matrix: within.iter().map(|from| within.iter().map(|to| number(from, to)).collect()).collect(),
        population: within.iter().filter_map(|state| people.get(state)).map(|found| found.value).collect(),
    };
    let value = match maker.spec.formula {
        IndicatorFormula::CrudeIntensity => system.crude_intensity(),
        IndicatorFormula::SystemEffectiveness => system.effectiveness(),
        _ => system.aggregate_net_rate(),
    };
    let pairs = movers.iter().filter(|((to, from), _)| within.contains(to) && within.contains(from)).map(|(_, found)| found);
    let uses = pairs.chain(within.iter().filter_map(|state| people.get(state))).flat_map(|found| found.uses.iter().copied()).collect();
    match value {
        Some(value) => Ok(Made { said: Some(said), ..Made::exact(value, uses) }),
        None => Err(Lack::new(Lacking::NothingToDivideBy, Said::new("indicator-no-base")).with(uses)),
    }
}

/// Every known movement between two states whose population is known; of one state all from one source.
fn movers<'a>(maker: &Maker<'_, 'a>, people: &BTreeMap<Code, Found<'a>>) -> Result<Movers<'a>, Lack<'a>> {
    let input = maker.input(IndicatorRole::Movers)?;
    let (spot, year) = (Spot::of(input), maker.year.saturating_add(input.later));
    let mut movers = Movers::new();
    for to in people.keys() {
        let mut bound = Bound::new();
        for from in people.keys().filter(|from| *from != to) {
            if let Ok(found) = maker.figures.figure(to, year, &spot.with(input.each.unwrap_or_default(), from), &mut bound) {
                movers.insert((to.clone(), from.clone()), found);
            }
        }
    }
    Ok(movers)
}

/// Leaves out whoever shares the most unknown movements, until none is left; of several the last in the order of codes.
fn closed_set_of(mut within: BTreeSet<Code>, movers: &Movers<'_>) -> BTreeSet<Code> {
    loop {
        let unknown = |state: &Code| {
            let others = within.iter().filter(|other| *other != state);
            let known = |to: &Code, from: &Code| movers.contains_key(&(to.clone(), from.clone()));
            others.map(|other| usize::from(!known(state, other)) + usize::from(!known(other, state))).sum::<usize>()
        };
        let worst = within.iter().map(|state| (unknown(state), state.clone())).max();
        match worst {
            Some((count, state)) if count > 0 => within.remove(&state),
            _ => return within,
        };
    }
}
