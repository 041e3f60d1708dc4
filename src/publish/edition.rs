//! The folders of both editions.
//!
//! The internal one holds every file of the run, byte by byte, and the list of what the public one lacks. Of the public one only files
//! that are known are written, each cleared of what is left out; whatever else a run wrote stays out of it. Each edition is laid out
//! beside its folder and takes its place as a whole, its manifest written last.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::clear::Cleared;
use super::decide::{Decided, Reason, decide};
use super::error::PublishError;
use super::figures::{Read, read};
use super::list::{LeftOut, disclosure_columns, left_out, list_frame, named};
use crate::model::hex;
use crate::spec::{SpecSource, Standard};
use crate::write::{OutputEntry, WriteError, parquet_bytes, write_atomically};

/// What became of both editions.
#[derive(Debug)]
pub struct Editions {
    /// Figures and sums that the public edition has.
    pub published: u64,
    /// What it lacks, in order.
    pub left_out: Vec<LeftOut>,
    /// What a reader could still work out, each with how far; where there is any, no public edition was written.
    pub exposed: Vec<String>,
}

impl Editions {
    /// How many numbers are left out for each reason.
    #[must_use]
    pub fn by_reason(&self) -> BTreeMap<Reason, usize> {
        let mut counts = BTreeMap::new();
        for one in &self.left_out {
            *counts.entry(one.reason).or_insert(0) += 1;
        }
        counts
    }
}

/// What is asked for beside the run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// The day of publication.
    pub as_of: Option<Date>,
    /// Public editions that readers have already.
    pub earlier: &'a [PathBuf],
}

/// A file of an edition: where, its bytes, and how many rows.
pub(super) type Laid = (String, Vec<u8>, u64);

/// Writes both editions of a run; the public one only where nobody can work out what it leaves out.
///
/// # Errors
/// The folder is no finished run, the standard has no policy or is another one, figures under embargo lack a day, the folder to write
/// to holds something else, or a file can't be read or written.
pub fn publish(folder: &Path, standard: &Standard, out: &Path, request: &Request<'_>) -> Result<Editions, PublishError> {
    let as_of = request.as_of;
    let manifest = manifest_of(folder, standard)?;
    let policy = standard.disclosure.as_ref().ok_or_else(|| PublishError::NoPolicy(standard.id.clone()))?;
    let places = ["internal", "public"].map(|name| out.join(name));
    for place in &places {
        check_place(folder, place)?;
    }
    let read = read(folder, standard)?;
    let earlier = request.earlier.iter().map(|edition| read_edition(edition, standard)).collect::<Result<Vec<_>, _>>()?;
    let decided = decide(&read, standard, policy, as_of, &earlier)?;
    let list = left_out(&read, standard, &decided);
    let exposed = decided.unsafe_numbers.iter();
    let exposed: Vec<String> = exposed.map(|(place, known)| format!("{}: {known}", named(&read, standard, &decided, *place))).collect();

    let stamp = |edition: &str| Stamp { edition: edition.to_owned(), as_of, standard };
    let mut internal = copied(folder, &manifest)?;
    internal.extend(list_files(&list)?);
    replace(&places[0], internal, &manifest, &stamp("internal"))?;
    if exposed.is_empty() {
        let cleared = Cleared { folder, read: &read, decided: &decided, policy };
        replace(&places[1], cleared.files(&manifest)?, &manifest, &stamp("public"))?;
    }
    Ok(Editions { published: shown(&decided, read.figures.len()), left_out: list, exposed })
}

/// How many figures with a value are shown.
fn shown(decided: &Decided, figures: usize) -> u64 {
    let values = decided.numbers.all.iter().take(figures).enumerate();
    values.filter(|(place, number)| number.truth.is_some() && !decided.hidden.contains_key(place)).count() as u64
}

fn manifest_of(folder: &Path, standard: &Standard) -> Result<Value, PublishError> {
    let text = std::fs::read_to_string(folder.join("manifest.json")).ok();
    let manifest: Value =
        text.and_then(|text| serde_json::from_str(&text).ok()).ok_or_else(|| PublishError::NotARun(folder.to_path_buf()))?;
    if manifest.get("edition").is_some() {
        return Err(PublishError::AnEdition(folder.to_path_buf()));
    }
    let said = |key: &str| manifest.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    if said("standard").is_empty() {
        return Err(PublishError::NotARun(folder.to_path_buf()));
    }
    let of_run = format!("{} {}", said("standard"), said("standard_version"));
    let given = format!("{} {}", standard.id, standard.version);
    if of_run != given {
        return Err(PublishError::OtherStandard { found: of_run, expected: given });
    }
    // Letters come after a run, into the folder that is named; the shipped standard has none, so that it can't stand for a folder.
    if said("standard_sha256") != standard.sha256 && standard.sha256 == SpecSource::shipped().sha256() {
        return Err(PublishError::OtherContent { of_run, given });
    }
    Ok(manifest)
}

/// The figures that an earlier public edition shows.
fn read_edition(folder: &Path, standard: &Standard) -> Result<Read, PublishError> {
    let text = std::fs::read_to_string(folder.join("manifest.json")).unwrap_or_default();
    let manifest: Value = serde_json::from_str(&text).unwrap_or_default();
    match manifest.get("edition").and_then(Value::as_str) {
        Some("public") => read(folder, standard),
        _ => Err(PublishError::NotPublic(folder.to_path_buf())),
    }
}

/// Whether an edition may be written to a place: there is nothing yet, or an edition.
fn check_place(run: &Path, place: &Path) -> Result<(), PublishError> {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    if whole(place).starts_with(whole(run)) {
        return Err(PublishError::WithinTheRun(place.to_path_buf()));
    }
    let is_empty = std::fs::read_dir(place).is_ok_and(|mut entries| entries.next().is_none());
    if !place.exists() || is_empty {
        return Ok(());
    }
    let text = std::fs::read_to_string(place.join("manifest.json")).unwrap_or_default();
    let manifest: Value = serde_json::from_str(&text).unwrap_or_default();
    if manifest.get("edition").is_some() { Ok(()) } else { Err(PublishError::NotOurs(place.to_path_buf())) }
}

/// The files that a manifest names, with their rows.
pub(super) fn outputs(manifest: &Value) -> Vec<(String, u64)> {
    let entries = manifest.get("outputs").and_then(Value::as_array).into_iter().flatten();
    entries.filter_map(|entry| Some((entry.get("path")?.as_str()?.to_owned(), entry.get("rows")?.as_u64()?))).collect()
}

pub(super) fn bytes_of(path: &Path) -> Result<Vec<u8>, PublishError> {
    std::fs::read(path).map_err(|source| WriteError::Io { path: path.to_path_buf(), source }.into())
}

fn copied(folder: &Path, manifest: &Value) -> Result<Vec<Laid>, PublishError> {
    outputs(manifest).into_iter().map(|(path, rows)| Ok((path.clone(), bytes_of(&folder.join(&path))?, rows))).collect()
}

/// The list of what is left out, for programs of both kinds.
fn list_files(list: &[LeftOut]) -> Result<[Laid; 2], PublishError> {
    const NAME: &str = "disclosure.parquet";
    let refuse = |reason: String| WriteError::Table { name: NAME.to_owned(), reason };
    let frame = list_frame(list).map_err(|error| refuse(error.to_string()))?;
    let parquet = parquet_bytes(NAME, &frame, &disclosure_columns(), &[])?;
    let mut text = serde_json::to_string_pretty(&json!({ "left_out": list })).map_err(|error| refuse(error.to_string()))?;
    text.push('\n');
    let rows = list.len() as u64;
    Ok([(NAME.to_owned(), parquet, rows), ("disclosure.json".to_owned(), text.into_bytes(), rows)])
}

/// What the manifest of an edition says beside that of the run.
struct Stamp<'a> {
    edition: String,
    as_of: Option<Date>,
    standard: &'a Standard,
}

/// Lays the files out beside the folder and puts them in its place.
fn replace(place: &Path, files: Vec<Laid>, manifest: &Value, stamp: &Stamp<'_>) -> Result<(), PublishError> {
    let beside = |word: &str| -> PathBuf {
        let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        place.with_file_name(format!(".{name}.{word}"))
    };
    let (new, old) = (beside("new"), beside("old"));
    clear_away(&new)?;
    let mut entries = Vec::new();
    for (path, bytes, rows) in files {
        write_atomically(&new.join(&path), &bytes)?;
        entries.push(OutputEntry { path, rows, sha256: hex(&Sha256::digest(&bytes)) });
    }
    entries.sort();
    let mut whole = manifest.clone();
    whole["outputs"] = json!(entries);
    whole["edition"] = json!(stamp.edition);
    whole["as_of"] = json!(stamp.as_of.map(|day| day.to_string()));
    whole["policy_standard_version"] = json!(stamp.standard.version);
    whole["policy_standard_sha256"] = json!(stamp.standard.sha256);
    let text = serde_json::to_string_pretty(&whole)
        .map_err(|error| WriteError::Table { name: "manifest.json".to_owned(), reason: error.to_string() })?;
    write_atomically(&new.join("manifest.json"), (text + "\n").as_bytes())?;
    clear_away(&old)?;
    let moved = |from: &Path, to: &Path| std::fs::rename(from, to).map_err(|source| WriteError::Io { path: to.to_path_buf(), source });
    if place.exists() {
        moved(place, &old)?;
    }
    moved(&new, place)?;
    clear_away(&old)
}

fn clear_away(folder: &Path) -> Result<(), PublishError> {
    match std::fs::remove_dir_all(folder) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(WriteError::Io { path: folder.to_path_buf(), source }.into()),
        _ => Ok(()),
    }
}
