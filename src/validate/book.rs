//! The published figures as rules look them up: by sender and state, table, codes and moment.
//!
//! In: the exchange tables of a run. Out: a [`Book`] of the latest editions, in a fixed order. A stock of the last day of a month is
//! one of the first day of the next, since nothing happens between the two. Nothing is judged here.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::judge::Amount;
use crate::diag::{About, Place};
use crate::harmonise::{Harmonised, Published};
use crate::model::{Code, Frequency, Period, Reference, SourceId, TableId};
use crate::region::compared_year;
use crate::spec::{Standard, TableSpec, Validity};

/// When a figure holds: a moment for a stock, a span for a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum When {
    /// A moment, as the day that begins with it.
    Moment(Date),
    /// First and last day.
    Span(Date, Date),
}

impl When {
    pub(super) fn of(one: &Published) -> Self {
        match one.period.reference() {
            Reference::Point => Self::Moment(moment(one.period.end())),
            Reference::Sum | Reference::Average => Self::Span(one.period.start(), one.period.end()),
        }
    }

    /// The moment at which it begins.
    pub(super) const fn opening(self) -> Date {
        match self {
            Self::Moment(day) | Self::Span(day, _) => day,
        }
    }

    /// The moment at which it is over.
    pub(super) fn closing(self) -> Date {
        match self {
            Self::Moment(day) => day,
            Self::Span(_, last) => next(last),
        }
    }
}

fn next(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

/// The day that begins with the moment of a stock.
fn moment(day: Date) -> Date {
    if day == day.last_of_month() { next(day) } else { day }
}

/// Codes of the dimensions in table order, then sex and age.
pub(super) type Codes = (Vec<Code>, Code, Code);

/// One figure with its table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    /// Its table.
    pub table: &'a TableSpec,
    /// The figure.
    pub one: &'a Published,
}

impl<'a> Row<'a> {
    /// What a finding about it is about.
    pub(super) fn about(self) -> About {
        About {
            state: self.one.reporter.to_string(),
            table: Some(self.table.id.to_string()),
            time_period: Some(self.one.period.time_period().to_owned()),
            beside: Vec::new(),
        }
    }

    /// Its year as it is compared; none for quarters, months and other spans.
    pub(super) fn year(self) -> Option<i16> {
        (self.one.period.frequency() == Frequency::A).then(|| compared_year(self.table, &self.one.period).parse().ok()).flatten()
    }

    /// Its codes.
    pub(super) fn codes(self) -> Codes {
        (self.one.dimensions.clone(), self.one.sex.clone(), self.one.age.clone())
    }

    /// Its codes for a reader, totals left out: `citizenship UGA, sex F`.
    pub(super) fn shown(self) -> String {
        let named = self.table.dimensions.iter().map(crate::model::DimensionId::as_str).zip(&self.one.dimensions);
        let all = named.chain([("sex", &self.one.sex), ("age", &self.one.age)]);
        let told: Vec<String> = all.filter(|(_, code)| !code.is_total()).map(|(name, code)| format!("{name} {code}")).collect();
        let told = told.join(", ");
        if told.is_empty() { self.table.id.to_string() } else { format!("{} {told}", self.table.id) }
    }

    /// The figure as the rules see it, with the step in which it is shown.
    pub(super) fn amount(self) -> (Amount, i32) {
        (Amount::new(self.one.value, self.one.range), self.one.step)
    }

    /// How far it is from what its table asks for in its year: a year before a span that lies across two, the day asked for before
    /// any other one; then the latest edition.
    fn nearness(self) -> (i32, Reverse<&'a str>) {
        let period = &self.one.period;
        let away = match period.reference() {
            Reference::Point => self.table.days_from_asked(period.end()),
            Reference::Sum | Reference::Average => i32::from(period.start().day_of_year() != 1),
        };
        (away, Reverse(&self.one.mapping.vintage))
    }

    /// Whether every dimension is total.
    pub(super) fn is_grand_total(self) -> bool {
        self.one.sex.is_total() && self.one.age.is_total() && self.one.dimensions.iter().all(Code::is_total)
    }
}

/// What one sender says of one state.
#[derive(Debug)]
pub(super) struct Said<'a> {
    /// The state.
    pub reporter: &'a Code,
    /// Figures by table and codes, in order of time.
    pub tables: BTreeMap<&'a TableId, BTreeMap<Codes, Vec<Row<'a>>>>,
}

impl<'a> Said<'a> {
    /// Figures of a table under codes.
    pub(super) fn under(&self, table: &TableId, codes: &Codes) -> &[Row<'a>] {
        self.tables.get(table).and_then(|rows| rows.get(codes)).map_or(&[], Vec::as_slice)
    }
}

/// A series of one source: the figures of one table, state and codes by year.
pub(super) type Series<'a> = BTreeMap<i16, Row<'a>>;

/// File, sheet and cell.
type CellOfFile = (Arc<str>, Option<Arc<str>>, crate::model::CellRange);
/// A table of a source about a state.
type TableOfSource = (TableId, SourceId, Code);

/// All figures, as rules look them up.
#[derive(Debug)]
pub(super) struct Book<'a> {
    /// The standard.
    pub standard: &'a Standard,
    /// What each sender says of each state.
    pub said: BTreeMap<(&'a str, &'a str), Said<'a>>,
    /// Figures by the cell they were read from.
    by_cell: BTreeMap<CellOfFile, Row<'a>>,
}

impl<'a> Book<'a> {
    /// Lays out the latest editions of the figures on the days of a validity.
    pub(super) fn new(standard: &'a Standard, tables: &'a Harmonised, validity: Validity) -> Self {
        let mut said: BTreeMap<(&str, &str), Said<'_>> = BTreeMap::new();
        let mut by_cell = BTreeMap::new();
        for table in tables.tables.values() {
            for one in latest(&table.published).filter(|one| validity.touches(one.period.start(), one.period.end())) {
                let row = Row { table: &table.spec, one };
                let key = (one.mapping.sender.as_str(), one.reporter.as_str());
                let told = said.entry(key).or_insert_with(|| Said { reporter: &one.reporter, tables: BTreeMap::new() });
                told.tables.entry(&table.spec.id).or_default().entry(row.codes()).or_default().push(row);
                if let Place { file, sheet, cells: Some(cells), .. } = &one.place {
                    by_cell.insert((Arc::clone(file), sheet.clone(), *cells), row);
                }
            }
        }
        for told in said.values_mut() {
            for rows in told.tables.values_mut().flat_map(BTreeMap::values_mut) {
                rows.sort_by_key(|row| (When::of(row.one), row.one.mapping.source_id.clone()));
            }
        }
        Self { standard, said, by_cell }
    }

    /// The figure that was read from a cell.
    pub(super) fn at(&self, place: &Place) -> Option<Row<'a>> {
        self.by_cell.get(&(Arc::clone(&place.file), place.sheet.clone(), place.cells?)).copied()
    }

    /// Every series of annual figures, with its source; none of some codes.
    pub(super) fn series(&self, but_for: &[Code]) -> Vec<Series<'a>> {
        let mut found = Vec::new();
        for rows in self.said.values().flat_map(|told| told.tables.values()).flat_map(BTreeMap::values) {
            let mut sources: BTreeMap<&SourceId, Series<'a>> = BTreeMap::new();
            for row in rows {
                if row.one.dimensions.iter().any(|code| but_for.contains(code)) {
                    continue;
                }
                if let Some(year) = row.year() {
                    let kept = sources.entry(&row.one.mapping.source_id).or_default().entry(year).or_insert(*row);
                    if row.nearness() < kept.nearness() {
                        *kept = *row;
                    }
                }
            }
            found.extend(sources.into_values());
        }
        found
    }

    /// Figures of one table, state and period that differ only in what `rest` leaves out, in a fixed order. The stocks of 31 December
    /// and of 1 January stand apart: each day has its own total and parts.
    pub(super) fn groups<K: Ord>(&self, rest: impl Fn(Row<'a>) -> Option<K>) -> Vec<Vec<Row<'a>>> {
        let mut groups: BTreeMap<(TableOfSource, (When, Period), K), Vec<Row<'a>>> = BTreeMap::new();
        for told in self.said.values() {
            for row in told.tables.values().flat_map(BTreeMap::values).flatten() {
                let Some(key) = rest(*row) else { continue };
                let time = (When::of(row.one), Period::clone(&row.one.period));
                let source = row.one.mapping.source_id.clone();
                groups.entry(((row.table.id.clone(), source, row.one.reporter.clone()), time, key)).or_default().push(*row);
            }
        }
        groups.into_values().collect()
    }
}

/// Whether a total and its parts are of one edition; otherwise a gap between them may be a revision of one side.
pub(super) fn is_one_edition(total: Row<'_>, parts: &[Row<'_>]) -> bool {
    parts.iter().all(|part| part.one.mapping.vintage == total.one.mapping.vintage)
}

pub(super) const EDITIONS: &str = "the figures are of different editions";

/// The latest edition of each figure.
fn latest(published: &[Published]) -> impl Iterator<Item = &Published> {
    let key = |one: &Published| (one.mapping.source_id.clone(), one.place_key());
    let mut newest: BTreeMap<_, &str> = BTreeMap::new();
    for one in published {
        let vintage = newest.entry(key(one)).or_insert(&one.mapping.vintage);
        *vintage = (*vintage).max(&one.mapping.vintage);
    }
    let kept: BTreeSet<u64> =
        published.iter().filter(|one| newest.get(&key(one)) == Some(&one.mapping.vintage.as_str())).map(|one| one.observation).collect();
    published.iter().filter(move |one| kept.contains(&one.observation))
}
