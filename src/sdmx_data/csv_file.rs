//! SDMX-CSV 2.0: three columns that name the structure, then dimensions, the measure and attributes.

use csv::WriterBuilder;

use super::{SdmxDataError, Table};
use crate::sdmx::{NO_VALUE, Place, Representation, Structures, guarded};

/// Writes a table as SDMX-CSV 2.0; the same table gives the same bytes.
///
/// A text that a spreadsheet program could take for a formula stands behind an apostrophe, which is taken off again where the
/// file comes back as a return.
///
/// # Errors
/// The file can't be laid out.
pub fn csv_file(table: &Table, structures: &Structures) -> Result<Vec<u8>, SdmxDataError> {
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    let ids = table.components.iter().map(|component| component.id.as_str());
    writer.write_record(["STRUCTURE", "STRUCTURE_ID", "ACTION"].into_iter().chain(ids))?;
    let reference = structures.reference(&table.flow);
    for row in &table.rows {
        let values = table.components.iter().zip(row).map(|(component, value)| match (value, component.place) {
            (Some(value), _) if component.values == Representation::Text => guarded(value),
            (Some(value), _) => value.clone(),
            (None, Place::Measure) => NO_VALUE.to_owned(),
            (None, _) => String::new(),
        });
        let head = ["dataflow", &reference, "I"].map(str::to_owned);
        writer.write_record(head.into_iter().chain(values))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}
