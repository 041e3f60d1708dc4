//! A file with what was understood painted on it, before anything is written.
//!
//! In: a path, the standard and the mappings. Out: a [`Preview`]: every sheet in one line, and for the sheets that hold
//! tables a window of rows in which each cell has a role, with the first tidy values below. The roles come from the
//! account that the stages themselves draw up; nothing is guessed a second time. A file that no mapping recognises is
//! shown too, so that one can be written.
//!
//! Nothing is laid out for a screen here, and only the tables of painted sheets are mapped.

mod paint;
mod role;
mod sheet;
#[cfg(test)]
mod tests;
mod tidy_row;
mod window;

pub use paint::{Gap, PaintedCell, PaintedRow, PaintedSheet, TablePreview, is_right_to_left};
pub use role::CellRole;
pub use sheet::{MappingSeen, NearestMapping, Preview, PreviewError, PreviewOptions, SheetPreview, preview};
pub use tidy_row::{TidyLabel, TidyRow};
