//! `concord export`: the tables of a round for other tools.

use std::fmt::Write;

use concord::export::{ExportOptions, Exported, TakenOver, export};
use concord::write::Stored;

use crate::args::{Exit, ExportCommand, TableFormat};
use crate::output;

/// How many editions taken over are listed.
const LISTED: usize = 20;

/// Exports a folder and prints what stands where.
pub fn run(command: &ExportCommand, quiet: bool) -> anyhow::Result<Exit> {
    let stored = match command.format {
        TableFormat::Parquet => Stored::Parquet,
        TableFormat::Arrow => Stored::Arrow,
        TableFormat::Csv => Stored::Csv,
    };
    let exported = export(&command.folder, &command.out, ExportOptions { stored, partitioned: command.partitioned })?;
    if !quiet || exported.taken_over.iter().any(|taken| taken.gone > 0) {
        output::print(&told(&exported, &command.out.display().to_string()))?;
    }
    Ok(Exit::Clean)
}

fn told(exported: &Exported, out: &str) -> String {
    let Exported { round, tables, files, observations, rounds, taken_over } = exported;
    let mut text = format!("{round}: {observations} observations exported to {out}\n");
    if rounds.is_empty() {
        let _ = writeln!(text, "{tables} tables, described in {out}/datapackage.json");
        return text;
    }
    let _ = writeln!(text, "the store holds {} rounds in {files} files: {}", rounds.len(), rounds.join(", "));
    if !taken_over.is_empty() {
        let _ = writeln!(text, "\neditions of other rounds that {round} read again, and that are its own now:");
    }
    // Those of which figures are gone come first.
    let mut sorted: Vec<&TakenOver> = taken_over.iter().collect();
    sorted.sort_by_key(|taken| std::cmp::Reverse(taken.gone));
    for taken in sorted.iter().take(LISTED) {
        let TakenOver { round, source_id, vintage, figures, gone } = taken;
        let lost = if *gone == 0 { String::new() } else { format!(", {gone} of them no longer in the store") };
        let _ = writeln!(text, "  {source_id} {vintage}: {figures} figures of {round}{lost}");
    }
    if sorted.len() > LISTED {
        let _ = writeln!(text, "  and {} more, each as a whole", sorted.len() - LISTED);
    }
    text
}
