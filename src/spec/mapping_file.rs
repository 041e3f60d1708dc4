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

use super::language::{CodeSystem, Language};
use crate::model::{Code, DimensionId, Fate, Frequency, IgnoreReason, MappingId, Reference, Sender, Status, TableId, Unit};

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
    /// Tables of the file.
    #[validate(nested)]
    pub table: Vec<TableSection>,
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
    pub languages: Vec<Language>,
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

/// How numbers in text cells are written.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct NumbersSection {
    /// The decimal sign; a full stop where nothing is said.
    pub decimal: Option<char>,
    /// Signs that part groups of three digits.
    #[serde(default)]
    pub groups: Vec<char>,
}

/// A symbol that stands for a missing value.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct MissingLine {
    /// The symbol as it stands in the cell, blanks around it aside.
    #[schemars(with = "String")]
    pub text: Spanned<String>,
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
    #[schemars(with = "Vec<String>")]
    pub sheets: Vec<Spanned<String>>,
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
    /// Statuses that every value carries.
    #[serde(default)]
    pub status: Vec<Status>,
    /// What an empty value cell means here.
    pub blank: Option<Blank>,
    /// Symbols that stand for a missing value here, before those of the file.
    #[serde(default)]
    #[validate(nested)]
    pub missing: Vec<MissingLine>,
    /// Symbols that stand for a true zero here, before those of the file.
    #[serde(default)]
    #[validate(nested)]
    pub zero: Vec<ZeroLine>,
    /// The column that holds the values of a long table; every headed column that is not a field where not given.
    #[schemars(with = "Option<String>")]
    pub value_heading: Option<Spanned<String>>,
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
    /// Rows that differ only in these fields are added, and say so.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub sum_over: Vec<Spanned<String>>,
    /// Totals that must equal the sum of their parts.
    #[serde(default)]
    pub adds_up: Vec<AddsUpSection>,
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

/// Periods and reference dates.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PeriodSection {
    /// `point` for a stock, `sum` for events over the period.
    pub reference: Reference,
    /// Month and day of a stock, as `07-01`.
    #[schemars(with = "Option<String>")]
    pub day: Option<Spanned<String>>,
    /// The year, where no field tells.
    #[validate(range(min = 1800, max = 2200))]
    pub year: Option<i16>,
    /// The cell or document that says so, for people.
    pub stated_by: Option<String>,
}

/// Where a label stands, seen from the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// In the same row, in the column under the heading.
    Left,
    /// In the column under the heading, in the same row or, where that is empty, in the nearest row above that is not.
    LeftUp,
    /// In the same column, in the header row of the level; a merged cell counts for every column it covers.
    Up,
    /// In the header row of the level, in the same column or the nearest one to the left that is not empty.
    UpLeft,
    /// In the title: the first group of the pattern.
    Title,
    /// In the name of the sheet: the first group of the pattern.
    Sheet,
}

/// A mark behind a label, and what it says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct MarkLine {
    /// The mark behind a label, such as `*`.
    pub mark: String,
    /// The status it gives to every value under or beside the label; none where the mark only points to a note.
    pub status: Option<Status>,
}

/// One label that belongs to every value.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FieldSection {
    /// Name of the field within the table.
    #[schemars(with = "String")]
    pub name: Spanned<String>,
    /// Where the label stands, seen from the value.
    pub direction: Direction,
    /// The heading over the column (`left`, `left-up`).
    #[schemars(with = "Option<String>")]
    pub heading: Option<Spanned<String>>,
    /// The header level, counted from the values upwards (`up`, `up-left`); 1 where not given.
    #[validate(range(min = 1, max = 4))]
    pub level: Option<u32>,
    /// A regular expression with one group (`title`, `sheet`).
    #[schemars(with = "Option<String>")]
    pub pattern: Option<Spanned<String>>,
    /// `reporter`, `year`, `part-of-year`, `note`, or the name of a dimension; nothing for a field that only rules look at.
    #[schemars(with = "Option<String>")]
    pub feeds: Option<Spanned<String>>,
    /// The code system of the labels; names in the languages of the source where not given.
    pub system: Option<CodeSystem>,
    /// Another field that must name the same thing.
    #[schemars(with = "Option<String>")]
    pub confirm: Option<Spanned<String>>,
    /// Labels of this return and their codes, in order; they win over the lists of the standard.
    #[serde(default)]
    #[schemars(with = "Vec<ValueLine>")]
    pub values: Vec<Spanned<ValueLine>>,
    /// Marks behind labels.
    #[serde(default)]
    pub marks: Vec<MarkLine>,
    /// Every letter a cell of this field may hold; the cell is then read as a set of letters.
    #[serde(default)]
    pub letters: Vec<char>,
    /// Whether several labels of this field may give one code and are then added.
    pub combine: Option<Combine>,
}

/// What to do when several labels give one code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Combine {
    /// Add them; the observation is marked as merged and lists every cell.
    Sum,
}

/// One label and its code.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ValueLine {
    /// The label, compared without regard to case, accents and runs of blanks.
    pub text: String,
    /// Its code.
    pub code: Option<Code>,
    /// Or, for `part-of-year`: how often the figure is observed.
    pub freq: Option<Frequency>,
    /// Or, for `part-of-year`: the number of the quarter or month.
    pub number: Option<i8>,
    /// Or: the label is left out, for this reason.
    pub ignore: Option<IgnoreReason>,
}

/// A column that feeds nothing.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct IgnoreColumn {
    /// Its heading.
    #[schemars(with = "String")]
    pub heading: Spanned<String>,
    /// Why it is left out.
    pub reason: IgnoreReason,
}

/// One condition on one field.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Condition {
    /// The field.
    #[schemars(with = "String")]
    pub field: Spanned<String>,
    /// The set of letters holds this one.
    pub has: Option<char>,
    /// The label is one of these, compared as labels are.
    #[serde(default)]
    pub equals: Vec<String>,
    /// The label matches this regular expression.
    #[schemars(with = "Option<String>")]
    pub pattern: Option<Spanned<String>>,
    /// The label is empty (`true`) or not (`false`).
    pub blank: Option<bool>,
}

/// What happens to the cells that meet every condition. Every rule that matches acts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct RuleSection {
    /// Conditions, all of which must hold.
    pub when: Vec<Condition>,
    /// Exchange table the cells go to.
    #[schemars(with = "Option<TableId>")]
    pub to: Option<Spanned<TableId>>,
    /// Codes of dimensions.
    #[serde(default)]
    #[schemars(with = "BTreeMap<DimensionId, Code>")]
    pub set: BTreeMap<DimensionId, Spanned<Code>>,
    /// Statuses.
    #[serde(default)]
    pub status: Vec<Status>,
    /// A note; `{field}` stands for the label of a field.
    pub note: Option<String>,
    /// The cells are left out, for this reason.
    pub ignore: Option<IgnoreReason>,
    /// The figures are withheld, for the reason given in these words; a finding tells so, and checks still use them.
    pub withhold: Option<String>,
    /// The cells serve as a check only: `aggregate-reporter` for groups of states.
    pub fate: Option<Fate>,
}

/// A total that must equal the sum of its parts.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct AddsUpSection {
    /// The field whose labels are total and parts.
    #[schemars(with = "String")]
    pub over: Spanned<String>,
    /// The code of the total.
    #[schemars(with = "Code")]
    pub total: Spanned<Code>,
    /// Further fields that tell one sum from another, beside those that feed the reporter, the period or a dimension.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub within: Vec<Spanned<String>>,
    /// The codes of the parts, or the one word `countries` for every code of kind country, or `rest` for every other code.
    #[schemars(with = "Vec<String>")]
    pub parts: Vec<Spanned<String>>,
}
