//! Tables of the region: the members with both lines of the sum below them, and sums with what they cover.
//!
//! In: a [`Plan`] and the figures. Out: a [`Table`]. A total is tied to its cells only where it is their exact sum.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::figures::{Figures, Line, Sum};
use super::grid::keep_largest;
use super::model::{Cell, Column, Coverage, Note, Row, RowKind, Table};
use super::place::{Plan, base};
use super::shown::{Gathered, figure, in_and_out, line, share, states};
use super::words::{Words, order};
use crate::model::{Code, TableId};
use crate::spec::OutputLayout;

/// Picks a line of a sum.
type Pick = fn(&Sum) -> &Line;

/// Both lines of a regional sum, with the words under which messages name them.
pub(super) const LINES: [(&str, Pick); 2] = [("comparable", |sum| &sum.comparable), ("reported", |sum| &sum.reported)];

/// The members, one row each, and the regional sums below them.
pub(super) fn reporters<'a>(plan: &Plan<'a>, figures: &'a Figures, words: &Words<'a>, table: &mut Table) -> Gathered<'a> {
    let mut gathered = Gathered::default();
    table.heads = vec![words.plain("outputs-state")];
    table.columns = plan
        .slots
        .iter()
        .map(|slot| Column { group: slot.group.clone(), head: slot.head.clone(), is_text: false, has_marks: true })
        .collect();
    let states = members(plan, figures, words);
    for state in &states {
        let mut row = Row { labels: vec![words.area(state)], ..Row::default() };
        for slot in &plan.slots {
            let found = figures.of(plan.table, &plan.place(None, slot), state);
            if let Some(one) = found.figure() {
                gathered.take(plan.table, one);
            }
            row.cells.push(figure(found, true, words));
        }
        table.rows.push(row);
    }
    if plan.layout.totals {
        totals(plan, figures, words, &states, table);
    }
    if plan.layout.footnotes {
        for (state, row) in states.iter().zip(&mut table.rows) {
            let Some(text) = gathered.notes(state, figures, words) else { continue };
            let number = u16::try_from(table.notes.len() + 1).unwrap_or(u16::MAX);
            table.notes.push(Note { number: Some(number), text });
            row.notes.push(number);
        }
    }
    gathered
}

/// The members on the last days of the years shown, and whoever has a figure in them, in the order of the language.
fn members(plan: &Plan<'_>, figures: &Figures, words: &Words<'_>) -> Vec<Code> {
    let standard = words.standard;
    let mut all: BTreeSet<Code> = BTreeSet::new();
    for slot in &plan.slots {
        if let Ok(day) = Date::new(slot.year, 12, 31) {
            all.extend(standard.members(standard.region.as_str(), day));
        }
        all.extend(figures.sum(plan.table, &plan.place(None, slot)).into_iter().flat_map(|sum| sum.parts.keys().cloned()));
    }
    let mut all: Vec<Code> = all.into_iter().collect();
    all.sort_by_cached_key(|state| order(&words.area(state)));
    all
}

/// Both lines of the regional sum, what they cover, and the id by which the sum can be traced.
fn totals(plan: &Plan<'_>, figures: &Figures, words: &Words<'_>, shown: &[Code], table: &mut Table) {
    let sums: Vec<Option<&Sum>> = plan.slots.iter().map(|slot| figures.sum(plan.table, &plan.place(None, slot))).collect();
    let mut rows = Vec::new();
    for (name, of) in LINES {
        let label = |id: &str| vec![words.plain(&format!("outputs-{name}{id}"))];
        let cell = |(column, sum): (usize, Option<&Sum>)| {
            let mut cell = line(sum, of, words);
            cell.sum_of = sum.map(|sum| exact(of(sum), shown, column, table)).unwrap_or_default();
            cell
        };
        let cells = sums.iter().copied().enumerate().map(cell).collect();
        rows.push(Row { labels: label(""), kind: RowKind::Total, cells, ..Row::default() });
        let counts = sums.iter().map(|sum| states(*sum, of)).collect();
        rows.push(Row { labels: label("-states"), kind: RowKind::Coverage, level: 1, cells: counts, ..Row::default() });
        let shares = sums.iter().map(|sum| share(*sum, of, words)).collect();
        rows.push(Row { labels: label("-share"), kind: RowKind::Coverage, level: 1, cells: shares, ..Row::default() });
    }
    let ids = sums.iter().map(|sum| sum.map_or_else(Cell::default, |sum| Cell::text(sum.id.as_str()))).collect();
    rows.push(Row { labels: vec![words.plain("outputs-id")], kind: RowKind::Identifiers, cells: ids, ..Row::default() });
    table.rows.extend(rows);
    for (slot, sum) in plan.slots.iter().zip(&sums) {
        let Some(sum) = sum else { continue };
        let head = slot.group.iter().chain([&slot.head]).cloned().collect::<Vec<_>>().join(" – ");
        table.coverage.push(Coverage { head, sentences: in_and_out(sum, words) });
    }
    join_equal(&mut table.coverage, words);
}

/// The rows of which a line is the exact sum; empty where it is not.
fn exact(of: &Line, shown: &[Code], column: usize, table: &Table) -> Vec<usize> {
    let rows: Vec<usize> = shown.iter().enumerate().filter(|(_, state)| of.states.contains(*state)).map(|(row, _)| row).collect();
    let values = rows.iter().map(|row| table.rows.get(*row)?.cells.get(column)?.value());
    let sum = values.into_iter().try_fold(0_i64, |sum, value| sum.checked_add(value?));
    if rows.len() == of.states.len() && sum.is_some() && sum == of.value { rows } else { Vec::new() }
}

/// Columns of which the same is said are named together.
pub(super) fn join_equal(coverage: &mut Vec<Coverage>, words: &Words<'_>) {
    let mut joined: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for one in coverage.drain(..) {
        match joined.iter_mut().find(|(_, sentences)| *sentences == one.sentences) {
            Some((heads, _)) => heads.push(one.head),
            None => joined.push((vec![one.head], one.sentences)),
        }
    }
    coverage.extend(joined.into_iter().map(|(heads, sentences)| Coverage { head: words.several(heads), sentences }));
}

/// Columns of a table of coverage: for each line the sum, its states and its share; then the id, and who is in by name.
fn coverage_columns(words: &Words<'_>, with_year: bool) -> Vec<Column> {
    let mut columns = Vec::new();
    let column = |group: Option<String>, id: &str, is_text: bool| Column { group, head: words.plain(id), is_text, has_marks: false };
    if with_year {
        columns.push(column(None, "outputs-year", false));
    }
    for (name, _) in LINES {
        let group = Some(words.plain(&format!("outputs-{name}")));
        columns.extend(["outputs-sum", "outputs-states", "outputs-share"].map(|id| column(group.clone(), id, false)));
    }
    columns.push(column(None, "outputs-id", true));
    columns
}

fn coverage_cells(sum: Option<&Sum>, words: &Words<'_>) -> Vec<Cell> {
    let mut cells = Vec::new();
    for (_, of) in LINES {
        cells.extend([line(sum, of, words), states(sum, of), share(sum, of, words)]);
    }
    cells.push(sum.map_or_else(Cell::default, |sum| Cell::text(sum.id.as_str())));
    cells
}

/// The codes of a dimension, each with both lines of its regional sum for one year and what they cover.
pub(super) fn coverage<'a>(plan: &Plan<'a>, figures: &'a Figures, words: &Words<'a>, table: &mut Table) -> Gathered<'a> {
    let mut gathered = Gathered::default();
    let Some(slot) = plan.slots.first() else { return gathered };
    if let Some(dimension) = plan.row.and_then(|row| plan.spec.all_dimensions().into_iter().nth(row)) {
        table.heads = vec![words.dimension(&dimension)];
        for code in plan.rows(figures, words) {
            let place = plan.place(Some(&code), slot);
            let sum = figures.sum(plan.table, &place);
            if let Some(sum) = sum {
                gathered.take_all(plan.table, &place, sum, figures);
            }
            let kind = plan.kind(&code, words);
            table.rows.push(Row { labels: vec![words.code(&dimension, &code)], kind, cells: coverage_cells(sum, words), ..Row::default() });
            let in_and_out = sum.map(|sum| in_and_out(sum, words)).unwrap_or_default();
            table.coverage.push(Coverage { head: words.code(&dimension, &code), sentences: in_and_out });
        }
    }
    table.columns = coverage_columns(words, false);
    keep_largest(table, 3, plan.layout.most_rows, words);
    let kept: BTreeSet<&str> = table.rows.iter().flat_map(|row| row.labels.iter().map(String::as_str)).collect();
    table.coverage.retain(|one| kept.contains(one.head.as_str()));
    join_equal(&mut table.coverage, words);
    gathered
}

/// Exchange tables, the whole of each with both lines of its regional sum for the last year in which half of those who ever sent it did.
pub(super) fn tables<'a>(layout: &'a OutputLayout, figures: &'a Figures, words: &Words<'a>, table: &mut Table) -> Gathered<'a> {
    let mut gathered = Gathered::default();
    table.heads = vec![words.plain("outputs-table"), words.plain("outputs-code")];
    table.columns = coverage_columns(words, true);
    for id in &layout.tables {
        let Some(spec) = words.spec(id) else { continue };
        let codes = base(words.standard, spec, &layout.codes);
        let found = whole(figures, id, &codes);
        let year = found.map_or_else(Cell::default, |(year, _)| Cell::text(year.to_string()));
        let sum = found.map(|(_, sum)| sum);
        if let Some((year, sum)) = found {
            gathered.take_all(id, &(year, codes.clone()), sum, figures);
            table.coverage.push(Coverage { head: words.table(spec), sentences: in_and_out(sum, words) });
        }
        let cells = std::iter::once(year).chain(coverage_cells(sum, words)).collect();
        table.rows.push(Row { labels: vec![words.table(spec), id.to_string()], cells, ..Row::default() });
    }
    gathered
}

/// The sum over a whole table, for the last year in which at least half as many states gave figures as in the fullest one.
fn whole<'f>(figures: &'f Figures, table: &TableId, codes: &[Code]) -> Option<(i16, &'f Sum)> {
    let sums = || figures.sums(table).filter(|((_, own), _)| own == codes);
    let most = sums().map(|(_, sum)| sum.reported.states.len()).max()?;
    sums().filter(|(_, sum)| sum.reported.states.len() * 2 >= most).map(|((year, _), sum)| (*year, sum)).max_by_key(|(year, _)| *year)
}
