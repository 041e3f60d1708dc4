//! Years as people write them: one, a list, or the first and the last.

use std::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::model::YEARS;

/// A set of years; never empty.
///
/// ```
/// use concord::spec::Years;
///
/// let years: Years = "2019-2021".parse().unwrap();
/// assert!(years.contains(2020) && !years.contains(2022));
/// assert_eq!(years.to_string(), "2019-2021");
/// assert!("2021-2019".parse::<Years>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Years(Vec<(i16, i16)>);

const EXPECTED: &str = "a year as in 2022, a list as in [2022, 2023], or the first and the last as in \"2019-2023\"";

impl Years {
    /// Whether a year is among them.
    #[must_use]
    pub fn contains(&self, year: i16) -> bool {
        self.0.iter().any(|(first, last)| (*first..=*last).contains(&year))
    }

    /// Every year, in order and each once.
    #[must_use]
    pub fn all(&self) -> Vec<i16> {
        self.0.iter().flat_map(|(first, last)| *first..=*last).collect()
    }

    fn one(year: i64) -> Result<i16, String> {
        let year = i16::try_from(year).ok().filter(|year| YEARS.contains(year));
        year.ok_or_else(|| format!("there is no such year; expected {EXPECTED}"))
    }
}

impl std::str::FromStr for Years {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let year =
            |text: &str| text.trim().parse::<i64>().map_err(|_| format!("`{text}` is not a year; expected {EXPECTED}")).and_then(Self::one);
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        let (first, last) = (year(first)?, year(last)?);
        if last < first {
            return Err(format!("`{text}` ends before it begins"));
        }
        Ok(Self(vec![(first, last)]))
    }
}

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (first, last)) in self.0.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            if first == last { write!(f, "{comma}{first}")? } else { write!(f, "{comma}{first}-{last}")? }
        }
        Ok(())
    }
}

struct YearsVisitor;

impl<'de> Visitor<'de> for YearsVisitor {
    type Value = Years;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(EXPECTED)
    }

    fn visit_i64<E: serde::de::Error>(self, year: i64) -> Result<Years, E> {
        Years::one(year).map(|year| Years(vec![(year, year)])).map_err(E::custom)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Years, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Years, A::Error> {
        let mut years = Vec::new();
        while let Some(year) = list.next_element::<i64>()? {
            years.push(Years::one(year).map(|year| (year, year)).map_err(serde::de::Error::custom)?);
        }
        if years.is_empty() {
            return Err(serde::de::Error::custom("no year is named; leave the key out where all years are meant"));
        }
        years.sort_unstable();
        years.dedup();
        Ok(Years(years))
    }
}

impl<'de> Deserialize<'de> for Years {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(YearsVisitor)
    }
}

impl schemars::JsonSchema for Years {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Years".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": EXPECTED,
            "oneOf": [
                { "type": "integer" },
                { "type": "array", "items": { "type": "integer" }, "minItems": 1 },
                { "type": "string", "pattern": "^[0-9]{4}(-[0-9]{4})?$" }
            ]
        })
    }
}
