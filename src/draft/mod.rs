//! A first mapping for a layout nobody has seen: drafted from the file itself, every guess with its evidence beside it.
//!
//! In: one or several files of the same layout, and the standard. Out: a [`Draft`], the text of a commented mapping that
//! loads and runs at once, with every open question as a [`Todo`].
//!
//! 1. `block` finds the tables of a sheet: connected cells, the rows of their header, the columns of their stub.
//! 2. `recognise` compares their labels with the lists of the standard; `build` turns what was recognised into fields.
//! 3. `refine` runs the draft through `locate`, `tidy` and `map`, as any mapping is run, and takes back what it could not
//!    read: unknown labels, undeclared symbols, empty cells. `sums` tries which figures add up.
//! 4. `render` writes the TOML.
//!
//! A likeness of names is a candidate in a comment, never a line of the mapping; where two readings are possible the draft
//! asks. What a person must say (who sends it, on which day a stock was counted, by which definition) is guessed only with
//! evidence, and asked even then. [`evaluate()`] measures drafts against reviewed mappings.

mod areas;
mod block;
mod build;
mod cells;
mod destination;
mod evaluate;
mod facts;
mod fields;
mod headings;
mod labels_sheet;
mod plan;
mod reading;
mod recognise;
mod refine;
mod render;
mod source;
mod sums;
mod table;
#[cfg(test)]
mod tests;
mod toml_text;
mod words;

pub use build::{DraftError, DraftOptions, draft};
pub use evaluate::{Evaluated, evaluate};
pub use labels_sheet::{LabelsError, StatedLabel, labels_rows, read_labels};
pub use plan::{Draft, DraftedTable, Todo, UnmatchedLabel};
pub use words::Words;
