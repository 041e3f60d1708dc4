//! The standard as data: a made-up region, a fifth language, a national standard on a regional one, frozen grades.
//!
//! Everything here is written into a temporary folder; nothing needs another program.

use std::path::{Path, PathBuf};

use concord::run::{Earlier, RunError, run};
use concord::spec::{Pipeline, Standard};
use tempfile::TempDir;

use crate::support::{Row, root, rows, tables_only};

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// A made-up region of three states that exchange one table, with a dimension of its own and a language of its own.
fn made_up_region(folder: &Path) {
    for (name, text) in [
        (
            "standard.toml",
            r#"schema = 1
id = "lakes"
version = "1.0"
title = "A made-up exchange on seasonal work"
authority = "Nobody"
date = 2026-01-01
status = "made up"
region = "LAKES"
languages = ["en", "sw"]

[extends]
standard = "comesa"
version = "0.3.0"
without = ["tables", "concepts", "rules", "translations", "codelists/region_membership.csv"]
"#,
        ),
        (
            "tables/SEA1.toml",
            r#"schema = 1
id = "SEA1"
title = "Seasonal workers by citizenship, crop and sex"
axis = "seasonal"
stat-type = "flow"
unit = "persons"
reference-time = "calendar year"
dimensions = ["citizenship", "crop"]
sex = true
level = "core"
"#,
        ),
        (
            "dimensions.lakes.toml",
            r#"schema = 1
[[dimension]]
id = "crop"
kind = "list"
list = "crop"
label = "Crop"
"#,
        ),
        (
            "codelists/crop.csv",
            "code,kind,parent,valid_from,valid_to,label,note\n_T,,,,,All crops,\nTEA,,_T,,,Tea,\nCOFFEE,,_T,,,Coffee,\n",
        ),
        ("codelists.lakes.csv", "list,title,agency,version,valid_from,valid_to,source\ncrop,Crops,Nobody,1.0,,,made up\n"),
        ("codelists/area.lakes.csv", "code,kind,parent,valid_from,valid_to,label,note\nLAKES,aggregate,,,,The lakes (made up),\n"),
        (
            "codelists/region_membership.csv",
            "region,member,valid_from,valid_to,note\nLAKES,KEN,2000-01-01,,\nLAKES,UGA,2000-01-01,,\nLAKES,RWA,2000-01-01,2010-12-31,\n",
        ),
        (
            "profile/distances.lakes.csv",
            "attribute,value,tables,rows,condition,distance,status,reason\nunit_counted,move,SEA1,,,1,,one worker may come twice a year\n",
        ),
        (
            "translations/sw.csv",
            "key,english,text,made,by\n\
             code/crop/COFFEE/label,Coffee,Kahawa,human,a made-up reader\n\
             code/crop/TEA/label,Tea,Chai,human,a made-up reader\n\
             code/sex/F/label,Female,Mwanamke,human,a made-up reader\n\
             code/sex/M/label,Male,Mwanaume,human,a made-up reader\n\
             table/SEA1/title,\"Seasonal workers by citizenship, crop and sex\",Wafanyakazi wa msimu,human,a made-up reader\n",
        ),
    ] {
        write(folder, &format!("lakes/{name}"), text);
    }
}

const MAPPING: &str = r#"schema = 1
id = "STATE-lakes"
title = "A made-up return on seasonal work"
blank = "missing"
[source]
sender = "SENDER"
name = "MADE_UP"
office = "Nobody"
languages = ["sw"]
vintage = "2026"
valid-from = 2026-01-01
[file]
contains = ["TITLE"]
[[profile]]
id = "seasonal"
document = "a made-up handbook"
[profile.states]
unit_counted = "UNIT"
citizenship_meaning = "legal_citizenship"
partner_basis = "citizenship"
geographic_coverage = "none"
[[table]]
id = "seasonal"
to = "SEA1"
reporter = "SENDER"
profile = "seasonal"
set = { citizenship = "FOR" }
[table.unit]
unit = "persons"
[table.period]
reference = "sum"
[[table.field]]
name = "crop"
direction = "left"
heading = "Zao"
feeds = "crop"
[[table.field]]
name = "year"
direction = "up"
feeds = "year"
"#;

fn lakes(folder: &Path) -> Pipeline {
    made_up_region(folder);
    for (state, sender, unit, tea, coffee) in [("ken", "KEN", "person", 100, 50), ("uga", "UGA", "move", 30, 7)] {
        let title = format!("wafanyakazi wa msimu {sender}");
        write(folder, &format!("{state}.csv"), &format!("{title}\nZao,2025\nChai,{tea}\nKahawa,{coffee}\n"));
        let mapping = MAPPING.replace("STATE", state).replace("SENDER", sender).replace("TITLE", &title).replace("UNIT", unit);
        write(folder, &format!("mappings/{state}.toml"), &mapping);
    }
    write(
        folder,
        "lakes.toml",
        "schema = 1\nid = \"lakes\"\ntitle = \"A made-up round\"\nstandards = \"lakes\"\nmappings = [\"mappings\"]\ninputs = [\"*.csv\"]\noutput = \"out\"\n",
    );
    Pipeline::load(&folder.join("lakes.toml")).unwrap()
}

fn tell(error: &RunError) -> String {
    error.to_string()
}

fn grades(out: &Path, table: &str) -> Vec<(String, String, String)> {
    let rows = rows(&out.join(format!("observations/{table}.parquet")));
    let mut grades: Vec<_> =
        rows.iter().map(|row: &Row| (row.get("reporter").to_owned(), row.get("crop").to_owned(), row.get("grade").to_owned())).collect();
    grades.sort();
    grades
}

#[test]
fn a_region_a_table_a_dimension_and_a_fifth_language_are_data_alone() {
    let folder = TempDir::new().unwrap();
    let pipeline = lakes(folder.path());
    let out = folder.path().join("out");
    let outcome = run(&pipeline, &out, "2026-01-01T00:00:00Z", tables_only(Earlier::Keep), &|_| {})
        .unwrap_or_else(|error| panic!("{}", tell(&error)));
    let told: Vec<String> = outcome.report.findings().iter().map(|finding| finding.message.clone()).collect();
    assert_eq!(outcome.tables, [("SEA1".to_owned(), 4, 0)], "{told:?}");
    // Labels were recognised in Swahili, and a move is near in this region, though partly comparable in the one it builds on.
    assert_eq!(
        grades(&out, "SEA1"),
        [("KEN", "COFFEE", "A"), ("KEN", "TEA", "A"), ("UGA", "COFFEE", "B"), ("UGA", "TEA", "B")].map(|(state, crop, grade)| (
            state.to_owned(),
            crop.to_owned(),
            grade.to_owned()
        ))
    );
    let sums = rows(&out.join("derived/SEA1.parquet"));
    let tea = sums.iter().find(|row| row.get("crop") == "TEA").unwrap();
    assert_eq!((tea.get("comparable_value"), tea.get("members"), tea.get("complete")), ("130", "2", "true"), "Rwanda left in 2010");
    let crops = rows(&out.join("codelists/crop.parquet"));
    assert_eq!(crops[2].get("label_sw"), "Kahawa");
    let standard = Standard::load(&folder.path().join("lakes")).unwrap();
    let page = concord::describe::page(&standard, concord::describe::find(&standard, "SEA1").unwrap(), &["sw".parse().unwrap()]);
    assert!(page.starts_with("# SEA1: Wafanyakazi wa msimu [sw: human, a made-up reader]"), "{page}");
    let source = concord::spec::SpecSource::standard(&folder.path().join("lakes")).unwrap();
    let review = concord::spec::review(&standard, &source).unwrap_err();
    assert!(review.problems().iter().all(|problem| problem.line.is_some()));
    assert!(review.to_string().contains("has no text in the language `sw`"), "what is not translated is told, and the run goes on");
}

#[test]
fn what_a_lent_standard_says_of_a_table_or_a_dimension_that_is_left_out_is_left_out_too() {
    let folder = TempDir::new().unwrap();
    let head = "schema = 1\nid = \"fewer\"\nversion = \"1.0\"\ntitle = \"Fewer tables\"\nauthority = \"Nobody\"\ndate = 2026-01-01\n\
                status = \"made up\"\nregion = \"171\"\nlanguages = [\"en\", \"fr\", \"ar\", \"pt\"]\n";
    let without = |tables: &str| format!("{head}[extends]\nstandard = \"comesa\"\nversion = \"0.3.0\"\nwithout = [{tables}]\n");
    write(folder.path(), "mirror/standard.toml", &without("\"tables/EMI2.toml\""));
    let fewer = Standard::load(&folder.path().join("mirror")).unwrap();
    assert!(fewer.mirrors.get("departures").is_none() && fewer.rules.iter().all(|rule| &*rule.id != "C13"));
    assert!(fewer.rules.iter().any(|rule| &*rule.id == "C14"), "the mirror of this one is there");

    let dimensions = std::fs::read_to_string(root().join("standards/dimensions.toml")).unwrap();
    let sections: Vec<&str> = dimensions.split("[[dimension]]").filter(|one| !one.contains("\"former_citizenship\"")).collect();
    write(folder.path(), "dimension/standard.toml", &without("\"tables/ACQ1.toml\""));
    write(folder.path(), "dimension/dimensions.toml", &sections.join("[[dimension]]"));
    assert!(Standard::load(&folder.path().join("dimension")).is_ok_and(|fewer| fewer.table("ACQ1").is_none()));
}

#[test]
fn a_second_region_is_data_alone() {
    let folder = TempDir::new().unwrap();
    let pipeline = Pipeline::load(&root().join("pipelines/eu-2024.toml")).unwrap();
    let outcome = run(&pipeline, folder.path(), "2026-01-01T00:00:00Z", tables_only(Earlier::Keep), &|_| {}).unwrap();
    assert_eq!(outcome.report.count(concord::diag::Severity::Error), 0);
    // Worked out by hand in samples/eu_fictional/README.md.
    for (table, state, grade, causes) in [
        ("MIGR_POP1CTZ", "PRT", "A", ""),
        ("MIGR_POP1CTZ", "SWE", "B", "threshold_basis=intended"),
        ("MIGR_POP1CTZ", "MLT", "C", "residence_threshold_months=6"),
        ("MIGR_POP3CTB", "PRT", "A", ""),
        ("MIGR_POP3CTB", "SWE", "B", "threshold_basis=intended, birth_country_rule=place_of_birth"),
        ("MIGR_IMM1CTZ", "PRT", "A", ""),
        ("MIGR_IMM1CTZ", "SWE", "B", "threshold_basis=intended"),
        ("MIGR_IMM1CTZ", "MLT", "C", "residence_threshold_months=6"),
        ("MIGR_EMI1CTZ", "SWE", "B", "threshold_basis=intended"),
        ("MIGR_ACQ", "PRT", "A", ""),
        ("MIGR_ACQ", "MLT", "C", "acq_scope=naturalisation_only"),
        ("MIGR_RESVALID", "PRT", "A", ""),
        ("MIGR_RESVALID", "MLT", "C", "permit_kinds=residence+work"),
    ] {
        let all = rows(&folder.path().join(format!("observations/{table}.parquet")));
        let own: Vec<_> = all.iter().filter(|row| row.get("reporter") == state).collect();
        assert!(!own.is_empty(), "{table} {state}");
        for row in own {
            assert_eq!((row.get("grade"), row.get("grade_causes").trim_matches(['[', ']'])), (grade, causes), "{table} {state}");
        }
    }
    for (table, dimension, code, comparable, reported) in [
        ("MIGR_POP1CTZ", "citizenship", "_T", "20800000", "21347000"),
        ("MIGR_POP1CTZ", "citizenship", "NAT", "19200000", "19603000"),
        ("MIGR_POP1CTZ", "citizenship", "EU27_2020_FOR", "470000", "518000"),
        ("MIGR_POP1CTZ", "citizenship", "GRC", "10300", "12500"),
        ("MIGR_POP3CTB", "country_of_birth", "_T", "20800000", "20800000"),
        ("MIGR_IMM1CTZ", "citizenship", "_T", "209000", "253000"),
        ("MIGR_ACQ", "former_citizenship", "_T", "20503", "22003"),
        ("MIGR_RESVALID", "reason_permit", "EMP", "280000", "342000"),
    ] {
        let sums = rows(&folder.path().join(format!("derived/{table}.parquet")));
        let found: Vec<_> =
            sums.iter().filter(|row| row.get(dimension) == code && row.get("sex") == "_T" && row.get("age") == "_T").collect();
        let one = found.iter().find(|row| row.get("reported_value") == reported);
        let one = one.unwrap_or_else(|| panic!("{table} {code}: {found:?}"));
        // In the row of Greeks Greece itself is not asked for.
        let members = if code == "GRC" { "26" } else { "27" };
        assert_eq!((one.get("comparable_value"), one.get("members")), (comparable, members), "{table} {code}");
    }
    let source = concord::spec::SpecSource::standard(&root().join("regions/eu_862_2007")).unwrap();
    let standard = Standard::from_source(&source).unwrap();
    assert!(concord::spec::review(&standard, &source).is_ok());
    let day = |year, month, day| jiff::civil::date(year, month, day);
    let members = |on| standard.members(standard.region.as_str(), on).len();
    assert_eq!((members(day(2003, 1, 1)), members(day(2019, 1, 1)), members(day(2024, 1, 1))), (15, 28, 27));
}

#[test]
fn a_choice_of_tables_that_means_none_and_a_file_nobody_reads_are_told() {
    let folder = TempDir::new().unwrap();
    made_up_region(folder.path());
    let lakes = folder.path().join("lakes");
    let distances = lakes.join("profile/distances.lakes.csv");
    let text = std::fs::read_to_string(&distances).unwrap();
    std::fs::write(&distances, format!("{text}unit_counted,permit,SEA2,,,2,,\n")).unwrap();
    let source = || concord::spec::SpecSource::standard(&lakes).unwrap();
    let told = Standard::from_source(&source()).unwrap_err().to_string();
    assert!(told.contains("profile/distances.lakes.csv:3: `SEA2` means no table of the standard\n  hint: did you mean `SEA1`?"), "{told}");

    std::fs::write(&distances, text).unwrap();
    std::fs::write(lakes.join("populations.csv"), "area,year\n").unwrap();
    let source = source();
    let told = concord::spec::review(&Standard::from_source(&source).unwrap(), &source).unwrap_err().to_string();
    assert!(told.contains("populations.csv:1: nothing reads a file of this name\n  hint: did you mean `population.csv`?"), "{told}");
}

#[test]
fn a_stricter_standard_leaves_an_earlier_release_and_says_what_would_change() {
    let folder = TempDir::new().unwrap();
    let pipeline = lakes(folder.path());
    let out = folder.path().join("out");
    run(&pipeline, &out, "2026-01-01T00:00:00Z", tables_only(Earlier::Keep), &|_| {}).unwrap();
    let bytes = |name: &str| std::fs::read(out.join(name)).unwrap();
    let (manifest, observations) = (bytes("manifest.json"), bytes("observations/SEA1.parquet"));

    // Words alone change no grade, so the release is written again.
    let head = folder.path().join("lakes/standard.toml");
    let text = std::fs::read_to_string(&head).unwrap();
    std::fs::write(&head, text.replace("status = \"made up\"", "status = \"made up, agreed by nobody\"")).unwrap();
    run(&pipeline, &out, "2026-01-01T00:00:00Z", tables_only(Earlier::Keep), &|_| {}).unwrap();
    assert_ne!(bytes("manifest.json"), manifest);
    let manifest = bytes("manifest.json");

    // A move is no longer near.
    let distances = folder.path().join("lakes/profile/distances.lakes.csv");
    let stricter = std::fs::read_to_string(&distances).unwrap().replace("SEA1,,,1,", "SEA1,,,3,");
    std::fs::write(&distances, stricter).unwrap();
    std::fs::write(&head, text.replace("version = \"1.0\"", "version = \"1.1\"")).unwrap();
    let error = run(&pipeline, &out, "2026-01-01T00:00:00Z", tables_only(Earlier::Keep), &|_| {}).unwrap_err();
    let told = tell(&error);
    assert!(told.contains("graded by lakes 1.0; lakes 1.1 would grade 2 of its figures otherwise"), "{told}");
    assert!(told.contains("SEA1 B -> X: 2 figures of UGA (unit_counted=move)") && told.contains("--regrade"), "{told}");
    assert_eq!((bytes("manifest.json"), bytes("observations/SEA1.parquet") == observations), (manifest, false));
    assert_eq!(grades(&out, "SEA1")[2].2, "B", "the release is as it was");

    // A barrier withholds the figures: the release would lose them.
    let barrier = std::fs::read_to_string(&distances).unwrap().replace("SEA1,,,3,", "SEA1,,,barrier,");
    std::fs::write(&distances, barrier).unwrap();
    let told = tell(&run(&pipeline, &out, "2026-01-01T00:00:00Z", tables_only(Earlier::Keep), &|_| {}).unwrap_err());
    assert!(told.contains("SEA1 B -> none: 2 figures of UGA (published no longer)"), "{told}");

    let looser = std::fs::read_to_string(&distances).unwrap().replace("SEA1,,,barrier,", "SEA1,,,3,");
    std::fs::write(&distances, looser).unwrap();
    run(&pipeline, &out, "2026-01-01T00:00:00Z", tables_only(Earlier::Replace), &|_| {}).unwrap();
    assert_eq!(grades(&out, "SEA1")[2].2, "X");
}

/// What is told of the made-up region when one file reads otherwise.
fn told_after(name: &str, old: &str, new: &str) -> String {
    let folder = TempDir::new().unwrap();
    made_up_region(folder.path());
    let path: PathBuf = folder.path().join("lakes").join(name);
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(old), "{name} has no `{old}`");
    std::fs::write(&path, text.replacen(old, new, 1)).unwrap();
    let error = Standard::load(&folder.path().join("lakes")).unwrap_err();
    assert!(error.problems().iter().all(|problem| problem.line.is_some()), "a message without a line: {error}");
    error.to_string()
}

#[test]
fn every_message_about_a_standard_names_file_and_line() {
    for (name, old, new, expected) in [
        ("standard.toml", "region = \"LAKES\"", "region = \"LAKE\"", "standard.toml:8: the region `LAKE` is not a code"),
        ("standard.toml", "\"sw\"]", "\"swa_\"]", "standard.toml:9: `swa_` is not the code of a language"),
        ("standard.toml", "version = \"0.3.0\"", "version = \"0.1.0\"", "standard.toml:13: `comesa` has the version 0.3.0, not 0.1.0"),
        ("standard.toml", "standard = \"comesa\"", "standard = \"comessa\"", "standard.toml:12: there is no standard `comessa`"),
        ("standard.toml", "\"concepts\"", "\"concept\"", "standard.toml:14: `concept` is no file or folder of `comesa`"),
        ("tables/SEA1.toml", "\"crop\"", "\"crops\"", "tables/SEA1.toml:8: there is no dimension `crops`\n  hint: did you mean `crop`?"),
        (
            "dimensions.lakes.toml",
            "list = \"crop\"",
            "list = \"corp\"",
            "dimensions.lakes.toml:5: there is no code list `corp`\n  hint: did you mean `crop`?",
        ),
        ("codelists/crop.csv", "TEA,,_T", "TEA,,T_", "codelists/crop.csv:3: the parent `T_` is not a code of this list"),
        (
            "codelists.lakes.csv",
            "crop,Crops",
            "corp,Crops",
            "codelists.lakes.csv:2: there is no code list `corp`\n  hint: did you mean `crop`?",
        ),
        ("codelists/region_membership.csv", "LAKES,UGA", "LAKES,UGX", "codelists/region_membership.csv:3: `UGX` is not a code"),
        ("profile/distances.lakes.csv", "unit_counted", "unit_count", "profile/distances.lakes.csv:2: there is no attribute `unit_count`"),
        (
            "profile/distances.lakes.csv",
            ",move,",
            ",moves,",
            "profile/distances.lakes.csv:2: column `value`: `moves` is no value of `unit_counted`",
        ),
        ("profile/distances.lakes.csv", "SEA1,,,1,", "SEA1,,,4,", "profile/distances.lakes.csv:2: column `distance`: `4` is not known"),
        (
            "profile/distances.lakes.csv",
            "SEA1,,,1,",
            "SEA1,everybody,,1,",
            "profile/distances.lakes.csv:2: column `rows`: `everybody` is no choice of rows",
        ),
        (
            "translations/sw.csv",
            ",human,a made-up reader\ncode/crop/TEA",
            ",human,\ncode/crop/TEA",
            "translations/sw.csv:2: `by` must say where the text comes from",
        ),
        ("translations/sw.csv", "Chai,human", "Chai,person", "translations/sw.csv:3: column `made`: `person` is not known"),
    ] {
        let told = told_after(name, old, new);
        assert!(told.contains(expected), "{name}: `{new}`\nexpected {expected}\nfound    {told}");
    }
}

#[test]
fn a_profile_that_does_not_hold_is_refused_with_its_line() {
    let folder = TempDir::new().unwrap();
    let told = |old: &str, new: &str| -> String {
        lakes(folder.path());
        let standard = Standard::load(&folder.path().join("lakes")).unwrap();
        let text = MAPPING.replace("STATE", "ken").replace("SENDER", "KEN").replace("TITLE", "x").replace("UNIT", "person");
        assert!(text.contains(old), "{old}");
        concord::spec::load_mapping("ken.toml", &text.replacen(old, new, 1), &standard).unwrap_err().to_string()
    };
    let expected = [
        (
            "unit_counted = ",
            "unit_count = ",
            "ken.toml:18: the definition profile has no attribute `unit_count`\n  hint: did you mean `unit_counted`?",
        ),
        ("\"person\"", "\"persons\"", "ken.toml:18: `persons` is no value of `unit_counted`\n  hint: did you mean `person`?"),
        ("document = \"a made-up handbook\"\n", "", "nothing says that `unit_counted` is `person`"),
        ("geographic_coverage = \"none\"", "reference_date = \"01-01\"", "ken.toml:21: `reference_date` is told by the figures themselves"),
        (
            "profile = \"seasonal\"",
            "profile = \"season\"",
            "ken.toml:26: the mapping has no profile `season`\n  hint: did you mean `seasonal`?",
        ),
        ("\"none\"", "{ value = \"north\", share = 120 }", "ken.toml:21: `share` is no per cent"),
        ("\"none\"", "{ value = \"none\", at = \"notes\" }", "ken.toml:21: `notes` is not the address of a cell"),
        ("languages = [\"sw\"]", "languages = [\"zz\"]", "ken.toml:9: `zz` is no language of this standard"),
    ];
    for (old, new, message) in expected {
        let told = told(old, new);
        assert!(told.contains(message), "`{new}`\nexpected {message}\nfound    {told}");
    }
}
