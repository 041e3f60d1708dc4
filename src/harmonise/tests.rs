//! Claims that agree, contradict each other, or are declared to be added.

use std::sync::Arc;

use super::{Claim, Harmonised, MappingUsed, Submission, gather, harmonise};
use crate::diag::Staged;
use crate::model::{Addressing, TableId};
use crate::read::Workbook;
use crate::spec::Mapping;
use crate::testing::{codes, context, mapping, sheet, standard, through, workbook};

const TABLE: &str = r#"
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
values = [{ text = "Uganda (north)", code = "UGA" }, { text = "total", code = "_T" }]
COMBINE
[[table.field]]
name = "year"
direction = "up"
feeds = "year"
"#;

fn claims(table: &str, rows: &[&[&str]], vintage: &str) -> Vec<Claim> {
    let sheet_of = || sheet(rows, &[]);
    let coded = through(table, sheet_of());
    assert_eq!(codes(&coded.findings), Vec::<&str>::new());
    let (mapping, workbook) = (mapping(table), workbook(sheet_of()));
    let (submission, used) = sent(&workbook, &mapping, vintage);
    let context = context(&mapping, &workbook.identity.name, &workbook.sheets[0]);
    gather(&context, &mapping.tables[0], &coded.value[0], &submission, &used).value.claims
}

/// The submission of a made-up workbook, and the mapping as a claim names it.
fn sent(workbook: &Workbook, mapping: &Mapping, vintage: &str) -> (Arc<Submission>, Arc<MappingUsed>) {
    let used = MappingUsed {
        id: mapping.id.clone(),
        file: Arc::clone(&mapping.file),
        sha256: mapping.sha256.clone(),
        sender: mapping.sender.clone(),
        source_id: mapping.source_id.clone(),
        vintage: vintage.to_owned(),
    };
    let submission = Submission {
        submission_id: "0".repeat(16),
        file: Arc::clone(&workbook.identity.name),
        bytes: 0,
        sha256: "0".repeat(64),
        format: "xlsx".to_owned(),
        addressing: Addressing::Letters,
        encoding: None,
        sheets: Vec::new(),
    };
    (Arc::new(submission), Arc::new(used))
}

fn run(claims: &[Claim]) -> Staged<Harmonised> {
    harmonise(standard(), claims).expect("polars takes the columns")
}

/// `born value status origin latest` of every row.
fn shown(staged: &Staged<Harmonised>) -> Vec<String> {
    let Some(table) = staged.value.tables.get(&TableId::new("IMM3").expect("an id")) else { return Vec::new() };
    let frame = &table.frame;
    let text =
        |name: &str, row: usize| frame.column(name).and_then(|column| Ok(column.str()?.get(row).unwrap_or("").to_owned())).expect("a text");
    (0..frame.height())
        .map(|row| {
            let value = frame.column("value").and_then(|column| Ok(column.i64()?.get(row))).expect("a count");
            let latest = frame.column("is_latest").and_then(|column| Ok(column.bool()?.get(row))).expect("a truth value");
            let value = value.map_or("-".to_owned(), |value| value.to_string());
            format!(
                "{} {value} {} {} {}",
                text("country_of_birth", row),
                text("obs_status", row),
                text("origin", row),
                latest == Some(true)
            )
        })
        .collect()
}

fn plain() -> String {
    TABLE.replace("COMBINE", "")
}

#[test]
fn a_row_that_stands_twice_is_one_observation_with_both_cells_named() {
    let staged = run(&claims(&plain(), &[&["Born in", "2020"], &["Uganda", "5"], &["Uganda", "5"]], "2024"));
    assert_eq!(shown(&staged), ["UGA 5 A reported true"]);
    assert_eq!(codes(&staged.findings), ["harmonise/repeated-claim"]);
    assert_eq!(staged.findings[0].also.len(), 1);
}

#[test]
fn figures_that_contradict_each_other_are_not_published() {
    let staged = run(&claims(&plain(), &[&["Born in", "2020"], &["Uganda", "5"], &["Uganda", "6"], &["Rwanda", "1"]], "2024"));
    assert_eq!(shown(&staged), ["RWA 1 A reported true"]);
    assert_eq!(codes(&staged.findings), ["harmonise/conflict"]);
    assert!(staged.findings[0].message.starts_with("5 against 6"), "{}", staged.findings[0].message);
    let table = &staged.value.tables[&TableId::new("IMM3").expect("an id")];
    assert_eq!(table.conflicts.height(), 2);
}

#[test]
fn two_labels_of_one_code_contradict_unless_the_mapping_adds_them() {
    let rows: &[&[&str]] = &[&["Born in", "2020"], &["Uganda", "5"], &["Uganda (north)", "6"]];
    assert_eq!(codes(&run(&claims(&plain(), rows, "2024")).findings), ["harmonise/conflict"]);
    let added = run(&claims(&TABLE.replace("COMBINE", "combine = \"sum\""), rows, "2024"));
    assert_eq!(shown(&added), ["UGA 11 A merged true"]);
    assert_eq!(codes(&added.findings), Vec::<&str>::new());
}

#[test]
fn a_sum_over_a_gap_has_no_value() {
    let combine = TABLE.replace("COMBINE", "combine = \"sum\"");
    let missing = run(&claims(&combine, &[&["Born in", "2020"], &["Uganda", "5"], &["Uganda (north)", ".."]], "2024"));
    assert_eq!(shown(&missing), ["UGA - O merged true"]);
    let hidden = run(&claims(&combine, &[&["Born in", "2020"], &["Uganda", "5"], &["Uganda (north)", "~"]], "2024"));
    assert_eq!(shown(&hidden), ["UGA - Q merged true"]);
    let frame = &hidden.value.tables[&TableId::new("IMM3").expect("an id")].frame;
    let bound = |name: &str| frame.column(name).and_then(|column| Ok(column.i32()?.get(0))).expect("a bound");
    assert_eq!((bound("suppressed_low"), bound("suppressed_high")), (Some(6), Some(9)));
}

#[test]
fn editions_stand_side_by_side_and_the_later_one_is_the_latest() {
    let mut all = claims(&plain(), &[&["Born in", "2020"], &["Uganda", "5"]], "2023");
    all.extend(claims(&plain(), &[&["Born in", "2020"], &["Uganda", "6"]], "2024"));
    assert_eq!(shown(&run(&all)), ["UGA 5 A reported false", "UGA 6 A reported true"]);
}

#[test]
fn the_order_of_claims_does_not_show() {
    let rows: &[&[&str]] = &[&["Born in", "2020", "2019"], &["Uganda", "5", "7"], &["Rwanda", "1", "2"], &["total", "6", "9"]];
    let forward = claims(&plain(), rows, "2024");
    let backward: Vec<Claim> = forward.iter().rev().cloned().collect();
    let id = TableId::new("IMM3").expect("an id");
    assert!(run(&forward).value.tables[&id].frame.equals_missing(&run(&backward).value.tables[&id].frame));
}

/// A matrix whose rows are counted by country of birth or, where the letter says so, by citizenship.
const MATRIX: &str = r#"
[table.unit]
unit = "persons"
[table.period]
reference = "point"
day = "07-01"
year = 2013
[[table.field]]
name = "destination"
direction = "left"
heading = "Destination"
feeds = "reporter"
[[table.field]]
name = "type"
direction = "left"
heading = "Type"
letters = ["B", "C"]
[[table.field]]
name = "origin"
direction = "up"
feeds = "country_of_birth"
[[table.rule]]
when = [{ field = "type", has = "B" }]
to = "POP2"
[[table.rule]]
when = [{ field = "type", has = "C" }]
to = "POP1"
take = { citizenship = "origin" }
"#;

#[test]
fn a_rule_lets_a_dimension_take_the_code_of_another_field() {
    let rows: &[&[&str]] = &[&["Destination", "Type", "Uganda", "Rwanda"], &["Kenya", "B", "1", "2"], &["Libya", "C", "3", "4"]];
    let claims = claims(MATRIX, rows, "2013");
    let keys: Vec<&str> = claims.iter().map(|claim| claim.key.split("|KEN:").next().unwrap_or_default()).collect();
    let expected = [
        "POP2|KEN|A|2013|2013-07-01|UGA|_T|_T",
        "POP2|KEN|A|2013|2013-07-01|RWA|_T|_T",
        "POP1|LBY|A|2013|2013-07-01|UGA|_T|_T",
        "POP1|LBY|A|2013|2013-07-01|RWA|_T|_T",
    ];
    assert_eq!(keys, expected);
}

/// Stocks and flows of one sheet, in two tables over the same rows.
const SISTERS: &str = r#"
to = "POP1"
reporter = "KEN"
columns = { heading = ["Stock"], others = "other-measure" }
unit = { unit = "persons" }
period = { reference = "point", day = "12-31", year = 2022 }
[[table.field]]
name = "country"
direction = "left"
heading = "Citizenship"
feeds = "citizenship"
[[table]]
id = "flows"
to = "IMM1"
reporter = "KEN"
columns = { heading = ["Arrivals"], others = "other-measure" }
unit = { unit = "persons" }
period = { reference = "sum", year = 2022 }
[[table.field]]
name = "country"
direction = "left"
heading = "Citizenship"
feeds = "citizenship"
"#;

#[test]
fn two_tables_over_the_same_rows_give_each_cell_one_fate() {
    let rows: &[&[&str]] = &[&["Citizenship", "Stock", "Arrivals", "Share"], &["Uganda", "1", "2", "0.1"], &["Rwanda", "3", "4", "0.2"]];
    let coded = through(SISTERS, sheet(rows, &[]));
    assert_eq!(codes(&coded.findings), Vec::<&str>::new());
    let mapping = mapping(SISTERS);
    let workbook = workbook(sheet(rows, &[]));
    let context = context(&mapping, &workbook.identity.name, &workbook.sheets[0]);
    let (submission, used) = sent(&workbook, &mapping, "2022");
    let harvests = coded.value.iter().zip(&mapping.tables).map(|(coded, table)| gather(&context, table, coded, &submission, &used).value);
    let mut fates: std::collections::BTreeMap<_, std::collections::BTreeSet<_>> = std::collections::BTreeMap::new();
    let mut values = Vec::new();
    for harvest in harvests {
        values.extend(harvest.claims.iter().map(|claim| format!("{} {}", claim.table, claim.value.unwrap_or(-1))));
        for row in harvest.lineage {
            fates.entry(row.at).or_default().insert(row.fate.as_str());
        }
    }
    assert_eq!(values, ["POP1 1", "POP1 3", "IMM1 2", "IMM1 4"]);
    assert_eq!(fates.len(), 12, "every cell of the rectangle is in the lineage");
    assert!(fates.values().all(|fates| fates.len() == 1), "{fates:?}");
}
