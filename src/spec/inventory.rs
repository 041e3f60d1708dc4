//! The sources that states have, and what is known of their use: what could fill a table that nobody sent.
//!
//! In: the inventory of the pipeline, or the standard's own, which knows less; `source_axes.csv` of the standard, which says
//! what a type of source can tell about. Out: an [`Inventory`]. Whether a source was used in a return is not looked at here.

use std::collections::{BTreeMap, BTreeSet};

use super::attribute::Attribute;
use super::background::source_type;
use super::csv_file::{CsvFile, CsvRow};
use super::list_files::{AREA_LIST, text_of, year};
use super::pipeline::NamedPath;
use super::problem::{Problems, SpecError, Told, in_one_line, spelling_hint};
use super::source::SpecSource;
use super::standard::Standard;
use super::standard_files::TableSpec;
use crate::model::{AreaKind, Code, TableId};

const AXES: &str = "source_axes.csv";

/// A source that a state has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The state.
    pub state: Code,
    /// Its name.
    pub name: String,
    /// Its type, a value of the attribute `source_type`.
    pub kind: String,
    /// Its year, or the first one.
    pub since: Option<i16>,
    /// The parts of the exchange that it can tell about.
    pub axes: BTreeSet<String>,
    /// Whether the state makes statistics from it; none where nobody said.
    pub used: Option<bool>,
    /// Whether the state shares them; none where nobody said.
    pub shared: Option<bool>,
    /// How far it can be relied on, in the words of the inventory.
    pub reliability: Option<String>,
    /// What to know about it.
    pub note: String,
}

/// The sources of every state, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inventory {
    /// The sources.
    pub sources: Vec<Source>,
}

/// What each type of source can tell about.
pub(super) type SourceAxes = BTreeMap<String, BTreeSet<String>>;

impl Inventory {
    /// The inventory that comes with a standard, its axes by the type of the source.
    #[must_use]
    pub fn of_standard(standard: &Standard) -> Self {
        let known = standard.background.sources.iter().map(|known| Source {
            state: known.area.clone(),
            name: known.source.clone(),
            kind: known.kind.clone(),
            since: Some(known.since),
            axes: standard.source_axes.get(&known.kind).cloned().unwrap_or_default(),
            used: None,
            shared: None,
            reliability: None,
            note: known.note.clone(),
        });
        Self { sources: known.collect() }
    }

    /// The inventory of a pipeline.
    ///
    /// # Errors
    /// The file can't be read, or a line names a state, a type or an axis that the standard does not know.
    pub fn load(file: &NamedPath, standard: &Standard) -> Result<Self, SpecError> {
        let text = file.text("the source inventory")?;
        let mut problems = Problems::default();
        let required = ["area", "source", "type"];
        let csv = CsvFile::read(&file.name, &text, &required, &["since", "axis", "used", "shared", "reliability", "note"], &mut problems);
        let sources = csv.rows().filter_map(|row| read_row(row, standard, &mut problems)).collect();
        problems.refuse()?;
        Ok(Self { sources })
    }

    /// The sources of a state that can tell about an axis.
    pub fn of<'a>(&'a self, state: &'a Code, axis: &'a str) -> impl Iterator<Item = &'a Source> {
        self.sources.iter().filter(move |source| source.state == *state && source.axes.contains(axis))
    }
}

fn read_row(row: CsvRow<'_>, standard: &Standard, problems: &mut Problems) -> Option<Source> {
    let answer = |text: &str| match text {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(format!("`{text}` is neither `yes` nor `no`; leave it empty where nobody knows")),
    };
    let state = row.required("area", problems, |text| state_of(text, standard).map_err(in_one_line));
    let name = row.required("source", problems, text_of);
    let kind = row.required("type", problems, |text| source_type(text, &standard.attributes));
    let since = row.read("since", problems, year);
    let axes = row.read("axis", problems, |text| {
        text.split(';')
            .map(|axis| axis_of(axis.trim(), &standard.tables).map_err(in_one_line))
            .collect::<Result<BTreeSet<String>, String>>()
    });
    let (used, shared) = (row.read("used", problems, answer), row.read("shared", problems, answer));
    let (state, name, kind) = (state?, name?, kind?);
    let axes = axes.unwrap_or_else(|| standard.source_axes.get(&kind).cloned().unwrap_or_default());
    let reliability = row.stated("reliability").map(str::to_owned);
    Some(Source { state, name, kind, since, axes, used, shared, reliability, note: row.get("note").to_owned() })
}

/// The axis of a name, or what is wrong with it and what to type instead.
pub(super) fn axis_of(text: &str, tables: &BTreeMap<TableId, TableSpec>) -> Result<String, Told> {
    let axes: BTreeSet<&str> = tables.values().map(|table| table.axis.as_str()).collect();
    if axes.contains(text) {
        return Ok(text.to_owned());
    }
    Err((format!("no table has the axis `{text}`"), spelling_hint(text, axes)))
}

/// The country of a code, or what is wrong with it and what to type instead: the nearest member first, then any country.
pub(super) fn state_of(text: &str, standard: &Standard) -> Result<Code, Told> {
    let areas = standard.lists.get(AREA_LIST);
    let country = areas.and_then(|list| list.get(text)).filter(|entry| entry.kind == Some(AreaKind::Country));
    if let Some(entry) = country {
        return Ok(entry.code.clone());
    }
    let members: BTreeSet<&str> = standard.membership.iter().map(|one| one.member.as_str()).collect();
    let upper = text.to_uppercase();
    let near = super::problem::nearest(&upper, members.iter().copied());
    let any = || areas.and_then(|list| super::problem::nearest(&upper, list.entries().iter().map(|entry| entry.code.as_str())));
    let hint =
        near.or_else(any).map_or_else(|| "write the alpha-3 code, such as `KEN`".to_owned(), |name| format!("did you mean `{name}`?"));
    Err((format!("`{text}` is no state"), Some(hint)))
}

/// Reads what each type of source can tell about; nothing where the standard has no such file.
pub(super) fn read_source_axes(
    source: &SpecSource,
    attributes: &[Attribute],
    tables: &BTreeMap<TableId, TableSpec>,
    problems: &mut Problems,
) -> SourceAxes {
    let mut found = SourceAxes::new();
    for path in source.parts(AXES) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        let lent = source.is_lent(path);
        for row in CsvFile::read(path, text, &["type", "axes", "note"], &[], problems).rows() {
            let kind = row.required("type", problems, |text| source_type(text, attributes));
            let axes = row.required("axes", problems, |text| {
                let axes = text.split(';').map(|axis| axis_of(axis.trim(), tables).map_err(in_one_line));
                // An axis that another standard lends may have no table here.
                axes.filter(|axis| !lent || axis.is_ok()).collect::<Result<BTreeSet<String>, String>>()
            });
            found.extend(kind.zip(axes));
        }
    }
    found
}
