//! The order of the stages: the only module that knows them all, and the only one that works side by side.
//!
//! In: a pipeline. Out: an [`Outcome`] for the screen and, where asked for, the folder of the output contract: [`check`]
//! does everything short of writing, and [`run`] writes what it gives. A file that can't be read, or holds a list of
//! persons, is reported and counted, and the others go on. Results are put back in the order of the inputs, so that
//! threads never show in the bytes.

mod files;
mod reports;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::advice::{ProfileLine, Repair, RepairKind, Scope, blocked, profile_lines, repairs};
use crate::compose::Material;
use crate::diag::{About, Finding, Place, Report, Severity};
use crate::frozen::{Frozen, frozen};
use crate::gaps::{GapInput, GapReport, Return, gap_report};
use crate::harmonise::{Harmonised, LineageRow, LocatedFigures, Submission, harmonise};
use crate::intake::{load_mappings, load_standard};
use crate::mirror::{Mirror, mirrors};
use crate::model::{Grade, Status};
use crate::read::findings::NOT_TAKEN;
use crate::region::{RegionalSum, regional_sums};
use crate::spec::{Mapping, Pipeline, Round, SourceRank, SpecError, Standard};
use crate::validate::{Scorecard, explain, validate};
use crate::write::{InputEntry, MappingEntry, RunOutput, WriteError, write};
use files::{FileHarvest, one_file};

pub use reports::ReportFile;

/// Why a run could not be done at all.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The pipeline, the standard or a mapping is not right.
    #[error(transparent)]
    Spec(#[from] SpecError),
    /// The output can't be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The folder holds a release whose grades would change.
    #[error("{0}")]
    Frozen(Box<Frozen>),
    /// A report can't be made.
    #[error(transparent)]
    Report(#[from] crate::report::ReportError),
    /// A table could not be worked out; a fault of this program.
    #[error("a table could not be worked out: {0}; please report this")]
    Table(#[from] polars::prelude::PolarsError),
}

/// What to do with a release that an earlier standard made and this one would grade otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// Leave it, and say what would change.
    Keep,
    /// Replace it.
    Replace,
}

/// What a run does beside writing the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunOptions {
    /// What to do with a release that would be graded otherwise.
    pub earlier: Earlier,
    /// Whether the reports are made.
    pub reports: bool,
}

/// What became of one file.
#[derive(Debug, Clone)]
pub struct FileOutcome {
    /// Name.
    pub file: String,
    /// Who sent it, by the mappings that claim it.
    pub senders: BTreeSet<String>,
    /// Why it was not read: it can't be, or it holds a list of persons.
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

/// What came of the files, told in the same way by [`check`] and [`run`].
#[derive(Debug)]
pub struct Outcome {
    /// Files in order of their names.
    pub files: Vec<FileOutcome>,
    /// Every finding.
    pub report: Report,
    /// Outcomes of the rules.
    pub scorecard: Scorecard,
    /// What each rule asks for, by its id.
    pub rule_statements: BTreeMap<String, String>,
    /// Exchange tables: id, observations, conflicts.
    pub tables: Vec<(String, usize, usize)>,
    /// Sums over the members of the region.
    pub sums: Vec<RegionalSum>,
    /// The same persons as counted by two states, or by two sources.
    pub mirrors: Vec<Mirror>,
    /// What each source states of each table, and what is open.
    pub profiles: Vec<ProfileLine>,
    /// What would make most figures comparable.
    pub repairs: Vec<Repair>,
    /// The same with the words of the standard.
    pub asks: Vec<Ask>,
    /// What was asked for against what was sent.
    pub gaps: GapReport,
    /// Figures by grade, in the order of the grades.
    pub grades: Vec<(&'static str, u64)>,
}

/// One step of a list of repairs, with the words of the standard.
#[derive(Debug, Clone)]
pub struct Ask {
    /// For whom.
    pub scope: Scope,
    /// Place in the list.
    pub rank: u32,
    /// answer, breakdown or source.
    pub kind: RepairKind,
    /// The source concerned.
    pub source: String,
    /// The attribute.
    pub attribute: String,
    /// What to ask for, in English.
    pub wanted: String,
    /// Figures that it frees alone.
    pub alone: u64,
    /// Figures that it frees with the steps above.
    pub together: u64,
    /// Blocked figures in which it takes part.
    pub concerned: u64,
    /// Blocked figures of the scope.
    pub blocked: u64,
}

/// Everything short of writing: the outcome, and what a run would write.
#[derive(Debug)]
pub struct Checked {
    /// What came of the files.
    pub outcome: Outcome,
    /// The standard that the files were judged by.
    pub standard: Standard,
    round: Round,
    loaded: Vec<Mapping>,
    covers: Vec<u64>,
    tables: Harmonised,
    lineage: Vec<LineageRow>,
    submissions: Vec<Arc<Submission>>,
    inputs: Vec<InputEntry>,
    mappings: BTreeSet<MappingEntry>,
}

/// Reads, locates, tidies, maps, harmonises and validates the files of a pipeline, and writes nothing.
///
/// `progress` is called with the name of each file that is done.
///
/// # Errors
/// The standard or a mapping is not right. A file that can't be read is no error: it stands in the outcome.
pub fn check(pipeline: &Pipeline, progress: &(dyn Fn(&str) + Sync)) -> Result<Checked, RunError> {
    let standard = load_standard(pipeline.standards.as_deref())?;
    let mappings = load_mappings(&pipeline.mappings, &standard)?;
    let codes: Vec<&str> = crate::finding_codes().into_iter().map(|code| code.id).collect();
    let round = Round::load(pipeline, &standard, &codes)?;
    let files: Vec<FileHarvest> = pipeline
        .inputs
        .par_iter()
        .map(|input| {
            let harvest = one_file(input, &standard, &mappings);
            progress(&input.name);
            harvest
        })
        .collect();
    let mut gathered = Gathered::default();
    gathered.findings.extend(pipeline.not_taken.iter().map(|file| {
        let message = format!("`{}` could be a return, and no pattern of the pipeline takes it", file.name);
        Finding::new(&NOT_TAKEN, message).at(Place::file(&Arc::from(file.name.as_str())))
    }));
    for file in files {
        gathered.add(file);
    }
    let mut harmonised = harmonise(&standard, &gathered.claims)?;
    gathered.findings.append(&mut harmonised.findings);
    let paired = mirrors(&standard, &harmonised.value, &pipeline.source_order);
    let judged = validate(&standard, &harmonised.value, &gathered.figures, &paired)?;
    gathered.findings.extend(judged.findings);
    let covers = gathered.explain(&round, &mut harmonised.value)?;
    Ok(gathered.checked((standard, round, mappings, covers), (harmonised.value, paired), judged.value, &pipeline.source_order))
}

/// Runs a pipeline and writes its output.
///
/// `progress` is called with the name of each file that is done; `written_at` goes into the manifest. A release in the folder
/// whose grades would change is kept unless the options say otherwise.
///
/// # Errors
/// The standard or a mapping is not right, the output can't be written, or the folder holds a release that is to be kept. A file
/// that can't be read is no error of the run: it stands in the outcome.
pub fn run(
    pipeline: &Pipeline,
    output: &Path,
    written_at: &str,
    options: RunOptions,
    progress: &(dyn Fn(&str) + Sync),
) -> Result<Outcome, RunError> {
    let checked = check(pipeline, progress)?;
    let submissions = checked.submissions.iter().map(|one| one.submission_id.as_str()).collect();
    if options.earlier == Earlier::Keep
        && let Some(release) = frozen(output, &checked.standard, &checked.tables, &submissions)?
    {
        return Err(RunError::Frozen(Box::new(release)));
    }
    let reports = if options.reports { checked.reports(pipeline)? } else { Vec::new() };
    let Checked { outcome, standard, round, tables, lineage, submissions, inputs, mappings, .. } = checked;
    let written = RunOutput {
        pipeline,
        standard: &standard,
        tables: &tables,
        report: &outcome.report,
        sums: &outcome.sums,
        mirrors: &outcome.mirrors,
        profiles: &outcome.profiles,
        repairs: &outcome.repairs,
        gaps: &outcome.gaps,
        round: &round,
        scorecard: &outcome.scorecard,
        submissions: &submissions,
        inputs,
        mappings: mappings.into_iter().collect(),
        lineage,
        reports,
    };
    write(written, output, written_at)?;
    Ok(outcome)
}

impl Checked {
    /// The reports of every state and of the region, as files: path in a folder `reports/`, and bytes. Outside a round, those of
    /// the senders alone.
    ///
    /// # Errors
    /// Only where a page or a workbook can't be made, which would be a fault of this program.
    pub fn reports(&self, pipeline: &Pipeline) -> Result<Vec<ReportFile>, RunError> {
        let files = &self.outcome.files;
        let senders: BTreeMap<String, BTreeSet<String>> = files.iter().map(|file| (file.file.clone(), file.senders.clone())).collect();
        let digests = self.inputs.iter().filter_map(|input| Some((input.file.clone(), input.sha256.clone()?))).collect();
        let claimed = self
            .submissions
            .iter()
            .flat_map(|sent| {
                sent.sheets.iter().filter(|sheet| sheet.tables > 0).map(|sheet| (sent.file.to_string(), sheet.name.to_string()))
            })
            .collect();
        let material = Material {
            claimed: &claimed,
            pipeline,
            standard: &self.standard,
            tables: &self.tables,
            findings: self.outcome.report.findings(),
            profiles: &self.outcome.profiles,
            senders: &senders,
            digests: &digests,
            round: &self.round,
            gaps: &self.outcome.gaps,
            repairs: &self.outcome.repairs,
            mirrors: &self.outcome.mirrors,
            covers: &self.covers,
            is_round: !pipeline.text.is_empty(),
        };
        reports::reports(&material, &self.loaded)
    }
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
            bytes: file.digest.as_ref().map(|(bytes, _)| *bytes),
            sha256: file.digest.map(|(_, sha256)| sha256),
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

    /// Lays the explanations that were given over the findings, and marks figures whose warnings nobody explained in time. How many
    /// findings each covers.
    fn explain(&mut self, round: &Round, tables: &mut Harmonised) -> polars::prelude::PolarsResult<Vec<u64>> {
        let senders: BTreeMap<String, BTreeSet<String>> = self.files.iter().map(|file| (file.file.clone(), file.senders.clone())).collect();
        // What is wrong with a file concerns the state that sent it.
        for finding in self.findings.iter_mut().filter(|finding| finding.about.is_none()) {
            let sent = finding.at.as_ref().and_then(|place| senders.get(place.file.as_ref()));
            if let Some(state) = sent.filter(|sent| sent.len() == 1).and_then(BTreeSet::first) {
                finding.about = Some(About { state: state.clone(), ..About::default() });
            }
        }
        let last = round.plan.years.as_ref().and_then(|years| years.last().copied());
        let applied = explain(&mut self.findings, &round.explanations, &senders, round.plan.as_of(last));
        self.findings.extend(applied.findings);
        if round.plan.deadline.is_some() {
            let open = self.findings.iter().filter(|finding| finding.severity == Severity::Warning && finding.explanation.is_none());
            let places: BTreeSet<&Place> =
                open.filter(|finding| finding.rule.is_some()).filter_map(|finding| finding.at.as_ref()).collect();
            let figures = tables.tables.values().flat_map(|table| &table.published);
            let named = figures.filter(|one| places.contains(&one.place)).map(|one| one.observation).collect();
            tables.mark(&named, Status::V)?;
        }
        Ok(applied.covers)
    }

    fn checked(
        mut self,
        (standard, round, loaded, covers): (Standard, Round, Vec<Mapping>, Vec<u64>),
        (tables, paired): (Harmonised, Vec<Mirror>),
        scorecard: Scorecard,
        order: &[SourceRank],
    ) -> Checked {
        let repaired = repairs(&standard, &blocked(&standard, &tables));
        let returns: Vec<Return> = self.files.iter().map(returned).collect();
        let gaps = gap_report(&GapInput {
            standard: &standard,
            plan: &round.plan,
            tables: &tables,
            explanations: &round.explanations,
            receipts: &round.receipts,
            inventory: &round.inventory,
            returns: &returns,
            repairs: &repaired,
            noted: &round.noted,
        });
        self.findings.extend(gaps.findings);
        let report = Report::new(self.findings);
        let mut files = self.files;
        for file in &mut files {
            for finding in report.findings().iter().filter(|finding| finding.at.as_ref().is_some_and(|place| *place.file == *file.file)) {
                let slot = match finding.severity {
                    Severity::Error => 0,
                    Severity::Warning => 1,
                    Severity::Information => 2,
                };
                file.findings[slot] += 1;
            }
        }
        let sizes = tables.tables.iter().map(|(id, table)| (id.to_string(), table.frame.height(), table.conflicts.height())).collect();
        Checked {
            outcome: Outcome {
                asks: asks(&standard, &repaired),
                rule_statements: standard.rules.iter().map(|rule| (rule.id.to_string(), rule.statement.clone())).collect(),
                grades: grades(&tables),
                files,
                report,
                scorecard,
                tables: sizes,
                sums: regional_sums(&standard, &tables, order),
                mirrors: paired,
                profiles: profile_lines(&standard, &tables),
                repairs: repaired,
                gaps: gaps.value,
            },
            standard,
            round,
            loaded,
            covers,
            tables,
            lineage: self.lineage,
            submissions: self.submissions,
            inputs: self.inputs,
            mappings: self.mappings,
        }
    }
}

fn returned(file: &FileOutcome) -> Return {
    Return { file: file.file.clone(), senders: file.senders.clone(), error: file.error.clone() }
}

/// Figures by grade, in the order of the grades; grades that none has are left out.
fn grades(tables: &Harmonised) -> Vec<(&'static str, u64)> {
    let all = || tables.tables.values().flat_map(|table| &table.published);
    let count = |grade: &Grade| all().filter(|one| one.graded.grade == *grade).count() as u64;
    Grade::ALL.iter().map(|grade| (grade.as_str(), count(grade))).filter(|(_, count)| *count > 0).collect()
}

fn asks(standard: &Standard, repairs: &[Repair]) -> Vec<Ask> {
    let ask = |repair: &Repair| {
        let attribute = standard.attributes.get(repair.attribute)?;
        Some(Ask {
            scope: repair.scope.clone(),
            rank: repair.rank,
            kind: repair.kind,
            source: repair.source.to_string(),
            attribute: attribute.id.to_string(),
            wanted: repair.wanted(standard),
            alone: repair.alone,
            together: repair.together,
            concerned: repair.concerned,
            blocked: repair.blocked,
        })
    };
    repairs.iter().filter_map(ask).collect()
}
