//! What a number format shows that is not stored.
//!
//! In goes the code of a number format, out comes the text that stands on the screen for a stored 0, where that text
//! has no digit, and the signs that stand beside the digits of any number. How digits are grouped and rounded, and
//! colours, are deliberately left alone: they change no figure.

/// One sign of a section, after quotes, escapes and padding are resolved.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sign {
    /// Shown as it is: quoted, escaped, or without a meaning of its own.
    Literal(char),
    /// Has a meaning: a digit placeholder, a comma, a letter of `General`.
    Plain(char),
}

#[derive(Debug, Default, PartialEq)]
struct Section {
    signs: Vec<Sign>,
    condition: Option<String>,
    /// Whether it counts hours, minutes or seconds past their usual end, as in `[h]:mm`.
    elapsed: bool,
}

impl Section {
    /// The signs with a meaning of their own, in small letters.
    fn plain(&self) -> String {
        let plain = self.signs.iter().filter_map(|sign| if let Sign::Plain(c) = sign { Some(*c) } else { None });
        plain.collect::<String>().to_lowercase()
    }

    fn is_date(&self) -> bool {
        let plain = self.plain().replace("general", "");
        !self.elapsed && plain.contains(['y', 'm', 'd', 'h', 's'])
    }
}

/// The text that a number format shows for a stored zero; none where it shows a digit.
///
/// ```
/// use concord::read::text_shown_for_zero;
///
/// assert_eq!(text_shown_for_zero("#,##0;-#,##0;\\-").as_deref(), Some("-"));
/// assert_eq!(text_shown_for_zero("#,##0"), None);
/// ```
#[must_use]
pub fn text_shown_for_zero(format: &str) -> Option<String> {
    if format.is_empty() {
        return None;
    }
    let sections = sections(format);
    let shown = show_zero(section_for(&sections, 0.0)?)?;
    let trimmed = shown.trim();
    // A quoted "0" is still a zero.
    if trimmed.parse::<f64>().is_ok_and(|number| number == 0.0) { None } else { Some(trimmed.to_owned()) }
}

/// Splits a code at semicolons outside quotes, escapes and brackets.
fn sections(format: &str) -> Vec<Section> {
    let mut sections = vec![];
    let mut section = Section::default();
    let mut signs = format.chars();
    while let Some(sign) = signs.next() {
        match sign {
            ';' => sections.push(std::mem::take(&mut section)),
            '"' => section.signs.extend(signs.by_ref().take_while(|c| *c != '"').map(Sign::Literal)),
            '\\' | '!' => section.signs.extend(signs.next().map(Sign::Literal)),
            // A gap as wide as the next sign, or the next sign repeated to fill the cell: neither tells anything.
            '_' | '*' => drop(signs.next()),
            '[' => bracket(signs.by_ref().take_while(|c| *c != ']').collect(), &mut section),
            plain => section.signs.push(Sign::Plain(plain)),
        }
    }
    sections.push(section);
    sections
}

/// Takes a condition or a currency sign out of brackets; colours and calendars show nothing.
fn bracket(inside: String, section: &mut Section) {
    if inside.starts_with(['<', '>', '=']) {
        section.condition = Some(inside);
    } else if let Some(currency) = inside.strip_prefix('$') {
        let sign = currency.split('-').next().unwrap_or_default();
        section.signs.extend(sign.chars().map(Sign::Literal));
    } else if !inside.is_empty() && inside.chars().all(|c| matches!(c, 'h' | 'H' | 'm' | 'M' | 's' | 'S')) {
        section.elapsed = true;
    }
}

/// The section that applies to a number: the first above zero, the second below, the third for zero, as far as there
/// are so many and unless conditions say otherwise.
fn section_for(sections: &[Section], number: f64) -> Option<&Section> {
    let first = sections.first()?;
    let below = number < 0.0;
    if sections.iter().take(2).all(|section| section.condition.is_none()) {
        let own = if below { sections.get(1) } else { sections.get(2).filter(|_| number == 0.0) };
        return own.or(Some(first));
    }
    let numeric = sections.get(..sections.len().min(3))?;
    let applies = |(place, section): &(usize, &Section)| match &section.condition {
        Some(condition) => holds(condition, number),
        // Without a condition of its own the first section is for what is above zero, the second for what is below.
        None => place + 1 < numeric.len() && if *place == 0 { number > 0.0 } else { below },
    };
    let matching = numeric.iter().enumerate().find(applies).map(|(_, section)| section);
    matching.or_else(|| numeric.last().filter(|section| section.condition.is_none())).or(Some(first))
}

fn holds(condition: &str, number: f64) -> bool {
    let digits = condition.trim_start_matches(['<', '>', '=']);
    let Ok(limit) = digits.trim().parse::<f64>() else { return false };
    #[expect(clippy::float_cmp, reason = "a spreadsheet program compares the stored doubles too")]
    match condition.get(..condition.len() - digits.len()) {
        Some("=") => number == limit,
        Some("<>") => number != limit,
        Some("<") => number < limit,
        Some("<=") => number <= limit,
        Some(">") => number > limit,
        Some(">=") => number >= limit,
        _ => false,
    }
}

/// Whether a number format shows a date or a time of day.
pub(super) fn shows_date(format: &str) -> bool {
    sections(format).first().is_some_and(Section::is_date)
}

/// Whether the section for this number has a percent or per mille sign.
pub(super) fn shows_percent_for(format: &str, number: f64) -> bool {
    let sections = sections(format);
    let section = section_for(&sections, number);
    section.is_some_and(|section| section.signs.iter().any(|sign| matches!(sign, Sign::Plain('%' | '‰') | Sign::Literal('%' | '‰'))))
}

/// The signs beside the digits in the section for this number; none where there are none.
pub(super) fn marks_shown_for(format: &str, number: f64) -> Option<String> {
    let sections = sections(format);
    let section = section_for(&sections, number)?;
    if section.is_date() || section.plain().contains('@') || (number == 0.0 && show_zero(section).is_some()) {
        return None;
    }
    let digits = digits(section)?;
    let before = section.signs.get(..digits.start).unwrap_or_default();
    let behind = section.signs.get(digits.end..).unwrap_or_default();
    let (before, behind) = (marks(before), marks(behind));
    let shown = if number < 0.0 { without_minus(&before, &behind) } else { format!("{before}{behind}") };
    (!shown.is_empty()).then_some(shown)
}

/// From the first placeholder of a digit to the last; `General` is one too.
fn digits(section: &Section) -> Option<std::ops::Range<usize>> {
    let is_digit = |sign: &Sign| matches!(sign, Sign::Plain('0' | '#' | '?'));
    if let (Some(first), Some(last)) = (section.signs.iter().position(is_digit), section.signs.iter().rposition(is_digit)) {
        return Some(first..last + 1);
    }
    let general = |signs: &[Sign]| {
        signs.iter().zip("general".chars()).all(|(sign, letter)| matches!(sign, Sign::Plain(c) if c.eq_ignore_ascii_case(&letter)))
    };
    let first = section.signs.windows("general".len()).position(general)?;
    Some(first..first + "general".len())
}

/// What stands on the screen, without blanks and without what belongs to the number itself.
fn marks(signs: &[Sign]) -> String {
    let shown = signs.iter().filter_map(|sign| match sign {
        Sign::Plain(',' | '.') => None,
        Sign::Plain(c) | Sign::Literal(c) => Some(*c),
    });
    shown.filter(|c| !c.is_whitespace() && !matches!(c, '%' | '‰')).collect()
}

/// Leaves out a minus sign, or the brackets that stand for one.
fn without_minus(before: &str, behind: &str) -> String {
    let minus = ['-', '\u{2212}', '\u{2013}'];
    let (before, behind) = match (before.split_once('('), behind.split_once(')')) {
        (Some((left, right)), Some((inner, outer))) => (format!("{left}{right}"), format!("{inner}{outer}")),
        _ => (before.to_owned(), behind.to_owned()),
    };
    format!("{}{}", before.replace(minus, ""), behind.replace(minus, ""))
}

/// What a section shows for zero; none where that has a digit, or where the section shows text or a date.
fn show_zero(section: &Section) -> Option<String> {
    let plain = section.plain();
    let fraction = plain.contains('/') && plain.contains('?');
    if plain.contains("general") || fraction || plain.contains(['0', '@', 'y', 'm', 'd', 'h', 's']) {
        return None;
    }
    let has_digits = plain.contains(['#', '?']);
    let shown = section.signs.iter().filter_map(|sign| match sign {
        // Prints nothing for a leading zero; a comma beside it only groups or scales.
        Sign::Plain('#') => None,
        Sign::Plain(',') if has_digits => None,
        Sign::Plain('?') => Some(' '),
        Sign::Plain(c) | Sign::Literal(c) => Some(*c),
    });
    Some(shown.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_that_show_a_digit_for_zero_say_nothing() {
        for format in [
            "",
            "General",
            "GENERAL",
            "0",
            "#,##0",
            "0.0",
            "#.0",
            "0%",
            "0.00E+00",
            "# ?/?",
            "@",
            "[Red]0",
            "#,##0;[Red]-#,##0",
            "0;-0;0",
            "0;-0;\"0\"",
            "[$€-407]#,##0",
            "[<5]\"x\"0;General",
            "yyyy-mm-dd",
            "###\\ ###\\ ##0",
        ] {
            assert_eq!(text_shown_for_zero(format), None, "{format}");
        }
    }

    #[test]
    fn formats_that_show_no_digit_for_zero_say_what_they_show() {
        for (format, shown) in [
            ("###\\ ###\\ ##0;\\-###\\ ###\\ ##0;\\—;", "—"),
            ("_(* #,##0_);_(* (#,##0);_(* \"-\"??_);_(@_)", "-"),
            ("_(* \"-\"??_)", "-"),
            ("\\x#,###", "x"),
            ("#,###", ""),
            ("#", ""),
            (";;;", ""),
            ("0;;", ""),
            ("#,##0;-#,##0;", ""),
            ("#,##0;-#,##0;\"..\"", ".."),
            ("0;-0;\"a;b\"", "a;b"),
            ("0;-0;[Red]\\-", "-"),
            ("0;-0;\"<5\"", "<5"),
            ("0;-0;_-\" . \"_-", "."),
            ("[=0]\"-\";General", "-"),
            ("[>0]#,##0;\"-\"", "-"),
            ("[>=1]0;[<0]-0;\"n/a\"", "n/a"),
            ("[<5]\"c\";#,##0", "c"),
            ("\"-\"", "-"),
            ("0;-0;!-", "-"),
        ] {
            assert_eq!(text_shown_for_zero(format).as_deref(), Some(shown), "{format}");
        }
    }

    #[test]
    fn unfinished_formats_are_read_to_their_end() {
        for format in ["\"", "\\", "_", "*", "[", "[$", "[<", ";;\"", "[<>]0;1"] {
            let _ = (text_shown_for_zero(format), marks_shown_for(format, -1.0), shows_percent_for(format, 1.0), shows_date(format));
        }
    }

    #[test]
    fn signs_beside_the_digits_are_marks() {
        for (format, number, marks) in [
            // The three formats of an office that marks breaks in series and missing figures by them alone.
            (" #,###0; -#,###0", 29_482.0, None),
            (" #,###0; -#,###0", -5.0, None),
            ("\\x#,###", 0.0, None),
            ("┴  #,###0;┴  -#,###0", 401_612.0, Some("┴")),
            ("┴  #,###0;┴  -#,###0", -2.0, Some("┴")),
            ("General", 1.0, None),
            ("\"b \"General", 1.0, Some("b")),
            ("#,##0\"*\"", 1.0, Some("*")),
            ("#,##0\\ \\p;-#,##0", 7.0, Some("p")),
            ("#,##0\\ \\p;-#,##0", -7.0, None),
            ("[$€-407]#,##0.00", 1.0, Some("€")),
            ("$#,##0_);($#,##0)", -1.0, Some("$")),
            ("_(* #,##0_);_(* (#,##0);_(* \"-\"??_);_(@_)", -1.0, None),
            ("(0)", 1.0, Some("()")),
            ("[>=1000]0\"k\";0\"u\"", 5.0, Some("u")),
            ("[>=1000]0\"k\";0\"u\"", 5000.0, Some("k")),
            ("0.0%", 0.5, None),
            ("0.0\\‰", 0.5, None),
            ("###\\ ###\\ ##0,", 5.0, None),
            ("0.00E+00", 5.0, None),
            ("d/m/yyyy", 5.0, None),
            ("@", 5.0, None),
            ("\"none\"", 5.0, None),
        ] {
            assert_eq!(marks_shown_for(format, number).as_deref(), marks, "{format} for {number}");
        }
    }

    #[test]
    fn percent_and_per_mille_are_told_wherever_they_stand() {
        for format in ["0%", "0.0\\ %", "0\"‰\"", "0.0‰", "0%;-0%"] {
            assert!(shows_percent_for(format, -0.5), "{format}");
        }
        assert!(!shows_percent_for("0;0%", 1.0), "another section is for what is below zero");
        assert!(!shows_percent_for("#,##0", 1.0));
    }

    #[test]
    fn dates_are_told_from_numbers_and_durations() {
        for format in ["d/m/yyyy", "[$-409]mmm\\-yy;@", "h:mm AM/PM", "mm:ss.0", "yyyy"] {
            assert!(shows_date(format), "{format}");
        }
        for format in ["General", "[h]:mm", "0.00E+00", "[Red]#,##0", "\"day\" 0", "#,##0\\m", ""] {
            assert!(!shows_date(format), "{format}");
        }
    }
}
