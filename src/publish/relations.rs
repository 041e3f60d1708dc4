//! Every sum between the figures of a run that a reader can use.
//!
//! In: figures, sums over the region, and the standard. Out: equations. Whether a sum holds is looked up in the true figures: where
//! parts and total agree, a reader may count on it; where the parts come to less, only that they are no more than the total. A sum
//! with a figure that nobody has is counted on where it can hold.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::figures::{Figure, Read};
use super::numbers::{Numbers, Source};
use super::ruled::{ruled, told_twice};
use crate::disclosure::{Band, slices};
use crate::model::{Code, DimensionId};
use crate::spec::{DimensionKind, Standard};

/// Rows of one table, state, period, source and edition, by their codes.
type Group<'a> = BTreeMap<Vec<&'a Code>, usize>;

/// What rows have in common that can be parts of each other: table, state, period, source and edition.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Series<'a> {
    table: &'a str,
    reporter: &'a Code,
    texts: [&'a str; 4],
    days: (i64, i64),
}

/// Finds all equations between the figures of a run.
pub(super) fn relate(read: &Read, standard: &Standard, threshold: &dyn Fn(&Figure) -> i64, numbers: &mut Numbers) {
    let mut finder = Finder { read, standard, numbers };
    finder.within_tables(threshold);
    finder.same_figures();
    finder.parts_of_years();
    finder.regional_sums();
    ruled(read, standard, numbers);
    told_twice(read, standard, numbers);
}

struct Finder<'a, 'n> {
    read: &'a Read,
    standard: &'a Standard,
    numbers: &'n mut Numbers,
}

impl<'a> Finder<'a, '_> {
    fn groups(&self) -> BTreeMap<Series<'a>, Group<'a>> {
        let mut groups: BTreeMap<Series<'a>, Group<'a>> = BTreeMap::new();
        for (place, one) in self.read.figures.iter().enumerate() {
            let texts = [&one.freq, &one.time_period, &one.source, &one.vintage].map(String::as_str);
            let series = Series { table: one.table.as_str(), reporter: &one.reporter, texts, days: one.days };
            groups.entry(series).or_default().insert(one.codes.iter().collect(), place);
        }
        groups
    }

    /// Sums over one dimension, all others held.
    fn within_tables(&mut self, threshold: &dyn Fn(&Figure) -> i64) {
        for (key, group) in self.groups() {
            let Some(spec) = self.standard.tables.get(key.table) else { continue };
            for (axis, dimension) in spec.all_dimensions().iter().enumerate() {
                let mut lines: BTreeMap<Vec<&Code>, Vec<usize>> = BTreeMap::new();
                for (codes, place) in &group {
                    let mut rest = codes.clone();
                    rest.remove(axis);
                    lines.entry(rest).or_default().push(*place);
                }
                for line in lines.into_values().filter(|line| line.len() > 1) {
                    self.line(dimension, axis, &line, threshold);
                }
            }
        }
    }

    fn line(&mut self, dimension: &DimensionId, axis: usize, line: &[usize], threshold: &dyn Fn(&Figure) -> i64) {
        match self.standard.dimensions.get(dimension).map(|known| known.kind) {
            Some(DimensionKind::Age) => self.ages(line, threshold),
            Some(DimensionKind::Area) => self.areas(axis, line),
            Some(DimensionKind::List) => self.listed(dimension, axis, line),
            _ if dimension.as_str() == "age" => self.ages(line, threshold),
            _ => self.total(axis, line),
        }
    }

    fn code(&self, axis: usize, place: usize) -> &'a Code {
        &self.read.figures[place].codes[axis]
    }

    fn total_of(&self, axis: usize, line: &[usize]) -> Option<usize> {
        line.iter().copied().find(|place| self.code(axis, *place).is_total())
    }

    /// Everything but the total adds up to it.
    fn total(&mut self, axis: usize, line: &[usize]) {
        if let Some(total) = self.total_of(axis, line) {
            let parts: Vec<usize> = line.iter().copied().filter(|place| *place != total).collect();
            self.numbers.sum(total, &parts, true);
        }
    }

    /// The codes of a list under the nearest code above them.
    fn listed(&mut self, dimension: &DimensionId, axis: usize, line: &[usize]) {
        let Some(list) = self.standard.list_of(dimension) else { return self.total(axis, line) };
        let places: BTreeMap<&str, usize> = line.iter().map(|place| (self.code(axis, *place).as_str(), *place)).collect();
        let total = self.total_of(axis, line);
        let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for place in line.iter().filter(|place| Some(**place) != total) {
            let mut above = list.get(self.code(axis, *place).as_str()).and_then(|entry| entry.parent.as_ref());
            let mut steps = 0;
            let parent = loop {
                let Some(code) = above else { break total };
                if let Some(found) = places.get(code.as_str()) {
                    break Some(*found);
                }
                steps += 1;
                above = if steps > 16 { None } else { list.get(code.as_str()).and_then(|entry| entry.parent.as_ref()) };
            };
            if let Some(parent) = parent {
                parts.entry(parent).or_default().push(*place);
            }
        }
        for (parent, parts) in parts {
            self.numbers.sum(parent, &parts, true);
        }
    }

    /// Countries, what is left over, and groups of them.
    fn areas(&mut self, axis: usize, line: &[usize]) {
        let first = &self.read.figures[line[0]];
        let (reporter, on) = (&first.reporter, day(first.days.1));
        let is_group = |place: &usize| self.read.figures[*place].kinds[axis].as_deref() == Some("aggregate");
        let total = self.total_of(axis, line);
        let single: Vec<usize> = line.iter().copied().filter(|place| Some(*place) != total && !is_group(place)).collect();
        let groups: Vec<usize> = line.iter().copied().filter(is_group).collect();
        let held = |group: usize| -> BTreeSet<usize> {
            let holds = |place: &usize| self.standard.holds(self.code(axis, group), self.code(axis, *place), reporter, on) == Some(true);
            single.iter().copied().filter(holds).collect()
        };
        let members: BTreeMap<usize, BTreeSet<usize>> = groups.iter().map(|group| (*group, held(*group))).collect();
        let residual = |place: &usize| self.read.figures[*place].kinds[axis].as_deref() == Some("residual");
        let mut sums: Vec<(usize, Vec<usize>, bool)> = Vec::new();
        for (group, members) in &members {
            sums.push((*group, members.iter().copied().collect(), true));
            let with_rest: BTreeSet<usize> = members.iter().copied().chain(single.iter().copied().filter(residual)).collect();
            sums.push((*group, with_rest.into_iter().collect(), false));
            if self.standard.is_all_foreign(self.code(axis, *group).as_str()) {
                let others = groups.iter().filter(|other| *other != group).copied();
                sums.push((*group, others.collect(), false));
                for other in groups.iter().filter(|other| *other != group) {
                    let of_other = held(*other);
                    sums.push((*group, members.difference(&of_other).copied().chain([*other]).collect(), false));
                }
            }
        }
        if let Some(total) = total {
            sums.push((total, single.clone(), true));
            for (group, members) in &members {
                let rest = single.iter().copied().filter(|place| !members.contains(place));
                sums.push((total, rest.chain([*group]).collect(), true));
                let without = single.iter().copied().filter(|place| !members.contains(place) && !residual(place));
                sums.push((total, without.chain([*group]).collect(), false));
            }
            let grouped: BTreeSet<usize> = members.values().flatten().copied().collect();
            let rest = single.iter().copied().filter(|place| !grouped.contains(place));
            sums.push((total, rest.chain(groups.iter().copied()).collect(), false));
        }
        for (total, parts, at_most) in sums {
            self.numbers.sum(total, &parts, at_most);
        }
    }

    /// Groups of ages that tile a larger one, and slices between groups that are cut otherwise.
    fn ages(&mut self, line: &[usize], threshold: &dyn Fn(&Figure) -> i64) {
        const OPEN: i64 = 999;
        let figures = &self.read.figures;
        let axis = figures[line[0]].codes.len() - 1;
        let total = self.total_of(axis, line);
        let unknown = line.iter().copied().find(|place| self.code(axis, *place).as_str() == Code::UNKNOWN);
        let bands: Vec<(i64, i64, usize)> =
            line.iter().filter_map(|place| Some((figures[*place].ages.0?, figures[*place].ages.1.unwrap_or(OPEN), *place))).collect();
        let mut parents = bands.clone();
        parents.extend(total.map(|total| (0, OPEN, total)));
        for (from, to, parent) in &parents {
            let inside: Vec<(i64, i64, usize)> = bands
                .iter()
                .copied()
                .filter(|(start, end, place)| start >= from && end <= to && start <= end && place != parent && (start, end) != (from, to))
                .collect();
            let tilings = tilings(&inside, (*from, *to));
            let rest = unknown.filter(|_| Some(*parent) == total);
            for tiling in &tilings {
                self.numbers.sum(*parent, &tiling.iter().copied().chain(rest).collect::<Vec<_>>(), true);
            }
            if tilings.is_empty() {
                let mut next = *from;
                let mut apart: Vec<usize> = Vec::new();
                for (start, end, place) in &inside {
                    if *start >= next {
                        apart.push(*place);
                        next = end + 1;
                    }
                }
                self.numbers.sum(*parent, &apart.into_iter().chain(rest).collect::<Vec<_>>(), true);
            }
        }
        let all = parents.iter().filter(|(_, _, place)| Some(*place) != total || unknown.is_none());
        let cut: Vec<(Band, usize)> = all.filter_map(|(from, to, place)| Some((band(*from, *to, OPEN)?, *place))).collect();
        for slice in slices(&cut.iter().map(|(band, _)| *band).collect::<Vec<_>>()) {
            let (whole, part) = (cut[slice.of].1, cut[slice.without].1);
            let (Some(large), Some(small)) = (figures[whole].value, figures[part].value) else { continue };
            if let Some(more) = large.checked_sub(small).filter(|more| (1..threshold(&figures[whole])).contains(more)) {
                self.numbers.slice(whole, part, slice.band, more);
            }
        }
    }

    /// The same figure told in several tables, and in several editions.
    fn same_figures(&mut self) {
        let mut told: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (place, one) in self.read.figures.iter().enumerate() {
            let Some(spec) = self.standard.tables.get(one.table.as_str()) else { continue };
            let broken: Vec<(DimensionId, &Code)> =
                spec.all_dimensions().into_iter().zip(&one.codes).filter(|(_, code)| !code.is_total()).collect();
            let key =
                (&one.reporter, &one.freq, &one.time_period, one.days, &spec.axis, spec.stat_type.as_str(), spec.unit.as_str(), broken);
            told.entry(key).or_default().push(place);
        }
        for places in told.into_values() {
            for (position, place) in places.iter().enumerate() {
                for other in &places[position + 1..] {
                    self.numbers.same(&self.read.figures, *place, *other);
                }
            }
        }
    }

    /// Quarters and months that make up a year.
    fn parts_of_years(&mut self) {
        let mut series: BTreeMap<_, BTreeMap<&str, Vec<usize>>> = BTreeMap::new();
        for (place, one) in self.read.figures.iter().enumerate().filter(|(_, one)| one.reference == "sum") {
            let key = (&one.table, &one.reporter, &one.source, &one.codes);
            series.entry(key).or_default().entry(one.freq.as_str()).or_default().push(place);
        }
        for by_freq in series.values() {
            for (freq, wholes) in by_freq {
                for whole in wholes {
                    let days = self.read.figures[*whole].days;
                    for parts in by_freq.iter().filter(|(other, _)| *other != freq).map(|(_, parts)| parts) {
                        let inside = parts.iter().map(|part| (self.read.figures[*part].days, *part));
                        let inside: Vec<Piece> = inside
                            .filter(|((start, end), _)| *start >= days.0 && *end <= days.1 && start <= end && (*start, *end) != days)
                            .map(|((start, end), part)| (start, end, part))
                            .collect();
                        // Each edition by itself first: of mixtures only a few are looked at.
                        let mut pools: BTreeMap<&str, Vec<Piece>> = BTreeMap::new();
                        for piece in &inside {
                            pools.entry(self.read.figures[piece.2].vintage.as_str()).or_default().push(*piece);
                        }
                        for pool in pools.into_values().chain([inside]) {
                            for tiling in tilings(&pool, days) {
                                self.numbers.sum(*whole, &tiling, false);
                            }
                        }
                    }
                }
            }
        }
    }

    /// Sums over the members of the region, and the figures in them.
    fn regional_sums(&mut self) {
        for (place, sum) in self.read.sums.iter().enumerate() {
            let number = self.numbers.add(Some(sum.value), Source::Sum(place));
            let parts: Vec<usize> = sum.parts.iter().copied().filter(|part| self.read.figures[*part].value.is_some()).collect();
            self.numbers.sum(number, &parts, false);
        }
    }
}

/// First and last day of a figure, and its place.
type Piece = (i64, i64, usize);

/// Ways to fill a span with pieces that neither overlap nor leave a gap, a few of them where there are many.
fn tilings(pieces: &[Piece], (from, to): (i64, i64)) -> Vec<Vec<usize>> {
    let mut found = Vec::new();
    tile(pieces, (from, to), &mut Vec::new(), &mut BTreeSet::new(), &mut found);
    found
}

/// Adds the ways to fill what is left; days from which there is none are remembered.
fn tile(pieces: &[Piece], (from, to): (i64, i64), so_far: &mut Vec<usize>, dead: &mut BTreeSet<i64>, found: &mut Vec<Vec<usize>>) {
    const ENOUGH: usize = 12;
    if from > to {
        found.push(so_far.clone());
        return;
    }
    let before = found.len();
    for (_, end, place) in pieces.iter().filter(|(start, ..)| *start == from) {
        if found.len() >= ENOUGH {
            return;
        }
        if !dead.contains(&(end + 1)) {
            so_far.push(*place);
            tile(pieces, (end + 1, to), so_far, dead, found);
            so_far.pop();
        }
    }
    if found.len() == before {
        dead.insert(from);
    }
}

fn band(from: i64, to: i64, open: i64) -> Option<Band> {
    Some(Band { from: i16::try_from(from).ok()?, to: if to >= open { None } else { Some(i16::try_from(to).ok()?) } })
}

/// The day so many days after 1970-01-01.
pub(super) fn day(days: i64) -> Date {
    let span = jiff::Span::new().try_days(days);
    span.ok().and_then(|span| jiff::civil::date(1970, 1, 1).checked_add(span).ok()).unwrap_or(jiff::civil::date(1970, 1, 1))
}
