//! The pairs themselves: which figure speaks at each end, and which sources say something else of the same place.

use crate::diag::Said;
use crate::harmonise::{Harmonised, Published};
use crate::model::{AttributeId, Code, MappingId, Reference, TableId, closed_set, days_between};
use crate::region::{Candidate, Spoken, latest, rank_of, spoken};
use crate::spec::{MirrorSpec, SourceRank, Standard, TableSpec};

use super::explain::{self, explained};
use super::measure::Measures;
use super::meet::{Key, Met, met};

closed_set!(
    /// Who is compared with whom.
    Comparison {
        /// A state with its partner.
        States = "states",
        /// Two sources about the same end.
        Sources = "sources",
    }
);

/// Two figures about the same persons.
#[derive(Debug, Clone)]
pub struct Mirror {
    /// The mirror of the standard.
    pub mirror: MappingId,
    /// Who is compared with whom.
    pub comparison: Comparison,
    /// The state whose citizens, emigrants or native-born are counted.
    pub state: Code,
    /// The partner.
    pub partner: Code,
    /// A, Q, M and so on.
    pub freq: String,
    /// Year compared; for quarters, months and other spans the period itself.
    pub year: String,
    /// Sex.
    pub sex: Code,
    /// Between states the state's figure; between sources the one that comes first in the order of sources.
    pub first: Option<Side>,
    /// Between states the partner's figure; between sources the other one.
    pub second: Option<Side>,
    /// What they measure against each other.
    pub measures: Measures,
    /// Days between the days of two stocks, or between the last days of two flows; 31 December and 1 January are the same moment.
    pub days_apart: Option<i32>,
    /// What the definitions, days and sources explain, and what nobody stated.
    pub explained: Vec<Said>,
    /// The derived table in whose view of the state the second figure stands.
    pub view: Option<TableId>,
}

/// One side.
#[derive(Debug, Clone)]
pub struct Side {
    /// Its exchange table.
    pub table: TableId,
    /// The figure, with grade, source, period and cell.
    pub figure: Published,
    /// Attributes that matter for the figure and that nobody stated.
    pub open: Vec<AttributeId>,
}

impl Mirror {
    /// Both values, where there are two.
    #[must_use]
    pub fn both(&self) -> Option<(i64, i64)> {
        let [first, second] = [&self.first, &self.second].map(|side| side.as_ref().and_then(|side| side.figure.value));
        first.zip(second)
    }
}

/// A figure with the table it stands in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told<'a> {
    pub(super) spec: &'a TableSpec,
    pub(super) one: &'a Published,
}

/// The pairs of every mirror of the standard, in the order of mirror, state, partner, year and sex.
///
/// A state is one that is a member of the region on the day compared; its partner may be any state. Of each source the latest
/// edition takes part.
#[must_use]
pub fn mirrors(standard: &Standard, tables: &Harmonised, order: &[SourceRank]) -> Vec<Mirror> {
    let mut found = Vec::new();
    for (key, met) in met(standard, tables) {
        let Some(spec) = standard.mirrors.all.get(key.mirror) else { continue };
        let place = Meeting { standard, tables, order, spec, key };
        found.extend(place.between_states(&met));
        found.extend(place.between_sources(&met));
    }
    found
}

/// One place at which figures meet.
struct Meeting<'a> {
    standard: &'a Standard,
    tables: &'a Harmonised,
    order: &'a [SourceRank],
    spec: &'a MirrorSpec,
    key: Key,
}

impl<'a> Meeting<'a> {
    /// The state against its partner; where states have no such table, the partner alone as long as one source speaks of it.
    fn between_states(&self, met: &Met<'a>) -> Option<Mirror> {
        if self.spec.own.is_none() && self.sources(&met.other).len() > 1 {
            return None;
        }
        let (mut said, own_table) = (Vec::new(), self.spec.own.as_ref().map(|own| &own.table));
        let first = own_table.and_then(|table| self.speaking(table, &met.own, &self.key.state, &mut said));
        let second = self.speaking(&self.spec.other.table, &met.other, &self.key.partner, &mut said);
        let has_something = |told: &Option<Told<'_>>| told.is_some_and(|told| !told.one.is_missing());
        if !has_something(&first) && !has_something(&second) {
            return None;
        }
        let mut mirror = self.pair(Comparison::States, first, second, said);
        mirror.view = self.spec.view.clone().filter(|_| second.is_some_and(|told| told.one.value.is_some()));
        Some(mirror)
    }

    /// Every two sources that count the same end.
    fn between_sources(&self, met: &Met<'a>) -> Vec<Mirror> {
        let ends = self.spec.own.iter().map(|own| (&own.table, &met.own)).chain([(&self.spec.other.table, &met.other)]);
        let mut found = Vec::new();
        for (table, candidates) in ends {
            let Some(table) = self.tables.tables.get(table) else { continue };
            let sources = self.sources(candidates);
            for (position, first) in sources.iter().enumerate() {
                for second in &sources[position + 1..] {
                    let [first, second] = [first, second].map(|one| Some(Told { spec: &table.spec, one }));
                    found.push(self.pair(Comparison::Sources, first, second, Vec::new()));
                }
            }
        }
        found
    }

    /// The latest figure of each source that says something, in the order of sources.
    fn sources(&self, candidates: &[Candidate<'a>]) -> Vec<&'a Published> {
        let of_source = |figures: Vec<Candidate<'a>>| figures.iter().map(|one| one.one).find(|one| !one.is_missing());
        let clean = latest(candidates).into_values().filter(|figures| !figures.iter().any(|one| one.contradicted));
        let mut sources: Vec<&Published> = clean.filter_map(of_source).collect();
        sources.sort_by_key(|one| (rank_of(one, self.order).unwrap_or(usize::MAX), one.mapping.source_id.clone()));
        sources
    }

    /// The figure that speaks for an end; where none does, `said` tells why.
    fn speaking(&self, table: &TableId, candidates: &[Candidate<'a>], about: &Code, said: &mut Vec<Said>) -> Option<Told<'a>> {
        if candidates.is_empty() {
            said.push(explain::absent(self.standard, about));
            return None;
        }
        let table = self.tables.tables.get(table)?;
        match spoken(candidates, self.order) {
            Spoken::One(one, _) => {
                if one.value.is_none() {
                    said.push(explain::without_value(self.standard, one));
                }
                Some(Told { spec: &table.spec, one })
            }
            Spoken::Tie(several) => {
                said.push(explain::tied(self.standard, about, &several));
                None
            }
            Spoken::Contradicted => {
                said.push(explain::contradicted(self.standard, about));
                None
            }
            Spoken::None(others) => {
                said.push(explain::left_out(self.standard, about, &others));
                None
            }
        }
    }

    fn pair(&self, comparison: Comparison, first: Option<Told<'a>>, second: Option<Told<'a>>, mut said: Vec<Said>) -> Mirror {
        if comparison == Comparison::Sources {
            let hidden = first.iter().chain(&second).filter(|told| told.one.value.is_none());
            said.extend(hidden.map(|told| explain::without_value(self.standard, told.one)));
        }
        let value = |told: Option<Told<'_>>| told.and_then(|told| told.one.value);
        said.extend(explained(self.standard, self.spec, comparison, first, second));
        let side = |told: Option<Told<'_>>| {
            told.map(|told| Side { table: told.spec.id.clone(), figure: told.one.clone(), open: explain::open(self.standard, told.one) })
        };
        Mirror {
            mirror: self.spec.id.clone(),
            comparison,
            state: self.key.state.clone(),
            partner: self.key.partner.clone(),
            freq: self.key.freq.clone(),
            year: self.key.year.clone(),
            sex: self.key.sex.clone(),
            measures: Measures::of(value(first), value(second)),
            days_apart: first.zip(second).map(|(first, second)| days_apart(first.one, second.one)),
            first: side(first),
            second: side(second),
            explained: said,
            view: None,
        }
    }
}

/// Days between two figures: none between 31 December and 1 January, which are the same moment for stocks.
pub(super) fn days_apart(first: &Published, second: &Published) -> i32 {
    let days = days_between(first.period.end(), second.period.end()).abs();
    let stocks = [first, second].iter().all(|one| one.period.reference() == Reference::Point);
    if stocks && days == 1 { 0 } else { days }
}
