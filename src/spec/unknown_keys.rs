//! Finds the keys of a TOML document that its JSON Schema does not know.
//!
//! Serde stops at the first unknown key and can't say where it stands; this walk finds all of them with their places.
//! It takes them out, so that what is left can still be read and its own problems reported.

use std::collections::BTreeSet;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A key no schema knows.
pub(super) struct UnknownKey {
    /// The key as written.
    pub(super) key: String,
    /// Where it begins in the text, in bytes.
    pub(super) offset: usize,
    /// The keys that would have been valid there and are not used yet.
    pub(super) free: Vec<String>,
    /// The table it stands in, as a path of keys; empty for the top of the file.
    pub(super) table: String,
}

/// Takes out every key that the schema does not know.
pub(super) fn take(document: &mut DeTable<'_>, schema: &Value) -> Vec<UnknownKey> {
    let mut walk = Walk { root: schema, found: Vec::new() };
    walk.table(document, &[schema], "");
    walk.found
}

struct Walk<'s> {
    root: &'s Value,
    found: Vec<UnknownKey>,
}

impl<'s> Walk<'s> {
    fn table(&mut self, table: &mut DeTable<'_>, schemas: &[&'s Value], path: &str) {
        let schemas = self.alternatives(schemas, Some(table));
        let declared = Declared::of(&schemas);
        let used: BTreeSet<String> = table.iter().map(|(key, _)| key.get_ref().to_string()).collect();
        let unknown: Vec<(String, usize)> = table
            .iter()
            .filter(|(key, _)| !declared.knows(key.get_ref()))
            .map(|(key, _)| (key.get_ref().to_string(), key.span().start))
            .collect();
        for (key, offset) in unknown {
            table.remove(key.as_str());
            let free = declared.names.iter().filter(|valid| !used.contains(**valid)).map(|valid| (*valid).to_owned()).collect();
            self.found.push(UnknownKey { key, offset, free, table: path.to_owned() });
        }
        for (key, value) in table.iter_mut() {
            let name = key.get_ref().as_ref();
            let inner = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            self.value(value, &declared.schemas_of(name), &inner);
        }
    }

    fn value(&mut self, value: &mut Spanned<DeValue<'_>>, schemas: &[&'s Value], path: &str) {
        match value.get_mut() {
            DeValue::Table(table) => self.table(table, schemas, path),
            DeValue::Array(items) => {
                let schemas = self.alternatives(schemas, None);
                for (index, item) in items.iter_mut().enumerate() {
                    let of_item: Vec<&Value> = schemas.iter().filter_map(|schema| item_schema(schema, index)).collect();
                    self.value(item, &of_item, path);
                }
            }
            _ => {}
        }
    }

    /// Every schema that may apply: references followed, and variants left out whose tag says something else.
    fn alternatives(&self, schemas: &[&'s Value], table: Option<&DeTable<'_>>) -> Vec<&'s Value> {
        let mut found = Vec::new();
        let mut waiting: Vec<(&Value, u8)> = schemas.iter().rev().map(|schema| (*schema, 0)).collect();
        while let Some((schema, depth)) = waiting.pop() {
            // A schema that only ever refers to itself would not end.
            if depth > 16 || table.is_some_and(|table| contradicts_tag(schema, table)) {
                continue;
            }
            found.push(schema);
            let referred = schema.get("$ref").and_then(Value::as_str).and_then(|reference| self.resolve(reference));
            let combined = ["anyOf", "oneOf", "allOf"].into_iter().filter_map(|word| schema.get(word)?.as_array()).flatten();
            waiting.extend(referred.into_iter().chain(combined).map(|inner| (inner, depth + 1)));
        }
        found
    }

    fn resolve(&self, reference: &str) -> Option<&'s Value> {
        self.root.pointer(reference.strip_prefix('#')?)
    }
}

fn contradicts_tag(schema: &Value, table: &DeTable<'_>) -> bool {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return false };
    table.iter().any(|(key, value)| {
        let expected = properties.get(key.get_ref().as_ref()).and_then(|property| property.get("const")).and_then(Value::as_str);
        expected.is_some_and(|expected| value.get_ref().as_str() != Some(expected))
    })
}

fn item_schema(schema: &Value, index: usize) -> Option<&Value> {
    schema.get("prefixItems").and_then(|items| items.get(index)).or_else(|| schema.get("items"))
}

/// What several schemas together say about the keys of a table.
struct Declared<'s> {
    objects: Vec<&'s Value>,
    names: BTreeSet<&'s str>,
    any_name: bool,
}

impl<'s> Declared<'s> {
    fn of(schemas: &[&'s Value]) -> Self {
        let says_something =
            |schema: &&&Value| ["properties", "additionalProperties", "patternProperties"].iter().any(|word| schema.get(word).is_some());
        let objects: Vec<&Value> = schemas.iter().filter(says_something).copied().collect();
        let names =
            objects.iter().filter_map(|schema| schema.get("properties")?.as_object()).flatten().map(|(name, _)| name.as_str()).collect();
        let open = |schema: &&Value| {
            schema.get("patternProperties").is_some() || schema.get("additionalProperties").is_some_and(|more| *more != Value::Bool(false))
        };
        let any_name = objects.is_empty() || objects.iter().any(open);
        Self { objects, names, any_name }
    }

    fn knows(&self, name: &str) -> bool {
        self.any_name || self.names.contains(name)
    }

    fn schemas_of(&self, name: &str) -> Vec<&'s Value> {
        let declared: Vec<&Value> = self.objects.iter().filter_map(|schema| schema.get("properties")?.get(name)).collect();
        if !declared.is_empty() {
            return declared;
        }
        let patterns =
            self.objects.iter().filter_map(|schema| schema.get("patternProperties")?.as_object()).flatten().map(|(_, more)| more);
        patterns
            .chain(self.objects.iter().filter_map(|schema| schema.get("additionalProperties")))
            .filter(|more| more.is_object())
            .collect()
    }
}
