//! What `indicators` tells.

use schemars::JsonSchema;
use serde::Serialize;

use crate::indicators::Indicator;
use crate::model::Grade;
use crate::spec::{Language, Standard};
use crate::texts::say;

/// Indicators of the states of a run, in the order of the standard, by year and state.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IndicatorsBody {
    /// The language of titles and sentences.
    pub language: String,
    /// One line for each indicator, state and year.
    pub indicators: Vec<IndicatorLine>,
}

/// One indicator of a state in a year.
#[derive(Debug, Serialize, JsonSchema)]
pub struct IndicatorLine {
    /// The indicator.
    pub indicator: String,
    /// What it is, in the language asked for.
    pub title: String,
    /// Its number among the indicators of the Sustainable Development Goals.
    pub goal: Option<String>,
    /// The state, or the code of the region.
    pub state: String,
    /// The year compared; null for what the exchange does not ask for.
    pub year: Option<i16>,
    /// Its value; null where there is a reason, which is never 0.
    pub value: Option<f64>,
    /// What one unit is.
    pub unit: String,
    /// `exact`, or `at-least` where the value is that or more.
    pub bound: String,
    /// The grade of the worst figure it is made of.
    pub grade: Option<String>,
    /// What caused that grade.
    pub grade_causes: Vec<String>,
    /// Why there is no value.
    pub reason: Option<String>,
    /// The same in a sentence, or what to know of the value.
    pub said: Option<String>,
    /// Observations it is made of, for `trace`.
    pub inputs: Vec<String>,
    /// Their sources.
    pub sources: Vec<String>,
    /// States whose figures it is made of.
    pub states: Vec<String>,
    /// Per mille of the foreign total that the countries told one by one are.
    pub told_per_mille: Option<i16>,
}

impl IndicatorsBody {
    /// Indicators with titles and sentences in a language.
    #[must_use]
    pub fn of(all: &[&Indicator], standard: &Standard, language: Language) -> Self {
        Self { language: language.to_string(), indicators: all.iter().map(|one| IndicatorLine::of(one, standard, language)).collect() }
    }
}

impl IndicatorLine {
    fn of(one: &Indicator, standard: &Standard, language: Language) -> Self {
        let spec = standard.indicators.iter().find(|spec| spec.id == one.id);
        let title = spec.map_or(one.id.as_str(), |spec| standard.text(&format!("indicator/{}/title", spec.id), &spec.title, language));
        Self {
            indicator: one.id.to_string(),
            title: title.to_owned(),
            goal: spec.and_then(|spec| spec.goal.clone()),
            state: one.state.to_string(),
            year: one.year,
            value: one.value,
            unit: one.unit.to_string(),
            bound: one.bound.to_string(),
            grade: one.grade.map(Grade::as_str).map(str::to_owned),
            grade_causes: one.causes.iter().cloned().collect(),
            reason: one.reason.map(|reason| reason.to_string()),
            said: one.said.as_ref().map(|said| say(said, language, standard)),
            inputs: one.inputs.iter().map(|id| format!("{id:016x}")).collect(),
            sources: one.sources.iter().cloned().collect(),
            states: one.states.iter().map(ToString::to_string).collect(),
            told_per_mille: one.told_per_mille,
        }
    }
}
