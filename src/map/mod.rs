//! Texts become codes, numbers and periods, by the sender's mapping; and it is remembered which line did it.
//!
//! In: a [`crate::tidy::TidyTable`], its mapping and the standard. Out: a [`CodedTable`]: for every value cell an
//! observation, a check, or the reason why it is neither, and an account in which every cell of the table has one
//! fate. Labels are matched after normalisation; the mapping's own lines win over the lists of the standard. A name
//! that can mean two states, an undeclared symbol and a label nobody knows are findings, never guesses.
//! Nothing is added up here and nothing is compared across tables.

mod account;
mod apply;
mod coded;
mod evidence;
pub(crate) mod findings;
mod labels;
#[cfg(test)]
mod layout_tests;
mod numbers;
mod periods;
mod place;
#[cfg(test)]
mod tests;
mod usage;

pub use account::{Accounted, closes};
pub use apply::map;
pub use coded::{CodedObservation, CodedTable, Context, Purpose};
pub use evidence::missing_evidence;
pub use labels::{Resolution, ResolvedLabel};
pub use periods::StatedYear;
pub use usage::{open_questions, unmatched_lines};
