//! Explanations that were given, applied to findings.
//!
//! In: findings, and what states explained. Out: the same findings, each with the explanation that covers it; how many each
//! explanation covers; and a finding for one that covers nothing or no longer holds. An explained finding stays, and does not block.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::findings::{EXPLAINS_NOTHING, EXPLANATION_PAST};
use crate::diag::{Finding, Severity};
use crate::spec::{Explanation, Explanations};

/// What came of the explanations.
#[derive(Debug, Default)]
pub struct Applied {
    /// How many findings each explanation covers, in their order.
    pub covers: Vec<u64>,
    /// What is wrong with explanations.
    pub findings: Vec<Finding>,
}

/// Applies explanations; `senders` says who sent each file, `as_of` by which day an explanation must still hold.
pub fn explain(
    findings: &mut [Finding],
    explanations: &Explanations,
    senders: &BTreeMap<String, BTreeSet<String>>,
    as_of: Option<Date>,
) -> Applied {
    let mut applied = Applied { covers: vec![0; explanations.explanations.len()], findings: Vec::new() };
    let (mut past, mut followed): (BTreeSet<usize>, BTreeSet<usize>) = Default::default();
    for finding in findings.iter_mut().filter(|finding| finding.severity > Severity::Information || finding.rule.is_some()) {
        let states = states_of(finding, senders);
        let all = explanations.explanations.iter().enumerate();
        let covering = all.filter(|(_, one)| states.iter().any(|state| covers(one, finding, state)));
        let (holding, gone): (Vec<_>, Vec<_>) = covering.partition(|(_, one)| one.given.holds_on(as_of));
        // The first that holds counts, and then one that is past has been followed by it.
        if let Some((position, one)) = holding.first() {
            finding.explanation = Some(format!("{} ({}, {})", one.given.text, one.given.who, one.given.on));
            applied.covers[*position] += 1;
            followed.extend(gone.iter().map(|(position, _)| *position));
        } else {
            past.extend(gone.first().map(|(position, _)| *position));
        }
    }
    for (position, one) in explanations.explanations.iter().enumerate() {
        let about = format!("{} of {}", one.about.as_str(), one.state);
        if past.contains(&position) {
            let until = one.given.until.map(|day| day.to_string()).unwrap_or_default();
            let message = format!("the explanation of {about} held until {until}, and the finding is there again");
            applied.findings.push(Finding::new(&EXPLANATION_PAST, message).mapping(one.given.line.clone()));
        } else if applied.covers.get(position) == Some(&0) && !followed.contains(&position) {
            let message = format!("the explanation of {about} covers no finding");
            applied.findings.push(Finding::new(&EXPLAINS_NOTHING, message).mapping(one.given.line.clone()));
        }
    }
    applied
}

/// The states a finding is about: the one it names, or those that sent the file.
fn states_of(finding: &Finding, senders: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    if let Some(about) = &finding.about {
        return BTreeSet::from([about.state.clone()]);
    }
    finding.at.as_ref().and_then(|place| senders.get(place.file.as_ref())).cloned().unwrap_or_default()
}

fn covers(one: &Explanation, finding: &Finding, state: &str) -> bool {
    let about = finding.about.as_ref();
    let year = about.and_then(|about| about.time_period.as_deref()).and_then(|period| period.get(..4)?.parse().ok());
    let tables = about.into_iter().flat_map(|about| about.table.iter().chain(&about.beside)).map(|table| Some(table.as_str()));
    // A finding without a table can still be covered by an explanation that names none.
    tables.chain([None]).any(|table| one.covers(state, table, year, finding.rule.as_deref(), finding.code.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::About;
    use crate::validate::findings::{TOLD_TWICE, YEARLY_CHANGE};

    fn explanations(text: &str) -> Explanations {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ken.toml");
        std::fs::write(&path, text).unwrap();
        let file = crate::spec::NamedPath { name: "explanations/ken.toml".into(), path };
        Explanations::load(&[file], crate::testing::standard(), &["validate/told-twice"]).unwrap()
    }

    fn found(rule: &str, year: &str) -> Finding {
        let about = About { state: "KEN".into(), table: Some("IMM1".into()), time_period: Some(year.into()), beside: vec!["IMM2".into()] };
        Finding::new(if rule == "C17" { &YEARLY_CHANGE } else { &TOLD_TWICE }, "made up").rule(rule).about(about)
    }

    const HEAD: &str = "schema = 1\n[[explanation]]\nrule = \"C17\"\nstate = \"KEN\"\ntable = \"IMM1\"\nyears = [2021]\ntext = \"the border was open again\"\nwho = \"made-up focal point\"\non = 2024-10-01\n";

    #[test]
    fn an_explanation_covers_its_rule_table_and_year_and_nothing_else() {
        let mut findings = vec![found("C17", "2021"), found("C17", "2022"), found("C21", "2021")];
        let applied = explain(&mut findings, &explanations(HEAD), &BTreeMap::new(), None);
        let told: Vec<bool> = findings.iter().map(|finding| finding.explanation.is_some()).collect();
        assert_eq!((told, applied.covers, applied.findings.len()), (vec![true, false, false], vec![1], 0));
        assert_eq!(findings[0].severity, Severity::Warning, "it stays what it is");
    }

    #[test]
    fn one_that_covers_nothing_or_is_past_is_told_at_its_line() {
        let mut findings = vec![found("C17", "2022")];
        let applied = explain(&mut findings, &explanations(HEAD), &BTreeMap::new(), None);
        assert_eq!(applied.findings[0].code.id, "validate/explains-nothing");
        assert_eq!(applied.findings[0].mapping.as_ref().unwrap().line, 4, "the line that names the state");
        let mut findings = vec![found("C17", "2021")];
        let past = explanations(&format!("{HEAD}until = 2024-12-31\n"));
        let applied = explain(&mut findings, &past, &BTreeMap::new(), Some(jiff::civil::date(2025, 9, 30)));
        assert_eq!((findings[0].explanation.is_none(), applied.findings[0].code.id), (true, "validate/explanation-past"));
    }

    #[test]
    fn an_explanation_that_holds_counts_beside_one_that_is_past() {
        let section = HEAD.trim_start_matches("schema = 1\n");
        let (old, new) = (format!("{section}until = 2024-12-31\n"), section.replace("open again", "open for good"));
        let explained = |sections: &[&str]| {
            let mut findings = [found("C17", "2021")];
            let given = explanations(&format!("schema = 1\n{}", sections.concat()));
            let applied = explain(&mut findings, &given, &BTreeMap::new(), Some(jiff::civil::date(2025, 9, 30)));
            let told: Vec<&str> = applied.findings.iter().map(|one| one.code.id).collect();
            assert!(findings[0].explanation.as_deref().is_some_and(|text| text.starts_with("the border was open for good")));
            (applied.covers, told.concat())
        };
        assert_eq!(explained(&[&old, &new]), (vec![0, 1], String::new()), "what came after it takes its place");
        assert_eq!(explained(&[&new, &old]), (vec![1, 0], String::new()));
        assert_eq!(explained(&[&new, section]), (vec![1, 0], EXPLAINS_NOTHING.id.to_owned()), "the first that holds counts");
    }
}
