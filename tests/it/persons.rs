//! Persons stay home: planted lists of persons go through every command, and no byte of them comes out anywhere.
//!
//! Every person, document and number in these files is made up.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use concord::intake::{IntakeError, open};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use tempfile::TempDir;

use crate::support::{MADE_UP_MAPPING, files_below, mapping_files, mappings, root, rows, standard};

/// What must come out nowhere: names, documents, days of birth, telephone numbers, and the name of a sheet.
const PLANTED: [&str; 16] = [
    "Zaltwick",
    "Quorbeth",
    "Mivlander",
    "Oxtrune",
    "Hespagul",
    "Brindovar",
    "ZQ7140023",
    "ZQ7140024",
    "ZQ7140025",
    "1987-11-23",
    "1991-02-17",
    "1979-08-05",
    "32104", // 1987-11-23 as a workbook stores it
    "+000 55 0147",
    "+000 55 0148",
    "+000 55 0149",
];

const PEOPLE: [[&str; 5]; 3] = [
    ["Zaltwick", "Quorbeth", "ZQ7140023", "1987-11-23", "+000 55 0147"],
    ["Mivlander", "Oxtrune", "ZQ7140024", "1991-02-17", "+000 55 0148"],
    ["Hespagul", "Brindovar", "ZQ7140025", "1979-08-05", "+000 55 0149"],
];

const HEADINGS: [&str; 5] = ["Surname", "Given names", "Passport number", "Date of birth", "Telephone"];

fn table(workbook: &mut Workbook) {
    let sheet = workbook.add_worksheet().set_name("Table 1").unwrap();
    for (row, texts) in [["made-up", "", ""], ["Born in", "2019", "2020"], ["Uganda", "1", "2"], ["Rwanda", "3", "4"]].iter().enumerate() {
        for (column, text) in texts.iter().enumerate() {
            let (row, column) = (u32::try_from(row).unwrap(), u16::try_from(column).unwrap());
            match text.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, *text).unwrap(),
            };
        }
    }
}

fn list_of_persons(workbook: &mut Workbook, name: &str, hidden: bool) {
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = workbook.add_worksheet().set_name(name).unwrap();
    sheet.set_hidden(hidden);
    for (column, heading) in HEADINGS.iter().enumerate() {
        sheet.write_string(4, u16::try_from(column).unwrap(), *heading).unwrap();
    }
    for (row, person) in PEOPLE.iter().enumerate() {
        let row = 5 + u32::try_from(row).unwrap();
        for (column, text) in person.iter().enumerate() {
            let column = u16::try_from(column).unwrap();
            if column == 3 {
                sheet.write_datetime_with_format(row, column, ExcelDateTime::parse_from_str(text).unwrap(), &day).unwrap();
            } else {
                sheet.write_string(row, column, *text).unwrap();
            }
        }
    }
}

/// A round with one proper return and files that list persons, its own folder for temporary files beside it.
fn planted() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    let pipeline = "schema = 1\nid = \"try\"\ntitle = \"Made up\"\nmappings = [\"mappings\"]\ninputs = [\"returns/*\"]\noutput = \"out\"\n";
    write("pipeline.toml", pipeline.as_bytes());
    let mapping = MADE_UP_MAPPING.replace("id = \"table\"", "id = \"table\"\nsheets = [\"Table 1\"]");
    write("mappings/ken/made_up.toml", mapping.as_bytes());
    std::fs::create_dir_all(folder.path().join("tmp")).unwrap();

    let mut right = Workbook::new();
    table(&mut right);
    write("returns/a_right.xlsx", &right.save_to_buffer().unwrap());
    let mut list = Workbook::new();
    list_of_persons(&mut list, "Zaltwick family", false);
    write("returns/b_list.xlsx", &list.save_to_buffer().unwrap());
    let mut behind = Workbook::new();
    table(&mut behind);
    list_of_persons(&mut behind, "Zaltwick family", true);
    write("returns/c_hidden.xlsx", &behind.save_to_buffer().unwrap());
    let mut text = String::from("made-up;;;;\nBorn in;2019;2020;;\nUganda;1;2;;\n;;;;\n");
    for line in [HEADINGS].iter().chain(&PEOPLE) {
        text.push_str(&line.join(";"));
        text.push('\n');
    }
    write("returns/d_text.csv", text.as_bytes());
    folder
}

fn concord(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::cargo_bin("concord").unwrap();
    command.current_dir(folder).env("NO_COLOR", "1").env("TMPDIR", folder.join("tmp")).args(arguments).output().unwrap()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Every planted text that stands in these bytes.
fn found(bytes: &[u8]) -> Vec<&'static str> {
    PLANTED.into_iter().filter(|text| holds(bytes, text)).collect()
}

/// Everything that a command wrote below a folder: the bytes of every file, and the texts inside Parquet.
fn written(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for name in files_below(folder) {
        let path = folder.join(&name);
        writeln!(all, "{name}").unwrap();
        all.extend(std::fs::read(&path).unwrap());
        if name.ends_with(".parquet") {
            for row in rows(&path) {
                writeln!(all, "{:?}", row.0).unwrap();
            }
        }
    }
    all
}

#[test]
fn the_planted_texts_would_be_found() {
    let folder = planted();
    let mut plain = written(&folder.path().join("returns"));
    // Cells of a workbook are deflated, so they are looked at through the reader.
    let workbook = concord::read::read(&folder.path().join("returns/c_hidden.xlsx"), "c", &concord::read::ReadOptions::default()).unwrap();
    for sheet in &workbook.value.sheets {
        sheet.cells().iter().for_each(|cell| writeln!(plain, "{:?}", cell.content).unwrap());
    }
    assert_eq!(found(&plain).len(), PLANTED.len(), "{:?}", found(&plain));
}

#[test]
fn no_command_lets_a_byte_of_a_person_out() {
    let folder = planted();
    let refused = ["returns/b_list.xlsx", "returns/c_hidden.xlsx", "returns/d_text.csv"];
    let mut commands: Vec<Vec<&str>> = vec![vec!["run", "pipeline.toml"], vec!["check", "--pipeline", "pipeline.toml"]];
    commands
        .extend(refused.iter().flat_map(|file| [vec!["check", file], vec!["preview", file], vec!["preview", file, "--sheet", "Table 1"]]));
    for arguments in commands {
        for format in ["human", "json"] {
            let arguments = [arguments.as_slice(), &["--format", format]].concat();
            let output = concord(folder.path(), &arguments);
            assert_eq!(output.status.code(), Some(3), "{arguments:?} {}", String::from_utf8_lossy(&output.stderr));
            let told = [output.stdout.as_slice(), &output.stderr].concat();
            assert_eq!(found(&told), Vec::<&str>::new(), "{arguments:?}");
            assert!(holds(&told, "list of persons") && holds(&told, "`Passport number`") && holds(&told, "3 rows"), "{arguments:?}");
        }
    }
    for file in refused {
        let output = concord(folder.path(), &["init", file, "--out", "drafted.toml", "--labels-out", "labels.csv"]);
        assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(found(&[output.stdout, output.stderr].concat()), Vec::<&str>::new());
        assert!(!folder.path().join("drafted.toml").exists() && !folder.path().join("labels.csv").exists());
    }
    assert!(files_below(&folder.path().join("tmp")).is_empty(), "temporary files stay");
    let out = folder.path().join("out");
    assert_eq!(found(&written(&out)), Vec::<&str>::new());
}

#[test]
fn the_others_are_written_and_a_refused_file_leaves_headings_counts_and_its_digest() {
    let folder = planted();
    concord(folder.path(), &["run", "pipeline.toml", "--quiet"]);
    let out = folder.path().join("out");
    assert_eq!(rows(&out.join("observations/IMM3.parquet")).len(), 4, "the proper return");
    let submissions = rows(&out.join("submissions.parquet"));
    assert!(submissions.iter().all(|row| row.get("file") == "returns/a_right.xlsx"), "no sheet of a refused file is named");
    assert!(rows(&out.join("lineage.parquet")).iter().all(|row| row.get("file") == "returns/a_right.xlsx"));
    let findings = rows(&out.join("findings.parquet"));
    let told: Vec<_> = findings.iter().filter(|row| row.get("code") == "persons/list-of-persons").collect();
    assert_eq!(told.len(), 3);
    for finding in &told {
        assert_eq!((finding.get("severity"), finding.get("count"), finding.get("sheet"), finding.get("cells")), ("error", "3", "", ""));
        assert!(HEADINGS.iter().all(|heading| finding.get("message").contains(heading)), "{finding:?}");
    }
    assert!(told[1].get("message").starts_with("sheet 2 (hidden) has 3 rows"), "{:?}", told[1]);
    assert_eq!(findings.iter().filter(|row| row.get("file") != "returns/a_right.xlsx").count(), 3, "nothing else is told of them");
    let manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(out.join("manifest.json")).unwrap()).unwrap();
    for input in manifest["inputs"].as_array().unwrap() {
        assert_eq!(input["sha256"].as_str().map(str::len), Some(64), "{input}");
        assert_eq!(input["error"].is_string(), input["file"] != "returns/a_right.xlsx", "{input}");
    }
}

/// Returns with places, key informants and names of states: none of them is a list of persons.
#[test]
fn no_real_return_is_taken_for_a_list_of_persons() {
    let mut files: Vec<PathBuf> = files_below(&root().join("samples")).iter().map(|name| root().join("samples").join(name)).collect();
    files.retain(|path| path.extension().is_none_or(|extension| extension != "md"));
    assert!(files.len() >= 3, "the samples are not there");
    if let Some(folder) = std::env::var_os("CONCORD_REAL_RETURNS") {
        let folder = PathBuf::from(folder).join("files");
        files.extend(files_below(&folder).iter().map(|name| folder.join(name)));
    }
    assert!(mapping_files().len() >= 3);
    let mappings = mappings();
    for path in files {
        if let Err(IntakeError::Persons(refusal)) = open(&path, "return", standard(), &mappings) {
            panic!("{}: {refusal}", path.display());
        }
    }
}
