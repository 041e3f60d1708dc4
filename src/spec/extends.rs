//! A standard that builds on another one: a national standard on its region's, a second region on shared lists.
//!
//! In: the files of a folder whose `standard.toml` says `[extends]`. Out: one [`SpecSource`] of both. A file of the folder
//! replaces the one of the same path; `lists.word.csv` beside `lists.csv` adds rows to it; what `without` names is not
//! taken over. `standard.toml` is never taken over.

use std::path::Path;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use super::load::line_at;
use super::problem::{Problems, SpecError};
use super::source::SpecSource;
use super::standard_files::StandardFile;

/// What a standard builds on.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ExtendsSection {
    /// The id of the standard inside the program, or the folder of another one, seen from this one.
    #[schemars(with = "String")]
    pub(super) standard: Spanned<String>,
    /// The version it must have.
    #[schemars(with = "String")]
    pub(super) version: Spanned<String>,
    /// Files and folders of it that are not taken over.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(super) without: Vec<Spanned<String>>,
}

/// The most standards that may build on each other; more is a circle.
const DEEPEST: usize = 8;

/// The files of a folder, with those of the standards it builds on.
pub(super) fn with_base(own: SpecSource, directory: Option<&Path>, depth: usize) -> Result<SpecSource, SpecError> {
    const HEAD: &str = "standard.toml";
    let Some(text) = own.text(HEAD)?.map(str::to_owned) else { return Ok(own) };
    // What is wrong with the head is told when the standard is read.
    let Ok(head) = super::load::load_toml::<StandardFile>(HEAD, &text) else { return Ok(own) };
    let Some(extends) = head.extends else { return Ok(own) };
    let mut problems = Problems::default();
    let line = line_at(&text, extends.standard.span().start);
    if depth >= DEEPEST {
        problems.add(HEAD, line, "the standards build on each other in a circle");
        return Err(problems.into_error());
    }
    let base = base_of(extends.standard.get_ref(), directory, depth);
    let base = match base {
        Ok(base) => base,
        Err(message) => {
            let hint = Some("name the standard inside the program, or a folder seen from this one".to_owned());
            problems.add_with_hint(HEAD, line, message, hint);
            return Err(problems.into_error());
        }
    };
    let lender = base.text(HEAD)?.and_then(|text| super::load::load_toml::<StandardFile>(HEAD, text).ok());
    let mut languages = base.lent_languages.clone();
    languages.extend(lender.as_ref().map(StandardFile::all_languages).iter().flat_map(super::language::Languages::all));
    let version = lender.map(|head| head.version);
    if version.as_deref() != Some(extends.version.get_ref().as_str()) {
        let line = line_at(&text, extends.version.span().start);
        let found = version.unwrap_or_default();
        let message = format!("`{}` has the version {found}, not {}", extends.standard.get_ref(), extends.version.get_ref());
        problems.add_with_hint(HEAD, line, message, Some("read what has changed, then state the new version".to_owned()));
    }
    for path in &extends.without {
        if !base.paths().any(|known| below(known, path.get_ref())) {
            let line = line_at(&text, path.span().start);
            problems.add(HEAD, line, format!("`{}` is no file or folder of `{}`", path.get_ref(), extends.standard.get_ref()));
        }
    }
    problems.refuse()?;
    let left_out = |path: &str| path == HEAD || extends.without.iter().any(|out| below(path, out.get_ref()));
    let mut both = own.over(&base, extends.standard.get_ref(), left_out);
    both.lent_languages = languages;
    Ok(both)
}

/// Whether a path is this one or lies below it.
fn below(path: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn base_of(name: &str, directory: Option<&Path>, depth: usize) -> Result<SpecSource, String> {
    let shipped = SpecSource::shipped();
    let is_shipped = shipped
        .text("standard.toml")
        .ok()
        .flatten()
        .and_then(|text| super::load::load_toml::<StandardFile>("standard.toml", text).ok())
        .is_some_and(|head| head.id == name);
    if is_shipped {
        return Ok(shipped);
    }
    let folder = directory.map(|directory| directory.join(name)).filter(|folder| folder.is_dir());
    let Some(folder) = folder else { return Err(format!("there is no standard `{name}`")) };
    let own = SpecSource::directory(&folder).map_err(|error| error.to_string())?;
    with_base(own, Some(&folder), depth + 1).map_err(|error| error.to_string())
}
