//! The columns of the output contract, in one place: the writer, the reference page and the tests read them here.

use crate::model::{Fate, Grade, IgnoreReason, Origin, Reference, Role, Unit};
use crate::spec::{DimensionKind, Standard, TableSpec};

/// How a column is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// UTF-8 text.
    Text,
    /// UTF-8 text, stored as a dictionary.
    Dictionary,
    /// Days since 1970-01-01.
    Date,
    /// 64-bit integer.
    Int64,
    /// 32-bit integer.
    Int32,
    /// 16-bit integer.
    Int16,
    /// 64-bit floating point number.
    Float64,
    /// Truth value.
    Boolean,
    /// List of texts.
    TextList,
    /// List of texts, stored as a dictionary.
    DictionaryList,
}

impl ColumnKind {
    /// The type as the reference page names it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Dictionary => "dict",
            Self::Date => "date",
            Self::Int64 => "int64",
            Self::Int32 => "int32",
            Self::Int16 => "int16",
            Self::Float64 => "float64",
            Self::Boolean => "bool",
            Self::TextList => "list of string",
            Self::DictionaryList => "list of dict",
        }
    }
}

/// Which codes a column may hold; of a column of lists, each member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Codes {
    /// Those of a code list, which stands in `codelists/<id>.parquet`.
    List(String),
    /// Those of a code list, and others built in the same way: the list gives names to some.
    Labelled(String),
    /// These and no others.
    Closed(Vec<String>),
}

/// One column of an output file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Name.
    pub name: String,
    /// Storage.
    pub kind: ColumnKind,
    /// Whether it may be null.
    pub nullable: bool,
    /// What it holds, in one sentence.
    pub about: String,
    /// Which codes it may hold; none where it holds no codes, or codes that no list knows.
    pub codes: Option<Codes>,
}

impl Column {
    /// A column that is never null.
    pub(crate) fn new(name: impl Into<String>, kind: ColumnKind, about: impl Into<String>) -> Self {
        Self { name: name.into(), kind, nullable: false, about: about.into(), codes: None }
    }

    /// A column that may be null.
    pub(crate) fn maybe(name: impl Into<String>, kind: ColumnKind, about: impl Into<String>) -> Self {
        Self { nullable: true, ..Self::new(name, kind, about) }
    }

    /// The same column, which holds these codes and no others.
    pub(crate) fn one_of<'a>(self, codes: impl IntoIterator<Item = &'a str>) -> Self {
        Self { codes: Some(Codes::Closed(codes.into_iter().map(str::to_owned).collect())), ..self }
    }
}

/// The columns of `observations/<TABLE_ID>.parquet`, in order.
#[must_use]
pub fn observation_columns(standard: &Standard, table: &TableSpec) -> Vec<Column> {
    use ColumnKind::{Boolean, Date, Dictionary, DictionaryList, Int16, Int32, Int64, Text, TextList};
    let mut columns = vec![
        Column::new("observation_id", Text, "first 16 hexadecimal digits of the SHA-256 of the key"),
        Column::new("table_id", Dictionary, "exchange table"),
        Column::new("reporter", Dictionary, "the state described, ISO 3166-1 alpha-3"),
        Column::new("sender", Dictionary, "who sent the figure; only `sender = reporter` is the state's own submission"),
        Column::new("freq", Dictionary, "A, S, Q, M or OA"),
        Column::new("time_period", Text, "period as SDMX writes it"),
        Column::new("period_start", Date, "first day, inclusive; the reference date of a stock"),
        Column::new("period_end", Date, "last day, inclusive; the reference date of a stock"),
        Column::new("reference", Dictionary, "point (stock), sum (flow) or average").one_of(Reference::ALL.iter().map(|one| one.as_str())),
    ];
    for dimension in &table.dimensions {
        let about = format!("code of the dimension `{dimension}`; `_T` total, `_U` unknown");
        columns.push(Column::new(dimension.as_str(), Dictionary, about));
        if standard.dimensions.get(dimension).is_some_and(|dimension| dimension.kind == DimensionKind::Area) {
            columns.push(Column::new(format!("{dimension}_kind"), Dictionary, "country, aggregate, residual, special or total"));
        }
    }
    columns.extend([
        Column::new("sex", Dictionary, "F, M, _T, _U ...; `_T` where the table has none"),
        Column::new("age", Dictionary, "age or age group; `_T` where the table has none"),
        Column::maybe("age_from", Int16, "first completed year of age"),
        Column::maybe("age_to", Int16, "last completed year of age; null for an open group"),
        Column::maybe("value", Int64, "whole units; null with a status that says why"),
        Column::new("value_step", Int32, "smallest step the source shows, in units"),
        Column::new("unit", Dictionary, "persons, permits, crossings, applicants or decisions")
            .one_of(Unit::ALL.iter().map(|one| one.as_str())),
        Column::new("obs_status", Dictionary, "the status that speaks, by the precedence of the contract"),
        Column::new("obs_status_all", DictionaryList, "every status, in order of precedence"),
        Column::maybe("suppressed_low", Int32, "smallest value a hidden figure is declared to have"),
        Column::maybe("suppressed_high", Int32, "largest value a hidden figure is declared to have"),
        Column::maybe("conf_status", Dictionary, "confidentiality; null when nobody said"),
        Column::new("grade", Dictionary, "distance of the source's definition from the shared one: A, B, C, X or U")
            .one_of(Grade::ALL.iter().map(|one| one.as_str())),
        Column::new("grade_causes", TextList, "why the grade is what it is"),
        Column::new("profile_id", Text, "definition profile the grade was worked out from; `not-stated` where there is none"),
        Column::new("source_id", Text, "sender and source"),
        Column::new("submission_id", Text, "first 16 hexadecimal digits of the file's SHA-256"),
        Column::new("vintage", Text, "edition of the source; sorts as text"),
        Column::new("is_latest", Boolean, "whether no later edition of the source gives the same key"),
        Column::new("origin", Dictionary, "reported, merged or derived").one_of(Origin::ALL.iter().map(|one| one.as_str())),
        Column::maybe("file", Text, "file of the value cell; null unless reported"),
        Column::maybe("sheet", Text, "sheet of the value cell; null unless reported"),
        Column::maybe("cell", Text, "address of the value cell; null unless reported"),
        Column::maybe("raw", Text, "text of the value cell as stored; null unless reported"),
        Column::new("mapping_id", Text, "mapping that read the cell"),
        Column::new("mapping_sha256", Text, "SHA-256 of that mapping"),
        Column::maybe("note", Text, "what the source or the mapping adds"),
    ]);
    columns
}

/// The columns of `lineage.parquet`, in order.
#[must_use]
pub fn lineage_columns() -> Vec<Column> {
    use ColumnKind::{Dictionary, Int32, Text};
    vec![
        Column::new("submission_id", Dictionary, "the file, by the first 16 hexadecimal digits of its SHA-256"),
        Column::new("file", Dictionary, "name of the file"),
        Column::new("sheet", Dictionary, "name of the sheet"),
        Column::new("row", Int32, "zero-based row"),
        Column::new("column", Int32, "zero-based column"),
        Column::new("cell", Text, "address as a person reads it"),
        Column::new("text", Text, "text of the cell as stored; empty for a cell that stores nothing"),
        Column::new("fate", Dictionary, "what became of the cell").one_of(Fate::ALL.iter().map(|one| one.as_str())),
        Column::maybe("reason", Dictionary, "why it was left out, for ignored cells")
            .one_of(IgnoreReason::ALL.iter().map(|one| one.as_str())),
        Column::maybe("table_id", Dictionary, "exchange table the cell took part in"),
        Column::maybe("observation_id", Dictionary, "observation, conflict or check it took part in"),
        Column::new("role", Dictionary, "value, label, status, unit, period, reporter or note")
            .one_of(Role::ALL.iter().map(|one| one.as_str())),
        Column::new("factor", Int32, "what a value was multiplied by; 1 for all other cells"),
        Column::maybe("mapping_line", Int32, "line of the mapping that decided"),
    ]
}
