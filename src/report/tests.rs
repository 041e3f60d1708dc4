//! What the page, the workbook and the document of a made-up report hold.

use super::*;

const LANGUAGES: [&str; 4] = ["en", "fr", "ar", "pt"];

/// Writes what was made to a folder that `CONCORD_SHOW_REPORTS` names, for a person to look at.
fn show(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("CONCORD_SHOW_REPORTS") {
        std::fs::write(std::path::Path::new(&folder).join(name), bytes).unwrap();
    }
}

#[test]
fn a_page_has_its_sections_in_every_language() {
    for language in LANGUAGES {
        for (name, page) in [("state", made_up::page(language)), ("region", made_up::region(language)), ("empty", made_up::empty(language))] {
            let text = html(&page).unwrap();
            show(&format!("{name}-{language}.html"), text.as_bytes());
            let direction = if language == "ar" { "rtl" } else { "ltr" };
            assert!(text.contains(&format!("<html lang=\"{language}\" dir=\"{direction}\">")));
            for id in ["summary", "gaps", "findings", "sheets", "mirrors", "series", "definitions", "recommendations", "sources", "explanations"] {
                assert_eq!(text.matches(&format!("<section id=\"{id}\"")).count(), 1, "{name} {language} {id}");
            }
            assert_eq!(text.contains("<section id=\"states\""), name == "region");
            assert!(!text.contains("report-"), "a message is missing: {}", &text[text.find("report-").unwrap()..][..60]);
        }
    }
}
