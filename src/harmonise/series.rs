//! Columns from texts, lists and counts: the one place where rows become polars columns by hand.

use polars::prelude::{Column, ListChunked, NamedFrom, Series};

/// A column of texts.
pub(crate) fn text<'a>(name: &str, values: impl Iterator<Item = Option<&'a str>>) -> Column {
    Column::from(Series::new(name.into(), values.collect::<Vec<_>>()))
}

/// A column of texts that were made for it.
pub(crate) fn owned(name: &str, values: impl Iterator<Item = Option<String>>) -> Column {
    Column::from(Series::new(name.into(), values.collect::<Vec<_>>()))
}

/// A column of counts.
pub(crate) fn whole(name: &str, values: impl Iterator<Item = u64>) -> Column {
    Column::from(Series::new(name.into(), values.map(|value| i64::try_from(value).unwrap_or(i64::MAX)).collect::<Vec<_>>()))
}

/// A column of truth values.
pub(crate) fn truth(name: &str, values: impl Iterator<Item = bool>) -> Column {
    Column::from(Series::new(name.into(), values.collect::<Vec<_>>()))
}

/// A column of truth values that may be missing.
pub(crate) fn truth_or_none(name: &str, values: impl Iterator<Item = Option<bool>>) -> Column {
    Column::from(Series::new(name.into(), values.collect::<Vec<_>>()))
}

/// A column of lists of texts.
pub(crate) fn lists<T: AsRef<str>>(name: &str, rows: impl Iterator<Item = Vec<T>>) -> Column {
    let values: Vec<Series> = rows.map(|row| Series::new("".into(), row.iter().map(AsRef::as_ref).collect::<Vec<&str>>())).collect();
    let chunked: ListChunked = values.into_iter().collect();
    let mut series = Series::from(chunked);
    series.rename(name.into());
    Column::from(series)
}
