//! Traps in whole tables and editions: totals, bases, codes, revisions, headers, parents, divided figures and size.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::Format;

use super::{COUNTRY, PERSONS, YEAR, by_country, mapping, plain, reads, sum, told, workbook};
use crate::support::{HIMS, IOM_BURUNDI, IRCC, OFS, Row, SCB, UNDESA_2020, UNDESA_CANADA, UNHCR, root, round, run_of, sample, samples};

#[test]
fn a_total_below_its_members_is_no_member_and_may_miss_them_by_rounding_alone() {
    let adds_up = format!("{COUNTRY}\n{YEAR}\n[[table.adds-up]]\nover = \"country\"\ntotal = \"_T\"\nparts = [\"rest\"]");
    let rounded = mapping("", &format!("{PERSONS}\nstep = 5"), &adds_up);
    for (total, mismatches) in [("180910", 0), ("180880", 1)] {
        let text = format!("Return of a test\nCountry,2020\nUganda,100005\nRwanda,80000\nBurundi,910\nTotal,{total}\n");
        let run = reads("totals.csv", text.as_bytes(), &rounded);
        let all = run.find(&[]);
        let total: i64 = total.parse().unwrap();
        assert_eq!((sum(&all), sum(&run.find(&[("citizenship", "_T")]))), (180_915 + total, total));
        assert_eq!(told(&run, "validate/part-whole-mismatch").len(), mismatches, "{total}");
    }
    // Exact figures have no rounding to hide behind.
    let text = b"Return of a test\nCountry,2020\nUganda,100005\nRwanda,80000\nBurundi,910\nTotal,180910\n";
    let exact = reads("totals.csv", text, &mapping("", PERSONS, &adds_up));
    assert_eq!(told(&exact, "validate/part-whole-mismatch")[0].places[0], "line 6, field 2");
    // States, regions and income groups stand in one column.
    let column = samples().lineage().iter().filter(|row| row.get("file").ends_with(UNDESA_2020) && row.get("sheet") == "Table 1");
    let column = column.filter(|row| row.get("role") == "value" && row.get("cell").starts_with('L'));
    let every_row: i64 = column.filter_map(|row| row.get("text").parse::<i64>().ok()).sum();
    let states = sum(&samples().find(&[("vintage", "2020"), ("time_period", "2020"), ("sex", "_T"), ("sender", "UNDESA")]));
    assert!(states <= 280_598_105 && every_row > 5 * states, "{states} {every_row}");
    if let Some(run) = run_of(UNDESA_CANADA) {
        let year = run.find(&[("file", UNDESA_CANADA), ("time_period", "1980")]);
        let total = sum(&run.find(&[("file", UNDESA_CANADA), ("time_period", "1980"), ("citizenship", "_T")]));
        assert_eq!((total, sum(&year)), (143_137, 2 * 143_137));
    }
}

#[test]
fn a_letter_in_a_column_sends_citizens_out_of_the_table_of_births() {
    let year = |table: &str| samples().find(&[("table_id", table), ("vintage", "2020"), ("time_period", "2020"), ("sex", "_T")]);
    for (state, table) in [("LBY", "POP1"), ("MDG", "POP1"), ("MUS", "POP1"), ("TUN", "POP1"), ("KEN", "POP2"), ("SOM", "POP2")] {
        let tables: BTreeSet<&str> =
            ["POP1", "POP2"].into_iter().filter(|table| year(table).iter().any(|row| row.get("reporter") == state)).collect();
        assert_eq!(tables, BTreeSet::from([table]), "{state}");
    }
    let members: Vec<&Row> = year("POP1").into_iter().filter(|row| ["LBY", "MDG", "MUS", "TUN"].contains(&row.get("reporter"))).collect();
    assert!(sum(&members) > 900_000, "who takes the column for births counts these citizens as born abroad");
    // Without the rule about the letter, nobody takes their rows.
    let text = std::fs::read_to_string(root().join("mappings/undesa/international_migrant_stock_2020.toml")).unwrap();
    let rule = "[[table.rule]]\nwhen = [{ field = \"type\", has = \"C\" }]\nto = \"POP1\"\nset = { citizenship = \"FOR\" }\nprofile = \"foreign-citizens\"\nstatus = [\"E\"]\n";
    assert_eq!(text.matches(rule).count(), 1);
    let run = reads(UNDESA_2020, &std::fs::read(sample(UNDESA_2020).unwrap()).unwrap(), &text.replace(rule, ""));
    assert!(run.find(&[("reporter", "LBY")]).is_empty() && !run.find(&[("reporter", "KEN")]).is_empty());
    assert!(!told(&run, "map/no-destination").is_empty());
}

#[test]
fn codes_and_names_are_those_of_their_edition_and_time() {
    let rest = format!(
        "[[table.field]]\nname = \"code\"\ndirection = \"left\"\nheading = \"Code\"\nfeeds = \"citizenship\"\nsystem = \"undesa\"\nconfirm = \"area\"\n{}\n{YEAR}",
        COUNTRY.replace("\"country\"", "\"area\"").replace("\nfeeds = \"citizenship\"", "")
    );
    let text = b"Return of a test\nCode,Country,2020\n404,Kenya,5\n800,Kenya,6\n1833,Kenya,7\n99999,Kenya,8\n";
    let run = reads("codes.csv", text, &mapping("", PERSONS, &rest));
    assert_eq!(by_country(&run), BTreeMap::from([("KEN", Some(5))]), "a code that moved would have filed Kenya's people elsewhere");
    assert_eq!(told(&run, "map/contradicting-labels")[0].places, ["line 4, field 1", "line 4, field 2"]);
    assert!(!told(&run, "map/unknown-label").is_empty(), "{:?}", run.findings());
    let names = "Return of a test\nCountry,1985,2005,2020\nSoviet Union,1,,\nYugoslavia,2,,\nSwaziland,3,4,5\nSudan,6,7,8\nLibyan Arab Jamahiriya,9,10,11\n";
    let run = reads("names.csv", names.as_bytes(), &plain("", "").replace("blank = \"missing\"", "blank = \"absent\""));
    let codes: BTreeSet<&str> = by_country(&run).into_keys().collect();
    assert_eq!(codes, BTreeSet::from(["SUN", "YUG", "SWZ", "SDN", "LBY"]), "{:?}", run.findings());
    assert_eq!(run.observations.len(), 1 + 1 + 3 + 3 + 3);
    assert!(told(&run, "map/name-covered-otherwise").iter().any(|told| told.message.contains("Sudan")), "{:?}", run.findings());
    assert!(told(&run, "map/name-not-in-use").iter().any(|told| told.message.contains("Swaziland")));
    // The region of this code is another one in a later edition; here the name confirms it, and it names no observation.
    let regions: BTreeSet<(&str, &str, &str)> = samples()
        .lineage()
        .iter()
        .filter(|row| row.get("text") == "947" && row.get("role") == "label")
        .map(|row| (row.get("file"), row.get("sheet"), row.get("row")))
        .collect();
    assert_eq!(regions.len(), 2, "one row in each edition");
    let beside = samples().lineage().iter().filter(|row| regions.contains(&(row.get("file"), row.get("sheet"), row.get("row"))));
    let fates: BTreeSet<(&str, &str)> = beside.map(|row| (row.get("fate"), row.get("observation_id"))).collect();
    assert!(fates.contains(&("aggregate-reporter", "")) && fates.iter().all(|(_, id)| id.is_empty()), "{fates:?}");
    for (name, column, codes) in
        [(SCB, "country_of_birth", ["SUN", "YUG", "SWZ"].as_slice()), (UNDESA_CANADA, "citizenship", &["SWZ", "LBY", "SDN"])]
    {
        let Some(run) = run_of(name) else { continue };
        for code in codes {
            assert!(!run.find(&[("file", name), (column, code)]).is_empty(), "{name} {code}");
        }
    }
}

#[test]
fn an_edition_does_not_overwrite_the_one_before() {
    let rows = samples().find(&[("sender", "UNDESA"), ("reporter", "BDI"), ("time_period", "2015"), ("sex", "_T")]);
    let editions: BTreeMap<&str, (Option<i64>, &str)> =
        rows.iter().map(|row| (row.get("vintage"), (row.value(), row.get("is_latest")))).collect();
    let expected = [("2019", (Some(289_810), "false")), ("2020", (Some(298_299), "true"))];
    assert_eq!(editions, expected.into(), "one of the two would have been lost");
    assert!(samples().conflicts.is_empty(), "a revision is no contradiction");
    // Two figures of one edition are one.
    let text = b"Return of a test\nCountry,2020\nUganda,5\nUganda,6\n";
    let run = reads("twice.csv", text, &plain("", ""));
    assert_eq!((run.observations.len(), run.conflicts.len(), told(&run, "harmonise/conflict").len()), (0, 2, 1));
}

#[test]
fn months_quarters_and_years_under_merged_headings_are_never_added() {
    let bytes = workbook(|sheet| {
        let format = Format::new();
        sheet.write(3, 2, "Letter of a test, 12 pages").unwrap();
        sheet.merge_range(10, 0, 12, 0, "Country", &format).unwrap();
        sheet.merge_range(10, 1, 10, 5, "2020", &format).unwrap();
        sheet.merge_range(11, 1, 11, 3, "First quarter", &format).unwrap();
        sheet.write_row(12, 1, ["January", "February", "March", "Q1 Total", "2020 Total"]).unwrap();
        sheet.write_row(13, 0, ["#country", "#persons", "#persons", "#persons", "#persons", "#persons"]).unwrap();
        sheet.write(14, 0, "Uganda").unwrap();
        sheet.write_row(14, 1, [1, 2, 4, 7, 30]).unwrap();
    });
    let parts = "name = \"part\"\ndirection = \"up\"\nfeeds = \"part-of-year\"\nvalues = [{ text = \"Q1 Total\", freq = \"Q\", number = 1 }, { text = \"2020 Total\", freq = \"A\" }]";
    let year = YEAR.replace("\"up\"", "\"up-left\"\nlevel = 3");
    let tags = "[[table.rule]]\nwhen = [{ field = \"country\", pattern = \"^#\" }]\nignore = \"tag-row\"";
    let run = reads("header.xlsx", &bytes, &mapping("", PERSONS, &format!("{COUNTRY}\n{year}\n[[table.field]]\n{parts}\n{tags}")));
    let by_period: BTreeMap<&str, Option<i64>> = run.observations.values().map(|row| (row.get("time_period"), row.value())).collect();
    let expected = [("2020", 30), ("2020-01", 1), ("2020-02", 2), ("2020-03", 4), ("2020-Q1", 7)];
    assert_eq!(by_period, expected.map(|(period, value)| (period, Some(value))).into(), "{:?}", run.findings());
    assert!(!run.findings().iter().any(|told| told.grave), "{:?}", run.findings());
    let tag = run.lineage().iter().find(|row| row.get("text") == "#persons").unwrap();
    assert_eq!((tag.get("fate"), tag.get("reason")), ("ignored", "tag-row"));
    // Whoever adds the row of a return with totals between its months counts three times.
    let burundi = |freq: &str| sum(&round().find(&[("reporter", "RWA"), ("table_id", "RES1"), ("citizenship", "BDI"), ("freq", freq)]));
    assert_eq!((burundi("M"), burundi("Q")), (burundi("A"), burundi("A")));
    assert!(burundi("A") > 0);
    if let Some(run) = run_of(IRCC) {
        let kenya = |freq: &str, year: &str| {
            let rows = run.find(&[("file", IRCC), ("citizenship", "KEN"), ("freq", freq)]);
            sum(&rows.into_iter().filter(|row| row.get("time_period").starts_with(year)).collect::<Vec<_>>())
        };
        assert_eq!(kenya("A", "2024"), 3_430);
        assert!(kenya("A", "2024") + kenya("Q", "2024") + kenya("M", "2024") > 2 * 3_430);
    }
}

#[test]
fn men_and_women_belong_to_the_row_above_them() {
    let text = b"Return of a test\nCountry,2020\nTotal,9\nHomme,4\nFemme,5\nUganda,7\nHomme,3\nFemme,4\nRwanda,2\nHomme,1\nFemme,1\n";
    let sexes = "[[table.field]]\nname = \"sex\"\ndirection = \"left\"\nheading = \"Country\"\nfeeds = \"sex\"\nvalues = [{ text = \"Homme\", code = \"M\" }, { text = \"Femme\", code = \"F\" }]\notherwise = \"_T\"";
    let above = COUNTRY.replace("\"left\"", "\"left-up\"\nskip = [\"Homme\", \"Femme\"]");
    let run = reads("parents.csv", text, &mapping("", PERSONS, &format!("{above}\n{sexes}\n{YEAR}")));
    let of = |country: &str| ["_T", "M", "F"].map(|sex| run.one(&[("citizenship", country), ("sex", sex)]).value().unwrap());
    assert_eq!([of("_T"), of("UGA"), of("RWA")], [[9, 4, 5], [7, 3, 4], [2, 1, 1]]);
    // Who does not look above finds nobody's men, and no figure goes to the wrong country.
    let run = reads("parents.csv", text, &mapping("", PERSONS, &format!("{COUNTRY}\n{sexes}\n{YEAR}")));
    assert!(run.find(&[("sex", "M")]).is_empty() && !told(&run, "map/unknown-label").is_empty());
    assert_eq!(by_country(&run), BTreeMap::from([("_T", Some(9)), ("UGA", Some(7)), ("RWA", Some(2))]));
    let libyans =
        |sex: &str| round().one(&[("reporter", "TUN"), ("table_id", "POP1"), ("citizenship", "LBY"), ("age", "_T"), ("sex", sex)]);
    assert_eq!((libyans("_T").cell().2, libyans("M").cell().2, libyans("M").value()), ("C13".to_owned(), "C14".to_owned(), Some(4_972)));
    if let Some(run) = run_of(OFS) {
        let men = |citizenship: &str| run.one(&[("file", OFS), ("time_period", "2009"), ("sex", "M"), ("citizenship", citizenship)]);
        assert_eq!(men("FOR_STLS").value(), Some(964_288));
        assert_eq!(men("_T").value(), Some(men("CHE").value().unwrap() + 964_288));
    }
}

#[test]
fn totals_of_regions_that_somebody_divided_evenly_are_withheld_and_told() {
    let text = b"Return of a test\nGovernorate,2020\nTunis,7410\nAriana,7410\nBen Arous,7410\nManouba,7410\nSfax,5001\n";
    let governorates = "[[table.field]]\nname = \"governorate\"\ndirection = \"left\"\nheading = \"Governorate\"\naggregate = \"sum\"";
    let set = format!("set = {{ citizenship = \"FOR\" }}\n{PERSONS}");
    let rule = "[[table.rule]]\nwhen = [{ field = \"governorate\", equals = [\"Tunis\", \"Ariana\", \"Ben Arous\", \"Manouba\"] }]\nwithhold = \"the total of a region was divided evenly over {governorate} and its neighbours\"";
    let run = reads("divided.csv", text, &mapping("", &set, &format!("{governorates}\n{YEAR}\n{rule}")));
    assert_eq!(sum(&run.find(&[])), 5_001, "{:?}", run.findings());
    let withheld = told(&run, "map/withheld");
    assert!(!withheld.is_empty() && withheld.iter().all(|told| told.grave && told.message.contains("divided evenly")), "{withheld:?}");
    let cells: Vec<&Row> = run.lineage().iter().filter(|row| row.get("text") == "7410").collect();
    assert!(cells.len() == 4 && cells.iter().all(|row| (row.get("fate"), row.get("reason")) == ("ignored", "withheld")));
    // Without the rule they would pass for four counts that a governorate made.
    let run = reads("divided.csv", text, &mapping("", &set, &format!("{governorates}\n{YEAR}")));
    assert_eq!(sum(&run.find(&[])), 5_001 + 4 * 7_410);
    if let Some(run) = run_of(HIMS) {
        assert!(run.find(&[("file", HIMS), ("raw", "7410")]).is_empty());
        assert!(told(run, "map/withheld").iter().any(|told| told.message.contains("divided evenly")));
    }
}

#[test]
fn wide_sheets_long_files_and_padded_lines_are_read_to_their_last_cell() {
    let bytes = workbook(|sheet| {
        sheet.write(1, 0, "Country").unwrap();
        sheet.write(2, 0, "Uganda").unwrap();
        for column in 1..=265 {
            sheet.write(1, column, format!("indicator {column}")).unwrap();
            sheet.write(2, column, column).unwrap();
        }
    });
    let wide =
        "[table.period]\nreference = \"sum\"\nyear = 2020\n[table.columns]\nheading = [\"indicator 265\"]\nothers = \"out-of-scope\"";
    let wide = mapping("", PERSONS, COUNTRY).replace("[table.period]\nreference = \"sum\"", wide);
    let run = reads("wide.xlsx", &bytes, &wide);
    let row = run.one(&[]);
    assert_eq!((row.value(), row.get("cell"), run.observations.len()), (Some(265), "JF3", 1));
    // Lines of 256 fields, nearly all empty.
    let padding = ",".repeat(254);
    let text = format!("Return of a test{padding},\nCountry,2020{padding}\nUganda,1{padding}\n{padding},\nRwanda,2{padding}\n");
    let run = reads("padded.csv", text.as_bytes(), &plain("", ""));
    assert_eq!(by_country(&run), BTreeMap::from([("RWA", Some(2)), ("UGA", Some(1))]));
    assert!(!run.findings().iter().any(|told| told.grave), "{:?}", run.findings());
    // More lines than a sheet of an old workbook has rows, and the last one weighs as much as all others.
    let mut text = "Return of a test\nPlace,Country,2020\n".to_owned();
    text.extend((1..104_000).map(|place| format!("place {place},Uganda,1\n")));
    text.push_str("last place,Uganda,103999\n");
    let places = "[[table.field]]\nname = \"place\"\ndirection = \"left\"\nheading = \"Place\"\naggregate = \"sum\"";
    let run = reads("long.csv", text.as_bytes(), &mapping("", PERSONS, &format!("{places}\n{COUNTRY}\n{YEAR}")));
    assert_eq!(run.one(&[]).value(), Some(2 * 103_999));
    assert!(run.lineage().iter().any(|row| row.get("cell") == "line 104002, field 3" && row.get("role") == "value"));
    if let Some(run) = run_of(IOM_BURUNDI) {
        assert!(run.lineage().iter().any(|row| row.get("column").parse::<u32>().unwrap() > 120 && row.get("fate") == "observation"));
    }
    if let Some(run) = run_of(UNHCR) {
        assert!(run.find(&[("time_period", "2014")]).iter().any(|row| row.get("cell").starts_with("line 103")));
    }
}
