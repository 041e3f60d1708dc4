//! Mirror statements of whole runs: the files of agencies that contradict each other, and the shipped round.
//!
//! The two matrices of 2013 can't be shipped; their pair of Uganda and Kenya is checked where the reader has them. The round that
//! comes with the program has pairs of states with both figures, and statements of it stand here as an officer reads them.

use std::path::Path;

use assert_cmd::Command;
use concord::mirror::{Comparison, lines};
use concord::model::Code;
use concord::spec::{Language, Pipeline};
use tempfile::TempDir;

use crate::support::{Row, UNDESA_MATRIX, WORLD_BANK, finish, mapping_files, real_return, root, rows, run_files, standard};

fn concord(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("concord").unwrap().env("NO_COLOR", "1").args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn mirrors_in(folder: &Path) -> Vec<Row> {
    rows(&folder.join("mirror.parquet"))
}

fn fits(text: &str) {
    for line in text.lines() {
        assert!(line.chars().count() <= 120, "{}: {line}", line.chars().count());
    }
}

#[test]
fn two_agencies_that_count_the_same_persons_stand_beside_each_other() {
    let (Some(matrix), Some(bank)) = (real_return(UNDESA_MATRIX), real_return(WORLD_BANK)) else { return };
    let run = run_files(&[matrix, bank], mapping_files());
    let is_pair = |one: &&Row| one.get("state") == "UGA" && one.get("partner") == "KEN";
    let found = mirrors_in(run.folder.path());
    let pairs: Vec<&Row> = found.iter().filter(is_pair).collect();
    assert_eq!(pairs.len(), 1);
    let pair = pairs[0];
    let said = |side: &str| {
        ["value", "source_id", "table", "reporter", "period_end", "place"].map(|name| pair.get(&format!("{side}_{name}")).to_owned())
    };
    assert_eq!(said("first")[..5], ["271149", "UNDESA:MIGRANTS_BY_DESTINATION_AND_ORIGIN", "POP2", "KEN", "2013-07-01"]);
    assert_eq!(said("second")[..5], ["30486", "WB:BILATERAL_MIGRATION", "POP2", "KEN", "2013-07-01"]);
    for (side, file, cell) in [("first", UNDESA_MATRIX, "line 31, field "), ("second", WORLD_BANK, "Bilateral Migration 2013")] {
        let place = said(side)[5].clone();
        assert!(place.contains(file) && place.contains(cell), "{place}");
        let observation = run.observations.get(pair.get(&format!("{side}_observation_id"))).unwrap();
        assert_eq!(observation.get("value"), pair.get(&format!("{side}_value")), "the figure is the one published");
    }
    assert_eq!((pair.get("comparison"), pair.get("difference"), pair.get("days_apart")), ("sources", "240663", "0"));
    assert!(pair.get("ratio").starts_with("8.894") && pair.get("symmetric_index").starts_with("1.595"), "{pair:?}");
    let members = standard().members(standard().region.as_str(), jiff::civil::date(2013, 12, 31));
    assert!(found.iter().all(|one| members.iter().any(|member| member.as_str() == one.get("state"))));
    assert!(!found.iter().any(|one| one.get("first_value") == "0" || one.get("second_value") == "0"), "a stored zero is no estimate");

    let uganda = lines(&run.outcome.mirrors, &Code::new("UGA").unwrap(), Language::FR, standard());
    let kenya = uganda.iter().find(|line| line.partner == "KEN").unwrap();
    assert_eq!((kenya.own.as_ref().unwrap().value, kenya.other.as_ref().unwrap().value), (271_149, 30_486));
    assert!(kenya.subject.ends_with("deux sources") && kenya.other.as_ref().unwrap().place.is_some());

    let folder = run.folder.path().display().to_string();
    let (code, shown, _) = concord(&["mirror", &folder, "--state", "UGA", "--partner", "ken"]);
    assert!(code == 0 && shown.contains("271,149") && shown.contains("30,486"), "{shown}");
    fits(&shown);
    fits(&concord(&["mirror", &folder]).1);
}

#[test]
fn the_round_has_its_statements() {
    let pipeline = Pipeline::load(&root().join("pipelines/comesa-2024.toml")).unwrap();
    let run = finish(&pipeline, TempDir::new().unwrap());
    let both: Vec<_> = run.outcome.mirrors.iter().filter(|mirror| mirror.sex.is_total() && mirror.both().is_some()).collect();
    assert!(both.iter().any(|mirror| mirror.comparison == Comparison::States));
    let folder = run.folder.path().display().to_string();
    for (name, arguments) in [("overview", vec![]), ("statement", vec!["--state", "TUN"]), ("about_a_partner", vec!["--partner", "MUS"])] {
        let (code, shown, stderr) = concord(&[&["mirror", folder.as_str()], arguments.as_slice()].concat());
        assert_eq!((code, stderr.as_str()), (0, ""));
        fits(&shown);
        insta::assert_snapshot!(format!("mirror_{name}"), shown);
    }
    let view: Vec<Row> = mirrors_in(run.folder.path()).into_iter().filter(|one| one.get("view_table") == "NAB4").collect();
    assert!(!view.is_empty() && view.iter().all(|one| one.get("second_table") == "POP1" && !one.get("second_value").is_empty()));
    let (code, json, _) = concord(&["mirror", &folder, "--state", "TUN", "--partner", "LBY", "--year", "2023", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, document["schema"].as_str()), (0, Some("concord/mirror")));
    let pairs = document["result"]["pairs"].as_array().unwrap();
    assert!(pairs.iter().any(|pair| pair["first"]["value"].is_i64() && pair["second"]["value"].is_i64()), "{pairs:?}");
}

#[test]
fn what_is_not_there_is_said_with_the_nearest_name() {
    let pipeline = Pipeline::load(&root().join("pipelines/comesa-2024.toml")).unwrap();
    let run = finish(&pipeline, TempDir::new().unwrap());
    let folder = run.folder.path().display().to_string();
    let (code, _, stderr) = concord(&["mirror", &folder, "--state", "KEX"]);
    assert!(code == 2 && stderr.contains("no mirror statement has the state `KEX`; did you mean `KEN`?"), "{stderr}");
    let (code, _, stderr) = concord(&["mirror", &folder, "--year", "1999"]);
    assert!(code == 2 && stderr.contains("`1999`; there are"), "{stderr}");
    std::fs::remove_file(run.folder.path().join("mirror.parquet")).unwrap();
    let (code, _, stderr) = concord(&["mirror", &folder]);
    assert!(code == 2 && stderr.contains("run the pipeline again"), "{stderr}");
    let (code, _, stderr) = concord(&["mirror", &root().join("src").display().to_string()]);
    assert!(code == 2 && stderr.contains("manifest.json"), "{stderr}");
}
