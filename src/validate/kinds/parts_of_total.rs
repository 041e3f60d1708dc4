//! A total equals the sum of its parts, unknown included, as the mapping declares them for a located table.

use std::collections::BTreeSet;

use polars::prelude::{DataFrame, NamedFrom, PolarsResult, Series, col};

use super::super::book::{Book, Row};
use super::super::findings::PART_WHOLE_MISMATCH;
use super::super::judge::{Amount, Verdict, judge_total, tolerance_of};
use super::super::judged::{Failure, Judged};
use super::super::sums::{Cell, JudgedSum};
use crate::diag::{MappingLine, Place, Said};
use crate::harmonise::{Figure, LocatedFigures, group_positions};
use crate::model::CellRange;
use crate::spec::{AddsUp, ConsistencyRule, Parts};

/// A name no field of a mapping can have.
const PART: &str = "\u{0}part";

/// Judges every total of every located table.
///
/// # Errors
/// Only when polars refuses a plan over columns this module made, which would be a fault of this program.
pub(in crate::validate) fn judge(
    book: &Book<'_>,
    located: &[LocatedFigures],
    rule: &ConsistencyRule,
    judged: &mut Judged<'_>,
) -> PolarsResult<()> {
    for located in located {
        for adds_up in &located.adds_up {
            for group in groups(located, adds_up)? {
                let (totals, parts): (Vec<&Figure>, Vec<&Figure>) = split(located, adds_up, &group);
                // A second total is a claim of its own; each is judged.
                for total in totals {
                    let verdict = verdict(located, adds_up, total, &parts);
                    judged.sums.push(kept(book, located, adds_up, (total, &parts), &verdict));
                    match verdict {
                        Verdict::Passed => judged.passed(rule),
                        Verdict::Undecided(reason) => judged.undecided(rule, reason),
                        Verdict::Failed { sum, tolerance } => {
                            let failure = failed(book, located, adds_up, (total, &parts), sum, tolerance);
                            judged.failed(rule, &PART_WHOLE_MISMATCH, failure);
                        }
                    }
                }
            }
        }
    }
    Ok(())
}

fn place(located: &LocatedFigures, figure: &Figure) -> Place {
    Place { cells: Some(CellRange::single(figure.at)), ..located.sheet.clone() }
}

/// The sum for the rules that ask why it is wrong. One that only bounds its total tells nothing of a single cell.
fn kept(
    book: &Book<'_>,
    located: &LocatedFigures,
    adds_up: &AddsUp,
    (total, parts): (&Figure, &[&Figure]),
    verdict: &Verdict,
) -> JudgedSum {
    let cell = |figure: &Figure| {
        let place = place(located, figure);
        let about = book.at(&place).map(Row::about);
        Cell { place, amount: Amount::new(figure.value, figure.range), about }
    };
    let holds = match verdict {
        Verdict::Passed => Some(true),
        Verdict::Failed { .. } if !adds_up.at_most => Some(false),
        Verdict::Failed { .. } | Verdict::Undecided(_) => None,
    };
    JudgedSum { total: cell(total), parts: parts.iter().map(|part| cell(part)).collect(), holds }
}

/// Positions of the figures that differ only in one field.
fn groups(located: &LocatedFigures, rule: &AddsUp) -> PolarsResult<Vec<Vec<usize>>> {
    let tells = |field: usize| field != rule.over && (located.telling[field] || rule.within.contains(&field));
    let (mut columns, mut by) = (Vec::new(), Vec::new());
    for (field, name) in located.fields.iter().enumerate().filter(|(field, _)| tells(*field)) {
        let codes: Vec<Option<&str>> = located.figures.iter().map(|figure| figure.codes[field].as_deref()).collect();
        columns.push(Series::new(name.as_str().into(), codes).into());
        by.push(col(name.as_str()));
    }
    // Figures that will be added are still judged label by label, each total against the parts beside it.
    if located.additive.contains(&true) && !located.additive.get(rule.over).is_some_and(|additive| *additive) {
        let parts: Vec<Option<&str>> = located.figures.iter().map(|figure| figure.part.as_deref()).collect();
        columns.push(Series::new(PART.into(), parts).into());
        by.push(col(PART));
    }
    group_positions(DataFrame::new(located.figures.len(), columns)?, by)
}

fn split<'a>(located: &'a LocatedFigures, rule: &AddsUp, group: &[usize]) -> (Vec<&'a Figure>, Vec<&'a Figure>) {
    let figures = group.iter().map(|position| &located.figures[*position]);
    let coded = figures.filter_map(|figure| Some((figure, figure.codes[rule.over].as_deref()?)));
    let (mut totals, mut parts) = (Vec::new(), Vec::new());
    for (figure, code) in coded {
        let is_total = code == rule.total.as_str();
        let detail = figure.memo.contains(&rule.over);
        let belongs = match &rule.parts {
            Parts::Codes(codes) => codes.iter().any(|listed| listed.as_str() == code),
            Parts::Countries => !detail && located.countries.contains(code),
            Parts::Rest => !detail && !is_total,
        };
        if is_total {
            totals.push(figure);
        } else if belongs {
            parts.push(figure);
        }
    }
    (once(totals, rule.over), once(parts, rule.over))
}

/// A row that only repeats another, such as a region listed twice, counts once; one that contradicts it stays.
fn once(figures: Vec<&Figure>, over: usize) -> Vec<&Figure> {
    let mut seen = BTreeSet::new();
    figures
        .into_iter()
        .filter(|figure| seen.insert((figure.codes[over].clone(), figure.part.clone(), figure.value, figure.range)))
        .collect()
}

fn verdict(located: &LocatedFigures, rule: &AddsUp, total: &Figure, parts: &[&Figure]) -> Verdict {
    let mut amounts: Vec<Amount> = parts.iter().map(|part| Amount::new(part.value, part.range)).collect();
    if rule.missing_add_nothing {
        amounts.retain(|amount| *amount != Amount::Missing);
    }
    let total_amount = Amount::new(total.value, total.range);
    let verdict = match judge_total(total_amount, &amounts, located.step) {
        // Below the sum is where such a total belongs; below one of its parts it can't be.
        Verdict::Failed { sum, .. } if rule.at_most && !exceeds_sum(total_amount, sum.1, tolerance_of(&amounts, located.step)) => {
            at_least_each(total_amount, &amounts, sum)
        }
        verdict => verdict,
    };
    let short_of_parts = match &rule.parts {
        Parts::Codes(codes) => parts.len() < codes.len(),
        Parts::Countries | Parts::Rest => located.unplaced > 0,
    };
    match verdict {
        // Too large a sum stays a failure; anything else could still change with the parts that are not there.
        Verdict::Passed | Verdict::Failed { .. } if short_of_parts && !verdict.exceeds(total.value) => {
            Verdict::Undecided("a part is not in the table or could not be read")
        }
        verdict => verdict,
    }
}

/// Whether a total is larger than its parts together by more than rounding explains.
fn exceeds_sum(total: Amount, sum: i64, tolerance: i64) -> bool {
    total.bounds().is_some_and(|(low, _)| low > sum.saturating_add(tolerance))
}

/// A total of which each part is a part is at least as large as the largest of them.
fn at_least_each(total: Amount, parts: &[Amount], sum: (i64, i64)) -> Verdict {
    let largest = parts.iter().filter_map(|part| part.bounds()).map(|(low, _)| low).max().unwrap_or(0);
    match total.bounds() {
        Some((_, high)) if high < largest => Verdict::Failed { sum, tolerance: 0 },
        _ => Verdict::Passed,
    }
}

fn failed(
    book: &Book<'_>,
    located: &LocatedFigures,
    adds_up: &AddsUp,
    (total, parts): (&Figure, &[&Figure]),
    sum: (i64, i64),
    tolerance: i64,
) -> Failure {
    let (low, high) = Amount::new(total.value, total.range).bounds().unwrap_or_default();
    let said = match (adds_up.total.as_str(), adds_up.at_most) {
        ("_T", true) => Said::new("rule-total-at-most"),
        ("_T", false) => Said::new("rule-total-of-parts"),
        (code, true) => Said::new("rule-parts-at-most").text("code", code),
        (code, false) => Said::new("rule-parts-of-total").text("code", code),
    };
    let said = said
        .text("field", located.fields[adds_up.over].as_str())
        .range("total", low, high)
        .count("parts", parts.len())
        .range("sum", sum.0, sum.1)
        .figure("tolerance", tolerance);
    let mut failure = Failure::new(said).between(sum);
    failure.at = Some(place(located, total));
    failure.also = parts.iter().map(|part| place(located, part)).collect();
    failure.about =
        book.at(&place(located, total)).or_else(|| parts.iter().find_map(|part| book.at(&place(located, part)))).map(Row::about);
    failure.value = total.value.map(|value| value.to_string());
    failure.mapping = Some(MappingLine { file: std::sync::Arc::clone(&located.mapping.file), line: adds_up.line });
    failure
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::judge::Amount::{Between, Known};

    #[test]
    fn persons_counted_once_in_each_part_may_be_fewer_than_the_parts_together() {
        let parts = [Known(10), Between(1, 4), Known(20)];
        assert!(exceeds_sum(Known(35), 34, 0) && !exceeds_sum(Known(34), 34, 0), "more than all parts together is wrong");
        assert_eq!(at_least_each(Known(20), &parts, (31, 34)), Verdict::Passed);
        assert!(matches!(at_least_each(Known(19), &parts, (31, 34)), Verdict::Failed { .. }), "less than one part is wrong");
        assert_eq!(at_least_each(Between(15, 25), &parts, (31, 34)), Verdict::Passed, "a hidden total may be large enough");
    }
}
