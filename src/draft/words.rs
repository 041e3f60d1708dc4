//! The words by which titles, headings and notes are recognised: data of the standard, in `draft_words.csv`.

use std::collections::BTreeMap;

use crate::spec::{Language, SpecError, SpecSource, normalise};

const FILE: &str = "draft_words.csv";

/// One entry: these words, in this language, speak of this concept in this role.
#[derive(Debug, Clone)]
struct Entry {
    role: String,
    concept: String,
    language: Option<Language>,
    key: String,
}

/// A concept that was found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heard {
    /// The concept.
    pub concept: String,
    /// The words that say so, as compared.
    pub words: String,
}

/// The vocabulary of drafting.
#[derive(Debug, Clone, Default)]
pub struct Words {
    entries: Vec<Entry>,
    /// For each subject the exchange tables it may mean, the likeliest first.
    tables: BTreeMap<String, Vec<String>>,
}

impl Words {
    /// The words of a standard; none where it has no such file, and then less is recognised.
    ///
    /// # Errors
    /// The file is not UTF-8.
    pub fn of(source: &SpecSource) -> Result<Self, SpecError> {
        Ok(source.text(FILE)?.map_or_else(Self::default, Self::parse))
    }

    fn parse(text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let mut words = Self::default();
        for row in reader.records().filter_map(Result::ok) {
            let [role, concept, language, text] = [0, 1, 2, 3].map(|column| row.get(column).unwrap_or_default());
            if role == "tables" {
                words.tables.insert(concept.to_owned(), text.split(';').map(str::to_owned).collect());
                continue;
            }
            let language = language.parse().ok();
            let key = normalise(text).key;
            if !key.is_empty() {
                words.entries.push(Entry { role: role.to_owned(), concept: concept.to_owned(), language, key });
            }
        }
        words
    }

    /// The exchange tables a subject may mean, the likeliest first.
    pub(super) fn tables(&self, subject: &str) -> &[String] {
        self.tables.get(subject).map_or(&[], Vec::as_slice)
    }

    /// Every concept of a role that a text speaks of, the one with the longest words first.
    ///
    /// Words count where they stand whole; words inside longer ones of the same text don't: `country of birth` is not
    /// also heard as `birth`.
    pub(super) fn heard(&self, role: &str, text: &str) -> Vec<Heard> {
        let key = normalise(text).key.replace('_', " ");
        let mut found: Vec<(usize, usize, &Entry)> = Vec::new();
        for entry in self.entries.iter().filter(|entry| entry.role == role) {
            found.extend(whole_matches(&key, &entry.key).into_iter().map(|start| (start, start + entry.key.len(), entry)));
        }
        found.sort_by_key(|(start, end, entry)| (std::cmp::Reverse(end - start), *start, entry.concept.clone()));
        let mut kept: Vec<(usize, usize, &Entry)> = Vec::new();
        for (start, end, entry) in found {
            let inside = kept
                .iter()
                .any(|(from, to, longer)| *from <= start && end <= *to && (to - from > end - start || longer.concept == entry.concept));
            if !inside {
                kept.push((start, end, entry));
            }
        }
        let mut heard: Vec<Heard> = Vec::new();
        for (_, _, entry) in kept {
            if !heard.iter().any(|one| one.concept == entry.concept) {
                heard.push(Heard { concept: entry.concept.clone(), words: entry.key.clone() });
            }
        }
        heard
    }

    /// How many words of the vocabulary a text holds in each language.
    pub(super) fn languages(&self, text: &str) -> BTreeMap<Language, usize> {
        let key = normalise(text).key;
        let mut found = BTreeMap::new();
        for entry in self.entries.iter().filter(|entry| entry.key.len() > 3) {
            if let Some(language) = entry.language.filter(|_| !whole_matches(&key, &entry.key).is_empty()) {
                *found.entry(language).or_insert(0) += 1;
            }
        }
        found
    }
}

/// Where the words stand as whole words.
fn whole_matches(text: &str, words: &str) -> Vec<usize> {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (first, last) = (letter(words.chars().next()), letter(words.chars().next_back()));
    text.match_indices(words)
        .filter(|(at, found)| {
            let before = text.get(..*at).and_then(|part| part.chars().next_back());
            let after = text.get(at + found.len()..).and_then(|part| part.chars().next());
            (!first || !letter(before)) && (!last || !letter(after))
        })
        .map(|(at, _)| at)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words::of(&SpecSource::shipped()).unwrap()
    }

    #[test]
    fn longer_words_win_over_words_inside_them() {
        let heard = words().heard("dimension", "Country of previous residence");
        assert_eq!(heard.iter().map(|one| one.concept.as_str()).collect::<Vec<_>>(), ["country_prev_residence"]);
        assert_eq!(words().heard("dimension", "População estrangeira por Nacionalidade")[0].concept, "citizenship");
        assert!(words().heard("dimension", "subsexual").is_empty(), "`sex` inside a longer word is no word");
    }

    #[test]
    fn every_row_of_the_vocabulary_can_be_heard() {
        let words = words();
        assert!(words.entries.len() > 500);
        for entry in &words.entries {
            assert!(words.heard(&entry.role, &entry.key).iter().any(|one| one.concept == entry.concept), "{entry:?}");
        }
    }
}
