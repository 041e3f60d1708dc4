//! Lines of a mapping that matched nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::findings::UNMATCHED_LINE;
use crate::diag::{Finding, Place};
use crate::spec::{Mapping, TableMapping};

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

fn lines_of(table: &TableMapping) -> Vec<(u32, String)> {
    let values = table.fields.iter().flat_map(|field| &field.values).map(|value| (value.line, format!("the label `{}`", value.text)));
    let symbols = table.missing.iter().map(|symbol| (symbol.line, format!("the symbol `{}`", symbol.symbol.as_str())));
    let zeros = table.zeros.iter().map(|symbol| (symbol.line, format!("the symbol `{}`", symbol.text)));
    let rules = table.rules.iter().map(|rule| (rule.line, "the rule".to_owned()));
    values.chain(symbols).chain(zeros).chain(rules).collect()
}
