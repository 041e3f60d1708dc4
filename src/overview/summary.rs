//! An overview out of the rows of a run.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::folder::{Folder, list, number, stated, text};
use super::{
    AskLine, Axis, AxisCount, CostLine, FindingLine, Look, Overview, OverviewError, PlaceLine, ReturnOverview, SENT, SourceLine,
    StateOverview, StatusCount, TABLE, UnreadFile,
};
use crate::spec::spelling_hint;
use crate::trace::Row;

/// Statuses in the order in which they are shown.
const STATUSES: [&str; 8] = ["received", "partial", "late", "not-collected", "not-applicable", "derogation", "confidential", "missing"];

/// Looks at the folder of a run.
///
/// # Errors
/// The folder is not the output of a finished run, a file of it can't be read, or a state or table was not asked.
pub fn overview(folder: &Path, look: &Look) -> Result<Overview, OverviewError> {
    let mut read = Folder::read(folder)?;
    known("state", look.state.as_deref(), &read.gaps, "state")?;
    known("table", look.table.as_deref(), &read.gaps, "table_id")?;
    if let Some(table) = &look.table {
        read.gaps.retain(|row| stated(row, "table_id") == Some(table));
        read.costs.retain(|row| stated(row, "table_id") == Some(table));
        read.recommendations.retain(|row| list(row, "tables").contains(table));
        read.findings.retain(|row| stated(row, "table_id").is_none_or(|id| id == table));
    }
    let tables: Vec<&Row> = read.gaps.iter().filter(|row| stated(row, "breakdown") == Some(TABLE)).collect();
    let distinct = |column: &str| -> BTreeSet<String> { tables.iter().map(|row| text(row, column)).collect() };
    let axes = axes(&tables);
    let states = distinct("state");
    let shown = states.iter().filter(|state| look.state.as_ref().is_none_or(|one| one == *state));
    let owners = owners(&read.returns);
    let of_state = |state: &String| state_overview(&read, (state, &tables, &axes), &owners, look.state.is_some());
    let unread = read
        .returns
        .iter()
        .filter_map(|row| Some(UnreadFile { file: text(row, "file"), error: stated(row, "error")?.to_owned() }))
        .collect();
    let elsewhere = read.findings.iter().filter(|row| is_open(row, "error") && !states.iter().any(|state| is_of(row, state, &owners)));
    Ok(Overview {
        pipeline: read.head.pipeline.clone(),
        standard: format!("{} {}", read.head.standard, read.head.standard_version),
        years: distinct("year").iter().filter_map(|year| year.parse().ok()).collect(),
        tables: distinct("table_id").into_iter().collect(),
        states: shown.map(of_state).collect(),
        costs: costs(&read.costs),
        unread,
        findings_left_out: read.head.edition.as_deref() == Some("public"),
        errors_elsewhere: elsewhere.map(|row| number::<u64>(row, "count").unwrap_or(1)).sum(),
        axes,
    })
}

fn axes(tables: &[&Row]) -> Vec<Axis> {
    let mut axes: Vec<Axis> = Vec::new();
    for row in tables {
        let (name, table) = (text(row, "axis"), text(row, "table_id"));
        match axes.iter_mut().find(|axis| axis.name == name) {
            Some(axis) if axis.tables.contains(&table) => {}
            Some(axis) => axis.tables.push(table),
            None => axes.push(Axis { name, tables: vec![table] }),
        }
    }
    axes
}

/// Refuses a name that stands in no row.
fn known(what: &'static str, name: Option<&str>, rows: &[Row], column: &str) -> Result<(), OverviewError> {
    let Some(name) = name else { return Ok(()) };
    let all: BTreeSet<&str> = rows.iter().filter_map(|row| stated(row, column)).collect();
    if all.contains(name) {
        return Ok(());
    }
    let near = spelling_hint(&name.to_uppercase(), all.iter().copied());
    let every = || (!all.is_empty()).then(|| format!("it asked {}", all.iter().copied().collect::<Vec<_>>().join(", ")));
    let hint = near.or_else(every).map_or_else(String::new, |hint| format!("; {hint}"));
    Err(OverviewError::Unknown { what, name: name.to_owned(), hint })
}

/// The states that sent each file.
fn owners(returns: &[Row]) -> BTreeMap<String, Vec<String>> {
    returns.iter().map(|row| (text(row, "file"), list(row, "senders"))).collect()
}

fn is_open(row: &Row, severity: &str) -> bool {
    stated(row, "severity") == Some(severity) && stated(row, "explanation").is_none()
}

/// Whether a finding is about a state: about its figures, or about a file that it sent.
fn is_of(row: &Row, state: &str, owners: &BTreeMap<String, Vec<String>>) -> bool {
    match stated(row, "state") {
        Some(own) => own == state,
        None => stated(row, "file").and_then(|file| owners.get(file)).is_some_and(|senders| senders.iter().any(|one| one == state)),
    }
}

fn state_overview(
    read: &Folder,
    (state, tables, axes): (&String, &[&Row], &[Axis]),
    owners: &BTreeMap<String, Vec<String>>,
    whole: bool,
) -> StateOverview {
    let own: Vec<&&Row> = tables.iter().filter(|row| stated(row, "state") == Some(state)).collect();
    let status = |row: &Row| text(row, "status");
    let count = |axis: &Axis| {
        let of_axis = || own.iter().filter(|row| stated(row, "axis") == Some(axis.name.as_str()) && status(row) != "not-applicable");
        let sent = of_axis().filter(|row| SENT.contains(&status(row).as_str())).count();
        AxisCount { sent: sent as u64, asked: of_axis().count() as u64 }
    };
    let gaps = || own.iter().filter(|row| !["received", "late"].contains(&status(row).as_str()));
    let said = |row: &&&&Row| stated(row, "explained") == Some("true");
    let findings = |severity: &'static str| read.findings.iter().filter(move |row| is_open(row, severity) && is_of(row, state, owners));
    let files: Vec<ReturnOverview> = read.returns.iter().filter(|row| list(row, "senders").contains(state)).map(returned).collect();
    let mut asks: Vec<(i32, AskLine)> = read
        .recommendations
        .iter()
        .filter(|row| stated(row, "scope") == Some(state))
        .map(|row| (number(row, "place").unwrap_or(i32::MAX), ask(row)))
        .collect();
    asks.sort_by_key(|(place, _)| *place);
    let about = |row: &&Row| whole && stated(row, "state") == Some(state);
    StateOverview {
        name: read.areas.iter().find(|row| stated(row, "code") == Some(state)).map(|row| text(row, "label_en")).unwrap_or_default(),
        code: state.clone(),
        axes: axes.iter().map(count).collect(),
        statuses: STATUSES
            .iter()
            .map(|one| StatusCount { status: (*one).to_owned(), count: own.iter().filter(|row| status(row) == *one).count() as u64 })
            .collect(),
        explained: gaps().filter(said).count() as u64,
        unexplained: gaps().filter(|row| !said(row)).count() as u64,
        days_late: files.iter().filter_map(|file| file.days_late).max(),
        files,
        errors: findings("error").map(finding).collect(),
        warnings_open: findings("warning").map(|row| number::<u64>(row, "count").unwrap_or(1)).sum(),
        asks: asks.into_iter().map(|(_, ask)| ask).collect(),
        places: read.gaps.iter().filter(about).map(|row| place(row, &read.areas)).collect(),
        sources: read.sources.iter().filter(about).map(source).collect(),
    }
}

fn returned(row: &Row) -> ReturnOverview {
    ReturnOverview {
        file: text(row, "file"),
        received_on: stated(row, "received_on").map(str::to_owned),
        days_late: number(row, "days_late"),
    }
}

fn finding(row: &Row) -> FindingLine {
    FindingLine {
        code: text(row, "code"),
        rule: stated(row, "rule").map(str::to_owned),
        message: text(row, "message"),
        file: stated(row, "file").map(str::to_owned),
        count: number(row, "count").unwrap_or(1),
    }
}

fn ask(row: &Row) -> AskLine {
    AskLine {
        id: text(row, "recommendation_id"),
        kind: text(row, "kind"),
        source: stated(row, "source_id").map(str::to_owned),
        wanted: text(row, "wanted"),
        tables: list(row, "tables"),
        status: text(row, "status"),
        since: stated(row, "since").map(str::to_owned),
        note: stated(row, "note").map(str::to_owned),
    }
}

fn source(row: &Row) -> SourceLine {
    SourceLine {
        axis: text(row, "axis"),
        source: stated(row, "source").map(str::to_owned),
        standing: text(row, "standing"),
        reliability: stated(row, "reliability").map(str::to_owned),
        note: stated(row, "note").map(str::to_owned),
    }
}

fn place(row: &Row, areas: &[Row]) -> PlaceLine {
    // A member is known by its code, a group of countries only by its name.
    let name = |code: String| {
        let group = areas.iter().find(|area| stated(area, "code") == Some(&code) && stated(area, "kind") != Some("country"));
        group.map(|area| text(area, "label_en")).filter(|_| code.bytes().next().is_some_and(|byte| byte != b'_')).unwrap_or(code)
    };
    let lacking = list(row, "lacking");
    let why = match (stated(row, "why"), stated(row, "who"), stated(row, "reason")) {
        (Some(why), Some(who), _) => Some(format!("“{why}” ({who})")),
        (None, _, Some(reason)) => Some(format!("its figures say {reason}")),
        _ => None,
    };
    PlaceLine {
        table: text(row, "table_id"),
        year: number(row, "year").unwrap_or_default(),
        breakdown: text(row, "breakdown"),
        status: text(row, "status"),
        explained: stated(row, "explained") == Some("true"),
        lacking_names: lacking.iter().cloned().map(name).collect(),
        lacking,
        why,
        days_late: number(row, "days_late"),
        unknown_per_mille: number(row, "unknown_per_mille"),
    }
}

/// What costs most in the last year, the dearest first.
fn costs(rows: &[Row]) -> Vec<CostLine> {
    let line = |row: &Row| CostLine {
        table: text(row, "table_id"),
        year: number(row, "year").unwrap_or_default(),
        breakdown: text(row, "breakdown"),
        asked: number(row, "asked").unwrap_or_default(),
        lost: list(row, "lost"),
        lost_per_mille: number(row, "lost_per_mille"),
        best_state: stated(row, "best_state").map(str::to_owned),
        best_per_mille: number(row, "best_per_mille"),
    };
    let mut all: Vec<CostLine> = rows.iter().map(line).filter(|cost| !cost.lost.is_empty()).collect();
    let last = all.iter().map(|cost| cost.year).max();
    all.retain(|cost| Some(cost.year) == last);
    // The sort is stable: tables stay in order, breakdowns as they are asked for.
    all.sort_by_key(|cost| std::cmp::Reverse((cost.lost_per_mille, cost.lost.len())));
    all
}
