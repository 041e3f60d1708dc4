//! Which figures add up, tried on what the draft reads: a total is a total because its parts make it.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::{Plan, SumPlan, Todo};
use super::reading::ReadTable;
use crate::map::{Resolution, ResolvedLabel};
use crate::model::{AreaKind, Code, rounding_tolerance};
use crate::spec::{CodeList, DimensionKind, Feeds, Mapping, Standard};
use crate::tidy::Axis;

/// Up to so many parts are named one by one.
const FEW_PARTS: usize = 12;
/// The code of the world.
const WORLD: &str = "001";

/// Tries every field whose labels include a total.
pub(super) fn find(plan: &mut Plan, mapping: &Mapping, standard: &Standard, reads: &[Vec<ReadTable>]) {
    for (index, section) in mapping.tables.iter().enumerate() {
        for (field, checked) in section.fields.iter().enumerate().filter(|(_, field)| !matches!(field.feeds, Feeds::Nothing | Feeds::Note))
        {
            let mut tried = Tried::default();
            for read in reads.iter().flatten().filter(|read| read.table == index) {
                tried.table(read, field);
            }
            let Some(table) = plan.tables.get_mut(index) else { continue };
            let step = section.unit.step;
            let areas = standard.area_list().filter(|_| matches!(&checked.feeds, Feeds::Reporter) || is_area(standard, &checked.feeds));
            let countries = areas.map(Parts::Countries);
            let attempts = [(Code::TOTAL, Some(Parts::Rest)), (Code::TOTAL, countries), (WORLD, countries)];
            let outcomes: Vec<Outcome> = attempts.into_iter().filter_map(|(total, parts)| tried.outcome(total, parts?, step)).collect();
            match (outcomes.iter().find(|outcome| outcome.holds()), outcomes.iter().max_by_key(|outcome| outcome.fits)) {
                (Some(holds), _) => table.adds_up.push(SumPlan {
                    over: checked.name.clone(),
                    total: holds.total.clone(),
                    parts: holds.parts.clone(),
                    why: format!("adds up in {} of {} sums", holds.fits, holds.sums),
                }),
                (None, Some(best)) => plan.todos.push(Todo {
                    question: format!("the total of field `{}` does not equal the sum of its parts: is it a total?", checked.name),
                    table: Some(table.id.clone()),
                    key: "adds-up".to_owned(),
                    at: None,
                    evidence: Some(format!("adds up in {} of {} sums", best.fits, best.sums)),
                }),
                (None, None) => {}
            }
        }
    }
}

fn is_area(standard: &Standard, feeds: &Feeds) -> bool {
    matches!(feeds, Feeds::Dimension(id) if standard.dimensions.get(id).is_some_and(|dimension| dimension.kind == DimensionKind::Area))
}

/// Sums of one field, by everything else that tells figures apart.
#[derive(Default)]
struct Tried {
    groups: BTreeMap<(usize, Vec<usize>), BTreeMap<Code, Option<i64>>>,
    /// A label of the field could not be read, so a sum over the rest says nothing.
    incomplete: bool,
}

/// A number for each label, the same for the same text.
fn numbered(labels: &[ResolvedLabel]) -> Vec<usize> {
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    labels
        .iter()
        .map(|label| {
            let next = known.len();
            *known.entry(label.key.as_str()).or_insert(next)
        })
        .collect()
}

struct Outcome {
    total: String,
    sums: usize,
    fits: usize,
    parts: Vec<String>,
}

impl Outcome {
    const fn holds(&self) -> bool {
        self.fits > 0 && self.fits * 10 >= self.sums * 9
    }
}

impl Tried {
    fn table(&mut self, read: &ReadTable, field: usize) {
        let problem = |label: &ResolvedLabel| matches!(label.resolution, Resolution::Problem(_)) && label.label.is_some();
        self.incomplete |= read.coded.labels.get(field).into_iter().flatten().any(problem);
        // Labels of other fields part sums by what they say, not by where they stand: a long table says them on every row.
        let numbered: Vec<Vec<usize>> = read.coded.labels.iter().map(|labels| numbered(labels)).collect();
        for observation in &read.coded.observations {
            let Some(code) = read.coded.label(observation.record, field).code() else { continue };
            let said = |other: usize| {
                numbered.get(other).and_then(|labels| labels.get(read.coded.tidy.position(observation.record, other))).copied()
            };
            let mut key: Vec<usize> = (0..numbered.len()).filter(|other| *other != field).filter_map(said).collect();
            // Where no field names the columns, the column itself does.
            if !read.coded.tidy.axes.contains(&Axis::Column) {
                key.push(observation.record.column as usize);
            }
            self.groups.entry((read.sheet, key)).or_default().insert(code.clone(), observation.value);
        }
    }

    /// How often figures add up to one code, as parts that a mapping can name.
    fn outcome(&self, total: &str, parts: Parts<'_>, step: i32) -> Option<Outcome> {
        if self.incomplete {
            return None;
        }
        let mut named: BTreeSet<&Code> = BTreeSet::new();
        let (mut sums, mut fits) = (0, 0);
        for figures in self.groups.values() {
            let Some((_, Some(stated))) = figures.iter().find(|(code, _)| code.as_str() == total) else { continue };
            let others: Vec<(&Code, Option<i64>)> =
                figures.iter().filter(|(code, _)| code.as_str() != total && parts.hold(code)).map(|(code, value)| (code, *value)).collect();
            // A part that is missing leaves the sum undecided.
            if others.len() < 2 || others.iter().any(|(_, value)| value.is_none()) {
                continue;
            }
            named.extend(others.iter().map(|(code, _)| *code));
            let sum = others.iter().filter_map(|(_, value)| *value).fold(0_i64, i64::saturating_add);
            sums += 1;
            fits += usize::from(sum.saturating_sub(*stated).saturating_abs() <= rounding_tolerance(others.len(), step));
        }
        let parts = match parts {
            Parts::Countries(_) => vec!["countries".to_owned()],
            Parts::Rest if named.len() <= FEW_PARTS => named.iter().map(ToString::to_string).collect(),
            Parts::Rest => vec!["rest".to_owned()],
        };
        (sums > 0).then_some(Outcome { total: total.to_owned(), sums, fits, parts })
    }
}

/// Which figures are tried as the parts of a total.
#[derive(Clone, Copy)]
enum Parts<'a> {
    Rest,
    Countries(&'a CodeList),
}

impl Parts<'_> {
    fn hold(self, code: &Code) -> bool {
        match self {
            Self::Rest => true,
            Self::Countries(list) => list.get(code.as_str()).is_some_and(|entry| entry.kind == Some(AreaKind::Country)),
        }
    }
}
