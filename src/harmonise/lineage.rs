//! One row for every cell and use, so that each number can name its cells and each cell its fate.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use polars::prelude::{Column as Series, DataFrame, NamedFrom, PolarsResult, Series as Values};

use super::claim::{Claim, Submission};
use crate::map::{CodedTable, Context};
use crate::model::{CellRef, Fate, IgnoreReason, Role, TableId};
use crate::spec::{Feeds, TableMapping};

/// One use of one cell.
#[derive(Debug, Clone)]
pub struct LineageRow {
    /// The file.
    pub submission: Arc<Submission>,
    /// The sheet.
    pub sheet: Arc<str>,
    /// The cell.
    pub at: CellRef,
    /// Its text as stored; none for an empty one.
    pub text: Option<Arc<str>>,
    /// What became of it.
    pub fate: Fate,
    /// Why it was left out.
    pub reason: Option<IgnoreReason>,
    /// Exchange table it took part in.
    pub table: Option<TableId>,
    /// Observation it took part in.
    pub observation: Option<u64>,
    /// What it did.
    pub role: Role,
    /// What a value was multiplied by.
    pub factor: Option<u32>,
    /// Line of the mapping that decided.
    pub line: Option<u32>,
}

/// Texts of a sheet, each made once.
struct Texts<'a> {
    context: &'a Context<'a>,
    known: BTreeMap<CellRef, Arc<str>>,
}

impl Texts<'_> {
    fn of(&mut self, at: CellRef) -> Option<Arc<str>> {
        if let Some(text) = self.known.get(&at) {
            return Some(Arc::clone(text));
        }
        let text: Arc<str> = Arc::from(self.context.sheet.cell(at)?.text().as_ref());
        self.known.insert(at, Arc::clone(&text));
        Some(text)
    }
}

/// The lineage of one located table: the uses of every claim, then the cells that no claim used.
pub(super) fn of_table(
    context: &Context<'_>,
    table: &TableMapping,
    coded: &CodedTable,
    submission: &Arc<Submission>,
    claims: &[Option<Claim>],
    refused: &BTreeMap<CellRef, (Fate, Option<IgnoreReason>)>,
) -> Vec<LineageRow> {
    let mut texts = Texts { context, known: BTreeMap::new() };
    // A cell that two fields read has two uses, and still the one fate that the account gives it.
    let fates: BTreeMap<CellRef, Fate> = coded.account.iter().map(|line| (line.at, line.fate)).collect();
    let mut used: BTreeSet<CellRef> = BTreeSet::new();
    let mut rows = Vec::new();
    let blank = LineageRow {
        submission: Arc::clone(submission),
        sheet: Arc::clone(&context.sheet.name),
        at: CellRef::new(0, 0),
        text: None,
        fate: Fate::Blank,
        reason: None,
        table: None,
        observation: None,
        role: Role::Value,
        factor: None,
        line: None,
    };
    for (observation, claim) in coded.observations.iter().zip(claims) {
        let Some(claim) = claim else { continue };
        let own = LineageRow { table: Some(claim.table.clone()), observation: Some(claim.observation_id()), ..blank.clone() };
        let mut push = |row: LineageRow| {
            if row.sheet == context.sheet.name {
                used.insert(row.at);
            }
            let of_table = fates.get(&row.at).filter(|_| row.sheet == context.sheet.name);
            rows.push(LineageRow { fate: of_table.copied().unwrap_or(row.fate), ..row });
        };
        let (value, text) = (claim.at, texts.of(claim.at));
        push(LineageRow {
            at: value,
            text,
            fate: Fate::Observation,
            role: Role::Value,
            factor: Some(table.unit.multiplier),
            line: Some(observation.line),
            ..own.clone()
        });
        for (index, field) in table.fields.iter().enumerate() {
            let label = coded.label(observation.record, index);
            let Some(at) = label.label.as_ref().and_then(|label| label.at) else { continue };
            let (role, fate) = role_and_fate(what_it_feeds(table, index));
            push(LineageRow { at, text: texts.of(at), fate, role, line: Some(label.line.unwrap_or(field.line)), ..own.clone() });
        }
        for note in observation.footnotes.iter().filter_map(|position| coded.tidy.footnotes.get(*position)) {
            let line = table.notes.as_ref().map(|notes| notes.line);
            for (at, text) in &note.cells {
                let (sheet, text) = (Arc::clone(&note.sheet), Some(Arc::clone(text)));
                push(LineageRow { at: *at, sheet, text, fate: Fate::Note, role: Role::Note, line, ..own.clone() });
            }
        }
        if let (Some(at), Some(anchor)) = (coded.tidy.region.unit, &table.unit.stated_by) {
            push(LineageRow { at, text: texts.of(at), fate: Fate::Label, role: Role::Unit, line: Some(anchor.line), ..own.clone() });
        }
    }
    // What another table of the mapping reads, that table accounts for.
    let others = |line: &&crate::map::Accounted| line.reason == Some(IgnoreReason::OtherTable);
    for line in coded.account.iter().filter(|line| !used.contains(&line.at) && !others(line)) {
        let role = match line.fate {
            Fate::Label => Role::Label,
            Fate::Status => Role::Status,
            Fate::Note => Role::Note,
            _ => Role::Value,
        };
        rows.push(LineageRow {
            at: line.at,
            text: texts.of(line.at),
            fate: refused.get(&line.at).map_or(line.fate, |(fate, _)| *fate),
            reason: refused.get(&line.at).map_or(line.reason, |(_, reason)| *reason),
            role,
            line: line.line,
            ..blank.clone()
        });
    }
    rows
}

/// What a field feeds, or what the field feeds that it confirms.
fn what_it_feeds(table: &TableMapping, index: usize) -> &Feeds {
    table.fields.iter().find(|field| field.confirm == Some(index)).map_or(&table.fields[index].feeds, |confirmed| &confirmed.feeds)
}

const fn role_and_fate(feeds: &Feeds) -> (Role, Fate) {
    match feeds {
        Feeds::Reporter => (Role::Reporter, Fate::Label),
        Feeds::Year | Feeds::PartOfYear | Feeds::Period => (Role::Period, Fate::Label),
        Feeds::Dimension(_) => (Role::Label, Fate::Label),
        Feeds::Note => (Role::Note, Fate::Note),
        Feeds::Status | Feeds::Nothing | Feeds::Step | Feeds::Lowest | Feeds::Highest => (Role::Status, Fate::Status),
    }
}

/// The rows as a table, sorted by file, sheet, cell and use.
///
/// # Errors
/// Only when polars refuses columns of equal length, which would be a fault of this program.
pub fn lineage_frame(mut rows: Vec<LineageRow>) -> PolarsResult<DataFrame> {
    rows.sort_by(|a, b| {
        let key = |row: &LineageRow| (row.at, row.observation, row.role);
        (&a.submission.file, &a.sheet).cmp(&(&b.submission.file, &b.sheet)).then_with(|| key(a).cmp(&key(b)))
    });
    // A header cell that serves several parts of one sum is one use, and one that two tables of a sheet share is one cell.
    rows.dedup_by(|a, b| {
        (a.at, a.observation, a.role, &a.sheet, &a.submission.file) == (b.at, b.observation, b.role, &b.sheet, &b.submission.file)
    });
    let text = |name: &str, values: Vec<Option<&str>>| Series::from(Values::new(name.into(), values));
    let numbers = |name: &str, values: Vec<Option<i32>>| Series::from(Values::new(name.into(), values));
    let cells: Vec<String> = rows.iter().map(|row| row.at.show(row.submission.addressing)).collect();
    let ids: Vec<Option<String>> = rows.iter().map(|row| row.observation.map(|id| format!("{id:016x}"))).collect();
    let small = |number: u32| i32::try_from(number).ok();
    DataFrame::new(
        rows.len(),
        vec![
            text("submission_id", rows.iter().map(|row| Some(row.submission.submission_id.as_str())).collect()),
            text("file", rows.iter().map(|row| Some(row.submission.file.as_ref())).collect()),
            text("sheet", rows.iter().map(|row| Some(row.sheet.as_ref())).collect()),
            numbers("row", rows.iter().map(|row| small(row.at.row)).collect()),
            numbers("column", rows.iter().map(|row| small(row.at.column)).collect()),
            text("cell", cells.iter().map(|cell| Some(cell.as_str())).collect()),
            text("text", rows.iter().map(|row| Some(row.text.as_deref().unwrap_or_default())).collect()),
            text("fate", rows.iter().map(|row| Some(row.fate.as_str())).collect()),
            text("reason", rows.iter().map(|row| row.reason.map(IgnoreReason::as_str)).collect()),
            text("table_id", rows.iter().map(|row| row.table.as_ref().map(TableId::as_str)).collect()),
            text("observation_id", ids.iter().map(Option::as_deref).collect()),
            text("role", rows.iter().map(|row| Some(row.role.as_str())).collect()),
            numbers("factor", rows.iter().map(|row| small(row.factor.unwrap_or(1))).collect()),
            numbers("mapping_line", rows.iter().map(|row| row.line.and_then(small)).collect()),
        ],
    )
}
