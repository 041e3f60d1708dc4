//! The codes of a dimension over years or another dimension, for the region or for a state.
//!
//! In: a [`Plan`] and the figures. Out: a [`Table`]. In a table of the region every column has both lines of the sum, and a row of
//! ids stands below each row; in one of a state the figure that speaks stands with its marks.

use std::collections::BTreeSet;

use super::figures::Figures;
use super::model::{Cell, Column, Coverage, Note, Row, RowKind, Table};
use super::place::{Plan, Slot};
use super::regional::LINES;
use super::shown::{Gathered, figure, in_and_out, line};
use super::words::Words;
use crate::model::Code;

/// The codes of a dimension in a table of a state.
pub(super) fn of_state<'a>(plan: &Plan<'a>, state: &Code, figures: &'a Figures, words: &Words<'a>, table: &mut Table) -> Gathered<'a> {
    let mut gathered = Gathered::default();
    let column = |slot: &Slot| Column { group: slot.group.clone(), head: slot.head.clone(), is_text: false, has_marks: true };
    table.columns = plan.slots.iter().map(column).collect();
    for (code, mut row) in rows(plan, figures, words, table) {
        // In a state's own table its nationals are named by the state.
        if code.as_str() == Code::NATIONALS {
            row.labels = vec![words.say("outputs-own", &[("state", &words.area(state))])];
        }
        for slot in &plan.slots {
            let found = figures.of(plan.table, &plan.place(Some(&code), slot), state);
            if let Some(one) = found.figure() {
                gathered.take(plan.table, one);
            }
            row.cells.push(figure(found, false, words));
        }
        table.rows.push(row);
    }
    keep_largest(table, table.columns.len().saturating_sub(1), plan.layout.most_rows, words);
    gathered
}

/// The codes of a dimension in a table of the region.
pub(super) fn of_region<'a>(plan: &Plan<'a>, figures: &'a Figures, words: &Words<'a>, table: &mut Table) -> Gathered<'a> {
    let mut gathered = Gathered::default();
    let groups: Vec<String> =
        plan.slots.iter().map(|slot| slot.group.iter().chain([&slot.head]).cloned().collect::<Vec<_>>().join(" – ")).collect();
    let lines = |group: &String| {
        LINES.map(|(name, _)| Column {
            group: Some(group.clone()),
            head: words.plain(&format!("outputs-{name}-short")),
            ..Column::default()
        })
    };
    table.columns = groups.iter().flat_map(lines).collect();
    for (code, mut row) in rows(plan, figures, words, table) {
        let mut ids = Vec::new();
        for slot in &plan.slots {
            let place = plan.place(Some(&code), slot);
            let sum = figures.sum(plan.table, &place);
            if let Some(sum) = sum {
                gathered.take_all(plan.table, &place, sum, figures);
            }
            row.cells.extend(LINES.map(|(_, of)| line(sum, of, words)));
            ids.extend([sum.map_or_else(Cell::default, |sum| Cell::text(sum.id.as_str())), Cell::default()]);
        }
        table.rows.push(row);
        table.rows.push(Row {
            labels: vec![words.plain("outputs-id")],
            kind: RowKind::Identifiers,
            level: 1,
            cells: ids,
            ..Row::default()
        });
    }
    keep_largest(table, table.columns.len().saturating_sub(1), plan.layout.most_rows, words);
    // Who is in the whole of each column; a single row may cover fewer, and its id leads to them.
    let whole = plan.row.and_then(|row| plan.base.get(row));
    for (slot, head) in plan.slots.iter().zip(groups) {
        if let Some(sum) = figures.sum(plan.table, &plan.place(whole, slot)) {
            table.coverage.push(Coverage { head, sentences: in_and_out(sum, words) });
        }
    }
    super::regional::join_equal(&mut table.coverage, words);
    gathered
}

/// The rows, still without cells, with their codes.
fn rows(plan: &Plan<'_>, figures: &Figures, words: &Words<'_>, table: &mut Table) -> Vec<(Code, Row)> {
    let Some(row) = plan.row else { return Vec::new() };
    let Some(dimension) = plan.spec.all_dimensions().into_iter().nth(row) else { return Vec::new() };
    table.heads = vec![words.dimension(&dimension)];
    let of = |code: Code| {
        let shown = Row { labels: vec![words.code(&dimension, &code)], kind: plan.kind(&code, words), ..Row::default() };
        (code, shown)
    };
    plan.rows(figures, words).into_iter().map(of).collect()
}

/// Keeps the rows with the largest figures of a column, and says how many are left out; ids go with the row above them.
pub(super) fn keep_largest(table: &mut Table, column: usize, most: usize, words: &Words<'_>) {
    let value = |row: &Row| row.cells.get(column).and_then(Cell::value).unwrap_or(-1);
    let mut plain: Vec<usize> = (0..table.rows.len()).filter(|at| table.rows[*at].kind == RowKind::Plain).collect();
    if plain.len() <= most {
        return;
    }
    plain.sort_by_key(|at| std::cmp::Reverse(value(&table.rows[*at])));
    let dropped: BTreeSet<usize> = plain.split_off(most).into_iter().collect();
    let mut at = 0;
    let mut last_dropped = false;
    table.rows.retain(|row| {
        let kept = if row.kind == RowKind::Identifiers { !last_dropped } else { !dropped.contains(&at) };
        last_dropped = !kept;
        at += 1;
        kept
    });
    let text = words.say("outputs-more-rows", &[("count", &dropped.len().to_string())]);
    table.notes.push(Note { number: None, text });
}
