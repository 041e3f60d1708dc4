//! When files were received.
//!
//! In: a CSV file that somebody keeps as returns come in. Out: the day of each file of the pipeline, and the lines that mean
//! none of them. The clock of a file system is never asked: copying a file must not change who was late.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::csv_file::CsvFile;
use super::pipeline::NamedPath;
use super::problem::{Problems, SpecError};
use crate::diag::MappingLine;

/// The day on which each file was received.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipts {
    /// Day by file, as the pipeline names it; of a file that came twice the first day.
    pub days: BTreeMap<String, Date>,
    /// Lines about files that the pipeline does not read: the file as written, and the line.
    pub unmatched: Vec<(String, MappingLine)>,
}

impl Receipts {
    /// Reads the receipts of a pipeline.
    ///
    /// # Errors
    /// The file can't be read, lacks a column, or a day is none.
    pub fn load(file: &NamedPath, inputs: &[NamedPath]) -> Result<Self, SpecError> {
        let text = file.text("the list of receipts")?;
        let mut problems = Problems::default();
        let mut found = Self::default();
        let folder = file.name.rsplit_once('/').map_or("", |(folder, _)| folder);
        for row in CsvFile::read(&file.name, &text, &["file", "received_on"], &["note"], &mut problems).rows() {
            let name = row.required("file", &mut problems, |text| Ok(text.replace('\\', "/")));
            let day = row.required("received_on", &mut problems, |text| {
                text.parse::<Date>().map_err(|_| format!("`{text}` is not a day; expected one as in 2024-09-30"))
            });
            let (Some(name), Some(day)) = (name, day) else { continue };
            let beside = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            match inputs.iter().map(|input| &input.name).find(|input| **input == name || **input == beside) {
                Some(input) => {
                    found.days.entry(input.clone()).and_modify(|known| *known = day.min(*known)).or_insert(day);
                }
                None => found.unmatched.push((name, MappingLine { file: Arc::from(row.file), line: row.line })),
            }
        }
        problems.refuse()?;
        Ok(found)
    }
}
