//! One thing of the standard on a page.

use std::fmt::Write;

use crate::model::{AttributeId, Distance, TableId};
use crate::spec::{
    Attribute, AttributeKind, CodeList, Concept, ConsistencyRule, DistanceRow, Entry, Language, Standard, TableSpec, Validity,
    kinds_of_rules,
};

/// Something that has a page.
#[derive(Debug, Clone, Copy)]
pub enum Found<'a> {
    /// A shared concept.
    Concept(&'a Concept),
    /// An exchange table.
    Table(&'a TableSpec),
    /// An attribute of the definition profile.
    Attribute(usize, &'a Attribute),
    /// A code list.
    List(&'a CodeList),
    /// A rule of consistency.
    Rule(&'a ConsistencyRule),
    /// A code of a list.
    Code(&'a CodeList, &'a Entry),
}

/// What a name stands for: a concept, a table, an attribute, a code list, a rule, or `list/CODE`.
#[must_use]
pub fn find<'a>(standard: &'a Standard, name: &str) -> Option<Found<'a>> {
    let concept = standard.concepts.iter().find(|concept| concept.id == name).map(Found::Concept);
    let attribute = || standard.attributes.iter().enumerate().find(|(_, one)| one.id.as_str() == name);
    let coded = || {
        let (list, code) = name.split_once('/')?;
        let list = standard.lists.get(list)?;
        Some(Found::Code(list, list.get(code)?))
    };
    concept
        .or_else(|| standard.table(name).map(Found::Table))
        .or_else(|| attribute().map(|(position, attribute)| Found::Attribute(position, attribute)))
        .or_else(|| standard.lists.get(name).map(Found::List))
        .or_else(|| standard.rules.iter().find(|rule| *rule.id == *name).map(Found::Rule))
        .or_else(coded)
}

/// Every name that [`find`] knows, codes of lists left out.
#[must_use]
pub fn names(standard: &Standard) -> Vec<&str> {
    let concepts = standard.concepts.iter().map(|concept| concept.id.as_str());
    let attributes = standard.attributes.iter().map(|attribute| attribute.id.as_str());
    let rules = standard.rules.iter().map(|rule| rule.id.as_ref());
    concepts
        .chain(standard.tables.keys().map(TableId::as_str))
        .chain(attributes)
        .chain(standard.lists.keys().map(String::as_str))
        .chain(rules)
        .collect()
}

/// The page of one thing, in the languages given, one after the other.
#[must_use]
pub fn page(standard: &Standard, found: Found<'_>, languages: &[Language]) -> String {
    let mut text = String::new();
    for (index, language) in languages.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        let page = Page { standard, language: *language };
        match found {
            Found::Concept(concept) => page.concept(&mut text, concept),
            Found::Table(table) => page.table(&mut text, table),
            Found::Attribute(position, attribute) => page.attribute(&mut text, position, attribute),
            Found::List(list) => page.list(&mut text, list),
            Found::Rule(rule) => page.rule(&mut text, rule),
            Found::Code(list, entry) => page.code(&mut text, list, entry),
        }
    }
    text
}

struct Page<'a> {
    standard: &'a Standard,
    language: Language,
}

impl Page<'_> {
    fn say<'b>(&'b self, key: &str, english: &'b str) -> &'b str {
        self.standard.text(key, english, self.language)
    }

    /// Who made the translation; nothing for English.
    fn made(&self, key: &str) -> String {
        self.standard.translations.get(key, self.language).map_or_else(String::new, |translation| {
            let by = translation.by.as_ref().map_or_else(String::new, |by| format!(", {by}"));
            format!(" [{}: {}{by}]", self.language, translation.made)
        })
    }

    fn concept(&self, text: &mut String, concept: &Concept) {
        let id = &concept.id;
        let say = |field: &str, english: &str| self.say(&format!("concept/{id}/{field}"), english).to_owned();
        let key = format!("concept/{id}/definition");
        let _ = writeln!(text, "# {} (`{id}`){}\n", say("label", &concept.label), self.made(&key));
        let _ = writeln!(text, "{}\n", say("definition", &concept.definition));
        let _ = writeln!(text, "- UN: {}", say("united-nations", &concept.united_nations));
        let _ = writeln!(text, "- EU: {}", say("european-union", &concept.european_union));
        let _ = writeln!(text, "- ! {}", say("watch", &concept.watch));
        let tables: Vec<String> = concept
            .tables
            .iter()
            .filter_map(|id| self.standard.table(id.as_str()))
            .map(|table| format!("{} {}", table.id, self.title(table)))
            .collect();
        let _ = writeln!(text, "\n{}", tables.join("\n"));
        let questions: Vec<String> = concept
            .attributes
            .iter()
            .filter_map(|id| self.standard.attribute(id.as_str()))
            .map(|attribute| format!("- `{}`: {}", attribute.id, self.question(attribute)))
            .collect();
        let _ = writeln!(text, "\n{}", questions.join("\n"));
        let until = concept.validity.to.map_or_else(String::new, |day| format!(" to {day}"));
        let from = concept.validity.from.map_or_else(String::new, |day| format!(", from {day}"));
        let _ = writeln!(text, "\n{}{from}{until}. {}", concept.status, concept.sources.join("; "));
    }

    fn title(&self, table: &TableSpec) -> String {
        self.say(&format!("table/{}/title", table.id), &table.title).to_owned()
    }

    fn question(&self, attribute: &Attribute) -> String {
        self.say(&format!("attribute/{}/question", attribute.id), &attribute.question).to_owned()
    }

    fn table(&self, text: &mut String, table: &TableSpec) {
        let _ = writeln!(text, "# {}: {}{}\n", table.id, self.title(table), self.made(&format!("table/{}/title", table.id)));
        let reference = self.say(&format!("table/{}/reference-time", table.id), &table.reference_time);
        let axis = self.say(&format!("axis/{}/label", table.axis), &table.axis);
        let _ = writeln!(text, "{axis}; {}, {}; {reference}; {}", table.stat_type, table.unit, table.level);
        for dimension in table.all_dimensions() {
            let known = self.standard.dimensions.get(&dimension);
            let label = known.map_or(dimension.as_str(), |known| self.say(&format!("dimension/{dimension}/label"), &known.label));
            let detail = match dimension.as_str() {
                "sex" if !table.sex => continue,
                "age" => match table.age {
                    Some(grid) => format!(" ({grid})"),
                    None => continue,
                },
                _ => known.and_then(|known| known.list.as_ref()).map_or_else(String::new, |list| format!(" (list `{list}`)")),
            };
            let _ = writeln!(text, "- `{dimension}`: {label}{detail}");
        }
        let levels: Vec<String> =
            table.country_levels.iter().map(|(level, how)| format!("{} {how}", level.as_str().to_uppercase())).collect();
        let _ = writeln!(text, "\nL0-L3: {}", levels.join(", "));
        if let Some(note) = &table.note {
            let _ = writeln!(text, "! {}", self.say(&format!("table/{}/note", table.id), note));
        }
        let _ = writeln!(text);
        for attribute in self.standard.attributes.iter().filter(|attribute| attribute.grades(table) && attribute.is_asked()) {
            let mark = if attribute.leading { "**" } else { "" };
            let _ = writeln!(text, "- {mark}`{}`{mark}: {}", attribute.id, self.question(attribute));
        }
    }

    fn attribute(&self, text: &mut String, position: usize, attribute: &Attribute) {
        let id = &attribute.id;
        let _ = writeln!(text, "# {} (`{id}`){}\n", self.question(attribute), self.made(&format!("attribute/{id}/question")));
        let group = self.say(&format!("group/{}/label", attribute.group), &attribute.group);
        let leading = if attribute.leading { "; leading: unknown = U" } else { "" };
        let _ = writeln!(text, "{group}; {}; unknown = {}{leading}", attribute.family, attribute.unknown);
        let _ = writeln!(text, "{}\n", attribute.applies_as_written.join("; "));
        for choice in &attribute.values {
            let _ = writeln!(text, "- `{}`: {}", choice.code, self.say(&format!("attribute/{id}/value/{}", choice.code), &choice.label));
        }
        for choice in &attribute.conditions {
            let _ =
                writeln!(text, "- ({}): {}", choice.code, self.say(&format!("attribute/{id}/condition/{}", choice.code), &choice.label));
        }
        if attribute.kind == AttributeKind::Ages {
            let _ = writeln!(text, "- `all`, `Y_GE15`, `Y15T64`");
        }
        if attribute.kind == AttributeKind::Year {
            let _ = writeln!(text, "- `2019`");
        }
        if attribute.kind == AttributeKind::Regions {
            let _ = writeln!(text, "- `none`, [\"KE_24\", \"KE_25\"]");
        }
        let _ = writeln!(text);
        for line in self.standard.distances.iter().filter(|line| line.attribute == position) {
            let _ = writeln!(text, "{}", self.distance(line));
        }
        if let Some(breakdown) = &attribute.breakdown {
            let _ = writeln!(text, "\n+ {}", self.say(&format!("attribute/{id}/breakdown"), breakdown));
        }
    }

    fn distance(&self, line: &DistanceRow) -> String {
        let value = match &line.value {
            crate::spec::ValueTest::Any => "*",
            crate::spec::ValueTest::Is(value) => value,
        };
        let cost = match (line.distance, line.status) {
            (Some(Distance::Barrier), _) => "X (barrier)".to_owned(),
            (Some(distance), _) => distance.to_string(),
            (None, Some(status)) => format!("status {status}"),
            (None, None) => String::new(),
        };
        let mut text = format!("{value:<26} {cost:<10} {}", line.tables_as_written);
        for (sign, part) in [("rows", &line.rows_as_written), ("if", &line.condition_as_written)] {
            if !part.is_empty() {
                let _ = write!(text, "; {sign} {part}");
            }
        }
        if let Some(reason) = &line.reason {
            let _ = write!(text, ": {}", self.say(&format!("reason/{reason}"), reason));
        }
        format!("{text} ({}:{})", line.file, line.line)
    }

    fn list(&self, text: &mut String, list: &CodeList) {
        let id = list.id();
        let head = self.standard.list_heads.get(id);
        let title = head.map_or(id, |head| self.say(&format!("list/{id}/title"), &head.title));
        let _ = writeln!(text, "# {title} (`{id}`)\n");
        if let Some(head) = head {
            let from = head.validity.from.map_or_else(String::new, |day| format!(", from {day}"));
            let _ = writeln!(text, "{} {}{from}; {}\n", head.agency, head.version, head.source);
        }
        for entry in list.entries() {
            let _ = writeln!(text, "{:<12} {}", entry.code.as_str(), entry.label(self.language));
        }
    }

    fn code(&self, text: &mut String, list: &CodeList, entry: &Entry) {
        let key = format!("code/{}/{}/label", list.id(), entry.code);
        let _ = writeln!(text, "# {} (`{}/{}`){}\n", entry.label(self.language), list.id(), entry.code, self.made(&key));
        let kind = entry.kind.map(|kind| kind.to_string());
        let parent = entry.parent.as_ref().map(|parent| format!("in {parent}"));
        let days = [entry.validity.from.map(|day| format!("from {day}")), entry.validity.to.map(|day| format!("to {day}"))];
        let about: Vec<String> = kind.into_iter().chain(parent).chain(days.into_iter().flatten()).chain(entry.note.clone()).collect();
        if !about.is_empty() {
            let _ = writeln!(text, "{}", about.join("; "));
        }
        for (system, codes) in &entry.systems {
            let _ = writeln!(text, "- {system}: {}", codes.join(", "));
        }
        let members = self.standard.dated_members(entry.code.as_str());
        for member in members {
            let _ = writeln!(text, "- {member}");
        }
        let background = &self.standard.background;
        for source in background.sources.iter().filter(|source| source.area == entry.code) {
            let _ = writeln!(text, "\n{} ({}, {}): {}", source.source, source.kind, source.since, source.note);
        }
        for fact in background.facts.iter().filter(|fact| fact.area == entry.code) {
            let _ = writeln!(text, "\n{}: {}; {} [{}]", fact.topic, fact.fact, fact.consequence, fact.source);
        }
    }

    fn rule(&self, text: &mut String, rule: &ConsistencyRule) {
        let say = |field: &str, english: &str| self.say(&format!("rule/{}/{field}", rule.id), english).to_owned();
        let _ = writeln!(text, "# {} ({}, level {})\n\n{}", rule.id, rule.severity, rule.level, say("statement", &rule.statement));
        let _ = writeln!(text, "\n{}\n\n{}", say("why", &rule.why), say("fix", &rule.fix));
        let kind = rule.check.kind();
        let finds = kinds_of_rules().into_iter().find(|one| one.kind == kind).map(|one| one.finds).unwrap_or_default();
        let _ = writeln!(text, "\nJudged as `{kind}`: {finds}");
        let parameters = rule.check.parameters();
        if !parameters.is_empty() {
            let _ = writeln!(text, "\n```toml\n{parameters}```");
        }
        let days = held(rule.validity);
        let _ = writeln!(text, "\nOrigin: {}.{days}", rule.origin);
    }
}

/// The days on which something holds, as a sentence behind another; nothing where it always does.
pub(super) fn held(validity: Validity) -> String {
    match (validity.from, validity.to) {
        (None, None) => String::new(),
        (Some(from), None) => format!(" Holds from {from}."),
        (None, Some(to)) => format!(" Holds until {to}."),
        (Some(from), Some(to)) => format!(" Holds from {from} to {to}."),
    }
}

/// The id of an attribute as a link target.
pub(super) fn anchor(id: &AttributeId) -> String {
    id.as_str().to_owned()
}
