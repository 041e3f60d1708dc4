//! The records of a binary workbook's parts.
//!
//! In goes an inflated part, out come its records one by one, each held to a size, and the numbers and texts in them.
//! Records have no meaning here; that is for [`super::xlsb`] and [`super::xlsb_sheet`].

use std::io::Read;

use super::biff::{RichText, u16_at, u32_at};
use super::budget::{Exceeded, Meter};
use super::xml::{Fault, damaged, fault};

/// More than any cell can hold (32 767 letters), with its looks.
const RECORD_BYTES: u32 = 1 << 20;

/// The records of a part.
pub(super) struct Records<'m, R> {
    reader: R,
    meter: &'m Meter,
    body: Vec<u8>,
}

/// A record: what it is, and its body.
pub(super) struct Record<'b> {
    pub(super) kind: u16,
    pub(super) body: &'b [u8],
}

impl<'m, R: Read> Records<'m, R> {
    pub(super) const fn new(reader: R, meter: &'m Meter) -> Self {
        Self { reader, meter, body: Vec::new() }
    }

    /// The next byte; none at the end of the part.
    fn byte(&mut self) -> Result<Option<u8>, Fault> {
        let mut byte = [0];
        match self.reader.read(&mut byte) {
            Ok(0) => Ok(None),
            Ok(_) => Ok(Some(byte[0])),
            Err(error) => Err(fault(&error, self.meter)),
        }
    }

    /// A number in so many bytes at most, seven bits each, the lowest first.
    fn number(&mut self, most: u32) -> Result<Option<u32>, Fault> {
        let mut number = 0;
        for place in 0..most {
            let Some(byte) = self.byte()? else {
                return if place == 0 { Ok(None) } else { damaged("its list of records breaks off") };
            };
            number |= u32::from(byte & 0x7F) << (7 * place);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Ok(Some(number))
    }

    /// The next record; none at the end of the part.
    pub(super) fn next(&mut self) -> Result<Option<Record<'_>>, Fault> {
        self.meter.start_piece();
        let Some(kind) = self.number(2)? else { return Ok(None) };
        let Some(length) = self.number(4)? else { return damaged("its list of records breaks off") };
        if length > RECORD_BYTES {
            return Err(Exceeded::bytes("one cell or element takes", RECORD_BYTES.into()).into());
        }
        self.body.clear();
        let read = self.reader.by_ref().take(length.into()).read_to_end(&mut self.body).map_err(|error| fault(&error, self.meter))?;
        if read as u64 != u64::from(length) {
            return damaged("its list of records breaks off");
        }
        Ok(Some(Record { kind: u16::try_from(kind).unwrap_or(u16::MAX), body: &self.body }))
    }
}

impl<'b> Record<'b> {
    pub(super) fn u16(&self, place: usize) -> Result<u16, Fault> {
        u16_at(self.body, place)
    }

    pub(super) fn u32(&self, place: usize) -> Result<u32, Fault> {
        u32_at(self.body, place)
    }

    pub(super) fn byte(&self, place: usize) -> Result<u8, Fault> {
        self.body.get(place).map_or_else(|| damaged("a record is shorter than its content"), |byte| Ok(*byte))
    }

    /// The letters behind their number at a place, and what comes after them.
    fn letters(&self, place: usize) -> Result<(Vec<u16>, &'b [u8]), Fault> {
        let count = usize::try_from(self.u32(place)?).unwrap_or(usize::MAX);
        let rest = self.body.get(place + 4..).unwrap_or_default();
        match count.checked_mul(2).and_then(|bytes| rest.split_at_checked(bytes)) {
            Some((letters, rest)) => Ok((letters.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect(), rest)),
            None => damaged("a text is longer than its record"),
        }
    }

    /// A text at a place, and what comes after it.
    pub(super) fn text(&self, place: usize) -> Result<(String, &'b [u8]), Fault> {
        let (letters, rest) = self.letters(place)?;
        Ok((String::from_utf16_lossy(&letters), rest))
    }

    /// A text at a place with the looks of its parts.
    pub(super) fn rich_text(&self, place: usize) -> Result<RichText, Fault> {
        let look = self.byte(place)?;
        let (letters, rest) = self.letters(place + 1)?;
        let count = if look & 1 != 0 { usize::try_from(u32_at(rest, 0)?).unwrap_or(usize::MAX) } else { 0 };
        let runs = rest.get(4..).unwrap_or_default().as_chunks::<4>().0.iter().take(count);
        let runs = runs.map(|run| Ok((u16_at(run, 0)?, u16_at(run, 2)?))).collect::<Result<_, Fault>>()?;
        Ok(RichText::new(letters, runs))
    }
}

#[cfg(test)]
mod tests {
    use super::super::budget::Budget;
    use super::*;

    fn kinds(part: &[u8]) -> Result<Vec<(u16, usize)>, Fault> {
        let meter = Meter::new(&Budget::default());
        let mut records = Records::new(part, &meter);
        let mut found = Vec::new();
        while let Some(record) = records.next()? {
            found.push((record.kind, record.body.len()));
        }
        Ok(found)
    }

    #[test]
    fn kinds_and_lengths_take_as_many_bytes_as_they_need() {
        let long = [&[0x13, 0x80, 0x01][..], &[0; 128]].concat();
        assert_eq!(kinds(&[&[0x9C, 0x01, 0x00][..], &long].concat()).unwrap(), [(0x9C, 0), (0x13, 128)]);
    }

    #[test]
    fn what_breaks_off_or_claims_too_much_is_refused() {
        assert!(matches!(kinds(&[0x13]), Err(Fault::Damaged(_))));
        assert!(matches!(kinds(&[0x9C]), Err(Fault::Damaged(_))));
        assert!(matches!(kinds(&[0x13, 0x05, 0x00]), Err(Fault::Damaged(_))));
        assert!(matches!(kinds(&[0x13, 0xFF, 0xFF, 0xFF, 0x7F]), Err(Fault::Exceeded(_))));
        let record = Record { kind: 0x13, body: &[0, 0xFF, 0xFF, 0xFF, 0xFF, b'K', 0] };
        assert!(matches!(record.rich_text(0), Err(Fault::Damaged(_))));
    }
}
