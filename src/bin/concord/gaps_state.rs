//! The page of one state of `concord gaps`: every table and year with its breakdowns, its sources, and what to ask.

use anstream::println;
use comfy_table::{ContentArrangement, Table, presets};
use concord::overview::{Overview, PlaceLine, StateOverview};

use crate::cells::fit;
use crate::gaps::asked;
use crate::screen::{SCREEN_WIDTH, plural};

/// How many recommendations are shown.
const SHOWN_ASKS: usize = 12;

/// How many codes that lack are named.
const NAMED: usize = 6;

/// Prints the page of the one state of an overview.
pub fn show(found: &Overview) {
    let Some(state) = found.states.first() else { return };
    println!("{} {}, {}\n", state.code, state.name, asked(found));
    files(state);
    errors(state);
    println!("\n{}", places(&state.places, &found.years));
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

fn errors(state: &StateOverview) {
    match state.errors.as_slice() {
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

/// A row for each table and what lacks of it; years with the same answer stand together.
fn places(places: &[PlaceLine], years: &[i16]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if !table.is_tty() {
        table.set_width(SCREEN_WIDTH);
    }
    let mut header = vec!["table".to_owned()];
    header.extend(years.iter().map(ToString::to_string));
    header.push("what lacks, and why".to_owned());
    table.set_header(header);
    let mut ids: Vec<&str> = Vec::new();
    for place in places {
        if !ids.contains(&place.table.as_str()) {
            ids.push(&place.table);
        }
    }
    for id in ids {
        let own: Vec<&PlaceLine> = places.iter().filter(|place| place.table == id).collect();
        let mut row = vec![id.to_owned()];
        row.extend(years.iter().map(|year| {
            own.iter()
                .find(|place| place.year == *year && place.breakdown == "table")
                .map_or_else(String::new, |place| place.status.clone())
        }));
        row.push(lacking(&own));
        table.add_row(row);
    }
    table
}

/// What lacks of a table: one sentence a breakdown and answer, with the years it is true of.
fn lacking(own: &[&PlaceLine]) -> String {
    let whole = |year: i16| own.iter().find(|place| place.year == year && place.breakdown == "table");
    let mut said: Vec<(String, Vec<i16>)> = Vec::new();
    let mut say = |text: String, year: i16| match said.iter_mut().find(|(known, _)| *known == text) {
        Some((_, years)) => years.push(year),
        None => said.push((text, vec![year])),
    };
    for place in own {
        let sent = whole(place.year).is_some_and(|whole| ["received", "partial", "late"].contains(&whole.status.as_str()));
        let text = match (place.breakdown.as_str(), sent) {
            ("table", false) => place.why.clone().or_else(|| (place.status == "missing").then(|| "no word".to_owned())),
            ("table", true) | (_, false) => None,
            (breakdown, true) => of_breakdown(breakdown, place),
        };
        if let Some(text) = text {
            say(text, place.year);
        }
    }
    let years: Vec<i16> = own.iter().filter(|place| place.breakdown == "table").map(|place| place.year).collect();
    let sentence = |(text, of): (String, Vec<i16>)| {
        if of == years { text } else { format!("{text} ({})", of.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")) }
    };
    said.into_iter().map(sentence).collect::<Vec<_>>().join("; ")
}

fn of_breakdown(breakdown: &str, place: &PlaceLine) -> Option<String> {
    let why = place.why.as_ref().map_or_else(String::new, |why| format!(", {why}"));
    let unknown = place.unknown_per_mille.filter(|share| *share >= 100).map(|share| format!("{breakdown}: {} % unknown", share / 10));
    match place.status.as_str() {
        "missing" => Some(format!("no {breakdown}")),
        "partial" => {
            let named = place.lacking.iter().take(NAMED).cloned().collect::<Vec<_>>().join(" ");
            let more = place.lacking.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            Some(format!("{breakdown} lacks {named}{more}{why}"))
        }
        "received" | "late" => unknown,
        status => Some(format!("{breakdown} {status}{why}")),
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
