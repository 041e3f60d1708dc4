//! How far each value of an attribute stands from the shared definition: rows of `profile/distances.csv`.
//!
//! In: attribute, value, tables, rows and condition of a line. Out: [`DistanceRow`]s in order, the first one that fits
//! speaks. Which figure meets which line is worked out in [`crate::grade`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::attribute::{Attribute, AttributeKind};
use super::csv_file::{CsvFile, CsvRow};
use super::list_files::{member, text_of};
use super::problem::{Problems, in_one_line, spelling_hint};
use super::selector::TableSelector;
use super::source::SpecSource;
use super::standard_files::TableSpec;
use crate::model::{Code, DimensionId, Distance, Family, Status, TableId};

pub(crate) const DISTANCES: &str = "profile/distances.csv";

/// Which value of the attribute a line is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueTest {
    /// Any value that no line above took.
    Any,
    /// Exactly this one; for several values together, sorted and joined by `+`.
    Is(String),
}

/// Which rows of a table a line is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowTest {
    /// Rows of the reporter's own citizens.
    Nationals,
    /// Rows of citizens of other states, or of none.
    Foreign,
    /// Rows of these areas, in one dimension.
    Areas(DimensionId, BTreeSet<Code>),
    /// Rows of groups that hold one of these areas, in one dimension.
    GroupsWith(DimensionId, BTreeSet<Code>),
    /// Rows of ages that lie inside the ages covered.
    AgesInside,
    /// Rows of regions that are not left out.
    RegionsInside,
}

/// What is counted or stated as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Per cent of those concerned, as the source states it.
    Share,
    /// Days between the reference date and the one the table asks for in the same year.
    Days,
    /// Years between the figure and the stated year.
    Years,
}

/// How a number is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// At most.
    AtMost,
    /// More than.
    Over,
    /// Exactly.
    Equal,
}

/// What must hold besides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Circumstance {
    /// A number is in a range.
    Number(Measure, Comparison, Decimal),
    /// The source states this circumstance.
    Stated(String),
}

/// One line: a value, for some tables and rows, and what it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistanceRow {
    /// Position of the attribute.
    pub attribute: usize,
    /// Which value.
    pub value: ValueTest,
    /// Which tables.
    pub tables: TableSelector,
    /// The same, as written.
    pub tables_as_written: String,
    /// Which rows; all where nothing is said.
    pub rows: Option<RowTest>,
    /// The same, as written.
    pub rows_as_written: String,
    /// What must hold besides.
    pub condition: Option<Circumstance>,
    /// The same, as written.
    pub condition_as_written: String,
    /// What it costs; none for quality.
    pub distance: Option<Distance>,
    /// The status it gives, for quality.
    pub status: Option<Status>,
    /// Why, for people.
    pub reason: Option<String>,
    /// The file.
    pub file: Arc<str>,
    /// Its line.
    pub line: u32,
}

impl DistanceRow {
    /// Whether the line speaks about every row of a table, whatever the figure.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        self.rows.is_none() && self.condition.is_none()
    }

    /// Whether the line is about this value of its attribute.
    #[must_use]
    pub fn takes(&self, value: &str) -> bool {
        match &self.value {
            ValueTest::Any => true,
            ValueTest::Is(own) => own == value,
        }
    }
}

/// Reads the distances and checks that each attribute that grades a table has an answer for each of its values there.
pub(super) fn read_distances(
    source: &SpecSource,
    attributes: &[Attribute],
    tables: &BTreeMap<TableId, TableSpec>,
    problems: &mut Problems,
) -> Vec<DistanceRow> {
    if attributes.is_empty() {
        return Vec::new();
    }
    let before = problems.len();
    let columns = ["attribute", "value", "tables", "rows", "condition", "distance", "status", "reason"];
    let mut rows: Vec<DistanceRow> = Vec::new();
    // What a further file says comes first, so that a standard that builds on another one can be stricter.
    for path in source.parts(DISTANCES).into_iter().rev() {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        let file = CsvFile::read(path, text, &columns, &[], problems);
        rows.extend(file.rows().filter_map(|row| read_row(row, attributes, problems)));
    }
    for (index, row) in rows.iter().enumerate() {
        let shadows = |before: &&DistanceRow| {
            let same = before.attribute == row.attribute && before.tables_as_written == row.tables_as_written;
            before.file == row.file && same && before.is_plain() && (before.value == row.value || before.value == ValueTest::Any)
        };
        if let Some(before) = rows[..index].iter().find(shadows) {
            let message = format!("this line is never reached: line {} takes every figure it is about", before.line);
            problems.add(&row.file, row.line, message);
        }
    }
    for row in rows.iter().filter(|row| !source.is_lent(&row.file)) {
        let written: Vec<&str> = row.tables_as_written.split(';').map(str::trim).collect();
        row.tables.tell_idle(&written, tables, (&row.file, row.line), problems);
    }
    if problems.len() > before {
        // A line that can't be read leaves a gap that is no gap.
        return rows;
    }
    for table in tables.values() {
        for (position, attribute) in attributes.iter().enumerate().filter(|(_, attribute)| attribute.grades(table)) {
            unanswered(&rows, position, attribute, table, problems);
        }
    }
    rows
}

fn unanswered(rows: &[DistanceRow], position: usize, attribute: &Attribute, table: &TableSpec, problems: &mut Problems) {
    let answered = |value: &str| {
        let mut own = rows.iter().filter(|row| row.attribute == position && row.tables.accepts(table));
        own.any(|row| row.is_plain() && row.takes(value))
    };
    let open: Vec<&str> = match attribute.kind {
        AttributeKind::Code | AttributeKind::Observed if !attribute.values.is_empty() => {
            attribute.values.iter().map(|choice| choice.code.as_str()).filter(|value| !answered(value)).collect()
        }
        _ if answered("*") => Vec::new(),
        _ => vec!["*"],
    };
    for value in open {
        let message = format!("no line of {DISTANCES} says how far `{value}` of `{}` stands in table {}", attribute.id, table.id);
        let hint = "add a line without rows and condition, which takes what the others leave".to_owned();
        problems.add_with_hint(&attribute.file, attribute.line, message, Some(hint));
    }
}

fn read_row(row: CsvRow<'_>, attributes: &[Attribute], problems: &mut Problems) -> Option<DistanceRow> {
    let name = row.required("attribute", problems, text_of)?;
    let Some(position) = attributes.iter().position(|attribute| attribute.id.as_str() == name) else {
        let hint = spelling_hint(&name, attributes.iter().map(|attribute| attribute.id.as_str()));
        problems.add_with_hint(row.file, row.line, format!("there is no attribute `{name}`"), hint);
        return None;
    };
    let attribute = &attributes[position];
    let value = row.required("value", problems, |text| read_value(text, attribute))?;
    let tables = row.required("tables", problems, TableSelector::parse)?;
    let rows = row.read("rows", problems, read_rows);
    let condition = row.read("condition", problems, |text| read_condition(text, attribute));
    let distance = row.read("distance", problems, |text| member(text, Distance::ALL, Distance::as_str));
    let status = row.read("status", problems, |text| member(text, Status::ALL, Status::as_str));
    let quality = attribute.family == Family::Quality;
    if quality != distance.is_none() || quality != status.is_some() {
        let message = format!(
            "`{name}` is of the family {}: give {}",
            attribute.family,
            if quality { "a status and no distance" } else { "a distance and no status" }
        );
        problems.add(row.file, row.line, message);
    }
    if status.is_some_and(Status::forbids_a_value) {
        problems.add(row.file, row.line, "the status says that there is no value, so it can't be given to values");
    }
    Some(DistanceRow {
        attribute: position,
        value,
        tables,
        tables_as_written: row.get("tables").to_owned(),
        rows,
        rows_as_written: row.get("rows").to_owned(),
        condition,
        condition_as_written: row.get("condition").to_owned(),
        distance,
        status,
        reason: row.stated("reason").map(str::to_owned),
        file: row.file.into(),
        line: row.line,
    })
}

fn read_value(text: &str, attribute: &Attribute) -> Result<ValueTest, String> {
    if text == "*" {
        return Ok(ValueTest::Any);
    }
    let known = |value: &str| attribute.values.iter().any(|choice| choice.code == value);
    match attribute.kind {
        AttributeKind::Code | AttributeKind::Observed if !known(text) => {
            let hint = spelling_hint(text, attribute.values.iter().map(|choice| choice.code.as_str()));
            Err(in_one_line((format!("`{text}` is no value of `{}`", attribute.id), hint)))
        }
        AttributeKind::Set => {
            let parts: BTreeSet<&str> = attribute.parts(text).collect();
            match parts.iter().find(|part| !known(part)) {
                Some(part) => Err(format!("`{part}` is no value of `{}`", attribute.id)),
                None => Ok(ValueTest::Is(parts.into_iter().collect::<Vec<_>>().join("+"))),
            }
        }
        _ => Ok(ValueTest::Is(text.to_owned())),
    }
}

fn read_rows(text: &str) -> Result<RowTest, String> {
    let areas = |text: &str| -> Result<(DimensionId, BTreeSet<Code>), String> {
        let (dimension, codes) =
            text.split_once(':').ok_or_else(|| "name the dimension, as in `areas:country_of_birth:ERI|ETH`".to_owned())?;
        let dimension = DimensionId::new(dimension.trim()).map_err(|error| error.to_string())?;
        let codes: Result<_, String> = codes.split('|').map(|code| Code::new(code.trim()).map_err(|error| error.to_string())).collect();
        Ok((dimension, codes?))
    };
    match text.split_once(':') {
        None if text == "nationals" => Ok(RowTest::Nationals),
        None if text == "foreign" => Ok(RowTest::Foreign),
        None if text == "ages-inside" => Ok(RowTest::AgesInside),
        None if text == "regions-inside" => Ok(RowTest::RegionsInside),
        Some(("areas", list)) => areas(list).map(|(dimension, codes)| RowTest::Areas(dimension, codes)),
        Some(("groups-with", list)) => areas(list).map(|(dimension, codes)| RowTest::GroupsWith(dimension, codes)),
        _ => Err(format!(
            "`{text}` is no choice of rows; write `nationals`, `foreign`, `ages-inside`, `regions-inside`, `areas:country_of_birth:ERI|ETH` or `groups-with:country_of_birth:ERI|ETH`"
        )),
    }
}

fn read_condition(text: &str, attribute: &Attribute) -> Result<Circumstance, String> {
    if attribute.conditions.iter().any(|condition| condition.code == text) {
        return Ok(Circumstance::Stated(text.to_owned()));
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let read = |measure: &str, comparison: &str, number: &str| {
        let measure = match measure {
            "share" => Measure::Share,
            "days" => Measure::Days,
            "years" => Measure::Years,
            _ => return None,
        };
        let comparison = match comparison {
            "<=" => Comparison::AtMost,
            ">" => Comparison::Over,
            "=" => Comparison::Equal,
            _ => return None,
        };
        number.parse().ok().map(|number| Circumstance::Number(measure, comparison, number))
    };
    let number = match words.as_slice() {
        [measure, comparison, number] => read(measure, comparison, number),
        _ => None,
    };
    number.ok_or_else(|| {
        let own: Vec<String> = attribute.conditions.iter().map(|condition| format!("`{}`", condition.code)).collect();
        let own = if own.is_empty() { String::new() } else { format!(", or {}", own.join(", ")) };
        format!("`{text}` is no condition; write `share > 10`, `days <= 183`, `years = 0`{own}")
    })
}
