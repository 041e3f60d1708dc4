//! The draft run over its own files, and what it could not read taken back into it.
//!
//! In: a plan. Out: the draft that was seen to load and to run. A table that does not load, or is not found where it was
//! drafted, is set aside with the reason; labels no list knows become lines to fill in; symbols, marks and empty cells
//! become questions; figures that add up become sums.

use std::collections::{BTreeMap, BTreeSet};

use super::build::{DraftError, DraftOptions};
use super::labels_sheet::LabelsError;
use super::plan::{Draft, DraftedTable, Plan, SetAside, TablePlan, Todo, UnmatchedLabel};
use super::reading::{ReadTable, read_with};
use super::recognise::{Line, Recogniser, Says};
use super::render::render;
use super::sums;
use crate::locate::locate;
use crate::map::Resolution;
use crate::model::{Code, IgnoreReason};
use crate::read::Workbook;
use crate::spec::{CodeList, Feeds, Lookup, Mapping, Standard, load_mapping, normalise};

/// How many cells a question names.
const NAMED_CELLS: usize = 3;

/// Refines a plan.
///
/// # Errors
/// Nothing of it can be read, or a person stated a code that its list does not know.
pub(super) fn refine(workbooks: &[&Workbook], standard: &Standard, mut plan: Plan, options: &DraftOptions) -> Result<Draft, DraftError> {
    drop_tables_that_do_not_load(&mut plan, standard);
    let mapping = load(&plan, standard)?;
    drop_tables_not_found(&mut plan, &mapping, workbooks);
    let mut mapping = load(&plan, standard)?;
    let read = |mapping: &Mapping| workbooks.iter().map(|workbook| read_with(workbook, mapping, standard)).collect::<Vec<_>>();
    let mut reads = read(&mapping);
    let mut matched = labels(&mut plan, &mapping, standard, workbooks, &reads);
    if !options.labels.is_empty() {
        take_stated(&mut plan, standard, options)?;
        mapping = load(&plan, standard)?;
        reads = read(&mapping);
        matched = labels(&mut plan, &mapping, standard, workbooks, &reads);
    }
    questions(&mut plan, &mapping, &reads);
    sums::find(&mut plan, &mapping, standard, &reads);
    let text = render(&plan);
    load(&plan, standard)?;
    let tables = summary(&plan, workbooks, &reads);
    let unmatched = plan.tables.iter().flat_map(|table| table.fields.iter().flat_map(|field| field.open.iter().cloned())).collect();
    Ok(Draft { text, tables, todos: plan.todos, unmatched, matched })
}

/// The plan as a mapping.
fn load(plan: &Plan, standard: &Standard) -> Result<Mapping, DraftError> {
    let file = plan.title.clone();
    if plan.tables.is_empty() {
        let reasons: Vec<&str> =
            plan.todos.iter().filter(|todo| todo.key == "set-aside").filter_map(|todo| todo.evidence.as_deref()).collect();
        return Err(DraftError::NoTable { file, because: reasons.join("; ") });
    }
    load_mapping("draft.toml", &render(plan), standard).map_err(|error| DraftError::NoTable { file, because: error.to_string() })
}

/// A draft loads as a whole or not at all, so tables are tried one by one.
fn drop_tables_that_do_not_load(plan: &mut Plan, standard: &Standard) {
    if load(plan, standard).is_ok() {
        return;
    }
    for table in std::mem::take(&mut plan.tables) {
        let alone = Plan { tables: vec![table.clone()], ..plan.clone() };
        match load_mapping("draft.toml", &render(&alone), standard) {
            Ok(_) => plan.tables.push(table),
            Err(error) => {
                let because = error.problems().first().map_or_else(String::new, |problem| problem.message.clone());
                set_aside(plan, &table, &because);
            }
        }
    }
}

fn drop_tables_not_found(plan: &mut Plan, mapping: &Mapping, workbooks: &[&Workbook]) {
    let located: Vec<_> = workbooks.iter().map(|workbook| locate(workbook, &[mapping])).collect();
    let found: BTreeSet<usize> = located.iter().flat_map(|staged| staged.value.iter().map(|table| table.table)).collect();
    for (index, table) in std::mem::take(&mut plan.tables).into_iter().enumerate() {
        if found.contains(&index) {
            plan.tables.push(table);
            continue;
        }
        let told = located.iter().flat_map(|staged| &staged.findings).find(|finding| {
            finding
                .at
                .as_ref()
                .and_then(|place| place.sheet.as_ref())
                .is_some_and(|sheet| table.sheets.iter().any(|name| **name == **sheet))
                || finding.message.contains(&format!("`{}`", table.id))
        });
        let because = told.map_or_else(|| "the table was not found again by its headings".to_owned(), |finding| finding.message.clone());
        set_aside(plan, &table, &because);
    }
}

fn set_aside(plan: &mut Plan, table: &TablePlan, because: &str) {
    plan.todos.retain(|todo| todo.table.as_ref() != Some(&table.id));
    plan.todos.push(Todo {
        question: format!("a table on sheet `{}` could not be drafted: does it hold figures for the exchange?", table.sheets.join("`, `")),
        table: None,
        key: "set-aside".to_owned(),
        at: None,
        evidence: Some(because.to_owned()),
    });
    let free: Vec<String> =
        table.sheets.iter().filter(|sheet| !plan.tables.iter().any(|other| other.sheets.contains(sheet))).cloned().collect();
    if !free.is_empty() && !plan.set_aside.iter().any(|aside| aside.sheets.iter().any(|sheet| free.contains(sheet))) {
        plan.set_aside.push(SetAside { sheets: free, reason: IgnoreReason::OutOfScope, because: because.to_owned() });
    }
}

/// Labels that no list knows become lines to fill in; gives the number of labels that were resolved.
fn labels(plan: &mut Plan, mapping: &Mapping, standard: &Standard, workbooks: &[&Workbook], reads: &[Vec<ReadTable>]) -> usize {
    let recogniser = Recogniser { standard, languages: &mapping.languages };
    let mut matched: BTreeSet<(usize, usize, String)> = BTreeSet::new();
    let mut open: BTreeMap<(usize, usize), BTreeMap<String, UnmatchedLabel>> = BTreeMap::new();
    for (workbook, tables) in workbooks.iter().zip(reads) {
        for read in tables {
            let (Some(section), Some(sheet)) = (mapping.tables.get(read.table), workbook.sheets.get(read.sheet)) else { continue };
            for (index, field) in section.fields.iter().enumerate() {
                let Some((list_id, list)) = list_of(standard, &field.feeds) else { continue };
                for label in read.coded.labels.get(index).into_iter().flatten() {
                    match (&label.resolution, &label.label) {
                        (Resolution::Code(_), _) => {
                            matched.insert((read.table, index, label.key.clone()));
                        }
                        (Resolution::Problem(_), Some(stands)) => {
                            let at = stands.at.map_or_else(|| sheet.name.to_string(), |at| shown(workbook, &sheet.name, at));
                            open.entry((read.table, index)).or_default().entry(label.key.clone()).or_insert_with(|| {
                                unmatched(&recogniser, list, (section.id.as_str(), &field.name, list_id), stands.text.trim(), at)
                            });
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    for ((table, field), labels) in open {
        let Some(field) = plan.tables.get_mut(table).and_then(|table| table.fields.get_mut(field)) else { continue };
        let ambiguous = labels.values().filter(|label| label.ambiguous).cloned().collect::<Vec<_>>();
        field.open = labels.into_values().collect();
        for label in ambiguous {
            plan.todos.push(Todo {
                question: format!("what does `{}` mean in field `{}`?", label.label, label.field),
                table: Some(label.table.clone()),
                key: "values".to_owned(),
                at: Some(label.at.clone()),
                evidence: Some(label.candidates.iter().map(|(name, code)| format!("{code} `{name}`")).collect::<Vec<_>>().join(", ")),
            });
        }
    }
    matched.len()
}

fn shown(workbook: &Workbook, sheet: &str, at: crate::model::CellRef) -> String {
    let cell = at.show(workbook.addressing);
    if workbook.addressing == crate::model::Addressing::Letters { format!("{sheet}!{cell}") } else { cell }
}

fn list_of<'a>(standard: &'a Standard, feeds: &Feeds) -> Option<(&'a str, &'a CodeList)> {
    let list = match feeds {
        Feeds::Reporter => standard.area_list(),
        Feeds::Dimension(id) => standard.list_of(id),
        _ => None,
    }?;
    Some((list.id(), list))
}

fn unmatched(recogniser: &Recogniser<'_>, list: &CodeList, names: (&str, &str, &str), label: &str, at: String) -> UnmatchedLabel {
    let (table, field, list_id) = names;
    let (candidates, ambiguous) = match list.by_name(&normalise(label).key, recogniser.languages) {
        Lookup::Several(codes) => {
            let named = |code: Code| {
                (list.get(code.as_str()).map_or_else(String::new, |entry| entry.label(crate::spec::Language::EN).to_owned()), code)
            };
            (codes.into_iter().map(named).collect(), true)
        }
        _ => (recogniser.candidates(list, label), false),
    };
    UnmatchedLabel {
        table: table.to_owned(),
        field: field.to_owned(),
        list: list_id.to_owned(),
        label: label.to_owned(),
        at,
        candidates,
        ambiguous,
    }
}

/// Fills in what a person stated; a code that its list does not know is refused.
fn take_stated(plan: &mut Plan, standard: &Standard, options: &DraftOptions) -> Result<(), LabelsError> {
    let stated: BTreeMap<String, &super::labels_sheet::StatedLabel> =
        options.labels.iter().map(|stated| (normalise(&stated.label).key, stated)).collect();
    let mut used = BTreeSet::new();
    let mut problems = Vec::new();
    for field in plan.tables.iter_mut().flat_map(|table| &mut table.fields) {
        for open in std::mem::take(&mut field.open) {
            let key = normalise(&open.label).key;
            let Some(label) = stated.get(&key) else {
                field.open.push(open);
                continue;
            };
            used.insert(key);
            match label.checked(standard, &open.list) {
                Ok(code) => field.values.push(Line {
                    text: open.label,
                    says: Says::Code(code),
                    why: format!("stated in `{}`, line {}", label.file, label.line),
                }),
                Err(problem) => problems.push(problem),
            }
        }
    }
    if problems.is_empty() {
        plan.todos.retain(|todo| {
            todo.key != "values" || !options.labels.iter().any(|label| todo.question.contains(&format!("`{}`", label.label)))
        });
        Ok(())
    } else {
        problems.dedup();
        Err(LabelsError { problems })
    }
}

/// Symbols, marks and empty cells that the draft does not explain.
fn questions(plan: &mut Plan, mapping: &Mapping, reads: &[Vec<ReadTable>]) {
    marks(plan, mapping, reads);
    zeros(plan, reads);
    let mut told: BTreeMap<(usize, &'static str, String), Vec<String>> = BTreeMap::new();
    for read in reads.iter().flatten() {
        for finding in &read.findings {
            let what = finding.message.split('`').nth(1).unwrap_or_default().to_owned();
            let cells = finding.at.iter().chain(&finding.also).filter_map(crate::diag::Place::show_cells);
            told.entry((read.table, finding.code.id, what)).or_default().extend(cells);
        }
    }
    for ((table, code, what), cells) in told {
        let Some(table) = plan.tables.get_mut(table) else { continue };
        let (question, key) = match code {
            "map/undeclared-symbol" => (format!("what does `{what}` mean in place of a figure?"), "missing"),
            "map/zero-shown-as" => (format!("zeros are shown as `{what}`: is the figure zero or missing?"), "zero"),
            "map/blank-not-declared" => ("what does an empty cell mean: a missing figure, or no figure at all?".to_owned(), "blank"),
            "map/not-whole" => ("some figures are not whole: what is the unit?".to_owned(), "unit"),
            _ => continue,
        };
        let shown: Vec<&str> = cells.iter().take(NAMED_CELLS).map(String::as_str).collect();
        plan.todos.push(Todo {
            question,
            table: Some(table.id.clone()),
            key: key.to_owned(),
            at: cells.first().cloned(),
            evidence: Some(format!("{} cells, first {}", cells.len(), shown.join(", "))),
        });
    }
}

/// Zeros in most cells of a large table may be true, or stand where nothing is known.
fn zeros(plan: &mut Plan, reads: &[Vec<ReadTable>]) {
    let mut counts: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for read in reads.iter().flatten() {
        let count = counts.entry(read.table).or_default();
        for value in read.coded.observations.iter().filter_map(|observation| observation.value) {
            count.0 += usize::from(value == 0);
            count.1 += 1;
        }
    }
    for (table, (zeros, figures)) in counts.into_iter().filter(|(_, (zeros, figures))| *zeros >= 100 && zeros * 2 > *figures) {
        let Some(table) = plan.tables.get(table) else { continue };
        plan.todos.push(Todo {
            question: "most figures are 0: does 0 mean none, or that there is no figure?".to_owned(),
            table: Some(table.id.clone()),
            key: "missing:0".to_owned(),
            at: None,
            evidence: Some(format!("{zeros} of {figures} figures are 0")),
        });
    }
}

/// Marks behind labels are named without a status: what they say of the figures stands in the notes, for a person to read.
fn marks(plan: &mut Plan, mapping: &Mapping, reads: &[Vec<ReadTable>]) {
    for read in reads.iter().flatten() {
        for finding in read.findings.iter().filter(|finding| finding.code.id == "map/undeclared-mark") {
            let (Some(line), Some(mark)) = (finding.mapping.as_ref().map(|at| at.line), finding.message.split('`').nth(1)) else {
                continue;
            };
            let position = mapping.tables.get(read.table).and_then(|table| table.fields.iter().position(|field| field.line == line));
            let field = position.and_then(|position| plan.tables.get_mut(read.table)?.fields.get_mut(position));
            let Some(field) = field.filter(|field| !field.marks.iter().any(|(known, ..)| known == mark)) else { continue };
            let at = finding.at.as_ref().and_then(crate::diag::Place::show_cells).unwrap_or_default();
            field.marks.push((mark.to_owned(), None, format!("`{mark}` first at {at}: give a status if the notes say so")));
        }
    }
}

fn summary(plan: &Plan, workbooks: &[&Workbook], reads: &[Vec<ReadTable>]) -> Vec<DraftedTable> {
    let mut tables: Vec<DraftedTable> = plan
        .tables
        .iter()
        .map(|table| DraftedTable { id: table.id.clone(), sheets: table.sheets.clone(), to: table.to.value.clone(), read: 0, open: 0 })
        .collect();
    for (workbook, tables_read) in workbooks.iter().zip(reads) {
        for read in tables_read {
            let Some(table) = tables.get_mut(read.table) else { continue };
            let Some(sheet) = workbook.sheets.get(read.sheet) else { continue };
            let published: BTreeSet<_> = read
                .coded
                .observations
                .iter()
                .filter(|observation| observation.purpose == crate::map::Purpose::Observation)
                .map(|observation| observation.record)
                .map(|record| read.coded.tidy.at(record))
                .collect();
            table.read += published.len();
            table.open += read
                .coded
                .tidy
                .records
                .iter()
                .map(|record| read.coded.tidy.at(*record))
                .filter(|at| !published.contains(at) && sheet.cell(*at).is_some_and(|cell| !cell.is_blank()))
                .count();
        }
    }
    tables
}
