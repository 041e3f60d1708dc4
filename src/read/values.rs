//! What calamine's values are in our words.
//!
//! In goes a value as calamine gives it, out comes the content of a cell, with dates as ISO text. Also what every reader
//! of workbooks checks alike: that no cell is stored twice, and that a panic below becomes an error about the file.

use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{CellErrorType, DataRef, ExcelDateTime, ExcelDateTimeType, SheetVisible};
use jiff::civil::Date;

use super::budget::{Budget, Exceeded, Spending};
use super::error::{At, ReadError};
use super::workbook::{CellError, Content, Sheet, Visibility};
use crate::model::{Addressing, shortest_text};

/// Turns a panic of calamine into an error about the file.
///
/// Two are known in 0.38 that no check beforehand excludes: a number format with 256 opening brackets overflows a
/// counter in builds with overflow checks, and a number that only one of its two parsers understands unwraps.
pub(super) fn without_panicking<T>(at: &At, work: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    // Everything the closure could leave half-done is dropped with the error.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(at.damaged("its cells contradict the format")))
}

pub(super) const fn visibility(told: SheetVisible) -> Visibility {
    match told {
        SheetVisible::Visible => Visibility::Visible,
        SheetVisible::Hidden => Visibility::Hidden,
        SheetVisible::VeryHidden => Visibility::VeryHidden,
    }
}

/// Holds the number of sheets to what a container may have of parts.
pub(super) fn too_many_sheets(sheets: usize, budget: &Budget) -> Result<(), Exceeded> {
    if sheets > budget.parts {
        return Err(Exceeded { what: "the workbook has", limit: budget.parts as u64, unit: "sheets" });
    }
    Ok(())
}

/// Refuses a sheet that stores a cell twice: nobody could say which is meant.
pub(super) fn stored_once(sheet: &Sheet, at: &At) -> Result<(), ReadError> {
    match sheet.cells().array_windows::<2>().find(|[a, b]| a.at == b.at) {
        Some([twice, _]) => {
            let address = twice.at.show(Addressing::Letters);
            Err(at.damaged(format!("the cell {address} of the sheet `{}` is stored twice", sheet.name)))
        }
        None => Ok(()),
    }
}

/// A number that a workbook stores, as a date where its format shows one.
pub(super) fn number(stored: f64, is_date: bool, from_1904: bool, spending: &mut Spending<'_>) -> Result<Content, Exceeded> {
    let date = ExcelDateTime::new(stored, ExcelDateTimeType::DateTime, from_1904);
    Ok(match iso(&date).filter(|_| is_date) {
        Some(shown) => Content::Date { serial: stored, shown: spending.text(&shown)? },
        None => Content::Number(stored),
    })
}

/// What a cell stores; none where that is nothing, such as the empty text of a formula.
pub(super) fn content(value: &DataRef<'_>, spending: &mut Spending<'_>) -> Result<Option<Content>, Exceeded> {
    let mut text = |text: &str| match text {
        "" => Ok(None),
        text => spending.text(text).map(|text| Some(Content::Text(text))),
    };
    Ok(match value {
        DataRef::Empty => None,
        DataRef::Float(number) if number.is_finite() => Some(Content::Number(*number)),
        // Some writers store `NaN` as if it were a number.
        DataRef::Float(number) => text(&shortest_text(*number))?,
        #[expect(clippy::cast_precision_loss, reason = "a spreadsheet stores doubles; calamine never makes integers of xlsx")]
        DataRef::Int(number) => Some(Content::Number(*number as f64)),
        DataRef::String(stored) => text(stored)?,
        DataRef::SharedString(stored) => text(stored)?,
        DataRef::Bool(truth) => Some(Content::Boolean(*truth)),
        DataRef::DateTime(date) => Some(match iso(date) {
            Some(shown) => Content::Date { serial: date.as_f64(), shown: spending.text(&shown)? },
            None => Content::Number(date.as_f64()),
        }),
        DataRef::DateTimeIso(stored) => match serial(stored, FIRST_DAY) {
            Some(serial) => Some(Content::Date { serial, shown: spending.text(stored)? }),
            None => text(stored)?,
        },
        DataRef::DurationIso(stored) => text(stored)?,
        DataRef::Error(error) => Some(Content::Error(cell_error(error))),
    })
}

pub(super) const fn cell_error(error: &CellErrorType) -> CellError {
    match error {
        CellErrorType::Div0 => CellError::DivisionByZero,
        CellErrorType::NA => CellError::NotAvailable,
        CellErrorType::Name => CellError::Name,
        CellErrorType::Null => CellError::Null,
        CellErrorType::Num => CellError::Number,
        CellErrorType::Ref => CellError::Reference,
        CellErrorType::Value => CellError::Value,
        CellErrorType::GettingData => CellError::GettingData,
    }
}

/// The last serial number of the year 9999, in the shorter of the two epochs.
const LAST_SERIAL: f64 = 2_957_004.0;

/// A date, a date with its time, or below one day the time alone; none for durations and what is no date.
pub(super) fn iso(date: &ExcelDateTime) -> Option<String> {
    let serial = date.as_f64();
    // calamine clamps what lies outside to the nearest date, which would be a date nobody wrote.
    if date.is_duration() || !(0.0..LAST_SERIAL).contains(&serial) {
        return None;
    }
    let (year, month, day, hour, minute, second, milli) = date.to_ymd_hms_milli();
    let fraction = if milli == 0 { String::new() } else { format!(".{milli:03}") };
    let time = format!("{hour:02}:{minute:02}:{second:02}{fraction}");
    let day = format!("{year:04}-{month:02}-{day:02}");
    Some(match (serial < 1.0, (hour, minute, second, milli) == (0, 0, 0, 0)) {
        (true, _) => time,
        (false, true) => day,
        (false, false) => format!("{day}T{time}"),
    })
}

/// The day that numbers of dates count from, unless a workbook says otherwise.
pub(super) const FIRST_DAY: Date = jiff::civil::date(1899, 12, 30);

/// The number of a date that is stored as ISO text: days since the epoch.
pub(super) fn serial(iso: &str, epoch: Date) -> Option<f64> {
    let moment: jiff::civil::DateTime = iso.strip_suffix('Z').unwrap_or(iso).parse().ok()?;
    Some(moment.duration_since(epoch.at(0, 0, 0, 0)).as_secs_f64() / 86_400.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_say_what_is_not_zero_and_nothing_is_clamped() {
        let date = |serial, kind| iso(&ExcelDateTime::new(serial, kind, false));
        let moment = ExcelDateTimeType::DateTime;
        assert_eq!(date(44_013.0, moment).as_deref(), Some("2020-07-01"));
        assert_eq!(date(44_013.5, moment).as_deref(), Some("2020-07-01T12:00:00"));
        assert_eq!(date(0.25, moment).as_deref(), Some("06:00:00"));
        assert_eq!(date(-1.0, moment), None);
        assert_eq!(date(1e9, moment), None);
        assert_eq!(date(1.5, ExcelDateTimeType::TimeDelta), None);
        assert_eq!(serial("2020-07-01T12:00:00", FIRST_DAY), Some(44_013.5));
        assert_eq!(serial("July", FIRST_DAY), None);
    }
}
