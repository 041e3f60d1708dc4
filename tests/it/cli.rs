//! The program as a stranger runs it: help, exit codes, what goes where.

use std::path::{Path, PathBuf};

use assert_cmd::Command;

const RIGHT_CSV: &str = "made-up,,\nBorn in,2019,2020\nUganda,1,2\nRwanda,3,4\n";

const MAPPING: &str = r#"schema = 1
id = "made-up"
title = "A made-up return"
blank = "missing"
[source]
sender = "KEN"
name = "MADE_UP"
office = "Nobody"
languages = ["en"]
vintage = "2024"
valid-from = 2024-01-01
[file]
contains = ["made-up"]
[[table]]
id = "table"
to = "IMM3"
reporter = "KEN"
[table.unit]
unit = "persons"
[table.period]
reference = "sum"
[[table.field]]
name = "born"
direction = "left"
heading = "Born in"
feeds = "country_of_birth"
[[table.field]]
name = "year"
direction = "up"
feeds = "year"
"#;

const PIPELINE: &str =
    "schema = 1\nid = \"try\"\ntitle = \"A made-up pipeline\"\nmappings = [\"mappings\"]\ninputs = [\"returns/*\"]\noutput = \"out\"\n";

/// A folder with a pipeline, one mapping and the given returns.
struct Round(tempfile::TempDir);

impl Round {
    fn new(returns: &[(&str, &[u8])]) -> Self {
        let round = Self(tempfile::tempdir().unwrap());
        round.write("pipeline.toml", PIPELINE.as_bytes());
        round.write("mappings/ken/made_up.toml", MAPPING.as_bytes());
        for (name, bytes) in returns {
            round.write(&format!("returns/{name}"), bytes);
        }
        round
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        concord(self.0.path(), &[&["run", "pipeline.toml"], arguments].concat())
    }
}

fn concord(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("concord").unwrap().current_dir(folder).env("NO_COLOR", "1").args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace('\\', "/");
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn help_of_every_command() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["", "run", "trace", "explain"] {
        let arguments: Vec<&str> = [name, "--help"].into_iter().filter(|argument| !argument.is_empty()).collect();
        let (code, stdout, _) = concord(here, &arguments);
        assert_eq!(code, 0);
        insta::assert_snapshot!(format!("help_{}", if name.is_empty() { "concord" } else { name }), stdout);
    }
}

#[test]
fn a_clean_round_gives_0_and_its_screen() {
    let round = Round::new(&[("a.csv", RIGHT_CSV.as_bytes())]);
    let (code, stdout, stderr) = round.run(&[]);
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    insta::assert_snapshot!(stdout);
    assert!(round.path("out/observations/IMM3.parquet").is_file());
}

#[test]
fn an_error_finding_gives_1_and_stands_on_stderr() {
    let round = Round::new(&[("a.csv", b"made-up,,\nBorn in,2019,2020\nCongo,1,2\nRwanda,3,n.a.\n")]);
    let (code, stdout, stderr) = round.run(&[]);
    assert_eq!(code, 1, "{stdout}{stderr}");
    insta::assert_snapshot!(stderr);
    assert!(!stdout.contains("hint:"), "findings are talk, not data");
    let (code, _, stderr) = round.run(&["--quiet"]);
    assert_eq!((code, stderr.as_str()), (1, ""));
    assert!(std::fs::read_to_string(round.path("out/findings.txt")).unwrap().contains("map/ambiguous-label"));
}

#[test]
fn a_file_that_cannot_be_read_gives_3_and_the_others_are_written() {
    let round = Round::new(&[
        ("a.csv", RIGHT_CSV.as_bytes()),
        ("b.xlsx", b"PK\x03\x04 cut off"),
        ("c.csv", b"made-up,,\nBorn in,2019,2020\nCongo,1,2\n"),
    ]);
    let (code, stdout, _) = round.run(&[]);
    assert_eq!(code, 3, "3 beats 1: {stdout}");
    assert!(stdout.contains("not read"), "{stdout}");
    assert!(round.path("out/observations/IMM3.parquet").is_file());
}

#[test]
fn a_mistake_in_what_people_write_gives_2_and_nothing_is_written() {
    let round = Round::new(&[("a.csv", RIGHT_CSV.as_bytes()), ("b.xlsx", b"cut off")]);
    round.write("mappings/ken/made_up.toml", MAPPING.replace("heading = ", "headding = ").as_bytes());
    let (code, _, stderr) = round.run(&[]);
    assert_eq!(code, 2);
    insta::assert_snapshot!(stderr);
    assert!(!round.path("out").exists());

    round.write("pipeline.toml", PIPELINE.replace("inputs", "input").as_bytes());
    let (code, _, stderr) = round.run(&[]);
    assert_eq!(code, 2);
    assert!(stderr.contains("pipeline.toml:5") && stderr.contains("did you mean `inputs`"), "{stderr}");

    let (code, _, stderr) = concord(round.0.path(), &["run", "nowhere.toml"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("nowhere.toml") && stderr.contains("hint"), "{stderr}");
    let (code, ..) = concord(round.0.path(), &["runn"]);
    assert_eq!(code, 2);
}

#[test]
fn a_file_nobody_recognises_names_the_nearest_mapping() {
    let round = Round::new(&[("a.csv", RIGHT_CSV.replace("made-up", "something else").as_bytes())]);
    round.write(
        "mappings/ken/made_up.toml",
        MAPPING.replace("contains = [\"made-up\"]", "contains = [\"made-up\", \"Born in\"]").as_bytes(),
    );
    let (code, _, stderr) = round.run(&[]);
    assert_eq!(code, 1);
    assert!(
        stderr.contains("locate/no-mapping") && stderr.contains("the nearest is `made-up`, which also looks for `made-up`"),
        "{stderr}"
    );
}

#[test]
fn trace_by_key_by_id_and_what_it_says_otherwise() {
    let round = Round::new(&[("a.csv", RIGHT_CSV.as_bytes())]);
    assert_eq!(round.run(&["--quiet"]).0, 0);
    let (code, stdout, _) = concord(round.0.path(), &["trace", "out", "table=IMM3", "country_of_birth=UGA", "period=2020"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(stdout);
    let id = stdout.split_whitespace().next().unwrap().to_owned();
    assert_eq!(concord(round.0.path(), &["trace", "out", &id]).1, stdout);
    let (code, stdout, _) = concord(round.0.path(), &["trace", "out", "reporter=KEN"]);
    assert_eq!(code, 0);
    assert!(stdout.contains("4 observations match"), "{stdout}");
    for (arguments, words) in [
        (["trace", "out", "colour=red"], "no table has a column `colour`"),
        (["trace", "out", "reporter=XXX"], "no observation matches"),
        (["trace", "out", "Kenya"], "neither an observation id"),
        (["trace", "mappings", "reporter=KEN"], "not the output of a finished run"),
    ] {
        let (code, _, stderr) = concord(round.0.path(), &arguments);
        assert_eq!(code, 2, "{arguments:?}");
        assert!(stderr.contains(words), "{stderr}");
    }
}

#[test]
fn explain_knows_every_code_and_the_nearest_to_a_wrong_one() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for code in concord::finding_codes() {
        let (exit, stdout, _) = concord(here, &["explain", code.id]);
        assert!(exit == 0 && stdout.contains(code.when) && stdout.contains(code.fix), "{}", code.id);
    }
    let (exit, _, stderr) = concord(here, &["explain", "map/unkown-label"]);
    assert_eq!(exit, 2);
    assert!(stderr.contains("did you mean `map/unknown-label`"), "{stderr}");
}

#[test]
fn colour_only_where_it_is_wanted() {
    let round = Round::new(&[("a.csv", b"made-up,,\nBorn in,2019,2020\nCongo,1,2\n")]);
    let stderr = |arguments: &[&str], no_color: bool| {
        let mut command = Command::cargo_bin("concord").unwrap();
        command.current_dir(round.0.path()).args(["run", "pipeline.toml"]).args(arguments).env_remove("NO_COLOR");
        if no_color {
            command.env("NO_COLOR", "1");
        }
        String::from_utf8(command.output().unwrap().stderr).unwrap()
    };
    assert!(!stderr(&[], false).contains('\u{1b}'), "not to a pipe");
    assert!(stderr(&["--color", "always"], false).contains('\u{1b}'));
    assert!(!stderr(&["--color", "never"], false).contains('\u{1b}'));
    assert!(!stderr(&[], true).contains('\u{1b}'));
}
