//! From the text of a mapping file to a checked [`Mapping`].
//!
//! In: the file's text and the standard. Out: the mapping, or every problem in it with its line.
//! What it can't know is whether the labels occur in any file; that is for the stages to say.

use std::collections::BTreeSet;
use std::sync::Arc;

use regex::Regex;
use sha2::{Digest, Sha256};
use toml::Spanned;

use super::load::{line_at, load_toml};
use super::mapping::{
    Anchor, Feeds, Mapping, MissingSymbol, PeriodOfTable, SetAsideSheet, SheetMatch, TableMapping, UnitOfTable, ZeroSymbol,
};
use super::mapping_file as raw;
use super::normalise::normalise;
use super::problem::{SpecError, SpecProblem, nearest};
use super::standard::Standard;
use crate::model::{DimensionId, Reference, SourceId, StatType, TableId, hex};

/// Loads and checks one mapping.
///
/// # Errors
/// Every problem of the file: syntax, unknown keys, fields that contradict each other, codes the standard does not know.
pub fn load_mapping(file: &str, text: &str, standard: &Standard) -> Result<Mapping, SpecError> {
    let read: raw::MappingFile = load_toml(file, text)?;
    let mut checker = Checker { file, text, standard, problems: Vec::new() };
    let mapping = checker.mapping(read);
    match mapping {
        Some(mapping) if checker.problems.is_empty() => Ok(mapping),
        _ => Err(SpecError::of(checker.problems)),
    }
}

pub(super) struct Checker<'a> {
    file: &'a str,
    text: &'a str,
    pub(super) standard: &'a Standard,
    problems: Vec<SpecProblem>,
}

impl Checker<'_> {
    pub(super) fn line<T>(&self, at: &Spanned<T>) -> u32 {
        line_at(self.text, at.span().start)
    }

    pub(super) fn problem(&mut self, line: u32, message: impl Into<String>, hint: impl Into<String>) {
        self.problems.push(SpecProblem { file: self.file.to_owned(), line: Some(line), message: message.into(), hint: Some(hint.into()) });
    }

    pub(super) fn anchor(&self, text: &Spanned<String>) -> Anchor {
        Anchor { text: text.get_ref().clone(), key: normalise(text.get_ref()).key, line: self.line(text) }
    }

    pub(super) fn pattern(&mut self, text: &Spanned<String>) -> Option<Regex> {
        match Regex::new(text.get_ref()) {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                let line = self.line(text);
                self.problem(
                    line,
                    format!("`{}` is not a regular expression: {error}", text.get_ref()),
                    "escape signs such as `(` with a backslash",
                );
                None
            }
        }
    }

    fn mapping(&mut self, read: raw::MappingFile) -> Option<Mapping> {
        if read.file.contains.is_empty() {
            self.problem(
                1,
                "`file.contains` is empty, so no file can be recognised",
                "name a text that stands in every file of this layout",
            );
        }
        if read.table.is_empty() {
            self.problem(1, "the mapping describes no table", "add a `[[table]]`");
        }
        let contains = read.file.contains.iter().map(|text| self.anchor(text)).collect();
        let source_id = match SourceId::new(&format!("{}:{}", read.source.sender, read.source.name)) {
            Ok(id) => id,
            Err(error) => {
                self.problem(1, error.to_string(), "shorten the name of the source");
                return None;
            }
        };
        let set_aside = read
            .set_aside
            .iter()
            .flat_map(|section| section.sheets.iter().map(|sheet| (sheet, section.reason)))
            .map(|(sheet, reason)| SetAsideSheet { sheet: sheet.get_ref().clone(), reason, line: self.line(sheet) })
            .collect();
        let missing: Vec<MissingSymbol> = self.missing(&read.missing);
        let zeros = self.zeros(&read.zero);
        let mut ids = BTreeSet::new();
        let mut tables = Vec::new();
        for section in &read.table {
            let line = self.line(&section.id);
            if !ids.insert(section.id.get_ref().clone()) {
                self.problem(line, format!("a second table is called `{}`", section.id.get_ref()), "give each table a name of its own");
            }
            if let Some(mut table) = self.table(section) {
                table.blank = table.blank.or(read.blank);
                table.missing.extend(missing.iter().cloned());
                table.zeros.extend(zeros.iter().cloned());
                self.one_meaning(&table);
                tables.push(table);
            }
        }
        let numbers = read.numbers.as_ref();
        Some(Mapping {
            id: read.id,
            title: read.title,
            file: Arc::from(self.file),
            sha256: hex(&Sha256::digest(self.text.as_bytes())),
            sender: read.source.sender,
            source_id,
            office: read.source.office,
            languages: read.source.languages,
            vintage: read.source.vintage,
            valid: (read.source.valid_from, read.source.valid_to),
            contains,
            encoding: read.file.encoding,
            delimiter: read.file.delimiter,
            decimal: numbers.and_then(|section| section.decimal),
            groups: numbers.map(|section| section.groups.clone()).unwrap_or_default(),
            set_aside,
            tables,
        })
    }

    fn missing(&mut self, lines: &[raw::MissingLine]) -> Vec<MissingSymbol> {
        let mut symbols: Vec<MissingSymbol> = Vec::new();
        for read in lines {
            let line = self.line(&read.text);
            let text = read.text.get_ref().trim().to_owned();
            if text.is_empty() {
                self.problem(line, "an empty symbol", "say what an empty cell means with `blank`");
            }
            if symbols.iter().any(|symbol| symbol.text == text) {
                self.problem(line, format!("`{text}` is declared twice"), "keep one of the lines");
            }
            if !read.status.explains_a_missing_value() {
                self.problem(
                    line,
                    format!("status `{}` does not explain a missing value", read.status),
                    "use one of Q, M, L, J, K, O, H, S",
                );
            }
            if read.low.zip(read.high).is_some_and(|(low, high)| low > high) || read.low.is_some() != read.high.is_some() {
                self.problem(line, "the range of the hidden value is not a range", "give both `low` and `high`, low first");
            }
            symbols.push(MissingSymbol { text, status: read.status, low: read.low, high: read.high, line });
        }
        symbols
    }

    fn zeros(&mut self, lines: &[raw::ZeroLine]) -> Vec<ZeroSymbol> {
        let mut symbols = Vec::new();
        for read in lines {
            let line = self.line(&read.text);
            if read.status.is_some_and(crate::model::Status::forbids_a_value) {
                self.problem(line, "a zero is a value, and this status says there is none", "declare the symbol under `missing` instead");
            }
            symbols.push(ZeroSymbol { text: read.text.get_ref().trim().to_owned(), status: read.status, line });
        }
        symbols
    }

    /// Zero and missing are different things: no symbol may stand for both.
    fn one_meaning(&mut self, table: &TableMapping) {
        for zero in &table.zeros {
            if let Some(missing) = table.missing.iter().find(|missing| missing.text == zero.text) {
                let message = format!("`{}` stands for zero here and for a missing value on line {}", zero.text, missing.line);
                self.problem(zero.line, message, "ask the sender which it is, and keep one of the lines");
            }
        }
    }

    fn table(&mut self, read: &raw::TableSection) -> Option<TableMapping> {
        let line = self.line(&read.id);
        let sheets = match (&read.sheet_pattern, read.sheets.is_empty()) {
            (Some(pattern), true) => SheetMatch::Pattern(self.pattern(pattern)?),
            (None, false) => SheetMatch::Names(read.sheets.clone()),
            (None, true) => SheetMatch::Any,
            (Some(pattern), false) => {
                let at = self.line(pattern);
                self.problem(at, "both `sheets` and `sheet-pattern`", "keep one of them");
                return None;
            }
        };
        let names: Vec<&str> = read.field.iter().map(|field| field.name.get_ref().as_str()).collect();
        let fields = self.fields(read, &names);
        let effect = self.effect(line, read.to.as_ref(), &read.set, &read.status);
        let rules = read.rule.iter().filter_map(|rule| self.rule(rule, &names)).collect();
        if let Some(reporter) = &read.reporter {
            self.reporter(reporter);
        }
        let sum_over = read.sum_over.iter().filter_map(|name| self.field_named(name, &names)).collect();
        let adds_up = read.adds_up.iter().filter_map(|section| self.adds_up(section, &names)).collect();
        let table = TableMapping {
            id: read.id.get_ref().clone(),
            line,
            sheets,
            title: read.title.as_ref().map(|text| self.anchor(text)),
            ends_before: read.ends_before.as_ref().map(|text| self.anchor(text)),
            headings_on_level: read.headings_on_level,
            value_heading: read.value_heading.as_ref().map(|text| self.anchor(text)),
            effect,
            reporter: read.reporter.as_ref().map(|code| code.get_ref().clone()),
            blank: read.blank,
            missing: self.missing(&read.missing),
            zeros: self.zeros(&read.zero),
            unit: self.unit(&read.unit, line),
            period: self.period(&read.period, line),
            fields,
            ignore_columns: read.ignore_column.iter().map(|column| (self.anchor(&column.heading), column.reason)).collect(),
            rules,
            sum_over,
            adds_up,
        };
        self.table_as_a_whole(&table);
        Some(table)
    }

    fn table_as_a_whole(&mut self, table: &TableMapping) {
        if table.reporter.is_some() == table.feeding(&Feeds::Reporter).is_some() {
            self.problem(
                table.line,
                "the state described is stated twice or not at all",
                "give either `reporter` or one field that feeds it",
            );
        }
        if table.period.year.is_some() == table.feeding(&Feeds::Year).is_some() {
            self.problem(table.line, "the year is stated twice or not at all", "give either `period.year` or one field that feeds it");
        }
        if table.headings().next().is_none() && table.title.is_none() {
            self.problem(table.line, "nothing tells where the table is", "give a title, or fields with a heading");
        }
        if table.headings().next().is_none() {
            self.problem(
                table.line,
                "no field stands under a heading, so the header can't be found",
                "give at least one field of direction `left`",
            );
        }
        let routed = !table.effect.to.is_empty() || table.rules.iter().any(|rule| !rule.effect.to.is_empty());
        if !routed {
            self.problem(table.line, "nothing says which exchange table the rows go to", "give `to`, for the table or in a rule");
        }
        let destinations: Vec<(TableId, u32)> =
            table.effect.to.iter().cloned().chain(table.rules.iter().flat_map(|rule| rule.effect.to.iter().cloned())).collect();
        for (id, line) in destinations {
            self.destination(&id, line, table);
        }
    }

    /// A stock is never filed as a flow, and units of different kinds never meet.
    fn destination(&mut self, id: &TableId, line: u32, table: &TableMapping) {
        let Some(spec) = self.standard.table(id.as_str()) else {
            let names = self.standard.tables.keys().map(TableId::as_str);
            let hint = nearest(id.as_str(), names)
                .map_or_else(|| "see the tables of the standard".to_owned(), |name| format!("did you mean `{name}`?"));
            self.problem(line, format!("the standard has no table `{id}`"), hint);
            return;
        };
        let expected = if spec.stat_type == StatType::Stock { Reference::Point } else { Reference::Sum };
        if table.period.reference != expected {
            let message = format!("`{id}` is a {}, but the figures are stated as `{}`", spec.stat_type, table.period.reference);
            self.problem(line, message, "file a stock in a stock table and a flow in a flow table");
        }
        if spec.unit != table.unit.unit {
            let message = format!("`{id}` counts {}, but the figures are {}", spec.unit, table.unit.unit);
            self.problem(line, message, "figures of one unit never enter a table of another");
        }
        let (known, spec_id): (BTreeSet<DimensionId>, _) = (spec.all_dimensions().into_iter().collect(), spec.id.clone());
        let set = table.effect.set.keys().chain(
            table.rules.iter().filter(|rule| rule.effect.to.iter().any(|(to, _)| *to == spec_id)).flat_map(|rule| rule.effect.set.keys()),
        );
        let unknown: Vec<String> = set.filter(|dimension| !known.contains(*dimension)).map(ToString::to_string).collect();
        for dimension in unknown {
            let names: Vec<&str> = known.iter().map(DimensionId::as_str).collect();
            self.problem(line, format!("`{spec_id}` has no dimension `{dimension}`"), format!("it has {}", names.join(", ")));
        }
    }

    fn unit(&mut self, read: &raw::UnitSection, line: u32) -> UnitOfTable {
        let multiplier = read.multiplier.unwrap_or(1);
        if multiplier != 1 && read.stated_by.is_none() {
            self.problem(
                line,
                format!("figures are multiplied by {multiplier}, but nothing in the sheet is named that says so"),
                "give `stated-by` with the text that states the unit",
            );
        }
        if multiplier != 1 && read.step.is_none() {
            self.problem(line, "a multiplier without a step", "give `step`, the smallest step the source shows, in units");
        }
        UnitOfTable {
            unit: read.unit,
            multiplier,
            step: read.step.unwrap_or(1),
            stated_by: read.stated_by.as_ref().map(|text| self.anchor(text)),
        }
    }

    fn period(&mut self, read: &raw::PeriodSection, line: u32) -> PeriodOfTable {
        let day = read.day.as_ref().and_then(|text| {
            let parsed = text.get_ref().split_once('-').and_then(|(month, day)| Some((month.parse::<i8>().ok()?, day.parse::<i8>().ok()?)));
            let valid = parsed.filter(|(month, day)| jiff::civil::Date::new(2024, *month, *day).is_ok());
            if valid.is_none() {
                let at = self.line(text);
                self.problem(at, format!("`{}` is not a day of the year", text.get_ref()), "write month and day as `07-01`");
            }
            valid
        });
        match read.reference {
            Reference::Point if read.day.is_none() => {
                self.problem(line, "a stock without a reference date", "give `day`, as `07-01`, and say in `stated-by` who states it");
            }
            Reference::Average => self.problem(line, "averages are not stored", "give `point` or `sum`"),
            _ => {}
        }
        PeriodOfTable { reference: read.reference, day, year: read.year }
    }
}
