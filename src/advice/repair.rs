//! The cheapest repair: a greedy choice among the attributes that keep figures from being comparable.
//!
//! A figure is blocked by every attribute that stands at distance 2 or 3, or that leads and was not stated; it becomes
//! comparable when all of them are mended. At each step the repair is taken that, with those taken before, makes most figures
//! comparable; while none does alone, the one that shares most in the blocked figures (a figure blocked by three attributes
//! gives each of them a third). Equal ones: an answer before a breakdown before another source, then as the standard asks.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::harmonise::Harmonised;
use crate::model::{Distance, SourceId, TableId, closed_set};
use crate::spec::Standard;

closed_set!(
    /// What has to be done.
    RepairKind {
        /// Somebody has to answer a question.
        Answer = "answer",
        /// A sender has to add a breakdown, by which the figures can be used.
        Breakdown = "breakdown",
        /// The figures have to come from another source, or be counted otherwise.
        Source = "source",
    }
);

/// For whom a list is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// All senders together.
    Region,
    /// One sender: a state for its own returns, or an agency.
    Sender(String),
}

impl Scope {
    /// The text that stands in the data.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Region => "region",
            Self::Sender(sender) => sender,
        }
    }
}

/// Figures of one source and table that the same attributes block.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Blocked {
    /// Who sent them.
    pub sender: String,
    /// Their source.
    pub source: SourceId,
    /// Their table.
    pub table: TableId,
    /// The attributes that block them, by position, and whether their value was stated; empty where the figures are comparable.
    pub by: BTreeSet<(usize, bool)>,
    /// Attributes that concern only some rows of this source and table, so that the breakdown which frees the others is there.
    pub relieved: BTreeSet<usize>,
    /// How many there are.
    pub cells: u64,
}

/// One step of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// For whom.
    pub scope: Scope,
    /// Place in the list, from 1.
    pub rank: u32,
    /// What has to be done.
    pub kind: RepairKind,
    /// The source concerned.
    pub source: SourceId,
    /// Position of the attribute.
    pub attribute: usize,
    /// Tables concerned.
    pub tables: BTreeSet<TableId>,
    /// Figures that become comparable by this step alone.
    pub alone: u64,
    /// Figures that are comparable after this step and all above it, beyond those that are now.
    pub together: u64,
    /// Blocked figures in which it takes part.
    pub concerned: u64,
    /// Blocked figures of the scope before any step.
    pub blocked: u64,
}

/// The figures with a value, by what blocks them; the latest edition of each source.
#[must_use]
pub fn blocked(tables: &Harmonised) -> Vec<Blocked> {
    let mut counted: BTreeMap<Blocked, u64> = BTreeMap::new();
    for (id, table) in &tables.tables {
        let mut latest: BTreeMap<&SourceId, &str> = BTreeMap::new();
        for one in &table.published {
            let vintage = latest.entry(&one.mapping.source_id).or_insert(&one.mapping.vintage);
            *vintage = (*vintage).max(&one.mapping.vintage);
        }
        for one in table.published.iter().filter(|one| one.value.is_some()) {
            if latest.get(&one.mapping.source_id).is_some_and(|vintage| **vintage != *one.mapping.vintage) {
                continue;
            }
            let by = one
                .graded
                .costs
                .iter()
                .filter(|cost| !matches!(cost.distance, Distance::Same | Distance::Near))
                .map(|cost| (cost.attribute, cost.stated))
                .collect();
            let (sender, source) = (one.mapping.sender.to_string(), one.mapping.source_id.clone());
            *counted.entry(Blocked { sender, source, table: id.clone(), by, relieved: BTreeSet::new(), cells: 0 }).or_default() += 1;
        }
    }
    let groups: Vec<Blocked> = counted.into_iter().map(|(group, cells)| Blocked { cells, ..group }).collect();
    let relieved = |group: &Blocked| -> BTreeSet<usize> {
        let same = |other: &&Blocked| other.source == group.source && other.table == group.table;
        let spared = |attribute: &usize| groups.iter().filter(same).any(|other| other.by.iter().all(|(one, _)| one != attribute));
        group.by.iter().map(|(attribute, _)| *attribute).filter(spared).collect()
    };
    groups.iter().map(|group| Blocked { relieved: relieved(group), ..group.clone() }).collect()
}

/// The ranked lists of every sender and of the region.
#[must_use]
pub fn repairs(standard: &Standard, figures: &[Blocked]) -> Vec<Repair> {
    let senders: BTreeSet<&str> = figures.iter().map(|figure| figure.sender.as_str()).collect();
    let all: Vec<&Blocked> = figures.iter().collect();
    let mut found = ranked(standard, &Scope::Region, &all);
    for sender in senders {
        let own: Vec<&Blocked> = figures.iter().filter(|figure| figure.sender == sender).collect();
        found.extend(ranked(standard, &Scope::Sender(sender.to_owned()), &own));
    }
    found
}

/// What can be done: an attribute of a source, stated or not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    source: SourceId,
    attribute: usize,
    stated: bool,
    /// Whether the rows that it does not concern are told apart already.
    relieved: bool,
}

impl Step {
    fn all_of(figure: &Blocked) -> BTreeSet<Self> {
        let step = |(attribute, stated): &(usize, bool)| Self {
            source: figure.source.clone(),
            attribute: *attribute,
            stated: *stated,
            relieved: figure.relieved.contains(attribute),
        };
        figure.by.iter().map(step).collect()
    }

    fn kind(&self, standard: &Standard) -> RepairKind {
        let attribute = standard.attributes.get(self.attribute);
        // Rows that are told apart already can't be asked for again.
        let is_there = self.relieved && attribute.is_some_and(|attribute| attribute.breakdown_is_rows);
        match (self.stated, attribute.and_then(|attribute| attribute.breakdown.as_ref())) {
            (false, _) => RepairKind::Answer,
            (true, Some(_)) if !is_there => RepairKind::Breakdown,
            (true, _) => RepairKind::Source,
        }
    }
}

fn ranked(standard: &Standard, scope: &Scope, figures: &[&Blocked]) -> Vec<Repair> {
    let needed: Vec<(BTreeSet<Step>, &Blocked)> =
        figures.iter().filter(|figure| !figure.by.is_empty()).map(|figure| (Step::all_of(figure), *figure)).collect();
    let blocked: u64 = needed.iter().map(|(_, figure)| figure.cells).sum();
    let mut open: BTreeSet<Step> = needed.iter().flat_map(|(steps, _)| steps.iter().cloned()).collect();
    let mut taken: BTreeSet<Step> = BTreeSet::new();
    let mut list = Vec::new();
    while !open.is_empty() {
        let best = open.iter().max_by_key(|step| {
            let (gain, share) = worth(step, &taken, &needed);
            (gain, share, Reverse(step.kind(standard)), Reverse((step.attribute, step.source.clone())))
        });
        let Some(step) = best.cloned() else { break };
        open.remove(&step);
        taken.insert(step.clone());
        let takes_part = || needed.iter().filter(|(steps, _)| steps.contains(&step));
        list.push(Repair {
            scope: scope.clone(),
            rank: u32::try_from(list.len() + 1).unwrap_or(u32::MAX),
            kind: step.kind(standard),
            source: step.source.clone(),
            attribute: step.attribute,
            tables: takes_part().map(|(_, figure)| figure.table.clone()).collect(),
            alone: takes_part().filter(|(steps, _)| steps.len() == 1).map(|(_, figure)| figure.cells).sum(),
            together: needed.iter().filter(|(steps, _)| steps.is_subset(&taken)).map(|(_, figure)| figure.cells).sum(),
            concerned: takes_part().map(|(_, figure)| figure.cells).sum(),
            blocked,
        });
    }
    list
}

/// Figures that a step makes comparable with those taken, and its share in those that stay blocked.
fn worth(step: &Step, taken: &BTreeSet<Step>, needed: &[(BTreeSet<Step>, &Blocked)]) -> (u64, Decimal) {
    let (mut gain, mut share) = (0, Decimal::ZERO);
    for (steps, figure) in needed.iter().filter(|(steps, _)| steps.contains(step)) {
        let left = steps.iter().filter(|other| !taken.contains(*other)).count();
        if left == 1 {
            gain += figure.cells;
        }
        share += Decimal::from(figure.cells) / Decimal::from(left.max(1) as u64);
    }
    (gain, share.round_dp(6))
}

impl Repair {
    /// What to ask for: the question, the breakdown, or figures counted otherwise.
    #[must_use]
    pub fn wanted(&self, standard: &Standard) -> String {
        let Some(attribute) = standard.attributes.get(self.attribute) else { return String::new() };
        match (self.kind, &attribute.breakdown) {
            (RepairKind::Breakdown, Some(breakdown)) => format!("add {breakdown}"),
            (RepairKind::Answer, _) => attribute.question.clone(),
            _ => format!("figures counted as the shared definition asks: {}", attribute.question),
        }
    }

    /// Why it stands where it stands, in words.
    #[must_use]
    pub fn reasoning(&self, standard: &Standard) -> String {
        let attribute = standard.attributes.get(self.attribute);
        let what = match (self.kind, attribute) {
            (RepairKind::Answer, Some(attribute)) => format!("nobody stated `{}`", attribute.id),
            (RepairKind::Breakdown, Some(attribute)) => {
                format!(
                    "`{}` differs from the shared definition; it could be bridged by {}",
                    attribute.id,
                    attribute.breakdown.as_deref().unwrap_or_default()
                )
            }
            (RepairKind::Source, Some(attribute)) => {
                format!("`{}` differs from the shared definition, and no breakdown bridges it", attribute.id)
            }
            (_, None) => String::new(),
        };
        let alone = if self.alone > 0 { format!("alone it frees {}", self.alone) } else { "alone it frees none".to_owned() };
        format!("{what}; it blocks {} of {} figures; {alone}, with the steps above {}", self.concerned, self.blocked, self.together)
    }
}
