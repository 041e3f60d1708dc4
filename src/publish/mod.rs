//! Two editions of a finished run: one for the secretariat, one for everybody.
//!
//! In: the folder of a run, the policy of the region, and a day. Out: `internal`, which has everything and says what the other lacks
//! and why; and `public`, which lacks what the policy forbids and what would give it away, in every file. The public edition is written
//! only after an audit has shown that nobody can work out from it what it leaves out. No figure is changed or made here.

mod clear;
mod decide;
mod edition;
mod error;
mod figures;
mod list;
mod numbers;
mod relations;
mod ruled;

pub use decide::Reason;
pub use edition::{Editions, Request, publish};
pub use error::PublishError;
pub use list::{LeftOut, disclosure_columns};

#[cfg(test)]
mod tests;
