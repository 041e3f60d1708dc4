//! The sheet of one table.
//!
//! ```text
//! row 0   [marker]  title
//! ...     hints, and the cells about the source
//!         headings, a row for each dimension that runs across, then one of differences
//!         [hidden row of ids]
//!         [codes] labels | differences | figures | status | note | last year
//! ```

use super::Order;
use super::axes::{Axes, Line, Part};
use super::checks::{Across, across, of_column, of_row};
use super::grid::{Grid, Holds, Look, Red, Takes, address, column, row};
use super::lists::Lists;
use crate::model::{AreaKind, Code, DimensionId, StatType, Status};
use crate::spec::{DimensionKind, TableSpec};
use crate::template::{CHOSEN, ColumnId, DASH, Kind};

/// Rows in which an office may give further countries, below one that says so.
const FREE: usize = 16;

/// Statuses that an office gives its figures.
const STATUSES: [Status; 6] = [Status::P, Status::E, Status::B, Status::D, Status::U, Status::S];

/// Columns of a cell of the head.
const HEAD_COLUMNS: u16 = 5;

/// Where the parts of a sheet stand.
struct Places {
    labels: u16,
    checks: u16,
    figures: u16,
    status: u16,
    note: u16,
    last: u16,
    headings: u32,
    differences: u32,
    ids: u32,
    body: u32,
}

/// The sheet of a table.
pub(super) fn sheet(order: &Order<'_>, table: &TableSpec, lists: &mut Lists) -> Grid {
    let axes = Axes::of(order, table);
    let checks = across(order.standard, table, &axes);
    let is_stock = table.stat_type == StatType::Stock;
    let keys = axes.down.len();
    let headings = row(5 + usize::from(is_stock) + 1);
    let differences = headings + row(axes.across.len().max(1));
    let figures = keys * 2 + checks.len();
    let places = Places {
        labels: column(keys),
        checks: column(keys * 2),
        figures: column(figures),
        status: column(figures + axes.columns.len()),
        note: column(figures + axes.columns.len() + 1),
        last: column(figures + axes.columns.len() + 2),
        headings,
        differences,
        ids: differences + 1,
        body: differences + 2,
    };
    let mut maker = Maker { order, table, axes: &axes, checks: &checks, places, grid: Grid::new(table.id.as_str()), free: 0 };
    maker.head(lists, is_stock);
    maker.headings();
    maker.ids();
    maker.body(lists);
    maker.last();
    maker.explained();
    maker.shape(lists);
    maker.grid
}

struct Maker<'a> {
    order: &'a Order<'a>,
    table: &'a TableSpec,
    axes: &'a Axes,
    checks: &'a [Across],
    places: Places,
    grid: Grid,
    free: usize,
}

impl Maker<'_> {
    fn rows(&self) -> usize {
        self.axes.lines.len() + self.free
    }

    fn head(&mut self, lists: &mut Lists, is_stock: bool) {
        let (order, table, labels) = (self.order, self.table, self.places.labels);
        self.grid.text(0, 0, order.marker(Kind::Table(table.id.to_string())).to_string(), Look::Id);
        let wide = (labels, self.places.figures + HEAD_COLUMNS + 3);
        self.grid.across(0, wide, format!("{}{DASH}{}", table.id, order.title(table)), Look::Title);
        let unit = order.say(&format!("form-unit-{}", table.unit));
        let time = order.text(&format!("table/{}/reference-time", table.id), &table.reference_time);
        let about = format!("{} · {} · {unit} · {time}", order.state_name(), order.year);
        self.grid.across(1, wide, about, Look::Plain);
        self.grid.across(2, wide, order.say("form-signs"), Look::Faint);
        let kinds = order.standard.attribute("source_type");
        let entries: Vec<String> = kinds
            .into_iter()
            .flat_map(|kinds| kinds.values.iter().map(|kind| format!("{}{DASH}{}", kind.code, order.choice(kinds, &kind.code))))
            .collect();
        let list = lists.address(entries);
        self.entry(3, "source-type", Some(Takes::OneOf { list, strict: true }), None);
        let known: Vec<String> = order.inventory.of(order.state, &table.axis).map(|source| source.name.clone()).collect();
        let suggested = (!known.is_empty()).then(|| Takes::OneOf { list: lists.address(known), strict: false });
        self.entry(4, "source-name", suggested, None);
        if is_stock {
            let day = |(month, day): &(i8, i8)| format!("{}-{month:02}-{day:02}", order.year);
            let days: Vec<String> = table.reference_days.iter().map(day).collect();
            let only = if let [only] = days.as_slice() { Some(only.clone()) } else { None };
            let takes = (days.len() > 1).then(|| Takes::OneOf { list: lists.address(days), strict: false });
            self.entry(5, "reference-day", takes, only);
        }
    }

    /// A cell of the head that is filled in, behind its label.
    fn entry(&mut self, row: u32, name: &str, takes: Option<Takes>, filled: Option<String>) {
        let (labels, first) = (self.places.labels, self.places.figures);
        self.grid.text(row, 0, ColumnId::Named(name.to_owned()).to_string(), Look::Id);
        self.grid.text(row, labels, self.order.say(&format!("form-{name}")), Look::LabelStrong);
        let last = first + HEAD_COLUMNS.min(column(self.axes.columns.len().max(1) + 1));
        match filled {
            Some(text) => self.grid.text(row, first, text, Look::Choice),
            None => self.grid.open(row, first, Look::Choice),
        }
        self.grid.merges.insert((row, first), last);
        self.grid.takes.extend(takes.map(|takes| ((row, first, row, first), takes)));
    }

    fn headings(&mut self) {
        let (order, last) = (self.order, self.places.differences - 1);
        for (position, dimension) in self.axes.down.iter().enumerate() {
            self.grid.text(last, self.places.labels + column(position), order.dimension(dimension), Look::HeadStrong);
        }
        for (position, check) in self.checks.iter().enumerate() {
            let said = order.say_with("form-difference-of", &[("what", &order.dimension(&check.dimension))]);
            self.grid.text(last, self.places.checks + column(position), said, Look::Head);
        }
        if self.axes.across.is_empty() {
            let unit = order.say(&format!("form-unit-{}", self.table.unit));
            self.grid.text(last, self.places.figures, unit, Look::HeadStrong);
        }
        for level in 0..self.axes.across.len() {
            self.level(level);
        }
        self.grid.text(last, self.places.status, order.say("form-status"), Look::Head);
        self.grid.text(last, self.places.note, order.say("form-note"), Look::Head);
    }

    /// The headings of one dimension: one over all the columns that share its code and those above.
    fn level(&mut self, level: usize) {
        let at = self.places.headings + row(level);
        let dimension = &self.axes.across[level];
        let mut start = 0;
        while start < self.axes.columns.len() {
            let head = &self.axes.columns[start][..=level];
            let run = self.axes.columns[start..].iter().take_while(|codes| codes[..=level] == *head).count();
            let code = &head[level];
            // A text in the middle of many columns would be out of sight.
            let look = match (run > 1, code.is_total()) {
                (true, _) => Look::HeadBand,
                (false, true) => Look::HeadStrong,
                (false, false) => Look::Head,
            };
            let span = (self.places.figures + column(start), self.places.figures + column(start + run - 1));
            self.grid.across(at, span, self.order.code(dimension, code), look);
            start += run;
        }
    }

    fn ids(&mut self) {
        let at = self.places.ids;
        for (position, dimension) in self.axes.down.iter().enumerate() {
            self.grid.text(at, column(position), ColumnId::Key(dimension.clone()).to_string(), Look::Id);
            self.grid.text(at, self.places.labels + column(position), ColumnId::Label(dimension.clone()).to_string(), Look::Id);
        }
        for position in 0..self.checks.len() {
            self.grid.text(at, self.places.checks + column(position), ColumnId::Check.to_string(), Look::Id);
        }
        for (position, codes) in self.axes.columns.iter().enumerate() {
            let coded: Vec<(DimensionId, Code)> = self.axes.across.iter().cloned().zip(codes.iter().cloned()).collect();
            self.grid.text(at, self.places.figures + column(position), ColumnId::Value(coded).to_string(), Look::Id);
        }
        self.grid.text(at, self.places.status, ColumnId::Status.to_string(), Look::Id);
        self.grid.text(at, self.places.note, ColumnId::Note.to_string(), Look::Id);
    }

    fn body(&mut self, lists: &mut Lists) {
        for (position, line) in self.axes.lines.iter().enumerate() {
            let at = self.places.body + row(position);
            self.fixed(at, line);
            self.open_cells(at, line.part == Part::Total);
        }
        // Countries are many, and the codes of a list all stand there.
        let kind = |dimension: &DimensionId| self.order.standard.dimensions.get(dimension).map(|known| known.kind);
        let whole_list = matches!(self.axes.down.as_slice(), [only] if kind(only) != Some(DimensionKind::Area));
        self.free = if whole_list { 0 } else { FREE };
        if self.free > 0 {
            let at = self.places.body + row(self.axes.lines.len());
            self.grid.text(at, self.places.labels, self.order.say("form-further"), Look::Faint);
        }
        for free in 1..self.free {
            let at = self.places.body + row(self.axes.lines.len() + free);
            for position in 0..self.axes.down.len() {
                self.grid.text(at, column(position), CHOSEN, Look::Id);
                self.grid.open(at, self.places.labels + column(position), Look::Choice);
            }
            self.open_cells(at, false);
        }
        if self.free > 0 {
            let first = self.places.body + row(self.axes.lines.len()) + 1;
            let last = first + row(self.free) - 2;
            for (position, dimension) in self.axes.down.iter().enumerate() {
                let list = lists.address(self.entries(dimension));
                let at = self.places.labels + column(position);
                self.grid.takes.push(((first, at, last, at), Takes::OneOf { list, strict: true }));
            }
        }
        let (first, count, body) = (self.places.figures, column(self.axes.columns.len()), self.places.body);
        for at in first..first + count {
            if let Some(formula) = of_column(&self.axes.lines, at, |position| body + row(position)) {
                self.grid.text(self.places.differences, self.places.labels, self.order.say("form-difference"), Look::Head);
                self.grid.put(self.places.differences, at, Holds::Formula(formula), Look::Check);
            }
        }
    }

    fn fixed(&mut self, at: u32, line: &Line) {
        for (position, (dimension, code)) in self.axes.down.iter().zip(&line.codes).enumerate() {
            self.grid.text(at, column(position), code.as_str(), Look::Id);
            let look = match line.part {
                Part::Total => Look::LabelStrong,
                Part::Inside => Look::LabelInside,
                Part::Of | Part::Beside => Look::Label,
            };
            self.grid.text(at, self.places.labels + column(position), self.order.code(dimension, code), look);
        }
    }

    /// Cells of a row to fill in, and its checks.
    fn open_cells(&mut self, at: u32, strong: bool) {
        let figures = self.places.figures;
        for position in 0..self.axes.columns.len() {
            let total = self.axes.columns[position].iter().all(Code::is_total);
            self.grid.open(at, figures + column(position), if total || strong { Look::FigureStrong } else { Look::Figure });
        }
        for (position, check) in self.checks.iter().enumerate() {
            let formula = of_row(check, at, |position| figures + column(position));
            self.grid.put(at, self.places.checks + column(position), Holds::Formula(formula), Look::Check);
        }
        self.grid.open(at, self.places.status, Look::Choice);
        self.grid.open(at, self.places.note, Look::Words);
    }

    /// Every code of a dimension, as entries of a drop-down.
    fn entries(&self, dimension: &DimensionId) -> Vec<String> {
        let Some(list) = self.order.standard.list_of(dimension) else { return Vec::new() };
        let (first, last) = (jiff::civil::Date::new(self.order.year, 1, 1).unwrap_or(jiff::civil::Date::MIN), self.order.day());
        let in_use = list.entries().iter().filter(|entry| entry.validity.touches(first, last));
        let wanted = in_use.filter(|entry| {
            // Groups other than those in the sheet would count the same persons again.
            entry.kind.is_none_or(|kind| matches!(kind, AreaKind::Country | AreaKind::Residual | AreaKind::Special))
                && entry.code != *self.order.state
                && entry.code.as_str() != Code::NATIONALS
        });
        let mut entries: Vec<(String, String)> =
            wanted.map(|entry| (self.order.code(dimension, &entry.code), self.order.entry(dimension, &entry.code))).collect();
        entries.sort();
        entries.into_iter().map(|(_, entry)| entry).collect()
    }

    /// What was sent last year: figures over all ages, and the note of the row.
    fn last(&mut self) {
        let Some(last) = self.order.last else { return };
        let mut at = self.places.last;
        let heading = self.places.differences - 1;
        let ages = self.axes.across.iter().position(|dimension| dimension.as_str() == "age");
        let shown = self.axes.columns.iter().filter(|codes| ages.is_none_or(|age| codes[age].is_total()));
        for codes in shown {
            let said: Vec<String> = self
                .axes
                .across
                .iter()
                .zip(codes)
                .enumerate()
                .filter(|(position, _)| Some(*position) != ages)
                .map(|(_, (dimension, code))| self.order.code(dimension, code))
                .collect();
            let year = (self.order.year - 1).to_string();
            let heading_text = self.order.say_with("form-last", &[("year", &year), ("what", &said.join(", "))]);
            let mut any = false;
            for (position, line) in self.axes.lines.iter().enumerate() {
                let codes = self
                    .axes
                    .down
                    .iter()
                    .cloned()
                    .zip(line.codes.iter().cloned())
                    .chain(self.axes.across.iter().cloned().zip(codes.iter().cloned()));
                let holds = match last.figure(self.order, self.table, &codes.collect()) {
                    Some(shown) => {
                        any = true;
                        shown
                    }
                    None => Holds::Nothing,
                };
                self.grid.put(self.places.body + row(position), at, holds, Look::Grey);
            }
            if any {
                self.grid.text(heading, at, heading_text, Look::HeadGrey);
                self.grid.text(self.places.ids, at, ColumnId::Last.to_string(), Look::Id);
                self.grid.widths.insert(at, 12.0);
                at += 1;
            } else {
                self.grid.cells.retain(|(_, column), _| *column != at);
            }
        }
        let mut any = false;
        for (position, line) in self.axes.lines.iter().enumerate() {
            let codes = self.axes.down.iter().cloned().zip(line.codes.iter().cloned());
            if let Some(note) = last.note(self.order, self.table, &codes.collect()) {
                self.grid.text(self.places.body + row(position), at, note, Look::GreyWords);
                any = true;
            }
        }
        if any {
            let year = (self.order.year - 1).to_string();
            self.grid.text(heading, at, self.order.say_with("form-last-note", &[("year", &year)]), Look::HeadGrey);
            self.grid.text(self.places.ids, at, ColumnId::Last.to_string(), Look::Id);
            self.grid.widths.insert(at, 40.0);
        }
    }

    /// What was explained about the table last year, in the row above the headings.
    fn explained(&mut self) {
        let Some(said) = self.order.last.and_then(|last| last.explained(self.order, self.table)) else { return };
        let at = self.places.headings - 1;
        let text = self.order.say_with("form-last-explained", &[("year", &(self.order.year - 1).to_string()), ("text", &said)]);
        self.grid.across(at, (self.places.labels, self.places.figures + HEAD_COLUMNS + 3), text, Look::GreyWords);
        self.grid.heights.insert(at, 32.0);
    }

    fn shape(&mut self, lists: &mut Lists) {
        let (places, order) = (&self.places, self.order);
        let statuses: Vec<String> = STATUSES
            .iter()
            .map(|status| {
                let list = order.standard.lists.get("obs_status");
                let english = list.and_then(|list| list.get(status.as_str())).map_or(status.as_str(), |entry| entry.label(order.language));
                format!("{status}{DASH}{}", order.text(&format!("code/obs_status/{status}/label"), english))
            })
            .collect();
        let list = lists.address(statuses);
        let last = places.body + row(self.rows()) - 1;
        let figures = (places.figures, places.figures + column(self.axes.columns.len()) - 1);
        self.grid.takes.push(((places.body, places.status, last, places.status), Takes::OneOf { list, strict: true }));
        self.grid.takes.push(((places.body, figures.0, last, figures.1), Takes::Figures));
        self.grid.red.push(((places.differences, figures.0, places.differences, figures.1), Red::Itself));
        if !self.checks.is_empty() {
            let checks = (places.checks, places.checks + column(self.checks.len()) - 1);
            self.grid.red.push(((places.body, checks.0, last, checks.1), Red::Itself));
            for (position, check) in self.checks.iter().enumerate() {
                let seen = address(places.body, places.checks + column(position));
                for (total, _) in &check.sums {
                    let at = places.figures + column(*total);
                    self.grid.red.push(((places.body, at, last, at), Red::Other(format!("${seen}"))));
                }
            }
        }
        for position in 0..self.axes.down.len() {
            self.grid.hidden_columns.insert(column(position));
            self.grid.widths.insert(places.labels + column(position), 36.0);
        }
        for position in places.checks..places.figures {
            self.grid.widths.insert(position, 11.0);
        }
        for position in figures.0..=figures.1 {
            self.grid.widths.insert(position, 10.5);
        }
        self.grid.widths.insert(places.status, 18.0);
        self.grid.widths.insert(places.note, 34.0);
        self.grid.heights.insert(0, 24.0);
        self.grid.heights.insert(places.differences - 1, 44.0);
        self.grid.hidden_rows.insert(places.ids);
        self.grid.freeze = Some((places.body, places.figures));
        self.grid.repeat_rows = Some((places.headings, places.differences));
    }
}
