//! What the rows of a table sheet are about.
//!
//! A row has a code in a hidden column, or none and the entry of a drop-down beside it. What can't be told is a finding with its
//! cell, and the row is left out by a rule of the mapping; nothing is guessed.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::{LABEL_AND_CODE, ROW_WITHOUT_CODE, UNKNOWN_CODE};
use super::ids::ColumnId;
use super::outline::Outline;
use super::{MISSING, code_of};
use crate::diag::Finding;
use crate::model::{CellRef, Code, DimensionId, Status};
use crate::spec::{CodeList, Lookup, Standard, normalise, spelling_hint};

/// What stands in the hidden column of a free row: the code is chosen beside it.
pub const CHOSEN: &str = "choose";

/// What the rows of a sheet say.
#[derive(Default)]
pub(super) struct Rows {
    /// Codes of hidden columns, by dimension.
    pub codes: BTreeMap<DimensionId, BTreeSet<Code>>,
    /// Entries of drop-downs of free rows, by dimension, each with its code.
    pub chosen: BTreeMap<DimensionId, BTreeMap<String, Code>>,
    /// Hidden texts that are no code.
    pub unknown: BTreeMap<DimensionId, BTreeSet<String>>,
    /// Whether there are free rows without an entry, by dimension.
    pub open: BTreeSet<DimensionId>,
    /// Entries of free rows that are no code.
    pub not_chosen: BTreeMap<DimensionId, BTreeSet<String>>,
    /// Codes whose row is labelled as something else.
    pub contradicted: BTreeMap<DimensionId, BTreeSet<(String, String)>>,
    /// Signs that stand for a missing figure, as they were typed, each with its status.
    pub signs: BTreeMap<String, &'static str>,
    /// Entries of the status column, each with its status.
    pub statuses: BTreeMap<String, Option<Status>>,
    pub findings: Vec<Finding>,
}

impl Rows {
    /// Reads the rows of a sheet.
    pub(super) fn read(outline: &Outline<'_>, standard: &Standard) -> Self {
        let mut rows = Self::default();
        let values: Vec<u32> = outline.values().map(|(column, _)| column).collect();
        for row in outline.body() {
            let figures: Vec<String> = values.iter().filter_map(|column| outline.text(CellRef::new(row, *column))).collect();
            // A row without figures says nothing, and what stands in it is nobody's concern.
            if figures.is_empty() {
                continue;
            }
            rows.signs.extend(figures.into_iter().filter_map(|text| {
                let (_, status) = MISSING.iter().find(|(sign, _)| text.eq_ignore_ascii_case(sign))?;
                Some((text, *status))
            }));
            for (dimension, key) in outline.keys() {
                let label = outline.column(&ColumnId::Label(dimension.clone()));
                rows.row(outline, standard, dimension, (row, key, label));
            }
            rows.status(outline, row);
        }
        rows
    }

    fn row(&mut self, outline: &Outline<'_>, standard: &Standard, dimension: &DimensionId, (row, key, label): (u32, u32, Option<u32>)) {
        let Some(list) = standard.list_of(dimension) else { return };
        let at = CellRef::new(row, key);
        let beside = label.map(|column| CellRef::new(row, column));
        let said = beside.and_then(|at| outline.text(at));
        let Some(text) = outline.text(at).filter(|text| normalise(text).key != CHOSEN) else {
            self.free(outline, standard, (dimension, list), (at, beside), said);
            return;
        };
        let Some(code) = Code::new(&text).ok().filter(|code| standard.accepts(list, code.as_str())) else {
            let message = format!("`{text}` is not a code of `{dimension}`");
            self.tell(unknown(message, &text, list).at(outline.place(Some(at))));
            self.unknown.entry(dimension.clone()).or_default().insert(text);
            return;
        };
        if let Some((said, other)) = said.and_then(|said| other_code(&said, &code, list).map(|other| (said, other))) {
            let message = format!("the row is called `{said}`, which is `{other}`, and its hidden code is `{code}`");
            self.tell(Finding::new(&LABEL_AND_CODE, message).at(outline.place(beside)));
            self.contradicted.entry(dimension.clone()).or_default().insert((text, said));
        }
        self.codes.entry(dimension.clone()).or_default().insert(code);
    }

    /// A row whose code is chosen in the visible column.
    fn free(
        &mut self,
        outline: &Outline<'_>,
        standard: &Standard,
        (dimension, list): (&DimensionId, &CodeList),
        (at, beside): (CellRef, Option<CellRef>),
        said: Option<String>,
    ) {
        let Some(said) = said else {
            self.open.insert(dimension.clone());
            let message = format!("row {} holds figures, and nothing says which `{dimension}` they are about", at.row + 1);
            self.tell(Finding::new(&ROW_WITHOUT_CODE, message).at(outline.place(beside.or(Some(at)))));
            return;
        };
        let typed = code_of(&said);
        let by_code = [typed.to_owned(), typed.to_uppercase()].into_iter().find(|code| standard.accepts(list, code));
        let code = by_code.and_then(|code| Code::new(&code).ok()).or_else(|| match list.by_name(&normalise(&said).key, &[]) {
            Lookup::One(code, _) => Some(code),
            Lookup::Several(_) | Lookup::None => None,
        });
        if let Some(code) = code {
            self.chosen.entry(dimension.clone()).or_default().insert(said, code);
            return;
        }
        let message = format!("`{said}` is no entry of the list of `{dimension}`");
        self.tell(unknown(message, typed, list).at(outline.place(beside)));
        self.not_chosen.entry(dimension.clone()).or_default().insert(said);
    }

    fn status(&mut self, outline: &Outline<'_>, row: u32) {
        let Some(column) = outline.column(&ColumnId::Status) else { return };
        let at = CellRef::new(row, column);
        let Some(text) = outline.text(at) else { return };
        let typed = code_of(&text).to_uppercase();
        let known = Status::ALL.iter().find(|status| status.as_str() == typed && !status.forbids_a_value()).copied();
        if known.is_none() && !self.statuses.contains_key(&text) {
            let message = format!("`{text}` is no status that a figure can have");
            self.tell(Finding::new(&UNKNOWN_CODE, message).at(outline.place(Some(at))));
        }
        self.statuses.insert(text, known);
    }

    fn tell(&mut self, finding: Finding) {
        self.findings.push(finding);
    }
}

fn unknown(message: String, typed: &str, list: &CodeList) -> Finding {
    let finding = Finding::new(&UNKNOWN_CODE, message);
    let near = list.nearest(&normalise(typed).key, &[], 1).pop().map(|(name, code)| format!("the nearest is `{code}` ({name})"));
    match near.or_else(|| spelling_hint(typed, list.codes())) {
        Some(hint) => finding.hint(format!("{hint}; choose an entry of the list in that cell")),
        None => finding,
    }
}

/// The code that a label names where it is another than that of its row; a label that names nothing known says nothing.
fn other_code(said: &str, code: &Code, list: &CodeList) -> Option<Code> {
    let typed = code_of(said);
    let by_code = (typed != said).then(|| list.get(typed)).flatten().map(|entry| entry.code.clone());
    let named = by_code.or_else(|| match list.by_name(&normalise(said).key, &[]) {
        Lookup::One(named, _) => Some(named),
        Lookup::Several(_) | Lookup::None => None,
    });
    named.filter(|named| named != code)
}
