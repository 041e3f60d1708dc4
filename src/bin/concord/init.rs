//! `concord init`: a first mapping for a new layout.

use std::path::Path;

use anstream::{eprintln, println};
use anyhow::Context as _;
use concord::draft::{Draft, DraftOptions, StatedLabel, UnmatchedLabel, Words, draft, labels_rows, read_labels};
use concord::intake::admit;
use concord::read::{ReadOptions, Workbook, read};
use concord::spec::{SpecSource, Standard};
use concord::write::write_atomically;

use crate::args::{Exit, InitCommand};

/// How many questions the screen shows.
const SHOWN_QUESTIONS: usize = 12;

/// Drafts the mapping, writes it, and says what is open.
pub fn run(command: &InitCommand, quiet: bool) -> anyhow::Result<Exit> {
    for path in [Some(&command.out), command.labels_out.as_ref()].into_iter().flatten() {
        if path.exists() && !command.force {
            anyhow::bail!("`{}` is there already; give another name, or `--force` to overwrite it", path.display());
        }
    }
    let source = match &command.standards {
        Some(folder) => SpecSource::standard(folder)?,
        None => SpecSource::shipped(),
    };
    let standard = Standard::from_source(&source)?;
    let words = Words::of(&source)?;
    let Some(workbooks) = workbooks(&command.files, &standard) else { return Ok(Exit::Unreadable) };
    let labels = command.labels.as_deref().map(stated_labels).transpose()?.unwrap_or_default();
    let drafted = draft(&workbooks.iter().collect::<Vec<_>>(), &standard, &words, &DraftOptions { labels })?;
    write_atomically(&command.out, drafted.text.as_bytes())?;
    if let Some(path) = &command.labels_out {
        write_labels(path, &drafted.unmatched)?;
    }
    if !quiet {
        screen(command, &drafted);
    }
    Ok(Exit::Clean)
}

/// Reads the files; none where one of them can't be read or lists persons, which is told.
fn workbooks(files: &[std::path::PathBuf], standard: &Standard) -> Option<Vec<Workbook>> {
    let read: Vec<Option<Workbook>> = files
        .iter()
        .map(|path| match admit(path, &path.display().to_string(), &ReadOptions::default(), standard) {
            Ok(staged) => Some(staged.value),
            Err(error) => {
                eprintln!("not read: {error}");
                None
            }
        })
        .collect();
    read.into_iter().collect()
}

fn stated_labels(path: &Path) -> anyhow::Result<Vec<StatedLabel>> {
    let sheet = read(path, &path.display().to_string(), &ReadOptions::default())?.value;
    Ok(read_labels(&sheet)?)
}

fn write_labels(path: &Path, unmatched: &[UnmatchedLabel]) -> anyhow::Result<()> {
    let rows = labels_rows(unmatched);
    let bytes = if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
        labels_workbook(&rows)?
    } else {
        labels_csv(&rows)?
    };
    write_atomically(path, &bytes).with_context(|| format!("`{}` can't be written", path.display()))?;
    Ok(())
}

fn labels_csv(rows: &[[String; 6]]) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    Ok(writer.into_inner()?)
}

fn labels_workbook(rows: &[[String; 6]]) -> anyhow::Result<Vec<u8>> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    // A fixed date of creation, so that the same labels give the same bytes.
    workbook.set_properties(
        &rust_xlsxwriter::DocProperties::new().set_creation_datetime(&rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)?),
    );
    let sheet = workbook.add_worksheet().set_name("labels")?;
    for (row, texts) in (0_u32..).zip(rows) {
        for (column, text) in (0_u16..).zip(texts) {
            sheet.write_string(row, column, text)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

fn screen(command: &InitCommand, drafted: &Draft) {
    for table in &drafted.tables {
        let to = if table.to.is_empty() { "by rules" } else { &table.to };
        println!("table `{}` on {}: to {to}, {} cells read, {} open", table.id, table.sheets.join(", "), table.read, table.open);
    }
    println!("labels        {} known, {} unknown", drafted.matched, drafted.unmatched.len());
    println!("questions     {}", drafted.todos.len());
    for todo in drafted.todos.iter().take(SHOWN_QUESTIONS) {
        let about = todo.table.as_ref().map_or(String::new(), |table| format!("{table}: "));
        println!("  {about}{}", todo.question);
    }
    if drafted.todos.len() > SHOWN_QUESTIONS {
        println!("  {} more stand in the draft", drafted.todos.len() - SHOWN_QUESTIONS);
    }
    println!("written to    {}", command.out.display());
    if let Some(path) = &command.labels_out {
        println!("labels in     {}; fill in the second column, then give it back with --labels", path.display());
    }
}
