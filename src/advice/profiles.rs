//! The definition profiles as a table: what each source states of each exchange table, what it costs, what to ask.

use std::collections::BTreeMap;
use std::sync::Arc;

use polars::prelude::{DataFrame, PolarsResult};

use crate::grade::Graded;
use crate::harmonise::series::{owned, text, truth, whole};
use crate::harmonise::{Column, ColumnKind, Harmonised};
use crate::model::{Distance, Family, SourceId, TableId};
use crate::spec::Standard;

/// One attribute of one source and table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileLine {
    /// The source.
    pub source: SourceId,
    /// The exchange table.
    pub table: TableId,
    /// The profile.
    pub profile_id: Arc<str>,
    /// Position of the attribute.
    pub attribute: usize,
    /// What is stated; none where nobody stated it, and for what the figures tell.
    pub value: Option<String>,
    /// Per cent of those concerned, where stated.
    pub share: Option<rust_decimal::Decimal>,
    /// What says so.
    pub evidence: Option<String>,
    /// The worst distance among the figures; none for quality.
    pub distance: Option<Distance>,
    /// Whether the question is open: it matters for the grade, and nobody stated it.
    pub ask: bool,
    /// How many figures have that distance.
    pub cells: u64,
}

/// The attributes that apply to each table of each source, in the order of source, table, profile and standard.
#[must_use]
pub fn profile_lines(standard: &Standard, tables: &Harmonised) -> Vec<ProfileLine> {
    let mut lines = Vec::new();
    for (id, table) in &tables.tables {
        let mut met: BTreeMap<(&SourceId, &str), Vec<&Arc<Graded>>> = BTreeMap::new();
        for one in &table.published {
            met.entry((&one.mapping.source_id, one.graded.profile_id.as_ref())).or_default().push(&one.graded);
        }
        for ((source, _), graded) in met {
            let Some(first) = graded.first() else { continue };
            for (attribute, spec) in standard.attributes.iter().enumerate().filter(|(_, spec)| spec.applies.accepts(&table.spec)) {
                let statement = first.profiles.iter().find_map(|profile| profile.statements.get(&spec.id));
                let costs: Vec<Distance> = graded
                    .iter()
                    .map(|one| one.costs.iter().find(|cost| cost.attribute == attribute).map_or(Distance::Same, |cost| cost.distance))
                    .collect();
                let worst = costs.iter().copied().max().unwrap_or(Distance::Same);
                let quality = spec.family == Family::Quality;
                let open = |one: &&Arc<Graded>| one.costs.iter().any(|cost| cost.attribute == attribute && !cost.stated);
                lines.push(ProfileLine {
                    source: source.clone(),
                    table: id.clone(),
                    profile_id: Arc::clone(&first.profile_id),
                    attribute,
                    value: statement.map(|statement| statement.value.clone()),
                    share: statement.and_then(|statement| statement.share),
                    evidence: statement.map(|statement| statement.evidence.shown()),
                    distance: (!quality).then_some(worst),
                    ask: !quality && spec.is_asked() && graded.iter().any(open),
                    cells: costs.iter().filter(|distance| **distance == worst).count() as u64,
                });
            }
        }
    }
    lines.sort_by(|a, b| (&a.source, &a.table, &a.profile_id, a.attribute).cmp(&(&b.source, &b.table, &b.profile_id, b.attribute)));
    lines
}

/// The columns of `profiles.parquet`, in order.
#[must_use]
pub fn profile_columns() -> Vec<Column> {
    use ColumnKind::{Boolean, Dictionary, Int64, Text};
    vec![
        Column::new("source_id", Dictionary, "sender and source"),
        Column::new("table_id", Dictionary, "exchange table"),
        Column::new("profile_id", Text, "definition profile; `not-stated` where the mapping has none"),
        Column::new("attribute", Dictionary, "attribute of the definition profile"),
        Column::new("family", Dictionary, "definition, coverage, reference or quality; quality never enters the grade"),
        Column::new("leading", Boolean, "whether the grade is U as long as nobody stated it"),
        Column::new("question", Text, "the question put to the source, in English"),
        Column::maybe("value", Text, "what is stated; null where nobody did, and for what the figures themselves tell"),
        Column::maybe("share", Text, "per cent of those concerned, where stated"),
        Column::maybe("evidence", Text, "cell or document that says so"),
        Column::maybe(
            "distance",
            Dictionary,
            "worst distance from the shared definition among the figures: 0, 1, 2, 3, unknown; null for quality",
        ),
        Column::new("cells", Int64, "figures that have that distance"),
        Column::new("ask", Boolean, "whether the question is open and costs something"),
    ]
}

/// The profiles as columns.
///
/// # Errors
/// Only when polars refuses columns of equal length, which would be a fault of this program.
pub fn profiles_frame(standard: &Standard, lines: &[ProfileLine]) -> PolarsResult<DataFrame> {
    let rows: Vec<_> = lines.iter().filter_map(|line| Some((line, standard.attributes.get(line.attribute)?))).collect();
    DataFrame::new(
        rows.len(),
        vec![
            text("source_id", rows.iter().map(|(line, _)| Some(line.source.as_str()))),
            text("table_id", rows.iter().map(|(line, _)| Some(line.table.as_str()))),
            text("profile_id", rows.iter().map(|(line, _)| Some(line.profile_id.as_ref()))),
            text("attribute", rows.iter().map(|(_, attribute)| Some(attribute.id.as_str()))),
            text("family", rows.iter().map(|(_, attribute)| Some(attribute.family.as_str()))),
            truth("leading", rows.iter().map(|(_, attribute)| attribute.leading)),
            text("question", rows.iter().map(|(_, attribute)| Some(attribute.question.as_str()))),
            text("value", rows.iter().map(|(line, _)| line.value.as_deref())),
            owned("share", rows.iter().map(|(line, _)| line.share.map(|share| share.to_string()))),
            text("evidence", rows.iter().map(|(line, _)| line.evidence.as_deref())),
            text("distance", rows.iter().map(|(line, _)| line.distance.map(Distance::as_str))),
            whole("cells", rows.iter().map(|(line, _)| line.cells)),
            truth("ask", rows.iter().map(|(line, _)| line.ask)),
        ],
    )
}
