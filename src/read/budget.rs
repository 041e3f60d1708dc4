//! How much a file may cost, and what it has cost so far.
//!
//! In go the bytes and cells of a file as they pass; out comes the same, or the first limit that was passed. Nothing
//! here knows a format. A limit is about the memory and time of this program, not about the quality of a return.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::io::{self, Read};
use std::sync::Arc;

const MIB: u64 = 1 << 20;

/// How much one file may cost; by default, reading stays under one gigabyte of memory.
///
/// ```
/// use concord::read::Budget;
///
/// let budget = Budget { cells: 100_000, ..Budget::default() };
/// assert!(budget.inflated_bytes > budget.shared_string_bytes);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// The file as it lies on the disk.
    pub file_bytes: u64,
    /// A file that is held whole while it is read: delimited text, a web page, a workbook of Excel 5 to 2003.
    pub text_file_bytes: u64,
    /// How many parts the container of a workbook may have.
    pub parts: usize,
    /// One part of a workbook, inflated.
    pub inflated_bytes: u64,
    /// All parts of a workbook together, inflated.
    pub inflated_total_bytes: u64,
    /// The part that holds a workbook's shared texts, inflated.
    pub shared_string_bytes: u64,
    /// Each part that holds a workbook's list of sheets, its styles or its links, inflated.
    pub frame_bytes: u64,
    /// Cells that hold something, over all sheets.
    pub cells: u64,
    /// Merged ranges of one sheet.
    pub merges: usize,
    /// Different texts of all cells, in bytes.
    pub text_bytes: u64,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            file_bytes: 256 * MIB,
            text_file_bytes: 128 * MIB,
            parts: 10_000,
            inflated_bytes: 512 * MIB,
            inflated_total_bytes: 1024 * MIB,
            shared_string_bytes: 96 * MIB,
            frame_bytes: 16 * MIB,
            cells: 6_000_000,
            merges: 500_000,
            text_bytes: 128 * MIB,
        }
    }
}

/// A limit of the budget that a file passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{what} more than the {limit} {unit} that are read")]
pub struct Exceeded {
    /// What is too much, with its verb: `the file takes`.
    pub what: &'static str,
    /// The limit.
    pub limit: u64,
    /// What the limit counts.
    pub unit: &'static str,
}

impl Exceeded {
    pub(super) const fn bytes(what: &'static str, limit: u64) -> Self {
        Self { what, limit, unit: "bytes" }
    }
}

/// What a file has cost so far, and the pool of its texts, so that a repeated label is kept once.
#[derive(Debug)]
pub(super) struct Spending<'b> {
    pub(super) budget: &'b Budget,
    cells: u64,
    text_bytes: u64,
    texts: BTreeSet<Arc<str>>,
}

impl<'b> Spending<'b> {
    pub(super) fn new(budget: &'b Budget) -> Self {
        Self { budget, cells: 0, text_bytes: 0, texts: BTreeSet::new() }
    }

    /// Accounts for one more cell.
    pub(super) fn cell(&mut self) -> Result<(), Exceeded> {
        self.cells(1)
    }

    /// Accounts for so many more cells, before room is made for them.
    pub(super) fn cells(&mut self, count: u64) -> Result<(), Exceeded> {
        self.cells = self.cells.saturating_add(count);
        if self.cells > self.budget.cells {
            return Err(Exceeded { what: "the sheets hold", limit: self.budget.cells, unit: "cells" });
        }
        Ok(())
    }

    /// The pooled copy of a text.
    pub(super) fn text(&mut self, text: &str) -> Result<Arc<str>, Exceeded> {
        if let Some(known) = self.texts.get(text) {
            return Ok(Arc::clone(known));
        }
        self.text_bytes = self.text_bytes.saturating_add(text.len() as u64);
        if self.text_bytes > self.budget.text_bytes {
            return Err(Exceeded::bytes("the texts of the cells take", self.budget.text_bytes));
        }
        let pooled: Arc<str> = text.into();
        self.texts.insert(Arc::clone(&pooled));
        Ok(pooled)
    }
}

/// Counts inflated bytes of a workbook as they come, because declared sizes can lie.
///
/// Three counts run at once: the part, all parts together, and the piece of XML being read. The last one keeps a
/// parser from buffering a single endless element.
#[derive(Debug)]
pub(super) struct Meter {
    part: Cell<Count>,
    total: Cell<Count>,
    piece: Cell<Count>,
    passed: Cell<Option<Exceeded>>,
}

#[derive(Debug, Clone, Copy)]
struct Count {
    spent: u64,
    limit: Exceeded,
}

impl Count {
    const fn new(limit: Exceeded) -> Self {
        Self { spent: 0, limit }
    }

    fn spend(cell: &Cell<Self>, bytes: u64) -> Option<Exceeded> {
        let mut count = cell.get();
        count.spent = count.spent.saturating_add(bytes);
        cell.set(count);
        (count.spent > count.limit.limit).then_some(count.limit)
    }
}

/// More than any cell Excel can hold (32 767 characters), with its markup.
const PIECE_BYTES: u64 = MIB;

impl Meter {
    pub(super) fn new(budget: &Budget) -> Self {
        Self {
            part: Cell::new(Count::new(Self::part_limit(budget))),
            total: Cell::new(Count::new(Exceeded::bytes("the parts of the workbook together take", budget.inflated_total_bytes))),
            piece: Cell::new(Count::new(Exceeded::bytes("one cell or element takes", PIECE_BYTES))),
            passed: Cell::new(None),
        }
    }

    const fn part_limit(budget: &Budget) -> Exceeded {
        Exceeded::bytes("one part of the workbook takes", budget.inflated_bytes)
    }

    /// Starts a new part.
    pub(super) fn start_part(&self, budget: &Budget) {
        self.part.set(Count::new(Self::part_limit(budget)));
        self.start_piece();
    }

    /// Holds the part to a lower limit, once it is known what the part is.
    pub(super) fn hold_part_to(&self, limit: Exceeded) -> Result<(), Exceeded> {
        let spent = self.part.get().spent;
        self.part.set(Count { spent, limit });
        // What was read so far includes a read-ahead buffer, but never bytes of another part.
        if spent > limit.limit { Err(limit) } else { Ok(()) }
    }

    /// Starts a new piece of XML.
    pub(super) fn start_piece(&self) {
        let limit = self.piece.get().limit;
        self.piece.set(Count::new(limit));
    }

    /// The limit that stopped a read, if one did.
    pub(super) fn passed(&self) -> Option<Exceeded> {
        self.passed.get()
    }

    fn spend(&self, bytes: u64) -> io::Result<()> {
        let counts = [&self.part, &self.total, &self.piece];
        let passed = counts.map(|count| Count::spend(count, bytes)).into_iter().flatten().next();
        match passed {
            None => Ok(()),
            Some(limit) => {
                self.passed.set(Some(limit));
                Err(io::Error::other(limit))
            }
        }
    }
}

/// A reader whose bytes a [`Meter`] counts.
#[derive(Debug)]
pub(super) struct Metered<'m, R> {
    inner: R,
    meter: &'m Meter,
}

impl<'m, R> Metered<'m, R> {
    pub(super) const fn new(inner: R, meter: &'m Meter) -> Self {
        Self { inner, meter }
    }
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.meter.spend(read as u64)?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repeated_text_is_kept_and_paid_once() {
        let budget = Budget { text_bytes: 5, ..Budget::default() };
        let mut spending = Spending::new(&budget);
        let first = spending.text("Kenya").unwrap();
        let again = spending.text("Kenya").unwrap();
        assert!(Arc::ptr_eq(&first, &again));
        assert_eq!(spending.text("X").unwrap_err().limit, 5);
    }

    #[test]
    fn a_meter_stops_a_part_at_its_limit_and_says_which() {
        let budget = Budget { inflated_bytes: 10, ..Budget::default() };
        let meter = Meter::new(&budget);
        let mut read = Vec::new();
        assert!(Metered::new(&[0_u8; 11][..], &meter).read_to_end(&mut read).is_err());
        assert_eq!(meter.passed().unwrap().limit, 10);
    }

    #[test]
    fn a_piece_starts_anew_and_a_part_does_not() {
        let budget = Budget { inflated_bytes: 3 * PIECE_BYTES, ..Budget::default() };
        let meter = Meter::new(&budget);
        for _ in 0..3 {
            meter.start_piece();
            meter.spend(PIECE_BYTES).unwrap();
        }
        meter.start_piece();
        assert!(meter.spend(1).is_err());
    }
}
