//! Every text of a standard that a person reads, by key, and its words in each language.
//!
//! In: a checked standard. Out: keys with their English, and the text in a language. Working notes of the files (why a code
//! is as it is, where a name comes from) are for those who keep the standard, and stay in English.

use super::language::Language;
use super::standard::Standard;

impl Standard {
    /// Every text, sorted by key; each key once.
    #[must_use]
    pub fn texts(&self) -> Vec<(String, &str)> {
        let mut texts: Vec<(String, &str)> = vec![("standard/title".to_owned(), self.title.as_str())];
        for table in self.tables.values() {
            texts.push((format!("axis/{}/label", table.axis), table.axis.as_str()));
            texts.push((format!("table/{}/title", table.id), &table.title));
            texts.push((format!("table/{}/reference-time", table.id), &table.reference_time));
            texts.extend(table.note.as_deref().map(|note| (format!("table/{}/note", table.id), note)));
        }
        texts.extend(self.dimensions.values().map(|dimension| (format!("dimension/{}/label", dimension.id), dimension.label.as_str())));
        for (id, list) in &self.lists {
            let labels = list.entries().iter();
            texts.extend(labels.map(|entry| (format!("code/{id}/{}/label", entry.code), entry.label(Language::EN))));
        }
        texts.extend(self.list_heads.iter().map(|(id, head)| (format!("list/{id}/title"), head.title.as_str())));
        for attribute in &self.attributes {
            let id = &attribute.id;
            texts.push((format!("group/{}/label", attribute.group), attribute.group.as_str()));
            texts.push((format!("attribute/{id}/question"), &attribute.question));
            let words = attribute.values.iter().filter(|choice| !choice.label.bytes().all(|byte| byte.is_ascii_digit()));
            texts.extend(words.map(|choice| (format!("attribute/{id}/value/{}", choice.code), choice.label.as_str())));
            let conditions = attribute.conditions.iter();
            texts.extend(conditions.map(|choice| (format!("attribute/{id}/condition/{}", choice.code), choice.label.as_str())));
            texts.extend(attribute.breakdown.as_deref().map(|breakdown| (format!("attribute/{id}/breakdown"), breakdown)));
        }
        texts.extend(self.distances.iter().filter_map(|row| row.reason.as_deref()).map(|reason| (format!("reason/{reason}"), reason)));
        for concept in &self.concepts {
            let id = &concept.id;
            texts.push((format!("concept/{id}/label"), &concept.label));
            texts.push((format!("concept/{id}/definition"), &concept.definition));
            texts.push((format!("concept/{id}/united-nations"), &concept.united_nations));
            texts.push((format!("concept/{id}/european-union"), &concept.european_union));
            texts.push((format!("concept/{id}/watch"), &concept.watch));
        }
        texts.extend(self.rules.iter().map(|rule| (format!("rule/{}/statement", rule.id), rule.statement.as_str())));
        texts.sort();
        texts.dedup_by(|a, b| a.0 == b.0);
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
