//! Whether a run would change the grades of a release that an earlier standard made.
//!
//! In: the folder of an earlier run, and the exchange tables of a new one. Out: the figures whose grade would change, by
//! table and grade, so that a stricter standard never regrades a release in silence. It reads only what `write` wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use arrow::util::display::{ArrayFormatter, FormatOptions};
use serde::Deserialize;

use crate::harmonise::{Harmonised, Published};
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
    /// The states they describe.
    pub states: Vec<String>,
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
            let states = change.states.join(", ");
            writeln!(f, "  {} {} -> {}: {} figures of {states}{causes}", change.table, change.before, change.after, change.figures)?;
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

/// A figure of the earlier release.
struct Released {
    grade: String,
    reporter: String,
    submission: String,
}

/// What a run into a folder would regrade; none where there is no finished run, where the same standard made it, or where no
/// grade would change. A figure of a return that is read again, and is published no longer, counts as changed.
///
/// # Errors
/// A file of the earlier run can't be read, or is not one of this program.
pub fn frozen(folder: &Path, standard: &Standard, tables: &Harmonised, submissions: &BTreeSet<&str>) -> Result<Option<Frozen>, WriteError> {
    let path = folder.join("manifest.json");
    let unreadable = |reason: String| WriteError::Table { name: path.display().to_string(), reason };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(WriteError::Io { path, source }),
    };
    let made: Made = serde_json::from_str(&text).map_err(|error| unreadable(error.to_string()))?;
    if made.standard_sha256 == standard.sha256 {
        return Ok(None);
    }
    let mut counted: BTreeMap<[String; 4], (u64, BTreeSet<String>)> = BTreeMap::new();
    for entry in std::fs::read_dir(folder.join("observations")).into_iter().flatten().filter_map(Result::ok) {
        let file = entry.file_name().to_string_lossy().into_owned();
        let Some(id) = file.strip_suffix(".parquet") else { continue };
        let table = tables.tables.get(id);
        let now: BTreeMap<u64, &Published> =
            table.into_iter().flat_map(|table| &table.published).map(|one| (one.observation, one)).collect();
        for (observation, before) in released(&entry.path())? {
            let (after, causes) = match now.get(&observation) {
                Some(one) => {
                    let causes: Vec<&str> = one.graded.causes.iter().map(AsRef::as_ref).collect();
                    (one.graded.grade.as_str(), causes.join(", "))
                }
                None if submissions.contains(before.submission.as_str()) => ("none", "published no longer".to_owned()),
                None => continue,
            };
            if before.grade != after {
                let key = [id.to_owned(), before.grade, after.to_owned(), causes];
                let (figures, states) = counted.entry(key).or_default();
                *figures += 1;
                states.insert(before.reporter);
            }
        }
    }
    let changes: Vec<Regrade> = counted
        .into_iter()
        .map(|([table, before, after, causes], (figures, states))| Regrade {
            table,
            before,
            after,
            causes,
            figures,
            states: states.into_iter().collect(),
        })
        .collect();
    let (before, mut after) = (format!("{} {}", made.standard, made.standard_version), format!("{} {}", standard.id, standard.version));
    if before == after {
        after.push_str(" as it is now");
    }
    Ok((!changes.is_empty()).then(|| Frozen { folder: folder.display().to_string(), before, after, changes }))
}

/// Figures of a file of observations, by their identifier.
fn released(path: &Path) -> Result<BTreeMap<u64, Released>, WriteError> {
    let options = FormatOptions::default();
    let refuse = |reason: String| WriteError::Table { name: path.display().to_string(), reason };
    let mut found = BTreeMap::new();
    for batch in read_parquet(path)? {
        let column = |name: &str| {
            let column = batch.column_by_name(name).ok_or_else(|| refuse(format!("there is no column `{name}`")))?;
            ArrayFormatter::try_new(column.as_ref(), &options).map_err(|error| refuse(error.to_string()))
        };
        let (ids, grades, reporters, submissions) =
            (column("observation_id")?, column("grade")?, column("reporter")?, column("submission_id")?);
        for row in 0..batch.num_rows() {
            let text = |column: &ArrayFormatter<'_>| column.value(row).to_string();
            let id = u64::from_str_radix(&text(&ids), 16).map_err(|error| refuse(error.to_string()))?;
            found.insert(id, Released { grade: text(&grades), reporter: text(&reporters), submission: text(&submissions) });
        }
    }
    Ok(found)
}
