//! The plan against the figures: every state, table, year and breakdown with its one outcome.
//!
//! In: the plan, the states' own figures, declared gaps and receipts. Out: [`TablePlace`]s in the order of state, table, year.
//! Figures that say of themselves why they are not there are believed; a declaration speaks where there is nothing, and
//! explains where something lacks. A declaration that has expired, or that covers nothing, changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::GapStatus;
use super::coverage::{Figures, Found};
use super::expected::Whose;
use super::report::GapInput;
use crate::harmonise::Published;
use crate::model::{Code, Reference, TableId, days_between};
use crate::region::compared_year;
use crate::spec::{Breakdown, GapReason, TableSpec};

/// Why there is a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// A figure that is not there says so.
    Figures(GapReason),
    /// Somebody declared it: position among the declared gaps.
    Declared(usize),
}

/// How many of a figure are not told apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unknown {
    /// Whose code is unknown.
    pub unknown: i64,
    /// All.
    pub total: i64,
}

impl Unknown {
    /// Per mille of all, rounded; none where it cannot be said.
    #[must_use]
    pub fn per_mille(&self) -> Option<i16> {
        i16::try_from(self.unknown.checked_mul(1000)?.checked_add(self.total / 2)?.checked_div(self.total)?).ok()
    }
}

/// What became of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The breakdown.
    pub breakdown: Breakdown,
    /// What became of it.
    pub status: GapStatus,
    /// Codes that lack without a word, in the order in which they are asked for.
    pub lacking: Vec<String>,
    /// Whether what lacks is explained; true where nothing does.
    pub explained: bool,
    /// Why it is not there, as far as anybody said.
    pub why: Option<Why>,
    /// Days after the day on which it was due; negative for earlier; none where either day is not known.
    pub days_late: Option<i32>,
    /// How many are unknown.
    pub unknown: Option<Unknown>,
    /// Files that its figures stand in.
    pub files: BTreeSet<Arc<str>>,
}

/// What became of a table of a state in a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TablePlace {
    /// The state.
    pub state: Code,
    /// The table.
    pub table: TableId,
    /// The year.
    pub year: i16,
    /// What became of it as a whole.
    pub status: GapStatus,
    /// Whether all that lacks is explained; true where nothing does.
    pub explained: bool,
    /// Its breakdowns, in the order in which they are asked for.
    pub breakdowns: Vec<Gap>,
}

impl TablePlace {
    /// Days after the day on which it was due, of what came first.
    #[must_use]
    pub fn days_late(&self) -> Option<i32> {
        self.breakdowns.iter().filter_map(|gap| gap.days_late).min()
    }

    /// Files that its figures stand in.
    #[must_use]
    pub fn files(&self) -> BTreeSet<Arc<str>> {
        self.breakdowns.iter().flat_map(|gap| gap.files.iter().cloned()).collect()
    }

    /// Why it is not there as a whole, as far as anybody said.
    #[must_use]
    pub fn why(&self) -> Option<&Why> {
        if self.status.is_sent() || self.status == GapStatus::Missing {
            return None;
        }
        self.breakdowns.iter().find(|gap| gap.status == self.status).and_then(|gap| gap.why.as_ref())
    }
}

/// The year of a figure: the one under which it is compared; of a part of a year the year it lies in.
fn year_of(table: &TableSpec, one: &Published) -> Option<i16> {
    compared_year(table, &one.period).parse().ok().or_else(|| {
        let (first, last) = (one.period.start().year(), one.period.end().year());
        (first == last && one.period.reference() != Reference::Point).then_some(first)
    })
}

/// The states' own figures, by state and year.
pub(super) type Own<'a> = BTreeMap<(&'a Code, i16), Vec<&'a Published>>;

/// What the states themselves sent for a table; an agency's figure is none of it. A figure that its own return contradicts was
/// sent all the same.
pub(super) fn own_figures<'a>(input: &GapInput<'a>, table: &TableSpec) -> Own<'a> {
    let mut own = Own::new();
    let Some(harmonised) = input.tables.tables.get(&table.id) else { return own };
    for one in harmonised.published.iter().chain(&harmonised.contradicted).filter(|one| one.is_own()) {
        if let Some(year) = year_of(table, one) {
            own.entry((&one.reporter, year)).or_default().push(one);
        }
    }
    own
}

/// Makes the places of the plan, and remembers which declarations covered something.
pub(super) struct Matrix<'a> {
    pub(super) input: &'a GapInput<'a>,
    /// The day by which declarations hold.
    pub(super) as_of: Option<Date>,
    /// How many gaps each declaration covers.
    pub(super) covered: Vec<u64>,
}

impl Matrix<'_> {
    /// The place of a state and year of a table.
    pub(super) fn place(&mut self, table: &TableSpec, (state, year): (&Code, i16), own: &Own<'_>) -> TablePlace {
        let standard = self.input.standard;
        let nothing = Vec::new();
        let rows = own.get(&(state, year)).unwrap_or(&nothing);
        let day = Date::new(year, 12, 31).unwrap_or(Date::MAX);
        let figures = Figures::new(standard, table, Whose { state, day }, rows);
        let breakdowns: Vec<Gap> = table
            .breakdowns(standard)
            .into_iter()
            .map(|breakdown| {
                let found = figures.found(&breakdown);
                self.gap((state, table, year), breakdown, found)
            })
            .collect();
        let (status, explained) = as_a_whole(&breakdowns);
        TablePlace { state: state.clone(), table: table.id.clone(), year, status, explained, breakdowns }
    }

    fn gap(&mut self, (state, table, year): (&Code, &TableSpec, i16), breakdown: Breakdown, found: Found) -> Gap {
        let days_late = self.days_late(&found.files);
        let (mut status, mut why) = by_figures(&found);
        let nothing_lacks = found.lacking.is_empty() && status.is_sent();
        let mut explained = status != GapStatus::Missing && found.lacking.is_empty();
        if !nothing_lacks {
            let gaps = &self.input.explanations.gaps;
            let mut covering =
                gaps.iter().enumerate().filter(|(_, gap)| gap.covers(state, table, year, &breakdown) && gap.given.holds_on(self.as_of));
            if let Some((position, declared)) = covering.next() {
                self.covered[position] += 1;
                explained = true;
                why = Some(Why::Declared(position));
                if status == GapStatus::Missing {
                    status = declared.reason.into();
                }
            }
        }
        if status == GapStatus::Received && days_late.is_some_and(|days| days > 0) {
            status = GapStatus::Late;
        }
        Gap { breakdown, status, lacking: found.lacking, explained, why, days_late, unknown: found.unknown, files: found.files }
    }

    /// Days after the due day, of the file that came first.
    fn days_late(&self, files: &BTreeSet<Arc<str>>) -> Option<i32> {
        let due = self.input.plan.due?;
        files.iter().filter_map(|file| self.input.receipts.days.get(file.as_ref())).map(|day| days_between(due, *day)).min()
    }
}

/// What the figures themselves say: something came, they say why not, or nothing.
fn by_figures(found: &Found) -> (GapStatus, Option<Why>) {
    if found.any {
        let reason = found.reasons.keys().next().copied().map(Why::Figures);
        return (if found.lacking.is_empty() { GapStatus::Received } else { GapStatus::Partial }, reason);
    }
    // Of several reasons the one that most codes give; what lacks without a word leaves it missing.
    let most = found.reasons.iter().max_by_key(|(reason, codes)| (codes.len(), std::cmp::Reverse(**reason))).map(|(reason, _)| *reason);
    match most {
        Some(reason) if found.lacking.is_empty() => (reason.into(), Some(Why::Figures(reason))),
        _ => (GapStatus::Missing, None),
    }
}

/// What became of the table: what can't exist is left out of the judgement, unless all of it can't.
fn as_a_whole(breakdowns: &[Gap]) -> (GapStatus, bool) {
    let asked: Vec<&Gap> = breakdowns.iter().filter(|gap| gap.status != GapStatus::NotApplicable).collect();
    let Some(first) = asked.first() else { return (GapStatus::NotApplicable, true) };
    let explained = asked.iter().all(|gap| gap.explained);
    if asked.iter().any(|gap| gap.status.is_sent()) {
        let status = if asked.iter().any(|gap| !gap.status.is_there()) {
            GapStatus::Partial
        } else if asked.iter().any(|gap| gap.status == GapStatus::Late) {
            GapStatus::Late
        } else {
            GapStatus::Received
        };
        return (status, explained);
    }
    if asked.iter().any(|gap| gap.status == GapStatus::Missing) {
        return (GapStatus::Missing, false);
    }
    (asked.iter().map(|gap| gap.status).min().unwrap_or(first.status), explained)
}
