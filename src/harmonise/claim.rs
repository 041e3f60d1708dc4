//! From one coded table to claims: values that name their key, their cell and their mapping.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::findings::OUTSIDE_LIST;
use super::lineage::{LineageRow, of_table};
use crate::diag::{Finding, Place, Staged};
use crate::map::{CodedObservation, CodedTable, Context, Purpose, Resolution, ResolvedLabel};
use crate::model::{Addressing, CellRef, Code, Frequency, MappingId, Period, Sender, SourceId, StatusSet, TableId, Unit};
use crate::spec::{Combine, DimensionKind, Feeds, Standard, TableMapping, TableSpec};

/// A file that was sent, and what was made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// First 16 hexadecimal digits of the file's SHA-256.
    pub submission_id: String,
    /// Name of the file, as the pipeline names it.
    pub file: Arc<str>,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hex.
    pub sha256: String,
    /// Format.
    pub format: String,
    /// How its cells are named.
    pub addressing: Addressing,
    /// Encoding, where the format leaves it open.
    pub encoding: Option<String>,
    /// Its sheets.
    pub sheets: Vec<SubmissionSheet>,
}

/// A sheet of a file, with the count of its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionSheet {
    /// Name.
    pub name: Arc<str>,
    /// Whether the file shows it.
    pub visibility: String,
    /// Filled cells.
    pub filled_cells: u64,
    /// Filled cells inside a located table.
    pub cells_in_tables: u64,
    /// Why the mapping sets it aside, where it does.
    pub set_aside: Option<String>,
    /// Number of tables located on it.
    pub tables: u64,
}

/// The mapping a value came through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingUsed {
    /// Id.
    pub id: MappingId,
    /// File.
    pub file: Arc<str>,
    /// SHA-256 of its text.
    pub sha256: String,
    /// Sender.
    pub sender: Sender,
    /// Sender and source.
    pub source_id: SourceId,
    /// Edition.
    pub vintage: String,
}

/// One value that claims a place in an exchange table.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Exchange table.
    pub table: TableId,
    /// State described.
    pub reporter: Code,
    /// Period or date.
    pub period: Arc<Period>,
    /// Codes of the table's dimensions, in table order.
    pub dimensions: Vec<Code>,
    /// Sex.
    pub sex: Code,
    /// Age.
    pub age: Code,
    /// Whole units, where there is a value.
    pub value: Option<i64>,
    /// Smallest step shown.
    pub step: i32,
    /// What one unit is.
    pub unit: Unit,
    /// Every status.
    pub status: StatusSet,
    /// The range of a hidden value.
    pub range: Option<(i32, i32)>,
    /// Note.
    pub note: Option<Arc<str>>,
    /// For values that a mapping declares to be added: the labels that tell this part from the others.
    pub part: Option<Arc<str>>,
    /// Submission.
    pub submission: Arc<Submission>,
    /// Sheet.
    pub sheet: Arc<str>,
    /// Value cell.
    pub at: CellRef,
    /// Its text as stored; empty for an empty cell.
    pub raw: Arc<str>,
    /// Mapping.
    pub mapping: Arc<MappingUsed>,
    /// The key, written out.
    pub key: Arc<str>,
}

impl Claim {
    /// First 16 hexadecimal digits of the SHA-256 of the key, as a number.
    #[must_use]
    pub fn observation_id(&self) -> u64 {
        observation_id(&self.key)
    }

    /// The value cell.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            file: Arc::clone(&self.submission.file),
            sheet: Some(Arc::clone(&self.sheet)),
            cells: Some(crate::model::CellRange::single(self.at)),
            addressing: self.submission.addressing,
        }
    }
}

/// The identifier of a key.
pub(super) fn observation_id(key: &str) -> u64 {
    let digest = Sha256::digest(key.as_bytes());
    digest.iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}

/// A value of a located table with the codes of its fields, for checks within the table.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Code of each field, where its label stands for one; a year as its digits, a part of the year as `A`, `Q1`, `M01`; the
    /// normalised text of a label that feeds nothing.
    pub codes: Vec<Option<Arc<str>>>,
    /// Value.
    pub value: Option<i64>,
    /// Range of a hidden value.
    pub range: Option<(i32, i32)>,
    /// For figures that a mapping declares to be added: the labels that tell this one from others of the same code.
    pub part: Option<Arc<str>>,
    /// Its cell.
    pub at: CellRef,
}

/// The figures of one located table, with the totals its mapping asks to check.
#[derive(Debug, Clone)]
pub struct LocatedFigures {
    /// Where the table stands.
    pub sheet: Place,
    /// Names of its fields.
    pub fields: Vec<String>,
    /// Fields that tell figures apart; the others only describe.
    pub telling: Vec<bool>,
    /// Checks the mapping declares.
    pub adds_up: Vec<crate::spec::AddsUp>,
    /// The mapping's file.
    pub mapping: Arc<MappingUsed>,
    /// Smallest step shown.
    pub step: i32,
    /// Figures, observations and checks alike.
    pub figures: Vec<Figure>,
    /// Codes of kind country among the figures.
    pub countries: std::collections::BTreeSet<Arc<str>>,
    /// How many value cells could not be placed, so that a sum over all of them can't be judged.
    pub unplaced: u64,
}

/// What one located table gives.
#[derive(Debug, Clone)]
pub struct Harvest {
    /// Claims.
    pub claims: Vec<Claim>,
    /// Lineage.
    pub lineage: Vec<LineageRow>,
    /// Figures for checks within the table.
    pub figures: LocatedFigures,
}

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
    };
    let claims: Vec<Option<Claim>> = coded.observations.iter().map(|observation| gatherer.claim(observation)).collect();
    let lineage = of_table(context, table, coded, submission, &claims);
    let figures = gatherer.figures();
    let findings = gatherer.outside.into_values().collect();
    Staged { value: Harvest { claims: claims.into_iter().flatten().collect(), lineage, figures }, findings }
}

/// Fields whose labels may be added up: those of `sum-over`, and those with `combine = "sum"`.
fn additive(table: &TableMapping, coded: &CodedTable) -> Vec<bool> {
    (0..table.fields.len())
        .map(|field| {
            table.sum_over.contains(&field) || (table.fields[field].combine == Some(Combine::Sum) && several_labels_one_code(coded, field))
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
            step: self.table.unit.step,
            unit: self.table.unit.unit,
            status: observation.status,
            range: observation.range,
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
        let code = match (effect.set.get(dimension), fed) {
            (Some(code), _) => code.clone(),
            (None, Some(field)) => self.coded.label(observation.record, field).code().cloned()?,
            (None, None) => Code::new(Code::TOTAL).ok()?,
        };
        // Nationals and the native-born carry the reporter's own code in the data.
        let code = if code.as_str() == "NAT" { reporter.clone() } else { code };
        let id = crate::model::DimensionId::new(dimension).ok()?;
        let known = self.standard().list_of(&id).is_none_or(|list| self.context.standard.accepts(list, code.as_str()));
        if !known {
            let message = format!("`{code}` is not a code of `{dimension}` in table {}", spec.id);
            let place = self.context.place(self.coded.tidy.at(observation.record));
            let line = self.context.line(observation.line);
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

    fn figures(&self) -> LocatedFigures {
        let telling = self.table.fields.iter().map(|field| !matches!(field.feeds, Feeds::Nothing | Feeds::Note)).collect();
        // A state that goes to no table and holds no figure is counted in another row, so it is no gap in a sum.
        let groups: std::collections::BTreeSet<CellRef> =
            self.coded.account.iter().filter(|line| line.fate == crate::model::Fate::AggregateReporter).map(|line| line.at).collect();
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
                at: self.coded.tidy.at(observation.record),
            })
            .collect();
        let is_country = |code: &str| {
            self.standard()
                .area_list()
                .and_then(|list| list.get(code))
                .is_some_and(|entry| entry.kind == Some(crate::model::AreaKind::Country))
        };
        let countries = figures.iter().flat_map(|figure| figure.codes.iter().flatten()).filter(|code| is_country(code)).cloned().collect();
        let value_columns = &self.coded.tidy.region.values;
        let placed: std::collections::BTreeSet<CellRef> = figures.iter().map(|figure| figure.at).collect();
        let unplaced = self
            .coded
            .account
            .iter()
            .filter(|line| {
                line.fate == crate::model::Fate::Unmapped && value_columns.contains(&line.at.column) && !placed.contains(&line.at)
            })
            .count();
        LocatedFigures {
            sheet: self.context.sheet_place(),
            fields: self.table.fields.iter().map(|field| field.name.clone()).collect(),
            telling,
            adds_up: self.table.adds_up.clone(),
            mapping: Arc::clone(self.mapping),
            step: self.table.unit.step,
            figures,
            countries,
            unplaced: unplaced as u64,
        }
    }
}

fn figure_code(label: &ResolvedLabel) -> Option<Arc<str>> {
    match &label.resolution {
        Resolution::Code(code) | Resolution::Ignored(_, Some(code)) => Some(Arc::from(code.as_str())),
        Resolution::Year(year) => Some(Arc::from(year.to_string())),
        Resolution::Part(part) => Some(Arc::from(match (part.frequency, part.number) {
            (Frequency::Q, Some(number)) => format!("Q{number}"),
            (Frequency::M, Some(number)) => format!("M{number:02}"),
            (frequency, _) => frequency.as_str().to_owned(),
        })),
        Resolution::Text => Some(Arc::from(label.key.as_str())),
        Resolution::Ignored(_, None) | Resolution::Blank | Resolution::Problem(_) => None,
    }
}

/// The kind of an area's code; none for dimensions that are not areas.
pub(super) fn area_kind(standard: &Standard, dimension: &crate::model::DimensionId, code: &Code) -> Option<&'static str> {
    let is_area = standard.dimensions.get(dimension).is_some_and(|dimension| dimension.kind == DimensionKind::Area);
    if !is_area {
        return None;
    }
    standard.area_list().and_then(|list| list.get(code.as_str())).and_then(|entry| entry.kind).map(crate::model::AreaKind::as_str)
}
