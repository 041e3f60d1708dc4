//! Reads one TOML file into a type, or says everything that is wrong with it, each with its line.

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, Deserializer};
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

use super::problem::{Problems, SpecError, spelling_hint};
use super::unknown_keys::{self, UnknownKey};

/// Reads a TOML text: syntax, then unknown keys, then types, then the bounds of single fields.
pub(crate) fn load_toml<T>(file_name: &str, text: &str) -> Result<T, SpecError>
where
    T: DeserializeOwned + JsonSchema + Validate,
{
    let mut problems = Problems::default();
    let (mut document, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        problems.add(
            file_name,
            error.span().map(|span| line_at(text, span.start)),
            format!("this is not TOML: {}", one_line(error.message())),
        );
    }
    problems.refuse()?;

    let mut problems = Problems::default();
    let schema = schemars::schema_for!(T);
    let unknown = unknown_keys::take(document.get_mut(), schema.as_value());
    for key in &unknown {
        report_unknown(file_name, text, key, &mut problems);
    }
    let kept = document.clone();
    match T::deserialize(Deserializer::from(document)) {
        Ok(value) => {
            if let Err(errors) = value.validate() {
                report_invalid(file_name, text, &errors, &mut Vec::new(), &kept, &mut problems);
            }
            problems.refuse().map(|()| value)
        }
        Err(error) => {
            let message = one_line(error.message());
            // A key that is missing because it is misspelt was named already.
            if unknown.is_empty() || !message.starts_with("missing field") {
                let hint = variant_hint(&message);
                problems.add_with_hint(file_name, error.span().map(|span| line_at(text, span.start)), message, hint);
            }
            Err(problems.into_error())
        }
    }
}

/// The line, counted from one, of a place in a text.
pub(crate) fn line_at(text: &str, offset: usize) -> u32 {
    let before = text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count();
    u32::try_from(before + 1).unwrap_or(u32::MAX)
}

fn one_line(message: &str) -> String {
    message.lines().map(str::trim).collect::<Vec<_>>().join("; ")
}

fn report_unknown(file_name: &str, text: &str, key: &UnknownKey, problems: &mut Problems) {
    let place = if key.table.is_empty() { String::new() } else { format!(" in `{}`", key.table) };
    let hint = spelling_hint(&key.key, key.free.iter().map(String::as_str));
    problems.add_with_hint(file_name, line_at(text, key.offset), format!("unknown key `{}`{place}", key.key), hint);
}

/// The nearest variant, out of serde's "unknown variant `x`, expected one of `a`, `b`".
fn variant_hint(message: &str) -> Option<String> {
    let mut quoted = message.strip_prefix("unknown variant ")?.split('`').skip(1).step_by(2);
    let wrong = quoted.next()?;
    super::problem::nearest(wrong, quoted).map(|name| format!("did you mean `{name}`?"))
}

enum Step<'a> {
    Field(&'a str),
    Index(usize),
}

fn report_invalid<'a>(
    file_name: &str,
    text: &str,
    errors: &'a ValidationErrors,
    path: &mut Vec<Step<'a>>,
    document: &Spanned<DeTable<'_>>,
    problems: &mut Problems,
) {
    for (field, kind) in errors.errors() {
        path.push(Step::Field(field));
        match kind {
            ValidationErrorsKind::Struct(inner) => report_invalid(file_name, text, inner, path, document, problems),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    path.push(Step::Index(*index));
                    report_invalid(file_name, text, inner, path, document, problems);
                    path.pop();
                }
            }
            ValidationErrorsKind::Field(errors) => {
                let line = offset_of(document, path).map(|offset| line_at(text, offset));
                for error in errors {
                    problems.add(file_name, line, format!("`{}`: {}", shown(path), bound(error)));
                }
            }
        }
        path.pop();
    }
}

fn shown(path: &[Step<'_>]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Field(field) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(&field.replace('_', "-"));
            }
            Step::Index(index) => text.extend(["[", &(index + 1).to_string(), "]"]),
        }
    }
    text
}

/// What a bound asks for: the message that the type states, or its parameters.
fn bound(error: &ValidationError) -> String {
    if let Some(message) = &error.message {
        return message.to_string();
    }
    let mut parameters: Vec<String> =
        error.params.iter().filter(|(name, _)| *name != "value").map(|(name, value)| format!("{name} {value}")).collect();
    parameters.sort();
    let asked = if parameters.is_empty() { String::new() } else { format!(" ({})", parameters.join(", ")) };
    format!("is not valid: {}{asked}", error.code)
}

/// Where the value at a path begins; of a value that is not stated, the table that should hold it.
fn offset_of(document: &Spanned<DeTable<'_>>, path: &[Step<'_>]) -> Option<usize> {
    let mut offset = None;
    let mut table = Some(document.get_ref());
    let mut array = None;
    for step in path {
        let value = match step {
            Step::Field(field) => {
                let kebab = field.replace('_', "-");
                table
                    .and_then(|table| table.iter().find(|(key, _)| key.get_ref() == *field || *key.get_ref() == kebab))
                    .map(|(_, value)| value)
            }
            Step::Index(index) => array.and_then(|array: &toml::de::DeArray<'_>| array.get(*index)),
        };
        let Some(value) = value else { break };
        offset = Some(value.span().start);
        (table, array) = match value.get_ref() {
            DeValue::Table(inner) => (Some(inner), None),
            DeValue::Array(inner) => (None, Some(inner)),
            _ => (None, None),
        };
    }
    offset
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, JsonSchema, Validate)]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    struct Raw {
        #[validate(range(min = 1, max = 1, message = "this program reads schema 1"))]
        schema: u32,
        #[serde(default)]
        #[validate(nested)]
        column: Vec<Column>,
        #[serde(default)]
        values: BTreeMap<String, Column>,
        inner: Option<Column>,
        how: Option<How>,
    }

    #[derive(Debug, Deserialize, JsonSchema, Validate)]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    struct Column {
        #[schemars(with = "String")]
        header_text: Spanned<String>,
        #[validate(range(max = 9))]
        level: Option<u8>,
    }

    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
    #[expect(dead_code, reason = "only what is refused matters here")]
    enum How {
        Fixed { text: String },
        Pattern { regex: String },
    }

    fn told(text: &str) -> Vec<String> {
        load_toml::<Raw>("m.toml", text).unwrap_err().problems().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_unknown_key_is_told_with_its_line_and_the_nearest_name() {
        let text = "schema = 1\nclumn = 3\n[[column]]\nheader-text = \"a\"\n[[column]]\nheader-txt = \"b\"\n[values.sex]\nheader-text = \"c\"\nlevle = 1\n[inner]\nheader-text = \"d\"\nlevle = 2\n";
        assert_eq!(
            told(text),
            [
                "m.toml:2: unknown key `clumn`\n  hint: expected one of `how`",
                "m.toml:6: unknown key `header-txt` in `column`\n  hint: did you mean `header-text`?",
                "m.toml:9: unknown key `levle` in `values.sex`\n  hint: did you mean `level`?",
                "m.toml:12: unknown key `levle` in `inner`\n  hint: did you mean `level`?",
            ]
        );
    }

    #[test]
    fn keys_of_another_variant_are_unknown() {
        let told = told("schema = 1\n[how]\nkind = \"fixed\"\nregex = \"x\"\n");
        assert_eq!(told, ["m.toml:4: unknown key `regex` in `how`\n  hint: expected one of `text`"]);
    }

    #[test]
    fn syntax_types_and_bounds_have_lines() {
        assert!(told("schema = 1\ncolumn = [\n")[0].starts_with("m.toml:"));
        assert!(told("schema = 1\n\ninner = 3\n")[0].starts_with("m.toml:3: invalid type"));
        assert_eq!(told("\nschema = 2\n"), ["m.toml:2: `schema`: this program reads schema 1"]);
        let levels = "schema = 1\n[[column]]\nheader-text = \"a\"\n[[column]]\nheader-text = \"b\"\nlevel = 12\n";
        assert!(told(levels)[0].starts_with("m.toml:6: `column[2].level`: is not valid: range"), "{:?}", told(levels));
    }

    #[test]
    fn a_good_file_loads_with_its_places() {
        let raw: Raw = load_toml("m.toml", "schema = 1\n[[column]]\nheader-text = \"a\"\n").unwrap();
        assert_eq!((raw.schema, raw.values.len(), raw.inner.is_none(), raw.how.is_none()), (1, 0, true, true));
        assert_eq!(raw.column[0].header_text.get_ref(), "a");
        assert_eq!(raw.column[0].level, None);
    }
}
