//! One workbook: contents with links, a sheet for each table with its native chart, and the figures that the charts draw.
//!
//! In: a [`Publication`]. Out: the bytes of an .xlsx file, the same for the same input. Numbers are numbers, all else is text, never
//! a formula; a total is a formula only where the model says which cells it is the sum of, and its result is written with it.

use rust_xlsxwriter::{
    Chart as NativeChart, ChartFormat, ChartLegendPosition, ChartLine, ChartSolidFill, ChartType, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, FormatUnderline, Formula, Url, Workbook, Worksheet, XlsxError, utility::row_col_to_cell,
};
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

fn plain(language: Language, id: &str) -> String {
    phrase(id, &[], language).unwrap_or_else(|| id.to_owned())
}

/// How cells look.
struct Styles {
    language: Language,
}

impl Styles {
    fn base(&self) -> Format {
        let format = Format::new();
        if self.language.is_right_to_left() { format.set_reading_direction(2) } else { format }
    }

    fn title(&self) -> Format {
        self.base().set_bold().set_font_size(14)
    }

    fn soft(&self) -> Format {
        self.base().set_font_color("55606B")
    }

    fn wrapped(&self) -> Format {
        self.soft().set_text_wrap().set_align(FormatAlign::Top).set_font_size(9)
    }

    fn link(&self) -> Format {
        self.base().set_font_color("15507C").set_underline(FormatUnderline::Single)
    }

    fn head(&self) -> Format {
        let head = self.base().set_bold().set_text_wrap().set_background_color("E4ECF4").set_border_bottom(FormatBorder::Thin);
        head.set_align(FormatAlign::VerticalCenter)
    }

    fn of_row(&self, row: &Row) -> Format {
        let format = self.base();
        match row.kind {
            RowKind::Plain => format,
            RowKind::Total => format.set_bold().set_border_top(FormatBorder::Thin),
            RowKind::Coverage => format.set_font_color("55606B").set_font_size(9),
            RowKind::Identifiers => format.set_font_color("55606B").set_font_size(7),
        }
    }

    /// Digits in groups of three, parted as the language does.
    fn whole(&self) -> &'static str {
        if self.language == Language::EN { "#,##0" } else { "[>=1000000]#\"\u{202f}\"###\"\u{202f}\"##0;[>=1000]#\"\u{202f}\"##0;0" }
    }
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

/// Paper: A4 across, as wide as the table, a title above and page numbers below.
fn page(sheet: &mut Worksheet, publication: &Publication, title: &str, language: Language) -> Result<(), XlsxError> {
    // An ampersand begins a command there.
    let told = |text: &str| cut(&sentence(text), 100).replace('&', "&&");
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
    sheet.set_header(format!("&L&8{}&R&8{}", told(&publication.name), told(title)));
    sheet.set_footer(format!("&L&8{}&R&8{} &P / &N", told(&publication.made_by), told(&plain(language, "outputs-page"))));
    Ok(())
}

/// How high a row must be for a text in so many characters of room.
fn height(text: &str, room: f64, line: f64) -> f64 {
    let lines = text.lines().map(|line| (characters(line) / room).floor() + 1.0).sum::<f64>();
    // A spreadsheet allows 409 points.
    (lines.max(1.0) * line).min(405.0)
}

fn characters(text: &str) -> f64 {
    f64::from(u32::try_from(text.chars().count()).unwrap_or(u32::MAX))
}

#[expect(clippy::cast_precision_loss, reason = "a spreadsheet stores doubles; counts of people lie far below their limit")]
const fn double(value: i64) -> f64 {
    value as f64
}

/// One table and where its parts stand on its sheet.
struct TableSheet<'a> {
    table: &'a Table,
    styles: &'a Styles,
    /// The column of each column of figures.
    figures: Vec<u16>,
    /// Widths of all columns.
    widths: Vec<f64>,
    groups: Vec<(String, usize)>,
}

impl<'a> TableSheet<'a> {
    fn of(table: &'a Table, styles: &'a Styles) -> Self {
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
            sheet.figures.push(u16::try_from(sheet.widths.len()).unwrap_or(u16::MAX));
            sheet.widths.push(cells().map(room).fold(word.max(WIDTHS.0), f64::max).min(WIDTHS.1));
            if column.has_marks {
                let beside = cells().map(|(_, cell)| characters(&cell.beside())).fold(0.0, f64::max);
                sheet.widths.push((beside * 0.85 + 1.0).max(2.0));
            }
        }
        sheet
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

    fn write(&self, sheet: &mut Worksheet, publication: &Publication, number: u32, charts: &mut ChartData) -> Result<(), XlsxError> {
        let (table, language) = (self.table, self.styles.language);
        sheet.set_name(number.to_string())?.set_right_to_left(language.is_right_to_left());
        page(sheet, publication, &table.title, language)?;
        for (column, width) in (0_u16..).zip(&self.widths) {
            sheet.set_column_width(column, *width)?;
        }
        let contents = cut(&plain(language, "outputs-contents"), 31).replace('\'', "''");
        let back = Url::new(format!("internal:'{contents}'!A1"));
        sheet.write_url_with_options(0, 0, back, plain(language, "outputs-contents"), "", Some(&self.styles.link()))?;
        let title = format!("{} {number}. {}", plain(language, "outputs-table-word"), table.title);
        text(sheet, 1, 0, &sentence(&title), &self.styles.title())?;
        text(sheet, 2, 0, &sentence(&table.subtitle), &self.styles.soft())?;
        self.heads(sheet)?;
        for (position, row) in table.rows.iter().enumerate() {
            self.row(sheet, self.row_of(position), row)?;
        }
        sheet.set_freeze_panes(self.first_row(), u16::try_from(table.heads.len()).unwrap_or(1))?;
        sheet.set_repeat_rows(ABOVE, self.first_row() - 1)?;
        let below = self.below(sheet, publication)?;
        if let Some(chart) = &table.chart {
            let native = charts.chart(table, chart, language);
            sheet.insert_chart(below + 1, 0, &native)?;
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
                let first = self.figures.get(position).copied().unwrap_or_default();
                position += span;
                let end = self.figures.get(position).map_or(self.last_column(), |next| next - 1);
                self.spanned(sheet, ABOVE, (first, end), group, &head.clone().set_align(FormatAlign::Center))?;
            }
        }
        for (column, label) in labels() {
            text(sheet, last, column, &sentence(label), &head)?;
        }
        for (position, column) in self.table.columns.iter().enumerate() {
            let first = self.figures[position];
            let end = first + u16::from(column.has_marks);
            self.spanned(sheet, last, (first, end), &column.head, &head.clone().set_align(FormatAlign::Right))?;
        }
        let lines = self.table.columns.iter().zip(&self.figures).map(|(column, at)| {
            let room = self.widths.get(usize::from(*at)).copied().unwrap_or(10.0);
            height(&column.head, room, 15.0)
        });
        sheet.set_row_height(last, lines.fold(18.0, f64::max).min(75.0))?;
        Ok(())
    }

    /// A head over one or several columns.
    fn spanned(&self, sheet: &mut Worksheet, row: u32, (first, end): (u16, u16), head: &str, format: &Format) -> Result<(), XlsxError> {
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
        let notes: String = row.notes.iter().map(|note| format!(" ({note})")).collect();
        for (position, label) in row.labels.iter().enumerate() {
            let column = u16::try_from(position).unwrap_or(u16::MAX);
            let label = if position == 0 { format!("{label}{notes}") } else { label.clone() };
            let wrapped = format.clone().set_text_wrap().set_align(FormatAlign::Bottom).set_indent(row.level);
            text(sheet, at, column, &sentence(&label), &wrapped)?;
        }
        let lines = row.labels.iter().zip(&self.widths).map(|(label, width)| height(label, width - 2.0, 15.0));
        sheet.set_row_height(at, lines.fold(15.0, f64::max))?;
        for (position, cell) in row.cells.iter().enumerate() {
            let Some(column) = self.figures.get(position).copied() else { continue };
            self.cell(sheet, (at, column), cell, &format)?;
            if self.table.columns.get(position).is_some_and(|column| column.has_marks) {
                let marks = format.clone().set_font_size(8).set_font_color("55606B").set_align(FormatAlign::Left);
                text(sheet, at, column + 1, &sentence(&cell.beside()), &marks)?;
            }
        }
        Ok(())
    }

    fn cell(&self, sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, format: &Format) -> Result<(), XlsxError> {
        let number = |pattern: &str| format.clone().set_num_format(pattern).set_align(FormatAlign::Right);
        match &cell.shown {
            Shown::Nothing => {}
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
        let coverage = table.coverage.iter().map(|one| format!("{}: {}", one.head, one.sentences.join(" ")));
        say(coverage.collect(), Some("outputs-in-and-out"))?;
        let number = |number: Option<u16>| number.map(|number| format!("({number}) ")).unwrap_or_default();
        say(table.notes.iter().map(|note| format!("{}{}", number(note.number), note.text)).collect(), Some("outputs-notes"))?;
        say(table.sources.clone(), Some("outputs-sources"))?;
        Ok(row)
    }

    /// A sentence as wide as the table.
    fn line(&self, sheet: &mut Worksheet, row: u32, line: &str) -> Result<(), XlsxError> {
        let format = self.styles.wrapped();
        let (mut last, mut room) = (self.last_column(), self.widths.iter().sum::<f64>());
        // A narrow table leaves too little room for a sentence.
        while room < 90.0 {
            last += 1;
            room += 8.43;
        }
        if last > 0 {
            sheet.merge_range(row, 0, row, last, "", &format)?;
        }
        text(sheet, row, 0, &sentence(line), &format)?;
        sheet.set_row_height(row, height(line, room * 1.05, 12.5))?;
        Ok(())
    }
}

/// The figures that charts draw, side by side as a chart needs them, on a sheet of their own.
#[derive(Default)]
struct ChartData {
    blocks: Vec<Block>,
    rows: u32,
}

/// The figures of one chart.
struct Block {
    title: String,
    first: u32,
    heads: Vec<String>,
    rows: Vec<(String, Vec<Option<i64>>)>,
}

impl ChartData {
    /// Takes the figures of a chart, and draws it from where they will stand.
    fn chart(&mut self, table: &Table, chart: &Chart, language: Language) -> NativeChart {
        let heads: Vec<String> = chart.columns.iter().filter_map(|column| Some(sentence(&table.columns.get(*column)?.head))).collect();
        let row = |at: &usize| {
            let row = table.rows.get(*at)?;
            let values = chart.columns.iter().map(|column| row.cells.get(*column).and_then(Cell::value)).collect();
            Some((row.labels.first().map(|label| sentence(label)).unwrap_or_default(), values))
        };
        let block = Block { title: sentence(&chart.title), first: self.rows, heads, rows: chart.rows.iter().filter_map(row).collect() };
        let name = cut(&plain(language, "outputs-chart-data"), 31);
        let native = native(&block, chart.kind, &name);
        self.rows += u32::try_from(block.rows.len()).unwrap_or(0) + 3;
        self.blocks.push(block);
        native
    }

    fn write(&self, sheet: &mut Worksheet, styles: &Styles) -> Result<(), XlsxError> {
        sheet.set_name(cut(&plain(styles.language, "outputs-chart-data"), 31))?.set_right_to_left(styles.language.is_right_to_left());
        sheet.set_column_width(0, 44)?;
        for block in &self.blocks {
            text(sheet, block.first, 0, &block.title, &styles.base().set_bold())?;
            for (column, head) in (1_u16..).zip(&block.heads) {
                text(sheet, block.first + 1, column, head, &styles.head().set_align(FormatAlign::Right))?;
            }
            for (row, (label, values)) in (block.first + 2..).zip(&block.rows) {
                text(sheet, row, 0, label, &styles.base())?;
                for (column, value) in (1_u16..).zip(values) {
                    if let Some(value) = value {
                        sheet.write_number_with_format(row, column, double(*value), &Format::new().set_num_format(styles.whole()))?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// The chart of a block on the sheet of figures.
fn native(block: &Block, kind: ChartKind, sheet: &str) -> NativeChart {
    let mut chart = NativeChart::new(match kind {
        ChartKind::Line => ChartType::Line,
        ChartKind::Column => ChartType::Column,
        ChartKind::Bar => ChartType::Bar,
    });
    chart.title().set_name(cut(&block.title, 250).as_str());
    let count = |count: usize| u32::try_from(count).unwrap_or(0);
    let (heads, first) = (block.first + 1, block.first + 2);
    let last = u16::try_from(block.heads.len()).unwrap_or(1);
    let fill = |position: usize| colour(position).trim_start_matches('#').to_uppercase();
    if kind == ChartKind::Bar {
        let end = first + count(block.rows.len()) - 1;
        let series = chart.add_series().set_categories((sheet, first, 0, end, 0)).set_values((sheet, first, 1, end, 1));
        series.set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(fill(0).as_str())));
        // The largest stands at the top.
        chart.x_axis().set_reverse();
        chart.legend().set_hidden();
    } else {
        for position in 0..block.rows.len() {
            let row = first + count(position);
            let series = chart
                .add_series()
                .set_name((sheet, row, 0))
                .set_categories((sheet, heads, 1, heads, last))
                .set_values((sheet, row, 1, row, last));
            let mut format = ChartFormat::new();
            if kind == ChartKind::Line {
                format.set_line(ChartLine::new().set_color(fill(position).as_str()).set_width(2.25));
            } else {
                format.set_solid_fill(ChartSolidFill::new().set_color(fill(position).as_str()));
            }
            series.set_format(&mut format);
        }
        if block.rows.len() > 1 {
            chart.legend().set_position(ChartLegendPosition::Bottom)
        } else {
            chart.legend().set_hidden()
        };
    }
    chart.set_width(820).set_height(if kind == ChartKind::Bar { 120 + 26 * count(block.rows.len()) } else { 340 });
    chart
}
