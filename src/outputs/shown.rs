//! What a table shows, gathered while its cells are made: cells of figures, and from the figures its notes and sources.
//!
//! In: the figures that speak. Out: cells, footnotes built from definition profiles, breaks and the notes of senders, and the list
//! of sources with their grades.

use std::collections::{BTreeMap, BTreeSet};

use super::figures::{Figures, Line, Sum, Told};
use super::model::{Cell, Note, Shown};
use super::words::{Words, order};
use crate::harmonise::Published;
use crate::model::{Code, Grade, Status, TableId};
use crate::spec::{AttributeKind, Observed, OutputLayout, ValueTest};

/// The figures that a table shows, by state.
#[derive(Debug, Default)]
pub(super) struct Gathered<'a> {
    figures: BTreeMap<Code, BTreeMap<u64, (&'a TableId, &'a Published)>>,
}

impl<'a> Gathered<'a> {
    /// Remembers a figure.
    pub(super) fn take(&mut self, table: &'a TableId, one: &'a Published) {
        self.figures.entry(one.reporter.clone()).or_default().insert(one.observation, (table, one));
    }

    /// Remembers every figure in a sum.
    pub(super) fn take_all(&mut self, table: &'a TableId, place: &super::figures::Place, sum: &Sum, figures: &'a Figures) {
        for state in sum.parts.keys() {
            if let Some(one) = figures.of(table, place, state).figure() {
                self.take(table, one);
            }
        }
    }

    /// The states with figures, in the order of the language.
    pub(super) fn states(&self, words: &Words<'_>) -> Vec<Code> {
        let mut states: Vec<Code> = self.figures.keys().cloned().collect();
        states.sort_by_cached_key(|state| order(&words.area(state)));
        states
    }

    fn of(&self, state: &Code) -> impl Iterator<Item = (&'a TableId, &'a Published)> {
        self.figures.get(state).into_iter().flat_map(|own| own.values().copied())
    }

    /// The sources, each with the grades of its figures.
    pub(super) fn sources(&self, words: &Words<'_>) -> Vec<String> {
        let mut lines = Vec::new();
        for state in self.states(words) {
            let mut sources: BTreeMap<(&str, &str), BTreeMap<Grade, usize>> = BTreeMap::new();
            for (_, one) in self.of(&state) {
                let key = (one.mapping.source_id.as_str(), one.mapping.vintage.as_str());
                *sources.entry(key).or_default().entry(one.graded.grade).or_default() += 1;
            }
            for ((source, edition), grades) in sources {
                let one = grades.len() == 1;
                let told = grades.iter().map(|(grade, count)| if one { grade.to_string() } else { format!("{grade} ({count})") });
                let id = if one { "outputs-source" } else { "outputs-source-grades" };
                let (state, grades) = (words.area(&state), words.several(told));
                let named = [("state", state.as_str()), ("source", source), ("edition", edition), ("grades", &grades)];
                lines.push(words.say(id, &named));
            }
        }
        lines
    }

    /// How the sources of a state depart from the shared definitions, where its series break, and what it says of its figures;
    /// one text a state, none where there is nothing to say.
    pub(super) fn notes(&self, state: &Code, figures: &Figures, words: &Words<'_>) -> Option<String> {
        let mut sentences: Vec<String> = Vec::new();
        let mut say = |sentence: String| {
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
            }
        };
        let mut unstated: BTreeSet<&str> = BTreeSet::new();
        for (table, one) in self.of(state) {
            for departure in figures.departures(table, one) {
                if departure.value.is_none() && !is_observed(&departure.attribute, words) {
                    unstated.insert(&departure.attribute);
                } else if let Some(sentence) = self.departure(state, table, departure, words) {
                    say(sentence);
                }
            }
        }
        // A source that says nothing is told so once, not question by question.
        if !unstated.is_empty() {
            say(words.say("outputs-unstated", &[("count", &unstated.len().to_string())]));
        }
        let of_years = |years: BTreeSet<i16>| words.several(years.into_iter().map(|year| year.to_string()));
        let breaks: BTreeSet<i16> = self
            .of(state)
            .filter(|(_, one)| one.status.iter().any(|status| status == Status::B))
            .map(|(_, one)| one.period.end().year())
            .collect();
        if !breaks.is_empty() {
            say(words.say("outputs-break", &[("years", &of_years(breaks))]));
        }
        let mut said: BTreeMap<&str, BTreeSet<i16>> = BTreeMap::new();
        for (_, one) in self.of(state) {
            if let Some(note) = one.note.as_deref() {
                said.entry(note).or_default().insert(one.period.end().year());
            }
        }
        for (note, years) in said {
            say(words.say("outputs-said", &[("years", &of_years(years)), ("text", note.trim())]));
        }
        let name = words.area(state);
        (!sentences.is_empty()).then(|| words.say("outputs-note", &[("state", &name), ("text", &sentences.join(" "))]))
    }

    /// What a source states, beside the shared definition.
    fn departure(&self, state: &Code, table: &TableId, departure: &super::figures::Departure, words: &Words<'_>) -> Option<String> {
        let standard = words.standard;
        let position = standard.attributes.iter().position(|attribute| attribute.id.as_str() == departure.attribute)?;
        let (attribute, spec) = (standard.attributes.get(position)?, words.spec(table)?);
        let question = words.text(&format!("attribute/{}/question", attribute.id), &attribute.question);
        let worded = |value: &str| {
            let part = |code| words.text(&format!("attribute/{}/value/{code}", attribute.id), attribute.words(code));
            words.several(attribute.parts(value).map(part))
        };
        let (value, shared) = match attribute.observed {
            Some(Observed::ReferenceDay) => (Some(self.days(state, table, words)), Some(words.reference_time(spec))),
            Some(Observed::Period) => (Some(self.spans(state, table, words)), Some(words.reference_time(spec))),
            Some(_) => return None,
            None => {
                // A list of regions or ages has no shared counterpart to name.
                let named = matches!(attribute.kind, AttributeKind::Code | AttributeKind::Set);
                let same = standard.distances.iter().find_map(|row| match &row.value {
                    ValueTest::Is(value)
                        if named
                            && row.attribute == position
                            && row.distance == Some(crate::model::Distance::Same)
                            && row.tables.accepts(spec) =>
                    {
                        Some(worded(value))
                    }
                    _ => None,
                });
                (departure.value.as_deref().map(worded), same)
            }
        };
        let value = value?;
        Some(match shared.filter(|shared| *shared != value) {
            Some(shared) => words.say("outputs-departure", &[("question", &question), ("value", &value), ("shared", &shared)]),
            None => words.say("outputs-departure-alone", &[("question", &question), ("value", &value)]),
        })
    }

    fn days(&self, state: &Code, table: &TableId, words: &Words<'_>) -> String {
        let days: BTreeSet<String> =
            self.of(state).filter(|(own, _)| *own == table).map(|(_, one)| words.isolated(&one.period.end().to_string())).collect();
        words.several(days)
    }

    fn spans(&self, state: &Code, table: &TableId, words: &Words<'_>) -> String {
        let span = |one: &Published| words.isolated(&format!("{} – {}", one.period.start(), one.period.end()));
        let spans: BTreeSet<String> = self.of(state).filter(|(own, _)| *own == table).map(|(_, one)| span(one)).collect();
        words.several(spans)
    }

    /// The notes of every state, none of them numbered.
    pub(super) fn all_notes(&self, figures: &Figures, words: &Words<'_>) -> Vec<Note> {
        let states = self.states(words);
        states.iter().filter_map(|state| Some(Note { number: None, text: self.notes(state, figures, words)? })).collect()
    }
}

/// Whether the figures themselves tell an attribute.
fn is_observed(attribute: &str, words: &Words<'_>) -> bool {
    words.standard.attribute(attribute).is_some_and(|attribute| attribute.observed.is_some())
}

/// The cell of the figure that speaks for a state in a place; a sign where none does.
pub(super) fn figure(found: Told<'_>, with_grade: bool, words: &Words<'_>) -> Cell {
    let one = match found {
        Told::Figure(one) => one,
        Told::NotChosen => return Cell::symbol(words.sign(OutputLayout::NOT_CHOSEN)),
        Told::NotSent => return not_sent(words),
    };
    let mut cell = Cell { id: Some(format!("{:016x}", one.observation)), ..Cell::default() };
    let speaking = one.status.speaking();
    cell.shown = one.value.map_or_else(|| Shown::Symbol(words.sign(speaking.as_str())), Shown::Whole);
    let beside = one.status.iter().filter(|status| *status != Status::A && (one.value.is_some() || *status != speaking));
    cell.marks = beside.map(|status| words.sign(status.as_str())).collect();
    if with_grade && one.value.is_some() {
        cell.grade = Some(one.graded.grade.to_string());
    }
    cell
}

/// The cell of a place for which nothing was sent.
pub(super) fn not_sent(words: &Words<'_>) -> Cell {
    Cell::symbol(words.sign(OutputLayout::NOT_SENT))
}

/// The cell of one line of a regional sum.
pub(super) fn line(sum: Option<&Sum>, of: impl Fn(&Sum) -> &Line, words: &Words<'_>) -> Cell {
    let value = sum.and_then(|sum| of(sum).value);
    let mut cell = value.map_or_else(|| not_sent(words), Cell::whole);
    cell.id = sum.map(|sum| sum.id.clone());
    cell
}

/// How many states are in a line.
pub(super) fn states(sum: Option<&Sum>, of: impl Fn(&Sum) -> &Line) -> Cell {
    sum.map_or_else(Cell::default, |sum| Cell::whole(i64::try_from(of(sum).states.len()).unwrap_or(i64::MAX)))
}

/// The share of the population of the region that a line covers, in per cent.
pub(super) fn share(sum: Option<&Sum>, of: impl Fn(&Sum) -> &Line, words: &Words<'_>) -> Cell {
    let Some(sum) = sum else { return Cell::default() };
    match of(sum).per_mille {
        Some(share) => Cell { shown: Shown::Decimal(f64::from(share) / 10.0, 1), ..Cell::default() },
        None => not_sent(words),
    }
}

/// Sentences with the states in and out of a regional sum by name.
pub(super) fn in_and_out(sum: &Sum, words: &Words<'_>) -> Vec<String> {
    let comparable = &sum.comparable.states;
    let only: BTreeSet<&Code> = sum.reported.states.difference(comparable).collect();
    let without: BTreeSet<&Code> = sum.out.keys().filter(|state| !sum.reported.states.contains(*state)).collect();
    let mut sentences = Vec::new();
    let mut say = |id: &str, states: Vec<&Code>| {
        if !states.is_empty() {
            let count = states.len().to_string();
            sentences.push(words.say(id, &[("count", &count), ("members", &sum.members.to_string()), ("states", &words.states(states))]));
        }
    };
    say("outputs-in-comparable", comparable.iter().collect());
    say("outputs-reported-only", only.into_iter().collect());
    say("outputs-without", without.into_iter().collect());
    sentences
}
