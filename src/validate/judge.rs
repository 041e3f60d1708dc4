//! Whether a total equals the sum of its parts, with rounding, gaps and suppressed values told apart.

use crate::model::rounding_tolerance;

/// A figure as the rules see it: known, known to lie in a range, or missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// A value.
    Known(i64),
    /// Hidden, and declared to lie in this range, both ends inclusive.
    Between(i64, i64),
    /// Missing.
    Missing,
}

impl Amount {
    /// The amount of a value or its range.
    #[must_use]
    pub fn new(value: Option<i64>, range: Option<(i32, i32)>) -> Self {
        match (value, range) {
            (Some(value), _) => Self::Known(value),
            (None, Some((low, high))) => Self::Between(low.into(), high.into()),
            (None, None) => Self::Missing,
        }
    }

    /// Smallest and largest value it may have.
    pub(super) const fn bounds(self) -> Option<(i64, i64)> {
        match self {
            Self::Known(value) => Some((value, value)),
            Self::Between(low, high) => Some((low, high)),
            Self::Missing => None,
        }
    }
}

/// The outcome of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The rule holds.
    Passed,
    /// The rule does not hold.
    Failed {
        /// Smallest and largest sum the parts allow.
        sum: (i64, i64),
        /// The largest gap that rounding explains.
        tolerance: i64,
    },
    /// Something is missing that the rule needs.
    Undecided(&'static str),
}

impl Verdict {
    /// Whether the parts exceed a total by more than rounding explains, so that parts that lack cannot be the reason.
    pub(super) fn exceeds(&self, total: Option<i64>) -> bool {
        matches!((total, self), (Some(total), Self::Failed { sum, tolerance }) if sum.0 > total.saturating_add(*tolerance))
    }
}

/// The largest gap that rounding explains between a total and these parts.
///
/// The limits of a hidden part are no multiples of the step, and then the gap need not be one either.
pub(super) fn tolerance_of(parts: &[Amount], step: i32) -> i64 {
    if parts.iter().any(|part| matches!(part, Amount::Between(..))) {
        let terms = i64::try_from(parts.len()).unwrap_or(i64::MAX).saturating_add(1);
        return terms.saturating_mul(i64::from(step.max(1) / 2));
    }
    rounding_tolerance(parts.len(), step)
}

/// Judges a total against its parts.
///
/// ```
/// use concord::validate::{Amount::{Between, Known, Missing}, Verdict, judge_total};
///
/// assert_eq!(judge_total(Known(10), &[Known(4), Known(6)], 1), Verdict::Passed);
/// assert!(matches!(judge_total(Known(10), &[Known(4), Missing], 1), Verdict::Undecided(_)));
/// assert_eq!(judge_total(Known(10), &[Known(7), Between(1, 4)], 1), Verdict::Passed);
/// assert!(matches!(judge_total(Known(12), &[Known(7), Between(1, 4)], 1), Verdict::Failed { .. }));
/// assert!(matches!(judge_total(Known(3), &[Known(7), Missing], 1), Verdict::Failed { .. }));
/// ```
#[must_use]
pub fn judge_total(total: Amount, parts: &[Amount], step: i32) -> Verdict {
    judge_within(total, parts, tolerance_of(parts, step))
}

/// Judges a total against parts that are shown in steps of their own, such as a total in persons above parts in thousands.
pub(super) fn judge_rounded(total: (Amount, i32), parts: &[(Amount, i32)]) -> Verdict {
    let amounts: Vec<Amount> = parts.iter().map(|(amount, _)| *amount).collect();
    if parts.iter().all(|(_, step)| *step == total.1) {
        return judge_total(total.0, &amounts, total.1);
    }
    let halves = parts.iter().map(|(_, step)| step).chain([&total.1]).map(|step| i64::from((*step).max(1) / 2));
    judge_within(total.0, &amounts, halves.fold(0, i64::saturating_add))
}

fn judge_within(total: Amount, parts: &[Amount], tolerance: i64) -> Verdict {
    if parts.is_empty() {
        return Verdict::Undecided("no part is given");
    }
    let Some((total_low, total_high)) = total.bounds() else { return Verdict::Undecided("the total is missing") };
    let known = parts.iter().filter_map(|part| part.bounds());
    let (low, high) = known.fold((0_i64, 0_i64), |(low, high), part| (low.saturating_add(part.0), high.saturating_add(part.1)));
    let gap = parts.iter().any(|part| part.bounds().is_none());
    // Counts are not negative, so parts that already exceed the total fail whatever the missing ones are. Where a figure is below
    // zero, as adjustments are, a missing one may be so too.
    let signed = total_low < 0 || parts.iter().any(|part| part.bounds().is_some_and(|(low, _)| low < 0));
    if (low > total_high.saturating_add(tolerance) && !(gap && signed)) || (!gap && high < total_low.saturating_sub(tolerance)) {
        return Verdict::Failed { sum: (low, high), tolerance };
    }
    if gap { Verdict::Undecided("a part is missing") } else { Verdict::Passed }
}

#[cfg(test)]
mod tests {
    use super::Amount::{Between, Known, Missing};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rounding_alone_never_fails(parts in proptest::collection::vec(0_i64..10_000, 1..8), step in prop_oneof![Just(1), Just(3), Just(5), Just(10), Just(100)]) {
            let round = |value: i64| (value + i64::from(step) / 2) / i64::from(step) * i64::from(step);
            let total = round(parts.iter().sum());
            let shown: Vec<Amount> = parts.iter().map(|part| Known(round(*part))).collect();
            prop_assert_eq!(judge_total(Known(total), &shown, step), Verdict::Passed);
        }

        #[test]
        fn one_unit_too_many_always_fails(parts in proptest::collection::vec(0_i64..10_000, 1..8)) {
            let shown: Vec<Amount> = parts.iter().map(|part| Known(*part)).collect();
            let total = parts.iter().sum::<i64>() + 1;
            let failed = matches!(judge_total(Known(total), &shown, 1), Verdict::Failed { .. });
            prop_assert!(failed);
        }
    }

    #[test]
    fn a_missing_part_is_not_a_zero() {
        assert_eq!(judge_total(Known(10), &[Known(10), Missing], 1), Verdict::Undecided("a part is missing"));
        assert_eq!(judge_total(Missing, &[Known(10)], 1), Verdict::Undecided("the total is missing"));
        assert_eq!(judge_total(Known(10), &[], 1), Verdict::Undecided("no part is given"));
    }

    #[test]
    fn a_missing_part_may_be_negative_where_others_are() {
        assert_eq!(judge_total(Known(-20), &[Known(-5), Missing], 1), Verdict::Undecided("a part is missing"));
        assert!(matches!(judge_total(Known(-20), &[Known(-5), Known(-5)], 1), Verdict::Failed { .. }));
    }

    #[test]
    fn each_figure_is_rounded_by_its_own_step() {
        let parts = [(Known(1_000), 1_000), (Known(2_000), 1_000)];
        assert_eq!(judge_rounded((Known(3_412), 1), &parts), Verdict::Passed);
        assert!(matches!(judge_rounded((Known(4_001), 1), &parts), Verdict::Failed { tolerance: 1_000, .. }));
        assert!(matches!(judge_rounded((Known(3_001), 1), &[(Known(1_000), 1), (Known(2_000), 1)]), Verdict::Failed { .. }));
    }

    #[test]
    fn a_suppressed_part_bounds_the_total_from_both_sides() {
        assert!(matches!(judge_total(Known(7), &[Known(7), Between(1, 4)], 1), Verdict::Failed { .. }));
        for total in 8..=11 {
            assert_eq!(judge_total(Known(total), &[Known(7), Between(1, 4)], 1), Verdict::Passed);
        }
    }

    #[test]
    fn beside_a_hidden_part_rounding_is_not_taken_down_to_a_multiple() {
        // Seven and seven are shown as five and five, with a hidden four they make eighteen, shown as twenty.
        assert_eq!(judge_total(Known(20), &[Known(5), Between(1, 4), Known(5)], 5), Verdict::Passed);
        assert!(matches!(judge_total(Known(30), &[Known(5), Between(1, 4), Known(5)], 5), Verdict::Failed { .. }));
    }

    #[test]
    fn figures_rounded_to_five_may_miss_by_five() {
        let parts = [Known(60_300), Known(60_305), Known(60_310)];
        assert_eq!(judge_total(Known(180_910), &parts, 5), Verdict::Passed);
        assert!(matches!(judge_total(Known(180_900), &parts, 5), Verdict::Failed { .. }));
    }
}
