//! Tables and findings become files: complete ones, in one order, the manifest last.
//!
//! In: the exchange tables, findings, lineage and submissions of a run. Out: the folder of the output contract. Each
//! file is written beside its target, synced and renamed, so that a reader never meets half a file; the manifest comes
//! last and names every other file with its digest; `datapackage.json` describes every table and column. Only the manifest holds a clock.
//! Nothing is computed here. `summary.xlsx` shows the same figures to people.

mod atomic;
mod codes;
mod frames;
mod manifest;
mod output;
mod package;
mod parquet;
mod stored;
mod summary;
mod summary_definitions;
mod summary_rows;

pub use atomic::{WriteError, write_atomically};
pub use codes::{CODE_LIST, CODES, DESCRIPTION, codes_said, columns_said, with_codes};
pub use frames::{code_list_columns, finding_columns, submission_columns};
pub use manifest::{InputEntry, Manifest, MappingEntry, OutputEntry};
pub use output::{RunOutput, write};
pub use package::{PACKAGE, Package, PackageSource, Resource, ResourceFile, Stored, file_title, key_columns};
pub use parquet::{COLUMNS_KEY, SCHEMA_VERSION, TableFile, batch_bytes, parquet_bytes, read_parquet, read_table};
pub use stored::StoredTable;
