//! What a caller may state about a file, so that it need not be found.
//!
//! Everything here is optional and only delimited text heeds more than the budget; a workbook states its own encoding.

use super::budget::Budget;

/// What is stated about a file, over what would be found.
///
/// ```
/// use concord::read::ReadOptions;
///
/// let options = ReadOptions { encoding: Some("windows-1252".to_owned()), ..ReadOptions::default() };
/// assert!(options.delimiter.is_none(), "still to be found");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The label of the encoding of delimited text or a web page, as the web writes it, or a code page: `windows-1252`, `cp850`.
    pub encoding: Option<String>,
    /// The sign between two fields of delimited text.
    pub delimiter: Option<char>,
    /// The decimal sign of delimited text.
    pub decimal: Option<char>,
    /// How much the file may cost.
    pub budget: Budget,
}
