//! A release as it was written, read back as figures.
//!
//! In: the folder of a finished run, and a standard. Out: the published figures of its tables, with source, edition, grade, statements
//! of their profiles and cells, so that rules can judge them again on another machine. Columns as such are not rebuilt, and no
//! sender's file is opened.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use polars::prelude::DataFrame;

use crate::diag::{About, Finding, FindingCode, MappingLine, Place, Severity};
use crate::grade::Graded;
use crate::harmonise::{Harmonised, MappingUsed, Published, StandardTable};
use crate::model::{Addressing, AttributeId, CellRange, CellRef, Code, Frequency, Grade, Period, Status, StatusSet};
use crate::spec::{Evidence, Profile, Standard, Statement};
use crate::trace::{Row, rows};
use crate::validate::looks_at_sheets;
use crate::write::WriteError;

/// Why a folder can't be read as a release.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// The folder is not the output of a finished run.
    #[error("`{0}` is not the output of a finished run: it has no readable `manifest.json`; give the folder that `concord run` wrote")]
    NotARun(PathBuf),
    /// A file of the folder can't be read.
    #[error(transparent)]
    Read(#[from] WriteError),
}

/// Whether a folder is the output of a finished run.
#[must_use]
pub fn is_release(folder: &Path) -> bool {
    folder.join("manifest.json").is_file()
}

/// Statements by source, table and profile.
type Profiles = BTreeMap<(String, String, String), Arc<Profile>>;

/// Reads the figures of a release. Tables that the standard does not have are left out.
///
/// # Errors
/// The folder is not the output of a finished run, or a file of it can't be read.
pub fn release(folder: &Path, standard: &Standard) -> Result<Harmonised, ReleaseError> {
    if !is_release(folder) {
        return Err(ReleaseError::NotARun(folder.to_path_buf()));
    }
    let profiles = profiles(folder)?;
    let mut tables = BTreeMap::new();
    for (id, spec) in &standard.tables {
        let file = folder.join(format!("observations/{id}.parquet"));
        if !file.is_file() {
            continue;
        }
        let dimensions: Vec<&str> = spec.dimensions.iter().map(crate::model::DimensionId::as_str).collect();
        let mut published: Vec<Published> = rows(&file)?.iter().filter_map(|row| figure(&Columns(row), &dimensions, &profiles)).collect();
        place_merged(folder, &mut published)?;
        let empty = DataFrame::empty();
        let table = StandardTable { spec: spec.clone(), frame: empty.clone(), conflicts: empty, published, contradicted: Vec::new() };
        tables.insert(id.clone(), table);
    }
    Ok(Harmonised { tables })
}

/// Adds the figures that contradict each other, none of which is published, so that they are told apart from those that lack.
///
/// # Errors
/// A file of the folder can't be read.
pub fn add_contradicted(folder: &Path, tables: &mut Harmonised) -> Result<(), ReleaseError> {
    let profiles = profiles(folder)?;
    for (id, table) in &mut tables.tables {
        let file = folder.join(format!("conflicts/{id}.parquet"));
        if file.is_file() {
            let dimensions: Vec<&str> = table.spec.dimensions.iter().map(crate::model::DimensionId::as_str).collect();
            table.contradicted = rows(&file)?.iter().filter_map(|row| figure(&Columns(row), &dimensions, &profiles)).collect();
        }
    }
    Ok(())
}

/// A row by the names of its columns.
struct Columns<'a>(&'a Row);

impl Columns<'_> {
    fn text(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(column, _)| column == name).and_then(|(_, value)| value.as_deref())
    }

    fn parsed<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name)?.parse().ok()
    }

    /// The members of a list, which is written as `[A, B]`.
    fn list(&self, name: &str) -> Vec<&str> {
        let inner = self.text(name).unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
        inner.split(", ").filter(|member| !member.is_empty()).collect()
    }
}

fn figure(row: &Columns<'_>, dimensions: &[&str], profiles: &Profiles) -> Option<Published> {
    let source_id: crate::model::SourceId = row.parsed("source_id")?;
    let profile_id = row.text("profile_id")?;
    let profile = profiles.get(&(source_id.to_string(), row.text("table_id")?.to_owned(), profile_id.to_owned()));
    let status: StatusSet = row.list("obs_status_all").into_iter().filter_map(status).collect();
    let graded = Graded {
        grade: Grade::ALL.iter().copied().find(|grade| row.text("grade") == Some(grade.as_str()))?,
        causes: row.list("grade_causes").into_iter().map(Arc::from).collect(),
        profile_id: Arc::from(profile_id),
        profiles: profile.cloned().into_iter().collect(),
        costs: Vec::new(),
        statuses: StatusSet::default(),
    };
    let mapping = MappingUsed {
        id: row.parsed("mapping_id")?,
        file: Arc::from(""),
        sha256: row.text("mapping_sha256").unwrap_or_default().to_owned(),
        sender: row.parsed("sender")?,
        source_id,
        vintage: row.text("vintage")?.to_owned(),
    };
    Some(Published {
        observation: u64::from_str_radix(row.text("observation_id")?, 16).ok()?,
        reporter: row.parsed("reporter")?,
        period: Arc::new(period(row)?),
        dimensions: dimensions.iter().map(|name| row.parsed::<Code>(name)).collect::<Option<_>>()?,
        sex: row.parsed("sex")?,
        age: row.parsed("age")?,
        value: row.parsed("value"),
        range: row.parsed("suppressed_low").zip(row.parsed("suppressed_high")),
        status,
        graded: Arc::new(graded),
        mapping: Arc::new(mapping),
        step: row.parsed("value_step").unwrap_or(1),
        note: row.text("note").map(Arc::from),
        submission: Arc::from(row.text("submission_id").unwrap_or_default()),
        place: place(row),
    })
}

/// Gives each figure that was made of several cells the first of them, from the lineage.
fn place_merged(folder: &Path, published: &mut [Published]) -> Result<(), ReleaseError> {
    let mut merged: BTreeMap<String, &mut Published> =
        published.iter_mut().filter(|one| one.place.cells.is_none()).map(|one| (format!("{:016x}", one.observation), one)).collect();
    if merged.is_empty() {
        return Ok(());
    }
    for row in rows(&folder.join("lineage.parquet"))? {
        let row = Columns(&row);
        if row.text("role") != Some("value") {
            continue;
        }
        if let Some(one) = row.text("observation_id").and_then(|id| merged.remove(id)) {
            one.place = place(&row);
        }
    }
    Ok(())
}

fn status(text: &str) -> Option<Status> {
    Status::ALL.iter().copied().find(|status| status.as_str() == text)
}

fn period(row: &Columns<'_>) -> Option<Period> {
    let frequency = [Frequency::A, Frequency::S, Frequency::Q, Frequency::M, Frequency::OA];
    let frequency = frequency.into_iter().find(|one| row.text("freq") == Some(one.as_str()))?;
    let period = Period::parse_sdmx(row.text("time_period")?).ok()?.at(frequency);
    match row.text("reference")? {
        "point" => Some(period.seen_on(row.parsed("period_end")?)),
        _ => Some(period),
    }
}

/// The cell of a reported figure, or of a line of the lineage.
fn place(row: &Columns<'_>) -> Place {
    let (file, sheet, cell) = (row.text("file"), row.text("sheet"), row.text("cell"));
    let at: Option<CellRef> = cell.and_then(|cell| cell.parse().ok());
    let addressing = if cell.is_some_and(|cell| cell.starts_with("line ")) { Addressing::LineField } else { Addressing::Letters };
    Place { file: Arc::from(file.unwrap_or_default()), sheet: sheet.map(Arc::from), cells: at.map(CellRange::single), addressing }
}

/// What each source states of each table.
fn profiles(folder: &Path) -> Result<Profiles, ReleaseError> {
    let mut stated: BTreeMap<(String, String, String), BTreeMap<AttributeId, Statement>> = BTreeMap::new();
    for row in rows(&folder.join("profiles.parquet"))? {
        let row = Columns(&row);
        let text = |name| row.text(name).unwrap_or_default().to_owned();
        let (Some(attribute), Some(value)) = (row.parsed("attribute"), row.text("value")) else { continue };
        let statement = Statement {
            value: value.to_owned(),
            share: row.parsed("share"),
            conditions: std::collections::BTreeSet::new(),
            evidence: Evidence { document: row.text("evidence").map(str::to_owned), ..Evidence::default() },
            line: 0,
        };
        stated.entry((text("source_id"), text("table_id"), text("profile_id"))).or_default().insert(attribute, statement);
    }
    let profile = |((source, table, name), statements): (_, BTreeMap<_, _>)| {
        let profile = Profile { name: String::clone(&name), statements, contradicted: std::collections::BTreeSet::new() };
        ((source, table, name), Arc::new(profile))
    };
    Ok(stated.into_iter().map(profile).collect())
}

/// Findings of a release judged again, with those that can't be, as they were recorded: what was found in the sender's sheets.
///
/// An explanation that was recorded with a finding stays with it.
///
/// # Errors
/// The file of findings can't be read.
pub fn recorded(folder: &Path, judged: Vec<Finding>) -> Result<Vec<Finding>, ReleaseError> {
    let codes = crate::finding_codes();
    let mut explained: BTreeMap<[String; 4], String> = BTreeMap::new();
    let mut findings = Vec::new();
    for row in rows(&folder.join("findings.parquet"))? {
        let row = Columns(&row);
        let Some(code) = codes.iter().find(|code| row.text("code") == Some(code.id)) else { continue };
        let text = |name| row.text(name).unwrap_or_default().to_owned();
        if let (Some(explanation), Some(rule)) = (row.text("explanation"), row.text("rule")) {
            explained.insert([rule.to_owned(), text("file"), text("sheet"), text("cells")], explanation.to_owned());
        }
        // Rules that look at sheets find nothing in figures alone.
        if row.text("rule").is_some() && !looks_at_sheets(code) {
            continue;
        }
        findings.push(finding(&row, code));
    }
    for mut finding in judged.into_iter().filter(|finding| !looks_at_sheets(finding.code)) {
        let at = finding.at.as_ref();
        let cells = at.and_then(|place| Some(place.cells?.show(place.addressing))).unwrap_or_default();
        let file = at.map(|place| place.file.to_string()).unwrap_or_default();
        let sheet = at.and_then(|place| place.sheet.as_deref()).unwrap_or_default().to_owned();
        let key = [finding.rule.clone().unwrap_or_default(), file, sheet, cells];
        finding.explanation = explained.get(&key).cloned();
        findings.push(finding);
    }
    Ok(findings)
}

/// A finding as it was recorded.
fn finding(row: &Columns<'_>, code: &'static FindingCode) -> Finding {
    let text = |name| row.text(name).map(str::to_owned);
    let mut finding = Finding::new(code, text("message").unwrap_or_default());
    finding.hint = text("hint");
    let severities = [Severity::Error, Severity::Warning, Severity::Information];
    finding.severity = severities.into_iter().find(|one| row.text("severity") == Some(one.as_str())).unwrap_or(code.severity);
    finding.rule = text("rule");
    finding.explanation = text("explanation");
    finding.count = row.parsed("count").unwrap_or(finding.count);
    (finding.value, finding.expected) = (text("value"), text("expected"));
    let line = row.text("mapping_file").zip(row.parsed("mapping_line"));
    finding.mapping = line.map(|(file, line)| MappingLine { file: Arc::from(file), line });
    finding.about =
        text("state").map(|state| About { state, table: text("table_id"), time_period: text("time_period"), beside: Vec::new() });
    let cells = row.text("cells");
    finding.at = row.text("file").map(|file| Place {
        file: Arc::from(file),
        sheet: row.text("sheet").map(Arc::from),
        cells: cells.and_then(range),
        addressing: if cells.is_some_and(|cells| cells.starts_with("line ")) { Addressing::LineField } else { Addressing::Letters },
    });
    finding
}

/// A cell or a range, as findings name them.
fn range(text: &str) -> Option<CellRange> {
    let (first, last) = text.split_once(':').or_else(|| text.split_once(" to ")).unwrap_or((text, text));
    Some(CellRange::new(first.parse().ok()?, last.parse().ok()?))
}
