//! All claims of a run together: equal ones merge, different ones conflict, declared parts are added.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use polars::prelude::{DataFrame, NamedFrom, PolarsResult, Series as Values, col};

use super::claim::{Claim, MappingUsed};
use super::findings::{BASIS_CHANGED, CONFLICT, REPEATED_CLAIM};
use super::frame::{Observation, frame};
use super::group::group_positions;
use crate::diag::{Finding, Place, Staged};
use crate::grade::Graded;
use crate::model::{Code, Origin, Period, Status, StatusSet, TableId};
use crate::spec::{Standard, TableSpec};

/// One exchange table.
#[derive(Debug, Clone)]
pub struct StandardTable {
    /// Its specification.
    pub spec: TableSpec,
    /// Observations, with the columns of [`super::observation_columns`], sorted by key.
    pub frame: DataFrame,
    /// Claims that contradict each other, with the same columns; empty where none do.
    pub conflicts: DataFrame,
    /// The observations once more, as what is derived from them needs them.
    pub published: Vec<Published>,
    /// The claims that contradict each other, in the same shape.
    pub contradicted: Vec<Published>,
}

/// A published figure with its place, its source and its grade.
#[derive(Debug, Clone)]
pub struct Published {
    /// First 16 hexadecimal digits of the SHA-256 of its key, as a number.
    pub observation: u64,
    /// State described.
    pub reporter: Code,
    /// Period or date.
    pub period: Arc<Period>,
    /// Codes of the table's dimensions, in table order.
    pub dimensions: Vec<Code>,
    /// Sex.
    pub sex: Code,
    /// Age.
    pub age: Code,
    /// Whole units, where there is a value.
    pub value: Option<i64>,
    /// The range of a hidden value.
    pub range: Option<(i32, i32)>,
    /// Every status.
    pub status: StatusSet,
    /// How far it stands from the shared definition.
    pub graded: Arc<Graded>,
    /// The mapping it came through, with sender, source and edition.
    pub mapping: Arc<MappingUsed>,
    /// Smallest step that the source shows.
    pub step: i32,
    /// Its note.
    pub note: Option<Arc<str>>,
    /// The return it was sent in.
    pub submission: Arc<str>,
    /// Its cell; of a declared sum the cell of its first part.
    pub place: Place,
}

impl Published {
    /// Where it stands: everything of its key but source and edition.
    #[must_use]
    pub fn place(&self) -> (Code, Arc<Period>, Vec<Code>, Code, Code) {
        (self.reporter.clone(), Arc::clone(&self.period), self.dimensions.clone(), self.sex.clone(), self.age.clone())
    }

    /// The same written out, for maps.
    #[must_use]
    pub(crate) fn place_key(&self) -> String {
        let mut parts = vec![self.reporter.as_str(), self.period.frequency().as_str(), self.period.time_period()];
        let end = self.period.end().to_string();
        parts.push(&end);
        parts.extend(self.dimensions.iter().map(Code::as_str));
        parts.extend([self.sex.as_str(), self.age.as_str()]);
        parts.join("|")
    }

    fn of(observation: &Observation<'_>) -> Self {
        let claim = observation.claim;
        Self {
            observation: claim.observation_id(),
            reporter: claim.reporter.clone(),
            period: Arc::clone(&claim.period),
            dimensions: claim.dimensions.clone(),
            sex: claim.sex.clone(),
            age: claim.age.clone(),
            value: observation.value,
            range: observation.range,
            status: observation.status,
            graded: Arc::clone(&observation.graded),
            mapping: Arc::clone(&claim.mapping),
            step: claim.step,
            note: claim.note.clone(),
            submission: Arc::from(claim.submission.submission_id.as_str()),
            place: claim.place(),
        }
    }

    /// Whether the state itself sent it: an agency's figure never counts as a state's return.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.mapping.sender.as_str() == self.reporter.as_str()
    }

    /// Whether there is simply no figure: none was given, and none is withheld.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.value.is_none() && self.range.is_none() && self.status.speaking() == Status::O
    }
}

/// What a run gives.
#[derive(Debug, Clone)]
pub struct Harmonised {
    /// Exchange tables by id.
    pub tables: BTreeMap<TableId, StandardTable>,
}

/// Brings the claims of all files together.
///
/// # Errors
/// Only when polars refuses a plan over columns this module made, which would be a fault of this program.
pub fn harmonise(standard: &Standard, claims: &[Claim]) -> PolarsResult<Staged<Harmonised>> {
    let mut by_table: BTreeMap<&TableId, Vec<&Claim>> = BTreeMap::new();
    for claim in claims {
        by_table.entry(&claim.table).or_default().push(claim);
    }
    let mut findings = Vec::new();
    let mut tables = BTreeMap::new();
    for (id, claims) in by_table {
        let Some(spec) = standard.table(id.as_str()) else { continue };
        let groups = groups(&claims)?;
        let mut observations = Vec::new();
        let mut conflicts = Vec::new();
        for group in &groups {
            let members: Vec<&Claim> = group.iter().map(|index| claims[*index]).collect();
            match combine(&members, &mut findings) {
                Some(observation) => observations.push(observation),
                None => conflicts.extend(members.iter().map(|claim| alone(claim))),
            }
        }
        let table = StandardTable {
            spec: spec.clone(),
            frame: frame(standard, spec, &observations)?,
            conflicts: frame(standard, spec, &conflicts)?,
            published: observations.iter().map(Published::of).collect(),
            contradicted: conflicts.iter().map(Published::of).collect(),
        };
        tables.insert(id.clone(), table);
    }
    findings.extend(changed_bases(standard, claims));
    Ok(Staged { value: Harmonised { tables }, findings })
}

/// Positions of the claims of each key, keys in the order of their first claim.
fn groups(claims: &[&Claim]) -> PolarsResult<Vec<Vec<usize>>> {
    let keys: Vec<&str> = claims.iter().map(|claim| claim.key.as_ref()).collect();
    let frame = DataFrame::new(claims.len(), vec![Values::new("key".into(), keys).into()])?;
    group_positions(frame, vec![col("key")])
}

fn alone(claim: &Claim) -> Observation<'_> {
    let graded = Arc::clone(&claim.graded);
    let own = if claim.value.is_some() { graded.statuses } else { StatusSet::default() };
    Observation { claim, value: claim.value, range: claim.range, status: claim.status.union(own), graded, origin: Origin::Reported }
}

/// One observation from the claims of one key; none where they contradict each other.
///
/// A declared sum is made of the parts of one return. What different returns say, and what stands whole beside parts, are
/// claims of their own: equal ones are one observation, different ones a contradiction.
fn combine<'a>(claims: &[&'a Claim], findings: &mut Vec<Finding>) -> Option<Observation<'a>> {
    let mut returns: BTreeMap<(&str, bool), Vec<&'a Claim>> = BTreeMap::new();
    for claim in claims {
        returns.entry((&claim.submission.submission_id, claim.part.is_some())).or_default().push(claim);
    }
    let mut whole: Vec<Observation<'a>> = Vec::new();
    for own in returns.values() {
        let Some(merged) = of_one_return(own, findings) else {
            findings.push(conflict(claims));
            return None;
        };
        whole.push(merged);
    }
    let first = whole.first()?.clone();
    if whole.iter().any(|other| (other.value, other.range) != (first.value, first.range)) {
        findings.push(conflict(claims));
        return None;
    }
    if whole.len() == 1 {
        return whole.pop();
    }
    findings.push(repeated(claims));
    let status = whole.iter().fold(StatusSet::default(), |sum, one| sum.union(one.status));
    let graded = worst(whole.iter().map(|one| &one.graded))?;
    Some(Observation { status, graded, ..first })
}

/// What one return says: equal claims as one, declared parts as their sum; none where it contradicts itself.
fn of_one_return<'a>(claims: &[&'a Claim], findings: &mut Vec<Finding>) -> Option<Observation<'a>> {
    let mut parts: BTreeMap<Option<&str>, Vec<&'a Claim>> = BTreeMap::new();
    for claim in claims {
        parts.entry(claim.part.as_deref()).or_default().push(claim);
    }
    let mut merged: Vec<Observation<'a>> = Vec::new();
    for same in parts.values() {
        let first = same.first()?;
        if same.iter().any(|claim| (claim.value, claim.range) != (first.value, first.range)) {
            return None;
        }
        if same.len() > 1 {
            findings.push(repeated(same));
        }
        let single = alone(first);
        let status = same.iter().fold(single.status, |sum, claim| sum.union(claim.status));
        let graded = worst(same.iter().map(|claim| &claim.graded)).unwrap_or_else(|| Arc::clone(&single.graded));
        merged.push(Observation { status, graded, ..single });
    }
    if merged.len() == 1 {
        return merged.pop();
    }
    sum(&merged)
}

/// A declared sum. A part without a value leaves the sum without one; its range bounds the sum where every gap has one.
fn sum<'a>(parts: &[Observation<'a>]) -> Option<Observation<'a>> {
    let first = parts.first()?;
    let mut status = StatusSet::default();
    let (mut value, mut low, mut high) = (Some(0_i64), Some(0_i64), Some(0_i64));
    for part in parts {
        status = part.status.iter().filter(|status| *status != Status::A).fold(status, |mut set, status| {
            set.insert(status);
            set
        });
        value = value.zip(part.value).and_then(|(sum, part)| sum.checked_add(part));
        let range = part.value.map(|value| (value, value)).or_else(|| part.range.map(|(low, high)| (i64::from(low), i64::from(high))));
        low = low.zip(range).map(|(sum, range)| sum.saturating_add(range.0));
        high = high.zip(range).map(|(sum, range)| sum.saturating_add(range.1));
    }
    let range = match value {
        Some(_) => None,
        None => low.zip(high).and_then(|(low, high)| Some((i32::try_from(low).ok()?, i32::try_from(high).ok()?))),
    };
    let graded = worst(parts.iter().map(|part| &part.graded))?;
    Some(Observation { claim: first.claim, value, range, status, graded, origin: Origin::Merged })
}

fn worst<'a>(all: impl Iterator<Item = &'a Arc<Graded>>) -> Option<Arc<Graded>> {
    Graded::worst(&all.collect::<Vec<_>>())
}

fn named<'a>(claims: &'a [&Claim]) -> (Option<Place>, impl Iterator<Item = Place> + 'a) {
    (claims.first().map(|claim| claim.place()), claims.iter().skip(1).take(Finding::NAMED_PLACES).map(|claim| claim.place()))
}

fn about(code: &'static crate::diag::FindingCode, message: String, claims: &[&Claim]) -> Finding {
    let (first, others) = named(claims);
    let finding = Finding::new(code, message).also(others);
    match first {
        Some(place) => finding.at(place),
        None => finding,
    }
}

fn shown(claim: &Claim) -> String {
    claim.value.map_or_else(|| format!("no value ({})", claim.status.speaking()), |value| value.to_string())
}

fn conflict(claims: &[&Claim]) -> Finding {
    let figures: BTreeSet<String> = claims.iter().map(|claim| shown(claim)).collect();
    let key = claims.first().map_or("", |claim| claim.key.as_ref());
    let figures: Vec<String> = figures.into_iter().collect();
    about(&CONFLICT, format!("{} for {key}", figures.join(" against ")), claims)
}

fn repeated(claims: &[&Claim]) -> Finding {
    let key = claims.first().map_or("", |claim| claim.key.as_ref());
    about(
        &REPEATED_CLAIM,
        format!("{} cells give {} for {key}", claims.len(), claims.first().map_or_else(String::new, |claim| shown(claim))),
        claims,
    )
}

/// The tables one edition uses for one state, each with a claim to point at.
type TablesUsed<'a> = BTreeMap<&'a TableId, &'a Claim>;

/// A state whose figures move from one table to another between two editions of one source.
fn changed_bases(standard: &Standard, claims: &[Claim]) -> Vec<Finding> {
    let axis = |id: &TableId| standard.table(id.as_str()).map(|spec| spec.axis.clone()).unwrap_or_default();
    let mut editions: BTreeMap<(String, String, String), BTreeMap<&str, TablesUsed<'_>>> = BTreeMap::new();
    for claim in claims {
        let series = (claim.mapping.source_id.to_string(), claim.reporter.to_string(), axis(&claim.table));
        editions.entry(series).or_default().entry(claim.mapping.vintage.as_str()).or_default().entry(&claim.table).or_insert(claim);
    }
    let mut findings = Vec::new();
    for ((source, reporter, _), vintages) in &editions {
        let ordered: Vec<_> = vintages.iter().collect();
        for pair in ordered.windows(2) {
            let ((earlier, before), (later, after)) = (pair[0], pair[1]);
            let left: Vec<&&TableId> = before.keys().filter(|table| !after.contains_key(**table)).collect();
            let joined: Vec<(&&TableId, &&Claim)> = after.iter().filter(|(table, _)| !before.contains_key(**table)).collect();
            let (Some(old), Some((new, claim))) = (left.first(), joined.first()) else { continue };
            let message = format!("{source} files {reporter} under {new} in edition {later}, under {old} in edition {earlier}");
            findings.push(Finding::new(&BASIS_CHANGED, message).at(claim.place()).also(before.get(**old).map(|claim| claim.place())));
        }
    }
    findings
}
