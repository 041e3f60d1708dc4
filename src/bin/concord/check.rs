//! `concord check`: everything that a run does, short of writing.

use std::path::PathBuf;

use concord::spec::{NamedPath, Pipeline, SourceRank};

use crate::args::{CheckCommand, Exit};
use crate::{screen, sources};

/// Checks the files and prints the screen of a run.
pub fn run(command: &CheckCommand, quiet: bool) -> anyhow::Result<Exit> {
    let pipeline = pipeline(command)?;
    let bar = screen::progress(pipeline.inputs.len() as u64, quiet);
    let checked = concord::run::check(&pipeline, &|file| {
        bar.set_message(file.to_owned());
        bar.inc(1);
    });
    bar.finish_and_clear();
    screen::show("check", &checked?.outcome, None, command.output.format, quiet)
}

/// The pipeline given, or one of the files alone; what is typed beside it wins.
fn pipeline(command: &CheckCommand) -> anyhow::Result<Pipeline> {
    let mut pipeline = match &command.pipeline {
        Some(path) => Pipeline::load(path)?,
        None => Pipeline {
            id: "check".to_owned(),
            title: "Files to check".to_owned(),
            text: String::new(),
            standards: None,
            mappings: sources::mappings_if_any(&command.sources)?,
            inputs: Vec::new(),
            not_taken: Vec::new(),
            source_order: vec![SourceRank::Own],
            output: PathBuf::new(),
            ..Pipeline::default()
        },
    };
    if command.pipeline.is_some() && command.sources.mappings.is_some() {
        pipeline.mappings = sources::mappings_if_any(&command.sources)?;
    }
    if let Some(standards) = &command.sources.standards {
        pipeline.standards = Some(standards.clone());
    }
    if !command.returns.is_empty() {
        pipeline.inputs = command.returns.iter().map(|path| NamedPath { name: sources::shown(path), path: path.clone() }).collect();
        pipeline.inputs.sort();
        pipeline.inputs.dedup();
        pipeline.not_taken.clear();
    }
    Ok(pipeline)
}
