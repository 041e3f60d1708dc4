//! What a reader can know of a hidden number.

/// The smallest and the largest value that a hidden number can have.
///
/// ```
/// use concord::disclosure::Interval;
///
/// let known = Interval { low: 3, high: Some(3) };
/// assert!(known.is_exact());
/// assert!(Interval { low: 0, high: None }.is_at_least(1_000_000));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interval {
    /// The smallest value.
    pub low: i64,
    /// The largest value; none where nothing limits it.
    pub high: Option<i64>,
}

impl Interval {
    /// Any count: nothing below zero, and no limit above.
    pub const COUNT: Self = Self { low: 0, high: None };

    /// One value only.
    #[must_use]
    pub const fn exactly(value: i64) -> Self {
        Self { low: value, high: Some(value) }
    }

    /// How far its ends are apart; none where it has no upper end.
    #[must_use]
    pub fn width(&self) -> Option<i64> {
        self.high.map(|high| high.saturating_sub(self.low))
    }

    /// Whether the number is given away.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.width() == Some(0)
    }

    /// Whether its ends are at least so far apart.
    #[must_use]
    pub fn is_at_least(&self, width: i64) -> bool {
        self.width().is_none_or(|own| own >= width)
    }
}

impl std::fmt::Display for Interval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.high {
            Some(high) if high == self.low => write!(f, "exactly {high}"),
            Some(high) => write!(f, "{} to {high}", self.low),
            None => write!(f, "{} or more", self.low),
        }
    }
}
