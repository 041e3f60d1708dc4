//! The reports of a run, as files.
//!
//! In: what a run found, and the files of the round, read once more for their sheets. Out: for each state and for the region a page
//! and a workbook in each language, and one document in English. States are done side by side; the order of the files does not depend on it.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::RunError;
use crate::compose::{Material, Sheets, region, state};
use crate::report::{document, html, workbook};
use crate::spec::{Language, Mapping};
use crate::texts::languages;

/// A file of the folder of reports: its path in the output, and its bytes.
pub type ReportFile = (String, Vec<u8>);

/// The name under which the region's report stands.
const REGION: &str = "region";

/// Makes every report of a run.
pub(super) fn reports(material: &Material<'_>, mappings: &[Mapping]) -> Result<Vec<ReportFile>, RunError> {
    let states = states(material);
    let spoken: BTreeMap<&str, Vec<Language>> = states.iter().map(|state| (state.as_str(), spoken(material, state, mappings))).collect();
    let done: Vec<Result<Vec<ReportFile>, RunError>> =
        spoken.par_iter().map(|(code, languages)| of_state(material, code, languages, mappings)).collect();
    let mut files = Vec::new();
    for own in done {
        files.extend(own?);
    }
    let of_region = if material.is_round { region_languages(material) } else { Vec::new() };
    for language in of_region {
        let address = |code: &str| {
            let own = spoken.get(code)?;
            let language = own.iter().find(|own| **own == language).or_else(|| own.first())?;
            Some(page_name(code, *language))
        };
        let page = region(material, language, &address);
        files.push((format!("reports/{}", page_name(REGION, language)), html(&page)?.into_bytes()));
        files.push((format!("reports/{REGION}.{language}.xlsx"), workbook(&page, &[])?));
        if language == Language::EN {
            files.push((format!("reports/{REGION}.json"), document(&page)?.into_bytes()));
        }
    }
    files.sort();
    Ok(files)
}

fn of_state(material: &Material<'_>, code: &str, languages: &[Language], mappings: &[Mapping]) -> Result<Vec<ReportFile>, RunError> {
    let sheets = Sheets::of(material, code, mappings);
    let mut files = Vec::new();
    for language in languages {
        let composed = state(material, code, *language, &sheets);
        files.push((format!("reports/{}", page_name(code, *language)), html(&composed.page)?.into_bytes()));
        files.push((format!("reports/{}.{language}.xlsx", code.to_lowercase()), workbook(&composed.page, &composed.copies)?));
        if *language == Language::EN {
            files.push((format!("reports/{}.json", code.to_lowercase()), document(&composed.page)?.into_bytes()));
        }
    }
    Ok(files)
}

fn page_name(code: &str, language: Language) -> String {
    format!("{}.{language}.html", code.to_lowercase())
}

/// Every country that sent a return, and in a round the states of its plan.
fn states(material: &Material<'_>) -> BTreeSet<String> {
    let senders = material.senders.values().flatten().filter(|code| material.standard.is_country(code)).cloned();
    let asked = material.gaps.states.iter().filter(|_| material.is_round).map(ToString::to_string);
    asked.chain(senders).collect()
}

/// English first, then the languages of the state's own returns; those of the pipeline where it names some.
fn spoken(material: &Material<'_>, state: &str, mappings: &[Mapping]) -> Vec<Language> {
    if !material.pipeline.report_languages.is_empty() {
        return with_english(&material.pipeline.report_languages);
    }
    let own = mappings.iter().filter(|mapping| mapping.sender.as_str() == state).flat_map(|mapping| mapping.languages.iter().copied());
    with_english(&own.collect::<Vec<_>>())
}

fn region_languages(material: &Material<'_>) -> Vec<Language> {
    if material.pipeline.report_languages.is_empty() { languages() } else { with_english(&material.pipeline.report_languages) }
}

/// English, in which the document and the workbook of the region stand, and those of the languages that the program speaks.
fn with_english(wanted: &[Language]) -> Vec<Language> {
    let mut all = vec![Language::EN];
    all.extend(languages().into_iter().filter(|language| *language != Language::EN && wanted.contains(language)));
    all
}
