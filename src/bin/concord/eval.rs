//! `concord eval`: drafts measured against reviewed mappings, for developers.

use std::path::{Path, PathBuf};

use anstream::{eprintln, println};
use comfy_table::{CellAlignment, Table, presets};
use concord::draft::{DraftOptions, Evaluated, Words, draft, evaluate};
use concord::intake::admit;
use concord::locate::{Claim, claim};
use concord::read::ReadOptions;
use concord::spec::{Mapping, SpecSource, Standard, load_mapping};

use crate::args::{EvalCommand, EvalFormat, Exit};

/// Columns of the table.
const COLUMNS: [&str; 8] = ["file", "labels", "labels matched", "cells", "right", "right, but asked", "open", "wrong"];

/// Drafts every file, compares, and prints the table.
pub fn run(command: &EvalCommand) -> anyhow::Result<Exit> {
    let source = SpecSource::shipped();
    let standard = Standard::from_source(&source)?;
    let words = Words::of(&source)?;
    let mappings = mappings(&command.mappings, &standard)?;
    let mut rows: Vec<(String, Evaluated)> = Vec::new();
    for path in &command.files {
        let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
        match one(path, &mappings, &standard, &words) {
            Ok(Some(result)) => rows.push((name, result)),
            Ok(None) => eprintln!("{name}: no reviewed mapping recognises it"),
            Err(error) => eprintln!("{name}: {error}"),
        }
    }
    print(&rows, command.format)?;
    Ok(Exit::Clean)
}

fn one(path: &Path, mappings: &[Mapping], standard: &Standard, words: &Words) -> anyhow::Result<Option<Evaluated>> {
    let shown = path.display().to_string();
    let workbook = admit(path, &shown, &ReadOptions::default(), standard)?.value;
    let all: Vec<&Mapping> = mappings.iter().collect();
    let Claim::By(claiming) = claim(&workbook, &all) else { return Ok(None) };
    let Some(reviewed) = claiming.first().and_then(|position| mappings.get(*position)) else { return Ok(None) };
    // A reviewed mapping may know the encoding or delimiter of its file; the draft must do with what anybody sees.
    let options = ReadOptions { encoding: reviewed.encoding.clone(), delimiter: reviewed.delimiter, ..ReadOptions::default() };
    let workbook =
        if reviewed.encoding.is_some() || reviewed.delimiter.is_some() { admit(path, &shown, &options, standard)?.value } else { workbook };
    let drafted = draft(&[&workbook], standard, words, &DraftOptions::default())?;
    Ok(Some(evaluate(&workbook, &drafted, reviewed, standard)?))
}

/// Every mapping below a folder, in order of the paths.
fn mappings(folder: &Path, standard: &Standard) -> anyhow::Result<Vec<Mapping>> {
    let mut waiting = vec![folder.to_path_buf()];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = waiting.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| anyhow::anyhow!("`{}` can't be read: {error}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
        .iter()
        .map(|path| {
            let text = std::fs::read_to_string(path).map_err(|error| anyhow::anyhow!("`{}` can't be read: {error}", path.display()))?;
            Ok(load_mapping(&path.display().to_string(), &text, standard)?)
        })
        .collect()
}

fn cells(name: &str, result: &Evaluated) -> [String; 8] {
    let counts = [result.labels, result.labels_matched, result.cells, result.right, result.asked, result.open, result.wrong]
        .map(|count| count.to_string());
    let [labels, matched, cells, right, asked, open, wrong] = counts;
    [name.to_owned(), labels, matched, cells, right, asked, open, wrong]
}

fn total(rows: &[(String, Evaluated)]) -> Evaluated {
    rows.iter().fold(Evaluated::default(), |sum, (_, one)| Evaluated {
        labels: sum.labels + one.labels,
        labels_matched: sum.labels_matched + one.labels_matched,
        cells: sum.cells + one.cells,
        right: sum.right + one.right,
        asked: sum.asked + one.asked,
        open: sum.open + one.open,
        wrong: sum.wrong + one.wrong,
        contradictions: Vec::new(),
    })
}

fn print(rows: &[(String, Evaluated)], format: EvalFormat) -> anyhow::Result<()> {
    let sum = total(rows);
    let all = rows.iter().map(|(name, result)| cells(name, result)).chain([cells("all", &sum)]);
    match format {
        EvalFormat::Human => {
            let mut table = Table::new();
            table.load_style(presets::NOTHING).set_header(COLUMNS);
            for row in all {
                table.add_row(row);
            }
            for index in 1..COLUMNS.len() {
                if let Some(column) = table.column_mut(index) {
                    column.set_cell_alignment(CellAlignment::Right);
                }
            }
            println!("{table}");
            for (name, result) in rows {
                for contradiction in &result.contradictions {
                    println!("{name} {contradiction}");
                }
            }
        }
        EvalFormat::Markdown => {
            println!("| {} |\n|---|{}", COLUMNS.join(" | "), "--:|".repeat(COLUMNS.len() - 1));
            for row in all {
                println!("| {} |", row.join(" | "));
            }
        }
        EvalFormat::Json => {
            let object = |name: &str, result: &Evaluated| {
                serde_json::json!({
                    "file": name, "labels": result.labels, "labels_matched": result.labels_matched, "cells": result.cells,
                    "right": result.right, "asked": result.asked, "open": result.open, "wrong": result.wrong,
                    "contradictions": result.contradictions,
                })
            };
            let files: Vec<serde_json::Value> = rows.iter().map(|(name, result)| object(name, result)).collect();
            println!("{}", serde_json::to_string_pretty(&serde_json::json!({ "files": files, "all": object("all", &sum) }))?);
        }
    }
    Ok(())
}
