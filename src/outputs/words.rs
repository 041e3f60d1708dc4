//! Words of the tables in the language of the reader: names of the standard, and messages of `translations/*/outputs.ftl`.

use crate::diag::Word;
use crate::model::{Code, DimensionId, TableId, Unit};
use crate::spec::{Language, Standard, TableSpec, normalise};
use crate::texts::phrase;

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words<'a> {
    pub(super) standard: &'a Standard,
    pub(super) language: Language,
}

impl<'a> Words<'a> {
    /// A message; its id where there is none, which a test keeps from happening.
    pub(super) fn say(&self, id: &str, words: &[(&str, &str)]) -> String {
        let words: Vec<(&str, Word)> = words.iter().map(|(name, text)| (*name, Word::Text((*text).to_owned()))).collect();
        phrase(id, &words, self.language).unwrap_or_else(|| id.to_owned())
    }

    /// A message without words.
    pub(super) fn plain(&self, id: &str) -> String {
        self.say(id, &[])
    }

    /// A text of the standard.
    pub(super) fn text(&self, key: &str, english: &str) -> String {
        self.standard.text(key, english, self.language).to_owned()
    }

    /// The official short name of a state, or the name of a group.
    pub(super) fn area(&self, code: &Code) -> String {
        self.code_of_list("area", code)
    }

    /// The words for a code of a dimension.
    pub(super) fn code(&self, dimension: &DimensionId, code: &Code) -> String {
        match self.standard.list_of(dimension) {
            Some(list) => self.code_of_list(list.id(), code),
            None => code.to_string(),
        }
    }

    /// The words for a code of a list.
    pub(super) fn code_of_list(&self, list: &str, code: &Code) -> String {
        if self.standard.area_list().is_some_and(|areas| areas.id() == list && areas.get(code.as_str()).is_some()) {
            return self.standard.area_name(code.as_str(), self.language).to_owned();
        }
        let label = self.standard.lists.get(list).and_then(|list| list.get(code.as_str())).map(|entry| entry.label(Language::EN));
        match label {
            Some(label) => self.text(&format!("code/{list}/{code}/label"), label),
            None => age(code).unwrap_or_else(|| code.to_string()),
        }
    }

    /// The label of a dimension.
    pub(super) fn dimension(&self, dimension: &DimensionId) -> String {
        let label = self.standard.dimensions.get(dimension).map_or(dimension.as_str(), |known| known.label.as_str());
        self.text(&format!("dimension/{dimension}/label"), label)
    }

    /// The title of an exchange table.
    pub(super) fn table(&self, table: &TableSpec) -> String {
        self.text(&format!("table/{}/title", table.id), &table.title)
    }

    /// The day or span that a table asks for.
    pub(super) fn reference_time(&self, table: &TableSpec) -> String {
        self.text(&format!("table/{}/reference-time", table.id), &table.reference_time)
    }

    /// What one unit is.
    pub(super) fn unit(&self, unit: Unit) -> String {
        self.plain(&format!("outputs-unit-{unit}"))
    }

    /// Several names in one sentence.
    pub(super) fn several(&self, names: impl IntoIterator<Item = String>) -> String {
        let comma = if self.language == Language::AR { "، " } else { ", " };
        names.into_iter().collect::<Vec<_>>().join(comma)
    }

    /// Figures and dates that keep their own direction inside a sentence.
    pub(super) fn isolated(&self, text: &str) -> String {
        if self.language.is_right_to_left() { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
    }

    /// The names of states, in the order of the language.
    pub(super) fn states<'s>(&self, states: impl IntoIterator<Item = &'s Code>) -> String {
        let mut names: Vec<String> = states.into_iter().map(|state| self.area(state)).collect();
        names.sort_by_key(|name| order(name));
        self.several(names)
    }

    /// The specification of a table.
    pub(super) fn spec(&self, table: &TableId) -> Option<&'a TableSpec> {
        self.standard.table(table.as_str())
    }

    /// The sign of a status, or of a place for which nothing was sent; the status itself where the standard has no sign.
    pub(super) fn sign(&self, shows: &str) -> String {
        self.standard.signs.get(shows).cloned().unwrap_or_else(|| shows.to_lowercase())
    }
}

/// A key that sorts names without their accents.
pub(super) fn order(name: &str) -> (String, String) {
    (normalise(name).key, name.to_owned())
}

/// The words for an age that the grammar builds and no list holds.
fn age(code: &Code) -> Option<String> {
    let age: crate::model::Age = code.as_str().parse().ok()?;
    match (age.from(), age.to()) {
        (Some(from), Some(to)) if from == to => Some(from.to_string()),
        (Some(from), Some(to)) => Some(format!("{from}–{to}")),
        (Some(from), None) => Some(format!("{from}+")),
        (None, Some(to)) => Some(format!("0–{to}")),
        (None, None) => None,
    }
}
