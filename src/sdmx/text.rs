//! Texts in a file of CSV that a person may open in a spreadsheet program.

/// What stands in the place of a figure that is not there, as SDMX writes it.
pub const NO_VALUE: &str = "NaN";

/// A text that no spreadsheet program takes for a formula: one that begins like one, or with an apostrophe, stands behind an
/// apostrophe.
///
/// ```
/// use concord::sdmx::guarded;
///
/// assert_eq!(guarded("=1+1"), "'=1+1");
/// assert_eq!(guarded("'quoted'"), "''quoted'", "so that taking one off always gives the text");
/// assert_eq!(guarded("a note"), "a note");
/// ```
#[must_use]
pub fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) { format!("'{text}") } else { text.to_owned() }
}
