//! The first sheet: how to fill in the workbook, who sends it, and what is in it.

use super::Order;
use super::grid::{Grid, Look, row};
use crate::spec::TableSpec;
use crate::template::{ColumnId, DASH, Kind};

/// The paragraphs of the instructions, in order.
const STEPS: [&str; 8] = [
    "form-step-colours",
    "form-step-figures",
    "form-step-signs",
    "form-step-countries",
    "form-step-checks",
    "form-step-status",
    "form-step-moving",
    "form-step-sending",
];

/// The cells about the sender.
const SENDER: [&str; 4] = ["office", "contact", "telephone", "date"];

pub(super) fn sheet(order: &Order<'_>, tables: &[&TableSpec]) -> Grid {
    let mut grid = Grid { colour: Some("12406B"), ..Grid::new(&order.say("form-sheet-cover")) };
    grid.text(0, 0, order.marker(Kind::Cover).to_string(), Look::Id);
    let words = [("state", order.state_name()), ("year", order.year.to_string())];
    let words: Vec<(&str, &str)> = words.iter().map(|(name, text)| (*name, text.as_str())).collect();
    grid.text(0, 1, order.say_with("form-title", &words), Look::Title);
    grid.text(1, 1, order.text("standard/title", &order.standard.title), Look::Faint);
    let mut at = 3;
    for name in SENDER {
        grid.text(at, 0, ColumnId::Named(name.to_owned()).to_string(), Look::Id);
        grid.text(at, 1, order.say(&format!("form-{name}")), Look::LabelStrong);
        grid.open(at, 2, Look::Choice);
        grid.heights.insert(at, 19.0);
        at += 1;
    }
    at += 1;
    for step in STEPS {
        let text = order.say(step);
        // Not every program makes a row of merged cells as high as its text.
        grid.heights.insert(at, 15.5 * f64::from(row(text.chars().count().div_ceil(88))) + 5.0);
        grid.across(at, (1, 2), text, Look::Wrapped);
        at += 1;
    }
    at += 1;
    grid.text(at, 1, order.say("form-tables"), Look::HeadStrong);
    grid.text(at, 2, order.say("form-reference"), Look::HeadStrong);
    for table in tables {
        at += 1;
        grid.text(at, 1, format!("{}{DASH}{}", table.id, order.title(table)), Look::Wrapped);
        let time = order.text(&format!("table/{}/reference-time", table.id), &table.reference_time);
        grid.text(at, 2, time, Look::Wrapped);
        grid.heights.insert(at, 32.0);
    }
    grid.hidden_columns.insert(0);
    grid.widths.extend([(1, 56.0), (2, 46.0)]);
    grid.heights.insert(0, 26.0);
    grid
}
