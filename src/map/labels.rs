//! What a label stands for.

use std::collections::BTreeSet;

use super::coded::Context;
use super::findings::{AMBIGUOUS_LABEL, BLANK_LABEL, NOT_A_YEAR, UNDECLARED_LETTER, UNDECLARED_MARK, UNKNOWN_LABEL};
use crate::diag::Finding;
use crate::model::{Code, IgnoreReason, StatusSet};
use crate::spec::{CodeList, Feeds, Field, Lookup, Meaning, PartOfYear, normalise};
use crate::tidy::Label;

/// What became of a label.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolution {
    /// A code of the field's dimension, or the code of a state.
    Code(Code),
    /// A year.
    Year(i16),
    /// The whole year or a part of it.
    Part(PartOfYear),
    /// Left out; the code, where the mapping gives one, takes part in checks.
    Ignored(IgnoreReason, Option<Code>),
    /// The field feeds nothing; the text itself is what rules and notes look at.
    Text,
    /// The cell is empty.
    Blank,
    /// It can't be read; the finding is told if a value needs the label.
    Problem(Box<Finding>),
}

/// A label with its meaning.
#[derive(Debug, Clone)]
pub struct ResolvedLabel {
    /// The label as it stands in the file; none where the cell is empty.
    pub label: Option<Label>,
    /// Its text after normalisation.
    pub key: String,
    /// What it stands for.
    pub resolution: Resolution,
    /// The line of the mapping that gave the meaning, where one did.
    pub line: Option<u32>,
    /// Statuses that marks behind the label give.
    pub status: StatusSet,
    /// The letters of the cell, for fields read as a set of letters.
    pub letters: BTreeSet<char>,
}

impl ResolvedLabel {
    /// The code, where the label stands for one.
    #[must_use]
    pub const fn code(&self) -> Option<&Code> {
        match &self.resolution {
            Resolution::Code(code) | Resolution::Ignored(_, Some(code)) => Some(code),
            _ => None,
        }
    }
}

/// Resolves one label of a field; `used` gathers the mapping lines that did something.
pub(super) fn resolve(
    context: &Context<'_>,
    field: &Field,
    label: Option<&Label>,
    findings: &mut Vec<Finding>,
    used: &mut BTreeSet<u32>,
) -> ResolvedLabel {
    let Some(label) = label else {
        let message = format!("the cell that should hold `{}` is empty", field.name);
        let resolution = match field.feeds {
            Feeds::Note | Feeds::Nothing => Resolution::Blank,
            _ => Resolution::Problem(Box::new(Finding::new(&BLANK_LABEL, message).mapping(context.line(field.line)))),
        };
        return ResolvedLabel {
            label: None,
            key: String::new(),
            resolution,
            line: None,
            status: StatusSet::default(),
            letters: BTreeSet::new(),
        };
    };
    let normalised = normalise(&label.text);
    let mut resolved = ResolvedLabel {
        label: Some(label.clone()),
        key: normalised.key,
        resolution: Resolution::Text,
        line: None,
        status: StatusSet::default(),
        letters: BTreeSet::new(),
    };
    let own = field.by_key.get(&resolved.key).map(|index| &field.values[*index]);
    if let Some(line) = own {
        used.insert(line.line);
        resolved.line = Some(line.line);
        resolved.resolution = match &line.meaning {
            Meaning::Code(code) => Resolution::Code(code.clone()),
            Meaning::Part(part) => Resolution::Part(*part),
            Meaning::Ignored(reason, code) => Resolution::Ignored(*reason, code.clone()),
        };
    } else {
        resolved.resolution = match &field.feeds {
            Feeds::Reporter => by_list(context, field, label, &resolved.key, context.standard.area_list(), "area"),
            Feeds::Dimension(id) => by_list(context, field, label, &resolved.key, context.standard.list_of(id), id.as_str()),
            Feeds::Year => year(context, field, label, &resolved.key),
            Feeds::PartOfYear => unknown(context, field, label, "part of the year", &[]),
            Feeds::Note | Feeds::Nothing => Resolution::Text,
        };
    }
    if field.letters.is_empty() {
        marks(context, field, label, &normalised.marks, &mut resolved, findings);
    } else {
        letters(context, field, label, &mut resolved);
    }
    resolved
}

fn by_list(context: &Context<'_>, field: &Field, label: &Label, key: &str, list: Option<&CodeList>, what: &str) -> Resolution {
    let Some(list) = list else { return unknown(context, field, label, what, &[]) };
    if let Some(system) = field.system {
        return match list.by_system(system, label.text.trim()) {
            Some(code) => Resolution::Code(code.clone()),
            None => unknown(context, field, label, &format!("{what} in the code system {}", system.as_str()), &[]),
        };
    }
    let languages = &context.mapping.languages;
    match list.by_name(key, languages) {
        Lookup::One(code, _) => Resolution::Code(code),
        Lookup::Several(codes) => {
            let codes: Vec<&str> = codes.iter().map(Code::as_str).collect();
            problem(
                context,
                field,
                label,
                Finding::new(&AMBIGUOUS_LABEL, format!("`{}` can mean {}", label.text.trim(), codes.join(" or "))),
            )
        }
        Lookup::None => unknown(context, field, label, what, &list.nearest(key, languages, 3)),
    }
}

fn year(context: &Context<'_>, field: &Field, label: &Label, key: &str) -> Resolution {
    let four_digits = key.len() == 4 && key.bytes().all(|byte| byte.is_ascii_digit());
    match key.parse::<i16>() {
        Ok(year) if four_digits && (1800..=2200).contains(&year) => Resolution::Year(year),
        _ => problem(context, field, label, Finding::new(&NOT_A_YEAR, format!("`{}` is not a year", label.text.trim()))),
    }
}

fn unknown(context: &Context<'_>, field: &Field, label: &Label, what: &str, nearest: &[(String, Code)]) -> Resolution {
    let mut finding = Finding::new(&UNKNOWN_LABEL, format!("no {what} is called `{}`", label.text.trim()));
    if !nearest.is_empty() {
        let candidates: Vec<String> = nearest.iter().map(|(name, code)| format!("`{name}` ({code})")).collect();
        finding = finding.hint(format!(
            "the nearest names are {}; add a line to `values` of field `{}` once you know",
            candidates.join(", "),
            field.name
        ));
    }
    problem(context, field, label, finding)
}

fn problem(context: &Context<'_>, field: &Field, label: &Label, finding: Finding) -> Resolution {
    let finding = finding.mapping(context.line(field.line));
    Resolution::Problem(Box::new(match label.at {
        Some(at) => finding.at(context.place(at)),
        None => finding.at(context.sheet_place()),
    }))
}

fn marks(context: &Context<'_>, field: &Field, label: &Label, marks: &[String], resolved: &mut ResolvedLabel, findings: &mut Vec<Finding>) {
    for mark in marks {
        match field.marks.get(mark) {
            Some(Some(status)) => resolved.status.insert(*status),
            Some(None) => {}
            // A line of `values` that spells the label with its mark has said what it is.
            None if resolved
                .line
                .is_some_and(|line| field.values.iter().any(|value| value.line == line && value.text.contains(mark.as_str()))) => {}
            None => {
                let finding = Finding::new(&UNDECLARED_MARK, format!("`{mark}` stands behind `{}`", label.text.trim()))
                    .mapping(context.line(field.line));
                findings.push(match label.at {
                    Some(at) => finding.at(context.place(at)),
                    None => finding,
                });
            }
        }
    }
}

fn letters(context: &Context<'_>, field: &Field, label: &Label, resolved: &mut ResolvedLabel) {
    resolved.letters = label.text.chars().filter(|letter| !letter.is_whitespace() && *letter != ',').collect();
    let unknown: Vec<String> = resolved.letters.iter().filter(|letter| !field.letters.contains(letter)).map(ToString::to_string).collect();
    if !unknown.is_empty() {
        let message = format!("`{}` holds {}, which the mapping does not list", label.text.trim(), unknown.join(", "));
        resolved.resolution = problem(context, field, label, Finding::new(&UNDECLARED_LETTER, message));
    }
}
