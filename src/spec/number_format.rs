//! How each locale writes numbers: `number_formats.csv` of a standard.

use std::collections::BTreeMap;

use super::csv_file::{CsvFile, CsvRow};
use super::list_files::member;
use super::problem::Problems;
use super::source::SpecSource;
use crate::model::{DigitSystem, NumberText};

const NUMBER_FORMATS: &str = "number_formats.csv";

/// How a locale writes numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberFormat {
    /// The locale: a language, or a language and a territory, as in `ar-EG`.
    pub locale: String,
    /// The digits it writes by default.
    pub default_digits: DigitSystem,
    /// The digits of its own script, which its offices may write as well.
    pub native_digits: DigitSystem,
    /// The decimal sign.
    pub decimal: char,
    /// The sign that parts groups of three digits.
    pub group: char,
}

impl NumberFormat {
    /// The notation by which texts of this locale are read, in digits of any script.
    #[must_use]
    pub fn numbers(&self) -> NumberText {
        NumberText::of_locale(self.decimal, self.group)
    }
}

/// Reads the formats, by locale.
pub(super) fn read_number_formats(source: &SpecSource, problems: &mut Problems) -> BTreeMap<String, NumberFormat> {
    let mut formats = BTreeMap::new();
    let Some(Some(text)) = problems.value_of(source.text(NUMBER_FORMATS)) else { return formats };
    let columns = ["locale", "default_digits", "native_digits", "decimal", "group"];
    for row in CsvFile::read(NUMBER_FORMATS, text, &columns, &[], problems).rows() {
        let Some(format) = read_number_format(row, problems) else { continue };
        if format.decimal == format.group {
            problems.add(NUMBER_FORMATS, row.line, format!("`{}` parts decimals and groups by the same sign", format.locale));
        }
        if let Some(before) = formats.insert(format.locale.clone(), format) {
            problems.add(NUMBER_FORMATS, row.line, format!("the locale `{}` stands twice", before.locale));
        }
    }
    formats
}

fn read_number_format(row: CsvRow<'_>, problems: &mut Problems) -> Option<NumberFormat> {
    let digits = |text: &str| member(text, DigitSystem::ALL, DigitSystem::as_str);
    let locale = row.required("locale", problems, |text| Ok(text.to_owned()));
    let default_digits = row.required("default_digits", problems, digits);
    let native_digits = row.required("native_digits", problems, digits);
    let decimal = row.required("decimal", problems, code_point);
    let group = row.required("group", problems, code_point);
    Some(NumberFormat { locale: locale?, default_digits: default_digits?, native_digits: native_digits?, decimal: decimal?, group: group? })
}

/// A sign by its code point, since nobody sees which blank stands between two commas.
fn code_point(text: &str) -> Result<char, String> {
    let number = text.strip_prefix("U+").and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let sign = number.and_then(char::from_u32).filter(|sign| !sign.is_alphanumeric());
    sign.ok_or_else(|| format!("`{text}` is not the code point of a sign; expected one as in U+002C"))
}
