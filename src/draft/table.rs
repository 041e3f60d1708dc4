//! From a block on a sheet to a table of the mapping: where it stands, and the axes its labels run along.
//!
//! What the axes feed is worked out in `fields` and `areas`, what the table says as a whole in `facts`.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::block::Block;
use super::cells::{Kind, View, one_by_one, year_in};
use super::facts::{flags, fractions};
use super::headings::{Headings, short_years, strangers_among_years};
use super::plan::{Guess, Place, RulePlan, TablePlan, Todo};
use super::recognise::{Reading, Recogniser, Sort};
use super::words::Words;
use crate::model::{IgnoreReason, Reference, Unit, column_letters};
use crate::spec::{CodeSystem, Standard, normalise};

/// Distinct labels of a column that are compared with the lists.
const COMPARED_LABELS: usize = 3_000;

/// What building a table needs to know.
pub(super) struct Builder<'a> {
    pub standard: &'a Standard,
    pub words: &'a Words,
    pub recogniser: Recogniser<'a>,
    /// States that titles and notes of the file name, the most often named first.
    pub states: &'a [(String, usize)],
    /// Whether a table is drafted even where no list knows its labels: the last resort of a file without any other.
    pub any: bool,
}

/// So many figures tell a copy.
const SAMPLED_FIGURES: usize = 400;

/// Why a block gives no table.
pub(super) struct NoTable {
    pub reason: IgnoreReason,
    pub because: String,
}

/// A table with its questions.
pub(super) struct Built {
    pub table: TablePlan,
    pub todos: Vec<Todo>,
}

/// A column or header level with its labels and their reading.
pub(super) struct Axis {
    pub place: Place,
    pub heading: String,
    pub at: String,
    pub labels: BTreeSet<String>,
    pub reading: Option<Reading>,
    pub concept: Option<String>,
    /// Labels that look like totals of a year of which not every month stands in the header.
    pub open: BTreeSet<String>,
}

impl Builder<'_> {
    /// Builds the table of a block.
    pub(super) fn build(&self, view: &View<'_>, block: &Block, id: &str) -> Result<Built, NoTable> {
        let sheet = view.sheet;
        if block.parted {
            return Err(NoTable {
                reason: IgnoreReason::OutOfScope,
                because: "two tables stand side by side; describe them one by one".to_owned(),
            });
        }
        let title = title(block, self.words);
        let mut surroundings: Vec<&str> = title.iter().map(String::as_str).collect();
        surroundings.push(&sheet.name);
        if !self.any
            && surroundings
                .iter()
                .any(|text| self.words.heard("unit", text).iter().any(|heard| heard.concept == "percent" || heard.concept == "permille"))
            && fractions(view, block, &block.values) * 2 > 1
        {
            return Err(NoTable { reason: IgnoreReason::NotACount, because: format!("`{}` speaks of shares or rates", surroundings[0]) });
        }
        let mut figures_of = block.clone();
        let strangers = strangers_among_years(view, &mut figures_of);
        let block = &figures_of;
        let (axes, mut table) = self.skeleton(view, block, id, title.as_ref());
        let of_years = axes.iter().filter(|axis| matches!(axis.reading.as_ref().map(|reading| &reading.sort), Some(Sort::Years)));
        table.latest_year = of_years.flat_map(|axis| &axis.labels).filter_map(|label| year_in(label)).max();
        if !axes.iter().any(Axis::place_in_stub) {
            return Err(NoTable { reason: IgnoreReason::OutOfScope, because: "no column names the rows".to_owned() });
        }
        if !self.any && !axes.iter().any(|axis| axis.reading.is_some()) {
            return Err(NoTable {
                reason: IgnoreReason::OutOfScope,
                because: "no label of the table stands in a list of the standard".to_owned(),
            });
        }
        let mut todos = Vec::new();
        for (column, heading) in strangers {
            let evidence = "stands among columns of years and is none";
            todos.push(Todo {
                question: format!("the column `{heading}` is left out: does it hold figures?"),
                key: "ignore-column".to_owned(),
                table: None,
                at: Some(at(view, block.headings, column)),
                evidence: Some(evidence.to_owned()),
            });
            table.ignore_columns.push((heading, IgnoreReason::Index, evidence.to_owned()));
        }
        let dimensions = self.fields(sheet, axes, &mut table, &mut todos);
        flags(view, block, &mut table, &mut todos);
        self.unit(view, block, &mut table, &mut todos);
        self.destination(sheet, block, title.as_ref(), &dimensions, &mut table, &mut todos);
        self.period(view, block, title.as_ref(), &mut table, &mut todos);
        self.reporter(&mut table, &mut todos);
        for todo in &mut todos {
            todo.table = Some(id.to_owned());
            todo.at.get_or_insert_with(|| at(view, block.body.0, block.values.first().copied().unwrap_or(0)));
        }
        Ok(Built { table, todos })
    }

    /// The axes of a block, and a table that has nothing but its place.
    fn skeleton(&self, view: &View<'_>, block: &Block, id: &str, title: Option<&String>) -> (Vec<Axis>, TablePlan) {
        let sheet = view.sheet;
        let headings = Headings::of(view, block);
        let mut ignore_columns = Vec::new();
        let mut axes = Vec::new();
        let mut headed = false;
        for (column, heading) in &block.stub {
            let place = match heading {
                Some(heading) if headings.once(heading) => Place::Left(heading.clone()),
                None if *column < headings.first => Place::Column(headings.first - column),
                _ => continue,
            };
            let axis = self.stub_axis(view, block, *column, place, heading.as_deref().unwrap_or_default());
            match heading {
                Some(heading) if axis.labels.is_empty() || counts(view, block, *column) => {
                    ignore_columns.push((heading.clone(), IgnoreReason::Index, "numbers the rows, or is empty".to_owned()));
                }
                None if axis.labels.is_empty() || counts(view, block, *column) => {}
                _ => axes.push(axis),
            }
            headed |= heading.is_some();
        }
        for (index, row) in block.levels.iter().enumerate() {
            axes.extend(self.level_axis(view, block, index, *row));
        }
        let table = TablePlan {
            id: id.to_owned(),
            sheets: vec![sheet.name.to_string()],
            title: title.cloned(),
            ends_before: ends_before(view, block),
            header: if headed { Vec::new() } else { headings.anchors(view, block) },
            headings_on_level: block.headings_on_level(view),
            columns: headings.chosen(view, block),
            to: Guess::new(String::new(), ""),
            reporter: None,
            set: BTreeMap::new(),
            unit: Unit::Persons,
            multiplier: None,
            reference: Reference::Point,
            day: None,
            year: None,
            latest_year: None,
            fields: Vec::new(),
            value_labels: block
                .levels
                .first()
                .map(|row| block.values.iter().filter_map(|column| view.label(*row, *column)).collect())
                .unwrap_or_default(),
            figures: figures(view, block),
            ignore_columns,
            rules: tag_rows(view, block),
            adds_up: Vec::new(),
            remarks: vec![format!(
                "rows {} to {}, columns {} to {} of sheet `{}`",
                block.body.0 + 1,
                block.body.1 + 1,
                column_letters(block.stub.first().map_or(0, |(column, _)| *column)),
                column_letters(block.values.last().copied().unwrap_or(0)),
                sheet.name
            )],
        };
        (axes, table)
    }

    fn stub_axis(&self, view: &View<'_>, block: &Block, column: u32, place: Place, heading: &str) -> Axis {
        let mut labels = BTreeSet::new();
        let mut filled = 0;
        let mut first = None;
        for row in &block.rows {
            if let Some(text) = view.label(*row, column) {
                filled += 1;
                first.get_or_insert(*row);
                if labels.len() < COMPARED_LABELS {
                    labels.insert(text);
                }
            }
        }
        // Filled only on the first of several rows: the label counts downwards.
        let sparse = filled * 5 < block.rows.len() * 4 && first.is_some_and(|row| Some(&row) == block.rows.first()) && filled > 0;
        let place = match place {
            Place::Left(heading) if sparse => Place::LeftUp(heading),
            place => place,
        };
        self.axis(place, heading, at(view, first.unwrap_or(block.body.0), column), labels)
    }

    /// The labels of a header level; none where the level does not name every column of figures.
    fn level_axis(&self, view: &View<'_>, block: &Block, index: usize, row: u32) -> Option<Axis> {
        let level = u32::try_from(index).ok()? + 1;
        let own: Vec<Option<String>> = block.values.iter().map(|column| view.label(row, *column)).collect();
        let labels: BTreeSet<String> = own.iter().flatten().cloned().collect();
        let place = match (own.iter().all(Option::is_some), own.first()) {
            (true, _) => Place::Up(level),
            (false, Some(Some(_))) => Place::UpLeft(level),
            _ => return None,
        };
        // A level that says the same of every column is a title.
        if level > 1 && labels.len() < 2 {
            return None;
        }
        let mut axis = self.axis(place, "", at(view, row, *block.values.first()?), labels);
        let short = short_years(&own);
        if let Some(reading) = axis.reading.as_mut().filter(|reading| reading.sort == Sort::PartsOfYear) {
            reading.lines.retain(|line| !short.contains(&line.text));
        }
        axis.open = short;
        Some(axis)
    }

    fn axis(&self, place: Place, heading: &str, at: String, labels: BTreeSet<String>) -> Axis {
        let reading = self.recogniser.read(&labels);
        let concept = self.words.heard("dimension", heading).first().map(|heard| heard.concept.clone());
        Axis { place, heading: heading.to_owned(), at, labels, reading, concept, open: BTreeSet::new() }
    }
}

/// Whether a stub column only numbers the rows.
fn counts(view: &View<'_>, block: &Block, column: u32) -> bool {
    let figures: Vec<Decimal> = block.rows.iter().filter_map(|row| view.figure(*row, column)).collect();
    let from_one = figures.first().is_some_and(|first| *first <= Decimal::ONE);
    from_one && figures.len() * 10 >= block.rows.len() * 9 && one_by_one(&figures)
}

impl Axis {
    pub(super) const fn place_in_stub(&self) -> bool {
        matches!(self.place, Place::Left(_) | Place::LeftUp(_) | Place::Column(_))
    }

    pub(super) fn is_area(&self) -> bool {
        matches!(self.reading.as_ref().map(|reading| &reading.sort), Some(Sort::List { list, .. }) if list == "area")
    }

    pub(super) fn system(&self) -> Option<CodeSystem> {
        match self.reading.as_ref().map(|reading| &reading.sort) {
            Some(Sort::List { system, .. }) => *system,
            _ => None,
        }
    }
}

/// The text that names the table: the nearest long text above the header, best one that calls itself a table.
fn title(block: &Block, words: &Words) -> Option<String> {
    let long = |text: &&String| text.split_whitespace().count() >= 3 && text.chars().count() <= 200;
    let texts: Vec<&String> = block.above.iter().map(|(_, text)| text).filter(long).collect();
    let called = texts.iter().find(|text| words.heard("note", text).iter().any(|heard| heard.concept == "table"));
    let about = || texts.iter().rev().find(|text| !words.heard("subject", text).is_empty());
    called.or_else(about).or_else(|| texts.first()).map(|text| (*text).clone())
}

/// The first text below the body, where something below stands in a column of figures.
fn ends_before(view: &View<'_>, block: &Block) -> Option<String> {
    let last = block.body.1;
    let mut below = view.rows().into_iter().filter(|row| *row > last).take(40);
    let stray = below.any(|row| block.values.iter().any(|column| view.kind(row, *column).is_some()));
    if !stray {
        return None;
    }
    let first = view.rows().into_iter().find(|row| *row > last)?;
    view.row(first).find_map(|(column, kind)| if kind == Kind::Words { view.text(first, column) } else { None })
}

/// Rows that carry tags for machines are left out.
fn tag_rows(view: &View<'_>, block: &Block) -> Vec<RulePlan> {
    let row = block.body.0;
    let tagged =
        block.stub.iter().find(|(column, heading)| heading.is_some() && view.text(row, *column).is_some_and(|text| text.starts_with('#')));
    let Some((_, Some(heading))) = tagged else { return Vec::new() };
    vec![RulePlan {
        when: vec![(slug(heading, '_'), "pattern = \"^#\"".to_owned())],
        effect: "ignore = \"tag-row\"".to_owned(),
        why: "the row under the header carries tags".to_owned(),
    }]
}

/// The first figures of a table, by which a copy of it on another sheet shows.
fn figures(view: &View<'_>, block: &Block) -> Vec<Decimal> {
    let all = block.rows.iter().flat_map(|row| block.values.iter().filter_map(|column| view.figure(*row, *column)));
    all.take(SAMPLED_FIGURES).collect()
}

/// Small Latin letters and digits of a text, joined by a sign; empty where it holds none.
pub(super) fn slug(text: &str, joint: char) -> String {
    let key = normalise(text).key;
    let words: Vec<String> = key.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    let mut slug = String::new();
    for word in words {
        if slug.len() + word.len() > 40 {
            break;
        }
        if !slug.is_empty() {
            slug.push(joint);
        }
        slug.push_str(&word);
    }
    slug
}

pub(super) fn at(view: &View<'_>, row: u32, column: u32) -> String {
    let cell = crate::model::CellRef::new(row, column).show(view.sheet.addressing);
    match view.sheet.addressing {
        crate::model::Addressing::Letters => format!("{}!{cell}", view.sheet.name),
        crate::model::Addressing::LineField => cell,
    }
}
