//! Faults that offices make, each put into a copy of a file, so that no wrong number comes out unseen.
//!
//! In go the shipped workbook of 2020, a small workbook in thousands, and Kenya's survey where the reader has it. Each
//! copy has one fault and runs through the whole program. Checked is that every observation that appears, goes or
//! changes is either told by a new warning or error, or reads a cell whose text is not that of the faultless file; and
//! for each fault, what exactly it must lead to.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::OnceLock;

use concord::model::CellRef;
use concord::read::{ReadOptions, Workbook, read};
use concord::spec::NamedPath;
use rust_xlsxwriter::Workbook as NewWorkbook;
use tempfile::TempDir;

use crate::support::{KNBS, Package, Row, Run, SheetPart, Told, UNDESA_2019, UNDESA_2020, mapping_files, real_return, run_files, sample};

/// A run over one workbook, whose cells can be looked at again.
struct Version {
    run: Run,
    path: PathBuf,
    workbook: OnceLock<Workbook>,
    /// Keeps a copy from being deleted.
    _folder: Option<TempDir>,
}

impl Version {
    fn of(path: PathBuf, others: &[PathBuf], mappings: Vec<NamedPath>, folder: Option<TempDir>) -> Self {
        let files: Vec<PathBuf> = std::iter::once(path.clone()).chain(others.iter().cloned()).collect();
        Self { run: run_files(&files, mappings), path, workbook: OnceLock::new(), _folder: folder }
    }

    /// A run over a copy, and over these files beside it.
    fn of_copy(package: &Package, name: &str, others: &[PathBuf]) -> Self {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join(name);
        package.save(&path);
        Self::of(path, others, mapping_files(), Some(folder))
    }

    fn text(&self, sheet: &str, cell: &str) -> Option<String> {
        let at: CellRef = cell.parse().unwrap();
        let workbook = self.workbook.get_or_init(|| read(&self.path, "under test", &ReadOptions::default()).unwrap().value);
        workbook.sheet(sheet)?.cell(at).map(|cell| cell.text().into_owned())
    }
}

/// What a fault changed.
struct Effect {
    /// Warnings and errors that the faultless file does not give.
    new: Vec<Told>,
    /// Ids of observations that are there before or after only, or hold something else.
    appeared: Vec<String>,
    gone: Vec<String>,
    changed: Vec<String>,
}

/// Compares a faulty version with the faultless one and refuses a change that nobody could see.
fn compare(before: &Version, after: &Version) -> Effect {
    // Without its places, since a finding that only moved with its row tells nothing new.
    let mut known: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for told in before.run.findings() {
        *known.entry((told.code, told.message)).or_default() += 1;
    }
    let mut new = after.run.findings();
    new.retain(|told| {
        let left = known.entry((told.code, told.message.clone())).or_default();
        let is_new = *left == 0;
        *left = left.saturating_sub(1);
        is_new && told.grave
    });
    // What the observation says; its cell and the digests of files may differ.
    let says =
        |row: &Row| ["value", "obs_status_all", "note", "suppressed_low", "unit", "value_step"].map(|column| row.get(column).to_owned());
    let (old, fresh) = (&before.run.observations, &after.run.observations);
    let appeared: Vec<String> = fresh.keys().filter(|id| !old.contains_key(*id)).cloned().collect();
    let gone: Vec<String> = old.keys().filter(|id| !fresh.contains_key(*id)).cloned().collect();
    let changed: Vec<String> =
        old.iter().filter(|(id, row)| fresh.get(*id).is_some_and(|other| says(other) != says(row))).map(|(id, _)| id.clone()).collect();
    if new.is_empty() {
        let (old_uses, fresh_uses) = (before.run.uses(), after.run.uses());
        let differs = |uses: Option<&Vec<&Row>>| {
            uses.into_iter()
                .flatten()
                .any(|row| before.text(row.get("sheet"), row.get("cell")) != after.text(row.get("sheet"), row.get("cell")))
        };
        for id in appeared.iter().chain(&changed) {
            assert!(differs(fresh_uses.get(id.as_str())), "nothing tells why this figure is another: {:?}", fresh[id]);
        }
        for id in &gone {
            assert!(differs(old_uses.get(id.as_str())), "nothing tells why this figure is gone: {:?}", old[id]);
        }
    }
    Effect { new, appeared, gone, changed }
}

impl Effect {
    fn told(&self, code: &str) -> Vec<&Told> {
        self.new.iter().filter(|told| told.code == code).collect()
    }

    /// A new finding of this code that names all these cells.
    fn told_at(&self, code: &str, places: &[&str]) -> bool {
        self.told(code).iter().any(|told| places.iter().all(|place| told.places.iter().any(|known| known == place)))
    }

    fn is_nothing(&self) -> bool {
        self.appeared.is_empty() && self.gone.is_empty() && self.changed.is_empty()
    }
}

fn undesa() -> PathBuf {
    sample(UNDESA_2020).unwrap()
}

/// The workbook of 2020 alone, without a fault.
fn faultless() -> &'static Version {
    static VERSION: OnceLock<Version> = OnceLock::new();
    VERSION.get_or_init(|| Version::of(undesa(), &[], mapping_files(), None))
}

/// The parts of the workbook of 2020, taken apart once.
fn package() -> Package {
    static PACKAGE: OnceLock<Package> = OnceLock::new();
    PACKAGE.get_or_init(|| Package::open(&undesa())).clone()
}

fn run_package(package: &Package) -> Version {
    Version::of_copy(package, UNDESA_2020, &[])
}

/// A run over the workbook of 2020 with a change to its first table.
fn with(change: impl FnOnce(&mut SheetPart)) -> Version {
    let mut package = package();
    package.edit("Table 1", change);
    run_package(&package)
}

/// The ids of every observation of these columns.
fn ids(run: &Run, wanted: &[(&str, &str)]) -> BTreeSet<String> {
    run.find(wanted).iter().map(|row| row.get("observation_id").to_owned()).collect()
}

fn set(ids: &[String]) -> BTreeSet<String> {
    ids.iter().cloned().collect()
}

#[test]
fn a_copy_without_a_fault_says_what_the_original_says() {
    let after = with(|_| {});
    let effect = compare(faultless(), &after);
    assert!(effect.is_nothing() && effect.new.is_empty(), "{:?}", effect.new);
}

#[test]
fn one_person_more_breaks_both_sums_it_takes_part_in() {
    let after = with(|sheet| sheet.set_number("L40", "1050148"));
    let effect = compare(faultless(), &after);
    assert_eq!((effect.appeared.len(), effect.gone.len(), effect.changed.len()), (0, 0, 1));
    assert!(effect.told_at("validate/sexes-mismatch", &["Table 1!L40", "Table 1!S40", "Table 1!Z40"]), "{:?}", effect.new);
    assert!(effect.told_at("validate/part-whole-mismatch", &["Table 1!L40", "Table 1!S40", "Table 1!Z40"]), "{:?}", effect.new);
    assert!(effect.told_at("validate/part-whole-mismatch", &["Table 1!L12"]), "the sum over the states misses the world");
}

#[test]
fn a_state_with_the_name_of_another_loses_its_figures() {
    let after = with(|sheet| sheet.swap("B40", "B42"));
    let effect = compare(faultless(), &after);
    let expected: BTreeSet<String> = ["KEN", "MWI"].iter().flat_map(|state| ids(&faultless().run, &[("reporter", state)])).collect();
    assert_eq!((set(&effect.gone), effect.appeared.len(), effect.changed.len()), (expected, 0, 0));
    for row in ["40", "42"] {
        let places = [format!("Table 1!D{row}"), format!("Table 1!B{row}")];
        assert!(effect.told_at("map/contradicting-labels", &[&places[0], &places[1]]), "{:?}", effect.new);
    }
}

#[test]
fn a_state_with_another_basis_moves_to_the_other_table() {
    let alone = with(|sheet| sheet.set_text("E40", "C R"));
    let effect = compare(faultless(), &alone);
    let moved = ids(&faultless().run, &[("table_id", "POP2"), ("reporter", "KEN")]);
    assert_eq!((set(&effect.gone), effect.appeared.len(), effect.changed.len()), (moved, 21, 0));
    let row = alone.run.one(&[("cell", "L40")]);
    assert_eq!((row.get("table_id"), row.get("citizenship")), ("POP1", "FOR"));
    // Beside the edition before, the change is told.
    let mut package = package();
    package.edit("Table 1", |sheet| sheet.set_text("E40", "C R"));
    let both = Version::of_copy(&package, UNDESA_2020, &[sample(UNDESA_2019).unwrap()]);
    let told = both.run.findings();
    assert!(told.iter().any(|told| told.code == "harmonise/basis-changed" && told.grave && told.message.contains("KEN")));
}

#[test]
fn a_basis_that_is_not_listed_sends_its_state_nowhere() {
    let after = with(|sheet| sheet.set_text("E40", "X"));
    let effect = compare(faultless(), &after);
    assert_eq!(set(&effect.gone), ids(&faultless().run, &[("reporter", "KEN")]));
    assert!(effect.told_at("map/undeclared-letter", &["Table 1!E40"]), "{:?}", effect.new);
}

#[test]
fn a_basis_that_is_gone_is_told_although_only_groups_have_none() {
    let after = with(|sheet| sheet.clear("E40"));
    let effect = compare(faultless(), &after);
    assert_eq!(set(&effect.gone), ids(&faultless().run, &[("reporter", "KEN")]));
    assert!(!effect.told("map/state-set-aside").is_empty(), "{:?}", effect.new);
}

#[test]
fn years_that_slide_one_column_to_the_right_leave_a_column_without_a_heading() {
    let after = with(|sheet| sheet.shift_row(11, 5, 1));
    let effect = compare(faultless(), &after);
    assert!(!effect.is_nothing());
    assert!(effect.told_at("locate/column-without-heading", &["Table 1!F12:F294"]), "{:?}", effect.new);
}

#[test]
fn years_that_slide_one_column_to_the_left_hide_a_heading() {
    let after = with(|sheet| sheet.shift_row(11, 5, -1));
    let effect = compare(faultless(), &after);
    assert_eq!((effect.gone.len(), effect.appeared.len()), (faultless().run.observations.len(), 0));
    assert_eq!(effect.told("locate/table-not-found").len(), 1, "{:?}", effect.new);
}

#[test]
fn a_year_that_is_another_shows_in_the_cells_of_its_period() {
    let after = with(|sheet| sheet.set_number("L11", "2021"));
    let effect = compare(faultless(), &after);
    let moved = ids(&faultless().run, &[("time_period", "2020"), ("sex", "_T")]);
    assert_eq!((set(&effect.gone), effect.appeared.len(), effect.changed.len()), (moved.clone(), moved.len(), 0));
    let row = after.run.one(&[("cell", "L40")]);
    let uses = after.run.uses();
    let period = uses[row.get("observation_id")].iter().find(|row| row.get("role") == "period").unwrap();
    assert_eq!((row.get("time_period"), period.get("cell"), period.get("text")), ("2021", "L11", "2021"));
}

#[test]
fn a_year_that_stands_twice_is_a_conflict_and_not_published() {
    let after = with(|sheet| sheet.set_number("L11", "2015"));
    let effect = compare(faultless(), &after);
    assert!(effect.told_at("harmonise/conflict", &["Table 1!K40", "Table 1!L40"]), "{:?}", effect.new.len());
    assert!(after.run.find(&[("reporter", "KEN"), ("time_period", "2015"), ("sex", "_T")]).is_empty());
    let conflicts: BTreeSet<&str> =
        after.run.conflicts.iter().filter(|row| row.get("reporter") == "KEN").map(|row| row.get("value")).collect();
    assert_eq!(conflicts, BTreeSet::from(["1050147", "1126886"]));
}

#[test]
fn a_hidden_sheet_is_read_and_told() {
    let mut package = package();
    package.replace("xl/workbook.xml", "<sheet name=\"Table 1\"", "<sheet name=\"Table 1\" state=\"hidden\"");
    let after = run_package(&package);
    let effect = compare(faultless(), &after);
    assert!(effect.is_nothing());
    assert!(effect.told_at("read/hidden-sheet", &["Table 1"]), "{:?}", effect.new);
}

#[test]
fn a_number_stored_as_text_is_the_same_number_and_told() {
    let after = with(|sheet| sheet.set_text("L40", "1050147"));
    let effect = compare(faultless(), &after);
    assert!(effect.is_nothing());
    assert!(effect.told_at("map/number-as-text", &["Table 1!L40"]), "{:?}", effect.new);
    assert_eq!(after.run.one(&[("cell", "L40")]).value(), Some(1_050_147));
}

#[test]
fn a_text_that_is_no_number_is_neither_a_zero_nor_a_gap() {
    let after = with(|sheet| sheet.set_text("L40", "1 05O 147"));
    let effect = compare(faultless(), &after);
    assert_eq!(set(&effect.gone), ids(&faultless().run, &[("cell", "L40")]));
    assert!(effect.told_at("map/undeclared-symbol", &["Table 1!L40"]), "{:?}", effect.new);
    assert!(!effect.told_at("validate/part-whole-mismatch", &["Table 1!L12"]), "a sum with an unreadable part is not judged");
}

#[test]
fn a_row_that_is_gone_is_missed_by_the_sum_over_the_states() {
    let after = with(|sheet| sheet.remove_row(40));
    let effect = compare(faultless(), &after);
    assert_eq!(set(&effect.gone), ids(&faultless().run, &[("reporter", "KEN")]));
    assert_eq!((effect.appeared.len(), effect.changed.len()), (0, 0));
    // Both sexes together since 2010; before that, and for each sex, the source leaves out figures of some states.
    for world in ["Table 1!J12", "Table 1!K12", "Table 1!L12"] {
        assert!(effect.told_at("validate/part-whole-mismatch", &[world]), "{world}: {:?}", effect.new);
    }
}

#[test]
fn a_row_that_stands_twice_gives_one_figure_with_both_cells() {
    let after = with(|sheet| sheet.double_row(40));
    let effect = compare(faultless(), &after);
    assert!(effect.is_nothing());
    assert!(effect.told_at("harmonise/repeated-claim", &["Table 1!L40", "Table 1!L41"]), "{:?}", effect.new);
    let row = after.run.one(&[("reporter", "KEN"), ("time_period", "2020"), ("sex", "_T")]);
    let uses = after.run.uses();
    let cells: BTreeSet<&str> =
        uses[row.get("observation_id")].iter().filter(|row| row.get("role") == "value").map(|row| row.get("cell")).collect();
    assert_eq!((row.value(), cells), (Some(1_050_147), BTreeSet::from(["L40", "L41"])));
}

#[test]
fn a_row_that_stands_twice_with_two_figures_is_a_conflict() {
    let after = with(|sheet| {
        sheet.double_row(40);
        sheet.set_number("L41", "1050148");
    });
    let effect = compare(faultless(), &after);
    assert_eq!(set(&effect.gone), ids(&faultless().run, &[("cell", "L40")]));
    assert!(effect.told_at("harmonise/conflict", &["Table 1!L40", "Table 1!L41"]), "{:?}", effect.new);
}

#[test]
fn bands_of_the_sexes_in_the_wrong_order_show_in_the_cells_of_the_labels() {
    let after = with(|sheet| sheet.swap("M8", "T8"));
    let effect = compare(faultless(), &after);
    assert!(effect.appeared.is_empty() && effect.gone.is_empty());
    let row = after.run.one(&[("reporter", "KEN"), ("time_period", "2020"), ("sex", "M")]);
    let uses = after.run.uses();
    let label = uses[row.get("observation_id")].iter().find(|row| row.get("cell") == "T8").unwrap();
    assert_eq!((row.value(), row.get("cell")), (Some(520_172), "Z40"));
    assert_eq!((label.get("role"), label.get("text")), ("label", "International migrant stock at mid-year, males"));
}

#[test]
fn the_sexes_of_one_state_in_the_wrong_order_show_in_the_cells_of_its_values() {
    let after = with(|sheet| sheet.swap("S40", "Z40"));
    let effect = compare(faultless(), &after);
    assert_eq!((effect.appeared.len(), effect.gone.len(), effect.changed.len()), (0, 0, 2));
    // No sum can tell: both sexes stay the same, and the world's men and women hold a state that gives neither.
    for (sex, cell, raw) in [("M", "S40", "520172"), ("F", "Z40", "529975")] {
        let row = after.run.one(&[("reporter", "KEN"), ("time_period", "2020"), ("sex", sex)]);
        assert_eq!((row.get("cell"), row.get("raw"), row.get("value")), (cell, raw, raw));
    }
}

/// A mapping for [`thousands`].
const THOUSANDS: &str = r#"
schema = 1
id = "test-thousands"
title = "Arrivals in thousands, by purpose"
blank = "missing"

[source]
sender = "KEN"
name = "TEST"
office = "Office of a test"
languages = ["en"]
vintage = "2023"
valid-from = 2023-01-01

[file]
contains = ["Arrivals of a test by purpose"]

[[table]]
id = "arrivals"
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
name = "purpose"
direction = "left"
heading = "Purpose"
feeds = "purpose"
values = [
    { text = "Holiday", code = "HOLIDAY" },
    { text = "Business", code = "BUSINESS" },
    { text = "Total", code = "_T" },
]

[[table.field]]
name = "year"
direction = "up"
feeds = "year"
marks = [{ mark = "*", status = "P" }]
"#;

/// A small workbook whose figures are thousands, with a mark behind its last year.
fn thousands(unit: Option<&str>, years: [&str; 2], purposes: [&str; 3]) -> Version {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("thousands.xlsx");
    let mut workbook = NewWorkbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write(0, 0, "Arrivals of a test by purpose").unwrap();
    if let Some(unit) = unit {
        sheet.write(1, 2, unit).unwrap();
    }
    sheet.write(2, 0, "Purpose").unwrap();
    for (column, year) in (1..).zip(years) {
        sheet.write(2, column, year).unwrap();
    }
    for (row, (purpose, figures)) in (3..).zip(purposes.into_iter().zip([[273.8, 420.6], [64.1, 18.9], [337.9, 439.5]])) {
        sheet.write(row, 0, purpose).unwrap();
        for (column, figure) in (1..).zip(figures) {
            sheet.write(row, column, figure).unwrap();
        }
    }
    workbook.save(&path).unwrap();
    let mapping = folder.path().join("thousands.toml");
    std::fs::write(&mapping, THOUSANDS).unwrap();
    Version::of(path, &[], vec![NamedPath { name: "thousands.toml".to_owned(), path: mapping }], Some(folder))
}

const YEARS: [&str; 2] = ["2021", "2022*"];
const PURPOSES: [&str; 3] = ["Holiday", "Business", "Total"];

fn faultless_thousands() -> Version {
    let version = thousands(Some("'000"), YEARS, PURPOSES);
    let row = version.run.one(&[("purpose", "BUSINESS"), ("time_period", "2021")]);
    assert_eq!((row.value(), row.get("value_step"), row.get("obs_status")), (Some(64_100), "100", "A"));
    assert_eq!(version.run.one(&[("purpose", "HOLIDAY"), ("time_period", "2022")]).get("obs_status"), "P");
    version
}

#[test]
fn a_table_that_no_longer_states_its_unit_is_not_read() {
    let before = faultless_thousands();
    for unit in [None, Some("persons")] {
        let effect = compare(&before, &thousands(unit, YEARS, PURPOSES));
        assert_eq!((effect.gone.len(), effect.appeared.len()), (6, 0));
        assert_eq!(effect.told("locate/unit-not-stated").len(), 1, "{:?}", effect.new);
    }
}

#[test]
fn a_mark_that_moves_to_another_year_moves_the_status() {
    let before = faultless_thousands();
    let after = thousands(Some("'000"), ["2021*", "2022"], PURPOSES);
    let effect = compare(&before, &after);
    assert_eq!((effect.gone.len(), effect.appeared.len(), effect.changed.len()), (0, 0, 6));
    assert!(after.run.find(&[("time_period", "2021")]).iter().all(|row| row.get("obs_status") == "P"));
    assert!(after.run.find(&[("time_period", "2022")]).iter().all(|row| row.get("obs_status") == "A"));
    let effect = compare(&before, &thousands(Some("'000"), ["2021", "2022†"], PURPOSES));
    assert_eq!((effect.changed.len(), effect.told("map/undeclared-mark").len()), (3, 1), "{:?}", effect.new);
}

#[test]
fn labels_in_the_wrong_order_show_in_the_lineage() {
    let effect = compare(&faultless_thousands(), &thousands(Some("'000"), YEARS, ["Business", "Holiday", "Total"]));
    assert_eq!((effect.gone.len(), effect.appeared.len(), effect.changed.len()), (0, 0, 4));
}

#[test]
fn kenyas_survey_without_its_unit_is_not_read_and_its_marks_give_the_status() {
    let Some(path) = real_return(KNBS) else {
        println!("CONCORD_REAL_RETURNS does not hold `{KNBS}`: checked on a small workbook only");
        return;
    };
    let before = Version::of(path.clone(), &[], mapping_files(), None);
    let mutated = |change: &dyn Fn(&mut SheetPart)| {
        let mut package = Package::open(&path);
        package.edit("Table 12.1", change);
        Version::of_copy(&package, KNBS, &[])
    };
    let unit = mutated(&|sheet| sheet.clear("G1"));
    let effect = compare(&before, &unit);
    assert_eq!(set(&effect.gone), ids(&before.run, &[("table_id", "IMM7")]));
    assert_eq!((effect.appeared.len(), effect.told("locate/unit-not-stated").len()), (0, 1), "{:?}", effect.new);
    let marks = mutated(&|sheet| {
        sheet.set_text("F2", "2021*");
        sheet.set_number("G2", "2022");
    });
    let effect = compare(&before, &marks);
    assert_eq!((effect.appeared.len(), effect.gone.len(), effect.changed.len()), (0, 0, 50));
    assert_eq!(marks.run.one(&[("sheet", "Table 12.1"), ("cell", "F27")]).get("obs_status"), "P");
    assert_eq!(marks.run.one(&[("sheet", "Table 12.1"), ("cell", "G27")]).get("obs_status"), "A");
}
