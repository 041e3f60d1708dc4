//! `concord sources`: the sources of a state and where their definitions differ, on the screen or as a sheet of two pages.

use std::fmt::Write;

use anstream::eprintln;
use comfy_table::{ContentArrangement, Table, presets};
use concord::report::{SourceSheet, source_sheet_html};
use concord::sheet::source_sheet;
use concord::texts::{languages, phrase};
use concord::write::write_atomically;

use crate::args::{Exit, SourcesCommand};
use crate::screen::SCREEN_WIDTH;
use crate::{output, sources};

/// Writes the sheet where a file is named, and prints it otherwise.
pub fn run(command: &SourcesCommand, quiet: bool) -> anyhow::Result<Exit> {
    let spoken = languages();
    let names = || spoken.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    anyhow::ensure!(spoken.contains(&command.lang), "the program does not speak `{}`; it speaks {}", command.lang, names());
    let standard = concord::intake::load_standard(command.standards.as_deref())?;
    let state = command.state.to_uppercase();
    let known = standard.area_list().is_some_and(|list| list.get(&state).is_some());
    anyhow::ensure!(known, "there is no state `{}`\n  hint: give its code of three letters, such as `KEN`", command.state);
    let sheet = source_sheet(&command.folder, &standard, &state, command.lang)?;
    anyhow::ensure!(
        !(sheet.sources.is_empty() && sheet.tables.is_empty()),
        "the round in `{}` knows nothing of `{state}`\n  hint: it asks its member states; `concord gaps {}` lists them",
        sources::shown(&command.folder),
        sources::shown(&command.folder)
    );
    match &command.out {
        Some(path) => {
            write_atomically(path, source_sheet_html(&sheet)?.as_bytes())?;
            if !quiet {
                eprintln!("written to    {}", sources::shown(path));
            }
        }
        None => output::print(&screen(&sheet, command))?,
    }
    Ok(Exit::Clean)
}

fn screen(sheet: &SourceSheet, command: &SourcesCommand) -> String {
    let word = |id: &str| phrase(id, &[], command.lang).unwrap_or_default();
    let mut inventory =
        table(&["report-axis", "report-source", "sheet-type", "sheet-since", "report-standing", "report-reliability"].map(word));
    for line in &sheet.sources {
        let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        inventory.add_row([
            line.axis.clone(),
            or_dash(&line.source),
            or_dash(&line.kind),
            or_dash(&line.since),
            line.standing_label.clone(),
            or_dash(&line.reliability),
        ]);
    }
    let mut sent = table(&[word("report-source"), word("report-table"), "A".into(), "B".into(), "C".into(), "X".into(), "U".into()]);
    for line in &sheet.tables {
        let counts = line.grades.iter().map(ToString::to_string);
        sent.add_row([line.source.clone(), format!("{} {}", line.table, line.title)].into_iter().chain(counts));
    }
    let mut differing = table(&["report-source", "report-question", "report-stated", "report-distance", "report-table"].map(word));
    for (source, line) in sheet.definitions.iter().flat_map(|source| source.lines.iter().map(move |line| (&source.source, line))) {
        let open = if line.open { "sheet-open" } else { "sheet-told" };
        let value = line.value.clone().unwrap_or_else(|| word(open));
        differing.add_row([source.clone(), line.question.clone(), value, line.distance_label.clone(), line.tables.clone()]);
    }
    let parts = [(word("sheet-inventory"), inventory), (word("sheet-tables"), sent), (word("report-definitions"), differing)];
    let mut text = format!("{} {}\n", sheet.state, sheet.name);
    for (heading, table) in parts.iter().filter(|(_, table)| table.row_count() > 0) {
        let lines: String = table.to_string().lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
        let _ = write!(text, "\n{heading}\n{lines}");
    }
    text
}

fn table(heads: &[String]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(SCREEN_WIDTH);
    table.set_header(heads);
    table
}
