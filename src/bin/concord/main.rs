//! The `concord` program: arguments, colours, progress and exit codes; everything else is the library.

mod args;
mod eval;
mod explain;
mod init;
mod output;
mod run;
mod trace;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let arguments = args::Arguments::parse();
    output::set_colour(arguments.color);
    let result = match arguments.command {
        args::Command::Run(command) => run::run(&command, arguments.quiet),
        args::Command::Trace(command) => trace::run(&command),
        args::Command::Init(command) => init::run(&command, arguments.quiet),
        args::Command::Eval(command) => eval::run(&command),
        args::Command::Explain(command) => explain::run(&command),
    };
    match result {
        Ok(code) => code.into(),
        Err(error) => output::error(&error).into(),
    }
}
