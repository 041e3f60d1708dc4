//! Every number that a reader sees or could work out, and the equations between them.

use std::collections::{BTreeMap, BTreeSet};

use super::figures::Figure;
use crate::disclosure::{Band, Equation, Interval, Linked, LinkedError};

/// Where a number stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// A figure, whose number is its place.
    Figure,
    /// A sum over the region, by its place among them.
    Sum(usize),
    /// Nowhere: what one group of ages has more than another.
    Slice { whole: usize, without: usize, band: Band },
    /// In an edition that was published before, as a sum over the region.
    Earlier,
    /// Nowhere: what a total has more than the parts that are told.
    Rest,
}

/// One number.
#[derive(Debug, Clone)]
pub(super) struct Number {
    /// Its value; none where nobody has it.
    pub(super) truth: Option<i64>,
    pub(super) source: Source,
    /// Whether it may be below zero.
    pub(super) signed: bool,
}

impl Number {
    /// Whether a reader sees it where nothing hides it.
    fn is_shown(&self) -> bool {
        matches!(self.source, Source::Figure | Source::Sum(_) | Source::Earlier)
    }

    /// What a reader knows of it while it is hidden.
    fn open(&self) -> Interval {
        // Far beyond any adjustment, and near enough for the arithmetic of the programmes.
        const FAR_BELOW: i64 = -1_000_000_000;
        if self.signed { Interval { low: FAR_BELOW, high: None } } else { Interval::COUNT }
    }
}

/// All numbers of a run: figures first, then what is made from them.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    pub(super) all: Vec<Number>,
    firm: BTreeSet<Equation>,
    assumed: BTreeSet<Equation>,
    /// What a reader has anyway, since it was published before.
    pub(super) published_before: BTreeMap<usize, i64>,
    /// Figures that are one figure in several places, for whoever hides one of them.
    pub(super) same: BTreeSet<(usize, usize)>,
    /// Figures of tables that a rule compares which happen to be one number, for whoever hides one of them for its own sake.
    pub(super) coincide: BTreeSet<(usize, usize)>,
}

impl Numbers {
    pub(super) fn add(&mut self, truth: Option<i64>, source: Source) -> usize {
        self.all.push(Number { truth, source, signed: false });
        self.all.len() - 1
    }

    fn truths(&self, places: &[usize]) -> Option<i64> {
        places.iter().try_fold(0_i64, |sum, place| sum.checked_add(self.all[*place].truth?))
    }

    /// A total and its parts; where these come to less, they are at most the total, if that is of use.
    pub(super) fn sum(&mut self, total: usize, parts: &[usize], at_most: bool) {
        if parts.is_empty() || parts.contains(&total) {
            return;
        }
        let equation = Equation::total(total, parts);
        match (self.all[total].truth, self.truths(parts)) {
            (Some(whole), Some(sum)) if whole == sum => {
                self.firm.insert(equation);
            }
            (Some(whole), Some(sum)) if sum < whole && at_most => {
                let rest = self.add(Some(whole - sum), Source::Rest);
                let parts: Vec<usize> = parts.iter().copied().chain([rest]).collect();
                self.firm.insert(Equation::total(total, &parts));
            }
            (Some(_), Some(_)) => {}
            (whole, _) => {
                let known = parts.iter().filter_map(|part| self.all[*part].truth).try_fold(0_i64, i64::checked_add);
                if at_most && known.is_some_and(|known| whole.is_none_or(|whole| known <= whole)) {
                    self.assumed.insert(equation);
                }
            }
        }
    }

    /// An equation whose sides are the same number.
    pub(super) fn equation(&mut self, terms: Vec<(usize, i64)>) {
        let sum = terms.iter().try_fold(0_i64, |sum, (place, factor)| sum.checked_add(factor.checked_mul(self.all[*place].truth?)?));
        if sum == Some(0) {
            self.firm.insert(Equation { terms, sum: 0 });
        }
    }

    /// Two figures that a rule says are equal; nothing where they are not.
    pub(super) fn equal(&mut self, one: usize, other: usize) {
        let equation = Equation { terms: vec![(one, 1), (other, -1)], sum: 0 };
        match (self.all[one].truth, self.all[other].truth) {
            (Some(left), Some(right)) if left == right => {
                self.firm.insert(equation);
                self.same.insert((one, other));
            }
            (Some(_), Some(_)) => {}
            _ => {
                self.assumed.insert(equation);
            }
        }
    }

    /// Two figures of one place: in two tables, or in two editions of a source.
    pub(super) fn same(&mut self, figures: &[Figure], one: usize, other: usize) {
        let (left, right) = (&figures[one], &figures[other]);
        let editions = left.table == right.table && left.source == right.source;
        if left.value == right.value && left.value.is_some() {
            self.firm.insert(Equation { terms: vec![(one, 1), (other, -1)], sum: 0 });
            self.same.insert((one, other));
        } else if editions {
            // A revised figure is not the same number, and tells all the same.
            self.same.insert((one, other));
        } else if (left.value.is_none() || right.value.is_none()) && left.source == right.source && left.vintage == right.vintage {
            self.assumed.insert(Equation { terms: vec![(one, 1), (other, -1)], sum: 0 });
        }
    }

    /// What one group of ages has more than another.
    pub(super) fn slice(&mut self, whole: usize, without: usize, band: Band, value: i64) {
        let number = self.add(Some(value), Source::Slice { whole, without, band });
        self.firm.insert(Equation::total(whole, &[without, number]));
    }

    /// Of the sums that are only assumed, takes as many for true as hold together; the others are of no use to a reader.
    pub(super) fn settle(&mut self) -> Result<(), LinkedError> {
        let assumed = std::mem::take(&mut self.assumed);
        let known = self.known(&BTreeSet::new());
        let all: Vec<Equation> = self.firm.iter().chain(&assumed).cloned().collect();
        if possible(&Linked::new(known.clone(), all), &assumed)? {
            self.firm.extend(assumed);
            return Ok(());
        }
        for equation in assumed {
            let mut kept: Vec<Equation> = self.firm.iter().cloned().collect();
            kept.push(equation.clone());
            if possible(&Linked::new(known.clone(), kept), &BTreeSet::from([equation.clone()]))? {
                self.firm.insert(equation);
            }
        }
        Ok(())
    }

    fn known(&self, hidden: &BTreeSet<usize>) -> Vec<Interval> {
        let known = |(place, number): (usize, &Number)| match number.truth {
            Some(value) if !hidden.contains(&place) && number.is_shown() => Interval::exactly(value),
            _ => self.while_hidden(place),
        };
        self.all.iter().enumerate().map(known).collect()
    }

    /// What a reader knows of a number that is hidden, before anything is added up.
    pub(super) fn while_hidden(&self, place: usize) -> Interval {
        self.published_before.get(&place).map_or_else(|| self.all[place].open(), |value| Interval::exactly(*value))
    }

    /// Numbers and equations as a reader has them who sees all but some.
    pub(super) fn linked(&self, hidden: &BTreeSet<usize>) -> Linked {
        Linked::new(self.known(hidden), self.firm.iter().cloned().collect())
    }
}

/// Whether numbers fit the sums.
fn possible(linked: &Linked, sums: &BTreeSet<Equation>) -> Result<bool, LinkedError> {
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    for (place, _) in sums.iter().flat_map(|equation| &equation.terms) {
        if !linked.known(*place).is_exact() && !seen.contains(place) {
            seen.extend(linked.component(*place));
            match linked.is_possible(*place) {
                Ok(()) => {}
                Err(LinkedError::Contradictory) => return Ok(false),
                Err(error) => return Err(error),
            }
        }
    }
    Ok(true)
}
