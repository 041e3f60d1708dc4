//! What one file of a round gives: read, located, tidied, mapped, and made into claims.
//!
//! In: a file, the standard and the mappings. Out: a [`FileHarvest`]. Files know nothing of each other here; sheets are done side by
//! side, and put back in order.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::FileOutcome;
use crate::diag::Finding;
use crate::harmonise::{Harvest, MappingUsed, Submission, SubmissionSheet, gather};
use crate::intake::{IntakeError, open};
use crate::locate::{LocatedTable, locate};
use crate::map::{Context, map, missing_evidence, open_questions, unmatched_lines};
use crate::read::Workbook;
use crate::spec::{Mapping, NamedPath, Standard};
use crate::template::{MADE, advise};
use crate::tidy::tidy;
use crate::write::MappingEntry;

/// What one file gives.
pub(super) struct FileHarvest {
    pub(super) outcome: FileOutcome,
    /// Its size and its SHA-256, where it could be read.
    pub(super) digest: Option<(u64, String)>,
    pub(super) submission: Option<Arc<Submission>>,
    pub(super) mappings: Vec<MappingEntry>,
    pub(super) harvests: Vec<Harvest>,
    pub(super) findings: Vec<Finding>,
}

/// Reads, locates, tidies and maps one file; what is wrong with it stays its own.
pub(super) fn one_file(input: &NamedPath, standard: &Standard, mappings: &[Mapping]) -> FileHarvest {
    let mut harvest = FileHarvest {
        outcome: FileOutcome {
            file: input.name.clone(),
            senders: BTreeSet::new(),
            error: None,
            tables: 0,
            states: 0,
            years: None,
            observations: 0,
            findings: [0; 3],
            not_understood: 0,
        },
        digest: None,
        submission: None,
        mappings: Vec::new(),
        harvests: Vec::new(),
        findings: Vec::new(),
    };
    match open(&input.path, &input.name, standard, mappings) {
        Ok(opened) => {
            harvest.digest = Some((opened.workbook.identity.bytes, opened.workbook.identity.sha256.clone()));
            harvest.outcome.senders = opened.all_mappings().iter().map(|mapping| mapping.sender.to_string()).collect();
            harvest.findings.clone_from(&opened.findings);
            one_workbook(&opened.workbook, &opened.all_mappings(), standard, &mut harvest);
            // Nobody wrote the mapping of a template, so advice about mappings would help nobody.
            if opened.mappings.iter().any(|mapping| mapping.file.starts_with(MADE)) {
                advise(&mut harvest.findings);
            }
        }
        Err(error) => {
            harvest.outcome.error = Some(error.to_string());
            // Of a refused file its digest stays, so that both sides know which one is meant; its sheets don't.
            if let IntakeError::Persons(refusal) = error {
                harvest.findings.push(refusal.finding());
                harvest.digest = Some((refusal.bytes, refusal.sha256));
            }
        }
    }
    harvest
}

/// What one located table gives.
struct TableHarvest {
    mapping: usize,
    table: usize,
    used: BTreeSet<u32>,
    harvest: Harvest,
    findings: Vec<Finding>,
}

fn one_workbook(workbook: &Workbook, mappings: &[&Mapping], standard: &Standard, harvest: &mut FileHarvest) {
    let located = locate(workbook, mappings);
    harvest.findings.extend(located.findings);
    let submission = Arc::new(submission(workbook, mappings, &located.value));
    let used: Vec<Arc<MappingUsed>> = mappings.iter().map(|mapping| Arc::new(mapping_used(mapping))).collect();
    let tables: Vec<TableHarvest> = located
        .value
        .into_par_iter()
        .map(|table| one_table(workbook, mappings[table.mapping], standard, table, &submission, &used))
        .collect();
    for (index, mapping) in mappings.iter().enumerate() {
        harvest.findings.extend(open_questions(mapping, &workbook.identity.name));
        harvest.findings.extend(missing_evidence(mapping, workbook));
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
    let section = &mapping.tables[located.table];
    let numbers = mapping.numbers(workbook.decimal);
    let context = Context::new(standard, mapping, workbook, located.sheet, &numbers);
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
