//! What a minimum stay does to a flow, as far as others have estimated it.
//!
//! In: `stay_coefficients.csv`. Out: the smallest and the largest of several published conversions, to say how far two
//! definitions can lead apart. It is an estimate from other regions, never a correction: no figure of the exchange is changed by it.

use std::collections::BTreeMap;

use super::csv_file::CsvFile;
use super::list_files::text_of;
use super::problem::Problems;
use super::source::SpecSource;

const COEFFICIENTS: &str = "stay_coefficients.csv";

/// Published coefficients: what makes a flow with a minimum stay one of twelve months.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StayCoefficients {
    /// Months of each stay that a profile may state.
    months: BTreeMap<String, u32>,
    /// By set: coefficient by month.
    sets: BTreeMap<String, BTreeMap<u32, f64>>,
}

/// Reads the coefficients; none where the standard has no such file.
pub(super) fn read_stay_coefficients(source: &SpecSource, problems: &mut Problems) -> StayCoefficients {
    let mut found = StayCoefficients::default();
    for path in source.parts(COEFFICIENTS) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        let file = CsvFile::read(path, text, &["set", "stay", "months", "coefficient", "source"], &[], problems);
        for row in file.rows() {
            let set = row.required("set", problems, text_of);
            let stay = row.required("stay", problems, text_of);
            let months =
                row.required("months", problems, |text| text.parse::<u32>().map_err(|_| format!("`{text}` is not a number of months")));
            let coefficient = row.required("coefficient", problems, |text| {
                text.parse::<f64>()
                    .ok()
                    .filter(|number| number.is_finite() && *number > 0.0)
                    .ok_or_else(|| format!("`{text}` is no number above 0"))
            });
            row.required("source", problems, text_of);
            let (Some(set), Some(stay), Some(months), Some(coefficient)) = (set, stay, months, coefficient) else { continue };
            if found.months.insert(stay.clone(), months).is_some_and(|before| before != months) {
                problems.add(row.file, row.line, format!("`{stay}` has two numbers of months"));
            }
            if found.sets.entry(set.clone()).or_default().insert(months, coefficient).is_some() {
                problems.add(row.file, row.line, format!("`{set}` has two coefficients for {months} months"));
            }
        }
    }
    found
}

impl StayCoefficients {
    /// The months that a stated stay stands for; none for a text that is no stay.
    #[must_use]
    pub fn months(&self, stay: &str) -> Option<u32> {
        self.months.get(stay).copied().or_else(|| stay.parse().ok())
    }

    /// The factor of each set that makes a flow with one minimum stay one with another, by the name of the set; sets that do not
    /// reach so far are left out.
    pub fn factors(&self, from: u32, to: u32) -> impl Iterator<Item = (&str, f64)> {
        self.sets.iter().filter_map(move |(set, points)| Some((set.as_str(), at(points, from)? / at(points, to)?)))
    }

    /// The smallest and the largest of the converted flows, rounded to whole persons; none where no set reaches so far.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "a rounded estimate of a count of persons")]
    pub fn converted(&self, flow: i64, from: u32, to: u32) -> Option<(i64, i64)> {
        let values: Vec<i64> = self.factors(from, to).map(|(_, factor)| (flow as f64 * factor).round() as i64).collect();
        Some((*values.iter().min()?, *values.iter().max()?))
    }
}

/// The coefficient at a number of months, on the line between the listed ones.
fn at(points: &BTreeMap<u32, f64>, months: u32) -> Option<f64> {
    let (low, from) = points.range(..=months).next_back()?;
    let (high, to) = points.range(months..).next()?;
    if low == high {
        return Some(*from);
    }
    Some(from + (to - from) * f64::from(months - low) / f64::from(high - low))
}

#[cfg(test)]
mod tests {
    use crate::testing::standard;

    /// Conversions of a flow of 10 000 that were worked out elsewhere: set, from, to, expected. The rule: coefficients multiply
    /// a flow to give the one of twelve months, on a line between listed stays, permanent being 60 months.
    const WORKED_OUT: [(&str, u32, u32, f64); 27] = [
        ("imem_2013", 0, 12, 5300.0),
        ("imem_2013", 3, 12, 6300.0),
        ("imem_2013", 6, 12, 7300.0),
        ("imem_2013", 9, 12, 8650.0),
        ("imem_2013", 60, 12, 22_600.0),
        ("imem_2013", 12, 3, 15_873.015_873_015_873),
        ("imem_2013", 6, 3, 11_587.301_587_301_587),
        ("imem_2013", 12, 12, 10_000.0),
        ("imem_2013", 24, 12, 13_150.0),
        ("expert_willekens_2019", 0, 12, 5100.0),
        ("expert_willekens_2019", 3, 12, 6100.0),
        ("expert_willekens_2019", 6, 12, 8100.0),
        ("expert_willekens_2019", 9, 12, 9050.0),
        ("expert_willekens_2019", 60, 12, 16_100.0),
        ("expert_willekens_2019", 12, 3, 16_393.442_622_950_82),
        ("expert_willekens_2019", 6, 3, 13_278.688_524_590_165),
        ("expert_willekens_2019", 12, 12, 10_000.0),
        ("expert_willekens_2019", 24, 12, 11_525.0),
        ("poisson_willekens_2019", 0, 12, 7900.0),
        ("poisson_willekens_2019", 3, 12, 8400.0),
        ("poisson_willekens_2019", 6, 12, 8900.0),
        ("poisson_willekens_2019", 9, 12, 9450.0),
        ("poisson_willekens_2019", 60, 12, 26_100.0),
        ("poisson_willekens_2019", 12, 3, 11_904.761_904_761_905),
        ("poisson_willekens_2019", 6, 3, 10_595.238_095_238_095),
        ("poisson_willekens_2019", 12, 12, 10_000.0),
        ("poisson_willekens_2019", 24, 12, 14_025.0),
    ];

    #[test]
    fn conversions_are_those_worked_out_elsewhere() {
        let coefficients = &standard().stay_coefficients;
        for (set, from, to, expected) in WORKED_OUT {
            let factor = coefficients.factors(from, to).find(|(name, _)| *name == set).unwrap().1;
            assert!((10_000.0 * factor - expected).abs() < 1e-6, "{set}: {from} to {to}");
        }
        assert_eq!(coefficients.factors(6, 12).count(), 3, "a fourth published set can't come from the model it is said to come from");
    }

    #[test]
    fn the_range_goes_from_the_smallest_to_the_largest_and_no_further_than_the_sets() {
        let coefficients = &standard().stay_coefficients;
        assert_eq!(coefficients.converted(10_000, 6, 12), Some((7300, 8900)));
        assert_eq!(coefficients.converted(0, 6, 12), Some((0, 0)));
        assert_eq!(coefficients.converted(10_000, 72, 12), None);
        assert_eq!(coefficients.months("permanent"), Some(60));
        assert_eq!(coefficients.months("1"), Some(1), "a stay between two listed ones");
        assert_eq!(coefficients.months("not_defined"), None);
    }
}
