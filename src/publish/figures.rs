//! The figures of a finished run, with the sums over the region, as numbers.

use std::collections::BTreeMap;
use std::path::Path;

use super::error::PublishError;
use crate::model::{Code, TableId};
use crate::spec::{Standard, TableSpec};
use crate::write::StoredTable;

/// A figure of a table.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    pub(super) id: String,
    pub(super) table: TableId,
    /// Its row in the file.
    pub(super) row: usize,
    pub(super) reporter: Code,
    pub(super) freq: String,
    pub(super) time_period: String,
    /// First and last day, since 1970-01-01.
    pub(super) days: (i64, i64),
    pub(super) reference: String,
    /// Dimensions of the table in order, then sex and age.
    pub(super) codes: Vec<Code>,
    /// Kinds of areas, beside the codes; none for what is no area.
    pub(super) kinds: Vec<Option<String>>,
    pub(super) ages: (Option<i64>, Option<i64>),
    pub(super) value: Option<i64>,
    pub(super) status: String,
    pub(super) conf_status: Option<Code>,
    pub(super) source: String,
    pub(super) vintage: String,
    /// File, sheet and cell, where it comes from one.
    pub(super) cell: Option<String>,
    pub(super) is_merged: bool,
}

impl Figure {
    pub(super) fn sex(&self) -> &Code {
        &self.codes[self.codes.len() - 2]
    }

    pub(super) fn age(&self) -> &Code {
        &self.codes[self.codes.len() - 1]
    }

    /// Its codes by the names of its dimensions.
    pub(super) fn place(&self, spec: &TableSpec) -> String {
        let named: Vec<String> =
            spec.all_dimensions().iter().zip(&self.codes).map(|(dimension, code)| format!("{dimension}={code}")).collect();
        named.join(" ")
    }
}

/// A sum over the members of the region, in one of its two lines.
#[derive(Debug, Clone)]
pub(super) struct Sum {
    pub(super) id: String,
    pub(super) table: TableId,
    /// The column of its value.
    pub(super) column: &'static str,
    pub(super) year: String,
    pub(super) codes: Vec<Code>,
    pub(super) value: i64,
    /// The figures in it.
    pub(super) parts: Vec<usize>,
}

/// What is read of a run.
#[derive(Debug)]
pub(super) struct Read {
    /// The files of observations.
    pub(super) tables: BTreeMap<TableId, StoredTable>,
    /// The files of sums.
    pub(super) derived: BTreeMap<TableId, StoredTable>,
    pub(super) figures: Vec<Figure>,
    pub(super) sums: Vec<Sum>,
}

/// Reads all figures and sums of a run.
pub(super) fn read(folder: &Path, standard: &Standard) -> Result<Read, PublishError> {
    let mut found = Read { tables: BTreeMap::new(), derived: BTreeMap::new(), figures: Vec::new(), sums: Vec::new() };
    for entry in tables_in(&folder.join("observations"))? {
        let spec = standard.tables.get(entry.as_str()).ok_or_else(|| PublishError::UnknownTable(entry.clone()))?;
        let file = StoredTable::read(&folder.join(format!("observations/{entry}.parquet")))?;
        for row in 0..file.rows() {
            let figure =
                figure(&file, spec, row).ok_or_else(|| PublishError::Unreadable(format!("observations/{entry}.parquet"), row + 1))?;
            found.figures.push(figure);
        }
        found.tables.insert(spec.id.clone(), file);
    }
    let places: BTreeMap<String, usize> = found.figures.iter().enumerate().map(|(place, figure)| (figure.id.clone(), place)).collect();
    let mut parts: BTreeMap<String, Vec<(usize, bool)>> = BTreeMap::new();
    let file = StoredTable::read(&folder.join("derived/parts.parquet"))?;
    for row in 0..file.rows() {
        let (Some(sum), Some(part)) = (file.text("sum_id", row), file.text("observation_id", row)) else { continue };
        let place = places.get(part).ok_or_else(|| PublishError::Unreadable("derived/parts.parquet".to_owned(), row + 1))?;
        parts.entry(sum.to_owned()).or_default().push((*place, file.truth("comparable", row) == Some(true)));
    }
    for entry in tables_in(&folder.join("derived"))?.into_iter().filter(|entry| entry != "parts") {
        let spec = standard.tables.get(entry.as_str()).ok_or_else(|| PublishError::UnknownTable(entry.clone()))?;
        let file = StoredTable::read(&folder.join(format!("derived/{entry}.parquet")))?;
        for row in 0..file.rows() {
            let sums = sums(&file, spec, row, &parts);
            found.sums.extend(sums.ok_or_else(|| PublishError::Unreadable(format!("derived/{entry}.parquet"), row + 1))?);
        }
        found.derived.insert(spec.id.clone(), file);
    }
    Ok(found)
}

/// The names of the Parquet files of a folder, in order; none where there is no such folder.
fn tables_in(folder: &Path) -> Result<Vec<String>, PublishError> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(Vec::new()) };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|source| crate::write::WriteError::Io { path: folder.to_path_buf(), source })?;
        let name = entry.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".parquet").map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

fn figure(file: &StoredTable, spec: &TableSpec, row: usize) -> Option<Figure> {
    let text = |column: &str| file.text(column, row);
    let code = |column: &str| Code::new(text(column)?).ok();
    let dimensions = spec.all_dimensions();
    let parts = [text("file"), text("sheet"), text("cell")];
    let cell: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    Some(Figure {
        id: text("observation_id")?.to_owned(),
        table: spec.id.clone(),
        row,
        reporter: code("reporter")?,
        freq: text("freq")?.to_owned(),
        time_period: text("time_period")?.to_owned(),
        days: (file.whole("period_start", row)?, file.whole("period_end", row)?),
        reference: text("reference")?.to_owned(),
        codes: dimensions.iter().map(|dimension| code(dimension.as_str())).collect::<Option<_>>()?,
        kinds: dimensions.iter().map(|dimension| text(&format!("{dimension}_kind")).map(str::to_owned)).collect(),
        ages: (file.whole("age_from", row), file.whole("age_to", row)),
        value: file.whole("value", row),
        status: text("obs_status")?.to_owned(),
        conf_status: code("conf_status"),
        source: text("source_id")?.to_owned(),
        vintage: text("vintage")?.to_owned(),
        cell: (!cell.is_empty()).then(|| cell.join(", ")),
        is_merged: text("origin") != Some("reported"),
    })
}

fn sums(file: &StoredTable, spec: &TableSpec, row: usize, parts: &BTreeMap<String, Vec<(usize, bool)>>) -> Option<Vec<Sum>> {
    let text = |column: &str| file.text(column, row);
    let id = text("sum_id")?;
    let own = parts.get(id).map(Vec::as_slice).unwrap_or_default();
    let codes: Vec<Code> =
        spec.all_dimensions().iter().map(|dimension| Code::new(text(dimension.as_str())?).ok()).collect::<Option<_>>()?;
    let mut found = Vec::new();
    for (column, all) in [("comparable_value", false), ("reported_value", true)] {
        let Some(value) = file.whole(column, row) else { continue };
        found.push(Sum {
            id: id.to_owned(),
            table: spec.id.clone(),
            column,
            year: text("year")?.to_owned(),
            codes: codes.clone(),
            value,
            parts: own.iter().filter(|(_, comparable)| all || *comparable).map(|(place, _)| *place).collect(),
        });
    }
    Some(found)
}
