//! Numbers in sentences beside a table: almost the total of the table, and not it.
//!
//! In: the texts above and below each located table, and the figures of its file. Out: an outcome for each number that is one of
//! them, or close to a total of its sheet. What a sentence means is not read: a number far from every total is about something else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use regex::Regex;

use super::super::book::{Book, Row};
use super::super::findings::TOLD_IN_TEXT;
use super::super::judged::{Failure, Judged};
use super::series::float;
use super::slips::is_swapped;
use crate::diag::{Place, Said};
use crate::harmonise::{Figure, LocatedFigures};
use crate::model::{CellRange, CellRef, ascii_digit};
use crate::spec::{Check, ConsistencyRule};

/// A number in a sentence that is almost the one of a table of its sheet.
pub(in crate::validate) fn told_in_text(book: &Book<'_>, located: &[LocatedFigures], rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::ToldInText { within_per_cent, at_least } = &rule.check else { return };
    for tables in located.chunk_by(|one, other| one.sheet.file == other.sheet.file) {
        // A sentence may tell a figure of any sheet; what it almost tells is judged by its own sheet.
        let figures: BTreeSet<i64> = tables.iter().flat_map(|table| &table.figures).filter_map(|figure| figure.value).collect();
        let mut sheets: BTreeMap<&str, Vec<&LocatedFigures>> = BTreeMap::new();
        for table in tables {
            sheets.entry(table.sheet.sheet.as_deref().unwrap_or_default()).or_default().push(table);
        }
        for tables in sheets.values() {
            let totals: Vec<(Place, Option<i64>)> = tables.iter().flat_map(|table| totals(book, table)).collect();
            let texts: BTreeMap<CellRef, (&str, &LocatedFigures)> =
                tables.iter().flat_map(|table| table.texts.iter().map(|(at, text)| (*at, (text.as_ref(), *table)))).collect();
            for (at, (text, table)) in texts {
                for number in numbers(text).into_iter().filter(|number| number >= at_least) {
                    if figures.contains(&number) {
                        judged.passed(rule);
                        continue;
                    }
                    let near =
                        |value: i64| is_swapped(number, value) || 100.0 * (float(number) / float(value) - 1.0).abs() <= *within_per_cent;
                    let close = |(place, value): &(Place, Option<i64>)| {
                        value.filter(|value| *value > 0 && near(*value)).map(|value| (place.clone(), value))
                    };
                    match totals.iter().find_map(close) {
                        None if totals.iter().any(|(_, value)| value.is_none()) => {
                            judged.undecided(rule, "a total of the table has no value");
                        }
                        None => {}
                        // A rounded number says the same in fewer digits.
                        Some((_, value)) if is_rounded(number, value) => judged.passed(rule),
                        Some((total, value)) => {
                            let said = Said::new("rule-told-in-text").figure("told", number).figure("total", value);
                            let mut failure = Failure::new(said).expected(value.to_string());
                            failure.at = Some(cell(table, at));
                            failure.about = book.at(&total).map(Row::about);
                            failure.also = vec![total];
                            failure.value = Some(number.to_string());
                            judged.failed(rule, &TOLD_IN_TEXT, failure);
                        }
                    }
                }
            }
        }
    }
}

fn cell(table: &LocatedFigures, at: CellRef) -> Place {
    Place { cells: Some(CellRange::single(at)), ..table.sheet.clone() }
}

/// The totals of a table: by its mapping, or grand totals of an exchange table.
fn totals(book: &Book<'_>, table: &LocatedFigures) -> Vec<(Place, Option<i64>)> {
    let is_total = |figure: &Figure| {
        let declared = table.adds_up.iter().any(|sum| figure.codes.get(sum.over).and_then(Option::as_deref) == Some(sum.total.as_str()));
        declared || book.at(&cell(table, figure.at)).is_some_and(Row::is_grand_total)
    };
    table.figures.iter().filter(|figure| is_total(figure)).map(|figure| (cell(table, figure.at), figure.value)).collect()
}

/// Whether one number is the other rounded to its own zeros.
fn is_rounded(told: i64, exact: i64) -> bool {
    let mut step = 1_i64;
    while step < told && step.checked_mul(10).is_some_and(|next| told % next == 0) {
        step = step.saturating_mul(10);
    }
    step > 1 && exact.abs_diff(told).saturating_mul(2) <= step.unsigned_abs()
}

/// Whole numbers of a sentence, whatever parts their groups of digits; years are none.
fn numbers(text: &str) -> Vec<i64> {
    static NUMBER: OnceLock<Option<Regex>> = OnceLock::new();
    let pattern = NUMBER.get_or_init(|| Regex::new(r"\d{1,3}(?:[ \u{a0}\u{202f}\u{66c}.,'’]\d{3})+\b|\d+").ok());
    let Some(pattern) = pattern else { return Vec::new() };
    let plain: String = text.chars().map(ascii_digit).collect();
    let whole = pattern.find_iter(&plain).filter_map(|found| {
        let digits: String = found.as_str().chars().filter(char::is_ascii_digit).collect();
        digits.parse::<i64>().ok()
    });
    whole.filter(|number| !(1900..=2100).contains(number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_a_sentence_are_read_whatever_parts_their_digits() {
        assert_eq!(numbers("In 2023, 28 140 persons came (27,903 in 2022)."), [28_140, 27_903]);
        assert_eq!(numbers("٢٨٬١٤٠ شخص"), [28_140]);
        assert_eq!(numbers("21.840 personnes, soit 3,5 %"), [21_840, 3, 5]);
    }

    #[test]
    fn a_rounded_number_is_no_other_number() {
        assert!(is_rounded(21_800, 21_840) && is_rounded(22_000, 21_840));
        assert!(!is_rounded(21_900, 21_840) && !is_rounded(21_841, 21_840));
    }
}
