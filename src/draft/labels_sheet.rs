//! The sheet of unmatched labels that a person fills in: written as rows, read back and checked.

use super::plan::UnmatchedLabel;
use crate::model::Code;
use crate::read::Workbook;
use crate::spec::{Standard, normalise};

/// A label with the code a person gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatedLabel {
    /// The label.
    pub label: String,
    /// The code as typed.
    pub code: String,
    /// The file it stands in.
    pub file: String,
    /// Its line, counted from one.
    pub line: u32,
}

/// Labels that can't be taken, each with its line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", problems.join("\n"))]
pub struct LabelsError {
    /// The problems, in the order of the lines.
    pub problems: Vec<String>,
}

impl StatedLabel {
    /// The code, if the list has it.
    pub(super) fn checked(&self, standard: &Standard, list: &str) -> Result<Code, String> {
        let Some(list) = standard.lists.get(list) else { return Err(format!("there is no code list `{list}`")) };
        let typed = self.code.trim();
        match Code::new(typed) {
            Ok(code) if standard.accepts(list, typed) => Ok(code),
            _ => Err(format!(
                "{}:{}: `{typed}`, given for `{}`, is not a code of the list `{}`",
                self.file,
                self.line,
                self.label,
                list.id()
            )),
        }
    }
}

/// The rows of the sheet, its header first: label, code, and for the reader field, list, cell and candidates.
#[must_use]
pub fn labels_rows(unmatched: &[UnmatchedLabel]) -> Vec<[String; 6]> {
    let mut rows = vec![["label", "code", "field", "list", "cell", "near"].map(str::to_owned)];
    let mut known: Vec<(String, &str)> = Vec::new();
    for label in unmatched {
        let key = (normalise(&label.label).key, label.list.as_str());
        // The same label of the same list is asked once, however many tables hold it.
        if known.contains(&key) {
            continue;
        }
        known.push(key);
        let near: Vec<String> = label.candidates.iter().map(|(name, code)| format!("{code} {name}")).collect();
        rows.push([label.label.clone(), String::new(), label.field.clone(), label.list.clone(), label.at.clone(), near.join("; ")]);
    }
    rows
}

/// Reads a filled sheet: the first sheet of the workbook, label in the first column and code in the second.
///
/// Lines without a code are questions still open and are passed over; so is the header line that [`labels_rows`] writes.
///
/// # Errors
/// The same label has two different codes.
pub fn read_labels(workbook: &Workbook) -> Result<Vec<StatedLabel>, LabelsError> {
    let mut stated: Vec<StatedLabel> = Vec::new();
    let mut problems = Vec::new();
    for (row, cells) in workbook.sheets.first().into_iter().flat_map(crate::read::Sheet::rows) {
        let text = |column: u32| {
            cells.iter().find(|cell| cell.at.column == column).map(|cell| cell.text().trim().to_owned()).filter(|text| !text.is_empty())
        };
        let (Some(label), Some(code)) = (text(0), text(1)) else { continue };
        if (label.as_str(), code.as_str()) == ("label", "code") {
            continue;
        }
        let line = row + 1;
        let key = normalise(&label).key;
        match stated.iter().find(|other| normalise(&other.label).key == key) {
            Some(other) if other.code != code => {
                problems.push(format!(
                    "{}:{line}: `{label}` has the code `{code}` here and `{}` on line {}",
                    workbook.identity.name, other.code, other.line
                ));
            }
            Some(_) => {}
            None => stated.push(StatedLabel { label, code, file: workbook.identity.name.to_string(), line }),
        }
    }
    if problems.is_empty() { Ok(stated) } else { Err(LabelsError { problems }) }
}
