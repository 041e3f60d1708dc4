//! The population of states, by which the coverage of a regional sum is told; no figure of the exchange depends on it.
//!
//! In: `population.csv`. Out: the population by area and year. Nothing is interpolated: the nearest year speaks.

use std::collections::{BTreeMap, BTreeSet};

use super::csv_file::CsvFile;
use super::list_files::{AREA_LIST, Lists, code, year};
use super::problem::Problems;
use super::source::SpecSource;
use super::standard::Standard;
use crate::model::Code;

const POPULATION: &str = "population.csv";

/// Population by area and year.
pub(super) type Population = BTreeMap<Code, BTreeMap<i16, i64>>;

/// Reads the populations; none where the standard has no such file.
pub(super) fn read_population(source: &SpecSource, lists: &Lists, problems: &mut Problems) -> Population {
    let mut found = Population::new();
    for path in source.parts(POPULATION) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        let file = CsvFile::read(path, text, &["area", "year", "population", "source"], &[], problems);
        read_file(&file, lists, &mut found, problems);
    }
    found
}

fn read_file(file: &CsvFile<'_>, lists: &Lists, found: &mut Population, problems: &mut Problems) {
    for row in file.rows() {
        let whole =
            |text: &str| text.parse::<i64>().ok().filter(|number| *number >= 0).ok_or_else(|| format!("`{text}` is not a whole number"));
        let area = row.required("area", problems, code);
        let year = row.required("year", problems, year);
        let population = row.required("population", problems, whole);
        let (Some(area), Some(year), Some(population)) = (area, year, population) else { continue };
        if lists.get(AREA_LIST).and_then(|list| list.get(area.as_str())).is_none() {
            problems.add(row.file, row.line, format!("`{area}` is not a code of the list `{AREA_LIST}`"));
        }
        if found.entry(area.clone()).or_default().insert(year, population).is_some() {
            problems.add(row.file, row.line, format!("`{area}` has two populations in {year}"));
        }
    }
}

impl Standard {
    /// Per mille of the population of all members that some of them are, in the year nearest to the one asked for; none
    /// where the population of a member is not known.
    #[must_use]
    pub fn population_share<'a>(&self, some: impl Iterator<Item = &'a Code>, all: &BTreeSet<Code>, year: i16) -> Option<i16> {
        let of = |code: &Code| -> Option<i64> {
            let years = self.population.get(code)?;
            years.iter().min_by_key(|(known, _)| (known.abs_diff(year), **known)).map(|(_, population)| *population)
        };
        let whole = all.iter().map(of).sum::<Option<i64>>().filter(|whole| *whole > 0)?;
        let part = some.map(of).sum::<Option<i64>>()?;
        i16::try_from((part * 1000 + whole / 2) / whole).ok()
    }
}
