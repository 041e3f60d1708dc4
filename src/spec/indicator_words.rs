//! The words of `indicators.toml`: formulas with the inputs they need, units and roles.
//!
//! In: nothing. Out: closed sets, each member with the text that stands in the file. What a formula computes is in `indicators`.

use crate::model::closed_set;

closed_set!(
    /// What a formula does with its inputs.
    IndicatorFormula {
        /// Per cent that `part` is of `whole`.
        Share = "share",
        /// `males` for each 100 `females`.
        SexRatio = "sex-ratio",
        /// Age that half of the persons in `ages` have not reached.
        MedianAge = "median-age",
        /// Persons in `ages` under 15 and of 65 or more for each 100 between.
        Dependency = "dependency",
        /// Per cent of the persons in `ages` that are from 15 to 64.
        WorkingShare = "working-share",
        /// Change of `stock` since the last year before with a figure, in per cent a year, continuous.
        AnnualChange = "annual-change",
        /// `events` for each 1,000 of the mean of the populations `start` and `end`.
        CrudeRate = "crude-rate",
        /// `arrivals` less `departures` for each 1,000 of the mean of the populations `start` and `end`.
        CrudeNetRate = "crude-net-rate",
        /// `arrivals` and `departures` for each 1,000 of the mean of the populations `start` and `end`.
        TurnoverRate = "turnover-rate",
        /// `arrivals` less `departures` as per cent of both together.
        Effectiveness = "effectiveness",
        /// Herfindahl-Hirschman index of the countries in `spread`.
        Hhi = "hhi",
        /// The index between 0 and 1.
        NormalisedHhi = "normalised-hhi",
        /// How many countries of one size would be as concentrated as those in `spread`.
        EffectiveNumber = "effective-number",
        /// Shannon's entropy of the countries in `spread`.
        Entropy = "entropy",
        /// Entropy as a part of the highest one.
        Evenness = "evenness",
        /// Gini's coefficient of the countries in `spread`.
        Gini = "gini",
        /// Per cent in the `top` largest countries in `spread`.
        TopShare = "top-share",
        /// Per cent of `first` that would have to change country to be spread as `second`.
        Dissimilarity = "dissimilarity",
        /// Movers between the states of the region as per cent of their `population`.
        CrudeIntensity = "crude-intensity",
        /// Net change between the states of the region as per cent of all arrivals and departures.
        SystemEffectiveness = "system-effectiveness",
        /// Half of all net change between the states of the region as per cent of their `population`.
        AggregateNetRate = "aggregate-net-rate",
        /// `refugees` of the state in the states that report, for each 100,000 of its `population` and of them.
        RefugeesPerPopulation = "refugees-per-population",
        /// What a worker paid to be recruited, in months of income; the exchange has no such table.
        RecruitmentCost = "recruitment-cost",
        /// Items of migration policy that are there, as per cent of all; the exchange has no such table.
        PolicyScore = "policy-score",
        /// Persons counted elsewhere as they are recorded; the exchange has no such table.
        Count = "count",
    }
);

closed_set!(
    /// What one unit of an indicator is.
    IndicatorUnit {
        /// Per cent.
        Percent = "percent",
        /// For each hundred.
        PerHundred = "per-100",
        /// For each thousand of the population.
        PerThousand = "per-1000",
        /// For each hundred thousand of the population.
        PerHundredThousand = "per-100000",
        /// Per cent a year.
        PercentAYear = "percent-a-year",
        /// Years of age.
        Years = "years",
        /// A number between fixed ends, without a unit.
        Index = "index",
        /// Countries.
        Countries = "countries",
        /// Months of income.
        MonthsOfIncome = "months-of-income",
        /// Persons.
        Persons = "persons",
    }
);

closed_set!(
    /// What an input is to its formula.
    IndicatorRole {
        /// The part of a whole.
        Part = "part",
        /// The whole.
        Whole = "whole",
        /// Men and boys.
        Males = "males",
        /// Women and girls.
        Females = "females",
        /// Persons by age: `each` is the age.
        Ages = "ages",
        /// A stock that is compared with its own past.
        Stock = "stock",
        /// Events of a period.
        Events = "events",
        /// Those who came.
        Arrivals = "arrivals",
        /// Those who left.
        Departures = "departures",
        /// Population at the start of the period.
        Start = "start",
        /// Population at its end.
        End = "end",
        /// Persons by country: `each` is the dimension of the country.
        Spread = "spread",
        /// The first of two spreads.
        First = "first",
        /// The second.
        Second = "second",
        /// Movers by the state they came from: `each` is its dimension.
        Movers = "movers",
        /// Population.
        Population = "population",
        /// Refugees by the state they come from: `each` is its dimension.
        Refugees = "refugees",
    }
);

/// What the input of a role runs over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    /// One figure.
    One,
    /// Ages.
    Ages,
    /// Areas.
    Areas,
}

impl IndicatorFormula {
    /// The unit of what it gives.
    #[must_use]
    pub const fn unit(self) -> IndicatorUnit {
        match self {
            Self::Share
            | Self::WorkingShare
            | Self::Effectiveness
            | Self::TopShare
            | Self::Dissimilarity
            | Self::CrudeIntensity
            | Self::SystemEffectiveness
            | Self::AggregateNetRate
            | Self::PolicyScore => IndicatorUnit::Percent,
            Self::SexRatio | Self::Dependency => IndicatorUnit::PerHundred,
            Self::MedianAge => IndicatorUnit::Years,
            Self::AnnualChange => IndicatorUnit::PercentAYear,
            Self::CrudeRate | Self::CrudeNetRate | Self::TurnoverRate => IndicatorUnit::PerThousand,
            Self::Hhi | Self::NormalisedHhi | Self::Entropy | Self::Evenness | Self::Gini => IndicatorUnit::Index,
            Self::EffectiveNumber => IndicatorUnit::Countries,
            Self::RefugeesPerPopulation => IndicatorUnit::PerHundredThousand,
            Self::RecruitmentCost => IndicatorUnit::MonthsOfIncome,
            Self::Count => IndicatorUnit::Persons,
        }
    }

    /// Whether it is made once for the region, and not for each state.
    #[must_use]
    pub const fn is_of_region(self) -> bool {
        matches!(self, Self::CrudeIntensity | Self::SystemEffectiveness | Self::AggregateNetRate)
    }

    /// What each of its inputs is to it, in order.
    #[must_use]
    pub fn inputs(self) -> Vec<IndicatorRole> {
        self.roles().iter().map(|(role, _)| *role).collect()
    }

    /// What it needs; nothing where no table of the exchange can give it.
    pub(super) const fn roles(self) -> &'static [(IndicatorRole, Over)] {
        use IndicatorRole as R;
        match self {
            Self::Share => &[(R::Part, Over::One), (R::Whole, Over::One)],
            Self::SexRatio => &[(R::Males, Over::One), (R::Females, Over::One)],
            Self::MedianAge | Self::Dependency | Self::WorkingShare => &[(R::Ages, Over::Ages)],
            Self::AnnualChange => &[(R::Stock, Over::One)],
            Self::CrudeRate => &[(R::Events, Over::One), (R::Start, Over::One), (R::End, Over::One)],
            Self::CrudeNetRate | Self::TurnoverRate => {
                &[(R::Arrivals, Over::One), (R::Departures, Over::One), (R::Start, Over::One), (R::End, Over::One)]
            }
            Self::Effectiveness => &[(R::Arrivals, Over::One), (R::Departures, Over::One)],
            Self::Hhi | Self::NormalisedHhi | Self::EffectiveNumber | Self::Entropy | Self::Evenness | Self::Gini | Self::TopShare => {
                &[(R::Spread, Over::Areas)]
            }
            Self::Dissimilarity => &[(R::First, Over::Areas), (R::Second, Over::Areas)],
            Self::CrudeIntensity | Self::SystemEffectiveness | Self::AggregateNetRate => {
                &[(R::Movers, Over::Areas), (R::Population, Over::One)]
            }
            Self::RefugeesPerPopulation => &[(R::Refugees, Over::Areas), (R::Population, Over::One)],
            Self::RecruitmentCost | Self::PolicyScore | Self::Count => &[],
        }
    }
}
