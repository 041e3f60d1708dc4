//! Small sheets and mappings for the tests of the stages. Every name and figure in them is made up.

use std::sync::Arc;

use crate::diag::{Finding, Staged};
use crate::locate::locate;
use crate::map::{CodedTable, Context, map};
use crate::model::{Addressing, CellRange, CellRef, NumberText};
use crate::read::{Cell, Content, FileIdentity, Format, Sheet, Workbook};
use crate::spec::{Mapping, Standard, load_mapping};
use crate::tidy::tidy;

/// A sheet from rows of texts; a text that is a number is stored as one, an empty text is no cell.
pub(crate) fn sheet(rows: &[&[&str]], merges: &[&str]) -> Sheet {
    let cells = rows.iter().zip(0_u32..).flat_map(|(row, at)| {
        row.iter().zip(0_u32..).filter(|(text, _)| !text.is_empty()).map(move |(text, column)| {
            let content = text.parse::<f64>().map_or_else(|_| Content::Text(Arc::from(*text)), Content::Number);
            Cell::new(CellRef::new(at, column), content)
        })
    });
    let merges = merges.iter().map(|merge| {
        let (first, last) = merge.split_once(':').expect("a merge of the test is written as A1:B2");
        CellRange::new(first.parse().expect("a cell"), last.parse().expect("a cell"))
    });
    Sheet::from_cells("Sheet1", cells.collect(), merges.collect())
}

/// A workbook of one sheet.
pub(crate) fn workbook(sheet: Sheet) -> Workbook {
    Workbook {
        identity: FileIdentity { name: Arc::from("made_up.xlsx"), bytes: 0, sha256: "0".repeat(64), submission_id: "0".repeat(16) },
        format: Format::Xlsx,
        addressing: Addressing::Letters,
        encoding: None,
        encoding_origin: None,
        undecodable: false,
        delimiter: None,
        decimal: None,
        sheets: vec![sheet],
    }
}

/// The standard that comes with the program.
pub(crate) fn standard() -> &'static Standard {
    static STANDARD: std::sync::OnceLock<Standard> = std::sync::OnceLock::new();
    STANDARD.get_or_init(|| Standard::shipped().expect("the shipped standard holds together"))
}

/// A mapping with one table; `table` is the text below `id`, `blank` and the rest of the head come from here.
pub(crate) fn mapping(table: &str) -> Mapping {
    load_mapping("made_up.toml", &mapping_text(table), standard()).expect("a mapping of the test is right")
}

/// A mapping whose one table has a profile with these statements, all from one made-up document.
pub(crate) fn mapping_with_profile(states: &str) -> Mapping {
    let whole = mapping_text("");
    let head = whole.split("[[table]]").next().unwrap_or_default();
    let profile =
        "[[set-aside]]\nsheets = [\"none\"]\nreason = \"index\"\n[[profile]]\nid = \"made-up\"\ndocument = \"a made-up handbook\"\n";
    let text = format!("{head}{profile}[profile.states]\n{states}");
    load_mapping("made_up.toml", &text, standard()).expect("a profile of the test is right")
}

/// The text of such a mapping.
pub(crate) fn mapping_text(table: &str) -> String {
    format!(
        r#"schema = 1
id = "made-up"
title = "A made-up return"
blank = "missing"
missing = [{{ text = "..", status = "O" }}, {{ text = "~", status = "Q", low = 1, high = 4 }}]
[source]
sender = "KEN"
name = "MADE_UP"
office = "Nobody"
languages = ["en"]
vintage = "2024"
valid-from = 2024-01-01
[file]
contains = ["made-up"]
[[table]]
id = "table"
{table}"#
    )
}

/// The context of a sheet of such a workbook.
pub(crate) fn context<'a>(mapping: &'a Mapping, file: &'a Arc<str>, sheet: &'a Sheet) -> Context<'a> {
    static NUMBERS: NumberText = NumberText::undeclared(None);
    Context { standard: standard(), mapping, file, sheet, addressing: Addressing::Letters, texts_alone: false, numbers: &NUMBERS }
}

/// Takes a sheet through locate, tidy and map; the findings of all three.
pub(crate) fn through(table: &str, sheet: Sheet) -> Staged<Vec<CodedTable>> {
    let mapping = mapping(table);
    let workbook = workbook(sheet);
    let located = locate(&workbook, &[&mapping]);
    let mut findings: Vec<Finding> = located.findings;
    let mut tables = Vec::new();
    for table in located.value {
        let section = &mapping.tables[table.table];
        let sheet = &workbook.sheets[table.sheet];
        let context = context(&mapping, &workbook.identity.name, sheet);
        let coded = map(&context, section, tidy(&workbook, section, table));
        findings.extend(coded.findings);
        tables.push(coded.value);
    }
    Staged { value: tables, findings }
}

/// The codes of the findings, sorted, each once.
pub(crate) fn codes(findings: &[Finding]) -> Vec<&'static str> {
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code.id).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}
