//! Every formula against `tests/vectors/indicators.json`, number by number.

use serde_json::Value;

use super::*;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../../tests/vectors/indicators.json")).unwrap()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

/// Whether a result is the one expected; null stands for none.
#[track_caller]
fn same(found: Option<f64>, expected: &Value) {
    match (found, expected.as_f64()) {
        (Some(found), Some(expected)) => assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{found}, not {expected}"),
        (None, None) => assert!(expected.is_null()),
        _ => panic!("{found:?}, not {expected}"),
    }
}

fn ages(case: &Value) -> AgeGroups {
    let bounds = case["lower_bounds"].as_array().unwrap().iter().map(|bound| u16::try_from(bound.as_u64().unwrap()).unwrap());
    let open_last = case.get("open_last").is_none_or(|open| open.as_bool().unwrap());
    AgeGroups { lower_bounds: bounds.collect(), counts: numbers(&case["counts"]), open_last }
}

#[test]
fn stocks() {
    let all = vectors();
    let (input, expected) = (&all["stock"]["input"], &all["stock"]["expected"]);
    let [male, female, population] = ["male", "female", "population"].map(|name| number(&input[name]));
    same(Some(male + female), &expected["total"]);
    same(percent_of(male + female, population), &expected["share_of_population"]);
    same(percent_of(female, male + female), &expected["female_share"]);
    same(males_per_100_females(male, female), &expected["males_per_100_females"]);
    assert_eq!(males_per_100_females(5.0, 0.0), None);
}

#[test]
fn change_over_time() {
    for case in vectors()["growth"].as_array().unwrap() {
        let [start, end, years] = ["start", "end", "years"].map(|name| number(&case[name]));
        same(annual_rate_of_change(start, end, years), &case["expected_rate_percent"]);
        same(mean_annual_change(start, end, years), &case["expected_mean_change"]);
    }
    assert_eq!(annual_rate_of_change(0.0, 5.0, 1.0), None, "no rate from nothing");
    assert_eq!(annual_rate_of_change(5.0, 5.0, 0.0), None);
}

#[test]
fn median_ages() {
    for case in vectors()["median_age"].as_array().unwrap() {
        let (years, at_least) = match ages(case).median().unwrap() {
            MedianAge::Years(years) => (Some(years), None),
            MedianAge::AtLeast(age) => (None, Some(f64::from(age))),
        };
        same(years, &case["expected"]["value"]);
        same(at_least, &case["expected"]["at_least"]);
    }
    let closed = |counts: Vec<f64>| AgeGroups { lower_bounds: vec![0, 5, 10], counts, open_last: false }.median();
    assert_eq!(closed(vec![1.0, 1.0, 4.0]), Some(MedianAge::Years(11.25)), "the last group is as wide as the one before");
    assert_eq!(closed(vec![0.0, 0.0, 0.0]), None);
    assert_eq!(closed(vec![1.0, 1.0]), None, "a group without a count");
}

#[test]
fn dependency_and_the_share_of_working_age() {
    let all = vectors();
    let (groups, expected) = (ages(&all["ages"]), &all["ages"]["expected"]);
    let (young, working, old) = groups.broad_groups().unwrap();
    same(Some(young), &expected["young"]);
    same(Some(working), &expected["working"]);
    same(Some(old), &expected["old"]);
    same(groups.dependency(), &expected["dependency"]);
    same(groups.working_share(), &expected["working_share"]);
    let across = AgeGroups { lower_bounds: vec![0, 10, 20, 65], counts: vec![1.0; 4], open_last: true };
    assert_eq!(across.dependency(), None, "a group reaches across 15");
}

#[test]
fn flows() {
    let all = vectors();
    let (input, expected) = (&all["flow"]["input"], &all["flow"]["expected"]);
    let [arrivals, departures, start, end] =
        ["immigrants", "emigrants", "population_start", "population_end"].map(|name| number(&input[name]));
    same(Some(arrivals - departures), &expected["net"]);
    same(average_population(start, end), &expected["average_population"]);
    same(crude_rate(arrivals - departures, start, end), &expected["crude_net_rate"]);
    same(crude_rate(arrivals, start, end), &expected["crude_immigration_rate"]);
    same(crude_rate(departures, start, end), &expected["crude_emigration_rate"]);
    same(crude_rate(arrivals + departures, start, end), &expected["turnover_rate"]);
    same(effectiveness(arrivals, departures), &expected["effectiveness"]);
}

#[test]
fn a_system_of_states() {
    let all = vectors();
    let (case, expected) = (&all["system"], &all["system"]["expected"]);
    let system =
        System { matrix: case["matrix"].as_array().unwrap().iter().map(numbers).collect(), population: numbers(&case["population"]) };
    same(system.crude_intensity(), &expected["crude_intensity"]);
    same(system.effectiveness(), &expected["effectiveness"]);
    same(system.aggregate_net_rate(), &expected["aggregate_net_rate"]);
    same(system.preference(), &expected["preference"]);
    same(system.velocity(), &expected["velocity"]);
    let product = system.crude_intensity().unwrap() * system.effectiveness().unwrap() / 100.0;
    same(Some(product), &expected["aggregate_net_rate"]);
    let lacking = System { population: vec![1.0; 2], ..system };
    assert_eq!(lacking.crude_intensity(), None, "the shapes do not fit");
}

#[test]
fn concentration() {
    let all = vectors();
    let (case, expected) = (&all["concentration"], &all["concentration"]["expected"]);
    let mut counts = numbers(&case["origins"]);
    for _ in 0..2 {
        let found = Concentration::of(&counts).unwrap();
        same(Some(found.hhi()), &expected["hhi"]);
        same(Some(found.effective_number()), &expected["effective_number"]);
        same(found.normalised_hhi(), &expected["normalised_hhi"]);
        same(Some(found.entropy()), &expected["entropy"]);
        same(found.evenness(), &expected["evenness"]);
        same(Some(found.gini()), &expected["gini"]);
        for (name, how_many) in [("top_1", 1), ("top_3", 3), ("top_5", 5)] {
            same(Some(found.top(how_many)), &expected[name]);
        }
        counts.reverse();
    }
    // The other formula of Gini: the mean difference of all pairs over twice the mean.
    let differences: f64 = counts.iter().flat_map(|one| counts.iter().map(move |other| (one - other).abs())).sum();
    same(Some(differences / (2.0 * 7.0 * counts.iter().sum::<f64>())), &expected["gini"]);
    assert_eq!(Concentration::of(&[0.0]), None);
    let one = Concentration::of(&[4.0]).unwrap();
    assert!(one.normalised_hhi().is_none() && one.evenness().is_none(), "one origin is neither even nor uneven");
}

#[test]
fn dissimilarities() {
    let all = vectors();
    let case = &all["dissimilarity"];
    let [first, second] = ["first", "second"].map(|name| numbers(&case[name]));
    same(dissimilarity(&first, &second), &case["expected_percent"]);
    assert_eq!(dissimilarity(&first, &second[1..]), None, "not the same origins");
    assert_eq!(dissimilarity(&first, &[0.0; 5]), None);
}

#[test]
fn target_10_7() {
    let all = vectors();
    for case in all["sdg_10_7_4"]["cases"].as_array().unwrap() {
        same(refugees_per_100000(number(&case["refugees"]), number(&case["population"])), &case["expected"]);
    }
    for case in all["sdg_10_7_1"]["cases"].as_array().unwrap() {
        same(recruitment_cost_months(number(&case["cost"]), number(&case["monthly_income"])), &case["expected"]);
    }
    let case = &all["sdg_10_7_2"];
    let mut answers = [[0.0; 5]; 6];
    for (place, domain) in answers.iter_mut().enumerate() {
        domain.copy_from_slice(&numbers(&case["answers"][(place + 1).to_string()]));
    }
    let policies = PolicyAnswers::new(answers).unwrap();
    for (place, found) in policies.domains().into_iter().enumerate() {
        same(Some(found), &case["expected_domains"][(place + 1).to_string()]);
    }
    same(Some(policies.overall()), &case["expected_overall"]);
    assert_eq!(policies.level().as_str(), case["expected_level"]);
    for edge in case["edges"].as_array().unwrap() {
        assert_eq!(PolicyLevel::of(number(&edge["value"])).as_str(), edge["expected"], "{edge}");
    }
    answers[0][0] = 0.5;
    assert!(PolicyAnswers::new(answers).is_some(), "a half stands in the first domain");
    answers[1][0] = 0.5;
    assert!(PolicyAnswers::new(answers).is_none(), "and in no other");
}
