//! The figures of a finished run by their places: regional sums as they were written, and the figure that speaks for each state.
//!
//! In: the folder of a run and its standard. Out: [`Figures`]. Which source speaks was decided by the run and stands in
//! `derived/parts.parquet`; nothing is chosen or added up again here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::error::OutputError;
use crate::harmonise::{Harmonised, Published};
use crate::indicators::{Indicator, indicators};
use crate::model::{Code, Frequency, TableId};
use crate::region::{NOTHING_SENT, senders_in_order};
use crate::release::{ReleaseError, add_contradicted, release};
use crate::spec::Standard;
use crate::trace::{Row, rows};

/// Where a figure stands in its table: the year, and a code for each dimension, sex and age the last ones.
pub(super) type Place = (i16, Vec<Code>);

/// A regional sum.
#[derive(Debug, Default)]
pub(super) struct Sum {
    /// Its id.
    pub(super) id: String,
    /// The line of the grades A and B.
    pub(super) comparable: Line,
    /// The line of all grades.
    pub(super) reported: Line,
    /// How many members the region has.
    pub(super) members: u32,
    /// Members that are not in the comparable line, and whether they sent nothing at all for the place.
    pub(super) out: BTreeMap<Code, bool>,
    /// The figure that speaks for each state.
    pub(super) parts: BTreeMap<Code, u64>,
}

/// One line of a regional sum.
#[derive(Debug, Default)]
pub(super) struct Line {
    pub(super) value: Option<i64>,
    pub(super) states: BTreeSet<Code>,
    pub(super) per_mille: Option<i16>,
}

/// What a state tells of a place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Told<'a> {
    /// The figure that speaks for it.
    Figure(&'a Published),
    /// It sent figures, and none of them speaks.
    NotChosen,
    /// It sent none.
    NotSent,
}

impl<'a> Told<'a> {
    /// The figure, where one speaks.
    pub(super) const fn figure(self) -> Option<&'a Published> {
        if let Self::Figure(one) = self { Some(one) } else { None }
    }
}

/// What a source states that departs from the shared definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Departure {
    pub(super) attribute: String,
    pub(super) value: Option<String>,
}

/// What a run published.
#[derive(Debug)]
pub(super) struct Figures {
    /// What the run calls itself.
    pub(super) collection: String,
    sums: BTreeMap<TableId, BTreeMap<Place, Sum>>,
    observations: BTreeMap<u64, Published>,
    /// Errors that nobody has explained.
    pub(super) open_errors: u64,
    /// Whether the folder is a public edition, which does not tell what was found.
    pub(super) findings_left_out: bool,
    departures: BTreeMap<(String, String, String), Vec<Departure>>,
    /// States with figures for spans other than a year, by table.
    shorter: BTreeMap<TableId, BTreeSet<Code>>,
    /// What the figures come to; none where no layout asks for it.
    pub(super) indicators: Vec<Indicator>,
}

#[derive(Deserialize)]
struct Head {
    pipeline: String,
    /// An earlier version of the program wrote none.
    pipeline_title: Option<String>,
    standard: String,
    /// Which edition it is; none of a run itself.
    edition: Option<String>,
}

/// What the figures come to, as `concord indicators` makes it.
fn made(folder: &Path, standard: &Standard, released: &mut Harmonised) -> Result<Vec<Indicator>, OutputError> {
    if standard.outputs.iter().all(|layout| layout.indicators.is_empty()) {
        return Ok(Vec::new());
    }
    add_contradicted(folder, released)?;
    Ok(indicators(standard, released, &senders_in_order(released)))
}

impl Figures {
    /// Reads what the run wrote.
    pub(super) fn read(folder: &Path, standard: &Standard) -> Result<Self, OutputError> {
        let head = std::fs::read_to_string(folder.join("manifest.json")).ok();
        let head: Head = head
            .and_then(|text| serde_json::from_str(&text).ok())
            .ok_or_else(|| OutputError::Release(ReleaseError::NotARun(folder.to_path_buf())))?;
        if head.standard != standard.id {
            return Err(OutputError::OtherStandard { folder: folder.to_path_buf(), found: head.standard, given: standard.id.clone() });
        }
        let mut released = release(folder, standard)?;
        let indicators = made(folder, standard, &mut released)?;
        let mut parts = parts(&folder.join("derived/parts.parquet"))?;
        let mut figures = Self {
            collection: head.pipeline_title.unwrap_or(head.pipeline),
            sums: BTreeMap::new(),
            observations: BTreeMap::new(),
            findings_left_out: head.edition.as_deref() == Some("public"),
            open_errors: open_errors(&rows(&folder.join("findings.parquet"))?),
            departures: departures(&rows(&folder.join("profiles.parquet"))?),
            shorter: BTreeMap::new(),
            indicators,
        };
        for (id, table) in released.tables {
            let file = folder.join(format!("derived/{id}.parquet"));
            let dimensions = table.spec.all_dimensions();
            let names: Vec<&str> = dimensions.iter().map(crate::model::DimensionId::as_str).collect();
            let read = if file.is_file() { rows(&file)? } else { Vec::new() };
            let sums = read.iter().filter_map(|row| sum(row, &names, &mut parts)).collect();
            figures.sums.insert(id.clone(), sums);
            let shorter = table.published.iter().filter(|one| one.period.frequency() != Frequency::A);
            figures.shorter.insert(id, shorter.map(|one| one.reporter.clone()).collect());
            figures.observations.extend(table.published.into_iter().map(|one| (one.observation, one)));
        }
        Ok(figures)
    }

    /// The sums of a table, by place.
    pub(super) fn sums(&self, table: &TableId) -> impl Iterator<Item = (&Place, &Sum)> {
        self.sums.get(table).into_iter().flatten()
    }

    /// The last year of any sum.
    pub(super) fn last_year(&self) -> i16 {
        self.sums.values().filter_map(|sums| sums.keys().map(|(year, _)| *year).max()).max().unwrap_or_default()
    }

    /// The sum of a place.
    pub(super) fn sum(&self, table: &TableId, place: &Place) -> Option<&Sum> {
        self.sums.get(table)?.get(place)
    }

    /// What a state tells of a place.
    pub(super) fn of(&self, table: &TableId, place: &Place, state: &Code) -> Told<'_> {
        let Some(sum) = self.sum(table, place) else { return Told::NotSent };
        match sum.parts.get(state).and_then(|observation| self.observations.get(observation)) {
            Some(one) => Told::Figure(one),
            None if sum.out.get(state) == Some(&false) => Told::NotChosen,
            None => Told::NotSent,
        }
    }

    /// What the source of a figure states that departs from the shared definition.
    pub(super) fn departures(&self, table: &TableId, one: &Published) -> &[Departure] {
        let key = (one.mapping.source_id.to_string(), table.to_string(), one.graded.profile_id.to_string());
        self.departures.get(&key).map_or(&[], Vec::as_slice)
    }

    /// States with figures of a table for months, quarters or other spans.
    pub(super) fn with_shorter_spans(&self, table: &TableId) -> impl Iterator<Item = &Code> {
        self.shorter.get(table).into_iter().flatten()
    }
}

/// The text of a column; none for a null.
fn stated<'a>(row: &'a Row, column: &str) -> Option<&'a str> {
    row.iter().find(|(name, _)| name == column).and_then(|(_, value)| value.as_deref())
}

/// The members of a list, which is written as `[A, B]`.
fn listed<'a>(row: &'a Row, column: &str) -> impl Iterator<Item = &'a str> {
    let inner = stated(row, column).unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    inner.split(", ").filter(|member| !member.is_empty())
}

/// An annual sum with its place; none for a sum over another span.
fn sum(row: &Row, dimensions: &[&str], parts: &mut BTreeMap<String, BTreeMap<Code, u64>>) -> Option<(Place, Sum)> {
    if stated(row, "freq") != Some(Frequency::A.as_str()) {
        return None;
    }
    let year: i16 = stated(row, "year")?.parse().ok()?;
    let codes = dimensions.iter().map(|name| stated(row, name)?.parse().ok()).collect::<Option<Vec<Code>>>()?;
    let line = |name: &str| Line {
        value: stated(row, &format!("{name}_value")).and_then(|text| text.parse().ok()),
        states: listed(row, &format!("{name}_states")).filter_map(|code| code.parse().ok()).collect(),
        per_mille: stated(row, &format!("{name}_per_mille")).and_then(|text| text.parse().ok()),
    };
    // A reason may hold commas, so only what begins with a code and a colon is a member.
    let out = listed(row, "out").filter_map(|text| {
        let (code, why) = text.split_once(": ")?;
        Some((code.parse().ok()?, NOTHING_SENT.contains(&why)))
    });
    let id = stated(row, "sum_id")?.to_owned();
    let sum = Sum {
        comparable: line("comparable"),
        reported: line("reported"),
        members: stated(row, "members")?.parse().ok()?,
        out: out.collect(),
        parts: parts.remove(&id).unwrap_or_default(),
        id,
    };
    Some(((year, codes), sum))
}

fn parts(file: &Path) -> Result<BTreeMap<String, BTreeMap<Code, u64>>, OutputError> {
    let mut found: BTreeMap<String, BTreeMap<Code, u64>> = BTreeMap::new();
    let read = if file.is_file() { rows(file)? } else { Vec::new() };
    for row in &read {
        let part = || {
            let observation = u64::from_str_radix(stated(row, "observation_id")?, 16).ok()?;
            Some((stated(row, "sum_id")?, stated(row, "reporter")?.parse().ok()?, observation))
        };
        if let Some((sum, reporter, part)) = part() {
            found.entry(sum.to_owned()).or_default().insert(reporter, part);
        }
    }
    Ok(found)
}

/// How many errors of the run nobody has explained.
fn open_errors(rows: &[Row]) -> u64 {
    let open = rows.iter().filter(|row| stated(row, "severity") == Some("error") && stated(row, "explanation").is_none());
    open.map(|row| stated(row, "count").and_then(|count| count.parse().ok()).unwrap_or(1)).sum()
}

fn departures(rows: &[Row]) -> BTreeMap<(String, String, String), Vec<Departure>> {
    let mut found: BTreeMap<(String, String, String), Vec<Departure>> = BTreeMap::new();
    for row in rows.iter().filter(|row| stated(row, "distance").is_some_and(|distance| distance != "0")) {
        let text = |name| stated(row, name).unwrap_or_default().to_owned();
        let departure = Departure { attribute: text("attribute"), value: stated(row, "value").map(str::to_owned) };
        found.entry((text("source_id"), text("table_id"), text("profile_id"))).or_default().push(departure);
    }
    found
}
