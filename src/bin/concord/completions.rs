//! `concord completions`: what a shell offers behind the tabulator key, from the same definition as the arguments.

use std::io::Write;

use crate::args::{CompletionsCommand, Exit, command};

/// Prints the completions of a shell.
pub fn run(arguments: &CompletionsCommand) -> anyhow::Result<Exit> {
    let mut text = Vec::new();
    clap_complete::generate(arguments.shell, &mut command(), "concord", &mut text);
    // Written as a whole, so that a reader that stops early is no failure of this program.
    match std::io::stdout().write_all(&text) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(Exit::Clean),
    }
}
