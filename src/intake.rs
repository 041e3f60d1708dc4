//! A file on its way in: read, refused if it holds persons, and claimed by mappings.
//!
//! In: a path, the standard and the mappings. Out: an [`Opened`] file, or the reason why it goes no further. Everything
//! that opens a return comes through here, so that no command can keep anything of a list of persons. A filled template brings
//! its own mappings. Tables are not looked for yet.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use crate::diag::{Finding, Place, Staged};
use crate::locate::{Claim, claim, findings::NO_MAPPING};
use crate::persons::{Refusal, refuse_persons};
use crate::read::{ReadError, ReadOptions, Workbook, read};
use crate::sdmx::returned;
use crate::spec::{Mapping, NamedPath, SpecError, SpecProblem, Standard, load_mapping};
use crate::template::recognise;

/// Why a file goes no further.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// It can't be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It holds a list of persons.
    #[error(transparent)]
    Persons(#[from] Refusal),
    /// The mapping made for a filled template does not hold together, which is a fault of this program.
    #[error("the template can't be read, by a fault of this program: {0}")]
    Template(#[from] SpecError),
    /// It is in a structure of the standard and can't be taken.
    #[error(transparent)]
    Sdmx(#[from] crate::sdmx::Refusal),
}

/// A file that was read and holds no persons.
#[derive(Debug)]
pub struct Opened<'a> {
    /// Its sheets and cells.
    pub workbook: Workbook,
    /// The mappings that recognise it, or those made from what the file says of itself.
    pub mappings: Vec<Cow<'a, Mapping>>,
    /// Where none does: the nearest mapping, with the texts it also looks for.
    pub nearest: Option<(&'a Mapping, Vec<String>)>,
    /// What was noticed on the way.
    pub findings: Vec<Finding>,
}

impl Opened<'_> {
    /// The mappings that recognise it, given or made.
    #[must_use]
    pub fn all_mappings(&self) -> Vec<&Mapping> {
        self.mappings.iter().map(AsRef::as_ref).collect()
    }
}

/// Reads a file and refuses it where it holds a list of persons.
///
/// # Errors
/// The file can't be read, or holds a list of persons.
pub fn admit(path: &Path, shown_as: &str, options: &ReadOptions, standard: &Standard) -> Result<Staged<Workbook>, IntakeError> {
    let staged = read(path, shown_as, options)?;
    refuse_persons(&staged.value, standard)?;
    Ok(staged)
}

/// Admits a file, and reads it again where the mapping that claims it states another encoding or delimiter.
///
/// `shown_as` is the file's name in findings and errors.
///
/// # Errors
/// The file can't be read, or holds a list of persons.
pub fn open<'a>(path: &Path, shown_as: &str, standard: &Standard, mappings: &'a [Mapping]) -> Result<Opened<'a>, IntakeError> {
    let all: Vec<&Mapping> = mappings.iter().collect();
    let mut staged = admit(path, shown_as, &ReadOptions::default(), standard)?;
    // A filled template, or a file in a structure of the standard, needs no mapping that somebody wrote.
    if let Some(template) = recognise(&staged.value, &staged.findings, standard)? {
        let mappings = template.mappings.into_iter().map(|(mapping, _)| Cow::Owned(mapping)).collect();
        return Ok(Opened { workbook: staged.value, mappings, nearest: None, findings: template.findings });
    }
    if let Some(mapping) = returned(&staged.value, standard)? {
        let Staged { value: workbook, findings } = staged;
        return Ok(Opened { workbook, mappings: vec![Cow::Owned(mapping)], nearest: None, findings });
    }
    let (claiming, nearest): (Vec<&Mapping>, _) = match claim(&staged.value, &all) {
        Claim::By(positions) => (positions.into_iter().filter_map(|position| all.get(position).copied()).collect(), None),
        Claim::Nobody { nearest } => (Vec::new(), nearest.and_then(|(position, missing)| Some((*all.get(position)?, missing)))),
    };
    let stated: Option<&&Mapping> = claiming.iter().find(|mapping: &&&Mapping| mapping.encoding.is_some() || mapping.delimiter.is_some());
    if let Some(mapping) = stated {
        let options = ReadOptions { encoding: mapping.encoding.clone(), delimiter: mapping.delimiter, ..ReadOptions::default() };
        // Read with other letters or fields, headings of persons can show that were not there before.
        staged = admit(path, shown_as, &options, standard)?;
    }
    let mut findings = staged.findings;
    if claiming.is_empty() {
        findings.push(no_mapping(&staged.value, nearest.as_ref()));
    }
    Ok(Opened { workbook: staged.value, mappings: claiming.into_iter().map(Cow::Borrowed).collect(), nearest, findings })
}

fn no_mapping(workbook: &Workbook, nearest: Option<&(&Mapping, Vec<String>)>) -> Finding {
    let finding = Finding::new(&NO_MAPPING, "no mapping recognises the file").at(Place::file(&workbook.identity.name));
    let Some((mapping, missing)) = nearest else { return finding };
    let missing: Vec<String> = missing.iter().map(|text| format!("`{text}`")).collect();
    let line = mapping.contains.first().map_or(1, |anchor| anchor.line);
    finding.mapping(mapping.at(line)).hint(format!("the nearest is `{}`, which also looks for {}", mapping.id, missing.join(", ")))
}

/// The standard of a folder, or the one inside the program.
///
/// # Errors
/// Every problem of the standard.
pub fn load_standard(folder: Option<&Path>) -> Result<Standard, SpecError> {
    match folder {
        Some(folder) => Standard::load(folder),
        None => Standard::shipped(),
    }
}

/// Loads mapping files against a standard.
///
/// # Errors
/// Every problem of all mappings together; a file that can't be read is one.
pub fn load_mappings(files: &[NamedPath], standard: &Standard) -> Result<Vec<Mapping>, SpecError> {
    let mut mappings = Vec::new();
    let mut problems = Vec::new();
    for named in files {
        match std::fs::read_to_string(&named.path) {
            Err(error) => problems.push(SpecProblem {
                file: named.name.clone(),
                line: None,
                message: format!("the mapping can't be read: {error}"),
                hint: Some("give the path of a mapping file, or of a folder that holds some".to_owned()),
            }),
            Ok(text) => match load_mapping(&named.name, &text, standard) {
                Ok(mapping) => mappings.push(mapping),
                Err(error) => problems.extend(error.problems().iter().cloned()),
            },
        }
    }
    if problems.is_empty() { Ok(mappings) } else { Err(SpecError::of(problems)) }
}

/// The mapping files at these paths, files or folders, in order of their names.
///
/// # Errors
/// A path is neither, or no mapping is there.
pub fn mapping_files(paths: &[PathBuf]) -> Result<Vec<NamedPath>, SpecError> {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        let before = found.len();
        if path.is_dir() {
            below(path, &mut found);
        } else {
            found.push(path.clone());
        }
        if found.len() == before {
            problems.push(SpecProblem {
                file: path.display().to_string(),
                line: None,
                message: "the folder holds no mapping".to_owned(),
                hint: Some("give a folder with `.toml` files, such as `mappings`".to_owned()),
            });
        }
    }
    if !problems.is_empty() {
        return Err(SpecError::of(problems));
    }
    let mut named: Vec<NamedPath> =
        found.into_iter().map(|path| NamedPath { name: path.display().to_string().replace('\\', "/"), path }).collect();
    named.sort();
    named.dedup();
    Ok(named)
}

fn below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() {
            below(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.push(path);
        }
    }
}
