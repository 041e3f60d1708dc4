//! Cell values of an Office Open XML workbook.
//!
//! In goes a zip file, out comes a workbook with every worksheet, hidden ones included. Values come from calamine's
//! streaming reader, layout from [`super::layout`]. Charts, formulas and everything that only decorates are left
//! out; of a formula, the value it last gave is read.

use std::io::{Read, Seek, SeekFrom};
use std::sync::Arc;

use calamine::{Reader, SheetType, Style, Xlsx, XlsxError};
use zip::ZipArchive;

use super::budget::{Exceeded, Spending};
use super::error::{At, ReadError};
use super::layout::Layout;
use super::package::{self, Tab};
use super::runs::RaisedEnds;
use super::values::{content, stored_once, visibility, without_panicking};
use super::workbook::{Cell, Content, FileIdentity, Format, Sheet, Told, Workbook};
use crate::model::CellRef;

/// Reads a workbook.
pub(super) fn read<R: Read + Seek>(
    archive: ZipArchive<R>,
    identity: FileIdentity,
    spending: &mut Spending<'_>,
    at: &At,
) -> Result<Workbook, ReadError> {
    let (mut reader, tabs) = package::inspect(archive, spending.budget, at)?;
    reader.seek(SeekFrom::Start(0)).map_err(|error| at.unreadable(error))?;
    let sheets = without_panicking(at, || sheets(reader, tabs, spending, at))?;
    Ok(Workbook::of_sheets(identity, Format::Xlsx, sheets))
}

fn sheets<R: Read + Seek>(reader: R, tabs: Vec<Tab>, spending: &mut Spending<'_>, at: &At) -> Result<Vec<Sheet>, ReadError> {
    let mut workbook: Xlsx<R> = Xlsx::new(reader).map_err(|error| refused(&error, at))?;
    let metadata = workbook.sheets_metadata().to_vec();
    let mut formats = None;
    let mut sheets: Vec<Sheet> = Vec::new();
    for (index, (tab, told)) in tabs.into_iter().zip(metadata).enumerate() {
        // calamine finds a sheet by its name alone, so a repeated one would be read as the first.
        if tab.name != told.name || sheets.iter().any(|sheet| *sheet.name == told.name) {
            return Err(at.damaged(format!("the name of the sheet `{}` is not clear", told.name)));
        }
        let (SheetType::WorkSheet, Some(layout)) = (told.typ, tab.layout) else { continue };
        let source = Source { workbook: &mut workbook, name: &told.name, formats: &mut formats };
        let mut sheet = sheet(source, layout, spending, at)?;
        (sheet.index, sheet.visibility) = (index, visibility(told.visible));
        sheets.push(sheet);
    }
    Ok(sheets)
}

/// Number formats by the number of the cell format that uses them; read with the first sheet.
type Formats = Vec<Option<Arc<str>>>;

struct Source<'s, R: Read + Seek> {
    workbook: &'s mut Xlsx<R>,
    name: &'s str,
    formats: &'s mut Option<Formats>,
}

fn sheet<R: Read + Seek>(source: Source<'_, R>, layout: Layout, spending: &mut Spending<'_>, at: &At) -> Result<Sheet, ReadError> {
    let Source { workbook, name, formats } = source;
    let Layout { cells: expected, merges, hidden_rows, hidden_columns, mut odd_errors, raised, comments, .. } = layout;
    let mut reader = workbook.worksheet_cells_reader(name).map_err(|error| refused(&error, at))?;
    let over = |limit: Exceeded| at.over_budget(limit);
    if formats.is_none() {
        *formats = Some(number_formats(reader.styles(), spending).map_err(over)?);
    }
    let formats = formats.as_deref().unwrap_or_default();

    let mut cells = Vec::with_capacity(usize::try_from(expected).unwrap_or_default());
    loop {
        let (position, value, style) = match reader.next_cell_with_style_id() {
            Ok(None) => break,
            Ok(Some((cell, style))) => {
                let (row, column) = cell.get_position();
                (CellRef::new(row, column), content(cell.get_value(), spending).map_err(over)?, style)
            }
            // An error of a later Excel: calamine knows seven, but stands behind the value and can go on.
            Err(XlsxError::CellError(error)) => {
                let (position, error) = odd_errors.pop_front().ok_or_else(|| at.damaged(format!("a cell holds the error `{error}`")))?;
                (position, Some(Content::Error(error)), 0)
            }
            Err(error) => return Err(refused(&error, at)),
        };
        if let Some(content) = value {
            spending.cell().map_err(over)?;
            cells.push(Cell { at: position, content, number_format: formats.get(style).cloned().flatten() });
        }
    }
    let mut sheet = Sheet::from_cells(name, cells, merges);
    stored_once(&sheet, at)?;
    sheet.hidden_rows = Told::Known(hidden_rows);
    sheet.hidden_columns = Told::Known(hidden_columns);
    sheet.right_to_left = Told::Known(layout.right_to_left);
    sheet.formulas_without_value = Told::Known(layout.formulas_without_value);
    let comments = comments.into_iter().map(|(at, text)| Ok((at, spending.text(&text)?)));
    sheet.comments = Told::Known(comments.collect::<Result<_, _>>().map_err(over)?);
    let within = |(at, ends): (CellRef, Arc<RaisedEnds>)| match &sheet.cell(at)?.content {
        Content::Text(text) => Some((at, ends.within(text)?)),
        _ => None,
    };
    let raised = raised.into_iter().filter_map(within).collect();
    sheet.set_raised(raised);
    Ok(sheet)
}

fn number_formats(styles: &[Style], spending: &mut Spending<'_>) -> Result<Formats, Exceeded> {
    let code = |style: &Style| style.number_format.as_ref().map(|format| format.format_code.clone());
    styles.iter().map(|style| code(style).map(|code| spending.text(&code)).transpose()).collect()
}

fn refused(error: &XlsxError, at: &At) -> ReadError {
    match error {
        XlsxError::Password => at.protected(),
        other => at.damaged(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{ExcelDateTime as WrittenDate, Format as Style, Workbook as Writer};

    use super::*;
    use crate::diag::Staged;
    use crate::model::CellRange;
    use crate::read::{Budget, CellError, ReadOptions, Visibility, testing};

    fn read_with(bytes: &[u8], budget: Budget) -> Result<Staged<Workbook>, ReadError> {
        testing::read(bytes, "ken.xlsx", &ReadOptions { budget, ..ReadOptions::default() })
    }

    fn read(bytes: &[u8]) -> Staged<Workbook> {
        read_with(bytes, Budget::default()).unwrap()
    }

    fn at(text: &str) -> CellRef {
        text.parse().unwrap()
    }

    fn cell<'w>(workbook: &'w Workbook, address: &str) -> &'w Cell {
        workbook.sheets[0].cell(at(address)).unwrap()
    }

    /// A workbook as a spreadsheet program writes it, with one of everything.
    fn written() -> Vec<u8> {
        let mut writer = Writer::new();
        let sheet = writer.add_worksheet();
        sheet.set_name("Table 1").unwrap();
        sheet.merge_range(0, 0, 1, 2, "Both sexes", &Style::new()).unwrap();
        sheet.write(2, 0, "Kenya").unwrap();
        sheet.write(2, 1, 64.1).unwrap();
        sheet.write_with_format(3, 1, 0, &Style::new().set_num_format("###\\ ##0;\\-###\\ ##0;\\—;")).unwrap();
        let date = WrittenDate::from_ymd(2020, 7, 1).unwrap();
        sheet.write_with_format(4, 1, &date, &Style::new().set_num_format("d mmm yyyy")).unwrap();
        sheet.write(5, 1, true).unwrap();
        sheet.write(6, 1, rust_xlsxwriter::Formula::new("=A1/0").set_result("#DIV/0!")).unwrap();
        sheet.write(7, 1, rust_xlsxwriter::Formula::new("=1+1").set_result("2")).unwrap();
        sheet.write(8, 1, " ").unwrap();
        sheet.set_row_hidden(2).unwrap();
        sheet.set_row_hidden(50).unwrap();
        sheet.set_column_hidden(1).unwrap();
        writer.add_worksheet().set_name("Notes").unwrap().set_hidden(true).write(0, 0, "Kenya").unwrap();
        writer.add_worksheet().set_name("Lists").unwrap().set_very_hidden(true).write(0, 0, "x").unwrap();
        writer.save_to_buffer().unwrap()
    }

    #[test]
    fn one_of_everything_reads_back() {
        let workbook = read(&written()).value;
        assert_eq!(cell(&workbook, "A1").text(), "Both sexes");
        assert_eq!(cell(&workbook, "B3").content, Content::Number(64.1));
        assert_eq!(cell(&workbook, "B4").shows_zero_as().as_deref(), Some("—"));
        assert_eq!(cell(&workbook, "B5").content, Content::Date { serial: 44_013.0, shown: "2020-07-01".into() });
        assert_eq!(cell(&workbook, "B5").number_format.as_deref(), Some("d mmm yyyy"));
        assert_eq!(cell(&workbook, "B6").text(), "TRUE");
        assert_eq!(cell(&workbook, "B7").content, Content::Error(CellError::DivisionByZero));
        assert_eq!(cell(&workbook, "B8").text(), "2");
        assert!(cell(&workbook, "B9").is_blank());
        let sheet = &workbook.sheets[0];
        assert_eq!(sheet.merge_at(at("C2")), Some(CellRange::new(at("A1"), at("C2"))));
        assert_eq!(sheet.hidden_rows.known().unwrap().iter().copied().collect::<Vec<_>>(), [2, 50]);
        assert!(sheet.hidden_columns.known().unwrap().contains(&1));
        let tabs: Vec<_> = workbook.sheets.iter().map(|sheet| (&*sheet.name, sheet.index, sheet.visibility)).collect();
        let expected = [("Table 1", 0, Visibility::Visible), ("Notes", 1, Visibility::Hidden), ("Lists", 2, Visibility::VeryHidden)];
        assert_eq!(tabs, expected);
    }

    #[test]
    fn raised_ends_comments_and_direction_are_told() {
        let mut writer = Writer::new();
        let (plain, raised) = (Style::new(), Style::new().set_font_script(rust_xlsxwriter::FormatScript::Superscript));
        let sheet = writer.add_worksheet();
        sheet.write_rich_string(0, 0, &[(&plain, "Other"), (&raised, "1")]).unwrap();
        sheet.write_rich_string(1, 0, &[(&raised, "2"), (&plain, "Provisional")]).unwrap();
        sheet.write(2, 0, "Other1").unwrap();
        sheet.insert_note(2, 0, &rust_xlsxwriter::Note::new("counted once").add_author_prefix(false)).unwrap();
        sheet.set_right_to_left(true);
        writer.add_worksheet().write(0, 0, "Other1").unwrap();
        let workbook = read(&writer.save_to_buffer().unwrap()).value;
        let sheet = &workbook.sheets[0];
        assert_eq!((cell(&workbook, "A1").text().as_ref(), sheet.superscript(at("A1"))), ("Other1", Some(5)));
        assert_eq!((sheet.leading_superscript(at("A2")), sheet.superscript(at("A2"))), (Some(1), None));
        assert_eq!(sheet.superscript(at("A3")), None, "the same letters, all on the line");
        let comments: Vec<(CellRef, &str)> = sheet.comments.known().unwrap().iter().map(|(at, text)| (*at, &**text)).collect();
        assert_eq!(comments, [(at("A3"), "counted once")]);
        assert_eq!(sheet.right_to_left, Told::Known(true));
        let other = &workbook.sheets[1];
        assert_eq!((other.right_to_left, other.comments.known().map(std::collections::BTreeMap::len)), (Told::Known(false), Some(0)));
    }

    #[test]
    fn raised_ends_of_texts_inside_a_cell_are_told() {
        let data = r#"<row r="1"><c r="A1" t="inlineStr"><is><r><t>Other</t></r><r><rPr><vertAlign val="superscript"/></rPr>
            <t>(1)</t></r></is></c></row>"#;
        let workbook = read(&testing::workbook(&testing::sheet(data), &[])).value;
        assert_eq!((cell(&workbook, "A1").text().as_ref(), workbook.sheets[0].superscript(at("A1"))), ("Other(1)", Some(5)));
    }

    #[test]
    fn a_formula_that_nobody_calculated_is_told() {
        let data = r#"<row r="1"><c r="A1"><f>1+1</f></c><c r="B1"><v>5</v></c><c r="C1"><f>A1+1</f><v/></c></row>"#;
        let Staged { value, findings } = read(&testing::workbook(&testing::sheet(data), &[]));
        assert_eq!(value.sheets[0].cells().len(), 1);
        let told: Vec<(&str, String, u64)> =
            findings.iter().map(|finding| (finding.code.id, finding.at.as_ref().unwrap().to_string(), finding.count)).collect();
        assert_eq!(told, [("read/formula-without-value", "ken.xlsx Table 1!A1".to_owned(), 2)]);
    }

    #[test]
    fn dates_count_from_the_epoch_that_the_workbook_states() {
        let styles: &[u8] = br#"<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>"#;
        let data = r#"<row r="1"><c r="A1" s="0"><v>42551</v></c></row>"#;
        for (epoch, shown) in [("", "2016-06-30"), (r#"<workbookPr date1904="1"/>"#, "2020-07-01")] {
            let workbook = read(&testing::workbook_with(epoch, &testing::sheet(data), &[("xl/styles.xml", styles)])).value;
            assert_eq!(cell(&workbook, "A1").content, Content::Date { serial: 42_551.0, shown: shown.into() });
        }
    }

    #[test]
    fn repeated_labels_share_their_text() {
        let workbook = read(&written()).value;
        let text = |sheet: &Sheet, address| match &sheet.cell(at(address)).unwrap().content {
            Content::Text(text) => Arc::clone(text),
            other => panic!("{other:?}"),
        };
        assert!(Arc::ptr_eq(&text(&workbook.sheets[0], "A3"), &text(&workbook.sheets[1], "A1")));
    }

    #[test]
    fn what_the_sender_hid_and_could_not_compute_is_told() {
        let findings = read(&written()).findings;
        let told: Vec<(&str, String, u64)> =
            findings.iter().map(|finding| (finding.code.id, finding.at.as_ref().unwrap().to_string(), finding.count)).collect();
        let expected = [
            ("read/hidden-rows-or-columns", "ken.xlsx Table 1!A3:B3".to_owned(), 1),
            ("read/hidden-rows-or-columns", "ken.xlsx Table 1!B1:B9".to_owned(), 1),
            ("read/error-value", "ken.xlsx Table 1!B7".to_owned(), 1),
            ("read/hidden-sheet", "ken.xlsx sheet `Notes`".to_owned(), 1),
            ("read/hidden-sheet", "ken.xlsx sheet `Lists`".to_owned(), 1),
        ];
        assert_eq!(told, expected);
        assert_eq!(findings[0].message, "hidden row 3 holds 2 cells, read like the others");
    }

    #[test]
    fn two_cells_in_opposite_corners_are_two_cells() {
        let corners = r#"<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>"#;
        let bytes = testing::workbook(&testing::sheet(corners), &[]);
        assert!(bytes.len() < 5000);
        let workbook = read(&bytes).value;
        assert_eq!(workbook.sheets[0].cells().len(), 2);
        assert_eq!(cell(&workbook, "XFD1048576").text(), "2");
    }

    #[test]
    fn errors_of_a_later_excel_do_not_lose_the_file() {
        let data = r##"<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><v>#SPILL!</v></c><c r="C2"><v>3</v></c></row>
            <row><c t="e" r="A3"><v>#BUSY!</v></c><c r="B3" t="e"><v>#N/A</v></c></row>"##;
        let workbook = read(&testing::workbook(&testing::sheet(data), &[])).value;
        let texts: Vec<_> = workbook.sheets[0].cells().iter().map(|cell| cell.text().into_owned()).collect();
        assert_eq!(texts, ["1", "#SPILL!", "3", "#UNKNOWN!", "#N/A"]);
    }

    #[test]
    fn cells_without_addresses_count_on() {
        let data = "<row><c><v>1</v></c><c t=\"str\"><v></v></c><c><v>NaN</v></c></row><row><c t=\"inlineStr\"><is><t>x</t></is></c></row>";
        let workbook = read(&testing::workbook(&testing::sheet(data), &[])).value;
        assert_eq!(cell(&workbook, "A2").text(), "x");
        assert_eq!(cell(&workbook, "C1").content, Content::Text("NaN".into()));
        assert_eq!(workbook.sheets[0].cell(at("B1")), None, "an empty text is no cell");
    }

    #[test]
    fn a_bomb_is_stopped_by_its_declared_size_and_by_its_real_one() {
        let budget = || Budget { inflated_bytes: 100_000, ..Budget::default() };
        let padded = format!("{}{}", testing::sheet(""), " ".repeat(1_000_000));
        let mut bomb = testing::workbook(&padded, &[]);
        assert!(matches!(read_with(&bomb, budget()), Err(ReadError::OverBudget { .. })));
        // The same with the declared size, in the directory and before the part, set to 10.
        let size = u32::try_from(padded.len()).unwrap().to_le_bytes();
        for start in 0..bomb.len() - 4 {
            if bomb[start..start + 4] == size {
                bomb[start..start + 4].copy_from_slice(&10_u32.to_le_bytes());
            }
        }
        let error = read_with(&bomb, budget()).unwrap_err();
        assert!(matches!(error, ReadError::OverBudget { .. } | ReadError::Damaged { .. }), "{error}");
    }

    #[test]
    fn cells_and_shared_texts_are_held_to_the_budget() {
        let data = "<row><c><v>1</v></c><c><v>2</v></c><c><v>3</v></c></row>";
        let bytes = testing::workbook(&testing::sheet(data), &[]);
        assert!(read_with(&bytes, Budget { cells: 3, ..Budget::default() }).is_ok());
        let error = read_with(&bytes, Budget { cells: 2, ..Budget::default() }).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`ken.xlsx` is too large: a sheet holds more than the 2 cells that are read; send the tables without anything else"
        );
        let texts = format!("<sst>{}</sst>", "<si><t>Kenya</t></si>".repeat(100));
        let bytes = testing::workbook(&testing::sheet(data), &[("xl/sharedStrings.xml", texts.as_bytes())]);
        assert!(matches!(read_with(&bytes, Budget { shared_string_bytes: 1000, ..Budget::default() }), Err(ReadError::OverBudget { .. })));
        assert!(matches!(read_with(&bytes, Budget { parts: 5, ..Budget::default() }), Err(ReadError::OverBudget { .. })));
    }

    #[test]
    fn a_part_under_a_false_name_is_refused() {
        let hidden = r#"<x><sst uniqueCount="99999999999999"/></x>"#;
        let bytes = testing::workbook(&testing::sheet(""), &[("xl/SharedStrings.xml", hidden.as_bytes())]);
        assert!(matches!(read_with(&bytes, Budget::default()), Err(ReadError::Damaged { .. })));
    }

    #[test]
    fn damage_inside_a_part_names_the_part() {
        let error = read_with(&testing::workbook("<worksheet><sheetData><row></c>", &[]), Budget::default()).unwrap_err();
        assert!(error.to_string().starts_with("`ken.xlsx` is damaged: in the part `xl/worksheets/sheet1.xml`, "), "{error}");
    }

    #[test]
    fn a_cell_stored_twice_is_refused() {
        let data = r#"<row r="7"><c r="B7"><v>1</v></c><c r="B7"><v>2</v></c></row>"#;
        let error = read_with(&testing::workbook(&testing::sheet(data), &[]), Budget::default()).unwrap_err();
        assert!(error.to_string().contains("the cell B7 of the sheet `Table 1` is stored twice"), "{error}");
    }

    #[test]
    fn a_file_cut_anywhere_gives_an_error_and_never_a_panic() {
        let whole = written();
        for end in (4..whole.len()).step_by(37) {
            let error = read_with(&whole[..end], Budget::default()).unwrap_err();
            assert!(matches!(error, ReadError::Truncated { .. }), "{end}: {error}");
        }
    }

    #[test]
    fn a_file_with_any_byte_changed_never_panics() {
        let whole = written();
        for place in (0..whole.len()).step_by(13) {
            let mut changed = whole.clone();
            changed[place] ^= 0xFF;
            let _ = read_with(&changed, Budget::default());
        }
    }

    #[test]
    fn panics_of_the_library_become_errors() {
        let styles = format!(
            r#"<styleSheet><numFmts><numFmt numFmtId="200" formatCode="{}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>"#,
            "[".repeat(300)
        );
        let data = r#"<row r="1"><c r="A1" s="0"><v>1</v></c></row>"#;
        let bytes = testing::workbook(&testing::sheet(data), &[("xl/styles.xml", styles.as_bytes())]);
        // Where overflow is not checked the file simply reads.
        let result = read_with(&bytes, Budget::default());
        assert!(matches!(result, Ok(_) | Err(ReadError::Damaged { .. })), "{result:?}");
    }
}
