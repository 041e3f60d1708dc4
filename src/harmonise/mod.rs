//! Coded values become the exchange tables; nothing is averaged, converted or repaired on the way.
//!
//! In: coded tables of many files. [`gather`] turns each into [`Claim`]s and lineage, so that the file can be dropped;
//! [`harmonise`] brings all claims together: equal ones become one observation that lists every cell, different ones
//! become none and stand in `conflicts` with all of them, and sums are made only where a mapping declares them.
//! Out: one [`StandardTable`] for each exchange table, sorted by key, with the columns of the output contract.
//! Whether the figures make sense is for `validate`.

mod claim;
mod combine;
pub(crate) mod findings;
mod frame;
mod gather;
mod group;
mod lineage;
mod mark;
mod schema;
pub(crate) mod series;
#[cfg(test)]
mod tests;

pub use claim::{Claim, Figure, Harvest, LocatedFigures, MappingUsed, Submission, SubmissionSheet};
pub use combine::{Harmonised, Published, StandardTable, harmonise};
pub use frame::{date_column, epoch_days};
pub use gather::gather;
pub(crate) use group::group_positions;
pub use lineage::{LineageRow, lineage_frame};
pub use schema::{Codes, Column, ColumnKind, lineage_columns, observation_columns};
