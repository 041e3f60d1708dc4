//! A drawn sheet as a template needs it: each message numbered once, each cell with a name that findings lead to.
//!
//! In: the [`SheetPicture`]s of a page. Out: [`Drawing`]s, and the name of the cell that stands for each finding. What is
//! drawn is decided where the picture is made.

use std::collections::BTreeMap;

use serde::Serialize;

use super::model::{Mark, SheetCell, SheetColumn, SheetPicture};

/// A sheet with its numbered messages.
#[derive(Debug, Serialize)]
pub(super) struct Drawing<'a> {
    /// Name of its element.
    id: String,
    file: &'a str,
    sheet: &'a str,
    right_to_left: bool,
    columns: &'a [SheetColumn],
    rows: Vec<DrawnRow<'a>>,
    messages: Vec<Message<'a>>,
    left_out: &'a [String],
}

#[derive(Debug, Serialize)]
struct DrawnRow<'a> {
    number: u32,
    skipped: u32,
    cells: Vec<DrawnCell<'a>>,
}

#[derive(Debug, Serialize)]
struct DrawnCell<'a> {
    id: String,
    #[serde(flatten)]
    cell: &'a SheetCell,
    /// The worst of its marks; none for a cell without any.
    mark: Option<&'a str>,
    /// Whether no finding stands at it, and it only takes part in some.
    takes_part: bool,
    /// Numbers of its messages below the drawing.
    numbers: Vec<usize>,
}

/// One message below a drawing.
#[derive(Debug, Serialize)]
struct Message<'a> {
    number: usize,
    anchor: &'a str,
    severity: &'a str,
    text: &'a str,
    cells: Vec<Spot<'a>>,
}

/// A cell that a message names.
#[derive(Debug, Serialize)]
struct Spot<'a> {
    id: String,
    address: &'a str,
}

/// The drawings of a page, and for each finding the name of the cell that stands for it.
pub(super) fn drawings(pictures: &[SheetPicture]) -> (Vec<Drawing<'_>>, BTreeMap<String, String>) {
    let mut places: BTreeMap<String, (bool, String)> = BTreeMap::new();
    let drawings = pictures.iter().enumerate().map(|(index, picture)| drawing(index, picture, &mut places)).collect();
    (drawings, places.into_iter().map(|(anchor, (_, id))| (anchor, id)).collect())
}

fn drawing<'a>(index: usize, picture: &'a SheetPicture, places: &mut BTreeMap<String, (bool, String)>) -> Drawing<'a> {
    let mut messages: Vec<Message<'a>> = Vec::new();
    let mut numbered: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rows = Vec::new();
    for row in &picture.rows {
        let mut cells = Vec::new();
        for (column, cell) in row.cells.iter().enumerate() {
            let id = format!("cell-{index}-{}-{column}", row.number);
            let mut numbers = Vec::new();
            for mark in &cell.marks {
                let at = *numbered.entry(&mark.anchor).or_insert(messages.len());
                if at == messages.len() {
                    messages.push(Message {
                        number: at + 1,
                        anchor: &mark.anchor,
                        severity: &mark.severity,
                        text: &mark.message,
                        cells: Vec::new(),
                    });
                }
                messages[at].cells.push(Spot { id: id.clone(), address: &cell.address });
                numbers.push(at + 1);
                note(places, mark, &id);
            }
            cells.push(DrawnCell {
                mark: worst(&cell.marks),
                takes_part: cell.marks.iter().all(|mark| mark.takes_part),
                id,
                cell,
                numbers,
            });
        }
        rows.push(DrawnRow { number: row.number, skipped: row.skipped, cells });
    }
    Drawing {
        id: format!("sheet-{index}"),
        file: &picture.file,
        sheet: &picture.sheet,
        right_to_left: picture.right_to_left,
        columns: &picture.columns,
        rows,
        messages,
        left_out: &picture.left_out,
    }
}

/// Keeps the first cell at which a finding stands, before one that only takes part in it.
fn note(places: &mut BTreeMap<String, (bool, String)>, mark: &Mark, id: &str) {
    let better = places.get(&mark.anchor).is_none_or(|(takes_part, _)| *takes_part && !mark.takes_part);
    if better {
        places.insert(mark.anchor.clone(), (mark.takes_part, id.to_owned()));
    }
}

/// The worst severity among marks.
pub(super) fn worst(marks: &[Mark]) -> Option<&str> {
    let rank = |severity: &str| ["error", "warning", "information"].iter().position(|known| *known == severity).unwrap_or(3);
    marks.iter().map(|mark| mark.severity.as_str()).min_by_key(|severity| rank(severity))
}
