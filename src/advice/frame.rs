//! The columns of ranked repairs; a later stage fills them, beside what was asked for and did not come.

use crate::harmonise::{Column, ColumnKind};

/// The columns of `recommendations.parquet` that are about repairs, in order.
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
