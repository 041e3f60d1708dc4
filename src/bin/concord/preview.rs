//! `concord preview`: a file with what was understood painted on it.

use std::collections::{BTreeMap, BTreeSet};

use anstream::eprintln;
use comfy_table::{Cell, CellAlignment, Color, Table, presets};
use concord::json::{Document, PreviewBody};
use concord::model::IgnoreReason;
use concord::preview::is_right_to_left;
use concord::preview::{
    CellRole, Gap, PaintedCell, PaintedSheet, Preview, PreviewError, PreviewOptions, SheetPreview, TablePreview, TidyRow, preview,
};

use crate::args::{Exit, Format, PreviewCommand};
use crate::cells::{LEFT_TO_RIGHT, fit, width};
use crate::columns::{CELL_WIDTH, Columns};
use crate::screen::{SCREEN_WIDTH, plural};
use crate::{output, screen, sources};

/// Columns of a terminal that a label of a tidy row may take.
const LABEL_WIDTH: usize = 26;

/// Shows a file.
pub fn run(command: &PreviewCommand, quiet: bool) -> anyhow::Result<Exit> {
    let files = match (&command.mapping, &command.sources.mappings) {
        (files, _) if !files.is_empty() => concord::intake::mapping_files(files)?,
        (_, None) if sources::shipped().is_none() => {
            eprintln!("no folder `mappings` here or beside the program, so only templates are recognised; give one with `--mappings DIR`");
            Vec::new()
        }
        _ => sources::mappings_if_any(&command.sources)?,
    };
    let (standard, mappings) = sources::load(&command.sources, &files)?;
    let options = PreviewOptions { sheet: command.sheet.clone(), rows: command.rows };
    let preview = match preview(&command.file, &sources::shown(&command.file), &standard, &mappings, &options) {
        Err(PreviewError::Intake(error)) => {
            output::error(&error.into());
            return Ok(Exit::Unreadable);
        }
        other => other?,
    };
    if command.output.format == Format::Json {
        output::document(&Document::new("preview", PreviewBody::of(&preview)))?;
        return Ok(Exit::Clean);
    }
    output::print(&shown(&preview))?;
    if !quiet {
        let findings: Vec<_> = preview.findings.iter().collect();
        screen::findings(&findings, "`concord check` or `--format json` tells all");
    }
    Ok(Exit::Clean)
}

fn shown(preview: &Preview) -> String {
    let encoding = preview.encoding.as_ref().map(|encoding| format!(", {encoding}")).unwrap_or_default();
    let mut lines = vec![format!("{} ({}{encoding})", preview.file, preview.format)];
    for mapping in &preview.mappings {
        lines.push(format!("recognised by `{}` ({}): {}", mapping.id, mapping.file, mapping.title));
    }
    if preview.mappings.is_empty() {
        lines.push("no mapping recognises it, so every cell is outside any table".to_owned());
        lines.push(match &preview.nearest {
            Some(nearest) => {
                let missing: Vec<String> = nearest.missing.iter().map(|text| format!("`{text}`")).collect();
                format!("the nearest is `{}` ({}), which also looks for {}", nearest.id, nearest.file, missing.join(", "))
            }
            None => "no mapping comes near; docs/mappings.md shows how to write one".to_owned(),
        });
    }
    lines.push(format!("\n{}", sheets(preview)));
    for sheet in &preview.sheets {
        if let Some(painted) = &sheet.painted {
            sheet_lines(preview, sheet, painted, &mut lines);
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

fn sheets(preview: &Preview) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["", "sheet", "cells", "filled", "tables", ""]);
    for sheet in &preview.sheets {
        let hidden = (sheet.visibility != "visible").then(|| sheet.visibility.clone());
        let aside = sheet.set_aside.map(|reason| format!("set aside: {reason}"));
        table.add_row([
            sheet.position.to_string(),
            fit(&sheet.name, 40),
            sheet.used.clone().unwrap_or_else(|| "empty".to_owned()),
            sheet.filled_cells.to_string(),
            sheet.tables.to_string(),
            hidden.into_iter().chain(aside).collect::<Vec<_>>().join(", "),
        ]);
    }
    for index in [0, 3, 4] {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn sheet_lines(preview: &Preview, sheet: &SheetPreview, painted: &PaintedSheet, to: &mut Vec<String>) {
    to.push(format!("\n=== {}", fit(&sheet.name, 80)));
    if painted.right_to_left {
        to.push("the sheet, or most of its text, runs from right to left; here its first column stands left".to_owned());
    }
    to.push(String::new());
    to.extend(lines(preview, painted));
    to.push(format!("\n{}", legend(painted)));
    for table in &painted.tables {
        to.push(format!("\n--- table `{}` of `{}`, {}", table.table, table.mapping, table.cells));
        to.push(format!("cells: {}", counts(&table.roles)));
        to.push(format!("{}, {} that only serve as checks", plural(table.observations, "observation"), table.checks));
        if !table.first.is_empty() {
            to.push(format!("\n{}", tidy(table)));
        }
    }
}

/// The rows of a sheet as lines, with a line for what is left out between them.
fn lines(preview: &Preview, painted: &PaintedSheet) -> Vec<String> {
    let columns = Columns::choose(painted);
    let mut table = Table::new();
    table.load_style(presets::NOTHING).enforce_styling();
    let names = columns.shown.keys().map(|column| PaintedSheet::column_name(*column, preview.addressing));
    table.set_header(std::iter::once(String::new()).chain(names));
    for row in &painted.rows {
        let mut cells = vec![Cell::new(row.row)];
        for (column, width) in &columns.shown {
            cells.push(row.cells.iter().find(|cell| cell.column == *column).map_or_else(|| Cell::new(""), |one| cell(one, *width)));
        }
        table.add_row(cells);
    }
    if let Some(numbers) = table.column_mut(0) {
        numbers.set_cell_alignment(CellAlignment::Right);
    }
    // Where a line holds letters from right to left, the terminal must not take its direction from them.
    let turns = painted.rows.iter().flat_map(|row| &row.cells).any(|cell| cell.text.chars().any(is_right_to_left));
    let start = if turns { LEFT_TO_RIGHT.to_string() } else { String::new() };
    let mut rendered = table.lines().map(|line| line.trim_end().to_owned());
    let mut lines: Vec<String> = rendered.next().map(|line| format!("{start}{line}")).into_iter().collect();
    lines.extend(gap(painted, 0));
    for (row, line) in painted.rows.iter().zip(rendered) {
        lines.push(format!("{start}{}", columns.spill(row, line)));
        lines.extend(gap(painted, row.row));
    }
    if columns.left_out > 0 {
        lines.push(format!("    … {} not shown; `--format json` has all", plural(columns.left_out, "further column")));
    }
    lines
}

fn gap(painted: &PaintedSheet, after: u32) -> Option<String> {
    let Gap { rows, cells, .. } = painted.left_out.iter().find(|gap| gap.after_row == after)?;
    Some(format!("    … {} not shown: {}", plural(*rows, "row"), counts(cells)))
}

fn cell(cell: &PaintedCell, width: usize) -> Cell {
    let text = fit(&cell.text, width);
    let shown = Cell::new(format!("{} {text}", sign(cell.role, cell.level)).trim_end());
    match colour(cell.role) {
        Some(colour) => shown.fg(colour),
        None => shown,
    }
}

fn sign(role: CellRole, level: Option<u32>) -> String {
    level.map_or_else(|| role.sign().to_string(), |level| level.to_string())
}

const fn colour(role: CellRole) -> Option<Color> {
    match role {
        CellRole::Title | CellRole::Unit => Some(Color::Magenta),
        CellRole::Header => Some(Color::Blue),
        CellRole::StubHeading | CellRole::Stub => Some(Color::Cyan),
        CellRole::Value | CellRole::Total => Some(Color::Green),
        CellRole::Missing | CellRole::Status | CellRole::Note => Some(Color::Yellow),
        CellRole::Unmapped | CellRole::Unreadable => Some(Color::Red),
        CellRole::Ignored | CellRole::Aggregate => Some(Color::DarkGrey),
        CellRole::Outside => None,
    }
}

/// What the signs on the sheet mean, those that stand on it only.
fn legend(painted: &PaintedSheet) -> String {
    let cells = || painted.rows.iter().flat_map(|row| &row.cells);
    let mut parts = Vec::new();
    for role in CellRole::ALL {
        let mut signs: Vec<String> = cells().filter(|cell| cell.role == *role).map(|cell| sign(cell.role, cell.level)).collect();
        signs.sort();
        signs.dedup();
        let reasons: BTreeSet<&str> =
            cells().filter(|cell| cell.role == *role).filter_map(|cell| cell.reason).map(IgnoreReason::as_str).collect();
        let reasons: Vec<&str> = reasons.into_iter().collect();
        let why = if reasons.is_empty() { String::new() } else { format!(" ({})", reasons.join(", ")) };
        if !signs.is_empty() {
            parts.push(format!("{} {}{why}", signs.join(" "), role.about()));
        }
    }
    wrapped(&parts)
}

/// Parts side by side, on as many lines as they need.
fn wrapped(parts: &[String]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for part in parts {
        match lines.last_mut() {
            Some(line) if width(line) + 3 + width(part) <= usize::from(SCREEN_WIDTH) => {
                line.push_str("   ");
                line.push_str(part);
            }
            _ => lines.push(part.clone()),
        }
    }
    lines.join("\n")
}

fn counts(roles: &BTreeMap<CellRole, u64>) -> String {
    roles.iter().map(|(role, count)| format!("{count} {role}")).collect::<Vec<_>>().join(", ")
}

/// The first values of a table, a row each.
fn tidy(preview: &TablePreview) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    let fields = preview.first.first().map(|row| row.labels.iter().map(|label| label.field.clone()).collect::<Vec<_>>());
    let head = ["cell", "as stored", "value", "status", "period", "goes to"].map(str::to_owned);
    let sets = preview.first.iter().any(|row| !set(row).is_empty());
    let last = sets.then(|| "set by the mapping".to_owned());
    table.set_header(head.into_iter().chain(fields.unwrap_or_default()).chain(last));
    for row in &preview.first {
        let labels = row.labels.iter().map(|label| match (&label.text, &label.code) {
            (None, _) => "-".to_owned(),
            (Some(text), Some(code)) if text.trim() != code => format!("{} → {code}", fit(text, LABEL_WIDTH)),
            (Some(text), _) => fit(text, LABEL_WIDTH),
        });
        let stored = if row.text.is_empty() { "(empty)".to_owned() } else { fit(&row.text, CELL_WIDTH) };
        let first = [
            row.cell.clone(),
            stored,
            row.value.map_or_else(|| "missing".to_owned(), |value| format!("{value} {}", row.unit)),
            status(row),
            format!("{} {}", row.freq, row.time_period),
            row.table_id.clone().unwrap_or_else(|| "nowhere".to_owned()),
        ];
        table.add_row(first.into_iter().chain(labels).chain(sets.then(|| set(row))));
    }
    table
}

fn status(row: &TidyRow) -> String {
    let range = row.range.map(|(low, high)| format!("({low} to {high})"));
    row.status.iter().cloned().chain(range).collect::<Vec<_>>().join(" ")
}

/// What the mapping says without a label.
fn set(row: &TidyRow) -> String {
    let reporter = row.reporter.iter().map(|code| format!("reporter={code}"));
    reporter.chain(row.set.iter().map(|(dimension, code)| format!("{dimension}={code}"))).collect::<Vec<_>>().join(" ")
}
