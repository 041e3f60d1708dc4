//! Colour, errors and JSON documents.

use std::io::Write;

use anstream::{ColorChoice, eprintln};
use anstyle::{AnsiColor, Style};
use concord::diag::Severity;
use concord::json::Document;
use serde::Serialize;

use crate::args::{Colour, Exit};

/// Applies `--color`; NO_COLOR and the kind of terminal count only for `auto`.
pub fn set_colour(colour: Colour) {
    match colour {
        Colour::Auto => ColorChoice::Auto,
        Colour::Always => ColorChoice::Always,
        Colour::Never => ColorChoice::Never,
    }
    .write_global();
}

/// The style of a severity.
pub const fn style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Error => AnsiColor::Red,
        Severity::Warning => AnsiColor::Yellow,
        Severity::Information => AnsiColor::Cyan,
    };
    Style::new().bold().fg_color(Some(anstyle::Color::Ansi(colour)))
}

/// Tells an error that ends the command.
pub fn error(error: &anyhow::Error) -> Exit {
    let style = style(Severity::Error);
    eprintln!("{style}error{style:#}: {error:#}");
    Exit::Usage
}

/// Prints a result as a whole; a reader that stops early is no failure of this program.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut stdout = anstream::stdout();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Prints a document of `--format json`.
pub fn document<T: Serialize>(document: &Document<T>) -> anyhow::Result<()> {
    print(&document.text()?)
}
