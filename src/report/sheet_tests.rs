//! Which part of a sheet is drawn and copied. Every text and figure here is made up.

use std::collections::BTreeSet;

use super::*;
use crate::model::{CellRange, CellRef};
use crate::read::{Sheet, Told, Visibility};
use crate::spec::Language;
use crate::testing;

fn at(address: &str) -> CellRef {
    address.parse().unwrap()
}

fn mark(first: &str, last: &str) -> MarkedCells {
    let mark = Mark { severity: "error".to_owned(), takes_part: false, message: "odd".to_owned(), anchor: format!("at-{first}") };
    MarkedCells { cells: CellRange::new(at(first), at(last)), marks: vec![mark] }
}

/// Three columns: a merged title, two rows of headings, and a hundred rows of figures.
fn sheet() -> Sheet {
    let mut rows: Vec<Vec<String>> = vec![vec!["Title".into()], vec![], vec!["Citizenship".into(), "2022".into(), "2023".into()]];
    rows.extend((4..=103).map(|row| vec![format!("country {row}"), format!("{row}0"), format!("{row}1")]));
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    testing::sheet(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>(), &["A1:C1", "A50:A53"])
}

fn drawn(sheet: &Sheet, marks: &[MarkedCells]) -> Option<SheetPicture> {
    picture("made_up.xlsx", sheet, marks, Language::EN)
}

fn numbers(picture: &SheetPicture) -> Vec<(u32, u32)> {
    picture.rows.iter().map(|row| (row.number, row.skipped)).collect()
}

#[test]
fn headings_and_two_rows_around_a_mark_are_drawn() {
    let picture = drawn(&sheet(), &[mark("B40", "B40")]).unwrap();
    // The years of the heading are numbers, as two rows of figures are.
    assert_eq!(numbers(&picture), [(1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (38, 32), (39, 0), (40, 0), (41, 0), (42, 0)]);
    assert_eq!(picture.rows[0].cells.len(), 1);
    assert_eq!(picture.rows[0].cells[0].column_span, 3);
    assert_eq!(picture.left_out, ["93 further rows of the sheet are not drawn."]);
    let cell = &picture.rows[7].cells[1];
    assert_eq!((cell.address.as_str(), cell.text.as_str(), cell.is_number), ("B40", "400", true));
    assert!(picture.shows("at-B40") && !picture.shows("at-B41"));
}

#[test]
fn what_the_sender_hid_is_counted_and_shown_nowhere() {
    let mut sheet = sheet();
    sheet.hidden_columns = Told::Known(BTreeSet::from([1]));
    sheet.hidden_rows = Told::Known(BTreeSet::from([2, 40]));
    assert_eq!(drawn(&sheet, &[mark("B40", "B40")]), None, "a mark in a hidden column has no picture");
    assert_eq!(drawn(&sheet, &[mark("A41", "C41")]), None, "nor has one in a hidden row");
    let marks = [mark("C40", "C40"), mark("B41", "B41")];
    let picture = drawn(&sheet, &marks).unwrap();
    let texts: Vec<&str> = picture.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.text.as_str()).collect();
    assert!(!texts.iter().any(|text| ["400", "411", "country 41", "2022"].contains(text)), "{texts:?}");
    assert_eq!(picture.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>(), ["A", "C"]);
    assert_eq!(picture.columns[1].skipped, 0, "a hidden column is not one that was passed over");
    assert!(!picture.shows("at-B41"));
    assert_eq!(
        picture.left_out[1..],
        ["2 rows are hidden at the source and stay hidden.", "One column is hidden at the source and stays hidden."]
    );
    let copy = copy(&sheet, &marks).unwrap();
    assert!(copy.cells.iter().all(|cell| cell.column != 1 && cell.row != 40));
    assert_eq!((copy.hidden_rows.as_slice(), copy.hidden_columns.as_slice()), (&[2, 40][..], &[1][..]));
    assert_eq!(copy.marks.len(), 1);
    sheet.visibility = Visibility::VeryHidden;
    assert_eq!(drawn(&sheet, &marks), None);
    assert_eq!(super::copy(&sheet, &marks), None);
}

#[test]
fn a_merge_is_drawn_once_and_ends_where_rows_are_passed_over() {
    let picture = drawn(&sheet(), &[mark("A52", "A52")]).unwrap();
    let row = picture.rows.iter().find(|row| row.number == 50).unwrap();
    assert_eq!((row.cells[0].row_span, row.cells[0].marks.len()), (4, 1), "a mark at a covered cell stands at the merge");
    assert_eq!(picture.rows.iter().find(|row| row.number == 51).unwrap().cells.len(), 2);
    let mut sheet = sheet();
    sheet.hidden_rows = Told::Known(BTreeSet::from([49]));
    let picture = drawn(&sheet, &[mark("A52", "A52")]).unwrap();
    let row = picture.rows.iter().find(|row| row.number == 51).unwrap();
    assert_eq!((row.cells[0].text.as_str(), row.cells[0].row_span), ("", 3), "its text stands in a hidden row");
}

#[test]
fn of_a_wide_sheet_the_labels_and_the_columns_around_marks_are_drawn() {
    let row: Vec<String> = (0..200).map(|column| if column == 0 { "label".to_owned() } else { column.to_string() }).collect();
    let texts: Vec<&str> = row.iter().map(String::as_str).collect();
    let sheet = testing::sheet(&[&texts, &texts], &[]);
    let picture = drawn(&sheet, &[mark("EV2", "EV2")]).unwrap();
    assert_eq!(picture.columns.len(), 40);
    assert_eq!(picture.columns[0].name, "A");
    assert!(picture.columns.iter().any(|column| column.name == "EV"));
    assert!(picture.columns.iter().any(|column| column.skipped > 0));
    assert_eq!(picture.left_out, ["160 further columns of the sheet are not drawn."]);
    assert_eq!(picture.rows[1].cells.len(), 40, "every drawn column has its cell");
}

#[test]
fn a_mark_as_large_as_a_sheet_and_one_beyond_it_are_told_within_bounds() {
    let picture = drawn(&sheet(), &[mark("A1", "XFD1048576"), mark("H120", "H120")]).unwrap();
    assert!(picture.rows.len() < 60, "{}", picture.rows.len());
    assert!(picture.shows("at-A1") && picture.shows("at-H120"));
    let many: Vec<MarkedCells> = (1..2_000).map(|row| mark(&format!("A{}", row * 40), &format!("A{}", row * 40))).collect();
    let picture = drawn(&sheet(), &many).unwrap();
    assert!(picture.rows.len() < 600, "{}", picture.rows.len());
    assert!(picture.left_out.iter().any(|sentence| sentence.contains("beyond what is drawn")), "{:?}", picture.left_out);
    assert_eq!(drawn(&sheet(), &[]), None);
}
