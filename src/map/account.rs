//! One fate for every cell of a located table.

use std::collections::{BTreeMap, BTreeSet};

use super::apply::ValueFate;
use super::coded::{CodedTable, Context};
use super::findings::IGNORED_WITHOUT_A_LINE;
use super::labels::Resolution;
use crate::diag::{Finding, Place};
use crate::model::{CellRef, Fate, IgnoreReason};
use crate::spec::{Feeds, Field, Placement, TableMapping};
use crate::tidy::RowKind;

/// What became of one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accounted {
    /// The cell.
    pub at: CellRef,
    /// Its fate.
    pub fate: Fate,
    /// Why it was left out, for ignored cells.
    pub reason: Option<IgnoreReason>,
    /// The line of the mapping that says so, where one does.
    pub line: Option<u32>,
}

/// Whether the account closes: every cell of the rectangle once, and no cell outside it.
#[must_use]
pub fn closes(coded: &CodedTable) -> bool {
    let rectangle = coded.tidy.region.rectangle();
    let mut cells: Vec<CellRef> = coded.account.iter().map(|line| line.at).collect();
    cells.sort_unstable();
    let distinct = cells.windows(2).all(|pair| pair[0] != pair[1]);
    distinct && cells.len() as u64 == rectangle.area() && cells.iter().all(|cell| rectangle.contains(*cell))
}

/// Draws up the account from the fates of the value cells, in the order of the records.
pub(super) fn account(
    context: &Context<'_>,
    table: &TableMapping,
    coded: &CodedTable,
    fates: &[ValueFate],
) -> (Vec<Accounted>, Option<Finding>) {
    let values: BTreeMap<CellRef, ValueFate> =
        coded.tidy.records.iter().map(|record| coded.tidy.at(*record)).zip(fates.iter().copied()).collect();
    let rectangle = coded.tidy.region.rectangle();
    let observed: BTreeSet<usize> = coded.observations.iter().map(|observation| observation.record.row as usize).collect();
    let mut lines = Vec::new();
    for row in rectangle.first.row..=rectangle.last.row {
        for column in rectangle.first.column..=rectangle.last.column {
            let at = CellRef::new(row, column);
            let blank = context.sheet.cell(at).is_none_or(crate::read::Cell::is_blank);
            let (fate, reason, line) = match values.get(&at) {
                Some(fate) => *fate,
                None if blank => (Fate::Blank, None, None),
                None if row < coded.tidy.region.body.0 => header_cell(table, coded, at),
                None => body_cell(table, coded, &observed, at),
            };
            lines.push(Accounted { at, fate, reason, line });
        }
    }
    let filled = lines.iter().filter(|line| line.fate != Fate::Blank && line.reason != Some(IgnoreReason::OtherTable)).count();
    let unexplained = lines.iter().filter(|line| unexplained(line)).count();
    let finding = (unexplained * 50 > filled).then(|| {
        let place = Place { cells: Some(rectangle), ..context.sheet_place() };
        let message =
            format!("{unexplained} of {filled} filled cells of table `{}` are left out, and no line of the mapping says why", table.id);
        Finding::new(&IGNORED_WITHOUT_A_LINE, message).at(place).mapping(context.line(table.line))
    });
    (lines, finding)
}

/// Whether a cell was left out without a word from the mapping.
fn unexplained(line: &Accounted) -> bool {
    line.fate == Fate::Ignored && line.line.is_none() && line.reason != Some(IgnoreReason::OtherTable)
}

fn header_cell(table: &TableMapping, coded: &CodedTable, at: CellRef) -> ValueFate {
    let region = &coded.tidy.region;
    if coded.tidy.read_by_others.contains(&at.column) {
        return (Fate::Ignored, Some(IgnoreReason::OtherTable), None);
    }
    if let Some((_, reason, line)) = region.ignored.iter().find(|(column, ..)| *column == at.column) {
        return (Fate::Ignored, Some(*reason), *line);
    }
    let reads = |(_, row): &(&Field, &Option<u32>)| **row == Some(at.row);
    let mut readers = table.fields.iter().zip(&region.header).filter(reads).map(|(field, _)| field).peekable();
    let only_chooses = readers.peek().is_some() && readers.clone().all(|field| field.feeds == Feeds::Nothing);
    match (region.stub.contains(&Some(at.column)), readers.next()) {
        (false, Some(field)) if only_chooses => (Fate::Status, None, Some(field.line)),
        (true, _) | (_, Some(_)) => (Fate::Label, None, None),
        (false, None) if at.row == region.headings => (Fate::Label, None, None),
        (false, None) => (Fate::Note, None, None),
    }
}

fn body_cell(table: &TableMapping, coded: &CodedTable, observed: &BTreeSet<usize>, at: CellRef) -> ValueFate {
    let region = &coded.tidy.region;
    let row = (at.row - region.body.0) as usize;
    if coded.tidy.read_by_others.contains(&at.column) {
        return (Fate::Ignored, Some(IgnoreReason::OtherTable), None);
    }
    if region.beside.contains(&at.column) {
        return beside_cell(table, coded, at);
    }
    let Some(field) = region.stub.iter().position(|column| *column == Some(at.column)) else {
        return match region.ignored.iter().find(|(column, ..)| *column == at.column) {
            Some((_, reason, line)) => (Fate::Ignored, Some(*reason), *line),
            None => (Fate::Unmapped, None, None),
        };
    };
    let heading = coded.tidy.rows[row] == RowKind::LabelsOnly;
    match (&coded.labels[field][row].resolution, &table.fields[field].feeds) {
        (Resolution::Problem(_), _) if heading => (Fate::Ignored, Some(IgnoreReason::HeadingRow), Some(table.line)),
        // Groups of states and rows left out keep the fate of their values, not that of a label nobody knows.
        (Resolution::Problem(_), _) if observed.contains(&row) => (Fate::Label, None, None),
        (Resolution::Problem(_), _) => (Fate::Unmapped, None, None),
        (_, Feeds::Note) => (Fate::Note, None, None),
        (_, Feeds::Status | Feeds::Step | Feeds::Lowest | Feeds::Highest) => (Fate::Status, None, Some(table.fields[field].line)),
        (_, Feeds::Nothing) if !table.fields.iter().any(|other| other.confirm == Some(field)) => {
            (Fate::Status, None, Some(table.fields[field].line))
        }
        _ => (Fate::Label, None, None),
    }
}

/// A flag, or a label that stands beside its value.
fn beside_cell(table: &TableMapping, coded: &CodedTable, at: CellRef) -> ValueFate {
    let region = &coded.tidy.region;
    let value = region.values.iter().position(|column| column + 1 == at.column);
    let fields = || table.fields.iter().enumerate().filter(|(_, field)| matches!(field.placement, Placement::Right(_)));
    let Some((index, field)) = fields().next() else { return (Fate::Unmapped, None, None) };
    let label = value.and_then(|value| {
        let position = (at.row - region.body.0) as usize * region.values.len() + value;
        coded.labels.get(index)?.get(position)
    });
    match (&field.feeds, label.map(|label| &label.resolution)) {
        (_, Some(Resolution::Problem(_)) | None) => (Fate::Unmapped, None, None),
        (Feeds::Note, _) => (Fate::Note, None, None),
        (Feeds::Status | Feeds::Nothing | Feeds::Step | Feeds::Lowest | Feeds::Highest, _) => (Fate::Status, None, Some(field.line)),
        _ => (Fate::Label, None, None),
    }
}
