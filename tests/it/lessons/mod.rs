//! What real returns have proved a reader must survive, one test for each kind of trap.
//!
//! In go small returns made in the test, the shipped samples and the fictional round, and the real file in which the trap
//! was found where the reader has it. Each test says what the naive reading would have given, so that it fails as soon as
//! the mechanism against it is gone. Single figures of the files are checked elsewhere.

use std::collections::BTreeMap;

use concord::spec::NamedPath;
use rust_xlsxwriter::{Workbook, Worksheet};
use tempfile::TempDir;

use crate::support::{Row, Run, Told, run_files};

mod cells;
mod tables;

/// A mapping of Kenya's immigrants by country and year: keys of the file, keys of the table, and its other parts.
fn mapping(file: &str, table: &str, rest: &str) -> String {
    format!(
        r#"
schema = 1
id = "test-lesson"
title = "Immigrants of a test"
blank = "missing"
{file}

[source]
sender = "KEN"
name = "TEST"
office = "Office of a test"
languages = ["en", "fr"]
vintage = "2024"
valid-from = 2024-01-01

[file]
contains = ["Return of a test"]

[[table]]
id = "immigrants"
to = "IMM1"
reporter = "KEN"
{table}

[table.period]
reference = "sum"
{rest}
"#
    )
}

const PERSONS: &str = "[table.unit]\nunit = \"persons\"";
const COUNTRY: &str = "[[table.field]]\nname = \"country\"\ndirection = \"left\"\nheading = \"Country\"\nfeeds = \"citizenship\"";
const YEAR: &str = "[[table.field]]\nname = \"year\"\ndirection = \"up\"\nfeeds = \"year\"";

/// The mapping of a table of countries down and years across.
fn plain(file: &str, table: &str) -> String {
    mapping(file, &format!("{table}\n{PERSONS}"), &format!("{COUNTRY}\n{YEAR}"))
}

/// What a run over one made file gives.
pub(crate) fn reads(name: &str, bytes: &[u8], mapping: &str) -> Run {
    let folder = TempDir::new().unwrap();
    let (path, toml) = (folder.path().join(name), folder.path().join("mapping.toml"));
    std::fs::write(&path, bytes).unwrap();
    std::fs::write(&toml, mapping).unwrap();
    run_files(&[path], vec![NamedPath { name: "mapping.toml".to_owned(), path: toml }])
}

/// A workbook of one sheet that is recognised.
fn workbook(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "Return of a test").unwrap();
    fill(sheet);
    workbook.save_to_buffer().unwrap()
}

/// What an observation says: its value, and its first status.
fn says(row: &Row) -> (Option<i64>, &str) {
    (row.value(), row.get("obs_status"))
}

/// The values by citizenship.
fn by_country(run: &Run) -> BTreeMap<&str, Option<i64>> {
    run.observations.values().map(|row| (row.get("citizenship"), row.value())).collect()
}

/// Findings of this code, in order of their places.
fn told(run: &Run, code: &str) -> Vec<Told> {
    let mut told: Vec<Told> = run.findings().into_iter().filter(|told| told.code == code).collect();
    told.sort_by(|one, other| one.places.cmp(&other.places));
    told
}

/// What these observations add to: what somebody adds who takes every figure for a part.
fn sum(rows: &[&Row]) -> i64 {
    rows.iter().filter_map(|row| row.value()).sum()
}
