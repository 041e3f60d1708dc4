//! One code list: its codes, and how codes of other systems and names lead to them.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::Date;

use super::language::{CodeSystem, Language};
use super::normalise::normalise;
use crate::model::{AreaKind, Code};

/// The days on which something holds, both ends inside; open where no day is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Validity {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl Validity {
    /// Whether it ends before it begins.
    pub(super) fn is_backwards(&self) -> bool {
        self.from.zip(self.to).is_some_and(|(from, to)| from > to)
    }

    /// Whether it holds on a day.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether it holds on any day of a span, both ends inside. A name whose validity doesn't touch the period of a value was
    /// not in use for it: it still leads to its code, but the source may mean something else.
    #[must_use]
    pub fn touches(&self, first: Date, last: Date) -> bool {
        self.from.is_none_or(|from| from <= last) && self.to.is_none_or(|to| first <= to)
    }

    /// The span from the earlier first to the later last day.
    fn widened(self, other: Self) -> Self {
        let from = self.from.zip(other.from).map(|(one, two)| one.min(two));
        let to = self.to.zip(other.to).map(|(one, two)| one.max(two));
        Self { from, to }
    }
}

/// Which foreign countries a group stands for, seen from the reporting one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Abroad {
    /// Every one.
    All,
    /// Those that are members of a region.
    In(Code),
    /// Those that are not members of a region.
    NotIn(Code),
}

/// Whom a group of foreigners stands for; who they are depends on the reporting country.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreigners {
    /// The countries.
    pub of: Abroad,
    /// Codes beside the countries, such as the stateless.
    pub with: BTreeSet<Code>,
}

impl FromStr for Foreigners {
    type Err = String;

    /// Reads `all`, `in 171` or `not in 171`, each with further codes behind semicolons: `all;STLS`.
    fn from_str(text: &str) -> Result<Self, String> {
        let mut parts = text.split(';').map(str::trim);
        let countries = parts.next().unwrap_or_default();
        let code = |text: &str| Code::new(text.trim()).map_err(|error| error.to_string());
        let of = match (countries, countries.strip_prefix("in "), countries.strip_prefix("not in ")) {
            ("all", ..) => Abroad::All,
            (_, Some(region), _) => Abroad::In(code(region)?),
            (_, _, Some(region)) => Abroad::NotIn(code(region)?),
            _ => return Err(format!("`{countries}` is not known; expected `all`, `in` or `not in` with the code of a region")),
        };
        Ok(Self { of, with: parts.map(code).collect::<Result<_, _>>()? })
    }
}

impl Foreigners {
    /// The codes that it names.
    pub fn codes(&self) -> impl Iterator<Item = &Code> {
        let region = match &self.of {
            Abroad::All => None,
            Abroad::In(region) | Abroad::NotIn(region) => Some(region),
        };
        region.into_iter().chain(&self.with)
    }

    /// Whether it stands for every foreign country, and for nothing else.
    #[must_use]
    pub fn is_all(&self) -> bool {
        self.of == Abroad::All && self.with.is_empty()
    }
}

/// One code of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: Code,
    /// What kind of area it names; only on areas, and on all of them.
    pub kind: Option<AreaKind>,
    /// The code it is a part of.
    pub parent: Option<Code>,
    /// Whom it stands for, where it is a group of foreigners.
    pub foreigners: Option<Foreigners>,
    /// When what it names existed. A former state may still stand in later data as a country of birth.
    pub validity: Validity,
    /// The label in each language that has one.
    pub labels: BTreeMap<Language, String>,
    /// Its codes in other systems.
    pub systems: BTreeMap<CodeSystem, Vec<String>>,
    /// What to watch for.
    pub note: Option<String>,
}

impl Entry {
    /// The label in a language, or in English, or the code.
    #[must_use]
    pub fn label(&self, language: Language) -> &str {
        let label = self.labels.get(&language).or_else(|| self.labels.get(&Language::EN));
        label.map_or(self.code.as_str(), String::as_str)
    }
}

/// What a name leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// Nothing.
    None,
    /// One code, and when the name was in use for it.
    One(Code, Validity),
    /// Several codes: the mapping must decide. In order of code.
    Several(Vec<Code>),
}

#[derive(Debug, Clone)]
struct Name {
    language: Language,
    code: Code,
    text: String,
    validity: Validity,
    written: Written,
}

/// Where a name is written, so that a collision can be told with its line.
#[derive(Debug, Clone)]
pub(super) struct Written {
    pub(super) file: Arc<str>,
    pub(super) line: u32,
}

/// A name that leads to several codes within one language.
pub(super) struct Collision<'a> {
    pub(super) language: Language,
    pub(super) key: &'a str,
    pub(super) codes: BTreeSet<&'a Code>,
    /// Where the last of them is written.
    pub(super) written: &'a Written,
}

/// A closed list of codes.
#[derive(Debug, Clone)]
pub struct CodeList {
    id: String,
    entries: Vec<Entry>,
    positions: BTreeMap<Code, usize>,
    systems: BTreeMap<(CodeSystem, String), Code>,
    names: BTreeMap<String, Vec<Name>>,
}

/// A text that already leads to another code.
pub(super) struct Taken(pub(super) Code);

impl CodeList {
    pub(super) fn new(id: &str) -> Self {
        Self { id: id.to_owned(), entries: Vec::new(), positions: BTreeMap::new(), systems: BTreeMap::new(), names: BTreeMap::new() }
    }

    /// Adds a code with its labels; false where the code is there already.
    ///
    /// Each label is known by where it is written, English labels in the list itself.
    pub(super) fn add(&mut self, entry: Entry, written: &Written, elsewhere: &BTreeMap<Language, Written>) -> bool {
        if self.positions.contains_key(entry.code.as_str()) {
            return false;
        }
        for (language, label) in &entry.labels {
            // A label names the code as long as there is one, whatever became of the thing.
            self.add_name(&entry.code, *language, label, Validity::default(), elsewhere.get(language).unwrap_or(written));
        }
        self.positions.insert(entry.code.clone(), self.entries.len());
        self.entries.push(entry);
        true
    }

    /// Adds a name by which a code is recognised.
    pub(super) fn add_name(&mut self, code: &Code, language: Language, text: &str, validity: Validity, written: &Written) {
        let name = Name { language, code: code.clone(), text: text.to_owned(), validity, written: written.clone() };
        self.names.entry(normalise(text).key).or_default().push(name);
    }

    /// Adds the code of another system.
    pub(super) fn add_system(&mut self, system: CodeSystem, text: &str, code: &Code) -> Result<(), Taken> {
        match self.systems.insert((system, canonical(system, text)), code.clone()) {
            Some(other) if other != *code => Err(Taken(other)),
            _ => Ok(()),
        }
    }

    /// Every name that leads to several codes within one language.
    pub(super) fn collisions(&self) -> Vec<Collision<'_>> {
        let mut found = Vec::new();
        for (key, names) in &self.names {
            let mut by_language: BTreeMap<Language, Collision<'_>> = BTreeMap::new();
            for name in names {
                let new = || Collision { language: name.language, key, codes: BTreeSet::new(), written: &name.written };
                let collision = by_language.entry(name.language).or_insert_with(new);
                collision.codes.insert(&name.code);
                collision.written = &name.written;
            }
            found.extend(by_language.into_values().filter(|collision| collision.codes.len() > 1));
        }
        found
    }

    /// The name of the list.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The codes in the order of the file.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Every code, in order of the list.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.code.as_str())
    }

    /// The entry of a code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Entry> {
        self.positions.get(code).and_then(|position| self.entries.get(*position))
    }

    /// The code that a text stands for in a system. Capital and small letters differ, leading zeros of numbers don't.
    #[must_use]
    pub fn by_system(&self, system: CodeSystem, text: &str) -> Option<&Code> {
        self.systems.get(&(system, canonical(system, text)))
    }

    /// What a name leads to in any of the languages; every language where none is given.
    ///
    /// The name must be the key that [`normalise`] gives.
    #[must_use]
    pub fn by_name(&self, normalised: &str, languages: &[Language]) -> Lookup {
        let mut codes: BTreeMap<&Code, Validity> = BTreeMap::new();
        for name in self.names.get(normalised).into_iter().flatten().filter(|name| spoken(name.language, languages)) {
            let validity = codes.entry(&name.code).or_insert(name.validity);
            *validity = validity.widened(name.validity);
        }
        match codes.len() {
            0 => Lookup::None,
            1 => codes.pop_first().map_or(Lookup::None, |(code, validity)| Lookup::One(code.clone(), validity)),
            _ => Lookup::Several(codes.into_keys().cloned().collect()),
        }
    }

    /// The `count` names most like a text, best first, each code once. For hints only: likeness is not a reading.
    #[must_use]
    pub fn nearest(&self, normalised: &str, languages: &[Language], count: usize) -> Vec<(String, Code)> {
        let mut ranked: Vec<(f64, &Name)> = Vec::new();
        for (key, names) in &self.names {
            let likeness = strsim::jaro_winkler(normalised, key);
            if likeness >= 0.8 {
                ranked.extend(names.iter().filter(|name| spoken(name.language, languages)).map(|name| (likeness, name)));
            }
        }
        ranked.sort_by(|(one, first), (two, second)| {
            two.total_cmp(one).then_with(|| (&first.code, &first.text).cmp(&(&second.code, &second.text)))
        });
        let mut seen = BTreeSet::new();
        ranked.retain(|(_, name)| seen.insert(&name.code));
        ranked.into_iter().take(count).map(|(_, name)| (name.text.clone(), name.code.clone())).collect()
    }
}

fn spoken(language: Language, languages: &[Language]) -> bool {
    languages.is_empty() || languages.contains(&language)
}

/// Numbers lose their leading zeros, since spreadsheets do the same to `004`.
fn canonical(system: CodeSystem, text: &str) -> String {
    let text = text.trim();
    match system {
        CodeSystem::M49 | CodeSystem::Undesa => {
            let short = text.trim_start_matches('0');
            if short.is_empty() { text } else { short }.to_owned()
        }
        CodeSystem::Iso3 | CodeSystem::Iso2 | CodeSystem::Unhcr | CodeSystem::Eurostat => text.to_owned(),
    }
}
