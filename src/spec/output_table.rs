//! Layouts of the summary tables that leave the house: which figures stand in which rows and columns.
//!
//! In: `outputs/*.toml`, one table a file, and `output_symbols.csv`. Out: checked [`OutputLayout`]s, in the order in which they
//! are printed, in which every table, dimension, code, mirror and indicator is one of the
//! standard. No figure is looked at here.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::csv_file::CsvFile;
use super::indicator::IndicatorSpec;
use super::list_files::text_of;
use super::load::{line_at, load_toml};
use super::mirror::{Known, Mirrors};
use super::problem::{InFile, Problems, Told, spelling_hint};
use super::source::SpecSource;
use super::standard_files::{DimensionKind, TableSpec};
use crate::model::closed_set;
use crate::model::{Code, DimensionId, MappingId, TableId};

const FOLDER: &str = "outputs";
const SIGNS: &str = "output_symbols.csv";

closed_set!(
    /// For whom a table is made.
    OutputAudience {
        /// For the region as a whole.
        Region = "region",
        /// For each state.
        State = "state",
        /// For both.
        Both = "both",
    }
);

closed_set!(
    /// The picture beside a table.
    #[derive(Default)]
    OutputChart {
        /// None.
        #[default]
        None = "none",
        /// Lines over the columns.
        Line = "line",
        /// Upright columns.
        Column = "column",
        /// Lying bars, one for each row.
        Bar = "bar",
    }
);

/// What stands in the rows of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutputRows {
    /// The members, one row each.
    Reporters,
    /// Exchange tables, the whole of each in a row.
    Tables,
    /// The members from which people come, counted from both ends.
    Origins,
    /// Indicators: those of the state, or those of the region as a whole.
    Indicators,
    /// The codes of a dimension.
    Dimension(DimensionId),
}

/// What stands in the columns of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutputColumns {
    /// Years.
    Years,
    /// Both lines of a regional sum with what they cover, for one year.
    Coverage,
    /// The members to which people go.
    Destinations,
    /// Indicators, each for the last year for which the state has it.
    Indicators,
    /// The codes of a dimension, for one year.
    Dimension(DimensionId),
}

/// The layout of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputLayout {
    /// Its id, which is the name of its file.
    pub id: MappingId,
    /// Its title in English.
    pub title: String,
    /// Its place among the tables.
    pub place: u32,
    /// For whom it is made.
    pub audience: OutputAudience,
    /// The exchange tables it draws on; one, but for a table whose rows are tables.
    pub tables: Vec<TableId>,
    /// What stands in the rows.
    pub rows: OutputRows,
    /// What stands in the columns.
    pub columns: OutputColumns,
    /// A dimension whose codes part each column.
    pub within: Option<DimensionId>,
    /// The mirror that names the tables of both ends.
    pub mirror: Option<MappingId>,
    /// Which indicators, in their order; empty for a table of figures.
    pub indicators: Vec<MappingId>,
    /// Codes that dimensions must have; a dimension that is not named has the code that stands for the whole.
    pub codes: BTreeMap<DimensionId, Code>,
    /// How many years, the last ones.
    pub years: usize,
    /// How many rows at most.
    pub most_rows: usize,
    /// Whether both lines of the regional sum stand below the states.
    pub totals: bool,
    /// The picture.
    pub chart: OutputChart,
    /// Whether footnotes say how sources depart from the shared definitions.
    pub footnotes: bool,
}

impl OutputLayout {
    /// Whether it is made for the region.
    #[must_use]
    pub fn is_for_region(&self) -> bool {
        self.audience != OutputAudience::State
    }

    /// Whether it is made for each state.
    #[must_use]
    pub fn is_for_states(&self) -> bool {
        self.audience != OutputAudience::Region
    }
}

/// `outputs/<id>.toml`.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct OutputFile {
    /// Version of this file format: 1.
    #[validate(range(min = 1, max = 1, message = "this program reads schema 1"))]
    schema: u32,
    /// The name of the file without its ending.
    #[schemars(with = "MappingId")]
    id: Spanned<MappingId>,
    /// Title in English; its translations stand under `output/<id>/title`.
    #[validate(length(min = 1, message = "must not be empty"))]
    title: String,
    /// Place among the tables; equal places are in the order of ids.
    place: u32,
    /// For whom it is made.
    #[serde(rename = "for")]
    audience: OutputAudience,
    /// Exchange tables it draws on; none where a mirror or indicators name them.
    #[serde(default)]
    #[schemars(with = "Vec<TableId>")]
    tables: Vec<Spanned<TableId>>,
    /// `reporter`, `table`, `origin`, `indicator`, or a dimension.
    #[schemars(with = "String")]
    rows: Spanned<String>,
    /// `year`, `coverage`, `destination`, `indicator`, or a dimension.
    #[schemars(with = "String")]
    columns: Spanned<String>,
    /// A dimension whose codes part each column.
    #[schemars(with = "Option<DimensionId>")]
    within: Option<Spanned<DimensionId>>,
    /// The mirror that names the tables of both ends, for `origin` and `destination`.
    #[schemars(with = "Option<MappingId>")]
    mirror: Option<Spanned<MappingId>>,
    /// Which indicators, for rows or columns of `indicator`; every one of the standard where not given.
    #[serde(default)]
    #[schemars(with = "Vec<MappingId>")]
    indicators: Vec<Spanned<MappingId>>,
    /// Codes that dimensions must have; the whole where not given.
    #[serde(default)]
    #[schemars(with = "BTreeMap<DimensionId, Code>")]
    codes: BTreeMap<DimensionId, Spanned<Code>>,
    /// How many years, the last ones; 6 where not given.
    #[validate(range(min = 1, max = 60))]
    years: Option<u8>,
    /// How many rows at most, the largest; 40 where not given.
    #[validate(range(min = 1, max = 400))]
    most_rows: Option<u16>,
    /// Whether both lines of the regional sum stand below the states, with what they cover.
    #[schemars(with = "Option<bool>")]
    totals: Option<Spanned<bool>>,
    /// The picture beside the table.
    #[serde(default)]
    chart: OutputChart,
    /// Whether footnotes say how sources depart from the shared definitions; yes where not given.
    footnotes: Option<bool>,
}

/// What a layout may name.
pub(super) struct Mentioned<'a> {
    pub(super) known: &'a Known<'a>,
    pub(super) mirrors: &'a Mirrors,
    pub(super) indicators: &'a [IndicatorSpec],
}

/// Reads the layouts, in the order in which they are printed. One that another standard lends is left out where this one does not
/// have its tables, dimensions, mirrors or indicators.
pub(super) fn read_outputs(source: &SpecSource, has: &Mentioned<'_>, problems: &mut Problems) -> Vec<OutputLayout> {
    let mut found: Vec<OutputLayout> = Vec::new();
    for path in source.inside(FOLDER, ".toml") {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        let Some(file) = problems.value_of(load_toml::<OutputFile>(path, text)) else { continue };
        let stem = path.strip_prefix(FOLDER).map(|name| name.trim_start_matches('/').trim_end_matches(".toml"));
        if stem != Some(file.id.get_ref().as_str()) {
            let message = format!("the layout `{}` must stand in a file of that name", file.id.get_ref());
            problems.add(path, line_at(text, file.id.span().start), message);
        }
        if source.is_lent(path) && !is_met(&file, has) {
            continue;
        }
        found.extend(
            Checker { file: InFile { path, text, problems }, known: has.known, mirrors: has.mirrors, indicators: has.indicators }
                .layout(file),
        );
    }
    found.sort_by(|one, other| (one.place, &one.id).cmp(&(other.place, &other.id)));
    found
}

/// Whether a standard has what a layout that is lent to it draws on.
fn is_met(file: &OutputFile, has: &Mentioned<'_>) -> bool {
    let of_indicators = [&file.rows, &file.columns].iter().any(|word| word.get_ref() == INDICATOR);
    let mirror = |id: &MappingId| has.mirrors.get(id.as_str()).is_some_and(|known| known.own.is_some());
    file.tables.iter().all(|table| has.known.tables.contains_key(table.get_ref()))
        && file.mirror.as_ref().is_none_or(|written| mirror(written.get_ref()))
        && file.indicators.iter().all(|id| has.indicators.iter().any(|known| known.id == *id.get_ref()))
        // Those that nobody can make are lent to everyone and fill no table.
        && (!of_indicators || has.indicators.iter().any(|known| known.lacks.is_none()))
}

/// Reads the signs: what stands for a figure that is not there, and beside one that is.
pub(super) fn read_signs(source: &SpecSource, known: &Known<'_>, problems: &mut Problems) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for path in source.parts(SIGNS) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        for row in CsvFile::read(path, text, &["shows", "symbol"], &["note"], problems).rows() {
            let shows = row.required("shows", problems, text_of);
            let symbol = row.required("symbol", problems, text_of);
            let (Some(shows), Some(symbol)) = (shows, symbol) else { continue };
            let statuses = known.lists.get("obs_status");
            let known = OutputLayout::OWN_SIGNS.contains(&shows.as_str());
            if !known && statuses.is_some_and(|list| list.get(&shows).is_none()) {
                let hint = Some(format!("name a code of the list `obs_status`, or one of {}", OutputLayout::OWN_SIGNS.join(", ")));
                problems.add_with_hint(path, row.line, format!("`{shows}` is no status"), hint);
            }
            if found.insert(shows.clone(), symbol).is_some() {
                problems.add(path, row.line, format!("`{shows}` stands twice"));
            }
        }
    }
    found
}

impl OutputLayout {
    /// What the file of signs calls a place for which nobody sent anything.
    pub const NOT_SENT: &'static str = "not-sent";
    /// What it calls a place for which figures were sent and none of them speaks, since they contradict each other or nobody chose.
    pub const NOT_CHOSEN: &'static str = "not-chosen";
    /// What it calls an indicator that can't be made of the figures that were sent.
    pub const NOT_MADE: &'static str = "not-made";
    /// What it calls a value that is that or more.
    pub const AT_LEAST: &'static str = "at-least";
    /// Everything that needs a sign and is no status.
    const OWN_SIGNS: [&'static str; 4] = [Self::NOT_SENT, Self::NOT_CHOSEN, Self::NOT_MADE, Self::AT_LEAST];
}

struct Checker<'a, 'p> {
    file: InFile<'p>,
    known: &'a Known<'a>,
    mirrors: &'a Mirrors,
    indicators: &'a [IndicatorSpec],
}

/// The words for rows and columns that are no dimension.
const ROWS: [&str; 4] = ["reporter", "table", "origin", INDICATOR];
const COLUMNS: [&str; 4] = ["year", "coverage", "destination", INDICATOR];
/// Indicators in rows or columns.
const INDICATOR: &str = "indicator";

impl<'a> Checker<'a, '_> {
    fn problem(&mut self, offset: usize, (message, hint): Told) {
        self.file.problem(offset, message, hint);
    }

    fn layout(&mut self, file: OutputFile) -> Option<OutputLayout> {
        let before = self.file.problems.len();
        let tables: Vec<&TableSpec> = file.tables.iter().filter_map(|table| self.table(table)).collect();
        if self.file.problems.len() > before {
            return None;
        }
        let rows = match file.rows.get_ref().as_str() {
            "reporter" => OutputRows::Reporters,
            "table" => OutputRows::Tables,
            "origin" => OutputRows::Origins,
            INDICATOR => OutputRows::Indicators,
            name => OutputRows::Dimension(self.dimension(name, file.rows.span().start, &tables, &ROWS)?),
        };
        let columns = match file.columns.get_ref().as_str() {
            "year" => OutputColumns::Years,
            "coverage" => OutputColumns::Coverage,
            "destination" => OutputColumns::Destinations,
            INDICATOR => OutputColumns::Indicators,
            name => OutputColumns::Dimension(self.dimension(name, file.columns.span().start, &tables, &COLUMNS)?),
        };
        let within = match &file.within {
            Some(within) => Some(self.dimension(within.get_ref().as_str(), within.span().start, &tables, &[])?),
            None => None,
        };
        self.shape(&file, &rows, &columns);
        let indicators = self.indicators(&file, &rows, &columns);
        let taken = [dimension_of(&rows), dimension_of_columns(&columns), within.as_ref()];
        self.taken_once(&file, taken);
        self.codes(&file, &tables, taken);
        if self.file.problems.len() > before {
            return None;
        }
        Some(OutputLayout {
            id: file.id.into_inner(),
            title: file.title,
            place: file.place,
            audience: file.audience,
            tables: tables.iter().map(|table| table.id.clone()).collect(),
            rows,
            columns,
            within,
            mirror: file.mirror.map(Spanned::into_inner),
            indicators,
            codes: file.codes.into_iter().map(|(dimension, code)| (dimension, code.into_inner())).collect(),
            years: file.years.map_or(6, usize::from),
            most_rows: file.most_rows.map_or(40, usize::from),
            totals: file.totals.is_some_and(Spanned::into_inner),
            chart: file.chart,
            footnotes: file.footnotes.unwrap_or(true),
        })
    }

    fn table(&mut self, written: &Spanned<TableId>) -> Option<&'a TableSpec> {
        let found = self.known.tables.get(written.get_ref());
        if found.is_none() {
            let hint = spelling_hint(written.get_ref().as_str(), self.known.tables.keys().map(TableId::as_str));
            self.problem(written.span().start, (format!("the standard has no table `{}`", written.get_ref()), hint));
        }
        found
    }

    /// The indicators of rows or columns, in the order in which the layout or the standard names them.
    fn indicators(&mut self, file: &OutputFile, rows: &OutputRows, columns: &OutputColumns) -> Vec<MappingId> {
        let all = || self.indicators.iter().map(|known| known.id.clone());
        let (of_rows, of_columns) = (*rows == OutputRows::Indicators, *columns == OutputColumns::Indicators);
        if !of_rows && !of_columns {
            if let Some(first) = file.indicators.first() {
                self.problem(first.span().start, ("`indicators` stand in rows or columns of `indicator`".to_owned(), None));
            }
            return Vec::new();
        }
        let at = if of_rows { file.rows.span().start } else { file.columns.span().start };
        if of_rows && *columns != OutputColumns::Years {
            self.problem(file.columns.span().start, ("rows of indicators need `columns = \"year\"`".to_owned(), None));
        } else if of_columns && *rows != OutputRows::Reporters {
            self.problem(file.rows.span().start, ("columns of indicators need `rows = \"reporter\"`".to_owned(), None));
        }
        if file.chart != OutputChart::None || file.totals.as_ref().is_some_and(|totals| *totals.get_ref()) || !file.codes.is_empty() {
            let message = "indicators have no chart, no totals and no codes: they are in units of their own, and nothing is added up";
            self.problem(at, (message.to_owned(), None));
        }
        for (position, written) in file.indicators.iter().enumerate() {
            let id = written.get_ref();
            if !all().any(|known| known == *id) {
                let hint = spelling_hint(id.as_str(), self.indicators.iter().map(|known| known.id.as_str()));
                self.problem(written.span().start, (format!("the standard has no indicator `{id}`"), hint));
            } else if file.indicators.iter().take(position).any(|earlier| earlier.get_ref() == id) {
                self.problem(written.span().start, (format!("`{id}` stands twice"), None));
            }
        }
        if file.indicators.is_empty() { all().collect() } else { file.indicators.iter().map(|written| written.get_ref().clone()).collect() }
    }

    /// A dimension that each of the tables has, and whose codes mean the same in each state.
    fn dimension(&mut self, name: &str, offset: usize, tables: &[&TableSpec], words: &[&str]) -> Option<DimensionId> {
        let all: Vec<DimensionId> = tables.first().map(|table| table.all_dimensions()).unwrap_or_default();
        let Some(found) = all.iter().find(|dimension| dimension.as_str() == name) else {
            let hint = spelling_hint(name, all.iter().map(DimensionId::as_str).chain(words.iter().copied()));
            let message = match tables.first() {
                Some(table) => format!("the table `{}` has no dimension `{name}`", table.id),
                None => format!("`{name}` is a dimension of no table, since `tables` names none"),
            };
            self.problem(offset, (message, hint));
            return None;
        };
        if self.known.dimensions.get(found).is_some_and(|dimension| dimension.kind == DimensionKind::Open) {
            let message = format!("the codes of `{name}` are those of each office and mean nothing side by side");
            self.problem(offset, (message, None));
            return None;
        }
        Some(found.clone())
    }

    /// Whether rows and columns go together.
    fn shape(&mut self, file: &OutputFile, rows: &OutputRows, columns: &OutputColumns) {
        let (at_rows, at_columns) = (file.rows.span().start, file.columns.span().start);
        let of_region = file.audience == OutputAudience::Region;
        let mut wrong = |offset: usize, message: &str| self.problem(offset, (message.to_owned(), None));
        match (rows, columns) {
            (OutputRows::Origins, OutputColumns::Destinations) => {}
            (OutputRows::Origins, _) => wrong(at_columns, "rows of origins need `columns = \"destination\"`"),
            (_, OutputColumns::Destinations) => wrong(at_rows, "columns of destinations need `rows = \"origin\"`"),
            (OutputRows::Tables, OutputColumns::Coverage) => {}
            (OutputRows::Tables, _) => wrong(at_columns, "rows of tables need `columns = \"coverage\"`"),
            (OutputRows::Reporters, OutputColumns::Coverage) => {
                wrong(at_columns, "`coverage` is of regional sums; rows of reporters need years or a dimension");
            }
            _ => {}
        }
        if (*rows == OutputRows::Reporters || *columns == OutputColumns::Coverage) && !of_region {
            wrong(at_rows, "a table of reporters or of coverage is for the region alone; write `for = \"region\"`");
        }
        if let Some(within) = file.within.as_ref().filter(|_| matches!(columns, OutputColumns::Coverage | OutputColumns::Destinations)) {
            wrong(within.span().start, "`within` parts columns of years or of a dimension");
        }
        if let Some(totals) = file.totals.as_ref().filter(|totals| *totals.get_ref() && *rows != OutputRows::Reporters) {
            wrong(totals.span().start, "`totals` stand below reporters; all other regional tables are sums already");
        }
        match (&file.mirror, rows) {
            (None, OutputRows::Origins) => wrong(at_rows, "rows of origins need a `mirror` that names the tables of both ends"),
            (Some(mirror), OutputRows::Origins) => {
                let known = self.mirrors.get(mirror.get_ref().as_str());
                if known.is_none_or(|known| known.own.is_none()) {
                    let both = self.mirrors.all.iter().filter(|known| known.own.is_some()).map(|known| known.id.as_str());
                    let hint = spelling_hint(mirror.get_ref().as_str(), both);
                    let message = format!("there is no mirror `{}` with tables of both ends", mirror.get_ref());
                    self.problem(mirror.span().start, (message, hint));
                }
            }
            (Some(mirror), _) => wrong(mirror.span().start, "only rows of origins are counted from both ends of a mirror"),
            (None, _) => {}
        }
        let count = file.tables.len();
        let of_indicators = *rows == OutputRows::Indicators || *columns == OutputColumns::Indicators;
        let fits = match rows {
            _ if of_indicators => count == 0,
            OutputRows::Origins | OutputRows::Indicators => count == 0,
            OutputRows::Tables => count > 0,
            OutputRows::Reporters | OutputRows::Dimension(_) => count == 1,
        };
        if !fits {
            let at = file.tables.get(1).or(file.tables.first()).map_or(at_rows, |table| table.span().start);
            let message = match rows {
                _ if of_indicators => "indicators name their tables themselves, so `tables` must be left out",
                OutputRows::Origins => "the mirror names the tables, so `tables` must be left out",
                OutputRows::Tables => "`tables` must name the tables that stand in the rows",
                _ => "`tables` must name one table: figures of two tables are never put together",
            };
            self.problem(at, (message.to_owned(), None));
        }
    }

    /// No dimension stands in two places.
    fn taken_once(&mut self, file: &OutputFile, taken: [Option<&DimensionId>; 3]) {
        let [rows, columns, within] = taken;
        if rows.is_some() && rows == columns {
            self.problem(file.columns.span().start, ("rows and columns are the same dimension".to_owned(), None));
        }
        if let Some(written) = file.within.as_ref().filter(|_| within.is_some() && (within == rows || within == columns)) {
            self.problem(written.span().start, ("`within` is a dimension of the rows or columns already".to_owned(), None));
        }
    }

    /// Codes stand for dimensions that every table has and that no row or column takes.
    fn codes(&mut self, file: &OutputFile, tables: &[&TableSpec], taken: [Option<&DimensionId>; 3]) {
        for (dimension, code) in &file.codes {
            let at = code.span().start;
            if let Some(table) = tables.iter().find(|table| !table.all_dimensions().contains(dimension)) {
                let hint = spelling_hint(dimension.as_str(), table.all_dimensions().iter().map(DimensionId::as_str));
                self.problem(at, (format!("the table `{}` has no dimension `{dimension}`", table.id), hint));
            } else if taken.contains(&Some(dimension)) {
                self.problem(at, (format!("`{dimension}` stands in rows or columns and can't have one code"), None));
            } else if let Err(told) = self.known.code(dimension, code.get_ref()) {
                self.problem(at, told);
            }
        }
    }
}

fn dimension_of(rows: &OutputRows) -> Option<&DimensionId> {
    if let OutputRows::Dimension(dimension) = rows { Some(dimension) } else { None }
}

fn dimension_of_columns(columns: &OutputColumns) -> Option<&DimensionId> {
    if let OutputColumns::Dimension(dimension) = columns { Some(dimension) } else { None }
}

#[cfg(test)]
#[path = "output_table_tests.rs"]
mod tests;
