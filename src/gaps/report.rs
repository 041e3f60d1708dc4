//! The gap report of a round, made of all its parts.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::ask::{Ask, asks};
use super::costs::{Cost, costs};
use super::findings::{DONE_AND_STILL_THERE, EXPIRED, NOTHING_DECLARED, RECEIPT_WITHOUT_FILE};
use super::matrix::{Matrix, Own, TablePlace, own_figures};
use super::sources::{SourceStanding, standings};
use crate::advice::Repair;
use crate::diag::{Finding, Staged};
use crate::harmonise::Harmonised;
use crate::model::{Code, TableId, days_between};
use crate::spec::{
    Explanations, Inventory, Noted, NotedRecommendations, NotedStatus, Plan, Receipts, RecommendationStatus, Standard, TableSpec,
};

/// A file of the round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Return {
    /// Its name, as the pipeline names it.
    pub file: String,
    /// Who sent it, by the mappings that read it; empty where none did.
    pub senders: BTreeSet<String>,
    /// Why it was not read, where it was not.
    pub error: Option<String>,
}

/// A file of the round, and when it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnLine {
    /// Its name, as the pipeline names it.
    pub file: String,
    /// Who sent it, by the mappings that read it; empty where none did.
    pub senders: BTreeSet<String>,
    /// The day it was received; none where nobody noted it.
    pub received_on: Option<Date>,
    /// Days after the day on which it was due; negative for earlier; none where either day is not known.
    pub days_late: Option<i32>,
    /// Why it was not read, where it was not.
    pub error: Option<String>,
}

/// What a gap report is made from.
#[derive(Debug, Clone, Copy)]
pub struct GapInput<'a> {
    /// The standard.
    pub standard: &'a Standard,
    /// What was asked for.
    pub plan: &'a Plan,
    /// What came.
    pub tables: &'a Harmonised,
    /// What was declared.
    pub explanations: &'a Explanations,
    /// When files came.
    pub receipts: &'a Receipts,
    /// Which sources there are.
    pub inventory: &'a Inventory,
    /// The files of the round.
    pub returns: &'a [Return],
    /// What would make most figures comparable.
    pub repairs: &'a [Repair],
    /// What is noted of recommendations.
    pub noted: &'a NotedRecommendations,
}

/// What was asked for against what was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GapReport {
    /// Years, in order.
    pub years: Vec<i16>,
    /// States, by code.
    pub states: BTreeSet<Code>,
    /// Tables, by id.
    pub tables: BTreeSet<TableId>,
    /// Every state, table and year, in this order.
    pub places: Vec<TablePlace>,
    /// What each breakdown costs the region.
    pub costs: Vec<Cost>,
    /// The sources of every state and axis.
    pub sources: Vec<SourceStanding>,
    /// What to ask each state.
    pub asks: Vec<Ask>,
    /// What is noted of recommendations that do not arise any more, by id.
    pub gone: BTreeMap<String, Noted>,
    /// The files of the round.
    pub returns: Vec<ReturnLine>,
    /// How many gaps each declaration covers, in the order of the declarations.
    pub covered: Vec<u64>,
}

/// Makes the gap report of a round; findings tell what people wrote that covers nothing.
#[must_use]
pub fn gap_report(input: &GapInput<'_>) -> Staged<GapReport> {
    let standard = input.standard;
    let tables: Vec<&TableSpec> = input.plan.tables.iter().filter_map(|id| standard.table(id.as_str())).collect();
    let own: Vec<(&TableSpec, Own<'_>)> = tables.iter().map(|table| (*table, own_figures(input, table))).collect();
    let years = input.plan.years.clone().unwrap_or_else(|| years_found(input, &own));
    let asked: BTreeMap<i16, BTreeSet<Code>> = years.iter().map(|year| (*year, input.plan.states_in(*year, standard))).collect();
    let states: BTreeSet<Code> = asked.values().flatten().cloned().collect();
    let as_of = input.plan.as_of(years.last().copied());
    let mut matrix = Matrix { input, as_of, covered: vec![0; input.explanations.gaps.len()] };
    let mut places = Vec::new();
    for state in &states {
        for (table, own) in &own {
            let asked = years.iter().filter(|year| asked.get(*year).is_some_and(|states| states.contains(state)));
            places.extend(asked.map(|year| matrix.place(table, (state, *year), own)));
        }
    }
    let covered = matrix.covered;
    let axes: BTreeSet<&str> = tables.iter().map(|table| table.axis.as_str()).collect();
    let sources = standings(standard, input.tables, input.inventory, (&states, &axes));
    let costs = costs(standard, &places);
    let returns = return_lines(input);
    let asks = asks(input, (&places, &costs, &sources), (&states, &returns));
    let gone = input.noted.iter().filter(|(id, _)| !asks.iter().any(|ask| ask.id == **id));
    let gone = gone.map(|(id, noted)| (id.clone(), noted.clone())).collect();
    let report = GapReport { states, tables: input.plan.tables.clone(), places, costs, sources, asks, gone, returns, covered, years };
    let findings = findings(input, &report, as_of);
    Staged { value: report, findings }
}

/// The years that the states' own returns hold, where no plan names any.
fn years_found(input: &GapInput<'_>, own: &[(&TableSpec, Own<'_>)]) -> Vec<i16> {
    let told: BTreeSet<(i16, &Code)> = own.iter().flat_map(|(_, own)| own.keys().map(|(state, year)| (*year, *state))).collect();
    let asked = told.into_iter().filter(|(year, state)| input.plan.states_in(*year, input.standard).contains(*state));
    asked.map(|(year, _)| year).collect::<BTreeSet<i16>>().into_iter().collect()
}

fn return_lines(input: &GapInput<'_>) -> Vec<ReturnLine> {
    let line = |one: &Return| {
        let received_on = input.receipts.days.get(&one.file).copied();
        let days_late = input.plan.due.zip(received_on).map(|(due, day)| days_between(due, day));
        ReturnLine { file: one.file.clone(), senders: one.senders.clone(), received_on, days_late, error: one.error.clone() }
    };
    input.returns.iter().map(line).collect()
}

fn findings(input: &GapInput<'_>, report: &GapReport, as_of: Option<Date>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (gap, covers) in input.explanations.gaps.iter().zip(&report.covered) {
        let (state, reason) = (&gap.state, gap.reason);
        if !gap.given.holds_on(as_of) {
            let until = gap.given.until.map(|day| day.to_string()).unwrap_or_default();
            let message = format!("`{reason}` was declared by {} for {state} until {until}, which is past", gap.given.who);
            found.push(Finding::new(&EXPIRED, message).mapping(gap.given.line.clone()));
        } else if *covers == 0 {
            let message = format!("`{reason}` was declared by {} for {state}, and nothing lacks there", gap.given.who);
            found.push(Finding::new(&NOTHING_DECLARED, message).mapping(gap.given.line.clone()));
        }
    }
    for (file, line) in &input.receipts.unmatched {
        found.push(Finding::new(&RECEIPT_WITHOUT_FILE, format!("the pipeline reads no file `{file}`")).mapping(line.clone()));
    }
    for ask in report.asks.iter().filter(|ask| ask.status == RecommendationStatus::Done) {
        if let Some(noted) = input.noted.get(&ask.id).filter(|noted| noted.status == NotedStatus::Done) {
            let message = format!("`{}` is noted as done since {}, and its reason is still there", ask.id, noted.since);
            found.push(Finding::new(&DONE_AND_STILL_THERE, message).mapping(noted.line.clone()));
        }
    }
    found
}

impl GapReport {
    /// The places of a state.
    pub fn of_state<'a>(&'a self, state: &'a str) -> impl Iterator<Item = &'a TablePlace> {
        self.places.iter().filter(move |place| place.state.as_str() == state)
    }

    /// The largest delay of a state's files in days; none where no day is known.
    #[must_use]
    pub fn days_late(&self, state: &str) -> Option<i32> {
        self.returns.iter().filter(|line| line.senders.contains(state)).filter_map(|line| line.days_late).max()
    }

    /// What to ask a state first: what it has neither done nor declined.
    #[must_use]
    pub fn first_ask(&self, state: &str) -> Option<&Ask> {
        let open = |ask: &&Ask| !matches!(ask.status, RecommendationStatus::Done | RecommendationStatus::Declined);
        self.asks.iter().filter(|ask| ask.state.as_str() == state).find(open)
    }
}
