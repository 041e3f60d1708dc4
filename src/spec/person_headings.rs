//! Headings that stand over columns about single persons.
//!
//! In: `person_headings.csv` of a standard, or the one inside the program where a standard has none, so that no folder
//! can switch the protection off. Out: headings as words, ready to be compared. What stands below them is not looked at.

use super::csv_file::CsvFile;
use super::language::{Language, Languages, ParseLanguageError};
use super::normalise::normalise;
use super::problem::Problems;
use super::source::SpecSource;
use crate::model::closed_set;

const PATH: &str = "person_headings.csv";
const COLUMNS: [&str; 4] = ["kind", "match", "language", "text"];

closed_set!(
    /// What a column says about a person.
    PersonHeadingKind {
        /// A name that could also be the name of a place or a state.
        Name = "name",
        /// A name that can only be a person's.
        FullName = "full-name",
        /// A family name.
        FamilyName = "family-name",
        /// A given name.
        GivenName = "given-name",
        /// The name of a parent.
        ParentName = "parent-name",
        /// The number of a passport, a card or another document.
        Document = "document",
        /// The day of birth.
        BirthDate = "birth-date",
        /// A telephone number or an electronic address.
        Contact = "contact",
        /// Where somebody lives.
        Address = "address",
    }
);

closed_set!(
    /// How much of a heading the text must be.
    HeadingMatch {
        /// All of it, or all of one of its parts.
        Whole = "whole",
        /// Words inside it, in this order, whole and side by side.
        Phrase = "phrase",
    }
);

/// A heading that stands over a column about single persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonHeading {
    /// What the column says.
    pub kind: PersonHeadingKind,
    /// How much of a heading the text must be.
    pub matching: HeadingMatch,
    /// The language of the text.
    pub language: Language,
    /// The text as written.
    pub text: String,
    /// Its words after normalisation; never empty.
    pub words: Vec<String>,
}

impl PersonHeading {
    /// Whether a heading of these words is meant.
    ///
    /// ```
    /// use concord::spec::{PersonHeading, Standard};
    ///
    /// let standard = Standard::shipped().unwrap();
    /// let known = |heading: &str| {
    ///     let words = PersonHeading::words_of(heading);
    ///     standard.person_headings.iter().any(|known| known.matches(&words))
    /// };
    /// assert!(known("Passport_No. 2") && known("Numéro de passeport du titulaire") && known("تاريخ الميلاد"));
    /// assert!(!known("Passport holders") && !known("Country name") && !known("#adm1+name"));
    /// ```
    #[must_use]
    pub fn matches(&self, words: &[String]) -> bool {
        match self.matching {
            HeadingMatch::Whole => words == self.words,
            HeadingMatch::Phrase => words.windows(self.words.len()).any(|window| window == self.words),
        }
    }

    /// The words of a text after normalisation, without a number at its end.
    #[must_use]
    pub fn words_of(text: &str) -> Vec<String> {
        let key = normalise(text).key;
        let parts = key.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        let mut words: Vec<String> = parts.map(str::to_owned).collect();
        while words.len() > 1 && words.last().is_some_and(|word| word.chars().all(char::is_numeric)) {
            words.pop();
        }
        words
    }
}

/// Reads the headings of a standard, or those inside the program where it has none.
pub(super) fn read_person_headings(source: &SpecSource, languages: &Languages, problems: &mut Problems) -> Vec<PersonHeading> {
    let shipped = SpecSource::shipped();
    let Some(own) = problems.value_of(source.text(PATH)) else { return Vec::new() };
    // The languages of the headings inside the program need not be those of another standard.
    let lent = own.is_none();
    let text = match own {
        Some(text) => Some(text),
        None => problems.value_of(shipped.text(PATH)).flatten(),
    };
    let file = CsvFile::read(PATH, text.unwrap_or_default(), &COLUMNS, &[], problems);
    let mut headings = Vec::new();
    for row in file.rows() {
        let kind = row.required("kind", problems, |text| member(text, PersonHeadingKind::ALL, PersonHeadingKind::as_str));
        let matching = row.required("match", problems, |text| member(text, HeadingMatch::ALL, HeadingMatch::as_str));
        let language = row.required("language", problems, |text| {
            if lent { text.parse().map_err(|error: ParseLanguageError| error.to_string()) } else { languages.named(text) }
        });
        let words = row.required("text", problems, |text| {
            let words = PersonHeading::words_of(text);
            if words.is_empty() { Err(format!("`{text}` holds no word")) } else { Ok(words) }
        });
        if let (Some(kind), Some(matching), Some(language), Some(words)) = (kind, matching, language, words) {
            headings.push(PersonHeading { kind, matching, language, text: row.get("text").to_owned(), words });
        }
    }
    if headings.is_empty() {
        problems.add(PATH, 1, "no heading stands in the file, so lists of persons would not be refused");
    }
    headings
}

/// The member of a closed set that a text names.
fn member<T: Copy>(text: &str, all: &[T], as_str: fn(T) -> &'static str) -> Result<T, String> {
    all.iter().copied().find(|one| as_str(*one) == text).ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(|one| as_str(*one)).collect();
        format!("`{text}` is not known; expected one of `{}`", known.join("`, `"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Standard;

    #[test]
    fn a_standard_without_the_file_is_protected_by_the_one_inside_the_program() {
        let mut problems = Problems::default();
        let own = read_person_headings(&SpecSource::default(), &Languages::default(), &mut problems);
        assert!(problems.refuse().is_ok());
        assert_eq!(own, Standard::shipped().unwrap().person_headings);
    }

    #[test]
    fn an_empty_file_does_not_switch_the_protection_off() {
        let source = SpecSource::shipped().with(PATH, "kind,match,language,text\n");
        let error = Standard::from_source(&source).unwrap_err().to_string();
        assert!(error.contains("person_headings.csv") && error.contains("would not be refused"), "{error}");
    }

    #[test]
    fn every_kind_stands_in_every_language_of_labels() {
        let standard = Standard::shipped().unwrap();
        let headings = standard.person_headings;
        for kind in PersonHeadingKind::ALL {
            for language in standard.languages.of_texts.iter().copied() {
                assert!(headings.iter().any(|one| one.kind == *kind && one.language == language), "{kind} {language}");
            }
        }
    }
}
