//! The attributes of the definition profile: what a source must say before its figures can be compared.
//!
//! In: `profile/attributes.toml`. Out: checked [`Attribute`]s, in the order of the file. How far a value stands from the
//! shared definition is for [`super::distance`]; what a source says is for [`super::profile`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::load::{line_at, load_toml};
use super::problem::Problems;
use super::selector::TableSelector;
use super::source::SpecSource;
use super::standard_files::TableSpec;
use crate::model::closed_set;
use crate::model::{AttributeId, Distance, Family, TableId};

pub(super) const ATTRIBUTES: &str = "profile/attributes.toml";

closed_set!(
    /// What may stand as the value of an attribute.
    AttributeKind {
        /// One of its values.
        Code = "code",
        /// Several of its values, which together are one.
        Set = "set",
        /// A year of the civil calendar.
        Year = "year",
        /// `all`, or the code of the ages covered.
        Ages = "ages",
        /// `none`, or the regions left out.
        Regions = "regions",
        /// Nothing: the figures and their mapping tell it.
        Observed = "observed",
    }
);

closed_set!(
    /// What the figures themselves tell.
    Observed {
        /// Whether they are a stock or a flow.
        StatType = "stat-type",
        /// The day of a stock.
        ReferenceDay = "reference-day",
        /// The span of a flow.
        Period = "period",
        /// The calendar of the original.
        Calendar = "calendar",
    }
);

/// A code with the words for it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Choice {
    /// The code.
    pub code: String,
    /// The words.
    pub label: String,
}

/// One attribute of the definition profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its id.
    pub id: AttributeId,
    /// The group of attributes it belongs to.
    pub group: String,
    /// The question put to a source.
    pub question: String,
    /// What it may do.
    pub family: Family,
    /// What may stand as its value.
    pub kind: AttributeKind,
    /// For [`AttributeKind::Observed`]: what is observed.
    pub observed: Option<Observed>,
    /// The tables it matters for.
    pub applies: TableSelector,
    /// The same, as written.
    pub applies_as_written: Vec<String>,
    /// Whether a figure has grade U as long as nobody stated it.
    pub leading: bool,
    /// The distance where nobody stated it.
    pub unknown: Distance,
    /// Its values.
    pub values: Vec<Choice>,
    /// Circumstances a source may state beside the value.
    pub conditions: Vec<Choice>,
    /// What a sender could add so that figures counted otherwise can still be used.
    pub breakdown: Option<String>,
    /// Whether that breakdown shows as rows of the table, so that a table that has them needs something else.
    pub breakdown_is_rows: bool,
    /// The file.
    pub file: Arc<str>,
    /// Its line.
    pub line: u32,
}

impl Attribute {
    /// Whether it can move the grade of figures in a table.
    #[must_use]
    pub fn grades(&self, table: &TableSpec) -> bool {
        self.family != Family::Quality && self.applies.accepts(table)
    }

    /// Whether a source must state it, because nothing else tells it.
    #[must_use]
    pub const fn is_asked(&self) -> bool {
        !matches!(self.kind, AttributeKind::Observed)
    }

    /// The codes of a stated value: several where the attribute is a set, and one otherwise.
    pub fn parts<'a>(&self, value: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        let several = self.kind == AttributeKind::Set;
        value.split(move |letter| several && letter == '+')
    }

    /// The words for one code of a value; the code itself where it has none.
    #[must_use]
    pub fn words<'a>(&'a self, value: &'a str) -> &'a str {
        self.values.iter().find(|choice| choice.code == value).map_or(value, |choice| choice.label.as_str())
    }
}

#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct AttributesFile {
    #[validate(range(min = 1, max = 1, message = "this program reads schema 1"))]
    schema: u32,
    #[validate(nested)]
    attribute: Vec<AttributeEntry>,
}

#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct AttributeEntry {
    #[schemars(with = "AttributeId")]
    id: Spanned<AttributeId>,
    #[validate(length(min = 1, message = "must not be empty"))]
    group: String,
    #[validate(length(min = 1, message = "must not be empty"))]
    question: String,
    family: Family,
    kind: AttributeKind,
    observed: Option<Observed>,
    #[schemars(with = "Vec<String>")]
    applies: Vec<Spanned<String>>,
    #[serde(default)]
    leading: bool,
    #[validate(range(max = 2, message = "what nobody stated costs at most 2"))]
    unknown: u8,
    #[serde(default)]
    values: Vec<Choice>,
    #[serde(default)]
    conditions: Vec<Choice>,
    breakdown: Option<String>,
    #[serde(default)]
    breakdown_is_rows: bool,
}

/// Reads the attributes; none where the standard has no such file.
pub(super) fn read_attributes(source: &SpecSource, tables: &BTreeMap<TableId, TableSpec>, problems: &mut Problems) -> Vec<Attribute> {
    let mut known = BTreeSet::new();
    let mut found = Vec::new();
    for path in source.parts(ATTRIBUTES) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        // Without the attributes every line about one would be wrong, and none of them is.
        let Some(file) = problems.value_of(load_toml::<AttributesFile>(path, text)) else { return Vec::new() };
        read_file(path, text, file, &mut known, &mut found, problems);
    }
    for attribute in found.iter().filter(|attribute| !source.is_lent(&attribute.file)) {
        let written: Vec<&str> = attribute.applies_as_written.iter().map(String::as_str).collect();
        attribute.applies.tell_idle(&written, tables, (&attribute.file, attribute.line), problems);
    }
    found
}

fn read_file(
    path: &str,
    text: &str,
    file: AttributesFile,
    known: &mut BTreeSet<AttributeId>,
    found: &mut Vec<Attribute>,
    problems: &mut Problems,
) {
    for entry in file.attribute {
        let line = line_at(text, entry.id.span().start);
        let id = entry.id.get_ref().clone();
        let again = !known.insert(id.clone());
        // A further file changes an attribute by stating it again; one file states it once.
        if again && found.iter().any(|before| before.id == id && *before.file == *path) {
            problems.add(path, line, format!("the attribute `{id}` stands twice"));
        }
        check(path, &entry, line, problems);
        let mut written = Vec::new();
        for line_of_list in &entry.applies {
            if let Err(message) = TableSelector::parse(line_of_list.get_ref()) {
                problems.add(path, line_at(text, line_of_list.span().start), message);
            }
            written.push(line_of_list.get_ref().clone());
        }
        let Ok(applies) = TableSelector::of(written.iter().map(String::as_str)) else { continue };
        let attribute = Attribute {
            id,
            group: entry.group,
            question: entry.question,
            family: entry.family,
            kind: entry.kind,
            observed: entry.observed,
            applies,
            applies_as_written: written,
            leading: entry.leading,
            unknown: match entry.unknown {
                0 => Distance::Same,
                1 => Distance::Near,
                _ => Distance::Partly,
            },
            values: entry.values,
            conditions: entry.conditions,
            breakdown: entry.breakdown,
            breakdown_is_rows: entry.breakdown_is_rows,
            file: path.into(),
            line,
        };
        match found.iter_mut().find(|before| before.id == attribute.id) {
            Some(before) => *before = attribute,
            None => found.push(attribute),
        }
    }
}

fn check(path: &str, entry: &AttributeEntry, line: u32, problems: &mut Problems) {
    let id = entry.id.get_ref();
    if (entry.kind == AttributeKind::Observed) != entry.observed.is_some() {
        let message = format!("`{id}`: the kind `observed` and the key `observed` belong together");
        problems.add_with_hint(path, line, message, Some("say what is observed, or give another kind".to_owned()));
    }
    if matches!(entry.kind, AttributeKind::Code | AttributeKind::Set) && entry.values.is_empty() {
        problems.add(path, line, format!("`{id}` has no values to choose from"));
    }
    if entry.leading && entry.family == Family::Quality {
        problems.add(path, line, format!("`{id}` can't lead: quality never enters the grade"));
    }
    for (index, choice) in entry.values.iter().enumerate() {
        if entry.values[..index].iter().any(|before| before.code == choice.code) {
            problems.add(path, line, format!("the value `{}` of `{id}` stands twice", choice.code));
        }
    }
}
