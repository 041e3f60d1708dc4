//! Exports of a finished run: the data dictionary, the same rows in every format, and a store of several rounds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use assert_cmd::Command;
use concord::export::{ExportError, ExportOptions, export};
use concord::model::hex;
use concord::write::{Stored, read_table};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::support::{MADE_UP_MAPPING, Row, clean_round, files_below, round, rows};

const PIPELINE: &str =
    "schema = 1\nid = \"ROUND\"\ntitle = \"A made-up round\"\nmappings = [\"mappings\"]\ninputs = [\"returns/*\"]\noutput = \"out\"\n";

fn plain(stored: Stored) -> ExportOptions {
    ExportOptions { stored, partitioned: false }
}

const STORE: ExportOptions = ExportOptions { stored: Stored::Parquet, partitioned: true };

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Every file with its bytes.
fn bytes(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files_below(folder).into_iter().map(|file| (file.clone(), std::fs::read(folder.join(file)).unwrap())).collect()
}

/// A round of one made-up return of Kenya, `edition` being the vintage of its source.
fn made_up(id: &str, edition: &str, csv: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("pipeline.toml", &PIPELINE.replace("ROUND", id));
    write("mappings/made_up.toml", &MADE_UP_MAPPING.replace("vintage = \"2024\"", &format!("vintage = \"{edition}\"")));
    write("returns/a.csv", csv);
    let (code, _, stderr) = concord(folder.path(), &["run", "pipeline.toml", "--no-reports", "--quiet"]);
    assert!(code < 2, "{stderr}");
    folder
}

fn concord(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("concord").unwrap().current_dir(folder).env("NO_COLOR", "1").args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\\', "/");
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

/// The texts of a batch, a null as none.
fn texts(batch: &RecordBatch) -> Vec<Vec<Option<String>>> {
    let options = FormatOptions::default();
    let columns: Vec<_> = batch.columns().iter().map(|column| (column, ArrayFormatter::try_new(column, &options).unwrap())).collect();
    let text = |row: usize| columns.iter().map(|(column, text)| (!column.is_null(row)).then(|| text.value(row).to_string())).collect();
    (0..batch.num_rows()).map(text).collect()
}

#[test]
fn the_dictionary_beside_the_data_describes_every_table_and_its_promises_hold() {
    let folder = round().folder.path();
    let package = json(&folder.join("datapackage.json"));
    assert_eq!(package["$schema"], "https://datapackage.org/profiles/2.0/datapackage.json");
    assert_eq!((package["name"].as_str(), package.get("licenses")), (Some("comesa-2024"), None), "nobody stated a licence");
    let manifest = json(&folder.join("manifest.json"));
    let written: BTreeMap<&str, &str> = manifest["outputs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["path"].as_str().unwrap(), one["sha256"].as_str().unwrap()))
        .collect();
    assert!(written.contains_key("datapackage.json"));
    let resources = package["resources"].as_array().unwrap();
    let paths: BTreeSet<&str> = resources.iter().map(|one| one["path"].as_str().unwrap()).collect();
    assert_eq!(paths, written.keys().copied().filter(|path| path.ends_with(".parquet")).collect());
    let by_name: BTreeMap<&str, Vec<Row>> =
        resources.iter().map(|one| (one["name"].as_str().unwrap(), rows(&folder.join(one["path"].as_str().unwrap())))).collect();
    assert_eq!(by_name.len(), resources.len(), "names are unique");
    let (mut keys, mut foreign, mut closed) = (0, 0, 0);
    for one in resources {
        let path = one["path"].as_str().unwrap();
        let file = std::fs::read(folder.join(path)).unwrap();
        assert_eq!(one["hash"], format!("sha256:{}", hex(&Sha256::digest(&file))));
        assert_eq!(one["hash"], format!("sha256:{}", written[path]));
        assert_eq!(one["bytes"], file.len());
        let table = &by_name[one["name"].as_str().unwrap()];
        assert_eq!(one["rows"], table.len());
        let schema = &one["schema"];
        let read = read_table(&folder.join(path)).unwrap();
        let fields = schema["fields"].as_array().unwrap();
        assert_eq!(fields.len(), read.batch.num_columns(), "{path}");
        for (field, stored) in fields.iter().zip(read.batch.schema().fields()) {
            let name = field["name"].as_str().unwrap();
            assert_eq!(
                (name, field["description"].as_str()),
                (stored.name().as_str(), stored.metadata().get("description").map(String::as_str))
            );
            assert_eq!(field["constraints"].get("required").is_some(), !stored.is_nullable(), "{path} {name}");
            if let Some(codes) = field["constraints"].get("enum") {
                let codes: BTreeSet<&str> = codes.as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
                assert!(table.iter().all(|row| row.get(name).is_empty() || codes.contains(row.get(name))), "{path} {name}");
                closed += 1;
            }
        }
        if let Some(key) = schema.get("primaryKey") {
            let names: Vec<&str> = key.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
            let unique: BTreeSet<Vec<&str>> = table.iter().map(|row| names.iter().map(|name| row.get(name)).collect()).collect();
            assert_eq!(unique.len(), table.len(), "{path} {names:?}");
            keys += 1;
        }
        for key in schema.get("foreignKeys").and_then(Value::as_array).into_iter().flatten() {
            let list = &by_name[key["reference"]["resource"].as_str().unwrap()];
            let codes: BTreeSet<&str> = list.iter().map(|row| row.get("code")).collect();
            let name = key["fields"][0].as_str().unwrap();
            assert!(table.iter().all(|row| row.get(name).is_empty() || codes.contains(row.get(name))), "{path} {name}");
            foreign += 1;
        }
    }
    assert!(keys > 60 && foreign > 150 && closed > 100, "{keys} keys, {foreign} foreign keys, {closed} closed sets");
    let age = resources.iter().find(|one| one["name"] == "observations-imm1").unwrap()["schema"]["fields"].as_array().unwrap();
    let age = age.iter().find(|field| field["name"] == "age").unwrap();
    assert_eq!((age["codeList"].as_str(), age["codeListComplete"].as_bool()), (Some("age"), Some(false)), "ages are built by a grammar");
}

#[test]
fn arrow_and_csv_hold_the_rows_of_parquet_and_the_same_bytes_twice() {
    let folder = round().folder.path();
    let place = tempfile::tempdir().unwrap();
    let out = |name: &str| place.path().join(name);
    for (name, stored) in [("parquet", Stored::Parquet), ("arrow", Stored::Arrow), ("csv", Stored::Csv)] {
        let done = export(folder, &out(name), plain(stored)).unwrap();
        assert_eq!((done.observations, done.tables), (round().observations.len() as u64, done.files));
        let first = bytes(&out(name));
        export(folder, &out(name), plain(stored)).unwrap();
        assert!(first == bytes(&out(name)), "{name} is the same when it is exported again");
    }
    let (mut guarded, mut empty_texts, mut nulls) = (0, 0, 0);
    for file in files_below(&out("parquet")).iter().filter_map(|file| file.strip_suffix(".parquet")) {
        let parquet = read_table(&folder.join(format!("{file}.parquet"))).unwrap();
        let arrow = std::fs::File::open(out("arrow").join(format!("{file}.arrow"))).unwrap();
        let arrow = arrow::ipc::reader::FileReader::try_new(arrow, None).unwrap();
        assert_eq!(arrow.schema().fields(), parquet.batch.schema().fields(), "{file}: names, types, nulls and descriptions");
        assert_eq!(arrow.schema().metadata().get("concord.schema_version").map(String::as_str), Some("1"));
        let batches: Vec<RecordBatch> = arrow.map(Result::unwrap).collect();
        assert_eq!(batches.iter().flat_map(texts).collect::<Vec<_>>(), texts(&parquet.batch), "{file}");

        let mut csv = csv::Reader::from_path(out("csv").join(format!("{file}.csv"))).unwrap();
        let expected = texts(&parquet.batch);
        let schema = parquet.batch.schema();
        let fields = schema.fields();
        let mut count = 0;
        for (record, row) in csv.records().map(Result::unwrap).zip(&expected) {
            count += 1;
            for ((field, text), value) in fields.iter().zip(&record).zip(row) {
                let is_text = matches!(field.data_type(), arrow::datatypes::DataType::Utf8 | arrow::datatypes::DataType::Dictionary(..));
                let read = match text {
                    "" => None,
                    text if text.starts_with('[') && !is_text => {
                        let list: Vec<String> = serde_json::from_str(text).unwrap();
                        Some(format!("[{}]", list.join(", ")))
                    }
                    text if is_text => Some(text.strip_prefix('\'').unwrap_or(text).to_owned()),
                    text => Some(text.to_owned()),
                };
                assert_eq!(read.as_ref(), value.as_ref(), "{file} {}", field.name());
                assert!(!is_text || !text.starts_with(['=', '+', '-', '@', '\t', '\r']), "{file}: {text}");
                guarded += usize::from(is_text && text.starts_with('\'') && text.len() > 1);
                empty_texts += usize::from(is_text && text == "'");
                nulls += usize::from(text.is_empty());
            }
        }
        assert_eq!(count, expected.len(), "{file}");
    }
    assert!(guarded > 0 && empty_texts > 0 && nulls > 0, "{guarded} guarded, {empty_texts} empty texts, {nulls} nulls");
    let package = json(&out("csv").join("datapackage.json"));
    let imm1 = package["resources"].as_array().unwrap().iter().find(|one| one["name"] == "observations-imm1").unwrap();
    assert_eq!((imm1["path"].as_str(), imm1["encoding"].as_str()), (Some("observations/IMM1.csv"), Some("utf-8")));
}

/// Every row of the observations of a store, with the parts of its folders.
fn stored(store: &Path) -> Vec<(String, Row)> {
    let files = files_below(&store.join("observations"));
    files
        .into_iter()
        .flat_map(|file| rows(&store.join("observations").join(&file)).into_iter().map(move |row| (file.clone(), row)))
        .collect()
}

#[test]
fn a_store_holds_each_figure_of_a_round_once_in_the_folder_of_its_table_and_year() {
    let place = tempfile::tempdir().unwrap();
    let store = place.path().join("store");
    let done = export(round().folder.path(), &store, STORE).unwrap();
    assert_eq!(
        (done.observations, done.rounds.as_slice(), done.taken_over.len()),
        (round().observations.len() as u64, ["comesa-2024".to_owned()].as_slice(), 0)
    );
    let held = stored(&store);
    assert_eq!(held.len(), round().observations.len());
    for (file, row) in &held {
        let own = &round().observations[row.get("observation_id")];
        let year: String = own.get("time_period").chars().take(4).collect();
        assert_eq!(file, &format!("table_id={}/year={year}/part-0.parquet", own.get("table_id")));
        for column in ["reporter", "value", "obs_status_all", "grade", "vintage", "is_latest", "file", "cell", "raw"] {
            assert_eq!(row.get(column), own.get(column), "{file} {column}");
        }
    }
    // The clean round has the same editions of the same sources, read from other files: it takes all of them over.
    let done = export(clean_round().folder.path(), &store, STORE).unwrap();
    let clean = clean_round();
    assert_eq!(done.rounds, ["comesa-2024", "comesa-2024-clean"]);
    let held = stored(&store);
    let ids: BTreeSet<&str> = held.iter().map(|(_, row)| row.get("observation_id")).collect();
    assert_eq!(ids.len(), held.len(), "no key stands twice");
    let editions = |row: &Row| (row.get("source_id").to_owned(), row.get("vintage").to_owned());
    let read_again: BTreeSet<_> = clean.observations.values().map(editions).collect();
    let staying = round().observations.values().filter(|row| !read_again.contains(&editions(row))).count();
    assert_eq!(held.len(), clean.observations.len() + staying);
    let taken: u64 = done.taken_over.iter().map(|taken| taken.figures).sum();
    assert_eq!(usize::try_from(taken).unwrap() + staying, round().observations.len(), "what was taken over is told");
    let gone: u64 = done.taken_over.iter().map(|taken| taken.gone).sum();
    let lost = round().observations.iter().filter(|(id, row)| !ids.contains(id.as_str()) && read_again.contains(&editions(row))).count();
    assert_eq!(usize::try_from(gone).unwrap(), lost);
    let package = json(&store.join("datapackage.json"));
    let listed: BTreeSet<String> = package["resources"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|one| match &one["path"] {
            Value::Array(parts) => parts.iter().map(|part| part.as_str().unwrap().to_owned()).collect(),
            path => vec![path.as_str().unwrap().to_owned()],
        })
        .collect();
    let mut there: BTreeSet<String> = files_below(&store).into_iter().collect();
    assert!(there.remove("store.json") && there.remove("datapackage.json"));
    assert_eq!(listed, there, "every file is described");
    assert!(store.join("rounds/round=comesa-2024/derived/parts.parquet").is_file());
}

#[test]
fn editions_stand_beside_each_other_and_a_round_exported_again_replaces_its_own_alone() {
    let place = tempfile::tempdir().unwrap();
    let store = place.path().join("store");
    let first = made_up("round-1", "2023", "made-up,,\nBorn in,2019,2020\nUganda,1,2\nRwanda,3,4\n");
    let second = made_up("round-2", "2024", "made-up,,\nBorn in,2020,2021\nUganda,20,30\nRwanda,,50\n");
    let out = |folder: &tempfile::TempDir| folder.path().join("out");
    export(&out(&first), &store, STORE).unwrap();
    let alone = bytes(&store.join("observations"));
    let done = export(&out(&second), &store, STORE).unwrap();
    assert_eq!((done.rounds.len(), done.taken_over.len()), (2, 0));
    let told = |store: &Path| -> BTreeSet<String> {
        let parts = ["time_period", "country_of_birth", "vintage", "value", "is_latest", "round"];
        stored(store).iter().map(|(_, row)| parts.map(|part| row.get(part)).join(" ")).collect()
    };
    let both: BTreeSet<String> = [
        "2019 UGA 2023 1 true round-1",
        "2019 RWA 2023 3 true round-1",
        "2020 UGA 2023 2 false round-1",
        "2020 UGA 2024 20 true round-2",
        "2020 RWA 2023 4 false round-1",
        "2020 RWA 2024  true round-2",
        "2021 UGA 2024 30 true round-2",
        "2021 RWA 2024 50 true round-2",
    ]
    .map(str::to_owned)
    .into();
    assert_eq!(told(&store), both, "a later edition, also without a value, makes the earlier one not the latest");
    let files = bytes(&store.join("observations"));
    assert_eq!(files["table_id=IMM3/year=2019/part-0.parquet"], alone["table_id=IMM3/year=2019/part-0.parquet"], "not touched");

    // The other order gives the same store; so does exporting one of them again.
    let other = place.path().join("other");
    for folder in [&second, &first, &first] {
        export(&out(folder), &other, STORE).unwrap();
    }
    assert!(bytes(&other) == bytes(&store));

    // Corrected and exported again: its own rows are replaced, the year it no longer has is gone, the other round stays.
    std::fs::write(second.path().join("returns/a.csv"), "made-up,\nBorn in,2020\nUganda,21\nRwanda,6\n").unwrap();
    assert_eq!(concord(second.path(), &["run", "pipeline.toml", "--no-reports", "--quiet"]).0, 0);
    export(&out(&second), &store, STORE).unwrap();
    let corrected = told(&store);
    assert_eq!(corrected.len(), 6);
    assert!(corrected.contains("2020 UGA 2024 21 true round-2") && corrected.contains("2020 UGA 2023 2 false round-1"));
    assert!(!store.join("observations/table_id=IMM3/year=2021").exists());

    // A third round reads the edition of the first again, without Rwanda: it takes the edition over as a whole, and says what is gone.
    let third = made_up("round-3", "2023", "made-up,,\nBorn in,2019,2020\nUganda,1,2\n");
    let (code, stdout, _) = concord(place.path(), &["export", &out(&third).to_string_lossy(), "--out", "store", "--partitioned"]);
    assert_eq!(code, 0);
    assert!(stdout.contains("KEN:MADE_UP 2023: 4 figures of round-1, 2 of them no longer in the store"), "{stdout}");
    let index = json(&store.join("store.json"));
    assert_eq!(index["rounds"]["round-1"]["observations"], 0);
    assert_eq!(index["rounds"]["round-3"]["editions"], serde_json::json!(["KEN:MADE_UP 2023"]));
}

#[test]
fn a_licence_is_stated_where_the_pipeline_states_one() {
    let run = made_up("round-1", "2023", "made-up,\nBorn in,2019\nUganda,1\n");
    let licence = "[licence]\nname = \"CC-BY-4.0\"\npath = \"https://creativecommons.org/licenses/by/4.0/\"\n";
    std::fs::write(run.path().join("pipeline.toml"), PIPELINE.replace("ROUND", "round-1") + licence).unwrap();
    assert_eq!(concord(run.path(), &["run", "pipeline.toml", "--no-reports", "--quiet"]).0, 0);
    let place = tempfile::tempdir().unwrap();
    export(&run.path().join("out"), &place.path().join("csv"), plain(Stored::Csv)).unwrap();
    for folder in [run.path().join("out"), place.path().join("csv")] {
        let expected = serde_json::json!([{ "name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/" }]);
        assert_eq!(json(&folder.join("datapackage.json"))["licenses"], expected);
    }
}

#[test]
fn what_can_not_be_exported_is_refused_and_nothing_changes() {
    let run = made_up("round-1", "2023", "made-up,,\nBorn in,2019,2020\nUganda,1,2\n");
    let (folder, here) = (run.path().join("out"), run.path());
    let place = tempfile::tempdir().unwrap();
    let out = |name: &str| -> PathBuf { place.path().join(name) };
    let why = |folder: &Path, out: &Path, options| export(folder, out, options).unwrap_err().to_string();
    assert!(why(here, &out("a"), STORE).contains("is not the output of a finished run"));
    assert!(why(&folder, &folder, STORE).contains("is the folder that is exported"));
    assert!(why(&folder, &folder.join("new/one"), STORE).contains("one of them stands in the other"));
    assert!(why(&folder, here, STORE).contains("one of them stands in the other"));
    assert!(matches!(
        export(&folder, &out("a"), ExportOptions { stored: Stored::Csv, partitioned: true }),
        Err(ExportError::OnlyParquet("csv"))
    ));
    std::fs::create_dir(out("mine")).unwrap();
    std::fs::write(out("mine/letter.txt"), "dear").unwrap();
    assert!(why(&folder, &out("mine"), plain(Stored::Csv)).contains("it holds files that no export wrote, `letter.txt` among them"));
    export(&folder, &out("store"), STORE).unwrap();
    export(&folder, &out("csv"), plain(Stored::Csv)).unwrap();
    assert!(why(&folder, &out("store"), plain(Stored::Csv)).contains("it is a store of rounds; add to it with `--partitioned`"));
    assert!(why(&folder, &out("csv"), STORE).contains("it is an export without partitions"));
    std::fs::write(out("csv/observations/notes.csv"), "mine").unwrap();
    assert!(why(&folder, &out("csv"), plain(Stored::Csv)).contains("it holds `observations/notes.csv`, which no export wrote"));
    std::fs::create_dir(out(".store.concord-next")).unwrap();
    assert!(why(&folder, &out("store"), STORE).contains("another export is at work there"));
    std::fs::remove_dir(out(".store.concord-next")).unwrap();

    // Cut off between the two renames: the earlier store comes back.
    let before = bytes(&out("store"));
    std::fs::rename(out("store"), out(".store.concord-previous")).unwrap();
    export(&folder, &out("store"), STORE).unwrap();
    assert!(before == bytes(&out("store")));

    // A file that is not the one the run wrote.
    let file = folder.join("observations/IMM3.parquet");
    std::fs::copy(folder.join("lineage.parquet"), &file).unwrap();
    assert!(why(&folder, &out("store"), STORE).contains("was changed after the run"));
    std::fs::remove_file(&file).unwrap();
    assert!(why(&folder, &out("store"), STORE).contains("can't be read"));
    assert!(before == bytes(&out("store")), "what stood there stays");
    assert!(!out(".store.concord-next").exists(), "nothing is left behind");
    let manifest = std::fs::read_to_string(folder.join("manifest.json")).unwrap();
    std::fs::write(folder.join("manifest.json"), manifest.replace("codelists/sex.parquet", "../../sex.parquet")).unwrap();
    assert!(why(&folder, &out("new"), plain(Stored::Csv)).contains("`../../sex.parquet`") && !out("new").exists());
    let (code, stdout, stderr) = concord(here, &["export", "nowhere", "--out", "new"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("`nowhere` is not the output of a finished run"), "{stderr}");
}

#[test]
fn a_store_takes_one_kind_of_edition() {
    let (run, place) = (made_up("round-1", "2023", "made-up,\nBorn in,2019\nUganda,1\n"), tempfile::tempdir().unwrap());
    let (output, editions, store) = (run.path().join("out"), place.path().join("editions"), place.path().join("store"));
    let folders = [output.display().to_string(), editions.display().to_string()];
    Command::cargo_bin("concord").unwrap().args(["publish", &folders[0], "--out", &folders[1]]).assert().success();
    export(&editions.join("public"), &store, STORE).unwrap();
    export(&editions.join("public"), &store, STORE).unwrap();
    for other in [&output, &editions.join("internal")] {
        let error = export(other, &store, STORE).unwrap_err();
        assert!(
            matches!(error, ExportError::OtherEdition { .. }) && error.to_string().contains("the public edition of `round-1`"),
            "{error}"
        );
    }
    assert_eq!(json(&store.join("datapackage.json"))["concord"]["export"], "store");
    let csv = place.path().join("csv");
    export(&editions.join("public"), &csv, plain(Stored::Csv)).unwrap();
    assert_eq!(json(&csv.join("datapackage.json"))["title"], "A made-up round");
}
