//! Where the text of a standard comes from: a folder, or the copy compiled into the program.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use super::language::Language;
use super::problem::{Problems, SpecError};

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/standards");

/// The files of a standard in memory, by their path inside the folder with `/` between its parts.
///
/// Only `.toml` and `.csv` files belong to a standard; a README, a generated schema or the backup of an editor does not
/// change what it is.
#[derive(Debug, Clone, Default)]
pub struct SpecSource {
    files: BTreeMap<String, Cow<'static, [u8]>>,
    /// Files that another standard lends, with its name.
    lent: BTreeMap<String, String>,
    /// Languages in which the files that are lent hold labels.
    pub(super) lent_languages: Vec<Language>,
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

    /// The files of the standard in a folder, with those of the standards it builds on.
    ///
    /// # Errors
    /// A file can't be read, or the standard it builds on is not there.
    pub fn standard(path: &Path) -> Result<Self, SpecError> {
        super::extends::with_base(Self::directory(path)?, Some(path), 0)
    }

    /// Every path, in order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// A file and those that add to it: `lists.csv` and `lists.word.csv`, the first one first.
    pub(super) fn parts(&self, path: &str) -> Vec<&str> {
        let (stem, ending) = path.rsplit_once('.').unwrap_or((path, ""));
        let adds = |known: &&str| {
            let word = known.strip_prefix(stem).and_then(|rest| rest.strip_prefix('.')).and_then(|rest| rest.strip_suffix(ending));
            *known == path || word.is_some_and(|word| word.ends_with('.') && word.len() > 1 && !word[..word.len() - 1].contains(['.', '/']))
        };
        let mut parts: Vec<&str> = self.paths().filter(adds).collect();
        parts.sort_by_key(|known| (*known != path, *known));
        parts
    }

    /// These files over those of another standard.
    pub(super) fn over(mut self, base: &Self, name: &str, left_out: impl Fn(&str) -> bool) -> Self {
        for (path, bytes) in &base.files {
            if !left_out(path) && !self.files.contains_key(path) {
                self.files.insert(path.clone(), bytes.clone());
                let from = base.lent.get(path).map_or_else(|| name.to_owned(), |further| format!("{name}:{further}"));
                self.lent.insert(path.clone(), from);
            }
        }
        self
    }

    /// Whether there is a table of an id. One whose file can't be read is there all the same.
    pub(super) fn has_table(&self, id: &str) -> bool {
        self.text(&format!("tables/{id}.toml")).is_ok_and(|text| text.is_some())
    }

    /// Whether another standard lends the file.
    pub(super) fn is_lent(&self, path: &str) -> bool {
        self.lent.contains_key(path)
    }

    /// A path as messages name it: with the standard that lends it.
    pub(super) fn shown(&self, path: &str) -> String {
        self.lent.get(path).map_or_else(|| path.to_owned(), |from| format!("{from}:{path}"))
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
        // Mappings may lie beside a standard, and are no part of it.
        if !name.starts_with('.') && !path.starts_with("mappings/") && (name.ends_with(".toml") || name.ends_with(".csv")) {
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
