//! What a number format shows for zero.
//!
//! In goes the code of a number format, out comes the text that stands on the screen for a stored 0, where that text
//! has no digit. Other numbers, dates and colours are deliberately left alone: only a zero can be shown as "no figure".

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
    let shown = show_zero(for_zero(&sections)?)?;
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
    }
}

/// The section that applies to zero: the third where there is one, else the first, unless conditions say otherwise.
fn for_zero(sections: &[Section]) -> Option<&Section> {
    let first = sections.first()?;
    let stated = |section: &Section| section.condition.as_deref().map(holds_for_zero);
    if sections.iter().take(2).all(|section| section.condition.is_none()) {
        return sections.get(2).or(Some(first));
    }
    // Without a condition of its own the first section is for what is above zero, the second for what is below.
    let numeric = sections.get(..sections.len().min(3))?;
    let matching = numeric.iter().find(|section| stated(section) == Some(true));
    matching.or_else(|| numeric.last().filter(|section| stated(section).is_none())).or(Some(first))
}

fn holds_for_zero(condition: &str) -> bool {
    let digits = condition.trim_start_matches(['<', '>', '=']);
    let Ok(limit) = digits.trim().parse::<f64>() else { return false };
    match condition.get(..condition.len() - digits.len()) {
        Some("=") => limit == 0.0,
        Some("<>") => limit != 0.0,
        Some("<") => 0.0 < limit,
        Some("<=") => 0.0 <= limit,
        Some(">") => 0.0 > limit,
        Some(">=") => 0.0 >= limit,
        _ => false,
    }
}

/// What a section shows for zero; none where that has a digit, or where the section shows text or a date.
fn show_zero(section: &Section) -> Option<String> {
    let plain: String = section.signs.iter().filter_map(|sign| if let Sign::Plain(c) = sign { Some(*c) } else { None }).collect();
    let plain = plain.to_lowercase();
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
            let _ = text_shown_for_zero(format);
        }
    }
}
