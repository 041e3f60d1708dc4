//! Files for the tests of this stage, made in memory and handed over through the disk as users do.

use std::io::{Cursor, Write};
use std::sync::atomic::{AtomicU32, Ordering};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{ReadError, ReadOptions, Workbook};
use crate::diag::Staged;

/// Reads bytes as a file of this name.
pub(super) fn read(bytes: &[u8], shown_as: &str, options: &ReadOptions) -> Result<Staged<Workbook>, ReadError> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("concord-read-{}-{number}", std::process::id()));
    std::fs::write(&path, bytes).unwrap();
    let result = super::read(&path, shown_as, options);
    std::fs::remove_file(&path).unwrap();
    result
}

/// A zip file of these parts.
pub(super) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const PACKAGE_LINKS: &str = r#"<Relationships><Relationship Id="rId1"
    Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const SHEET_LINKS: &str = r#"<Relationships><Relationship Id="rId1"
    Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const SHEETS: &str = r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">PROPERTIES
    <sheets><sheet name="Table 1" sheetId="1" r:id="rId1"/></sheets></workbook>"#;

/// The smallest workbook around the XML of one sheet, with further parts beside it.
pub(super) fn workbook(sheet: &str, further: &[(&str, &[u8])]) -> Vec<u8> {
    workbook_with("", sheet, further)
}

/// The same with these properties before the list of sheets.
pub(super) fn workbook_with(properties: &str, sheet: &str, further: &[(&str, &[u8])]) -> Vec<u8> {
    let sheets = SHEETS.replace("PROPERTIES", properties);
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", PACKAGE_LINKS.as_bytes()),
        ("xl/workbook.xml", sheets.as_bytes()),
        ("xl/_rels/workbook.xml.rels", SHEET_LINKS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    parts.extend_from_slice(further);
    zipped(&parts)
}

/// A sheet with this inside its data.
pub(super) fn sheet(data: &str) -> String {
    format!("<worksheet><sheetData>{data}</sheetData></worksheet>")
}

/// The links that make a binary workbook of its parts.
pub(super) const BINARY_LINKS: &[u8] = br#"<Relationships>
    <Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.bin"/>
    <Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.bin"/>
    <Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.bin"/>
    </Relationships>"#;

/// A compound file with these two streams, the second perhaps inside a storage.
pub(super) fn old_document(first: &str, second: &str) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for name in [first, second] {
        if let Some((storage, _)) = name.rsplit_once('/').filter(|(storage, _)| !storage.is_empty()) {
            file.create_storage_all(storage).unwrap();
        }
        file.create_stream(name).unwrap().write_all(&[0; 5000]).unwrap();
    }
    file.into_inner().into_inner()
}

/// A compound file whose directory holds one entry of this name.
pub(super) fn compound_file(entry: &str) -> Vec<u8> {
    let mut bytes = vec![0_u8; 512 + 512];
    bytes[..8].copy_from_slice(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
    for (slot, name) in ["Root Entry", entry].into_iter().enumerate() {
        let units: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        let at = 512 + slot * 128;
        bytes[at..at + units.len()].copy_from_slice(&units);
        bytes[at + 64] = u8::try_from(units.len()).unwrap();
    }
    bytes
}

/// The stream of an old workbook out of its records.
pub(super) fn records(list: &[(u16, &[u8])]) -> Vec<u8> {
    let head = |kind: u16, data: &[u8]| [kind.to_le_bytes(), u16::try_from(data.len()).unwrap().to_le_bytes()].concat();
    list.iter().flat_map(|(kind, data)| [head(*kind, data), data.to_vec()].concat()).collect()
}

/// A compound file around the stream of an old workbook.
pub(super) fn old_workbook(stream: &[u8]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream("/Book").unwrap().write_all(stream).unwrap();
    file.into_inner().into_inner()
}

/// A part of a binary workbook out of its records.
pub(super) fn binary_part(list: &[(u16, Vec<u8>)]) -> Vec<u8> {
    let mut part = Vec::new();
    for (kind, body) in list {
        let kind =
            if *kind < 0x80 { vec![kind.to_le_bytes()[0]] } else { vec![kind.to_le_bytes()[0] | 0x80, u8::try_from(kind >> 7).unwrap()] };
        part.extend(kind);
        let length = u16::try_from(body.len()).unwrap();
        part.extend([u8::try_from(length & 0x7F).unwrap() | 0x80, u8::try_from(length >> 7).unwrap()]);
        part.extend(body);
    }
    part
}

/// An `OpenDocument` spreadsheet around these tables, with these styles before them.
pub(super) fn open_document(styles: &str, tables: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="o" xmlns:style="s" xmlns:table="t" xmlns:text="x">
        <office:automatic-styles>{styles}</office:automatic-styles>
        <office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}
