//! Tests of the program as a whole; one binary, since each links polars.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on has failed")]

mod cli;
mod contract;
mod generated;
mod layers;
mod refusals;
