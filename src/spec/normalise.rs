//! The form in which labels are compared: the same word gives the same key however an office types it.
//!
//! For matching only. What is shown and stored is always the text as it stood.

use unicode_normalization::UnicodeNormalization;

use crate::model::ascii_digit;

/// A label ready to be compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Normalised {
    /// The text to compare; empty only where the label is blank.
    pub key: String,
    /// Footnote marks cut from the end, in their order in the text.
    pub marks: Vec<String>,
}

/// Brings a label to the form in which labels are compared.
///
/// Case, accents, the forms of alif, the kind of apostrophe, the script of digits and the width of blanks don't count.
/// Footnote marks at the end are cut and kept; a colon, full stops and dot leaders at the end are cut. A label that is
/// nothing but marks stays as it is, since `*` and `..` are statements of their own.
///
/// ```
/// use concord::spec::normalise;
///
/// let label = normalise("  Côte d’Ivoire (1) *");
/// assert_eq!(label.key, "cote d'ivoire");
/// assert_eq!(label.marks, ["(1)", "*"]);
/// assert_eq!(normalise("الإناث").key, normalise("الاناث").key);
/// assert_eq!(normalise("Total ......:").key, "total");
/// assert_eq!(normalise("Serbie 4)").key, "serbie");
/// assert_eq!(normalise("٢٠٢٤").key, "2024");
/// assert_eq!(normalise("Other1").key, "other1");
/// assert_eq!(normalise("..").key, "..");
/// ```
#[must_use]
pub fn normalise(text: &str) -> Normalised {
    // Superscripts are cut before they become ordinary digits; marks that compatibility forms hide, such as `⑴`, after.
    let (rest, outer) = cut_marks(text);
    let (key, inner) = cut_folded(&fold(rest));
    if key.is_empty() {
        let (key, marks) = cut_folded(&fold(text));
        return if key.is_empty() { Normalised { key: fold(text), marks: Vec::new() } } else { Normalised { key, marks } };
    }
    Normalised { key, marks: inner.into_iter().chain(outer).collect() }
}

fn cut_folded(folded: &str) -> (String, Vec<String>) {
    let (rest, marks) = cut_marks(folded);
    (rest.to_owned(), marks)
}

/// Cuts marks, colons and full stops from the end, until none is left.
fn cut_marks(text: &str) -> (&str, Vec<String>) {
    let mut rest = text.trim_end_matches(is_nothing);
    let mut marks = Vec::new();
    loop {
        let before = rest;
        rest = rest.trim_end_matches([':', '.', '…']).trim_end_matches(is_nothing);
        if let Some(start) = mark_at_end(rest) {
            marks.push(rest[start..].to_owned());
            rest = rest[..start].trim_end_matches(is_nothing);
        }
        if rest == before {
            marks.reverse();
            return (rest, marks);
        }
    }
}

/// Where the footnote mark at the end of a text begins.
fn mark_at_end(text: &str) -> Option<usize> {
    let last = text.chars().next_back()?;
    let run = |belongs: fn(char) -> bool| text.trim_end_matches(belongs).len();
    match last {
        '*' => Some(run(|c| c == '*')),
        '†' | '‡' => Some(text.len() - last.len_utf8()),
        c if is_superscript(c) => Some(run(is_superscript)),
        ')' => bracketed(text, '(', ')').or_else(|| closed_only(text)),
        ']' => bracketed(text, '[', ']'),
        _ => None,
    }
}

/// Where a pair of brackets at the end begins, if it holds one letter, or one or two digits.
fn bracketed(text: &str, open: char, close: char) -> Option<usize> {
    let start = text.rfind(open)?;
    let inside = text[start..].strip_prefix(open)?.strip_suffix(close)?.trim();
    let mut characters = inside.chars();
    let holds_mark = match (characters.next(), characters.next(), characters.next()) {
        (Some(one), None, None) => is_mark_letter(one),
        (Some(tens), Some(ones), None) => tens.is_ascii_digit() && ones.is_ascii_digit(),
        _ => false,
    };
    holds_mark.then_some(start)
}

/// Where a mark that only closes a bracket begins: one or two digits, or a letter behind a blank. A bracket that was opened
/// before belongs to the text.
fn closed_only(text: &str) -> Option<usize> {
    if text.matches('(').count() >= text.matches(')').count() {
        return None;
    }
    let inside = text.strip_suffix(')')?;
    let start = inside.trim_end_matches(|c| ascii_digit(c).is_ascii_digit()).len();
    let before = inside[..start].chars().next_back()?;
    match inside[start..].chars().count() {
        0 if is_mark_letter(before) => {
            let start = start - before.len_utf8();
            inside[..start].ends_with(is_nothing).then_some(start)
        }
        1 | 2 => (before.is_alphabetic() || is_nothing(before) || matches!(before, ')' | ']' | '*')).then_some(start),
        _ => None,
    }
}

/// One letter or digit in capitals as well, which `ß` is not.
fn is_mark_letter(c: char) -> bool {
    c.is_alphanumeric() && c.to_uppercase().count() == 1
}

fn is_superscript(c: char) -> bool {
    matches!(c, '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{2070}' | '\u{2074}'..='\u{2079}' | '\u{207d}' | '\u{207e}')
}

/// Characters that show nothing: blanks, joiners and marks of direction.
fn is_nothing(c: char) -> bool {
    c.is_whitespace() || is_dropped(c)
}

/// Tatweel, harakat, marks of direction, and characters without width.
fn is_dropped(c: char) -> bool {
    matches!(c,
        '\u{640}' | '\u{64b}'..='\u{652}' | '\u{670}'
        | '\u{200b}'..='\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}'
        | '\u{feff}' | '\u{ad}')
}

fn fold(text: &str) -> String {
    // Apostrophes first: compatibility decomposition turns `´` into a blank and an accent.
    let plain = text.chars().filter(|c| !is_dropped(*c)).map(plain_sign);
    // And once more: some compatibility forms, such as `ŉ`, hold an apostrophe.
    let composed: String = plain.nfkc().filter(|c| !is_dropped(*c)).map(plain_sign).collect();
    let mut folded = String::with_capacity(composed.len());
    // Up and then down again, so that `ß` meets `SS` and the dotless `ı` meets `I`.
    for c in composed.chars().flat_map(char::to_uppercase).flat_map(char::to_lowercase) {
        push_base(&mut folded, c);
    }
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.join(" ")
}

fn plain_sign(c: char) -> char {
    match c {
        '’' | '‘' | '‛' | 'ʼ' | 'ʻ' | '´' | '`' => '\'',
        // The non-breaking hyphen becomes U+2010 in NFKC, which no keyboard has.
        '\u{2010}' | '\u{2011}' => '-',
        other => ascii_digit(other),
    }
}

/// Appends a small letter without its accents; only Latin and Arabic letters change.
fn push_base(folded: &mut String, c: char) {
    match c {
        '\u{300}'..='\u{36f}' => {}
        'ø' => folded.push('o'),
        'ł' => folded.push('l'),
        'đ' => folded.push('d'),
        'æ' => folded.push_str("ae"),
        'œ' => folded.push_str("oe"),
        'أ' | 'إ' | 'آ' => folded.push('ا'),
        'ى' => folded.push('ي'),
        'ة' => folded.push('ه'),
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
            folded.extend([c].into_iter().nfd().filter(|d| !matches!(d, '\u{300}'..='\u{36f}')));
        }
        other => folded.push(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Texts as they stand in national tables: the scripts in use, digits, blanks of all widths and marks.
    const TABLE_TEXT: &str =
        "[a-zA-ZÀ-ÿĀ-ſ\u{621}-\u{652}\u{1200}-\u{1240}0-9٠-٩۰-۹ \t\u{a0}\u{202f}\u{2009}'’´.:*()\\[\\]¹²³†‡…⑴ªßı\u{200f}-]{0,24}";

    proptest! {
        #[test]
        fn normalising_twice_gives_the_same_key(text in TABLE_TEXT) {
            let once = normalise(&text).key;
            prop_assert_eq!(normalise(&once).key, once);
        }

        #[test]
        fn blanks_around_never_matter(text in TABLE_TEXT) {
            prop_assert_eq!(normalise(&format!(" \u{a0}{text}\t\u{202f}")), normalise(&text));
        }

        #[test]
        fn case_never_matters(text in "[a-zA-ZÀ-ÖØ-öø-ÿ0-9 .:*()¹]{0,24}") {
            prop_assert_eq!(normalise(&text.to_uppercase()).key, normalise(&text.to_lowercase()).key);
        }

        #[test]
        fn only_a_blank_label_has_an_empty_key(text in TABLE_TEXT) {
            prop_assert_eq!(normalise(&text).key.is_empty(), text.chars().all(is_nothing));
        }
    }

    #[test]
    fn footnote_marks_are_cut_and_kept_in_order() {
        for (text, key, marks) in [
            ("Kenya¹", "kenya", vec!["¹"]),
            ("Kenya (a)**", "kenya", vec!["(a)", "**"]),
            ("Kenya [1] †:", "kenya", vec!["[1]", "†"]),
            ("Kenya ⑴ (12)", "kenya", vec!["(1)", "(12)"]),
            ("Réunion (La)", "reunion (la)", vec![]),
            ("Korea (123)", "korea (123)", vec![]),
            ("Other1", "other1", vec![]),
            ("N°3 & more", "n°3 & more", vec![]),
            ("Apatride / Inconnu 5)", "apatride / inconnu", vec!["5)"]),
            ("Serbie4)", "serbie", vec!["4)"]),
            ("Serbie 4) 12)", "serbie", vec!["4)", "12)"]),
            ("Serbie (1) b)", "serbie", vec!["(1)", "b)"]),
            ("صربيا ٤)", "صربيا", vec!["٤)"]),
            ("Serbie (voir note 4)", "serbie (voir note 4)", vec![]),
            ("Serbie (dès 2006) 4)", "serbie (des 2006)", vec!["4)"]),
            ("Serbie (Rép. a)", "serbie (rep. a)", vec![]),
            ("Serbie-4)", "serbie-4)", vec![]),
            ("In 2015)", "in 2015)", vec![]),
            ("Serbiea)", "serbiea)", vec![]),
        ] {
            let label = normalise(text);
            assert_eq!((label.key.as_str(), label.marks), (key, marks.into_iter().map(str::to_owned).collect()), "{text}");
        }
    }

    #[test]
    fn labels_that_are_only_marks_stay() {
        for (text, key) in
            [("*", "*"), ("..", ".."), ("…", "..."), ("(1)", "(1)"), (":", ":"), ("-", "-"), ("5)", "5)"), ("a)", "a)"), ("", "")]
        {
            assert_eq!(normalise(text), Normalised { key: key.to_owned(), marks: Vec::new() }, "{text}");
        }
    }

    #[test]
    fn digits_of_every_script_are_compared_as_the_same() {
        for (one, other) in [("٢٠٢٤", "2024"), ("۲۰۲۴", "2024"), ("١٥-١٩ سنة", "15-19 سنة"), ("٢٠٢٤م", "2024م")] {
            assert_eq!(normalise(one).key, normalise(other).key);
        }
    }

    #[test]
    fn arabic_is_compared_without_its_spelling_variants() {
        for (one, other) in [("الإجمالي", "الاجمالى"), ("إِنَاث", "اناث"), ("جملة", "جمله"), ("ســــودان", "سودان"), ("آسيا", "اسيا")]
        {
            assert_eq!(normalise(one).key, normalise(other).key);
        }
        assert_ne!(normalise("الجنس").key, normalise("الجنسية").key);
    }
}
