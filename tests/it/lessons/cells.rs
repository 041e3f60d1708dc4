//! Traps in single cells: zeros, errors, signs, numbers in texts, letters, years and names.

use std::collections::{BTreeMap, BTreeSet};

use concord::read::{CellError, Content, ReadOptions, read};
use rust_xlsxwriter::{Format, Formula, Workbook};

use super::{COUNTRY, PERSONS, YEAR, by_country, mapping, plain, reads, says, told, workbook};
use crate::support::{
    EUROSTAT_CITIZENS, IOM_SOUTH_SUDAN, IRCC, KNBS, OFS, PORDATA, Run, SCB, SEF, UNDESA_MATRIX, root, round, run_of, sample, samples,
};

#[test]
fn a_missing_value_stored_as_zero_is_told_by_its_number_format() {
    let bytes = workbook(|sheet| {
        sheet.write_row(1, 0, ["Country", "2020", "2021", "2022", "2023"]).unwrap();
        sheet.write(2, 0, "Uganda").unwrap();
        for (column, (number, format)) in (1..).zip([(0, "\\x#,###"), (0, "\\-#,###"), (0, "#,##0"), (120, "\"┴\"#,##0")]) {
            sheet.write_with_format(2, column, number, &Format::new().set_num_format(format)).unwrap();
        }
    });
    let declared = "missing = [{ text = \"x\", status = \"O\" }]\nzero = [{ text = \"-\" }]";
    let run = reads("zeros.xlsx", &bytes, &plain(declared, "format-marks = [{ mark = \"┴\", status = \"B\" }]"));
    let year = |year: &str| says(run.one(&[("time_period", year)]));
    assert_eq!(["2020", "2021", "2022", "2023"].map(year), [(None, "O"), (Some(0), "A"), (Some(0), "A"), (Some(120), "B")]);
    assert_eq!(run.one(&[("time_period", "2020")]).get("raw"), "0", "what is stored is a zero");
    // Nobody said what the signs mean: neither a zero nor a gap.
    let run = reads("zeros.xlsx", &bytes, &plain("", ""));
    let years: BTreeSet<&str> = run.observations.values().map(|row| row.get("time_period")).collect();
    assert_eq!(years, BTreeSet::from(["2022", "2023"]));
    let places: Vec<String> = told(&run, "map/zero-shown-as").into_iter().flat_map(|told| told.places).collect();
    assert_eq!((places, told(&run, "map/format-mark").len()), (vec!["Sheet1!B3".to_owned(), "Sheet1!C3".to_owned()], 1));
    let acquired = |cell: &str| says(round().one(&[("reporter", "MDG"), ("sheet", "T2"), ("cell", cell)]));
    assert_eq!((acquired("B11"), acquired("B14")), ((Some(0), "D"), (None, "O")), "one format shows a dash, the other an x");
    if let Some(run) = run_of(PORDATA) {
        let rows = run.find(&[("file", PORDATA), ("raw", "0")]);
        assert_eq!((rows.len(), rows.iter().filter(|row| says(row) == (None, "O")).count()), (291, 291));
    }
}

#[test]
fn an_error_of_the_spreadsheet_is_neither_an_empty_text_nor_a_zero() {
    let bytes = workbook(|sheet| {
        sheet.write_row(1, 0, ["Country", "2020", "2021"]).unwrap();
        sheet.write(2, 0, "Uganda").unwrap();
        sheet.write_formula(2, 1, Formula::new("=A9").set_result("#REF!")).unwrap();
        sheet.write(2, 2, 5).unwrap();
    });
    let run = reads("errors.xlsx", &bytes, &plain("", ""));
    assert_eq!(run.observations.values().map(says).collect::<Vec<_>>(), [(Some(5), "A")], "a blank would have been missing, status O");
    assert_eq!(told(&run, "map/error-cell")[0].places, ["Sheet1!B3"]);
    let cell = run.lineage().iter().find(|row| row.get("cell") == "B3").unwrap();
    assert_eq!((cell.get("fate"), cell.get("text")), ("unreadable", "#REF!"));
    let workbook = read(&sample(IOM_SOUTH_SUDAN).unwrap(), IOM_SOUTH_SUDAN, &ReadOptions::default()).unwrap().value;
    let cells = workbook.sheet("Note").unwrap().cells();
    let errors = cells.iter().filter(|cell| cell.content == Content::Error(CellError::Reference));
    assert_eq!(errors.count(), 19);
    assert!(!told(samples(), "read/error-value").is_empty());
}

/// What is said about each country, and the places of signs that nobody explained.
type Signs = (BTreeSet<(String, Option<i64>, String)>, BTreeSet<String>);

#[test]
fn one_sign_means_different_things_in_different_files() {
    let text = b"Return of a test\nCountry,2020,2021\nUganda,-,7\nRwanda,..,8\nBurundi,,9\n";
    let sign = |declared: &str| {
        let run = reads("signs.csv", text, &plain(declared, ""));
        let year = run.find(&[("time_period", "2020")]);
        let said = year.iter().map(|row| (row.get("citizenship").to_owned(), row.value(), row.get("obs_status").to_owned())).collect();
        let unknown = told(&run, "map/undeclared-symbol").into_iter().flat_map(|told| told.places).collect();
        (said, unknown)
    };
    let said = |country: &str, value, status: &str| (country.to_owned(), value, status.to_owned());
    let zero: Signs = sign("zero = [{ text = \"-\" }]\nmissing = [{ text = \"..\", status = \"O\" }]");
    assert_eq!(zero.0, [said("UGA", Some(0), "A"), said("RWA", None, "O"), said("BDI", None, "O")].into());
    let hidden: Signs = sign("missing = [{ text = \"-\", status = \"Q\", low = 1, high = 4 }, { text = \"..\", status = \"M\" }]");
    assert_eq!(hidden.0, [said("UGA", None, "Q"), said("RWA", None, "M"), said("BDI", None, "O")].into());
    let unsaid: Signs = sign("");
    assert_eq!(unsaid.0, [said("BDI", None, "O")].into(), "a sign that nobody explained is not read");
    assert_eq!(unsaid.1, ["line 3, field 2", "line 4, field 2"].map(str::to_owned).into());
    let of = |run: &'static Run, raw: &str| -> BTreeSet<(&str, Option<i64>, &str)> {
        run.find(&[("raw", raw)]).into_iter().map(|row| (row.get("reporter"), row.value(), row.get("obs_status"))).collect()
    };
    // D is what the grade adds: the definition differs.
    assert_eq!(of(round(), "-"), [("EGY", Some(0), "D")].into());
    assert_eq!(of(round(), "--"), [("SYC", None, "Q")].into());
    assert_eq!(of(round(), "n/a"), [("KEN", None, "M")].into());
    for (name, raw, expected) in
        [(KNBS, "-", (Some(0), "A")), (IRCC, "--", (None, "Q")), (EUROSTAT_CITIZENS, ":", (None, "O")), (OFS, "...", (None, "O"))]
    {
        let Some(run) = run_of(name) else { continue };
        let rows = run.find(&[("file", name), ("raw", raw)]);
        assert!(name == KNBS || !rows.is_empty(), "{name}");
        assert!(rows.iter().all(|row| row.value() == expected.0 && row.get("obs_status_all").contains(expected.1)), "{name} {raw}");
    }
}

#[test]
fn numbers_are_found_in_texts_and_never_made_out_of_two() {
    let texts = [
        ("Uganda", "3,430", Some(3_430)),
        ("Rwanda", "  955 452", Some(955_452)),
        ("Burundi", "50\u{a0}750", Some(50_750)),
        ("Malawi", "1,571 Individuals", Some(1_571)),
        ("Zambia", "29 481 hommes et 29 509 femmes", None),
    ];
    let bytes = workbook(|sheet| {
        sheet.write_row(1, 0, ["Country", "2020"]).unwrap();
        for (row, (country, text, _)) in (2..).zip(texts) {
            sheet.write_row(row, 0, [country, text]).unwrap();
        }
    });
    let numbers = "[numbers]\ngroups = [\",\", \" \", \"\u{a0}\"]";
    let run = reads("texts.xlsx", &bytes, &plain(numbers, "number-pattern = '(?i)^\\s*([\\d,\\s]+?)(?: individuals)?$'"));
    let expected: Vec<i64> = texts.iter().filter_map(|(_, _, value)| *value).collect();
    let mut found: Vec<i64> = by_country(&run).into_values().flatten().collect();
    found.sort_unstable();
    assert_eq!((found.iter().sum::<i64>(), found.len()), (expected.iter().sum(), expected.len()));
    assert_eq!(by_country(&run)["MWI"], Some(1_571));
    assert_eq!(told(&run, "map/undeclared-symbol")[0].places, ["Sheet1!B7"], "neither 29, nor 29 481, nor 2948129509");
    let run = reads("texts.xlsx", &bytes, &plain(numbers, ""));
    assert!(!told(&run, "map/number-as-text").is_empty());
    assert!(!by_country(&run).contains_key("MWI"), "nobody said that words stand behind the number");
    for (name, raw) in [(IRCC, "3,430"), (UNDESA_MATRIX, "  955 452")] {
        let Some(run) = run_of(name) else { continue };
        let rows = run.find(&[("file", name), ("raw", raw)]);
        let digits: String = raw.chars().filter(char::is_ascii_digit).collect();
        assert!(!rows.is_empty() && rows.iter().all(|row| row.get("value") == digits), "{name}: {rows:?}");
    }
}

#[test]
fn letters_are_those_of_the_encoding_the_office_used() {
    let text = |name: &[u8], other: &[u8]| [b"Return of a test\nCountry,2020\n", name, b",5\n", other, b",6\n"].concat();
    let encodings = [
        ("cp850", text(b"C\x93te d'Ivoire", b"Cura\x87ao"), ["CIV", "CUW"]),
        ("windows-1252", text(b"C\xf4te d\xb4Ivoire", b"R\xe9union"), ["CIV", "REU"]),
    ];
    for (encoding, bytes, codes) in encodings {
        assert!(std::str::from_utf8(&bytes).is_err());
        let stated = mapping("", PERSONS, &format!("{COUNTRY}\n{YEAR}"));
        let stated = stated.replace("[\"Return of a test\"]", &format!("[\"Return of a test\"]\nencoding = \"{encoding}\""));
        let run = reads("letters.csv", &bytes, &stated);
        assert_eq!(by_country(&run).into_keys().collect::<Vec<_>>(), codes, "{encoding}: {:?}", run.findings());
        assert!(!run.findings().iter().any(|told| told.grave), "{:?}", run.findings());
        // Nobody stated it: a guess is told.
        let guessed = reads("letters.csv", &bytes, &plain("", ""));
        assert!(!told(&guessed, "read/encoding-guessed").is_empty(), "{encoding}: {:?}", guessed.findings());
    }
    // The mark of UTF-8 stands right before the heading that must be found.
    let run = reads("mark.csv", "\u{feff}Country,2020\nCôte d’Ivoire,5\nReturn of a test,\n".as_bytes(), &plain("", ""));
    assert_eq!(by_country(&run), BTreeMap::from([("CIV", Some(5))]));
    let folder = root().join("samples/comesa_2024_fictional");
    for (name, reporter) in [("bdi/bdi_population_residente_2024.csv", "BDI"), ("lby/lby_residents_2023_ar.csv", "LBY")] {
        assert!(String::from_utf8(std::fs::read(folder.join(name)).unwrap()).is_err(), "{name}");
        assert!(!round().find(&[("reporter", reporter)]).is_empty());
    }
    let first = std::fs::read(folder.join("syc/syc_flows_2022_2024.tsv")).unwrap();
    assert!(first.starts_with(b"\xef\xbb\xbf") && !round().find(&[("reporter", "SYC")]).is_empty());
    for (name, column) in [(SCB, "country_of_birth"), (UNDESA_MATRIX, "country_of_birth"), (SEF, "citizenship")] {
        let Some(run) = run_of(name) else { continue };
        assert!(run.observations.values().any(|row| row.get("file") == name && row.get(column) == "CIV"), "{name}");
    }
}

#[test]
fn years_are_years_however_written_and_each_table_has_its_own_unit() {
    let two_units = mapping(
        "",
        &format!("sheets = [\"Persons\"]\n{PERSONS}"),
        &[
            COUNTRY,
            YEAR,
            "marks = [{ mark = \"*\", status = \"P\" }]\n[[table]]\nid = \"thousands\"\nsheets = [\"Thousands\"]\nto = \"IMM1\"\nreporter = \"KEN\"",
            "[table.unit]\nunit = \"persons\"\nmultiplier = 1000\nstep = 100\nstated-by = \"'000\"\n[table.period]\nreference = \"sum\"",
            COUNTRY,
            YEAR,
            "marks = [{ mark = \"*\", status = \"P\" }]",
        ]
        .join("\n"),
    );
    let mut book = Workbook::new();
    for (name, country) in [("Persons", "Uganda"), ("Thousands", "Rwanda")] {
        let sheet = book.add_worksheet();
        sheet.set_name(name).unwrap();
        sheet.write(0, 0, "Return of a test").unwrap();
        sheet.write(0, 3, if name == "Thousands" { "      '000 " } else { "" }).unwrap();
        sheet.write(1, 0, "Country").unwrap();
        sheet.write(1, 1, 2020).unwrap();
        sheet.write_row(1, 2, [" 2021", "2022*"]).unwrap();
        sheet.write(2, 0, country).unwrap();
        sheet.write_row(2, 1, [120.0, 130.0, if name == "Persons" { 140.0 } else { 0.3 }]).unwrap();
        sheet.write_row(3, 0, ["Burundi", "3‰"]).unwrap();
        sheet.write_with_format(3, 2, 0.021, &Format::new().set_num_format("0.0%")).unwrap();
    }
    let run = reads("units.xlsx", &book.save_to_buffer().unwrap(), &two_units);
    let of = |country: &str| ["2020", "2021", "2022"].map(|year| says(run.one(&[("citizenship", country), ("time_period", year)])));
    assert_eq!(of("UGA"), [(Some(120), "A"), (Some(130), "A"), (Some(140), "P")]);
    assert_eq!(of("RWA"), [(Some(120_000), "A"), (Some(130_000), "A"), (Some(300), "P")]);
    let shares: BTreeSet<String> = told(&run, "map/not-a-count").into_iter().flat_map(|told| told.places).collect();
    assert_eq!(shares, ["Persons!B4", "Persons!C4", "Thousands!B4", "Thousands!C4"].map(str::to_owned).into());
    assert!(run.find(&[("citizenship", "BDI")]).iter().all(|row| row.get("time_period") == "2022"), "two shares, and a blank");
    if let Some(run) = run_of(KNBS) {
        let last = run.one(&[("file", KNBS), ("sheet", "Table 12.2"), ("cell", "G28")]);
        assert_eq!((last.get("raw"), says(last)), ("1431.8", (Some(1_431_800), "P")));
    }
}

#[test]
fn a_name_is_found_under_marks_blanks_and_spellings_and_never_guessed() {
    let names = [
        ("Mauritius*", "MUS"),
        ("   Kenya", "KEN"),
        ("Burundi\t", "BDI"),
        ("Pays de l'UE/AELE 1) ", "EU_EFTA"),
        ("Viet Nam", "VNM"),
        ("Cote d´Ivoire", "CIV"),
        ("Democratic Republic of the Congo", "COD"),
        ("Congo, Rep.", "COG"),
        ("ZAMBIA", "ZMB"),
    ];
    let bytes = workbook(|sheet| {
        sheet.write_row(1, 0, ["Country", "2020"]).unwrap();
        for ((row, number), (name, _)) in (2..).zip(1..).zip(names) {
            sheet.write(row, 0, name).unwrap();
            sheet.write(row, 1, number).unwrap();
        }
        sheet.write_row(20, 0, ["Congo"]).unwrap();
        sheet.write(20, 1, 99).unwrap();
        sheet.write(21, 0, "Kenia").unwrap();
        sheet.write(21, 1, 98).unwrap();
    });
    let line = "marks = [{ mark = \"*\" }, { mark = \"1)\" }]\nvalues = [{ text = \"Pays de l'UE/AELE\", code = \"EU_EFTA\" }]";
    let run = reads("names.xlsx", &bytes, &mapping("", PERSONS, &format!("{COUNTRY}\n{line}\n{YEAR}")));
    let expected: BTreeMap<&str, Option<i64>> = names.into_iter().zip(1..).map(|((_, code), number)| (code, Some(number))).collect();
    assert_eq!(by_country(&run), expected, "{:?}", run.findings());
    assert_eq!(told(&run, "map/ambiguous-label")[0].places, ["Sheet1!A21"], "{:?}", run.findings());
    assert_eq!(told(&run, "map/unknown-label")[0].places, ["Sheet1!A22"], "a name that is nearly one is none");
    // A mark that nobody explained is told, although the name is found.
    let run = reads("names.xlsx", &bytes, &mapping("", PERSONS, &format!("{COUNTRY}\n{YEAR}")));
    assert!(by_country(&run).contains_key("MUS") && told(&run, "map/undeclared-mark").iter().any(|told| told.message.contains('*')));
    let other = run_of(KNBS).map(|run| run.one(&[("file", KNBS), ("sheet", "Table 12.1"), ("cell", "G6")]));
    assert!(other.is_none_or(|row| row.get("purpose") == "OTH"), "`Other1 ` with a note mark and a blank");
}
