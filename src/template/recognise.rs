//! From the ids of a workbook to mappings.

use std::collections::{BTreeMap, BTreeSet};

use super::code_of;
use super::definitions::{Answer, answers, choice, nearest_choice};
use super::findings::{
    ANSWER_UNCLEAR, COLUMN_TWICE, DATE_UNCLEAR, NO_IDS, NO_TABLE, NOT_FILLED_IN, OFFICE_MISSING, OTHER_STANDARD, OTHER_TEMPLATE,
    SHEET_GONE, UNKNOWN_CODE,
};
use super::ids::{ColumnId, Kind, Marker};
use super::outline::Outline;
use super::rows::Rows;
use super::text::{Head, Sheet};
use crate::diag::{Finding, Place};
use crate::model::{CellRef, Code, IgnoreReason, StatType, column_letters as letters};
use crate::read::{Sheet as Worksheet, Workbook, findings_beside};
use crate::spec::{Mapping, SpecError, Standard, TableSpec, load_mapping, spelling_hint};

/// Signs of a template for figures that are not there, and the status of each.
pub const MISSING: [(&str, &str); 3] = [(":", "O"), ("-", "M"), ("c", "Q")];

/// What begins the name of each mapping that was made from a template.
pub const MADE: &str = "template/";

/// The source of a return that names no kind of source.
const ANY_SOURCE: &str = "RETURN";

/// A filled template, ready to be read.
#[derive(Debug)]
pub struct Template {
    /// A mapping for each table, with the text it was made from.
    pub mappings: Vec<(Mapping, String)>,
    /// What has to be told to the office.
    pub findings: Vec<Finding>,
}

/// Recognises a template by its ids; none where the workbook has none.
///
/// `noticed` is what reading the file told: of it all is kept that is not about the template's own hidden ids, lists and formulas.
///
/// # Errors
/// A mapping that was made does not hold together, which would be a fault of this program.
pub fn recognise(workbook: &Workbook, noticed: &[Finding], standard: &Standard) -> Result<Option<Template>, SpecError> {
    let outlines: Vec<Outline<'_>> = workbook.sheets.iter().filter_map(|sheet| Outline::of(workbook, sheet)).collect();
    // A sheet that says what it is makes a template; ids alone may be somebody's copy.
    let Some(main) = outlines.iter().filter_map(|outline| outline.marker.as_ref()).map(|(marker, _)| marker.of(Kind::Cover)).next() else {
        return Ok(None);
    };
    let mut reader = Reader { workbook, standard, outlines: &outlines, main, answers: Vec::new(), findings: Vec::new() };
    reader.findings = reader.noticed(noticed);
    let mappings = reader.mappings()?;
    Ok(Some(Template { mappings, findings: reader.findings }))
}

/// A sheet that is set aside, the reason, and why.
type Aside<'w> = (&'w str, IgnoreReason, &'static str);

struct Reader<'w> {
    workbook: &'w Workbook,
    standard: &'w Standard,
    outlines: &'w [Outline<'w>],
    /// State, year and standard of the workbook.
    main: Marker,
    answers: Vec<Answer>,
    findings: Vec<Finding>,
}

impl<'w> Reader<'w> {
    /// What reading told, without what the template hides itself.
    fn noticed(&self, noticed: &[Finding]) -> Vec<Finding> {
        let own = |sheet: &Worksheet, at: CellRef| {
            let outline = self.outlines.iter().find(|outline| outline.sheet.name == sheet.name);
            outline.is_some_and(|outline| {
                let machine = outline.marker.as_ref().is_some_and(|(marker, _)| marker.kind == Kind::Machine);
                machine || outline.is_own(at)
            })
        };
        findings_beside(self.workbook, noticed, &own)
    }

    fn mappings(&mut self) -> Result<Vec<(Mapping, String)>, SpecError> {
        self.version();
        let outlines = self.outlines;
        for outline in outlines.iter().filter(|outline| outline.kind() == Some(&Kind::Definitions)) {
            let (answers, findings) = answers(outline, self.standard);
            self.answers.extend(answers);
            self.findings.extend(findings);
        }
        let office = self.office();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        let mut filled = Vec::new();
        let machine = |outline: &&Outline<'_>| !matches!(outline.kind(), Some(Kind::Table(_)) | None);
        let mut aside: Vec<Aside<'w>> = outlines
            .iter()
            .filter(machine)
            .map(|outline| (&*outline.sheet.name, IgnoreReason::Index, "instructions, questions and lists of the template"))
            .collect();
        for outline in outlines {
            let Some((marker, spec)) = self.table(outline) else { continue };
            let count = known.entry(spec.id.to_string()).or_default();
            *count += 1;
            let id = format!("template-{}", spec.id.as_str().to_lowercase().replace('_', "-"));
            let id = if *count > 1 { format!("{id}-{count}") } else { id };
            if !self.has_ids(outline, spec) {
                continue;
            }
            if outline.has_figures() {
                filled.push((outline, marker, spec, id));
            } else {
                let message = format!("nothing is filled in for the table `{}`; it counts as not sent", spec.id);
                self.findings.push(Finding::new(&NOT_FILLED_IN, message).at(outline.place(None)));
                aside.push((&*outline.sheet.name, IgnoreReason::Unused, "nothing is filled in on this sheet"));
            }
        }
        // Sheets without figures are set aside once, by the first mapping.
        let mut made: Vec<(Mapping, String)> = Vec::new();
        for (outline, marker, spec, id) in filled {
            let source = self.source(outline);
            let (office, vintage) = office.clone();
            let sets_aside = if made.is_empty() { aside.clone() } else { Vec::new() };
            let head = Head { marker: &marker, id, about: spec.id.as_str(), source, office, vintage, aside: sets_aside };
            if let Some(text) = self.sheet(outline, spec, head) {
                made.push((load_mapping(&format!("{MADE}{}", spec.id), &text, self.standard)?, text));
            }
        }
        if made.is_empty() && !aside.is_empty() {
            let (marker, (office, vintage)) = (self.main.clone(), office);
            let (id, source) = ("template-without-figures".to_owned(), ANY_SOURCE.to_owned());
            let text = Head { marker: &marker, id, about: "without figures", source, office, vintage, aside }.alone(self.standard);
            made.push((load_mapping(&format!("{MADE}none"), &text, self.standard)?, text));
        }
        self.gone(&known);
        Ok(made)
    }

    fn version(&mut self) {
        let here = (self.standard.id.as_str(), self.standard.version.as_str());
        if (self.main.standard.as_str(), self.main.standard_version.as_str()) != here {
            let message = format!(
                "the template was made with the standard {} {}, and is read with {} {}",
                self.main.standard, self.main.standard_version, here.0, here.1
            );
            self.findings.push(Finding::new(&OTHER_STANDARD, message).at(Place::file(&self.workbook.identity.name)));
        }
    }

    /// The office as it named itself, and the day of sending.
    fn office(&mut self) -> (String, String) {
        let outlines = self.outlines;
        let cover = outlines.iter().find(|outline| outline.kind() == Some(&Kind::Cover));
        let office = cover.and_then(|cover| cover.entered("office")).map(|(_, text)| text.chars().take(200).collect::<String>());
        if office.is_none() {
            let place = cover.map_or_else(|| Place::file(&self.workbook.identity.name), |cover| cover.place(cover.entry_cell("office")));
            self.findings.push(Finding::new(&OFFICE_MISSING, "nothing says which office sends the template").at(place));
        }
        let sent = cover.and_then(|cover| cover.entered("date")).and_then(|(_, text)| day_of(&text, None));
        let vintage = sent.map_or_else(|| self.main.year.to_string(), |(year, month, day)| format!("{year}-{month:02}-{day:02}"));
        (office.filter(|office| office.chars().count() > 1).unwrap_or_else(|| "not stated".to_owned()), vintage)
    }

    /// The table of a sheet, where it is one of this template and can be read.
    fn table(&mut self, outline: &Outline<'_>) -> Option<(Marker, &'w TableSpec)> {
        let standard = self.standard;
        let Some((marker, at)) = &outline.marker else {
            let message = "the sheet has ids of a template, and nothing says which table it is";
            self.findings.push(Finding::new(&NO_TABLE, message).at(outline.place(None)));
            return None;
        };
        let Kind::Table(table) = &marker.kind else { return None };
        if (&marker.country, marker.year) != (&self.main.country, self.main.year) {
            let message = format!(
                "the sheet belongs to the template of {} for {}, and the workbook to that of {} for {}",
                marker.country, marker.year, self.main.country, self.main.year
            );
            self.findings.push(Finding::new(&OTHER_TEMPLATE, message).at(outline.place(Some(*at))));
            return None;
        }
        let known = standard.table(table).filter(|_| standard.is_country(&marker.country));
        if known.is_none() {
            let message = format!("the standard has no table `{table}`, or no state `{}`", marker.country);
            let finding = Finding::new(&NO_TABLE, message).at(outline.place(Some(*at)));
            let hint = spelling_hint(table, standard.tables.keys().map(crate::model::TableId::as_str));
            self.findings.push(match hint {
                Some(hint) => finding.hint(hint),
                None => finding,
            });
        }
        known.map(|spec| (marker.clone(), spec))
    }

    /// Whether a sheet still has its hidden ids, which is told where it hasn't.
    fn has_ids(&mut self, outline: &Outline<'_>, spec: &TableSpec) -> bool {
        let has = outline.id_row.is_some() && outline.values().next().is_some() && outline.keys().next().is_some();
        if !has {
            let message = format!("the hidden ids of the table `{}` are gone", spec.id);
            self.findings.push(Finding::new(&NO_IDS, message).at(outline.place(None)));
        }
        has
    }

    /// The mapping of a sheet with figures; none where it can't be read, which is told.
    fn sheet(&mut self, outline: &Outline<'_>, spec: &TableSpec, head: Head<'_>) -> Option<String> {
        let rows = Rows::read(outline, self.standard);
        self.findings.extend(rows.findings.iter().cloned());
        let twice = self.columns(outline);
        let day = if spec.stat_type == StatType::Stock { Some(self.day(outline, spec, head.marker.year)?) } else { None };
        let answers = self.answers.iter().filter(|answer| answer.tables.is_empty() || answer.tables.contains(spec.id.as_str())).collect();
        let source_name = outline.entered("source-name").map(|(_, text)| text);
        Some(Sheet { outline, head, spec, rows: &rows, answers, source_name, day, twice }.mapping(self.standard))
    }

    /// Ids of columns of figures that stand twice; and codes that nobody knows are told.
    fn columns(&mut self, outline: &Outline<'_>) -> BTreeSet<String> {
        let mut seen: BTreeMap<String, CellRef> = BTreeMap::new();
        let mut twice = BTreeSet::new();
        let row = outline.id_row.unwrap_or_default();
        for (column, codes) in outline.values() {
            let at = CellRef::new(row, column);
            let id = ColumnId::Value(codes.to_vec()).to_string();
            if let Some(before) = seen.insert(id.clone(), at) {
                let message = format!("the columns {} and {} carry the same hidden id", letters(before.column), letters(column));
                self.findings.push(Finding::new(&COLUMN_TWICE, message).at(outline.place(Some(at))).also([outline.place(Some(before))]));
                twice.insert(id);
            }
            for (dimension, code) in codes {
                let list = self.standard.list_of(dimension);
                if list.is_none_or(|list| !self.standard.accepts(list, code.as_str())) {
                    let message = format!("the hidden id of the column names `{code}`, which is not a code of `{dimension}`");
                    self.findings.push(Finding::new(&UNKNOWN_CODE, message).at(outline.place(Some(at))));
                }
            }
        }
        twice
    }

    /// The day of a stock: what was entered, or the only one that the table takes.
    fn day(&mut self, outline: &Outline<'_>, spec: &TableSpec, year: i16) -> Option<(i16, i8, i8, String)> {
        let entered = outline.entered("reference-day");
        let read = entered.as_ref().and_then(|(at, text)| {
            let (year, month, day) = day_of(text, Some(year))?;
            Some((year, month, day, outline.named_cell(*at)))
        });
        let only = || match (entered.is_none(), spec.reference_days.as_slice()) {
            (true, [(month, day)]) => Some((year, *month, *day, format!("the standard asks {} at this day", spec.id))),
            _ => None,
        };
        let found = read.or_else(only);
        if found.is_none() {
            let message = match &entered {
                Some((_, text)) => format!("`{text}` is not a day"),
                None => "nothing says to which day the figures refer".to_owned(),
            };
            let at = entered.map(|(at, _)| at).or_else(|| outline.entry_cell("reference-day"));
            self.findings.push(Finding::new(&DATE_UNCLEAR, message).at(outline.place(at)));
        }
        found
    }

    /// The source's short name: the kind of source that was chosen.
    fn source(&mut self, outline: &Outline<'_>) -> String {
        let Some((at, text)) = outline.entered("source-type") else { return ANY_SOURCE.to_owned() };
        let kinds = self.standard.attribute("source_type");
        let known = kinds.and_then(|kinds| choice(self.standard, kinds, &text)).map(str::to_uppercase);
        if let Some(source) = known.filter(|source| Code::new(source).is_ok()) {
            return source;
        }
        let message = format!("`{text}` is no kind of source");
        let finding = Finding::new(&ANSWER_UNCLEAR, message).at(outline.place(Some(at)));
        self.findings.push(match kinds.and_then(|kinds| nearest_choice(self.standard, kinds, &text)) {
            Some(hint) => finding.hint(hint),
            None => finding,
        });
        ANY_SOURCE.to_owned()
    }

    /// Tables of the template whose sheet is no longer there.
    fn gone(&mut self, known: &BTreeMap<String, usize>) {
        let outlines = self.outlines;
        let Some(machine) = outlines.iter().find(|outline| outline.kind() == Some(&Kind::Machine) && outline.named.contains_key("tables"))
        else {
            return;
        };
        let Some((_, tables)) = machine.entered("tables") else { return };
        let there = |table: &str| {
            known.contains_key(table) || outlines.iter().any(|outline| outline.kind() == Some(&Kind::Table(table.to_owned())))
        };
        for table in tables.split(';').filter(|table| !there(table)) {
            let message = format!("the template has a sheet for the table `{table}`, and the workbook no longer holds it");
            self.findings.push(Finding::new(&SHEET_GONE, message).at(Place::file(&self.workbook.identity.name)));
        }
    }
}

/// Year, month and day of a text such as `2025-12-31` or `12-31 – 31 December`.
fn day_of(text: &str, year: Option<i16>) -> Option<(i16, i8, i8)> {
    let code = code_of(text);
    let parts: Vec<&str> = code.split(['T', ' ']).next()?.split('-').collect();
    let (year, month, day) = match (parts.as_slice(), year) {
        ([year, month, day], _) => (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?),
        ([month, day], Some(year)) => (year, month.parse().ok()?, day.parse().ok()?),
        _ => return None,
    };
    jiff::civil::Date::new(year, month, day).ok().map(|date| (date.year(), date.month(), date.day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_and_spreadsheets_write_them() {
        let day = |text: &str| day_of(text, Some(2025));
        assert_eq!(day("2026-01-01"), Some((2026, 1, 1)));
        assert_eq!(day("2025-12-31T00:00:00"), Some((2025, 12, 31)));
        assert_eq!(day("12-31 – 31 December"), Some((2025, 12, 31)));
        assert!(["31/12/2025", "2025-13-01", "end of the year", ""].iter().all(|text| day(text).is_none()));
        assert_eq!(day_of("12-31", None), None, "a day without a year is no day of sending");
    }

    #[test]
    fn a_workbook_without_ids_is_no_template() {
        let workbook = crate::testing::workbook(Worksheet::from_cells("a", Vec::new(), Vec::new()));
        assert!(recognise(&workbook, &[], crate::testing::standard()).unwrap().is_none());
    }
}
