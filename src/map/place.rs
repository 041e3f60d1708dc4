//! Whether a value can be placed: every label readable, no two of them at odds, one table, one state, one period.

use std::collections::btree_map::Entry;

use super::apply::{Mapper, Unplaced};
use super::findings::{
    CONTRADICTING_LABELS, NAME_COVERED_OTHERWISE, NAME_NOT_IN_USE, NO_DESTINATION, NO_STATE, NOT_A_STATE, STATE_SET_ASIDE,
    STATE_WITHOUT_FIGURES, TWO_DESTINATIONS, UNCONFIRMED_LABEL, WITHHELD,
};
use super::labels::Resolution;
use crate::diag::{Finding, Place};
use crate::model::{AreaKind, Code};
use crate::spec::{Effect, Feeds};
use crate::tidy::RawObservation;

impl Mapper<'_> {
    /// Checks that every label can be read and the row goes to one table; gives its period.
    pub(super) fn place(&mut self, record: RawObservation, effect: &Effect) -> Result<u32, Unplaced> {
        let mut readable = true;
        for field in 0..self.table.fields.len() {
            let position = self.coded.tidy.position(record, field);
            if let Resolution::Problem(finding) = &self.coded.labels[field][position].resolution {
                let mut finding = (**finding).clone();
                if finding.at.is_none() {
                    finding = finding.at(self.context.place(self.coded.tidy.at(record)));
                }
                self.tell(field, position, finding);
                readable = false;
            }
        }
        if !readable {
            return Err(Unplaced);
        }
        self.confirm(record)?;
        self.one_destination(record, effect)?;
        self.a_state(record)?;
        let period = self.period(record, effect)?;
        self.names_in_use(record, period);
        Ok(period)
    }

    /// A name that was not in use in the period, or covered something else then, still leads to its code and is told.
    fn names_in_use(&mut self, record: RawObservation, period: u32) {
        let Some((first, last)) = self.coded.periods.get(period as usize).map(|period| (period.start(), period.end())) else { return };
        for field in 0..self.table.fields.len() {
            let label = self.coded.label(record, field);
            let covered = label.covers_since.as_ref().filter(|(since, _)| first < *since);
            let in_use = label.in_use.touches(first, last);
            if covered.is_none() && in_use {
                continue;
            }
            let Some(code) = label.code() else { continue };
            let name = label.label.as_ref().map_or("", |label| label.text.trim());
            let finding = match covered {
                Some((_, before)) => {
                    let message = format!("`{name}` stands for {code} in a period that begins on {first}: {before}");
                    Finding::new(&NAME_COVERED_OTHERWISE, message)
                }
                None => Finding::new(&NAME_NOT_IN_USE, format!("`{name}` was not a name of {code} in a period that begins on {first}")),
            };
            self.tell_about_label(record, field, finding);
        }
    }

    pub(super) fn readable(&self, record: RawObservation) -> bool {
        (0..self.table.fields.len()).all(|field| !matches!(self.coded.label(record, field).resolution, Resolution::Problem(_)))
    }

    /// The same for checks and headings, where nothing is told and a missing label is no fault.
    pub(super) fn place_quietly(&mut self, record: RawObservation, effect: &Effect) -> Result<u32, Unplaced> {
        let unreadable = !self.readable(record);
        if let (true, false, Some(field)) = (effect.fate.is_some(), unreadable, self.table.feeding(&Feeds::Reporter)) {
            self.not_a_single_state(record, field);
        }
        if unreadable || (effect.fate.is_none() && (self.a_state(record).is_err() || effect.to.len() != 1)) {
            return Err(Unplaced);
        }
        self.period(record, effect)
    }

    /// Tells a finding about a label once, however many cells and values it touches; the first few cells are named.
    fn tell(&mut self, field: usize, position: usize, finding: Finding) {
        let key = (field, self.coded.labels[field][position].key.clone(), finding.code.id);
        self.tell_once(key, finding);
    }

    /// Tells a finding once for its key.
    fn tell_once(&mut self, key: (usize, String, &'static str), finding: Finding) {
        match self.told.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(finding);
            }
            Entry::Occupied(mut entry) => entry.get_mut().again(finding.at),
        }
    }

    /// A second label must name the same thing as the first.
    fn confirm(&mut self, record: RawObservation) -> Result<(), Unplaced> {
        for (index, field) in self.table.fields.iter().enumerate() {
            let Some(other) = field.confirm else { continue };
            let (first, second) = (self.coded.label(record, index), self.coded.label(record, other));
            let Some(code) = first.code().cloned() else { continue };
            let (Some(first_label), Some(second_label)) = (first.label.clone(), second.label.clone()) else { continue };
            let meaning = self.confirming[index].get(self.coded.tidy.position(record, other)).map(|label| label.resolution.clone());
            let position = self.coded.tidy.position(record, index);
            let places: Vec<Place> =
                [&first_label, &second_label].iter().filter_map(|label| label.at).map(|at| self.context.place(at)).collect();
            let at = |finding: Finding| match places.as_slice() {
                [first, rest @ ..] => finding.at(first.clone()).also(rest.iter().cloned()),
                [] => finding,
            };
            match meaning {
                Some(Resolution::Code(other_code)) if other_code == code => {}
                Some(Resolution::Code(other_code)) => {
                    let message = format!("`{}` says {code}, `{}` says {other_code}", first_label.text.trim(), second_label.text.trim());
                    self.tell(index, position, at(Finding::new(&CONTRADICTING_LABELS, message)).mapping(self.context.line(field.line)));
                    return Err(Unplaced);
                }
                _ => {
                    let message = format!("`{}` does not confirm {code}: no such name is known", second_label.text.trim());
                    self.tell(
                        index,
                        position,
                        at(Finding::new(&UNCONFIRMED_LABEL, message)).mapping(self.context.line(self.table.fields[other].line)),
                    );
                }
            }
        }
        Ok(())
    }

    fn one_destination(&mut self, record: RawObservation, effect: &Effect) -> Result<(), Unplaced> {
        let (code, message) = match effect.to.as_slice() {
            [_] => return Ok(()),
            [] => (&NO_DESTINATION, "no rule sends this row to an exchange table".to_owned()),
            several => {
                let names: Vec<&str> = several.iter().map(|(id, _)| id.as_str()).collect();
                (&TWO_DESTINATIONS, format!("rules send this row to {}", names.join(" and to ")))
            }
        };
        let field = self.table.rules.iter().flat_map(|rule| &rule.when).map(|condition| condition.field).next().unwrap_or(0);
        let position = self.coded.tidy.position(record, field);
        let at = self.coded.label(record, field).label.as_ref().and_then(|label| label.at).unwrap_or_else(|| self.coded.tidy.at(record));
        let line = effect.to.last().map_or(self.table.line, |(_, line)| *line);
        self.tell(field, position, Finding::new(code, message).at(self.context.place(at)).mapping(self.context.line(line)));
        Err(Unplaced)
    }

    fn reporter_kind(&self, record: RawObservation, field: usize) -> Option<(Code, Option<AreaKind>)> {
        let code = self.coded.label(record, field).code()?.clone();
        let kind = self.context.standard.area_kind(code.as_str());
        Some((code, kind))
    }

    fn a_state(&mut self, record: RawObservation) -> Result<(), Unplaced> {
        let Some(field) = self.table.feeding(&Feeds::Reporter) else { return self.a_stated_state(record) };
        match self.reporter_kind(record, field) {
            Some((_, Some(AreaKind::Country))) => Ok(()),
            Some((code, kind)) => {
                let what = if kind == Some(AreaKind::Aggregate) { "a group of states" } else { "no state" };
                let finding = Finding::new(&NOT_A_STATE, format!("`{code}` is {what}"));
                self.tell_about_label(record, field, finding);
                Err(Unplaced)
            }
            None => Err(Unplaced),
        }
    }

    /// A table without a field for the reporter names it, or holds figures about nobody.
    fn a_stated_state(&mut self, record: RawObservation) -> Result<(), Unplaced> {
        if self.table.reporter.is_some() {
            return Ok(());
        }
        let message = format!("nothing says which state the figures of table `{}` describe", self.table.id);
        let place = self.context.place(self.coded.tidy.at(record));
        self.told
            .entry((usize::MAX, String::new(), NO_STATE.id))
            .and_modify(|finding| finding.count += 1)
            .or_insert_with(|| Finding::new(&NO_STATE, message).at(place).mapping(self.context.line(self.table.line)));
        Err(Unplaced)
    }

    /// A rule for groups of states must not swallow a single state with figures.
    fn not_a_single_state(&mut self, record: RawObservation, field: usize) {
        let Some((code, Some(AreaKind::Country))) = self.reporter_kind(record, field) else { return };
        let at = self.coded.tidy.at(record);
        let number = self.context.sheet.cell(at).is_some_and(|cell| self.values.is_number(cell));
        let finding = if number {
            Finding::new(&STATE_SET_ASIDE, format!("the row of {code} is made a mere check by a rule for groups of states"))
        } else {
            Finding::new(&STATE_WITHOUT_FIGURES, format!("the row of {code} holds no figure and goes to no table"))
        };
        self.tell_about_label(record, field, finding);
    }

    pub(super) fn withheld(&mut self, record: RawObservation, words: &str, line: u32) {
        let field = self.table.feeding(&Feeds::Reporter).unwrap_or(0);
        let label = self.coded.label(record, field);
        let stated = self.table.reporter.as_ref();
        let who = stated.or(label.code()).map_or_else(|| label.key.clone(), ToString::to_string);
        let at = label.label.as_ref().and_then(|label| label.at).unwrap_or_else(|| self.coded.tidy.at(record));
        let words = self.expand(words, record);
        let finding = Finding::new(&WITHHELD, format!("the figures of {who} are withheld: {words}"));
        self.tell_once((field, format!("{who}|{words}"), WITHHELD.id), finding.at(self.context.place(at)).mapping(self.context.line(line)));
    }

    pub(super) fn tell_about_label(&mut self, record: RawObservation, field: usize, finding: Finding) {
        let position = self.coded.tidy.position(record, field);
        let at = self.coded.label(record, field).label.as_ref().and_then(|label| label.at).unwrap_or_else(|| self.coded.tidy.at(record));
        let line = self.table.fields[field].line;
        self.tell(field, position, finding.at(self.context.place(at)).mapping(self.context.line(line)));
    }
}
