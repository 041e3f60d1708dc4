//! Indicators as columns.

use polars::prelude::{Column as Series, DataFrame, NamedFrom, PolarsResult, Series as Values};

use super::result::Indicator;
use crate::harmonise::series::{lists, owned, text};
use crate::harmonise::{Column, ColumnKind};
use crate::model::{Code, MappingId};
use crate::spec::{IndicatorSpec, Language, Standard};
use crate::texts::say;

/// The columns of `indicators.parquet`, in order.
#[must_use]
pub fn indicator_columns() -> Vec<Column> {
    use ColumnKind::{Dictionary, Float64, Int16, Text, TextList};
    vec![
        Column::new("indicator_id", Dictionary, "indicator of the standard"),
        Column::new("title", Dictionary, "what it is, in English"),
        Column::maybe("goal", Dictionary, "its number among the indicators of the Sustainable Development Goals"),
        Column::new("state", Dictionary, "state, or the code of the region"),
        Column::maybe("year", Int16, "year compared; null for what the exchange does not ask for"),
        Column::maybe("value", Float64, "its value with the decimals of the standard; null where there is a reason, which is never 0"),
        Column::new("unit", Dictionary, "what one unit is"),
        Column::new("bound", Dictionary, "`exact`, or `at-least` where the value is that or more"),
        Column::maybe("grade", Dictionary, "the grade of the worst figure it is made of"),
        Column::new("grade_causes", TextList, "what caused that grade"),
        Column::maybe("reason", Dictionary, "why there is no value"),
        Column::maybe("said", Text, "the same in a sentence, or what to know of the value, in English"),
        Column::new("inputs", TextList, "observations it is made of, or that say why it is not, to be traced to their cells"),
        Column::new("sources", TextList, "their sources"),
        Column::new("states", TextList, "states whose figures it is made of"),
        Column::maybe("told_per_mille", Int16, "per mille of the foreign total that the countries told one by one are"),
    ]
}

/// Indicators as columns, in their order.
///
/// # Errors
/// Only when polars refuses columns of equal length, which would be a fault of this program.
pub fn indicators_frame(standard: &Standard, all: &[Indicator]) -> PolarsResult<DataFrame> {
    let spec = |one: &Indicator| standard.indicators.iter().find(|spec| spec.id == one.id);
    let shorts = |name: &str, values: Vec<Option<i16>>| Series::from(Values::new(name.into(), values));
    let said = |one: &Indicator| one.said.as_ref().map(|said| say(said, Language::EN, standard));
    DataFrame::new(
        all.len(),
        vec![
            text("indicator_id", all.iter().map(|one| Some(MappingId::as_str(&one.id)))),
            owned("title", all.iter().map(|one| Some(spec(one).map_or_else(String::new, |spec: &IndicatorSpec| spec.title.clone())))),
            owned("goal", all.iter().map(|one| spec(one)?.goal.clone())),
            text("state", all.iter().map(|one| Some(Code::as_str(&one.state)))),
            shorts("year", all.iter().map(|one| one.year).collect()),
            Series::from(Values::new("value".into(), all.iter().map(|one| one.value).collect::<Vec<Option<f64>>>())),
            text("unit", all.iter().map(|one| Some(one.unit.as_str()))),
            text("bound", all.iter().map(|one| Some(one.bound.as_str()))),
            text("grade", all.iter().map(|one| one.grade.map(crate::model::Grade::as_str))),
            lists("grade_causes", all.iter().map(|one| one.causes.iter().cloned().collect())),
            text("reason", all.iter().map(|one| one.reason.map(super::Lacking::as_str))),
            owned("said", all.iter().map(said)),
            lists("inputs", all.iter().map(|one| one.inputs.iter().map(|id| format!("{id:016x}")).collect())),
            lists("sources", all.iter().map(|one| one.sources.iter().cloned().collect())),
            lists("states", all.iter().map(|one| one.states.iter().map(ToString::to_string).collect())),
            shorts("told_per_mille", all.iter().map(|one| one.told_per_mille).collect()),
        ],
    )
}
