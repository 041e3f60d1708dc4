//! What the figures themselves tell of their definition: stock or flow, day, span, calendar.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::rows::Place;
use crate::model::{Reference, StatType, days_between};
use crate::spec::{Measure, Observed, Statement};

/// The value of an observed attribute.
pub(super) fn value(observed: Observed, place: &Place<'_>) -> String {
    match observed {
        Observed::StatType => match place.period.reference() {
            Reference::Point => StatType::Stock.as_str().to_owned(),
            // The components of a balance are counted over a period too.
            Reference::Sum | Reference::Average if place.table.stat_type == StatType::Balance => StatType::Balance.as_str().to_owned(),
            Reference::Sum | Reference::Average => StatType::Flow.as_str().to_owned(),
        },
        Observed::ReferenceDay => place.period.end().to_string(),
        Observed::Period => span(place.period.start(), place.period.end()).to_owned(),
        Observed::Calendar => place.calendar.as_str().to_owned(),
    }
}

/// A calendar year, half, quarter or month; twelve months that begin on another day; or something else.
fn span(first: Date, last: Date) -> &'static str {
    let months = 12 * (i32::from(last.year()) - i32::from(first.year())) + i32::from(last.month()) - i32::from(first.month()) + 1;
    let whole_months = first.day() == 1 && last == last.last_of_month();
    let begins = i32::from(first.month()) - 1;
    if whole_months && matches!(months, 1 | 3 | 6 | 12) && begins % months == 0 {
        return "calendar";
    }
    let days = days_between(first, last) + 1;
    if (whole_months && months == 12) || (!whole_months && (353..=366).contains(&days)) { "twelve-months" } else { "other" }
}

/// A number that a distance may compare; none where nobody stated it.
pub(super) fn measure(measure: Measure, stated: Option<&Statement>, value: &str, place: &Place<'_>) -> Option<Decimal> {
    match measure {
        Measure::Share => stated?.share,
        Measure::Years => {
            let year: i16 = value.parse().ok()?;
            let (first, last) = (place.period.start().year(), place.period.end().year());
            // A year inside the period is none away from it, and a later one is as far as an earlier one.
            let away = if (first..=last).contains(&year) { 0 } else { last.abs_diff(year) };
            Some(Decimal::from(away))
        }
        Measure::Days => Some(Decimal::from(days_off(place))),
    }
}

/// Days from the day the table asks for in the year of the figure; none from the day before or after one, since
/// 31 December and 1 January are the same moment, and none where the table takes any stated day.
fn days_off(place: &Place<'_>) -> i32 {
    match place.table.days_from_asked(place.period.end()) {
        0 | 1 => 0,
        days => days,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn spans_are_told_apart() {
        for (first, last, expected) in [
            (date(2023, 1, 1), date(2023, 12, 31), "calendar"),
            (date(2023, 4, 1), date(2023, 6, 30), "calendar"),
            (date(2023, 2, 1), date(2023, 2, 28), "calendar"),
            (date(2023, 7, 1), date(2024, 6, 30), "twelve-months"),
            (date(2023, 9, 12), date(2024, 9, 10), "twelve-months"),
            (date(2023, 7, 19), date(2024, 7, 6), "twelve-months"),
            (date(2023, 1, 1), date(2023, 7, 31), "other"),
            (date(2023, 2, 1), date(2023, 4, 30), "other"),
            (date(2021, 1, 1), date(2022, 12, 31), "other"),
        ] {
            assert_eq!(span(first, last), expected, "{first} to {last}");
        }
    }
}
