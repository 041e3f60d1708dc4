//! What to ask next: which answer, breakdown or source would make most figures comparable.
//!
//! In: the published figures with what every attribute of their definition costs. Out: [`Repair`]s, ranked for each sender
//! and for the region, each with its reasoning; and the definition profiles as a table, with what nobody stated. It changes
//! no grade: what a sender would answer is not known, so a repair says how many figures are comparable *at best*.

mod frame;
mod profiles;
mod repair;
#[cfg(test)]
mod tests;

pub use frame::repair_columns;
pub use profiles::{ProfileLine, profile_columns, profile_lines, profiles_frame};
pub use repair::{Blocked, Repair, RepairKind, Scope, blocked, repairs};
