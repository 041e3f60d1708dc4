//! Which figures add up, tried on what the draft reads: a total is a total because its parts make it.

use std::collections::BTreeMap;

use super::plan::{Plan, SumPlan, Todo};
use super::reading::ReadTable;
use crate::map::Resolution;
use crate::model::Code;
use crate::spec::Mapping;

/// Tries every field whose labels include a total.
pub(super) fn find(plan: &mut Plan, mapping: &Mapping, reads: &[Vec<ReadTable>]) {
    for (index, section) in mapping.tables.iter().enumerate() {
        for (field, checked) in section.fields.iter().enumerate() {
            let mut tried = Tried::default();
            for read in reads.iter().flatten().filter(|read| read.table == index) {
                tried.table(read, field);
            }
            let Some(table) = plan.tables.get_mut(index) else { continue };
            let Some(outcome) = tried.outcome() else { continue };
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
    step: i64,
    /// A label of the field could not be read, so a sum over the rest says nothing.
    incomplete: bool,
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
        self.incomplete |= read
            .coded
            .labels
            .get(field)
            .into_iter()
            .flatten()
            .any(|label| matches!(label.resolution, Resolution::Problem(_)) && label.label.is_some());
        self.step = 1;
        for observation in &read.coded.observations {
            let Some(code) = read.coded.label(observation.record, field).code() else { continue };
            let others = (0..read.coded.labels.len())
                .filter(|other| *other != field)
                .map(|other| read.coded.tidy.position(observation.record, other));
            // Positions of labels, not their texts: two rows of the same label are two groups only where the field does not part them.
            let key: Vec<usize> = others.map(|position| position).collect();
            let key = if read.coded.tidy.axes.get(field) == Some(&crate::tidy::Axis::Row) {
                self.by_text(read, observation.record, field)
            } else {
                key
            };
            self.groups.entry((read.sheet, key)).or_default().insert(code.clone(), observation.value);
        }
    }

    /// For a field along the rows, other row labels part groups by their meaning, not by their position.
    fn by_text(&self, read: &ReadTable, record: crate::tidy::RawObservation, field: usize) -> Vec<usize> {
        let _ = self;
        (0..read.coded.labels.len())
            .filter(|other| *other != field)
            .map(|other| {
                let labels = &read.coded.labels[other];
                let key = &read.coded.label(record, other).key;
                labels.iter().position(|label| label.key == *key).unwrap_or(usize::MAX)
            })
            .collect()
    }

    fn outcome(&self) -> Option<Outcome> {
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
            let slack = (i64::try_from(others.len()).unwrap_or(0) + 1) * (self.step / 2);
            sums += 1;
            fits += usize::from((sum - total).abs() <= slack);
        }
        let named: Vec<String> =
            if parts.len() <= 12 { parts.iter().map(|code| code.to_string()).collect() } else { vec!["rest".to_owned()] };
        (sums > 0).then_some(Outcome { sums, fits, parts: named })
    }
}
