//! The file as a whole: every sheet in a line, and those with tables painted.

use std::path::Path;

use schemars::JsonSchema;
use serde::Serialize;

use super::paint::{Coded, PaintedSheet, filled, paint, used};
use crate::diag::Finding;
use crate::intake::{IntakeError, Opened, open};
use crate::locate::{LocatedTable, locate};
use crate::map::{Context, map, open_questions};
use crate::model::{Addressing, IgnoreReason};
use crate::read::{Visibility, Workbook};
use crate::spec::{Mapping, Standard};
use crate::tidy::tidy;

/// What to show.
#[derive(Debug, Clone)]
pub struct PreviewOptions {
    /// The one sheet to paint; every sheet with tables where not given.
    pub sheet: Option<String>,
    /// How many rows of each body, and how many tidy values.
    pub rows: usize,
}

/// Why a file can't be shown.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    /// It can't be read, or holds a list of persons.
    #[error(transparent)]
    Intake(#[from] IntakeError),
    /// It has no sheet of that name.
    #[error("`{file}` has no sheet `{sheet}`; its sheets are {known}")]
    NoSheet {
        /// The file.
        file: String,
        /// What was asked for.
        sheet: String,
        /// What there is.
        known: String,
    },
}

/// A file with what was understood of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Preview {
    /// The file.
    pub file: String,
    /// Its format, found from the content.
    pub format: String,
    /// Encoding, where the format leaves it open.
    pub encoding: Option<String>,
    /// How cells are named: by letters, or by line and field.
    #[schemars(with = "String")]
    pub addressing: Addressing,
    /// Mappings that recognise the file.
    pub mappings: Vec<MappingSeen>,
    /// Where none does, the nearest one.
    pub nearest: Option<NearestMapping>,
    /// Its sheets in the order of their tabs.
    pub sheets: Vec<SheetPreview>,
    /// What the stages noticed on the sheets that are painted.
    #[serde(skip)]
    pub findings: Vec<Finding>,
}

/// A mapping that recognises a file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MappingSeen {
    /// Id.
    pub id: String,
    /// File.
    pub file: String,
    /// Title.
    pub title: String,
}

/// The mapping that comes nearest to recognising a file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct NearestMapping {
    /// Id.
    pub id: String,
    /// File.
    pub file: String,
    /// Texts that it also looks for.
    pub missing: Vec<String>,
}

/// One sheet.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SheetPreview {
    /// Position among all sheets, counted from one.
    pub position: u64,
    /// Name; for delimited text the name of its only sheet.
    pub name: String,
    /// Whether the file shows it.
    pub visibility: String,
    /// The rectangle around every cell.
    pub used: Option<String>,
    /// Cells that are not blank.
    pub filled_cells: u64,
    /// Tables found on it.
    pub tables: u64,
    /// Why a mapping sets it aside.
    pub set_aside: Option<IgnoreReason>,
    /// The sheet with roles, where it is shown.
    pub painted: Option<PaintedSheet>,
}

/// Shows a file with what the mappings understand of it.
///
/// # Errors
/// The file can't be read, holds a list of persons, or has no sheet of the name asked for.
pub fn preview(
    path: &Path,
    shown_as: &str,
    standard: &Standard,
    mappings: &[Mapping],
    options: &PreviewOptions,
) -> Result<Preview, PreviewError> {
    understood(open(path, shown_as, standard, mappings)?, standard, options)
}

/// What is understood of a file that is open.
pub(super) fn understood(opened: Opened<'_>, standard: &Standard, options: &PreviewOptions) -> Result<Preview, PreviewError> {
    let Opened { workbook, mappings, nearest, mut findings } = opened;
    let claiming: Vec<&Mapping> = mappings.iter().map(AsRef::as_ref).collect();
    let located = locate(&workbook, &claiming);
    findings.extend(located.findings);
    findings.extend(claiming.iter().flat_map(|mapping| open_questions(mapping, &workbook.identity.name)));
    let located = located.value;
    let chosen = chosen(&workbook, &claiming, &located, options)?;
    let sheets = workbook.sheets.iter().enumerate().map(|(index, sheet)| {
        let own: Vec<&LocatedTable> = located.iter().filter(|table| table.sheet == index).collect();
        let aside = set_aside(&claiming, &sheet.name);
        let painted = chosen.contains(&index).then(|| {
            let coded: Vec<Coded<'_>> = own.iter().map(|table| code(&workbook, &claiming, standard, table, &mut findings)).collect();
            paint(sheet, &coded, aside, options.rows)
        });
        SheetPreview {
            position: index as u64 + 1,
            name: sheet.name.to_string(),
            visibility: sheet.visibility.as_str().to_owned(),
            used: used(sheet),
            filled_cells: filled(sheet).count() as u64,
            tables: own.len() as u64,
            set_aside: aside,
            painted,
        }
    });
    let sheets = sheets.collect();
    Ok(Preview {
        file: workbook.identity.name.to_string(),
        format: workbook.format.as_str().to_owned(),
        encoding: workbook.encoding.clone(),
        addressing: workbook.addressing,
        mappings: claiming.iter().map(|mapping| seen(mapping)).collect(),
        nearest: nearest.map(|(mapping, missing)| NearestMapping { id: mapping.id.to_string(), file: mapping.file.to_string(), missing }),
        sheets,
        findings,
    })
}

fn seen(mapping: &Mapping) -> MappingSeen {
    MappingSeen { id: mapping.id.to_string(), file: mapping.file.to_string(), title: mapping.title.clone() }
}

fn set_aside(mappings: &[&Mapping], name: &str) -> Option<IgnoreReason> {
    mappings.iter().flat_map(|mapping| &mapping.set_aside).find(|aside| aside.sheets.accepts(name)).map(|aside| aside.reason)
}

/// Positions of the sheets to paint: the one asked for, those with tables, or the first that holds anything.
fn chosen(
    workbook: &Workbook,
    mappings: &[&Mapping],
    located: &[LocatedTable],
    options: &PreviewOptions,
) -> Result<Vec<usize>, PreviewError> {
    let sheets = || workbook.sheets.iter().enumerate();
    if let Some(wanted) = &options.sheet {
        let found = sheets().find(|(_, sheet)| *sheet.name == **wanted).map(|(index, _)| vec![index]);
        return found.ok_or_else(|| PreviewError::NoSheet {
            file: workbook.identity.name.to_string(),
            sheet: wanted.clone(),
            known: sheets().map(|(_, sheet)| format!("`{}`", sheet.name)).collect::<Vec<_>>().join(", "),
        });
    }
    let with_tables: Vec<usize> =
        sheets().map(|(index, _)| index).filter(|index| located.iter().any(|table| table.sheet == *index)).collect();
    if !with_tables.is_empty() {
        return Ok(with_tables);
    }
    let holds = |sheet: &crate::read::Sheet| filled(sheet).next().is_some();
    let shows = |sheet: &crate::read::Sheet| sheet.visibility == Visibility::Visible && set_aside(mappings, &sheet.name).is_none();
    let first = sheets().find(|(_, sheet)| holds(sheet) && shows(sheet)).or_else(|| sheets().find(|(_, sheet)| holds(sheet)));
    Ok(first.map(|(index, _)| index).into_iter().collect())
}

/// Tidies and maps one table, as a run does.
fn code<'a>(
    workbook: &'a Workbook,
    mappings: &[&'a Mapping],
    standard: &'a Standard,
    located: &LocatedTable,
    findings: &mut Vec<Finding>,
) -> Coded<'a> {
    let (mapping, sheet) = (mappings[located.mapping], &workbook.sheets[located.sheet]);
    let section = &mapping.tables[located.table];
    let numbers = mapping.numbers(workbook.decimal);
    let context = Context::new(standard, mapping, workbook, located.sheet, &numbers);
    let coded = map(&context, section, tidy(workbook, section, located.clone()));
    findings.extend(coded.findings);
    Coded { standard, mapping, sheet, addressing: workbook.addressing, section, table: coded.value }
}
