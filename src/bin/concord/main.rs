//! The `concord` program: arguments, colours, progress and exit codes; everything else is the library.

mod args;
mod cells;
mod check;
mod columns;
mod completions;
mod dossier;
mod eval;
mod explain;
mod export;
mod gaps;
mod gaps_state;
mod indicators;
mod init;
mod list;
mod mirror;
mod output;
mod preview;
mod publish;
mod run;
mod screen;
mod sdmx;
mod source_sheet;
mod sources;
mod standard;
mod tables;
mod template;
mod trace;
mod translate;
mod validate;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = args::parse();
    output::set_colour(arguments.color);
    let result = match arguments.command {
        args::Command::Preview(command) => preview::run(&command, arguments.quiet),
        args::Command::Check(command) => check::run(&command, arguments.quiet),
        args::Command::Validate(command) => validate::run(&command, arguments.quiet),
        args::Command::Run(command) => run::run(&command, arguments.quiet),
        args::Command::Gaps(command) => gaps::run(&command),
        args::Command::Trace(command) => trace::run(&command),
        args::Command::Mirror(command) => mirror::run(&command),
        args::Command::Export(command) => export::run(&command, arguments.quiet),
        args::Command::Tables(command) => tables::run(&command, arguments.quiet),
        args::Command::Publish(command) => publish::run(&command),
        args::Command::Template(command) => template::run(&command, arguments.quiet),
        args::Command::Sdmx(command) => sdmx::run(&command),
        args::Command::Indicators(command) => indicators::run(&command, arguments.quiet),
        args::Command::Sources(command) => source_sheet::run(&command, arguments.quiet),
        args::Command::Init(command) => init::run(&command, arguments.quiet),
        args::Command::Eval(command) => eval::run(&command),
        args::Command::Explain(command) => explain::run(&command),
        args::Command::Standard(command) => standard::run(&command),
        args::Command::List(command) => list::run(&command),
        args::Command::Completions(command) => completions::run(&command),
    };
    match result {
        Ok(code) => code.into(),
        Err(error) => output::error(&error).into(),
    }
}
