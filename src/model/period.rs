//! Reference periods and reference dates.

use std::ops::RangeInclusive;

use jiff::Span;
use jiff::civil::{Date, date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kind::Reference;

/// The years in which statistics of migration can lie; anything else is a mistake.
pub(crate) const YEARS: RangeInclusive<i16> = 1800..=2200;

/// How often a series is observed (SDMX `CL_FREQ`). Months, quarters and years of one series are separate rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Frequency {
    /// Annual.
    A,
    /// Half-yearly.
    S,
    /// Quarterly.
    Q,
    /// Monthly.
    M,
    /// Occasional annual, such as a census.
    OA,
}

impl Frequency {
    /// The code that stands in the data.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::S => "S",
            Self::Q => "Q",
            Self::M => "M",
            Self::OA => "OA",
        }
    }
}

/// A year, quarter, month or day that does not exist, or a text that names none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// No such year, part of a year, or day within 1800 to 2200.
    #[error("there is no {0}")]
    NoSuch(String),
    /// The last part is before the first one.
    #[error("{0} ends before it begins")]
    Backwards(String),
    /// A text that is neither a period of SDMX nor a day.
    #[error("`{0}` is not a period; expected one as in `2015`, `2015-Q1`, `2015-03`, `2015-03-31` or `2015-07-01/P1Y`")]
    NotAPeriod(String),
}

/// The span or date an observation is about; both ends inclusive, equal for a stock.
///
/// A span that is a calendar year, half-year, quarter or month is written as that, however it was stated; any other one
/// is annual and written as its first day and its length.
///
/// ```
/// use concord::model::Period;
///
/// let quarter = Period::quarter(2022, 1).unwrap();
/// assert_eq!(quarter.time_period(), "2022-Q1");
/// assert_eq!(quarter.end().to_string(), "2022-03-31");
/// let stock = Period::stock(2020, 7, 1).unwrap();
/// assert_eq!((stock.time_period(), stock.start() == stock.end()), ("2020", true));
/// let part = Period::months(2025, 1, 7).unwrap();
/// assert_eq!((part.time_period(), part.end().to_string()), ("2025-01-01/P7M", "2025-07-31".to_owned()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    frequency: Frequency,
    label: String,
    start: Date,
    end: Date,
    reference: Reference,
}

impl Period {
    fn span(frequency: Frequency, label: String, start: Date, end: Date) -> Self {
        Self { frequency, label, start, end, reference: Reference::Sum }
    }

    fn first(year: i16, month: i8) -> Result<Date, PeriodError> {
        if !YEARS.contains(&year) || !(1..=12).contains(&month) {
            return Err(PeriodError::NoSuch(format!("month {month} of year {year}")));
        }
        Ok(date(year, month, 1))
    }

    /// A span that is written as its first day and its length.
    fn range(start: Date, length: Span) -> Result<Self, PeriodError> {
        let no_such = || PeriodError::NoSuch(format!("period {start}/{length} within {} to {}", YEARS.start(), YEARS.end()));
        let end = start.checked_add(length).and_then(Date::yesterday).map_err(|_| no_such())?;
        if !YEARS.contains(&start.year()) || !YEARS.contains(&end.year()) {
            return Err(no_such());
        }
        if end < start {
            return Err(PeriodError::Backwards(format!("the period {start}/{length}")));
        }
        Ok(Self::span(Frequency::A, format!("{start}/{length}"), start, end))
    }

    /// Events of a calendar year.
    ///
    /// # Errors
    /// The year lies outside 1800 to 2200.
    pub fn year(year: i16) -> Result<Self, PeriodError> {
        let start = Self::first(year, 1)?;
        Ok(Self::span(Frequency::A, format!("{year:04}"), start, date(year, 12, 31)))
    }

    /// Events of several calendar years together, first and last inclusive.
    ///
    /// ```
    /// # use concord::model::Period;
    /// assert_eq!(Period::years(2015, 2016).unwrap().time_period(), "2015-01-01/P2Y");
    /// assert_eq!(Period::years(2015, 2015).unwrap(), Period::year(2015).unwrap());
    /// ```
    ///
    /// # Errors
    /// The last year is before the first one, or one lies outside 1800 to 2200.
    pub fn years(first: i16, last: i16) -> Result<Self, PeriodError> {
        let start = Self::first(first, 1)?;
        Self::first(last, 1)?;
        match i32::from(last) - i32::from(first) {
            0 => Self::year(first),
            more if more > 0 => Self::range(start, Span::new().years(more + 1)),
            _ => Err(PeriodError::Backwards(format!("`{first}-{last}`"))),
        }
    }

    /// Events of the twelve months from a day on, as fiscal years have them: `2015-07-01/P1Y`.
    ///
    /// # Errors
    /// The day is 29 February, on which no year can begin every year, or the year lies outside 1800 to 2200.
    pub fn fiscal_year(start: Date) -> Result<Self, PeriodError> {
        match (start.month(), start.day()) {
            (1, 1) => Self::year(start.year()),
            (2, 29) => Err(PeriodError::NoSuch("year that begins on 29 February".to_owned())),
            _ => Self::range(start, Span::new().years(1)),
        }
    }

    /// Events of so many days from a day on, as years of other calendars have them: `2023-09-12/P365D`.
    ///
    /// # Errors
    /// There is no day, or one lies outside 1800 to 2200.
    pub fn days(start: Date, days: u16) -> Result<Self, PeriodError> {
        Self::range(start, Span::new().days(days))
    }

    /// Events between two days, both inclusive, written as a number of days.
    ///
    /// # Errors
    /// The last day is before the first one, or one lies outside 1800 to 2200.
    pub fn spanning(first: Date, last: Date) -> Result<Self, PeriodError> {
        let days = first.until(last).ok().and_then(|span| span.get_days().checked_add(1));
        match days.map(u16::try_from) {
            Some(Ok(days)) if days > 0 => Self::days(first, days),
            _ if last < first => Err(PeriodError::Backwards(format!("`{first}` to `{last}`"))),
            _ => Err(PeriodError::NoSuch(format!("period from {first} to {last}"))),
        }
    }

    /// Events of a half-year, 1 or 2.
    ///
    /// # Errors
    /// There is no such half-year, or the year lies outside 1800 to 2200.
    pub fn half(year: i16, half: i8) -> Result<Self, PeriodError> {
        if !(1..=2).contains(&half) {
            return Err(PeriodError::NoSuch(format!("half-year {half}")));
        }
        let start = Self::first(year, half * 6 - 5)?;
        let end = date(year, half * 6, 1).last_of_month();
        Ok(Self::span(Frequency::S, format!("{year:04}-S{half}"), start, end))
    }

    /// Events of a quarter, 1 to 4.
    ///
    /// # Errors
    /// There is no such quarter, or the year lies outside 1800 to 2200.
    pub fn quarter(year: i16, quarter: i8) -> Result<Self, PeriodError> {
        if !(1..=4).contains(&quarter) {
            return Err(PeriodError::NoSuch(format!("quarter {quarter}")));
        }
        let start = Self::first(year, quarter * 3 - 2)?;
        let end = date(year, quarter * 3, 1).last_of_month();
        Ok(Self::span(Frequency::Q, format!("{year:04}-Q{quarter}"), start, end))
    }

    /// Events of a month, 1 to 12.
    ///
    /// # Errors
    /// There is no such month, or the year lies outside 1800 to 2200.
    pub fn month(year: i16, month: i8) -> Result<Self, PeriodError> {
        let start = Self::first(year, month)?;
        Ok(Self::span(Frequency::M, format!("{year:04}-{month:02}"), start, start.last_of_month()))
    }

    /// Events of some months of a year, first and last inclusive: a part year, or the half-year, quarter or month it is.
    ///
    /// # Errors
    /// The last month is before the first one, there is no such month, or the year lies outside 1800 to 2200.
    pub fn months(year: i16, first: i8, last: i8) -> Result<Self, PeriodError> {
        let start = Self::first(year, first)?;
        Self::first(year, last)?;
        if last < first {
            return Err(PeriodError::Backwards(format!("`{year}-{first:02}` to `{year}-{last:02}`")));
        }
        let before = first - 1;
        match last - before {
            1 => Self::month(year, first),
            3 if before % 3 == 0 => Self::quarter(year, before / 3 + 1),
            6 if before % 6 == 0 => Self::half(year, before / 6 + 1),
            12 => Self::year(year),
            count => Self::range(start, Span::new().months(count)),
        }
    }

    /// A stock at one date, filed under the year the source states.
    ///
    /// # Errors
    /// The date does not exist, or the year lies outside 1800 to 2200.
    pub fn stock(year: i16, month: i8, day: i8) -> Result<Self, PeriodError> {
        let at = Date::new(year, month, day).map_err(|_| PeriodError::NoSuch(format!("day {day} of month {month} in {year}")))?;
        Self::stock_on(at)
    }

    /// A stock on a day, filed under the Gregorian year of that day; also where the source states the day in another calendar.
    ///
    /// # Errors
    /// The year lies outside 1800 to 2200.
    pub fn stock_on(day: Date) -> Result<Self, PeriodError> {
        Ok(Self::year(day.year())?.seen_on(day))
    }

    /// The stock on a day that the source files under this period: end of 2020 counted on 1 January 2021, or one of twelve
    /// monthly stocks. Keeps frequency and name of the period.
    ///
    /// ```
    /// use concord::model::{Period, Reference};
    /// use jiff::civil::date;
    ///
    /// let stock = Period::month(2020, 12).unwrap().seen_on(date(2021, 1, 1));
    /// assert_eq!((stock.time_period(), stock.reference()), ("2020-12", Reference::Point));
    /// assert_eq!(stock.start().to_string(), "2021-01-01");
    /// ```
    #[must_use]
    pub fn seen_on(self, day: Date) -> Self {
        Self { start: day, end: day, reference: Reference::Point, ..self }
    }

    /// Reads a period as SDMX writes it, or a day.
    ///
    /// Takes years, half-years (`2015-S1`, `2015-B1`), quarters, months (`2015-03`, `2015-M03`) and ranges
    /// (`2015-07-01/P1Y`); the hyphen before a letter may be missing. A day is a stock on it.
    ///
    /// ```
    /// use concord::model::Period;
    ///
    /// assert_eq!(Period::parse_sdmx("2015Q1").unwrap(), Period::quarter(2015, 1).unwrap());
    /// assert_eq!(Period::parse_sdmx("2015-03-31").unwrap(), Period::stock(2015, 3, 31).unwrap());
    /// assert!(Period::parse_sdmx("2015/16").is_err(), "a fiscal year, or two years together: the text alone does not tell");
    /// ```
    ///
    /// # Errors
    /// The text is none of these, or names something that does not exist.
    pub fn parse_sdmx(text: &str) -> Result<Self, PeriodError> {
        let text = text.trim();
        let not_a_period = || PeriodError::NotAPeriod(text.to_owned());
        if let Some((start, length)) = text.split_once('/') {
            return Self::parse_range(start, length).unwrap_or_else(|| Err(not_a_period()));
        }
        let (year, part) = text.split_at_checked(4).ok_or_else(not_a_period)?;
        let year = digits(year).ok_or_else(not_a_period)?;
        let (hyphen, part) = part.strip_prefix('-').map_or((false, part), |part| (true, part));
        let number = |text: &str, long: usize| digits(text).filter(|_| text.len() == long).and_then(|number| i8::try_from(number).ok());
        let mut letters = part.chars();
        let letter = letters.next().map(|letter| letter.to_ascii_uppercase());
        let behind = letters.as_str();
        match letter {
            None if !hyphen => Self::year(year),
            Some('A') if behind == "1" => Self::year(year),
            Some('S' | 'B') => Self::half(year, number(behind, 1).ok_or_else(not_a_period)?),
            Some('Q') => Self::quarter(year, number(behind, 1).ok_or_else(not_a_period)?),
            Some('M') => Self::month(year, number(behind, 2).ok_or_else(not_a_period)?),
            Some(_) if hyphen && part.len() == 2 => Self::month(year, number(part, 2).ok_or_else(not_a_period)?),
            Some(_) if hyphen && part.len() == 5 => {
                let (month, day) = part.split_once('-').ok_or_else(not_a_period)?;
                let (month, day) = (number(month, 2).ok_or_else(not_a_period)?, number(day, 2).ok_or_else(not_a_period)?);
                Self::stock(year, month, day)
            }
            _ => Err(not_a_period()),
        }
    }

    /// None where the two texts are not a day and a length in years, months or days alone.
    fn parse_range(start: &str, length: &str) -> Option<Result<Self, PeriodError>> {
        let start: Date = start.parse().ok()?;
        let count = digits(length.strip_prefix('P')?.get(..length.len().checked_sub(2)?)?)?;
        let begins_month = start.day() == 1;
        Some(match length.chars().next_back()? {
            'Y' if count == 1 => Self::fiscal_year(start),
            'Y' if start.day_of_year() == 1 => start
                .year()
                .checked_add(count.checked_sub(1)?)
                .map_or_else(|| Err(PeriodError::NoSuch(format!("period {start}/{length}"))), |last| Self::years(start.year(), last)),
            'M' if begins_month && count <= 12 => {
                let last = i16::from(start.month()) + count - 1;
                match i8::try_from(last).ok().filter(|last| *last <= 12) {
                    Some(last) => Self::months(start.year(), start.month(), last),
                    None => Self::range(start, Span::new().months(count)),
                }
            }
            'D' => Self::days(start, u16::try_from(count).ok()?),
            _ => return None,
        })
    }

    /// The same span in a series that is observed at another frequency than its length tells, such as a month of a calendar
    /// of thirteen.
    #[must_use]
    pub fn at(self, frequency: Frequency) -> Self {
        Self { frequency, ..self }
    }

    /// How often the series is observed.
    #[must_use]
    pub const fn frequency(&self) -> Frequency {
        self.frequency
    }

    /// The period as SDMX writes it.
    #[must_use]
    pub fn time_period(&self) -> &str {
        &self.label
    }

    /// First day.
    #[must_use]
    pub const fn start(&self) -> Date {
        self.start
    }

    /// Last day; the reference date of a stock.
    #[must_use]
    pub const fn end(&self) -> Date {
        self.end
    }

    /// Whether the value stands at a point or over the span.
    #[must_use]
    pub const fn reference(&self) -> Reference {
        self.reference
    }
}

/// A number of ASCII digits and nothing else.
/// Days from one day to another; negative where the other is earlier.
///
/// ```
/// use jiff::civil::date;
/// assert_eq!(concord::model::days_between(date(2023, 12, 31), date(2024, 1, 1)), 1);
/// ```
#[must_use]
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until((jiff::Unit::Day, to)).map_or(0, |span| span.get_days())
}

fn digits(text: &str) -> Option<i16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_tile_their_year(year in 1800_i16..=2200) {
            let whole = Period::year(year).unwrap();
            let quarters: Vec<Period> = (1..=4).map(|q| Period::quarter(year, q).unwrap()).collect();
            let halves: Vec<Period> = (1..=2).map(|half| Period::half(year, half).unwrap()).collect();
            let months: Vec<Period> = (1..=12).map(|month| Period::month(year, month).unwrap()).collect();
            for parts in [quarters, halves, months] {
                prop_assert_eq!(parts[0].start(), whole.start());
                prop_assert_eq!(parts[parts.len() - 1].end(), whole.end());
                for pair in parts.windows(2) {
                    prop_assert_eq!(pair[0].end().tomorrow().unwrap(), pair[1].start());
                }
            }
        }

        #[test]
        fn fiscal_years_tile(year in 1800_i16..2199, month in 1_i8..=12, day in 1_i8..=28) {
            let one = Period::fiscal_year(date(year, month, day)).unwrap();
            let next = Period::fiscal_year(date(year + 1, month, day)).unwrap();
            prop_assert_eq!(one.end().tomorrow().unwrap(), next.start());
        }

        #[test]
        fn a_part_year_and_the_rest_make_the_year(year in 1800_i16..=2200, last in 1_i8..12) {
            let (part, rest) = (Period::months(year, 1, last).unwrap(), Period::months(year, last + 1, 12).unwrap());
            prop_assert_eq!(part.end().tomorrow().unwrap(), rest.start());
            prop_assert_eq!((part.start(), rest.end()), (date(year, 1, 1), date(year, 12, 31)));
        }

        #[test]
        fn every_period_is_read_back(year in 1800_i16..=2189, first in 1_i8..=12, more in 0_i8..12, days in 1_u16..800) {
            let last = (first + more).min(12);
            for period in [
                Period::months(year, first, last),
                Period::years(year, year + i16::from(more)),
                Period::fiscal_year(date(year, first, 7)),
                Period::days(date(year, first, 12), days),
            ] {
                let period = period.unwrap();
                prop_assert_eq!(Period::parse_sdmx(period.time_period()), Ok(period));
            }
        }

        #[test]
        fn no_text_stops_the_reader(text in "[0-9]{0,6}[-/QSMPYDA0-9 ٢]{0,12}") {
            if let Ok(period) = Period::parse_sdmx(&text) {
                prop_assert!(period.start() <= period.end());
            }
        }
    }

    #[test]
    fn spans_are_written_as_the_contract_asks() {
        let written = |period: Result<Period, PeriodError>| {
            let period = period.unwrap();
            format!("{} {} {} {}", period.frequency().as_str(), period.time_period(), period.start(), period.end())
        };
        assert_eq!(written(Period::fiscal_year(date(2015, 7, 1))), "A 2015-07-01/P1Y 2015-07-01 2016-06-30");
        assert_eq!(written(Period::fiscal_year(date(2015, 1, 1))), "A 2015 2015-01-01 2015-12-31");
        assert_eq!(written(Period::days(date(2023, 9, 12), 365)), "A 2023-09-12/P365D 2023-09-12 2024-09-10");
        assert_eq!(written(Period::years(2015, 2016)), "A 2015-01-01/P2Y 2015-01-01 2016-12-31");
        assert_eq!(written(Period::months(2025, 1, 7)), "A 2025-01-01/P7M 2025-01-01 2025-07-31");
        assert_eq!(written(Period::months(2025, 4, 6)), "Q 2025-Q2 2025-04-01 2025-06-30");
        assert_eq!(written(Period::months(2025, 5, 7)), "A 2025-05-01/P3M 2025-05-01 2025-07-31");
        assert_eq!(written(Period::months(2025, 7, 12)), "S 2025-S2 2025-07-01 2025-12-31");
        assert_eq!(written(Period::months(2024, 2, 2)), "M 2024-02 2024-02-01 2024-02-29");
        assert_eq!(written(Period::months(2025, 1, 12)), "A 2025 2025-01-01 2025-12-31");
    }

    #[test]
    fn periods_of_other_programs_are_read() {
        for (text, written) in [
            ("2015", "2015"),
            (" 2015-A1 ", "2015"),
            ("2015-S2", "2015-S2"),
            ("2015-B2", "2015-S2"),
            ("2015S1", "2015-S1"),
            ("2015-Q4", "2015-Q4"),
            ("2015q4", "2015-Q4"),
            ("2015-03", "2015-03"),
            ("2015M03", "2015-03"),
            ("2015-03-31", "2015"),
            ("2015-01-01/P1Y", "2015"),
            ("2015-04-01/P3M", "2015-Q2"),
        ] {
            assert_eq!(Period::parse_sdmx(text).unwrap().time_period(), written, "{text}");
        }
        for text in
            ["", "15", "2015-", "2015-5", "2015-Q5", "2015-13", "2015-Q", "2015/16", "2015-16", "2015-02-29", "2015-1-01", "201503", "٢٠١٥"]
        {
            assert!(Period::parse_sdmx(text).is_err(), "{text}");
        }
        assert!(Period::parse_sdmx("2015-07-01/P0Y").is_err() && Period::parse_sdmx("2015-07-01/P99999D").is_err());
    }

    #[test]
    fn what_does_not_exist_is_refused() {
        assert!(Period::stock(2021, 2, 29).is_err());
        assert!(Period::quarter(2021, 5).is_err());
        assert!(Period::half(2021, 3).is_err());
        assert!(Period::month(2021, 13).is_err());
        assert!(Period::year(20).is_err());
        assert!(Period::fiscal_year(date(2020, 2, 29)).is_err());
        assert!(Period::fiscal_year(date(2200, 7, 1)).is_err(), "it ends in 2201");
        assert!(Period::days(date(2020, 1, 1), 0).is_err());
        assert!(Period::days(date(2200, 12, 1), 60).is_err());
        let backwards = Period::years(2016, 2015).unwrap_err();
        assert_eq!(backwards.to_string(), "`2016-2015` ends before it begins");
        assert!(matches!(Period::months(2025, 7, 1), Err(PeriodError::Backwards(_))));
    }

    #[test]
    fn a_stock_carries_the_year_its_source_states() {
        let stock = Period::year(2020).unwrap().seen_on(date(2021, 1, 1));
        assert_eq!((stock.time_period(), stock.end(), stock.reference()), ("2020", date(2021, 1, 1), Reference::Point));
        // Meskerem 1, 2016 of the Ethiopian calendar.
        assert_eq!(Period::stock_on(date(2023, 9, 12)).unwrap().time_period(), "2023");
    }
}
