//! What a source states about its figures: the definition profile of a table, with the evidence for each statement.
//!
//! In: `[[profile]]` sections of a mapping. Out: checked [`Profile`]s in which every statement names its attribute, a valid
//! value, and the cell or document that says so. It grades nothing, and it looks into no sender's file.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::attribute::{Attribute, AttributeKind};
use super::mapping_check::Checker;
use super::problem::spelling_hint;
use crate::model::{Age, AttributeId, CellRef, MappingId};

/// What a source states about the figures of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Profile {
    /// Its name: of one section of a mapping, or of several joined by `+`.
    pub name: String,
    /// What is stated, by attribute.
    pub statements: BTreeMap<AttributeId, Statement>,
    /// Attributes of which sections that meet on one figure state different values: as good as unknown.
    pub contradicted: BTreeSet<AttributeId>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The value; several ones sorted and joined by `+`.
    pub value: String,
    /// Per cent of those concerned, where stated.
    pub share: Option<Decimal>,
    /// Circumstances.
    pub conditions: BTreeSet<String>,
    /// What says so.
    pub evidence: Evidence,
    /// Line of the mapping.
    pub line: u32,
}

/// What says so: a cell of the file, a document, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Sheet and cell.
    pub at: Option<(String, CellRef)>,
    /// The same as the mapping writes it.
    pub at_as_written: Option<String>,
    /// Words that must stand in the cell.
    pub says: Option<String>,
    /// A document, with the page or article.
    pub document: Option<String>,
}

impl Evidence {
    /// The evidence as a person reads it.
    #[must_use]
    pub fn shown(&self) -> String {
        self.at_as_written.clone().into_iter().chain(self.document.clone()).collect::<Vec<_>>().join("; ")
    }
}

impl Profile {
    /// The profiles that meet on one figure as one: what rules state adds to what the table states and replaces it. Two rules
    /// that contradict each other leave the attribute unknown.
    #[must_use]
    pub fn layered(table: Option<&Arc<Self>>, rules: &[Arc<Self>]) -> Option<Arc<Self>> {
        let layers: Vec<&Arc<Self>> = table.into_iter().chain(rules).collect();
        if let [only] = layers.as_slice() {
            return Some(Arc::clone(only));
        }
        layers.first()?;
        let mut joined = Self {
            name: joined_name(&layers),
            statements: table.map(|table| table.statements.clone()).unwrap_or_default(),
            contradicted: BTreeSet::new(),
        };
        let mut said: BTreeMap<&AttributeId, &Statement> = BTreeMap::new();
        for (attribute, statement) in rules.iter().flat_map(|rule| &rule.statements) {
            let before = said.insert(attribute, statement);
            let same = |before: &Statement| {
                (&before.value, before.share, &before.conditions) == (&statement.value, statement.share, &statement.conditions)
            };
            if before.is_some_and(|before| !same(before)) {
                joined.contradicted.insert(attribute.clone());
            }
            joined.statements.insert(attribute.clone(), statement.clone());
        }
        for attribute in &joined.contradicted {
            joined.statements.remove(attribute);
        }
        Some(Arc::new(joined))
    }
}

/// `mapping/one+two`: the mapping stands once, since all of them are its own.
fn joined_name(layers: &[&Arc<Profile>]) -> String {
    let (first, rest) = layers.split_first().map_or(("", &[][..]), |(first, rest)| (first.name.as_str(), rest));
    let own = |layer: &&Arc<Profile>| layer.name.rsplit('/').next().unwrap_or_default().to_owned();
    std::iter::once(first.to_owned()).chain(rest.iter().map(own)).collect::<Vec<_>>().join("+")
}

/// What a source states about the figures of the tables and rules that name this section.
#[derive(Debug, Clone, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ProfileSection {
    /// Name within the mapping; tables and rules give it as `profile`.
    #[schemars(with = "MappingId")]
    pub id: Spanned<MappingId>,
    /// Another profile of this mapping whose statements hold here too, unless stated again.
    #[schemars(with = "Option<MappingId>")]
    pub extends: Option<Spanned<MappingId>>,
    /// The cell that says what follows, as `Notes!B22`, for statements that name none of their own.
    #[schemars(with = "Option<String>")]
    pub at: Option<Spanned<String>>,
    /// The document that says so, with its page or article, for statements that name none of their own.
    pub document: Option<String>,
    /// What is stated: attributes of the definition profile and their values.
    #[schemars(with = "BTreeMap<AttributeId, StatementSection>")]
    pub states: BTreeMap<AttributeId, Spanned<StatementSection>>,
}

/// A value, or a value with its evidence.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum StatementSection {
    /// A value whose evidence is that of the profile.
    Value(ValueSection),
    /// A value with more.
    Full(FullStatement),
}

/// A value: a code, a number such as 12, or several codes.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ValueSection {
    /// A code.
    Code(String),
    /// A number of months, or a year.
    Number(i64),
    /// Several codes.
    Several(Vec<String>),
}

/// A value with its evidence.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct FullStatement {
    /// The value.
    pub value: ValueSection,
    /// Per cent of those concerned, such as the part of the population that lives in the regions left out.
    pub share: Option<f64>,
    /// Circumstances of the attribute that hold.
    #[serde(default)]
    pub conditions: Vec<String>,
    /// The cell that says so, as `Notes!B22`; in a delimited file as `line 3, field 1`.
    pub at: Option<String>,
    /// Words that must stand in that cell.
    pub says: Option<String>,
    /// The document that says so, with its page or article.
    pub document: Option<String>,
}

impl ValueSection {
    fn text(&self) -> String {
        match self {
            Self::Code(code) if code.contains('+') => sorted(code.split('+').map(str::trim)),
            Self::Code(code) => code.trim().to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Several(codes) => sorted(codes.iter().map(String::as_str)),
        }
    }
}

/// Several values as one: each once, sorted, joined by `+`.
fn sorted<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join("+")
}

impl Checker<'_> {
    /// Checks the profiles of a mapping; the names lead to them.
    pub(super) fn read_profiles(&mut self, read: &[ProfileSection], mapping: &MappingId) -> BTreeMap<MappingId, Arc<Profile>> {
        let mut profiles: BTreeMap<MappingId, Arc<Profile>> = BTreeMap::new();
        for section in read {
            let id = section.id.get_ref();
            let line = self.line(&section.id);
            let mut statements = BTreeMap::new();
            if let Some(extended) = &section.extends {
                if let Some(known) = profiles.get(extended.get_ref()) {
                    statements.clone_from(&known.statements);
                } else {
                    let at = self.line(extended);
                    let message = format!("no profile above is called `{}`", extended.get_ref());
                    self.problem(at, message, "name a profile that stands before this one");
                }
            }
            for (attribute, statement) in &section.states {
                statements.extend(self.statement(attribute, statement, section).map(|checked| (attribute.clone(), checked)));
            }
            let profile = Profile { name: format!("{mapping}/{id}"), statements, contradicted: BTreeSet::new() };
            if profiles.insert(id.clone(), Arc::new(profile)).is_some() {
                self.problem(line, format!("a second profile is called `{id}`"), "give each profile a name of its own");
            }
        }
        profiles
    }

    /// The profile a table or a rule names.
    pub(super) fn profile_named(&mut self, name: Option<&Spanned<MappingId>>) -> Vec<Arc<Profile>> {
        let Some(name) = name else { return Vec::new() };
        if let Some(profile) = self.profiles.get(name.get_ref()) {
            return vec![Arc::clone(profile)];
        }
        let line = self.line(name);
        let hint = spelling_hint(name.get_ref().as_str(), self.profiles.keys().map(MappingId::as_str));
        let hint = hint.unwrap_or_else(|| "add a `[[profile]]` with this id".to_owned());
        self.problem(line, format!("the mapping has no profile `{}`", name.get_ref()), hint);
        Vec::new()
    }

    fn statement(&mut self, id: &AttributeId, read: &Spanned<StatementSection>, section: &ProfileSection) -> Option<Statement> {
        let line = self.line(read);
        let standard = self.standard;
        let Some(attribute) = standard.attribute(id.as_str()) else {
            let hint = spelling_hint(id.as_str(), standard.attributes.iter().map(|attribute| attribute.id.as_str()));
            let hint = hint.unwrap_or_else(|| "`concord standard list attributes` prints them".to_owned());
            self.problem(line, format!("the definition profile has no attribute `{id}`"), hint);
            return None;
        };
        let empty;
        let (value, full) = match read.get_ref() {
            StatementSection::Value(value) => {
                empty = FullStatement { value: value.clone(), share: None, conditions: Vec::new(), at: None, says: None, document: None };
                (value, &empty)
            }
            StatementSection::Full(full) => (&full.value, full),
        };
        let text = value.text();
        self.valid_value(attribute, &text, line);
        for condition in full.conditions.iter().filter(|condition| !attribute.conditions.iter().any(|known| known.code == **condition)) {
            let hint = spelling_hint(condition, attribute.conditions.iter().map(|known| known.code.as_str()));
            self.problem(line, format!("`{id}` knows no circumstance `{condition}`"), hint.unwrap_or_else(|| "it has none".to_owned()));
        }
        let share = full.share.and_then(|share| share.to_string().parse::<Decimal>().ok());
        if full.share.is_some() && !share.is_some_and(|share| share >= Decimal::ZERO && share <= Decimal::ONE_HUNDRED) {
            self.problem(line, "`share` is no per cent", "give a number from 0 to 100");
        }
        let own = full.at.is_some() || full.document.is_some();
        let (written, line_of_cell) = match (&full.at, &section.at) {
            (Some(at), _) => (Some(at), line),
            (None, Some(at)) if !own => (Some(at.get_ref()), self.line(at)),
            _ => (None, line),
        };
        let at = written.and_then(|at| self.evidence_cell(at, line_of_cell));
        let document = full.document.clone().or_else(|| section.document.clone().filter(|_| !own));
        if at.is_none() && document.is_none() {
            self.problem(
                line,
                format!("nothing says that `{id}` is `{text}`"),
                "give `at` with the cell, or `document` with its page, here or for the whole profile",
            );
        }
        if full.says.is_some() && at.is_none() {
            self.problem(line, "`says` without a cell", "give `at` with the cell that holds these words");
        }
        let conditions = full.conditions.iter().cloned().collect();
        Some(Statement {
            value: text,
            share,
            conditions,
            evidence: Evidence { at, at_as_written: written.cloned(), says: full.says.clone(), document },
            line,
        })
    }

    fn evidence_cell(&mut self, text: &str, line: u32) -> Option<(String, CellRef)> {
        let (sheet, cell) = text.rsplit_once('!').unwrap_or(("", text));
        match cell.parse() {
            Ok(cell) => Some((sheet.to_owned(), cell)),
            Err(error) => {
                self.problem(line, format!("{error}"), "write sheet and cell as `Notes!B22`");
                None
            }
        }
    }

    fn valid_value(&mut self, attribute: &Attribute, text: &str, line: u32) {
        let known = |value: &str| attribute.values.iter().any(|choice| choice.code == value);
        let wrong = match attribute.kind {
            AttributeKind::Code => (!known(text)).then(|| format!("`{text}` is no value of `{}`", attribute.id)),
            AttributeKind::Set => {
                attribute.parts(text).find(|part| !known(part)).map(|part| format!("`{part}` is no value of `{}`", attribute.id))
            }
            AttributeKind::Year => {
                let year = text.parse::<i16>().ok().filter(|year| (1700..=2200).contains(year));
                year.is_none().then(|| format!("`{text}` is not a year of the civil calendar"))
            }
            AttributeKind::Ages => {
                let group = text.parse::<Age>().is_ok_and(|age| matches!(age, Age::Years { .. } | Age::AtLeast(_)));
                (text != "all" && !group).then(|| format!("`{text}` is not `all` or the code of a group of ages such as `Y_GE15`"))
            }
            AttributeKind::Regions => {
                let nearly = text != "none" && ["none", "no", "all"].contains(&text.to_lowercase().as_str());
                (text.is_empty() || nearly).then(|| format!("`{text}` is neither `none` nor what is left out"))
            }
            AttributeKind::Observed => Some(format!("`{}` is told by the figures themselves", attribute.id)),
        };
        if let Some(message) = wrong {
            let hint = match attribute.kind {
                AttributeKind::Observed => "take the line out; `period` and `unit` of the table say it".to_owned(),
                _ => spelling_hint(text, attribute.values.iter().map(|choice| choice.code.as_str()))
                    .unwrap_or_else(|| format!("`concord standard show {}` explains it", attribute.id)),
            };
            self.problem(line, message, hint);
        }
    }
}
