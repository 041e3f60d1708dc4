//! Which figures are left out, and why.
//!
//! In: the figures of a run, the policy of the region, and a day. Out: every figure and sum that the public edition leaves out, what a
//! reader can work out of each, and what could not be protected.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::error::PublishError;
use super::figures::{Figure, Read};
use super::numbers::{Numbers, Source};
use super::relations::relate;
use crate::disclosure::{Interval, Linked, LinkedError, Protect, beside, cheapest, widen};
use crate::model::{Code, Status, TableId, closed_set};
use crate::spec::{DisclosureLimits, DisclosurePolicy, Restriction, Standard, ZeroPolicy};

closed_set!(
    /// Why a figure is left out.
    Reason {
        /// The sender left it out.
        BySender = "by-sender",
        /// It is smaller than the threshold.
        Small = "small-count",
        /// Its status of confidentiality forbids it.
        Confidential = "confidential",
        /// It is not free yet.
        Embargo = "embargo",
        /// It tells what is left out elsewhere: the same figure in another table or edition.
        SameFigure = "same-figure",
        /// It protects another one.
        Secondary = "protects-others",
    }
);

impl Reason {
    /// Whether it is left out for its own sake.
    #[must_use]
    pub fn is_primary(self) -> bool {
        !matches!(self, Self::Secondary | Self::SameFigure)
    }
}

/// Why one number is hidden.
#[derive(Debug, Clone)]
pub(super) struct Hidden {
    pub(super) reason: Reason,
    /// The status that was stated for it.
    pub(super) conf_status: Option<Code>,
    /// Words of the restriction.
    pub(super) why: Option<String>,
}

/// What is decided.
#[derive(Debug)]
pub(super) struct Decided {
    pub(super) numbers: Numbers,
    pub(super) hidden: BTreeMap<usize, Hidden>,
    /// What a reader can work out of each hidden number.
    pub(super) intervals: BTreeMap<usize, Interval>,
    /// Numbers, slices among them, that a reader can narrow down further than the policy allows.
    pub(super) unsafe_numbers: BTreeMap<usize, Interval>,
}

/// One thing that is said of the confidentiality of a figure.
#[derive(Clone, Copy)]
struct Claim<'a> {
    status: &'a Code,
    until: Option<Date>,
    why: Option<&'a str>,
}

/// What a run holds and what a policy says of it.
struct Judge<'a> {
    read: &'a Read,
    standard: &'a Standard,
    policy: &'a DisclosurePolicy,
}

/// Decides what is left out; readers have earlier editions, too.
pub(super) fn decide(
    read: &Read,
    standard: &Standard,
    policy: &DisclosurePolicy,
    as_of: Option<Date>,
    earlier: &[Read],
) -> Result<Decided, PublishError> {
    let judge = Judge { read, standard, policy };
    let mut numbers = Numbers::default();
    for figure in &read.figures {
        // What can't exist, or is counted elsewhere, adds nothing.
        let nothing = matches!(figure.status.as_str(), "M" | "K") && figure.value.is_none();
        let place = numbers.add(if nothing { Some(0) } else { figure.value }, Source::Figure);
        numbers.all[place].signed = judge.is_no_count(&figure.codes);
    }
    relate(read, standard, &|figure| judge.limits(figure).threshold, &mut numbers);
    for edition in earlier {
        known_from(edition, read, &mut numbers);
    }
    numbers.settle()?;
    let mut hidden = judge.primary(as_of, &numbers)?;
    judge.same_elsewhere(&numbers, &mut hidden);
    let mut linked = numbers.linked(&hidden.keys().copied().collect());
    judge.protect(&numbers, &mut hidden, &mut linked, false)?;
    judge.release(&numbers, &mut hidden, &mut linked)?;
    // What protects others is wide itself where that can be had: nobody can tell it from what it protects.
    judge.protect(&numbers, &mut hidden, &mut linked, true)?;
    let mut unsafe_numbers = linked.narrow(&judge.widths(&numbers, &hidden, false))?;
    unsafe_numbers.extend(Judge::told_twice(&numbers, &hidden));
    let asked: Vec<usize> = hidden.keys().copied().collect();
    let intervals = linked.intervals(&asked)?;
    Ok(Decided { numbers, hidden, intervals, unsafe_numbers })
}

/// What an earlier edition shows of the same figures, and of sums over them.
fn known_from(earlier: &Read, read: &Read, numbers: &mut Numbers) {
    let places: BTreeMap<&str, usize> = read.figures.iter().enumerate().map(|(place, figure)| (figure.id.as_str(), place)).collect();
    for (place, value) in earlier.figures.iter().filter_map(|figure| Some((*places.get(figure.id.as_str())?, figure.value?))) {
        // A figure that was revised since is another number.
        if numbers.all[place].truth.is_none_or(|now| now == value) {
            numbers.published_before.insert(place, value);
        }
    }
    for sum in &earlier.sums {
        let parts = sum.parts.iter().map(|part| places.get(earlier.figures[*part].id.as_str()).copied());
        let Some(parts) = parts.collect::<Option<Vec<usize>>>() else { continue };
        let told: Vec<usize> = parts.into_iter().filter(|part| numbers.all[*part].truth.is_some()).collect();
        let number = numbers.add(Some(sum.value), Source::Earlier);
        numbers.sum(number, &told, false);
    }
}

impl Judge<'_> {
    fn limits(&self, figure: &Figure) -> DisclosureLimits {
        self.limits_at(&figure.table, &figure.codes)
    }

    /// The limits at a place of a table, of a figure or of a sum over the region.
    fn limits_at(&self, table: &TableId, codes: &[Code]) -> DisclosureLimits {
        let Some(spec) = self.standard.tables.get(table.as_str()) else { return self.policy.limits };
        let dimensions = spec.all_dimensions();
        let broken: BTreeSet<&str> =
            dimensions.iter().zip(codes).filter(|(_, code)| !code.is_total()).map(|(dimension, _)| dimension.as_str()).collect();
        self.policy.limits_of(table, &broken)
    }

    /// Whether codes stand for no count of persons, such as an adjustment.
    fn is_no_count(&self, codes: &[Code]) -> bool {
        codes.iter().any(|code| self.policy.not_counts.contains(code))
    }

    /// Whether a count is small where the limits are these.
    fn is_small(&self, value: i64, limits: DisclosureLimits) -> bool {
        value > 0 && value < limits.threshold || value == 0 && self.policy.zeros == ZeroPolicy::Hide
    }

    /// What is said of the confidentiality of a figure, by its own mark and by every letter about it.
    fn claims<'f>(&'f self, figure: &'f Figure) -> Vec<Claim<'f>> {
        let own = figure.conf_status.iter().map(|status| Claim { status, until: None, why: None });
        let letters = self.restrictions(figure).map(|one| Claim { status: &one.conf_status, until: one.until, why: Some(&one.why) });
        letters.chain(own).collect()
    }

    fn restrictions<'f>(&'f self, figure: &'f Figure) -> impl Iterator<Item = &'f Restriction> {
        self.policy.restrictions.iter().filter(|one| {
            one.state == figure.reporter
                && one.table.as_ref().is_none_or(|table| *table == figure.table)
                && one.time_period.as_ref().is_none_or(|period| *period == figure.time_period)
                && one.source.as_ref().is_none_or(|source| *source == figure.source)
        })
    }

    /// What is left out for its own sake. The strictest claim about a figure counts.
    fn primary(&self, as_of: Option<Date>, numbers: &Numbers) -> Result<BTreeMap<usize, Hidden>, PublishError> {
        let mut hidden = BTreeMap::new();
        let mut waiting = Vec::new();
        for (place, figure) in self.read.figures.iter().enumerate() {
            let claims = self.claims(figure);
            let (embargoes, others): (Vec<Claim<'_>>, Vec<Claim<'_>>) = claims
                .iter()
                .filter(|one| !self.policy.publish.contains(one.status))
                .partition(|one| self.policy.embargo.contains(one.status));
            if others.is_empty() && !embargoes.is_empty() && as_of.is_none() {
                waiting.push(figure);
            }
            // An embargo without a day never ends by itself.
            let held = embargoes.into_iter().find(|one| one.until.zip(as_of).is_none_or(|(until, today)| today < until));
            let because = match (others.first().copied(), held, figure.value) {
                (Some(claim), ..) => Some((Reason::Confidential, Some(claim))),
                (None, Some(claim), _) => Some((Reason::Embargo, Some(claim))),
                (None, None, None) if figure.status == Status::Q.as_str() => Some((Reason::BySender, claims.first().copied())),
                (None, None, Some(value)) if self.is_small(value, self.limits(figure)) && !self.is_no_count(&figure.codes) => {
                    Some((Reason::Small, claims.first().copied()))
                }
                _ => None,
            };
            if let Some((reason, claim)) = because {
                let (conf_status, why) = (claim.map(|one| one.status.clone()), claim.and_then(|one| one.why.map(str::to_owned)));
                hidden.insert(place, Hidden { reason, conf_status, why });
            }
        }
        // A sum of small figures can be small itself.
        for (place, number) in numbers.all.iter().enumerate() {
            let Source::Sum(sum) = number.source else { continue };
            let sum = &self.read.sums[sum];
            if self.is_small(sum.value, self.limits_at(&sum.table, &sum.codes)) && !self.is_no_count(&sum.codes) {
                hidden.insert(place, Hidden { reason: Reason::Small, conf_status: None, why: None });
            }
        }
        if let Some(first) = waiting.first() {
            let first = format!("{} of {} for {}", first.table, first.reporter, first.time_period);
            return Err(PublishError::NoDay { count: waiting.len(), first });
        }
        Ok(hidden)
    }

    /// Other tables and editions in which a figure stands go with it; and, with one that is left out for its own sake, the same number
    /// in tables that a rule compares.
    fn same_elsewhere(&self, numbers: &Numbers, hidden: &mut BTreeMap<usize, Hidden>) {
        let near = |pairs: &BTreeSet<(usize, usize)>| {
            let mut near: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for (one, other) in pairs {
                near.entry(*one).or_default().push(*other);
                near.entry(*other).or_default().push(*one);
            }
            near
        };
        let (same, coincide) = (near(&numbers.same), near(&numbers.coincide));
        let mut waiting: Vec<usize> = hidden.keys().copied().collect();
        while let Some(place) = waiting.pop() {
            let by_chance = coincide.get(&place).filter(|_| hidden.get(&place).is_some_and(|one| one.reason.is_primary()));
            for other in same.get(&place).into_iter().chain(by_chance).flatten() {
                if self.read.figures[*other].value.is_some() && !hidden.contains_key(other) {
                    hidden.insert(*other, Hidden { reason: Reason::SameFigure, conf_status: None, why: None });
                    waiting.push(*other);
                }
            }
        }
    }

    /// Shown numbers that are the number of a figure which is left out for its own sake, in a table that a rule compares with its own:
    /// the audit by itself, whatever was hidden before.
    fn told_twice(numbers: &Numbers, hidden: &BTreeMap<usize, Hidden>) -> BTreeMap<usize, Interval> {
        let both = numbers.coincide.iter().flat_map(|(one, other)| [(*one, *other), (*other, *one)]);
        let told = both.filter(|(one, other)| hidden.get(one).is_some_and(|one| one.reason.is_primary()) && !hidden.contains_key(other));
        told.filter_map(|(one, _)| Some((one, Interval::exactly(numbers.all[one].truth?)))).collect()
    }

    /// How wide the interval of each number must be that is protected: those left out for their own sake, the others where it is
    /// asked for, and slices between groups of ages.
    fn widths(&self, numbers: &Numbers, hidden: &BTreeMap<usize, Hidden>, all: bool) -> BTreeMap<usize, i64> {
        let mut widths = BTreeMap::new();
        for (place, one) in hidden.iter().filter(|(_, one)| all || one.reason != Reason::Secondary) {
            let limits = match (self.read.figures.get(*place), &numbers.all[*place].source) {
                (Some(figure), _) => self.limits(figure),
                (None, Source::Sum(sum)) => self.limits_at(&self.read.sums[*sum].table, &self.read.sums[*sum].codes),
                (None, _) => self.policy.limits,
            };
            let share = match (one.reason, numbers.all[*place].truth) {
                (Reason::Confidential | Reason::Embargo, Some(value)) => {
                    value.saturating_abs().saturating_mul(self.policy.width_per_cent) / 100
                }
                _ => 0,
            };
            widths.insert(*place, limits.width.max(share));
        }
        for (place, number) in numbers.all.iter().enumerate() {
            if let Source::Slice { whole, .. } = number.source {
                widths.insert(place, self.limits(&self.read.figures[whole]).width);
            }
        }
        widths
    }

    /// What it costs to hide a number: much for totals of a state, little for sums over the region, which can be made anew.
    fn costs(&self, numbers: &Numbers) -> (BTreeMap<usize, i64>, BTreeMap<usize, i64>) {
        let (mut costs, mut values) = (BTreeMap::new(), BTreeMap::new());
        for (place, number) in numbers.all.iter().enumerate() {
            // What readers have already protects nothing.
            let Some(value) = number.truth.filter(|value| *value > 0 && !numbers.published_before.contains_key(&place)) else { continue };
            let size = i64::from(value.ilog2()) + 2;
            let cost = match (&number.source, self.read.figures.get(place)) {
                (Source::Sum(_), _) => size,
                (Source::Figure, Some(figure)) if figure.value.is_some() && !self.is_no_count(&figure.codes) => {
                    let totals = figure.codes.iter().filter(|code| code.is_total()).count();
                    size * 10 * i64::try_from(1 + totals).unwrap_or(10)
                }
                _ => continue,
            };
            costs.insert(place, cost);
            values.insert(place, value);
        }
        (costs, values)
    }

    /// Hides further numbers until every interval is wide enough for which there is a way.
    fn protect(&self, numbers: &Numbers, hidden: &mut BTreeMap<usize, Hidden>, linked: &mut Linked, all: bool) -> Result<(), PublishError> {
        let (costs, values) = self.costs(numbers);
        let mut stuck = BTreeSet::new();
        loop {
            let widths: BTreeMap<usize, i64> =
                self.widths(numbers, hidden, all).into_iter().filter(|(place, _)| !stuck.contains(place)).collect();
            let narrow = linked.narrow(&widths)?;
            if narrow.is_empty() {
                return Ok(());
            }
            for number in narrow.keys() {
                if linked.known(*number).is_exact() {
                    stuck.insert(*number);
                    continue;
                }
                let protect = Protect { number: *number, width: widths[number] };
                if linked.is_safe(&BTreeMap::from([(protect.number, protect.width)]))? {
                    continue;
                }
                let open: BTreeMap<usize, i64> =
                    costs.iter().filter(|(place, _)| !hidden.contains_key(place)).map(|(place, cost)| (*place, *cost)).collect();
                let further = match cheapest_beside(linked, protect, &open)? {
                    Some(further) => Some(further),
                    None => widen(linked, protect, &open, &values)?,
                };
                let Some(further) = further.filter(|further| !further.is_empty()) else {
                    stuck.insert(*number);
                    continue;
                };
                for place in further {
                    linked.set(place, numbers.while_hidden(place));
                    hidden.insert(place, Hidden { reason: Reason::Secondary, conf_status: None, why: None });
                }
                self.same_elsewhere(numbers, hidden);
                for place in hidden.keys() {
                    linked.set(*place, numbers.while_hidden(*place));
                }
            }
        }
    }

    /// Shows again what protects nothing, the dearest first.
    fn release(&self, numbers: &Numbers, hidden: &mut BTreeMap<usize, Hidden>, linked: &mut Linked) -> Result<(), PublishError> {
        let (costs, _) = self.costs(numbers);
        let before = linked.narrow(&self.widths(numbers, hidden, false))?;
        let mut secondary: Vec<usize> = hidden.iter().filter(|(_, one)| one.reason == Reason::Secondary).map(|(place, _)| *place).collect();
        secondary.sort_by_key(|place| (std::cmp::Reverse(costs.get(place).copied().unwrap_or(0)), *place));
        for place in secondary {
            let Some(value) = numbers.all[place].truth else { continue };
            let near: BTreeSet<usize> = linked.component(place).into_iter().collect();
            linked.set(place, Interval::exactly(value));
            let widths =
                self.widths(numbers, hidden, false).into_iter().filter(|(other, _)| near.contains(other) && !before.contains_key(other));
            if linked.is_safe(&widths.collect())? {
                hidden.remove(&place);
            } else {
                linked.set(place, numbers.while_hidden(place));
            }
        }
        Ok(())
    }
}

/// The cheapest numbers to hide among those that stand in one sum with a number; none where there are many, or where they don't do.
fn cheapest_beside(linked: &Linked, protect: Protect, costs: &BTreeMap<usize, i64>) -> Result<Option<BTreeSet<usize>>, LinkedError> {
    const FEW: usize = 12;
    const STEPS: usize = 400;
    let (own, sums) = beside(linked, protect.number, costs);
    if own.is_empty() || own.len() > FEW {
        return Ok(None);
    }
    let hidden: BTreeSet<usize> = sums.iter().flatten().copied().filter(|number| !linked.known(*number).is_exact()).collect();
    let mut failed = None;
    let mut is_safe = |all: &BTreeSet<usize>| {
        let mut tried = linked.clone();
        all.difference(&hidden).for_each(|number| tried.set(*number, Interval::COUNT));
        match tried.is_safe(&BTreeMap::from([(protect.number, protect.width)])) {
            Ok(safe) => safe,
            Err(error) => {
                failed = Some(error);
                false
            }
        }
    };
    // Only the sums of the number itself must hide another one: what stands alone elsewhere is for its own turn.
    let sums: Vec<Vec<usize>> = sums.into_iter().filter(|sum| sum.contains(&protect.number)).collect();
    let found = cheapest(&hidden, &own, &sums, &mut is_safe, STEPS);
    match failed {
        Some(error) => Err(error),
        None => Ok(found.map(|proposal| proposal.hide)),
    }
}
