//! What a report says, before it is a page, a workbook or a document.
//!
//! In: nothing; these are plain values that [`super`] is handed. Every text is in the language of the report already. Counts
//! are whole numbers, shares per mille. Out: the shape that the pages, the workbook and the published schema have in common.
//! Nothing is judged, and no cell is hidden or shown here that the sender did not hide or show.

use schemars::JsonSchema;
use serde::Serialize;

/// One report: of a state, or of the region.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct ReportPage {
    /// Whom it is about, and what it was made from.
    pub about: About,
    /// The figures of the first screen.
    pub summary: Summary,
    /// Of the region's report: a line for each member state; empty in a report of one state.
    pub states: Vec<StateLine>,
    /// What was asked for against what was sent.
    pub gaps: GapMatrix,
    /// Findings by rule or code, the worst first; never cut off.
    pub findings: Vec<FindingGroup>,
    /// The sender's sheets with the cells that findings name.
    pub sheets: Vec<SheetPicture>,
    /// The same persons as counted by two states.
    pub mirrors: Vec<MirrorLine>,
    /// Figures over the years.
    pub series: Vec<Series>,
    /// What each source states of its definitions.
    pub definitions: Vec<DefinitionTable>,
    /// What is asked for, the cheapest first.
    pub recommendations: Vec<Recommendation>,
    /// What is known of the sources that exist.
    pub sources: Vec<SourceLine>,
    /// Of the region's report: what each gap costs the regional sums, the dearest first; empty in a report of one state.
    pub costs: Vec<CostLine>,
    /// Explanations that were given, and whether they still match something.
    pub explanations: Vec<ExplanationLine>,
}

/// What a regional sum loses by one breakdown of one table and year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CostLine {
    /// Exchange table.
    pub table: String,
    /// Year.
    pub year: i16,
    /// The breakdown, in words.
    pub breakdown: String,
    /// States that are asked.
    pub asked: u64,
    /// States of which there is nothing.
    pub lost: u64,
    /// Per mille of the population of the states asked that the lost ones are; none where a population is not known.
    pub lost_per_mille: Option<u16>,
    /// The lost state that would win back most, in words; none where a population is not known.
    pub best: Option<String>,
    /// Its per mille.
    pub best_per_mille: Option<u16>,
}

/// Whom a report is about, and what it was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct About {
    /// Code of the state or the region, such as `KEN`.
    pub code: String,
    /// Its name in the language of the report.
    pub name: String,
    /// Whether it is the report of the region.
    pub is_region: bool,
    /// Language of the report: en, fr, ar or pt.
    pub language: String,
    /// Title of the collection, as the pipeline gives it.
    pub collection: String,
    /// Title of the standard.
    pub standard: String,
    /// Its version.
    pub standard_version: String,
    /// The program and its version.
    pub program: String,
    /// Files it rests on: name and SHA-256.
    pub files: Vec<FileLine>,
}

/// A file that was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FileLine {
    /// Name.
    pub file: String,
    /// SHA-256; none where it could not be read.
    pub sha256: Option<String>,
    /// The day it was received, as an ISO day; none where nobody noted it.
    pub received_on: Option<String>,
    /// Days after the day it was due; negative for earlier; none where either day is not known.
    pub days_late: Option<i32>,
    /// Why it was not read, where it was not.
    pub error: Option<String>,
}

/// The figures of the first screen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Summary {
    /// Figures published from its own returns.
    pub observations: u64,
    /// Exchange tables that received figures.
    pub tables: u64,
    /// Errors that nobody explained: they block acceptance.
    pub errors_open: u64,
    /// Warnings that nobody explained.
    pub warnings_open: u64,
    /// Findings for information.
    pub information: u64,
    /// Findings that an explanation covers.
    pub explained: u64,
    /// Places of the plan by what became of them.
    pub gaps: Vec<Counted>,
    /// Figures by grade.
    pub grades: Vec<Counted>,
    /// Per mille of persons whose citizenship, birth, reason and so on is unknown, by dimension.
    pub unknown: Vec<Share>,
    /// What blocks acceptance, in sentences; empty where nothing does.
    pub blocking: Vec<String>,
}

/// A number with its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Counted {
    /// Code, such as `missing` or `A`.
    pub code: String,
    /// Its name.
    pub label: String,
    /// How many.
    pub count: u64,
}

/// A share with its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Share {
    /// Name.
    pub label: String,
    /// Per mille.
    pub per_mille: u16,
}

/// A member state on the region's report.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct StateLine {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Its own report, as a relative address; none where it has none.
    pub report: Option<String>,
    /// Its first screen.
    pub summary: Summary,
    /// The largest delay of its files in days; none where no day is known.
    pub days_late: Option<i32>,
    /// What to ask it first, in a sentence; none where nothing is open.
    pub ask: Option<String>,
}

/// What was asked for against what was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GapMatrix {
    /// Headings of the columns: years for a state, tables for the region.
    pub columns: Vec<String>,
    /// A row for each table of a state, or for each state of the region.
    pub rows: Vec<GapRow>,
}

/// One row of the matrix.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GapRow {
    /// Code of the table or state.
    pub code: String,
    /// Its title.
    pub label: String,
    /// Its cells, in the order of the columns.
    pub cells: Vec<GapCell>,
}

/// One cell of the matrix.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct GapCell {
    /// received, partial, late, not-collected, not-applicable, derogation, confidential, missing, or not-asked.
    pub status: String,
    /// The same in words.
    pub label: String,
    /// Whether somebody said why there is a gap.
    pub explained: bool,
    /// What stands behind it, in sentences: breakdowns that lack, why, since when.
    pub details: Vec<String>,
    /// Breakdowns by what became of them.
    pub breakdowns: Vec<Breakdown>,
}

/// One breakdown of a table and year.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Breakdown {
    /// Its name, such as citizenship (each member state), age, sex.
    pub label: String,
    /// The same statuses as for the cell.
    pub status: String,
    /// The status in words.
    pub status_label: String,
}

/// Findings of one rule or code.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FindingGroup {
    /// The rule that judged, such as `C05`; none for findings of reading and mapping.
    pub rule: Option<String>,
    /// Code of the finding, such as `validate/part-whole-mismatch`.
    pub code: String,
    /// error, warning or information.
    pub severity: String,
    /// The severity in words.
    pub severity_label: String,
    /// What the rule asks for, or when the finding occurs.
    pub label: String,
    /// Why it matters; empty for findings of reading and mapping.
    pub why: String,
    /// How to mend it.
    pub fix: String,
    /// Where the rule comes from; empty for findings of reading and mapping.
    pub origin: String,
    /// The findings.
    pub findings: Vec<FindingLine>,
}

/// One finding.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FindingLine {
    /// Name of its anchor within the page, unique.
    pub anchor: String,
    /// What was found.
    pub message: String,
    /// File.
    pub file: Option<String>,
    /// Sheet.
    pub sheet: Option<String>,
    /// Cell or range, as the format names it: `B7`, `line 12, field 3`.
    pub cells: Option<String>,
    /// Further cells that take part, each with file and sheet where they differ.
    pub also: Vec<String>,
    /// The value found, where there is one.
    pub value: Option<String>,
    /// What it was compared with: the sum, the other figure, or the limits.
    pub expected: Option<String>,
    /// What to do, where that is more exact than the advice of the group.
    pub hint: Option<String>,
    /// Mapping file and line that claim the cell, such as `mappings/ken/x.toml:12`.
    pub mapping: Option<String>,
    /// How many like it this one stands for.
    pub count: u64,
    /// The explanation that covers it.
    pub explanation: Option<String>,
    /// Position of its sheet among the pictures, from 0; none where none is drawn.
    pub picture: Option<usize>,
}

/// A sheet of the sender, drawn as it was sent, around the cells that findings name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SheetPicture {
    /// File.
    pub file: String,
    /// Sheet.
    pub sheet: String,
    /// Whether the sheet reads from right to left.
    pub right_to_left: bool,
    /// Columns drawn, in order.
    pub columns: Vec<SheetColumn>,
    /// Rows drawn, in order.
    pub rows: Vec<SheetRow>,
    /// Rows of the sheet that are hidden or were left out, and why, in a sentence; empty where all are drawn.
    pub left_out: Vec<String>,
}

/// One column of a drawn sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SheetColumn {
    /// Its letters, or the number of the field.
    pub name: String,
    /// How many visible columns were passed over since the column before.
    pub skipped: u32,
}

/// One row of a drawn sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SheetRow {
    /// Its number, from 1, as the sender sees it.
    pub number: u32,
    /// How many visible rows were passed over since the row before.
    pub skipped: u32,
    /// One cell for each drawn column, empty ones too; cells that a merge covers are not among them.
    pub cells: Vec<SheetCell>,
}

/// One cell of a drawn sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SheetCell {
    /// Its address, such as `B7`.
    pub address: String,
    /// Its text as a person sees it; may hold anything a sender typed.
    pub text: String,
    /// Whether it is a number, and stands at the end of the cell.
    pub is_number: bool,
    /// Columns it covers.
    pub column_span: u32,
    /// Rows it covers.
    pub row_span: u32,
    /// What findings say of it; empty for a cell without any.
    pub marks: Vec<Mark>,
}

/// What a finding says of a cell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Mark {
    /// error, warning, information, or explained.
    pub severity: String,
    /// Whether the finding stands at this cell, or the cell only takes part in it.
    pub takes_part: bool,
    /// The message.
    pub message: String,
    /// Anchor of the finding.
    pub anchor: String,
}

/// The same persons as counted by two states.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct MirrorLine {
    /// What is compared: flows, stocks of citizens, stocks of persons born there, citizens who changed citizenship.
    pub subject: String,
    /// Year.
    pub year: String,
    /// The partner state.
    pub partner: String,
    /// Its name.
    pub partner_name: String,
    /// The state's own figure; none where it gives none.
    pub own: Option<MirrorSide>,
    /// The partner's figure, or that of an agency about the partner.
    pub other: Option<MirrorSide>,
    /// Own less other.
    pub difference: Option<i64>,
    /// Own by other.
    pub ratio: Option<f64>,
    /// Difference by the mean of both, from -2 to 2.
    pub symmetric_index: Option<f64>,
    /// What the two definitions explain of the difference, in sentences.
    pub explained_by: Vec<String>,
}

/// One side of a mirror.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct MirrorSide {
    /// The figure.
    pub value: i64,
    /// Its exchange table.
    pub table: String,
    /// Its grade.
    pub grade: String,
    /// Its source.
    pub source: String,
    /// Its reference date or period.
    pub period: String,
    /// Its cell, with file and sheet.
    pub place: Option<String>,
}

/// Figures over the years.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Series {
    /// What it shows, such as the title of a table.
    pub title: String,
    /// Exchange table.
    pub table: String,
    /// Its source.
    pub source: String,
    /// Its points, by year.
    pub points: Vec<Point>,
}

/// One point of a series.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
pub struct Point {
    /// Year.
    pub year: i16,
    /// Figure; none where it is missing or hidden.
    pub value: Option<i64>,
    /// Whether a break is marked on it.
    pub is_break: bool,
    /// Whether a finding names it.
    pub is_marked: bool,
}

/// What a source states of one table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DefinitionTable {
    /// Source.
    pub source: String,
    /// Exchange table.
    pub table: String,
    /// Its title.
    pub title: String,
    /// Figures by grade.
    pub grades: Vec<Counted>,
    /// Its attributes.
    pub lines: Vec<DefinitionLine>,
}

/// One attribute of the definition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DefinitionLine {
    /// The question.
    pub question: String,
    /// What is stated; none where nobody did.
    pub value: Option<String>,
    /// How far it stands from the shared definition: 0, 1, 2, 3, unknown; none where it does not enter the grade.
    pub distance: Option<String>,
    /// The distance in words.
    pub distance_label: String,
    /// What says so.
    pub evidence: Option<String>,
}

/// One thing that is asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Recommendation {
    /// Its identifier, the same in every year.
    pub id: String,
    /// Place in the list, from 1.
    pub rank: u32,
    /// Whom it is for.
    pub state: String,
    /// What is asked for.
    pub text: String,
    /// What it would bring, in a sentence.
    pub benefit: String,
    /// open, agreed, done, declined or gone.
    pub status: String,
    /// The status in words.
    pub status_label: String,
    /// Since which round it stands; none where it is new.
    pub since: Option<String>,
    /// What was noted about it.
    pub note: Option<String>,
}

/// A source that exists.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SourceLine {
    /// State.
    pub state: String,
    /// Axis, such as immigration, in words.
    pub axis: String,
    /// Its name; none where no source is known.
    pub source: Option<String>,
    /// none, unused, not-shared or shared.
    pub standing: String,
    /// The standing in words.
    pub standing_label: String,
    /// The judgement of the inventory about its reliability.
    pub reliability: Option<String>,
}

/// An explanation that was given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ExplanationLine {
    /// Rule or status it is about.
    pub rule: String,
    /// Exchange table; none for all.
    pub table: Option<String>,
    /// Years; none for all.
    pub years: Option<String>,
    /// The text as it was given.
    pub text: String,
    /// Who gave it.
    pub who: String,
    /// Until when it holds, as an ISO day; none for good.
    pub until: Option<String>,
    /// How many findings or gaps it covers; 0 is worth a look.
    pub covers: u64,
}
