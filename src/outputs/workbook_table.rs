//! The sheet of one table: heads, rows, and below them the signs, who is in and out, notes and sources.
//!
//! In: a [`Table`]. Out: a sheet set up for paper. A total is a formula only where the model says which cells it is the sum of.

use rust_xlsxwriter::{Format, FormatAlign, Formula, Url, Worksheet, XlsxError, utility::row_col_to_cell};

use super::html::{groups, shown, used};
use super::model::{Cell, Publication, Row, RowKind, Shown, Table};
use super::workbook_charts::ChartData;
use super::workbook_styles::{Styles, characters, double, height, page, plain};
use crate::report::{cut, sentence, text};

/// Rows above the heads of a table: the way back, the title, the subtitle, and an empty one.
const ABOVE: u32 = 4;
/// The narrowest and the widest column of figures, in characters.
const WIDTHS: (f64, f64) = (9.0, 24.0);
/// A table of more characters is printed on A3.
const WIDE: f64 = 190.0;
/// The widest column of labels.
const WIDEST_LABEL: f64 = 44.0;

/// One table and where its parts stand on its sheet.
pub(super) struct TableSheet<'a> {
    table: &'a Table,
    styles: &'a Styles,
    /// The column of each column of figures.
    figures: Vec<u16>,
    /// Widths of all columns.
    widths: Vec<f64>,
    groups: Vec<(String, usize)>,
}

impl<'a> TableSheet<'a> {
    pub(super) fn of(table: &'a Table, styles: &'a Styles) -> Self {
        let mut sheet = Self { table, styles, figures: Vec::new(), widths: Vec::new(), groups: groups(table) };
        for position in 0..table.heads.len() {
            let labels = table.rows.iter().filter_map(|row| row.labels.get(position)).chain(table.heads.get(position));
            sheet.widths.push(labels.map(|label| characters(label) + 5.0).fold(12.0, f64::max).min(WIDEST_LABEL));
        }
        for (position, column) in table.columns.iter().enumerate() {
            let cells = || table.rows.iter().filter_map(move |row| Some((row, row.cells.get(position)?)));
            // Ids are printed small.
            let room = |(row, cell): (&Row, &Cell)| {
                characters(&shown(cell, styles.language)) * if row.kind == RowKind::Identifiers { 0.72 } else { 1.0 } + 2.0
            };
            let word = column.head.split_whitespace().map(characters).fold(0.0, f64::max) + 2.0;
            let figure = cells().map(room).fold(word.max(WIDTHS.0), f64::max).min(WIDTHS.1);
            let beside = column.has_marks.then(|| cells().map(|(_, cell)| characters(&cell.beside())).fold(0.0, f64::max));
            let marks = beside.map(|beside| (beside * 0.85 + 1.0).max(2.0));
            // Marks stand to the right of the last digit in every language.
            let (before, after) = if styles.language.is_right_to_left() { (marks, None) } else { (None, marks) };
            sheet.widths.extend(before);
            sheet.figures.push(u16::try_from(sheet.widths.len()).unwrap_or(u16::MAX));
            sheet.widths.push(figure);
            sheet.widths.extend(after);
        }
        sheet
    }

    /// The first and the last column of a column of figures with its marks.
    fn span(&self, position: usize) -> (u16, u16) {
        let figure = self.figures.get(position).copied().unwrap_or_default();
        let marks = u16::from(self.table.columns.get(position).is_some_and(|column| column.has_marks));
        if self.styles.language.is_right_to_left() { (figure - marks, figure) } else { (figure, figure + marks) }
    }

    fn first_row(&self) -> u32 {
        ABOVE + 1 + u32::from(!self.groups.is_empty())
    }

    fn row_of(&self, position: usize) -> u32 {
        self.first_row() + u32::try_from(position).unwrap_or(u32::MAX)
    }

    fn last_column(&self) -> u16 {
        u16::try_from(self.widths.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }

    /// The last column that sentences and the paper reach, and how many characters that is; a narrow table leaves too little room.
    fn last_printed(&self) -> (u16, f64) {
        let (mut last, mut room) = (self.last_column(), self.widths.iter().sum::<f64>());
        while room < 90.0 {
            last += 1;
            room += 8.43;
        }
        (last, room)
    }

    pub(super) fn write(
        &self,
        sheet: &mut Worksheet,
        publication: &Publication,
        number: u32,
        charts: &mut ChartData,
    ) -> Result<(), XlsxError> {
        let (table, language) = (self.table, self.styles.language);
        sheet.set_name(number.to_string())?.set_right_to_left(language.is_right_to_left());
        page(sheet, publication, &table.title, language);
        if self.widths.iter().sum::<f64>() > WIDE {
            sheet.set_paper_size(8);
        }
        for (column, width) in (0_u16..).zip(&self.widths) {
            sheet.set_column_width(column, *width)?;
        }
        let contents = cut(&plain(language, "outputs-contents"), 31).replace('\'', "''");
        let back = Url::new(format!("internal:'{contents}'!A1"));
        sheet.write_url_with_options(0, 0, back, plain(language, "outputs-contents"), "", Some(&self.styles.link()))?;
        let title = format!("{} {number}. {}", plain(language, "outputs-table-word"), table.title);
        text(sheet, 1, 0, &sentence(&title), &self.styles.title())?;
        sheet.set_row_height(1, 22)?;
        text(sheet, 2, 0, &sentence(&table.subtitle), &self.styles.soft())?;
        self.heads(sheet)?;
        for (position, row) in table.rows.iter().enumerate() {
            self.row(sheet, self.row_of(position), row)?;
        }
        sheet.set_freeze_panes(self.first_row(), u16::try_from(table.heads.len()).unwrap_or(1))?;
        sheet.set_repeat_rows(ABOVE, self.first_row() - 1)?;
        let (below, last) = (self.below(sheet, publication)?, self.last_printed().0);
        // A picture that a page parts is no use: beside the table it is for the screen, on paper it stands with its figures.
        sheet.set_print_area(0, 0, below, last)?;
        if let Some(chart) = &table.chart {
            let native = charts.chart(table, chart, self.styles);
            sheet.insert_chart(ABOVE, last + 2, &native)?;
        }
        Ok(())
    }

    fn heads(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let head = self.styles.head();
        let last = self.first_row() - 1;
        let labels = || (0_u16..).zip(&self.table.heads);
        if last > ABOVE {
            for (column, _) in labels() {
                sheet.write_blank(ABOVE, column, &head)?;
            }
            let mut position = 0;
            for (group, span) in &self.groups {
                let first = self.span(position).0;
                position += span;
                let end = self.span(position - 1).1;
                Self::spanned(sheet, ABOVE, (first, end), group, &head.clone().set_align(FormatAlign::Center))?;
            }
        }
        for (column, label) in labels() {
            text(sheet, last, column, &sentence(label), &head)?;
        }
        for (position, column) in self.table.columns.iter().enumerate() {
            Self::spanned(sheet, last, self.span(position), &column.head, &head.clone().set_align(FormatAlign::Right))?;
        }
        let lines = self.table.columns.iter().zip(&self.figures).map(|(column, at)| {
            let room = self.widths.get(usize::from(*at)).copied().unwrap_or(10.0);
            height(&column.head, room, 15.0)
        });
        sheet.set_row_height(last, lines.fold(18.0, f64::max).min(120.0))?;
        Ok(())
    }

    /// A head over one or several columns.
    fn spanned(sheet: &mut Worksheet, row: u32, (first, end): (u16, u16), head: &str, format: &Format) -> Result<(), XlsxError> {
        if end > first {
            sheet.merge_range(row, first, row, end, &cut(&sentence(head), 255), format)?;
        } else if head.is_empty() {
            sheet.write_blank(row, first, format)?;
        } else {
            text(sheet, row, first, &sentence(head), format)?;
        }
        Ok(())
    }

    fn row(&self, sheet: &mut Worksheet, at: u32, row: &Row) -> Result<(), XlsxError> {
        let format = self.styles.of_row(row);
        let notes: String = row.notes.iter().flat_map(|note| [" (".to_owned(), note.to_string(), ")".to_owned()]).collect();
        for (position, label) in row.labels.iter().enumerate() {
            let column = u16::try_from(position).unwrap_or(u16::MAX);
            let label = if position == 0 { format!("{label}{notes}") } else { label.clone() };
            let wrapped = format.clone().set_text_wrap().set_align(FormatAlign::Bottom).set_indent(row.level);
            text(sheet, at, column, &sentence(&label), &wrapped)?;
        }
        let lines = row.labels.iter().zip(&self.widths).map(|(label, width)| height(label, width - 4.0, 16.0));
        sheet.set_row_height(at, lines.fold(15.0, f64::max))?;
        for (position, cell) in row.cells.iter().enumerate() {
            let Some(column) = self.figures.get(position).copied() else { continue };
            self.cell(sheet, (at, column), cell, &format)?;
            let (first, last) = self.span(position);
            if first < last {
                let marks = format.clone().set_font_size(8).set_font_color("55606B").set_align(FormatAlign::Left);
                let (beside, beside_at) = (cell.beside(), if first == column { last } else { first });
                if beside.is_empty() {
                    sheet.write_blank(at, beside_at, &marks)?;
                } else {
                    text(sheet, at, beside_at, &sentence(&beside), &marks)?;
                }
            }
        }
        Ok(())
    }

    fn cell(&self, sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, format: &Format) -> Result<(), XlsxError> {
        let number = |pattern: &str| format.clone().set_num_format(pattern).set_align(FormatAlign::Right);
        match &cell.shown {
            Shown::Nothing => {
                sheet.write_blank(row, column, format)?;
            }
            Shown::Whole(value) if cell.sum_of.is_empty() => {
                sheet.write_number_with_format(row, column, double(*value), &number(self.styles.whole()))?;
            }
            Shown::Whole(value) => {
                let formula = Formula::new(self.sum(column, &cell.sum_of)).set_result(value.to_string());
                sheet.write_formula_with_format(row, column, formula, &number(self.styles.whole()))?;
            }
            Shown::Decimal(value, places) => {
                let pattern = format!("0.{}", "0".repeat(usize::from(*places)));
                let pattern = if *places == 0 { "0" } else { pattern.as_str() };
                sheet.write_number_with_format(row, column, *value, &number(pattern))?;
            }
            Shown::Symbol(shown) | Shown::Text(shown) => {
                text(sheet, row, column, &sentence(shown), &format.clone().set_align(FormatAlign::Right))?;
            }
        }
        Ok(())
    }

    /// The formula that adds up rows of a column; rows without a number do not part a range.
    fn sum(&self, column: u16, rows: &[usize]) -> String {
        let position = self.figures.iter().position(|own| *own == column).unwrap_or_default();
        let is_number =
            |row: usize| self.table.rows.get(row).and_then(|row| row.cells.get(position)).is_some_and(|cell| cell.value().is_some());
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        for row in rows {
            match ranges.last_mut().filter(|(_, end)| (*end + 1..*row).all(|between| !is_number(between))) {
                Some((_, end)) => *end = *row,
                None => ranges.push((*row, *row)),
            }
        }
        let at = |row: usize| row_col_to_cell(self.row_of(row), column);
        let range = |(first, end): &(usize, usize)| if first == end { at(*first) } else { format!("{}:{}", at(*first), at(*end)) };
        format!("=SUM({})", ranges.iter().map(range).collect::<Vec<_>>().join(","))
    }

    /// What stands below the table; the row behind the last of it.
    fn below(&self, sheet: &mut Worksheet, publication: &Publication) -> Result<u32, XlsxError> {
        let (table, language) = (self.table, self.styles.language);
        let mut row = self.row_of(table.rows.len()) + 1;
        let signs = used(publication, table).iter().map(|line| format!("{} {}", line.sign, line.meaning)).collect::<Vec<_>>().join("   ");
        let mut say = |texts: Vec<String>, head: Option<&str>| -> Result<(), XlsxError> {
            let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
            if let Some(head) = head.filter(|_| !texts.is_empty()) {
                text(sheet, row, 0, &sentence(&plain(language, head)), &self.styles.base().set_bold().set_font_size(9))?;
                row += 1;
            }
            for line in texts {
                self.line(sheet, row, &line)?;
                row += 1;
            }
            Ok(())
        };
        say(vec![signs], None)?;
        let coverage = table.coverage.iter().map(|one| self.styles.named(&one.head, &one.sentences.join(" ")));
        say(coverage.collect(), Some("outputs-in-and-out"))?;
        let number = |number: Option<u16>| number.map(|number| format!("({number}) ")).unwrap_or_default();
        say(table.notes.iter().map(|note| format!("{}{}", number(note.number), note.text)).collect(), Some("outputs-notes"))?;
        say(table.sources.clone(), Some("outputs-sources"))?;
        Ok(row)
    }

    /// A sentence as wide as the table.
    fn line(&self, sheet: &mut Worksheet, row: u32, line: &str) -> Result<(), XlsxError> {
        let format = self.styles.wrapped();
        let (last, room) = self.last_printed();
        if last > 0 {
            sheet.merge_range(row, 0, row, last, "", &format)?;
        }
        text(sheet, row, 0, &sentence(line), &format)?;
        sheet.set_row_height(row, height(line, room * 1.02, 13.0))?;
        Ok(())
    }
}
