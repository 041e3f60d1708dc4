//! What to ask each state, the cheapest first: answers, then breakdowns and other sources of figures that are there, then tables
//! for which a source exists, then details of tables that came, then tables without any source.
//!
//! In: the repairs of [`crate::advice`], the places of the plan, what gaps cost, and the sources. Out: [`Ask`]s with an id that
//! is the same in every year, and what was noted of them. Nobody is asked for what can't exist, what is confidential, and what
//! the region agreed need not be sent.

use std::collections::{BTreeMap, BTreeSet};

use super::GapStatus;
use super::costs::Cost;
use super::matrix::{Gap, TablePlace};
use super::report::{GapInput, ReturnLine};
use super::sources::{SourceStanding, Standing};
use crate::advice::{Repair, RepairKind, Scope};
use crate::diag::Said;
use crate::model::{AreaKind, Code, TableId, closed_set};
use crate::spec::{Breakdown, Language, RecommendationStatus, Standard};
use crate::texts::say;

closed_set!(
    /// What is asked for, the cheapest first.
    AskKind {
        /// A return: none has come.
        Return = "return",
        /// The answer to a question.
        Answer = "answer",
        /// A breakdown, by which figures that came can be used.
        Breakdown = "breakdown",
        /// Figures from another source, or counted otherwise.
        Source = "source",
        /// A table, for which a source exists.
        Table = "table",
        /// A detail of a table that came.
        Detail = "detail",
        /// A table for which no source is known.
        Collect = "collect",
    }
);

/// One thing to ask a state for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The same in every year: `ken-missing-imm4`.
    pub id: String,
    /// The state.
    pub state: Code,
    /// Place in its list, from 1.
    pub rank: u32,
    /// What is asked for.
    pub kind: AskKind,
    /// The source concerned, where there is one.
    pub source: Option<String>,
    /// Position among the repairs, for what makes figures comparable.
    pub repair: Option<usize>,
    /// The table.
    pub table: Option<TableId>,
    /// The breakdown.
    pub breakdown: Option<Breakdown>,
    /// Codes that lack of it; empty where all of it does.
    pub lacking: Vec<String>,
    /// Years.
    pub years: Vec<i16>,
    /// Figures that become comparable with this and all before it, at best.
    pub freed: u64,
    /// Per mille of the region's population that the state is; none where a population is not known.
    pub per_mille: Option<i16>,
    /// What became of it.
    pub status: RecommendationStatus,
    /// The round since which it stands so.
    pub since: Option<String>,
    /// What was said about it.
    pub note: Option<String>,
}

/// The id of a repair: of its sender, its source and its attribute.
pub(super) fn repair_id(standard: &Standard, repair: &Repair) -> String {
    let attribute = standard.attributes.get(repair.attribute).map_or("", |attribute| attribute.id.as_str());
    let (sender, source) = repair.source.as_str().split_once(':').unwrap_or((repair.source.as_str(), ""));
    format!("{sender}-{}-{source}-{attribute}", repair.kind).to_lowercase()
}

/// What to ask every state, in the order of states and lists.
pub(super) fn asks(
    input: &GapInput<'_>,
    (places, costs, sources): (&[TablePlace], &[Cost], &[SourceStanding]),
    (states, returns): (&BTreeSet<Code>, &[ReturnLine]),
) -> Vec<Ask> {
    let asker = Asker { input, costs, sources };
    let mut found = Vec::new();
    for state in states {
        let own: Vec<&TablePlace> = places.iter().filter(|place| place.state == *state).collect();
        let mut list = Vec::new();
        if !own.is_empty() && !returns.iter().any(|one| one.senders.iter().any(|sender| sender == state.as_str())) {
            list.push(asker.of(state, AskKind::Return, "missing-return"));
        }
        list.extend(asker.repairs(state));
        let (with_source, without): (Vec<Ask>, Vec<Ask>) =
            asker.tables(state, &own).into_iter().partition(|ask| ask.kind == AskKind::Table);
        list.extend(with_source);
        list.extend(asker.details(state, &own));
        list.extend(without);
        // Two repairs may ask the same of different figures; the first one frees most.
        let mut seen: BTreeSet<String> = BTreeSet::new();
        list.retain(|ask| seen.insert(ask.id.clone()));
        for (ask, rank) in list.iter_mut().zip(1..) {
            ask.rank = rank;
        }
        found.extend(list);
    }
    found
}

/// A breakdown that lacks of a table, by year.
type Lacking<'a> = (&'a TableId, &'a Breakdown, Vec<(i16, &'a Gap)>);

struct Asker<'a> {
    input: &'a GapInput<'a>,
    costs: &'a [Cost],
    sources: &'a [SourceStanding],
}

impl Asker<'_> {
    /// An ask about nothing yet, with what was noted of it.
    fn of(&self, state: &Code, kind: AskKind, subject: &str) -> Ask {
        let id = if subject.starts_with(&state.as_str().to_lowercase()) {
            subject.to_owned()
        } else {
            format!("{state}-{subject}").to_lowercase()
        };
        let noted = self.input.noted.get(&id);
        let last = self.costs.iter().map(|cost| cost.year).max().unwrap_or_default();
        let members = self.input.plan.states_in(last, self.input.standard);
        Ask {
            state: state.clone(),
            rank: 0,
            kind,
            source: None,
            repair: None,
            table: None,
            breakdown: None,
            lacking: Vec::new(),
            years: Vec::new(),
            freed: 0,
            per_mille: self.input.standard.population_share(std::iter::once(state), &members, last),
            status: noted.map_or(RecommendationStatus::Open, |noted| noted.status.into()),
            since: noted.map(|noted| noted.since.clone()),
            note: noted.and_then(|noted| noted.note.clone()),
            id,
        }
    }

    /// The repairs of the state's own figures: answers, breakdowns, other sources, each as they are ranked.
    fn repairs(&self, state: &Code) -> Vec<Ask> {
        let scope = Scope::Sender(state.to_string());
        let own = self.input.repairs.iter().enumerate().filter(|(_, repair)| repair.scope == scope);
        let mut list: Vec<Ask> = own
            .map(|(position, repair)| {
                let kind = match repair.kind {
                    RepairKind::Answer => AskKind::Answer,
                    RepairKind::Breakdown => AskKind::Breakdown,
                    RepairKind::Source => AskKind::Source,
                };
                let id = repair_id(self.input.standard, repair);
                let base = self.of(state, kind, &id);
                Ask { source: Some(repair.source.to_string()), repair: Some(position), freed: repair.together, ..base }
            })
            .collect();
        list.sort_by_key(|ask| ask.kind);
        list
    }

    /// Tables of which a year lacks altogether, those first whose regional sum is nearest to complete.
    fn tables(&self, state: &Code, own: &[&TablePlace]) -> Vec<Ask> {
        let mut years: BTreeMap<&TableId, Vec<i16>> = BTreeMap::new();
        for place in own.iter().filter(|place| matches!(place.status, GapStatus::Missing | GapStatus::NotCollected)) {
            years.entry(&place.table).or_default().push(place.year);
        }
        let mut list: Vec<Ask> = years
            .into_iter()
            .map(|(table, years)| {
                let axis = self.input.standard.table(table.as_str()).map_or("", |spec| spec.axis.as_str());
                let source = self
                    .sources
                    .iter()
                    .filter(|one| one.state == *state && one.axis == axis && one.source.is_some())
                    .max_by_key(|one| one.standing);
                let kind = if source.is_some_and(|one| one.standing > Standing::None) { AskKind::Table } else { AskKind::Collect };
                let base = self.of(state, kind, &format!("missing-{table}"));
                Ask { source: source.and_then(|one| one.source.clone()), table: Some(table.clone()), years, ..base }
            })
            .collect();
        list.sort_by_key(|ask| (self.lost(ask, None), ask.table.clone()));
        list
    }

    /// Breakdowns that lack without a word of tables that came, those first that fewest other states lack.
    fn details(&self, state: &Code, own: &[&TablePlace]) -> Vec<Ask> {
        let mut lacking: Vec<Lacking<'_>> = Vec::new();
        for place in own.iter().filter(|place| place.status.is_sent()) {
            for gap in place.breakdowns.iter().filter(|gap| !gap.explained) {
                match lacking.iter_mut().find(|(table, breakdown, _)| **table == place.table && **breakdown == gap.breakdown) {
                    Some((_, _, years)) => years.push((place.year, gap)),
                    None => lacking.push((&place.table, &gap.breakdown, vec![(place.year, gap)])),
                }
            }
        }
        let mut list: Vec<Ask> = lacking
            .into_iter()
            .map(|(table, breakdown, gaps)| {
                let base = self.of(state, AskKind::Detail, &format!("detail-{table}-{breakdown}"));
                let mut codes: Vec<String> = Vec::new();
                if gaps.iter().all(|(_, gap)| gap.status.is_sent()) {
                    for code in gaps
                        .iter()
                        .flat_map(|(_, gap)| &gap.lacking)
                        .filter(|code| *breakdown != Breakdown::Total || !code.starts_with('_'))
                    {
                        if !codes.contains(code) {
                            codes.push(code.clone());
                        }
                    }
                }
                let years = gaps.iter().map(|(year, _)| *year).collect();
                Ask { table: Some(table.clone()), breakdown: Some(breakdown.clone()), lacking: codes, years, ..base }
            })
            .collect();
        // The sort is stable: breakdowns of one table stay in the order in which they are asked for. Crossing comes last, since what
        // lacks altogether can't be crossed.
        let key = |ask: &Ask| (ask.breakdown == Some(Breakdown::Crossing), self.lost(ask, ask.breakdown.as_ref()), ask.table.clone());
        list.sort_by_key(key);
        list
    }

    /// How many states the region loses there in the last year of an ask.
    fn lost(&self, ask: &Ask, breakdown: Option<&Breakdown>) -> usize {
        let of_ask = |cost: &&Cost| Some(&cost.table) == ask.table.as_ref() && ask.years.last() == Some(&cost.year);
        let mut costs = self.costs.iter().filter(of_ask).filter(|cost| breakdown.is_none_or(|own| *own == cost.breakdown));
        costs.next().map_or(0, |cost| cost.lost.len())
    }
}

/// The name of a breakdown in a language.
#[must_use]
pub fn breakdown_name(breakdown: &Breakdown, standard: &Standard, language: Language) -> String {
    let id = match breakdown {
        Breakdown::Total => "gap-breakdown-total",
        Breakdown::Crossing => "gap-breakdown-crossing",
        Breakdown::Dimension(_) => "gap-breakdown-dimension",
        Breakdown::Countries(_, crate::spec::CountryLevel::Groups) => "gap-breakdown-groups",
        Breakdown::Countries(_, crate::spec::CountryLevel::Members) => "gap-breakdown-members",
        Breakdown::Countries(..) => "gap-breakdown-countries",
    };
    let said = Said::new(id);
    let said = match breakdown.dimension() {
        Some(dimension) => {
            let english = standard.dimensions.get(dimension).map_or_else(|| dimension.to_string(), |known| known.label.clone());
            said.named("dimension", format!("dimension/{dimension}/label"), english)
        }
        None => said,
    };
    say(&said, language, standard)
}

/// Years as a person reads them: `2021-2023`, `2021, 2023`.
#[must_use]
pub fn years_said(years: &[i16]) -> String {
    let mut runs: Vec<(i16, i16)> = Vec::new();
    for year in years {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(*year) => *last = *year,
            _ => runs.push((*year, *year)),
        }
    }
    let run = |(first, last): (i16, i16)| if first == last { first.to_string() } else { format!("{first}-{last}") };
    runs.into_iter().map(run).collect::<Vec<_>>().join(", ")
}

/// How many codes a sentence names before it only counts the others.
const NAMED_CODES: usize = 6;

/// Codes as a sentence names them.
#[must_use]
pub fn codes_said(codes: &[String], standard: &Standard, language: Language) -> String {
    // A member is known by its code, a group of countries only by its name.
    let name = |code: &String| {
        let group = standard
            .area_list()
            .and_then(|list| list.get(code))
            .filter(|entry| entry.kind != Some(AreaKind::Country) && !code.starts_with('_'));
        group.map_or_else(|| code.clone(), |entry| entry.label(language).to_owned())
    };
    let named = codes.iter().take(NAMED_CODES).map(name).collect::<Vec<_>>().join(", ");
    let more = codes.len().saturating_sub(NAMED_CODES);
    if more == 0 { named } else { say(&Said::new("gap-codes-more").text("codes", named).count("more", more), language, standard) }
}

impl Ask {
    /// What is asked for, in a sentence.
    #[must_use]
    pub fn text(&self, standard: &Standard, repairs: &[Repair], language: Language) -> String {
        let source = self.source.clone().unwrap_or_default();
        let table = self.table.as_ref().map(ToString::to_string).unwrap_or_default();
        let title = self.table.as_ref().and_then(|id| standard.table(id.as_str())).map(|spec| spec.title.clone()).unwrap_or_default();
        let of_table = |id: &'static str| {
            Said::new(id)
                .text("table", table.clone())
                .named("title", format!("table/{table}/title"), title.clone())
                .text("years", years_said(&self.years))
        };
        let said = match self.kind {
            AskKind::Return => Said::new("gap-ask-return"),
            AskKind::Answer | AskKind::Breakdown | AskKind::Source => self.of_repair(standard, repairs, source),
            AskKind::Table => of_table("gap-ask-table").text("source", source),
            AskKind::Collect => of_table("gap-ask-collect"),
            AskKind::Detail => {
                let breakdown = self.breakdown.as_ref().map(|one| breakdown_name(one, standard, language)).unwrap_or_default();
                let said =
                    of_table(if self.lacking.is_empty() { "gap-ask-detail" } else { "gap-ask-lacking" }).text("breakdown", breakdown);
                if self.lacking.is_empty() { said } else { said.text("codes", codes_said(&self.lacking, standard, language)) }
            }
        };
        say(&said, language, standard)
    }

    fn of_repair(&self, standard: &Standard, repairs: &[Repair], source: String) -> Said {
        let repair = self.repair.and_then(|position| repairs.get(position));
        let attribute = repair.and_then(|repair| standard.attributes.get(repair.attribute));
        let Some(attribute) = attribute else { return Said::new("gap-ask-return") };
        let id = &attribute.id;
        match (self.kind, &attribute.breakdown) {
            (AskKind::Breakdown, Some(breakdown)) => {
                Said::new("gap-ask-breakdown").text("source", source).named("breakdown", format!("attribute/{id}/breakdown"), breakdown)
            }
            (AskKind::Answer, _) => Said::new("gap-ask-answer").text("source", source).named(
                "question",
                format!("attribute/{id}/question"),
                &attribute.question,
            ),
            _ => Said::new("gap-ask-source").text("source", source).named(
                "question",
                format!("attribute/{id}/question"),
                &attribute.question,
            ),
        }
    }

    /// What it would bring, in a sentence; empty where that can't be told.
    #[must_use]
    pub fn benefit(&self, standard: &Standard, language: Language) -> String {
        let said = match (self.kind, self.per_mille) {
            (AskKind::Answer | AskKind::Breakdown | AskKind::Source, _) if self.freed > 0 => {
                Said::new(if self.rank == 1 { "gap-benefit-freed-first" } else { "gap-benefit-freed" })
                    .count("count", usize::try_from(self.freed).unwrap_or(usize::MAX))
            }
            (AskKind::Answer | AskKind::Breakdown | AskKind::Source, _) => Said::new("gap-benefit-step"),
            (_, Some(per_mille)) => Said::new("gap-benefit-population").text("percent", percent(per_mille, language)),
            (_, None) => return String::new(),
        };
        say(&said, language, standard)
    }
}

/// Per mille as per cent with one decimal.
#[must_use]
pub fn percent(per_mille: i16, language: Language) -> String {
    let point = if language == Language::EN { '.' } else { ',' };
    format!("{}{point}{}", per_mille / 10, (per_mille % 10).abs())
}
