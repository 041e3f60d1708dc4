//! Absolute addresses of cells and rectangles.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How a file's cells are named to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Addressing {
    /// Spreadsheets: `B7`.
    Letters,
    /// Delimited text: `line 7, field 2`, where the line is the one a text editor shows.
    LineField,
}

/// One cell of a sheet; row and column count from zero, at the sheet's own origin.
///
/// ```
/// use concord::model::{Addressing, CellRef};
///
/// let cell: CellRef = "L40".parse().unwrap();
/// assert_eq!((cell.row, cell.column), (39, 11));
/// assert_eq!(cell.show(Addressing::Letters), "L40");
/// assert_eq!(cell.show(Addressing::LineField), "line 40, field 12");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CellRef {
    /// Zero-based row.
    pub row: u32,
    /// Zero-based column.
    pub column: u32,
}

/// A text that is not the address of a cell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the address of a cell; expected letters and a number as in `B7`, or `line 7, field 2`")]
pub struct ParseCellError(String);

impl CellRef {
    /// The cell at a zero-based row and column.
    #[must_use]
    pub const fn new(row: u32, column: u32) -> Self {
        Self { row, column }
    }

    /// The address as a person reads it.
    #[must_use]
    pub fn show(self, addressing: Addressing) -> String {
        match addressing {
            Addressing::Letters => format!("{}{}", column_letters(self.column), self.row + 1),
            Addressing::LineField => format!("line {}, field {}", self.row + 1, self.column + 1),
        }
    }
}

impl std::str::FromStr for CellRef {
    type Err = ParseCellError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || ParseCellError(text.to_owned());
        if let Some(rest) = text.strip_prefix("line ") {
            let (line, field) = rest.split_once(", field ").ok_or_else(refuse)?;
            let line: u32 = line.parse().map_err(|_| refuse())?;
            let field: u32 = field.parse().map_err(|_| refuse())?;
            return match (line.checked_sub(1), field.checked_sub(1)) {
                (Some(row), Some(column)) => Ok(Self { row, column }),
                _ => Err(refuse()),
            };
        }
        let digits = text.find(|c: char| c.is_ascii_digit()).ok_or_else(refuse)?;
        let (letters, number) = text.split_at(digits);
        if letters.is_empty() || letters.len() > 5 || !letters.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(refuse());
        }
        let column = letters.bytes().fold(0_u32, |sum, b| sum * 26 + u32::from(b - b'A') + 1) - 1;
        let row: u32 = number.parse().map_err(|_| refuse())?;
        Ok(Self { row: row.checked_sub(1).ok_or_else(refuse)?, column })
    }
}

/// The letters of a zero-based column: 0 is `A`, 25 `Z`, 26 `AA`.
#[must_use]
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// A rectangle of cells, both corners inside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CellRange {
    /// Top left.
    pub first: CellRef,
    /// Bottom right.
    pub last: CellRef,
}

impl CellRange {
    /// The rectangle between two corners, given in any order.
    #[must_use]
    pub fn new(a: CellRef, b: CellRef) -> Self {
        Self { first: CellRef::new(a.row.min(b.row), a.column.min(b.column)), last: CellRef::new(a.row.max(b.row), a.column.max(b.column)) }
    }

    /// The rectangle that is one cell.
    #[must_use]
    pub const fn single(cell: CellRef) -> Self {
        Self { first: cell, last: cell }
    }

    /// Whether the cell lies inside.
    #[must_use]
    pub const fn contains(&self, cell: CellRef) -> bool {
        self.first.row <= cell.row && cell.row <= self.last.row && self.first.column <= cell.column && cell.column <= self.last.column
    }

    /// Whether two rectangles share a cell.
    #[must_use]
    pub const fn overlaps(&self, other: &Self) -> bool {
        self.first.row <= other.last.row
            && other.first.row <= self.last.row
            && self.first.column <= other.last.column
            && other.first.column <= self.last.column
    }

    /// How many cells it holds.
    #[must_use]
    pub fn area(&self) -> u64 {
        u64::from(self.last.row - self.first.row + 1) * u64::from(self.last.column - self.first.column + 1)
    }

    /// The rectangle as a person reads it: `B7`, or `B7:D9`.
    #[must_use]
    pub fn show(&self, addressing: Addressing) -> String {
        if self.first == self.last {
            return self.first.show(addressing);
        }
        match addressing {
            Addressing::Letters => format!("{}:{}", self.first.show(addressing), self.last.show(addressing)),
            Addressing::LineField => format!("{} to {}", self.first.show(addressing), self.last.show(addressing)),
        }
    }
}

impl fmt::Display for CellRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.show(Addressing::Letters))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn addresses_read_back(row in 0_u32..1_048_576, column in 0_u32..16_384) {
            let cell = CellRef::new(row, column);
            for addressing in [Addressing::Letters, Addressing::LineField] {
                prop_assert_eq!(cell.show(addressing).parse::<CellRef>().unwrap(), cell);
            }
        }
    }

    #[test]
    fn texts_that_are_no_addresses_are_refused() {
        for text in ["", "7", "B", "b7", "B0", "line 0, field 1", "line 1", "ABCDEF1", "B7x"] {
            assert!(text.parse::<CellRef>().is_err(), "{text}");
        }
    }

    #[test]
    fn last_column_of_a_workbook_is_xfd() {
        assert_eq!(column_letters(16_383), "XFD");
    }
}
