//! Which figure speaks where several sources give one: the order of the pipeline decides, then the edition, then the day.

use std::collections::BTreeMap;

use crate::harmonise::Published;
use crate::model::SourceId;
use crate::spec::SourceRank;

/// A figure that some source gives for a place.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// The figure.
    pub one: &'a Published,
    /// How far its day or span is from the one that the table asks for; 0 is the nearest.
    pub away: i32,
    /// Whether its edition contradicts itself there, so that the figure is not published.
    pub contradicted: bool,
}

/// What the order of sources makes of them.
#[derive(Debug)]
pub enum Spoken<'a> {
    /// This figure speaks; the others are listed.
    One(&'a Published, Vec<&'a Published>),
    /// Two figures stand at the same place in the order, so neither speaks.
    Tie(Vec<&'a Published>),
    /// The edition that would speak contradicts itself.
    Contradicted,
    /// No source in the order gives a figure.
    None(Vec<&'a Published>),
}

/// Which of the candidates speaks.
///
/// Within a source the latest edition speaks, and within it the figure whose day or span is nearest to the one asked for. A
/// figure that is simply missing leaves the word to the next source; one that is withheld, or that can't exist, does not.
#[must_use]
pub fn spoken<'a>(candidates: &[Candidate<'a>], order: &[SourceRank]) -> Spoken<'a> {
    let latest = latest(candidates);
    let mut silent: Option<Candidate<'a>> = None;
    for rank in order {
        let ranked: Vec<Candidate<'a>> = latest.values().flatten().copied().filter(|one| accepts(rank, one.one)).collect();
        if ranked.iter().any(|one| one.contradicted) {
            return Spoken::Contradicted;
        }
        let with_word: Vec<Candidate<'a>> = ranked.iter().copied().filter(|one| !one.one.is_missing()).collect();
        match with_word.as_slice() {
            [] => silent = silent.or_else(|| ranked.first().copied()),
            [one] => return Spoken::One(one.one, others(candidates, one.one)),
            several => return Spoken::Tie(several.iter().map(|one| one.one).collect()),
        }
    }
    match silent {
        Some(one) => Spoken::One(one.one, others(candidates, one.one)),
        None => Spoken::None(candidates.iter().map(|candidate| candidate.one).collect()),
    }
}

/// Of each source the figures of its latest edition that are nearest to the day or span asked for; several where they are equally
/// near.
#[must_use]
pub fn latest<'a>(candidates: &[Candidate<'a>]) -> BTreeMap<&'a SourceId, Vec<Candidate<'a>>> {
    let mut latest: BTreeMap<&'a SourceId, Vec<Candidate<'a>>> = BTreeMap::new();
    for candidate in candidates {
        let known = latest.entry(&candidate.one.mapping.source_id).or_default();
        let rank = |one: &Candidate<'_>| (std::cmp::Reverse(one.one.mapping.vintage.clone()), one.away);
        match known.first().map(|first| rank(candidate).cmp(&rank(first))) {
            Some(std::cmp::Ordering::Greater) => {}
            Some(std::cmp::Ordering::Equal) => known.push(*candidate),
            Some(std::cmp::Ordering::Less) | None => *known = vec![*candidate],
        }
    }
    latest
}

/// The place of a figure in the order of sources, from 0; none where the order leaves it out.
#[must_use]
pub fn rank_of(one: &Published, order: &[SourceRank]) -> Option<usize> {
    order.iter().position(|rank| accepts(rank, one))
}

fn others<'a>(candidates: &[Candidate<'a>], speaking: &Published) -> Vec<&'a Published> {
    candidates.iter().filter(|one| !one.contradicted && one.one.observation != speaking.observation).map(|one| one.one).collect()
}

fn accepts(rank: &SourceRank, one: &Published) -> bool {
    match rank {
        SourceRank::Own => one.is_own(),
        SourceRank::Sender(sender) => one.mapping.sender == *sender,
        SourceRank::Source(source) => one.mapping.source_id == *source,
    }
}

/// The order of sources where no pipeline says it: the states' own returns, then every sender in the order of its name.
#[must_use]
pub fn senders_in_order(tables: &crate::harmonise::Harmonised) -> Vec<SourceRank> {
    let all = tables.tables.values().flat_map(|table| &table.published).filter(|one| !one.is_own());
    let senders: std::collections::BTreeSet<crate::model::Sender> = all.map(|one| one.mapping.sender.clone()).collect();
    std::iter::once(SourceRank::Own).chain(senders.into_iter().map(SourceRank::Sender)).collect()
}
