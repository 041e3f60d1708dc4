//! The folder that is exported: its tables as files of bytes, checked against the manifest, with what they say of themselves.

use std::path::{Component, Path, PathBuf};

use arrow::datatypes::{DataType, Field};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::ExportError;
use crate::harmonise::{Column, ColumnKind};
use crate::model::hex;
use crate::write::{CODE_LIST, CODES, DESCRIPTION, OutputEntry, PACKAGE, Package, TableFile, WriteError, codes_said, read_table};

/// The key under which a package says which edition it holds.
pub(super) const EDITION: &str = "edition";

/// What the manifest says of the run.
#[derive(Deserialize)]
struct Head {
    pipeline: String,
    #[serde(default)]
    pipeline_title: Option<String>,
    /// `public` or `internal`, where it is an edition of a run.
    #[serde(default)]
    edition: Option<String>,
    outputs: Vec<OutputEntry>,
}

/// A finished run.
pub(super) struct Source {
    folder: PathBuf,
    /// The id of its pipeline.
    pub(super) round: String,
    title: String,
    /// `public` or `internal`, where it is an edition; none for a run itself.
    pub(super) edition: Option<String>,
    /// Its tables: paths without their ending, in order.
    pub(super) stems: Vec<String>,
    outputs: Vec<OutputEntry>,
    package: Option<Package>,
}

impl Source {
    pub(super) fn open(folder: &Path) -> Result<Self, ExportError> {
        let manifest = std::fs::read_to_string(folder.join("manifest.json")).ok();
        let head: Head =
            manifest.and_then(|text| serde_json::from_str(&text).ok()).ok_or_else(|| ExportError::NotARun(folder.to_path_buf()))?;
        if let Some(entry) = head.outputs.iter().find(|entry| !stays_inside(&entry.path)) {
            let what = "is named by the manifest and would lie outside the folder";
            return Err(ExportError::NotAsWritten { folder: folder.to_path_buf(), file: entry.path.clone(), what });
        }
        let stems = head.outputs.iter().filter_map(|entry| entry.path.strip_suffix(".parquet").map(str::to_owned)).collect();
        let package = std::fs::read_to_string(folder.join(PACKAGE)).ok().and_then(|text| serde_json::from_str(&text).ok());
        let title = head.pipeline_title.unwrap_or_else(|| head.pipeline.clone());
        Ok(Self { folder: folder.to_path_buf(), round: head.pipeline, title, edition: head.edition, stems, outputs: head.outputs, package })
    }

    /// A table, and the bytes of its file, which must be those the run wrote.
    pub(super) fn table(&self, stem: &str) -> Result<(TableFile, Vec<u8>), ExportError> {
        let file = format!("{stem}.parquet");
        let wrong = |what| ExportError::NotAsWritten { folder: self.folder.clone(), file: file.clone(), what };
        let path = self.folder.join(&file);
        let bytes = std::fs::read(&path).map_err(|_| wrong("can't be read"))?;
        let written = self.outputs.iter().find(|entry| entry.path == file);
        if written.is_none_or(|entry| entry.sha256 != hex(&Sha256::digest(&bytes))) {
            return Err(wrong("is not the file that the manifest names: it was changed after the run"));
        }
        Ok((read_table(&path)?, bytes))
    }

    /// The ids of its code lists.
    pub(super) fn lists(&self) -> Vec<String> {
        self.stems.iter().filter_map(|stem| stem.strip_prefix("codelists/").map(str::to_owned)).collect()
    }

    /// A package without files, with the title and the sources of the run; `of` says what kind of export it is.
    pub(super) fn package(&self, of: &str) -> Package {
        let mut package = match &self.package {
            Some(package) => Package { resources: Vec::new(), ..package.clone() },
            None => Package::new(&self.round, &self.title, &[], Vec::new()),
        };
        package.concord.extend(self.edition.iter().map(|edition| (EDITION.to_owned(), edition.clone())));
        package.concord.insert("export".to_owned(), of.to_owned());
        package
    }
}

/// Whether a path from a folder leads to a place in it.
pub(super) fn stays_inside(path: &str) -> bool {
    !path.contains('\\') && Path::new(path).components().all(|part| matches!(part, Component::Normal(_)))
}

/// The text of a package.
pub(super) fn package_text(package: &Package) -> Result<String, WriteError> {
    package.text().map_err(|error| WriteError::Table { name: PACKAGE.to_owned(), reason: error.to_string() })
}

/// What a file says of itself under a key.
pub(super) fn key_text<'a>(keys: &'a [(String, String)], key: &str) -> Option<&'a str> {
    keys.iter().find(|(name, _)| name == key).map(|(_, text)| text.as_str())
}

/// The columns of a table, from what its file says of them.
pub(super) fn columns(name: &str, table: &TableFile) -> Result<Vec<Column>, WriteError> {
    table.batch.schema().fields().iter().map(|field| column(name, field)).collect()
}

fn column(name: &str, field: &Field) -> Result<Column, WriteError> {
    let kind = match field.data_type() {
        DataType::Utf8 => ColumnKind::Text,
        DataType::Dictionary(_, of) if **of == DataType::Utf8 => ColumnKind::Dictionary,
        DataType::Date32 => ColumnKind::Date,
        DataType::Int64 => ColumnKind::Int64,
        DataType::Int32 => ColumnKind::Int32,
        DataType::Int16 => ColumnKind::Int16,
        DataType::Float64 => ColumnKind::Float64,
        DataType::Boolean => ColumnKind::Boolean,
        DataType::List(item) if *item.data_type() == DataType::Utf8 => ColumnKind::TextList,
        DataType::List(item) if matches!(item.data_type(), DataType::Dictionary(..)) => ColumnKind::DictionaryList,
        other => {
            let reason = format!("column `{}` has the type {other}, which no table of a run has", field.name());
            return Err(WriteError::Table { name: name.to_owned(), reason });
        }
    };
    let said = |key: &str| field.metadata().get(key).map(String::as_str);
    let mut column = Column::new(field.name(), kind, said(DESCRIPTION).unwrap_or_default());
    column.nullable = field.is_nullable();
    column.codes = codes_said(said(CODE_LIST), said(CODES));
    Ok(column)
}
