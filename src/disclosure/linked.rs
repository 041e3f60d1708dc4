//! Tables that are linked, or of more than two ways, audited by linear programmes.
//!
//! In: what is known of each number before anything is added up, and the sums that hold between them. Out: the interval of each
//! number that is asked for. The bounds are outer ones: the programmes look for any numbers, not only whole ones.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem};

use super::interval::Interval;

/// A sum that holds: the numbers by their factors, and what they come to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Equation {
    /// Numbers with their factors, each number once.
    pub terms: Vec<(usize, i64)>,
    /// What they come to.
    pub sum: i64,
}

impl Equation {
    /// A total, which is the sum of its parts.
    #[must_use]
    pub fn total(total: usize, parts: &[usize]) -> Self {
        Self { terms: parts.iter().map(|part| (*part, 1)).chain([(total, -1)]).collect(), sum: 0 }
    }
}

/// Why nothing could be said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LinkedError {
    /// No numbers fit what is published.
    #[error("no numbers fit the published ones: sums that do not hold were taken for ones that do")]
    Contradictory,
    /// The programme could not be solved.
    #[error("a linear programme could not be solved: {0}")]
    Unsolved(String),
}

/// Numbers, what is known of each, and the sums that hold between them.
///
/// ```
/// use concord::disclosure::{Equation, Interval, Linked};
///
/// // A total of 30 over three years of which one is hidden.
/// let known = [12, 15, 30].map(Interval::exactly);
/// let numbers = Linked::new(vec![known[0], Interval::COUNT, known[1], known[2]], vec![Equation::total(3, &[0, 1, 2])]);
/// assert_eq!(numbers.intervals(&[1]).unwrap()[&1], Interval::exactly(3));
/// ```
#[derive(Debug, Clone)]
pub struct Linked {
    known: Vec<Interval>,
    equations: Vec<Equation>,
    /// The equations in which each number stands.
    standing: Vec<Vec<usize>>,
}

impl Linked {
    /// Numbers by what is known of each, and equations that name them by their places.
    #[must_use]
    pub fn new(known: Vec<Interval>, equations: Vec<Equation>) -> Self {
        let mut standing = vec![Vec::new(); known.len()];
        for (place, equation) in equations.iter().enumerate() {
            for (number, _) in &equation.terms {
                standing[*number].push(place);
            }
        }
        Self { known, equations, standing }
    }

    /// What is known of a number before anything is added up.
    #[must_use]
    pub fn known(&self, number: usize) -> Interval {
        self.known[number]
    }

    /// Hides a number, or shows it.
    pub fn set(&mut self, number: usize, known: Interval) {
        self.known[number] = known;
    }

    /// The equations in which a number stands.
    pub fn equations_of(&self, number: usize) -> impl Iterator<Item = &Equation> {
        self.standing[number].iter().map(|place| &self.equations[*place])
    }

    /// All numbers that are not known and hang together with one by equations, in order; itself among them.
    #[must_use]
    pub fn component(&self, number: usize) -> Vec<usize> {
        let mut found = BTreeSet::from([number]);
        let mut waiting = vec![number];
        while let Some(next) = waiting.pop() {
            for equation in self.equations_of(next) {
                for (other, _) in &equation.terms {
                    if !self.known[*other].is_exact() && found.insert(*other) {
                        waiting.push(*other);
                    }
                }
            }
        }
        found.into_iter().collect()
    }

    /// The interval of each number asked for.
    ///
    /// # Errors
    /// No numbers fit what is published, or a programme could not be solved.
    pub fn intervals(&self, asked: &[usize]) -> Result<BTreeMap<usize, Interval>, LinkedError> {
        let mut found = BTreeMap::new();
        for number in asked {
            if found.contains_key(number) {
                continue;
            }
            let part = Part::of(self, *number);
            for member in asked.iter().filter(|member| part.places.contains_key(*member)) {
                found.insert(*member, part.interval(self, *member)?);
            }
        }
        Ok(found)
    }

    /// Whether any numbers fit what is published, among those that hang together with one.
    ///
    /// # Errors
    /// None do, or a programme could not be solved.
    pub fn is_possible(&self, number: usize) -> Result<(), LinkedError> {
        Part::of(self, number).solve(self, number, OptimizationDirection::Minimize).map(|_| ())
    }

    /// The numbers among those asked for whose interval is narrower than is required of each, with the interval.
    ///
    /// What one programme finds widens the intervals of all numbers that hang together, so that few of them need programmes of their
    /// own.
    ///
    /// # Errors
    /// No numbers fit what is published, or a programme could not be solved.
    pub fn narrow(&self, asked: &BTreeMap<usize, i64>) -> Result<BTreeMap<usize, Interval>, LinkedError> {
        self.narrow_among(asked, false)
    }

    /// Whether every interval is as wide as is required; ends at the first that is not.
    ///
    /// # Errors
    /// No numbers fit what is published, or a programme could not be solved.
    pub fn is_safe(&self, asked: &BTreeMap<usize, i64>) -> Result<bool, LinkedError> {
        // A number that stands alone in a sum of known ones is known; no programme is needed to say so.
        let alone = |number: &usize| {
            self.equations_of(*number)
                .any(|equation| equation.terms.iter().all(|(other, _)| other == number || self.known[*other].is_exact()))
        };
        let is_known = asked.iter().any(|(number, width)| *width > 0 && (self.known[*number].is_exact() || alone(number)));
        Ok(!is_known && self.narrow_among(asked, true)?.is_empty())
    }

    fn narrow_among(&self, asked: &BTreeMap<usize, i64>, first_only: bool) -> Result<BTreeMap<usize, Interval>, LinkedError> {
        let mut seen: BTreeSet<usize> = BTreeSet::new();
        let mut found = BTreeMap::new();
        for number in asked.keys() {
            if seen.contains(number) {
                continue;
            }
            let part = Part::of(self, *number);
            let members: Vec<usize> = asked.keys().copied().filter(|member| part.places.contains_key(member)).collect();
            let mut ends: BTreeMap<usize, (f64, f64)> = BTreeMap::new();
            for member in &members {
                seen.insert(*member);
                let wide = |ends: &BTreeMap<usize, (f64, f64)>| {
                    ends.get(member).is_some_and(|(low, high)| whole(high - low, Round::Down) >= asked[member])
                };
                if wide(&ends) {
                    continue;
                }
                for direction in [OptimizationDirection::Maximize, OptimizationDirection::Minimize] {
                    match part.solve(self, *member, direction)? {
                        None => {
                            ends.insert(*member, (0.0, f64::INFINITY));
                        }
                        Some(values) => {
                            for (other, place) in &part.places {
                                let (low, high) = ends.entry(*other).or_insert((values[*place], values[*place]));
                                (*low, *high) = (low.min(values[*place]), high.max(values[*place]));
                            }
                        }
                    }
                    if wide(&ends) {
                        break;
                    }
                }
                if !wide(&ends) {
                    found.insert(*member, part.interval(self, *member)?);
                    if first_only {
                        return Ok(found);
                    }
                }
            }
        }
        Ok(found)
    }
}

/// The numbers that hang together with one, and the equations between them.
struct Part {
    places: BTreeMap<usize, usize>,
    /// Each with what the published numbers leave of its sum.
    equations: Vec<(Vec<(usize, i64)>, i64)>,
}

impl Part {
    fn of(all: &Linked, number: usize) -> Self {
        let members = all.component(number);
        let places: BTreeMap<usize, usize> = members.iter().enumerate().map(|(place, member)| (*member, place)).collect();
        let named: BTreeSet<usize> = members.iter().flat_map(|member| all.standing[*member].iter().copied()).collect();
        let mut equations: BTreeSet<(Vec<(usize, i64)>, i64)> = BTreeSet::new();
        for equation in named.into_iter().map(|place| &all.equations[place]) {
            let published: i64 = equation
                .terms
                .iter()
                .filter(|(other, _)| !places.contains_key(other))
                .map(|(other, factor)| factor * all.known[*other].low)
                .sum();
            let mut open: Vec<(usize, i64)> =
                equation.terms.iter().filter_map(|(other, factor)| Some((*places.get(other)?, *factor))).collect();
            open.sort_unstable();
            equations.insert((open, equation.sum - published));
        }
        Self { places, equations: equations.into_iter().collect() }
    }

    fn interval(&self, all: &Linked, number: usize) -> Result<Interval, LinkedError> {
        let place = self.places[&number];
        let end = |direction| Ok::<_, LinkedError>(self.solve(all, number, direction)?.map(|values| values[place]));
        let high = end(OptimizationDirection::Maximize)?.map(|high| whole(high, Round::Down));
        let low = end(OptimizationDirection::Minimize)?.map_or(all.known[number].low, |low| whole(low, Round::Up));
        Ok(Interval { low, high })
    }

    /// The values of all numbers where one of them is as small or as large as can be; none where nothing limits it.
    fn solve(&self, all: &Linked, number: usize, direction: OptimizationDirection) -> Result<Option<Vec<f64>>, LinkedError> {
        let mut problem = Problem::new(direction);
        let variables: Vec<microlp::Variable> = self
            .places
            .keys()
            .map(|member| {
                let known = all.known[*member];
                let high = known.high.map_or(f64::INFINITY, real);
                problem.add_var(if *member == number { 1.0 } else { 0.0 }, (real(known.low), high))
            })
            .collect();
        for (terms, sum) in &self.equations {
            let terms: Vec<(microlp::Variable, f64)> = terms.iter().map(|(place, factor)| (variables[*place], real(*factor))).collect();
            problem.add_constraint(&terms, ComparisonOp::Eq, real(*sum));
        }
        match problem.solve().map(microlp::SolveOutcome::into_solution) {
            Ok(Ok(solution)) => Ok(Some(variables.iter().map(|variable| solution.var_value(*variable)).collect())),
            Ok(Err(_)) => Err(LinkedError::Unsolved("it was interrupted".to_owned())),
            Err(microlp::Error::Unbounded) => Ok(None),
            Err(microlp::Error::Infeasible) => Err(LinkedError::Contradictory),
            Err(error) => Err(LinkedError::Unsolved(error.to_string())),
        }
    }
}

/// Which whole number stands for a real one.
#[derive(Clone, Copy)]
enum Round {
    Up,
    Down,
}

/// The whole number at an end, where noise of the arithmetic is no part of it.
#[expect(clippy::cast_possible_truncation, reason = "counts of persons are far below the limits of a whole number")]
fn whole(value: f64, round: Round) -> i64 {
    const NOISE: f64 = 1e-5;
    match round {
        Round::Up => (value - NOISE).ceil() as i64,
        Round::Down => (value + NOISE).floor() as i64,
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of persons are far below 2 to the power of 53")]
fn real(value: i64) -> f64 {
    value as f64
}
