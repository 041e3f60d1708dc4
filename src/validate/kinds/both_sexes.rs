//! Both sexes together equal male, female and unknown.

use std::sync::Arc;

use polars::prelude::{DataFrame, PolarsResult, col};

use crate::diag::{Finding, Place};
use crate::harmonise::{StandardTable, group_positions};
use crate::model::{Addressing, CellRange, CellRef};
use crate::validate::findings::SEXES_MISMATCH;
use crate::validate::judge::{Amount, Verdict, judge_total};
use crate::validate::scorecard::Scorecard;

/// Id of the rule.
pub(in crate::validate) const RULE: &str = "C02";

/// One row of a group: sex, amount, step, and where it stands.
struct Row {
    sex: String,
    amount: Amount,
    step: i32,
    place: Option<Place>,
}

/// Judges every key of a table that has a total and at least one sex.
pub(in crate::validate) fn check(table: &StandardTable, scorecard: &mut Scorecard) -> PolarsResult<Vec<Finding>> {
    let mut findings = Vec::new();
    for group in groups(table)? {
        let (totals, parts): (Vec<&Row>, Vec<&Row>) = group.iter().partition(|row| row.sex == "_T");
        let (Some(total), false) = (totals.first(), parts.is_empty()) else { continue };
        let amounts: Vec<Amount> = parts.iter().map(|row| row.amount).collect();
        let both = ["F", "M"].iter().all(|sex| parts.iter().any(|row| row.sex == *sex));
        let verdict = match judge_total(total.amount, &amounts, total.step) {
            Verdict::Passed if !both => Verdict::Undecided("one sex is not in the table"),
            Verdict::Failed { sum, tolerance } if !both && !matches!(total.amount, Amount::Known(total) if sum.0 > total + tolerance) => {
                Verdict::Undecided("one sex is not in the table")
            }
            verdict => verdict,
        };
        scorecard.count(RULE, &verdict);
        if let Verdict::Failed { sum, .. } = verdict {
            findings.push(failed(total, &parts, sum));
        }
    }
    Ok(findings)
}

fn failed(total: &Row, parts: &[&Row], sum: (i64, i64)) -> Finding {
    let shown = match total.amount {
        Amount::Known(value) => value.to_string(),
        Amount::Between(low, high) => format!("{low} to {high}"),
        Amount::Missing => "missing".to_owned(),
    };
    let finding = Finding::new(&SEXES_MISMATCH, format!("both sexes are {shown}, male, female and unknown add to {}", sum.0)).rule(RULE);
    let finding = finding.also(parts.iter().filter_map(|row| row.place.clone()));
    match &total.place {
        Some(place) => finding.at(place.clone()),
        None => finding,
    }
}

/// The rows of each key without the sex, for keys that hold more than one row.
fn groups(table: &StandardTable) -> PolarsResult<Vec<Vec<Row>>> {
    let mut by = vec![col("reporter"), col("freq"), col("time_period"), col("period_end"), col("age"), col("source_id"), col("vintage")];
    by.extend(table.spec.dimensions.iter().map(|dimension| col(dimension.as_str())));
    let kept = ["sex", "value", "suppressed_low", "suppressed_high", "value_step", "file", "sheet", "cell"];
    let frame = table.frame.select(kept)?;
    let groups = group_positions(table.frame.clone(), by)?.into_iter().filter(|group| group.len() > 1);
    groups.map(|group| group.into_iter().map(|position| row(&frame, position)).collect()).collect()
}

fn row(frame: &DataFrame, position: usize) -> PolarsResult<Row> {
    let text = |name: &str| -> PolarsResult<Option<String>> { Ok(frame.column(name)?.str()?.get(position).map(str::to_owned)) };
    let range = frame.column("suppressed_low")?.i32()?.get(position).zip(frame.column("suppressed_high")?.i32()?.get(position));
    let place = match (text("file")?, text("sheet")?, text("cell")?) {
        (Some(file), Some(sheet), Some(cell)) => place(&file, &sheet, &cell),
        _ => None,
    };
    Ok(Row {
        sex: text("sex")?.unwrap_or_default(),
        amount: Amount::new(frame.column("value")?.i64()?.get(position), range),
        step: frame.column("value_step")?.i32()?.get(position).unwrap_or(1),
        place,
    })
}

fn place(file: &str, sheet: &str, cell: &str) -> Option<Place> {
    let at: CellRef = cell.parse().ok()?;
    let addressing = if cell.starts_with("line ") { Addressing::LineField } else { Addressing::Letters };
    Some(Place { file: Arc::from(file), sheet: Some(Arc::from(sheet)), cells: Some(CellRange::single(at)), addressing })
}
