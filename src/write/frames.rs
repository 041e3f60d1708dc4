//! Findings, submissions and code lists as columns.

use std::sync::Arc;

use polars::prelude::{Column as Series, DataFrame, NamedFrom, PolarsResult, Series as Values};

use crate::diag::{Finding, Report};
use crate::harmonise::series::{lists, owned, text, whole};
use crate::harmonise::{Column, ColumnKind, Submission, date_column};
use crate::spec::{CodeList, Language, Languages};

/// The columns of `findings.parquet`, in order.
#[must_use]
pub fn finding_columns() -> Vec<Column> {
    use ColumnKind::{Dictionary, Int32, Int64, Text};
    vec![
        Column::new("code", Dictionary, "which of the listed findings this is"),
        Column::new("severity", Dictionary, "error, warning or information").one_of(["error", "warning", "information"]),
        Column::maybe("rule", Dictionary, "rule that judged"),
        Column::new("message", Text, "what was found"),
        Column::new("hint", Text, "what to do"),
        Column::maybe("file", Dictionary, "file"),
        Column::maybe("sheet", Dictionary, "sheet"),
        Column::maybe("cells", Text, "cell or range"),
        Column::maybe("also", Text, "further cells, parted by semicolons"),
        Column::maybe("mapping_file", Dictionary, "mapping that claims the cell"),
        Column::maybe("mapping_line", Int32, "its line"),
        Column::new("count", Int64, "how many like it this one stands for"),
        Column::maybe("state", Dictionary, "state it is about, where it is about figures"),
        Column::maybe("table_id", Dictionary, "exchange table it is about"),
        Column::maybe("time_period", Dictionary, "year or period it is about"),
        Column::maybe("value", Text, "value found"),
        Column::maybe("expected", Text, "what it was compared with: the sum, the other figure, or the limits"),
        Column::maybe("explanation", Text, "explanation that covers it"),
    ]
}

/// Findings as columns, in the order of the report.
pub(super) fn findings(report: &Report) -> PolarsResult<DataFrame> {
    let all = report.findings();
    let place = |finding: &Finding| finding.at.clone();
    DataFrame::new(
        all.len(),
        vec![
            text("code", all.iter().map(|finding| Some(finding.code.id))),
            text("severity", all.iter().map(|finding| Some(finding.severity.as_str()))),
            text("rule", all.iter().map(|finding| finding.rule.as_deref())),
            text("message", all.iter().map(|finding| Some(finding.message.as_str()))),
            text("hint", all.iter().map(|finding| Some(finding.advice()))),
            text("file", all.iter().map(|finding| finding.at.as_ref().map(|place| place.file.as_ref()))),
            text("sheet", all.iter().map(|finding| finding.at.as_ref().and_then(|place| place.sheet.as_deref()))),
            owned("cells", all.iter().map(|finding| place(finding).and_then(|place| Some(place.cells?.show(place.addressing))))),
            owned(
                "also",
                all.iter().map(|finding| {
                    let places: Vec<String> = finding.also.iter().map(ToString::to_string).collect();
                    (!places.is_empty()).then(|| places.join("; "))
                }),
            ),
            text("mapping_file", all.iter().map(|finding| finding.mapping.as_ref().map(|line| line.file.as_ref()))),
            Series::from(Values::new(
                "mapping_line".into(),
                all.iter().map(|finding| finding.mapping.as_ref().and_then(|line| i32::try_from(line.line).ok())).collect::<Vec<_>>(),
            )),
            whole("count", all.iter().map(|finding| finding.count)),
            text("state", all.iter().map(|finding| finding.about.as_ref().map(|about| about.state.as_str()))),
            text("table_id", all.iter().map(|finding| finding.about.as_ref().and_then(|about| about.table.as_deref()))),
            text("time_period", all.iter().map(|finding| finding.about.as_ref().and_then(|about| about.time_period.as_deref()))),
            text("value", all.iter().map(|finding| finding.value.as_deref())),
            text("expected", all.iter().map(|finding| finding.expected.as_deref())),
            text("explanation", all.iter().map(|finding| finding.explanation.as_deref())),
        ],
    )
}

/// The columns of `submissions.parquet`: one row for each sheet of each file.
#[must_use]
pub fn submission_columns() -> Vec<Column> {
    use ColumnKind::{Dictionary, Int64, Text};
    vec![
        Column::new("submission_id", Text, "first 16 hexadecimal digits of the file's SHA-256"),
        Column::new("file", Text, "name of the file"),
        Column::new("sha256", Text, "SHA-256 of the file"),
        Column::new("bytes", Int64, "size of the file"),
        Column::new("format", Dictionary, "format, found from the content"),
        Column::maybe("encoding", Dictionary, "encoding, where the format leaves it open"),
        Column::new("sheet", Text, "name of the sheet"),
        Column::new("visibility", Dictionary, "whether the file shows the sheet"),
        Column::new("tables", Int64, "tables located on the sheet"),
        Column::new("filled_cells", Int64, "cells that are not blank"),
        Column::new("cells_in_tables", Int64, "of them, inside a located table"),
        Column::new("cells_outside", Int64, "of them, outside any located table"),
        Column::maybe("set_aside", Dictionary, "why the mapping sets the sheet aside"),
    ]
}

/// Submissions as columns, one row a sheet.
pub(super) fn submissions(all: &[Arc<Submission>]) -> PolarsResult<DataFrame> {
    let rows: Vec<_> = all.iter().flat_map(|submission| submission.sheets.iter().map(move |sheet| (submission, sheet))).collect();
    DataFrame::new(
        rows.len(),
        vec![
            text("submission_id", rows.iter().map(|(file, _)| Some(file.submission_id.as_str()))),
            text("file", rows.iter().map(|(file, _)| Some(file.file.as_ref()))),
            text("sha256", rows.iter().map(|(file, _)| Some(file.sha256.as_str()))),
            whole("bytes", rows.iter().map(|(file, _)| file.bytes)),
            text("format", rows.iter().map(|(file, _)| Some(file.format.as_str()))),
            text("encoding", rows.iter().map(|(file, _)| file.encoding.as_deref())),
            text("sheet", rows.iter().map(|(_, sheet)| Some(sheet.name.as_ref()))),
            text("visibility", rows.iter().map(|(_, sheet)| Some(sheet.visibility.as_str()))),
            whole("tables", rows.iter().map(|(_, sheet)| sheet.tables)),
            whole("filled_cells", rows.iter().map(|(_, sheet)| sheet.filled_cells)),
            whole("cells_in_tables", rows.iter().map(|(_, sheet)| sheet.cells_in_tables)),
            whole("cells_outside", rows.iter().map(|(_, sheet)| sheet.filled_cells.saturating_sub(sheet.cells_in_tables))),
            text("set_aside", rows.iter().map(|(_, sheet)| sheet.set_aside.as_deref())),
        ],
    )
}

/// The columns of `codelists/<list>.parquet`.
#[must_use]
pub fn code_list_columns(languages: &Languages) -> Vec<Column> {
    use ColumnKind::{Date, Text, TextList};
    let mut columns = vec![
        Column::new("code", Text, "code as it stands in the data"),
        Column::maybe("kind", Text, "country, aggregate, residual, special or total, for areas"),
        Column::maybe("parent", Text, "code it is a part of"),
        Column::maybe("valid_from", Date, "first day of validity"),
        Column::maybe("valid_to", Date, "last day of validity"),
    ];
    columns.extend(
        languages
            .of_texts
            .iter()
            .map(|language| Column::maybe(format!("label_{language}"), Text, format!("label in the language `{language}`"))),
    );
    columns.push(Column::new("members", TextList, "for a group with dated membership: `code from to`, dates ISO, open ends empty"));
    columns
}

/// A code list as columns; `members` gives the dated members of a group.
pub(super) fn code_list(list: &CodeList, languages: &Languages, members: &dyn Fn(&str) -> Vec<String>) -> PolarsResult<DataFrame> {
    let entries = list.entries();
    let label = |language: &Language| {
        text(&format!("label_{language}"), entries.iter().map(|entry| entry.labels.get(language).map(String::as_str)))
    };
    let mut columns = vec![
        text("code", entries.iter().map(|entry| Some(entry.code.as_str()))),
        text("kind", entries.iter().map(|entry| entry.kind.map(crate::model::AreaKind::as_str))),
        text("parent", entries.iter().map(|entry| entry.parent.as_ref().map(crate::model::Code::as_str))),
        date_column("valid_from", entries.iter().map(|entry| entry.validity.from))?,
        date_column("valid_to", entries.iter().map(|entry| entry.validity.to))?,
    ];
    columns.extend(languages.of_texts.iter().map(label));
    columns.push(lists("members", entries.iter().map(|entry| members(entry.code.as_str()))));
    DataFrame::new(entries.len(), columns)
}
