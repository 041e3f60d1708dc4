//! `concord sdmx`: structures and data for other agencies.

use anstream::println;
use concord::sdmx::{Structures, Version, structure_message};
use concord::write::write_atomically;

use crate::args::{Exit, SdmxCommand, SdmxFormat};
use crate::screen::plural;
use crate::sources;

/// Writes what was asked for, and says what it was.
pub fn run(command: &SdmxCommand) -> anyhow::Result<Exit> {
    let standard = concord::intake::load_standard(command.standards.as_deref())?;
    let structures = Structures::of(&standard)?;
    let wants = |format: SdmxFormat| command.format.is_empty() || command.format.contains(&format);
    for (format, version) in [(SdmxFormat::Ml21, Version::V21), (SdmxFormat::Ml30, Version::V30)] {
        if wants(format) {
            let target = command.out.join(format!("structures-{version}.xml"));
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
    Ok(Exit::Clean)
}
