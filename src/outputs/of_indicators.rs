//! Tables of indicators: those of a state or of the region over the years, and those of all states side by side.
//!
//! In: what `indicators` made of the run. Out: a [`Table`]. Where an indicator can't be made a sign says so, with a footnote where
//! the sign alone does not say why; nothing is worked out here.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::figures::Figures;
use super::model::{Cell, Column, Note, Row, Shown, Table};
use super::words::{Words, order};
use crate::indicators::{Indicator, IndicatorBound, Lacking};
use crate::model::{Code, MappingId, Status};
use crate::spec::{IndicatorSpec, OutputColumns, OutputLayout};
use crate::texts::say;

/// A table of indicators; none where no value stands in it.
pub(super) fn table(layout: &OutputLayout, figures: &Figures, state: Option<&Code>, words: &Words<'_>, table: Table) -> Option<Table> {
    let mut maker = Maker { figures, words, table, sources: BTreeSet::new() };
    let specs: Vec<&IndicatorSpec> =
        layout.indicators.iter().filter_map(|id| words.standard.indicators.iter().find(|spec| spec.id == *id)).collect();
    if layout.columns == OutputColumns::Indicators {
        maker.side_by_side(&specs);
    } else {
        maker.over_the_years(&specs, state.unwrap_or(&words.standard.region), layout.years);
    }
    let Maker { mut table, sources, .. } = maker;
    table.sources = sources.into_iter().collect();
    let has_value = table.rows.iter().flat_map(|row| &row.cells).any(|cell| matches!(cell.shown, Shown::Decimal(..)));
    has_value.then_some(table)
}

struct Maker<'a> {
    figures: &'a Figures,
    words: &'a Words<'a>,
    table: Table,
    sources: BTreeSet<String>,
}

impl<'a> Maker<'a> {
    fn of(&self, id: &'a MappingId, state: &'a Code) -> impl Iterator<Item = &'a Indicator> + use<'a> {
        self.figures.indicators.iter().filter(move |one| one.id == *id && one.state == *state)
    }

    /// A row for each indicator, a column for each of the last years in which any has a value.
    fn over_the_years(&mut self, specs: &[&'a IndicatorSpec], subject: &'a Code, most: usize) {
        let words = self.words;
        self.table.heads = vec![words.plain("outputs-indicator"), words.plain("outputs-unit")];
        self.table.subtitle = words.plain("outputs-indicators-of");
        let made = |one: &&Indicator| one.value.is_some();
        let years: BTreeSet<i16> =
            specs.iter().flat_map(|spec| self.of(&spec.id, subject).filter(made)).filter_map(|one| one.year).collect();
        let years: Vec<i16> = years.iter().copied().skip(years.len().saturating_sub(most)).collect();
        self.table.columns = years.iter().map(|year| Column { head: year.to_string(), has_marks: true, ..Column::default() }).collect();
        for spec in specs {
            let all: Vec<&Indicator> = self.of(&spec.id, subject).collect();
            if all.is_empty() {
                continue;
            }
            // What the exchange does not ask for is told once for all years.
            let cell = |year: &i16| all.iter().find(|one| one.year.is_none_or(|own| own == *year)).copied();
            let found: Vec<Option<&Indicator>> = years.iter().map(cell).collect();
            let cells = found.into_iter().map(|one| self.cell(one, None)).collect();
            self.table.rows.push(Row { labels: vec![title(spec, words), unit(spec, words)], cells, ..Row::default() });
        }
    }

    /// A row for each member, and for each indicator the last year in which the member has it.
    fn side_by_side(&mut self, specs: &[&'a IndicatorSpec]) {
        let words = self.words;
        self.table.heads = vec![words.plain("outputs-state")];
        self.table.subtitle = words.plain("outputs-indicators-last");
        for spec in specs {
            let head = words.say("outputs-named-unit", &[("name", &title(spec, words)), ("unit", &unit(spec, words))]);
            let year = Column { head: words.plain("outputs-year-of"), is_text: true, ..Column::default() };
            self.table.columns.extend([Column { head, has_marks: true, ..Column::default() }, year]);
        }
        let day = Date::new(self.figures.last_year(), 12, 31).unwrap_or(words.standard.date);
        let mut members: Vec<Code> = words.standard.members(words.standard.region.as_str(), day).into_iter().collect();
        members.sort_by_cached_key(|state| order(&words.area(state)));
        for state in &members {
            let mut cells = Vec::new();
            for spec in specs {
                let own = self.figures.indicators.iter().filter(|one| one.id == spec.id && one.state == *state);
                // Where there is no value, a year for which figures were sent says more than one without any.
                let best = own.max_by_key(|one| (one.value.is_some(), one.reason != Some(Lacking::Missing), one.year));
                let name = words.area(state);
                cells.push(self.cell(best, Some(&name)));
                let year = best.filter(|one| one.value.is_some()).and_then(|one| one.year);
                cells.push(year.map_or_else(Cell::default, |year| Cell::text(year.to_string())));
            }
            self.table.rows.push(Row { labels: vec![words.area(state)], cells, ..Row::default() });
        }
    }

    /// The cell of an indicator; a note names the state where several stand in the table.
    fn cell(&mut self, one: Option<&Indicator>, state: Option<&str>) -> Cell {
        let words = self.words;
        let Some(one) = one else { return Cell::symbol(words.sign(OutputLayout::NOT_SENT)) };
        let said = one.said.as_ref().map(|said| say(said, words.language, words.standard));
        if let Some(value) = one.value {
            self.sources.extend(one.sources.iter().cloned());
            let marks = if one.bound == IndicatorBound::AtLeast { vec![words.sign(OutputLayout::AT_LEAST)] } else { Vec::new() };
            let grade = one.grade.map(|grade| grade.to_string());
            let notes = said.map(|said| self.note(said, state)).into_iter().collect();
            return Cell { shown: Shown::Decimal(value, one.decimals), marks, grade, notes, ..Cell::default() };
        }
        let told_by_sign = match one.reason {
            // The sign says that nothing was sent; a figure without a value, or an earlier one that lacks, is another matter.
            Some(Lacking::Missing) if one.said.as_ref().is_some_and(|said| said.id == "indicator-no-figure") => {
                Some(words.sign(OutputLayout::NOT_SENT))
            }
            Some(Lacking::Suppressed) => Some(words.sign(Status::Q.as_str())),
            Some(Lacking::NotApplicable) => Some(words.sign(Status::M.as_str())),
            Some(Lacking::SeveralFigures) => Some(words.sign(OutputLayout::NOT_CHOSEN)),
            _ => None,
        };
        if let Some(sign) = told_by_sign {
            return Cell::symbol(sign);
        }
        let notes = said.map(|said| self.note(said, state)).into_iter().collect();
        Cell { notes, ..Cell::symbol(words.sign(OutputLayout::NOT_MADE)) }
    }

    /// The number of a footnote, the same for the same words.
    fn note(&mut self, said: String, state: Option<&str>) -> u16 {
        let text = match state {
            Some(state) => self.words.say("outputs-note", &[("state", state), ("text", &said)]),
            None => said,
        };
        if let Some(number) = self.table.notes.iter().find(|note| note.text == text).and_then(|note| note.number) {
            return number;
        }
        let number = u16::try_from(self.table.notes.len() + 1).unwrap_or(u16::MAX);
        self.table.notes.push(Note { number: Some(number), text });
        number
    }
}

fn title(spec: &IndicatorSpec, words: &Words<'_>) -> String {
    words.text(&format!("indicator/{}/title", spec.id), &spec.title)
}

fn unit(spec: &IndicatorSpec, words: &Words<'_>) -> String {
    words.plain(&format!("indicator-unit-{}", spec.formula.unit()))
}
