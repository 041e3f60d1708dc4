//! How digests are written, and the identifiers made from them.

use std::fmt::Write;

use sha2::{Digest, Sha256};

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

/// The identifier of a key: the first 16 hexadecimal digits of its SHA-256, as a number.
///
/// ```
/// assert_eq!(format!("{:016x}", concord::model::key_id("")), "e3b0c44298fc1c14");
/// ```
#[must_use]
pub fn key_id(key: &str) -> u64 {
    Sha256::digest(key.as_bytes()).iter().take(8).fold(0, |sum, byte| sum << 8 | u64::from(*byte))
}
