//! Reference periods and reference dates.

use jiff::civil::{Date, date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::kind::Reference;

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

/// A year, quarter, month or day that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no {0}")]
pub struct PeriodError(String);

/// The span or date an observation is about; both ends inclusive, equal for a stock.
///
/// ```
/// use concord::model::Period;
///
/// let quarter = Period::quarter(2022, 1).unwrap();
/// assert_eq!(quarter.time_period(), "2022-Q1");
/// assert_eq!(quarter.end().to_string(), "2022-03-31");
/// let stock = Period::stock(2020, 7, 1).unwrap();
/// assert_eq!((stock.time_period(), stock.start() == stock.end()), ("2020", true));
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
        if !(1800..=2200).contains(&year) || !(1..=12).contains(&month) {
            return Err(PeriodError(format!("month {month} of year {year}")));
        }
        Ok(date(year, month, 1))
    }

    /// Events of a calendar year.
    ///
    /// # Errors
    /// The year lies outside 1800 to 2200.
    pub fn year(year: i16) -> Result<Self, PeriodError> {
        let start = Self::first(year, 1)?;
        Ok(Self::span(Frequency::A, format!("{year:04}"), start, date(year, 12, 31)))
    }

    /// Events of a quarter, 1 to 4.
    ///
    /// # Errors
    /// There is no such quarter, or the year lies outside 1800 to 2200.
    pub fn quarter(year: i16, quarter: i8) -> Result<Self, PeriodError> {
        if !(1..=4).contains(&quarter) {
            return Err(PeriodError(format!("quarter {quarter}")));
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

    /// A stock at one date, filed under the year the source states.
    ///
    /// # Errors
    /// The date does not exist, or the year lies outside 1800 to 2200.
    pub fn stock(year: i16, month: i8, day: i8) -> Result<Self, PeriodError> {
        Self::first(year, 1)?;
        let at = Date::new(year, month, day).map_err(|_| PeriodError(format!("day {day} of month {month} in {year}")))?;
        Ok(Self { frequency: Frequency::A, label: format!("{year:04}"), start: at, end: at, reference: Reference::Point })
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn quarters_tile_their_year(year in 1800_i16..=2200) {
            let whole = Period::year(year).unwrap();
            let quarters: Vec<Period> = (1..=4).map(|q| Period::quarter(year, q).unwrap()).collect();
            prop_assert_eq!(quarters[0].start(), whole.start());
            prop_assert_eq!(quarters[3].end(), whole.end());
            for pair in quarters.windows(2) {
                prop_assert_eq!(pair[0].end().tomorrow().unwrap(), pair[1].start());
            }
        }
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        assert!(Period::stock(2021, 2, 29).is_err());
        assert!(Period::quarter(2021, 5).is_err());
        assert!(Period::month(2021, 13).is_err());
        assert!(Period::year(20).is_err());
    }
}
