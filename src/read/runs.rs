//! Which ends of a rich text are raised.
//!
//! In go the runs of one text, or the events inside one text of an Office Open XML workbook; out come the raised letters
//! at its beginning and at its end. calamine, which reads such a text itself, joins the runs and forgets how they looked. What is raised in the
//! middle of a text, lowered, or set in a font is left alone: only the ends can be footnote marks.

use std::collections::BTreeMap;
use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};

use super::workbook::Raised;
use super::xml::{attribute, push_reference};

/// The raised letters at the ends of a text; never both empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RaisedEnds {
    leading: String,
    trailing: String,
}

/// The raised ends of shared texts, by the place of the text among them.
pub(super) type RaisedTexts = BTreeMap<usize, Arc<RaisedEnds>>;

impl RaisedEnds {
    /// How much of this text is raised; none if it is not the text that was looked at.
    pub(super) fn within(&self, text: &str) -> Option<Raised> {
        let whole = self.leading.len() + self.trailing.len() >= text.len();
        let fits = text.starts_with(&self.leading) && text.ends_with(&self.trailing) && !whole;
        fits.then_some(Raised { leading: self.leading.len(), trailing: self.trailing.len() })
    }
}

/// Follows the runs of one text.
#[derive(Debug, Default)]
pub(super) struct Runs {
    raised: bool,
    in_text: bool,
    /// Depth inside a reading aid of East Asian text, which is no part of the text.
    phonetic: usize,
    /// Whether something on the line was seen.
    on_line: bool,
    ends: (String, String),
}

impl Runs {
    pub(super) fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(element) => self.start(element),
            Event::End(element) => match element.local_name().as_ref() {
                "t" => self.in_text = false,
                "rPh" => self.phonetic = self.phonetic.saturating_sub(1),
                _ => {}
            },
            Event::Text(text) => self.text(text),
            Event::CData(text) => self.text(text),
            Event::GeneralRef(entity) => {
                let mut text = String::new();
                push_reference(entity, &mut text);
                self.text(&text);
            }
            _ => {}
        }
    }

    fn start(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "r" => self.raised = false,
            "vertAlign" => self.raised = attribute(element, "val").as_deref() == Some("superscript"),
            "t" => self.in_text = true,
            "rPh" => self.phonetic += 1,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text && self.phonetic == 0 {
            self.run(text, self.raised);
        }
    }

    /// The next run of the text.
    pub(super) fn run(&mut self, text: &str, raised: bool) {
        if text.is_empty() {
            return;
        }
        let (leading, trailing) = &mut self.ends;
        if raised {
            let end = if self.on_line { trailing } else { leading };
            end.push_str(text);
        } else if !trailing.is_empty() && text.trim().is_empty() {
            // A blank behind a mark does not put it back on the line.
            trailing.push_str(text);
        } else {
            trailing.clear();
            self.on_line = true;
        }
    }

    /// The raised ends of the text; none where there are none, or where all of it is raised.
    pub(super) fn finish(self) -> Option<RaisedEnds> {
        let (leading, trailing) = self.ends;
        (self.on_line && !(leading.is_empty() && trailing.is_empty())).then_some(RaisedEnds { leading, trailing })
    }
}

#[cfg(test)]
mod tests {
    use super::super::budget::{Budget, Meter};
    use super::super::xml::Xml;
    use super::*;

    fn ends(inside: &str) -> Option<(String, String)> {
        let meter = Meter::new(&Budget::default());
        let mut xml = Xml::new(inside.as_bytes(), &meter);
        let mut runs = Runs::default();
        loop {
            match xml.next().unwrap() {
                Event::Eof => break,
                event => runs.event(&event),
            }
        }
        runs.finish().map(|ends| (ends.leading, ends.trailing))
    }

    fn run(text: &str, raised: bool) -> String {
        let look = if raised { "<rPr><vertAlign val=\"superscript\"/></rPr>" } else { "<rPr><b/></rPr>" };
        format!("<r>{look}<t xml:space=\"preserve\">{text}</t></r>")
    }

    #[test]
    fn only_the_ends_of_a_text_count() {
        let pair = |leading: &str, trailing: &str| Some((leading.to_owned(), trailing.to_owned()));
        assert_eq!(ends(&format!("{}{}", run("Other", false), run("1", true))), pair("", "1"));
        assert_eq!(ends(&format!("{}{}{}", run("Other", false), run("1", true), run(" ", false))), pair("", "1 "));
        assert_eq!(ends(&format!("{}{}{}", run("Total", false), run("1", true), run(" departures", false))), None);
        assert_eq!(ends(&format!("{}{}", run("1", true), run("Provisional", false))), pair("1", ""));
        assert_eq!(ends(&format!("{}{}{}", run("A", false), run("1&amp;", true), run("2", true))), pair("", "1&2"));
        assert_eq!(ends(&run("1", true)), None, "a text that is raised as a whole is the text");
        assert_eq!(ends("<t>Other1</t>"), None);
        let lowered = run("2", true).replace("superscript", "subscript");
        assert_eq!(ends(&format!("{}{lowered}", run("CO", false))), None);
    }

    #[test]
    fn another_text_than_the_one_looked_at_is_left_alone() {
        let ends = RaisedEnds { leading: String::new(), trailing: "1".to_owned() };
        assert_eq!(ends.within("Other1"), Some(Raised { leading: 0, trailing: 1 }));
        assert_eq!(ends.within("Other2"), None);
        assert_eq!(ends.within("1"), None);
    }
}
