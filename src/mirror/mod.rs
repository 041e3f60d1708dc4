//! Mirror statements: the same persons as counted by two states, or by two sources.
//!
//! In: the exchange tables of a run, the mirrors of the standard, and the order of sources of the pipeline. Out: [`Mirror`]s,
//! each with both figures, what they measure against each other, and what the two definitions explain; as columns for
//! `mirror.parquet` and as lines of a report. Only totals over age and over what a mirror does not name are compared, and each
//! sex with itself. It corrects nothing, prefers no side, ranks no state, and adds up nothing that a source did not: a difference
//! is a difference. A figure that is not there is never taken for 0, and of a hidden one no ratio is made.

mod explain;
mod frame;
mod lines;
mod measure;
mod meet;
mod pair;
#[cfg(test)]
mod tests;

pub use frame::{mirror_columns, mirror_frame};
pub use lines::lines;
pub use measure::{Measures, system_index};
pub use pair::{Comparison, Mirror, Side, mirrors};
