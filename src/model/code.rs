//! Codes and identifiers: newtypes that can't be mistaken for each other or for free text.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text that can't be used as a code or identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` can't be {what}; expected {expected}")]
pub struct ParseCodeError {
    text: String,
    what: &'static str,
    expected: &'static str,
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $what:literal, $expected:literal, $accepts:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks the text and wraps it.
            ///
            /// # Errors
            /// The text is empty, too long, or holds a character that has no place here.
            pub fn new(text: &str) -> Result<Self, ParseCodeError> {
                let accepts: fn(&str) -> bool = $accepts;
                if text.is_empty() || text.len() > 64 || !accepts(text) {
                    return Err(ParseCodeError { text: text.to_owned(), what: $what, expected: $expected });
                }
                Ok(Self(text.into()))
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = ParseCodeError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::new(&text).map_err(serde::de::Error::custom)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "description": $expected })
            }
        }
    };
}

fn upper(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

fn lower(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-')
}

identifier!(
    /// A code of a code list, as it stands in the data: `KEN`, `_T`, `Y5T9`, `HOLIDAY`.
    Code, "a code", "capital letters, digits and underscores", upper
);
identifier!(
    /// The id of an exchange table: `POP2`.
    TableId, "the id of a table", "capital letters, digits and underscores", upper
);
identifier!(
    /// The name of a dimension: `country_of_birth`.
    DimensionId, "the name of a dimension", "small letters, digits and underscores", lower
);
identifier!(
    /// The id of a mapping: `undesa-ims-2020`.
    MappingId, "the id of a mapping", "small letters, digits and hyphens", lower
);
identifier!(
    /// An attribute of the definition profile: `residence_threshold_months`.
    AttributeId, "the id of an attribute", "small letters, digits and underscores", lower
);
identifier!(
    /// Who sent a figure: the alpha-3 code of a state, or an agency such as `UNDESA`.
    Sender, "a sender", "capital letters, digits and underscores", upper
);
identifier!(
    /// Sender and source together: `KEN:ECONOMIC_SURVEY`.
    SourceId, "a source", "capital letters, digits, underscores and one colon",
    |text| text.split(':').count() == 2 && text.split(':').all(|part| !part.is_empty() && upper(part))
);

impl Code {
    /// The total over a dimension.
    pub const TOTAL: &'static str = "_T";
    /// Not stated.
    pub const UNKNOWN: &'static str = "_U";
    /// Nationals, as senders and pages name them; in the data they carry the code of the reporter.
    pub const NATIONALS: &'static str = "NAT";

    /// Whether this is the total over its dimension.
    #[must_use]
    pub fn is_total(&self) -> bool {
        self.as_str() == Self::TOTAL
    }
}

/// An age or age group, as its code tells it.
///
/// ```
/// use concord::model::Age;
///
/// let age: Age = "Y5T9".parse().unwrap();
/// assert_eq!((age.from(), age.to()), (Some(5), Some(9)));
/// let open: Age = "Y_GE85".parse().unwrap();
/// assert_eq!((open.from(), open.to()), (Some(85), None));
/// assert_eq!("_T".parse::<Age>().unwrap().from(), None);
/// assert!("5-9".parse::<Age>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Age {
    /// All ages.
    Total,
    /// Age not stated.
    Unknown,
    /// A closed group of completed years, both ends inside it.
    Years {
        /// First completed year of age.
        from: u8,
        /// Last completed year of age.
        to: u8,
    },
    /// An open group: this completed year of age and above.
    AtLeast(u8),
}

/// A text that is not an age code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an age code; expected `_T`, `_U`, `Y7`, `Y5T9`, `Y_LT1` or `Y_GE85`")]
pub struct ParseAgeError(String);

impl Age {
    /// First completed year of age, where the group has one.
    #[must_use]
    pub const fn from(self) -> Option<u8> {
        match self {
            Self::Total | Self::Unknown => None,
            Self::Years { from, .. } | Self::AtLeast(from) => Some(from),
        }
    }

    /// Last completed year of age; none for an open group, a total or an unknown age.
    #[must_use]
    pub const fn to(self) -> Option<u8> {
        match self {
            Self::Years { to, .. } => Some(to),
            Self::Total | Self::Unknown | Self::AtLeast(_) => None,
        }
    }
}

impl std::str::FromStr for Age {
    type Err = ParseAgeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || ParseAgeError(text.to_owned());
        let number = |digits: &str| digits.parse::<u8>().map_err(|_| refuse());
        match text {
            "_T" => return Ok(Self::Total),
            "_U" => return Ok(Self::Unknown),
            _ => {}
        }
        let rest = text.strip_prefix('Y').ok_or_else(refuse)?;
        if let Some(limit) = rest.strip_prefix("_LT") {
            let to = number(limit)?.checked_sub(1).ok_or_else(refuse)?;
            return Ok(Self::Years { from: 0, to });
        }
        if let Some(limit) = rest.strip_prefix("_GE") {
            return Ok(Self::AtLeast(number(limit)?));
        }
        let (from, to) = match rest.split_once('T') {
            Some((from, to)) => (number(from)?, number(to)?),
            None => (number(rest)?, number(rest)?),
        };
        if from > to {
            return Err(refuse());
        }
        Ok(Self::Years { from, to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_refuse_what_would_break_a_key() {
        for text in ["", "ken", "A|B", "A B", "É"] {
            assert!(Code::new(text).is_err(), "{text}");
        }
        assert!(SourceId::new("KEN:").is_err());
        assert!(SourceId::new("KEN:A:B").is_err());
        assert!(SourceId::new("KEN:ECONOMIC_SURVEY").is_ok());
    }

    #[test]
    fn ages_refuse_reversed_groups() {
        for text in ["Y9T5", "Y", "YT5", "Y_LT0", "Y300", "X5"] {
            assert!(text.parse::<Age>().is_err(), "{text}");
        }
        assert_eq!("Y_LT1".parse::<Age>().unwrap(), Age::Years { from: 0, to: 0 });
    }
}
