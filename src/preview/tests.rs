//! Roles and rows of small sheets. Every figure in them is made up.

use std::borrow::Cow;

use super::sheet::understood;
use super::*;
use crate::intake::Opened;
use crate::testing::{mapping, sheet, standard, workbook};

const TABLE: &str = r#"
title = "Made-up arrivals"
to = "IMM3"
reporter = "KEN"
missing = [{ text = "..", status = "O" }]
[table.unit]
unit = "persons"
[table.period]
reference = "sum"
[[table.field]]
name = "born"
direction = "left"
heading = "Born in"
feeds = "country_of_birth"
values = [{ text = "Total", code = "_T" }]
[[table.field]]
name = "year"
direction = "up"
feeds = "year"
"#;

const ROWS: [&[&str]; 9] = [
    &["Made-up arrivals"],
    &["Born in", "2019", "2020"],
    &["Total", "10", "20"],
    &["Uganda", "4", ".."],
    &["Rwanda", "3", "many"],
    &["Burundy", "3", "4"],
    &["Sudan", "1", "1"],
    &["Kenya", "1", "1"],
    &["Source: nobody"],
];

fn shown(rows: &[&[&str]], recognised: bool, options: &PreviewOptions) -> Result<Preview, PreviewError> {
    let mapping = mapping(TABLE);
    let mappings = if recognised { vec![&mapping] } else { Vec::new() };
    let nearest = (!recognised).then(|| (&mapping, vec!["made-up".to_owned()]));
    let opened = Opened {
        workbook: workbook(sheet(rows, &[])),
        mappings: mappings.into_iter().map(Cow::Borrowed).collect(),
        nearest,
        findings: Vec::new(),
    };
    understood(opened, standard(), options)
}

fn options(rows: usize) -> PreviewOptions {
    PreviewOptions { sheet: None, rows }
}

fn signs(painted: &PaintedSheet) -> Vec<String> {
    let sign = |cell: &PaintedCell| cell.level.map_or_else(|| cell.role.sign().to_string(), |level| level.to_string());
    painted.rows.iter().map(|row| format!("{} {}", row.row, row.cells.iter().map(sign).collect::<String>())).collect()
}

#[test]
fn every_cell_has_the_role_that_the_account_gives_it() {
    let preview = shown(&ROWS, true, &options(8)).unwrap();
    let painted = preview.sheets[0].painted.as_ref().unwrap();
    assert_eq!(signs(painted), ["1 T", "2 H11", "3 S++", "4 Sv?", "5 Sv#", "6 !!!", "7 Svv", "8 Svv", "9 ."]);
    let table = &painted.tables[0];
    assert_eq!((table.observations, table.cells.as_str()), (9, "A2:C8"));
    assert_eq!(table.roles[&CellRole::Unmapped], 3);
    assert!(preview.findings.iter().any(|finding| finding.code.id == "map/unknown-label"));
}

#[test]
fn a_window_counts_what_it_leaves_out_and_shows_what_was_not_understood() {
    let long: [&[&str]; 30] = [&["Uganda", "1", "2"]; 30];
    let rows = [&ROWS[..5], &long, &ROWS[5..8], &long, &ROWS[8..]].concat();
    let preview = shown(&rows, true, &options(2)).unwrap();
    let painted = preview.sheets[0].painted.as_ref().unwrap();
    let rows: Vec<u32> = painted.rows.iter().map(|row| row.row).collect();
    assert_eq!(rows, [1, 2, 3, 4, 5, 36, 67, 68, 69]);
    assert_eq!(painted.left_out.iter().map(|gap| (gap.after_row, gap.rows)).collect::<Vec<_>>(), [(5, 30), (36, 30)]);
    assert_eq!(painted.left_out[0].cells[&CellRole::Stub], 30);
    assert_eq!(painted.tables[0].first.len(), 2);
}

#[test]
fn tidy_rows_tell_text_code_period_and_table() {
    let preview = shown(&ROWS, true, &options(8)).unwrap();
    let rows = &preview.sheets[0].painted.as_ref().unwrap().tables[0].first;
    let missing = rows.iter().find(|row| row.text == "..").unwrap();
    assert_eq!((missing.value, missing.status.as_slice(), missing.cell.as_str()), (None, ["O".to_owned()].as_slice(), "C4"));
    assert_eq!((missing.time_period.as_str(), missing.freq.as_str(), missing.table_id.as_deref()), ("2020", "A", Some("IMM3")));
    let born = &missing.labels[0];
    assert_eq!(
        (born.text.as_deref(), born.code.as_deref(), born.dimension.as_deref()),
        (Some("Uganda"), Some("UGA"), Some("country_of_birth"))
    );
}

#[test]
fn a_file_nobody_recognises_is_outside_and_names_the_nearest() {
    let preview = shown(&ROWS, false, &options(3)).unwrap();
    assert_eq!(preview.nearest.as_ref().map(|nearest| nearest.missing.as_slice()), Some(["made-up".to_owned()].as_slice()));
    let painted = preview.sheets[0].painted.as_ref().unwrap();
    assert!(painted.tables.is_empty() && preview.mappings.is_empty());
    assert!(painted.rows.iter().flat_map(|row| &row.cells).all(|cell| cell.role == CellRole::Outside));
}

#[test]
fn a_sheet_that_is_not_there_names_those_that_are() {
    let wanted = PreviewOptions { sheet: Some("Table 9".to_owned()), rows: 3 };
    let error = shown(&ROWS, true, &wanted).unwrap_err().to_string();
    assert!(error.contains("no sheet `Table 9`"), "{error}");
}
