//! Tables as people read them, between the figures of a run and the files that show them.
//!
//! In: nothing but values of this module; who composes a table decides which figures stand in it. Out: types that the workbook
//! and the page draw in the same way. Texts are in the language of the reader already. Nothing here reads a file or adds anything up.

use serde::Serialize;

/// One workbook or one page: the tables of the region or of a state in one language.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Publication {
    /// Code of the region or the state.
    pub code: String,
    /// Its official short name.
    pub name: String,
    /// The collection that the tables come from, as it calls itself.
    pub collection: String,
    /// Title of the whole.
    pub title: String,
    /// The language, by its code.
    pub language: String,
    /// Sentences at the front: what the tables are and how to read them.
    pub lead: Vec<String>,
    /// The tables, in order.
    pub tables: Vec<Table>,
    /// What symbols, marks and grades mean.
    pub legend: Vec<Legend>,
    /// What made it: standard with its version, and program.
    pub made_by: String,
}

/// One line of the legend.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Legend {
    /// The symbol, the mark or the letter.
    pub sign: String,
    /// What it means.
    pub meaning: String,
}

/// One table.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Table {
    /// Its id: small letters, digits and hyphens, once in a publication.
    pub id: String,
    /// Title.
    pub title: String,
    /// What is counted, in which unit, and what the table is limited to.
    pub subtitle: String,
    /// Heads of the columns of labels; at least one.
    pub heads: Vec<String>,
    /// Columns of figures.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Row>,
    /// Sentences that say for each column which states are in a regional figure, and which are not.
    pub coverage: Vec<Coverage>,
    /// Footnotes; a row or a cell refers to them by their numbers.
    pub notes: Vec<Note>,
    /// Sources, each with the grades of its figures.
    pub sources: Vec<String>,
    /// The picture beside it.
    pub chart: Option<Chart>,
}

/// A column of figures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Column {
    /// What stands above several columns that belong together; the same text in each of them.
    pub group: Option<String>,
    /// Its head.
    pub head: String,
    /// Whether it holds texts, which need more room than figures.
    pub is_text: bool,
    /// Whether marks can stand beside its figures.
    pub has_marks: bool,
}

/// What a row is, which decides how it looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowKind {
    /// An ordinary row.
    #[default]
    Plain,
    /// A group of codes that stand in rows of their own, or what a source leaves over: never added to ordinary rows.
    Group,
    /// A total.
    Total,
    /// How much of the region a total covers, and other figures about a total.
    Coverage,
    /// Identifiers by which figures can be traced.
    Identifiers,
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Row {
    /// A text for each of the heads.
    pub labels: Vec<String>,
    /// What it is.
    pub kind: RowKind,
    /// How deep it stands below the row above, 0 for the outermost.
    pub level: u8,
    /// Numbers of footnotes about the whole row.
    pub notes: Vec<u16>,
    /// A cell for each of the columns.
    pub cells: Vec<Cell>,
}

/// What a cell shows.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shown {
    /// Nothing: the place has no meaning.
    #[default]
    Nothing,
    /// A whole number.
    Whole(i64),
    /// A number with so many decimals.
    Decimal(f64, u8),
    /// A symbol that says why there is no number.
    Symbol(String),
    /// A text.
    Text(String),
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Cell {
    /// What it shows.
    pub shown: Shown,
    /// Marks beside it: letters of statuses, in their order.
    pub marks: Vec<String>,
    /// The grade of the figure, where the table shows it.
    pub grade: Option<String>,
    /// The id by which `concord trace` finds the figure.
    pub id: Option<String>,
    /// Numbers of footnotes.
    pub notes: Vec<u16>,
    /// Rows of the same column of which it is the sum, by their positions; empty for a figure that is no sum of shown cells.
    pub sum_of: Vec<usize>,
}

impl Cell {
    /// A whole number without marks.
    #[must_use]
    pub fn whole(value: i64) -> Self {
        Self { shown: Shown::Whole(value), ..Self::default() }
    }

    /// A text.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self { shown: Shown::Text(text.into()), ..Self::default() }
    }

    /// A symbol that stands for a number.
    #[must_use]
    pub fn symbol(symbol: impl Into<String>) -> Self {
        Self { shown: Shown::Symbol(symbol.into()), ..Self::default() }
    }

    /// The whole number that it shows.
    #[must_use]
    pub const fn value(&self) -> Option<i64> {
        match self.shown {
            Shown::Whole(value) => Some(value),
            _ => None,
        }
    }

    /// Everything that stands beside the figure, in one short text: the grade, marks, and numbers of notes.
    #[must_use]
    pub fn beside(&self) -> String {
        let numbers = self.notes.iter().map(|note| format!("({note})"));
        let parts: Vec<String> = self.grade.iter().chain(&self.marks).cloned().chain(numbers).collect();
        parts.join("\u{a0}")
    }
}

/// A footnote.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Its number in the table; none for a note about the whole table.
    pub number: Option<u16>,
    /// What it says.
    pub text: String,
}

/// Who is in a regional figure, for one column or one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The column or the moment.
    pub head: String,
    /// Sentences with the states by name.
    pub sentences: Vec<String>,
}

/// What kind of picture stands beside a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChartKind {
    /// Lines over the columns, a line for each row.
    Line,
    /// Upright columns, one for each column of the table.
    Column,
    /// Bars that lie, one for each row.
    Bar,
}

/// A picture of some rows and columns of a table; the figures themselves stand in the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Chart {
    /// What kind.
    pub kind: ChartKind,
    /// Its title.
    pub title: String,
    /// Rows that are drawn, by their positions.
    pub rows: Vec<usize>,
    /// Columns that are drawn, by their positions.
    pub columns: Vec<usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_a_figure_is_one_short_text() {
        let cell = Cell { marks: vec!["b".to_owned(), "p".to_owned()], grade: Some("C".to_owned()), notes: vec![2], ..Cell::whole(5) };
        assert_eq!(cell.beside(), "C\u{a0}b\u{a0}p\u{a0}(2)");
        assert_eq!(Cell::whole(0).beside(), "");
        assert_eq!((Cell::whole(0).value(), Cell::symbol(":").value()), (Some(0), None));
    }
}
