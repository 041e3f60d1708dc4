//! What a mapping says of every value cell of a file: the stages run over one workbook, for drafts and for comparing them.

use std::collections::BTreeMap;

use crate::diag::Finding;
use crate::locate::locate;
use crate::map::{CodedTable, Context, Purpose, map};
use crate::model::{CellRef, Code, DimensionId, Reference, Status, TableId};
use crate::read::Workbook;
use crate::spec::{Feeds, Mapping, Standard};
use crate::tidy::tidy;

/// A table of a mapping as it was read from a workbook.
pub(super) struct ReadTable {
    /// Position in the mapping.
    pub table: usize,
    /// Position of the sheet.
    pub sheet: usize,
    pub coded: CodedTable,
    pub findings: Vec<Finding>,
}

/// Runs one mapping over one workbook.
pub(super) fn read_with(workbook: &Workbook, mapping: &Mapping, standard: &Standard) -> Vec<ReadTable> {
    let located = locate(workbook, &[mapping]);
    let numbers = mapping.numbers(workbook.decimal);
    let tables = located.value.into_iter().filter_map(|located| {
        let (table, at) = (located.table, located.sheet);
        let section = mapping.tables.get(table)?;
        let context = Context::new(standard, mapping, workbook, at, &numbers);
        let coded = map(&context, section, tidy(workbook, section, located));
        Some(ReadTable { table, sheet: at, coded: coded.value, findings: coded.findings })
    });
    tables.collect()
}

/// What is said of one value cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Statement {
    /// Position of the table in its mapping.
    pub table: usize,
    pub to: Option<TableId>,
    pub reporter: Option<Code>,
    /// Frequency and time period, as `A 2020`.
    pub period: String,
    /// The year in which the period begins.
    pub year: i16,
    pub reference: Reference,
    pub codes: BTreeMap<DimensionId, Code>,
    pub value: Option<i64>,
    /// Why there is no value, where there is none.
    pub missing: Vec<Status>,
    /// Whether the figure is published, rather than a check.
    pub published: bool,
}

/// The statements of a table, by cell.
pub(super) fn statements(read: &ReadTable, mapping: &Mapping) -> BTreeMap<(usize, CellRef), Statement> {
    let mut found = BTreeMap::new();
    let Some(section) = mapping.tables.get(read.table) else { return found };
    for observation in &read.coded.observations {
        let code_of = |field: usize| read.coded.label(observation.record, field).code().cloned();
        let reporter = match section.feeding(&Feeds::Reporter) {
            Some(field) => code_of(field),
            None => section.reporter.clone(),
        };
        let mut codes: BTreeMap<DimensionId, Code> = BTreeMap::new();
        for (index, field) in section.fields.iter().enumerate() {
            if let (Feeds::Dimension(id), Some(code)) = (&field.feeds, code_of(index)) {
                codes.insert(id.clone(), code);
            }
        }
        if let Some(effect) = read.coded.effects.get(observation.effect as usize) {
            codes.extend(effect.set.clone());
        }
        let Some(period) = read.coded.periods.get(observation.period as usize) else { continue };
        let statement = Statement {
            table: read.table,
            to: read.coded.destination(observation).cloned(),
            reporter,
            period: format!("{} {}", period.frequency().as_str(), period.time_period()),
            year: period.start().year(),
            reference: period.reference(),
            codes,
            value: observation.value,
            missing: if observation.value.is_some() { Vec::new() } else { observation.status.iter().collect() },
            published: observation.purpose == Purpose::Observation,
        };
        found.insert((read.sheet, read.coded.tidy.at(observation.record)), statement);
    }
    found
}
