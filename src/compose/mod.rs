//! Reports put together: what a run found, as the page of one state or of the region in one language.
//!
//! In: the tables, findings, profiles, gaps and mirrors of a run, and the sender's files, read once more for their sheets. Out: a
//! [`ReportPage`] with the copies of its sheets. Nothing is judged or counted anew, and of a file that holds persons nothing is
//! shown.

mod definitions;
mod findings;
mod series;
mod sheets;

use std::collections::{BTreeMap, BTreeSet};

use crate::advice::ProfileLine;
use crate::diag::Finding;
use crate::harmonise::Harmonised;
use crate::read::Workbook;
use crate::report::{About, ReportPage, SheetCopy};
use crate::spec::{Language, Pipeline, Standard};

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
        let label = self.standard.area_list().and_then(|list| list.get(code)).map_or(code, |entry| entry.label(Language::EN));
        let name = self.standard.text(&format!("code/area/{code}/label"), label, language);
        About {
            code: code.to_owned(),
            name: name.to_owned(),
            is_region,
            language: language.to_string(),
            collection: self.pipeline.title.clone(),
            standard: self.standard.text("standard/title", &self.standard.title, language).to_owned(),
            standard_version: self.standard.version.clone(),
            program: concat!("concord ", env!("CARGO_PKG_VERSION")).to_owned(),
            files: Vec::new(),
        }
    }
}

/// The report of one state in one language, as far as findings, sheets, series and definitions go.
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
    findings::count(&own, &mut page.summary);
    Composed { page, copies }
}

/// The report of the region in one language, as far as findings go.
#[must_use]
pub fn region(material: &Material<'_>, language: Language) -> ReportPage {
    let all: Vec<&Finding> = material.findings.iter().collect();
    let mut page = ReportPage { about: material.about(material.standard.region.as_str(), true, language), ..ReportPage::default() };
    page.findings = findings::groups(material, &all, language);
    findings::count(&all, &mut page.summary);
    page
}

impl Sheets {
    /// Reads the files again that a state's findings name. A file that can't be read, or holds persons, has no sheets to show.
    #[must_use]
    pub fn of(material: &Material<'_>, code: &str, mappings: &[crate::spec::Mapping]) -> Self {
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
