//! One finding and the code it carries.

use serde::Serialize;

use super::location::{MappingLine, Place};
use super::said::Said;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Information,
    /// Someone should look; the figures stand.
    Warning,
    /// A figure was withheld, or can't be trusted until someone acts.
    Error,
}

impl Severity {
    /// The word a person reads.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Information => "information",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A code of the closed list of findings, with what its reference page says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingCode {
    /// `stage/kebab-case`.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// When it occurs, in one sentence.
    pub when: &'static str,
    /// What to do about it, in one sentence.
    pub fix: &'static str,
}

/// What a finding is about, as explanations name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct About {
    /// The state described.
    pub state: String,
    /// The exchange table of its first cell.
    pub table: Option<String>,
    /// Further exchange tables that take part.
    pub beside: Vec<String>,
    /// The year or period.
    pub time_period: Option<String>,
}

/// One thing to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which of the listed findings this is.
    pub code: &'static FindingCode,
    /// How bad it is: what the rule says, or the code's own.
    pub severity: Severity,
    /// What was found, in a sentence without a full stop.
    pub message: String,
    /// Where in the sender's file.
    pub at: Option<Place>,
    /// Other cells that take part, such as the other side of a contradiction.
    pub also: Vec<Place>,
    /// Which line of a mapping claims the cell.
    pub mapping: Option<MappingLine>,
    /// Which rule judged.
    pub rule: Option<String>,
    /// What to do, where the code's own advice can be made more exact.
    pub hint: Option<String>,
    /// How many like it this one stands for.
    pub count: u64,
    /// The message in a form that can be said in every language; none where it stands in English alone.
    pub said: Option<Said>,
    /// What it is about; none where it is about a file.
    pub about: Option<About>,
    /// The value found.
    pub value: Option<String>,
    /// What it was compared with: the sum, the other figure, or the limits.
    pub expected: Option<String>,
    /// The explanation that covers it.
    pub explanation: Option<String>,
}

impl Finding {
    /// How many further cells a finding names that stands for many.
    pub(crate) const NAMED_PLACES: usize = 20;

    /// A finding that names no place yet.
    #[must_use]
    pub fn new(code: &'static FindingCode, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            message: message.into(),
            at: None,
            also: Vec::new(),
            mapping: None,
            rule: None,
            hint: None,
            count: 1,
            said: None,
            about: None,
            value: None,
            expected: None,
            explanation: None,
        }
    }

    /// Names the cell or range.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.at = Some(place);
        self
    }

    /// Names further cells.
    #[must_use]
    pub fn also(mut self, places: impl IntoIterator<Item = Place>) -> Self {
        self.also.extend(places);
        self
    }

    /// Names the line of a mapping.
    #[must_use]
    pub fn mapping(mut self, line: MappingLine) -> Self {
        self.mapping = Some(line);
        self
    }

    /// Names the rule.
    #[must_use]
    pub fn rule(mut self, rule: impl Into<String>) -> Self {
        self.rule = Some(rule.into());
        self
    }

    /// Says what it is about.
    #[must_use]
    pub fn about(mut self, about: About) -> Self {
        self.about = Some(about);
        self
    }

    /// Says what was found, and what was expected.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>, expected: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self.expected = Some(expected.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Stands for one more like it; of the cells it stands for, the first few are named.
    pub(crate) fn again(&mut self, at: Option<Place>) {
        self.count += 1;
        let new = at.filter(|place| self.at.as_ref() != Some(place) && !self.also.contains(place));
        self.also.extend(new.filter(|_| self.also.len() < Self::NAMED_PLACES));
    }

    /// The advice a person reads: the exact one, or the code's own.
    #[must_use]
    pub fn advice(&self) -> &str {
        self.hint.as_deref().unwrap_or(self.code.fix)
    }

    /// The order in which findings are listed and written: by file, place, code and text.
    pub(crate) fn order(&self) -> impl Ord + use<> {
        let place = self.at.as_ref().map(Place::order);
        (place, self.code.id, self.message.clone(), self.mapping.clone())
    }
}
