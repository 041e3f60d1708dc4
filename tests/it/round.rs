//! The fictional round and its copy without faults, compared with the truth they were made from.
//!
//! In go the files of `samples/comesa_2024_fictional` and `samples/comesa_2024_fictional_clean`, their mappings, `truth.csv`,
//! which the program that made the files wrote from what it meant and not from what it wrote, and `ledger.csv`, which names
//! what it planted. Every observation must stand in the truth and the other way round, in every column of the truth. That
//! the files are those the program makes is told by `python tools/fictional_round samples/comesa_2024_fictional --check`,
//! which needs Python and is not run here.

use std::collections::{BTreeMap, BTreeSet};

use concord::model::Fate;
use concord::read::{ReadOptions, read};

use crate::support::{Row, Run, clean_round, files_below, read_csv, root, round, standard};

const FOLDER: &str = "samples/comesa_2024_fictional";
const CLEAN: &str = "samples/comesa_2024_fictional_clean";

/// Columns of the truth that an observation carries under the same name.
const SAME: [&str; 14] = [
    "table_id",
    "reporter",
    "freq",
    "time_period",
    "period_start",
    "period_end",
    "sex",
    "age",
    "value",
    "obs_status_all",
    "suppressed_low",
    "suppressed_high",
    "unit",
    "value_step",
];

/// A figure as both sides tell it: its place in words, then every column of the truth.
type Told = BTreeMap<&'static str, String>;

fn truth(folder: &str) -> Vec<Row> {
    read_csv(&root().join(folder).join("truth.csv"))
}

fn ledger() -> Vec<Row> {
    read_csv(&root().join(FOLDER).join("ledger.csv"))
}

/// Whether a text is a whole number that is not negative, or nothing: what a count can be.
fn can_be_a_count(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `[E, P]` as `E;P`.
fn list(text: &str) -> String {
    text.trim_matches(['[', ']']).replace(", ", ";")
}

fn told_by_truth(row: &Row) -> Told {
    let mut told: Told = SAME.iter().map(|name| (*name, row.get(name).to_owned())).collect();
    told.insert("dimensions", row.get("dimensions").to_owned());
    let cells: BTreeSet<String> =
        row.get("cell").split(';').map(|cell| format!("{}|{}|{cell}", row.get("file"), row.get("sheet"))).collect();
    told.insert("cells", cells.into_iter().collect::<Vec<_>>().join(";"));
    if !can_be_a_count(row.get("value")) {
        // The truth says what stands in the cell; what can't be a count is told as an error and published without a value.
        told.insert("value", String::new());
        told.insert("obs_status_all", "O".to_owned());
    }
    told
}

/// Statuses less D and V; A where nothing else was said.
fn as_sent(statuses: &str) -> String {
    let kept: Vec<&str> = statuses.split(';').filter(|status| !matches!(*status, "D" | "V")).collect();
    if kept.is_empty() { "A".to_owned() } else { kept.join(";") }
}

/// An observation with the cells that the lineage gives its value.
fn told_by_output(row: &Row, uses: &[&Row], folder: &str) -> Told {
    let mut told: Told = SAME.iter().map(|name| (*name, row.get(name).to_owned())).collect();
    // D says that the definition differs, V that nobody explained a warning: the truth knows the sender's statuses alone.
    told.insert("obs_status_all", as_sent(&list(row.get("obs_status_all"))));
    let table = standard().table(row.get("table_id")).unwrap();
    let dimensions: Vec<String> = table.dimensions.iter().map(|name| format!("{name}={}", row.get(name.as_str()))).collect();
    told.insert("dimensions", dimensions.join(";"));
    let cells: BTreeSet<String> = uses
        .iter()
        .filter(|cell| cell.get("role") == "value")
        .map(|cell| {
            let file = cell.get("file");
            format!("{}|{}|{}", file.strip_prefix(&format!("{folder}/")).unwrap_or(file), cell.get("sheet"), cell.get("cell"))
        })
        .collect();
    told.insert("cells", cells.into_iter().collect::<Vec<_>>().join(";"));
    told
}

fn is_the_truth(run: &Run, folder: &str) {
    let uses = run.uses();
    let mut wanted: Vec<Told> = truth(folder).iter().map(told_by_truth).collect();
    let mut found: Vec<Told> = run.observations.iter().map(|(id, row)| told_by_output(row, &uses[id.as_str()], folder)).collect();
    wanted.sort();
    found.sort();
    let missing: Vec<&Told> = wanted.iter().filter(|told| found.binary_search(told).is_err()).collect();
    let extra: Vec<&Told> = found.iter().filter(|told| wanted.binary_search(told).is_err()).collect();
    let some = |list: &[&Told]| list.iter().take(10).map(|told| format!("{told:?}")).collect::<Vec<_>>().join("\n");
    assert!(
        missing.is_empty() && extra.is_empty(),
        "{} of {} are missing:\n{}\n{} of {} are not in the truth:\n{}",
        missing.len(),
        wanted.len(),
        some(&missing),
        extra.len(),
        found.len(),
        some(&extra)
    );
    assert_eq!(wanted.len(), found.len());
}

#[test]
fn every_observation_is_the_truth_and_all_of_it() {
    is_the_truth(round(), FOLDER);
}

#[test]
fn every_observation_without_faults_is_the_truth_and_all_of_it() {
    is_the_truth(clean_round(), CLEAN);
}

/// Grave findings by their code.
fn grave(run: &Run) -> BTreeMap<&'static str, usize> {
    let mut grave = BTreeMap::new();
    for finding in run.findings().into_iter().filter(|finding| finding.grave) {
        *grave.entry(finding.code).or_default() += 1;
    }
    grave
}

fn every_cell_is_understood(run: &Run) {
    assert!(run.conflicts.is_empty(), "{:?}", run.conflicts);
    let lost = [Fate::Unmapped.as_str(), Fate::Unreadable.as_str()];
    let lost: Vec<&Row> = run.lineage().iter().filter(|row| lost.contains(&row.get("fate"))).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn the_round_without_faults_runs_without_conflicts_and_errors() {
    every_cell_is_understood(clean_round());
    // Numbers in text cells of Egypt and Tunisia (three tables; a web page stores nothing else); hidden columns of Kenya
    // (three sheets) and Tunisia.
    let expected = BTreeMap::from([("map/number-as-text", 3), ("read/hidden-rows-or-columns", 4)]);
    assert_eq!(grave(clean_round()), expected, "{:#?}", clean_round().findings());
}

#[test]
fn the_round_with_faults_is_read_whole_and_tells_them() {
    every_cell_is_understood(round());
    let grave = grave(round());
    for code in ["map/negative", "map/not-whole", "locate/table-not-found"] {
        assert_eq!(grave.get(code), Some(&2), "{code}: {grave:?}");
    }
    assert!(grave.contains_key("validate/part-whole-mismatch") && grave.contains_key("validate/sexes-mismatch"), "{grave:?}");
    for code in ["map/unknown-label", "locate/no-mapping", "map/undeclared-symbol"] {
        assert!(!grave.contains_key(code), "{grave:?}");
    }
}

#[test]
fn every_planted_figure_stands_in_its_cell() {
    let truth = truth(FOLDER);
    let mut values: BTreeMap<(String, String, String), &str> = BTreeMap::new();
    for row in &truth {
        for cell in row.get("cell").split(';') {
            values.insert((row.get("file").to_owned(), row.get("sheet").to_owned(), cell.to_owned()), row.get("value"));
        }
    }
    let mut kinds: BTreeSet<String> = BTreeSet::new();
    for fault in ledger() {
        kinds.insert(fault.get("kind").to_owned());
        // What is missing or late has no cell; a note and a label are no figures.
        if fault.get("cell").is_empty() || ["told-twice", "reporter-as-partner"].contains(&fault.get("kind")) {
            continue;
        }
        let cells: Vec<&str> = fault.get("cell").split(';').collect();
        let planted: Vec<&str> = fault.get("planted").split(';').collect();
        let instead: Vec<&str> = fault.get("should_be").split(';').collect();
        assert_eq!((cells.len(), cells.len()), (planted.len(), instead.len()), "{fault:?}");
        for ((cell, planted), instead) in cells.iter().zip(&planted).zip(&instead) {
            let place = (fault.get("file").to_owned(), fault.get("sheet").to_owned(), (*cell).to_owned());
            assert_eq!(values.get(&place), Some(planted), "{place:?}");
            assert_ne!(planted, instead, "{place:?}");
        }
    }
    assert!(kinds.len() >= 25, "{kinds:?}");
    let faulty: BTreeSet<String> = ledger().iter().map(|fault| fault.get("reporter").to_owned()).collect();
    assert!(faulty.len() <= 16, "at least five states send what they meant to send: {faulty:?}");
}

#[test]
fn footnotes_stand_beside_the_figures_they_are_about() {
    for (reporter, table, code, words) in [
        ("ETH", "REF1", ("country_of_origin", "SDN"), "recognised prima facie"),
        ("UGA", "RES1", ("reason_permit", "EMP"), "Special passes of less than six months are left out"),
    ] {
        let rows = round().find(&[("reporter", reporter), ("table_id", table), code]);
        assert!(!rows.is_empty() && rows.iter().all(|row| row.get("note").contains(words)), "{rows:?}");
    }
}

#[test]
fn the_round_covers_the_axes_and_every_member_state() {
    let rows = truth(FOLDER);
    let distinct = |column: &str| -> BTreeSet<String> { rows.iter().map(|row| row.get(column).to_owned()).collect() };
    let members = standard().members("171", jiff::civil::date(2024, 1, 1));
    assert_eq!(distinct("reporter"), members.iter().map(|member| member.as_str().to_owned()).collect());
    let asked = [
        "POP1", "POP2", "IMM1", "IMM2", "IMM3", "IMM4", "IMM5", "EMI1", "EMI2", "EMI4", "NAB1", "NAB2", "RES1", "RES3", "ACQ1", "ACQ2",
        "REF1", "REF2", "REF3", "REF4", "REF5", "BAL1",
    ];
    assert_eq!(distinct("table_id"), asked.iter().map(|id| (*id).to_owned()).collect());
}

#[test]
fn men_and_women_add_to_both_sexes_in_the_truth_without_faults() {
    let mut figures: BTreeMap<Vec<String>, BTreeMap<String, i64>> = BTreeMap::new();
    let mut step: BTreeMap<Vec<String>, i64> = BTreeMap::new();
    for row in truth(CLEAN) {
        let key = ["file", "table_id", "time_period", "dimensions", "age"].map(|name| row.get(name).to_owned()).to_vec();
        step.insert(key.clone(), row.get("value_step").parse().unwrap());
        if let Ok(value) = row.get("value").parse() {
            figures.entry(key).or_default().insert(row.get("sex").to_owned(), value);
        }
    }
    let mut compared = 0;
    for (key, sexes) in figures.iter().filter(|(_, sexes)| sexes.len() == 3) {
        // Each of three figures is rounded for itself.
        let reach = if step[key] == 1 { 0 } else { step[key] };
        assert!((sexes["M"] + sexes["F"] - sexes["_T"]).abs() <= reach, "{key:?} {sexes:?}");
        compared += 1;
    }
    assert!(compared > 200, "{compared}");
}

#[test]
fn every_sheet_says_that_it_is_made_up() {
    let mut sheets = 0;
    for folder in [FOLDER, CLEAN] {
        // Files of the round stand in the folders of the states; beside those folders lie papers about them.
        for name in files_below(&root().join(folder)).into_iter().filter(|name| name.contains('/')) {
            let path = root().join(folder).join(&name);
            for sheet in &read(&path, &name, &ReadOptions::default()).unwrap().value.sheets {
                let says = |text: &str| ["FICTIONAL", "FICTIF", "خيالي"].iter().any(|word| text.contains(word));
                assert!(sheet.cells().iter().any(|cell| says(&cell.text())), "{name} {}", sheet.name);
                sheets += 1;
            }
        }
    }
    assert!(sheets > 140, "{sheets}");
}

/// A line of `grades.csv`: rows of one state and table, and the grade worked out by hand.
struct ByHand {
    reporter: String,
    table: String,
    rows: String,
    grade: String,
    causes: Vec<String>,
}

fn by_hand() -> Vec<ByHand> {
    let path = root().join("samples/comesa_2024_fictional/grades.csv");
    let mut reader = csv::Reader::from_path(&path).unwrap();
    let lines = reader.records().map(|record| {
        let record = record.unwrap();
        let text = |column: usize| record.get(column).unwrap().to_owned();
        let causes = text(4).split(';').filter(|cause| !cause.is_empty()).map(str::to_owned).collect();
        assert!(!text(5).is_empty(), "{record:?} says no reason");
        ByHand { reporter: text(0), table: text(1), rows: text(2), grade: text(3), causes }
    });
    lines.collect()
}

/// Whether an observation is among the rows that a line names: `all`, or `column=value` joined by ` and `.
fn is_among(row: &Row, rows: &str) -> bool {
    rows == "all"
        || rows.split(" and ").all(|test| {
            let (column, value) = test.split_once('=').unwrap();
            match value.strip_prefix('!') {
                Some(not) => row.get(column) != not,
                None => value.split('|').any(|one| row.get(column) == one),
            }
        })
}

#[test]
fn every_grade_is_the_one_worked_out_by_hand() {
    let lines = by_hand();
    let mut met = vec![0_usize; lines.len()];
    let mut wrong = Vec::new();
    for row in round().observations.values() {
        let fits = |line: &&ByHand| line.reporter == row.get("reporter") && line.table == row.get("table_id") && is_among(row, &line.rows);
        let found: Vec<usize> = lines.iter().enumerate().filter(|(_, line)| fits(line)).map(|(index, _)| index).collect();
        let [one] = found.as_slice() else {
            wrong.push(format!("{} {} {} is on {} lines", row.get("reporter"), row.get("table_id"), row.get("cell"), found.len()));
            continue;
        };
        met[*one] += 1;
        let (line, causes) = (&lines[*one], row.get("grade_causes").trim_matches(['[', ']']));
        if (row.get("grade"), causes) != (line.grade.as_str(), line.causes.join(", ").as_str()) {
            let place = format!("{} {} {} {}", line.reporter, line.table, row.get("sheet"), row.get("cell"));
            wrong.push(format!("{place}: {} [{causes}], by hand {} {:?}", row.get("grade"), line.grade, line.causes));
        }
    }
    wrong.truncate(20);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(met.iter().all(|count| *count > 0), "a line of grades.csv fits no observation");
    let states: BTreeSet<&str> = lines.iter().map(|line| line.reporter.as_str()).collect();
    assert!(states.len() >= 10, "{states:?}");
    for grade in ["A", "B", "C", "X", "U"] {
        assert!(lines.iter().any(|line| line.grade == grade), "no figure of the round has grade {grade}");
    }
}
