//! Digits of the scripts in which tables of the region are written.

use std::collections::BTreeSet;

use super::kind::closed_set;

closed_set!(
    /// A set of ten digits.
    DigitSystem {
        /// `0123456789`.
        Latin = "latn",
        /// `٠١٢٣٤٥٦٧٨٩`, U+0660 to U+0669.
        ArabicIndic = "arab",
        /// `۰۱۲۳۴۵۶۷۸۹`, U+06F0 to U+06F9: Persian and Urdu fonts, from which some figures are pasted.
        ExtendedArabicIndic = "arabext",
    }
);

impl DigitSystem {
    const fn zero(self) -> char {
        match self {
            Self::Latin => '0',
            Self::ArabicIndic => '\u{660}',
            Self::ExtendedArabicIndic => '\u{6f0}',
        }
    }

    /// The digit of this system that a character is, 0 to 9.
    #[must_use]
    pub fn digit(self, character: char) -> Option<u8> {
        let distance = u32::from(character).checked_sub(u32::from(self.zero()))?;
        u8::try_from(distance).ok().filter(|digit| *digit < 10)
    }

    /// The systems whose digits stand in a text; more than one within one sheet or number is worth a word.
    ///
    /// ```
    /// use concord::model::DigitSystem;
    ///
    /// let found = DigitSystem::in_text("2023 / ٢٠٢٤");
    /// assert_eq!(found.into_iter().collect::<Vec<_>>(), [DigitSystem::Latin, DigitSystem::ArabicIndic]);
    /// ```
    #[must_use]
    pub fn in_text(text: &str) -> BTreeSet<Self> {
        text.chars().filter_map(|character| Self::ALL.iter().copied().find(|system| system.digit(character).is_some())).collect()
    }
}

/// A digit of any system as its ASCII digit; any other character as it is.
///
/// ```
/// use concord::model::ascii_digit;
///
/// assert_eq!("٢٠٢۴ م".chars().map(ascii_digit).collect::<String>(), "2024 م");
/// ```
#[must_use]
pub fn ascii_digit(character: char) -> char {
    let digit = DigitSystem::ALL.iter().find_map(|system| system.digit(character));
    digit.map_or(character, |digit| char::from(b'0' + digit))
}
