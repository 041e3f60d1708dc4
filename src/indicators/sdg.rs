//! The indicators of target 10.7 of the Sustainable Development Goals.
//!
//! In: what each of them asks for. Out: its value in its own unit. 10.7.3 is a count as it is recorded and needs no formula.

use crate::model::closed_set;

use super::formulas::ratio;

/// 10.7.4: refugees of a country in other countries, for each 100,000 of its population and of them, both at the end of the year.
///
/// Refugees are those counted by country of origin in all other countries, without those under the mandate of UNRWA.
///
/// ```
/// use concord::indicators::refugees_per_100000;
///
/// assert_eq!(refugees_per_100000(10_000.0, 990_000.0), Some(1000.0));
/// ```
#[must_use]
pub fn refugees_per_100000(refugees_from_the_country: f64, population: f64) -> Option<f64> {
    ratio(100_000.0, refugees_from_the_country, population + refugees_from_the_country)
}

/// 10.7.1: what the worker paid to be recruited, in months of income in the country of destination.
///
/// Both amounts must be in one currency. Older texts divide by the income of a year: the unit belongs with the figure.
#[must_use]
pub fn recruitment_cost_months(cost: f64, monthly_income: f64) -> Option<f64> {
    ratio(1.0, cost, monthly_income)
}

closed_set!(
    /// How far policies meet 10.7.2.
    PolicyLevel {
        /// Under 40.
        RequiresFurtherProgress = "requires further progress",
        /// From 40 and under 80.
        PartiallyMeets = "partially meets",
        /// From 80 and under 100.
        Meets = "meets",
        /// 100.
        FullyMeets = "fully meets",
    }
);

impl PolicyLevel {
    /// The level of a score from 0 to 100.
    #[must_use]
    pub fn of(percent: f64) -> Self {
        match percent {
            percent if percent < 40.0 => Self::RequiresFurtherProgress,
            percent if percent < 80.0 => Self::PartiallyMeets,
            percent if percent < 100.0 => Self::Meets,
            _ => Self::FullyMeets,
        }
    }
}

/// 10.7.2: the answers to five items in each of six domains, 1 where a policy is there; items of the first domain may be half.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PolicyAnswers([[f64; 5]; 6]);

impl PolicyAnswers {
    /// Of answers; none where one of them is no possible answer.
    #[must_use]
    pub fn new(answers: [[f64; 5]; 6]) -> Option<Self> {
        let possible = |domain: usize, answer: f64| [0.0, 1.0].contains(&answer) || domain == 0 && (answer - 0.5).abs() < f64::EPSILON;
        let all = answers.iter().enumerate().all(|(domain, items)| items.iter().all(|answer| possible(domain, *answer)));
        all.then_some(Self(answers))
    }

    /// Per cent of the items of each domain.
    #[must_use]
    pub fn domains(&self) -> [f64; 6] {
        self.0.map(|items| 100.0 * items.iter().sum::<f64>() / 5.0)
    }

    /// Per cent of all items.
    #[must_use]
    pub fn overall(&self) -> f64 {
        100.0 * self.0.iter().flatten().sum::<f64>() / 30.0
    }

    /// The level that this gives.
    #[must_use]
    pub fn level(&self) -> PolicyLevel {
        PolicyLevel::of(self.overall())
    }
}
