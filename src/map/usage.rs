//! Lines of a mapping that matched nothing, and questions that it leaves open.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::findings::{OPEN_QUESTION, UNMATCHED_LINE};
use crate::diag::{Finding, Place};
use crate::model::{Addressing, CellRange, CellRef};
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

/// One finding for every question of the mapping that nobody has answered.
#[must_use]
pub fn open_questions(mapping: &Mapping, file: &Arc<str>) -> Vec<Finding> {
    let asked = |todo: &Todo| {
        let of = todo.table.as_ref().map_or_else(String::new, |table| format!(" (table `{table}`)"));
        let finding = Finding::new(&OPEN_QUESTION, format!("{}{of}", todo.question)).mapping(mapping.at(todo.line));
        let finding = match todo.at.as_deref().and_then(|at| place_of(at, file)) {
            Some(place) => finding.at(place),
            None => finding.at(Place::file(file)),
        };
        let answer = match &todo.key {
            Some(key) => format!("answer it under `{key}`, then delete the question"),
            None => "answer it in the mapping, then delete the question".to_owned(),
        };
        finding.hint(match &todo.evidence {
            Some(evidence) => format!("{answer}; what is known: {evidence}"),
            None => answer,
        })
    };
    mapping.todos.iter().map(asked).collect()
}

/// A place written as `Sheet!B7`, or as `line 7, field 2` of delimited text.
fn place_of(text: &str, file: &Arc<str>) -> Option<Place> {
    let (sheet, cell) = match text.rsplit_once('!') {
        Some((sheet, cell)) => (Some(Arc::from(sheet)), cell),
        None => (None, text),
    };
    let at: CellRef = cell.parse().ok()?;
    let addressing = if cell.starts_with("line ") { Addressing::LineField } else { Addressing::Letters };
    Some(Place { file: Arc::clone(file), sheet, cells: Some(CellRange::single(at)), addressing })
}

fn lines_of(table: &TableMapping) -> Vec<(u32, String)> {
    let values = table.fields.iter().flat_map(|field| &field.values).map(|value| {
        let what = if value.text.is_empty() { "the empty label".to_owned() } else { format!("the label `{}`", value.text) };
        (value.line, what)
    });
    let symbols = table.missing.iter().map(|symbol| (symbol.line, format!("the symbol `{}`", symbol.symbol.as_str())));
    let zeros = table.zeros.iter().map(|symbol| (symbol.line, format!("the symbol `{}`", symbol.text)));
    let rules = table.rules.iter().map(|rule| (rule.line, "the rule".to_owned()));
    values.chain(symbols).chain(zeros).chain(rules).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::load_mapping;
    use crate::testing::{mapping_text, standard};

    #[test]
    fn an_open_question_is_told_at_its_cell_with_what_answers_it() {
        let table = r#"
to = "POP1"
reporter = "KEN"
unit = { unit = "persons" }
period = { reference = "point", year = 2020 }
[[table.field]]
name = "country"
direction = "left"
heading = "Citizenship"
feeds = "citizenship"
[[todo]]
question = "which day do the stocks refer to?"
table = "table"
key = "period.day"
at = "Table 1!B7"
evidence = "the title says mid-year"
"#;
        let mapping = load_mapping("made_up.toml", &mapping_text(table), standard()).unwrap();
        let findings = open_questions(&mapping, &Arc::from("made_up.xlsx"));
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].at.as_ref().unwrap().to_string(), "made_up.xlsx Table 1!B7");
        assert_eq!(findings[0].advice(), "answer it under `period.day`, then delete the question; what is known: the title says mid-year");
        let without = mapping_text(&table.replace("key = \"period.day\"", "key = \"to\""));
        let refused = load_mapping("made_up.toml", &without, standard()).unwrap_err();
        assert!(refused.to_string().contains("a stock without a reference date"), "{refused}");
    }
}
