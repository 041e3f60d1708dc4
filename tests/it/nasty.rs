//! Files that are broken or built to do harm, in one batch with a good one; and the same bytes from every run.
//!
//! In go a shipped workbook and files that no program should trust. Checked is that the good one's observations are
//! what they are without the others, that each of the others is told, that memory stays bounded, and that neither
//! a second run nor the number of threads shows in what is written.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use concord::run::{Earlier, run};
use concord::spec::Pipeline;
use tempfile::TempDir;

use crate::support::{UNDESA_2020, files_below, root, sample, samples, tables_only, zipped};

/// The links and the list of sheets that make parts a workbook.
const LINKS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const SHEET_LINKS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;
const SHEETS: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Table 1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;

/// A workbook with one sheet and shared texts, each a text that is repeated between a start and an end.
fn workbook(sheet: (&str, &str, usize, &str), texts: (&str, &str, usize, &str)) -> Vec<u8> {
    let long = |(start, repeated, times, end): (&str, &str, usize, &str)| format!("{start}{}{end}", repeated.repeat(times)).into_bytes();
    let parts: [(&str, &[u8]); 6] = [
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", LINKS.as_bytes()),
        ("xl/workbook.xml", SHEETS.as_bytes()),
        ("xl/_rels/workbook.xml.rels", SHEET_LINKS.as_bytes()),
        ("xl/sharedStrings.xml", &long(texts)),
        ("xl/worksheets/sheet1.xml", &long(sheet)),
    ];
    zipped(&parts, zip::CompressionMethod::Deflated)
}

const NO_TEXTS: (&str, &str, usize, &str) = ("<sst>", "", 0, "</sst>");
const SHEET_START: &str = "<worksheet><sheetData>";
const SHEET_END: &str = "</sheetData></worksheet>";

/// A file whose shared texts unpack to far more than they take.
fn bomb_of_texts() -> Vec<u8> {
    let sheet = (SHEET_START, "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row>", 1, SHEET_END);
    workbook(sheet, ("<sst>", "<si><t>bomb bomb bomb bomb bomb bomb bomb bomb bomb</t></si>", 3_000_000, "</sst>"))
}

/// A file whose sheet holds more cells than are read.
fn bomb_of_cells() -> Vec<u8> {
    let row = format!("<row>{}</row>", "<c><v>1</v></c>".repeat(1_000));
    workbook((SHEET_START, &row, 7_000, SHEET_END), NO_TEXTS)
}

/// A workbook whose only cells are the first and the last a sheet can have.
fn sparse() -> Vec<u8> {
    let rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>";
    workbook((SHEET_START, rows, 1, SHEET_END), NO_TEXTS)
}

/// What Excel writes for a workbook behind a password: a compound file that holds an encrypted package.
fn protected() -> Vec<u8> {
    let mut bytes = vec![0_u8; 1024];
    bytes[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    for (slot, name) in ["Root Entry", "EncryptedPackage"].into_iter().enumerate() {
        let units: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        let at = 512 + slot * 128;
        bytes[at..at + units.len()].copy_from_slice(&units);
        bytes[at + 64] = u8::try_from(units.len()).unwrap();
    }
    bytes
}

/// An `OpenDocument` spreadsheet of one table with this inside.
fn open_document(manifest: &str, table: &str) -> Vec<u8> {
    let content = format!(
        r#"<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet><table:table table:name="Table 1">{table}</table:table></office:spreadsheet></office:body></office:document-content>"#
    );
    let parts: [(&str, &[u8]); 3] = [
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", manifest.as_bytes()),
        ("content.xml", content.as_bytes()),
    ];
    zipped(&parts, zip::CompressionMethod::Deflated)
}

const PLAIN: &str = "<manifest:manifest/>";
const FILLED: &str = r#"office:value-type="float" office:value="1"/>"#;

/// A compound file around the records of an old workbook.
fn old_workbook(records: &[(u16, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    let mut stream = file.create_stream("/Workbook").unwrap();
    for (kind, data) in records {
        let length = u16::try_from(data.len()).unwrap();
        stream.write_all(&[&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()).unwrap();
    }
    drop(stream);
    file.into_inner().into_inner()
}

/// An old workbook that lists the same place as a sheet again and again.
fn bomb_of_sheets() -> Vec<u8> {
    let names: Vec<Vec<u8>> = (0..2_000).map(|number| [&b"\0\0\0\0\0\0\x04\0"[..], format!("{number:04}").as_bytes()].concat()).collect();
    let mut records: Vec<(u16, &[u8])> = vec![(0x0809, b"\x00\x06\x05\x00\0\0\0\0")];
    records.extend(names.iter().map(|name| (0x0085, name.as_slice())));
    records.push((0x000A, b""));
    old_workbook(&records)
}

/// Files of the other formats that claim more than they hold.
fn bombs_of_other_formats() -> Vec<Broken> {
    let repeated = format!(
        r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000" {FILLED}</table:table-row>"#
    );
    let blanks = r#"<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="99999999999"/></text:p></table:table-cell></table:table-row>"#;
    vec![
        ("bomb_of_repeats.ods", open_document(PLAIN, &repeated), "cells"),
        ("bomb_of_blanks.ods", open_document(PLAIN, blanks), "bytes"),
        ("bomb_of_sheets.xls", bomb_of_sheets(), "lie over each other"),
        ("bomb_of_spans.html", format!("<table>{}", "<tr><td colspan=1000 rowspan=65534>".repeat(20)).into_bytes(), "columns"),
        ("bomb_of_tables.html", "<table>".repeat(1_000_000).into_bytes(), "tables"),
    ]
}

/// Workbooks of the other formats whose only cells lie as far apart as they can.
fn sparse_of_other_formats() -> [(&'static str, Vec<u8>); 2] {
    let rows = format!(
        r#"<table:table-row><table:table-cell {FILLED}</table:table-row><table:table-row table:number-rows-repeated="1048574"/>
        <table:table-row><table:table-cell table:number-columns-repeated="16383"/><table:table-cell {FILLED}</table:table-row>"#
    );
    let sheet = b"\x31\0\0\0\0\0\x07\0Table 1";
    let records: [(u16, &[u8]); 7] = [
        (0x0809, b"\x00\x06\x05\x00\0\0\0\0\0\0\0\0\0\0\0\0"),
        (0x0085, sheet),
        (0x0042, b"\xB0\x04"),
        (0x000A, b""),
        (0x0809, b"\x00\x06\x10\x00\0\0\0\0\0\0\0\0\0\0\0\0"),
        (0x027E, b"\xFF\xFF\xFF\x00\x00\x00\x06\x00\x00\x00"),
        (0x000A, b""),
    ];
    [("sparse.ods", open_document(PLAIN, &rows)), ("sparse.xls", old_workbook(&records))]
}

/// A file that can't be read, with its bytes and words that the sentence about it must hold.
type Broken = (&'static str, Vec<u8>, &'static str);

/// Broken files that cost nothing to refuse.
fn broken_small() -> Vec<Broken> {
    let good = std::fs::read(sample(UNDESA_2020).unwrap()).unwrap();
    let old = std::fs::read(root().join("tests/files/made_up_1900.xls")).unwrap();
    let open = open_document(PLAIN, "<table:table-row/>");
    vec![
        ("empty.xlsx", Vec::new(), "empty"),
        ("protected.xlsx", protected(), "password"),
        ("truncated.xlsx", good[..good.len() / 2].to_vec(), "breaks off"),
        ("truncated.xls", old[..=old.len() / 3].to_vec(), "breaks off"),
        ("truncated.ods", open[..open.len() / 2].to_vec(), "breaks off"),
        ("protected.ods", open_document("<manifest:encryption-data/>", ""), "password"),
        ("protected.xls", old_workbook(&[(0x0809, b"\x00\x06\x05\x00\0\0\0\0"), (0x002F, b"\x01\0")]), "password"),
        ("page.xls", b"<html><body><p>no table</p></body></html>".to_vec(), "no table"),
        (
            "workbook_2003.xml",
            b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>".to_vec(),
            "Excel 2003",
        ),
    ]
}

/// Every broken file.
fn broken() -> Vec<Broken> {
    let bombs = [("bomb_of_cells.xlsx", bomb_of_cells(), "cells"), ("bomb_of_texts.xlsx", bomb_of_texts(), "bytes")];
    bombs.into_iter().chain(bombs_of_other_formats()).chain(broken_small()).collect()
}

/// A folder with a pipeline, the mapping of the good file, the good file, and these beside it.
fn batch(others: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::File::create(path).unwrap().write_all(bytes).unwrap();
    };
    let mapping = std::fs::read(root().join("mappings/undesa/international_migrant_stock_2020.toml")).unwrap();
    write("mappings/stock.toml", &mapping);
    write("inputs/good.xlsx", &std::fs::read(sample(UNDESA_2020).unwrap()).unwrap());
    for (name, bytes) in others {
        write(&format!("inputs/{name}"), bytes);
    }
    let pipeline = "schema = 1\nid = \"batch\"\ntitle = \"A good file among others\"\nmappings = [\"mappings\"]\ninputs = [\"inputs/*\"]\noutput = \"out\"\n";
    write("pipeline.toml", pipeline.as_bytes());
    folder
}

fn observations(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let folder = folder.join("observations");
    files_below(&folder).into_iter().map(|name| (name.clone(), std::fs::read(folder.join(name)).unwrap())).collect()
}

/// The program, with as much address space as this, in kilobytes, where the system can be told.
fn program(arguments: &[&str], kilobytes: Option<u64>) -> Command {
    let program = assert_cmd::cargo::cargo_bin!("concord");
    let mut command = match kilobytes {
        Some(kilobytes) if cfg!(target_os = "linux") => {
            let mut command = Command::new("bash");
            command.args(["-c", &format!("ulimit -v {kilobytes}; exec \"$0\" \"$@\"")]).arg(program);
            command
        }
        _ => Command::new(program),
    };
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Waits for the end and gives the most memory the program held, in kilobytes; none where the system does not tell.
fn watched(mut child: Child) -> (Output, Option<u64>) {
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut most = None;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let now = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().trim_end_matches(" kB").parse::<u64>().ok());
        most = most.max(now);
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    (child.wait_with_output().unwrap(), most)
}

#[test]
fn broken_files_leave_the_good_one_as_it_is() {
    let broken = broken();
    let sparse = sparse();
    assert!(sparse.len() < 5_000);
    let mut others: Vec<(&str, &[u8])> = broken.iter().map(|(name, bytes, _)| (*name, bytes.as_slice())).collect();
    others.push(("sparse.xlsx", &sparse));
    let sparse_others = sparse_of_other_formats();
    others.extend(sparse_others.iter().map(|(name, bytes)| (*name, bytes.as_slice())));
    let (alone, among) = (batch(&[]), batch(&others));

    let run_in = |folder: &Path| {
        let pipeline = Pipeline::load(&folder.join("pipeline.toml")).unwrap();
        run(&pipeline, &folder.join("out"), "2020-01-01T00:00:00Z", tables_only(Earlier::Keep), &|_| {}).unwrap()
    };
    let clean = run_in(alone.path());
    assert!(clean.files.iter().all(|file| file.error.is_none()));
    let expected = observations(&alone.path().join("out"));
    assert_eq!(expected.len(), 2);

    // In a process of its own, so that its memory can be held to a limit.
    let pipeline = among.path().join("pipeline.toml");
    let child = program(&["run", pipeline.to_str().unwrap()], Some(1_500_000)).spawn().unwrap();
    let (output, most) = watched(child);
    let (shown, told) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(3), "{shown}\n{told}");
    assert!(most.is_none_or(|most| most < 1_000_000), "the program held {most:?} kB");
    assert_eq!(observations(&among.path().join("out")), expected);

    let manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(among.path().join("out/manifest.json")).unwrap()).unwrap();
    let error_of = |name: &str| {
        let inputs = manifest["inputs"].as_array().unwrap();
        let input = inputs.iter().find(|input| input["file"] == format!("inputs/{name}")).unwrap();
        input["error"].as_str().map(str::to_owned)
    };
    for (name, _, word) in &broken {
        let error = error_of(name).unwrap_or_else(|| panic!("`{name}` was read"));
        assert!(error.contains(word) && error.contains(name), "{name}: {error}");
        assert!(shown.contains(&error), "the screen shows why `{name}` was not read:\n{shown}");
    }
    for name in ["good.xlsx", "sparse.xlsx", "sparse.ods", "sparse.xls"] {
        assert_eq!(error_of(name), None, "{name}");
    }
    assert!(told.contains("locate/no-mapping"), "a workbook that nothing recognises is told:\n{told}");
}

#[test]
fn an_outcome_names_every_file_that_could_not_be_read() {
    // The bombs are left to the test above, in a process of their own.
    let broken = broken_small();
    let others: Vec<(&str, &[u8])> = broken.iter().map(|(name, bytes, _)| (*name, bytes.as_slice())).collect();
    let folder = batch(&others);
    let pipeline = Pipeline::load(&folder.path().join("pipeline.toml")).unwrap();
    let outcome = run(&pipeline, &folder.path().join("out"), "2020-01-01T00:00:00Z", tables_only(Earlier::Keep), &|_| {}).unwrap();
    assert_eq!(outcome.files.len(), broken.len() + 1);
    for (name, _, word) in &broken {
        let file = outcome.files.iter().find(|file| file.file == format!("inputs/{name}")).unwrap();
        let error = file.error.as_deref().unwrap_or_default();
        assert!(error.contains(word) && error.contains(name), "{name}: {error}");
        assert_eq!((file.tables, file.observations), (0, 0));
    }
    assert!(outcome.files.iter().find(|file| file.file == "inputs/good.xlsx").unwrap().error.is_none());
}

#[test]
fn neither_a_second_run_nor_the_threads_show_in_the_bytes() {
    let first = samples().folder.path();
    let names: Vec<String> = files_below(first);
    let mut reports: Option<Vec<(String, Vec<u8>)>> = None;
    assert!(names.iter().any(|name| name == "manifest.json"));
    for threads in ["1", "2"] {
        let folder = TempDir::new().unwrap();
        let (pipeline, out) = (root().join("pipelines/samples.toml"), folder.path().join("out"));
        let mut command = program(&["run", pipeline.to_str().unwrap(), "--out", out.to_str().unwrap()], None);
        let output = command.env("RAYON_NUM_THREADS", threads).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        // The run of the other tests makes no reports: here they are compared with those of the other number of threads.
        let (made, others): (Vec<String>, Vec<String>) = files_below(&out).into_iter().partition(|name| name.starts_with("reports/"));
        assert_eq!(others, names);
        let made: Vec<(String, Vec<u8>)> = made.into_iter().map(|name| (name.clone(), std::fs::read(out.join(&name)).unwrap())).collect();
        assert!(!made.is_empty() && reports.as_ref().is_none_or(|before| *before == made), "reports differ with {threads} threads");
        reports = Some(made);
        for name in &names {
            let (one, other) = (std::fs::read(first.join(name)).unwrap(), std::fs::read(out.join(name)).unwrap());
            if name == "manifest.json" {
                let plain = |bytes: &[u8]| {
                    let mut manifest: serde_json::Value = serde_json::from_slice(bytes).unwrap();
                    assert!(manifest.as_object_mut().unwrap().remove("written_at").is_some());
                    let is_report = |entry: &serde_json::Value| entry["path"].as_str().is_some_and(|path| path.starts_with("reports/"));
                    manifest["outputs"].as_array_mut().unwrap().retain(|entry| !is_report(entry));
                    manifest
                };
                assert_eq!(plain(&one), plain(&other), "with {threads} threads");
            } else {
                assert!(one == other, "`{name}` has other bytes with {threads} threads");
            }
        }
    }
}
