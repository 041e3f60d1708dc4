//! Fields, values, rules and sums of a mapping, checked against each other and against the standard.

use std::collections::{BTreeMap, BTreeSet};

use toml::Spanned;

use super::mapping::{AddsUp, Condition, Effect, Feeds, Field, Meaning, PartOfYear, Parts, Placement, Rule, Test, ValueMap};
use super::mapping_check::Checker;
use super::mapping_file as raw;
use super::normalise::normalise;
use super::problem::nearest;
use crate::model::{Code, DimensionId, Frequency, TableId};

impl Checker<'_> {
    pub(super) fn fields(&mut self, table: &raw::TableSection, names: &[&str]) -> Vec<Field> {
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
            marks: self.marks(&read.marks, line),
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
            other => {
                if let Some(id) = DimensionId::new(other).ok().filter(|id| self.standard.dimensions.contains_key(id)) {
                    return Feeds::Dimension(id);
                }
                let line = self.line(name);
                let known = ["reporter", "year", "part-of-year", "note"]
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

    fn marks(&mut self, read: &[raw::MarkLine], line: u32) -> BTreeMap<String, Option<crate::model::Status>> {
        let given: Vec<_> = read.iter().filter_map(|mark| mark.status).collect();
        self.statuses_of_values(&given, line);
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
        let mut effect = self.effect(line, read.to.as_ref(), &read.set, &read.status);
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
        Some(AddsUp { over, within, total: read.total.get_ref().clone(), parts, line })
    }
}
