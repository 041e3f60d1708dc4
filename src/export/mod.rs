//! The tables of a finished run, laid out for other tools: one folder of Parquet, Arrow or CSV files, or a store of many rounds.
//!
//! In: the folder of a finished run. Out: another folder that holds the same figures with a `datapackage.json`, complete or not there
//! at all. No figure is changed, and none is left out; only a store works out again which edition of a source is its latest, since
//! another round can bring a later one. Reports, the workbook and the senders' files are not taken along.

mod csv_text;
mod encode;
mod part;
mod source;
mod store;
mod swap;

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

pub use csv_text::guarded;
pub use store::TakenOver;

use crate::model::hex;
use crate::write::{PACKAGE, Resource, Stored, WriteError, key_columns};
use source::Source;
use swap::Staging;

/// Why nothing was exported. What stood in the folder stays as it was.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The folder is not the output of a finished run.
    #[error("`{0}` is not the output of a finished run: it has no readable `manifest.json`; give the folder that `concord run` wrote")]
    NotARun(PathBuf),
    /// A file is not the one that the run wrote.
    #[error("`{file}` in `{folder}` {what}, so nothing was exported; run the pipeline again")]
    NotAsWritten {
        /// The folder.
        folder: PathBuf,
        /// The file.
        file: String,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The folder to write to has no name, or holds the other one.
    #[error("`{out}` can't take the export: {why}; give another folder with `--out`")]
    Place {
        /// The folder to write to.
        out: PathBuf,
        /// Why not.
        why: String,
    },
    /// A store is read again, which only Parquet allows without loss.
    #[error("a partitioned store is kept as parquet, not {0}; leave `--format` out, or leave `--partitioned` out")]
    OnlyParquet(&'static str),
    /// Another version of the program or of the standard laid the table out otherwise.
    #[error(
        "table {table} has other columns in the store than in this round ({difference}), so nothing was exported; export all rounds again \
         into a new store, each after it was run by this version of the program"
    )]
    OtherColumns {
        /// The exchange table.
        table: String,
        /// The columns that only one of them has.
        difference: String,
    },
    /// The store holds another edition: together they would give away what the public one leaves out.
    #[error("the store holds {held} of `{round}`, and this is {brought}, so nothing was exported; keep a store for each, with `--out`")]
    OtherEdition {
        /// A round of the store.
        round: String,
        /// What of it is there.
        held: String,
        /// What was to be added.
        brought: String,
    },
    /// The store holds a key twice: somebody put files into it.
    #[error(
        "`{file}` of the store holds the figure {observation} twice; somebody put files into it: export all rounds again into a new store"
    )]
    TwoTruths {
        /// The partition.
        file: String,
        /// The observation.
        observation: String,
    },
    /// A file can't be read or written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// How to lay the tables out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportOptions {
    /// The format of the files.
    pub stored: Stored,
    /// Whether the folder is a store of many rounds, with a folder for each table and year.
    pub partitioned: bool,
}

/// What was exported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exported {
    /// The round.
    pub round: String,
    /// Tables of the folder, observations and others.
    pub tables: usize,
    /// Files written or kept.
    pub files: usize,
    /// Observations of the round.
    pub observations: u64,
    /// Rounds in the store after it; none for a plain folder.
    pub rounds: Vec<String>,
    /// Editions that another round had brought to the store, and that this one read again.
    pub taken_over: Vec<TakenOver>,
}

/// Exports the folder of a finished run.
///
/// # Errors
/// The folder is not the output of a finished run or was changed since, the place can't take the export, or a file can't be read or
/// written. The place is then as it was before.
pub fn export(folder: &Path, out: &Path, options: ExportOptions) -> Result<Exported, ExportError> {
    if options.partitioned && options.stored != Stored::Parquet {
        return Err(ExportError::OnlyParquet(options.stored.ending()));
    }
    let source = Source::open(folder)?;
    swap::keep_apart(folder, out)?;
    let staging = Staging::begin(out, if options.partitioned { "store" } else { "folder" })?;
    if options.partitioned { store::export(&source, staging) } else { plain(&source, staging, options.stored) }
}

/// One file a table, as in the folder of the run.
fn plain(source: &Source, staging: Staging, stored: Stored) -> Result<Exported, ExportError> {
    let mut exported = Exported { round: source.round.clone(), ..Exported::default() };
    let mut package = source.package("folder");
    if stored == Stored::Csv {
        package.description += " In these CSV files an empty field is no value. A text that is empty, or that a spreadsheet could take for a \
                                formula, has an apostrophe before it: take one leading apostrophe off each text. Lists are JSON.";
    }
    let lists = source.lists();
    for stem in &source.stems {
        let (table, parquet) = source.table(stem)?;
        let columns = source::columns(stem, &table)?;
        let path = format!("{stem}.{}", stored.ending());
        let bytes = match stored {
            Stored::Parquet => parquet,
            Stored::Arrow => encode::arrow_bytes(&path, &table)?,
            Stored::Csv => encode::csv_bytes(&path, &table.batch, &columns)?,
        };
        let rows = table.batch.num_rows() as u64;
        let title = source::key_text(&table.keys, "concord.title").unwrap_or(stem);
        let files = vec![(path.clone(), bytes.len() as u64, hex(&Sha256::digest(&bytes)))];
        let key = key_columns(stem, &columns);
        let entry = Resource { stem, stored, title, columns: &columns, rows, files, key, lists: &lists, folders: &[] }.entry();
        package.resources.push(entry);
        staging.write(&path, &bytes)?;
        exported.tables += 1;
        exported.files += 1;
        exported.observations += if stem.starts_with("observations/") { rows } else { 0 };
    }
    staging.write(PACKAGE, source::package_text(&package)?.as_bytes())?;
    staging.finish()?;
    Ok(exported)
}
