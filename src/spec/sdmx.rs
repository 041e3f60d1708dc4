//! How a standard is named in SDMX: agency, ids of its structures, and the concept of each column of the data.
//!
//! In: `sdmx.toml`, and `sdmx.<word>.toml` of a standard that builds on another. Out: checked names; every column that is
//! exchanged has a concept, no two of them the same id. No structure is made here, and nothing is written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::load::{line_at, load_toml};
use super::problem::{Problems, spelling_hint};
use super::source::SpecSource;
use super::standard_files::Dimension;
use crate::model::closed_set;
use crate::model::{DimensionId, Grade, Origin, Unit};

const PATH: &str = "sdmx.toml";

closed_set!(
    /// A column of the data that every structure has, whatever its table; the dimensions of tables stand beside these.
    SdmxColumn {
        /// The state described.
        Reporter = "reporter",
        /// How often the series is observed.
        Freq = "freq",
        /// The period.
        TimePeriod = "time_period",
        /// The day of a stock.
        PeriodEnd = "period_end",
        /// Sender and source.
        SourceId = "source_id",
        /// Edition.
        Vintage = "vintage",
        /// The figure.
        Value = "value",
        /// The status that speaks.
        ObsStatus = "obs_status",
        /// Every status.
        ObsStatusAll = "obs_status_all",
        /// Confidentiality.
        ConfStatus = "conf_status",
        /// What one unit is.
        Unit = "unit",
        /// The power of ten, which is always 0.
        UnitMult = "unit_mult",
        /// How many decimals are shown, which is always 0.
        Decimals = "decimals",
        /// The smallest step that the source shows.
        ValueStep = "value_step",
        /// Smallest hidden value.
        SuppressedLow = "suppressed_low",
        /// Largest hidden value.
        SuppressedHigh = "suppressed_high",
        /// The grade.
        Grade = "grade",
        /// Why it is what it is.
        GradeCauses = "grade_causes",
        /// The note.
        Note = "note",
        /// Who sent the figure.
        Sender = "sender",
        /// Reported, merged or derived.
        Origin = "origin",
        /// The id under which its cells are traced.
        ObservationId = "observation_id",
    }
);

/// A list whose codes the program closes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedList {
    /// Its title in English.
    pub title: String,
    /// Its codes with their English names, in order.
    pub codes: Vec<(String, String)>,
}

/// How a standard is named in SDMX.
///
/// ```
/// use concord::spec::{SdmxColumn, Standard};
///
/// let standard = Standard::shipped().unwrap();
/// let sdmx = standard.sdmx.as_ref().unwrap();
/// assert_eq!(sdmx.concept(SdmxColumn::Reporter), "REF_AREA");
/// assert_eq!(sdmx.dimension(&"citizenship".parse().unwrap()), "CITIZENSHIP");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SdmxNames {
    /// The id of the maintenance agency.
    pub agency: String,
    /// The id of the concept scheme.
    pub concept_scheme: String,
    /// What the ids of code lists begin with.
    pub code_list_prefix: String,
    /// What the ids of data structures begin with.
    pub structure_prefix: String,
    /// What the ids of dataflows begin with.
    pub dataflow_prefix: String,
    /// Ids of concepts by column.
    concepts: BTreeMap<String, String>,
    /// Names of concepts by column, in English.
    names: BTreeMap<String, String>,
    /// Lists that the program closes, by id.
    pub lists: BTreeMap<String, ClosedList>,
}

impl SdmxNames {
    /// The id of the concept of a column that every structure has.
    #[must_use]
    pub fn concept(&self, column: SdmxColumn) -> &str {
        self.concepts.get(column.as_str()).map_or(column.as_str(), String::as_str)
    }

    /// The English name of that concept.
    #[must_use]
    pub fn name(&self, column: SdmxColumn) -> &str {
        self.names.get(column.as_str()).map_or(column.as_str(), String::as_str)
    }

    /// The id of the concept of a dimension of tables.
    #[must_use]
    pub fn dimension(&self, dimension: &DimensionId) -> String {
        self.concepts.get(dimension.as_str()).cloned().unwrap_or_else(|| dimension.as_str().to_uppercase().replace('-', "_"))
    }

    /// The id of a code list.
    #[must_use]
    pub fn code_list(&self, list: &str) -> String {
        format!("{}{}", self.code_list_prefix, list.to_uppercase().replace('-', "_"))
    }
}

/// `sdmx.toml`.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct SdmxFile {
    #[validate(range(min = 1, max = 1, message = "this program reads schema 1"))]
    schema: u32,
    /// The id of the maintenance agency.
    #[schemars(with = "Option<String>")]
    agency: Option<Spanned<String>>,
    /// The id of the concept scheme.
    #[schemars(with = "Option<String>")]
    concept_scheme: Option<Spanned<String>>,
    /// What the ids of code lists begin with.
    #[schemars(with = "Option<String>")]
    code_list_prefix: Option<Spanned<String>>,
    /// What the ids of data structures begin with.
    #[schemars(with = "Option<String>")]
    structure_prefix: Option<Spanned<String>>,
    /// What the ids of dataflows begin with.
    #[schemars(with = "Option<String>")]
    dataflow_prefix: Option<Spanned<String>>,
    /// Concepts of columns.
    #[serde(default)]
    concept: Vec<ConceptEntry>,
    /// Lists that the program closes.
    #[serde(default)]
    list: Vec<ListEntry>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ConceptEntry {
    /// A column of the observations, or a dimension of tables.
    #[schemars(with = "String")]
    column: Spanned<String>,
    /// The id of the concept.
    #[schemars(with = "String")]
    id: Spanned<String>,
    /// Its name in English; a dimension of tables has its label already.
    name: Option<String>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct ListEntry {
    /// unit, grade or origin.
    #[schemars(with = "String")]
    id: Spanned<String>,
    /// Its title in English.
    title: String,
    /// Its codes.
    codes: Vec<CodeEntry>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct CodeEntry {
    /// The code, as it stands in the data.
    #[schemars(with = "String")]
    code: Spanned<String>,
    /// Its name in English.
    name: String,
}

/// Reads the names; none where the standard has no such file.
pub(super) fn read_sdmx(source: &SpecSource, dimensions: &BTreeMap<DimensionId, Dimension>, problems: &mut Problems) -> Option<SdmxNames> {
    let mut names = SdmxNames::default();
    let before = problems.len();
    let mut last = None;
    for path in source.parts(PATH) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        let Some(file) = problems.value_of(load_toml::<SdmxFile>(path, text)) else { continue };
        Reading { path, text, dimensions, problems }.take(file, &mut names);
        last = Some(path);
    }
    let last = last?;
    if problems.len() == before {
        complete(last, &names, problems);
    }
    Some(names)
}

struct Reading<'a> {
    path: &'a str,
    text: &'a str,
    dimensions: &'a BTreeMap<DimensionId, Dimension>,
    problems: &'a mut Problems,
}

impl Reading<'_> {
    fn line<T>(&self, at: &Spanned<T>) -> u32 {
        line_at(self.text, at.span().start)
    }

    fn take(&mut self, file: SdmxFile, names: &mut SdmxNames) {
        let heads = [
            (file.agency, &mut names.agency),
            (file.concept_scheme, &mut names.concept_scheme),
            (file.code_list_prefix, &mut names.code_list_prefix),
            (file.structure_prefix, &mut names.structure_prefix),
            (file.dataflow_prefix, &mut names.dataflow_prefix),
        ];
        for (stated, name) in heads {
            if let Some(stated) = stated {
                self.id(&stated);
                *name = stated.into_inner();
            }
        }
        for entry in file.concept {
            self.concept(entry, names);
        }
        for entry in file.list {
            self.list(entry, names);
        }
    }

    /// An id as SDMX takes it for a component, which must also be a name in XML.
    fn id(&mut self, id: &Spanned<String>) {
        let text = id.get_ref();
        let begins = text.starts_with(|c: char| c.is_ascii_alphabetic());
        if !begins || !text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            let line = self.line(id);
            let hint = Some("begin with a letter, then letters, digits and underscores".to_owned());
            self.problems.add_with_hint(self.path, line, format!("`{text}` can't be an id in SDMX"), hint);
        }
    }

    fn concept(&mut self, entry: ConceptEntry, names: &mut SdmxNames) {
        self.id(&entry.id);
        let line = self.line(&entry.column);
        let column = entry.column.into_inner();
        let is_dimension = self.dimensions.contains_key(column.as_str());
        let columns = || SdmxColumn::ALL.iter().map(|column| column.as_str());
        if !is_dimension && !columns().any(|known| known == column) {
            let hint = spelling_hint(&column, columns().chain(self.dimensions.keys().map(DimensionId::as_str)));
            self.problems.add_with_hint(self.path, line, format!("the data have no column `{column}`"), hint);
            return;
        }
        if is_dimension == entry.name.is_some() {
            let message = if is_dimension {
                format!("`{column}` is a dimension and has its label in dimensions.toml; `name` belongs to other columns")
            } else {
                format!("the concept of `{column}` has no `name`")
            };
            self.problems.add(self.path, line, message);
        }
        if let Some(name) = entry.name {
            names.names.insert(column.clone(), name);
        }
        names.concepts.insert(column, entry.id.into_inner());
    }

    fn list(&mut self, entry: ListEntry, names: &mut SdmxNames) {
        let line = self.line(&entry.id);
        let id = entry.id.into_inner();
        let Some((_, closed)) = closed_lists().into_iter().find(|(name, _)| *name == id) else {
            let hint = spelling_hint(&id, closed_lists().iter().map(|(name, _)| *name));
            self.problems.add_with_hint(self.path, line, format!("the program closes no list `{id}`"), hint);
            return;
        };
        for code in entry.codes.iter().filter(|code| !closed.contains(&code.code.get_ref().as_str())) {
            let hint = spelling_hint(code.code.get_ref(), closed.iter().copied());
            let line = self.line(&code.code);
            self.problems.add_with_hint(self.path, line, format!("`{}` never stands in the data", code.code.get_ref()), hint);
        }
        for code in closed.iter().filter(|code| !entry.codes.iter().any(|entry| entry.code.get_ref() == *code)) {
            self.problems.add(self.path, line, format!("the list `{id}` lacks the code `{code}`"));
        }
        let codes = entry.codes.into_iter().map(|code| (code.code.into_inner(), code.name)).collect();
        names.lists.insert(id, ClosedList { title: entry.title, codes });
    }
}

/// The lists that the program closes, with their codes.
fn closed_lists() -> [(&'static str, Vec<&'static str>); 3] {
    [
        ("unit", Unit::ALL.iter().map(|one| one.as_str()).collect()),
        ("grade", Grade::ALL.iter().map(|one| one.as_str()).collect()),
        ("origin", Origin::ALL.iter().map(|one| one.as_str()).collect()),
    ]
}

/// Whether everything has a name, and no two things the same.
fn complete(path: &str, names: &SdmxNames, problems: &mut Problems) {
    let heads = [
        ("agency", &names.agency),
        ("concept-scheme", &names.concept_scheme),
        ("code-list-prefix", &names.code_list_prefix),
        ("structure-prefix", &names.structure_prefix),
        ("dataflow-prefix", &names.dataflow_prefix),
    ];
    for (key, _) in heads.iter().filter(|(_, value)| value.is_empty()) {
        problems.add(path, 1, format!("`{key}` is not stated"));
    }
    for column in SdmxColumn::ALL.iter().filter(|column| !names.concepts.contains_key(column.as_str())) {
        problems.add(path, 1, format!("the column `{column}` has no concept"));
    }
    for (list, _) in closed_lists().iter().filter(|(list, _)| !names.lists.contains_key(*list)) {
        problems.add(path, 1, format!("the list `{list}` is not named"));
    }
    let mut by_id: BTreeMap<&str, &str> = BTreeMap::new();
    for (column, id) in &names.concepts {
        if let Some(other) = by_id.insert(id, column) {
            problems.add(path, 1, format!("`{id}` is the concept of `{other}` and of `{column}`"));
        }
    }
}
