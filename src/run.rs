//! The order of the stages: the only module that knows them all, and the only one that works side by side.
//!
//! In: a pipeline. Out: the folder of the output contract and an [`Outcome`] for the screen. A file that can't be read
//! is reported and counted, and the others go on. Results are put back in the order of the inputs, so that threads
//! never show in the bytes.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Finding, Place, Report, Severity};
use crate::harmonise::{Harmonised, Harvest, LineageRow, LocatedFigures, MappingUsed, Submission, SubmissionSheet, gather, harmonise};
use crate::locate::{Claim, LocatedTable, claim, findings::NO_MAPPING, locate};
use crate::map::{Context, map, unmatched_lines};
use crate::read::{ReadOptions, Workbook, read};
use crate::spec::{Mapping, NamedPath, Pipeline, SpecError, Standard, load_mapping};
use crate::tidy::tidy;
use crate::validate::{Scorecard, validate};
use crate::write::{InputEntry, Manifest, MappingEntry, RunOutput, WriteError, write};

/// Why a run could not be done at all.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The pipeline, the standard or a mapping is not right.
    #[error(transparent)]
    Spec(#[from] SpecError),
    /// A file of the pipeline can't be opened.
    #[error("`{file}` can't be read: {reason}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the file system said.
        reason: String,
    },
    /// The output can't be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// A table could not be worked out; a fault of this program.
    #[error("a table could not be worked out: {0}; please report this")]
    Table(#[from] polars::prelude::PolarsError),
}

/// What became of one file.
#[derive(Debug, Clone)]
pub struct FileOutcome {
    /// Name.
    pub file: String,
    /// Why it could not be read, where it could not.
    pub error: Option<String>,
    /// Tables located.
    pub tables: usize,
    /// States described.
    pub states: usize,
    /// Years described, first and last.
    pub years: Option<(i16, i16)>,
    /// Claims made.
    pub observations: usize,
    /// Findings at each severity: errors, warnings, information.
    pub findings: [u64; 3],
    /// Filled cells that no table claims and no line sets aside.
    pub not_understood: u64,
}

/// What a run did.
#[derive(Debug)]
pub struct Outcome {
    /// Files in order of their names.
    pub files: Vec<FileOutcome>,
    /// Every finding.
    pub report: Report,
    /// Outcomes of the rules.
    pub scorecard: Scorecard,
    /// Exchange tables: id, observations, conflicts.
    pub tables: Vec<(String, usize, usize)>,
    /// The manifest that was written.
    pub manifest: Manifest,
}

/// What a pipeline needs before files are read.
#[derive(Debug)]
pub struct Prepared {
    /// The standard.
    pub standard: Standard,
    /// Mappings in order of their files.
    pub mappings: Vec<Mapping>,
}

/// Loads the standard and the mappings of a pipeline.
///
/// # Errors
/// Every problem of the standard, or of all mappings together.
pub fn prepare(pipeline: &Pipeline) -> Result<Prepared, RunError> {
    let standard = match &pipeline.standards {
        Some(folder) => Standard::load(folder)?,
        None => Standard::shipped()?,
    };
    let mut mappings = Vec::new();
    let mut problems = Vec::new();
    for named in &pipeline.mappings {
        let text = std::fs::read_to_string(&named.path)
            .map_err(|error| RunError::Unreadable { file: named.name.clone(), reason: error.to_string() })?;
        match load_mapping(&named.name, &text, &standard) {
            Ok(mapping) => mappings.push(mapping),
            Err(error) => problems.extend(error.problems().iter().cloned()),
        }
    }
    if problems.is_empty() { Ok(Prepared { standard, mappings }) } else { Err(RunError::Spec(SpecError::of(problems))) }
}

/// Runs a pipeline and writes its output.
///
/// `progress` is called with the name of each file that is done; `written_at` goes into the manifest.
///
/// # Errors
/// The pipeline, the standard or a mapping is not right, or the output can't be written. A file that can't be read is
/// no error of the run: it stands in the outcome.
pub fn run(pipeline: &Pipeline, output: &Path, written_at: &str, progress: &(dyn Fn(&str) + Sync)) -> Result<Outcome, RunError> {
    let prepared = prepare(pipeline)?;
    let files: Vec<FileHarvest> = pipeline
        .inputs
        .par_iter()
        .map(|input| {
            let harvest = one_file(input, &prepared);
            progress(&input.name);
            harvest
        })
        .collect();
    let mut gathered = Gathered::default();
    for file in files {
        gathered.add(file);
    }
    let harmonised = harmonise(&prepared.standard, &gathered.claims)?;
    gathered.findings.extend(harmonised.findings);
    let judged = validate(&harmonised.value, &gathered.figures)?;
    gathered.findings.extend(judged.findings);
    finish(pipeline, &prepared, gathered, &harmonised.value, judged.value, output, written_at)
}

#[derive(Default)]
struct Gathered {
    claims: Vec<crate::harmonise::Claim>,
    lineage: Vec<LineageRow>,
    figures: Vec<LocatedFigures>,
    findings: Vec<Finding>,
    submissions: Vec<Arc<Submission>>,
    inputs: Vec<InputEntry>,
    mappings: BTreeSet<MappingEntry>,
    files: Vec<FileOutcome>,
}

impl Gathered {
    fn add(&mut self, file: FileHarvest) {
        self.inputs.push(InputEntry {
            file: file.outcome.file.clone(),
            bytes: file.submission.as_ref().map(|submission| submission.bytes),
            sha256: file.submission.as_ref().map(|submission| submission.sha256.clone()),
            error: file.outcome.error.clone(),
        });
        self.submissions.extend(file.submission);
        self.findings.extend(file.findings);
        self.mappings.extend(file.mappings);
        self.files.push(file.outcome);
        for harvest in file.harvests {
            self.claims.extend(harvest.claims);
            self.lineage.extend(harvest.lineage);
            self.figures.push(harvest.figures);
        }
    }
}

fn finish(
    pipeline: &Pipeline,
    prepared: &Prepared,
    gathered: Gathered,
    tables: &Harmonised,
    scorecard: Scorecard,
    output: &Path,
    written_at: &str,
) -> Result<Outcome, RunError> {
    let report = Report::new(gathered.findings);
    let mut files = gathered.files;
    for file in &mut files {
        for finding in report.findings().iter().filter(|finding| finding.at.as_ref().is_some_and(|place| *place.file == *file.file)) {
            let slot = match finding.code.severity {
                Severity::Error => 0,
                Severity::Warning => 1,
                Severity::Information => 2,
            };
            file.findings[slot] += 1;
        }
    }
    let manifest = write(
        RunOutput {
            pipeline,
            standard: &prepared.standard,
            tables,
            report: &report,
            scorecard: &scorecard,
            submissions: &gathered.submissions,
            inputs: gathered.inputs,
            mappings: gathered.mappings.into_iter().collect(),
            lineage: gathered.lineage,
        },
        output,
        written_at,
    )?;
    let tables = tables.tables.iter().map(|(id, table)| (id.to_string(), table.frame.height(), table.conflicts.height())).collect();
    Ok(Outcome { files, report, scorecard, tables, manifest })
}

/// What one file gives.
struct FileHarvest {
    outcome: FileOutcome,
    submission: Option<Arc<Submission>>,
    mappings: Vec<MappingEntry>,
    harvests: Vec<Harvest>,
    findings: Vec<Finding>,
}

fn one_file(input: &NamedPath, prepared: &Prepared) -> FileHarvest {
    let mut harvest = FileHarvest {
        outcome: FileOutcome {
            file: input.name.clone(),
            error: None,
            tables: 0,
            states: 0,
            years: None,
            observations: 0,
            findings: [0; 3],
            not_understood: 0,
        },
        submission: None,
        mappings: Vec::new(),
        harvests: Vec::new(),
        findings: Vec::new(),
    };
    match read_for(input, prepared) {
        Ok((workbook, findings, mappings)) => {
            harvest.findings = findings;
            one_workbook(&workbook, &mappings, prepared, &mut harvest);
        }
        Err(error) => harvest.outcome.error = Some(error),
    }
    harvest
}

/// Reads a file, and reads it again where the mapping that claims it states another encoding or delimiter.
fn read_for<'a>(input: &NamedPath, prepared: &'a Prepared) -> Result<(Workbook, Vec<Finding>, Vec<&'a Mapping>), String> {
    let all: Vec<&Mapping> = prepared.mappings.iter().collect();
    let first = read(&input.path, &input.name, &ReadOptions::default()).map_err(|error| error.to_string())?;
    let mut findings = first.findings;
    let mut workbook = first.value;
    let (claiming, stray) = match claim(&workbook, &all) {
        Claim::By(positions) => (positions.into_iter().map(|position| all[position]).collect(), None),
        Claim::Nobody { nearest } => (Vec::new(), Some(nearest)),
    };
    if let Some(nearest) = stray {
        findings.push(no_mapping(&workbook, &all, nearest));
    }
    let stated: Option<&&Mapping> = claiming.iter().find(|mapping: &&&Mapping| mapping.encoding.is_some() || mapping.delimiter.is_some());
    if let Some(mapping) = stated {
        let options = ReadOptions { encoding: mapping.encoding.clone(), delimiter: mapping.delimiter, ..ReadOptions::default() };
        let again = read(&input.path, &input.name, &options).map_err(|error| error.to_string())?;
        workbook = again.value;
        findings = again.findings;
    }
    Ok((workbook, findings, claiming))
}

fn no_mapping(workbook: &Workbook, mappings: &[&Mapping], nearest: Option<(usize, Vec<String>)>) -> Finding {
    let finding = Finding::new(&NO_MAPPING, "no mapping recognises the file").at(Place::file(&workbook.identity.name));
    match nearest {
        Some((position, missing)) => {
            let mapping = mappings[position];
            let missing: Vec<String> = missing.iter().map(|text| format!("`{text}`")).collect();
            let line = mapping.contains.first().map_or(1, |anchor| anchor.line);
            finding.mapping(mapping.at(line)).hint(format!("the nearest is `{}`, which also looks for {}", mapping.id, missing.join(", ")))
        }
        None => finding,
    }
}

/// What one located table gives.
struct TableHarvest {
    mapping: usize,
    table: usize,
    used: BTreeSet<u32>,
    harvest: Harvest,
    findings: Vec<Finding>,
}

fn one_workbook(workbook: &Workbook, mappings: &[&Mapping], prepared: &Prepared, harvest: &mut FileHarvest) {
    let located = locate(workbook, mappings);
    harvest.findings.extend(located.findings);
    let submission = Arc::new(submission(workbook, mappings, &located.value));
    let used: Vec<Arc<MappingUsed>> = mappings.iter().map(|mapping| Arc::new(mapping_used(mapping))).collect();
    let tables: Vec<TableHarvest> = located
        .value
        .into_par_iter()
        .map(|table| one_table(workbook, mappings[table.mapping], &prepared.standard, table, &submission, &used))
        .collect();
    for (index, mapping) in mappings.iter().enumerate() {
        let own: Vec<&TableHarvest> = tables.iter().filter(|table| table.mapping == index).collect();
        if own.is_empty() {
            continue;
        }
        let lines: BTreeSet<u32> = own.iter().flat_map(|table| table.used.iter().copied()).collect();
        let found: BTreeSet<usize> = own.iter().map(|table| table.table).collect();
        harvest.findings.extend(unmatched_lines(mapping, &found, &lines, &workbook.identity.name));
        harvest.mappings.push(MappingEntry { id: mapping.id.to_string(), file: mapping.file.to_string(), sha256: mapping.sha256.clone() });
    }
    count(&tables, &submission, &mut harvest.outcome);
    for table in tables {
        harvest.findings.extend(table.findings);
        harvest.harvests.push(table.harvest);
    }
    harvest.submission = Some(submission);
}

fn one_table(
    workbook: &Workbook,
    mapping: &Mapping,
    standard: &Standard,
    located: LocatedTable,
    submission: &Arc<Submission>,
    used: &[Arc<MappingUsed>],
) -> TableHarvest {
    let index = (located.mapping, located.table);
    let sheet = &workbook.sheets[located.sheet];
    let section = &mapping.tables[located.table];
    let numbers = mapping.numbers(workbook.decimal);
    let context = Context { standard, mapping, file: &workbook.identity.name, sheet, addressing: workbook.addressing, numbers: &numbers };
    let coded = map(&context, section, tidy(workbook, section, located));
    let gathered = gather(&context, section, &coded.value, submission, &used[index.0]);
    let mut findings = coded.findings;
    findings.extend(gathered.findings);
    TableHarvest { mapping: index.0, table: index.1, used: coded.value.used, harvest: gathered.value, findings }
}

/// What the screen says of one file.
fn count(tables: &[TableHarvest], submission: &Submission, outcome: &mut FileOutcome) {
    let claims = || tables.iter().flat_map(|table| &table.harvest.claims);
    let states: BTreeSet<&str> = claims().map(|claim| claim.reporter.as_str()).collect();
    let years = || claims().map(|claim| claim.period.start().year());
    outcome.tables = tables.len();
    outcome.states = states.len();
    outcome.observations = claims().count();
    outcome.years = years().min().zip(years().max());
    let nobodys = submission.sheets.iter().filter(|sheet| sheet.tables == 0 && sheet.set_aside.is_none());
    outcome.not_understood = nobodys.map(|sheet| sheet.filled_cells).sum();
}

fn mapping_used(mapping: &Mapping) -> MappingUsed {
    MappingUsed {
        id: mapping.id.clone(),
        file: Arc::clone(&mapping.file),
        sha256: mapping.sha256.clone(),
        sender: mapping.sender.clone(),
        source_id: mapping.source_id.clone(),
        vintage: mapping.vintage.clone(),
    }
}

fn submission(workbook: &Workbook, mappings: &[&Mapping], located: &[LocatedTable]) -> Submission {
    let sheets = workbook
        .sheets
        .iter()
        .enumerate()
        .map(|(index, sheet)| {
            let tables: Vec<&LocatedTable> = located.iter().filter(|table| table.sheet == index).collect();
            let filled = || sheet.cells().iter().filter(|cell| !cell.is_blank());
            let aside = mappings.iter().flat_map(|mapping| &mapping.set_aside).find(|aside| aside.sheets.accepts(&sheet.name));
            SubmissionSheet {
                name: Arc::clone(&sheet.name),
                visibility: sheet.visibility.as_str().to_owned(),
                filled_cells: filled().count() as u64,
                cells_in_tables: filled().filter(|cell| tables.iter().any(|table| table.region.rectangle().contains(cell.at))).count()
                    as u64,
                set_aside: aside.map(|aside| aside.reason.as_str().to_owned()),
                tables: tables.len() as u64,
            }
        })
        .collect();
    Submission {
        submission_id: workbook.identity.submission_id.clone(),
        file: Arc::clone(&workbook.identity.name),
        bytes: workbook.identity.bytes,
        sha256: workbook.identity.sha256.clone(),
        format: workbook.format.as_str().to_owned(),
        addressing: workbook.addressing,
        encoding: workbook.encoding.clone(),
        sheets,
    }
}
