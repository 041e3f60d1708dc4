//! From records with labels to coded observations.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::account::account;
use super::coded::{CodedObservation, CodedTable, Context, Purpose};
use super::findings::NOT_A_YEAR;
use super::labels::{Resolution, ResolvedLabel, resolve};
use super::numbers::{Reading, ValueReader};
use super::periods::period;
use crate::diag::{Finding, Staged};
use crate::model::{CellRef, Fate, IgnoreReason, Period, StatusSet};
use crate::spec::{Effect, Feeds, Field, Rule, TableMapping, Test};
use crate::tidy::{RawObservation, RowKind, TidyTable};

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

pub(super) struct Mapper<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) table: &'a TableMapping,
    /// For each field that another confirms: what the other's labels say.
    pub(super) confirming: Vec<Vec<ResolvedLabel>>,
    pub(super) values: ValueReader<'a>,
    pub(super) coded: CodedTable,
    fates: Vec<ValueFate>,
    effect_of: BTreeMap<Vec<usize>, u32>,
    period_of: BTreeMap<Period, u32>,
    note_of: BTreeMap<String, u32>,
    /// Findings about labels and rows, told once however many values they touch.
    pub(super) told: BTreeMap<(usize, String, &'static str), Finding>,
}

/// A label can't be read, or the row goes nowhere.
pub(super) struct Unplaced;

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
        let rule = Arc::clone(&self.coded.effects[effect as usize]);
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
        // What a rule says of values, such as "estimated", is not said of a value that is not there.
        let mut status = if value.is_some() { self.coded.effects[effect as usize].status } else { StatusSet::default() };
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
        let line = matching
            .iter()
            .rev()
            .map(|index| &self.table.rules[*index])
            .find(|rule| !rule.effect.to.is_empty())
            .map_or(self.table.line, |rule| rule.line);
        if let Some(index) = self.effect_of.get(matching) {
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
        self.coded.effects.push(Arc::new(joined));
        self.effect_of.insert(matching.to_vec(), index);
        (index, line)
    }

    pub(super) fn period(&mut self, record: RawObservation) -> Result<u32, Unplaced> {
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
    pub(super) fn expand(&self, template: &str, record: RawObservation) -> String {
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
