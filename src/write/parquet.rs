//! Columns become Parquet bytes, and back.
//!
//! The bytes depend on nothing but the columns and the metadata: no clock, no random order, one writer version.

use std::path::Path;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Float64Builder, Int16Builder, Int32Builder, Int64Builder, ListBuilder, RecordBatch,
    StringBuilder, StringDictionaryBuilder,
};
use arrow::datatypes::{DataType, Field, Int32Type, Schema};
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use polars::prelude::{Column as Series, DataFrame, PolarsError};

use super::atomic::WriteError;
use super::codes::{columns_said, said_of};
use crate::harmonise::{Column, ColumnKind};

/// Version of the output's schemas, written into every file.
pub const SCHEMA_VERSION: &str = "1";

/// Lays a table out as Parquet.
///
/// # Errors
/// The table lacks a column of the schema, or holds one of another type or a null where none may be: a fault of this program.
pub fn parquet_bytes(name: &str, frame: &DataFrame, columns: &[Column], metadata: &[(String, String)]) -> Result<Vec<u8>, WriteError> {
    let refuse = |reason: String| WriteError::Table { name: name.to_owned(), reason };
    let mut arrays: Vec<ArrayRef> = Vec::new();
    for column in columns {
        let series = frame.column(&column.name).map_err(|error| refuse(error.to_string()))?;
        if !column.nullable && series.null_count() > 0 {
            return Err(refuse(format!("column `{}` holds {} nulls", column.name, series.null_count())));
        }
        arrays.push(array(series, column.kind).map_err(|error| refuse(format!("column `{}`: {error}", column.name)))?);
    }
    let fields: Vec<Field> = columns.iter().zip(&arrays).map(|(column, array)| field(column, array.data_type())).collect();
    let mut all: Vec<(String, String)> = vec![("concord.schema_version".to_owned(), SCHEMA_VERSION.to_owned())];
    all.extend(metadata.iter().cloned());
    all.push((COLUMNS_KEY.to_owned(), columns_said(columns).map_err(|error| refuse(error.to_string()))?));
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays).map_err(|error| refuse(error.to_string()))?;
    batch_bytes(name, &batch, &all)
}

/// The key of a file under which all its columns are described as JSON.
pub const COLUMNS_KEY: &str = "concord.columns";

/// Lays columns out as Parquet as they are; `metadata` are the keys of the file.
///
/// # Errors
/// The columns can't be stored: a fault of this program.
pub fn batch_bytes(name: &str, batch: &RecordBatch, metadata: &[(String, String)]) -> Result<Vec<u8>, WriteError> {
    let refuse = |reason: String| WriteError::Table { name: name.to_owned(), reason };
    let keys = metadata.iter().map(|(key, value)| KeyValue::new(key.clone(), value.clone())).collect();
    let properties = properties(keys);
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).map_err(|error| refuse(error.to_string()))?;
    writer.write(batch).map_err(|error| refuse(error.to_string()))?;
    writer.close().map_err(|error| refuse(error.to_string()))?;
    Ok(bytes)
}

/// How every file is written: one writer, one compression, no clock.
pub(super) fn properties(metadata: Vec<KeyValue>) -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(format!("concord {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(Some(metadata))
        .build()
}

fn field(column: &Column, stored: &DataType) -> Field {
    Field::new(&column.name, stored.clone(), column.nullable)
        .with_metadata(said_of(column).into_iter().map(|(key, text)| (key.to_owned(), text)).collect::<arrow::datatypes::Metadata>())
}

fn array(series: &Series, kind: ColumnKind) -> Result<ArrayRef, PolarsError> {
    Ok(match kind {
        ColumnKind::Text => {
            let mut builder = StringBuilder::new();
            series.str()?.iter().for_each(|value| builder.append_option(value));
            Arc::new(builder.finish())
        }
        ColumnKind::Dictionary => {
            let mut builder = StringDictionaryBuilder::<Int32Type>::new();
            series.str()?.iter().for_each(|value| builder.append_option(value));
            Arc::new(builder.finish())
        }
        ColumnKind::Date => {
            let mut builder = Date32Builder::new();
            series.date()?.physical().iter().for_each(|value| builder.append_option(value));
            Arc::new(builder.finish())
        }
        ColumnKind::Int64 => {
            let mut builder = Int64Builder::new();
            series.i64()?.iter().for_each(|value| builder.append_option(value));
            Arc::new(builder.finish())
        }
        ColumnKind::Int32 => {
            let mut builder = Int32Builder::new();
            series.i32()?.iter().for_each(|value| builder.append_option(value));
            Arc::new(builder.finish())
        }
        ColumnKind::Int16 => {
            let mut builder = Int16Builder::new();
            series.i16()?.iter().for_each(|value| builder.append_option(value));
            Arc::new(builder.finish())
        }
        ColumnKind::Float64 => {
            let mut builder = Float64Builder::new();
            series.f64()?.iter().for_each(|value| builder.append_option(value));
            Arc::new(builder.finish())
        }
        ColumnKind::Boolean => {
            let mut builder = BooleanBuilder::new();
            series.bool()?.iter().for_each(|value| builder.append_option(value));
            Arc::new(builder.finish())
        }
        ColumnKind::TextList => text_list(series)?,
        ColumnKind::DictionaryList => dictionary_list(series)?,
    })
}

fn text_list(series: &Series) -> Result<ArrayRef, PolarsError> {
    let mut builder = ListBuilder::new(StringBuilder::new());
    for list in series.list()?.amortized_iter() {
        if let Some(list) = &list {
            list.as_ref().str()?.iter().for_each(|value| builder.values().append_option(value));
        }
        builder.append(list.is_some());
    }
    Ok(Arc::new(builder.finish()))
}

fn dictionary_list(series: &Series) -> Result<ArrayRef, PolarsError> {
    let mut builder = ListBuilder::new(StringDictionaryBuilder::<Int32Type>::new());
    for list in series.list()?.amortized_iter() {
        if let Some(list) = &list {
            list.as_ref().str()?.iter().for_each(|value| builder.values().append_option(value));
        }
        builder.append(list.is_some());
    }
    Ok(Arc::new(builder.finish()))
}

/// Reads a Parquet file as record batches.
///
/// # Errors
/// The file can't be opened, or is no Parquet file.
pub fn read_parquet(path: &Path) -> Result<Vec<RecordBatch>, WriteError> {
    let refuse = |reason: String| WriteError::Table { name: path.display().to_string(), reason };
    let file = std::fs::File::open(path).map_err(|source| WriteError::Io { path: path.to_path_buf(), source })?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)
        .and_then(ParquetRecordBatchReaderBuilder::build)
        .map_err(|error| refuse(error.to_string()))?;
    reader.collect::<Result<Vec<_>, _>>().map_err(|error| refuse(error.to_string()))
}

/// A Parquet file as it was written: its rows, and the keys of the file.
#[derive(Debug, Clone)]
pub struct TableFile {
    /// Every row; the schema also where there is none.
    pub batch: RecordBatch,
    /// What the file says of itself, without its own copy of the schema.
    pub keys: Vec<(String, String)>,
}

/// Reads a Parquet file with what it says of itself.
///
/// # Errors
/// The file can't be opened, or is no Parquet file.
pub fn read_table(path: &Path) -> Result<TableFile, WriteError> {
    let refuse = |reason: String| WriteError::Unreadable { path: path.to_path_buf(), reason };
    let file = std::fs::File::open(path).map_err(|error| refuse(error.to_string()))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(|error| refuse(error.to_string()))?;
    let pairs = builder.metadata().file_metadata().key_value_metadata().cloned().unwrap_or_default();
    let keys = pairs.into_iter().filter_map(|pair| Some((pair.key, pair.value?))).filter(|(key, _)| key != "ARROW:schema").collect();
    let fields = builder.schema().fields().clone();
    let schema = Arc::new(Schema::new(fields));
    let reader = builder.build().map_err(|error| refuse(error.to_string()))?;
    let batches = reader.collect::<Result<Vec<_>, _>>().map_err(|error| refuse(error.to_string()))?;
    let batch = arrow::compute::concat_batches(&schema, &batches).map_err(|error| refuse(error.to_string()))?;
    Ok(TableFile { batch, keys })
}
