//! Tests of the program as a whole; one binary, since each links polars.

mod cli;
mod contract;
mod generated;
mod layers;
mod refusals;
