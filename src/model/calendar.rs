//! Dates of the calendars in which offices of the region file their figures, as civil dates.
//!
//! Takes year, month and day as the source states them and gives the Gregorian day. Years are never converted: a year
//! of another calendar is the span of its days. Which calendar a source uses is stated by its mapping, never guessed.

use icu_calendar::cal::hijri::{TabularAlgorithmEpoch, TabularAlgorithmLeapYears};
use icu_calendar::cal::{Ethiopian, Hijri};
use icu_calendar::{AsCalendar, Gregorian, Iso};
use jiff::civil::Date;

use super::kind::closed_set;
use super::period::{Period, PeriodError};

closed_set!(
    /// A calendar in which a source states dates.
    Calendar {
        /// The civil calendar.
        Gregorian = "gregorian",
        /// The Ethiopian calendar, thirteen months, years of Amete Mihret.
        Ethiopian = "ethiopian",
        /// The Hijri calendar by arithmetic: eleven leap years in thirty, counted from Friday 16 July 622.
        HijriCivil = "hijri-civil",
        /// The Hijri calendar of Umm al-Qura, Mecca; by arithmetic outside 1300 to 1600 AH.
        HijriUmmAlQura = "hijri-umm-al-qura",
    }
);

/// A date that a calendar does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the {calendar} calendar has no day {day} of month {month} in {year}")]
pub struct CalendarError {
    calendar: Calendar,
    year: i16,
    month: i8,
    day: i8,
}

impl Calendar {
    /// The months of a year.
    #[must_use]
    pub const fn months(self) -> i8 {
        match self {
            Self::Ethiopian => 13,
            Self::Gregorian | Self::HijriCivil | Self::HijriUmmAlQura => 12,
        }
    }

    /// The civil date of a day of this calendar; months and days count from 1.
    ///
    /// ```
    /// use concord::model::Calendar;
    ///
    /// assert_eq!(Calendar::Ethiopian.date(2016, 1, 1).unwrap().to_string(), "2023-09-12");
    /// assert_eq!(Calendar::HijriUmmAlQura.date(1445, 1, 1).unwrap().to_string(), "2023-07-19");
    /// assert!(Calendar::Ethiopian.date(2016, 13, 6).is_err(), "the thirteenth month has five days, six in a leap year");
    /// ```
    ///
    /// # Errors
    /// The calendar has no such day.
    pub fn date(self, year: i16, month: i8, day: i8) -> Result<Date, CalendarError> {
        let civil = match self {
            Self::Gregorian => civil(year, month, day, Gregorian),
            Self::Ethiopian => civil(year, month, day, Ethiopian::new()),
            Self::HijriCivil => {
                civil(year, month, day, Hijri::new_tabular(TabularAlgorithmLeapYears::TypeII, TabularAlgorithmEpoch::Friday))
            }
            Self::HijriUmmAlQura => civil(year, month, day, Hijri::new_umm_al_qura()),
        };
        civil.ok_or(CalendarError { calendar: self, year, month, day })
    }

    /// First and last civil day of the year that begins in `year` of this calendar on the month and day of `starts`.
    ///
    /// `(1, 1)` gives the year of the calendar itself. A fiscal year that is named after the year in which it ends begins
    /// in the year before.
    ///
    /// ```
    /// use concord::model::Calendar;
    ///
    /// let (first, last) = Calendar::Ethiopian.year_span(2016, (1, 1)).unwrap();
    /// assert_eq!((first.to_string(), last.to_string()), ("2023-09-12".to_owned(), "2024-09-10".to_owned()));
    /// // The fiscal year 2013 begins on Hamle 1, 2012.
    /// let (first, last) = Calendar::Ethiopian.year_span(2012, (11, 1)).unwrap();
    /// assert_eq!((first.to_string(), last.to_string()), ("2020-07-08".to_owned(), "2021-07-07".to_owned()));
    /// ```
    ///
    /// # Errors
    /// The calendar has no such day in this year or the next.
    pub fn year_span(self, year: i16, starts: (i8, i8)) -> Result<(Date, Date), CalendarError> {
        let (month, day) = starts;
        let no_such = || CalendarError { calendar: self, year, month, day };
        let first = self.date(year, month, day)?;
        let next = self.date(year.checked_add(1).ok_or_else(no_such)?, month, day)?;
        Ok((first, next.yesterday().map_err(|_| no_such())?))
    }

    /// Events of the year that begins in `year` on the month and day of `starts`: a calendar or fiscal year where the
    /// calendar is the Gregorian one, else so many days.
    ///
    /// ```
    /// use concord::model::Calendar;
    ///
    /// assert_eq!(Calendar::Gregorian.year(2015, (1, 1)).unwrap().time_period(), "2015");
    /// assert_eq!(Calendar::Gregorian.year(2015, (7, 1)).unwrap().time_period(), "2015-07-01/P1Y");
    /// assert_eq!(Calendar::Ethiopian.year(2016, (1, 1)).unwrap().time_period(), "2023-09-12/P365D");
    /// ```
    ///
    /// # Errors
    /// The calendar has no such day, or it lies outside 1800 to 2200.
    pub fn year(self, year: i16, starts: (i8, i8)) -> Result<Period, PeriodError> {
        let no_such = |error: CalendarError| PeriodError::NoSuch(format!("such year: {error}"));
        if self == Self::Gregorian {
            return Period::fiscal_year(self.date(year, starts.0, starts.1).map_err(no_such)?);
        }
        let (first, last) = self.year_span(year, starts).map_err(no_such)?;
        Period::spanning(first, last)
    }

    /// Events of a month of this calendar, from 1: a month where the calendar is the Gregorian one, else so many days.
    ///
    /// ```
    /// use concord::model::Calendar;
    ///
    /// assert_eq!(Calendar::Gregorian.month(2024, 2).unwrap().time_period(), "2024-02");
    /// assert_eq!(Calendar::Ethiopian.month(2016, 13).unwrap().time_period(), "2024-09-06/P5D");
    /// ```
    ///
    /// # Errors
    /// The calendar has no such month, or it lies outside 1800 to 2200.
    pub fn month(self, year: i16, month: i8) -> Result<Period, PeriodError> {
        if self == Self::Gregorian {
            return Period::month(year, month);
        }
        let no_such = || PeriodError::NoSuch(format!("month {month} of year {year} in the {self} calendar"));
        let first = self.date(year, month, 1).map_err(|_| no_such())?;
        let (next_year, next_month) = if month == self.months() { (year.checked_add(1), 1) } else { (Some(year), month + 1) };
        let next = next_year.and_then(|year| self.date(year, next_month, 1).ok()).ok_or_else(no_such)?;
        Period::spanning(first, next.yesterday().map_err(|_| no_such())?)
    }
}

fn civil<C: AsCalendar>(year: i16, month: i8, day: i8, calendar: C) -> Option<Date> {
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let date = icu_calendar::Date::try_new(i32::from(year).into(), month.into(), day, calendar).ok()?.to_calendar(Iso);
    let (month, day) = (i8::try_from(date.month().ordinal).ok()?, i8::try_from(date.day_of_month().0).ok()?);
    Date::new(i16::try_from(date.year().extended_year()).ok()?, month, day).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn calendar() -> impl Strategy<Value = Calendar> {
        prop::sample::select(Calendar::ALL)
    }

    proptest! {
        #[test]
        fn years_tile_in_every_calendar(calendar in calendar(), year in 1200_i16..2190, month in 1_i8..=12, day in 1_i8..=28) {
            let (_, last) = calendar.year_span(year, (month, day)).unwrap();
            let (first, _) = calendar.year_span(year + 1, (month, day)).unwrap();
            prop_assert_eq!(last.tomorrow().unwrap(), first);
        }

        #[test]
        fn months_tile_their_year(calendar in calendar(), year in 1260_i16..=1600, gregorian in 1800_i16..=2180) {
            // Years of the Hijri calendar are some 580 behind.
            let hijri = matches!(calendar, Calendar::HijriCivil | Calendar::HijriUmmAlQura);
            let year = if hijri { year } else { gregorian };
            let (first, last) = calendar.year_span(year, (1, 1)).unwrap();
            let months: Vec<Period> = (1..=calendar.months()).map(|month| calendar.month(year, month).unwrap()).collect();
            prop_assert_eq!((months[0].start(), months[months.len() - 1].end()), (first, last));
            for pair in months.windows(2) {
                prop_assert_eq!(pair[0].end().tomorrow().unwrap(), pair[1].start());
            }
        }

        #[test]
        fn the_civil_calendar_is_left_alone(year in 1800_i16..=2200, month in 1_i8..=12, day in 1_i8..=28) {
            prop_assert_eq!(Calendar::Gregorian.date(year, month, day), Ok(date(year, month, day)));
        }

        #[test]
        fn no_statement_stops_the_reader(calendar in calendar(), year: i16, month: i8, day: i8) {
            let _ = calendar.date(year, month, day);
            let _ = calendar.year(year, (month, day));
            let _ = calendar.month(year, month);
        }
    }

    #[test]
    fn new_year_of_ethiopia_is_a_day_later_before_a_leap_year() {
        for (year, first) in [(2015, date(2022, 9, 11)), (2016, date(2023, 9, 12)), (2017, date(2024, 9, 11)), (1992, date(1999, 9, 12))] {
            assert_eq!(Calendar::Ethiopian.date(year, 1, 1), Ok(first), "{year}");
        }
        assert_eq!(Calendar::Ethiopian.date(2015, 13, 6), Ok(date(2023, 9, 11)), "2015 is a leap year");
        assert_eq!(Calendar::Ethiopian.year(2015, (1, 1)).unwrap().time_period(), "2022-09-11/P366D");
    }

    #[test]
    fn fiscal_years_of_ethiopia_run_from_july_to_july() {
        // The fiscal year 2013: July 2020 to July 2021.
        let year = Calendar::Ethiopian.year(2012, (11, 1)).unwrap();
        assert_eq!((year.start(), year.end()), (date(2020, 7, 8), date(2021, 7, 7)));
        assert_eq!(year.time_period(), "2020-07-08/P365D");
    }

    #[test]
    fn hijri_years_have_354_or_355_days_in_either_variant() {
        for (calendar, first, last) in
            [(Calendar::HijriUmmAlQura, date(2023, 7, 19), date(2024, 7, 6)), (Calendar::HijriCivil, date(2023, 7, 19), date(2024, 7, 7))]
        {
            assert_eq!(calendar.year_span(1445, (1, 1)), Ok((first, last)), "{calendar}");
        }
        for calendar in [Calendar::HijriUmmAlQura, Calendar::HijriCivil] {
            for year in 1400..1450 {
                let (first, last) = calendar.year_span(year, (1, 1)).unwrap();
                assert!(matches!((last - first).get_days() + 1, 354 | 355), "{calendar} {year}");
            }
        }
        assert_eq!(Calendar::HijriUmmAlQura.date(1443, 9, 1), Ok(date(2022, 4, 2)), "Ramadan of 2022");
    }

    #[test]
    fn days_that_a_calendar_lacks_are_refused_by_name() {
        assert!(Calendar::Gregorian.date(2023, 2, 29).is_err());
        assert!(Calendar::Ethiopian.date(2016, 14, 1).is_err());
        let error = Calendar::HijriCivil.date(1445, 13, 1).unwrap_err();
        assert_eq!(error.to_string(), "the hijri-civil calendar has no day 1 of month 13 in 1445");
    }
}
