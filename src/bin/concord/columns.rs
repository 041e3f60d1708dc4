//! Which columns of a sheet a terminal can show, and how wide.

use std::collections::BTreeMap;

use comfy_table::Table;
use concord::preview::{CellRole, PaintedRow, PaintedSheet};

use crate::cells::{fit, width};
use crate::screen::SCREEN_WIDTH;

/// Columns of a terminal that one cell of a sheet may take.
pub const CELL_WIDTH: usize = 18;

/// And one of a column that holds nothing but titles and notes.
const NARROWEST: usize = 6;

/// Which columns fit on the screen, and how wide each is.
pub struct Columns {
    /// Number and width of each shown column.
    pub shown: BTreeMap<u32, usize>,
    /// How many columns are not shown.
    pub left_out: u64,
    /// Width of the terminal.
    screen: usize,
}

impl Columns {
    /// Columns of labels first, since values say nothing without them, then those of values, then the rest.
    pub fn choose(painted: &PaintedSheet) -> Self {
        let mut widths: BTreeMap<u32, (u8, usize)> = BTreeMap::new();
        for row in &painted.rows {
            for cell in &row.cells {
                let (need, room) = widths.entry(cell.column).or_insert((u8::MAX, 0));
                *need = (*need).min(need_for(cell.role));
                // A title or a note alone in its row runs on over empty columns and widens none.
                let alone = row.cells.len() == 1;
                *room = (*room).max(width(&cell.text).min(if alone { NARROWEST } else { CELL_WIDTH }));
            }
        }
        let screen = usize::from(Table::new().width().unwrap_or(SCREEN_WIDTH));
        let mut room = screen.saturating_sub(8);
        let mut shown = BTreeMap::new();
        let mut by_need: Vec<(u8, u32, usize)> = widths.iter().map(|(column, (need, wide))| (*need, *column, *wide)).collect();
        by_need.sort_unstable();
        for (_, column, wide) in by_need {
            // The sign of the role and a blank before the text, and a blank on each side of the cell.
            let needed = wide + 4;
            if needed > room {
                break;
            }
            room -= needed;
            shown.insert(column, wide);
        }
        let left_out = (widths.len() - shown.len()) as u64;
        Self { shown, left_out, screen }
    }

    /// The line of a row, its last cell as long as the screen allows where nothing stands to its right.
    pub fn spill(&self, row: &PaintedRow, line: String) -> String {
        let Some(last) = row.cells.last() else { return line };
        let Some(room) = self.shown.get(&last.column).filter(|room| width(&last.text) > **room) else { return line };
        let cut = fit(&last.text, *room);
        let Some(start) = line.rfind(&cut) else { return line };
        let before: usize = 4 + self.shown.range(..last.column).map(|(_, wide)| wide + 4).sum::<usize>();
        let whole = fit(&last.text, self.screen.saturating_sub(before + 4).max(*room));
        format!("{}{whole}{}", &line[..start], &line[start + cut.len()..])
    }
}

/// How much a column with such a cell is needed; less is more.
const fn need_for(role: CellRole) -> u8 {
    match role {
        CellRole::StubHeading | CellRole::Stub => 0,
        CellRole::Value | CellRole::Total | CellRole::Missing | CellRole::Unmapped | CellRole::Unreadable => 1,
        CellRole::Aggregate | CellRole::Status => 2,
        CellRole::Header | CellRole::Ignored | CellRole::Note | CellRole::Title | CellRole::Unit | CellRole::Outside => 3,
    }
}
