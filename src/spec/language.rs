//! The languages labels are written in, and the systems codes come from.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::problem::{in_one_line, spelling_hint};
use crate::model::closed_set;

/// A language, by its code of ISO 639: two or three small letters.
///
/// Which languages there are is for the standard to say: those in which every text stands, and those in which labels of
/// offices are recognised.
///
/// ```
/// use concord::spec::Language;
///
/// assert_eq!("fr".parse(), Ok(Language::FR));
/// assert!("French".parse::<Language>().is_err());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Language([u8; 3]);

/// A text that is not the code of a language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the code of a language; expected two or three small letters of ISO 639, as in `fr`")]
pub struct ParseLanguageError(String);

impl Language {
    /// English, in which the files of a standard are written.
    pub const EN: Self = Self(*b"en\0");
    /// French.
    pub const FR: Self = Self(*b"fr\0");
    /// Arabic.
    pub const AR: Self = Self(*b"ar\0");
    /// Portuguese.
    pub const PT: Self = Self(*b"pt\0");

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let length = if self.0[2] == 0 { 2 } else { 3 };
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }

    /// Whether it is written from right to left.
    #[must_use]
    pub fn is_right_to_left(self) -> bool {
        matches!(self.as_str(), "ar" | "fa" | "he" | "ur")
    }
}

impl std::fmt::Debug for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::fmt::Display for Language {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Language {
    type Err = ParseLanguageError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let small = text.bytes().all(|byte| byte.is_ascii_lowercase());
        match (text.as_bytes(), small) {
            ([a, b], true) => Ok(Self([*a, *b, 0])),
            ([a, b, c], true) => Ok(Self([*a, *b, *c])),
            _ => Err(ParseLanguageError(text.to_owned())),
        }
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl schemars::JsonSchema for Language {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Language".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^[a-z]{2,3}$", "description": "code of a language in ISO 639, such as `fr`" })
    }
}

/// The languages of a standard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Languages {
    /// Those in which every text stands, English first.
    pub of_texts: Vec<Language>,
    /// Those in which labels of offices are recognised besides.
    pub recognised: Vec<Language>,
}

impl Languages {
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = Language> {
        self.of_texts.iter().chain(&self.recognised).copied()
    }

    /// The same, with further ones recognised.
    pub(super) fn with(mut self, further: &[Language]) -> Self {
        for language in further {
            if !self.all().any(|known| known == *language) {
                self.recognised.push(*language);
            }
        }
        self
    }

    /// The language a code stands for, where the standard knows it.
    pub(super) fn named(&self, text: &str) -> Result<Language, String> {
        if let Some(known) = self.all().find(|language| language.as_str() == text) {
            return Ok(known);
        }
        let codes: Vec<Language> = self.all().collect();
        let hint = spelling_hint(text, codes.iter().map(Language::as_str));
        Err(in_one_line((format!("`{text}` is no language of this standard"), hint)))
    }
}

closed_set!(
    /// A system of codes for the same things. Letters alone never tell it: `ARE` is Egypt at UNHCR.
    CodeSystem {
        /// ISO 3166-1 alpha-3, and ISO 3166-3 for former states.
        Iso3 = "iso3",
        /// ISO 3166-1 alpha-2.
        Iso2 = "iso2",
        /// The three digits of UN M49, leading zeros or not.
        M49 = "m49",
        /// The three letters of UNHCR.
        Unhcr = "unhcr",
        /// The codes of Eurostat.
        Eurostat = "eurostat",
        /// The location codes of UN DESA, without leading zeros.
        Undesa = "undesa",
    }
);
