//! The CSV files of a standard: code lists, further names, ambiguous names and membership.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::area_tree;
use super::code_list::{CodeList, Collision, Entry, Foreigners, Validity, Written};
use super::csv_file::{CsvFile, CsvRow};
use super::language::{CodeSystem, Language, Languages};
use super::normalise::normalise;
use super::problem::{Problems, in_one_line, spelling_hint};
use super::source::SpecSource;
use super::standard::{AmbiguityRule, AmbiguousName, Membership};
use super::translations::Translations;
use crate::model::{AreaKind, Code};

/// The list of areas, whose codes must say what kind of area they name.
pub(super) const AREA_LIST: &str = "area";

/// The list of labelled ages; more codes of the same grammar are valid.
pub(super) const AGE_LIST: &str = "age";

const AMBIGUOUS_NAMES: &str = "codelists/ambiguous_names.csv";
const MEMBERSHIP: &str = "codelists/region_membership.csv";
const OFFICIAL_NAMES: &str = "official_names.csv";
const LIST_COLUMNS: [&str; 7] = ["code", "kind", "parent", "valid_from", "valid_to", "label", "note"];
/// The tree of M49 as it is published; `parent` is the lowest of the three.
const M49_TREE: [&str; 3] = ["m49_intermediate", "m49_subregion", "m49_region"];
const SYSTEM_COLUMNS: [CodeSystem; 5] = [CodeSystem::Iso2, CodeSystem::M49, CodeSystem::Unhcr, CodeSystem::Eurostat, CodeSystem::Undesa];

pub(super) type Lists = BTreeMap<String, CodeList>;

/// What is needed to read labels and names: the languages, and the texts in them.
#[derive(Clone, Copy)]
pub(super) struct Texts<'a> {
    pub(super) languages: &'a Languages,
    pub(super) translations: &'a Translations,
}

/// Reads every code list with its names, and checks that codes, parents and kinds hold together.
pub(super) fn read_lists(source: &SpecSource, texts: Texts<'_>, problems: &mut Problems) -> Lists {
    let mut lists = Lists::new();
    let others = [AMBIGUOUS_NAMES, MEMBERSHIP].map(list_id);
    let mut paths: Vec<&str> = source.inside("codelists", ".csv").filter(|path| !others.contains(&list_id(path))).collect();
    // A file that adds codes comes after the list it adds to.
    paths.sort_by_key(|path| (list_id(path), path.matches('.').count(), *path));
    for path in paths {
        if let Some(Some(text)) = problems.value_of(source.text(path)) {
            let id = list_id(path);
            read_list(path, lists.entry(id.to_owned()).or_insert_with(|| CodeList::new(id)), text, texts, problems);
        }
    }
    for path in source.inside("codelists/names", ".csv") {
        let Some(list) = lists.get_mut(list_id(path)) else {
            problems.add(path, None, format!("there is no code list `{}` for these names", list_id(path)));
            continue;
        };
        if let Some(Some(text)) = problems.value_of(source.text(path)) {
            read_names(path, list, text, texts.languages, problems);
        }
    }
    lists
}

/// The list a file belongs to: `area` for `area.csv`, and for `area.demonyms.csv` too.
fn list_id(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split_once('.').map_or(name, |(list, _)| list)
}

fn read_list(path: &str, list: &mut CodeList, text: &str, texts: Texts<'_>, problems: &mut Problems) {
    let systems: Vec<&str> = SYSTEM_COLUMNS.into_iter().map(CodeSystem::as_str).collect();
    let optional: Vec<&str> = systems.into_iter().chain(M49_TREE).chain(["foreigners"]).collect();
    let file = CsvFile::read(path, text, &LIST_COLUMNS, &optional, problems);
    let id = list.id().to_owned();
    let file_name: Arc<str> = path.into();
    for row in file.rows() {
        let Some(mut entry) = read_entry(&id, row, problems) else { continue };
        let mut elsewhere = BTreeMap::new();
        for language in texts.languages.of_texts.iter().filter(|language| **language != Language::EN) {
            if let Some(label) = texts.translations.get(&format!("code/{id}/{}/label", entry.code), *language) {
                entry.labels.insert(*language, label.text.clone());
                elsewhere.insert(*language, label.written());
            }
        }
        let code = entry.code.clone();
        let systems = entry.systems.clone();
        if !list.add(entry, &written(&file_name, row), &elsewhere) {
            problems.add(path, row.line, format!("the code `{code}` stands twice"));
        }
        for (system, texts) in systems {
            for text in texts {
                if let Err(taken) = list.add_system(system, &text, &code) {
                    let message = format!("`{text}` of the system `{system}` leads to `{}` and to `{code}`", taken.0);
                    problems.add(path, row.line, message);
                }
            }
        }
    }
    for row in file.rows() {
        check_parent(list, row, problems);
    }
}

fn read_entry(list: &str, row: CsvRow<'_>, problems: &mut Problems) -> Option<Entry> {
    let code = row.required("code", problems, code)?;
    let kind = row.read("kind", problems, area_kind);
    match (list == AREA_LIST, row.stated("kind")) {
        (true, None) => problems.add(row.file, row.line, format!("the area `{code}` has no kind")),
        (false, Some(_)) => problems.add(row.file, row.line, "only areas have a kind"),
        _ => {}
    }
    let label = row.required("label", problems, text_of)?;
    let labels = BTreeMap::from([(Language::EN, label)]);
    let mut systems: BTreeMap<CodeSystem, Vec<String>> = SYSTEM_COLUMNS
        .into_iter()
        .filter_map(|system| Some((system, row.stated(system.as_str())?.split(';').map(|text| text.trim().to_owned()).collect())))
        .collect();
    // The codes of countries are the alpha-3 codes themselves; those of groups are not.
    if kind == Some(AreaKind::Country) {
        systems.insert(CodeSystem::Iso3, vec![code.to_string()]);
    }
    let parent = row.read("parent", problems, self::code);
    let foreigners = row.read("foreigners", problems, str::parse);
    if foreigners.is_some() && kind != Some(AreaKind::Aggregate) {
        problems.add(row.file, row.line, "only an area of kind `aggregate` can stand for foreigners");
    }
    let note = row.stated("note").map(str::to_owned);
    Some(Entry { kind, parent, foreigners, validity: validity(row, problems), labels, systems, note, code })
}

fn check_parent(list: &CodeList, row: CsvRow<'_>, problems: &mut Problems) {
    let Some(entry) = list.get(row.get("code")) else { return };
    if let Some(parent) = &entry.parent {
        if list.get(parent.as_str()).is_none() {
            let codes = list.entries().iter().map(|entry| entry.code.as_str());
            let hint = super::problem::nearest(parent.as_str(), codes).map(|code| format!("did you mean `{code}`?"));
            problems.add_with_hint(row.file, row.line, format!("the parent `{parent}` is not a code of this list"), hint);
        } else if area_tree::turns_back(list, entry) {
            problems.add(row.file, row.line, format!("`{}` is a part of itself", entry.code));
        }
    }
    for code in entry.foreigners.iter().flat_map(Foreigners::codes).filter(|code| list.get(code.as_str()).is_none()) {
        problems.add(row.file, row.line, format!("column `foreigners`: `{code}` is not a code of this list"));
    }
    let lowest = M49_TREE.into_iter().find_map(|column| row.stated(column));
    if let Some(lowest) = lowest.filter(|lowest| row.stated("parent") != Some(lowest)) {
        problems.add(row.file, row.line, format!("the parent must be `{lowest}`, the lowest group of M49 in this row"));
    }
}

fn read_names(path: &str, list: &mut CodeList, text: &str, languages: &Languages, problems: &mut Problems) {
    let columns = ["code", "language", "name", "valid_from", "valid_to", "source"];
    let file = CsvFile::read(path, text, &columns, &[], problems);
    let file_name: Arc<str> = path.into();
    for row in file.rows() {
        let read = (
            row.required("code", problems, code),
            row.required("language", problems, |text| languages.named(text)),
            row.required("name", problems, text_of),
        );
        let (Some(code), Some(language), Some(name)) = read else { continue };
        if list.get(code.as_str()).is_none() {
            problems.add(path, row.line, format!("`{code}` is not a code of the list `{}`", list.id()));
            continue;
        }
        list.add_name(&code, language, &name, validity(row, problems), &written(&file_name, row));
    }
}

/// Reads the names that can mean two things, makes the lists say so, and refuses every other name that leads to two codes.
pub(super) fn read_ambiguous(source: &SpecSource, lists: &mut Lists, languages: &Languages, problems: &mut Problems) -> Vec<AmbiguousName> {
    let mut found = Vec::new();
    for path in source.parts(AMBIGUOUS_NAMES) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        let file = CsvFile::read(path, text, &["list", "language", "name", "codes", "rule", "changed_on", "note"], &[], problems);
        for row in file.rows() {
            found.extend(read_ambiguous_name(row, lists, languages, problems));
        }
    }
    for list in lists.values() {
        for collision in list.collisions().iter().filter(|collision| !is_listed(list, collision, &found)) {
            let codes: Vec<&str> = collision.codes.iter().map(|code| code.as_str()).collect();
            let message = format!("the name `{}` ({}) leads to `{}`", collision.key, collision.language, codes.join("` and to `"));
            let hint = format!("take one of them out, or list the name in {AMBIGUOUS_NAMES}");
            problems.add_with_hint(&collision.written.file, collision.written.line, message, Some(hint));
        }
    }
    found
}

fn is_listed(list: &CodeList, collision: &Collision<'_>, names: &[AmbiguousName]) -> bool {
    names.iter().any(|name| {
        let same_name = name.list == list.id() && name.language == collision.language && name.key == collision.key;
        same_name && collision.codes.iter().all(|code| name.codes.contains(*code))
    })
}

fn written(file: &Arc<str>, row: CsvRow<'_>) -> Written {
    Written { file: Arc::clone(file), line: row.line }
}

fn read_ambiguous_name(row: CsvRow<'_>, lists: &mut Lists, languages: &Languages, problems: &mut Problems) -> Option<AmbiguousName> {
    let language = row.required("language", problems, |text| languages.named(text))?;
    let name = row.required("name", problems, text_of)?;
    let rule = row.required("rule", problems, rule)?;
    let codes: BTreeSet<Code> =
        row.required("codes", problems, |text| text.split(';').map(|part| code(part.trim())).collect::<Result<_, _>>())?;
    let Some(list) = lists.get_mut(row.get("list")) else {
        problems.add(row.file, row.line, format!("there is no code list `{}`", row.get("list")));
        return None;
    };
    let place = written(&row.file.into(), row);
    for code in &codes {
        if list.get(code.as_str()).is_none() {
            problems.add(row.file, row.line, format!("`{code}` is not a code of the list `{}`", list.id()));
        }
        list.add_name(code, language, &name, Validity::default(), &place);
    }
    let changed_on = row.read("changed_on", problems, day);
    if (rule == AmbiguityRule::PeriodDecides) != changed_on.is_some() {
        let message = "`changed_on` says since when the name covers what it covers now; it belongs to the rule `period-decides` alone";
        problems.add(row.file, row.line, message);
    }
    let note = row.stated("note").map(str::to_owned);
    Some(AmbiguousName { list: list.id().to_owned(), language, key: normalise(&name).key, name, codes, rule, changed_on, note })
}

/// Reads the names under which countries stand in tables that leave the house, where these are not their labels.
pub(super) fn read_official_names(
    source: &SpecSource,
    lists: &Lists,
    languages: &Languages,
    problems: &mut Problems,
) -> BTreeMap<(Code, Language), String> {
    let mut found = BTreeMap::new();
    for path in source.parts(OFFICIAL_NAMES) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        for row in CsvFile::read(path, text, &["code", "language", "name", "source"], &[], problems).rows() {
            let code = row.required("code", problems, code);
            let language = row.required("language", problems, |text| languages.named(text));
            let name = row.required("name", problems, text_of);
            let (Some(code), Some(language), Some(name)) = (code, language, name) else { continue };
            if lists.get(AREA_LIST).is_none_or(|list| list.get(code.as_str()).is_none()) {
                problems.add(row.file, row.line, format!("`{code}` is not a code of the list `{AREA_LIST}`"));
            }
            if found.insert((code.clone(), language), name).is_some() {
                problems.add(row.file, row.line, format!("`{code}` has two names in `{language}`"));
            }
        }
    }
    found
}

/// Reads who was a member of which region, and when.
pub(super) fn read_membership(source: &SpecSource, lists: &Lists, problems: &mut Problems) -> Vec<Membership> {
    let mut found = Vec::new();
    for path in source.parts(MEMBERSHIP) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        let file = CsvFile::read(path, text, &["region", "member", "valid_from", "valid_to", "note"], &[], problems);
        members(&file, lists, &mut found, problems);
    }
    found
}

fn members(file: &CsvFile<'_>, lists: &Lists, found: &mut Vec<Membership>, problems: &mut Problems) {
    for row in file.rows() {
        let (Some(region), Some(member)) = (row.required("region", problems, code), row.required("member", problems, code)) else {
            continue;
        };
        for area in [&region, &member] {
            if lists.get(AREA_LIST).and_then(|list| list.get(area.as_str())).is_none() {
                problems.add(row.file, row.line, format!("`{area}` is not a code of the list `{AREA_LIST}`"));
            }
        }
        found.push(Membership { region, member, validity: validity(row, problems) });
    }
}

pub(super) fn validity(row: CsvRow<'_>, problems: &mut Problems) -> Validity {
    let validity = Validity { from: row.read("valid_from", problems, day), to: row.read("valid_to", problems, day) };
    if validity.is_backwards() {
        problems.add(row.file, row.line, "`valid_to` is before `valid_from`");
    }
    validity
}

pub(super) fn code(text: &str) -> Result<Code, String> {
    Code::new(text).map_err(|error| error.to_string())
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("`{text}` is not a day; expected one as in 2018-07-01"))
}

/// A year.
pub(super) fn year(text: &str) -> Result<i16, String> {
    text.parse().map_err(|_| format!("`{text}` is not a year"))
}

fn area_kind(text: &str) -> Result<AreaKind, String> {
    member(text, AreaKind::ALL, AreaKind::as_str)
}

fn rule(text: &str) -> Result<AmbiguityRule, String> {
    member(text, AmbiguityRule::ALL, AmbiguityRule::as_str)
}

/// The member of a closed set that a text names.
pub(super) fn member<T: Copy>(text: &str, all: &[T], as_str: fn(T) -> &'static str) -> Result<T, String> {
    all.iter()
        .copied()
        .find(|one| as_str(*one) == text)
        .ok_or_else(|| in_one_line((format!("`{text}` is not known"), spelling_hint(text, all.iter().map(|one| as_str(*one))))))
}

/// A text as it stands.
#[expect(clippy::unnecessary_wraps, reason = "has the shape of the other readers of a column")]
pub(super) fn text_of(text: &str) -> Result<String, String> {
    Ok(text.to_owned())
}
