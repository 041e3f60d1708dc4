//! A store of many rounds: one folder for each exchange table and year, and no key twice.
//!
//! The observations of all rounds stand together under `observations/table_id=T/year=Y/`, each row with the round that brought it; everything else of a round stands under `rounds/round=ID/`. An edition, which is a source with its vintage, belongs to
//! one round as a whole: the one exported last. So a round that is exported again replaces its own rows, an edition that another
//! round had read is taken over and told, and all other rows stay. Editions of one source stand beside each other, and `is_latest`
//! is worked out over all of them. A key holds its table and its period, so that it never leaves its partition. States
//! have no folders of their own: a figure of an agency about each of 200 states would lie in a file of six rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arrow::array::{RecordBatch, UInt32Array};
use arrow::compute::{concat_batches, take_record_batch};
use arrow::error::ArrowError;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::part::{
    FOLDERS, Layout, Place, ROUND, escaped, failed, in_order, layout_of_part, layout_of_table, part_batch, path_of, place_of, rows_of,
    same_columns, texts,
};
use super::source::{self, Source};
use super::swap::{STORE, Staging, files_below};
use super::{ExportError, Exported};
use crate::model::hex;
use crate::write::{PACKAGE, Package, Resource, ResourceFile, Stored, WriteError, batch_bytes, key_columns, read_table};

/// An edition that another round had brought, and that this one read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenOver {
    /// The round that had brought it.
    pub round: String,
    /// The source.
    pub source_id: String,
    /// The edition.
    pub vintage: String,
    /// How many figures it had.
    pub figures: u64,
    /// How many of them this round doesn't have.
    pub gone: u64,
}

/// What the store says of its rounds.
#[derive(Debug, Default, Serialize, Deserialize)]
struct StoreFile {
    schema: u32,
    rounds: BTreeMap<String, RoundEntry>,
}

/// One round of the store.
#[derive(Debug, Default, Serialize, Deserialize)]
struct RoundEntry {
    /// Program, pipeline and standard.
    about: BTreeMap<String, String>,
    /// Rows that are its own now.
    observations: u64,
    /// Its editions: the source with its vintage.
    editions: BTreeSet<String>,
}

/// The rows of one place.
#[derive(Default)]
struct Held {
    old: Option<(RecordBatch, Vec<u8>)>,
    new: Option<RecordBatch>,
}

/// Adds the round to the store, or replaces it there.
pub(super) fn export(source: &Source, staging: Staging) -> Result<Exported, ExportError> {
    let mut store = Store::read(&staging)?;
    // Side by side, the internal edition would give back what the public one leaves out.
    let other = store.index.rounds.iter().find(|(_, entry)| entry.about.get(source::EDITION) != source.edition.as_ref());
    if let Some((round, entry)) = other {
        let kind = |edition: Option<&String>| edition.map_or_else(|| "a run itself".to_owned(), |edition| format!("the {edition} edition"));
        return Err(ExportError::OtherEdition {
            round: round.clone(),
            held: kind(entry.about.get(source::EDITION)),
            brought: kind(source.edition.as_ref()),
        });
    }
    store.add(source)?;
    let mut exported = Exported { round: source.round.clone(), observations: store.brought, ..Exported::default() };
    let Package { schema, description, concord: mut about, .. } = source.package("store");
    about.remove("export");
    let mut package = Package {
        schema,
        name: "rounds".to_owned(),
        title: "Rounds of migration statistics in one comparable form".to_owned(),
        description,
        // Each round can have its own licence; one for all would be a guess.
        licenses: Vec::new(),
        sources: Vec::new(),
        concord: [("export".to_owned(), "store".to_owned())].into(),
        resources: Vec::new(),
    };

    let mut index = StoreFile { schema: 1, rounds: std::mem::take(&mut store.index.rounds) };
    for entry in index.rounds.values_mut() {
        (entry.observations, entry.editions) = (0, BTreeSet::new());
    }
    index.rounds.insert(source.round.clone(), RoundEntry { about, ..RoundEntry::default() });
    let files = write_observations(&store, source, &staging, &mut index, &mut package)?;
    exported.files += files;
    exported.files += write_rest(&store, source, &staging, &mut package)?;
    exported.tables = package.resources.len();
    exported.rounds = index.rounds.keys().cloned().collect();
    exported.taken_over = store.taken_over(&source.round);

    let text = serde_json::to_string_pretty(&index).map_err(|error| failed(STORE, &error))?;
    staging.write(STORE, (text + "\n").as_bytes())?;
    staging.write(PACKAGE, source::package_text(&package)?.as_bytes())?;
    staging.finish()?;
    Ok(exported)
}

/// Everything of the store that is there, and of the round that comes.
struct Store {
    index: StoreFile,
    package: Option<Package>,
    root: std::path::PathBuf,
    layouts: BTreeMap<String, Layout>,
    places: BTreeMap<Place, Held>,
    /// Source and vintage of every row of the round.
    editions: BTreeSet<(String, String)>,
    /// Every observation of the round.
    ids: BTreeSet<String>,
    brought: u64,
}

impl Store {
    fn read(staging: &Staging) -> Result<Self, ExportError> {
        let root = staging.current().to_path_buf();
        let mut store = Self {
            index: StoreFile::default(),
            package: None,
            root,
            layouts: BTreeMap::new(),
            places: BTreeMap::new(),
            editions: BTreeSet::new(),
            ids: BTreeSet::new(),
            brought: 0,
        };
        if !staging.replaces() {
            return Ok(store);
        }
        let unreadable = |path: &str, reason: String| ExportError::from(WriteError::Unreadable { path: store.root.join(path), reason });
        let text = |path: &str| std::fs::read_to_string(store.root.join(path)).map_err(|error| unreadable(path, error.to_string()));
        let index = serde_json::from_str(&text(STORE)?).map_err(|error| unreadable(STORE, error.to_string()))?;
        let package = serde_json::from_str(&text(PACKAGE)?).map_err(|error| unreadable(PACKAGE, error.to_string()))?;
        let files = files_below(&store.root.join("observations")).map_err(|error| unreadable("observations", error.to_string()))?;
        (store.index, store.package) = (index, Some(package));
        for file in files {
            let path = store.root.join("observations").join(&file);
            let Some(place) = place_of(&file) else {
                return Err(
                    WriteError::Unreadable { path, reason: "it does not lie in the folder of a table and a year".to_owned() }.into()
                );
            };
            let bytes = std::fs::read(&path).map_err(|source| WriteError::Io { path: path.clone(), source })?;
            let table = read_table(&path)?;
            store.layouts.entry(place.0.clone()).or_insert(layout_of_part(&place.0, &table)?);
            store.places.entry(place).or_default().old = Some((table.batch, bytes));
        }
        Ok(store)
    }

    /// Takes the rows of a round in, each to its place.
    fn add(&mut self, source: &Source) -> Result<(), ExportError> {
        for stem in source.stems.iter().filter(|stem| stem.starts_with("observations/")) {
            let id = stem.trim_start_matches("observations/").to_owned();
            let (table, _) = source.table(stem)?;
            let layout = layout_of_table(stem, &table)?;
            if let Some(old) = self.layouts.get(&id) {
                same_columns(&id, old, &layout)?;
            }
            let column = |name: &str| texts(&table.batch, name).map_err(|error| failed(stem, &error));
            self.editions.extend(column("source_id")?.into_iter().zip(column("vintage")?));
            self.ids.extend(column("observation_id")?);
            self.brought += table.batch.num_rows() as u64;
            let mut rows: BTreeMap<Place, Vec<u32>> = BTreeMap::new();
            for (row, period) in (0..).zip(column("time_period")?) {
                let year: String = period.chars().take(4).collect();
                rows.entry((id.clone(), year)).or_default().push(row);
            }
            for (place, rows) in rows {
                let batch = part_batch(&layout, &table.batch, rows, &source.round).map_err(|error| failed(stem, &error))?;
                self.places.entry(place).or_default().new = Some(batch);
            }
            self.layouts.insert(id, layout);
        }
        Ok(())
    }

    /// Whether a row of the store stays when the round comes.
    fn stays(&self, round: &str, of: &str, edition: &(String, String)) -> bool {
        of != round && !self.editions.contains(edition)
    }

    /// The editions of other rounds that this one read again.
    fn taken_over(&self, round: &str) -> Vec<TakenOver> {
        let mut taken: BTreeMap<(String, (String, String)), (u64, u64)> = BTreeMap::new();
        for (batch, _) in self.places.values().filter_map(|held| held.old.as_ref()) {
            let Ok(rows) = rows_of(batch) else { continue };
            for (of, edition, id) in rows {
                if of != round && self.editions.contains(&edition) {
                    let count = taken.entry((of, edition)).or_default();
                    count.0 += 1;
                    count.1 += u64::from(!self.ids.contains(&id));
                }
            }
        }
        taken
            .into_iter()
            .map(|((round, (source_id, vintage)), (figures, gone))| TakenOver { round, source_id, vintage, figures, gone })
            .collect()
    }
}

/// Writes every part, and describes each table; gives the number of files.
fn write_observations(
    store: &Store,
    source: &Source,
    staging: &Staging,
    index: &mut StoreFile,
    package: &mut Package,
) -> Result<usize, ExportError> {
    let mut tables: BTreeMap<&str, (u64, Vec<ResourceFile>)> = BTreeMap::new();
    for (place, held) in &store.places {
        let path = path_of(place);
        let Some(layout) = store.layouts.get(&place.0) else { continue };
        let Some((batch, bytes)) = merged(store, source, layout, held, &path)? else { continue };
        for (round, (source_id, vintage), _) in rows_of(&batch).map_err(|error| failed(&path, &error))? {
            let entry = index.rounds.entry(round).or_default();
            entry.observations += 1;
            entry.editions.insert(format!("{source_id} {vintage}"));
        }
        staging.write(&path, &bytes)?;
        let (rows, parts) = tables.entry(place.0.as_str()).or_default();
        *rows += batch.num_rows() as u64;
        parts.push((path, bytes.len() as u64, hex(&Sha256::digest(&bytes))));
    }
    let mut count = 0;
    for (id, (rows, files)) in tables {
        let Some(layout) = store.layouts.get(id) else { continue };
        count += files.len();
        let stem = format!("observations/{id}");
        let title = source::key_text(&layout.keys, "concord.title").unwrap_or(id);
        let key = key_columns(&stem, &layout.columns);
        let (stem, columns) = (stem.as_str(), layout.columns.as_slice());
        // Each round has its own code lists, and rows of several rounds stand here together: no one list has all their codes.
        let one = Resource { stem, stored: Stored::Parquet, title, columns, rows, files, key, lists: &[], folders: &FOLDERS };
        package.resources.push(one.entry());
    }
    Ok(count)
}

/// The rows of one place with those of the round; none where nothing is left. A part that nothing changes keeps its bytes.
fn merged(store: &Store, source: &Source, layout: &Layout, held: &Held, path: &str) -> Result<Option<(RecordBatch, Vec<u8>)>, ExportError> {
    let wrong = |error: ArrowError| failed(path, &error);
    let mut batches: Vec<RecordBatch> = held.new.iter().cloned().collect();
    if let Some((batch, bytes)) = &held.old {
        let rows = rows_of(batch).map_err(wrong)?;
        let staying: Vec<u32> =
            (0..).zip(&rows).filter(|(_, (round, edition, _))| store.stays(&source.round, round, edition)).map(|(row, _)| row).collect();
        if staying.len() == rows.len() && batches.is_empty() {
            return Ok(Some((batch.clone(), bytes.clone())));
        }
        // The descriptions of columns may have been worded anew.
        let arrays = layout.schema.fields().iter().filter_map(|field| batch.column_by_name(field.name()).cloned()).collect();
        let old = RecordBatch::try_new(Arc::clone(&layout.schema), arrays).map_err(wrong)?;
        batches.push(take_record_batch(&old, &UInt32Array::from(staying)).map_err(wrong)?);
    }
    let all = concat_batches(&layout.schema, &batches).map_err(wrong)?;
    if all.num_rows() == 0 {
        return Ok(None);
    }
    let all = in_order(layout, &all, path)?;
    let bytes = batch_bytes(path, &all, &layout.keys)?;
    Ok(Some((all, bytes)))
}

/// Writes what each round has beside its observations; gives the number of files.
fn write_rest(store: &Store, source: &Source, staging: &Staging, package: &mut Package) -> Result<usize, ExportError> {
    let own = format!("rounds/{ROUND}={}/", escaped(&source.round));
    let mut count = 0;
    for resource in store.package.iter().flat_map(|package| &package.resources) {
        let path = resource.get("path").and_then(Value::as_str).unwrap_or_default();
        if path.starts_with("rounds/") && !path.starts_with(&own) && source::stays_inside(path) {
            let file = store.root.join(path);
            let bytes = std::fs::read(&file).map_err(|error| WriteError::Io { path: file, source: error })?;
            staging.write(path, &bytes)?;
            package.resources.push(resource.clone());
            count += 1;
        }
    }
    for stem in source.stems.iter().filter(|stem| !stem.starts_with("observations/")) {
        let (table, bytes) = source.table(stem)?;
        let columns = source::columns(stem, &table)?;
        let title = source::key_text(&table.keys, "concord.title").unwrap_or(stem);
        let key = key_columns(stem, &columns);
        let (stem, path) = (format!("{own}{stem}"), format!("{own}{stem}.parquet"));
        let files = vec![(path.clone(), bytes.len() as u64, hex(&Sha256::digest(&bytes)))];
        let (rows, stored) = (table.batch.num_rows() as u64, Stored::Parquet);
        let one = Resource { stem: &stem, stored, title, columns: &columns, rows, files, key, lists: &[], folders: &[] };
        package.resources.push(one.entry());
        staging.write(&path, &bytes)?;
        count += 1;
    }
    package.resources.sort_by_key(|resource| resource.get("name").and_then(Value::as_str).map(str::to_owned));
    Ok(count)
}
