//! One page that a person opens: nothing outside it is asked for, and it works without script.
//!
//! In: a [`Publication`]. Out: the text of an HTML document. Every text is escaped by the template engine.

use std::collections::BTreeSet;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior, context};

use super::chart;
use super::error::OutputError;
use super::model::{Cell, Legend, Publication, Shown, Table};
use crate::report::{code_html, sentence, sentence_html};
use crate::spec::Language;
use crate::texts::{grouped, phrase};

/// The templates, by name.
const TEMPLATES: [(&str, &str); 3] = [
    ("outputs.html", include_str!("templates/outputs.html")),
    ("outputs.css", include_str!("templates/outputs.css")),
    ("table.html", include_str!("templates/table.html")),
];

/// The page as one HTML document.
///
/// ```
/// use concord::outputs::{Cell, Column, Publication, Row, Table, html};
///
/// let columns = vec![Column { head: "2024".to_owned(), ..Column::default() }];
/// let rows = vec![Row { labels: vec!["Kenya".to_owned()], cells: vec![Cell::whole(1234)], ..Row::default() }];
/// let table = Table { id: "arrivals".to_owned(), heads: vec!["State".to_owned()], columns, rows, ..Table::default() };
/// let page = html(&Publication { language: "en".to_owned(), tables: vec![table], ..Publication::default() }).unwrap();
/// assert!(page.contains("1,234") && page.contains("id=\"arrivals\""));
/// ```
///
/// # Errors
/// The publication is in a language that the program does not speak; all else is a fault of this program.
pub fn html(publication: &Publication) -> Result<String, OutputError> {
    let language = language(publication)?;
    let environment = environment(language)?;
    let charts = publication.tables.iter().map(|table| table.chart.as_ref().map(|chart| chart::svg(table, chart, language)).transpose());
    let charts: Vec<Option<String>> = charts.collect::<Result<_, _>>()?;
    let legends: Vec<Vec<&Legend>> = publication.tables.iter().map(|table| used(publication, table)).collect();
    // Drawn here, since a template sees no types.
    let cells: Vec<_> = publication.tables.iter().map(|table| drawn(table, language)).collect();
    let text = environment.get_template("outputs.html")?.render(context! {
        lang => language.as_str(),
        dir => if language.is_right_to_left() { "rtl" } else { "ltr" },
        page => Value::from(Serde(publication)),
        cells => cells,
        groups => publication.tables.iter().map(spans).collect::<Vec<_>>(),
        legends => Value::from(Serde(&legends)),
        charts => charts.into_iter().map(|chart| chart.map(Value::from_safe_string)).collect::<Vec<_>>(),
    })?;
    Ok(text)
}

/// The language of a publication, where the program speaks it.
pub(super) fn language(publication: &Publication) -> Result<Language, OutputError> {
    let spoken = crate::texts::languages();
    let known = || spoken.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let found = spoken.iter().find(|language| language.as_str() == publication.language).copied();
    found.ok_or_else(|| OutputError::Language { name: publication.language.clone(), known: known() })
}

/// The lines of the legend whose signs stand in a table.
pub(super) fn used<'p>(publication: &'p Publication, table: &Table) -> Vec<&'p Legend> {
    let cells = || table.rows.iter().flat_map(|row| &row.cells);
    let symbols = cells().filter_map(|cell| if let Shown::Symbol(symbol) = &cell.shown { Some(symbol.as_str()) } else { None });
    let beside = cells().flat_map(|cell| cell.marks.iter().chain(&cell.grade)).map(String::as_str);
    let labels = table.rows.iter().flat_map(|row| &row.labels).chain(table.columns.iter().map(|column| &column.head)).map(String::as_str);
    let mut signs: BTreeSet<&str> = symbols.chain(beside).chain(labels).collect();
    if cells().any(|cell| cell.value() == Some(0)) {
        signs.insert("0");
    }
    publication.legend.iter().filter(|line| signs.contains(line.sign.as_str())).collect()
}

/// The groups above the columns, each with how many columns it spans; empty where no column has one.
pub(super) fn groups(table: &Table) -> Vec<(String, usize)> {
    if table.columns.iter().all(|column| column.group.is_none()) {
        return Vec::new();
    }
    let mut groups: Vec<(String, usize)> = Vec::new();
    for column in &table.columns {
        let group = column.group.clone().unwrap_or_default();
        match groups.last_mut().filter(|(known, _)| *known == group && !group.is_empty()) {
            Some((_, span)) => *span += 1,
            None => groups.push((group, 1)),
        }
    }
    groups
}

/// What a cell shows, as a text of the language.
pub(super) fn shown(cell: &Cell, language: Language) -> String {
    match &cell.shown {
        Shown::Nothing => String::new(),
        Shown::Whole(value) => grouped(*value, language),
        Shown::Decimal(value, places) => {
            let text = format!("{value:.*}", usize::from(*places));
            if language == Language::EN { text } else { text.replace('.', ",") }
        }
        Shown::Symbol(text) | Shown::Text(text) => text.clone(),
    }
}

fn drawn(table: &Table, language: Language) -> Vec<Vec<[Value; 2]>> {
    table.rows.iter().map(|row| row.cells.iter().map(|cell| cell_html(cell, language)).collect()).collect()
}

/// How many columns of the page each group spans, where marks have columns of their own.
fn spans(table: &Table) -> Vec<(String, usize)> {
    let width = |position: usize| 1 + usize::from(table.columns.get(position).is_some_and(|column| column.has_marks));
    let mut position = 0;
    let span = |(group, count): (String, usize)| {
        let columns = (position..position + count).map(width).sum();
        position += count;
        (group, columns)
    };
    groups(table).into_iter().map(span).collect()
}

/// What a cell shows, and what stands beside it, each as HTML.
fn cell_html(cell: &Cell, language: Language) -> [Value; 2] {
    [shown(cell, language), cell.beside()].map(|text| Value::from_safe_string(if text.is_empty() { text } else { code_html(&text) }))
}

fn environment(language: Language) -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    for (name, text) in TEMPLATES {
        environment.add_template(name, text)?;
    }
    // `t` gives HTML, `tp` the same for an attribute.
    let message = move |id: &str| {
        phrase(id, &[], language).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, format!("there is no message `{id}`")))
    };
    environment.add_function("t", move |id: String| message(&id).map(|text| Value::from_safe_string(sentence_html(&text))));
    environment.add_function("tp", move |id: String| message(&id).map(|text| sentence(&text)));
    environment.add_filter("said", |text: String| Value::from_safe_string(sentence_html(&text)));
    environment.add_filter("plain", |text: String| sentence(&text));
    environment.add_filter("code", |text: String| Value::from_safe_string(code_html(&text)));
    environment.add_function("colour", |position: usize| chart::colour(position));
    Ok(environment)
}
