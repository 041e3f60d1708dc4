//! A sheet before it is written: cells by address, and what the sheet says beside them.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::column_letters;

/// How a cell looks, and whether it may be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Look {
    Title,
    Plain,
    Wrapped,
    Faint,
    Head,
    HeadStrong,
    HeadBand,
    HeadGrey,
    Label,
    LabelStrong,
    LabelInside,
    Figure,
    FigureStrong,
    Words,
    Choice,
    Grey,
    GreyWords,
    Check,
    Id,
}

/// What stands in a cell.
#[derive(Debug, Clone)]
pub(super) enum Holds {
    Nothing,
    Text(String),
    Number(i64),
    Formula(String),
}

/// What a range takes.
#[derive(Debug, Clone)]
pub(super) enum Takes {
    /// One entry of a list, at this address of the sheet of lists.
    OneOf { list: String, strict: bool },
    /// A whole number that is not negative, or a sign for a missing figure.
    Figures,
}

/// Where a rectangle of cells stands: first row, first column, last row, last column.
pub(super) type Range = (u32, u16, u32, u16);

/// Which cells are red when something differs.
#[derive(Debug, Clone)]
pub(super) enum Red {
    /// Where the cell itself holds a number other than zero.
    Itself,
    /// Where this cell, seen from the first one of the range, holds one.
    Other(String),
}

/// A sheet.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub name: String,
    pub cells: BTreeMap<(u32, u16), (Holds, Look)>,
    pub merges: BTreeMap<(u32, u16), u16>,
    pub hidden_rows: BTreeSet<u32>,
    pub hidden_columns: BTreeSet<u16>,
    pub widths: BTreeMap<u16, f64>,
    pub heights: BTreeMap<u32, f64>,
    pub takes: Vec<(Range, Takes)>,
    pub red: Vec<(Range, Red)>,
    pub freeze: Option<(u32, u16)>,
    pub repeat_rows: Option<(u32, u32)>,
    pub is_machine: bool,
    pub colour: Option<&'static str>,
}

impl Grid {
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.chars().take(31).collect(), ..Self::default() }
    }

    pub(super) fn put(&mut self, row: u32, column: u16, holds: Holds, look: Look) {
        self.cells.insert((row, column), (holds, look));
    }

    pub(super) fn text(&mut self, row: u32, column: u16, text: impl Into<String>, look: Look) {
        self.put(row, column, Holds::Text(text.into()), look);
    }

    /// An empty cell to fill in.
    pub(super) fn open(&mut self, row: u32, column: u16, look: Look) {
        self.put(row, column, Holds::Nothing, look);
    }

    /// A text over several columns of a row.
    pub(super) fn across(&mut self, row: u32, (first, last): (u16, u16), text: impl Into<String>, look: Look) {
        self.text(row, first, text, look);
        if last > first {
            self.merges.insert((row, first), last);
        }
    }
}

/// A column as a number of the length that the writer takes.
pub(super) fn column(position: usize) -> u16 {
    u16::try_from(position).unwrap_or(u16::MAX)
}

/// A row likewise.
pub(super) fn row(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}

/// The address of a cell as formulas write it.
pub(super) fn address(row: u32, column: u16) -> String {
    format!("{}{}", column_letters(column.into()), row + 1)
}
