//! From a published number back to its cells.
//!
//! In: the folder of a finished run and an observation id, or a key. Out: the observation and every use of every cell
//! it was made from; or a regional sum and the figures in it; or the mirror statements. It reads only what `write` wrote, so it
//! works on a folder that was copied to another machine; it does not open the sender's file.

mod dossier;
mod mirrors;
mod sums;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use arrow::array::{Array, RecordBatch};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use serde::Deserialize;

pub use dossier::{TracedAbsence, TracedDefinition};
pub use mirrors::{MirrorQuery, TracedMirror, trace_mirrors};
pub use sums::{TracedPart, TracedSum, trace_sums};

use crate::write::{WriteError, read_parquet};

/// Why nothing could be traced.
#[derive(Debug, thiserror::Error)]
pub enum TraceError {
    /// The folder is not the output of a finished run.
    #[error("`{0}` is not the output of a finished run: it has no readable `manifest.json`; give the folder that `concord run` wrote")]
    NotARun(PathBuf),
    /// A file of the folder can't be read.
    #[error(transparent)]
    Read(#[from] WriteError),
    /// A part of the key names no column.
    #[error("no table has a column `{name}`; the parts of a key are {known}")]
    UnknownPart {
        /// What was asked for.
        name: String,
        /// What there is.
        known: String,
    },
    /// The folder was written before there were mirror statements.
    #[error("`{0}` has no `mirror.parquet`: an earlier version of the program wrote it; run the pipeline again")]
    NoMirrors(PathBuf),
    /// Nothing is compared for the state, partner or year asked for.
    #[error("no mirror statement has the {what} `{wanted}`; {hint}")]
    NoStatement {
        /// state, partner or year.
        what: String,
        /// What was asked for.
        wanted: String,
        /// What to type instead.
        hint: String,
    },
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// The id of an observation or of a sum.
    Id(String),
    /// Columns and the values they must have; `table` and `period` stand for `table_id` and `time_period`.
    Key(BTreeMap<String, String>),
}

impl Query {
    /// Whether the key can only mean regional sums: they compare years, observations have periods.
    #[must_use]
    pub fn is_of_sums(&self) -> bool {
        matches!(self, Self::Key(parts) if parts.contains_key("year"))
    }
}

/// One use of one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// What the cell did.
    pub role: String,
    /// File.
    pub file: String,
    /// Sheet.
    pub sheet: String,
    /// Address.
    pub cell: String,
    /// Text as stored; empty for a cell that stores nothing.
    pub text: String,
    /// What a value was multiplied by; 1 for all other cells.
    pub factor: String,
    /// Line of the mapping that decided.
    pub line: Option<String>,
}

/// An observation with its cells.
#[derive(Debug, Clone)]
pub struct Traced {
    /// Columns of the observation, in order; none for a null.
    pub columns: Vec<(String, Option<String>)>,
    /// Whether the claim is published, or stands in `conflicts`.
    pub published: bool,
    /// File of the mapping, as the pipeline names it.
    pub mapping_file: Option<String>,
    /// Every use of every cell.
    pub uses: Vec<Use>,
}

impl Traced {
    /// A column of the observation; empty for a null.
    #[must_use]
    pub fn column(&self, name: &str) -> &str {
        self.columns.iter().find(|(column, _)| column == name).and_then(|(_, value)| value.as_deref()).unwrap_or("")
    }
}

/// A row of a Parquet file as texts, by column; none for a null.
pub type Row = Vec<(String, Option<String>)>;

/// Every row of a Parquet file of a run.
///
/// # Errors
/// The file can't be read.
pub fn rows(file: &Path) -> Result<Vec<Row>, WriteError> {
    let batches = read_parquet(file)?;
    Ok(batches.iter().flat_map(|batch| (0..batch.num_rows()).map(|row| texts(batch, row))).collect())
}

#[derive(Deserialize)]
struct ManifestHead {
    #[serde(default)]
    mappings: Vec<MappingHead>,
}

#[derive(Deserialize)]
struct MappingHead {
    id: String,
    file: String,
}

/// Finds observations and the cells they come from.
///
/// # Errors
/// The folder is not the output of a finished run, a file of it can't be read, or the key names an unknown column.
pub fn trace(folder: &Path, query: &Query) -> Result<Vec<Traced>, TraceError> {
    let manifest = manifest_of(folder)?;
    let mut found: Vec<(Row, bool)> = Vec::new();
    let mut known: Vec<String> = Vec::new();
    for (part, published) in [("observations", true), ("conflicts", false)] {
        for file in parquet_files(&folder.join(part)) {
            for batch in read_parquet(&file)? {
                known.extend(batch.schema().fields().iter().map(|field| field.name().clone()));
                found.extend(matching(&batch, "observation_id", query).into_iter().map(|row| (row, published)));
            }
        }
    }
    check_parts(query, &known)?;
    let ids: Vec<String> = found.iter().map(|(row, _)| value(row, "observation_id").unwrap_or_default()).collect();
    // Claims in conflict share one id, and each is shown with every cell of it.
    let uses = uses_of(folder, &ids)?;
    Ok(found
        .into_iter()
        .zip(ids)
        .map(|((columns, published), id)| {
            let mapping = value(&columns, "mapping_id");
            let mapping_file = manifest.mappings.iter().find(|entry| Some(&entry.id) == mapping.as_ref()).map(|entry| entry.file.clone());
            Traced { columns, published, mapping_file, uses: uses.get(&id).cloned().unwrap_or_default() }
        })
        .collect())
}

fn parquet_files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).map(|entries| entries.filter_map(Result::ok).map(|entry| entry.path()).collect()).unwrap_or_default();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "parquet"));
    files.sort();
    files
}

/// What a finished run says of itself.
fn manifest_of(folder: &Path) -> Result<ManifestHead, TraceError> {
    let manifest = std::fs::read_to_string(folder.join("manifest.json")).ok();
    manifest.and_then(|text| serde_json::from_str(&text).ok()).ok_or_else(|| TraceError::NotARun(folder.to_path_buf()))
}

/// Refuses a key with a part that no table has, unless there is no table to ask; `columns` may repeat themselves.
fn check_parts(query: &Query, columns: &[String]) -> Result<(), TraceError> {
    let Query::Key(parts) = query else { return Ok(()) };
    let mut known: Vec<&str> = Vec::new();
    for column in columns {
        if !known.contains(&column.as_str()) {
            known.push(column);
        }
    }
    match parts.keys().map(|name| column_name(name)).find(|name| !known.is_empty() && !known.contains(name)) {
        Some(name) => Err(TraceError::UnknownPart { name: name.to_owned(), known: known.join(", ") }),
        None => Ok(()),
    }
}

fn column_name(part: &str) -> &str {
    match part {
        "table" => "table_id",
        "period" => "time_period",
        other => other,
    }
}

fn value(row: &Row, name: &str) -> Option<String> {
    row.iter().find(|(column, _)| column == name).and_then(|(_, value)| value.clone())
}

/// The rows that a query means; an id is looked for in the column `identity`.
fn matching(batch: &RecordBatch, identity: &str, query: &Query) -> Vec<Row> {
    let wanted: Vec<(&str, &str)> = match query {
        Query::Id(id) => vec![(identity, id.as_str())],
        Query::Key(parts) => parts.iter().map(|(name, value)| (column_name(name), value.as_str())).collect(),
    };
    let columns: Option<Vec<(&dyn Array, &str)>> =
        wanted.iter().map(|(name, value)| batch.column_by_name(name).map(|column| (column.as_ref(), *value))).collect();
    let Some(columns) = columns else { return Vec::new() };
    let options = FormatOptions::default();
    let formatters: Option<Vec<(ArrayFormatter<'_>, &str)>> = columns
        .iter()
        .map(|(column, value)| ArrayFormatter::try_new(*column, &options).ok().map(|formatter| (formatter, *value)))
        .collect();
    let Some(formatters) = formatters else { return Vec::new() };
    (0..batch.num_rows())
        .filter(|row| formatters.iter().all(|(formatter, value)| formatter.value(*row).to_string() == *value))
        .map(|row| texts(batch, row))
        .collect()
}

fn texts(batch: &RecordBatch, row: usize) -> Row {
    let options = FormatOptions::default();
    let schema = batch.schema();
    schema
        .fields()
        .iter()
        .zip(batch.columns())
        .map(|(field, column)| {
            let text = if column.is_null(row) {
                None
            } else {
                ArrayFormatter::try_new(column.as_ref(), &options).ok().map(|formatter| formatter.value(row).to_string())
            };
            (field.name().clone(), text)
        })
        .collect()
}

fn uses_of(folder: &Path, ids: &[String]) -> Result<BTreeMap<String, Vec<Use>>, TraceError> {
    let mut uses: BTreeMap<String, Vec<Use>> = BTreeMap::new();
    if ids.is_empty() {
        return Ok(uses);
    }
    uses.extend(ids.iter().map(|id| (id.clone(), Vec::new())));
    let options = FormatOptions::default();
    for batch in read_parquet(&folder.join("lineage.parquet"))? {
        let column = batch.column_by_name("observation_id");
        let Some(formatter) = column.and_then(|column| ArrayFormatter::try_new(column.as_ref(), &options).ok()) else { continue };
        // One walk over the lineage, however many observations are asked for.
        for row in 0..batch.num_rows() {
            if let Some(found) = uses.get_mut(&formatter.value(row).to_string()) {
                found.push(one_use(&texts(&batch, row)));
            }
        }
    }
    Ok(uses)
}

fn one_use(row: &Row) -> Use {
    Use {
        role: value(row, "role").unwrap_or_default(),
        file: value(row, "file").unwrap_or_default(),
        sheet: value(row, "sheet").unwrap_or_default(),
        cell: value(row, "cell").unwrap_or_default(),
        text: value(row, "text").unwrap_or_default(),
        factor: value(row, "factor").unwrap_or_default(),
        line: value(row, "mapping_line"),
    }
}
