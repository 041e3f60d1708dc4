//! Templates: what a made workbook holds and hides, and what becomes of it when an office has filled it in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use concord::model::{Addressing, CellRef};
use concord::read::{ReadOptions, Visibility, Workbook, read};
use concord::template::ColumnId;
use tempfile::TempDir;

use crate::support::{Package, Run, SheetPart, root, run_files};

fn concord(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("concord").unwrap();
    command.current_dir(root()).args(arguments);
    command
}

fn make(folder: &Path, language: &str, tables: &str) -> PathBuf {
    let path = folder.join(format!("{language}.xlsx"));
    let out = path.display().to_string();
    let arguments = ["template", "--country", "KEN", "--year", "2025", "--lang", language, "--tables", tables, "--force", "--out", &out];
    concord(&arguments).assert().success();
    path
}

fn workbook(path: &Path) -> Workbook {
    read(path, "template.xlsx", &ReadOptions::default()).unwrap().value
}

/// The ids of a sheet: addresses of columns by id, and of rows by code.
struct Ids {
    row: u32,
    columns: BTreeMap<String, u32>,
    rows: BTreeMap<String, u32>,
}

impl Ids {
    fn of(workbook: &Workbook, name: &str) -> Self {
        let sheet = workbook.sheet(name).unwrap();
        let ids = |row: u32| sheet.row(row).iter().filter(|cell| ColumnId::parse(&cell.text()).is_some()).count();
        let row = (0..40).find(|row| ids(*row) > 1).unwrap();
        let columns = sheet.row(row).iter().map(|cell| (cell.text().into_owned(), cell.at.column)).collect();
        let below = sheet.rows().filter(|(at, _)| *at > row);
        let keyed = below.filter_map(|(at, cells)| Some((cells.first().filter(|cell| cell.at.column == 0)?.text().into_owned(), at)));
        // Of free rows the first one.
        let mut rows = BTreeMap::new();
        for (code, at) in keyed {
            rows.entry(code).or_insert(at);
        }
        Self { row, columns, rows }
    }

    fn at(&self, code: &str, id: &str) -> String {
        CellRef::new(self.rows[code], self.columns[&format!("concord:{id}")]).show(Addressing::Letters)
    }

    /// The cell above the figures in which something about the whole table is entered.
    fn entry(&self, workbook: &Workbook, sheet: &str, name: &str) -> String {
        let id = format!("concord:{name}");
        let (row, _) = workbook.sheet(sheet).unwrap().rows().find(|(_, cells)| cells.iter().any(|cell| cell.text() == id)).unwrap();
        let figures = self.columns.iter().filter(|(id, _)| id.starts_with("concord:value")).map(|(_, column)| *column).min().unwrap();
        CellRef::new(row, figures).show(Addressing::Letters)
    }

    /// The cell of a row for both sexes and all ages.
    fn total(&self, code: &str) -> String {
        self.at(code, "value:sex=_T:age=_T")
    }

    fn id_cell(&self, id: &str) -> String {
        CellRef::new(self.row, self.columns[&format!("concord:{id}")]).show(Addressing::Letters)
    }
}

/// Made for Kenya, with immigration by citizenship, changed, and read without any mapping.
fn filled(language: &str, change: impl FnOnce(&Ids, &mut SheetPart)) -> Run {
    let folder = TempDir::new().unwrap();
    let path = make(folder.path(), language, "IMM1");
    let ids = Ids::of(&workbook(&path), "IMM1");
    let mut package = Package::open(&path);
    package.edit("IMM1", |sheet| change(&ids, sheet));
    package.save(&path);
    run_files(&[path], Vec::new())
}

/// Findings that are not about figures, by code.
fn told(run: &Run) -> Vec<(&'static str, String, Vec<String>)> {
    let findings = run.findings().into_iter().filter(|told| !told.code.starts_with("validate/") && !told.code.starts_with("gaps/"));
    let cell = |place: &String| place.rsplit('!').next().unwrap_or_default().to_owned();
    findings.map(|told| (told.code, told.message, told.places.iter().map(cell).collect())).collect()
}

#[test]
fn a_template_has_its_sheets_and_hides_its_ids() {
    let folder = TempDir::new().unwrap();
    let path = make(folder.path(), "fr", "IMM1,REF1");
    let book = workbook(&path);
    let names: Vec<&str> = book.sheets.iter().map(|sheet| &*sheet.name).collect();
    assert_eq!(names, ["Commencer ici", "Définitions", "IMM1", "REF1", "_concord"]);
    assert_eq!(book.sheet("_concord").unwrap().visibility, Visibility::VeryHidden);
    let (sheet, ids) = (book.sheet("IMM1").unwrap(), Ids::of(&book, "IMM1"));
    assert!(sheet.hidden_rows.known().unwrap().contains(&ids.row) && sheet.hidden_columns.known().unwrap().contains(&0));
    assert!(["_T", "NAT", "COMESA_FOR", "UGA", "577", "STLS", "_U", "choose"].iter().all(|code| ids.rows.contains_key(*code)));
    assert!(!ids.rows.contains_key("KEN"), "nationals are the row of nationals");
    assert_eq!(ids.columns.keys().filter(|id| id.starts_with("concord:value")).count(), 60, "three sexes, twenty columns of ages");
    let xml = |part: &str| {
        let mut archive = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
        let mut part = archive.by_name(part).unwrap();
        std::io::read_to_string(&mut part).unwrap()
    };
    let table = xml("xl/worksheets/sheet3.xml");
    assert!(["<sheetProtection", "<dataValidation ", "<conditionalFormatting"].iter().all(|element| table.contains(element)));
    assert!(!table.contains("password"));
    assert!(xml("docProps/custom.xml").contains("concord-template:1:cover:KEN:2025:comesa"));
    let before = std::fs::read(&path).unwrap();
    assert_eq!(before, std::fs::read(make(folder.path(), "fr", "IMM1,REF1")).unwrap(), "equal orders give equal bytes");
}

#[test]
fn a_filled_template_is_read_without_a_mapping() {
    let run = filled("fr", |ids, sheet| {
        sheet.set_number(&ids.total("_T"), "1200");
        sheet.set_number(&ids.total("NAT"), "0");
        sheet.set_text(&ids.total("UGA"), ":");
        sheet.set_text(&ids.total("ZMB"), "c");
        sheet.set_text(&ids.total("STLS"), "-");
        sheet.set_number(&ids.at("RWA", "value:sex=F:age=Y20T24"), "17");
        sheet.set_text(&ids.at("RWA", "status"), "E – valeur estimée");
        sheet.set_text(&ids.at("RWA", "note"), "d’après les permis");
        sheet.set_text(&ids.at("SDN", "label:citizenship"), "السودان");
        sheet.set_number(&ids.total("SDN"), "5");
        sheet.set_text(&ids.at("choose", "label:citizenship"), "TZA – Tanzanie");
        sheet.set_number(&ids.total("choose"), "40");
    });
    let findings = told(&run);
    assert_eq!(findings.iter().map(|(code, ..)| *code).collect::<Vec<_>>(), ["template/office-missing"], "{findings:#?}");
    let value = |citizenship: &str| run.one(&[("citizenship", citizenship), ("age", "_T")]);
    assert_eq!(["_T", "KEN", "SDN", "TZA"].map(|code| value(code).value()), [Some(1200), Some(0), Some(5), Some(40)]);
    let missing = ["UGA", "ZMB", "STLS"].map(|code| (value(code).value(), value(code).get("obs_status")));
    assert_eq!(missing, [(None, "O"), (None, "Q"), (None, "M")]);
    let estimated = run.one(&[("citizenship", "RWA"), ("sex", "F"), ("age", "Y20T24")]);
    assert_eq!((estimated.value(), estimated.get("obs_status"), estimated.get("note")), (Some(17), "E", "d’après les permis"));
    assert_eq!(value("TZA").get("mapping_id"), "template-imm1");
    assert_eq!(run.observations.len(), 8, "an empty cell says nothing");
}

#[test]
fn answers_about_definitions_give_a_grade_and_name_their_cell() {
    let folder = TempDir::new().unwrap();
    let path = make(folder.path(), "en", "IMM1");
    let book = workbook(&path);
    let (ids, questions) = (Ids::of(&book, "IMM1"), Ids::of(&book, "Definitions"));
    let standard = crate::support::standard();
    let answers: Vec<(String, String)> = questions
        .rows
        .keys()
        .filter_map(|id| Some((id.clone(), standard.attribute(id)?.values.first()?.code.clone())))
        .filter(|(id, _)| standard.attribute(id).unwrap().leading)
        .collect();
    assert!(answers.len() > 2);
    let mut package = Package::open(&path);
    package.edit("IMM1", |sheet| sheet.set_number(&ids.total("_T"), "1200"));
    package.edit("Definitions", |sheet| {
        for (id, value) in &answers {
            sheet.set_text(&questions.at(id, "answer"), &format!("{value} – chosen"));
            sheet.set_text(&questions.at(id, "evidence"), "Handbook, page 3");
        }
        sheet.set_text(&questions.at("age_definition", "answer"), "by guess");
    });
    package.save(&path);
    let run = run_files(&[path], Vec::new());
    let row = run.one(&[("citizenship", "_T")]);
    assert_ne!(row.get("grade"), "U", "{}", row.get("grade_causes"));
    let profiles = crate::support::rows(&run.folder.path().join("profiles.parquet"));
    let unit = profiles.iter().find(|row| row.get("attribute") == "unit_counted").unwrap();
    assert_eq!(unit.get("evidence"), format!("Definitions!{}; Handbook, page 3", questions.at("unit_counted", "answer")));
    let unclear: Vec<_> = told(&run).into_iter().filter(|(code, ..)| *code == "template/answer-unclear").collect();
    assert_eq!(unclear[0].2, [questions.at("age_definition", "answer")]);
}

#[test]
fn what_cannot_be_told_names_its_cell_and_is_not_read() {
    let mut cells = Vec::new();
    let run = filled("en", |ids, sheet| {
        cells = vec![
            ids.at("UGA", "label:citizenship"),
            ids.at("ZMB", "key:citizenship"),
            ids.at("RWA", "label:citizenship"),
            ids.at("choose", "label:citizenship"),
            ids.at("BDI", "status"),
        ];
        for code in ["_T", "UGA", "ZMB", "RWA", "choose", "BDI"] {
            sheet.set_number(&ids.total(code), "10");
        }
        sheet.clear(&ids.at("UGA", "key:citizenship"));
        sheet.clear(&cells[0]);
        sheet.set_text(&cells[1], "ZMBIA");
        sheet.set_text(&cells[2], "Malawi");
        sheet.set_text(&cells[3], "Atlantis");
        sheet.set_text(&cells[4], "Q");
    });
    let findings = told(&run);
    let at = |code: &str| findings.iter().filter(|(own, ..)| *own == code).flat_map(|(.., places)| places.clone()).collect::<Vec<_>>();
    assert_eq!(at("template/row-without-code"), cells[..1], "{findings:#?}");
    assert_eq!(at("template/unknown-code"), [cells[4].clone(), cells[1].clone(), cells[3].clone()], "{findings:#?}");
    assert_eq!(at("template/label-and-code"), cells[2..3]);
    let codes: Vec<&str> = run.observations.values().map(|row| row.get("citizenship")).collect();
    assert_eq!(codes.len(), 2, "{codes:?}");
    assert!(codes.contains(&"_T") && codes.contains(&"BDI"));
    assert_eq!(findings.len(), 6, "nothing is told twice: {findings:#?}");
}

#[test]
fn columns_may_move_and_lost_ids_are_refused() {
    let run = filled("en", |ids, sheet| {
        sheet.set_number(&ids.total("_T"), "10");
        sheet.insert_column(0);
        sheet.insert_rows(2, 3);
    });
    assert_eq!((run.one(&[("citizenship", "_T")]).value(), told(&run).len()), (Some(10), 1));

    let mut twice = String::new();
    let run = filled("en", |ids, sheet| {
        twice = ids.id_cell("value:sex=_T:age=Y5T9");
        sheet.set_number(&ids.total("_T"), "10");
        sheet.set_number(&ids.at("_T", "value:sex=_T:age=Y5T9"), "11");
        sheet.set_text(&twice, "concord:value:sex=_T:age=_T");
    });
    assert!(told(&run).iter().any(|(code, _, places)| *code == "template/column-twice" && places[0] == twice), "{:#?}", told(&run));
    assert!(run.observations.is_empty(), "neither is read");

    let run = filled("en", |ids, sheet| {
        sheet.set_number(&ids.total("_T"), "10");
        sheet.remove_row(ids.row + 1);
    });
    assert!(told(&run).iter().any(|(code, _, places)| *code == "template/no-ids" && places[0] == "IMM1"), "{:#?}", told(&run));
    assert!(run.observations.is_empty());

    let run = filled("en", |ids, sheet| {
        sheet.set_number(&ids.total("_T"), "10");
        sheet.set_text("A1", "concord-template:1:IMM1:UGA:2025:comesa:0.3.0");
    });
    assert!(told(&run).iter().any(|(code, _, places)| *code == "template/other-template" && places[0] == "A1"), "{:#?}", told(&run));
    assert!(run.observations.is_empty());
}

#[test]
fn mistakes_in_the_command_are_told_with_what_was_meant() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("x.xlsx").display().to_string();
    let refused = |country: &str, year: &str, language: &str, tables: &str| {
        let arguments = ["template", "--country", country, "--year", year, "--lang", language, "--tables", tables, "--out", &out];
        let output = concord(&arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(refused("KNE", "2025", "en", "IMM1").contains("did you mean `KEN`?"));
    assert!(refused("Kenia", "2025", "en", "IMM1").contains("did you mean `KEN` (Kenya)?"));
    assert!(refused("KEN", "25", "en", "IMM1").contains("expected one from 1950 to 2100"));
    assert!(refused("KEN", "2025", "sw", "IMM1").contains("give one of en, fr, ar, pt"));
    let unknown = refused("KEN", "2025", "en", "IMM9");
    assert!(unknown.contains("the nearest is `IMM1`; expected one of ") && unknown.contains(", REF2, "), "{unknown}");
    let unknown = refused("KEN", "2025", "en", "FOO");
    assert!(unknown.contains("the nearest is `") && unknown.contains(" IMM1, ") && !unknown.contains("RES6"), "{unknown}");
    assert!(refused("KEN", "2025", "en", "RES6").contains("no common list of codes"));
    assert!(!Path::new(&out).exists());
}

#[test]
fn the_mapping_of_a_filled_template_can_be_printed() {
    let folder = TempDir::new().unwrap();
    let path = make(folder.path(), "ar", "IMM1");
    let ids = Ids::of(&workbook(&path), "IMM1");
    let mut package = Package::open(&path);
    package.edit("IMM1", |sheet| sheet.set_number(&ids.total("_T"), "10"));
    package.save(&path);
    let path = path.display().to_string();
    let printed = concord(&["template", "--mapping-of", &path]).assert().success();
    let text = String::from_utf8(printed.get_output().stdout.clone()).unwrap();
    assert!(text.contains("id = \"template-imm1\"") && text.contains("reporter = \"KEN\""));
    let sample = concord(&["template", "--mapping-of", "docs/offices.md"]).output().unwrap();
    assert_ne!(sample.status.code(), Some(0));
}

#[test]
fn an_office_without_mappings_can_check_its_template() {
    let folder = TempDir::new().unwrap();
    make(folder.path(), "en", "IMM1");
    let output = Command::cargo_bin("concord").unwrap().current_dir(folder.path()).args(["check", "en.xlsx"]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(told.contains("only filled templates and SDMX-CSV are recognised"), "{told}");
    assert!(output.status.code().is_some_and(|code| code < 2) && !told.contains("no mapping recognises"), "{told}");
}

#[test]
fn sheets_without_figures_are_information_and_nothing_else() {
    let folder = TempDir::new().unwrap();
    let path = make(folder.path(), "en", "IMM1,NAB1,NAB2,REF2");
    let untouched = run_files(std::slice::from_ref(&path), Vec::new());
    let findings = told(&untouched);
    let codes: Vec<&str> = findings.iter().map(|(code, ..)| *code).filter(|code| *code != "template/office-missing").collect();
    assert_eq!(codes, ["template/not-filled-in"; 4], "{findings:#?}");
    let checked = concord(&["check", &path.display().to_string()]).output().unwrap();
    let screen = format!("{}{}", String::from_utf8_lossy(&checked.stdout), String::from_utf8_lossy(&checked.stderr));
    assert_eq!(checked.status.code(), Some(0), "{screen}");
    assert!(!screen.contains("set-aside") && !screen.contains("ask the sender"), "{screen}");
    assert_eq!(untouched.outcome.files[0].not_understood, 0);

    // One sheet filled in: the others stay information, and only its own day is asked for.
    let book = workbook(&path);
    let ids = Ids::of(&book, "NAB1");
    let mut package = Package::open(&path);
    package.edit("NAB1", |sheet| {
        let cell = ids.columns.iter().find(|(id, _)| id.starts_with("concord:value")).map(|(_, column)| *column).unwrap();
        sheet.set_number(&CellRef::new(*ids.rows.values().min().unwrap(), cell).show(Addressing::Letters), "12");
    });
    package.save(&path);
    let findings = told(&run_files(&[path], Vec::new()));
    let days: Vec<_> = findings.iter().filter(|(code, ..)| *code == "template/date-unclear").map(|(.., places)| places.clone()).collect();
    assert_eq!(days, [[ids.entry(&book, "NAB1", "reference-day")]], "{findings:#?}");
    assert_eq!(findings.iter().filter(|(code, ..)| *code == "template/not-filled-in").count(), 3);
}

#[test]
fn the_only_day_of_a_table_counts_where_nothing_is_entered_and_a_wrong_one_does_not() {
    let folder = TempDir::new().unwrap();
    let path = make(folder.path(), "en", "REF2");
    let book = workbook(&path);
    let ids = Ids::of(&book, "REF2");
    let with_day = |change: &dyn Fn(&mut SheetPart, &str)| {
        let mut package = Package::open(&path);
        package.edit("REF2", |sheet| {
            let first = ids.columns.iter().find(|(id, _)| id.starts_with("concord:value")).map(|(_, column)| *column).unwrap();
            sheet.set_number(&CellRef::new(ids.rows["_T"], first).show(Addressing::Letters), "40000");
            change(sheet, &ids.entry(&book, "REF2", "reference-day"));
        });
        let changed = folder.path().join("changed.xlsx");
        package.save(&changed);
        run_files(&[changed], Vec::new())
    };
    let emptied = with_day(&|sheet, day| sheet.clear(day));
    assert_eq!((emptied.observations.len(), emptied.one(&[]).value()), (1, Some(40000)));
    assert!(told(&emptied).iter().all(|(code, ..)| *code != "template/date-unclear"));
    let wrong = with_day(&|sheet, day| sheet.set_text(day, "end of the year"));
    assert!(wrong.observations.is_empty());
    assert!(told(&wrong).iter().any(|(code, ..)| *code == "template/date-unclear"), "{:#?}", told(&wrong));
}

#[test]
fn advice_speaks_to_who_fills_in_the_cells() {
    let run = filled("en", |ids, sheet| {
        sheet.set_number(&ids.total("_T"), "10");
        sheet.set_text(&ids.total("UGA"), "1 234 (p)");
        sheet.set_text(&ids.total("ZMB"), "=12");
        sheet.set_number(&ids.total("RWA"), "-3");
    });
    let findings = run.outcome.report.findings().iter();
    let hints: BTreeMap<&str, String> =
        findings.filter(|told| !told.code.id.starts_with("gaps/")).map(|told| (told.code.id, told.advice().to_owned())).collect();
    assert!(hints["map/undeclared-symbol"].starts_with("type a whole number"), "{hints:#?}");
    assert!(hints["map/negative"].starts_with("type the right figure"), "{hints:#?}");
    assert!(hints.values().all(|hint| !hint.contains("ask the sender") && !hint.contains("`missing`")), "{hints:#?}");
}

#[test]
fn the_kind_of_source_may_be_its_label_and_formulas_without_a_result_are_told() {
    let folder = TempDir::new().unwrap();
    let path = make(folder.path(), "fr", "IMM1");
    let book = workbook(&path);
    let ids = Ids::of(&book, "IMM1");
    let with = |source: &str, name: &str| {
        let mut package = Package::open(&path);
        package.edit("IMM1", |sheet| {
            sheet.set_number(&ids.total("_T"), "10");
            sheet.set_text(&ids.entry(&book, "IMM1", "source-type"), source);
            sheet.set_formula(&ids.entry(&book, "IMM1", "source-name"), name);
            sheet.set_formula(&ids.at("UGA", "key:citizenship"), name);
        });
        let changed = folder.path().join("changed.xlsx");
        package.save(&changed);
        run_files(&[changed], Vec::new())
    };
    let run = with("Registre de population", "A9");
    assert_eq!(run.one(&[("citizenship", "_T")]).get("source_id"), "KEN:POPULATION_REGISTER", "{:#?}", told(&run));
    let formulas: Vec<_> = run.findings().into_iter().filter(|told| told.code == "read/formula-without-value").collect();
    assert_eq!(formulas.len(), 1, "{formulas:#?}");
    assert!(formulas[0].message.starts_with("2 cells"), "{formulas:#?}");
    assert!(formulas[0].places[0].ends_with(&ids.entry(&book, "IMM1", "source-name")), "{formulas:#?}");
    let run = with("Registre de la populations", "A9");
    let unclear = run.outcome.report.findings().iter().find(|told| told.code.id == "template/answer-unclear").unwrap();
    assert!(unclear.advice().contains("the nearest is `population_register`"), "{unclear:#?}");
}
