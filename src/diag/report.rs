//! Findings gathered over a run.

use super::finding::{Finding, Severity};

/// What a stage gives: its output, and what someone should look at.
#[derive(Debug, Clone)]
pub struct Staged<T> {
    /// The output.
    pub value: T,
    /// What was noticed on the way.
    pub findings: Vec<Finding>,
}

/// Every finding of a run, in one order that does not depend on threads.
#[derive(Debug, Clone, Default)]
pub struct Report {
    findings: Vec<Finding>,
}

impl Report {
    /// Sorts the findings by file, place, code and text.
    #[must_use]
    pub fn new(mut findings: Vec<Finding>) -> Self {
        findings.sort_by_cached_key(Finding::order);
        Self { findings }
    }

    /// The findings, sorted.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// How many findings of one severity nobody explained; one that stands for many like it counts once.
    #[must_use]
    pub fn open(&self, severity: Severity) -> u64 {
        self.findings.iter().filter(|finding| finding.severity == severity && finding.explanation.is_none()).count() as u64
    }

    /// How many findings of one severity there are; one that stands for many like it counts once.
    #[must_use]
    pub fn count(&self, severity: Severity) -> u64 {
        self.findings.iter().filter(|finding| finding.severity == severity).count() as u64
    }
}
