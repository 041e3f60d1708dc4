//! Members as origins and destinations of each other, every figure counted from both ends.
//!
//! In: a mirror of the standard, which names the tables of both ends, and the figures. Out: a [`Table`] in which what the
//! destination counts and what the origin counts of the same persons stand below each other. Neither is corrected by the other.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::figures::{Figures, Place, Told};
use super::model::{Cell, Column, Note, Row, Table};
use super::place::base;
use super::shown::{Gathered, figure};
use super::words::{Words, order};
use crate::model::{Code, StatType, TableId};
use crate::spec::{MirrorTable, OutputLayout, Standard, TableSpec};

/// One end: the table, its codes without the partner, and where the partner stands.
struct End<'a> {
    table: &'a TableId,
    spec: &'a TableSpec,
    codes: Vec<Code>,
    partner: usize,
    /// Years between the year of its figures and the one under which both ends meet.
    shift: i16,
}

impl<'a> End<'a> {
    fn of(mirror: &'a MirrorTable, words: &Words<'a>) -> Option<Self> {
        let spec = words.spec(&mirror.table)?;
        let mut codes = base(words.standard, spec, &BTreeMap::new());
        for (own, code) in codes.iter_mut().zip(&mirror.codes) {
            if let Some(code) = code {
                own.clone_from(code);
            }
        }
        let partner = spec.dimensions.iter().position(|dimension| *dimension == mirror.partner)?;
        // 31 December is the moment before 1 January of the next year.
        let shift = i16::from(spec.stat_type == StatType::Stock && spec.reference_days.first() == Some(&(12, 31)));
        Some(Self { table: &mirror.table, spec, codes, partner, shift })
    }

    /// Where it counts a partner, in a year under which both ends meet.
    fn place(&self, year: i16, partner: &Code) -> Place {
        let mut codes = self.codes.clone();
        if let Some(own) = codes.get_mut(self.partner) {
            own.clone_from(partner);
        }
        (year - self.shift, codes)
    }

    /// What a state counts about a partner.
    fn figure<'f>(&self, figures: &'f Figures, year: i16, state: &Code, partner: &Code) -> Told<'f> {
        figures.of(self.table, &self.place(year, partner), state)
    }

    /// Pairs of state and partner with a figure, by year; both are members.
    fn pairs(&self, figures: &Figures, standard: &Standard) -> BTreeMap<i16, BTreeSet<(Code, Code)>> {
        let mut found: BTreeMap<i16, BTreeSet<(Code, Code)>> = BTreeMap::new();
        let mut known: BTreeMap<i16, BTreeSet<Code>> = BTreeMap::new();
        for ((own_year, codes), sum) in figures.sums(self.table) {
            let year = &(own_year + self.shift);
            let members = known.entry(*year).or_insert_with(|| members(standard, *year));
            let Some(partner) = codes.get(self.partner).filter(|partner| members.contains(*partner)) else { continue };
            if *codes == self.place(*year, partner).1 {
                let of_members = sum.parts.keys().filter(|state| members.contains(*state) && *state != partner);
                found.entry(*year).or_default().extend(of_members.map(|state| (state.clone(), partner.clone())));
            }
        }
        found
    }
}

/// Both ends of a layout, and the year in which most pairs have a figure.
struct Ends<'a> {
    origin: End<'a>,
    destination: End<'a>,
    members: BTreeSet<Code>,
    year: i16,
    /// Origin and destination of each pair with a figure of either end.
    pairs: BTreeSet<(Code, Code)>,
}

impl<'a> Ends<'a> {
    fn of(layout: &OutputLayout, state: Option<&Code>, figures: &Figures, words: &Words<'a>) -> Option<Self> {
        let standard = words.standard;
        let mirror = standard.mirrors.get(layout.mirror.as_ref()?.as_str())?;
        let (mut origin, mut destination) = (End::of(mirror.own.as_ref()?, words)?, End::of(&mirror.other, words)?);
        if origin.shift == destination.shift {
            (origin.shift, destination.shift) = (0, 0);
        }
        let mut all: BTreeMap<i16, BTreeSet<(Code, Code)>> = origin.pairs(figures, standard);
        for (year, pairs) in destination.pairs(figures, standard) {
            all.entry(year).or_default().extend(pairs.into_iter().map(|(state, partner)| (partner, state)));
        }
        // A state's own table is of the same year as the region's.
        let (year, pairs) = all.into_iter().max_by_key(|(year, pairs)| (pairs.len(), *year))?;
        let concerns = |(from, to): &(Code, Code)| state.is_none_or(|state| from == state || to == state);
        let pairs: BTreeSet<(Code, Code)> = pairs.into_iter().filter(concerns).collect();
        (!pairs.is_empty()).then(|| Self { origin, destination, members: members(standard, year), year, pairs })
    }

    /// What either end counts of those who went from one member to another: the destination first.
    fn both<'f>(&self, figures: &'f Figures, from: &Code, to: &Code) -> [Told<'f>; 2] {
        [self.destination.figure(figures, self.year, to, from), self.origin.figure(figures, self.year, from, to)]
    }

    fn tables(&self) -> [&'a TableId; 2] {
        [self.destination.table, self.origin.table]
    }

    fn note(&self, words: &Words<'_>) -> String {
        let [to, from] = [&self.destination, &self.origin]
            .map(|end| format!("{} ({}, {})", words.table(end.spec), end.table, words.reference_time(end.spec)));
        words.say("outputs-both-ends", &[("destination", &to), ("origin", &from)])
    }
}

/// The members on the last day of a year.
fn members(standard: &Standard, year: i16) -> BTreeSet<Code> {
    Date::new(year, 12, 31).map(|day| standard.members(standard.region.as_str(), day)).unwrap_or_default()
}

fn by_name(codes: BTreeSet<&Code>, words: &Words<'_>) -> Vec<Code> {
    let mut codes: Vec<Code> = codes.into_iter().cloned().collect();
    codes.sort_by_cached_key(|code| order(&words.area(code)));
    codes
}

/// The members as origins in the rows and as destinations in the columns; the year that the table is of.
pub(super) fn of_region<'a>(
    layout: &OutputLayout,
    figures: &'a Figures,
    words: &Words<'a>,
    table: &mut Table,
) -> Option<(i16, Gathered<'a>)> {
    let ends = Ends::of(layout, None, figures, words)?;
    let mut gathered = Gathered::default();
    let origins = by_name(ends.pairs.iter().map(|(from, _)| from).collect(), words);
    let destinations = by_name(ends.pairs.iter().map(|(_, to)| to).collect(), words);
    table.heads = vec![words.plain("outputs-from"), words.plain("outputs-counted-by")];
    let to = words.plain("outputs-to");
    table.columns = destinations
        .iter()
        .map(|to_state| Column { group: Some(to.clone()), head: words.area(to_state), is_text: false, has_marks: true })
        .collect();
    for from in &origins {
        let mut rows = ["outputs-by-destination", "outputs-by-origin"]
            .map(|id| Row { labels: vec![words.area(from), words.plain(id)], ..Row::default() });
        for to in &destinations {
            for ((row, found), table) in rows.iter_mut().zip(ends.both(figures, from, to)).zip(ends.tables()) {
                if let Some(one) = found.figure() {
                    gathered.take(table, one);
                }
                let cell = if from == to { Cell::symbol(words.sign("M")) } else { figure(found, true, words) };
                row.cells.push(cell);
            }
        }
        table.rows.extend(rows);
    }
    let told: BTreeSet<&Code> = origins.iter().chain(&destinations).collect();
    let silent: Vec<&Code> = ends.members.iter().filter(|member| !told.contains(member)).collect();
    table.notes.push(Note { number: None, text: ends.note(words) });
    if !silent.is_empty() {
        table.notes.push(Note { number: None, text: words.say("outputs-silent", &[("states", &words.states(silent))]) });
    }
    Some((ends.year, gathered))
}

/// The other members in the rows, with arrivals from them and departures to them as counted by either end.
pub(super) fn of_state<'a>(
    layout: &OutputLayout,
    state: &Code,
    figures: &'a Figures,
    words: &Words<'a>,
    table: &mut Table,
) -> Option<(i16, Gathered<'a>)> {
    let ends = Ends::of(layout, Some(state), figures, words)?;
    let mut gathered = Gathered::default();
    let partners = by_name(ends.pairs.iter().map(|(from, to)| if from == state { to } else { from }).collect(), words);
    let name = words.area(state);
    table.heads = vec![words.plain("outputs-partner")];
    let group = |id: &str| Some(words.say(id, &[("state", &name)]));
    let column = |group: &Option<String>, id: &str| Column { group: group.clone(), head: words.plain(id), is_text: false, has_marks: true };
    for id in ["outputs-arrivals", "outputs-departures"] {
        let group = group(id);
        table.columns.extend(["outputs-by-destination", "outputs-by-origin"].map(|id| column(&group, id)));
    }
    for partner in &partners {
        let mut row = Row { labels: vec![words.area(partner)], ..Row::default() };
        for (from, to) in [(partner, state), (state, partner)] {
            for (found, table) in ends.both(figures, from, to).into_iter().zip(ends.tables()) {
                if let Some(one) = found.figure() {
                    gathered.take(table, one);
                }
                row.cells.push(figure(found, true, words));
            }
        }
        table.rows.push(row);
    }
    table.notes.push(Note { number: None, text: ends.note(words) });
    Some((ends.year, gathered))
}
