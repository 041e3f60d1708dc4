//! `concord explain`: the meaning of the code of a finding, or of the rule that it names.

use concord::finding_codes;
use concord::json::{Document, ExplainBody};
use concord::spec::{Language, Standard};
use concord::texts::{explained, frame, languages};

use crate::args::{Exit, ExplainCommand, Format};
use crate::output;
use crate::standard::show;

/// Prints one code or rule with its meaning, or all codes.
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
        return rule(wanted, command.lang, json);
    };
    if json {
        output::document(&Document::new("explain", ExplainBody::of(&[code], command.lang)))?;
        return Ok(Exit::Clean);
    }
    let ((when, fix), (occurs, to_do)) = (explained(code, command.lang), frame(command.lang));
    output::print(&format!("{} ({})\n\n{occurs}{when}.\n{to_do}{fix}.\n", code.id, code.severity.as_str()))?;
    Ok(Exit::Clean)
}

/// What a finding calls a rule is asked for by the same command as what it calls a code: the rule as the standard inside the
/// program has it.
fn rule(wanted: &str, language: Language, json: bool) -> anyhow::Result<Exit> {
    let standard = Standard::shipped()?;
    let mut rules = standard.rules.iter().map(|rule| &*rule.id);
    if let Some(id) = rules.clone().find(|id| id.eq_ignore_ascii_case(wanted)) {
        if json {
            anyhow::bail!("`{id}` is a rule, not the code of a finding\n  hint: `concord standard show {id}` prints it");
        }
        return show(&standard, id, &language.to_string());
    }
    let codes = finding_codes().into_iter().map(|code| code.id);
    let near = codes.chain(&mut rules).max_by(|a, b| strsim::jaro_winkler(a, wanted).total_cmp(&strsim::jaro_winkler(b, wanted)));
    let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
    anyhow::bail!(
        "no finding and no rule is called `{wanted}`{hint}\n  hint: `concord explain` prints every finding, `concord standard list rules` every rule"
    )
}
