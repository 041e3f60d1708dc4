//! Everything this stage can tell a user.
//!
//! In goes a workbook as read, out come findings about it: what the sender hid, what a formula could not compute or
//! nobody let it compute, and how the letters of a text file came to be read. No finding changes a cell.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::workbook::{CellError, Content, EncodingOrigin, Sheet, Visibility, Workbook};
use crate::diag::{Finding, FindingCode, Place, Severity};
use crate::model::{CellRange, CellRef, column_letters};

pub(crate) static NOT_TAKEN: FindingCode = FindingCode {
    id: "read/not-taken",
    severity: Severity::Warning,
    when: "a file that could be a return lies in a folder of inputs, and no pattern of the pipeline takes it",
    fix: "widen the pattern in `inputs` of the pipeline, or move the file to another folder",
};

pub(crate) static HIDDEN_SHEET: FindingCode = FindingCode {
    id: "read/hidden-sheet",
    severity: Severity::Warning,
    when: "a sheet whose tab is hidden holds cells; it is read like the others",
    fix: "ask the sender whether the hidden sheet is meant to be part of the return",
};

pub(crate) static HIDDEN_ROWS_OR_COLUMNS: FindingCode = FindingCode {
    id: "read/hidden-rows-or-columns",
    severity: Severity::Warning,
    when: "hidden rows or columns hold cells; they are read like the others",
    fix: "unhide them, and ask the sender whether they are part of the table or left over from an earlier one",
};

pub(crate) static ERROR_VALUE: FindingCode = FindingCode {
    id: "read/error-value",
    severity: Severity::Warning,
    when: "cells hold the error of a formula instead of a value, once per sheet and kind of error",
    fix: "ask the sender to repair the formula, or to send the value it should give",
};

pub(crate) static FORMULA_WITHOUT_VALUE: FindingCode = FindingCode {
    id: "read/formula-without-value",
    severity: Severity::Warning,
    when: "cells hold a formula whose result was never stored, once per sheet; such a cell reads as empty",
    fix: "open the file in a spreadsheet program, let it calculate, save it and send that",
};

pub(crate) static ENCODING_GUESSED: FindingCode = FindingCode {
    id: "read/encoding-guessed",
    severity: Severity::Information,
    when: "a text file or web page states no encoding and is not UTF-8, so the likeliest was taken",
    fix: "look at names with accents; where they are wrong, state the encoding of the file",
};

pub(crate) static UNDECODABLE_BYTES: FindingCode = FindingCode {
    id: "read/undecodable-bytes",
    severity: Severity::Warning,
    when: "bytes of a text file or web page have no meaning in its encoding and are read as the replacement character",
    fix: "state the encoding in which the file was saved, or ask the sender to save it as UTF-8",
};

/// Every finding of this stage.
pub(crate) static ALL: &[&FindingCode] =
    &[&NOT_TAKEN, &HIDDEN_SHEET, &HIDDEN_ROWS_OR_COLUMNS, &ERROR_VALUE, &FORMULA_WITHOUT_VALUE, &ENCODING_GUESSED, &UNDECODABLE_BYTES];

/// Everything worth telling about a workbook as read.
pub(super) fn of(workbook: &Workbook) -> Vec<Finding> {
    let mut findings = text_file(workbook);
    for sheet in &workbook.sheets {
        let on = On { file: &workbook.identity.name, sheet };
        findings.extend(on.hidden_sheet());
        findings.extend(on.hidden_rows());
        findings.extend(on.hidden_columns());
        findings.extend(on.error_values());
        findings.extend(on.formulas_without_value());
    }
    findings
}

/// The findings of a workbook again, where cells that `own` names were put there by this program and need no word: its hidden ids
/// and its formulas.
pub(crate) fn findings_beside(workbook: &Workbook, noticed: &[Finding], own: &dyn Fn(&Sheet, CellRef) -> bool) -> Vec<Finding> {
    let about_own: [&FindingCode; 4] = [&HIDDEN_SHEET, &HIDDEN_ROWS_OR_COLUMNS, &ERROR_VALUE, &FORMULA_WITHOUT_VALUE];
    let mut findings: Vec<Finding> = noticed.iter().filter(|finding| !about_own.contains(&finding.code)).cloned().collect();
    for sheet in &workbook.sheets {
        let rest = sheet.without(&|at| own(sheet, at));
        let on = On { file: &workbook.identity.name, sheet: &rest };
        findings.extend(on.hidden_sheet());
        findings.extend(on.hidden_rows());
        findings.extend(on.hidden_columns());
        findings.extend(on.error_values());
        findings.extend(on.formulas_without_value());
    }
    findings
}

fn text_file(workbook: &Workbook) -> Vec<Finding> {
    let file = &workbook.identity.name;
    let mut findings = Vec::new();
    let encoding = workbook.encoding.as_deref().unwrap_or_default();
    if workbook.encoding_origin == Some(EncodingOrigin::Guessed) {
        let message = format!("no encoding is stated and the text is not UTF-8; read as `{encoding}`");
        findings.push(Finding::new(&ENCODING_GUESSED, message).at(Place::file(file)));
    }
    if workbook.undecodable {
        findings.push(undecodable(workbook, encoding));
    }
    findings
}

fn undecodable(workbook: &Workbook, encoding: &str) -> Finding {
    let file = &workbook.identity.name;
    let strange = |sheet: &Sheet| -> Vec<CellRef> {
        sheet.cells().iter().filter(|cell| cell.text().contains(char::REPLACEMENT_CHARACTER)).map(|cell| cell.at).collect()
    };
    let found = workbook.sheets.iter().map(|sheet| (sheet, strange(sheet))).find(|(_, cells)| !cells.is_empty());
    let (place, count) = match &found {
        Some((sheet, cells)) => {
            let first = cells.first().map(|at| CellRange::single(*at));
            (On { file, sheet }.place(first), cells.len() as u64)
        }
        None => (Place::file(file), 1),
    };
    let message = format!("bytes that have no meaning in `{encoding}` stand in {}", counted(count, "cell", "cells"));
    let mut finding = Finding::new(&UNDECODABLE_BYTES, message).at(place);
    finding.count = count;
    finding
}

/// A sheet and the file it stands in.
#[derive(Clone, Copy)]
struct On<'w> {
    file: &'w Arc<str>,
    sheet: &'w Sheet,
}

impl On<'_> {
    fn place(&self, cells: Option<CellRange>) -> Place {
        Place { file: Arc::clone(self.file), sheet: Some(Arc::clone(&self.sheet.name)), cells, addressing: self.sheet.addressing }
    }

    fn hidden_sheet(&self) -> Option<Finding> {
        let cells = self.sheet.cells().len() as u64;
        if self.sheet.visibility == Visibility::Visible || cells == 0 {
            return None;
        }
        let message =
            format!("the hidden sheet `{}` holds {} and is read like the others", self.sheet.name, counted(cells, "cell", "cells"));
        Some(Finding::new(&HIDDEN_SHEET, message).at(self.place(None)))
    }

    fn hidden_rows(&self) -> Option<Finding> {
        let hidden = self.sheet.hidden_rows.known()?;
        let runs = runs(self.sheet.rows().map(|(row, _)| row).filter(|row| hidden.contains(row)));
        let cells = self.sheet.cells().iter().filter(|cell| hidden.contains(&cell.at.row)).count() as u64;
        let used = self.sheet.used()?;
        let (first, last) = runs.first()?;
        let place = CellRange::new(CellRef::new(*first, used.first.column), CellRef::new(*last, used.last.column));
        Some(Self::hidden("row", "rows", &runs, |row| (row + 1).to_string(), cells).at(self.place(Some(place))))
    }

    fn hidden_columns(&self) -> Option<Finding> {
        let hidden = self.sheet.hidden_columns.known()?;
        let inside = || self.sheet.cells().iter().map(|cell| cell.at.column).filter(|column| hidden.contains(column));
        let runs = runs(inside().collect::<BTreeSet<_>>());
        let used = self.sheet.used()?;
        let (first, last) = runs.first()?;
        let place = CellRange::new(CellRef::new(used.first.row, *first), CellRef::new(used.last.row, *last));
        Some(Self::hidden("column", "columns", &runs, column_letters, inside().count() as u64).at(self.place(Some(place))))
    }

    fn hidden(one: &str, many: &str, runs: &[(u32, u32)], name: impl Fn(u32) -> String, cells: u64) -> Finding {
        let shown = |&(first, last): &(u32, u32)| if first == last { name(first) } else { format!("{} to {}", name(first), name(last)) };
        let mut list: Vec<String> = runs.iter().take(5).map(shown).collect();
        if runs.len() > list.len() {
            list.push(counted((runs.len() - list.len()) as u64, "further run", "further runs"));
        }
        let lines: u64 = runs.iter().map(|(first, last)| u64::from(last - first) + 1).sum();
        let noun = if lines == 1 { one } else { many };
        let verb = if lines == 1 { "holds" } else { "hold" };
        let message = format!("hidden {noun} {} {verb} {}, read like the others", joined(&list), counted(cells, "cell", "cells"));
        let mut finding = Finding::new(&HIDDEN_ROWS_OR_COLUMNS, message);
        finding.count = lines;
        finding
    }

    fn error_values(&self) -> Vec<Finding> {
        let mut kinds: BTreeMap<CellError, (CellRef, u64)> = BTreeMap::new();
        for cell in self.sheet.cells() {
            if let Content::Error(error) = cell.content {
                kinds.entry(error).or_insert((cell.at, 0)).1 += 1;
            }
        }
        let tell = |(error, (first, count)): (CellError, (CellRef, u64))| {
            let verb = if count == 1 { "holds" } else { "hold" };
            let message = format!("{} {verb} the error `{}` instead of a value", counted(count, "cell", "cells"), error.as_str());
            let mut finding = Finding::new(&ERROR_VALUE, message).at(self.place(Some(CellRange::single(first))));
            finding.count = count;
            finding
        };
        kinds.into_iter().map(tell).collect()
    }
}

impl On<'_> {
    fn formulas_without_value(&self) -> Option<Finding> {
        let cells = self.sheet.formulas_without_value.known()?;
        let (first, count) = (cells.first()?, cells.len() as u64);
        let noun = if count == 1 { "holds a formula" } else { "hold formulas" };
        let message = format!("{} {noun} without a stored result, and reading does not calculate", counted(count, "cell", "cells"));
        let mut finding = Finding::new(&FORMULA_WITHOUT_VALUE, message).at(self.place(Some(CellRange::single(*first))));
        finding.count = count;
        Some(finding)
    }
}

/// Neighbouring numbers drawn together; the numbers come in rising order.
fn runs(numbers: impl IntoIterator<Item = u32>) -> Vec<(u32, u32)> {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if number == *last + 1 => *last = number,
            _ => runs.push((number, number)),
        }
    }
    runs
}

fn joined(list: &[String]) -> String {
    match list {
        [] => String::new(),
        [only] => only.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_belong_to_this_stage() {
        let ids: BTreeSet<&str> = ALL.iter().map(|code| code.id).collect();
        assert_eq!(ids.len(), ALL.len());
        assert!(ids.iter().all(|id| id.starts_with("read/")));
    }

    #[test]
    fn neighbouring_rows_are_named_together() {
        assert_eq!(runs([1, 2, 3, 7, 9, 10]), [(1, 3), (7, 7), (9, 10)]);
        let list: Vec<String> = ["A", "B", "C"].map(str::to_owned).to_vec();
        assert_eq!(joined(&list), "A, B and C");
    }
}
