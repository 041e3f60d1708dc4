//! Which codes a breakdown asks for, where a code list or an age grid does not say it.
//!
//! In: `asked_codes.csv`. Out: the codes by table, dimension and country level, and the code that stands for the whole where
//! it is not `_T`. A standard without the file asks for any code of a list, and for no groups of countries.

use std::collections::BTreeMap;

use super::csv_file::{CsvFile, CsvRow};
use super::list_files::Lists;
use super::problem::{Problems, in_one_line, spelling_hint};
use super::source::SpecSource;
use super::standard::Standard;
use super::standard_files::{CountryLevel, Dimension, TableSpec};
use crate::model::{Code, DimensionId, TableId};

const ASKED: &str = "asked_codes.csv";
const ANY: &str = "*";

/// One line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AskedCodes {
    table: Option<TableId>,
    dimension: Option<DimensionId>,
    level: Option<CountryLevel>,
    total: TotalOf,
    codes: Vec<Vec<Code>>,
}

/// The code of a dimension that stands for all of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TotalOf {
    /// `_T`.
    Usual,
    /// Another code, such as the refugees among all who are protected.
    Code(Code),
    /// There is none: the codes are components that do not add up to one figure.
    None,
}

impl TotalOf {
    /// Whether a code is the total.
    #[must_use]
    pub fn is(&self, code: &Code) -> bool {
        code.is_total() || matches!(self, Self::Code(own) if own == code)
    }
}

impl Standard {
    /// The code that stands for all of a table in one of its dimensions.
    ///
    /// ```
    /// use concord::spec::{Standard, TotalOf};
    ///
    /// let standard = Standard::shipped().unwrap();
    /// let total = |table: &str, dimension: &str| standard.total_of(&table.parse().unwrap(), &dimension.parse().unwrap());
    /// assert_eq!(total("IMM1", "citizenship"), TotalOf::Usual);
    /// assert!(matches!(total("REF1", "protection_status"), TotalOf::Code(code) if code.as_str() == "REF"));
    /// assert_eq!(total("BAL1", "balance_component"), TotalOf::None);
    /// ```
    #[must_use]
    pub fn total_of(&self, table: &TableId, dimension: &DimensionId) -> TotalOf {
        self.asked(table, dimension, None).map_or(TotalOf::Usual, |asked| asked.total.clone())
    }

    /// The codes that a breakdown asks for, each with those that stand for it as well; empty where any code will do.
    #[must_use]
    pub fn asked_codes(&self, table: &TableId, dimension: &DimensionId, level: Option<CountryLevel>) -> &[Vec<Code>] {
        self.asked(table, dimension, level).map_or(&[], |asked| asked.codes.as_slice())
    }

    /// The line that speaks: one of the table before one of any table.
    fn asked(&self, table: &TableId, dimension: &DimensionId, level: Option<CountryLevel>) -> Option<&AskedCodes> {
        let takes = |line: &&AskedCodes| {
            line.table.as_ref().is_none_or(|own| own == table)
                && line.dimension.as_ref().is_none_or(|own| own == dimension)
                && line.level == level
        };
        self.asked_codes.iter().filter(takes).max_by_key(|line| (line.table.is_some(), line.dimension.is_some()))
    }
}

/// Reads the file; nothing where the standard has none.
pub(super) fn read_asked_codes(
    source: &SpecSource,
    lists: &Lists,
    (tables, dimensions): (&BTreeMap<TableId, TableSpec>, &BTreeMap<DimensionId, Dimension>),
    problems: &mut Problems,
) -> Vec<AskedCodes> {
    let mut found = Vec::new();
    for path in source.parts(ASKED) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        let file = CsvFile::read(path, text, &["table", "dimension", "level", "total", "codes", "note"], &[], problems);
        for row in file.rows() {
            // A line that another standard lends may be about a table or a dimension of that one.
            let has = |column: &str, there: bool| row.get(column) == ANY || there;
            let is_here =
                has("table", tables.contains_key(row.get("table"))) && has("dimension", dimensions.contains_key(row.get("dimension")));
            let is_of_other = source.is_lent(path) && !is_here;
            if !is_of_other {
                found.extend(read_row(row, lists, tables, dimensions, problems));
            }
        }
    }
    found
}

fn read_row(
    row: CsvRow<'_>,
    lists: &Lists,
    tables: &BTreeMap<TableId, TableSpec>,
    dimensions: &BTreeMap<DimensionId, Dimension>,
    problems: &mut Problems,
) -> Option<AskedCodes> {
    let table = row.required("table", problems, |text| {
        if text == ANY {
            return Ok(None);
        }
        let hint = || spelling_hint(text, tables.keys().map(TableId::as_str));
        let table = tables.get(text).map(|table| Some(table.id.clone()));
        table.ok_or_else(|| in_one_line((format!("there is no table `{text}`"), hint())))
    })?;
    let dimension = row.required("dimension", problems, |text| {
        if text == ANY {
            return Ok(None);
        }
        let hint = || spelling_hint(text, dimensions.keys().map(DimensionId::as_str));
        let dimension = dimensions.get(text).map(|dimension| Some(dimension.id.clone()));
        dimension.ok_or_else(|| in_one_line((format!("there is no dimension `{text}`"), hint())))
    })?;
    let list = dimension.as_ref().and_then(|id| lists.get(dimensions.get(id)?.list.as_ref()?));
    let list = if dimension.is_none() { lists.get(super::list_files::AREA_LIST) } else { list };
    let known = |text: &str| {
        let code = super::list_files::code(text)?;
        if list.is_none_or(|list| list.get(text).is_some()) {
            Ok(code)
        } else {
            Err(format!("`{text}` is not in the list of the dimension"))
        }
    };
    let level = row.read("level", problems, |text| super::list_files::member(text, CountryLevel::ALL, CountryLevel::as_str));
    let total = row.read("total", problems, |text| if text == "-" { Ok(TotalOf::None) } else { known(text).map(TotalOf::Code) });
    let codes = row.read("codes", problems, |text| {
        text.split(';').map(|one| one.split('|').map(|code| known(code.trim())).collect::<Result<Vec<Code>, String>>()).collect()
    });
    Some(AskedCodes { table, dimension, level, total: total.unwrap_or(TotalOf::Usual), codes: codes.unwrap_or_default() })
}
