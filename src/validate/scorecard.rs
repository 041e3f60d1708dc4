//! How often each rule passed, failed, or could not be judged.

use std::collections::BTreeMap;

use serde::Serialize;

/// The outcome of judging a rule once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The rule held.
    Passed,
    /// It did not.
    Failed,
    /// Something was missing that it needs, and what.
    Undecided(&'static str),
}

/// Outcomes of one rule.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// The rule held.
    pub passed: u64,
    /// It did not.
    pub failed: u64,
    /// Something was missing that it needs.
    pub undecided: u64,
    /// What was missing, and how often.
    pub reasons: BTreeMap<&'static str, u64>,
}

/// Outcomes of every rule, by its id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Scorecard {
    /// Rules by id.
    pub rules: BTreeMap<String, Tally>,
}

impl Scorecard {
    /// Counts one outcome.
    pub fn count(&mut self, rule: &str, outcome: Outcome) {
        if !self.rules.contains_key(rule) {
            self.rules.insert(rule.to_owned(), Tally::default());
        }
        let Some(tally) = self.rules.get_mut(rule) else { return };
        match outcome {
            Outcome::Passed => tally.passed += 1,
            Outcome::Failed => tally.failed += 1,
            Outcome::Undecided(reason) => {
                tally.undecided += 1;
                *tally.reasons.entry(reason).or_default() += 1;
            }
        }
    }
}
