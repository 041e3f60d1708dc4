//! What a table looks like as it was filled in: only zeros beside blanks, neighbours that all hold the same figure.
//!
//! In: the cells of each located table, column by column. Out: an outcome for each column. Nothing is said of what the figures mean.

use std::collections::BTreeMap;

use super::super::book::Book;
use super::super::findings::{EQUAL_NEIGHBOURS, ONLY_ZEROS};
use super::super::judged::{Failure, Judged};
use crate::diag::{Place, Said};
use crate::harmonise::{Figure, LocatedFigures};
use crate::model::CellRange;
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
            let blank = figures.iter().filter(|figure| figure.value.is_none() && figure.range.is_none()).count();
            match filled.as_slice() {
                [] => judged.undecided(rule, "no cell of the column holds a figure"),
                filled if filled.iter().all(|figure| figure.value == Some(0)) && blank >= *blanks => {
                    let said = Said::new("rule-only-zeros").count("zeros", filled.len()).count("blanks", blank);
                    judged.failed(rule, &ONLY_ZEROS, failure(book, located, filled, said));
                }
                _ => judged.passed(rule),
            }
        }
    }
}

/// Neighbouring cells of a column that hold one and the same figure.
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
                .filter(|cells| cells.len() >= *run && cells.first().is_some_and(|first| first.value >= Some(*at_least)))
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
