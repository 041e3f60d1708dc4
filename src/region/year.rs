//! The year under which a figure is compared with those of other states.

use jiff::civil::Date;

use crate::model::{Frequency, Period, Reference, days_between};
use crate::spec::TableSpec;

/// The year of a figure in a regional table; for quarters, months and other spans, the period itself.
///
/// A stock of 31 December is one of 1 January of the next year, so both carry the year of the day that the table asks for.
/// A year that lies in two carries the one that holds most of its days, the first where both hold as many.
#[must_use]
pub fn compared_year(table: &TableSpec, period: &Period) -> String {
    if period.frequency() != Frequency::A {
        return period.time_period().to_owned();
    }
    match period.reference() {
        Reference::Point => table.asked_year(period.end()).to_string(),
        Reference::Sum | Reference::Average => {
            let (first, last) = (period.start(), period.end());
            let days = |from: Date, to: Date| days_between(from, to) + 1;
            if first.year() == last.year() && days(first, last) >= 365 {
                return first.year().to_string();
            }
            if !(353..=366).contains(&days(first, last)) {
                return period.time_period().to_owned();
            }
            let in_first = days(first, first.last_of_year());
            let in_last = days(last.first_of_year(), last);
            if in_last > in_first { last.year().to_string() } else { first.year().to_string() }
        }
    }
}

/// How far a figure's day or span is from the one that the table asks for in its year; 0 is the nearest.
#[must_use]
pub fn away(table: &TableSpec, period: &Period) -> i32 {
    let day = period.end();
    if period.reference() != Reference::Point {
        let calendar_year = period.start() == day.first_of_year() && day == day.last_of_year();
        return i32::from(period.frequency() == Frequency::A && !calendar_year);
    }
    table.days_from_asked(day)
}

/// The day on which the members of a region are taken for a compared year: the day that the table asks for, the last of the year
/// for a flow, and for other spans the last day of the figure.
#[must_use]
pub fn day_of_members(table: &TableSpec, year: &str, period: &Period) -> Date {
    let Ok(number) = year.parse::<i16>() else { return period.end() };
    let asked = match period.reference() {
        Reference::Point => table.reference_days.first().and_then(|(month, day)| Date::new(number, *month, *day).ok()),
        Reference::Sum | Reference::Average => None,
    };
    asked.or_else(|| Date::new(number, 12, 31).ok()).unwrap_or_else(|| period.end())
}
