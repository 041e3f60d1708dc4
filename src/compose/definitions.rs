//! What each source of a state states of its definitions, in the language of the reader.

use std::collections::BTreeMap;

use super::Material;
use crate::model::{Distance, Grade};
use crate::report::{Counted, DefinitionLine, DefinitionTable};
use crate::spec::{Attribute, Language};
use crate::texts::{phrase, separator};

/// The definition sheets of the sources that a state sent, by source and table.
pub(super) fn of_state(material: &Material<'_>, code: &str, language: Language) -> Vec<DefinitionTable> {
    let mut sheets: BTreeMap<(String, String, String), DefinitionTable> = BTreeMap::new();
    for line in material.profiles.iter().filter(|line| line.source.as_str().split(':').next() == Some(code)) {
        let Some(attribute) = material.standard.attributes.get(line.attribute) else { continue };
        let key = (line.source.to_string(), line.table.to_string(), line.profile_id.to_string());
        let sheet = sheets.entry(key).or_insert_with(|| head(material, line.source.as_str(), line.table.as_str(), language));
        let distance = line.distance.map(Distance::as_str);
        sheet.lines.push(DefinitionLine {
            question: question(material, attribute, language),
            value: line.value.as_deref().map(|value| value_of(material, attribute, value, language)),
            distance: distance.map(str::to_owned),
            distance_label: distance.and_then(|distance| phrase(&format!("report-distance-{distance}"), &[], language)).unwrap_or_default(),
            evidence: line.evidence.clone(),
        });
    }
    sheets.into_values().collect()
}

fn head(material: &Material<'_>, source: &str, table: &str, language: Language) -> DefinitionTable {
    let spec = material.standard.table(table);
    let title = spec.map_or(table, |spec| material.standard.text(&format!("table/{table}/title"), &spec.title, language));
    let figures = material.tables.tables.get(table).into_iter().flat_map(|table| &table.published);
    let mut grades: BTreeMap<Grade, u64> = BTreeMap::new();
    for one in figures.filter(|one| one.mapping.source_id.as_str() == source) {
        *grades.entry(one.graded.grade).or_default() += 1;
    }
    DefinitionTable {
        source: source.to_owned(),
        table: table.to_owned(),
        title: title.to_owned(),
        grades: grades.into_iter().map(|(grade, count)| grade_count(grade, count, language)).collect(),
        lines: Vec::new(),
    }
}

/// A grade with its name and how many figures have it.
pub(super) fn grade_count(grade: Grade, count: u64, language: Language) -> Counted {
    let code = grade.as_str();
    let label = phrase(&format!("report-grade-{}", code.to_lowercase()), &[], language).unwrap_or_else(|| code.to_owned());
    Counted { code: code.to_owned(), label, count }
}

fn question(material: &Material<'_>, attribute: &Attribute, language: Language) -> String {
    material.standard.text(&format!("attribute/{}/question", attribute.id), &attribute.question, language).to_owned()
}

/// The words for a stated value, of a set those of each of its codes; the value itself where it is a number.
fn value_of(material: &Material<'_>, attribute: &Attribute, value: &str, language: Language) -> String {
    let words = |code| material.standard.text(&format!("attribute/{}/value/{code}", attribute.id), attribute.words(code), language);
    attribute.parts(value).map(words).collect::<Vec<_>>().join(separator(language))
}
