//! Summary tables that go to ministers unchanged.
//!
//! In: the folder of a finished run and the layouts of the standard. Out: for the region and for each state a workbook and a page
//! in each language, both drawn from the same [`Table`]s. No figure is worked out here that the run did not publish.

mod both_ends;
mod chart;
mod compose;
mod error;
mod figures;
mod grid;
mod html;
mod model;
mod of_indicators;
mod place;
mod regional;
mod shown;
mod words;
mod workbook;
mod workbook_charts;
mod workbook_styles;
mod workbook_table;

use std::path::Path;

use jiff::civil::Date;

pub use error::OutputError;
pub use html::html;
pub use model::*;
pub use workbook::workbook;

use crate::model::Code;
use crate::spec::{Language, Standard, spelling_hint};
use crate::texts::languages;

/// Which tables are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Languages; every language of the standard that the program speaks where none is named.
    pub languages: Vec<Language>,
    /// States; the region and every member where none is named.
    pub states: Vec<String>,
}

/// The tables of one folder, still without a file.
#[derive(Debug)]
pub struct Tables<'a> {
    figures: figures::Figures,
    standard: &'a Standard,
    /// The region, which is none, and states, in the order of their codes.
    subjects: Vec<Option<Code>>,
    languages: Vec<Language>,
}

impl<'a> Tables<'a> {
    /// Reads the folder of a finished run.
    ///
    /// # Errors
    /// It is not the output of a finished run, another standard made it, the standard has no layouts, or what is wanted is unknown.
    pub fn of(folder: &Path, standard: &'a Standard, wanted: &Wanted) -> Result<Self, OutputError> {
        let spoken: Vec<Language> = languages();
        if let Some(unknown) = wanted.languages.iter().find(|language| !spoken.contains(language)) {
            let known = spoken.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            return Err(OutputError::Language { name: unknown.to_string(), known });
        }
        let figures = figures::Figures::read(folder, standard)?;
        if standard.outputs.is_empty() {
            return Err(OutputError::NoLayouts(standard.id.clone()));
        }
        let of_standard = |language: &Language| standard.languages.of_texts.contains(language);
        let is_wanted =
            |language: &Language| if wanted.languages.is_empty() { of_standard(language) } else { wanted.languages.contains(language) };
        let subjects = subjects(standard, &figures, &wanted.states)?;
        Ok(Self { figures, standard, subjects, languages: spoken.into_iter().filter(is_wanted).collect() })
    }

    /// Errors of the run that nobody has explained: a figure among them may be wrong, and stands in the tables all the same.
    #[must_use]
    pub const fn open_errors(&self) -> u64 {
        self.figures.open_errors
    }

    /// Whether the folder is a public edition, which does not tell what was found.
    #[must_use]
    pub const fn findings_left_out(&self) -> bool {
        self.figures.findings_left_out
    }

    /// The publications one after the other, each with the name of its files without their ending: `region.en`, `ken.fr`.
    pub fn publications(&self) -> impl Iterator<Item = (String, Publication)> {
        self.subjects.iter().flat_map(move |subject| {
            let name = subject.as_ref().map_or_else(|| "region".to_owned(), |code| code.as_str().to_lowercase());
            self.languages.iter().map(move |language| {
                let publication = compose::publication(&self.figures, self.standard, subject.as_ref(), *language);
                (format!("{name}.{language}"), publication)
            })
        })
    }
}

/// The region and its members in the last year of the run, or the states that are named.
fn subjects(standard: &Standard, figures: &figures::Figures, named: &[String]) -> Result<Vec<Option<Code>>, OutputError> {
    let day = Date::new(figures.last_year(), 12, 31).unwrap_or(standard.date);
    let members = standard.members(standard.region.as_str(), day);
    if named.is_empty() {
        return Ok(std::iter::once(None).chain(members.into_iter().map(Some)).collect());
    }
    let mut found: Vec<Option<Code>> = Vec::new();
    for name in named {
        let Some(member) = members.get(name.to_uppercase().as_str()) else {
            let hint = spelling_hint(&name.to_uppercase(), members.iter().map(Code::as_str));
            let hint = hint.unwrap_or_else(|| "give its code of three letters, such as `KEN`".to_owned());
            return Err(OutputError::NoMember { name: name.clone(), hint: format!("\n  hint: {hint}") });
        };
        found.push(Some(member.clone()));
    }
    found.sort();
    found.dedup();
    Ok(found)
}
