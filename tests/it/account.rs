//! The account of a table: every cell once, every figure with its cell, and nothing lost between reading and claiming.
//!
//! In go sheets made at random in three layouts (bands of sexes over years, quarters carried down a stub, a long list),
//! with labels known and unknown, blanks, symbols, letterheads, notes and empty rows and columns; and the shipped
//! samples. Checked is what must hold whatever a sender writes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use concord::harmonise::{Claim, Harvest, MappingUsed, Submission, gather};
use concord::locate::locate;
use concord::map::{CodedTable, Context, Purpose, closes, map};
use concord::model::{Addressing, CellRange, CellRef, Fate};
use concord::read::{Cell, CellError, Content, FileIdentity, Format, ReadOptions, Sheet, Workbook, read};
use concord::spec::{Mapping, load_mapping};
use concord::tidy::tidy;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use rust_decimal::Decimal;

use crate::support::{Row, Run, mappings, real_return, real_returns, registers, root, samples, standard};

const HEAD: &str = r#"
schema = 1
id = "test-layout"
title = "A layout of a test"
blank = "missing"
missing = [{ text = "..", status = "O" }, { text = "~", status = "Q", low = 1, high = 4 }]
zero = [{ text = "-" }]

[source]
sender = "KEN"
name = "TEST"
office = "Office of a test"
languages = ["en"]
vintage = "2023"
valid-from = 2023-01-01

[file]
contains = ["A layout of a test"]
"#;

const BANDS: &str = r#"
[[table]]
id = "bands"
to = "IMM3"
reporter = "KEN"

[table.unit]
unit = "persons"

[table.period]
reference = "sum"

[[table.field]]
name = "born"
direction = "left"
heading = "Country"
feeds = "country_of_birth"

[[table.ignore-column]]
heading = "No"
reason = "index"

[[table.field]]
name = "sex"
direction = "up-left"
level = 2
feeds = "sex"
values = [{ text = "Both", code = "_T" }, { text = "Men", code = "M" }, { text = "Women", code = "F" }]

[[table.field]]
name = "year"
direction = "up"
feeds = "year"
marks = [{ mark = "*", status = "P" }]

# The same header row once more, for rules alone: its cells have two uses.
[[table.field]]
name = "heading"
direction = "up"

[[table.rule]]
when = [{ field = "born", equals = ["World"] }]
fate = "aggregate-reporter"
"#;

const QUARTERS: &str = r#"
[[table]]
id = "quarters"
to = "IMM7"
reporter = "KEN"
set = { residence_status = "NON_RESIDENT" }

[table.unit]
unit = "crossings"
multiplier = 1000
step = 100
stated-by = "'000"

[table.period]
reference = "sum"

[[table.field]]
name = "quarter"
direction = "left-up"
heading = "Quarter"
feeds = "part-of-year"
values = [
    { text = "1st", freq = "Q", number = 1 },
    { text = "2nd", freq = "Q", number = 2 },
    { text = "Annual", freq = "A" },
]

[[table.field]]
name = "purpose"
direction = "left"
heading = "Purpose"
feeds = "purpose"
values = [
    { text = "Holiday", code = "HOLIDAY" },
    { text = "Business", code = "BUSINESS" },
    { text = "Some", code = "HOLIDAY_BUSINESS", ignore = "partial-total" },
    { text = "Total", code = "_T" },
]

[[table.field]]
name = "year"
direction = "up"
feeds = "year"
marks = [{ mark = "*", status = "P" }]
"#;

const LONG: &str = r#"
[[table]]
id = "long"
reporter = "KEN"
columns = { heading = ["Persons"] }

[table.unit]
unit = "persons"

[table.period]
reference = "sum"

[[table.field]]
name = "born"
direction = "left"
heading = "Country"
feeds = "country_of_birth"
combine = "sum"

[[table.field]]
name = "sex"
direction = "left"
heading = "Sex"
feeds = "sex"
values = [{ text = "Both", code = "_T" }, { text = "Men", code = "M" }, { text = "Women", code = "F" }]

[[table.field]]
name = "year"
direction = "left"
heading = "Year"
feeds = "year"

[[table.field]]
name = "movement"
direction = "left"
heading = "Movement"

[[table.rule]]
when = [{ field = "movement", equals = ["In"] }]
to = "IMM3"

[[table.rule]]
when = [{ field = "movement", equals = ["Out"] }]
to = "EMI3"

[[table.rule]]
when = [{ field = "movement", equals = ["Balance"] }]
ignore = "other-measure"
"#;

/// How a sheet is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Bands,
    Quarters,
    Long,
}

impl Layout {
    fn mapping(self) -> &'static Mapping {
        static LOADED: OnceLock<[Mapping; 3]> = OnceLock::new();
        let loaded = LOADED.get_or_init(|| {
            [BANDS, QUARTERS, LONG].map(|table| load_mapping("layout.toml", &format!("{HEAD}{table}"), standard()).unwrap())
        });
        &loaded[self as usize]
    }

    /// What a figure of the layout is multiplied by.
    const fn multiplier(self) -> i64 {
        match self {
            Self::Quarters => 1_000,
            Self::Bands | Self::Long => 1,
        }
    }

    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Bands => &["Kenya", "Uganda", "Sudan ", "World", "Atlantis", "Korea", "", "Côte d'Ivoire (1)"],
            Self::Quarters => &["Holiday", "Business", "Some", "Total", "Pilgrimage", ""],
            Self::Long => &["Kenya", "Uganda", "Men", "Women", "Both", "2021", "In", "Out", "Balance", "Atlantis", "", "1066"],
        }
    }
}

/// What a value cell holds; figures in tenths.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Figure {
    Tenths(i64),
    AsText(i64),
    Symbol(&'static str),
    Nothing,
    Spaces,
    Error,
    Truth,
}

impl Figure {
    fn content(&self) -> Option<Content> {
        Some(match self {
            Self::Tenths(tenths) => Content::Number(f64::from(i32::try_from(*tenths).unwrap()) / 10.0),
            Self::AsText(tenths) => Content::Text(Decimal::new(*tenths, 1).normalize().to_string().into()),
            Self::Symbol(symbol) => Content::Text((*symbol).into()),
            Self::Nothing => return None,
            Self::Spaces => Content::Text("   ".into()),
            Self::Error => Content::Error(CellError::Reference),
            Self::Truth => Content::Boolean(true),
        })
    }

    /// Whole units; none where the cell says no such number.
    fn units(&self, multiplier: i64) -> Option<i64> {
        match self {
            Self::Tenths(tenths) | Self::AsText(tenths) if *tenths >= 0 && tenths * multiplier % 10 == 0 => Some(tenths * multiplier / 10),
            Self::Symbol(symbol) if symbol.trim() == "-" => Some(0),
            _ => None,
        }
    }
}

fn figure() -> impl Strategy<Value = Figure> {
    prop_oneof![
        6 => (0_i64..1_000_000).prop_map(|whole| Figure::Tenths(whole * 10)),
        3 => (-20_i64..100_000).prop_map(Figure::Tenths),
        1 => (0_i64..100_000).prop_map(Figure::AsText),
        2 => proptest::sample::select(vec!["..", "~", " - ", "x", "n/a", ". ."]).prop_map(Figure::Symbol),
        2 => Just(Figure::Nothing),
        1 => Just(Figure::Spaces),
        1 => Just(Figure::Error),
        1 => Just(Figure::Truth),
    ]
}

/// A sheet made at random, with what each value cell was given.
#[derive(Debug, Clone)]
struct Made {
    layout: Layout,
    sheet: Sheet,
    figures: BTreeMap<CellRef, Figure>,
}

/// The parts from which a sheet is put together.
#[derive(Debug, Clone)]
struct Parts {
    letterhead: u32,
    left: u32,
    rows: Vec<(usize, usize, usize, usize, bool)>,
    figures: Vec<Figure>,
    years: Vec<&'static str>,
    notes: u32,
    merged: bool,
    stray: Option<(u32, u32)>,
}

fn parts() -> impl Strategy<Value = Parts> {
    let row = (0_usize..64, 0_usize..64, 0_usize..64, 0_usize..64, proptest::bool::weighted(0.15));
    let years = proptest::collection::vec(proptest::sample::select(vec!["2019", "2020", "2021", "2022*", "2023+", "total", ""]), 1..4);
    (
        0_u32..4,
        0_u32..3,
        proptest::collection::vec(row, 1..9),
        proptest::collection::vec(figure(), 90),
        years,
        0_u32..3,
        any::<bool>(),
        proptest::option::of((0_u32..12, 0_u32..12)),
    )
        .prop_map(|(letterhead, left, rows, figures, years, notes, merged, stray)| Parts {
            letterhead,
            left,
            rows,
            figures,
            years,
            notes,
            merged,
            stray,
        })
}

/// A sheet as it is filled.
#[derive(Default)]
struct Draft {
    cells: BTreeMap<CellRef, Content>,
    figures: BTreeMap<CellRef, Figure>,
    merges: Vec<CellRange>,
    left: u32,
}

impl Draft {
    fn text(&mut self, row: u32, column: u32, text: &str) {
        if !text.is_empty() {
            self.cells.insert(CellRef::new(row, self.left + column), Content::Text(text.into()));
        }
    }

    fn figure(&mut self, row: u32, column: u32, figure: &Figure) {
        let at = CellRef::new(row, self.left + column);
        if let Some(content) = figure.content() {
            self.cells.insert(at, content);
        }
        self.figures.insert(at, figure.clone());
    }
}

fn make(layout: Layout, parts: &Parts) -> Made {
    let mut draft = Draft { left: parts.left, ..Draft::default() };
    draft.text(0, 0, "A layout of a test");
    for row in 0..parts.letterhead {
        draft.text(1 + row, row, "An office, a street, a town");
    }
    let top = 1 + parts.letterhead;
    let words = layout.words();
    let word = |number: usize| words[number % words.len()];
    let mut figures = parts.figures.iter().cycle();
    let years = u32::try_from(parts.years.len()).unwrap();
    let last = match layout {
        Layout::Bands => {
            draft.text(top + 1, 0, "No");
            draft.text(top + 1, 1, "Country");
            for (band, sex) in (0..3).zip(["Both", "Men", "Women"]) {
                let first = 2 + band * years;
                draft.text(top, first, sex);
                if parts.merged && years > 1 {
                    let corner = |column: u32| CellRef::new(top, parts.left + column);
                    draft.merges.push(CellRange::new(corner(first), corner(first + years - 1)));
                }
                for (column, year) in (first..).zip(&parts.years) {
                    draft.text(top + 1, column, year);
                }
            }
            for (row, (label, _, _, _, empty)) in (top + 2..).zip(&parts.rows) {
                if *empty {
                    continue;
                }
                draft.text(row, 0, "7");
                draft.text(row, 1, word(*label));
                for column in 2..2 + 3 * years {
                    draft.figure(row, column, figures.next().unwrap());
                }
            }
            top + 2
        }
        Layout::Quarters => {
            draft.text(top, 1 + years, "'000");
            draft.text(top + 1, 0, "Quarter");
            draft.text(top + 1, 1, "Purpose");
            for (column, year) in (2..).zip(&parts.years) {
                draft.text(top + 1, column, year);
            }
            for (row, (label, quarter, ..)) in (top + 2..).zip(&parts.rows) {
                draft.text(row, 0, ["1st", "", "", "2nd ", "Annual", "5th", ""][quarter % 7]);
                draft.text(row, 1, word(*label));
                for column in 2..2 + years {
                    draft.figure(row, column, figures.next().unwrap());
                }
            }
            top + 2
        }
        Layout::Long => {
            for (column, heading) in (0..).zip(["Country", "Sex", "Year", "Movement", "Persons", "Remark"]) {
                draft.text(top, column, heading);
            }
            for (row, (born, sex, year, movement, odd)) in (top + 1..).zip(&parts.rows) {
                let labels = [
                    ["Kenya", "Uganda", "Sudan", "Egypt", "Kenya ", "Malawi", "Atlantis", ""][born % 8],
                    ["Men", "Women", "Both"][sex % 3],
                    ["2020", "2021", "2022", "2019", "1066"][year % 5],
                    ["In", "Out", "In", "Out", "Balance", "Sideways", ""][movement % 7],
                ];
                for (column, label) in (0..).zip(labels) {
                    draft.text(row, column, if *odd { word(*born) } else { label });
                }
                draft.figure(row, 4, figures.next().unwrap());
                draft.text(row, 5, "seen");
            }
            top + 1
        }
    };
    let end = last + u32::try_from(parts.rows.len()).unwrap();
    for row in 0..parts.notes {
        draft.text(end + row, 0, "Source: an office");
    }
    // A cell somewhere, that may fall on a heading, on a figure or beside the table.
    if let Some((row, column)) = parts.stray {
        let at = CellRef::new(last.saturating_sub(1) + row, column);
        if !draft.figures.contains_key(&at) && !draft.cells.contains_key(&at) {
            draft.cells.insert(at, Content::Number(7.0));
            draft.figures.insert(at, Figure::Tenths(70));
        }
    }
    let cells = draft.cells.into_iter().map(|(at, content)| Cell::new(at, content)).collect();
    Made { layout, sheet: Sheet::from_cells("Table", cells, draft.merges), figures: draft.figures }
}

fn made() -> impl Strategy<Value = Made> {
    let layout = proptest::sample::select(vec![Layout::Bands, Layout::Quarters, Layout::Long]);
    (layout, parts()).prop_map(|(layout, parts)| make(layout, &parts))
}

fn submission() -> Arc<Submission> {
    Arc::new(Submission {
        submission_id: "0000000000000000".to_owned(),
        file: Arc::from("made"),
        bytes: 0,
        sha256: "0".repeat(64),
        format: "xlsx".to_owned(),
        addressing: Addressing::Letters,
        encoding: None,
        sheets: Vec::new(),
    })
}

fn used(mapping: &Mapping) -> Arc<MappingUsed> {
    Arc::new(MappingUsed {
        id: mapping.id.clone(),
        file: Arc::clone(&mapping.file),
        sha256: mapping.sha256.clone(),
        sender: mapping.sender.clone(),
        source_id: mapping.source_id.clone(),
        vintage: mapping.vintage.clone(),
    })
}

fn as_workbook(sheet: Sheet) -> Workbook {
    let identity = FileIdentity { name: Arc::from("made"), bytes: 0, sha256: "0".repeat(64), submission_id: "0".repeat(16) };
    Workbook {
        identity,
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

/// Everything that must hold for a table, whatever is in it.
fn holds(sheet: &Sheet, coded: &CodedTable, harvest: &Harvest) -> Result<(), TestCaseError> {
    prop_assert!(closes(coded), "the account does not close");
    let rectangle = coded.tidy.region.rectangle();

    // Every claim names a cell of the table, and the cell still says what the claim says it said.
    let mut claims: BTreeMap<CellRef, &Claim> = BTreeMap::new();
    for claim in &harvest.claims {
        prop_assert!(rectangle.contains(claim.at));
        let text = sheet.cell(claim.at).map_or_else(String::new, |cell| cell.text().into_owned());
        prop_assert_eq!(&*claim.raw, text.as_str());
        prop_assert!(claims.insert(claim.at, claim).is_none(), "one cell makes two claims");
    }

    // Claims, checks and cells that are neither are all value cells there are.
    let fates: BTreeMap<CellRef, Fate> = coded.account.iter().map(|line| (line.at, line.fate)).collect();
    let published: BTreeSet<CellRef> = fates.iter().filter(|(_, fate)| **fate == Fate::Observation).map(|(at, _)| *at).collect();
    prop_assert_eq!(&published, &claims.keys().copied().collect::<BTreeSet<_>>(), "fate observation, but no claim, or the reverse");
    let checks: BTreeSet<CellRef> = coded
        .observations
        .iter()
        .filter(|observation| observation.purpose == Purpose::Check)
        .map(|observation| coded.tidy.at(observation.record))
        .collect();
    prop_assert!(checks.is_disjoint(&published));
    let left: Vec<Fate> = coded
        .tidy
        .records
        .iter()
        .map(|record| coded.tidy.at(*record))
        .filter(|at| !published.contains(at) && !checks.contains(at))
        .map(|at| fates[&at])
        .collect();
    prop_assert_eq!(claims.len() + checks.len() + left.len(), coded.tidy.records.len());
    let silent = [Fate::Blank, Fate::Ignored, Fate::Unmapped, Fate::AggregateReporter];
    prop_assert!(left.iter().all(|fate| silent.contains(fate)), "{:?}", left);

    // A filled cell is never blank, and an empty one never anything but blank or a missing figure.
    for (at, fate) in &fates {
        let empty = sheet.cell(*at).is_none_or(Cell::is_blank);
        prop_assert!(empty || *fate != Fate::Blank, "{:?} is filled", at);
        prop_assert!(
            !empty || matches!(fate, Fate::Blank | Fate::Observation | Fate::AggregateReporter | Fate::Ignored),
            "{:?} {:?}",
            at,
            fate
        );
    }

    // One fate for every cell, however often it is used, and every cell of the table has one.
    let mut told: BTreeMap<CellRef, BTreeSet<Fate>> = BTreeMap::new();
    for row in &harvest.lineage {
        told.entry(row.at).or_default().insert(row.fate);
    }
    for (at, fates) in &told {
        prop_assert_eq!(fates.len(), 1, "{:?} has the fates {:?}", at, fates);
    }
    prop_assert!(fates.keys().all(|at| told.contains_key(at)), "a cell of the table has no fate");
    let outside: Vec<&CellRef> = told.keys().filter(|at| !rectangle.contains(**at)).collect();
    prop_assert!(outside.iter().all(|at| Some(**at) == coded.tidy.region.unit), "{:?}", outside);
    Ok(())
}

/// Where the lineage gives a cell another fate than the account does.
fn disagreements(coded: &CodedTable, harvest: &Harvest) -> Vec<(CellRef, Fate, Fate)> {
    let fates: BTreeMap<CellRef, Fate> = coded.account.iter().map(|line| (line.at, line.fate)).collect();
    let told = harvest.lineage.iter().filter_map(|row| Some((row.at, *fates.get(&row.at)?, row.fate)));
    told.filter(|(_, account, lineage)| account != lineage).collect::<BTreeSet<_>>().into_iter().collect()
}

fn staged(sheet: &Sheet, mapping: &Mapping, workbook: &Workbook) -> Vec<(CodedTable, Harvest)> {
    locate(workbook, &[mapping])
        .value
        .into_iter()
        .map(|located| {
            let table = &mapping.tables[located.table];
            let numbers = mapping.numbers(workbook.decimal);
            let context = Context::new(standard(), mapping, workbook, located.sheet, &numbers);
            assert_eq!(sheet.name, context.sheet.name);
            let coded = map(&context, table, tidy(workbook, table, located)).value;
            let harvest = gather(&context, table, &coded, &submission(), &used(mapping)).value;
            (coded, harvest)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_cell_of_a_made_table_is_accounted_for(made in made()) {
        let workbook = as_workbook(made.sheet.clone());
        for (coded, harvest) in staged(&made.sheet, made.layout.mapping(), &workbook) {
            holds(&made.sheet, &coded, &harvest)?;
            prop_assert_eq!(disagreements(&coded, &harvest), vec![]);

            // What was put into the cells comes out of the claims, whatever happened between.
            let given = |claim: &Claim| made.figures.get(&claim.at).and_then(|figure| figure.units(made.layout.multiplier()));
            let before: i64 = harvest.claims.iter().filter_map(given).sum();
            let after: i64 = harvest.claims.iter().filter_map(|claim| claim.value).sum();
            prop_assert_eq!(before, after);
            for claim in &harvest.claims {
                prop_assert_eq!(claim.value, given(claim), "{:?}", claim.at);
            }
        }
    }
}

#[test]
fn made_tables_are_found_and_give_claims_in_every_layout() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for _ in 0..200 {
        let made = made().new_tree(&mut runner).unwrap().current();
        let workbook = as_workbook(made.sheet.clone());
        for (coded, harvest) in staged(&made.sheet, made.layout.mapping(), &workbook) {
            let seen = seen.entry(made.layout.mapping().tables[0].id.as_str()).or_default();
            let checks = coded.observations.len() - harvest.claims.len();
            *seen = (seen.0 + 1, seen.1 + harvest.claims.len(), seen.2 + checks);
        }
    }
    assert_eq!(seen.len(), 3);
    assert!(seen.values().all(|(tables, claims, checks)| *tables > 20 && *claims > 40 && *checks > 20), "{seen:?}");
}

/// Reads every file of a run again, by the names its pipeline uses.
fn read_again(run: &Run) -> BTreeMap<&str, Workbook> {
    let mut files = BTreeMap::new();
    for row in run.observations.values().chain(run.lineage().iter()) {
        let name = row.get("file");
        if !name.is_empty() && !files.contains_key(name) {
            let path = Some(root().join(name)).filter(|path| path.is_file()).or_else(|| real_return(name)).unwrap();
            files.insert(name, read(&path, name, &ReadOptions::default()).unwrap().value);
        }
    }
    files
}

fn text_at(files: &BTreeMap<&str, Workbook>, row: &Row) -> Option<String> {
    let at: CellRef = row.get("cell").parse().unwrap();
    files[row.get("file")].sheet(row.get("sheet")).unwrap().cell(at).map(|cell| cell.text().into_owned())
}

#[test]
fn every_observation_names_a_cell_that_still_says_so() {
    for run in std::iter::once(samples()).chain(real_returns()).chain(registers()) {
        let files = read_again(run);
        let mut compared = 0;
        for row in run.observations.values().chain(&run.conflicts) {
            if row.get("origin") == "reported" {
                assert_eq!(text_at(&files, row).unwrap_or_default(), row.get("raw"), "{row:?}");
                compared += 1;
            } else {
                assert_eq!(row.cell(), <(String, String, String)>::default(), "{row:?}");
            }
        }
        assert!(compared > 5_000, "{compared}");
        for row in run.lineage() {
            assert_eq!(text_at(&files, row).unwrap_or_default(), row.get("text"), "{row:?}");
        }
    }
}

#[test]
fn every_observation_has_its_value_cell_in_the_lineage_and_each_use_leads_to_one() {
    for run in std::iter::once(samples()).chain(real_returns()).chain(registers()) {
        let uses = run.uses();
        for (id, row) in &run.observations {
            let values: Vec<&&Row> = uses[id.as_str()].iter().filter(|part| part.get("role") == "value").collect();
            assert!(!values.is_empty(), "{row:?}");
            assert!(values.iter().all(|part| part.get("fate") == "observation" && part.get("table_id") == row.get("table_id")));
            if row.get("origin") == "reported" {
                assert!(values.iter().any(|part| part.cell() == row.cell()), "{row:?}");
            }
        }
        let known: BTreeSet<&str> =
            run.observations.keys().map(String::as_str).chain(run.conflicts.iter().map(|row| row.get("observation_id"))).collect();
        assert!(uses.keys().all(|id| id.is_empty() || known.contains(id)), "lineage names an observation that is nowhere");
    }
}

#[test]
fn every_cell_of_every_table_has_one_fate_in_the_lineage() {
    for run in std::iter::once(samples()).chain(real_returns()).chain(registers()) {
        let mut fates: BTreeMap<(&str, &str, &str), BTreeSet<&str>> = BTreeMap::new();
        let mut serving: BTreeSet<(&str, &str, &str)> = BTreeSet::new();
        for row in run.lineage() {
            let key = (row.get("file"), row.get("sheet"), row.get("cell"));
            fates.entry(key).or_default().insert(row.get("fate"));
            if !row.get("observation_id").is_empty() {
                serving.insert(key);
            }
        }
        for (cell, fates) in &fates {
            assert_eq!(fates.len(), 1, "{cell:?}: {fates:?}");
        }
        let files = read_again(run);
        let all = mappings();
        for (name, workbook) in files {
            let claiming: Vec<&Mapping> = all.iter().filter(|mapping| claims(mapping, &workbook)).collect();
            let located = locate(&workbook, &claiming).value;
            let mut inside: BTreeSet<(&str, String)> = BTreeSet::new();
            for table in &located {
                let sheet = &*workbook.sheets[table.sheet].name;
                let rectangle = table.region.rectangle();
                for row in rectangle.first.row..=rectangle.last.row {
                    for column in rectangle.first.column..=rectangle.last.column {
                        let cell = CellRef::new(row, column).show(workbook.addressing);
                        assert!(fates.contains_key(&(name, sheet, cell.as_str())), "{name} {cell} has no fate");
                        inside.insert((sheet, cell));
                    }
                }
                inside.extend(table.region.unit.map(|at| (sheet, at.show(workbook.addressing))));
            }
            // A title that names the state or the year, and a footnote: each serves an observation.
            let outside = fates.keys().filter(|(file, sheet, cell)| *file == name && !inside.contains(&(*sheet, (*cell).to_owned())));
            for key in outside {
                assert!(serving.contains(key), "{key:?} lies in no table and serves no observation");
            }
        }
    }
}

fn claims(mapping: &Mapping, workbook: &Workbook) -> bool {
    matches!(concord::locate::claim(workbook, &[mapping]), concord::locate::Claim::By(_))
}

#[test]
fn the_lineage_of_the_samples_gives_the_fates_of_the_account() {
    let files = read_again(samples());
    let all = mappings();
    for workbook in files.values() {
        for mapping in all.iter().filter(|mapping| claims(mapping, workbook)) {
            for located in locate(workbook, &[mapping]).value {
                let table = &mapping.tables[located.table];
                let sheet = &workbook.sheets[located.sheet];
                let numbers = mapping.numbers(workbook.decimal);
                let context = Context::new(standard(), mapping, workbook, located.sheet, &numbers);
                let coded = map(&context, table, tidy(workbook, table, located)).value;
                let harvest = gather(&context, table, &coded, &submission(), &used(mapping)).value;
                holds(sheet, &coded, &harvest).unwrap();
                let wrong: Vec<String> = disagreements(&coded, &harvest)
                    .into_iter()
                    .map(|(at, account, lineage)| format!("{} {account} {lineage}", at.show(workbook.addressing)))
                    .collect();
                assert!(wrong.is_empty(), "{}: {} cells, such as {:?}", workbook.identity.name, wrong.len(), &wrong[..wrong.len().min(5)]);
            }
        }
    }
}
