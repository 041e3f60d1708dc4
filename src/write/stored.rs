//! A Parquet file read back, rows left out and cells blanked, and laid out again with the same schema.
//!
//! In: a file that this program wrote. Out: the same columns in the same types with other rows and cells. Columns are built anew, so
//! that nothing of what was left out stays behind in a dictionary.

use std::path::Path;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Float64Array, Int16Array, Int32Array, Int64Array, ListBuilder, RecordBatch,
    StringArray, StringBuilder, StringDictionaryBuilder,
};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Date32Type, Field, Float64Type, Int16Type, Int32Type, Int64Type, Schema};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::atomic::WriteError;
use super::parquet::batch_bytes;

/// The cells of a column.
#[derive(Debug, Clone)]
enum Cells {
    Text(Vec<Option<String>>),
    Whole(Vec<Option<i64>>),
    Real(Vec<Option<f64>>),
    Truth(Vec<Option<bool>>),
    List(Vec<Option<Vec<String>>>),
}

/// A Parquet file in memory, to be changed.
#[derive(Debug, Clone, Default)]
pub struct StoredTable {
    name: String,
    fields: Vec<Field>,
    columns: Vec<Cells>,
    rows: usize,
    metadata: Vec<(String, String)>,
}

impl StoredTable {
    /// Reads a file.
    ///
    /// # Errors
    /// The file can't be read, is no Parquet file, or has a column of a type that this program does not write.
    pub fn read(path: &Path) -> Result<Self, WriteError> {
        let name = path.display().to_string();
        let refuse = |reason: String| WriteError::Table { name: name.clone(), reason };
        let file = std::fs::File::open(path).map_err(|source| WriteError::Io { path: path.to_path_buf(), source })?;
        let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| refuse(error.to_string()))?;
        let stated = builder.metadata().file_metadata().key_value_metadata().cloned().unwrap_or_default();
        let metadata = stated.into_iter().filter(|pair| pair.key != "ARROW:schema");
        let metadata = metadata.map(|pair| (pair.key, pair.value.unwrap_or_default())).collect();
        let fields: Vec<Field> = builder.schema().fields().iter().map(|field| field.as_ref().clone()).collect();
        let reader = builder.build().map_err(|error| refuse(error.to_string()))?;
        let mut columns: Vec<Cells> = fields
            .iter()
            .map(|field| Cells::of(field.data_type()))
            .collect::<Option<_>>()
            .ok_or_else(|| refuse("a column has a type that this program does not write".to_owned()))?;
        let mut rows = 0;
        for batch in reader {
            let batch = batch.map_err(|error| refuse(error.to_string()))?;
            rows += batch.num_rows();
            for (cells, array) in columns.iter_mut().zip(batch.columns()) {
                cells.take(array).map_err(|error| refuse(error.to_string()))?;
            }
        }
        Ok(Self { name, fields, columns, rows, metadata })
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The names of the columns, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name().as_str())
    }

    fn place(&self, column: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name() == column)
    }

    /// A text of a row; none for a null, or where there is no such column of texts.
    #[must_use]
    pub fn text(&self, column: &str, row: usize) -> Option<&str> {
        match &self.columns[self.place(column)?] {
            Cells::Text(cells) => cells.get(row)?.as_deref(),
            _ => None,
        }
    }

    /// A whole number of a row, a day as the days since 1970-01-01.
    #[must_use]
    pub fn whole(&self, column: &str, row: usize) -> Option<i64> {
        match &self.columns[self.place(column)?] {
            Cells::Whole(cells) => *cells.get(row)?,
            _ => None,
        }
    }

    /// A truth value of a row.
    #[must_use]
    pub fn truth(&self, column: &str, row: usize) -> Option<bool> {
        match &self.columns[self.place(column)?] {
            Cells::Truth(cells) => *cells.get(row)?,
            _ => None,
        }
    }

    /// The texts of a list of a row; none of a null.
    #[must_use]
    pub fn list(&self, column: &str, row: usize) -> &[String] {
        match self.place(column).map(|place| &self.columns[place]) {
            Some(Cells::List(cells)) => cells.get(row).and_then(Option::as_deref).unwrap_or_default(),
            _ => &[],
        }
    }

    /// Keeps some rows.
    pub fn retain(&mut self, keep: &[bool]) {
        fn only<T>(cells: &mut Vec<T>, keep: &[bool]) {
            let mut kept = keep.iter();
            cells.retain(|_| kept.next().copied().unwrap_or(false));
        }
        for cells in &mut self.columns {
            match cells {
                Cells::Text(cells) => only(cells, keep),
                Cells::Whole(cells) => only(cells, keep),
                Cells::Real(cells) => only(cells, keep),
                Cells::Truth(cells) => only(cells, keep),
                Cells::List(cells) => only(cells, keep),
            }
        }
        self.rows = keep.iter().take(self.rows).filter(|keep| **keep).count();
    }

    /// Takes a cell out: null where the column may be null, otherwise an empty text or list.
    pub fn blank(&mut self, column: &str, row: usize) {
        let Some(place) = self.place(column) else { return };
        let nullable = self.fields[place].is_nullable();
        match &mut self.columns[place] {
            Cells::Text(cells) => cells[row] = (!nullable).then(String::new),
            Cells::List(cells) => cells[row] = (!nullable).then(Vec::new),
            Cells::Whole(cells) if nullable => cells[row] = None,
            Cells::Real(cells) if nullable => cells[row] = None,
            Cells::Truth(cells) if nullable => cells[row] = None,
            _ => {}
        }
    }

    /// Writes a text into a cell.
    pub fn set_text(&mut self, column: &str, row: usize, text: &str) {
        if let Some(Cells::Text(cells)) = self.place(column).map(|place| &mut self.columns[place]) {
            cells[row] = Some(text.to_owned());
        }
    }

    /// Writes a list of texts into a cell.
    pub fn set_list(&mut self, column: &str, row: usize, texts: Vec<String>) {
        if let Some(Cells::List(cells)) = self.place(column).map(|place| &mut self.columns[place]) {
            cells[row] = Some(texts);
        }
    }

    /// Lays it out again, with the same metadata.
    ///
    /// # Errors
    /// A column holds a null where none may be: a fault of this program.
    pub fn bytes(&self) -> Result<Vec<u8>, WriteError> {
        let refuse = |reason: String| WriteError::Table { name: self.name.clone(), reason };
        let arrays: Vec<ArrayRef> = self.fields.iter().zip(&self.columns).map(|(field, cells)| cells.array(field.data_type())).collect();
        let batch = RecordBatch::try_new(Arc::new(Schema::new(self.fields.clone())), arrays).map_err(|error| refuse(error.to_string()))?;
        batch_bytes(&self.name, &batch, &self.metadata)
    }
}

impl Cells {
    fn of(kind: &DataType) -> Option<Self> {
        Some(match kind {
            DataType::Utf8 | DataType::Dictionary(_, _) => Self::Text(Vec::new()),
            DataType::Int64 | DataType::Int32 | DataType::Int16 | DataType::Date32 => Self::Whole(Vec::new()),
            DataType::Float64 => Self::Real(Vec::new()),
            DataType::Boolean => Self::Truth(Vec::new()),
            DataType::List(_) => Self::List(Vec::new()),
            _ => return None,
        })
    }

    fn take(&mut self, array: &ArrayRef) -> Result<(), arrow::error::ArrowError> {
        match self {
            Self::Text(cells) => {
                let texts = cast(array, &DataType::Utf8)?;
                cells.extend(texts.as_string::<i32>().iter().map(|text| text.map(str::to_owned)));
            }
            Self::Whole(cells) => match array.data_type() {
                DataType::Int64 => cells.extend(array.as_primitive::<Int64Type>().iter()),
                DataType::Int32 => cells.extend(array.as_primitive::<Int32Type>().iter().map(|value| value.map(i64::from))),
                DataType::Int16 => cells.extend(array.as_primitive::<Int16Type>().iter().map(|value| value.map(i64::from))),
                _ => cells.extend(array.as_primitive::<Date32Type>().iter().map(|value| value.map(i64::from))),
            },
            Self::Real(cells) => cells.extend(array.as_primitive::<Float64Type>().iter()),
            Self::Truth(cells) => cells.extend(array.as_boolean().iter()),
            Self::List(cells) => {
                for list in array.as_list::<i32>() {
                    let texts = list.map(|list| cast(&list, &DataType::Utf8)).transpose()?;
                    let owned = |texts: ArrayRef| texts.as_string::<i32>().iter().flatten().map(str::to_owned).collect();
                    cells.push(texts.map(owned));
                }
            }
        }
        Ok(())
    }

    fn array(&self, kind: &DataType) -> ArrayRef {
        let narrow = |cells: &Vec<Option<i64>>| -> Vec<Option<i32>> { cells.iter().map(|cell| i32::try_from((*cell)?).ok()).collect() };
        match (self, kind) {
            (Self::Text(cells), DataType::Utf8) => Arc::new(StringArray::from(cells.clone())),
            (Self::Text(cells), _) => {
                let mut builder = StringDictionaryBuilder::<Int32Type>::new();
                for cell in cells {
                    builder.append_option(cell.as_deref());
                }
                Arc::new(builder.finish())
            }
            (Self::Whole(cells), DataType::Int64) => Arc::new(Int64Array::from(cells.clone())),
            (Self::Whole(cells), DataType::Int32) => Arc::new(Int32Array::from(narrow(cells))),
            (Self::Whole(cells), DataType::Int16) => {
                Arc::new(cells.iter().map(|cell| i16::try_from((*cell)?).ok()).collect::<Int16Array>())
            }
            (Self::Whole(cells), _) => Arc::new(Date32Array::from(narrow(cells))),
            (Self::Real(cells), _) => Arc::new(Float64Array::from(cells.clone())),
            (Self::Truth(cells), _) => Arc::new(BooleanArray::from(cells.clone())),
            (Self::List(cells), DataType::List(member)) if matches!(member.data_type(), DataType::Dictionary(_, _)) => {
                let mut builder = ListBuilder::new(StringDictionaryBuilder::<Int32Type>::new()).with_field(Arc::clone(member));
                for cell in cells {
                    cell.iter().flatten().for_each(|text| builder.values().append_value(text));
                    builder.append(cell.is_some());
                }
                Arc::new(builder.finish())
            }
            (Self::List(cells), _) => {
                let mut builder = ListBuilder::new(StringBuilder::new());
                if let DataType::List(member) = kind {
                    builder = builder.with_field(Arc::clone(member));
                }
                for cell in cells {
                    cell.iter().flatten().for_each(|text| builder.values().append_value(text));
                    builder.append(cell.is_some());
                }
                Arc::new(builder.finish())
            }
        }
    }
}
