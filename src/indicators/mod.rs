//! Indicators: the formulas of the field.
//!
//! In: counts. Out: rates, shares and measures of spread, or none where they have no meaning. The formulas know no rows, codes or
//! grades, so that each can be checked by hand; `tests/vectors/indicators.json` holds a case for every one.

mod formulas;
mod sdg;
mod spread;
mod system;
#[cfg(test)]
mod vector_tests;

pub use formulas::{
    AgeGroups, MedianAge, annual_rate_of_change, average_population, crude_rate, effectiveness, males_per_100_females, mean_annual_change,
    percent_of,
};
pub use sdg::{PolicyAnswers, PolicyLevel, recruitment_cost_months, refugees_per_100000};
pub use spread::{Concentration, dissimilarity};
pub use system::System;
