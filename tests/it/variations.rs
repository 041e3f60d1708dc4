//! Every variation that breaks comparability, as a small made-up return that goes through a whole run: its grade, its
//! causes, and the regional sum with and without it.
//!
//! `tests/variations/V01.toml` and so on hold the returns, their mappings and what must come of them; nothing here
//! knows which variation is which.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use concord::spec::NamedPath;
use serde::Deserialize;
use tempfile::TempDir;

use crate::support::{Row, Run, root, rows, run_files};

/// One file of `tests/variations`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Variation {
    /// The id of the variation, which is the name of the file too.
    id: String,
    /// What differs, for people.
    says: String,
    /// The made-up returns: the first one is counted as the shared definition asks, the others are not.
    returns: Vec<Return>,
    /// Figures that must be published.
    #[serde(default)]
    figure: Vec<Figure>,
    /// Findings that must be told, by code, with a part of their text.
    #[serde(default)]
    finding: Vec<Told>,
    /// Sums that must come of the run.
    #[serde(default)]
    sum: Vec<Sum>,
    /// Places at which nothing may be added.
    #[serde(default)]
    no_sum: Vec<NoSum>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Return {
    /// Name of the file.
    file: String,
    /// Its content.
    content: String,
    /// The text of its mapping.
    mapping: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Figure {
    table: String,
    /// Columns and what must stand in them; the row is found by them.
    row: BTreeMap<String, String>,
    /// None where the figure must not be published.
    grade: Option<String>,
    #[serde(default)]
    causes: Vec<String>,
    /// Statuses that must be among those of the figure.
    #[serde(default)]
    statuses: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Told {
    code: String,
    says: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct NoSum {
    table: String,
    row: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Sum {
    table: String,
    row: BTreeMap<String, String>,
    /// The comparable line over the first return alone; none where there is none.
    without: Option<i64>,
    /// The comparable line of the whole run; none where there is none.
    comparable: Option<i64>,
    comparable_states: Vec<String>,
    /// The line as reported.
    reported: Option<i64>,
    /// What must stand among the reasons for being out.
    #[serde(default)]
    out: Vec<String>,
    /// The states that have no figure in the row by what the row means, and must not stand among those who are out.
    #[serde(default)]
    not_asked: Vec<String>,
}

fn file_of(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

fn run_of(returns: &[Return]) -> Run {
    let folder = TempDir::new().unwrap();
    let files: Vec<PathBuf> = returns.iter().map(|one| file_of(folder.path(), &one.file, &one.content)).collect();
    let mappings = returns
        .iter()
        .map(|one| {
            let name = format!("{}.toml", one.file);
            NamedPath { path: file_of(folder.path(), &name, &one.mapping), name }
        })
        .collect();
    run_files(&files, mappings)
}

fn only<'a>(all: impl Iterator<Item = &'a Row>, row: &BTreeMap<String, String>, what: &str) -> Option<&'a Row> {
    let found: Vec<&Row> = all.filter(|one| row.iter().all(|(column, value)| one.get(column) == value.as_str())).collect();
    assert!(found.len() < 2, "{what}: {row:?} stands {} times", found.len());
    found.first().copied()
}

/// The parts of a list as the formatter of columns shows it: `[one, two]`.
fn list(text: &str) -> Vec<&str> {
    text.trim_start_matches('[').trim_end_matches(']').split(", ").filter(|part| !part.is_empty()).collect()
}

fn sums(run: &Run, table: &str) -> Vec<Row> {
    let path = run.folder.path().join(format!("derived/{table}.parquet"));
    if path.is_file() { rows(&path) } else { Vec::new() }
}

fn check(variation: &Variation) {
    let id = &variation.id;
    let (alone, whole) = (run_of(&variation.returns[..1]), run_of(&variation.returns));
    let findings: Vec<String> =
        whole.outcome.report.findings().iter().map(|finding| format!("{} {}", finding.code.id, finding.message)).collect();
    for told in &variation.finding {
        assert!(
            findings.iter().any(|finding| finding.starts_with(&told.code) && finding.contains(&told.says)),
            "{id}: no finding {} that says `{}` among {findings:#?}",
            told.code,
            told.says
        );
    }
    let expected: Vec<&str> = variation.finding.iter().map(|told| told.code.as_str()).collect();
    let unexpected: Vec<&String> = findings
        .iter()
        .zip(whole.outcome.report.findings())
        .filter(|(_, finding)| finding.code.severity == concord::diag::Severity::Error && !expected.contains(&finding.code.id))
        .map(|(text, _)| text)
        .collect();
    assert!(unexpected.is_empty(), "{id}: {unexpected:#?}");
    for figure in &variation.figure {
        let published = whole.observations.values().filter(|row| row.get("table_id") == figure.table);
        let found = only(published, &figure.row, id);
        let Some(grade) = &figure.grade else {
            assert!(found.is_none(), "{id}: {:?} is published", figure.row);
            continue;
        };
        let found = found.unwrap_or_else(|| panic!("{id}: {:?} of {} is not published; {findings:#?}", figure.row, figure.table));
        assert_eq!(
            (found.get("grade"), list(found.get("grade_causes"))),
            (grade.as_str(), figure.causes.iter().map(String::as_str).collect()),
            "{id}: {:?}",
            figure.row
        );
        for status in &figure.statuses {
            assert!(
                list(found.get("obs_status_all")).contains(&status.as_str()),
                "{id}: {status} is not among {}",
                found.get("obs_status_all")
            );
        }
    }
    for none in &variation.no_sum {
        assert!(only(sums(&whole, &none.table).iter(), &none.row, id).is_none(), "{id}: {:?} is added", none.row);
    }
    for sum in &variation.sum {
        let shown = |value: Option<i64>| value.map_or_else(String::new, |value| value.to_string());
        let before = sums(&alone, &sum.table);
        let without = only(before.iter(), &sum.row, id).map(|row| row.get("comparable_value").to_owned());
        assert_eq!(without, Some(shown(sum.without)), "{id}: the sum without the return, {:?}", sum.row);
        let after = sums(&whole, &sum.table);
        let with = only(after.iter(), &sum.row, id).unwrap_or_else(|| panic!("{id}: no sum {:?}", sum.row));
        assert_eq!(with.get("comparable_value"), shown(sum.comparable), "{id}: comparable line of {:?}", sum.row);
        assert_eq!(list(with.get("comparable_states")), sum.comparable_states, "{id}: {:?}", sum.row);
        assert_eq!(with.get("reported_value"), shown(sum.reported), "{id}: line as reported of {:?}", sum.row);
        for out in &sum.out {
            assert!(with.get("out").contains(out), "{id}: `{out}` is not among {}", with.get("out"));
        }
        for state in &sum.not_asked {
            assert!(!with.get("out").contains(&format!("{state}:")), "{id}: {state} is asked for its own citizens in {:?}", sum.row);
        }
    }
}

fn check_file(name: &str) {
    let path = root().join(format!("tests/variations/{}.toml", name.to_uppercase()));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let variation: Variation = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(variation.id, name.to_uppercase());
    assert!(!variation.says.is_empty() && variation.returns.len() >= 2, "{name} has nothing to compare");
    assert!(!variation.figure.is_empty() && !variation.sum.is_empty(), "{name} asserts too little");
    check(&variation);
}

macro_rules! variations {
    ($($name:ident),*) => { $(#[test] fn $name() { check_file(stringify!($name)); })* };
}

variations!(
    v01, v02, v03, v04, v05, v06, v07, v08, v09, v10, v11, v12, v13, v14, v15, v16, v17, v18, v19, v20, v21, v22, v23, v24, v25, v26, v27
);
