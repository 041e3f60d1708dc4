//! The questions about definitions that matter this year: those that a source must answer for the tables in the workbook and that
//! nobody has answered, and those whose last answer stands apart from the shared definition, to be confirmed or corrected.

use std::collections::{BTreeMap, BTreeSet};

use super::Order;
use super::grid::{Grid, Look, Takes, row};
use super::lists::Lists;
use crate::model::AttributeId;
use crate::spec::{Attribute, AttributeKind, TableSpec};
use crate::template::{ColumnId, DASH, Kind, NO, YES};

/// Columns: two of ids, then what is shown.
const QUESTION: u16 = 2;
const TABLES: u16 = 3;
const ANSWER: u16 = 4;
const EVIDENCE: u16 = 5;
const LAST: u16 = 6;

/// A question, and for which tables.
struct Asked<'a> {
    attribute: &'a Attribute,
    axis: String,
    tables: BTreeSet<String>,
    last: Option<String>,
}

/// The sheet; none where nothing is asked.
pub(super) fn sheet(order: &Order<'_>, tables: &[&TableSpec], lists: &mut Lists) -> Option<Grid> {
    let asked = asked(order, tables);
    if asked.is_empty() {
        return None;
    }
    let mut grid = Grid { colour: Some("2E6B3A"), ..Grid::new(&order.say("form-sheet-definitions")) };
    grid.text(0, 0, order.marker(Kind::Definitions).to_string(), Look::Id);
    grid.text(0, QUESTION, order.say("form-definitions-title"), Look::Title);
    grid.text(1, QUESTION, order.say("form-definitions-hint"), Look::Faint);
    let heads = [
        (QUESTION, "form-question"),
        (TABLES, "form-for-tables"),
        (ANSWER, "form-answer"),
        (EVIDENCE, "form-evidence"),
        (LAST, "form-last-answer"),
    ];
    for (column, id) in heads {
        grid.text(3, column, order.say(id), Look::HeadStrong);
    }
    let ids = [(0, "attribute"), (1, "tables"), (QUESTION, "question"), (TABLES, "for"), (ANSWER, "answer"), (EVIDENCE, "evidence")];
    for (column, id) in ids {
        grid.text(4, column, ColumnId::Named(id.to_owned()).to_string(), Look::Id);
    }
    grid.text(4, LAST, ColumnId::Last.to_string(), Look::Id);
    let mut at = 5;
    for one in &asked {
        at = question(order, &mut grid, lists, one, at);
    }
    grid.hidden_rows.insert(4);
    grid.hidden_columns.extend([0, 1]);
    grid.widths.extend([(QUESTION, 56.0), (TABLES, 24.0), (ANSWER, 44.0), (EVIDENCE, 36.0), (LAST, 36.0)]);
    grid.heights.extend([(0, 24.0), (3, 22.0)]);
    grid.freeze = Some((5, QUESTION + 1));
    grid.repeat_rows = Some((3, 3));
    Some(grid)
}

/// The rows of one question; the next free row.
fn question(order: &Order<'_>, grid: &mut Grid, lists: &mut Lists, asked: &Asked<'_>, mut at: u32) -> u32 {
    let attribute = asked.attribute;
    let text = order.text(&format!("attribute/{}/question", attribute.id), &attribute.question);
    let tables = asked.tables.iter().cloned().collect::<Vec<_>>();
    let put = |grid: &mut Grid, at: u32, id: String, text: String| {
        grid.text(at, 0, id, Look::Id);
        grid.text(at, 1, tables.join(";"), Look::Id);
        grid.heights.insert(at, 15.5 * f64::from(row(text.chars().count().div_ceil(50).max(tables.join(", ").len().div_ceil(22)))) + 4.0);
        grid.text(at, QUESTION, text, Look::Wrapped);
        grid.text(at, TABLES, tables.join(", "), Look::Wrapped);
        grid.open(at, ANSWER, Look::Words);
        grid.open(at, EVIDENCE, Look::Words);
    };
    let choices = |lists: &mut Lists, entries: Vec<String>, strict: bool| Takes::OneOf { list: lists.address(entries), strict };
    let labelled = |code: &str| format!("{code}{DASH}{}", order.choice(attribute, code));
    if attribute.kind == AttributeKind::Set {
        for choice in &attribute.values {
            put(grid, at, format!("{}={}", attribute.id, choice.code), format!("{text} {DASH} {}", order.choice(attribute, &choice.code)));
            let entries = vec![format!("{YES}{DASH}{}", order.say("form-yes")), format!("{NO}{DASH}{}", order.say("form-no"))];
            let takes = choices(lists, entries, true);
            grid.takes.push(((at, ANSWER, at, ANSWER), takes));
            let taken = asked.last.as_ref().filter(|last| attribute.parts(last).any(|part| part == choice.code));
            if taken.is_some() {
                grid.text(at, LAST, order.say("form-yes"), Look::GreyWords);
            }
            at += 1;
        }
        return at;
    }
    put(grid, at, attribute.id.to_string(), text);
    let entries: Vec<String> = match attribute.kind {
        AttributeKind::Ages => vec![labelled("all")],
        AttributeKind::Regions => vec![labelled("none")],
        _ => attribute.values.iter().map(|choice| labelled(&choice.code)).collect(),
    };
    if !entries.is_empty() {
        let takes = choices(lists, entries, attribute.kind == AttributeKind::Code);
        grid.takes.push(((at, ANSWER, at, ANSWER), takes));
    }
    if let Some(last) = &asked.last {
        let words: Vec<String> = attribute.parts(last).map(|part| order.choice(attribute, part)).collect();
        grid.text(at, LAST, words.join("; "), Look::GreyWords);
    }
    at + 1
}

/// Questions whose answer can move a grade, each with the tables for which it is put.
fn asked<'a>(order: &Order<'a>, tables: &[&TableSpec]) -> Vec<Asked<'a>> {
    let standard = order.standard;
    let mut found = Vec::new();
    for attribute in standard.attributes.iter().filter(|attribute| attribute.is_asked()) {
        // Tables of one axis come from one source, and share a question where the same was said last year.
        let mut by_answer: BTreeMap<(&str, Option<String>), BTreeSet<String>> = BTreeMap::new();
        for table in tables.iter().filter(|table| attribute.grades(table)) {
            match last_answer(order, table, &attribute.id) {
                Some(said) if !said.near => {}
                said => {
                    by_answer.entry((table.axis.as_str(), said.map(|said| said.value))).or_default().insert(table.id.to_string());
                }
            }
        }
        found.extend(by_answer.into_iter().map(|((axis, last), tables)| Asked { attribute, axis: axis.to_owned(), tables, last }));
    }
    // What one office answers stands together, what decides most first.
    found.sort_by_key(|asked| (asked.axis.clone(), !asked.attribute.leading));
    found
}

/// What was said last year.
struct Said {
    value: String,
    /// Whether it stands apart from the shared definition, or may have changed.
    near: bool,
}

fn last_answer(order: &Order<'_>, table: &TableSpec, attribute: &AttributeId) -> Option<Said> {
    let (value, costs) = order.last?.answer(order, table, attribute)?;
    Some(Said { value, near: costs })
}
