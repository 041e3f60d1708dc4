//! What two figures measure against each other.

/// Measures of a pair; none where a figure lacks or the measure has no meaning.
///
/// ```
/// use concord::mirror::Measures;
///
/// let spain_to_germany = Measures::of(Some(3_601), Some(15_515));
/// assert_eq!(spain_to_germany.difference, Some(-11_914));
/// assert!((spain_to_germany.ratio.unwrap() - 0.2321).abs() < 0.0001);
/// assert_eq!(Measures::of(None, Some(40)), Measures::default());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measures {
    /// First less second.
    pub difference: Option<i64>,
    /// First by second; none where the second is 0.
    pub ratio: Option<f64>,
    /// Difference by the second; none where the second is 0.
    pub relative: Option<f64>,
    /// Difference by the mean of both, from -2 to 2; none where both are 0.
    pub symmetric_index: Option<f64>,
    /// Natural logarithm of the ratio; none where either is 0.
    pub log_ratio: Option<f64>,
    /// The smaller by the larger; none where both are 0.
    pub share: Option<f64>,
}

impl Measures {
    /// Measures of two counts.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of persons are far below 2^53")]
    pub fn of(first: Option<i64>, second: Option<i64>) -> Self {
        let (Some(first), Some(second)) = (first, second) else { return Self::default() };
        let Some(difference) = first.checked_sub(second) else { return Self::default() };
        let by = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
        let (one, other, apart) = (first as f64, second as f64, difference as f64);
        let ratio = by(one, other);
        Self {
            difference: Some(difference),
            ratio,
            relative: by(apart, other),
            symmetric_index: by(apart, f64::midpoint(one, other)),
            log_ratio: ratio.filter(|ratio| *ratio > 0.0).map(f64::ln),
            share: by(one.min(other), one.max(other)),
        }
    }
}

/// How far the pairs of a system lie apart: the sum of all differences without their sign by the sum of all figures. From 0, where
/// both say the same of every pair, to 1; none where there is nothing to compare.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of persons are far below 2^53")]
pub fn system_index(pairs: impl Iterator<Item = (i64, i64)>) -> Option<f64> {
    let (mut apart, mut sum) = (0_u64, 0_u64);
    for (first, second) in pairs {
        apart = apart.saturating_add(first.abs_diff(second));
        sum = sum.saturating_add(first.unsigned_abs()).saturating_add(second.unsigned_abs());
    }
    (sum > 0).then(|| apart as f64 / sum as f64)
}
