//! `concord mirror`: the same persons as counted by two states, or by two sources.

use std::fmt::Write;

use comfy_table::{CellAlignment, Table, presets};
use concord::json::{Document, MirrorBody, MirrorCount, MirrorFigure, MirrorPair};
use concord::mirror::Comparison;
use concord::spec::Language;
use concord::texts::grouped;
use concord::trace::{MirrorQuery, trace_mirrors};

use crate::args::{Exit, Format, MirrorCommand};
use crate::cells::fit;
use crate::output;
use crate::screen::SCREEN_WIDTH;

/// How many pairs with one figure a statement lists.
const LISTED_ALONE: usize = 12;

/// Prints the overview, or the statement of a state or about a partner.
pub fn run(command: &MirrorCommand) -> anyhow::Result<Exit> {
    let capitals = |text: &Option<String>| text.as_ref().map(|text| text.to_uppercase());
    let query = MirrorQuery { state: capitals(&command.state), partner: capitals(&command.partner), year: capitals(&command.year) };
    let found = trace_mirrors(&command.folder, &query)?;
    let with_pairs = query.state.is_some() || query.partner.is_some();
    let body = MirrorBody::of(&found, with_pairs);
    if command.output.format == Format::Json {
        output::document(&Document::new("mirror", body))?;
    } else if with_pairs {
        output::print(&statement(&body, query.state.is_none()))?;
    } else {
        output::print(&overview(&body))?;
    }
    Ok(Exit::Clean)
}

/// For each state and mirror how much there is to compare.
fn overview(body: &MirrorBody) -> String {
    if body.overview.is_empty() {
        return "no figure here is counted from two ends\n".to_owned();
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["state", "what is compared", "both figures", "one figure", "of them hidden", "index"]);
    let row = |count: &MirrorCount| {
        let index = count.system_index.map_or_else(|| "-".to_owned(), |index| format!("{index:.3}"));
        let state = count.state.clone().unwrap_or_else(|| "all".to_owned());
        [state, fit(&count.subject, 76), count.both.to_string(), count.one.to_string(), count.hidden.to_string(), index]
    };
    table.add_rows(body.overview.iter().chain(&body.together).map(row));
    right(&mut table, &[2, 3, 4, 5]);
    format!(
        "{table}\n\nA pair is a partner and a year. The index is the sum of the differences, without their sign, by the sum of all figures,\n\
         over the pairs with both: 0 where they agree, at most 1. A difference is no error; `--state CODE` says what explains it.\n"
    )
}

fn right(table: &mut Table, columns: &[usize]) {
    for column in columns {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

/// The pairs of a statement, by what is compared, each with the notes that explain it below.
fn statement(body: &MirrorBody, of_several: bool) -> String {
    let mut subjects: Vec<&str> = Vec::new();
    for pair in &body.pairs {
        if !subjects.contains(&pair.subject.as_str()) {
            subjects.push(&pair.subject);
        }
    }
    let mut text = String::new();
    for subject in subjects {
        let (told, alone): (Vec<&MirrorPair>, Vec<&MirrorPair>) =
            body.pairs.iter().filter(|pair| pair.subject == subject).partition(|pair| pair.first.is_some() && pair.second.is_some());
        let _ = writeln!(text, "{subject}\n");
        let (same, differing): (Vec<&MirrorPair>, Vec<&MirrorPair>) = told.iter().copied().partition(|pair| is_same_of_sources(pair));
        text.push_str(&pairs(&differing, of_several));
        text.push_str(&same_figure(&same, of_several));
        text.push_str(&one_figure(&alone, of_several, !told.is_empty()));
    }
    text.push_str("Differences, not errors: nothing here corrects a figure. `--format json` names cell and observation, for `trace`.\n");
    text
}

/// Pairs with two figures: two lines each, and the numbers of their notes.
fn pairs(told: &[&MirrorPair], of_several: bool) -> String {
    if told.is_empty() {
        return String::new();
    }
    let mut notes: Vec<&str> = Vec::new();
    for note in told.iter().flat_map(|pair| &pair.explained_by) {
        if !notes.contains(&note.as_str()) {
            notes.push(note);
        }
    }
    // Sources give way where the figures and the notes need room.
    let laid_out = |room| two_lines_each(told, of_several, &notes, room);
    let is_narrow = |table: &String| table.lines().all(|line| line.chars().count() <= usize::from(SCREEN_WIDTH));
    let widest = (8..=34).rev().map(laid_out).find(is_narrow).unwrap_or_else(|| laid_out(8));
    let mut text = format!("{widest}\n");
    for (position, note) in notes.iter().enumerate() {
        text.push_str(&wrapped(&format!("{:>3}  ", position + 1), note));
    }
    text.push('\n');
    text
}

/// The table of pairs, with so much room for the name of a source.
fn two_lines_each(told: &[&MirrorPair], of_several: bool, notes: &[&str], room: usize) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    let measures = ["difference", "ratio", "index", "notes"];
    table.set_header(headings(of_several).into_iter().chain(FIGURE).chain(measures));
    for pair in told {
        let number = |note: &String| notes.iter().position(|known| *known == note.as_str()).map(|position| (position + 1).to_string());
        let numbers: Vec<String> = pair.explained_by.iter().filter_map(number).collect();
        let measure = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"));
        let difference = pair.difference.map_or_else(|| "-".to_owned(), |value| grouped(value, Language::EN));
        let measures = [difference, measure(pair.ratio), measure(pair.symmetric_index), numbers.join(" ")];
        let [first, second] = [&pair.first, &pair.second].map(|one| one.as_ref().map(|one| figure(one, room)).unwrap_or_default());
        let named = names(pair, of_several);
        let empty = vec![String::new(); named.len()];
        table.add_row(named.into_iter().chain(first).chain(measures));
        table.add_row(empty.into_iter().chain(second));
    }
    let before = headings(of_several).len();
    right(&mut table, &[before + 1, before + 5, before + 6, before + 7]);
    let lines = table.to_string();
    lines.lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

/// Headings over a figure.
const FIGURE: [&str; 5] = ["of", "figure", "grade", "period", "source"];

/// Headings over the names of a pair; the state is named where several are shown.
fn headings(of_several: bool) -> Vec<&'static str> {
    if of_several { vec!["state", "partner", "year"] } else { vec!["partner", "year"] }
}

fn names(pair: &MirrorPair, of_several: bool) -> Vec<String> {
    let state = of_several.then(|| pair.state.clone());
    state.into_iter().chain([pair.partner.clone(), pair.year.clone()]).collect()
}

/// Whom a figure describes, the figure, grade, period and source.
fn figure(one: &MirrorFigure, room: usize) -> [String; 5] {
    [one.reporter.clone(), value(one), one.grade.clone(), period(one), fit(&one.source, room)]
}

fn value(one: &MirrorFigure) -> String {
    match (one.value, one.range) {
        (Some(value), _) => grouped(value, Language::EN),
        (None, Some((low, high))) => format!("{low} to {high}"),
        (None, None) => format!("none ({})", one.status),
    }
}

/// The day of a stock, the year of a calendar year, or both days.
fn period(one: &MirrorFigure) -> String {
    if one.period_start == one.period_end {
        return one.period_end.clone();
    }
    let year = one.period_start.strip_suffix("-01-01");
    match year {
        Some(year) if one.period_end.strip_suffix("-12-31") == Some(year) => year.to_owned(),
        _ => format!("to {}", one.period_end),
    }
}

/// Whether two sources give one figure, which may well come from one count.
fn is_same_of_sources(pair: &MirrorPair) -> bool {
    pair.comparison == Comparison::Sources.as_str() && pair.difference == Some(0)
}

/// The pairs of sources that say the same, by their partners and years.
fn same_figure(same: &[&MirrorPair], of_several: bool) -> String {
    if same.is_empty() {
        return String::new();
    }
    let named: Vec<String> = same.iter().map(|pair| names(pair, of_several).join(" ")).collect();
    wrapped(" ", &format!("the same figure in both: {}", named.join(", "))) + "\n"
}

/// Pairs in which one side gives no figure, the first of them.
fn one_figure(alone: &[&MirrorPair], of_several: bool, after_others: bool) -> String {
    if alone.is_empty() {
        return String::new();
    }
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(headings(of_several).into_iter().chain(FIGURE));
    for pair in alone.iter().take(LISTED_ALONE) {
        let Some(one) = pair.first.as_ref().or(pair.second.as_ref()) else { continue };
        table.add_row(names(pair, of_several).into_iter().chain(figure(one, 60)));
    }
    right(&mut table, &[headings(of_several).len() + 1]);
    let heading = if after_others { "counted by one only\n" } else { "" };
    let mut text = format!("{heading}{table}\n");
    let more = alone.len().saturating_sub(LISTED_ALONE);
    if more > 0 {
        let _ = writeln!(text, "  ... and {more} more; name --partner or --year, or take --format json");
    }
    text.push('\n');
    text
}

/// A note in lines of the screen, the further ones under the first.
fn wrapped(number: &str, note: &str) -> String {
    let room = usize::from(SCREEN_WIDTH) - number.len();
    let mut lines: Vec<String> = vec![String::new()];
    for word in note.split_whitespace() {
        let line = lines.last().map_or(0, |line| line.chars().count());
        if line > 0 && line + 1 + word.chars().count() > room {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    let indent = " ".repeat(number.len());
    let marked = lines.iter().enumerate().map(|(position, line)| format!("{}{line}\n", if position == 0 { number } else { &indent }));
    marked.collect()
}
