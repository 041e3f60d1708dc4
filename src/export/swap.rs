//! A folder that is either the old one or the complete new one.
//!
//! The new folder is made beside the old one and takes its name when it is complete. Between the two renames there is for a moment
//! no folder of that name, and never half a one; an export that was cut off there is put right by the next one. The folder in the
//! making is the lock that keeps two exports apart.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::ExportError;
use crate::write::{PACKAGE, WriteError, write_atomically};

/// Files that file managers leave in every folder.
const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// The file of a store that names its rounds.
pub(super) const STORE: &str = "store.json";

/// A folder in the making.
pub(super) struct Staging {
    out: PathBuf,
    next: PathBuf,
    previous: PathBuf,
    finished: bool,
}

fn refuse(out: &Path, why: impl Into<String>) -> ExportError {
    ExportError::Place { out: out.to_path_buf(), why: why.into() }
}

/// Refuses a place that is, holds or stands in the folder that is exported.
pub(super) fn keep_apart(folder: &Path, out: &Path) -> Result<(), ExportError> {
    // The place may not be there yet; then what counts is the nearest folder above it that is.
    let mut there = std::path::absolute(out).map_err(|error| refuse(out, error.to_string()))?;
    let mut below = PathBuf::new();
    while !there.exists() {
        let name = there.file_name().map(PathBuf::from).ok_or_else(|| refuse(out, "it has no name"))?;
        below = if below.as_os_str().is_empty() { name } else { name.join(&below) };
        there.pop();
    }
    let real = |path: &Path| path.canonicalize().map_err(|error| refuse(out, error.to_string()));
    let (folder, mut place) = (real(folder)?, real(&there)?);
    if !below.as_os_str().is_empty() {
        place = place.join(below);
    }
    if place.starts_with(&folder) || folder.starts_with(&place) {
        return Err(refuse(out, "it is the folder that is exported, or one of them stands in the other"));
    }
    Ok(())
}

impl Staging {
    /// Begins an export of a kind, `folder` or `store`; refuses to replace anything but an earlier export of that kind.
    pub(super) fn begin(out: &Path, kind: &str) -> Result<Self, ExportError> {
        let name = out.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.ok_or_else(|| refuse(out, "it has no name of its own"))?;
        let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let io = |path: &Path| {
            let path = path.to_path_buf();
            move |source| ExportError::from(WriteError::Io { path, source })
        };
        std::fs::create_dir_all(parent).map_err(io(parent))?;
        let (next, previous) = (parent.join(format!(".{name}.concord-next")), parent.join(format!(".{name}.concord-previous")));
        if let Err(error) = std::fs::create_dir(&next) {
            return Err(match error.kind() {
                std::io::ErrorKind::AlreadyExists => refuse(
                    out,
                    format!("another export is at work there, or was cut off; if none is, remove `{}` and try again", next.display()),
                ),
                _ => io(&next)(error),
            });
        }
        let staging = Self { out: out.to_path_buf(), next, previous, finished: false };
        if !staging.out.exists() && staging.previous.exists() {
            std::fs::rename(&staging.previous, &staging.out).map_err(io(&staging.out))?;
        }
        staging.check_replaceable(kind)?;
        Ok(staging)
    }

    /// Whether there is an earlier export in the place.
    pub(super) fn replaces(&self) -> bool {
        self.out.join(PACKAGE).is_file()
    }

    /// The place as it is now.
    pub(super) fn current(&self) -> &Path {
        &self.out
    }

    fn check_replaceable(&self, kind: &str) -> Result<(), ExportError> {
        let found = files_below(&self.out).map_err(|error| refuse(&self.out, error.to_string()))?;
        if found.is_empty() {
            return Ok(());
        }
        let package: Option<Value> = std::fs::read_to_string(self.out.join(PACKAGE)).ok().and_then(|text| serde_json::from_str(&text).ok());
        let of = package.as_ref().and_then(|package| package.pointer("/concord/export")?.as_str());
        match (of, &package) {
            (Some(of), Some(package)) if of == kind => {
                let ours = listed(package);
                match found.iter().find(|file| !ours.contains(*file)) {
                    Some(file) => Err(refuse(&self.out, format!("it holds `{file}`, which no export wrote; move it away"))),
                    None => Ok(()),
                }
            }
            (Some("store"), _) => Err(refuse(&self.out, "it is a store of rounds; add to it with `--partitioned`")),
            (Some(_), _) => Err(refuse(&self.out, "it is an export without partitions")),
            (None, _) => Err(refuse(&self.out, format!("it holds files that no export wrote, `{}` among them", found[0]))),
        }
    }

    pub(super) fn write(&self, path: &str, bytes: &[u8]) -> Result<(), ExportError> {
        Ok(write_atomically(&self.next.join(path), bytes)?)
    }

    /// Puts the new folder in the place of the old one.
    pub(super) fn finish(mut self) -> Result<(), ExportError> {
        let io = |source| ExportError::from(WriteError::Io { path: self.out.clone(), source });
        if self.out.exists() {
            remove_folder(&self.previous).map_err(io)?;
            std::fs::rename(&self.out, &self.previous).map_err(io)?;
        }
        if let Err(error) = std::fs::rename(&self.next, &self.out) {
            if self.previous.exists() {
                std::fs::rename(&self.previous, &self.out).map_err(io)?;
            }
            return Err(io(error));
        }
        self.finished = true;
        // The new folder stands; what can't be removed of the old one is removed by the next export.
        let _ = remove_folder(&self.previous);
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.finished {
            let _ = remove_folder(&self.next);
        }
    }
}

fn remove_folder(path: &Path) -> std::io::Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The files of an export, by its own description.
fn listed(package: &Value) -> BTreeSet<String> {
    let paths = package.get("resources").and_then(Value::as_array).into_iter().flatten().filter_map(|resource| resource.get("path"));
    let mut files: BTreeSet<String> = [PACKAGE, STORE].map(str::to_owned).into();
    for path in paths {
        match path {
            Value::Array(parts) => files.extend(parts.iter().filter_map(|part| part.as_str().map(str::to_owned))),
            other => files.extend(other.as_str().map(str::to_owned)),
        }
    }
    files
}

/// Every file below a folder by its path from there; none where there is no folder.
pub(super) fn files_below(folder: &Path) -> std::io::Result<Vec<String>> {
    let (mut found, mut waiting) = (Vec::new(), vec![(folder.to_path_buf(), String::new())]);
    while let Some((folder, before)) = waiting.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            other => other?,
        };
        for entry in entries {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if before.is_empty() { name.clone() } else { format!("{before}/{name}") };
            if entry.file_type()?.is_dir() {
                waiting.push((entry.path(), path));
            } else if !LITTER.contains(&name.as_str()) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
