//! `concord publish`: two editions of a finished run, the public one only after the audit.

use std::fmt::Write;

use concord::publish::Request;
use concord::spec::Standard;

use crate::args::{Exit, PublishCommand};
use crate::output;

/// How many cells a message names.
const NAMED: usize = 20;

/// Writes both editions and says what the public one lacks.
pub fn run(command: &PublishCommand) -> anyhow::Result<Exit> {
    let standard = match &command.standards {
        Some(folder) => Standard::load(folder)?,
        None => Standard::shipped()?,
    };
    let done =
        concord::publish::publish(&command.folder, &standard, &command.out, &Request { as_of: command.as_of, earlier: &command.earlier })?;
    let out = command.out.display();
    let mut text = String::new();
    if done.exposed.is_empty() {
        let _ = writeln!(
            text,
            "public    {} figures shown, {} figures and sums left out; the audit passes",
            done.published,
            done.left_out.len()
        );
        for (reason, count) in done.by_reason() {
            let _ = writeln!(text, "          {count:>5}  {reason}");
        }
        let _ = writeln!(text, "          {out}/public");
        let _ = writeln!(text, "internal  everything, and what is left out with its bounds: {out}/internal/disclosure.json");
        output::print(&text)?;
        return Ok(Exit::Clean);
    }
    let _ = writeln!(text, "no public edition was written: a reader could still work out {} left-out numbers", done.exposed.len());
    for one in done.exposed.iter().take(NAMED) {
        let _ = writeln!(text, "  {one}");
    }
    if done.exposed.len() > NAMED {
        let _ = writeln!(text, "  ... and {} more", done.exposed.len() - NAMED);
    }
    let _ = writeln!(
        text,
        "  hint: leave out a table or a breakdown that holds them with a `[[restriction]]` of the policy, or take a smaller `width`;\n        \
         {out}/internal/disclosure.json has every number that is left out"
    );
    output::print(&text)?;
    Ok(Exit::Findings)
}
