//! `concord validate`: returns before they are sent, or a folder that `run` wrote, judged by the rules of the standard.

use std::collections::BTreeMap;
use std::path::Path;

use anstream::println;
use concord::diag::{Finding, Place, Report, Severity, Word};
use concord::json::{Document, ValidateBody};
use concord::region::senders_in_order;
use concord::release::{is_release, recorded, release};
use concord::run::Checked;
use concord::spec::{Language, NamedPath, Pipeline, Standard};
use concord::texts::{explained, languages, phrase, say};
use concord::validate::{Scorecard, validate};

use crate::args::{Exit, Format, ValidateCommand};
use crate::output::{self, style};
use crate::screen;
use crate::sources;

/// What was judged.
struct Judged {
    standard: Standard,
    findings: Vec<Finding>,
    scorecard: Scorecard,
    level: u8,
    /// Files that could not be read, with the reason.
    unread: Vec<String>,
    /// Reports that were written.
    written: Vec<String>,
    /// Whether findings in sheets are those that a run recorded.
    recorded: bool,
}

/// Judges what is given and prints every finding.
pub fn run(command: &ValidateCommand, quiet: bool) -> anyhow::Result<Exit> {
    let spoken = languages();
    anyhow::ensure!(
        spoken.contains(&command.lang),
        "the program does not speak `{}`; it speaks {}",
        command.lang,
        spoken.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    );
    let judged = match command.paths.as_slice() {
        [folder] if folder.is_dir() => of_folder(folder, command)?,
        _ => of_returns(command, quiet)?,
    };
    if let Some(state) = &command.state {
        let areas = judged.standard.area_list();
        let known = areas.is_some_and(|list| list.get(state).is_some());
        let upper = state.to_uppercase();
        let meant = areas.is_some_and(|list| list.get(&upper).is_some());
        let hint = if meant { format!("did you mean `{upper}`?") } else { "give its code of three letters, such as `KEN`".to_owned() };
        anyhow::ensure!(known, "there is no state `{state}`\n  hint: {hint}");
    }
    let levels: BTreeMap<&str, u8> = judged.standard.rules.iter().map(|rule| (rule.id.as_ref(), rule.level)).collect();
    let of_level = |finding: &&Finding| finding.rule.as_deref().and_then(|rule| levels.get(rule)).is_none_or(|own| *own <= judged.level);
    let of_state =
        |finding: &&Finding| command.state.as_ref().is_none_or(|state| finding.about.as_ref().is_some_and(|about| about.state == *state));
    let report = Report::new(judged.findings.iter().filter(of_level).filter(of_state).cloned().collect());
    let exit = match (judged.unread.is_empty(), report.open(Severity::Error)) {
        (false, _) => Exit::Unreadable,
        (true, 0) => Exit::Clean,
        (true, _) => Exit::Findings,
    };
    if command.output.format == Format::Json {
        let body = ValidateBody::of(&report, &judged.scorecard, &judged.standard, judged.level, exit.code());
        output::document(&Document::new("validate", body))?;
        return Ok(exit);
    }
    show(&judged, &report, command.lang);
    Ok(exit)
}

/// The returns themselves, as the office that sends them judges them.
fn of_returns(command: &ValidateCommand, quiet: bool) -> anyhow::Result<Judged> {
    let mut inputs: Vec<NamedPath> =
        command.paths.iter().map(|path| NamedPath { name: sources::shown(path), path: path.clone() }).collect();
    inputs.sort();
    inputs.dedup();
    let pipeline = Pipeline {
        id: "validate".to_owned(),
        title: inputs.iter().map(|input| input.name.as_str()).collect::<Vec<_>>().join(", "),
        standards: command.sources.standards.clone(),
        mappings: sources::mappings_if_any(&command.sources)?,
        inputs,
        report_languages: vec![command.lang],
        ..Pipeline::default()
    };
    let bar = screen::progress(pipeline.inputs.len() as u64, quiet);
    let checked = concord::run::check(&pipeline, &|file| {
        bar.set_message(file.to_owned());
        bar.inc(1);
    });
    bar.finish_and_clear();
    let checked = checked?;
    let written = match &command.report {
        Some(folder) => reports(&checked, &pipeline, folder)?,
        None => Vec::new(),
    };
    Ok(Judged {
        standard: checked.standard,
        findings: checked.outcome.report.findings().to_vec(),
        unread: checked.outcome.files.iter().filter_map(|file| file.error.clone()).collect(),
        scorecard: checked.outcome.scorecard,
        level: command.level.unwrap_or(2),
        written,
        recorded: false,
    })
}

/// Writes the reports on those who sent the returns; their names.
fn reports(checked: &Checked, pipeline: &Pipeline, folder: &Path) -> anyhow::Result<Vec<String>> {
    let mut written = Vec::new();
    for (path, bytes) in checked.reports(pipeline)? {
        let target = folder.join(path.trim_start_matches("reports/"));
        concord::write::write_atomically(&target, &bytes)?;
        written.push(sources::shown(&target));
    }
    Ok(written)
}

/// A folder that `run` wrote: its figures are judged again, and what was found in the sheets stands as it was recorded.
fn of_folder(folder: &Path, command: &ValidateCommand) -> anyhow::Result<Judged> {
    let shown = sources::shown(folder);
    anyhow::ensure!(
        is_release(folder),
        "`{shown}` is not the output of a finished run: it has no `manifest.json`\n  hint: give the folder that `concord run` wrote, or the files of a return"
    );
    anyhow::ensure!(command.report.is_none(), "`--report` is for returns; the reports of a run stand in `{shown}/reports`");
    let standard = concord::intake::load_standard(command.sources.standards.as_deref())?;
    let tables = release(folder, &standard)?;
    let mirrors = concord::mirror::mirrors(&standard, &tables, &senders_in_order(&tables));
    let judged = validate(&standard, &tables, &[], &mirrors)?;
    let findings = recorded(folder, judged.findings)?;
    let level = command.level.unwrap_or(4);
    Ok(Judged { standard, findings, scorecard: judged.value, level, unread: Vec::new(), written: Vec::new(), recorded: true })
}

/// Every finding, by rule or code, the worst first.
fn show(judged: &Judged, report: &Report, language: Language) {
    let error = style(Severity::Error);
    for reason in &judged.unread {
        println!("{error}not read{error:#}: {reason}");
    }
    let mut groups: BTreeMap<(std::cmp::Reverse<Severity>, &str, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in report.findings() {
        let key = (std::cmp::Reverse(finding.severity), finding.rule.as_deref().unwrap_or_default(), finding.code.id);
        groups.entry(key).or_default().push(finding);
    }
    for findings in groups.values() {
        head(judged, findings, language);
        for finding in findings {
            let message = finding.said.as_ref().map_or_else(|| finding.message.clone(), |said| say(said, language, &judged.standard));
            let place = finding.at.as_ref().map_or_else(String::new, |place| format!("{place}{}: ", beside(finding)));
            let known = finding.explanation.as_ref().map_or_else(String::new, |text| format!(" [{text}]"));
            println!("    {place}{message}{known}");
        }
        println!();
    }
    let known = report.findings().iter().filter(|finding| finding.explanation.is_some()).count() as u64;
    let count = |number: u64| Word::Figure(i64::try_from(number).unwrap_or(i64::MAX));
    let words = [
        ("level", count(judged.level.into())),
        ("errors", count(report.open(Severity::Error))),
        ("warnings", count(report.open(Severity::Warning))),
        ("information", count(report.open(Severity::Information))),
        ("explained", count(known)),
        ("rules", count(judged.scorecard.rules.len() as u64)),
    ];
    println!("{}", phrase("screen-judged", &words, language).unwrap_or_default());
    if judged.recorded {
        println!("{}", phrase("screen-recorded", &[], language).unwrap_or_default());
    }
    for path in &judged.written {
        println!("report        {path}");
    }
}

/// The other cell of a finding that compares two, or of a few.
fn beside(finding: &Finding) -> String {
    const FEW: usize = 2;
    if finding.also.len() > FEW {
        return String::new();
    }
    let file = finding.at.as_ref().map(|place| &place.file);
    let shown = |place: &Place| if Some(&place.file) == file { place.show_cells() } else { Some(place.to_string()) };
    let cells = finding.also.iter().filter_map(shown);
    std::iter::once(String::new()).chain(cells).collect::<Vec<_>>().join(", ")
}

/// What the findings of a group have in common: the rule with its reason and remedy, or when such a finding occurs.
fn head(judged: &Judged, findings: &[&Finding], language: Language) {
    let Some(first) = findings.first() else { return };
    let (style, count) = (style(first.severity), findings.len());
    let word = phrase(&format!("report-severity-{}", first.severity.as_str()), &[], language).unwrap_or_default().to_lowercase();
    let rule = first.rule.as_deref().and_then(|id| judged.standard.rules.iter().find(|rule| *rule.id == *id));
    if let Some(rule) = rule {
        let text = |field: &str, english: &str| judged.standard.text(&format!("rule/{}/{field}", rule.id), english, language).to_owned();
        println!("{style}{word}{style:#} {} ({count}): {}", rule.id, text("statement", &rule.statement));
        println!("  {}\n  {}", text("why", &rule.why), text("fix", &rule.fix));
    } else {
        let (when, fix) = explained(first.code, language);
        println!("{style}{word}{style:#} {} ({count}): {when}\n  {fix}", first.code.id);
    }
}
