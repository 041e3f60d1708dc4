//! What can be wrong with a file that people write.

use std::fmt;

use toml::Spanned;

use super::load::line_at;
use super::source::SpecSource;

/// One problem of one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SpecProblem {
    /// The file, as its folder or pipeline names it.
    pub file: String,
    /// The line, counted from one as an editor shows it; none where the whole file is meant.
    pub line: Option<u32>,
    /// What is wrong, in a sentence without a full stop.
    pub message: String,
    /// What to type instead.
    pub hint: Option<String>,
}

impl fmt::Display for SpecProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        write!(f, ": {}", self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\n  hint: {hint}"),
            None => Ok(()),
        }
    }
}

/// Files that can't be used, with everything that is wrong with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecError {
    problems: Vec<SpecProblem>,
}

impl SpecError {
    /// An error of several problems, told by file and line.
    pub(crate) fn of(problems: Vec<SpecProblem>) -> Self {
        Problems(problems).into_error()
    }

    /// The problems, by file and line; never empty.
    #[must_use]
    pub fn problems(&self) -> &[SpecProblem] {
        &self.problems
    }
}

impl fmt::Display for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for SpecError {}

/// Gathers problems, so that a file is read to its end before it is refused.
#[derive(Debug, Default)]
pub(crate) struct Problems(Vec<SpecProblem>);

impl Problems {
    /// Adds a problem.
    pub(crate) fn add(&mut self, file: &str, line: impl Into<Option<u32>>, message: impl Into<String>) {
        self.add_with_hint(file, line, message, None);
    }

    /// Adds a problem, and what to type instead where that is known.
    pub(crate) fn add_with_hint(&mut self, file: &str, line: impl Into<Option<u32>>, message: impl Into<String>, hint: Option<String>) {
        self.0.push(SpecProblem { file: file.to_owned(), line: line.into(), message: message.into(), hint });
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// What a text of a file stands for; what is wrong with it is told at its line.
    pub(crate) fn checked<T>(
        &mut self,
        file: &str,
        text: &str,
        written: &Spanned<String>,
        check: impl FnOnce(&str) -> Result<T, Told>,
    ) -> Option<T> {
        let line = line_at(text, written.span().start);
        check(written.get_ref()).map_err(|(message, hint)| self.add_with_hint(file, line, message, hint)).ok()
    }

    /// The value, or the problems it was gathered under.
    pub(crate) fn value_of<T>(&mut self, result: Result<T, SpecError>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.0.extend(error.problems);
                None
            }
        }
    }

    /// Refuses if there was any problem.
    pub(crate) fn refuse(self) -> Result<(), SpecError> {
        if self.0.is_empty() { Ok(()) } else { Err(self.into_error()) }
    }

    /// The same, each file named with the standard that lends it.
    pub(crate) fn refuse_of(self, source: &SpecSource) -> Result<(), SpecError> {
        if self.0.is_empty() { Ok(()) } else { Err(self.into_error_of(source)) }
    }

    /// The error that tells all of them, each file named with the standard that lends it.
    pub(crate) fn into_error_of(mut self, source: &SpecSource) -> SpecError {
        for problem in &mut self.0 {
            problem.file = source.shown(&problem.file);
        }
        self.into_error()
    }

    /// The error that tells all of them, for a caller that knows there is one.
    pub(crate) fn into_error(mut self) -> SpecError {
        self.0.sort();
        self.0.dedup();
        SpecError { problems: self.0 }
    }
}

/// A file that is being checked: its text, in which a problem has its line, and the problems told so far.
pub(super) struct InFile<'a> {
    pub(super) path: &'a str,
    pub(super) text: &'a str,
    pub(super) problems: &'a mut Problems,
}

impl InFile<'_> {
    /// Tells a problem at an offset of the text.
    pub(super) fn problem(&mut self, offset: usize, message: impl Into<String>, hint: Option<String>) {
        self.problems.add_with_hint(self.path, line_at(self.text, offset), message, hint);
    }
}

/// What is wrong with a text, and what to type instead where that is known.
pub(crate) type Told = (String, Option<String>);

/// The same in one line, for a reader of columns.
pub(crate) fn in_one_line((message, hint): Told) -> String {
    match hint {
        Some(hint) => format!("{message}; {hint}"),
        None => message,
    }
}

/// The valid spelling closest to a wrong one, if any is close enough to be meant.
pub(crate) fn nearest<'a>(wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Of one or two signs nothing would be left that was meant.
    let length = wrong.chars().count();
    let tolerance = if length < 3 { 0 } else { (length / 3).max(1) };
    let valid: Vec<&str> = valid.into_iter().collect();
    if let Some(same) = valid.iter().find(|name| name.to_lowercase() == wrong.to_lowercase()) {
        return Some(same);
    }
    valid
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(wrong, name), name))
        .filter(|(distance, _)| *distance <= tolerance)
        .min()
        .map(|(_, name)| name)
}

/// What to type instead of a wrong spelling: the nearest one, or all of them while they are few.
pub(crate) fn spelling_hint<'a>(wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let valid: Vec<&str> = valid.into_iter().collect();
    if let Some(name) = nearest(wrong, valid.iter().copied()) {
        return Some(format!("did you mean `{name}`?"));
    }
    (1..=20).contains(&valid.len()).then(|| format!("expected one of `{}`", valid.join("`, `")))
}
