//! Which figure speaks where several sources give one: the order of the pipeline decides, then the edition.

use std::collections::BTreeMap;

use crate::harmonise::Published;
use crate::model::{Code, Status};
use crate::spec::SourceRank;

/// The figures that several sources give for one place.
#[derive(Debug)]
pub struct Candidates<'a> {
    /// All of them.
    pub all: Vec<&'a Published>,
}

/// What the order of sources makes of them.
#[derive(Debug)]
pub enum Spoken<'a> {
    /// This figure speaks; the others are listed.
    One(&'a Published, Vec<&'a Published>),
    /// Two sources stand at the same place in the order, so neither speaks.
    Tie(Vec<&'a Published>),
    /// No source in the order gives a figure.
    None(Vec<&'a Published>),
}

/// Which of the candidates speaks.
///
/// Within a source the latest edition speaks. A figure that is simply missing leaves the word to the next source; one that
/// is withheld, or that can't exist, does not.
#[must_use]
pub fn spoken<'a>(candidates: &Candidates<'a>, order: &[SourceRank]) -> Spoken<'a> {
    let mut latest: BTreeMap<&str, &'a Published> = BTreeMap::new();
    for candidate in &candidates.all {
        let known = latest.entry(candidate.mapping.source_id.as_str()).or_insert(candidate);
        if candidate.mapping.vintage > known.mapping.vintage {
            *known = candidate;
        }
    }
    let mut silent: Option<&'a Published> = None;
    for rank in order {
        let ranked: Vec<&'a Published> = latest.values().copied().filter(|one| accepts(rank, one)).collect();
        let with_word: Vec<&'a Published> = ranked.iter().copied().filter(|one| !is_missing(one)).collect();
        match with_word.as_slice() {
            [] => silent = silent.or_else(|| ranked.first().copied()),
            [one] => return Spoken::One(one, others(candidates, one)),
            several => return Spoken::Tie(several.to_vec()),
        }
    }
    match silent {
        Some(one) => Spoken::One(one, others(candidates, one)),
        None => Spoken::None(candidates.all.clone()),
    }
}

fn others<'a>(candidates: &Candidates<'a>, speaking: &Published) -> Vec<&'a Published> {
    candidates.all.iter().copied().filter(|one| one.observation != speaking.observation).collect()
}

fn accepts(rank: &SourceRank, one: &Published) -> bool {
    match rank {
        SourceRank::Own => is_own(one, &one.reporter),
        SourceRank::Sender(sender) => one.mapping.sender == *sender,
        SourceRank::Source(source) => one.mapping.source_id == *source,
    }
}

/// Whether the figure is the state's own return: an agency's never counts as one.
pub(super) fn is_own(one: &Published, state: &Code) -> bool {
    one.mapping.sender.as_str() == state.as_str()
}

fn is_missing(one: &Published) -> bool {
    one.value.is_none() && one.range.is_none() && one.status.speaking() == Status::O
}
