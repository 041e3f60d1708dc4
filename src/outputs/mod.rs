//! Summary tables that go to ministers unchanged.
//!
//! In: the folder of a finished run and the layouts of the standard. Out: for the region and for each state a workbook and a page
//! in each language, both drawn from the same [`Table`]s. No figure is worked out here that the run did not publish.

mod model;

pub use model::*;
