//! A web page as tags and letters, and the letters of one cell as they show.
//!
//! In goes the text of a page, out come its tags with the few attributes that matter, and its letters, with references
//! such as `&nbsp;` resolved. White space is drawn together as browsers do; a no-break space is a letter and stays.

use std::sync::Arc;

use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};

use super::runs::{RaisedEnds, Runs};

/// A piece of a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Open(Tag),
    Close(String),
    Letters(String),
}

/// A tag and the attributes that matter.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Tag {
    pub(super) name: String,
    pub(super) columns: Option<u32>,
    pub(super) rows: Option<u32>,
    pub(super) right_to_left: Option<bool>,
}

/// The pieces of a page, in order.
pub(super) fn pieces(page: &str) -> impl Iterator<Item = Piece> {
    let mut emitter = CallbackEmitter::new(Pieces::default());
    // What stands in a script is no markup.
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(page, emitter).flatten()
}

/// Keeps of each tag only what is asked for, however many attributes it has.
#[derive(Debug, Default)]
struct Pieces {
    tag: Tag,
    attribute: Option<Attribute>,
}

#[derive(Debug, Clone, Copy)]
enum Attribute {
    Columns,
    Rows,
    Direction,
}

impl Callback<Piece, ()> for Pieces {
    fn handle_event(&mut self, event: CallbackEvent<'_>, _: Span<()>) -> Option<Piece> {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Tag { name: text(name), ..Tag::default() };
                self.attribute = None;
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute = match name {
                    b"colspan" => Some(Attribute::Columns),
                    b"rowspan" => Some(Attribute::Rows),
                    b"dir" => Some(Attribute::Direction),
                    _ => None,
                }
            }
            CallbackEvent::AttributeValue { value } => {
                let count = || text(value).trim().parse().ok();
                match self.attribute {
                    Some(Attribute::Columns) => self.tag.columns = count(),
                    Some(Attribute::Rows) => self.tag.rows = count(),
                    Some(Attribute::Direction) => self.tag.right_to_left = Some(value.eq_ignore_ascii_case(b"rtl")),
                    None => {}
                }
            }
            CallbackEvent::CloseStartTag { .. } => return Some(Piece::Open(std::mem::take(&mut self.tag))),
            CallbackEvent::EndTag { name } => return Some(Piece::Close(text(name))),
            CallbackEvent::String { value } => return Some(Piece::Letters(text(value))),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
        None
    }
}

/// Letters as they show, with the raised ends of the whole.
#[derive(Debug, Default)]
pub(super) struct Shown {
    text: String,
    blank: bool,
    runs: Runs,
}

impl Shown {
    pub(super) fn push(&mut self, letters: &str, raised: bool) {
        let mut added = String::new();
        for letter in letters.chars() {
            if letter.is_ascii_whitespace() {
                self.blank = true;
                continue;
            }
            if self.blank && !(self.text.is_empty() && added.is_empty()) {
                added.push(' ');
            }
            self.blank = false;
            added.push(letter);
        }
        self.runs.run(&added, raised);
        self.text.push_str(&added);
    }

    /// A new line, which shows as a blank.
    pub(super) const fn part(&mut self) {
        self.blank = true;
    }

    pub(super) fn close(self) -> (String, Option<Arc<RaisedEnds>>) {
        (self.text, self.runs.finish().map(Arc::new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_keep_what_matters_and_scripts_are_no_markup() {
        let page = r#"<!-- <td> --><TD ColSpan="2" class=x dir=RTL rowspan=3>5 &lt;&nbsp;6&eacute;</td><script>"<td>"</script>"#;
        let found: Vec<Piece> = pieces(page).collect();
        let tag = |name: &str| Tag { name: name.to_owned(), ..Tag::default() };
        let expected = [
            Piece::Open(Tag { columns: Some(2), rows: Some(3), right_to_left: Some(true), ..tag("td") }),
            Piece::Letters("5 <\u{a0}6é".to_owned()),
            Piece::Close("td".to_owned()),
            Piece::Open(tag("script")),
            Piece::Letters("\"<td>\"".to_owned()),
            Piece::Close("script".to_owned()),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn white_space_is_drawn_together_across_tags() {
        let mut shown = Shown::default();
        for (letters, raised) in [(" \n Côte ", false), ("\td'Ivoire", false), ("1", true), ("\n", false)] {
            shown.push(letters, raised);
        }
        let (text, ends) = shown.close();
        assert_eq!(text, "Côte d'Ivoire1");
        assert_eq!(ends.unwrap().within(&text).unwrap().trailing, 1);
    }
}
