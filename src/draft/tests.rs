//! Drafts of small made-up sheets, one for each inference; every draft must load, and what it says is compared.

use super::{Draft, DraftError, DraftOptions, Words, draft, evaluate, labels_rows, read_labels};
use crate::read::{Sheet, Workbook};
use crate::spec::{SpecSource, load_mapping};
use crate::testing::{mapping_text, sheet, standard, workbook};

fn words() -> Words {
    Words::of(&SpecSource::shipped()).unwrap()
}

fn drafted_from(workbooks: &[&Workbook], options: &DraftOptions) -> Result<Draft, DraftError> {
    draft(workbooks, standard(), &words(), options)
}

fn drafted(sheet: Sheet) -> Draft {
    let draft = drafted_from(&[&workbook(sheet)], &DraftOptions::default()).unwrap();
    assert!(load_mapping("draft.toml", &draft.text, standard()).is_ok(), "{}", draft.text);
    draft
}

fn questions(draft: &Draft) -> Vec<&str> {
    draft.todos.iter().filter(|todo| todo.table.is_some()).map(|todo| todo.key.as_str()).collect()
}

/// Foreign residents by citizenship, with a total that adds up.
const RESIDENTS: &[&[&str]] = &[
    &["Table 3: Foreign population by citizenship, 31 December, made-up, Kenya"],
    &["Citizenship", "2021", "2022*"],
    &["Uganda", "1250", "1300"],
    &["Rwanda", "250", "260"],
    &["Burundi", "40", "50"],
    &["Total", "1540", "1610"],
    &["* provisional"],
];

#[test]
fn a_plain_table_is_read_at_once() {
    let draft = drafted(sheet(RESIDENTS, &[]));
    for line in [
        "to = \"POP1\"",
        "heading = \"Citizenship\"",
        "feeds = \"citizenship\"",
        "feeds = \"year\"",
        "day = \"12-31\"  # `31 december` stands near the table",
        "title = \"Table 3: Foreign population by citizenship, 31 December, made-up, Kenya\"",
        "marks = [{ mark = \"*\" }]",
    ] {
        assert!(draft.text.contains(line), "no `{line}` in\n{}", draft.text);
    }
    assert_eq!((draft.tables.len(), draft.tables[0].read, draft.tables[0].open), (1, 8, 0));
    assert_eq!(questions(&draft), ["reporter"], "the state is named only in the title, all else is stated");
}

#[test]
fn figures_too_large_to_be_added_end_in_a_draft_all_the_same() {
    let mut rows: Vec<Vec<&str>> = RESIDENTS.iter().map(|row| row.to_vec()).collect();
    for row in &mut rows[2..5] {
        row[1] = "9000000000000000000";
    }
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    assert_eq!(drafted(sheet(&rows, &[])).tables[0].read, 8);
}

#[test]
fn the_same_file_gives_the_same_draft() {
    let text = || drafted(sheet(RESIDENTS, &[])).text;
    assert_eq!(text(), text());
}

#[test]
fn a_total_is_one_because_it_adds_up() {
    let draft = drafted(sheet(RESIDENTS, &[]));
    assert!(
        draft.text.contains("over = \"citizenship\"  # adds up in 2 of 2 sums\ntotal = \"_T\"\nparts = [\"BDI\", \"RWA\", \"UGA\"]"),
        "{}",
        draft.text
    );
}

#[test]
fn a_label_that_says_total_and_does_not_add_up_is_asked() {
    let mut rows = RESIDENTS.to_vec();
    rows[5] = &["Total", "9999", "8888"];
    let draft = drafted(sheet(&rows, &[]));
    assert!(!draft.text.contains("adds-up]]"));
    let asked = draft.todos.iter().find(|todo| todo.key == "adds-up").unwrap();
    assert_eq!(asked.evidence.as_deref(), Some("adds up in 0 of 2 sums"));
}

#[test]
fn both_sexes_are_male_and_female_in_a_band_over_years() {
    let rows: &[&[&str]] = &[
        &["Immigrants by country of birth and sex, made-up, Kenya"],
        &["Country of birth", "Both sexes", "", "Males", "", "Females", ""],
        &["", "2021", "2022", "2021", "2022", "2021", "2022"],
        &["Kenya", "30", "50", "10", "20", "20", "30"],
        &["Somalia", "70", "90", "30", "40", "40", "50"],
    ];
    for merges in [&["A2:A3", "B2:C2", "D2:E2", "F2:G2"][..], &["A2:A3"][..]] {
        let draft = drafted(sheet(rows, merges));
        assert!(draft.text.contains("to = \"IMM3\""), "{}", draft.text);
        assert!(draft.text.contains("level = 2\nfeeds = \"sex\""), "{}", draft.text);
        assert!(draft.text.contains("over = \"sex\"  # adds up in 4 of 4 sums\ntotal = \"_T\"\nparts = [\"F\", \"M\"]"), "{}", draft.text);
        assert_eq!(draft.tables[0].read, 12);
    }
}

#[test]
fn thousands_are_taken_from_the_text_that_states_them() {
    let rows: &[&[&str]] = &[
        &["Departing visitors by purpose, made-up, Kenya"],
        &["", "", "", "'000"],
        &["Quarter", "Purpose", "2021", "2022"],
        &["1st", "Holiday", "1.5", "2.5"],
        &["", "Business", "0.5", "0.7"],
        &["2nd", "Holiday", "3.5", "4.5"],
        &["", "Business", "0.6", "0.9"],
    ];
    let draft = drafted(sheet(rows, &[]));
    for line in [
        "multiplier = 1000",
        "step = 100",
        "stated-by = \"'000\"",
        "direction = \"left-up\"",
        "unit = \"crossings\"",
        "to = \"EMI7\"",
        "{ text = \"1st\", freq = \"Q\", number = 1 }",
    ] {
        assert!(draft.text.contains(line), "no `{line}` in\n{}", draft.text);
    }
    assert_eq!(draft.tables[0].read, 8);
}

#[test]
fn a_long_table_names_its_one_column_of_figures() {
    let rows: &[&[&str]] = &[
        &["country of birth", "sex", "year", "movement", "persons"],
        &["Kenya", "men", "2021", "Immigrations", "2015"],
        &["Kenya", "women", "2021", "Immigrations", "2020"],
        &["Uganda", "men", "2021", "Emigrations", "12"],
        &["Uganda", "women", "2022", "Emigrations", "2021"],
    ];
    let draft = drafted(Sheet::from_cells("Kenya", sheet(rows, &[]).cells().to_vec(), Vec::new()));
    assert!(draft.text.contains("[table.columns]\nheading = [\"persons\"]"), "{}", draft.text);
    assert!(draft.text.contains("equals = [\"Emigrations\"] }]  # `emigrations` in `Emigrations`\nto = \"EMI3\""), "{}", draft.text);
    assert_eq!((draft.tables[0].read, draft.tables[0].open), (4, 0), "a figure of 2015 persons is no year");
}

#[test]
fn the_direction_of_a_matrix_without_a_word_is_asked() {
    let rows: &[&[&str]] =
        &[&["", "Kenya", "Uganda", "Rwanda"], &["Kenya", "0", "5", "7"], &["Uganda", "9", "0", "3"], &["Rwanda", "1", "2", "0"]];
    let draft = drafted(sheet(rows, &[]));
    assert!(draft.text.contains("header = [\"Kenya\", \"Uganda\"]") && draft.text.contains("column = 1"), "{}", draft.text);
    assert_eq!(questions(&draft).iter().filter(|key| key.starts_with("feeds:")).count(), 2);
    assert_eq!(draft.tables[0].read, 0, "without a destination nothing is read");
}

#[test]
fn symbols_and_empty_cells_are_asked_and_never_explained() {
    let rows: &[&[&str]] = &[
        &["Refugees by country of origin at the end of the year, made-up, Kenya"],
        &["Country of origin", "2021", "2022"],
        &["Kenya", "..", "5"],
        &["Uganda", "7", "~"],
        &["Rwanda", "", "9"],
    ];
    let draft = drafted(sheet(rows, &[]));
    let asked: Vec<(&str, Option<&str>)> = draft
        .todos
        .iter()
        .filter(|todo| ["missing", "blank"].contains(&todo.key.as_str()))
        .map(|todo| (todo.key.as_str(), todo.at.as_deref()))
        .collect();
    assert_eq!(asked, [("blank", Some("Sheet1!B5")), ("missing", Some("Sheet1!B3")), ("missing", Some("Sheet1!C4"))]);
    assert!(!draft.text.contains("\nblank =") && !draft.text.contains("\nmissing ="));
}

#[test]
fn tables_one_below_the_other_are_told_apart_by_their_titles() {
    let rows: &[&[&str]] = &[
        &["Table 1: Immigrants by citizenship, made-up, Kenya"],
        &["Citizenship", "2021", "2022"],
        &["Kenya", "1", "2"],
        &["Uganda", "3", "4"],
        &[],
        &["Table 2: Emigrants by citizenship, made-up, Kenya"],
        &["Citizenship", "2021", "2022"],
        &["Kenya", "5", "6"],
        &["Uganda", "7", "8"],
    ];
    let draft = drafted(sheet(rows, &[]));
    let read: Vec<(&str, usize)> = draft.tables.iter().map(|table| (table.to.as_str(), table.read)).collect();
    assert_eq!(read, [("IMM1", 4), ("EMI1", 4)], "{}", draft.text);
}

#[test]
fn a_copy_on_another_sheet_is_set_aside() {
    let mut book = workbook(sheet(RESIDENTS, &[]));
    let rows: Vec<Vec<String>> = RESIDENTS.iter().map(|row| row.iter().map(|text| (*text).to_owned()).collect()).collect();
    let mut longer = rows.clone();
    for country in ["Kenya", "Malawi", "Zambia"] {
        longer.insert(5, vec![country.to_owned(), "10".to_owned(), "20".to_owned()]);
    }
    let borrowed: Vec<Vec<&str>> = longer.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let slices: Vec<&[&str]> = borrowed.iter().map(Vec::as_slice).collect();
    let original = sheet(&slices, &[]);
    let copy = Sheet::from_cells("Copy", original.cells().to_vec(), Vec::new());
    book.sheets = vec![original, copy];
    let draft = drafted_from(&[&book], &DraftOptions::default()).unwrap();
    assert!(
        draft.text.contains("sheets = [\"Copy\"]\nreason = \"repeated\"\nbecause = \"its figures are those of table `sheet1`\""),
        "{}",
        draft.text
    );
}

#[test]
fn a_year_in_the_name_of_the_sheet_is_the_year() {
    let rows: &[&[&str]] = &[
        &["Foreign population by sex, made-up, Kenya"],
        &["Citizenship", "Males", "Females"],
        &["Kenya", "1", "2"],
        &["Uganda", "3", "4"],
    ];
    let named = |name: &str| Sheet::from_cells(name, sheet(rows, &[]).cells().to_vec(), Vec::new());
    let draft = drafted(named("Kenya 2019"));
    assert!(draft.text.contains("direction = \"sheet\"\npattern = \"(\\\\d{4})\"\nfeeds = \"year\""), "{}", draft.text);
    assert!(draft.tables[0].read > 0);
}

#[test]
fn without_any_year_the_year_is_left_out_and_asked() {
    let rows: &[&[&str]] = &[
        &["Foreign population by sex, made-up, Kenya"],
        &["Citizenship", "Males", "Females"],
        &["Kenya", "1", "2"],
        &["Uganda", "3", "4"],
    ];
    let draft = drafted(sheet(rows, &[]));
    assert!(questions(&draft).contains(&"period.year"));
    assert!(!draft.text.contains("\nyear ="));
    assert_eq!(draft.tables[0].read, 0);
}

#[test]
fn a_near_name_is_a_candidate_in_a_comment_and_nothing_else() {
    let mut rows = RESIDENTS.to_vec();
    rows[3] = &["Ruanda Republic of", "250", "260"];
    let draft = drafted(sheet(&rows, &[]));
    assert!(draft.text.contains("    # { text = \"Ruanda Republic of\", code = \"\" },"), "{}", draft.text);
    assert_eq!(draft.unmatched.len(), 1);
    assert_eq!(draft.tables[0].open, 2, "the row is left open");
    assert!(!draft.text.contains("adds-up]]"), "a sum with an unread part says nothing");
}

#[test]
fn a_filled_sheet_of_labels_is_read_back_and_checked() {
    let mut rows = RESIDENTS.to_vec();
    rows[3] = &["Land of hills", "250", "260"];
    let book = workbook(sheet(&rows, &[]));
    let first = drafted_from(&[&book], &DraftOptions::default()).unwrap();
    let filled = |code: &str| {
        let mut texts: Vec<Vec<String>> = labels_rows(&first.unmatched).into_iter().map(|row| row.to_vec()).collect();
        texts[1][1] = code.to_owned();
        let borrowed: Vec<Vec<&str>> = texts.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let slices: Vec<&[&str]> = borrowed.iter().map(Vec::as_slice).collect();
        let labels = read_labels(&workbook(sheet(&slices, &[]))).unwrap();
        drafted_from(&[&book], &DraftOptions { labels })
    };
    let second = filled("RWA").unwrap();
    assert!(second.text.contains("{ text = \"Land of hills\", code = \"RWA\" },  # stated in `made_up.xlsx`, line 2"), "{}", second.text);
    assert_eq!((second.unmatched.len(), second.tables[0].open), (0, 0));
    assert!(second.text.contains("adds up in 2 of 2 sums"));
    let refused = filled("RWX").unwrap_err().to_string();
    assert_eq!(refused, "made_up.xlsx:2: `RWX`, given for `Land of hills`, is not a code of the list `area`");
}

#[test]
fn one_label_with_two_codes_is_refused_with_both_lines() {
    let book = workbook(sheet(&[&["label", "code"], &["Congo", "COD"], &["congo", "COG"]], &[]));
    let error = read_labels(&book).unwrap_err().to_string();
    assert_eq!(error, "made_up.xlsx:3: `congo` has the code `COG` here and `COD` on line 2");
}

#[test]
fn an_ambiguous_name_is_asked_with_what_it_can_mean() {
    let mut rows = RESIDENTS.to_vec();
    rows[3] = &["Congo", "250", "260"];
    let draft = drafted(sheet(&rows, &[]));
    let asked = draft.todos.iter().find(|todo| todo.key == "values").unwrap();
    assert!(asked.evidence.as_deref().is_some_and(|evidence| evidence.contains("COD") && evidence.contains("COG")), "{asked:?}");
}

#[test]
fn shares_are_set_aside_as_no_counts() {
    let rows: &[&[&str]] = &[
        &["Foreign population by citizenship, percentage of the total, made-up, Kenya"],
        &["Citizenship", "2021", "2022"],
        &["Kenya", "0.25", "0.31"],
        &["Uganda", "0.75", "0.69"],
    ];
    let error = drafted_from(&[&workbook(sheet(rows, &[]))], &DraftOptions::default());
    // The last resort of a file without any count: the table is drafted, and its unit is asked.
    let draft = error.unwrap();
    assert!(questions(&draft).contains(&"unit.multiplier") || questions(&draft).contains(&"unit"), "{:?}", draft.todos);
}

#[test]
fn a_sheet_without_figures_is_refused_by_name() {
    let error = drafted_from(&[&workbook(sheet(&[&["Notes"], &["Nothing here"]], &[]))], &DraftOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "no table of `made_up.xlsx` could be drafted: no sheet holds figures under a row of headings");
    assert_eq!(drafted_from(&[], &DraftOptions::default()).unwrap_err(), DraftError::NoFile);
}

#[test]
fn a_draft_is_compared_with_the_reviewed_mapping_cell_by_cell() {
    let reviewed = |table: &str, to: &str| {
        let text = mapping_text(&format!(
            "to = \"{to}\"\nreporter = \"KEN\"\n[table.unit]\nunit = \"persons\"\n[table.period]\nreference = \"point\"\nday = \"12-31\"\n\
             [[table.field]]\nname = \"citizens\"\ndirection = \"left\"\nheading = \"Citizenship\"\nfeeds = \"citizenship\"\n{table}\
             [[table.field]]\nname = \"year\"\ndirection = \"up\"\nfeeds = \"year\"\nmarks = [{{ mark = \"*\" }}]\n"
        ));
        load_mapping("reviewed.toml", &text, standard()).unwrap()
    };
    let book = workbook(sheet(RESIDENTS, &[]));
    let draft = drafted(sheet(RESIDENTS, &[]));
    let same = evaluate(&book, &draft, &reviewed("", "POP1"), standard()).unwrap();
    // The state is asked, so no cell is right without a person, and none is wrong.
    assert_eq!((same.cells, same.right, same.asked, same.open, same.wrong), (8, 0, 8, 0, 0), "{same:?}");
    assert_eq!((same.labels, same.labels_matched), (6, 6));
    let other = reviewed("values = [{ text = \"Uganda\", code = \"TZA\" }]\n", "POP1");
    let wrong = evaluate(&book, &draft, &other, standard()).unwrap();
    assert_eq!((wrong.wrong, wrong.asked), (2, 6));
    assert_eq!(wrong.contradictions[0], "Sheet1!B3: citizenship UGA, not TZA");
}

#[test]
fn a_year_that_lies_in_two_is_asked_and_not_read() {
    let rows: &[&[&str]] = &[
        &["Immigrants by citizenship, made-up, Kenya"],
        &["Citizenship", "Males", "Females"],
        &["Kenya", "1", "2"],
        &["Uganda", "3", "4"],
    ];
    let draft = drafted(Sheet::from_cells("2021-22", sheet(rows, &[]).cells().to_vec(), Vec::new()));
    assert!(questions(&draft).contains(&"period.starts"), "{}", draft.text);
    assert_eq!((draft.tables[0].read, draft.tables[0].open), (0, 4));
}

#[test]
fn totals_under_a_band_of_continents_are_those_of_the_continent() {
    let rows: &[&[&str]] = &[
        &["Foreign population by citizenship, 31 December, made-up, Kenya"],
        &["Year", "Africa", "", "", "Europe", "", ""],
        &["", "Total", "Uganda", "Rwanda", "Total", "France", "Italy"],
        &["2021", "30", "10", "20", "70", "30", "40"],
        &["2022", "50", "20", "30", "90", "40", "50"],
    ];
    let draft = drafted(sheet(rows, &["A2:A3", "B2:D2", "E2:G2"]));
    assert!(draft.text.contains("equals = [\"Africa\"] }, { field = \"citizenship\", equals = [\"Total\"] }]  # `Total` under `Africa`\nset = { citizenship = \"002\" }"), "{}", draft.text);
    assert_eq!(draft.tables[0].read, 12);
}

#[test]
fn a_column_of_codes_among_years_is_left_out_and_asked() {
    let draft = drafted(sheet(
        &[
            &["Table 3: Foreign population by citizenship, 31 December, made-up, Kenya"],
            &["Citizenship", "AREA", "2020", "2021", "2022"],
            &["Uganda", "910", "1250", "1300", "1310"],
            &["Rwanda", "910", "250", "260", "270"],
            &["Burundi", "910", "100", "140", "150"],
        ],
        &[],
    ));
    assert!(draft.text.contains("heading = \"AREA\""), "{}", draft.text);
    assert!(questions(&draft).contains(&"ignore-column"), "{:?}", questions(&draft));
}
