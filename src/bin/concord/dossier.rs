//! The dossier of a regional sum, in the order in which an officer defends it: the figure and what it covers, its parts, their cells,
//! the definitions behind them, and who is missing.

use std::collections::BTreeSet;

use anstream::println;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use concord::spec::Language;
use concord::texts::grouped;
use concord::trace::{TracedDefinition, TracedPart, TracedSum, Use};

use crate::cells::{fit, whole};
use crate::screen::SCREEN_WIDTH;
use crate::trace::{address, stored};

/// Columns of a sum that say what it is about.
fn about(sum: &TracedSum) -> String {
    let first = sum.columns.iter().skip_while(|(name, _)| name != "year").skip(1);
    let key = first.take_while(|(name, _)| name != "unit");
    key.filter_map(|(name, value)| Some(format!("{name}={}", value.as_ref()?))).collect::<Vec<_>>().join(" ")
}

/// Sums in one line each.
pub fn list(sums: &[TracedSum]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["id", "table", "year", "of", "comparable", "as reported"]);
    let or_none = |value: String| if value.is_empty() { "none".to_owned() } else { value };
    for sum in sums {
        table.add_row([
            sum.column("sum_id"),
            sum.column("table_id"),
            sum.column("year"),
            about(sum),
            or_none(sum.column("comparable_value")),
            or_none(sum.column("reported_value")),
        ]);
    }
    table
}

/// The whole dossier of one sum.
pub fn show(sum: &TracedSum) {
    let column = |name| sum.column(name);
    println!("{} regional sum {} {} {}", column("sum_id"), column("table_id"), column("freq"), column("year"));
    println!("  {} ({})", about(sum), column("unit"));
    println!("  {}", column("said").replace("; ", "\n  "));
    println!("\n1. Parts\n{}", parts(sum));
    println!("\n2. Cells of each part, as stored\n{}", cells(sum));
    println!("\n3. Definitions that matter, with their distance from the shared ones\n{}", definitions(sum));
    println!("\n4. Members that are not in the comparable line\n{}", absent(sum));
    println!("\n  every label of a part: `concord trace FOLDER OBSERVATION`\n");
}

fn table(heads: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(SCREEN_WIDTH);
    table.set_header(heads);
    table
}

/// Lines without blanks at their ends.
fn trimmed(table: &Table) -> String {
    table.to_string().lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn parts(sum: &TracedSum) -> String {
    if sum.parts.is_empty() {
        return "   none".to_owned();
    }
    let mut table = table(&["   state", "figure", "period", "status", "grade", "comparable", "source", "edition", "observation"]);
    for part in &sum.parts {
        table.add_row([
            format!("   {}", part.column("reporter")),
            figure(part),
            period(part),
            part.column("obs_status_all").trim_matches(['[', ']']).to_owned(),
            part.column("grade"),
            if part.column("comparable") == "true" { "yes" } else { "no" }.to_owned(),
            part.column("source_id"),
            part.column("vintage"),
            part.column("observation_id"),
        ]);
    }
    if let Some(column) = table.column_mut(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let mut text = trimmed(&table);
    let others: Vec<String> = sum
        .parts
        .iter()
        .filter(|part| part.column("others") != "[]" && !part.column("others").is_empty())
        .map(|part| {
            format!("\n   {}: another source or edition gives {}, which does not speak", part.column("reporter"), part.column("others"))
        })
        .collect();
    text.push_str(&others.concat());
    text
}

fn figure(part: &TracedPart) -> String {
    let value = part.column("value");
    match (value.parse::<i64>(), part.column("suppressed_low").is_empty()) {
        (Ok(value), _) => grouped(value, Language::EN),
        (Err(_), false) => format!("{} to {}", part.column("suppressed_low"), part.column("suppressed_high")),
        (Err(_), true) => "none".to_owned(),
    }
}

/// The day of a stock, or both days.
fn period(part: &TracedPart) -> String {
    let (start, end) = (part.column("period_start"), part.column("period_end"));
    if start == end { end } else { format!("{start} to {end}") }
}

fn cells(sum: &TracedSum) -> String {
    let mut table = table(&["   state", "cell", "text as stored", "factor", "file", "mapping"]);
    for part in &sum.parts {
        let values: Vec<&Use> = part.cells.iter().filter(|one| one.role == "value").collect();
        for (place, one) in values.iter().enumerate() {
            let state = if place == 0 { part.column("reporter") } else { String::new() };
            let line = one.line.as_ref().map(|line| format!(":{line}")).unwrap_or_default();
            let mapping = part.mapping_file.as_ref().map(|file| format!("{file}{line}")).unwrap_or_default();
            table.add_row([format!("   {state}"), address(one), stored(one), format!("x {}", one.factor), whole(&one.file), mapping]);
        }
        let note = part.column("note");
        if !note.is_empty() {
            table.add_row([String::new(), "note".to_owned(), whole(&note)]);
        }
    }
    if sum.parts.is_empty() { "   none".to_owned() } else { trimmed(&table) }
}

/// By source, each attribute that moves the grade or leads; the rest is as in the shared definition.
fn definitions(sum: &TracedSum) -> String {
    let sources: BTreeSet<(&str, &str)> = sum.definitions.iter().map(|one| (one.source.as_str(), one.profile.as_str())).collect();
    let mut text: Vec<String> = Vec::new();
    for (source, profile) in sources {
        let own: Vec<&TracedDefinition> = sum.definitions.iter().filter(|one| one.source == source && one.profile == profile).collect();
        let told: Vec<&&TracedDefinition> = own.iter().filter(|one| one.matters()).collect();
        let same = own.iter().filter(|one| one.distance == "0").count();
        text.push(format!("   {source}: {same} of {} as in the shared definition\n     profile {profile}", own.len()));
        if told.is_empty() {
            continue;
        }
        let mut table = table(&["     distance", "attribute", "stated", "said in"]);
        for one in told {
            table.add_row([
                format!("     {}", one.distance),
                one.attribute.clone(),
                one.value.clone().unwrap_or_else(|| if one.open { "not stated" } else { "as the figures tell" }.to_owned()),
                one.evidence.as_deref().map(|evidence| fit(evidence, 60)).unwrap_or_default(),
            ]);
        }
        text.push(trimmed(&table));
    }
    if text.is_empty() { "   none is stated".to_owned() } else { text.join("\n") }
}

fn absent(sum: &TracedSum) -> String {
    if sum.absent.is_empty() {
        return "   none: every member is in it".to_owned();
    }
    let mut table = table(&["   state", "why", "as reported", "asked for", "explanation", "source"]);
    for one in &sum.absent {
        let explanation = match (&one.explanation, &one.who) {
            (Some(text), Some(who)) => format!("{} ({})", whole(text), whole(who)),
            (Some(text), None) => whole(text),
            _ => "none".to_owned(),
        };
        table.add_row([
            format!("   {}", one.state),
            one.why.clone(),
            if one.reported { "yes" } else { "no" }.to_owned(),
            one.asked.clone().unwrap_or_else(|| "not in the plan".to_owned()),
            explanation,
            one.source_standing.clone().unwrap_or_default(),
        ]);
    }
    trimmed(&table)
}
