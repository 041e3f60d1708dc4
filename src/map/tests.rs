//! The stage on small sheets: what becomes an observation, and what becomes a finding instead.

use crate::map::{CodedTable, Purpose, closes};
use crate::model::{Addressing, Fate, Status};
use crate::testing::{codes, sheet, through};

/// A stock of foreign-born persons by state, one column a year.
const STATES: &str = r#"
to = "POP2"
set = { country_of_birth = "FOR" }
[table.unit]
unit = "persons"
[table.period]
reference = "point"
day = "07-01"
[[table.field]]
name = "area"
direction = "left"
heading = "Area"
feeds = "reporter"
[[table.field]]
name = "year"
direction = "up"
feeds = "year"
marks = [{ mark = "*", status = "P" }]
"#;

fn one(staged: &[CodedTable]) -> &CodedTable {
    assert_eq!(staged.len(), 1, "one table");
    assert!(closes(&staged[0]), "the account closes");
    &staged[0]
}

/// `area year value statuses` of every observation.
fn shown(coded: &CodedTable) -> Vec<String> {
    coded
        .observations
        .iter()
        .filter(|observation| observation.purpose == Purpose::Observation)
        .map(|observation| {
            let code = coded.label(observation.record, 0).code().map_or("?", crate::model::Code::as_str).to_owned();
            let value = observation.value.map_or("-".to_owned(), |value| value.to_string());
            let status: String = observation.status.iter().map(Status::as_str).collect();
            format!("{code} {} {value} {status}", coded.periods[observation.period as usize].time_period())
        })
        .collect()
}

#[test]
fn names_years_and_marks_become_codes_periods_and_statuses() {
    let staged =
        through(STATES, sheet(&[&["made-up"], &["Area", "2020", "2021*"], &["Kenya", "10", "11"], &["  uganda ", "..", "~"]], &[]));
    assert_eq!(codes(&staged.findings), Vec::<&str>::new());
    assert_eq!(shown(one(&staged.value)), ["KEN 2020 10 A", "KEN 2021 11 P", "UGA 2020 - O", "UGA 2021 - QP"]);
    assert_eq!(staged.value[0].observations[3].range, Some((1, 4)));
}

#[test]
fn a_name_of_two_states_is_asked_and_never_guessed() {
    let staged = through(STATES, sheet(&[&["Area", "2020"], &["Congo", "10"], &["Kenya", "11"]], &[]));
    assert_eq!(codes(&staged.findings), ["map/ambiguous-label"]);
    assert!(staged.findings[0].message.contains("COD or COG"), "{}", staged.findings[0].message);
    assert_eq!(shown(one(&staged.value)), ["KEN 2020 11 A"]);
}

#[test]
fn an_unknown_label_names_its_cell_its_line_and_the_nearest() {
    let staged = through(STATES, sheet(&[&["Area", "2020"], &["Kenia", "10"], &["Uganda", "9"]], &[]));
    assert_eq!(codes(&staged.findings), ["map/unknown-label"]);
    let finding = &staged.findings[0];
    assert_eq!(finding.at.as_ref().and_then(crate::diag::Place::show_cells), Some("Sheet1!A2".to_owned()));
    assert!(finding.mapping.is_some());
    assert!(finding.advice().contains("Kenya"), "{}", finding.advice());
}

#[test]
fn what_is_no_count_is_told_and_not_read() {
    for (cell, code) in
        [("n.a.", "map/undeclared-symbol"), ("2.5", "map/not-whole"), ("-3", "map/negative"), ("12 persons", "map/undeclared-symbol")]
    {
        let staged = through(STATES, sheet(&[&["Area", "2020"], &["Kenya", cell]], &[]));
        assert_eq!(codes(&staged.findings), [code], "{cell}");
        assert!(one(&staged.value).observations.iter().all(|observation| observation.value.is_none()), "{cell}");
    }
}

#[test]
fn float_noise_is_no_fraction() {
    let staged = through(STATES, sheet(&[&["Area", "2020"], &["Kenya", "38891.00000000001"]], &[]));
    assert_eq!(codes(&staged.findings), Vec::<&str>::new());
    assert_eq!(shown(one(&staged.value)), ["KEN 2020 38891 A"]);
}

#[test]
fn a_year_needs_four_digits_and_a_declared_mark() {
    let staged = through(STATES, sheet(&[&["Area", "20", "2021(b)"], &["Kenya", "1", "2"]], &[]));
    assert_eq!(codes(&staged.findings), ["map/not-a-year", "map/undeclared-mark"]);
}

#[test]
fn a_group_of_states_is_no_reporter() {
    let staged = through(STATES, sheet(&[&["Area", "2020"], &["Eastern Africa", "5"], &["Kenya", "5"]], &[]));
    assert_eq!(codes(&staged.findings), ["map/not-a-state"]);
    assert_eq!(shown(one(&staged.value)), ["KEN 2020 5 A"]);
}

#[test]
fn empty_cells_follow_what_is_declared() {
    let rows: &[&[&str]] = &[&["Area", "2020", "2021"], &["Kenya", "", "2"]];
    let missing = through(STATES, sheet(rows, &[]));
    assert_eq!(shown(one(&missing.value)), ["KEN 2020 - O", "KEN 2021 2 A"]);
    let absent = through(&format!("blank = \"absent\"\n{STATES}"), sheet(rows, &[]));
    assert_eq!(shown(one(&absent.value)), ["KEN 2021 2 A"]);
}

/// Two rules, as in a table that says by letters what was counted.
const LETTERS: &str = r#"
[table.unit]
unit = "persons"
[table.period]
reference = "point"
day = "07-01"
[[table.field]]
name = "area"
direction = "left"
heading = "Area"
feeds = "reporter"
[[table.field]]
name = "type"
direction = "left"
heading = "Type"
letters = ["B", "C"]
[[table.field]]
name = "year"
direction = "up"
feeds = "year"
[[table.rule]]
when = [{ field = "type", has = "B" }]
to = "POP2"
set = { country_of_birth = "FOR" }
[[table.rule]]
when = [{ field = "type", has = "C" }]
to = "POP1"
set = { citizenship = "FOR" }
[[table.rule]]
when = [{ field = "type", blank = true }]
fate = "aggregate-reporter"
"#;

#[test]
fn letters_send_rows_to_tables_and_both_to_none() {
    let rows: &[&[&str]] = &[
        &["Area", "Type", "2020"],
        &["World", "", "60"],
        &["Kenya", "B", "10"],
        &["Uganda", " C ", "20"],
        &["Rwanda", "CB", "30"],
        &["Malawi", "D", "40"],
    ];
    let staged = through(LETTERS, sheet(rows, &[]));
    assert_eq!(codes(&staged.findings), ["map/two-destinations", "map/undeclared-letter"]);
    let coded = one(&staged.value);
    let routed: Vec<String> = coded
        .observations
        .iter()
        .filter(|observation| observation.purpose == Purpose::Observation)
        .map(|observation| format!("{} {}", coded.destination(observation).map_or("?", |id| id.as_str()), observation.value.unwrap_or(-1)))
        .collect();
    assert_eq!(routed, ["POP2 10", "POP1 20"]);
    let fate = |cell: &str| coded.account.iter().find(|line| line.at.show(Addressing::Letters) == cell).map(|line| line.fate);
    assert_eq!(fate("C2"), Some(Fate::AggregateReporter));
    assert_eq!(fate("C5"), Some(Fate::Unmapped));
}

#[test]
fn a_rule_for_groups_does_not_swallow_a_state() {
    let staged =
        through(LETTERS, sheet(&[&["Area", "Type", "2020"], &["Kenya", "", "10"], &["Uganda", "", ".."], &["Rwanda", "B", "1"]], &[]));
    assert_eq!(codes(&staged.findings), ["map/state-set-aside", "map/state-without-figures"]);
}

#[test]
fn two_labels_must_name_the_same_state() {
    let table = STATES.replace(
        "[[table.field]]\nname = \"area\"\ndirection = \"left\"\nheading = \"Area\"\nfeeds = \"reporter\"",
        "[[table.field]]\nname = \"area\"\ndirection = \"left\"\nheading = \"Area\"\n[[table.field]]\nname = \"code\"\ndirection = \"left\"\nheading = \"Code\"\nfeeds = \"reporter\"\nsystem = \"iso3\"\nconfirm = \"area\"",
    );
    let staged = through(
        &table,
        sheet(&[&["Code", "Area", "2020"], &["KEN", "Uganda", "1"], &["UGA", "Uganda", "2"], &["RWA", "Ruanda-Urundi", "3"]], &[]),
    );
    assert_eq!(codes(&staged.findings), ["map/contradicting-labels", "map/unconfirmed-label"]);
    let contradiction = staged.findings.iter().find(|finding| finding.code.id == "map/contradicting-labels").expect("told");
    assert_eq!(contradiction.also.len(), 1, "both cells are named");
    assert_eq!(shown(one(&staged.value)).len(), 2);
}

/// A long table whose last column feeds nothing.
const LONG: &str = r#"
to = "IMM3"
reporter = "KEN"
columns = { heading = ["Persons"] }
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
direction = "left"
heading = "Year"
feeds = "year"
"#;

#[test]
fn what_is_left_out_needs_a_line() {
    let rows: &[&[&str]] = &[&["Born in", "Year", "Persons", "Share"], &["Uganda", "2020", "5", "0.5"], &["Rwanda", "2020", "6", "0.6"]];
    let silent = through(LONG, sheet(rows, &[]));
    assert_eq!(codes(&silent.findings), ["map/ignored-without-a-line"]);
    assert!(closes(&silent.value[0]));
    let stated = through(&format!("{LONG}[[table.ignore-column]]\nheading = \"Share\"\nreason = \"not-a-count\"\n"), sheet(rows, &[]));
    assert_eq!(codes(&stated.findings), Vec::<&str>::new());
    assert_eq!(stated.value[0].observations.len(), 2);
}

#[test]
fn a_zero_that_shows_as_a_symbol_is_what_the_symbol_is() {
    use crate::model::CellRef;
    use crate::read::{Cell, Content, Sheet};
    let zero = || {
        let mut cells = sheet(&[&["Area", "2020"], &["Kenya"], &["Uganda", "4"]], &[]).cells().to_vec();
        let format = Some(std::sync::Arc::from("#,##0;-#,##0;\\x"));
        cells.push(Cell { number_format: format, ..Cell::new(CellRef::new(1, 1), Content::Number(0.0)) });
        Sheet::from_cells("Sheet1", cells, Vec::new())
    };
    let unknown = through(STATES, zero());
    assert_eq!(codes(&unknown.findings), ["map/zero-shown-as"]);
    assert_eq!(shown(one(&unknown.value)), ["UGA 2020 4 A"]);
    let missing = through(&format!("missing = [{{ text = \"x\", status = \"O\" }}]\n{STATES}"), zero());
    assert_eq!(shown(one(&missing.value)), ["KEN 2020 - O", "UGA 2020 4 A"]);
    let nil = through(&format!("zero = [{{ text = \"x\" }}]\n{STATES}"), zero());
    assert_eq!(shown(one(&nil.value)), ["KEN 2020 0 A", "UGA 2020 4 A"]);
}
