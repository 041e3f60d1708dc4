//! The shared concepts and the heads of code lists: what a standard says besides tables.
//!
//! In: `concepts/*.toml`, `codelists.csv`. Out: checked texts whose tables and attributes exist.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::attribute::Attribute;
use super::code_list::Validity;
use super::csv_file::CsvFile;
use super::list_files::{Lists, text_of, validity};
use super::load::{line_at, load_toml};
use super::problem::{Problems, nearest};
use super::source::SpecSource;
use super::standard_files::{TableSpec, optional_toml_date, toml_date};
use crate::model::{AttributeId, TableId};

const LIST_HEADS: &str = "codelists.csv";

/// A shared concept, such as the immigrant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concept {
    /// Its id.
    pub id: String,
    /// Its name in English.
    pub label: String,
    /// The shared definition.
    pub definition: String,
    /// What the United Nations recommend, in other words.
    pub united_nations: String,
    /// What the European Union asks, in other words.
    pub european_union: String,
    /// Where practice differs.
    pub watch: String,
    /// Where it comes from.
    pub sources: Vec<String>,
    /// Tables built on it.
    pub tables: Vec<TableId>,
    /// Attributes that decide about it.
    pub attributes: Vec<AttributeId>,
    /// Whether it is agreed.
    pub status: String,
    /// From when to when it holds.
    pub validity: Validity,
}

#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct ConceptFile {
    #[validate(range(min = 1, max = 1, message = "this program reads schema 1"))]
    schema: u32,
    #[schemars(with = "AttributeId")]
    id: Spanned<AttributeId>,
    #[validate(length(min = 1, message = "must not be empty"))]
    label: String,
    #[validate(length(min = 1, message = "must not be empty"))]
    definition: String,
    #[validate(length(min = 1, message = "must not be empty"))]
    united_nations: String,
    #[validate(length(min = 1, message = "must not be empty"))]
    european_union: String,
    #[validate(length(min = 1, message = "must not be empty"))]
    watch: String,
    #[validate(length(min = 1, message = "must name a source"))]
    sources: Vec<String>,
    #[schemars(with = "Vec<TableId>")]
    tables: Vec<Spanned<TableId>>,
    #[schemars(with = "Vec<AttributeId>")]
    attributes: Vec<Spanned<AttributeId>>,
    #[validate(length(min = 1, message = "must not be empty"))]
    status: String,
    #[serde(deserialize_with = "toml_date")]
    #[schemars(with = "String")]
    valid_from: Date,
    #[serde(default, deserialize_with = "optional_toml_date")]
    #[schemars(with = "Option<String>")]
    valid_to: Option<Date>,
}

/// Reads the concepts, by id.
pub(super) fn read_concepts(
    source: &SpecSource,
    tables: &BTreeMap<TableId, TableSpec>,
    attributes: &[Attribute],
    problems: &mut Problems,
) -> Vec<Concept> {
    let mut found = Vec::new();
    for path in source.inside("concepts", ".toml") {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        let Some(file) = problems.value_of(load_toml::<ConceptFile>(path, text)) else { continue };
        let id = file.id.get_ref().to_string();
        if path != format!("concepts/{id}.toml") {
            problems.add(path, line_at(text, file.id.span().start), format!("the concept `{id}` must stand in a file of that name"));
        }
        let hint = |name: Option<&str>| name.map(|name| format!("did you mean `{name}`?"));
        let there = |id: &str| tables.contains_key(id) || source.has_table(id);
        // A concept that another standard lends names tables of that one, which may be left out here.
        let lent = source.is_lent(path);
        for table in file.tables.iter().filter(|table| !lent && !there(table.get_ref().as_str())) {
            let near = nearest(table.get_ref().as_str(), tables.keys().map(TableId::as_str));
            let line = line_at(text, table.span().start);
            problems.add_with_hint(path, line, format!("the standard has no table `{}`", table.get_ref()), hint(near));
        }
        let known = |id: &AttributeId| attributes.iter().any(|attribute| attribute.id == *id);
        for attribute in file.attributes.iter().filter(|attribute| !known(attribute.get_ref())) {
            let near = nearest(attribute.get_ref().as_str(), attributes.iter().map(|known| known.id.as_str()));
            let line = line_at(text, attribute.span().start);
            problems.add_with_hint(path, line, format!("the definition profile has no attribute `{}`", attribute.get_ref()), hint(near));
        }
        let validity = Validity { from: Some(file.valid_from), to: file.valid_to };
        if validity.is_backwards() {
            problems.add(path, None, "`valid-to` is before `valid-from`");
        }
        found.push(Concept {
            id,
            label: file.label,
            definition: file.definition,
            united_nations: file.united_nations,
            european_union: file.european_union,
            watch: file.watch,
            sources: file.sources,
            tables: file.tables.into_iter().map(Spanned::into_inner).filter(|table| there(table.as_str())).collect(),
            attributes: file.attributes.into_iter().map(Spanned::into_inner).collect(),
            status: file.status,
            validity,
        });
    }
    found
}

/// Who keeps a code list, and in which version it stands here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListHead {
    /// Its title in English.
    pub title: String,
    /// Who keeps it.
    pub agency: String,
    /// Its version.
    pub version: String,
    /// From when to when this version holds.
    pub validity: Validity,
    /// Where it comes from.
    pub source: String,
}

/// Reads the heads of the code lists; every list must have one.
pub(super) fn read_list_heads(source: &SpecSource, lists: &Lists, problems: &mut Problems) -> BTreeMap<String, ListHead> {
    let mut found: BTreeMap<String, ListHead> = BTreeMap::new();
    let mut last: (Arc<str>, u32) = (LIST_HEADS.into(), 1);
    let mut named = BTreeSet::new();
    for path in source.parts(LIST_HEADS) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        let columns = ["list", "title", "agency", "version", "valid_from", "valid_to", "source"];
        for row in CsvFile::read(path, text, &columns, &[], problems).rows() {
            last = (path.into(), row.line);
            let id = row.required("list", problems, text_of);
            let title = row.required("title", problems, text_of);
            let agency = row.required("agency", problems, text_of);
            let version = row.required("version", problems, text_of);
            let (Some(id), Some(title), Some(agency), Some(version)) = (id, title, agency, version) else { continue };
            named.insert(id.clone());
            if !lists.contains_key(&id) {
                let near = nearest(&id, lists.keys().map(String::as_str)).map(|name| format!("did you mean `{name}`?"));
                problems.add_with_hint(path, row.line, format!("there is no code list `{id}`"), near);
            }
            let head = ListHead { title, agency, version, validity: validity(row, problems), source: row.get("source").to_owned() };
            if found.insert(id.clone(), head).is_some() {
                problems.add(path, row.line, format!("the list `{id}` stands twice"));
            }
        }
    }
    for id in lists.keys().filter(|id| !named.contains(*id)) {
        let message = format!("the code list `{id}` has no line here, so nobody knows its version and who keeps it");
        problems.add_with_hint(&last.0, last.1, message, Some("add a line with list, title, agency and version".to_owned()));
    }
    found
}
