//! The files people write: loaded, checked and described.
//!
//! Takes the text of TOML and CSV files, from a folder or compiled in, and gives checked types in which every
//! reference leads somewhere. Every problem of a file is reported, each with its line and the nearest valid
//! spelling; a file with a problem gives nothing. What an office sends is not read here, and no figure is touched.

mod area_tree;
mod asked_codes;
mod attribute;
mod background;
mod breakdown;
mod code_list;
mod concept;
mod csv_file;
mod disclosure;
pub(crate) mod distance;
mod explanations;
mod extends;
mod field;
mod field_check;
mod field_file;
mod indicator;
mod indicator_words;
mod inventory;
mod language;
mod list_files;
pub(crate) mod load;
mod mapping;
mod mapping_check;
mod mapping_file;
mod mirror;
mod normalise;
mod number_format;
mod output_table;
mod person_headings;
mod pipeline;
mod plan;
mod population;
mod problem;
mod profile;
mod receipts;
mod recommendations;
mod review;
mod round;
mod rule;
mod rule_check;
#[cfg(test)]
mod rule_tests;
mod rule_words;
mod sdmx;
mod selector;
mod source;
mod standard;
mod standard_files;
mod stay;
mod texts;
mod time_words;
pub(crate) mod translations;
mod unknown_keys;
mod years;

pub use asked_codes::TotalOf;
pub use attribute::{Attribute, AttributeKind, Choice, Observed};
pub use background::{Background, CountryFact, KnownSource, SymbolHabit};
pub use breakdown::Breakdown;
pub use code_list::{Abroad, CodeList, Entry, Foreigners, Lookup, Validity};
pub use concept::{Concept, ListHead};
pub use disclosure::{DisclosureLimits, DisclosurePolicy, Restriction, Sensitive, ZeroPolicy};
pub use distance::{Circumstance, Comparison, DistanceRow, Measure, RowTest, ValueTest};
pub use explanations::{DeclaredGap, Explained, Explanation, Explanations, ExplanationsFile, GapReason, GapScope, Given};
pub use field::{
    AddsUp, Condition, Effect, Feeds, Field, HeaderRow, Heading, Meaning, PartOfYear, Parts, Placement, Rule, StubColumn, Test, ValueMap,
};
pub use field_file::{Combine, Direction};
pub use indicator::{IndicatorInput, IndicatorSpec};
pub use indicator_words::{IndicatorFormula, IndicatorRole, IndicatorUnit};
pub use inventory::{Inventory, Source};
pub use language::{CodeSystem, Language, Languages, ParseLanguageError};
pub use mapping::{
    Anchor, DayOfStock, Mapping, MissingSymbol, Notes, PeriodOfTable, SetAsideSheet, SheetMatch, Symbol, TableMapping, Todo, UnitOfTable,
    ValueColumns, ZeroSymbol,
};
pub use mapping_check::load_mapping;
pub use mapping_file::{Blank, MappingFile, NamedBy, Pair};
pub use mirror::{Counterparts, MirrorEnd, MirrorGap, MirrorSpec, MirrorTable, Mirrors};
pub use normalise::{Normalised, normalise};
pub use number_format::NumberFormat;
pub use output_table::{OutputAudience, OutputChart, OutputColumns, OutputLayout, OutputRows};
pub use person_headings::{HeadingMatch, PersonHeading, PersonHeadingKind};
pub use pipeline::{Licence, NamedPath, Pipeline, PipelineFile, ReportsSection, SourceRank};
pub use plan::{Plan, PlanSection};
pub(crate) use problem::nearest as nearest_name;
pub(crate) use problem::spelling_hint;
pub use problem::{SpecError, SpecProblem};
pub use profile::{Evidence, Profile, Statement};
pub use receipts::Receipts;
pub use recommendations::{Noted, NotedRecommendations, NotedStatus, RecommendationStatus, RecommendationsFile, load_recommendations};
pub use review::review;
pub use round::Round;
pub use rule::{ConsistencyRule, RuleSeverity};
pub use rule_check::{Check, Figure as RuleFigure, Moment, SizeClass, Stated};
pub use rule_words::{KindOfRule, RuleParameter, kinds_of_rules};
pub use sdmx::{ClosedList, SdmxColumn, SdmxNames};
pub use selector::TableSelector;
pub use source::SpecSource;
pub use standard::{AmbiguityRule, AmbiguousName, Membership, Standard};
pub use standard_files::{AgeGrid, CountryLevel, Dimension, DimensionKind, TableLevel, TableSpec};
pub use stay::StayCoefficients;
pub use time_words::{CalendarUse, MonthLookup, MonthNames};
pub use translations::{Made, TRANSLATION_COLUMNS, Translation, Translations, own_translations, translation_file};
pub use years::Years;

/// The JSON Schema of every TOML file of a standard, by the name of its file.
///
/// ```
/// assert!(concord::spec::standard_schemas().iter().any(|(name, _)| *name == "concept"));
/// ```
#[must_use]
pub fn standard_schemas() -> Vec<(&'static str, schemars::Schema)> {
    vec![
        ("attributes", schemars::schema_for!(attribute::AttributesFile)),
        ("calendars", schemars::schema_for!(time_words::CalendarsFile)),
        ("concept", schemars::schema_for!(concept::ConceptFile)),
        ("dimensions", schemars::schema_for!(standard_files::DimensionsFile)),
        ("disclosure", schemars::schema_for!(disclosure::DisclosureFile)),
        ("indicators", schemars::schema_for!(indicator::IndicatorsFile)),
        ("mirrors", schemars::schema_for!(mirror::MirrorsFile)),
        ("output", schemars::schema_for!(output_table::OutputFile)),
        ("rules", schemars::schema_for!(rule::RulesFile)),
        ("sdmx", schemars::schema_for!(sdmx::SdmxFile)),
        ("standard", schemars::schema_for!(standard_files::StandardFile)),
        ("table", schemars::schema_for!(standard_files::TableFile)),
    ]
}
