//! The records of an old workbook, and the texts in them.
//!
//! In go the bytes of its stream, out come records one by one and texts in the letters of the workbook. Nothing is
//! believed that would make room before bytes are there: a text ends where its record does. Records have no meaning
//! here; that is for [`super::xls`] and [`super::xls_sheet`].

use super::encoding::Letters;
use super::runs::{RaisedEnds, Runs};
use super::xml::{Fault, damaged};

/// A record with its continuations, each the bytes behind its head.
pub(super) struct Record<'s> {
    pub(super) kind: u16,
    pub(super) data: &'s [u8],
    continued: Vec<&'s [u8]>,
}

const CONTINUE: u16 = 0x003C;

impl<'s> Record<'s> {
    /// Two bytes at a place.
    pub(super) fn u16(&self, place: usize) -> Result<u16, Fault> {
        u16_at(self.data, place)
    }

    /// Everything from a place on, over all continuations.
    pub(super) fn pieces(&self, place: usize) -> Pieces<'s> {
        let first = self.data.get(place..).unwrap_or_default();
        let mut rest = self.continued.clone();
        rest.reverse();
        Pieces { piece: first, rest }
    }
}

fn short<T>() -> Result<T, Fault> {
    damaged("a record is shorter than its content")
}

pub(super) fn u16_at(data: &[u8], place: usize) -> Result<u16, Fault> {
    data.get(place..).and_then(<[u8]>::first_chunk).map_or_else(short, |bytes| Ok(u16::from_le_bytes(*bytes)))
}

pub(super) fn u32_at(data: &[u8], place: usize) -> Result<u32, Fault> {
    data.get(place..).and_then(<[u8]>::first_chunk).map_or_else(short, |bytes| Ok(u32::from_le_bytes(*bytes)))
}

pub(super) fn f64_at(data: &[u8], place: usize) -> Result<f64, Fault> {
    data.get(place..).and_then(<[u8]>::first_chunk).map_or_else(short, |bytes| Ok(f64::from_le_bytes(*bytes)))
}

/// The records of a stream from some place on.
pub(super) struct Records<'s> {
    stream: &'s [u8],
    pub(super) position: usize,
}

impl<'s> Records<'s> {
    pub(super) const fn at(stream: &'s [u8], position: usize) -> Self {
        Self { stream, position }
    }

    fn head(&self) -> Option<(u16, &'s [u8])> {
        let head = self.stream.get(self.position..)?;
        let (kind, length) = (u16_at(head, 0).ok()?, usize::from(u16_at(head, 2).ok()?));
        Some((kind, head.get(4..4 + length)?))
    }

    /// The next record; an error where the stream ends before it, since every list of records says where it ends.
    pub(super) fn next(&mut self) -> Result<Record<'s>, Fault> {
        let Some((kind, data)) = self.head() else { return damaged("its list of records breaks off") };
        self.position += 4 + data.len();
        let mut continued = Vec::new();
        while let Some((CONTINUE, more)) = self.head() {
            self.position += 4 + more.len();
            continued.push(more);
        }
        Ok(Record { kind, data, continued })
    }
}

/// What is left of a record and its continuations.
pub(super) struct Pieces<'s> {
    piece: &'s [u8],
    /// The continuations, the next one last.
    rest: Vec<&'s [u8]>,
}

impl Pieces<'_> {
    /// Whether nothing is left; steps over the end of a piece.
    pub(super) fn is_empty(&mut self) -> bool {
        while self.piece.is_empty() {
            match self.rest.pop() {
                Some(next) => self.piece = next,
                None => return true,
            }
        }
        false
    }

    fn byte(&mut self) -> Result<u8, Fault> {
        if self.is_empty() {
            return short();
        }
        let (first, rest) = self.piece.split_first().map_or((0, self.piece), |(first, rest)| (*first, rest));
        self.piece = rest;
        Ok(first)
    }

    fn u16(&mut self) -> Result<u16, Fault> {
        Ok(u16::from_le_bytes([self.byte()?, self.byte()?]))
    }

    fn skip(&mut self, mut bytes: usize) -> Result<(), Fault> {
        while bytes > 0 {
            if self.is_empty() {
                return short();
            }
            let step = bytes.min(self.piece.len());
            self.piece = self.piece.get(step..).unwrap_or_default();
            bytes -= step;
        }
        Ok(())
    }

    /// So many letters of one byte or two; a continuation says anew which.
    fn letters(&mut self, count: usize, mut wide: bool) -> Result<Vec<u16>, Fault> {
        let mut letters = Vec::new();
        while letters.len() < count {
            if self.piece.is_empty() {
                wide = self.byte()? & 1 != 0;
            }
            let width = if wide { 2 } else { 1 };
            let here = (count - letters.len()).min(self.piece.len() / width);
            if here == 0 {
                return if self.piece.is_empty() && !self.rest.is_empty() { continue } else { short() };
            }
            let (bytes, rest) = self.piece.split_at_checked(here * width).unwrap_or((self.piece, &[]));
            if wide {
                letters.extend(bytes.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)));
            } else {
                letters.extend(bytes.iter().map(|byte| u16::from(*byte)));
            }
            self.piece = rest;
        }
        Ok(letters)
    }
}

/// A text and the looks of its parts: from which letter on which font applies.
pub(super) struct RichText {
    letters: Vec<u16>,
    runs: Vec<(u16, u16)>,
}

impl RichText {
    pub(super) const fn new(letters: Vec<u16>, runs: Vec<(u16, u16)>) -> Self {
        Self { letters, runs }
    }

    pub(super) fn text(&self) -> String {
        String::from_utf16_lossy(&self.letters)
    }

    /// The raised ends; `raises` says of each font whether it raises letters.
    pub(super) fn ends(&self, raises: impl Fn(u16) -> bool) -> Option<RaisedEnds> {
        if !self.runs.iter().any(|(_, font)| raises(*font)) {
            return None;
        }
        let mut runs = Runs::default();
        let (mut from, mut is_raised) = (0, false);
        let last = (u16::MAX, 0);
        for (start, font) in self.runs.iter().chain([&last]) {
            let until = usize::from(*start).clamp(from, self.letters.len());
            runs.run(&String::from_utf16_lossy(self.letters.get(from..until).unwrap_or_default()), is_raised);
            (from, is_raised) = (until, raises(*font));
        }
        runs.finish()
    }
}

/// How texts are written in a workbook: in wide or narrow Unicode since Excel 97, in a code page before.
#[derive(Clone, Copy)]
pub(super) struct Texts {
    pub(super) unicode: bool,
    pub(super) letters: Letters,
}

impl Texts {
    /// A text behind its length in two bytes.
    pub(super) fn long(self, mut pieces: Pieces<'_>) -> Result<RichText, Fault> {
        let length = usize::from(pieces.u16()?);
        self.of_length(&mut pieces, length)
    }

    /// A text behind its length in one byte.
    pub(super) fn brief(self, mut pieces: Pieces<'_>) -> Result<RichText, Fault> {
        let length = usize::from(pieces.byte()?);
        self.of_length(&mut pieces, length)
    }

    /// The next of the shared texts.
    pub(super) fn shared(self, pieces: &mut Pieces<'_>) -> Result<RichText, Fault> {
        let length = usize::from(pieces.u16()?);
        self.of_length(pieces, length)
    }

    fn of_length(self, pieces: &mut Pieces<'_>, length: usize) -> Result<RichText, Fault> {
        if !self.unicode {
            let mut bytes = Vec::new();
            for _ in 0..length {
                bytes.push(pieces.byte()?);
            }
            return Ok(RichText { letters: self.letters.decode(&bytes).0.encode_utf16().collect(), runs: Vec::new() });
        }
        // A record without letters may end behind the length.
        let look = if length == 0 && pieces.is_empty() { 0 } else { pieces.byte()? };
        let run_count = if look & 8 != 0 { pieces.u16()? } else { 0 };
        let further = if look & 4 != 0 { u32::from(pieces.u16()?) | u32::from(pieces.u16()?) << 16 } else { 0 };
        let letters = pieces.letters(length, look & 1 != 0)?;
        let mut runs = Vec::new();
        for _ in 0..run_count {
            runs.push((pieces.u16()?, pieces.u16()?));
        }
        pieces.skip(usize::try_from(further).unwrap_or(usize::MAX))?;
        Ok(RichText { letters, runs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::testing::records;

    const UNICODE: Texts = Texts { unicode: true, letters: Letters::Web(encoding_rs::WINDOWS_1252) };

    #[test]
    fn a_text_goes_on_in_a_continuation_that_changes_its_width() {
        // `Kenya`, narrow up to the third letter, then wide.
        let stream = records(&[(0xFC, b"\x05\x00\x00Ken"), (CONTINUE, b"\x01y\x00a\x00"), (0x0A, b"")]);
        let mut list = Records::at(&stream, 0);
        let record = list.next().unwrap();
        assert_eq!(UNICODE.long(record.pieces(0)).unwrap().text(), "Kenya");
        assert_eq!(list.next().unwrap().kind, 0x0A);
        assert!(list.next().is_err(), "the end of the stream is no end of the list");
    }

    #[test]
    fn a_text_longer_than_its_record_is_refused() {
        for data in [&b"\xff\xff\x00Kenya"[..], b"\x05\x00", b"\x05\x00\x0C\x01\x00", b"\x02", b""] {
            let stream = records(&[(0xFC, data)]);
            let record = Records::at(&stream, 0).next().unwrap();
            assert!(UNICODE.long(record.pieces(0)).is_err(), "{data:?}");
        }
    }

    #[test]
    fn fonts_tell_which_end_is_raised() {
        let stream = records(&[(0xFC, b"\x06\x00\x08\x01\x00Other1\x05\x00\x06\x00")]);
        let record = Records::at(&stream, 0).next().unwrap();
        let text = UNICODE.long(record.pieces(0)).unwrap();
        let ends = text.ends(|font| font == 6).unwrap();
        assert_eq!(ends.within("Other1").unwrap().trailing, 1);
        assert!(text.ends(|font| font == 5).is_none());
    }

    #[test]
    fn before_unicode_texts_are_in_the_code_page_of_the_workbook() {
        let texts = Texts { unicode: false, letters: Letters::for_code_page(850).unwrap() };
        let stream = records(&[(0x204, b"\x07\x00R\x82union")]);
        let record = Records::at(&stream, 0).next().unwrap();
        assert_eq!(texts.long(record.pieces(0)).unwrap().text(), "Réunion");
    }
}
