//! Disclosure control: what a reader can work out about figures that are left out, and what else must be left out so that it is too
//! little.
//!
//! In: numbers, the sums that hold between them, and which of them are hidden. Out: the smallest and the largest value that each
//! hidden number can have, further numbers to hide, or rounded numbers. It knows nothing of tables, states or files: who is a sum of
//! whom is for `publish` to say, and what the policy of a region is, for `spec`.
//!
//! A table of two ways, with its totals, is audited exactly, by the largest flow that can be pushed through its hidden cells. Tables
//! of more ways, and tables that are linked, are audited by linear programmes, whose bounds are outer ones: no whole number lies
//! outside them, but one within them need not be possible.

mod bands;
mod interval;
mod linked;
mod rounding;
mod secondary;
mod two_way;

pub use bands::{Band, Slice, slices};
pub use interval::Interval;
pub use linked::{Equation, Linked, LinkedError};
pub use rounding::rounded_from;
pub use secondary::{Proposal, Protect, beside, cheapest, widen};
pub use two_way::{Cell, NotAdditive, TwoWay};

#[cfg(test)]
mod tests;
