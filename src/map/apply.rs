//! From records with labels to coded observations.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use super::account::account;
use super::coded::{CodedObservation, CodedTable, Context, Purpose};
use super::findings::{CALENDAR_NOT_STATED, NOT_A_YEAR, VALUE_AND_NONE};
use super::labels::{Gathered, Resolution, ResolvedLabel, Resolver, whole};
use super::numbers::{Reading, Said, ValueReader};
use super::periods::{Stated, StatedYear, period, written};
use crate::diag::{Finding, Staged};
use crate::model::{CellRef, Fate, IgnoreReason, Period, PeriodError, Status, StatusSet};
use crate::spec::{Blank, Effect, Feeds, Field, Rule, TableMapping, Test};
use crate::tidy::{RawObservation, RowKind, TidyTable};

/// Maps one tidy table.
#[must_use]
pub fn map(context: &Context<'_>, table: &TableMapping, tidy: TidyTable) -> Staged<CodedTable> {
    let mut gathered = Gathered::default();
    let labels: Vec<Vec<ResolvedLabel>> = table
        .fields
        .iter()
        .zip(&tidy.labels)
        .map(|(field, labels)| Resolver::new(context, table, &tidy, field).all(labels, &mut gathered))
        .collect();
    let confirming = table.fields.iter().map(|field| confirmations(context, table, field, &tidy, &mut gathered)).collect();
    let Gathered { mut findings, used } = gathered;
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
    coded.used.extend(&values.used);
    findings.extend(values.into_findings());
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
    gathered: &mut Gathered,
) -> Vec<ResolvedLabel> {
    let Some(other) = field.confirm else { return Vec::new() };
    let reading = Field { feeds: field.feeds.clone(), ..table.fields[other].clone() };
    let mut quietly = Gathered::default();
    let labels = Resolver::new(context, table, tidy, &reading).all(&tidy.labels[other], &mut quietly);
    gathered.used.extend(quietly.used);
    labels
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
        if cell.is_none() && self.table.blank == Some(Blank::Absent) {
            // No figure and no row, whatever the labels say.
            return (Fate::Blank, None, None);
        }
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
                match self.period(record, &rule) {
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
        let Said { reading, status: signs, mut footnotes } = self.values.read(at, cell, &self.coded.tidy.footnotes);
        let (mut value, range, said, line) = match reading {
            Reading::Units(units) => (Some(units), None, None, line),
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
            let label = self.coded.label(record, field);
            status = status.union(label.status);
            footnotes.extend(&label.footnotes);
        }
        status = status.union(signs);
        let said_why = self.table.status_says_why && status.iter().any(Status::explains_a_missing_value);
        status.extend(said.filter(|_| !said_why));
        if let Some(none) = status.iter().find(|one| self.table.status_says_why && value.is_some() && one.forbids_a_value()) {
            self.value_and_none(record, at, none);
            check = Some((Fate::Unreadable, None, None));
            value = None;
        }
        let step = self.whole(record, &Feeds::Step).filter(|step| *step > 0).unwrap_or(self.table.unit.step);
        let range = range.or_else(|| self.whole(record, &Feeds::Lowest).zip(self.whole(record, &Feeds::Highest)));
        footnotes.sort_unstable();
        footnotes.dedup();
        let note = self.note(record, at, effect, &footnotes);
        let purpose = if check.is_some() { Purpose::Check } else { Purpose::Observation };
        self.coded.observations.push(CodedObservation {
            record,
            purpose,
            effect,
            period,
            value,
            status,
            step,
            range: range.filter(|_| value.is_none()),
            note,
            footnotes: footnotes.into(),
            line,
        });
        check.unwrap_or((Fate::Observation, None, Some(line)))
    }

    /// Tells a figure whose status says that there is none.
    fn value_and_none(&mut self, record: RawObservation, at: CellRef, status: Status) {
        let field = self.table.feeding(&Feeds::Status).unwrap_or(0);
        let beside = self.coded.label(record, field).label.as_ref().and_then(|label| label.at).map(|at| self.context.place(at));
        let message = format!("the cell holds a figure, and the status `{status}` beside it says that there is none");
        let finding = Finding::new(&VALUE_AND_NONE, message).at(self.context.place(at)).also(beside);
        let key = (field, status.to_string(), VALUE_AND_NONE.id);
        match self.told.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(finding.mapping(self.context.line(self.table.line)));
            }
            Entry::Occupied(mut entry) => entry.get_mut().again(finding.at),
        }
    }

    /// The number that a field says of a value.
    fn whole(&self, record: RawObservation, feeds: &Feeds) -> Option<i32> {
        let field = self.table.feeding(feeds)?;
        whole(&self.coded.label(record, field).label.as_ref()?.text)
    }

    fn matches(&self, record: RawObservation, rule: &Rule) -> bool {
        rule.when.iter().all(|condition| {
            let label = self.coded.label(record, condition.field);
            match &condition.test {
                Test::Has(letter) => label.letters.contains(letter),
                Test::Equals(keys) => keys.contains(&label.key),
                Test::Pattern(pattern) => label.label.as_ref().is_some_and(|label| pattern.is_match(&label.text)),
                Test::Blank(blank) => label.label.is_none() == *blank,
                Test::SameAs(other) => label.code().is_some_and(|code| self.coded.label(record, *other).code() == Some(code)),
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
            joined.take.extend(rule.take.clone());
            joined.profiles.extend(rule.profiles.iter().cloned());
            joined.months = joined.months.or(rule.months);
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

    pub(super) fn period(&mut self, record: RawObservation, effect: &Effect) -> Result<u32, Unplaced> {
        let field = self.table.feeding(&Feeds::Year).or_else(|| self.table.feeding(&Feeds::Period));
        let made = match self.stated_period(record, effect, field)? {
            StatedPeriod::Written(span) => written(&self.table.period, &span),
            StatedPeriod::Parts(stated) => {
                self.calendar_is_clear(record, field, stated.year)?;
                period(&self.table.period, stated)
            }
        };
        match made {
            Ok(Some(period)) => Ok(self.kept(period)),
            // Nobody has said the day of the stock; the open question in the mapping is the finding.
            Ok(None) => Err(Unplaced),
            Err(error) => {
                self.no_such_period(record, field, &error);
                Err(Unplaced)
            }
        }
    }

    /// The position of a period, kept once.
    fn kept(&mut self, period: Period) -> u32 {
        if let Some(index) = self.period_of.get(&period) {
            return *index;
        }
        let index = u32::try_from(self.coded.periods.len()).unwrap_or(u32::MAX);
        self.coded.periods.push(period.clone());
        self.period_of.insert(period, index);
        index
    }

    /// What labels, rules and the table itself say of the period.
    fn stated_period(&self, record: RawObservation, effect: &Effect, field: Option<usize>) -> Result<StatedPeriod, Unplaced> {
        let year = match field.map(|field| &self.coded.label(record, field).resolution) {
            Some(Resolution::Period(period)) => return Ok(StatedPeriod::Written(period.clone())),
            Some(Resolution::Year(year)) => *year,
            _ => self.table.period.year.map(StatedYear::one).ok_or(Unplaced)?,
        };
        let part = self.table.feeding(&Feeds::PartOfYear).map(|field| &self.coded.label(record, field).resolution);
        let (part, months) = match part {
            Some(Resolution::Part(part)) => (Some(*part), None),
            Some(Resolution::Months(first, last)) => (None, Some((*first, *last))),
            _ => (None, None),
        };
        Ok(StatedPeriod::Parts(Stated { year, part, months: effect.months.or(months) }))
    }

    /// A year that is plausible in two calendars of the sender's office needs one of them stated.
    fn calendar_is_clear(&mut self, record: RawObservation, field: Option<usize>, year: StatedYear) -> Result<(), Unplaced> {
        if self.table.period.calendar.is_some() {
            return Ok(());
        }
        let standard = self.context.standard;
        let in_use = standard.calendars_in_use(self.context.mapping.sender.as_str()).into_iter().find(|used| used.is_ambiguous(year.first));
        let Some(in_use) = in_use else { return Ok(()) };
        let names: Vec<&str> = in_use.calendars.iter().map(|calendar| calendar.as_str()).collect();
        let message = format!("{} can be a year of the Gregorian calendar or of the {} one", year.first, names.join(" or "));
        self.tell_about_label(record, field.unwrap_or(0), Finding::new(&CALENDAR_NOT_STATED, message));
        Err(Unplaced)
    }

    fn no_such_period(&mut self, record: RawObservation, field: Option<usize>, error: &PeriodError) {
        self.tell_about_label(record, field.unwrap_or(0), Finding::new(&NOT_A_YEAR, error.to_string()));
    }

    /// The template with the labels of the record in place of the names of fields.
    pub(super) fn expand(&self, template: &str, record: RawObservation) -> String {
        self.table.fields.iter().enumerate().fold(template.to_owned(), |text, (index, field)| {
            let label = self.coded.label(record, index).label.as_ref().map_or("", |label| label.text.trim());
            text.replace(&format!("{{{}}}", field.name), label)
        })
    }

    /// What rules, note columns, footnotes and a comment on the cell say of a value.
    fn note(&mut self, record: RawObservation, at: CellRef, effect: u32, footnotes: &[usize]) -> Option<u32> {
        let mut parts: Vec<String> = Vec::new();
        for template in &self.coded.effects[effect as usize].notes {
            parts.push(self.expand(template, record));
        }
        for (index, field) in self.table.fields.iter().enumerate().filter(|(_, field)| field.feeds == Feeds::Note) {
            let label = self.coded.label(record, index);
            let said = label.label.as_ref().map(|label| field.part_of(&label.text).trim());
            // A cell of marks alone is told by the text of its footnotes.
            parts.extend(said.filter(|_| label.footnotes.is_empty()).map(str::to_owned));
        }
        for note in footnotes.iter().filter_map(|position| self.coded.tidy.footnotes.get(*position)) {
            parts.push(format!("{} {}", note.mark, note.text));
        }
        let comment = self.context.sheet.comments.known().and_then(|comments| comments.get(&at));
        parts.extend(comment.map(|comment| comment.split_whitespace().collect::<Vec<_>>().join(" ")));
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

/// A period as it is stated: in one label, or by year and part.
enum StatedPeriod {
    Written(Box<Period>),
    Parts(Stated),
}
