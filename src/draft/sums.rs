//! Which figures add up, tried on what the draft reads: a total is a total because its parts make it.

use std::collections::BTreeMap;

use super::plan::{Plan, SumPlan, Todo};
use super::reading::ReadTable;
use crate::map::{Resolution, ResolvedLabel};
use crate::model::Code;
use crate::spec::Mapping;
use crate::tidy::Axis;

/// Tries every field whose labels include a total.
pub(super) fn find(plan: &mut Plan, mapping: &Mapping, reads: &[Vec<ReadTable>]) {
    for (index, section) in mapping.tables.iter().enumerate() {
        for (field, checked) in section.fields.iter().enumerate() {
            let mut tried = Tried::default();
            for read in reads.iter().flatten().filter(|read| read.table == index) {
                tried.table(read, field);
            }
            let Some(table) = plan.tables.get_mut(index) else { continue };
            let Some(outcome) = tried.outcome(i64::from(section.unit.step)) else { continue };
            if outcome.holds() {
                table.adds_up.push(SumPlan {
                    over: checked.name.clone(),
                    total: Code::TOTAL.to_owned(),
                    parts: outcome.parts.clone(),
                    why: format!("adds up in {} of {} sums", outcome.fits, outcome.sums),
                });
            } else if outcome.sums > 0 {
                let id = table.id.clone();
                plan.todos.push(Todo {
                    question: format!("the total of field `{}` does not equal the sum of its parts: is it a total?", checked.name),
                    table: Some(id),
                    key: "adds-up".to_owned(),
                    at: None,
                    evidence: Some(format!("adds up in {} of {} sums", outcome.fits, outcome.sums)),
                });
            }
        }
    }
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

    fn outcome(&self, step: i64) -> Option<Outcome> {
        if self.incomplete {
            return None;
        }
        let mut parts: std::collections::BTreeSet<&Code> = std::collections::BTreeSet::new();
        let (mut sums, mut fits) = (0, 0);
        for figures in self.groups.values() {
            let Some((_, Some(total))) = figures.iter().find(|(code, _)| code.is_total()) else { continue };
            let others: Vec<(&Code, Option<i64>)> =
                figures.iter().filter(|(code, _)| !code.is_total()).map(|(code, value)| (code, *value)).collect();
            if others.len() < 2 || others.iter().any(|(_, value)| value.is_none()) {
                continue;
            }
            parts.extend(others.iter().map(|(code, _)| *code));
            let sum: i64 = others.iter().filter_map(|(_, value)| *value).sum();
            sums += 1;
            fits += usize::from((sum - total).abs() <= slack(others.len(), step));
        }
        let named: Vec<String> =
            if parts.len() <= 12 { parts.iter().map(|code| code.to_string()).collect() } else { vec!["rest".to_owned()] };
        (sums > 0).then_some(Outcome { sums, fits, parts: named })
    }
}

/// How far a sum of rounded figures may miss its total; the bound that the rule of validation uses.
fn slack(parts: usize, step: i64) -> i64 {
    let bound = (i64::try_from(parts).unwrap_or(i64::MAX - 1) + 1).saturating_mul(step / 2);
    bound - bound % step.max(1)
}
