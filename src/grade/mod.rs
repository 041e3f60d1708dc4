//! How far each figure stands from the shared definition, and why.
//!
//! In: what the source states of a table ([`Profile`](crate::spec::Profile)), the distances of the standard, and the place
//! of one figure: table, state, period, codes. Out: a [`Graded`] with the grade, the attributes that caused it, and what
//! every attribute costs; or a [`Barrier`], behind which the figure never enters the table. A row that an attribute does
//! not concern keeps its grade. It changes no figure and no status that a sender gave.

mod grader;
mod observed;
mod rows;
#[cfg(test)]
mod tests;

pub use grader::{Barrier, Cost, Graded, Grader, NO_PROFILE, NOT_STATED};
pub use rows::Place;
