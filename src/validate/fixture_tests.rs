//! Walks `tests/rules/`: three tables for every kind of rule, one that holds, one that does not, one that can't be judged.
//!
//! In: `tests/rules/<kind>/` with `rule.toml`, `valid.csv`, `invalid.csv`, `undecided.csv`. Asserted: which outcomes there are, and for
//! `invalid.csv` that each finding stands at exactly the cells that its column `expected` marks, with the severity and the proposed
//! value that stand beside the mark.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::made_up_tests::{Judgement, lines, made};
use crate::diag::{Finding, Place};
use crate::model::{Addressing, CellRef};
use crate::spec::{Check, ConsistencyRule, SpecSource, Standard};

const FILES: [&str; 4] = ["invalid.csv", "rule.toml", "undecided.csv", "valid.csv"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

fn text(kind: &str, file: &str) -> String {
    let path = root().join(kind).join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("tests/rules/{kind}/{file}: {error}"))
}

/// The shipped standard with the rules of the fixtures in the place of its own.
static RULES: LazyLock<Vec<ConsistencyRule>> = LazyLock::new(|| {
    let shipped = SpecSource::shipped();
    let own: Vec<String> = shipped.inside("rules", ".toml").map(ToOwned::to_owned).collect();
    let bare = own.iter().fold(shipped, |source, path| source.with(path, "schema = 1\n"));
    let source = Check::KINDS.iter().fold(bare, |source, kind| source.with(&format!("rules/{kind}.toml"), &text(kind, "rule.toml")));
    Standard::from_source(&source).unwrap_or_else(|error| panic!("{error}")).rules
});

/// The rule of a kind, and those whose sums it asks about, named `<kind>/...`.
fn rules(kind: &str) -> Vec<ConsistencyRule> {
    let (of_kind, others): (Vec<_>, Vec<_>) =
        RULES.iter().filter(|rule| rule.id.split('/').next() == Some(kind)).partition(|rule| *rule.id == *kind);
    assert!(
        matches!(of_kind.as_slice(), [rule] if rule.check.kind() == kind),
        "tests/rules/{kind}/rule.toml has one rule of its kind, named `{kind}`"
    );
    of_kind.into_iter().chain(others).cloned().collect()
}

fn judged(kind: &str, file: &str) -> Judgement {
    Judgement::of(kind, made(&text(kind, file)).judge(rules(kind)))
}

#[test]
fn every_kind_has_its_folder_and_files() {
    let folders: BTreeSet<String> = std::fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    let known: BTreeSet<String> = Check::KINDS.into_iter().map(ToOwned::to_owned).collect();
    let (extra, missing): (Vec<_>, Vec<_>) = (folders.difference(&known).collect(), known.difference(&folders).collect());
    assert!(extra.is_empty(), "tests/rules/ has folders that no kind is called, so nothing would run them: {extra:?}");
    assert!(missing.is_empty(), "tests/rules/ has no folder for {missing:?}");
    for kind in known {
        let files: BTreeSet<String> =
            std::fs::read_dir(root().join(&kind)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        assert_eq!(files, FILES.iter().map(ToString::to_string).collect(), "tests/rules/{kind}");
    }
}

#[test]
fn valid_figures_pass() {
    for kind in Check::KINDS {
        let judged = judged(kind, "valid.csv");
        assert!(judged.tally.passed > 0 && judged.tally.failed == 0, "{kind}: {judged:#?}");
    }
}

#[test]
fn undecided_figures_neither_pass_silently_nor_fail() {
    for kind in Check::KINDS {
        let judged = judged(kind, "undecided.csv");
        assert!(judged.tally.undecided > 0 && judged.tally.failed == 0, "{kind}: {judged:#?}");
        assert!(judged.tally.reasons.keys().all(|reason| reason.len() > 5), "{kind}: {judged:#?}");
    }
}

/// What `invalid.csv` expects of one finding.
#[derive(Debug, Default)]
struct Expected {
    at: BTreeSet<String>,
    also: BTreeSet<String>,
    proposes: Option<String>,
    severity: Option<String>,
}

/// What is marked, by the number behind `at` and `also`.
fn expected(text: &str) -> BTreeMap<String, Expected> {
    let mut all: BTreeMap<String, Expected> = BTreeMap::new();
    for line in lines(text) {
        for mark in line.get("expected").unwrap_or_default().split_whitespace() {
            let (is_at, number) = match mark.strip_prefix("at") {
                Some(number) => (true, number),
                None => (false, mark.strip_prefix("also").unwrap_or_else(|| panic!("`{mark}` is neither `at` nor `also`"))),
            };
            let one = all.entry(number.to_owned()).or_default();
            if is_at {
                one.at.extend(cells(&line.place()));
                one.proposes = one.proposes.take().or(line.get("proposes").map(ToOwned::to_owned));
                one.severity = one.severity.take().or(line.get("severity").map(ToOwned::to_owned));
            } else {
                one.also.extend(cells(&line.place()));
            }
        }
    }
    all
}

/// Every cell of a place.
fn cells(place: &Place) -> Vec<String> {
    let range = place.cells.unwrap();
    let rows = range.first.row..=range.last.row;
    let all = rows.flat_map(|row| (range.first.column..=range.last.column).map(move |column| CellRef::new(row, column)));
    all.map(|cell| format!("{}!{}", place.sheet.as_deref().unwrap_or_default(), cell.show(Addressing::Letters))).collect()
}

fn fits(finding: &Finding, expected: &Expected, rule: &ConsistencyRule) -> bool {
    let at: BTreeSet<String> = finding.at.iter().flat_map(cells).collect();
    let also: BTreeSet<String> = finding.also.iter().flat_map(cells).collect();
    let severity = expected.severity.as_deref().unwrap_or(rule.severity.as_str());
    at == expected.at && also == expected.also && finding.severity.as_str() == severity && finding.expected == expected.proposes
}

#[test]
fn invalid_figures_fail_at_the_cells_that_are_marked() {
    for kind in Check::KINDS {
        let judged = judged(kind, "invalid.csv");
        let all = expected(&text(kind, "invalid.csv"));
        assert!(judged.tally.failed > 0 && !all.is_empty(), "{kind}: {judged:#?}");
        assert_eq!(judged.findings.len(), all.len(), "{kind}: {judged:#?}");
        let rule = &rules(kind)[0];
        for (number, expected) in all {
            let found = judged.findings.iter().any(|finding| fits(finding, &expected, rule));
            assert!(found, "{kind}, finding {number}: expected {expected:#?}, found {:#?}", judged.findings);
        }
        for finding in &judged.findings {
            assert!(finding.said.is_some() && finding.hint.is_some(), "{kind}: can't be said in every language, or says not what to do");
        }
    }
}
