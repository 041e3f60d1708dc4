//! Groups of ages that are cut in two ways: what lies between two cuts is a number that nobody published.
//!
//! In: groups of one line with their bounds. Out: slices that are the difference of two groups, such as persons of 20 to 24 where
//! both under 20 and under 25 are published.

/// A published group: from this age to that one, completed years, both within; open where there is no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Band {
    /// First year of age.
    pub from: i16,
    /// Last year of age.
    pub to: Option<i16>,
}

/// What one group has more than another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slice {
    /// Place of the larger group among those given.
    pub of: usize,
    /// Place of the smaller one, which begins or ends with it.
    pub without: usize,
    /// What is left.
    pub band: Band,
}

/// Every slice that is no published group itself; of several ways to the same one, the first.
///
/// ```
/// use concord::disclosure::{Band, slices};
///
/// let bands = [(0, 19), (0, 24), (25, 39)].map(|(from, to)| Band { from, to: Some(to) });
/// let found = slices(&bands);
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].band, Band { from: 20, to: Some(24) });
/// ```
#[must_use]
pub fn slices(bands: &[Band]) -> Vec<Slice> {
    let mut found: Vec<Slice> = Vec::new();
    for (of, large) in bands.iter().enumerate() {
        for (without, small) in bands.iter().enumerate() {
            let band = match (large.from == small.from, large.to == small.to) {
                (true, false) if small.to.is_some_and(|to| large.to.is_none_or(|end| to < end)) => {
                    Band { from: small.to.map_or(0, |to| to.saturating_add(1)), to: large.to }
                }
                (false, true) if small.from > large.from => Band { from: large.from, to: Some(small.from - 1) },
                _ => continue,
            };
            if !bands.contains(&band) && found.iter().all(|slice| slice.band != band) {
                found.push(Slice { of, without, band });
            }
        }
    }
    found
}
