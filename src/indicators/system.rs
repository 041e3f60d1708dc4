//! Measures of movement within a closed set of states.
//!
//! In: who moved from which state to which, and the population of each. Out: intensity, effectiveness and net redistribution, which
//! hang together: the net rate is the intensity times the effectiveness, by 100. What crosses the border of the set is outside.

use super::formulas::ratio;

/// Movements between the states of a set, each known.
#[derive(Debug, Clone, PartialEq)]
pub struct System {
    /// Persons from the state of the row to the state of the column; the diagonal counts nowhere.
    pub matrix: Vec<Vec<f64>>,
    /// Population of each state.
    pub population: Vec<f64>,
}

impl System {
    /// Crude migration intensity: movers as per cent of the population.
    #[must_use]
    pub fn crude_intensity(&self) -> Option<f64> {
        ratio(100.0, self.movers()?, self.people())
    }

    /// Migration effectiveness: net change as per cent of all arrivals and departures.
    #[must_use]
    pub fn effectiveness(&self) -> Option<f64> {
        ratio(100.0, self.net()?, 2.0 * self.movers()?)
    }

    /// Aggregate net migration rate: half of all net change, as per cent of the population.
    ///
    /// ```
    /// use concord::indicators::System;
    ///
    /// let matrix = vec![vec![0.0, 30.0], vec![10.0, 0.0]];
    /// let pair = System { matrix, population: vec![1000.0, 1000.0] };
    /// assert_eq!(pair.crude_intensity(), Some(2.0));
    /// assert_eq!(pair.effectiveness(), Some(50.0));
    /// assert_eq!(pair.aggregate_net_rate(), Some(1.0));
    /// ```
    #[must_use]
    pub fn aggregate_net_rate(&self) -> Option<f64> {
        ratio(50.0, self.net()?, self.people())
    }

    /// How much more is moved between the states than their sizes alone would give, over all pairs.
    #[must_use]
    pub fn preference(&self) -> Option<f64> {
        let people = self.people();
        ratio(people * people, self.by_sizes()?, self.movers()?)
    }

    /// The same for each person of the set.
    #[must_use]
    pub fn velocity(&self) -> Option<f64> {
        Some(self.people() * self.by_sizes()?)
    }

    fn people(&self) -> f64 {
        self.population.iter().sum()
    }

    /// Each pair's movers; none where the shapes do not fit or a number is negative.
    fn pairs(&self) -> Option<Vec<(usize, usize, f64)>> {
        let number = self.population.len();
        let square = self.matrix.len() == number && self.matrix.iter().all(|row| row.len() == number);
        let rows = self.matrix.iter().enumerate();
        let pairs = rows.flat_map(|(from, row)| row.iter().enumerate().map(move |(to, movers)| (from, to, *movers)));
        let pairs: Vec<_> = pairs.filter(|(from, to, _)| from != to).collect();
        let possible = self.population.iter().copied().chain(pairs.iter().map(|pair| pair.2)).all(|number| number >= 0.0);
        (square && possible && number > 1).then_some(pairs)
    }

    fn movers(&self) -> Option<f64> {
        Some(self.pairs()?.iter().map(|pair| pair.2).sum())
    }

    /// Net change of each state without its sign, added up.
    fn net(&self) -> Option<f64> {
        let mut net = vec![0.0; self.population.len()];
        for (from, to, movers) in self.pairs()? {
            *net.get_mut(from)? -= movers;
            *net.get_mut(to)? += movers;
        }
        Some(net.into_iter().map(f64::abs).sum())
    }

    /// Movers of each pair over the product of the two populations, added up.
    fn by_sizes(&self) -> Option<f64> {
        let people = |place: usize| self.population.get(place).copied();
        self.pairs()?.into_iter().map(|(from, to, movers)| ratio(1.0, movers, people(from)? * people(to)?)).sum()
    }
}
