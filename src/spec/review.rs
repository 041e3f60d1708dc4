//! What is not wrong enough to refuse a standard, and still has to be mended: missing and stale translations, lists out of order,
//! undated membership.
//!
//! In: a standard that loads, and its files. Out: problems, each with file and line. What keeps a standard from loading at
//! all is told when it is read.

use std::collections::{BTreeMap, BTreeSet};

use super::language::Language;
use super::problem::{Problems, SpecError, nearest};
use super::source::SpecSource;
use super::standard::Standard;
use super::translations::{own_translations, translation_file};

/// Reviews a standard.
///
/// # Errors
/// Everything that has to be mended.
pub fn review(standard: &Standard, source: &SpecSource) -> Result<(), SpecError> {
    let mut problems = Problems::default();
    let texts = standard.texts();
    for language in standard.languages.of_texts.iter().filter(|language| **language != Language::EN) {
        translations(standard, source, *language, &texts, &mut problems);
    }
    translations_in_order(standard, &mut problems);
    unknown_files(source, &mut problems);
    for membership in standard.membership.iter().filter(|membership| membership.validity.from.is_none()) {
        let message = format!("the membership of `{}` in `{}` has no first day", membership.member, membership.region);
        problems.add(
            "codelists/region_membership.csv",
            line_of(source, "codelists/region_membership.csv", membership.member.as_str()),
            message,
        );
    }
    problems.refuse_of(source)
}

fn translations(standard: &Standard, source: &SpecSource, language: Language, texts: &BTreeMap<String, String>, problems: &mut Problems) {
    let file = own_translations(source, standard, language);
    let known: Vec<(&str, &super::translations::Translation)> = standard.translations.of(language).collect();
    for (key, english) in texts {
        match standard.translations.get(key, language) {
            None => {
                // The line before which the text would stand, since the file is sorted by key.
                let next = known
                    .iter()
                    .filter(|(_, translation)| *translation.file == *file)
                    .find(|(other, _)| *other > key.as_str())
                    .map(|(_, translation)| translation.line);
                let last = known.iter().rfind(|(_, translation)| *translation.file == *file).map(|(_, translation)| translation.line + 1);
                let line = next.or(last).unwrap_or(1);
                let message = format!("`{key}` has no text in the language `{language}`; in English it is `{english}`");
                let hint = format!("`concord standard translate --lang {language}` makes a sheet for a translator");
                problems.add_with_hint(&file, line, message, Some(hint));
            }
            Some(translation) if translation.english != *english => {
                let message = format!("`{key}` was translated from `{}`, but the English is now `{english}`", translation.english);
                problems.add_with_hint(&translation.file, translation.line, message, Some("translate it again".to_owned()));
            }
            Some(_) => {}
        }
    }
    let keys: BTreeSet<&str> = texts.keys().map(String::as_str).collect();
    for (key, translation) in known.iter().filter(|(key, _)| !keys.contains(key)) {
        // Another standard lends all its translations, also those of what is left out here.
        if !source.is_lent(&translation.file) {
            let near = nearest(key, keys.iter().copied()).map(|near| format!("did you mean `{near}`?"));
            problems.add_with_hint(&translation.file, translation.line, format!("no text has the key `{key}`"), near);
        }
    }
}

fn translations_in_order(standard: &Standard, problems: &mut Problems) {
    for language in &standard.languages.of_texts {
        let file = translation_file(*language);
        let mut lines: Vec<(u32, &str)> =
            standard.translations.of(*language).filter(|(_, one)| *one.file == *file).map(|(key, one)| (one.line, key)).collect();
        lines.sort_unstable();
        if let Some(pair) = lines.windows(2).find(|pair| pair[0].1 > pair[1].1) {
            problems.add(&file, pair[1].0, format!("`{}` stands behind `{}`; the file is sorted by key", pair[1].1, pair[0].1));
        }
    }
}

/// Files that nothing reads, since their name is misspelt.
fn unknown_files(source: &SpecSource, problems: &mut Problems) {
    const FILES: [&str; 24] = [
        "standard.toml",
        "sdmx.toml",
        "dimensions.toml",
        "disclosure.toml",
        "mirrors.toml",
        "output_symbols.csv",
        "indicators.toml",
        "official_names.csv",
        "stay_coefficients.csv",
        "codelists.csv",
        "asked_codes.csv",
        "population.csv",
        "source_axes.csv",
        "number_formats.csv",
        "month_names.csv",
        "calendars.toml",
        "person_headings.csv",
        "draft_words.csv",
        "missing_symbols.csv",
        "source_inventory.csv",
        "country_evidence.csv",
        "profile/attributes.toml",
        "profile/distances.csv",
        "translations/.csv",
    ];
    const FOLDERS: [(&str, &str); 7] = [
        ("tables/", ".toml"),
        ("concepts/", ".toml"),
        ("outputs/", ".toml"),
        ("rules/", ".toml"),
        ("codelists/", ".csv"),
        ("codelists/names/", ".csv"),
        ("translations/", ".csv"),
    ];
    for path in source.paths().filter(|path| !source.is_lent(path)) {
        let known = FILES.iter().any(|file| source.parts(file).contains(&path))
            || FOLDERS
                .iter()
                .any(|(folder, ending)| path.strip_prefix(folder).is_some_and(|name| !name.contains('/') && name.ends_with(ending)));
        if !known {
            let near = nearest(path, FILES).map(|near| format!("did you mean `{near}`?"));
            problems.add_with_hint(path, 1, "nothing reads a file of this name", near);
        }
    }
}

/// The line of a file on which a word stands first.
fn line_of(source: &SpecSource, path: &str, word: &str) -> u32 {
    let text = source.text(path).ok().flatten().unwrap_or_default();
    let found = text.lines().position(|line| line.split(',').any(|field| field == word));
    found.and_then(|index| u32::try_from(index + 1).ok()).unwrap_or(1)
}
