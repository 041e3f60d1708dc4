//! Ranked repairs as columns.

use polars::prelude::{Column as Series, DataFrame, ListChunked, NamedFrom, PolarsResult, Series as Values};

use super::repair::Repair;
use crate::harmonise::{Column, ColumnKind};
use crate::spec::Standard;

/// The columns of `recommendations.parquet`, in order.
#[must_use]
pub fn repair_columns() -> Vec<Column> {
    use ColumnKind::{Dictionary, Int32, Int64, Text, TextList};
    vec![
        Column::new("scope", Dictionary, "`region`, a state for its own returns, or an agency"),
        Column::new("rank", Int32, "place in the list of the scope, from 1"),
        Column::new("kind", Dictionary, "answer, breakdown or source"),
        Column::new("source_id", Dictionary, "source concerned"),
        Column::new("attribute", Dictionary, "attribute of the definition profile"),
        Column::new("wanted", Text, "what to ask for: the question, the breakdown, or figures counted otherwise; in English"),
        Column::new("tables", TextList, "exchange tables concerned"),
        Column::new("cells_alone", Int64, "figures that this step alone makes comparable (A or B), at best"),
        Column::new("cells_together", Int64, "figures that this step and all above it make comparable, at best"),
        Column::new("cells_concerned", Int64, "blocked figures in which it takes part"),
        Column::new("cells_blocked", Int64, "blocked figures of the scope before any step"),
        Column::new("reasoning", Text, "why it stands at this place"),
    ]
}

/// Repairs as columns, in the order of the lists.
///
/// # Errors
/// Only when polars refuses columns of equal length, which would be a fault of this program.
pub fn repairs_frame(standard: &Standard, repairs: &[Repair]) -> PolarsResult<DataFrame> {
    let owned = |name: &str, values: Vec<String>| Series::from(Values::new(name.into(), values));
    let whole = |name: &str, values: Vec<u64>| {
        Series::from(Values::new(name.into(), values.into_iter().map(|value| i64::try_from(value).unwrap_or(i64::MAX)).collect::<Vec<_>>()))
    };
    let attribute = |repair: &Repair| standard.attributes.get(repair.attribute);
    let tables: ListChunked =
        repairs.iter().map(|repair| Values::new("".into(), repair.tables.iter().map(ToString::to_string).collect::<Vec<_>>())).collect();
    let mut tables = Values::from(tables);
    tables.rename("tables".into());
    DataFrame::new(
        repairs.len(),
        vec![
            owned("scope", repairs.iter().map(|repair| repair.scope.as_str().to_owned()).collect()),
            Series::from(Values::new(
                "rank".into(),
                repairs.iter().map(|repair| i32::try_from(repair.rank).unwrap_or(i32::MAX)).collect::<Vec<_>>(),
            )),
            owned("kind", repairs.iter().map(|repair| repair.kind.to_string()).collect()),
            owned("source_id", repairs.iter().map(|repair| repair.source.to_string()).collect()),
            owned("attribute", repairs.iter().map(|repair| attribute(repair).map_or_else(String::new, |one| one.id.to_string())).collect()),
            owned("wanted", repairs.iter().map(|repair| repair.wanted(standard)).collect()),
            Series::from(tables),
            whole("cells_alone", repairs.iter().map(|repair| repair.alone).collect()),
            whole("cells_together", repairs.iter().map(|repair| repair.together).collect()),
            whole("cells_concerned", repairs.iter().map(|repair| repair.concerned).collect()),
            whole("cells_blocked", repairs.iter().map(|repair| repair.blocked).collect()),
            owned("reasoning", repairs.iter().map(|repair| repair.reasoning(standard)).collect()),
        ],
    )
}
