//! The page of one state of `concord gaps`: every table and year with its breakdowns, its sources, and what to ask.

use anstream::println;
use comfy_table::{ContentArrangement, Table, presets};
use concord::gaps::years_said;
use concord::overview::{Overview, PlaceLine, StateOverview};

use crate::cells::fit;
use crate::gaps::asked;
use crate::screen::{SCREEN_WIDTH, plural};

/// How many recommendations are shown.
const SHOWN_ASKS: usize = 12;

/// Per mille of unknown from which it is worth a word.
const MUCH_UNKNOWN: i16 = 100;

/// How many codes that lack are named.
const NAMED: usize = 6;

/// Prints the page of the one state of an overview.
pub fn show(found: &Overview) {
    let Some(state) = found.states.first() else { return };
    println!("{} {}, {}\n", state.code, state.name, asked(found));
    files(state);
    errors(state, found.findings_left_out);
    places(&state.places, &found.years);
    sources(state);
    asks(state);
}

fn files(state: &StateOverview) {
    if state.files.is_empty() {
        println!("returns       none has come");
    }
    for file in &state.files {
        let late = match (file.received_on.as_ref(), file.days_late) {
            (Some(day), Some(days)) if days > 0 => format!("received on {day}, {} late", plural(days.unsigned_abs().into(), "day")),
            (Some(day), _) => format!("received on {day}"),
            (None, _) => "nobody noted when it came".to_owned(),
        };
        println!("returns       {}: {late}", file.file);
    }
}

fn errors(state: &StateOverview, findings_left_out: bool) {
    match state.errors.as_slice() {
        _ if findings_left_out => println!("blocked by    not told: findings are not in this edition; ask `concord gaps` of the run"),
        [] => println!("blocked by    nothing: no open error"),
        errors => {
            for error in errors.iter().take(NAMED) {
                let name = error.rule.as_ref().unwrap_or(&error.code);
                println!("blocked by    {name}: {}", fit(&error.message, usize::from(SCREEN_WIDTH) - 16 - name.len()));
            }
            if errors.len() > NAMED {
                println!("              and {} more", errors.len() - NAMED);
            }
        }
    }
    if state.warnings_open > 0 {
        println!("to explain    {}", plural(state.warnings_open, "warning"));
    }
}

/// A row for each table of which anything came, then in a line each what else was asked for, by what was said of it.
fn places(places: &[PlaceLine], years: &[i16]) {
    let mut ids: Vec<&str> = places.iter().map(|place| place.table.as_str()).collect();
    ids.dedup();
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if !table.is_tty() {
        table.set_width(SCREEN_WIDTH);
    }
    let mut header = vec!["table".to_owned()];
    header.extend(years.iter().map(ToString::to_string));
    header.push("what lacks, and why".to_owned());
    table.set_header(header);
    let mut nothing: Vec<(String, Vec<&str>)> = Vec::new();
    for id in ids {
        let own: Vec<&PlaceLine> = places.iter().filter(|place| place.table == id).collect();
        let text = lacking(&own);
        if own.iter().any(|place| place.is_sent()) {
            let mut row = vec![id.to_owned()];
            row.extend(years.iter().map(|year| whole(&own, *year).map_or_else(|| "-".to_owned(), |place| place.status.clone())));
            row.push(text);
            table.add_row(row);
        } else if let Some((_, tables)) = nothing.iter_mut().find(|(known, _)| *known == text) {
            tables.push(id);
        } else {
            nothing.push((text, vec![id]));
        }
    }
    if table.row_count() > 0 {
        println!("\n{table}");
    }
    for (text, tables) in nothing {
        println!("\nnothing of    {}\n              {text}", tables.join(", "));
    }
}

fn whole<'a>(own: &[&'a PlaceLine], year: i16) -> Option<&'a PlaceLine> {
    own.iter().copied().find(|place| place.year == year && place.is_table())
}

/// What lacks of a table; years of which the same is true stand together.
fn lacking(own: &[&PlaceLine]) -> String {
    let years: Vec<i16> = own.iter().filter(|place| place.is_table()).map(|place| place.year).collect();
    let mut said: Vec<(String, Vec<i16>)> = Vec::new();
    for year in &years {
        let text = of_year(own, *year);
        match said.iter_mut().find(|(known, _)| *known == text) {
            Some((_, years)) => years.push(*year),
            None => said.push((text, vec![*year])),
        }
    }
    let sentence = |(text, of): (String, Vec<i16>)| match (text.is_empty(), of == years) {
        (true, _) => None,
        (false, true) => Some(text),
        (false, false) => Some(format!("{}: {text}", years_said(&of))),
    };
    said.into_iter().filter_map(sentence).collect::<Vec<_>>().join(". ")
}

fn of_year(own: &[&PlaceLine], year: i16) -> String {
    let Some(table) = whole(own, year) else { return String::new() };
    if !table.is_sent() {
        let word = table.why.clone().unwrap_or_else(|| "nobody said why".to_owned());
        return if table.status == "missing" { word } else { format!("{}: {word}", table.status) };
    }
    let breakdowns = own.iter().filter(|place| place.year == year && !place.is_table());
    breakdowns.filter_map(|place| of_breakdown(place)).collect::<Vec<_>>().join("; ")
}

fn of_breakdown(place: &PlaceLine) -> Option<String> {
    let why = place.why.as_ref().map_or_else(String::new, |why| format!(", {why}"));
    let name = breakdown_name(&place.breakdown);
    match place.status.as_str() {
        "missing" => Some(format!("no {name}")),
        "partial" => {
            let named = place.lacking_names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
            let more = place.lacking_names.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            Some(format!("{name} without {named}{more}{why}"))
        }
        "received" | "late" => {
            let much = place.unknown_per_mille.filter(|share| *share >= MUCH_UNKNOWN);
            much.map(|share| format!("{name}: {} % unknown", share / 10))
        }
        status => Some(format!("{name} {status}{why}")),
    }
}

/// A breakdown in words: `citizenship.l2` is citizenship by member state.
fn breakdown_name(breakdown: &str) -> String {
    let (name, level) = breakdown.split_once('.').unwrap_or((breakdown, ""));
    let name = name.replace('_', " ");
    match level {
        "l1" => format!("{name} by groups of countries"),
        "l2" => format!("{name} by member state"),
        "l3" => format!("{name} by country"),
        _ => name,
    }
}

fn sources(state: &StateOverview) {
    println!("\nsources");
    for source in &state.sources {
        let name = source.source.as_deref().unwrap_or("none known");
        let judged = source.reliability.as_ref().map_or_else(String::new, |text| format!(", reliability: {text}"));
        println!("  {:<18} {:<10} {}", source.axis, source.standing, fit(&format!("{name}{judged}"), usize::from(SCREEN_WIDTH) - 32));
    }
}

fn asks(state: &StateOverview) {
    println!("\nask{}", if state.asks.is_empty() { " nothing" } else { ", the cheapest first" });
    for (ask, rank) in state.asks.iter().zip(1..).take(SHOWN_ASKS) {
        let status = match (ask.status.as_str(), &ask.since) {
            ("open", _) => String::new(),
            (status, Some(since)) => format!(" [{status} since {since}]"),
            (status, None) => format!(" [{status}]"),
        };
        let note = ask.note.as_ref().map_or_else(String::new, |note| format!(" ({note})"));
        let source = ask.source.as_ref().map_or_else(String::new, |source| format!("{source}: "));
        println!("{rank:>3}. {}{status}", ask.id);
        println!("     {}", fit(&format!("{source}{}{note}", ask.wanted), usize::from(SCREEN_WIDTH) - 5));
    }
    if state.asks.len() > SHOWN_ASKS {
        println!("     and {} more in recommendations.parquet", state.asks.len() - SHOWN_ASKS);
    }
}
