//! The answers on the sheet of questions about definitions.

use std::collections::{BTreeMap, BTreeSet};

use super::code_of;
use super::findings::ANSWER_UNCLEAR;
use super::ids::ColumnId;
use super::outline::Outline;
use crate::diag::Finding;
use crate::model::{Age, CellRef};
use crate::spec::{Attribute, AttributeKind, Language, Standard, normalise, spelling_hint};

/// The entry of a list of several values that takes one of them.
pub const YES: &str = "yes";
/// The entry that leaves it out.
pub const NO: &str = "no";

/// One answer.
pub(super) struct Answer {
    /// The attribute of the definition profile.
    pub attribute: String,
    /// The tables it is given for.
    pub tables: BTreeSet<String>,
    /// The value, or several of a set.
    pub values: Vec<String>,
    /// The cell that gives it.
    pub at: String,
    /// The document named beside it.
    pub document: Option<String>,
}

/// Reads the answers of a sheet, and tells of those that can't be taken.
pub(super) fn answers(outline: &Outline<'_>, standard: &Standard) -> (Vec<Answer>, Vec<Finding>) {
    let mut findings = Vec::new();
    // The parts of a set stand in rows of their own; they come together under attribute and tables.
    let mut found: BTreeMap<(String, String), Answer> = BTreeMap::new();
    let named = |name: &str| outline.column(&ColumnId::Named(name.to_owned()));
    let (Some(attribute), Some(answer)) = (named("attribute"), named("answer")) else { return (Vec::new(), findings) };
    for row in outline.body() {
        let text = |column: Option<u32>| column.and_then(|column| outline.text(CellRef::new(row, column)));
        let (Some(id), Some(said)) = (text(Some(attribute)), text(Some(answer))) else { continue };
        let (id, part) = id.split_once('=').map_or((id.as_str(), None), |(id, part)| (id, Some(part)));
        let Some(known) = standard.attribute(id).filter(|known| known.is_asked()) else { continue };
        let at = CellRef::new(row, answer);
        let typed = code_of(&said);
        let value = match part {
            Some(_) if typed.eq_ignore_ascii_case(NO) => continue,
            Some(part) if typed.eq_ignore_ascii_case(YES) => Some(part.to_owned()),
            Some(_) => None,
            None => checked(standard, known, &said),
        };
        let Some(value) = value else {
            let message = format!("`{said}` is no answer to `{id}`");
            let finding = Finding::new(&ANSWER_UNCLEAR, message).at(outline.place(Some(at)));
            let choices = known.values.iter().map(|choice| choice.code.as_str());
            findings.push(match nearest_choice(standard, known, &said).or_else(|| spelling_hint(typed, choices)) {
                Some(hint) => finding.hint(hint),
                None => finding,
            });
            continue;
        };
        let tables = text(named("tables")).unwrap_or_default();
        let entry = found.entry((id.to_owned(), tables.clone())).or_insert_with(|| Answer {
            attribute: id.to_owned(),
            tables: tables.split(';').map(|table| table.trim().to_owned()).filter(|table| !table.is_empty()).collect(),
            values: Vec::new(),
            at: outline.named_cell(at),
            document: text(named("evidence")),
        });
        entry.values.push(value);
    }
    (found.into_values().collect(), findings)
}

/// The value of an answer, where the attribute can have it.
fn checked(standard: &Standard, attribute: &Attribute, said: &str) -> Option<String> {
    if attribute.kind == AttributeKind::Code {
        return choice(standard, attribute, said).map(str::to_owned);
    }
    let typed = code_of(said).to_owned();
    let known = || attribute.values.iter().any(|choice| choice.code == typed);
    let taken = match attribute.kind {
        AttributeKind::Set => known(),
        AttributeKind::Year => typed.parse::<i16>().is_ok_and(|year| (1700..=2200).contains(&year)),
        AttributeKind::Ages => typed == "all" || typed.parse::<Age>().is_ok_and(|age| matches!(age, Age::Years { .. } | Age::AtLeast(_))),
        AttributeKind::Regions => return Some(if typed == "none" { typed } else { said.to_owned() }),
        AttributeKind::Code | AttributeKind::Observed => false,
    };
    taken.then_some(typed)
}

/// The value that an entry of a list names: by its code, or by its label in a language of the standard, without the code.
pub(super) fn choice<'a>(standard: &Standard, attribute: &'a Attribute, said: &str) -> Option<&'a str> {
    let (typed, key) = (code_of(said), normalise(said).key);
    let values = || attribute.values.iter().map(|value| value.code.as_str());
    let by_code = values().find(|code| code.eq_ignore_ascii_case(typed));
    // A label that two values share names neither.
    let mut named = values().filter(|code| labels(standard, attribute, code).iter().any(|label| normalise(label).key == key));
    by_code.or_else(|| named.next().filter(|_| named.next().is_none()))
}

/// The value whose label is most like a text, with that label; for hints only.
pub(super) fn nearest_choice(standard: &Standard, attribute: &Attribute, said: &str) -> Option<String> {
    let key = normalise(said).key;
    let values = attribute.values.iter().flat_map(|value| {
        labels(standard, attribute, &value.code).into_iter().chain([value.code.clone()]).map(|label| (value.code.as_str(), label))
    });
    let ranked = values.map(|(code, label)| (strsim::jaro_winkler(&key, &normalise(&label).key), code, label));
    let near = ranked.filter(|(likeness, ..)| *likeness >= 0.8).max_by(|one, two| one.0.total_cmp(&two.0));
    near.map(|(_, code, label)| format!("the nearest is `{code}` ({label}); choose an entry of the list in that cell"))
}

/// What a value is called in each language of the standard.
fn labels(standard: &Standard, attribute: &Attribute, code: &str) -> Vec<String> {
    let (key, english) = (format!("attribute/{}/value/{code}", attribute.id), attribute.words(code));
    let languages = standard.languages.of_texts.iter().copied().chain([Language::EN]);
    languages.map(|language| standard.text(&key, english, language).to_owned()).collect()
}
