//! What differs between two versions of a standard.

use std::collections::BTreeMap;

use crate::spec::{Standard, ValueTest};

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What differs: `table/POP1/unit`, `distance/residence_threshold_months/6/stock`.
    pub key: String,
    /// What the first version says; none where it says nothing.
    pub before: Option<String>,
    /// What the second version says; none where it says nothing.
    pub after: Option<String>,
}

impl std::fmt::Display for Change {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => write!(f, "~ {}: {before} -> {after}", self.key),
            (None, Some(after)) => write!(f, "+ {}: {after}", self.key),
            (Some(before), None) => write!(f, "- {}: {before}", self.key),
            (None, None) => Ok(()),
        }
    }
}

/// Every difference between two versions, by key.
#[must_use]
pub fn compare(before: &Standard, after: &Standard) -> Vec<Change> {
    let (old, new) = (facts(before), facts(after));
    let mut changes: Vec<Change> = Vec::new();
    for (key, value) in &old {
        let now = new.get(key);
        if now != Some(value) {
            changes.push(Change { key: key.clone(), before: Some(value.clone()), after: now.cloned() });
        }
    }
    changes.extend(new.iter().filter(|(key, _)| !old.contains_key(*key)).map(|(key, value)| Change {
        key: key.clone(),
        before: None,
        after: Some(value.clone()),
    }));
    changes.sort_by(|a, b| a.key.cmp(&b.key));
    changes
}

/// Everything a standard says, one line a fact.
fn facts(standard: &Standard) -> BTreeMap<String, String> {
    let mut facts: BTreeMap<String, String> = BTreeMap::new();
    let mut say = |key: String, value: String| {
        facts.insert(key, value);
    };
    for (key, value) in [
        ("id", &standard.id),
        ("version", &standard.version),
        ("authority", &standard.authority),
        ("status", &standard.status),
        ("region", &standard.region.to_string()),
        ("date", &standard.date.to_string()),
    ] {
        say(format!("standard/{key}"), value.clone());
    }
    for table in standard.tables.values() {
        let id = &table.id;
        let dimensions: Vec<String> = table.all_dimensions().iter().map(ToString::to_string).collect();
        say(format!("table/{id}/dimensions"), dimensions.join(", "));
        say(format!("table/{id}/counts"), format!("{}, {}", table.stat_type, table.unit));
        say(format!("table/{id}/level"), table.level.to_string());
        let days: Vec<String> = table.reference_days.iter().map(|(month, day)| format!("{month:02}-{day:02}")).collect();
        say(format!("table/{id}/reference-days"), days.join(", "));
        say(format!("table/{id}/sex"), table.sex.to_string());
        say(format!("table/{id}/age"), table.age.map(|age| age.to_string()).unwrap_or_default());
        for (level, how) in &table.country_levels {
            say(format!("table/{id}/country-levels/{level}"), how.to_string());
        }
    }
    for (id, list) in &standard.lists {
        for entry in list.entries() {
            let parent = entry.parent.as_ref().map(|parent| format!(" in {parent}")).unwrap_or_default();
            let kind = entry.kind.map(|kind| kind.to_string()).unwrap_or_default();
            say(format!("code/{id}/{}", entry.code), format!("{kind}{parent}"));
        }
    }
    for membership in &standard.membership {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let span = format!("{} to {}", day(membership.validity.from), day(membership.validity.to));
        say(format!("member/{}/{}", membership.region, membership.member), span);
    }
    for attribute in &standard.attributes {
        let id = &attribute.id;
        let values: Vec<&str> = attribute.values.iter().map(|choice| choice.code.as_str()).collect();
        say(format!("attribute/{id}/values"), values.join(", "));
        say(format!("attribute/{id}/applies"), attribute.applies_as_written.join("; "));
        say(format!("attribute/{id}/family"), attribute.family.to_string());
        say(format!("attribute/{id}/leading"), attribute.leading.to_string());
        say(format!("attribute/{id}/unknown"), attribute.unknown.to_string());
    }
    for rule in &standard.rules {
        let id = &rule.id;
        say(format!("rule/{id}/severity"), rule.severity.to_string());
        say(format!("rule/{id}/level"), rule.level.to_string());
        say(format!("rule/{id}/check"), format!("{:?}", rule.check));
    }
    for output in &standard.outputs {
        say(format!("output/{}", output.id), format!("{output:?}"));
    }
    for (shows, sign) in &standard.signs {
        say(format!("sign/{shows}"), sign.clone());
    }
    distances(standard, &mut facts);
    texts(standard, &mut facts);
    facts
}

/// How far each value stands, by everything that tells its line from others.
fn distances(standard: &Standard, facts: &mut BTreeMap<String, String>) {
    for line in &standard.distances {
        let Some(attribute) = standard.attributes.get(line.attribute) else { continue };
        let value = match &line.value {
            ValueTest::Any => "*",
            ValueTest::Is(value) => value,
        };
        let mut key = format!("distance/{}/{value}/{}", attribute.id, line.tables_as_written);
        for part in [&line.rows_as_written, &line.condition_as_written] {
            if !part.is_empty() {
                key.push('/');
                key.push_str(part);
            }
        }
        let cost = line.distance.map(|distance| distance.to_string()).or_else(|| line.status.map(|status| status.to_string()));
        // Of two lines the first speaks, as where a standard is stricter than the one it builds on.
        facts.entry(key).or_insert_with(|| cost.unwrap_or_default());
    }
}

/// Every text in every language.
fn texts(standard: &Standard, facts: &mut BTreeMap<String, String>) {
    for (key, english) in standard.texts() {
        for language in standard.languages.of_texts.iter().skip(1) {
            let translated = standard.translations.get(&key, *language).map(|translation| translation.text.clone());
            if let Some(translated) = translated {
                facts.insert(format!("text/{key}/{language}"), translated);
            }
        }
        facts.insert(format!("text/{key}/en"), english);
    }
}
