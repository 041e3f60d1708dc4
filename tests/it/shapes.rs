//! Files whose shape changed: the same observations, or none and a finding, but never other numbers.
//!
//! In go copies of shipped workbooks, of three files of the fictional round and, where the reader has them, of real
//! returns. A workbook of Excel 97 can't be edited here, so it is first written again as one of Excel 2007, cell by cell.
//! A column put in, rows above, a blank row and labels in capitals must change nothing; a sheet with another name and a
//! header that is gone may end in a finding. Other real returns are changed in the same way in `agencies.rs` and
//! `registers.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use concord::read::{Content, ReadOptions, read};
use rust_xlsxwriter::{Format, Formula, Workbook as NewWorkbook, Worksheet};
use tempfile::TempDir;

use crate::support::{
    EUROSTAT_CITIZENS, IOM_SOUTH_SUDAN, IRCC, KNBS, OFS, PORDATA, Package, Run, SCB, UNDESA_2013, UNDESA_2019, UNDESA_2020, UNDESA_CANADA,
    WORLD_BANK, file, mapping_files, run_files,
};

/// What the observations say, wherever their cells stand; in small letters, since footnotes are told as they stand.
fn says(run: &Run) -> BTreeMap<String, Vec<String>> {
    let columns = ["table_id", "value", "obs_status_all", "note", "suppressed_low", "suppressed_high", "unit", "value_step", "raw"];
    run.observations.iter().map(|(id, row)| (id.clone(), columns.map(|column| row.get(column).to_lowercase()).into())).collect()
}

fn run_over(path: &Path) -> Run {
    run_files(&[path.to_path_buf()], mapping_files())
}

/// Codes and words of the findings that are warnings or errors.
fn grave(run: &Run) -> BTreeSet<(&'static str, String)> {
    run.findings().into_iter().filter(|told| told.grave).map(|told| (told.code, told.message)).collect()
}

/// Checks that a copy says what its original says.
fn same(before: &Run, copy: &Path, change: &str) {
    let (known, after) = (says(before), says(&run_over(copy)));
    assert!(!known.is_empty());
    let differing: Vec<_> = known.keys().chain(after.keys()).filter(|id| known.get(*id) != after.get(*id)).collect();
    let shown: Vec<_> = differing.iter().take(3).map(|id| (id, known.get(*id), after.get(*id))).collect();
    assert!(differing.is_empty(), "{change}: {} differ: {shown:#?}", differing.len());
}

/// Checks that a copy says nothing that its original does not, and tells what it no longer says.
fn same_or_told(before: &Run, copy: &Path, change: &str) {
    let after = run_over(copy);
    let (known, said) = (says(before), says(&after));
    let other: Vec<_> = said.iter().filter(|(id, row)| known.get(*id) != Some(row)).take(3).collect();
    assert!(other.is_empty(), "{change}: {other:#?}");
    let told = !grave(&after).is_subset(&grave(before));
    assert!(told || said.len() == known.len(), "{change}: {} of {} are gone untold", known.len() - said.len(), known.len());
}

/// Writes a cell as it is stored.
fn copy_cell(sheet: &mut Worksheet, cell: &concord::read::Cell) {
    let (row, column) = (cell.at.row, u16::try_from(cell.at.column).unwrap());
    let format = cell.number_format.as_ref().map_or_else(Format::new, |code| Format::new().set_num_format(&**code));
    match &cell.content {
        Content::Text(text) => sheet.write_string_with_format(row, column, &**text, &format),
        Content::Number(number) | Content::Date { serial: number, .. } => sheet.write_number_with_format(row, column, *number, &format),
        Content::Boolean(is) => sheet.write_boolean_with_format(row, column, *is, &format),
        Content::Error(error) => sheet.write_formula_with_format(row, column, Formula::new("=NA()").set_result(error.as_str()), &format),
    }
    .unwrap();
}

/// An old workbook, written again with its sheets, cells, merged cells and number formats.
fn written_again(path: &Path, to: &Path) {
    let workbook = read(path, "under test", &ReadOptions::default()).unwrap().value;
    let mut copy = NewWorkbook::new();
    for sheet in &workbook.sheets {
        let new = copy.add_worksheet();
        new.set_name(&*sheet.name).unwrap();
        let column = |at: concord::model::CellRef| u16::try_from(at.column).unwrap();
        for merge in sheet.merges.known().into_iter().flatten() {
            new.merge_range(merge.first.row, column(merge.first), merge.last.row, column(merge.last), "", &Format::new()).unwrap();
        }
        for cell in sheet.cells() {
            copy_cell(new, cell);
        }
    }
    copy.save(to).unwrap();
}

/// One sheet of a workbook: a column to put another one before, counted from nought, and a row of figures and the lowest
/// row of the header, counted from one.
struct Shape {
    name: &'static str,
    sheet: &'static str,
    column: u32,
    row: u32,
    header: u32,
}

impl Shape {
    /// The file, and a copy that can be edited.
    fn open(&self, folder: &Path) -> Option<(Run, Package)> {
        let path = file(self.name)?;
        let before = run_over(&path);
        if !self.name.ends_with(".xls") {
            return Some((before, Package::open(&path)));
        }
        let again = folder.join("again.xlsx");
        written_again(&path, &again);
        same(&before, &again, "written again");
        Some((before, Package::open(&again)))
    }

    /// Every change that must not show.
    fn keeps(&self) {
        let folder = TempDir::new().unwrap();
        let Some((before, package)) = self.open(folder.path()) else { return };
        let copy = folder.path().join("copy.xlsx");
        let mut changes = Vec::new();
        let mut changed = |change: &'static str, edit: &dyn Fn(&mut Package)| {
            let mut package = package.clone();
            edit(&mut package);
            changes.push((change, package));
        };
        changed("a column put in", &|package| package.edit(self.sheet, |part| part.insert_column(self.column)));
        changed("a blank row", &|package| package.edit(self.sheet, |part| part.insert_rows(self.row, 1)));
        changed("rows above", &|package| {
            package.edit(self.sheet, |part| {
                part.insert_rows(1, 3);
                part.letterhead(1, "Letterhead of a test");
            });
        });
        changed("labels in capitals", &Package::capitals);
        for (change, package) in &changes {
            package.save(&copy);
            same(&before, &copy, &format!("{} with {change}", self.name));
        }
        self.breaks_loudly(&before, &package, &copy);
    }

    /// The two changes that may end in a finding.
    fn breaks_loudly(&self, before: &Run, package: &Package, copy: &Path) {
        let mut renamed = package.clone();
        renamed.replace("xl/workbook.xml", &format!("name=\"{}\"", self.sheet), "name=\"Another name\"");
        renamed.save(copy);
        same_or_told(before, copy, &format!("{} with another name of its sheet", self.name));
        let mut headless = package.clone();
        headless.edit(self.sheet, |part| part.rows.retain(|row| row.row + 1 != self.header));
        headless.save(copy);
        same_or_told(before, copy, &format!("{} without a header", self.name));
    }
}

#[test]
fn stocks_of_migrants_may_change_their_shape() {
    Shape { name: UNDESA_2020, sheet: "Table 1", column: 3, row: 40, header: 11 }.keeps();
    Shape { name: UNDESA_2019, sheet: "Table 1", column: 3, row: 60, header: 16 }.keeps();
}

#[test]
fn stocks_in_an_old_workbook_may_change_their_shape() {
    Shape { name: UNDESA_2013, sheet: "Table 1", column: 3, row: 60, header: 16 }.keeps();
}

#[test]
fn returnees_to_south_sudan_may_change_their_shape() {
    Shape { name: IOM_SOUTH_SUDAN, sheet: "MT R11 State Summary", column: 5, row: 6, header: 1 }.keeps();
}

#[test]
fn kenyas_survey_may_change_its_shape() {
    Shape { name: KNBS, sheet: "Table 12.1", column: 1, row: 13, header: 2 }.keeps();
    Shape { name: KNBS, sheet: "Table12.3", column: 1, row: 13, header: 4 }.keeps();
}

#[test]
fn switzerlands_population_may_change_its_shape() {
    Shape { name: OFS, sheet: "su-f-1.1.1.3", column: 1, row: 20, header: 3 }.keeps();
}

#[test]
fn foreign_citizens_of_europe_may_change_their_shape() {
    Shape { name: EUROSTAT_CITIZENS, sheet: "Sheet0", column: 1, row: 20, header: 3 }.keeps();
}

#[test]
fn workbooks_of_the_fictional_round_may_change_their_shape() {
    Shape { name: "ken_immigration_2021_2024.xlsx", sheet: "2023-24", column: 1, row: 12, header: 6 }.keeps();
    Shape { name: "tun_population_2024.xlsx", sheet: "Population", column: 2, row: 14, header: 6 }.keeps();
}

#[test]
fn a_name_or_a_header_that_is_gone_makes_no_other_number() {
    for shape in [
        Shape { name: PORDATA, sheet: "Quadro", column: 1, row: 40, header: 9 },
        Shape { name: IRCC, sheet: "TR - HC CITZ", column: 1, row: 60, header: 6 },
        Shape { name: UNDESA_CANADA, sheet: "Canada by Citizenship", column: 2, row: 100, header: 21 },
        Shape { name: WORLD_BANK, sheet: "Bilateral Migration 2013", column: 60, row: 100, header: 2 },
    ] {
        let folder = TempDir::new().unwrap();
        let Some((before, package)) = shape.open(folder.path()) else { continue };
        shape.breaks_loudly(&before, &package, &folder.path().join("copy.xlsx"));
    }
}

/// The changes of delimited text, of which one line below the header in so many is taken; `kept` is a column whose
/// capitals would mean something else.
fn text_keeps(path: Option<PathBuf>, delimiter: u8, header: usize, one_in: usize, kept: Option<usize>) {
    let Some(path) = path else { return };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_path(&path).unwrap();
    let lines: Vec<Vec<Vec<u8>>> = reader
        .byte_records()
        .enumerate()
        .filter(|(line, _)| *line < header || line % one_in == 0)
        .map(|(_, record)| record.unwrap().iter().map(<[u8]>::to_vec).collect())
        .collect();
    let folder = TempDir::new().unwrap();
    let write = |lines: &[Vec<Vec<u8>>]| -> PathBuf {
        let copy = folder.path().join(path.file_name().unwrap());
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).flexible(true).from_path(&copy).unwrap();
        for line in lines {
            writer.write_record(line).unwrap();
        }
        writer.flush().unwrap();
        copy
    };
    let before = run_over(&write(&lines));
    let mut wider = lines.clone();
    for line in &mut wider {
        line.insert(1, Vec::new());
    }
    let mut taller = lines.clone();
    // Below a first line that may begin with the mark of UTF-8.
    let at = usize::from(header > 1);
    taller.splice(at..at, [vec![b"Letterhead of a test".to_vec()], vec![Vec::new(), Vec::new()]]);
    let mut parted = lines.clone();
    parted.insert(header + 3, vec![Vec::new(); 4]);
    let is_utf8 = std::str::from_utf8(&std::fs::read(&path).unwrap()).is_ok();
    let capital = |text: &[u8]| -> Vec<u8> {
        match std::str::from_utf8(text) {
            Ok(text) if is_utf8 => text.to_uppercase().into_bytes(),
            // Windows-1252, where a capital stands two rows before its small letter.
            _ => text
                .iter()
                .map(|byte| if matches!(byte, 0xE0..=0xF6 | 0xF8..=0xFE) { byte - 0x20 } else { byte.to_ascii_uppercase() })
                .collect(),
        }
    };
    let mut capitals = lines.clone();
    for line in &mut capitals {
        line.iter_mut().enumerate().filter(|(at, _)| kept != Some(*at)).for_each(|(_, text)| *text = capital(text));
    }
    for (change, lines) in [("a column put in", wider), ("rows above", taller), ("a blank row", parted), ("capitals", capitals)] {
        same(&before, &write(&lines), &format!("{} with {change}", path.display()));
    }
    let mut headless = lines;
    headless.remove(header - 1);
    same_or_told(&before, &write(&headless), &format!("{} without a header", path.display()));
}

#[test]
fn swedens_long_table_may_change_its_shape() {
    text_keeps(file(SCB), b',', 1, 10, None);
}

#[test]
fn texts_of_the_fictional_round_may_change_their_shape() {
    text_keeps(file("bdi_population_residente_2024.csv"), b';', 6, 1, None);
    text_keeps(file("syc_flows_2022_2024.tsv"), b'\t', 5, 1, Some(5));
}
