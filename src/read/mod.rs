//! Bytes to cells.
//!
//! In goes a file as an office sent it. Out comes a [`Workbook`]: its sheets, their cells at absolute addresses with
//! the content that is stored there, merged ranges, comments, and what the sender hid. The format is decided by content,
//! never by the file's name, and every file is held to a [`Budget`] before a foreign library touches it, because a
//! return may come from anybody. What a format can't tell is [`Told::NotAvailable`].
//!
//! | format | values from | merges | hidden rows and columns | number formats | comments | formulas without a result |
//! |---|---|---|---|---|---|---|
//! | xlsx, with macros or without | calamine | yes | yes | yes | yes | yes |
//! | xlsb | `xlsb_sheet.rs` | yes | yes | yes | no | no |
//! | xls of Excel 5 to 2003 | `xls_sheet.rs` | yes | yes | yes | no | no |
//! | ods | `ods_cell.rs` | yes | yes | where numbers say what they show as | yes | yes |
//! | web pages | `html_grid.rs` | yes | no | text is what shows | no | none exist |
//! | delimited text | `delimited.rs` | none exist | none exist | text is what shows | none exist | none exist |
//!
//! This stage gives no meaning to anything: a title, a header, `..` and a figure are all cells. It looks for no table,
//! reads no number out of a text, and drops nothing but cells without content.

mod biff;
mod binary_sheet;
mod budget;
mod delimited;
mod encoding;
mod error;
mod excel;
pub(crate) mod findings;
mod html;
mod html_grid;
mod html_text;
mod layout;
mod number_format;
mod ods;
mod ods_cell;
mod options;
mod package;
mod runs;
mod sniff;
mod structure;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod values;
mod workbook;
mod xls;
mod xls_sheet;
mod xlsb;
mod xlsb_record;
mod xlsb_sheet;
mod xml;

use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

pub use budget::{Budget, Exceeded};
pub use error::ReadError;
pub(crate) use findings::findings_beside;
pub use number_format::text_shown_for_zero;
pub use options::ReadOptions;
pub use sniff::Foreign;
pub use workbook::{Cell, CellError, Content, EncodingOrigin, FileIdentity, Format, Sheet, Told, Visibility, Workbook};

use crate::diag::Staged;
use budget::Spending;
use error::At;
use package::Package;
use sniff::Found;

/// Reads a file, whatever its name says it is.
///
/// `shown_as` is the file's name in findings and errors, as the pipeline writes it.
///
/// # Errors
/// The file is missing, is no workbook and no delimited text, is damaged or protected, or exceeds its budget.
pub fn read(path: &Path, shown_as: &str, options: &ReadOptions) -> Result<Staged<Workbook>, ReadError> {
    let at = At::new(shown_as);
    let bytes = sniff::ordinary_file(path, &at, options.budget.file_bytes)?;
    let mut file = File::open(path).map_err(|error| at.unreadable(error))?;
    let sha256 = sniff::sha256(&mut file).map_err(|error| at.unreadable(error))?;
    file.seek(SeekFrom::Start(0)).map_err(|error| at.unreadable(error))?;
    let found = sniff::sniff(&mut file).map_err(|error| at.unreadable(error))?;
    file.seek(SeekFrom::Start(0)).map_err(|error| at.unreadable(error))?;

    let identity = FileIdentity::new(Arc::clone(&at.file), bytes, sha256);
    let mut spending = Spending::new(&options.budget);
    let workbook = match found {
        Found::CompoundFile => xls::read(file, identity, &mut spending, &at)?,
        Found::Records => xls::read_bare(file, identity, &mut spending, &at)?,
        Found::Zip => match package::open(BufReader::new(file), &options.budget, &at)? {
            (archive, Package::Xlsx) => excel::read(archive, identity, &mut spending, &at)?,
            (archive, Package::Xlsb) => xlsb::read(archive, identity, &mut spending, &at)?,
            (archive, Package::Ods) => ods::read(archive, identity, &mut spending, &at)?,
        },
        Found::Text => delimited::read(file, identity, options, &mut spending, &at)?,
        Found::WebPage => html::read(file, identity, options, &mut spending, &at)?,
        Found::BrokenOff => return Err(at.truncated()),
        Found::Foreign(foreign) => return Err(at.foreign(foreign)),
    };
    let findings = findings::of(&workbook);
    Ok(Staged { value: workbook, findings })
}
