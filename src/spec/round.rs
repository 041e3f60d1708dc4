//! Everything that people keep beside the returns of a round, read and checked together.
//!
//! In: a pipeline and the standard. Out: a [`Round`]. What a pipeline does not name is empty, or the standard's own.

use super::explanations::Explanations;
use super::inventory::Inventory;
use super::pipeline::Pipeline;
use super::plan::Plan;
use super::problem::{Problems, SpecError};
use super::receipts::Receipts;
use super::recommendations::{NotedRecommendations, load_recommendations};
use super::standard::Standard;

/// What a round asks for, and what is known of it besides its returns.
#[derive(Debug, Clone)]
pub struct Round {
    /// What it asks for.
    pub plan: Plan,
    /// What was explained.
    pub explanations: Explanations,
    /// When files were received.
    pub receipts: Receipts,
    /// The sources that states have.
    pub inventory: Inventory,
    /// What is noted of recommendations.
    pub noted: NotedRecommendations,
}

impl Round {
    /// Reads what a pipeline names; `codes` are the findings that the program can make.
    ///
    /// # Errors
    /// A file can't be read, or is not right; everything that is wrong with any of them is told.
    pub fn load(pipeline: &Pipeline, standard: &Standard, codes: &[&str]) -> Result<Self, SpecError> {
        let mut problems = Problems::default();
        let plan = problems.value_of(Plan::of(pipeline, standard));
        let explanations = problems.value_of(Explanations::load(&pipeline.explanations, standard, codes));
        let receipts = pipeline
            .receipts
            .as_ref()
            .map_or_else(|| Some(Receipts::default()), |file| problems.value_of(Receipts::load(file, &pipeline.inputs)));
        let own = || Some(Inventory::of_standard(standard));
        let inventory = pipeline.sources.as_ref().map_or_else(own, |file| problems.value_of(Inventory::load(file, standard)));
        let noted = pipeline
            .recommendations
            .as_ref()
            .map_or_else(|| Some(NotedRecommendations::new()), |file| problems.value_of(load_recommendations(file)));
        match (plan, explanations, receipts, inventory, noted) {
            (Some(plan), Some(explanations), Some(receipts), Some(inventory), Some(noted)) => {
                Ok(Self { plan, explanations, receipts, inventory, noted })
            }
            _ => Err(problems.into_error()),
        }
    }
}
