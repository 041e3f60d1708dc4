//! Indicators of the fictional round against its truth, by formulas written out here, and the command that shows them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use assert_cmd::Command;
use tempfile::TempDir;

use crate::support::{Row, root, round, rows};

fn concord(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("concord").unwrap().env("NO_COLOR", "1").args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

fn folder() -> String {
    round().folder.path().to_string_lossy().into_owned()
}

/// Every row that the command writes.
fn written() -> &'static [Row] {
    static ROWS: OnceLock<(TempDir, Vec<Row>)> = OnceLock::new();
    let (_, all) = ROWS.get_or_init(|| {
        let target = tempfile::tempdir().unwrap();
        let file = target.path().join("indicators.parquet");
        let (code, _, stderr) = concord(&["indicators", &folder(), "--out", &file.to_string_lossy()]);
        assert_eq!(code, 0, "{stderr}");
        let all = rows(&file);
        (target, all)
    });
    all
}

fn row(indicator: &str, state: &str, year: &str) -> &'static Row {
    let is_it = |one: &&Row| one.get("indicator_id") == indicator && one.get("state") == state && one.get("year") == year;
    written().iter().find(is_it).unwrap_or_else(|| panic!("no row {indicator} {state} {year}"))
}

/// What the files of the round say: figures by table, state, period, codes, sex and age.
fn truth() -> &'static BTreeMap<[String; 6], f64> {
    static TRUTH: OnceLock<BTreeMap<[String; 6], f64>> = OnceLock::new();
    TRUTH.get_or_init(|| {
        let mut reader = csv::Reader::from_path(root().join("samples/comesa_2024_fictional/truth.csv")).unwrap();
        let names = reader.headers().unwrap().clone();
        let at = |name: &str| names.iter().position(|known| known == name).unwrap();
        let columns = ["table_id", "reporter", "time_period", "dimensions", "sex", "age"].map(at);
        let value = at("value");
        let row = |row: csv::StringRecord| Some((columns.map(|column| row[column].to_owned()), row[value].parse().ok()?));
        reader.records().filter_map(|line| row(line.unwrap())).collect()
    })
}

fn told(table: &str, state: &str, period: &str, codes: &str, (sex, age): (&str, &str)) -> f64 {
    truth()[&[table, state, period, codes, sex, age].map(str::to_owned)]
}

/// Foreign citizens by country, `896` among them, of a table that tells nationals apart.
fn foreigners(state: &str, year: &str, sex: &str) -> BTreeMap<String, f64> {
    let is_it = |key: &&[String; 6]| key[0] == "POP1" && key[1] == state && key[2] == year && key[4] == sex && key[5] == "_T";
    let code = |key: &[String; 6]| key[3].trim_start_matches("citizenship=").to_owned();
    let all = truth().keys().filter(is_it).map(|key| (code(key), truth()[key]));
    all.filter(|(code, _)| ![state, "_T", "_U", "STLS", "FOR"].contains(&code.as_str())).collect()
}

#[track_caller]
fn is(indicator: &str, (state, year): (&str, &str), expected: f64, grade: &str) {
    let row = row(indicator, state, year);
    let decimals = concord::spec::Standard::shipped().unwrap().indicators.iter().find(|one| one.id.as_str() == indicator).unwrap().decimals;
    let value: f64 = row.get("value").parse().unwrap_or_else(|_| panic!("{row:?}"));
    assert!(
        (value - expected).abs() <= 0.5 * 10_f64.powi(-i32::from(decimals)) + 1e-9,
        "{indicator} {state} {year}: {value}, not {expected}"
    );
    assert_eq!(row.get("grade"), grade, "{row:?}");
    assert_eq!(row.get("reason"), "");
    let inputs: Vec<&str> = row.get("inputs").trim_matches(['[', ']']).split(", ").collect();
    assert!(inputs.iter().all(|id| round().observations.contains_key(*id)), "{inputs:?}");
    assert!(!row.get("sources").is_empty());
}

const ALL: (&str, &str) = ("_T", "_T");

#[test]
fn stocks_of_the_round_are_those_of_the_formula() {
    let total = |state: &str, year: &str| told("POP1", state, year, "citizenship=_T", ALL);
    // One state adds foreigners up, the other tells them country by country.
    is("foreign-citizens-share", ("COM", "2024"), 100.0 * told("POP1", "COM", "2024", "citizenship=FOR", ALL) / total("COM", "2024"), "A");
    let of_mauritius = |year: &str| foreigners("MUS", year, "_T").values().sum::<f64>();
    is("foreign-citizens-share", ("MUS", "2025"), 100.0 * of_mauritius("2025") / total("MUS", "2025"), "A");
    is("foreign-citizens-change", ("MUS", "2025"), 100.0 * (of_mauritius("2025") / of_mauritius("2024")).ln(), "A");
    let of_rwanda = |sex: &str| foreigners("RWA", "2025", sex).values().sum::<f64>();
    is("foreign-citizens-female-share", ("RWA", "2025"), 100.0 * of_rwanda("F") / of_rwanda("_T"), "A");
    is("foreign-citizens-sex-ratio", ("RWA", "2025"), 100.0 * of_rwanda("M") / of_rwanda("F"), "A");
    assert!(row("foreign-citizens-sex-ratio", "RWA", "2025").get("said").is_empty());
}

#[test]
fn ages_of_the_round_are_those_of_the_formula() {
    let of_age = |age: &str| told("POP2", "MDG", "2024", "country_of_birth=FOR", ("_T", age));
    let lower: Vec<u16> = (0..=14).map(|step| step * 5).collect();
    let name = |from: u16| if from == 70 { "Y_GE70".to_owned() } else { format!("Y{from}T{}", from + 4) };
    let counts: Vec<f64> = lower.iter().map(|from| of_age(&name(*from))).collect();
    let all: f64 = counts.iter().sum();
    let below = |age: u16| lower.iter().zip(&counts).filter(|(from, _)| **from < age).map(|(_, count)| count).sum::<f64>();
    let group = lower.iter().rev().find(|from| below(**from) < all / 2.0).unwrap();
    let median = f64::from(*group) + 5.0 * (all / 2.0 - below(*group)) / (below(group + 5) - below(*group));
    let grade = row("foreign-born-median-age", "MDG", "2024").get("grade");
    is("foreign-born-median-age", ("MDG", "2024"), median, grade);
    is("foreign-born-working-share", ("MDG", "2024"), 100.0 * (below(65) - below(15)) / all, grade);
    is("foreign-born-dependency", ("MDG", "2024"), 100.0 * (all - below(65) + below(15)) / (below(65) - below(15)), grade);
    let slip = row("foreign-born-median-age", "KEN", "2024");
    assert!(
        slip.get("said").contains("do not add up") && slip.get("value").is_empty(),
        "ages that do not make up their total give no median"
    );
    let wide = row("foreign-citizens-median-age", "TUN", "2024");
    assert_eq!((wide.get("value"), wide.get("reason")), ("", "age-groups"));
    assert!(wide.get("said").contains("a group of 50 years"), "{wide:?}");
}

#[test]
fn flows_of_the_round_are_those_of_the_formula() {
    let of = |component: &str| told("BAL1", "MWI", "2023", &format!("balance_component={component}"), ALL);
    let [came, left, start, end] = ["IMM", "EMI", "POP_START", "POP_END"].map(of);
    let per_thousand = |persons: f64| 1000.0 * persons / f64::midpoint(start, end);
    let grade = row("crude-immigration-rate", "MWI", "2023").get("grade");
    is("crude-immigration-rate", ("MWI", "2023"), per_thousand(came), grade);
    is("crude-emigration-rate", ("MWI", "2023"), per_thousand(left), grade);
    is("crude-net-migration-rate", ("MWI", "2023"), per_thousand(came - left), grade);
    is("migration-turnover-rate", ("MWI", "2023"), per_thousand(came + left), grade);
    is("migration-effectiveness", ("MWI", "2023"), 100.0 * (came - left) / (came + left), grade);
}

#[test]
fn origins_and_refugees_of_the_round_are_those_of_the_formula() {
    let mut counts = foreigners("MUS", "2025", "_T");
    let all: f64 = counts.values().sum();
    counts.remove("896");
    let told_one_by_one: f64 = counts.values().sum();
    let hhi: f64 = counts.values().map(|count| (count / told_one_by_one).powi(2)).sum();
    is("citizenships-hhi", ("MUS", "2025"), hhi, "A");
    is("citizenships-effective-number", ("MUS", "2025"), 1.0 / hhi, "A");
    let share = (1000.0 * told_one_by_one / all).round().to_string();
    assert_eq!(row("citizenships-hhi", "MUS", "2025").get("told_per_mille"), share, "what is left over is no origin");
    let mut largest: Vec<f64> = counts.values().copied().collect();
    largest.sort_by(f64::total_cmp);
    is("citizenships-top-3", ("MUS", "2025"), 100.0 * largest.iter().rev().take(3).sum::<f64>() / told_one_by_one, "A");

    let refugees = told("REF1", "COD", "2023", "country_of_origin=RWA;protection_status=REF", ALL);
    let at_home = told("POP1", "RWA", "2024", "citizenship=_T", ALL);
    is("refugees-within-the-region", ("RWA", "2023"), 100_000.0 * refugees / (at_home + refugees), "A");
    let bound = row("refugees-within-the-region", "RWA", "2023");
    assert_eq!((bound.get("bound"), bound.get("states")), ("at-least", "[COD, RWA]"));
}

#[test]
fn the_system_of_states_is_the_set_that_tells_of_each_other() {
    let region = row("region-crude-intensity", "171", "2023");
    assert_eq!(region.get("states"), "[KEN, MWI, ZMB]");
    let states = ["KEN", "MWI", "ZMB"];
    let moved = |from: &str, to: &str| told("IMM2", to, "2023", &format!("country_prev_residence={from}"), ALL);
    let pairs: Vec<(&str, &str)> =
        states.iter().flat_map(|from| states.iter().map(move |to| (*from, *to))).filter(|(a, b)| a != b).collect();
    let movers: f64 = pairs.iter().map(|(from, to)| moved(from, to)).sum();
    let people: f64 = states.iter().map(|state| told("POP1", state, "2024", "citizenship=_T", ALL)).sum();
    let net = |state: &&str| {
        let of = |(from, to): &(&str, &str)| {
            if to == state {
                moved(from, to)
            } else if from == state {
                -moved(from, to)
            } else {
                0.0
            }
        };
        pairs.iter().map(of).sum::<f64>().abs()
    };
    let all_net: f64 = states.iter().map(net).sum();
    is("region-crude-intensity", ("171", "2023"), 100.0 * movers / people, "C");
    is("region-migration-effectiveness", ("171", "2023"), 100.0 * all_net / (2.0 * movers), "C");
    is("region-aggregate-net-rate", ("171", "2023"), 50.0 * all_net / people, "C");
}

#[test]
fn what_cannot_be_made_says_why_and_is_never_a_zero() {
    let silent = row("foreign-citizens-share", "SOM", "2024");
    assert_eq!((silent.get("value"), silent.get("reason"), silent.get("grade")), ("", "missing", ""));
    assert_eq!(row("foreign-citizens-share", "BDI", "2024").get("grade"), "X", "a figure of any grade counts, and says which");
    let goals: Vec<&Row> = written().iter().filter(|one| !one.get("goal").is_empty()).collect();
    assert_eq!(goals.len(), 4);
    assert!(goals.iter().all(|one| one.get("reason") == "not-collected" && one.get("year").is_empty()));
    for one in written() {
        assert_ne!(one.get("value").is_empty(), one.get("reason").is_empty(), "a value or a reason, never both: {one:?}");
        assert_eq!(one.get("value").is_empty(), one.get("grade").is_empty(), "{one:?}");
    }
    assert!(written().iter().any(|one| one.get("reason") == "incomplete"), "too little is told one by one somewhere");
}

#[test]
fn the_command_speaks_four_languages_and_says_what_to_type() {
    let folder = folder();
    for (language, word) in
        [("en", "Foreign citizens as a share"), ("fr", "Part des étrangers"), ("pt", "Proporção de"), ("ar", "نسبة الأجانب")]
    {
        let (code, stdout, _) = concord(&["indicators", &folder, "--state", "mus", "--lang", language]);
        assert!(code == 0 && stdout.contains(word), "{language}: {stdout}");
        assert!(!stdout.contains("indicator-"), "every message has its words: {stdout}");
    }
    let (code, json, _) = concord(&["indicators", &folder, "--indicator", "foreign-citizens-share", "--year", "2025", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, json["schema"].as_str()), (0, Some("concord/indicators")));
    assert_eq!(json["result"]["indicators"].as_array().map(Vec::len), Some(21), "one line a member");
    let (_, stdout, _) = concord(&["indicators", &folder]);
    assert!(stdout.lines().all(|line| line.chars().count() <= 160) && stdout.contains("not collected 1"), "{stdout}");
    for (arguments, words) in [
        (vec!["indicators", &folder, "--state", "XXQ"], "there is no state `XXQ`"),
        (vec!["indicators", &folder, "--indicator", "foreign-citizens"], "there is no indicator `foreign-citizens`"),
        (vec!["indicators", &folder, "--lang", "sw"], "the program does not speak `sw`"),
        (vec!["indicators", "no-such-folder"], "is not the output of a finished run"),
    ] {
        let (code, _, stderr) = concord(&arguments);
        assert!(code == 2 && stderr.contains(words), "{stderr}");
    }
}

#[test]
fn equal_folders_give_equal_bytes_and_a_region_adds_its_own() {
    let target = tempfile::tempdir().unwrap();
    let write = |name: &str, more: &[&str]| {
        let file = target.path().join(name);
        let (folder, shown) = (folder(), file.to_string_lossy());
        let arguments = [&["indicators", &folder, "--out", &shown], more].concat();
        let (code, _, stderr) = concord(&arguments);
        assert_eq!(code, 0, "{stderr}");
        std::fs::read(file).unwrap()
    };
    assert!(write("first", &[]) == write("second", &["--state", "KEN"]), "what is shown does not change what is written");
    let own = target.path().join("own");
    std::fs::create_dir(&own).unwrap();
    let put = |name: &str, text: &str| std::fs::write(own.join(name), text).unwrap();
    let shipped = std::fs::read_to_string(root().join("standards/standard.toml")).unwrap();
    put(
        "standard.toml",
        &format!("{}\n[extends]\nstandard = \"comesa\"\nversion = \"0.3.0\"\n", shipped.replace("id = \"comesa\"", "id = \"own\"")),
    );
    put(
        "indicators.own.toml",
        "schema = 1\n[[indicator]]\nid = \"women\"\ntitle = \"Women\"\nformula = \"share\"\nunit = \"percent\"\ndecimals = 1\ninputs = [\n\
         { role = \"part\", table = \"POP1\", codes = { sex = \"F\" } },\n{ role = \"whole\", table = \"POP1\" },\n]\n",
    );
    write("own.parquet", &["--standards", &own.to_string_lossy()]);
    let added = rows(Path::new(&target.path().join("own.parquet")));
    let women =
        added.iter().find(|one| one.get("indicator_id") == "women" && one.get("state") == "RWA" && one.get("year") == "2025").unwrap();
    let share = 100.0 * told("POP1", "RWA", "2025", "citizenship=_T", ("F", "_T")) / told("POP1", "RWA", "2025", "citizenship=_T", ALL);
    assert_eq!(women.get("value"), format!("{share:.1}"), "{women:?}");
    assert!(added.len() > written().len());
}
