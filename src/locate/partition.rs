//! Which tables of a mapping stand on which sheets, and what is left over.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::anchor::above;
use super::findings::{
    COLUMN_WITHOUT_HEADING, EMPTY_TABLE, HEADING_TWICE, SCATTERED_TABLE, SET_ASIDE_MISSING, TABLE_NOT_FOUND, TWO_CLAIMS, UNCLAIMED_SHEET,
    UNIT_NOT_STATED,
};
use super::headings::Headings;
use super::region::{Refusal, TableRegion, header_rows, lay_out, nearest_header};
use crate::diag::{Finding, Place, Staged};
use crate::model::{CellRange, CellRef};
use crate::read::{Sheet, Workbook};
use crate::spec::{Mapping, SheetMatch, TableMapping};

/// A table of a mapping that was found.
#[derive(Debug, Clone)]
pub struct LocatedTable {
    /// Position of the mapping among those that claim the file.
    pub mapping: usize,
    /// Position of the table in its mapping.
    pub table: usize,
    /// Position of the sheet in its workbook.
    pub sheet: usize,
    /// Where it stands.
    pub region: TableRegion,
    /// Columns inside it whose cells other tables of the mapping read.
    pub read_by_others: BTreeSet<u32>,
}

/// Finds every table of the claiming mappings.
///
/// Cells claimed by two tables are given to neither; a table that is nowhere, and a sheet nobody claims, are findings
/// that name the nearest.
#[must_use]
pub fn locate(workbook: &Workbook, mappings: &[&Mapping]) -> Staged<Vec<LocatedTable>> {
    let mut located = Vec::new();
    let mut findings = Vec::new();
    let all = || mappings.iter().flat_map(|mapping| &mapping.tables);
    let headings: Vec<Headings> = workbook.sheets.iter().map(|sheet| Headings::find(sheet, all())).collect();
    for (index, mapping) in mappings.iter().enumerate() {
        tables_of(workbook, &headings, mapping, index, &mut located, &mut findings);
    }
    // A sheet on which a table was found and refused has its finding already.
    let told: BTreeSet<Arc<str>> = findings
        .iter()
        .filter(|finding| finding.code != &TABLE_NOT_FOUND)
        .filter_map(|finding| finding.at.as_ref()?.sheet.clone())
        .collect();
    let mut located = drop_double_claims(workbook, mappings, located, &mut findings);
    share_columns(&mut located);
    unclaimed_sheets(workbook, &headings, mappings, &located, &told, &mut findings);
    Staged { value: located, findings }
}

fn tables_of(
    workbook: &Workbook,
    headings: &[Headings],
    mapping: &Mapping,
    index: usize,
    located: &mut Vec<LocatedTable>,
    findings: &mut Vec<Finding>,
) {
    // The sheets on which each table was seen.
    let mut seen: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); mapping.tables.len()];
    for (sheet_index, (sheet, headings)) in workbook.sheets.iter().zip(headings).enumerate() {
        if mapping.set_aside.iter().any(|aside| aside.sheets.accepts(&sheet.name)) {
            continue;
        }
        // Every header row of every table bounds the tables above and below it.
        let mut starts: Vec<(u32, usize)> = Vec::new();
        for (table_index, table) in mapping.tables.iter().enumerate().filter(|(_, table)| table.sheets.accepts(&sheet.name)) {
            starts.extend(header_rows(headings, table).into_iter().map(|row| (row, table_index)));
        }
        starts.sort_unstable();
        for (position, (row, table_index)) in starts.iter().enumerate() {
            let table = &mapping.tables[*table_index];
            let bounds = bounds(sheet, table, &starts, position);
            if table.title.as_ref().is_some_and(|title| above(sheet, title, bounds.0, *row).is_none()) {
                continue;
            }
            seen[*table_index].insert(sheet_index);
            match lay_out(sheet, headings, table, *row, bounds) {
                Ok(region) => {
                    unheaded_columns(workbook, sheet, mapping, table, &region, findings);
                    located.push(LocatedTable {
                        mapping: index,
                        table: *table_index,
                        sheet: sheet_index,
                        region,
                        read_by_others: BTreeSet::new(),
                    });
                }
                Err(refusal) => findings.push(refused(workbook, sheet, mapping, table, *row, &refusal)),
            }
        }
    }
    for (table, sheets) in mapping.tables.iter().zip(&seen) {
        if sheets.is_empty() {
            findings.push(not_found(workbook, headings, mapping, table));
        } else {
            findings.extend(missing_beside_others(workbook, mapping, table, sheets, &seen));
        }
    }
    for aside in &mapping.set_aside {
        if !workbook.sheets.iter().any(|sheet| aside.sheets.accepts(&sheet.name)) {
            let message = format!("the file has no sheet `{}`", aside.written);
            findings
                .push(Finding::new(&SET_ASIDE_MISSING, message).at(Place::file(&workbook.identity.name)).mapping(mapping.at(aside.line)));
        }
    }
}

/// The rows a table may reach: from the end of the one above to the start of the one below.
fn bounds(sheet: &Sheet, table: &TableMapping, starts: &[(u32, usize)], position: usize) -> (u32, u32) {
    let row = starts[position].0;
    let last_used = sheet.used().map_or(row, |used| used.last.row);
    // Letterhead between two stacked tables belongs to the lower one; how much of it there is shows only in its own layout.
    let next = starts[position + 1..].iter().map(|(next, _)| *next).find(|next| *next > row);
    let previous = starts[..position].iter().rev().map(|(previous, _)| *previous).find(|previous| *previous < row);
    let reach = table.levels().saturating_sub(1);
    (previous.map_or(0, |previous| previous + 1), next.map_or(last_used, |next| next.saturating_sub(1 + reach)))
}

fn place(workbook: &Workbook, sheet: &Sheet, cells: Option<CellRange>) -> Place {
    Place { file: Arc::clone(&workbook.identity.name), sheet: Some(Arc::clone(&sheet.name)), cells, addressing: workbook.addressing }
}

fn refused(workbook: &Workbook, sheet: &Sheet, mapping: &Mapping, table: &TableMapping, row: u32, refusal: &Refusal) -> Finding {
    let whole = sheet.used().map(|used| CellRange::new(CellRef::new(row, used.first.column), CellRef::new(row, used.last.column)));
    match refusal {
        Refusal::HeadingTwice { anchor, columns } => {
            let cells = columns.iter().map(|column| place(workbook, sheet, Some(CellRange::single(CellRef::new(row, *column)))));
            Finding::new(&HEADING_TWICE, format!("the heading `{}` stands in {} columns of the header row", anchor.text, columns.len()))
                .at(place(workbook, sheet, whole))
                .also(cells)
                .mapping(mapping.at(anchor.line))
        }
        Refusal::NotSoManyBeside { found } => Finding::new(
            &TABLE_NOT_FOUND,
            format!("table `{}` should be one of several side by side, but its headings stand only {found} times in the row", table.id),
        )
        .at(place(workbook, sheet, whole))
        .mapping(mapping.at(table.line)),
        Refusal::NoSuchColumn { number } => {
            Finding::new(&TABLE_NOT_FOUND, format!("table `{}` has no {number} columns to the left of its values", table.id))
                .at(place(workbook, sheet, whole))
                .mapping(mapping.at(table.line))
        }
        Refusal::RowMissing { anchor } => {
            Finding::new(&TABLE_NOT_FOUND, format!("no row near the header of table `{}` begins with `{}`", table.id, anchor.text))
                .at(place(workbook, sheet, whole))
                .mapping(mapping.at(anchor.line))
        }
        Refusal::LevelMissing { level } => Finding::new(
            &TABLE_NOT_FOUND,
            format!("the header of table `{}` has no level {level}", table.id),
        )
        .at(place(workbook, sheet, whole))
        .mapping(mapping.at(table.line))
        .hint("compare the rows above the values with the levels of the mapping; `headings-on-level` says where the stub's headings stand"),
        Refusal::UnitNotStated { anchor } => Finding::new(
            &UNIT_NOT_STATED,
            format!(
                "`{}` does not stand above table `{}`, so its figures can't be trusted to be multiples of {}",
                anchor.text, table.id, table.unit.multiplier
            ),
        )
        .at(place(workbook, sheet, whole))
        .mapping(mapping.at(anchor.line)),
        Refusal::Scattered { cells, filled } => {
            Finding::new(&SCATTERED_TABLE, format!("table `{}` would cover {cells} cells, of which {filled} are filled", table.id))
                .at(place(workbook, sheet, sheet.used()))
                .mapping(mapping.at(table.line))
        }
        Refusal::Empty => Finding::new(&EMPTY_TABLE, format!("table `{}` has a header and no values", table.id))
            .at(place(workbook, sheet, whole))
            .mapping(mapping.at(table.line)),
    }
}

fn unheaded_columns(
    workbook: &Workbook,
    sheet: &Sheet,
    mapping: &Mapping,
    table: &TableMapping,
    region: &TableRegion,
    findings: &mut Vec<Finding>,
) {
    for column in &region.unheaded {
        let cells = CellRange::new(CellRef::new(region.body.0, *column), CellRef::new(region.body.1, *column));
        let message = format!("a column of table `{}` holds cells, but nothing stands above them", table.id);
        findings
            .push(Finding::new(&COLUMN_WITHOUT_HEADING, message).at(place(workbook, sheet, Some(cells))).mapping(mapping.at(table.line)));
    }
}

fn not_found(workbook: &Workbook, headings: &[Headings], mapping: &Mapping, table: &TableMapping) -> Finding {
    let sheets = workbook.sheets.iter().zip(headings).filter(|(sheet, _)| table.sheets.accepts(&sheet.name));
    let nearest = sheets
        .filter_map(|(sheet, headings)| nearest_header(headings, table).map(|(row, missing)| (sheet, row, missing)))
        .min_by_key(|(_, _, missing)| missing.len());
    let finding = Finding::new(&TABLE_NOT_FOUND, format!("table `{}` is not in the file", table.id)).mapping(mapping.at(table.line));
    match nearest {
        Some((sheet, row, missing)) => {
            let lacking = if missing.is_empty() {
                table.title.as_ref().map_or_else(String::new, |title| format!("the title `{}` is not above it", title.text))
            } else {
                format!("it lacks {}", missing.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", "))
            };
            finding.at(place(workbook, sheet, Some(CellRange::new(CellRef::new(row, 0), CellRef::new(row, 0))))).hint(format!(
                "the nearest header row is row {} of sheet `{}`: {lacking}",
                row + 1,
                sheet.name
            ))
        }
        None => finding
            .at(Place::file(&workbook.identity.name))
            .hint("no sheet of that name holds any of its headings; see whether the sheet was renamed"),
    }
}

/// Sheets that a table names, on which other tables of its mapping stand and it does not: nobody claims its cells there.
fn missing_beside_others(
    workbook: &Workbook,
    mapping: &Mapping,
    table: &TableMapping,
    sheets: &BTreeSet<usize>,
    seen: &[BTreeSet<usize>],
) -> Vec<Finding> {
    if matches!(table.sheets, SheetMatch::Any) {
        return Vec::new();
    }
    let lacking = workbook.sheets.iter().enumerate().filter(|(index, sheet)| {
        table.sheets.accepts(&sheet.name) && !sheets.contains(index) && seen.iter().any(|others| others.contains(index))
    });
    lacking
        .map(|(_, sheet)| {
            Finding::new(&TABLE_NOT_FOUND, format!("table `{}` stands on other sheets, but not on sheet `{}`", table.id, sheet.name))
                .at(place(workbook, sheet, None))
                .mapping(mapping.at(table.line))
                .hint("see whether its title or a heading is gone; if the sheet never holds it, leave the sheet out of `sheets` or `sheet-pattern`")
        })
        .collect()
}

/// Columns that a table reads, as values, beside them or as labels.
fn touched(region: &TableRegion) -> BTreeSet<u32> {
    region.stub.iter().flatten().copied().chain(region.read_columns()).collect()
}

/// Whether two tables of one mapping stand in the same rows and read different columns of them.
fn share(one: &LocatedTable, other: &LocatedTable) -> bool {
    one.mapping == other.mapping
        && one.region.read_columns().is_disjoint(&touched(&other.region))
        && other.region.read_columns().is_disjoint(&touched(&one.region))
}

/// Tells each table which of its columns only other tables read, so that no cell gets a second fate.
fn share_columns(located: &mut [LocatedTable]) {
    for index in 0..located.len() {
        let (sheet, rectangle, own) = (located[index].sheet, located[index].region.rectangle(), touched(&located[index].region));
        let others = located.iter().enumerate().filter(|(other, table)| *other != index && table.sheet == sheet);
        let columns =
            others.filter(|(_, table)| table.region.rectangle().overlaps(&rectangle)).flat_map(|(_, table)| touched(&table.region));
        located[index].read_by_others = columns.filter(|column| !own.contains(column)).collect();
    }
}

fn drop_double_claims(
    workbook: &Workbook,
    mappings: &[&Mapping],
    located: Vec<LocatedTable>,
    findings: &mut Vec<Finding>,
) -> Vec<LocatedTable> {
    let mut dropped = vec![false; located.len()];
    for (i, first) in located.iter().enumerate() {
        for (j, second) in located.iter().enumerate().skip(i + 1) {
            if first.sheet != second.sheet || !first.region.rectangle().overlaps(&second.region.rectangle()) || share(first, second) {
                continue;
            }
            (dropped[i], dropped[j]) = (true, true);
            let sheet = &workbook.sheets[first.sheet];
            let (one, other) = (mappings[first.mapping], mappings[second.mapping]);
            let (table, rival) = (&one.tables[first.table], &other.tables[second.table]);
            let message = format!("tables `{}/{}` and `{}/{}` claim the same cells", one.id, table.id, other.id, rival.id);
            findings.push(
                Finding::new(&TWO_CLAIMS, message)
                    .at(place(workbook, sheet, Some(first.region.rectangle())))
                    .also([place(workbook, sheet, Some(second.region.rectangle()))])
                    .mapping(one.at(table.line))
                    .hint(format!("the other claim is {}; make the title or headings of one of them more exact", other.at(rival.line))),
            );
        }
    }
    located.into_iter().zip(dropped).filter(|(_, dropped)| !dropped).map(|(table, _)| table).collect()
}

fn unclaimed_sheets(
    workbook: &Workbook,
    headings: &[Headings],
    mappings: &[&Mapping],
    located: &[LocatedTable],
    told: &BTreeSet<Arc<str>>,
    findings: &mut Vec<Finding>,
) {
    for (index, (sheet, headings)) in workbook.sheets.iter().zip(headings).enumerate() {
        let cells = sheet.cells().iter().filter(|cell| !cell.is_blank()).count();
        let claimed = located.iter().any(|table| table.sheet == index);
        let set_aside = mappings.iter().any(|mapping| mapping.set_aside.iter().any(|aside| aside.sheets.accepts(&sheet.name)));
        if cells == 0 || claimed || set_aside || told.contains(&sheet.name) {
            continue;
        }
        let nearest = mappings
            .iter()
            .flat_map(|mapping| mapping.tables.iter().map(move |table| (*mapping, table)))
            .filter_map(|(mapping, table)| nearest_header(headings, table).map(|(_, missing)| (missing.len(), mapping, table)))
            .min_by_key(|(missing, ..)| *missing);
        let mut finding = Finding::new(&UNCLAIMED_SHEET, format!("sheet `{}` holds {cells} cells that no table claims", sheet.name))
            .at(place(workbook, sheet, sheet.used()));
        if let Some((_, mapping, table)) = nearest {
            finding = finding
                .mapping(mapping.at(table.line))
                .hint(format!("the nearest is table `{}`; describe the sheet, or add it to `set-aside` with a reason", table.id));
        }
        findings.push(finding);
    }
}
