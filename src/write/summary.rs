//! One workbook for people: what each state sent, its totals over the years, and every exchange table on a sheet.
//!
//! In: the exchange tables and the standard. Out: the bytes of an .xlsx file, the same for the same input. It shows the
//! latest edition of each figure beside its status and source, and adds nothing up: states count by different
//! definitions, and a sum over them would hide that. What stands here stands in the Parquet files too, with lineage.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use polars::prelude::PolarsError;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::atomic::WriteError;
use super::summary_rows::{Shown, rows};
use crate::harmonise::{Harmonised, StandardTable};
use crate::model::TableId;
use crate::spec::{Language, Standard};

/// Rows a sheet of a workbook can hold, less those above the table.
const MOST_ROWS: usize = 1_048_000;

/// The workbook as bytes.
///
/// # Errors
/// A table has columns this program did not give it, or the workbook can't be made: both faults of this program.
pub(super) fn summary(name: &str, standard: &Standard, tables: &Harmonised) -> Result<Vec<u8>, WriteError> {
    let failed = |reason: String| WriteError::Table { name: name.to_owned(), reason };
    let shown = tables.tables.iter().map(|(id, table)| Ok((id, table, rows(standard, table)?)));
    let shown: Vec<_> = shown.collect::<Result<_, PolarsError>>().map_err(|error| failed(error.to_string()))?;
    book(standard, &shown).map_err(|error| failed(error.to_string()))
}

type Sheets<'a> = [(&'a TableId, &'a StandardTable, Vec<Shown>)];

fn book(standard: &Standard, tables: &Sheets<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // A clock in the file would make equal runs differ.
    book.set_properties(&DocProperties::new().set_title(&standard.title).set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    overview(book.add_worksheet(), standard, tables)?;
    totals(book.add_worksheet(), standard, tables)?;
    for (id, table, rows) in tables {
        exchange_table(book.add_worksheet(), id, table, rows)?;
    }
    statuses(book.add_worksheet(), standard)?;
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
fn above(sheet: &mut Worksheet, heading: &str, lines: &[String]) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(0, 0, heading, &title())?;
    for (row, line) in (1_u32..).zip(lines) {
        sheet.write_string(row, 0, line)?;
    }
    Ok(u32::try_from(lines.len()).unwrap_or(u32::MAX) + 2)
}

fn heads(sheet: &mut Worksheet, row: u32, names: &[String]) -> Result<(), XlsxError> {
    let format = head();
    for (column, name) in (0_u16..).zip(names) {
        sheet.write_string_with_format(row, column, name, &format)?;
    }
    sheet.set_freeze_panes(row + 1, 0)?;
    Ok(())
}

fn area(standard: &Standard, code: &str) -> String {
    standard.area_list().and_then(|areas| areas.get(code)).map_or_else(|| code.to_owned(), |entry| entry.label(Language::En).to_owned())
}

/// Which state sent what: for each table how many figures, and the latest period among them.
fn overview(sheet: &mut Worksheet, standard: &Standard, tables: &Sheets<'_>) -> Result<(), XlsxError> {
    sheet.set_name("Overview")?;
    let lines = [
        format!("{} {}, issued {} by {}; status: {}", standard.id, standard.version, standard.date, standard.authority, standard.status),
        "Each cell: number of figures sent by the state itself, and their latest period. Empty: nothing sent.".to_owned(),
        "Figures that agencies give about a state stand on the sheets of the tables, and never count as its return.".to_owned(),
    ];
    let top = above(sheet, &standard.title, &lines)?;
    let mut names = vec!["State".to_owned(), "Code".to_owned()];
    names.extend(tables.iter().map(|(id, ..)| id.to_string()));
    heads(sheet, top, &names)?;
    let mut sent: BTreeMap<&str, BTreeMap<usize, (usize, &str)>> = BTreeMap::new();
    for (index, (_, _, rows)) in tables.iter().enumerate() {
        for row in rows.iter().filter(|row| row.sender == row.reporter) {
            let cell = sent.entry(&row.reporter).or_default().entry(index).or_insert((0, ""));
            *cell = (cell.0 + row.figures.len(), cell.1.max(&row.time_period));
        }
    }
    let mut row = top + 1;
    for code in states(standard, tables, sent.keys().copied()) {
        sheet.write_string(row, 0, area(standard, &code))?.write_string(row, 1, &code)?;
        for (index, (count, latest)) in sent.get(code.as_str()).into_iter().flatten() {
            let column = u16::try_from(index + 2).unwrap_or(u16::MAX);
            sheet.write_string(row, column, format!("{count} ({latest})"))?;
        }
        row += 1;
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

/// Totals as the sources give them, a column a year.
fn totals(sheet: &mut Worksheet, standard: &Standard, tables: &Sheets<'_>) -> Result<(), XlsxError> {
    sheet.set_name("Totals")?;
    let lines = [
        "Annual figures over all ages and both sexes, for the total and for all foreigners, as each source gives them; nothing is added up.".to_owned(),
        "Letters behind a figure are its statuses; a letter alone says why there is none (sheet Statuses).".to_owned(),
        "Definitions differ between states: compare only with the note of each source at hand.".to_owned(),
    ];
    let top = above(sheet, "Totals by state and year", &lines)?;
    let is_total = |row: &&Shown| {
        row.freq == "A" && row.age == "_T" && row.codes.iter().all(|code| code == "_T" || code == "FOR" || *code == row.reporter)
    };
    let years: BTreeSet<&str> = tables.iter().flat_map(|(.., rows)| rows).filter(is_total).map(|row| row.time_period.as_str()).collect();
    let mut names: Vec<String> = ["Table", "State", "Code", "Source", "Of whom"].map(str::to_owned).into();
    names.extend(years.iter().map(|year| (*year).to_owned()));
    heads(sheet, top, &names)?;
    let mut row = top + 1;
    for (id, _, shown) in tables {
        let mut lines: BTreeMap<(&str, &str, String), BTreeMap<&str, &Shown>> = BTreeMap::new();
        for one in shown.iter().filter(is_total) {
            lines.entry((&one.reporter, &one.source_id, one.codes.join(" "))).or_default().insert(&one.time_period, one);
        }
        for ((reporter, source, whom), periods) in lines {
            let cells = [id.to_string(), area(standard, reporter), reporter.to_owned(), source.to_owned(), whom];
            for (column, text) in (0_u16..).zip(&cells) {
                sheet.write_string(row, column, text)?;
            }
            for (column, year) in (5_u16..).zip(&years) {
                let Some(one) = periods.get(year) else { continue };
                let Some(both) = one.figures.get("_T") else { continue };
                match (both.value, both.status.as_str()) {
                    (Some(value), "A") => whole(sheet, row, column, value, &figure())?,
                    (Some(value), status) => {
                        whole(sheet, row, column, value, &Format::new().set_num_format(format!("#,##0\" {status}\"")))?
                    }
                    (None, status) => {
                        sheet.write_string(row, column, status)?;
                    }
                }
            }
            row += 1;
        }
    }
    sheet.set_column_width(1, 30)?.set_column_width(3, 34)?.set_column_width(4, 14)?;
    Ok(())
}

fn whole(sheet: &mut Worksheet, row: u32, column: u16, value: i64, format: &Format) -> Result<(), XlsxError> {
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
    let number = figure();
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
        for text in [&shown.sender, &shown.source_id, &shown.vintage, &shown.grade, &shown.note] {
            if !text.is_empty() {
                sheet.write_string(row, column, text)?;
            }
            column += 1;
        }
    }
    if !rows.is_empty() {
        let last = top + u32::try_from(rows.len().min(MOST_ROWS)).unwrap_or(u32::MAX);
        sheet.autofilter(top, 0, last, u16::try_from(names.len().saturating_sub(1)).unwrap_or(u16::MAX))?;
    }
    sheet.set_column_width(0, 26)?.set_column_width(4, 11)?.set_column_width(5, 11)?;
    Ok(())
}

/// What the letters of statuses mean.
fn statuses(sheet: &mut Worksheet, standard: &Standard) -> Result<(), XlsxError> {
    sheet.set_name("Statuses")?;
    let top =
        above(sheet, "Statuses of figures", &["SDMX CL_OBS_STATUS; several letters stand together where several were said.".to_owned()])?;
    heads(sheet, top, &["Letter".to_owned(), "Meaning".to_owned()])?;
    let entries = standard.lists.get("obs_status").map_or(&[][..], |list| list.entries());
    for (row, entry) in (top + 1..).zip(entries) {
        sheet.write_string(row, 0, entry.code.as_str())?.write_string(row, 1, entry.label(Language::En))?;
    }
    sheet.set_column_width(1, 60)?;
    Ok(())
}
