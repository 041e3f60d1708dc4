//! Characters that change how a line reads without being seen, made visible.
//!
//! In: a text that a sender typed, or a sentence of this program that quotes one. Out: the same text in which marks of
//! direction, characters without width and control characters stand as `⟨U+202E⟩`. A sentence of this program may isolate
//! what it quotes (U+2068 to U+2069); such pairs stay pairs. Nothing else of a text is changed.

use std::fmt::Write;

use minijinja::HtmlEscape;

const ISOLATE: char = '\u{2068}';
const END_OF_ISOLATE: char = '\u{2069}';

/// A sender's text with every unseen character shown.
///
/// ```
/// assert_eq!(concord::report::visible("1\u{202e}23"), "1⟨U+202E⟩23");
/// assert_eq!(concord::report::visible("Côte d’Ivoire"), "Côte d’Ivoire");
/// ```
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        push_visible(&mut shown, character);
    }
    shown
}

/// A sender's text as HTML, its direction its own.
pub(super) fn sent_html(text: &str) -> String {
    format!("<bdi>{}</bdi>", HtmlEscape(&visible(text)))
}

/// A code, an address or a figure as HTML, always from left to right.
pub(crate) fn code_html(text: &str) -> String {
    format!("<bdi dir=\"ltr\">{}</bdi>", HtmlEscape(&visible(text)))
}

/// A sentence of this program as HTML; what it isolates is isolated by elements.
pub(crate) fn sentence_html(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    let mut run = String::new();
    for piece in pieces(text) {
        let tag = match piece {
            Piece::Open => "<bdi>",
            Piece::Close => "</bdi>",
            Piece::Character(character) => {
                push_visible(&mut run, character);
                continue;
            }
        };
        let _ = write!(html, "{}{tag}", HtmlEscape(&run));
        run.clear();
    }
    let _ = write!(html, "{}", HtmlEscape(&run));
    html
}

/// A sentence of this program where no element can stand: in an attribute, or in a cell of a workbook.
pub(crate) fn sentence(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Open => shown.push(ISOLATE),
            Piece::Close => shown.push(END_OF_ISOLATE),
            Piece::Character(character) => push_visible(&mut shown, character),
        }
    }
    shown
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Character(char),
    Open,
    Close,
}

/// The characters of a sentence; an isolate that has no end, or an end that has no beginning, is a character like any other.
fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = text.chars().map(Piece::Character).collect();
    let mut open = Vec::new();
    for at in 0..pieces.len() {
        match pieces[at] {
            Piece::Character(ISOLATE) => open.push(at),
            Piece::Character(END_OF_ISOLATE) => {
                if let Some(begin) = open.pop() {
                    (pieces[begin], pieces[at]) = (Piece::Open, Piece::Close);
                }
            }
            _ => {}
        }
    }
    pieces
}

fn push_visible(shown: &mut String, character: char) {
    if is_unseen(character) {
        let _ = write!(shown, "⟨U+{:04X}⟩", u32::from(character));
    } else {
        shown.push(character);
    }
}

/// Whether a character shows nothing of itself and yet changes how its neighbours read or compare.
const fn is_unseen(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        // Soft hyphen, and fillers of several scripts.
        | '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180e}' | '\u{3164}' | '\u{ffa0}'
        // Marks, embeddings, overrides and isolates of direction.
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
        // No width; line and paragraph separators.
        | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2065}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        // Not characters of a text, and tags.
        | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_shown_by_its_number() {
        assert_eq!(visible("a\u{202e}b\u{200b}c\u{200f}\u{feff}\u{0}"), "a⟨U+202E⟩b⟨U+200B⟩c⟨U+200F⟩⟨U+FEFF⟩⟨U+0000⟩");
        assert_eq!(visible("\u{2066}x\u{2069}\u{2067}y\u{61c}"), "⟨U+2066⟩x⟨U+2069⟩⟨U+2067⟩y⟨U+061C⟩");
    }

    #[test]
    fn what_is_seen_stays() {
        for text in ["السكان حسب الجنسية", "Côte d’Ivoire", "1\u{202f}234", "two\nlines\tand a tab", "ኢትዮጵያ", "=1+1"]
        {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn isolates_of_a_sentence_become_elements_and_always_close() {
        assert_eq!(sentence_html("a \u{2068}<b>\u{2069} c"), "a <bdi>&lt;b&gt;</bdi> c");
        assert_eq!(sentence_html("a \u{2068}x\u{2069}\u{2069}"), "a <bdi>x</bdi>⟨U+2069⟩");
        assert_eq!(sentence_html("\u{2068}\u{2068}x\u{2069}"), "⟨U+2068⟩<bdi>x</bdi>");
        assert_eq!(sentence("\u{2068}x\u{202e}\u{2069}\u{2068}"), "\u{2068}x⟨U+202E⟩\u{2069}⟨U+2068⟩");
    }
}
