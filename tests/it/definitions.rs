//! Definitions drive the result: what real returns state, what nobody stated, and what never enters a table.

use std::collections::BTreeSet;

use concord::spec::{NamedPath, SpecSource, Standard, load_mapping};

use crate::lessons::reads;
use crate::support::{KNBS, OFS, Row, Run, UNDESA_2020, root, rows, run_files, run_of, sample, samples, standard};

#[test]
fn letters_of_undesa_give_different_causes_and_grades() {
    let notes = samples().find(&[("sender", "UNDESA"), ("vintage", "2020"), ("time_period", "2020"), ("sex", "_T")]);
    let of = |state: &str| -> (&str, &str, &str) {
        let row = notes.iter().find(|row| row.get("reporter") == state).unwrap();
        (row.get("table_id"), row.get("grade"), row.get("grade_causes"))
    };
    // Comoros B, Kenya B R, Mauritius C, Tunisia C R, Somalia I R.
    let (born, refugees, citizens, both, imputed) = (of("COM"), of("KEN"), of("MUS"), of("TUN"), of("SOM"));
    assert_eq!([born.0, refugees.0, citizens.0, both.0, imputed.0], ["POP2", "POP2", "POP1", "POP1", "POP2"]);
    assert_eq!([born.1, refugees.1, citizens.1, both.1, imputed.1], ["C", "C", "C", "C", "U"]);
    let causes = BTreeSet::from([born.2, refugees.2, citizens.2, both.2, imputed.2]);
    assert_eq!(causes.len(), 5, "{causes:?}");
    assert!(born.2.contains("covers_refugees=unknown") && !refugees.2.contains("covers_refugees"));
    assert_eq!(imputed.2, "[partner_basis=unknown]");
}

#[test]
fn citizens_are_never_in_the_table_of_births() {
    let uses = samples().uses();
    let births = samples().find(&[("table_id", "POP2"), ("sender", "UNDESA")]);
    assert!(births.len() > 2_000);
    for row in births {
        let letters = uses[row.get("observation_id")].iter().filter(|cell| cell.get("role") == "status");
        assert!(letters.clone().count() > 0 && letters.into_iter().all(|cell| !cell.get("text").contains('C')), "{row:?}");
    }
    // Were the rule to send them there, the definition would stop them at their cells.
    let text = std::fs::read_to_string(root().join("mappings/undesa/international_migrant_stock_2020.toml")).unwrap();
    let rule = "to = \"POP1\"\nset = { citizenship = \"FOR\" }\nprofile = \"foreign-citizens\"";
    assert!(text.contains(rule));
    let wrong = text.replace(rule, "to = \"POP2\"\nset = { country_of_birth = \"FOR\" }\nprofile = \"foreign-citizens\"");
    let file = sample(UNDESA_2020).unwrap();
    let run = reads(UNDESA_2020, &std::fs::read(file).unwrap(), &wrong);
    assert!(run.find(&[("reporter", "MUS")]).is_empty() && !run.find(&[("reporter", "KEN")]).is_empty());
    let told = run.findings();
    let barrier = told.iter().find(|told| told.code == "harmonise/barrier").unwrap();
    assert!(barrier.message.contains("`partner_basis` is `citizenship` never enter POP2"), "{}", barrier.message);
    assert!(barrier.message.contains("profile/distances.csv:"), "{}", barrier.message);
    let fates: BTreeSet<&str> = run.lineage().iter().filter(|row| row.get("reason") == "withheld").map(|row| row.get("fate")).collect();
    assert_eq!(fates, BTreeSet::from(["ignored"]), "a cell behind a barrier is accounted for");
}

#[test]
fn crossings_of_kenya_can_not_enter_a_table_of_persons() {
    let path = "mappings/ken/economic_survey_2023_chapter_12.toml";
    let text = std::fs::read_to_string(root().join(path)).unwrap();
    assert!(text.contains("to = \"IMM7\""));
    let error = load_mapping(path, &text.replace("to = \"IMM7\"", "to = \"IMM1\""), standard()).unwrap_err().to_string();
    assert!(error.contains("`IMM1` counts persons, but the figures are crossings"), "{error}");
    if let Some(run) = run_of(KNBS) {
        let crossings = run.find(&[("source_id", "KEN:ECONOMIC_SURVEY")]);
        assert!(!crossings.is_empty() && crossings.iter().all(|row| row.get("unit") == "crossings"));
    }
}

#[test]
fn a_real_return_that_states_nothing_is_u_with_what_to_ask() {
    let Some(run) = run_of(OFS) else { return };
    let swiss: Vec<&Row> = run.find(&[("sender", "CHE")]);
    assert!(!swiss.is_empty());
    for row in swiss {
        assert_eq!((row.get("grade"), row.get("grade_causes"), row.get("profile_id")), ("U", "[profile-not-stated]", "not-stated"));
    }
    let profiles = rows(&run.folder.path().join("profiles.parquet"));
    let asked: BTreeSet<&str> = profiles
        .iter()
        .filter(|row| row.get("source_id").starts_with("CHE:") && row.get("ask") == "true" && row.get("leading") == "true")
        .map(|row| row.get("attribute"))
        .collect();
    let leading = ["citizenship_meaning", "partner_basis", "population_base", "residence_threshold_months", "unit_counted"];
    assert_eq!(asked, BTreeSet::from(leading));
    let asks = rows(&run.folder.path().join("recommendations.parquet"));
    let first: Vec<&Row> = asks.iter().filter(|row| row.get("scope") == "CHE").collect();
    assert!(first.len() >= 5 && first[0].get("kind") == "answer" && first[0].get("wanted").ends_with('?'));
    let last = first.last().unwrap();
    assert_eq!(last.get("cells_together"), last.get("cells_blocked"), "with every answer every figure would be comparable, at best");
}

#[test]
fn a_version_with_other_distances_gives_other_grades_and_the_difference_is_told() {
    let shipped = SpecSource::shipped();
    let text = shipped.text("profile/distances.csv").unwrap().unwrap();
    let line = "residence_threshold_months,6,stock,,,1,,";
    assert!(text.contains(line));
    let stricter = shipped.clone().with("profile/distances.csv", &text.replace(line, "residence_threshold_months,6,stock,,,2,,"));
    let changes = concord::describe::compare(standard(), &Standard::from_source(&stricter).unwrap());
    let told: Vec<String> = changes.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["~ distance/residence_threshold_months/6/stock: 1 -> 2"]);
}

/// A made-up return of Kenya in which two labels are one code, added up.
const TWO_LABELS: &str = r#"schema = 1
id = "two-labels"
title = "A made-up return"
blank = "missing"
[source]
sender = "KEN"
name = "MADE_UP"
office = "Nobody"
languages = ["en"]
vintage = "2024"
valid-from = 2024-01-01
[file]
contains = ["made-up return"]
[[profile]]
id = "lived"
document = "a made-up handbook"
[profile.states]
threshold_basis = "actual"
[[profile]]
id = "meant"
document = "a made-up handbook"
[profile.states]
threshold_basis = "intended"
[[table]]
id = "table"
to = "IMM1"
reporter = "KEN"
[table.unit]
unit = "persons"
[table.period]
reference = "sum"
[[table.field]]
name = "citizenship"
direction = "left"
heading = "Citizenship"
feeds = "citizenship"
combine = "sum"
values = [{ text = "China", code = "CHN" }, { text = "Hong Kong", code = "CHN" }]
[[table.field]]
name = "year"
direction = "up"
feeds = "year"
"#;

fn made_up(returns: &[(&str, &str)], mapping: &str) -> Run {
    let folder = tempfile::TempDir::new().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let files: Vec<_> = returns.iter().map(|(name, text)| write(name, &format!("made-up return\nCitizenship,2023\n{text}"))).collect();
    let mapping = NamedPath { path: write("two_labels.toml", mapping), name: "two_labels.toml".to_owned() };
    run_files(&files, vec![mapping])
}

#[test]
fn a_sum_and_its_parts_in_two_returns_are_never_added() {
    let figures = |run: &Run| -> Vec<(String, Option<i64>, String)> {
        let figures = run.observations.values();
        figures.map(|row| (row.get("citizenship").to_owned(), row.value(), row.get("origin").to_owned())).collect()
    };
    let parts = ("a.csv", "China,100\nHong Kong,20\n");
    assert_eq!(figures(&made_up(&[parts], TWO_LABELS)), [("CHN".to_owned(), Some(120), "merged".to_owned())]);
    let same = made_up(&[parts, ("b.csv", "China,120\n")], TWO_LABELS);
    assert_eq!(figures(&same), [("CHN".to_owned(), Some(120), "merged".to_owned())]);
    assert!(same.findings().iter().any(|told| told.code == "harmonise/repeated-claim"));
    let other = made_up(&[parts, ("b.csv", "China,130\n")], TWO_LABELS);
    assert!(figures(&other).is_empty() && other.conflicts.len() == 3);
    assert!(other.findings().iter().any(|told| told.code == "harmonise/conflict"));
}

#[test]
fn rules_that_contradict_each_other_leave_the_attribute_unknown_and_are_told() {
    let rules = "[[table.rule]]\nwhen = [{ field = \"citizenship\", blank = false }]\nprofile = \"lived\"\n[[table.rule]]\nwhen = \
                 [{ field = \"citizenship\", equals = [\"Uganda\"] }]\nprofile = \"meant\"\n";
    let run = made_up(&[("a.csv", "Uganda,7\nRwanda,9\n")], &format!("{TWO_LABELS}{rules}"));
    let profile = |state: &str| run.one(&[("citizenship", state)]).get("profile_id").to_owned();
    assert_eq!((profile("RWA").as_str(), profile("UGA").as_str()), ("two-labels/lived", "two-labels/lived+meant"));
    let told = run.findings();
    let contradiction = told.iter().find(|told| told.code == "harmonise/contradicting-profiles").unwrap();
    assert!(contradiction.message.contains("`threshold_basis`"), "{}", contradiction.message);
    let lines = rows(&run.folder.path().join("profiles.parquet"));
    let asked = lines.iter().find(|row| row.get("profile_id") == "two-labels/lived+meant" && row.get("attribute") == "threshold_basis");
    assert_eq!(asked.map(|row| row.get("ask")), Some("true"));
}
