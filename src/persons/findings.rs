//! What this stage can tell.

use crate::diag::{FindingCode, Severity};

pub(crate) static LIST_OF_PERSONS: FindingCode = FindingCode {
    id: "persons/list-of-persons",
    severity: Severity::Error,
    when: "a sheet holds one row a person under headings such as a name, the number of a document or a day of birth; the whole file is \
           refused and nothing of it is kept",
    fix: "delete the copy you received, and ask the sender for a table of counts instead",
};

pub(crate) static ALL: &[&FindingCode] = &[&LIST_OF_PERSONS];
