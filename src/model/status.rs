//! Observation statuses (SDMX `CL_OBS_STATUS` 2.2) and which of several speaks.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One mark of `CL_OBS_STATUS`, in the precedence of the output contract: the first of a set is the one that speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Status {
    /// Missing: suppressed.
    Q,
    /// Missing: the thing can't exist.
    M,
    /// Missing: exists, not collected.
    L,
    /// Missing: derogation.
    J,
    /// Included in another category.
    K,
    /// Missing, no reason given.
    O,
    /// Missing: holiday or weekend.
    H,
    /// Forecast.
    F,
    /// Imputed by a receiving agency.
    I,
    /// Estimated.
    E,
    /// Break in the series, on the marked value only.
    B,
    /// Definition differs.
    D,
    /// Includes another category.
    W,
    /// Low reliability.
    U,
    /// Not significant.
    N,
    /// Strike or other special event.
    S,
    /// Experimental.
    G,
    /// Provisional.
    P,
    /// Unvalidated.
    V,
    /// Normal.
    A,
}

impl Status {
    /// Every status, in order of precedence.
    pub const ALL: &'static [Self] = &[
        Self::Q,
        Self::M,
        Self::L,
        Self::J,
        Self::K,
        Self::O,
        Self::H,
        Self::F,
        Self::I,
        Self::E,
        Self::B,
        Self::D,
        Self::W,
        Self::U,
        Self::N,
        Self::S,
        Self::G,
        Self::P,
        Self::V,
        Self::A,
    ];

    /// The letter that stands in the data.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Q => "Q",
            Self::M => "M",
            Self::L => "L",
            Self::J => "J",
            Self::K => "K",
            Self::O => "O",
            Self::H => "H",
            Self::F => "F",
            Self::I => "I",
            Self::E => "E",
            Self::B => "B",
            Self::D => "D",
            Self::W => "W",
            Self::U => "U",
            Self::N => "N",
            Self::S => "S",
            Self::G => "G",
            Self::P => "P",
            Self::V => "V",
            Self::A => "A",
        }
    }

    /// Whether a value that is not there may carry this status.
    #[must_use]
    pub const fn explains_a_missing_value(self) -> bool {
        matches!(self, Self::Q | Self::M | Self::L | Self::J | Self::K | Self::O | Self::H | Self::S)
    }

    /// Whether a value that is there must not carry this status.
    #[must_use]
    pub const fn forbids_a_value(self) -> bool {
        matches!(self, Self::Q | Self::M | Self::L | Self::K | Self::O | Self::H)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Every mark an observation carries; the first in precedence is its single status.
///
/// ```
/// use concord::model::{Status, StatusSet};
///
/// let marks: StatusSet = [Status::P, Status::B].into_iter().collect();
/// assert_eq!(marks.speaking(), Status::B);
/// assert_eq!(marks.iter().count(), 2);
/// assert_eq!(StatusSet::default().speaking(), Status::A);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct StatusSet(u32);

impl StatusSet {
    /// Adds a mark.
    pub fn insert(&mut self, status: Status) {
        self.0 |= 1 << status as u32;
    }

    /// Whether the mark is in the set.
    #[must_use]
    pub const fn contains(self, status: Status) -> bool {
        self.0 & (1 << status as u32) != 0
    }

    /// The marks, in order of precedence; `A` alone where nothing else was said.
    pub fn iter(self) -> impl Iterator<Item = Status> {
        let set = if self.0 == 0 { Self(1 << Status::A as u32) } else { self };
        Status::ALL.iter().copied().filter(move |status| set.contains(*status))
    }

    /// The mark that speaks where only one can.
    #[must_use]
    pub fn speaking(self) -> Status {
        self.iter().next().unwrap_or(Status::A)
    }

    /// Both sets together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl Extend<Status> for StatusSet {
    fn extend<I: IntoIterator<Item = Status>>(&mut self, marks: I) {
        for mark in marks {
            self.insert(mark);
        }
    }
}

impl FromIterator<Status> for StatusSet {
    fn from_iter<I: IntoIterator<Item = Status>>(marks: I) -> Self {
        let mut set = Self::default();
        set.extend(marks);
        set
    }
}
