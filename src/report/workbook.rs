//! One workbook to work through: findings with links, the plan, what is asked for, and a marked copy of each sheet.
//!
//! In: a [`ReportPage`] and the sender's sheets as [`SheetCopy`]s. Out: the bytes of an .xlsx file, the same for the same
//! input. What a sender typed is written as text, never as a formula; a copy keeps every address of its sheet.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, FormatUnderline, Url, Workbook, Worksheet, XlsxError,
};

use super::copy::SheetCopy;
use super::error::ReportError;
use super::model::{FindingGroup, FindingLine, ReportPage};
use super::visible::{sentence, visible};
use super::words::{self, plain};
use super::workbook_copy;
use crate::spec::Language;

/// Characters that a cell can hold, less room for the sign that a text goes on.
const MOST_CHARACTERS: usize = 32_000;
/// Links that a sheet can hold, less some room.
const MOST_LINKS: usize = 65_000;

/// The colours of statuses of the plan, and of what is neither.
pub(super) const GAP_COLOURS: [(&str, &str, &str); 9] = [
    ("received", "C8E6D0", "0B4A24"),
    ("partial", "E3ECB0", "444D08"),
    ("late", "FFE0A0", "663F00"),
    ("missing", "F3B3AB", "6D0E06"),
    ("not-collected", "DDD5F0", "3B2A75"),
    ("derogation", "CFE1F5", "103C6B"),
    ("confidential", "3D4752", "FFFFFF"),
    ("not-applicable", "E6E9EC", "48525C"),
    ("not-asked", "FFFFFF", "67727C"),
];

/// The report as the bytes of a workbook; each copy gets a sheet of its own.
///
/// # Errors
/// The page is in a language that the program does not speak; all else is a fault of this program.
pub fn workbook(page: &ReportPage, copies: &[SheetCopy]) -> Result<Vec<u8>, ReportError> {
    let language = words::language(&page.about.language)?;
    let mut book = Workbook::new();
    // A clock in the file would make equal runs differ.
    let properties = DocProperties::new().set_title(cut(&sentence(&page.about.name), 200));
    book.set_properties(&properties.set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let names = workbook_copy::names(copies);
    let places = workbook_copy::places(copies, &names);
    // Sheets that share their texts are put together by threads, in whose order the texts would be numbered.
    findings(book.add_worksheet_with_constant_memory()?, page, language, &places)?;
    gaps(book.add_worksheet_with_constant_memory()?, page, language)?;
    recommendations(book.add_worksheet_with_constant_memory()?, page, language)?;
    if page.about.is_region {
        states(book.add_worksheet_with_constant_memory()?, page, language)?;
    }
    for (copy, name) in copies.iter().zip(&names) {
        workbook_copy::write(book.add_worksheet_with_constant_memory()?, copy, name, language)?;
    }
    Ok(book.save_to_buffer()?)
}

/// A sheet with its heads: freezes them, and shapes the sheet for paper.
fn begin(sheet: &mut Worksheet, name: &str, language: Language, heads: &[(String, f64)]) -> Result<(), XlsxError> {
    sheet.set_name(cut(name, 31))?.set_right_to_left(language.is_right_to_left());
    let format = Format::new().set_bold().set_text_wrap().set_background_color("DCE6F1").set_border_bottom(FormatBorder::Thin);
    for (column, (head, width)) in (0_u16..).zip(heads) {
        sheet.set_column_width(column, *width)?.write_string_with_format(0, column, head, &format)?;
    }
    sheet.set_freeze_panes(1, 0)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
    Ok(())
}

fn heads(language: Language, columns: &[(&str, f64)]) -> Vec<(String, f64)> {
    columns.iter().map(|(id, width)| (plain(language, id), *width)).collect()
}

/// Texts that a spreadsheet program would read as a formula stay texts, also after they were edited.
pub(super) fn is_formula_like(text: &str) -> bool {
    text.trim_start().starts_with(['=', '+', '-', '@']) || text.starts_with(['\t', '\r', '\n'])
}

/// A text as a string in a cell; nothing for an empty one.
pub(crate) fn text(sheet: &mut Worksheet, row: u32, column: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    if !text.is_empty() {
        let format = if is_formula_like(text) { format.clone().set_quote_prefix() } else { format.clone() };
        sheet.write_string_with_format(row, column, cut(text, MOST_CHARACTERS), &format)?;
    }
    Ok(())
}

/// At most so many characters, as a spreadsheet counts them.
pub(crate) fn cut(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut taken = 1;
    for character in text.chars() {
        taken += character.len_utf16();
        if taken > most {
            break;
        }
        kept.push(character);
    }
    kept + "…"
}

#[expect(clippy::cast_precision_loss, reason = "a spreadsheet stores doubles; counts of people lie far below their limit")]
fn whole(sheet: &mut Worksheet, row: u32, column: u16, value: u64) -> Result<(), XlsxError> {
    sheet.write_number_with_format(row, column, value as f64, &Format::new().set_num_format("#,##0").set_align(FormatAlign::Top))?;
    Ok(())
}

fn wrapped() -> Format {
    Format::new().set_text_wrap().set_align(FormatAlign::Top)
}

/// Makes a row as high as its longest text needs; not every program does that by itself.
fn row_height(sheet: &mut Worksheet, row: u32, columns: &[(&str, f64)], texts: &[(u16, String)]) -> Result<(), XlsxError> {
    let lines = texts.iter().map(|(column, text)| {
        let width = columns.get(usize::from(*column)).map_or(20.0, |(_, width)| *width);
        text.lines().map(|line| (f64::from(u32::try_from(line.chars().count()).unwrap_or(u32::MAX)) / width).floor() + 1.0).sum::<f64>()
    });
    // A spreadsheet allows 409 points.
    sheet.set_row_height(row, lines.fold(1.0, f64::max).min(27.0) * 15.0)?;
    Ok(())
}

type Places = BTreeMap<String, (bool, String)>;

/// The columns of the sheet of findings, with their widths.
const FINDING_COLUMNS: [(&str, f64); 15] = [
    ("report-severity", 13.0),
    ("report-rule", 7.0),
    ("report-message", 48.0),
    ("report-file", 22.0),
    ("report-sheet", 16.0),
    ("report-cell", 11.0),
    ("report-found", 15.0),
    ("report-expected", 15.0),
    ("report-hint", 38.0),
    ("report-explanation", 28.0),
    ("report-like-it", 10.0),
    ("report-why", 40.0),
    ("report-origin", 24.0),
    ("report-code", 28.0),
    ("report-mapping", 34.0),
];

fn findings(sheet: &mut Worksheet, page: &ReportPage, language: Language, places: &Places) -> Result<(), XlsxError> {
    let columns = FINDING_COLUMNS;
    begin(sheet, &plain(language, "report-findings"), language, &heads(language, &columns))?;
    let lines = page.findings.iter().flat_map(|group| group.findings.iter().map(move |finding| (group, finding)));
    let mut row = 0;
    let mut links = 0;
    let link = wrapped().set_font_color("15507C").set_underline(FormatUnderline::Single);
    for (group, finding) in lines {
        row += 1;
        finding_line(sheet, row, group, finding)?;
        let cells = visible(finding.cells.as_deref().unwrap_or_default());
        match places.get(&finding.anchor).filter(|_| links < MOST_LINKS && !cells.is_empty()) {
            Some((_, address)) => {
                links += 1;
                sheet.write_url_with_options(row, 5, Url::new(address), cut(&cells, 255), "", Some(&link))?;
            }
            None => text(sheet, row, 5, &cells, &wrapped())?,
        }
    }
    // On paper, what a person needs who answers; the rest is for the screen.
    sheet.set_print_area(0, 0, row, 9)?;
    sheet.autofilter(0, 0, row.max(1), u16::try_from(columns.len() - 1).unwrap_or(u16::MAX))?;
    Ok(())
}

fn finding_line(sheet: &mut Worksheet, row: u32, group: &FindingGroup, finding: &FindingLine) -> Result<(), XlsxError> {
    let format = wrapped();
    let (fill, ink) = workbook_copy::colours(if finding.explanation.is_some() { "explained" } else { &group.severity });
    let severity = format.clone().set_background_color(fill).set_font_color(ink);
    text(sheet, row, 0, &sentence(&group.severity_label), &severity)?;
    let hint = finding.hint.as_ref().unwrap_or(&group.fix);
    let own = |text: &Option<String>| visible(text.as_deref().unwrap_or_default());
    let texts = [
        (1, own(&group.rule)),
        (2, sentence(&finding.message)),
        (3, own(&finding.file)),
        (4, own(&finding.sheet)),
        (6, own(&finding.value)),
        (7, sentence(finding.expected.as_deref().unwrap_or_default())),
        (8, sentence(hint)),
        (9, own(&finding.explanation)),
        (11, sentence(&group.why)),
        (12, sentence(&group.origin)),
        (13, visible(&group.code)),
        (14, own(&finding.mapping)),
    ];
    row_height(sheet, row, &FINDING_COLUMNS, &texts)?;
    for (column, shown) in texts {
        text(sheet, row, column, &shown, &format)?;
    }
    whole(sheet, row, 10, finding.count)
}

fn gaps(sheet: &mut Worksheet, page: &ReportPage, language: Language) -> Result<(), XlsxError> {
    let first = if page.about.is_region { "report-state" } else { "report-table" };
    let mut columns = vec![(plain(language, "report-code"), 10.0), (plain(language, first), 44.0)];
    columns.extend(page.gaps.columns.iter().map(|head| (visible(head), 16.0)));
    begin(sheet, &plain(language, "report-gaps"), language, &columns)?;
    for (row, line) in (1_u32..).zip(&page.gaps.rows) {
        text(sheet, row, 0, &visible(&line.code), &wrapped())?;
        text(sheet, row, 1, &sentence(&line.label), &wrapped())?;
        for (column, cell) in (2_u16..).zip(&line.cells) {
            let letter = plain(language, &format!("report-letter-{}", cell.status));
            let mut shown = format!("{letter} {}", sentence(&cell.label));
            if cell.explained {
                shown = format!("{shown} ({})", plain(language, "report-gap-explained"));
            }
            let colours = GAP_COLOURS.iter().find(|(status, ..)| *status == cell.status);
            let (_, fill, ink) = colours.unwrap_or(&GAP_COLOURS[8]);
            text(sheet, row, column, &shown, &wrapped().set_background_color(*fill).set_font_color(*ink))?;
            let told = cell.details.iter().map(|detail| sentence(detail));
            let parts = cell.breakdowns.iter().map(|one| format!("{}: {}", sentence(&one.label), sentence(&one.status_label)));
            workbook_copy::note(sheet, row, column, &told.chain(parts).collect::<Vec<_>>())?;
        }
    }
    Ok(())
}

fn recommendations(sheet: &mut Worksheet, page: &ReportPage, language: Language) -> Result<(), XlsxError> {
    let columns = [
        ("report-rank", 8.0),
        ("report-state", 10.0),
        ("report-recommendations", 70.0),
        ("report-benefit", 50.0),
        ("report-status", 14.0),
        ("report-noted-head", 44.0),
        ("report-id", 30.0),
    ];
    begin(sheet, &plain(language, "report-recommendations"), language, &heads(language, &columns))?;
    for (row, one) in (1_u32..).zip(&page.recommendations) {
        whole(sheet, row, 0, u64::from(one.rank))?;
        let texts = [
            (1, visible(&one.state)),
            (2, sentence(&one.text)),
            (3, sentence(&one.benefit)),
            (4, sentence(&one.status_label)),
            (5, visible(one.note.as_deref().unwrap_or_default())),
            (6, visible(&one.id)),
        ];
        row_height(sheet, row, &columns, &texts)?;
        for (column, shown) in texts {
            text(sheet, row, column, &shown, &wrapped())?;
        }
    }
    Ok(())
}

fn states(sheet: &mut Worksheet, page: &ReportPage, language: Language) -> Result<(), XlsxError> {
    let columns = [
        ("report-code", 8.0),
        ("report-state", 26.0),
        ("report-head-observations", 12.0),
        ("report-head-tables", 10.0),
        ("report-head-errors", 10.0),
        ("report-head-warnings", 14.0),
        ("report-delay", 18.0),
        ("report-blocking", 60.0),
        ("report-ask", 60.0),
    ];
    begin(sheet, &plain(language, "report-states"), language, &heads(language, &columns))?;
    for (row, state) in (1_u32..).zip(&page.states) {
        let summary = &state.summary;
        let delay = state.days_late.map(|days| match usize::try_from(days) {
            Ok(days) if days > 0 => words::counted(language, "report-days-late", days),
            _ => plain(language, "report-in-time"),
        });
        let texts = [
            (0, visible(&state.code)),
            (1, visible(&state.name)),
            (6, sentence(&delay.unwrap_or_default())),
            (7, summary.blocking.iter().map(|blocking| sentence(blocking)).collect::<Vec<_>>().join("\n")),
            (8, sentence(state.ask.as_deref().unwrap_or_default())),
        ];
        row_height(sheet, row, &columns, &texts)?;
        for (column, shown) in texts {
            text(sheet, row, column, &shown, &wrapped())?;
        }
        for (column, count) in (2_u16..).zip([summary.observations, summary.tables, summary.errors_open, summary.warnings_open]) {
            whole(sheet, row, column, count)?;
        }
    }
    Ok(())
}
