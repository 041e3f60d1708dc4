//! Layouts and their labels, from a small made-up sheet to codes: each mechanism of a mapping once where it holds, and
//! where it must say so instead.

use crate::map::{CodedTable, Purpose, closes};
use crate::model::{Code, Status};
use crate::read::Sheet;
use crate::testing::{codes, sheet, through};

/// The head of a flow of persons by citizenship into a state.
const IMMIGRATION: &str = r#"
to = "IMM1"
reporter = "KEN"
unit = { unit = "persons" }
period = { reference = "sum" }
"#;

/// The head of a stock of persons by citizenship on 1 January.
const RESIDENTS: &str = r#"
to = "POP1"
reporter = "KEN"
unit = { unit = "persons" }
period = { reference = "point", day = "01-01" }
"#;

/// A table text: the head with changes, then fields.
fn table(head: &str, changes: &[(&str, &str)], rest: &str) -> String {
    let head = changes.iter().fold(head.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "`{from}` is not in the head");
        text.replace(from, to)
    });
    format!("{head}{rest}")
}

fn field(name: &str, rest: &str) -> String {
    format!("[[table.field]]\nname = \"{name}\"\n{rest}\n")
}

/// `labels period value statuses` of every observation of every table, sorted, after checking the accounts.
fn shown(tables: &[CodedTable]) -> Vec<String> {
    let mut lines = Vec::new();
    for coded in tables {
        assert!(closes(coded), "the account closes");
        for observation in coded.observations.iter().filter(|observation| observation.purpose == Purpose::Observation) {
            let labels = coded.labels.iter().enumerate();
            let labels = labels.filter_map(|(field, _)| coded.label(observation.record, field).code().map(Code::as_str));
            let period = coded.periods[observation.period as usize].time_period().to_owned();
            let value = observation.value.map_or("-".to_owned(), |value| value.to_string());
            let status: String = observation.status.iter().map(Status::as_str).collect();
            lines.push(format!("{} {period} {value} {status}", labels.collect::<Vec<_>>().join(" ")));
        }
    }
    lines.sort();
    lines
}

fn read(table: &str, sheet: Sheet) -> (Vec<String>, Vec<&'static str>) {
    let staged = through(table, sheet);
    (shown(&staged.value), codes(&staged.findings))
}

fn clean(table: &str, sheet: Sheet) -> Vec<String> {
    let (shown, findings) = read(table, sheet);
    assert_eq!(findings, Vec::<&str>::new());
    shown
}

const COUNTRY: &str = "direction = \"left\"\nheading = \"Citizenship\"\nfeeds = \"citizenship\"";
const YEAR: &str = "direction = \"up\"\nfeeds = \"year\"";

#[test]
fn parents_told_only_by_the_row_above() {
    let by_sex = field(
        "nationality",
        "direction = \"left-up\"\nheading = \"Sex\"\nskip = [\"Men\", \"Women\"]\nfeeds = \"citizenship\"\nvalues = [{ text = \"Total\", code = \"_T\" }]",
    ) + &field(
        "sex",
        "direction = \"left\"\nheading = \"Sex\"\nfeeds = \"sex\"\nvalues = [{ text = \"Men\", code = \"M\" }, { text = \"Women\", code = \"F\" }]\notherwise = \"_T\"",
    ) + &field("year", YEAR);
    let rows: &[&[&str]] =
        &[&["Sex", "2020"], &["Total", "9"], &["men", "4"], &["Women", "5"], &["Uganda", "3"], &["Men", "1"], &["Women", "2"]];
    let expected = ["UGA F 2020 2 A", "UGA M 2020 1 A", "UGA _T 2020 3 A", "_T F 2020 5 A", "_T M 2020 4 A", "_T _T 2020 9 A"];
    assert_eq!(clean(&table(RESIDENTS, &[], &by_sex), sheet(rows, &[])), expected);
}

#[test]
fn a_heading_inside_the_body_names_the_rows_below_it() {
    let fields = field("sex", "direction = \"heading-row\"\nheading = \"Citizenship\"\nfeeds = \"sex\"")
        + &field("country", COUNTRY)
        + &field("year", YEAR);
    let rows: &[&[&str]] =
        &[&["Citizenship", "2020"], &["Male"], &["Uganda", "1"], &["Rwanda", "2"], &["Female"], &["Uganda", "3"], &["Rwanda", "4"]];
    let expected = ["F RWA 2020 4 A", "F UGA 2020 3 A", "M RWA 2020 2 A", "M UGA 2020 1 A"];
    assert_eq!(clean(&table(IMMIGRATION, &[], &fields), sheet(rows, &[])), expected);
}

#[test]
fn a_parent_below_its_members_names_the_rows_above_it() {
    let fields =
        field("sex", "direction = \"left-down\"\nheading = \"Sex\"\nfeeds = \"sex\"") + &field("country", COUNTRY) + &field("year", YEAR);
    let rows: &[&[&str]] = &[
        &["Sex", "Citizenship", "2020"],
        &["", "Uganda", "1"],
        &["Male", "Rwanda", "2"],
        &["", "Uganda", "3"],
        &["Female", "Rwanda", "4"],
    ];
    let expected = ["F RWA 2020 4 A", "F UGA 2020 3 A", "M RWA 2020 2 A", "M UGA 2020 1 A"];
    assert_eq!(clean(&table(IMMIGRATION, &[], &fields), sheet(rows, &[])), expected);
}

#[test]
fn flags_beside_values_become_statuses_and_undeclared_ones_a_finding() {
    let flags = field(
        "flag",
        "direction = \"right\"\nfeeds = \"status\"\nmarks = [{ mark = \"b\", status = \"B\" }, { mark = \"p\", status = \"P\" }]",
    );
    let fields = field("country", COUNTRY) + &field("year", YEAR) + &flags;
    let text = table(RESIDENTS, &[], &fields);
    let rows: &[&[&str]] = &[&["Citizenship", "2020", "", "2021"], &["Uganda", "1", "(bp)", "2"], &["Rwanda", "3", "", "4", "p"]];
    assert_eq!(clean(&text, sheet(rows, &[])), ["RWA 2020 3 A", "RWA 2021 4 P", "UGA 2020 1 BP", "UGA 2021 2 A"]);
    let merged: &[&[&str]] = &[&["Citizenship", "2020", "", "2021", ""], &["Uganda", "1", "b", "2", "x"]];
    let (shown, findings) = read(&text, sheet(merged, &["B1:C1", "D1:E1"]));
    assert_eq!((shown, findings), (vec!["UGA 2020 1 B".to_owned(), "UGA 2021 2 A".to_owned()], vec!["map/undeclared-mark"]));
}

#[test]
fn a_country_beside_its_figure_is_its_label() {
    let fields = field("place", "direction = \"left\"\nheading = \"Hill\"\naggregate = \"sum\"")
        + &field("country", "direction = \"right\"\nfeeds = \"citizenship\"\nheading = \"Country\"");
    let text = table(IMMIGRATION, &[("reference = \"sum\"", "reference = \"sum\", year = 2022")], &fields)
        + "[table.columns]\nheading = [\"Persons\"]\n";
    let rows: &[&[&str]] =
        &[&["Hill", "Persons", "Country"], &["Kiremba", "10", "Rwanda"], &["Rusimbuko", "", ""], &["Gasorwe", "4", "Uganda"]];
    let (shown, findings) = read(&text, sheet(rows, &[]));
    assert_eq!((shown, findings), (vec!["RWA 2022 10 A".to_owned(), "UGA 2022 4 A".to_owned()], vec![]));
}

#[test]
fn header_rows_named_by_their_stub_read_a_table_whose_records_run_across() {
    let fields = field("country", "direction = \"up\"\nheading = \"Country\"\nfeeds = \"citizenship\"")
        + &field("year", "direction = \"up\"\nheading = \"Year\"\nfeeds = \"year\"");
    let rows: &[&[&str]] = &[&["made-up"], &["Country", "Uganda", "Rwanda"], &["Year", "2020", "2021"], &["Persons", "1", "2"]];
    assert_eq!(clean(&table(IMMIGRATION, &[], &fields), sheet(rows, &[])), ["RWA 2021 2 A", "UGA 2020 1 A"]);
}

#[test]
fn a_stub_without_a_heading_is_counted_from_the_values() {
    let fields = field("country", "direction = \"left\"\ncolumn = 1\nfeeds = \"citizenship\"") + &field("year", YEAR);
    let text = table(IMMIGRATION, &[("to = ", "header = [\"2020\"]\nto = ")], &fields);
    let rows: &[&[&str]] = &[&["", "", "2020", "2021"], &["", "Uganda", "1", "2"], &["", "Rwanda", "3", "4"]];
    assert_eq!(clean(&text, sheet(rows, &[])), ["RWA 2020 3 A", "RWA 2021 4 A", "UGA 2020 1 A", "UGA 2021 2 A"]);
}

#[test]
fn tables_side_by_side_under_the_same_headings_are_counted_from_the_left() {
    let fields = field("country", COUNTRY) + &field("year", YEAR);
    let rows: &[&[&str]] = &[&["Citizenship", "2020", "", "Citizenship", "2020"], &["Uganda", "1", "", "Rwanda", "2"]];
    for (number, expected) in [("1", "UGA 2020 1 A"), ("2", "RWA 2020 2 A")] {
        let text = table(IMMIGRATION, &[("to = ", &format!("beside = {number}\nto = "))], &fields);
        assert_eq!(clean(&text, sheet(rows, &[])), [expected]);
    }
    let (_, findings) = read(&table(IMMIGRATION, &[], &fields), sheet(rows, &[]));
    assert_eq!(findings, ["locate/heading-twice"], "without a word about it neither is read");
    let (_, findings) = read(&table(IMMIGRATION, &[("to = ", "beside = 3\nto = ")], &fields), sheet(rows, &[]));
    assert!(findings.contains(&"locate/table-not-found"), "{findings:?}");
}

#[test]
fn value_columns_are_chosen_by_heading_pattern_and_place() {
    let fields = field("country", COUNTRY)
        + &field(
            "sex",
            "direction = \"up\"\npattern = \"^(h|f)_\"\nfeeds = \"sex\"\nvalues = [{ text = \"h\", code = \"M\" }, { text = \"f\", code = \"F\" }]",
        );
    let rows: &[&[&str]] =
        &[&["Citizenship", "in", "h_all", "f_all", "out", "h_all", "f_all", "rest"], &["Uganda", "0", "1", "2", "0", "3", "4", "9"]];
    let head = |columns: &str| {
        table(IMMIGRATION, &[("reference = \"sum\"", "reference = \"sum\", year = 2022")], &fields) + "[table.columns]\n" + columns + "\n"
    };
    let out = head("pattern = \"^(h|f)_\"\nafter = \"out\"\nothers = \"other-measure\"");
    assert_eq!(clean(&out, sheet(rows, &[])), ["UGA F 2022 4 A", "UGA M 2022 3 A"]);
    let within = head("pattern = \"^(h|f)_\"\nafter = \"in\"\nbefore = \"out\"\nothers = \"other-measure\"");
    assert_eq!(clean(&within, sheet(rows, &[])), ["UGA F 2022 2 A", "UGA M 2022 1 A"]);
    let first = head("heading = [\"f_all\"]\nafter = \"out\"\nothers = \"other-measure\"");
    assert_eq!(clean(&first, sheet(rows, &[])), ["UGA F 2022 4 A"]);
}

#[test]
fn three_header_rows_keep_months_quarters_and_years_apart() {
    let part = "direction = \"up\"\nfeeds = \"part-of-year\"\nvalues = [\n{ pattern = '^\\d{4} Total$', freq = \"A\" },\n{ text = \"Q1 Total\", freq = \"Q\", number = 1 },\n]";
    let rule =
        "[[table.rule]]\nwhen = [{ field = \"year\", equals = [\"2021\"] }, { field = \"part\", pattern = \"Total\" }]\nmonths = [1, 2]\n";
    let fields =
        field("country", COUNTRY) + &field("year", "direction = \"up-left\"\nlevel = 3\nfeeds = \"year\"") + &field("part", part) + rule;
    let rows: &[&[&str]] = &[
        &["Citizenship", "2020", "", "", "", "", "2021"],
        &["", "Q1", "", "", "", "2020 Total", "Q1", "", "2021 Total"],
        &["", "Jan", "Feb", "Mar", "Q1 Total", "", "Jan", "Feb", ""],
        &["Uganda", "1", "2", "3", "6", "30", "4", "5", "9"],
    ];
    let merges = ["A1:A3", "F2:F3", "I2:I3", "B2:E2", "G2:H2"];
    let text = table(IMMIGRATION, &[], &fields);
    let expected = [
        "UGA 2020 30 A",
        "UGA 2020-01 1 A",
        "UGA 2020-02 2 A",
        "UGA 2020-03 3 A",
        "UGA 2020-Q1 6 A",
        "UGA 2021-01 4 A",
        "UGA 2021-01-01/P2M 9 A",
        "UGA 2021-02 5 A",
    ];
    assert_eq!(clean(&text, sheet(rows, &merges)), expected);
}

#[test]
fn a_figure_of_a_fiscal_year_needs_to_be_told_when_the_year_begins() {
    let fields = field("country", COUNTRY) + &field("year", YEAR);
    let rows: &[&[&str]] = &[&["Citizenship", "2019/20", "2021"], &["Uganda", "1", "2"]];
    let (shown, findings) = read(&table(IMMIGRATION, &[], &fields), sheet(rows, &[]));
    assert_eq!((shown, findings), (vec!["UGA 2021 2 A".to_owned()], vec!["map/not-a-year"]));
    let fiscal = |named: &str| {
        table(IMMIGRATION, &[("reference = \"sum\"", &format!("reference = \"sum\", starts = \"07-01\", named-by = \"{named}\""))], &fields)
    };
    assert_eq!(clean(&fiscal("last"), sheet(rows, &[])), ["UGA 2019-07-01/P1Y 1 A", "UGA 2020-07-01/P1Y 2 A"]);
    assert_eq!(clean(&fiscal("first"), sheet(rows, &[])), ["UGA 2019-07-01/P1Y 1 A", "UGA 2021-07-01/P1Y 2 A"]);
    let both = table(IMMIGRATION, &[("reference = \"sum\"", "reference = \"sum\", pair = \"both-years\"")], &fields);
    assert_eq!(clean(&both, sheet(rows, &[])), ["UGA 2019-01-01/P2Y 1 A", "UGA 2021 2 A"]);
}

#[test]
fn quarters_and_months_of_a_fiscal_year_lie_where_they_fall() {
    let part = "direction = \"left\"\nheading = \"Part\"\nfeeds = \"part-of-year\"\nvalues = [{ text = \"Q1\", freq = \"Q\", number = 1 }, { text = \"Q3\", freq = \"Q\", number = 3 }]";
    let fields = field("country", COUNTRY) + &field("part", part) + &field("year", YEAR);
    let text = table(IMMIGRATION, &[("reference = \"sum\"", "reference = \"sum\", starts = \"07-01\", named-by = \"first\"")], &fields);
    let rows: &[&[&str]] = &[
        &["Citizenship", "Part", "2022/23"],
        &["Uganda", "Q1", "1"],
        &["Uganda", "Q3", "2"],
        &["Uganda", "December", "3"],
        &["Uganda", "May", "4"],
    ];
    assert_eq!(clean(&text, sheet(rows, &[])), ["UGA 2022-12 3 A", "UGA 2022-Q3 1 A", "UGA 2023-05 4 A", "UGA 2023-Q1 2 A"]);
}

#[test]
fn years_of_another_calendar_are_spans_of_days() {
    let fields = field("country", COUNTRY) + &field("year", "direction = \"up\"\nfeeds = \"year\"\npattern = '(\\d{4})'");
    let rows: &[&[&str]] = &[&["Citizenship", "2016 E.C."], &["Uganda", "1"]];
    let flow = table(IMMIGRATION, &[("reference = \"sum\"", "reference = \"sum\", calendar = \"ethiopian\"")], &fields);
    assert_eq!(clean(&flow, sheet(rows, &[])), ["UGA 2023-09-12/P365D 1 A"]);
    let stock = table(RESIDENTS, &[("day = \"01-01\"", "day = \"10-30\", calendar = \"ethiopian\"")], &fields);
    assert_eq!(clean(&stock, sheet(rows, &[])), ["UGA 2024 1 A"], "30 Sene 2016 is 7 July 2024");
}

#[test]
fn periods_as_sdmx_writes_them_and_days_are_read() {
    let fields = field("country", COUNTRY) + &field("when", "direction = \"up\"\nfeeds = \"period\"");
    let rows: &[&[&str]] = &[&["Citizenship", "2020-Q1", "2020-03", "spring"], &["Uganda", "1", "2", "3"]];
    let (shown, findings) = read(&table(IMMIGRATION, &[], &fields), sheet(rows, &[]));
    assert_eq!((shown, findings), (vec!["UGA 2020-03 2 A".to_owned(), "UGA 2020-Q1 1 A".to_owned()], vec!["map/not-a-period"]));
}

#[test]
fn footnotes_end_the_table_and_their_text_becomes_the_note() {
    let notes = "[table.notes]\npattern = '^(\\d\\))\\s+(.*)$'\n";
    let fields = field("country", COUNTRY) + &field("year", YEAR) + notes;
    let rows: &[&[&str]] = &[
        &["Citizenship", "2020"],
        &["Uganda 1)", "1"],
        &["Rwanda", "2"],
        &[""],
        &["1) Including asylum", ""],
        &["seekers.", ""],
        &["", "1) stray"],
    ];
    let staged = through(&table(IMMIGRATION, &[], &fields), sheet(rows, &[]));
    assert_eq!(codes(&staged.findings), Vec::<&str>::new());
    let coded = &staged.value[0];
    assert_eq!(shown(&staged.value), ["RWA 2020 2 A", "UGA 2020 1 A"]);
    let notes: Vec<Option<&str>> = coded.observations.iter().map(|one| one.note.map(|note| &*coded.notes[note as usize])).collect();
    assert_eq!(notes, [Some("1) Including asylum seekers."), None]);
}

#[test]
fn signs_words_and_habits_of_numbers_in_text_cells() {
    let fields = field("country", COUNTRY) + &field("year", YEAR);
    let text = table(
        IMMIGRATION,
        &[(
            "to = ",
            "missing = [{ pattern = '^<\\d$', status = \"Q\", low = 1, high = 4 }]\nvalue-marks = [{ mark = \"p\", status = \"P\" }]\nnumber-pattern = '^([\\d ,]+) Individuals$'\nto = ",
        )],
        &fields,
    );
    let rows: &[&[&str]] = &[
        &["Citizenship", "2016", "2017", "2018", "2019", "2020", "2021"],
        &["Uganda", "1.234", "1\u{202f}234 p", "١٬٢٣٤", "1,571 Individuals", "<5", "0"],
    ];
    let (lines, findings) = read(&text, sheet_of_texts(rows));
    assert_eq!(lines, ["UGA 2016 1234 A", "UGA 2017 1234 P", "UGA 2018 1234 A", "UGA 2019 1571 A", "UGA 2020 - Q", "UGA 2021 0 A"]);
    assert_eq!(findings, ["map/mixed-digits", "map/number-as-text"]);
    for (cell, finding) in
        [("12.5%", "map/not-a-count"), ("(123)", "map/negative"), ("12O4", "map/undeclared-symbol"), ("12.5", "map/not-whole")]
    {
        let (_, findings) = read(&text, sheet_of_texts(&[&["Citizenship", "2016"], &["Uganda", cell]]));
        assert!(findings.contains(&finding), "{cell}: {findings:?}");
    }
}

#[test]
fn a_sign_before_three_digits_is_asked_where_figures_are_multiplied() {
    let fields = field("country", COUNTRY) + &field("year", YEAR);
    let text = table(
        IMMIGRATION,
        &[("unit = \"persons\" }", "unit = \"persons\", multiplier = 1000, step = 100, stated-by = \"'000\" }")],
        &fields,
    );
    let of = |cell: &str| read(&text, sheet_of_texts(&[&["'000"], &["Citizenship", "2020"], &["Uganda", cell]]));
    assert_eq!(of("64,1").0, ["UGA 2020 64100 A"]);
    assert_eq!(of("1,234"), (vec![], vec!["map/undeclared-symbol"]));
}

#[test]
fn a_detail_adds_to_no_total_and_a_stored_zero_can_mean_no_estimate() {
    let fields = field(
        "country",
        "direction = \"left\"\nheading = \"Citizenship\"\nfeeds = \"citizenship\"\nvalues = [{ text = \"of which EAC\", code = \"COMESA_FOR\", memo = true }]",
    ) + &field("year", YEAR);
    let text = table(IMMIGRATION, &[("to = ", "missing = [{ text = \"0\", status = \"O\" }]\nto = ")], &fields);
    let staged = through(&text, sheet(&[&["Citizenship", "2020"], &["Uganda", "1"], &["of which EAC", "0"]], &[]));
    assert_eq!(shown(&staged.value), ["COMESA_FOR 2020 - O", "UGA 2020 1 A"]);
    let coded = &staged.value[0];
    let memo: Vec<bool> = coded.observations.iter().map(|one| coded.label(one.record, 0).memo).collect();
    assert_eq!(memo, [false, true]);
}

#[test]
fn a_table_about_nobody_is_asked_for_its_state() {
    let fields = field("country", COUNTRY) + &field("year", YEAR);
    let text = table(IMMIGRATION, &[("reporter = \"KEN\"\n", "")], &fields);
    let asked = format!("{text}[[todo]]\nquestion = \"which state?\"\ntable = \"table\"\nkey = \"reporter\"\n");
    let (shown, findings) = read(&asked, sheet(&[&["Citizenship", "2020"], &["Uganda", "1"]], &[]));
    assert_eq!((shown, findings), (vec![], vec!["map/no-state"]));
}

/// Texts stay texts here, also those that are numbers.
fn sheet_of_texts(rows: &[&[&str]]) -> Sheet {
    use crate::model::CellRef;
    use crate::read::{Cell, Content};
    let cells = rows.iter().zip(0_u32..).flat_map(|(row, at)| {
        let filled = row.iter().zip(0_u32..).filter(|(text, _)| !text.is_empty());
        filled.map(move |(text, column)| Cell::new(CellRef::new(at, column), Content::Text((*text).into())))
    });
    Sheet::from_cells("Sheet1", cells.collect(), Vec::new())
}

#[test]
fn a_name_of_another_time_still_leads_to_its_code_and_is_told() {
    let fields = field("country", COUNTRY) + &field("year", YEAR);
    let text = table(RESIDENTS, &[], &fields);
    let (shown, findings) = read(&text, sheet(&[&["Citizenship", "2010", "2022"], &["Swaziland", "1", "2"], &["Sudan", "3", "4"]], &[]));
    assert_eq!(shown, ["SDN 2010 3 A", "SDN 2022 4 A", "SWZ 2010 1 A", "SWZ 2022 2 A"]);
    assert_eq!(findings, ["map/name-covered-otherwise", "map/name-not-in-use"]);
    let (_, findings) = read(&text, sheet(&[&["Citizenship", "2010"], &["Swaziland", "1"]], &[]));
    assert_eq!(findings, Vec::<&str>::new());
}

#[test]
fn marks_in_a_column_of_notes_find_footnotes_whose_text_stands_beside_the_mark() {
    let fields = field("country", COUNTRY)
        + &field("notes", "direction = \"left\"\nheading = \"Notes\"\nfeeds = \"note\"")
        + &field("year", YEAR)
        + "[table.notes]\npattern = '^(\\(\\d\\))$'\n";
    let rows: &[&[&str]] = &[
        &["Citizenship", "Notes", "2020"],
        &["Uganda", "(1), (2)", "1"],
        &["Rwanda", "(2)", "2"],
        &["Burundi", "estimate", "3"],
        &[""],
        &["(1)", "Residents only."],
        &["(2)", "Without refugees."],
    ];
    let staged = through(&table(IMMIGRATION, &[], &fields), sheet(rows, &[]));
    assert_eq!(codes(&staged.findings), Vec::<&str>::new());
    let coded = &staged.value[0];
    let notes: Vec<&str> = coded.observations.iter().filter_map(|one| one.note).map(|note| &*coded.notes[note as usize]).collect();
    assert_eq!(notes, ["(1) Residents only.; (2) Without refugees.", "(2) Without refugees.", "estimate"]);
}

#[test]
fn an_empty_label_can_be_given_a_code() {
    let country = "direction = \"left\"\nheading = \"Citizenship\"\nfeeds = \"citizenship\"";
    let rows: &[&[&str]] = &[&["Citizenship", "2020"], &["Uganda", "1"], &["", "2"]];
    let coded = field("country", &format!("{country}\nvalues = [{{ blank = true, code = \"_U\" }}]")) + &field("year", YEAR);
    assert_eq!(clean(&table(IMMIGRATION, &[], &coded), sheet(rows, &[])), ["UGA 2020 1 A", "_U 2020 2 A"]);
    let asked = field("country", country) + &field("year", YEAR);
    let (shown, findings) = read(&table(IMMIGRATION, &[], &asked), sheet(rows, &[]));
    assert_eq!((shown, findings), (vec!["UGA 2020 1 A".to_owned()], vec!["map/blank-label"]));
}

#[test]
fn a_missing_symbol_that_is_the_mark_of_a_footnote_carries_its_text() {
    let fields = field("country", COUNTRY) + &field("year", YEAR) + "[table.notes]\npattern = '^(\\d\\))\\s+(.*)$'\n";
    let text = table(IMMIGRATION, &[("to = ", "missing = [{ text = \"2)\", status = \"K\" }]\nto = ")], &fields);
    let staged = through(&text, sheet(&[&["Citizenship", "2020"], &["Uganda", "2)"], &[""], &["2) Counted with Kenya."]], &[]));
    assert_eq!((shown(&staged.value), codes(&staged.findings)), (vec!["UGA 2020 - K".to_owned()], vec![]));
    let coded = &staged.value[0];
    assert_eq!(coded.observations[0].note.map(|note| &*coded.notes[note as usize]), Some("2) Counted with Kenya."));
}

#[test]
fn a_comment_on_a_cell_becomes_a_note_of_its_value() {
    use crate::read::Told;
    let fields = field("country", COUNTRY) + &field("year", YEAR);
    let mut commented = sheet(&[&["Citizenship", "2020"], &["Uganda", "1"], &["Rwanda", "2"]], &[]);
    let at = "B2".parse().expect("an address");
    commented.comments = Told::Known([(at, "recounted\nin May".into())].into_iter().collect());
    let staged = through(&table(IMMIGRATION, &[("to = ", "note = \"made up\"\nto = ")], &fields), commented);
    let coded = &staged.value[0];
    let notes: Vec<&str> = coded.observations.iter().filter_map(|one| one.note).map(|note| &*coded.notes[note as usize]).collect();
    assert_eq!(notes, ["made up; recounted in May", "made up"]);
}

#[test]
fn figures_on_the_diagonal_of_a_matrix_are_told_by_a_condition_on_two_labels() {
    let fields = field("country", COUNTRY)
        + &field("lived", "direction = \"up\"\nfeeds = \"country_prev_residence\"")
        + "[[table.rule]]\nwhen = [{ field = \"country\", same-as = \"lived\" }]\nignore = \"out-of-scope\"\n";
    let text =
        table(IMMIGRATION, &[("reference = \"sum\"", "reference = \"sum\", year = 2020"), ("to = \"IMM1\"", "to = \"IMM2\"")], &fields);
    let rows: &[&[&str]] = &[&["Citizenship", "Uganda", "Rwanda"], &["Uganda", "1", "2"], &["Rwanda", "3", "4"]];
    assert_eq!(clean(&text, sheet(rows, &[])), ["RWA UGA 2020 3 A", "UGA RWA 2020 2 A"]);
}

#[test]
fn cells_of_shares_and_false_zeros_are_no_counts() {
    use crate::model::CellRef;
    use crate::read::{Cell, Content, Told};
    let fields = field("country", COUNTRY) + &field("year", YEAR);
    let text = table(IMMIGRATION, &[("to = ", "format-marks = [{ mark = \"┴\", status = \"B\" }]\nto = ")], &fields);
    let formatted = |number: f64, format: &str| {
        let mut cells = sheet(&[&["Citizenship", "2020"], &["Uganda"]], &[]).cells().to_vec();
        cells.push(Cell { number_format: Some(format.into()), ..Cell::new(CellRef::new(1, 1), Content::Number(number)) });
        Sheet::from_cells("Sheet1", cells, Vec::new())
    };
    assert_eq!(clean(&text, formatted(5.0, "┴  #,##0")), ["UGA 2020 5 B"]);
    let (shown, findings) = read(&text, formatted(5.0, "#,##0\" rev\""));
    assert_eq!((shown, findings), (vec!["UGA 2020 5 A".to_owned()], vec!["map/format-mark"]));
    let (shown, findings) = read(&text, formatted(0.5, "0%"));
    assert_eq!((shown, findings), (vec![], vec!["map/not-a-count"]));
    let mut untold = formatted(0.0, "0");
    untold.number_formats = Told::NotAvailable;
    assert_eq!(read(&text, untold), (vec!["UGA 2020 0 A".to_owned()], vec!["map/zero-without-format"]));
}
