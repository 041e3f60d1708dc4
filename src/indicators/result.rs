//! What an indicator came to: a value with the grade of its worst input, or the reason why there is none.

use std::collections::BTreeSet;

use crate::diag::Said;
use crate::harmonise::Published;
use crate::model::closed_set;
use crate::model::{Code, Grade, MappingId};
use crate::spec::IndicatorUnit;

closed_set!(
    /// Why an indicator can't be made.
    Lacking {
        /// A figure was not sent, or sent without a value.
        Missing = "missing",
        /// A figure is withheld.
        Suppressed = "suppressed",
        /// What it would count can't exist in the state.
        NotApplicable = "not-applicable",
        /// Figures must not be compared: two sources, a break, two definitions.
        NotComparable = "not-comparable",
        /// Parts do not make up their total, or too little of it is told one by one.
        Incomplete = "incomplete",
        /// Several figures stand for one, and none of them speaks.
        SeveralFigures = "several-figures",
        /// Groups of ages are wider than a median can be found in, or do not meet.
        AgeGroups = "age-groups",
        /// What it is divided by is zero.
        NothingToDivideBy = "nothing-to-divide-by",
        /// The exchange does not ask for it.
        NotCollected = "not-collected",
    }
);

closed_set!(
    /// How a value is to be read.
    IndicatorBound {
        /// As it stands.
        Exact = "exact",
        /// It is that or more.
        AtLeast = "at-least",
    }
);

/// Why there is no value.
#[derive(Debug, Clone)]
pub(super) struct Lack<'a> {
    pub(super) lacking: Lacking,
    pub(super) said: Said,
    /// Observations that say so.
    pub(super) uses: Vec<&'a Published>,
}

impl<'a> Lack<'a> {
    pub(super) fn new(lacking: Lacking, said: Said) -> Self {
        Self { lacking, said, uses: Vec::new() }
    }

    pub(super) fn with(self, uses: Vec<&'a Published>) -> Self {
        Self { uses, ..self }
    }
}

/// An indicator of a state, or of the region, in a year.
#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// Its id.
    pub id: MappingId,
    /// The state, or the code of the region.
    pub state: Code,
    /// The year compared; none for what the exchange does not ask for.
    pub year: Option<i16>,
    /// Its value with its decimals; none where there is a reason.
    pub value: Option<f64>,
    /// Decimals with which it is published.
    pub decimals: u8,
    /// What one unit is.
    pub unit: IndicatorUnit,
    /// How the value is to be read.
    pub bound: IndicatorBound,
    /// The grade of its worst input; none where there is no value.
    pub grade: Option<Grade>,
    /// What caused that grade.
    pub causes: BTreeSet<String>,
    /// Why there is no value.
    pub reason: Option<Lacking>,
    /// The same in a sentence, or what a reader must know of the value.
    pub said: Option<Said>,
    /// Observations it is made of, or that say why it is not.
    pub inputs: Vec<u64>,
    /// Their sources.
    pub sources: BTreeSet<String>,
    /// The states whose figures it is made of.
    pub states: BTreeSet<Code>,
    /// Per mille of the foreign total that the countries told one by one are, where it is made of these.
    pub told_per_mille: Option<i16>,
}
