//! The mapping of one sheet of a template, as the text of a mapping file.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::definitions::Answer;
use super::ids::{ColumnId, Marker};
use super::outline::Outline;
use super::rows::{CHOSEN, Rows};
use crate::model::{Code, DimensionId, IgnoreReason, StatType};
use crate::spec::{Standard, TableSpec};

/// What stands at the head of every mapping.
pub(super) struct Head<'a> {
    pub marker: &'a Marker,
    /// Id of the mapping.
    pub id: String,
    /// What it is about, for its title.
    pub about: &'a str,
    /// The source's short name, such as `CENSUS`.
    pub source: String,
    pub office: String,
    pub vintage: String,
    /// Sheets that are set aside, each with the reason and why.
    pub aside: Vec<(&'a str, IgnoreReason, &'static str)>,
}

/// What a sheet says, ready to be written down.
pub(super) struct Sheet<'a> {
    pub outline: &'a Outline<'a>,
    pub head: Head<'a>,
    pub spec: &'a TableSpec,
    pub rows: &'a Rows,
    pub answers: Vec<&'a Answer>,
    /// The source in the words of the office.
    pub source_name: Option<String>,
    /// Year, month and day of a stock; the cell that says so.
    pub day: Option<(i16, i8, i8, String)>,
    /// Ids of columns that stand twice.
    pub twice: BTreeSet<String>,
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            control if control.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

fn list<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    format!("[{}]", texts.into_iter().map(quoted).collect::<Vec<_>>().join(", "))
}

impl Head<'_> {
    /// The text of a mapping that reads nothing, for a workbook on which no table is filled in.
    pub(super) fn alone(&self, standard: &Standard) -> String {
        let mut out = String::new();
        let _ = self.write(&mut out, standard);
        out
    }

    fn write(&self, out: &mut String, standard: &Standard) -> std::fmt::Result {
        let marker = self.marker;
        let title = format!("Template {} of {} for {}", self.about, marker.country, marker.year);
        writeln!(out, "# Made from the ids of a filled template; nobody wrote it.\nschema = 1\nid = {}", quoted(&self.id))?;
        writeln!(out, "title = {}\n\n[source]\nsender = {}\nname = {}", quoted(&title), quoted(&marker.country), quoted(&self.source))?;
        let languages: Vec<&str> = standard.languages.of_texts.iter().map(crate::spec::Language::as_str).collect();
        writeln!(out, "office = {}\nlanguages = {}", quoted(&self.office), list(languages))?;
        writeln!(out, "vintage = {}\nvalid-from = {}-01-01\n", quoted(&self.vintage), marker.year)?;
        writeln!(out, "[file]\ncontains = {}\n", list([marker.to_string().as_str()]))?;
        for chunk in self.aside.chunk_by(|one, next| one.2 == next.2) {
            let Some((_, reason, because)) = chunk.first() else { continue };
            writeln!(out, "[[set-aside]]\nsheets = {}", list(chunk.iter().map(|(sheet, ..)| *sheet)))?;
            writeln!(out, "reason = {}\nbecause = {}\n", quoted(reason.as_str()), quoted(because))?;
        }
        Ok(())
    }
}

impl Sheet<'_> {
    /// The text of the mapping.
    pub(super) fn mapping(&self, standard: &Standard) -> String {
        let mut out = String::new();
        let _ = self.head.write(&mut out, standard);
        let _ = self.profile(&mut out);
        let _ = self.table(&mut out);
        let _ = self.fields(&mut out, standard);
        let _ = self.rules(&mut out);
        out
    }

    fn profile(&self, out: &mut String) -> std::fmt::Result {
        if self.answers.is_empty() {
            return Ok(());
        }
        writeln!(out, "[[profile]]\nid = \"stated\"\n[profile.states]")?;
        for answer in &self.answers {
            let document = answer.document.as_ref().map_or_else(String::new, |document| format!(", document = {}", quoted(document)));
            let value = match answer.values.as_slice() {
                [one] => quoted(one),
                several => list(several.iter().map(String::as_str)),
            };
            writeln!(out, "{} = {{ value = {value}, at = {}{document} }}", answer.attribute, quoted(&answer.at))?;
        }
        writeln!(out)
    }

    fn table(&self, out: &mut String) -> std::fmt::Result {
        let (spec, marker) = (self.spec, self.head.marker);
        writeln!(out, "[[table]]\nid = {}\nsheets = {}", quoted(&self.head.id), list([&*self.outline.sheet.name]))?;
        writeln!(out, "to = {}\nreporter = {}\nblank = \"absent\"", quoted(spec.id.as_str()), quoted(&marker.country))?;
        if !self.answers.is_empty() {
            writeln!(out, "profile = \"stated\"")?;
        }
        if let Some(name) = &self.source_name {
            writeln!(out, "note = {}", quoted(&format!("source: {name}")))?;
        }
        writeln!(out, "columns = {{ pattern = '^{}(:|$)', others = \"unused\" }}", ColumnId::value_prefix())?;
        let lines = self.rows.signs.iter().map(|(text, status)| format!("{{ text = {}, status = {} }}", quoted(text), quoted(status)));
        writeln!(out, "missing = [{}]", lines.collect::<Vec<_>>().join(", "))?;
        let mut ignored: Vec<String> = Vec::new();
        let mut seen = BTreeSet::new();
        for id in self.outline.columns.values() {
            let reason = match id {
                ColumnId::Last => "repeated",
                ColumnId::Check => "not-a-count",
                ColumnId::Value(_) if self.twice.contains(&id.to_string()) => "repeated",
                ColumnId::Named(_) => "unused",
                _ => continue,
            };
            if seen.insert(id.to_string()) {
                ignored.push(format!("{{ heading = {}, reason = {} }}", quoted(&id.to_string()), quoted(reason)));
            }
        }
        if !ignored.is_empty() {
            writeln!(out, "ignore-column = [{}]", ignored.join(", "))?;
        }
        writeln!(out, "\n[table.unit]\nunit = {}\n\n[table.period]", quoted(spec.unit.as_str()))?;
        match &self.day {
            Some((year, month, day, cell)) if spec.stat_type == StatType::Stock => {
                writeln!(out, "reference = \"point\"\nyear = {year}\nday = \"{month:02}-{day:02}\"\nstated-by = {}", quoted(cell))?;
            }
            _ => writeln!(out, "reference = \"sum\"\nyear = {}", marker.year)?,
        }
        writeln!(out)
    }

    fn fields(&self, out: &mut String, standard: &Standard) -> std::fmt::Result {
        for (dimension, _) in self.outline.keys() {
            writeln!(out, "[[table.field]]\nname = {}\ndirection = \"left\"", quoted(&key_name(dimension)))?;
            writeln!(out, "heading = {}", quoted(&ColumnId::Key(dimension.clone()).to_string()))?;
            writeln!(out, "feeds = {}\nvalues = [", quoted(dimension.as_str()))?;
            for code in self.rows.codes.get(dimension).into_iter().flatten() {
                writeln!(out, "    {{ text = {0}, code = {0} }},", quoted(code.as_str()))?;
            }
            for text in self.rows.unknown.get(dimension).into_iter().flatten() {
                writeln!(out, "    {{ text = {}, ignore = \"unused\" }},", quoted(text))?;
            }
            if self.rows.has_free(dimension) {
                // A rule gives the code that is chosen beside it.
                let any = any_code(standard, dimension);
                writeln!(out, "    {{ text = {}, code = {any} }},\n    {{ blank = true, code = {any} }},", quoted(CHOSEN))?;
            }
            writeln!(out, "]\n")?;
            let label = ColumnId::Label(dimension.clone());
            if self.outline.column(&label).is_some() {
                writeln!(out, "[[table.field]]\nname = {}\ndirection = \"left\"", quoted(&label_name(dimension)))?;
                writeln!(out, "heading = {}\n", quoted(&label.to_string()))?;
            }
        }
        if self.outline.column(&ColumnId::Status).is_some() {
            writeln!(out, "[[table.field]]\nname = \"status\"\ndirection = \"left\"\nfeeds = \"status\"")?;
            writeln!(out, "heading = {}", quoted(&ColumnId::Status.to_string()))?;
            let marks = self.rows.statuses.iter().map(|(text, status)| {
                let status = status.map_or_else(String::new, |status| format!(", status = {}", quoted(status.as_str())));
                format!("{{ mark = {}{status} }}", quoted(text))
            });
            writeln!(out, "marks = [{}]\n", marks.collect::<Vec<_>>().join(", "))?;
        }
        if self.outline.column(&ColumnId::Note).is_some() {
            writeln!(out, "[[table.field]]\nname = \"note\"\ndirection = \"left\"\nfeeds = \"note\"")?;
            writeln!(out, "heading = {}\n", quoted(&ColumnId::Note.to_string()))?;
        }
        let mut across: BTreeMap<&DimensionId, BTreeSet<&Code>> = BTreeMap::new();
        for (dimension, code) in self.outline.values().flat_map(|(_, codes)| codes) {
            across.entry(dimension).or_default().insert(code);
        }
        for (dimension, codes) in across {
            writeln!(out, "[[table.field]]\nname = {0}\ndirection = \"up\"\nfeeds = {0}", quoted(dimension.as_str()))?;
            writeln!(out, "pattern = ':{dimension}=([^:]+)'\nvalues = [")?;
            let list = standard.list_of(dimension);
            for code in codes {
                if list.is_some_and(|list| standard.accepts(list, code.as_str())) {
                    writeln!(out, "    {{ text = {0}, code = {0} }},", quoted(code.as_str()))?;
                } else {
                    writeln!(out, "    {{ text = {}, ignore = \"unused\" }},", quoted(code.as_str()))?;
                }
            }
            writeln!(out, "]\n")?;
        }
        Ok(())
    }

    fn rules(&self, out: &mut String) -> std::fmt::Result {
        for (dimension, _) in self.outline.keys() {
            let free = format!("{{ field = {}, equals = {} }}", quoted(&key_name(dimension)), list([CHOSEN, ""]));
            let says = |text: &str| format!("{{ field = {}, equals = {} }}", quoted(&label_name(dimension)), list([text]));
            for (text, code) in self.rows.chosen.get(dimension).into_iter().flatten() {
                writeln!(out, "[[table.rule]]\nwhen = [{free}, {}]", says(text))?;
                writeln!(out, "set = {{ {dimension} = {} }}\n", quoted(code.as_str()))?;
            }
            for text in self.rows.not_chosen.get(dimension).into_iter().flatten() {
                writeln!(out, "[[table.rule]]\nwhen = [{free}, {}]\nignore = \"unused\"\n", says(text))?;
            }
            if self.rows.open.contains(dimension) {
                let blank = format!("{{ field = {}, blank = true }}", quoted(&label_name(dimension)));
                writeln!(out, "[[table.rule]]\nwhen = [{free}, {blank}]\nignore = \"unused\"\n")?;
            }
            for (code, said) in self.rows.contradicted.get(dimension).into_iter().flatten() {
                let is = format!("{{ field = {}, equals = {} }}", quoted(&key_name(dimension)), list([code.as_str()]));
                writeln!(out, "[[table.rule]]\nwhen = [{is}, {}]\nignore = \"unused\"\n", says(said))?;
            }
        }
        Ok(())
    }
}

impl Rows {
    fn has_free(&self, dimension: &DimensionId) -> bool {
        self.open.contains(dimension) || self.chosen.contains_key(dimension) || self.not_chosen.contains_key(dimension)
    }
}

fn key_name(dimension: &DimensionId) -> String {
    format!("code of {dimension}")
}

fn label_name(dimension: &DimensionId) -> String {
    format!("label of {dimension}")
}

/// A code that the list has; a rule takes its place.
fn any_code(standard: &Standard, dimension: &DimensionId) -> String {
    quoted(standard.list_of(dimension).and_then(|list| list.codes().next()).unwrap_or(Code::TOTAL))
}
