//! Messages with figures and names in them, in the language of the reader.
//!
//! In: the id of a message with its words, and `translations/<language>/*.ftl`, compiled in. Out: the sentence, with the plural
//! forms of the language. A message that lacks a language is caught by a test and never shown half. Nothing is escaped here:
//! who puts a sentence on a page does that.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::diag::{Said, Word};
use crate::spec::{Language, Standard};

/// The files of each language.
const FILES: [(Language, [&str; 8]); 4] = [
    (
        Language::EN,
        [
            include_str!("../../translations/en/rules.ftl"),
            include_str!("../../translations/en/report.ftl"),
            include_str!("../../translations/en/gaps.ftl"),
            include_str!("../../translations/en/mirror.ftl"),
            include_str!("../../translations/en/outputs.ftl"),
            include_str!("../../translations/en/form.ftl"),
            include_str!("../../translations/en/indicators.ftl"),
            include_str!("../../translations/en/sheet.ftl"),
        ],
    ),
    (
        Language::FR,
        [
            include_str!("../../translations/fr/rules.ftl"),
            include_str!("../../translations/fr/report.ftl"),
            include_str!("../../translations/fr/gaps.ftl"),
            include_str!("../../translations/fr/mirror.ftl"),
            include_str!("../../translations/fr/outputs.ftl"),
            include_str!("../../translations/fr/form.ftl"),
            include_str!("../../translations/fr/indicators.ftl"),
            include_str!("../../translations/fr/sheet.ftl"),
        ],
    ),
    (
        Language::AR,
        [
            include_str!("../../translations/ar/rules.ftl"),
            include_str!("../../translations/ar/report.ftl"),
            include_str!("../../translations/ar/gaps.ftl"),
            include_str!("../../translations/ar/mirror.ftl"),
            include_str!("../../translations/ar/outputs.ftl"),
            include_str!("../../translations/ar/form.ftl"),
            include_str!("../../translations/ar/indicators.ftl"),
            include_str!("../../translations/ar/sheet.ftl"),
        ],
    ),
    (
        Language::PT,
        [
            include_str!("../../translations/pt/rules.ftl"),
            include_str!("../../translations/pt/report.ftl"),
            include_str!("../../translations/pt/gaps.ftl"),
            include_str!("../../translations/pt/mirror.ftl"),
            include_str!("../../translations/pt/outputs.ftl"),
            include_str!("../../translations/pt/form.ftl"),
            include_str!("../../translations/pt/indicators.ftl"),
            include_str!("../../translations/pt/sheet.ftl"),
        ],
    ),
];

/// A figure with its digits in groups of three, as the language parts them.
///
/// ```
/// use concord::spec::Language;
/// use concord::texts::grouped;
///
/// assert_eq!(grouped(1_050_147, Language::EN), "1,050,147");
/// assert_eq!(grouped(-58_986, Language::FR), "-58\u{202f}986");
/// ```
#[must_use]
pub fn grouped(value: i64, language: Language) -> String {
    let separator = if language == Language::EN { "," } else { "\u{202f}" };
    let digits = value.unsigned_abs().to_string();
    let first = digits.len() % 3;
    let mut groups: Vec<&str> = Vec::new();
    if first > 0 {
        groups.push(&digits[..first]);
    }
    groups.extend((first..digits.len()).step_by(3).map(|start| &digits[start..start + 3]));
    format!("{}{}", if value < 0 { "-" } else { "" }, groups.join(separator))
}

/// The sentence of a message in a language; in English where the program does not speak it.
///
/// ```
/// use concord::spec::{Language, Standard};
/// use concord::diag::Said;
/// use concord::texts::say;
///
/// let standard = Standard::shipped().unwrap();
/// let said = Said::new("rule-both-sexes").figure("total", 10).figure("sum", 9);
/// assert!(say(&said, Language::EN, &standard).contains("10"));
/// assert_ne!(say(&said, Language::AR, &standard), say(&said, Language::EN, &standard));
/// ```
#[must_use]
pub fn say(said: &Said, language: Language, standard: &Standard) -> String {
    let named = said.words.iter().map(|(name, word)| (*name, word));
    formatted(said.id, named, language, Some(standard)).unwrap_or_else(|| said.id.to_owned())
}

/// The sentence of a message that needs no standard, by an id that a template names; none where there is no such message.
///
/// ```
/// use concord::diag::Word;
/// use concord::spec::Language;
/// use concord::texts::phrase;
///
/// assert_eq!(phrase("rule-parts", &[("parts", Word::Count(1))], Language::EN).unwrap(), "one part");
/// assert!(phrase("no-such-message", &[], Language::EN).is_none());
/// ```
#[must_use]
pub fn phrase(id: &str, words: &[(&str, Word)], language: Language) -> Option<String> {
    formatted(id, words.iter().map(|(name, word)| (*name, word)), language, None)
}

fn formatted<'a>(
    id: &str,
    words: impl Iterator<Item = (&'a str, &'a Word)>,
    language: Language,
    standard: Option<&Standard>,
) -> Option<String> {
    let bundles = bundles();
    let language = if bundles.contains_key(&language) { language } else { Language::EN };
    let bundle = bundles.get(&language)?;
    let pattern = bundle.get_message(id)?.value()?;
    let mut arguments = FluentArgs::new();
    for (name, word) in words {
        let value: FluentValue<'_> = match word {
            Word::Figure(value) => grouped(*value, language).into(),
            Word::Count(count) => (*count).into(),
            Word::Text(text) => text.clone().into(),
            Word::Standard(key, english) => {
                standard.map_or(english.as_str(), |standard| standard.text(key, english, language)).to_owned().into()
            }
            Word::Several(texts) => {
                let said = |(key, english): &(String, String)| {
                    standard.map_or(english.as_str(), |standard| standard.text(key, english, language)).to_owned()
                };
                let texts: Vec<String> = texts.iter().map(said).collect();
                texts.join(separator(language)).into()
            }
        };
        arguments.set(name, value);
    }
    Some(bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned())
}

/// What stands between several texts.
#[must_use]
pub fn separator(language: Language) -> &'static str {
    match language.as_str() {
        "ar" => "؛ ",
        "fr" => "\u{a0}; ",
        _ => "; ",
    }
}

/// The messages of each language.
fn bundles() -> &'static BTreeMap<Language, FluentBundle<FluentResource>> {
    static BUNDLES: OnceLock<BTreeMap<Language, FluentBundle<FluentResource>>> = OnceLock::new();
    BUNDLES.get_or_init(|| FILES.iter().filter_map(|(language, files)| Some((*language, bundle(*language, files)?))).collect())
}

fn bundle(language: Language, files: &[&str]) -> Option<FluentBundle<FluentResource>> {
    let identifier: LanguageIdentifier = language.as_str().parse().ok()?;
    let mut bundle = FluentBundle::new_concurrent(vec![identifier]);
    // Figures and addresses inside Arabic sentences keep their own direction; elsewhere the marks would only get in the way.
    bundle.set_use_isolating(language == Language::AR);
    for file in files {
        // A file that does not hold together is caught by the test; what can be read of it is.
        let resource = match FluentResource::try_new((*file).to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        bundle.add_resource_overriding(resource);
    }
    Some(bundle)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Ids of the messages of a file, each with the names of its words.
    fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
        let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, errors)| errors).unwrap();
        let words = regex::Regex::new(r"\$([a-z][a-z-]*)").unwrap();
        let mut found = BTreeMap::new();
        let mut id = String::new();
        for line in text.lines() {
            if let Some((name, _)) = line.split_once(" =").filter(|(name, _)| !name.starts_with([' ', '#', '['])) {
                name.clone_into(&mut id);
                assert!(found.insert(id.clone(), BTreeSet::new()).is_none(), "`{id}` stands twice");
            }
            if let Some(names) = found.get_mut(&id) {
                names.extend(words.captures_iter(line).map(|word| word[1].to_owned()));
            }
        }
        drop(resource);
        found
    }

    #[test]
    fn every_message_stands_in_every_language_with_the_same_words() {
        let mut wrong = Vec::new();
        for position in 0..FILES[0].1.len() {
            let english = messages(FILES[0].1[position]);
            for (language, files) in &FILES[1..] {
                let other = messages(files[position]);
                for (id, words) in &english {
                    match other.get(id) {
                        None => wrong.push(format!("{language} lacks `{id}`")),
                        Some(found) if found != words => wrong.push(format!("{language} `{id}` uses {found:?}, not {words:?}")),
                        Some(_) => {}
                    }
                }
                wrong.extend(other.keys().filter(|id| !english.contains_key(*id)).map(|id| format!("{language} `{id}` is not in English")));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn arabic_has_its_plural_forms() {
        let standard = crate::testing::standard();
        let said = |count: usize| say(&Said::new("rule-parts").count("parts", count), Language::AR, standard);
        let forms: BTreeSet<String> = [0, 1, 2, 3, 11, 100].map(|count| said(count).replace(|sign: char| sign.is_ascii_digit(), "")).into();
        assert_eq!(forms.len(), 6, "{forms:?}");
    }
}
