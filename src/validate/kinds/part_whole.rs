//! A total equals the sum of its parts, unknown included, as the mapping declares them for a located table.

use std::collections::BTreeSet;

use polars::prelude::{DataFrame, NamedFrom, PolarsResult, Series, col};

use crate::diag::{Finding, MappingLine, Place};
use crate::harmonise::{Figure, LocatedFigures, group_positions};
use crate::model::CellRange;
use crate::spec::{AddsUp, Parts};
use crate::validate::findings::PART_WHOLE_MISMATCH;
use crate::validate::judge::{Amount, Verdict, judge_total, tolerance_of};
use crate::validate::scorecard::Scorecard;

/// Id of the rule.
pub(in crate::validate) const RULE: &str = "C01";
/// A name no field of a mapping can have.
const PART: &str = "\u{0}part";
/// How many parts a finding names before it only counts them.
const NAMED_PARTS: usize = 40;

/// Judges every total of a located table.
pub(in crate::validate) fn check(located: &LocatedFigures, scorecard: &mut Scorecard) -> PolarsResult<Vec<Finding>> {
    let mut findings = Vec::new();
    for rule in &located.adds_up {
        for group in groups(located, rule)? {
            let (totals, parts): (Vec<&Figure>, Vec<&Figure>) = split(located, rule, &group);
            // A second total is a claim of its own; each is judged.
            for total in totals {
                let verdict = judge(located, rule, total, &parts);
                scorecard.count(RULE, &verdict);
                if let Verdict::Failed { sum, tolerance } = verdict {
                    findings.push(failed(located, rule, total, &parts, sum, tolerance));
                }
            }
        }
    }
    Ok(findings)
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

fn judge(located: &LocatedFigures, rule: &AddsUp, total: &Figure, parts: &[&Figure]) -> Verdict {
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
        Verdict::Passed | Verdict::Failed { .. } if short_of_parts && !exceeds(total, &verdict) => {
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

fn exceeds(total: &Figure, verdict: &Verdict) -> bool {
    matches!((total.value, verdict), (Some(total), Verdict::Failed { sum, tolerance }) if sum.0 > total + tolerance)
}

fn failed(located: &LocatedFigures, rule: &AddsUp, total: &Figure, parts: &[&Figure], sum: (i64, i64), tolerance: i64) -> Finding {
    let at = |figure: &Figure| Place { cells: Some(CellRange::single(figure.at)), ..located.sheet.clone() };
    let shown = total.value.map_or_else(|| "a hidden total".to_owned(), |value| value.to_string());
    let sum_shown = if sum.0 == sum.1 { sum.0.to_string() } else { format!("{} to {}", sum.0, sum.1) };
    let message = format!(
        "`{}` over `{}` is {shown}, its {} parts add to{} {sum_shown}; rounding explains {tolerance}",
        rule.total,
        located.fields[rule.over],
        parts.len(),
        if rule.at_most { " at most" } else { "" }
    );
    Finding::new(&PART_WHOLE_MISMATCH, message)
        .at(at(total))
        .also(parts.iter().take(NAMED_PARTS).map(|part| at(part)))
        .mapping(MappingLine { file: std::sync::Arc::clone(&located.mapping.file), line: rule.line })
        .rule(RULE)
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
