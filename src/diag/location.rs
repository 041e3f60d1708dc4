//! Where a finding points: into the sender's file, and into the mapping.

use std::sync::Arc;

use crate::model::{Addressing, CellRange};

/// A place in a sender's file: the file, a sheet of it, or cells of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The file, as the pipeline names it.
    pub file: Arc<str>,
    /// The sheet; none for the file as a whole.
    pub sheet: Option<Arc<str>>,
    /// The cells; none for the sheet as a whole.
    pub cells: Option<CellRange>,
    /// How cells are named.
    pub addressing: Addressing,
}

impl Place {
    /// A file as a whole.
    #[must_use]
    pub fn file(file: &Arc<str>) -> Self {
        Self { file: Arc::clone(file), sheet: None, cells: None, addressing: Addressing::Letters }
    }

    /// The cells as a person reads them: `Table 1!L40`, `line 50, field 5`.
    #[must_use]
    pub fn show_cells(&self) -> Option<String> {
        let cells = self.cells?.show(self.addressing);
        match (&self.sheet, self.addressing) {
            (Some(sheet), Addressing::Letters) => Some(format!("{sheet}!{cells}")),
            _ => Some(cells),
        }
    }

    pub(super) fn order(&self) -> (Arc<str>, Option<Arc<str>>, Option<CellRange>) {
        (Arc::clone(&self.file), self.sheet.clone(), self.cells)
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.file)?;
        match (self.show_cells(), &self.sheet) {
            (Some(cells), _) => write!(f, " {cells}"),
            (None, Some(sheet)) => write!(f, " sheet `{sheet}`"),
            (None, None) => Ok(()),
        }
    }
}

/// A line of a mapping file, counted from one as an editor shows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct MappingLine {
    /// The mapping's file, as the pipeline names it.
    pub file: Arc<str>,
    /// The line.
    pub line: u32,
}

impl std::fmt::Display for MappingLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
