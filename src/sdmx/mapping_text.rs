//! The mapping of a file in our own structures, as text: what a person would write for it.
//!
//! In: what the rows of the file say together, and its structure. Out: TOML, read by the checker of mappings like any other.

use std::fmt::Write;

use super::returned::Facts;
use super::structures::{Component, Definition, Place, Representation};
use super::text::NO_VALUE;
use crate::model::{Age, Code, Reference, StatType, Status, hex};
use crate::spec::{DimensionKind, SdmxColumn, Standard, TableSpec};

/// Where the day of a stock comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stock {
    /// From its own column; the year follows from it.
    Day,
    /// It is the first day of the period.
    First,
    /// It is the last day of the period.
    Last,
}

pub(super) fn mapping_text(facts: &Facts, definition: &Definition, spec: &TableSpec, standard: &Standard) -> String {
    let mut text = String::new();
    head(&mut text, facts, definition, standard);
    table(&mut text, facts, definition, spec);
    for component in definition.components.iter().filter(|component| facts.columns.contains_key(&component.id)) {
        field(&mut text, facts, component, standard);
    }
    for status in &facts.confidential {
        let words = format!("the file says of their confidentiality `{status}`, and the exchange carries free figures alone");
        let _ = write!(
            text,
            "\n[[table.rule]]\nwhen = [{{ field = {}, equals = [{}] }}]\nwithhold = {}\n",
            quoted(id_of(definition, SdmxColumn::ConfStatus)),
            quoted(status),
            quoted(&words)
        );
    }
    text
}

/// The id of the component that carries a column.
fn id_of(definition: &Definition, column: SdmxColumn) -> &str {
    definition.components.iter().find(|component| component.column == column.as_str()).map_or("", |component| component.id.as_str())
}

fn head(text: &mut String, facts: &Facts, definition: &Definition, standard: &Standard) {
    let table = definition.table.as_str().to_lowercase().replace('_', "-");
    let (sender, source) = (facts.sender.as_str(), facts.source.as_str());
    let mut id = format!("sdmx-{table}-{sender}-{source}-{}", facts.vintage).to_lowercase().replace('_', "-");
    if id.len() > 64 {
        let digest = hex(&<sha2::Sha256 as sha2::Digest>::digest(id.as_bytes()));
        id = format!("sdmx-{table}-{}", &digest[..16]);
    }
    let _ = write!(
        text,
        "# Made from the structure {} and the header of the file; nobody wrote it.\nschema = 1\nid = {}\ntitle = {}\nblank = \"missing\"\n\
         {}\n[source]\nsender = {}\nname = {}\noffice = {}\nlanguages = [\"en\"]\nvintage = {}\n\
         valid-from = {}\n\n[file]\ncontains = [{}]\n\n[numbers]\ndecimal = \".\"\n",
        definition.id,
        quoted(&id),
        quoted(&format!("{} as SDMX-CSV", definition.table)),
        if facts.has_no_value { format!("missing = [{{ text = {}, status = \"O\" }}]\n", quoted(NO_VALUE)) } else { String::new() },
        quoted(sender),
        quoted(source),
        quoted(&format!("{sender}, as the file says")),
        quoted(&facts.vintage),
        standard.date,
        quoted(id_of(definition, SdmxColumn::Value)),
    );
}

fn table(text: &mut String, facts: &Facts, definition: &Definition, spec: &TableSpec) {
    let reference = if spec.stat_type == StatType::Stock { Reference::Point } else { Reference::Sum };
    let _ = write!(
        text,
        "\n[[table]]\nid = \"observations\"\nto = {}\nstatus-says-why = true\n\n[table.columns]\nheading = [{}]\nothers = \"repeated\"\n\n\
         [table.unit]\nunit = {}\n",
        quoted(spec.id.as_str()),
        quoted(id_of(definition, SdmxColumn::Value)),
        quoted(spec.unit.as_str())
    );
    if facts.power > 0 {
        let multiplier = 10_u32.pow(facts.power);
        let _ = write!(
            text,
            "multiplier = {multiplier}\nstep = {multiplier}\nstated-by = {}\n",
            quoted(id_of(definition, SdmxColumn::UnitMult))
        );
    }
    let _ = write!(text, "\n[table.period]\nreference = {}\n", quoted(reference.as_str()));
    match facts.stock {
        Some(Stock::First) => text.push_str("day = \"first\"\n"),
        // A day that the file writes out needs none, and a stock without one is refused.
        Some(Stock::Last | Stock::Day) => text.push_str("day = \"last\"\n"),
        None => {}
    }
}

fn field(text: &mut String, facts: &Facts, component: &Component, standard: &Standard) {
    let is = |column: SdmxColumn| component.column == column.as_str();
    let day = facts.stock == Some(Stock::Day);
    let feeds = match &component.column {
        _ if is(SdmxColumn::Reporter) => "reporter",
        _ if is(SdmxColumn::TimePeriod) && !day => "period",
        _ if is(SdmxColumn::PeriodEnd) && day => "period",
        _ if is(SdmxColumn::ObsStatus) || is(SdmxColumn::ObsStatusAll) => "status",
        _ if is(SdmxColumn::Note) => "note",
        _ if is(SdmxColumn::ValueStep) && facts.power == 0 => "step",
        _ if is(SdmxColumn::SuppressedLow) => "lowest",
        _ if is(SdmxColumn::SuppressedHigh) => "highest",
        _ if is(SdmxColumn::ConfStatus) && !facts.confidential.is_empty() => "",
        column if component.place == Place::Dimension && standard.dimensions.contains_key(column.as_str()) => column,
        _ => return,
    };
    let name = quoted(&component.id);
    let _ = write!(text, "\n[[table.field]]\nname = {name}\ndirection = \"left\"\nheading = {name}\n");
    if !feeds.is_empty() {
        let _ = writeln!(text, "feeds = {}", quoted(feeds));
    }
    match feeds {
        "status" => {
            let marks: Vec<String> = Status::ALL.iter().map(|one| format!("    {{ mark = \"{one}\", status = \"{one}\" }},\n")).collect();
            let _ = writeln!(text, "marks = [\n{}]", marks.concat());
        }
        // A text that looks like a formula stands behind an apostrophe.
        "note" => text.push_str("pattern = '(?s)^\\x27?(.*)$'\n"),
        _ if component.place == Place::Dimension && feeds != "period" => values(text, facts, component, standard),
        _ => {}
    }
}

/// The codes of a column that may stand there; any other is a label nobody knows, and a finding.
fn values(text: &mut String, facts: &Facts, component: &Component, standard: &Standard) {
    let dimension = standard.dimensions.get(component.column.as_str());
    let list = match &component.values {
        Representation::List(_) if component.column == SdmxColumn::Reporter.as_str() => standard.area_list(),
        _ => dimension.and_then(|known| standard.list_of(&known.id)),
    };
    let may_stand = |code: &str| match (list, dimension.map(|known| known.kind)) {
        (Some(list), Some(DimensionKind::Age)) => list.get(code).is_some() || code.parse::<Age>().is_ok(),
        (Some(list), _) => list.get(code).is_some(),
        (None, _) => Code::new(code).is_ok(),
    };
    let codes = facts.codes.get(&component.id).into_iter().flatten().filter(|code| may_stand(code));
    let lines: Vec<String> = codes.map(|code| format!("    {{ text = {0}, code = {0} }},\n", quoted(code))).collect();
    if !lines.is_empty() {
        let _ = writeln!(text, "values = [\n{}]", lines.concat());
    }
}

/// A text as TOML takes it, which for these texts is how JSON writes it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}
