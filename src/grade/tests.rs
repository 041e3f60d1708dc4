use std::sync::Arc;

use super::{Grader, Place};
use crate::model::{Calendar, Code, Grade, Period};
use crate::spec::Profile;
use crate::testing::{mapping_with_profile, standard};

/// The grade and the causes of a figure of a made-up return of Kenya.
fn graded(table: &str, codes: &[&str], age: &str, period: &Period, states: &str) -> (Grade, Vec<String>) {
    let standard = standard();
    let mapping = mapping_with_profile(states);
    let profile: &Arc<Profile> = &mapping.profiles[0];
    let codes: Vec<Code> = codes.iter().map(|code| Code::new(code).unwrap()).collect();
    let (reporter, age) = (Code::new("KEN").unwrap(), Code::new(age).unwrap());
    let place = Place {
        table: standard.table(table).unwrap(),
        reporter: &reporter,
        period,
        calendar: Calendar::Gregorian,
        dimensions: &codes,
        age: &age,
    };
    match Grader::new(standard).grade(Some(profile), &place) {
        Ok(graded) => (graded.grade, graded.causes.iter().map(ToString::to_string).collect()),
        Err(barrier) => panic!("{barrier:?}"),
    }
}

/// Everything the shared definition asks of an immigration flow by citizenship.
const AS_SHARED: &str = r#"
unit_counted = "person"
residence_threshold_months = 12
threshold_basis = "either"
covers_nationals = "yes"
covers_foreigners = "yes"
covers_refugees = "yes"
covers_asylum_seekers = "after_threshold"
covers_irregular = "yes"
covers_temporary_workers = "above_threshold"
covers_students = "above_threshold"
covers_idps = "no"
citizenship_meaning = "legal_citizenship"
dual_citizenship_rule = "national_first"
partner_basis = "citizenship"
age_coverage = "all"
geographic_coverage = "none"
"#;

fn year() -> Period {
    Period::year(2023).unwrap()
}

fn with(replaced: &str) -> String {
    let key = replaced.split('=').next().unwrap().trim();
    let kept: Vec<&str> = AS_SHARED.lines().filter(|line| line.split('=').next().unwrap().trim() != key).collect();
    format!("{}\n{replaced}\n", kept.join("\n"))
}

#[test]
fn a_flow_counted_as_shared_is_a() {
    assert_eq!(graded("IMM1", &["UGA"], "_T", &year(), AS_SHARED), (Grade::A, vec![]));
}

#[test]
fn the_worst_attribute_is_the_grade_and_is_named() {
    assert_eq!(
        graded("IMM1", &["UGA"], "_T", &year(), &with("residence_threshold_months = 6")),
        (Grade::C, vec!["residence_threshold_months=6".into()])
    );
    assert_eq!(
        graded("IMM1", &["UGA"], "_T", &year(), &with("threshold_basis = \"actual\"")),
        (Grade::B, vec!["threshold_basis=actual".into()])
    );
    let fiscal = Period::fiscal_year(jiff::civil::date(2023, 7, 1)).unwrap();
    assert_eq!(graded("IMM1", &["UGA"], "_T", &fiscal, AS_SHARED), (Grade::B, vec!["period=twelve-months".into()]));
}

#[test]
fn what_nobody_stated_costs_and_a_leading_attribute_gives_u() {
    let without = |key: &str| AS_SHARED.lines().filter(|line| !line.starts_with(key)).collect::<Vec<_>>().join("\n");
    assert_eq!(graded("IMM1", &["UGA"], "_T", &year(), &without("covers_refugees")), (Grade::C, vec!["covers_refugees=unknown".into()]));
    assert_eq!(graded("IMM1", &["UGA"], "_T", &year(), &without("unit_counted")), (Grade::U, vec!["unit_counted=unknown".into()]));
    let not_defined = with("residence_threshold_months = \"not_defined\"");
    assert_eq!(graded("IMM1", &["UGA"], "_T", &year(), &not_defined), (Grade::U, vec!["residence_threshold_months=not_defined".into()]));
}

#[test]
fn rows_that_an_attribute_does_not_concern_keep_their_grade() {
    let no_nationals = with("covers_nationals = \"no\"");
    for (code, expected) in
        [("UGA", Grade::A), ("FOR", Grade::A), ("STLS", Grade::A), ("KEN", Grade::X), ("_T", Grade::X), ("171", Grade::X), ("_U", Grade::X)]
    {
        assert_eq!(graded("IMM1", &[code], "_T", &year(), &no_nationals).0, expected, "{code}");
    }
    let adults = with("age_coverage = \"Y_GE15\"");
    for (age, expected) in [("Y20T24", Grade::A), ("Y_GE85", Grade::A), ("_T", Grade::X), ("Y10T14", Grade::X), ("_U", Grade::X)] {
        assert_eq!(graded("IMM1", &["UGA"], age, &year(), &adults).0, expected, "{age}");
    }
}

#[test]
fn a_balance_is_asked_for_its_population_and_its_span() {
    let standard = standard();
    let balance = standard.table("BAL1").unwrap();
    let asked: Vec<&str> = standard.attributes.iter().filter(|one| one.grades(balance)).map(|one| one.id.as_str()).collect();
    for attribute in ["unit_counted", "population_base", "period", "census_base_year"] {
        assert!(asked.contains(&attribute), "{attribute} is not among {asked:?}");
    }
}

#[test]
fn boundaries_concern_places_of_birth_alone_and_a_later_base_year_is_no_better() {
    let born = "birth_boundaries = \"at_birth\"\ncensus_base_year = 2015";
    let costs = |codes: &[&str], states: &str| graded("POP3", codes, "_T", &Period::stock(2023, 1, 1).unwrap(), states).1;
    assert!(!costs(&["ETH", "KEN"], born).iter().any(|cause| cause.starts_with("birth_boundaries")));
    let only = |states: &str| {
        let mapping = mapping_with_profile(states);
        let codes = [Code::new("_T").unwrap(), Code::new("_T").unwrap()];
        let (reporter, age, period) = (Code::new("KEN").unwrap(), Code::new("_T").unwrap(), Period::stock(2023, 1, 1).unwrap());
        let table = standard().table("POP3").unwrap();
        let place = Place { table, reporter: &reporter, period: &period, calendar: Calendar::Gregorian, dimensions: &codes, age: &age };
        let graded = Grader::new(standard()).grade(Some(&mapping.profiles[0]), &place).unwrap();
        let position = standard().attributes.iter().position(|one| one.id.as_str() == "census_base_year").unwrap();
        graded.costs.iter().find(|cost| cost.attribute == position).map(|cost| cost.distance)
    };
    assert_eq!(only("census_base_year = 2015"), None);
    assert_eq!(only("census_base_year = 2109"), Some(crate::model::Distance::Partly), "a slip of the pen is not a recent census");
}
