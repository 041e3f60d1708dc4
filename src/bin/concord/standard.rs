//! `concord standard`: reads, compares, reviews and translates the standard.

use std::collections::BTreeMap;
use std::path::Path;

use concord::describe::{compare, find, names, page};
use concord::intake::load_standard;
use concord::spec::{Language, Made, SpecSource, Standard, review};

use crate::args::{Exit, StandardCommand, StandardPart, StandardTask};
use crate::screen::plural;
use crate::{output, translate};

/// Does what was asked for.
pub fn run(command: &StandardCommand) -> anyhow::Result<Exit> {
    match &command.what {
        StandardTask::List { what, lang, standards } => list(&load_standard(standards.as_deref())?, *what, *lang),
        StandardTask::Show { name, lang, standards } => show(&load_standard(standards.as_deref())?, name, lang),
        StandardTask::Diff { before, after, no_texts } => diff(before, after, *no_texts),
        StandardTask::Check { standards } => check(standards.as_deref()),
        StandardTask::Translate { lang, out: Some(out), standards, .. } => translate::out(standards.as_deref(), *lang, out),
        StandardTask::Translate { lang, from: Some(from), standards: Some(standards), .. } => translate::back(standards, *lang, from),
        StandardTask::Translate { .. } => anyhow::bail!("give `--out FILE`, or `--from FILE` with `--standards DIR`"),
    }
}

/// A standard by folder; `shipped` is the one inside the program.
fn by_name(folder: &Path) -> anyhow::Result<Standard> {
    Ok(if folder == Path::new("shipped") { Standard::shipped()? } else { Standard::load(folder)? })
}

fn known(standard: &Standard, language: Language) -> anyhow::Result<Language> {
    if standard.languages.of_texts.contains(&language) {
        return Ok(language);
    }
    let codes: Vec<String> = standard.languages.of_texts.iter().map(ToString::to_string).collect();
    anyhow::bail!("the standard has no texts in `{language}`\n  hint: choose one of {}", codes.join(", "))
}

fn list(standard: &Standard, what: Option<StandardPart>, language: Language) -> anyhow::Result<Exit> {
    let language = known(standard, language)?;
    let say = |key: String, english: &str| standard.text(&key, english, language).to_owned();
    let part = |part: StandardPart| -> Vec<(String, String)> {
        match part {
            StandardPart::Concepts => {
                standard.concepts.iter().map(|one| (one.id.clone(), say(format!("concept/{}/label", one.id), &one.label))).collect()
            }
            StandardPart::Tables => {
                standard.tables.values().map(|one| (one.id.to_string(), say(format!("table/{}/title", one.id), &one.title))).collect()
            }
            StandardPart::Attributes => standard
                .attributes
                .iter()
                .map(|one| (one.id.to_string(), say(format!("attribute/{}/question", one.id), &one.question)))
                .collect(),
            StandardPart::Lists => standard
                .lists
                .keys()
                .map(|id| {
                    let title = standard.list_heads.get(id).map_or("", |head| head.title.as_str());
                    (id.clone(), say(format!("list/{id}/title"), title))
                })
                .collect(),
            StandardPart::Rules => {
                standard.rules.iter().map(|one| (one.id.to_string(), say(format!("rule/{}/statement", one.id), &one.statement))).collect()
            }
            StandardPart::Languages => standard.languages.of_texts.iter().map(|one| (one.to_string(), made(standard, *one))).collect(),
        }
    };
    let parts = match what {
        Some(one) => vec![one],
        None => vec![StandardPart::Concepts, StandardPart::Tables, StandardPart::Attributes, StandardPart::Lists, StandardPart::Rules],
    };
    let mut text = String::new();
    for (index, lines) in parts.into_iter().map(part).enumerate() {
        if index > 0 {
            text.push('\n');
        }
        let width = lines.iter().map(|(id, _)| id.len()).max().unwrap_or(0);
        text.extend(lines.iter().map(|(id, words)| format!("{id:<width$}  {words}\n")));
    }
    output::print(&text)?;
    Ok(Exit::Clean)
}

/// How many texts of a language were made by whom.
fn made(standard: &Standard, language: Language) -> String {
    let texts = standard.texts().len();
    if language == Language::EN {
        return format!("{texts} texts, the language of the files");
    }
    let mut by: BTreeMap<&str, usize> = Made::ALL.iter().map(|made| (made.as_str(), 0)).collect();
    for (_, translation) in standard.translations.of(language) {
        *by.entry(translation.made.as_str()).or_default() += 1;
    }
    let parts: Vec<String> = by.iter().map(|(made, count)| format!("{made} {count}")).collect();
    format!("{} of {texts} texts: {}", by.values().sum::<usize>(), parts.join(", "))
}

/// Prints what the standard has by a name.
pub fn show(standard: &Standard, name: &str, language: &str) -> anyhow::Result<Exit> {
    let languages = match language {
        "all" => standard.languages.of_texts.clone(),
        one => vec![known(standard, one.parse()?)?],
    };
    let Some(found) = find(standard, name) else {
        let near = names(standard).into_iter().max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)));
        let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        anyhow::bail!("the standard has nothing called `{name}`{hint}\n  hint: `concord standard list` prints what it has")
    };
    output::print(&page(standard, found, &languages))?;
    Ok(Exit::Clean)
}

fn diff(before: &Path, after: &Path, no_texts: bool) -> anyhow::Result<Exit> {
    let (old, new) = (by_name(before)?, by_name(after)?);
    let changes: Vec<_> = compare(&old, &new).into_iter().filter(|change| !(no_texts && change.key.starts_with("text/"))).collect();
    let count = plural(changes.len() as u64, "difference");
    let mut text = format!("{} {} -> {} {}: {count}\n", old.id, old.version, new.id, new.version);
    text.extend(changes.iter().map(|change| format!("{change}\n")));
    output::print(&text)?;
    Ok(Exit::Clean)
}

fn check(folder: Option<&Path>) -> anyhow::Result<Exit> {
    let source = match folder {
        Some(folder) => SpecSource::standard(folder)?,
        None => SpecSource::shipped(),
    };
    let standard = Standard::from_source(&source)?;
    review(&standard, &source)?;
    let languages: Vec<String> = standard.languages.of_texts.iter().map(ToString::to_string).collect();
    output::print(&format!(
        "{} {}: {} tables, {} concepts, {} attributes, {} code lists, {} texts in {}: nothing to mend\n",
        standard.id,
        standard.version,
        standard.tables.len(),
        standard.concepts.len(),
        standard.attributes.len(),
        standard.lists.len(),
        standard.texts().len(),
        languages.join(", ")
    ))?;
    Ok(Exit::Clean)
}
