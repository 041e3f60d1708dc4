//! What this stage can tell.

use crate::diag::{FindingCode, Severity};

pub(crate) static NO_MAPPING: FindingCode = FindingCode {
    id: "locate/no-mapping",
    severity: Severity::Error,
    when: "no mapping recognises the file",
    fix: "write a mapping for this layout, or correct the texts by which the nearest one recognises its file",
};
pub(crate) static TABLE_NOT_FOUND: FindingCode = FindingCode {
    id: "locate/table-not-found",
    severity: Severity::Error,
    when: "a mapping claims the file, but the title or the headings of one of its tables stand on no sheet, or lack on one of the sheets that it names",
    fix: "compare the headings in the file with those in the mapping",
};
pub(crate) static TWO_CLAIMS: FindingCode = FindingCode {
    id: "locate/two-claims",
    severity: Severity::Error,
    when: "two tables of one or two mappings claim the same cells; neither is read",
    fix: "make the titles or headings of one of them more exact",
};
pub(crate) static UNCLAIMED_SHEET: FindingCode = FindingCode {
    id: "locate/unclaimed-sheet",
    severity: Severity::Warning,
    when: "a sheet holds cells, and the mapping neither finds a table on it nor sets it aside",
    fix: "describe the table, or add the sheet to `set-aside` with a reason",
};
pub(crate) static COLUMN_WITHOUT_HEADING: FindingCode = FindingCode {
    id: "locate/column-without-heading",
    severity: Severity::Error,
    when: "a column inside the table holds cells, but nothing stands above them in the header",
    fix: "see whether the header has moved; a column that feeds nothing needs a heading and a line in `ignore-column`",
};
pub(crate) static HEADING_TWICE: FindingCode = FindingCode {
    id: "locate/heading-twice",
    severity: Severity::Error,
    when: "a heading that a field asks for stands twice in the header row",
    fix: "make the heading in the file unique, or describe two tables",
};
pub(crate) static UNIT_NOT_STATED: FindingCode = FindingCode {
    id: "locate/unit-not-stated",
    severity: Severity::Error,
    when: "the text that states the multiplier is not above the table, so its figures can't be trusted; the table is not read",
    fix: "look at what the sheet says about its unit, then correct the file or the mapping",
};
pub(crate) static SCATTERED_TABLE: FindingCode = FindingCode {
    id: "locate/scattered-table",
    severity: Severity::Error,
    when: "a table would cover millions of cells, of which hardly any is filled; it is not read",
    fix: "delete stray cells far from the table, or give `ends-before` in the mapping",
};
pub(crate) static EMPTY_TABLE: FindingCode = FindingCode {
    id: "locate/empty-table",
    severity: Severity::Warning,
    when: "a table has a header and no values",
    fix: "ask the sender whether the table was meant to be empty",
};
pub(crate) static SET_ASIDE_MISSING: FindingCode = FindingCode {
    id: "locate/set-aside-without-sheet",
    severity: Severity::Information,
    when: "a line of `set-aside` names a sheet the file does not have",
    fix: "delete the line when the layout has changed for good",
};

pub(crate) static ALL: &[&FindingCode] = &[
    &NO_MAPPING,
    &TABLE_NOT_FOUND,
    &TWO_CLAIMS,
    &UNCLAIMED_SHEET,
    &COLUMN_WITHOUT_HEADING,
    &HEADING_TWICE,
    &UNIT_NOT_STATED,
    &SCATTERED_TABLE,
    &EMPTY_TABLE,
    &SET_ASIDE_MISSING,
];
