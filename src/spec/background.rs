//! What is known of practice: habits of symbols, sources of states, facts about how they count.
//!
//! In: `missing_symbols.csv`, `source_inventory.csv`, `country_evidence.csv`. Out: checked lines. They help people to ask and to write
//! mappings; no figure is read, graded or changed by them. Their texts are working notes in English.

use super::attribute::Attribute;
use super::csv_file::CsvFile;
use super::list_files::{AREA_LIST, Lists, code, member, text_of, year};
use super::problem::{Problems, in_one_line, spelling_hint};
use super::source::SpecSource;
use super::standard::Standard;
use crate::model::{Code, Status};

const SYMBOLS: &str = "missing_symbols.csv";
const SOURCES: &str = "source_inventory.csv";
const FACTS: &str = "country_evidence.csv";

/// What a symbol means where somebody uses it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SymbolHabit {
    /// The symbol.
    pub symbol: String,
    /// Who uses it so.
    pub convention: String,
    /// What it means there.
    pub meaning: String,
    /// The status it would give; none for a true zero or a category.
    pub status: Option<Status>,
}

/// A source that a state has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownSource {
    /// The state.
    pub area: Code,
    /// The source.
    pub source: String,
    /// Its type, a value of the attribute `source_type`.
    pub kind: String,
    /// Its year, or the first one.
    pub since: i16,
    /// What to know about it.
    pub note: String,
}

/// A fact about how a state counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountryFact {
    /// The state.
    pub area: Code,
    /// The attribute or topic it is about.
    pub topic: String,
    /// The fact.
    pub fact: String,
    /// What it means for comparisons.
    pub consequence: String,
    /// Where it was read.
    pub source: String,
}

/// All of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Background {
    /// Habits of symbols, in the order of the file.
    pub symbols: Vec<SymbolHabit>,
    /// Sources by state.
    pub sources: Vec<KnownSource>,
    /// Facts by state.
    pub facts: Vec<CountryFact>,
}

/// Reads what is known of practice.
pub(super) fn read_background(source: &SpecSource, lists: &Lists, attributes: &[Attribute], problems: &mut Problems) -> Background {
    let mut found = Background::default();
    let area = |text: &str| {
        let known = lists.get(AREA_LIST).and_then(|list| list.get(text)).is_some();
        if known { code(text) } else { Err(format!("`{text}` is not a code of the list `{AREA_LIST}`")) }
    };
    for path in source.parts(SYMBOLS) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        for row in CsvFile::read(path, text, &["symbol", "convention", "meaning", "status", "zero", "evidence"], &[], problems).rows() {
            let status = row.read("status", problems, |text| member(text, Status::ALL, Status::as_str));
            let (symbol, convention, meaning) = (
                row.required("symbol", problems, text_of),
                row.required("convention", problems, text_of),
                row.required("meaning", problems, text_of),
            );
            let (Some(symbol), Some(convention), Some(meaning)) = (symbol, convention, meaning) else { continue };
            found.symbols.push(SymbolHabit { symbol, convention, meaning, status });
        }
    }
    for path in source.parts(SOURCES) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        for row in CsvFile::read(path, text, &["area", "source", "type", "since", "note"], &[], problems).rows() {
            let kind = row.required("type", problems, |text| source_type(text, attributes));
            let since = row.required("since", problems, year);
            let (area, name) = (row.required("area", problems, area), row.required("source", problems, text_of));
            let (Some(area), Some(name), Some(kind), Some(since)) = (area, name, kind, since) else { continue };
            found.sources.push(KnownSource { area, source: name, kind, since, note: row.get("note").to_owned() });
        }
    }
    for path in source.parts(FACTS) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        for row in CsvFile::read(path, text, &["area", "topic", "fact", "consequence", "source", "read"], &[], problems).rows() {
            let (area, topic, fact) =
                (row.required("area", problems, area), row.required("topic", problems, text_of), row.required("fact", problems, text_of));
            let (Some(area), Some(topic), Some(fact)) = (area, topic, fact) else { continue };
            let (consequence, source) = (row.get("consequence").to_owned(), row.get("source").to_owned());
            found.facts.push(CountryFact { area, topic, fact, consequence, source });
        }
    }
    found
}

/// A type of source, or what is wrong with it and what to type instead.
pub(super) fn source_type(text: &str, attributes: &[Attribute]) -> Result<String, String> {
    let types = attributes.iter().find(|attribute| attribute.id.as_str() == "source_type");
    let types: Vec<&str> = types.into_iter().flat_map(|attribute| &attribute.values).map(|choice| choice.code.as_str()).collect();
    if types.contains(&text) {
        return Ok(text.to_owned());
    }
    Err(in_one_line((format!("`{text}` is no type of source"), spelling_hint(text, types))))
}

impl Standard {
    /// What a symbol means where somebody uses it, in words; nothing where nobody is known to.
    ///
    /// ```
    /// use concord::spec::Standard;
    ///
    /// let habits = Standard::shipped().unwrap().habits_of("..");
    /// assert!(habits.contains("not available") && habits.contains("not applicable"), "{habits}");
    /// ```
    #[must_use]
    pub fn habits_of(&self, symbol: &str) -> String {
        let mut said: Vec<String> = Vec::new();
        for habit in self.background.symbols.iter().filter(|habit| habit.symbol == symbol.trim()) {
            let status = habit.status.map_or_else(String::new, |status| format!(", status {status}"));
            let one = format!("{} ({}{status})", habit.meaning, habit.convention);
            if !said.contains(&one) {
                said.push(one);
            }
        }
        said.join("; ")
    }
}
