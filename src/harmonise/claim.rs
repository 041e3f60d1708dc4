//! What a return claims: values that name their key, their cell and their mapping.

use std::sync::Arc;

use super::lineage::LineageRow;
use crate::diag::Place;
use crate::grade::Graded;
use crate::model::{Addressing, CellRef, Code, MappingId, Period, Sender, SourceId, StatusSet, TableId, Unit, key_id};
use crate::spec::{DimensionKind, Standard};

/// A file that was sent, and what was made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// First 16 hexadecimal digits of the file's SHA-256.
    pub submission_id: String,
    /// Name of the file, as the pipeline names it.
    pub file: Arc<str>,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hex.
    pub sha256: String,
    /// Format.
    pub format: String,
    /// How its cells are named.
    pub addressing: Addressing,
    /// Encoding, where the format leaves it open.
    pub encoding: Option<String>,
    /// Its sheets.
    pub sheets: Vec<SubmissionSheet>,
}

/// A sheet of a file, with the count of its cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionSheet {
    /// Name.
    pub name: Arc<str>,
    /// Whether the file shows it.
    pub visibility: String,
    /// Filled cells.
    pub filled_cells: u64,
    /// Filled cells inside a located table.
    pub cells_in_tables: u64,
    /// Why the mapping sets it aside, where it does.
    pub set_aside: Option<String>,
    /// Number of tables located on it.
    pub tables: u64,
}

/// The mapping a value came through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingUsed {
    /// Id.
    pub id: MappingId,
    /// File.
    pub file: Arc<str>,
    /// SHA-256 of its text.
    pub sha256: String,
    /// Sender.
    pub sender: Sender,
    /// Sender and source.
    pub source_id: SourceId,
    /// Edition.
    pub vintage: String,
}

/// One value that claims a place in an exchange table.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Exchange table.
    pub table: TableId,
    /// State described.
    pub reporter: Code,
    /// Period or date.
    pub period: Arc<Period>,
    /// Codes of the table's dimensions, in table order.
    pub dimensions: Vec<Code>,
    /// Sex.
    pub sex: Code,
    /// Age.
    pub age: Code,
    /// Whole units, where there is a value.
    pub value: Option<i64>,
    /// Smallest step shown.
    pub step: i32,
    /// What one unit is.
    pub unit: Unit,
    /// Every status.
    pub status: StatusSet,
    /// The range of a hidden value.
    pub range: Option<(i32, i32)>,
    /// How far it stands from the shared definition.
    pub graded: Arc<Graded>,
    /// Note.
    pub note: Option<Arc<str>>,
    /// For values that a mapping declares to be added: the labels that tell this part from the others.
    pub part: Option<Arc<str>>,
    /// Submission.
    pub submission: Arc<Submission>,
    /// Sheet.
    pub sheet: Arc<str>,
    /// Value cell.
    pub at: CellRef,
    /// Its text as stored; empty for an empty cell.
    pub raw: Arc<str>,
    /// Mapping.
    pub mapping: Arc<MappingUsed>,
    /// The key, written out.
    pub key: Arc<str>,
}

impl Claim {
    /// First 16 hexadecimal digits of the SHA-256 of the key, as a number.
    #[must_use]
    pub fn observation_id(&self) -> u64 {
        key_id(&self.key)
    }

    /// The value cell.
    #[must_use]
    pub fn place(&self) -> Place {
        Place {
            file: Arc::clone(&self.submission.file),
            sheet: Some(Arc::clone(&self.sheet)),
            cells: Some(crate::model::CellRange::single(self.at)),
            addressing: self.submission.addressing,
        }
    }
}

/// A value of a located table with the codes of its fields, for checks within the table.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Code of each field, where its label stands for one; a year as its digits, a part of the year as `A`, `Q1`, `M01`; the
    /// normalised text of a label that feeds nothing.
    pub codes: Vec<Option<Arc<str>>>,
    /// Value.
    pub value: Option<i64>,
    /// Range of a hidden value.
    pub range: Option<(i32, i32)>,
    /// For figures that a mapping declares to be added: the labels that tell this one from others of the same code.
    pub part: Option<Arc<str>>,
    /// Fields whose label the mapping calls a detail that adds to no total.
    pub memo: Box<[usize]>,
    /// Its cell.
    pub at: CellRef,
}

/// The figures of one located table, with the totals its mapping asks to check.
#[derive(Debug, Clone)]
pub struct LocatedFigures {
    /// Where the table stands.
    pub sheet: Place,
    /// Names of its fields.
    pub fields: Vec<String>,
    /// Fields that tell figures apart; the others only describe.
    pub telling: Vec<bool>,
    /// Fields whose figures are added: those of one label are judged apart from those of another.
    pub additive: Vec<bool>,
    /// Checks the mapping declares.
    pub adds_up: Vec<crate::spec::AddsUp>,
    /// The mapping's file.
    pub mapping: Arc<MappingUsed>,
    /// Its name in the mapping.
    pub table: MappingId,
    /// Tables of the mapping whose figures add to the same total, each with the line that says so.
    pub same_total_as: Vec<(MappingId, u32)>,
    /// Smallest step shown.
    pub step: i32,
    /// Figures, observations and checks alike.
    pub figures: Vec<Figure>,
    /// Texts above and below the table that hold a number, each with its cell.
    pub texts: Vec<(CellRef, Arc<str>)>,
    /// Codes of kind country among the figures.
    pub countries: std::collections::BTreeSet<Arc<str>>,
    /// How many value cells could not be placed, so that a sum over all of them can't be judged.
    pub unplaced: u64,
}

/// What one located table gives.
#[derive(Debug, Clone)]
pub struct Harvest {
    /// Claims.
    pub claims: Vec<Claim>,
    /// Lineage.
    pub lineage: Vec<LineageRow>,
    /// Figures for checks within the table.
    pub figures: LocatedFigures,
}

/// The kind of an area's code; none for dimensions that are not areas.
pub(super) fn area_kind(standard: &Standard, dimension: &crate::model::DimensionId, code: &Code) -> Option<&'static str> {
    let is_area = standard.dimensions.get(dimension).is_some_and(|dimension| dimension.kind == DimensionKind::Area);
    if !is_area {
        return None;
    }
    standard.area_kind(code.as_str()).map(crate::model::AreaKind::as_str)
}
