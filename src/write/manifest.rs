//! The manifest: what went in, what came out, under which standard and by which mappings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::validate::Tally;

/// The last file of a run. Everything in it but `written_at` depends on the inputs alone.
#[derive(Debug, Clone, Serialize)]
pub struct Manifest {
    /// Version of the output's schemas.
    pub schema_version: String,
    /// Version of the program.
    pub program: String,
    /// Id of the pipeline.
    pub pipeline: String,
    /// Title of the pipeline.
    pub pipeline_title: String,
    /// SHA-256 of the pipeline's text.
    pub pipeline_sha256: String,
    /// Id of the standard.
    pub standard: String,
    /// Version of the standard.
    pub standard_version: String,
    /// SHA-256 over the files of the standard.
    pub standard_sha256: String,
    /// Files read.
    pub inputs: Vec<InputEntry>,
    /// Mappings that read a table.
    pub mappings: Vec<MappingEntry>,
    /// Findings by severity.
    pub findings: BTreeMap<String, u64>,
    /// Outcomes of each rule.
    pub rules: BTreeMap<String, Tally>,
    /// Files written, sorted by path.
    pub outputs: Vec<OutputEntry>,
    /// When the run was written; the only clock in the output.
    pub written_at: String,
}

/// A file that was read, or could not be.
#[derive(Debug, Clone, Serialize)]
pub struct InputEntry {
    /// Name of the file.
    pub file: String,
    /// Size, where it could be read.
    pub bytes: Option<u64>,
    /// SHA-256, where it could be read.
    pub sha256: Option<String>,
    /// Why it could not be read.
    pub error: Option<String>,
}

/// A mapping that read a table.
#[derive(Debug, Clone, Serialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct MappingEntry {
    /// Id.
    pub id: String,
    /// File.
    pub file: String,
    /// SHA-256 of its text.
    pub sha256: String,
}

/// A file that was written.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
pub struct OutputEntry {
    /// Path within the output folder.
    pub path: String,
    /// Rows.
    pub rows: u64,
    /// SHA-256 of its bytes.
    pub sha256: String,
}
