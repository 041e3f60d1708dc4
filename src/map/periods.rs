//! From a stated year and a part of it to a period, in the calendar and the fiscal year that the mapping states.

use jiff::civil::Date;

use crate::model::{Calendar, Frequency, Period, PeriodError, Reference};
use crate::spec::{DayOfStock, NamedBy, Pair, PartOfYear, PeriodOfTable};

/// A year as a label states it, in the calendar of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatedYear {
    /// The year, or the first of two.
    pub first: i16,
    /// The second year, for labels such as `2015/16`.
    pub second: Option<i16>,
}

impl std::fmt::Display for StatedYear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.second {
            Some(second) => write!(f, "{}/{second}", self.first),
            None => write!(f, "{}", self.first),
        }
    }
}

impl StatedYear {
    /// One year alone.
    #[must_use]
    pub const fn one(first: i16) -> Self {
        Self { first, second: None }
    }

    /// Reads `2015`, `2015/16`, `2015-2016`; what two years together mean is not said here.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let year = |digits: &str| {
            let year = digits.trim().parse::<i16>().ok().filter(|_| digits.trim().len() == 4)?;
            (1300..=2200).contains(&year).then_some(year)
        };
        if let Some(first) = year(text) {
            return Some(Self::one(first));
        }
        let (first, second) = text.split_once(['/', '-', '–', '—'])?;
        let first = year(first)?;
        let second = match second.trim() {
            // `1999/00` ends in the next century.
            short if short.len() == 2 => {
                let short: i16 = short.parse().ok()?;
                let same = first - first % 100 + short;
                if same > first { same } else { same + 100 }
            }
            long => year(long)?,
        };
        (second > first).then_some(Self { first, second: Some(second) })
    }
}

/// What the labels and rules say of a period.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stated {
    pub year: StatedYear,
    pub part: Option<PartOfYear>,
    pub months: Option<(i8, i8)>,
}

/// The period of a value; none where nobody has said the day of a stock.
///
/// # Errors
/// The period does not exist, or the label can't be read without more said in the mapping.
pub(super) fn period(table: &PeriodOfTable, stated: Stated) -> Result<Option<Period>, PeriodError> {
    let span = span(table, stated)?;
    match (table.reference, table.day) {
        (Reference::Point, None) => Ok(None),
        (Reference::Point, Some(day)) => stock(table, stated, span, day).map(Some),
        _ => Ok(Some(span)),
    }
}

/// A period that the file writes out, seen as the table's reference asks.
pub(super) fn written(table: &PeriodOfTable, period: &Period) -> Result<Option<Period>, PeriodError> {
    match (table.reference, period.reference(), table.day) {
        (Reference::Point, Reference::Point, _) => Ok(Some(period.clone())),
        (Reference::Point, _, Some(DayOfStock::First)) => Ok(Some(period.clone().seen_on(period.start()))),
        (Reference::Point, _, Some(DayOfStock::Last)) => Ok(Some(period.clone().seen_on(period.end()))),
        (Reference::Point, _, Some(DayOfStock::Of(month, day))) if period.frequency() == Frequency::A => {
            Period::stock(period.start().year(), month, day).map(Some)
        }
        (Reference::Point, _, Some(DayOfStock::Of(..))) => Err(of_part(period)),
        (Reference::Point, _, None) => Ok(None),
        (_, Reference::Point, _) => Err(PeriodError::NotAPeriod(period.time_period().to_owned())),
        _ => Ok(Some(period.clone())),
    }
}

/// The span of time that the labels name.
fn span(table: &PeriodOfTable, stated: Stated) -> Result<Period, PeriodError> {
    let calendar = table.calendar.unwrap_or(Calendar::Gregorian);
    let Some(begins) = begins(table, stated.year)? else {
        let second = stated.year.second.unwrap_or(stated.year.first);
        return Period::years(stated.year.first, second);
    };
    let source = Year { calendar, begins, starts: table.starts.unwrap_or((1, 1)) };
    match (stated.months, stated.part.map(|part| (part.frequency, part.number))) {
        (Some((first, last)), _) => source.months(first, last),
        (None, Some((Frequency::Q, Some(quarter)))) => source.quarter(quarter),
        (None, Some((Frequency::M, Some(month)))) => source.month(month),
        _ => calendar.year(begins, source.starts),
    }
}

/// The year in which the year of the source begins; none for two calendar years together.
fn begins(table: &PeriodOfTable, year: StatedYear) -> Result<Option<i16>, PeriodError> {
    let text = || format!("{}/{}", year.first, year.second.unwrap_or_default());
    match (year.second, table.starts, table.pair) {
        (None, Some(_), _) if table.named_by == Some(NamedBy::Last) => Ok(Some(year.first - 1)),
        (None, ..) => Ok(Some(year.first)),
        (Some(second), Some(_), _) if second == year.first + 1 => Ok(Some(year.first)),
        (Some(_), None, Some(Pair::BothYears)) => Ok(None),
        (Some(_), ..) => Err(PeriodError::NotAPeriod(text())),
    }
}

/// A year of the source.
struct Year {
    calendar: Calendar,
    begins: i16,
    starts: (i8, i8),
}

impl Year {
    /// The year of the calendar in which a month of this year of the source lies.
    fn year_of(&self, month: i8) -> i16 {
        if month < self.starts.0 { self.begins + 1 } else { self.begins }
    }

    fn month(&self, month: i8) -> Result<Period, PeriodError> {
        Ok(self.calendar.month(self.year_of(month), month)?.at(Frequency::M))
    }

    /// Three months, counted from the start of the year of the source.
    fn quarter(&self, quarter: i8) -> Result<Period, PeriodError> {
        let month = |number: i8| (self.starts.0 - 1 + number) % 12 + 1;
        let first = month(quarter.saturating_sub(1).saturating_mul(3));
        let last = month(quarter.saturating_mul(3).saturating_sub(1));
        Ok(self.months(first, last)?.at(Frequency::Q))
    }

    fn months(&self, first: i8, last: i8) -> Result<Period, PeriodError> {
        if self.calendar == Calendar::Gregorian && self.year_of(first) == self.year_of(last) {
            return Period::months(self.year_of(first), first, last);
        }
        let (from, to) = (self.month(first)?, self.month(last)?);
        Period::spanning(from.start(), to.end())
    }
}

fn of_part(period: &Period) -> PeriodError {
    PeriodError::NotAPeriod(format!("{} as a stock on one day of the year", period.time_period()))
}

fn stock(table: &PeriodOfTable, stated: Stated, span: Period, day: DayOfStock) -> Result<Period, PeriodError> {
    let of_year = stated.months.is_none() && stated.part.is_none_or(|part| part.frequency == Frequency::A);
    let calendar = table.calendar.unwrap_or(Calendar::Gregorian);
    // Only a year of the civil calendar lends its name; of any other the day itself tells.
    let civil = calendar == Calendar::Gregorian && table.starts.is_none();
    let (month, day) = match day {
        DayOfStock::First | DayOfStock::Last => {
            let at = if day == DayOfStock::First { span.start() } else { span.end() };
            return if civil || !of_year { Ok(span.seen_on(at)) } else { Period::stock_on(at) };
        }
        DayOfStock::Of(..) if !of_year => return Err(of_part(&span)),
        DayOfStock::Of(month, day) => (month, day),
    };
    if civil {
        return Period::stock(stated.year.first, month, day);
    }
    let inside = |at: &Date| (span.start()..=span.end()).contains(at);
    let years = stated.year.first - 1..=stated.year.first + 1;
    let at = years.filter_map(|year| calendar.date(year, month, day).ok()).find(inside);
    Period::stock_on(at.ok_or_else(|| PeriodError::NoSuch(format!("day {day} of month {month} in the year {}", stated.year.first)))?)
}
