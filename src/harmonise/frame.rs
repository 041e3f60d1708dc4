//! Observations as columns, with the schema of the output contract.

use std::sync::Arc;

use jiff::civil::Date;
use polars::prelude::{
    Column as Series, DataFrame, DataType, IntoLazy, NamedFrom, PolarsResult, Series as Values, SortMultipleOptions, col,
};

use super::claim::{Claim, area_kind};
use super::series::{lists, text};
use crate::grade::Graded;
use crate::model::{Age, Code, Origin, Status, StatusSet, days_between};
use crate::spec::{DimensionKind, Standard, TableSpec};

/// One observation: a claim that nothing contradicts, or a declared sum of claims.
#[derive(Debug, Clone)]
pub(super) struct Observation<'a> {
    /// The claim that lends its key, its source and, where it stands alone, its cell.
    pub claim: &'a Claim,
    /// Value after merging.
    pub value: Option<i64>,
    /// Range after merging.
    pub range: Option<(i32, i32)>,
    /// Statuses of every claim, and what the grade adds.
    pub status: StatusSet,
    /// How far it stands from the shared definition.
    pub graded: Arc<Graded>,
    /// Reported or merged.
    pub origin: Origin,
}

/// Days since 1970-01-01.
#[must_use]
pub fn epoch_days(date: Date) -> i32 {
    days_between(Date::constant(1970, 1, 1), date)
}

/// A column of dates.
///
/// # Errors
/// Only when polars can't cast days to dates, which would be a fault of this program.
pub fn date_column(name: &str, dates: impl Iterator<Item = Option<Date>>) -> PolarsResult<Series> {
    let days: Vec<Option<i32>> = dates.map(|date| date.map(epoch_days)).collect();
    Ok(Series::from(Values::new(name.into(), days).cast(&DataType::Date)?))
}

/// Lays observations out as the columns of the contract, sorted by key.
pub(super) fn frame(standard: &Standard, table: &TableSpec, observations: &[Observation<'_>]) -> PolarsResult<DataFrame> {
    let claims = || observations.iter().map(|observation| observation.claim);
    let reported = |observation: &Observation<'_>| observation.origin == Origin::Reported;
    let ids: Vec<String> = claims().map(|claim| format!("{:016x}", claim.observation_id())).collect();
    let ages: Vec<Option<Age>> = claims().map(|claim| claim.age.as_str().parse().ok()).collect();
    let cells: Vec<Option<String>> =
        observations.iter().map(|one| reported(one).then(|| one.claim.at.show(one.claim.submission.addressing))).collect();

    let mut columns = vec![
        text("observation_id", ids.iter().map(|id| Some(id.as_str()))),
        text("table_id", claims().map(|claim| Some(claim.table.as_str()))),
        text("reporter", claims().map(|claim| Some(claim.reporter.as_str()))),
        text("sender", claims().map(|claim| Some(claim.mapping.sender.as_str()))),
        text("freq", claims().map(|claim| Some(claim.period.frequency().as_str()))),
        text("time_period", claims().map(|claim| Some(claim.period.time_period()))),
        date_column("period_start", claims().map(|claim| Some(claim.period.start())))?,
        date_column("period_end", claims().map(|claim| Some(claim.period.end())))?,
        text("reference", claims().map(|claim| Some(claim.period.reference().as_str()))),
    ];
    for (position, dimension) in table.dimensions.iter().enumerate() {
        let codes = || claims().map(|claim| claim.dimensions.get(position));
        columns.push(text(dimension.as_str(), codes().map(|code| code.map(Code::as_str))));
        if standard.dimensions.get(dimension).is_some_and(|dimension| dimension.kind == DimensionKind::Area) {
            let kinds = codes().map(|code| code.and_then(|code| area_kind(standard, dimension, code)));
            columns.push(text(&format!("{dimension}_kind"), kinds));
        }
    }
    columns.extend([
        text("sex", claims().map(|claim| Some(claim.sex.as_str()))),
        text("age", claims().map(|claim| Some(claim.age.as_str()))),
        Series::from(Values::new("age_from".into(), ages.iter().map(|age| age.and_then(Age::from).map(i16::from)).collect::<Vec<_>>())),
        Series::from(Values::new("age_to".into(), ages.iter().map(|age| age.and_then(Age::to).map(i16::from)).collect::<Vec<_>>())),
        Series::from(Values::new("value".into(), observations.iter().map(|one| one.value).collect::<Vec<_>>())),
        Series::from(Values::new("value_step".into(), claims().map(|claim| claim.step).collect::<Vec<_>>())),
        text("unit", claims().map(|claim| Some(claim.unit.as_str()))),
        text("obs_status", observations.iter().map(|one| Some(one.status.speaking().as_str()))),
        lists("obs_status_all", observations.iter().map(|one| one.status.iter().map(Status::as_str).collect())),
        Series::from(Values::new(
            "suppressed_low".into(),
            observations.iter().map(|one| one.range.map(|range| range.0)).collect::<Vec<_>>(),
        )),
        Series::from(Values::new(
            "suppressed_high".into(),
            observations.iter().map(|one| one.range.map(|range| range.1)).collect::<Vec<_>>(),
        )),
        text("conf_status", claims().map(|_| None)),
        text("grade", observations.iter().map(|one| Some(one.graded.grade.as_str()))),
        lists("grade_causes", observations.iter().map(|one| one.graded.causes.iter().map(AsRef::as_ref).collect())),
        text("profile_id", observations.iter().map(|one| Some(one.graded.profile_id.as_ref()))),
        text("source_id", claims().map(|claim| Some(claim.mapping.source_id.as_str()))),
        text("submission_id", claims().map(|claim| Some(claim.submission.submission_id.as_str()))),
        text("vintage", claims().map(|claim| Some(claim.mapping.vintage.as_str()))),
        text("origin", observations.iter().map(|one| Some(one.origin.as_str()))),
        text("file", observations.iter().map(|one| reported(one).then(|| one.claim.submission.file.as_ref()))),
        text("sheet", observations.iter().map(|one| reported(one).then(|| one.claim.sheet.as_ref()))),
        text("cell", cells.iter().map(Option::as_deref)),
        text("raw", observations.iter().map(|one| reported(one).then(|| one.claim.raw.as_ref()))),
        text("mapping_id", claims().map(|claim| Some(claim.mapping.id.as_str()))),
        text("mapping_sha256", claims().map(|claim| Some(claim.mapping.sha256.as_str()))),
        text("note", claims().map(|claim| claim.note.as_deref())),
    ]);
    let frame = DataFrame::new(observations.len(), columns)?;
    let names: Vec<String> = super::schema::observation_columns(standard, table).into_iter().map(|column| column.name).collect();
    latest(frame, table)?
        .lazy()
        .sort(key_columns(table), SortMultipleOptions::default())
        .select(names.iter().map(col).collect::<Vec<_>>())
        .collect()
}

/// The columns of the key, in sort order.
fn key_columns(table: &TableSpec) -> Vec<&str> {
    let mut names = vec!["table_id", "reporter", "freq", "time_period", "period_end"];
    names.extend(table.dimensions.iter().map(crate::model::DimensionId::as_str));
    names.extend(["sex", "age", "source_id", "vintage"]);
    names
}

/// Marks the latest edition of each key.
fn latest(frame: DataFrame, table: &TableSpec) -> PolarsResult<DataFrame> {
    let without_vintage: Vec<_> = key_columns(table).into_iter().filter(|name| *name != "vintage").map(col).collect();
    frame.lazy().with_column(col("vintage").eq(col("vintage").max().over(without_vintage)?).alias("is_latest")).collect()
}
