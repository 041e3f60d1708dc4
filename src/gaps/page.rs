//! The gap report in the words of a reader: what [`crate::report`] shows of it, in one language.
//!
//! In: a [`GapReport`] with what it was made from, and a language. Out: the parts of a report page about gaps, sources and
//! recommendations. Nothing is judged here, and no outcome changes.

use std::collections::{BTreeMap, BTreeSet};

use super::ask::{breakdown_name, codes_said};
use super::matrix::{Gap, TablePlace, Why};
use super::report::GapReport;
use super::{GapStatus, SourceStanding};
use crate::advice::Repair;
use crate::diag::Said;
use crate::model::DimensionId;
use crate::report::{Breakdown as BreakdownLine, Counted, ExplanationLine, GapCell, GapMatrix, GapRow, Recommendation, Share, SourceLine};
use crate::spec::{DeclaredGap, GapScope, Language, RecommendationStatus, Standard};
use crate::texts::say;

/// What a gap report is told with.
#[derive(Debug, Clone, Copy)]
pub struct Telling<'a> {
    /// The standard, for its texts.
    pub standard: &'a Standard,
    /// What was declared.
    pub declared: &'a [DeclaredGap],
    /// The repairs that the report was made from.
    pub repairs: &'a [Repair],
    /// The language.
    pub language: Language,
}

impl Telling<'_> {
    fn plain(&self, id: &'static str) -> String {
        say(&Said::new(id), self.language, self.standard)
    }

    /// A status in words.
    #[must_use]
    pub fn status(&self, status: GapStatus) -> String {
        self.plain(match status {
            GapStatus::Received => "gap-status-received",
            GapStatus::Partial => "gap-status-partial",
            GapStatus::Late => "gap-status-late",
            GapStatus::NotCollected => "gap-status-not-collected",
            GapStatus::NotApplicable => "gap-status-not-applicable",
            GapStatus::Derogation => "gap-status-derogation",
            GapStatus::Confidential => "gap-status-confidential",
            GapStatus::Missing => "gap-status-missing",
        })
    }

    fn title(&self, table: &str) -> String {
        let english = self.standard.table(table).map_or(table, |spec| spec.title.as_str());
        self.standard.text(&format!("table/{table}/title"), english, self.language).to_owned()
    }

    fn axis(&self, axis: &str) -> String {
        let english = axis.replace('-', " ");
        self.standard.text(&format!("axis/{axis}/label"), &english, self.language).to_owned()
    }

    fn state(&self, code: &str) -> String {
        self.standard.area_list().and_then(|list| list.get(code)).map_or(code, |entry| entry.label(self.language)).to_owned()
    }

    fn dimension(&self, dimension: &DimensionId) -> String {
        let english = self.standard.dimensions.get(dimension).map_or(dimension.as_str(), |known| known.label.as_str());
        self.standard.text(&format!("dimension/{dimension}/label"), english, self.language).to_owned()
    }

    fn why(&self, why: &Why) -> Option<String> {
        match why {
            Why::Declared(position) => self.declared.get(*position).map(|gap| {
                let said = Said::new("gap-detail-said").text("text", gap.given.text.clone()).text("who", gap.given.who.clone());
                say(&said.text("on", gap.given.on.to_string()), self.language, self.standard)
            }),
            Why::Figures(reason) => {
                let said = Said::new("gap-detail-figures").text("status", self.status((*reason).into()));
                Some(say(&said, self.language, self.standard))
            }
        }
    }

    /// What stands behind a place, in sentences.
    fn details(&self, place: &TablePlace) -> Vec<String> {
        let mut said: Vec<String> = Vec::new();
        let mut add = |text: Option<String>| said.extend(text.filter(|text| !text.is_empty()));
        if let Some(days) = place.days_late().filter(|days| *days > 0) {
            let late = Said::new("gap-detail-late").count("days", usize::try_from(days).unwrap_or_default());
            add(Some(say(&late, self.language, self.standard)));
        }
        if place.status.is_sent() {
            for gap in place.breakdowns.iter().filter(|gap| !gap.status.is_there()) {
                add(self.of_breakdown(gap));
            }
        }
        let reasons: BTreeSet<Option<String>> = place.breakdowns.iter().map(|gap| gap.why.as_ref().and_then(|why| self.why(why))).collect();
        for reason in reasons {
            add(reason);
        }
        said
    }

    fn of_breakdown(&self, gap: &Gap) -> Option<String> {
        let name = breakdown_name(&gap.breakdown, self.standard, self.language);
        let said = match gap.status {
            GapStatus::Partial => Said::new("gap-detail-lacking")
                .text("breakdown", name)
                .text("codes", codes_said(&gap.lacking, self.standard, self.language)),
            GapStatus::Missing => Said::new("gap-detail-none").text("breakdown", name),
            _ => return None,
        };
        Some(say(&said, self.language, self.standard))
    }

    fn cell(&self, place: &TablePlace) -> GapCell {
        let breakdown = |gap: &Gap| BreakdownLine {
            label: breakdown_name(&gap.breakdown, self.standard, self.language),
            status: gap.status.to_string(),
            status_label: self.status(gap.status),
        };
        GapCell {
            status: place.status.to_string(),
            label: self.status(place.status),
            explained: place.explained,
            details: self.details(place),
            breakdowns: place.breakdowns.iter().map(breakdown).collect(),
        }
    }

    fn not_asked(&self) -> GapCell {
        GapCell { status: "not-asked".to_owned(), label: self.plain("gap-status-not-asked"), explained: true, ..GapCell::default() }
    }

    /// The years of a table of a state together: what all have in common, or that a part came.
    fn years_together(&self, places: &[&TablePlace]) -> GapCell {
        let statuses: BTreeSet<GapStatus> = places.iter().map(|place| place.status).collect();
        let Some(last) = statuses.iter().next_back().copied() else { return self.not_asked() };
        let status = match statuses.len() {
            1 => last,
            _ if statuses.iter().any(|status| status.is_sent()) => GapStatus::Partial,
            _ => last,
        };
        let detail = |place: &&TablePlace| format!("{}: {}", place.year, self.status(place.status));
        GapCell {
            status: status.to_string(),
            label: self.status(status),
            explained: places.iter().all(|place| place.explained),
            details: places.iter().map(detail).collect(),
            breakdowns: Vec::new(),
        }
    }
}

impl GapReport {
    /// The matrix of a state: tables by years.
    #[must_use]
    pub fn matrix_of_state(&self, state: &str, telling: &Telling<'_>) -> GapMatrix {
        let row = |table: &str| {
            let cell = |year: &i16| {
                let place = self.of_state(state).find(|place| place.table.as_str() == table && place.year == *year);
                place.map_or_else(|| telling.not_asked(), |place| telling.cell(place))
            };
            GapRow { code: table.to_owned(), label: telling.title(table), cells: self.years.iter().map(cell).collect() }
        };
        GapMatrix {
            columns: self.years.iter().map(ToString::to_string).collect(),
            rows: self.tables.iter().map(|table| row(table.as_str())).collect(),
        }
    }

    /// The matrix of the region: states by tables, the years of each together.
    #[must_use]
    pub fn matrix_of_region(&self, telling: &Telling<'_>) -> GapMatrix {
        let row = |state: &str| {
            let cell = |table: &str| {
                let places: Vec<&TablePlace> = self.of_state(state).filter(|place| place.table.as_str() == table).collect();
                telling.years_together(&places)
            };
            GapRow {
                code: state.to_owned(),
                label: telling.state(state),
                cells: self.tables.iter().map(|table| cell(table.as_str())).collect(),
            }
        };
        GapMatrix {
            columns: self.tables.iter().map(ToString::to_string).collect(),
            rows: self.states.iter().map(|state| row(state.as_str())).collect(),
        }
    }

    /// Tables and years by what became of them, of a state or of all; statuses that none has are left out.
    #[must_use]
    pub fn counts(&self, state: Option<&str>, telling: &Telling<'_>) -> Vec<Counted> {
        let own = || self.places.iter().filter(|place| state.is_none_or(|state| place.state.as_str() == state));
        let count = |status: &GapStatus| Counted {
            code: status.to_string(),
            label: telling.status(*status),
            count: own().filter(|place| place.status == *status).count() as u64,
        };
        GapStatus::ALL.iter().map(count).filter(|counted| counted.count > 0).collect()
    }

    /// The share of unknown by dimension, over all tables and years of a state that tell it.
    #[must_use]
    pub fn unknown_shares(&self, state: &str, telling: &Telling<'_>) -> Vec<Share> {
        let mut told: BTreeMap<&DimensionId, (i64, i64)> = BTreeMap::new();
        for place in self.of_state(state) {
            let mut seen: BTreeSet<&DimensionId> = BTreeSet::new();
            for gap in &place.breakdowns {
                if let Some((dimension, unknown)) =
                    gap.breakdown.dimension().zip(gap.unknown).filter(|(dimension, _)| seen.insert(dimension))
                {
                    let sum = told.entry(dimension).or_default();
                    *sum = (sum.0.saturating_add(unknown.unknown), sum.1.saturating_add(unknown.total));
                }
            }
        }
        let share = |(dimension, (unknown, total)): (&DimensionId, (i64, i64))| {
            let per_mille = unknown.checked_mul(1000)?.checked_div(total)?;
            Some(Share { label: telling.dimension(dimension), per_mille: u16::try_from(per_mille).ok()? })
        };
        told.into_iter().filter_map(share).collect()
    }

    /// The sources of a state, or of all.
    #[must_use]
    pub fn source_lines(&self, state: Option<&str>, telling: &Telling<'_>) -> Vec<SourceLine> {
        let line = |one: &SourceStanding| SourceLine {
            state: one.state.to_string(),
            axis: telling.axis(&one.axis),
            source: one.source.clone(),
            standing: one.standing.to_string(),
            standing_label: telling.plain(match one.standing {
                super::Standing::None => "gap-standing-none",
                super::Standing::Unused => "gap-standing-unused",
                super::Standing::NotShared => "gap-standing-not-shared",
                super::Standing::Shared => "gap-standing-shared",
            }),
            reliability: one.reliability.clone(),
        };
        self.sources.iter().filter(|one| state.is_none_or(|state| one.state.as_str() == state)).map(line).collect()
    }

    /// What to ask a state, the cheapest first, then what does not arise any more.
    #[must_use]
    pub fn recommendations(&self, state: &str, telling: &Telling<'_>) -> Vec<Recommendation> {
        let (standard, language) = (telling.standard, telling.language);
        let label = |status: RecommendationStatus| {
            telling.plain(match status {
                RecommendationStatus::Open => "gap-recommendation-open",
                RecommendationStatus::Agreed => "gap-recommendation-agreed",
                RecommendationStatus::Done => "gap-recommendation-done",
                RecommendationStatus::Declined => "gap-recommendation-declined",
                RecommendationStatus::Gone => "gap-recommendation-gone",
            })
        };
        let asked = self.asks.iter().filter(|ask| ask.state.as_str() == state).map(|ask| Recommendation {
            id: ask.id.clone(),
            rank: ask.rank,
            state: state.to_owned(),
            text: ask.text(standard, telling.repairs, language),
            benefit: ask.benefit(standard, language),
            status: ask.status.to_string(),
            status_label: label(ask.status),
            since: ask.since.clone(),
            note: ask.note.clone(),
        });
        let mut lines: Vec<Recommendation> = asked.collect();
        let prefix = format!("{}-", state.to_lowercase());
        for (id, noted) in self.gone.iter().filter(|(id, _)| id.starts_with(&prefix)) {
            lines.push(Recommendation {
                id: id.clone(),
                rank: u32::try_from(lines.len() + 1).unwrap_or(u32::MAX),
                state: state.to_owned(),
                text: telling.plain("gap-ask-gone"),
                benefit: String::new(),
                status: RecommendationStatus::Gone.to_string(),
                status_label: label(RecommendationStatus::Gone),
                since: Some(noted.since.clone()),
                note: noted.note.clone(),
            });
        }
        lines
    }

    /// The declared gaps of a state, each with how many places it covers.
    #[must_use]
    pub fn explanation_lines(&self, state: &str, telling: &Telling<'_>) -> Vec<ExplanationLine> {
        let line = |(gap, covers): (&DeclaredGap, &u64)| ExplanationLine {
            rule: telling.status(GapStatus::from(gap.reason)),
            table: match &gap.scope {
                GapScope::Table(table) => Some(table.to_string()),
                GapScope::Axis(axis) => Some(telling.axis(axis)),
                GapScope::All => None,
            },
            years: gap.years.as_ref().map(ToString::to_string),
            text: gap.given.text.clone(),
            who: gap.given.who.clone(),
            until: gap.given.until.map(|day| day.to_string()),
            covers: *covers,
        };
        telling.declared.iter().zip(&self.covered).filter(|(gap, _)| gap.state.as_str() == state).map(line).collect()
    }
}
