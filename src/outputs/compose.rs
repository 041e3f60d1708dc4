//! Tables put together: every layout of the standard for the region or for a state, in one language.
//!
//! In: the figures of a run and the standard. Out: a [`Publication`]. A layout for which the run has no figure is left out and named
//! in the lead, so that nobody looks for it.

use std::collections::BTreeSet;

use super::figures::Figures;
use super::model::{Chart, ChartKind, Legend, Note, Publication, RowKind, Table};
use super::place::Plan;
use super::words::Words;
use super::{both_ends, grid, of_indicators, regional};
use crate::model::{Code, Grade, Status};
use crate::spec::{Language, OutputChart, OutputColumns, OutputLayout, OutputRows, Standard};

/// The most lines and bars of a chart.
const MOST_LINES: usize = 6;
const MOST_BARS: usize = 12;

/// The tables of the region, or of a state.
pub(super) fn publication(figures: &Figures, standard: &Standard, state: Option<&Code>, language: Language) -> Publication {
    let words = Words { standard, language };
    let code = state.unwrap_or(&standard.region);
    let name = words.area(code);
    let layouts = standard.outputs.iter().filter(|layout| if state.is_some() { layout.is_for_states() } else { layout.is_for_region() });
    let (mut tables, mut without): (Vec<Table>, Vec<String>) = (Vec::new(), Vec::new());
    for layout in layouts {
        match table(layout, figures, state, &words) {
            Some(table) => tables.push(table),
            None => without.push(title(layout, &words)),
        }
    }
    let mut lead =
        vec![words.plain(if state.is_some() { "outputs-lead-state" } else { "outputs-lead-region" }), words.plain("outputs-lead-trace")];
    if !without.is_empty() {
        lead.push(words.say("outputs-lead-without", &[("tables", &without.join("; "))]));
    }
    Publication {
        code: code.to_string(),
        title: words.say("outputs-title", &[("name", &name)]),
        name,
        collection: figures.collection.clone(),
        language: language.to_string(),
        lead,
        tables,
        legend: legend(&words),
        made_by: format!("{} {} · concord {}", words.text("standard/title", &standard.title), standard.version, env!("CARGO_PKG_VERSION")),
    }
}

fn title(layout: &OutputLayout, words: &Words<'_>) -> String {
    words.text(&format!("output/{}/title", layout.id), &layout.title)
}

/// One table; none where the run has no figure for it.
fn table(layout: &OutputLayout, figures: &Figures, state: Option<&Code>, words: &Words<'_>) -> Option<Table> {
    let mut table = Table { id: layout.id.to_string(), title: title(layout, words), ..Table::default() };
    if !layout.indicators.is_empty() {
        return of_indicators::table(layout, figures, state, words, table);
    }
    let gathered = match (&layout.rows, state) {
        (OutputRows::Origins, None) => {
            let (year, gathered) = both_ends::of_region(layout, figures, words, &mut table)?;
            table.subtitle = year.to_string();
            gathered
        }
        (OutputRows::Origins, Some(state)) => {
            let (year, gathered) = both_ends::of_state(layout, state, figures, words, &mut table)?;
            table.subtitle = year.to_string();
            gathered
        }
        (OutputRows::Tables, _) => regional::tables(layout, figures, words, &mut table),
        _ => {
            let id = layout.tables.first()?;
            let plan = Plan::of(layout, id, state, figures, words)?;
            table.subtitle = subtitle(&plan, words);
            match (state, &layout.rows, &layout.columns) {
                (_, OutputRows::Reporters, _) => regional::reporters(&plan, figures, words, &mut table),
                (_, _, OutputColumns::Coverage) => regional::coverage(&plan, figures, words, &mut table),
                (Some(state), ..) => grid::of_state(&plan, state, figures, words, &mut table),
                (None, ..) => grid::of_region(&plan, figures, words, &mut table),
            }
        }
    };
    if table.rows.is_empty() {
        return None;
    }
    if layout.footnotes && layout.rows != OutputRows::Reporters {
        table.notes.extend(gathered.all_notes(figures, words));
    }
    other_spans(layout, figures, state, words, &mut table);
    table.sources = gathered.sources(words);
    table.chart = chart(layout, &table);
    Some(table)
}

/// What is counted, for which day or span, and what the table is limited to.
fn subtitle(plan: &Plan<'_>, words: &Words<'_>) -> String {
    let mut parts = vec![words.unit(plan.spec.unit), words.reference_time(plan.spec)];
    parts.extend(plan.single_year().map(|year| year.to_string()));
    for (dimension, code) in plan.spec.all_dimensions().iter().zip(&plan.base) {
        let shown = Some(dimension) == plan.layout.within.as_ref()
            || plan.layout.rows == OutputRows::Dimension(dimension.clone())
            || plan.layout.columns == OutputColumns::Dimension(dimension.clone());
        if !shown && !code.is_total() {
            parts.push(format!("{}: {}", words.dimension(dimension), words.code(dimension, code)));
        }
    }
    parts.push(words.say("outputs-exchange-table", &[("table", plan.table.as_str())]));
    parts.join(" · ")
}

/// Says whose figures are for months, quarters or other spans and so stand in no annual table.
fn other_spans(layout: &OutputLayout, figures: &Figures, state: Option<&Code>, words: &Words<'_>, table: &mut Table) {
    for id in &layout.tables {
        let states: BTreeSet<&Code> = figures.with_shorter_spans(id).filter(|own| state.is_none_or(|state| *own == state)).collect();
        if !states.is_empty() {
            let text = words.say("outputs-other-spans", &[("states", &words.states(states)), ("table", id.as_str())]);
            table.notes.push(Note { number: None, text });
        }
    }
}

/// What every sign, mark and letter means.
fn legend(words: &Words<'_>) -> Vec<Legend> {
    let mut lines = vec![Legend { sign: "0".to_owned(), meaning: words.plain("outputs-zero") }];
    let mut say = |sign: String, meaning: String| {
        if !lines.iter().any(|known| known.sign == sign) {
            lines.push(Legend { sign, meaning });
        }
    };
    say(words.sign(OutputLayout::NOT_SENT), words.plain("outputs-not-sent"));
    say(words.sign(OutputLayout::NOT_CHOSEN), words.plain("outputs-not-chosen"));
    say(words.sign(OutputLayout::NOT_MADE), words.plain("outputs-not-made"));
    say(words.sign(OutputLayout::AT_LEAST), words.plain("outputs-at-least"));
    let label = |status: Status| {
        let english =
            words.standard.lists.get("obs_status").and_then(|list| list.get(status.as_str())).map(|entry| entry.label(Language::EN));
        words.text(&format!("code/obs_status/{status}/label"), english.unwrap_or(status.as_str()))
    };
    // What several statuses share is told by the broadest of them.
    let missing = Status::ALL.iter().filter(|status| status.explains_a_missing_value());
    say(words.sign(Status::M.as_str()), words.plain("outputs-not-applicable"));
    for status in [Status::O, Status::M, Status::Q].iter().chain(missing).chain(Status::ALL).filter(|status| **status != Status::A) {
        say(words.sign(status.as_str()), label(*status));
    }
    let code = Code::new(Code::UNKNOWN).map(|code| words.code_of_list("sex", &code)).unwrap_or_default();
    say(code, words.plain("outputs-unknown"));
    for grade in Grade::ALL {
        say(grade.to_string(), words.plain(&format!("outputs-grade-{}", grade.as_str().to_lowercase())));
    }
    lines
}

/// The picture of a table: its totals where there are some, otherwise its largest rows.
fn chart(layout: &OutputLayout, table: &Table) -> Option<Chart> {
    let kind = match layout.chart {
        OutputChart::None => return None,
        OutputChart::Line => ChartKind::Line,
        OutputChart::Column => ChartKind::Column,
        OutputChart::Bar => ChartKind::Bar,
    };
    let last = table.columns.len().checked_sub(1)?;
    let numbers = |row: &usize| table.rows[*row].cells.iter().filter(|cell| cell.value().is_some()).count();
    let of_kind = |kind: RowKind| -> Vec<usize> { (0..table.rows.len()).filter(|row| table.rows[*row].kind == kind).collect() };
    let totals: Vec<usize> = of_kind(RowKind::Total).into_iter().filter(|row| numbers(row) > 0).collect();
    let largest = |most: usize| -> Vec<usize> {
        let value = |row: &usize| table.rows[*row].cells.get(last).and_then(super::model::Cell::value).unwrap_or(-1);
        let mut rows: Vec<usize> = of_kind(RowKind::Plain).into_iter().filter(|row| value(row) > 0).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(value(row)));
        rows.truncate(most);
        rows
    };
    let (rows, columns) = match kind {
        ChartKind::Bar => (largest(MOST_BARS), vec![last]),
        ChartKind::Line | ChartKind::Column => {
            let rows = if totals.is_empty() { largest(MOST_LINES) } else { totals };
            (rows, (0..table.columns.len()).collect())
        }
    };
    let enough = if kind == ChartKind::Bar { rows.len() > 1 } else { !rows.is_empty() && rows.iter().any(|row| numbers(row) > 1) };
    let title = if kind == ChartKind::Bar { format!("{}, {}", table.title, table.columns[last].head) } else { table.title.clone() };
    enough.then_some(Chart { kind, title, rows, columns })
}
