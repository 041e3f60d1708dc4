//! The sheets about definitions: regional sums, what to ask, and what each source states.
//!
//! In: sums, repairs and profile lines of a run. Out: three sheets of the summary workbook. Everything on them stands in the
//! Parquet files too.

use std::collections::BTreeSet;

use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::summary::{above, area, heads, whole};
use crate::advice::{ProfileLine, Repair, Scope};
use crate::model::Code;
use crate::region::{Part, RegionalSum};
use crate::spec::{Attribute, Language, Standard};

fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top).set_indent(1)
}

fn top() -> Format {
    Format::new().set_align(FormatAlign::Top).set_indent(1)
}

fn figure() -> Format {
    Format::new().set_num_format("#,##0").set_align(FormatAlign::Top)
}

/// Makes room for texts that wrap: a workbook that is written line by line has no heights of its own.
fn room(sheet: &mut Worksheet, row: u32, texts: &[(&str, f64)]) -> Result<(), XlsxError> {
    const LINE: f64 = 15.0;
    #[expect(clippy::cast_precision_loss, reason = "texts of cells are short")]
    let lines = texts.iter().map(|(text, width)| (text.chars().count() as f64 * 1.1 / width).ceil()).fold(1.0, f64::max);
    sheet.set_row_height(row, LINE * lines)?;
    Ok(())
}

/// Whether a sum is over everybody, all nationals or all foreigners.
fn is_total(standard: &Standard, sum: &RegionalSum) -> bool {
    let is_wide = |code: &Code| code.is_total() || code.as_str() == Code::NATIONALS || standard.is_all_foreign(code.as_str());
    sum.freq == "A" && sum.age.is_total() && sum.dimensions.iter().all(is_wide)
}

/// Both lines of every total, with the states that are out.
pub(super) fn regional_sums(sheet: &mut Worksheet, standard: &Standard, sums: &[RegionalSum]) -> Result<(), XlsxError> {
    sheet.set_name("Regional sums")?;
    let region = area(standard, standard.region.as_str());
    let mut lines = vec![
        "Comparable: states of grade A and B, which count as the shared definition or nearly so. As reported: all states with a figure; never quote this line alone.".to_owned(),
        "Annual totals over all ages; every other place stands in derived/. A state that is out stands beside the sum, with the reason; `concord trace` with the id of a sum names its figures.".to_owned(),
        "Year: of a stock the year of the day that the table asks for (31 December is 1 January of the next year); of a year that lies in two, the one that holds most of its days. `trace` takes the period of the figure itself.".to_owned(),
    ];
    let tables: BTreeSet<&str> = sums.iter().map(|sum| sum.table.as_str()).collect();
    let shown: BTreeSet<&str> = sums.iter().filter(|sum| is_total(standard, sum)).map(|sum| sum.table.as_str()).collect();
    let without: Vec<&str> = tables.difference(&shown).copied().collect();
    if !without.is_empty() {
        lines.push(format!("No total was sent for {}: their sums stand in derived/.", without.join(", ")));
    }
    let first = above(sheet, &format!("Regional sums: {region}"), &lines)?;
    let names = [
        "table",
        "of whom",
        "sex",
        "year",
        "comparable",
        "% of population",
        "states in it",
        "as reported",
        "% of population",
        "states in it",
        "members",
        "not in the comparable line, and why",
        "id of the sum",
    ];
    heads(sheet, first, &names.map(str::to_owned))?;
    let (figure, text, plain) = (figure(), wrapped(), top());
    let mut last = first;
    for (row, sum) in (first + 1..).zip(sums.iter().filter(|sum| is_total(standard, sum))) {
        last = row;
        let outs = sum.outs();
        let whom = of_whom(standard, sum);
        let names = |parts: Vec<&Part>| parts.iter().map(|part| part.reporter.as_str()).collect::<Vec<_>>().join(", ");
        let (comparable, reported) = (names(sum.comparable().collect()), names(sum.reported().collect()));
        room(sheet, row, &[(&outs, 80.0), (&whom, 30.0), (&comparable, 22.0), (&reported, 22.0)])?;
        sheet.write_string_with_format(row, 0, sum.table.as_str(), &plain)?;
        sheet.write_string_with_format(row, 1, &whom, &text)?;
        sheet.write_string_with_format(row, 2, sum.sex.as_str(), &plain)?;
        sheet.write_string_with_format(row, 3, &sum.year, &plain)?;
        let sides = [
            (4_u16, sum.comparable_value(), &comparable, sum.population_comparable),
            (7, sum.reported_value(), &reported, sum.population_reported),
        ];
        for (column, value, states, share) in sides {
            match value {
                Some(value) => whole(sheet, row, column, value, &figure)?,
                None => {
                    sheet.write_string_with_format(row, column, "none", &plain)?;
                }
            }
            match share {
                Some(share) => sheet.write_number_with_format(row, column + 1, f64::from(share) / 10.0, &plain)?,
                None => sheet.write_string_with_format(row, column + 1, "not known", &plain)?,
            };
            sheet.write_string_with_format(row, column + 2, states, &text)?;
        }
        sheet.write_number_with_format(row, 10, u32::try_from(sum.members).unwrap_or(u32::MAX), &plain)?;
        sheet.write_string_with_format(row, 11, &outs, &text)?;
        sheet.write_string_with_format(row, 12, format!("{:016x}", sum.id), &plain)?;
    }
    let widest = sums.iter().map(|sum| sum.table.as_str().len()).max().unwrap_or(0);
    sheet.autofilter(first, 0, first.max(last), 12)?;
    #[expect(clippy::cast_precision_loss, reason = "ids of tables are short")]
    let of_ids = (widest as f64 + 3.0).max(10.0);
    for (column, width) in [
        (0, of_ids),
        (1, 30.0),
        (2, 6.0),
        (3, 8.0),
        (4, 14.0),
        (5, 13.0),
        (6, 22.0),
        (7, 14.0),
        (8, 13.0),
        (9, 22.0),
        (10, 10.0),
        (11, 80.0),
        (12, 20.0),
    ] {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}

fn of_whom(standard: &Standard, sum: &RegionalSum) -> String {
    let dimensions = standard.table(sum.table.as_str()).map(|table| table.dimensions.as_slice()).unwrap_or_default();
    let named = dimensions.iter().zip(&sum.dimensions).filter(|(_, code)| !code.is_total());
    let named: Vec<String> = named.map(|(dimension, code)| format!("{dimension}: {}", label(standard, dimension, code))).collect();
    if named.is_empty() { "all".to_owned() } else { named.join("; ") }
}

fn label(standard: &Standard, dimension: &crate::model::DimensionId, code: &Code) -> String {
    let entry = standard.list_of(dimension).and_then(|list| list.get(code.as_str()));
    entry.map_or_else(|| code.to_string(), |entry| entry.label(Language::EN).to_owned())
}

/// The ranked lists of the region and of each sender, the first steps of each.
pub(super) fn what_to_ask(sheet: &mut Worksheet, standard: &Standard, repairs: &[Repair]) -> Result<(), XlsxError> {
    const FIRST: u32 = 10;
    sheet.set_name("What to ask")?;
    let lines = [
        format!(
            "Which answer, breakdown or source would make most figures comparable (grade A or B), at best: the first {FIRST} of each list."
        ),
        "Alone: figures that this step frees by itself. Together: with the steps above it. All steps stand in recommendations.parquet."
            .to_owned(),
    ];
    let first = above(sheet, "What to ask first", &lines)?;
    heads(sheet, first, &["for", "rank", "what", "source", "wanted", "tables", "alone", "together", "of", "why"].map(str::to_owned))?;
    let (figure, text, plain) = (figure(), wrapped(), top());
    let shown = repairs.iter().filter(|repair| repair.rank <= FIRST);
    for (row, (repair, attribute)) in
        (first + 1..).zip(shown.filter_map(|repair| Some((repair, standard.attributes.get(repair.attribute)?))))
    {
        let scope = match &repair.scope {
            Scope::Region => "the region".to_owned(),
            Scope::Sender(sender) => area(standard, sender),
        };
        let wanted = format!("{} ({})", repair.wanted(standard), attribute.id);
        let tables = repair.tables.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let reasoning = repair.reasoning(standard);
        room(sheet, row, &[(&wanted, 52.0), (&tables, 18.0), (&reasoning, 70.0), (repair.source.as_str(), 34.0)])?;
        sheet.write_string_with_format(row, 0, scope, &plain)?.write_number_with_format(row, 1, repair.rank, &plain)?;
        sheet.write_string_with_format(row, 2, repair.kind.as_str(), &plain)?;
        sheet.write_string_with_format(row, 3, repair.source.as_str(), &text)?;
        sheet.write_string_with_format(row, 4, &wanted, &text)?;
        sheet.write_string_with_format(row, 5, &tables, &text)?;
        for (column, count) in [(6, repair.alone), (7, repair.together), (8, repair.blocked)] {
            whole(sheet, row, column, i64::try_from(count).unwrap_or(i64::MAX), &figure)?;
        }
        sheet.write_string_with_format(row, 9, &reasoning, &text)?;
    }
    for (column, width) in [(0, 22.0), (1, 6.0), (2, 11.0), (3, 34.0), (4, 52.0), (5, 18.0), (9, 70.0)] {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}

/// What each source states of each table, what it costs, and what is open.
pub(super) fn definitions(sheet: &mut Worksheet, standard: &Standard, lines: &[ProfileLine]) -> Result<(), XlsxError> {
    sheet.set_name("Definitions")?;
    let about = [
        "What each source states of the definition behind each table, with the cell or document that says so. An empty answer is an open question.".to_owned(),
        "Distance from the shared definition: 0 the same, 1 near, 2 partly comparable, 3 not comparable; `unknown`: a leading question that nobody answered, grade U.".to_owned(),
    ];
    let first = above(sheet, "Definitions", &about)?;
    heads(sheet, first, &["source", "table", "question", "attribute", "answer", "said by", "distance", "figures"].map(str::to_owned))?;
    let (text, plain) = (wrapped(), top());
    let asked = lines.iter().filter_map(|line| Some((line, standard.attributes.get(line.attribute)?)));
    let asked = asked.filter(|(line, attribute)| line.distance.is_some() && attribute.is_asked());
    let mut row = first + 1;
    for (line, attribute) in asked {
        let share = line.share.map_or_else(String::new, |share| format!(" ({share} % of those concerned)"));
        let answer = line.value.as_deref().map_or_else(String::new, |value| format!("{}{share}", english(attribute, value)));
        let answer = answer.as_str();
        let evidence = line.evidence.as_deref().unwrap_or_default();
        room(sheet, row, &[(&attribute.question, 60.0), (answer, 36.0), (evidence, 40.0)])?;
        sheet.write_string_with_format(row, 0, line.source.as_str(), &plain)?;
        sheet.write_string_with_format(row, 1, line.table.as_str(), &plain)?;
        sheet.write_string_with_format(row, 2, &attribute.question, &text)?;
        sheet.write_string_with_format(row, 3, attribute.id.as_str(), &plain)?;
        for (column, said) in [(4, answer), (5, evidence)] {
            if !said.is_empty() {
                sheet.write_string_with_format(row, column, said, &text)?;
            }
        }
        sheet.write_string_with_format(row, 6, line.distance.map_or("", |distance| distance.as_str()), &plain)?;
        whole(sheet, row, 7, i64::try_from(line.cells).unwrap_or(i64::MAX), &plain)?;
        row += 1;
    }
    if row > first + 1 {
        sheet.autofilter(first, 0, row - 1, 7)?;
    }
    for (column, width) in [(0, 34.0), (1, 10.0), (2, 60.0), (3, 28.0), (4, 36.0), (5, 40.0), (6, 10.0), (7, 9.0)] {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}

/// The words for a stated value in English; of a set, the words of each of its codes.
fn english(attribute: &Attribute, value: &str) -> String {
    attribute.parts(value).map(|code| attribute.words(code)).collect::<Vec<_>>().join("; ")
}
