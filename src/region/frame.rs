//! Sums and their parts as columns.

use polars::prelude::{Column as Series, DataFrame, NamedFrom, PolarsResult, Series as Values};

use super::sums::{Out, RegionalSum};
use crate::harmonise::series::{lists, owned, text, truth};
use crate::harmonise::{Column, ColumnKind};
use crate::model::{Code, DimensionId};
use crate::spec::TableSpec;

/// The columns of `derived/<TABLE_ID>.parquet`, in order.
#[must_use]
pub fn sum_columns(table: &TableSpec) -> Vec<Column> {
    use ColumnKind::{Boolean, Dictionary, Int16, Int32, Int64, Text, TextList};
    let mut columns = vec![
        Column::new("sum_id", Text, "first 16 hexadecimal digits of the SHA-256 of the key of the sum"),
        Column::new("table_id", Dictionary, "exchange table; a sum never leaves its table"),
        Column::new("freq", Dictionary, "frequency of the figures"),
        Column::new("year", Text, "year compared; for quarters, months and other spans the period itself"),
    ];
    for dimension in &table.dimensions {
        columns.push(Column::new(
            dimension.as_str(),
            Dictionary,
            "code of the dimension; `NAT` for each state's own citizens or native-born",
        ));
    }
    columns.extend([
        Column::new("sex", Dictionary, "code of the sex"),
        Column::new("age", Dictionary, "code of the age"),
        Column::new("unit", Dictionary, "what one unit is"),
        Column::maybe("comparable_value", Int64, "sum over the states of grade A and B; null where there is none"),
        Column::new("comparable_states", TextList, "states in it"),
        Column::maybe(
            "comparable_per_mille",
            Int16,
            "per mille of the region's population that they are; null where a population is not known",
        ),
        Column::maybe("reported_value", Int64, "sum over all states with a figure, whatever their grade"),
        Column::new("reported_states", TextList, "states in it"),
        Column::maybe("reported_per_mille", Int16, "per mille of the region's population that they are"),
        Column::new("members", Int32, "members of the region on the last day"),
        Column::new("complete", Boolean, "whether every member is in the comparable line"),
        Column::new("out", TextList, "members that are not in the comparable line, with the reason"),
        Column::new("said", Text, "both lines as a person reads them"),
    ]);
    columns
}

/// The columns of `derived/parts.parquet`, in order.
#[must_use]
pub fn part_columns() -> Vec<Column> {
    use ColumnKind::{Boolean, Dictionary, Text, TextList};
    vec![
        Column::new("sum_id", Text, "the sum"),
        Column::new("table_id", Dictionary, "exchange table"),
        Column::new("reporter", Dictionary, "state"),
        Column::new("observation_id", Text, "the figure that speaks for the state"),
        Column::new("source_id", Dictionary, "its source"),
        Column::new("own_return", Boolean, "whether the state itself sent it; an agency's figure never counts as a state's return"),
        Column::new("grade", Dictionary, "its grade"),
        Column::new("comparable", Boolean, "whether it is in the comparable line"),
        Column::new("others", TextList, "observations of other sources or editions for the same place, which do not speak"),
    ]
}

/// Sums of one table as columns.
///
/// # Errors
/// Only when polars refuses columns of equal length, which would be a fault of this program.
pub fn sums_frame(table: &TableSpec, sums: &[&RegionalSum]) -> PolarsResult<DataFrame> {
    let mut columns = vec![
        owned("sum_id", sums.iter().map(|sum| Some(format!("{:016x}", sum.id)))),
        text("table_id", sums.iter().map(|sum| Some(sum.table.as_str()))),
        text("freq", sums.iter().map(|sum| Some(sum.freq.as_str()))),
        text("year", sums.iter().map(|sum| Some(sum.year.as_str()))),
    ];
    for (position, dimension) in table.dimensions.iter().enumerate() {
        columns.push(text(DimensionId::as_str(dimension), sums.iter().map(|sum| sum.dimensions.get(position).map(Code::as_str))));
    }
    let shares = |name: &str, values: Vec<Option<i16>>| Series::from(Values::new(name.into(), values));
    let whole = |name: &str, values: Vec<Option<i64>>| Series::from(Values::new(name.into(), values));
    let outs = |outs: &[Out]| -> Vec<String> { outs.iter().map(|out| format!("{}: {}", out.reporter, out.why)).collect() };
    columns.extend([
        text("sex", sums.iter().map(|sum| Some(sum.sex.as_str()))),
        text("age", sums.iter().map(|sum| Some(sum.age.as_str()))),
        text("unit", sums.iter().map(|_| Some(table.unit.as_str()))),
        whole("comparable_value", sums.iter().map(|sum| sum.comparable_value()).collect()),
        lists("comparable_states", sums.iter().map(|sum| sum.comparable().map(|part| part.reporter.to_string()).collect())),
        shares("comparable_per_mille", sums.iter().map(|sum| sum.population_comparable).collect()),
        whole("reported_value", sums.iter().map(|sum| sum.reported_value()).collect()),
        lists("reported_states", sums.iter().map(|sum| sum.reported().map(|part| part.reporter.to_string()).collect())),
        shares("reported_per_mille", sums.iter().map(|sum| sum.population_reported).collect()),
        Series::from(Values::new(
            "members".into(),
            sums.iter().map(|sum| i32::try_from(sum.members).unwrap_or(i32::MAX)).collect::<Vec<_>>(),
        )),
        truth("complete", sums.iter().map(|sum| sum.is_complete())),
        lists("out", sums.iter().map(|sum| [outs(&sum.not_comparable), outs(&sum.without_figure)].concat())),
        owned("said", sums.iter().map(|sum| Some(sum.said()))),
    ]);
    DataFrame::new(sums.len(), columns)
}

/// The figures that speak in sums, as columns.
///
/// # Errors
/// Only when polars refuses columns of equal length, which would be a fault of this program.
pub fn parts_frame(sums: &[RegionalSum]) -> PolarsResult<DataFrame> {
    let rows: Vec<_> = sums.iter().flat_map(|sum| sum.parts.iter().map(move |part| (sum, part))).collect();
    DataFrame::new(
        rows.len(),
        vec![
            owned("sum_id", rows.iter().map(|(sum, _)| Some(format!("{:016x}", sum.id)))),
            text("table_id", rows.iter().map(|(sum, _)| Some(sum.table.as_str()))),
            text("reporter", rows.iter().map(|(_, part)| Some(part.reporter.as_str()))),
            owned("observation_id", rows.iter().map(|(_, part)| Some(format!("{:016x}", part.observation)))),
            text("source_id", rows.iter().map(|(_, part)| Some(part.source_id.as_str()))),
            truth("own_return", rows.iter().map(|(_, part)| part.own)),
            text("grade", rows.iter().map(|(_, part)| Some(part.grade.as_str()))),
            truth("comparable", rows.iter().map(|(_, part)| part.comparable)),
            lists("others", rows.iter().map(|(_, part)| part.others.iter().map(|id| format!("{id:016x}")).collect())),
        ],
    )
}
