//! Tables of two ways, audited exactly by flows.
//!
//! In: a table with its totals, and its hidden cells. Out: the interval of each. Rows and columns are the nodes of a network and
//! each hidden cell is a line from its row to its column; totals are lines in the other direction, so that every sum of the table
//! says that as much comes into a node as goes out. A cell can be raised by what can be pushed from its column back to its row through
//! the other hidden cells, and a line can be lowered only by what it holds. All amounts are whole numbers.
//!
//! ```text
//!            column 0   column 1   total
//!   row 0       ->         ->       <-
//!   row 1       ->         ->       <-
//!   total       <-         <-       ->
//! ```

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::interval::Interval;

/// Row and column of a cell, counted from zero; the number of rows, or of columns, is the line of totals.
pub type Cell = (usize, usize);

/// A table with its totals, in which every sum holds.
///
/// ```
/// use std::collections::BTreeSet;
/// use concord::disclosure::{Interval, TwoWay};
///
/// let table = TwoWay::new(vec![vec![4, 3, 7], vec![2, 1, 3], vec![6, 4, 10]]).unwrap();
/// let hidden = BTreeSet::from([(0, 0), (0, 1), (1, 0), (1, 1)]);
/// assert_eq!(table.audit(&hidden)[&(1, 1)], Interval { low: 0, high: Some(3) });
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwoWay {
    values: Vec<Vec<i64>>,
}

/// Why numbers are no table that can be audited.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAdditive {
    /// Rows of different lengths, or fewer than two rows or columns.
    #[error("the table needs at least one row and one column beside its totals, and rows of one length")]
    Shape,
    /// A count below zero.
    #[error("the cell in row {0} and column {1} is below zero")]
    Negative(usize, usize),
    /// A sum that does not hold.
    #[error("the {0} {1} does not add up to its total")]
    Sum(&'static str, usize),
}

/// An amount that nothing limits.
const UNLIMITED: i64 = i64::MAX / 4;

impl TwoWay {
    /// Checks that the last row and the last column are the sums of the others.
    ///
    /// # Errors
    /// The shape is no table, a count is below zero, or a sum does not hold.
    pub fn new(values: Vec<Vec<i64>>) -> Result<Self, NotAdditive> {
        let width = values.first().map_or(0, Vec::len);
        if values.len() < 2 || width < 2 || values.iter().any(|row| row.len() != width) {
            return Err(NotAdditive::Shape);
        }
        for (row, cells) in values.iter().enumerate() {
            if let Some(column) = cells.iter().position(|value| *value < 0) {
                return Err(NotAdditive::Negative(row, column));
            }
            if cells[..width - 1].iter().sum::<i64>() != cells[width - 1] {
                return Err(NotAdditive::Sum("row", row));
            }
        }
        let last = values.len() - 1;
        for column in 0..width {
            if values[..last].iter().map(|row| row[column]).sum::<i64>() != values[last][column] {
                return Err(NotAdditive::Sum("column", column));
            }
        }
        Ok(Self { values })
    }

    /// How many rows there are beside the total.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.values.len() - 1
    }

    /// How many columns there are beside the total.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.values[0].len() - 1
    }

    /// The value of a cell.
    ///
    /// # Panics
    /// The table has no such cell.
    #[must_use]
    pub fn value(&self, (row, column): Cell) -> i64 {
        self.values[row][column]
    }

    /// Every cell of a row or a column, its total among them: the sums of the table.
    #[must_use]
    pub fn lines(&self) -> Vec<Vec<Cell>> {
        let (rows, columns) = (self.rows(), self.columns());
        let across = (0..=rows).map(|row| (0..=columns).map(|column| (row, column)).collect());
        let down = (0..=columns).map(|column| (0..=rows).map(|row| (row, column)).collect());
        across.chain(down).collect()
    }

    /// What each hidden cell can be, exactly.
    #[must_use]
    pub fn audit(&self, hidden: &BTreeSet<Cell>) -> BTreeMap<Cell, Interval> {
        self.audit_knowing(hidden, &BTreeSet::new())
    }

    /// The same for a reader who knows some hidden cells, as whoever is the only person of a cell knows that it is 1.
    #[must_use]
    pub fn audit_knowing(&self, hidden: &BTreeSet<Cell>, known: &BTreeSet<Cell>) -> BTreeMap<Cell, Interval> {
        let open: BTreeSet<Cell> = hidden.difference(known).copied().collect();
        let interval = |cell: Cell| {
            if known.contains(&cell) {
                return Interval::exactly(self.value(cell));
            }
            let (from, to) = self.line(cell);
            let up = self.pushed(&open, cell, to, from, UNLIMITED);
            let down = self.pushed(&open, cell, from, to, self.value(cell));
            let high = (up < UNLIMITED).then(|| self.value(cell) + up);
            Interval { low: self.value(cell) - down, high }
        };
        hidden.iter().map(|cell| (*cell, interval(*cell))).collect()
    }

    /// From which node to which a cell is a line: rows first, then columns.
    fn line(&self, (row, column): Cell) -> (usize, usize) {
        let column_node = self.values.len() + column;
        let is_reversed = (row == self.rows()) != (column == self.columns());
        if is_reversed { (column_node, row) } else { (row, column_node) }
    }

    /// How much can be pushed from a node to another through the hidden cells but one, at most so much.
    fn pushed(&self, hidden: &BTreeSet<Cell>, without: Cell, from: usize, to: usize, at_most: i64) -> i64 {
        let nodes = self.values.len() + self.values[0].len();
        let mut room = vec![vec![0_i64; nodes]; nodes];
        for cell in hidden.iter().filter(|cell| **cell != without) {
            let (start, end) = self.line(*cell);
            room[start][end] = UNLIMITED;
            room[end][start] += self.value(*cell);
        }
        let mut pushed = 0;
        while pushed < at_most {
            let Some(path) = shortest(&room, from, to) else { break };
            let steps = || path.windows(2).map(|step| (step[0], step[1]));
            let smallest = steps().map(|(start, end)| room[start][end]).min().unwrap_or(0).min(at_most - pushed);
            if smallest >= UNLIMITED {
                return UNLIMITED;
            }
            for (start, end) in steps() {
                if room[start][end] < UNLIMITED {
                    room[start][end] -= smallest;
                }
                if room[end][start] < UNLIMITED {
                    room[end][start] += smallest;
                }
            }
            pushed += smallest;
        }
        pushed
    }
}

/// A shortest way through lines that have room.
fn shortest(room: &[Vec<i64>], from: usize, to: usize) -> Option<Vec<usize>> {
    let mut before: Vec<Option<usize>> = vec![None; room.len()];
    let mut waiting = VecDeque::from([from]);
    before[from] = Some(from);
    while let Some(node) = waiting.pop_front() {
        for next in 0..room.len() {
            if room[node][next] > 0 && before[next].is_none() {
                before[next] = Some(node);
                waiting.push_back(next);
            }
        }
    }
    before[to]?;
    let mut path = vec![to];
    while path.last() != Some(&from) {
        path.push(before[*path.last()?]?);
    }
    path.reverse();
    Some(path)
}
