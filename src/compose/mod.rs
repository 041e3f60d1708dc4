//! Reports put together: what a run found, as the page of one state or of the region in one language.
//!
//! In: the tables, findings, profiles, gaps and mirrors of a run, and the sender's files, read once more for their sheets. Out: a
//! [`ReportPage`] with the copies of its sheets. Nothing is judged or counted anew, and of a file that holds persons nothing is
//! shown.

mod definitions;
mod explanations;
mod findings;
mod gaps;
mod series;
mod sheets;

use std::collections::{BTreeMap, BTreeSet};

use crate::advice::{ProfileLine, Repair};
use crate::diag::{Finding, Severity, Word};
use crate::gaps::GapReport;
use crate::harmonise::{Harmonised, Published};
use crate::mirror::{Mirror, lines};
use crate::model::{Code, Grade};
use crate::read::Workbook;
use crate::report::{About, MirrorLine, ReportPage, SheetCopy, StateLine, Summary};
use crate::spec::{Language, Mapping, Pipeline, Round, Standard};
use crate::texts::phrase;

/// What a run found, as far as reports tell it.
#[derive(Debug, Clone, Copy)]
pub struct Material<'a> {
    /// The pipeline.
    pub pipeline: &'a Pipeline,
    /// The standard.
    pub standard: &'a Standard,
    /// The exchange tables.
    pub tables: &'a Harmonised,
    /// Every finding, in order.
    pub findings: &'a [Finding],
    /// What each source states.
    pub profiles: &'a [ProfileLine],
    /// Who sent each file, by its name.
    pub senders: &'a BTreeMap<String, BTreeSet<String>>,
    /// SHA-256 of each file that could be read, by its name.
    pub digests: &'a BTreeMap<String, String>,
    /// What people keep beside the returns.
    pub round: &'a Round,
    /// What was asked for against what was sent.
    pub gaps: &'a GapReport,
    /// What would make most figures comparable.
    pub repairs: &'a [Repair],
    /// Two states' figures about the same persons.
    pub mirrors: &'a [Mirror],
    /// How many findings each explanation covers.
    pub covers: &'a [u64],
    /// Sheets on which a mapping found a table, by file and name: no other sheet is shown, since nobody knows what it holds.
    pub claimed: &'a BTreeSet<(String, String)>,
    /// Whether somebody asked for tables and years; a return that is judged by itself lacks nothing.
    pub is_round: bool,
}

/// The sender's files, read once for all languages of a report.
#[derive(Debug, Default)]
pub struct Sheets {
    workbooks: Vec<Workbook>,
}

/// A report with the copies of the sender's sheets.
#[derive(Debug)]
pub struct Composed {
    /// The page.
    pub page: ReportPage,
    /// The sheets.
    pub copies: Vec<SheetCopy>,
}

impl<'a> Material<'a> {
    /// The findings about a state: those of its figures and of the files it sent.
    #[must_use]
    pub fn of_state(&self, state: &str) -> Vec<&'a Finding> {
        let sent = |finding: &Finding| {
            finding.at.as_ref().and_then(|place| self.senders.get(place.file.as_ref())).is_some_and(|senders| senders.contains(state))
        };
        let concerns = |finding: &&Finding| match &finding.about {
            Some(about) => about.state == state,
            None => sent(finding),
        };
        self.findings.iter().filter(concerns).collect()
    }

    fn about(&self, code: &str, is_region: bool, language: Language) -> About {
        About {
            code: code.to_owned(),
            name: self.standard.area_name(code, language).to_owned(),
            is_region,
            language: language.to_string(),
            collection: self.pipeline.title.clone(),
            standard: self.standard.text("standard/title", &self.standard.title, language).to_owned(),
            standard_version: self.standard.version.clone(),
            program: concat!("concord ", env!("CARGO_PKG_VERSION")).to_owned(),
            files: gaps::files(self, (!is_region).then_some(code)),
        }
    }

    /// The figures that a state itself sent; those of every member for the region.
    fn figures(&self, state: Option<&str>) -> impl Iterator<Item = (&'a crate::model::TableId, &'a Published)> + use<'a> {
        let state = state.map(str::to_owned);
        let all = self.tables.tables.iter().flat_map(|(id, table)| table.published.iter().map(move |one| (id, one)));
        all.filter(move |(_, one)| one.is_own() && state.as_ref().is_none_or(|state| one.reporter.as_str() == state))
    }

    /// The first screen, for a state or for the region.
    fn summary(&self, state: Option<&str>, own: &[&Finding], language: Language) -> Summary {
        let mut summary = Summary::default();
        let mut tables = BTreeSet::new();
        let mut grades: BTreeMap<Grade, u64> = BTreeMap::new();
        for (table, one) in self.figures(state) {
            summary.observations += 1;
            tables.insert(table);
            *grades.entry(one.graded.grade).or_default() += 1;
        }
        summary.tables = tables.len() as u64;
        summary.grades = grades.into_iter().map(|(grade, count)| definitions::grade_count(grade, count, language)).collect();
        findings::count(own, &mut summary);
        let of_state = |place: &&crate::gaps::TablePlace| state.is_none_or(|state| place.state.as_str() == state);
        let places = || self.gaps.places.iter().filter(|_| self.is_round).filter(of_state);
        summary.gaps = gaps::counts(places(), language);
        summary.unknown = gaps::unknown(self, places(), language);
        let asked = places().count();
        let came = places().filter(|place| place.status.is_sent()).count();
        summary.blocking = self.blocking(own, (summary.observations, asked > 0 && came == 0), language);
        summary
    }

    /// What blocks acceptance: errors that nobody explained, by rule, and a return that is not there.
    fn blocking(&self, own: &[&Finding], (observations, nothing_asked): (u64, bool), language: Language) -> Vec<String> {
        let mut rules: BTreeMap<String, u64> = BTreeMap::new();
        for finding in own.iter().filter(|finding| finding.severity == Severity::Error && finding.explanation.is_none()) {
            *rules.entry(findings::label(self, finding, language)).or_default() += 1;
        }
        let sentence = |(label, count): (String, u64)| {
            let words = [("count", Word::Count(count)), ("rule", Word::Text(label))];
            phrase("report-blocks-rule", &words, language)
        };
        let nothing = match (observations, nothing_asked) {
            (0, _) => phrase("report-blocks-nothing-sent", &[], language),
            (_, true) => phrase("report-blocks-nothing-asked", &[], language),
            (_, false) => None,
        };
        let mut rules: Vec<(String, u64)> = rules.into_iter().collect();
        rules.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        nothing.into_iter().chain(rules.into_iter().filter_map(sentence)).collect()
    }
}

/// The report of one state in one language.
#[must_use]
pub fn state(material: &Material<'_>, code: &str, language: Language, sheets: &Sheets) -> Composed {
    let own = material.of_state(code);
    let mut page = ReportPage { about: material.about(code, false, language), ..ReportPage::default() };
    page.findings = findings::groups(material, &own, language);
    let (pictures, copies) = sheets::drawn(material, &own, sheets, language);
    page.sheets = pictures;
    findings::point_to_pictures(&mut page);
    page.series = series::of_state(material, code, &own, language);
    page.definitions = definitions::of_state(material, code, language);
    page.summary = material.summary(Some(code), &own, language);
    page.recommendations = gaps::recommendations(material, Some(code), language);
    if material.is_round {
        page.gaps = gaps::of_state(material, code, language);
        page.sources = gaps::sources(material, Some(code), language);
    }
    page.explanations = explanations::lines(material, Some(code));
    page.mirrors = Code::new(code).map(|state| lines(material.mirrors, &state, language, material.standard)).unwrap_or_default();
    // What can be compared comes first.
    page.mirrors.sort_by_key(|line| line.own.is_none() || line.other.is_none());
    Composed { page, copies }
}

/// The report of the region in one language; `report` gives the address of a state's own report.
#[must_use]
pub fn region(material: &Material<'_>, language: Language, report: &dyn Fn(&str) -> Option<String>) -> ReportPage {
    let all: Vec<&Finding> = material.findings.iter().collect();
    let mut page = ReportPage { about: material.about(material.standard.region.as_str(), true, language), ..ReportPage::default() };
    page.findings = findings::groups(material, &all, language);
    page.summary = material.summary(None, &all, language);
    page.gaps = gaps::of_region(material, language);
    page.recommendations = gaps::recommendations(material, None, language);
    page.sources = gaps::sources(material, None, language);
    page.costs = gaps::costs(material, language);
    page.explanations = explanations::lines(material, None);
    page.states = material.gaps.states.iter().map(|state| state_line(material, state, language, report(state.as_str()))).collect();
    page.mirrors = material.gaps.states.iter().flat_map(|state| both_sides(material, state, language)).collect();
    page
}

/// The lines of a state on which both sides have a figure, named by both.
fn both_sides(material: &Material<'_>, state: &Code, language: Language) -> Vec<MirrorLine> {
    let own = material.standard.area_name(state.as_str(), language).to_owned();
    let both =
        lines(material.mirrors, state, language, material.standard).into_iter().filter(|line| line.own.is_some() && line.other.is_some());
    both.map(|line| MirrorLine {
        partner: format!("{state} / {}", line.partner),
        partner_name: format!("{own} / {}", line.partner_name),
        ..line
    })
    .collect()
}

fn state_line(material: &Material<'_>, state: &Code, language: Language, report: Option<String>) -> StateLine {
    let own = material.of_state(state.as_str());
    StateLine {
        code: state.to_string(),
        name: material.standard.area_name(state.as_str(), language).to_owned(),
        report,
        summary: material.summary(Some(state.as_str()), &own, language),
        days_late: material.gaps.days_late(state.as_str()),
        ask: gaps::first_ask(material, state, language),
    }
}

impl Sheets {
    /// Reads the files again that a state's findings name. A file that can't be read, or holds persons, has no sheets to show.
    #[must_use]
    pub fn of(material: &Material<'_>, code: &str, mappings: &[Mapping]) -> Self {
        let named: BTreeSet<&str> = material
            .of_state(code)
            .iter()
            .flat_map(|finding| finding.at.iter().chain(&finding.also))
            .map(|place| place.file.as_ref())
            .collect();
        let sent = |file: &str| material.senders.get(file).is_some_and(|senders| senders.contains(code));
        let inputs = material.pipeline.inputs.iter().filter(|input| named.contains(input.name.as_str()) && sent(&input.name));
        let opened = inputs.filter_map(|input| crate::intake::open(&input.path, &input.name, material.standard, mappings).ok());
        Self { workbooks: opened.map(|opened| opened.workbook).collect() }
    }
}
