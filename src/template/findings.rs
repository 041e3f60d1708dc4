//! Everything this stage can tell a user.

use crate::diag::{FindingCode, Severity};

macro_rules! findings {
    ($($name:ident = $id:literal, $severity:ident, $when:literal, $fix:literal;)+) => {
        $(pub(crate) static $name: FindingCode = FindingCode { id: $id, severity: Severity::$severity, when: $when, fix: $fix };)+
        pub(crate) static ALL: &[&FindingCode] = &[$(&$name),+];
    };
}

findings! {
    NO_IDS = "template/no-ids", Error,
        "a sheet of a template has lost its hidden row or its hidden columns of codes, so nothing on it can be read",
        "copy the figures into the same sheet of a fresh template, and keep its hidden row and columns";
    NO_TABLE = "template/no-table", Error,
        "a sheet of a template no longer says which table of which state and year it is, or names one that the standard does not have",
        "copy the figures into the same sheet of a fresh template";
    OTHER_TEMPLATE = "template/other-template", Error,
        "a sheet comes from the template of another state or another year than the rest of the workbook; it is not read",
        "send each state and year in a workbook of its own";
    SHEET_GONE = "template/sheet-gone", Warning,
        "a template was made with a table whose sheet is no longer in the workbook",
        "send the sheet, or say why there are no figures; the list of gaps counts the table as not sent";
    ROW_WITHOUT_CODE = "template/row-without-code", Error,
        "a row of a template holds figures, but nothing tells which code they belong to; the row is not read",
        "choose an entry of the list in the cell that names the row, or type its code";
    UNKNOWN_CODE = "template/unknown-code", Error,
        "a code of a template is not in the list of its dimension; its figures are not read",
        "choose an entry of the list in that cell";
    LABEL_AND_CODE = "template/label-and-code", Error,
        "the label of a row names something else than its hidden code; the row is not read",
        "put the label back, and give the figures of the other country in a free row";
    COLUMN_TWICE = "template/column-twice", Error,
        "two columns of a template carry the same hidden id, as after a column was copied; neither is read",
        "delete the copy, or empty it";
    NOT_FILLED_IN = "template/not-filled-in", Information,
        "a sheet of a template holds no figure and no sign; it counts as not sent",
        "nothing to do where you have no figures for this table; else fill in its yellow cells";
    DATE_UNCLEAR = "template/date-unclear", Error,
        "the day to which a stock refers is missing or can't be read, so the figures of the sheet are not read",
        "choose a day in that cell, or write it as 2025-12-31";
    ANSWER_UNCLEAR = "template/answer-unclear", Warning,
        "an answer about definitions is none of those to choose from; it counts as not given",
        "choose an entry of the list in that cell";
    OFFICE_MISSING = "template/office-missing", Warning,
        "the template does not say which office sends it",
        "write the name of the office in that cell";
    OTHER_STANDARD = "template/other-standard", Information,
        "the template was made with another version of the standard than the one it is read with",
        "nothing to do where nothing else is reported; make new templates for the next round";
}
