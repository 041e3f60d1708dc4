//! What a table can be broken down by, as the plan asks for it and as a declared gap names it.
//!
//! In: a table with its dimensions and country levels. Out: the [`Breakdown`]s that are asked for. Whether a return has them
//! is not looked at here.

use std::fmt;
use std::str::FromStr;

use super::asked_codes::TotalOf;
use super::standard::Standard;
use super::standard_files::{CountryLevel, DimensionKind, TableLevel, TableSpec};
use crate::model::DimensionId;

/// One breakdown of an exchange table.
///
/// ```
/// use concord::spec::{Breakdown, CountryLevel};
///
/// let each: Breakdown = "citizenship.l2".parse().unwrap();
/// assert!(matches!(&each, Breakdown::Countries(_, CountryLevel::Members)));
/// assert_eq!(each.to_string(), "citizenship.l2");
/// assert!("Citizenship".parse::<Breakdown>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breakdown {
    /// The grand total.
    Total,
    /// Countries of a dimension, told apart as far as a level asks.
    Countries(DimensionId, CountryLevel),
    /// The codes of a dimension, sex and age among them.
    Dimension(DimensionId),
    /// Every two of its dimensions crossed with each other.
    Crossing,
}

impl Breakdown {
    const TOTAL: &'static str = "total";
    const CROSSING: &'static str = "crossing";

    /// Its dimension, where it is of one.
    #[must_use]
    pub const fn dimension(&self) -> Option<&DimensionId> {
        match self {
            Self::Countries(dimension, _) | Self::Dimension(dimension) => Some(dimension),
            Self::Total | Self::Crossing => None,
        }
    }

    /// Whether it is the other one or a part of it: `citizenship` holds every level of its countries.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        self == other || matches!((self, other), (Self::Dimension(own), Self::Countries(of, _)) if own == of)
    }
}

impl fmt::Display for Breakdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Total => f.write_str(Self::TOTAL),
            Self::Crossing => f.write_str(Self::CROSSING),
            Self::Dimension(dimension) => f.write_str(dimension.as_str()),
            Self::Countries(dimension, level) => write!(f, "{dimension}.{level}"),
        }
    }
}

impl FromStr for Breakdown {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || {
            format!(
                "`{text}` is no breakdown; expected `total`, a dimension such as `age`, a level such as `citizenship.l2`, or `crossing`"
            )
        };
        let dimension = |name: &str| DimensionId::new(name).map_err(|_| refuse());
        match (text, text.split_once('.')) {
            (Self::TOTAL, _) => Ok(Self::Total),
            (Self::CROSSING, _) => Ok(Self::Crossing),
            (_, Some((name, level))) => {
                let known = CountryLevel::ALL.iter().find(|known| known.as_str() == level && **known != CountryLevel::Total);
                Ok(Self::Countries(dimension(name)?, *known.ok_or_else(refuse)?))
            }
            (name, None) => dimension(name).map(Self::Dimension),
        }
    }
}

impl TableSpec {
    /// The breakdowns that it asks for, in the order in which they are shown: the total, its dimensions, sex, age, their crossing.
    ///
    /// ```
    /// use concord::spec::Standard;
    ///
    /// let standard = Standard::shipped().unwrap();
    /// let asked = standard.table("IMM1").unwrap().breakdowns(&standard);
    /// let asked: Vec<String> = asked.iter().map(ToString::to_string).collect();
    /// assert_eq!(asked, ["total", "citizenship.l1", "citizenship.l2", "sex", "age", "crossing"]);
    /// ```
    #[must_use]
    pub fn breakdowns(&self, standard: &Standard) -> Vec<Breakdown> {
        let mut found = Vec::new();
        let has_total = self.dimensions.iter().all(|dimension| standard.total_of(&self.id, dimension) != TotalOf::None);
        if has_total {
            found.push(Breakdown::Total);
        }
        let levels = || self.country_levels.iter().filter(|(_, level)| self.asks(**level)).map(|(level, _)| *level);
        for dimension in &self.dimensions {
            let is_area = standard.dimensions.get(dimension).is_some_and(|known| known.kind == DimensionKind::Area);
            if is_area {
                let apart = levels().filter(|level| *level != CountryLevel::Total);
                found.extend(apart.map(|level| Breakdown::Countries(dimension.clone(), level)));
            } else {
                found.push(Breakdown::Dimension(dimension.clone()));
            }
        }
        found.extend(self.sex_and_age().map(Breakdown::Dimension));
        if self.axes().len() > 1 {
            found.push(Breakdown::Crossing);
        }
        found
    }

    /// The dimensions that it asks to be crossed: its own, sex and age where it asks for them.
    #[must_use]
    pub fn axes(&self) -> Vec<DimensionId> {
        self.dimensions.iter().cloned().chain(self.sex_and_age()).collect()
    }

    /// Sex and age, where it asks for them.
    fn sex_and_age(&self) -> impl Iterator<Item = DimensionId> {
        let always = [("sex", self.sex), ("age", self.age.is_some())];
        always.into_iter().filter(|(_, asked)| *asked).filter_map(|(name, _)| DimensionId::new(name).ok())
    }

    /// Whether a detail is asked of whoever the table is asked of: what is core in a core table, everything but derived in another.
    fn asks(&self, detail: TableLevel) -> bool {
        detail == TableLevel::Core || (detail == TableLevel::Optional && self.level != TableLevel::Core)
    }
}
