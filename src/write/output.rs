//! The folder of one run.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use polars::prelude::DataFrame;
use sha2::{Digest, Sha256};

use super::atomic::{WriteError, write_atomically};
use super::codes::with_codes;
use super::frames::{code_list, code_list_columns, finding_columns, findings, submission_columns, submissions};
use super::manifest::{InputEntry, Manifest, MappingEntry, OutputEntry};
use super::package::{PACKAGE, Package, PackageSource, Resource, Stored, file_title, key_columns};
use super::parquet::{SCHEMA_VERSION, parquet_bytes};
use super::summary::{Definitions, summary};
use crate::advice::{ProfileLine, Repair, profile_columns, profiles_frame};
use crate::diag::{Report, Severity, render};
use crate::gaps::{GapReport, gap_files, recommendation_columns, recommendations_frame};
use crate::harmonise::{Column, Harmonised, LineageRow, Submission, lineage_columns, lineage_frame, observation_columns};
use crate::mirror::{Mirror, mirror_columns, mirror_frame};
use crate::model::hex;
use crate::region::{RegionalSum, part_columns, parts_frame, sum_columns, sums_frame};
use crate::spec::{Pipeline, Round, Standard};
use crate::validate::Scorecard;

/// Everything a run has to write.
#[derive(Debug)]
pub struct RunOutput<'a> {
    /// The pipeline.
    pub pipeline: &'a Pipeline,
    /// The standard.
    pub standard: &'a Standard,
    /// Exchange tables.
    pub tables: &'a Harmonised,
    /// Findings.
    pub report: &'a Report,
    /// Sums over the members of the region.
    pub sums: &'a [RegionalSum],
    /// The same persons as counted by two states, or by two sources.
    pub mirrors: &'a [Mirror],
    /// What each source states of each table.
    pub profiles: &'a [ProfileLine],
    /// What would make most figures comparable.
    pub repairs: &'a [Repair],
    /// What was asked for against what was sent.
    pub gaps: &'a GapReport,
    /// What people keep beside the returns.
    pub round: &'a Round,
    /// Outcomes of the rules.
    pub scorecard: &'a Scorecard,
    /// Files that could be read.
    pub submissions: &'a [Arc<Submission>],
    /// Every file of the pipeline.
    pub inputs: Vec<InputEntry>,
    /// Mappings that read a table.
    pub mappings: Vec<MappingEntry>,
    /// Lineage of every located table.
    pub lineage: Vec<LineageRow>,
    /// Reports: path in the folder, and bytes.
    pub reports: Vec<(String, Vec<u8>)>,
}

/// Writes the folder of a run, the manifest last, and removes observation files that this run did not make.
///
/// # Errors
/// A file can't be written. Files already renamed stay; the old manifest is gone then, so that nobody takes the folder
/// for a finished run.
pub fn write(output: RunOutput<'_>, folder: &Path, written_at: &str) -> Result<Manifest, WriteError> {
    let manifest_path = folder.join("manifest.json");
    remove(&manifest_path)?;
    let lists: Vec<String> = output.standard.lists.keys().cloned().collect();
    let metadata = metadata(output.standard, output.pipeline);
    let mut writer = Writer { folder, standard: output.standard, metadata, lists, written: Vec::new(), described: Vec::new() };
    for (id, table) in &output.tables.tables {
        let columns = observation_columns(output.standard, &table.spec);
        let about = [("concord.table_id".to_owned(), id.to_string()), ("concord.table_title".to_owned(), table.spec.title.clone())];
        writer.file(&format!("observations/{id}.parquet"), &table.frame, &columns, &about)?;
        if table.conflicts.height() > 0 {
            writer.file(&format!("conflicts/{id}.parquet"), &table.conflicts, &columns, &about)?;
        }
    }
    let laid_out = |name: &str, frame: polars::prelude::PolarsResult<DataFrame>| {
        frame.map_err(|error| WriteError::Table { name: name.to_owned(), reason: error.to_string() })
    };
    for (id, table) in &output.tables.tables {
        let own: Vec<&RegionalSum> = output.sums.iter().filter(|sum| sum.table == *id).collect();
        if !own.is_empty() {
            let name = format!("derived/{id}.parquet");
            writer.file(&name, &laid_out(&name, sums_frame(&table.spec, &own))?, &sum_columns(&table.spec), &[])?;
        }
    }
    writer.file("derived/parts.parquet", &laid_out("derived/parts", parts_frame(output.sums))?, &part_columns(), &[])?;
    let mirrors = laid_out("mirror", mirror_frame(output.standard, output.mirrors))?;
    writer.file("mirror.parquet", &mirrors, &mirror_columns(), &[])?;
    let profiles = laid_out("profiles", profiles_frame(output.standard, output.profiles))?;
    writer.file("profiles.parquet", &profiles, &profile_columns(), &[])?;
    let asked = recommendations_frame(output.standard, output.repairs, output.gaps, &output.round.noted);
    writer.file("recommendations.parquet", &laid_out("recommendations", asked)?, &recommendation_columns(), &[])?;
    let gaps = gap_files(output.standard, output.gaps, &output.round.explanations.gaps);
    for (name, frame, columns) in gaps.map_err(|error| WriteError::Table { name: "gaps".to_owned(), reason: error.to_string() })? {
        writer.file(name, &frame, &columns, &[])?;
    }
    for (id, list) in &output.standard.lists {
        let members = |group: &str| output.standard.dated_members(group);
        let name = format!("codelists/{id}.parquet");
        writer.file(
            &name,
            &laid_out(&name, code_list(list, &output.standard.languages, &members))?,
            &code_list_columns(&output.standard.languages),
            &[],
        )?;
    }
    writer.file("submissions.parquet", &laid_out("submissions", submissions(output.submissions))?, &submission_columns(), &[])?;
    writer.file("findings.parquet", &laid_out("findings", findings(output.report))?, &finding_columns(), &[])?;
    writer.file("lineage.parquet", &laid_out("lineage", lineage_frame(output.lineage))?, &lineage_columns(), &[])?;
    writer.bytes("findings.txt", findings_text(output.report).as_bytes(), output.report.findings().len() as u64)?;
    let about = Definitions { sums: output.sums, repairs: output.repairs, profiles: output.profiles };
    writer.bytes(SUMMARY, &summary(SUMMARY, output.standard, output.tables, &about)?, summary_rows(output.tables))?;
    for (path, bytes) in &output.reports {
        writer.bytes(path, bytes, 0)?;
    }
    let read_from = output.inputs.iter().map(|input| PackageSource { title: input.file.clone(), sha256: input.sha256.clone() }).collect();
    let package = Package::new(&output.pipeline.id, &output.pipeline.title, &writer.metadata, read_from);
    writer.package(Package { licenses: output.pipeline.licence.iter().cloned().collect(), ..package })?;
    writer.remove_stale()?;

    let mut outputs = writer.written;
    outputs.sort();
    let severities = [Severity::Error, Severity::Warning, Severity::Information];
    let manifest = Manifest {
        schema_version: SCHEMA_VERSION.to_owned(),
        program: format!("concord {}", env!("CARGO_PKG_VERSION")),
        pipeline: output.pipeline.id.clone(),
        pipeline_title: output.pipeline.title.clone(),
        pipeline_sha256: hex(&Sha256::digest(output.pipeline.text.as_bytes())),
        standard: output.standard.id.clone(),
        standard_version: output.standard.version.clone(),
        standard_sha256: output.standard.sha256.clone(),
        inputs: output.inputs,
        mappings: output.mappings,
        findings: severities.iter().map(|severity| (severity.as_str().to_owned(), output.report.count(*severity))).collect(),
        rules: output.scorecard.rules.iter().map(|(rule, tally)| (rule.clone(), tally.clone())).collect(),
        outputs,
        written_at: written_at.to_owned(),
    };
    let mut text = serde_json::to_string_pretty(&manifest)
        .map_err(|error| WriteError::Table { name: "manifest.json".to_owned(), reason: error.to_string() })?;
    text.push('\n');
    write_atomically(&manifest_path, text.as_bytes())?;
    Ok(manifest)
}

/// The workbook for people.
const SUMMARY: &str = "summary.xlsx";

/// How many figures the workbook shows.
fn summary_rows(tables: &Harmonised) -> u64 {
    tables.tables.values().map(|table| table.frame.height() as u64).sum()
}

/// Every finding as a person reads it, the worst first.
fn findings_text(report: &Report) -> String {
    let mut findings: Vec<_> = report.findings().iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings.into_iter().map(|finding| render::human::finding(finding) + "\n\n").collect()
}

fn metadata(standard: &Standard, pipeline: &Pipeline) -> Vec<(String, String)> {
    vec![
        ("concord.program".to_owned(), format!("concord {}", env!("CARGO_PKG_VERSION"))),
        ("concord.pipeline".to_owned(), pipeline.id.clone()),
        ("concord.standard".to_owned(), standard.id.clone()),
        ("concord.standard_version".to_owned(), standard.version.clone()),
        ("concord.standard_sha256".to_owned(), standard.sha256.clone()),
    ]
}

fn remove(path: &Path) -> Result<(), WriteError> {
    match std::fs::remove_file(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(WriteError::Io { path: path.to_path_buf(), source }),
        _ => Ok(()),
    }
}

struct Writer<'a> {
    folder: &'a Path,
    standard: &'a Standard,
    metadata: Vec<(String, String)>,
    lists: Vec<String>,
    written: Vec<OutputEntry>,
    described: Vec<serde_json::Value>,
}

impl Writer<'_> {
    fn file(&mut self, path: &str, frame: &DataFrame, columns: &[Column], about: &[(String, String)]) -> Result<(), WriteError> {
        let columns = with_codes(self.standard, columns);
        let stem = path.trim_end_matches(".parquet");
        let table = stem.split_once('/').and_then(|(_, id)| self.standard.table(id)).map(|table| table.title.as_str());
        let title = file_title(stem, table);
        let titled = ("concord.title".to_owned(), title.clone());
        let metadata: Vec<(String, String)> = self.metadata.iter().chain(about).chain([&titled]).cloned().collect();
        let bytes = parquet_bytes(path, frame, &columns, &metadata)?;
        let rows = frame.height() as u64;
        let files = vec![(path.to_owned(), bytes.len() as u64, hex(&Sha256::digest(&bytes)))];
        let (title, lists) = (title.as_str(), self.lists.as_slice());
        let (stored, key) = (Stored::Parquet, key_columns(stem, &columns));
        self.described.push(Resource { stem, stored, title, columns: &columns, rows, files, key, lists, folders: &[] }.entry());
        self.bytes(path, &bytes, rows)
    }

    /// The description of every table written so far.
    fn package(&mut self, package: Package) -> Result<(), WriteError> {
        let resources = std::mem::take(&mut self.described);
        let text = Package { resources, ..package }.text();
        let text = text.map_err(|error| WriteError::Table { name: PACKAGE.to_owned(), reason: error.to_string() })?;
        self.bytes(PACKAGE, text.as_bytes(), 0)
    }

    fn bytes(&mut self, path: &str, bytes: &[u8], rows: u64) -> Result<(), WriteError> {
        write_atomically(&self.folder.join(path), bytes)?;
        self.written.push(OutputEntry { path: path.to_owned(), rows, sha256: hex(&Sha256::digest(bytes)) });
        Ok(())
    }

    /// Tables of an earlier run into the same folder would be read together with this one's.
    fn remove_stale(&self) -> Result<(), WriteError> {
        let current: BTreeSet<&str> = self.written.iter().map(|entry| entry.path.as_str()).collect();
        for part in ["observations", "conflicts", "codelists", "derived", "reports"] {
            let Ok(entries) = std::fs::read_dir(self.folder.join(part)) else { continue };
            for entry in entries.filter_map(Result::ok) {
                let name = entry.file_name().to_string_lossy().into_owned();
                let ours =
                    name.ends_with(".parquet") || part == "reports" && [".html", ".xlsx", ".json"].iter().any(|end| name.ends_with(end));
                if ours && !current.contains(format!("{part}/{name}").as_str()) {
                    remove(&entry.path())?;
                }
            }
        }
        Ok(())
    }
}
