//! Where mappings and the standard come from where no pipeline says it.

use std::path::{Path, PathBuf};

use concord::intake::{load_mappings, load_standard, mapping_files};
use concord::spec::{Mapping, NamedPath, Standard};

use crate::args::Sources;

/// The folder that is looked for where none is given.
const MAPPINGS: &str = "mappings";

/// The mapping files to use: those of the folder given, of `mappings` here, or of `mappings` beside the program.
pub fn mappings(sources: &Sources) -> anyhow::Result<Vec<NamedPath>> {
    let folder = match &sources.mappings {
        Some(folder) => folder.clone(),
        None => shipped().ok_or_else(|| {
            anyhow::anyhow!("there is no folder `{MAPPINGS}` here or beside the program\n  hint: give the folder with `--mappings DIR`")
        })?,
    };
    Ok(mapping_files(&[folder])?)
}

/// The folder of shipped mappings, where there is one.
pub fn shipped() -> Option<PathBuf> {
    let here = PathBuf::from(MAPPINGS);
    let beside = || Some(std::env::current_exe().ok()?.parent()?.join(MAPPINGS));
    Some(here).filter(|folder| folder.is_dir()).or_else(|| beside().filter(|folder| folder.is_dir()))
}

/// The standard, and mappings checked against it.
pub fn load(sources: &Sources, files: &[NamedPath]) -> anyhow::Result<(Standard, Vec<Mapping>)> {
    let standard = load_standard(sources.standards.as_deref())?;
    let mappings = load_mappings(files, &standard)?;
    Ok((standard, mappings))
}

/// A path as it is told of: as typed, with forward slashes.
pub fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
