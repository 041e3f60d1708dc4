use std::sync::LazyLock;

use jiff::civil::date;

use super::super::code_list::Lookup;
use super::super::language::CodeSystem;
use super::super::normalise::normalise;
use super::*;

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
    assert_eq!(named("Congo", &[Language::En]), Lookup::Several(vec![Code::new("COD").unwrap(), Code::new("COG").unwrap()]));
    assert_eq!(SHIPPED.ambiguous("congo", Language::En).unwrap().rule, AmbiguityRule::MappingDecides);
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
        assert_eq!(resolved(name, Language::En), code);
    }
}

#[test]
fn former_names_resolve_and_say_how_long_they_held() {
    let Lookup::One(code, validity) = named("Swaziland", &[Language::En]) else { panic!("Swaziland is one country") };
    assert_eq!(code.as_str(), "SWZ");
    assert!(validity.contains(date(2010, 1, 1)) && !validity.contains(date(2020, 1, 1)));
}

#[test]
fn arabic_names_resolve_with_and_without_hamza() {
    assert_eq!(resolved("إثيوبيا", Language::Ar), "ETH");
    assert_eq!(resolved("اثيوبيا", Language::Ar), "ETH");
    assert_eq!(resolved("أوغندا", Language::Ar), resolved("اوغندا", Language::Ar));
}

#[test]
fn sexes_are_recognised_in_the_language_of_the_return() {
    let sex = |text: &str, language| SHIPPED.lists["sex"].by_name(&normalise(text).key, &[language]);
    assert!(matches!(sex("Hommes", Language::Fr), Lookup::One(code, _) if code.as_str() == "M"));
    assert!(matches!(sex("ذكور", Language::Ar), Lookup::One(code, _) if code.as_str() == "M"));
    assert_eq!(sex("M", Language::Pt), Lookup::None, "mulheres or masculino: only the pair tells");
}

#[test]
fn nearest_names_are_hints_in_a_stable_order() {
    let near = areas().nearest("ethiopa", &[Language::En], 3);
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
        ["tables/POP1.toml:8: there is no dimension `citizenshp`\n  hint: did you mean `citizenship`?"]
    );
    let told = told_after("tables/POP1.toml", "\"stock\"", "\"stok\"");
    assert!(told[0].starts_with("tables/POP1.toml:5: unknown variant `stok`") && told[0].ends_with("did you mean `stock`?"), "{told:?}");
    assert_eq!(told_after("dimensions.toml", "list = \"sex\"", "list = \"sexes\"").len(), 1);
    assert_eq!(told_after("codelists/area.csv", "label_pt", "label_tp").len(), 2);
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
