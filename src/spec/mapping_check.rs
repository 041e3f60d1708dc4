//! From the text of a mapping file to a checked [`Mapping`].
//!
//! In: the file's text and the standard. Out: the mapping, or every problem in it with its line.
//! What it can't know is whether the labels occur in any file; that is for the stages to say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use regex::{Regex, RegexBuilder};
use sha2::{Digest, Sha256};
use toml::Spanned;

use super::field::Feeds;
use super::language::Language;
use super::load::{line_at, load_toml};
use super::mapping::{
    Anchor, DayOfStock, Mapping, MissingSymbol, Notes, PeriodOfTable, SetAsideSheet, SheetMatch, Symbol, TableMapping, Todo, UnitOfTable,
    ValueColumns, ZeroSymbol,
};
use super::mapping_file as raw;
use super::normalise::normalise;
use super::problem::{SpecError, SpecProblem, nearest};
use super::profile::Profile;
use super::standard::Standard;
use crate::model::{Calendar, DimensionId, MappingId, NumberText, Reference, SourceId, StatType, TableId, hex};

/// Loads and checks one mapping.
///
/// # Errors
/// Every problem of the file: syntax, unknown keys, fields that contradict each other, codes the standard does not know.
pub fn load_mapping(file: &str, text: &str, standard: &Standard) -> Result<Mapping, SpecError> {
    let read: raw::MappingFile = load_toml(file, text)?;
    let mut checker = Checker { file, text, standard, problems: Vec::new(), open: open_questions(&read), profiles: BTreeMap::new() };
    let mapping = checker.mapping(read);
    match mapping {
        Some(mapping) if checker.problems.is_empty() => Ok(mapping),
        _ => Err(SpecError::of(checker.problems)),
    }
}

fn open_questions(read: &raw::MappingFile) -> BTreeSet<(Option<MappingId>, String)> {
    read.todo.iter().filter_map(|todo| Some((todo.table.clone(), todo.key.clone()?))).collect()
}

pub(super) struct Checker<'a> {
    file: &'a str,
    text: &'a str,
    pub(super) standard: &'a Standard,
    problems: Vec<SpecProblem>,
    /// Tables and keys for which an open question stands in the file: what they lack is no problem, only unread.
    open: BTreeSet<(Option<MappingId>, String)>,
    /// What the mapping says that the source states.
    pub(super) profiles: BTreeMap<MappingId, Arc<Profile>>,
}

impl Checker<'_> {
    pub(super) fn line<T>(&self, at: &Spanned<T>) -> u32 {
        line_at(self.text, at.span().start)
    }

    pub(super) fn problem(&mut self, line: u32, message: impl Into<String>, hint: impl Into<String>) {
        self.problems.push(SpecProblem { file: self.file.to_owned(), line: Some(line), message: message.into(), hint: Some(hint.into()) });
    }

    /// Whether somebody still has to answer what belongs under this key.
    fn is_open(&self, table: &MappingId, key: &str) -> bool {
        self.open.iter().any(|(of, open)| open == key && of.as_ref().is_none_or(|of| of == table))
    }

    pub(super) fn anchor(&self, text: &Spanned<String>) -> Anchor {
        Anchor { text: text.get_ref().clone(), key: normalise(text.get_ref()).key, line: self.line(text) }
    }

    /// A pattern, for which case matters as little as it does for other labels.
    pub(super) fn pattern(&mut self, text: &Spanned<String>) -> Option<Regex> {
        match RegexBuilder::new(text.get_ref()).case_insensitive(true).build() {
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
        if read.table.is_empty() && read.set_aside.is_empty() {
            self.problem(1, "the mapping describes no table", "add a `[[table]]`, or set the sheets aside with a reason");
        }
        let contains = read.file.contains.iter().map(|text| self.anchor(text)).collect();
        let source_id = match SourceId::new(&format!("{}:{}", read.source.sender, read.source.name)) {
            Ok(id) => id,
            Err(error) => {
                self.problem(1, error.to_string(), "shorten the name of the source");
                return None;
            }
        };
        let set_aside = read.set_aside.iter().flat_map(|section| self.set_aside(section)).collect();
        let todos = read.todo.iter().map(|todo| self.todo(todo)).collect();
        let missing: Vec<MissingSymbol> = self.missing(&read.missing);
        let zeros = self.zeros(&read.zero);
        self.profiles = self.read_profiles(&read.profile, &read.id);
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
        for (own, (id, line)) in tables.iter().flat_map(|table| table.same_total_as.iter().map(move |other| (&table.id, other))) {
            if ids.contains(id) && own != id {
                continue;
            }
            let others = || ids.iter().filter(|known| *known != own).map(MappingId::as_str);
            let hint = super::problem::spelling_hint(id.as_str(), others());
            let hint = hint.unwrap_or_else(|| "name the `id` of another `[[table]]`".to_owned());
            let what = if own == id { "the table itself" } else { "no table of this mapping" };
            self.problem(*line, format!("`same-total-as` names `{id}`, which is {what}"), &hint);
        }
        let stated_numbers = read.numbers.as_ref().and_then(|numbers| self.numbers(numbers));
        Some(Mapping {
            id: read.id,
            title: read.title,
            file: Arc::from(self.file),
            sha256: hex(&Sha256::digest(self.text.as_bytes())),
            sender: read.source.sender,
            source_id,
            office: read.source.office,
            languages: self.languages(&read.source.languages),
            vintage: read.source.vintage,
            valid: (read.source.valid_from, read.source.valid_to),
            contains,
            encoding: read.file.encoding,
            delimiter: read.file.delimiter,
            stated_numbers,
            set_aside,
            profiles: self.profiles.values().cloned().collect(),
            todos,
            tables,
        })
    }

    fn languages(&mut self, read: &[Spanned<Language>]) -> Vec<Language> {
        for language in read {
            if let Err(message) = self.standard.languages.named(language.get_ref().as_str()) {
                let line = self.line(language);
                self.problem(line, message, "name a language in which the standard knows labels, or add it to `standard.toml`");
            }
        }
        read.iter().map(|language| *language.get_ref()).collect()
    }

    fn set_aside(&mut self, section: &raw::SetAside) -> Vec<SetAsideSheet> {
        let mut found: Vec<SetAsideSheet> = section
            .sheets
            .iter()
            .map(|sheet| SetAsideSheet {
                sheets: SheetMatch::Names(vec![sheet.get_ref().clone()]),
                written: sheet.get_ref().clone(),
                reason: section.reason,
                line: self.line(sheet),
            })
            .collect();
        if let Some(written) = &section.pattern {
            let line = self.line(written);
            found.extend(self.pattern(written).map(|pattern| SetAsideSheet {
                sheets: SheetMatch::Pattern(pattern),
                written: written.get_ref().clone(),
                reason: section.reason,
                line,
            }));
        } else if found.is_empty() {
            self.problem(1, "a `set-aside` names no sheet", "give `sheets` or `pattern`");
        }
        found
    }

    fn todo(&self, todo: &raw::TodoSection) -> Todo {
        Todo {
            question: todo.question.get_ref().clone(),
            table: todo.table.clone(),
            key: todo.key.clone(),
            at: todo.at.clone(),
            evidence: todo.evidence.clone(),
            line: self.line(&todo.question),
        }
    }

    fn missing(&mut self, lines: &[raw::MissingLine]) -> Vec<MissingSymbol> {
        let mut symbols: Vec<MissingSymbol> = Vec::new();
        for read in lines {
            let Some((symbol, line)) = self.symbol(read) else { continue };
            if symbols.iter().any(|known| known.symbol.as_str() == symbol.as_str()) {
                self.problem(line, format!("`{}` is declared twice", symbol.as_str()), "keep one of the lines");
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
            symbols.push(MissingSymbol { symbol, status: read.status, low: read.low, high: read.high, line });
        }
        symbols
    }

    fn symbol(&mut self, read: &raw::MissingLine) -> Option<(Symbol, u32)> {
        match (&read.text, &read.pattern) {
            (Some(text), None) => {
                let line = self.line(text);
                let symbol = text.get_ref().trim().to_owned();
                if symbol.is_empty() {
                    self.problem(line, "an empty symbol", "say what an empty cell means with `blank`");
                }
                Some((Symbol::Text(symbol), line))
            }
            (None, Some(pattern)) => Some((Symbol::Pattern(self.pattern(pattern)?), self.line(pattern))),
            (Some(other), Some(_)) => {
                let line = self.line(other);
                self.problem(line, "a missing symbol with both `text` and `pattern`", "keep one of them");
                None
            }
            (None, None) => {
                self.problem(1, "a missing symbol without `text` or `pattern`", "give one of them");
                None
            }
        }
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
            if let Some(missing) = table.missing.iter().find(|missing| missing.symbol.is(&zero.text)) {
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
        let mut effect = self.effect(line, read.to.as_ref(), &read.set, &read.status);
        effect.notes.extend(read.note.clone());
        effect.profile = self.profile_named(read.profile.as_ref()).pop();
        let rules = read.rule.iter().filter_map(|rule| self.rule(rule, &names)).collect();
        if let Some(reporter) = &read.reporter {
            self.reporter(reporter);
        }
        let adds_up = read.adds_up.iter().filter_map(|section| self.adds_up(section, &names)).collect();
        let table = TableMapping {
            id: read.id.get_ref().clone(),
            line,
            sheets,
            title: read.title.as_ref().map(|text| self.anchor(text)),
            ends_before: read.ends_before.as_ref().map(|text| self.anchor(text)),
            header: read.header.iter().map(|text| self.anchor(text)).collect(),
            beside: read.beside.map(|number| number.saturating_sub(1) as usize),
            headings_on_level: read.headings_on_level,
            columns: self.columns(&read.columns),
            notes: read.notes.as_ref().and_then(|notes| self.notes(notes)),
            format_marks: self.marks(&read.format_marks, line, false),
            value_marks: self.marks(&read.value_marks, line, false),
            number_pattern: read.number_pattern.as_ref().and_then(|pattern| self.grouped_pattern(pattern, 1)),
            effect,
            reporter: read.reporter.as_ref().map(|code| code.get_ref().clone()),
            blank: read.blank,
            status_says_why: read.status_says_why,
            missing: self.missing(&read.missing),
            zeros: self.zeros(&read.zero),
            unit: self.unit(&read.unit, line),
            period: self.period(&read.period, line, read.id.get_ref()),
            fields,
            ignore_columns: read.ignore_column.iter().map(|column| (self.anchor(&column.heading), column.reason)).collect(),
            rules,
            adds_up,
            same_total_as: read.same_total_as.iter().map(|table| (table.get_ref().clone(), self.line(table))).collect(),
        };
        self.table_as_a_whole(&table);
        Some(table)
    }

    fn columns(&mut self, read: &raw::ColumnsSection) -> ValueColumns {
        let columns = ValueColumns {
            headings: read.heading.iter().map(|text| self.anchor(text)).collect(),
            pattern: read.pattern.as_ref().and_then(|pattern| self.pattern(pattern)),
            after: read.after.as_ref().map(|text| self.anchor(text)),
            before: read.before.as_ref().map(|text| self.anchor(text)),
            others: read.others.as_ref().map(|reason| (*reason.get_ref(), self.line(reason))),
        };
        if let (Some((_, line)), false) = (columns.others, columns.choose()) {
            self.problem(line, "`others` without a choice of columns", "give `heading`, `pattern`, `after` or `before`");
        }
        columns
    }

    fn notes(&mut self, read: &raw::NotesSection) -> Option<Notes> {
        Some(Notes { pattern: self.grouped_pattern(&read.pattern, 1)?, sheet: read.sheet.clone(), line: self.line(&read.pattern) })
    }

    /// A pattern that must have groups to take texts from.
    pub(super) fn grouped_pattern(&mut self, text: &Spanned<String>, groups: usize) -> Option<Regex> {
        let pattern = self.pattern(text)?;
        if pattern.captures_len() <= groups {
            let line = self.line(text);
            self.problem(line, format!("`{}` has too few groups", text.get_ref()), "put brackets around what is to be taken from the text");
            return None;
        }
        Some(pattern)
    }

    fn table_as_a_whole(&mut self, table: &TableMapping) {
        let reporters = usize::from(table.reporter.is_some()) + usize::from(table.feeding(&Feeds::Reporter).is_some());
        if reporters != 1 && !(reporters == 0 && self.is_open(&table.id, "reporter")) {
            self.problem(
                table.line,
                "the state described is stated twice or not at all",
                "give either `reporter` or one field that feeds it",
            );
        }
        let years = [&Feeds::Year, &Feeds::Period].into_iter().filter(|feeds| table.feeding(feeds).is_some()).count();
        let years = years + usize::from(table.period.year.is_some());
        if years != 1 && !(years == 0 && self.is_open(&table.id, "period.year")) {
            self.problem(
                table.line,
                "the year is stated twice or not at all",
                "give either `period.year` or one field that feeds `year` or `period`",
            );
        }
        let named = table.fields.iter().any(|field| matches!(field.placement.header(), Some(super::field::HeaderRow::Named(_))));
        if table.headings().next().is_none() && !named {
            self.problem(
                table.line,
                "no field stands under a heading, so the header can't be found",
                "give at least one field with a `heading`, or texts of the header row in `header`",
            );
        }
        let leads = |effect: &super::field::Effect| !effect.to.is_empty() || effect.withhold.is_some() || effect.ignore.is_some();
        let routed = !table.effect.to.is_empty() || table.rules.iter().any(|rule| leads(&rule.effect));
        if !routed && !self.is_open(&table.id, "to") {
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

    fn period(&mut self, read: &raw::PeriodSection, line: u32, table: &MappingId) -> PeriodOfTable {
        let calendar = read.calendar.unwrap_or(Calendar::Gregorian);
        let day = read.day.as_ref().and_then(|text| match text.get_ref().as_str() {
            "first" => Some(DayOfStock::First),
            "last" => Some(DayOfStock::Last),
            _ => self.day_of_year(text, calendar).map(|(month, day)| DayOfStock::Of(month, day)),
        });
        let starts = read.starts.as_ref().and_then(|text| self.day_of_year(text, calendar));
        match read.reference {
            Reference::Point if read.day.is_none() && !self.is_open(table, "period.day") => {
                self.problem(line, "a stock without a reference date", "give `day`, as `07-01`, and say in `stated-by` who states it");
            }
            Reference::Average => self.problem(line, "averages are not stored", "give `point` or `sum`"),
            _ => {}
        }
        if read.starts.is_some() != read.named_by.is_some() {
            self.problem(
                line,
                "`starts` and `named-by` belong together",
                "say with `named-by` whether a single year names the one in which the year of the source begins (`first`) or ends (`last`)",
            );
        }
        if let (Some(starts), Some(_)) = (&read.starts, read.pair) {
            let at = self.line(starts);
            self.problem(at, "two years can't be one year of the source and two calendar years", "keep one of `starts` and `pair`");
        }
        PeriodOfTable {
            reference: read.reference,
            day,
            year: read.year,
            calendar: read.calendar,
            starts,
            named_by: read.named_by,
            pair: read.pair,
        }
    }

    /// Month and day, checked in a leap year of the calendar.
    fn day_of_year(&mut self, text: &Spanned<String>, calendar: Calendar) -> Option<(i8, i8)> {
        let parsed = text.get_ref().split_once('-').and_then(|(month, day)| Some((month.parse::<i8>().ok()?, day.parse::<i8>().ok()?)));
        // Some of these years are leap years in every calendar.
        let exists = |(month, day): &(i8, i8)| (1440..1480).any(|year| calendar.date(year, *month, *day).is_ok());
        let valid = parsed.filter(exists);
        if valid.is_none() {
            let at = self.line(text);
            self.problem(at, format!("`{}` is not a day of the year", text.get_ref()), "write month and day as `07-01`");
        }
        valid
    }

    fn numbers(&mut self, read: &raw::NumbersSection) -> Option<NumberText> {
        let Some(locale) = &read.locale else { return Some(NumberText::declared(read.decimal.unwrap_or('.'), &read.groups)) };
        let line = self.line(locale);
        if read.decimal.is_some() || !read.groups.is_empty() {
            self.problem(line, "both a locale and signs", "keep `locale`, or `decimal` and `groups`");
        }
        let format = self.standard.number_format(locale.get_ref());
        if format.is_none() {
            let hint = nearest(locale.get_ref(), self.standard.number_formats.keys().map(String::as_str))
                .map_or_else(|| "see `number_formats.csv` of the standard".to_owned(), |name| format!("did you mean `{name}`?"));
            self.problem(line, format!("the standard knows no habit of numbers for `{}`", locale.get_ref()), hint);
        }
        format.map(super::number_format::NumberFormat::numbers)
    }
}
