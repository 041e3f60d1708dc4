//! CSV files with a header line, whose columns are known by name and whose rows know their line.

use super::problem::{Problems, spelling_hint};

/// A CSV file, every row as long as its header.
pub(super) struct CsvFile<'a> {
    pub(super) file: &'a str,
    columns: Vec<String>,
    rows: Vec<(u32, csv::StringRecord)>,
}

/// One row.
#[derive(Clone, Copy)]
pub(super) struct CsvRow<'a> {
    pub(super) file: &'a str,
    pub(super) line: u32,
    columns: &'a [String],
    record: &'a csv::StringRecord,
}

impl<'a> CsvFile<'a> {
    /// Reads a file that must have the required columns and may have the optional ones.
    pub(super) fn read(file: &'a str, text: &str, required: &[&str], optional: &[&str], problems: &mut Problems) -> Self {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records = Vec::new();
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, |position| u32::try_from(position.line()).unwrap_or(u32::MAX));
                    records.push((line, record));
                }
                Err(error) => {
                    let line = error.position().and_then(|position| u32::try_from(position.line()).ok());
                    problems.add(file, line, format!("the file can't be read as CSV: {error}"));
                }
            }
        }
        let header = if records.is_empty() { csv::StringRecord::new() } else { records.remove(0).1 };
        let columns: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        if let [only] = columns.as_slice()
            && only.contains([';', '\t'])
        {
            let hint = Some("save it as CSV with commas between the fields".to_owned());
            problems.add_with_hint(file, 1, "the fields are parted by semicolons or tabs, not by commas", hint);
            return Self { file, columns: Vec::new(), rows: Vec::new() };
        }
        check_columns(file, &columns, required, optional, problems);
        for (line, record) in &records {
            if record.len() != columns.len() {
                let message = format!("the row has {} fields, the header {}", record.len(), columns.len());
                problems.add_with_hint(file, *line, message, Some("put a field that holds a comma between double quotes".to_owned()));
            }
        }
        Self { file, columns, rows: records }
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = CsvRow<'_>> {
        self.rows.iter().map(|(line, record)| CsvRow { file: self.file, line: *line, columns: &self.columns, record })
    }
}

fn check_columns(file: &str, columns: &[String], required: &[&str], optional: &[&str], problems: &mut Problems) {
    let known = || required.iter().chain(optional).copied();
    for (index, column) in columns.iter().enumerate() {
        if !known().any(|name| name == column) {
            let missing = known().filter(|name| !columns.iter().any(|column| column == name));
            problems.add_with_hint(file, 1, format!("unknown column `{column}`"), spelling_hint(column, missing));
        } else if columns[..index].contains(column) {
            problems.add(file, 1, format!("the column `{column}` stands twice"));
        }
    }
    for name in required {
        if !columns.iter().any(|column| column == name) {
            problems.add(file, 1, format!("there is no column `{name}`"));
        }
    }
}

impl<'a> CsvRow<'a> {
    /// The trimmed text of a column; empty where the file has no such column.
    pub(super) fn get(&self, column: &str) -> &'a str {
        let index = self.columns.iter().position(|name| name == column);
        index.and_then(|index| self.record.get(index)).unwrap_or("").trim()
    }

    /// The text of a column, where there is any.
    pub(super) fn stated(&self, column: &str) -> Option<&'a str> {
        Some(self.get(column)).filter(|text| !text.is_empty())
    }

    /// Reads a column as something checked; a text that isn't one is a problem and gives none, like an empty field.
    pub(super) fn read<T>(&self, column: &str, problems: &mut Problems, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        match read(self.stated(column)?) {
            Ok(value) => Some(value),
            Err(message) => {
                problems.add(self.file, self.line, format!("column `{column}`: {message}"));
                None
            }
        }
    }

    /// Reads a column that must not be empty.
    pub(super) fn required<T>(&self, column: &str, problems: &mut Problems, read: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        if self.stated(column).is_none() {
            problems.add(self.file, self.line, format!("column `{column}` is empty"));
        }
        self.read(column, problems, read)
    }
}
