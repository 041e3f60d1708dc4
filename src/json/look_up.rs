//! What `preview`, `trace` and `explain` tell.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::check::worst_first;
use crate::diag::FindingCode;
use crate::diag::render::json::FindingRecord;
use crate::preview::Preview;
use crate::spec::Language;
use crate::texts::explained;
use crate::trace::{Row, Traced, TracedAbsence, TracedSum, Use};

/// A file as it was understood.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PreviewBody<'a> {
    /// The file with its sheets.
    pub preview: &'a Preview,
    /// Findings about the file and its painted sheets, the worst first.
    pub findings: Vec<FindingRecord<'a>>,
}

/// Observations with their cells.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TraceBody {
    /// Every observation that matches.
    pub observations: Vec<TracedObservation>,
    /// Every regional sum that matches, where an id or a key with `year` asks for one.
    pub sums: Vec<TracedRegionalSum>,
}

/// One regional sum.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TracedRegionalSum {
    /// Its columns as texts, by the names of the output contract; null where the column is null.
    pub columns: BTreeMap<String, Option<String>>,
    /// The figures that speak in it.
    pub parts: Vec<SumPart>,
    /// What the sources of the parts state of their definitions, quality left out.
    pub definitions: Vec<SumDefinition>,
    /// The members that are not in the comparable line, with the reason.
    pub absent: Vec<TracedAbsence>,
}

/// What a source states of one attribute of its definitions.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SumDefinition {
    /// The source.
    pub source: String,
    /// Its profile.
    pub profile: String,
    /// The attribute.
    pub attribute: String,
    /// The question it answers, in English.
    pub question: String,
    /// What is stated; null where nobody did, and for what the figures tell.
    pub value: Option<String>,
    /// How far that is from the shared definition: 0, 1, 2, 3 or unknown.
    pub distance: String,
    /// Cell or document that says so.
    pub evidence: Option<String>,
    /// Whether it moves the grade away from A, or would if it were not stated.
    pub matters: bool,
    /// Whether the question is open: nobody stated it, and the figures do not tell it.
    pub open: bool,
}

/// A figure that speaks in a sum.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SumPart {
    /// The columns of `derived/parts.parquet` as texts.
    pub columns: BTreeMap<String, Option<String>>,
    /// The columns of the observation as texts.
    pub observation: BTreeMap<String, Option<String>>,
    /// File of the mapping.
    pub mapping_file: Option<String>,
    /// Every use of every cell, the value's first.
    pub cells: Vec<CellUse>,
}

/// One observation.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TracedObservation {
    /// Whether it is published, or a claim that another contradicts.
    pub published: bool,
    /// Its columns as texts, by the names of the output contract; null where the column is null.
    pub columns: BTreeMap<String, Option<String>>,
    /// File of the mapping.
    pub mapping_file: Option<String>,
    /// Every use of every cell.
    pub cells: Vec<CellUse>,
}

/// One use of one cell.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CellUse {
    /// What the cell did: value, label, period and so on.
    pub role: String,
    /// File.
    pub file: String,
    /// Sheet.
    pub sheet: String,
    /// Address.
    pub cell: String,
    /// Text as stored; empty where nothing is stored.
    pub text: String,
    /// What a value was multiplied by; 1 for all other cells.
    pub factor: String,
    /// Line of the mapping that decided.
    pub mapping_line: Option<String>,
}

/// Findings that the program can make.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ExplainBody {
    /// The one asked for, or all.
    pub findings: Vec<CodeLine>,
}

/// One kind of finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CodeLine {
    /// Its code.
    pub code: String,
    /// error, warning or information.
    pub severity: String,
    /// When it occurs.
    pub when: String,
    /// What to do.
    pub fix: String,
}

impl<'a> PreviewBody<'a> {
    /// A preview as it is printed.
    #[must_use]
    pub fn of(preview: &'a Preview) -> Self {
        Self { preview, findings: worst_first(&preview.findings).into_iter().map(FindingRecord::from).collect() }
    }
}

impl TraceBody {
    /// Observations and sums as they are printed.
    #[must_use]
    pub fn of(found: &[Traced], sums: &[TracedSum]) -> Self {
        Self { observations: found.iter().map(TracedObservation::of).collect(), sums: sums.iter().map(TracedRegionalSum::of).collect() }
    }
}

impl TracedRegionalSum {
    fn of(traced: &TracedSum) -> Self {
        let by_name = |row: &Row| row.iter().cloned().collect();
        let parts = traced.parts.iter().map(|part| SumPart {
            columns: by_name(&part.columns),
            observation: by_name(&part.observation),
            mapping_file: part.mapping_file.clone(),
            cells: part.cells.iter().map(CellUse::of).collect(),
        });
        let definitions = traced.definitions.iter().map(|one| SumDefinition {
            source: one.source.clone(),
            profile: one.profile.clone(),
            attribute: one.attribute.clone(),
            question: one.question.clone(),
            value: one.value.clone(),
            distance: one.distance.clone(),
            evidence: one.evidence.clone(),
            matters: one.matters(),
            open: one.open,
        });
        Self {
            columns: by_name(&traced.columns),
            parts: parts.collect(),
            definitions: definitions.collect(),
            absent: traced.absent.clone(),
        }
    }
}

impl TracedObservation {
    fn of(traced: &Traced) -> Self {
        Self {
            published: traced.published,
            columns: traced.columns.iter().cloned().collect(),
            mapping_file: traced.mapping_file.clone(),
            cells: traced.uses.iter().map(CellUse::of).collect(),
        }
    }
}

impl CellUse {
    fn of(one: &Use) -> Self {
        Self {
            role: one.role.clone(),
            file: one.file.clone(),
            sheet: one.sheet.clone(),
            cell: one.cell.clone(),
            text: one.text.clone(),
            factor: one.factor.clone(),
            mapping_line: one.line.clone(),
        }
    }
}

impl ExplainBody {
    /// Codes as they are printed, in a language.
    #[must_use]
    pub fn of(codes: &[&FindingCode], language: Language) -> Self {
        let line = |code: &&FindingCode| {
            let (when, fix) = explained(code, language);
            CodeLine { code: code.id.to_owned(), severity: code.severity.as_str().to_owned(), when: when.to_owned(), fix: fix.to_owned() }
        };
        Self { findings: codes.iter().map(line).collect() }
    }
}
