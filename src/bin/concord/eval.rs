//! `concord eval`: drafts measured against reviewed mappings, for developers.

use std::path::Path;

use anstream::{eprintln, println};
use comfy_table::{CellAlignment, Table, presets};
use concord::draft::{DraftOptions, Evaluated, Words, draft, evaluate};
use concord::intake::{load_mappings, mapping_files, open};
use concord::spec::{Mapping, SpecSource, Standard};

use crate::args::{EvalCommand, EvalFormat, Exit};
use crate::sources::shown;

/// Columns of the table.
const COLUMNS: [&str; 8] = ["file", "labels", "labels matched", "cells", "right", "right, but asked", "open", "wrong"];

/// Drafts every file, compares, and prints the table.
pub fn run(command: &EvalCommand) -> anyhow::Result<Exit> {
    let source = SpecSource::shipped();
    let standard = Standard::from_source(&source)?;
    let words = Words::of(&source)?;
    let mappings = load_mappings(&mapping_files(std::slice::from_ref(&command.mappings))?, &standard)?;
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
    // A reviewed mapping may state the encoding of its file; the draft is made from what was read with it.
    let opened = open(path, &shown(path), standard, mappings)?;
    let mappings = opened.all_mappings();
    let Some(reviewed) = mappings.first().copied() else { return Ok(None) };
    let drafted = draft(&[&opened.workbook], standard, words, &DraftOptions::default())?;
    Ok(Some(evaluate(&opened.workbook, &drafted, reviewed, standard)?))
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
