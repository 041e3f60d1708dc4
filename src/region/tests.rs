use std::sync::Arc;

use jiff::civil::date;

use super::speak::{Candidate, Spoken, spoken};
use super::year::compared_year;
use crate::grade::{Grader, Place};
use crate::harmonise::{MappingUsed, Published};
use crate::model::{Calendar, Code, Period, Status, StatusSet};
use crate::spec::SourceRank;
use crate::testing::standard;

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

/// A figure about Kenya of a source and edition; its observation is its value.
fn figure(source: &str, vintage: &str, value: Option<i64>, status: Option<Status>) -> Published {
    let (table, period) = (standard().table("POP2").unwrap(), Arc::new(Period::stock(2023, 1, 1).unwrap()));
    let (reporter, age, dimensions) = (code("KEN"), code("_T"), vec![code("FOR")]);
    let place = Place { table, reporter: &reporter, period: &period, calendar: Calendar::Gregorian, dimensions: &dimensions, age: &age };
    let graded = Grader::new(standard()).grade(None, &place).unwrap();
    let mapping = MappingUsed {
        id: "made-up".parse().unwrap(),
        file: "made_up.toml".into(),
        sha256: String::new(),
        sender: source.split(':').next().unwrap().parse().unwrap(),
        source_id: source.parse().unwrap(),
        vintage: vintage.to_owned(),
    };
    Published {
        observation: value.unwrap_or_default().unsigned_abs(),
        reporter,
        period,
        dimensions,
        sex: code("_T"),
        age,
        value,
        range: None,
        status: status.into_iter().collect::<StatusSet>(),
        graded,
        mapping: Arc::new(mapping),
        step: 1,
        note: None,
        submission: "made-up".into(),
        place: crate::diag::Place::file(&"made_up.csv".into()),
    }
}

/// Days from 1 January 2023.
fn away(one: &Published) -> i32 {
    super::year::away(standard().table("POP2").unwrap(), &one.period)
}

/// The value that speaks; what stands in the way otherwise.
fn speaking(figures: &[Published], order: &[&str]) -> Result<Option<i64>, &'static str> {
    let order: Vec<SourceRank> = order.iter().map(|rank| rank.parse().unwrap()).collect();
    let candidates: Vec<Candidate<'_>> = figures.iter().map(|one| Candidate { one, away: away(one), contradicted: false }).collect();
    match spoken(&candidates, &order) {
        Spoken::One(one, others) => {
            assert_eq!(others.len() + 1, figures.len(), "every other figure is listed");
            Ok(one.value)
        }
        Spoken::Tie(_) => Err("tie"),
        Spoken::Contradicted => Err("contradicted"),
        Spoken::None(_) => Err("none"),
    }
}

#[test]
fn the_order_of_sources_decides_then_the_edition() {
    let figures = [
        figure("UNDESA:STOCK", "2019", Some(1), None),
        figure("UNDESA:STOCK", "2020", Some(2), None),
        figure("KEN:CENSUS", "2019", Some(3), None),
        figure("KEN:CENSUS", "2021", Some(4), None),
    ];
    assert_eq!(speaking(&figures, &["own", "UNDESA"]), Ok(Some(4)), "the state itself, in its latest edition");
    assert_eq!(speaking(&figures, &["UNDESA", "own"]), Ok(Some(2)));
    assert_eq!(speaking(&figures, &["KEN:REGISTER", "UNDESA:STOCK"]), Ok(Some(2)));
    assert_eq!(speaking(&figures, &["WB"]), Err("none"));
    assert_eq!(speaking(&figures[..2], &["own"]), Err("none"), "an agency's figure is no return of the state");
}

#[test]
fn sources_at_one_place_in_the_order_are_not_chosen_from() {
    let figures = [figure("KEN:CENSUS", "2021", Some(4), None), figure("KEN:REGISTER", "2021", Some(5), None)];
    assert_eq!(speaking(&figures, &["own"]), Err("tie"));
    assert_eq!(speaking(&figures, &["KEN:REGISTER", "own"]), Ok(Some(5)));
}

#[test]
fn a_missing_figure_leaves_the_word_and_a_hidden_one_does_not() {
    let missing = figure("KEN:CENSUS", "2021", None, Some(Status::O));
    let hidden = figure("KEN:CENSUS", "2021", None, Some(Status::Q));
    let agency = figure("UNDESA:STOCK", "2020", Some(2), None);
    assert_eq!(speaking(&[missing.clone(), agency.clone()], &["own", "UNDESA"]), Ok(Some(2)));
    assert_eq!(speaking(&[hidden, agency], &["own", "UNDESA"]), Ok(None), "an agency's figure would tell what the state hides");
    assert_eq!(speaking(&[missing], &["own"]), Ok(None));
}

#[test]
fn of_several_days_of_one_edition_the_nearest_speaks_and_equal_ones_tie() {
    let on = |month: i8, day: i8, value: i64| Published {
        period: Arc::new(Period::stock(2023, month, day).unwrap()),
        ..figure("KEN:CENSUS", "2023", Some(value), None)
    };
    assert_eq!(speaking(&[on(3, 31, 100), on(1, 1, 400), on(9, 30, 300)], &["own"]), Ok(Some(400)));
    assert_eq!(speaking(&[on(9, 30, 300), on(3, 31, 100)], &["own"]), Ok(Some(100)));
    assert_eq!(speaking(&[on(3, 31, 100), on(3, 31, 101)], &["own"]), Err("tie"));
}

#[test]
fn an_edition_that_contradicts_itself_does_not_leave_the_word_to_an_older_one() {
    let (older, newer) = (figure("KEN:CENSUS", "2022", Some(100), None), figure("KEN:CENSUS", "2023", Some(900), None));
    let candidates = [Candidate { one: &older, away: 0, contradicted: false }, Candidate { one: &newer, away: 0, contradicted: true }];
    assert!(matches!(spoken(&candidates, &[SourceRank::Own]), Spoken::Contradicted));
    let candidates = [Candidate { one: &newer, away: 0, contradicted: false }, Candidate { one: &older, away: 0, contradicted: true }];
    assert!(matches!(spoken(&candidates, &[SourceRank::Own]), Spoken::One(one, _) if one.value == Some(900)));
}

#[test]
fn stocks_and_years_meet_under_one_year() {
    let year = |table: &str, period: Period| compared_year(standard().table(table).unwrap(), &period);
    let stock = |y, m, d| Period::stock(y, m, d).unwrap();
    assert_eq!(year("POP1", stock(2024, 1, 1)), "2024");
    assert_eq!(year("POP1", stock(2023, 12, 31)), "2024", "31 December is 1 January of the next year");
    assert_eq!(year("RES3", stock(2023, 12, 31)), "2023");
    assert_eq!(year("RES3", stock(2024, 1, 1)), "2023");
    assert_eq!(year("POP1", stock(2020, 7, 1)), "2020");
    assert_eq!(year("NAB1", stock(2024, 1, 1)), "2023", "either day will do there, the one in December first");
    assert_eq!(year("IMM1", Period::year(2023).unwrap()), "2023");
    assert_eq!(year("IMM1", Period::fiscal_year(date(2023, 7, 1)).unwrap()), "2023", "184 days against 182");
    assert_eq!(year("IMM1", Period::days(date(2023, 9, 12), 365).unwrap()), "2024", "111 days against 254");
    assert_eq!(year("IMM1", Period::quarter(2023, 2).unwrap()), "2023-Q2");
    assert_eq!(year("IMM1", Period::months(2023, 1, 7).unwrap()), Period::months(2023, 1, 7).unwrap().time_period());
}
