//! `concord explain`.

use concord::finding_codes;
use concord::json::{Document, ExplainBody};
use concord::texts::{explained, frame, languages};

use crate::args::{Exit, ExplainCommand, Format};
use crate::output;

/// Prints one code with its meaning, or all codes.
pub fn run(command: &ExplainCommand) -> anyhow::Result<Exit> {
    if !languages().contains(&command.lang) {
        let known: Vec<String> = languages().iter().map(ToString::to_string).collect();
        anyhow::bail!("findings are not explained in `{}`\n  hint: choose one of {}", command.lang, known.join(", "));
    }
    let json = command.output.format == Format::Json;
    let Some(wanted) = &command.code else {
        if json {
            output::document(&Document::new("explain", ExplainBody::of(&finding_codes(), command.lang)))?;
            return Ok(Exit::Clean);
        }
        let lines = finding_codes()
            .into_iter()
            .map(|code| format!("{:<32} {:<12} {}\n", code.id, code.severity.as_str(), explained(code, command.lang).0));
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
        output::document(&Document::new("explain", ExplainBody::of(&[code], command.lang)))?;
        return Ok(Exit::Clean);
    }
    let ((when, fix), (occurs, to_do)) = (explained(code, command.lang), frame(command.lang));
    output::print(&format!("{} ({})\n\n{occurs}{when}.\n{to_do}{fix}.\n", code.id, code.severity.as_str()))?;
    Ok(Exit::Clean)
}
