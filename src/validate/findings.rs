//! What this stage can tell.

use crate::diag::{FindingCode, Severity};

pub(crate) static PART_WHOLE_MISMATCH: FindingCode = FindingCode {
    id: "validate/part-whole-mismatch",
    severity: Severity::Error,
    when: "a total differs from the sum of its parts by more than rounding can explain",
    fix: "ask the sender which of the figures is right; if the parts are not the whole of the total, correct `adds-up` in the mapping",
};
pub(crate) static SEXES_MISMATCH: FindingCode = FindingCode {
    id: "validate/sexes-mismatch",
    severity: Severity::Error,
    when: "both sexes together differ from the sum of male, female and unknown by more than rounding can explain",
    fix: "ask the sender which of the figures is right",
};

pub(crate) static ALL: &[&FindingCode] = &[&PART_WHOLE_MISMATCH, &SEXES_MISMATCH];
