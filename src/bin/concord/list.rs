//! `concord list`: the standard, its exchange tables, the mappings.

use comfy_table::{ContentArrangement, Table, presets};
use concord::intake::load_standard;
use concord::json::{Document, MappingsBody, StandardBody, TablesBody};

use crate::args::{Exit, Format, ListCommand, Listed};
use crate::screen::SCREEN_WIDTH;
use crate::{output, sources};

/// Lists what was asked for.
pub fn run(command: &ListCommand) -> anyhow::Result<Exit> {
    let json = command.output.format == Format::Json;
    match command.what {
        Listed::Standards => {
            let body = StandardBody::of(&load_standard(command.sources.standards.as_deref())?);
            if json { output::document(&Document::new("list-standards", body))? } else { output::print(&format!("{}\n", standard(&body)))? }
        }
        Listed::Tables => {
            let body = TablesBody::of(&load_standard(command.sources.standards.as_deref())?);
            if json { output::document(&Document::new("list-tables", body))? } else { output::print(&format!("{}\n", tables(&body)))? }
        }
        Listed::Mappings => {
            let files = sources::mappings(&command.sources)?;
            let body = MappingsBody::of(&sources::load(&command.sources, &files)?.1);
            if json { output::document(&Document::new("list-mappings", body))? } else { output::print(&format!("{}\n", mappings(&body)))? }
        }
    }
    Ok(Exit::Clean)
}

fn table<const N: usize>(header: [&str; N]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic);
    if !table.is_tty() {
        table.set_width(SCREEN_WIDTH);
    }
    table.set_header(header);
    table
}

fn standard(body: &StandardBody) -> Table {
    let mut table = table(["id", "version", "status", "date", "tables", "code lists", "title"]);
    table.add_row([
        body.id.clone(),
        body.version.clone(),
        body.status.clone(),
        body.date.clone(),
        body.tables.to_string(),
        body.code_lists.to_string(),
        body.title.clone(),
    ]);
    table
}

fn tables(body: &TablesBody) -> Table {
    let mut table = table(["id", "axis", "level", "counts", "title", "dimensions"]);
    for one in &body.tables {
        let counts = format!("{}, {}", one.stat_type, one.unit);
        table.add_row([&one.id, &one.axis, &one.level, &counts, &one.title, &one.dimensions.join(", ")]);
    }
    table
}

/// Three lines a mapping, so that ids and paths can be copied whole.
fn mappings(body: &MappingsBody) -> String {
    let blocks = body.mappings.iter().map(|one| {
        format!("{} {}  {}  feeds {}\n    {}\n    {}", one.sender, one.vintage, one.id, one.tables.join(", "), one.title, one.file)
    });
    blocks.collect::<Vec<_>>().join("\n")
}
