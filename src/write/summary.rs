//! One workbook for people: what each state sent, its totals over the years, regional sums, definitions, what to ask, and every
//! exchange table on a sheet.
//!
//! In: the exchange tables and the standard. Out: the bytes of an .xlsx file, the same for the same input. It shows the
//! latest edition of each figure beside its status and source; sums over states stand on a sheet of their own, in two lines. What stands here stands in the Parquet files too, with lineage.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use polars::prelude::PolarsError;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::atomic::WriteError;
use super::summary_definitions::{definitions, regional_sums, what_to_ask};
use super::summary_rows::{Figure, Shown, rows};
use crate::advice::{ProfileLine, Repair};
use crate::harmonise::{Harmonised, StandardTable};
use crate::model::{Code, TableId};
use crate::region::RegionalSum;
use crate::spec::{Language, Standard};

/// Rows a sheet of a workbook can hold, less those above the table.
const MOST_ROWS: usize = 1_048_000;

/// The workbook as bytes.
///
/// # Errors
/// A table has columns this program did not give it, or the workbook can't be made: both faults of this program.
pub(super) fn summary(name: &str, standard: &Standard, tables: &Harmonised, about: &Definitions<'_>) -> Result<Vec<u8>, WriteError> {
    let failed = |reason: String| WriteError::Table { name: name.to_owned(), reason };
    let shown = tables.tables.iter().map(|(id, table)| Ok((id, table, rows(standard, table)?)));
    let shown: Vec<_> = shown.collect::<Result<_, PolarsError>>().map_err(|error| failed(error.to_string()))?;
    book(standard, &shown, about).map_err(|error| failed(error.to_string()))
}

type Sheets<'a> = [(&'a TableId, &'a StandardTable, Vec<Shown>)];

/// What the sheets about definitions show.
pub(super) struct Definitions<'a> {
    pub sums: &'a [RegionalSum],
    pub repairs: &'a [Repair],
    pub profiles: &'a [ProfileLine],
}

fn book(standard: &Standard, tables: &Sheets<'_>, about: &Definitions<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A clock in the file would make equal runs differ.
    book.set_properties(&DocProperties::new().set_title(&standard.title).set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    // Sheets that share their texts are put together by threads, in whose order the texts would be numbered.
    overview(book.add_worksheet_with_constant_memory()?, standard, tables)?;
    totals(book.add_worksheet_with_constant_memory()?, standard, tables)?;
    regional_sums(book.add_worksheet_with_constant_memory()?, standard, about.sums)?;
    what_to_ask(book.add_worksheet_with_constant_memory()?, standard, about.repairs)?;
    definitions(book.add_worksheet_with_constant_memory()?, standard, about.profiles)?;
    for (id, table, rows) in tables {
        exchange_table(book.add_worksheet_with_constant_memory()?, id, table, rows)?;
    }
    statuses(book.add_worksheet_with_constant_memory()?, standard)?;
    book.save_to_buffer()
}

fn title() -> Format {
    Format::new().set_bold().set_font_size(14)
}

fn head() -> Format {
    Format::new().set_bold().set_text_wrap().set_background_color("DCE6F1").set_border_bottom(rust_xlsxwriter::FormatBorder::Thin)
}

fn figure() -> Format {
    Format::new().set_num_format("#,##0")
}

/// Writes the lines above a table and gives the row on which it begins.
pub(super) fn above(sheet: &mut Worksheet, heading: &str, lines: &[String]) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(0, 0, heading, &title())?;
    for (row, line) in (1_u32..).zip(lines) {
        sheet.write_string(row, 0, line)?;
    }
    Ok(u32::try_from(lines.len()).unwrap_or(u32::MAX) + 2)
}

pub(super) fn heads(sheet: &mut Worksheet, row: u32, names: &[String]) -> Result<(), XlsxError> {
    let format = head();
    for (column, name) in (0_u16..).zip(names) {
        sheet.write_string_with_format(row, column, name, &format)?;
    }
    sheet.set_freeze_panes(row + 1, 0)?.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(row, row)?;
    Ok(())
}

pub(super) fn area(standard: &Standard, code: &str) -> String {
    standard.area_list().and_then(|areas| areas.get(code)).map_or_else(|| code.to_owned(), |entry| entry.label(Language::EN).to_owned())
}

/// Which state sent what: for each table how many figures, and the latest period among them.
fn overview(sheet: &mut Worksheet, standard: &Standard, tables: &Sheets<'_>) -> Result<(), XlsxError> {
    sheet.set_name("Overview")?;
    let lines = [
        format!("{} {}, issued {} by {}; status: {}", standard.id, standard.version, standard.date, standard.authority, standard.status),
        "Each cell: number of figures sent by the state itself, and the year in which the latest period ends. Empty: nothing sent."
            .to_owned(),
        "Figures that agencies give about a state stand on the sheets of the tables, and never count as its return.".to_owned(),
    ];
    let top = above(sheet, &standard.title, &lines)?;
    let mut names = vec!["State".to_owned(), "Code".to_owned()];
    names.extend(tables.iter().map(|(id, ..)| id.to_string()));
    heads(sheet, top, &names)?;
    let mut sent: BTreeMap<&str, BTreeMap<usize, (usize, i16)>> = BTreeMap::new();
    for (index, (_, _, rows)) in tables.iter().enumerate() {
        for row in rows.iter().filter(|row| row.sender == row.reporter) {
            let cell = sent.entry(&row.reporter).or_default().entry(index).or_insert((0, 0));
            *cell = (cell.0 + row.figures.len(), cell.1.max(row.period_end.year()));
        }
    }
    for (row, code) in (top + 1..).zip(states(standard, tables, sent.keys().copied())) {
        sheet.write_string(row, 0, area(standard, &code))?.write_string(row, 1, &code)?;
        for (index, (count, latest)) in sent.get(code.as_str()).into_iter().flatten() {
            let column = u16::try_from(index + 2).unwrap_or(u16::MAX);
            sheet.write_string(row, column, format!("{count} ({latest})"))?;
        }
    }
    sheet.set_column_width(0, 34)?;
    Ok(())
}

/// The members of the region on the last day of the data, then every other state that sent something.
fn states<'a>(standard: &Standard, tables: &Sheets<'_>, sent: impl Iterator<Item = &'a str>) -> Vec<String> {
    let last: Option<Date> = tables.iter().flat_map(|(.., rows)| rows).map(|row| row.period_end).max();
    let members: BTreeSet<String> =
        last.map(|day| standard.members(standard.region.as_str(), day)).into_iter().flatten().map(|code| code.to_string()).collect();
    let others: BTreeSet<String> = sent.map(str::to_owned).filter(|code| !members.contains(code)).collect();
    members.into_iter().chain(others).collect()
}

/// Totals as the sources give them, a column for each year in which a period ends.
fn totals(sheet: &mut Worksheet, standard: &Standard, tables: &Sheets<'_>) -> Result<(), XlsxError> {
    sheet.set_name("Totals")?;
    let lines = [
        "Annual figures over all ages and both sexes, for the total and for all foreigners, as each source gives them; nothing is added up here (sheet Regional sums).".to_owned(),
        "A column holds what ends in its year; the column `period` says which year or day the source means.".to_owned(),
        "Letters behind a figure are its statuses; a letter alone says why there is none (sheet Statuses).".to_owned(),
        "Definitions differ between states: compare only with the note of each source at hand.".to_owned(),
    ];
    let top = above(sheet, "Totals by state and year", &lines)?;
    let years: BTreeSet<i16> =
        tables.iter().flat_map(|(.., rows)| rows).filter(|row| is_total(standard, row)).map(|row| row.period_end.year()).collect();
    let mut names: Vec<String> = ["table", "state", "code", "source", "of whom", "period"].map(str::to_owned).into();
    names.extend(years.iter().map(ToString::to_string));
    heads(sheet, top, &names)?;
    let mut row = top + 1;
    for (id, table, shown) in tables {
        let mut lines: BTreeMap<(&str, &str, String, String), BTreeMap<i16, &Shown>> = BTreeMap::new();
        for one in shown.iter().filter(|row| is_total(standard, row)).filter(|row| row.figures.contains_key("_T")) {
            let key = (one.reporter.as_str(), one.source_id.as_str(), of_whom(table, one), kind_of_year(one));
            lines.entry(key).or_default().insert(one.period_end.year(), one);
        }
        for ((reporter, source, whom, period), figures) in lines {
            let cells = [id.to_string(), area(standard, reporter), reporter.to_owned(), source.to_owned(), whom, period];
            for (column, text) in (0_u16..).zip(&cells) {
                sheet.write_string(row, column, text)?;
            }
            for (column, year) in (6_u16..).zip(&years) {
                if let Some(both) = figures.get(year).and_then(|one| one.figures.get("_T")) {
                    total(sheet, row, column, both)?;
                }
            }
            row += 1;
        }
    }
    for (column, width) in [(1, 26), (3, 38), (4, 26), (5, 16)] {
        sheet.set_column_width(column, width)?;
    }
    if !years.is_empty() {
        sheet.set_column_range_width(6, 5 + u16::try_from(years.len()).unwrap_or(u16::MAX - 5), 13)?;
    }
    Ok(())
}

/// Whether a row is about everybody, all nationals or all foreigners, over a year or at a day.
fn is_total(standard: &Standard, row: &Shown) -> bool {
    let is_wide = |code: &String| code == Code::TOTAL || *code == row.reporter || standard.is_all_foreign(code);
    row.freq == "A" && row.age == Code::TOTAL && row.codes.iter().all(is_wide)
}

/// Whom a total is about: everybody, or the codes that are no total.
fn of_whom(table: &StandardTable, row: &Shown) -> String {
    let named = table.spec.dimensions.iter().zip(&row.codes).zip(&row.names).filter(|((_, code), _)| *code != "_T");
    let named: Vec<String> = named.map(|((dimension, _), name)| format!("{dimension}: {name}")).collect();
    if named.is_empty() { "all".to_owned() } else { named.join("; ") }
}

/// Which year the source means, or on which day it counts.
fn kind_of_year(row: &Shown) -> String {
    let (first, last) = (row.period_start, row.period_end);
    if first == last {
        return format!("on {}", first.strftime("%-d %b"));
    }
    let whole_year = first.day_of_year() == 1 && last == first.last_of_year();
    if whole_year { "calendar year".to_owned() } else { format!("{} to {}", first.strftime("%b"), last.strftime("%b")) }
}

fn total(sheet: &mut Worksheet, row: u32, column: u16, figure_of: &Figure) -> Result<(), XlsxError> {
    match (figure_of.value, figure_of.status.as_str()) {
        (Some(value), "A") => whole(sheet, row, column, value, &figure()),
        (Some(value), status) => whole(sheet, row, column, value, &Format::new().set_num_format(format!("#,##0\" {status}\""))),
        (None, status) => sheet.write_string(row, column, status).map(|_| ()),
    }
}

pub(super) fn whole(sheet: &mut Worksheet, row: u32, column: u16, value: i64, format: &Format) -> Result<(), XlsxError> {
    #[expect(clippy::cast_precision_loss, reason = "a spreadsheet stores doubles; counts of people lie far below their limit")]
    sheet.write_number_with_format(row, column, value as f64, format)?;
    Ok(())
}

/// One exchange table: a row a key, the sexes side by side.
fn exchange_table(sheet: &mut Worksheet, id: &TableId, table: &StandardTable, rows: &[Shown]) -> Result<(), XlsxError> {
    sheet.set_name(id.as_str())?;
    let spec = &table.spec;
    let mut lines = vec![format!("{}; unit: {}; latest edition of each source", spec.stat_type, spec.unit)];
    if rows.len() > MOST_ROWS {
        lines.push(format!("only the first {MOST_ROWS} of {} rows fit here; all stand in observations/{id}.parquet", rows.len()));
    }
    let top = above(sheet, &format!("{id}: {}", spec.title), &lines)?;
    let sexes: BTreeSet<&str> = rows.iter().flat_map(|row| row.figures.keys()).map(String::as_str).collect();
    // The total first, then as the codes sort.
    let sexes: Vec<&str> =
        sexes.iter().copied().filter(|sex| *sex == "_T").chain(sexes.iter().copied().filter(|sex| *sex != "_T")).collect();
    let mut names: Vec<String> = ["state", "reporter", "freq", "time_period", "from", "to"].map(str::to_owned).into();
    for dimension in &spec.dimensions {
        names.extend([dimension.to_string(), format!("{dimension} (name)")]);
    }
    names.push("age".to_owned());
    for sex in &sexes {
        names.extend([format!("sex {sex}"), "status".to_owned()]);
    }
    names.extend(["sender", "source", "edition", "grade", "note"].map(str::to_owned));
    heads(sheet, top, &names)?;
    let (number, wrapped) = (figure(), Format::new().set_text_wrap());
    for (row, shown) in (top + 1..).zip(rows.iter().take(MOST_ROWS)) {
        let mut column = 0_u16;
        let mut put = |sheet: &mut Worksheet, text: &str| -> Result<(), XlsxError> {
            if !text.is_empty() {
                sheet.write_string(row, column, text)?;
            }
            column += 1;
            Ok(())
        };
        for text in
            [&shown.state, &shown.reporter, &shown.freq, &shown.time_period, &shown.period_start.to_string(), &shown.period_end.to_string()]
        {
            put(sheet, text)?;
        }
        for (code, name) in shown.codes.iter().zip(&shown.names) {
            put(sheet, code)?;
            put(sheet, name)?;
        }
        put(sheet, &shown.age)?;
        for sex in &sexes {
            if let Some(value) = shown.figures.get(*sex) {
                if let Some(units) = value.value {
                    whole(sheet, row, column, units, &number)?;
                }
                sheet.write_string(row, column + 1, &value.status)?;
            }
            column += 2;
        }
        for text in [&shown.sender, &shown.source_id, &shown.vintage, &shown.grade] {
            sheet.write_string(row, column, text)?;
            column += 1;
        }
        if !shown.note.is_empty() {
            sheet.write_string_with_format(row, column, &shown.note, &wrapped)?;
        }
    }
    if !rows.is_empty() {
        let last = top + u32::try_from(rows.len().min(MOST_ROWS)).unwrap_or(u32::MAX);
        sheet.autofilter(top, 0, last, u16::try_from(names.len().saturating_sub(1)).unwrap_or(u16::MAX))?;
    }
    for (column, name) in (0_u16..).zip(&names) {
        sheet.set_column_width(column, width(name))?;
    }
    Ok(())
}

/// How wide a column is, in digits, by what stands in it.
fn width(name: &str) -> f64 {
    match name {
        "state" => 24.0,
        "source" => 34.0,
        "note" => 60.0,
        "from" | "to" | "time_period" => 12.0,
        "status" | "age" | "freq" | "grade" => 7.0,
        name if name.ends_with("(name)") => 22.0,
        _ => 13.0,
    }
}

/// What the letters of statuses mean.
fn statuses(sheet: &mut Worksheet, standard: &Standard) -> Result<(), XlsxError> {
    sheet.set_name("Statuses")?;
    let top =
        above(sheet, "Statuses of figures", &["SDMX CL_OBS_STATUS; several letters stand together where several were said.".to_owned()])?;
    heads(sheet, top, &["Letter".to_owned(), "Meaning".to_owned()])?;
    let entries = standard.lists.get("obs_status").map_or(&[][..], |list| list.entries());
    for (row, entry) in (top + 1..).zip(entries) {
        sheet.write_string(row, 0, entry.code.as_str())?.write_string(row, 1, entry.label(Language::EN))?;
    }
    sheet.set_column_width(1, 60)?;
    Ok(())
}
