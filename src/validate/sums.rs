//! Every sum that a rule judged, kept for the rules that ask why a sum is wrong.

use super::book::Row;
use super::judge::{Amount, Verdict};
use crate::diag::{About, Place};

/// A cell that takes part in a sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// Where it is.
    pub place: Place,
    /// Its value, or the range of a hidden one.
    pub amount: Amount,
    /// What it is about, where that is known.
    pub about: Option<About>,
}

impl Cell {
    /// The cell of a published figure.
    pub(super) fn of(row: Row<'_>) -> Self {
        Self { place: row.one.place.clone(), amount: Amount::new(row.one.value, row.one.range), about: Some(row.about()) }
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

    /// The gap between the parts and the total, as far as hidden parts leave it open; none where a figure is missing.
    fn gap(&self) -> Option<(i64, i64)> {
        let Amount::Known(total) = self.total.amount else { return None };
        let sum = self.parts.iter().try_fold((0_i64, 0_i64), |sum, part| {
            let (low, high) = part.amount.bounds()?;
            Some((sum.0.checked_add(low)?, sum.1.checked_add(high)?))
        })?;
        Some((sum.0.checked_sub(total)?, sum.1.checked_sub(total)?))
    }

    /// Whether every figure of it is known.
    pub(super) fn is_exact(&self) -> bool {
        self.gap().is_some_and(|(low, high)| low == high)
    }

    /// Each known cell with the value that alone would make the sum right; the nearest one where hidden parts leave several.
    /// Where `exactly` is asked for, nothing where several would do.
    pub(super) fn amends(&self, exactly: bool) -> Vec<(&Cell, i64, i64)> {
        let Some((low, high)) = self.gap().filter(|(low, high)| !exactly || low == high) else { return Vec::new() };
        let gap = if low.abs() <= high.abs() { low } else { high };
        let cells = std::iter::once((&self.total, gap)).chain(self.parts.iter().map(|part| (part, gap.saturating_neg())));
        let known = cells.filter_map(|(cell, change)| match cell.amount {
            Amount::Known(value) => Some((cell, value, value.saturating_add(change))),
            Amount::Between(..) | Amount::Missing => None,
        });
        known.collect()
    }
}
