//! The files of a run as rows of texts.

use std::path::Path;

use serde::Deserialize;

use super::OverviewError;
use crate::trace::{Row, rows};

/// The files that an overview is made from.
pub(super) struct Folder {
    pub(super) head: Head,
    pub(super) gaps: Vec<Row>,
    pub(super) costs: Vec<Row>,
    pub(super) sources: Vec<Row>,
    pub(super) returns: Vec<Row>,
    pub(super) recommendations: Vec<Row>,
    pub(super) findings: Vec<Row>,
    pub(super) areas: Vec<Row>,
}

/// What the manifest says of the run.
#[derive(Deserialize)]
pub(super) struct Head {
    pub(super) pipeline: String,
    pub(super) standard: String,
    pub(super) standard_version: String,
    /// Which edition it is; none of a run itself.
    pub(super) edition: Option<String>,
}

impl Folder {
    pub(super) fn read(folder: &Path) -> Result<Self, OverviewError> {
        let manifest = std::fs::read_to_string(folder.join("manifest.json")).ok();
        let head =
            manifest.and_then(|text| serde_json::from_str(&text).ok()).ok_or_else(|| OverviewError::NotARun(folder.to_path_buf()))?;
        let table = |name: &'static str| {
            let file = folder.join(name);
            if file.is_file() { Ok(rows(&file)?) } else { Err(OverviewError::TooOld(folder.to_path_buf(), name)) }
        };
        Ok(Self {
            head,
            gaps: table("gaps.parquet")?,
            costs: table("gap_costs.parquet")?,
            sources: table("sources.parquet")?,
            returns: table("returns.parquet")?,
            recommendations: table("recommendations.parquet")?,
            findings: table("findings.parquet")?,
            areas: table("codelists/area.parquet")?,
        })
    }
}

/// The text of a column; none for a null, or where there is no such column.
pub(super) fn stated<'a>(row: &'a Row, column: &str) -> Option<&'a str> {
    row.iter().find(|(name, _)| name == column).and_then(|(_, value)| value.as_deref())
}

/// The text of a column; empty for a null.
pub(super) fn text(row: &Row, column: &str) -> String {
    stated(row, column).unwrap_or_default().to_owned()
}

/// The number of a column.
pub(super) fn number<T: std::str::FromStr>(row: &Row, column: &str) -> Option<T> {
    stated(row, column).and_then(|text| text.parse().ok())
}

/// The texts of a column of lists.
pub(super) fn list(row: &Row, column: &str) -> Vec<String> {
    let inner = stated(row, column).map_or("", |text| text.trim_start_matches('[').trim_end_matches(']'));
    inner.split(", ").filter(|one| !one.is_empty()).map(str::to_owned).collect()
}
