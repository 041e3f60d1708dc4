//! Judge the figures and change nothing.
//!
//! In: the exchange tables, and the figures of each located table. Out: a [`Scorecard`] with three outcomes for every
//! rule (passed, failed, could not be judged) and a finding for every failure, at its cells. A missing part never
//! counts as zero: the sum over it can't be judged, unless its declared range already settles the matter.

pub(crate) mod findings;
mod judge;
mod kinds;
mod scorecard;

pub use judge::{Amount, Verdict, judge_total};
pub use scorecard::{Scorecard, Tally};

use crate::diag::Staged;
use crate::harmonise::{Harmonised, LocatedFigures};

/// What a rule asks, in a few words for the screen.
#[must_use]
pub fn rule_title(id: &str) -> &'static str {
    match id {
        kinds::part_whole::RULE => "totals equal their parts",
        kinds::both_sexes::RULE => "both sexes equal male and female",
        _ => "",
    }
}

/// Judges everything that can be judged within one run.
///
/// # Errors
/// Only when polars refuses a plan over columns this program made, which would be a fault of it.
pub fn validate(tables: &Harmonised, figures: &[LocatedFigures]) -> polars::prelude::PolarsResult<Staged<Scorecard>> {
    let mut scorecard = Scorecard::default();
    let mut findings = Vec::new();
    for located in figures {
        findings.extend(kinds::part_whole::check(located, &mut scorecard)?);
    }
    for table in tables.tables.values() {
        findings.extend(kinds::both_sexes::check(table, &mut scorecard)?);
    }
    Ok(Staged { value: scorecard, findings })
}
