//! Indicators: the formulas of the field, and what they give when they are fed with the figures of a run.
//!
//! In: the exchange tables, and the indicators of the standard. Out: an [`Indicator`] for each state and year, with the grade of its
//! worst input and the observations it is made of, or the reason why it can't be made. The formulas know no rows, codes or grades, so
//! that each can be checked by hand; `tests/vectors/indicators.json` holds a case for every one. Nothing is estimated or filled.

mod compute;
mod figures;
mod formulas;
mod frame;
mod result;
mod sdg;
mod spread;
mod system;
mod system_of_states;
#[cfg(test)]
mod vector_tests;

pub use compute::indicators;
pub use formulas::{
    AgeGroups, MedianAge, annual_rate_of_change, average_population, crude_rate, effectiveness, males_per_100_females, mean_annual_change,
    percent_of,
};
pub use frame::{indicator_columns, indicators_frame};
pub use result::{Indicator, IndicatorBound, Lacking};
pub use sdg::{PolicyAnswers, PolicyLevel, recruitment_cost_months, refugees_per_100000};
pub use spread::{Concentration, dissimilarity};
pub use system::System;
