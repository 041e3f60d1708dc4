//! How often each rule passed, failed, or could not be judged.

use std::collections::BTreeMap;

use serde::Serialize;

use super::judge::Verdict;

/// Outcomes of one rule.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// The rule held.
    pub passed: u64,
    /// It did not.
    pub failed: u64,
    /// Something was missing that it needs.
    pub undecided: u64,
}

/// Outcomes of every rule, by its id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Scorecard {
    /// Rules by id.
    pub rules: BTreeMap<&'static str, Tally>,
}

impl Scorecard {
    /// Counts one outcome.
    pub fn count(&mut self, rule: &'static str, verdict: &Verdict) {
        let tally = self.rules.entry(rule).or_default();
        match verdict {
            Verdict::Passed => tally.passed += 1,
            Verdict::Failed { .. } => tally.failed += 1,
            Verdict::Undecided(_) => tally.undecided += 1,
        }
    }
}
