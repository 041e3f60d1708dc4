//! The formulas that compare while somebody types.
//!
//! Each gives a number that is zero as long as nothing contradicts: the distance between a total and its parts where all of
//! them are there, and what the parts are too much where some are not. A sign for a missing figure is no number, so a sum with
//! one in it is never said to be wrong.

use super::axes::{Axes, Line, Part, total};
use super::grid::address;
use crate::model::{Code, DimensionId};
use crate::spec::{Standard, TableSpec};

/// The sum of some distances; nothing as long as none of the totals is there.
fn joined(sums: &[(String, Vec<String>)]) -> String {
    let totals: Vec<&str> = sums.iter().map(|(total, _)| total.as_str()).collect();
    let distances: Vec<String> = sums.iter().map(|(total, parts)| distance(total, parts)).collect();
    format!("IF(COUNT({})=0,\"\",{})", totals.join(","), distances.join("+"))
}

/// The distance of one total from its parts.
fn distance(total: &str, parts: &[String]) -> String {
    let (count, joined) = (parts.len(), parts.join(","));
    format!("IF(COUNT({total})=0,0,IF(COUNT({joined})={count},ABS({total}-SUM({joined})),MAX(0,SUM({joined})-{total})))")
}

/// Checks of a row: for each dimension that runs across, the totals in it against their parts.
pub(super) struct Across {
    /// The dimension.
    pub dimension: DimensionId,
    /// For each total the position of its column, and those of its parts.
    pub sums: Vec<(usize, Vec<usize>)>,
}

/// The checks of the rows of a table.
pub(super) fn across(standard: &Standard, table: &TableSpec, axes: &Axes) -> Vec<Across> {
    let mut found = Vec::new();
    for (position, dimension) in axes.across.iter().enumerate() {
        let Some(whole) = total(standard, table, dimension) else { continue };
        let others_alike =
            |one: &[Code], other: &[Code]| one.iter().zip(other).enumerate().all(|(at, (one, other))| at == position || one == other);
        // Sexes are compared over all ages; ages for each sex.
        let compared = |codes: &[Code]| {
            let sex_first = axes.across.get(position).is_some_and(|own| own.as_str() == "age");
            codes.iter().enumerate().all(|(at, code)| at == position || sex_first || code.is_total())
        };
        let is_total = |codes: &[Code]| codes.get(position) == Some(&whole);
        let sums: Vec<(usize, Vec<usize>)> = axes
            .columns
            .iter()
            .enumerate()
            .filter(|(_, codes)| is_total(codes) && compared(codes))
            .map(|(at, codes)| {
                let parts = axes.columns.iter().enumerate().filter(|(_, other)| !is_total(other) && others_alike(codes, other));
                (at, parts.map(|(at, _)| at).collect::<Vec<usize>>())
            })
            .filter(|(_, parts)| parts.len() > 1)
            .collect();
        if !sums.is_empty() {
            found.push(Across { dimension: dimension.clone(), sums });
        }
    }
    found
}

/// The formula of a row for one dimension; `figure` gives the column of a position.
pub(super) fn of_row(check: &Across, row: u32, figure: impl Fn(usize) -> u16) -> String {
    let at = |position: &usize| address(row, figure(*position));
    let sums = check.sums.iter().map(|(total, parts)| (at(total), parts.iter().map(at).collect()));
    joined(&sums.collect::<Vec<_>>())
}

/// The formula of a column: the first total among the rows against its parts, and each group against what stands inside it.
pub(super) fn of_column(lines: &[Line], column: u16, row: impl Fn(usize) -> u32) -> Option<String> {
    let at = |position: usize| address(row(position), column);
    let first: Vec<usize> = (0..lines.len()).filter(|position| lines[*position].tells == 0).collect();
    let whole = first.iter().copied().find(|position| lines[*position].part == Part::Total);
    let parts: Vec<String> = first.iter().copied().filter(|position| lines[*position].part == Part::Of).map(at).collect();
    let mut sums: Vec<(String, Vec<String>)> = whole.filter(|_| parts.len() > 1).map(|whole| (at(whole), parts)).into_iter().collect();
    for group in first.iter().copied() {
        let inside: Vec<String> = first
            .iter()
            .copied()
            .filter(|position| *position > group)
            .take_while(|position| lines[*position].part == Part::Inside)
            .map(at)
            .collect();
        if lines[group].part == Part::Of && !inside.is_empty() {
            sums.push((at(group), inside));
        }
    }
    (!sums.is_empty()).then(|| joined(&sums))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(code: &str, part: Part) -> Line {
        Line { codes: vec![Code::new(code).unwrap()], tells: 0, part }
    }

    #[test]
    fn a_total_is_compared_with_its_parts_and_a_group_with_what_stands_inside() {
        let lines = [
            line("_T", Part::Total),
            line("COMESA_FOR", Part::Of),
            line("UGA", Part::Inside),
            line("ZMB", Part::Inside),
            line("150", Part::Of),
        ];
        let formula = of_column(&lines, 2, |position| u32::try_from(position).unwrap()).unwrap();
        assert!(
            formula.starts_with("IF(COUNT(C1,C2)=0,\"\",") && formula.contains("SUM(C2,C5)") && formula.contains("SUM(C3,C4)"),
            "{formula}"
        );
        assert!(of_column(&lines[..2], 2, |_| 0).is_none(), "one part says nothing of a total");
    }
}
