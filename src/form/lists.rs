//! The hidden sheet: which tables the workbook has, and the lists behind the drop-downs.

use super::Order;
use super::grid::{Grid, Holds, Look, column, row};
use crate::model::column_letters;
use crate::template::{ColumnId, Kind};

/// The name of the hidden sheet.
pub(super) const SHEET: &str = "_concord";

/// The row on which lists begin; rows above hold ids.
const FIRST: usize = 6;

/// Lists, each once.
#[derive(Default)]
pub(super) struct Lists {
    lists: Vec<Vec<String>>,
}

impl Lists {
    /// The address of a list, which is kept once.
    pub(super) fn address(&mut self, entries: Vec<String>) -> String {
        let last = FIRST + entries.len().max(1);
        let known = self.lists.iter().position(|list| *list == entries);
        let position = known.unwrap_or_else(|| {
            self.lists.push(entries);
            self.lists.len() - 1
        });
        let letters = column_letters(u32::from(column(position + 1)));
        format!("{SHEET}!${letters}${}:${letters}${last}", FIRST + 1)
    }

    /// The sheet itself.
    pub(super) fn sheet(&self, order: &Order<'_>) -> Grid {
        let mut grid = Grid { is_machine: true, ..Grid::new(SHEET) };
        grid.text(0, 0, order.marker(Kind::Machine).to_string(), Look::Id);
        let tables: Vec<&str> = order.tables.iter().map(crate::model::TableId::as_str).collect();
        let said = [("tables", tables.join(";")), ("language", order.language.to_string()), ("title", order.standard.title.clone())];
        for (line, (name, text)) in said.into_iter().enumerate() {
            grid.text(row(line + 1), 0, ColumnId::Named(name.to_owned()).to_string(), Look::Id);
            grid.text(row(line + 1), 1, name, Look::Id);
            grid.put(row(line + 1), 2, Holds::Text(text), Look::Id);
        }
        for (position, list) in self.lists.iter().enumerate() {
            for (line, entry) in list.iter().enumerate() {
                grid.text(row(FIRST + line), column(position + 1), entry, Look::Id);
            }
        }
        grid
    }
}
