//! How digests are written.

use std::fmt::Write;

/// Bytes as lower-case hexadecimal digits.
///
/// ```
/// assert_eq!(concord::model::hex(&[0, 255]), "00ff");
/// ```
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
