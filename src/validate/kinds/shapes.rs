//! What a table looks like as it was filled in: only zeros beside blanks, neighbours that all hold the same figure, and what
//! it adds to.
//!
//! In: the cells of each located table, column by column. Out: an outcome for each column. Nothing is said of what the figures mean.

use std::collections::{BTreeMap, BTreeSet};

use super::super::book::Book;
use super::super::findings::{EQUAL_NEIGHBOURS, ONLY_ZEROS, TOTALS_APART};
use super::super::judged::{Failure, Judged};
use crate::diag::{About, MappingLine, Place, Said};
use crate::harmonise::{Figure, LocatedFigures};
use crate::model::{CellRange, Status};
use crate::spec::{Check, ConsistencyRule};

fn place(located: &LocatedFigures, figure: &Figure) -> Place {
    Place { cells: Some(CellRange::single(figure.at)), ..located.sheet.clone() }
}

/// The figures of each column, from above.
fn columns(located: &LocatedFigures) -> BTreeMap<u32, Vec<&Figure>> {
    let mut columns: BTreeMap<u32, Vec<&Figure>> = BTreeMap::new();
    for figure in &located.figures {
        columns.entry(figure.at.column).or_default().push(figure);
    }
    for figures in columns.values_mut() {
        figures.sort_by_key(|figure| figure.at.row);
        // A cell that feeds several figures counts once.
        figures.dedup_by_key(|figure| figure.at);
    }
    columns
}

fn failure(book: &Book<'_>, located: &LocatedFigures, figures: &[&Figure], said: Said) -> Failure {
    let mut failure = Failure::new(said);
    failure.at = figures.first().map(|figure| place(located, figure));
    failure.also = figures.iter().skip(1).map(|figure| place(located, figure)).collect();
    failure.about = figures.iter().find_map(|figure| book.at(&place(located, figure))).map(super::super::book::Row::about);
    failure.value = figures.first().and_then(|figure| figure.value).map(|value| value.to_string());
    failure
}

/// Only zeros, and every other cell blank.
pub(in crate::validate) fn only_zeros(book: &Book<'_>, located: &[LocatedFigures], rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::OnlyZeros { blanks } = &rule.check else { return };
    for located in located {
        for figures in columns(located).values() {
            let filled: Vec<&Figure> = figures.iter().copied().filter(|figure| figure.value.is_some()).collect();
            let blank = figures.iter().filter(|figure| is_blank(book, located, figure)).count();
            match filled.as_slice() {
                [] => judged.undecided(rule, "no cell of the column holds a figure"),
                filled if filled.iter().all(|figure| figure.value == Some(0)) && blank >= *blanks => {
                    let said = Said::new("rule-only-zeros").count("zeros", filled.len()).count("blanks", blank);
                    let mut failure = failure(book, located, filled, said);
                    failure
                        .also
                        .extend(figures.iter().filter(|figure| is_blank(book, located, figure)).map(|figure| place(located, figure)));
                    judged.failed(rule, &ONLY_ZEROS, failure);
                }
                _ => judged.passed(rule),
            }
        }
    }
}

/// Whether a cell has no figure, and no reason for it: not suppressed, not applicable, not collected, not told elsewhere.
fn is_blank(book: &Book<'_>, located: &LocatedFigures, figure: &Figure) -> bool {
    let reasons = [Status::Q, Status::M, Status::L, Status::J, Status::K];
    let is_told = || book.at(&place(located, figure)).is_some_and(|row| reasons.iter().any(|reason| row.one.status.contains(*reason)));
    figure.value.is_none() && figure.range.is_none() && !is_told()
}

/// Whether a figure is a total that the mapping asks to check.
fn is_total(located: &LocatedFigures, figure: &Figure) -> bool {
    located.adds_up.iter().any(|sum| figure.codes.get(sum.over).and_then(Option::as_deref) == Some(sum.total.as_str()))
}

/// Whether a figure is a total of some of its neighbours; in a column of both sexes every figure is a total, and none of these.
fn is_total_of(located: &LocatedFigures, figure: &Figure, neighbours: &[&Figure]) -> bool {
    let code = |figure: &Figure, field: usize| figure.codes.get(field).cloned().flatten();
    located.adds_up.iter().any(|sum| {
        let own = code(figure, sum.over);
        own.as_deref() == Some(sum.total.as_str()) && neighbours.iter().any(|other| code(other, sum.over) != own)
    })
}

/// Neighbouring cells of a column that hold one and the same figure. A total above its only part is no neighbour.
pub(in crate::validate) fn equal_neighbours(book: &Book<'_>, located: &[LocatedFigures], rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::EqualNeighbours { run, at_least } = &rule.check else { return };
    for located in located {
        for figures in columns(located).values() {
            if figures.len() < *run {
                judged.undecided(rule, "the column is too short");
                continue;
            }
            let runs: Vec<&[&Figure]> = figures
                .chunk_by(|one, two| two.at.row == one.at.row + 1 && one.value.is_some() && one.value == two.value)
                .filter(|cells| cells.iter().filter(|figure| !is_total_of(located, figure, cells)).count() >= *run)
                .filter(|cells| cells.first().is_some_and(|first| first.value >= Some(*at_least)))
                .collect();
            if runs.is_empty() {
                judged.passed(rule);
            }
            for cells in runs {
                let value = cells.first().and_then(|first| first.value).unwrap_or_default();
                let said = Said::new("rule-equal-neighbours").count("cells", cells.len()).figure("value", value);
                judged.failed(rule, &EQUAL_NEIGHBOURS, failure(book, located, cells, said));
            }
        }
    }
}

/// Tables of one file that tell the same persons, by what each adds to.
pub(in crate::validate) fn totals_apart(located: &[LocatedFigures], rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    for one in located {
        for (name, line) in &one.same_total_as {
            let others: Vec<&LocatedFigures> = located
                .iter()
                .filter(|other| other.sheet.file == one.sheet.file && other.mapping.id == one.mapping.id && other.table == *name)
                .collect();
            let [other] = others.as_slice() else {
                judged.undecided(
                    rule,
                    if others.is_empty() { "the other table is not in the file" } else { "the other table stands on several sheets" },
                );
                continue;
            };
            let (Some((first, least, parts)), Some((second, other_least, other_parts))) = (added(one), added(other)) else {
                judged.undecided(rule, "a figure is there without a value, or could not be placed");
                continue;
            };
            let steps = u64::from(one.step.unsigned_abs() / 2) * parts + u64::from(other.step.unsigned_abs() / 2) * other_parts;
            if first.abs_diff(second) <= steps {
                judged.passed(rule);
                continue;
            }
            let said = Said::new("rule-totals-apart")
                .text("one", one.table.as_str())
                .figure("first", first)
                .text("two", other.table.as_str())
                .figure("second", second);
            let mut failure = Failure::new(said).expected(second.to_string());
            failure.at = Some(least);
            failure.also = vec![other_least];
            failure.value = Some(first.to_string());
            failure.mapping = Some(MappingLine { file: std::sync::Arc::clone(&one.mapping.file), line: *line });
            failure.about = Some(About { state: one.mapping.sender.to_string(), ..About::default() });
            judged.failed(rule, &TOTALS_APART, failure);
        }
    }
}

/// What the figures of a table add to, its own totals left out; with the range of its cells, and how many figures it has.
fn added(located: &LocatedFigures) -> Option<(i64, Place, u64)> {
    // What could not be placed is missing from the sum.
    if located.unplaced > 0 {
        return None;
    }
    // A detail that adds to no total is counted under another label already, and a row that repeats another counts once.
    let mut seen = BTreeSet::new();
    let adds = |figure: &&Figure| !is_total(located, figure) && figure.memo.is_empty();
    let is_new = |figure: &&Figure| seen.insert((figure.codes.clone(), figure.part.clone(), figure.value, figure.range));
    let parts: Vec<&Figure> = located.figures.iter().filter(adds).filter(is_new).collect();
    let sum = parts.iter().try_fold(0_i64, |sum, part| sum.checked_add(part.value?))?;
    let (first, last) = (parts.iter().map(|part| part.at).min()?, parts.iter().map(|part| part.at).max()?);
    let place = Place { cells: Some(CellRange::new(first, last)), ..located.sheet.clone() };
    Some((sum, place, parts.len() as u64))
}
