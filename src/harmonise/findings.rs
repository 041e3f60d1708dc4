//! What this stage can tell.

use crate::diag::{FindingCode, Severity};

pub(crate) static CONFLICT: FindingCode = FindingCode {
    id: "harmonise/conflict",
    severity: Severity::Error,
    when: "cells of one source and edition give different figures for the same key; none is published, all stand in `conflicts`",
    fix: "ask the sender which figure is right, or tell the cells apart in the mapping",
};
pub(crate) static REPEATED_CLAIM: FindingCode = FindingCode {
    id: "harmonise/repeated-claim",
    severity: Severity::Warning,
    when: "several cells give the same figure for the same key; one observation is published and lists them all",
    fix: "see whether a row or a table stands in the file twice",
};
pub(crate) static BASIS_CHANGED: FindingCode = FindingCode {
    id: "harmonise/basis-changed",
    severity: Severity::Warning,
    when: "a later edition files a state's figures in another table than an earlier one, so the two can't be joined to a series",
    fix: "read both editions' notes before comparing the figures over time",
};
pub(crate) static OUTSIDE_LIST: FindingCode = FindingCode {
    id: "harmonise/code-outside-list",
    severity: Severity::Error,
    when: "a code is not in the list of its dimension, so the figure can't be published",
    fix: "correct the code in the mapping, or add it to the list of the standard",
};

pub(crate) static BARRIER: FindingCode = FindingCode {
    id: "harmonise/barrier",
    severity: Severity::Error,
    when: "what the source states of its figures makes them another thing than the exchange table is about, such as crossings instead of persons; they are withheld",
    fix: "send the figures to the table they belong to, or correct what the mapping states in its `profile`",
};

pub(crate) static CONTRADICTING_PROFILES: FindingCode = FindingCode {
    id: "harmonise/contradicting-profiles",
    severity: Severity::Warning,
    when: "two rules of a mapping that take the same figure state different things of its definition; what they contradict each other about counts as unknown",
    fix: "let one of the rules name a profile that holds for both",
};

pub(crate) static ALL: &[&FindingCode] = &[&BARRIER, &CONTRADICTING_PROFILES, &CONFLICT, &REPEATED_CLAIM, &BASIS_CHANGED, &OUTSIDE_LIST];
