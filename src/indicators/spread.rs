//! How a total is spread over origins or destinations, and how far two spreads differ.
//!
//! In: counts, one an origin, in any order. Out: measures of concentration. What is left over or unknown is no origin and must not
//! be among the counts; an origin without persons counts in the measures that ask how many origins there are.

use super::formulas::ratio;

/// Measures of concentration of one set of counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Concentration {
    /// Shares, largest first.
    shares: Vec<f64>,
}

impl Concentration {
    /// Of counts; none where a count is negative or nobody is counted.
    #[must_use]
    pub fn of(counts: &[f64]) -> Option<Self> {
        let total: f64 = counts.iter().sum();
        if total <= 0.0 || counts.iter().any(|count| *count < 0.0) {
            return None;
        }
        let mut shares: Vec<f64> = counts.iter().map(|count| count / total).collect();
        shares.sort_by(|left, right| right.total_cmp(left));
        Some(Self { shares })
    }

    /// The Herfindahl-Hirschman index: the chance that two persons drawn at random are of one origin, from 1/n to 1.
    #[must_use]
    pub fn hhi(&self) -> f64 {
        self.shares.iter().map(|share| share * share).sum()
    }

    /// How many origins of one size would be as concentrated.
    ///
    /// ```
    /// use concord::indicators::Concentration;
    ///
    /// let equal = Concentration::of(&[50.0, 50.0, 50.0, 50.0]).unwrap();
    /// assert_eq!(equal.effective_number(), 4.0);
    /// ```
    #[must_use]
    pub fn effective_number(&self) -> f64 {
        1.0 / self.hhi()
    }

    /// The index from 0, all origins of one size, to 1, one origin alone; none for one origin.
    #[must_use]
    pub fn normalised_hhi(&self) -> Option<f64> {
        let least = 1.0 / self.number();
        (self.shares.len() > 1).then(|| (self.hhi() - least) / (1.0 - least))
    }

    /// Shannon’s entropy in natural units, 0 for one origin alone.
    #[must_use]
    pub fn entropy(&self) -> f64 {
        -self.shares.iter().filter(|share| **share > 0.0).map(|share| share * share.ln()).sum::<f64>()
    }

    /// Entropy as a part of the highest that so many origins can have; none for one origin.
    #[must_use]
    pub fn evenness(&self) -> Option<f64> {
        (self.shares.len() > 1).then(|| self.entropy() / self.number().ln())
    }

    /// Gini’s coefficient: 0 where all origins are of one size, nearly 1 where one has all.
    #[must_use]
    pub fn gini(&self) -> f64 {
        let number = self.number();
        let mut rank = number;
        let mut weighted = 0.0;
        for share in &self.shares {
            weighted += rank * share;
            rank -= 1.0;
        }
        2.0 * weighted / number - (number + 1.0) / number
    }

    /// The largest origins together, as per cent of all.
    #[must_use]
    pub fn top(&self, how_many: usize) -> f64 {
        100.0 * self.shares.iter().take(how_many).sum::<f64>()
    }

    #[expect(clippy::cast_precision_loss, reason = "there are fewer origins than countries")]
    fn number(&self) -> f64 {
        self.shares.len() as f64
    }
}

/// How many per cent of one spread would have to move to another origin to become the other spread.
///
/// Both must have the same origins in one order; none where they have not, or where either counts nobody.
#[must_use]
pub fn dissimilarity(first: &[f64], second: &[f64]) -> Option<f64> {
    let totals = (first.iter().sum::<f64>(), second.iter().sum::<f64>());
    let negative = first.iter().chain(second).any(|count| *count < 0.0);
    if first.len() != second.len() || negative {
        return None;
    }
    let pairs = first.iter().zip(second).map(|(one, other)| Some((ratio(1.0, *one, totals.0)? - ratio(1.0, *other, totals.1)?).abs()));
    Some(50.0 * pairs.sum::<Option<f64>>()?)
}
