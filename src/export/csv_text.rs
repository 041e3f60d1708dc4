//! Texts in CSV files, so that no spreadsheet takes one for a formula and an empty text is not taken for a missing one.

use std::borrow::Cow;

/// Signs with which a spreadsheet begins a formula, in their usual and their wide form, and the sign put before such texts.
const FORMULA: [char; 9] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\''];

/// A text as it stands in a field of CSV: with an apostrophe before it where it is empty, begins with an apostrophe or with a sign
/// of control, or where a spreadsheet could take it for a formula. Taking one leading apostrophe off gives the text back.
///
/// ```
/// use concord::export::guarded;
///
/// assert_eq!(guarded("Kenya"), "Kenya");
/// assert_eq!(guarded("=1+1"), "'=1+1");
/// assert_eq!(guarded(" \u{200b}@SUM(A1)"), "' \u{200b}@SUM(A1)");
/// assert_eq!(guarded(""), "'", "an empty text; a missing one is an empty field");
/// assert_eq!(guarded("'n"), "''n");
/// ```
#[must_use]
pub fn guarded(text: &str) -> Cow<'_, str> {
    let unseen = |sign: &char| {
        sign.is_whitespace()
            || sign.is_control()
            || matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let risky = text.chars().find(|sign| !unseen(sign)).is_none_or(|sign| FORMULA.contains(&sign));
    if risky || text.starts_with(char::is_control) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}
