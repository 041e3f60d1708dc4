//! The generated page of rules: every kind with its parameters, and under it the rules of the standard that it judges.

use std::fmt::Write;

use super::pages::held;
use crate::spec::{ConsistencyRule, KindOfRule, Standard, kinds_of_rules};

/// What the levels of rules are.
const LEVELS: [&str; 5] =
    ["the file", "within a table", "across tables and years of one sender", "against other states", "against outside figures"];

/// Kinds, parameters and rules, in the order of the program.
#[must_use]
pub fn rules_page(standard: &Standard) -> String {
    let mut text = format!(
        "# Rules of consistency\n\nGenerated from the program and from `standards/rules/` ({} {}). A rule names one of the kinds below with its \
         parameters; the kinds are a closed set, and a parameter that a kind does not have is refused with its line and the nearest name. Every \
         rule has three outcomes: it holds, it does not, or it can't be judged, since something is missing. A blank is never a zero; a hidden \
         figure counts with its range. Which rule a finding comes from stands in its column `rule`; `concord standard show C05` prints one \
         rule, in other languages too.\n",
        standard.id, standard.version
    );
    let kinds = kinds_of_rules();
    index(&mut text, &kinds, standard);
    for kind in &kinds {
        section(&mut text, kind);
        for rule in standard.rules.iter().filter(|rule| rule.check.kind() == kind.kind) {
            one(&mut text, rule);
        }
    }
    text
}

fn index(text: &mut String, kinds: &[KindOfRule], standard: &Standard) {
    text.push_str("\n| kind | what it finds | rules |\n|---|---|---|\n");
    for kind in kinds {
        let rules: Vec<&str> = standard.rules.iter().filter(|rule| rule.check.kind() == kind.kind).map(|rule| rule.id.as_ref()).collect();
        let _ = writeln!(text, "| [{0}](#{0}) | {1} | {2} |", kind.kind, cell(&kind.finds), rules.join(", "));
    }
}

fn section(text: &mut String, kind: &KindOfRule) {
    let _ = writeln!(text, "\n## {}\n\n{}", kind.kind, kind.finds);
    if kind.parameters.is_empty() {
        return;
    }
    text.push_str("\n| parameter | | meaning |\n|---|---|---|\n");
    for parameter in &kind.parameters {
        let needed = if parameter.is_required { "required" } else { "" };
        let _ = writeln!(text, "| `{}` | {needed} | {} |", parameter.name, cell(&parameter.meaning));
    }
}

fn one(text: &mut String, rule: &ConsistencyRule) {
    let level = LEVELS.get(usize::from(rule.level)).copied().unwrap_or_default();
    let _ = writeln!(text, "\n### {}\n\n{}\n\n{}\n", rule.id, sentence(&rule.statement), rule.why);
    let _ = writeln!(text, "- how to mend it: {}", rule.fix);
    let _ = writeln!(text, "- severity {}, level {} ({level})", rule.severity, rule.level);
    let _ = writeln!(text, "- origin: {}.{}", rule.origin, held(rule.validity));
    let parameters = rule.check.parameters();
    if !parameters.is_empty() {
        let _ = writeln!(text, "\n```toml\n{parameters}```");
    }
}

/// A statement as a sentence of its own.
fn sentence(statement: &str) -> String {
    let mut letters = statement.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("**{first}{}.**", letters.as_str().trim_end_matches('.'))
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
