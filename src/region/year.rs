//! The year under which a figure is compared with those of other states.

use jiff::civil::Date;

use crate::model::{Frequency, Period, Reference};
use crate::spec::TableSpec;

/// The year of a figure in a regional table; for quarters, months and other spans, the period itself.
///
/// A stock of 31 December is one of 1 January of the next year, so both carry the year of the day that the table asks for.
/// A year that lies in two carries the one that holds most of its days, the first where both hold as many.
pub(super) fn compared_year(table: &TableSpec, period: &Period) -> String {
    if period.frequency() != Frequency::A {
        return period.time_period().to_owned();
    }
    match period.reference() {
        Reference::Point => asked_year(table, period.end()).to_string(),
        Reference::Sum | Reference::Average => {
            let (first, last) = (period.start(), period.end());
            let days = |from: Date, to: Date| from.until((jiff::Unit::Day, to)).map_or(0, |span| span.get_days()) + 1;
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

fn asked_year(table: &TableSpec, day: Date) -> i16 {
    for (month, of) in &table.reference_days {
        for year in day.year() - 1..=day.year() + 1 {
            let near = |asked: Date| asked.until((jiff::Unit::Day, day)).is_ok_and(|span| span.get_days().abs() <= 1);
            if Date::new(year, *month, *of).is_ok_and(near) {
                return year;
            }
        }
    }
    day.year()
}
