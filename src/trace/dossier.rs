//! The papers behind a regional sum: the cells of every part, what each source states of its definitions, and the states that are
//! missing with the reason.
//!
//! In: the folder of a finished run, and sums with their parts. Out: the same sums, each with everything an officer needs to defend
//! it, as it was written by the run. Nothing is added up or judged again, and no sender's file is opened.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use super::sums::TracedSum;
use super::{ManifestHead, Row, TraceError, Use, rows, uses_of, value};

/// What a source states of one attribute of its definitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TracedDefinition {
    /// The source.
    pub source: String,
    /// Its profile.
    pub profile: String,
    /// The attribute.
    pub attribute: String,
    /// The question it answers, in English.
    pub question: String,
    /// What is stated; none where nobody did, and for what the figures tell.
    pub value: Option<String>,
    /// How far that is from the shared definition: 0, 1, 2, 3 or unknown.
    pub distance: String,
    /// How many figures of the table have that distance.
    pub figures: String,
    /// Cell or document that says so.
    pub evidence: Option<String>,
    /// Whether the grade is U as long as nobody stated it.
    pub leading: bool,
    /// Whether the question is open: nobody stated it, and the figures do not tell it.
    pub open: bool,
}

impl TracedDefinition {
    /// Whether it moves the grade away from A, or would if it were not stated.
    #[must_use]
    pub fn matters(&self) -> bool {
        self.distance != "0" || self.leading && self.value.is_some()
    }
}

/// A member that is not in the comparable line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TracedAbsence {
    /// The state.
    pub state: String,
    /// Why, in English.
    pub why: String,
    /// Whether it has a figure in the line as reported.
    pub reported: bool,
    /// What became of the table in the plan of the round; null where the plan does not ask for it in this year.
    pub asked: Option<String>,
    /// The explanation that somebody gave.
    pub explanation: Option<String>,
    /// Who gave it.
    pub who: Option<String>,
    /// The furthest standing of a source of the state for this part of the exchange.
    pub source_standing: Option<String>,
}

/// Adds cells, definitions and absences to sums that have their parts.
pub(super) fn complete(folder: &Path, manifest: &ManifestHead, sums: &mut [TracedSum]) -> Result<(), TraceError> {
    let ids: Vec<String> = sums.iter().flat_map(|sum| sum.parts.iter().map(|part| part.column("observation_id"))).collect();
    let uses = uses_of(folder, &ids)?;
    let profiles = definitions(folder)?;
    let gaps = table_gaps(folder)?;
    for sum in sums {
        let table = sum.column("table_id");
        let mut told: BTreeSet<(String, String)> = BTreeSet::new();
        for part in &mut sum.parts {
            part.cells = own_first(uses.get(&part.column("observation_id")).cloned().unwrap_or_default());
            let mapping = part.column("mapping_id");
            part.mapping_file = manifest.mappings.iter().find(|entry| entry.id == mapping).map(|entry| entry.file.clone());
            told.insert((part.column("source_id"), part.column("profile_id")));
        }
        let of_source = |(source, profile): &(String, String)| profiles.get(&(source.clone(), table.clone(), profile.clone()));
        sum.definitions = told.iter().filter_map(of_source).flatten().cloned().collect();
        sum.absent = absences(sum, &gaps);
    }
    Ok(())
}

/// The value's cells before those that name it.
fn own_first(mut uses: Vec<Use>) -> Vec<Use> {
    uses.sort_by_key(|one| one.role != "value");
    uses
}

/// What each source states, by source, table and profile; quality is left out, since it never enters the grade.
type Profiles = BTreeMap<(String, String, String), Vec<TracedDefinition>>;

fn definitions(folder: &Path) -> Result<Profiles, TraceError> {
    let mut found = Profiles::new();
    for row in rows(&folder.join("profiles.parquet"))? {
        let text = |name: &str| value(&row, name).unwrap_or_default();
        let Some(distance) = value(&row, "distance") else { continue };
        found.entry((text("source_id"), text("table_id"), text("profile_id"))).or_default().push(TracedDefinition {
            source: text("source_id"),
            profile: text("profile_id"),
            attribute: text("attribute"),
            question: text("question"),
            value: value(&row, "value"),
            distance,
            figures: text("cells"),
            evidence: value(&row, "evidence").filter(|evidence| !evidence.is_empty()),
            leading: text("leading") == "true",
            open: text("ask") == "true",
        });
    }
    Ok(found)
}

/// What became of each table as a whole, by state, table and year.
fn table_gaps(folder: &Path) -> Result<BTreeMap<(String, String, String), Row>, TraceError> {
    let all = rows(&folder.join("gaps.parquet"))?.into_iter();
    let of_table = all.filter(|row| value(row, "breakdown").as_deref() == Some("table"));
    let key = |row: &Row| ["state", "table_id", "year"].map(|name| value(row, name).unwrap_or_default());
    Ok(of_table.map(|row| (key(&row).into(), row)).collect())
}

fn absences(sum: &TracedSum, gaps: &BTreeMap<(String, String, String), Row>) -> Vec<TracedAbsence> {
    let reported: BTreeSet<String> =
        sum.parts.iter().filter(|part| !part.column("value").is_empty()).map(|part| part.column("reporter")).collect();
    let absence = |(state, why): (String, String)| {
        let gap = gaps.get(&(state.clone(), sum.column("table_id"), sum.column("year")));
        let told = |name: &str| gap.and_then(|row| value(row, name));
        TracedAbsence {
            reported: reported.contains(&state),
            asked: told("status"),
            explanation: told("why").or_else(|| told("reason")),
            who: told("who"),
            source_standing: told("source_standing"),
            state,
            why,
        }
    };
    outs(&sum.column("out")).into_iter().map(absence).collect()
}

/// The members of a list written as `[KEN: why, and more, BDI: why]`: a code and a colon begin each.
fn outs(text: &str) -> Vec<(String, String)> {
    let begins =
        |piece: &str| piece.split_once(": ").is_some_and(|(code, _)| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()));
    let mut found: Vec<(String, String)> = Vec::new();
    for piece in text.trim_start_matches('[').trim_end_matches(']').split(", ") {
        match (piece.split_once(": "), found.last_mut()) {
            (Some((state, why)), _) if begins(piece) => found.push((state.to_owned(), why.to_owned())),
            (_, Some((_, before))) => {
                before.push_str(", ");
                before.push_str(piece);
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_with_commas_stay_whole() {
        let found = outs("[KEN: grade C: a=1, b=2, BDI: no figure in this table]");
        assert_eq!(found, [("KEN".to_owned(), "grade C: a=1, b=2".to_owned()), ("BDI".to_owned(), "no figure in this table".to_owned())]);
        assert!(outs("[]").is_empty());
    }
}
