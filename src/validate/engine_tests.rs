//! What the rules must not take for a mistake, and what they must not miss: several editions, sources and days, hidden figures, steps.

use std::fmt::Write;

use super::made_up_tests::made;
use crate::spec::{ConsistencyRule, Validity};
use crate::testing::standard;

fn shipped(rule: &str) -> ConsistencyRule {
    standard().rules.iter().find(|one| *one.id == *rule).unwrap().clone()
}

#[test]
fn stocks_of_31_december_and_1_january_have_each_their_own_parts() {
    let text = "table,reporter,period,sex,value,cell
POP1,KEN,2020-12-31,_T,100,B2
POP1,KEN,2020-12-31,M,60,B3
POP1,KEN,2020-12-31,F,40,B4
POP1,KEN,2021-01-01,_T,101,C2
POP1,KEN,2021-01-01,M,60,C3
POP1,KEN,2021-01-01,F,41,C4
POP1,KEN,2020-12@2020-12-31,_T,90,D2
POP1,KEN,2020-12@2020-12-31,M,50,D3
POP1,KEN,2020-12@2020-12-31,F,40,D4
";
    assert_eq!(made(text).by("C02").counts(), (3, 0, 0));
}

#[test]
fn a_total_that_was_revised_is_not_held_against_the_parts_of_an_older_edition() {
    let text = "table,reporter,vintage,period,sex,value,cell
IMM1,KEN,2022,2020,_T,100,B2
IMM1,KEN,2022,2020,M,60,B3
IMM1,KEN,2022,2020,F,40,B4
IMM1,KEN,2023,2020,_T,110,C2
";
    assert_eq!(made(text).by("C02").counts(), (0, 0, 1));
    let same = text.replace("2023,2020,_T,110", "2023,2020,_T,100");
    assert_eq!(made(&same).by("C02").counts(), (1, 0, 0), "the sum holds all the same");
}

#[test]
fn a_total_in_persons_stands_above_parts_in_thousands() {
    let text = "table,reporter,period,codes,sex,age,value,step,cell
POP1,KEN,2020-01-01,,_T,_T,3412,1,B2
POP1,KEN,2020-01-01,,M,_T,1000,1000,B3
POP1,KEN,2020-01-01,,F,_T,2000,1000,B4
POP1,KEN,2020-01-01,,_T,Y0T14,1000,1000,B5
POP1,KEN,2020-01-01,,_T,Y_GE15,2000,1000,B6
POP1,KEN,2020-01-01,citizenship=KEN,_T,_T,3000,1000,B7
POP1,KEN,2020-01-01,citizenship=FOR,_T,_T,0,1000,B8
";
    for rule in ["C02", "C03", "C22"] {
        assert_eq!(made(text).by(rule).counts(), (1, 0, 0), "{rule}");
    }
}

#[test]
fn a_set_of_ages_is_found_beside_groups_that_lead_nowhere() {
    let text = "table,reporter,period,age,value,cell
POP1,KEN,2020-01-01,_T,100,B2
POP1,KEN,2020-01-01,Y_LT1,5,B3
POP1,KEN,2020-01-01,Y0T4,20,B4
POP1,KEN,2020-01-01,Y0T17,45,B5
POP1,KEN,2020-01-01,Y5T59,70,B6
POP1,KEN,2020-01-01,Y_GE60,20,B7
POP1,KEN,2020-01-01,Y_GE65,12,B8
";
    let judged = made(text).by("C03");
    assert_eq!(judged.counts(), (0, 1, 0), "neither infants nor minors go on, but a set does: {judged:#?}");
    assert_eq!(judged.cells()[0].1, ["B4", "B6", "B7"]);
}

#[test]
fn a_source_that_gives_two_of_three_totals_is_judged_by_itself() {
    let text = "table,reporter,source,period,value,cell
IMM1,KEN,KEN:REGISTER,2020,100,B2
IMM2,KEN,KEN:REGISTER,2020,90,C2
IMM1,KEN,KEN:SURVEY,2020,70,B3
IMM3,KEN,KEN:SURVEY,2020,70,D3
";
    let judged = made(text).by("C05");
    assert_eq!(judged.counts(), (1, 1, 0), "{judged:#?}");
    assert_eq!(judged.cells(), [("C2".to_owned(), vec!["B2".to_owned()])]);
}

#[test]
fn a_source_closes_its_balance_without_the_adjustment_of_another_one() {
    let mut text = String::from("table,reporter,source,period,codes,value,cell\n");
    for (row, (component, value)) in
        [("POP_START", 1000), ("BIRTHS", 30), ("DEATHS", 10), ("IMM", 5), ("EMI", 5), ("POP_END", 1020)].into_iter().enumerate()
    {
        let _ = writeln!(text, "BAL1,KEN,KEN:REGISTER,2020,balance_component={component},{value},B{}", row + 2);
    }
    text += "BAL1,KEN,KEN:CENSUS,2020,balance_component=POP_START,1100,C2\nBAL1,KEN,KEN:CENSUS,2020,balance_component=ADJ,400,C8\n";
    assert_eq!(made(&text).by("B01").counts(), (1, 0, 0));
}

#[test]
fn permits_of_one_office_are_compared_with_residents_of_another() {
    let text = "table,reporter,source,period,codes,value,note,cell
RES3,KEN,KEN:PERMITS,2020-12-31,,8000,,B2
POP1,KEN,KEN:CENSUS,2021-01-01,citizenship=FOR,3000,,C2
";
    assert_eq!(made(text).by("C11").counts(), (0, 1, 0));
    let explained = text.replace("3000,,", "3000,without diplomats,");
    assert_eq!(made(&explained).by("C11").counts(), (1, 0, 0), "a note beside either figure explains");
}

#[test]
fn of_a_year_and_its_last_month_the_year_is_compared() {
    let text = "table,reporter,period,codes,value,cell
REF1,KEN,2020-12@2020-12-31,protection_status=REF,480,B2
REF1,KEN,2020-12-31,protection_status=REF,500,C2
REF5,KEN,2020,refugee_stock_component=STOCK_END,500,D2
";
    assert_eq!(made(text).by("C10S").counts(), (1, 0, 0));
    let twice = "table,reporter,period,codes,value,cell
REF1,KEN,2020-12-31,protection_status=REF,500,B2
REF1,KEN,2021-01-01,protection_status=REF,510,C2
REF5,KEN,2020,refugee_stock_component=STOCK_END,500,D2
";
    let judged = made(twice).by("C10S");
    assert_eq!((judged.tally.failed, judged.tally.undecided), (0, 1), "{judged:#?}");
}

#[test]
fn quarters_are_not_compared_with_years() {
    let text = "table,reporter,period,codes,value,cell
IMM1,KEN,2020,,1000,B2
IMM1,KEN,2020-Q1,,250,B3
IMM1,KEN,2020-Q4,,240,B4
IMM2,KEN,2020,,1000,C2
IMM2,KEN,2020-Q1,,250,C3
IMM1,KEN,2021,,1100,D2
";
    let judged = made(text).by("C05");
    assert_eq!(judged.counts(), (2, 0, 2), "{judged:#?}");
    assert_eq!(made(text).by("T01").counts(), (1, 0, 0));
}

#[test]
fn fiscal_years_follow_each_other_and_meet_no_calendar_year() {
    let text = "table,reporter,period,codes,value,cell
IMM1,ETH,2018-07-01/P1Y,,1000,B2
IMM1,ETH,2019-07-01/P1Y,,1800,B3
BAL1,ETH,2019,balance_component=IMM,700,C2
";
    assert_eq!(made(text).by("C17").counts(), (0, 1, 0));
    assert_eq!(made(text).by("C09").counts(), (0, 0, 3), "each stands alone");
}

#[test]
fn the_day_that_a_table_asks_for_stands_for_its_year() {
    let text = "table,reporter,period,value,cell
POP1,KEN,2020-01-01,1000,B2
POP1,KEN,2020-07-01,1900,B3
POP1,KEN,2021-01-01,1050,B4
POP1,KEN,2021-07-01,2400,B5
";
    assert_eq!(made(text).by("C17").counts(), (1, 0, 0));
}

#[test]
fn a_rise_from_almost_nothing_is_seen_and_a_hundred_persons_are_let_pass() {
    let rises = |before: i64, after: i64| {
        let text = format!("table,reporter,period,value,cell\nIMM1,KEN,2020,{before},B2\nIMM1,KEN,2021,{after},B3\n");
        made(&text).by("C17").tally.failed == 1
    };
    assert!(rises(90, 5_000) && rises(150, 251) && rises(5_000, 90));
    assert!(!rises(150, 250) && !rises(5, 90) && !rises(1_000, 1_500));
}

#[test]
fn what_is_left_over_follows_no_trend() {
    let mut text = String::from("table,reporter,period,codes,value,cell\n");
    for (row, value) in [1, 641, 20, 18_452, 19_000, 190, 200].into_iter().enumerate() {
        let _ = writeln!(text, "BAL1,KEN,{},balance_component=ADJ,{value},B{}", 2015 + row, row + 2);
    }
    for rule in ["C17", "T02", "T03", "S02"] {
        assert_eq!(made(&text).by(rule).counts(), (0, 0, 0), "{rule}");
        assert!(
            made(&text.replace("ADJ", "IMM")).by(rule).tally.passed + made(&text.replace("ADJ", "IMM")).by(rule).tally.failed > 0,
            "{rule}"
        );
    }
}

#[test]
fn a_grand_total_is_told_twice_where_no_other_rule_compares_it() {
    let text = "table,reporter,period,value,cell
POP1,KEN,2021-01-01,1000,B2
POP2,KEN,2021-01-01,990,C2
POP3,KEN,2021-01-01,900,D2
";
    let rules = vec![shipped("C07"), shipped("C21P")];
    let judged = made(text).judge(rules);
    let named: Vec<(Option<&str>, u64)> =
        judged.findings.iter().map(|finding| (finding.rule.as_deref(), finding.also.len() as u64)).collect();
    assert_eq!(named, [(Some("C07"), 1), (Some("C21P"), 1)], "{:#?}", judged.findings);
}

#[test]
fn a_group_without_members_in_the_table_counts_for_itself() {
    let text = "table,reporter,period,codes,value,cell
IMM1,KEN,2020,,190,B2
IMM1,KEN,2020,citizenship=EUU,50,B3
IMM1,KEN,2020,citizenship=COMESA_FOR,70,B4
IMM1,KEN,2020,citizenship=UGA,30,B5
IMM1,KEN,2020,citizenship=RWA,40,B6
";
    assert_eq!(made(text).by("C20").counts(), (0, 1, 0));
    assert_eq!(made(&text.replace(",190,", ",120,")).by("C20").counts(), (1, 0, 0));
}

#[test]
fn foreign_countries_outside_the_region_are_a_group_of_their_own() {
    let text = "table,reporter,period,codes,value,cell
IMM1,KEN,2020,,100,B2
IMM1,KEN,2020,citizenship=NCOMESA_FOR,60,B3
IMM1,KEN,2020,citizenship=TZA,20,B4
IMM1,KEN,2020,citizenship=IND,40,B5
IMM1,KEN,2020,citizenship=UGA,40,B6
";
    assert_eq!(made(text).by("C20").counts(), (1, 0, 0), "Uganda is a member, and is in no group of the table");
    let judged = made(&text.replace(",100,", ",160,")).by("C20");
    assert_eq!(judged.counts(), (0, 1, 0), "the group was added to Tanzania and India");
    assert_eq!(judged.findings[0].expected.as_deref(), Some("100"));
}

#[test]
fn blanks_that_have_a_reason_are_no_blanks() {
    let cells = "sheet,table,cell,codes,value
Sheet1,arrivals,B2,citizenship=UGA,0
Sheet1,arrivals,B3,citizenship=TZA,
Sheet1,arrivals,B4,citizenship=RWA,
Sheet1,arrivals,B5,citizenship=BDI,
";
    let published = |status: &str| {
        format!(
            "table,reporter,period,codes,value,status,cell
IMM1,KEN,2020,citizenship=UGA,0,,B2
IMM1,KEN,2020,citizenship=TZA,,{status},B3
IMM1,KEN,2020,citizenship=RWA,,O,B4
IMM1,KEN,2020,citizenship=BDI,,O,B5
"
        )
    };
    for (status, failed) in [("O", 1), ("L", 0), ("M", 0), ("Q", 0)] {
        let mut figures = made(cells);
        figures.add(&published(status));
        assert_eq!(figures.by("C25").tally.failed, failed, "{status}");
    }
}

#[test]
fn a_row_that_repeats_another_counts_once_in_what_a_table_adds_to() {
    let text = "# origins same-total-as districts
sheet,table,cell,codes,value
Table 1,origins,B2,citizenship=UGA,600
Table 1,origins,B3,citizenship=TZA,400
Table 2,districts,B2,district=north,300
Table 2,districts,B3,district=south,700
Table 2,districts,B4,district=south,700
";
    assert_eq!(made(text).by("C21T").counts(), (1, 0, 0));
}

#[test]
fn a_break_that_is_told_does_not_hide_a_later_one_and_a_gap_does_not_hide_either() {
    let mut text = String::from("table,reporter,period,value,status,cell\n");
    for (year, value, status) in
        [(2010, 100, ""), (2012, 1000, ""), (2013, 1010, ""), (2014, 300, "B"), (2015, 310, ""), (2016, 900, ""), (2017, 910, "")]
    {
        let _ = writeln!(text, "IMM1,KEN,{year},{value},{status},B{}", year - 2000);
    }
    let judged = made(&text).by("T03");
    assert_eq!(judged.counts(), (0, 1, 0));
    assert_eq!(judged.cells()[0].0, "B16");
}

#[test]
fn a_state_with_two_sources_is_one_state() {
    let mut text = String::from("table,reporter,source,period,value,cell\n");
    for (row, state) in ["KEN", "UGA", "RWA", "BDI"].iter().enumerate() {
        for (column, source) in [("B", "REGISTER"), ("D", "SURVEY")] {
            let _ = writeln!(
                text,
                "IMM1,{state},{state}:{source},2020,1000,{column}{}\nIMM1,{state},{state}:{source},2021,1100,{column}{}",
                row + 2,
                row + 20
            );
        }
    }
    assert_eq!(made(&text).by("T05").counts(), (0, 0, 1), "four states are too few, though there are eight series");
}

#[test]
fn a_rule_holds_on_its_days_only() {
    let text = "table,reporter,period,codes,value,cell
IMM1,KEN,2019,citizenship=UGA,-5,B2
IMM1,KEN,2020,citizenship=UGA,-5,B3
";
    let validity = Validity { from: Some(jiff::civil::date(2020, 1, 1)), to: None };
    let judged = made(text).by_rule(ConsistencyRule { validity, ..shipped("C04") });
    assert_eq!(judged.counts(), (0, 1, 0));
    assert_eq!(judged.cells()[0].0, "B3");
}

#[test]
fn a_sum_with_a_hidden_part_tells_a_unit_and_no_digits() {
    let text = "table,reporter,period,sex,value,low,high,cell
IMM1,KEN,2020,_T,5030,,,B2
IMM1,KEN,2020,M,500,,,B3
IMM1,KEN,2020,F,,20,40,B4
";
    let rules = || vec![shipped("C02"), shipped("S02"), shipped("S03")];
    let tallies = |text: &str| {
        let judged = made(text).judge(rules());
        ["C02", "S02", "S03"]
            .map(|rule| judged.value.rules.get(rule).map(|tally| (tally.passed, tally.failed, tally.undecided)).unwrap_or_default())
    };
    assert_eq!(tallies(text), [(0, 1, 0), (0, 1, 0), (0, 0, 1)], "ten times too few men, whatever the women are");
    assert_eq!(tallies(&text.replace("5030", "2030")), [(0, 1, 0), (1, 0, 0), (0, 0, 1)]);
    assert_eq!(tallies(&text.replace("20,40", ",")), [(0, 0, 1); 3], "a part that is missing leaves all open");
}
