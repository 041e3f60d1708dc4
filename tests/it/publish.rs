//! Two editions of the planted round: nothing that is left out stands in any file of the public one, or can be worked out from it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use assert_cmd::Command;
use concord::publish::{Editions, PublishError, Reason, Request, publish};
use concord::spec::{SpecSource, Standard};
use concord::write::StoredTable;
use jiff::civil::{Date, date};
use tempfile::TempDir;

use crate::support::{Row, files_below, round, rows, standard};

/// The standard with what senders said beside their returns.
fn standard_with(said: &str) -> Standard {
    Standard::from_source(&SpecSource::shipped().with("disclosure.letters.toml", &format!("schema = 1\n{said}"))).unwrap()
}

fn published(standard: &Standard, as_of: Option<Date>) -> (TempDir, Editions) {
    let out = TempDir::new().unwrap();
    let done = publish(round().folder.path(), standard, out.path(), &Request { as_of, earlier: &[] }).unwrap();
    assert_eq!(done.exposed, Vec::<String>::new());
    (out, done)
}

fn tables_of(folder: &Path, part: &str) -> Vec<(String, Vec<Row>)> {
    let names = files_below(&folder.join(part)).into_iter().filter(|name| name.ends_with(".parquet"));
    names.map(|name| (name.clone(), rows(&folder.join(part).join(&name)))).collect()
}

/// Every row of every Parquet file of an edition.
fn all_rows(folder: &Path) -> Vec<(String, Row)> {
    tables_of(folder, "").into_iter().flat_map(|(name, rows)| rows.into_iter().map(move |row| (name.clone(), row))).collect()
}

#[test]
fn no_file_of_the_public_edition_holds_what_is_left_out() {
    let (out, done) = published(standard(), None);
    let [internal, public] = ["internal", "public"].map(|name| out.path().join(name));
    let listed = rows(&internal.join("disclosure.parquet"));
    assert_eq!(listed.len(), done.left_out.len());
    let count = |reason: Reason| listed.iter().filter(|row| row.get("reason") == reason.as_str()).count();
    let small = listed.iter().filter(|row| row.get("reason") == Reason::Small.as_str() && !row.get("reporter").is_empty());
    assert_eq!(small.count(), 7, "the five smallest destinations of Kenya, two acquisitions in Madagascar");
    assert_eq!(count(Reason::Small), 20, "and the sums over the region that are as small");
    assert!(count(Reason::BySender) == 35 && count(Reason::Secondary) > 20);

    let no_counts = ["ADJ", "OTHER"];
    let ids: BTreeSet<&str> = listed.iter().map(|row| row.get("id")).collect();
    let cells: BTreeSet<&str> = listed.iter().map(|row| row.get("cell")).filter(|cell| !cell.is_empty()).collect();
    let mut looked_at = 0;
    for (name, row) in all_rows(&public) {
        let small = |column: &str| name != "profiles.parquet" && row.get(column).parse::<i64>().is_ok_and(|value| (1..5).contains(&value));
        for column in ["value", "comparable_value", "reported_value", "first_value", "second_value"] {
            if !no_counts.contains(&row.get("balance_component")) && !no_counts.contains(&row.get("refugee_stock_component")) {
                assert!(!small(column), "{name}: {row:?}");
            }
        }
        let place = [row.get("file"), row.get("sheet"), row.get("cell")].join(", ");
        assert!(!cells.contains(place.as_str()), "{name} names the cell of a figure that is left out: {row:?}");
        if name.starts_with("observations/") && ids.contains(row.get("observation_id")) {
            for column in ["value", "raw", "file", "sheet", "cell", "note", "suppressed_low", "suppressed_high"] {
                assert_eq!(row.get(column), "", "{name}: {column} of {row:?}");
            }
            assert_eq!((row.get("obs_status"), row.get("conf_status")), ("Q", "C"), "nobody can tell small ones from others");
            looked_at += 1;
        } else if name == "lineage.parquet" {
            assert!(!ids.contains(row.get("observation_id")), "{row:?}");
        } else if name == "mirror.parquet" {
            for side in ["first", "second"] {
                let hidden = ids.contains(row.get(&format!("{side}_observation_id")));
                let told = ["value", "low", "high", "place"].map(|column| row.get(&format!("{side}_{column}")).to_owned());
                assert!(!hidden || told.iter().all(String::is_empty) && row.get("difference").is_empty(), "{row:?}");
            }
        }
    }
    assert_eq!(looked_at, listed.iter().filter(|row| !row.get("reporter").is_empty()).count());
    for (name, row) in all_rows(&public) {
        let told = |text: &String| {
            text.match_indices("hidden, ").any(|(at, hidden)| text[at + hidden.len()..].starts_with(|c: char| c.is_ascii_digit()))
        };
        assert!(!row.0.values().any(told), "{name}: a range tells too much: {row:?}");
    }

    let files = files_below(&public);
    for part in ["reports", "conflicts", "summary", "findings.txt", "disclosure"] {
        assert!(!files.iter().any(|file| file.starts_with(part)), "{part}");
    }
    assert!(rows(&public.join("findings.parquet")).is_empty());
    let manifest = std::fs::read_to_string(public.join("manifest.json")).unwrap();
    assert!(manifest.contains("\"edition\": \"public\"") && !ids.iter().any(|id| manifest.contains(id)));
    for file in files_below(round().folder.path()).iter().filter(|file| *file != "manifest.json") {
        let bytes = |folder: &Path| std::fs::read(folder.join(file)).unwrap();
        assert!(bytes(&internal) == bytes(round().folder.path()), "the internal edition has {file} as it was");
    }
}

/// Sums over the region, each with the figures in it.
fn sums(folder: &Path) -> Vec<(Row, Vec<String>)> {
    let mut parts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows(&folder.join("derived/parts.parquet")) {
        parts.entry(row.get("sum_id").to_owned()).or_default().push(row.get("observation_id").to_owned());
    }
    let tables = tables_of(folder, "derived").into_iter().filter(|(name, _)| name != "parts.parquet");
    tables
        .flat_map(|(_, rows)| rows)
        .map(|row| (parts.get(row.get("sum_id")).cloned().unwrap_or_default(), row))
        .map(|(parts, row)| (row, parts))
        .collect()
}

#[test]
fn no_sum_over_the_region_lacks_one_state_only() {
    // Kenya and Eritrea tell who left for Djibouti: 2 and 403. With the sum of 405 the small figure would be told.
    let (out, done) = published(standard(), None);
    let [internal, public] = ["internal", "public"].map(|name| out.path().join(name));
    let hidden: BTreeSet<&str> = done.left_out.iter().filter(|one| one.value.is_some()).map(|one| one.id.as_str()).collect();
    let is_told = |row: &Row| row.get("reported_value") == "405" && row.get("country_next_residence") == "DJI";
    assert!(sums(&internal).iter().any(|(row, _)| is_told(row)) && !sums(&public).iter().any(|(row, _)| is_told(row)));
    for (row, parts) in sums(&public).iter().filter(|(row, _)| !row.get("reported_value").is_empty()) {
        assert_ne!(parts.iter().filter(|part| hidden.contains(part.as_str())).count(), 1, "{row:?}");
    }
}

#[test]
fn figures_under_embargo_appear_from_their_day() {
    let letter =
        "[[restriction]]\nstate = \"UGA\"\ntable = \"REF1\"\nconf-status = \"E\"\nuntil = 2026-03-01\nwhy = \"letter of the office\"\n";
    let standard = standard_with(letter);
    let out = TempDir::new().unwrap();
    let error = publish(round().folder.path(), &standard, out.path(), &Request::default()).unwrap_err();
    assert!(matches!(error, PublishError::NoDay { .. }) && error.to_string().contains("--as-of"), "{error}");
    assert!(files_below(out.path()).is_empty());
    let told = |out: &TempDir| {
        let of_uganda = rows(&out.path().join("public/observations/REF1.parquet")).into_iter().filter(|row| row.get("reporter") == "UGA");
        of_uganda.map(|row| (row.get("value").to_owned(), row.get("conf_status").to_owned())).collect::<Vec<_>>()
    };
    let (before, done) = published(&standard, Some(date(2026, 2, 28)));
    assert!(!told(&before).is_empty() && told(&before).iter().all(|(value, status)| value.is_empty() && status == "E"));
    let ending = |row: &Row| row.get("reporter") == "UGA" && row.get("refugee_stock_component") == "STOCK_END";
    let stocks =
        |part: &str| tables_of(&before.path().join(part), "observations").into_iter().find(|(name, _)| name == "REF5.parquet").unwrap().1;
    assert!(stocks("internal").iter().any(|row| ending(row) && row.get("country_of_origin") == "BDI" && row.get("value") == "38666"));
    nothing_is_told(&before, &done, "UGA", "REF1");
    let restricted = done.left_out.iter().find(|one| one.reason == Reason::Embargo).unwrap();
    assert_eq!(restricted.why.as_deref(), Some("letter of the office"));
    let value = restricted.value.unwrap();
    assert!(restricted.high.is_none_or(|high| high - restricted.low >= value / 10), "large figures are hidden by a share: {restricted:?}");
    let (after, done) = published(&standard, Some(date(2026, 3, 1)));
    assert!(told(&after).iter().any(|(value, _)| !value.is_empty()) && done.left_out.iter().all(|one| one.reason != Reason::Embargo));
}

#[test]
fn of_several_letters_the_strictest_counts() {
    let letter = |status: &str, rest: &str| {
        format!("[[restriction]]\nstate = \"UGA\"\ntable = \"REF1\"\nconf-status = \"{status}\"\n{rest}why = \"letter {status}\"\n")
    };
    let (ended, withheld) = (letter("E", "until = 2020-01-01\n"), letter("C", ""));
    for letters in [format!("{ended}{withheld}"), format!("{withheld}{ended}")] {
        let (_out, done) = published(&standard_with(&letters), Some(date(2026, 1, 1)));
        let of_uganda: Vec<_> =
            done.left_out.iter().filter(|one| one.reporter.as_deref() == Some("UGA") && one.table_id == "REF1").collect();
        assert!(of_uganda.len() > 3);
        for one in of_uganda {
            assert_eq!((one.reason, one.why.as_deref()), (Reason::Confidential, Some("letter C")), "{one:?}");
        }
    }
}

/// No table of a state shows a number that is left out of one of its tables for its own sake, but for small ones, and those of tables that
/// tell of other persons.
fn nothing_is_told(out: &TempDir, done: &Editions, state: &str, table: &str) {
    let of_table = done.left_out.iter().filter(|one| one.table_id == table && one.reporter.as_deref() == Some(state));
    let hidden: BTreeSet<String> = of_table
        .filter(|one| one.reason.is_primary())
        .filter_map(|one| one.value)
        .filter(|value| *value >= 100)
        .map(|value| value.to_string())
        .collect();
    assert!(hidden.len() > 3, "{hidden:?}");
    for (name, row) in all_rows(&out.path().join("public")).iter().filter(|(name, _)| name.starts_with("observations/")) {
        assert!(row.get("reporter") != state || !hidden.contains(row.get("value")), "{name}: {row:?}");
    }
}

#[test]
fn a_confidential_population_is_not_told_by_the_balance_of_the_year_before() {
    let letter = "[[restriction]]\nstate = \"COM\"\ntable = \"POP1\"\nconf-status = \"C\"\nwhy = \"letter\"\n";
    let (out, done) = published(&standard_with(letter), None);
    let same =
        |one: &&concord::publish::LeftOut| one.reporter.as_deref() == Some("COM") && one.table_id == "BAL1" && one.value == Some(846_300);
    assert!(done.left_out.iter().filter(same).count() > 0, "{:?}", done.left_out);
    nothing_is_told(&out, &done, "COM", "POP1");
}

#[test]
fn letters_of_the_folder_that_made_a_run_are_not_ignored() {
    let folder = TempDir::new().unwrap();
    for file in files_below(round().folder.path()) {
        std::fs::create_dir_all(folder.path().join(&file).parent().unwrap()).unwrap();
        std::fs::copy(round().folder.path().join(&file), folder.path().join(&file)).unwrap();
    }
    let path = folder.path().join("manifest.json");
    let manifest = std::fs::read_to_string(&path).unwrap();
    let out = TempDir::new().unwrap();
    for (from, to) in [
        (standard().sha256.clone(), "0".repeat(64)),
        (format!("\"standard_version\": \"{}\"", standard().version), "\"standard_version\": \"0.0.1\"".to_owned()),
    ] {
        std::fs::write(&path, manifest.replace(&from, &to)).unwrap();
        let run =
            Command::cargo_bin("concord").unwrap().args(["publish"]).arg(folder.path()).arg("--out").arg(out.path()).output().unwrap();
        let wrong = String::from_utf8_lossy(&run.stderr).into_owned();
        assert!(run.status.code() == Some(2) && wrong.contains("--standards DIR"), "{wrong}");
        assert!(files_below(out.path()).is_empty());
    }
}

#[test]
fn a_confidential_figure_goes_in_every_table_and_edition() {
    let letter = "[[restriction]]\nstate = \"ZMB\"\ntable = \"IMM2\"\nconf-status = \"N\"\nwhy = \"not for publication\"\n";
    let (out, done) = published(&standard_with(letter), None);
    let left: Vec<_> = done.left_out.iter().filter(|one| one.reporter.as_deref() == Some("ZMB")).collect();
    assert!(left.iter().any(|one| one.table_id == "IMM2" && one.reason == Reason::Confidential && one.conf_status.as_deref() == Some("N")));
    let same = left.iter().filter(|one| one.reason == Reason::SameFigure);
    assert!(same.clone().count() > 0, "the total stands in another table of immigrants, too: {left:?}");
    for one in same {
        assert!(one.high.is_none_or(|high| high > one.low), "{one:?}");
    }
    let public = rows(&out.path().join("public/observations/IMM2.parquet"));
    assert!(
        public.iter().filter(|row| row.get("reporter") == "ZMB").all(|row| row.get("value").is_empty() && row.get("conf_status") == "N")
    );
}

#[test]
fn what_an_earlier_edition_shows_stops_the_next_one() {
    let (earlier, _) = published(standard(), None);
    let letter = "[[restriction]]\nstate = \"UGA\"\ntable = \"REF1\"\nconf-status = \"C\"\nwhy = \"withdrawn\"\n";
    let out = TempDir::new().unwrap();
    let before = [earlier.path().join("public")];
    let done = publish(round().folder.path(), &standard_with(letter), out.path(), &Request { as_of: None, earlier: &before }).unwrap();
    assert!(
        done.exposed.iter().any(|one| one.starts_with("REF1 of UGA") && one.contains("an earlier edition shows: exactly")),
        "{:?}",
        done.exposed
    );
    assert!(!out.path().join("public").exists() && out.path().join("internal/disclosure.json").is_file());
}

#[test]
fn what_the_figures_state_of_themselves_counts() {
    let folder = TempDir::new().unwrap();
    for file in files_below(round().folder.path()) {
        std::fs::create_dir_all(folder.path().join(&file).parent().unwrap()).unwrap();
        std::fs::copy(round().folder.path().join(&file), folder.path().join(&file)).unwrap();
    }
    // Made up: nothing that a mapping reads states it yet.
    let path = folder.path().join("observations/REF1.parquet");
    let mut table = StoredTable::read(&path).unwrap();
    let with_value: Vec<usize> = (0..table.rows()).filter(|row| table.whole("value", *row).is_some_and(|value| value > 100)).collect();
    for (row, status) in [(with_value[0], "N"), (with_value[1], "F"), (with_value[2], "E")] {
        table.set_text("conf_status", row, status);
    }
    let id = |place: usize| table.text("observation_id", with_value[place]).unwrap().to_owned();
    std::fs::write(&path, table.bytes().unwrap()).unwrap();
    let out = TempDir::new().unwrap();
    let error = publish(folder.path(), standard(), out.path(), &Request::default()).unwrap_err();
    assert!(matches!(error, PublishError::NoDay { count: 1, .. }), "{error}");
    let request = Request { as_of: Some(date(2030, 1, 1)), earlier: &[] };
    let done = publish(folder.path(), standard(), out.path(), &request).unwrap();
    let reason = |place: usize| done.left_out.iter().find(|one| one.id == id(place)).map(|one| one.reason);
    assert_eq!(reason(0), Some(Reason::Confidential));
    assert!(reason(1).is_none_or(|reason| !reason.is_primary()), "F is free for publication");
    assert_eq!(reason(2), Some(Reason::Embargo), "an embargo without a day never ends by itself");
}

#[test]
fn equal_runs_give_equal_bytes() {
    let (one, other) = (published(standard(), None).0, published(standard(), None).0);
    let files = files_below(one.path());
    assert!(files.len() > 100 && files == files_below(other.path()));
    for file in files {
        assert!(std::fs::read(one.path().join(&file)).unwrap() == std::fs::read(other.path().join(&file)).unwrap(), "{file}");
    }
}

#[test]
fn other_commands_read_the_public_edition_and_refuse_to_publish_it() {
    let out = TempDir::new().unwrap();
    let concord = |arguments: &[&str]| {
        let output = Command::cargo_bin("concord").unwrap().env("NO_COLOR", "1").args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    };
    let (run, to) = (round().folder.path().to_string_lossy().into_owned(), out.path().to_string_lossy().into_owned());
    let (code, told, _) = concord(&["publish", &run, "--out", &to]);
    assert!(code == 0 && told.contains("the audit passes") && told.contains("small-count"), "{told}");
    let public = format!("{to}/public");
    for (command, said) in [("validate", "rules judged"), ("gaps", "win back"), ("mirror", "both figures")] {
        let (_, told, wrong) = concord(&[command, &public]);
        assert!(told.contains(said), "{command}: {told} {wrong}");
    }
    let (_, told, _) = concord(&["gaps", &public]);
    assert!(told.contains("findings are not in this edition") && !told.contains("no open error"), "{told}");
    let (_, told, wrong) = concord(&["tables", &public, "--lang", "en", "--out", &format!("{to}/tables")]);
    assert!(told.contains("findings are not in this edition"), "{told} {wrong}");
    let (_, told, _) = concord(&["trace", &public, "table=EMI2", "reporter=KEN", "period=2020", "country_next_residence=DJI"]);
    assert!(told.contains("no value (Q)") && !told.contains("Departures"), "{told}");
    let (code, _, wrong) = concord(&["publish", &public, "--out", &format!("{to}/again")]);
    assert!(code == 2 && wrong.contains("is an edition"), "{wrong}");
    let (code, _, wrong) = concord(&["publish", &run, "--out", &run]);
    assert!(code == 2 && wrong.contains("the folder of the run"), "{wrong}");
}
