//! `concord tables`: the tables that go to ministers, as workbooks and pages.

use std::collections::BTreeSet;

use anstream::println;
use concord::intake::load_standard;
use concord::outputs::{Tables, Wanted, html, workbook};
use concord::write::write_atomically;

use crate::args::{Exit, TablesCommand};
use crate::screen::plural;
use crate::sources::shown;

/// Writes the tables of the region and of its members.
pub fn run(command: &TablesCommand, quiet: bool) -> anyhow::Result<Exit> {
    let standard = load_standard(command.standards.as_deref())?;
    let wanted = Wanted { languages: command.lang.clone(), states: command.state.clone() };
    let tables = Tables::of(&command.folder, &standard, &wanted)?;
    let out = command.out.clone().unwrap_or_else(|| command.folder.join("tables"));
    let (mut files, mut without) = (0_u64, BTreeSet::new());
    for (name, publication) in tables.publications() {
        write_atomically(&out.join(format!("{name}.xlsx")), &workbook(&publication)?)?;
        write_atomically(&out.join(format!("{name}.html")), html(&publication)?.as_bytes())?;
        files += 2;
        if publication.tables.is_empty() {
            without.insert(publication.code);
        }
    }
    if !quiet {
        println!("{} in {}", plural(files, "file"), shown(&out));
        if tables.findings_left_out() {
            println!("findings are not in this edition: whether errors are open, `concord gaps` says of the run");
        }
        if tables.open_errors() > 0 {
            let errors = plural(tables.open_errors(), "open error");
            println!("{errors} in this run: look at findings.txt, and have them mended or explained, before the tables go out");
        }
        if !without.is_empty() {
            println!("no figure of {}: {}", plural(without.len() as u64, "state"), without.into_iter().collect::<Vec<_>>().join(", "));
        }
    }
    Ok(Exit::Clean)
}
