//! Rounded counts, and what rounding leaves open.
//!
//! In: a published multiple of a base. Out: what it can have been.

use super::interval::Interval;

/// What a published multiple of a base can have been before it was rounded up or down to it.
///
/// ```
/// use concord::disclosure::{Interval, rounded_from};
///
/// assert_eq!(rounded_from(5, 5), Interval { low: 1, high: Some(9) });
/// ```
#[must_use]
pub fn rounded_from(rounded: i64, base: i64) -> Interval {
    Interval { low: (rounded - base + 1).max(0), high: Some(rounded + base - 1) }
}
