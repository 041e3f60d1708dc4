//! Files in every format as offices send them, where the reader has such files.
//!
//! In go the returns in the folder that `CONCORD_REAL_RETURNS` names. Checked is that each is read in the format that
//! its content has; their cells are checked in `facts.rs`.

use std::path::PathBuf;

use concord::read::{Content, ReadOptions, Told, read};

use crate::support::{NOT_SHIPPED, file, real_return};

/// A test leaves out a return that is not there, so a folder that lost one must not pass for a folder that was checked.
#[test]
fn a_folder_of_returns_holds_every_one_that_the_tests_ask_for() {
    if std::env::var_os("CONCORD_REAL_RETURNS").is_none() {
        println!("CONCORD_REAL_RETURNS is not set: the returns that are not shipped are left out");
        return;
    }
    let missing: Vec<&str> = NOT_SHIPPED.into_iter().filter(|name| real_return(name).is_none()).collect();
    assert!(missing.is_empty(), "the folder `files` below CONCORD_REAL_RETURNS lacks {missing:?}");
}

#[test]
fn every_real_return_is_read_in_its_own_format() {
    let Some(folder) = std::env::var_os("CONCORD_REAL_RETURNS") else {
        println!("CONCORD_REAL_RETURNS is not set: formats are checked on made-up files alone");
        return;
    };
    let folder = PathBuf::from(folder).join("files");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let workbook = read(&path, &name, &ReadOptions::default()).unwrap_or_else(|error| panic!("{error}")).value;
        assert_eq!(Some(workbook.format.as_str()), path.extension().and_then(|ending| ending.to_str()), "{name}");
        assert!(workbook.sheets.iter().any(|sheet| !sheet.cells().is_empty()), "{name}");
    }
}

#[test]
fn a_number_format_tells_a_break_and_a_missing_figure_from_a_zero() {
    let Some(path) = file("pordata_portugal_foreign_residents_by_nationality_pt.xlsx") else { return };
    let workbook = read(&path, "pordata.xlsx", &ReadOptions::default()).unwrap().value;
    let sheet = workbook.sheet("Quadro").unwrap();
    assert_eq!(sheet.number_formats, Told::Known(()));
    let marks = sheet.cells().iter().filter(|cell| cell.marks_shown().is_some());
    assert_eq!(marks.map(|cell| cell.marks_shown().unwrap()).collect::<Vec<_>>(), vec!["┴"; 21]);
    let zeros = sheet.cells().iter().filter(|cell| cell.content == Content::Number(0.0));
    assert_eq!(zeros.map(|cell| cell.shows_zero_as().unwrap()).collect::<Vec<_>>(), vec!["x"; 291]);
}
