//! The figures that indicators are made of: which one speaks for a state in a year, and what can be added from a partition.
//!
//! In: the exchange tables of a run and the order of sources. Out: a figure with every observation it is made of, or the reason why
//! there is none. Of one table all figures of an indicator come from one source and edition; nothing is estimated.

use std::collections::BTreeMap;

use super::result::{Lack, Lacking};
use crate::diag::Said;
use crate::harmonise::{Harmonised, Published};
use crate::model::{AreaKind, Code, Frequency, Status, TableId, rounding_tolerance};
use crate::region::{Candidate, Spoken, away, compared_year, spoken};
use crate::spec::{IndicatorInput, SourceRank, Standard};

/// A figure, and the observations it is made of.
#[derive(Debug, Clone)]
pub(super) struct Found<'a> {
    pub(super) value: f64,
    pub(super) uses: Vec<&'a Published>,
}

/// Where a figure of an input stands within a table.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) table: TableId,
    pub(super) codes: Vec<Code>,
    pub(super) sex: Code,
    pub(super) age: Code,
}

impl Spot {
    pub(super) fn of(input: &IndicatorInput) -> Self {
        Self { table: input.table.clone(), codes: input.codes.clone(), sex: input.sex.clone(), age: input.age.clone() }
    }

    /// The same with another code in a dimension.
    pub(super) fn with(&self, place: usize, code: &Code) -> Self {
        let mut other = self.clone();
        if let Some(slot) = other.codes.get_mut(place) {
            slot.clone_from(code);
        }
        other
    }

    /// The same at another age.
    pub(super) fn at_age(&self, age: &Code) -> Self {
        Self { age: age.clone(), ..self.clone() }
    }

    fn is_of(&self, one: &Published) -> bool {
        one.dimensions == self.codes && one.sex == self.sex && one.age == self.age
    }

    /// Whether a figure stands there but for one dimension.
    fn is_of_any(&self, place: usize, one: &Published) -> bool {
        let same = |(at, (own, other)): (usize, (&Code, &Code))| at == place || own == other;
        one.sex == self.sex && one.age == self.age && self.codes.iter().zip(&one.dimensions).enumerate().all(same)
    }
}

/// The source and edition that speak in each table of one indicator.
pub(super) type Bound = BTreeMap<TableId, (String, String)>;

/// Annual figures by table, state and compared year.
pub(super) struct Figures<'a> {
    standard: &'a Standard,
    order: &'a [SourceRank],
    by_place: BTreeMap<(TableId, Code), BTreeMap<i16, Vec<Candidate<'a>>>>,
}

impl<'a> Figures<'a> {
    pub(super) fn of(standard: &'a Standard, tables: &'a Harmonised, order: &'a [SourceRank]) -> Self {
        let mut by_place: BTreeMap<_, BTreeMap<i16, Vec<Candidate<'a>>>> = BTreeMap::new();
        for (id, table) in &tables.tables {
            let all = table.published.iter().map(|one| (one, false)).chain(table.contradicted.iter().map(|one| (one, true)));
            for (one, contradicted) in all.filter(|(one, _)| one.period.frequency() == Frequency::A) {
                let Ok(year) = compared_year(&table.spec, &one.period).parse::<i16>() else { continue };
                let candidate = Candidate { one, away: away(&table.spec, &one.period), contradicted };
                by_place.entry((id.clone(), one.reporter.clone())).or_default().entry(year).or_default().push(candidate);
            }
        }
        Self { standard, order, by_place }
    }

    /// The years in which a state has any figure of a table.
    pub(super) fn years(&self, table: &TableId, state: &Code) -> impl Iterator<Item = i16> {
        self.by_place.get(&(table.clone(), state.clone())).into_iter().flat_map(BTreeMap::keys).copied()
    }

    fn all(&self, table: &TableId, state: &Code, year: i16) -> &[Candidate<'a>] {
        let found = self.by_place.get(&(table.clone(), state.clone())).and_then(|years| years.get(&year));
        found.map_or(&[], Vec::as_slice)
    }

    /// The figure of a state at a spot, with what it is made of.
    ///
    /// A sum over foreigners that nobody sent is added from a complete partition.
    pub(super) fn figure(&self, state: &Code, year: i16, spot: &Spot, bound: &mut Bound) -> Result<Found<'a>, Lack<'a>> {
        match self.sent(state, year, spot, bound) {
            Err(lack) if lack.lacking == Lacking::Missing => {
                let foreign = spot.codes.iter().position(|code| self.standard.is_all_foreign(code.as_str()));
                foreign.map_or(Err(lack), |place| self.sum_of_foreign(state, year, spot, place, bound))
            }
            other => other,
        }
    }

    /// The figure that was sent for a spot.
    fn sent(&self, state: &Code, year: i16, spot: &Spot, bound: &mut Bound) -> Result<Found<'a>, Lack<'a>> {
        let all = self.all(&spot.table, state, year);
        let candidates: Vec<Candidate<'a>> = all.iter().copied().filter(|one| spot.is_of(one.one)).collect();
        let of_bound: Vec<Candidate<'a>> = match bound.get(&spot.table) {
            Some(known) => candidates.iter().copied().filter(|one| source(one.one) == *known).collect(),
            None => candidates.clone(),
        };
        if of_bound.is_empty()
            && let (Some(other), Some((source, _))) = (candidates.first(), bound.get(&spot.table))
        {
            let said = Said::new("indicator-two-sources").text("first", source).text("second", other.one.mapping.source_id.as_str());
            return Err(Lack::new(Lacking::NotComparable, said));
        }
        let where_it_lacks = |said: Said| Self::named(said, state, year, spot);
        match spoken(&of_bound, self.order) {
            Spoken::One(one, _) => {
                let lack = |lacking, id| Err(Lack::new(lacking, where_it_lacks(Said::new(id))).with(vec![one]));
                match (one.value, one.status.speaking()) {
                    (Some(value), _) => {
                        bound.entry(spot.table.clone()).or_insert_with(|| source(one));
                        #[expect(clippy::cast_precision_loss, reason = "counts of persons stay far below 2^53")]
                        let value = value as f64;
                        Ok(Found { value, uses: vec![one] })
                    }
                    (None, Status::M) => lack(Lacking::NotApplicable, "indicator-not-applicable"),
                    (None, Status::Q) => lack(Lacking::Suppressed, "indicator-suppressed"),
                    (None, _) if one.range.is_some() => lack(Lacking::Suppressed, "indicator-suppressed"),
                    (None, _) => lack(Lacking::Missing, "indicator-no-value"),
                }
            }
            Spoken::Tie(several) => Err(Lack::new(Lacking::SeveralFigures, where_it_lacks(Said::new("indicator-several"))).with(several)),
            Spoken::Contradicted => Err(Lack::new(Lacking::SeveralFigures, where_it_lacks(Said::new("indicator-contradicted")))),
            Spoken::None(_) => Err(Lack::new(Lacking::Missing, where_it_lacks(Said::new("indicator-no-figure")))),
        }
    }

    /// Foreigners added from the parts of a partition that make up its total, nationals among them.
    fn sum_of_foreign(&self, state: &Code, year: i16, spot: &Spot, place: usize, bound: &mut Bound) -> Result<Found<'a>, Lack<'a>> {
        let parts = self.parts(state, year, spot, place, bound)?;
        let foreign: Vec<&'a Published> = parts.into_iter().filter(|one| self.is_foreign(spot, place, state, one)).collect();
        sum(&foreign).ok_or_else(|| Lack::new(Lacking::Missing, Self::named(Said::new("indicator-no-figure"), state, year, spot)))
    }

    /// Every part of a dimension, where all have a value and together are the total.
    fn parts(&self, state: &Code, year: i16, spot: &Spot, place: usize, bound: &mut Bound) -> Result<Vec<&'a Published>, Lack<'a>> {
        let total_code = Code::new(Code::TOTAL).map_err(|_| Lack::new(Lacking::Missing, Said::new("indicator-no-total")))?;
        let total_spot = spot.with(place, &total_code);
        let total = self.sent(state, year, &total_spot, bound)?;
        let Some(whole) = total.uses.first().copied() else { return Ok(Vec::new()) };
        let is_part = |one: &&Published| {
            let kind = one.dimensions.get(place).and_then(|code| self.standard.area_kind(code.as_str()));
            kind.is_some_and(|kind| !matches!(kind, AreaKind::Aggregate | AreaKind::Total))
        };
        let beside = self.beside(state, year, spot, place, whole);
        let parts: Vec<&'a Published> = beside.into_iter().filter(is_part).collect();
        let named = |said: Said| Self::named(said, state, year, &total_spot);
        if let Some(hidden) = parts.iter().find(|one| one.value.is_none()) {
            let lacking = if hidden.is_missing() { Lacking::Missing } else { Lacking::Suppressed };
            return Err(Lack::new(lacking, named(Said::new("indicator-part-without-value"))).with(vec![hidden]));
        }
        if !parts.iter().any(|one| one.dimensions.get(place) == Some(state)) {
            return Err(Lack::new(Lacking::Incomplete, named(Said::new("indicator-no-nationals"))));
        }
        let added: i64 = parts.iter().filter_map(|one| one.value).sum();
        let step = parts.iter().map(|one| one.step).max().unwrap_or(1).max(whole.step);
        if (added - whole.value.unwrap_or_default()).abs() > rounding_tolerance(parts.len(), step) {
            let said = named(Said::new("indicator-parts-apart")).figure("sum", added).figure("total", whole.value.unwrap_or_default());
            return Err(Lack::new(Lacking::Incomplete, said).with(vec![whole]));
        }
        Ok(parts)
    }

    /// The figures of one source, edition and period that differ from a spot in one dimension only.
    fn beside(&self, state: &Code, year: i16, spot: &Spot, place: usize, whole: &Published) -> Vec<&'a Published> {
        let all = self.all(&spot.table, state, year).iter().map(|candidate| candidate.one);
        let same = |one: &&Published| source(one) == source(whole) && one.period == whole.period && spot.is_of_any(place, one);
        all.filter(same).collect()
    }

    /// Whether a part of a partition holds foreigners alone, each a citizen of a country, or born in one.
    fn is_foreign(&self, spot: &Spot, place: usize, state: &Code, one: &Published) -> bool {
        let Some(code) = one.dimensions.get(place).filter(|code| *code != state) else { return false };
        match self.standard.area_kind(code.as_str()) {
            Some(AreaKind::Country) => true,
            Some(AreaKind::Residual) => !self.dimension(spot, place).is_some_and(|one| one.may_hold_nationals.contains(code)),
            _ => false,
        }
    }

    fn dimension(&self, spot: &Spot, place: usize) -> Option<&crate::spec::Dimension> {
        let id = self.standard.tables.get(&spot.table)?.dimensions.get(place)?;
        self.standard.dimensions.get(id)
    }

    /// The countries of a spread one by one, with the foreign total that they are a part of.
    pub(super) fn spread(&self, state: &Code, year: i16, spot: &Spot, place: usize, bound: &mut Bound) -> Result<Spread<'a>, Lack<'a>> {
        let tells = self.dimension(spot, place).is_some_and(|one| one.tells_citizens || one.tells_natives);
        let foreign = self
            .standard
            .area_list()
            .into_iter()
            .flat_map(crate::spec::CodeList::entries)
            .find(|one| self.standard.is_all_foreign(one.code.as_str()));
        let whole = match foreign.filter(|_| tells) {
            Some(foreign) => self.figure(state, year, &spot.with(place, &foreign.code), bound)?,
            None => self.sent(state, year, spot, bound)?,
        };
        let Some(first) = whole.uses.first().copied() else {
            return Err(Lack::new(Lacking::Missing, Self::named(Said::new("indicator-no-figure"), state, year, spot)));
        };
        let is_country =
            |one: &&Published| one.dimensions.get(place).is_some_and(|code| code != state && self.standard.is_country(code.as_str()));
        let countries: Vec<&'a Published> = self.beside(state, year, spot, place, first).into_iter().filter(is_country).collect();
        if let Some(hidden) = countries.iter().find(|one| one.value.is_none()) {
            let lacking = if hidden.is_missing() { Lacking::Missing } else { Lacking::Suppressed };
            let said = Self::named(Said::new("indicator-part-without-value"), state, year, spot);
            return Err(Lack::new(lacking, said).with(vec![hidden]));
        }
        Ok(Spread { countries, place, whole })
    }

    /// The figures of each age of a spot, in one source, by the first age.
    pub(super) fn ages(&self, state: &Code, year: i16, spot: &Spot) -> Vec<Code> {
        let mut ages: Vec<Code> = Vec::new();
        for candidate in self.all(&spot.table, state, year) {
            let known = candidate.one.age.as_str();
            if known != Code::TOTAL && known != Code::UNKNOWN && candidate.one.sex == spot.sex && !ages.contains(&candidate.one.age) {
                ages.push(candidate.one.age.clone());
            }
        }
        ages
    }

    /// Adds what a figure is of to a message: the table, the state and the codes.
    fn named(said: Said, state: &Code, year: i16, spot: &Spot) -> Said {
        let codes: Vec<&str> = spot.codes.iter().chain([&spot.sex, &spot.age]).map(Code::as_str).collect();
        said.text("state", state.as_str()).text("table", spot.table.as_str()).text("codes", codes.join(" ")).text("year", year.to_string())
    }
}

/// The countries of a spread.
pub(super) struct Spread<'a> {
    countries: Vec<&'a Published>,
    place: usize,
    /// The total that they are a part of.
    pub(super) whole: Found<'a>,
}

impl<'a> Spread<'a> {
    /// Persons by country.
    pub(super) fn by_country(&self) -> BTreeMap<&'a Code, f64> {
        #[expect(clippy::cast_precision_loss, reason = "counts of persons stay far below 2^53")]
        let counted = |one: &&'a Published| Some((one.dimensions.get(self.place)?, one.value? as f64));
        self.countries.iter().filter_map(counted).collect()
    }

    /// The observations.
    pub(super) fn uses(&self) -> impl Iterator<Item = &'a Published> {
        self.countries.iter().copied().chain(self.whole.uses.iter().copied())
    }
}

/// Figures added up; none where there is none.
fn sum<'a>(figures: &[&'a Published]) -> Option<Found<'a>> {
    let added: i64 = figures.iter().map(|one| one.value).sum::<Option<i64>>()?;
    #[expect(clippy::cast_precision_loss, reason = "counts of persons stay far below 2^53")]
    let value = added as f64;
    (!figures.is_empty()).then(|| Found { value, uses: figures.to_vec() })
}

fn source(one: &Published) -> (String, String) {
    (one.mapping.source_id.to_string(), one.mapping.vintage.clone())
}
