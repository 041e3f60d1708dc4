//! Findings as a report tells them: by rule or code, the worst first, in the language of the reader.

use std::collections::BTreeMap;

use super::Material;
use crate::diag::{Finding, Place, Severity};
use crate::report::{FindingGroup, FindingLine, ReportPage, Summary};
use crate::spec::Language;
use crate::texts::{explained, phrase, say};

/// The anchor of a finding within a page, by its place in the list of its state.
pub(super) fn anchor(position: usize) -> String {
    format!("finding-{}", position + 1)
}

/// What was found, in the language of the reader where it can be said in it.
pub(super) fn message(material: &Material<'_>, finding: &Finding, language: Language) -> String {
    match &finding.said {
        Some(said) => say(said, language, material.standard),
        None => finding.message.clone(),
    }
}

/// The word for a severity.
fn severity_label(severity: Severity, language: Language) -> String {
    let id = match severity {
        Severity::Error => "report-severity-error",
        Severity::Warning => "report-severity-warning",
        Severity::Information => "report-severity-information",
    };
    phrase(id, &[], language).unwrap_or_else(|| severity.as_str().to_owned())
}

/// Findings by rule or code; within a group as they come. The position of each is that in the list given.
pub(super) fn groups(material: &Material<'_>, findings: &[&Finding], language: Language) -> Vec<FindingGroup> {
    let mut groups: BTreeMap<(std::cmp::Reverse<Severity>, String, &str), FindingGroup> = BTreeMap::new();
    for (position, finding) in findings.iter().enumerate() {
        let key = (std::cmp::Reverse(finding.severity), finding.rule.clone().unwrap_or_default(), finding.code.id);
        let group = groups.entry(key).or_insert_with(|| head(material, finding, language));
        group.findings.push(line(material, finding, position, language));
    }
    groups.into_values().collect()
}

fn head(material: &Material<'_>, finding: &Finding, language: Language) -> FindingGroup {
    let standard = material.standard;
    let rule = finding.rule.as_deref().and_then(|id| standard.rules.iter().find(|rule| *rule.id == *id));
    let mut group = FindingGroup {
        rule: finding.rule.clone(),
        code: finding.code.id.to_owned(),
        severity: finding.severity.as_str().to_owned(),
        severity_label: severity_label(finding.severity, language),
        ..FindingGroup::default()
    };
    if let Some(rule) = rule {
        let said = |field: &str, english: &str| standard.text(&format!("rule/{}/{field}", rule.id), english, language).to_owned();
        group.label = said("statement", &rule.statement);
        group.why = said("why", &rule.why);
        group.fix = said("fix", &rule.fix);
        group.origin.clone_from(&rule.origin);
    } else {
        let (when, fix) = explained(finding.code, language);
        (group.label, group.fix) = (when.to_owned(), fix.to_owned());
    }
    group
}

/// What the rule of a finding asks for, or when such a finding occurs, with its rule or code.
pub(super) fn label(material: &Material<'_>, finding: &Finding, language: Language) -> String {
    let group = head(material, finding, language);
    // The code behind the words, so that a line of Arabic begins with Arabic.
    format!("{} ({})", group.label, group.rule.unwrap_or(group.code))
}

fn line(material: &Material<'_>, finding: &Finding, position: usize, language: Language) -> FindingLine {
    let at = finding.at.as_ref();
    let cells = at.and_then(|place| Some(place.cells?.show(place.addressing)));
    // The advice of a rule stands above its findings already.
    let hint = finding.hint.clone().filter(|_| finding.said.is_none() && finding.rule.is_none());
    FindingLine {
        anchor: anchor(position),
        message: message(material, finding, language),
        file: at.map(|place| place.file.to_string()),
        sheet: at.and_then(|place| place.sheet.as_deref()).map(str::to_owned),
        cells,
        also: finding.also.iter().map(|place| beside(at, place)).collect(),
        value: finding.value.clone(),
        expected: finding.expected.clone(),
        hint,
        mapping: finding.mapping.as_ref().map(ToString::to_string),
        count: finding.count,
        explanation: finding.explanation.clone(),
        picture: None,
    }
}

/// A further cell, with file and sheet only where they differ from the first one.
fn beside(first: Option<&Place>, place: &Place) -> String {
    let cells = place.cells.map(|cells| cells.show(place.addressing)).unwrap_or_default();
    match first {
        Some(first) if first.file == place.file && first.sheet == place.sheet => cells,
        Some(first) if first.file == place.file => place.show_cells().unwrap_or_else(|| place.to_string()),
        _ => place.to_string(),
    }
}

/// Leads each finding to the picture that shows it.
pub(super) fn point_to_pictures(page: &mut ReportPage) {
    let ReportPage { findings, sheets, .. } = page;
    for line in findings.iter_mut().flat_map(|group| &mut group.findings) {
        line.picture = sheets.iter().position(|sheet| sheet.shows(&line.anchor));
    }
}

/// Counts findings for the first screen.
pub(super) fn count(findings: &[&Finding], summary: &mut Summary) {
    let is = |severity: Severity, explained: bool| {
        findings.iter().filter(|finding| finding.severity == severity && finding.explanation.is_some() == explained).count() as u64
    };
    summary.errors_open = is(Severity::Error, false);
    summary.warnings_open = is(Severity::Warning, false);
    summary.information = is(Severity::Information, false);
    summary.explained = findings.iter().filter(|finding| finding.explanation.is_some()).count() as u64;
}
