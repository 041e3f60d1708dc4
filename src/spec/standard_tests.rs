use std::sync::LazyLock;

use jiff::civil::date;

use super::super::code_list::Lookup;
use super::super::language::CodeSystem;
use super::super::normalise::normalise;
use super::*;
use crate::model::{BLANKS, DigitSystem};

static SHIPPED: LazyLock<Standard> = LazyLock::new(|| Standard::shipped().unwrap_or_else(|error| panic!("{error}")));

fn areas() -> &'static CodeList {
    SHIPPED.area_list().unwrap()
}

fn named(name: &str, languages: &[Language]) -> Lookup {
    areas().by_name(&normalise(name).key, languages)
}

fn resolved(name: &str, language: Language) -> String {
    match named(name, &[language]) {
        Lookup::One(code, _) => code.to_string(),
        other => panic!("{name}: {other:?}"),
    }
}

/// What is told about the shipped standard when one piece of one file reads otherwise.
fn told_after(path: &str, old: &str, new: &str) -> Vec<String> {
    let shipped = SpecSource::shipped();
    let text = shipped.text(path).unwrap().unwrap();
    assert!(text.contains(old), "{path} has no `{old}`");
    let broken = shipped.clone().with(path, &text.replacen(old, new, 1));
    let Err(error) = Standard::from_source(&broken) else { panic!("{path} still loads with `{new}`") };
    error.problems().iter().map(ToString::to_string).collect()
}

#[test]
fn shipped_standard_holds_together() {
    assert_eq!((SHIPPED.id.as_str(), SHIPPED.region.as_str(), SHIPPED.sha256.len()), ("comesa", "171", 64));
    let table = SHIPPED.table("POP2").unwrap();
    assert_eq!(table.dimensions.iter().map(DimensionId::as_str).collect::<Vec<_>>(), ["country_of_birth"]);
    assert_eq!(SHIPPED.list_of(&table.dimensions[0]).unwrap().id(), "area");
    assert!(SHIPPED.table("POP4_CTZ").is_some() && SHIPPED.table("POP4").is_none());
    for list in SHIPPED.lists.keys() {
        assert!(!SHIPPED.lists[list].entries().is_empty(), "{list}");
    }
}

#[test]
fn a_folder_and_the_program_hold_the_same_standard() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("standards");
    assert_eq!(Standard::load(&folder).unwrap().sha256, SHIPPED.sha256);
}

#[test]
fn every_code_of_an_age_is_an_age() {
    for entry in SHIPPED.lists["age"].entries() {
        let code = entry.code.as_str();
        assert!(code == "_Z" || code.parse::<crate::model::Age>().is_ok(), "{code}");
    }
}

#[test]
fn members_depend_on_the_day() {
    let members = |on| SHIPPED.members("171", on);
    assert_eq!(members(date(2024, 12, 31)).len(), 21);
    let before = members(date(2017, 12, 31));
    assert_eq!((before.len(), before.contains("TUN"), before.contains("SOM")), (19, false, false));
    assert!(members(date(1990, 1, 1)).is_empty());
}

#[test]
fn groups_of_m49_have_the_countries_below_them() {
    let on = date(2024, 1, 1);
    assert!(SHIPPED.members("014", on).contains("KEN"));
    assert!(SHIPPED.members("002", on).contains("KEN") && SHIPPED.members("001", on).contains("KEN"));
    assert!(!SHIPPED.members("015", on).contains("KEN"));
    assert!(SHIPPED.members("NOBODY", on).is_empty());
}

#[test]
fn code_systems_are_never_guessed() {
    let code = |system, text| areas().by_system(system, text).map(Code::as_str);
    assert_eq!(code(CodeSystem::Unhcr, "ARE"), Some("EGY"));
    assert_eq!(code(CodeSystem::Iso3, "ARE"), Some("ARE"));
    assert_eq!(code(CodeSystem::Iso2, "NA"), Some("NAM"));
    assert_eq!(code(CodeSystem::M49, "404"), Some("KEN"));
    assert_eq!(code(CodeSystem::M49, "4"), Some("AFG"));
    assert_eq!(code(CodeSystem::M49, "004"), Some("AFG"));
    assert_eq!(code(CodeSystem::Eurostat, "EL"), Some("GRC"));
    assert_eq!(code(CodeSystem::Undesa, "900"), Some("001"));
    assert_eq!(code(CodeSystem::Undesa, "1830"), code(CodeSystem::Undesa, "904"));
    assert_eq!(code(CodeSystem::Iso3, "171"), None);
}

#[test]
fn names_resolve_or_say_that_they_are_ambiguous() {
    assert_eq!(named("Congo", &[Language::EN]), Lookup::Several(vec![Code::new("COD").unwrap(), Code::new("COG").unwrap()]));
    assert_eq!(SHIPPED.ambiguous("congo", Language::EN).unwrap().rule, AmbiguityRule::MappingDecides);
    assert_eq!(named("Atlantis", &[]), Lookup::None);
    for (name, code) in [
        ("United Republic of Tanzania", "TZA"),
        ("Dem. People's Republic of Korea", "PRK"),
        ("China, Hong Kong SAR*", "HKG"),
        ("State of Palestine", "PSE"),
        ("Channel Islands", "XCH"),
        ("Bonaire, Sint Eustatius and Saba", "BES"),
        ("Soviet Union", "SUN"),
        ("U.S.A.", "USA"),
        ("Lao PDR", "LAO"),
        ("SUDAN (1)", "SDN"),
    ] {
        assert_eq!(resolved(name, Language::EN), code);
    }
}

#[test]
fn former_names_resolve_and_say_how_long_they_held() {
    let Lookup::One(code, validity) = named("Swaziland", &[Language::EN]) else { panic!("Swaziland is one country") };
    assert_eq!(code.as_str(), "SWZ");
    assert!(validity.contains(date(2010, 1, 1)) && !validity.contains(date(2020, 1, 1)));
}

#[test]
fn a_former_name_tells_whether_it_was_in_use_in_a_period() {
    let Lookup::One(code, validity) = named("Democratic Republic of the Sudan", &[Language::EN]) else { panic!("one country") };
    assert_eq!(code.as_str(), "SDN");
    assert!(validity.touches(date(1985, 1, 1), date(1985, 12, 31)), "in use until October");
    assert!(!validity.touches(date(2024, 1, 1), date(2024, 12, 31)) && !validity.touches(date(1960, 1, 1), date(1960, 12, 31)));
    let Lookup::One(_, always) = named("Kenya", &[Language::EN]) else { panic!("one country") };
    assert!(always.touches(date(1800, 1, 1), date(1800, 1, 1)));
}

#[test]
fn what_a_name_covers_can_depend_on_the_period() {
    for (name, language, changed) in [("Sudan", Language::EN, date(2011, 7, 9)), ("Éthiopie", Language::FR, date(1993, 5, 24))] {
        let known = SHIPPED.ambiguous(&normalise(name).key, language).unwrap();
        assert_eq!((known.rule, known.changed_on), (AmbiguityRule::PeriodDecides, Some(changed)));
        assert!(known.covered_otherwise(changed.yesterday().unwrap()) && !known.covered_otherwise(changed));
    }
    assert!(!SHIPPED.ambiguous("congo", Language::EN).unwrap().covered_otherwise(date(1800, 1, 1)));
    let told = told_after("codelists/ambiguous_names.csv", "period-decides,2011-07-09", "period-decides,");
    assert!(told[0].contains("`changed_on` says since when"), "{told:?}");
}

#[test]
fn demonyms_lead_to_their_country_in_every_gender_and_number() {
    for (name, language, code) in [
        ("Kenyans", Language::EN, "KEN"),
        ("Burundaise", Language::FR, "BDI"),
        ("Nigérian", Language::FR, "NGA"),
        ("Nigérien", Language::FR, "NER"),
        ("Nigerian", Language::EN, "NGA"),
        ("كينيون", Language::AR, "KEN"),
        ("إثيوبية", Language::AR, "ETH"),
        ("Moçambicanas", Language::PT, "MOZ"),
        ("SUDANESE", Language::EN, "SDN"),
        ("South Sudanese", Language::EN, "SSD"),
    ] {
        assert_eq!(resolved(name, language), code, "{name}");
    }
    for (name, languages) in
        [("Congolese", [Language::EN]), ("Guinéenne", [Language::FR]), ("Dominican", [Language::EN]), ("كونغولية", [Language::AR])]
    {
        assert!(matches!(named(name, &languages), Lookup::Several(_)), "{name}");
    }
}

/// A source may state several languages; a name that means two things across them must at least be asked about.
#[test]
fn no_demonym_means_two_countries_in_silence() {
    let text = SpecSource::shipped().text("codelists/names/area.demonyms.csv").unwrap().unwrap().to_owned();
    let mut seen = 0;
    for record in csv::Reader::from_reader(text.as_bytes()).records() {
        let record = record.unwrap();
        let language = record[1].parse().unwrap();
        assert_eq!(resolved(&record[2], language), record[0], "{}", &record[2]);
        match named(&record[2], &SHIPPED.languages.of_texts) {
            Lookup::One(code, _) => assert_eq!(code.as_str(), &record[0]),
            other => panic!("{}: {other:?}", &record[2]),
        }
        seen += 1;
    }
    assert!(seen > 1000);
    let members = SHIPPED.members("171", date(2024, 1, 1));
    let without: Vec<&Code> =
        members.iter().filter(|code| code.as_str() != "COD" && code.as_str() != "SDN" && !text.contains(&format!("\n{code},"))).collect();
    assert!(without.is_empty(), "{without:?}");
}

#[test]
fn names_of_agencies_and_groups_resolve() {
    for (name, language, code) in [
        ("Yemen, Rep.", Language::EN, "YEM"),
        ("West Bank and Gaza", Language::EN, "PSE"),
        ("Central African Rep.", Language::EN, "CAF"),
        ("Other North", Language::EN, "OTHER_NORTH"),
        ("Various/Unknown", Language::EN, "899"),
        ("EU (28 countries)", Language::EN, "EU28"),
        ("Apatride / Inconnu 5)", Language::FR, "STLS_U"),
        ("Pays de l'UE/AELE 1) ", Language::FR, "EU_EFTA"),
        ("Maghreb arabe", Language::FR, "MAGHREB"),
        ("Vietname", Language::PT, "VNM"),
        ("Irão", Language::PT, "IRN"),
    ] {
        assert_eq!(resolved(name, language), code, "{name}");
    }
    assert_eq!(areas().by_system(CodeSystem::Unhcr, "TIB").map(Code::as_str), Some("UNHCR_TIB"));
    assert_eq!(areas().by_system(CodeSystem::Eurostat, "EU28").map(Code::as_str), Some("EU28"));
}

#[test]
fn arabic_names_resolve_with_and_without_hamza() {
    assert_eq!(resolved("إثيوبيا", Language::AR), "ETH");
    assert_eq!(resolved("اثيوبيا", Language::AR), "ETH");
    assert_eq!(resolved("أوغندا", Language::AR), resolved("اوغندا", Language::AR));
}

#[test]
fn sexes_are_recognised_in_the_language_of_the_return() {
    let sex = |text: &str, language| SHIPPED.lists["sex"].by_name(&normalise(text).key, &[language]);
    assert!(matches!(sex("Hommes", Language::FR), Lookup::One(code, _) if code.as_str() == "M"));
    assert!(matches!(sex("ذكور", Language::AR), Lookup::One(code, _) if code.as_str() == "M"));
    assert_eq!(sex("M", Language::PT), Lookup::None, "mulheres or masculino: only the pair tells");
}

/// `1234567.5` as a locale writes it.
fn written(format: &NumberFormat, zero: char) -> String {
    let native = |digit: char| digit.to_digit(10).and_then(|digit| char::from_u32(u32::from(zero) + digit)).unwrap();
    let digits = |text: &str| text.chars().map(native).collect::<String>();
    [digits("1"), format.group.to_string(), digits("234"), format.group.to_string(), digits("567"), format.decimal.to_string(), digits("5")]
        .concat()
}

#[test]
fn every_locale_reads_what_it_writes() {
    assert!(SHIPPED.number_formats.len() >= 36);
    for format in SHIPPED.number_formats.values() {
        for digits in [format.default_digits, format.native_digits] {
            let zero = match digits {
                DigitSystem::Latin => '0',
                DigitSystem::ArabicIndic => '٠',
                DigitSystem::ExtendedArabicIndic => '۰',
            };
            let text = written(format, zero);
            let read = format.numbers().parse(&text).unwrap_or_else(|error| panic!("{}: {error}", format.locale));
            assert_eq!(read.to_string(), "1234567.5", "{} {text}", format.locale);
        }
    }
    let french = SHIPPED.number_format("fr-TN").unwrap().numbers();
    for blank in BLANKS {
        assert_eq!(french.parse(&format!("12{blank}345")).unwrap(), 12_345.into(), "{blank:?}");
    }
    assert!(french.parse("12,345.5").is_err() && SHIPPED.number_format("tlh").is_none());
}

#[test]
fn months_have_names_in_every_language_of_the_region() {
    let month = |name: &str, calendar, languages: &[Language]| SHIPPED.month(&normalise(name).key, calendar, languages);
    for (name, languages, number) in [
        ("JANUARY", vec![Language::EN], 1),
        ("Sept.", vec![Language::EN], 9),
        ("août", vec![Language::FR], 8),
        ("جانفي", vec![Language::AR], 1),
        ("يناير", vec![Language::AR], 1),
        ("سبتمبر", vec![Language::AR], 9),
        ("Março", vec![Language::PT], 3),
        ("Nyakanga", vec!["rw".parse().unwrap()], 7),
        ("Nyakanga", vec!["rn".parse().unwrap(), Language::FR], 9),
    ] {
        assert_eq!(month(name, Calendar::Gregorian, &languages), MonthLookup::One(number), "{name}");
    }
    assert_eq!(month("መስከረም", Calendar::Ethiopian, &["am".parse().unwrap()]), MonthLookup::One(1));
    assert_eq!(month("መስከረም", Calendar::Gregorian, &["ti".parse().unwrap()]), MonthLookup::One(9), "the same word in another calendar");
    assert_eq!(month("Pagumen", Calendar::Ethiopian, &[]), MonthLookup::One(13));
    for calendar in [Calendar::HijriCivil, Calendar::HijriUmmAlQura] {
        assert_eq!(month("رمضان", calendar, &[Language::AR]), MonthLookup::One(9));
    }
    assert_eq!(month("Ramadan", Calendar::Gregorian, &[]), MonthLookup::None);
    assert_eq!(month("Nyakanga", Calendar::Gregorian, &[]), MonthLookup::Several(vec![7, 9]));
}

#[test]
fn a_name_means_one_month_in_each_language() {
    for language in SHIPPED.languages.all() {
        for (calendar, name) in SHIPPED.month_names.keys() {
            let found = SHIPPED.month(name, calendar, &[language]);
            assert!(!matches!(found, MonthLookup::Several(_)), "{calendar} {language} {name}: {found:?}");
        }
    }
}

#[test]
fn areas_say_which_calendars_they_use_and_texts_which_one_they_mean() {
    let used = SHIPPED.calendars_in_use("ETH");
    assert_eq!((used.len(), used[0].calendars.as_slice()), (1, [Calendar::Ethiopian].as_slice()));
    assert!(used[0].is_ambiguous(2000) && used[0].is_ambiguous(2018) && !used[0].is_ambiguous(2019));
    assert!(SHIPPED.calendars_in_use("KEN").is_empty());
    let hijri = [Calendar::HijriCivil, Calendar::HijriUmmAlQura];
    for (text, calendars) in [
        ("Table 4. Permits, 2015 E.C.", [Calendar::Ethiopian].as_slice()),
        ("2015 (E.C)", &[Calendar::Ethiopian]),
        ("EFY2013", &[Calendar::Ethiopian]),
        ("2022 G.C.", &[Calendar::Gregorian]),
        ("በ2015 ዓ.ም.", &[Calendar::Ethiopian]),
        ("እ.ኤ.አ. በ2022 ዓ.ም.", &[Calendar::Gregorian]),
        ("سنة 1445هـ", &hijri),
        ("سنة 2024م", &[Calendar::Gregorian]),
        ("1445 AH", &hijri),
        ("SECTION 2015", &[]),
        ("عام ٢٠٢٤", &[]),
    ] {
        assert_eq!(SHIPPED.calendars_marked(text).into_iter().collect::<Vec<_>>(), calendars, "{text}");
    }
}

#[test]
fn what_is_wrong_about_numbers_and_time_is_told_with_its_line() {
    let told = told_after("number_formats.csv", "\nfr,latn,latn,U+002C", "\nfr,latn,latn,U+202F");
    assert_eq!(told, ["number_formats.csv:5: `fr` parts decimals and groups by the same sign"]);
    let told = told_after("number_formats.csv", "\nfr,latn", "\nfr,latin");
    assert!(told[0].contains("did you mean `latn`?"), "{told:?}");
    let told = told_after("month_names.csv", "\ngregorian,en,1,", "\ngregorian,en,13,");
    assert!(told[0].ends_with("the gregorian calendar has no month 13"), "{told:?}");
    let told = told_after("calendars.toml", "\"ETH\"", "\"ETP\"");
    assert!(told[0].contains("`ETP` is not a code of the list `area`"), "{told:?}");
    assert_eq!(told_after("calendars.toml", "[2000, 2018]", "[2018, 2000]").len(), 1);
}

#[test]
fn nearest_names_are_hints_in_a_stable_order() {
    let near = areas().nearest("ethiopa", &[Language::EN], 3);
    assert_eq!(near[0], ("Ethiopia".to_owned(), Code::new("ETH").unwrap()));
}

#[test]
fn problems_name_file_line_and_the_nearest_spelling() {
    assert_eq!(
        told_after("tables/POP1.toml", "stat-type", "stat-typ"),
        ["tables/POP1.toml:5: unknown key `stat-typ`\n  hint: did you mean `stat-type`?"]
    );
    assert_eq!(
        told_after("tables/POP1.toml", "\"citizenship\"", "\"citizenshp\""),
        ["tables/POP1.toml:9: there is no dimension `citizenshp`\n  hint: did you mean `citizenship`?"]
    );
    let told = told_after("tables/POP1.toml", "\"stock\"", "\"stok\"");
    assert!(told[0].starts_with("tables/POP1.toml:5: unknown variant `stok`") && told[0].ends_with("did you mean `stock`?"), "{told:?}");
    assert_eq!(told_after("dimensions.toml", "list = \"sex\"", "list = \"sexes\"").len(), 1);
    assert_eq!(told_after("codelists/area.csv", "valid_to", "valid_ot").len(), 2);
    let told = told_after("codelists/area.csv", "\nKEN,country,014", "\nKEN,country,0144");
    assert!(told[0].contains("the parent `0144` is not a code of this list\n  hint: did you mean `014`?"), "{told:?}");
    let told = told_after("codelists/area.csv", "\nKEN,country", "\nKEN,");
    assert!(told[0].ends_with("the area `KEN` has no kind"), "{told:?}");
}

#[test]
fn names_that_lead_to_two_codes_are_refused_unless_listed() {
    let told = told_after("codelists/names/sex.csv", "\nM,en,", "\nM,en,women,,,test\nM,en,");
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("codelists/names/sex.csv:"), "{told:?}");
    assert!(told[0].contains(": the name `women` (en) leads to `F` and to `M`"), "{told:?}");
}

#[test]
fn other_bytes_give_another_fingerprint() {
    let text = "# a note\n".to_owned() + SpecSource::shipped().text(STANDARD).unwrap().unwrap();
    let other = Standard::from_source(&SpecSource::shipped().with(STANDARD, &text)).unwrap();
    assert_ne!(other.sha256, SHIPPED.sha256);
    assert_eq!(SpecSource::shipped().with("README.md", "x").sha256(), SHIPPED.sha256);
}

#[test]
fn the_shipped_standard_needs_no_mending() {
    let source = SpecSource::shipped();
    if let Err(error) = crate::spec::review(&Standard::from_source(&source).unwrap(), &source) {
        panic!("{error}");
    }
}

#[test]
fn groups_of_foreigners_hold_whom_the_list_says_seen_from_the_reporter() {
    let code = |text: &str| Code::new(text).unwrap();
    let holds = |group: &str, area: &str| SHIPPED.holds(&code(group), &code(area), &code("KEN"), date(2023, 12, 31));
    for (group, inside, outside) in [
        ("FOR", ["UGA", "FRA"].as_slice(), ["KEN", "STLS", "171"].as_slice()),
        ("FOR_STLS", &["UGA", "FRA", "STLS"], &["KEN", "_U"]),
        ("COMESA_FOR", &["UGA"], &["KEN", "FRA", "STLS"]),
        ("NCOMESA_FOR", &["FRA"], &["KEN", "UGA", "STLS"]),
        ("171", &["KEN", "UGA"], &["FRA"]),
        ("002", &["KEN", "UGA"], &["FRA"]),
    ] {
        assert!(inside.iter().all(|area| holds(group, area) == Some(true)), "{group} {inside:?}");
        assert!(outside.iter().all(|area| holds(group, area) == Some(false)), "{group} {outside:?}");
    }
    assert_eq!(holds("MAGHREB", "TUN"), None, "nobody says who is in it");
    assert!(SHIPPED.is_all_foreign("FOR") && !SHIPPED.is_all_foreign("FOR_STLS") && !SHIPPED.is_all_foreign("171"));
}

#[test]
fn a_group_of_foreigners_that_cannot_be_read_is_told_at_its_line() {
    let path = "codelists/area.csv";
    let told = |old: &str, new: &str| told_after(path, old, new).join("\n");
    assert!(
        told(",in 171\n", ",inside 171\n").contains("column `foreigners`: `inside 171` is not known; expected `all`, `in` or `not in`")
    );
    assert!(told(",in 171\n", ",in 177\n").contains("column `foreigners`: `177` is not a code of this list"));
    assert!(told(",all;STLS\n", ",all;STLESS\n").contains("column `foreigners`: `STLESS` is not a code of this list"));
    assert!(told("FOR,aggregate", "FOR,residual").contains("only an area of kind `aggregate` can stand for foreigners"));
}

#[test]
fn an_official_name_of_no_country_or_a_second_one_is_told_at_its_line() {
    assert_eq!(SHIPPED.area_name("COD", Language::EN), "Democratic Republic of the Congo");
    assert_eq!((SHIPPED.area_name("KEN", Language::PT), SHIPPED.area_name("XXX", Language::AR)), ("Quénia", "XXX"));
    let told = |new: &str| told_after("official_names.csv", "COG,en,Congo", new).join("\n");
    assert!(told("COGO,en,Congo").contains("`COGO` is not a code of the list `area`"));
    assert!(told("COD,en,Congo").contains("`COD` has two names in `en`"));
}
