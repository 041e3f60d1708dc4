//! Which breakdowns the figures of one state, table and year have.
//!
//! In: the state's own figures of a place of the plan. Out: a [`Found`] for each breakdown: what came, what lacks, and what
//! figures that are not there say of themselves. Declarations and days come later.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::ages::{grids, groups, is_built};
use super::expected::{Expected, Whose, expected, is_country, is_specific, kind};
use super::matrix::Unknown;
use crate::harmonise::Published;
use crate::model::{Age, AreaKind, Code, DimensionId, Frequency, Reference, Status, days_between};
use crate::spec::{AgeGrid, Breakdown, CodeList, CountryLevel, GapReason, Standard, TableSpec};

/// What a code of a breakdown has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filled {
    /// A figure, or a hidden one whose range is given.
    Figure,
    /// A row without a figure, and what it says.
    Empty(Option<GapReason>),
    /// No row.
    Nothing,
}

/// What a breakdown has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// Whether there is any figure.
    pub(super) any: bool,
    /// Codes that lack without a word.
    pub(super) lacking: Vec<String>,
    /// Codes that are empty, and say why.
    pub(super) reasons: BTreeMap<GapReason, Vec<String>>,
    /// Files that its figures stand in.
    pub(super) files: BTreeSet<Arc<str>>,
    /// Persons whose code is unknown, against all.
    pub(super) unknown: Option<Unknown>,
}

/// The figures of a state, table and year.
pub(super) struct Figures<'a> {
    standard: &'a Standard,
    table: &'a TableSpec,
    whose: Whose<'a>,
    rows: Vec<&'a Published>,
    /// Whether they are about quarters, months or other parts of the year only.
    only_parts: bool,
}

impl<'a> Figures<'a> {
    /// Figures of the whole year where there are any; those of its parts otherwise.
    pub(super) fn new(standard: &'a Standard, table: &'a TableSpec, whose: Whose<'a>, all: &[&'a Published]) -> Self {
        let whole: Vec<&Published> = all.iter().copied().filter(|one| is_whole_year(one)).collect();
        let only_parts = whole.is_empty() && !all.is_empty();
        Self { standard, table, whose, rows: if only_parts { all.to_vec() } else { whole }, only_parts }
    }

    /// What a breakdown has.
    pub(super) fn found(&self, breakdown: &Breakdown) -> Found {
        let mut found = match breakdown {
            Breakdown::Total => self.total(),
            Breakdown::Crossing => self.crossing(),
            Breakdown::Countries(dimension, level) => self.countries(dimension, *level),
            Breakdown::Dimension(dimension) if dimension.as_str() == "age" => self.ages(dimension),
            Breakdown::Dimension(dimension) => self.codes(dimension),
        };
        found.unknown = breakdown.dimension().and_then(|dimension| self.unknown(dimension));
        found
    }

    fn code<'b>(&self, row: &'b Published, dimension: &DimensionId) -> &'b Code {
        match dimension.as_str() {
            "sex" => &row.sex,
            "age" => &row.age,
            _ => {
                let position = self.table.dimensions.iter().position(|own| own == dimension);
                position.and_then(|position| row.dimensions.get(position)).unwrap_or(&row.sex)
            }
        }
    }

    fn is_total(&self, row: &Published, dimension: &DimensionId) -> bool {
        self.standard.total_of(&self.table.id, dimension).is(self.code(row, dimension))
    }

    /// Whether every dimension but one stands at its total.
    fn is_margin(&self, row: &Published, but: Option<&DimensionId>) -> bool {
        let mut all = self.table.all_dimensions().into_iter();
        all.all(|dimension| but == Some(&dimension) || self.is_total(row, &dimension))
    }

    fn list(&self, dimension: &DimensionId) -> Option<&'a CodeList> {
        self.standard.list_of(dimension)
    }

    fn total(&self) -> Found {
        let mut found =
            of_units(vec![(Code::TOTAL.to_owned(), self.rows.iter().copied().filter(|row| self.is_margin(row, None)).collect())]);
        if self.only_parts && found.any {
            found.lacking.push(Frequency::A.as_str().to_owned());
        }
        found
    }

    fn codes(&self, dimension: &DimensionId) -> Found {
        let units = expected(self.standard, self.table, (dimension, None), self.whose);
        if units.is_empty() { self.any_of(dimension, |_| true) } else { self.of_expected(dimension, &units, false) }
    }

    fn countries(&self, dimension: &DimensionId, level: CountryLevel) -> Found {
        let list = self.list(dimension);
        if level == CountryLevel::Countries {
            return self.any_of(dimension, |code| is_country(list, code));
        }
        let units = expected(self.standard, self.table, (dimension, Some(level)), self.whose);
        if units.is_empty() { self.any_of(dimension, |_| true) } else { self.of_expected(dimension, &units, self.adds_up(dimension)) }
    }

    /// A breakdown for which any code will do.
    fn any_of(&self, dimension: &DimensionId, accepts: impl Fn(&Code) -> bool) -> Found {
        let specific = |row: &&&Published| {
            let code = self.code(row, dimension);
            is_specific(self.standard, self.table, dimension, code) && accepts(code)
        };
        let rows: Vec<&Published> = self.rows.iter().filter(specific).copied().collect();
        let mut found = of_units(vec![(dimension.to_string(), rows)]);
        found.lacking.clear();
        found
    }

    /// A code counts for the first unit that it fills. Where the list is complete, a code that is not listed has nobody.
    fn of_expected(&self, dimension: &DimensionId, units: &[Expected], complete: bool) -> Found {
        let list = self.list(dimension);
        let mut rows: Vec<Vec<&Published>> = vec![Vec::new(); units.len()];
        for row in &self.rows {
            let code = self.code(row, dimension);
            if let Some(position) = units.iter().position(|unit| unit.takes(code, list)) {
                rows[position].push(row);
            }
        }
        let any = rows.iter().flatten().any(|row| filled(row) == Filled::Figure);
        let sent = units.iter().zip(rows).filter(|(unit, rows)| !(complete && any && rows.is_empty() && !unit.is_nationals()));
        of_units(sent.map(|(unit, rows)| (unit.name.to_string(), rows)).collect())
    }

    /// Whether the countries listed add up to the total, so that those not listed have nobody.
    fn adds_up(&self, dimension: &DimensionId) -> bool {
        let list = self.list(dimension);
        let margin: Vec<&Published> = self.rows.iter().copied().filter(|row| self.is_margin(row, Some(dimension))).collect();
        let total = margin.iter().find(|row| self.is_total(row, dimension)).and_then(|row| row.value);
        let leaf = |row: &&&Published| matches!(kind(list, self.code(row, dimension)), Some(AreaKind::Country | AreaKind::Special));
        // A sum beyond what a count can be is no total of anything.
        let parts = margin.iter().filter(leaf).try_fold(0_i64, |sum, row| sum.checked_add(row.value?));
        total.is_some_and(|total| total > 0 && parts == Some(total))
    }

    fn ages(&self, dimension: &DimensionId) -> Found {
        let sent = |row: &&&Published| is_specific(self.standard, self.table, dimension, &row.age);
        let rows: Vec<&Published> = self.rows.iter().filter(sent).copied().collect();
        let with_figure: BTreeSet<Age> =
            rows.iter().filter(|row| filled(row) == Filled::Figure).filter_map(|row| row.age.as_str().parse().ok()).collect();
        let with_figure: Vec<Age> = with_figure.into_iter().collect();
        let asked = self.table.age.unwrap_or(AgeGrid::FiveYears);
        let of_grid = |grid: AgeGrid| {
            let mut found = Found { files: files(&rows), any: !with_figure.is_empty(), ..Found::default() };
            for code in groups(grid) {
                if code.parse::<Age>().is_ok_and(|age| is_built(age, &with_figure)) {
                    continue;
                }
                let exact: Vec<&Published> = rows.iter().copied().filter(|row| row.age.as_str() == code).collect();
                found.note(code, best(&exact));
            }
            found
        };
        let all = grids(asked).into_iter().map(of_grid);
        all.min_by_key(|found| found.lacking.len()).unwrap_or_default()
    }

    /// Every two axes of the table that are told apart together in some figure.
    fn crossing(&self) -> Found {
        let axes = self.table.axes();
        let mut found = Found::default();
        for (position, one) in axes.iter().enumerate() {
            for other in &axes[position + 1..] {
                let both =
                    |row: &&&Published| [one, other].iter().all(|axis| is_specific(self.standard, self.table, axis, self.code(row, axis)));
                let rows: Vec<&Published> = self.rows.iter().filter(both).copied().collect();
                found.any |= rows.iter().any(|row| filled(row) == Filled::Figure);
                found.files.extend(files(&rows));
                found.note(format!("{one} x {other}"), best(&rows));
            }
        }
        found
    }

    /// Unknown against the total, both with everything else at its total.
    fn unknown(&self, dimension: &DimensionId) -> Option<Unknown> {
        let margin = || self.rows.iter().filter(|row| self.is_margin(row, Some(dimension)));
        let total = margin().find(|row| self.is_total(row, dimension))?.value.filter(|total| *total > 0)?;
        let unknown = margin().find(|row| self.code(row, dimension).as_str() == Code::UNKNOWN)?.value?;
        Some(Unknown { unknown, total })
    }
}

/// A breakdown of units, each with its name and its rows.
fn of_units(units: Vec<(String, Vec<&Published>)>) -> Found {
    let mut found = Found::default();
    for (name, rows) in units {
        found.any |= rows.iter().any(|row| filled(row) == Filled::Figure);
        found.files.extend(files(&rows));
        found.note(name, best(&rows));
    }
    found
}

impl Found {
    fn note(&mut self, name: String, filled: Filled) {
        match filled {
            Filled::Figure => {}
            Filled::Empty(Some(reason)) => self.reasons.entry(reason).or_default().push(name),
            Filled::Empty(None) | Filled::Nothing => self.lacking.push(name),
        }
    }
}

/// Whether a figure is of a day, or of twelve months wherever they begin.
fn is_whole_year(one: &Published) -> bool {
    one.period.reference() == Reference::Point || (353..=366).contains(&(days_between(one.period.start(), one.period.end()) + 1))
}

/// What a row has.
pub(super) fn filled(row: &Published) -> Filled {
    if row.value.is_some() || row.range.is_some() {
        return Filled::Figure;
    }
    let mut said = row.status.iter().filter(|status| *status != Status::A);
    Filled::Empty(said.find_map(GapReason::of))
}

/// What several rows of one code have: a figure, then a reason, then nothing.
fn best(rows: &[&Published]) -> Filled {
    let mut best = Filled::Nothing;
    for row in rows {
        best = match (best, filled(row)) {
            (Filled::Figure, _) | (_, Filled::Figure) => Filled::Figure,
            (Filled::Empty(Some(one)), Filled::Empty(Some(other))) => Filled::Empty(Some(one.min(other))),
            (Filled::Empty(Some(one)), _) => Filled::Empty(Some(one)),
            (_, other) => other,
        };
    }
    best
}

fn files(rows: &[&Published]) -> BTreeSet<Arc<str>> {
    rows.iter().map(|row| Arc::clone(&row.place.file)).collect()
}
