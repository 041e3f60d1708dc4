//! Numbers as a source shows them, and their conversion to whole units without a float in between.

use rust_decimal::Decimal;

/// A text that is not a number in the declared notation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a number")]
pub struct ParseNumberError(pub String);

/// The shortest decimal text that reads back as the same double: `64.1`, never `64.099999999999994`.
#[must_use]
pub fn shortest_text(number: f64) -> String {
    format!("{number}")
}

/// How a source writes numbers in text cells.
///
/// ```
/// use concord::model::NumberText;
/// use rust_decimal::Decimal;
///
/// let english = NumberText { decimal: '.', groups: vec![','] };
/// assert_eq!(english.parse("1,234,567").unwrap(), Decimal::from(1_234_567));
/// assert!(english.parse("12,34").is_err(), "a group has three digits");
/// let french = NumberText { decimal: ',', groups: vec![' ', '\u{a0}', '\u{202f}'] };
/// assert_eq!(french.parse("64,1").unwrap().to_string(), "64.1");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberText {
    /// The decimal sign.
    pub decimal: char,
    /// Every sign that may part groups of three digits.
    pub groups: Vec<char>,
}

impl NumberText {
    /// Reads a text as a number.
    ///
    /// # Errors
    /// The text holds anything but digits in groups of three, one decimal sign and a leading minus.
    pub fn parse(&self, text: &str) -> Result<Decimal, ParseNumberError> {
        let refuse = || ParseNumberError(text.to_owned());
        let trimmed = text.trim();
        let (sign, digits) = match trimmed.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => ("-", rest),
            None => ("", trimmed),
        };
        let (whole, fraction) = match digits.split_once(self.decimal) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (digits, None),
        };
        let parts: Vec<&str> = whole.split(|c| self.groups.contains(&c)).collect();
        let grouped_well = parts.len() == 1 || (parts[0].len() <= 3 && parts[1..].iter().all(|part| part.len() == 3));
        let all_digits = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !grouped_well || !parts.iter().all(all_digits) || fraction.is_some_and(|f| !all_digits(&f)) {
            return Err(refuse());
        }
        let plain = match fraction {
            Some(fraction) => format!("{sign}{}.{fraction}", parts.concat()),
            None => format!("{sign}{}", parts.concat()),
        };
        plain.parse().map_err(|_| refuse())
    }
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
    fn words_and_odd_groups_are_refused() {
        let english = NumberText { decimal: '.', groups: vec![','] };
        for text in ["", "-", "..", "1,2345", "1234,567", "1.2.3", "12a", ".5", "5.", "1 234"] {
            assert!(english.parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_count_is_never_negative() {
        assert_eq!(Scaled::from_stated(Decimal::from(-3), 1), Err(UnitsError::Negative(Decimal::from(-3))));
    }
}
