//! Regional sums: which source speaks for each state, what may be added, and who is missing.
//!
//! In: the exchange tables of a run, the members and the population of the standard, and the order of sources of the
//! pipeline. Out: [`RegionalSum`]s, each with two lines, comparable (A and B) and as reported (all grades), and the reason
//! why a state is out. A sum never leaves its table, so units, stocks and flows, and bases never meet; nothing is averaged,
//! estimated or filled. Nothing is judged here either: grades come from [`crate::grade`].

mod frame;
mod speak;
mod sums;
#[cfg(test)]
mod tests;
mod year;

pub use frame::{part_columns, parts_frame, sum_columns, sums_frame};
pub use speak::{Candidate, Spoken, latest, rank_of, senders_in_order, spoken};
pub use sums::{NOTHING_SENT, Out, Part, RegionalSum, regional_sums};
pub use year::{away, compared_year, day_of_members};
