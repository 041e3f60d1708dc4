//! The figures that a rule names, looked up at one moment or in one period of one sender.
//!
//! In: the figures of a rule and a [`Book`]. Out: for each moment or period and source a [`Case`] that gives a sum as a range, or says
//! what is missing. Figures of several sources are never mixed where one source gives all of them.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::book::{Book, Codes, Row, Said, When};
use super::judge::Amount;
use crate::model::{AreaKind, Code, Reference, SourceId};
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

impl Sum<'_> {
    /// Its value, where no figure of it is hidden.
    pub(super) fn value(&self) -> Option<i64> {
        (self.low == self.high).then_some(self.low)
    }
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

/// Every place at which the figures of a rule meet.
pub(super) fn cases<'b, 'a>(book: &'b Book<'a>, figures: &[&RuleFigure]) -> Vec<Case<'b, 'a>> {
    let mut found = Vec::new();
    for said in book.said.values() {
        for each in countries(book, said, figures) {
            let rows: Vec<Vec<Row<'a>>> = figures.iter().map(|figure| named(said, figure, each.as_ref())).collect();
            for anchor in anchors(figures, &rows) {
                let here: Vec<Vec<Row<'a>>> = figures
                    .iter()
                    .zip(&rows)
                    .map(|(figure, rows)| rows.iter().filter(|row| meets(figure, row, anchor)).copied().collect())
                    .collect();
                let each = each.clone();
                for source in sources(&here) {
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
                    match Amount::new(row.one.value, row.one.range).bounds() {
                        Some((low, high)) => {
                            let (low, high) = if figure.less { (-high, -low) } else { (low, high) };
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
            Some(source) => Ok(here.find(|row| row.one.mapping.source_id == *source)),
            None => match (here.next(), here.next()) {
                (_, Some(_)) => Err(SEVERAL),
                (one, None) => Ok(one),
            },
        }
    }
}

/// The countries that `EACH` stands for: those of the first figure that has it; one empty place where none has.
fn countries(book: &Book<'_>, said: &Said<'_>, figures: &[&RuleFigure]) -> Vec<Option<Code>> {
    let Some(first) = figures.iter().find(|figure| figure.codes.values().any(|code| code.as_str() == "EACH")) else { return vec![None] };
    let Some(rows) = said.tables.get(&first.table) else { return Vec::new() };
    let is_country = |code: &Code| {
        let entry = book.standard.area_list().and_then(|list| list.get(code.as_str()));
        entry.is_some_and(|entry| entry.kind == Some(AreaKind::Country))
    };
    let position = rows.values().flatten().next().and_then(|row| {
        row.table.dimensions.iter().position(|dimension| first.codes.get(dimension).is_some_and(|code| code.as_str() == "EACH"))
    });
    let Some(position) = position else { return Vec::new() };
    let codes: BTreeSet<Code> =
        rows.keys().filter_map(|(codes, _, _)| codes.get(position)).filter(|code| is_country(code)).cloned().collect();
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
            Some(code) if code.as_str() == "REPORTER" => said.reporter.clone(),
            Some(code) if code.as_str() == "EACH" => each.cloned().unwrap_or_else(|| total.clone()),
            Some(code) => code.clone(),
            None => total.clone(),
        });
        let codes: Codes = (dimensions.collect(), total.clone(), total.clone());
        said.under(&figure.table, &codes).to_vec()
    };
    let found = under(false);
    if found.is_empty() && !figure.or_codes.is_empty() { under(true) } else { found }
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

/// The sources to judge apart: those that give every figure that is there, or none in particular.
fn sources(here: &[Vec<Row<'_>>]) -> Vec<Option<SourceId>> {
    let present: Vec<BTreeSet<&SourceId>> =
        here.iter().filter(|rows| !rows.is_empty()).map(|rows| rows.iter().map(|row| &row.one.mapping.source_id).collect()).collect();
    let Some((first, rest)) = present.split_first() else { return Vec::new() };
    let common: Vec<Option<SourceId>> =
        first.iter().filter(|source| rest.iter().all(|other| other.contains(*source))).map(|source| Some((*source).clone())).collect();
    // A source that gives only some of the figures takes part where nobody gives all of them.
    if common.is_empty() { vec![None] } else { common }
}
