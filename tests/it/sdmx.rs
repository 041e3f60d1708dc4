//! SDMX: structures of the standard, the observations of a run, and files in these structures that come back as returns.
//!
//! What another program makes of them is for `interop/sdmx.py`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use concord::sdmx::{Structures, Version, structure_message};
use concord::sdmx_data::{Table, csv_file, data_message, tables};
use concord::spec::Language;
use quick_xml::Reader;
use quick_xml::events::Event;
use tempfile::TempDir;

use crate::support::{Run, root, round, run_files, samples, standard};

fn structures() -> Structures {
    Structures::of(standard()).unwrap()
}

fn concord(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("concord").unwrap().env("NO_COLOR", "1").current_dir(root()).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

/// How often each element stands in a document that is well-formed to its end.
fn elements(bytes: &[u8]) -> BTreeMap<String, usize> {
    let mut reader = Reader::from_reader(bytes);
    let (mut counts, mut depth) = (BTreeMap::new(), 0);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                depth += 1;
                *counts.entry(start.name().as_ref().to_owned()).or_default() += 1;
            }
            Event::Empty(start) => *counts.entry(start.name().as_ref().to_owned()).or_default() += 1,
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    counts
}

#[test]
fn structures_hold_what_the_standard_holds_in_every_language() {
    let (standard, structures) = (standard(), structures());
    // Beside the lists of the standard, those that the program closes: units, grades, origins.
    let closed: usize = standard.sdmx.as_ref().unwrap().lists.values().map(|list| list.codes.len()).sum();
    assert_eq!(closed, 5 + 5 + 3);
    let codes: usize = standard.lists.values().map(|list| list.entries().len()).sum::<usize>() + closed;
    for version in [Version::V21, Version::V30] {
        let bytes = structure_message(&structures, version).unwrap();
        assert_eq!(bytes, structure_message(&Structures::of(standard).unwrap(), version).unwrap(), "equal standards give equal bytes");
        let counts = elements(&bytes);
        assert_eq!((counts["str:Codelist"], counts["str:Code"]), (standard.lists.len() + 3, codes));
        assert_eq!((counts["str:DataStructure"], counts["str:Dataflow"]), (standard.tables.len(), standard.tables.len()));
        assert_eq!((counts["str:TimeDimension"], counts["str:Concept"]), (standard.tables.len(), structures.concepts.len()));
        let named = counts["str:Code"] + counts["str:Codelist"] + counts["str:Concept"] + 2 * standard.tables.len() + 1;
        assert_eq!(counts["com:Name"], named * standard.languages.of_texts.len(), "every name stands in every language");
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains("<com:Name xml:lang=\"ar\">") && text.contains("<com:Name xml:lang=\"fr\">Zone de référence"), "{version}");
        let space = if version == Version::V21 { "/v2_1/message" } else { "/v3_0/message" };
        assert!(text.contains(space));
    }
}

#[test]
fn a_structure_has_the_key_of_the_contract() {
    let structures = structures();
    for (id, table) in &standard().tables {
        let definition = structures.definition(id.as_str()).unwrap();
        let columns: Vec<&str> = definition.dimensions().map(|dimension| dimension.column.as_str()).collect();
        let mut key = vec!["reporter", "freq", "time_period"];
        key.extend((table.stat_type == concord::model::StatType::Stock).then_some("period_end"));
        key.extend(table.dimensions.iter().map(concord::model::DimensionId::as_str));
        key.extend(["sex", "age", "source_id", "vintage"]);
        assert_eq!(columns, key, "{id}");
    }
}

/// The folder of a run as data, one table for each source and edition.
fn returns_of(run: &Run) -> Vec<Table> {
    let found = tables(run.folder.path(), standard(), &structures()).unwrap();
    found.into_iter().flat_map(Table::by_source).collect()
}

fn written(tables: &[Table], folder: &Path) -> Vec<PathBuf> {
    let structures = structures();
    let write = |table: &Table| {
        let path = folder.join(format!("{}.csv", table.name));
        std::fs::write(&path, csv_file(table, &structures).unwrap()).unwrap();
        path
    };
    tables.iter().map(write).collect()
}

/// Columns that say where a figure was read and what was worked out from it.
const OF_THE_FILE: [&str; 12] = [
    "mapping_id",
    "mapping_sha256",
    "file",
    "sheet",
    "cell",
    "raw",
    "submission_id",
    "profile_id",
    "grade",
    "grade_causes",
    "origin",
    "is_latest",
];

/// Sends what a run found back as returns; how many observations came back as they were.
fn come_back(run: &Run) -> usize {
    let folder = TempDir::new().unwrap();
    let back = run_files(&written(&returns_of(run), folder.path()), Vec::new());
    let ids = |run: &Run| run.observations.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(ids(&back), ids(run));
    for (id, row) in &run.observations {
        let other = &back.observations[id];
        for (column, text) in row.0.iter().filter(|(column, _)| !OF_THE_FILE.contains(&column.as_ref())) {
            assert_eq!(other.get(column), text, "{id} {column}");
        }
        assert!(other.get("cell").starts_with("line "), "every figure has its cell");
    }
    back.observations.len()
}

#[test]
fn the_figures_of_the_round_come_back_as_they_went() {
    let round = round();
    assert_eq!(come_back(round), 3873);
    let some = |column: &str, text: &str| round.observations.values().filter(|row| row.get(column).contains(text)).count();
    // What was worth sending: fiscal and Ethiopian years, quarters, months, hidden and missing figures, steps, notes.
    for (column, text) in [("time_period", "/P1Y"), ("time_period", "/P366D"), ("time_period", "-Q"), ("freq", "M"), ("obs_status", "Q")] {
        assert!(some(column, text) > 0, "{column} {text}");
    }
    assert!(
        some("suppressed_high", "4") > 0 && some("value_step", "100") > 0 && some("note", "provisional") > 0 && some("obs_status", "L") > 0
    );
}

#[test]
fn the_figures_of_an_agency_come_back_as_they_went() {
    let samples = samples();
    assert!(samples.observations.values().any(|row| row.get("sender") == "UNDESA" && !row.get("note").is_empty()));
    assert_eq!(come_back(samples), samples.observations.len());
}

#[test]
fn a_figure_that_is_not_there_is_no_zero_and_no_empty_cell() {
    let structures = structures();
    let found = tables(round().folder.path(), standard(), &structures).unwrap();
    let (mut missing, mut zeros) = (0, 0);
    for table in &found {
        let value = table.components.iter().position(|component| component.id == "OBS_VALUE").unwrap();
        let csv = csv_file(table, &structures).unwrap();
        let mut reader = csv::Reader::from_reader(csv.as_slice());
        let at = reader.headers().unwrap().iter().position(|name| name == "OBS_VALUE").unwrap();
        for (record, row) in reader.records().zip(&table.rows) {
            let text = record.unwrap()[at].to_owned();
            assert_eq!(text, row[value].clone().unwrap_or_else(|| "NaN".to_owned()));
            missing += usize::from(text == "NaN");
            zeros += usize::from(text == "0");
        }
        let message = data_message(table, &structures).unwrap();
        assert_eq!(elements(&message)["Obs"], table.rows.len());
        assert_eq!(message, data_message(table, &structures).unwrap());
    }
    let nulls = round().observations.values().filter(|row| row.get("value").is_empty()).count();
    assert_eq!(missing, nulls);
    assert!(missing > 50 && zeros > 0, "{missing} {zeros}");
}

/// A small return of the round, its lines as fields by heading.
struct Small {
    header: Vec<String>,
    lines: Vec<Vec<String>>,
}

impl Small {
    fn of(name: &str) -> Self {
        let table = returns_of(round()).into_iter().find(|table| table.name == name).unwrap();
        let bytes = csv_file(&table, &structures()).unwrap();
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let texts = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
        Self { header: texts(reader.headers().unwrap()), lines: reader.records().map(|record| texts(&record.unwrap())).collect() }
    }

    fn set(&mut self, line: usize, heading: &str, text: &str) {
        let at = self.header.iter().position(|name| name == heading).unwrap();
        text.clone_into(&mut self.lines[line - 2][at]);
    }

    fn set_all(&mut self, heading: &str, text: &str) {
        (0..self.lines.len()).for_each(|line| self.set(line + 2, heading, text));
    }

    fn write(&self, path: &Path) {
        let mut writer = csv::Writer::from_path(path).unwrap();
        writer.write_record(&self.header).unwrap();
        self.lines.iter().for_each(|line| writer.write_record(line).unwrap());
        writer.flush().unwrap();
    }
}

const ETHIOPIA: &str = "REF1.ETH@FICTIONAL_REGISTERS.2024";

#[test]
fn texts_that_look_like_formulas_are_guarded_and_come_back() {
    const NOTES: [&str; 8] = ["=1+1", "+49", "-5 of them", "@cmd", "'quoted'", "\u{2212}3", "a, \"b\"", "two\nlines"];
    let mut table = returns_of(round()).into_iter().find(|table| table.name == ETHIOPIA).unwrap();
    let note = table.components.iter().position(|component| component.id == "COMMENT_OBS").unwrap();
    table.rows.truncate(NOTES.len());
    for (row, text) in table.rows.iter_mut().zip(NOTES) {
        row[note] = Some(text.to_owned());
    }
    let csv = csv_file(&table, &structures()).unwrap();
    for record in csv::Reader::from_reader(csv.as_slice()).records() {
        assert!(record.unwrap().iter().all(|field| !field.starts_with(['=', '+', '-', '@', '\t', '\r'])));
    }
    let message = String::from_utf8(data_message(&table, &structures()).unwrap()).unwrap();
    assert!(message.contains("COMMENT_OBS=\"=1+1\"") && message.contains("COMMENT_OBS=\"two&#10;lines\""), "XML needs no guard");
    let folder = TempDir::new().unwrap();
    let back = run_files(&written(&[table], folder.path()), Vec::new());
    let found: BTreeSet<&str> = back.observations.values().map(|row| row.get("note")).filter(|note| !note.is_empty()).collect();
    assert_eq!(found, NOTES.into_iter().collect());
}

/// What `check` prints of a changed return.
fn told(change: impl FnOnce(&mut Small)) -> (i32, String) {
    let folder = TempDir::new().unwrap();
    let mut small = Small::of(ETHIOPIA);
    change(&mut small);
    let path = folder.path().join("eth.csv");
    small.write(&path);
    let (code, out, err) = concord(&["check", path.to_str().unwrap()]);
    (code, out + &err)
}

#[test]
fn what_is_wrong_with_a_return_is_told_with_line_column_and_the_nearest_name() {
    type Change = fn(&mut Small);
    let cases: [(Change, i32, &[&str]); 14] = [
        (
            |small| small.set_all("STRUCTURE_ID", "COMESA:DF_REF11(0.3.0)"),
            3,
            &["line 2, field 2 (`STRUCTURE_ID`)", "did you mean `COMESA:DF_REF1(0.3.0)`?"],
        ),
        (|small| small.set_all("STRUCTURE_ID", "COMESSA:DF_REF1(0.3.0)"), 3, &["line 2, field 2", "did you mean `COMESA:DF_REF1(0.3.0)`?"]),
        (|small| small.set_all("STRUCTURE_ID", "COMESA:DF_REF1(0.1.0)"), 3, &["the version `0.1.0`, and the standard has 0.3.0"]),
        (|small| small.header[9] = "SEXE".to_owned(), 3, &["line 1, field 10", "no component `SEXE`", "did you mean `SEX`?"]),
        (
            |small| {
                small.header.remove(9);
                small.lines.iter_mut().for_each(|line| drop(line.remove(9)));
            },
            3,
            &["the column of the dimension `SEX` is missing"],
        ),
        (|small| small.set(4, "ACTION", "D"), 3, &["line 4, field 3 (`ACTION`)", "it deletes none"]),
        (|small| small.set(6, "SOURCE_ID", "ETH@OTHER"), 3, &["line 6, field 12", "on line 2, field 12", "one file for each source"]),
        (|small| small.set(6, "UNIT_MEASURE", "permits"), 3, &["line 6, field 18", "the unit is `permits` here"]),
        (|small| small.set(4, "FREQ", "Q"), 3, &["line 4, field 5", "is a period of the frequency `A`"]),
        (|small| small.set(4, "REFERENCE_DAY", "7 July"), 3, &["line 4, field 7", "`7 July` is no day"]),
        (|small| small.set(5, "COUNTRY_OF_ORIGIN", "SSDD"), 1, &["line 5, field 8", "has the code `SSDD`", "did you mean `SSD`?"]),
        (|small| small.set(4, "OBS_STATUS", "M"), 1, &["map/value-and-none", "line 4, field 14"]),
        (|small| small.set(4, "OBS_VALUE", "12.5"), 1, &["line 4, field 14"]),
        (
            |small| {
                let mut again = small.lines[1].clone();
                again[13] = "77".to_owned();
                small.lines.push(again);
            },
            1,
            &["harmonise/conflict", "line 3, field 14", "line 44, field 14"],
        ),
    ];
    for (index, (change, code, texts)) in cases.into_iter().enumerate() {
        let (found, out) = told(change);
        assert_eq!(found, code, "case {index}: {out}");
        for text in texts {
            assert!(out.contains(text), "case {index}: `{text}` in {out}");
        }
    }
}

#[test]
fn a_source_without_a_sender_is_that_of_the_one_state_and_of_several_nobodys() {
    let (code, out) = told(|small| small.set_all("SOURCE_ID", "REGISTERS"));
    assert!(code == 0 && out.contains("REF1 42"), "{out}");
    let (code, out) = told(|small| {
        small.set_all("SOURCE_ID", "REGISTERS");
        small.set(5, "REF_AREA", "KEN");
    });
    assert!(code == 3 && out.contains("line 2, field 12") && out.contains("`REGISTERS` does not say who sends the figures"), "{out}");
}

#[test]
fn what_is_not_there_has_one_reason_and_what_is_confidential_is_withheld() {
    let folder = TempDir::new().unwrap();
    let mut small = Small::of(ETHIOPIA);
    // An empty cell and the sign of SDMX are the same; the status alone says why, and where it does not the figure is missing.
    for (line, value, status) in [(3, "NaN", "L"), (4, "", "M"), (5, "NaN", "A"), (6, "0", "A")] {
        small.set(line, "OBS_VALUE", value);
        small.set(line, "OBS_STATUS", status);
        small.set(line, "OBS_STATUS_ALL", status);
    }
    small.set(7, "CONF_STATUS", "C");
    small.set(8, "CONF_STATUS", "F");
    let path = folder.path().join("eth.csv");
    small.write(&path);
    let run = run_files(&[path], Vec::new());
    let at = |line: u32| run.observations.values().find(|row| row.get("cell") == format!("line {line}, field 14"));
    let said = |line: u32| at(line).map(|row| (row.get("value").to_owned(), row.get("obs_status").to_owned()));
    let pair = |value: &str, status: &str| Some((value.to_owned(), status.to_owned()));
    assert_eq!(said(3), pair("", "L"));
    assert_eq!(said(4), pair("", "M"));
    assert_eq!(said(5), pair("", "O"));
    // The day of the stock is not the one asked for, which the program itself says with D.
    assert_eq!(said(6), pair("0", "D"));
    assert_eq!(said(7), None, "the exchange carries free figures alone");
    assert!(said(8).is_some());
    assert!(run.findings().iter().any(|told| told.code == "map/withheld"));
}

#[test]
fn the_first_version_of_the_format_and_powers_of_ten_are_read_too() {
    let (code, out) = told(|small| {
        small.header.drain(1..3);
        "DATAFLOW".clone_into(&mut small.header[0]);
        for line in &mut small.lines {
            line[0] = line[1].clone();
            line.drain(1..3);
        }
    });
    assert!(code == 0 && out.contains("REF1 42"), "{out}");
    let folder = TempDir::new().unwrap();
    let mut small = Small::of(ETHIOPIA);
    small.set_all("UNIT_MULT", "3");
    let path = folder.path().join("eth.csv");
    small.write(&path);
    let run = run_files(&[path], Vec::new());
    let row = run.observations.values().find(|row| row.get("cell") == "line 2, field 14").unwrap();
    assert_eq!((row.get("value"), row.get("value_step"), row.get("raw")), ("692000", "1000", "692"));
}

#[test]
fn the_command_writes_the_same_twice_and_says_what_is_wrong() {
    let folder = TempDir::new().unwrap();
    let run = round().folder.path().to_str().unwrap();
    let out = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    for name in ["one", "two"] {
        let (code, text, error) = concord(&["sdmx", run, "--out", &out(name), "--by-source"]);
        assert_eq!((code, error.as_str()), (0, ""));
        assert!(text.contains("3873 observations in 96 files") && text.contains("51 data structures"), "{text}");
    }
    let files = crate::support::files_below(&folder.path().join("one"));
    assert_eq!(files.len(), 2 + 2 * 96);
    for file in &files {
        let read = |name: &str| std::fs::read(folder.path().join(name).join(file)).unwrap();
        assert!(read("one") == read("two"), "{file}");
    }
    let file = folder.path().join("one/csv").join(format!("{ETHIOPIA}.csv"));
    let (code, text, _) = concord(&["sdmx", "--mapping", file.to_str().unwrap()]);
    assert!(code == 0 && text.contains("feeds = \"country_of_origin\"") && text.contains("sender = \"ETH\""), "{text}");
    let (code, _, error) = concord(&["sdmx", "src", "--out", &out("three")]);
    assert!(code == 2 && error.contains("`src` is not the output of a finished run"), "{error}");
    let region = root().join("regions/eu_862_2007");
    let (code, _, error) = concord(&["sdmx", run, "--out", &out("three"), "--standards", region.to_str().unwrap()]);
    assert!(code == 2 && error.contains("was made with the standard comesa 0.3.0"), "{error}");
    let (code, text, _) =
        concord(&["sdmx", "--structures", "--out", &out("eu"), "--standards", region.to_str().unwrap(), "--format", "ml-3.0"]);
    assert!(code == 0 && text.contains("11 data structures"), "{text}");
    let (code, _, error) = concord(&["sdmx", "--structures", "--out", &out("four"), "--format", "csv"]);
    assert!(code == 2 && error.contains("structures are not written as CSV"), "{error}");
    let message = std::fs::read_to_string(folder.path().join("eu/structures-3.0.xml")).unwrap();
    assert!(message.contains("agencyID=\"EU_862_2007\"") && !message.contains("COMESA:"));
}

#[test]
fn what_is_wrong_in_sdmx_toml_is_told_with_its_line() {
    let source = |from: &str, to: &str| {
        let text = std::fs::read_to_string(root().join("standards/sdmx.toml")).unwrap();
        assert!(text.contains(from), "{from}");
        let changed = concord::spec::SpecSource::shipped().with("sdmx.toml", &text.replacen(from, to, 1));
        concord::spec::Standard::from_source(&changed).unwrap_err().to_string()
    };
    for (from, to, said) in [
        ("agency = ", "agencie = ", "sdmx.toml:4: unknown key `agencie`"),
        ("id = \"FREQ\"", "id = \"2FREQ\"", "`2FREQ` can't be an id in SDMX"),
        ("column = \"freq\"", "column = \"frek\"", "did you mean `freq`?"),
        ("id = \"FREQ\"", "id = \"REF_AREA\"", "`REF_AREA` is the concept of"),
        ("code = \"permits\"", "code = \"permit\"", "did you mean `permits`?"),
        ("schema = 1", "schema = 2", "this program reads schema 1"),
    ] {
        let error = source(from, to);
        assert!(error.contains(said) && error.contains("sdmx.toml"), "`{said}` in {error}");
    }
    assert_eq!(standard().text("sdmx/concept/reporter", "", Language::PT), "Área de referência: o Estado descrito");
}
