//! The words and figures of a report in its language, as templates and sheets ask for them.
//!
//! In: the id of a message with its words, or a figure. Out: text. The messages themselves are in `translations/*/report.ftl`.

use minijinja::value::{Kwargs, Value};
use minijinja::{Error, ErrorKind};

use super::error::ReportError;
use crate::diag::Word;
use crate::spec::Language;
use crate::texts::{grouped, languages, phrase};

/// The language that a report states, where the program speaks it.
pub(super) fn language(code: &str) -> Result<Language, ReportError> {
    languages().into_iter().find(|language| language.as_str() == code).ok_or_else(|| ReportError::Language(code.to_owned()))
}

/// The message that a template asks for, with the words it gives by name.
pub(super) fn message(language: Language, id: &str, given: &Kwargs) -> Result<String, Error> {
    let mut words: Vec<(&str, Word)> = Vec::new();
    for name in given.args() {
        let value: Value = given.get(name)?;
        match (name, value.as_i64()) {
            ("count", Some(count)) => {
                words.push(("count", Word::Count(count.unsigned_abs())));
                words.push(("shown", Word::Figure(count)));
            }
            (_, Some(figure)) => words.push((name, Word::Figure(figure))),
            (_, None) => words.push((name, Word::Text(value.to_string()))),
        }
    }
    phrase(id, &words, language).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("there is no message `{id}`")))
}

/// A message without words, for sheets and plots.
pub(super) fn plain(language: Language, id: &str) -> String {
    phrase(id, &[], language).unwrap_or_else(|| id.to_owned())
}

/// The number of things with its name.
pub(super) fn counted(language: Language, id: &str, count: usize) -> String {
    let shown = i64::try_from(count).unwrap_or(i64::MAX);
    let words = [("count", Word::Count(count as u64)), ("shown", Word::Figure(shown))];
    phrase(id, &words, language).unwrap_or_else(|| format!("{id} {count}"))
}

/// A number with a fixed number of decimals, as the language writes it.
pub(super) fn decimal(language: Language, number: f64, places: usize) -> String {
    let text = format!("{number:.places$}");
    if language == Language::EN { text } else { text.replace('.', ",") }
}

/// A share of a thousand as a percentage.
pub(super) fn percent(language: Language, per_mille: u16) -> String {
    let space = if language == Language::EN { "" } else { "\u{202f}" };
    format!("{}{space}%", decimal(language, f64::from(per_mille) / 10.0, 1))
}

/// A whole number, its digits in groups.
pub(super) fn figure(language: Language, value: i64) -> String {
    grouped(value, language)
}
