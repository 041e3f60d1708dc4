//! `concord run`: one screen about what was read and written.

use std::time::Duration;

use anstream::{eprintln, println};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use concord::diag::{Severity, render};
use concord::run::{FileOutcome, Outcome};
use concord::spec::Pipeline;
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::{Exit, RunCommand};
use crate::output::style;

/// How many findings the screen shows in full.
const SHOWN_FINDINGS: usize = 6;

/// Width of the screen where there is no terminal to ask.
const SCREEN_WIDTH: u16 = 120;

/// Runs a pipeline and prints its screen.
pub fn run(command: &RunCommand, quiet: bool) -> anyhow::Result<Exit> {
    let pipeline = Pipeline::load(&command.pipeline)?;
    let folder = command.out.clone().unwrap_or_else(|| pipeline.output.clone());
    let bar = progress(pipeline.inputs.len() as u64, quiet);
    let written_at = jiff::Timestamp::now().to_string();
    let outcome = concord::run::run(&pipeline, &folder, &written_at, &|file| {
        bar.set_message(file.to_owned());
        bar.inc(1);
    });
    bar.finish_and_clear();
    let outcome = outcome?;
    screen(&outcome, &folder.display().to_string(), quiet);
    Ok(exit(&outcome))
}

fn progress(files: u64, quiet: bool) -> ProgressBar {
    // Hidden by itself where stderr is no terminal.
    let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::new(files) };
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} files  {msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

fn exit(outcome: &Outcome) -> Exit {
    if outcome.files.iter().any(|file| file.error.is_some()) {
        return Exit::Unreadable;
    }
    if outcome.report.count(Severity::Error) > 0 { Exit::Findings } else { Exit::Clean }
}

fn screen(outcome: &Outcome, folder: &str, quiet: bool) {
    println!("{}", files(&outcome.files));
    let error = style(Severity::Error);
    for file in outcome.files.iter().filter(|file| file.error.is_some()) {
        println!("{error}not read{error:#}: {}", file.error.as_deref().unwrap_or_default());
    }
    let written: Vec<String> = outcome
        .tables
        .iter()
        .map(
            |(id, rows, conflicts)| if *conflicts == 0 { format!("{id} {rows}") } else { format!("{id} {rows} ({conflicts} in conflict)") },
        )
        .collect();
    println!("\nobservations  {}", if written.is_empty() { "none".to_owned() } else { written.join("   ") });
    for (rule, tally) in &outcome.scorecard.rules {
        let title = concord::validate::rule_title(rule);
        println!("rule {rule}      {title}: {} passed, {} failed, {} could not be judged", tally.passed, tally.failed, tally.undecided);
    }
    let count = |severity| outcome.report.count(severity);
    println!(
        "findings      {}, {}, {} for information",
        plural(count(Severity::Error), "error"),
        plural(count(Severity::Warning), "warning"),
        count(Severity::Information)
    );
    println!("written to    {folder}");
    if !quiet {
        findings(outcome, folder);
    }
}

/// A count with its noun.
fn plural(count: u64, noun: &str) -> String {
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

/// The worst findings in full, on stderr; all of them stand in the output folder.
fn findings(outcome: &Outcome, folder: &str) {
    let mut worst: Vec<_> = outcome.report.findings().iter().filter(|finding| finding.code.severity > Severity::Information).collect();
    worst.sort_by_key(|finding| std::cmp::Reverse(finding.code.severity));
    for finding in worst.iter().take(SHOWN_FINDINGS) {
        let text = render::human::finding(finding);
        let severity = finding.code.severity;
        let rest = text.strip_prefix(severity.as_str()).unwrap_or(&text);
        let style = style(severity);
        eprintln!("\n{style}{}{style:#}{rest}", severity.as_str());
    }
    if worst.len() > SHOWN_FINDINGS {
        eprintln!("\n{} more: see {folder}/findings.txt", worst.len() - SHOWN_FINDINGS);
    }
}
