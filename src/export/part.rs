//! One part of a store: the rows of one table and year, how their columns are laid out, and where the file lies.
//!
//! The columns of the folders' names are left out of the file, as readers of such folders expect, and the round is put in.

use std::collections::BTreeSet;
use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, BooleanArray, RecordBatch, StringDictionaryBuilder, UInt32Array};
use arrow::compute::{cast, take_record_batch};
use arrow::datatypes::{DataType, Field, Int32Type, Schema, SchemaRef};
use arrow::error::ArrowError;

use super::ExportError;
use super::source;
use crate::harmonise::{Column, ColumnKind};
use crate::write::{COLUMNS_KEY, DESCRIPTION, TableFile, WriteError, columns_said, key_columns};

/// Columns that stand in the names of folders.
pub(super) const FOLDERS: [&str; 2] = ["table_id", "year"];
pub(super) const ROUND: &str = "round";
const ABOUT_ROUND: &str = "round whose reading of the edition this is";

/// Table and year.
pub(super) type Place = (String, String);

/// A table of the store: how its files are laid out.
pub(super) struct Layout {
    pub(super) schema: SchemaRef,
    pub(super) keys: Vec<(String, String)>,
    pub(super) columns: Vec<Column>,
}

pub(super) fn failed(name: &str, error: &dyn std::fmt::Display) -> WriteError {
    WriteError::Table { name: name.to_owned(), reason: error.to_string() }
}

/// Round, edition and id of a row.
pub(super) type Told = (String, (String, String), String);

/// Round, edition and id of each row of a part.
pub(super) fn rows_of(batch: &RecordBatch) -> Result<Vec<Told>, ArrowError> {
    let editions = texts(batch, "source_id")?.into_iter().zip(texts(batch, "vintage")?);
    let rounds = texts(batch, ROUND)?.into_iter();
    Ok(rounds.zip(editions).zip(texts(batch, "observation_id")?).map(|((round, edition), id)| (round, edition, id)).collect())
}

/// The texts of a column that has no nulls.
pub(super) fn texts(batch: &RecordBatch, name: &str) -> Result<Vec<String>, ArrowError> {
    let column = batch.column_by_name(name).ok_or_else(|| ArrowError::SchemaError(format!("there is no column `{name}`")))?;
    let plain = cast(column, &DataType::Utf8)?;
    Ok(plain.as_string::<i32>().iter().map(|text| text.unwrap_or_default().to_owned()).collect())
}

/// How the parts of a table are laid out: without the columns that stand in the names of folders, and with the round.
pub(super) fn layout_of_table(stem: &str, table: &TableFile) -> Result<Layout, ExportError> {
    let schema = table.batch.schema();
    let mut fields: Vec<Field> =
        schema.fields().iter().filter(|field| !FOLDERS.contains(&field.name().as_str())).map(|field| field.as_ref().clone()).collect();
    let dictionary = DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    fields.push(Field::new(ROUND, dictionary, false).with_metadata([(DESCRIPTION, ABOUT_ROUND)]));
    let mut columns = source::columns(stem, table)?;
    columns.push(Column::new(ROUND, ColumnKind::Dictionary, ABOUT_ROUND));
    columns.push(year_column());
    // What is said of one round holds for no file that has rows of several.
    let of_file =
        |key: &str| !matches!(key, "concord.pipeline" | "concord.standard" | "concord.standard_version" | "concord.standard_sha256");
    let mut keys: Vec<(String, String)> = table.keys.iter().filter(|(key, _)| of_file(key)).cloned().collect();
    let in_files: Vec<Column> = columns.iter().filter(|column| !FOLDERS.contains(&column.name.as_str())).cloned().collect();
    let said = columns_said(&in_files).map_err(|error| failed(stem, &error))?;
    for (key, text) in &mut keys {
        if key == COLUMNS_KEY {
            text.clone_from(&said);
        }
    }
    Ok(Layout { schema: Arc::new(Schema::new(fields)), keys, columns })
}

/// The layout of a table from one of its parts.
pub(super) fn layout_of_part(id: &str, part: &TableFile) -> Result<Layout, ExportError> {
    let mut columns = source::columns(id, part)?;
    columns.insert(1, Column::new("table_id", ColumnKind::Dictionary, "exchange table"));
    columns.push(year_column());
    Ok(Layout { schema: part.batch.schema(), keys: part.keys.clone(), columns })
}

fn year_column() -> Column {
    Column::new("year", ColumnKind::Int32, "first four digits of `time_period`")
}

pub(super) fn same_columns(table: &str, old: &Layout, new: &Layout) -> Result<(), ExportError> {
    let names = |layout: &Layout| -> BTreeSet<String> {
        layout.schema.fields().iter().map(|field| format!("{} {}", field.name(), field.data_type())).collect()
    };
    let (before, now) = (names(old), names(new));
    let difference: Vec<String> = before.symmetric_difference(&now).cloned().collect();
    if difference.is_empty() {
        return Ok(());
    }
    Err(ExportError::OtherColumns { table: table.to_owned(), difference: difference.join(", ") })
}

/// Some rows of a table as a part of the store.
pub(super) fn part_batch(layout: &Layout, batch: &RecordBatch, rows: Vec<u32>, round: &str) -> Result<RecordBatch, ArrowError> {
    let count = rows.len();
    let taken = take_record_batch(batch, &UInt32Array::from(rows))?;
    let mut columns: Vec<ArrayRef> = Vec::new();
    for field in layout.schema.fields().iter().filter(|field| field.name() != ROUND) {
        let column = taken.column_by_name(field.name());
        columns.push(Arc::clone(column.ok_or_else(|| ArrowError::SchemaError(format!("there is no column `{}`", field.name())))?));
    }
    let mut rounds = StringDictionaryBuilder::<Int32Type>::new();
    (0..count).for_each(|_| rounds.append_value(round));
    columns.push(Arc::new(rounds.finish()));
    RecordBatch::try_new(Arc::clone(&layout.schema), columns)
}

/// Rows in the order of their key, the latest edition of each source marked.
pub(super) fn in_order(layout: &Layout, batch: &RecordBatch, path: &str) -> Result<RecordBatch, ExportError> {
    let wrong = |error: ArrowError| failed(path, &error);
    let mut names = key_columns("observations/any", &layout.columns);
    names.retain(|name| !FOLDERS.contains(&name.as_str()));
    let columns: Vec<Vec<String>> = names.iter().map(|name| texts(batch, name)).collect::<Result<_, _>>().map_err(wrong)?;
    let key = |row: u32| -> Vec<&str> { columns.iter().map(|column| column[row as usize].as_str()).collect() };
    let mut rows: Vec<u32> = (0..).take(batch.num_rows()).collect();
    rows.sort_by_key(|row| key(*row));
    if let Some(pair) = rows.windows(2).find(|pair| key(pair[0]) == key(pair[1])) {
        let observation = texts(batch, "observation_id").map_err(wrong)?.swap_remove(pair[0] as usize);
        return Err(ExportError::TwoTruths { file: path.to_owned(), observation });
    }
    // The vintage is the last part of the key, so that a later edition of the same figure comes next.
    let figure = |row: u32| -> Vec<&str> { key(row).split_last().map(|(_, others)| others.to_vec()).unwrap_or_default() };
    let latest: Vec<bool> =
        rows.iter().enumerate().map(|(at, row)| rows.get(at + 1).is_none_or(|next| figure(*row) != figure(*next))).collect();
    let sorted = take_record_batch(batch, &UInt32Array::from(rows)).map_err(wrong)?;
    let mut arrays = sorted.columns().to_vec();
    if let Ok(at) = sorted.schema().index_of("is_latest") {
        arrays[at] = Arc::new(BooleanArray::from(latest));
    }
    RecordBatch::try_new(sorted.schema(), arrays).map_err(|error| wrong(error).into())
}

pub(super) fn path_of((table, year): &Place) -> String {
    format!("observations/table_id={}/year={}/part-0.parquet", escaped(table), escaped(year))
}

/// Table and year of a part; none for a path that is no part.
pub(super) fn place_of(path: &str) -> Option<Place> {
    let parts: Vec<&str> = path.split('/').collect();
    let [table, year, "part-0.parquet"] = parts.as_slice() else { return None };
    let value = |part: &str, name: &str| part.strip_prefix(name)?.strip_prefix('=').map(str::to_owned);
    Some((value(table, "table_id")?, value(year, "year")?))
}

/// A value as part of a path: signs that a file system or a reader could take for something else as `%XX`.
pub(super) fn escaped(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() || b"_-.".contains(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
            },
        )
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_a_place_leads_back_to_it() {
        let place = ("IMM1".to_owned(), "2023".to_owned());
        let path = path_of(&place);
        assert_eq!(path, "observations/table_id=IMM1/year=2023/part-0.parquet");
        assert_eq!(place_of(path.strip_prefix("observations/").unwrap()), Some(place));
        assert_eq!(place_of("table_id=IMM1/part-0.parquet"), None);
        assert_eq!(escaped("../a b=c"), "..%2Fa%20b%3Dc");
    }
}
