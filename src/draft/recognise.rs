//! What a set of labels is about: years, parts of the year, sexes, ages, countries, or another list of the standard.
//!
//! In: the distinct labels of a stub column or header level. Out: the one reading that fits best, with the share of labels
//! that fit. A reading is taken only where most labels fit it; a likeness never counts.

use std::collections::BTreeSet;

use super::cells::{pair_of_years, year_in};
use crate::model::{Age, Calendar, Code, Frequency};
use crate::spec::{CodeList, CodeSystem, Language, Lookup, MonthLookup, Standard, normalise};

/// What labels can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sort {
    Years,
    PartsOfYear,
    /// Codes of a list of the standard, by name or by a code system.
    List {
        list: String,
        system: Option<CodeSystem>,
    },
}

/// A line of `values` that follows from the words of the label itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub text: String,
    pub says: Says,
    pub why: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Says {
    Code(Code),
    Part(Frequency, Option<i8>),
}

/// The reading of a set of labels.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub sort: Sort,
    /// Labels that fit.
    pub matched: usize,
    /// Labels that fit and have only one meaning.
    pub certain: usize,
    /// All labels.
    pub total: usize,
    /// Lines the mapping needs, since the lists alone don't know the words.
    pub lines: Vec<Line>,
}

/// Compares labels with the lists of the standard.
pub(super) struct Recogniser<'a> {
    pub standard: &'a Standard,
    pub languages: &'a [Language],
}

impl Recogniser<'_> {
    /// The best reading of the labels; none where no reading fits most of them.
    pub(super) fn read(&self, labels: &BTreeSet<String>) -> Option<Reading> {
        let total = labels.len();
        if total == 0 {
            return None;
        }
        let years = labels.iter().filter(|label| year_in(label).is_some() || is_pair(label)).count();
        if years * 10 >= total * 8 {
            return Some(Reading { sort: Sort::Years, matched: years, certain: years, total, lines: Vec::new() });
        }
        let parts = self.parts_of_year(labels);
        if parts.matched * 10 >= total * 8 {
            return Some(parts);
        }
        let mut best: Option<Reading> = None;
        for reading in self.of_lists(labels) {
            if best.as_ref().is_none_or(|best| reading.matched > best.matched) {
                best = Some(reading);
            }
        }
        best
    }

    fn of_lists(&self, labels: &BTreeSet<String>) -> Vec<Reading> {
        let total = labels.len();
        let mut found = Vec::new();
        // Sex and age first: where a total alone fits several lists, the shorter list says more.
        for id in [
            "sex",
            "age",
            "area",
            "purpose",
            "reason_permit",
            "reason_migration",
            "permit_event",
            "protection_status",
            "acq_mode",
            "residence_status",
            "permit_duration",
        ] {
            let Some(list) = self.standard.lists.get(id) else { continue };
            let mut lines = Vec::new();
            let mut codes = BTreeSet::new();
            let (mut matched, mut several) = (0, 0);
            for label in labels {
                match self.one(list, label) {
                    Found::Listed(code) => {
                        codes.insert(code);
                        matched += 1;
                    }
                    Found::Several if id == "area" => {
                        several += 1;
                        matched += 1;
                    }
                    Found::Several => {}
                    Found::Line(line) => {
                        if let Says::Code(code) = &line.says {
                            codes.insert(code.clone());
                        }
                        lines.push(line);
                        matched += 1;
                    }
                    Found::Nothing => {}
                }
            }
            let beyond_total = codes.iter().filter(|code| !code.is_total()).count();
            let enough = match id {
                "sex" => beyond_total >= 2 && matched * 10 >= total * 9,
                "age" => beyond_total >= 2 && matched * 10 >= total * 6,
                "area" => beyond_total >= 2 && matched * 10 >= total * 4,
                _ => beyond_total >= 2 && matched * 10 >= total * 7,
            };
            if enough {
                found.push(Reading {
                    sort: Sort::List { list: id.to_owned(), system: None },
                    matched,
                    certain: matched - several,
                    total,
                    lines,
                });
            }
        }
        found.extend(self.by_system(labels));
        found
    }

    /// A code system that fits nearly the whole column; UNHCR is never tried, since its letters look like those of ISO.
    fn by_system(&self, labels: &BTreeSet<String>) -> Option<Reading> {
        let list = self.standard.area_list()?;
        let total = labels.len();
        [CodeSystem::Iso3, CodeSystem::Iso2, CodeSystem::Undesa, CodeSystem::M49, CodeSystem::Eurostat]
            .into_iter()
            .map(|system| (labels.iter().filter(|label| list.by_system(system, label).is_some()).count(), system))
            .filter(|(matched, _)| *matched >= 3 && matched * 10 >= total * 9)
            .max_by_key(|(matched, _)| *matched)
            .map(|(matched, system)| Reading {
                sort: Sort::List { list: "area".to_owned(), system: Some(system) },
                matched,
                certain: matched,
                total,
                lines: Vec::new(),
            })
    }

    fn one(&self, list: &CodeList, label: &str) -> Found {
        let key = normalise(label).key;
        match list.by_name(&key, self.languages) {
            Lookup::One(code, _) => return Found::Listed(code),
            Lookup::Several(_) => return Found::Several,
            Lookup::None => {}
        }
        match list.id() {
            "sex" => self.sex_within(list, label),
            "age" => age(&key).map_or(Found::Nothing, |code| {
                Found::Line(Line { text: label.to_owned(), says: Says::Code(code), why: "the numbers of the label".to_owned() })
            }),
            _ => Found::Nothing,
        }
    }

    /// A sex named by whole words inside a longer label, where the label names only one.
    fn sex_within(&self, list: &CodeList, label: &str) -> Found {
        let key = normalise(&label.replace('_', " ")).key;
        let words: Vec<&str> = key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let mut found: BTreeSet<(Code, String)> = BTreeSet::new();
        for length in (1..=3).rev() {
            for run in words.windows(length) {
                let text = run.join(" ");
                // Single letters inside longer labels say nothing.
                if text.chars().count() < 2 {
                    continue;
                }
                if let Lookup::One(code, _) = list.by_name(&text, self.languages)
                    && !found.iter().any(|(_, longer)| longer.contains(&text))
                {
                    found.insert((code, text));
                }
            }
        }
        let codes: BTreeSet<&Code> = found.iter().map(|(code, _)| code).collect();
        match (codes.len(), found.iter().next()) {
            (1, Some((code, text))) => {
                Found::Line(Line { text: label.to_owned(), says: Says::Code(code.clone()), why: format!("the word `{text}` in the label") })
            }
            _ => Found::Nothing,
        }
    }

    fn parts_of_year(&self, labels: &BTreeSet<String>) -> Reading {
        let mut lines: Vec<Line> = Vec::new();
        let mut quarters = 0;
        let mut months = 0;
        for label in labels {
            let key = normalise(label).key;
            if let MonthLookup::One(_) = self.standard.month(&key, Calendar::Gregorian, self.languages) {
                months += 1;
                continue;
            }
            let said =
                quarter(&key).map(|number| (Frequency::Q, Some(number))).or_else(|| whole_year(&key).then_some((Frequency::A, None)));
            if let Some((frequency, number)) = said {
                quarters += usize::from(frequency == Frequency::Q);
                lines.push(Line { text: label.clone(), says: Says::Part(frequency, number), why: String::new() });
            }
        }
        let matched = if quarters + months >= 2 { lines.len() + months } else { 0 };
        Reading { sort: Sort::PartsOfYear, matched, certain: matched, total: labels.len(), lines }
    }

    /// Names near a label, to be shown as candidates.
    pub(super) fn candidates(&self, list: &CodeList, label: &str) -> Vec<(String, Code)> {
        list.nearest(&normalise(label).key, self.languages, 3)
    }
}

/// Whether a label is a pair of years and nothing else.
fn is_pair(label: &str) -> bool {
    pair_of_years(label).is_some_and(|pair| pair.as_str().len() == label.trim().len())
}

enum Found {
    Listed(Code),
    Several,
    Line(Line),
    Nothing,
}

/// The quarter a label names: `Q1`, `T1`, `1st`, `1er trimestre`.
fn quarter(key: &str) -> Option<i8> {
    let words: Vec<&str> = key.split_whitespace().collect();
    let (number, rest) = match words.as_slice() {
        [one] => (one.trim_start_matches(['q', 't']), ""),
        [one, rest @ ..] => (one.trim_start_matches(['q', 't']), *rest.first()?),
        [] => return None,
    };
    if !["", "quarter", "trimestre", "total"].contains(&rest) {
        return None;
    }
    let bare = number.trim_end_matches(|c: char| !c.is_ascii_digit());
    let marked = key.starts_with(['q', 't']) || bare.len() < number.len() || rest == "quarter" || rest == "trimestre";
    bare.parse().ok().filter(|quarter| marked && (1..=4).contains(quarter))
}

fn whole_year(key: &str) -> bool {
    let words: Vec<&str> = key.split_whitespace().collect();
    if let [year, "total"] | ["total", year] = words.as_slice()
        && year_in(year).is_some()
    {
        return true;
    }
    ["annual", "year", "annuel", "annee", "anual", "ano", "سنوي", "full year", "yearly"].contains(&key)
}

/// The age group a label states by its numbers.
fn age(key: &str) -> Option<Code> {
    let numbers: Vec<u8> = key
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty() && part.len() <= 3)
        .filter_map(|part| part.parse().ok())
        .collect();
    let has = |words: &[&str]| words.iter().any(|word| key.contains(word));
    let text = match numbers.as_slice() {
        [from, to] if from < to && key.len() <= 24 => format!("Y{from}T{to}"),
        [from] if has(&["+", "plus", "over", "above", "more", "mais", "فأكثر", "فاكثر", "ou plus"]) && key.len() <= 24 => {
            format!("Y_GE{from}")
        }
        [to] if has(&["moins de", "under", "less than", "menos de", "أقل من", "اقل من", "below"]) && key.len() <= 24 => {
            match to {
                0 => return None,
                1 => "Y_LT1".to_owned(),
                to => format!("Y0T{}", to - 1),
            }
        }
        _ => return None,
    };
    text.parse::<Age>().ok()?;
    Code::new(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(labels: &[&str], languages: &[Language]) -> Option<Reading> {
        let labels: BTreeSet<String> = labels.iter().map(|label| (*label).to_owned()).collect();
        Recogniser { standard: crate::testing::standard(), languages }.read(&labels)
    }

    fn list(reading: &Reading) -> &str {
        match &reading.sort {
            Sort::List { list, .. } => list,
            Sort::Years => "years",
            Sort::PartsOfYear => "parts",
        }
    }

    #[test]
    fn lists_are_told_apart() {
        for (labels, language, expected) in [
            (&["2020", "2021", "2022*"][..], Language::EN, "years"),
            (&["1st", "2nd", "3rd", "4th", "Annual"][..], Language::EN, "parts"),
            (&["Q1", "Q2", "Q3", "Q4"][..], Language::EN, "parts"),
            (&["Hommes", "Femmes", "Total"][..], Language::FR, "sex"),
            (&["Stock_Total", "Stock_Homens", "Stock_Mulheres"][..], Language::PT, "sex"),
            (&["Moins de 15 ans", "15-29 ans", "60 ans et plus"][..], Language::FR, "age"),
            (&["Kenya", "Uganda", "Somalia", "Elsewhere"][..], Language::EN, "area"),
            (&["KEN", "UGA", "SOM", "ETH"][..], Language::EN, "area"),
        ] {
            let reading = read(labels, &[language]).unwrap_or_else(|| panic!("{labels:?}"));
            assert_eq!(list(&reading), expected, "{labels:?}");
        }
        assert!(read(&["Nairobi National Park", "Fort Jesus", "Lamu"], &[Language::EN]).is_none());
    }

    #[test]
    fn ages_follow_from_their_numbers() {
        for (label, code) in
            [("15-29 ans", "Y15T29"), ("60 ans et plus", "Y_GE60"), ("Moins de 15 ans", "Y0T14"), ("85+", "Y_GE85"), ("under 1", "Y_LT1")]
        {
            assert_eq!(age(&normalise(label).key).as_ref().map(Code::as_str), Some(code), "{label}");
        }
        assert_eq!(age("table 12 of 13, revised edition of june"), None);
        assert_eq!(age("29-15"), None);
    }
}
