//! Which indicators are made of which tables.
//!
//! In: `indicators.toml`. Out: checked [`IndicatorSpec`]s in which every formula has the inputs it needs, and every table, dimension
//! and code is one of the standard. The formulas themselves, and what they are fed with, are for `indicators`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::indicator_words::{IndicatorFormula, IndicatorRole, IndicatorUnit, Over};
use super::load::{line_at, load_toml};
use super::mirror::Known;
use super::problem::{InFile, Problems, Told, spelling_hint};
use super::source::SpecSource;
use super::standard_files::{DimensionKind, TableSpec};
use crate::model::{Age, Code, DimensionId, MappingId, TableId};

const INDICATORS: &str = "indicators.toml";

/// An indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorSpec {
    /// Its id.
    pub id: MappingId,
    /// What it is called, in English.
    pub title: String,
    /// Its number among the indicators of the Sustainable Development Goals.
    pub goal: Option<String>,
    /// What is done with its inputs.
    pub formula: IndicatorFormula,
    /// Decimals with which it is published.
    pub decimals: u8,
    /// How many of the largest countries, for a share of the largest.
    pub top: Option<u8>,
    /// The least part of the foreign total, in per cent, that the countries told one by one must be.
    pub least_told: u8,
    /// The widest group of ages, in years, in which a median may lie.
    pub widest_group: Option<u8>,
    /// Its inputs.
    pub inputs: BTreeMap<IndicatorRole, IndicatorInput>,
    /// Why it can't be made from the exchange, in English, where it can't.
    pub lacks: Option<String>,
}

impl IndicatorSpec {
    /// The input that decides for which years it is made; none where it has none.
    #[must_use]
    pub fn first_input(&self) -> Option<&IndicatorInput> {
        self.inputs.get(&self.formula.roles().first()?.0)
    }
}

/// Where an input stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorInput {
    /// The table.
    pub table: TableId,
    /// The code of each dimension of the table, in its order.
    pub codes: Vec<Code>,
    /// Sex.
    pub sex: Code,
    /// Age.
    pub age: Code,
    /// The place of the dimension of countries that the input runs over; none for ages and single figures.
    pub each: Option<usize>,
    /// Years after that of the indicator: 1 for the population at the end of the year, which is told as that of 1 January.
    pub later: i16,
}

/// `indicators.toml`.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct IndicatorsFile {
    #[validate(range(min = 1, max = 1, message = "this program reads schema 1"))]
    schema: u32,
    #[serde(default)]
    #[validate(nested)]
    indicator: Vec<IndicatorSection>,
}

#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct IndicatorSection {
    /// Its id, unique.
    #[schemars(with = "MappingId")]
    id: Spanned<MappingId>,
    /// What it is called; the other languages stand in the translations of the standard.
    #[validate(length(min = 1, message = "must not be empty"))]
    title: String,
    /// Its number among the indicators of the Sustainable Development Goals.
    goal: Option<String>,
    /// What is done with its inputs.
    formula: IndicatorFormula,
    /// What one unit of it is; says to a reader of the file what the formula gives.
    #[schemars(with = "IndicatorUnit")]
    unit: Spanned<IndicatorUnit>,
    /// Decimals with which it is published.
    #[validate(range(max = 6, message = "more than 6 decimals say nothing"))]
    decimals: u8,
    /// How many of the largest countries.
    #[schemars(with = "Option<u8>")]
    top: Option<Spanned<u8>>,
    /// The least part of the foreign total, in per cent, that the countries told one by one must be.
    #[validate(range(max = 100, message = "is a part of 100"))]
    least_told: Option<u8>,
    /// The widest group of ages, in years, in which a median may lie.
    widest_group: Option<u8>,
    /// Its inputs.
    #[serde(default)]
    inputs: Vec<InputSection>,
    /// Why it can't be made from the exchange.
    lacks: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct InputSection {
    /// What it is to the formula.
    #[schemars(with = "IndicatorRole")]
    role: Spanned<IndicatorRole>,
    /// The table.
    #[schemars(with = "TableId")]
    table: Spanned<TableId>,
    /// Codes of its dimensions, sex and age among them; the total where not given.
    #[serde(default)]
    #[schemars(with = "BTreeMap<DimensionId, Code>")]
    codes: BTreeMap<DimensionId, Spanned<Code>>,
    /// The dimension it runs over.
    #[schemars(with = "Option<DimensionId>")]
    each: Option<Spanned<DimensionId>>,
    /// Years after that of the indicator.
    #[serde(default)]
    later: i16,
}

/// Reads the indicators; none where the standard has no such file. Those of a file that another standard lends are left out where
/// this one does not have their tables.
pub(super) fn read_indicators(source: &SpecSource, known: &Known<'_>, problems: &mut Problems) -> Vec<IndicatorSpec> {
    let mut found: Vec<IndicatorSpec> = Vec::new();
    for path in source.parts(INDICATORS) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        let Some(file) = problems.value_of(load_toml::<IndicatorsFile>(path, text)) else { continue };
        for section in file.indicator {
            let has = |input: &InputSection| known.tables.contains_key(input.table.get_ref());
            if source.is_lent(path) && !section.inputs.iter().all(has) {
                continue;
            }
            if found.iter().any(|before| before.id == *section.id.get_ref()) {
                let line = line_at(text, section.id.span().start);
                problems.add(path, line, format!("the indicator `{}` stands twice", section.id.get_ref()));
            }
            found.push(Checker { file: InFile { path, text, problems }, known }.indicator(section));
        }
    }
    found
}

/// What an input runs over beside ages.
enum Each {
    /// Nothing, or ages.
    Nothing,
    /// The areas of the dimension at this place.
    Area(usize),
}

struct Checker<'a> {
    file: InFile<'a>,
    known: &'a Known<'a>,
}

impl Checker<'_> {
    fn indicator(&mut self, section: IndicatorSection) -> IndicatorSpec {
        let (id, at, formula) = (section.id.get_ref().clone(), section.id.span().start, section.formula);
        if *section.unit.get_ref() != formula.unit() {
            let message = format!("`{formula}` gives {}, not {}", formula.unit(), section.unit.get_ref());
            self.file.problem(section.unit.span().start, message, Some(format!("unit = \"{}\"", formula.unit())));
        }
        if (formula == IndicatorFormula::TopShare) != section.top.is_some() {
            let offset = section.top.as_ref().map_or(at, |top| top.span().start);
            self.file.problem(
                offset,
                format!("`{id}`: `top` says how many of the largest `top-share` takes, and stands there alone"),
                None,
            );
        }
        if section.inputs.is_empty() != section.lacks.is_some() {
            let message = format!("`{id}` has either inputs, or `lacks`, which says why the exchange can't give them");
            self.file.problem(at, message, None);
        }
        let mut inputs = BTreeMap::new();
        for input in &section.inputs {
            let role = *input.role.get_ref();
            let Some((_, over)) = formula.roles().iter().find(|(known, _)| *known == role) else {
                let hint = spelling_hint(role.as_str(), formula.roles().iter().map(|(role, _)| role.as_str()));
                self.file.problem(input.role.span().start, format!("`{formula}` has no input `{role}`"), hint);
                continue;
            };
            if let Some(checked) = self.input(input, *over)
                && inputs.insert(role, checked).is_some()
            {
                self.file.problem(input.role.span().start, format!("`{id}` has the input `{role}` twice"), None);
            }
        }
        for (role, _) in formula.roles().iter().filter(|_| section.lacks.is_none()) {
            if !section.inputs.iter().any(|input| input.role.get_ref() == role) {
                self.file.problem(at, format!("`{id}` lacks the input `{role}` of `{formula}`"), None);
            }
        }
        IndicatorSpec {
            id,
            title: section.title,
            goal: section.goal,
            formula,
            decimals: section.decimals,
            top: section.top.map(Spanned::into_inner),
            least_told: section.least_told.unwrap_or(0),
            widest_group: section.widest_group,
            inputs,
            lacks: section.lacks,
        }
    }

    fn input(&mut self, input: &InputSection, over: Over) -> Option<IndicatorInput> {
        let Some(spec) = self.known.tables.get(input.table.get_ref()) else {
            let hint = spelling_hint(input.table.get_ref().as_str(), self.known.tables.keys().map(TableId::as_str));
            self.file.problem(input.table.span().start, format!("there is no table `{}`", input.table.get_ref()), hint);
            return None;
        };
        let all = spec.all_dimensions();
        for (dimension, code) in &input.codes {
            if all.contains(dimension) {
                self.code(dimension, code);
            } else {
                let hint = spelling_hint(dimension.as_str(), all.iter().map(DimensionId::as_str));
                self.file.problem(code.span().start, format!("`{}` has no dimension `{dimension}`", spec.id), hint);
            }
        }
        let each = self.each(input, spec, over)?;
        let total = Code::new(Code::TOTAL).ok()?;
        let code = |name: &str| {
            let stated = input.codes.iter().find(|(dimension, _)| dimension.as_str() == name);
            stated.map_or_else(|| total.clone(), |(_, code)| code.get_ref().clone())
        };
        Some(IndicatorInput {
            table: spec.id.clone(),
            codes: spec.dimensions.iter().map(|dimension| code(dimension.as_str())).collect(),
            sex: code("sex"),
            age: code("age"),
            each: match each {
                Each::Area(place) => Some(place),
                Each::Nothing => None,
            },
            later: input.later,
        })
    }

    fn code(&mut self, dimension: &DimensionId, code: &Spanned<Code>) {
        let is_age = dimension.as_str() == "age" && code.get_ref().as_str().parse::<Age>().is_ok();
        let checked: Result<(), Told> = if is_age { Ok(()) } else { self.known.code(dimension, code.get_ref()) };
        if let Err((message, hint)) = checked {
            self.file.problem(code.span().start, message, hint);
        }
    }

    /// What an input runs over; none where it is wrong.
    fn each(&mut self, input: &InputSection, spec: &TableSpec, over: Over) -> Option<Each> {
        let role = input.role.get_ref();
        let is_area = |id: &DimensionId| self.known.dimensions.get(id).is_some_and(|dimension| dimension.kind == DimensionKind::Area);
        let areas: Vec<&str> = spec.dimensions.iter().filter(|id| is_area(id)).map(DimensionId::as_str).collect();
        let Some(each) = &input.each else {
            if over == Over::One {
                return Some(Each::Nothing);
            }
            let hint = if over == Over::Ages { "each = \"age\"".to_owned() } else { format!("`{}`", areas.join("`, `")) };
            let message =
                format!("`{role}` runs over {}: `each` must name the dimension", if over == Over::Ages { "ages" } else { "areas" });
            self.file.problem(input.role.span().start, message, Some(hint));
            return None;
        };
        let name = each.get_ref().as_str();
        let place = spec.dimensions.iter().position(|id| id == each.get_ref() && areas.contains(&name));
        match (over, place) {
            (Over::Ages, _) if name == "age" && spec.age.is_some() => Some(Each::Nothing),
            (Over::Areas, Some(place)) => Some(Each::Area(place)),
            (Over::One, _) => {
                self.file.problem(each.span().start, format!("`{role}` is one figure and runs over nothing"), None);
                None
            }
            (Over::Ages, _) => {
                self.file.problem(each.span().start, format!("`{name}` is no age of `{}`", spec.id), None);
                None
            }
            (Over::Areas, None) => {
                let hint = spelling_hint(name, areas.iter().copied());
                self.file.problem(each.span().start, format!("`{name}` is no dimension of `{}` that holds areas", spec.id), hint);
                None
            }
        }
    }
}

#[cfg(test)]
#[path = "indicator_tests.rs"]
mod tests;
