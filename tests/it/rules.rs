//! The rules on files that somebody made or published: every planted fault is found at its cell, the clean copy passes, and real
//! returns tell what is known of them.
//!
//! In go the fictional round with its ledger, its clean copy, and returns that are not shipped where the reader has them. The
//! program that planted the faults knows nothing of the rules.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use concord::diag::render::json::FindingRecord;
use concord::diag::{Finding, Place, Severity};
use concord::model::CellRef;
use concord::spec::Pipeline;
use tempfile::TempDir;

use crate::support::{
    HIMS, IRCC, KNBS, OFS, Package, Row, Run, clean_round, mapping_files, real_return, registers, root, round, rows, run_files,
};

const FOLDER: &str = "samples/comesa_2024_fictional";

fn ledger() -> Vec<Row> {
    crate::support::read_csv(&root().join(FOLDER).join("ledger.csv"))
}

/// Which rules or findings a kind of fault must lead to; any of them.
fn expected(kind: &str) -> &'static [&'static str] {
    match kind {
        "total-differs" | "digits-swapped" => &["C01", "S03"],
        "sexes-differ" => &["C02"],
        "ages-differ" => &["C03"],
        "aggregate-added" => &["C20", "C01"],
        "negative-count" => &["map/negative"],
        "fraction" => &["map/not-whole"],
        "unit-slip" => &["S02"],
        "grand-totals-differ" => &["C05", "C06", "C15"],
        "stock-not-carried" => &["C08"],
        "balance-open" => &["B01"],
        "tables-differ" => &["C07", "C09", "C09E"],
        "permits-above-foreigners" => &["C11"],
        "refugees-above-residents" => &["C16"],
        "returning-above-nationals" => &["C24"],
        "refugees-do-not-close" => &["C10"],
        "claims-do-not-close" => &["C23"],
        "even-split" => &["S01"],
        "last-year-repeated" => &["T04"],
        "sex-ratio" => &["C19"],
        "jump" => &["C17", "T02"],
        "level-shift" => &["T03"],
        "only-zeros" => &["C25"],
        "told-twice" => &["C21N", "C21", "C21E", "C21P"],
        "reporter-as-partner" => &["C18"],
        "mirror-differs" => &["C13", "C14"],
        other => panic!("no rule is named for a fault of the kind `{other}`"),
    }
}

fn rule_of(finding: &Finding) -> &str {
    finding.rule.as_deref().unwrap_or(finding.code.id)
}

/// Whether a place holds one of the cells of a ledger line; of a label its row counts, since its figures stand there.
fn names(place: &Place, file: &str, cells: &[CellRef], whole_row: bool) -> bool {
    let here = place.file.ends_with(&format!("/{file}"));
    here && place.cells.is_some_and(|range| {
        cells.iter().any(|cell| range.contains(*cell) || whole_row && range.contains(CellRef::new(cell.row, range.first.column)))
    })
}

#[test]
fn every_planted_fault_is_found_at_its_cell() {
    let run = round();
    let findings = run.outcome.report.findings();
    let mut missed = Vec::new();
    let mut kinds = BTreeSet::new();
    for line in ledger().iter().filter(|line| !line.get("file").is_empty()) {
        let kind = line.get("kind");
        kinds.insert(kind.to_owned());
        let cells: Vec<CellRef> = line.get("cell").split(';').map(|cell| cell.trim().parse().unwrap()).collect();
        let wanted = expected(kind);
        let found = findings.iter().filter(|finding| wanted.contains(&rule_of(finding))).any(|finding| {
            finding.at.iter().chain(&finding.also).any(|place| names(place, line.get("file"), &cells, kind == "reporter-as-partner"))
        });
        if !found {
            missed.push(format!(
                "{} {kind} of {} at {} {}",
                line.get("fault_id"),
                line.get("reporter"),
                line.get("file"),
                line.get("cell")
            ));
        }
    }
    assert!(kinds.len() >= 20, "the ledger holds {} kinds only", kinds.len());
    assert!(missed.is_empty(), "not found at its cell:\n{}", missed.join("\n"));
}

#[test]
fn tables_that_lack_or_came_late_are_told() {
    let gaps = rows(&round().folder.path().join("gaps.parquet"));
    let years: BTreeSet<&str> = gaps.iter().map(|row| row.get("year")).collect();
    let (mut missed, mut late, mut judged) = (Vec::new(), 0, BTreeSet::new());
    for line in ledger().iter().filter(|line| line.get("file").is_empty()) {
        for table in line.get("table_id").split(';') {
            let own =
                |row: &&Row| row.get("state") == line.get("reporter") && row.get("table_id") == table && row.get("breakdown") == "table";
            let places: Vec<&Row> = gaps.iter().filter(own).collect();
            // A table that no plan asks for can't lack.
            if places.is_empty() {
                continue;
            }
            judged.insert(line.get("kind").to_owned());
            let of_year = |row: &&&Row| line.get("time_period").split(';').any(|year| year == row.get("year"));
            let told = match line.get("kind") {
                "table-missing" => places.iter().all(|row| row.get("status") == "missing" && row.get("explained") == "false"),
                "year-missing" => {
                    let asked = line.get("time_period").split(';').filter(|year| years.contains(year)).count();
                    let lacking = places.iter().filter(of_year).filter(|row| row.get("status") == "missing").count();
                    asked > 0 && lacking == asked
                }
                // Of a table that came for other years than those asked for, nothing can be late.
                "table-late" => {
                    let sent: Vec<&&Row> = places.iter().filter(of_year).filter(|row| row.get("status") != "missing").collect();
                    late += sent.len();
                    sent.iter().all(|row| row.get("days_late").parse::<i32>().is_ok_and(|days| days > 0))
                }
                other => panic!("a ledger line without a file is of the kind `{other}`"),
            };
            if !told {
                missed.push(format!("{} {} of {table}", line.get("fault_id"), line.get("kind")));
            }
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    assert!(late > 0, "nothing came late");
    assert_eq!(judged.len(), 3, "of the plan are only {judged:?}");
}

#[test]
fn the_clean_round_has_no_error_and_few_warnings() {
    let run = clean_round();
    let report = &run.outcome.report;
    let errors: Vec<&str> =
        report.findings().iter().filter(|one| one.severity == Severity::Error).map(|one| one.message.as_str()).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    let mut warnings: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in report.findings().iter().filter(|finding| finding.severity == Severity::Warning) {
        *warnings.entry(rule_of(finding)).or_default() += 1;
    }
    let all: usize = warnings.values().sum();
    assert!(all * 1000 <= 2 * run.observations.len(), "{all} warnings on {} observations: {warnings:?}", run.observations.len());
    // No rule is silent because it never had anything to judge.
    let judged: u64 = run.outcome.scorecard.rules.values().map(|tally| tally.passed).sum();
    assert!(judged > 10_000 && run.outcome.scorecard.rules.len() >= 30, "{judged} outcomes of {} rules", run.outcome.scorecard.rules.len());
}

#[test]
fn every_outcome_that_could_not_be_judged_says_why() {
    for (rule, tally) in &round().outcome.scorecard.rules {
        assert_eq!(tally.reasons.values().sum::<u64>(), tally.undecided, "{rule}");
    }
}

#[test]
fn explained_findings_stay_and_unexplained_warnings_leave_figures_unvalidated() {
    let run = round();
    let explained: Vec<&Finding> = run.outcome.report.findings().iter().filter(|finding| finding.explanation.is_some()).collect();
    assert!(explained.iter().any(|finding| rule_of(finding) == "C11" && finding.explanation.as_ref().unwrap().contains("2024-10-28")));
    let unvalidated = |row: &&&Row| row.get("obs_status_all").contains('V');
    let jump = run.find(&[("table_id", "IMM2"), ("reporter", "KEN"), ("time_period", "2021")]);
    assert!(jump.iter().filter(unvalidated).count() >= 1, "a jump that nobody explained");
    let clean = clean_round().observations.values().filter(|row| row.get("obs_status_all").contains('V')).count();
    assert_eq!(clean, 0, "nothing is unvalidated where no rule warns");
}

#[test]
fn a_folder_is_judged_as_its_run_judged_it() {
    let run = round();
    let output = assert_cmd::Command::cargo_bin("concord")
        .unwrap()
        .current_dir(root())
        .args(["validate", "--format", "json"])
        .arg(run.folder.path())
        .output()
        .unwrap();
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut again: Vec<String> = told["result"]["findings"].as_array().unwrap().iter().cloned().map(without_others).collect();
    let recorded = run.outcome.report.findings().iter().map(|one| serde_json::to_value(FindingRecord::from(one)).unwrap());
    let mut first: Vec<String> = recorded.map(without_others).collect();
    again.sort();
    first.sort();
    assert_eq!(again, first);
    assert_eq!(output.status.code(), Some(1));
}

/// All that is told of a finding but the other cells that take part, of which a folder keeps the words alone.
fn without_others(mut finding: serde_json::Value) -> String {
    finding.as_object_mut().unwrap().remove("also");
    finding.to_string()
}

/// Messages of a rule about a file.
fn told<'r>(run: &'r Run, rule: &str, file: &str) -> Vec<&'r Finding> {
    let about = |finding: &&Finding| finding.at.as_ref().is_some_and(|place| place.file.ends_with(file));
    run.outcome.report.findings().iter().filter(|finding| rule_of(finding) == rule).filter(about).collect()
}

#[test]
fn tunisias_governorates_were_split_evenly_and_add_to_four_persons_less() {
    let Some(run) = registers() else { return };
    let equal = told(run, "S01", HIMS);
    assert!(equal.iter().any(|finding| finding.value.as_deref() == Some("7410") && finding.also.len() == 3), "four neighbours of 7 410");
    let apart = told(run, "C21T", HIMS);
    assert_eq!(apart.len(), 1, "ages add to the total");
    assert_eq!((apart[0].value.as_deref(), apart[0].expected.as_deref()), (Some("58986"), Some("58990")));
}

#[test]
fn canadas_rounded_total_is_within_its_step_and_a_slip_of_the_unit_is_not() {
    let Some(path) = real_return(IRCC) else { return };
    let is_total = |finding: &&&Finding| finding.value.as_deref() == Some("180910");
    let run = registers().unwrap();
    assert_eq!(told(run, "C01", IRCC).iter().filter(is_total).count(), 0, "180 910 against parts of 180 915");
    let before = told(run, "S02", IRCC).len();
    let folder = TempDir::new().unwrap();
    let copy = folder.path().join(IRCC);
    let mut package = Package::open(&path);
    // The total of 2024 with a digit more, as if it were told in tens.
    package.edit("TR - HC CITZ", |sheet| sheet.set_text("FO205", "1,809,100"));
    package.save(&copy);
    let changed = run_files(&[copy], mapping_files());
    assert!(told(&changed, "C01", IRCC).len() > told(run, "C01", IRCC).len() && told(&changed, "S02", IRCC).len() > before);
}

#[test]
fn kenyas_purposes_add_within_rounding_and_what_leaves_out_others_is_no_error() {
    let Some(path) = real_return(KNBS) else { return };
    let run = run_files(&[path], mapping_files());
    let cells: BTreeSet<String> = told(&run, "C01", KNBS).iter().map(|one| one.at.as_ref().unwrap().to_string()).collect();
    assert!(cells.iter().all(|cell| cell.contains("Table 12.2!F2")), "only quarters of 2022 departures by purpose miss: {cells:?}");
    assert!(run.outcome.scorecard.rules["C01"].passed > 100);
}

#[test]
fn switzerlands_lone_footnote_mark_is_no_figure_and_says_where_it_is_counted() {
    let Some(run) = registers() else { return };
    let marked = run.find(&[("cell", "K18"), ("obs_status", "K")]);
    assert!(marked.iter().any(|row| row.get("file").ends_with(OFS) && row.value().is_none() && row.get("note").contains("Attribuée")));
}

#[test]
fn reports_are_the_same_bytes_every_time_and_one_stands_for_each_state() {
    let pipeline = Pipeline::load(&root().join("pipelines/comesa-2024.toml")).unwrap();
    let made = || -> BTreeMap<String, Vec<u8>> {
        concord::run::check(&pipeline, &|_| {}).unwrap().reports(&pipeline).unwrap().into_iter().collect()
    };
    let (first, second) = (made(), made());
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (path, bytes) in &first {
        assert!(*bytes == second[path], "{path} differs between two runs");
    }
    for state in
        rows(&round().folder.path().join("gaps.parquet")).iter().map(|row| row.get("state").to_lowercase()).collect::<BTreeSet<_>>()
    {
        for name in [format!("reports/{state}.en.html"), format!("reports/{state}.en.xlsx"), format!("reports/{state}.json")] {
            assert!(first.contains_key(&name), "{name} is missing");
        }
    }
    for language in ["en", "fr", "ar", "pt"] {
        assert!(first.contains_key(&format!("reports/region.{language}.html")), "{language}");
    }
    let schema: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(root().join("standards/schemas/report.schema.json")).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for (path, bytes) in first.iter().filter(|(path, _)| Path::new(path).extension().is_some_and(|end| end == "json")) {
        let document = serde_json::from_slice(bytes).unwrap();
        assert!(validator.is_valid(&document), "{path} does not follow its schema");
    }
}

#[test]
fn an_office_gets_its_report_in_its_language() {
    let folder = TempDir::new().unwrap();
    let output = assert_cmd::Command::cargo_bin("concord")
        .unwrap()
        .current_dir(root())
        .args(["validate", "samples/comesa_2024_fictional/cod/cod_migration_et_refugies_2023.xlsx", "--lang", "fr", "--report"])
        .arg(folder.path())
        .output()
        .unwrap();
    let screen = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "errors block");
    assert!(screen.contains("Immigration!D13") && screen.contains("les deux sexes"), "{screen}");
    let names: BTreeSet<String> = crate::support::files_below(folder.path()).into_iter().collect();
    assert_eq!(names, ["cod.en.html", "cod.en.xlsx", "cod.fr.html", "cod.fr.xlsx", "cod.json"].map(str::to_owned).into());
    let page = std::fs::read_to_string(folder.path().join("cod.fr.html")).unwrap();
    assert!(page.contains("data-mark=\"error\"") && page.contains("lang=\"fr\""));
}

#[test]
fn a_folder_that_is_no_run_is_refused_with_advice() {
    let folder = TempDir::new().unwrap();
    let output = assert_cmd::Command::cargo_bin("concord").unwrap().arg("validate").arg(folder.path()).output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("is not the output of a finished run") && told.contains("hint: give the folder"), "{told}");
}
