//! `concord sdmx`: structures and data for other agencies.

use std::path::Path;

use anstream::println;
use concord::read::ReadOptions;
use concord::sdmx::{Structures, Version, returned_text, structure_message};
use concord::sdmx_data::{Table, csv_file, data_message, extend, tables};
use concord::spec::Standard;
use concord::write::write_atomically;

use crate::args::{Exit, SdmxCommand, SdmxFormat};
use crate::screen::plural;
use crate::{output, sources};

/// Writes what was asked for, and says what it was.
pub fn run(command: &SdmxCommand) -> anyhow::Result<Exit> {
    let standard = concord::intake::load_standard(command.standards.as_deref())?;
    if let Some(file) = &command.mapping {
        return mapping(file, &standard);
    }
    let Some(out) = &command.out else { anyhow::bail!("give the folder to write to with `--out DIR`") };
    let mut structures = Structures::of(&standard)?;
    let mut data: Vec<Table> = match &command.folder {
        Some(folder) => tables(folder, &standard, &structures)?,
        None => Vec::new(),
    };
    extend(&mut structures, &data);
    if command.by_source {
        data = data.into_iter().flat_map(Table::by_source).collect();
    }
    let wants = |format: SdmxFormat| command.format.is_empty() || command.format.contains(&format);
    anyhow::ensure!(
        !command.structures || wants(SdmxFormat::Ml21) || wants(SdmxFormat::Ml30),
        "structures are not written as CSV\n  hint: give `--format ml-2.1` or `--format ml-3.0`, or leave `--format` out"
    );
    for (format, version) in [(SdmxFormat::Ml21, Version::V21), (SdmxFormat::Ml30, Version::V30)] {
        if wants(format) {
            let target = out.join(format!("structures-{version}.xml"));
            write_atomically(&target, &structure_message(&structures, version)?)?;
            println!(
                "{}: {}, {} in {}, {}",
                sources::shown(&target),
                plural(structures.definitions.len() as u64, "data structure"),
                plural(structures.lists.iter().map(|list| list.items.len() as u64).sum(), "code"),
                plural(structures.lists.len() as u64, "code list"),
                plural(structures.concepts.len() as u64, "concept")
            );
        }
    }
    for (format, ending) in [(SdmxFormat::Csv, "csv"), (SdmxFormat::Ml21, "xml")] {
        if !wants(format) || data.is_empty() {
            continue;
        }
        for table in &data {
            let bytes = if format == SdmxFormat::Csv { csv_file(table, &structures)? } else { data_message(table, &structures)? };
            write_atomically(&out.join(format!("{ending}/{}.{ending}", table.name)), &bytes)?;
        }
        let rows: usize = data.iter().map(|table| table.rows.len()).sum();
        let folder = sources::shown(&out.join(ending));
        println!("{folder}: {} in {}", plural(rows as u64, "observation"), plural(data.len() as u64, "file"));
    }
    Ok(Exit::Clean)
}

/// Prints the mapping with which a return in one of the structures is read.
fn mapping(file: &Path, standard: &Standard) -> anyhow::Result<Exit> {
    let shown = sources::shown(file);
    let staged = concord::intake::admit(file, &shown, &ReadOptions::default(), standard)?;
    let Some((text, _)) = returned_text(&staged.value, standard)? else {
        anyhow::bail!(
            "`{shown}` is no SDMX-CSV in a structure of the standard {}\n  hint: `concord preview` shows the mapping that reads it",
            standard.id
        );
    };
    output::print(&text)?;
    Ok(Exit::Clean)
}
