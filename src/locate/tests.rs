//! The stage on small sheets: tables are found wherever they stand, and what is missing is named.

use crate::map::closes;
use crate::model::CellRef;
use crate::testing::{codes, mapping, sheet, through, workbook};

/// Crossings by residence, with purposes as bands over years, in thousands.
const BANDS: &str = r#"
title = "Departures by residence"
to = "EMI8"
reporter = "KEN"
[table.unit]
unit = "crossings"
multiplier = 1000
step = 100
stated-by = "'000"
[table.period]
reference = "sum"
[[table.field]]
name = "residence"
direction = "left"
heading = "Residence"
feeds = "country_residence"
[[table.field]]
name = "purpose"
direction = "up-left"
level = 2
feeds = "purpose"
[[table.field]]
name = "year"
direction = "up"
feeds = "year"
"#;

fn rows() -> Vec<Vec<&'static str>> {
    vec![
        vec!["made-up"],
        vec!["Table 9: Departures by residence"],
        vec!["", "", "", "", "‘000"],
        vec!["Residence", "Holiday", "", "Business", ""],
        vec!["", "2021", "2022", "2021", "2022"],
        vec!["Uganda", "1.1", "1.2", "2.1", "2.2"],
        vec!["Rwanda", "3.1", "3.2", "4.1", "4.2"],
        vec!["Source: nobody"],
    ]
}

fn located(rows: &[Vec<&str>], merges: &[&str]) -> (Vec<String>, Vec<&'static str>) {
    let borrowed: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let staged = through(BANDS, sheet(&borrowed, merges));
    let mut shown = Vec::new();
    for coded in &staged.value {
        assert!(closes(coded));
        for observation in &coded.observations {
            let code = |field: usize| coded.label(observation.record, field).code().map_or("?", crate::model::Code::as_str).to_owned();
            let year = coded.periods[observation.period as usize].time_period().to_owned();
            shown.push(format!("{} {} {year} {}", code(0), code(1), observation.value.unwrap_or(-1)));
        }
    }
    shown.sort();
    (shown, codes(&staged.findings))
}

const EXPECTED: [&str; 8] = [
    "RWA BUSINESS 2021 4100",
    "RWA BUSINESS 2022 4200",
    "RWA HOLIDAY 2021 3100",
    "RWA HOLIDAY 2022 3200",
    "UGA BUSINESS 2021 2100",
    "UGA BUSINESS 2022 2200",
    "UGA HOLIDAY 2021 1100",
    "UGA HOLIDAY 2022 1200",
];

#[test]
fn bands_are_read_merged_or_standing_alone() {
    for merges in [&["A4:A5", "B4:C4", "D4:E4"][..], &["A4:A5"][..]] {
        let (shown, codes) = located(&rows(), merges);
        assert_eq!(codes, Vec::<&str>::new());
        assert_eq!(shown, EXPECTED);
    }
}

#[test]
fn rows_and_columns_before_the_table_change_nothing() {
    let mut moved = rows();
    moved.insert(0, vec!["A letterhead"]);
    moved.insert(6, vec![]);
    let moved: Vec<Vec<&str>> = moved.into_iter().map(|row| [vec!["", ""], row].concat()).collect();
    let (shown, codes) = located(&moved, &["C5:C6"]);
    assert_eq!((shown.as_slice(), codes.as_slice()), (EXPECTED.map(str::to_owned).as_slice(), [].as_slice()));
}

#[test]
fn without_its_unit_the_table_is_not_read() {
    let mut bare = rows();
    bare[2] = vec![];
    assert_eq!(located(&bare, &["A4:A5"]), (Vec::new(), vec!["locate/unit-not-stated"]));
}

#[test]
fn a_missing_heading_or_title_is_named() {
    for (row, text) in [(3, "Where from"), (1, "Table 9: Arrivals by residence")] {
        let mut changed = rows();
        changed[row][0] = text;
        let (shown, codes) = located(&changed, &["A4:A5"]);
        assert!(shown.is_empty());
        assert_eq!(codes, ["locate/table-not-found", "locate/unclaimed-sheet"]);
    }
}

#[test]
fn a_header_that_slipped_leaves_a_column_without_heading() {
    let mut slipped = rows();
    slipped[4] = vec!["", "", "2021", "2022", "2021", "2022"];
    let (_, codes) = located(&slipped, &["A4:A5"]);
    assert!(codes.contains(&"locate/column-without-heading"), "{codes:?}");
}

#[test]
fn two_claims_on_the_same_cells_give_neither() {
    let (first, second) = (mapping(BANDS), mapping(&BANDS.replace("EMI8", "IMM8")));
    let borrowed = rows();
    let borrowed: Vec<&[&str]> = borrowed.iter().map(Vec::as_slice).collect();
    let located = super::locate(&workbook(sheet(&borrowed, &["A4:A5"])), &[&first, &second]);
    assert!(located.value.is_empty());
    assert_eq!(codes(&located.findings), ["locate/two-claims", "locate/unclaimed-sheet"]);
}

#[test]
fn the_region_is_told_in_absolute_cells() {
    let table = mapping(BANDS);
    let borrowed = rows();
    let borrowed: Vec<&[&str]> = borrowed.iter().map(Vec::as_slice).collect();
    let located = super::locate(&workbook(sheet(&borrowed, &["A4:A5"])), &[&table]);
    let region = &located.value[0].region;
    assert_eq!((region.title, region.unit), (Some(CellRef::new(1, 0)), Some(CellRef::new(2, 4))));
    assert_eq!((region.levels.as_slice(), region.body, region.columns), ([4, 3].as_slice(), (5, 6), (0, 4)));
}

#[test]
fn a_stray_cell_at_the_end_of_the_sheet_costs_nothing() {
    use crate::read::{Cell, Content, Sheet};
    let borrowed = rows();
    let borrowed: Vec<&[&str]> = borrowed.iter().map(Vec::as_slice).collect();
    let mut cells = sheet(&borrowed, &[]).cells().to_vec();
    cells.push(Cell::new(CellRef::new(1_048_575, 1), Content::Number(1.0)));
    let merge = crate::model::CellRange::new(CellRef::new(3, 0), CellRef::new(4, 0));
    let staged = through(BANDS, Sheet::from_cells("Sheet1", cells, vec![merge]));
    assert!(staged.value.is_empty());
    assert_eq!(codes(&staged.findings), ["locate/scattered-table"]);
}

/// Two tables side by side, each under a heading of its own.
const SIDE_BY_SIDE: &str = r#"
to = "ACQ1"
reporter = "KEN"
[table.columns]
before = "Country of birth"
[table.unit]
unit = "persons"
[table.period]
reference = "sum"
year = 2024
[[table.field]]
name = "former"
direction = "left"
heading = "Former citizenship"
feeds = "former_citizenship"
[[table.field]]
name = "sex"
direction = "up"
feeds = "sex"
[[table]]
id = "birth"
to = "ACQ2"
reporter = "KEN"
[table.columns]
after = "Country of birth"
[table.unit]
unit = "persons"
[table.period]
reference = "sum"
year = 2024
[[table.field]]
name = "birth"
direction = "left"
heading = "Country of birth"
feeds = "country_of_birth"
[[table.field]]
name = "sex"
direction = "up"
feeds = "sex"
"#;

#[test]
fn tables_side_by_side_leave_each_other_their_labels() {
    let rows: [&[&str]; 4] = [
        &["made-up"],
        &["Former citizenship", "Female", "Male", "", "Country of birth", "Female", "Male"],
        &["Uganda", "1", "2", "", "Rwanda", "5", "6"],
        &["Rwanda", "3", "4", "", "Uganda", "7", "8"],
    ];
    let staged = through(SIDE_BY_SIDE, sheet(&rows, &[]));
    assert_eq!(codes(&staged.findings), Vec::<&str>::new());
    let values = |table: usize| staged.value[table].observations.iter().map(|observation| observation.value).collect::<Vec<_>>();
    assert_eq!(values(0), [Some(1), Some(2), Some(3), Some(4)]);
    assert_eq!(values(1), [Some(5), Some(6), Some(7), Some(8)]);
    assert!(staged.value.iter().all(closes));
}
