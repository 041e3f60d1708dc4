//! Ranked repairs as columns.

use polars::prelude::{Column as Series, DataFrame, NamedFrom, PolarsResult, Series as Values};

use super::repair::Repair;
use crate::harmonise::series::{lists, owned, whole};
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
    let attribute = |repair: &Repair| standard.attributes.get(repair.attribute);
    DataFrame::new(
        repairs.len(),
        vec![
            owned("scope", repairs.iter().map(|repair| Some(repair.scope.as_str().to_owned()))),
            Series::from(Values::new(
                "rank".into(),
                repairs.iter().map(|repair| i32::try_from(repair.rank).unwrap_or(i32::MAX)).collect::<Vec<_>>(),
            )),
            owned("kind", repairs.iter().map(|repair| Some(repair.kind.to_string()))),
            owned("source_id", repairs.iter().map(|repair| Some(repair.source.to_string()))),
            owned("attribute", repairs.iter().map(|repair| attribute(repair).map(|one| one.id.to_string()))),
            owned("wanted", repairs.iter().map(|repair| Some(repair.wanted(standard)))),
            lists("tables", repairs.iter().map(|repair| repair.tables.iter().map(ToString::to_string).collect())),
            whole("cells_alone", repairs.iter().map(|repair| repair.alone)),
            whole("cells_together", repairs.iter().map(|repair| repair.together)),
            whole("cells_concerned", repairs.iter().map(|repair| repair.concerned)),
            whole("cells_blocked", repairs.iter().map(|repair| repair.blocked)),
            owned("reasoning", repairs.iter().map(|repair| Some(repair.reasoning(standard)))),
        ],
    )
}
