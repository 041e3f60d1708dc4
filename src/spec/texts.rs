//! Every text of a standard that a person reads, by key, and its words in each language.
//!
//! In: a checked standard. Out: keys with their English, and the text in a language. Working notes of the files (why a code
//! is as it is, where a name comes from) are for those who keep the standard, and stay in English.

use std::collections::BTreeMap;

use super::language::Language;
use super::sdmx::SdmxColumn;
use super::standard::Standard;

impl Standard {
    /// Every text, by key.
    #[must_use]
    pub fn texts(&self) -> BTreeMap<String, String> {
        let mut texts = BTreeMap::new();
        let mut say = |key: String, english: &str| {
            texts.insert(key, english.to_owned());
        };
        say("standard/title".to_owned(), &self.title);
        for table in self.tables.values() {
            say(format!("axis/{}/label", table.axis), &words_of(&table.axis));
            say(format!("table/{}/title", table.id), &table.title);
            say(format!("table/{}/reference-time", table.id), &table.reference_time);
            if let Some(note) = &table.note {
                say(format!("table/{}/note", table.id), note);
            }
        }
        for dimension in self.dimensions.values() {
            say(format!("dimension/{}/label", dimension.id), &dimension.label);
        }
        for (id, list) in &self.lists {
            for entry in list.entries() {
                say(format!("code/{id}/{}/label", entry.code), entry.label(Language::EN));
            }
        }
        for (id, head) in &self.list_heads {
            say(format!("list/{id}/title"), &head.title);
        }
        for attribute in &self.attributes {
            let id = &attribute.id;
            say(format!("group/{}/label", attribute.group), &words_of(&attribute.group));
            say(format!("attribute/{id}/question"), &attribute.question);
            for choice in attribute.values.iter().filter(|choice| !choice.label.bytes().all(|byte| byte.is_ascii_digit())) {
                say(format!("attribute/{id}/value/{}", choice.code), &choice.label);
            }
            for choice in &attribute.conditions {
                say(format!("attribute/{id}/condition/{}", choice.code), &choice.label);
            }
            if let Some(breakdown) = &attribute.breakdown {
                say(format!("attribute/{id}/breakdown"), breakdown);
            }
        }
        for reason in self.distances.iter().filter_map(|row| row.reason.as_deref()) {
            say(format!("reason/{reason}"), reason);
        }
        for concept in &self.concepts {
            let id = &concept.id;
            say(format!("concept/{id}/label"), &concept.label);
            say(format!("concept/{id}/definition"), &concept.definition);
            say(format!("concept/{id}/united-nations"), &concept.united_nations);
            say(format!("concept/{id}/european-union"), &concept.european_union);
            say(format!("concept/{id}/watch"), &concept.watch);
        }
        for mirror in &self.mirrors.all {
            say(format!("mirror/{}/label", mirror.id), &mirror.label);
            for gap in &mirror.gaps {
                say(format!("mirror/{}/gap/{}", mirror.id, gap.attribute), &gap.says);
            }
        }
        for output in &self.outputs {
            say(format!("output/{}/title", output.id), &output.title);
        }
        for indicator in &self.indicators {
            say(format!("indicator/{}/title", indicator.id), &indicator.title);
            if let Some(lacks) = &indicator.lacks {
                say(format!("indicator/{}/lacks", indicator.id), lacks);
            }
        }
        for rule in &self.rules {
            say(format!("rule/{}/statement", rule.id), &rule.statement);
            say(format!("rule/{}/why", rule.id), &rule.why);
            say(format!("rule/{}/fix", rule.id), &rule.fix);
        }
        if let Some(sdmx) = &self.sdmx {
            for column in SdmxColumn::ALL {
                say(format!("sdmx/concept/{column}"), sdmx.name(*column));
            }
            for (id, list) in &sdmx.lists {
                say(format!("sdmx/list/{id}/title"), &list.title);
                for (code, name) in &list.codes {
                    say(format!("sdmx/list/{id}/code/{code}"), name);
                }
            }
        }
        texts
    }

    /// A text in a language; in English where nobody has translated it yet.
    ///
    /// ```
    /// use concord::spec::{Language, Standard};
    ///
    /// let standard = Standard::shipped().unwrap();
    /// let immigrant = standard.concepts.iter().find(|concept| concept.id == "immigrant").unwrap();
    /// assert_eq!(standard.text("concept/immigrant/label", &immigrant.label, Language::FR), "Immigrant");
    /// assert_ne!(standard.text("concept/immigrant/definition", &immigrant.definition, Language::FR), immigrant.definition);
    /// ```
    #[must_use]
    pub fn text<'a>(&'a self, key: &str, english: &'a str, language: Language) -> &'a str {
        self.translations.get(key, language).map_or(english, |translation| translation.text.as_str())
    }
}

/// The words of a code such as `nationals-abroad`.
fn words_of(code: &str) -> String {
    code.replace('-', " ")
}
