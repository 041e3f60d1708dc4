//! What an officer of a secretariat defends a number with: the dossier of a regional sum, and the sheet of a state's sources.

use assert_cmd::Command;

use crate::support::{round, rows};

fn concord(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("concord").unwrap().env("NO_COLOR", "1").args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn folder() -> String {
    round().folder.path().to_string_lossy().into_owned()
}

const SUM: [&str; 5] = ["table=POP1", "year=2024", "citizenship=_T", "sex=_T", "age=_T"];

#[test]
fn a_regional_sum_is_told_with_its_parts_cells_definitions_and_absences() {
    let folder = folder();
    let (code, text, _) = concord(&[&["trace", &folder], SUM.as_slice()].concat());
    assert_eq!(code, 0);
    let order = ["comparable (A and B)", "1. Parts", "2. Cells of each part", "3. Definitions that matter", "4. Members that are not"];
    let places: Vec<usize> = order.iter().map(|words| text.find(words).unwrap_or_else(|| panic!("{words}: {text}"))).collect();
    assert!(places.is_sorted(), "{text}");
    for words in ["Population!F14", "`913006`", "572,3`", "citizenship_meaning", "ethnic_origin", "line 31, field 1", "2024-11-06"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 120), "{text}");

    let (_, json, _) = concord(&[&["trace", &folder], SUM.as_slice(), &["--format", "json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let sum = &json["result"]["sums"][0];
    let list = |name: &str| sum[name].as_array().unwrap().clone();
    let text_of = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let added: i64 = list("parts").iter().map(|part| text_of(&part["observation"]["value"]).parse::<i64>().unwrap()).sum();
    assert_eq!(added.to_string(), text_of(&sum["columns"]["reported_value"]), "the parts are the line as reported");
    assert!(list("parts").iter().all(|part| part["cells"][0]["role"] == "value"), "every figure names its cell");
    let comparable: Vec<String> = list("parts")
        .iter()
        .filter(|part| part["columns"]["comparable"] == "true")
        .map(|part| text_of(&part["columns"]["reporter"]))
        .collect();
    let absent: Vec<String> = list("absent").iter().map(|one| text_of(&one["state"])).collect();
    assert_eq!(comparable.len() + absent.len(), 21, "every member is in it, or is missing with a reason");
    assert!(absent.iter().all(|state| !comparable.contains(state)));
    let kenya = list("definitions").into_iter().find(|one| one["source"] == "KEN:FICTIONAL_ESTIMATES" && one["distance"] == "2").unwrap();
    assert_eq!((kenya["attribute"].as_str(), kenya["value"].as_str()), (Some("covers_refugees"), Some("partial_camps_out")));
}

#[test]
fn what_the_plan_asked_of_a_missing_member_stands_beside_it() {
    let (_, json, _) = concord(&["trace", &folder(), "table=IMM1", "year=2023", "citizenship=_T", "sex=_T", "age=_T", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let gaps = rows(&round().folder.path().join("gaps.parquet"));
    let absent = json["result"]["sums"][0]["absent"].as_array().unwrap().clone();
    assert!(!absent.is_empty());
    for one in absent {
        let is_it = |gap: &&crate::support::Row| {
            gap.get("state") == one["state"]
                && gap.get("table_id") == "IMM1"
                && gap.get("year") == "2023"
                && gap.get("breakdown") == "table"
        };
        assert_eq!(one["asked"].as_str(), gaps.iter().find(is_it).map(|gap| gap.get("status")), "{one}");
    }
}

#[test]
fn the_sheet_of_a_state_stands_alone_in_four_languages() {
    let (folder, target) = (folder(), tempfile::tempdir().unwrap());
    for (language, title, direction) in [
        ("en", "Sources and definitions: Kenya", "ltr"),
        ("fr", "Sources et définitions", "ltr"),
        ("pt", "Fontes e definições", "ltr"),
        ("ar", "المصادر والتعاريف", "rtl"),
    ] {
        let file = target.path().join(format!("ken.{language}.html"));
        let (code, _, stderr) = concord(&["sources", &folder, "--state", "ken", "--lang", language, "--out", &file.to_string_lossy()]);
        assert_eq!(code, 0, "{stderr}");
        let page = std::fs::read_to_string(&file).unwrap();
        assert!(page.contains(title) && page.contains(&format!("dir=\"{direction}\"")) && page.contains("size: A4"), "{page}");
        assert!(!page.contains("http") && !page.contains("<script") && !page.contains("sheet-"), "nothing outside the page is asked for");
        let lines = page.matches("<tr>").count();
        assert!(lines <= 66, "{lines} lines do not fit on two pages");
    }
    let (_, text, _) = concord(&["sources", &folder, "--state", "KEN"]);
    assert!(
        text.contains("Register of refugees") && text.contains("exists, not shared") && text.contains("Only those outside camps"),
        "{text}"
    );
    for (arguments, words) in [
        (vec!["sources", &folder, "--state", "XXQ"], "there is no state `XXQ`"),
        (vec!["sources", &folder, "--state", "SWE"], "knows nothing of `SWE`"),
        (vec!["sources", "no-such-folder", "--state", "KEN"], "is not the output of a finished run"),
    ] {
        let (code, _, stderr) = concord(&arguments);
        assert!(code == 2 && stderr.contains(words), "{stderr}");
    }
}
