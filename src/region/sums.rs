//! The sums themselves, with the states that are in, and why the others are out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::speak::{Candidates, Spoken, is_own, spoken};
use super::year::compared_year;
use crate::harmonise::{Harmonised, Published};
use crate::model::{AreaKind, Code, Grade, TableId};
use crate::spec::{DimensionKind, SourceRank, Standard, TableSpec};

/// The code under which nationals and the native-born of each state are added.
const NATIONALS: &str = "NAT";

/// A figure that takes part in a sum.
#[derive(Debug, Clone)]
pub struct Part {
    /// The state.
    pub reporter: Code,
    /// The observation.
    pub observation: u64,
    /// Its source.
    pub source_id: String,
    /// Whether it is the state's own return.
    pub own: bool,
    /// Its value.
    pub value: Option<i64>,
    /// Its grade.
    pub grade: Grade,
    /// Whether it is in the comparable line.
    pub comparable: bool,
    /// Further observations of the same place, which do not speak.
    pub others: Vec<u64>,
}

/// A state that is out of a line, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Out {
    /// The state.
    pub reporter: Code,
    /// Why, for people.
    pub why: String,
}

/// One sum over the members of the region.
#[derive(Debug, Clone)]
pub struct RegionalSum {
    /// First 16 hexadecimal digits of the SHA-256 of its key.
    pub id: u64,
    /// The exchange table.
    pub table: TableId,
    /// A, Q, M and so on.
    pub freq: String,
    /// The year, or the period of a figure that is not annual.
    pub year: String,
    /// Codes of the dimensions; `NAT` for each state's own citizens or native-born.
    pub dimensions: Vec<Code>,
    /// Sex.
    pub sex: Code,
    /// Age.
    pub age: Code,
    /// Figures that take part, by state.
    pub parts: Vec<Part>,
    /// Members that are out of the comparable line, with the reason.
    pub not_comparable: Vec<Out>,
    /// Members of which there is no figure at all, with the reason.
    pub without_figure: Vec<Out>,
    /// How many members the region has on the last day of the period.
    pub members: usize,
    /// Per mille of the region's population that the comparable line covers; none where a population is not known.
    pub population_comparable: Option<i16>,
    /// The same for the line as reported.
    pub population_reported: Option<i16>,
}

impl RegionalSum {
    fn total<'a>(parts: impl Iterator<Item = &'a Part>) -> Option<i64> {
        let mut any = false;
        let sum = parts.filter_map(|part| part.value).try_fold(0_i64, |sum, value| {
            any = true;
            sum.checked_add(value)
        });
        sum.filter(|_| any)
    }

    /// Parts of the comparable line.
    pub fn comparable(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.comparable && part.value.is_some())
    }

    /// Parts of the line as reported.
    pub fn reported(&self) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(|part| part.value.is_some())
    }

    /// The sum over states that count as the shared definition asks, or nearly so.
    #[must_use]
    pub fn comparable_value(&self) -> Option<i64> {
        Self::total(self.comparable())
    }

    /// The sum over all states that gave a figure, however they count.
    #[must_use]
    pub fn reported_value(&self) -> Option<i64> {
        Self::total(self.reported())
    }

    /// Whether every member is in the comparable line.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.comparable().count() == self.members
    }

    /// The two lines as a person reads them, with the states that are out.
    #[must_use]
    pub fn said(&self) -> String {
        let line = |name: &str, value: Option<i64>, parts: Vec<&Part>, population: Option<i16>| {
            let population = population
                .map_or_else(|| "share of the population not known".to_owned(), |share| format!("{} % of population", tenths(share)));
            let value = value.map_or_else(|| "no figure".to_owned(), |value| value.to_string());
            let of_agencies = parts.iter().filter(|part| !part.own).count();
            let agencies = if of_agencies > 0 { format!(" ({of_agencies} of them from agencies)") } else { String::new() };
            format!("{name}: {} of {} states{agencies}, {population}: {value}", parts.len(), self.members)
        };
        let mut text = line("comparable (A and B)", self.comparable_value(), self.comparable().collect(), self.population_comparable);
        text.push_str("; ");
        text.push_str(&line("as reported, all grades", self.reported_value(), self.reported().collect(), self.population_reported));
        let outs = self.outs();
        if !outs.is_empty() {
            text.push_str("; not in the comparable line: ");
            text.push_str(&outs);
        }
        text
    }

    /// The members that are out of the comparable line, by reason.
    #[must_use]
    pub fn outs(&self) -> String {
        let mut by_reason: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for out in self.not_comparable.iter().chain(&self.without_figure) {
            by_reason.entry(&out.why).or_default().push(out.reporter.as_str());
        }
        let outs: Vec<String> = by_reason.into_iter().map(|(why, states)| format!("{} ({why})", states.join(", "))).collect();
        outs.join("; ")
    }
}

/// Per mille as per cent with one decimal.
fn tenths(share: i16) -> String {
    format!("{}.{}", share / 10, share % 10)
}

/// Where a sum stands: frequency, year, codes, sex, age.
type Key = (String, String, Vec<Code>, Code, Code);

/// The sums of every exchange table over the members of the region, in the order of table and key.
///
/// Codes that each sender declares for itself, such as its regions, are added nowhere.
#[must_use]
pub fn regional_sums(standard: &Standard, tables: &Harmonised, order: &[SourceRank]) -> Vec<RegionalSum> {
    let mut sums = Vec::new();
    for table in tables.tables.values() {
        let mut figures: BTreeMap<Key, Told<'_>> = BTreeMap::new();
        let mut senders: BTreeSet<&Code> = BTreeSet::new();
        let is_member = |one: &&Published| standard.members(standard.region.as_str(), one.period.end()).contains(&one.reporter);
        let shared = |one: &&Published| is_shared(standard, &table.spec, one);
        for published in table.published.iter().filter(is_member).filter(shared) {
            senders.insert(&published.reporter);
            let told = figures.entry(key(&table.spec, published)).or_default();
            told.figures.entry(&published.reporter).or_default().push(published);
        }
        for contradicted in table.contradicted.iter().filter(is_member).filter(shared) {
            senders.insert(&contradicted.reporter);
            if let Some(told) = figures.get_mut(&key(&table.spec, contradicted)) {
                told.contradicted.insert(&contradicted.reporter);
            }
        }
        for (key, told) in figures {
            sums.push(sum(standard, &table.spec, key, &told, &senders, order));
        }
    }
    sums
}

/// What the members say of one place.
#[derive(Default)]
struct Told<'a> {
    figures: BTreeMap<&'a Code, Vec<&'a Published>>,
    contradicted: BTreeSet<&'a Code>,
}

/// Whether every code of a figure means the same in each state.
fn is_shared(standard: &Standard, spec: &TableSpec, one: &Published) -> bool {
    spec.dimensions.iter().zip(&one.dimensions).all(|(dimension, code)| {
        let open = standard.dimensions.get(dimension).is_some_and(|dimension| dimension.kind == DimensionKind::Open);
        !open || code.is_total() || code.as_str() == Code::UNKNOWN
    })
}

/// Whether a sum is over what each state leaves over, which is not the same in any two of them.
fn is_residual(standard: &Standard, spec: &TableSpec, dimensions: &[Code]) -> bool {
    spec.dimensions.iter().zip(dimensions).any(|(dimension, code)| {
        let entry = standard.list_of(dimension).and_then(|list| list.get(code.as_str()));
        entry.is_some_and(|entry| entry.kind == Some(AreaKind::Residual))
    })
}

fn key(spec: &TableSpec, published: &Published) -> Key {
    let nationals = Code::new(NATIONALS).ok();
    let dimensions = published
        .dimensions
        .iter()
        .map(|code| match &nationals {
            Some(nationals) if *code == published.reporter => nationals.clone(),
            _ => code.clone(),
        })
        .collect();
    let freq = published.period.frequency().as_str().to_owned();
    (freq, compared_year(spec, &published.period), dimensions, published.sex.clone(), published.age.clone())
}

fn sum(standard: &Standard, spec: &TableSpec, key: Key, told: &Told<'_>, senders: &BTreeSet<&Code>, order: &[SourceRank]) -> RegionalSum {
    let (table, by_state) = (&spec.id, &told.figures);
    let residual = is_residual(standard, spec, &key.2);
    let day = by_state.values().flatten().map(|one| one.period.end()).max().unwrap_or(Date::ZERO);
    let members = standard.members(standard.region.as_str(), day);
    let (mut parts, mut not_comparable, mut without_figure) = (Vec::new(), Vec::new(), Vec::new());
    for member in &members {
        let Some(figures) = by_state.get(member) else {
            let why = if told.contradicted.contains(member) {
                "contradictory figures, of which none is published"
            } else if senders.contains(member) {
                "no figure in this row"
            } else {
                "no figure in this table"
            };
            without_figure.push(Out { reporter: member.clone(), why: why.to_owned() });
            continue;
        };
        match spoken(&Candidates { all: figures.clone() }, order) {
            Spoken::One(one, others) => {
                let part = part(one, &others, residual);
                let why = why_out(one, &part, residual);
                match (part.value, why) {
                    (None, why) => without_figure.push(Out { reporter: member.clone(), why: why.unwrap_or_default() }),
                    (Some(_), Some(why)) => not_comparable.push(Out { reporter: member.clone(), why }),
                    (Some(_), None) => {}
                }
                parts.push(part);
            }
            Spoken::Tie(several) => {
                let names: Vec<&str> = several.iter().map(|one| one.mapping.source_id.as_str()).collect();
                let why = format!("{} stand at one place in the order of sources", names.join(" and "));
                without_figure.push(Out { reporter: member.clone(), why });
            }
            Spoken::None(others) => {
                let names: BTreeSet<&str> = others.iter().map(|one| one.mapping.source_id.as_str()).collect();
                let names: Vec<&str> = names.into_iter().collect();
                let why = format!("no return of its own; the order of sources leaves out {}", names.join(" and "));
                without_figure.push(Out { reporter: member.clone(), why });
            }
        }
    }
    let year = day.year();
    let covered = |comparable: bool| {
        let states = parts.iter().filter(|part| part.value.is_some() && (part.comparable || !comparable)).map(|part| &part.reporter);
        standard.population_share(states, &members, year)
    };
    let (population_comparable, population_reported) = (covered(true), covered(false));
    let (freq, year, dimensions, sex, age) = key;
    let id = sum_id(table, &freq, &year, &dimensions, &sex, &age);
    RegionalSum {
        id,
        table: table.clone(),
        freq,
        year,
        dimensions,
        sex,
        age,
        parts,
        not_comparable,
        without_figure,
        members: members.len(),
        population_comparable,
        population_reported,
    }
}

fn part(one: &Published, others: &[&Published], residual: bool) -> Part {
    let grade = one.graded.grade;
    Part {
        reporter: one.reporter.clone(),
        observation: one.observation,
        source_id: one.mapping.source_id.to_string(),
        own: is_own(one, &one.reporter),
        value: one.value,
        grade,
        comparable: grade.is_comparable() && one.value.is_some() && !residual,
        others: others.iter().map(|other| other.observation).collect(),
    }
}

/// Why a figure is out of the comparable line; none where it is in.
fn why_out(one: &Published, part: &Part, residual: bool) -> Option<String> {
    if one.value.is_none() {
        let status = one.status.speaking();
        return Some(match one.range {
            Some((low, high)) => format!("hidden, {low} to {high}"),
            None => format!("status {status}"),
        });
    }
    if residual && part.grade.is_comparable() {
        return Some("what is left over is not the same in each state".to_owned());
    }
    (!part.comparable).then(|| {
        let causes: Vec<&str> = one.graded.causes.iter().map(Arc::as_ref).collect();
        format!("grade {}: {}", part.grade, causes.join(", "))
    })
}

/// The identifier of a sum.
fn sum_id(table: &TableId, freq: &str, year: &str, dimensions: &[Code], sex: &Code, age: &Code) -> u64 {
    let mut parts = vec!["regional-sum", table.as_str(), freq, year];
    parts.extend(dimensions.iter().map(Code::as_str));
    parts.extend([sex.as_str(), age.as_str()]);
    let digest = Sha256::digest(parts.join("|").as_bytes());
    digest.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}
