//! What a file is, by its first bytes and never by its name.
//!
//! In goes a file, out comes how to read it or what foreign thing it is. Names lie: offices send web pages named `.xls`
//! and workbooks named `.csv`. Whether a container really holds a workbook is for [`super::package`] to say.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::budget::Exceeded;
use super::error::{At, ReadError};

/// A kind of file that is recognised and not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Foreign {
    /// A workbook behind a password.
    Protected,
    /// Excel 2 to 4, `.xls`.
    OldExcel,
    /// Excel's single-file XML of 2003.
    ExcelXml,
    /// An `OpenDocument` text, drawing or presentation.
    OpenDocument,
    /// A Word document, old or new.
    Word,
    /// A `PowerPoint` presentation, old or new.
    PowerPoint,
    /// Another file of an old Office program.
    OldOffice,
    /// PDF.
    Pdf,
    /// A web page without a table.
    WebPage,
    /// A web page and its pictures in one file, `.mht`.
    WebArchive,
    /// XML of another kind.
    Xml,
    /// A picture.
    Picture,
    /// An archive of files.
    Archive,
    /// Something that is not text.
    Binary,
}

impl fmt::Display for Foreign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Protected => "protected by a password",
            Self::OldExcel => "a workbook of Excel 2 to 4, which is not read",
            Self::ExcelXml => "a workbook in the XML of Excel 2003, which is not read",
            Self::OpenDocument => "an OpenDocument file that is no spreadsheet",
            Self::Word => "a Word document",
            Self::PowerPoint => "a PowerPoint presentation",
            Self::OldOffice => "a document of an old Office program",
            Self::Pdf => "a PDF document",
            Self::WebPage => "a web page that holds no table, whatever its name says",
            Self::WebArchive => "a web archive (.mht), which is not read",
            Self::Xml => "an XML document",
            Self::Picture => "a picture",
            Self::Archive => "an archive that holds no workbook",
            Self::Binary => "neither a workbook nor text",
        })
    }
}

impl Foreign {
    /// What to do about it.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Protected => "save a copy without the password and send that",
            Self::OldExcel | Self::ExcelXml | Self::WebArchive => "open it in a spreadsheet program and save it as .xlsx",
            Self::Word | Self::PowerPoint | Self::OldOffice | Self::OpenDocument | Self::Pdf | Self::WebPage | Self::Picture => {
                "ask the sender for the tables as a spreadsheet"
            }
            Self::Archive => "unpack it and name the file inside",
            Self::Xml | Self::Binary => "ask the sender which program wrote it and for the tables as a spreadsheet",
        }
    }
}

/// How to go on with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Zip,
    /// An old workbook in a compound file.
    CompoundFile,
    /// The records of an old workbook without a compound file around them.
    Records,
    WebPage,
    Text,
    /// A compound file that ends too early.
    BrokenOff,
    Foreign(Foreign),
}

/// The size of an ordinary file with something in it.
pub(super) fn ordinary_file(path: &Path, at: &At, limit: u64) -> Result<u64, ReadError> {
    let metadata = std::fs::metadata(path).map_err(|error| at.unreadable(error))?;
    if metadata.is_dir() {
        return Err(at.not_a_file("a folder"));
    }
    if !metadata.is_file() {
        return Err(at.not_a_file("a device or pipe"));
    }
    match metadata.len() {
        0 => Err(at.empty()),
        bytes if bytes > limit => Err(at.over_budget(Exceeded::bytes("the file takes", limit))),
        bytes => Ok(bytes),
    }
}

/// The SHA-256 of everything that is left to read, in hexadecimal.
pub(super) fn sha256(reader: &mut impl Read) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0_u8; 1 << 16];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => hasher.update(buffer.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    let mut hexadecimal = String::with_capacity(64);
    for byte in hasher.finalize() {
        for half in [byte >> 4, byte & 0xF] {
            hexadecimal.extend(char::from_digit(u32::from(half), 16));
        }
    }
    Ok(hexadecimal)
}

const COMPOUND_FILE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Signatures at the very start that settle the matter.
const SIGNATURES: &[(&[u8], Found)] = &[
    (b"PK\x03\x04", Found::Zip),
    (b"PK\x05\x06", Found::Foreign(Foreign::Archive)),
    (b"%PDF", Found::Foreign(Foreign::Pdf)),
    (b"{\\rtf", Found::Foreign(Foreign::Word)),
    (b"\x1F\x8B", Found::Foreign(Foreign::Archive)),
    (b"7z\xBC\xAF\x27\x1C", Found::Foreign(Foreign::Archive)),
    (b"Rar!\x1A\x07", Found::Foreign(Foreign::Archive)),
    (b"\x89PNG", Found::Foreign(Foreign::Picture)),
    (b"\xFF\xD8\xFF", Found::Foreign(Foreign::Picture)),
    (b"GIF8", Found::Foreign(Foreign::Picture)),
    (b"MIME-Version:", Found::Foreign(Foreign::WebArchive)),
    (b"\x09\x08\x10\x00", Found::Records),
    (b"\x09\x08\x08\x00", Found::Records),
    (b"\x09\x04\x06\x00", Found::Foreign(Foreign::OldExcel)),
    (b"\x09\x02\x06\x00", Found::Foreign(Foreign::OldExcel)),
];

/// Says what a file is; what has no mark of anything else is taken for text.
pub(super) fn sniff(file: &mut File) -> io::Result<Found> {
    let mut head = Vec::new();
    file.by_ref().take(4096).read_to_end(&mut head)?;
    if head.starts_with(COMPOUND_FILE) {
        return compound_file(&head, file);
    }
    let signature = SIGNATURES.iter().find(|(signature, _)| head.starts_with(signature));
    Ok(signature.map_or_else(|| markup(&head), |(_, found)| *found))
}

/// Tells web pages and XML from text.
fn markup(head: &[u8]) -> Found {
    let text = String::from_utf8_lossy(head).replace('\0', "").to_ascii_lowercase();
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c == '\u{fffd}');
    if !text.starts_with('<') {
        return Found::Text;
    }
    let holds = |mark: &str| text.contains(mark);
    let page = ["<html", "<!doctype html", "<table", "<head", "<body", "<div", "<meta", "<style", "<script", "<title"];
    match () {
        // A page saved by Excel names this too, so what opens the file decides.
        () if text.starts_with("<?xml") && holds("urn:schemas-microsoft-com:office:spreadsheet") && !holds("<html") => {
            Found::Foreign(Foreign::ExcelXml)
        }
        () if page.into_iter().any(holds) => Found::WebPage,
        () if holds("urn:schemas-microsoft-com:office:spreadsheet") => Found::Foreign(Foreign::ExcelXml),
        () if holds("<?xml") => Found::Foreign(Foreign::Xml),
        // `<5` opens a line of figures, not markup.
        () => Found::Text,
    }
}

/// Tells apart what old Office programs, and new ones behind a password, put into a compound file.
///
/// Entries of its directory are 128 bytes long and start at multiples of 128, whatever the sector size, each with its
/// name in UTF-16; so no chain of sectors has to be followed, and a damaged chain does no harm.
fn compound_file(head: &[u8], rest: &mut File) -> io::Result<Found> {
    // Every directory begins with its root; without one the file ends before its directory.
    let mut found = Found::BrokenOff;
    let mut slot = [0_u8; 128];
    let mut reader = io::BufReader::with_capacity(1 << 16, head.chain(rest));
    loop {
        match reader.read_exact(&mut slot) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(found),
            Err(error) => return Err(error),
        }
        match entry_name(&slot).as_deref() {
            Some("EncryptedPackage") => return Ok(Found::Foreign(Foreign::Protected)),
            // One may stand inside the other; where there is a workbook at all, its reader looks which is which.
            Some("Workbook" | "Book") => return Ok(Found::CompoundFile),
            Some("Root Entry") => found = Found::Foreign(Foreign::OldOffice),
            Some("WordDocument") => found = Found::Foreign(Foreign::Word),
            Some("PowerPoint Document") => found = Found::Foreign(Foreign::PowerPoint),
            _ => {}
        }
    }
}

fn entry_name(slot: &[u8; 128]) -> Option<String> {
    let bytes = usize::from(u16::from_le_bytes([slot[64], slot[65]]));
    let name = slot.get(..bytes.checked_sub(2)?.min(64))?;
    let units = name.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair));
    char::decode_utf16(units).collect::<Result<String, _>>().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::{ReadOptions, testing};

    fn refusal(bytes: &[u8]) -> String {
        testing::read(bytes, "ken.xlsx", &ReadOptions::default()).unwrap_err().to_string()
    }

    #[test]
    fn foreign_files_are_named_for_what_they_are() {
        for (bytes, expected) in [
            (testing::compound_file("EncryptedPackage"), "protected by a password"),
            (testing::old_document("/WordDocument", "/Object/Workbook"), "a Word document"),
            (testing::compound_file("WordDocument"), "a Word document"),
            (testing::compound_file("Something"), "an old Office program"),
            (b"\x09\x04\x06\x00\x00\x00\x10\x00".to_vec(), "Excel 2 to 4"),
            (b"MIME-Version: 1.0\r\n".to_vec(), "a web archive"),
            (b"%PDF-1.7 ...".to_vec(), "a PDF document"),
            (b"\xEF\xBB\xBF \r\n<HTML><p>no table".to_vec(), "a web page"),
            (b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">".to_vec(), "Excel 2003"),
            (b"<?xml version=\"1.0\"?><message/>".to_vec(), "an XML document"),
            (b"\x89PNG\r\n".to_vec(), "a picture"),
            (testing::zipped(&[("notes.txt", b"-")]), "an archive that holds no workbook"),
            (testing::zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<x/>")]), "a Word document"),
            (
                testing::zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")]),
                "an OpenDocument file",
            ),
            (Vec::new(), "is empty"),
        ] {
            let message = refusal(&bytes);
            assert!(message.contains(expected) && message.starts_with("`ken.xlsx` is "), "{message}");
        }
        assert_eq!(
            refusal(&testing::compound_file("EncryptedPackage")),
            "`ken.xlsx` is protected by a password; save a copy without one and send that"
        );
    }

    #[test]
    fn folders_and_missing_files_are_told_apart() {
        let folder = std::env::temp_dir();
        let options = ReadOptions::default();
        let message = crate::read::read(&folder, "returns", &options).unwrap_err().to_string();
        assert!(message.starts_with("`returns` is a folder"), "{message}");
        let message = crate::read::read(&folder.join("no-such-file"), "ken.xlsx", &options).unwrap_err().to_string();
        assert!(message.starts_with("`ken.xlsx` does not exist"), "{message}");
    }

    #[test]
    fn text_that_opens_with_a_smaller_than_sign_is_text() {
        assert_eq!(markup(b"<5;..;7"), Found::Text);
        assert_eq!(markup(b""), Found::Text);
    }

    #[test]
    fn identity_is_the_sha256_of_the_bytes() {
        let workbook = testing::read(b"a,b\n", "ken.csv", &ReadOptions::default()).unwrap().value;
        let identity = workbook.identity;
        assert_eq!((identity.bytes, identity.sha256.len()), (4, 64));
        assert!(identity.sha256.starts_with(&identity.submission_id) && identity.submission_id.len() == 16);
    }
}
