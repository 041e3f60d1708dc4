//! The figures that a rule names, looked up at one moment or in one period of one sender.
//!
//! In: the figures of a rule and a [`Book`]. Out: for each moment or period and source a [`Case`] that gives a sum as a range, or says
//! what is missing. Figures of several sources are never mixed where one source gives all of them.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use jiff::civil::Date;

use super::book::{Book, Codes, Row, Said, When};
use crate::model::{Code, Frequency, Reference, SourceId};
use crate::spec::{Moment, RuleFigure};

/// One place at which a rule is judged: a sender, a state, a moment or period, and the country meant by `EACH`.
#[derive(Debug)]
pub(super) struct Case<'b, 'a> {
    said: &'b Said<'a>,
    anchor: When,
    each: Option<Code>,
    source: Option<SourceId>,
}

/// A sum of figures.
#[derive(Debug, Clone)]
pub(super) struct Sum<'a> {
    /// Smallest and largest value it may have.
    pub low: i64,
    pub high: i64,
    /// The largest gap that rounding of its figures explains.
    pub rounding: i64,
    /// Its figures.
    pub rows: Vec<Row<'a>>,
}

/// What came of looking up figures.
#[derive(Debug, Clone)]
pub(super) enum Quantity<'a> {
    /// They are there.
    Known(Sum<'a>),
    /// None of them is in the sender's tables.
    Absent,
    /// Something is missing, and what; with the figures that are there.
    Missing(&'static str),
}

pub(super) const NO_VALUE: &str = "a figure is there without a value";
pub(super) const NOT_SENT: &str = "a figure is not in the tables of the sender";
const SEVERAL: &str = "several sources of the sender give the figure";
const TWICE: &str = "the source gives the figure twice, with different values";

/// Which sources of a sender are judged apart.
#[derive(Debug)]
pub(super) enum Giving<'f> {
    /// Those that give all figures of one of these lists.
    All(Vec<Vec<&'f RuleFigure>>),
    /// Those that give at least two of the figures.
    Two(Vec<&'f RuleFigure>),
}

impl<'f> Giving<'f> {
    fn lists(&self) -> Vec<&Vec<&'f RuleFigure>> {
        match self {
            Self::All(lists) => lists.iter().collect(),
            Self::Two(figures) => vec![figures],
        }
    }
}

/// Every place at which the figures of a rule meet.
pub(super) fn cases<'b, 'a>(book: &'b Book<'a>, giving: &Giving<'_>) -> Vec<Case<'b, 'a>> {
    let figures: Vec<&RuleFigure> = giving.lists().into_iter().flatten().copied().collect();
    let mut found = Vec::new();
    for said in book.said.values() {
        for each in countries(book, said, &figures) {
            let rows: Vec<Vec<Row<'a>>> = figures.iter().map(|figure| named(said, figure, each.as_ref())).collect();
            for anchor in anchors(&figures, &rows) {
                let here: Vec<Vec<Row<'a>>> = figures
                    .iter()
                    .zip(&rows)
                    .map(|(figure, rows)| rows.iter().filter(|row| meets(figure, row, anchor)).copied().collect())
                    .collect();
                let each = each.clone();
                for source in sources(giving, &here) {
                    found.push(Case { said, anchor, each: each.clone(), source });
                }
            }
        }
    }
    found
}

impl<'a> Case<'_, 'a> {
    /// The sum of figures; what is taken away is subtracted.
    pub(super) fn sum<'f>(&self, figures: impl IntoIterator<Item = &'f RuleFigure>) -> Quantity<'a> {
        let mut sum = Sum { low: 0, high: 0, rounding: 0, rows: Vec::new() };
        let (mut missing, mut any, mut absent) = (None, false, false);
        for figure in figures {
            match self.one(figure) {
                Ok(Some(row)) => {
                    any = true;
                    match row.amount().0.bounds() {
                        Some((low, high)) => {
                            let (low, high) = if figure.less { (high.saturating_neg(), low.saturating_neg()) } else { (low, high) };
                            sum.low = sum.low.saturating_add(low);
                            sum.high = sum.high.saturating_add(high);
                        }
                        None => missing = Some(NO_VALUE),
                    }
                    sum.rounding = sum.rounding.saturating_add(i64::from(row.one.step / 2));
                    sum.rows.push(row);
                }
                Ok(None) if figure.optional => {}
                Ok(None) => absent = true,
                Err(reason) => missing = Some(reason),
            }
        }
        match (any, missing, absent) {
            (_, Some(reason), _) => Quantity::Missing(reason),
            (false, None, _) => Quantity::Absent,
            (true, None, true) => Quantity::Missing(NOT_SENT),
            (true, None, false) => Quantity::Known(sum),
        }
    }

    fn one(&self, figure: &RuleFigure) -> Result<Option<Row<'a>>, &'static str> {
        let rows = named(self.said, figure, self.each.as_ref());
        let mut here = rows.into_iter().filter(|row| meets(figure, row, self.anchor));
        match &self.source {
            Some(source) => {
                let mut own: Vec<Row<'a>> = here.filter(|row| row.one.mapping.source_id == *source).collect();
                // Of the stocks of a year and of its last month the year is meant, of two editions the latest.
                own.sort_by_key(|row| (row.one.period.frequency() != Frequency::A, Reverse(&row.one.mapping.vintage)));
                match own.as_slice() {
                    [one, other, ..] if rank(*one) == rank(*other) && one.amount().0 != other.amount().0 => Err(TWICE),
                    _ => Ok(own.first().copied()),
                }
            }
            None => match (here.next(), here.next()) {
                (_, Some(_)) => Err(SEVERAL),
                (one, None) => Ok(one),
            },
        }
    }
}

/// The countries that `EACH` stands for: those of the first figure that has it; one empty place where none has.
fn countries(book: &Book<'_>, said: &Said<'_>, figures: &[&RuleFigure]) -> Vec<Option<Code>> {
    let Some(first) = figures.iter().find(|figure| figure.codes.values().any(|code| code.as_str() == RuleFigure::EACH)) else {
        return vec![None];
    };
    let Some(rows) = said.tables.get(&first.table) else { return Vec::new() };
    let position = rows.values().flatten().next().and_then(|row| {
        row.table.dimensions.iter().position(|dimension| first.codes.get(dimension).is_some_and(|code| code.as_str() == RuleFigure::EACH))
    });
    let Some(position) = position else { return Vec::new() };
    let codes: BTreeSet<Code> = rows
        .keys()
        .filter_map(|(codes, _, _)| codes.get(position))
        .filter(|code| book.standard.is_country(code.as_str()))
        .cloned()
        .collect();
    codes.into_iter().map(Some).collect()
}

/// Every figure of a sender and state that a rule's figure names, at whatever time.
fn named<'a>(said: &Said<'a>, figure: &RuleFigure, each: Option<&Code>) -> Vec<Row<'a>> {
    let Some(spec) = said.tables.get(&figure.table).and_then(|rows| rows.values().flatten().next()).map(|row| row.table) else {
        return Vec::new();
    };
    let Ok(total) = Code::new("_T") else { return Vec::new() };
    let under = |otherwise: bool| {
        let of = |dimension| figure.or_codes.get(dimension).filter(|_| otherwise).or_else(|| figure.codes.get(dimension));
        let dimensions = spec.dimensions.iter().map(|dimension| match of(dimension) {
            Some(code) if code.as_str() == RuleFigure::REPORTER => said.reporter.clone(),
            Some(code) if code.as_str() == RuleFigure::EACH => each.cloned().unwrap_or_else(|| total.clone()),
            Some(code) => code.clone(),
            None => total.clone(),
        });
        let codes: Codes = (dimensions.collect(), total.clone(), total.clone());
        said.under(&figure.table, &codes).to_vec()
    };
    let mut found = under(false);
    if !figure.or_codes.is_empty() {
        // Year by year, since a sender may begin to send what it did not send before.
        let key = |row: &Row<'a>| (When::of(row.one), row.one.mapping.source_id.clone());
        let there: BTreeSet<(When, SourceId)> = found.iter().map(key).collect();
        found.extend(under(true).into_iter().filter(|row| !there.contains(&key(row))));
    }
    found
}

/// The moments or periods at which the figures meet: periods where a flow is named as such, moments otherwise.
fn anchors(figures: &[&RuleFigure], rows: &[Vec<Row<'_>>]) -> BTreeSet<When> {
    let is_flow = |row: &Row<'_>| row.one.period.reference() != Reference::Point;
    let flows: BTreeSet<When> = figures
        .iter()
        .zip(rows)
        .filter(|(figure, _)| figure.at == Moment::Same)
        .flat_map(|(_, rows)| rows.iter().filter(|row| is_flow(row)).map(|row| When::of(row.one)))
        .collect();
    if !flows.is_empty() {
        return flows;
    }
    let moment = |figure: &RuleFigure, row: &Row<'_>| -> Date {
        let when = When::of(row.one);
        if figure.at == Moment::Closing { when.closing() } else { when.opening() }
    };
    figures.iter().zip(rows).flat_map(|(figure, rows)| rows.iter().map(|row| When::Moment(moment(figure, row)))).collect()
}

/// Whether a figure stands at a moment or in a period.
fn meets(figure: &RuleFigure, row: &Row<'_>, anchor: When) -> bool {
    let own = When::of(row.one);
    match (anchor, own, figure.at) {
        (When::Span(..), When::Span(..), Moment::Same) => own == anchor,
        (When::Span(..), When::Moment(day), Moment::Opening) => day == anchor.opening(),
        (When::Span(..), When::Moment(day), Moment::Closing | Moment::Same) => day == anchor.closing(),
        (When::Moment(day), When::Span(..), Moment::Opening) => own.opening() == day,
        (When::Moment(day), When::Span(..), Moment::Closing) => own.closing() == day,
        (When::Moment(day), When::Moment(own), _) => own == day,
        _ => false,
    }
}

/// What must be equal for two figures to contradict each other.
fn rank(row: Row<'_>) -> (bool, &str) {
    (row.one.period.frequency() == Frequency::A, &row.one.mapping.vintage)
}

/// The sources to judge apart: those that give what is asked for, or none in particular.
fn sources(giving: &Giving<'_>, here: &[Vec<Row<'_>>]) -> Vec<Option<SourceId>> {
    if here.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    let of = |rows: &Vec<Row<'_>>| rows.iter().map(|row| row.one.mapping.source_id.clone()).collect::<BTreeSet<SourceId>>();
    let given: Vec<BTreeSet<SourceId>> = here.iter().map(of).collect();
    let mut found: BTreeSet<SourceId> = BTreeSet::new();
    match giving {
        Giving::Two(_) => {
            let present = given.iter().filter(|sources| !sources.is_empty()).count();
            let count = |source: &SourceId| given.iter().filter(|sources| sources.contains(source)).count();
            found.extend(given.iter().flatten().filter(|source| count(source) >= present.min(2)).cloned());
        }
        Giving::All(lists) => {
            let mut rest = given.as_slice();
            let mut needed: Vec<Vec<&BTreeSet<SourceId>>> = Vec::new();
            for list in lists {
                let (own, others) = rest.split_at(list.len().min(rest.len()));
                needed.push(list.iter().zip(own).filter(|(figure, _)| !figure.optional).map(|(_, sources)| sources).collect());
                rest = others;
            }
            // A list that nobody gives in full is asked for what is there of it, where no other one is.
            let full: Vec<_> = needed.iter().filter(|list| list.iter().all(|sources| !sources.is_empty())).collect();
            let lists = if full.is_empty() { needed.iter().collect() } else { full };
            found.extend(lists.into_iter().flat_map(|list| in_all(list)));
        }
    }
    // A source that gives only some of the figures takes part where nobody gives all of them.
    if found.is_empty() { vec![None] } else { found.into_iter().map(Some).collect() }
}

/// The sources that stand in every set that is not empty.
fn in_all(sets: &[&BTreeSet<SourceId>]) -> BTreeSet<SourceId> {
    let mut present = sets.iter().filter(|set| !set.is_empty());
    let Some(first) = present.next() else { return BTreeSet::new() };
    present.fold((*first).clone(), |common, set| common.intersection(set).cloned().collect())
}
