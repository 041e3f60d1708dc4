//! `concord run`: reads the files of a pipeline, writes their tables and prints one screen.

use concord::run::{Earlier, RunOptions};
use concord::spec::Pipeline;

use crate::args::{Exit, RunCommand};
use crate::screen;

/// Runs a pipeline and prints its screen.
pub fn run(command: &RunCommand, quiet: bool) -> anyhow::Result<Exit> {
    let mut pipeline = Pipeline::load(&command.pipeline)?;
    if command.standards.is_some() {
        pipeline.standards.clone_from(&command.standards);
    }
    let folder = command.out.clone().unwrap_or_else(|| pipeline.output.clone());
    let bar = screen::progress(pipeline.inputs.len() as u64, quiet);
    let written_at = jiff::Timestamp::now().to_string();
    let earlier = if command.regrade { Earlier::Replace } else { Earlier::Keep };
    let outcome = concord::run::run(&pipeline, &folder, &written_at, RunOptions { earlier, reports: !command.no_reports }, &|file| {
        bar.set_message(file.to_owned());
        bar.inc(1);
    });
    bar.finish_and_clear();
    screen::show("run", &outcome?, Some(&folder.display().to_string()), command.output.format, quiet)
}
