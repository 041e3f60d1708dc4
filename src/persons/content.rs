//! Whether a cell is filled as a column about single persons is.

use jiff::civil::Date;

use crate::read::{Cell, Content};
use crate::spec::PersonHeadingKind as Kind;

/// More is a sentence, not a name.
const LONGEST_NAME: usize = 80;
/// Passports, cards and permits: at least so many letters and digits, of which so many digits.
const SHORTEST_DOCUMENT: usize = 5;
const FEWEST_DIGITS: usize = 3;
const LONGEST_DOCUMENT: usize = 24;
/// Digits of a telephone number, with or without its country.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=16;
/// Days of 1900 to 2064 as spreadsheets store them, for files that lost the format of a date.
const DAYS: std::ops::RangeInclusive<f64> = 1.0..=60_000.0;

/// How surely a cell is what its column should hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It is something else.
    No,
    /// It could be, beside a cell of another kind.
    Maybe,
    /// It is, as far as a cell can tell.
    Yes,
}

/// How well a cell fits a column of this kind.
pub(super) fn fit(kind: Kind, cell: &Cell) -> Fit {
    let text = cell.text();
    let text = text.trim();
    let fits = match kind {
        Kind::Name | Kind::FullName | Kind::FamilyName | Kind::GivenName | Kind::ParentName => cell.is_text() && is_name(text),
        Kind::Document => is_document(text),
        Kind::BirthDate => return birth_date(cell, text),
        Kind::Contact => is_electronic_address(text) || is_phone(text),
        Kind::Address => cell.is_text() && letters(text) >= 4,
    };
    if fits { Fit::Yes } else { Fit::No }
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

fn digits(text: &str) -> usize {
    text.chars().filter(|c| c.is_numeric()).count()
}

fn is_name(text: &str) -> bool {
    letters(text) >= 2 && digits(text) == 0 && text.chars().count() <= LONGEST_NAME
}

fn is_document(text: &str) -> bool {
    let signs = letters(text) + digits(text);
    let plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '/' | '.'));
    plain && (SHORTEST_DOCUMENT..=LONGEST_DOCUMENT).contains(&signs) && digits(text) >= FEWEST_DIGITS
}

fn is_electronic_address(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.') && !text.contains(char::is_whitespace))
}

fn is_phone(text: &str) -> bool {
    let plain = text.chars().all(|c| c.is_numeric() || matches!(c, '+' | '-' | '(' | ')' | ' ' | '/' | '.' | '\u{a0}'));
    plain && PHONE_DIGITS.contains(&digits(text))
}

fn birth_date(cell: &Cell, text: &str) -> Fit {
    match &cell.content {
        Content::Date { .. } => Fit::Yes,
        Content::Number(number) if DAYS.contains(number) && number.fract() == 0.0 => Fit::Maybe,
        _ if is_day(text) => Fit::Yes,
        _ => Fit::No,
    }
}

/// A day in figures or with the name of its month; a year or a month alone is none.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let number = |part: &&str| part.chars().all(char::is_numeric) && part.chars().count() <= 4;
    let word = |part: &&str| part.chars().all(char::is_alphabetic);
    match parts.as_slice() {
        [one] => one.len() == 8 && Date::strptime("%Y%m%d", one).is_ok(),
        [first, second, third, ..] if number(first) && (number(third) || word(first)) => number(second) || word(second),
        [first, second, third] => word(first) && number(second) && number(third),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CellRef;

    fn of(kind: Kind, text: &str) -> Fit {
        fit(kind, &Cell::new(CellRef::new(0, 0), Content::Text(text.into())))
    }

    #[test]
    fn what_columns_about_persons_hold() {
        for (kind, texts) in [
            (Kind::FullName, ["Aaa Bbb", "سين صاد", "Ção D’Éé"].as_slice()),
            (Kind::Document, &["AB123456", "12-34567", "٠١٢٣٤٥٦"]),
            (Kind::BirthDate, &["1990-02-28", "28/02/1990", "28 Feb 1990", "Feb 28, 1990", "19900228", "٢٨/٠٢/١٩٩٠"]),
            (Kind::Contact, &["+000 (0) 123-45-67", "0001234567", "somebody@nowhere.example"]),
            (Kind::Address, &["12, Made-up Street"]),
        ] {
            for text in texts {
                assert_eq!(of(kind, text), Fit::Yes, "{kind}: {text}");
            }
        }
    }

    #[test]
    fn what_counts_and_classes_hold() {
        for (kind, texts) in [
            (Kind::FullName, ["12", "Table 3", "..", ""].as_slice()),
            (Kind::Document, &["1234", "Passport", "12,345 passports"]),
            (Kind::BirthDate, &["1990", "1990-1994", "Feb 1990", "Before 1990", "unknown"]),
            (Kind::Contact, &["12", "1 234", "Yes", "at home"]),
            (Kind::Address, &["12", "-"]),
        ] {
            for text in texts {
                assert_eq!(of(kind, text), Fit::No, "{kind}: {text}");
            }
        }
    }
}
