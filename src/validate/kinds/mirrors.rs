//! Two states' figures of the same persons, far from each other.
//!
//! In: the mirrors of a run. Out: an outcome for each pair of states, year and sex at total. A difference is told, with both cells;
//! neither figure is called wrong.

use std::collections::BTreeMap;

use super::super::findings::MIRROR_GAP;
use super::super::judged::{Failure, Judged};
use super::series::float;
use crate::diag::{About, Said};
use crate::mirror::{Comparison, Mirror, Side};
use crate::spec::{Check, ConsistencyRule};

/// Judges every pair of a rule's mirrors in which a state of its own return takes part.
pub(in crate::validate) fn judge(mirrors: &[Mirror], rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::MirrorGap { mirrors: named, low, high, at_least } = &rule.check else { return };
    let labels: BTreeMap<&str, &str> = judged.standard.mirrors.all.iter().map(|one| (one.id.as_str(), one.label.as_str())).collect();
    let of_rule = |one: &&Mirror| named.iter().any(|id| one.mirror.as_str() == id) && one.comparison == Comparison::States;
    for one in mirrors.iter().filter(of_rule).filter(|one| one.sex.is_total()) {
        let (Some(first), Some(second)) = (&one.first, &one.second) else {
            judged.undecided(rule, "only one of the two states has a figure");
            continue;
        };
        let Some((own, other)) = one.both() else {
            judged.undecided(rule, "a figure is hidden or has no value");
            continue;
        };
        if own.max(other) < *at_least {
            continue;
        }
        if other == 0 {
            judged.undecided(rule, "nothing to divide by");
            continue;
        }
        let ratio = float(own) / float(other);
        if (*low..=*high).contains(&ratio) {
            judged.passed(rule);
            continue;
        }
        let shown = |side: &Side| format!("{} {}", side.table, side.figure.reporter);
        let english = labels.get(one.mirror.as_str()).copied().unwrap_or_default();
        let said = Said::new("rule-mirror-gap")
            .named("subject", format!("mirror/{}/label", one.mirror), english)
            .text("year", one.year.clone())
            .text("one", shown(first))
            .figure("first", own)
            .text("two", shown(second))
            .figure("second", other)
            .text("ratio", format!("{ratio:.2}"));
        let mut failure = Failure::new(said).expected(other.to_string());
        failure.at = Some(first.figure.place.clone());
        failure.also = vec![second.figure.place.clone()];
        failure.value = Some(own.to_string());
        failure.about = Some(About {
            state: one.state.to_string(),
            table: Some(first.table.to_string()),
            time_period: Some(first.figure.period.time_period().to_owned()),
            beside: vec![second.table.to_string()],
        });
        judged.failed(rule, &MIRROR_GAP, failure);
    }
}
