//! The TOML files of a standard: as written, and as checked.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::extends::ExtendsSection;
use super::language::{Language, Languages};
use crate::model::closed_set;
use crate::model::{Code, DimensionId, StatType, TableId, Unit, days_between};

closed_set!(
    /// The age grid a table asks for.
    AgeGrid {
        /// Five-year groups, 85 and over open.
        FiveYears = "age5",
        /// Single years.
        SingleYears = "age1",
        /// The bands of refugee statistics: 0-4, 5-11, 12-17, 18-59, 60 and over.
        Refugee = "age_refugee",
    }
);

closed_set!(
    /// How firmly a table or a detail of it is asked for.
    TableLevel {
        /// Every member.
        Core = "core",
        /// Members that have it.
        Optional = "optional",
        /// Built from other tables, never sent.
        Derived = "derived",
    }
);

closed_set!(
    /// How far a table tells countries apart.
    CountryLevel {
        /// Total only.
        Total = "l0",
        /// Nationals, the region, continents.
        Groups = "l1",
        /// Each member, the ten largest others, continental residuals.
        Members = "l2",
        /// Every country.
        Countries = "l3",
    }
);

closed_set!(
    /// Where the codes of a dimension come from.
    DimensionKind {
        /// The list of areas; the data have a column for the kind of area beside it.
        Area = "area",
        /// A closed list.
        List = "list",
        /// The labelled ages, and every code that the grammar of ages builds.
        Age = "age",
        /// Codes that each mapping declares.
        Open = "open",
    }
);

/// One exchange table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableSpec {
    /// Its id.
    pub id: TableId,
    /// Its title in English.
    pub title: String,
    /// Which part of the exchange it belongs to.
    pub axis: String,
    /// What it counts.
    pub stat_type: StatType,
    /// What one unit is.
    pub unit: Unit,
    /// Which date or period is asked for, in words.
    pub reference_time: String,
    /// The days of the year on which a stock is asked for, month and day; any stated day where there is none.
    pub reference_days: Vec<(i8, i8)>,
    /// Its dimensions in order, without sex and age.
    pub dimensions: Vec<DimensionId>,
    /// Whether it asks for sex; the data carry `_T` where it doesn't.
    pub sex: bool,
    /// The age grid it asks for; the data carry `_T` where it asks for none.
    pub age: Option<AgeGrid>,
    /// How firmly it is asked for.
    pub level: TableLevel,
    /// How firmly each country detail is asked for.
    pub country_levels: BTreeMap<CountryLevel, TableLevel>,
    /// Similar tables elsewhere, by who has them.
    pub analogues: BTreeMap<String, String>,
    /// What to watch for.
    pub note: Option<String>,
}

impl TableSpec {
    /// Its dimensions in order, with the sex and age that every table has.
    #[must_use]
    pub fn all_dimensions(&self) -> Vec<DimensionId> {
        let always = ["sex", "age"].into_iter().filter_map(|name| DimensionId::new(name).ok());
        self.dimensions.iter().cloned().chain(always).collect()
    }

    /// The year whose asked day a stock stands for: the one of an asked day on it, the day before or the day after, since
    /// 31 December and 1 January are the same moment; otherwise that of the day itself.
    #[must_use]
    pub fn asked_year(&self, day: Date) -> i16 {
        let years = day.year().saturating_sub(1)..=day.year().saturating_add(1);
        self.reference_days
            .iter()
            .find_map(|(month, of)| {
                years.clone().find(|year| Date::new(*year, *month, *of).is_ok_and(|asked| days_between(asked, day).abs() <= 1))
            })
            .unwrap_or_else(|| day.year())
    }

    /// Days from a day to the nearest one asked for in [its year](Self::asked_year); 0 where any stated day is taken.
    #[must_use]
    pub fn days_from_asked(&self, day: Date) -> i32 {
        let year = self.asked_year(day);
        let asked = self.reference_days.iter().filter_map(|(month, of)| Date::new(year, *month, *of).ok());
        asked.map(|asked| days_between(asked, day).abs()).min().unwrap_or(0)
    }
}

/// A dimension that tables may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dimension {
    /// Its name, which is a column of the data.
    pub id: DimensionId,
    /// Whether its areas are states of citizenship, so that nationals and foreigners can be told apart.
    pub tells_citizens: bool,
    /// Whether its areas are places of birth, so that the native-born can be told apart.
    pub tells_natives: bool,
    /// Special codes, such as the stateless, whose rows hold no nationals.
    pub no_nationals: Vec<Code>,
    /// Codes that are left over and may hold nationals, such as areas unknown.
    pub may_hold_nationals: Vec<Code>,
    /// Where its codes come from.
    pub kind: DimensionKind,
    /// The code list; none where the codes are declared by mappings.
    pub list: Option<String>,
    /// Its label in English.
    pub label: String,
}

/// `standard.toml`.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct StandardFile {
    #[validate(range(min = 1, max = 1, message = "this program reads schema 1"))]
    schema: u32,
    #[validate(length(min = 1, message = "must not be empty"))]
    pub(super) id: String,
    #[validate(length(min = 1, message = "must not be empty"))]
    pub(super) version: String,
    pub(super) title: String,
    pub(super) authority: String,
    #[serde(deserialize_with = "toml_date")]
    #[schemars(with = "String")]
    pub(super) date: Date,
    pub(super) status: String,
    /// Languages in which every text stands, English first.
    #[validate(length(min = 1, message = "must name English at least"))]
    #[schemars(with = "Vec<Language>")]
    pub(super) languages: Vec<Spanned<Language>>,
    /// Languages in which labels of offices are recognised besides.
    #[serde(default)]
    pub(super) recognised_languages: Vec<Language>,
    /// The standard this one builds on.
    pub(super) extends: Option<ExtendsSection>,
    #[schemars(with = "Code")]
    pub(super) region: Spanned<Code>,
}

impl StandardFile {
    /// Its languages: those of its texts, and those it recognises.
    pub(super) fn all_languages(&self) -> Languages {
        Languages {
            of_texts: self.languages.iter().map(|language| *language.get_ref()).collect(),
            recognised: self.recognised_languages.clone(),
        }
    }
}

/// `dimensions.toml`.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct DimensionsFile {
    #[validate(range(min = 1, max = 1, message = "this program reads schema 1"))]
    schema: u32,
    #[validate(nested)]
    pub(super) dimension: Vec<DimensionEntry>,
}

#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct DimensionEntry {
    #[schemars(with = "DimensionId")]
    pub(super) id: Spanned<DimensionId>,
    #[serde(default)]
    pub(super) tells_citizens: bool,
    #[serde(default)]
    pub(super) tells_natives: bool,
    #[serde(default)]
    #[schemars(with = "Vec<Code>")]
    pub(super) no_nationals: Vec<Spanned<Code>>,
    #[serde(default)]
    #[schemars(with = "Vec<Code>")]
    pub(super) may_hold_nationals: Vec<Spanned<Code>>,
    pub(super) kind: DimensionKind,
    #[schemars(with = "Option<String>")]
    pub(super) list: Option<Spanned<String>>,
    #[validate(length(min = 1, message = "must not be empty"))]
    pub(super) label: String,
}

/// `tables/<TABLE>.toml`.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct TableFile {
    #[validate(range(min = 1, max = 1, message = "this program reads schema 1"))]
    schema: u32,
    #[schemars(with = "TableId")]
    pub(super) id: Spanned<TableId>,
    #[validate(length(min = 1, message = "must not be empty"))]
    title: String,
    #[validate(length(min = 1, message = "must not be empty"))]
    axis: String,
    stat_type: StatType,
    unit: Unit,
    #[validate(length(min = 1, message = "must not be empty"))]
    reference_time: String,
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(super) reference_days: Vec<Spanned<String>>,
    #[schemars(with = "Vec<DimensionId>")]
    pub(super) dimensions: Vec<Spanned<DimensionId>>,
    sex: bool,
    age: Option<AgeGrid>,
    level: TableLevel,
    #[serde(default)]
    country_levels: BTreeMap<CountryLevel, TableLevel>,
    #[serde(default)]
    analogues: BTreeMap<String, String>,
    note: Option<String>,
}

impl From<TableFile> for TableSpec {
    fn from(file: TableFile) -> Self {
        Self {
            id: file.id.into_inner(),
            title: file.title,
            axis: file.axis,
            stat_type: file.stat_type,
            unit: file.unit,
            reference_time: file.reference_time,
            reference_days: file.reference_days.iter().filter_map(|day| month_and_day(day.get_ref())).collect(),
            dimensions: file.dimensions.into_iter().map(Spanned::into_inner).collect(),
            sex: file.sex,
            age: file.age,
            level: file.level,
            country_levels: file.country_levels,
            analogues: file.analogues,
            note: file.note,
        }
    }
}

impl From<DimensionEntry> for Dimension {
    fn from(entry: DimensionEntry) -> Self {
        Self {
            id: entry.id.into_inner(),
            tells_citizens: entry.tells_citizens,
            tells_natives: entry.tells_natives,
            no_nationals: entry.no_nationals.into_iter().map(Spanned::into_inner).collect(),
            may_hold_nationals: entry.may_hold_nationals.into_iter().map(Spanned::into_inner).collect(),
            kind: entry.kind,
            list: entry.list.map(Spanned::into_inner),
            label: entry.label,
        }
    }
}

/// Month and day as `07-01`; none where the year has no such day.
pub(super) fn month_and_day(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-').and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)))?;
    Date::new(2024, month, day).is_ok().then_some((month, day))
}

/// A date as TOML writes it, without quotation marks.
pub(super) fn toml_date<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let stated = toml::value::Datetime::deserialize(deserializer)?;
    stated.to_string().parse().map_err(|_| serde::de::Error::custom(format!("`{stated}` is not a day; expected one as in 2026-01-31")))
}

/// The same for a date that may be left out.
pub(super) fn optional_toml_date<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    toml_date(deserializer).map(Some)
}
