//! Returns of international agencies that can't be shipped: migrants, immigrants and refugees by state and origin.
//!
//! In go UN DESA's revision of 2013, its matrix and its flows to Canada, the World Bank's matrix and UNHCR's persons of
//! concern, where the reader has them. Checked are sums and counts over whole files that were worked out with other
//! programs, in both directions of a matrix, that no gap has become a figure, and that copies with a further column,
//! rows, a blank line or labels in capitals say the same. Single figures stand in `tests/facts/`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::support::{
    Package, Row, Run, UNDESA_2013, UNDESA_2019, UNDESA_2020, UNDESA_CANADA, UNDESA_MATRIX, UNHCR, WORLD_BANK, each_row, mapping_files,
    persons_of_concern, real_return, real_returns, rows, run_files, sample,
};

/// The run over further returns, where this one is among them.
fn with(name: &str) -> Option<&'static Run> {
    real_returns().filter(|_| real_return(name).is_some())
}

/// Observations whose value stands in this file.
fn of<'r>(run: &'r Run, name: &'r str) -> impl Iterator<Item = &'r Row> {
    run.observations.values().filter(move |row| row.get("file") == name)
}

/// The sum of what these observations say.
fn sum<'r>(rows: impl IntoIterator<Item = &'r Row>) -> i64 {
    rows.into_iter().filter_map(Row::value).sum()
}

/// Rows of the lineage of a file's cell.
fn cell<'r>(run: &'r Run, name: &str, cell: &str) -> Vec<&'r Row> {
    run.lineage().iter().filter(|row| row.get("file") == name && row.get("cell") == cell).collect()
}

/// Findings about one file that are more than information.
fn told(run: &Run, name: &str) -> Vec<(&'static str, String)> {
    let findings = run.outcome.report.findings().iter();
    findings
        .filter(|finding| finding.code.severity > concord::diag::Severity::Information)
        .filter(|finding| finding.at.as_ref().is_some_and(|place| &*place.file == name))
        .map(|finding| (finding.code.id, finding.message.clone()))
        .collect()
}

/// The reason for which a file's sheets are set aside, by sheet.
fn set_aside(run: &Run, name: &str) -> BTreeMap<String, String> {
    let sheets = rows(&run.folder.path().join("submissions.parquet")).into_iter().filter(|row| row.get("file") == name);
    sheets.map(|row| (row.get("sheet").to_owned(), row.get("set_aside").to_owned())).filter(|(_, reason)| !reason.is_empty()).collect()
}

#[test]
fn the_world_of_2013_is_the_sum_of_its_states_and_names_no_observation() {
    let Some(run) = with(UNDESA_2013) else { return };
    let years: BTreeSet<&str> = of(run, UNDESA_2013).map(|row| row.get("time_period")).collect();
    assert_eq!(years, BTreeSet::from(["1990", "2000", "2010", "2013"]));
    let world: Vec<&Row> = cell(run, UNDESA_2013, "I17").into_iter().filter(|row| row.get("sheet") == "Table 1").collect();
    let said = ["text", "fate", "observation_id"].map(|column| world[0].get(column));
    assert_eq!((world.len(), said), (1, ["231522215", "aggregate-reporter", ""]));
    let states = of(run, UNDESA_2013).filter(|row| row.get("time_period") == "2013" && row.get("sex") == "_T");
    // Benin and Côte d’Ivoire join both bases in one figure.
    let withheld = run.lineage().iter().filter(|row| row.get("file") == UNDESA_2013 && row.get("reason") == "withheld");
    let withheld = withheld.filter(|row| row.get("cell").starts_with('I') && row.get("role") == "value");
    let withheld: Vec<i64> = withheld.map(|row| row.get("text").parse().unwrap()).collect();
    assert_eq!((withheld.len(), sum(states) + withheld.iter().sum::<i64>()), (2, 231_522_215));
}

#[test]
fn letters_of_2013_choose_the_table_and_its_marks_lead_to_the_notes() {
    let Some(run) = with(UNDESA_2013) else { return };
    let tables = |state: &str| -> BTreeSet<(&str, &str)> {
        let rows = of(run, UNDESA_2013).filter(|row| row.get("reporter") == state && row.value().is_some());
        rows.map(|row| (row.get("table_id"), row.get("obs_status"))).collect()
    };
    assert_eq!(tables("KEN"), BTreeSet::from([("POP2", "E")]));
    assert_eq!(tables("MUS"), BTreeSet::from([("POP2", "E")]));
    for state in ["LBY", "MDG", "TUN"] {
        assert_eq!(tables(state), BTreeSet::from([("POP1", "E")]), "{state}");
    }
    for state in ["ERI", "SOM"] {
        assert_eq!(tables(state), BTreeSet::from([("POP2", "I")]), "{state}");
    }
    assert!(tables("BEN").is_empty() && tables("CIV").is_empty());
    let sudan = run.one(&[("file", UNDESA_2013), ("cell", "F60")]);
    assert_eq!(sudan.get("note"), "type B R: refugees added; (3) The estimates for 1990 and 2000 refer to Sudan and South Sudan.");
    let uses = run.uses();
    let notes = uses[sudan.get("observation_id")].iter().filter(|row| row.get("role") == "note");
    let notes: BTreeSet<(&str, &str)> = notes.map(|row| (row.get("sheet"), row.get("cell"))).collect();
    assert_eq!(notes, BTreeSet::from([("NOTES", "A23"), ("NOTES", "B23"), ("Table 1", "C60")]));
    let reasons = set_aside(run, UNDESA_2013);
    let reasons: Vec<&str> = (2..=6).map(|table| reasons[&format!("Table {table}")].as_str()).collect();
    assert_eq!(reasons, ["out-of-scope", "not-a-count", "not-a-count", "not-a-count", "out-of-scope"]);
}

#[test]
fn mauritius_counts_births_in_2013_and_citizens_later() {
    let Some(path) = real_return(UNDESA_2013) else { return };
    let run = run_files(&[path, sample(UNDESA_2019).unwrap(), sample(UNDESA_2020).unwrap()], mapping_files());
    let changed: Vec<String> =
        run.findings().into_iter().filter(|told| told.code == "harmonise/basis-changed").map(|told| told.message).collect();
    assert!(changed.iter().any(|message| message.contains("MUS")), "{changed:?}");
    assert!(!changed.iter().any(|message| message.contains("KEN")), "{changed:?}");
    let mauritius = |vintage: &str| -> BTreeSet<&str> {
        run.find(&[("reporter", "MUS"), ("vintage", vintage)]).iter().map(|row| row.get("table_id")).collect()
    };
    assert_eq!((mauritius("2013"), mauritius("2020")), (BTreeSet::from(["POP2"]), BTreeSet::from(["POP1"])));
}

/// The dimension that holds the origin.
fn origin(row: &Row) -> &str {
    if row.get("table_id") == "POP1" { row.get("citizenship") } else { row.get("country_of_birth") }
}

#[test]
fn origins_of_the_united_nations_add_to_every_destination_and_blanks_are_no_figures() {
    let Some(run) = with(UNDESA_MATRIX) else { return };
    let mut destinations: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in of(run, UNDESA_MATRIX) {
        destinations.entry(row.get("reporter")).or_default().push(row);
        assert_eq!((row.get("time_period"), row.get("period_end")), ("2013", "2013-07-01"));
        assert_eq!(row.value() == Some(0), row.get("raw").trim() == "0", "{row:?}");
    }
    let mut world = 0;
    for (state, rows) in &destinations {
        let (total, origins): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| origin(row) == "FOR");
        assert_eq!(total.len(), 1, "{state}");
        assert_eq!(sum(origins), sum(total.iter().copied()), "{state}");
        assert!(!rows.iter().any(|row| origin(row) == *state), "{state}: nobody counts natives here");
        world += sum(total);
    }
    for (state, total) in [("KEN", 955_452), ("UGA", 531_401), ("EGY", 297_448), ("LBY", 755_974), ("SWZ", 25_524)] {
        assert_eq!(sum(destinations[state].iter().copied().filter(|row| origin(row) != "FOR")), total, "{state}");
    }
    assert_eq!(destinations["KEN"].len(), 15 + 1, "15 origins and their total");
    // Benin and Côte d’Ivoire join both bases in one figure.
    let withheld: i64 = ["line 71, field 7", "line 74, field 7"]
        .iter()
        .map(|at| cell(run, UNDESA_MATRIX, at)[0].get("text").replace(' ', "").parse::<i64>().unwrap())
        .sum();
    assert_eq!((destinations.len(), world + withheld), (230, 231_522_215));
    assert_eq!(destinations.values().map(Vec::len).sum::<usize>(), 14_189);
    let kinds: BTreeSet<&str> = destinations["KEN"].iter().map(|row| row.get("country_of_birth_kind")).collect();
    assert_eq!(kinds, BTreeSet::from(["aggregate", "country", "residual"]));
}

#[test]
fn citizens_of_the_matrix_are_never_foreign_born_and_names_keep_their_accents() {
    let Some(run) = with(UNDESA_MATRIX) else { return };
    let of_state = |state: &str| -> BTreeSet<&str> {
        of(run, UNDESA_MATRIX).filter(|row| row.get("reporter") == state).map(|row| row.get("table_id")).collect()
    };
    for (state, table) in [("LBY", "POP1"), ("MDG", "POP1"), ("MUS", "POP2"), ("KEN", "POP2"), ("ERI", "POP2")] {
        assert_eq!(of_state(state), BTreeSet::from([table]), "{state}");
    }
    let names: BTreeSet<&str> = run.lineage().iter().filter(|row| row.get("file") == UNDESA_MATRIX).map(|row| row.get("text")).collect();
    for name in ["Côte d'Ivoire", "Réunion", "Curaçao"] {
        assert!(names.contains(name), "{name}");
    }
}

#[test]
fn two_publications_of_the_united_nations_agree_on_every_destination() {
    let Some(run) = with(UNDESA_2013).and_then(|_| with(UNDESA_MATRIX)) else { return };
    let figures = |name: &'static str| -> BTreeMap<(&str, &str), Option<i64>> {
        of(run, name)
            .filter(|row| row.get("time_period") == "2013" && row.get("sex") == "_T" && origin(row) == "FOR")
            .map(|row| ((row.get("table_id"), row.get("reporter")), row.value()))
            .collect()
    };
    assert_eq!(figures(UNDESA_2013).len(), 230);
    assert_eq!(figures(UNDESA_2013), figures(UNDESA_MATRIX));
}

#[test]
fn canadas_own_citizens_and_the_unknown_belong_to_the_total_of_each_year() {
    let Some(run) = with(UNDESA_CANADA) else { return };
    let mut years: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in of(run, UNDESA_CANADA) {
        assert_eq!(["table_id", "reporter", "sender"].map(|column| row.get(column)), ["IMM1", "CAN", "UNDESA"]);
        years.entry(row.get("time_period")).or_default().push(row);
    }
    assert_eq!(years.keys().copied().collect::<Vec<_>>(), (1980..=2013).map(|year| year.to_string()).collect::<Vec<_>>());
    for (year, rows) in &years {
        let (total, parts): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.get("citizenship") == "_T");
        assert_eq!((total.len(), parts.len()), (1, 196), "{year}");
        assert_eq!(sum(parts.iter().copied()), sum(total), "{year}");
        for code in ["CAN", "_U"] {
            assert_eq!(parts.iter().filter(|row| row.get("citizenship") == code).count(), 1, "{year} {code}");
        }
    }
    assert_eq!(sum(years["1980"].iter().copied()), 2 * 143_137, "whoever adds every row has twice the total");
    let aside = set_aside(run, UNDESA_CANADA);
    assert_eq!(aside["Canada by Citizenship (2)"], "repeated");
    assert_eq!(aside["Regions by Citizenship"], "partial-total");
}

#[test]
fn the_world_bank_is_read_in_the_direction_its_corner_says() {
    let Some(run) = with(WORLD_BANK) else { return };
    let bank: Vec<&Row> = of(run, WORLD_BANK).collect();
    let text = |at: &str| -> i64 { cell(run, WORLD_BANK, at)[0].get("text").parse().unwrap() };
    // Kenya as origin: what all destinations count, those that are no states among them, which are checks only.
    let counted_abroad = bank.iter().copied().filter(|row| row.get("country_of_birth") == "KEN");
    assert_eq!(sum(counted_abroad) + text("HH101") + text("HI101"), 475_499);
    assert_eq!(text("HJ101"), 475_499);
    // Kenya as destination.
    let (total, origins): (Vec<&Row>, Vec<&Row>) =
        bank.iter().copied().filter(|row| row.get("reporter") == "KEN").partition(|row| row.get("country_of_birth") == "FOR");
    assert_eq!((sum(total), sum(origins)), (892_691, 892_691));
    let world = bank.iter().copied().filter(|row| row.get("country_of_birth") == "FOR");
    assert_eq!(sum(world) + text("HH219") + text("HI219"), 247_245_059);
    for at in ["HJ101", "HH101", "HJ219"] {
        let rows = cell(run, WORLD_BANK, at);
        assert_eq!((rows.len(), rows[0].get("fate"), rows[0].get("observation_id")), (1, "aggregate-reporter", ""), "{at}");
    }
    assert_eq!(set_aside(run, WORLD_BANK)["Sheet2"], "repeated");
}

#[test]
fn a_stored_zero_of_the_world_bank_is_no_estimate() {
    let Some(run) = with(WORLD_BANK) else { return };
    let mut missing = 0;
    for row in of(run, WORLD_BANK) {
        assert_eq!(row.get("raw") == "0", row.value().is_none(), "{row:?}");
        assert_eq!(row.get("obs_status"), if row.value().is_none() { "O" } else { "E" });
        assert!(row.get("note").starts_with("country of birth or citizenship"), "{row:?}");
        missing += usize::from(row.value().is_none());
    }
    // 32 645 zeros in all; the others stand under destinations that are no states.
    let aside = run.lineage().iter().filter(|row| row.get("file") == WORLD_BANK && row.get("text") == "0");
    let aside = aside.filter(|row| row.get("fate") == "aggregate-reporter" && row.get("role") == "value").count();
    assert_eq!(missing + aside, 32_645);
}

#[test]
fn two_sources_that_contradict_each_other_both_stay() {
    let Some(run) = with(WORLD_BANK).and_then(|_| with(UNDESA_MATRIX)) else { return };
    let rows = run.find(&[("table_id", "POP2"), ("reporter", "KEN"), ("country_of_birth", "UGA"), ("time_period", "2013")]);
    let figures: BTreeMap<&str, Option<i64>> = rows.iter().map(|row| (row.get("sender"), row.value())).collect();
    assert_eq!(figures, BTreeMap::from([("UNDESA", Some(271_149)), ("WB", Some(30_486))]));
}

#[test]
fn refugees_with_a_star_are_counted_and_have_a_range() {
    let Some(run) = persons_of_concern() else { return };
    for (state, refugees, stars) in
        [("KEN", 551_336, 7), ("UGA", 385_498, 11), ("ETH", 659_510, 7), ("EGY", 236_050, 17), ("RWA", 73_812, 4), ("ZMB", 25_561, 10)]
    {
        let rows = run.find(&[("table_id", "REF1"), ("reporter", state), ("time_period", "2014")]);
        let hidden = rows.iter().filter(|row| row.get("obs_status") == "Q").count();
        assert_eq!((sum(rows.iter().copied()), hidden), (refugees, stars), "{state}");
    }
    let mut stars: BTreeMap<&str, usize> = BTreeMap::new();
    for row in run.observations.values() {
        let range = [row.get("suppressed_low"), row.get("suppressed_high")];
        assert_eq!(row.get("raw") == "*", range == ["1", "4"], "{row:?}");
        assert_eq!(row.get("raw") == "*", row.value().is_none(), "{row:?}");
        *stars.entry(row.get("table_id")).or_default() += usize::from(row.get("raw") == "*");
    }
    assert_eq!(stars, BTreeMap::from([("REF1", 1_981), ("REF2", 2_707), ("REF6", 61), ("REF7", 7)]));
}

#[test]
fn stocks_are_of_the_last_day_and_those_who_returned_stand_under_their_own_state() {
    let Some(run) = persons_of_concern() else { return };
    for row in run.observations.values() {
        let year = row.get("time_period");
        let (reference, end) = if row.get("table_id") == "REF6" { ("sum", "12-31") } else { ("point", "12-31") };
        assert_eq!((row.get("reference"), row.get("period_end")), (reference, format!("{year}-{end}").as_str()));
        assert_eq!(row.get("sender"), "UNHCR");
    }
    let returned = run.find(&[("table_id", "REF6"), ("reporter", "RWA"), ("time_period", "1994")]);
    let by_asylum: BTreeMap<&str, i64> = returned.iter().map(|row| (row.get("country_of_asylum"), row.value().unwrap())).collect();
    assert_eq!((by_asylum["BDI"], by_asylum["COD"], by_asylum["TZA"]), (338_000, 450_000, 210_000));
    let stateless = run.one(&[("table_id", "REF7"), ("reporter", "KEN"), ("time_period", "2014")]);
    assert_eq!((stateless.value(), stateless.get("cell")), (Some(20_000), "line 100751, field 9"));
    assert_eq!(run.find(&[("table_id", "REF7")]).len(), 643 + 7);
    let origins: BTreeSet<&str> = run.find(&[("table_id", "REF1")]).iter().map(|row| row.get("country_of_origin_kind")).collect();
    assert_eq!(origins, BTreeSet::from(["country", "residual", "special"]));
}

#[test]
fn the_row_without_an_origin_is_told_and_nothing_else() {
    let Some(run) = persons_of_concern() else { return };
    let read: Vec<(&str, String)> = told(run, UNHCR).into_iter().filter(|(code, _)| !code.starts_with("validate/")).collect();
    assert_eq!(read, [("map/blank-label", "the cell that should hold `origin` is empty".to_owned())]);
    let blank = run.findings().into_iter().find(|told| told.code == "map/blank-label").unwrap();
    assert_eq!(blank.places, ["line 1660, field 6"]);
    assert!(run.find(&[("cell", "line 1660, field 6")]).is_empty());
    assert!(run.find(&[("value", "150680")]).is_empty());
}

#[test]
fn every_cell_of_unhcr_has_one_fate_and_columns_left_out_have_a_reason() {
    let Some(run) = persons_of_concern() else { return };
    let mut fates: BTreeMap<(u32, u32), String> = BTreeMap::new();
    let mut values = 0;
    each_row(&run.folder.path().join("lineage.parquet"), &["row", "column", "fate", "reason", "role"], |texts| {
        let at = (texts[0].parse().unwrap(), texts[1].parse().unwrap());
        let fate = format!("{} {}", texts[2], texts[3]);
        values += usize::from(texts[2] == "observation" && texts[4] == "value");
        let known = fates.entry(at).or_insert_with(|| fate.clone());
        assert_eq!(*known, fate, "{at:?}");
    });
    // The last line holds a figure of no exchange table and lies below the last value: five filled cells, told as outside.
    assert_eq!(fates.len(), 103_746 * 11, "the header and 103 745 lines of eleven fields");
    let sheet = rows(&run.folder.path().join("submissions.parquet"));
    assert_eq!((sheet.len(), sheet[0].get("cells_outside")), (1, "5"));
    assert_eq!(values, run.observations.len());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for fate in fates.values() {
        *counts.entry(fate).or_default() += 1;
    }
    let left_out = counts.iter().filter(|(fate, _)| fate.starts_with("ignored"));
    let left_out: BTreeMap<&str, usize> = left_out.map(|(fate, count)| (*fate, *count)).collect();
    // Displaced in their own state 416, returned to their homes 202, others of concern 782 less the last line's, and
    // the totals of 103 745 lines; each with the cells of its headings.
    assert_eq!(left_out, BTreeMap::from([("ignored other-measure", 103_745 + 1), ("ignored out-of-scope", 416 + 202 + 781 + 3)]));
    assert_eq!(counts["unmapped "], 1, "the figure without an origin");
}

/// What a copy of a file says, by the id of each observation; and how many warnings and errors it gives.
fn says(path: &Path) -> (BTreeMap<String, Vec<String>>, BTreeMap<&'static str, usize>) {
    let run = run_files(&[path.to_path_buf()], mapping_files());
    let said = ["value", "obs_status_all", "suppressed_low", "suppressed_high", "unit", "value_step", "note", "origin"];
    let observations =
        run.observations.iter().map(|(id, row)| (id.clone(), said.iter().map(|column| row.get(column).to_owned()).collect())).collect();
    let mut grave: BTreeMap<&str, usize> = BTreeMap::new();
    for told in run.findings().into_iter().filter(|told| told.grave) {
        *grave.entry(told.code).or_default() += 1;
    }
    (observations, grave)
}

/// Refuses a copy that says something else than its original.
fn same(name: &str, what: &str, original: &Path, copies: &[(&str, PathBuf)]) {
    let before = says(original);
    assert!(before.0.len() > 2_000, "{name}: {what} has {} observations", before.0.len());
    for (change, copy) in copies {
        let after = says(copy);
        let differing = before.0.iter().filter(|(id, said)| after.0.get(*id) != Some(said)).count();
        assert_eq!((after.0.len(), differing), (before.0.len(), 0), "{name} with {change}");
        assert_eq!(after.1, before.1, "{name} with {change}");
    }
}

/// A further column, rows above, a blank line and labels in capitals, each in a copy of a workbook.
fn copies_of_workbook(name: &str, sheet: &str, column: u32, row: u32) {
    let Some(path) = real_return(name) else { return };
    let folder = TempDir::new().unwrap();
    let save = |change: &'static str, package: &Package| {
        let copy = folder.path().join(format!("{}.xlsx", change.replace(' ', "_")));
        package.save(&copy);
        (change, copy)
    };
    let original = Package::open(&path);
    let mut copies = Vec::new();
    let mut package = original.clone();
    package.edit(sheet, |part| part.insert_column(column - 1));
    copies.push(save("a further column", &package));
    let mut package = original.clone();
    package.edit(sheet, |part| part.insert_rows(1, 3));
    copies.push(save("rows above", &package));
    let mut package = original.clone();
    package.edit(sheet, |part| part.insert_rows(row, 1));
    copies.push(save("a blank line", &package));
    let mut package = original.clone();
    package.capitals();
    copies.push(save("labels in capitals", &package));
    same(name, "the workbook", &path, &copies);
}

#[test]
fn canada_says_the_same_with_further_columns_rows_lines_and_capitals() {
    copies_of_workbook(UNDESA_CANADA, "Canada by Citizenship", 3, 100);
}

#[test]
fn the_world_bank_says_the_same_with_further_columns_rows_lines_and_capitals() {
    copies_of_workbook(WORLD_BANK, "Bilateral Migration 2013", 60, 100);
}

/// The same for delimited text, of which one line in so many is taken.
fn copies_of_text(name: &str, header: usize, one_in: usize, column: usize) {
    let Some(path) = real_return(name) else { return };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(&path).unwrap();
    let records: Vec<csv::ByteRecord> = reader.byte_records().map(Result::unwrap).collect();
    let taken = records.iter().enumerate().filter(|(index, _)| *index <= header || index % one_in == 0);
    let taken: Vec<&csv::ByteRecord> = taken.map(|(_, record)| record).collect();
    let folder = TempDir::new().unwrap();
    // Bytes, since the file may be written in any code page; capitals of ASCII are the same in all of them.
    let write = |change: &'static str, edit: &dyn Fn(usize, &mut Vec<Vec<u8>>), blank_before: Option<usize>| {
        let mut bytes = Vec::new();
        for (index, record) in taken.iter().enumerate() {
            if blank_before == Some(index) {
                bytes.push(b'\n');
            }
            let mut fields: Vec<Vec<u8>> = record.iter().map(<[u8]>::to_vec).collect();
            edit(index, &mut fields);
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            writer.write_record(&fields).unwrap();
            bytes.extend(writer.into_inner().unwrap());
        }
        let copy = folder.path().join(format!("{}.csv", change.replace(' ', "_")));
        std::fs::write(&copy, bytes).unwrap();
        (change, copy)
    };
    let original = write("nothing", &|_, _| {}, None).1;
    let above = write("rows above", &|_, _| {}, None);
    let text = std::fs::read(&above.1).unwrap();
    std::fs::write(&above.1, [b"A letter\nof two lines\n\n".as_slice(), &text].concat()).unwrap();
    let copies = [
        write("a further column", &|_, fields| fields.insert(column, Vec::new()), None),
        above,
        write("a blank line", &|_, _| {}, Some(taken.len() / 2)),
        write("labels in capitals", &|_, fields| fields.iter_mut().for_each(|field| field.make_ascii_uppercase()), None),
    ];
    same(name, "the excerpt", &original, &copies);
}

#[test]
fn the_matrix_says_the_same_with_further_columns_rows_lines_and_capitals() {
    copies_of_text(UNDESA_MATRIX, 15, 1, 2);
}

#[test]
fn unhcr_says_the_same_with_further_columns_rows_lines_and_capitals() {
    copies_of_text(UNHCR, 0, 40, 2);
}
