//! The tables of a web page.
//!
//! In goes a page, which many offices send under the name of a workbook; out comes a workbook in which every table is a
//! sheet, a table inside a cell of another too. Cells hold text as it shows, like delimited text; nothing is read as a
//! number here. Text outside tables stands above the next table, after the last one below it, so that titles and notes
//! can be found. Styles and scripts are left out, so rows hidden by them are read.

use std::fs::File;

use super::budget::{Exceeded, Spending};
use super::delimited::{find_decimal, whole};
use super::encoding::{self, Decoded};
use super::error::{At, ReadError};
use super::html_grid::Grid;
use super::html_text::{Piece, Shown, Tag, pieces};
use super::options::ReadOptions;
use super::sniff::Foreign;
use super::workbook::{FileIdentity, Format, Sheet, Workbook};

/// How deep tables may lie inside each other.
const MOST_NESTED: usize = 100;
/// How far into a page browsers look for its encoding.
const HEAD_BYTES: usize = 4096;

/// Reads a page.
pub(super) fn read(
    file: File,
    identity: FileIdentity,
    options: &ReadOptions,
    spending: &mut Spending<'_>,
    at: &At,
) -> Result<Workbook, ReadError> {
    let bytes = whole(file, spending.budget.text_file_bytes, at)?;
    let declared = declared_encoding(&bytes);
    let Decoded { text, letters, origin, undecodable } = encoding::decode(bytes, options.encoding.as_deref(), declared.as_deref(), at)?;
    let mut page = Page::new(spending);
    let sheets = pieces(&text).try_for_each(|piece| page.piece(piece)).and_then(|()| page.into_sheets());
    let sheets = sheets.map_err(|limit| at.over_budget(limit))?;
    if sheets.is_empty() {
        return Err(at.foreign(Foreign::WebPage));
    }
    let decimal = options.decimal.or_else(|| find_decimal(sheets.iter().flat_map(Sheet::cells)));
    Ok(Workbook {
        encoding: Some(letters.name()),
        encoding_origin: Some(origin),
        undecodable,
        decimal,
        ..Workbook::of_sheets(identity, Format::Html, sheets)
    })
}

/// The label behind `charset=` in the head of a page.
fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(HEAD_BYTES)).unwrap_or(bytes)).to_ascii_lowercase();
    let (_, behind) = head.split_once("charset=")?;
    let label: String =
        behind.trim_start_matches(['"', '\'']).chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c)).collect();
    (!label.is_empty()).then_some(label)
}

/// A cell whose text is being read, and what it spans.
struct OpenCell {
    span: (u32, u32),
    shown: Shown,
}

/// A table whose end is still to come.
struct OpenTable {
    number: usize,
    grid: Grid,
    cell: Option<OpenCell>,
    caption: Option<Shown>,
}

/// One pass over a page.
struct Page<'s, 'b> {
    spending: &'s mut Spending<'b>,
    right_to_left: bool,
    /// The element whose content does not show.
    unseen: Option<String>,
    raised: usize,
    /// Text outside tables: the line being read, and the lines since the last table.
    line: Shown,
    lines: Vec<String>,
    open: Vec<OpenTable>,
    tables: usize,
    done: Vec<(usize, Grid)>,
}

impl<'s, 'b> Page<'s, 'b> {
    fn new(spending: &'s mut Spending<'b>) -> Self {
        let (line, lines, open, done) = (Shown::default(), Vec::new(), Vec::new(), Vec::new());
        Self { spending, right_to_left: false, unseen: None, raised: 0, line, lines, open, tables: 0, done }
    }

    fn piece(&mut self, piece: Piece) -> Result<(), Exceeded> {
        if let Some(unseen) = &self.unseen {
            if matches!(&piece, Piece::Close(name) if name == unseen) {
                self.unseen = None;
            }
            return Ok(());
        }
        match piece {
            Piece::Letters(letters) => {
                let raised = self.raised > 0;
                self.shown().push(&letters, raised);
                Ok(())
            }
            Piece::Open(tag) => self.open_tag(&tag),
            Piece::Close(name) => self.close_tag(&name),
        }
    }

    /// Where letters go: the caption or cell of the innermost table, or the page around it.
    fn shown(&mut self) -> &mut Shown {
        let table = self.open.last_mut().and_then(|table| match &mut table.caption {
            Some(caption) => Some(caption),
            None => table.cell.as_mut().map(|cell| &mut cell.shown),
        });
        table.unwrap_or(&mut self.line)
    }

    fn open_tag(&mut self, tag: &Tag) -> Result<(), Exceeded> {
        match tag.name.as_str() {
            "script" | "style" | "template" => self.unseen = Some(tag.name.clone()),
            "html" | "body" => self.right_to_left = tag.right_to_left.unwrap_or(self.right_to_left),
            "sup" => self.raised += 1,
            "table" => return self.open_table(tag),
            "caption" => {
                self.close_cell()?;
                self.open.last_mut().into_iter().for_each(|table| table.caption = Some(Shown::default()));
            }
            "tr" => {
                self.close_cell()?;
                return self.open.last_mut().map_or(Ok(()), |table| table.grid.open_row());
            }
            "td" | "th" => {
                self.close_cell()?;
                let span = (tag.columns.unwrap_or(1), tag.rows.unwrap_or(1));
                if let Some(table) = self.open.last_mut() {
                    table.cell = Some(OpenCell { span, shown: Shown::default() });
                }
            }
            name => return self.between(name),
        }
        Ok(())
    }

    fn close_tag(&mut self, name: &str) -> Result<(), Exceeded> {
        match name {
            "sup" => self.raised = self.raised.saturating_sub(1),
            "table" => return self.close_table(),
            "caption" => return self.close_caption(),
            "td" | "th" => return self.close_cell(),
            "tr" => {
                self.close_cell()?;
                self.open.last_mut().into_iter().for_each(|table| table.grid.close_row());
            }
            name => return self.between(name),
        }
        Ok(())
    }

    /// What parts groups of rows in a table, lines in a page, and words in a cell.
    fn between(&mut self, name: &str) -> Result<(), Exceeded> {
        match name {
            "thead" | "tbody" | "tfoot" => {
                self.close_cell()?;
                self.open.last_mut().into_iter().for_each(|table| table.grid.close_group());
                Ok(())
            }
            "br" | "p" | "div" | "li" | "ul" | "ol" | "dl" | "dt" | "dd" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hr" | "title"
            | "section" | "article" | "header" | "footer" | "main" | "nav" | "aside" | "figure" | "figcaption" | "address"
            | "blockquote" | "pre" | "center" | "form" | "option" => {
                if self.open.last().is_some_and(|table| table.cell.is_some() || table.caption.is_some()) {
                    self.shown().part();
                    return Ok(());
                }
                self.close_line()
            }
            _ => Ok(()),
        }
    }

    fn close_line(&mut self) -> Result<(), Exceeded> {
        let (line, _) = std::mem::take(&mut self.line).close();
        if !line.is_empty() {
            self.spending.cell()?;
            self.lines.push(line);
        }
        Ok(())
    }

    fn open_table(&mut self, tag: &Tag) -> Result<(), Exceeded> {
        if self.open.len() >= MOST_NESTED {
            return Err(Exceeded { what: "inside each other lie", limit: MOST_NESTED as u64, unit: "tables" });
        }
        if self.tables >= self.spending.budget.parts {
            return Err(Exceeded { what: "the page has", limit: self.spending.budget.parts as u64, unit: "tables" });
        }
        self.close_line()?;
        self.tables += 1;
        let right_to_left = tag.right_to_left.unwrap_or(self.right_to_left);
        let grid = Grid::below(std::mem::take(&mut self.lines), right_to_left);
        self.open.push(OpenTable { number: self.tables, grid, cell: None, caption: None });
        Ok(())
    }

    fn close_caption(&mut self) -> Result<(), Exceeded> {
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        let (caption, _) = table.caption.take().unwrap_or_default().close();
        if !caption.is_empty() {
            self.spending.cell()?;
            table.grid.above.push(caption);
        }
        Ok(())
    }

    /// Ends the cell that is open, and a caption without an end before it.
    fn close_cell(&mut self) -> Result<(), Exceeded> {
        self.close_caption()?;
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        let Some(cell) = table.cell.take() else { return Ok(()) };
        let (text, ends) = cell.shown.close();
        table.grid.add(cell.span, (&text, ends.as_deref()), self.spending)
    }

    fn close_table(&mut self) -> Result<(), Exceeded> {
        self.close_cell()?;
        self.close_line()?;
        self.done.extend(self.open.pop().map(|table| (table.number, table.grid)));
        Ok(())
    }

    fn into_sheets(mut self) -> Result<Vec<Sheet>, Exceeded> {
        while !self.open.is_empty() {
            self.close_table()?;
        }
        self.close_line()?;
        if let Some((_, last)) = self.done.iter_mut().max_by_key(|(number, _)| *number) {
            last.below = self.lines;
        }
        self.done.retain(|(_, grid)| !grid.is_empty());
        self.done.sort_by_key(|(number, _)| *number);
        let spending = self.spending;
        self.done.into_iter().map(|(number, grid)| grid.into_sheet(&format!("Table {number}"), number - 1, spending)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Addressing, CellRef};
    use crate::read::{Budget, EncodingOrigin, Told, testing};

    fn read_with(page: &[u8], options: &ReadOptions) -> Result<Workbook, ReadError> {
        testing::read(page, "ken.xls", options).map(|staged| staged.value)
    }

    fn page(text: &str) -> Workbook {
        read_with(text.as_bytes(), &ReadOptions::default()).unwrap()
    }

    fn shown(sheet: &Sheet) -> Vec<String> {
        sheet.cells().iter().map(|cell| format!("{} {}", cell.at.show(Addressing::Letters), cell.text())).collect()
    }

    fn merges(sheet: &Sheet) -> Vec<String> {
        sheet.merges.known().unwrap().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn cells_stand_where_a_browser_shows_them() {
        let workbook = page(
            "<html><table><tr><th rowspan=2>State<th colspan=2>Migrants<tr><th>2019<th>2020</tr>
            <tr><td>Kenya<br>(coast)</td><td> 1&nbsp;045 </td><td>1 050</td></tr></table>",
        );
        let sheet = &workbook.sheets[0];
        assert_eq!(shown(sheet), ["A1 State", "B1 Migrants", "B2 2019", "C2 2020", "A3 Kenya (coast)", "B3 1\u{a0}045", "C3 1 050"]);
        assert_eq!(merges(sheet), ["A1:A2", "B1:C1"]);
        assert_eq!((workbook.format, &*sheet.name, sheet.right_to_left), (Format::Html, "Table 1", Told::Known(false)));
        assert_eq!((sheet.number_formats, sheet.hidden_rows.known()), (Told::Known(()), None));
    }

    #[test]
    fn text_outside_tables_stands_above_the_next_one_and_below_the_last() {
        let workbook = page(
            "<title>Office</title><body><h1>Stock  of <b>migrants</b></h1>in persons<table><caption>Table 4</caption><tr><td>1</td></tr></table>
            <p>Between</p><table><td>2</table><p>Source: census<br>p = provisional",
        );
        assert_eq!(shown(&workbook.sheets[0]), ["A1 Office", "A2 Stock of migrants", "A3 in persons", "A4 Table 4", "A5 1"]);
        assert_eq!(shown(&workbook.sheets[1]), ["A1 Between", "A2 2", "A4 Source: census", "A5 p = provisional"]);
    }

    #[test]
    fn a_table_inside_a_cell_is_a_sheet_of_its_own() {
        let workbook = page("<table><tr><td>outer<table><tr><td>inner</td></tr></table> again</td><td>next</td></tr></table>");
        assert_eq!(shown(&workbook.sheets[0]), ["A1 outer again", "B1 next"]);
        assert_eq!((shown(&workbook.sheets[1]), workbook.sheets[1].index), (vec!["A1 inner".to_owned()], 1));
    }

    #[test]
    fn spans_end_with_their_group_of_rows() {
        let workbook = page("<table><thead><tr><td rowspan=9>a<td>b</thead><tbody><tr><td>c<tr><td rowspan=0>d<td>e<tr><td>f</table>");
        let sheet = &workbook.sheets[0];
        assert_eq!(shown(sheet), ["A1 a", "B1 b", "A2 c", "A3 d", "B3 e", "B4 f"]);
        assert_eq!(merges(sheet), ["A3:A4"]);
    }

    #[test]
    fn raised_ends_and_direction_are_told() {
        let workbook = page("<body dir=rtl><table><tr><td>Other<sup>1</sup></td></tr></table><table dir=ltr><td>x</table>");
        assert_eq!(workbook.sheets[0].superscript(CellRef::new(0, 0)), Some(5));
        assert_eq!((workbook.sheets[0].right_to_left, workbook.sheets[1].right_to_left), (Told::Known(true), Told::Known(false)));
    }

    #[test]
    fn the_encoding_is_what_the_page_says_unless_its_bytes_say_more() {
        let with = |head: &[u8], body: &[u8]| {
            read_with(&[b"<html>", head, b"<table><tr><td>", body, b"</table>"].concat(), &ReadOptions::default()).unwrap()
        };
        let arabic = with(b"<meta charset='windows-1256'>", b"\xE3\xD5\xD1");
        assert_eq!((shown(&arabic.sheets[0]), arabic.encoding_origin), (vec!["A1 مصر".to_owned()], Some(EncodingOrigin::Declared)));
        let older = with(b"<META http-equiv=Content-Type content=\"text/html; charset=iso-8859-1\">", b"R\xE9union");
        assert_eq!((shown(&older.sheets[0]), older.encoding.as_deref()), (vec!["A1 Réunion".to_owned()], Some("windows-1252")));
        let silent = with(b"", "Réunion".as_bytes());
        assert_eq!((shown(&silent.sheets[0]), silent.encoding_origin), (vec!["A1 Réunion".to_owned()], Some(EncodingOrigin::Valid)));
        let wide: Vec<u8> = "\u{feff}<table><td>Réunion</table>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(shown(&read_with(&wide, &ReadOptions::default()).unwrap().sheets[0]), ["A1 Réunion"]);
    }

    #[test]
    fn pages_that_would_grow_without_bound_are_refused() {
        let budget = Budget { cells: 1000, merges: 1000, parts: 50, ..Budget::default() };
        let options = ReadOptions { budget, ..ReadOptions::default() };
        for text in [
            "<table>".repeat(200),
            "<table><td>1</table>".repeat(60),
            format!("<table>{}", "<td>1".repeat(1001)),
            format!("<table>{}", "<td colspan=1000>".repeat(17)),
            format!("<table>{}", "<tr><td rowspan=2>".repeat(1001)),
            format!("<table><td>1</table>{}", "<p>line".repeat(1001)),
        ] {
            let result = read_with(text.as_bytes(), &options);
            assert!(matches!(result, Err(ReadError::OverBudget { .. })), "{}: {result:?}", &text[..30]);
        }
    }

    #[test]
    fn a_page_cut_anywhere_reads_or_says_why() {
        let whole = "<html><body><h1>T</h1><table><caption>c</caption><tr><td rowspan=\"2\">a&amp;<td>b<tr><td>d</table>n</body>";
        for end in 0..whole.len() {
            let result = read_with(&whole.as_bytes()[..end], &ReadOptions::default());
            assert!(matches!(result, Ok(_) | Err(ReadError::Foreign { .. } | ReadError::Empty { .. })), "{end}: {result:?}");
        }
    }
}
