//! `concord explain`.

use concord::finding_codes;
use concord::json::{Document, ExplainBody};

use crate::args::{Exit, ExplainCommand, Format};
use crate::output;

/// Prints one code with its meaning, or all codes.
pub fn run(command: &ExplainCommand) -> anyhow::Result<Exit> {
    let json = command.output.format == Format::Json;
    let Some(wanted) = &command.code else {
        if json {
            output::document(&Document::new("explain", ExplainBody::of(&finding_codes())))?;
            return Ok(Exit::Clean);
        }
        let lines = finding_codes().into_iter().map(|code| format!("{:<32} {:<12} {}\n", code.id, code.severity.as_str(), code.when));
        output::print(&lines.collect::<String>())?;
        return Ok(Exit::Clean);
    };
    let Some(code) = finding_codes().into_iter().find(|code| code.id == wanted) else {
        let nearest =
            finding_codes().into_iter().max_by(|a, b| strsim::jaro_winkler(a.id, wanted).total_cmp(&strsim::jaro_winkler(b.id, wanted)));
        let hint = nearest.map_or_else(String::new, |code| format!("; did you mean `{}`?", code.id));
        anyhow::bail!("there is no finding `{wanted}`{hint}");
    };
    if json {
        output::document(&Document::new("explain", ExplainBody::of(&[code])))?;
        return Ok(Exit::Clean);
    }
    output::print(&format!("{} ({})\n\nOccurs when {}.\nWhat to do: {}.\n", code.id, code.severity.as_str(), code.when, code.fix))?;
    Ok(Exit::Clean)
}
