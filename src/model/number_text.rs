//! Numbers as text cells write them.
//!
//! Takes a text and how its source writes numbers: signs that are stated, or nothing, in which case the text must speak
//! for itself. Gives the number, or what the text is instead. Nothing is repaired: a text that only resembles a number
//! is told with the number it resembles, for a person to decide.

use rust_decimal::Decimal;

use super::digits::ascii_digit;

/// The blanks that part groups: space, no-break space, narrow no-break space, thin space, figure space.
pub const BLANKS: [char; 5] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\u{2007}'];
/// The apostrophes that part groups.
const APOSTROPHES: [char; 2] = ['\'', '’'];
const ARABIC_DECIMAL: char = '٫';
const ARABIC_GROUP: char = '٬';
/// The signs that are a decimal sign somewhere.
const DECIMALS: [char; 3] = ['.', ',', ARABIC_DECIMAL];
const SHARES: [char; 5] = ['%', '٪', '‰', '\u{609}', '％'];

/// Why a text is not read as a number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseNumberError {
    /// It is none in this notation.
    #[error("`{0}` is not a number")]
    NotANumber(String),
    /// One sign stands before exactly three digits, and nothing tells what it is.
    #[error("`{text}` can be {grouped} or {decimal}: nothing says whether its sign parts thousands or decimals")]
    Ambiguous {
        /// The text.
        text: String,
        /// The number if the sign parts thousands.
        grouped: Decimal,
        /// The number if the sign parts decimals.
        decimal: Decimal,
    },
    /// It would be a number without a letter or an apostrophe in it: `O` for 0, `l` or `I` for 1.
    #[error("`{text}` is not a number, but resembles {suggested}")]
    Resembles {
        /// The text.
        text: String,
        /// The number it resembles.
        suggested: Decimal,
    },
    /// It stands in brackets, which in accounts means less than zero; a count is never that.
    #[error("`{text}` stands in brackets, as accounts write what is below zero")]
    Brackets {
        /// The text.
        text: String,
        /// The number between the brackets.
        inside: Decimal,
    },
    /// It is a percentage or per mille, not a count.
    #[error("`{text}` is a share, not a count")]
    Share {
        /// The text.
        text: String,
        /// The number beside the sign.
        share: Decimal,
    },
}

/// How a source writes numbers in text cells. Digits of every [`DigitSystem`](super::DigitSystem) are read.
///
/// ```
/// use concord::model::{NumberText, ParseNumberError};
/// use rust_decimal::Decimal;
///
/// let english = NumberText::declared('.', &[',']);
/// assert_eq!(english.parse("1,234,567").unwrap(), Decimal::from(1_234_567));
/// assert!(english.parse("12,34").is_err(), "a group has three digits");
/// let egyptian = NumberText::of_locale('٫', '٬');
/// assert_eq!(egyptian.parse("١٬٢٣٤٫٥").unwrap().to_string(), "1234.5");
///
/// // Nothing stated: a count whose signs each stand before exactly three digits is grouped, whatever the sign.
/// let unknown = NumberText::undeclared(None);
/// assert_eq!(unknown.parse("1.234").unwrap(), Decimal::from(1234));
/// assert_eq!(unknown.parse("12,5").unwrap().to_string(), "12.5");
/// assert!(matches!(unknown.in_units_of(1000).parse("1.234"), Err(ParseNumberError::Ambiguous { .. })));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberText {
    notation: Notation,
    /// Whether the figures are counts of single units, so that one of them with three decimals can't be.
    whole: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Notation {
    /// Signs that a mapping or a locale states; no other is read.
    Stated { decimal: char, groups: Vec<char> },
    /// Nothing stated; perhaps the decimal sign that other numbers of the file show unmistakably.
    Unstated { decimal: Option<char> },
}

impl NumberText {
    /// A notation whose signs are stated, one by one. Signs that part groups of three digits are read only where given.
    #[must_use]
    pub fn declared(decimal: char, groups: &[char]) -> Self {
        Self { notation: Notation::Stated { decimal, groups: groups.to_vec() }, whole: true }
    }

    /// The notation of a locale. Where blanks part its groups any blank does, and either apostrophe likewise.
    #[must_use]
    pub fn of_locale(decimal: char, group: char) -> Self {
        let groups = if BLANKS.contains(&group) {
            BLANKS.to_vec()
        } else if APOSTROPHES.contains(&group) {
            APOSTROPHES.to_vec()
        } else {
            vec![group]
        };
        Self { notation: Notation::Stated { decimal, groups }, whole: true }
    }

    /// No notation stated; with the decimal sign that other numbers of the same file show unmistakably, if they do.
    #[must_use]
    pub const fn undeclared(decimal: Option<char>) -> Self {
        Self { notation: Notation::Unstated { decimal }, whole: true }
    }

    /// The same for figures that a table gives in units of `multiplier`: there `1.234` may be 1 234 of them or 1.234.
    #[must_use]
    pub const fn in_units_of(mut self, multiplier: u32) -> Self {
        self.whole = multiplier == 1;
        self
    }

    /// Reads a text as a number. Blanks and marks of direction around it don't count.
    ///
    /// # Errors
    /// The text is not a number in this notation; says what it is instead where that can be told.
    pub fn parse(&self, text: &str) -> Result<Decimal, ParseNumberError> {
        let plain: String = text.trim().chars().filter(|character| !is_direction(*character)).map(ascii_digit).collect();
        match self.signed(plain.trim()) {
            Reading::Number(number) => Ok(number),
            Reading::Either { grouped, decimal } => Err(ParseNumberError::Ambiguous { text: text.to_owned(), grouped, decimal }),
            Reading::None => Err(self.instead(text, plain.trim())),
        }
    }

    /// What a text is that is not a number.
    fn instead(&self, text: &str, plain: &str) -> ParseNumberError {
        let number = |inside: &str| match self.signed(inside.trim()) {
            Reading::Number(number) => Some(number),
            // Which of the two doesn't matter for what the text is.
            Reading::Either { decimal, .. } => Some(decimal),
            Reading::None => None,
        };
        let text = text.to_owned();
        let in_brackets = plain.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        if let Some(inside) = in_brackets.and_then(number) {
            return ParseNumberError::Brackets { text, inside };
        }
        let beside_share = plain.strip_suffix(SHARES).or_else(|| plain.strip_prefix(SHARES));
        if let Some(share) = beside_share.and_then(number) {
            return ParseNumberError::Share { text, share };
        }
        let holds_digit = plain.contains(|character: char| character.is_ascii_digit());
        if holds_digit && let Some(suggested) = number(&without_letters(plain)) {
            return ParseNumberError::Resembles { text, suggested };
        }
        ParseNumberError::NotANumber(text)
    }

    fn signed(&self, text: &str) -> Reading {
        match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => match self.unsigned(rest) {
                Reading::Number(number) => Reading::Number(-number),
                Reading::Either { grouped, decimal } => Reading::Either { grouped: -grouped, decimal: -decimal },
                Reading::None => Reading::None,
            },
            None => self.unsigned(text),
        }
    }

    fn unsigned(&self, text: &str) -> Reading {
        let Some(parts) = Parts::of(text) else { return Reading::None };
        match &self.notation {
            Notation::Stated { decimal, groups } => parts.stated(*decimal, |sign| groups.contains(&sign)),
            Notation::Unstated { decimal: Some(decimal) } => parts.stated(*decimal, is_group_sign),
            Notation::Unstated { decimal: None } => parts.unstated(self.whole),
        }
    }
}

/// What digits and signs come to.
enum Reading {
    Number(Decimal),
    Either { grouped: Decimal, decimal: Decimal },
    None,
}

impl From<Option<Decimal>> for Reading {
    fn from(number: Option<Decimal>) -> Self {
        number.map_or(Self::None, Self::Number)
    }
}

/// Runs of ASCII digits and the one sign between each two of them.
struct Parts<'a> {
    digits: Vec<&'a str>,
    signs: Vec<char>,
}

impl<'a> Parts<'a> {
    /// None where two signs meet, or one stands at an end.
    fn of(text: &'a str) -> Option<Self> {
        let digits: Vec<&str> = text.split(is_sign).collect();
        let signs: Vec<char> = text.chars().filter(|character| is_sign(*character)).collect();
        digits.iter().all(|part| !part.is_empty()).then_some(Self { digits, signs })
    }

    /// Reads with a decimal sign that is known.
    fn stated(&self, decimal: char, parts_groups: impl Fn(char) -> bool) -> Reading {
        let (groups, fraction) = match self.signs.iter().position(|sign| *sign == decimal) {
            None => (self.signs.as_slice(), None),
            Some(position) if position + 1 == self.signs.len() => (&self.signs[..position], self.digits.last().copied()),
            Some(_) => return Reading::None,
        };
        let fits = groups.iter().all(|sign| parts_groups(*sign)) && self.grouped_well(groups.len());
        fits.then(|| self.number(groups.len(), fraction)).flatten().into()
    }

    /// Reads with nothing known but the text itself.
    fn unstated(&self, whole: bool) -> Reading {
        let Some(last) = self.signs.last().copied() else { return self.number(0, None).into() };
        let (count, before) = (self.signs.len(), self.signs.len() - 1);
        let fraction = self.digits.last().copied();
        let can_be_decimal = DECIMALS.contains(&last);
        let others = &self.signs[..before];
        if others.iter().any(|sign| kind(*sign) != kind(last)) {
            // Two different signs: the last one is the decimal sign.
            let fits =
                can_be_decimal && others.iter().all(|sign| kind(*sign) != kind(last) && is_group_sign(*sign)) && self.grouped_well(before);
            return fits.then(|| self.number(before, fraction)).flatten().into();
        }
        let groups = self.grouped_well(count) && is_group_sign(last);
        match (groups, count) {
            (true, 1) if can_be_decimal && !whole => match (self.number(1, None), self.number(0, fraction)) {
                (Some(grouped), Some(decimal)) => Reading::Either { grouped, decimal },
                _ => Reading::None,
            },
            (true, _) => self.number(count, None).into(),
            (false, 1) if can_be_decimal => self.number(0, fraction).into(),
            (false, _) => Reading::None,
        }
    }

    /// Whether the first so many signs, all of one kind, stand before exactly three digits each, after one to three.
    fn grouped_well(&self, count: usize) -> bool {
        let of_one_kind = self.signs[..count].windows(2).all(|pair| kind(pair[0]) == kind(pair[1]));
        // `0,125` is never a hundred and twenty-five.
        let first_fits = count == 0 || self.digits.first().is_some_and(|first| first.len() <= 3 && !first.starts_with('0'));
        of_one_kind && first_fits && self.digits[1..=count].iter().all(|part| part.len() == 3)
    }

    /// The first part with so many groups behind it, and a fraction.
    fn number(&self, groups: usize, fraction: Option<&str>) -> Option<Decimal> {
        let whole = self.digits[..=groups].concat();
        fraction.map_or(whole.clone(), |fraction| format!("{whole}.{fraction}")).parse().ok()
    }
}

fn is_sign(character: char) -> bool {
    !character.is_ascii_digit()
}

/// One sign for all blanks, and one for all apostrophes.
fn kind(sign: char) -> char {
    if BLANKS.contains(&sign) {
        ' '
    } else if APOSTROPHES.contains(&sign) {
        '\''
    } else {
        sign
    }
}

fn is_group_sign(sign: char) -> bool {
    [' ', '\'', ARABIC_GROUP].contains(&kind(sign)) || DECIMALS.contains(&sign)
}

/// Marks of direction, which bilingual sheets put around numbers.
fn is_direction(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The text with the digits that letters may stand for, and without an apostrophe before it.
fn without_letters(plain: &str) -> String {
    let digit = |character| match character {
        'O' | 'o' => '0',
        'l' | 'I' | '|' => '1',
        other => other,
    };
    plain.trim_start_matches(APOSTROPHES).chars().map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    /// A number as a locale writes it, with digits beginning at `zero`.
    fn written(number: &str, decimal: char, group: char, zero: char) -> String {
        let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, fraction)| (whole, Some(fraction)));
        let mut text = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        if let Some(fraction) = fraction {
            text.push(decimal);
            text.push_str(fraction);
        }
        let native = |digit: char| digit.to_digit(10).and_then(|digit| char::from_u32(u32::from(zero) + digit)).unwrap_or(digit);
        text.chars().map(native).collect()
    }

    proptest! {
        #[test]
        fn every_notation_is_read_back(
            whole in 0_u64..1_000_000_000_000,
            fraction in prop::option::of("[0-9]{1,4}"),
            (decimal, group) in prop::sample::select(vec![('.', ','), (',', '.'), (',', '\u{202f}'), ('٫', '٬'), ('.', '’'), (',', ' ')]),
            zero in prop::sample::select(vec!['0', '٠', '۰']),
            negative in any::<bool>(),
        ) {
            let plain = fraction.map_or(whole.to_string(), |fraction| format!("{whole}.{fraction}"));
            let sign = if negative { "-" } else { "" };
            let text = format!("{sign}{}", written(&plain, decimal, group, zero));
            prop_assert_eq!(NumberText::of_locale(decimal, group).parse(&text), Ok(number(&format!("{sign}{plain}"))));
        }

        #[test]
        fn grouped_counts_need_no_statement(count in 0_u64..1_000_000_000_000, group in prop::sample::select(vec!['.', ',', ' ', '\u{a0}', '’', '٬', '٫'])) {
            let text = written(&count.to_string(), '?', group, '0');
            prop_assert_eq!(NumberText::undeclared(None).parse(&text), Ok(Decimal::from(count)));
        }

        #[test]
        fn with_a_multiplier_no_reading_is_a_guess(text in "[1-9][0-9]{0,3}[., ][0-9]{1,4}") {
            // Whatever is read under a multiplier is also what the text alone says.
            let plain = NumberText::undeclared(None);
            if let Ok(number) = plain.clone().in_units_of(1000).parse(&text) {
                prop_assert_eq!(plain.parse(&text), Ok(number));
            }
        }

        #[test]
        fn no_text_stops_the_reader(text in "[-0-9٠-٩۰-۹., '’٫٬()%OlI\u{202f}\u{200f}]{0,12}") {
            for notation in [NumberText::undeclared(None), NumberText::undeclared(Some(',')), NumberText::declared('.', &[','])] {
                let _ = notation.parse(&text);
            }
        }
    }

    #[test]
    fn stated_signs_are_read_and_no_others() {
        let english = NumberText::declared('.', &[',']);
        for text in ["", "-", "..", "1,2345", "1234,567", "1.2.3", "12a", ".5", "5.", "1 234", "1,,234", "0,123", "1.234,567"] {
            assert!(matches!(english.parse(text), Err(ParseNumberError::NotANumber(_))), "{text}");
        }
        let french = NumberText::declared(',', &[' ', '\u{a0}', '\u{202f}']);
        assert_eq!(french.parse("1\u{a0}064,1"), Ok(number("1064.1")));
        assert!(french.parse("1.064").is_err());
        let ungrouped = NumberText::declared('.', &[]);
        assert!(ungrouped.parse("1,064").is_err());
        assert_eq!(ungrouped.parse("1.064"), Ok(number("1.064")));
    }

    #[test]
    fn a_text_speaks_for_itself_where_nothing_is_stated() {
        let plain = NumberText::undeclared(None);
        for (text, expected) in [
            ("1234", "1234"),
            ("1.234", "1234"),
            ("1,234", "1234"),
            ("1 234", "1234"),
            ("1\u{202f}234\u{a0}567", "1234567"),
            ("1'234", "1234"),
            ("١٬٢٣٤", "1234"),
            ("۱۲٫۵", "12.5"),
            ("12,5", "12.5"),
            ("12.25", "12.25"),
            ("1234,5678", "1234.5678"),
            ("1234.567", "1234.567"),
            ("0,125", "0.125"),
            ("1.234,5", "1234.5"),
            ("1,234.567", "1234.567"),
            ("1 234 567,8", "1234567.8"),
            ("−5", "-5"),
            ("\u{200f}-١٢\u{200f}", "-12"),
            ("007", "7"),
        ] {
            assert_eq!(plain.parse(text), Ok(number(expected)), "{text}");
        }
        for text in
            ["12 5", "1 23", "1'2", "1٬5", "12,34,567", "1.2.3", "1.234,567,890", "1,234 567", "1..234", "012.345.678", "5-9", "1/2", "x"]
        {
            assert!(matches!(plain.parse(text), Err(ParseNumberError::NotANumber(_))), "{text}");
        }
    }

    #[test]
    fn a_sign_before_three_digits_is_asked_about_where_figures_are_multiplied() {
        let thousands = NumberText::undeclared(None).in_units_of(1000);
        for text in ["1.234", "1,234", "1٫234"] {
            let expected = ParseNumberError::Ambiguous { text: text.to_owned(), grouped: number("1234"), decimal: number("1.234") };
            assert_eq!(thousands.parse(text), Err(expected), "{text}");
        }
        for (text, expected) in
            [("1.234.567", "1234567"), ("1 234", "1234"), ("0.234", "0.234"), ("64,1", "64.1"), ("1,234.567", "1234.567")]
        {
            assert_eq!(thousands.parse(text), Ok(number(expected)), "{text}");
        }
        let known = NumberText::undeclared(Some('.')).in_units_of(1000);
        assert_eq!(
            (known.parse("1.234"), known.parse("1,234")),
            (Ok(number("1.234")), Ok(number("1234"))),
            "the file shows its decimal sign"
        );
    }

    #[test]
    fn what_only_resembles_a_number_is_told_and_never_repaired() {
        let plain = NumberText::undeclared(None);
        for (text, suggested) in [("1O5", "105"), ("l2", "12"), ("I,234", "1234"), ("'1234", "1234"), ("2o", "20")] {
            assert_eq!(
                plain.parse(text),
                Err(ParseNumberError::Resembles { text: text.to_owned(), suggested: number(suggested) }),
                "{text}"
            );
        }
        for text in ["O", "l", "Il", "Ohio", "1 of 2"] {
            assert!(matches!(plain.parse(text), Err(ParseNumberError::NotANumber(_))), "{text}");
        }
        for text in ["(123)", "(1,234)", "( 12 )"] {
            assert!(matches!(plain.parse(text), Err(ParseNumberError::Brackets { .. })), "{text}");
        }
        for text in ["12%", "12,5 %", "١٢٪", "٪١٢", "3‰", "\u{200e}7\u{200e}%\u{200e}"] {
            assert!(matches!(plain.parse(text), Err(ParseNumberError::Share { .. })), "{text}");
        }
        assert_eq!(plain.parse("(123)").unwrap_err().to_string(), "`(123)` stands in brackets, as accounts write what is below zero");
    }
}
