//! Returns about residents, permits and returnees: sums and counts over whole files, and layouts that moved.
//!
//! In go files that can't be shipped, where the reader has them: two tables of Eurostat, Portugal's residents from two
//! publishers, Canada's work permits, Switzerland's population, a survey of Tunisia, rounds of Burundi and Libya, and an
//! extract of percentages. Checked is what was counted in them by another reader; and that a column put in, rows above, a
//! blank row and labels in capitals change no observation of a file that can be edited (old workbooks are written again
//! and changed in `shapes.rs`; the `.ods` file holds no counts).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use concord::model::CellRef;
use concord::read::{ReadOptions, Workbook, read};
use tempfile::TempDir;

use crate::support::{
    EUROSTAT_CITIZENS, EUROSTAT_PERMITS, HIMS, IOM_BURUNDI, IOM_LIBYA, IRCC, OFS, PORDATA, Package, Row, Run, SEF, SheetPart,
    UNDESA_EXTRACT, hills_of_burundi, mapping_files, real_return, registers, run_files,
};

/// The observations of one file, and the run they are of; nothing where the reader does not have the file.
fn of_file(name: &str) -> Option<(&'static Run, Vec<&'static Row>)> {
    real_return(name)?;
    let run = if name == IOM_BURUNDI { hills_of_burundi()? } else { registers()? };
    let mapping = match name {
        EUROSTAT_CITIZENS => "estat-foreign-citizens-2014",
        EUROSTAT_PERMITS => "estat-first-permits-2025",
        SEF => "prt-rifa-2022-residents-by-nationality",
        PORDATA => "prt-pordata-residents-by-nationality-2024",
        IRCC => "can-work-permits-humanitarian-2025",
        OFS => "che-population-sex-nationality-2009",
        HIMS => "tun-hims-2021-immigrants",
        IOM_BURUNDI => "iom-burundi-displacement-tracking-round-68",
        _ => panic!("no observations of {name} are expected"),
    };
    Some((run, run.find(&[("mapping_id", mapping)])))
}

fn sum<'a>(rows: impl IntoIterator<Item = &'a &'a Row>) -> i64 {
    rows.into_iter().filter_map(|row| row.value()).sum()
}

fn with<'a>(rows: &[&'a Row], wanted: &[(&str, &str)]) -> Vec<&'a Row> {
    rows.iter().copied().filter(|row| wanted.iter().all(|(column, text)| row.get(column) == *text)).collect()
}

/// How many observations carry each status.
fn statuses(rows: &[&Row]) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for status in rows.iter().flat_map(|row| row.get("obs_status_all").chars()).filter(char::is_ascii_uppercase) {
        *counts.entry(status).or_default() += 1;
    }
    counts
}

/// What became of the cells of a sheet, by address.
fn fates<'a>(run: &'a Run, name: &str, sheet: &str) -> BTreeMap<&'a str, (&'a str, &'a str)> {
    let rows = run.lineage().iter().filter(|row| row.get("file") == name && row.get("sheet") == sheet);
    rows.map(|row| (row.get("cell"), (row.get("fate"), row.get("reason")))).collect()
}

fn workbook(name: &str) -> Option<Workbook> {
    Some(read(&real_return(name)?, name, &ReadOptions::default()).unwrap().value)
}

/// The sum of the numbers of a column, from a row counted from one.
fn column_sum(workbook: &Workbook, sheet: &str, first: &str) -> i64 {
    let first: CellRef = first.parse().unwrap();
    let cells = workbook.sheet(sheet).unwrap().cells().iter();
    cells
        .filter(|cell| cell.at.column == first.column && cell.at.row >= first.row && !cell.is_blank())
        .map(|cell| cell.text().parse::<i64>().unwrap())
        .sum()
}

#[test]
fn flags_right_of_figures_give_their_status_and_groups_of_states_none() {
    let Some((run, rows)) = of_file(EUROSTAT_CITIZENS) else { return };
    assert_eq!(rows.len(), 36 * 12);
    assert!(rows.iter().all(|row| row.get("citizenship") == "FOR" && row.get("period_start").ends_with("-01-01")));
    let counts = statuses(&rows);
    assert_eq!(counts, BTreeMap::from([('A', 320), ('B', 7), ('E', 23), ('O', 75), ('P', 7)]));
    let fates = fates(run, EUROSTAT_CITIZENS, "Sheet0");
    for cell in ["T5", "V5", "X5", "B4", "X7"] {
        assert_eq!(fates[cell].0, "aggregate-reporter", "{cell}");
    }
    assert_eq!(fates["U39"].0, "status");
}

#[test]
fn a_column_of_flags_gives_status_and_the_union_is_no_state() {
    let Some((_, rows)) = of_file(EUROSTAT_PERMITS) else { return };
    assert_eq!((rows.len(), sum(&rows)), (376, 35_656_518));
    assert_eq!(statuses(&rows), BTreeMap::from([('A', 358), ('B', 5), ('D', 5), ('P', 1), ('U', 7)]));
    assert!(rows.iter().all(|row| row.get("reporter") != "EUU" && row.get("unit") == "permits"));
}

#[test]
fn portugals_stock_and_flow_stand_in_one_row_and_go_to_their_own_tables() {
    let Some((_, rows)) = of_file(SEF) else { return };
    let of = |table: &str, sex: &str| with(&rows, &[("table_id", table), ("sex", sex)]);
    let expected = [
        ("RES8", "_T", 781_915),
        ("RES8", "M", 409_523),
        ("RES8", "F", 372_392),
        ("RES1", "_T", 143_081),
        ("RES2", "M", 79_149),
        ("RES2", "F", 63_932),
    ];
    for (table, sex, total) in expected {
        let rows = of(table, sex);
        // 189 nationalities, two of which are British and added.
        assert_eq!((rows.len(), sum(&rows)), (188, total), "{table} {sex}");
        assert!(rows.iter().all(|row| row.get("note").contains("third person")));
    }
    assert_eq!(rows.len(), 6 * 188, "a total that the file does not give is not made up");
    let british = with(&rows, &[("table_id", "RES8"), ("sex", "_T"), ("citizenship", "GBR")]);
    assert_eq!((british[0].value(), british[0].get("origin")), (Some(45_218 + 47), "merged"));
}

#[test]
fn zeros_that_are_shown_as_x_are_missing_and_breaks_stand_in_the_number_format() {
    let Some((_, rows)) = of_file(PORDATA) else { return };
    assert_eq!(rows.len(), 64 * 21);
    assert_eq!(statuses(&rows), BTreeMap::from([('A', 1_032), ('B', 21), ('O', 291)]));
    assert!(rows.iter().all(|row| (row.get("obs_status") == "O") == (row.value().is_none() && row.get("raw") == "0")));
    assert!(rows.iter().all(|row| (row.get("obs_status") == "B") == (row.get("time_period") == "2008")));
    let last: BTreeMap<&str, Option<i64>> =
        with(&rows, &[("time_period", "2023")]).iter().map(|row| (row.get("citizenship"), row.value())).collect();
    assert_eq!(last["_T"], Some(1_044_238));
    for continent in ["150", "002", "019", "142"] {
        assert_eq!(last[continent], None, "{continent}");
    }
    // What is not told, Oceania and those without a state, is small.
    for year in ["1960", "2007", "2022"] {
        let year = with(&rows, &[("time_period", year)]);
        let of = |code: &str| with(&year, &[("citizenship", code)])[0].value().unwrap();
        let rest = of("_T") - ["150", "002", "019", "142"].into_iter().map(of).sum::<i64>();
        assert!((0..=1_000).contains(&rest), "{rest}");
    }
}

#[test]
fn months_quarters_years_and_a_part_year_each_have_their_frequency() {
    let (Some((run, rows)), Some(workbook)) = (of_file(IRCC), workbook(IRCC)) else { return };
    let sheet = workbook.sheet("TR - HC CITZ").unwrap();
    assert_eq!(sheet.cells().iter().filter(|cell| cell.text() == "--").count(), 8_659);
    let count = |freq: &str| with(&rows, &[("freq", freq)]).len();
    assert_eq!(["M", "Q", "A"].map(count), [200 * 127, 200 * 42, 200 * 11]);
    assert!(with(&rows, &[("time_period", "2025-Q3")]).is_empty(), "a quarter of one month is no quarter");
    assert_eq!(with(&rows, &[("time_period", "2025-01-01/P7M")]).len(), 200);
    let fates = fates(run, IRCC, "TR - HC CITZ");
    let repeated = |address: &&str| fates[*address] == ("ignored", "repeated");
    let hidden: Vec<&Row> = with(&rows, &[("obs_status", "Q")]);
    let hidden_again =
        sheet.cells().iter().filter(|cell| cell.text() == "--").map(|cell| cell.at.show(concord::model::Addressing::Letters));
    assert_eq!(hidden_again.filter(|address| repeated(&address.as_str())).count(), 48);
    assert_eq!(hidden.len(), 8_659 - 48);
    assert!(hidden.iter().all(|row| (row.get("suppressed_low"), row.get("suppressed_high")) == ("1", "4")));
    assert!(rows.iter().all(|row| row.get("value_step") == "5" && row.value().is_none_or(|value| value % 5 == 0)));
    // Sums hold within rounding and what is hidden, but for two quarters of 25 over three months of at most four each, in a
    // row that puts several citizenships together.
    let told = run.findings().into_iter().filter(|told| told.code == "validate/part-whole-mismatch");
    let told: Vec<String> = told.map(|told| told.places[0].clone()).filter(|place| place.starts_with("TR - HC CITZ")).collect();
    assert_eq!(told, ["TR - HC CITZ!FF166", "TR - HC CITZ!FS166"]);
}

#[test]
fn sexes_belong_to_the_row_above_and_a_lone_mark_is_a_figure_counted_elsewhere() {
    let (Some((run, rows)), Some(workbook)) = (of_file(OFS), workbook(OFS)) else { return };
    assert_eq!(rows.len(), 32 * 30);
    let last = with(&rows, &[("time_period", "2009")]);
    let of = |citizenship: &str, sex: &str| with(&last, &[("citizenship", citizenship), ("sex", sex)])[0].value().unwrap();
    assert_eq!((of("_T", "_T"), of("CHE", "_T") + of("FOR_STLS", "_T")), (7_874_088, 6_071_802 + 1_802_286));
    assert_eq!((of("FOR_STLS", "M"), of("FOR_STLS", "F")), (964_288, 837_998));
    assert_eq!(of("CHE", "M") + of("CHE", "F"), 6_071_802);
    let dots = workbook.sheet("su-f-1.1.1.3").unwrap().cells().iter().filter(|cell| cell.text() == "...").count();
    assert_eq!((dots, with(&rows, &[("obs_status", "O")]).len()), (207, 207));
    let elsewhere = with(&rows, &[("obs_status", "K")]);
    assert_eq!(elsewhere.iter().map(|row| row.get("cell")).collect::<Vec<&str>>(), ["K18"]);
    assert!(elsewhere[0].get("note").contains("Attribuée à l'Allemagne."), "{:?}", elsewhere[0]);
    let union = with(&last, &[("citizenship", "EU_EFTA")])[0];
    assert!(union.get("note").contains("Avant 1900") && union.get("note").ends_with("ne sont pas compris dans le total."), "{union:?}");
    assert!(rows.iter().all(|row| row.get("sheet") == "su-f-1.1.1.3"), "the stale copy is left aside");
    // The source's own totals of 1870 and 1880 leave out a part of the foreign women.
    let wrong: BTreeSet<String> = run
        .findings()
        .into_iter()
        .filter(|told| told.code == "validate/part-whole-mismatch" && told.places[0].starts_with("su-f-1.1.1.3"))
        .map(|told| told.places[0].clone())
        .collect();
    assert_eq!(wrong, ["D4", "D6", "E4", "E6"].map(|cell| format!("su-f-1.1.1.3!{cell}")).into());
}

#[test]
fn immigrants_of_an_unknown_basis_are_one_total_and_what_needs_the_basis_is_withheld() {
    let (Some((run, rows)), Some(workbook)) = (of_file(HIMS), workbook(HIMS)) else { return };
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!((rows[0].get("table_id"), rows[0].value(), rows[0].get("origin")), ("POP7", Some(29_481 + 29_509), "merged"));
    assert!(rows[0].get("note").contains("basis unknown"));
    let uses = run.uses();
    let parts = uses[rows[0].get("observation_id")].iter().filter(|row| row.get("role") == "value");
    assert_eq!(parts.map(|row| row.get("text")).collect::<BTreeSet<&str>>(), ["21818", "21466", "10927", "3861", "918"].into());
    assert_eq!(column_sum(&workbook, "Structure par âge", "C2"), 58_990);
    assert_eq!(column_sum(&workbook, "Répartition géographique", "B2"), 58_986, "totals of regions were divided and rounded");
    let ages = fates(run, HIMS, "Structure par âge");
    let places = fates(run, HIMS, "Répartition géographique");
    for (fates, cells) in [(&ages, ["C2", "C6"]), (&places, ["B2", "B25"])] {
        for cell in cells {
            assert_eq!(fates[cell], ("ignored", "withheld"), "{cell}");
        }
    }
    let told = run.findings();
    assert!(told.iter().any(|told| told.code == "map/withheld" && told.message.contains("divided evenly")));
}

#[test]
fn returnees_from_abroad_add_over_every_hill_of_burundi() {
    let (Some((run, rows)), Some(workbook)) = (of_file(IOM_BURUNDI), workbook(IOM_BURUNDI)) else { return };
    assert!(rows.iter().all(|row| row.get("table_id") == "REF8" && row.get("reference") == "point"));
    let all = with(&rows, &[("country_prev_residence", "FOR")]);
    let of = |sex: &str| with(&all, &[("sex", sex)])[0];
    assert_eq!(["_T", "M", "F"].map(|sex| of(sex).value()), [Some(13_337), Some(5_966), Some(7_371)]);
    let uses = run.uses();
    let hills = |row: &Row| uses[row.get("observation_id")].iter().filter(|part| part.get("role") == "value").count();
    assert_eq!((hills(of("_T")), hills(of("M"))), (1_415, 5 * 1_415));
    let mut by_year: BTreeMap<&str, i64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.get("country_prev_residence") != "FOR") {
        *by_year.entry(row.get("period_of_return")).or_default() += row.value().unwrap();
    }
    assert_eq!(by_year, BTreeMap::from([("2019_AND_BEFORE", 2_120), ("2020", 3_095), ("2021", 6_822), ("2022", 1_300)]));
    assert_eq!(by_year.values().sum::<i64>(), 13_337, "every year and country");
    let countries = with(&rows, &[("period_of_return", "2022")]);
    let counted: BTreeMap<&str, (Option<i64>, usize)> =
        countries.iter().map(|row| (row.get("country_prev_residence"), (row.value(), hills(row)))).collect();
    // Hills to which nobody returned name no country.
    let expected =
        [("TZA", (Some(670), 49)), ("RWA", (Some(334), 42)), ("COD", (Some(239), 12)), ("UGA", (Some(57), 11)), ("_U", (Some(0), 1_301))];
    assert_eq!(counted, BTreeMap::from(expected));
    // All persons of concern: displaced inside, returned inside, returned from abroad. Only the last crossed a border.
    let persons = ["L3", "N3", "CD3", "DR3"].map(|first| column_sum(&workbook, "Fiche Colline", first));
    assert_eq!(persons, [84_791, 68_357, 3_097, 13_337]);
}

#[test]
fn persons_displaced_inside_libya_and_percentages_give_no_observation_and_no_finding() {
    let Some(run) = registers() else { return };
    for name in [IOM_LIBYA, UNDESA_EXTRACT] {
        if real_return(name).is_none() {
            continue;
        }
        let file = run.outcome.files.iter().find(|file| file.file.ends_with(name)).unwrap();
        assert_eq!((file.error.as_deref(), file.observations, file.findings, file.not_understood), (None, 0, [0, 0, 0], 0), "{name}");
    }
    if let Some(workbook) = workbook(IOM_LIBYA) {
        assert_eq!(column_sum(&workbook, "IDPs_Returnees", "L3"), 179_047);
        assert_eq!(column_sum(&workbook, "IDPs_Returnees", "O3"), 661_892);
    }
}

/// What an observation says, wherever its cell stands.
fn says(run: &Run) -> BTreeMap<&str, Vec<String>> {
    let columns = ["table_id", "value", "obs_status_all", "note", "suppressed_low", "suppressed_high", "unit", "value_step", "raw"];
    run.observations.iter().map(|(id, row)| (id.as_str(), columns.map(|column| row.get(column).to_owned()).into())).collect()
}

/// Checks that a changed copy of a file gives the observations of the file.
fn gives_the_same(before: &Run, copy: &Path, change: &str) {
    let after = run_files(&[copy.to_path_buf()], mapping_files());
    let (before, after) = (says(before), says(&after));
    assert!(!before.is_empty());
    let differing: Vec<_> = before.keys().chain(after.keys()).filter(|id| before.get(**id) != after.get(**id)).take(3).collect();
    assert!(differing.is_empty(), "{change}: {:?}", differing.iter().map(|id| (before.get(**id), after.get(**id))).collect::<Vec<_>>());
}

/// What is changed in a sheet, given a column and a row of it.
type Change<'a> = (&'a str, &'a dyn Fn(&mut SheetPart, u32, u32));

/// The changes of one workbook: the sheets, a column each is widened at, and a row of figures.
fn workbook_may_change_its_shape(name: &str, sheets: &[(&str, u32, u32)], one_by_one: bool) {
    let Some(path) = real_return(name) else { return };
    let before = run_files(std::slice::from_ref(&path), mapping_files());
    let folder = TempDir::new().unwrap();
    let copy = folder.path().join(name);
    let column: Change = ("a column put in", &|sheet, column, _| sheet.insert_column(column));
    let blank: Change = ("a blank row", &|sheet, _, row| sheet.insert_rows(row, 1));
    let above: Change = ("rows above", &|sheet, _, _| {
        sheet.insert_rows(1, 3);
        sheet.letterhead(1, "Letterhead of a test");
    });
    let all: Change = ("a column put in, a blank row and rows above", &|sheet, at, row| {
        (column.1)(sheet, at, row);
        (blank.1)(sheet, at, row);
        (above.1)(sheet, at, row);
    });
    for (what, change) in if one_by_one { vec![column, blank, above] } else { vec![all] } {
        let mut package = Package::open(&path);
        for (sheet, column, row) in sheets {
            package.edit(sheet, |part| change(part, *column, *row));
        }
        package.save(&copy);
        gives_the_same(&before, &copy, what);
    }
    let mut package = Package::open(&path);
    package.capitals();
    package.save(&copy);
    gives_the_same(&before, &copy, "labels in capitals");
}

#[test]
fn pordatas_workbook_may_change_its_shape() {
    workbook_may_change_its_shape(PORDATA, &[("Quadro", 1, 40)], true);
}

#[test]
fn the_survey_of_tunisia_may_change_its_shape() {
    let sheets = [("Origine", 1, 4), ("Structure par âge", 1, 4), ("Répartition géographique", 1, 10)];
    workbook_may_change_its_shape(HIMS, &sheets, true);
}

#[test]
fn canadas_workbook_may_change_its_shape() {
    workbook_may_change_its_shape(IRCC, &[("TR - HC CITZ", 1, 60)], false);
}

#[test]
fn the_hills_of_burundi_may_change_their_shape() {
    workbook_may_change_its_shape(IOM_BURUNDI, &[("Fiche Colline", 122, 700)], false);
}

/// The changes of one delimited file; `kept` is the column whose capitals would mean something else.
fn delimited_file_may_change_its_shape(name: &str, kept: Option<usize>) {
    let Some(path) = real_return(name) else { return };
    let before = run_files(std::slice::from_ref(&path), mapping_files());
    let folder = TempDir::new().unwrap();
    let copy = folder.path().join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let write = |lines: Vec<Vec<String>>| -> String { lines.iter().map(|fields| fields.join(",") + "\n").collect() };
    let owned = |change: &dyn Fn(usize, usize, &str) -> String| -> Vec<Vec<String>> {
        let field = |line: usize, fields: &[&str]| fields.iter().enumerate().map(|(at, text)| change(line, at, text)).collect();
        lines.iter().enumerate().map(|(line, fields)| field(line, fields)).collect()
    };
    let unchanged = owned(&|_, _, text| text.to_owned());
    let mut wider = unchanged.clone();
    for (line, fields) in wider.iter_mut().enumerate() {
        fields.insert(1, if line == 0 { "Column of a test" } else { "7" }.to_owned());
    }
    let mut taller = unchanged.clone();
    taller.splice(0..0, [vec!["Letterhead of a test".to_owned()], vec![String::new()], vec!["Second line".to_owned()]]);
    let mut parted = unchanged;
    parted.insert(60, vec![String::new(); lines[0].len()]);
    let capitals = owned(&|_, at, text| if kept == Some(at) { text.to_owned() } else { text.to_uppercase() });
    let changes = [("a column put in", wider), ("rows above", taller), ("a blank row", parted), ("labels in capitals", capitals)];
    for (what, lines) in changes {
        std::fs::write(&copy, write(lines)).unwrap();
        gives_the_same(&before, &copy, what);
    }
}

#[test]
fn portugals_report_may_change_its_shape() {
    delimited_file_may_change_its_shape(SEF, None);
}

#[test]
fn eurostats_long_table_may_change_its_shape() {
    delimited_file_may_change_its_shape(EUROSTAT_PERMITS, Some(10));
}
