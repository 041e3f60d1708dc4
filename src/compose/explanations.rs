//! Explanations that were given, with how much each still covers.

use super::Material;
use crate::gaps::GapStatus;
use crate::report::ExplanationLine;
use crate::spec::{GapScope, Given, Years};

/// The explanations of a state, or of everybody: of findings first, then of gaps.
pub(super) fn lines(material: &Material<'_>, state: Option<&str>) -> Vec<ExplanationLine> {
    let is_of = |own: &crate::model::Code| state.is_none_or(|state| own.as_str() == state);
    let round = &material.round.explanations;
    let findings = round.explanations.iter().zip(material.covers).filter(|(one, _)| is_of(&one.state)).map(|(one, covers)| {
        let table = one.table.as_ref().map(ToString::to_string);
        line(one.about.as_str().to_owned(), table, one.years.as_ref(), &one.given, *covers)
    });
    let gaps = round.gaps.iter().zip(&material.gaps.covered).filter(|(one, _)| is_of(&one.state)).map(|(one, covers)| {
        let table = match &one.scope {
            GapScope::All => None,
            GapScope::Axis(axis) => Some(axis.clone()),
            GapScope::Table(table) => Some(table.to_string()),
        };
        line(GapStatus::from(one.reason).to_string(), table, one.years.as_ref(), &one.given, *covers)
    });
    findings.chain(gaps).collect()
}

fn line(rule: String, table: Option<String>, years: Option<&Years>, given: &Given, covers: u64) -> ExplanationLine {
    ExplanationLine {
        rule,
        table,
        years: years.map(ToString::to_string),
        text: given.text.clone(),
        who: given.who.clone(),
        until: given.until.map(|day| day.to_string()),
        covers,
    }
}
