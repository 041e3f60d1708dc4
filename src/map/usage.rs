//! What a file shows about its mapping: lines that matched nothing, and questions that are still open.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::findings::{OPEN_QUESTION, UNMATCHED_LINE};
use crate::diag::{Finding, Place};
use crate::spec::{Mapping, TableMapping, Todo};

/// One finding for every line that did nothing in the file, among those of the tables that were found.
#[must_use]
pub fn unmatched_lines(mapping: &Mapping, found: &BTreeSet<usize>, used: &BTreeSet<u32>, file: &Arc<str>) -> Vec<Finding> {
    let mut declared: BTreeSet<(u32, String)> = BTreeSet::new();
    for table in mapping.tables.iter().enumerate().filter(|(index, _)| found.contains(index)).map(|(_, table)| table) {
        declared.extend(lines_of(table));
    }
    declared
        .into_iter()
        .filter(|(line, _)| !used.contains(line))
        .map(|(line, what)| {
            Finding::new(&UNMATCHED_LINE, format!("{what} matched nothing")).at(Place::file(file)).mapping(mapping.at(line))
        })
        .collect()
}

/// One finding for every open question of a mapping that reads the file.
#[must_use]
pub fn open_questions(mapping: &Mapping, file: &Arc<str>) -> Vec<Finding> {
    let finding = |todo: &Todo| {
        let about = [
            todo.table.as_ref().map(|table| format!("table `{table}`")),
            todo.key.as_ref().map(|key| format!("key `{key}`")),
            todo.at.clone(),
        ];
        let about: Vec<String> = about.into_iter().flatten().collect();
        let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
        let finding =
            Finding::new(&OPEN_QUESTION, format!("{}{about}", todo.question)).at(Place::file(file)).mapping(mapping.at(todo.line));
        match &todo.evidence {
            Some(evidence) => finding.hint(format!("{}; what is known: {evidence}", OPEN_QUESTION.fix)),
            None => finding,
        }
    };
    mapping.todos.iter().map(finding).collect()
}

fn lines_of(table: &TableMapping) -> Vec<(u32, String)> {
    let values = table.fields.iter().flat_map(|field| &field.values).map(|value| (value.line, format!("the label `{}`", value.text)));
    let symbols = table.missing.iter().map(|symbol| (symbol.line, format!("the symbol `{}`", symbol.symbol.as_str())));
    let zeros = table.zeros.iter().map(|symbol| (symbol.line, format!("the symbol `{}`", symbol.text)));
    let rules = table.rules.iter().map(|rule| (rule.line, "the rule".to_owned()));
    values.chain(symbols).chain(zeros).chain(rules).collect()
}
