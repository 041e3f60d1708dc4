//! What else to hide, so that nobody works out what is hidden.
//!
//! In: numbers with what each costs to hide, the hidden ones, and how wide the interval of each of these must be. Out: further
//! numbers. [`cheapest`] finds the cheapest set there is, for small tables; [`widen`] widens one interval at the least cost that a
//! linear programme finds, for all others. Neither ever hides a zero: what can't be lower protects nothing.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::linked::{Linked, LinkedError};

/// A hidden number and how wide its interval must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Protect {
    /// The number.
    pub number: usize,
    /// The least width.
    pub width: i64,
}

/// Further numbers to hide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal<T> {
    /// They.
    pub hide: BTreeSet<T>,
    /// What they cost together.
    pub cost: i64,
}

/// The cheapest numbers to hide beside the hidden ones; none where there is no way, or where it takes more than so many steps to be
/// sure.
///
/// `lines` are the sums: of one in which a single number is hidden, that number is known, so that another must go. `is_safe` says
/// whether every interval is wide enough; hiding more must never make one narrower.
pub fn cheapest<T: Copy + Ord>(
    hidden: &BTreeSet<T>,
    costs: &BTreeMap<T, i64>,
    lines: &[Vec<T>],
    is_safe: &mut dyn FnMut(&BTreeSet<T>) -> bool,
    steps: usize,
) -> Option<Proposal<T>> {
    let mut candidates: Vec<(i64, T)> = costs.iter().filter(|(one, _)| !hidden.contains(one)).map(|(one, cost)| (*cost, *one)).collect();
    candidates.sort_unstable();
    let mut search = Search { lines, is_safe, best: None, steps };
    search.from(&mut hidden.clone(), &mut BTreeSet::new(), 0, &candidates);
    let Search { best, steps, .. } = search;
    best.filter(|_| steps > 0).map(|(cost, set)| Proposal { hide: set.difference(hidden).copied().collect(), cost })
}

struct Search<'a, T> {
    lines: &'a [Vec<T>],
    is_safe: &'a mut dyn FnMut(&BTreeSet<T>) -> bool,
    best: Option<(i64, BTreeSet<T>)>,
    steps: usize,
}

impl<T: Copy + Ord> Search<'_, T> {
    /// Looks for cheaper sets that hold these numbers and none of those that stay published.
    fn from(&mut self, hidden: &mut BTreeSet<T>, published: &mut BTreeSet<T>, cost: i64, candidates: &[(i64, T)]) {
        if self.steps == 0 || self.best.as_ref().is_some_and(|(best, _)| cost >= *best) {
            return;
        }
        self.steps -= 1;
        let free = |hidden: &BTreeSet<T>, published: &BTreeSet<T>, one: &T| !hidden.contains(one) && !published.contains(one);
        let alone = self.lines.iter().filter(|line| line.iter().filter(|one| hidden.contains(one)).count() == 1);
        let tight = alone
            .map(|line| -> Vec<(i64, T)> {
                candidates.iter().filter(|(_, one)| line.contains(one) && free(hidden, published, one)).copied().collect()
            })
            .min_by_key(Vec::len);
        let branches = if let Some(line) = tight {
            line
        } else {
            if (self.is_safe)(hidden) {
                self.best = Some((cost, hidden.clone()));
                return;
            }
            let rest: Vec<(i64, T)> = candidates.iter().filter(|(_, one)| free(hidden, published, one)).copied().collect();
            let all: BTreeSet<T> = hidden.iter().copied().chain(rest.iter().map(|(_, one)| *one)).collect();
            if !(self.is_safe)(&all) {
                return;
            }
            rest
        };
        // Each branch hides one number and publishes those of the branches before it.
        let mut tried = Vec::new();
        for (own, one) in branches {
            hidden.insert(one);
            self.from(hidden, published, cost + own, candidates);
            hidden.remove(&one);
            if published.insert(one) {
                tried.push(one);
            }
        }
        for one in tried {
            published.remove(&one);
        }
    }
}

/// Numbers to hide so that the interval of one becomes as wide as it must be; none where hiding all of them would not do.
///
/// Two sets of numbers are looked for that both fit what stays published and differ in the protected number by its width, at the
/// least cost of all changes; whatever differs from its value in one of them must be hidden. `values` are the true ones, of the
/// numbers that may be hidden with their costs.
///
/// # Errors
/// The programme could not be solved.
pub fn widen(
    numbers: &Linked,
    protect: Protect,
    costs: &BTreeMap<usize, i64>,
    values: &BTreeMap<usize, i64>,
) -> Result<Option<BTreeSet<usize>>, LinkedError> {
    let mut reach = 2;
    let mut before = 0;
    loop {
        let near = near(numbers, protect.number, costs, reach);
        // Looking further is of use only where there is more to see.
        if near.len() == before {
            return Ok(None);
        }
        before = near.len();
        if let Some(found) = Pair::new(numbers, protect, costs, values, &near).solve()? {
            return Ok(Some(found));
        }
        reach += 2;
    }
}

/// The numbers that may be hidden and stand in one sum with a number, or with one that is hidden beside it; and those sums in which
/// everything else is known.
#[must_use]
pub fn beside(numbers: &Linked, from: usize, costs: &BTreeMap<usize, i64>) -> (BTreeMap<usize, i64>, Vec<Vec<usize>>) {
    let near = near(numbers, from, costs, 2);
    let own: BTreeMap<usize, i64> =
        near.iter().filter(|number| numbers.known(**number).is_exact()).filter_map(|number| Some((*number, *costs.get(number)?))).collect();
    let sums: BTreeSet<Vec<usize>> = near
        .iter()
        .flat_map(|number| numbers.equations_of(*number))
        .map(|equation| equation.terms.iter().map(|(number, _)| *number).collect::<Vec<_>>())
        .collect();
    (own, sums.into_iter().collect())
}

/// The numbers that may move, so many sums away at most; all that are hidden already count as no distance.
fn near(numbers: &Linked, from: usize, costs: &BTreeMap<usize, i64>, reach: usize) -> BTreeSet<usize> {
    let mut found = BTreeSet::from([from]);
    let mut edge = vec![from];
    for _ in 0..reach {
        let mut next = Vec::new();
        for number in edge {
            for hidden in numbers.component(number) {
                for equation in numbers.equations_of(hidden) {
                    for (other, _) in &equation.terms {
                        let may_move = !numbers.known(*other).is_exact() || costs.contains_key(other);
                        if may_move && found.insert(*other) {
                            next.push(*other);
                        }
                    }
                }
                found.insert(hidden);
            }
        }
        edge = next;
    }
    found
}

/// Two sets of numbers that both fit what stays published.
struct Pair {
    problem: Problem,
    /// What a number that may be hidden would move, in either set.
    moved: Vec<(usize, Variable)>,
}

impl Pair {
    fn new(
        numbers: &Linked,
        protect: Protect,
        costs: &BTreeMap<usize, i64>,
        values: &BTreeMap<usize, i64>,
        near: &BTreeSet<usize>,
    ) -> Self {
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut moved = Vec::new();
        let mut apart: Vec<(Variable, f64)> = Vec::new();
        for side in [-1.0, 1.0] {
            let mut parts: BTreeMap<usize, Vec<(Variable, f64)>> = BTreeMap::new();
            for number in near {
                let known = numbers.known(*number);
                if known.is_exact() {
                    let (Some(cost), Some(value)) = (costs.get(number), values.get(number)) else { continue };
                    let unit = real(*cost) / real(protect.width.max(1));
                    let up = problem.add_var(unit, (0.0, f64::INFINITY));
                    let down = problem.add_var(unit, (0.0, real(*value)));
                    moved.extend([(*number, up), (*number, down)]);
                    parts.insert(*number, vec![(up, 1.0), (down, -1.0)]);
                } else {
                    let high = known.high.map_or(f64::INFINITY, real);
                    parts.insert(*number, vec![(problem.add_var(0.0, (real(known.low), high)), 1.0)]);
                }
            }
            let mut done = BTreeSet::new();
            for equation in near.iter().flat_map(|number| numbers.equations_of(*number)) {
                if !done.insert(equation) {
                    continue;
                }
                let mut left = equation.sum;
                let mut terms = Vec::new();
                for (number, factor) in &equation.terms {
                    let known = numbers.known(*number);
                    if known.is_exact() {
                        left -= factor * known.low;
                    }
                    terms.extend(parts.get(number).into_iter().flatten().map(|(variable, sign)| (*variable, sign * real(*factor))));
                }
                problem.add_constraint(terms.as_slice(), ComparisonOp::Eq, real(left));
            }
            let own = parts.get(&protect.number).into_iter().flatten();
            apart.extend(own.map(|(variable, sign)| (*variable, sign * side)));
        }
        problem.add_constraint(apart.as_slice(), ComparisonOp::Ge, real(protect.width));
        Self { problem, moved }
    }

    fn solve(&self) -> Result<Option<BTreeSet<usize>>, LinkedError> {
        const MOVED: f64 = 1e-6;
        match self.problem.solve().map(microlp::SolveOutcome::into_solution) {
            Ok(Ok(solution)) => {
                let moved = self.moved.iter().filter(|(_, variable)| solution.var_value(*variable) > MOVED);
                Ok(Some(moved.map(|(number, _)| *number).collect()))
            }
            Ok(Err(_)) => Err(LinkedError::Unsolved("it was interrupted".to_owned())),
            Err(microlp::Error::Infeasible) => Ok(None),
            Err(error) => Err(LinkedError::Unsolved(error.to_string())),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of persons are far below 2 to the power of 53")]
fn real(value: i64) -> f64 {
    value as f64
}
