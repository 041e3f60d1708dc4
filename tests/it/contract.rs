//! The output contract on the shipped samples: columns, types, nulls, keys, order, identifiers, and the same bytes twice.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{DataType, Int32Type};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use concord::harmonise::{ColumnKind, observation_columns};
use concord::model::{Status, hex};
use concord::spec::{Pipeline, Standard};
use concord::write::read_parquet;
use sha2::{Digest, Sha256};

fn run_into(folder: &Path) {
    let pipeline = Pipeline::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("pipelines/samples.toml")).unwrap();
    concord::run::run(
        &pipeline,
        folder,
        "2026-01-01T00:00:00Z",
        concord::run::RunOptions { earlier: concord::run::Earlier::Keep, reports: true },
        &|_| {},
    )
    .unwrap();
}

/// One run of the samples, shared by the tests of this file.
fn samples() -> &'static PathBuf {
    static RUN: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    &RUN.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        run_into(&path);
        (folder, path)
    })
    .1
}

fn tables() -> BTreeMap<String, RecordBatch> {
    let mut tables = BTreeMap::new();
    for entry in std::fs::read_dir(samples().join("observations")).unwrap() {
        let path = entry.unwrap().path();
        let batches = read_parquet(&path).unwrap();
        let batch = arrow::compute::concat_batches(&batches[0].schema(), &batches).unwrap();
        tables.insert(path.file_stem().unwrap().to_string_lossy().into_owned(), batch);
    }
    assert!(tables.len() >= 3, "the samples fill POP1, POP2 and REF8");
    tables
}

/// Every value of a column as text; a null as none.
fn texts(batch: &RecordBatch, name: &str) -> Vec<Option<String>> {
    let column = batch.column_by_name(name).unwrap_or_else(|| panic!("no column {name}"));
    let formatter = ArrayFormatter::try_new(column, &FormatOptions::default()).unwrap();
    (0..batch.num_rows()).map(|row| column.is_valid(row).then(|| formatter.value(row).to_string())).collect()
}

fn key_names(table: &str) -> Vec<String> {
    let standard = Standard::shipped().unwrap();
    let dimensions = standard.table(table).unwrap().dimensions.iter().map(ToString::to_string);
    let before = ["table_id", "reporter", "freq", "time_period", "period_end"].map(str::to_owned);
    let after = ["sex", "age", "source_id", "vintage"].map(str::to_owned);
    before.into_iter().chain(dimensions).chain(after).collect()
}

#[test]
fn columns_have_the_names_order_types_and_nulls_of_the_contract() {
    let standard = Standard::shipped().unwrap();
    for (id, batch) in tables() {
        let expected = observation_columns(&standard, standard.table(&id).unwrap());
        let schema = batch.schema();
        assert_eq!(
            schema.fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>(),
            expected.iter().map(|one| one.name.clone()).collect::<Vec<_>>()
        );
        for (field, column) in schema.fields().iter().zip(&expected) {
            let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
            let right = match (column.kind, field.data_type()) {
                (ColumnKind::Text, found) => *found == DataType::Utf8,
                (ColumnKind::Dictionary, found) => *found == dictionary,
                (ColumnKind::Date, found) => *found == DataType::Date32,
                (ColumnKind::Int64, found) => *found == DataType::Int64,
                (ColumnKind::Int32, found) => *found == DataType::Int32,
                (ColumnKind::Int16, found) => *found == DataType::Int16,
                (ColumnKind::Boolean, found) => *found == DataType::Boolean,
                (ColumnKind::TextList, DataType::List(item)) => *item.data_type() == DataType::Utf8,
                (ColumnKind::DictionaryList, DataType::List(item)) => *item.data_type() == dictionary,
                _ => false,
            };
            assert!(right, "{id}.{} is stored as {}", column.name, field.data_type());
            assert_eq!(field.is_nullable(), column.nullable, "{id}.{}", column.name);
            let nulls = batch.column_by_name(&column.name).unwrap().null_count();
            assert!(column.nullable || nulls == 0, "{id}.{} holds nulls", column.name);
        }
    }
}

#[test]
fn keys_are_unique_and_rows_stand_in_their_order() {
    for (id, batch) in tables() {
        let columns: Vec<Vec<Option<String>>> = key_names(&id).iter().map(|name| texts(&batch, name)).collect();
        let keys: Vec<Vec<String>> =
            (0..batch.num_rows()).map(|row| columns.iter().map(|column| column[row].clone().unwrap()).collect()).collect();
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]), "{id} is not sorted by a unique key");
        let ids = texts(&batch, "observation_id");
        for (key, id) in keys.iter().zip(ids) {
            let digest = hex(&Sha256::digest(key.join("|").as_bytes()));
            assert_eq!(id.as_deref(), Some(&digest[..16]), "{}", key.join("|"));
        }
    }
}

#[test]
fn a_value_is_missing_exactly_where_its_status_says_so() {
    for (id, batch) in tables() {
        let (values, statuses) = (texts(&batch, "value"), texts(&batch, "obs_status"));
        let all = batch.column_by_name("obs_status_all").unwrap().as_list::<i32>();
        let (low, high) = (texts(&batch, "suppressed_low"), texts(&batch, "suppressed_high"));
        for row in 0..batch.num_rows() {
            let status = Status::ALL.iter().find(|status| Some(status.as_str()) == statuses[row].as_deref()).unwrap();
            assert!(values[row].is_some() || status.explains_a_missing_value(), "{id} row {row}");
            assert!(values[row].is_none() || !status.forbids_a_value(), "{id} row {row}");
            assert_eq!(low[row].is_some(), high[row].is_some());
            assert!(low[row].is_none() || values[row].is_none(), "a range is for hidden values");
            let marks = all.value(row);
            let marks = marks.as_dictionary::<Int32Type>().downcast_dict::<arrow::array::StringArray>().unwrap();
            assert_eq!(Some(marks.into_iter().next().unwrap().unwrap()), statuses[row].as_deref(), "the first mark speaks");
        }
    }
}

#[test]
fn reported_rows_name_their_cell_and_others_do_not() {
    let mut origins = BTreeSet::new();
    for (id, batch) in tables() {
        let origin = texts(&batch, "origin");
        for name in ["file", "sheet", "cell", "raw"] {
            for (origin, value) in origin.iter().zip(texts(&batch, name)) {
                assert_eq!(origin.as_deref() == Some("reported"), value.is_some(), "{id}.{name}");
            }
        }
        origins.extend(origin.into_iter().flatten());
    }
    assert_eq!(origins, ["merged", "reported"].map(str::to_owned).into());
}

#[test]
fn every_file_says_by_which_program_and_standard_it_was_made() {
    let file = std::fs::File::open(samples().join("observations/POP2.parquet")).unwrap();
    let reader = parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
    let entries = reader.metadata().file_metadata().key_value_metadata().unwrap();
    let keys: BTreeSet<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
    for key in [
        "concord.schema_version",
        "concord.program",
        "concord.standard",
        "concord.standard_version",
        "concord.standard_sha256",
        "concord.table_id",
    ] {
        assert!(keys.contains(key), "{key} is not among {keys:?}");
    }
}

/// Files of a folder with the digest of their bytes; of the manifest all but its clock.
fn digests(folder: &Path) -> BTreeMap<String, String> {
    let mut digests = BTreeMap::new();
    for path in glob::glob(&format!("{}/**/*", folder.display())).unwrap().filter_map(Result::ok).filter(|path| path.is_file()) {
        let mut bytes = std::fs::read(&path).unwrap();
        if path.ends_with("manifest.json") {
            let mut manifest: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            assert!(manifest.as_object_mut().unwrap().remove("written_at").is_some());
            bytes = manifest.to_string().into_bytes();
        }
        digests.insert(path.strip_prefix(folder).unwrap().to_string_lossy().into_owned(), hex(&Sha256::digest(bytes)));
    }
    digests
}

#[test]
fn the_same_inputs_give_the_same_bytes_however_many_threads_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    one_thread.install(|| run_into(&folder.path().join("again")));
    let (first, second) = (digests(samples()), digests(&folder.path().join("again")));
    assert!(first.len() > 25, "{} files", first.len());
    assert_eq!(first, second);
}

#[test]
fn the_manifest_names_every_other_file_with_its_digest() {
    let manifest: serde_json::Value = serde_json::from_slice(&std::fs::read(samples().join("manifest.json")).unwrap()).unwrap();
    let named: BTreeMap<String, String> = manifest["outputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (entry["path"].as_str().unwrap().to_owned(), entry["sha256"].as_str().unwrap().to_owned()))
        .collect();
    let mut found = digests(samples());
    found.remove("manifest.json");
    assert_eq!(named, found);
}

#[test]
fn a_table_of_an_earlier_run_does_not_linger() {
    let folder = tempfile::tempdir().unwrap();
    let stale = folder.path().join("observations/IMM1.parquet");
    std::fs::create_dir_all(stale.parent().unwrap()).unwrap();
    std::fs::write(&stale, b"of an earlier run").unwrap();
    run_into(folder.path());
    assert!(!stale.exists());
}
