//! A standard as a whole: its tables, dimensions and code lists, with every reference checked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;

use super::area_tree;
use super::asked_codes::{AskedCodes, read_asked_codes};
use super::attribute::{Attribute, read_attributes};
use super::background::{Background, read_background};
use super::code_list::{Abroad, CodeList, Foreigners, Validity};
use super::concept::{Concept, ListHead, read_concepts, read_list_heads};
use super::disclosure::{self, DisclosurePolicy, read_disclosure};
use super::distance::{DistanceRow, read_distances};
use super::indicator::{IndicatorSpec, read_indicators};
use super::inventory::{SourceAxes, read_source_axes};
use super::language::{Language, Languages};
use super::list_files::{self, AGE_LIST, AREA_LIST};
use super::load::{line_at, load_toml};
use super::mirror::{Known, Mirrors, read_mirrors};
use super::number_format::{NumberFormat, read_number_formats};
use super::output_table::{Mentioned, OutputLayout, read_outputs, read_signs};
use super::person_headings::{PersonHeading, read_person_headings};
use super::population::{Population, read_population};
use super::problem::{Problems, SpecError, nearest, spelling_hint};
use super::rule::{ConsistencyRule, read_rules};
use super::sdmx::{SdmxNames, read_sdmx};
use super::source::SpecSource;
use super::standard_files::{Dimension, DimensionEntry, DimensionKind, DimensionsFile, StandardFile, TableFile, TableSpec};
use super::stay::{StayCoefficients, read_stay_coefficients};
use super::time_words::{self, CalendarUse, MonthLookup, MonthNames, read_calendars, read_month_names};
use super::translations::{Translations, read_translations};
use crate::model::closed_set;
use crate::model::{AreaKind, Calendar, Code, DimensionId, TableId};

const STANDARD: &str = "standard.toml";
const DIMENSIONS: &str = "dimensions.toml";

closed_set!(
    /// Who decides what an ambiguous name means.
    AmbiguityRule {
        /// Nobody but the mapping: the name alone never leads to a code.
        MappingDecides = "mapping-decides",
        /// The name leads to its code, but what that covers depends on the period.
        PeriodDecides = "period-decides",
    }
);

/// A name that can mean two things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmbiguousName {
    /// The code list it belongs to.
    pub list: String,
    /// The language in which it is ambiguous.
    pub language: Language,
    /// The name as written.
    pub name: String,
    /// The key under which it is compared.
    pub key: String,
    /// What it can mean.
    pub codes: BTreeSet<Code>,
    /// Who decides.
    pub rule: AmbiguityRule,
    /// For [`AmbiguityRule::PeriodDecides`]: the day since which the name covers what its code covers now.
    pub changed_on: Option<Date>,
    /// Why.
    pub note: Option<String>,
}

impl AmbiguousName {
    /// Whether a period that begins on this day is one in which the name covered something else than its code does now.
    ///
    /// ```
    /// use concord::spec::{Language, Standard, normalise};
    /// use jiff::civil::date;
    ///
    /// let standard = Standard::shipped().unwrap();
    /// let sudan = standard.ambiguous(&normalise("Sudan").key, Language::EN).unwrap();
    /// assert!(sudan.covered_otherwise(date(2010, 7, 1)) && !sudan.covered_otherwise(date(2012, 1, 1)));
    /// ```
    #[must_use]
    pub fn covered_otherwise(&self, first_day: Date) -> bool {
        self.changed_on.is_some_and(|changed| first_day < changed)
    }
}

/// Who belonged to a region, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The code of the region.
    pub region: Code,
    /// The code of the member.
    pub member: Code,
    /// From when to when.
    pub validity: Validity,
}

/// A standard that holds together: every reference in it leads somewhere.
///
/// ```
/// use concord::model::Code;
/// use concord::spec::{CodeSystem, Language, Lookup, Standard, normalise};
///
/// let standard = Standard::shipped().unwrap();
/// let areas = standard.area_list().unwrap();
/// assert_eq!(areas.by_system(CodeSystem::Unhcr, "ARE").map(Code::as_str), Some("EGY"));
/// assert_eq!(areas.by_system(CodeSystem::Iso3, "ARE").map(Code::as_str), Some("ARE"));
/// let congo = areas.by_name(&normalise("Congo").key, &[Language::EN]);
/// assert!(matches!(congo, Lookup::Several(codes) if codes.len() == 2));
/// ```
#[derive(Debug, Clone)]
pub struct Standard {
    /// Its name.
    pub id: String,
    /// Its version; stands in every output.
    pub version: String,
    /// Its title in English.
    pub title: String,
    /// Who issues it.
    pub authority: String,
    /// When this version was issued.
    pub date: Date,
    /// Whether it is in force.
    pub status: String,
    /// The code of the region whose members exchange the tables.
    pub region: Code,
    /// SHA-256 over all its files, names and bytes in order.
    pub sha256: String,
    /// The exchange tables.
    pub tables: BTreeMap<TableId, TableSpec>,
    /// The dimensions, sex and age among them.
    pub dimensions: BTreeMap<DimensionId, Dimension>,
    /// The code lists.
    pub lists: BTreeMap<String, CodeList>,
    /// Names that can mean two things.
    pub ambiguous_names: Vec<AmbiguousName>,
    /// Official short names of countries, where these are not their labels.
    pub official_names: BTreeMap<(Code, Language), String>,
    /// Dated membership of regions.
    pub membership: Vec<Membership>,
    /// Countries below each group of the tree of areas.
    groups: BTreeMap<Code, BTreeSet<Code>>,
    /// Population by area and year.
    pub(super) population: Population,
    /// Which codes a breakdown asks for.
    pub(super) asked_codes: Vec<AskedCodes>,
    /// What each type of source can tell about.
    pub(super) source_axes: SourceAxes,
    /// How numbers are written, by locale.
    pub number_formats: BTreeMap<String, NumberFormat>,
    /// The names of months.
    pub month_names: MonthNames,
    /// Which calendars are in use where.
    pub calendars: Vec<CalendarUse>,
    /// The attributes of the definition profile, in the order in which they are asked.
    pub attributes: Vec<Attribute>,
    /// How far their values stand from the shared definitions.
    pub distances: Vec<DistanceRow>,
    /// The shared concepts, by id.
    pub concepts: Vec<Concept>,
    /// What must hold within and between tables, by file and place.
    pub rules: Vec<ConsistencyRule>,
    /// Who keeps each code list, and in which version it stands here.
    pub list_heads: BTreeMap<String, ListHead>,
    /// The languages in which its texts stand, and those it recognises.
    pub languages: Languages,
    /// Every text in another language than English.
    pub translations: Translations,
    /// What is known of practice: symbols, sources, facts.
    pub background: Background,
    /// Headings by which lists of persons are recognised.
    pub person_headings: Vec<PersonHeading>,
    /// Which tables count the same persons from two ends.
    pub mirrors: Mirrors,
    /// Which indicators are made of which tables.
    pub indicators: Vec<IndicatorSpec>,
    /// What minimum stays do to flows, as far as others have estimated it.
    pub stay_coefficients: StayCoefficients,
    /// Layouts of the tables that leave the house, in the order in which they are printed.
    pub outputs: Vec<OutputLayout>,
    /// The sign of each status in such a table, and of a place for which nothing was sent.
    pub signs: BTreeMap<String, String>,
    /// What the region lets be published; none where it says nothing of it.
    pub disclosure: Option<DisclosurePolicy>,
    /// How it is named in SDMX; none where it does not say.
    pub sdmx: Option<SdmxNames>,
}

impl Standard {
    /// The standard compiled into the program.
    ///
    /// # Errors
    /// The program was built with a standard that does not hold together; a test keeps that from happening.
    pub fn shipped() -> Result<Self, SpecError> {
        Self::from_source(&SpecSource::shipped())
    }

    /// The standard of a folder.
    ///
    /// # Errors
    /// A file can't be read, or something in one is wrong; every problem is told with file and line.
    pub fn load(directory: &Path) -> Result<Self, SpecError> {
        Self::from_source(&SpecSource::standard(directory)?)
    }

    /// The standard in files that are in memory.
    ///
    /// # Errors
    /// Something in a file is wrong; every problem is told with file and line.
    pub fn from_source(source: &SpecSource) -> Result<Self, SpecError> {
        let mut problems = Problems::default();
        let head = read_head(source, &mut problems);
        let languages = head.as_ref().map(StandardFile::all_languages).unwrap_or_default().with(&source.lent_languages);
        let translations = read_translations(source, &languages, &mut problems);
        let texts = list_files::Texts { languages: &languages, translations: &translations };
        let mut lists = list_files::read_lists(source, texts, &mut problems);
        let ambiguous_names = list_files::read_ambiguous(source, &mut lists, &languages, &mut problems);
        let official_names = list_files::read_official_names(source, &lists, &languages, &mut problems);
        let membership = list_files::read_membership(source, &lists, &mut problems);
        let population = read_population(source, &lists, &mut problems);
        let number_formats = read_number_formats(source, &mut problems);
        let month_names = read_month_names(source, &languages, &mut problems);
        let calendars = read_calendars(source, &lists, &mut problems);
        let before = problems.len();
        let dimensions = read_dimensions(source, &lists, &mut problems);
        let tables = read_tables(source, &dimensions, &mut problems);
        let attributes = read_attributes(source, &tables, &mut problems);
        let asked_codes = read_asked_codes(source, &lists, (&tables, &dimensions), &mut problems);
        let source_axes = read_source_axes(source, &attributes, &tables, &mut problems);
        // Where what a mirror refers to is wrong itself, every reference would be, and none of them is.
        let holds = problems.len() == before;
        let distances = read_distances(source, &attributes, &tables, &mut problems);
        let before_mirrors = problems.len();
        let known = Known { tables: &tables, dimensions: &dimensions, lists: &lists, attributes: &attributes };
        let mirrors = if holds { read_mirrors(source, &known, &mut problems) } else { Mirrors::default() };
        let paired = holds && problems.len() == before_mirrors;
        let before_indicators = problems.len();
        let indicators = if holds { read_indicators(source, &known, &mut problems) } else { Vec::new() };
        // A layout names indicators; where these do not hold, it is not said that it names unknown ones.
        let paired = paired && problems.len() == before_indicators;
        let has = Mentioned { known: &known, mirrors: &mirrors, indicators: &indicators };
        let outputs = if paired { read_outputs(source, &has, &mut problems) } else { Vec::new() };
        let signs = read_signs(source, &known, &mut problems);
        let named = disclosure::Parts { tables: &tables, lists: &lists };
        let disclosure = if holds { read_disclosure(source, &named, &mut problems) } else { None };
        let stay_coefficients = read_stay_coefficients(source, &mut problems);
        let person_headings = read_person_headings(source, &languages, &mut problems);
        let background = read_background(source, &lists, &attributes, &mut problems);
        let concepts = read_concepts(source, &tables, &attributes, &mut problems);
        let rules = read_rules(source, &known, paired.then_some(&mirrors), &mut problems);
        let sdmx = read_sdmx(source, &dimensions, &mut problems);
        let list_heads = read_list_heads(source, &lists, &mut problems);
        if let Some(head) = &head {
            check_region(source, head, &lists, &mut problems);
        }
        let Some(head) = head else { return Err(problems.into_error_of(source)) };
        problems.refuse_of(source)?;
        Ok(Self {
            id: head.id,
            version: head.version,
            title: head.title,
            authority: head.authority,
            date: head.date,
            status: head.status,
            region: head.region.into_inner(),
            sha256: source.sha256(),
            tables,
            dimensions,
            groups: lists.get(AREA_LIST).map(area_tree::groups).unwrap_or_default(),
            lists,
            ambiguous_names,
            official_names,
            membership,
            population,
            asked_codes,
            source_axes,
            number_formats,
            month_names,
            calendars,
            attributes,
            distances,
            background,
            concepts,
            rules,
            list_heads,
            languages,
            translations,
            person_headings,
            mirrors,
            indicators,
            stay_coefficients,
            outputs,
            signs,
            disclosure,
            sdmx,
        })
    }

    /// A table by its id.
    #[must_use]
    pub fn table(&self, id: &str) -> Option<&TableSpec> {
        self.tables.get(id)
    }

    /// An attribute of the definition profile by its id.
    #[must_use]
    pub fn attribute(&self, id: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.id.as_str() == id)
    }

    /// The code list of a dimension; none for a dimension whose codes are declared by mappings.
    #[must_use]
    pub fn list_of(&self, dimension: &DimensionId) -> Option<&CodeList> {
        self.lists.get(self.dimensions.get(dimension)?.list.as_ref()?)
    }

    /// The list of countries, groups and residuals.
    #[must_use]
    pub fn area_list(&self) -> Option<&CodeList> {
        self.lists.get(AREA_LIST)
    }

    /// What an area is; none for a code that the list does not know.
    #[must_use]
    pub fn area_kind(&self, code: &str) -> Option<AreaKind> {
        self.area_list()?.get(code)?.kind
    }

    /// The name of an area as official tables print it: its official short name, or its label; the code where it has neither.
    ///
    /// ```
    /// use concord::spec::{Language, Standard};
    ///
    /// let standard = Standard::shipped().unwrap();
    /// assert_eq!(standard.area_name("COD", Language::FR), "République démocratique du Congo");
    /// assert_eq!(standard.area_name("ZMB", Language::PT), "Zâmbia");
    /// ```
    #[must_use]
    pub fn area_name<'a>(&'a self, code: &'a str, language: Language) -> &'a str {
        let official = Code::new(code).ok().and_then(|code| self.official_names.get(&(code, language)));
        let label = || self.area_list().and_then(|list| list.get(code)).map_or(code, |entry| entry.label(Language::EN));
        official.map_or_else(|| self.text(&format!("code/area/{code}/label"), label(), language), String::as_str)
    }

    /// Whether an area is a country, and neither a group nor what is left of one.
    #[must_use]
    pub fn is_country(&self, code: &str) -> bool {
        self.area_kind(code) == Some(AreaKind::Country)
    }

    /// Whether a code may stand in a dimension of this list; ages follow a grammar of which the list holds a part.
    #[must_use]
    pub fn accepts(&self, list: &CodeList, code: &str) -> bool {
        let by_grammar = list.id() == AGE_LIST && code.parse::<crate::model::Age>().is_ok();
        by_grammar || list.get(code).is_some()
    }

    /// The dated members of a group, as `code from to`; empty for groups whose membership is not dated.
    #[must_use]
    pub fn dated_members(&self, group: &str) -> Vec<String> {
        let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
        self.membership
            .iter()
            .filter(|membership| membership.region.as_str() == group)
            .map(|membership| {
                format!("{} {} {}", membership.member, day(membership.validity.from), day(membership.validity.to)).trim_end().to_owned()
            })
            .collect()
    }

    /// The countries of a group on a day: dated members of a region, or the countries below a group of M49.
    ///
    /// The reporter is among them; `COMESA_FOR` is the members less the reporter.
    #[must_use]
    pub fn members(&self, group: &str, on: Date) -> BTreeSet<Code> {
        let mut dated = self.membership.iter().filter(|membership| membership.region.as_str() == group).peekable();
        if dated.peek().is_some() {
            return dated.filter(|membership| membership.validity.contains(on)).map(|membership| membership.member.clone()).collect();
        }
        self.groups.get(group).cloned().unwrap_or_default()
    }

    /// Whether an area is among the countries of a group on a day; the same as asking [`Self::members`], without building the set.
    #[must_use]
    pub fn is_member(&self, group: &Code, area: &Code, on: Date) -> bool {
        let mut dated = self.membership.iter().filter(|membership| membership.region == *group).peekable();
        if dated.peek().is_some() {
            return dated.any(|membership| membership.member == *area && membership.validity.contains(on));
        }
        self.groups.get(group.as_str()).is_some_and(|members| members.contains(area))
    }

    /// Whether an area is in a group on a day, seen from the reporting country; none where nobody says who is in it.
    ///
    /// Members are those that a list of members names, or the countries below a group in its tree; a group of foreigners says
    /// of itself whom it stands for.
    #[must_use]
    pub fn holds(&self, group: &Code, area: &Code, reporter: &Code, on: Date) -> Option<bool> {
        if self.has_members(group) {
            return Some(self.is_member(group, area, on));
        }
        let foreigners = self.area_list()?.get(group.as_str())?.foreigners.as_ref()?;
        let is_among = match &foreigners.of {
            Abroad::All => true,
            Abroad::In(region) | Abroad::NotIn(region) if !self.has_members(region) => return None,
            Abroad::In(region) => self.is_member(region, area, on),
            Abroad::NotIn(region) => !self.is_member(region, area, on),
        };
        Some(foreigners.with.contains(area) || is_among && area != reporter && self.is_country(area.as_str()))
    }

    /// Whether a code of an area stands for every foreign country, and for nothing else.
    #[must_use]
    pub fn is_all_foreign(&self, code: &str) -> bool {
        let entry = self.area_list().and_then(|list| list.get(code));
        entry.and_then(|entry| entry.foreigners.as_ref()).is_some_and(Foreigners::is_all)
    }

    /// Whether the standard knows the countries of a group.
    #[must_use]
    pub fn has_members(&self, group: &Code) -> bool {
        self.groups.contains_key(group.as_str()) || self.membership.iter().any(|membership| membership.region == *group)
    }

    /// How a locale writes numbers: `fr`, or `ar-EG` for one territory.
    ///
    /// ```
    /// use concord::spec::Standard;
    ///
    /// let standard = Standard::shipped().unwrap();
    /// let numbers = standard.number_format("ar-EG").unwrap().numbers();
    /// assert_eq!(numbers.parse("١٬٢٣٤").unwrap(), 1234.into());
    /// ```
    #[must_use]
    pub fn number_format(&self, locale: &str) -> Option<&NumberFormat> {
        self.number_formats.get(locale)
    }

    /// What the name of a month leads to in a calendar and any of the languages; every language where none is given.
    ///
    /// The name must be the key that [`normalise`](super::normalise()) gives.
    ///
    /// ```
    /// use concord::model::Calendar;
    /// use concord::spec::{Language, MonthLookup, Standard, normalise};
    ///
    /// let standard = Standard::shipped().unwrap();
    /// let month = |name, languages: &[Language]| standard.month(&normalise(name).key, Calendar::Gregorian, languages);
    /// assert_eq!(month("Juil.", &[Language::FR]), MonthLookup::One(7));
    /// assert_eq!(month("Nyakanga", &["rw".parse().unwrap(), "rn".parse().unwrap()]), MonthLookup::Several(vec![7, 9]));
    /// ```
    #[must_use]
    pub fn month(&self, normalised: &str, calendar: Calendar, languages: &[Language]) -> MonthLookup {
        self.month_names.month(normalised, calendar, languages)
    }

    /// The calendars beside the Gregorian one in which offices of an area file figures.
    #[must_use]
    pub fn calendars_in_use(&self, area: &str) -> Vec<&CalendarUse> {
        self.calendars.iter().filter(|used| used.areas.contains(area)).collect()
    }

    /// The calendars whose marks stand in a text, such as `E.C.` or `هـ`; empty where nothing shows one.
    ///
    /// ```
    /// use concord::model::Calendar;
    /// use concord::spec::Standard;
    ///
    /// let standard = Standard::shipped().unwrap();
    /// assert!(standard.calendars_marked("Permits issued, 2015 E.C.").contains(&Calendar::Ethiopian));
    /// assert!(standard.calendars_marked("Permits issued, 2015").is_empty());
    /// ```
    #[must_use]
    pub fn calendars_marked(&self, text: &str) -> BTreeSet<Calendar> {
        time_words::marked(&self.calendars, text)
    }

    /// What is known about an ambiguous name of the list of areas; the name must be the key that
    /// [`normalise`](super::normalise()) gives.
    #[must_use]
    pub fn ambiguous(&self, normalised: &str, language: Language) -> Option<&AmbiguousName> {
        self.ambiguous_in(AREA_LIST, normalised, language)
    }

    /// What is known about an ambiguous name of a code list.
    #[must_use]
    pub fn ambiguous_in(&self, list: &str, normalised: &str, language: Language) -> Option<&AmbiguousName> {
        self.ambiguous_names.iter().find(|name| name.list == list && name.language == language && name.key == normalised)
    }
}

fn text_or_problem<'a>(source: &'a SpecSource, path: &str, problems: &mut Problems) -> Option<&'a str> {
    let text = problems.value_of(source.text(path))?;
    if text.is_none() {
        problems.add(STANDARD, 1, format!("the standard has no file `{path}`"));
    }
    text
}

fn read_head(source: &SpecSource, problems: &mut Problems) -> Option<StandardFile> {
    let text = text_or_problem(source, STANDARD, problems)?;
    let head: StandardFile = problems.value_of(load_toml(STANDARD, text))?;
    let first = head.languages.first();
    if first.is_some_and(|first| *first.get_ref() != Language::EN) {
        let line = first.map(|first| line_at(text, first.span().start));
        problems.add(STANDARD, line, "the first of `languages` must be `en`: the files of a standard are written in English");
    }
    Some(head)
}

fn check_region(source: &SpecSource, head: &StandardFile, lists: &list_files::Lists, problems: &mut Problems) {
    if lists.get(AREA_LIST).and_then(|areas| areas.get(head.region.get_ref().as_str())).is_none() {
        let text = source.text(STANDARD).ok().flatten().unwrap_or_default();
        let message = format!("the region `{}` is not a code of the list `{AREA_LIST}`", head.region.get_ref());
        problems.add(STANDARD, line_at(text, head.region.span().start), message);
    }
}

fn read_dimensions(source: &SpecSource, lists: &list_files::Lists, problems: &mut Problems) -> BTreeMap<DimensionId, Dimension> {
    let mut dimensions = BTreeMap::new();
    if text_or_problem(source, DIMENSIONS, problems).is_none() {
        return dimensions;
    }
    for path in source.parts(DIMENSIONS) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        let Some(file) = problems.value_of(load_toml::<DimensionsFile>(path, text)) else { continue };
        for entry in file.dimension {
            let line = line_at(text, entry.id.span().start);
            check_dimension(&entry, (path, line), text, lists, problems);
            let dimension = Dimension::from(entry);
            if let Some(before) = dimensions.insert(dimension.id.clone(), dimension) {
                problems.add(path, line, format!("the dimension `{}` stands twice", before.id));
            }
        }
    }
    for required in ["sex", "age"] {
        if !dimensions.contains_key(required) {
            problems.add(DIMENSIONS, 1, format!("there is no dimension `{required}`, which every table has"));
        }
    }
    dimensions
}

fn check_dimension(entry: &DimensionEntry, (path, line): (&str, u32), text: &str, lists: &list_files::Lists, problems: &mut Problems) {
    let id = entry.id.get_ref();
    for code in entry.no_nationals.iter().chain(&entry.may_hold_nationals) {
        let known = entry.list.as_ref().and_then(|list| lists.get(list.get_ref())?.get(code.get_ref().as_str()));
        if known.is_none() {
            let message = format!("`{}` is not a code of the list of `{id}`", code.get_ref());
            problems.add(path, line_at(text, code.span().start), message);
        }
    }
    match (&entry.list, entry.kind) {
        (Some(list), DimensionKind::Open) => {
            let message = format!("the dimension `{id}` is open and can't have a list");
            problems.add(path, line_at(text, list.span().start), message);
        }
        (None, DimensionKind::Area | DimensionKind::List | DimensionKind::Age) => {
            problems.add(path, line, format!("the dimension `{id}` has no list"));
        }
        (Some(list), kind) => {
            let at = line_at(text, list.span().start);
            if !lists.contains_key(list.get_ref()) {
                let hint = spelling_hint(list.get_ref(), lists.keys().map(String::as_str));
                problems.add_with_hint(path, at, format!("there is no code list `{}`", list.get_ref()), hint);
            } else if (kind == DimensionKind::Area) != (list.get_ref() == AREA_LIST) {
                problems.add(path, at, format!("kind `area` and the list `{AREA_LIST}` belong together"));
            }
        }
        (None, DimensionKind::Open) => {}
    }
}

fn read_tables(
    source: &SpecSource,
    dimensions: &BTreeMap<DimensionId, Dimension>,
    problems: &mut Problems,
) -> BTreeMap<TableId, TableSpec> {
    let mut tables = BTreeMap::new();
    for path in source.inside("tables", ".toml") {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        let Some(file) = problems.value_of(load_toml::<TableFile>(path, text)) else { continue };
        if path.strip_prefix("tables/").and_then(|name| name.strip_suffix(".toml")) != Some(file.id.get_ref().as_str()) {
            let message = format!("the table `{}` must stand in a file of that name", file.id.get_ref());
            problems.add(path, line_at(text, file.id.span().start), message);
        }
        for (index, dimension) in file.dimensions.iter().enumerate() {
            let name = dimension.get_ref().as_str();
            let line = line_at(text, dimension.span().start);
            if name == "sex" || name == "age" {
                problems.add(path, line, format!("`{name}` is not listed: every table has it"));
            } else if !dimensions.contains_key(name) {
                let hint = nearest(name, dimensions.keys().map(DimensionId::as_str)).map(|known| format!("did you mean `{known}`?"));
                problems.add_with_hint(path, line, format!("there is no dimension `{name}`"), hint);
            } else if file.dimensions[..index].iter().any(|before| before.get_ref() == dimension.get_ref()) {
                problems.add(path, line, format!("the dimension `{name}` stands twice"));
            }
        }
        for day in file.reference_days.iter().filter(|day| super::standard_files::month_and_day(day.get_ref()).is_none()) {
            let message = format!("`{}` is not a day of the year", day.get_ref());
            problems.add_with_hint(path, line_at(text, day.span().start), message, Some("write month and day as `01-01`".to_owned()));
        }
        let table = TableSpec::from(file);
        tables.insert(table.id.clone(), table);
    }
    if tables.is_empty() {
        problems.add(STANDARD, 1, "there is no table in the standard");
    }
    tables
}

#[cfg(test)]
#[path = "standard_tests.rs"]
mod tests;
