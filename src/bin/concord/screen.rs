//! The one screen that `check` and `run` print.

use std::time::Duration;

use anstream::{eprintln, println};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use concord::advice::Scope;
use concord::diag::{Finding, Severity, render};
use concord::json::{CheckBody, Document};
use concord::run::{FileOutcome, Outcome};
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::{Exit, Format};
use crate::output::{self, style};

/// How many findings the screen shows.
const SHOWN_FINDINGS: usize = 6;

/// How many questions the screen shows.
const SHOWN_ASKS: usize = 3;

/// Width of the screen where there is no terminal to ask.
pub const SCREEN_WIDTH: u16 = 120;
/// What stands before the observations of each table.
const OBSERVATIONS: &str = "observations  ";

/// A bar that shows the files done; hidden where stderr is no terminal.
pub fn progress(files: u64, quiet: bool) -> ProgressBar {
    let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new(files) };
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} files  {msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Prints an outcome; `written_to` is the folder of a run, and none for a check.
pub fn show(command: &str, outcome: &Outcome, written_to: Option<&str>, format: Format, quiet: bool) -> anyhow::Result<Exit> {
    let exit = exit(outcome);
    if format == Format::Json {
        output::document(&Document::new(command, CheckBody::of(outcome, written_to.map(str::to_owned), exit.code())))?;
        return Ok(exit);
    }
    screen(outcome, written_to);
    if !quiet {
        let rest = written_to.map_or_else(|| "`--format json` tells all".to_owned(), |folder| format!("see {folder}/findings.txt"));
        // A refused or unreadable file is told on the screen already.
        let told: Vec<&Finding> = outcome.report.findings().iter().filter(|finding| !is_of_unread(outcome, finding)).collect();
        findings(&told, &rest);
    }
    Ok(exit)
}

fn is_of_unread(outcome: &Outcome, finding: &Finding) -> bool {
    let file = finding.at.as_ref().map(|place| &*place.file);
    outcome.files.iter().any(|one| one.error.is_some() && Some(one.file.as_str()) == file)
}

fn exit(outcome: &Outcome) -> Exit {
    if outcome.files.iter().any(|file| file.error.is_some()) {
        return Exit::Unreadable;
    }
    if outcome.report.open(Severity::Error) > 0 { Exit::Findings } else { Exit::Clean }
}

fn screen(outcome: &Outcome, written_to: Option<&str>) {
    println!("{}", files(&outcome.files));
    let error = style(Severity::Error);
    for file in outcome.files.iter().filter(|file| file.error.is_some()) {
        println!("{error}not read{error:#}: {}", file.error.as_deref().unwrap_or_default());
    }
    let tables: Vec<String> = outcome
        .tables
        .iter()
        .map(
            |(id, rows, conflicts)| if *conflicts == 0 { format!("{id} {rows}") } else { format!("{id} {rows} ({conflicts} in conflict)") },
        )
        .collect();
    println!("\n{OBSERVATIONS}{}", if tables.is_empty() { "none".to_owned() } else { in_lines(&tables) });
    definitions(outcome);
    rules(outcome);
    let count = |severity| outcome.report.count(severity);
    println!(
        "findings      {}, {}, {} for information",
        plural(count(Severity::Error), "error"),
        plural(count(Severity::Warning), "warning"),
        count(Severity::Information)
    );
    match written_to {
        Some(folder) => println!("written to    {folder}"),
        None => println!("written to    nothing: this was a check"),
    }
}

/// How often the rules held, and which did not.
fn rules(outcome: &Outcome) {
    let all = &outcome.scorecard.rules;
    let sum = |of: fn(&concord::validate::Tally) -> u64| all.values().map(of).sum::<u64>();
    println!(
        "rules         {} judged: {} passed, {} failed, {} could not be judged",
        all.len(),
        sum(|tally| tally.passed),
        sum(|tally| tally.failed),
        sum(|tally| tally.undecided)
    );
    for (rule, tally) in all.iter().filter(|(_, tally)| tally.failed > 0) {
        let statement = outcome.rule_statements.get(rule).map_or("", String::as_str);
        let short: String = statement.chars().take(90).collect();
        println!("  {rule:<6}{:>5} failed  {short}{}", tally.failed, if short.len() < statement.len() { "..." } else { "" });
    }
}

/// How the figures stand to the shared definitions, and what to ask first.
fn definitions(outcome: &Outcome) {
    if outcome.grades.is_empty() {
        return;
    }
    let grades: Vec<String> = outcome.grades.iter().map(|(grade, count)| format!("{grade} {count}")).collect();
    println!("grades        {} (A as shared, B near, C partly, X not comparable, U not stated)", grades.join("   "));
    // The region first; where nothing concerns a member, the first state there is.
    let Some(first) = outcome.asks.iter().find(|ask| ask.scope == Scope::Region).or_else(|| outcome.asks.first()) else {
        return;
    };
    let verb = if first.blocked == 1 { "is" } else { "are" };
    println!("ask first     {} {verb} not comparable; these answers free most:", plural(first.blocked, "value"));
    for ask in outcome.asks.iter().filter(|ask| ask.scope == first.scope).take(SHOWN_ASKS) {
        let freed = match (ask.alone, ask.together) {
            (0, 0) => format!("takes part in {}", ask.concerned),
            (0, together) => format!("{together} with those above"),
            (alone, together) => format!("{alone} alone, {together} with those above"),
        };
        println!("              {} ({}): {freed}", ask.source, ask.attribute);
        println!("                {}", ask.wanted);
    }
}

/// The tables beside each other, in as many lines as the screen needs.
fn in_lines(tables: &[String]) -> String {
    let mut text = String::new();
    let mut used = 0;
    for table in tables {
        let room = usize::from(SCREEN_WIDTH).saturating_sub(OBSERVATIONS.len());
        if used > 0 && used + table.len() + 3 > room {
            text.push('\n');
            text.push_str(&" ".repeat(OBSERVATIONS.len()));
            used = 0;
        }
        if used > 0 {
            text.push_str("   ");
            used += 3;
        }
        text.push_str(table);
        used += table.len();
    }
    text
}

/// A count with its noun.
pub fn plural(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

fn files(files: &[FileOutcome]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if !table.is_tty() {
        table.set_width(SCREEN_WIDTH);
    }
    table.set_header(["file", "tables", "states", "years", "observations", "errors", "warnings", "not understood"]);
    for file in files {
        let years = file
            .years
            .map_or_else(|| "-".to_owned(), |(first, last)| if first == last { first.to_string() } else { format!("{first}-{last}") });
        let not_understood = match (&file.error, file.not_understood) {
            (Some(_), _) => "not read".to_owned(),
            (None, 0) => "-".to_owned(),
            (None, cells) => format!("{cells} cells"),
        };
        table.add_row([
            short_name(files, &file.file),
            file.tables.to_string(),
            file.states.to_string(),
            years,
            file.observations.to_string(),
            file.findings[0].to_string(),
            file.findings[1].to_string(),
            not_understood,
        ]);
    }
    for index in [1, 2, 4, 5, 6] {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// The name of a file without its folders, where that is enough to tell it from the others.
fn short_name(files: &[FileOutcome], file: &str) -> String {
    let last = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let short = last(file);
    let unique = files.iter().filter(|other| last(&other.file) == short).count() == 1;
    if unique { short } else { file.to_owned() }
}

/// The worst findings on stderr; `rest` says where the others are.
pub fn findings(all: &[&Finding], rest: &str) {
    let mut worst: Vec<&&Finding> = all.iter().filter(|finding| finding.severity > Severity::Information).collect();
    worst.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    for finding in worst.iter().take(SHOWN_FINDINGS) {
        let text = render::human::brief(finding);
        let severity = finding.severity;
        let rest = text.strip_prefix(severity.as_str()).unwrap_or(&text);
        let style = style(severity);
        eprintln!("\n{style}{}{style:#}{rest}", severity.as_str());
    }
    if worst.len() > SHOWN_FINDINGS {
        eprintln!("\n{} more: {rest}", worst.len() - SHOWN_FINDINGS);
    }
}
