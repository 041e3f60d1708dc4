//! The indicators of a standard, made of the figures of a run.
//!
//! In: the standard, the exchange tables, the order of sources. Out: one [`Indicator`] for each state and year in which any member
//! gives what the indicator is first made of, so that a state that lacks it is told, with the reason. Only members of the region and
//! annual figures take part. A figure of any grade is used: the grade of the worst one stands beside the result.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::figures::{Bound, Figures, Found, Spot, Spread};
use super::result::{Indicator, IndicatorBound, Lack, Lacking};
use super::system_of_states;
use super::{
    AgeGroups, Concentration, MedianAge, annual_rate_of_change, crude_rate, dissimilarity, effectiveness, males_per_100_females,
    percent_of, refugees_per_100000,
};
use crate::diag::Said;
use crate::harmonise::{Harmonised, Published};
use crate::model::{Age, Code, Status};
use crate::spec::{IndicatorFormula, IndicatorInput, IndicatorRole, IndicatorSpec, SourceRank, Standard};

/// How many years back a stock is compared with its own past.
const YEARS_BACK: i16 = 10;

/// Every indicator of the standard, in the order of its file, by state and year.
#[must_use]
pub fn indicators(standard: &Standard, tables: &Harmonised, order: &[SourceRank]) -> Vec<Indicator> {
    let figures = Figures::of(standard, tables, order);
    let everyone: BTreeSet<Code> = standard.membership.iter().map(|one| one.member.clone()).collect();
    let mut made = Vec::new();
    for spec in &standard.indicators {
        if let Some(lacks) = &spec.lacks {
            made.push(not_collected(spec, &standard.region, lacks));
            continue;
        }
        let Some(first) = spec.first_input() else { continue };
        let table = &first.table;
        let years: BTreeSet<i16> =
            everyone.iter().flat_map(|state| figures.years(table, state)).map(|year| year.saturating_sub(first.later)).collect();
        for year in years {
            let Ok(last) = Date::new(year, 12, 31) else { continue };
            let members = standard.members(standard.region.as_str(), last);
            let maker = Maker { figures: &figures, spec, year, members: &members };
            if spec.formula.is_of_region() {
                made.push(maker.result(&standard.region, maker.of_region()));
                continue;
            }
            made.extend(members.iter().map(|state| maker.result(state, maker.of_state(state))));
        }
    }
    made
}

/// What the exchange does not ask for, told once.
fn not_collected(spec: &IndicatorSpec, region: &Code, lacks: &str) -> Indicator {
    let said = Said::new("indicator-lacks").named("lacks", format!("indicator/{}/lacks", spec.id), lacks);
    Indicator { year: None, ..result(spec, region, 0, Err(Lack::new(Lacking::NotCollected, said))) }
}

/// What a formula gives, and what it is made of.
pub(super) struct Made<'a> {
    pub(super) value: f64,
    pub(super) bound: IndicatorBound,
    pub(super) said: Option<Said>,
    pub(super) uses: Vec<&'a Published>,
    pub(super) told_per_mille: Option<i16>,
}

impl<'a> Made<'a> {
    pub(super) fn exact(value: f64, uses: Vec<&'a Published>) -> Self {
        Self { value, bound: IndicatorBound::Exact, said: None, uses, told_per_mille: None }
    }
}

/// One indicator in one year.
pub(super) struct Maker<'m, 'a> {
    pub(super) figures: &'m Figures<'a>,
    pub(super) spec: &'m IndicatorSpec,
    pub(super) year: i16,
    pub(super) members: &'m BTreeSet<Code>,
}

/// The value of a formula, or the reason why it has no meaning.
fn meaning(value: Option<f64>, uses: Vec<&Published>) -> Result<Made<'_>, Lack<'_>> {
    match value {
        Some(value) => Ok(Made::exact(value, uses)),
        None => Err(Lack::new(Lacking::NothingToDivideBy, Said::new("indicator-no-base")).with(uses)),
    }
}

impl<'a> Maker<'_, 'a> {
    fn of_state(&self, state: &Code) -> Result<Made<'a>, Lack<'a>> {
        use IndicatorFormula as F;
        use IndicatorRole as R;
        match self.spec.formula {
            F::Share => self.of_figures(state, [R::Whole, R::Part], |[whole, part]| percent_of(part, whole)),
            F::SexRatio => self.of_figures(state, [R::Males, R::Females], |[males, females]| males_per_100_females(males, females)),
            F::CrudeRate => self.of_figures(state, [R::Events, R::Start, R::End], |[events, start, end]| crude_rate(events, start, end)),
            F::CrudeNetRate => self.of_figures(state, [R::Arrivals, R::Departures, R::Start, R::End], |[came, left, start, end]| {
                crude_rate(came - left, start, end)
            }),
            F::TurnoverRate => self.of_figures(state, [R::Arrivals, R::Departures, R::Start, R::End], |[came, left, start, end]| {
                crude_rate(came + left, start, end)
            }),
            F::Effectiveness => self.of_figures(state, [R::Arrivals, R::Departures], |[came, left]| effectiveness(came, left)),
            F::MedianAge | F::Dependency | F::WorkingShare => self.of_ages(state),
            F::AnnualChange => self.change(state),
            F::Hhi | F::NormalisedHhi | F::EffectiveNumber | F::Entropy | F::Evenness | F::Gini | F::TopShare => self.concentration(state),
            F::Dissimilarity => self.dissimilarity(state),
            F::RefugeesPerPopulation => self.refugees(state),
            F::CrudeIntensity | F::SystemEffectiveness | F::AggregateNetRate => self.of_region(),
            F::RecruitmentCost | F::PolicyScore | F::Count => Err(Lack::new(Lacking::NotCollected, Said::new("indicator-no-base"))),
        }
    }

    pub(super) fn input(&self, role: IndicatorRole) -> Result<&IndicatorInput, Lack<'a>> {
        self.spec.inputs.get(&role).ok_or_else(|| Lack::new(Lacking::NotCollected, Said::new("indicator-no-base")))
    }

    /// The figure of a role.
    pub(super) fn figure(&self, state: &Code, role: IndicatorRole, bound: &mut Bound) -> Result<Found<'a>, Lack<'a>> {
        let input = self.input(role)?;
        self.figures.figure(state, self.year.saturating_add(input.later), &Spot::of(input), bound)
    }

    /// A formula of single figures; the source of the first speaks in its table.
    fn of_figures<const N: usize>(
        &self,
        state: &Code,
        roles: [IndicatorRole; N],
        formula: impl Fn([f64; N]) -> Option<f64>,
    ) -> Result<Made<'a>, Lack<'a>> {
        let mut bound = Bound::new();
        let (mut values, mut uses, mut tables) = ([0.0; N], Vec::new(), Vec::new());
        for (slot, role) in values.iter_mut().zip(roles) {
            let found = self.figure(state, role, &mut bound)?;
            *slot = found.value;
            tables.extend(found.uses.iter().map(|_| self.spec.inputs.get(&role).map(|input| (&input.table, input.later))));
            uses.extend(found.uses);
        }
        // Of one table all must be of one day or span: a return may tell a stock of two days in a year.
        let mut periods: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        for (one, table) in uses.iter().zip(&tables) {
            periods.entry(table).or_default().insert(format!("{} {}", one.period.time_period(), one.period.end()));
        }
        if periods.values().any(|periods| periods.len() > 1) {
            return Err(Lack::new(Lacking::NotComparable, Said::new("indicator-two-periods")).with(uses));
        }
        meaning(formula(values), uses)
    }

    /// A stock against the last one before it, of the same source and definitions.
    fn change(&self, state: &Code) -> Result<Made<'a>, Lack<'a>> {
        let input = self.input(IndicatorRole::Stock)?;
        let mut bound = Bound::new();
        let spot = Spot::of(input);
        let year = self.year.saturating_add(input.later);
        let now = self.figures.figure(state, year, &spot, &mut bound)?;
        let source = bound.clone();
        let earlier = (year.saturating_sub(YEARS_BACK)..year).rev();
        let before = earlier.map(|year| self.figures.figure(state, year, &spot, &mut source.clone())).find_map(Result::ok);
        let Some(before) = before else {
            let said = Said::new("indicator-no-earlier").text("state", state.as_str()).text("table", spot.table.as_str());
            return Err(Lack::new(Lacking::Missing, said).with(now.uses));
        };
        let refuse = |id| Err(Lack::new(Lacking::NotComparable, Said::new(id)).with([before.uses.clone(), now.uses.clone()].concat()));
        if now.uses.iter().any(|one| one.status.iter().any(|status| status == Status::B)) {
            return refuse("indicator-break");
        }
        if !same_definitions(&before.uses, &now.uses) {
            return refuse("indicator-definitions-apart");
        }
        let days = before.uses.first().zip(now.uses.first()).map(|(first, last)| (first.period.end(), last.period.end()));
        let Some((first, last)) = days else { return refuse("indicator-no-base") };
        let years = years_between(first, last);
        let value = annual_rate_of_change(before.value, now.value, years);
        let said = Said::new("indicator-change").text("first", first.to_string()).text("last", last.to_string());
        Ok(Made { said: Some(said), ..meaning(value, [before.uses, now.uses].concat())? })
    }

    /// A formula of persons by age.
    fn of_ages(&self, state: &Code) -> Result<Made<'a>, Lack<'a>> {
        let input = self.input(IndicatorRole::Ages)?;
        let spot = Spot::of(input);
        let mut bound = Bound::new();
        let total = self.figures.figure(state, self.year, &spot, &mut bound)?;
        let (groups, uses) = self.age_groups(state, &spot, &total, &mut bound)?;
        let unfit = || Lack::new(Lacking::AgeGroups, Said::new("indicator-ages-across")).with(total.uses.clone());
        match self.spec.formula {
            IndicatorFormula::Dependency if groups.broad_groups().is_none() => Err(unfit()),
            IndicatorFormula::Dependency => meaning(groups.dependency(), uses),
            IndicatorFormula::WorkingShare => groups.working_share().map(|value| Made::exact(value, uses)).ok_or_else(unfit),
            _ => self.median(&groups, uses),
        }
    }

    fn median(&self, groups: &AgeGroups, uses: Vec<&'a Published>) -> Result<Made<'a>, Lack<'a>> {
        let Some(median) = groups.median() else { return meaning(None, uses) };
        let years = match median {
            MedianAge::AtLeast(age) => {
                return Ok(Made { bound: IndicatorBound::AtLeast, ..Made::exact(f64::from(age), uses) });
            }
            MedianAge::Years(years) => years,
        };
        let next = groups.lower_bounds.iter().find(|lower| f64::from(**lower) >= years && **lower > 0);
        let lower = groups.lower_bounds.iter().rev().find(|lower| f64::from(**lower) < years);
        let width = next.zip(lower).map(|(next, lower)| next - lower);
        match (self.spec.widest_group, width) {
            (Some(widest), Some(width)) if width > u16::from(widest) => {
                let said = Said::new("indicator-wide-ages").count("width", usize::from(width)).count("widest", usize::from(widest));
                Err(Lack::new(Lacking::AgeGroups, said).with(uses))
            }
            _ => Ok(Made::exact(years, uses)),
        }
    }

    /// Counts by age that meet and make up the total.
    fn age_groups(
        &self,
        state: &Code,
        spot: &Spot,
        total: &Found<'a>,
        bound: &mut Bound,
    ) -> Result<(AgeGroups, Vec<&'a Published>), Lack<'a>> {
        let mut groups: Vec<(u16, Option<u16>, f64)> = Vec::new();
        let mut uses = Vec::new();
        for code in self.figures.ages(state, self.year, spot) {
            let Ok(age) = code.as_str().parse::<Age>() else { continue };
            let found = self.figures.figure(state, self.year, &spot.at_age(&code), bound)?;
            groups.push((age.from().map_or(0, u16::from), age.to().map(u16::from), found.value));
            uses.extend(found.uses);
        }
        groups.sort_by_key(|(from, to, _)| (*from, *to));
        let unfit = |id| Err(Lack::new(Lacking::AgeGroups, Said::new(id).text("table", spot.table.as_str())).with(total.uses.clone()));
        if groups.is_empty() {
            return unfit("indicator-no-ages");
        }
        let meet = groups.windows(2).all(|pair| pair[0].1.and_then(|to| to.checked_add(1)) == Some(pair[1].0));
        if !meet || groups.first().map(|first| first.0) != Some(0) {
            return unfit("indicator-ages-apart");
        }
        let added: f64 = groups.iter().map(|group| group.2).sum();
        if (added - total.value).abs() > tolerance(&uses) {
            return unfit("indicator-ages-not-total");
        }
        let ages = AgeGroups {
            lower_bounds: groups.iter().map(|group| group.0).collect(),
            counts: groups.iter().map(|group| group.2).collect(),
            open_last: groups.last().is_some_and(|group| group.1.is_none()),
        };
        Ok((ages, uses))
    }

    /// A spread over countries of which enough is told one by one.
    fn spread(&self, state: &Code, role: IndicatorRole, bound: &mut Bound) -> Result<(Spread<'a>, i16), Lack<'a>> {
        let input = self.input(role)?;
        let place = input.each.unwrap_or_default();
        let spread = self.figures.spread(state, self.year, &Spot::of(input), place, bound)?;
        let told = percent_of(spread.by_country().values().sum(), spread.whole.value);
        let Some(told) = told else { return meaning(None, spread.uses().collect()).map(|_| (spread, 0)) };
        if told < f64::from(self.spec.least_told) {
            let said =
                Said::new("indicator-little-told").text("told", format!("{told:.1}")).text("least", self.spec.least_told.to_string());
            return Err(Lack::new(Lacking::Incomplete, said).with(spread.uses().collect()));
        }
        #[expect(clippy::cast_possible_truncation, reason = "a part of a thousand; parts beyond it stand at its end")]
        let per_mille = (told * 10.0).round().clamp(0.0, 1000.0) as i16;
        Ok((spread, per_mille))
    }

    fn concentration(&self, state: &Code) -> Result<Made<'a>, Lack<'a>> {
        let (spread, told) = self.spread(state, IndicatorRole::Spread, &mut Bound::new())?;
        let counts: Vec<f64> = spread.by_country().into_values().collect();
        let found = Concentration::of(&counts);
        let value = found.and_then(|found| match self.spec.formula {
            IndicatorFormula::Hhi => Some(found.hhi()),
            IndicatorFormula::NormalisedHhi => found.normalised_hhi(),
            IndicatorFormula::EffectiveNumber => Some(found.effective_number()),
            IndicatorFormula::Entropy => Some(found.entropy()),
            IndicatorFormula::Evenness => found.evenness(),
            IndicatorFormula::Gini => Some(found.gini()),
            _ => Some(found.top(self.spec.top.map_or(1, usize::from))),
        });
        Ok(Made { told_per_mille: Some(told), ..meaning(value, spread.uses().collect())? })
    }

    fn dissimilarity(&self, state: &Code) -> Result<Made<'a>, Lack<'a>> {
        let mut bound = Bound::new();
        let (first, told) = self.spread(state, IndicatorRole::First, &mut bound)?;
        let (second, told_too) = self.spread(state, IndicatorRole::Second, &mut bound)?;
        let (one, other) = (first.by_country(), second.by_country());
        let uses: Vec<&'a Published> = first.uses().chain(second.uses()).collect();
        if one.keys().ne(other.keys()) {
            return Err(Lack::new(Lacking::NotComparable, Said::new("indicator-other-countries")).with(uses));
        }
        let values = |counts: BTreeMap<&Code, f64>| counts.into_values().collect::<Vec<f64>>();
        let value = dissimilarity(&values(one), &values(other));
        Ok(Made { told_per_mille: Some(told.min(told_too)), ..meaning(value, uses)? })
    }

    /// Refugees of a state in the members that tell of them: never fewer than that.
    fn refugees(&self, state: &Code) -> Result<Made<'a>, Lack<'a>> {
        let input = self.input(IndicatorRole::Refugees)?;
        let (spot, place) = (Spot::of(input).with(input.each.unwrap_or_default(), state), self.year.saturating_add(input.later));
        let hosts = self.members.iter().filter(|host| *host != state);
        let told: Vec<Found<'a>> = hosts.filter_map(|host| self.figures.figure(host, place, &spot, &mut Bound::new()).ok()).collect();
        if told.is_empty() {
            let said = Said::new("indicator-no-host").text("state", state.as_str()).text("table", spot.table.as_str());
            return Err(Lack::new(Lacking::Missing, said));
        }
        let population = self.figure(state, IndicatorRole::Population, &mut Bound::new())?;
        let refugees: f64 = told.iter().map(|found| found.value).sum();
        let value = refugees_per_100000(refugees, population.value);
        let said = Said::new("indicator-hosts").count("hosts", told.len());
        let uses = told.into_iter().flat_map(|found| found.uses).chain(population.uses).collect();
        Ok(Made { bound: IndicatorBound::AtLeast, said: Some(said), ..meaning(value, uses)? })
    }

    fn of_region(&self) -> Result<Made<'a>, Lack<'a>> {
        system_of_states::made(self)
    }

    fn result(&self, state: &Code, made: Result<Made<'a>, Lack<'a>>) -> Indicator {
        result(self.spec, state, self.year, made)
    }
}

/// A result as it is told: rounded, with the grade of its worst input.
fn result(spec: &IndicatorSpec, state: &Code, year: i16, made: Result<Made<'_>, Lack<'_>>) -> Indicator {
    let (value, bound, told_per_mille, reason, said, uses) = match made {
        Ok(made) => (Some(rounded(made.value, spec.decimals)), made.bound, made.told_per_mille, None, made.said, made.uses),
        Err(lack) => (None, IndicatorBound::Exact, None, Some(lack.lacking), Some(lack.said), lack.uses),
    };
    let grade = uses.iter().map(|one| one.graded.grade).max().filter(|_| value.is_some());
    let causing = uses.iter().filter(|one| Some(one.graded.grade) == grade);
    let inputs: BTreeSet<u64> = uses.iter().map(|one| one.observation).collect();
    Indicator {
        id: spec.id.clone(),
        state: state.clone(),
        year: Some(year),
        value,
        decimals: spec.decimals,
        unit: spec.formula.unit(),
        bound,
        grade,
        causes: causing.flat_map(|one| one.graded.causes.iter().map(ToString::to_string)).collect(),
        reason,
        said,
        inputs: inputs.into_iter().collect(),
        sources: uses.iter().map(|one| one.mapping.source_id.to_string()).collect(),
        states: uses.iter().map(|one| one.reporter.clone()).collect(),
        told_per_mille,
    }
}

/// A value with its decimals; the last digits of a logarithm differ from one machine to another, and none of them is published.
fn rounded(value: f64, decimals: u8) -> f64 {
    let scale = 10_f64.powi(i32::from(decimals));
    // A zero has no sign.
    (value * scale).round() / scale + 0.0
}

/// Years between two days: whole ones between the same days of two years.
fn years_between(first: Date, last: Date) -> f64 {
    if (first.month(), first.day()) == (last.month(), last.day()) {
        return f64::from(last.year() - first.year());
    }
    f64::from(crate::model::days_between(first, last)) / 365.2425
}

/// Whether figures of two years are told under one definition.
fn same_definitions(before: &[&Published], now: &[&Published]) -> bool {
    let stated = |figures: &[&Published]| -> BTreeSet<String> {
        let profiles = figures.iter().flat_map(|one| &one.graded.profiles);
        profiles.flat_map(|profile| profile.statements.iter().map(|(attribute, one)| format!("{attribute}={}", one.value))).collect()
    };
    stated(before) == stated(now)
}

/// How far parts may be from their total where both are rounded.
fn tolerance(parts: &[&Published]) -> f64 {
    let step = parts.iter().map(|one| one.step).max().unwrap_or(1);
    #[expect(clippy::cast_precision_loss, reason = "a few steps of rounding")]
    let bound = crate::model::rounding_tolerance(parts.len(), step) as f64;
    bound
}
