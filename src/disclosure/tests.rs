//! Known tables with known answers, from `tests/disclosure/vectors.json`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::*;

fn vectors(name: &str) -> Value {
    let all: Value = serde_json::from_str(include_str!("../../tests/disclosure/vectors.json")).unwrap();
    all[name].clone()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn table(value: &Value) -> TwoWay {
    let row = |row: &Value| list(row).iter().map(|value| value.as_i64().unwrap()).collect();
    TwoWay::new(list(value).iter().map(row).collect()).unwrap()
}

fn cell(value: &Value) -> Cell {
    let at = |place: usize| usize::try_from(value[place].as_u64().unwrap()).unwrap();
    (at(0), at(1))
}

fn cells(value: &Value) -> BTreeSet<Cell> {
    list(value).iter().map(cell).collect()
}

fn interval(value: &Value) -> Interval {
    Interval { low: value[0].as_i64().unwrap(), high: value[1].as_i64() }
}

fn told(value: &Value) -> BTreeMap<Cell, Interval> {
    list(value).iter().map(|one| (cell(&one["cell"]), interval(&one["interval"]))).collect()
}

#[test]
fn tables_of_two_ways() {
    for vector in list(&vectors("audit")) {
        let found = table(&vector["table"]).audit(&cells(&vector["suppressed"]));
        let expected = told(&vector["expected"]);
        for (cell, interval) in &expected {
            assert_eq!(found[cell], *interval, "{}", vector["source"]);
        }
        if let Some(recovered) = vector.get("recovered") {
            let exact: BTreeSet<Cell> = found.iter().filter(|(_, interval)| interval.is_exact()).map(|(cell, _)| *cell).collect();
            assert_eq!(exact, cells(recovered), "{}", vector["source"]);
        }
    }
}

/// A table of two ways as numbers that are linked by its sums.
fn linked(table: &TwoWay, hidden: &BTreeSet<Cell>) -> (Linked, BTreeMap<Cell, usize>) {
    let all: Vec<Cell> = (0..=table.rows()).flat_map(|row| (0..=table.columns()).map(move |column| (row, column))).collect();
    let places: BTreeMap<Cell, usize> = all.iter().enumerate().map(|(place, cell)| (*cell, place)).collect();
    let known = |cell: &Cell| if hidden.contains(cell) { Interval::COUNT } else { Interval::exactly(table.value(*cell)) };
    let sum = |line: &Vec<Cell>| {
        let places: Vec<usize> = line.iter().map(|cell| places[cell]).collect();
        let (total, parts) = places.split_last().unwrap();
        Equation::total(*total, parts)
    };
    (Linked::new(all.iter().map(known).collect(), table.lines().iter().map(sum).collect()), places)
}

#[test]
fn flows_and_linear_programmes_agree() {
    for vector in list(&vectors("audit")) {
        let (table, hidden) = (table(&vector["table"]), cells(&vector["suppressed"]));
        let (linked, places) = linked(&table, &hidden);
        let asked: Vec<usize> = hidden.iter().map(|cell| places[cell]).collect();
        let found = linked.intervals(&asked).unwrap();
        for (cell, interval) in table.audit(&hidden) {
            assert_eq!(found[&places[&cell]], interval, "{} {cell:?}", vector["source"]);
        }
    }
}

#[test]
fn whoever_is_alone_in_a_cell_knows_it() {
    let vector = vectors("singleton");
    let (table, hidden) = (table(&vector["table"]), cells(&vector["suppressed"]));
    assert!(table.audit(&hidden).values().all(|interval| !interval.is_exact()));
    for pair in list(&vector["expected"]) {
        let pair: Vec<Cell> = list(pair).iter().map(cell).collect();
        let found = table.audit_knowing(&hidden, &BTreeSet::from([pair[0]]));
        assert_eq!(found[&pair[1]], Interval::exactly(table.value(pair[1])));
    }
}

#[test]
fn groups_cut_in_two_ways_give_a_slice_away() {
    let vector = vectors("differencing");
    let bands = ["<20", "<25"].map(|name| Band { from: 0, to: Some(name[1..].parse::<i16>().unwrap() - 1) });
    let found = slices(&bands);
    assert_eq!(found.iter().map(|slice| slice.band).collect::<Vec<_>>(), [Band { from: 20, to: Some(24) }]);
    let of = |table: &str, name: &str, sex: usize| vector[table][name][sex].as_i64().unwrap();
    for sex in 0..2 {
        // The slice is a number like any other, and its interval is one value.
        let known = vec![Interval::exactly(of("table_1", "<20", sex)), Interval::exactly(of("table_2", "<25", sex)), Interval::COUNT];
        let audited = Linked::new(known, vec![Equation::total(1, &[0, 2])]).intervals(&[2]).unwrap()[&2];
        assert_eq!(audited, Interval::exactly(vector["expected_slice"]["20-24"][sex].as_i64().unwrap()));
    }
}

#[test]
fn tables_that_are_linked() {
    for vector in list(&vectors("audit_linked")) {
        let names: Vec<&String> = vector["known"].as_object().unwrap().keys().collect();
        let place = |name: &str| names.iter().position(|known| *known == name).unwrap();
        let known = vector["known"].as_object().unwrap().values().map(interval).collect();
        let equation = |one: &Value| {
            let parts: Vec<usize> = list(&one[1]).iter().map(|part| place(part.as_str().unwrap())).collect();
            Equation::total(place(one[0].as_str().unwrap()), &parts)
        };
        let linked = Linked::new(known, list(&vector["equations"]).iter().map(equation).collect());
        let expected = vector["expected"].as_object().unwrap();
        let found = linked.intervals(&expected.keys().map(|name| place(name)).collect::<Vec<_>>()).unwrap();
        for (name, told) in expected {
            assert_eq!(found[&place(name)], interval(told), "{}: {name}", vector["name"]);
        }
        let exact: BTreeSet<&str> = found.iter().filter(|(_, one)| one.is_exact()).map(|(number, _)| names[*number].as_str()).collect();
        assert_eq!(exact, list(&vector["recovered"]).iter().map(|name| name.as_str().unwrap()).collect(), "{}", vector["name"]);
    }
}

#[test]
fn multiples_of_a_base() {
    for vector in list(&vectors("rounding_interval")) {
        let of = |name: &str| vector[name].as_i64().unwrap();
        assert_eq!(rounded_from(of("rounded"), of("base")), interval(&vector["expected"]));
    }
}

/// What may be hidden beside the primary cells, with its cost.
fn costs(table: &TwoWay, name: &str, primary: &BTreeSet<Cell>) -> BTreeMap<Cell, i64> {
    let (rows, columns) = (table.rows(), table.columns());
    let margins = name.ends_with("with_margins");
    let mut costs = BTreeMap::new();
    for cell in (0..=rows).flat_map(|row| (0..=columns).map(move |column| (row, column))) {
        let is_margin = cell.0 == rows || cell.1 == columns;
        let is_free = table.value(cell) > 0 && (margins || !is_margin) && cell != (rows, columns) && !primary.contains(&cell);
        if is_free {
            costs.insert(cell, if name.starts_with("cells") { 1 } else { table.value(cell) });
        }
    }
    costs
}

#[test]
fn the_cheapest_cells_to_hide() {
    for vector in list(&vectors("secondary")) {
        let (table, primary, width) = (table(&vector["table"]), cells(&vector["primary"]), vector["required_width"].as_i64().unwrap());
        let mut is_safe = |hidden: &BTreeSet<Cell>| {
            let found = table.audit(hidden);
            primary.iter().all(|cell| found[cell].is_at_least(width))
        };
        for (name, optimum) in vector["optimum"].as_object().unwrap() {
            let costs = costs(&table, name, &primary);
            let found = cheapest(&primary, &costs, &table.lines(), &mut is_safe, 200_000).unwrap();
            assert_eq!(found.cost, optimum["cost"].as_i64().unwrap(), "{} {name}", vector["name"]);
            let hidden: BTreeSet<Cell> = primary.union(&cells(&optimum["secondary"])).copied().collect();
            let audited = table.audit(&hidden);
            for (cell, interval) in told(&optimum["intervals"]) {
                assert_eq!(audited[&cell], interval, "{} {name} {cell:?}", vector["name"]);
            }
        }
    }
}

#[test]
fn widening_makes_every_table_safe_without_hiding_a_zero() {
    for vector in list(&vectors("secondary")) {
        let (table, primary, width) = (table(&vector["table"]), cells(&vector["primary"]), vector["required_width"].as_i64().unwrap());
        let costs = costs(&table, "sum/with_margins", &primary);
        let (mut linked, places) = linked(&table, &primary);
        let values: BTreeMap<usize, i64> = costs.keys().map(|cell| (places[cell], table.value(*cell))).collect();
        let costs: BTreeMap<usize, i64> = costs.iter().map(|(cell, cost)| (places[cell], *cost)).collect();
        let mut hidden = primary.clone();
        for cell in &primary {
            let protect = Protect { number: places[cell], width };
            for number in widen(&linked, protect, &costs, &values).unwrap().unwrap() {
                linked.set(number, Interval::COUNT);
                hidden.extend(places.iter().filter(|(_, place)| **place == number).map(|(cell, _)| *cell));
            }
        }
        let audited = table.audit(&hidden);
        assert!(primary.iter().all(|cell| audited[cell].is_at_least(width)), "{}", vector["name"]);
        assert!(hidden.iter().all(|cell| table.value(*cell) > 0), "{}", vector["name"]);
        let optimum = vector["optimum"]["sum/with_margins"]["cost"].as_i64().unwrap();
        let cost: i64 = hidden.difference(&primary).map(|cell| table.value(*cell)).sum();
        assert!(cost <= 2 * optimum, "{}: {cost} where {optimum} would do", vector["name"]);
        let wanted: BTreeMap<usize, i64> = primary.iter().map(|cell| (places[cell], width)).collect();
        assert_eq!(linked.narrow(&wanted).unwrap(), BTreeMap::new(), "{}", vector["name"]);
    }
}
