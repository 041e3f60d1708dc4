//! What the page, the workbook and the document of a made-up report hold.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use html5gum::{Token, Tokenizer};

use super::made_up::HOSTILE;
use super::*;
use crate::model::{CellRange, CellRef};
use crate::read::{Content, ReadOptions, Workbook};

const LANGUAGES: [&str; 4] = ["en", "fr", "ar", "pt"];

/// Writes what was made to a folder that `CONCORD_SHOW_REPORTS` names, for a person to look at.
fn show(name: &str, bytes: &[u8]) {
    if let Some(folder) = std::env::var_os("CONCORD_SHOW_REPORTS") {
        std::fs::write(std::path::Path::new(&folder).join(name), bytes).unwrap();
    }
}

/// An element's name and attributes.
type Element = (String, BTreeMap<String, String>);

/// The elements of a page, as a browser splits it into tags, and its text.
fn elements(page: &str) -> (Vec<Element>, String) {
    let mut elements = Vec::new();
    let mut text = String::new();
    let mut open: Vec<String> = Vec::new();
    let string = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    for token in Tokenizer::new(page) {
        match token.unwrap() {
            Token::StartTag(tag) => {
                let name = string(&tag.name);
                let attributes = tag.attributes.iter().map(|(name, value)| (string(name), string(value))).collect();
                if !tag.self_closing && !["meta", "br"].contains(&name.as_str()) {
                    open.push(name.clone());
                }
                elements.push((name, attributes));
            }
            Token::EndTag(tag) => assert_eq!(open.pop().as_deref(), Some(string(&tag.name).as_str()), "tags close in order"),
            Token::String(part) if open.last().is_none_or(|name| name != "style") => text.push_str(&string(&part)),
            Token::Error(error) => panic!("{error:?}"),
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?} stay open");
    (elements, text)
}

fn pages(language: &str) -> [(&'static str, ReportPage); 4] {
    [
        ("state", made_up::page(language)),
        ("region", made_up::region(language)),
        ("empty", made_up::empty(language)),
        ("hostile", made_up::hostile(language)),
    ]
}

#[test]
fn a_page_has_its_sections_in_every_language() {
    for language in LANGUAGES {
        for (name, page) in pages(language) {
            let text = html(&page).unwrap();
            show(&format!("{name}-{language}.html"), text.as_bytes());
            let direction = if language == "ar" { "rtl" } else { "ltr" };
            assert!(text.starts_with(&format!("<!DOCTYPE html>\n<html lang=\"{language}\" dir=\"{direction}\">")));
            let (elements, words) = elements(&text);
            let sections: Vec<&str> = elements.iter().filter(|(name, _)| name == "section").map(|(_, with)| with["id"].as_str()).collect();
            let mut expected =
                vec!["summary", "states", "gaps", "findings", "sheets", "mirrors", "series", "definitions", "recommendations"];
            expected.extend(["costs", "sources", "explanations"]);
            expected.retain(|id| !matches!(*id, "states" | "costs") || page.about.is_region);
            assert_eq!(sections, expected, "{name} {language}");
            assert!(!words.contains("report-"), "a message is missing in {language}");
        }
    }
}

#[test]
fn a_page_asks_for_nothing_outside_itself_and_its_links_lead_somewhere() {
    for language in LANGUAGES {
        for (name, page) in pages(language) {
            let text = html(&page).unwrap();
            for outside in ["@import", "url(", "http://", "https://www", "<link", "<script", "<img", "<iframe"] {
                assert!(!text.contains(outside), "{name} {language}: {outside}");
            }
            let (elements, _) = elements(&text);
            let ids: Vec<&String> = elements.iter().filter_map(|(_, with)| with.get("id")).collect();
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{name}: an id stands twice");
            for (element, with) in &elements {
                let handler =
                    with.keys().find(|key| key.starts_with("on") || ["src", "srcset", "action", "formaction"].contains(&key.as_str()));
                assert!(handler.is_none(), "{name}: {element} has {handler:?}");
                let Some(address) = with.get("href") else { continue };
                match address.strip_prefix('#') {
                    Some(id) => assert!(ids.iter().any(|known| *known == id), "{name} {language}: {address} leads nowhere"),
                    None => assert!(name == "region" && address.ends_with(".html"), "{name}: {address}"),
                }
            }
        }
    }
}

#[test]
fn what_a_sender_typed_stays_text() {
    for language in LANGUAGES {
        let text = html(&made_up::hostile(language)).unwrap();
        assert!(!text.contains('\u{202e}'), "{language}: a mark of direction is in the page");
        let (elements, words) = elements(&text);
        for typed in HOSTILE {
            assert!(words.contains(&visible(typed)), "{language}: `{typed}` does not show as it was typed");
        }
        assert!(words.contains("⟨U+202E⟩"));
        let cells = elements.iter().filter(|(name, with)| name == "td" && with.contains_key("data-mark"));
        assert!(cells.clone().count() > 3 && cells.into_iter().all(|(_, with)| !with["title"].is_empty()));
    }
}

#[test]
fn every_finding_stands_on_the_page_and_leads_to_its_cell() {
    let page = made_up::page("en");
    let (elements, _) = elements(&html(&page).unwrap());
    for group in &page.findings {
        for finding in &group.findings {
            let article = elements.iter().find(|(name, with)| name == "article" && with.get("id") == Some(&finding.anchor)).unwrap();
            assert_eq!(article.1["data-severity"], group.severity);
        }
    }
    let marked: Vec<&str> = elements.iter().filter_map(|(_, with)| with.get("data-mark")).map(String::as_str).collect();
    assert_eq!(marked, ["error", "error", "error", "explained", "warning", "information"]);
    let link = elements.iter().find(|(_, with)| with.get("href").is_some_and(|address| address == "#cell-0-5-1"));
    assert!(link.is_some(), "the finding leads to the cell it stands at, not to one that only takes part");
}

#[test]
fn places_of_the_plan_have_a_colour_and_a_letter_of_their_own() {
    assert_eq!(workbook::GAP_COLOURS.map(|(status, ..)| status), GAPS);
    for language in LANGUAGES {
        let code = words::language(language).unwrap();
        let letters: BTreeSet<String> = GAPS.iter().map(|status| words::plain(code, &format!("report-letter-{status}"))).collect();
        assert_eq!(letters.len(), GAPS.len(), "{language}: {letters:?}");
        let (elements, _) = elements(&html(&made_up::page(language)).unwrap());
        let shown: BTreeSet<&str> = elements.iter().filter_map(|(_, with)| with.get("data-gap")).map(String::as_str).collect();
        assert_eq!(shown, GAPS.into_iter().collect::<BTreeSet<_>>());
    }
}

#[test]
fn a_language_that_the_program_does_not_speak_is_refused() {
    assert!(matches!(html(&made_up::page("sw")), Err(ReportError::Language(_))));
    assert!(matches!(workbook(&made_up::page("sw"), &[]), Err(ReportError::Language(_))));
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    for page in [made_up::hostile("ar"), made_up::region("fr")] {
        assert_eq!(html(&page).unwrap(), html(&page).unwrap());
        assert_eq!(document(&page).unwrap(), document(&page).unwrap());
        let copies = [copied(), copied()];
        let first = workbook(&page, &copies).unwrap();
        assert!((0..5).all(|_| workbook(&page, &copies).unwrap() == first));
    }
}

#[test]
fn a_document_holds_texts_as_they_were_typed() {
    let page = made_up::hostile("en");
    let value: serde_json::Value = serde_json::from_str(&document(&page).unwrap()).unwrap();
    assert_eq!(value["schema"], "concord/report");
    assert_eq!(value["result"]["sheets"][0]["rows"][1]["cells"][2]["text"], HOSTILE[3]);
    assert_eq!(value["result"]["about"]["name"], HOSTILE.join(" "));
}

fn at(address: &str) -> CellRef {
    address.parse().unwrap()
}

fn cell(address: &str, text: &str) -> CopiedCell {
    let number: Option<f64> = text.parse().ok();
    let place = at(address);
    CopiedCell { row: place.row, column: place.column, text: text.to_owned(), number, number_format: number.map(|_| "#,##0".to_owned()) }
}

/// A made-up sheet with one hidden column and row, a merged title, marks, and every hostile text.
fn copied() -> SheetCopy {
    let mut cells = vec![
        cell("A1", "Table 1 (made up)"),
        cell("A5", "Total"),
        cell("B5", "1050147"),
        cell("C5", "520000"),
        cell("A8", "+1"),
        cell("B8", "@x"),
    ];
    cells.extend(HOSTILE.iter().enumerate().map(|(index, text)| cell(&format!("A{}", index + 10), text)));
    let mark = |anchor: &str, takes_part: bool| Mark {
        severity: "error".to_owned(),
        takes_part,
        message: format!("sums differ {}", HOSTILE[0]),
        anchor: anchor.to_owned(),
    };
    SheetCopy {
        sheet: "Tab/le: 'one' [of a very long name]".to_owned(),
        right_to_left: true,
        hidden_rows: vec![6],
        hidden_columns: vec![3],
        merges: vec![CellRange::new(at("A1"), at("C2")), CellRange::new(at("B2"), at("D2"))],
        cells,
        marks: vec![
            MarkedCells { cells: CellRange::single(at("C5")), marks: vec![mark("finding-1", true)] },
            MarkedCells { cells: CellRange::single(at("B5")), marks: vec![mark("finding-1", false)] },
            MarkedCells { cells: CellRange::single(at("F9")), marks: vec![mark("finding-2", false)] },
        ],
    }
}

fn read(bytes: &[u8]) -> Workbook {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut file, bytes).unwrap();
    crate::read::read(file.path(), "report.xlsx", &ReadOptions::default()).unwrap().value
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_workbook_reads_back_as_it_was_sent() {
    let bytes = workbook(&made_up::page("en"), &[copied()]).unwrap();
    show("state-en.xlsx", &bytes);
    let book = read(&bytes);
    let names: Vec<&str> = book.sheets.iter().map(|sheet| &*sheet.name).collect();
    assert_eq!(names, ["Findings", "Asked for and received", "What is asked for", "1 Tab_le_ _one_ _of a very lon…"]);
    let sheet = &book.sheets[3];
    assert_eq!(sheet.cell(at("B5")).unwrap().content, Content::Number(1_050_147.0));
    assert_eq!(sheet.cell(at("B5")).unwrap().number_format.as_deref(), Some("#,##0"));
    assert_eq!(sheet.right_to_left.known(), Some(&true));
    assert_eq!(sheet.hidden_columns.known().unwrap(), &BTreeSet::from([3]));
    assert_eq!(sheet.hidden_rows.known().unwrap(), &BTreeSet::from([6]));
    assert_eq!(sheet.merges.known().unwrap(), &vec![CellRange::new(at("A1"), at("C2"))], "a merge that overlaps another has no place");
    let comments = sheet.comments.known().unwrap();
    assert_eq!(comments.keys().copied().collect::<Vec<_>>(), [at("B5"), at("C5"), at("F9")]);
    assert_eq!(&*comments[&at("B5")], "Error: sums differ <script>alert(1)</script>");
    assert!(comments[&at("C5")].starts_with("Error (takes part in it): "));
}

#[test]
fn no_text_of_a_workbook_is_a_formula() {
    for language in LANGUAGES {
        let bytes = workbook(&made_up::hostile(language), &[copied()]).unwrap();
        show(&format!("hostile-{language}.xlsx"), &bytes);
        let book = read(&bytes);
        let sheet = book.sheets.last().unwrap();
        for (index, typed) in HOSTILE.iter().enumerate() {
            let read = sheet.cell(CellRef::new(u32::try_from(index).unwrap() + 9, 0)).unwrap();
            assert_eq!(read.content, Content::Text(visible(typed).into()));
        }
        for (number, sheet) in (1..).zip(&book.sheets) {
            let text = part(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
            assert!(!text.contains("<f>") && !text.contains('\u{202e}'), "{language}: {}", sheet.name);
        }
    }
}

#[test]
fn a_workbook_begins_with_findings_that_lead_to_the_copied_cells() {
    let bytes = workbook(&made_up::page("ar"), &[copied()]).unwrap();
    show("state-ar.xlsx", &bytes);
    let first = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(
        first.contains("<autoFilter ref=\"A1:O5\"/>") && first.contains("state=\"frozen\"") && first.contains("rightToLeft=\"1\""),
        "{first}"
    );
    assert!(first.contains("<hyperlink ref=\"F2\" location=\"'1 Tab_le_ _one_ _of a very lon…'!B5\""), "{first}");
    assert!(first.contains("<hyperlink ref=\"F3\" location=\"'1 Tab_le_ _one_ _of a very lon…'!F9\""));
    assert_eq!(first.matches("<hyperlink ").count(), 2, "only findings at copied cells have a link");
}

#[test]
fn the_workbook_of_a_region_tells_of_its_states() {
    let bytes = workbook(&made_up::region("en"), &[]).unwrap();
    show("region-en.xlsx", &bytes);
    let book = read(&bytes);
    let sheet = book.sheet("Member states").unwrap();
    assert_eq!(sheet.cell(at("B4")).unwrap().text(), "يوتوبيا");
    assert_eq!(sheet.cell(at("E2")).unwrap().content, Content::Number(2.0));
}
