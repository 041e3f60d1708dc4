//! The generated pages: the glossary in every language, and the definitions with their distances.

use std::fmt::Write;

use super::pages::{Found, anchor, page};
use crate::spec::{Language, Standard};

/// The names of languages as they call themselves; the code where this program knows none.
fn own_name(language: Language) -> String {
    match language.as_str() {
        "en" => "English".to_owned(),
        "fr" => "Français".to_owned(),
        "ar" => "العربية".to_owned(),
        "pt" => "Português".to_owned(),
        code => code.to_owned(),
    }
}

/// Concepts, tables, dimensions and questions, the languages side by side.
#[must_use]
pub fn glossary_page(standard: &Standard) -> String {
    let languages = &standard.languages.of_texts;
    let mut text = format!(
        "# Glossary\n\nGenerated from `standards/` ({} {}). Texts in other languages than English are machine-made and not checked yet, unless \
         `standards/translations/` says otherwise; `concord standard translate` makes a sheet for a translator.\n",
        standard.id, standard.version
    );
    let heads: Vec<String> = languages.iter().map(|language| own_name(*language)).collect();
    let mut table = |title: &str, rows: Vec<(String, String, String)>| {
        let _ = writeln!(text, "\n## {title}\n\n| | {} |\n|---|{}", heads.join(" | "), "---|".repeat(heads.len()));
        for (id, key, english) in rows {
            let cells: Vec<&str> = languages.iter().map(|language| standard.text(&key, &english, *language)).collect();
            let _ = writeln!(text, "| `{id}` | {} |", cells.join(" | ").replace('\n', " "));
        }
    };
    let concepts = |field: &str, of: fn(&crate::spec::Concept) -> &String| {
        let rows =
            standard.concepts.iter().map(|concept| (concept.id.clone(), format!("concept/{}/{field}", concept.id), of(concept).clone()));
        rows.collect::<Vec<_>>()
    };
    table("Shared concepts", concepts("label", |concept| &concept.label));
    table("Their definitions", concepts("definition", |concept| &concept.definition));
    let tables = standard.tables.values().map(|table| (table.id.to_string(), format!("table/{}/title", table.id), table.title.clone()));
    table("Exchange tables", tables.collect());
    let dimensions = standard.dimensions.values().map(|one| (one.id.to_string(), format!("dimension/{}/label", one.id), one.label.clone()));
    table("Dimensions", dimensions.collect());
    let questions =
        standard.attributes.iter().map(|one| (one.id.to_string(), format!("attribute/{}/question", one.id), one.question.clone()));
    table("Questions of the definition profile", questions.collect());
    let rules = standard.rules.iter().map(|rule| (rule.id.to_string(), format!("rule/{}/statement", rule.id), rule.statement.clone()));
    table("Rules of consistency", rules.collect());
    text
}

/// The definition profile in English: each attribute with its values and what each costs.
#[must_use]
pub fn definitions_page(standard: &Standard) -> String {
    let mut text = format!(
        "# Definitions\n\nGenerated from `standards/concepts` and `standards/profile` ({} {}). How grades are worked out from them stands in \
         [definitions.md](../definitions.md). A line `value distance tables` says how far a value stands from the shared definition: 0 the same, 1 near, \
         2 partly comparable, 3 not comparable; behind a barrier a figure never enters the table. Of several lines the first that fits speaks.\n",
        standard.id, standard.version
    );
    let section = |text: &mut String, found: Found<'_>| {
        for line in page(standard, found, &[Language::EN]).lines() {
            let line = if line.starts_with('#') { format!("\n##{line}") } else { line.to_owned() };
            let _ = writeln!(text, "{line}");
        }
    };
    text.push_str("\n## Shared concepts\n");
    for concept in &standard.concepts {
        section(&mut text, Found::Concept(concept));
    }
    text.push_str("\n## Attributes\n");
    for (position, attribute) in standard.attributes.iter().enumerate() {
        let _ = write!(text, "\n<a id=\"{}\"></a>", anchor(&attribute.id));
        let whole = page(standard, Found::Attribute(position, attribute), &[Language::EN]);
        let mut code = false;
        for line in whole.lines() {
            let is_distance = line.ends_with(')') && line.contains(".csv:");
            if is_distance != code {
                text.push_str("```\n");
                code = is_distance;
            }
            let line = if line.starts_with('#') { format!("\n##{line}") } else { line.to_owned() };
            let line = line.rsplit_once(" (profile/").filter(|_| is_distance).map_or(line.as_str(), |(before, _)| before).to_owned();
            let _ = writeln!(text, "{line}");
        }
        if code {
            text.push_str("```\n");
        }
    }
    text
}
