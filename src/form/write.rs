//! Grids as the bytes of a workbook.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Formula, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::Order;
use super::grid::{Grid, Holds, Look, Red, Takes, address};
use crate::template::{Kind, MISSING};

/// Most characters of a message beside a cell.
const MOST_OF_A_MESSAGE: usize = 250;

/// Writes the sheets in order.
pub(super) fn bytes(order: &Order<'_>, sheets: &[Grid]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let title = format!("{} {}", order.state, order.year);
    // A clock in the file would make equal orders differ.
    let properties = DocProperties::new().set_title(title).set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    book.set_properties(&properties.set_custom_property("concord-template", order.marker(Kind::Cover).to_string().as_str()));
    let looks = looks(order);
    for grid in sheets {
        // Sheets that share their texts are put together by threads, in whose order the texts would be numbered.
        let sheet = book.add_worksheet_with_constant_memory()?;
        write(order, sheet, grid, &looks)?;
    }
    book.save_to_buffer()
}

fn write(order: &Order<'_>, sheet: &mut Worksheet, grid: &Grid, looks: &BTreeMap<Look, Format>) -> Result<(), XlsxError> {
    sheet.set_name(&grid.name)?.set_right_to_left(order.language.is_right_to_left());
    for (column, width) in &grid.widths {
        sheet.set_column_width(*column, *width)?;
    }
    for column in &grid.hidden_columns {
        sheet.set_column_hidden(*column)?;
    }
    cells(sheet, grid, looks)?;
    for (range, takes) in &grid.takes {
        let (first_row, first_column, last_row, last_column) = *range;
        sheet.add_data_validation(first_row, first_column, last_row, last_column, &validation(order, *range, takes)?)?;
    }
    let red = Format::new().set_background_color("F8C9C4").set_font_color("8A1008").set_bold();
    for ((first_row, first_column, last_row, last_column), rule) in &grid.red {
        let seen = match rule {
            Red::Itself => address(*first_row, *first_column),
            Red::Other(seen) => seen.clone(),
        };
        let rule = ConditionalFormatFormula::new().set_rule(format!("=AND(ISNUMBER({seen}),{seen}<>0)").as_str()).set_format(&red);
        sheet.add_conditional_format(*first_row, *first_column, *last_row, *last_column, &rule)?;
    }
    if let Some((row, column)) = grid.freeze {
        sheet.set_freeze_panes(row, column)?;
    }
    if let Some(colour) = grid.colour {
        sheet.set_tab_color(colour);
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    if let Some((first, last)) = grid.repeat_rows {
        sheet.set_repeat_rows(first, last)?;
    }
    if grid.is_machine {
        sheet.set_very_hidden(true);
    } else {
        sheet.set_screen_gridlines(false);
        // Without a password: it keeps labels and codes from slips, not from anybody.
        sheet.protect_with_options(&ProtectionOptions {
            format_cells: true,
            format_columns: true,
            format_rows: true,
            insert_rows: true,
            insert_columns: true,
            delete_rows: true,
            delete_columns: true,
            ..ProtectionOptions::new()
        });
    }
    Ok(())
}

fn cells(sheet: &mut Worksheet, grid: &Grid, looks: &BTreeMap<Look, Format>) -> Result<(), XlsxError> {
    let plain = Format::new();
    let mut row_begun = None;
    for ((row, column), (holds, look)) in &grid.cells {
        if row_begun != Some(*row) {
            row_begun = Some(*row);
            if let Some(height) = grid.heights.get(row) {
                sheet.set_row_height(*row, *height)?;
            }
            if grid.hidden_rows.contains(row) {
                sheet.set_row_hidden(*row)?;
            }
        }
        let format = looks.get(look).unwrap_or(&plain);
        if let Some(last) = grid.merges.get(&(*row, *column)) {
            sheet.merge_range(*row, *column, *row, *last, "", format)?;
        }
        match holds {
            Holds::Nothing => sheet.write_blank(*row, *column, format)?,
            Holds::Text(text) => {
                let guarded = text.trim_start().starts_with(['=', '+', '-', '@']);
                let format = if guarded { format.clone().set_quote_prefix() } else { format.clone() };
                sheet.write_string_with_format(*row, *column, text, &format)?
            }
            #[expect(clippy::cast_precision_loss, reason = "a spreadsheet stores doubles; counts of people lie far below their limit")]
            Holds::Number(number) => sheet.write_number_with_format(*row, *column, *number as f64, format)?,
            Holds::Formula(formula) => {
                sheet.write_formula_with_format(*row, *column, Formula::new(format!("={formula}")).set_result(""), format)?
            }
        };
    }
    Ok(())
}

fn validation(order: &Order<'_>, (row, column, ..): super::grid::Range, takes: &Takes) -> Result<DataValidation, XlsxError> {
    let cut = |text: String| text.chars().take(MOST_OF_A_MESSAGE).collect::<String>();
    let rule = match takes {
        Takes::OneOf { list, strict } => {
            let rule = DataValidation::new().allow_list_formula(Formula::new(format!("={list}")));
            if *strict {
                rule.set_error_title(order.say("form-refused"))?.set_error_message(cut(order.say("form-refused-choice")))?
            } else {
                rule.set_error_style(DataValidationErrorStyle::Information).show_error_message(false)
            }
        }
        Takes::Figures => {
            let cell = address(row, column);
            let signs = MISSING.iter().map(|(sign, _)| format!("{cell}=\"{sign}\"")).collect::<Vec<_>>().join(",");
            let formula = format!("=OR(IF(ISNUMBER({cell}),AND({cell}>=0,{cell}=INT({cell})),FALSE),{signs})");
            let rule = DataValidation::new().allow_custom(Formula::new(formula));
            rule.set_error_title(order.say("form-refused"))?.set_error_message(cut(order.say("form-refused-figure")))?
        }
    };
    Ok(rule)
}

fn looks(order: &Order<'_>) -> BTreeMap<Look, Format> {
    let start = if order.language.is_right_to_left() { FormatAlign::Right } else { FormatAlign::Left };
    // Signs and figures inside Arabic sentences keep their places only where the whole cell reads from the right.
    let direction = if order.language.is_right_to_left() { 2 } else { 1 };
    let base = || Format::new().set_align(FormatAlign::VerticalCenter).set_reading_direction(direction);
    let head = || {
        base()
            .set_text_wrap()
            .set_align(FormatAlign::Center)
            .set_background_color("DCE6F1")
            .set_border(FormatBorder::Thin)
            .set_border_color("B8C4D2")
    };
    let label = || base().set_align(start).set_border_bottom(FormatBorder::Hair).set_border_color("B8C4D2");
    let figure = || {
        base()
            .set_unlocked()
            .set_num_format("#,##0")
            .set_align(FormatAlign::Right)
            .set_background_color("FFFBE6")
            .set_border(FormatBorder::Thin)
            .set_border_color("D9D2A8")
    };
    let words =
        || base().set_unlocked().set_align(start).set_background_color("FFFBE6").set_border(FormatBorder::Thin).set_border_color("D9D2A8");
    let grey = || {
        base()
            .set_num_format("#,##0")
            .set_font_color("6A7480")
            .set_background_color("EEF0F2")
            .set_border(FormatBorder::Hair)
            .set_border_color("C9CFD6")
    };
    [
        (Look::Title, base().set_bold().set_font_size(15).set_font_color("12406B").set_align(start)),
        (Look::Plain, base().set_align(start)),
        (Look::Wrapped, Format::new().set_reading_direction(direction).set_text_wrap().set_align(FormatAlign::Top).set_align(start)),
        (Look::Faint, base().set_align(start).set_font_color("55606C").set_italic()),
        (Look::Head, head()),
        (Look::HeadStrong, head().set_bold()),
        (Look::HeadBand, head().set_align(start).set_bold()),
        (Look::HeadGrey, head().set_background_color("E3E6E9").set_font_color("55606C")),
        (Look::Label, label()),
        (Look::LabelStrong, label().set_bold()),
        (Look::LabelInside, label().set_indent(2)),
        (Look::Figure, figure()),
        (Look::FigureStrong, figure().set_bold()),
        (Look::Words, words().set_text_wrap()),
        (Look::Choice, words()),
        (Look::Grey, grey().set_align(FormatAlign::Right)),
        (Look::GreyWords, grey().set_text_wrap().set_align(start)),
        (
            Look::Check,
            base()
                .set_num_format("#,##0;#,##0;\"✓\"")
                .set_align(FormatAlign::Center)
                .set_font_color("2E6B3A")
                .set_background_color("F3F6F4"),
        ),
        (Look::Id, Format::new().set_font_color("9AA3AD")),
    ]
    .into()
}
