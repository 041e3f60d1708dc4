//! The fields, rules and sums of a mapping file, exactly as people write them.
//!
//! A part of [`super::mapping_file`], which see; checked by [`super::field_check`].

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::language::CodeSystem;
use crate::model::{Code, DimensionId, Fate, Frequency, IgnoreReason, MappingId, Status, TableId};

/// Where a label stands, seen from the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// In the same row, in the column under the heading.
    Left,
    /// In the column under the heading, in the same row or, where that is empty, in the nearest row above that is not.
    LeftUp,
    /// In the column under the heading, in the same row or, where that is empty, in the nearest row below that is not.
    LeftDown,
    /// In the column under the heading, in the nearest row above that holds a text there and no value: a heading inside the body.
    HeadingRow,
    /// In the same row, in the column right beside the value: a flag, or a country beside its figure.
    Right,
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
    /// The heading over the column (`left`, `left-up`, `left-down`, `heading-row`; `right`, where flag columns have one), or
    /// the text that stands in the stub of the header row (`up`, `up-left`), instead of `level`.
    #[schemars(with = "Option<String>")]
    pub heading: Option<Spanned<String>>,
    /// Where the heading stands more than once: the first one to the right of this other heading.
    #[schemars(with = "Option<String>")]
    pub heading_after: Option<Spanned<String>>,
    /// A column of the stub without a heading, counted from the values to the left, from 1.
    #[validate(range(min = 1, max = 20))]
    pub column: Option<u32>,
    /// Labels of rows that take the label of the nearest other row (`left-up`, `left-down`).
    #[serde(default)]
    pub skip: Vec<String>,
    /// The header level, counted from the values upwards (`up`, `up-left`); 1 where not given.
    #[validate(range(min = 1, max = 4))]
    pub level: Option<u32>,
    /// A regular expression with one group, which is the label (`title`, `sheet`; elsewhere where a cell holds more than it).
    #[schemars(with = "Option<String>")]
    pub pattern: Option<Spanned<String>>,
    /// `reporter`, `year`, `part-of-year`, `period`, `status`, `note`, `step`, `lowest`, `highest`, or the name of a dimension; nothing for a field that only rules look at.
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
    /// The code of every label that `values` does not list.
    #[schemars(with = "Option<Code>")]
    pub otherwise: Option<Spanned<Code>>,
    /// Marks behind labels, or the marks of a field that feeds `status`.
    #[serde(default)]
    pub marks: Vec<MarkLine>,
    /// Every letter a cell of this field may hold; the cell is then read as a set of letters.
    #[serde(default)]
    pub letters: Vec<char>,
    /// Whether several labels of this field may give one code and are then added.
    pub combine: Option<Combine>,
    /// Whether rows that differ only in this field are added.
    pub aggregate: Option<Combine>,
}

/// What to do with figures that differ only in labels of one meaning.
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
    pub text: Option<String>,
    /// Or `true`: the cell that should hold the label is empty.
    #[serde(default)]
    pub blank: bool,
    /// Or a regular expression for the label as it stands; asked after every `text`.
    #[schemars(with = "Option<String>")]
    pub pattern: Option<Spanned<String>>,
    /// Its code.
    pub code: Option<Code>,
    /// Or, for `part-of-year`: how often the figure is observed.
    pub freq: Option<Frequency>,
    /// Or, for `part-of-year`: the number of the quarter or month.
    pub number: Option<i8>,
    /// Or, for `part-of-year`: the first and the last month that the figure covers.
    pub months: Option<[i8; 2]>,
    /// Or: the label is left out, for this reason.
    pub ignore: Option<IgnoreReason>,
    /// The figure is a detail of another one ("of which") and does not add to totals.
    #[serde(default)]
    pub memo: bool,
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
    /// The label has the same code as that of this other field, as on the diagonal of a matrix.
    #[schemars(with = "Option<String>")]
    pub same_as: Option<Spanned<String>>,
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
    /// Dimensions that take the code of a field: `take = { citizenship = "origin" }`.
    #[serde(default)]
    #[schemars(with = "BTreeMap<DimensionId, String>")]
    pub take: BTreeMap<DimensionId, Spanned<String>>,
    /// What the source states about these figures besides: the id of a `[[profile]]`, whose statements replace those of the table.
    #[schemars(with = "Option<MappingId>")]
    pub profile: Option<Spanned<MappingId>>,
    /// The first and the last month of its year that the figure covers.
    pub months: Option<[i8; 2]>,
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
    /// Whether the total may be less than its parts together, as where persons are counted once in each part.
    #[serde(default)]
    pub at_most: bool,
    /// What a part without a figure means, where the sender leaves such parts out of the total.
    pub missing: Option<MissingParts>,
    /// The codes of the parts, or the one word `countries` for every code of kind country, or `rest` for every other code.
    #[schemars(with = "Vec<String>")]
    pub parts: Vec<Spanned<String>>,
}

/// What a part without a figure means for a total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MissingParts {
    /// The total holds the parts that have a figure and nothing else.
    AddNothing,
}
