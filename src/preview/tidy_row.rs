//! The first values of a table, each with its labels and their codes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::paint::Coded;
use crate::map::{CodedObservation, Purpose};
use crate::spec::Feeds;

/// One observation as the mapping reads it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TidyRow {
    /// Address of the value.
    pub cell: String,
    /// Its text as stored; empty where nothing is stored.
    pub text: String,
    /// Whole units; none where the value is missing.
    pub value: Option<i64>,
    /// What one unit is.
    pub unit: String,
    /// Statuses, the code list of which stands in the reference of the output.
    pub status: Vec<String>,
    /// Smallest and largest hidden value, where the mapping declares a range.
    pub range: Option<(i32, i32)>,
    /// Frequency: A, Q, M and so on.
    pub freq: String,
    /// Period as it stands in the output.
    pub time_period: String,
    /// Exchange table it goes to.
    pub table_id: Option<String>,
    /// State it describes, where the mapping says it for the whole table.
    pub reporter: Option<String>,
    /// Its labels, field by field.
    pub labels: Vec<TidyLabel>,
    /// Codes that the mapping sets without a label, by dimension.
    pub set: BTreeMap<String, String>,
    /// Note.
    pub note: Option<String>,
    /// Line of the mapping that sent it where it goes.
    pub mapping_line: u32,
}

/// One label of a value.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TidyLabel {
    /// Field of the mapping.
    pub field: String,
    /// Dimension it feeds, where it feeds one.
    pub dimension: Option<String>,
    /// Text as it stands in the file; none where there is no label.
    pub text: Option<String>,
    /// Address; none for the name of a sheet.
    pub cell: Option<String>,
    /// What it stands for: a code, a year, a part of the year.
    pub code: Option<String>,
}

/// The first observations of a table, in the order of the sheet.
pub(super) fn tidy_rows(coded: &Coded<'_>, first: usize) -> Vec<TidyRow> {
    let observations = coded.table.observations.iter().filter(|observation| observation.purpose == Purpose::Observation);
    observations.take(first).map(|observation| tidy_row(coded, observation)).collect()
}

fn tidy_row(coded: &Coded<'_>, observation: &CodedObservation) -> TidyRow {
    let table = &coded.table;
    let at = table.tidy.at(observation.record);
    let period = table.periods.get(observation.period as usize);
    let effect = table.effects.get(observation.effect as usize);
    let labels = coded.section.fields.iter().enumerate().map(|(index, field)| {
        let label = table.label(observation.record, index);
        TidyLabel {
            field: field.name.clone(),
            dimension: if let Feeds::Dimension(id) = &field.feeds { Some(id.to_string()) } else { None },
            text: label.label.as_ref().map(|label| label.text.to_string()),
            cell: label.label.as_ref().and_then(|label| label.at).map(|at| at.show(coded.addressing)),
            code: label.resolution.word(),
        }
    });
    TidyRow {
        cell: at.show(coded.addressing),
        text: coded.sheet.cell(at).map(|cell| cell.text().into_owned()).unwrap_or_default(),
        value: observation.value,
        unit: coded.section.unit.unit.to_string(),
        status: observation.status.iter().map(|status| status.to_string()).collect(),
        range: observation.range,
        freq: period.map(|period| period.frequency().as_str().to_owned()).unwrap_or_default(),
        time_period: period.map(|period| period.time_period().to_owned()).unwrap_or_default(),
        table_id: table.destination(observation).map(ToString::to_string),
        reporter: coded.section.reporter.as_ref().map(ToString::to_string),
        labels: labels.collect(),
        set: effect.iter().flat_map(|effect| &effect.set).map(|(dimension, code)| (dimension.to_string(), code.to_string())).collect(),
        note: observation.note.and_then(|note| table.notes.get(note as usize)).map(ToString::to_string),
        mapping_line: observation.line,
    }
}
