//! Tests of the program as a whole; one binary, since each links polars.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on has failed")]

mod account;
mod cli;
mod contract;
mod facts;
mod generated;
mod layers;
mod mutations;
mod nasty;
mod refusals;
mod support;
