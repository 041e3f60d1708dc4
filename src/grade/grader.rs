//! The grade of a figure from its profile and its place.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::observed;
use super::rows::Place;
use crate::model::{AttributeId, Distance, Family, Grade, StatusSet, TableId};
use crate::spec::{Attribute, Circumstance, Comparison, DistanceRow, Observed, Profile, Standard, Statement};

/// The name of a profile that nobody wrote.
pub const NOT_STATED: &str = "not-stated";
/// The cause of a grade where no profile was written at all.
pub const NO_PROFILE: &str = "profile-not-stated";

/// What one attribute costs a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cost {
    /// Position of the attribute in the standard.
    pub attribute: usize,
    /// How far it stands from the shared definition.
    pub distance: Distance,
    /// Whether somebody stated the value, or the figures show it.
    pub stated: bool,
    /// Line of the distances that decided; none where nobody stated the value.
    pub line: Option<u32>,
}

/// The grade of a figure, with its causes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graded {
    /// The worst distance, as a grade.
    pub grade: Grade,
    /// The attributes that caused it, as `attribute=value`; `unknown` for what nobody stated.
    pub causes: Vec<Arc<str>>,
    /// The profile it was worked out from.
    pub profile_id: Arc<str>,
    /// The profiles themselves, several where several figures were added; none where nobody wrote one.
    pub profiles: Vec<Arc<Profile>>,
    /// Every attribute that costs something, in the order of the standard.
    pub costs: Vec<Cost>,
    /// D where a stated value differs from the shared definition, and what quality says.
    pub statuses: StatusSet,
}

impl Graded {
    /// The grade of a figure that several of these take part in: the worst, with the causes of all that have it.
    #[must_use]
    pub fn worst(all: &[&Arc<Self>]) -> Option<Arc<Self>> {
        let (first, rest) = all.split_first()?;
        if rest.iter().all(|other| Arc::ptr_eq(first, other)) {
            return Some(Arc::clone(first));
        }
        let grade = all.iter().map(|graded| graded.grade).max()?;
        let mut causes: Vec<Arc<str>> = Vec::new();
        let mut names: Vec<&str> = Vec::new();
        let mut costs: Vec<Cost> = Vec::new();
        let mut profiles: Vec<Arc<Profile>> = Vec::new();
        let mut statuses = StatusSet::default();
        for graded in all {
            let new = graded.causes.iter().filter(|_| graded.grade == grade);
            for cause in new {
                if !causes.contains(cause) {
                    causes.push(Arc::clone(cause));
                }
            }
            if !names.contains(&graded.profile_id.as_ref()) {
                names.push(&graded.profile_id);
            }
            costs.extend(&graded.costs);
            profiles.extend(graded.profiles.iter().cloned());
            statuses = statuses.union(graded.statuses);
        }
        costs.sort_unstable();
        costs.dedup();
        Some(Arc::new(Self { grade, causes, profile_id: Arc::from(names.join("+")), profiles, costs, statuses }))
    }
}

/// A figure that is another thing altogether, and never enters the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Barrier {
    /// The attribute that says so.
    pub attribute: AttributeId,
    /// Its value.
    pub value: String,
    /// Why, from the standard.
    pub reason: String,
    /// File of the distances, as the standard names it.
    pub file: Arc<str>,
    /// Its line.
    pub line: u32,
    /// Line of the mapping that states the value, where one does.
    pub stated_on: Option<u32>,
}

/// Grades figures; what does not depend on the row is worked out once for each profile and table.
#[derive(Debug)]
pub struct Grader<'s> {
    standard: &'s Standard,
    plans: BTreeMap<(Arc<str>, TableId), Plan<'s>>,
}

/// What a profile means for one table.
#[derive(Debug)]
struct Plan<'s> {
    profile_id: Arc<str>,
    profile: Option<Arc<Profile>>,
    steps: Vec<Step<'s>>,
    known: BTreeMap<(Vec<Cost>, StatusSet), Arc<Graded>>,
}

/// One attribute that matters for the table.
#[derive(Debug)]
struct Step<'s> {
    position: usize,
    attribute: &'s Attribute,
    /// Its lines for this table, in order.
    lines: Vec<&'s DistanceRow>,
}

impl<'s> Grader<'s> {
    /// A grader for a standard.
    #[must_use]
    pub const fn new(standard: &'s Standard) -> Self {
        Self { standard, plans: BTreeMap::new() }
    }

    /// The grade of the figure at a place.
    ///
    /// # Errors
    /// What the source states makes the figure another thing than the table is about.
    pub fn grade(&mut self, profile: Option<&Arc<Profile>>, place: &Place<'_>) -> Result<Arc<Graded>, Barrier> {
        let standard = self.standard;
        let name: Arc<str> = Arc::from(profile.map_or(NOT_STATED, |profile| profile.name.as_str()));
        let plan = self
            .plans
            .entry((Arc::clone(&name), place.table.id.clone()))
            .or_insert_with(|| Plan::of(standard, profile.cloned(), name, place));
        plan.grade(standard, place)
    }
}

impl<'s> Plan<'s> {
    fn of(standard: &'s Standard, profile: Option<Arc<Profile>>, profile_id: Arc<str>, place: &Place<'_>) -> Self {
        let steps = standard
            .attributes
            .iter()
            .enumerate()
            .filter(|(_, attribute)| attribute.applies.accepts(place.table))
            .map(|(position, attribute)| {
                let lines = standard.distances.iter().filter(|row| row.attribute == position && row.tables.accepts(place.table)).collect();
                Step { position, attribute, lines }
            })
            .collect();
        Self { profile_id, profile, steps, known: BTreeMap::new() }
    }

    fn grade(&mut self, standard: &Standard, place: &Place<'_>) -> Result<Arc<Graded>, Barrier> {
        let mut costs = Vec::new();
        let mut statuses = StatusSet::default();
        for step in &self.steps {
            let stated = self.profile.as_ref().and_then(|profile| profile.statements.get(&step.attribute.id));
            let value = match step.attribute.observed {
                Some(observed) => Some(observed::value(observed, place)),
                None => stated.map(|statement| statement.value.clone()),
            };
            let line = value.as_deref().and_then(|value| step.line(value, stated, place, standard));
            if step.attribute.family == Family::Quality {
                statuses.extend(line.and_then(|line| line.status));
                continue;
            }
            let cost = match (&value, line) {
                (Some(_), Some(line)) => Cost {
                    attribute: step.position,
                    distance: line.distance.unwrap_or(Distance::Same),
                    stated: true,
                    line: Some(line.line),
                },
                // Whatever the answer, this row would not be concerned.
                _ if !step.could_cost(place, standard) => continue,
                _ => Cost { attribute: step.position, distance: step.attribute.unknown, stated: false, line: None },
            };
            let cost = match cost.distance {
                // A value that says that there is no rule is as good as nothing said.
                Distance::Unknown => Cost { distance: step.attribute.unknown, stated: false, ..cost },
                _ => cost,
            };
            let cost = if step.attribute.leading && !cost.stated { Cost { distance: Distance::Unknown, ..cost } } else { cost };
            if cost.distance == Distance::Barrier {
                let reason = line.and_then(|line| line.reason.clone()).unwrap_or_default();
                return Err(Barrier {
                    attribute: step.attribute.id.clone(),
                    value: value.unwrap_or_default(),
                    reason,
                    file: line.map_or_else(|| Arc::from(""), |line| Arc::clone(&line.file)),
                    line: cost.line.unwrap_or_default(),
                    stated_on: stated.map(|statement| statement.line),
                });
            }
            if cost.distance != Distance::Same {
                costs.push(cost);
            }
        }
        if costs.iter().any(|cost| cost.stated) {
            statuses.insert(crate::model::Status::D);
        }
        let key = (costs, statuses);
        if let Some(known) = self.known.get(&key) {
            return Ok(Arc::clone(known));
        }
        let graded = Arc::new(self.graded(key.0.clone(), statuses, place));
        self.known.insert(key, Arc::clone(&graded));
        Ok(graded)
    }

    fn graded(&self, costs: Vec<Cost>, statuses: StatusSet, place: &Place<'_>) -> Graded {
        let worst = costs.iter().map(|cost| Grade::of(cost.distance)).max().unwrap_or(Grade::A);
        let grade = if self.profile.is_none() { Grade::U } else { worst };
        let causing = costs.iter().filter(|cost| Grade::of(cost.distance) == grade && grade != Grade::A);
        let mut causes: Vec<Arc<str>> = Vec::new();
        if self.profile.is_none() {
            causes.push(Arc::from(NO_PROFILE));
        }
        causes.extend(causing.filter_map(|cost| self.cause(cost, place)).filter(|_| self.profile.is_some()));
        let profiles = self.profile.iter().cloned().collect();
        Graded { grade, causes, profile_id: Arc::clone(&self.profile_id), profiles, costs, statuses }
    }

    fn cause(&self, cost: &Cost, place: &Place<'_>) -> Option<Arc<str>> {
        let step = self.steps.iter().find(|step| step.position == cost.attribute)?;
        let stated = self.profile.as_ref().and_then(|profile| profile.statements.get(&step.attribute.id));
        let value = match step.attribute.observed {
            // The day stands beside the figure already.
            Some(Observed::ReferenceDay) => return Some(Arc::from(step.attribute.id.as_str())),
            Some(observed) => observed::value(observed, place),
            None => stated.map_or_else(|| "unknown".to_owned(), |statement| statement.value.clone()),
        };
        Some(Arc::from(format!("{}={value}", step.attribute.id)))
    }
}

impl<'s> Step<'s> {
    /// Whether any value that somebody might state would cost something in this row.
    fn could_cost(&self, place: &Place<'_>, standard: &Standard) -> bool {
        let any = [""];
        let values: Vec<&str> = self.attribute.values.iter().map(|choice| choice.code.as_str()).collect();
        let values = if values.is_empty() { any.to_vec() } else { values };
        values.iter().any(|value| {
            for line in self.lines.iter().filter(|line| line.takes(value)) {
                if line.rows.as_ref().is_some_and(|rows| !place.is_among(rows, value, standard)) {
                    continue;
                }
                if line.distance != Some(Distance::Same) {
                    return true;
                }
                if line.condition.is_none() {
                    return false;
                }
            }
            false
        })
    }

    /// The first line that takes the value in this row.
    fn line(&self, value: &str, stated: Option<&Statement>, place: &Place<'_>, standard: &Standard) -> Option<&'s DistanceRow> {
        self.lines
            .iter()
            .find(|line| {
                line.takes(value)
                    && line.rows.as_ref().is_none_or(|rows| place.is_among(rows, value, standard))
                    && line.condition.as_ref().is_none_or(|condition| holds(condition, stated, value, place))
            })
            .copied()
    }
}

fn holds(condition: &Circumstance, stated: Option<&Statement>, value: &str, place: &Place<'_>) -> bool {
    match condition {
        Circumstance::Stated(name) => stated.is_some_and(|statement| statement.conditions.contains(name)),
        Circumstance::Number(measure, comparison, bound) => {
            observed::measure(*measure, stated, value, place).is_some_and(|number| match comparison {
                Comparison::AtMost => number <= *bound,
                Comparison::Over => number > *bound,
                Comparison::Equal => number == *bound,
            })
        }
    }
}
