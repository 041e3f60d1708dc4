//! Fields, values, rules and sums of a mapping, checked against each other and against the standard.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use super::field::{
    AddsUp, Condition, Effect, Feeds, Field, HeaderRow, Heading, Meaning, PartOfYear, Parts, Placement, Rule, StubColumn, Test, ValueMap,
};
use super::field_file as raw;
use super::mapping_check::Checker;
use super::mapping_file::TableSection;
use super::normalise::normalise;
use super::problem::nearest;
use crate::model::{Code, DimensionId, Frequency, TableId};

impl Checker<'_> {
    pub(super) fn fields(&mut self, table: &TableSection, names: &[&str]) -> Vec<Field> {
        let mut seen = BTreeSet::new();
        let mut fields = Vec::new();
        for read in &table.field {
            let line = self.line(&read.name);
            if !seen.insert(read.name.get_ref().as_str()) {
                self.problem(line, format!("a second field is called `{}`", read.name.get_ref()), "give each field a name of its own");
            }
            if let Some(field) = self.field(read, line, names, table.status_says_why) {
                fields.push(field);
            }
        }
        fields
    }

    fn field(&mut self, read: &raw::FieldSection, line: u32, names: &[&str], says_why: bool) -> Option<Field> {
        let placement = self.placement(read, line)?;
        let feeds = self.feeds(read.feeds.as_ref());
        let mut by_key: BTreeMap<String, usize> = BTreeMap::new();
        let mut values: Vec<ValueMap> = Vec::new();
        let mut of_blank = None;
        for value in &read.values {
            let Some(map) = self.value(value, &feeds) else { continue };
            if value.get_ref().blank {
                of_blank = Some(values.len());
            }
            if map.pattern.is_some() || value.get_ref().blank {
                values.push(map);
                continue;
            }
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
        if let Some(code) = &read.otherwise {
            let line = self.line(code);
            self.known_code(code.get_ref(), &feeds, line);
        }
        let confirm = read.confirm.as_ref().and_then(|name| self.field_named(name, names));
        Some(Field {
            name: read.name.get_ref().clone(),
            line,
            part: match placement {
                Placement::Title(_) | Placement::Sheet(_) => None,
                _ => read.pattern.as_ref().and_then(|pattern| self.grouped_pattern(pattern, 1)),
            },
            placement,
            feeds,
            system: read.system,
            confirm,
            values,
            by_key,
            of_blank,
            otherwise: read.otherwise.as_ref().map(|code| code.get_ref().clone()),
            marks: self.marks(&read.marks, line, says_why),
            letters: read.letters.clone(),
            combine: read.combine,
            aggregate: read.aggregate.is_some(),
        })
    }

    fn placement(&mut self, read: &raw::FieldSection, line: u32) -> Option<Placement> {
        use raw::Direction;
        if let Err(wanted) = placed(read) {
            self.problem(line, format!("a field of this direction is placed by {wanted}"), "see the directions in the guide");
            return None;
        }
        if read.heading_after.is_some() && (read.heading.is_none() || read.direction == Direction::Right) {
            self.problem(line, "`heading-after` without a heading of the stub", "give the `heading` it tells apart");
        }
        if !read.skip.is_empty() && !matches!(read.direction, Direction::LeftUp | Direction::LeftDown) {
            self.problem(line, "`skip` belongs to `left-up` and `left-down`", "use one of these directions");
        }
        let skip: Vec<String> = read.skip.iter().map(|label| normalise(label).key).collect();
        Some(match read.direction {
            Direction::Left => Placement::Left(self.stub_column(read)?),
            Direction::LeftUp => Placement::LeftUp(self.stub_column(read)?, skip),
            Direction::LeftDown => Placement::LeftDown(self.stub_column(read)?, skip),
            Direction::HeadingRow => Placement::HeadingRow(self.stub_column(read)?),
            Direction::Right => Placement::Right(read.heading.as_ref().map(|heading| self.anchor(heading))),
            Direction::Up => Placement::Up(self.header_row(read)),
            Direction::UpLeft => Placement::UpLeft(self.header_row(read)),
            Direction::Title => Placement::Title(self.grouped_pattern(read.pattern.as_ref()?, 1)?),
            Direction::Sheet => Placement::Sheet(self.grouped_pattern(read.pattern.as_ref()?, 1)?),
        })
    }

    fn stub_column(&self, read: &raw::FieldSection) -> Option<StubColumn> {
        match (&read.heading, read.column) {
            (Some(heading), _) => {
                let after = read.heading_after.as_ref().map(|text| self.anchor(text));
                Some(StubColumn::Under(Heading { anchor: self.anchor(heading), after }))
            }
            (None, Some(number)) => Some(StubColumn::Nth(number)),
            (None, None) => None,
        }
    }

    fn header_row(&self, read: &raw::FieldSection) -> HeaderRow {
        match &read.heading {
            Some(heading) => HeaderRow::Named(self.anchor(heading)),
            None => HeaderRow::Level(read.level.unwrap_or(1)),
        }
    }

    fn feeds(&mut self, name: Option<&Spanned<String>>) -> Feeds {
        let Some(name) = name else { return Feeds::Nothing };
        match name.get_ref().as_str() {
            "reporter" => Feeds::Reporter,
            "year" => Feeds::Year,
            "part-of-year" => Feeds::PartOfYear,
            "period" => Feeds::Period,
            "status" => Feeds::Status,
            "note" => Feeds::Note,
            "step" => Feeds::Step,
            "lowest" => Feeds::Lowest,
            "highest" => Feeds::Highest,
            other => {
                if let Some(id) = DimensionId::new(other).ok().filter(|id| self.standard.dimensions.contains_key(id)) {
                    return Feeds::Dimension(id);
                }
                let line = self.line(name);
                let known = ["reporter", "year", "part-of-year", "period", "status", "note", "step", "lowest", "highest"]
                    .into_iter()
                    .chain(self.standard.dimensions.keys().map(DimensionId::as_str));
                let hint = nearest(other, known)
                    .map_or_else(|| "see the dimensions of the standard".to_owned(), |name| format!("did you mean `{name}`?"));
                self.problem(line, format!("there is nothing called `{other}` to feed"), hint);
                Feeds::Nothing
            }
        }
    }

    fn value(&mut self, read: &Spanned<raw::ValueLine>, feeds: &Feeds) -> Option<ValueMap> {
        let line = self.line(read);
        let value = read.get_ref();
        let (text, pattern) = match (&value.text, &value.pattern, value.blank) {
            (Some(text), None, false) => (text.clone(), None),
            (None, Some(pattern), false) => (pattern.get_ref().clone(), Some(self.pattern(pattern)?)),
            (None, None, true) => (String::new(), None),
            _ => {
                self.problem(
                    line,
                    "a line of `values` needs one label",
                    "give `text`, or `pattern` for a regular expression, or `blank = true`",
                );
                return None;
            }
        };
        let meaning = match (&value.code, value.freq, value.months, value.ignore) {
            (code, None, None, Some(reason)) => Meaning::Ignored(reason, code.clone()),
            (Some(code), None, None, None) => {
                self.known_code(code, feeds, line);
                Meaning::Code(code.clone())
            }
            (None, Some(frequency), None, None) => Meaning::Part(self.part_of_year(frequency, value.number, line)?),
            (None, None, Some(months), None) => {
                let (first, last) = self.months(months, line)?;
                Meaning::Months(first, last)
            }
            _ => {
                let hint = "give `code`, or `freq` with `number`, or `months`, or `ignore`";
                self.problem(line, format!("`{text}` needs one meaning"), hint);
                return None;
            }
        };
        Some(ValueMap { key: normalise(&text).key, text, pattern, meaning, memo: value.memo, line })
    }

    fn months(&mut self, months: [i8; 2], line: u32) -> Option<(i8, i8)> {
        let [first, last] = months;
        if !(1..=12).contains(&first) || !(first..=12).contains(&last) {
            self.problem(line, "no such months", "give the first and the last month that the figure covers, as `[1, 7]`");
            return None;
        }
        Some((first, last))
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

    pub(super) fn reporter(&mut self, code: &Spanned<Code>) {
        let line = self.line(code);
        self.known_code(code.get_ref(), &Feeds::Reporter, line);
    }

    pub(super) fn effect(
        &mut self,
        line: u32,
        to: Option<&Spanned<TableId>>,
        set: &BTreeMap<DimensionId, Spanned<Code>>,
        status: &[crate::model::Status],
    ) -> Effect {
        self.statuses_of_values(status, line);
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

    /// The statuses of marks; `says_why` lets one say that there is no value.
    pub(super) fn marks(&mut self, read: &[raw::MarkLine], line: u32, says_why: bool) -> BTreeMap<String, Option<crate::model::Status>> {
        let given: Vec<_> = read.iter().filter_map(|mark| mark.status).collect();
        if !says_why {
            self.statuses_of_values(&given, line);
        }
        read.iter().map(|mark| (mark.mark.clone(), mark.status)).collect()
    }

    /// A rule or a mark speaks of values that are there; whether one is missing is for `missing` to say.
    fn statuses_of_values(&mut self, status: &[crate::model::Status], line: u32) {
        for status in status.iter().filter(|status| status.forbids_a_value()) {
            let message = format!("status `{status}` says that there is no value, so it can't be given to values");
            self.problem(line, message, "declare the symbol that stands for the missing value under `missing`");
        }
    }

    pub(super) fn rule(&mut self, read: &raw::RuleSection, names: &[&str]) -> Option<Rule> {
        let mut when = Vec::new();
        let line = read.when.first().map(|condition| self.line(&condition.field))?;
        for condition in &read.when {
            let field = self.field_named(&condition.field, names)?;
            let test = match (condition.has, condition.equals.as_slice(), &condition.pattern, condition.blank, &condition.same_as) {
                (Some(letter), [], None, None, None) => Test::Has(letter),
                (None, [_, ..], None, None, None) => Test::Equals(condition.equals.iter().map(|text| normalise(text).key).collect()),
                (None, [], Some(pattern), None, None) => Test::Pattern(self.pattern(pattern)?),
                (None, [], None, Some(blank), None) => Test::Blank(blank),
                (None, [], None, None, Some(other)) => Test::SameAs(self.field_named(other, names)?),
                _ => {
                    let at = self.line(&condition.field);
                    self.problem(at, "a condition needs one test", "give one of `has`, `equals`, `pattern`, `blank`, `same-as`");
                    return None;
                }
            };
            when.push(Condition { field, test });
        }
        let mut effect = self.effect(line, read.to.as_ref(), &read.set, &read.status);
        for (dimension, name) in &read.take {
            if let Some(field) = self.field_named(name, names) {
                effect.take.insert(dimension.clone(), field);
            }
        }
        effect.profiles = self.profile_named(read.profile.as_ref());
        effect.months = read.months.and_then(|months| self.months(months, line));
        effect.notes.extend(read.note.clone());
        effect.ignore = read.ignore.map(|reason| (reason, line));
        effect.withhold = read.withhold.clone().map(|words| (words, line));
        effect.fate = read.fate.map(|fate| (fate, line));
        if effect.fate.is_some_and(|(fate, _)| fate != crate::model::Fate::AggregateReporter) {
            self.problem(line, "a rule can only make cells `aggregate-reporter`", "use `ignore` with a reason to leave cells out");
        }
        Some(Rule { when, effect, line })
    }

    pub(super) fn field_named(&mut self, name: &Spanned<String>, names: &[&str]) -> Option<usize> {
        let found = names.iter().position(|candidate| *candidate == name.get_ref().as_str());
        if found.is_none() {
            let line = self.line(name);
            let hint = nearest(name.get_ref(), names.iter().copied())
                .map_or_else(|| "name one of the fields".to_owned(), |name| format!("did you mean `{name}`?"));
            self.problem(line, format!("the table has no field `{}`", name.get_ref()), hint);
        }
        found
    }

    pub(super) fn adds_up(&mut self, read: &raw::AddsUpSection, names: &[&str]) -> Option<AddsUp> {
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
        Some(AddsUp {
            over,
            within,
            total: read.total.get_ref().clone(),
            parts,
            at_most: read.at_most,
            missing_add_nothing: read.missing.is_some(),
            line,
        })
    }
}

/// Whether what a field says places it by its direction; else what would.
fn placed(read: &raw::FieldSection) -> Result<(), &'static str> {
    use raw::Direction;
    let (heading, column, level, pattern) = (read.heading.is_some(), read.column.is_some(), read.level.is_some(), read.pattern.is_some());
    match read.direction {
        Direction::Left | Direction::LeftUp | Direction::LeftDown | Direction::HeadingRow if heading == column || level => {
            Err("its `heading`, or by the number of its `column` where it has none, and by nothing else")
        }
        Direction::Right if column || level => Err("the value beside it; only flag columns with a `heading` of their own name it"),
        Direction::Up | Direction::UpLeft if column || heading && level => {
            Err("its `level`, or by the `heading` in the stub of its row, and by nothing else")
        }
        Direction::Title | Direction::Sheet if !pattern || heading || column || level => Err("its `pattern`, and by nothing else"),
        _ => Ok(()),
    }
}
