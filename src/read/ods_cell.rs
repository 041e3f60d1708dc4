//! One cell of an `OpenDocument` spreadsheet.
//!
//! In go the events inside its element, out come what it stores, what it shows beside that, and the comment on it. The
//! format stores a number and the text it shows as; where that text has more than digits it is kept as a number format
//! that shows the same, so that a 0 that shows as `-` can be told from a zero as in any other workbook.

use std::sync::Arc;

use jiff::civil::Date;
use quick_xml::events::BytesStart;

use super::budget::{Exceeded, Spending};
use super::runs::Runs;
use super::values::serial;
use super::workbook::{CellError, Content, Raised};
use super::xml::{Fault, attribute};

/// What a cell turned out to be.
#[derive(Default)]
pub(super) struct Read {
    pub(super) content: Option<Content>,
    pub(super) number_format: Option<Arc<str>>,
    pub(super) raised: Option<Raised>,
    pub(super) comment: Option<Arc<str>>,
    pub(super) formula_without_value: bool,
    /// Whether it is a number that does not say what it shows as.
    pub(super) silent_number: bool,
}

/// The cell whose element is open.
#[derive(Default)]
pub(super) struct OpenCell {
    pub(super) repeats: u32,
    /// Columns and rows that it is merged over.
    pub(super) span: (u32, u32),
    kind: String,
    is_error: bool,
    has_formula: bool,
    /// The value as its attribute states it.
    stored: Option<String>,
    words: Words,
    runs: Runs,
    comment: Words,
    in_comment: bool,
    spans: Vec<bool>,
}

/// The paragraphs of a text.
#[derive(Default)]
struct Words {
    text: String,
    paragraphs: usize,
    open: bool,
    /// Whether white space would be one too many.
    blank: bool,
}

/// The longest text that a cell can hold in any program.
const TEXT_BYTES: usize = 1 << 20;

impl Words {
    fn paragraph(&mut self) -> &'static str {
        let between = if self.paragraphs > 0 { "\n" } else { "" };
        self.text.push_str(between);
        self.paragraphs += 1;
        (self.open, self.blank) = (true, true);
        between
    }

    /// Adds letters, white space drawn together, and gives what was added.
    fn push(&mut self, letters: &str) -> String {
        let mut added = String::new();
        for letter in letters.chars().filter(|_| self.open) {
            let blank = matches!(letter, ' ' | '\t' | '\r' | '\n');
            if !(blank && self.blank) {
                added.push(if blank { ' ' } else { letter });
            }
            self.blank = blank;
        }
        self.text.push_str(&added);
        added
    }

    /// Adds signs that have an element of their own.
    fn push_signs(&mut self, signs: &str) {
        self.text.push_str(signs);
        self.blank = false;
    }
}

impl OpenCell {
    pub(super) fn open(element: &BytesStart<'_>) -> Self {
        let number = |name| attribute(element, name).and_then(|text| text.parse().ok()).unwrap_or(1);
        let stated = |name: &str| {
            attribute(element, name).map(|text| match quick_xml::escape::unescape(&text) {
                Ok(text) => text.into_owned(),
                Err(_) => text.to_string(),
            })
        };
        // An extension states the kind once more, so the two are told apart by their whole names.
        let whole = |name: &str| element.attributes().with_checks(false).flatten().find(|found| found.key.as_ref() == name);
        let kind = whole("office:value-type").map(|found| found.value.into_owned()).unwrap_or_default();
        Self {
            repeats: number("number-columns-repeated"),
            span: (number("number-columns-spanned"), number("number-rows-spanned")),
            is_error: whole("calcext:value-type").is_some_and(|found| found.value == "error"),
            has_formula: attribute(element, "formula").is_some(),
            stored: ["value", "date-value", "time-value", "boolean-value", "string-value"].into_iter().find_map(stated),
            kind,
            ..Self::default()
        }
    }

    pub(super) fn start(&mut self, name: &str, element: &BytesStart<'_>, raised: bool) -> Result<(), Fault> {
        let words = if self.in_comment { &mut self.comment } else { &mut self.words };
        let signs = match name {
            "annotation" => {
                self.in_comment = true;
                return Ok(());
            }
            "p" | "h" => words.paragraph().to_owned(),
            "s" => {
                let count = attribute(element, "c").map_or(Some(1), |count| count.parse().ok()).unwrap_or(usize::MAX);
                if count > TEXT_BYTES {
                    return Err(Exceeded::bytes("one cell or element takes", TEXT_BYTES as u64).into());
                }
                " ".repeat(count)
            }
            "tab" => "\t".to_owned(),
            "line-break" => "\n".to_owned(),
            "span" => {
                self.spans.push(raised);
                return Ok(());
            }
            _ => return Ok(()),
        };
        if !matches!(name, "p" | "h") {
            words.push_signs(&signs);
        }
        if words.text.len() > TEXT_BYTES {
            return Err(Exceeded::bytes("one cell or element takes", TEXT_BYTES as u64).into());
        }
        if !self.in_comment {
            self.runs.run(&signs, self.is_raised());
        }
        Ok(())
    }

    pub(super) fn end(&mut self, name: &str) {
        match name {
            "annotation" => self.in_comment = false,
            "p" | "h" if self.in_comment => self.comment.open = false,
            "p" | "h" => self.words.open = false,
            "span" => drop(self.spans.pop()),
            _ => {}
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.in_comment {
            self.comment.push(text);
        } else {
            let added = self.words.push(text);
            self.runs.run(&added, self.is_raised());
        }
    }

    fn is_raised(&self) -> bool {
        self.spans.contains(&true)
    }

    pub(super) fn close(self, epoch: Date, spending: &mut Spending<'_>) -> Result<Read, Fault> {
        let comment = Some(&self.comment.text).filter(|text| !text.trim().is_empty());
        let comment = comment.map(|text| spending.text(text)).transpose()?;
        let content = self.content(epoch, spending)?;
        let raised = match &content {
            Some(Content::Text(text)) => self.runs.finish().and_then(|ends| ends.within(text)),
            _ => None,
        };
        let shown = self.words.text.trim();
        let (mut number_format, mut silent_number) = (None, false);
        if let Some(Content::Number(number)) = content {
            silent_number = shown.is_empty();
            number_format = format_that_shows(shown, number).map(|format| spending.text(&format)).transpose()?;
        }
        let formula_without_value = self.has_formula && content.is_none() && self.kind.is_empty();
        Ok(Read { content, number_format, raised, comment, formula_without_value, silent_number })
    }

    fn content(&self, epoch: Date, spending: &mut Spending<'_>) -> Result<Option<Content>, Fault> {
        let shown = self.words.text.as_str();
        let stored = self.stored.as_deref();
        // Older programs store a formula that failed as a zero that shows its error.
        let failed = self.has_formula && CellError::from_stored(shown) != CellError::Unknown;
        if self.is_error || failed {
            return Ok(Some(Content::Error(CellError::from_stored(shown))));
        }
        let number = stored.and_then(|stored| stored.parse::<f64>().ok()).filter(|number| number.is_finite());
        let content = match (self.kind.as_str(), stored) {
            ("float" | "currency" | "percentage", _) => number.map(Content::Number),
            ("boolean", Some(truth)) => Some(Content::Boolean(truth == "true" || truth == "TRUE")),
            ("date", Some(date)) => match serial(date, epoch) {
                Some(serial) => Some(Content::Date { serial, shown: spending.text(date.strip_suffix("T00:00:00").unwrap_or(date))? }),
                None => None,
            },
            ("time", Some(time)) => match days(time) {
                Some((days, shown)) if days < 1.0 => Some(Content::Date { serial: days, shown: spending.text(&shown)? }),
                other => other.map(|(days, _)| Content::Number(days)),
            },
            _ => None,
        };
        let text = match self.kind.as_str() {
            "string" => stored.unwrap_or(shown),
            _ => shown,
        };
        match content {
            None if text.is_empty() => Ok(None),
            None => Ok(Some(Content::Text(spending.text(text)?))),
            content => Ok(content),
        }
    }
}

/// A number format that shows what stands around the digits of a text; none where there is nothing.
fn format_that_shows(shown: &str, number: f64) -> Option<String> {
    let quoted = |text: &str| match text.replace('"', "") {
        text if text.trim().is_empty() => String::new(),
        text => format!("\"{}\"", text.trim()),
    };
    let (first, last) = (shown.find(char::is_numeric), shown.rfind(char::is_numeric));
    let (Some(first), Some(last)) = (first, last) else {
        return Some(quoted(shown)).filter(|text| number == 0.0 && !text.is_empty());
    };
    let behind = shown.get(last..).and_then(|rest| rest.char_indices().nth(1).and_then(|(next, _)| rest.get(next..))).unwrap_or_default();
    let before = shown.get(..first).unwrap_or_default();
    let (before, behind) = if number < 0.0 {
        let bracketed = before.contains('(') && behind.contains(')');
        let signs: &[char] = if bracketed { &['-', '\u{2212}', '(', ')'] } else { &['-', '\u{2212}'] };
        (before.replace(signs, ""), behind.replace(signs, ""))
    } else {
        (before.to_owned(), behind.to_owned())
    };
    let (before, behind) = (quoted(&before), quoted(&behind));
    (!before.is_empty() || !behind.is_empty()).then(|| format!("{before}0{behind}"))
}

/// A time such as `PT06H30M00S`, in days and as a time of day.
fn days(stored: &str) -> Option<(f64, String)> {
    let (hours, rest) = stored.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?.replace(',', ".");
    let [hours, minutes, seconds] = [hours, minutes, &seconds].map(|part| part.parse::<f64>().ok().filter(|part| *part >= 0.0));
    let (hours, minutes, seconds) = (hours?, minutes?, seconds?);
    Some(((hours * 3600.0 + minutes * 60.0 + seconds) / 86_400.0, format!("{hours:02}:{minutes:02}:{seconds:02}")))
}
