//! Formulas for one state: stocks, ages, flows and change over time.
//!
//! In: whole or estimated counts of persons as numbers. Out: the indicator, or none where it has no meaning, such as a share of
//! nothing. No rounding, no rows and no codes here: what the numbers stand for, and whether they may meet, is decided before.

/// A part as per cent of its whole.
///
/// ```
/// use concord::indicators::percent_of;
///
/// assert_eq!(percent_of(25.0, 200.0), Some(12.5));
/// assert_eq!(percent_of(0.0, 200.0), Some(0.0), "zero is a figure");
/// assert_eq!(percent_of(25.0, 0.0), None, "a share of nothing is none");
/// ```
#[must_use]
pub fn percent_of(part: f64, whole: f64) -> Option<f64> {
    ratio(100.0, part, whole)
}

/// Men and boys for each 100 women and girls.
#[must_use]
pub fn males_per_100_females(males: f64, females: f64) -> Option<f64> {
    ratio(100.0, males, females)
}

/// Persons for each 1,000 of the population in the middle of the period, as the mean of its two ends.
#[must_use]
pub fn crude_rate(persons: f64, population_start: f64, population_end: f64) -> Option<f64> {
    ratio(1000.0, persons, average_population(population_start, population_end)?)
}

/// The mean of the populations at both ends of a period.
#[must_use]
pub fn average_population(start: f64, end: f64) -> Option<f64> {
    (start >= 0.0 && end >= 0.0).then_some(f64::midpoint(start, end))
}

/// What part of all movement changes the population: 100 where everyone arrives, -100 where everyone leaves.
#[must_use]
pub fn effectiveness(arrivals: f64, departures: f64) -> Option<f64> {
    ratio(100.0, arrivals - departures, arrivals + departures)
}

/// Change in per cent a year, continuous, between two stocks that many years apart; the logarithm keeps it the same both ways.
///
/// None where a stock is zero or the years are none.
#[must_use]
pub fn annual_rate_of_change(start: f64, end: f64, years: f64) -> Option<f64> {
    let possible = start > 0.0 && end > 0.0 && years > 0.0;
    possible.then(|| 100.0 * (end / start).ln() / years)
}

/// Mean change in persons a year.
#[must_use]
pub fn mean_annual_change(start: f64, end: f64, years: f64) -> Option<f64> {
    (years > 0.0).then(|| (end - start) / years)
}

/// Counts by age, youngest first, in groups that meet.
#[derive(Debug, Clone, PartialEq)]
pub struct AgeGroups {
    /// The first age of each group in completed years, rising.
    pub lower_bounds: Vec<u16>,
    /// Persons in each group.
    pub counts: Vec<f64>,
    /// Whether the last group has no upper end; otherwise it is as wide as the one before.
    pub open_last: bool,
}

/// The age that half of the persons have not reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MedianAge {
    /// In years.
    Years(f64),
    /// It lies in the open group, so that only this is known.
    AtLeast(u16),
}

impl AgeGroups {
    /// The median age, taking ages to be spread evenly within a group; none where nobody is counted.
    ///
    /// ```
    /// use concord::indicators::{AgeGroups, MedianAge};
    ///
    /// let ages = |counts: [f64; 3]| AgeGroups { lower_bounds: vec![0, 15, 65], counts: counts.to_vec(), open_last: true };
    /// assert_eq!(ages([10.0, 40.0, 10.0]).median(), Some(MedianAge::Years(40.0)));
    /// assert_eq!(ages([10.0, 20.0, 40.0]).median(), Some(MedianAge::AtLeast(65)), "no more than that is known");
    /// ```
    #[must_use]
    pub fn median(&self) -> Option<MedianAge> {
        let half = self.total()? / 2.0;
        let mut below = 0.0;
        for (place, (lower, count)) in self.lower_bounds.iter().zip(&self.counts).enumerate() {
            if *count > 0.0 && below + count >= half {
                let Some(width) = self.width(place) else { return Some(MedianAge::AtLeast(*lower)) };
                return Some(MedianAge::Years(f64::from(*lower) + f64::from(width) * (half - below) / count));
            }
            below += count;
        }
        None
    }

    /// Persons under 15 and of 65 or more for each 100 from 15 to 64; none where a group reaches across 15 or 65.
    #[must_use]
    pub fn dependency(&self) -> Option<f64> {
        let (young, working, old) = self.broad_groups()?;
        ratio(100.0, young + old, working)
    }

    /// Persons from 15 to 64 as per cent of all; none where a group reaches across 15 or 65.
    #[must_use]
    pub fn working_share(&self) -> Option<f64> {
        let (young, working, old) = self.broad_groups()?;
        percent_of(working, young + working + old)
    }

    /// Persons under 15, from 15 to 64, and of 65 or more; none where a group reaches across 15 or 65.
    #[must_use]
    pub fn broad_groups(&self) -> Option<(f64, f64, f64)> {
        self.total()?;
        if ![15, 65].iter().all(|bound| self.lower_bounds.contains(bound)) {
            return None;
        }
        let between = |from: u16, to: u16| {
            let chosen = self.lower_bounds.iter().zip(&self.counts).filter(|(lower, _)| (from..to).contains(*lower));
            chosen.map(|(_, count)| count).sum::<f64>()
        };
        Some((between(0, 15), between(15, 65), between(65, u16::MAX)))
    }

    /// How wide a group is; none where it is open.
    fn width(&self, place: usize) -> Option<u16> {
        let (lower, next) = (self.lower_bounds.get(place)?, self.lower_bounds.get(place + 1));
        match next {
            Some(next) => next.checked_sub(*lower),
            None if self.open_last => None,
            None => lower.checked_sub(*self.lower_bounds.get(place.checked_sub(1)?)?),
        }
    }

    /// All persons; none where the groups are not in order from the age of 0, or hold nobody.
    fn total(&self) -> Option<f64> {
        let rising = self.lower_bounds.windows(2).all(|pair| pair[0] < pair[1]);
        let right = rising && self.lower_bounds.len() == self.counts.len() && self.lower_bounds.first() == Some(&0);
        let total: f64 = self.counts.iter().sum();
        (right && total > 0.0 && self.counts.iter().all(|count| *count >= 0.0)).then_some(total)
    }
}

/// `scale` times a part over a whole; none where the whole is not above zero.
pub(super) fn ratio(scale: f64, part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| scale * part / whole)
}
