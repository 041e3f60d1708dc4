//! Names of months, and which calendars are in use where: `month_names.csv` and `calendars.toml` of a standard.
//!
//! Gives what a label or an area says about time, with every reading it allows. Choosing one is left to mappings.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::csv_file::CsvFile;
use super::language::{Language, Languages};
use super::list_files::{self, AREA_LIST, Lists};
use super::load::{line_at, load_toml};
use super::normalise::normalise;
use super::problem::Problems;
use super::source::SpecSource;
use crate::model::{Calendar, Code};

const MONTH_NAMES: &str = "month_names.csv";
const CALENDARS: &str = "calendars.toml";

/// What the name of a month leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MonthLookup {
    /// Nothing.
    None,
    /// One month of the calendar, from 1.
    One(i8),
    /// Several months, in order: the languages of the source don't tell which. The mapping must decide.
    Several(Vec<i8>),
}

/// The names of months in every calendar and language.
#[derive(Debug, Clone, Default)]
pub struct MonthNames {
    names: BTreeMap<(Calendar, String), BTreeSet<(Language, i8)>>,
}

impl MonthNames {
    /// Every name, as its calendar and the key under which it is compared.
    pub fn keys(&self) -> impl Iterator<Item = (Calendar, &str)> {
        self.names.keys().map(|(calendar, name)| (*calendar, name.as_str()))
    }

    /// What a name leads to in a calendar and any of the languages; every language where none is given.
    ///
    /// The name must be the key that [`normalise`](super::normalise()) gives.
    #[must_use]
    pub fn month(&self, normalised: &str, calendar: Calendar, languages: &[Language]) -> MonthLookup {
        let named = self.names.get(&(calendar, normalised.to_owned()));
        let spoken = named.into_iter().flatten().filter(|(language, _)| languages.is_empty() || languages.contains(language));
        let months: BTreeSet<i8> = spoken.map(|(_, month)| *month).collect();
        match months.len() {
            0 => MonthLookup::None,
            1 => months.first().map_or(MonthLookup::None, |month| MonthLookup::One(*month)),
            _ => MonthLookup::Several(months.into_iter().collect()),
        }
    }
}

/// Where a calendar is in use, and what shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarUse {
    /// The calendar; several where what shows it doesn't tell its variants apart.
    pub calendars: Vec<Calendar>,
    /// The areas whose offices file figures in it, beside the Gregorian one.
    pub areas: BTreeSet<Code>,
    /// The years that are plausible in it and in the Gregorian calendar: in a file of these areas such a year says nothing.
    pub ambiguous_years: Option<RangeInclusive<i16>>,
    /// Texts that show it.
    pub marks: Vec<String>,
    /// Texts that show it where no mark of another calendar stands beside them.
    pub weak_marks: Vec<String>,
}

impl CalendarUse {
    /// Whether a year stated in a file of an area can be one of this calendar or one of the Gregorian one.
    ///
    /// ```
    /// use concord::model::Calendar;
    /// use concord::spec::Standard;
    ///
    /// let standard = Standard::shipped().unwrap();
    /// let ethiopian = standard.calendars_in_use("ETH").into_iter().find(|used| used.calendars == [Calendar::Ethiopian]).unwrap();
    /// assert!(ethiopian.is_ambiguous(2015) && !ethiopian.is_ambiguous(1999));
    /// ```
    #[must_use]
    pub fn is_ambiguous(&self, year: i16) -> bool {
        self.ambiguous_years.as_ref().is_some_and(|years| years.contains(&year))
    }
}

/// The calendars whose marks stand in a text as words of their own, in order; empty where nothing shows one.
pub(super) fn marked(uses: &[CalendarUse], text: &str) -> BTreeSet<Calendar> {
    let by = |marks: fn(&CalendarUse) -> &[String]| -> BTreeSet<Calendar> {
        let shown = uses.iter().filter(|used| marks(used).iter().any(|mark| stands_in(mark, text)));
        shown.flat_map(|used| used.calendars.iter().copied()).collect()
    };
    let strong = by(|used| &used.marks);
    if strong.is_empty() { by(|used| &used.weak_marks) } else { strong }
}

/// Whether a mark stands in a text with no letter directly before or behind it; digits may touch it, as in `1445هـ`.
fn stands_in(mark: &str, text: &str) -> bool {
    text.match_indices(mark).any(|(start, found)| {
        let before = text[..start].chars().next_back();
        let behind = text[start + found.len()..].chars().next();
        [before, behind].into_iter().flatten().all(|neighbour| !neighbour.is_alphabetic())
    })
}

/// Reads the names of months.
pub(super) fn read_month_names(source: &SpecSource, languages: &Languages, problems: &mut Problems) -> MonthNames {
    let mut found = MonthNames::default();
    let Some(Some(text)) = problems.value_of(source.text(MONTH_NAMES)) else { return found };
    for row in CsvFile::read(MONTH_NAMES, text, &["calendars", "locale", "month", "names", "source"], &[], problems).rows() {
        let calendars = row.required("calendars", problems, |text| {
            text.split(';').map(|part| list_files::member(part.trim(), Calendar::ALL, Calendar::as_str)).collect::<Result<Vec<_>, _>>()
        });
        // Variants of one language share its names: a mapping states the language.
        let language = row.required("locale", problems, |text| languages.named(text.split('-').next().unwrap_or(text)));
        let month = row.required("month", problems, |text| text.parse::<i8>().map_err(|_| format!("`{text}` is not a month")));
        let names = row.required("names", problems, |text| Ok(text.to_owned()));
        let (Some(calendars), Some(language), Some(month), Some(names)) = (calendars, language, month, names) else { continue };
        for calendar in calendars {
            if !(1..=calendar.months()).contains(&month) {
                problems.add(MONTH_NAMES, row.line, format!("the {calendar} calendar has no month {month}"));
            }
            for name in names.split(';') {
                found.names.entry((calendar, normalise(name).key)).or_default().insert((language, month));
            }
        }
    }
    found
}

/// `calendars.toml`.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct CalendarsFile {
    #[validate(range(min = 1, max = 1, message = "this program reads schema 1"))]
    schema: u32,
    #[serde(default)]
    calendar: Vec<CalendarEntry>,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct CalendarEntry {
    calendars: Vec<Calendar>,
    #[serde(default)]
    #[schemars(with = "Vec<Code>")]
    areas: Vec<Spanned<Code>>,
    #[schemars(with = "Option<(i16, i16)>")]
    ambiguous_years: Option<Spanned<(i16, i16)>>,
    #[serde(default)]
    marks: Vec<String>,
    #[serde(default)]
    weak_marks: Vec<String>,
}

/// Reads where calendars are in use, in the order of the file.
pub(super) fn read_calendars(source: &SpecSource, lists: &Lists, problems: &mut Problems) -> Vec<CalendarUse> {
    let Some(Some(text)) = problems.value_of(source.text(CALENDARS)) else { return Vec::new() };
    let Some(file) = problems.value_of(load_toml::<CalendarsFile>(CALENDARS, text)) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in file.calendar {
        for area in &entry.areas {
            if lists.get(AREA_LIST).and_then(|list| list.get(area.get_ref().as_str())).is_none() {
                let message = format!("`{}` is not a code of the list `{AREA_LIST}`", area.get_ref());
                problems.add(CALENDARS, line_at(text, area.span().start), message);
            }
        }
        if let Some(years) = &entry.ambiguous_years
            && years.get_ref().0 > years.get_ref().1
        {
            problems.add(CALENDARS, line_at(text, years.span().start), "the last year is before the first one");
        }
        found.push(CalendarUse {
            calendars: entry.calendars,
            areas: entry.areas.into_iter().map(Spanned::into_inner).collect(),
            ambiguous_years: entry.ambiguous_years.map(|years| years.get_ref().0..=years.get_ref().1),
            marks: entry.marks,
            weak_marks: entry.weak_marks,
        });
    }
    found
}
