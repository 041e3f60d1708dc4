//! The formats whose readers are our own: values against calamine, which reads them another way, and files that are
//! broken or made to do harm. Every state and figure is made up.

use std::io::Cursor;

use calamine::{Data, Reader};

use super::testing::{self, records};
use super::{Budget, Cell, CellError, Content, Format, ReadError, ReadOptions, Sheet, Told, Visibility, Workbook};
use crate::model::{Addressing, CellRange, CellRef};

fn read_with(bytes: &[u8], budget: Budget) -> Result<Workbook, ReadError> {
    testing::read(bytes, "ken.xlsx", &ReadOptions { budget, ..ReadOptions::default() }).map(|staged| staged.value)
}

fn read(bytes: &[u8]) -> Workbook {
    read_with(bytes, Budget::default()).unwrap()
}

fn cell<'w>(workbook: &'w Workbook, address: &str) -> &'w Cell {
    workbook.sheets[0].cell(address.parse().unwrap()).unwrap_or_else(|| panic!("{address} holds nothing"))
}

fn shown(sheet: &Sheet) -> Vec<String> {
    sheet.cells().iter().map(|cell| format!("{} {}", cell.at.show(Addressing::Letters), cell.text())).collect()
}

fn date(serial: f64, shown: &str) -> Content {
    Content::Date { serial, shown: shown.into() }
}

/// Checks every cell against calamine, which takes what it does not know for empty.
fn agrees_with_calamine<R>(workbook: &Workbook, mut theirs: R)
where
    R: Reader<Cursor<Vec<u8>>>,
    R::Error: std::fmt::Debug,
{
    let mut compared = 0;
    for sheet in &workbook.sheets {
        let range = theirs.worksheet_range(&sheet.name).unwrap();
        for cell in sheet.cells() {
            let agrees = match (&cell.content, range.get_value((cell.at.row, cell.at.column)).unwrap_or(&Data::Empty)) {
                (Content::Text(ours), Data::String(theirs)) => **ours == **theirs,
                (Content::Number(ours), Data::Float(theirs)) => ours.to_bits() == theirs.to_bits(),
                (Content::Number(ours), Data::Int(theirs)) => ours.to_string() == theirs.to_string(),
                (Content::Boolean(ours), Data::Bool(theirs)) => ours == theirs,
                (Content::Date { serial, .. }, Data::DateTime(theirs)) => serial.to_bits() == theirs.as_f64().to_bits(),
                (Content::Date { shown, .. }, Data::DateTimeIso(theirs)) => **shown == **theirs,
                (Content::Error(ours), Data::Error(theirs)) => ours.as_str() == theirs.to_string(),
                _ => false,
            };
            assert!(agrees, "{cell:?} against {:?}", range.get_value((cell.at.row, cell.at.column)));
            compared += 1;
        }
        let filled = range.used_cells().count();
        assert_eq!(filled, sheet.cells().len(), "cells of `{}`", sheet.name);
    }
    assert!(compared > 5);
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)).unwrap()
}

#[test]
fn an_old_workbook_reads_as_a_new_one_does() {
    let bytes = file("made_up_1900.xls");
    let workbook = read(&bytes);
    assert_eq!(workbook.format, Format::Xls);
    assert_eq!(cell(&workbook, "A4").text(), "Côte d’Ivoire");
    assert_eq!(cell(&workbook, "B3").content, Content::Number(64.1));
    assert_eq!(cell(&workbook, "B4").shows_zero_as().as_deref(), Some("—"));
    assert_eq!(cell(&workbook, "B6").content, Content::Boolean(true));
    assert!(cell(&workbook, "B8").shows_percent());
    assert_eq!(cell(&workbook, "D8").content, Content::Number(3.0), "the last of three in one record");
    assert!(cell(&workbook, "B9").is_blank());
    let sheet = &workbook.sheets[0];
    let at = |text: &str| -> CellRef { text.parse().unwrap() };
    assert_eq!((sheet.superscript(at("A10")), sheet.superscript(at("A11"))), (Some(5), None));
    assert_eq!(sheet.merge_at(at("C2")), Some(CellRange::new(at("A1"), at("C2"))));
    assert_eq!(sheet.hidden_rows.known().unwrap().iter().collect::<Vec<_>>(), [&2]);
    assert_eq!(sheet.hidden_columns.known().unwrap().iter().collect::<Vec<_>>(), [&1]);
    assert_eq!((sheet.right_to_left, sheet.number_formats), (Told::Known(true), Told::Known(())));
    assert!(sheet.comments.known().is_none() && sheet.formulas_without_value.known().is_none());
    let tabs: Vec<_> = workbook.sheets.iter().map(|sheet| (&*sheet.name, sheet.index, sheet.visibility)).collect();
    assert_eq!(tabs, [("Table 1", 0, Visibility::Visible), ("Notes", 1, Visibility::Hidden), ("Lists", 2, Visibility::VeryHidden)]);
    agrees_with_calamine(&workbook, calamine::Xls::new(Cursor::new(bytes)).unwrap());
}

#[test]
fn the_same_cells_in_an_old_and_a_new_workbook_are_equal() {
    let old = read(&file("made_up_1900.xls"));
    let mut writer = rust_xlsxwriter::Workbook::new();
    for sheet in &old.sheets {
        let written = writer.add_worksheet().set_name(&*sheet.name).unwrap();
        for cell in sheet.cells() {
            let column = u16::try_from(cell.at.column).unwrap();
            let format = rust_xlsxwriter::Format::new().set_num_format(cell.number_format.as_deref().unwrap());
            match &cell.content {
                Content::Text(text) => written.write_with_format(cell.at.row, column, &**text, &format),
                Content::Number(number) | Content::Date { serial: number, .. } => {
                    written.write_with_format(cell.at.row, column, *number, &format)
                }
                Content::Boolean(truth) => written.write_with_format(cell.at.row, column, *truth, &format),
                Content::Error(_) => unreachable!("the file holds no errors"),
            }
            .unwrap();
        }
    }
    let new = read(&writer.save_to_buffer().unwrap());
    for (old, new) in old.sheets.iter().zip(&new.sheets) {
        let (one, other) = (old.cells().iter(), new.cells().iter());
        assert!(one.zip(other).all(|(one, other)| (one.at, &one.content) == (other.at, &other.content)), "{}", old.name);
        assert_eq!(old.cells().len(), new.cells().len());
    }
}

#[test]
fn dates_of_old_workbooks_count_from_either_epoch() {
    let (from_1900, from_1904) = (read(&file("made_up_1900.xls")), read(&file("made_up_1904.xls")));
    assert_eq!(cell(&from_1900, "B5").content, date(44_013.0, "2020-07-01"));
    assert_eq!(cell(&from_1904, "B5").content, date(42_551.0, "2020-07-01"));
}

/// What stands before the cells of a sheet of Excel 5, written in the code page 850.
const EXCEL_5: &[(u16, &[u8])] = &[(0x0809, b"\x00\x05\x05\x00\0\0\0\0"), (0x0042, b"\x52\x03")];
const SHEET: (u16, &[u8]) = (0x0809, b"\x00\x05\x10\x00\0\0\0\0");
const END: (u16, &[u8]) = (0x000A, b"");

/// A workbook of Excel 5 with one sheet of these records.
fn excel_5(sheet: &[(u16, &[u8])]) -> Vec<u8> {
    let entry = |position: usize| [&u32::try_from(position).unwrap().to_le_bytes()[..], b"\x00\x00\x06T\x90ble1"].concat();
    let globals = |entry: &[u8]| records(&[EXCEL_5, &[(0x0085, entry), END]].concat());
    let position = globals(&entry(0)).len();
    [globals(&entry(position)), records(&[&[SHEET], sheet, &[END]].concat())].concat()
}

const CELLS: &[(u16, &[u8])] = &[
    (0x0204, b"\x00\x00\x00\x00\x00\x00\x07\x00R\x82union"),
    (0x0203, b"\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x45\x40"),
    (0x027E, b"\x01\x00\x00\x00\x00\x00\x53\x01\x00\x00"),
    (0x0205, b"\x01\x00\x01\x00\x00\x00\x2A\x01"),
    // A formula that gave the text `x`, one that gave an error, one that gave true, one that gave the empty text.
    (0x0006, b"\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xFF\xFF\x00\x00\x00\x00\x00\x00\x00\x00"),
    (0x0207, b"\x01\x00x"),
    (0x0006, b"\x02\x00\x01\x00\x00\x00\x02\x00\x07\x00\x00\x00\xFF\xFF\x00\x00\x00\x00\x00\x00\x00\x00"),
    (0x0006, b"\x02\x00\x02\x00\x00\x00\x01\x00\x01\x00\x00\x00\xFF\xFF\x00\x00\x00\x00\x00\x00\x00\x00"),
    (0x0006, b"\x02\x00\x03\x00\x00\x00\x03\x00\x00\x00\x00\x00\xFF\xFF\x00\x00\x00\x00\x00\x00\x00\x00"),
    // A chart among the cells, with something like a cell in it.
    (0x0809, b"\x00\x05\x20\x00\0\0\0\0"),
    (0x0203, b"\x09\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x45\x40"),
    END,
    (0x027E, b"\x03\x00\x00\x00\x00\x00\x05\x00\x00\x00"),
];

#[test]
fn a_workbook_of_excel_5_is_read_in_its_code_page() {
    let bytes = testing::old_workbook(&excel_5(CELLS));
    let workbook = read(&bytes);
    let expected = ["A1 Réunion", "B1 42", "A2 0.84", "B2 #N/A", "A3 x", "B3 #DIV/0!", "C3 TRUE"];
    assert_eq!(shown(&workbook.sheets[0])[..7], expected);
    assert_eq!(&*workbook.sheets[0].name, "TÉble1");
    assert_eq!(cell(&workbook, "B2").content, Content::Error(CellError::NotAvailable));
}

#[test]
fn records_without_a_container_are_read() {
    // As programs of the web write them: no version, one sheet, letters of one byte.
    let open: (u16, &[u8]) = (0x0809, b"\x00\x00\x10\x00\x00\x00\x00\x00");
    let workbook = read(&records(&[&[open], &CELLS[..3], &[END]].concat()));
    assert_eq!((&*workbook.sheets[0].name, shown(&workbook.sheets[0])[1].as_str()), ("ken", "B1 42"));
}

#[test]
fn an_encrypted_old_workbook_is_told() {
    let stream = records(&[EXCEL_5, &[(0x002F, b"\x01\x00"), END]].concat());
    assert!(matches!(read_with(&testing::old_workbook(&stream), Budget::default()), Err(ReadError::Protected { .. })));
}

#[test]
fn two_cells_in_opposite_corners_of_an_old_sheet_are_two_cells() {
    let corners: &[(u16, &[u8])] = &[
        // The corners it claims are farther still.
        (0x0200, b"\x00\x00\x00\x00\xFF\xFF\xFF\xFF\x00\x00\xFF\xFF\x00\x00"),
        (0x027E, b"\x00\x00\x00\x00\x00\x00\x06\x00\x00\x00"),
        (0x027E, b"\xFF\xFF\xFF\x00\x00\x00\x0A\x00\x00\x00"),
    ];
    assert_eq!(shown(&read(&testing::old_workbook(&excel_5(corners))).sheets[0]), ["A1 1", "IV65536 2"]);
}

#[test]
fn old_workbooks_that_would_grow_without_bound_are_refused() {
    let refusal = |stream: &[u8], budget| read_with(&testing::old_workbook(stream), budget).unwrap_err().to_string();
    let few = Budget { cells: 3, merges: 1, ..Budget::default() };
    assert!(refusal(&excel_5(CELLS), few.clone()).contains("cells"));
    let merges: &[(u16, &[u8])] = &[(0x00E5, b"\x02\x00\x00\x00\x01\x00\x00\x00\x01\x00\x00\x00\x01\x00\x05\x00\x06\x00")];
    assert!(refusal(&excel_5(merges), few).contains("merged"));
    // Every sheet of the list at one place.
    let entry = |name: u8| [&b"\x00\x00\x00\x00\x00\x00\x01"[..], &[name]].concat();
    let entries: Vec<Vec<u8>> = (b'a'..=b'z').map(entry).collect();
    let list: Vec<(u16, &[u8])> = entries.iter().map(|entry| (0x0085, entry.as_slice())).collect();
    let overlapping = records(&[EXCEL_5, &list, &[END]].concat());
    assert!(refusal(&overlapping, Budget::default()).contains("lie over each other"));
    assert!(refusal(&overlapping, Budget { parts: 20, ..Budget::default() }).contains("more than the 20 sheets"));
    let shared = [&b"\0\0\0\0\0\0\0\0"[..], &b"\x01\x00\x00a".repeat(5)].concat();
    let texts = [&[(0x0809, &b"\x00\x06\x05\x00\0\0\0\0"[..]), (0x00FC, &shared)], &[END][..]].concat();
    assert!(refusal(&records(&texts), Budget { cells: 3, ..Budget::default() }).contains("shared texts"));
}

/// Cuts a file at many places and changes many of its bytes: an error or a workbook, never a panic.
fn survives_damage(whole: &[u8]) {
    for end in (4..whole.len()).step_by(whole.len() / 100 + 1) {
        let _ = read_with(&whole[..end], Budget::default());
    }
    for place in (0..whole.len()).step_by(whole.len() / 300 + 1) {
        for change in [0xFF, 0x01] {
            let mut changed = whole.to_vec();
            changed[place] ^= change;
            let _ = read_with(&changed, Budget::default());
        }
    }
}

#[test]
fn no_damage_makes_a_reader_panic() {
    survives_damage(&file("made_up_1900.xls"));
    survives_damage(&testing::old_workbook(&excel_5(CELLS)));
    survives_damage(&excel_5(CELLS));
    survives_damage(&binary());
    survives_damage(&open_document());
}

#[test]
fn what_is_cut_short_is_refused() {
    for whole in [file("made_up_1900.xls"), binary(), open_document()] {
        for part in 1..8 {
            let error = read_with(&whole[..whole.len() * part / 8], Budget::default()).unwrap_err();
            assert!(matches!(error, ReadError::Truncated { .. } | ReadError::Damaged { .. }), "{error}");
        }
    }
}

fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    [u32::try_from(units.len()).unwrap().to_le_bytes().to_vec(), units.into_iter().flat_map(u16::to_le_bytes).collect()].concat()
}

/// The head of a cell in a column, with a number of a cell format, before its value.
fn at(column: u8, format: u8, value: &[u8]) -> Vec<u8> {
    [&[column, 0, 0, 0, format, 0, 0, 0][..], value].concat()
}

fn row(number: u8, hidden: bool) -> (u16, Vec<u8>) {
    (0x0000, vec![number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, if hidden { 0x10 } else { 0 }, 0, 0, 0, 0, 0])
}

fn binary_sheet() -> Vec<(u16, Vec<u8>)> {
    vec![
        (0x0081, Vec::new()),
        (0x0094, vec![0; 16]),
        (0x0085, Vec::new()),
        (0x0089, vec![0x20, 0, 0, 0]),
        (0x0086, Vec::new()),
        (0x0186, Vec::new()),
        (0x003C, [&[1_u8, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0][..]].concat()),
        (0x0187, Vec::new()),
        (0x0091, Vec::new()),
        row(0, false),
        (0x0007, at(0, 0, &0_u32.to_le_bytes())),
        (0x0002, at(1, 0, &(42_u32 << 2 | 2).to_le_bytes())),
        row(2, true),
        (0x0005, at(0, 1, &0_f64.to_le_bytes())),
        (0x0005, at(1, 2, &44_013_f64.to_le_bytes())),
        (0x0003, at(2, 0, &[0x17])),
        (0x0004, at(3, 0, &[1])),
        (0x0006, at(4, 0, &wide("Côte d'Ivoire"))),
        (0x0008, at(5, 0, &[wide("x"), vec![0; 6]].concat())),
        (0x0009, at(6, 0, &[&2.5_f64.to_le_bytes()[..], &[0; 6]].concat())),
        (0x0092, Vec::new()),
        (0x00B0, [5_u32, 6, 0, 1].into_iter().flat_map(u32::to_le_bytes).collect()),
    ]
}

fn binary_of(sheet: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let entry = [vec![0, 0, 0, 0, 1, 0, 0, 0], wide("rId1"), wide("Table 1")].concat();
    let raised = [vec![1], wide("Other1"), vec![1, 0, 0, 0, 5, 0, 1, 0]].concat();
    let font = |raised: u8| (0x002B, vec![0xDC, 0, 0, 0, 0x90, 1, raised, 0]);
    let format = |number: u8| (0x002F, vec![0, 0, number, 0, 0, 0]);
    let zero = [vec![0xA4, 0], wide("0;-0;\\-")].concat();
    let workbook = [(0x0099, vec![0; 8]), (0x009C, entry), (0x0090, Vec::new()), (0x009D, Vec::new())];
    let styles = [
        (0x0267, vec![1, 0, 0, 0]),
        (0x002C, zero),
        font(0),
        font(1),
        (0x0269, vec![3, 0, 0, 0]),
        format(0),
        format(0xA4),
        format(14),
        (0x026A, Vec::new()),
    ];
    let texts = [(0x009F, vec![1, 0, 0, 0, 1, 0, 0, 0]), (0x0013, raised), (0x00A0, Vec::new())];
    let parts = [testing::binary_part(&workbook), testing::binary_part(&styles), testing::binary_part(&texts), testing::binary_part(sheet)];
    testing::zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/_rels/workbook.bin.rels", testing::BINARY_LINKS),
        ("xl/workbook.bin", &parts[0]),
        ("xl/styles.bin", &parts[1]),
        ("xl/sharedStrings.bin", &parts[2]),
        ("xl/worksheets/sheet1.bin", &parts[3]),
    ])
}

fn binary() -> Vec<u8> {
    binary_of(&binary_sheet())
}

#[test]
fn a_binary_workbook_reads_as_an_xml_one_does() {
    let workbook = read(&binary());
    assert_eq!(workbook.format, Format::Xlsb);
    let sheet = &workbook.sheets[0];
    let expected = ["A1 Other1", "B1 42", "A3 0", "B3 2020-07-01", "C3 #REF!", "D3 TRUE", "E3 Côte d'Ivoire", "F3 x", "G3 2.5"];
    assert_eq!(shown(sheet), expected);
    assert_eq!(cell(&workbook, "A3").shows_zero_as().as_deref(), Some("-"));
    assert_eq!(sheet.superscript(CellRef::new(0, 0)), Some(5));
    assert_eq!(sheet.merges.known().unwrap()[0].to_string(), "A6:B7");
    assert_eq!(sheet.hidden_rows.known().unwrap().iter().collect::<Vec<_>>(), [&2]);
    assert_eq!(sheet.hidden_columns.known().unwrap().iter().collect::<Vec<_>>(), [&1]);
    assert_eq!((sheet.right_to_left, sheet.number_formats), (Told::Known(true), Told::Known(())));
    agrees_with_calamine(&workbook, calamine::Xlsb::new(Cursor::new(binary())).unwrap());
}

#[test]
fn an_error_of_a_formula_in_a_binary_workbook_is_not_lost() {
    let mut records = binary_sheet();
    records.insert(10, (0x000B, at(9, 0, &[0x07, 0, 0, 0])));
    assert_eq!(cell(&read(&binary_of(&records)), "J1").content, Content::Error(CellError::DivisionByZero));
}

#[test]
fn a_binary_workbook_is_held_to_the_budget() {
    let refused = |budget| matches!(read_with(&binary(), budget), Err(ReadError::OverBudget { .. }));
    assert!(refused(Budget { cells: 5, ..Budget::default() }));
    assert!(refused(Budget { merges: 0, ..Budget::default() }));
    assert!(refused(Budget { inflated_bytes: 50, ..Budget::default() }));
    let mut records = binary_sheet();
    records.insert(10, (0x0006, at(9, 0, &[0xFF, 0xFF, 0xFF, 0x0F, 0, 0])));
    assert!(matches!(read_with(&binary_of(&records), Budget::default()), Err(ReadError::Damaged { .. })));
}

const STYLES: &str = r#"<style:style style:name="hidden"><style:table-properties table:display="false" style:writing-mode="rl-tb"/></style:style>
    <style:style style:name="up"><style:text-properties style:text-position="super 58%"/></style:style>"#;

const TABLES: &str = r#"<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>
    <table:tracked-changes><table:table-cell office:value-type="float" office:value="9"/></table:tracked-changes>
    <table:table table:name="Table 1">
    <table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>
    <table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="3" table:number-rows-spanned="2"
        office:value-type="string"><text:p>Both   sexes</text:p><text:p>2020</text:p></table:table-cell>
        <table:covered-table-cell table:number-columns-repeated="2"/></table:table-row></table:table-header-rows>
    <table:table-row table:number-rows-repeated="2"/>
    <table:table-row table:visibility="filter"><table:table-cell office:value-type="string"><text:p>Other<text:span text:style-name="up">1</text:span></text:p></table:table-cell>
        <table:table-cell office:value-type="float" office:value="64.1"><text:p>64.1</text:p></table:table-cell>
        <table:table-cell office:value-type="float" office:value="0"><text:p>-</text:p></table:table-cell>
        <table:table-cell office:value-type="float" office:value="-1200"><text:p>┴ -1,200</text:p></table:table-cell>
        <table:table-cell office:value-type="percentage" office:value="0.125"><text:p>12.5%</text:p></table:table-cell></table:table-row>
    <table:table-row><table:table-cell office:value-type="date" office:date-value="2020-07-01"><text:p>1.7.</text:p></table:table-cell>
        <table:table-cell office:value-type="time" office:time-value="PT06H30M00S"><text:p>06:30</text:p></table:table-cell>
        <table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>TRUE</text:p></table:table-cell>
        <table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>
        <table:table-cell table:formula="of:=A1/0" office:value-type="float" office:value="0"><text:p>#REF!</text:p></table:table-cell>
        <table:table-cell table:formula="of:=1+1"/></table:table-row>
    <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2" office:value-type="string"><office:annotation><dc:creator>A. Clerk</dc:creator>
        <text:p>see note &amp; source</text:p></office:annotation><text:p>a<text:s text:c="2"/>b<draw:frame><text:p>picture</text:p></draw:frame></text:p></table:table-cell></table:table-row>
    <table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
    </table:table>
    <table:table table:name="Notes" table:style-name="hidden"><table:table-row><table:table-cell office:value-type="float" office:value="5"/></table:table-row></table:table>"#;

fn open_document() -> Vec<u8> {
    testing::open_document(STYLES, TABLES)
}

#[test]
fn an_open_document_reads_as_a_workbook_does() {
    let workbook = read(&open_document());
    assert_eq!(workbook.format, Format::Ods);
    let sheet = &workbook.sheets[0];
    let expected = [
        "A1 Both sexes\n2020",
        "A4 Other1",
        "B4 64.1",
        "C4 0",
        "D4 -1200",
        "E4 0.125",
        "A5 2020-07-01",
        "B5 06:30:00",
        "C5 TRUE",
        "D5 #DIV/0!",
        "E5 #REF!",
        "A6 a  b",
        "B6 a  b",
        "A7 a  b",
        "B7 a  b",
    ];
    assert_eq!(shown(sheet), expected);
    assert_eq!(cell(&workbook, "C4").shows_zero_as().as_deref(), Some("-"));
    assert_eq!(cell(&workbook, "B4").shows_zero_as(), None);
    assert_eq!(cell(&workbook, "D4").marks_shown().as_deref(), Some("┴"));
    assert!(cell(&workbook, "E4").shows_percent());
    assert_eq!(cell(&workbook, "A5").content, date(42_551.0, "2020-07-01"));
    assert_eq!(cell(&workbook, "B5").content, date(6.5 / 24.0, "06:30:00"));
    assert_eq!(cell(&workbook, "E5").content, Content::Error(CellError::Reference));
    let at = |text: &str| -> CellRef { text.parse().unwrap() };
    assert_eq!(sheet.superscript(at("A4")), Some(5));
    assert_eq!(sheet.merges.known().unwrap().iter().map(ToString::to_string).collect::<Vec<_>>(), ["A1:C2"]);
    assert_eq!(sheet.hidden_rows.known().unwrap().iter().collect::<Vec<_>>(), [&3]);
    assert_eq!(sheet.hidden_columns.known().unwrap().iter().collect::<Vec<_>>(), [&1, &2]);
    assert_eq!(sheet.formulas_without_value.known().unwrap().iter().collect::<Vec<_>>(), [&at("F5")]);
    assert_eq!(sheet.comments.known().unwrap().get(&at("A6")).map(AsRef::as_ref), Some("see note & source"));
    assert_eq!((sheet.right_to_left, sheet.number_formats), (Told::Known(false), Told::Known(())));
    let notes = &workbook.sheets[1];
    assert_eq!((notes.visibility, notes.right_to_left), (Visibility::Hidden, Told::Known(true)));
    assert_eq!(notes.number_formats, Told::NotAvailable, "a number that does not say what it shows as");
}

#[test]
fn an_open_document_agrees_with_calamine() {
    let tables = r#"<table:table table:name="T"><table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="string"><text:p>Kenya</text:p></table:table-cell>
        <table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="5"/></table:table-row>
        <table:table-row><table:table-cell/><table:table-cell office:value-type="date" office:date-value="2020-07-01T12:00:00"/></table:table-row></table:table>"#;
    // calamine knows no blanks between elements.
    let tables: String = tables.lines().map(str::trim_start).collect();
    let bytes = testing::open_document("", &tables);
    agrees_with_calamine(&read(&bytes), calamine::Ods::new(Cursor::new(bytes)).unwrap());
}

#[test]
fn open_documents_that_would_grow_without_bound_are_refused() {
    let table = |inside: &str| testing::open_document("", &format!(r#"<table:table table:name="T">{inside}</table:table>"#));
    let filled = r#"office:value-type="float" office:value="1"/>"#;
    for inside in [
        format!(r#"<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000" {filled}</table:table-row>"#),
        r#"<table:table-row><table:table-cell office:value-type="string"><text:p><text:s text:c="99999999999"/></text:p></table:table-cell></table:table-row>"#.to_owned(),
        format!(r#"<table:table-row><table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell></table:table-row>"#, "long ".repeat(300_000)),
    ] {
        let result = read_with(&table(&inside), Budget { cells: 10_000, ..Budget::default() });
        assert!(matches!(result, Err(ReadError::OverBudget { .. })), "{}: {result:?}", &inside[..80]);
    }
    let far = format!(
        r#"<table:table-row table:number-rows-repeated="4294967295"/><table:table-row><table:table-cell {filled}</table:table-row>"#
    );
    assert!(matches!(read_with(&table(&far), Budget::default()), Err(ReadError::Damaged { .. })));
    let corners = format!(
        r#"<table:table-row><table:table-cell {filled}</table:table-row><table:table-row table:number-rows-repeated="1048574"/>
        <table:table-row><table:table-cell table:number-columns-repeated="16383"/><table:table-cell {filled}</table:table-row>"#
    );
    assert_eq!(shown(&read(&table(&corners)).sheets[0]), ["A1 1", "XFD1048576 1"]);
}

#[test]
fn an_encrypted_open_document_is_told() {
    let bytes = testing::zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"),
        ("content.xml", b"\x01\x02"),
    ]);
    assert!(matches!(read_with(&bytes, Budget::default()), Err(ReadError::Protected { .. })));
}
