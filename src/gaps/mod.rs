//! What was asked for against what was sent: the gap report of a round.
//!
//! In: the plan, the exchange tables of a run, declared gaps, receipts, the source inventory, the repairs of [`crate::advice`]
//! and what is noted of recommendations. Out: a [`GapReport`]: for every state, table, year and breakdown exactly one of eight
//! outcomes; which sources stand behind it; what each gap costs the region; and what to ask each state, the cheapest first.
//! Only what a state itself sent counts: an agency's figure never fills a gap. No figure is judged, added or filled here, and
//! nothing that is missing is guessed; a declaration that covers nothing is a finding.

mod ages;
mod ask;
mod costs;
mod coverage;
mod expected;
pub(crate) mod findings;
mod frame;
mod matrix;
mod report;
mod sources;
#[cfg(test)]
mod tests;

pub(crate) use ages::groups as age_groups;
pub use ask::{Ask, AskKind, breakdown_name, codes_said, percent, years_said};
pub use costs::Cost;
pub use frame::{
    GapFile, cost_columns, gap_columns, gap_files, recommendation_columns, recommendations_frame, return_columns, source_columns,
};
pub use matrix::{Gap, TablePlace, Unknown, Why};
pub use report::{GapInput, GapReport, Return, ReturnLine, gap_report};
pub use sources::{SourceStanding, Standing};

use crate::model::closed_set;

closed_set!(
    /// What became of something that was asked for.
    GapStatus {
        /// It came, and in time as far as anybody noted.
        Received = "received",
        /// Some of it came.
        Partial = "partial",
        /// It came after the day on which it was due.
        Late = "late",
        /// It exists and was not collected (L).
        NotCollected = "not-collected",
        /// It can't exist (M).
        NotApplicable = "not-applicable",
        /// The region agreed that it need not be sent (J).
        Derogation = "derogation",
        /// It is confidential (Q).
        Confidential = "confidential",
        /// It is not there, and nobody said why.
        Missing = "missing",
    }
);

impl GapStatus {
    /// Whether all of it came.
    #[must_use]
    pub const fn is_there(self) -> bool {
        matches!(self, Self::Received | Self::Late)
    }

    /// Whether any of it came.
    #[must_use]
    pub const fn is_sent(self) -> bool {
        matches!(self, Self::Received | Self::Late | Self::Partial)
    }
}

impl From<crate::spec::GapReason> for GapStatus {
    fn from(reason: crate::spec::GapReason) -> Self {
        use crate::spec::GapReason;
        match reason {
            GapReason::NotCollected => Self::NotCollected,
            GapReason::NotApplicable => Self::NotApplicable,
            GapReason::Derogation => Self::Derogation,
            GapReason::Confidential => Self::Confidential,
        }
    }
}
