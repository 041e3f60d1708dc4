//! The files that a secretariat keeps beside a round: plan, receipts, inventory, explanations, recommendations.

use std::path::Path;

use jiff::civil::date;
use tempfile::TempDir;

use super::super::{
    Breakdown, Explanations, GapReason, Inventory, NamedPath, NotedStatus, Pipeline, Plan, Receipts, SpecError, load_recommendations,
};
use crate::model::Code;
use crate::testing::standard;

fn kept(folder: &Path, name: &str, text: &str) -> NamedPath {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    NamedPath { name: name.to_owned(), path }
}

fn told(error: &SpecError) -> Vec<String> {
    error.problems().iter().map(ToString::to_string).collect()
}

const HEAD: &str = "schema = 1\nid = \"r\"\ntitle = \"A made-up round\"\nmappings = []\ninputs = [\"**/*.csv\"]\noutput = \"out\"\n";

fn pipeline(folder: &Path, more: &str) -> Result<Pipeline, SpecError> {
    kept(folder, "ken/a.csv", "a\n");
    kept(folder, "r.toml", &format!("{HEAD}{more}"));
    Pipeline::load(&folder.join("r.toml"))
}

fn plan(more: &str) -> Result<Plan, Vec<String>> {
    let folder = TempDir::new().unwrap();
    let loaded = pipeline(folder.path(), more).map_err(|error| told(&error))?;
    Plan::of(&loaded, standard()).map_err(|error| told(&error).iter().map(|one| one.rsplit("r.toml").next().unwrap().to_owned()).collect())
}

fn explanations(text: &str) -> Result<Explanations, Vec<String>> {
    let folder = TempDir::new().unwrap();
    let file = kept(folder.path(), "e.toml", text);
    Explanations::load(&[file], standard(), &["map/unknown-label"]).map_err(|error| told(&error))
}

#[test]
fn without_a_plan_everything_core_is_asked_of_the_members() {
    let plan = plan("").unwrap();
    assert_eq!((plan.years.clone(), plan.due), (None, None));
    assert_eq!(plan.tables.len(), 19);
    assert_eq!(plan.states_in(2023, standard()).len(), 21);
    assert_eq!(plan.states_in(2000, standard()).len(), 20, "members of that year");
    assert_eq!(plan.as_of(Some(2023)), Some(date(2023, 12, 31)));
}

#[test]
fn a_plan_names_years_tables_and_states() {
    let plan = plan(
        "[plan]\nyears = [2023, 2022]\ndue = 2024-09-30\nstates = [\"KEN\", \"UGA\"]\noptional-tables = [\"RES8\"]\nwithout-tables = [\"BAL1\"]\n",
    )
    .unwrap();
    assert_eq!((plan.years.clone(), plan.due), (Some(vec![2022, 2023]), Some(date(2024, 9, 30))));
    assert_eq!(plan.tables.len(), 19);
    assert!(plan.tables.contains("RES8") && !plan.tables.contains("BAL1"));
    assert_eq!(plan.states_in(2023, standard()).len(), 2);
}

#[test]
fn what_the_standard_does_not_know_is_told_with_its_line_and_the_nearest_name() {
    assert_eq!(
        plan("[plan]\nyears = [2022]\nstates = [\"KNE\"]\ntables = [\n  \"IMM1\",\n  \"IMN4\",\n  \"NAB4\",\n]\n").unwrap_err(),
        [
            ":9: `KNE` is no state\n  hint: did you mean `KEN`?",
            ":12: there is no table `IMN4`\n  hint: did you mean `IMM4`?",
            ":13: `NAB4` is worked out from other tables and never sent",
        ]
    );
    let unknown = plan("[plan]\nyaers = [2022]\n").unwrap_err();
    assert!(unknown[0].ends_with("r.toml:8: unknown key `yaers` in `plan`\n  hint: did you mean `years`?"), "{unknown:?}");
    let missing = plan("receipts = \"no.csv\"\n").unwrap_err();
    assert!(missing[0].contains("r.toml:7: there is no file `no.csv`"), "{missing:?}");
}

#[test]
fn what_is_kept_beside_the_returns_is_no_return() {
    let folder = TempDir::new().unwrap();
    kept(folder.path(), "receipts.csv", "file,received_on\nken/a.csv,2024-10-02\nken/b.csv,2024-10-03\n");
    let loaded = pipeline(folder.path(), "receipts = \"receipts.csv\"\n").unwrap();
    assert_eq!(loaded.inputs.iter().map(|input| input.name.as_str()).collect::<Vec<_>>(), ["ken/a.csv"]);
    assert!(loaded.not_taken.is_empty());
    let receipts = Receipts::load(loaded.receipts.as_ref().unwrap(), &loaded.inputs).unwrap();
    assert_eq!(receipts.days.get("ken/a.csv"), Some(&date(2024, 10, 2)));
    assert_eq!(receipts.unmatched[0].0, "ken/b.csv");
    assert_eq!(receipts.unmatched[0].1.to_string(), "receipts.csv:3");
    let dotted = pipeline(folder.path(), "receipts = \"./ken/../receipts.csv\"\n").unwrap();
    assert_eq!((dotted.receipts, dotted.inputs), (loaded.receipts, loaded.inputs), "the same file, however it is written");
}

#[test]
fn receipts_are_seen_from_their_own_folder_and_days_are_checked() {
    let folder = TempDir::new().unwrap();
    let inputs = [NamedPath { name: "round/ken/a.csv".to_owned(), path: folder.path().join("a") }];
    let file = kept(folder.path(), "round/receipts.csv", "file,received_on\nken/a.csv,2024-10-02\nround/ken/a.csv,2024-10-01\n");
    assert_eq!(Receipts::load(&file, &inputs).unwrap().days.get("round/ken/a.csv"), Some(&date(2024, 10, 1)), "the first day counts");
    let file = kept(folder.path(), "receipts.csv", "file,received_on\nken/a.csv,2.10.2024\n");
    let wrong = told(&Receipts::load(&file, &inputs).unwrap_err());
    assert_eq!(wrong, ["receipts.csv:2: column `received_on`: `2.10.2024` is not a day; expected one as in 2024-09-30"]);
}

#[test]
fn the_inventory_says_axes_or_has_them_from_the_type() {
    let folder = TempDir::new().unwrap();
    let text = "area,source,type,since,axis,used,shared,reliability,note\n\
                KEN,Border system,border_records,2011,,yes,no,good,\n\
                KEN,Aliens' register,foreigners_register,,residence-permits; population,no,,,\n";
    let inventory = Inventory::load(&kept(folder.path(), "s.csv", text), standard()).unwrap();
    let ken = Code::new("KEN").unwrap();
    let names = |axis: &'static str| inventory.of(&ken, axis).map(|source| source.name.as_str()).collect::<Vec<_>>();
    assert_eq!((names("immigration"), names("population")), (vec!["Border system"], vec!["Aliens' register"]));
    assert_eq!((inventory.sources[0].used, inventory.sources[0].shared, inventory.sources[1].shared), (Some(true), Some(false), None));
    let text = "area,source,type,axis,used\nKNE,a,border_record,imigration,maybe\n";
    let wrong = told(&Inventory::load(&kept(folder.path(), "w.csv", text), standard()).unwrap_err());
    assert_eq!(wrong.len(), 4, "{wrong:?}");
    assert!(wrong.iter().any(|one| one.contains("w.csv:2") && one.contains("did you mean `KEN`?")), "{wrong:?}");
    assert!(Inventory::of_standard(standard()).of(&ken, "residence-permits").count() > 0, "the standard's own, by type");
}

const EXPLAINED: &str = r#"schema = 1
[[explanation]]
rule = "C05"
state = "KEN"
table = "IMM1"
years = "2019-2023"
text = "Returning nationals are not in the system"
who = "KNBS"
on = 2024-10-20
until = 2025-12-31
[[gap]]
state = "KEN"
axis = "emigration"
status = "not-collected"
text = "Departures are not recorded"
who = "KNBS"
on = 2024-10-20
[[gap]]
state = "KEN"
table = "IMM1"
breakdown = "citizenship"
years = [2022]
status = "confidential"
text = "Small communities"
who = "KNBS"
on = 2024-10-20
"#;

#[test]
fn explanations_cover_what_they_name_and_nothing_else() {
    let read = explanations(EXPLAINED).unwrap();
    let one = &read.explanations[0];
    assert!(one.covers("KEN", Some("IMM1"), Some(2020), Some("C05"), "validate/x"));
    assert!(!one.covers("UGA", Some("IMM1"), Some(2020), Some("C05"), "validate/x"));
    assert!(!one.covers("KEN", None, Some(2020), Some("C05"), "validate/x"), "a finding without a table");
    assert!(!one.covers("KEN", Some("IMM1"), Some(2024), Some("C05"), "validate/x"));
    assert!(!one.covers("KEN", Some("IMM1"), Some(2020), Some("C06"), "validate/x"));
    assert!(one.given.holds_on(Some(date(2025, 12, 31))) && !one.given.holds_on(Some(date(2026, 1, 1))) && one.given.holds_on(None));
    assert_eq!(one.given.line.to_string(), "e.toml:4");
    let (ken, table) = (Code::new("KEN").unwrap(), |id: &str| standard().table(id).unwrap());
    assert!(read.gaps[0].covers(&ken, table("EMI4"), 1999, &Breakdown::Total));
    assert!(!read.gaps[0].covers(&ken, table("IMM4"), 1999, &Breakdown::Total));
    let each: Breakdown = "citizenship.l2".parse().unwrap();
    assert!(read.gaps[1].covers(&ken, table("IMM1"), 2022, &each), "a dimension holds every level of it");
    assert!(!read.gaps[1].covers(&ken, table("IMM1"), 2023, &each) && !read.gaps[1].covers(&ken, table("IMM1"), 2022, &Breakdown::Total));
    assert_eq!(read.gaps[1].reason, GapReason::Confidential);
}

#[test]
fn explanations_that_lead_nowhere_are_refused_with_their_lines() {
    let wrong = |from: &str, to: &str| explanations(&EXPLAINED.replacen(from, to, 1)).unwrap_err();
    assert_eq!(wrong("\"C05\"", "\"C5\""), ["e.toml:3: there is no rule `C5`\n  hint: `concord standard list rules` prints them"]);
    assert_eq!(
        wrong("rule = \"C05\"", "finding = \"map/unknown-labels\""),
        ["e.toml:3: there is no finding `map/unknown-labels`\n  hint: did you mean `map/unknown-label`?"]
    );
    assert_eq!(
        wrong("rule = \"C05\"\n", ""),
        [
            "e.toml:3: an explanation names a rule or a finding, and not both\n  hint: give `rule = \"C05\"` or `finding = \"map/unknown-label\"`"
        ]
    );
    assert_eq!(wrong("\"KEN\"", "\"KENYA\""), ["e.toml:4: `KENYA` is no state\n  hint: write the alpha-3 code, such as `KEN`"]);
    assert_eq!(wrong("IMM1", "IMM11"), ["e.toml:5: there is no table `IMM11`\n  hint: did you mean `IMM1`?"]);
    assert_eq!(
        wrong("\"emigration\"", "\"emigrations\""),
        ["e.toml:13: no table has the axis `emigrations`\n  hint: did you mean `emigration`?"]
    );
    assert_eq!(
        wrong("\"citizenship\"", "\"citizenships\""),
        ["e.toml:21: `IMM1` does not ask for the breakdown `citizenships`\n  hint: did you mean `citizenship`?"]
    );
    assert_eq!(
        wrong("2025-12-31", "2023-12-31"),
        ["e.toml:4: `until` is before `on`\n  hint: give the last day on which it holds, or leave it out"]
    );
    assert!(wrong("not-collected", "not_collected")[0].starts_with("e.toml:14: unknown variant `not_collected`"));
    assert_eq!(wrong("who =", "whom ="), ["e.toml:8: unknown key `whom` in `explanation`\n  hint: did you mean `who`?"]);
    assert!(wrong("\"2019-2023\"", "\"2023-2019\"")[0].starts_with("e.toml:6: `2023-2019` ends before it begins"));
}

#[test]
fn everything_that_is_wrong_with_a_gap_is_told_at_once() {
    let text = EXPLAINED.replace("\"emigration\"", "\"emigrations\"").replace("\"citizenship\"", "\"citizenships\"");
    let (first, gaps) = text.split_at(text.find("[[gap]]").unwrap());
    let gaps = gaps.replace("on = 2024-10-20\n", "on = 2024-10-20\nuntil = 2024-10-19\n");
    let lines = explanations(&format!("{first}{gaps}")).unwrap_err();
    let told = |line: u32, words: &str| lines.iter().any(|one| one.starts_with(&format!("e.toml:{line}: ")) && one.contains(words));
    assert!(told(13, "no table has the axis") && told(22, "does not ask for the breakdown"), "{lines:#?}");
    assert!(told(12, "`until` is before `on`") && told(20, "`until` is before `on`"), "{lines:#?}");
    let both = explanations(&EXPLAINED.replace("table = \"IMM1\"\nbreakdown", "table = \"IMM1\"\naxis = \"immigration\"\nbreakdown"));
    assert_eq!(both.unwrap_err(), ["e.toml:21: a gap names a table or an axis, and not both\n  hint: keep one of them"]);
}

#[test]
fn recommendations_are_kept_by_their_id() {
    let folder = TempDir::new().unwrap();
    let one = "[[recommendation]]\nid = \"ken-missing-imm4\"\nstatus = \"agreed\"\nsince = \"comesa-2023\"\n";
    let noted = load_recommendations(&kept(folder.path(), "n.toml", &format!("schema = 1\n{one}"))).unwrap();
    assert_eq!(noted["ken-missing-imm4"].status, NotedStatus::Agreed);
    let twice = load_recommendations(&kept(folder.path(), "n.toml", &format!("schema = 1\n{one}{one}"))).unwrap_err();
    assert_eq!(told(&twice), ["n.toml:7: `ken-missing-imm4` stands twice"]);
    let open = load_recommendations(&kept(folder.path(), "n.toml", &format!("schema = 1\n{one}").replace("agreed", "agree"))).unwrap_err();
    assert_eq!(
        told(&open),
        ["n.toml:4: unknown variant `agree`, expected one of `agreed`, `done`, `declined`\n  hint: did you mean `agreed`?"]
    );
}
