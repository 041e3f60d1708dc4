//! `concord completions`: what a shell offers behind the tabulator key, from the same definition as the arguments.

use crate::args::{CompletionsCommand, Exit, command};
use crate::output;

/// Prints the completions of a shell.
pub fn run(arguments: &CompletionsCommand) -> anyhow::Result<Exit> {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut command(), "concord", &mut text);
    output::print(&String::from_utf8(text)?)?;
    Ok(Exit::Clean)
}
