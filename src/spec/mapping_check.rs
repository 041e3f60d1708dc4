//! From the text of a mapping file to a checked [`Mapping`].
//!
//! In: the file's text and the standard. Out: the mapping, or every problem in it with its line.
//! What it can't know is whether the labels occur in any file; that is for the stages to say.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use regex::Regex;
use sha2::{Digest, Sha256};
use toml::Spanned;

use super::load::{line_at, load_toml};
use super::mapping::{
    AddsUp, Anchor, Condition, Effect, Feeds, Field, Mapping, Meaning, MissingSymbol, PartOfYear, Parts, PeriodOfTable, Placement, Rule,
    SetAsideSheet, SheetMatch, TableMapping, Test, UnitOfTable, ValueMap, ZeroSymbol,
};
use super::mapping_file as raw;
use super::normalise::normalise;
use super::problem::{SpecError, SpecProblem, nearest};
use super::standard::Standard;
use crate::model::{Code, DimensionId, Frequency, NumberText, Reference, SourceId, StatType, TableId};

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

struct Checker<'a> {
    file: &'a str,
    text: &'a str,
    standard: &'a Standard,
    problems: Vec<SpecProblem>,
}

impl Checker<'_> {
    fn line<T>(&self, at: &Spanned<T>) -> u32 {
        line_at(self.text, at.span().start)
    }

    fn problem(&mut self, line: u32, message: impl Into<String>, hint: impl Into<String>) {
        self.problems.push(SpecProblem { file: self.file.to_owned(), line: Some(line), message: message.into(), hint: Some(hint.into()) });
    }

    fn anchor(&self, text: &Spanned<String>) -> Anchor {
        Anchor { text: text.get_ref().clone(), key: normalise(text.get_ref()).key, line: self.line(text) }
    }

    fn pattern(&mut self, text: &Spanned<String>) -> Option<Regex> {
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
            numbers: NumberText {
                decimal: numbers.and_then(|section| section.decimal).unwrap_or('.'),
                groups: numbers.map(|section| section.groups.clone()).unwrap_or_default(),
            },
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
        let effect = self.effect(read.to.as_ref(), &read.set, &read.status);
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

    fn fields(&mut self, table: &raw::TableSection, names: &[&str]) -> Vec<Field> {
        let mut seen = BTreeSet::new();
        let mut fields = Vec::new();
        for read in &table.field {
            let line = self.line(&read.name);
            if !seen.insert(read.name.get_ref().as_str()) {
                self.problem(line, format!("a second field is called `{}`", read.name.get_ref()), "give each field a name of its own");
            }
            if let Some(field) = self.field(read, line, names) {
                fields.push(field);
            }
        }
        fields
    }

    fn field(&mut self, read: &raw::FieldSection, line: u32, names: &[&str]) -> Option<Field> {
        let placement = self.placement(read, line)?;
        let feeds = self.feeds(read.feeds.as_ref());
        let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
        let mut values: Vec<ValueMap> = Vec::new();
        for value in &read.values {
            let Some(map) = self.value(value, &feeds) else { continue };
            match by_key.get(&map.key) {
                Some(first) if values[*first].meaning != map.meaning => {
                    let message = format!("`{}` is shadowed by line {}", map.text, values[*first].line);
                    self.problem(map.line, message, "the first line wins; delete one of them");
                }
                Some(_) => {}
                None => {
                    by_key.insert(map.key.clone(), values.len());
                }
            }
            values.push(map);
        }
        let confirm = read.confirm.as_ref().and_then(|name| self.field_named(name, names));
        Some(Field {
            name: read.name.get_ref().clone(),
            line,
            placement,
            feeds,
            system: read.system,
            confirm,
            values,
            by_key,
            marks: read.marks.iter().map(|mark| (mark.mark.clone(), mark.status)).collect(),
            letters: read.letters.clone(),
            combine: read.combine,
        })
    }

    fn placement(&mut self, read: &raw::FieldSection, line: u32) -> Option<Placement> {
        use raw::Direction;
        let wants = match read.direction {
            Direction::Left | Direction::LeftUp => ("heading", read.heading.is_some(), read.pattern.is_some() || read.level.is_some()),
            Direction::Up | Direction::UpLeft => ("level", true, read.heading.is_some() || read.pattern.is_some()),
            Direction::Title | Direction::Sheet => ("pattern", read.pattern.is_some(), read.heading.is_some() || read.level.is_some()),
        };
        if !wants.1 || wants.2 {
            self.problem(
                line,
                format!("a field of this direction is placed by its `{}`, and by nothing else", wants.0),
                "see the directions in the guide",
            );
            return None;
        }
        let level = read.level.unwrap_or(1);
        Some(match (read.direction, &read.heading, &read.pattern) {
            (Direction::Left, Some(heading), _) => Placement::Left(self.anchor(heading)),
            (Direction::LeftUp, Some(heading), _) => Placement::LeftUp(self.anchor(heading)),
            (Direction::Up, ..) => Placement::Up { level },
            (Direction::UpLeft, ..) => Placement::UpLeft { level },
            (Direction::Title, _, Some(pattern)) => Placement::Title(self.pattern(pattern)?),
            (Direction::Sheet, _, Some(pattern)) => Placement::Sheet(self.pattern(pattern)?),
            _ => return None,
        })
    }

    fn feeds(&mut self, name: Option<&Spanned<String>>) -> Feeds {
        let Some(name) = name else { return Feeds::Nothing };
        match name.get_ref().as_str() {
            "reporter" => Feeds::Reporter,
            "year" => Feeds::Year,
            "part-of-year" => Feeds::PartOfYear,
            "note" => Feeds::Note,
            other => match DimensionId::new(other).ok().filter(|id| self.standard.dimensions.contains_key(id)) {
                Some(id) => Feeds::Dimension(id),
                None => {
                    let line = self.line(name);
                    let known = ["reporter", "year", "part-of-year", "note"]
                        .into_iter()
                        .chain(self.standard.dimensions.keys().map(DimensionId::as_str));
                    let hint = nearest(other, known)
                        .map_or_else(|| "see the dimensions of the standard".to_owned(), |name| format!("did you mean `{name}`?"));
                    self.problem(line, format!("there is nothing called `{other}` to feed"), hint);
                    Feeds::Nothing
                }
            },
        }
    }

    fn value(&mut self, read: &Spanned<raw::ValueLine>, feeds: &Feeds) -> Option<ValueMap> {
        let line = self.line(read);
        let value = read.get_ref();
        let meaning = match (&value.code, value.freq, value.ignore) {
            (code, None, Some(reason)) => Meaning::Ignored(reason, code.clone()),
            (Some(code), None, None) => {
                self.known_code(code, feeds, line);
                Meaning::Code(code.clone())
            }
            (None, Some(frequency), None) => Meaning::Part(self.part_of_year(frequency, value.number, line)?),
            _ => {
                self.problem(line, format!("`{}` needs one meaning", value.text), "give `code`, or `freq` with `number`, or `ignore`");
                return None;
            }
        };
        Some(ValueMap { text: value.text.clone(), key: normalise(&value.text).key, meaning, line })
    }

    fn part_of_year(&mut self, frequency: Frequency, number: Option<i8>, line: u32) -> Option<PartOfYear> {
        let valid = match frequency {
            Frequency::A => number.is_none(),
            Frequency::Q => number.is_some_and(|n| (1..=4).contains(&n)),
            Frequency::M => number.is_some_and(|n| (1..=12).contains(&n)),
            Frequency::S | Frequency::OA => false,
        };
        if !valid {
            self.problem(
                line,
                "no such part of the year",
                "give `freq = \"A\"`, or Q with a number from 1 to 4, or M with one from 1 to 12",
            );
            return None;
        }
        Some(PartOfYear { frequency, number })
    }

    fn known_code(&mut self, code: &Code, feeds: &Feeds, line: u32) {
        let (list, what) = match feeds {
            Feeds::Reporter => (self.standard.area_list(), "area".to_owned()),
            Feeds::Dimension(id) => (self.standard.list_of(id), id.to_string()),
            _ => return,
        };
        let Some(list) = list else { return };
        if self.standard.accepts(list, code.as_str()) {
            return;
        }
        let hint =
            nearest(code.as_str(), list.codes()).map_or_else(|| "see the code list".to_owned(), |name| format!("did you mean `{name}`?"));
        self.problem(line, format!("`{code}` is not a code of `{what}`"), hint);
    }

    fn reporter(&mut self, code: &Spanned<Code>) {
        let line = self.line(code);
        self.known_code(code.get_ref(), &Feeds::Reporter, line);
    }

    fn effect(
        &mut self,
        to: Option<&Spanned<TableId>>,
        set: &BTreeMap<DimensionId, Spanned<Code>>,
        status: &[crate::model::Status],
    ) -> Effect {
        let mut codes = BTreeMap::new();
        for (dimension, code) in set {
            let line = self.line(code);
            self.known_code(code.get_ref(), &Feeds::Dimension(dimension.clone()), line);
            codes.insert(dimension.clone(), code.get_ref().clone());
        }
        Effect {
            to: to.map(|to| (to.get_ref().clone(), self.line(to))).into_iter().collect(),
            set: codes,
            status: status.iter().copied().collect(),
            ..Effect::default()
        }
    }

    fn rule(&mut self, read: &raw::RuleSection, names: &[&str]) -> Option<Rule> {
        let mut when = Vec::new();
        let line = read.when.first().map(|condition| self.line(&condition.field))?;
        for condition in &read.when {
            let field = self.field_named(&condition.field, names)?;
            let test = match (condition.has, condition.equals.as_slice(), &condition.pattern, condition.blank) {
                (Some(letter), [], None, None) => Test::Has(letter),
                (None, [_, ..], None, None) => Test::Equals(condition.equals.iter().map(|text| normalise(text).key).collect()),
                (None, [], Some(pattern), None) => Test::Pattern(self.pattern(pattern)?),
                (None, [], None, Some(blank)) => Test::Blank(blank),
                _ => {
                    let at = self.line(&condition.field);
                    self.problem(at, "a condition needs one test", "give one of `has`, `equals`, `pattern`, `blank`");
                    return None;
                }
            };
            when.push(Condition { field, test });
        }
        let mut effect = self.effect(read.to.as_ref(), &read.set, &read.status);
        effect.notes.extend(read.note.clone());
        effect.ignore = read.ignore.map(|reason| (reason, line));
        effect.withhold = read.withhold.clone().map(|words| (words, line));
        effect.fate = read.fate.map(|fate| (fate, line));
        if effect.fate.is_some_and(|(fate, _)| fate != crate::model::Fate::AggregateReporter) {
            self.problem(line, "a rule can only make cells `aggregate-reporter`", "use `ignore` with a reason to leave cells out");
        }
        Some(Rule { when, effect, line })
    }

    fn field_named(&mut self, name: &Spanned<String>, names: &[&str]) -> Option<usize> {
        let found = names.iter().position(|candidate| *candidate == name.get_ref().as_str());
        if found.is_none() {
            let line = self.line(name);
            let hint = nearest(name.get_ref(), names.iter().copied())
                .map_or_else(|| "name one of the fields".to_owned(), |name| format!("did you mean `{name}`?"));
            self.problem(line, format!("the table has no field `{}`", name.get_ref()), hint);
        }
        found
    }

    fn adds_up(&mut self, read: &raw::AddsUpSection, names: &[&str]) -> Option<AddsUp> {
        let over = self.field_named(&read.over, names)?;
        let line = self.line(&read.total);
        let words: Vec<&str> = read.parts.iter().map(|part| part.get_ref().as_str()).collect();
        let parts = match words.as_slice() {
            ["countries"] => Parts::Countries,
            ["rest"] => Parts::Rest,
            [] => {
                self.problem(line, "a total without parts", "name the parts, or `countries`, or `rest`");
                return None;
            }
            codes => {
                let parsed: Vec<Code> = codes.iter().filter_map(|code| Code::new(code).ok()).collect();
                if parsed.len() != codes.len() {
                    self.problem(line, "a part is not a code", "name codes, or the one word `countries` or `rest`");
                    return None;
                }
                Parts::Codes(parsed)
            }
        };
        let within = read.within.iter().filter_map(|name| self.field_named(name, names)).collect();
        Some(AddsUp { over, within, total: read.total.get_ref().clone(), parts, line })
    }
}

/// Bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
