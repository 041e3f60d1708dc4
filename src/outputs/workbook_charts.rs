//! The native charts of a workbook, and the figures that they draw.
//!
//! In: tables with charts. Out: for each a chart, and one sheet with the figures of all, each with its chart on a page of its own.

use rust_xlsxwriter::{
    Chart as NativeChart, ChartFormat, ChartLegendPosition, ChartLine, ChartSolidFill, ChartType, Format, FormatAlign, Worksheet, XlsxError,
};

use super::chart::colour;
use super::model::{Cell, Chart, ChartKind, Publication, Table};
use super::workbook_styles::{Styles, double, page, plain};
use crate::report::{cut, sentence, text};

/// The figures that charts draw, side by side as a chart needs them, on a sheet of their own with the chart below them.
#[derive(Default)]
pub(super) struct ChartData {
    blocks: Vec<Block>,
    rows: u32,
}

/// The figures of one chart.
struct Block {
    title: String,
    first: u32,
    heads: Vec<String>,
    rows: Vec<(String, Vec<Option<i64>>)>,
    chart: Option<NativeChart>,
}

/// Height of a chart and of an ordinary row, in pixels.
const CHART_HEIGHT: u32 = 340;
const ROW_HEIGHT: u32 = 20;

impl ChartData {
    /// Whether no table has a chart.
    pub(super) const fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Takes the figures of a chart, and draws it from where they will stand.
    pub(super) fn chart(&mut self, table: &Table, chart: &Chart, styles: &Styles) -> NativeChart {
        let heads: Vec<String> = chart.columns.iter().filter_map(|column| Some(sentence(&table.columns.get(*column)?.head))).collect();
        let row = |at: &usize| {
            let row = table.rows.get(*at)?;
            let values = chart.columns.iter().map(|column| row.cells.get(*column).and_then(Cell::value)).collect();
            Some((row.labels.first().map(|label| sentence(label)).unwrap_or_default(), values))
        };
        let rows = chart.rows.iter().filter_map(row).collect();
        let mut block = Block { title: sentence(&chart.title), first: self.rows, heads, rows, chart: None };
        let native = native(&block, chart.kind, styles);
        block.chart = Some(native.clone());
        self.rows += u32::try_from(block.rows.len()).unwrap_or(0) + 5 + (CHART_HEIGHT + 60) / ROW_HEIGHT;
        self.blocks.push(block);
        native
    }

    pub(super) fn write(&self, sheet: &mut Worksheet, publication: &Publication, styles: &Styles) -> Result<(), XlsxError> {
        let name = plain(styles.language, "outputs-charts");
        sheet.set_name(cut(&name, 31))?.set_right_to_left(styles.language.is_right_to_left());
        page(sheet, publication, &name, styles.language);
        // A page for each chart: breaks count only where nothing is fitted to the paper.
        let most = self.blocks.iter().map(|block| block.heads.len()).max().unwrap_or(1);
        sheet.set_print_scale(85).set_column_width(0, 44)?;
        sheet.set_column_range_width(1, u16::try_from(most).unwrap_or(1).max(1), 14)?;
        let breaks: Vec<u32> = self.blocks.iter().map(|block| block.first).filter(|first| *first > 0).collect();
        sheet.set_page_breaks(&breaks)?;
        for block in &self.blocks {
            text(sheet, block.first, 0, &block.title, &styles.base().set_bold())?;
            for (column, head) in (1_u16..).zip(&block.heads) {
                text(sheet, block.first + 1, column, head, &styles.head().set_align(FormatAlign::Right))?;
            }
            let mut after = block.first + 2;
            for (label, values) in &block.rows {
                text(sheet, after, 0, label, &styles.base())?;
                for (column, value) in (1_u16..).zip(values) {
                    if let Some(value) = value {
                        sheet.write_number_with_format(after, column, double(*value), &Format::new().set_num_format(styles.whole()))?;
                    }
                }
                after += 1;
            }
            if let Some(chart) = &block.chart {
                sheet.insert_chart(after + 1, 0, chart)?;
            }
        }
        Ok(())
    }
}

/// The chart of a block on the sheet of figures.
fn native(block: &Block, kind: ChartKind, styles: &Styles) -> NativeChart {
    let name = cut(&plain(styles.language, "outputs-charts"), 31);
    let sheet = name.as_str();
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
        // The largest stands at the top: of bars, the axis of categories is the upright one.
        chart.y_axis().set_reverse();
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
    chart.y_axis().set_num_format(styles.whole());
    chart.set_width(820).set_height(CHART_HEIGHT);
    chart
}
