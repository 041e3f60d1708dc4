//! The program as a stranger runs it: help, exit codes, what goes where.

use std::path::{Path, PathBuf};

use assert_cmd::Command;

use crate::support::MADE_UP_MAPPING;

const RIGHT_CSV: &str = "made-up,,\nBorn in,2019,2020\nUganda,1,2\nRwanda,3,4\n";

const PIPELINE: &str =
    "schema = 1\nid = \"try\"\ntitle = \"A made-up pipeline\"\nmappings = [\"mappings\"]\ninputs = [\"returns/*\"]\noutput = \"out\"\n";

/// A folder with a pipeline, one mapping and the given returns.
struct Round(tempfile::TempDir);

impl Round {
    fn new(returns: &[(&str, &[u8])]) -> Self {
        let round = Self(tempfile::tempdir().unwrap());
        round.write("pipeline.toml", PIPELINE.as_bytes());
        round.write("mappings/ken/made_up.toml", MADE_UP_MAPPING.as_bytes());
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

/// The commands that the help of the program names.
fn commands(here: &Path) -> Vec<String> {
    let (_, stdout, _) = concord(here, &["--help"]);
    let (listed, _) = stdout.split_once("\nOptions:").unwrap();
    let indented = listed.lines().filter_map(|line| line.strip_prefix("  ")?.split_once("  "));
    let commands: Vec<String> = indented.map(|(name, _)| name.to_owned()).filter(|name| name != "help").collect();
    assert!(commands.len() >= 12, "{commands:?}");
    commands
}

#[test]
fn help_of_every_command() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in commands(here).iter().map(String::as_str).chain([""]) {
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
    round.write("mappings/ken/made_up.toml", MADE_UP_MAPPING.replace("heading = ", "headding = ").as_bytes());
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
        MADE_UP_MAPPING.replace("contains = [\"made-up\"]", "contains = [\"made-up\", \"Born in\"]").as_bytes(),
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
        (["trace", "out", "Kenya"], "neither an id of 16 digits"),
        (["trace", "out", "year=1066"], "no regional sum matches"),
        (["trace", "out", "ffffffffffffffff"], "no observation or regional sum matches"),
        (["trace", "mappings", "reporter=KEN"], "not the output of a finished run"),
    ] {
        let (code, _, stderr) = concord(round.0.path(), &arguments);
        assert_eq!(code, 2, "{arguments:?}");
        assert!(stderr.contains(words), "{stderr}");
    }
}

#[test]
fn a_regional_sum_leads_to_its_figures_and_they_to_their_cells() {
    let round = Round::new(&[("a.csv", b"made-up,,\nBorn in,2019,2020\nUganda,1,2\nRwanda,3,4\nBurundi,5,6\nZambia,7,8\n")]);
    assert_eq!(round.run(&["--quiet"]).0, 0);
    let asked = |query: &[&str]| concord(round.0.path(), &[&["trace", "out"], query].concat());
    let (code, stdout, stderr) = asked(&["table=IMM3", "country_of_birth=UGA", "year=2020"]);
    assert_eq!((code, stderr.as_str()), (0, ""));
    insta::assert_snapshot!(stdout);
    let id = stdout.split_whitespace().next().unwrap().to_owned();
    assert_eq!(asked(&[&id]).1, stdout);
    let part = stdout.lines().find(|line| line.trim_start().starts_with("KEN ")).and_then(|line| line.split_whitespace().last()).unwrap();
    assert!(asked(&[part]).1.contains("a.csv"), "the figure of a sum has its cells");
    let (_, all, _) = asked(&["year=2020"]);
    assert!(all.starts_with("4 regional sums match") && all.contains(&id), "{all}");
    let (_, json, _) = asked(&[&id, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["result"]["sums"][0]["parts"][0]["observation"]["value"], "2");
    assert_eq!(json["result"]["observations"].as_array().map(Vec::len), Some(0));
}

#[test]
fn check_prints_the_screen_of_a_run_and_writes_nothing() {
    let round = Round::new(&[("a.csv", RIGHT_CSV.as_bytes()), ("b.csv", b"made-up,,\nBorn in,2019,2020\nCongo,1,2\n")]);
    let before = crate::support::files_below(round.0.path());
    let (code, stdout, stderr) = concord(round.0.path(), &["check", "returns/a.csv"]);
    assert_eq!((code, stderr.as_str()), (0, ""), "{stdout}");
    insta::assert_snapshot!(stdout);
    let (code, alone, _) = concord(round.0.path(), &["check", "--pipeline", "pipeline.toml"]);
    assert_eq!(code, 1, "{alone}");
    assert_eq!(crate::support::files_below(round.0.path()), before, "a check writes nothing");
    let (code, run, findings_of_run) = round.run(&[]);
    assert_eq!(code, 1);
    let screen = |text: &str| text.lines().filter(|line| !line.starts_with("written to")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(screen(&run), screen(&alone));
    let (code, _, findings) = concord(round.0.path(), &["check", "returns/a.csv", "returns/b.csv", "--mappings", "mappings"]);
    assert_eq!((code, findings), (1, findings_of_run));
    let (code, ..) = concord(round.0.path(), &["check", "returns/nowhere.csv", "returns/b.csv"]);
    assert_eq!(code, 3, "3 beats 1");
    let (code, _, stderr) = concord(round.0.path(), &["check"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("<RETURN>"), "{stderr}");
}

#[test]
fn a_reader_that_stops_early_is_no_failure() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    for arguments in [["list", "tables", "--format", "json"].as_slice(), &["completions", "zsh"], &["explain"]] {
        let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("concord"));
        let mut child = command
            .current_dir(folder)
            .args(arguments)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn check_tells_the_open_questions_of_a_mapping() {
    let round = Round::new(&[("a.csv", RIGHT_CSV.as_bytes())]);
    let todo = "\n[[todo]]\nquestion = \"are these persons or entries\"\ntable = \"table\"\nkey = \"unit\"\nevidence = \"the title says arrivals\"\n";
    round.write("mappings/ken/made_up.toml", format!("{MADE_UP_MAPPING}{todo}").as_bytes());
    for arguments in [["check", "returns/a.csv"], ["preview", "returns/a.csv"]] {
        let (code, _, stderr) = concord(round.0.path(), &arguments);
        assert_eq!(code, 0, "{stderr}");
        assert!(stderr.contains("map/open-question") && stderr.contains("are these persons or entries (table `table`)"), "{stderr}");
        assert!(stderr.contains("made_up.toml:33") && stderr.contains("the title says arrivals"), "{stderr}");
    }
}

#[test]
fn mappings_are_looked_for_here_and_asked_for_otherwise() {
    let round = Round::new(&[("a.csv", RIGHT_CSV.as_bytes())]);
    let elsewhere = tempfile::tempdir().unwrap();
    let file = round.path("returns/a.csv").display().to_string();
    let folder = round.path("mappings").display().to_string();
    let (code, _, stderr) = concord(elsewhere.path(), &["check", &file]);
    assert_eq!(code, 1);
    assert!(stderr.contains("--mappings DIR") && stderr.contains("no mapping recognises the file"), "{stderr}");
    assert_eq!(concord(elsewhere.path(), &["check", &file, "--mappings", &folder]).0, 0);
    let (code, stdout, stderr) = concord(elsewhere.path(), &["preview", &file]);
    assert_eq!(code, 0, "a file is shown without any mapping");
    assert!(stdout.contains("no mapping recognises it") && stderr.contains("--mappings DIR"), "{stdout}{stderr}");
    let (code, _, stderr) = concord(round.0.path(), &["check", &file, "--mappings", "returns"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("holds no mapping"), "{stderr}");
}

#[test]
fn preview_paints_what_was_understood() {
    let csv =
        "made-up,,\nBorn in,2019,2020\nUganda,1,2\nBurundy,5,many\nRwanda,3,4\nA note alone in its row that is longer than a column,,\n";
    let round = Round::new(&[("a.csv", csv.as_bytes())]);
    let (code, stdout, stderr) = concord(round.0.path(), &["preview", "returns/a.csv", "--rows", "2"]);
    assert_eq!(code, 0, "{stderr}");
    insta::assert_snapshot!(stdout);
    assert!(stderr.contains("map/unknown-label"), "{stderr}");
    let one = concord(round.0.path(), &["preview", "returns/a.csv", "--mapping", "mappings/ken/made_up.toml", "--rows", "2", "--quiet"]);
    assert_eq!(one, (0, stdout, String::new()));
    let (code, _, stderr) = concord(round.0.path(), &["preview", "returns/a.csv", "--sheet", "b"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("no sheet `b`; its sheets are `a`"), "{stderr}");
    assert_eq!(concord(round.0.path(), &["preview", "returns/nowhere.csv"]).0, 3);
}

#[test]
fn preview_of_texts_from_right_to_left_and_of_hostile_ones_keeps_its_lines() {
    let csv = "سجل مصطنع,,\nالبلد,2019,2020\nأوغندا,1,2\nرواندا مع اسم طويل جدا جدا جدا,3,4\nx\u{1b}[2J\u{202e}y,5,6\n";
    let round = Round::new(&[("a.csv", csv.as_bytes())]);
    let (code, stdout, _) = concord(round.0.path(), &["preview", "returns/a.csv"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!(stdout.escape_unicode_of_direction());
    assert!(!stdout.contains('\u{1b}') && !stdout.contains('\u{202e}'), "nothing of the file reaches the terminal as a command");
    let rows: Vec<&str> = stdout.lines().filter(|line| line.starts_with('\u{200e}')).collect();
    assert_eq!(rows.len(), 6, "{stdout}");
    for row in rows {
        let depth = row.chars().fold(0, |depth, c| depth + i32::from(c == '\u{2068}') - i32::from(c == '\u{2069}'));
        assert_eq!(depth, 0, "{row}");
    }
}

/// Shows marks of direction, which an editor hides.
trait EscapeDirection {
    fn escape_unicode_of_direction(&self) -> String;
}

impl EscapeDirection for String {
    fn escape_unicode_of_direction(&self) -> String {
        self.replace('\u{200e}', "<lrm>").replace('\u{2068}', "<fsi>").replace('\u{2069}', "<pdi>")
    }
}

#[test]
fn lists_name_the_standard_its_tables_and_the_mappings() {
    let round = Round::new(&[]);
    insta::assert_snapshot!(concord(round.0.path(), &["list", "mappings"]).1);
    let (code, stdout, _) = concord(round.0.path(), &["list", "tables"]);
    assert_eq!(code, 0);
    for id in crate::support::standard().tables.keys() {
        assert!(stdout.contains(id.as_str()), "{id}");
    }
    let (code, stdout, _) = concord(round.0.path(), &["list", "standards"]);
    assert!(code == 0 && stdout.contains(&crate::support::standard().version), "{stdout}");
    let (code, _, stderr) = concord(round.0.path(), &["list", "tables", "--standards", "nowhere"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("nowhere"), "{stderr}");
}

#[test]
fn completions_name_every_command() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, stdout, _) = concord(here, &["completions", shell]);
        assert_eq!(code, 0);
        for command in commands(here) {
            assert!(stdout.contains(&command), "{shell}: {command}");
        }
    }
}

/// A document of `--format json`, without the version of the program.
fn json(folder: &Path, arguments: &[&str]) -> serde_json::Value {
    let (_, stdout, stderr) = concord(folder, &[arguments, &["--format", "json"]].concat());
    let mut document: serde_json::Value = serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{stderr}"));
    document["program"] = "concord".into();
    document
}

#[test]
fn json_documents_are_whole_and_fit_their_page() {
    let round = Round::new(&[("a.csv", b"made-up,,\nBorn in,2019,2020\nCongo,1,2\nRwanda,3,n.a.\n")]);
    let folder = round.0.path();
    let run = json(folder, &["run", "pipeline.toml"]);
    let check = json(folder, &["check", "returns/a.csv"]);
    assert_eq!((&run["schema"], &check["schema"]), (&"concord/run".into(), &"concord/check".into()));
    for part in ["files", "tables", "rules", "findings", "counts", "exit_code"] {
        assert_eq!(run["result"][part], check["result"][part], "{part}");
    }
    insta::assert_json_snapshot!("json_check", check);
    insta::assert_json_snapshot!("json_preview", json(folder, &["preview", "returns/a.csv", "--rows", "1"]));
    insta::assert_json_snapshot!("json_trace", json(folder, &["trace", "out", "reporter=KEN"]));
    insta::assert_json_snapshot!("json_explain", json(folder, &["explain", "map/withheld"]));
    insta::assert_json_snapshot!("json_list_mappings", json(folder, &["list", "mappings"]));
    let page = std::fs::read_to_string(crate::support::root().join("docs/reference/json.md")).unwrap();
    for arguments in
        [["list", "standards"], ["list", "tables"], ["list", "mappings"], ["check", "returns/a.csv"], ["preview", "returns/a.csv"]]
    {
        documented(&json(folder, &arguments), &page);
    }
}

/// Every key of a document stands in the page, but for keys that are data.
fn documented(value: &serde_json::Value, page: &str) {
    match value {
        serde_json::Value::Array(items) => items.iter().for_each(|item| documented(item, page)),
        serde_json::Value::Object(fields) => {
            for (key, value) in fields {
                assert!(page.contains(&format!("`{key}`")), "`{key}` does not stand in docs/reference/json.md");
                if !["roles", "cells", "set", "columns", "grades"].contains(&key.as_str()) || value.is_array() {
                    documented(value, page);
                }
            }
        }
        _ => {}
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
fn explain_knows_the_rules_that_findings_name() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (rule, language, words) in
        [("C05", "en", "the grand totals of the immigration tables agree"), ("c05", "fr", "C05"), ("C10O", "ar", "C10O")]
    {
        let (exit, stdout, stderr) = concord(here, &["explain", rule, "--lang", language]);
        assert_eq!((exit, stdout.contains(words)), (0, true), "{stdout}{stderr}");
        assert_eq!(stdout, concord(here, &["standard", "show", &rule.to_uppercase(), "--lang", language]).1);
    }
    let (exit, _, stderr) = concord(here, &["explain", "C1O"]);
    assert!(exit == 2 && stderr.contains("did you mean `C1") && stderr.contains("concord standard list rules"), "{stderr}");
    let (exit, _, stderr) = concord(here, &["explain", "C05", "--format", "json"]);
    assert!(exit == 2 && stderr.contains("concord standard show C05"), "{stderr}");
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

#[test]
fn a_draft_is_written_once_runs_and_takes_labels_back() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(
        at("return.csv"),
        "Table of immigrants by citizenship made-up Kenya,,\nCitizenship,2021,2022\nUganda,10,20\nBurundi,5,5\nLand of hills,30,40\nTotal,45,65\n",
    )
    .unwrap();
    let init = |more: &[&str]| concord(folder.path(), &[&["init", "return.csv", "--out", "drafts/draft.toml"], more].concat());
    let (code, _, stderr) = init(&["--labels-out", "labels.csv"]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(init(&[]).0, 2, "the draft is there already");
    let labels = std::fs::read_to_string(at("labels.csv")).unwrap();
    assert!(labels.starts_with("label,code,field,list,cell,near\nLand of hills,,citizenship,area,"), "{labels}");
    for (typed, code) in [("RWX", 2), ("RWA", 0)] {
        std::fs::write(at("labels.csv"), labels.replacen("hills,,", &format!("hills,{typed},"), 1)).unwrap();
        let (got, _, stderr) = init(&["--labels", "labels.csv", "--force"]);
        assert_eq!(got, code, "{stderr}");
    }
    let draft = std::fs::read_to_string(at("drafts/draft.toml")).unwrap();
    assert!(draft.contains("{ text = \"Land of hills\", code = \"RWA\" },  # stated in `labels.csv`, line 2"), "{draft}");
    let (_, stdout, _) = concord(folder.path(), &["check", "return.csv", "--mappings", "drafts"]);
    assert!(stdout.contains("IMM1 8"), "{stdout}");
    let (_, stdout, _) = concord(folder.path(), &["eval", "return.csv", "--mappings", "drafts", "--format", "json"]);
    let compared: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    // The draft before the label was stated, against the one after: the row is open, the rest is said and asked.
    let counts = ["cells", "right", "asked", "open", "wrong"].map(|count| compared["all"][count].as_u64().unwrap());
    assert_eq!(counts, [8, 0, 6, 2, 0], "{stdout}");
}

#[test]
fn the_standard_is_listed_shown_and_compared() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (code, concepts, _) = concord(here, &["standard", "list", "concepts", "--lang", "fr"]);
    assert_eq!((code, concepts.lines().count()), (0, 9), "{concepts}");
    let (code, immigrant, _) = concord(here, &["standard", "show", "immigrant", "--lang", "all"]);
    assert_eq!(code, 0);
    assert_eq!(immigrant.matches("(`immigrant`)").count(), 4, "a page in each language: {immigrant}");
    let (_, threshold, _) = concord(here, &["standard", "show", "residence_threshold_months"]);
    assert!(threshold.contains("6                          1          stock (profile/distances.csv:"), "{threshold}");
    let (_, table, _) = concord(here, &["standard", "show", "IMM1", "--lang", "ar"]);
    assert!(table.contains("# IMM1: ") && table.contains("`citizenship`"), "{table}");
    let (_, rule, _) = concord(here, &["standard", "show", "C05"]);
    for words in [
        "# C05 (error, level 2)",
        "Judged as `different-figures`: Figures that must be the same number.",
        "{ table = \"IMM4\" }",
        "Origin: ",
    ] {
        assert!(rule.contains(words), "{words}: {rule}");
    }
    let (_, kenya, _) = concord(here, &["standard", "show", "area/KEN", "--lang", "pt"]);
    assert!(kenya.contains("(`area/KEN`)") && kenya.contains("- unhcr: KEN"), "{kenya}");
    let (code, same, _) = concord(here, &["standard", "diff", "shipped", "standards"]);
    assert_eq!((code, same.trim()), (0, "comesa 0.3.0 -> comesa 0.3.0: 0 differences"));
    let (code, checked, _) = concord(here, &["standard", "check", "--standards", "standards"]);
    assert!(code == 0 && checked.contains("nothing to mend"), "{checked}");
    for (arguments, expected) in [
        (&["standard", "show", "imigrant"][..], "did you mean `immigrant`?"),
        (&["standard", "show", "immigrant", "--lang", "sw"], "choose one of en, fr, ar, pt"),
        (&["standard", "show", "immigrant", "--lang", "French"], "expected two or three small letters"),
        (&["explain", "map/unknown-label", "--lang", "sw"], "choose one of en, fr, ar, pt"),
        (&["standard", "translate", "--lang", "en", "--out", "x.csv"], "English stands in the files of the standard itself"),
    ] {
        let (code, _, stderr) = concord(here, arguments);
        assert!(code == 2 && stderr.contains(expected), "{arguments:?}: {stderr}");
    }
}

#[test]
fn findings_are_explained_in_four_languages() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let explained: std::collections::BTreeSet<String> =
        ["en", "fr", "ar", "pt"].iter().map(|lang| concord(here, &["explain", "harmonise/barrier", "--lang", lang]).1).collect();
    assert_eq!(explained.len(), 4);
    assert!(explained.iter().all(|text| text.starts_with("harmonise/barrier (error)") && text.contains("`profile`")));
}

#[test]
fn a_sheet_goes_to_a_translator_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("standards");
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("standards");
    for name in crate::support::files_below(&shipped) {
        let target = copy.join(&name);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(shipped.join(&name), target).unwrap();
    }
    let (code, said, stderr) = concord(folder.path(), &["standard", "translate", "--lang", "pt", "--out", "pt.csv"]);
    assert!(code == 0 && said.contains("0 without a text in `pt`"), "{said}{stderr}");
    let sheet = std::fs::read_to_string(folder.path().join("pt.csv")).unwrap();
    let line = sheet.lines().find(|line| line.starts_with("concept/immigrant/label,")).unwrap();
    let back = |new: &str| {
        std::fs::write(folder.path().join("back.csv"), sheet.replace(line, new)).unwrap();
        concord(folder.path(), &["standard", "translate", "--lang", "pt", "--from", "back.csv", "--standards", "standards"])
    };
    let path = copy.join("translations/pt.csv");
    let before = std::fs::read(&path).unwrap();
    for (new, expected) in [
        ("concept/immigrant/label,Immigrant,Imigrante,human,", "`by` must name who made or checked the text"),
        ("concept/immigrant/label,Incomer,Imigrante,human,A. Reader", "the English of `concept/immigrant/label` has changed since"),
        ("concept/imigrant/label,Immigrant,Imigrante,human,A. Reader", "the standard has no text `concept/imigrant/label`"),
        ("concept/immigrant/label,Immigrant,Imigrante,checked,A. Reader", "write machine, source or human"),
    ] {
        let (code, _, stderr) = back(new);
        assert!(code == 2 && stderr.contains(expected) && stderr.contains("back.csv:"), "{stderr}");
        assert_eq!(std::fs::read(&path).unwrap(), before, "a sheet with a fault changes nothing");
    }
    let (code, said, stderr) = back("concept/immigrant/label,Immigrant,Pessoa imigrante,human,A. Reader (made up)");
    assert!(code == 0 && said.contains("1 text in `pt` changed in standards/translations/pt.csv"), "{said}{stderr}");
    let lines = |bytes: &[u8]| bytes.split(|byte| *byte == b'\n').count();
    assert_eq!(lines(&std::fs::read(&path).unwrap()), lines(&before), "no other text is lost");
    // A sheet with one row, parted by semicolons as many spreadsheet programs do, changes that one.
    let one = "key;english;text;made;by\nconcept/emigrant/label;Emigrant;Pessoa emigrante;human;A. Reader (made up)\n";
    std::fs::write(folder.path().join("one.csv"), one).unwrap();
    let arguments = ["standard", "translate", "--lang", "pt", "--from", "one.csv", "--standards", "standards"];
    let (code, said, stderr) = concord(folder.path(), &arguments);
    assert!(code == 0 && said.contains("1 text in"), "{said}{stderr}");
    assert_eq!(lines(&std::fs::read(&path).unwrap()), lines(&before));
    let (_, shown, _) = concord(folder.path(), &["standard", "show", "immigrant", "--lang", "pt", "--standards", "standards"]);
    assert!(shown.starts_with("# Pessoa imigrante (`immigrant`)"), "{shown}");
    let (_, made, _) = concord(folder.path(), &["standard", "list", "languages", "--standards", "standards"]);
    assert!(made.lines().any(|line| line.starts_with("pt") && line.contains("human 2")), "{made}");
}

#[test]
fn a_return_that_no_pattern_takes_is_told() {
    let round = Round::new(&[("a.csv", RIGHT_CSV.as_bytes()), ("b.XLS", b"not looked at"), ("notes.docx", b"no return")]);
    let narrow = PIPELINE.replace("returns/*", "returns/*.csv");
    round.write("pipeline.toml", narrow.as_bytes());
    let (code, _, stderr) = round.run(&[]);
    assert!(code == 0 && stderr.contains("warning[read/not-taken]: `returns/b.XLS` could be a return"), "{stderr}");
    assert!(!stderr.contains("notes.docx"), "{stderr}");
}
