//! What the XML of a workbook's parts says, beside the values of cells.
//!
//! In goes one inflated part, out comes what it is and what it tells: of a sheet its layout, of the frame its sheets
//! and links. The same pass refuses whatever would make calamine, which opens the file later, allocate without bound.
//! Values of cells are not read here.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

use quick_xml::events::{BytesStart, Event};

use super::budget::{Budget, Exceeded, Meter, Metered};
use super::layout::{self, Layout};
use super::runs::{RaisedTexts, Runs};
use super::xml::{Fault, Xml, attribute, damaged, fault, push_reference};
use crate::model::CellRef;

/// Excel's own limit lies at 65 490 cell formats; named styles add a few.
const MAX_STYLES: u64 = 100_000;
/// Excel's own limits for a font's name and a number format lie at 31 and 255 characters.
const STYLE_BYTES: u64 = 2048;

/// One part of a workbook, as far as it matters to reading.
#[derive(Debug)]
pub(super) enum Part {
    Worksheet(Layout),
    SharedStrings(RaisedTexts),
    Comments(BTreeMap<CellRef, String>),
    Styles,
    Theme,
    Workbook(Vec<SheetEntry>),
    Relationships(Vec<Relationship>),
    Other,
}

/// A sheet as the list of sheets names it.
#[derive(Debug)]
pub(super) struct SheetEntry {
    pub(super) name: String,
    pub(super) relationship: String,
}

/// A link from one part to another.
#[derive(Debug)]
pub(super) struct Relationship {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) target: String,
}

/// Reads a part to its end and says what it is; `raised` are the raised ends of the shared texts.
pub(super) fn scan(part: impl Read, meter: &Meter, budget: &Budget, raised: &RaisedTexts) -> Result<Part, Fault> {
    let mut reader = BufReader::with_capacity(1 << 14, Metered::new(part, meter));
    let markup = reader.fill_buf().map_err(|error| fault(&error, meter))?;
    let markup = markup.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(markup);
    if markup.trim_ascii_start().first() != Some(&b'<') {
        return drain(reader, meter).map(|()| Part::Other);
    }
    let mut xml = Xml::new(reader, meter);
    let Some(root) = xml.root()? else { return Ok(Part::Other) };
    let frame = Exceeded::bytes("the list of sheets, the styles or the links of the workbook take", budget.frame_bytes);
    match root.name.as_str() {
        "worksheet" => layout::scan(xml, budget, raised).map(Part::Worksheet),
        "comments" => comments(xml, budget).map(Part::Comments),
        "sst" => {
            meter.hold_part_to(Exceeded::bytes("the shared texts of the workbook take", budget.shared_string_bytes))?;
            shared_strings(xml, root.unique_count, budget)
        }
        "styleSheet" => {
            meter.hold_part_to(frame)?;
            styles(xml)
        }
        "workbook" => {
            meter.hold_part_to(frame)?;
            sheet_entries(xml)
        }
        "Relationships" => {
            meter.hold_part_to(frame)?;
            relationships(xml)
        }
        "theme" => {
            meter.hold_part_to(frame)?;
            drain(xml.into_inner(), meter).map(|()| Part::Theme)
        }
        _ => drain(xml.into_inner(), meter).map(|()| Part::Other),
    }
}

/// Inflates what nobody will look at, to count it and to have its checksum compared.
fn drain(mut reader: impl BufRead, meter: &Meter) -> Result<(), Fault> {
    loop {
        meter.start_piece();
        let read = reader.fill_buf().map_err(|error| fault(&error, meter))?.len();
        if read == 0 {
            return Ok(());
        }
        reader.consume(read);
    }
}

/// Checks the count for which calamine makes room before it has seen a single text.
fn shared_strings<R: BufRead>(mut xml: Xml<'_, R>, unique_count: Option<String>, budget: &Budget) -> Result<Part, Fault> {
    let mut raised = RaisedTexts::new();
    let mut texts = 0_usize;
    let mut open: Option<Runs> = None;
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "si" => {
                open = Some(Runs::default());
                xml.one_piece = true;
            }
            Event::End(element) if element.local_name().as_ref() == "si" => {
                raised.extend(open.take().and_then(Runs::finish).map(|ends| (texts, Arc::new(ends))));
                texts += 1;
                xml.one_piece = false;
            }
            Event::Eof => break,
            event => open.iter_mut().for_each(|runs| runs.event(&event)),
        }
    }
    if texts as u64 > budget.cells {
        return Err(Exceeded { what: "the workbook holds", limit: budget.cells, unit: "shared texts" }.into());
    }
    // Writers state this number carelessly, but no text takes fewer than the five bytes of `<si/>`.
    let claimed = unique_count.and_then(|count| count.trim().parse::<u64>().ok()).unwrap_or(0);
    if claimed > xml.position() / 5 {
        return damaged(format!("it claims {claimed} shared texts and holds {texts}"));
    }
    Ok(Part::SharedStrings(raised))
}

/// The text of every comment, without its author and its looks.
///
/// A threaded comment has a twin of plain text among these, so its own part need not be read.
fn comments<R: BufRead>(mut xml: Xml<'_, R>, budget: &Budget) -> Result<BTreeMap<CellRef, String>, Fault> {
    let mut comments = BTreeMap::new();
    let mut open: Option<(CellRef, String)> = None;
    let mut in_text = false;
    let mut bytes = 0_u64;
    loop {
        match xml.next()? {
            Event::Start(element) => match element.local_name().as_ref() {
                "comment" => {
                    open = attribute(&element, "ref").and_then(|stated| stated.parse().ok()).map(|at| (at, String::new()));
                    xml.one_piece = true;
                }
                "t" => in_text = true,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "comment" => {
                    let ended = open.take().filter(|(_, text)| !text.trim().is_empty());
                    bytes += ended.as_ref().map_or(0, |(_, text)| text.len() as u64);
                    if bytes > budget.text_bytes {
                        return Err(Exceeded::bytes("the comments on the cells take", budget.text_bytes).into());
                    }
                    comments.extend(ended);
                    xml.one_piece = false;
                }
                "t" => in_text = false,
                _ => {}
            },
            Event::Text(text) if in_text => open.iter_mut().for_each(|(_, whole)| whole.push_str(&text.xml10_content())),
            Event::GeneralRef(entity) if in_text => open.iter_mut().for_each(|(_, whole)| push_reference(&entity, whole)),
            Event::Eof => return Ok(comments),
            _ => {}
        }
    }
}

/// Bounds what calamine copies into every one of the cell formats: a font's name and a number format.
fn styles<R: BufRead>(mut xml: Xml<'_, R>) -> Result<Part, Fault> {
    let mut formats = 0_u64;
    loop {
        let before = xml.position();
        let is_format = match xml.next()? {
            Event::Start(element) => element.local_name().as_ref() == "xf",
            Event::Eof => return Ok(Part::Styles),
            _ => false,
        };
        formats += u64::from(is_format);
        if xml.position() - before > STYLE_BYTES {
            return Err(Exceeded::bytes("one style takes", STYLE_BYTES).into());
        }
        if formats > MAX_STYLES {
            return Err(Exceeded { what: "the workbook has", limit: MAX_STYLES, unit: "cell formats" }.into());
        }
    }
}

fn sheet_entries<R: BufRead>(mut xml: Xml<'_, R>) -> Result<Part, Fault> {
    let mut entries = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "sheet" => {
                let stored = attribute(&element, "name").unwrap_or_default();
                let name = quick_xml::escape::unescape(&stored).map_or_else(|_| stored.to_string(), Cow::into_owned);
                entries.push(SheetEntry { name, relationship: stated(&element, "id") });
            }
            Event::Eof => return Ok(Part::Workbook(entries)),
            _ => {}
        }
    }
}

fn relationships<R: BufRead>(mut xml: Xml<'_, R>) -> Result<Part, Fault> {
    let mut links = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let [id, kind, target] = ["Id", "Type", "Target"].map(|name| stated(&element, name));
                links.push(Relationship { id, kind, target });
            }
            Event::Eof => return Ok(Part::Relationships(links)),
            _ => {}
        }
    }
}

fn stated(element: &BytesStart<'_>, name: &str) -> String {
    attribute(element, name).unwrap_or_default().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scanned(xml: &str) -> Result<Part, Fault> {
        let budget = Budget::default();
        scan(xml.as_bytes(), &Meter::new(&budget), &budget, &RaisedTexts::new())
    }

    #[test]
    fn a_claim_that_would_exhaust_memory_is_refused() {
        let result = scanned(r#"<sst uniqueCount="99999999999999"><si><t>Kenya</t></si></sst>"#);
        assert!(matches!(result, Err(Fault::Damaged(_))), "{result:?}");
        let careless = scanned(r#"<sst uniqueCount="3"><si><t>Kenya</t></si></sst>"#);
        assert!(matches!(careless, Ok(Part::SharedStrings(_))), "{careless:?}");
    }

    #[test]
    fn comments_are_kept_without_their_authors() {
        let part = scanned(
            r#"<comments><authors><author>A. Clerk</author></authors><commentList>
            <comment ref="B2" authorId="0"><text><r><rPr><b/></rPr><t>Break </t></r><r><t>in 2008 &amp; after</t></r></text></comment>
            <comment ref="C3" authorId="0"><text><t> </t></text></comment></commentList></comments>"#,
        );
        let Ok(Part::Comments(comments)) = part else { panic!("{part:?}") };
        assert_eq!(comments, BTreeMap::from([(CellRef::new(1, 1), "Break in 2008 & after".to_owned())]));
    }

    #[test]
    fn one_endless_element_is_refused_whatever_it_is() {
        let long = "x<".repeat(1 << 20);
        for xml in [
            format!("<worksheet><!-- {long} --></worksheet>"),
            format!("<worksheet><sheetData><row><c><v>{}", "x".repeat(2 << 20)),
            format!("<sst><si>{}</si></sst>", "<r><t>x</t></r>".repeat(1 << 17)),
            format!("<styleSheet><name val=\"{}\"/></styleSheet>", "x".repeat(4096)),
        ] {
            let result = scanned(&xml);
            assert!(matches!(result, Err(Fault::Exceeded(_))), "{result:?}");
        }
    }

    #[test]
    fn what_is_not_markup_or_not_ours_is_only_counted() {
        for part in ["\u{fffd}PNG", "", "<xml><br></xml>", "<html"] {
            let result = scanned(part);
            assert!(matches!(result, Ok(Part::Other) | Err(Fault::Damaged(_))), "{part}: {result:?}");
        }
        assert!(matches!(scanned("<!DOCTYPE x><worksheet/>"), Err(Fault::Damaged(_))));
    }
}
