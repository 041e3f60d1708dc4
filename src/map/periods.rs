//! From a year and a part of it to a period, as the table's reference asks.

use crate::model::{Frequency, Period, PeriodError, Reference};
use crate::spec::{PartOfYear, PeriodOfTable};

/// The period of a value.
///
/// # Errors
/// The date does not exist, or a stock is asked for a part of the year.
pub(super) fn period(table: &PeriodOfTable, year: i16, part: Option<PartOfYear>) -> Result<Period, PeriodError> {
    if table.reference == Reference::Point {
        let (month, day) = table.day.unwrap_or((12, 31));
        return Period::stock(year, month, day);
    }
    match part.map(|part| (part.frequency, part.number)) {
        Some((Frequency::Q, Some(quarter))) => Period::quarter(year, quarter),
        Some((Frequency::M, Some(month))) => Period::month(year, month),
        _ => Period::year(year),
    }
}
