//! From a block on a sheet to a table of the mapping: its fields, unit, period, state and exchange table.

use std::collections::{BTreeMap, BTreeSet};

use super::areas::AreaRoles;
use super::block::Block;
use super::cells::{Kind, View, year_in, years_in};
use super::destination::{of_label, propose};
use super::plan::{FieldPlan, Guess, Multiplier, Place, RulePlan, TablePlan, Todo};
use super::recognise::{Line, Reading, Recogniser, Says, Sort};
use super::words::Words;
use rust_decimal::Decimal;

use crate::model::{Code, IgnoreReason, Reference, StatType, Unit, column_letters};
use crate::read::Sheet;
use crate::spec::{CodeSystem, Lookup, Standard, normalise};

/// Distinct labels of a column that are compared with the lists.
const COMPARED_LABELS: usize = 3_000;
/// A column with more different labels than this is no list of measures.
const MOST_MEASURES: usize = 40;

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
/// The code of the world.
const WORLD: &str = "001";

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
    open: BTreeSet<String>,
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
        let dimensions = self.fields(sheet, axes, &mut table, &mut todos);
        flags(view, block, &mut table, &mut todos);
        self.unit(view, block, &mut table, &mut todos);
        self.destination(sheet, block, &title, &dimensions, &mut table, &mut todos);
        self.period(view, block, &title, &mut table, &mut todos);
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
                Some(heading) if axis.labels.is_empty() || self.counts(view, block, *column) => {
                    ignore_columns.push((heading.clone(), IgnoreReason::Index, "numbers the rows, or is empty".to_owned()));
                }
                None if axis.labels.is_empty() || self.counts(view, block, *column) => {}
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

    /// Whether a stub column only numbers the rows.
    fn counts(&self, view: &View<'_>, block: &Block, column: u32) -> bool {
        let figures: Vec<Decimal> = block.rows.iter().filter_map(|row| view.figure(*row, column)).collect();
        let from_one = figures.first().is_some_and(|first| *first <= Decimal::ONE);
        from_one
            && figures.len() >= 5
            && figures.len() * 10 >= block.rows.len() * 9
            && figures.windows(2).all(|pair| pair[1] - pair[0] == Decimal::ONE)
    }

    /// Turns axes into fields; gives the dimensions that are fed.
    fn fields(&self, sheet: &Sheet, axes: Vec<Axis>, table: &mut TablePlan, todos: &mut Vec<Todo>) -> BTreeSet<String> {
        let AreaRoles { roles, confirmed, nested } = self.area_roles(&axes, table.title.as_deref(), todos);
        let groups = nested.map(|(lower, upper)| (lower, upper, self.group_totals(&axes, lower, upper)));
        let mut named: Vec<Option<usize>> = Vec::new();
        let mut routed: Vec<(String, BTreeSet<String>)> = Vec::new();
        let mut fed: BTreeSet<String> = BTreeSet::new();
        let mut names: BTreeSet<String> = BTreeSet::new();
        for (index, axis) in axes.into_iter().enumerate() {
            let feeds = roles.get(&index).cloned().or_else(|| self.feeds(&axis)).filter(|feeds| !fed.contains(feeds));
            if let Some(feeds) = &feeds {
                fed.insert(feeds.clone());
            }
            let name = field_name(&axis, feeds.as_deref(), &mut names);
            if !axis.open.is_empty() {
                let shown: Vec<&str> = axis.open.iter().map(String::as_str).collect();
                todos.push(Todo {
                    question: format!("which months does `{}` cover?", shown.join("`, `")),
                    table: None,
                    key: "values".to_owned(),
                    at: Some(axis.at.clone()),
                    evidence: Some("fewer than twelve months of that year stand in the header".to_owned()),
                });
            }
            let fits = axis.reading.as_ref().map(|reading| format!("{} of {} labels fit", reading.matched, reading.total));
            let why = match (&fits, &feeds, axis.place_in_stub()) {
                (Some(fits), Some(_), _) => fits.clone(),
                (_, None, true) => format!("{} different labels", axis.labels.len()),
                (_, None, false) => format!("{} different headings", axis.labels.len()),
                (None, Some(_), _) => format!("the heading `{}`", axis.heading),
            };
            let measures = feeds.is_none() && axis.labels.len() <= MOST_MEASURES && (axis.place_in_stub() || table.columns.len() != 1);
            let routing = measures && (self.speaks(&axis) || nested.is_some_and(|(_, upper)| upper == index));
            if routing && self.speaks(&axis) {
                routed.push((name.clone(), axis.labels.clone()));
            }
            // Header levels that say nothing we know, and columns that feed nothing, are still named so that rules can use them.
            if feeds.is_none() && !routing && !axis.place_in_stub() && (!matches!(axis.place, Place::Up(1)) || axis.labels.len() < 2) {
                named.push(None);
                continue;
            }
            named.push(Some(table.fields.len()));
            let reading = axis.reading.filter(|_| feeds.is_some());
            let system = reading.as_ref().and_then(|reading| if let Sort::List { system, .. } = &reading.sort { *system } else { None });
            let mut values = reading.map(|reading| reading.lines).unwrap_or_default();
            if feeds.as_deref().is_some_and(|feeds| feeds != "reporter") {
                values.extend(self.world(&axis.labels));
            }
            table.fields.push(FieldPlan {
                name,
                place: axis.place,
                feeds,
                system,
                confirm: None,
                values,
                open: Vec::new(),
                marks: Vec::new(),
                why,
            });
        }
        if let Some((code, name)) = confirmed {
            let at = |index: usize| named.get(index).copied().flatten();
            if let (Some(code), Some(name)) = (at(code), at(name))
                && let Some(name) = table.fields.get(name).map(|field| field.name.clone())
                && let Some(field) = table.fields.get_mut(code)
            {
                field.confirm = Some(name);
            }
        }
        if let Some((lower, upper, totals)) = groups {
            let name =
                |index: usize| named.get(index).copied().flatten().and_then(|at| table.fields.get(at)).map(|field| field.name.clone());
            if let (Some(lower), Some(upper), Some(dimension)) = (name(lower), name(upper), roles.get(&lower)) {
                table.rules.extend(totals.into_iter().map(|total| total.rule(&lower, &upper, dimension)));
            }
        }
        if !fed.contains("year") {
            self.year_of_sheet(sheet, table, &mut fed);
        }
        let fields: BTreeSet<String> = table.fields.iter().map(|field| field.name.clone()).collect();
        table.rules.retain(|rule| rule.when.iter().all(|(field, _)| fields.contains(field)));
        fed.retain(|feeds| !["year", "part-of-year", "period", "reporter", "note"].contains(&feeds.as_str()));
        for (name, labels) in routed {
            self.routes(&name, &labels, &fed, table);
        }
        fed
    }

    /// The world as a country of origin, birth or citizenship is every country: the total.
    fn world(&self, labels: &BTreeSet<String>) -> Vec<Line> {
        let Some(areas) = self.standard.area_list() else { return Vec::new() };
        let is_world = |label: &&String| matches!(areas.by_name(&normalise(label).key, self.recogniser.languages), Lookup::One(code, _) if code.as_str() == WORLD);
        let total = Code::new(Code::TOTAL).ok();
        labels
            .iter()
            .filter(is_world)
            .filter_map(|label| {
                Some(Line { text: label.clone(), says: Says::Code(total.clone()?), why: "every country: the total".to_owned() })
            })
            .collect()
    }

    /// What an axis feeds by its reading and heading, areas aside.
    fn feeds(&self, axis: &Axis) -> Option<String> {
        let reading = axis.reading.as_ref()?;
        match &reading.sort {
            Sort::Years => Some("year".to_owned()),
            Sort::PartsOfYear => Some("part-of-year".to_owned()),
            Sort::List { list, .. } if list == "area" => None,
            Sort::List { list, .. } => {
                let of_list: Vec<&str> = self
                    .standard
                    .dimensions
                    .values()
                    .filter(|dimension| dimension.list.as_ref() == Some(list))
                    .map(|dimension| dimension.id.as_str())
                    .collect();
                let by_heading = axis.concept.as_deref().filter(|concept| of_list.contains(concept));
                by_heading.or_else(|| if of_list.len() == 1 { of_list.first().copied() } else { None }).map(str::to_owned)
            }
        }
    }

    /// Whether a label speaks of a subject, or says that its figures are no counts.
    fn speaks(&self, axis: &Axis) -> bool {
        axis.labels.iter().any(|label| !self.words.heard("subject", label).is_empty() || self.not_a_count(label).is_some())
    }

    /// The words by which a label says that its figures are shares or rates.
    fn not_a_count(&self, label: &str) -> Option<String> {
        let heard = self.words.heard("unit", label).into_iter();
        heard.filter(|heard| heard.concept == "percent" || heard.concept == "permille").map(|heard| heard.words).next()
    }

    /// Rules that send rows or columns to tables by labels that speak of a subject.
    fn routes(&self, name: &str, labels: &BTreeSet<String>, dimensions: &BTreeSet<String>, table: &mut TablePlan) {
        for label in labels {
            let (effect, why) = match (self.not_a_count(label), of_label(self.standard, self.words, label, dimensions)) {
                (Some(words), _) => ("ignore = \"not-a-count\"".to_owned(), format!("`{words}`")),
                (None, Some(proposal)) => (format!("to = \"{}\"", proposal.table), proposal.why),
                (None, None) => continue,
            };
            let test = format!("equals = [{}]", super::toml_text::quoted(label));
            table.rules.push(RulePlan { when: vec![(name.to_owned(), test)], effect, why });
        }
    }

    fn year_of_sheet(&self, sheet: &Sheet, table: &mut TablePlan, fed: &mut BTreeSet<String>) {
        if years_in(&sheet.name).len() == 1 {
            table.fields.push(FieldPlan {
                name: "year".to_owned(),
                place: Place::Sheet("(\\d{4})".to_owned()),
                feeds: Some("year".to_owned()),
                system: None,
                confirm: None,
                values: Vec::new(),
                open: Vec::new(),
                marks: Vec::new(),
                why: format!("the sheet is called `{}`", sheet.name),
            });
            fed.insert("year".to_owned());
        }
    }

    fn unit(&self, view: &View<'_>, block: &Block, table: &mut TablePlan, todos: &mut Vec<Todo>) {
        let headings = block.levels.iter().flat_map(|row| view.row(*row).filter_map(|(column, _)| view.text(*row, column)));
        let texts: Vec<String> = block.above.iter().map(|(_, text)| text.clone()).chain(headings).collect();
        let said = texts.iter().find_map(|text| {
            let heard = self
                .words
                .heard("unit", text)
                .into_iter()
                .find(|heard| heard.concept.parse::<u32>().is_ok_and(|multiplier| multiplier > 1))?;
            Some((heard.concept.parse::<u32>().ok()?, text.clone(), heard.words))
        });
        let decimals = decimals(view, block);
        if let Some((multiplier, text, words)) = said {
            let step = multiplier / 10_u32.saturating_pow(decimals.min(6));
            table.multiplier = Some(Multiplier {
                multiplier,
                step: step.max(1),
                stated_by: text,
                why: format!("`{words}`; figures show {decimals} decimals"),
            });
        } else if decimals > 0 && fractions(view, block, &block.values) > 0 {
            todos.push(Todo {
                question: "the figures have decimals: are they in thousands, or no counts at all?".to_owned(),
                table: None,
                key: "unit.multiplier".to_owned(),
                at: None,
                evidence: Some(format!("up to {decimals} decimals, and no text above the table states a unit")),
            });
        }
    }

    fn destination(
        &self,
        sheet: &Sheet,
        block: &Block,
        title: &Option<String>,
        dimensions: &BTreeSet<String>,
        table: &mut TablePlan,
        todos: &mut Vec<Todo>,
    ) {
        let mut texts: Vec<&str> = title.iter().map(String::as_str).collect();
        texts.push(&sheet.name);
        texts.extend(block.above.iter().rev().map(|(_, text)| text.as_str()));
        let headings: Vec<String> = table.columns.iter().filter(|_| table.columns.len() == 1).cloned().collect();
        texts.extend(headings.iter().map(String::as_str));
        let proposal = propose(self.standard, self.words, &texts, dimensions);
        let routed = table.rules.iter().any(|rule| rule.effect.starts_with("to = "));
        let (to, why, certain) = match proposal {
            Some(proposal) => (proposal.table, proposal.why, proposal.certain),
            None if routed => (String::new(), String::new(), true),
            None => (String::new(), String::new(), false),
        };
        let certain = certain && !todos.iter().any(|todo| todo.key.starts_with("feeds:"));
        if !certain || routed {
            todos.push(Todo {
                question: "which exchange table do these figures belong to?".to_owned(),
                table: None,
                key: "to".to_owned(),
                at: None,
                evidence: match (routed, to.is_empty()) {
                    (true, _) => Some("the rules of the draft send rows to tables by words alone".to_owned()),
                    (false, true) => None,
                    (false, false) => Some(format!("{to}: {why}")),
                },
            });
        }
        // Rules that route to tables of another kind than the table's own proposal would not load: theirs decide.
        let first_rule = table
            .rules
            .iter()
            .find_map(|rule| rule.effect.strip_prefix("to = \"").and_then(|rest| rest.strip_suffix('"')).map(str::to_owned));
        let leading = first_rule.unwrap_or_else(|| to.clone());
        let Some(spec) = self.standard.table(&leading) else { return };
        table.unit = spec.unit;
        table.reference = if spec.stat_type == StatType::Stock { Reference::Point } else { Reference::Sum };
        let same = |id: &str| {
            self.standard
                .table(id)
                .is_some_and(|other| other.unit == spec.unit && (other.stat_type == StatType::Stock) == (spec.stat_type == StatType::Stock))
        };
        table.rules.retain(|rule| rule.effect.strip_prefix("to = \"").and_then(|rest| rest.strip_suffix('"')).is_none_or(same));
        if routed {
            table.to = Guess::new(String::new(), "");
        } else {
            table.to = Guess::new(to, why);
        }
        for dimension in spec.dimensions.iter().filter(|id| !dimensions.contains(id.as_str())) {
            todos.push(Todo {
                question: format!("`{leading}` also has `{dimension}`: is it the total, or the same code for every figure?"),
                table: None,
                key: format!("set.{dimension}"),
                at: None,
                evidence: None,
            });
        }
    }

    fn period(&self, view: &View<'_>, block: &Block, title: &Option<String>, table: &mut TablePlan, todos: &mut Vec<Todo>) {
        if table.reference == Reference::Point {
            let texts = block.above.iter().chain(&block.below).map(|(_, text)| text.as_str()).chain([&*view.sheet.name]);
            let said = texts.flat_map(|text| self.words.heard("note", text)).find_map(|heard| match heard.concept.as_str() {
                "reference-day" => Some(("07-01", heard.words)),
                "year-end" => Some(("12-31", heard.words)),
                "year-start" => Some(("01-01", heard.words)),
                _ => None,
            });
            let (day, why) = said.clone().map_or(("12-31", "a placeholder: no text near states the day".to_owned()), |(day, words)| {
                (day, format!("`{words}` stands near the table"))
            });
            table.day = Some(Guess::new(day.to_owned(), why));
            if said.is_none() {
                todos.push(Todo {
                    question: "on which day of the year was the stock counted?".to_owned(),
                    table: None,
                    key: "period.day".to_owned(),
                    at: None,
                    evidence: None,
                });
            }
        }
        if table.fields.iter().any(|field| field.feeds.as_deref() == Some("year")) {
            return;
        }
        let in_title: BTreeSet<i16> = title.iter().flat_map(|title| years_in(title)).collect();
        let around: BTreeSet<i16> = block.above.iter().flat_map(|(_, text)| years_in(text)).collect();
        let (year, certain) = match (in_title.len(), in_title.last().or(around.last())) {
            (1, Some(year)) => (Some(Guess::new(*year, "the only year in the title")), true),
            (_, Some(year)) => (Some(Guess::new(*year, "the latest year above the table")), false),
            (_, None) => (None, false),
        };
        let evidence = year.as_ref().map(|year| format!("{}: {}", year.value, year.why));
        table.year = year;
        if !certain {
            todos.push(Todo {
                question: "which year are the figures about?".to_owned(),
                table: None,
                key: "period.year".to_owned(),
                at: None,
                evidence,
            });
        }
    }

    fn reporter(&self, table: &mut TablePlan, todos: &mut Vec<Todo>) {
        if table.fields.iter().any(|field| field.feeds.as_deref() == Some("reporter")) {
            return;
        }
        table.reporter = self.states.first().map(|(code, count)| {
            Guess::new(code.clone(), format!("the state that titles, notes and names of sheets speak of most often: {count} times"))
        });
        todos.push(Todo {
            question: "which state are the figures about?".to_owned(),
            table: None,
            key: "reporter".to_owned(),
            at: None,
            evidence: table.reporter.as_ref().map(|reporter| format!("{}: {}", reporter.value, reporter.why)),
        });
    }
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

/// The texts of the row on which a table's headings stand.
struct Headings {
    /// The row.
    row: u32,
    /// The first column of figures, or of anything else that is headed right of the stub.
    first: u32,
    /// The texts as compared, each with how often it stands.
    counts: BTreeMap<String, usize>,
}

impl Headings {
    fn of(view: &View<'_>, block: &Block) -> Self {
        let row = block.headings;
        let mut counts = BTreeMap::new();
        for text in view.row(row).filter_map(|(column, _)| view.text(row, column)) {
            *counts.entry(normalise(&text).key).or_insert(0) += 1;
        }
        let stub: BTreeSet<u32> = block.stub.iter().map(|(column, _)| *column).collect();
        let lowest = block.levels.first().copied().unwrap_or(row);
        let last = stub.first().copied().unwrap_or(0);
        let first = (last..=block.values.first().copied().unwrap_or(last))
            .find(|column| !stub.contains(column) && view.label(lowest, *column).is_some());
        Self { row, first: first.unwrap_or_default(), counts }
    }

    /// Whether the heading stands once, so that it tells one column.
    fn once(&self, heading: &str) -> bool {
        self.counts.get(&normalise(heading).key) == Some(&1)
    }

    /// Two texts of the header row that tell the table where its stub can't.
    fn anchors(&self, view: &View<'_>, block: &Block) -> Vec<String> {
        let texts = block.values.iter().filter_map(|column| view.text(self.row, *column));
        texts.filter(|text| self.once(text)).take(2).collect()
    }

    /// The headings of the columns of figures, where other headed columns stand among them and headings tell them apart.
    fn chosen(&self, view: &View<'_>, block: &Block) -> Vec<String> {
        let stub: BTreeSet<u32> = block.stub.iter().map(|(column, _)| *column).collect();
        let lowest = block.levels.first().copied().unwrap_or(self.row);
        let others = view.row(lowest).any(|(column, _)| column > self.first && !stub.contains(&column) && !block.values.contains(&column));
        let long = block.values.len() == 1;
        let named: Vec<String> =
            block.values.iter().filter_map(|column| view.text(self.row, *column)).filter(|text| self.once(text)).collect();
        if (others || long) && lowest == self.row && named.len() == block.values.len() { named } else { Vec::new() }
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

/// Labels of whole years behind fewer than twelve columns of their year: the year may not be over.
fn short_years(labels: &[Option<String>]) -> BTreeSet<String> {
    let is_total = |label: &str| years_in(label).len() == 1 && label.split_whitespace().count() == 2;
    let mut short = BTreeSet::new();
    let mut since = 0;
    for label in labels.iter().flatten() {
        if is_total(label) {
            // Months and quarters of a full year are at least twelve columns; a header of years alone has none.
            if (1..12).contains(&since) {
                short.insert(label.clone());
            }
            since = 0;
        } else {
            since += 1;
        }
    }
    short
}

/// Columns without heading right beside figures hold flags, whose meaning only a person can state.
fn flags(view: &View<'_>, block: &Block, table: &mut TablePlan, todos: &mut Vec<Todo>) {
    let beside: Vec<u32> = block.values.iter().map(|column| column + 1).filter(|column| block.beside.contains(column)).collect();
    let mut found: BTreeMap<String, (usize, u32, u32)> = BTreeMap::new();
    for (row, column) in block.rows.iter().flat_map(|row| beside.iter().map(move |column| (*row, *column))) {
        if let Some(text) = view.text(row, column) {
            found.entry(text).or_insert((0, row, column)).0 += 1;
        }
    }
    let Some((_, row, column)) = found.values().next().copied() else { return };
    let shown: Vec<String> = found.iter().take(12).map(|(text, (count, ..))| format!("`{text}` {count} times")).collect();
    table.fields.push(FieldPlan {
        name: "flag".to_owned(),
        place: Place::Right,
        feeds: None,
        system: None,
        confirm: None,
        values: Vec::new(),
        open: Vec::new(),
        marks: Vec::new(),
        why: "columns without heading right beside the figures".to_owned(),
    });
    todos.push(Todo {
        question: "what do the flags beside the figures mean? let the field `flag` feed `status`, with a mark for each".to_owned(),
        table: None,
        key: "marks".to_owned(),
        at: Some(at(view, row, column)),
        evidence: Some(shown.join(", ")),
    });
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

fn decimals(view: &View<'_>, block: &Block) -> u32 {
    let figures = block.rows.iter().take(300).flat_map(|row| block.values.iter().filter_map(|column| view.figure(*row, *column)));
    figures.map(|figure| figure.normalize().scale()).filter(|scale| *scale <= 3).max().unwrap_or(0)
}

/// How many tenths of the figures are not whole.
fn fractions(view: &View<'_>, block: &Block, columns: &[u32]) -> usize {
    let figures: Vec<_> =
        block.rows.iter().take(300).flat_map(|row| columns.iter().filter_map(|column| view.figure(*row, *column))).collect();
    let broken = figures.iter().filter(|figure| !figure.is_integer()).count();
    broken * 10 / figures.len().max(1)
}

fn field_name(axis: &Axis, feeds: Option<&str>, names: &mut BTreeSet<String>) -> String {
    let wanted = match (axis.heading.as_str(), feeds) {
        ("", Some(feeds)) => feeds.replace('-', "_"),
        ("", None) => match axis.place {
            Place::Up(level) | Place::UpLeft(level) => format!("level_{level}"),
            _ => "label".to_owned(),
        },
        (heading, feeds) => {
            Some(slug(heading, '_')).filter(|slug| !slug.is_empty()).unwrap_or_else(|| feeds.unwrap_or("label").replace('-', "_"))
        }
    };
    let mut name = wanted.clone();
    let mut number = 2;
    while !names.insert(name.clone()) {
        name = format!("{wanted}_{number}");
        number += 1;
    }
    name
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

fn at(view: &View<'_>, row: u32, column: u32) -> String {
    let cell = crate::model::CellRef::new(row, column).show(view.sheet.addressing);
    match view.sheet.addressing {
        crate::model::Addressing::Letters => format!("{}!{cell}", view.sheet.name),
        crate::model::Addressing::LineField => cell,
    }
}
