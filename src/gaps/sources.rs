//! Which sources stand behind what a state sends, by axis: the place where a gap can be mended at its root.
//!
//! In: the inventory of sources, and the sources of the returns. Out: a [`SourceStanding`] for every source of every state and
//! axis of the plan, and one without a source where none is known. The inventory's judgement of a source is handed on.

use std::collections::{BTreeMap, BTreeSet};

use crate::harmonise::Harmonised;
use crate::model::{Code, closed_set};
use crate::spec::{Inventory, Source, Standard};

closed_set!(
    /// How far a source reaches the exchange.
    Standing {
        /// No source is known.
        None = "none",
        /// It exists, and no statistics are made from it.
        Unused = "unused",
        /// It exists, and nothing from it is shared.
        NotShared = "not-shared",
        /// Statistics from it are shared.
        Shared = "shared",
    }
);

/// A source of a state for an axis; none where none is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceStanding {
    /// The state.
    pub state: Code,
    /// The axis.
    pub axis: String,
    /// Its name.
    pub source: Option<String>,
    /// Its type.
    pub kind: Option<String>,
    /// Its year, or the first one.
    pub since: Option<i16>,
    /// How far it reaches the exchange.
    pub standing: Standing,
    /// How far it can be relied on, in the words of the inventory.
    pub reliability: Option<String>,
    /// What to know about it.
    pub note: Option<String>,
}

/// The sources of every state and axis, in their order.
pub(super) fn standings(
    standard: &Standard,
    tables: &Harmonised,
    inventory: &Inventory,
    (states, axes): (&BTreeSet<Code>, &BTreeSet<&str>),
) -> Vec<SourceStanding> {
    let returns = of_returns(standard, tables);
    let mut found = Vec::new();
    for state in states {
        for axis in axes {
            let mut own: Vec<SourceStanding> = inventory.of(state, axis).map(|source| of_inventory(source, axis)).collect();
            // Where the inventory names no shared source, the return itself does.
            if !own.iter().any(|source| source.standing == Standing::Shared) {
                let sent = returns.get(&(state.clone(), (*axis).to_owned())).into_iter().flatten();
                own.extend(sent.map(|name| SourceStanding {
                    source: Some(name.clone()),
                    standing: Standing::Shared,
                    ..unknown(state, axis)
                }));
            }
            if own.is_empty() {
                own.push(unknown(state, axis));
            }
            found.extend(own);
        }
    }
    found
}

fn unknown(state: &Code, axis: &str) -> SourceStanding {
    SourceStanding {
        state: state.clone(),
        axis: axis.to_owned(),
        source: None,
        kind: None,
        since: None,
        standing: Standing::None,
        reliability: None,
        note: None,
    }
}

fn of_inventory(source: &Source, axis: &str) -> SourceStanding {
    let standing = match (source.used, source.shared) {
        (_, Some(true)) => Standing::Shared,
        (Some(false), _) => Standing::Unused,
        (Some(true) | None, Some(false) | None) => Standing::NotShared,
    };
    SourceStanding {
        source: Some(source.name.clone()),
        kind: Some(source.kind.clone()),
        since: source.since,
        standing,
        reliability: source.reliability.clone(),
        note: Some(source.note.clone()).filter(|note| !note.is_empty()),
        ..unknown(&source.state, axis)
    }
}

/// The sources that the states' own returns name, by state and axis.
fn of_returns(standard: &Standard, tables: &Harmonised) -> BTreeMap<(Code, String), BTreeSet<String>> {
    let mut found: BTreeMap<(Code, String), BTreeSet<String>> = BTreeMap::new();
    for (id, table) in &tables.tables {
        let Some(spec) = standard.table(id.as_str()) else { continue };
        for one in table.published.iter().filter(|one| one.is_own()) {
            let place = (one.reporter.clone(), spec.axis.clone());
            found.entry(place).or_default().insert(one.mapping.source_id.to_string());
        }
    }
    found
}

/// The furthest standing of the sources of a state and axis.
pub(super) fn best(all: &[SourceStanding], state: &Code, axis: &str) -> Standing {
    all.iter().filter(|one| one.state == *state && one.axis == axis).map(|one| one.standing).max().unwrap_or(Standing::None)
}
