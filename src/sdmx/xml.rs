//! A document of XML, element by element.

use std::borrow::Cow;
use std::io::Result;

use quick_xml::Writer;
use quick_xml::escape::escape;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// A document of XML on its way out, indented by two blanks.
pub(crate) struct Xml(Writer<Vec<u8>>);

impl Xml {
    pub(crate) fn new() -> Result<Self> {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Self(writer))
    }

    pub(crate) fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> Result<()> {
        self.0.write_event(Event::Start(start(name, attributes)))
    }

    pub(crate) fn close(&mut self, name: &str) -> Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    /// An element without content.
    pub(crate) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> Result<()> {
        self.0.write_event(Event::Empty(start(name, attributes)))
    }

    /// An element that holds a text.
    pub(crate) fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> Result<()> {
        self.open(name, attributes)?;
        self.0.write_event(Event::Text(BytesText::from_escaped(escaped(text))))?;
        self.close(name)
    }

    /// The document, with a line end behind it.
    pub(crate) fn finish(self) -> Vec<u8> {
        let mut bytes = self.0.into_inner();
        bytes.push(b'\n');
        bytes
    }
}

fn start<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut content = name.to_owned();
    for (key, value) in attributes {
        content.extend([" ", key, "=\"", escaped(value).as_ref(), "\""]);
    }
    BytesStart::from_content(content, name.len())
}

/// A text as it may stand between tags or in an attribute. Line ends stay what they are, also in an attribute; signs that XML
/// can't hold in any form become the replacement sign.
fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !c.is_control() && !matches!(c, '&' | '<' | '>' | '"' | '\'' | '\u{fffe}' | '\u{ffff}');
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            other => out.push_str(&escape(other.encode_utf8(&mut [0; 4]) as &str)),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_were() {
        let mut xml = Xml::new().unwrap();
        xml.open("a", &[("note", "one \"two\"\n<three> & 'four'\u{1}")]).unwrap();
        xml.text("b", &[], " =1+1 ").unwrap();
        xml.close("a").unwrap();
        let text = String::from_utf8(xml.finish()).unwrap();
        assert!(text.contains("note=\"one &quot;two&quot;&#10;&lt;three&gt; &amp; &apos;four&apos;\u{fffd}\""), "{text}");
        assert!(text.contains("<b> =1+1 </b>"), "{text}");
    }
}
