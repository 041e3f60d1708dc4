//! Tables and findings become files: complete ones, in one order, the manifest last.
//!
//! In: the exchange tables, findings, lineage and submissions of a run. Out: the folder of the output contract. Each
//! file is written beside its target, synced and renamed, so that a reader never meets half a file; the manifest comes
//! last and names every other file with its digest. Only the manifest holds a clock. Nothing is computed here. `summary.xlsx` shows the same figures to people.

mod atomic;
mod frames;
mod manifest;
mod output;
mod parquet;
mod stored;
mod summary;
mod summary_definitions;
mod summary_rows;

pub use atomic::{WriteError, write_atomically};
pub use frames::{code_list_columns, finding_columns, submission_columns};
pub use manifest::{InputEntry, Manifest, MappingEntry, OutputEntry};
pub use output::{RunOutput, write};
pub use parquet::{SCHEMA_VERSION, parquet_bytes, read_parquet};
pub use stored::StoredTable;
