//! The texts of the row on which a table's headings stand, and which of them a mapping can name.

use std::collections::{BTreeMap, BTreeSet};

use super::block::Block;
use super::cells::{View, years_in};
use crate::spec::normalise;

/// The texts of the row on which a table's headings stand.
pub(super) struct Headings {
    /// The row.
    pub row: u32,
    /// The first column of figures, or of anything else that is headed right of the stub.
    pub first: u32,
    /// The texts as compared, each with how often it stands.
    counts: BTreeMap<String, usize>,
}

impl Headings {
    pub(super) fn of(view: &View<'_>, block: &Block) -> Self {
        let row = block.headings;
        let mut counts = BTreeMap::new();
        for text in view.row(row).filter_map(|(column, _)| view.text(row, column)) {
            *counts.entry(normalise(&text).key).or_insert(0) += 1;
        }
        let stub: BTreeSet<u32> = block.stub.iter().map(|(column, _)| *column).collect();
        let lowest = block.levels.first().copied().unwrap_or(row);
        let last = stub.first().copied().unwrap_or(0);
        let first = (last..=block.values.first().copied().unwrap_or(last))
            .find(|column| !stub.contains(column) && view.label(lowest, *column).is_some());
        Self { row, first: first.unwrap_or_default(), counts }
    }

    /// Whether the heading stands once, so that it tells one column.
    pub(super) fn once(&self, heading: &str) -> bool {
        self.counts.get(&normalise(heading).key) == Some(&1)
    }

    /// Two texts of the header row that tell the table where its stub can't.
    pub(super) fn anchors(&self, view: &View<'_>, block: &Block) -> Vec<String> {
        let texts = block.values.iter().filter_map(|column| view.text(self.row, *column));
        texts.filter(|text| self.once(text)).take(2).collect()
    }

    /// The headings of the columns of figures, where other headed columns stand among them and headings tell them apart.
    pub(super) fn chosen(&self, view: &View<'_>, block: &Block) -> Vec<String> {
        let stub: BTreeSet<u32> = block.stub.iter().map(|(column, _)| *column).collect();
        let lowest = block.levels.first().copied().unwrap_or(self.row);
        let others = view.row(lowest).any(|(column, _)| column > self.first && !stub.contains(&column) && !block.values.contains(&column));
        let long = block.values.len() == 1;
        let named: Vec<String> =
            block.values.iter().filter_map(|column| view.text(self.row, *column)).filter(|text| self.once(text)).collect();
        if (others || long) && lowest == self.row && named.len() == block.values.len() { named } else { Vec::new() }
    }
}

/// Columns of numbers under a word without any digit, where at least three in four columns stand under years: codes of the
/// rows more often than figures. The block is left without them.
pub(super) fn strangers_among_years(view: &View<'_>, block: &mut Block) -> Vec<(u32, String)> {
    let Some(level) = block.levels.first().copied() else { return Vec::new() };
    let labels: Vec<(u32, String)> = block.values.iter().filter_map(|column| Some((*column, view.label(level, *column)?))).collect();
    let of_years = labels.iter().filter(|(_, label)| !years_in(label).is_empty()).count();
    if of_years * 4 < labels.len() * 3 {
        return Vec::new();
    }
    let strangers: Vec<(u32, String)> = labels.into_iter().filter(|(_, label)| !label.contains(|c: char| c.is_numeric())).collect();
    block.values.retain(|column| !strangers.iter().any(|(stranger, _)| stranger == column));
    strangers
}

/// Labels of whole years behind fewer than twelve columns of their year: the year may not be over.
pub(super) fn short_years(labels: &[Option<String>]) -> BTreeSet<String> {
    let is_total = |label: &str| years_in(label).len() == 1 && label.split_whitespace().count() == 2;
    let mut short = BTreeSet::new();
    let mut since = 0;
    for label in labels.iter().flatten() {
        if is_total(label) {
            // Months and quarters of a full year are at least twelve columns; a header of years alone has none.
            if (1..12).contains(&since) {
                short.insert(label.clone());
            }
            since = 0;
        } else {
            since += 1;
        }
    }
    short
}
