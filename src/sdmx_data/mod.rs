//! The observations of a finished run for other agencies: as SDMX-CSV 2.0 and as structure-specific messages of SDMX-ML 2.1.
//!
//! In: the folder of a run or of an edition of it, and the structures of its standard. Out: the bytes of files by name.
//! A figure that is not there is `NaN`, the sign of SDMX for it, and its status says why; zero is 0. Sums over the region,
//! claims in conflict and the lineage are no observations and stay in the folder.

mod csv_file;
mod message;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use csv_file::csv_file;
pub use message::data_message;
pub use table::Table;

use crate::sdmx::{Place, Representation, Structures};
use crate::spec::Standard;
use crate::trace::rows;
use crate::write::WriteError;

/// Why a folder gives no data.
#[derive(Debug, thiserror::Error)]
pub enum SdmxDataError {
    /// The folder is not the output of a finished run.
    #[error("`{0}` is not the output of a finished run: it has no readable `manifest.json`; give the folder that `concord run` wrote")]
    NotARun(PathBuf),
    /// The run was made with another standard than the one whose structures are to be used.
    #[error(
        "`{folder}` was made with the standard {of_run}, and the structures are those of {given}\n  hint: give the folder of its standard with `--standards DIR`, or run the pipeline again"
    )]
    OtherStandard {
        /// The folder.
        folder: PathBuf,
        /// Standard and version of the run.
        of_run: String,
        /// Standard and version given.
        given: String,
    },
    /// A file of the folder can't be read.
    #[error(transparent)]
    Read(#[from] WriteError),
    /// A file can't be laid out.
    #[error("the file can't be laid out: {0}")]
    Layout(#[from] std::io::Error),
    /// A row of CSV can't be laid out.
    #[error("the file can't be laid out: {0}")]
    Csv(#[from] csv::Error),
}

#[derive(Deserialize)]
struct Head {
    standard: String,
    standard_version: String,
}

/// Every table of a run that has observations, in the order of the standard.
///
/// # Errors
/// The folder is not the output of a finished run, was made with another standard, or a file of it can't be read.
pub fn tables(folder: &Path, standard: &Standard, structures: &Structures) -> Result<Vec<Table>, SdmxDataError> {
    let manifest = std::fs::read_to_string(folder.join("manifest.json")).ok();
    let head: Head =
        manifest.and_then(|text| serde_json::from_str(&text).ok()).ok_or_else(|| SdmxDataError::NotARun(folder.to_path_buf()))?;
    if head.standard != standard.id || head.standard_version != standard.version {
        return Err(SdmxDataError::OtherStandard {
            folder: folder.to_path_buf(),
            of_run: format!("{} {}", head.standard, head.standard_version),
            given: format!("{} {}", standard.id, standard.version),
        });
    }
    let mut found = Vec::new();
    for definition in &structures.definitions {
        let file = folder.join(format!("observations/{}.parquet", definition.table));
        if file.is_file() {
            found.push(Table::of(definition, &rows(&file)?));
        }
    }
    Ok(found)
}

/// Adds codes that the data use beyond the lists: ages that the grammar builds.
pub fn extend(structures: &mut Structures, tables: &[Table]) {
    let mut used: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for table in tables {
        for (index, component) in table.components.iter().enumerate() {
            if let (Representation::List(list), Place::Dimension) = (&component.values, component.place) {
                used.entry(list.clone()).or_default().extend(table.rows.iter().filter_map(|row| row[index].clone()));
            }
        }
    }
    for (list, codes) in used {
        structures.extend(&list, &codes);
    }
}
