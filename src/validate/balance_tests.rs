//! Balances, chains, rounding and contradictions against the test vectors of the methods (`e_balance.json`, `g_tables.json`), and what
//! follows from them for the shipped rules.

#![expect(clippy::unreadable_literal, reason = "numbers as they stand in the vectors")]

use std::collections::BTreeMap;
use std::fmt::Write;

use super::judge::Amount::{Known, Missing};
use super::judge::{Verdict, judge_total};
use super::made_up_tests::{codes, made};
use crate::model::rounding_tolerance;
use crate::spec::{Check, ConsistencyRule, Moment, RuleFigure};
use crate::testing::standard;

struct Balance {
    name: &'static str,
    /// Population at the start and at the end, births, deaths, immigrants, emigrants.
    figures: [Option<i64>; 6],
    step: i32,
    verdict: &'static str,
    /// Persons that the closing population may still have more before the balance does not close.
    room: i64,
}

const BALANCES: &[Balance] = &[
    Balance {
        name: "closes exactly",
        figures: [Some(1000000), Some(1012300), Some(21000), Some(9000), Some(4500), Some(4200)],
        step: 1,
        verdict: "closes",
        room: 503,
    },
    Balance {
        name: "small adjustment",
        figures: [Some(1000000), Some(1012700), Some(21000), Some(9000), Some(4500), Some(4200)],
        step: 1,
        verdict: "within tolerance",
        room: 103,
    },
    Balance {
        name: "does not close",
        figures: [Some(1000000), Some(1020300), Some(21000), Some(9000), Some(4500), Some(4200)],
        step: 1,
        verdict: "does not close",
        room: -7495,
    },
    Balance {
        name: "no emigration data",
        figures: [Some(1000000), Some(1012300), Some(21000), Some(9000), Some(4500), None],
        step: 1,
        verdict: "not computable",
        room: 0,
    },
    Balance {
        name: "no opening stock",
        figures: [None, Some(1012300), Some(21000), Some(9000), Some(4500), Some(4200)],
        step: 1,
        verdict: "not computable",
        room: 0,
    },
    Balance {
        name: "rounded to 1000",
        figures: [Some(1000000), Some(1013000), Some(21000), Some(9000), Some(5000), Some(4000)],
        step: 1000,
        verdict: "closes",
        room: 3503,
    },
    Balance {
        name: "tiny state",
        figures: [Some(18000), Some(18025), Some(250), Some(150), Some(60), Some(125)],
        step: 1,
        verdict: "within tolerance",
        room: 20,
    },
];

const COMPONENTS: [&str; 6] = ["POP_START", "POP_END", "BIRTHS", "DEATHS", "IMM", "EMI"];

fn balance(figures: &[Option<i64>; 6], step: i32) -> String {
    let mut text = String::from("table,reporter,period,codes,value,step,cell\n");
    for (row, (component, value)) in COMPONENTS.iter().zip(figures).enumerate() {
        let value = value.map(|value| value.to_string()).unwrap_or_default();
        let _ = writeln!(text, "BAL1,KEN,2020,balance_component={component},{value},{step},B{}", row + 2);
    }
    text
}

#[test]
fn a_balance_closes_within_ten_persons_half_a_thousandth_and_rounding() {
    for case in BALANCES {
        let expected = match case.verdict {
            "closes" | "within tolerance" => (1, 0, 0),
            "does not close" => (0, 1, 0),
            "not computable" => (0, 0, 1),
            other => panic!("{other}"),
        };
        assert_eq!(made(&balance(&case.figures, case.step)).by("B01").counts(), expected, "{}", case.name);
        if case.verdict == "not computable" || case.verdict == "does not close" {
            continue;
        }
        // The tolerance is that of the vector to a person: it moves by less than one with the population.
        for (more, holds) in [(case.room, true), (case.room + 2, false)] {
            let mut figures = case.figures;
            figures[1] = figures[1].map(|end| end + more);
            let counts = made(&balance(&figures, case.step)).by("B01").counts();
            assert_eq!(counts, (u64::from(holds), u64::from(!holds), 0), "{} with {more} more", case.name);
        }
    }
}

#[test]
fn a_component_that_was_not_sent_leaves_the_balance_undecided() {
    for (left_out, component) in COMPONENTS.iter().enumerate() {
        let text = balance(&BALANCES[0].figures, 1);
        let kept: Vec<&str> = text.lines().enumerate().filter(|(at, _)| *at != left_out + 1).map(|(_, line)| line).collect();
        assert_eq!(made(&kept.join("\n")).by("B01").counts(), (0, 0, 1), "{component}");
    }
}

#[test]
fn an_adjustment_that_was_sent_is_added() {
    let mut text = balance(&BALANCES[2].figures, 1);
    text += "BAL1,KEN,2020,balance_component=ADJ,8000,1,B9\n";
    assert_eq!(made(&text).by("B01").counts(), (1, 0, 0));
    let silent = text.replace("ADJ,8000", "ADJ,");
    assert_eq!(made(&silent).by("B01").counts(), (0, 0, 1), "an adjustment without a value is not nothing");
}

#[test]
fn a_stock_of_foreigners_needs_acquisitions_of_citizenship_to_close() {
    let figure = |table: &str, named: &[(&str, &str)], at: Moment| RuleFigure {
        table: table.parse().unwrap(),
        codes: codes(named),
        or_codes: BTreeMap::new(),
        at,
        less: false,
        optional: false,
    };
    let stock = |at| figure("POP1", &[("citizenship", "FOR")], at);
    let of = |table: &str| figure(table, &[("citizenship", "FOR")], Moment::Same);
    let component = |name: &str| figure("BAL1", &[("balance_component", name)], Moment::Same);
    let check = Check::OpenBalance {
        opening: stock(Moment::Opening),
        gains: vec![of("IMM1"), component("BIRTHS")],
        losses: vec![of("EMI1"), component("DEATHS"), figure("ACQ1", &[], Moment::Same)],
        closing: stock(Moment::Closing),
        tolerance: 0,
        tolerance_per_million: 0,
    };
    let rule = ConsistencyRule { check, ..standard().rules.iter().find(|rule| &*rule.id == "B01").unwrap().clone() };
    let text = "table,reporter,period,codes,value,cell
POP1,KEN,2020-01-01,citizenship=FOR,50000,B2
POP1,KEN,2020-12-31,citizenship=FOR,52870,B3
IMM1,KEN,2020,citizenship=FOR,6000,C2
EMI1,KEN,2020,citizenship=FOR,2500,C3
BAL1,KEN,2020,balance_component=BIRTHS,900,D2
BAL1,KEN,2020,balance_component=DEATHS,210,D3
ACQ1,KEN,2020,,1320,E2
";
    assert_eq!(made(text).by_rule(rule.clone()).counts(), (1, 0, 0));
    let judged = made(&text.replace(",1320,", ",1319,")).by_rule(rule);
    assert_eq!(judged.counts(), (0, 1, 0));
    assert_eq!(judged.findings[0].expected.as_deref(), Some("52871"));
}

#[test]
fn the_end_of_a_year_is_the_start_of_the_next_unless_a_break_is_marked() {
    let text = "table,reporter,period,codes,value,status,cell
BAL1,KEN,2019,balance_component=POP_START,100,,B2
BAL1,KEN,2019,balance_component=POP_END,110,,C2
BAL1,KEN,2020,balance_component=POP_START,110,,B3
BAL1,KEN,2020,balance_component=POP_END,121,,C3
BAL1,KEN,2021,balance_component=POP_START,119,,B4
BAL1,KEN,2021,balance_component=POP_END,130,,C4
BAL1,KEN,2023,balance_component=POP_START,130,,B5
BAL1,KEN,2023,balance_component=POP_END,140,,C5
";
    let judged = made(text).by("C08");
    // Undecided: the first start, the last end, and both sides of the year that is missing.
    assert_eq!(judged.counts(), (1, 1, 4), "{judged:#?}");
    assert_eq!(judged.cells(), [("B4".to_owned(), vec!["C3".to_owned()])]);
    assert_eq!((judged.findings[0].value.as_deref(), judged.findings[0].expected.as_deref()), (Some("119"), Some("121")));
    let told = made(&text.replace("POP_START,119,", "POP_START,119,B")).by("C08");
    assert_eq!(told.counts(), (2, 0, 4), "the break is marked");
}

#[test]
fn rounding_explains_the_gaps_that_enumeration_finds() {
    /// Parts, base, whether figures are rounded to the nearest multiple or at random, the largest gap.
    const ROUNDED: [(usize, i32, bool, i64); 16] = [
        (2, 3, true, 3),
        (2, 3, false, 6),
        (2, 5, true, 5),
        (2, 5, false, 10),
        (2, 10, true, 10),
        (2, 10, false, 20),
        (3, 3, true, 3),
        (3, 3, false, 6),
        (3, 5, true, 5),
        (3, 5, false, 15),
        (3, 10, true, 20),
        (3, 10, false, 30),
        (4, 3, true, 3),
        (4, 3, false, 9),
        (4, 5, true, 10),
        (4, 5, false, 20),
    ];
    for (parts, base, nearest, gap) in ROUNDED {
        if nearest {
            assert_eq!(rounding_tolerance(parts, base), gap, "{parts} parts to base {base}");
            let shown = vec![Known(i64::from(base) * 20); parts];
            let total = i64::from(base) * 20 * i64::try_from(parts).unwrap();
            assert_eq!(judge_total(Known(total + gap), &shown, base), Verdict::Passed);
            assert!(matches!(judge_total(Known(total + gap + i64::from(base)), &shown, base), Verdict::Failed { .. }));
        } else {
            // A mapping declares a step, and means the nearest multiple; rounding at random explains more.
            let bound = (i64::try_from(parts).unwrap() + 1) * i64::from(base - 1);
            assert_eq!(bound / i64::from(base) * i64::from(base), gap);
            assert!(rounding_tolerance(parts, base) <= gap);
        }
    }
}

#[test]
fn contradictions_are_told_and_gaps_are_not_filled() {
    let (whole, east, south) = (Known(100), Known(60), Missing);
    let (first, second) = (Known(25), Known(35));
    assert!(matches!(judge_total(whole, &[east, south], 1), Verdict::Undecided(_)), "fill one gap");
    assert_eq!(judge_total(east, &[first, second], 1), Verdict::Passed);
    assert!(matches!(judge_total(east, &[first, Known(36)], 1), Verdict::Failed { sum: (61, 61), .. }), "contradiction");
    assert!(matches!(judge_total(whole, &[Known(110), south], 1), Verdict::Failed { .. }), "negative by subtraction");
    assert!(matches!(judge_total(whole, &[Missing, Missing], 1), Verdict::Undecided(_)), "two gaps");
    assert!(matches!(judge_total(Missing, &[first, Missing], 1), Verdict::Undecided(_)));
    for (total, parts) in [(200, [110, 90]), (200, [70, 130])] {
        assert_eq!(judge_total(Known(total), &parts.map(Known), 1), Verdict::Passed, "two-way with unknowns");
    }
    for total in [110, 70, 130] {
        assert!(matches!(judge_total(Known(total), &[Missing, Known(30)], 1), Verdict::Undecided(_)));
    }
}
