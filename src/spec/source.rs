//! Where the text of a standard comes from: a folder, or the copy compiled into the program.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use super::problem::{Problems, SpecError};

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/standards");

/// The files of a standard in memory, by their path inside the folder with `/` between its parts.
///
/// Only `.toml` and `.csv` files belong to a standard; a README, a generated schema or the backup of an editor does not
/// change what it is.
#[derive(Debug, Clone, Default)]
pub struct SpecSource {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

impl SpecSource {
    /// The standard compiled into the program.
    #[must_use]
    pub fn shipped() -> Self {
        let mut source = Self::default();
        source.take(&SHIPPED);
        source
    }

    /// The files of a folder.
    ///
    /// # Errors
    /// The folder, or a file in it, can't be read.
    pub fn directory(path: &Path) -> Result<Self, SpecError> {
        let mut source = Self::default();
        let mut problems = Problems::default();
        source.read(path, "", &mut problems);
        problems.refuse()?;
        Ok(source)
    }

    /// The same files with one added or replaced.
    #[must_use]
    pub fn with(mut self, path: &str, text: &str) -> Self {
        self.insert(path, Cow::Owned(text.as_bytes().to_vec()));
        self
    }

    /// The text of a file, without a byte order mark; none where there is no such file.
    ///
    /// # Errors
    /// The file is not UTF-8.
    pub fn text(&self, path: &str) -> Result<Option<&str>, SpecError> {
        let Some(bytes) = self.files.get(path) else { return Ok(None) };
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Some(text.trim_start_matches('\u{feff}'))),
            Err(error) => {
                let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
                let mut problems = Problems::default();
                let hint = Some("save it again as UTF-8".to_owned());
                problems.add_with_hint(path, u32::try_from(line).ok(), "the file is not UTF-8 text", hint);
                Err(problems.into_error())
            }
        }
    }

    /// The paths directly inside a folder that end as given, in order.
    pub fn inside(&self, folder: &str, extension: &str) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str).filter(move |path| {
            let name = path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/'));
            name.is_some_and(|name| !name.contains('/') && name.ends_with(extension))
        })
    }

    /// SHA-256 over all names and bytes, in order, as 64 hex digits.
    #[must_use]
    pub fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        for (path, bytes) in &self.files {
            // The lengths keep two different folders from ever giving the same stream.
            for part in [path.as_bytes(), bytes] {
                hash.update((part.len() as u64).to_le_bytes());
                hash.update(part);
            }
        }
        crate::model::hex(&hash.finalize())
    }

    fn insert(&mut self, path: &str, bytes: Cow<'static, [u8]>) {
        let name = path.rsplit('/').next().unwrap_or(path);
        if !name.starts_with('.') && (name.ends_with(".toml") || name.ends_with(".csv")) {
            self.files.insert(path.to_owned(), bytes);
        }
    }

    fn take(&mut self, dir: &Dir<'static>) {
        for file in dir.files() {
            // Compiled on Windows, the parts are joined by backslashes.
            let path = file.path().to_string_lossy().replace('\\', "/");
            self.insert(&path, Cow::Borrowed(file.contents()));
        }
        for inner in dir.dirs() {
            self.take(inner);
        }
    }

    fn read(&mut self, dir: &Path, prefix: &str, problems: &mut Problems) {
        let shown = |name: &str| if name.is_empty() { dir.display().to_string() } else { name.to_owned() };
        let entries = match std::fs::read_dir(dir) {
            Ok(entries) => entries,
            Err(error) => return problems.add(&shown(prefix), None, format!("the folder can't be read: {error}")),
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return problems.add(&shown(prefix), None, format!("the folder can't be read: {error}")),
            };
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let inner = entry.path();
            if inner.is_dir() {
                self.read(&inner, &format!("{path}/"), problems);
            } else {
                match std::fs::read(&inner) {
                    Ok(bytes) => self.insert(&path, Cow::Owned(bytes)),
                    Err(error) => problems.add(&path, None, format!("the file can't be read: {error}")),
                }
            }
        }
    }
}
