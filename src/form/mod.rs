//! Workbooks to fill in: a sheet for each table that a state owes, which come back without a mapping.
//!
//! In: an [`Order`], that is a state, a year, a language, the tables, and last year's release where there is one. Out: the bytes
//! of an .xlsx file, the same for the same input. The ids that make a filled workbook readable are those of [`crate::template`];
//! this module only writes. Nothing here reads a figure or judges one: the formulas in the sheets show what does not add up, and
//! the rules of the standard judge what comes back.

mod axes;
mod checks;
mod cover;
mod grid;
mod last;
mod lists;
mod questions;
mod table;
mod words;
mod write;

use std::collections::BTreeSet;

use jiff::civil::Date;

pub use last::LastYear;

use crate::model::{Code, TableId};
use crate::spec::{Inventory, Language, Standard, TableSpec};
use crate::template::{Kind, Marker, VERSION};
use lists::Lists;

/// Why no workbook can be made.
#[derive(Debug, thiserror::Error)]
pub enum FormError {
    /// A table has no list of codes, so a template can't offer any.
    #[error("`{table}` can't be asked by a template: its `{dimension}` has no common list of codes")]
    NoList {
        /// The table.
        table: String,
        /// The dimension.
        dimension: String,
    },
    /// The workbook can't be written, which is a fault of this program.
    #[error("the workbook can't be written: {0}")]
    Write(#[from] rust_xlsxwriter::XlsxError),
}

/// What to make.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// The standard.
    pub standard: &'a Standard,
    /// The state.
    pub state: &'a Code,
    /// The year of the figures.
    pub year: i16,
    /// The language of every text.
    pub language: Language,
    /// The tables.
    pub tables: &'a BTreeSet<TableId>,
    /// The sources that states have.
    pub inventory: &'a Inventory,
    /// What was sent before.
    pub last: Option<&'a LastYear>,
}

impl Order<'_> {
    /// The last day of the year, by which members of groups are told.
    fn day(&self) -> Date {
        Date::new(self.year, 12, 31).unwrap_or(Date::MAX)
    }

    fn marker(&self, kind: Kind) -> Marker {
        Marker {
            version: VERSION,
            kind,
            country: self.state.to_string(),
            year: self.year,
            standard: self.standard.id.clone(),
            standard_version: self.standard.version.clone(),
        }
    }
}

/// Why a table can't be asked by a template; none where it can.
///
/// ```
/// use concord::form::without_list;
/// use concord::spec::Standard;
///
/// let standard = Standard::shipped().unwrap();
/// assert!(without_list(&standard, standard.table("IMM1").unwrap()).is_none());
/// assert!(without_list(&standard, standard.table("RES6").unwrap()).is_some());
/// ```
#[must_use]
pub fn without_list(standard: &Standard, table: &TableSpec) -> Option<FormError> {
    let dimension = table.dimensions.iter().find(|dimension| standard.list_of(dimension).is_none())?;
    Some(FormError::NoList { table: table.id.to_string(), dimension: dimension.to_string() })
}

/// Makes the workbook.
///
/// # Errors
/// A table has a dimension without a list of codes; all else is a fault of this program.
pub fn form(order: &Order<'_>) -> Result<Vec<u8>, FormError> {
    let mut lists = Lists::default();
    let tables: Vec<&TableSpec> = order.tables.iter().filter_map(|id| order.standard.table(id.as_str())).collect();
    if let Some(problem) = tables.iter().find_map(|table| without_list(order.standard, table)) {
        return Err(problem);
    }
    let mut sheets = vec![cover::sheet(order, &tables)];
    sheets.extend(questions::sheet(order, &tables, &mut lists));
    sheets.extend(tables.iter().map(|table| table::sheet(order, table, &mut lists)));
    sheets.push(lists.sheet(order));
    Ok(write::bytes(order, &sheets)?)
}
