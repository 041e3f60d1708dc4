//! `concord trace`: from a published number back to its cells, and from a regional sum to its figures.

use std::collections::BTreeMap;

use anstream::println;
use comfy_table::{Table, presets};
use concord::json::{Document, TraceBody};
use concord::trace::{Query, Traced, Use, trace, trace_sums};

use crate::args::{Exit, Format, TraceCommand};
use crate::cells::whole;
use crate::{dossier, output};

/// How many observations are shown in full before they are only listed.
const SHOWN_IN_FULL: usize = 3;

/// Prints the observations that match, or the regional sums.
pub fn run(command: &TraceCommand) -> anyhow::Result<Exit> {
    let query = query(&command.query)?;
    let found = if query.is_of_sums() { Vec::new() } else { trace(&command.folder, &query)? };
    let asks_for_sums = query.is_of_sums() || (found.is_empty() && matches!(query, Query::Id(_)));
    let sums = if asks_for_sums { trace_sums(&command.folder, &query)? } else { Vec::new() };
    if found.is_empty() && sums.is_empty() {
        let what = match query {
            Query::Id(_) => "observation or regional sum",
            Query::Key(_) if query.is_of_sums() => "regional sum",
            Query::Key(_) => "observation",
        };
        anyhow::bail!("no {what} matches {}; leave out parts of the key to see what there is", command.query.join(" "));
    }
    if command.output.format == Format::Json {
        output::document(&Document::new("trace", TraceBody::of(&found, &sums)))?;
        return Ok(Exit::Clean);
    }
    if sums.len() > SHOWN_IN_FULL {
        println!("{} regional sums match; name more parts of the key, or one id:\n", sums.len());
        println!("{}", dossier::list(&sums));
        return Ok(Exit::Clean);
    }
    for sum in &sums {
        dossier::show(sum);
    }
    if found.len() > SHOWN_IN_FULL {
        println!("{} observations match; name more parts of the key, or one id:\n", found.len());
        println!("{}", list(&found));
        return Ok(Exit::Clean);
    }
    for traced in &found {
        show(traced);
    }
    Ok(Exit::Clean)
}

fn query(parts: &[String]) -> anyhow::Result<Query> {
    let is_id = |text: &str| text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if let [id] = parts
        && is_id(id)
    {
        return Ok(Query::Id(id.to_lowercase()));
    }
    let mut key = BTreeMap::new();
    for part in parts {
        let Some((name, value)) = part.split_once('=') else {
            anyhow::bail!("`{part}` is neither an id of 16 digits nor a part of a key such as `reporter=KEN`");
        };
        key.insert(name.to_owned(), value.to_owned());
    }
    Ok(Query::Key(key))
}

/// Columns that are no part of what the observation is about.
const NOT_DIMENSIONS: [&str; 31] = [
    "observation_id",
    "table_id",
    "reporter",
    "sender",
    "freq",
    "time_period",
    "period_start",
    "period_end",
    "reference",
    "age_from",
    "age_to",
    "value",
    "value_step",
    "unit",
    "obs_status",
    "obs_status_all",
    "suppressed_low",
    "suppressed_high",
    "conf_status",
    "grade",
    "grade_causes",
    "profile_id",
    "source_id",
    "submission_id",
    "vintage",
    "is_latest",
    "origin",
    "file",
    "sheet",
    "cell",
    "raw",
];

fn dimensions(traced: &Traced) -> String {
    let dimensions = traced
        .columns
        .iter()
        .filter(|(name, _)| !NOT_DIMENSIONS.contains(&name.as_str()) && !name.starts_with("mapping_") && name != "note");
    dimensions.filter_map(|(name, value)| Some(format!("{name}={}", value.as_ref()?))).collect::<Vec<_>>().join(" ")
}

fn list(found: &[Traced]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    for traced in found {
        let column = |name| traced.column(name).to_owned();
        table.add_row([
            column("observation_id"),
            column("table_id"),
            column("reporter"),
            column("time_period"),
            dimensions(traced),
            column("vintage"),
            value(traced),
        ]);
    }
    table
}

fn value(traced: &Traced) -> String {
    let value = traced.column("value");
    if value.is_empty() { format!("no value ({})", traced.column("obs_status")) } else { value.to_owned() }
}

fn show(traced: &Traced) {
    let column = |name| traced.column(name);
    println!("{} {} {} {} {}", column("observation_id"), column("table_id"), column("reporter"), column("freq"), column("time_period"));
    let dates = if column("period_start") == column("period_end") {
        column("period_start").to_owned()
    } else {
        format!("{} to {}", column("period_start"), column("period_end"))
    };
    println!("  {} ({dates})", dimensions(traced));
    println!(
        "  {} {}, step {}, status {} {}, {}",
        value(traced),
        column("unit"),
        column("value_step"),
        column("obs_status"),
        column("obs_status_all"),
        column("origin")
    );
    println!("  grade {} {}", column("grade"), column("grade_causes"));
    let latest = if column("is_latest") == "true" { "the latest" } else { "not the latest" };
    println!("  source {}, edition {} ({latest}), sent by {}", column("source_id"), column("vintage"), column("sender"));
    if !column("note").is_empty() {
        println!("  note: {}", column("note"));
    }
    if !traced.published {
        println!("  NOT PUBLISHED: another cell of the same source gives a different figure for this key");
    }
    for file in files(traced) {
        println!("\n  cells of {file}");
        println!("{}", cells(traced, file));
    }
    if let Some(file) = &traced.mapping_file {
        println!("\n  the lines are those of {file}\n");
    }
}

/// The files an observation comes from, in the order of its cells.
fn files(traced: &Traced) -> Vec<&str> {
    let mut files: Vec<&str> = Vec::new();
    for one in &traced.uses {
        if !files.contains(&one.file.as_str()) {
            files.push(&one.file);
        }
    }
    files
}

/// The cells of one file: the value first, then what names it.
fn cells(traced: &Traced, file: &str) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["   role", "cell", "text as stored", "factor", "mapping line"]);
    let mut uses: Vec<_> = traced.uses.iter().filter(|one| one.file == file).collect();
    uses.sort_by_key(|one| one.role != "value");
    for one in uses {
        let (cell, text) = (address(one), stored(one));
        let factor = if one.role == "value" { format!("x {}", one.factor) } else { String::new() };
        table.add_row([format!("   {}", one.role), cell, text, factor, one.line.clone().unwrap_or_default()]);
    }
    table
}

/// The cell of a use, with its sheet where it has one.
pub fn address(one: &Use) -> String {
    if one.cell.starts_with("line ") { one.cell.clone() } else { format!("{}!{}", whole(&one.sheet), one.cell) }
}

/// The text of a use as stored.
pub fn stored(one: &Use) -> String {
    if one.text.is_empty() { "(empty)".to_owned() } else { format!("`{}`", whole(&one.text)) }
}
