//! SDMX-ML 2.1, structure-specific, one element for each observation.

use super::{SdmxDataError, Table};
use crate::sdmx::{NO_VALUE, Place, Structures, Version, Xml};

/// Writes a table as a structure-specific message of SDMX-ML 2.1; the same table gives the same bytes.
///
/// # Errors
/// The message can't be laid out.
pub fn data_message(table: &Table, structures: &Structures) -> Result<Vec<u8>, SdmxDataError> {
    const EVERY: &str = "AllDimensions";
    let version = Version::V21;
    let reference = structures.reference(&table.structure);
    let own = format!("urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure={reference}:ObsLevelDim:{EVERY}");
    let [message, common] = ["message", "common"].map(|part| version.namespace(part));
    let specific = version.namespace("data/structurespecific");
    let mut xml = Xml::new()?;
    xml.open(
        "mes:StructureSpecificData",
        &[
            ("xmlns:mes", &message),
            ("xmlns:com", &common),
            ("xmlns:ss", &specific),
            ("xmlns:own", &own),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ],
    )?;
    xml.open("mes:Header", &[])?;
    xml.text("mes:ID", &[], &format!("{}_{}", structures.agency, table.name.replace('.', "_")))?;
    xml.text("mes:Test", &[], "false")?;
    // The day of the standard and no clock: the same run gives the same message.
    xml.text("mes:Prepared", &[], &format!("{}T00:00:00Z", structures.day))?;
    xml.empty("mes:Sender", &[("id", &structures.agency)])?;
    xml.open("mes:Structure", &[("structureID", &table.structure), ("namespace", &own), ("dimensionAtObservation", EVERY)])?;
    xml.open("com:Structure", &[])?;
    let named =
        [("agencyID", structures.agency.as_str()), ("id", &table.structure), ("version", &structures.version), ("class", "DataStructure")];
    xml.empty("Ref", &named)?;
    xml.close("com:Structure")?;
    xml.close("mes:Structure")?;
    xml.close("mes:Header")?;
    let set = [
        ("ss:structureRef", table.structure.as_str()),
        ("xsi:type", "own:DataSetType"),
        ("ss:dataScope", "DataStructure"),
        ("action", "Information"),
    ];
    xml.open("mes:DataSet", &set)?;
    for row in &table.rows {
        let values: Vec<(&str, &str)> = table
            .components
            .iter()
            .zip(row)
            .filter_map(|(component, value)| match (value, component.place) {
                (Some(value), _) => Some((component.id.as_str(), value.as_str())),
                (None, Place::Measure) => Some((component.id.as_str(), NO_VALUE)),
                (None, _) => None,
            })
            .collect();
        xml.empty("Obs", &values)?;
    }
    xml.close("mes:DataSet")?;
    xml.close("mes:StructureSpecificData")?;
    Ok(xml.finish())
}
