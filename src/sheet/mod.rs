//! The sources of a state and where their definitions differ, from the folder of a finished run.
//!
//! In: the folder, the standard, a state and a language. Out: a [`SourceSheet`] short enough for two pages: of definitions what
//! differs from the shared ones or is open, the farthest first, with the number of those there was no room for, and then the leading
//! ones that are as shared. The folder's `profiles.parquet` has all. No sender's file is opened, and nothing is judged again.

use std::collections::BTreeMap;
use std::path::Path;

use crate::model::Grade;
use crate::report::{DifferenceLine, InventoryLine, SentTable, SourceDefinitions, SourceSheet};
use crate::spec::{Attribute, Language, Standard};
use crate::texts::{phrase, separator};
use crate::trace::{Row, TraceError, rows};

/// How many lines of differences two pages hold beside their headings.
const ROOM: usize = 26;

/// How many sources and how many tables the first page holds.
const FIRST_PAGE: (usize, usize) = (18, 22);

/// How many signs of an evidence stand on the sheet; `profiles.parquet` has the rest.
const EVIDENCE: usize = 70;

/// The sheet of a state.
///
/// # Errors
/// The folder is not the output of a finished run, or a file of it can't be read.
pub fn source_sheet(folder: &Path, standard: &Standard, state: &str, language: Language) -> Result<SourceSheet, TraceError> {
    if !folder.join("manifest.json").is_file() {
        return Err(TraceError::NotARun(folder.to_path_buf()));
    }
    let reader = Reader { folder, standard, state, language };
    let (definitions, more) = reader.definitions()?;
    let name = standard.area_name(state, language);
    let (mut sources, mut tables) = (reader.inventory()?, reader.tables()?);
    let (more_sources, more_tables) = (sources.len().saturating_sub(FIRST_PAGE.0), tables.len().saturating_sub(FIRST_PAGE.1));
    sources.truncate(FIRST_PAGE.0);
    tables.truncate(FIRST_PAGE.1);
    Ok(SourceSheet {
        language: language.to_string(),
        state: state.to_owned(),
        name: name.to_owned(),
        standard: standard.text("standard/title", &standard.title, language).to_owned(),
        version: standard.version.clone(),
        sources,
        tables,
        more_sources,
        more_tables,
        definitions,
        more,
    })
}

fn text(row: &Row, name: &str) -> String {
    told(row, name).unwrap_or_default()
}

fn told(row: &Row, name: &str) -> Option<String> {
    row.iter().find(|(column, _)| column == name).and_then(|(_, value)| value.clone())
}

struct Reader<'a> {
    folder: &'a Path,
    standard: &'a Standard,
    state: &'a str,
    language: Language,
}

impl Reader<'_> {
    fn word(&self, id: &str) -> String {
        phrase(id, &[], self.language).unwrap_or_default()
    }

    fn inventory(&self) -> Result<Vec<InventoryLine>, TraceError> {
        let all = rows(&self.folder.join("sources.parquet"))?;
        let own = all.iter().filter(|row| text(row, "state") == self.state);
        let kinds = self.standard.attribute("source_type");
        let line = |row: &Row| {
            let (axis, standing) = (text(row, "axis"), text(row, "standing"));
            let kind = told(row, "type").map(|code| kinds.map_or_else(|| code.clone(), |kinds| self.value(kinds, &code)));
            let reliability = told(row, "reliability");
            InventoryLine {
                axis: self.standard.text(&format!("axis/{axis}/label"), &axis.replace('-', " "), self.language).to_owned(),
                source: told(row, "source"),
                kind,
                since: told(row, "since"),
                standing_label: self.word(&format!("gap-standing-{standing}")),
                standing,
                reliability: reliability.map(|text| phrase(&format!("sheet-reliability-{text}"), &[], self.language).unwrap_or(text)),
                note: told(row, "note"),
            }
        };
        Ok(own.map(line).collect())
    }

    /// Figures that the state itself sent, by source and table.
    fn tables(&self) -> Result<Vec<SentTable>, TraceError> {
        let mut found = Vec::new();
        for (id, spec) in &self.standard.tables {
            let file = self.folder.join(format!("observations/{id}.parquet"));
            if !file.is_file() {
                continue;
            }
            let mut counts: BTreeMap<String, Vec<u64>> = BTreeMap::new();
            for row in rows(&file)?.iter().filter(|row| text(row, "reporter") == self.state && text(row, "sender") == self.state) {
                let grades = counts.entry(text(row, "source_id")).or_insert_with(|| vec![0; Grade::ALL.len()]);
                let place = Grade::ALL.iter().position(|grade| grade.as_str() == text(row, "grade"));
                if let Some(count) = place.and_then(|place| grades.get_mut(place)) {
                    *count += 1;
                }
            }
            let title = self.standard.text(&format!("table/{id}/title"), &spec.title, self.language);
            found.extend(counts.into_iter().map(|(source, grades)| SentTable {
                source,
                table: id.to_string(),
                title: title.to_owned(),
                grades,
            }));
        }
        found.sort_by(|one, other| (&one.source, &one.table).cmp(&(&other.source, &other.table)));
        Ok(found)
    }

    /// What differs, by source, and how many differences there was no room for.
    fn definitions(&self) -> Result<(Vec<SourceDefinitions>, usize), TraceError> {
        let prefix = format!("{}:", self.state);
        let all = rows(&self.folder.join("profiles.parquet"))?;
        let own = all.iter().filter(|row| text(row, "source_id").starts_with(&prefix) && told(row, "distance").is_some());
        let mut sources: BTreeMap<String, Answers> = BTreeMap::new();
        for row in own {
            let answers = sources.entry(text(row, "source_id")).or_default();
            answers.all += 1;
            let (distance, open) = (text(row, "distance"), text(row, "ask") == "true");
            let is_same = distance == "0" && !open;
            answers.same += usize::from(is_same);
            if is_same && !(text(row, "leading") == "true" && told(row, "value").is_some()) {
                continue;
            }
            let lines = if is_same { &mut answers.leading } else { &mut answers.differing };
            let key = (std::cmp::Reverse(rank(&distance)), text(row, "attribute"), told(row, "value"), distance);
            let difference = lines.entry(key).or_insert_with(|| (Vec::new(), open, told(row, "evidence")));
            let table = text(row, "table_id");
            if !difference.0.contains(&table) {
                difference.0.push(table);
            }
            difference.1 |= open;
        }
        let mut room = ROOM.saturating_sub(2 * sources.len());
        let (mut found, mut more) = (Vec::new(), 0);
        for (source, answers) in sources {
            let shown = answers.differing.len().min(room);
            room -= shown;
            more += answers.differing.len() - shown;
            let lines = answers.differing.into_iter().take(shown).map(|(key, rest)| self.difference(key, rest)).collect();
            found.push((SourceDefinitions { source, same: answers.same, all: answers.all, lines }, answers.leading));
        }
        // Differences of every source come before what is as shared in any.
        let with_leading = |(mut definitions, leading): (SourceDefinitions, BTreeMap<Key, Rest>)| {
            let shown = leading.len().min(room);
            room -= shown;
            definitions.lines.extend(leading.into_iter().take(shown).map(|(key, rest)| self.difference(key, rest)));
            definitions
        };
        let found = found.into_iter().map(with_leading).collect();
        Ok((found, more))
    }

    fn difference(&self, (_, attribute, value, distance): Key, (tables, open, evidence): Rest) -> DifferenceLine {
        let spec = self.standard.attribute(&attribute);
        let question = spec.map_or(attribute.as_str(), |spec| {
            self.standard.text(&format!("attribute/{attribute}/question"), &spec.question, self.language)
        });
        DifferenceLine {
            question: question.to_owned(),
            value: value.map(|value| spec.map_or_else(|| value.clone(), |spec| self.value(spec, &value))),
            open,
            distance_label: self.word(&format!("report-distance-{distance}")),
            distance,
            tables: tables.join(", "),
            evidence: evidence.filter(|text| !text.is_empty()).map(|text| shortened(&text)),
        }
    }

    /// The words for a stated value, of a set those of each of its codes.
    fn value(&self, attribute: &Attribute, value: &str) -> String {
        let words = |code| self.standard.text(&format!("attribute/{}/value/{code}", attribute.id), attribute.words(code), self.language);
        attribute.parts(value).map(words).collect::<Vec<_>>().join(separator(self.language))
    }
}

/// Order, attribute, value and distance.
type Key = (std::cmp::Reverse<u8>, String, Option<String>, String);

/// Tables, whether the question is open, and evidence.
type Rest = (Vec<String>, bool, Option<String>);

/// The answers of one source.
#[derive(Default)]
struct Answers {
    same: usize,
    all: usize,
    differing: BTreeMap<Key, Rest>,
    /// Answers as shared to the questions that lead.
    leading: BTreeMap<Key, Rest>,
}

/// The farthest distance first; what nobody stated is as far as not comparable.
fn rank(distance: &str) -> u8 {
    match distance {
        "3" | "unknown" => 3,
        "2" => 2,
        "1" => 1,
        _ => 0,
    }
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= EVIDENCE {
        return text.to_owned();
    }
    let kept: String = text.chars().take(EVIDENCE).collect();
    format!("{}…", kept.trim_end())
}
