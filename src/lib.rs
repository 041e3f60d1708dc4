//! Reads migration statistics.
pub mod diag;
pub mod model;
