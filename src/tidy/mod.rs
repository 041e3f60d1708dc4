//! One record per value cell, with the texts of its labels; still raw text.
//!
//! In: a sheet, a table of a mapping and its region. Out: a [`TidyTable`], in which the texts of stub and header stand
//! once each and records refer to them by row and column. Nothing is given a code or a number here.
//!
//! Where a label stands is told by one of six directions, seen from the value `v`; `L` is the label:
//!
//! ```text
//!  left          left-up        up            up-left        title            sheet
//!
//!  H . . .       H . . .        . . L .       . L . .        L L L L          name of the sheet
//!  . . . .       L . . .        . . . .       . . . .        . . . .          . . . .
//!  L . v .       . . v .        . . v .       . . v .        . . v .          . . v .
//!
//!  same row,     the nearest    same column,  same column    a part of the    a part of the
//!  under the     filled cell    header row    or the         title, by a      sheet's name, by a
//!  heading H     at or above,   of the level  nearest        pattern          pattern
//!                under H                      filled one
//!                                             to the left
//! ```
//!
//! A merged cell counts for every row and column it covers.

mod direction;
mod table;

pub use table::{Axis, Label, RawObservation, RowKind, TidyTable, tidy};
