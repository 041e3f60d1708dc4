//! From records with labels to coded observations.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::account::{Accounted, account};
use super::findings::{
    CONTRADICTING_LABELS, NO_DESTINATION, NOT_A_STATE, NOT_A_YEAR, STATE_SET_ASIDE, STATE_WITHOUT_FIGURES, TWO_DESTINATIONS,
    UNCONFIRMED_LABEL, WITHHELD,
};
use super::labels::{Resolution, ResolvedLabel, resolve};
use super::numbers::{Reading, ValueReader};
use super::periods::period;
use crate::diag::{Finding, MappingLine, Place, Staged};
use crate::model::{Addressing, AreaKind, CellRange, CellRef, Code, Fate, IgnoreReason, Period, StatusSet, TableId};
use crate::read::Sheet;
use crate::spec::{Effect, Feeds, Field, Mapping, Rule, Standard, TableMapping, Test};
use crate::tidy::{RawObservation, RowKind, TidyTable};

/// How many cells a finding about a label names before it only counts them.
const NAMED_PLACES: usize = 20;

/// What every step of the stage needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The standard.
    pub standard: &'a Standard,
    /// The sender's mapping.
    pub mapping: &'a Mapping,
    /// The file, as the pipeline names it.
    pub file: &'a Arc<str>,
    /// The sheet.
    pub sheet: &'a Sheet,
    /// How its cells are named.
    pub addressing: Addressing,
}

impl Context<'_> {
    /// A line of the mapping.
    #[must_use]
    pub fn line(&self, line: u32) -> MappingLine {
        self.mapping.at(line)
    }

    /// A cell of the sheet.
    #[must_use]
    pub fn place(&self, at: CellRef) -> Place {
        Place { cells: Some(CellRange::single(at)), ..self.sheet_place() }
    }

    /// The sheet as a whole.
    #[must_use]
    pub fn sheet_place(&self) -> Place {
        Place { file: Arc::clone(self.file), sheet: Some(Arc::clone(&self.sheet.name)), cells: None, addressing: self.addressing }
    }
}

/// Whether a value is published or only compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// An observation, or a claim to one.
    Observation,
    /// A figure about a group of states, or a total of some categories: compared with its parts, never published.
    Check,
}

/// One value with its codes, told by reference to the table's labels.
#[derive(Debug, Clone)]
pub struct CodedObservation {
    /// Which value cell.
    pub record: RawObservation,
    /// Observation or check.
    pub purpose: Purpose,
    /// Position among the table's effects.
    pub effect: u32,
    /// Position among the table's periods.
    pub period: u32,
    /// Whole units; none where the value is missing.
    pub value: Option<i64>,
    /// Statuses of this value.
    pub status: StatusSet,
    /// The range a hidden value is declared to lie in.
    pub range: Option<(i32, i32)>,
    /// Position among the table's notes.
    pub note: Option<u32>,
    /// The line that sent the cell where it went.
    pub line: u32,
}

/// A table with its codes.
#[derive(Debug, Clone)]
pub struct CodedTable {
    /// The records and labels.
    pub tidy: TidyTable,
    /// The meaning of every label, by field and position.
    pub labels: Vec<Vec<ResolvedLabel>>,
    /// Effects of rules, each once.
    pub effects: Vec<Effect>,
    /// Periods, each once.
    pub periods: Vec<Period>,
    /// Notes, each once.
    pub notes: Vec<Arc<str>>,
    /// Observations and checks.
    pub observations: Vec<CodedObservation>,
    /// One fate for every cell of the table.
    pub account: Vec<Accounted>,
    /// Lines of the mapping that did something.
    pub used: BTreeSet<u32>,
}

impl CodedTable {
    /// The meaning of a record's label.
    #[must_use]
    pub fn label(&self, record: RawObservation, field: usize) -> &ResolvedLabel {
        &self.labels[field][self.tidy.position(record, field)]
    }

    /// The exchange table an observation goes to.
    #[must_use]
    pub fn destination(&self, observation: &CodedObservation) -> Option<&TableId> {
        self.effects[observation.effect as usize].to.first().map(|(id, _)| id)
    }
}

/// Maps one tidy table.
#[must_use]
pub fn map(context: &Context<'_>, table: &TableMapping, tidy: TidyTable) -> Staged<CodedTable> {
    let mut findings = Vec::new();
    let mut used = BTreeSet::new();
    let labels: Vec<Vec<ResolvedLabel>> = table
        .fields
        .iter()
        .zip(&tidy.labels)
        .map(|(field, labels)| labels.iter().map(|label| resolve(context, field, label.as_ref(), &mut findings, &mut used)).collect())
        .collect();
    let confirming = table.fields.iter().map(|field| confirmations(context, table, field, &tidy, &mut used)).collect();
    let mut mapper = Mapper {
        context,
        confirming,
        table,
        values: ValueReader::new(context, table),
        coded: CodedTable {
            tidy,
            labels,
            effects: Vec::new(),
            periods: Vec::new(),
            notes: Vec::new(),
            observations: Vec::new(),
            account: Vec::new(),
            used,
        },
        fates: Vec::new(),
        effect_of: BTreeMap::new(),
        period_of: BTreeMap::new(),
        note_of: BTreeMap::new(),
        told: BTreeMap::new(),
    };
    mapper.records();
    let Mapper { values, mut coded, fates, told, .. } = mapper;
    findings.extend(values.findings);
    coded.used.extend(values.used);
    findings.extend(told.into_values());
    let (account, finding) = account(context, table, &coded, &fates);
    findings.extend(finding);
    coded.account = account;
    Staged { value: coded, findings }
}

/// The labels of the field that confirms this one, read as if they fed the same.
fn confirmations(
    context: &Context<'_>,
    table: &TableMapping,
    field: &Field,
    tidy: &TidyTable,
    used: &mut BTreeSet<u32>,
) -> Vec<ResolvedLabel> {
    let Some(other) = field.confirm else { return Vec::new() };
    let reading = Field { feeds: field.feeds.clone(), ..table.fields[other].clone() };
    tidy.labels[other].iter().map(|label| resolve(context, &reading, label.as_ref(), &mut Vec::new(), used)).collect()
}

/// What became of one value cell, with the reason and the line where the mapping gave them.
pub(super) type ValueFate = (Fate, Option<IgnoreReason>, Option<u32>);

struct Mapper<'a> {
    context: &'a Context<'a>,
    table: &'a TableMapping,
    /// For each field that another confirms: what the other's labels say.
    confirming: Vec<Vec<ResolvedLabel>>,
    values: ValueReader<'a>,
    coded: CodedTable,
    fates: Vec<ValueFate>,
    effect_of: BTreeMap<u64, u32>,
    period_of: BTreeMap<Period, u32>,
    note_of: BTreeMap<String, u32>,
    /// Findings about labels and rows, told once however many values they touch.
    told: BTreeMap<(usize, String, &'static str), Finding>,
}

/// A label can't be read, or the row goes nowhere.
struct Unplaced;

/// A cell that a rule or a label leaves out.
#[derive(Clone, Copy)]
struct LeftOut {
    reason: IgnoreReason,
    line: u32,
    /// Whether a sum may still use the figure.
    checked: bool,
}

/// A value cell whose labels were read.
#[derive(Clone, Copy)]
struct Placed {
    effect: u32,
    period: u32,
    line: u32,
    /// The fate of a figure that is only compared.
    check: Option<ValueFate>,
}

impl Mapper<'_> {
    fn records(&mut self) {
        for index in 0..self.coded.tidy.records.len() {
            let record = self.coded.tidy.records[index];
            let fate = self.record(record);
            self.fates.push(fate);
        }
    }

    fn record(&mut self, record: RawObservation) -> ValueFate {
        let at = self.coded.tidy.at(record);
        let cell = self.context.sheet.cell(at).filter(|cell| !cell.is_blank());
        let heading = self.coded.tidy.rows[record.row as usize] == RowKind::LabelsOnly;
        let matching: Vec<usize> = (0..self.table.rules.len()).filter(|rule| self.matches(record, &self.table.rules[*rule])).collect();
        let (effect, line) = self.effect(&matching);
        let rule = self.coded.effects[effect as usize].clone();
        self.coded.used.extend(matching.iter().map(|index| self.table.rules[*index].line));

        let left_out = self.left_out(record, &rule);
        match (left_out, cell) {
            (Some(_), None) => return (Fate::Blank, None, None),
            (Some(LeftOut { reason, line, checked: false }), Some(_)) => return (Fate::Ignored, Some(reason), Some(line)),
            _ => {}
        }
        if let Some((words, line)) = &rule.withhold {
            self.withheld(record, words, *line);
        }
        let check = match (rule.fate, left_out) {
            (Some((fate, line)), _) => Some((fate, None, Some(line))),
            (None, Some(left_out)) => Some((Fate::Ignored, Some(left_out.reason), Some(left_out.line))),
            (None, None) => None,
        };
        let quiet = check.is_some() || heading;
        let placed = if quiet { self.place_quietly(record, &rule) } else { self.place(record, &rule) };
        match placed {
            Ok(period) => self.value(record, at, cell, Placed { effect, period, line, check }),
            Err(Unplaced) if cell.is_none() => (Fate::Blank, None, None),
            // The figure is not published, but a total over all rows still holds it.
            Err(Unplaced) => {
                let fate = check.unwrap_or((Fate::Unmapped, None, None));
                match self.period(record) {
                    Ok(period) if self.readable(record) => self.value(record, at, cell, Placed { effect, period, line, check: Some(fate) }),
                    _ => fate,
                }
            }
        }
    }

    /// Whether a rule or a label says that the cell is left out, and whether it still takes part in checks.
    fn left_out(&self, record: RawObservation, rule: &Effect) -> Option<LeftOut> {
        if let Some((reason, line)) = rule.ignore {
            return Some(LeftOut { reason, line, checked: false });
        }
        if let Some((_, line)) = rule.withhold {
            return Some(LeftOut { reason: IgnoreReason::Withheld, line, checked: true });
        }
        (0..self.table.fields.len()).find_map(|field| {
            let label = self.coded.label(record, field);
            match &label.resolution {
                Resolution::Ignored(reason, code) => {
                    Some(LeftOut { reason: *reason, line: label.line.unwrap_or(self.table.fields[field].line), checked: code.is_some() })
                }
                _ => None,
            }
        })
    }

    /// Reads the value of a cell whose place is known.
    fn value(&mut self, record: RawObservation, at: CellRef, cell: Option<&crate::read::Cell>, placed: Placed) -> ValueFate {
        let Placed { effect, period, line, mut check } = placed;
        let (value, range, said, line) = match self.values.read(at, cell) {
            Reading::Units(units, said) => (Some(units), None, said, line),
            Reading::Missing { status, range, line: declared } => (None, range, Some(status), declared.unwrap_or(line)),
            Reading::Absent => return (Fate::Blank, None, None),
            Reading::Unreadable => {
                // Nobody knows what the cell should say, so a sum over it must not be judged as if it were not there.
                check = Some((Fate::Unreadable, None, None));
                (None, None, None, line)
            }
        };
        let mut status = self.coded.effects[effect as usize].status;
        for field in 0..self.table.fields.len() {
            status = status.union(self.coded.label(record, field).status);
        }
        if let Some(said) = said {
            status.insert(said);
        }
        let note = self.note(record, effect);
        let purpose = if check.is_some() { Purpose::Check } else { Purpose::Observation };
        self.coded.observations.push(CodedObservation { record, purpose, effect, period, value, status, range, note, line });
        check.unwrap_or((Fate::Observation, None, Some(line)))
    }

    fn matches(&self, record: RawObservation, rule: &Rule) -> bool {
        rule.when.iter().all(|condition| {
            let label = self.coded.label(record, condition.field);
            match &condition.test {
                Test::Has(letter) => label.letters.contains(letter),
                Test::Equals(keys) => keys.contains(&label.key),
                Test::Pattern(pattern) => label.label.as_ref().is_some_and(|label| pattern.is_match(&label.text)),
                Test::Blank(blank) => label.label.is_none() == *blank,
            }
        })
    }

    /// The joined effect of the table and the matching rules, kept once for each set of rules.
    fn effect(&mut self, matching: &[usize]) -> (u32, u32) {
        let key = matching.iter().fold(0_u64, |bits, index| bits | 1 << (index % 64));
        let line = matching
            .iter()
            .rev()
            .map(|index| &self.table.rules[*index])
            .find(|rule| !rule.effect.to.is_empty())
            .map_or(self.table.line, |rule| rule.line);
        if let Some(index) = self.effect_of.get(&key) {
            return (*index, line);
        }
        let mut joined = self.table.effect.clone();
        for rule in matching.iter().map(|index| &self.table.rules[*index].effect) {
            // A rule's destination replaces the table's; two rules must agree.
            if !rule.to.is_empty() && joined.to == self.table.effect.to {
                joined.to.clear();
            }
            for to in &rule.to {
                if !joined.to.iter().any(|(id, _)| *id == to.0) {
                    joined.to.push(to.clone());
                }
            }
            joined.set.extend(rule.set.clone());
            joined.status = joined.status.union(rule.status);
            joined.notes.extend(rule.notes.iter().cloned());
            joined.ignore = joined.ignore.or(rule.ignore);
            joined.withhold = joined.withhold.or_else(|| rule.withhold.clone());
            joined.fate = joined.fate.or(rule.fate);
        }
        let index = u32::try_from(self.coded.effects.len()).unwrap_or(u32::MAX);
        self.coded.effects.push(joined);
        self.effect_of.insert(key, index);
        (index, line)
    }

    /// Checks that every label can be read and the row goes to one table; gives its period.
    fn place(&mut self, record: RawObservation, effect: &Effect) -> Result<u32, Unplaced> {
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
        self.period(record)
    }

    fn readable(&self, record: RawObservation) -> bool {
        (0..self.table.fields.len()).all(|field| !matches!(self.coded.label(record, field).resolution, Resolution::Problem(_)))
    }

    /// The same for checks and headings, where nothing is told and a missing label is no fault.
    fn place_quietly(&mut self, record: RawObservation, effect: &Effect) -> Result<u32, Unplaced> {
        let unreadable = !self.readable(record);
        if let (true, false, Some(field)) = (effect.fate.is_some(), unreadable, self.table.feeding(&Feeds::Reporter)) {
            self.not_a_single_state(record, field);
        }
        if unreadable || (effect.fate.is_none() && (self.a_state(record).is_err() || effect.to.len() != 1)) {
            return Err(Unplaced);
        }
        self.period(record)
    }

    /// Tells a finding about a label once, however many cells and values it touches; the first few cells are named.
    fn tell(&mut self, field: usize, position: usize, finding: Finding) {
        let key = (field, self.coded.labels[field][position].key.clone(), finding.code.id);
        match self.told.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(finding);
            }
            Entry::Occupied(mut entry) => {
                let known = entry.get_mut();
                known.count += 1;
                let new = finding.at.filter(|place| known.at.as_ref() != Some(place) && !known.also.contains(place));
                known.also.extend(new.filter(|_| known.also.len() < NAMED_PLACES));
            }
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
        let kind = self.context.standard.area_list().and_then(|list| list.get(code.as_str())).and_then(|entry| entry.kind);
        Some((code, kind))
    }

    fn a_state(&mut self, record: RawObservation) -> Result<(), Unplaced> {
        let Some(field) = self.table.feeding(&Feeds::Reporter) else { return Ok(()) };
        match self.reporter_kind(record, field) {
            Some((_, Some(AreaKind::Country))) => Ok(()),
            Some((code, _)) => {
                let finding = Finding::new(&NOT_A_STATE, format!("`{code}` is a group of states"));
                self.tell_about_label(record, field, finding);
                Err(Unplaced)
            }
            None => Err(Unplaced),
        }
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

    fn withheld(&mut self, record: RawObservation, words: &str, line: u32) {
        let field = self.table.feeding(&Feeds::Reporter).unwrap_or(0);
        let label = self.coded.label(record, field);
        let who = label.code().map_or_else(|| label.key.clone(), ToString::to_string);
        let at = label.label.as_ref().and_then(|label| label.at).unwrap_or_else(|| self.coded.tidy.at(record));
        let position = self.coded.tidy.position(record, field);
        self.tell(
            field,
            position,
            Finding::new(&WITHHELD, format!("the figures of {who} are withheld: {}", self.expand(words, record)))
                .at(self.context.place(at))
                .mapping(self.context.line(line)),
        );
    }

    fn tell_about_label(&mut self, record: RawObservation, field: usize, finding: Finding) {
        let position = self.coded.tidy.position(record, field);
        let at = self.coded.label(record, field).label.as_ref().and_then(|label| label.at).unwrap_or_else(|| self.coded.tidy.at(record));
        let line = self.table.fields[field].line;
        self.tell(field, position, finding.at(self.context.place(at)).mapping(self.context.line(line)));
    }

    fn period(&mut self, record: RawObservation) -> Result<u32, Unplaced> {
        let year_field = self.table.feeding(&Feeds::Year);
        let year = match year_field.map(|field| &self.coded.label(record, field).resolution) {
            Some(Resolution::Year(year)) => Some(*year),
            _ => self.table.period.year,
        };
        let part = self.table.feeding(&Feeds::PartOfYear).and_then(|field| match self.coded.label(record, field).resolution {
            Resolution::Part(part) => Some(part),
            _ => None,
        });
        let Some(year) = year else { return Err(Unplaced) };
        let period = match period(&self.table.period, year, part) {
            Ok(period) => period,
            Err(error) => {
                self.tell_about_label(record, year_field.unwrap_or(0), Finding::new(&NOT_A_YEAR, error.to_string()));
                return Err(Unplaced);
            }
        };
        if let Some(index) = self.period_of.get(&period) {
            return Ok(*index);
        }
        let index = u32::try_from(self.coded.periods.len()).unwrap_or(u32::MAX);
        self.coded.periods.push(period.clone());
        self.period_of.insert(period, index);
        Ok(index)
    }

    /// The template with the labels of the record in place of the names of fields.
    fn expand(&self, template: &str, record: RawObservation) -> String {
        self.table.fields.iter().enumerate().fold(template.to_owned(), |text, (index, field)| {
            let label = self.coded.label(record, index).label.as_ref().map_or("", |label| label.text.trim());
            text.replace(&format!("{{{}}}", field.name), label)
        })
    }

    fn note(&mut self, record: RawObservation, effect: u32) -> Option<u32> {
        let mut parts: Vec<String> = Vec::new();
        for template in &self.coded.effects[effect as usize].notes {
            parts.push(self.expand(template, record));
        }
        for (index, _) in self.table.fields.iter().enumerate().filter(|(_, field)| field.feeds == Feeds::Note) {
            parts.extend(self.coded.label(record, index).label.as_ref().map(|label| label.text.trim().to_owned()));
        }
        let text = parts.join("; ");
        if text.is_empty() {
            return None;
        }
        if let Some(index) = self.note_of.get(&text) {
            return Some(*index);
        }
        let index = u32::try_from(self.coded.notes.len()).unwrap_or(u32::MAX);
        self.coded.notes.push(Arc::from(text.as_str()));
        self.note_of.insert(text, index);
        Some(index)
    }
}
