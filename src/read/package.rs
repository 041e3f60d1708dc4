//! The container of a workbook, gone through before anything else opens it.
//!
//! In goes a zip file, out comes the list of its sheets with what their XML tells. Every part is inflated once under
//! the budget, so that no declared size has to be believed. Cell values are left to [`super::excel`].

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::budget::{Budget, Exceeded, Meter};
use super::error::{At, ReadError};
use super::layout::Layout;
use super::runs::RaisedTexts;
use super::sniff::Foreign;
use super::structure::{self, Part, Relationship, SheetEntry};
use super::xml::Fault;
use crate::model::CellRef;

/// A workbook's tab and the layout of its sheet; none for charts and the like.
#[derive(Debug)]
pub(super) struct Tab {
    pub(super) name: String,
    pub(super) layout: Option<Layout>,
}

/// What a zip file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Package {
    Xlsx,
    Xlsb,
    Ods,
}

/// Opens a zip file, goes through the list of its parts, and says what it holds.
pub(super) fn open<R: Read + Seek>(reader: R, budget: &Budget, at: &At) -> Result<(ZipArchive<R>, Package), ReadError> {
    let mut archive = ZipArchive::new(reader).map_err(|error| broken(error, at))?;
    walk_directory(&mut archive, budget, at)?;
    let package = kind(&mut archive, at)?;
    Ok((archive, package))
}

/// Goes through the parts of an Office Open XML workbook and gives its reader back with its tabs.
pub(super) fn inspect<R: Read + Seek>(mut archive: ZipArchive<R>, budget: &Budget, at: &At) -> Result<(R, Vec<Tab>), ReadError> {
    let mut parts = Parts::default();
    let meter = Meter::new(budget);
    for index in texts_first(&archive) {
        let entry = archive.by_index(index).map_err(|error| broken(error, at))?;
        let name = entry.name().map_err(|error| broken(error, at))?.into_owned();
        meter.start_part(budget);
        let part = structure::scan(entry, &meter, budget, &parts.raised).map_err(|fault| in_part(fault, &name, at))?;
        parts.add(&name, part, budget, at)?;
    }
    let tabs = parts.into_tabs(at)?;
    Ok((archive.into_inner(), tabs))
}

/// The places of all parts, the shared texts before the sheets that point into them.
fn texts_first<R: Read + Seek>(archive: &ZipArchive<R>) -> Vec<usize> {
    let mut places: Vec<(bool, usize)> = archive
        .file_names_raw()
        .zip(0..)
        .map(|(name, place)| (!name.to_ascii_lowercase().ends_with(b"sharedstrings.xml"), place))
        .collect();
    places.sort_unstable();
    places.into_iter().map(|(_, place)| place).collect()
}

/// Refuses by declared sizes alone what would only waste time.
fn walk_directory<R: Read + Seek>(archive: &mut ZipArchive<R>, budget: &Budget, at: &At) -> Result<(), ReadError> {
    let over = |limit| Err(at.over_budget(limit));
    if archive.len() > budget.parts {
        return over(Exceeded { what: "the workbook has", limit: budget.parts as u64, unit: "parts" });
    }
    let mut total = 0_u64;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|error| broken(error, at))?;
        if entry.encrypted() {
            return Err(at.protected());
        }
        if entry.size() > budget.inflated_bytes {
            return over(Exceeded::bytes("one part of the workbook takes", budget.inflated_bytes));
        }
        total = total.saturating_add(entry.size());
    }
    if total > budget.inflated_total_bytes {
        return over(Exceeded::bytes("the parts of the workbook together take", budget.inflated_total_bytes));
    }
    Ok(())
}

/// Tells workbooks from other kinds of file that are zip files too.
fn kind<R: Read + Seek>(archive: &mut ZipArchive<R>, at: &At) -> Result<Package, ReadError> {
    let holds = |start: &[u8]| archive.file_names_raw().any(|name| name.starts_with(start));
    if holds(b"xl/workbook.bin") {
        Ok(Package::Xlsb)
    } else if holds(b"[Content_Types].xml") {
        match () {
            () if holds(b"word/") => Err(at.foreign(Foreign::Word)),
            () if holds(b"ppt/") => Err(at.foreign(Foreign::PowerPoint)),
            () => Ok(Package::Xlsx),
        }
    } else if holds(b"mimetype") && holds(b"content.xml") {
        let mut kind = String::new();
        let part = archive.by_name("mimetype").map_err(|error| broken(error, at))?;
        let read = part.take(100).read_to_string(&mut kind);
        let spreadsheet = read.is_ok() && kind.starts_with("application/vnd.oasis.opendocument.spreadsheet");
        if spreadsheet { Ok(Package::Ods) } else { Err(at.foreign(Foreign::OpenDocument)) }
    } else if holds(b"_rels/.rels") {
        Ok(Package::Xlsx)
    } else {
        Err(at.foreign(Foreign::Archive))
    }
}

pub(super) fn broken(error: ZipError, at: &At) -> ReadError {
    match error {
        ZipError::Io(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => at.unreadable(error),
        // The directory stands at the very end, so a file without one was cut.
        ZipError::Io(_) | ZipError::InvalidArchive(_) | ZipError::FileNotFound => at.truncated(),
        ZipError::InvalidPassword => at.protected(),
        other => at.damaged(other.to_string()),
    }
}

pub(super) fn in_part(fault: Fault, part: &str, at: &At) -> ReadError {
    match fault {
        Fault::Exceeded(limit) => at.over_budget(limit),
        Fault::Damaged(what) => at.damaged(format!("in the part `{part}`, {what}")),
    }
}

/// The name under which calamine looks for a part, whatever its case and slashes.
fn normalised(path: &str) -> String {
    path.replace('\\', "/").to_ascii_lowercase()
}

/// The part to which a link in this folder leads.
pub(super) fn resolved(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = if target.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "" | "." => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

#[derive(Default)]
struct Parts {
    seen: BTreeSet<String>,
    sheets: BTreeMap<String, Layout>,
    workbooks: BTreeMap<String, Vec<SheetEntry>>,
    links: BTreeMap<String, Vec<Relationship>>,
    comments: BTreeMap<String, BTreeMap<CellRef, String>>,
    raised: RaisedTexts,
}

impl Parts {
    /// Keeps a part, once it is sure that whoever opens it by name finds what was checked.
    fn add(&mut self, name: &str, part: Part, budget: &Budget, at: &At) -> Result<(), ReadError> {
        let path = normalised(name);
        if !self.seen.insert(path.clone()) {
            return Err(at.damaged(format!("it holds the part `{name}` twice")));
        }
        let by_name = match path.rsplit('/').next().unwrap_or_default() {
            "sharedstrings.xml" => matches!(part, Part::SharedStrings(_)),
            "styles.xml" => matches!(part, Part::Styles),
            "theme1.xml" => matches!(part, Part::Theme),
            _ => true,
        };
        if !by_name {
            return Err(at.damaged(format!("the part `{name}` is not what its name says")));
        }
        let sheets_kept = self.sheets.values().map(|layout| layout.cells).sum::<u64>();
        match part {
            Part::Worksheet(layout) => {
                if sheets_kept + layout.cells > budget.cells {
                    return Err(at.over_budget(Exceeded { what: "the sheets hold", limit: budget.cells, unit: "cells" }));
                }
                self.sheets.insert(path, layout);
            }
            Part::Workbook(entries) => drop(self.workbooks.insert(path, entries)),
            Part::Relationships(links) => drop(self.links.insert(path, links)),
            Part::Comments(comments) => drop(self.comments.insert(path, comments)),
            Part::SharedStrings(raised) => self.raised = raised,
            Part::Styles | Part::Theme | Part::Other => {}
        }
        Ok(())
    }

    /// Follows the links from the container to the workbook and from there to its sheets, as calamine does.
    fn into_tabs(mut self, at: &At) -> Result<Vec<Tab>, ReadError> {
        let missing = |what: &str| at.damaged(format!("the container names no {what}"));
        let links = self.links.get("_rels/.rels").ok_or_else(|| at.foreign(Foreign::Archive))?;
        let document = links.iter().rev().find(|link| link.kind.ends_with("/relationships/officeDocument"));
        let document = document.ok_or_else(|| at.foreign(Foreign::Archive))?;
        let (folder, file) = document
            .target
            .rsplit_once('/')
            .map_or(("", document.target.as_str()), |(folder, file)| (folder.strip_prefix('/').unwrap_or(folder), file));
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let entries = self.workbooks.remove(&normalised(&format!("{folder}{file}"))).ok_or_else(|| missing("list of sheets"))?;
        let links = self.links.remove(&normalised(&format!("{folder}_rels/{file}.rels"))).ok_or_else(|| missing("links to its sheets"))?;
        let links: BTreeMap<&str, &Relationship> = links.iter().map(|link| (link.id.as_str(), link)).collect();
        entries.into_iter().map(|entry| self.tab(entry, &links, &folder, at)).collect()
    }

    fn tab(&mut self, entry: SheetEntry, links: &BTreeMap<&str, &Relationship>, folder: &str, at: &At) -> Result<Tab, ReadError> {
        let SheetEntry { name, relationship } = entry;
        let Some(link) = links.get(relationship.as_str()) else {
            return Err(at.damaged(format!("the sheet `{name}` has no link to its cells")));
        };
        if !link.kind.ends_with("/worksheet") {
            return Ok(Tab { name, layout: None });
        }
        let path = link.target.strip_prefix('/').map_or_else(|| format!("{folder}{}", link.target), str::to_owned);
        let Some(mut layout) = self.sheets.remove(&normalised(&path)) else {
            return Err(at.damaged(format!("the cells of the sheet `{name}` are missing")));
        };
        layout.comments = self.comments_on(&normalised(&path));
        Ok(Tab { name, layout: Some(layout) })
    }

    /// The comments to which a sheet is linked.
    fn comments_on(&mut self, sheet: &str) -> BTreeMap<CellRef, String> {
        let (folder, file) = sheet.rsplit_once('/').unwrap_or(("", sheet));
        let links = self.links.get(&format!("{folder}/_rels/{file}.rels"));
        let link = links.and_then(|links| links.iter().find(|link| link.kind.ends_with("/relationships/comments")));
        let part = link.map(|link| normalised(&resolved(folder, &link.target)));
        part.and_then(|part| self.comments.remove(&part)).unwrap_or_default()
    }
}
