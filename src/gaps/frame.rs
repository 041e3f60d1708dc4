//! The gap report as columns.

use std::collections::BTreeMap;

use jiff::civil::Date;
use polars::prelude::{Column as Series, DataFrame, NamedFrom, PolarsResult, Series as Values};

use super::GapStatus;
use super::ask::{Ask, repair_id, years_said};
use super::matrix::{Gap, TablePlace, Unknown, Why};
use super::report::GapReport;
use super::sources::{Standing, best};
use crate::advice::{Repair, Scope, repair_columns};
use crate::harmonise::series::{lists, owned, text, truth, whole};
use crate::harmonise::{Column, ColumnKind, date_column};
use crate::model::Code;
use crate::spec::{DeclaredGap, Language, NotedRecommendations, RecommendationStatus, Standard};

/// The breakdown of the rows about a table as a whole.
const TABLE: &str = "table";

/// A file of the output: its name, its columns and their meaning.
pub type GapFile = (&'static str, DataFrame, Vec<Column>);

/// The columns of `gaps.parquet`, in order.
#[must_use]
pub fn gap_columns() -> Vec<Column> {
    use ColumnKind::{Boolean, Dictionary, Int16, Int32, Text, TextList};
    vec![
        Column::new("state", Dictionary, "state asked"),
        Column::new("table_id", Dictionary, "exchange table"),
        Column::new("axis", Dictionary, "part of the exchange it belongs to"),
        Column::new("year", Int16, "year asked for; a stock has the year of the day that the table asks for"),
        Column::new(
            "breakdown",
            Dictionary,
            "`table` for the table as a whole; else `total`, a dimension, a dimension with its country level as in `citizenship.l2`, or `crossing`",
        ),
        Column::new("status", Dictionary, "received, partial, late, not-collected, not-applicable, derogation, confidential or missing")
            .one_of(GapStatus::ALL.iter().map(|one| one.as_str())),
        Column::new(
            "explained",
            Boolean,
            "whether what lacks is explained by a figure's status or a declaration; true where nothing lacks",
        ),
        Column::new("lacking", TextList, "codes that lack without a word"),
        Column::maybe(
            "reason",
            Dictionary,
            "why it is not there, or part of it: not-collected, not-applicable, derogation or confidential",
        ),
        Column::maybe("why", Text, "explanation in the words in which it was given; null where a figure's status says it, or nobody"),
        Column::maybe("who", Text, "who gave the explanation"),
        Column::maybe("declared_at", Text, "file and line of the declaration"),
        Column::maybe("days_late", Int32, "days after the day on which it was due, of the file that came first; negative for earlier"),
        Column::maybe("unknown_per_mille", Int16, "per mille whose code of the dimension is unknown; null where no row says so"),
        Column::new("source_standing", Dictionary, "furthest standing of a source for the axis: none, unused, not-shared or shared"),
        Column::new("files", TextList, "files of the state's own returns that its figures stand in"),
    ]
}

/// The columns of `gap_costs.parquet`, in order.
#[must_use]
pub fn cost_columns() -> Vec<Column> {
    use ColumnKind::{Dictionary, Int16, Int32, Text, TextList};
    vec![
        Column::new("table_id", Dictionary, "exchange table"),
        Column::new("year", Int16, "year asked for"),
        Column::new("breakdown", Dictionary, "breakdown, as in `gaps.parquet`"),
        Column::new("asked", Int32, "states asked, without those where it can't exist"),
        Column::new("lost", TextList, "states of which there is nothing, so that a regional sum loses them"),
        Column::new("partial", TextList, "states of which there is a part"),
        Column::maybe("lost_per_mille", Int16, "per mille of the population of the states asked that the lost ones are"),
        Column::maybe("best_state", Text, "the lost state with the largest population: its answer would win back most"),
        Column::maybe("best_per_mille", Int16, "its per mille"),
    ]
}

/// The columns of `sources.parquet`, in order.
#[must_use]
pub fn source_columns() -> Vec<Column> {
    use ColumnKind::{Dictionary, Int16, Text};
    vec![
        Column::new("state", Dictionary, "state"),
        Column::new("axis", Dictionary, "part of the exchange"),
        Column::maybe("source", Text, "source, as the inventory or a return names it; null where none is known"),
        Column::maybe("type", Dictionary, "its type, a value of the attribute `source_type`"),
        Column::maybe("since", Int16, "its year, or the first one"),
        Column::new("standing", Dictionary, "none: no source is known; unused; not-shared; shared"),
        Column::maybe("reliability", Text, "judgement of the inventory"),
        Column::maybe("note", Text, "what to know about it"),
    ]
}

/// The columns of `returns.parquet`, in order.
#[must_use]
pub fn return_columns() -> Vec<Column> {
    use ColumnKind::{Date, Int32, Text, TextList};
    vec![
        Column::new("file", Text, "file, as the pipeline names it"),
        Column::new("senders", TextList, "who sent it, by the mappings that read it; empty where none did"),
        Column::maybe("received_on", Date, "day it was received; null where nobody noted it"),
        Column::maybe("days_late", Int32, "days after the day on which it was due; negative for earlier"),
        Column::maybe("error", Text, "why it was not read"),
    ]
}

/// The columns of `recommendations.parquet`, in order: those of the repairs, and what the gaps add.
#[must_use]
pub fn recommendation_columns() -> Vec<Column> {
    use ColumnKind::{Dictionary, Int16, Int32, Text};
    let mut columns = repair_columns();
    for column in &mut columns {
        match column.name.as_str() {
            "kind" => {
                "answer, breakdown or source for figures that came; return, table, detail or collect for what did not come"
                    .clone_into(&mut column.about);
            }
            "source_id" | "attribute" => column.nullable = true,
            _ => {}
        }
    }
    columns.extend([
        Column::maybe("recommendation_id", Text, "id that is the same in every year; null for agencies"),
        Column::maybe("place", Int32, "place in the whole list of what to ask the state, from 1; null for the region and for agencies"),
        Column::maybe("breakdown", Dictionary, "breakdown that lacks, as in `gaps.parquet`"),
        Column::maybe("years", Text, "years that lack"),
        Column::maybe("population_per_mille", Int16, "per mille of the region's population that the state is"),
        Column::new("status", Dictionary, "open, agreed, done, declined, or gone for what does not arise any more"),
        Column::maybe("since", Text, "round since which it stands so"),
        Column::maybe("note", Text, "what was said about it"),
    ]);
    columns
}

/// The files of the gap report, but for the recommendations.
///
/// # Errors
/// Only when polars refuses columns of equal length, which would be a fault of this program.
pub fn gap_files(standard: &Standard, report: &GapReport, declared: &[DeclaredGap]) -> PolarsResult<Vec<GapFile>> {
    Ok(vec![
        ("gaps.parquet", gaps_frame(standard, report, declared)?, gap_columns()),
        ("gap_costs.parquet", costs_frame(report)?, cost_columns()),
        ("sources.parquet", sources_frame(report)?, source_columns()),
        ("returns.parquet", returns_frame(report)?, return_columns()),
    ])
}

fn short(name: &str, values: impl Iterator<Item = Option<i16>>) -> Series {
    Series::from(Values::new(name.into(), values.collect::<Vec<_>>()))
}

fn int(name: &str, values: impl Iterator<Item = Option<i32>>) -> Series {
    Series::from(Values::new(name.into(), values.collect::<Vec<_>>()))
}

/// One row of the gaps: a table as a whole, or one of its breakdowns.
struct GapRow<'a> {
    place: &'a TablePlace,
    gap: Option<&'a Gap>,
}

impl GapRow<'_> {
    fn status(&self) -> GapStatus {
        self.gap.map_or(self.place.status, |gap| gap.status)
    }

    fn why(&self) -> Option<&Why> {
        self.gap.map_or_else(|| self.place.why(), |gap| gap.why.as_ref())
    }

    fn declared<'b>(&self, all: &'b [DeclaredGap]) -> Option<&'b DeclaredGap> {
        match self.why()? {
            Why::Declared(position) => all.get(*position),
            Why::Figures(_) => None,
        }
    }
}

/// The gaps as columns, by state, table, year and breakdown.
fn gaps_frame(standard: &Standard, report: &GapReport, declared: &[DeclaredGap]) -> PolarsResult<DataFrame> {
    let rows: Vec<GapRow<'_>> = report
        .places
        .iter()
        .flat_map(|place| std::iter::once(None).chain(place.breakdowns.iter().map(Some)).map(move |gap| GapRow { place, gap }))
        .collect();
    let axis = |row: &GapRow<'_>| standard.table(row.place.table.as_str()).map_or("", |spec| spec.axis.as_str());
    let mut standings: BTreeMap<(&Code, &str), Standing> = BTreeMap::new();
    for row in &rows {
        let key = (&row.place.state, axis(row));
        standings.entry(key).or_insert_with(|| best(&report.sources, key.0, key.1));
    }
    let reason = |row: &GapRow<'_>| match row.why()? {
        Why::Declared(position) => declared.get(*position).map(|gap| gap.reason.as_str()),
        Why::Figures(reason) => Some(reason.as_str()),
    };
    let files = |row: &GapRow<'_>| row.gap.map_or_else(|| row.place.files(), |gap| gap.files.clone());
    DataFrame::new(
        rows.len(),
        vec![
            text("state", rows.iter().map(|row| Some(row.place.state.as_str()))),
            text("table_id", rows.iter().map(|row| Some(row.place.table.as_str()))),
            text("axis", rows.iter().map(|row| Some(axis(row)))),
            short("year", rows.iter().map(|row| Some(row.place.year))),
            owned("breakdown", rows.iter().map(|row| Some(row.gap.map_or_else(|| TABLE.to_owned(), |gap| gap.breakdown.to_string())))),
            text("status", rows.iter().map(|row| Some(row.status().as_str()))),
            truth("explained", rows.iter().map(|row| row.gap.map_or(row.place.explained, |gap| gap.explained))),
            lists("lacking", rows.iter().map(|row| row.gap.map_or_else(Vec::new, |gap| gap.lacking.clone()))),
            text("reason", rows.iter().map(reason)),
            text("why", rows.iter().map(|row| row.declared(declared).map(|gap| gap.given.text.as_str()))),
            text("who", rows.iter().map(|row| row.declared(declared).map(|gap| gap.given.who.as_str()))),
            owned("declared_at", rows.iter().map(|row| row.declared(declared).map(|gap| gap.given.line.to_string()))),
            int("days_late", rows.iter().map(|row| row.gap.map_or_else(|| row.place.days_late(), |gap| gap.days_late))),
            short("unknown_per_mille", rows.iter().map(|row| row.gap.and_then(|gap| gap.unknown).and_then(|one| Unknown::per_mille(&one)))),
            text(
                "source_standing",
                rows.iter()
                    .map(|row| Some(standings.get(&(&row.place.state, axis(row))).map_or(Standing::None.as_str(), |one| one.as_str()))),
            ),
            lists("files", rows.iter().map(|row| files(row).into_iter().collect::<Vec<_>>())),
        ],
    )
}

fn costs_frame(report: &GapReport) -> PolarsResult<DataFrame> {
    let rows = &report.costs;
    let codes = |codes: &std::collections::BTreeSet<Code>| codes.iter().map(ToString::to_string).collect::<Vec<String>>();
    DataFrame::new(
        rows.len(),
        vec![
            text("table_id", rows.iter().map(|cost| Some(cost.table.as_str()))),
            short("year", rows.iter().map(|cost| Some(cost.year))),
            owned("breakdown", rows.iter().map(|cost| Some(cost.breakdown.to_string()))),
            int("asked", rows.iter().map(|cost| i32::try_from(cost.asked.len()).ok())),
            lists("lost", rows.iter().map(|cost| codes(&cost.lost))),
            lists("partial", rows.iter().map(|cost| codes(&cost.partial))),
            short("lost_per_mille", rows.iter().map(|cost| cost.lost_per_mille)),
            text("best_state", rows.iter().map(|cost| cost.best.as_ref().map(|(state, _)| state.as_str()))),
            short("best_per_mille", rows.iter().map(|cost| cost.best.as_ref().map(|(_, share)| *share))),
        ],
    )
}

fn sources_frame(report: &GapReport) -> PolarsResult<DataFrame> {
    let rows = &report.sources;
    DataFrame::new(
        rows.len(),
        vec![
            text("state", rows.iter().map(|one| Some(one.state.as_str()))),
            text("axis", rows.iter().map(|one| Some(one.axis.as_str()))),
            text("source", rows.iter().map(|one| one.source.as_deref())),
            text("type", rows.iter().map(|one| one.kind.as_deref())),
            short("since", rows.iter().map(|one| one.since)),
            text("standing", rows.iter().map(|one| Some(one.standing.as_str()))),
            text("reliability", rows.iter().map(|one| one.reliability.as_deref())),
            text("note", rows.iter().map(|one| one.note.as_deref())),
        ],
    )
}

fn returns_frame(report: &GapReport) -> PolarsResult<DataFrame> {
    let rows = &report.returns;
    DataFrame::new(
        rows.len(),
        vec![
            text("file", rows.iter().map(|one| Some(one.file.as_str()))),
            lists("senders", rows.iter().map(|one| one.senders.iter().cloned().collect::<Vec<_>>())),
            date_column("received_on", rows.iter().map(|one| -> Option<Date> { one.received_on }))?,
            int("days_late", rows.iter().map(|one| one.days_late)),
            text("error", rows.iter().map(|one| one.error.as_deref())),
        ],
    )
}

/// One row of the recommendations.
struct Line<'a> {
    scope: String,
    rank: u32,
    kind: String,
    repair: Option<&'a Repair>,
    ask: Option<&'a Ask>,
    id: Option<String>,
}

/// The recommendations as columns: repairs in the order of their lists, then what else each state is asked for, then what was
/// noted and does not arise any more.
///
/// # Errors
/// Only when polars refuses columns of equal length, which would be a fault of this program.
pub fn recommendations_frame(
    standard: &Standard,
    repairs: &[Repair],
    report: &GapReport,
    noted: &NotedRecommendations,
) -> PolarsResult<DataFrame> {
    let rows = recommendation_lines(standard, repairs, report);
    let known = |row: &Line<'_>| row.id.as_ref().and_then(|id| noted.get(id));
    let status = |row: &Line<'_>| match (known(row), row.repair.is_some() || row.ask.is_some()) {
        (Some(_), false) => RecommendationStatus::Gone,
        (Some(noted), true) => noted.status.into(),
        (None, _) => RecommendationStatus::Open,
    };
    let of_repair = |row: &Line<'_>, number: fn(&Repair) -> u64| row.repair.map_or(0, number);
    let wanted = |row: &Line<'_>| match (row.repair, row.ask) {
        (Some(repair), _) => repair.wanted(standard),
        (None, Some(ask)) => ask.text(standard, repairs, Language::EN),
        (None, None) => String::new(),
    };
    let reasoning = |row: &Line<'_>| match (row.repair, row.ask) {
        (Some(repair), _) => repair.reasoning(standard),
        (None, Some(ask)) => ask.benefit(standard, Language::EN),
        (None, None) => "it does not arise any more".to_owned(),
    };
    let tables = |row: &Line<'_>| -> Vec<String> {
        let asked = row.ask.and_then(|ask| ask.table.as_ref()).map(ToString::to_string);
        row.repair.map_or_else(|| asked.into_iter().collect(), |repair| repair.tables.iter().map(ToString::to_string).collect())
    };
    let attribute = |row: &Line<'_>| row.repair.and_then(|repair| standard.attributes.get(repair.attribute)).map(|one| one.id.to_string());
    DataFrame::new(
        rows.len(),
        vec![
            text("scope", rows.iter().map(|row| Some(row.scope.as_str()))),
            int("rank", rows.iter().map(|row| i32::try_from(row.rank).ok())),
            text("kind", rows.iter().map(|row| Some(row.kind.as_str()))),
            owned("source_id", rows.iter().map(|row| row.repair.map(|repair| repair.source.to_string()))),
            owned("attribute", rows.iter().map(attribute)),
            owned("wanted", rows.iter().map(|row| Some(wanted(row)))),
            lists("tables", rows.iter().map(tables)),
            whole("cells_alone", rows.iter().map(|row| of_repair(row, |one| one.alone))),
            whole("cells_together", rows.iter().map(|row| of_repair(row, |one| one.together))),
            whole("cells_concerned", rows.iter().map(|row| of_repair(row, |one| one.concerned))),
            whole("cells_blocked", rows.iter().map(|row| of_repair(row, |one| one.blocked))),
            owned("reasoning", rows.iter().map(|row| Some(reasoning(row)))),
            owned("recommendation_id", rows.iter().map(|row| row.id.clone())),
            int("place", rows.iter().map(|row| row.ask.and_then(|ask| i32::try_from(ask.rank).ok()))),
            owned("breakdown", rows.iter().map(|row| row.ask.and_then(|ask| ask.breakdown.as_ref()).map(ToString::to_string))),
            owned("years", rows.iter().map(|row| row.ask.map(|ask| years_said(&ask.years)).filter(|years| !years.is_empty()))),
            short("population_per_mille", rows.iter().map(|row| row.ask.and_then(|ask| ask.per_mille))),
            text("status", rows.iter().map(|row| Some(status(row).as_str()))),
            text("since", rows.iter().map(|row| known(row).map(|noted| noted.since.as_str()))),
            text("note", rows.iter().map(|row| known(row).and_then(|noted| noted.note.as_deref()))),
        ],
    )
}

fn recommendation_lines<'a>(standard: &Standard, repairs: &'a [Repair], report: &'a GapReport) -> Vec<Line<'a>> {
    let mut rows: Vec<Line<'a>> = Vec::new();
    let mut last: BTreeMap<String, u32> = BTreeMap::new();
    for (position, repair) in repairs.iter().enumerate() {
        let scope = repair.scope.as_str().to_owned();
        last.insert(scope.clone(), repair.rank);
        let of_state = report.states.iter().any(|state| repair.source.as_str().split(':').next() == Some(state.as_str()));
        let is_own = matches!(&repair.scope, Scope::Sender(_));
        let ask = report.asks.iter().find(|ask| is_own && ask.repair == Some(position));
        let id = of_state.then(|| repair_id(standard, repair));
        rows.push(Line { scope, rank: repair.rank, kind: repair.kind.to_string(), repair: Some(repair), ask, id });
    }
    for ask in report.asks.iter().filter(|ask| ask.repair.is_none()) {
        let rank = last.entry(ask.state.to_string()).and_modify(|rank| *rank += 1).or_insert(1);
        rows.push(Line {
            scope: ask.state.to_string(),
            rank: *rank,
            kind: ask.kind.to_string(),
            repair: None,
            ask: Some(ask),
            id: Some(ask.id.clone()),
        });
    }
    for id in report.gone.keys() {
        let mut parts = id.split('-');
        let scope = parts.next().unwrap_or_default().to_uppercase();
        // What was missing and came is a return or a table; whether a source was known for it cannot be told any more.
        let kind = match (parts.next(), parts.next()) {
            (Some("missing"), Some("return")) => "return",
            (Some("missing") | None, _) => "table",
            (Some(kind), _) => kind,
        };
        let rank = last.entry(scope.clone()).and_modify(|rank| *rank += 1).or_insert(1);
        rows.push(Line { rank: *rank, kind: kind.to_owned(), repair: None, ask: None, id: Some(id.clone()), scope });
    }
    rows
}
