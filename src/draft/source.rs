//! What a file says about itself: its languages, the state it is about, its edition, and texts to know it by.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::years_in;
use super::plan::Guess;
use super::words::Words;
use crate::read::{Sheet, Workbook};
use crate::spec::{Language, Lookup, Standard, normalise};

/// Rows of a sheet in which a mapping looks for the texts by which it knows its file.
const RECOGNITION_ROWS: usize = 80;
/// Distinct texts that are compared with the lists.
const COMPARED_TEXTS: usize = 20_000;
/// Longest text that is offered to know a file by.
const LONGEST_ANCHOR: usize = 150;

/// Distinct texts of all sheets, in order.
fn distinct_texts(workbooks: &[&Workbook]) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for sheet in workbooks.iter().flat_map(|workbook| &workbook.sheets) {
        for cell in sheet.cells().iter().filter(|cell| cell.is_text() && !cell.is_blank()) {
            if texts.len() >= COMPARED_TEXTS {
                return texts;
            }
            texts.insert(cell.text().trim().to_owned());
        }
    }
    texts
}

/// The languages whose lists and words fit the file's texts best.
pub(super) fn languages(workbooks: &[&Workbook], standard: &Standard, words: &Words) -> Guess<Vec<Language>> {
    let texts = distinct_texts(workbooks);
    let mut names: BTreeMap<Language, usize> = BTreeMap::new();
    let mut own: BTreeMap<Language, usize> = BTreeMap::new();
    for text in &texts {
        let key = normalise(text).key;
        let knows = |language: &Language| standard.lists.values().any(|list| list.by_name(&key, &[*language]) != Lookup::None);
        let speaking: Vec<Language> = standard.languages.of_texts.iter().copied().filter(knows).collect();
        for language in &speaking {
            *names.entry(*language).or_insert(0) += 1;
        }
        if let [only] = speaking.as_slice() {
            *own.entry(*only).or_insert(0) += 1;
        }
        if text.len() > 12 {
            for (language, count) in words.languages(text) {
                *own.entry(language).or_insert(0) += count;
            }
        }
    }
    let score = |language: &Language| names.get(language).copied().unwrap_or(0) + own.get(language).copied().unwrap_or(0);
    let mut ranked: Vec<Language> = standard.languages.of_texts.iter().copied().filter(|language| score(language) > 0).collect();
    ranked.sort_by_key(|language| (std::cmp::Reverse(score(language)), *language));
    let Some(first) = ranked.first().copied() else {
        return Guess::new(vec![Language::EN], "no label fits a list; see what the file is written in");
    };
    // A second language must have labels that the first does not have.
    let best = own.get(&first).copied().unwrap_or(0);
    let mut chosen = vec![first];
    chosen.extend(ranked.iter().skip(1).copied().filter(|language| {
        let alone = own.get(language).copied().unwrap_or(0);
        alone >= 5 && alone * 4 >= best
    }));
    let why: Vec<String> =
        chosen.iter().map(|language| format!("{language}: {} labels", names.get(language).copied().unwrap_or(0))).collect();
    Guess::new(chosen, why.join(", "))
}

/// States named in titles, notes and names of sheets, each with how often; the most often named first.
pub(super) fn states_named(texts: &[&str], standard: &Standard, languages: &[Language]) -> Vec<(String, usize)> {
    let Some(areas) = standard.area_list() else { return Vec::new() };
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for text in texts {
        let key = normalise(text).key;
        let words: Vec<&str> = key.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-').filter(|word| !word.is_empty()).collect();
        let mut in_text = BTreeSet::new();
        for length in 1..=4 {
            for run in words.windows(length) {
                if let Lookup::One(code, _) = areas.by_name(&run.join(" "), languages)
                    && standard.is_country(code.as_str())
                {
                    in_text.insert(code.to_string());
                }
            }
        }
        for code in in_text {
            *found.entry(code).or_insert(0) += 1;
        }
    }
    let mut ranked: Vec<(String, usize)> = found.into_iter().collect();
    ranked.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), code.clone()));
    ranked
}

/// The edition: the latest year the titles speak of, or the latest of the figures.
pub(super) fn vintage(titles: &[&str], latest_figure: Option<i16>) -> Guess<String> {
    let stated = titles.iter().flat_map(|title| years_in(title).into_iter().map(move |year| (year, *title))).max_by_key(|(year, _)| *year);
    match (stated, latest_figure) {
        (Some((year, title)), _) => {
            Guess::new(year.to_string(), format!("the latest year in `{}`", title.chars().take(60).collect::<String>()))
        }
        (None, Some(year)) => Guess::new(year.to_string(), "the latest year of the figures"),
        (None, None) => Guess::new("1900".to_owned(), "a placeholder: no year stands in the file"),
    }
}

/// Texts by which every one of the files can be known: titles first, then headings.
pub(super) fn contains(workbooks: &[&Workbook], titles: &[String], headings: &[String]) -> Vec<String> {
    let keys: Vec<BTreeSet<String>> = workbooks.iter().map(|workbook| recognition_keys(workbook)).collect();
    let everywhere = |text: &&String| {
        let key = normalise(text).key;
        !key.is_empty() && text.chars().count() <= LONGEST_ANCHOR && keys.iter().all(|keys| keys.contains(&key))
    };
    let mut chosen: Vec<String> = Vec::new();
    for text in titles.iter().filter(everywhere).take(2).chain(headings.iter().filter(everywhere).take(3)) {
        if !chosen.contains(text) {
            chosen.push(text.clone());
        }
    }
    if chosen.is_empty() {
        chosen.extend(workbooks.first().and_then(|workbook| workbook.sheets.first()).map(|sheet| sheet.name.to_string()));
    }
    chosen
}

fn recognition_keys(workbook: &Workbook) -> BTreeSet<String> {
    let of_sheet = |sheet: &Sheet| -> BTreeSet<String> {
        let cells = sheet.rows().take(RECOGNITION_ROWS).flat_map(|(_, cells)| cells);
        cells.filter(|cell| cell.is_text()).map(|cell| normalise(&cell.text()).key).chain([normalise(&sheet.name).key]).collect()
    };
    workbook.sheets.iter().flat_map(of_sheet).collect()
}
