//! Small made-up tables in which one figure would give another one away.

use std::collections::{BTreeMap, BTreeSet};

use super::decide::{Decided, Reason, decide};
use super::figures::{Figure, Read, Sum};
use crate::model::Code;
use crate::spec::DisclosurePolicy;
use crate::testing::standard;

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

/// A figure of IMM1 in 2023: citizenship, sex, age, value.
fn figure(citizenship: &str, sex: &str, age: &str, value: Option<i64>) -> Figure {
    let kind = match citizenship {
        "_T" => "total",
        "FOR" => "aggregate",
        _ => "country",
    };
    let ages = match age {
        "Y_LT20" => (Some(0), Some(19)),
        "Y_LT25" => (Some(0), Some(24)),
        _ => (None, None),
    };
    Figure {
        id: format!("{citizenship} {sex} {age}"),
        table: standard().table("IMM1").unwrap().id.clone(),
        row: 0,
        reporter: code("KEN"),
        freq: "A".to_owned(),
        time_period: "2023".to_owned(),
        days: (19_358, 19_722),
        reference: "sum".to_owned(),
        codes: vec![code(citizenship), code(sex), code(age)],
        kinds: vec![Some(kind.to_owned()), None, None],
        ages,
        value,
        status: if value.is_some() { "A" } else { "Q" }.to_owned(),
        conf_status: None,
        source: "KEN:MADE_UP".to_owned(),
        vintage: "2024".to_owned(),
        cell: None,
        is_merged: false,
    }
}

fn policy() -> DisclosurePolicy {
    standard().disclosure.clone().unwrap()
}

fn decided(figures: Vec<Figure>, sums: Vec<Sum>) -> (Decided, Vec<Figure>) {
    let read = Read { tables: BTreeMap::new(), derived: BTreeMap::new(), figures, sums };
    let decided = decide(&read, standard(), &policy(), None, &[]).unwrap();
    assert!(decided.unsafe_numbers.is_empty(), "{:?}", decided.unsafe_numbers);
    (decided, read.figures)
}

/// The ids of the figures that are left out, with the reason.
fn left_out((decided, figures): &(Decided, Vec<Figure>)) -> BTreeMap<String, Reason> {
    decided.hidden.iter().filter_map(|(place, hidden)| Some((figures.get(*place)?.id.clone(), hidden.reason))).collect()
}

#[test]
fn a_small_figure_takes_the_corners_of_a_rectangle_with_it() {
    let mut figures = Vec::new();
    for (citizenship, values) in [("UGA", [3, 40, 43]), ("RWA", [25, 31, 56]), ("BDI", [12, 44, 56]), ("_T", [40, 115, 155])] {
        figures.extend(["F", "M", "_T"].into_iter().zip(values).map(|(sex, value)| figure(citizenship, sex, "_T", Some(value))));
    }
    let found = left_out(&decided(figures, Vec::new()));
    assert_eq!(found.get("UGA F _T"), Some(&Reason::Small));
    assert_eq!(found.len(), 4, "{found:?}");
    assert!(found.values().filter(|reason| **reason == Reason::Secondary).count() == 3);
}

#[test]
fn what_a_sender_left_out_is_protected_too() {
    let figures = vec![figure("UGA", "F", "_T", None), figure("UGA", "M", "_T", Some(7)), figure("UGA", "_T", "_T", Some(10))];
    let found = left_out(&decided(figures, Vec::new()));
    assert_eq!(found.get("UGA F _T"), Some(&Reason::BySender));
    assert_eq!(found.len(), 2, "as sent, the sum gives it away: {found:?}");
}

#[test]
fn groups_of_ages_that_are_cut_otherwise_never_give_a_small_slice_away() {
    let ages = [("Y_LT20", 100), ("Y_LT25", 102)];
    let found = left_out(&decided(ages.map(|(age, value)| figure("UGA", "_T", age, Some(value))).to_vec(), Vec::new()));
    assert_eq!(found.len(), 1, "two persons of 20 to 24: {found:?}");
    let wide = [("Y_LT20", 100), ("Y_LT25", 150)];
    assert!(left_out(&decided(wide.map(|(age, value)| figure("UGA", "_T", age, Some(value))).to_vec(), Vec::new())).is_empty());
}

#[test]
fn quarters_and_their_year_are_one_sum() {
    let quarters = [(19_358, 19_447, 12), (19_448, 19_538, 3), (19_539, 19_630, 10), (19_631, 19_722, 15)];
    let mut figures = vec![figure("UGA", "_T", "_T", Some(40))];
    for (place, (start, end, value)) in quarters.into_iter().enumerate() {
        let quarter = format!("2023-Q{}", place + 1);
        let one = figure("UGA", "_T", "_T", Some(value));
        figures.push(Figure { id: quarter.clone(), time_period: quarter, freq: "Q".to_owned(), days: (start, end), ..one });
    }
    let found = left_out(&decided(figures, Vec::new()));
    assert_eq!(found.get("2023-Q2"), Some(&Reason::Small));
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn quarters_of_the_newest_edition_are_one_sum_beside_those_of_older_ones() {
    let spans = [(19_358, 19_447), (19_448, 19_538), (19_539, 19_630), (19_631, 19_722)];
    let mut figures = vec![Figure { vintage: "2026".to_owned(), ..figure("UGA", "_T", "_T", Some(40)) }];
    for (vintage, values) in [("2024", [13, 30, 11, 16]), ("2025", [11, 31, 12, 17]), ("2026", [12, 3, 10, 15])] {
        for (place, ((start, end), value)) in spans.into_iter().zip(values).enumerate() {
            let (quarter, one) = (format!("2023-Q{}", place + 1), figure("UGA", "_T", "_T", Some(value)));
            let id = format!("{quarter} of {vintage}");
            figures.push(Figure { id, time_period: quarter, freq: "Q".to_owned(), days: (start, end), vintage: vintage.to_owned(), ..one });
        }
    }
    let found = left_out(&decided(figures, Vec::new()));
    assert_eq!(found.get("2023-Q2 of 2026"), Some(&Reason::Small));
    assert!(found.keys().any(|id| id == "UGA _T _T" || id.ends_with("of 2026") && !id.starts_with("2023-Q2")), "{found:?}");
}

#[test]
fn an_older_edition_does_not_show_what_the_newer_one_withholds() {
    let newer = Figure { conf_status: Some(code("N")), ..figure("UGA", "_T", "_T", Some(500)) };
    let older = Figure { id: "older".to_owned(), vintage: "2023".to_owned(), ..figure("UGA", "_T", "_T", Some(480)) };
    let found = left_out(&decided(vec![newer, older], Vec::new()));
    assert_eq!(found.into_values().collect::<BTreeSet<_>>(), BTreeSet::from([Reason::Confidential, Reason::SameFigure]));
}

#[test]
fn no_table_that_a_rule_compares_shows_the_number_of_a_confidential_figure() {
    let other = |id: &str, place: &str, value| {
        let one = figure(place, "_T", "_T", Some(value));
        Figure { id: id.to_owned(), table: standard().table("IMM2").unwrap().id.clone(), ..one }
    };
    let hidden = |place: &str, value| Figure { conf_status: Some(code("N")), ..figure(place, "_T", "_T", Some(value)) };
    let found =
        left_out(&decided(vec![hidden("UGA", 5321), hidden("BDI", 8), other("large", "RWA", 5321), other("small", "SSD", 8)], Vec::new()));
    assert_eq!(found.get("large"), Some(&Reason::SameFigure), "{found:?}");
    assert!(!found.contains_key("small"), "small numbers are equal by chance: {found:?}");
}

#[test]
fn a_sum_over_the_region_goes_before_the_figure_of_another_state() {
    let other = Figure { id: "UGA".to_owned(), reporter: code("UGA"), ..figure("RWA", "_T", "_T", Some(403)) };
    let figures = vec![figure("RWA", "_T", "_T", Some(2)), other];
    let sum = Sum {
        id: "sum".to_owned(),
        table: figures[0].table.clone(),
        column: "reported_value",
        year: "2023".to_owned(),
        codes: figures[0].codes.clone(),
        value: 405,
        parts: vec![0, 1],
    };
    let done = decided(figures, vec![sum]);
    assert_eq!(left_out(&done).len(), 1, "the figure of Uganda stays");
    assert_eq!(done.0.hidden.len(), 2, "and the sum goes");
}

#[test]
fn a_small_sum_over_the_region_is_as_small_as_a_figure() {
    let other = Figure { id: "UGA".to_owned(), reporter: code("UGA"), ..figure("RWA", "_T", "_T", Some(2)) };
    let figures = vec![figure("RWA", "_T", "_T", Some(2)), other];
    let sum = Sum {
        id: "sum".to_owned(),
        table: figures[0].table.clone(),
        column: "reported_value",
        year: "2023".to_owned(),
        codes: figures[0].codes.clone(),
        value: 4,
        parts: vec![0, 1],
    };
    let done = decided(figures, vec![sum]);
    assert!(done.0.hidden.len() == 3 && done.0.hidden.values().all(|one| one.reason == Reason::Small), "{:?}", done.0.hidden);
}
