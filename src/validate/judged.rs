//! What the rules found so far: outcomes by rule, and a finding for every failure.
//!
//! In: outcomes with their figures. Out: the scorecard and findings whose severity is the rule's and whose message can be said in
//! every language. Which outcome it is, the kinds decide.

use crate::diag::{About, Finding, FindingCode, MappingLine, Place, Said, Severity};
use crate::spec::{ConsistencyRule, Language, RuleSeverity, Standard};
use crate::texts::say;

use super::scorecard::{Outcome, Scorecard};

/// A rule that does not hold, with everything a person needs to mend it.
#[derive(Debug)]
pub(super) struct Failure {
    /// What was found.
    pub said: Said,
    /// The cell that wants a look first.
    pub at: Option<Place>,
    /// Further cells that take part.
    pub also: Vec<Place>,
    /// What it is about.
    pub about: Option<About>,
    /// The value found.
    pub value: Option<String>,
    /// What was expected.
    pub expected: Option<String>,
    /// Which line of a mapping makes the claim.
    pub mapping: Option<MappingLine>,
    /// A severity other than the rule's.
    pub severity: Option<Severity>,
}

impl Failure {
    /// A failure that names no place yet.
    pub(super) const fn new(said: Said) -> Self {
        Self { said, at: None, also: Vec::new(), about: None, value: None, expected: None, mapping: None, severity: None }
    }

    /// Names the figure that wants a look first.
    pub(super) fn at(mut self, row: super::book::Row<'_>) -> Self {
        self.at = Some(row.one.place.clone());
        self.about = Some(row.about());
        self.value = row.one.value.map(|value| value.to_string());
        self
    }

    /// Names further figures.
    pub(super) fn also<'a>(mut self, rows: impl IntoIterator<Item = super::book::Row<'a>>) -> Self {
        for row in rows {
            self.also.push(row.one.place.clone());
            let table = row.table.id.to_string();
            if let Some(about) = &mut self.about
                && about.table.as_ref() != Some(&table)
                && !about.beside.contains(&table)
            {
                about.beside.push(table);
            }
        }
        self
    }

    /// Says between which values it was expected.
    pub(super) fn between(self, (low, high): (i64, i64)) -> Self {
        self.expected(if low == high { low.to_string() } else { format!("{low} - {high}") })
    }

    /// Says what was expected.
    pub(super) fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }
}

/// Outcomes and findings of all rules.
#[derive(Debug)]
pub(super) struct Judged<'s> {
    pub(super) standard: &'s Standard,
    pub(super) scorecard: Scorecard,
    pub(super) findings: Vec<Finding>,
    /// Every sum that was judged.
    pub(super) sums: Vec<super::sums::JudgedSum>,
}

impl<'s> Judged<'s> {
    pub(super) fn new(standard: &'s Standard) -> Self {
        Self { standard, scorecard: Scorecard::default(), findings: Vec::new(), sums: Vec::new() }
    }

    /// The rule held.
    pub(super) fn passed(&mut self, rule: &ConsistencyRule) {
        self.scorecard.count(&rule.id, Outcome::Passed);
    }

    /// Something was missing that the rule needs.
    pub(super) fn undecided(&mut self, rule: &ConsistencyRule, reason: &'static str) {
        self.scorecard.count(&rule.id, Outcome::Undecided(reason));
    }

    /// The rule did not hold.
    pub(super) fn failed(&mut self, rule: &ConsistencyRule, code: &'static FindingCode, failure: Failure) {
        self.scorecard.count(&rule.id, Outcome::Failed);
        let mut finding = Finding::new(code, say(&failure.said, Language::EN, self.standard)).rule(rule.id.as_ref());
        finding.severity = failure.severity.unwrap_or(match rule.severity {
            RuleSeverity::Error => Severity::Error,
            RuleSeverity::Warning => Severity::Warning,
            RuleSeverity::Information => Severity::Information,
        });
        finding.also = failure.also.into_iter().filter(|place| Some(place) != failure.at.as_ref()).collect();
        finding.at = failure.at;
        finding.about = failure.about;
        finding.value = failure.value;
        finding.expected = failure.expected;
        finding.mapping = failure.mapping;
        finding.said = Some(failure.said);
        finding.hint = Some(rule.fix.clone());
        self.findings.push(finding);
    }
}
