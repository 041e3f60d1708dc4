//! Which tables count the same persons from two ends.
//!
//! In: `mirrors.toml`. Out: checked [`MirrorSpec`]s in which every table, dimension, code and attribute is one of the standard.
//! What the figures say, and what explains a difference, is for `mirror`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::attribute::Attribute;
use super::list_files::Lists;
use super::load::load_toml;
use super::problem::{InFile, Problems, Told, spelling_hint};
use super::source::SpecSource;
use super::standard_files::{Dimension, DimensionKind, TableSpec};
use crate::model::closed_set;
use crate::model::{AttributeId, Code, DimensionId, MappingId, TableId};

const MIRRORS: &str = "mirrors.toml";

closed_set!(
    /// One of the two ends of a mirror.
    MirrorEnd {
        /// The state itself.
        Own = "own",
        /// The partner.
        Other = "other",
    }
);

/// Two tables that count the same persons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorSpec {
    /// Its id.
    pub id: MappingId,
    /// What is compared, in English.
    pub label: String,
    /// The table of the state; none where states have no such table.
    pub own: Option<MirrorTable>,
    /// The table of the partner.
    pub other: MirrorTable,
    /// The derived table that the partners' figures form when they are turned round.
    pub view: Option<TableId>,
    /// Attributes that ask the same of both ends.
    pub counterparts: Vec<Counterparts>,
    /// Answers by which the two ends must differ.
    pub gaps: Vec<MirrorGap>,
}

/// A table at one end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorTable {
    /// The table.
    pub table: TableId,
    /// The dimension that names whoever is at the other end.
    pub partner: DimensionId,
    /// The code of each dimension of the table, in its order; none for the one that names the other end.
    pub codes: Vec<Option<Code>>,
}

/// An attribute of the table of the state, and the one that asks the same of the partner's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterparts {
    /// The attribute at the end of the state.
    pub own: AttributeId,
    /// The attribute at the end of the partner.
    pub other: AttributeId,
    /// Whether their values are stays that the coefficients know.
    pub months: bool,
}

/// An answer by which the two ends must differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorGap {
    /// The end whose answer it is.
    pub end: MirrorEnd,
    /// The attribute.
    pub attribute: AttributeId,
    /// Its value.
    pub value: String,
    /// What follows, in a sentence in English.
    pub says: String,
}

/// The mirrors of a standard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mirrors {
    /// They, in the order of the file.
    pub all: Vec<MirrorSpec>,
    /// Attributes of quality that may explain a difference.
    pub also_compare: Vec<AttributeId>,
}

impl Mirrors {
    /// The mirror of an id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&MirrorSpec> {
        self.all.iter().find(|mirror| mirror.id.as_str() == id)
    }
}

/// `mirrors.toml`.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct MirrorsFile {
    #[validate(range(min = 1, max = 1, message = "this program reads schema 1"))]
    schema: u32,
    #[serde(default)]
    #[schemars(with = "Vec<AttributeId>")]
    also_compare: Vec<Spanned<AttributeId>>,
    #[serde(default)]
    #[validate(nested)]
    mirror: Vec<MirrorSection>,
}

#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct MirrorSection {
    #[schemars(with = "MappingId")]
    id: Spanned<MappingId>,
    #[validate(length(min = 1, message = "must not be empty"))]
    label: String,
    own: Option<EndSection>,
    other: EndSection,
    #[schemars(with = "Option<TableId>")]
    view: Option<Spanned<TableId>>,
    #[serde(default)]
    counterparts: Vec<CounterpartsSection>,
    #[serde(default)]
    #[validate(nested)]
    gap: Vec<GapSection>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct EndSection {
    #[schemars(with = "TableId")]
    table: Spanned<TableId>,
    #[schemars(with = "DimensionId")]
    partner: Spanned<DimensionId>,
    #[serde(default)]
    #[schemars(with = "BTreeMap<DimensionId, Code>")]
    codes: BTreeMap<DimensionId, Spanned<Code>>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct CounterpartsSection {
    #[schemars(with = "AttributeId")]
    own: Spanned<AttributeId>,
    #[schemars(with = "AttributeId")]
    other: Spanned<AttributeId>,
    #[serde(default)]
    months: bool,
}

#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct GapSection {
    end: MirrorEnd,
    #[schemars(with = "AttributeId")]
    attribute: Spanned<AttributeId>,
    #[schemars(with = "String")]
    value: Spanned<String>,
    #[validate(length(min = 1, message = "must not be empty"))]
    says: String,
}

/// The parts of a standard that a mirror refers to.
pub(super) struct Known<'a> {
    pub(super) tables: &'a BTreeMap<TableId, TableSpec>,
    pub(super) dimensions: &'a BTreeMap<DimensionId, Dimension>,
    pub(super) lists: &'a Lists,
    pub(super) attributes: &'a [Attribute],
}

impl Known<'_> {
    /// The attribute of an id, or what is wrong with it and what to type instead.
    fn attribute(&self, id: &AttributeId) -> Result<&Attribute, Told> {
        self.attributes.iter().find(|attribute| attribute.id == *id).ok_or_else(|| {
            let hint = spelling_hint(id.as_str(), self.attributes.iter().map(|attribute| attribute.id.as_str()));
            (format!("the definition profile has no attribute `{id}`"), hint)
        })
    }

    /// Whether an attribute can have a value, or what is wrong and what to type instead.
    pub(super) fn value(&self, id: &AttributeId, value: &str) -> Result<(), Told> {
        let attribute = self.attribute(id)?;
        if attribute.values.iter().any(|choice| choice.code == value) {
            return Ok(());
        }
        let hint = spelling_hint(value, attribute.values.iter().map(|choice| choice.code.as_str()));
        Err((format!("`{value}` is no value of `{id}`"), hint))
    }

    /// Whether a code is in the list of a dimension; any code is of a dimension that has none.
    pub(super) fn code(&self, dimension: &DimensionId, code: &Code) -> Result<(), Told> {
        let list = self.dimensions.get(dimension).and_then(|dimension| self.lists.get(dimension.list.as_ref()?));
        if list.is_none_or(|list| list.get(code.as_str()).is_some()) {
            return Ok(());
        }
        Err((format!("`{code}` is not a code of the list of `{dimension}`"), None))
    }
}

/// Reads the mirrors; none where the standard has no such file. Those of a file that another standard lends are left out where
/// this one does not have their tables.
pub(super) fn read_mirrors(source: &SpecSource, known: &Known<'_>, problems: &mut Problems) -> Mirrors {
    let mut found = Mirrors::default();
    for path in source.parts(MIRRORS) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        let Some(file) = problems.value_of(load_toml::<MirrorsFile>(path, text)) else { continue };
        let mut checker = Checker { file: InFile { path, text, problems }, known };
        for attribute in &file.also_compare {
            checker.attribute(attribute);
            found.also_compare.push(attribute.get_ref().clone());
        }
        for section in file.mirror {
            let has = |end: &EndSection| known.tables.contains_key(end.table.get_ref());
            if source.is_lent(path) && !(has(&section.other) && section.own.as_ref().is_none_or(has)) {
                continue;
            }
            if found.all.iter().any(|before| before.id == *section.id.get_ref()) {
                checker.file.problem(section.id.span().start, format!("the mirror `{}` stands twice", section.id.get_ref()), None);
            }
            found.all.extend(checker.mirror(section));
        }
    }
    found
}

struct Checker<'a> {
    file: InFile<'a>,
    known: &'a Known<'a>,
}

impl Checker<'_> {
    fn mirror(&mut self, section: MirrorSection) -> Option<MirrorSpec> {
        let own = section.own.as_ref().map(|end| self.end(end));
        let other = self.end(&section.other);
        if let Some(own) = &section.own {
            self.same_kind(own, &section.other, section.id.get_ref());
        }
        if let Some(view) = &section.view
            && !self.known.tables.contains_key(view.get_ref())
        {
            self.no_table(view);
        }
        let mut counterparts = Vec::new();
        for pair in &section.counterparts {
            self.attribute(&pair.own);
            self.attribute(&pair.other);
            let [own, other] = [&pair.own, &pair.other].map(|one| one.get_ref().clone());
            counterparts.push(Counterparts { own, other, months: pair.months });
        }
        let mut gaps = Vec::new();
        for gap in section.gap {
            self.value(&gap);
            gaps.push(MirrorGap { end: gap.end, attribute: gap.attribute.into_inner(), value: gap.value.into_inner(), says: gap.says });
        }
        let own = match own {
            Some(own) => Some(own?),
            None => None,
        };
        Some(MirrorSpec {
            id: section.id.into_inner(),
            label: section.label,
            own,
            other: other?,
            view: section.view.map(Spanned::into_inner),
            counterparts,
            gaps,
        })
    }

    fn no_table(&mut self, table: &Spanned<TableId>) {
        let hint = spelling_hint(table.get_ref().as_str(), self.known.tables.keys().map(TableId::as_str));
        self.file.problem(table.span().start, format!("there is no table `{}`", table.get_ref()), hint);
    }

    fn end(&mut self, end: &EndSection) -> Option<MirrorTable> {
        let Some(spec) = self.known.tables.get(end.table.get_ref()) else {
            self.no_table(&end.table);
            return None;
        };
        let partner = end.partner.get_ref();
        let names = || spec.dimensions.iter().map(DimensionId::as_str);
        let is_area = self.known.dimensions.get(partner).is_some_and(|dimension| dimension.kind == DimensionKind::Area);
        if !spec.dimensions.contains(partner) || !is_area {
            let message = format!("`{partner}` is no dimension of `{}` that holds states", spec.id);
            self.file.problem(end.partner.span().start, message, spelling_hint(partner.as_str(), names()));
            return None;
        }
        for (dimension, code) in &end.codes {
            if !spec.dimensions.contains(dimension) || dimension == partner {
                let hint = spelling_hint(dimension.as_str(), names().filter(|name| *name != partner.as_str()));
                let message = format!("`{dimension}` is no further dimension of `{}`", spec.id);
                self.file.problem(code.span().start, message, hint);
            } else {
                self.told(code.span().start, self.known.code(dimension, code.get_ref()));
            }
        }
        let total = Code::new(Code::TOTAL).ok()?;
        let code = |dimension: &DimensionId| end.codes.get(dimension).map_or_else(|| total.clone(), |code| code.get_ref().clone());
        let codes = spec.dimensions.iter().map(|dimension| (dimension != partner).then(|| code(dimension))).collect();
        Some(MirrorTable { table: spec.id.clone(), partner: partner.clone(), codes })
    }

    /// Stocks mirror stocks, and persons mirror persons.
    fn same_kind(&mut self, own: &EndSection, other: &EndSection, id: &MappingId) {
        let of = |end: &EndSection| self.known.tables.get(end.table.get_ref()).map(|spec| (spec.stat_type, spec.unit));
        if let (Some(left), Some(right)) = (of(own), of(other))
            && left != right
        {
            let message = format!("the mirror `{id}` compares {} of {} with {} of {}", left.0, left.1, right.0, right.1);
            let hint = Some("both tables must count the same unit, both as a stock or both as a flow".to_owned());
            self.file.problem(other.table.span().start, message, hint);
        }
    }

    fn attribute(&mut self, id: &Spanned<AttributeId>) {
        self.told(id.span().start, self.known.attribute(id.get_ref()).map(|_| ()));
    }

    fn value(&mut self, gap: &GapSection) {
        match self.known.attribute(gap.attribute.get_ref()) {
            Ok(_) => self.told(gap.value.span().start, self.known.value(gap.attribute.get_ref(), gap.value.get_ref())),
            Err(told) => self.told(gap.attribute.span().start, Err(told)),
        }
    }

    fn told(&mut self, offset: usize, checked: Result<(), Told>) {
        if let Err((message, hint)) = checked {
            self.file.problem(offset, message, hint);
        }
    }
}

#[cfg(test)]
#[path = "mirror_tests.rs"]
mod tests;
