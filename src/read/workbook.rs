//! What a file holds, once read: sheets of cells at absolute addresses.
//!
//! Every format ends here, and later stages see nothing else of a file. The types keep what is stored and what the
//! format says about it; they give it no meaning, and what a format can't tell is [`Told::NotAvailable`], never "none".

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::number_format::{marks_shown_for, shows_percent_for, text_shown_for_zero};
use crate::model::{Addressing, CellRange, CellRef, shortest_text};

/// Which bytes were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileIdentity {
    /// The file, as the pipeline names it.
    pub name: Arc<str>,
    /// Its size.
    pub bytes: u64,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// The first 16 digits of the SHA-256, which name this submission in data.
    pub submission_id: String,
}

impl FileIdentity {
    pub(super) fn new(name: Arc<str>, bytes: u64, sha256: String) -> Self {
        let submission_id = sha256.chars().take(16).collect();
        Self { name, bytes, sha256, submission_id }
    }
}

/// The format of a file, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// An Office Open XML workbook, with or without macros.
    Xlsx,
    /// Excel's binary workbook.
    Xlsb,
    /// A workbook of Excel 5 to 2003.
    Xls,
    /// An `OpenDocument` spreadsheet.
    Ods,
    /// A web page, whatever its name says.
    Html,
    /// Delimited text, whatever the delimiter.
    Csv,
}

impl Format {
    /// The format as outputs name it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Xlsb => "xlsb",
            Self::Xls => "xls",
            Self::Ods => "ods",
            Self::Html => "html",
            Self::Csv => "csv",
        }
    }

    /// Whether the format stores every number as the text that is shown, so that a number in text tells nothing.
    #[must_use]
    pub const fn stores_text_alone(self) -> bool {
        matches!(self, Self::Html | Self::Csv)
    }
}

/// Something that one format tells and another can't.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told<T> {
    /// The format tells it.
    Known(T),
    /// The format has no way to tell it.
    NotAvailable,
}

impl<T> Told<T> {
    /// What was told, if the format can.
    #[must_use]
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(told) => Some(told),
            Self::NotAvailable => None,
        }
    }
}

/// How the encoding of delimited text or of a web page became known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EncodingOrigin {
    /// The caller stated it.
    Stated,
    /// The web page says so itself.
    Declared,
    /// The file's byte order mark says it.
    ByteOrderMark,
    /// Every byte sequence is valid in it, which hardly happens by chance.
    Valid,
    /// It is the likeliest by the letters it gives.
    Guessed,
}

/// A file as read.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    /// Which bytes were read.
    pub identity: FileIdentity,
    /// The format they are in.
    pub format: Format,
    /// How cells are named to a person.
    pub addressing: Addressing,
    /// The encoding of delimited text or of a web page.
    pub encoding: Option<String>,
    /// How that encoding became known.
    pub encoding_origin: Option<EncodingOrigin>,
    /// Whether bytes had no meaning in that encoding and were read as `\u{fffd}`.
    pub undecodable: bool,
    /// The sign between the fields of delimited text.
    pub delimiter: Option<char>,
    /// The decimal sign of delimited text; none where no field tells.
    pub decimal: Option<char>,
    /// The sheets in the order of their tabs, hidden ones among them.
    pub sheets: Vec<Sheet>,
}

impl Workbook {
    /// A workbook whose format states its encoding itself and has no delimiter.
    pub(super) const fn of_sheets(identity: FileIdentity, format: Format, sheets: Vec<Sheet>) -> Self {
        Self {
            identity,
            format,
            addressing: Addressing::Letters,
            encoding: None,
            encoding_origin: None,
            undecodable: false,
            delimiter: None,
            decimal: None,
            sheets,
        }
    }

    /// The sheet of this exact name.
    #[must_use]
    pub fn sheet(&self, name: &str) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| &*sheet.name == name)
    }
}

/// Whether a sheet's tab shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Visibility {
    /// It shows.
    Visible,
    /// It can be unhidden from the menu.
    Hidden,
    /// Only a program can unhide it.
    VeryHidden,
}

impl Visibility {
    /// The visibility as outputs name it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Visible => "visible",
            Self::Hidden => "hidden",
            Self::VeryHidden => "very-hidden",
        }
    }
}

/// How many bytes of a text are raised at its two ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Raised {
    pub(super) leading: usize,
    pub(super) trailing: usize,
}

/// One sheet; delimited text is a workbook of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The name on its tab.
    pub name: Arc<str>,
    /// Zero-based position among all tabs; charts count although they are not read.
    pub index: usize,
    /// Whether its tab shows.
    pub visibility: Visibility,
    /// How its cells are named to a person.
    pub addressing: Addressing,
    /// Merged ranges of more than one cell, by their first cell.
    pub merges: Told<Vec<CellRange>>,
    /// Zero-based rows that don't show.
    pub hidden_rows: Told<BTreeSet<u32>>,
    /// Zero-based columns that don't show.
    pub hidden_columns: Told<BTreeSet<u32>>,
    /// Whether cells come with their number formats; where they don't, a stored zero may show as a sign for "no figure".
    pub number_formats: Told<()>,
    /// Whether its columns run from right to left, with A at the right.
    pub right_to_left: Told<bool>,
    /// The comments and notes attached to cells, empty cells among them.
    pub comments: Told<BTreeMap<CellRef, Arc<str>>>,
    /// Cells with a formula whose result was never stored; they are not among the cells.
    pub formulas_without_value: Told<BTreeSet<CellRef>>,
    cells: Vec<Cell>,
    raised: BTreeMap<CellRef, Raised>,
    /// For each merge, the lowest row that it or one before it reaches.
    reach: Vec<u32>,
}

impl Sheet {
    /// A visible sheet of a workbook with these cells, in any order, and these merges.
    ///
    /// ```
    /// use concord::model::{CellRange, CellRef};
    /// use concord::read::{Cell, Content, Sheet};
    ///
    /// let cells = vec![
    ///     Cell::new(CellRef::new(1, 0), Content::Number(64.1)),
    ///     Cell::new(CellRef::new(0, 0), Content::Text("Both sexes".into())),
    /// ];
    /// let merge = CellRange::new(CellRef::new(0, 0), CellRef::new(0, 2));
    /// let sheet = Sheet::from_cells("Table 1", cells, vec![merge]);
    /// assert_eq!(sheet.cells()[0].text(), "Both sexes");
    /// assert_eq!(sheet.merge_at(CellRef::new(0, 2)), Some(merge));
    /// ```
    #[must_use]
    pub fn from_cells(name: &str, mut cells: Vec<Cell>, mut merges: Vec<CellRange>) -> Self {
        if !cells.is_sorted_by_key(|cell| cell.at) {
            cells.sort_by_key(|cell| cell.at);
        }
        merges.sort_unstable();
        let reach = merges
            .iter()
            .scan(0, |lowest: &mut u32, merge| {
                *lowest = (*lowest).max(merge.last.row);
                Some(*lowest)
            })
            .collect();
        Self {
            name: name.into(),
            index: 0,
            visibility: Visibility::Visible,
            addressing: Addressing::Letters,
            merges: Told::Known(merges),
            hidden_rows: Told::Known(BTreeSet::new()),
            hidden_columns: Told::Known(BTreeSet::new()),
            number_formats: Told::Known(()),
            right_to_left: Told::Known(false),
            comments: Told::Known(BTreeMap::new()),
            formulas_without_value: Told::Known(BTreeSet::new()),
            cells,
            raised: BTreeMap::new(),
            reach,
        }
    }

    /// The sheet without some of its cells; merges and texts raised are not kept.
    pub(super) fn without(&self, left_out: &dyn Fn(CellRef) -> bool) -> Self {
        let cells = self.cells.iter().filter(|cell| !left_out(cell.at)).cloned().collect();
        let formulas = match &self.formulas_without_value {
            Told::Known(cells) => Told::Known(cells.iter().copied().filter(|at| !left_out(*at)).collect()),
            Told::NotAvailable => Told::NotAvailable,
        };
        Self {
            index: self.index,
            visibility: self.visibility,
            addressing: self.addressing,
            hidden_rows: self.hidden_rows.clone(),
            hidden_columns: self.hidden_columns.clone(),
            formulas_without_value: formulas,
            ..Self::from_cells(&self.name, cells, Vec::new())
        }
    }

    /// The cell at an address; none where nothing is stored.
    #[must_use]
    pub fn cell(&self, at: CellRef) -> Option<&Cell> {
        self.cells.binary_search_by_key(&at, |cell| cell.at).ok().and_then(|index| self.cells.get(index))
    }

    /// The cells of a zero-based row, from left to right.
    #[must_use]
    pub fn row(&self, row: u32) -> &[Cell] {
        let first = self.cells.partition_point(|cell| cell.at.row < row);
        let rest = self.cells.get(first..).unwrap_or_default();
        rest.get(..rest.partition_point(|cell| cell.at.row == row)).unwrap_or_default()
    }

    /// Every cell, row by row from left to right.
    #[must_use]
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// The rows that hold cells, each with its zero-based number.
    pub fn rows(&self) -> impl Iterator<Item = (u32, &[Cell])> {
        self.cells.chunk_by(|a, b| a.at.row == b.at.row).filter_map(|row| Some((row.first()?.at.row, row)))
    }

    /// The smallest rectangle around every cell; none for a sheet without cells.
    #[must_use]
    pub fn used(&self) -> Option<CellRange> {
        let (first, last) = (self.cells.first()?.at, self.cells.last()?.at);
        let columns = || self.cells.iter().map(|cell| cell.at.column);
        let (left, right) = (columns().min()?, columns().max()?);
        Some(CellRange::new(CellRef::new(first.row, left), CellRef::new(last.row, right)))
    }

    /// The byte offset at which the superscript at the end of a text begins; none where the text ends on the line.
    ///
    /// An office that marks a footnote writes `Other` and a raised `1`; stored is `Other1`, and only this tells the mark
    /// from the label.
    ///
    /// ```
    /// use concord::model::CellRef;
    /// use concord::read::Sheet;
    ///
    /// let sheet = Sheet::from_cells("Table 1", Vec::new(), Vec::new());
    /// assert_eq!(sheet.superscript(CellRef::new(0, 0)), None);
    /// ```
    #[must_use]
    pub fn superscript(&self, at: CellRef) -> Option<usize> {
        let trailing = self.raised.get(&at)?.trailing;
        let Content::Text(text) = &self.cell(at)?.content else { return None };
        (trailing > 0).then(|| text.len().checked_sub(trailing))?
    }

    /// The byte offset behind the superscript with which a text begins; none where it begins on the line.
    #[must_use]
    pub fn leading_superscript(&self, at: CellRef) -> Option<usize> {
        self.raised.get(&at).map(|raised| raised.leading).filter(|leading| *leading > 0)
    }

    /// Notes which ends of which texts are raised; the cells must be texts that long.
    pub(super) fn set_raised(&mut self, raised: BTreeMap<CellRef, Raised>) {
        self.raised = raised;
    }

    /// The merged range that covers an address.
    #[must_use]
    pub fn merge_at(&self, at: CellRef) -> Option<CellRange> {
        let merges = self.merges.known()?;
        let before = merges.partition_point(|merge| merge.first <= at);
        // Walks back from the nearest merge that starts before, only as far as one can still reach down to this row.
        let candidates = merges.get(..before)?.iter().zip(&self.reach).rev();
        candidates.take_while(|(_, reach)| **reach >= at.row).map(|(merge, _)| *merge).find(|merge| merge.contains(at))
    }
}

/// One cell with something in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Where it stands.
    pub at: CellRef,
    /// What is stored.
    pub content: Content,
    /// The code of its number format, such as `#,##0`; none where the format has no such thing.
    pub number_format: Option<Arc<str>>,
}

/// What a cell stores; a cell that stores nothing does not exist.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Text as stored, with every space; never empty.
    Text(Arc<str>),
    /// A finite number.
    Number(f64),
    /// True or false.
    Boolean(bool),
    /// A number that its format shows as a date or a time of day.
    Date {
        /// The stored number: days since the workbook's epoch.
        serial: f64,
        /// The date and time in ISO 8601, without what is zero.
        shown: Arc<str>,
    },
    /// The error a formula ended with.
    Error(CellError),
}

/// The error a formula ended with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CellError {
    /// `#N/A`
    NotAvailable,
    /// `#DIV/0!`
    DivisionByZero,
    /// `#REF!`
    Reference,
    /// `#NAME?`
    Name,
    /// `#NULL!`
    Null,
    /// `#NUM!`
    Number,
    /// `#VALUE!`
    Value,
    /// `#GETTING_DATA`
    GettingData,
    /// `#SPILL!`
    Spill,
    /// `#CALC!`
    Calculation,
    /// An error of a later Excel or another program, shown as `#UNKNOWN!`.
    Unknown,
}

impl CellError {
    const ALL: [Self; 11] = [
        Self::NotAvailable,
        Self::DivisionByZero,
        Self::Reference,
        Self::Name,
        Self::Null,
        Self::Number,
        Self::Value,
        Self::GettingData,
        Self::Spill,
        Self::Calculation,
        Self::Unknown,
    ];

    /// The error as a spreadsheet shows it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotAvailable => "#N/A",
            Self::DivisionByZero => "#DIV/0!",
            Self::Reference => "#REF!",
            Self::Name => "#NAME?",
            Self::Null => "#NULL!",
            Self::Number => "#NUM!",
            Self::Value => "#VALUE!",
            Self::GettingData => "#GETTING_DATA",
            Self::Spill => "#SPILL!",
            Self::Calculation => "#CALC!",
            Self::Unknown => "#UNKNOWN!",
        }
    }

    pub(super) fn from_stored(text: &str) -> Self {
        Self::ALL.into_iter().find(|error| error.as_str() == text.trim()).unwrap_or(Self::Unknown)
    }
}

impl Cell {
    /// Whether text is stored, rather than a number, date, truth value or error.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        matches!(self.content, Content::Text(_))
    }

    /// A cell without a number format.
    #[must_use]
    pub const fn new(at: CellRef, content: Content) -> Self {
        Self { at, content, number_format: None }
    }

    /// The content as text: text as stored, the shortest text of a number, an ISO date, `TRUE`, `#REF!`.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match &self.content {
            Content::Text(text) => Cow::Borrowed(text),
            Content::Number(number) => Cow::Owned(shortest_text(*number)),
            Content::Boolean(true) => Cow::Borrowed("TRUE"),
            Content::Boolean(false) => Cow::Borrowed("FALSE"),
            Content::Date { shown, .. } => Cow::Borrowed(shown),
            Content::Error(error) => Cow::Borrowed(error.as_str()),
        }
    }

    /// Whether it is text that shows nothing: white space, no-break spaces and characters without width.
    ///
    /// ```
    /// use concord::model::CellRef;
    /// use concord::read::{Cell, Content};
    ///
    /// let blank = |text: &str| Cell::new(CellRef::new(0, 0), Content::Text(text.into())).is_blank();
    /// assert!(blank(" \u{a0}\u{200b}"));
    /// assert!(!blank("-"));
    /// ```
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let shows_nothing = |c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
        matches!(&self.content, Content::Text(text) if text.chars().all(shows_nothing))
    }

    /// The text that stands on the screen for a stored zero, where the number format shows no digit for it.
    ///
    /// An office may store 0 and show `-`, and only the reader of the sheet then knows that the figure is missing.
    #[must_use]
    pub fn shows_zero_as(&self) -> Option<String> {
        match (&self.content, &self.number_format) {
            (Content::Number(number), Some(format)) if *number == 0.0 => text_shown_for_zero(format),
            _ => None,
        }
    }
}

impl Cell {
    /// The signs that the number format shows beside the digits of this number, without blanks; none where it shows
    /// digits alone.
    ///
    /// Minus, separators, `%` and `‰` belong to the number and are left out. Some offices mark a break in series or an
    /// estimate in no other way.
    ///
    /// ```
    /// use concord::model::CellRef;
    /// use concord::read::{Cell, Content};
    ///
    /// let mut cell = Cell::new(CellRef::new(0, 0), Content::Number(401_612.0));
    /// cell.number_format = Some("┴  #,###0;┴  -#,###0".into());
    /// assert_eq!(cell.marks_shown().as_deref(), Some("┴"));
    /// ```
    #[must_use]
    pub fn marks_shown(&self) -> Option<String> {
        match (&self.content, &self.number_format) {
            (Content::Number(number), Some(format)) => marks_shown_for(format, *number),
            _ => None,
        }
    }

    /// Whether the number format shows this number with `%` or `‰`.
    ///
    /// A plain `%` in the format shows the stored number times a hundred: 0.12 as `12%`.
    #[must_use]
    pub fn shows_percent(&self) -> bool {
        match (&self.content, &self.number_format) {
            (Content::Number(number), Some(format)) => shows_percent_for(format, *number),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(row: u32, column: u32) -> Cell {
        Cell::new(CellRef::new(row, column), Content::Number(64.1))
    }

    fn range(text: &str) -> CellRange {
        let (first, last) = text.split_once(':').unwrap();
        CellRange::new(first.parse().unwrap(), last.parse().unwrap())
    }

    #[test]
    fn a_cell_stays_small() {
        assert!(size_of::<Cell>() <= 56, "{}", size_of::<Cell>());
    }

    #[test]
    fn cells_are_found_by_row_and_address() {
        let sheet = Sheet::from_cells("A", vec![number(7, 1), number(2, 3), number(2, 0)], Vec::new());
        assert_eq!(sheet.row(2).len(), 2);
        assert!(sheet.row(3).is_empty());
        assert_eq!(sheet.rows().map(|(row, cells)| (row, cells.len())).collect::<Vec<_>>(), [(2, 2), (7, 1)]);
        assert_eq!(sheet.used(), Some(range("A3:D8")));
        assert_eq!(sheet.cell(CellRef::new(2, 3)).unwrap().text(), "64.1");
        assert!(sheet.cell(CellRef::new(2, 1)).is_none());
        assert_eq!(Sheet::from_cells("A", Vec::new(), Vec::new()).used(), None);
    }

    #[test]
    fn merges_are_found_behind_shorter_ones() {
        let merges = vec![range("B2:B3"), range("A1:A9"), range("C1:D1"), range("B5:D5")];
        let sheet = Sheet::from_cells("A", Vec::new(), merges.clone());
        for merge in merges {
            assert_eq!(sheet.merge_at(merge.first), Some(merge));
            assert_eq!(sheet.merge_at(merge.last), Some(merge));
        }
        for free in ["E1", "B1", "B4", "A10", "D4"] {
            assert_eq!(sheet.merge_at(free.parse().unwrap()), None, "{free}");
        }
    }

    #[test]
    fn only_a_number_zero_can_show_as_text() {
        let with = |content| Cell { at: CellRef::new(0, 0), content, number_format: Some("0;-0;\\-".into()) };
        assert_eq!(with(Content::Number(0.0)).shows_zero_as().as_deref(), Some("-"));
        assert_eq!(with(Content::Number(1.0)).shows_zero_as(), None);
        assert_eq!(with(Content::Text("0".into())).shows_zero_as(), None);
        assert_eq!(number(0, 0).shows_zero_as(), None);
    }

    #[test]
    fn errors_read_back_from_their_text() {
        for error in CellError::ALL {
            assert_eq!(CellError::from_stored(error.as_str()), error);
        }
        assert_eq!(CellError::from_stored("Err:502"), CellError::Unknown);
    }
}
