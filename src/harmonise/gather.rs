//! From one coded table to claims, lineage and figures, so that its file can be dropped.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::claim::{Claim, Figure, Harvest, LocatedFigures, MappingUsed, Submission};
use super::findings::{BARRIER, CONTRADICTING_PROFILES, OUTSIDE_LIST};
use super::lineage::of_table;
use crate::diag::{Finding, Staged};
use crate::grade::{self, Barrier, Graded, Grader};
use crate::map::{CodedObservation, CodedTable, Context, Purpose, Resolution, ResolvedLabel};
use crate::model::{Calendar, CellRef, Code, Fate, IgnoreReason, Period};
use crate::spec::{Combine, Feeds, Profile, Standard, TableMapping, TableSpec};

/// Turns one coded table into claims, lineage and figures.
#[must_use]
pub fn gather(
    context: &Context<'_>,
    table: &TableMapping,
    coded: &CodedTable,
    submission: &Arc<Submission>,
    mapping: &Arc<MappingUsed>,
) -> Staged<Harvest> {
    let mut gatherer = Gatherer {
        context,
        table,
        coded,
        submission,
        mapping,
        periods: coded.periods.iter().cloned().map(Arc::new).collect(),
        additive: additive(table, coded),
        outside: BTreeMap::new(),
        grader: Grader::new(context.standard),
        profiles: coded.effects.iter().map(|effect| Profile::layered(effect.profile.as_ref(), &effect.profiles)).collect(),
        refused: BTreeMap::new(),
    };
    let claims: Vec<Option<Claim>> = coded.observations.iter().map(|observation| gatherer.claim(observation)).collect();
    let lineage = of_table(context, table, coded, submission, &claims, &gatherer.refused);
    let figures = gatherer.figures();
    let findings = gatherer.outside.into_values().collect();
    Staged { value: Harvest { claims: claims.into_iter().flatten().collect(), lineage, figures }, findings }
}

/// Fields whose labels may be added up: those with `aggregate = "sum"`, and those with `combine = "sum"` where it applies.
fn additive(table: &TableMapping, coded: &CodedTable) -> Vec<bool> {
    (0..table.fields.len())
        .map(|field| {
            table.fields[field].aggregate || (table.fields[field].combine == Some(Combine::Sum) && several_labels_one_code(coded, field))
        })
        .collect()
}

fn several_labels_one_code(coded: &CodedTable, field: usize) -> bool {
    let mut keys: BTreeMap<&Code, &str> = BTreeMap::new();
    coded.labels[field]
        .iter()
        .any(|label| label.code().is_some_and(|code| keys.insert(code, &label.key).is_some_and(|known| known != label.key)))
}

struct Gatherer<'a> {
    context: &'a Context<'a>,
    table: &'a TableMapping,
    coded: &'a CodedTable,
    submission: &'a Arc<Submission>,
    mapping: &'a Arc<MappingUsed>,
    periods: Vec<Arc<Period>>,
    additive: Vec<bool>,
    outside: BTreeMap<(String, String), Finding>,
    grader: Grader<'a>,
    /// What the source states of the figures of each effect.
    profiles: Vec<Option<Arc<Profile>>>,
    /// Cells whose figure can't be published, with their fate.
    refused: BTreeMap<CellRef, (Fate, Option<IgnoreReason>)>,
}

impl Gatherer<'_> {
    fn standard(&self) -> &Standard {
        self.context.standard
    }

    fn claim(&mut self, observation: &CodedObservation) -> Option<Claim> {
        if observation.purpose == Purpose::Check {
            return None;
        }
        let coded = self.coded;
        let spec = self.context.standard.table(coded.destination(observation)?.as_str())?;
        let reporter = self.reporter(observation)?;
        let dimensions: Option<Vec<Code>> = spec.dimensions.iter().map(|id| self.code(observation, spec, id.as_str(), &reporter)).collect();
        let dimensions = dimensions?;
        let sex = self.code(observation, spec, "sex", &reporter)?;
        let age = self.code(observation, spec, "age", &reporter)?;
        let period = Arc::clone(&self.periods[observation.period as usize]);
        let at = coded.tidy.at(observation.record);
        let graded = self.graded(observation, spec, (&reporter, &dimensions, &age), &period)?;
        let raw = self.context.sheet.cell(at).map_or_else(|| Arc::from(""), |cell| Arc::from(cell.text().as_ref()));
        let mut parts: Vec<&str> = vec![spec.id.as_str(), reporter.as_str(), period.frequency().as_str(), period.time_period()];
        let end = period.end().to_string();
        parts.push(&end);
        parts.extend(dimensions.iter().map(Code::as_str));
        parts.extend([sex.as_str(), age.as_str(), self.mapping.source_id.as_str(), &self.mapping.vintage]);
        let key = Arc::from(parts.join("|"));
        Some(Claim {
            table: spec.id.clone(),
            reporter,
            period,
            dimensions,
            sex,
            age,
            value: observation.value,
            step: observation.step,
            unit: self.table.unit.unit,
            status: observation.status,
            range: observation.range,
            graded,
            note: observation.note.and_then(|note| coded.notes.get(note as usize).cloned()),
            part: self.part(observation),
            submission: Arc::clone(self.submission),
            sheet: Arc::clone(&self.context.sheet.name),
            at,
            raw,
            mapping: Arc::clone(self.mapping),
            key,
        })
    }

    /// The grade of a figure; none where it is another thing than its table is about, which a finding tells.
    fn graded(
        &mut self,
        observation: &CodedObservation,
        spec: &TableSpec,
        (reporter, dimensions, age): (&Code, &[Code], &Code),
        period: &Period,
    ) -> Option<Arc<Graded>> {
        let calendar = self.table.period.calendar.unwrap_or(Calendar::Gregorian);
        let place = grade::Place { table: spec, reporter, period, calendar, dimensions, age };
        let profile = self.profiles.get(observation.effect as usize).cloned().flatten();
        for attribute in profile.iter().flat_map(|profile| &profile.contradicted) {
            let message = format!("the rules that take this figure contradict each other about `{attribute}`");
            let place = self.context.place(self.coded.tidy.at(observation.record));
            let line = self.context.line(observation.line);
            self.outside
                .entry(("contradicting-profiles".to_owned(), attribute.to_string()))
                .and_modify(|finding| finding.again(Some(place.clone())))
                .or_insert_with(|| Finding::new(&CONTRADICTING_PROFILES, message).at(place.clone()).mapping(line));
        }
        match self.grader.grade(profile.as_ref(), &place) {
            Ok(graded) => Some(graded),
            Err(barrier) => {
                let at = self.coded.tidy.at(observation.record);
                self.refused.insert(at, (Fate::Ignored, Some(IgnoreReason::Withheld)));
                let finding = barrier_finding(&barrier, spec)
                    .at(self.context.place(at))
                    .mapping(self.context.line(barrier.stated_on.unwrap_or(observation.line)));
                let place = self.context.place(at);
                self.outside
                    .entry((format!("{} {}", spec.id, barrier.attribute), barrier.value))
                    .and_modify(|finding| finding.again(Some(place)))
                    .or_insert(finding);
                None
            }
        }
    }

    fn reporter(&self, observation: &CodedObservation) -> Option<Code> {
        match self.table.feeding(&Feeds::Reporter) {
            Some(field) => self.coded.label(observation.record, field).code().cloned(),
            None => self.table.reporter.clone(),
        }
    }

    /// The code of a dimension: from a rule, from a field, or the total where the source does not cross it.
    fn code(&mut self, observation: &CodedObservation, spec: &TableSpec, dimension: &str, reporter: &Code) -> Option<Code> {
        let effect = &self.coded.effects[observation.effect as usize];
        let fed = self.table.fields.iter().position(|field| matches!(&field.feeds, Feeds::Dimension(id) if id.as_str() == dimension));
        let fed = effect.take.get(dimension).copied().or(fed);
        let code = match (effect.set.get(dimension), fed) {
            (Some(code), _) => code.clone(),
            (None, Some(field)) => self.coded.label(observation.record, field).code().cloned()?,
            (None, None) => Code::new(Code::TOTAL).ok()?,
        };
        // Nationals and the native-born carry the reporter's own code in the data.
        let code = if code.as_str() == Code::NATIONALS { reporter.clone() } else { code };
        let id = crate::model::DimensionId::new(dimension).ok()?;
        let known = self.standard().list_of(&id).is_none_or(|list| self.context.standard.accepts(list, code.as_str()));
        if !known {
            let message = format!("`{code}` is not a code of `{dimension}` in table {}", spec.id);
            let place = self.context.place(self.coded.tidy.at(observation.record));
            let line = self.context.line(observation.line);
            self.refused.insert(self.coded.tidy.at(observation.record), (Fate::Unmapped, None));
            self.outside
                .entry((dimension.to_owned(), code.to_string()))
                .and_modify(|finding| finding.count += 1)
                .or_insert_with(|| Finding::new(&OUTSIDE_LIST, message).at(place).mapping(line));
            return None;
        }
        Some(code)
    }

    fn part(&self, observation: &CodedObservation) -> Option<Arc<str>> {
        if !self.additive.contains(&true) {
            return None;
        }
        let labels: Vec<&str> = self
            .additive
            .iter()
            .enumerate()
            .filter(|(_, additive)| **additive)
            .map(|(field, _)| self.coded.label(observation.record, field).key.as_str())
            .collect();
        Some(Arc::from(labels.join("|")))
    }

    /// Texts above the header and below the body of the table, as far as they hold digits.
    fn texts(&self) -> Vec<(CellRef, Arc<str>)> {
        let region = &self.coded.tidy.region;
        let around =
            |row: u32| (region.surroundings.0..region.top()).contains(&row) || (region.body.1 + 1..=region.surroundings.1).contains(&row);
        let is_sentence = |text: &str| text.chars().any(char::is_alphabetic) && text.chars().any(char::is_numeric);
        let cells = self.context.sheet.cells().iter().filter(|cell| around(cell.at.row));
        cells
            .map(|cell| (cell.at, cell.text()))
            .filter(|(_, text)| is_sentence(text))
            .map(|(at, text)| (at, Arc::from(text.as_ref())))
            .collect()
    }

    fn figures(&self) -> LocatedFigures {
        let telling = self.table.fields.iter().map(|field| tells_figures_apart(&field.feeds)).collect();
        // A state that goes to no table and holds no figure is counted in another row, so it is no gap in a sum.
        let groups: std::collections::BTreeSet<CellRef> =
            self.coded.account.iter().filter(|line| line.fate == Fate::AggregateReporter).map(|line| line.at).collect();
        let empty_group = |observation: &CodedObservation| {
            observation.value.is_none() && observation.range.is_none() && groups.contains(&self.coded.tidy.at(observation.record))
        };
        let figures: Vec<Figure> = self
            .coded
            .observations
            .iter()
            .filter(|observation| !empty_group(observation))
            .map(|observation| Figure {
                codes: (0..self.table.fields.len()).map(|field| figure_code(self.coded.label(observation.record, field))).collect(),
                value: observation.value,
                range: observation.range,
                part: self.part(observation),
                memo: (0..self.table.fields.len()).filter(|field| self.coded.label(observation.record, *field).memo).collect(),
                at: self.coded.tidy.at(observation.record),
            })
            .collect();
        let countries = figures
            .iter()
            .flat_map(|figure| figure.codes.iter().flatten())
            .filter(|code| self.standard().is_country(code))
            .cloned()
            .collect();
        let value_columns = &self.coded.tidy.region.values;
        let placed: std::collections::BTreeSet<CellRef> = figures.iter().map(|figure| figure.at).collect();
        let unplaced = self
            .coded
            .account
            .iter()
            .filter(|line| line.fate == Fate::Unmapped && value_columns.contains(&line.at.column) && !placed.contains(&line.at))
            .count();
        LocatedFigures {
            sheet: self.context.sheet_place(),
            fields: self.table.fields.iter().map(|field| field.name.clone()).collect(),
            telling,
            additive: self.additive.clone(),
            adds_up: self.table.adds_up.clone(),
            table: self.table.id.clone(),
            same_total_as: self.table.same_total_as.clone(),
            mapping: Arc::clone(self.mapping),
            step: self.table.unit.step,
            figures,
            texts: self.texts(),
            countries,
            unplaced: unplaced as u64,
        }
    }
}

/// Whether a field says what a figure is about, and not only something of it.
const fn tells_figures_apart(feeds: &Feeds) -> bool {
    !matches!(feeds, Feeds::Nothing | Feeds::Note | Feeds::Status | Feeds::Step | Feeds::Lowest | Feeds::Highest)
}

/// What stands in the way of a figure, by file and line of the standard.
fn barrier_finding(barrier: &Barrier, spec: &TableSpec) -> Finding {
    let message = format!(
        "figures whose `{}` is `{}` never enter {} ({}): {} ({}:{})",
        barrier.attribute, barrier.value, spec.id, spec.title, barrier.reason, barrier.file, barrier.line
    );
    Finding::new(&BARRIER, message)
}

/// What tells a figure from others: the meaning of its label, or the text of one that feeds nothing.
fn figure_code(label: &ResolvedLabel) -> Option<Arc<str>> {
    match &label.resolution {
        Resolution::Text => Some(Arc::from(label.key.as_str())),
        meaning => meaning.word().map(Arc::from),
    }
}
