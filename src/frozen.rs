//! Whether a run would change the grades of a release that an earlier standard made.
//!
//! In: the folder of an earlier run, and the exchange tables of a new one. Out: the figures whose grade would change, by
//! table and grade, so that a stricter standard never regrades a release in silence. It reads only what `write` wrote.

use std::collections::BTreeMap;
use std::path::Path;

use arrow::array::{Array, RecordBatch};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use serde::Deserialize;

use crate::harmonise::Harmonised;
use crate::spec::Standard;
use crate::write::{WriteError, read_parquet};

/// A release whose grades would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frozen {
    /// The folder.
    pub folder: String,
    /// Id and version of the standard that graded it.
    pub before: String,
    /// Id and version of the standard that would grade it now.
    pub after: String,
    /// What would change.
    pub changes: Vec<Regrade>,
}

/// Figures of one table whose grade would change in the same way, for the same causes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Regrade {
    /// The exchange table.
    pub table: String,
    /// The grade they have.
    pub before: String,
    /// The grade they would have.
    pub after: String,
    /// The causes of the new grade.
    pub causes: String,
    /// How many figures there are.
    pub figures: u64,
}

impl std::fmt::Display for Frozen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let all: u64 = self.changes.iter().map(|change| change.figures).sum();
        writeln!(
            f,
            "`{}` holds a release graded by {}; {} would grade {all} of its figures otherwise, so it was left as it is",
            self.folder, self.before, self.after
        )?;
        for change in &self.changes {
            let causes = if change.causes.is_empty() { String::new() } else { format!(" ({})", change.causes) };
            writeln!(f, "  {} {} -> {}: {} figures{causes}", change.table, change.before, change.after, change.figures)?;
        }
        f.write_str("  hint: write into another folder with `--out`, or replace the release with `--regrade`")
    }
}

#[derive(Deserialize)]
struct Made {
    standard: String,
    standard_version: String,
    standard_sha256: String,
}

/// What a run into a folder would regrade; none where there is no finished run, where the same standard made it, or where no
/// grade would change.
///
/// # Errors
/// A file of the earlier run can't be read.
pub fn frozen(folder: &Path, standard: &Standard, tables: &Harmonised) -> Result<Option<Frozen>, WriteError> {
    let made = std::fs::read_to_string(folder.join("manifest.json")).ok().and_then(|text| serde_json::from_str::<Made>(&text).ok());
    let Some(made) = made.filter(|made| made.standard_sha256 != standard.sha256) else { return Ok(None) };
    let mut counted: BTreeMap<(String, String, String, String), u64> = BTreeMap::new();
    for (id, table) in &tables.tables {
        let path = folder.join(format!("observations/{id}.parquet"));
        if !path.is_file() {
            continue;
        }
        let before = grades(&read_parquet(&path)?);
        for one in &table.published {
            let after = one.graded.grade.as_str();
            let Some(before) = before.get(&format!("{:016x}", one.observation)).filter(|before| *before != after) else { continue };
            let causes: Vec<&str> = one.graded.causes.iter().map(AsRef::as_ref).collect();
            *counted.entry((id.to_string(), before.clone(), after.to_owned(), causes.join(", "))).or_default() += 1;
        }
    }
    let changes: Vec<Regrade> =
        counted.into_iter().map(|((table, before, after, causes), figures)| Regrade { table, before, after, causes, figures }).collect();
    Ok((!changes.is_empty()).then(|| Frozen {
        folder: folder.display().to_string(),
        before: format!("{} {}", made.standard, made.standard_version),
        after: format!("{} {}", standard.id, standard.version),
        changes,
    }))
}

/// Grades by observation id.
fn grades(batches: &[RecordBatch]) -> BTreeMap<String, String> {
    let options = FormatOptions::default();
    let mut found = BTreeMap::new();
    for batch in batches {
        let column = |name: &str| batch.column_by_name(name).and_then(|column| ArrayFormatter::try_new(column.as_ref(), &options).ok());
        let (Some(ids), Some(grades)) = (column("observation_id"), column("grade")) else { continue };
        let rows = batch.column_by_name("grade").map_or(0, Array::len);
        found.extend((0..rows).map(|row| (ids.value(row).to_string(), grades.value(row).to_string())));
    }
    found
}
