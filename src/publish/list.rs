//! What is left out, as the internal edition tells it.

use polars::prelude::{Column as Series, DataFrame, NamedFrom, PolarsResult, Series as Values};
use serde::Serialize;

use super::decide::{Decided, Reason};
use super::figures::Read;
use super::numbers::Source;
use crate::harmonise::series::{owned, text, truth};
use crate::harmonise::{Column, ColumnKind};
use crate::model::Code;
use crate::spec::Standard;

/// A number that the public edition leaves out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The exchange table.
    pub table_id: String,
    /// The observation, or the sum over the region.
    pub id: String,
    /// The state described; none of a sum.
    pub reporter: Option<String>,
    /// Period, or year of a sum.
    pub time_period: String,
    /// Its codes by the names of its dimensions.
    pub place: String,
    /// Source; none of a sum.
    pub source_id: Option<String>,
    /// Edition of the source; none of a sum.
    pub vintage: Option<String>,
    /// Its value; none where the sender left it out.
    pub value: Option<i64>,
    /// Whether it is left out for its own sake, and not to protect another one.
    pub primary: bool,
    /// Why.
    pub reason: Reason,
    /// The status of confidentiality that was stated.
    pub conf_status: Option<String>,
    /// What was said of it, by whoever restricted it.
    pub why: Option<String>,
    /// The smallest value that a reader of the public edition must reckon with.
    pub low: i64,
    /// The largest; none where nothing limits it.
    pub high: Option<i64>,
    /// File, sheet and cell, where it comes from one.
    pub cell: Option<String>,
}

/// Every number that is left out, in order.
pub(super) fn left_out(read: &Read, standard: &Standard, decided: &Decided) -> Vec<LeftOut> {
    let mut found: Vec<LeftOut> = decided.hidden.keys().filter_map(|place| one(read, standard, decided, *place)).collect();
    found.sort_by(|left, right| {
        let key = |one: &LeftOut| (one.table_id.clone(), one.reporter.clone(), one.time_period.clone(), one.place.clone(), one.id.clone());
        key(left).cmp(&key(right))
    });
    found
}

fn one(read: &Read, standard: &Standard, decided: &Decided, place: usize) -> Option<LeftOut> {
    let hidden = decided.hidden.get(&place)?;
    let interval = decided.intervals.get(&place).copied().unwrap_or(crate::disclosure::Interval::COUNT);
    let mut told = LeftOut {
        table_id: String::new(),
        id: String::new(),
        reporter: None,
        time_period: String::new(),
        place: String::new(),
        source_id: None,
        vintage: None,
        value: decided.numbers.all[place].truth,
        primary: hidden.reason.is_primary(),
        reason: hidden.reason,
        conf_status: hidden.conf_status.as_ref().map(Code::to_string),
        why: hidden.why.clone(),
        low: interval.low,
        high: interval.high,
        cell: None,
    };
    if let Some(figure) = read.figures.get(place) {
        let spec = standard.tables.get(figure.table.as_str())?;
        told.table_id = figure.table.to_string();
        told.id.clone_from(&figure.id);
        told.reporter = Some(figure.reporter.to_string());
        told.time_period.clone_from(&figure.time_period);
        told.place = figure.place(spec);
        told.source_id = Some(figure.source.clone());
        told.vintage = Some(figure.vintage.clone());
        told.cell.clone_from(&figure.cell);
    } else if let Source::Sum(sum) = decided.numbers.all[place].source {
        let sum = &read.sums[sum];
        let spec = standard.tables.get(sum.table.as_str())?;
        let named: Vec<String> =
            spec.all_dimensions().iter().zip(&sum.codes).map(|(dimension, code)| format!("{dimension}={code}")).collect();
        told.table_id = sum.table.to_string();
        told.id.clone_from(&sum.id);
        told.time_period.clone_from(&sum.year);
        told.place = format!("{} {}", sum.column, named.join(" "));
    }
    Some(told)
}

/// What a number that a reader can narrow down is called.
pub(super) fn named(read: &Read, standard: &Standard, decided: &Decided, place: usize) -> String {
    let of_figure = |place: usize| {
        let figure = &read.figures[place];
        let codes = standard.tables.get(figure.table.as_str()).map(|spec| figure.place(spec)).unwrap_or_default();
        format!("{} of {} for {}, {codes}, {}", figure.table, figure.reporter, figure.time_period, figure.source)
    };
    match &decided.numbers.all[place].source {
        Source::Figure if decided.numbers.published_before.contains_key(&place) => {
            format!("{}, which an earlier edition shows", of_figure(place))
        }
        Source::Figure => of_figure(place),
        Source::Slice { whole, without, band } => {
            let to = band.to.map_or_else(|| "and over".to_owned(), |to| format!("to {to}"));
            format!("ages {} {to}, which is {} less {}", band.from, of_figure(*whole), read.figures[*without].age())
        }
        Source::Sum(sum) => format!("the sum {}, {}", read.sums[*sum].id, read.sums[*sum].column),
        Source::Earlier => "a sum of an earlier edition".to_owned(),
        Source::Rest => "a remainder".to_owned(),
    }
}

/// The columns of `disclosure.parquet`, in order.
#[must_use]
pub fn disclosure_columns() -> Vec<Column> {
    use ColumnKind::{Boolean, Dictionary, Int64, Text};
    vec![
        Column::new("table_id", Dictionary, "exchange table"),
        Column::new("id", Text, "the observation, or the sum over the region"),
        Column::maybe("reporter", Dictionary, "state described; null for a sum over the region"),
        Column::new("time_period", Text, "period, or year of a sum"),
        Column::new("place", Text, "its codes by the names of its dimensions; of a sum with the line it stands in"),
        Column::maybe("source_id", Dictionary, "sender and source"),
        Column::maybe("vintage", Text, "edition of the source"),
        Column::maybe("value", Int64, "its value; null where the sender left it out"),
        Column::new("primary", Boolean, "whether it is left out for its own sake, and not to protect another one"),
        Column::new("reason", Dictionary, "why it is left out"),
        Column::maybe("conf_status", Dictionary, "status of confidentiality that was stated"),
        Column::maybe("why", Text, "what was said by whoever restricted it"),
        Column::new("low", Int64, "smallest value that a reader of the public edition must reckon with"),
        Column::maybe("high", Int64, "largest; null where nothing limits it"),
        Column::maybe("cell", Text, "file, sheet and cell"),
    ]
}

/// What is left out as columns.
pub(super) fn list_frame(all: &[LeftOut]) -> PolarsResult<DataFrame> {
    let whole = |name: &str, values: Vec<Option<i64>>| Series::from(Values::new(name.into(), values));
    DataFrame::new(
        all.len(),
        vec![
            text("table_id", all.iter().map(|one| Some(one.table_id.as_str()))),
            text("id", all.iter().map(|one| Some(one.id.as_str()))),
            text("reporter", all.iter().map(|one| one.reporter.as_deref())),
            text("time_period", all.iter().map(|one| Some(one.time_period.as_str()))),
            text("place", all.iter().map(|one| Some(one.place.as_str()))),
            text("source_id", all.iter().map(|one| one.source_id.as_deref())),
            text("vintage", all.iter().map(|one| one.vintage.as_deref())),
            whole("value", all.iter().map(|one| one.value).collect()),
            truth("primary", all.iter().map(|one| one.primary)),
            text("reason", all.iter().map(|one| Some(one.reason.as_str()))),
            text("conf_status", all.iter().map(|one| one.conf_status.as_deref())),
            text("why", all.iter().map(|one| one.why.as_deref())),
            whole("low", all.iter().map(|one| Some(one.low)).collect()),
            whole("high", all.iter().map(|one| one.high).collect()),
            owned("cell", all.iter().map(|one| one.cell.clone())),
        ],
    )
}
