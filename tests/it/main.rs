//! Tests of the program as a whole; one binary, since each links polars.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that can't go on has failed")]
#![allow(clippy::print_stdout, reason = "a test that has less to work on says so")]

mod account;
mod agencies;
mod cli;
mod contract;
mod definitions;
mod dossier;
mod export;
mod facts;
mod formats;
mod gaps;
mod generated;
mod indicators;
mod layers;
mod lessons;
mod manifest;
mod mirror;
mod mutations;
mod nasty;
mod outputs;
mod persons;
mod publish;
mod refusals;
mod registers;
mod round;
mod rules;
mod sdmx;
mod shapes;
mod standards;
mod support;
mod template;
mod variations;
