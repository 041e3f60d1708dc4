//! What `mirror` tells.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::mirror::{Comparison, system_index};
use crate::trace::TracedMirror;

/// Mirror statements: an overview by state, and the pairs of the statements asked for.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MirrorBody {
    /// How much there is to compare, for each state and mirror; states in the order of their codes.
    pub overview: Vec<MirrorCount>,
    /// The same over all states, for each mirror.
    pub together: Vec<MirrorCount>,
    /// The pairs, where a state or a partner is asked for; otherwise none.
    pub pairs: Vec<MirrorPair>,
}

/// How much of a mirror there is to compare.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct MirrorCount {
    /// The state whose people are counted; null over all states.
    pub state: Option<String>,
    /// The mirror.
    pub mirror: String,
    /// What is compared, in English.
    pub subject: String,
    /// `states` or `sources`.
    pub comparison: String,
    /// Pairs of partner and year in which both figures are there.
    pub both: u64,
    /// Pairs in which one is.
    pub one: u64,
    /// Pairs in which a figure is hidden within a range.
    pub hidden: u64,
    /// The sum of all differences without their sign by the sum of all figures, over the pairs with both; null where there is none.
    pub system_index: Option<f64>,
}

/// Two figures about the same persons.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MirrorPair {
    /// The mirror.
    pub mirror: String,
    /// What is compared, in English.
    pub subject: String,
    /// `states` or `sources`.
    pub comparison: String,
    /// The state whose people are counted.
    pub state: String,
    /// The partner.
    pub partner: String,
    /// The year compared.
    pub year: String,
    /// Between states the state's figure; between sources the one that comes first in their order. Null where there is none.
    pub first: Option<MirrorFigure>,
    /// Between states the partner's figure; between sources the other one.
    pub second: Option<MirrorFigure>,
    /// First less second.
    pub difference: Option<i64>,
    /// First by second.
    pub ratio: Option<f64>,
    /// Difference by the mean of both, from -2 to 2.
    pub symmetric_index: Option<f64>,
    /// Days between the days of two stocks, or between the ends of two flows.
    pub days_apart: Option<i32>,
    /// What definitions, days and sources explain, and what nobody stated.
    pub explained_by: Vec<String>,
}

/// One figure.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MirrorFigure {
    /// Exchange table.
    pub table: String,
    /// The state it describes.
    pub reporter: String,
    /// Its value; null where it is missing or hidden, which is never 0.
    pub value: Option<i64>,
    /// Smallest and largest value of a hidden figure.
    pub range: Option<(i32, i32)>,
    /// The status that speaks.
    pub status: String,
    /// Its grade.
    pub grade: String,
    /// Its first day.
    pub period_start: String,
    /// Its last day.
    pub period_end: String,
    /// Its source.
    pub source: String,
    /// Edition of the source.
    pub vintage: String,
    /// Whether the state described sent it.
    pub own_return: bool,
    /// The observation, for `trace`.
    pub observation_id: String,
    /// File, sheet and cell.
    pub place: String,
    /// Attributes of the definition that matter for it and that nobody stated.
    pub not_stated: Vec<String>,
}

impl MirrorBody {
    /// Statements as they are printed; the pairs only where `with_pairs` says so.
    #[must_use]
    pub fn of(found: &[TracedMirror], with_pairs: bool) -> Self {
        let of_state = |one: &TracedMirror| Some(one.column("state").to_owned());
        Self {
            overview: counts(found, of_state),
            together: counts(found, |_| None),
            pairs: if with_pairs { found.iter().map(MirrorPair::of).collect() } else { Vec::new() },
        }
    }
}

/// State, position of the mirror in the file, whether sources are compared, mirror, comparison.
type Group<'a> = (Option<String>, usize, bool, &'a str, &'a str);

/// Counts by state, where there is one, in the order of the mirrors.
fn counts(found: &[TracedMirror], state: impl Fn(&TracedMirror) -> Option<String>) -> Vec<MirrorCount> {
    let mut order: Vec<&str> = Vec::new();
    let mut groups: BTreeMap<Group<'_>, Vec<&TracedMirror>> = BTreeMap::new();
    for one in found {
        let mirror = one.column("mirror_id");
        if !order.contains(&mirror) {
            order.push(mirror);
        }
        let place = order.iter().position(|known| *known == mirror).unwrap_or(usize::MAX);
        let comparison = one.column("comparison");
        let of_sources = comparison == Comparison::Sources.as_str();
        groups.entry((state(one), place, of_sources, mirror, comparison)).or_default().push(one);
    }
    let count = |((state, _, _, mirror, comparison), pairs): (Group<'_>, Vec<&TracedMirror>)| MirrorCount {
        state,
        mirror: mirror.to_owned(),
        subject: pairs.first().map(|one| one.column("subject").to_owned()).unwrap_or_default(),
        comparison: comparison.to_owned(),
        both: pairs.iter().filter(|one| one.both().is_some()).count() as u64,
        one: pairs.iter().filter(|one| one.both().is_none()).count() as u64,
        hidden: pairs.iter().filter(|one| one.is_hidden()).count() as u64,
        system_index: system_index(pairs.iter().filter_map(|one| one.both())),
    };
    groups.into_iter().map(count).collect()
}

impl MirrorPair {
    fn of(one: &TracedMirror) -> Self {
        let text = |name: &str| one.column(name).to_owned();
        Self {
            mirror: text("mirror_id"),
            subject: text("subject"),
            comparison: text("comparison"),
            state: text("state"),
            partner: text("partner"),
            year: text("year"),
            first: MirrorFigure::of(one, "first", 0),
            second: MirrorFigure::of(one, "second", 1),
            difference: one.number("difference"),
            ratio: one.number("ratio"),
            symmetric_index: one.number("symmetric_index"),
            days_apart: one.number("days_apart"),
            explained_by: one.explained_by.clone(),
        }
    }
}

impl MirrorFigure {
    fn of(one: &TracedMirror, side: &str, position: usize) -> Option<Self> {
        let text = |name: &str| one.column(&format!("{side}_{name}")).to_owned();
        one.stated(&format!("{side}_table"))?;
        Some(Self {
            table: text("table"),
            reporter: text("reporter"),
            value: text("value").parse().ok(),
            range: text("low").parse().ok().zip(text("high").parse().ok()),
            status: text("status"),
            grade: text("grade"),
            period_start: text("period_start"),
            period_end: text("period_end"),
            source: text("source_id"),
            vintage: text("vintage"),
            own_return: text("own_return") == "true",
            observation_id: text("observation_id"),
            place: text("place"),
            not_stated: one.not_stated.get(position).cloned().unwrap_or_default(),
        })
    }
}
