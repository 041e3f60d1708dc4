//! What the other modules share: where files are, runs and what they wrote, and an editor for copies of workbooks.
//!
//! In go the shipped samples and, where the variable `CONCORD_REAL_RETURNS` names a folder that holds `files/`, further
//! returns that can't be shipped. Nothing is checked here but that files can be read and written.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use arrow::array::ArrayRef;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use concord::diag::Place;
use concord::model::{Addressing, CellRef};
use concord::run::{Earlier, Outcome, RunOptions, run};
use concord::spec::{Mapping, NamedPath, Pipeline, SourceRank, Standard, load_mapping};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use tempfile::TempDir;

/// The shipped workbook with migrant stocks of the 2020 edition.
pub const UNDESA_2020: &str = "undesa_ims_2020_by_sex_and_destination.xlsx";
/// The shipped workbook with migrant stocks of the 2019 edition.
pub const UNDESA_2019: &str = "undesa_ims_2019_total.xlsx";
/// The shipped workbook about returnees in South Sudan.
pub const IOM_SOUTH_SUDAN: &str = "iom_dtm_south_sudan_r11.xlsx";
/// Sweden's immigration and emigration by country of birth; not shipped.
pub const SCB: &str = "scb_sweden_immigration_emigration_by_country_of_birth.csv";
/// Kenya's border crossings; not shipped.
pub const KNBS: &str = "knbs_kenya_economic_survey_2023_ch12_tourism.xlsx";
/// Migrant stocks of the 2013 revision, a workbook of Excel 97; not shipped.
pub const UNDESA_2013: &str = "undesa_ims_2013_by_age_sex_T3.xls";
/// Migrants by destination and origin 2013, code page 850; not shipped.
pub const UNDESA_MATRIX: &str = "undesa_bilateral_stock_2013_matrix.csv";
/// Immigrants to Canada by citizenship; not shipped.
pub const UNDESA_CANADA: &str = "undesa_flows_2015_canada.xlsx";
/// The World Bank's bilateral stocks of 2013; not shipped.
pub const WORLD_BANK: &str = "worldbank_bilateral_migration_2013.xlsx";
/// Persons of concern to UNHCR, 1951 to 2014; not shipped.
pub const UNHCR: &str = "unhcr_popstats_persons_of_concern_all_data.csv";

/// Foreign citizens of European states, with a flag beside each figure; not shipped.
pub const EUROSTAT_CITIZENS: &str = "eurostat_tps00157_foreign_citizens_flags.xls";
/// First permits of European states, as SDMX-CSV; not shipped.
pub const EUROSTAT_PERMITS: &str = "eurostat_first_permits_by_reason_sdmxcsv.csv";
/// Residents and new permits of Portugal in 2022; not shipped.
pub const SEF: &str = "sef_portugal_rifa2022_residents_by_nationality_sex_pt.csv";
/// Foreign residents of Portugal since 1960; not shipped.
pub const PORDATA: &str = "pordata_portugal_foreign_residents_by_nationality_pt.xlsx";
/// Canada's work permits by month; not shipped.
pub const IRCC: &str = "ircc_canada_hc_work_permits_by_citizenship.xlsx";
/// Switzerland's population since 1850; not shipped.
pub const OFS: &str = "ofs_switzerland_population_nationality_1850_fr.xls";
/// Immigrants in Tunisia; not shipped.
pub const HIMS: &str = "tunisia_hims_2021_immigres_fr.xlsx";
/// Returnees to the hills of Burundi; not shipped.
pub const IOM_BURUNDI: &str = "iom_dtm_burundi_r68_fr.xlsx";
/// Displaced persons in Libya; not shipped.
pub const IOM_LIBYA: &str = "iom_dtm_libya_r39_ar_en.xlsx";
/// Percentages of the population, an extract of the 2013 edition; not shipped.
pub const UNDESA_EXTRACT: &str = "undesa_ims_2013_country_extract.ods";

/// A mapping of a made-up return of Kenya: "Born in" on the left, years above, arrivals by country of birth.
pub const MADE_UP_MAPPING: &str = r#"schema = 1
id = "made-up"
title = "A made-up return"
blank = "missing"
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
to = "IMM3"
reporter = "KEN"
[table.unit]
unit = "persons"
[table.period]
reference = "sum"
[[table.field]]
name = "born"
direction = "left"
heading = "Born in"
feeds = "country_of_birth"
[[table.field]]
name = "year"
direction = "up"
feeds = "year"
"#;

/// The folder of the program's sources.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// Every file below a folder, in order, as paths from that folder.
pub fn files_below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    walk(folder, &mut found);
    found.iter().map(|path| path.strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/")).collect()
}

/// A shipped sample by the name of its file.
pub fn sample(name: &str) -> Option<PathBuf> {
    let folder = root().join("samples");
    files_below(&folder).into_iter().find(|path| path.ends_with(&format!("/{name}"))).map(|path| folder.join(path))
}

/// A run that writes no reports, which take longest.
pub const fn tables_only(earlier: Earlier) -> RunOptions {
    RunOptions { earlier, reports: false }
}

/// A return that is not shipped, where the reader has it.
pub fn real_return(name: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(std::env::var_os("CONCORD_REAL_RETURNS")?);
    let path = folder.join("files").join(name);
    path.is_file().then_some(path)
}

/// Returns that tests read where the reader has them; every other file that a test names is shipped.
pub const NOT_SHIPPED: [&str; 17] = [
    EUROSTAT_CITIZENS,
    EUROSTAT_PERMITS,
    HIMS,
    IOM_BURUNDI,
    IOM_LIBYA,
    IRCC,
    KNBS,
    OFS,
    PORDATA,
    SCB,
    SEF,
    UNDESA_2013,
    UNDESA_CANADA,
    UNDESA_EXTRACT,
    UNDESA_MATRIX,
    UNHCR,
    WORLD_BANK,
];

/// A file by name: shipped, or among the reader's own returns.
pub fn file(name: &str) -> Option<PathBuf> {
    let found = sample(name).or_else(|| real_return(name));
    assert!(found.is_some() || NOT_SHIPPED.contains(&name), "no sample is called `{name}`");
    if found.is_none() {
        println!("`{name}` is not shipped and CONCORD_REAL_RETURNS does not hold it: its facts are not checked, those of samples/ are");
    }
    found
}

/// The standard inside the program.
pub fn standard() -> &'static Standard {
    static STANDARD: OnceLock<Standard> = OnceLock::new();
    STANDARD.get_or_init(|| Standard::shipped().unwrap())
}

/// Every shipped mapping.
pub fn mapping_files() -> Vec<NamedPath> {
    files_below(&root().join("mappings"))
        .into_iter()
        .filter(|name| name.ends_with(".toml"))
        .map(|name| NamedPath { path: root().join("mappings").join(&name), name: format!("mappings/{name}") })
        .collect()
}

/// Every shipped mapping, loaded.
pub fn mappings() -> Vec<Mapping> {
    mapping_files()
        .iter()
        .map(|named| load_mapping(&named.name, &std::fs::read_to_string(&named.path).unwrap(), standard()).unwrap())
        .collect()
}

/// Cells of one output file as texts; an absent one is a null.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row(pub BTreeMap<Arc<str>, String>);

impl Row {
    /// The text of a column; empty for a null.
    pub fn get(&self, column: &str) -> &str {
        self.0.get(column).map_or("", String::as_str)
    }

    /// The value, where there is one.
    pub fn value(&self) -> Option<i64> {
        self.0.get("value").map(|value| value.parse().unwrap())
    }

    /// The sheet and the address of the cell the row is about.
    pub fn cell(&self) -> (String, String, String) {
        (self.get("file").to_owned(), self.get("sheet").to_owned(), self.get("cell").to_owned())
    }
}

/// The rows of a Parquet file.
pub fn rows(path: &Path) -> Vec<Row> {
    let options = FormatOptions::default();
    let mut rows = Vec::new();
    for batch in concord::write::read_parquet(path).unwrap() {
        let schema = batch.schema();
        let columns: Vec<_> = schema
            .fields()
            .iter()
            .zip(batch.columns())
            .map(|(field, column)| {
                (Arc::<str>::from(field.name().as_str()), column, ArrayFormatter::try_new(column.as_ref(), &options).unwrap())
            })
            .collect();
        for row in 0..batch.num_rows() {
            let filled = columns.iter().filter(|(_, column, _)| !column.is_null(row));
            rows.push(Row(filled.map(|(name, _, text)| (Arc::clone(name), text.value(row).to_string())).collect()));
        }
    }
    rows
}

/// Shows some columns of each row of a Parquet file, for files that are too long to hold; an absent text is empty.
pub fn each_row(path: &Path, columns: &[&str], mut see: impl FnMut(&[String])) {
    let options = FormatOptions::default();
    for batch in concord::write::read_parquet(path).unwrap() {
        let shown: Vec<_> = columns
            .iter()
            .map(|name| batch.column_by_name(name).unwrap())
            .map(|column| (column, ArrayFormatter::try_new(column.as_ref(), &options).unwrap()))
            .collect();
        for row in 0..batch.num_rows() {
            let text = |(column, text): &(&ArrayRef, ArrayFormatter<'_>)| {
                if column.is_null(row) { String::new() } else { text.value(row).to_string() }
            };
            see(&shown.iter().map(text).collect::<Vec<String>>());
        }
    }
}

/// A finding as the tests compare it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    /// Code.
    pub code: &'static str,
    /// What was found.
    pub message: String,
    /// Sheet and cells of the place, and of the other places.
    pub places: Vec<String>,
    /// Whether it is a warning or an error.
    pub grave: bool,
}

/// A finished run and everything it wrote.
pub struct Run {
    /// What stands on the screen.
    pub outcome: Outcome,
    /// Observations by id.
    pub observations: BTreeMap<String, Row>,
    /// Claims that contradict each other.
    pub conflicts: Vec<Row>,
    lineage: OnceLock<Vec<Row>>,
    /// The folder.
    pub folder: TempDir,
}

impl Run {
    /// Findings, each with the text of its places.
    pub fn findings(&self) -> Vec<Told> {
        let show = |place: &Place| place.show_cells().or_else(|| place.sheet.as_ref().map(ToString::to_string)).unwrap_or_default();
        self.outcome
            .report
            .findings()
            .iter()
            .map(|finding| Told {
                code: finding.code.id,
                message: finding.message.clone(),
                places: finding.at.iter().chain(&finding.also).map(show).collect(),
                grave: finding.code.severity > concord::diag::Severity::Information,
            })
            .collect()
    }

    /// Observations for which these columns hold these texts.
    pub fn find(&self, wanted: &[(&str, &str)]) -> Vec<&Row> {
        self.observations.values().filter(|row| wanted.iter().all(|(column, text)| row.get(column) == *text)).collect()
    }

    /// Whether a file of this name was among its inputs.
    pub fn read(&self, name: &str) -> bool {
        self.outcome.files.iter().any(|file| file.file == name)
    }

    /// The one observation for which these columns hold these texts.
    pub fn one(&self, wanted: &[(&str, &str)]) -> &Row {
        let found = self.find(wanted);
        assert_eq!(found.len(), 1, "{wanted:?} should be one observation");
        found[0]
    }

    /// Lineage, read when it is first asked for.
    pub fn lineage(&self) -> &[Row] {
        self.lineage.get_or_init(|| rows(&self.folder.path().join("lineage.parquet")))
    }

    /// Lineage rows of each observation.
    pub fn uses(&self) -> BTreeMap<&str, Vec<&Row>> {
        let mut uses: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in self.lineage() {
            uses.entry(row.get("observation_id")).or_default().push(row);
        }
        uses
    }
}

/// What a run over these files and mappings wrote. Files are told of by their names alone.
pub fn run_files(files: &[PathBuf], mappings: Vec<NamedPath>) -> Run {
    let inputs = files.iter().map(|path| NamedPath { name: path.file_name().unwrap().to_string_lossy().into_owned(), path: path.clone() });
    let folder = TempDir::new().unwrap();
    let mut inputs: Vec<NamedPath> = inputs.collect();
    inputs.sort();
    let pipeline = Pipeline {
        id: "test".to_owned(),
        title: "Files of a test".to_owned(),
        text: String::new(),
        standards: None,
        mappings,
        inputs,
        not_taken: Vec::new(),
        source_order: vec![SourceRank::Own],
        output: folder.path().to_path_buf(),
        ..Pipeline::default()
    };
    finish(&pipeline, folder)
}

/// What a pipeline wrote into a folder of its own.
pub fn finish(pipeline: &Pipeline, folder: TempDir) -> Run {
    let outcome = run(pipeline, folder.path(), "2020-01-01T00:00:00Z", tables_only(Earlier::Keep), &|_| {}).unwrap();
    let tables = |part: &str| -> Vec<Row> {
        let folder = folder.path().join(part);
        if !folder.is_dir() {
            return Vec::new();
        }
        files_below(&folder).iter().flat_map(|name| rows(&folder.join(name))).collect()
    };
    let published = tables("observations");
    let count = published.len();
    let observations: BTreeMap<String, Row> = published.into_iter().map(|row| (row.get("observation_id").to_owned(), row)).collect();
    assert_eq!(observations.len(), count, "an observation id stands twice");
    Run { outcome, observations, conflicts: tables("conflicts"), lineage: OnceLock::new(), folder }
}

/// The pipeline of the shipped samples, run once for all tests.
pub fn samples() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| finish(&Pipeline::load(&root().join("pipelines/samples.toml")).unwrap(), TempDir::new().unwrap()))
}

/// The pipeline of the fictional round, run once for all tests.
pub fn round() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| finish(&Pipeline::load(&root().join("pipelines/comesa-2024.toml")).unwrap(), TempDir::new().unwrap()))
}

/// The pipeline of the fictional round without planted faults, run once for all tests.
pub fn clean_round() -> &'static Run {
    static RUN: OnceLock<Run> = OnceLock::new();
    RUN.get_or_init(|| finish(&Pipeline::load(&root().join("pipelines/comesa-2024-clean.toml")).unwrap(), TempDir::new().unwrap()))
}

/// A run over the returns that are not shipped, where the reader has them.
pub fn real_returns() -> Option<&'static Run> {
    static RUN: OnceLock<Option<Run>> = OnceLock::new();
    let run = RUN.get_or_init(|| {
        let files: Vec<PathBuf> =
            [SCB, KNBS, UNDESA_2013, UNDESA_MATRIX, UNDESA_CANADA, WORLD_BANK].into_iter().filter_map(real_return).collect();
        (!files.is_empty()).then(|| run_files(&files, mapping_files()))
    });
    if run.is_none() {
        println!("CONCORD_REAL_RETURNS names no folder with further returns: checked on samples/ only");
    }
    run.as_ref()
}

/// A run over UNHCR's 103 746 lines alone, where the reader has them: its lineage is too long to hold among the others.
pub fn persons_of_concern() -> Option<&'static Run> {
    static RUN: OnceLock<Option<Run>> = OnceLock::new();
    RUN.get_or_init(|| real_return(UNHCR).map(|path| run_files(&[path], mapping_files()))).as_ref()
}

/// A run over returns about residents, permits and returnees that are not shipped, where the reader has them. It stands
/// apart from [`real_returns`], since the lineage of all together is long to look through.
pub fn registers() -> Option<&'static Run> {
    static RUN: OnceLock<Option<Run>> = OnceLock::new();
    let run = RUN.get_or_init(|| {
        let names = [EUROSTAT_CITIZENS, EUROSTAT_PERMITS, SEF, PORDATA, IRCC, OFS, HIMS, IOM_LIBYA, UNDESA_EXTRACT];
        let files: Vec<PathBuf> = names.into_iter().filter_map(real_return).collect();
        (!files.is_empty()).then(|| run_files(&files, mapping_files()))
    });
    if run.is_none() {
        println!("CONCORD_REAL_RETURNS names no folder with returns about residents and permits: they are not checked");
    }
    run.as_ref()
}

/// A run over the hills of Burundi alone, whose sums have thousands of cells each, where the reader has the file.
pub fn hills_of_burundi() -> Option<&'static Run> {
    static RUN: OnceLock<Option<Run>> = OnceLock::new();
    RUN.get_or_init(|| file(IOM_BURUNDI).map(|path| run_files(&[path], mapping_files()))).as_ref()
}

/// The run that holds the observations of a file.
pub fn run_of(name: &str) -> Option<&'static Run> {
    match name {
        name if sample(name).is_some() => Some(samples()),
        _ if file(name).is_none() => None,
        IOM_BURUNDI => hills_of_burundi(),
        UNHCR => persons_of_concern(),
        _ if real_returns().is_some_and(|run| run.read(name)) => real_returns(),
        _ => registers(),
    }
}

/// A cell of a sheet's part.
#[derive(Debug, Clone)]
pub struct EditCell {
    /// Zero-based column.
    pub column: u32,
    /// Attributes but the address.
    pub attributes: Vec<(String, String)>,
    /// The XML inside.
    pub inside: String,
}

/// A row of a sheet's part.
#[derive(Debug, Clone)]
pub struct EditRow {
    /// Zero-based row.
    pub row: u32,
    /// Attributes but the number.
    pub attributes: Vec<(String, String)>,
    /// Its cells.
    pub cells: Vec<EditCell>,
}

/// The cells of one sheet, ready to be changed.
///
/// Merges stay where they are: rows are removed or doubled only below the last of them.
#[derive(Debug, Clone)]
pub struct SheetPart {
    before: String,
    /// Its rows.
    pub rows: Vec<EditRow>,
    after: String,
}

fn attributes_but(start: &BytesStart<'_>, left_out: &str) -> Vec<(String, String)> {
    start
        .attributes()
        .map(|attribute| attribute.unwrap())
        .map(|attribute| (attribute.key.as_ref().to_owned(), attribute.value.as_ref().to_owned()))
        .filter(|(name, _)| name != left_out)
        .collect()
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start.try_get_attribute(name).unwrap().map(|attribute| attribute.value.as_ref().to_owned())
}

fn utf8(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn tag(name: &str, attributes: &[(String, String)]) -> String {
    let mut text = format!("<{name}");
    for (key, value) in attributes {
        text.extend([" ", key, "=\"", value, "\""]);
    }
    text
}

impl SheetPart {
    fn parse(xml: &str) -> Self {
        let start = xml.find("<sheetData>").unwrap() + "<sheetData>".len();
        let end = xml.find("</sheetData>").unwrap();
        let data = &xml[start..end];
        let mut reader = Reader::from_str(data);
        let mut rows: Vec<EditRow> = Vec::new();
        let mut open: Option<(EditCell, usize)> = None;
        loop {
            let before = usize::try_from(reader.buffer_position()).unwrap();
            match reader.read_event().unwrap() {
                Event::Start(element) | Event::Empty(element) if element.name().as_ref() == "row" => {
                    let row = attribute(&element, "r").unwrap().parse::<u32>().unwrap() - 1;
                    rows.push(EditRow { row, attributes: attributes_but(&element, "r"), cells: Vec::new() });
                }
                Event::Empty(element) if element.name().as_ref() == "c" => {
                    rows.last_mut().unwrap().cells.push(Self::cell(&element));
                }
                Event::Start(element) if element.name().as_ref() == "c" => {
                    open = Some((Self::cell(&element), usize::try_from(reader.buffer_position()).unwrap()));
                }
                Event::End(element) if element.name().as_ref() == "c" => {
                    let (mut cell, inside) = open.take().unwrap();
                    data[inside..before].clone_into(&mut cell.inside);
                    rows.last_mut().unwrap().cells.push(cell);
                }
                Event::Eof => break,
                _ => {}
            }
        }
        Self { before: xml[..start].to_owned(), rows, after: xml[end..].to_owned() }
    }

    fn cell(element: &BytesStart<'_>) -> EditCell {
        let at: CellRef = attribute(element, "r").unwrap().parse().unwrap();
        EditCell { column: at.column, attributes: attributes_but(element, "r"), inside: String::new() }
    }

    fn xml(&self) -> String {
        let mut text = self.before.clone();
        for row in &self.rows {
            text.push_str(&tag(&format!("row r=\"{}\"", row.row + 1), &row.attributes));
            text.push('>');
            for cell in &row.cells {
                let address = CellRef::new(row.row, cell.column).show(Addressing::Letters);
                text.push_str(&tag(&format!("c r=\"{address}\""), &cell.attributes));
                text.push('>');
                text.push_str(&cell.inside);
                text.push_str("</c>");
            }
            text.push_str("</row>");
        }
        text.push_str(&self.after);
        text
    }

    /// The cell at an address such as `L40`.
    pub fn at(&mut self, address: &str) -> &mut EditCell {
        let at: CellRef = address.parse().unwrap();
        let row = self.rows.iter_mut().find(|row| row.row == at.row).unwrap();
        row.cells.iter_mut().find(|cell| cell.column == at.column).unwrap()
    }

    /// Writes a number into a cell.
    pub fn set_number(&mut self, address: &str, number: &str) {
        let cell = self.at(address);
        cell.attributes.retain(|(name, _)| name != "t");
        cell.inside = format!("<v>{number}</v>");
    }

    /// Writes a text into a cell, beside the workbook's shared texts.
    pub fn set_text(&mut self, address: &str, text: &str) {
        let cell = self.at(address);
        cell.attributes.retain(|(name, _)| name != "t");
        cell.attributes.push(("t".to_owned(), "inlineStr".to_owned()));
        cell.inside = format!("<is><t xml:space=\"preserve\">{text}</t></is>");
    }

    /// Writes a formula whose result is not stored.
    pub fn set_formula(&mut self, address: &str, formula: &str) {
        let cell = self.at(address);
        cell.attributes.retain(|(name, _)| name != "t");
        cell.inside = format!("<f>{formula}</f>");
    }

    /// Empties a cell.
    pub fn clear(&mut self, address: &str) {
        let cell = self.at(address);
        cell.attributes.retain(|(name, _)| name != "t");
        cell.inside.clear();
    }

    /// Exchanges what two cells hold.
    pub fn swap(&mut self, one: &str, other: &str) {
        let (first, second) = (self.at(one).clone(), self.at(other).clone());
        *self.at(one) = EditCell { column: first.column, ..second.clone() };
        *self.at(other) = EditCell { column: second.column, ..first };
    }

    /// Removes a row, counted from one, and moves those below up.
    pub fn remove_row(&mut self, number: u32) {
        self.rows.retain(|row| row.row != number - 1);
        for row in self.rows.iter_mut().filter(|row| row.row >= number) {
            row.row -= 1;
        }
    }

    /// Puts a copy of a row, counted from one, below it and moves those further below down.
    pub fn double_row(&mut self, number: u32) {
        let position = self.rows.iter().position(|row| row.row == number - 1).unwrap();
        for row in self.rows.iter_mut().filter(|row| row.row >= number) {
            row.row += 1;
        }
        let mut copy = self.rows[position].clone();
        copy.row += 1;
        self.rows.insert(position + 1, copy);
    }

    /// Moves the cells of one row, from one column on, by a number of columns; what stood there is lost.
    pub fn shift_row(&mut self, number: u32, first_column: u32, by: i32) {
        let row = self.rows.iter_mut().find(|row| row.row == number - 1).unwrap();
        let (kept, mut moved): (Vec<EditCell>, Vec<EditCell>) = row.cells.drain(..).partition(|cell| cell.column < first_column);
        for cell in &mut moved {
            cell.column = cell.column.checked_add_signed(by).unwrap();
        }
        let taken: BTreeSet<u32> = moved.iter().map(|cell| cell.column).collect();
        row.cells = kept.into_iter().filter(|cell| !taken.contains(&cell.column)).chain(moved).collect();
        row.cells.sort_by_key(|cell| cell.column);
    }
}

impl SheetPart {
    /// Puts empty rows above a row, counted from one; merged cells move or grow with them.
    pub fn insert_rows(&mut self, number: u32, count: u32) {
        let moved = |row: u32| if row + 1 >= number { row + count } else { row };
        for row in &mut self.rows {
            row.row = moved(row.row);
        }
        self.move_merges(|at| CellRef::new(moved(at.row), at.column));
    }

    /// Puts an empty column left of a zero-based column; merged cells move or grow with it.
    pub fn insert_column(&mut self, column: u32) {
        let moved = |at: u32| if at >= column { at + 1 } else { at };
        for cell in self.rows.iter_mut().flat_map(|row| &mut row.cells) {
            cell.column = moved(cell.column);
        }
        self.move_merges(|at| CellRef::new(at.row, moved(at.column)));
    }

    /// Puts a row that holds one text into a sheet, in place of an empty one; counted from one.
    pub fn letterhead(&mut self, number: u32, text: &str) {
        let attributes = vec![("t".to_owned(), "inlineStr".to_owned())];
        let cell = EditCell { column: 0, attributes, inside: format!("<is><t>{text}</t></is>") };
        self.rows.insert(0, EditRow { row: number - 1, attributes: Vec::new(), cells: vec![cell] });
        self.rows.sort_by_key(|row| row.row);
    }

    fn move_merges(&mut self, moved: impl Fn(CellRef) -> CellRef) {
        let mut parts = self.after.split("<mergeCell ref=\"");
        let mut text = parts.next().unwrap().to_owned();
        for part in parts {
            let (range, rest) = part.split_once('"').unwrap();
            let ends: Vec<String> = range.split(':').map(|at| moved(at.parse().unwrap()).show(Addressing::Letters)).collect();
            text.extend(["<mergeCell ref=\"", &ends.join(":"), "\"", rest]);
        }
        self.after = text;
    }
}

/// XML whose texts, but neither tags nor entities, are in capitals. A text with less than three letters is left: it is a
/// flag or a sign, whose case means something.
fn in_capitals(xml: &str) -> String {
    let mut capitals = String::with_capacity(xml.len());
    for part in xml.split_inclusive('<') {
        let (tag, text) = part.split_once('>').map_or(("", part), |(tag, text)| (tag, text));
        if part.contains('>') {
            capitals.extend([tag, ">"]);
        }
        if text.chars().filter(|c| c.is_alphabetic()).count() < 3 {
            capitals.push_str(text);
            continue;
        }
        let mut in_entity = false;
        for c in text.chars() {
            in_entity = c == '&' || in_entity && c != ';';
            if in_entity { capitals.push(c) } else { capitals.extend(c.to_uppercase()) }
        }
    }
    capitals
}

/// The parts of an Office Open XML workbook.
#[derive(Debug, Clone)]
pub struct Package(BTreeMap<String, Vec<u8>>);

impl Package {
    /// Takes a workbook apart; pictures are left out.
    pub fn open(path: &Path) -> Self {
        let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
        let mut parts = BTreeMap::new();
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).unwrap();
            let name = part.name().unwrap().into_owned();
            if !name.contains("/media/") {
                parts.insert(name, bytes);
            }
        }
        Self(parts)
    }

    fn text(&self, part: &str) -> &str {
        utf8(&self.0[part])
    }

    /// Exchanges a text of a part that stands there once.
    pub fn replace(&mut self, part: &str, from: &str, to: &str) {
        assert_eq!(self.text(part).matches(from).count(), 1, "{from}");
        let text = self.text(part).replace(from, to);
        self.0.insert(part.to_owned(), text.into_bytes());
    }

    /// Writes every text of cells in capitals, whether cells share it or each holds its own.
    pub fn capitals(&mut self) {
        const SHARED: &str = "xl/sharedStrings.xml";
        let holds_texts =
            |part: &&String| part.as_str() == SHARED || !self.0.contains_key(SHARED) && part.starts_with("xl/worksheets/sheet");
        let parts: Vec<String> = self.0.keys().filter(holds_texts).cloned().collect();
        for part in parts {
            let capitals = in_capitals(self.text(&part));
            self.0.insert(part, capitals.into_bytes());
        }
    }

    fn sheet_part(&self, name: &str) -> String {
        let find = |part: &str, element: &str, key: &str, wanted: &str, result: &str| -> String {
            let mut reader = Reader::from_str(self.text(part));
            loop {
                match reader.read_event().unwrap() {
                    Event::Start(start) | Event::Empty(start)
                        if start.name().as_ref() == element && attribute(&start, key).as_deref() == Some(wanted) =>
                    {
                        return attribute(&start, result).unwrap();
                    }
                    Event::Eof => panic!("no {element} with {key} {wanted}"),
                    _ => {}
                }
            }
        };
        let link = find("xl/workbook.xml", "sheet", "name", name, "r:id");
        let target = find("xl/_rels/workbook.xml.rels", "Relationship", "Id", &link, "Target");
        target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned)
    }

    /// Changes the cells of a sheet.
    pub fn edit(&mut self, sheet: &str, change: impl FnOnce(&mut SheetPart)) {
        let name = self.sheet_part(sheet);
        let mut part = SheetPart::parse(self.text(&name));
        change(&mut part);
        self.0.insert(name, part.xml().into_bytes());
    }

    /// Puts the workbook together again.
    pub fn save(&self, path: &Path) {
        let parts: Vec<(&str, &[u8])> = self.0.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        std::fs::write(path, zipped(&parts, zip::CompressionMethod::Stored)).unwrap();
    }
}

/// A zip file of these parts.
pub fn zipped(parts: &[(&str, &[u8])], method: zip::CompressionMethod) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(method);
    for (name, content) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The rows of a file of facts, each as texts by the name of its column.
pub fn facts(name: &str) -> Vec<Row> {
    read_csv(&root().join("tests/facts").join(name))
}

/// The rows of a file of comma-separated values, each as texts by the name of its column.
pub fn read_csv(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let header = reader.headers().unwrap().clone();
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            Row(header.iter().zip(&record).map(|(name, text)| (name.into(), text.to_owned())).collect())
        })
        .collect()
}
