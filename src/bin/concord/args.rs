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
    /// Draft a mapping for a layout nobody has described yet, with every guess explained and every open question listed.
    #[command(
        after_help = "Examples:\n  concord init return.xlsx --out mappings/ken/return.toml\n  concord init return.xlsx --out draft.toml --labels-out labels.csv\n  concord init return.xlsx --out draft.toml --labels labels.csv --force"
    )]
    Init(InitCommand),
    /// For developers: measure drafts of `init` against reviewed mappings of the same files.
    #[command(hide = true, after_help = "Example:\n  concord eval --mappings mappings samples/*/*/*.xlsx")]
    Eval(EvalCommand),
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

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitCommand {
    /// One or several files of the same layout.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Write the draft to this file.
    #[arg(long, value_name = "MAPPING.toml")]
    pub out: PathBuf,
    /// Overwrite files that are there.
    #[arg(long)]
    pub force: bool,
    /// Write the labels that no list knows to this sheet, csv or xlsx, to be filled in.
    #[arg(long, value_name = "SHEET")]
    pub labels_out: Option<PathBuf>,
    /// Take labels and codes from this filled sheet.
    #[arg(long, value_name = "SHEET")]
    pub labels: Option<PathBuf>,
    /// Folder of the standard; the one inside the program where not given.
    #[arg(long, value_name = "DIR")]
    pub standards: Option<PathBuf>,
}

/// Arguments of `eval`.
#[derive(Debug, Args)]
pub struct EvalCommand {
    /// Files with a reviewed mapping.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Folder of the reviewed mappings.
    #[arg(long, value_name = "DIR", default_value = "mappings")]
    pub mappings: PathBuf,
    /// How to print the table.
    #[arg(long, value_enum, default_value_t = EvalFormat::Human, value_name = "FORMAT")]
    pub format: EvalFormat,
}

/// How `eval` prints its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EvalFormat {
    /// For a terminal.
    Human,
    /// For the documentation.
    Markdown,
    /// For programs.
    Json,
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
