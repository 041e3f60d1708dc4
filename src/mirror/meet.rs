//! Which figures of two tables are about the same persons: mirror, state, partner, year and sex.

use std::collections::BTreeMap;

use crate::harmonise::{Harmonised, Published};
use crate::model::Code;
use crate::region::{Candidate, away, compared_year, day_of_members};
use crate::spec::{MirrorEnd, MirrorSpec, MirrorTable, Standard, TableSpec};

/// Where two figures meet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// Position of the mirror in the standard.
    pub(super) mirror: usize,
    /// The state whose people are counted.
    pub(super) state: Code,
    /// The other one.
    pub(super) partner: Code,
    /// A, Q, M and so on.
    pub(super) freq: String,
    /// Year compared, by the days that the table of the state asks for.
    pub(super) year: String,
    /// Sex.
    pub(super) sex: Code,
}

/// The figures of both ends.
#[derive(Debug, Default)]
pub(super) struct Met<'a> {
    /// What the state itself, or somebody about it, counts.
    pub(super) own: Vec<Candidate<'a>>,
    /// What the partner, or somebody about it, counts.
    pub(super) other: Vec<Candidate<'a>>,
}

/// Every place at which a member's people are counted, with the figures of both ends.
pub(super) fn met<'a>(standard: &Standard, tables: &'a Harmonised) -> BTreeMap<Key, Met<'a>> {
    let mut found: BTreeMap<Key, Met<'a>> = BTreeMap::new();
    for (mirror, spec) in standard.mirrors.all.iter().enumerate() {
        // One table says which year a day belongs to, or 31 December and 1 January would never meet.
        let Some(by) = standard.table(spec.own.as_ref().unwrap_or(&spec.other).table.as_str()) else { continue };
        for (end, at) in ends(spec) {
            let Some(table) = tables.tables.get(&at.table) else { continue };
            let all = table.published.iter().map(|one| (one, false)).chain(table.contradicted.iter().map(|one| (one, true)));
            for (one, contradicted) in all {
                let Some((key, named)) = key(mirror, end, at, by, one) else { continue };
                let day = day_of_members(by, &key.year, &one.period);
                let counts = standard.is_country(named.as_str()) && standard.is_member(&standard.region, &key.state, day);
                if counts && key.state != key.partner {
                    let candidate = Candidate { one, away: away(&table.spec, &one.period), contradicted };
                    let met = found.entry(key).or_default();
                    match end {
                        MirrorEnd::Own => met.own.push(candidate),
                        MirrorEnd::Other => met.other.push(candidate),
                    }
                }
            }
        }
    }
    found
}

fn ends(spec: &MirrorSpec) -> impl Iterator<Item = (MirrorEnd, &MirrorTable)> {
    spec.own.iter().map(|own| (MirrorEnd::Own, own)).chain(std::iter::once((MirrorEnd::Other, &spec.other)))
}

/// The key of a figure, and the code by which its row names the other end; none for rows that no mirror compares.
fn key<'a>(mirror: usize, end: MirrorEnd, at: &MirrorTable, by: &TableSpec, one: &'a Published) -> Option<(Key, &'a Code)> {
    let mut named = None;
    for (wanted, code) in at.codes.iter().zip(&one.dimensions) {
        match wanted {
            None => named = Some(code),
            Some(wanted) if wanted != code => return None,
            Some(_) => {}
        }
    }
    let named = named.filter(|_| one.age.is_total())?;
    let (state, partner) = match end {
        MirrorEnd::Own => (one.reporter.clone(), named.clone()),
        MirrorEnd::Other => (named.clone(), one.reporter.clone()),
    };
    let freq = one.period.frequency().as_str().to_owned();
    Some((Key { mirror, state, partner, freq, year: compared_year(by, &one.period), sex: one.sex.clone() }, named))
}
