//! `concord standard translate`: a sheet goes out to a translator and comes back.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use concord::intake::load_standard;
use concord::spec::{Language, Made, SpecSource, Standard, TRANSLATION_COLUMNS, Translation, own_translations};
use concord::write::write_atomically;

use crate::args::Exit;
use crate::output;
use crate::screen::plural;

/// Writes every text of the standard with its English, its translation and who made it, as CSV for a spreadsheet program.
pub fn out(folder: Option<&Path>, language: Language, target: &Path) -> anyhow::Result<Exit> {
    let standard = load_standard(folder)?;
    refuse_english(language)?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(TRANSLATION_COLUMNS)?;
    let (mut open, texts) = (0_usize, standard.texts());
    for (key, english) in &texts {
        let known = standard.translations.get(key, language);
        open += usize::from(known.is_none());
        let text = known.map_or("", |known| known.text.as_str());
        let made = known.map_or(Made::Human, |known| known.made).as_str();
        let by = known.and_then(|known| known.by.as_deref()).unwrap_or_default();
        writer.write_record([key.as_str(), english, text, made, by])?;
    }
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    bytes.extend(writer.into_inner().context("the sheet can't be put together")?);
    write_atomically(target, &bytes)?;
    output::print(&format!(
        "{} texts, {open} without a text in `{language}`, in {}\nChange `text`, write `human` under `made` and a name under `by`; then give the file to \
         `concord standard translate --lang {language} --from {} --standards DIR`.\n",
        texts.len(),
        target.display(),
        target.display()
    ))?;
    Ok(Exit::Clean)
}

/// Takes a sheet back: its texts replace those of the standard, and nothing is written while anything is wrong.
pub fn back(folder: &Path, language: Language, sheet: &Path) -> anyhow::Result<Exit> {
    refuse_english(language)?;
    let source = SpecSource::standard(folder)?;
    let standard = Standard::load(folder)?;
    if !standard.languages.of_texts.contains(&language) {
        anyhow::bail!("the standard has no texts in `{language}`\n  hint: add it to `languages` of {}/standard.toml", folder.display());
    }
    let text = std::fs::read_to_string(sheet).with_context(|| format!("{} can't be read as UTF-8 text", sheet.display()))?;
    let known = standard.texts();
    let text = text.trim_start_matches('\u{feff}');
    // Spreadsheet programs of many languages part fields by semicolons.
    let delimiter = if text.lines().next().is_some_and(|line| line.contains(';')) { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    if reader.headers()?.iter().collect::<Vec<_>>() != TRANSLATION_COLUMNS {
        anyhow::bail!("{}:1: the columns must be {}", sheet.display(), TRANSLATION_COLUMNS.join(", "));
    }
    let mut rows: BTreeMap<String, [String; 5]> = BTreeMap::new();
    let mut problems = Vec::new();
    for record in reader.records() {
        let record = record.with_context(|| format!("{} can't be read as CSV", sheet.display()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = [0, 1, 2, 3, 4].map(|column| record.get(column).unwrap_or_default().trim().to_owned());
        if row[2].is_empty() {
            continue;
        }
        match known.get(&row[0]) {
            None => problems.push(format!("{}:{line}: the standard has no text `{}`", sheet.display(), row[0])),
            Some(english) if *english != row[1] => {
                problems.push(format!("{}:{line}: the English of `{}` has changed since; it is now `{english}`", sheet.display(), row[0]));
            }
            Some(_) if !Made::ALL.iter().any(|made| made.as_str() == row[3]) => {
                problems.push(format!("{}:{line}: `made` is `{}`; write machine, source or human", sheet.display(), row[3]));
            }
            Some(_) if row[3] != Made::Machine.as_str() && row[4].is_empty() => {
                problems.push(format!("{}:{line}: `by` must name who made or checked the text", sheet.display()));
            }
            Some(_) => {
                if rows.insert(row[0].clone(), row.clone()).is_some() {
                    problems.push(format!("{}:{line}: `{}` stands twice", sheet.display(), row[0]));
                }
            }
        }
    }
    if !problems.is_empty() {
        anyhow::bail!("the sheet was not taken over\n{}", problems.join("\n"));
    }
    // What the sheet does not hold stays; what says the same as before is left where it stands.
    let path = own_translations(&source, &standard, language);
    let kept = standard.translations.of(language).filter(|(_, known)| *known.file == *path);
    let mut own: BTreeMap<String, [String; 5]> = kept.map(|(key, known)| (key.to_owned(), row_of(key, known))).collect();
    let mut changed = 0_usize;
    let mut still_machine = 0_usize;
    for (key, row) in rows {
        let before = standard.translations.get(&key, language).map(|known| row_of(&key, known));
        if before.as_ref() != Some(&row) {
            changed += 1;
            still_machine += usize::from(row[3] == Made::Machine.as_str());
            own.insert(key, row);
        }
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(TRANSLATION_COLUMNS)?;
    for row in own.values() {
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().context("the file can't be put together")?;
    // The standard as it would be must still hold together.
    let text = String::from_utf8(bytes.clone()).context("the sheet holds text that is not UTF-8")?;
    Standard::from_source(&source.with(&path, &text))?;
    write_atomically(&folder.join(&path), &bytes)?;
    let machine = if still_machine > 0 { format!("; {still_machine} of them still marked `machine`") } else { String::new() };
    output::print(&format!("{} in `{language}` changed in {}{machine}\n", plural(changed as u64, "text"), folder.join(&path).display()))?;
    Ok(Exit::Clean)
}

fn row_of(key: &str, known: &Translation) -> [String; 5] {
    [key.to_owned(), known.english.clone(), known.text.clone(), known.made.to_string(), known.by.clone().unwrap_or_default()]
}

fn refuse_english(language: Language) -> anyhow::Result<()> {
    if language == Language::EN {
        anyhow::bail!("English stands in the files of the standard itself\n  hint: change it there");
    }
    Ok(())
}
