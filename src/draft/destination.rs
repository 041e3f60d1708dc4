//! Which exchange table figures may belong to: by the words around them and by the labels they have.
//!
//! Words alone are never certain about a definition. A proposal is called certain only where the texts speak of one
//! subject and one table of that subject has exactly the dimensions that stand in the file.

use std::collections::BTreeSet;

use super::words::Words;
use crate::spec::{Standard, TableSpec};

/// A proposal, with what speaks for it.
#[derive(Debug, Clone)]
pub(super) struct Proposal {
    pub table: String,
    pub why: String,
    pub certain: bool,
}

/// Proposes the table for figures under these texts with these dimensions.
pub(super) fn propose(standard: &Standard, words: &Words, texts: &[&str], dimensions: &BTreeSet<String>) -> Option<Proposal> {
    // The first text that speaks of a subject decides: texts come from the nearest to the farthest.
    let (text, heard) = texts.iter().find_map(|text| {
        let heard = words.heard("subject", text);
        (!heard.is_empty()).then_some((*text, heard))
    })?;
    let mut ranked: Vec<(i32, usize, &TableSpec, &str)> = Vec::new();
    for (order, subject) in heard.iter().enumerate() {
        for (position, id) in words.tables(&subject.concept).iter().enumerate() {
            if let Some(spec) = standard.table(id) {
                ranked.push((score(spec, dimensions), order * 100 + position, spec, &subject.words));
            }
        }
    }
    ranked.sort_by_key(|(score, order, ..)| (std::cmp::Reverse(*score), *order));
    let (best, _, spec, said) = *ranked.first()?;
    let alone = ranked.get(1).is_none_or(|(next, _, other, _)| *next < best || other.id == spec.id);
    let complete = dimensions.iter().filter(|one| !["sex", "age"].contains(&one.as_str())).all(|one| has(spec, one));
    // A table without dimensions of its own fits everything, so its fit says nothing.
    let certain = alone
        && complete
        && heard.len() == 1
        && !spec.dimensions.is_empty()
        && spec.dimensions.iter().all(|id| dimensions.contains(id.as_str()));
    let shown: String = text.chars().take(60).collect();
    Some(Proposal { table: spec.id.to_string(), why: format!("`{said}` in `{shown}`"), certain })
}

/// The subject of a single label, such as the heading of a column, as a table.
pub(super) fn of_label(standard: &Standard, words: &Words, label: &str, dimensions: &BTreeSet<String>) -> Option<Proposal> {
    propose(standard, words, &[label], dimensions)
}

fn has(spec: &TableSpec, dimension: &str) -> bool {
    spec.dimensions.iter().any(|id| id.as_str() == dimension)
}

fn score(spec: &TableSpec, dimensions: &BTreeSet<String>) -> i32 {
    let covered = dimensions.iter().filter(|one| has(spec, one)).count();
    let lost = dimensions.iter().filter(|one| !["sex", "age"].contains(&one.as_str()) && !has(spec, one)).count();
    let lacking = spec.dimensions.iter().filter(|id| !dimensions.contains(id.as_str())).count();
    let [covered, lost, lacking] = [covered, lost, lacking].map(|count| i32::try_from(count).unwrap_or(i32::MAX));
    covered * 4 - lost * 3 - lacking
}
