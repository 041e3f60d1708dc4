//! The XML of a workbook's parts, as a stream of events that can't grow without bound.
//!
//! In goes an inflated part, out come its events one by one, or the reason why there is no next one. No element has a
//! meaning here.

use std::borrow::Cow;
use std::io::BufRead;

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::budget::{Exceeded, Meter};

/// Why a part can't be used.
#[derive(Debug)]
pub(super) enum Fault {
    Exceeded(Exceeded),
    Damaged(String),
}

impl From<Exceeded> for Fault {
    fn from(exceeded: Exceeded) -> Self {
        Self::Exceeded(exceeded)
    }
}

pub(super) fn damaged<T>(what: impl Into<String>) -> Result<T, Fault> {
    Err(Fault::Damaged(what.into()))
}

/// The fault behind an error of a reader, which only passes on that the meter stopped it.
pub(super) fn fault(error: &impl ToString, meter: &Meter) -> Fault {
    meter.passed().map_or_else(|| Fault::Damaged(error.to_string()), Fault::Exceeded)
}

/// The outermost element of a part.
pub(super) struct Root {
    pub(super) name: String,
    pub(super) unique_count: Option<String>,
}

/// Events of a part, each held to a size.
pub(super) struct Xml<'m, R> {
    reader: quick_xml::Reader<R>,
    buffer: Vec<u8>,
    meter: &'m Meter,
    /// While set, the size is that of all events together.
    pub(super) one_piece: bool,
}

impl<'m, R: BufRead> Xml<'m, R> {
    pub(super) fn new(reader: R, meter: &'m Meter) -> Self {
        let mut reader = quick_xml::Reader::from_reader(reader);
        // As calamine reads, so that both see the same events.
        reader.config_mut().expand_empty_elements = true;
        Self { reader, buffer: Vec::new(), meter, one_piece: false }
    }

    pub(super) fn next(&mut self) -> Result<Event<'_>, Fault> {
        self.buffer.clear();
        if !self.one_piece {
            self.meter.start_piece();
        }
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::DocType(_)) => damaged("a part holds a document type, which the format forbids"),
            Ok(event) => Ok(event),
            Err(error) => Err(fault(&error, self.meter)),
        }
    }

    pub(super) fn root(&mut self) -> Result<Option<Root>, Fault> {
        loop {
            match self.next()? {
                Event::Start(element) => {
                    let name = element.local_name().as_ref().to_owned();
                    return Ok(Some(Root { name, unique_count: attribute(&element, "uniqueCount").map(Cow::into_owned) }));
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    pub(super) fn position(&self) -> u64 {
        self.reader.buffer_position()
    }

    pub(super) fn into_inner(self) -> R {
        self.reader.into_inner()
    }
}

/// The value of an attribute as it is written, which for numbers and addresses is all there is.
pub(super) fn attribute<'e>(element: &'e BytesStart<'_>, name: &str) -> Option<Cow<'e, str>> {
    // Without checks, since they compare each attribute with all before it.
    let mut attributes = element.attributes();
    let found = attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name);
    found.map(|attribute| attribute.value)
}

pub(super) fn is_set(element: &BytesStart<'_>, name: &str) -> bool {
    matches!(attribute(element, name).as_deref(), Some("1" | "true"))
}

/// Adds what stands behind a reference such as `&amp;` or `&#xA0;`; an unknown name stays as it is written.
pub(super) fn push_reference(entity: &BytesRef<'_>, text: &mut String) {
    match (resolve_xml_entity(entity), entity.resolve_char_ref()) {
        (Some(known), _) => text.push_str(known),
        (None, Ok(Some(sign))) => text.push(sign),
        (None, _) => {
            text.push('&');
            text.push_str(entity);
            text.push(';');
        }
    }
}
