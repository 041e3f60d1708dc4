//! What can be told to a user, and how it is shown.
//!
//! A [`Finding`] is data: it says what was found, where, how bad it is and what to do, and the work goes on.
//! An error type of a stage means that the file can't continue. Each stage lists its findings in its own
//! `findings.rs`; this module only knows their common shape.

mod finding;
mod location;
pub mod render;
mod report;
mod said;

pub use finding::{About, Finding, FindingCode, Severity};
pub use location::{MappingLine, Place};
pub use report::{Report, Staged};
pub use said::{Said, Word};
