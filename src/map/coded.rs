//! What this stage gives: values with their codes, told by reference to the labels of their table.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::account::Accounted;
use super::labels::ResolvedLabel;
use crate::diag::{MappingLine, Place};
use crate::model::{Addressing, CellRange, CellRef, NumberText, Period, StatusSet, TableId};
use crate::read::{Sheet, Workbook};
use crate::spec::{Effect, Mapping, Standard};
use crate::tidy::{RawObservation, TidyTable};

/// What every step of the stage needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The standard.
    pub standard: &'a Standard,
    /// The sender's mapping.
    pub mapping: &'a Mapping,
    /// The file, as the pipeline names it.
    pub file: &'a Arc<str>,
    /// The sheet.
    pub sheet: &'a Sheet,
    /// How its cells are named.
    pub addressing: Addressing,
    /// Whether the format of the file stores nothing but text, so that a number in a text is no mistake.
    pub texts_alone: bool,
    /// How numbers in its text cells are written.
    pub numbers: &'a NumberText,
}

impl<'a> Context<'a> {
    /// The context of a sheet, by its position in the workbook; `numbers` are those that [`Mapping::numbers`] gives.
    #[must_use]
    pub fn new(standard: &'a Standard, mapping: &'a Mapping, workbook: &'a Workbook, sheet: usize, numbers: &'a NumberText) -> Self {
        Self {
            standard,
            mapping,
            file: &workbook.identity.name,
            sheet: &workbook.sheets[sheet],
            addressing: workbook.addressing,
            texts_alone: workbook.format.stores_text_alone(),
            numbers,
        }
    }

    /// A line of the mapping.
    #[must_use]
    pub fn line(&self, line: u32) -> MappingLine {
        self.mapping.at(line)
    }

    /// A cell of the sheet.
    #[must_use]
    pub fn place(&self, at: CellRef) -> Place {
        Place { cells: Some(CellRange::single(at)), ..self.sheet_place() }
    }

    /// The sheet as a whole.
    #[must_use]
    pub fn sheet_place(&self) -> Place {
        Place { file: Arc::clone(self.file), sheet: Some(Arc::clone(&self.sheet.name)), cells: None, addressing: self.addressing }
    }
}

/// Whether a value is published or only compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// An observation, or a claim to one.
    Observation,
    /// A figure about a group of states, or a total of some categories: compared with its parts, never published.
    Check,
}

/// One value with its codes, told by reference to the table's labels.
#[derive(Debug, Clone)]
pub struct CodedObservation {
    /// Which value cell.
    pub record: RawObservation,
    /// Observation or check.
    pub purpose: Purpose,
    /// Position among the table's effects.
    pub effect: u32,
    /// Position among the table's periods.
    pub period: u32,
    /// Whole units; none where the value is missing.
    pub value: Option<i64>,
    /// Statuses of this value.
    pub status: StatusSet,
    /// The smallest step that the source shows, in units.
    pub step: i32,
    /// The range a hidden value is declared to lie in.
    pub range: Option<(i32, i32)>,
    /// Position among the table's notes.
    pub note: Option<u32>,
    /// Positions of its footnotes among those of the tidy table.
    pub footnotes: Box<[usize]>,
    /// The line that sent the cell where it went.
    pub line: u32,
}

/// A table with its codes.
#[derive(Debug, Clone)]
pub struct CodedTable {
    /// The records and labels.
    pub tidy: TidyTable,
    /// The meaning of every label, by field and position.
    pub labels: Vec<Vec<ResolvedLabel>>,
    /// Effects of rules, each once.
    pub effects: Vec<Arc<Effect>>,
    /// Periods, each once.
    pub periods: Vec<Period>,
    /// Notes, each once.
    pub notes: Vec<Arc<str>>,
    /// Observations and checks.
    pub observations: Vec<CodedObservation>,
    /// One fate for every cell of the table.
    pub account: Vec<Accounted>,
    /// Lines of the mapping that did something.
    pub used: BTreeSet<u32>,
}

impl CodedTable {
    /// The meaning of a record's label.
    #[must_use]
    pub fn label(&self, record: RawObservation, field: usize) -> &ResolvedLabel {
        &self.labels[field][self.tidy.position(record, field)]
    }

    /// The exchange table an observation goes to.
    #[must_use]
    pub fn destination(&self, observation: &CodedObservation) -> Option<&TableId> {
        self.effects[observation.effect as usize].to.first().map(|(id, _)| id)
    }
}
