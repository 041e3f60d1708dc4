//! Delimited text.
//!
//! In goes a text file, out comes a workbook of one sheet, in which a row is a line as an editor counts it and every
//! cell is text exactly as stored. Encoding, delimiter and decimal sign are found unless they are stated. No field is
//! read as a number here; the decimal sign is only a fact about the file, for whoever reads numbers later.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use super::budget::{Exceeded, Spending};
use super::encoding::{self, Decoded};
use super::error::{At, ReadError};
use super::options::ReadOptions;
use super::workbook::{Cell, Content, FileIdentity, Format, Sheet, Workbook};
use crate::model::{Addressing, CellRef};

/// Reads a text file.
pub(super) fn read(
    file: File,
    identity: FileIdentity,
    options: &ReadOptions,
    spending: &mut Spending<'_>,
    at: &At,
) -> Result<Workbook, ReadError> {
    let bytes = whole(file, spending.budget.text_file_bytes, at)?;
    let Decoded { text, letters, origin, undecodable } = encoding::decode(bytes, options.encoding.as_deref(), None, at)?;
    let delimiter = match options.delimiter {
        Some(stated) => usable(stated).ok_or_else(|| at.bad_delimiter(stated))?,
        None => find_delimiter(&text),
    };
    let cells = cells(&text, delimiter, spending, at)?;
    let decimal = options.decimal.or_else(|| find_decimal(&cells));
    let stem = Path::new(&*identity.name).file_stem().map_or_else(|| identity.name.to_string(), |stem| stem.to_string_lossy().into_owned());
    let mut sheet = Sheet::from_cells(&stem, cells, Vec::new());
    sheet.addressing = Addressing::LineField;
    Ok(Workbook {
        identity,
        format: Format::Csv,
        addressing: Addressing::LineField,
        encoding: Some(letters.name()),
        encoding_origin: Some(origin),
        undecodable,
        delimiter: Some(char::from(delimiter)),
        decimal,
        sheets: vec![sheet],
    })
}

/// All bytes of a file that is held whole.
pub(super) fn whole(mut file: File, limit: u64, at: &At) -> Result<Vec<u8>, ReadError> {
    file.seek(SeekFrom::Start(0)).map_err(|error| at.unreadable(error))?;
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| at.unreadable(error))?;
    if bytes.len() as u64 > limit {
        return Err(at.over_budget(Exceeded::bytes("a file that is held whole while it is read takes", limit)));
    }
    Ok(bytes)
}

/// A delimiter that the csv library can look for: one byte, and no sign with a task of its own.
fn usable(delimiter: char) -> Option<u8> {
    u8::try_from(delimiter).ok().filter(|byte| byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n' | 0))
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

/// How much of a file is looked at to find its delimiter.
const SAMPLE_RECORDS: usize = 200;
const SAMPLE_BYTES: usize = 1 << 18;

/// The delimiter that gives the most records the same number of fields.
///
/// The comma comes last among equals: with a decimal comma, `Suède;12,5` has two fields either way.
fn find_delimiter(text: &str) -> u8 {
    let sample = text.get(..text.floor_char_boundary(SAMPLE_BYTES)).unwrap_or(text);
    let candidates = [b',', b'|', b';', b'\t'];
    let best = candidates.into_iter().max_by_key(|delimiter| agreement(sample, *delimiter));
    best.filter(|delimiter| agreement(sample, *delimiter) > 0).unwrap_or(b',')
}

/// How many records have the commonest number of fields above one.
fn agreement(sample: &str, delimiter: u8) -> usize {
    let mut lengths = std::collections::BTreeMap::new();
    for record in reader(sample, delimiter).byte_records().take(SAMPLE_RECORDS).flatten() {
        if record.len() > 1 {
            *lengths.entry(record.len()).or_insert(0) += 1;
        }
    }
    lengths.into_values().max().unwrap_or(0)
}

fn cells(text: &str, delimiter: u8, spending: &mut Spending<'_>, at: &At) -> Result<Vec<Cell>, ReadError> {
    let mut reader = reader(text, delimiter);
    let mut record = csv::StringRecord::new();
    let mut lines = Lines { text: text.as_bytes(), position: 0, line: 0 };
    let mut cells = Vec::new();
    while reader.read_record(&mut record).map_err(|error| at.damaged(error.to_string()))? {
        let start = record.position().map_or(0, csv::Position::byte);
        let row = lines.of_record(usize::try_from(start).unwrap_or(usize::MAX));
        for (column, field) in (0_u32..).zip(&record) {
            if !field.is_empty() {
                spending.cell().map_err(|limit| at.over_budget(limit))?;
                let text = spending.text(field).map_err(|limit| at.over_budget(limit))?;
                cells.push(Cell::new(CellRef::new(row, column), Content::Text(text)));
            }
        }
    }
    Ok(cells)
}

/// Counts lines as an editor does.
///
/// The csv library gives the place where it began to look for a record, which lies before blank lines and before the
/// second half of a Windows line end, and it counts no line that ends as on an old Macintosh.
struct Lines<'t> {
    text: &'t [u8],
    position: usize,
    line: u32,
}

impl Lines<'_> {
    /// The zero-based line of the first record at or after a byte.
    fn of_record(&mut self, start: usize) -> u32 {
        while let Some(byte) = self.text.get(self.position) {
            let ends = matches!(byte, b'\n' | b'\r');
            if self.position >= start && !ends {
                break;
            }
            let windows = *byte == b'\r' && self.text.get(self.position + 1) == Some(&b'\n');
            self.line += u32::from(ends && !windows);
            self.position += 1;
        }
        self.line
    }
}

/// The decimal sign that numbers use unmistakably; a sign before exactly three digits could part thousands.
pub(super) fn find_decimal<'c>(cells: impl IntoIterator<Item = &'c Cell>) -> Option<char> {
    let texts = cells.into_iter().filter_map(|cell| if let Content::Text(text) = &cell.content { Some(text.trim()) } else { None });
    let (mut points, mut commas) = (0_usize, 0_usize);
    for text in texts {
        points += usize::from(is_decimal(text, '.', ','));
        commas += usize::from(is_decimal(text, ',', '.'));
    }
    match points.cmp(&commas) {
        std::cmp::Ordering::Greater => Some('.'),
        std::cmp::Ordering::Less => Some(','),
        std::cmp::Ordering::Equal => None,
    }
}

fn is_decimal(text: &str, sign: char, group: char) -> bool {
    let Some((whole, fraction)) = text.split_once(sign) else { return false };
    let whole = whole.trim_start_matches(['-', '\u{2212}', '+']);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let grouped = whole.contains([group, ' ', '\u{a0}', '\u{202f}', '\'']);
    let numeric = whole.split([group, ' ', '\u{a0}', '\u{202f}', '\'']).all(digits);
    // `0,125` and `1.234.567,125` can't be thousands; `1,125` could.
    numeric && digits(fraction) && (fraction.len() != 3 || whole == "0" || grouped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Staged;
    use crate::read::{EncodingOrigin, Foreign, testing};

    fn read_as(bytes: &[u8], options: &ReadOptions) -> Result<Staged<Workbook>, ReadError> {
        testing::read(bytes, "flows.csv", options)
    }

    fn read(bytes: &[u8]) -> Workbook {
        read_as(bytes, &ReadOptions::default()).unwrap().value
    }

    fn shown(workbook: &Workbook) -> Vec<(String, String)> {
        workbook.sheets[0].cells().iter().map(|cell| (cell.at.show(Addressing::LineField), cell.text().into_owned())).collect()
    }

    fn at(workbook: &Workbook, line: u32, field: u32) -> Option<String> {
        workbook.sheets[0].cell(CellRef::new(line - 1, field - 1)).map(|cell| cell.text().into_owned())
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_cell() {
        let workbook = read("\u{feff}country,value\nKenya,5\n".as_bytes());
        assert_eq!(at(&workbook, 1, 1).as_deref(), Some("country"));
        assert_eq!((workbook.encoding.as_deref(), workbook.encoding_origin), (Some("utf-8"), Some(EncodingOrigin::ByteOrderMark)));
        assert_eq!(&*workbook.sheets[0].name, "flows");
    }

    #[test]
    fn western_bytes_are_guessed_and_that_is_told() {
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode("f\u{f6}delseland;antal\nSverige;5\n\u{d6}sterrike;7\nF\u{e4}r\u{f6}arna;9\n");
        let staged = read_as(&bytes, &ReadOptions::default()).unwrap();
        assert_eq!(at(&staged.value, 3, 1).as_deref(), Some("\u{d6}sterrike"));
        assert_eq!(staged.value.encoding.as_deref(), Some("windows-1252"));
        let codes: Vec<&str> = staged.findings.iter().map(|finding| finding.code.id).collect();
        assert_eq!(codes, ["read/encoding-guessed"]);
    }

    #[test]
    fn a_decimal_comma_is_not_taken_for_the_delimiter() {
        let workbook = read(b"pays;2019;2020\nSuede;12,5;3,4\nChili;7,1;0,25\n");
        assert_eq!((workbook.delimiter, workbook.decimal), (Some(';'), Some(',')));
        assert_eq!(at(&workbook, 2, 2).as_deref(), Some("12,5"));
    }

    #[test]
    fn tabs_and_bars_are_found_and_whole_numbers_tell_no_decimal_sign() {
        let tabs = read(b"a, b\tc\n1,234\t5\n");
        assert_eq!((tabs.delimiter, tabs.decimal), (Some('\t'), None));
        assert_eq!(read(b"a|b\n3.25|5\n").decimal, Some('.'));
        assert_eq!(read(b"one column\n5\n").delimiter, Some(','));
    }

    #[test]
    fn a_record_stands_at_the_line_where_it_starts() {
        let text = "title\r\n\r\n\r\na,\"two\r\nlines\",b\r\n\r\n\"x\",y\n\nz,\n";
        let expected = [
            ("line 1, field 1", "title"),
            ("line 4, field 1", "a"),
            ("line 4, field 2", "two\r\nlines"),
            ("line 4, field 3", "b"),
            ("line 7, field 1", "x"),
            ("line 7, field 2", "y"),
            ("line 9, field 1", "z"),
        ];
        assert_eq!(shown(&read(text.as_bytes())), expected.map(|(cell, text)| (cell.to_owned(), text.to_owned())));
        let old_macintosh = read(b"a,b\rc,d\r");
        assert_eq!(at(&old_macintosh, 2, 2).as_deref(), Some("d"));
    }

    #[test]
    fn ragged_records_and_spaces_stay_as_they_are() {
        let workbook = read(b"Table 4\n,,\na,b,c\n 1 ,\" \",3,extra\n");
        assert_eq!(workbook.sheets[0].row(1), []);
        assert_eq!(at(&workbook, 4, 1).as_deref(), Some(" 1 "));
        assert_eq!(at(&workbook, 4, 2).as_deref(), Some(" "));
        assert_eq!(at(&workbook, 4, 4).as_deref(), Some("extra"));
        assert_eq!(workbook.sheets[0].merges.known().map(Vec::len), Some(0));
    }

    #[test]
    fn what_is_stated_wins() {
        let options =
            ReadOptions { encoding: Some("latin2".to_owned()), delimiter: Some('|'), decimal: Some(','), ..ReadOptions::default() };
        let workbook = read_as(b"a,b|\xb1\n", &options).unwrap().value;
        assert_eq!(
            shown(&workbook),
            [("line 1, field 1".to_owned(), "a,b".to_owned()), ("line 1, field 2".to_owned(), "\u{105}".to_owned())]
        );
        assert_eq!((workbook.decimal, workbook.encoding_origin), (Some(','), Some(EncodingOrigin::Stated)));
    }

    #[test]
    fn statements_that_make_no_sense_are_refused() {
        for options in [
            ReadOptions { encoding: Some("klingon".to_owned()), ..ReadOptions::default() },
            ReadOptions { delimiter: Some('\u{2013}'), ..ReadOptions::default() },
            ReadOptions { delimiter: Some('"'), ..ReadOptions::default() },
        ] {
            let error = read_as(b"a,b\n", &options).unwrap_err();
            assert!(error.to_string().contains("flows.csv"), "{error}");
        }
    }

    #[test]
    fn bytes_without_meaning_are_told_with_their_cell() {
        let options = ReadOptions { encoding: Some("utf-8".to_owned()), ..ReadOptions::default() };
        let staged = read_as(b"a,b\nc,\xff\n", &options).unwrap();
        let finding = &staged.findings[0];
        assert_eq!(finding.code.id, "read/undecodable-bytes");
        assert_eq!(finding.at.as_ref().unwrap().show_cells().unwrap(), "line 2, field 2");
    }

    #[test]
    fn wide_text_is_read_with_and_without_its_mark() {
        let wide = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        assert_eq!(at(&read(&wide("\u{feff}a;b\n5;6\n")), 2, 2).as_deref(), Some("6"));
        assert_eq!(at(&read(&wide("a;b\n5;6\n")), 2, 2).as_deref(), Some("6"));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        let error = read_as(b"\x7fELF\x01\x00\x00\x01\x02", &ReadOptions::default()).unwrap_err();
        assert!(matches!(error, ReadError::Foreign { found: Foreign::Binary, .. }), "{error}");
    }
}
