//! The sums themselves, with the states that are in, and why the others are out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::speak::{Candidate, Spoken, spoken};
use super::year::{away, compared_year, day_of_members};
use crate::harmonise::{Harmonised, Published};
use crate::model::{AreaKind, Code, DimensionId, Grade, TableId, key_id};
use crate::spec::{DimensionKind, SourceRank, Standard, TableSpec};

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

/// Why a member is out that sent nothing for a place: no figure in its row, or none in its table.
pub const NOTHING_SENT: [&str; 2] = ["no figure in this row", "no figure in this table"];

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
    let mut adder = Adder { standard, order, members: BTreeMap::new() };
    let mut sums = Vec::new();
    for table in tables.tables.values() {
        let mut figures: BTreeMap<Key, Told<'_>> = BTreeMap::new();
        let mut senders: BTreeSet<&Code> = BTreeSet::new();
        let all = table.published.iter().map(|one| (one, false)).chain(table.contradicted.iter().map(|one| (one, true)));
        for (one, contradicted) in all.filter(|(one, _)| is_shared(standard, &table.spec, one)) {
            let key = key(standard, &table.spec, one);
            let day = day_of_members(&table.spec, &key.1, &one.period);
            if adder.members_on(day).contains(&one.reporter) {
                senders.insert(&one.reporter);
                let told = figures.entry(key).or_insert_with(|| Told { day, figures: BTreeMap::new() });
                let candidate = Candidate { one, away: away(&table.spec, &one.period), contradicted };
                told.figures.entry(&one.reporter).or_default().push(candidate);
            }
        }
        sums.extend(figures.into_iter().map(|(key, told)| adder.sum(&table.spec, key, &told, &senders)));
    }
    sums
}

/// What the members say of one place, and the day on which they are members.
struct Told<'a> {
    day: Date,
    figures: BTreeMap<&'a Code, Vec<Candidate<'a>>>,
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

/// Whether the reporter's own code in a dimension means its citizens or those born in it.
fn tells_nationals(standard: &Standard, dimension: &DimensionId) -> bool {
    standard.dimensions.get(dimension).is_some_and(|dimension| dimension.tells_citizens || dimension.tells_natives)
}

fn key(standard: &Standard, spec: &TableSpec, published: &Published) -> Key {
    let nationals = Code::new(Code::NATIONALS).ok();
    let dimensions = spec
        .dimensions
        .iter()
        .zip(&published.dimensions)
        .map(|(dimension, code)| match &nationals {
            Some(nationals) if *code == published.reporter && tells_nationals(standard, dimension) => nationals.clone(),
            _ => code.clone(),
        })
        .collect();
    let freq = published.period.frequency().as_str().to_owned();
    (freq, compared_year(spec, &published.period), dimensions, published.sex.clone(), published.age.clone())
}

/// Makes sums; the members of each day are looked up once.
struct Adder<'a> {
    standard: &'a Standard,
    order: &'a [SourceRank],
    members: BTreeMap<Date, BTreeSet<Code>>,
}

impl Adder<'_> {
    fn members_on(&mut self, day: Date) -> &BTreeSet<Code> {
        self.members.entry(day).or_insert_with(|| self.standard.members(self.standard.region.as_str(), day))
    }

    fn sum(&mut self, spec: &TableSpec, key: Key, told: &Told<'_>, senders: &BTreeSet<&Code>) -> RegionalSum {
        let (standard, order) = (self.standard, self.order);
        let residual = is_residual(standard, spec, &key.2);
        // In the row of a member's citizens that member has no figure: its own citizens stand under nationals.
        let is_partner = |member: &Code| {
            spec.dimensions.iter().zip(&key.2).any(|(dimension, code)| code == member && tells_nationals(standard, dimension))
        };
        let members: BTreeSet<Code> = self.members_on(told.day).iter().filter(|member| !is_partner(member)).cloned().collect();
        let (mut parts, mut not_comparable, mut without_figure) = (Vec::new(), Vec::new(), Vec::new());
        for member in &members {
            let mut out = |why: String| without_figure.push(Out { reporter: member.clone(), why });
            let Some(candidates) = told.figures.get(member) else {
                out(NOTHING_SENT[usize::from(!senders.contains(member))].to_owned());
                continue;
            };
            match spoken(candidates, order) {
                Spoken::One(one, others) => {
                    let part = part(one, &others, residual);
                    match (part.value, why_out(one, &part, residual)) {
                        (None, why) => out(why.unwrap_or_default()),
                        (Some(_), Some(why)) => not_comparable.push(Out { reporter: member.clone(), why }),
                        (Some(_), None) => {}
                    }
                    parts.push(part);
                }
                Spoken::Tie(several) => {
                    let names: BTreeSet<&str> = several.iter().map(|one| one.mapping.source_id.as_str()).collect();
                    out(match names.into_iter().collect::<Vec<_>>().as_slice() {
                        [one] => format!("{one} gives several figures equally near to the day or year asked for"),
                        names => format!("{} stand at one place in the order of sources", names.join(" and ")),
                    });
                }
                Spoken::Contradicted => out("contradictory figures, of which none is published".to_owned()),
                Spoken::None(others) => {
                    let names: BTreeSet<&str> = others.iter().map(|one| one.mapping.source_id.as_str()).collect();
                    let names: Vec<&str> = names.into_iter().collect();
                    out(format!("no return of its own; the order of sources leaves out {}", names.join(" and ")));
                }
            }
        }
        let covered = |comparable: bool| {
            let states = parts.iter().filter(|part: &&Part| part.value.is_some() && (part.comparable || !comparable));
            standard.population_share(states.map(|part| &part.reporter), &members, told.day.year())
        };
        let (population_comparable, population_reported) = (covered(true), covered(false));
        let (freq, year, dimensions, sex, age) = key;
        RegionalSum {
            id: sum_id(&spec.id, &freq, &year, &dimensions, &sex, &age),
            table: spec.id.clone(),
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
}

fn part(one: &Published, others: &[&Published], residual: bool) -> Part {
    let grade = one.graded.grade;
    Part {
        reporter: one.reporter.clone(),
        observation: one.observation,
        source_id: one.mapping.source_id.to_string(),
        own: one.is_own(),
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
    key_id(&parts.join("|"))
}
