//! The tables that go to ministers: their figures against the truth of the fictional round, and what workbooks and pages promise.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::OnceLock;

use assert_cmd::Command;
use calamine::{Data, Reader, Xlsx};
use concord::outputs::{Cell, Publication, RowKind, Shown, Table, Tables, Wanted, html, workbook};
use concord::spec::Standard;
use concord::trace::{Query, trace_sums};
use tempfile::TempDir;

use crate::support::{Row, read_csv, root, round, standard};

/// Every publication of the fictional round, by name.
fn publications() -> &'static BTreeMap<String, Publication> {
    static MADE: OnceLock<BTreeMap<String, Publication>> = OnceLock::new();
    MADE.get_or_init(|| Tables::of(round().folder.path(), standard(), &Wanted::default()).unwrap().publications().collect())
}

fn table<'a>(publication: &str, id: &str) -> &'a Table {
    publications()[publication].tables.iter().find(|table| table.id == id).unwrap_or_else(|| panic!("{publication} lacks {id}"))
}

/// The cell of the row with a label and the column with a head; none where either is missing.
fn cell<'a>(table: &'a Table, label: &str, head: &str) -> Option<&'a Cell> {
    let column = table.columns.iter().position(|column| column.head == head)?;
    table.rows.iter().find(|row| row.labels[0] == label)?.cells.get(column)
}

fn name(code: &str) -> &'static str {
    let known = standard().area_list().unwrap().get(code).unwrap();
    standard().area_name(known.code.as_str(), concord::spec::Language::EN)
}

/// Rows of the truth about whole calendar years or days, by sexes and ages together, with the year they stand under.
fn truth(table: &str) -> Vec<(Row, String)> {
    let rows = read_csv(&root().join("samples/comesa_2024_fictional/truth.csv"));
    let is_year = |row: &Row| row.get("period_start").ends_with("-01-01") && row.get("period_end").ends_with("-12-31");
    let is_day = |row: &Row| row.get("period_start") == row.get("period_end") && row.get("period_end").ends_with("-12-31");
    let kept = rows.into_iter().filter(|row| row.get("table_id") == table && row.get("sex") == "_T" && row.get("age") == "_T");
    kept.filter(|row| row.get("freq") == "A" && (is_year(row) || is_day(row)))
        .map(|row| {
            let year = row.get("period_end")[..4].to_owned();
            (row, year)
        })
        .collect()
}

/// Compares cells with the truth; a place that several sources tell is left to the order of sources. How many were compared.
fn agrees(told: &Table, rows: &[(Row, String)], label: impl Fn(&Row) -> Option<String>) -> usize {
    let mut places: BTreeMap<(String, String), Vec<&Row>> = BTreeMap::new();
    for (row, year) in rows {
        if let Some(label) = label(row).filter(|_| told.columns.iter().any(|column| column.head == *year)) {
            places.entry((label, year.clone())).or_default().push(row);
        }
    }
    let mut compared = 0;
    for ((label, year), rows) in places.into_iter().filter(|(_, rows)| rows.len() == 1) {
        let cell = cell(told, &label, &year).unwrap_or_else(|| panic!("{} lacks {label} {year}", told.id));
        match rows[0].get("value").parse::<u32>() {
            Ok(value) => assert_eq!(cell.value(), Some(i64::from(value)), "{} {label} {year}", told.id),
            Err(_) => assert!(matches!(cell.shown, Shown::Symbol(_)), "{} {label} {year}: {cell:?}", told.id),
        }
        compared += 1;
    }
    compared
}

#[test]
fn figures_are_those_of_the_truth() {
    let all = |row: &Row, dimensions: &str| (row.get("dimensions") == dimensions).then(|| name(row.get("reporter")).to_owned());
    let immigration = agrees(table("region.en", "immigration-by-state"), &truth("IMM1"), |row| all(row, "citizenship=_T"));
    let emigration = agrees(table("region.en", "emigration-by-state"), &truth("EMI2"), |row| all(row, "country_next_residence=_T"));
    let of_kenya = agrees(table("ken.en", "state-immigration-by-partner"), &truth("IMM2"), |row| {
        let code = row.get("dimensions").strip_prefix("country_prev_residence=")?;
        let is_kenya = row.get("reporter") == "KEN" && standard().is_country(code);
        is_kenya.then(|| name(code).to_owned())
    });
    assert!(immigration >= 20 && emigration >= 10 && of_kenya >= 60, "{immigration} {emigration} {of_kenya}");
}

#[test]
fn a_regional_figure_is_the_sum_of_the_run_and_its_id_leads_to_it() {
    let told = table("region.en", "immigration-by-state");
    let ids = told.rows.iter().find(|row| row.kind == RowKind::Identifiers).unwrap();
    let totals: Vec<_> = told.rows.iter().filter(|row| row.kind == RowKind::Total).collect();
    for (column, id) in ids.cells.iter().enumerate() {
        let Shown::Text(id) = &id.shown else { panic!("{id:?}") };
        let sums = trace_sums(round().folder.path(), &Query::Id(id.clone())).unwrap();
        assert_eq!(sums.len(), 1, "{id}");
        for (row, name) in totals.iter().zip(["comparable_value", "reported_value"]) {
            assert_eq!(row.cells[column].value().unwrap().to_string(), sums[0].column(name), "{id}");
        }
        let states = |name: &str| sums[0].column(name).trim_matches(['[', ']']).split(", ").map(name_of).collect::<Vec<_>>();
        let said = &told.coverage.iter().find(|one| one.head.contains(&told.columns[column].head)).unwrap().sentences;
        for state in states("comparable_states") {
            assert!(said[0].contains(state), "{state}: {said:?}");
        }
    }
    let last = told.columns.iter().position(|column| column.head == "2023").unwrap();
    assert_eq!(totals[0].cells[last].sum_of.len(), 5, "the five states of grades A and B");
    assert_eq!(totals[1].cells[last].sum_of.len(), 11);
}

fn name_of(code: &str) -> &'static str {
    name(code)
}

#[test]
fn both_ends_stand_in_the_matrix() {
    let told = table("region.en", "migration-among-members");
    let column = told.columns.iter().position(|column| column.head == "Djibouti").unwrap();
    let of = |label: &str, by: &str| {
        let row = told.rows.iter().find(|row| row.labels[0] == label && row.labels[1] == by).unwrap();
        row.cells[column].value()
    };
    let from_kenya = |table: &str, reporter: &str, dimensions: &str| {
        let year = told.subtitle.clone();
        let found = truth(table)
            .into_iter()
            .find(|(row, own)| *own == year && row.get("reporter") == reporter && row.get("dimensions") == dimensions);
        found.and_then(|(row, _)| row.get("value").parse::<i64>().ok())
    };
    let counted = [from_kenya("IMM2", "DJI", "country_prev_residence=KEN"), from_kenya("EMI2", "KEN", "country_next_residence=DJI")];
    assert!(counted.iter().all(Option::is_some), "{counted:?}");
    assert_eq!([of("Kenya", "destination"), of("Kenya", "origin")], counted);
}

/// 31 December in the table of the origin and 1 January in that of the destination are one moment.
#[test]
fn stocks_of_the_last_and_the_first_day_of_a_year_meet() {
    let told = table("region.en", "citizens-among-members");
    let year: i16 = told.subtitle.parse().unwrap();
    let rows = read_csv(&root().join("samples/comesa_2024_fictional/truth.csv"));
    let of_table =
        |id: &'static str| rows.iter().filter(move |row| row.get("table_id") == id && row.get("sex") == "_T" && row.get("age") == "_T");
    let mut compared = [0, 0];
    for (position, (id, by, prefix, day)) in [
        ("POP1", "destination", "citizenship=", format!("{year}-01-01")),
        ("NAB1", "origin", "country_residence=", format!("{}-12-31", year - 1)),
    ]
    .into_iter()
    .enumerate()
    {
        for row in of_table(id).filter(|row| row.get("period_end") == day) {
            let partner = row.get("dimensions").strip_prefix(prefix).unwrap();
            let reporter = row.get("reporter");
            let (from, to) = if by == "destination" { (partner, reporter) } else { (reporter, partner) };
            let Some(column) = told.columns.iter().position(|column| column.head == area(to)) else { continue };
            let Some(found) = told.rows.iter().find(|row| row.labels[0] == area(from) && row.labels[1] == by) else { continue };
            if let (Ok(value), true) = (row.get("value").parse::<u32>(), from != to) {
                assert_eq!(found.cells[column].value(), Some(i64::from(value)), "{id} {from} {to}");
                compared[position] += 1;
            }
        }
    }
    assert!(compared.iter().all(|count| *count > 0), "{compared:?}");
}

/// The name of an area, also of a code that is none.
fn area(code: &str) -> String {
    standard().area_list().unwrap().get(code).map_or_else(|| code.to_owned(), |_| name(code).to_owned())
}

#[test]
fn what_is_missing_suppressed_or_not_applicable_looks_different() {
    let symbols = |wanted: &str| {
        let cells = publications().values().flat_map(|one| &one.tables).flat_map(|table| &table.rows).flat_map(|row| &row.cells);
        cells.filter(|cell| cell.shown == Shown::Symbol(wanted.to_owned())).count()
    };
    for sign in ["…", ":", "c", "–"] {
        assert!(symbols(sign) > 0, "{sign}");
    }
    for publication in publications().values() {
        for sign in ["0", "…", "×", ":", "c", "–"] {
            assert_eq!(publication.legend.iter().filter(|line| line.sign == sign).count(), 1, "{} {sign}", publication.language);
        }
    }
}

/// Sheets of a workbook by name, each with its cells by address: formula and value.
fn opened(bytes: &[u8]) -> Xlsx<std::io::Cursor<Vec<u8>>> {
    Xlsx::new(std::io::Cursor::new(bytes.to_vec())).unwrap()
}

/// The column of letters, from 0, and the row, from 0.
fn address(text: &str) -> (u32, u32) {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase);
    let column = letters.fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1) - 1;
    (text.trim_start_matches(|sign: char| sign.is_ascii_uppercase()).parse::<u32>().unwrap() - 1, column)
}

#[test]
fn formulas_are_sums_whose_results_stand_with_them_and_all_else_is_number_or_text() {
    let mut formulas = 0;
    for name in ["region.en", "region.ar", "ken.fr"] {
        let publication = &publications()[name];
        let mut book = opened(&workbook(publication).unwrap());
        assert_eq!(book.sheet_names().len(), publication.tables.len() + 2, "{name}: contents, tables and charts");
        for sheet in book.sheet_names() {
            let values = book.worksheet_range(&sheet).unwrap();
            for (row, column, value) in values.used_cells() {
                assert!(matches!(value, Data::String(_) | Data::Float(_)), "{name} {sheet} {row} {column}: {value:?}");
            }
            let told = book.worksheet_formula(&sheet).unwrap();
            let (top, left) = told.start().unwrap_or_default();
            for (row, column, formula) in told.used_cells().filter(|(_, _, formula)| !formula.is_empty()) {
                let ranges = formula.strip_prefix("SUM(").and_then(|rest| rest.strip_suffix(')')).unwrap_or_else(|| panic!("{formula}"));
                let mut sum = 0.0;
                for range in ranges.split(',') {
                    let (first, last) = range.split_once(':').unwrap_or((range, range));
                    let ((from, at), (to, _)) = (address(first), address(last));
                    sum += (from..=to)
                        .filter_map(|row| values.get_value((row, at)))
                        .filter_map(|value| if let Data::Float(value) = value { Some(*value) } else { None })
                        .sum::<f64>();
                }
                let at = (top + u32::try_from(row).unwrap(), left + u32::try_from(column).unwrap());
                assert_eq!(values.get_value(at), Some(&Data::Float(sum)), "{name} {sheet} {at:?} {formula}");
                formulas += 1;
            }
        }
    }
    assert!(formulas >= 60, "only {formulas} formulas");
}

/// The text of a part of a workbook.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn sheets_are_ready_for_paper_and_arabic_ones_read_from_the_right() {
    for (name, from_right) in [("ken.ar", true), ("ken.en", false)] {
        let bytes = workbook(&publications()[name]).unwrap();
        let sheet = part(&bytes, "xl/worksheets/sheet2.xml");
        for wanted in ["orientation=\"landscape\"", "fitToHeight=\"0\"", "state=\"frozen\"", "&amp;P / &amp;N"] {
            assert!(sheet.contains(wanted), "{name}: {wanted}");
        }
        assert_eq!(sheet.contains("rightToLeft=\"1\""), from_right, "{name}");
        assert!(part(&bytes, "xl/workbook.xml").contains("_xlnm.Print_Titles"));
        assert!(part(&bytes, "xl/charts/chart1.xml").contains("<c:barChart>"));
    }
}

#[test]
fn equal_runs_give_equal_bytes() {
    let again: BTreeMap<String, Publication> =
        Tables::of(round().folder.path(), standard(), &Wanted { languages: Vec::new(), states: vec!["ken".to_owned()] })
            .unwrap()
            .publications()
            .collect();
    assert_eq!(again.len(), 4);
    for (name, publication) in again {
        let first = &publications()[&name];
        assert_eq!(publication, *first);
        assert!(
            workbook(&publication).unwrap() == workbook(first).unwrap() && html(&publication).unwrap() == html(first).unwrap(),
            "{name}"
        );
    }
}

#[test]
fn every_word_stands_in_four_languages_and_a_page_asks_for_nothing() {
    let all = publications();
    assert_eq!(all.len(), 4 * 22);
    for (name, publication) in all {
        let page = html(publication).unwrap();
        let texts = serde_json::to_string(publication).unwrap();
        assert!(!page.contains("outputs-") && !texts.contains("outputs-"), "{name} lacks a message");
        assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("https://") && !page.contains("src="), "{name}");
        assert!(page.contains("FICTIONAL: a round of COMESA member states, every figure made up"), "{name} does not say what it is");
        let direction = if publication.language == "ar" { "rtl" } else { "ltr" };
        assert!(page.contains(&format!("<html lang=\"{}\" dir=\"{direction}\">", publication.language)), "{name}");
        for table in &publication.tables {
            assert!(
                table.rows.iter().all(|row| row.cells.len() == table.columns.len() && row.labels.len() == table.heads.len()),
                "{name} {}",
                table.id
            );
            assert!(page.contains(&format!("id=\"{}\"", table.id)), "{name} {}", table.id);
        }
    }
    let titles = |language: &str| all[&format!("region.{language}")].tables.iter().map(|table| table.title.clone()).collect::<Vec<_>>();
    for language in ["fr", "ar", "pt"] {
        let same = titles("en").into_iter().zip(titles(language)).filter(|(one, other)| one == other).count();
        assert_eq!(same, 0, "{language}");
    }
}

#[test]
fn footnotes_say_how_a_source_departs_from_the_shared_definition() {
    let told = table("region.en", "immigration-by-state");
    let malawi = told.rows.iter().find(|row| row.labels[0] == "Malawi").unwrap();
    let note = told.notes.iter().find(|note| note.number == malawi.notes.first().copied()).unwrap();
    assert!(note.text.starts_with("Malawi: ") && note.text.contains("6 months (shared definition: 12 months)"), "{}", note.text);
    assert!(
        told.sources.iter().any(|source| source.starts_with("Malawi: MWI:FICTIONAL_ESTIMATES") && source.ends_with("grade C")),
        "{:?}",
        told.sources
    );
}

fn concord(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("concord").unwrap().env("NO_COLOR", "1").args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_command_writes_files_and_says_what_it_does_not_know() {
    let folder = round().folder.path().display().to_string();
    let out = TempDir::new().unwrap();
    let target = out.path().join("council").display().to_string();
    let (code, told, _) = concord(&["tables", &folder, "--state", "KEN,uga", "--lang", "en,ar", "--out", &target]);
    assert!(code == 0 && told.starts_with("8 files in ") && told.contains(" open errors in this run"), "{told}");
    let mut files: Vec<String> =
        std::fs::read_dir(&target).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    assert_eq!(files[..4], ["ken.ar.html", "ken.ar.xlsx", "ken.en.html", "ken.en.xlsx"]);

    let empty = out.path().display().to_string();
    for (arguments, expected) in [
        (vec!["tables", &folder, "--state", "KEM"], "`KEM` is no member of the region\n  hint: did you mean `KEN`?"),
        (vec!["tables", &folder, "--lang", "sw"], "the program does not speak `sw`; it speaks en, fr, ar, pt"),
        (vec!["tables", &empty], "is not the output of a finished run"),
        (vec!["tables", &folder, "--standards", "regions/eu_862_2007"], "was made by the standard `comesa`, not by `eu-862-2007`"),
    ] {
        let (code, _, told) = concord(&arguments);
        assert!(code == 2 && told.contains(expected), "{code} {told}");
    }
}

#[test]
fn a_second_region_has_layouts_of_its_own() {
    let standard = Standard::load(&root().join("regions/eu_862_2007")).unwrap();
    let own: Vec<&str> = standard.outputs.iter().map(|layout| layout.id.as_str()).collect();
    // Lent layouts name tables that it lacks, but for the one of a mirror that it has too.
    assert_eq!(own, ["immigration-by-member-state", "acquisitions-by-former-citizenship", "migration-among-members"]);
}

#[test]
fn shipped_layouts_fit_their_schema_and_an_unknown_key_is_refused_with_its_line() {
    let (_, schema) = concord::spec::standard_schemas().into_iter().find(|(name, _)| *name == "output").unwrap();
    let validator = jsonschema::validator_for(schema.as_value()).unwrap();
    let mut checked = 0;
    for pattern in ["standards/outputs/*.toml", "regions/*/outputs/*.toml"] {
        for path in glob::glob(&root().join(pattern).to_string_lossy()).unwrap().filter_map(Result::ok) {
            let table: toml::Table = std::fs::read_to_string(&path).unwrap().parse().unwrap();
            let wrong: Vec<String> = validator.iter_errors(&serde_json::to_value(&table).unwrap()).map(|error| error.to_string()).collect();
            assert!(wrong.is_empty(), "{}: {}", path.display(), wrong.join("; "));
            checked += 1;
        }
    }
    assert!(checked >= 40, "{checked}");

    let folder = TempDir::new().unwrap();
    let head = "schema = 1\nid = \"mine\"\nversion = \"1\"\ntitle = \"Mine\"\nauthority = \"nobody\"\ndate = 2026-11-24\nstatus = \"made up\"\n\
                region = \"171\"\nlanguages = [\"en\"]\n[extends]\nstandard = \"comesa\"\nversion = \"0.3.0\"\n";
    std::fs::write(folder.path().join("standard.toml"), head).unwrap();
    std::fs::create_dir(folder.path().join("outputs")).unwrap();
    let layout = std::fs::read_to_string(root().join("standards/outputs/immigration-by-state.toml")).unwrap();
    std::fs::write(folder.path().join("outputs/immigration-by-state.toml"), layout.replace("totals =", "totls =")).unwrap();
    let (code, _, told) = concord(&["standard", "check", "--standards", &folder.path().display().to_string()]);
    let expected = "outputs/immigration-by-state.toml:9: unknown key `totls`\n  hint: did you mean `totals`?";
    assert!(code == 2 && told.contains(expected), "{code} {told}");
}

#[test]
fn indicators_stand_in_the_tables_as_the_command_gives_them() {
    let folder = round().folder.path().display().to_string();
    let (code, told, _) = concord(&["indicators", &folder, "--format", "json"]);
    assert_eq!(code, 0);
    let told: serde_json::Value = serde_json::from_str(&told).unwrap();
    let all = told["result"]["indicators"].as_array().unwrap();
    let title = |id: &str| standard().indicators.iter().find(|spec| spec.id.as_str() == id).unwrap().title.clone();
    let mut compared = 0;
    for one in all.iter().filter(|one| one["year"].is_i64()) {
        let state = one["state"].as_str().unwrap().to_lowercase();
        let name = if state == "171" { "region.en".to_owned() } else { format!("{state}.en") };
        let Some(table) = publications()[&name].tables.iter().find(|table| table.id == "indicators") else {
            assert!(one["value"].is_null(), "{name} has no table");
            continue;
        };
        let Some(cell) = cell(table, &title(one["indicator"].as_str().unwrap()), &one["year"].to_string()) else { continue };
        match (&cell.shown, one["value"].as_f64()) {
            (Shown::Decimal(shown, _), Some(value)) => {
                assert!(shown.to_bits() == value.to_bits() && cell.grade.as_deref() == one["grade"].as_str(), "{one} {cell:?}");
                compared += 1;
            }
            (Shown::Symbol(_), None) => {}
            _ => panic!("{one} {cell:?}"),
        }
    }
    assert!(compared >= 100, "{compared}");

    // The last year with a value stands beside it.
    let table = table("region.en", "indicators-origins-by-state");
    let mauritius = table.rows.iter().find(|row| row.labels[0] == "Mauritius").unwrap();
    let last = all.iter().filter(|one| one["indicator"] == "citizenships-hhi" && one["state"] == "MUS" && one["value"].is_f64());
    let last = last.max_by_key(|one| one["year"].as_i64()).unwrap();
    assert_eq!(mauritius.cells[0].shown, Shown::Decimal(last["value"].as_f64().unwrap(), 3));
    assert_eq!(mauritius.cells[1].shown, Shown::Text(last["year"].to_string()));

    // What can't be made has a sign, and where the sign is that of indicators a note of its own.
    for (name, publication) in publications() {
        for table in publication.tables.iter().filter(|table| table.id.starts_with("indicators")) {
            let cells = || table.rows.iter().flat_map(|row| &row.cells);
            assert!(cells().filter(|cell| cell.shown == Shown::Symbol("†".to_owned())).all(|cell| cell.notes.len() == 1), "{name}");
            assert!(!serde_json::to_string(table).unwrap().contains("indicator-"), "{name}: a message is missing");
        }
        assert!(["†", "≥"].iter().all(|sign| publication.legend.iter().any(|line| line.sign == *sign)), "{name}");
    }
}
