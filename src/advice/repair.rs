//! The cheapest repair: a greedy choice among the attributes that keep figures from being comparable.
//!
//! A figure is blocked by every attribute that stands at distance 2 or 3, or that leads and was not stated; it becomes
//! comparable when all of them are mended. At each step the repair is taken that, with those taken before, makes most figures
//! comparable; while none does alone, the one that shares most in the blocked figures (a figure blocked by three attributes
//! gives each of them a third). Equal ones: an answer before a breakdown before another source, then as the standard asks.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rust_decimal::Decimal;

use crate::harmonise::{Harmonised, Published};
use crate::model::{Distance, SourceId, TableId, closed_set};
use crate::spec::{Observed, Standard};

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
    /// The members of the region, whoever sent their figures.
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
    /// Whether they describe members of the region.
    pub of_members: bool,
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
pub fn blocked(standard: &Standard, tables: &Harmonised) -> Vec<Blocked> {
    let mut counted: BTreeMap<Blocked, u64> = BTreeMap::new();
    for (id, table) in &tables.tables {
        // Of each place the latest edition of a source counts, as it does in sums.
        let place = |one: &Published| (one.mapping.source_id.clone(), one.place());
        let mut latest: BTreeMap<_, &str> = BTreeMap::new();
        for one in &table.published {
            let vintage = latest.entry(place(one)).or_insert(&one.mapping.vintage);
            *vintage = (*vintage).max(&one.mapping.vintage);
        }
        for one in table.published.iter().filter(|one| one.value.is_some()) {
            if latest.get(&place(one)).is_some_and(|vintage| **vintage != *one.mapping.vintage) {
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
            let of_members = standard.is_member(&standard.region, &one.reporter, one.period.end());
            let group = Blocked { sender, of_members, source, table: id.clone(), by, relieved: BTreeSet::new(), cells: 0 };
            *counted.entry(group).or_default() += 1;
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
    let all: Vec<&Blocked> = figures.iter().filter(|figure| figure.of_members).collect();
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

/// Groups of figures with the steps that they need.
type Needed<'a> = Vec<(BTreeSet<Step>, &'a Blocked)>;

/// How good a step is: figures freed, then, while none is freed, its share; cheaper kinds first, then as the standard asks.
type Worth = (u64, Decimal, Reverse<RepairKind>, Reverse<(usize, SourceId)>);

/// Steps in the order in which they are best taken.
type Queue = VecDeque<(Worth, Step)>;

/// The steps of one source in the order in which they are best taken. Steps of different sources never meet on one figure, so
/// each source can be ranked alone.
fn of_source(standard: &Standard, needed: &Needed<'_>) -> Queue {
    let mut open: BTreeSet<Step> = needed.iter().flat_map(|(steps, _)| steps.iter().cloned()).collect();
    let mut taken: BTreeSet<Step> = BTreeSet::new();
    let mut order = VecDeque::new();
    while !open.is_empty() {
        let worths = open.iter().map(|step| {
            let (gain, share) = worth(step, &taken, needed);
            let share = if gain > 0 { Decimal::ZERO } else { share };
            ((gain, share, Reverse(step.kind(standard)), Reverse((step.attribute, step.source.clone()))), step)
        });
        let Some((worth, step)) = worths.max_by(|a, b| a.0.cmp(&b.0)).map(|(worth, step)| (worth, step.clone())) else { break };
        open.remove(&step);
        taken.insert(step.clone());
        order.push_back((worth, step));
    }
    order
}

fn ranked(standard: &Standard, scope: &Scope, figures: &[&Blocked]) -> Vec<Repair> {
    let mut by_source: BTreeMap<&SourceId, Needed<'_>> = BTreeMap::new();
    for figure in figures.iter().filter(|figure| !figure.by.is_empty()) {
        by_source.entry(&figure.source).or_default().push((Step::all_of(figure), *figure));
    }
    let blocked: u64 = by_source.values().flatten().map(|(_, figure)| figure.cells).sum();
    let mut queues: Vec<(&Needed<'_>, Queue, BTreeSet<Step>)> =
        by_source.values().map(|needed| (needed, of_source(standard, needed), BTreeSet::new())).collect();
    let (mut list, mut together) = (Vec::new(), 0_u64);
    loop {
        let best = queues.iter_mut().filter(|(_, queue, _)| !queue.is_empty()).max_by(|a, b| {
            let head = |queue: &Queue| queue.front().map(|(worth, _)| worth.clone());
            head(&a.1).cmp(&head(&b.1))
        });
        let Some((needed, queue, taken)) = best else { break };
        let Some((_, step)) = queue.pop_front() else { break };
        let freed = |taken: &BTreeSet<Step>| -> u64 {
            needed.iter().filter(|(steps, _)| steps.is_subset(taken)).map(|(_, figure)| figure.cells).sum()
        };
        let before = freed(taken);
        taken.insert(step.clone());
        together += freed(taken) - before;
        let takes_part = || needed.iter().filter(|(steps, _)| steps.contains(&step));
        list.push(Repair {
            scope: scope.clone(),
            rank: u32::try_from(list.len() + 1).unwrap_or(u32::MAX),
            kind: step.kind(standard),
            source: step.source.clone(),
            attribute: step.attribute,
            tables: takes_part().map(|(_, figure)| figure.table.clone()).collect(),
            alone: takes_part().filter(|(steps, _)| steps.len() == 1).map(|(_, figure)| figure.cells).sum(),
            together,
            concerned: takes_part().map(|(_, figure)| figure.cells).sum(),
            blocked,
        });
    }
    list
}

/// Figures that a step makes comparable with those taken, and its share in those that stay blocked.
fn worth(step: &Step, taken: &BTreeSet<Step>, needed: &Needed<'_>) -> (u64, Decimal) {
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
            _ => format!("figures for which “{}” is answered by {}", attribute.question, self.targets(standard)),
        }
    }

    /// The answers that stand at no distance in every table concerned, in words.
    fn targets(&self, standard: &Standard) -> String {
        let Some(attribute) = standard.attributes.get(self.attribute) else { return String::new() };
        let tables: Vec<_> = self.tables.iter().filter_map(|id| standard.table(id.as_str())).collect();
        if attribute.observed == Some(Observed::ReferenceDay) {
            let days: BTreeSet<String> =
                tables.iter().flat_map(|table| &table.reference_days).map(|(month, day)| format!("{month:02}-{day:02}")).collect();
            return days.into_iter().collect::<Vec<_>>().join(" or ");
        }
        let lines = || standard.distances.iter().filter(|line| line.attribute == self.attribute);
        let same = |value: &str| {
            tables.iter().all(|table| {
                let first = lines().find(|line| line.is_plain() && line.tables.accepts(table) && line.takes(value));
                first.is_some_and(|line| line.distance == Some(Distance::Same))
            })
        };
        let words: Vec<String> =
            attribute.values.iter().filter(|choice| same(&choice.code)).map(|choice| format!("“{}”", choice.label)).collect();
        if words.is_empty() { "the shared definition".to_owned() } else { words.join(" or ") }
    }

    /// Why it stands where it stands, in words.
    #[must_use]
    pub fn reasoning(&self, standard: &Standard) -> String {
        let attribute = standard.attributes.get(self.attribute);
        let what = match (self.kind, attribute) {
            (RepairKind::Answer, Some(attribute)) => format!("`{}` is not stated, or stated as without a rule", attribute.id),
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
