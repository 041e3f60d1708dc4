//! The shape of a mapping file, exactly as people write it.
//!
//! Everything here is text that TOML could read; [`super::mapping`] checks it against itself and against the
//! standard and gives the types the stages work with. Keys are kebab-case; unknown ones are refused.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::field_file::{AddsUpSection, FieldSection, IgnoreColumn, MarkLine, RuleSection};
use super::language::Language;
use super::profile::ProfileSection;
use crate::model::{Calendar, Code, DimensionId, IgnoreReason, MappingId, Reference, Sender, Status, TableId, Unit};

/// One return layout of one sender, and how its cells become observations.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct MappingFile {
    /// Version of this file format: 1.
    #[validate(range(min = 1, max = 1, message = "this program reads mappings of schema 1"))]
    pub schema: u32,
    /// Unique id of the mapping, kebab-case.
    pub id: MappingId,
    /// What the return is, for people.
    #[validate(length(min = 3, max = 200))]
    pub title: String,
    /// Who sends it.
    #[validate(nested)]
    pub source: SourceSection,
    /// How a file of this layout is recognised.
    #[validate(nested)]
    pub file: FileSection,
    /// Symbols that stand for a missing value, in every table of the file.
    #[serde(default)]
    #[validate(nested)]
    pub missing: Vec<MissingLine>,
    /// Symbols that stand for a true zero, as text or as what a number format shows for a stored zero.
    #[serde(default)]
    #[validate(nested)]
    pub zero: Vec<ZeroLine>,
    /// What an empty value cell means, in every table that does not say otherwise.
    pub blank: Option<Blank>,
    /// How numbers in text cells are written.
    pub numbers: Option<NumbersSection>,
    /// Sheets that hold no table for the exchange, and why.
    #[serde(default)]
    #[validate(nested)]
    pub set_aside: Vec<SetAside>,
    /// Questions that someone must answer before the figures can be trusted; `check` reports each of them.
    #[serde(default)]
    pub todo: Vec<TodoSection>,
    /// What the source states about its figures, each statement with the cell or document that says so.
    #[serde(default)]
    #[validate(nested)]
    pub profile: Vec<ProfileSection>,
    /// Tables of the file; none where every sheet is set aside.
    #[serde(default)]
    #[validate(nested)]
    pub table: Vec<TableSection>,
}

/// An open question about the mapping.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TodoSection {
    /// The question.
    #[schemars(with = "String")]
    pub question: Spanned<String>,
    /// The table of this mapping it is about.
    pub table: Option<MappingId>,
    /// The key that answers it, such as `to`, `reporter`, `period.year`, `period.day`, `values`, `missing`.
    pub key: Option<String>,
    /// The cells it is about, as `Sheet!B7`.
    pub at: Option<String>,
    /// What is known.
    pub evidence: Option<String>,
}

/// Sender and source.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SourceSection {
    /// Alpha-3 code of the state, or the id of an agency.
    pub sender: Sender,
    /// Short name of the source; with the sender it makes the source id, as in `KEN:ECONOMIC_SURVEY`.
    pub name: Code,
    /// The office that compiled the figures.
    #[validate(length(min = 2, max = 200))]
    pub office: String,
    /// Languages of the labels.
    #[validate(length(min = 1))]
    #[schemars(with = "Vec<Language>")]
    pub languages: Vec<Spanned<Language>>,
    /// Edition: an ISO date or a year; sorts as text.
    #[validate(length(min = 4, max = 10))]
    pub vintage: String,
    /// First day on which a file of this layout may have been sent.
    #[serde(deserialize_with = "super::standard_files::toml_date")]
    #[schemars(with = "String", extend("format" = "date"))]
    pub valid_from: Date,
    /// Last such day, where there is one.
    #[serde(default, deserialize_with = "super::standard_files::optional_toml_date")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub valid_to: Option<Date>,
    /// Where the file was published, for people.
    pub url: Option<String>,
}

/// How a file is recognised: by what stands in it, never by its name.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FileSection {
    /// Texts that must all stand in some cell or sheet name among the first rows.
    #[schemars(with = "Vec<String>")]
    pub contains: Vec<Spanned<String>>,
    /// Encoding of a delimited file, where guessing is not good enough.
    pub encoding: Option<String>,
    /// Delimiter of a delimited file.
    pub delimiter: Option<char>,
}

/// What an empty value cell means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Blank {
    /// A figure that is missing: a row without a value, status O.
    Missing,
    /// No figure: no row.
    Absent,
}

/// How numbers in text cells are written. Where nothing is said, a sign before exactly three digits parts thousands.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NumbersSection {
    /// A language and state, such as `ar-EG`, whose habit the file follows; instead of the two signs.
    #[schemars(with = "Option<String>")]
    pub locale: Option<Spanned<String>>,
    /// The decimal sign.
    pub decimal: Option<char>,
    /// Signs that part groups of three digits.
    #[serde(default)]
    pub groups: Vec<char>,
}

/// A symbol that stands for a missing value.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct MissingLine {
    /// The symbol as it stands in the cell, blanks around it aside; also a stored number that means a missing value, such as `0`.
    #[schemars(with = "Option<String>")]
    pub text: Option<Spanned<String>>,
    /// Or a regular expression for the whole cell, such as `^<\\d+$`.
    #[schemars(with = "Option<String>")]
    pub pattern: Option<Spanned<String>>,
    /// Why the value is missing.
    pub status: Status,
    /// Smallest value the hidden figure may have.
    #[validate(range(min = 0))]
    pub low: Option<i32>,
    /// Largest value the hidden figure may have.
    #[validate(range(min = 0))]
    pub high: Option<i32>,
}

/// A symbol that stands for a true zero.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ZeroLine {
    /// The symbol as the cell shows it, blanks around it aside.
    #[schemars(with = "String")]
    pub text: Spanned<String>,
    /// A status that goes with it, such as N where the symbol means less than half of the unit shown.
    pub status: Option<Status>,
}

/// Sheets that hold no table for the exchange.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SetAside {
    /// Exact names of the sheets.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub sheets: Vec<Spanned<String>>,
    /// Or a regular expression for their names.
    #[schemars(with = "Option<String>")]
    pub pattern: Option<Spanned<String>>,
    /// Why they are left out.
    pub reason: IgnoreReason,
    /// More words, for people.
    pub because: Option<String>,
}

/// One table of the file.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct TableSection {
    /// Name of the table within the mapping.
    #[schemars(with = "MappingId")]
    pub id: Spanned<MappingId>,
    /// Exact names of the sheets it may stand on; any sheet where neither this nor a pattern is given.
    #[serde(default)]
    pub sheets: Vec<String>,
    /// A regular expression for the names of its sheets.
    #[schemars(with = "Option<String>")]
    pub sheet_pattern: Option<Spanned<String>>,
    /// A text that must stand in a cell above the header.
    #[schemars(with = "Option<String>")]
    pub title: Option<Spanned<String>>,
    /// Further texts that must stand in the header row, where the stub has no heading.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub header: Vec<Spanned<String>>,
    /// Which of several tables side by side under the same headings, counted from the left.
    #[validate(range(min = 1, max = 50))]
    pub beside: Option<u32>,
    /// A text that must stand in a cell of the first row under the table, where notes could be taken for figures.
    #[schemars(with = "Option<String>")]
    pub ends_before: Option<Spanned<String>>,
    /// Which header level the headings of the stub stand on, counted from the values upwards; found from merged cells where not given.
    #[validate(range(min = 1, max = 4))]
    pub headings_on_level: Option<u32>,
    /// Exchange table the rows go to, where no rule says otherwise.
    #[schemars(with = "Option<TableId>")]
    pub to: Option<Spanned<TableId>>,
    /// The state the figures are about, where no field tells.
    #[schemars(with = "Option<Code>")]
    pub reporter: Option<Spanned<Code>>,
    /// Codes of dimensions that are the same for every row.
    #[serde(default)]
    #[schemars(with = "BTreeMap<DimensionId, Code>")]
    pub set: BTreeMap<DimensionId, Spanned<Code>>,
    /// What the source states about every figure: the id of a `[[profile]]`.
    #[schemars(with = "Option<MappingId>")]
    pub profile: Option<Spanned<MappingId>>,
    /// Statuses that every value carries.
    #[serde(default)]
    pub status: Vec<Status>,
    /// A note on every value.
    pub note: Option<String>,
    /// What an empty value cell means here.
    pub blank: Option<Blank>,
    /// Whether a status in a field alone says why a value is missing, where it can: an empty cell or a symbol then adds nothing to it.
    #[serde(default)]
    pub status_says_why: bool,
    /// Symbols that stand for a missing value here, before those of the file.
    #[serde(default)]
    #[validate(nested)]
    pub missing: Vec<MissingLine>,
    /// Symbols that stand for a true zero here, before those of the file.
    #[serde(default)]
    #[validate(nested)]
    pub zero: Vec<ZeroLine>,
    /// Signs that a number format shows beside a number, such as one for a break in the series.
    #[serde(default)]
    pub format_marks: Vec<MarkLine>,
    /// Signs before or behind a number in a text cell.
    #[serde(default)]
    pub value_marks: Vec<MarkLine>,
    /// A regular expression whose first group is the number in a text cell that holds words too.
    #[schemars(with = "Option<String>")]
    pub number_pattern: Option<Spanned<String>>,
    /// Which columns hold values; every headed column that feeds no field where not given.
    #[serde(default)]
    pub columns: ColumnsSection,
    /// Footnotes, whose text goes to the note of every value with their mark.
    pub notes: Option<NotesSection>,
    /// Unit, multiplier and step.
    #[validate(nested)]
    pub unit: UnitSection,
    /// Periods and reference dates.
    #[validate(nested)]
    pub period: PeriodSection,
    /// Where the labels of a value stand, and what they feed.
    #[validate(nested)]
    pub field: Vec<FieldSection>,
    /// Columns that feed nothing, and why.
    #[serde(default)]
    pub ignore_column: Vec<IgnoreColumn>,
    /// What sends a row to a table, sets statuses and notes, or leaves cells out.
    #[serde(default)]
    pub rule: Vec<RuleSection>,
    /// Totals that must equal the sum of their parts.
    #[serde(default)]
    pub adds_up: Vec<AddsUpSection>,
    /// Tables of this mapping whose figures add to the same total, since they tell the same persons otherwise.
    #[serde(default)]
    #[schemars(with = "Vec<MappingId>")]
    pub same_total_as: Vec<Spanned<MappingId>>,
}

/// Which columns of a table hold its values.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ColumnsSection {
    /// Exactly the columns with these headings; a long table has one.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub heading: Vec<Spanned<String>>,
    /// Or those whose lowest heading matches this regular expression.
    #[schemars(with = "Option<String>")]
    pub pattern: Option<Spanned<String>>,
    /// Only columns to the right of this heading.
    #[schemars(with = "Option<String>")]
    pub after: Option<Spanned<String>>,
    /// Only columns to the left of this heading; of the first such heading behind `after`, where both are given.
    #[schemars(with = "Option<String>")]
    pub before: Option<Spanned<String>>,
    /// Why every other column is left out.
    #[schemars(with = "Option<IgnoreReason>")]
    pub others: Option<Spanned<IgnoreReason>>,
}

/// Where footnotes stand, and how they begin.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NotesSection {
    /// A regular expression for a cell that begins a footnote: the first group is its mark, the second its
    /// text; without a second group the text is the next cell to the right.
    #[schemars(with = "String")]
    pub pattern: Spanned<String>,
    /// The sheet on which they stand; above and below the table where not given.
    pub sheet: Option<String>,
}

/// Unit, multiplier and step of the values.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct UnitSection {
    /// What one unit is.
    pub unit: Unit,
    /// What a number must be multiplied by to give units; 1 where not given.
    #[validate(range(min = 1, max = 1_000_000))]
    pub multiplier: Option<u32>,
    /// Smallest step the source shows, in units; 1 where not given.
    #[validate(range(min = 1))]
    pub step: Option<i32>,
    /// The text in the sheet that states the multiplier; must be given with one.
    #[schemars(with = "Option<String>")]
    pub stated_by: Option<Spanned<String>>,
}

/// Which year names a year of the source that lies in two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NamedBy {
    /// The year in which it begins.
    First,
    /// The year in which it ends.
    Last,
}

/// What two years written together cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Pair {
    /// Both calendar years as a whole.
    BothYears,
}

/// Periods and reference dates.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PeriodSection {
    /// `point` for a stock, `sum` for events over the period.
    pub reference: Reference,
    /// Month and day of a stock, as `07-01`; or `first` or `last`, the first or last day of the period a label names.
    #[schemars(with = "Option<String>")]
    pub day: Option<Spanned<String>>,
    /// The year, where no field tells; in the calendar of the source.
    #[validate(range(min = 1300, max = 2200))]
    pub year: Option<i16>,
    /// The calendar of years, months and days in the file; Gregorian where not given.
    pub calendar: Option<Calendar>,
    /// Month and day on which a year of the source begins, as `07-01`, where that is not the first day of its calendar.
    #[schemars(with = "Option<String>")]
    pub starts: Option<Spanned<String>>,
    /// With `starts`: whether a single year names the one in which the year of the source begins or ends.
    pub named_by: Option<NamedBy>,
    /// What two years such as `2015-2016` cover, where that is not one year of the source.
    pub pair: Option<Pair>,
    /// The cell or document that says so, for people.
    pub stated_by: Option<String>,
}
