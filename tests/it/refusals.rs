//! Mappings with one thing wrong: each is refused at its line, with something to type instead.

use concord::spec::{Standard, load_mapping};

/// A mapping that is right; every test changes one line of it.
const RIGHT: &str = r#"schema = 1
id = "made-up"
title = "A made-up return"
blank = "missing"
missing = [{ text = "..", status = "O" }]

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
set = { sex = "_T" }

[table.unit]
unit = "persons"

[table.period]
reference = "sum"

[[table.field]]
name = "born"
direction = "left"
heading = "Born in"
feeds = "country_of_birth"
values = [
    { text = "Total", code = "_T" },
]

[[table.field]]
name = "year"
direction = "up"
feeds = "year"

[[table.adds-up]]
over = "born"
total = "_T"
parts = ["rest"]
"#;

/// Replaces a text, and expects the mapping to be refused at a line with these words.
fn refused(from: &str, to: &str, line: u32, message: &str, hint: &str) {
    assert!(RIGHT.contains(from), "{from}");
    let standard = Standard::shipped().unwrap();
    let error = load_mapping("made_up.toml", &RIGHT.replacen(from, to, 1), &standard).expect_err(to);
    let found = error.problems().iter().any(|problem| {
        problem.line == Some(line) && problem.message.contains(message) && problem.hint.as_deref().unwrap_or_default().contains(hint)
    });
    assert!(found, "expected line {line}: {message} / {hint}\nfound:\n{error}");
}

#[test]
fn the_mapping_itself_is_right() {
    let standard = Standard::shipped().unwrap();
    assert!(load_mapping("made_up.toml", RIGHT, &standard).is_ok());
}

#[test]
fn keys_and_words() {
    refused("blank = ", "blanc = ", 4, "unknown key `blanc`", "did you mean `blank`");
    refused("heading = \"Born in\"", "headding = \"Born in\"", 33, "unknown key `headding`", "did you mean `heading`");
    refused("direction = \"left\"", "direction = \"lefft\"", 32, "lefft", "did you mean `left`");
    refused("schema = 1", "schema = 2", 1, "schema 1", "");
    refused("title = \"A made-up return\"", "title = 7", 3, "invalid type", "");
    refused("unit = \"persons\"", "unit = \"person\"", 25, "unknown variant `person`", "did you mean `persons`");
}

#[test]
fn codes_and_names() {
    refused("code = \"_T\"", "code = \"KEM\"", 36, "`KEM` is not a code", "did you mean `");
    refused("feeds = \"country_of_birth\"", "feeds = \"country_of_brith\"", 34, "nothing called `country_of_brith`", "country_of_birth");
    refused("to = \"IMM3\"", "to = \"IMN3\"", 20, "no table `IMN3`", "did you mean `IMM3`");
    refused("reporter = \"KEN\"", "reporter = \"KNE\"", 21, "`KNE` is not a code", "");
    refused("over = \"born\"", "over = \"borne\"", 45, "no field `borne`", "did you mean `born`");
    refused("set = { sex = \"_T\" }", "set = { citizenship = \"FOR\" }", 20, "no dimension `citizenship`", "country_of_birth");
}

#[test]
fn barriers_between_kinds_of_figures() {
    refused("to = \"IMM3\"", "to = \"POP2\"", 20, "`POP2` is a stock", "stock table");
    refused("unit = \"persons\"", "unit = \"crossings\"", 20, "counts persons, but the figures are crossings", "never enter");
}

#[test]
fn what_is_missing_or_said_twice() {
    refused("reporter = \"KEN\"\n", "", 19, "the state described", "reporter");
    refused("reference = \"sum\"", "reference = \"sum\"\nyear = 2020", 19, "the year is stated twice", "year");
    refused(
        "unit = \"persons\"",
        "unit = \"persons\"\nmultiplier = 1000\nstep = 100",
        19,
        "nothing in the sheet is named that says so",
        "stated-by",
    );
    refused("reference = \"sum\"", "reference = \"point\"", 19, "without a reference date", "day");
    refused(
        "{ text = \"Total\", code = \"_T\" },",
        "{ text = \"Total\", code = \"_T\" },\n    { text = \"TOTAL\", code = \"_U\" },",
        37,
        "shadowed by line 36",
        "first line wins",
    );
    refused("status = \"O\" }", "status = \"O\" }, { text = \"..\", status = \"Q\" }", 5, "declared twice", "");
    refused("status = \"O\" }", "status = \"E\" }", 5, "does not explain a missing value", "Q, M, L");
    refused(
        "blank = \"missing\"",
        "blank = \"missing\"\nzero = [{ text = \"..\" }]",
        5,
        "stands for zero here and for a missing value",
        "",
    );
    refused("reporter = \"KEN\"", "reporter = \"KEN\"\nstatus = [\"Q\"]", 19, "says that there is no value", "missing");
    refused("contains = [\"made-up\"]", "contains = []", 1, "no file can be recognised", "");
    refused("heading = \"Born in\"\n", "", 31, "placed by its `heading`", "");
}
