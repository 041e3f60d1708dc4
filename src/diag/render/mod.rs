//! Findings as a person reads them, and as a program does.

pub mod human;
pub mod json;
