//! Every sum that a rule judged, kept for the rules that ask why a sum is wrong.

use super::book::Row;
use super::judge::Verdict;
use crate::diag::{About, Place};

/// A cell that takes part in a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// Where it is.
    pub place: Place,
    /// Its value.
    pub value: Option<i64>,
    /// What it is about, where that is known.
    pub about: Option<About>,
}

impl Cell {
    /// The cell of a published figure.
    pub(super) fn of(row: Row<'_>) -> Self {
        Self { place: row.one.place.clone(), value: row.one.value, about: Some(row.about()) }
    }
}

/// A total with its parts.
#[derive(Debug, Clone)]
pub(super) struct JudgedSum {
    /// The total.
    pub total: Cell,
    /// Its parts.
    pub parts: Vec<Cell>,
    /// Whether it holds; none where that can't be said.
    pub holds: Option<bool>,
}

impl JudgedSum {
    /// A sum of published figures.
    pub(super) fn of(total: Row<'_>, parts: &[Row<'_>], verdict: &Verdict) -> Self {
        let holds = match verdict {
            Verdict::Passed => Some(true),
            Verdict::Failed { .. } => Some(false),
            Verdict::Undecided(_) => None,
        };
        Self { total: Cell::of(total), parts: parts.iter().map(|part| Cell::of(*part)).collect(), holds }
    }

    /// The gap between the parts and the total, where every figure is known.
    fn gap(&self) -> Option<i64> {
        let sum = self.parts.iter().try_fold(0_i64, |sum, part| sum.checked_add(part.value?))?;
        sum.checked_sub(self.total.value?)
    }

    /// Each cell with the value that alone would make the sum right.
    pub(super) fn amends(&self) -> Vec<(&Cell, i64, i64)> {
        let Some(gap) = self.gap() else { return Vec::new() };
        let total = self.total.value.map(|value| (&self.total, value, value.saturating_add(gap)));
        let parts = self.parts.iter().filter_map(|part| Some((part, part.value?, part.value?.saturating_sub(gap))));
        total.into_iter().chain(parts).collect()
    }
}
