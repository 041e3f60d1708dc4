//! One table as the bytes of an Arrow or a CSV file.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema};
use arrow::error::ArrowError;
use arrow::ipc::writer::FileWriter;
use arrow::util::display::{ArrayFormatter, FormatOptions};

use super::csv_text::guarded;
use crate::harmonise::{Column, ColumnKind};
use crate::write::{TableFile, WriteError};

fn refuse(name: &str) -> impl Fn(ArrowError) -> WriteError + '_ {
    |error| WriteError::Table { name: name.to_owned(), reason: error.to_string() }
}

/// An Arrow IPC file with one batch, not compressed, so that it can be mapped into memory; the keys of the file stand in its schema.
pub(super) fn arrow_bytes(name: &str, table: &TableFile) -> Result<Vec<u8>, WriteError> {
    let keys: arrow::datatypes::Metadata = table.keys.iter().cloned().collect();
    let schema = Arc::new(Schema::new(table.batch.schema().fields().clone()).with_metadata(keys));
    let batch = RecordBatch::try_new(Arc::clone(&schema), table.batch.columns().to_vec()).map_err(refuse(name))?;
    let mut bytes = Vec::new();
    let mut writer = FileWriter::try_new(&mut bytes, &schema).map_err(refuse(name))?;
    writer.write(&batch).and_then(|()| writer.finish()).map_err(refuse(name))?;
    drop(writer);
    Ok(bytes)
}

/// A CSV file: comma, quotes where needed, lines that end with a line feed, UTF-8. A null is an empty field, a list is JSON.
pub(super) fn csv_bytes(name: &str, batch: &RecordBatch, columns: &[Column]) -> Result<Vec<u8>, WriteError> {
    let texts: Vec<Vec<String>> = columns
        .iter()
        .zip(batch.columns())
        .map(|(column, array)| texts(column.kind, array).map_err(refuse(name)))
        .collect::<Result<_, _>>()?;
    let failed = |error: csv::Error| WriteError::Table { name: name.to_owned(), reason: error.to_string() };
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    writer.write_record(columns.iter().map(|column| column.name.as_str())).map_err(failed)?;
    for row in 0..batch.num_rows() {
        writer.write_record(texts.iter().map(|column| column[row].as_str())).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| WriteError::Table { name: name.to_owned(), reason: error.to_string() })
}

/// The fields of one column.
fn texts(kind: ColumnKind, array: &ArrayRef) -> Result<Vec<String>, ArrowError> {
    match kind {
        ColumnKind::TextList | ColumnKind::DictionaryList => lists(array),
        ColumnKind::Text | ColumnKind::Dictionary => {
            let plain = cast(array, &DataType::Utf8)?;
            Ok(plain.as_string::<i32>().iter().map(|text| text.map_or_else(String::new, |text| guarded(text).into_owned())).collect())
        }
        _ => {
            let options = FormatOptions::default();
            let formatter = ArrayFormatter::try_new(array.as_ref(), &options)?;
            Ok((0..array.len()).map(|row| if array.is_null(row) { String::new() } else { formatter.value(row).to_string() }).collect())
        }
    }
}

fn lists(array: &ArrayRef) -> Result<Vec<String>, ArrowError> {
    let item = Field::new("item", DataType::Utf8, true);
    let plain = cast(array, &DataType::List(Arc::new(item)))?;
    let list = plain.as_list::<i32>();
    (0..list.len())
        .map(|row| {
            if list.is_null(row) {
                return Ok(String::new());
            }
            let members = list.value(row);
            let members: Vec<Option<&str>> = members.as_string::<i32>().iter().collect();
            serde_json::to_string(&members).map_err(|error| ArrowError::ExternalError(Box::new(error)))
        })
        .collect()
}
