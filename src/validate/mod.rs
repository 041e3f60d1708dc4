//! Judge the figures and change nothing.
//!
//! In: the rules of the standard, the exchange tables, and the figures of each located table. Out: a [`Scorecard`] with three
//! outcomes for every rule (passed, failed, could not be judged and why) and a finding for every failure, at its cells. A missing
//! part never counts as zero: the sum over it can't be judged, unless its declared range already settles the matter.

#[cfg(test)]
mod balance_tests;
mod book;
#[cfg(test)]
mod engine_tests;
mod explained;
pub(crate) mod findings;
#[cfg(test)]
mod fixture_tests;
mod judge;
mod judged;
mod kinds;
#[cfg(test)]
mod made_up_tests;
mod quantity;
mod scorecard;
mod sums;

pub use explained::{Applied, explain};
pub(crate) use findings::looks_at_sheets;
pub use judge::{Amount, Verdict, judge_total};
pub use scorecard::{Outcome, Scorecard, Tally};

use crate::diag::Staged;
use crate::harmonise::{Harmonised, LocatedFigures};
use crate::mirror::Mirror;
use crate::spec::{Standard, Validity};

/// Judges everything that can be judged within one run.
///
/// # Errors
/// Only when polars refuses a plan over columns this program made, which would be a fault of it.
pub fn validate(
    standard: &Standard,
    tables: &Harmonised,
    figures: &[LocatedFigures],
    mirrors: &[Mirror],
) -> polars::prelude::PolarsResult<Staged<Scorecard>> {
    let book = book::Book::new(standard, tables, Validity::default());
    let mut judged = judged::Judged::new(standard);
    let (first, last): (Vec<_>, Vec<_>) = standard.rules.iter().partition(|rule| !kinds::needs_sums(rule));
    for rule in first.into_iter().chain(last) {
        if rule.validity == Validity::default() {
            kinds::judge(&book, (figures, mirrors), rule, &mut judged)?;
        } else {
            kinds::judge(&book::Book::new(standard, tables, rule.validity), (figures, mirrors), rule, &mut judged)?;
        }
    }
    Ok(Staged { value: judged.scorecard, findings: judged.findings })
}
