//! Plots as SVG that stands inside a page.
//!
//! In: the points of a series, or the two sides of mirrored figures. Out: the text of an `svg` element with a title, in
//! system fonts, without anything outside itself. No figure is smoothed, estimated or joined across a gap or a break; the
//! figures themselves stand in a table beside the plot.

use minijinja::HtmlEscape;
use plotters::coord::Shift;
use plotters::prelude::*;

use super::error::ReportError;
use super::model::{MirrorLine, Point, Series};
use super::visible::sentence;
use super::words::figure;
use crate::spec::Language;

const WIDTH: u32 = 400;
const HEIGHT: u32 = 240;
/// A mirror plot is square, so that the line of equal figures is its diagonal.
const SIDE: u32 = 400;
const INK: RGBColor = RGBColor(31, 41, 51);
const FAINT: RGBColor = RGBColor(217, 222, 228);
const LINE: RGBColor = RGBColor(29, 92, 138);
const ALARM: RGBColor = RGBColor(176, 32, 24);
const FONT: &str = "system-ui, sans-serif";

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// A series over the years.
pub(super) fn series(series: &Series, language: Language) -> Result<String, ReportError> {
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, (WIDTH, HEIGHT)).into_drawing_area();
        draw_series(&area, series, language).map_err(|reason| failed(&series.title, &reason))?;
        area.present().map_err(|reason| failed(&series.title, &reason))?;
    }
    Ok(titled(&text, &series.title))
}

fn draw_series(area: &Area<'_>, series: &Series, language: Language) -> Result<(), String> {
    let years = || series.points.iter().map(|point| i32::from(point.year));
    let (first, last) = (years().min().unwrap_or(2000), years().max().unwrap_or(2000));
    let values = || series.points.iter().filter_map(|point| point.value).map(height);
    let (least, top) = (values().fold(0.0, f64::min), values().fold(1.0, f64::max) * 1.08);
    let label = |value: &f64| tick(language, *value);
    let width = u32::try_from(label(&top.round()).chars().count()).unwrap_or(12) * 6 + 16;
    // A single year stands in the middle.
    let (left, right) = if first == last { (first - 1, last + 1) } else { (first, last) };
    let mut chart = ChartBuilder::on(area)
        .margin(8)
        .margin_right(22)
        .x_label_area_size(26)
        .y_label_area_size(width)
        .build_cartesian_2d(left..right, least..top)
        .map_err(told)?;
    let (plain, years) = (style(), usize::try_from(right - left + 1).unwrap_or(8));
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(FAINT)
        .axis_style(INK)
        .label_style(plain)
        .x_labels(years.min(8))
        .x_label_formatter(&|year| year.to_string())
        .y_labels(5)
        .y_label_formatter(&label)
        .draw()
        .map_err(told)?;
    for run in runs(&series.points) {
        chart.draw_series(LineSeries::new(run, LINE.stroke_width(2))).map_err(told)?;
    }
    for point in series.points.iter().filter(|point| point.is_break) {
        let year = i32::from(point.year);
        let ends = vec![(year, least), (year, top)];
        chart.draw_series(DashedLineSeries::new(ends, 4, 4, INK.stroke_width(1))).map_err(told)?;
    }
    for point in &series.points {
        let Some(value) = point.value else { continue };
        let at = (i32::from(point.year), height(value));
        if point.is_marked {
            chart.draw_series([TriangleMarker::new(at, 7, ALARM.filled())]).map_err(told)?;
        } else {
            chart.draw_series([Circle::new(at, 3, LINE.filled())]).map_err(told)?;
        }
    }
    Ok(())
}

/// The stretches of a series that may be joined: no gap and no break lies inside.
fn runs(points: &[Point]) -> Vec<Vec<(i32, f64)>> {
    let mut runs: Vec<Vec<(i32, f64)>> = Vec::new();
    let mut before: Option<i32> = None;
    for point in points {
        let year = i32::from(point.year);
        let joined = before == Some(year - 1) && !point.is_break;
        before = point.value.map(|_| year);
        let Some(value) = point.value.map(height) else { continue };
        match runs.last_mut().filter(|_| joined) {
            Some(run) => run.push((year, value)),
            None => runs.push(vec![(year, value)]),
        }
    }
    runs
}

/// Mirrored figures against each other on scales of powers of ten; none where fewer than two lines have two sides above zero.
///
/// Each point carries the number of its line in the table.
pub(super) fn mirrors(lines: &[MirrorLine], title: &str, language: Language) -> Result<Option<String>, ReportError> {
    let sides = lines.iter().zip(1_usize..).filter_map(|(line, number)| {
        let (own, other) = (line.own.as_ref()?.value, line.other.as_ref()?.value);
        (own > 0 && other > 0).then_some((height(own), height(other), number))
    });
    let sides: Vec<(f64, f64, usize)> = sides.collect();
    if sides.len() < 2 {
        return Ok(None);
    }
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, (SIDE, SIDE)).into_drawing_area();
        draw_mirrors(&area, &sides, language).map_err(|reason| failed(title, &reason))?;
        area.present().map_err(|reason| failed(title, &reason))?;
    }
    Ok(Some(titled(&text, title)))
}

fn draw_mirrors(area: &Area<'_>, sides: &[(f64, f64, usize)], language: Language) -> Result<(), String> {
    let all = || sides.iter().flat_map(|(own, other, _)| [*own, *other]);
    // Whole powers of ten around every figure.
    let low = 10_f64.powf(all().fold(f64::INFINITY, f64::min).log10().floor());
    let high = 10_f64.powf(all().fold(1.0, f64::max).log10().floor() + 1.0);
    let label = |value: &f64| tick(language, *value);
    let width = u32::try_from(label(&high).chars().count()).unwrap_or(12) * 6 + 16;
    let mut chart = ChartBuilder::on(area)
        .margin(8)
        .margin_right(30)
        .x_label_area_size(26)
        .y_label_area_size(width)
        .build_cartesian_2d((low..high).log_scale(), (low..high).log_scale())
        .map_err(told)?;
    chart
        .configure_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(FAINT)
        .axis_style(INK)
        .label_style(style())
        .x_labels(5)
        .x_label_formatter(&label)
        .y_labels(5)
        .y_label_formatter(&label)
        .draw()
        .map_err(told)?;
    let diagonal = vec![(low, low), (high, high)];
    chart.draw_series(DashedLineSeries::new(diagonal, 5, 4, INK.stroke_width(1))).map_err(told)?;
    for (own, other, number) in sides {
        let mark =
            EmptyElement::at((*own, *other)) + Circle::new((0, 0), 4, LINE.filled()) + Text::new(number.to_string(), (6, -12), style());
        chart.draw_series([mark]).map_err(told)?;
    }
    Ok(())
}

/// A figure as a height in a picture, where no digit is read off.
#[expect(clippy::cast_precision_loss, reason = "a point of a picture is coarser than a double")]
const fn height(value: i64) -> f64 {
    value as f64
}

/// The text at a tick; none at a tick between whole numbers, since nobody counts half persons.
#[expect(clippy::cast_possible_truncation, reason = "a whole number, and one beyond the range stays at its end")]
fn tick(language: Language, value: f64) -> String {
    if value.fract() == 0.0 { figure(language, value as i64) } else { String::new() }
}

fn style() -> TextStyle<'static> {
    (FONT, 12).into_font().color(&INK)
}

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}

fn failed(title: &str, reason: &impl ToString) -> ReportError {
    ReportError::Plot { title: title.to_owned(), reason: reason.to_string() }
}

/// The same picture as an element of a page: named for who can't see it, and as wide as there is room.
fn titled(svg: &str, title: &str) -> String {
    let title = HtmlEscape(&sentence(title)).to_string();
    let (head, body) = svg.trim().split_once('>').unwrap_or((svg, ""));
    // Inside a page the name space is known, and no address of any kind need stand in it.
    let head =
        head.replace(" xmlns=\"http://www.w3.org/2000/svg\"", "").replacen("<svg", "<svg role=\"img\" class=\"plot\" direction=\"ltr\"", 1);
    format!("{head}>\n<title>{title}</title>{body}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(year: i16, value: Option<i64>) -> Point {
        Point { year, value, is_break: false, is_marked: false }
    }

    #[test]
    fn no_line_crosses_a_gap_or_a_break() {
        let mut points = vec![point(2015, Some(5)), point(2016, Some(6)), point(2017, None), point(2018, Some(7)), point(2020, Some(8))];
        assert_eq!(runs(&points), [vec![(2015, 5.0), (2016, 6.0)], vec![(2018, 7.0)], vec![(2020, 8.0)]]);
        points[1].is_break = true;
        assert_eq!(runs(&points)[0], [(2015, 5.0)]);
    }

    #[test]
    fn a_plot_is_drawn_of_nothing_of_one_and_of_the_largest_figures() {
        for points in
            [vec![], vec![point(2020, None)], vec![point(2020, Some(0))], vec![point(2019, Some(i64::MAX)), point(2020, Some(-5))]]
        {
            let drawn = series(&Series { title: "<T> & more".to_owned(), points, ..Series::default() }, Language::AR).unwrap();
            assert!(drawn.starts_with("<svg role=\"img\"") && drawn.ends_with("</svg>"), "{drawn}");
            assert!(drawn.contains("<title>&lt;T&gt; &amp; more</title>"), "{drawn}");
        }
    }
}
