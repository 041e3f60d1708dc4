//! One record per value cell, with the texts of its labels; still raw text.
//!
//! In: a sheet, a table of a mapping and its region. Out: a [`TidyTable`], in which the texts of stub and header stand
//! once each and records refer to them by row and column. Nothing is given a code or a number here.
//!
//! Where a label stands is told by one of nine directions, seen from the value `v`; `L` is the label:
//!
//! ```text
//!  left          left-up       left-down     heading-row   right        up            up-left        title     sheet
//!
//!  H . . .       H . . .       H . . .       H . . .       . . . .      . . L .       . L . .        L L L L   name of
//!  . . . .       L . . .       . . v .       L . . .       . . . .      . . . .       . . . .        . . . .   the sheet
//!  L . v .       . . v .       L . v .       x . v .       . . v L      . . v .       . . v .        . . v .
//!
//!  same row,     the nearest   the nearest   the nearest   the cell     same column,  same column    a part    a part of
//!  under the     filled cell   filled cell   row above     right        a row of      or the         of the    the sheet's
//!  heading H     at or above,  at or below,  with a text   beside the   the header    nearest        title     name
//!                under H       under H       and no value  value                      filled one
//!                                                                                     to the left
//! ```
//!
//! A merged cell counts for every row and column it covers.

mod direction;
mod footnotes;
mod table;

pub use footnotes::{Footnote, Footnotes};
pub use table::{Axis, Label, RawObservation, RowKind, TidyTable, tidy};
