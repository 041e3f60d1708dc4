//! What a user types.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Exit codes, the worst one wins: 2, then 3, then 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Nothing to report but warnings and information.
    Clean,
    /// At least one finding is an error.
    Findings,
    /// The command, the pipeline, the standard or a mapping is not right.
    Usage,
    /// A file could not be read.
    Unreadable,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Unreadable => 3,
        })
    }
}

/// Migration statistics of many offices in one comparable form, every number with its cell.
///
/// Exit codes: 0 nothing worse than warnings; 1 a finding at error level; 2 the command, the pipeline, the standard
/// or a mapping is not right; 3 a file could not be read. The worst wins: 2, 3, 1.
#[derive(Debug, Parser)]
#[command(name = "concord", version, about, max_term_width = 100, arg_required_else_help = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Say nothing but results and errors.
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// When to use colour; `auto` means on a terminal, unless NO_COLOR is set.
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub color: Colour,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read the files of a pipeline and write comparable tables.
    #[command(after_help = "Example:\n  concord run pipelines/samples.toml\n  concord run pipelines/samples.toml --out out/try")]
    Run(RunCommand),
    /// Show the cells, texts and mapping lines a published number comes from.
    #[command(
        after_help = "Examples:\n  concord trace out/samples a1b2c3d4e5f60718\n  concord trace out/samples table=POP2 reporter=KEN period=2020 sex=_T vintage=2020"
    )]
    Trace(TraceCommand),
    /// Say what a finding means and what to do about it.
    #[command(after_help = "Examples:\n  concord explain map/unknown-label\n  concord explain")]
    Explain(ExplainCommand),
}

/// Arguments of `run`.
#[derive(Debug, Args)]
pub struct RunCommand {
    /// The pipeline file.
    pub pipeline: PathBuf,
    /// Write to this folder instead of the one the pipeline names.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Arguments of `trace`.
#[derive(Debug, Args)]
pub struct TraceCommand {
    /// The folder that `run` wrote.
    pub folder: PathBuf,
    /// An observation id, or parts of a key such as `table=POP2 reporter=KEN period=2020`.
    #[arg(required = true, value_name = "ID|PART=VALUE")]
    pub query: Vec<String>,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainCommand {
    /// The code of a finding; all of them where not given.
    pub code: Option<String>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn arguments_hold_together() {
        super::Arguments::command().debug_assert();
    }
}
