//! Which places of a table a layout asks for: its columns, its rows, and the years there are.
//!
//! In: a layout and the sums of its table. Out: [`Slot`]s and codes. A code that a layout does not name is the one that stands for
//! the whole.

use std::collections::{BTreeMap, BTreeSet};

use super::figures::{Figures, Place};
use super::model::RowKind;
use super::words::{Words, order};
use crate::model::{Age, AreaKind, Code, DimensionId, TableId};
use crate::spec::{OutputColumns, OutputLayout, OutputRows, Standard, TableSpec, TotalOf};

/// A column of figures, before it is split into lines: the year, and the codes that it sets.
#[derive(Debug, Clone)]
pub(super) struct Slot {
    pub(super) year: i16,
    pub(super) set: Vec<(usize, Code)>,
    pub(super) group: Option<String>,
    pub(super) head: String,
}

/// A layout with one table, for the region or for a state.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) layout: &'a OutputLayout,
    pub(super) spec: &'a TableSpec,
    pub(super) table: &'a TableId,
    pub(super) state: Option<&'a Code>,
    /// Codes of all dimensions where neither a row nor a column sets one.
    pub(super) base: Vec<Code>,
    /// The position of the dimension that the rows show.
    pub(super) row: Option<usize>,
    pub(super) slots: Vec<Slot>,
}

/// The codes of a whole table, less those that a layout names.
pub(super) fn base(standard: &Standard, spec: &TableSpec, codes: &BTreeMap<DimensionId, Code>) -> Vec<Code> {
    let total = Code::new(Code::TOTAL).ok();
    let of = |dimension: &DimensionId| match (codes.get(dimension), standard.total_of(&spec.id, dimension)) {
        (Some(code), _) => Some(code.clone()),
        (None, TotalOf::Code(code)) => Some(code),
        (None, _) => total.clone(),
    };
    spec.all_dimensions().iter().filter_map(of).collect()
}

impl<'a> Plan<'a> {
    /// The plan of a layout; none where the run has no figure for it.
    pub(super) fn of(
        layout: &'a OutputLayout,
        table: &'a TableId,
        state: Option<&'a Code>,
        figures: &Figures,
        words: &Words<'a>,
    ) -> Option<Self> {
        let spec = words.spec(table)?;
        let all = spec.all_dimensions();
        let position = |dimension: &DimensionId| all.iter().position(|known| known == dimension);
        let row = if let OutputRows::Dimension(dimension) = &layout.rows { position(dimension) } else { None };
        let column = if let OutputColumns::Dimension(dimension) = &layout.columns { position(dimension) } else { None };
        let within = layout.within.as_ref().and_then(position);
        let base = base(words.standard, spec, &layout.codes);
        let mut plan = Self { layout, spec, table, state, base, row, slots: Vec::new() };
        let free: Vec<usize> = [row, column, within].into_iter().flatten().collect();
        let years = plan.years(figures, &free);
        let chosen: Vec<i16> = if layout.columns == OutputColumns::Years {
            // Rows of states show by themselves who is missing; a year of few states would mislead elsewhere.
            let few = state.is_none() && layout.rows != OutputRows::Reporters;
            let last = plan.fullest(&years);
            let years: Vec<i16> = years.keys().copied().filter(|year| !few || last.is_none_or(|last| *year <= last)).collect();
            let from = years.len().saturating_sub(layout.years);
            years.into_iter().skip(from).collect()
        } else {
            plan.fullest(&years).into_iter().collect()
        };
        if chosen.is_empty() {
            return None;
        }
        plan.slots = plan.columns(figures, words, &chosen, (column, within));
        Some(plan)
    }

    /// The code of a row and a slot in every dimension.
    pub(super) fn place(&self, row: Option<&Code>, slot: &Slot) -> Place {
        let mut codes = self.base.clone();
        let row = self.row.zip(row.cloned());
        for (position, code) in slot.set.iter().cloned().chain(row) {
            if let Some(own) = codes.get_mut(position) {
                *own = code;
            }
        }
        (slot.year, codes)
    }

    /// Whether codes are those of the plan but for the dimensions that are free.
    fn fits(&self, codes: &[Code], free: &[usize]) -> bool {
        codes.iter().zip(&self.base).enumerate().all(|(position, (code, base))| free.contains(&position) || code == base)
    }

    fn concerns(&self, sum: &super::figures::Sum) -> bool {
        self.state.is_none_or(|state| sum.parts.contains_key(state))
    }

    /// The years with figures, each with the largest number of states in a sum.
    fn years(&self, figures: &Figures, free: &[usize]) -> BTreeMap<i16, usize> {
        let mut years = BTreeMap::new();
        for ((year, codes), sum) in figures.sums(self.table) {
            if self.fits(codes, free) && self.concerns(sum) {
                let most: &mut usize = years.entry(*year).or_default();
                *most = (*most).max(sum.reported.states.len());
            }
        }
        years
    }

    /// The last year; for the region the last one in which at least half as many states gave figures as in the fullest one.
    fn fullest(&self, years: &BTreeMap<i16, usize>) -> Option<i16> {
        let most = years.values().max().copied().unwrap_or(0);
        let full = |count: &usize| self.state.is_some() || count * 2 >= most;
        years.iter().rev().find(|(_, count)| full(count)).map(|(year, _)| *year)
    }

    /// The codes that sums of the table have at a position, in their order.
    fn codes_at(&self, figures: &Figures, position: usize, free: &[usize], years: &[i16], words: &Words<'_>) -> Vec<Code> {
        let found: BTreeSet<&Code> = figures
            .sums(self.table)
            .filter(|((year, codes), sum)| years.contains(year) && self.fits(codes, free) && self.concerns(sum))
            .filter_map(|((_, codes), _)| codes.get(position))
            .collect();
        let dimension = self.spec.all_dimensions().into_iter().nth(position);
        let mut found: Vec<Code> = found.into_iter().cloned().collect();
        if let Some(dimension) = dimension {
            let base = self.base.get(position);
            found.sort_by_cached_key(|code| (Some(code) != base, rank(words, &dimension, code)));
        }
        found
    }

    /// The codes of the rows.
    pub(super) fn rows(&self, figures: &Figures, words: &Words<'_>) -> Vec<Code> {
        let Some(position) = self.row else { return Vec::new() };
        let free: Vec<usize> =
            std::iter::once(position).chain(self.slots.iter().flat_map(|slot| slot.set.iter().map(|(at, _)| *at))).collect();
        let years: Vec<i16> = self.slots.iter().map(|slot| slot.year).collect();
        self.codes_at(figures, position, &free, &years, words)
    }

    fn columns(&self, figures: &Figures, words: &Words<'_>, years: &[i16], (column, within): (Option<usize>, Option<usize>)) -> Vec<Slot> {
        let free: Vec<usize> = [self.row, column, within].into_iter().flatten().collect();
        let all = self.spec.all_dimensions();
        let codes = |position: Option<usize>| -> Vec<Option<(usize, Code)>> {
            let Some(position) = position else { return vec![None] };
            self.codes_at(figures, position, &free, years, words).into_iter().map(|code| Some((position, code))).collect()
        };
        let label = |(position, code): &(usize, Code)| all.get(*position).map(|dimension| words.code(dimension, code)).unwrap_or_default();
        let mut slots = Vec::new();
        for year in years {
            for outer in codes(column) {
                let outer_head = outer.as_ref().map_or_else(|| year.to_string(), &label);
                for inner in codes(within) {
                    let (group, head) = match &inner {
                        Some(inner) => (Some(outer_head.clone()), label(inner)),
                        None => (None, outer_head.clone()),
                    };
                    slots.push(Slot { year: *year, set: outer.iter().cloned().chain(inner).collect(), group, head });
                }
            }
        }
        slots
    }

    /// What the row of a code is: the total, a code of its own, or a group of others.
    pub(super) fn kind(&self, code: &Code, words: &Words<'_>) -> RowKind {
        let Some(row) = self.row else { return RowKind::Plain };
        if self.base.get(row) == Some(code) {
            return RowKind::Total;
        }
        let is_area =
            self.spec.dimensions.get(row).and_then(|dimension| words.standard.list_of(dimension)).is_some_and(|list| list.id() == "area");
        match words.standard.area_kind(code.as_str()).filter(|_| is_area) {
            Some(AreaKind::Aggregate | AreaKind::Residual) => RowKind::Group,
            _ => RowKind::Plain,
        }
    }

    /// Whether one year stands in every column, so that it is told above the table.
    pub(super) fn single_year(&self) -> Option<i16> {
        (self.layout.columns != OutputColumns::Years).then(|| self.slots.first().map(|slot| slot.year)).flatten()
    }
}

/// Where a code stands among others of its dimension: by kind, then by the list, ages by their years.
fn rank(words: &Words<'_>, dimension: &DimensionId, code: &Code) -> (u8, u16, u16, (String, String)) {
    if let Some(age) = code.as_str().parse::<Age>().ok().filter(|_| dimension.as_str() == "age") {
        let unknown = u8::from(age.from().is_none() && age.to().is_none()) * 3;
        let end = age.to().map_or(u16::MAX, u16::from);
        return (unknown, age.from().map_or(0, u16::from), u16::MAX - end, <_>::default());
    }
    let list = words.standard.list_of(dimension);
    let at = list.and_then(|list| list.entries().iter().position(|entry| entry.code == *code));
    let at = at.and_then(|at| u16::try_from(at).ok()).unwrap_or(u16::MAX);
    let kind = match words.standard.area_kind(code.as_str()).filter(|_| list.is_some_and(|list| list.id() == "area")) {
        _ if code.is_total() => 0,
        _ if code.as_str() == Code::NATIONALS => 1,
        _ if code.as_str() == Code::UNKNOWN => 6,
        Some(AreaKind::Country) => 2,
        Some(AreaKind::Aggregate) => 3,
        Some(_) => 4,
        None => return (2, at, 0, <_>::default()),
    };
    if kind == 2 { (kind, 0, 0, order(&words.area(code))) } else { (kind, at, 0, <_>::default()) }
}
