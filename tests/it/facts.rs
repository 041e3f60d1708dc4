//! Figures read off published files by hand, followed through the program.
//!
//! In go the rows of `tests/facts/`, each with its source, and the files they were read from. Checked are the stored
//! text of a cell at `read`, the texts of a value's labels at `tidy`, states' values among the observations, and sums
//! and counts over whole tables.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use concord::locate::{Claim, LocatedTable, claim, locate};
use concord::model::{AreaKind, CellRef};
use concord::read::{ReadOptions, Workbook, read};
use concord::spec::Mapping;
use concord::tidy::{TidyTable, tidy};
use sha2::{Digest, Sha256};

use crate::support::{
    IOM_SOUTH_SUDAN, KNBS, Row, SCB, UNDESA_2019, UNDESA_2020, facts, file, mappings, real_return, real_returns, registers, root, run_of,
    sample, samples, standard,
};

/// The workbook of a file, read once for all tests.
fn workbook(name: &str) -> Option<Arc<Workbook>> {
    static READ: OnceLock<std::sync::Mutex<BTreeMap<String, Arc<Workbook>>>> = OnceLock::new();
    let path = file(name)?;
    let mut known = READ.get_or_init(Default::default).lock().unwrap();
    let workbook = known.entry(name.to_owned()).or_insert_with(|| Arc::new(read(&path, name, &ReadOptions::default()).unwrap().value));
    Some(Arc::clone(workbook))
}

/// The tables a file's mapping finds in it, each with its labels.
fn tidied(workbook: &Workbook) -> Vec<(Mapping, LocatedTable, TidyTable)> {
    let all = mappings();
    let all: Vec<&Mapping> = all.iter().collect();
    let Claim::By(claiming) = claim(workbook, &all) else { panic!("no mapping claims `{}`", workbook.identity.name) };
    let claiming: Vec<&Mapping> = claiming.into_iter().map(|position| all[position]).collect();
    locate(workbook, &claiming)
        .value
        .into_iter()
        .map(|table| {
            let mapping = claiming[table.mapping];
            let tidy = tidy(workbook, &mapping.tables[table.table], table.clone());
            (mapping.clone(), table, tidy)
        })
        .collect()
}

/// Whether a path of the pipeline ends in this file name.
fn is_file(row: &Row, name: &str) -> bool {
    row.get("file").rsplit('/').next() == Some(name)
}

fn undesa(edition: &str) -> Vec<&'static Row> {
    samples().find(&[("sender", "UNDESA"), ("vintage", edition)])
}

/// Texts of the cells of one role, for each observation.
fn texts_of(role: &str) -> BTreeMap<&'static str, Vec<&'static str>> {
    let rows = samples().lineage().iter().filter(|row| row.get("role") == role);
    let mut texts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in rows {
        texts.entry(row.get("observation_id")).or_default().push(row.get("text"));
    }
    texts
}

#[test]
fn cells_hold_the_texts_that_another_reader_gave() {
    for fact in facts("raw_cells.csv") {
        let Some(workbook) = workbook(fact.get("file")) else { continue };
        let sheet = workbook.sheet(fact.get("sheet")).unwrap_or(&workbook.sheets[0]);
        let at: CellRef = fact.get("cell").parse().unwrap();
        let text = sheet.cell(at).map(|cell| cell.text().into_owned());
        assert_eq!(text.as_deref(), Some(fact.get("raw")), "{fact:?}");
    }
}

#[test]
fn every_file_of_facts_names_its_source() {
    for name in ["raw_cells.csv", "labels.csv", "observations.csv", "sums.csv"] {
        let facts = facts(name);
        assert!(!facts.is_empty());
        for fact in facts {
            let source = fact.get("source");
            assert!(source.contains("CC BY") || source.ends_with("figure quoted with its source"), "{name}: {source}");
        }
    }
}

#[test]
fn a_shipped_sample_is_the_file_the_publisher_gave_out() {
    for name in [UNDESA_2020, UNDESA_2019, IOM_SOUTH_SUDAN] {
        if let (Some(shipped), Some(real)) = (sample(name), real_return(name)) {
            assert_eq!(std::fs::read(shipped).unwrap(), std::fs::read(real).unwrap(), "{name}");
        }
    }
}

#[test]
fn the_missing_sign_stands_122_times_in_table_1_of_2020() {
    let workbook = workbook(UNDESA_2020).unwrap();
    let count = |sheet: &str, sign: &str| workbook.sheet(sheet).unwrap().cells().iter().filter(|cell| cell.text().trim() == sign).count();
    assert_eq!(count("Table 1", ".."), 122);
    assert_eq!(count("Table 6", "~"), 1_724);
}

#[test]
fn values_stand_under_the_labels_a_person_reads() {
    let mut known: BTreeMap<String, Vec<(Mapping, LocatedTable, TidyTable)>> = BTreeMap::new();
    for fact in facts("labels.csv") {
        let Some(workbook) = workbook(fact.get("file")) else { continue };
        let tables = known.entry(fact.get("file").to_owned()).or_insert_with(|| tidied(&workbook));
        let (mapping, located, tidy) =
            tables.iter().find(|(mapping, located, _)| mapping.tables[located.table].id.as_str() == fact.get("table")).unwrap();
        let table = &mapping.tables[located.table];
        let at: CellRef = fact.get("cell").parse().unwrap();
        let record = tidy.records.iter().copied().find(|record| tidy.at(*record) == at).unwrap_or_else(|| panic!("{fact:?}"));
        let field = table.fields.iter().position(|field| field.name == fact.get("field")).unwrap();
        let text = tidy.label(record, field).map(|label| label.text.to_string());
        assert_eq!(text.as_deref(), Some(fact.get("text")), "{fact:?}");
    }
}

#[test]
fn observations_hold_the_published_figures() {
    for fact in facts("observations.csv") {
        let Some(run) = run_of(fact.get("file")) else { continue };
        let mut wanted: Vec<(&str, &str)> =
            ["table_id", "reporter", "freq", "time_period", "sex"].iter().map(|column| (*column, fact.get(column))).collect();
        wanted.push(("age", "_T"));
        wanted.extend(fact.get("dimensions").split(';').map(|part| part.split_once('=').unwrap()));
        if fact.get("cell").is_empty() {
            wanted.push(("origin", "merged"));
        } else {
            wanted.extend([("cell", fact.get("cell")), ("origin", "reported")]);
        }
        let found: Vec<&Row> =
            run.find(&wanted).into_iter().filter(|row| fact.get("cell").is_empty() || is_file(row, fact.get("file"))).collect();
        assert_eq!(found.len(), 1, "{fact:?}");
        assert_eq!(found[0].get("value"), fact.get("value"), "{fact:?}");
        assert_eq!(found[0].get("obs_status"), fact.get("status"), "{fact:?}");
        if !fact.get("sheet").is_empty() {
            assert_eq!(found[0].get("sheet"), fact.get("sheet"), "{fact:?}");
        }
    }
}

#[test]
fn migrants_of_the_21_member_states_add_to_the_sum_worked_out_by_hand() {
    let states: BTreeSet<String> = facts("observations.csv")
        .iter()
        .filter(|fact| fact.get("file") == UNDESA_2020)
        .map(|fact| fact.get("reporter").to_owned())
        .collect();
    let tables = |edition: &str, period: &str, sex: &str| -> Vec<&Row> {
        let rows = undesa(edition).into_iter();
        rows.filter(|row| row.get("time_period") == period && row.get("sex") == sex && states.contains(row.get("reporter"))).collect()
    };
    for fact in facts("sums.csv") {
        let rows = tables(fact.get("time_period"), fact.get("time_period"), fact.get("sex"));
        assert_eq!(rows.len().to_string(), fact.get("states"), "{fact:?}");
        assert_eq!(rows.iter().map(|row| row.value().unwrap()).sum::<i64>().to_string(), fact.get("sum"), "{fact:?}");
    }
    let citizenship: BTreeSet<&str> =
        tables("2020", "2020", "_T").iter().filter(|row| row.get("table_id") == "POP1").map(|row| row.get("reporter")).collect();
    assert_eq!(citizenship, BTreeSet::from(["LBY", "MDG", "MUS", "TUN"]), "states counted by citizenship, never as foreign-born");
}

#[test]
fn male_and_female_add_to_both_sexes_for_every_state_with_all_three() {
    let mut compared = 0;
    for edition in ["2019", "2020"] {
        let mut figures: BTreeMap<(&str, &str), BTreeMap<&str, i64>> = BTreeMap::new();
        for row in undesa(edition) {
            if let Some(value) = row.value() {
                figures.entry((row.get("reporter"), row.get("time_period"))).or_default().insert(row.get("sex"), value);
            }
        }
        for (key, by_sex) in figures.iter().filter(|(_, by_sex)| by_sex.len() == 3) {
            assert_eq!(by_sex["M"] + by_sex["F"], by_sex["_T"], "{key:?}");
            compared += 1;
        }
    }
    assert!(compared > 3_000, "{compared}");
}

#[test]
fn every_column_of_kenya_2020_is_as_the_contract_says() {
    let mapping = std::fs::read(root().join("mappings/undesa/international_migrant_stock_2020.toml")).unwrap();
    let workbook = std::fs::read(sample(UNDESA_2020).unwrap()).unwrap();
    let digest = |bytes: &[u8]| -> String { concord::model::hex(&Sha256::digest(bytes)) };
    let key = "POP2|KEN|A|2020|2020-07-01|FOR|_T|_T|UNDESA:INTERNATIONAL_MIGRANT_STOCK|2020";
    let id = digest(key.as_bytes())[..16].to_owned();
    let (submission, mapping) = (digest(&workbook)[..16].to_owned(), digest(&mapping));
    let expected = [
        ("observation_id", id.as_str()),
        ("table_id", "POP2"),
        ("reporter", "KEN"),
        ("sender", "UNDESA"),
        ("freq", "A"),
        ("time_period", "2020"),
        ("period_start", "2020-07-01"),
        ("period_end", "2020-07-01"),
        ("reference", "point"),
        ("country_of_birth", "FOR"),
        ("country_of_birth_kind", "aggregate"),
        ("sex", "_T"),
        ("age", "_T"),
        ("value", "1050147"),
        ("value_step", "1"),
        ("unit", "persons"),
        ("obs_status", "E"),
        ("obs_status_all", "[E, D]"),
        ("grade", "C"),
        ("grade_causes", "[covers_nationals=unknown, covers_foreigners=unknown, census_base_year=unknown, age_coverage=unknown]"),
        ("profile_id", "undesa-international-migrant-stock-2020/estimates+foreign-born+refugees-added"),
        ("source_id", "UNDESA:INTERNATIONAL_MIGRANT_STOCK"),
        ("submission_id", submission.as_str()),
        ("vintage", "2020"),
        ("is_latest", "true"),
        ("origin", "reported"),
        ("file", "samples/undesa/international_migrant_stock_2020/undesa_ims_2020_by_sex_and_destination.xlsx"),
        ("sheet", "Table 1"),
        ("cell", "L40"),
        ("raw", "1050147"),
        ("mapping_id", "undesa-international-migrant-stock-2020"),
        ("mapping_sha256", mapping.as_str()),
        ("note", "type B R: refugees added"),
    ];
    let row = samples().one(&[("sheet", "Table 1"), ("cell", "L40"), ("vintage", "2020")]);
    let expected: BTreeMap<Arc<str>, String> = expected.into_iter().map(|(name, text)| (name.into(), text.to_owned())).collect();
    // Columns that are null are not among a row's texts: age bounds, suppressed range, confidentiality and profile.
    assert_eq!(row.0, expected);
    assert!(undesa("2020").iter().all(|row| row.get("raw").is_empty() != row.0.contains_key("cell")));
}

#[test]
fn no_observation_describes_a_group_of_states() {
    let list = standard().area_list().unwrap();
    let runs = std::iter::once(samples()).chain(real_returns()).chain(registers());
    for row in runs.flat_map(|run| run.observations.values()) {
        let kind = list.get(row.get("reporter")).and_then(|entry| entry.kind);
        assert_eq!(kind, Some(AreaKind::Country), "{row:?}");
    }
}

#[test]
fn the_world_is_a_check_and_names_no_observation() {
    for (cell, name) in [("L12", UNDESA_2020), ("L17", UNDESA_2019), ("L13", UNDESA_2020)] {
        let rows: Vec<&Row> = samples()
            .lineage()
            .iter()
            .filter(|row| is_file(row, name) && row.get("sheet") == "Table 1" && row.get("cell") == cell)
            .collect();
        assert_eq!(rows.len(), 1, "{name} {cell}");
        assert_eq!((rows[0].get("fate"), rows[0].get("observation_id")), ("aggregate-reporter", ""), "{name} {cell}");
    }
    assert!(samples().find(&[("cell", "L12"), ("sheet", "Table 1"), ("vintage", "2020")]).is_empty());
}

#[test]
fn type_letters_choose_the_table_and_the_status() {
    let types = texts_of("status");
    let mut seen: BTreeMap<(&str, bool, bool, bool), usize> = BTreeMap::new();
    for row in undesa("2019").into_iter().chain(undesa("2020")) {
        // The cell of the type is the only one of the row that holds nothing but the letters.
        let of_type: Vec<&str> = types[row.get("observation_id")]
            .iter()
            .copied()
            .filter(|text| !text.trim().is_empty() && text.chars().all(|c| "BCRI ".contains(c)))
            .collect();
        assert_eq!(of_type.len(), 1, "{row:?}");
        let has = |letter: char| of_type[0].contains(letter);
        *seen.entry((row.get("table_id"), has('B'), has('C'), has('I'))).or_default() += 1;
        let statuses = row.get("obs_status_all");
        assert_eq!(has('I'), statuses.contains('I'), "{row:?}");
        assert_eq!(has('R'), row.get("note").contains("refugees added"), "{row:?}");
        assert_eq!(row.value().is_none(), statuses.contains('O'), "{row:?}");
        match row.get("table_id") {
            "POP1" => assert_eq!((row.get("citizenship"), row.get("citizenship_kind")), ("FOR", "aggregate")),
            _ => assert_eq!((row.get("country_of_birth"), row.get("country_of_birth_kind")), ("FOR", "aggregate")),
        }
    }
    let kinds: BTreeSet<(&str, bool, bool, bool)> = seen.keys().copied().collect();
    let allowed = BTreeSet::from([("POP1", false, true, false), ("POP2", true, false, false), ("POP2", false, false, true)]);
    assert_eq!(kinds, allowed, "letter C only in POP1, letters B and I only in POP2");
}

#[test]
fn states_of_both_types_are_in_no_table_and_a_finding_says_so() {
    for state in ["BEN", "CIV", "GIN"] {
        assert!(samples().find(&[("sender", "UNDESA"), ("reporter", state)]).is_empty(), "{state}");
        let told = samples().findings().into_iter().filter(|told| told.code == "map/withheld" && told.message.contains(state)).count();
        assert_eq!(told, 2, "{state}, once an edition");
    }
    let withheld = samples().lineage().iter().filter(|row| row.get("reason") == "withheld");
    assert!(withheld.clone().all(|row| row.get("fate") == "ignored" && row.get("observation_id").is_empty()));
    assert_eq!(withheld.count(), 2 * 3 * 21);
}

#[test]
fn letters_without_a_blank_between_them_are_read_apart() {
    let types = texts_of("status");
    let rows: Vec<&Row> = undesa("2019").into_iter().filter(|row| types[row.get("observation_id")].contains(&"CR")).collect();
    assert_eq!(rows.len(), 21, "one state, seven years, three columns a year");
    assert!(rows.iter().all(|row| row.get("table_id") == "POP1" && row.get("note").contains("refugees added")));
}

#[test]
fn returnees_to_south_sudan_add_over_its_ten_states() {
    let row = samples().one(&[("table_id", "REF8"), ("reporter", "SSD")]);
    assert_eq!((row.value(), row.get("origin"), row.get("period_end")), (Some(599_137), "merged", "2021-09-30"));
    assert_eq!((row.get("file"), row.get("cell"), row.get("raw")), ("", "", ""), "a sum names its cells in the lineage");
    let parts: Vec<&Row> = samples()
        .lineage()
        .iter()
        .filter(|part| part.get("observation_id") == row.get("observation_id") && part.get("role") == "value")
        .collect();
    let cells: BTreeSet<&str> = parts.iter().map(|part| part.get("cell")).collect();
    assert_eq!(cells.len(), 10);
    assert_eq!(parts.iter().map(|part| part.get("text").parse::<i64>().unwrap()).sum::<i64>(), 599_137);
}

#[test]
fn a_state_that_changes_its_basis_between_editions_is_told() {
    let told = samples().findings();
    assert!(told.iter().any(|told| told.code == "harmonise/basis-changed" && told.message.contains("IRN")));
    assert!(!told.iter().any(|told| told.code == "harmonise/basis-changed" && told.message.contains("KEN")));
}

#[test]
fn countries_of_birth_add_to_swedens_total() {
    let Some(run) = real_returns().filter(|_| real_return(SCB).is_some()) else { return };
    let mut totals: BTreeMap<(&str, &str, &str), i64> = BTreeMap::new();
    let mut sums: BTreeMap<(&str, &str, &str), (i64, usize)> = BTreeMap::new();
    for row in run.find(&[("sender", "SWE")]) {
        let key = (row.get("table_id"), row.get("time_period"), row.get("sex"));
        if row.get("country_of_birth") == "_T" {
            totals.insert(key, row.value().unwrap());
        } else {
            let sum = sums.entry(key).or_default();
            *sum = (sum.0 + row.value().unwrap_or(0), sum.1 + 1);
        }
    }
    assert_eq!(totals.len(), 2 * 25 * 2, "two directions, 25 years, two sexes");
    for (key, total) in totals {
        // 208 labels of a country or none; two of them name the same area and are added.
        assert_eq!(sums[&key], (total, 207), "{key:?}");
    }
    assert!(run.find(&[("sender", "SWE"), ("sex", "_T")]).is_empty(), "a total the source does not give is not made up");
}

#[test]
fn kenyas_partial_total_is_a_check_and_its_sexes_are_not_made_up() {
    let Some(run) = real_returns().filter(|_| real_return(KNBS).is_some()) else { return };
    let cell = |address: &str| -> Vec<&Row> {
        run.lineage().iter().filter(|row| is_file(row, KNBS) && row.get("sheet") == "Table12.3" && row.get("cell") == address).collect()
    };
    for (address, text) in [("M16", "77"), ("M18", "0.6"), ("M19", "27.3"), ("M30", "877.9")] {
        let rows = cell(address);
        assert_eq!(rows.len(), 1, "{address}");
        let told = ["text", "fate", "reason", "observation_id"].map(|column| rows[0].get(column));
        assert_eq!(told, [text, "ignored", "partial-total", ""], "{address}");
    }
    assert!(run.find(&[("table_id", "EMI8"), ("purpose", "_T")]).is_empty(), "`Total1` leaves a purpose out");
    assert!(run.find(&[("sender", "KEN")]).iter().all(|row| row.get("unit") == "crossings" && row.get("value_step") == "100"));
    let half = run.one(&[("sheet", "Table 12.1"), ("cell", "D24")]);
    assert_eq!((half.get("raw"), half.value()), ("273.8", Some(273_800)), "tenths of a thousand are whole crossings");
    let quarter = run.one(&[("sheet", "Table 12.1"), ("cell", "G3")]);
    assert_eq!((quarter.get("freq"), quarter.get("time_period")), ("Q", "2022-Q1"));
}

#[test]
fn kenyas_quarters_add_to_the_year_but_for_the_sums_its_own_table_misses() {
    let Some(run) = real_returns().filter(|_| real_return(KNBS).is_some()) else { return };
    let told: Vec<String> =
        run.findings().into_iter().filter(|told| told.code == "validate/part-whole-mismatch").map(|told| told.places[0].clone()).collect();
    // The four purposes of 2021 do not add over the quarters of departures, although their total does.
    assert_eq!(told, ["Table 12.2!F24", "Table 12.2!F25", "Table 12.2!F26", "Table 12.2!F27"]);
}
