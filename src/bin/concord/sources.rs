//! Where mappings and the standard come from where no pipeline says it.

use std::path::{Path, PathBuf};

use anstream::eprintln;

use concord::intake::{load_mappings, load_standard, mapping_files};
use concord::spec::{Mapping, NamedPath, Standard};

use crate::args::Sources;

/// The folder that is looked for where none is given.
const MAPPINGS: &str = "mappings";
const NO_FOLDER: &str = "there is no folder `mappings` here or beside the program";

/// The mapping files to use: those of the folder given, of `mappings` here, or of `mappings` beside the program.
pub fn mappings(sources: &Sources) -> anyhow::Result<Vec<NamedPath>> {
    let Some(folder) = sources.mappings.clone().or_else(shipped) else {
        anyhow::bail!("{NO_FOLDER}\n  hint: give the folder with `--mappings DIR`");
    };
    Ok(mapping_files(&[folder])?)
}

/// The mappings for files that may need none: an office has its template and no folder of mappings.
pub fn mappings_if_any(sources: &Sources) -> anyhow::Result<Vec<NamedPath>> {
    if sources.mappings.is_none() && shipped().is_none() {
        eprintln!("{NO_FOLDER}, so that only filled templates and SDMX-CSV are recognised; `--mappings DIR` gives one");
        return Ok(Vec::new());
    }
    mappings(sources)
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
