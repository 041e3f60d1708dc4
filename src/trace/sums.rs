//! From a regional sum back to the figures that speak in it.
//!
//! In: the folder of a finished run and the id or the key of a sum. Out: the sum as it was written, and every part with its
//! figure, its cells and definitions, and the members that are missing. Nothing is added up again here.

use std::collections::BTreeMap;
use std::path::Path;

use super::dossier::{self, TracedAbsence, TracedDefinition};
use super::{Query, Row, TraceError, Use, check_parts, manifest_of, matching, parquet_files, value};
use crate::write::read_parquet;

/// A regional sum with its parts.
#[derive(Debug, Clone)]
pub struct TracedSum {
    /// Columns of the sum, in order; none for a null.
    pub columns: Row,
    /// The figures that speak in it, by state.
    pub parts: Vec<TracedPart>,
    /// What the sources of the parts state of their definitions, by source.
    pub definitions: Vec<TracedDefinition>,
    /// The members that are not in the comparable line, with the reason.
    pub absent: Vec<TracedAbsence>,
}

/// A figure that speaks in a sum.
#[derive(Debug, Clone)]
pub struct TracedPart {
    /// Columns of `derived/parts.parquet`.
    pub columns: Row,
    /// Columns of the observation.
    pub observation: Row,
    /// Every use of every cell of it, the value's first.
    pub cells: Vec<Use>,
    /// File of the mapping whose lines the cells name.
    pub mapping_file: Option<String>,
}

impl TracedSum {
    /// A column of the sum; empty for a null.
    #[must_use]
    pub fn column(&self, name: &str) -> String {
        value(&self.columns, name).unwrap_or_default()
    }
}

impl TracedPart {
    /// A column of the part, or of its observation; empty for a null.
    #[must_use]
    pub fn column(&self, name: &str) -> String {
        value(&self.columns, name).or_else(|| value(&self.observation, name)).unwrap_or_default()
    }
}

/// Finds regional sums and the figures in them; a key has the columns of `derived/<TABLE_ID>.parquet`, such as `year`.
///
/// # Errors
/// The folder is not the output of a finished run, a file of it can't be read, or the key names an unknown column.
pub fn trace_sums(folder: &Path, query: &Query) -> Result<Vec<TracedSum>, TraceError> {
    let manifest = manifest_of(folder)?;
    let derived = folder.join("derived");
    let parts_file = derived.join("parts.parquet");
    let (mut found, mut known) = (Vec::new(), Vec::new());
    for file in parquet_files(&derived).into_iter().filter(|file| *file != parts_file) {
        for batch in read_parquet(&file)? {
            known.extend(batch.schema().fields().iter().map(|field| field.name().clone()));
            found.extend(matching(&batch, "sum_id", query));
        }
    }
    check_parts(query, &known)?;
    let mut parts = if found.is_empty() { BTreeMap::new() } else { parts_of(folder, &parts_file, &found)? };
    let mut sums: Vec<TracedSum> = found
        .into_iter()
        .map(|columns| {
            let parts = value(&columns, "sum_id").and_then(|id| parts.remove(&id)).unwrap_or_default();
            TracedSum { columns, parts, definitions: Vec::new(), absent: Vec::new() }
        })
        .collect();
    if !sums.is_empty() {
        dossier::complete(folder, &manifest, &mut sums)?;
    }
    Ok(sums)
}

/// The parts of each sum found, each with its observation.
fn parts_of(folder: &Path, parts_file: &Path, sums: &[Row]) -> Result<BTreeMap<String, Vec<TracedPart>>, TraceError> {
    let batches = read_parquet(parts_file)?;
    let mut parts: BTreeMap<String, Vec<TracedPart>> = BTreeMap::new();
    for sum in sums {
        let (Some(id), Some(table)) = (value(sum, "sum_id"), value(sum, "table_id")) else { continue };
        let of_sum = Query::Id(id.clone());
        let observations = read_parquet(&folder.join("observations").join(format!("{table}.parquet")))?;
        for columns in batches.iter().flat_map(|batch| matching(batch, "sum_id", &of_sum)) {
            let of_part = Query::Id(value(&columns, "observation_id").unwrap_or_default());
            let observation = observations.iter().find_map(|batch| matching(batch, "observation_id", &of_part).pop());
            parts.entry(id.clone()).or_default().push(TracedPart {
                columns,
                observation: observation.unwrap_or_default(),
                cells: Vec::new(),
                mapping_file: None,
            });
        }
    }
    Ok(parts)
}
