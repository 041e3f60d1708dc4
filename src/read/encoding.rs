//! Bytes to letters.
//!
//! In go the bytes of a text, and the encoding if somebody states it; out come the text and how its encoding became
//! known. A guess is made only where nothing states the encoding and the bytes are not UTF-8. A sign that looks out of
//! place, such as an accent used as an apostrophe, stays as it is.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use oem_cp::code_table::DECODING_TABLE_CP_MAP;
use oem_cp::code_table_type::TableType;

use super::error::{At, ReadError};
use super::sniff::Foreign;
use super::workbook::EncodingOrigin;

/// An encoding of the web, or one of the code pages of DOS that the web left out.
#[derive(Debug, Clone, Copy)]
pub(super) enum Letters {
    Web(&'static Encoding),
    Dos(u16, &'static TableType),
}

/// A text out of bytes.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) letters: Letters,
    pub(super) origin: EncodingOrigin,
    /// Whether bytes had no meaning.
    pub(super) undecodable: bool,
}

impl Letters {
    /// The encoding of this label, as the web writes it, or `cp850` or `ibm850` for a code page of DOS.
    pub(super) fn for_label(label: &str) -> Option<Self> {
        if let Some(encoding) = Encoding::for_label_no_replacement(label.as_bytes()) {
            return Some(Self::Web(encoding));
        }
        let label = label.trim().to_ascii_lowercase();
        let number = ["cp", "ibm", "dos"].into_iter().find_map(|prefix| label.strip_prefix(prefix)).unwrap_or(&label);
        Self::dos(number.trim_start_matches(['-', '_', '0']).parse().ok()?)
    }

    /// The encoding that an old workbook names by the number of its code page.
    pub(super) fn for_code_page(number: u16) -> Option<Self> {
        let known = match number {
            32_768 => Some(MACINTOSH),
            32_769 => Some(WINDOWS_1252),
            number => codepage::to_encoding(number),
        };
        known.map(Self::Web).or_else(|| Self::dos(number))
    }

    fn dos(number: u16) -> Option<Self> {
        DECODING_TABLE_CP_MAP.get(&number).map(|table| Self::Dos(number, table))
    }

    /// The label under which a mapping can state it.
    pub(super) fn name(self) -> String {
        match self {
            Self::Web(encoding) => encoding.name().to_ascii_lowercase(),
            Self::Dos(number, _) => format!("cp{number}"),
        }
    }

    /// The text, without a byte order mark, and whether bytes had no meaning.
    pub(super) fn decode(self, bytes: &[u8]) -> (String, bool) {
        match self {
            Self::Web(encoding) => {
                let (text, undecodable) = encoding.decode_with_bom_removal(bytes);
                (text.into_owned(), undecodable)
            }
            Self::Dos(_, table) => match table.decode_string_checked(bytes) {
                Some(text) => (text, false),
                None => (table.decode_string_lossy(bytes), true),
            },
        }
    }

    fn is_wide(self) -> bool {
        matches!(self, Self::Web(encoding) if encoding == UTF_16LE || encoding == UTF_16BE)
    }
}

/// Decodes a file; `declared` is a label that the text itself gives.
pub(super) fn decode(bytes: Vec<u8>, stated: Option<&str>, declared: Option<&str>, at: &At) -> Result<Decoded, ReadError> {
    let (letters, origin) = match stated {
        Some(label) => (Letters::for_label(label).ok_or_else(|| at.unknown_encoding(label))?, EncodingOrigin::Stated),
        None => find(&bytes, declared.and_then(Letters::for_label)),
    };
    if !letters.is_wide() && bytes.contains(&0) {
        return Err(at.foreign(Foreign::Binary));
    }
    if !matches!(letters, Letters::Web(encoding) if encoding == UTF_8) {
        let (text, undecodable) = letters.decode(&bytes);
        return Ok(Decoded { text, letters, origin, undecodable });
    }
    // Without a copy, which for a large file would double the memory.
    Ok(match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Decoded { text, letters, origin, undecodable: false }
        }
        Err(error) => Decoded { text: letters.decode(error.as_bytes()).0, letters, origin, undecodable: true },
    })
}

fn find(bytes: &[u8], declared: Option<Letters>) -> (Letters, EncodingOrigin) {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return (Letters::Web(encoding), EncodingOrigin::ByteOrderMark);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return (Letters::Web(encoding), EncodingOrigin::Guessed);
    }
    // A page that could be read to find its declaration is not wide, whatever it declares.
    if let Some(letters) = declared.filter(|letters| !letters.is_wide()) {
        return (letters, EncodingOrigin::Declared);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return (Letters::Web(UTF_8), EncodingOrigin::Valid);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    (second_thoughts(bytes, Letters::Web(detector.guess(None, Utf8Detection::Deny))), EncodingOrigin::Guessed)
}

/// UTF-16 without its mark: in the languages of our files most of its characters have one byte that is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let sample = pairs.get(..pairs.len().min(2048))?;
    let zeros = |side: usize| sample.iter().filter(|pair| pair.get(side) == Some(&0)).count();
    let (first, second) = (zeros(0), zeros(1));
    match (rest.is_empty() && !sample.is_empty(), first * 2 > sample.len(), second * 2 > sample.len()) {
        (true, false, true) if first == 0 => Some(UTF_16LE),
        (true, true, false) if second == 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// How much of a file is decoded to compare guesses.
const SAMPLE_BYTES: usize = 1 << 20;
/// Of a hundred signs beyond ASCII, how many must stand in a plausible place for a guess to be believed at once.
const BELIEVED_PERCENT: usize = 90;

/// Compares a guess with the encodings of which the detector, made for the web, knows nothing.
///
/// A file of DOS read as a Windows one has quotation marks and daggers inside its words: `C“te d'Ivoire`.
fn second_thoughts(bytes: &[u8], guess: Letters) -> Letters {
    let sample = bytes.get(..bytes.len().min(SAMPLE_BYTES)).unwrap_or(bytes);
    let plausible = |letters: Letters| plausible_percent(&letters.decode(sample).0);
    let guessed = plausible(guess);
    if guessed >= BELIEVED_PERCENT {
        return guess;
    }
    let others = [Some(Letters::Web(WINDOWS_1252)), Letters::dos(850), Some(Letters::Web(MACINTOSH))].into_iter().flatten();
    // The first of equals wins, and the guess itself comes first.
    let compared = others.map(|letters| (plausible(letters), letters));
    compared.fold((guessed, guess), |best, other| if other.0 > best.0 { other } else { best }).1
}

/// Of a hundred signs beyond ASCII, how many stand where a word could have them.
fn plausible_percent(text: &str) -> usize {
    let (mut all, mut plausible) = (0_usize, 0_usize);
    let mut before = ' ';
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        if !sign.is_ascii() {
            all += 1;
            plausible += usize::from(is_plausible(sign, before, signs.peek().copied().unwrap_or(' ')));
        }
        before = sign;
    }
    (plausible * 100).checked_div(all).unwrap_or(100)
}

/// Whether a sign beyond ASCII could stand between these two.
fn is_plausible(sign: char, before: char, behind: char) -> bool {
    let latin = |c: char| matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}');
    if sign.is_alphabetic() && !matches!(sign, 'ª' | 'º' | 'ƒ') {
        let mixed = !latin(sign) && (before.is_ascii_alphabetic() || behind.is_ascii_alphabetic());
        let capital_inside = sign.is_uppercase() && before.is_lowercase();
        let small_inside = sign.is_lowercase() && before.is_uppercase() && behind.is_uppercase();
        return !(mixed || capital_inside || small_inside);
    }
    let nothing = sign.is_control() || matches!(sign, '\u{2500}'..='\u{259f}' | char::REPLACEMENT_CHARACTER);
    let joins = matches!(sign, '´' | '’' | '‘' | 'ʼ' | '·' | '–' | '—' | '‑' | '\u{a0}' | '\u{202f}' | '\u{ad}');
    !nothing && (joins || !(before.is_alphabetic() && behind.is_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: &str = "Côte d'Ivoire;517\nCuraçao;12\nRéunion;7\nSão Tomé;9\nPerú;3\n";

    fn encoded(text: &str, letters: Letters) -> Vec<u8> {
        match letters {
            Letters::Web(encoding) => encoding.encode(text).0.into_owned(),
            Letters::Dos(..) => {
                text.chars().map(|sign| (0..=255_u8).find(|byte| letters.decode(&[*byte]).0.starts_with(sign)).unwrap()).collect()
            }
        }
    }

    #[test]
    fn labels_of_the_web_and_of_dos_are_known() {
        for (label, name) in [
            ("utf-8", "utf-8"),
            ("latin1", "windows-1252"),
            ("windows-1256", "windows-1256"),
            ("macintosh", "macintosh"),
            ("cp850", "cp850"),
            ("IBM850", "cp850"),
            ("850", "cp850"),
            ("ibm00858", "cp858"),
            ("cp-437", "cp437"),
            ("cp1252", "windows-1252"),
            ("ibm866", "ibm866"),
        ] {
            assert_eq!(Letters::for_label(label).map(Letters::name).as_deref(), Some(name), "{label}");
        }
        for label in ["klingon", "cp", "cp99999", "", "replacement"] {
            assert!(Letters::for_label(label).is_none(), "{label}");
        }
        assert_eq!(Letters::for_code_page(850).map(Letters::name).as_deref(), Some("cp850"));
        assert_eq!(Letters::for_code_page(32_768).map(Letters::name).as_deref(), Some("macintosh"));
    }

    #[test]
    fn names_with_accents_tell_dos_macintosh_and_windows_apart() {
        for label in ["cp850", "macintosh", "windows-1252"] {
            let bytes = encoded(NAMES, Letters::for_label(label).unwrap());
            let (found, origin) = find(&bytes, None);
            assert_eq!((found.name().as_str(), origin), (label, EncodingOrigin::Guessed));
            assert_eq!(found.decode(&bytes), (NAMES.to_owned(), false));
        }
    }

    #[test]
    fn one_name_is_enough() {
        for text in ["Réunion;1\n", "Curaçao\n", "COTE D'IVOIRE;CÔTE\n"] {
            for label in ["cp850", "windows-1252"] {
                let bytes = encoded(text, Letters::for_label(label).unwrap());
                assert_eq!(find(&bytes, None).0.decode(&bytes).0, text, "{label}");
            }
        }
    }

    #[test]
    fn arabic_is_not_taken_for_dos() {
        let text = "الدولة;السكان\nالسودان;42\nمصر;9\nالصومال;5\n";
        let bytes = encoded(text, Letters::Web(encoding_rs::WINDOWS_1256));
        assert_eq!(find(&bytes, None).0.decode(&bytes).0, text);
    }

    #[test]
    fn an_accent_used_as_an_apostrophe_stays() {
        let bytes = b"f\xf6delseland;antal\nCote d\xb4Ivoire;5\nSverige;7\n\xd6sterrike;9\n";
        let (letters, _) = find(bytes, None);
        assert_eq!(letters.name(), "windows-1252");
        assert!(letters.decode(bytes).0.contains("Cote d´Ivoire"));
    }

    #[test]
    fn what_a_page_declares_is_believed_unless_it_can_not_be() {
        let declared = |label: &str| find(b"caf\xe9", Letters::for_label(label));
        assert_eq!(declared("iso-8859-1").1, EncodingOrigin::Declared);
        assert_eq!(declared("utf-16le").1, EncodingOrigin::Guessed);
        assert_eq!(find(b"\xEF\xBB\xBFx", Letters::for_label("latin1")).1, EncodingOrigin::ByteOrderMark);
    }
}
