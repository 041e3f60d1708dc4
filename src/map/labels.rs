//! What a label stands for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;

use super::coded::Context;
use super::findings::{
    AMBIGUOUS_LABEL, BLANK_LABEL, NOT_A_NUMBER_CELL, NOT_A_PERIOD, NOT_A_YEAR, UNDECLARED_LETTER, UNDECLARED_MARK, UNKNOWN_LABEL,
};
use super::periods::StatedYear;
use crate::diag::Finding;
use crate::model::{Calendar, Code, Frequency, IgnoreReason, Period, StatusSet};
use crate::spec::{
    CodeList, Feeds, Field, Lookup, Meaning, MonthLookup, PartOfYear, TableMapping, Validity, ValueMap, nearest_name, normalise,
};
use crate::tidy::{Footnotes, Label, TidyTable};

/// What became of a label.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolution {
    /// A code of the field's dimension, or the code of a state.
    Code(Code),
    /// A year, or two of them together.
    Year(StatedYear),
    /// The whole year or a part of it.
    Part(PartOfYear),
    /// The months of the year from the first to the last.
    Months(i8, i8),
    /// A year and its part, written as one.
    Period(Box<Period>),
    /// Left out; the code, where the mapping gives one, takes part in checks.
    Ignored(IgnoreReason, Option<Code>),
    /// The field feeds nothing; the text itself is what rules and notes look at.
    Text,
    /// The cell is empty.
    Blank,
    /// It can't be read; the finding is told if a value needs the label.
    Problem(Box<Finding>),
}

impl Resolution {
    /// What a label stands for, in one word: a code, a year, `Q1`, `M01`, `A`; none for a text, a blank and what can't be read.
    #[must_use]
    pub fn word(&self) -> Option<String> {
        Some(match self {
            Self::Code(code) | Self::Ignored(_, Some(code)) => code.to_string(),
            Self::Year(year) => year.to_string(),
            Self::Part(PartOfYear { frequency: Frequency::M, number: Some(number) }) => format!("M{number:02}"),
            Self::Part(PartOfYear { frequency, number: Some(number) }) => format!("{}{number}", frequency.as_str()),
            Self::Part(PartOfYear { frequency, number: None }) => frequency.as_str().to_owned(),
            Self::Months(first, last) => format!("M{first:02}-M{last:02}"),
            Self::Period(period) => period.time_period().to_owned(),
            Self::Ignored(_, None) | Self::Text | Self::Blank | Self::Problem(_) => return None,
        })
    }
}

/// A label with its meaning.
#[derive(Debug, Clone)]
pub struct ResolvedLabel {
    /// The label as it stands in the file; none where the cell is empty.
    pub label: Option<Label>,
    /// Its text after normalisation.
    pub key: String,
    /// What it stands for.
    pub resolution: Resolution,
    /// The line of the mapping that gave the meaning, where one did.
    pub line: Option<u32>,
    /// Statuses that marks behind the label give.
    pub status: StatusSet,
    /// The letters of the cell, for fields read as a set of letters.
    pub letters: BTreeSet<char>,
    /// Positions of the footnotes that its marks point to.
    pub footnotes: Vec<usize>,
    /// Whether the mapping calls it a detail that adds to no total.
    pub memo: bool,
    /// When the name was in use for its code; always, for a code that a line of the mapping gives.
    pub in_use: Validity,
    /// Since when the name covers what its code covers now, and what it covered before.
    pub covers_since: Option<(Date, Arc<str>)>,
}

impl ResolvedLabel {
    fn new(label: Option<Label>, key: String, resolution: Resolution) -> Self {
        Self {
            label,
            key,
            resolution,
            line: None,
            status: StatusSet::default(),
            letters: BTreeSet::new(),
            footnotes: Vec::new(),
            memo: false,
            in_use: Validity::default(),
            covers_since: None,
        }
    }

    /// Takes the meaning that a line of `values` gives.
    fn follow(&mut self, line: &ValueMap, gathered: &mut Gathered) {
        gathered.used.insert(line.line);
        self.line = Some(line.line);
        self.memo = line.memo;
        self.resolution = match &line.meaning {
            Meaning::Code(code) => Resolution::Code(code.clone()),
            Meaning::Part(part) => Resolution::Part(*part),
            Meaning::Months(first, last) => Resolution::Months(*first, *last),
            Meaning::Ignored(reason, code) => Resolution::Ignored(*reason, code.clone()),
        };
    }

    /// The code, where the label stands for one.
    #[must_use]
    pub const fn code(&self) -> Option<&Code> {
        match &self.resolution {
            Resolution::Code(code) | Resolution::Ignored(_, Some(code)) => Some(code),
            _ => None,
        }
    }
}

/// What resolving a field's labels needs beside the labels.
pub(super) struct Resolver<'a> {
    context: &'a Context<'a>,
    field: &'a Field,
    calendar: Calendar,
    footnotes: &'a Footnotes,
}

/// What resolving gathers beside the meanings.
#[derive(Default)]
pub(super) struct Gathered {
    pub findings: Vec<Finding>,
    /// Lines of the mapping that did something.
    pub used: BTreeSet<u32>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(context: &'a Context<'a>, table: &TableMapping, tidy: &'a TidyTable, field: &'a Field) -> Self {
        let calendar = table.period.calendar.unwrap_or(Calendar::Gregorian);
        Self { context, field, calendar, footnotes: &tidy.footnotes }
    }

    /// Resolves every label of the field. Equal texts have one meaning, so each is worked out once.
    pub(super) fn all(&self, labels: &[Option<Label>], gathered: &mut Gathered) -> Vec<ResolvedLabel> {
        let mut known: BTreeMap<(Arc<str>, Option<usize>), ResolvedLabel> = BTreeMap::new();
        labels
            .iter()
            .map(|label| {
                let Some(label) = label else { return self.blank(gathered) };
                let key = (Arc::clone(&label.text), label.superscript);
                if let Some(same) = known.get(&key) {
                    return self.at(label, same);
                }
                let resolved = self.one(label, gathered);
                known.insert(key, resolved.clone());
                resolved
            })
            .collect()
    }

    /// The same meaning for another cell; a label nobody knows is told with its own cell.
    fn at(&self, label: &Label, same: &ResolvedLabel) -> ResolvedLabel {
        let mut resolved = ResolvedLabel { label: Some(label.clone()), ..same.clone() };
        if let (Resolution::Problem(finding), Some(at)) = (&mut resolved.resolution, label.at) {
            finding.at = Some(self.context.place(at));
        }
        resolved
    }

    fn blank(&self, gathered: &mut Gathered) -> ResolvedLabel {
        if let Some(line) = self.field.of_blank.and_then(|index| self.field.values.get(index)) {
            let mut resolved = ResolvedLabel::new(None, String::new(), Resolution::Blank);
            resolved.follow(line, gathered);
            return resolved;
        }
        let message = format!("the cell that should hold `{}` is empty", self.field.name);
        let resolution = match self.field.feeds {
            Feeds::Note | Feeds::Status | Feeds::Nothing | Feeds::Step | Feeds::Lowest | Feeds::Highest => Resolution::Blank,
            _ => Resolution::Problem(Box::new(Finding::new(&BLANK_LABEL, message).mapping(self.context.line(self.field.line)))),
        };
        ResolvedLabel::new(None, String::new(), resolution)
    }

    fn one(&self, label: &Label, gathered: &mut Gathered) -> ResolvedLabel {
        let field = self.field;
        let text = self.part(&label.text);
        let raised = label.superscript.filter(|start| text.len() == label.text.len() && is_raised_mark(text, *start));
        let whole = normalise(text);
        let plain = raised.and_then(|start| Some((normalise(text.get(..start)?), text.get(start..)?)));
        // A line of `values` may spell the label with its raised mark, and then has said what it is.
        let spelt = self.own(&whole.key, text);
        let (key, marks, own) = match (spelt, plain) {
            (None, Some((plain, mark))) => {
                let own = self.own(&plain.key, text.get(..text.len() - mark.len()).unwrap_or(text));
                (plain.key, plain.marks.into_iter().chain([mark.trim().to_owned()]).collect(), own)
            }
            (own, _) => (whole.key, whole.marks, own),
        };
        let mut resolved = ResolvedLabel::new(Some(label.clone()), key, Resolution::Text);
        match (own, &field.otherwise) {
            (Some(line), _) => resolved.follow(line, gathered),
            (None, Some(code)) => resolved.resolution = Resolution::Code(code.clone()),
            (None, None) => {
                (resolved.resolution, resolved.in_use) = self.by_standard(label, text, &resolved.key);
                resolved.covers_since = self.covers_since(&resolved.key);
            }
        }
        if field.feeds == Feeds::Note {
            // A column of notes often holds the marks alone.
            resolved.footnotes.extend(self.footnotes.named_in(text));
        }
        if !field.letters.is_empty() {
            self.letters(label, &mut resolved);
        } else if field.feeds == Feeds::Status {
            self.statuses(label, text, &mut resolved, gathered);
        } else {
            self.marks(label, &marks, &mut resolved, gathered);
        }
        resolved
    }

    /// The part of a cell that is the label; the whole text where the field's pattern does not match.
    fn part<'t>(&self, text: &'t str) -> &'t str {
        self.field.part_of(text)
    }

    /// The line of `values` for a label: its text first, then patterns in order.
    fn own(&self, key: &str, text: &str) -> Option<&ValueMap> {
        let by_text = self.field.by_key.get(key).map(|index| &self.field.values[*index]);
        by_text
            .or_else(|| self.field.values.iter().find(|value| value.pattern.as_ref().is_some_and(|pattern| pattern.is_match(text.trim()))))
    }

    fn by_standard(&self, label: &Label, text: &str, key: &str) -> (Resolution, Validity) {
        let standard = self.context.standard;
        let resolution = match &self.field.feeds {
            Feeds::Reporter => return self.by_list(label, text, key, standard.area_list(), "area"),
            Feeds::Dimension(id) => return self.by_list(label, text, key, standard.list_of(id), id.as_str()),
            Feeds::Year => match StatedYear::parse(key) {
                Some(year) => Resolution::Year(year),
                None => self.problem(label, Finding::new(&NOT_A_YEAR, format!("`{}` is not a year", text.trim()))),
            },
            Feeds::Period => match Period::parse_sdmx(text) {
                Ok(period) => Resolution::Period(Box::new(period)),
                Err(error) => self.problem(label, Finding::new(&NOT_A_PERIOD, error.to_string())),
            },
            Feeds::PartOfYear => self.part_of_year(label, key),
            Feeds::Step | Feeds::Lowest | Feeds::Highest if whole(text).is_none() => {
                let message = format!("`{}` is no whole number", text.trim());
                self.problem(label, Finding::new(&NOT_A_NUMBER_CELL, message))
            }
            Feeds::Note | Feeds::Status | Feeds::Nothing | Feeds::Step | Feeds::Lowest | Feeds::Highest => Resolution::Text,
        };
        (resolution, Validity::default())
    }

    /// By a code list; names alone have a span in which they were in use, codes of a system don't.
    fn by_list(&self, label: &Label, text: &str, key: &str, list: Option<&CodeList>, what: &str) -> (Resolution, Validity) {
        let unknown = |what: &str, nearest: &[(String, Code)]| (self.unknown(label, what, nearest), Validity::default());
        let Some(list) = list else { return unknown(what, &[]) };
        if let Some(system) = self.field.system {
            return match list.by_system(system, text.trim()) {
                Some(code) => (Resolution::Code(code.clone()), Validity::default()),
                None => unknown(&format!("{what} in the code system {}", system.as_str()), &[]),
            };
        }
        let languages = &self.context.mapping.languages;
        match list.by_name(key, languages) {
            Lookup::One(code, in_use) => (Resolution::Code(code), in_use),
            Lookup::Several(codes) => {
                let codes: Vec<&str> = codes.iter().map(Code::as_str).collect();
                let message = format!("`{}` can mean {}", label.text.trim(), codes.join(" or "));
                (self.problem(label, Finding::new(&AMBIGUOUS_LABEL, message)), Validity::default())
            }
            Lookup::None if self.field.holds_codes() => (self.unknown_code(label, what, list), Validity::default()),
            Lookup::None => unknown(what, &list.nearest(key, languages, 3)),
        }
    }

    /// Since when a name that can mean two things by its period means what its code does now.
    fn covers_since(&self, key: &str) -> Option<(Date, Arc<str>)> {
        let standard = self.context.standard;
        let name = self.context.mapping.languages.iter().find_map(|language| standard.ambiguous(key, *language))?;
        let note = name.note.as_deref().unwrap_or("it covered something else before");
        Some((name.changed_on?, Arc::from(note)))
    }

    /// The name of a month in a language of the source.
    fn part_of_year(&self, label: &Label, key: &str) -> Resolution {
        match self.context.standard.month(key, self.calendar, &self.context.mapping.languages) {
            MonthLookup::One(month) => Resolution::Part(PartOfYear { frequency: Frequency::M, number: Some(month) }),
            MonthLookup::Several(months) => {
                let months: Vec<String> = months.iter().map(ToString::to_string).collect();
                let message = format!("`{}` can be month {}", label.text.trim(), months.join(" or "));
                self.problem(label, Finding::new(&AMBIGUOUS_LABEL, message))
            }
            MonthLookup::None => self.unknown(label, "part of the year", &[]),
        }
    }

    fn marks(&self, label: &Label, marks: &[String], resolved: &mut ResolvedLabel, gathered: &mut Gathered) {
        for mark in marks {
            let footnote = self.footnotes.position(mark);
            resolved.footnotes.extend(footnote);
            // A line of `values` that spells the label with its mark has said what it is.
            let spelt = || {
                let line = resolved.line.and_then(|line| self.field.values.iter().find(|value| value.line == line));
                line.is_some_and(|value| value.text.contains(mark.as_str()))
            };
            match self.field.marks.get(mark) {
                Some(Some(status)) => resolved.status.insert(*status),
                Some(None) => {}
                None if footnote.is_some() || spelt() => {}
                None => self.undeclared(label, mark, gathered),
            }
        }
    }

    /// A cell that holds nothing but marks, each a letter or a sign, or one mark of several letters.
    fn statuses(&self, label: &Label, text: &str, resolved: &mut ResolvedLabel, gathered: &mut Gathered) {
        let bare = text.trim().trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | ':')).trim();
        let whole = self.field.marks.get(text.trim()).or_else(|| self.field.marks.get(bare));
        if let Some(status) = whole {
            resolved.status.extend(*status);
            return;
        }
        let signs = bare.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, ',' | ';' | '/'));
        for mark in signs.map(String::from) {
            let footnote = self.footnotes.position(&mark);
            resolved.footnotes.extend(footnote);
            match self.field.marks.get(&mark) {
                Some(status) => resolved.status.extend(*status),
                None if footnote.is_some() => {}
                None => self.undeclared(label, &mark, gathered),
            }
        }
    }

    fn undeclared(&self, label: &Label, mark: &str, gathered: &mut Gathered) {
        let message = format!("`{mark}` stands behind `{}`", label.text.trim());
        let finding = Finding::new(&UNDECLARED_MARK, message).mapping(self.context.line(self.field.line));
        gathered.findings.push(match label.at {
            Some(at) => finding.at(self.context.place(at)),
            None => finding,
        });
    }

    fn unknown(&self, label: &Label, what: &str, nearest: &[(String, Code)]) -> Resolution {
        let mut finding = Finding::new(&UNKNOWN_LABEL, format!("no {what} is called `{}`", label.text.trim()));
        if !nearest.is_empty() {
            let candidates: Vec<String> = nearest.iter().map(|(name, code)| format!("`{name}` ({code})")).collect();
            finding = finding.hint(format!(
                "the nearest names are {}; add a line to `values` of field `{}` once you know",
                candidates.join(", "),
                self.field.name
            ));
        }
        self.problem(label, finding)
    }

    /// A text that no code is like, in a column of codes.
    fn unknown_code(&self, label: &Label, what: &str, list: &CodeList) -> Resolution {
        let text = label.text.trim();
        let near = nearest_name(text, list.entries().iter().map(|entry| entry.code.as_str()));
        let meant = near.map_or_else(String::new, |near| format!("did you mean `{near}`? "));
        let hint = format!("{meant}the codes are those of the list `{}`, which `concord standard show {}` prints", list.id(), list.id());
        self.problem(label, Finding::new(&UNKNOWN_LABEL, format!("no {what} has the code `{text}`")).hint(hint))
    }

    fn problem(&self, label: &Label, finding: Finding) -> Resolution {
        let finding = finding.mapping(self.context.line(self.field.line));
        Resolution::Problem(Box::new(match label.at {
            Some(at) => finding.at(self.context.place(at)),
            None => finding.at(self.context.sheet_place()),
        }))
    }

    fn letters(&self, label: &Label, resolved: &mut ResolvedLabel) {
        resolved.letters = label.text.chars().filter(|letter| !letter.is_whitespace() && *letter != ',').collect();
        let unknown: Vec<String> =
            resolved.letters.iter().filter(|letter| !self.field.letters.contains(letter)).map(ToString::to_string).collect();
        if !unknown.is_empty() {
            let message = format!("`{}` holds {}, which the mapping does not list", label.text.trim(), unknown.join(", "));
            resolved.resolution = self.problem(label, Finding::new(&UNDECLARED_LETTER, message));
        }
    }
}

/// A number of units in a label: whole and not negative.
pub(super) fn whole(text: &str) -> Option<i32> {
    text.trim().parse().ok().filter(|number| *number >= 0)
}

/// Whether what is set as a superscript at the end of a text is a footnote mark, and not the ending of `1st` or `2e`.
fn is_raised_mark(text: &str, start: usize) -> bool {
    let (Some(before), Some(raised)) = (text.get(..start), text.get(start..)) else { return false };
    let raised = raised.trim();
    let ordinal = before.trim_end().ends_with(|c: char| c.is_numeric()) && raised.chars().all(char::is_alphabetic);
    !before.trim().is_empty() && !raised.is_empty() && raised.chars().count() <= 3 && !ordinal
}
