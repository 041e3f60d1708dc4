//! A role for every cell, taken from the account of its table.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::role::CellRole;
use super::tidy_row::{TidyRow, tidy_rows};
use super::window;
use crate::map::{CodedTable, Purpose, Resolution};
use crate::model::{Addressing, AreaKind, CellRef, Fate, IgnoreReason, column_letters};
use crate::read::{Cell, Sheet};
use crate::spec::{Mapping, Standard, TableMapping};
use crate::tidy::RawObservation;

/// A sheet with the role of each shown cell.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PaintedSheet {
    /// Whether the sheet runs from right to left, as the file says, or most of its texts do.
    pub right_to_left: bool,
    /// Shown rows, from the top.
    pub rows: Vec<PaintedRow>,
    /// What was left out between them.
    pub left_out: Vec<Gap>,
    /// The tables found on it.
    pub tables: Vec<TablePreview>,
}

/// One shown row.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PaintedRow {
    /// Number of the row or line, counted from one as the file's own program shows it.
    pub row: u32,
    /// Its cells from the first column on.
    pub cells: Vec<PaintedCell>,
}

/// One shown cell.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PaintedCell {
    /// Address.
    pub cell: String,
    /// Number of the column or field, counted from one.
    pub column: u32,
    /// Text as stored; empty where nothing is stored.
    pub text: String,
    /// What it is.
    pub role: CellRole,
    /// Header level, counted from the values upwards.
    pub level: Option<u32>,
    /// Why it is left out.
    pub reason: Option<IgnoreReason>,
    /// Line of the mapping that decided.
    pub mapping_line: Option<u32>,
}

/// Rows that are not shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Gap {
    /// The row shown before them; 0 at the start of the sheet.
    pub after_row: u32,
    /// How many rows hold anything.
    pub rows: u64,
    /// Cells in them by role, blank ones not counted.
    pub cells: BTreeMap<CellRole, u64>,
}

/// A table that was found.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TablePreview {
    /// Id of the mapping.
    pub mapping: String,
    /// File of the mapping.
    pub mapping_file: String,
    /// Id of the table within the mapping.
    pub table: String,
    /// Header and body.
    pub cells: String,
    /// Cells by role, blank ones not counted.
    pub roles: BTreeMap<CellRole, u64>,
    /// Number of values that are observations, missing ones among them.
    pub observations: u64,
    /// Number of values that only serve as checks.
    pub checks: u64,
    /// The first observations.
    pub first: Vec<TidyRow>,
}

/// What one cell is, and who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Painted {
    pub(super) role: CellRole,
    level: Option<u32>,
    reason: Option<IgnoreReason>,
    line: Option<u32>,
}

impl Painted {
    const fn plain(role: CellRole) -> Self {
        Self { role, level: None, reason: None, line: None }
    }
}

/// Roles by cell; cells of no table are not in it.
pub(super) type Roles = BTreeMap<CellRef, Painted>;

/// A table of the sheet with its codes, and what it was made with.
pub(super) struct Coded<'a> {
    pub(super) standard: &'a Standard,
    pub(super) mapping: &'a Mapping,
    pub(super) sheet: &'a Sheet,
    pub(super) addressing: Addressing,
    pub(super) section: &'a TableMapping,
    pub(super) table: CodedTable,
}

/// Paints a sheet; `aside` is the reason where a mapping sets it aside.
pub(super) fn paint(sheet: &Sheet, tables: &[Coded<'_>], aside: Option<IgnoreReason>, body: usize) -> PaintedSheet {
    let own: Vec<Roles> = tables.iter().map(roles_of).collect();
    let mut roles = Roles::new();
    for (at, role) in own.iter().flatten() {
        // A column between two tables belongs to the one that reads it.
        if role.reason != Some(IgnoreReason::OtherTable) || !roles.contains_key(at) {
            roles.insert(*at, *role);
        }
    }
    let elsewhere = match aside {
        Some(reason) => Painted { reason: Some(reason), ..Painted::plain(CellRole::Ignored) },
        None => Painted::plain(CellRole::Outside),
    };
    let regions: Vec<_> = tables.iter().map(|coded| &coded.table.tidy.region).collect();
    let shown = window::rows(sheet, &regions, &roles, body);
    let role_at = |at: CellRef| roles.get(&at).copied().unwrap_or(elsewhere);
    let rows = shown.iter().map(|row| painted_row(sheet, &roles, *row, role_at)).collect();
    PaintedSheet {
        right_to_left: right_to_left(sheet),
        rows,
        left_out: gaps(sheet, &shown, role_at),
        tables: tables.iter().zip(&own).map(|(coded, roles)| table_preview(coded, roles, body)).collect(),
    }
}

fn painted_row(sheet: &Sheet, roles: &Roles, row: u32, role_at: impl Fn(CellRef) -> Painted) -> PaintedRow {
    let stored = sheet.row(row).iter().filter(|cell| !cell.is_blank()).map(|cell| cell.at);
    // An empty cell can be a value that the mapping says is missing.
    let said = roles.range(CellRef::new(row, 0)..=CellRef::new(row, u32::MAX)).map(|(at, _)| *at);
    let cells: BTreeSet<CellRef> = stored.chain(said).collect();
    let painted = cells.into_iter().map(|at| {
        let Painted { role, level, reason, line } = role_at(at);
        PaintedCell {
            cell: at.show(sheet.addressing),
            column: at.column + 1,
            text: sheet.cell(at).map(|cell| cell.text().into_owned()).unwrap_or_default(),
            role,
            level,
            reason,
            mapping_line: line,
        }
    });
    PaintedRow { row: row + 1, cells: painted.collect() }
}

fn gaps(sheet: &Sheet, shown: &BTreeSet<u32>, role_at: impl Fn(CellRef) -> Painted) -> Vec<Gap> {
    let mut gaps: BTreeMap<u32, Gap> = BTreeMap::new();
    for (row, cells) in sheet.rows().filter(|(row, _)| !shown.contains(row)) {
        let mut filled = cells.iter().filter(|cell| !cell.is_blank()).peekable();
        if filled.peek().is_none() {
            continue;
        }
        let after = shown.range(..row).next_back().map_or(0, |row| row + 1);
        let gap = gaps.entry(after).or_insert_with(|| Gap { after_row: after, rows: 0, cells: BTreeMap::new() });
        gap.rows += 1;
        for cell in filled {
            *gap.cells.entry(role_at(cell.at).role).or_default() += 1;
        }
    }
    gaps.into_values().collect()
}

fn roles_of(coded: &Coded<'_>) -> Roles {
    let table = &coded.table;
    let region = &table.tidy.region;
    let mut roles: Roles = table
        .account
        .iter()
        .filter(|line| line.fate != Fate::Blank)
        .map(|line| {
            let role = match CellRole::of(line.fate) {
                Some(role) => Painted::plain(role),
                None => label(coded, line.at),
            };
            (line.at, Painted { reason: line.reason, line: line.line, ..role })
        })
        .collect();
    for observation in table.observations.iter().filter(|observation| observation.purpose == Purpose::Observation) {
        let Some(role) = roles.get_mut(&table.tidy.at(observation.record)) else { continue };
        role.role = match observation.value {
            None => CellRole::Missing,
            Some(_) if is_total(coded.standard, table, observation.record) => CellRole::Total,
            Some(_) => CellRole::Value,
        };
    }
    let notes =
        table.tidy.footnotes.all().iter().filter(|note| note.sheet == coded.sheet.name).flat_map(|note| &note.cells).map(|(at, _)| at);
    for at in notes {
        roles.entry(*at).or_insert(Painted::plain(CellRole::Note));
    }
    roles.extend(region.title.map(|at| (at, Painted::plain(CellRole::Title))));
    roles.extend(region.unit.map(|at| (at, Painted::plain(CellRole::Unit))));
    roles
}

/// A label in the header or in the stub, by where it stands.
fn label(coded: &Coded<'_>, at: CellRef) -> Painted {
    let region = &coded.table.tidy.region;
    let in_stub = region.stub.contains(&Some(at.column));
    let level = region.levels.iter().zip(1_u32..).find(|(row, _)| **row == at.row).map(|(_, level)| level);
    match (at.row < region.body.0, in_stub, level) {
        (true, false, Some(_)) => Painted { level, ..Painted::plain(CellRole::Header) },
        (true, ..) => Painted::plain(CellRole::StubHeading),
        (false, ..) => Painted::plain(CellRole::Stub),
    }
}

/// Whether a label of the record stands for all of something.
fn is_total(standard: &Standard, table: &CodedTable, record: RawObservation) -> bool {
    (0..table.labels.len()).any(|field| match &table.label(record, field).resolution {
        Resolution::Code(code) => code.is_total() || standard.area_kind(code.as_str()) == Some(AreaKind::Total),
        _ => false,
    })
}

fn table_preview(coded: &Coded<'_>, roles: &Roles, first: usize) -> TablePreview {
    let table = &coded.table;
    let region = &table.tidy.region;
    let mut counts: BTreeMap<CellRole, u64> = BTreeMap::new();
    let rectangle = region.rectangle();
    for role in roles.values().filter(|role| role.reason != Some(IgnoreReason::OtherTable)) {
        *counts.entry(role.role).or_default() += 1;
    }
    let observations = table.observations.iter().filter(|observation| observation.purpose == Purpose::Observation).count() as u64;
    TablePreview {
        mapping: coded.mapping.id.to_string(),
        mapping_file: coded.mapping.file.to_string(),
        table: coded.section.id.to_string(),
        cells: rectangle.show(coded.addressing),
        roles: counts,
        observations,
        checks: table.observations.len() as u64 - observations,
        first: tidy_rows(coded, first),
    }
}

/// Whether a sheet runs from right to left, as the file says, or most of its texts do.
fn right_to_left(sheet: &Sheet) -> bool {
    if sheet.right_to_left.known() == Some(&true) {
        return true;
    }
    let mut texts = [0_u64; 2];
    for cell in sheet.cells().iter().filter(|cell| cell.is_text()) {
        if let Some(first) = cell.text().chars().find(|c| c.is_alphabetic()) {
            texts[usize::from(is_right_to_left(first))] += 1;
        }
    }
    texts[1] > texts[0]
}

/// Whether a letter belongs to Hebrew, Arabic, Syriac, Thaana, N'Ko or their presentation forms.
#[must_use]
pub const fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// Filled cells of a sheet.
pub(super) fn filled(sheet: &Sheet) -> impl Iterator<Item = &Cell> {
    sheet.cells().iter().filter(|cell| !cell.is_blank())
}

/// The used part of a sheet as a person reads it.
pub(super) fn used(sheet: &Sheet) -> Option<String> {
    sheet.used().map(|used| used.show(sheet.addressing))
}

impl PaintedSheet {
    /// The name of a column as the file's own program shows it: letters, or the number of the field.
    #[must_use]
    pub fn column_name(column: u32, addressing: Addressing) -> String {
        match addressing {
            Addressing::Letters => column_letters(column.saturating_sub(1)),
            Addressing::LineField => column.to_string(),
        }
    }
}
