//! The gap report of the fictional round, as an officer of a regional secretariat looks at it.

use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Row, files_below, root, rows};

const EXPLANATIONS: &str = r#"schema = 1

[[gap]]
state = "KEN"
axis = "emigration"
status = "not-collected"
text = "Departures are stamped and not recorded"
who = "made up"
on = 2024-10-20

[[gap]]
state = "KEN"
table = "IMM1"
breakdown = "age"
status = "derogation"
text = "Ages come with the new system in 2026"
who = "made up"
on = 2024-10-20

[[gap]]
state = "UGA"
table = "RES1"
breakdown = "total"
years = [2023]
status = "confidential"
text = "The total is there all the same"
who = "made up"
on = 2024-10-20
"#;

const PIPELINE: &str = r#"schema = 1
id = "round-2024"
title = "A made-up round"
mappings = ["mappings"]
inputs = ["returns/**/*"]
receipts = "returns/receipts.csv"
sources = "sources.csv"
explanations = ["explanations/*.toml"]
recommendations = "recommendations.toml"
output = "out"

[plan]
years = [2022, 2023]
due = 2024-09-30
"#;

const RECEIPTS: &str =
    "file,received_on\nken/ken_immigration_2021_2024.xlsx,2024-10-12\nuga/uga_refugees_and_permits_2024.xlsx,2024-09-20\n";

const SOURCES: &str = "area,source,type,since,axis,used,shared,reliability,note\n\
                       KEN,Border system,border_records,2011,immigration,yes,yes,good,\n\
                       KEN,Register of foreigners,foreigners_register,2012,residence-permits,no,no,unknown,\n";

const NOTED: &str = "schema = 1\n[[recommendation]]\nid = \"ken-missing-res1\"\nstatus = \"agreed\"\nsince = \"round-2023\"\nnote = \"with the new register\"\n\
     [[recommendation]]\nid = \"ken-missing-imm4\"\nstatus = \"done\"\nsince = \"round-2023\"\n";

/// A folder with shipped returns of three states, their mappings, a plan, and what a secretariat keeps.
fn round(explanations: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    for state in ["ken", "uga", "egy"] {
        for (from, to) in [("samples/comesa_2024_fictional", "returns"), ("mappings", "mappings")] {
            for file in files_below(&root().join(from).join(state))
                .iter()
                .filter(|file| from == "samples/comesa_2024_fictional" || file.starts_with("fictional"))
            {
                write(&format!("{to}/{state}/{file}"), &std::fs::read(root().join(from).join(state).join(file)).unwrap());
            }
        }
    }
    for (name, text) in [
        ("round.toml", PIPELINE),
        ("returns/receipts.csv", RECEIPTS),
        ("sources.csv", SOURCES),
        ("recommendations.toml", NOTED),
        ("explanations/2024.toml", explanations),
    ] {
        write(name, text.as_bytes());
    }
    folder
}

fn concord(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("concord").unwrap().current_dir(folder).env("NO_COLOR", "1").args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\\', "/");
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

/// The status and the explanation of a breakdown of a table and year.
fn outcome(gaps: &[Row], (state, table, year, breakdown): (&str, &str, &str, &str)) -> (String, bool) {
    let wanted = [("state", state), ("table_id", table), ("year", year), ("breakdown", breakdown)];
    let found = gaps.iter().find(|row| wanted.iter().all(|(column, value)| row.get(column) == *value)).unwrap();
    (found.get("status").to_owned(), found.get("explained") == "true")
}

#[test]
fn an_officer_sees_who_sent_what_what_blocks_and_what_to_ask() {
    let folder = round(EXPLANATIONS);
    let (code, _, stderr) = concord(folder.path(), &["run", "round.toml", "--quiet"]);
    assert!(code < 2, "{stderr}");
    let (code, screen, stderr) = concord(folder.path(), &["gaps", "out"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    assert!(screen.lines().all(|line| line.chars().count() <= 120) && screen.lines().count() <= 50, "{screen}");
    insta::assert_snapshot!("gaps_of_a_round", screen);
    let (code, page, _) = concord(folder.path(), &["gaps", "out", "--state", "KEN"]);
    assert_eq!(code, 0);
    assert!(page.lines().all(|line| line.chars().count() <= 120), "{page}");
    insta::assert_snapshot!("gaps_of_a_state", page);
    let (code, page, _) = concord(folder.path(), &["gaps", "out", "--state", "KEN", "--table", "IMM1"]);
    assert!(code == 0 && page.contains("IMM1") && !page.contains("IMM4"), "{page}");

    let (code, document, _) = concord(folder.path(), &["gaps", "out", "--state", "KEN", "--format", "json"]);
    let document: Value = serde_json::from_str(&document).unwrap();
    assert_eq!((code, document["schema"].as_str()), (0, Some("concord/gaps")));
    let validator = jsonschema::validator_for(schemars::schema_for!(concord::json::GapsBody).as_value()).unwrap();
    let wrong: Vec<String> = validator.iter_errors(&document["result"]).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?}");

    let gaps = rows(&folder.path().join("out/gaps.parquet"));
    let explained = |text: &str| (text.to_owned(), true);
    assert_eq!(outcome(&gaps, ("KEN", "EMI1", "2023", "table")), explained("not-collected"));
    assert_eq!(outcome(&gaps, ("KEN", "IMM1", "2023", "age")), explained("derogation"));
    assert_eq!(outcome(&gaps, ("KEN", "IMM1", "2023", "sex")), explained("late"));
    assert_eq!(outcome(&gaps, ("UGA", "RES1", "2023", "total")), explained("received"));
    assert_eq!(outcome(&gaps, ("ZMB", "REF1", "2023", "table")), ("missing".to_owned(), false));
    let found = std::fs::read_to_string(folder.path().join("out/findings.txt")).unwrap();
    assert!(found.contains("gaps/declaration-without-gap") && found.contains("explanations/2024.toml:21"), "{found}");
    let noted = rows(&folder.path().join("out/recommendations.parquet"));
    let status = |id: &str| {
        noted.iter().find(|row| row.get("recommendation_id") == id).map(|row| (row.get("status").to_owned(), row.get("since").to_owned()))
    };
    assert_eq!(status("ken-missing-res1"), Some(("agreed".to_owned(), "round-2023".to_owned())));
    assert_eq!(status("ken-missing-imm4"), Some(("gone".to_owned(), "round-2023".to_owned())), "IMM4 came");
    assert_eq!(status("ken-missing-acq1").unwrap().0, "open");
}

#[test]
fn what_cannot_be_looked_at_is_said_with_what_to_type() {
    let folder = round("schema = 1\n");
    let (code, _, stderr) = concord(folder.path(), &["gaps", "returns"]);
    assert!(code == 2 && stderr.contains("`returns` is not the output of a finished run"), "{stderr}");
    concord(folder.path(), &["run", "round.toml", "--quiet"]);
    let (code, _, stderr) = concord(folder.path(), &["gaps", "out", "--state", "KNE"]);
    assert!(code == 2 && stderr.contains("state `KNE` was not asked in this round; did you mean `KEN`?"), "{stderr}");
    let (code, _, stderr) = concord(folder.path(), &["gaps", "out", "--table", "IMM11"]);
    assert!(code == 2 && stderr.contains("did you mean `IMM1`?"), "{stderr}");
    std::fs::write(folder.path().join("explanations/2024.toml"), EXPLANATIONS.replace("\"emigration\"", "\"emigraton\"")).unwrap();
    let (code, _, stderr) = concord(folder.path(), &["run", "round.toml"]);
    assert!(code == 2 && stderr.contains("explanations/2024.toml:5") && stderr.contains("did you mean `emigration`?"), "{stderr}");
}

#[test]
fn the_same_round_gives_the_same_gaps() {
    let folder = round(EXPLANATIONS);
    let bytes = |out: &str| {
        concord(folder.path(), &["run", "round.toml", "--quiet", "--out", out]);
        ["gaps", "gap_costs", "sources", "returns", "recommendations"]
            .map(|name| std::fs::read(folder.path().join(format!("{out}/{name}.parquet"))).unwrap())
    };
    assert!(bytes("one") == bytes("two"));
}
