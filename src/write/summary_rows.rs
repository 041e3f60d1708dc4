//! The rows of an exchange table as people read them: the sexes of one key side by side, codes with their names.

use std::collections::BTreeMap;

use jiff::civil::Date;
use polars::prelude::{DataFrame, PolarsResult};

use crate::harmonise::StandardTable;
use crate::spec::{Language, Standard};

/// One figure of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    /// Whole units, where there is a value.
    pub value: Option<i64>,
    /// Its statuses, in order of precedence; the range of a hidden value behind them.
    pub status: String,
}

/// One key without the sex, in the latest edition of its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shown {
    pub state: String,
    pub reporter: String,
    pub sender: String,
    pub freq: String,
    pub time_period: String,
    pub period_start: Date,
    pub period_end: Date,
    /// Codes of the table's dimensions, and their names in English.
    pub codes: Vec<String>,
    pub names: Vec<String>,
    pub age: String,
    /// Figures by sex.
    pub figures: BTreeMap<String, Figure>,
    pub source_id: String,
    pub vintage: String,
    pub grade: String,
    pub note: String,
}

/// The rows of a table, in the order of its key.
pub(super) fn rows(standard: &Standard, table: &StandardTable) -> PolarsResult<Vec<Shown>> {
    let frame = &table.frame;
    let text = |name: &str, row: usize| -> PolarsResult<String> { Ok(frame.column(name)?.str()?.get(row).unwrap_or_default().to_owned()) };
    let label = |list: Option<&crate::spec::CodeList>, code: &str| {
        list.and_then(|list| list.get(code)).map_or_else(String::new, |entry| entry.label(Language::EN).to_owned())
    };
    let mut rows: Vec<Shown> = Vec::new();
    for row in 0..frame.height() {
        if !frame.column("is_latest")?.bool()?.get(row).unwrap_or_default() {
            continue;
        }
        let codes: Vec<String> =
            table.spec.dimensions.iter().map(|dimension| text(dimension.as_str(), row)).collect::<PolarsResult<_>>()?;
        let names = table.spec.dimensions.iter().zip(&codes).map(|(dimension, code)| label(standard.list_of(dimension), code)).collect();
        let reporter = text("reporter", row)?;
        let one = Shown {
            state: label(standard.area_list(), &reporter),
            reporter,
            sender: text("sender", row)?,
            freq: text("freq", row)?,
            time_period: text("time_period", row)?,
            period_start: date(frame, "period_start", row)?,
            period_end: date(frame, "period_end", row)?,
            codes,
            names,
            age: text("age", row)?,
            figures: BTreeMap::new(),
            source_id: text("source_id", row)?,
            vintage: text("vintage", row)?,
            grade: text("grade", row)?,
            note: text("note", row)?,
        };
        let figure = Figure { value: frame.column("value")?.i64()?.get(row), status: status(frame, row)? };
        let sex = text("sex", row)?;
        match rows.iter_mut().rev().take(40).find(|known| same_key(known, &one) && !known.figures.contains_key(&sex)) {
            Some(known) => {
                known.figures.insert(sex, figure);
            }
            None => rows.push(Shown { figures: BTreeMap::from([(sex, figure)]), ..one }),
        }
    }
    Ok(rows)
}

/// Whether two rows differ at most in sex, edition and note; the sexes of one source may come from two editions.
fn same_key(one: &Shown, other: &Shown) -> bool {
    (&one.reporter, &one.freq, &one.time_period, one.period_end, &one.codes, &one.age, &one.source_id, &one.vintage, &one.note)
        == (
            &other.reporter,
            &other.freq,
            &other.time_period,
            other.period_end,
            &other.codes,
            &other.age,
            &other.source_id,
            &other.vintage,
            &other.note,
        )
}

fn date(frame: &DataFrame, name: &str, row: usize) -> PolarsResult<Date> {
    let days = frame.column(name)?.date()?.phys.get(row).unwrap_or_default();
    Ok(Date::constant(1970, 1, 1).saturating_add(jiff::Span::new().days(days)))
}

fn status(frame: &DataFrame, row: usize) -> PolarsResult<String> {
    let marks = frame.column("obs_status_all")?.list()?.get_as_series(row);
    let mut letters = match marks {
        Some(marks) => marks.str()?.iter().flatten().collect::<Vec<_>>().join(""),
        None => String::new(),
    };
    let bound = |name: &str| -> PolarsResult<Option<i32>> { Ok(frame.column(name)?.i32()?.get(row)) };
    if let (Some(low), Some(high)) = (bound("suppressed_low")?, bound("suppressed_high")?) {
        letters.extend([" ", &low.to_string(), " to ", &high.to_string()]);
    }
    Ok(letters)
}
