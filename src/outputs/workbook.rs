//! One workbook: contents with links, a sheet for each table with its native chart, and the figures that the charts draw.
//!
//! In: a [`Publication`]. Out: the bytes of an .xlsx file, the same for the same input. Numbers are numbers, all else is text, never
//! a formula; a total is a formula only where the model says which cells it is the sum of, and its result is written with it.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, FormatAlign, Url, Workbook, Worksheet, XlsxError};

use super::error::OutputError;
use super::html::language;
use super::model::Publication;
use super::workbook_charts::ChartData;
use super::workbook_styles::{Styles, height, page, plain};
use super::workbook_table::TableSheet;
use crate::report::{cut, sentence, text};

/// The publication as the bytes of a workbook.
///
/// # Errors
/// The publication is in a language that the program does not speak; all else is a fault of this program.
pub fn workbook(publication: &Publication) -> Result<Vec<u8>, OutputError> {
    let language = language(publication)?;
    let mut book = Workbook::new();
    // A clock in the file would make equal runs differ.
    let properties = DocProperties::new().set_title(cut(&sentence(&publication.title), 200));
    book.set_properties(&properties.set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    let styles = Styles { language };
    // Sheets that share their texts are put together by threads, in whose order the texts would be numbered.
    contents(book.add_worksheet_with_constant_memory()?, publication, &styles)?;
    let mut charts = ChartData::default();
    for (number, table) in (1_u32..).zip(&publication.tables) {
        let sheet = book.add_worksheet_with_constant_memory()?;
        TableSheet::of(table, &styles).write(sheet, publication, number, &mut charts)?;
    }
    if !charts.is_empty() {
        charts.write(book.add_worksheet_with_constant_memory()?, publication, &styles)?;
    }
    Ok(book.save_to_buffer()?)
}

/// The first sheet.
fn contents(sheet: &mut Worksheet, publication: &Publication, styles: &Styles) -> Result<(), XlsxError> {
    let language = styles.language;
    sheet.set_name(cut(&plain(language, "outputs-contents"), 31))?.set_right_to_left(language.is_right_to_left());
    sheet.set_column_width(0, 9)?.set_column_width(1, 110)?;
    page(sheet, publication, &publication.title, language);
    text(sheet, 0, 0, &sentence(&publication.title), &styles.title())?;
    text(sheet, 1, 0, &sentence(&publication.collection), &styles.base().set_bold())?;
    text(sheet, 2, 0, &sentence(&publication.made_by), &styles.soft())?;
    let mut row = 4;
    for line in &publication.lead {
        sheet.merge_range(row, 0, row, 1, "", &styles.wrapped())?;
        text(sheet, row, 0, &sentence(line), &styles.wrapped().set_font_size(11))?;
        sheet.set_row_height(row, height(line, 105.0, 15.0))?;
        row += 1;
    }
    row += 1;
    for (number, table) in (1_u32..).zip(&publication.tables) {
        sheet.write_string_with_format(row, 0, number.to_string(), &styles.base().set_align(FormatAlign::Right))?;
        let url = Url::new(format!("internal:'{number}'!A1"));
        sheet.write_url_with_options(row, 1, url, cut(&sentence(&table.title), 255), "", Some(&styles.link()))?;
        row += 1;
    }
    row += 1;
    text(sheet, row, 0, &sentence(&plain(language, "outputs-legend")), &styles.base().set_bold())?;
    for line in &publication.legend {
        row += 1;
        text(sheet, row, 0, &sentence(&line.sign), &styles.base().set_bold().set_align(FormatAlign::Right).set_shrink())?;
        text(sheet, row, 1, &sentence(&line.meaning), &styles.base())?;
    }
    Ok(())
}
