//! From the folder of a run to its mirror statements.
//!
//! In: the folder of a finished run, and whose statement is wanted. Out: the rows of `mirror.parquet` as they were written, by
//! their columns. Nothing is compared again here, and the observations are not opened.

use std::path::Path;

use arrow::array::{Array, ListArray, RecordBatch, StringArray};

use super::{Row, TraceError, manifest_of, texts};
use crate::write::read_parquet;

/// Whose statement is wanted; all where nothing is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MirrorQuery {
    /// The state whose people are counted.
    pub state: Option<String>,
    /// The partner.
    pub partner: Option<String>,
    /// The year compared.
    pub year: Option<String>,
}

/// One row of `mirror.parquet`.
#[derive(Debug, Clone)]
pub struct TracedMirror {
    columns: Row,
    /// What definitions, days and sources explain, in English.
    pub explained_by: Vec<String>,
    /// Attributes that nobody stated, of the first and the second figure.
    pub not_stated: [Vec<String>; 2],
}

impl TracedMirror {
    /// A column; empty for a null.
    #[must_use]
    pub fn column(&self, name: &str) -> &str {
        self.stated(name).unwrap_or("")
    }

    /// A column; none for a null.
    #[must_use]
    pub fn stated(&self, name: &str) -> Option<&str> {
        self.columns.iter().find(|(column, _)| column == name).and_then(|(_, value)| value.as_deref())
    }

    /// A column that holds a number; none for a null.
    #[must_use]
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.stated(name).and_then(|text| text.parse().ok())
    }

    /// Both values, where there are two.
    #[must_use]
    pub fn both(&self) -> Option<(i64, i64)> {
        self.number("first_value").zip(self.number("second_value"))
    }

    /// Whether a figure is hidden within a range.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        self.stated("first_low").or_else(|| self.stated("second_low")).is_some()
    }
}

/// The mirrors of a finished run, both sexes together, in the order of the file.
///
/// # Errors
/// The folder is not the output of a finished run or has no `mirror.parquet`, a file can't be read, or no statement is about the
/// state, partner or year asked for.
pub fn trace_mirrors(folder: &Path, query: &MirrorQuery) -> Result<Vec<TracedMirror>, TraceError> {
    manifest_of(folder)?;
    let file = folder.join("mirror.parquet");
    if !file.is_file() {
        return Err(TraceError::NoMirrors(folder.to_path_buf()));
    }
    let mut found: Vec<TracedMirror> = Vec::new();
    for batch in read_parquet(&file)? {
        found.extend((0..batch.num_rows()).map(|row| one(&batch, row)).filter(|one| one.column("sex") == "_T"));
    }
    for (column, wanted) in [("state", &query.state), ("partner", &query.partner), ("year", &query.year)] {
        let Some(wanted) = wanted else { continue };
        let known = found.iter().map(|one| one.column(column).to_owned()).collect::<std::collections::BTreeSet<_>>();
        if !known.contains(wanted.as_str()) {
            return Err(not_told(column, wanted, &known.into_iter().collect::<Vec<_>>()));
        }
        found.retain(|one| one.column(column) == wanted);
    }
    Ok(found)
}

fn one(batch: &RecordBatch, row: usize) -> TracedMirror {
    let columns = texts(batch, row);
    let columns =
        columns.into_iter().filter(|(name, _)| !matches!(name.as_str(), "explained_by" | "first_not_stated" | "second_not_stated"));
    TracedMirror {
        columns: columns.collect(),
        explained_by: list(batch, "explained_by", row),
        not_stated: ["first_not_stated", "second_not_stated"].map(|name| list(batch, name, row)),
    }
}

/// The texts of a list; sentences hold commas, so they are not read from the list as one text.
fn list(batch: &RecordBatch, name: &str, row: usize) -> Vec<String> {
    let lists = batch.column_by_name(name).and_then(|column| column.as_any().downcast_ref::<ListArray>());
    let Some(lists) = lists.filter(|lists| !lists.is_null(row)) else { return Vec::new() };
    let items = lists.value(row);
    let items = items.as_any().downcast_ref::<StringArray>();
    items.into_iter().flatten().flatten().map(str::to_owned).collect()
}

/// What to type instead: the nearest name, or those that there are.
fn not_told(column: &str, wanted: &str, known: &[String]) -> TraceError {
    let nearest = known.iter().map(|name| (strsim::damerau_levenshtein(&wanted.to_uppercase(), name), name)).min();
    let hint = match nearest {
        None => "it compares nothing".to_owned(),
        Some((distance, name)) if distance <= 1 => format!("did you mean `{name}`?"),
        Some(_) => format!("there are {}", known.join(", ")),
    };
    TraceError::NoStatement { what: column.to_owned(), wanted: wanted.to_owned(), hint }
}
