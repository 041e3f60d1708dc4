//! Texts of a stranger's file on a terminal: without signs that move the cursor or turn the line, and cut by their width.

use concord::preview::is_right_to_left;
use unicode_width::UnicodeWidthStr;

/// Starts and ends a run whose direction does not touch what stands around it.
const ISOLATE: (char, char) = ('\u{2068}', '\u{2069}');

/// Put before a line, makes the terminal lay it out from left to right.
pub const LEFT_TO_RIGHT: char = '\u{200e}';

/// The text in at most so many columns; an ellipsis says that it goes on, and a text from right to left is isolated.
pub fn fit(text: &str, width: usize) -> String {
    apart(cut(&plain(text), width))
}

/// The whole text with every blank in it, on one line, isolated where it runs from right to left.
pub fn whole(text: &str) -> String {
    apart(harmless(text))
}

fn apart(text: String) -> String {
    if text.chars().any(is_right_to_left) { format!("{}{text}{}", ISOLATE.0, ISOLATE.1) } else { text }
}

/// How many columns a text takes once it is made plain.
pub fn width(text: &str) -> usize {
    plain(text).width()
}

/// The text with single blanks, as far as it is harmless.
fn plain(text: &str) -> String {
    harmless(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// One line without control characters and without marks of direction, which an unfriendly file could use to paint
/// over other cells.
fn harmless(text: &str) -> String {
    let direction = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(|c| !direction(*c)).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        let before = kept.len();
        kept.push(letter);
        // Measured as a whole: signs that combine with the letter before them take no room of their own.
        if kept.width() + 1 > width {
            kept.truncate(before);
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_never_takes_more_room_than_it_may() {
        for text in
            ["Both sexes combined", "الإجمالي العام للمهاجرين", "移民国际流动统计", "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}"]
        {
            for width in 1..12 {
                assert!(fit(text, width).as_str().width() <= width, "{text} in {width}");
            }
            assert_eq!(fit(text, 80).replace(['\u{2068}', '\u{2069}'], ""), text);
        }
    }

    #[test]
    fn signs_stay_with_the_letter_they_belong_to() {
        assert_eq!(fit("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(fit("移民国", 5), "移民…");
    }

    #[test]
    fn nothing_moves_the_cursor_or_turns_the_line() {
        assert_eq!(fit("a\u{1b}[31mb\nc\td\u{202e}e", 40), "a [31mb c de");
        assert_eq!(fit("ليبيا", 40), "\u{2068}ليبيا\u{2069}");
    }
}
