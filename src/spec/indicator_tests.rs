//! What is refused in `indicators.toml`.

use super::super::source::SpecSource;
use super::super::standard::Standard;

fn told(text: &str) -> String {
    let mut source = SpecSource::shipped().with("indicators.toml", text);
    // Layouts of tables name the indicators of the shipped file.
    let named = |path: &String| source.text(path).ok().flatten().is_some_and(|text| text.contains("indicators = ["));
    let layouts: Vec<String> = source.inside("outputs", ".toml").map(str::to_owned).filter(named).collect();
    for path in layouts {
        let id = path.trim_start_matches("outputs/").trim_end_matches(".toml");
        let rest = "title = \"T\"\nplace = 1\nfor = \"region\"\ntables = [\"IMM1\"]\nrows = \"reporter\"\ncolumns = \"year\"\n";
        source = source.with(&path, &format!("schema = 1\nid = \"{id}\"\n{rest}"));
    }
    Standard::from_source(&source).map_or_else(|error| error.to_string(), |_| String::new())
}

const RIGHT: &str = r#"schema = 1
[[indicator]]
id = "foreigners"
title = "Foreign citizens"
formula = "share"
unit = "percent"
decimals = 2
inputs = [
  { role = "part", table = "POP1", codes = { citizenship = "FOR", sex = "F" } },
  { role = "whole", table = "POP1" },
]
[[indicator]]
id = "largest"
title = "Largest"
formula = "top-share"
unit = "percent"
decimals = 1
top = 5
inputs = [{ role = "spread", table = "POP1", each = "citizenship" }]
"#;

#[test]
fn the_shipped_indicators_hold_together() {
    let standard = crate::testing::standard();
    assert!(standard.indicators.len() >= 20, "{}", standard.indicators.len());
    assert!(standard.indicators.iter().any(|one| one.goal.as_deref() == Some("10.7.4")));
    assert_eq!(told(RIGHT), "");
}

#[test]
fn what_leads_nowhere_is_refused_with_its_line_and_the_nearest_name() {
    for (from, to, line, words) in [
        ("schema = 1", "schema = 2", 1, "this program reads schema 1"),
        ("title = \"F", "tittle = \"F", 4, "did you mean `title`?"),
        ("\"share\"", "\"sahre\"", 5, "did you mean `share`?"),
        ("unit = \"percent\"", "unit = \"years\"", 6, "`share` gives percent, not years"),
        ("decimals = 2", "decimals = 9", 7, "more than 6 decimals"),
        ("role = \"part\"", "role = \"prat\"", 9, "did you mean `part`?"),
        ("role = \"part\"", "role = \"males\"", 9, "`share` has no input `males`"),
        ("table = \"POP1\", codes", "table = \"POPX1\", codes", 9, "there is no table `POPX1`"),
        ("citizenship = \"FOR\"", "citizenshp = \"FOR\"", 9, "did you mean `citizenship`?"),
        ("\"FOR\"", "\"FORX\"", 9, "`FORX` is not a code"),
        ("  { role = \"whole\", table = \"POP1\" },\n", "", 3, "lacks the input `whole`"),
        ("top = 5\n", "", 13, "`top` says how many"),
        (", each = \"citizenship\"", "", 19, "`each` must name the dimension"),
        ("each = \"citizenship\"", "each = \"sex\"", 19, "`sex` is no dimension of `POP1` that holds areas"),
        ("top = 5", "top = 5\nlacks = \"x\"", 13, "either inputs, or `lacks`"),
    ] {
        let said = told(&RIGHT.replacen(from, to, 1));
        assert!(said.contains(&format!("indicators.toml:{line}:")) && said.contains(words), "{to}: {said}");
    }
    let twice = told(&RIGHT.replace("\"largest\"", "\"foreigners\""));
    assert!(twice.contains("`foreigners` stands twice"), "{twice}");
}
