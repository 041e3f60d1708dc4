//! What people read, in the languages of the standard: every English text has a key, and a file a language says the rest.
//!
//! In: `translations/<language>.csv`. Out: texts by key and language, each with the English it was made from and who made
//! it. Names by which labels of offices are recognised are not here: those stand beside the code lists.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::code_list::Written;
use super::csv_file::CsvFile;
use super::language::{Language, Languages};
use super::list_files::{member, text_of};
use super::problem::Problems;
use super::source::SpecSource;
use super::standard::Standard;
use crate::model::closed_set;

/// The columns of a file of translations, and of the sheet that goes to a translator.
pub const TRANSLATION_COLUMNS: [&str; 5] = ["key", "english", "text", "made", "by"];

closed_set!(
    /// How a translation came about.
    Made {
        /// By a machine; nobody has checked it.
        Machine = "machine",
        /// Taken from a published list, which `by` names.
        Source = "source",
        /// Written or checked by a person, whom `by` names.
        Human = "human",
    }
);

/// A text in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// The text.
    pub text: String,
    /// The English text it was made from.
    pub english: String,
    /// How it came about.
    pub made: Made,
    /// The list or the person it comes from.
    pub by: Option<String>,
    /// The file.
    pub file: Arc<str>,
    /// Its line.
    pub line: u32,
}

impl Translation {
    pub(super) fn written(&self) -> Written {
        Written { file: Arc::clone(&self.file), line: self.line }
    }
}

/// Every translation of a standard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Translations {
    by_key: BTreeMap<(Language, String), Translation>,
}

impl Translations {
    /// The translation of a key.
    #[must_use]
    pub fn get(&self, key: &str, language: Language) -> Option<&Translation> {
        self.by_key.get(&(language, key.to_owned()))
    }

    /// All of one language, by key.
    pub fn of(&self, language: Language) -> impl Iterator<Item = (&str, &Translation)> {
        self.by_key.iter().filter(move |((of, _), _)| *of == language).map(|((_, key), translation)| (key.as_str(), translation))
    }
}

/// The path of the file of a language.
#[must_use]
pub fn translation_file(language: Language) -> String {
    format!("translations/{language}.csv")
}

/// The file in which a standard keeps its own translations: `translations/fr.csv`, or `translations/fr.<id>.csv` where it builds on
/// another one that lends that file.
#[must_use]
pub fn own_translations(source: &SpecSource, standard: &Standard, language: Language) -> String {
    let shared = translation_file(language);
    if !source.is_lent(&shared) {
        return shared;
    }
    let own = source.parts(&shared).into_iter().find(|path| !source.is_lent(path)).map(str::to_owned);
    own.unwrap_or_else(|| format!("translations/{language}.{}.csv", standard.id))
}

/// Reads the translations of every language of texts.
pub(super) fn read_translations(source: &SpecSource, languages: &Languages, problems: &mut Problems) -> Translations {
    let mut found = Translations::default();
    // What a standard says itself replaces what is lent to it, and a further file replaces the one it adds to.
    let mut paths: Vec<String> = source.inside("translations", ".csv").map(str::to_owned).collect();
    paths.sort_by_key(|path| (!source.is_lent(path), path.matches('.').count(), path.clone()));
    for path in paths {
        let name = path.trim_start_matches("translations/").split('.').next().unwrap_or_default();
        let language = match languages.named(name) {
            Ok(language) => language,
            Err(message) => {
                problems.add_with_hint(&path, 1, message, Some("name the language in `languages` of standard.toml".to_owned()));
                continue;
            }
        };
        let Some(Some(text)) = problems.value_of(source.text(&path)) else { continue };
        let file: Arc<str> = path.as_str().into();
        for row in CsvFile::read(&path, text, &TRANSLATION_COLUMNS, &[], problems).rows() {
            let key = row.required("key", problems, text_of);
            let made = row.required("made", problems, |text| member(text, Made::ALL, Made::as_str));
            let (Some(key), Some(made), Some(text)) = (key, made, row.stated("text")) else { continue };
            let translation = Translation {
                text: text.to_owned(),
                english: row.get("english").to_owned(),
                made,
                by: row.stated("by").map(str::to_owned),
                file: Arc::clone(&file),
                line: row.line,
            };
            if made != Made::Machine && translation.by.is_none() {
                problems.add(&path, row.line, format!("`by` must say where the text comes from, since it is `{made}`"));
            }
            if let Some(before) = found.by_key.insert((language, key.clone()), translation)
                && *before.file == *path
            {
                problems.add(&path, row.line, format!("`{key}` stands twice, on line {} too", before.line));
            }
        }
    }
    found
}
