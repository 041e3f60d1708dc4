//! What the rules of the standard let a reader know of one figure from others.
//!
//! In: figures and the standard. Out: equations of what the rules say must be equal, wherever it is; and pairs of figures in tables
//! that rules compare which are one number, whatever a rule says of them. It judges nothing, and takes no rule for true that the
//! figures do not keep.

use std::collections::{BTreeMap, BTreeSet};

use super::figures::{Figure, Read};
use super::numbers::Numbers;
use super::relations::day;
use crate::model::{Code, TableId};
use crate::spec::{Check, Moment, RuleFigure, Standard};

/// Codes of a figure that a rule does not name, by dimension.
type Rest<'a> = BTreeMap<&'a str, &'a Code>;

/// What the rules of the standard say must be equal: figures of several tables, and balances.
pub(super) fn ruled(read: &Read, standard: &Standard, numbers: &mut Numbers) {
    let ruled = Ruled { read, standard };
    for rule in &standard.rules {
        match &rule.check {
            Check::DifferentFigures { figures, .. } => {
                for (position, one) in figures.iter().enumerate() {
                    for other in &figures[position + 1..] {
                        ruled.equal(&[(one, 1), (other, -1)], numbers);
                    }
                }
            }
            Check::OpenBalance { opening, gains, losses, closing, .. } => {
                let gains = gains.iter().map(|gain| (gain, 1));
                let losses = losses.iter().map(|loss| (loss, -1));
                let all: Vec<(&RuleFigure, i64)> = [(opening, 1)].into_iter().chain(gains).chain(losses).chain([(closing, -1)]).collect();
                ruled.equal(&all, numbers);
            }
            _ => {}
        }
    }
}

struct Ruled<'a> {
    read: &'a Read,
    standard: &'a Standard,
}

impl<'a> Ruled<'a> {
    /// Figures that come to nothing together, by state, moment, source and every code that the rule does not name; those that have a
    /// figure for each.
    fn equal(&self, all: &[(&RuleFigure, i64)], numbers: &mut Numbers) {
        let mut cases: BTreeMap<_, Vec<Vec<usize>>> = BTreeMap::new();
        for (position, (wanted, _)) in all.iter().enumerate() {
            for (place, one) in self.read.figures.iter().enumerate().filter(|(_, one)| one.table == wanted.table) {
                let Some(rest) = self.rest(wanted, one) else { continue };
                let key = (&one.reporter, moment(wanted.at, one), rest, &one.source, &one.vintage);
                cases.entry(key).or_insert_with(|| vec![Vec::new(); all.len()])[position].push(place);
            }
        }
        for case in cases.into_values() {
            let complete = case.iter().zip(all).all(|(found, (wanted, _))| !found.is_empty() || wanted.optional);
            if !complete {
                continue;
            }
            if let ([ones, others], 2) = (case.as_slice(), all.len()) {
                for (one, other) in ones.iter().flat_map(|one| others.iter().map(move |other| (*one, *other))) {
                    if one != other {
                        numbers.equal(one, other);
                    }
                }
                continue;
            }
            // Of a stock that stands under two days of one moment, one of the two is enough: they are linked themselves.
            let terms = case.iter().zip(all).filter_map(|(found, (_, factor))| Some((*found.first()?, *factor)));
            numbers.equation(terms.collect());
        }
    }

    /// The codes of a figure beside those that a rule names; none where the rule does not mean it.
    fn rest(&self, wanted: &RuleFigure, one: &'a Figure) -> Option<Rest<'a>> {
        let spec = self.standard.tables.get(one.table.as_str())?;
        let mut rest = Rest::new();
        for (dimension, code) in spec.dimensions.iter().zip(&one.codes) {
            match wanted.codes.get(dimension).map(Code::as_str) {
                Some(RuleFigure::EACH) if code.is_total() => return None,
                Some(RuleFigure::EACH) => {
                    rest.insert(RuleFigure::EACH, code);
                }
                Some(RuleFigure::REPORTER) if *code != one.reporter => return None,
                Some(RuleFigure::REPORTER) => {}
                Some(named) if named != code.as_str() => return None,
                Some(_) => {}
                None if code.is_total() => {}
                None => {
                    rest.insert(dimension.as_str(), code);
                }
            }
        }
        rest.extend([("sex", one.sex()), ("age", one.age())].into_iter().filter(|(_, code)| !code.is_total()));
        Some(rest)
    }
}

/// Two figures of one state that are one number, in two tables that a rule compares, at one moment: whatever they are called, a reader
/// who knows the rule takes one for the other. Small numbers, which are equal by chance, are left to the equations.
pub(super) fn told_twice(read: &Read, standard: &Standard, numbers: &mut Numbers) {
    let linked = linked_tables(standard);
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (place, one) in read.figures.iter().enumerate() {
        let Some(value) = one.value.filter(|value| value.abs() >= COMMON) else { continue };
        for moment in moments(one) {
            groups.entry((&one.reporter, moment, value, one.sex(), one.age())).or_default().push(place);
        }
    }
    for group in groups.into_values() {
        for (position, one) in group.iter().enumerate() {
            for other in &group[position + 1..] {
                let tables = (&read.figures[*one].table, &read.figures[*other].table);
                if one != other && linked.contains(&tables) && agree(standard, &read.figures[*one], &read.figures[*other]) {
                    numbers.coincide.insert((*one, *other));
                }
            }
        }
    }
}

/// Numbers below this are equal by chance too often.
const COMMON: i64 = 10;

/// Tables that a rule compares, both ways round.
fn linked_tables(standard: &Standard) -> BTreeSet<(&TableId, &TableId)> {
    let mut linked = BTreeSet::new();
    for rule in &standard.rules {
        let figures = rule.check.figures();
        for one in &figures {
            linked.extend(figures.iter().filter(|other| other.table != one.table).map(|other| (&one.table, &other.table)));
        }
    }
    linked
}

/// Whether no dimension that both have says that they are two.
fn agree(standard: &Standard, one: &Figure, other: &Figure) -> bool {
    let codes = |figure: &Figure| -> BTreeMap<String, Code> {
        let spec = standard.tables.get(figure.table.as_str());
        let dimensions = spec.into_iter().flat_map(|spec| spec.dimensions.iter().map(ToString::to_string));
        dimensions.zip(figure.codes.iter().cloned()).collect()
    };
    let (left, right) = (codes(one), codes(other));
    left.iter().all(|(dimension, code)| right.get(dimension).is_none_or(|other| other == code))
}

/// The moments that a figure tells of: a stock its own, a figure of a period its days, its first and its last moment.
fn moments(one: &Figure) -> BTreeSet<(i64, i64)> {
    [Moment::Same, Moment::Opening, Moment::Closing].into_iter().map(|at| moment(at, one)).collect()
}

/// At which moment a rule takes a figure: the days of its period, or the last day before the moment. The stock of 1 January is that of
/// 31 December.
fn moment(at: Moment, one: &Figure) -> (i64, i64) {
    let is_stock = one.days.0 == one.days.1;
    let before = |days: i64| if day(days).day() == 1 { days - 1 } else { days };
    let moment = match at {
        Moment::Same if !is_stock => return one.days,
        Moment::Opening if !is_stock => one.days.0 - 1,
        Moment::Same | Moment::Opening | Moment::Closing => before(one.days.1),
    };
    (moment, moment)
}
