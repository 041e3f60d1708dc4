//! Charts as SVG that stands inside a page.
//!
//! In: a table with its chart. Out: the text of an `svg` element with a title, in system fonts, without anything outside itself. No
//! figure is smoothed or joined across a gap; the figures themselves stand in the table.

use minijinja::HtmlEscape;
use plotters::coord::Shift;
use plotters::prelude::*;

use super::error::OutputError;
use super::model::{Chart, ChartKind, Table};
use crate::report::sentence;
use crate::spec::Language;
use crate::texts::grouped;

const WIDTH: u32 = 720;
const HEIGHT: u32 = 300;
/// The height of one lying bar.
const BAR: u32 = 22;
const INK: RGBColor = RGBColor(31, 41, 51);
const FAINT: RGBColor = RGBColor(217, 222, 228);
/// Colours of lines that stay apart for those who see no red or green.
pub(super) const COLOURS: [RGBColor; 6] = [
    RGBColor(29, 92, 138),
    RGBColor(179, 89, 0),
    RGBColor(74, 122, 60),
    RGBColor(122, 78, 140),
    RGBColor(90, 100, 110),
    RGBColor(176, 32, 24),
];
const FONT: &str = "system-ui, sans-serif";

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// The chart of a table.
pub(super) fn svg(table: &Table, chart: &Chart, language: Language) -> Result<String, OutputError> {
    let bars = u32::try_from(chart.rows.len()).unwrap_or(u32::MAX);
    let height = if chart.kind == ChartKind::Bar { bars.saturating_mul(BAR).saturating_add(44) } else { HEIGHT };
    let mut text = String::new();
    let failed = |reason: String| OutputError::Chart { title: chart.title.clone(), reason };
    {
        let area = SVGBackend::with_string(&mut text, (WIDTH, height)).into_drawing_area();
        match chart.kind {
            ChartKind::Bar => bars_lying(&area, table, chart, language),
            ChartKind::Line | ChartKind::Column => over_columns(&area, table, chart, language),
        }
        .map_err(failed)?;
        area.present().map_err(|error| failed(error.to_string()))?;
    }
    Ok(titled(&text, &chart.title))
}

/// The colours of the rows of a chart, as a page writes them.
pub(super) fn colour(position: usize) -> String {
    let RGBColor(red, green, blue) = COLOURS[position % COLOURS.len()];
    format!("#{red:02x}{green:02x}{blue:02x}")
}

fn value(table: &Table, row: usize, column: usize) -> Option<i64> {
    table.rows.get(row)?.cells.get(column)?.value()
}

/// Lines or upright columns over the columns of the table.
fn over_columns(area: &Area<'_>, table: &Table, chart: &Chart, language: Language) -> Result<(), String> {
    let all = || chart.rows.iter().flat_map(|row| chart.columns.iter().filter_map(|column| value(table, *row, *column)));
    let top = all().max().map_or(1.0, height).max(1.0) * 1.08;
    let least = all().min().map_or(0.0, height).min(0.0);
    let label = |value: &f64| tick(language, *value);
    let room = u32::try_from(label(&top.round()).chars().count()).unwrap_or(12) * 7 + 14;
    let count = chart.columns.len();
    let right = height(i64::try_from(count).unwrap_or(1)) - 0.5;
    let mut drawn = ChartBuilder::on(area)
        .margin(8)
        .x_label_area_size(26)
        .y_label_area_size(room)
        .build_cartesian_2d(-0.5..right, least..top)
        .map_err(told)?;
    drawn
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(FAINT)
        .axis_style(INK)
        .label_style(style())
        .x_labels(0)
        .y_labels(5)
        .y_label_formatter(&label)
        .draw()
        .map_err(told)?;
    let series = height(i64::try_from(chart.rows.len()).unwrap_or(1)).max(1.0);
    for (number, row) in chart.rows.iter().enumerate() {
        let colour = COLOURS[number % COLOURS.len()];
        let points = chart.columns.iter().enumerate().map(|(at, column)| (place(at), value(table, *row, *column).map(height)));
        let points: Vec<(f64, Option<f64>)> = points.collect();
        if chart.kind == ChartKind::Column {
            let width = 0.8 / series;
            let left = -0.4 + width * place(number);
            let boxes = points.iter().filter_map(|(at, value)| {
                let from = at + left;
                Some(Rectangle::new([(from, 0.0), (from + width * 0.94, (*value)?)], colour.filled()))
            });
            drawn.draw_series(boxes).map_err(told)?;
        } else {
            for run in runs(table, chart, *row) {
                drawn.draw_series(LineSeries::new(run.clone(), colour.stroke_width(2))).map_err(told)?;
                drawn.draw_series(run.into_iter().map(|at| Circle::new(at, 3, colour.filled()))).map_err(told)?;
            }
        }
    }
    for (at, column) in chart.columns.iter().enumerate() {
        let head = table.columns.get(*column).map(|column| sentence(&column.head)).unwrap_or_default();
        let (x, y) = drawn.backend_coord(&(place(at), least));
        let centred = style().pos(plotters::style::text_anchor::Pos::new(
            plotters::style::text_anchor::HPos::Center,
            plotters::style::text_anchor::VPos::Top,
        ));
        area.draw_text(&head, &centred, (x, y + 6)).map_err(told)?;
    }
    Ok(())
}

/// The stretches of a row that may be joined: no cell without a figure and no year without a column lies inside.
fn runs(table: &Table, chart: &Chart, row: usize) -> Vec<Vec<(f64, f64)>> {
    let mut runs: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut before: Option<Option<i32>> = None;
    for (at, column) in chart.columns.iter().enumerate() {
        let year = table.columns.get(*column).and_then(|column| column.head.parse::<i32>().ok());
        let follows = before.is_some_and(|before| before.zip(year).is_none_or(|(before, year)| year == before + 1));
        let Some(value) = value(table, row, *column).map(height) else {
            before = None;
            continue;
        };
        before = Some(year);
        match runs.last_mut().filter(|_| follows) {
            Some(run) => run.push((place(at), value)),
            None => runs.push(vec![(place(at), value)]),
        }
    }
    runs
}

/// Lying bars, one for each row, the name above nothing and the figure behind the bar.
fn bars_lying(area: &Area<'_>, table: &Table, chart: &Chart, language: Language) -> Result<(), String> {
    let Some(column) = chart.columns.first().copied() else { return Ok(()) };
    let top = chart.rows.iter().filter_map(|row| value(table, *row, column)).max().map_or(1.0, height).max(1.0);
    let (left, right) = (230.0, 90.0);
    let room = f64::from(WIDTH) - left - right;
    for (at, row) in chart.rows.iter().enumerate() {
        let Some(value) = value(table, *row, column) else { continue };
        let label = table.rows.get(*row).and_then(|row| row.labels.first()).map(|label| sentence(label)).unwrap_or_default();
        let y = pixel(14.0 + place(at) * f64::from(BAR));
        let end = pixel(left + room * (height(value) / top).max(0.0));
        let bar = Rectangle::new([(pixel(left), y), (end.max(pixel(left) + 1), y + 14)], COLOURS[0].filled());
        area.draw(&bar).map_err(told)?;
        let anchored = |side| style().pos(plotters::style::text_anchor::Pos::new(side, plotters::style::text_anchor::VPos::Center));
        area.draw_text(&label, &anchored(plotters::style::text_anchor::HPos::Right), (pixel(left) - 8, y + 7)).map_err(told)?;
        let figure = grouped(value, language);
        area.draw_text(&figure, &anchored(plotters::style::text_anchor::HPos::Left), (end + 6, y + 7)).map_err(told)?;
    }
    Ok(())
}

/// A figure as a height in a picture, where no digit is read off.
#[expect(clippy::cast_precision_loss, reason = "a point of a picture is coarser than a double")]
const fn height(value: i64) -> f64 {
    value as f64
}

#[expect(clippy::cast_precision_loss, reason = "a handful of rows and columns")]
const fn place(position: usize) -> f64 {
    position as f64
}

#[expect(clippy::cast_possible_truncation, reason = "a place inside a picture of some hundred points")]
fn pixel(at: f64) -> i32 {
    at.round() as i32
}

/// The text at a tick; none at a tick between whole numbers.
#[expect(clippy::cast_possible_truncation, reason = "a whole number, and one beyond the range stays at its end")]
fn tick(language: Language, value: f64) -> String {
    if value.fract() == 0.0 { grouped(value as i64, language) } else { String::new() }
}

fn style() -> TextStyle<'static> {
    (FONT, 12).into_font().color(&INK)
}

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// The same picture as an element of a page: named for who can't see it, and as wide as there is room.
fn titled(svg: &str, title: &str) -> String {
    let title = HtmlEscape(&sentence(title)).to_string();
    let (head, body) = svg.trim().split_once('>').unwrap_or((svg, ""));
    // Inside a page the name space is known, and no address of any kind need stand in it.
    let head = head.replace(" xmlns=\"http://www.w3.org/2000/svg\"", "").replacen(
        "<svg",
        "<svg role=\"img\" class=\"chart\" direction=\"ltr\"",
        1,
    );
    format!("{head}>\n<title>{title}</title>{body}")
}
