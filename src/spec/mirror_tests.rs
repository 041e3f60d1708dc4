//! What is refused in `mirrors.toml`, and what a standard that builds on another one does with it.

use super::super::source::SpecSource;
use super::super::standard::Standard;

/// What is said of the shipped standard with another `mirrors.toml`, and without the rules and layouts that name its own mirrors.
fn told(mirrors: &str) -> String {
    let mut source = SpecSource::shipped().with("mirrors.toml", mirrors).with("rules/4_against_others.toml", "schema = 1\n");
    for id in ["citizens-among-members", "migration-among-members"] {
        let rest = "title = \"T\"\nplace = 1\nfor = \"region\"\ntables = [\"IMM1\"]\nrows = \"reporter\"\ncolumns = \"year\"\n";
        source = source.with(&format!("outputs/{id}.toml"), &format!("schema = 1\nid = \"{id}\"\n{rest}"));
    }
    Standard::from_source(&source).map_or_else(|error| error.to_string(), |_| String::new())
}

const RIGHT: &str = r#"schema = 1
[[mirror]]
id = "departures"
label = "Departures"
own = { table = "EMI2", partner = "country_next_residence" }
other = { table = "IMM2", partner = "country_prev_residence" }
counterparts = [{ own = "absence_threshold_months", other = "residence_threshold_months", months = true }]
[[mirror.gap]]
end = "other"
attribute = "dual_citizenship_rule"
value = "national_first"
says = "They differ."
"#;

#[test]
fn the_shipped_mirrors_name_tables_and_dimensions_of_the_standard() {
    let standard = crate::testing::standard();
    assert!(standard.mirrors.all.len() >= 4);
    let refugees = standard.mirrors.all.iter().find(|mirror| mirror.own.is_none() && mirror.other.codes.len() == 2).unwrap();
    assert!(refugees.other.codes[0].is_none() && refugees.other.codes[1].is_some());
    assert_eq!(told(RIGHT), "");
    assert_eq!(told("schema = 1\n"), "", "a standard may compare nothing");
    let source = SpecSource::shipped().with("mirrors.toml", RIGHT);
    let error = Standard::from_source(&source).unwrap_err().to_string();
    assert!(error.contains("the rule `C14`: the standard has no mirror `citizens-abroad`"), "{error}");
}

#[test]
fn what_leads_nowhere_is_refused_with_its_line_and_the_nearest_name() {
    for (from, to, line, words) in [
        ("schema = 1", "schema = 2", 1, "this program reads schema 1"),
        ("label = ", "lable = ", 4, "did you mean `label`?"),
        ("EMI2", "EMIX2", 5, "there is no table `EMIX2`"),
        ("country_next_residence", "country_nxt_residence", 5, "did you mean `country_next_residence`?"),
        ("IMM2", "IMM7", 6, "`country_prev_residence` is no dimension of `IMM7`"),
        (
            "\"IMM2\", partner = \"country_prev_residence\"",
            "\"POP2\", partner = \"country_of_birth\"",
            6,
            "flow of persons with stock of persons",
        ),
        ("residence_threshold_months", "residence_treshold_months", 7, "did you mean `residence_threshold_months`?"),
        ("\"other\"\n", "\"oter\"\n", 9, "did you mean `other`?"),
        ("national_first", "nationals_first", 11, "did you mean `national_first`?"),
    ] {
        let said = told(&RIGHT.replacen(from, to, 1));
        assert!(said.contains(&format!("mirrors.toml:{line}:")) && said.contains(words), "{to}: {said}");
    }
    let twice = told(&format!("{RIGHT}{}", RIGHT.replacen("schema = 1\n", "", 1)));
    assert!(twice.contains("`departures` stands twice"), "{twice}");
    let code = told(&RIGHT.replacen("_prev_residence\" }", "_prev_residence\", codes = { sex = \"F\" } }", 1));
    assert!(code.contains("`sex` is no further dimension of `IMM2`"), "{code}");
}

#[test]
fn a_coefficient_must_be_a_number_and_stand_once() {
    let text = "set,stay,months,coefficient,source\na,6,6,0.7,x\na,6,6,0.8,x\na,12,12,none,x\nb,6,7,1,x\n";
    let source = SpecSource::shipped().with("stay_coefficients.csv", text);
    let said = Standard::from_source(&source).unwrap_err().to_string();
    for words in [
        ":3: `a` has two coefficients for 6 months",
        ":4: column `coefficient`: `none` is no number above 0",
        ":5: `6` has two numbers of months",
    ] {
        assert!(said.contains(words), "{said}");
    }
}
