//! Small rounds of made-up figures: each of the eight outcomes, and what must not count.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::diag::Staged;
use crate::grade::{Grader, Place};
use crate::harmonise::{Harmonised, MappingUsed, Published, StandardTable};
use crate::model::{Calendar, Code, Period, Status, StatusSet};
use crate::spec::{
    Breakdown, DeclaredGap, Explanations, GapReason, GapScope, Given, Inventory, Noted, NotedRecommendations, NotedStatus, Plan, Receipts,
    RecommendationStatus,
};
use crate::testing::standard;

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

/// A figure of Kenya in a table: its codes, sex and age, and its value or the status that says why there is none.
fn figure(table: &str, codes: &[&str], (sex, age): (&str, &str), value: Result<i64, Status>) -> Published {
    let spec = standard().table(table).unwrap();
    let period = if spec.reference_days.is_empty() { Period::year(2023) } else { Period::stock(2023, 12, 31) };
    let period = Arc::new(period.unwrap());
    let (reporter, age) = (code("KEN"), code(age));
    let dimensions: Vec<Code> = codes.iter().map(|text| code(text)).collect();
    let place =
        Place { table: spec, reporter: &reporter, period: &period, calendar: Calendar::Gregorian, dimensions: &dimensions, age: &age };
    let graded = Grader::new(standard()).grade(None, &place).unwrap();
    let mapping = MappingUsed {
        id: "made-up".parse().unwrap(),
        file: "made_up.toml".into(),
        sha256: String::new(),
        sender: "KEN".parse().unwrap(),
        source_id: "KEN:MADE_UP".parse().unwrap(),
        vintage: "2024".to_owned(),
    };
    Published {
        observation: 1,
        reporter,
        period,
        dimensions,
        sex: code(sex),
        age,
        value: value.ok(),
        range: None,
        status: value.err().into_iter().collect::<StatusSet>(),
        graded,
        mapping: Arc::new(mapping),
        step: 1,
        note: None,
        submission: "made-up".into(),
        place: crate::diag::Place::file(&"ken.csv".into()),
    }
}

/// A figure of EMI4 with a reason and a sex; everything else at its total.
fn reason(reason: &str, sex: &str, value: Result<i64, Status>) -> Published {
    figure("EMI4", &[reason, "_T"], (sex, "_T"), value)
}

/// Total, reasons and sexes crossed: what EMI4 asks for, but for its citizenships.
fn whole() -> Vec<Published> {
    let reasons = ["_T", "EMP", "EDUC", "FAM"];
    reasons.iter().flat_map(|one| ["_T", "F", "M"].map(|sex| reason(one, sex, Ok(5)))).collect()
}

/// A round that asks Kenya for tables of 2023, due on 30 September 2024.
struct Small {
    plan: Plan,
    figures: Vec<(&'static str, Vec<Published>)>,
    explanations: Explanations,
    receipts: Receipts,
    noted: NotedRecommendations,
    inventory: Inventory,
}

fn small(table: &'static str, figures: Vec<Published>) -> Small {
    Small {
        plan: Plan {
            years: Some(vec![2023]),
            due: Some(date(2024, 9, 30)),
            deadline: None,
            states: Some([code("KEN")].into()),
            tables: [table.parse().unwrap()].into(),
        },
        figures: vec![(table, figures)],
        explanations: Explanations::default(),
        receipts: Receipts::default(),
        noted: NotedRecommendations::new(),
        inventory: Inventory::default(),
    }
}

impl Small {
    fn report(&self) -> Staged<GapReport> {
        let tables = self.figures.iter().map(|(id, published)| {
            let table = StandardTable {
                spec: standard().table(id).unwrap().clone(),
                frame: polars::prelude::DataFrame::empty(),
                conflicts: polars::prelude::DataFrame::empty(),
                published: published.clone(),
                contradicted: Vec::new(),
            };
            (id.parse().unwrap(), table)
        });
        let tables = Harmonised { tables: tables.collect() };
        let returns = [Return { file: "ken.csv".to_owned(), senders: ["KEN".to_owned()].into(), error: None }];
        gap_report(&GapInput {
            standard: standard(),
            plan: &self.plan,
            tables: &tables,
            explanations: &self.explanations,
            receipts: &self.receipts,
            inventory: &self.inventory,
            returns: &returns,
            repairs: &[],
            noted: &self.noted,
        })
    }

    fn declared(mut self, breakdown: Option<&str>, reason: GapReason, until: Option<jiff::civil::Date>) -> Self {
        let line = crate::diag::MappingLine { file: "e.toml".into(), line: 3 };
        let given = Given { text: "made up".to_owned(), who: "nobody".to_owned(), on: date(2023, 1, 1), until, line };
        let scope = GapScope::Table(self.figures[0].0.parse().unwrap());
        let breakdown = breakdown.map(|text| text.parse().unwrap());
        self.explanations.gaps.push(DeclaredGap { state: code("KEN"), scope, breakdown, years: None, reason, given });
        self
    }

    fn received(mut self, day: jiff::civil::Date) -> Self {
        self.receipts.days.insert("ken.csv".to_owned(), day);
        self
    }
}

fn gap<'a>(report: &'a GapReport, breakdown: &str) -> &'a Gap {
    let breakdown: Breakdown = breakdown.parse().unwrap();
    report.places[0].breakdowns.iter().find(|gap| gap.breakdown == breakdown).unwrap()
}

fn outcome(report: &GapReport, breakdown: &str) -> (GapStatus, bool) {
    let gap = gap(report, breakdown);
    (gap.status, gap.explained)
}

#[test]
fn what_came_is_received_and_what_nobody_sent_is_missing() {
    let report = small("EMI4", whole()).report().value;
    assert_eq!(outcome(&report, "total"), (GapStatus::Received, true));
    assert_eq!(outcome(&report, "reason_departure"), (GapStatus::Received, true));
    assert_eq!(outcome(&report, "sex"), (GapStatus::Received, true));
    assert_eq!(outcome(&report, "citizenship.l1"), (GapStatus::Missing, false), "a dimension that is not crossed is `_T`");
    assert_eq!((report.places[0].status, report.places[0].explained), (GapStatus::Partial, false));
    let nothing = small("EMI4", Vec::new()).report().value;
    assert!(nothing.places[0].breakdowns.iter().all(|gap| gap.status == GapStatus::Missing));
    assert_eq!(nothing.places[0].status, GapStatus::Missing);
}

#[test]
fn an_agency_never_fills_a_gap() {
    let mut figures = whole();
    for one in &mut figures {
        let agency = MappingUsed { sender: "UNDESA".parse().unwrap(), ..MappingUsed::clone(&one.mapping) };
        one.mapping = Arc::new(agency);
    }
    let report = small("EMI4", figures).report().value;
    assert_eq!(report.places[0].status, GapStatus::Missing);
}

#[test]
fn a_partial_breakdown_names_the_codes_that_lack() {
    let mut figures = whole();
    figures.retain(|one| one.dimensions[0].as_str() != "FAM" && one.sex.as_str() != "M");
    figures.push(reason("FAM", "_T", Err(Status::O)));
    let report = small("EMI4", figures).report().value;
    assert_eq!(outcome(&report, "reason_departure"), (GapStatus::Partial, false));
    assert_eq!(gap(&report, "reason_departure").lacking, ["FAM"], "O is missing without a word");
    assert_eq!(gap(&report, "sex").lacking, ["M"]);
}

#[test]
fn figures_that_are_not_there_say_why() {
    let said = |status: Status| {
        let figures = ["EMP", "EDUC", "FAM"].iter().map(|one| reason(one, "_T", Err(status))).collect();
        let report = small("EMI4", figures).report().value;
        outcome(&report, "reason_departure")
    };
    assert_eq!(said(Status::L), (GapStatus::NotCollected, true));
    assert_eq!(said(Status::M), (GapStatus::NotApplicable, true));
    assert_eq!(said(Status::J), (GapStatus::Derogation, true));
    assert_eq!(said(Status::Q), (GapStatus::Confidential, true));
    assert_eq!(said(Status::O), (GapStatus::Missing, false));
}

#[test]
fn a_code_that_is_answered_by_a_status_does_not_lack() {
    let mut figures = whole();
    figures.retain(|one| one.dimensions[0].as_str() != "FAM");
    figures.push(reason("FAM", "_T", Err(Status::Q)));
    let report = small("EMI4", figures).report().value;
    assert_eq!(outcome(&report, "reason_departure"), (GapStatus::Received, true));
    assert_eq!(gap(&report, "reason_departure").why, Some(Why::Figures(GapReason::Confidential)));
}

#[test]
fn what_came_after_the_due_day_is_late() {
    let late = small("EMI4", whole()).received(date(2024, 10, 12)).report().value;
    assert_eq!(outcome(&late, "total"), (GapStatus::Late, true));
    assert_eq!((gap(&late, "total").days_late, late.days_late("KEN")), (Some(12), Some(12)));
    let in_time = small("EMI4", whole()).received(date(2024, 9, 30)).report().value;
    assert_eq!((outcome(&in_time, "total").0, gap(&in_time, "total").days_late), (GapStatus::Received, Some(0)));
    let unknown = small("EMI4", whole()).report().value;
    assert_eq!(gap(&unknown, "total").days_late, None, "nobody noted when it came");
}

#[test]
fn a_declaration_speaks_where_there_is_nothing_and_explains_where_something_lacks() {
    let mut figures = whole();
    figures.retain(|one| one.sex.as_str() != "M");
    let round = small("EMI4", figures).declared(None, GapReason::NotCollected, None).report();
    assert!(round.findings.is_empty(), "{:?}", round.findings);
    let report = round.value;
    assert_eq!(outcome(&report, "citizenship.l1"), (GapStatus::NotCollected, true));
    assert_eq!(outcome(&report, "sex"), (GapStatus::Partial, true));
    assert_eq!(outcome(&report, "total"), (GapStatus::Received, true));
    assert_eq!((report.places[0].status, report.places[0].explained), (GapStatus::Partial, true));
    let empty = small("EMI4", Vec::new()).declared(None, GapReason::NotApplicable, None).report().value;
    assert_eq!((empty.places[0].status, empty.places[0].explained), (GapStatus::NotApplicable, true));
}

#[test]
fn a_declaration_of_nothing_and_an_expired_one_are_told_at_their_lines() {
    let round = small("EMI4", whole()).declared(Some("total"), GapReason::NotCollected, None).report();
    assert_eq!(round.findings.iter().map(|one| one.code.id).collect::<Vec<_>>(), ["gaps/declaration-without-gap"]);
    assert_eq!(round.findings[0].mapping.as_ref().unwrap().to_string(), "e.toml:3");
    let round = small("EMI4", Vec::new()).declared(None, GapReason::NotCollected, Some(date(2024, 9, 29))).report();
    assert_eq!(round.findings.iter().map(|one| one.code.id).collect::<Vec<_>>(), ["gaps/declaration-expired"]);
    assert_eq!(round.value.places[0].status, GapStatus::Missing, "it explains nothing any more");
    let round = small("EMI4", Vec::new()).declared(None, GapReason::NotCollected, Some(date(2024, 9, 30))).report();
    assert_eq!((round.findings.len(), round.value.places[0].status), (0, GapStatus::NotCollected), "it held on the due day");
}

#[test]
fn a_stock_of_31_december_is_one_of_the_next_year_where_the_table_asks_for_1_january() {
    let report = |year: i16| {
        let mut round = small("POP1", vec![figure("POP1", &["_T"], ("_T", "_T"), Ok(9))]);
        round.plan.years = Some(vec![year]);
        outcome(&round.report().value, "total").0
    };
    assert_eq!((report(2023), report(2024)), (GapStatus::Missing, GapStatus::Received));
}

#[test]
fn countries_that_add_up_leave_nobody_out_and_nationals_are_never_taken_for_none() {
    let rows = |total: i64| {
        let codes = [("_T", total), ("UGA", 6), ("FRA", 3), ("STLS", 1)];
        codes.map(|(code, value)| figure("IMM1", &[code], ("_T", "_T"), Ok(value))).to_vec()
    };
    let complete = small("IMM1", rows(10)).report().value;
    assert_eq!(outcome(&complete, "citizenship.l2"), (GapStatus::Received, true));
    assert_eq!(gap(&complete, "citizenship.l1").lacking, ["NAT"]);
    let more = small("IMM1", rows(12)).report().value;
    assert_eq!(gap(&more, "citizenship.l2").lacking.len(), 19, "every member but Kenya and Uganda");
    assert_eq!(gap(&more, "citizenship.l1").lacking, ["NAT", "577", "142", "019", "009"]);
}

#[test]
fn counts_that_no_sum_can_hold_add_up_to_nothing() {
    let codes = [("_T", i64::MAX), ("UGA", i64::MAX), ("FRA", i64::MAX), ("_U", i64::MAX)];
    let rows = codes.map(|(code, value)| figure("IMM1", &[code], ("_T", "_T"), Ok(value))).to_vec();
    let report = small("IMM1", rows).report().value;
    assert_eq!(gap(&report, "citizenship.l2").lacking.len(), 19);
    assert_eq!(gap(&report, "citizenship.l2").unknown.unwrap().per_mille(), None);
}

#[test]
fn unknown_is_told_against_the_total() {
    let figures = vec![reason("_T", "_T", Ok(200)), reason("_U", "_T", Ok(31)), reason("EMP", "_T", Ok(169))];
    let report = small("EMI4", figures).report().value;
    assert_eq!(gap(&report, "reason_departure").unknown.unwrap().per_mille(), Some(155));
    assert_eq!(gap(&report, "sex").unknown, None);
}

#[test]
fn the_region_loses_whom_nobody_sent_and_the_largest_would_win_back_most() {
    let mut round = small("EMI4", whole());
    round.plan.states = Some(["KEN", "ETH", "COM"].map(code).into());
    let report = round.report().value;
    let cost = report.costs.iter().find(|cost| cost.breakdown == Breakdown::Total).unwrap();
    assert_eq!(cost.lost, BTreeSet::from([code("COM"), code("ETH")]));
    assert_eq!(cost.best.as_ref().unwrap().0.as_str(), "ETH");
    assert!(cost.lost_per_mille.unwrap() > 600, "{cost:?}");
}

#[test]
fn what_is_asked_has_the_same_id_every_year_and_keeps_what_was_noted() {
    let mut round = small("EMI4", whole());
    round.plan.tables.insert("IMM4".parse().unwrap());
    let line = crate::diag::MappingLine { file: "r.toml".into(), line: 2 };
    let noted = |status| Noted { status, since: "2023".to_owned(), note: None, line: line.clone() };
    round.noted.insert("ken-missing-imm4".to_owned(), noted(NotedStatus::Done));
    round.noted.insert("ken-missing-emi4".to_owned(), noted(NotedStatus::Agreed));
    let staged = round.report();
    let report = &staged.value;
    let asked: Vec<(&str, AskKind)> = report.asks.iter().map(|ask| (ask.id.as_str(), ask.kind)).collect();
    assert_eq!(
        asked,
        [
            ("ken-detail-emi4-citizenship.l1", AskKind::Detail),
            ("ken-detail-emi4-crossing", AskKind::Detail),
            ("ken-missing-imm4", AskKind::Collect),
        ]
    );
    assert_eq!(report.asks[2].status, RecommendationStatus::Done);
    assert_eq!(report.gone.keys().collect::<Vec<_>>(), ["ken-missing-emi4"], "EMI4 came");
    assert_eq!(staged.findings.iter().map(|one| one.code.id).collect::<Vec<_>>(), ["gaps/done-and-still-there"]);
    assert_eq!(report.first_ask("KEN").unwrap().id, "ken-detail-emi4-citizenship.l1");
}

#[test]
fn nobody_is_asked_for_what_cannot_exist_or_is_agreed() {
    for reason in [GapReason::NotApplicable, GapReason::Derogation, GapReason::Confidential] {
        let report = small("EMI4", Vec::new()).declared(None, reason, None).report().value;
        assert!(report.asks.is_empty(), "{reason}: {:?}", report.asks);
    }
}

proptest! {
    /// Whatever is taken from a return, each breakdown has one outcome, and what lacks never shrinks.
    #[test]
    fn taking_figures_away_never_fills_a_gap(kept in proptest::collection::vec(any::<bool>(), 12)) {
        let all = whole();
        let some: Vec<Published> = all.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(one, _)| one.clone()).collect();
        let (before, after) = (small("EMI4", all).report().value, small("EMI4", some).report().value);
        for (before, after) in before.places[0].breakdowns.iter().zip(&after.places[0].breakdowns) {
            prop_assert!(before.status.is_sent() || !after.status.is_sent());
            prop_assert!(after.status.is_there() == after.lacking.is_empty());
            prop_assert!(before.lacking.iter().all(|code| after.lacking.contains(code)), "{before:?} {after:?}");
        }
    }
}
