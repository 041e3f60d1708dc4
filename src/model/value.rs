//! Numbers as a source shows them, and their conversion to whole units without a float in between.

use rust_decimal::Decimal;

/// The shortest decimal text that reads back as the same double: `64.1`, never `64.099999999999994`.
#[must_use]
pub fn shortest_text(number: f64) -> String {
    format!("{number}")
}

/// Why a number can't become a count of whole units.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnitsError {
    /// A remainder that is not float noise.
    #[error("`{0}` is not a whole number of units")]
    NotWhole(Decimal),
    /// Below zero.
    #[error("`{0}` is below zero")]
    Negative(Decimal),
    /// More than the contract's integer can hold.
    #[error("`{0}` is too large for a count")]
    TooLarge(Decimal),
}

/// A number brought to whole units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scaled {
    /// Whole units.
    pub units: i64,
    /// Whether float noise under one millionth of a unit was taken off.
    pub noise: bool,
}

impl Scaled {
    /// Multiplies a stated number and takes it as a count.
    ///
    /// ```
    /// use concord::model::Scaled;
    ///
    /// assert_eq!(Scaled::from_stated("64.1".parse().unwrap(), 1000).unwrap().units, 64_100);
    /// assert!(Scaled::from_stated("38891.00000000001".parse().unwrap(), 1).unwrap().noise);
    /// assert!(Scaled::from_stated("2.5".parse().unwrap(), 1).is_err());
    /// ```
    ///
    /// # Errors
    /// The product is not whole, below zero, or too large.
    pub fn from_stated(stated: Decimal, multiplier: u32) -> Result<Self, UnitsError> {
        let product = stated.checked_mul(Decimal::from(multiplier)).ok_or(UnitsError::TooLarge(stated))?;
        let whole = product.round();
        let remainder = (product - whole).abs();
        if remainder >= Decimal::new(1, 6) {
            return Err(UnitsError::NotWhole(product));
        }
        if whole.is_sign_negative() && !whole.is_zero() {
            return Err(UnitsError::Negative(whole));
        }
        let units = i64::try_from(whole).map_err(|_| UnitsError::TooLarge(whole))?;
        Ok(Self { units, noise: !remainder.is_zero() })
    }
}

/// The largest gap between a total and the sum of `parts` parts that rounding to the nearest multiple of `step` explains.
///
/// It follows from enumerating every way in which `n` parts and their total can be rounded independently to a base `b`:
/// the gap is a multiple of `b` and at most the largest multiple within `(n + 1) * floor(b / 2)`.
///
/// ```
/// use concord::model::rounding_tolerance;
///
/// assert_eq!(rounding_tolerance(3, 5), 5, "a gap of 5 is rounding, one of 10 is an error");
/// assert_eq!(rounding_tolerance(12, 1), 0, "whole persons are not rounded");
/// ```
#[must_use]
pub fn rounding_tolerance(parts: usize, step: i32) -> i64 {
    let step = i64::from(step.max(1));
    let bound = i64::try_from(parts).unwrap_or(i64::MAX).saturating_add(1).saturating_mul(step / 2);
    bound / step * step
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn thousands_with_one_decimal_are_exact(tenths in 0_i64..100_000_000) {
            let stored: f64 = format!("{}.{}", tenths / 10, tenths % 10).parse().unwrap();
            let stated: Decimal = shortest_text(stored).parse().unwrap();
            prop_assert_eq!(Scaled::from_stated(stated, 1000).unwrap().units, tenths * 100);
        }
    }

    #[test]
    fn a_count_is_never_negative() {
        assert_eq!(Scaled::from_stated(Decimal::from(-3), 1), Err(UnitsError::Negative(Decimal::from(-3))));
    }
}
