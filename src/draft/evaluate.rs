//! Drafts measured against reviewed mappings, cell by cell.

use std::collections::{BTreeMap, BTreeSet};

use super::plan::{Draft, Todo};
use super::reading::{Statement, read_with, statements};
use crate::map::Resolution;
use crate::model::CellRef;
use crate::read::Workbook;
use crate::spec::{Feeds, Mapping, SpecError, Standard, load_mapping};

/// How a draft compares with the reviewed mapping of the same file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evaluated {
    /// Distinct labels that the reviewed mapping resolves in fields that feed something.
    pub labels: usize,
    /// Of these, labels that the draft gives the same meaning.
    pub labels_matched: usize,
    /// Value cells on which the reviewed mapping, or the draft, makes a statement.
    pub cells: usize,
    /// Cells of which the draft says the same, and asks nothing.
    pub right: usize,
    /// Cells of which the draft says the same as far as it says anything, and asks for the rest.
    pub asked: usize,
    /// Cells of which the draft says nothing, or where it asks about the figure itself.
    pub open: usize,
    /// Cells of which the draft states something that the reviewed mapping contradicts.
    pub wrong: usize,
    /// The first contradictions, for people.
    pub contradictions: Vec<String>,
}

/// How many contradictions are told in words.
const TOLD: usize = 5;

/// What became of one cell.
enum Verdict {
    Right,
    Asked,
    Open,
    Wrong(String),
}

/// Compares a draft with the reviewed mapping of the workbook.
///
/// # Errors
/// The draft does not load, which would be a fault of this program.
pub fn evaluate(workbook: &Workbook, draft: &Draft, reviewed: &Mapping, standard: &Standard) -> Result<Evaluated, SpecError> {
    let drafted = load_mapping("draft.toml", &draft.text, standard)?;
    let (theirs, their_labels) = all(workbook, reviewed, standard);
    let (ours, our_labels) = all(workbook, &drafted, standard);
    let mut result = Evaluated { labels: their_labels.len(), ..Evaluated::default() };
    result.labels_matched = their_labels.iter().filter(|(at, meaning)| our_labels.get(*at) == Some(*meaning)).count();
    let cells: BTreeSet<&(usize, CellRef)> = theirs
        .iter()
        .filter(|(_, one)| one.published)
        .map(|(at, _)| at)
        .chain(ours.iter().filter(|(_, one)| one.published).map(|(at, _)| at))
        .collect();
    for at in cells {
        let their = theirs.get(at).filter(|one| one.published);
        let our = ours.get(at).filter(|one| one.published);
        let asked =
            our.map(|our| Asked::of(&draft.todos, drafted.tables.get(our.table).map_or("", |table| table.id.as_str()))).unwrap_or_default();
        result.cells += 1;
        match judge(their, our, &asked) {
            Verdict::Right => result.right += 1,
            Verdict::Asked => result.asked += 1,
            Verdict::Open => result.open += 1,
            Verdict::Wrong(why) => {
                result.wrong += 1;
                if result.contradictions.len() < TOLD {
                    let sheet = workbook.sheets.get(at.0).map_or("", |sheet| &sheet.name);
                    result.contradictions.push(format!("{sheet}!{}: {why}", at.1.show(workbook.addressing)));
                }
            }
        }
    }
    Ok(result)
}

type Statements = BTreeMap<(usize, CellRef), Statement>;
/// The meaning of a label cell, by sheet and cell.
type Labels = BTreeMap<(usize, CellRef), String>;

fn all(workbook: &Workbook, mapping: &Mapping, standard: &Standard) -> (Statements, Labels) {
    let mut found = BTreeMap::new();
    let mut labels: Labels = BTreeMap::new();
    for read in read_with(workbook, mapping, standard) {
        found.extend(statements(&read, mapping));
        let fields = mapping.tables.get(read.table).map_or(&[][..], |table| table.fields.as_slice());
        for (field, resolved) in
            fields.iter().zip(&read.coded.labels).filter(|(field, _)| !matches!(field.feeds, Feeds::Nothing | Feeds::Note))
        {
            let _ = field;
            for label in resolved {
                let Some(at) = label.label.as_ref().and_then(|label| label.at) else { continue };
                let meaning = match &label.resolution {
                    Resolution::Code(code) => code.to_string(),
                    Resolution::Year(year) => format!("{year:?}"),
                    Resolution::Part(part) => format!("{part:?}"),
                    _ => continue,
                };
                labels.insert((read.sheet, at), meaning);
            }
        }
    }
    (found, labels)
}

/// What a draft asks about a table.
#[derive(Debug, Default)]
struct Asked {
    keys: BTreeSet<String>,
}

impl Asked {
    fn of(todos: &[Todo], table: &str) -> Self {
        Self { keys: todos.iter().filter(|todo| todo.table.as_deref() == Some(table)).map(|todo| todo.key.clone()).collect() }
    }

    fn has(&self, key: &str) -> bool {
        self.keys.contains(key)
    }

    /// Whether it is open which dimension the labels of this one belong to, or which code is meant.
    fn dimension(&self, id: &str) -> bool {
        self.has(&format!("feeds:{id}")) || self.has(&format!("set.{id}"))
    }

    fn any_feeds(&self) -> bool {
        self.keys.iter().any(|key| key.starts_with("feeds:"))
    }
}

fn judge(their: Option<&Statement>, our: Option<&Statement>, asked: &Asked) -> Verdict {
    let Some(our) = our else { return Verdict::Open };
    let Some(their) = their else {
        // The reviewed mapping leaves the cell out. A draft that asks where the table goes has not filed it.
        return if asked.has("to") {
            Verdict::Open
        } else {
            Verdict::Wrong("read as an observation, left out in the reviewed mapping".to_owned())
        };
    };
    let mut open = false;
    let mut against = |asked: bool, what: &str, ours: &str, theirs: &str| -> Option<Verdict> {
        if ours == theirs {
            return None;
        }
        if asked {
            open = true;
            return None;
        }
        Some(Verdict::Wrong(format!("{what} {ours}, not {theirs}")))
    };
    let value = |one: &Statement| one.value.map_or_else(|| "missing".to_owned(), |value| value.to_string());
    if let Some(wrong) = against(
        asked.has("unit.multiplier") || asked.has("unit") || (asked.has("missing:0") && our.value == Some(0)),
        "value",
        &value(our),
        &value(their),
    ) {
        return wrong;
    }
    let status = |one: &Statement| one.missing.iter().map(|status| status.as_str()).collect::<Vec<_>>().join(" ");
    if our.value.is_none()
        && let Some(wrong) = against(asked.has("missing") || asked.has("blank"), "status", &status(our), &status(their))
    {
        return wrong;
    }
    let text = |code: Option<String>| code.unwrap_or_default();
    if let Some(wrong) = against(
        asked.has("to"),
        "table",
        &text(our.to.as_ref().map(ToString::to_string)),
        &text(their.to.as_ref().map(ToString::to_string)),
    ) {
        return wrong;
    }
    if let Some(wrong) = against(
        asked.has("reporter") || asked.any_feeds(),
        "reporter",
        &text(our.reporter.as_ref().map(ToString::to_string)),
        &text(their.reporter.as_ref().map(ToString::to_string)),
    ) {
        return wrong;
    }
    let year = asked.has("period.year");
    if let Some(wrong) = against(year, "year", &our.year.to_string(), &their.year.to_string()) {
        return wrong;
    }
    if let Some(wrong) = against(year || asked.has("period.day") || asked.has("to"), "period", &our.period, &their.period) {
        return wrong;
    }
    if let Some(wrong) = codes(our, their, asked, &mut against) {
        return wrong;
    }
    // What a table asks of every figure is open for each of them, even where the guess agrees.
    let facets = ["to", "reporter", "period.year", "period.day", "unit.multiplier", "unit"];
    if open || asked.any_feeds() || facets.iter().any(|key| asked.has(key)) || asked.keys.iter().any(|key| key.starts_with("set.")) {
        Verdict::Asked
    } else {
        Verdict::Right
    }
}

fn codes(
    our: &Statement,
    their: &Statement,
    asked: &Asked,
    against: &mut impl FnMut(bool, &str, &str, &str) -> Option<Verdict>,
) -> Option<Verdict> {
    let dimensions: BTreeSet<_> = our.codes.keys().chain(their.codes.keys()).collect();
    for id in dimensions {
        let shown = |one: &Statement| one.codes.get(id).map_or_else(|| "_T".to_owned(), ToString::to_string);
        let (ours, theirs) = (shown(our), shown(their));
        // Under an open dimension the codes themselves must still be those of some dimension of the reviewed reading.
        if asked.dimension(id.as_str()) && our.codes.contains_key(id) {
            let anywhere = their.codes.values().chain(&their.reporter).any(|code| code.as_str() == ours);
            let verdict = against(anywhere, id.as_str(), &ours, &theirs);
            if verdict.is_some() {
                return verdict;
            }
            continue;
        }
        let open = asked.dimension(id.as_str()) || asked.has("to") || asked.any_feeds();
        let verdict = against(open && (!our.codes.contains_key(id) || !their.codes.contains_key(id)), id.as_str(), &ours, &theirs);
        if verdict.is_some() {
            return verdict;
        }
    }
    None
}
