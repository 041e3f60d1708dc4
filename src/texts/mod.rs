//! What the program itself says, in every language it speaks: the explanations of findings, and messages with figures in them.
//!
//! In: `translations/<language>/`, compiled in. Out: the text of a key, in English where there is no other. The texts of
//! the standard are with the standard.

mod message;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::diag::FindingCode;
use crate::spec::Language;

pub use message::{grouped, phrase, say, separator};

/// The files, by language.
const FILES: [(Language, &str); 3] = [
    (Language::FR, include_str!("../../translations/fr/findings.csv")),
    (Language::AR, include_str!("../../translations/ar/findings.csv")),
    (Language::PT, include_str!("../../translations/pt/findings.csv")),
];

/// The languages in which the program explains its findings, English first.
#[must_use]
pub fn languages() -> Vec<Language> {
    std::iter::once(Language::EN).chain(FILES.iter().map(|(language, _)| *language)).collect()
}

/// Text by language and key, with the English it was made from.
fn texts() -> &'static BTreeMap<(Language, String), (String, String)> {
    static TEXTS: OnceLock<BTreeMap<(Language, String), (String, String)>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let mut found = BTreeMap::new();
        for (language, file) in FILES {
            let mut reader = csv::Reader::from_reader(file.as_bytes());
            for row in reader.records().filter_map(Result::ok) {
                let [key, english, text] = [0, 1, 2].map(|column| row.get(column).unwrap_or_default().to_owned());
                found.insert((language, key), (english, text));
            }
        }
        found
    })
}

/// When a finding occurs and what to do about it, in a language.
///
/// ```
/// use concord::spec::Language;
///
/// let code = concord::finding_codes().into_iter().find(|code| code.id == "map/unknown-label").unwrap();
/// let (when, _) = concord::texts::explained(code, Language::FR);
/// assert_ne!(when, code.when);
/// ```
#[must_use]
pub fn explained(code: &FindingCode, language: Language) -> (&str, &str) {
    let say = |field: &str, english: &'static str| {
        texts().get(&(language, format!("finding/{}/{field}", code.id))).map_or(english, |(_, text)| text.as_str())
    };
    (say("when", code.when), say("fix", code.fix))
}

/// The words around an explanation: "Occurs when", "What to do".
#[must_use]
pub fn frame(language: Language) -> (&'static str, &'static str) {
    match language.as_str() {
        "fr" => ("Cela se produit lorsque\u{a0}: ", "Que faire\u{a0}: "),
        "ar" => ("يحدث ذلك عندما: ", "ما العمل: "),
        "pt" => ("Ocorre quando: ", "O que fazer: "),
        _ => ("Occurs when ", "What to do: "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finding_is_explained_in_every_language_from_its_present_english() {
        let mut wrong = Vec::new();
        for code in crate::finding_codes() {
            for (field, english) in [("when", code.when), ("fix", code.fix)] {
                for (language, _) in FILES {
                    let key = format!("finding/{}/{field}", code.id);
                    match texts().get(&(language, key.clone())) {
                        None => wrong.push(format!("{language} lacks {key}: {english}")),
                        Some((from, text)) if from != english || text.is_empty() => {
                            wrong.push(format!("{language} {key} was made from `{from}`, not `{english}`"));
                        }
                        Some(_) => {}
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
