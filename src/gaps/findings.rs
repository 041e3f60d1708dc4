//! What this stage can tell.

use crate::diag::{FindingCode, Severity};

pub(crate) static NOTHING_DECLARED: FindingCode = FindingCode {
    id: "gaps/declaration-without-gap",
    severity: Severity::Warning,
    when: "somebody declared that figures are not there, and nothing that was asked for lacks there",
    fix: "take the declaration out where the figures came, or correct the state, the table or the years it names",
};
pub(crate) static EXPIRED: FindingCode = FindingCode {
    id: "gaps/declaration-expired",
    severity: Severity::Warning,
    when: "a declaration of a gap ended before the day on which returns were due, so it explains nothing any more",
    fix: "ask the state whether it still holds, and put the new last day into `until`",
};
pub(crate) static RECEIPT_WITHOUT_FILE: FindingCode = FindingCode {
    id: "gaps/receipt-without-file",
    severity: Severity::Warning,
    when: "the list of receipts has a line about a file that the pipeline does not read",
    fix: "correct the name of the file, which starts from the folder of the list or from the root of the pipeline, or put the file into the round",
};
pub(crate) static DONE_AND_STILL_THERE: FindingCode = FindingCode {
    id: "gaps/done-and-still-there",
    severity: Severity::Warning,
    when: "a recommendation is noted as done, and its reason is still there",
    fix: "look whether the new figures came in this round, or set the recommendation back to `agreed`",
};

pub(crate) static ALL: &[&FindingCode] = &[&DONE_AND_STILL_THERE, &EXPIRED, &NOTHING_DECLARED, &RECEIPT_WITHOUT_FILE];
