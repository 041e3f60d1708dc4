//! The standard in the words of SDMX: concepts, code lists, data structures and dataflows.
//!
//! In: a checked standard. Out: [`Structures`], and the same as SDMX-ML 2.1 or 3.0. A file of data in these structures is a
//! return too. Figures are not read or written here; that is for `sdmx_data`.

mod mapping_text;
mod message;
mod returned;
mod structures;
mod text;
mod xml;

pub use message::{Version, structure_message};
pub use returned::{Refusal, returned, returned_text};
pub use structures::{Annotation, Component, Definition, Item, ItemList, Names, Place, Representation, Structures, source_code};
pub use text::{NO_VALUE, guarded};
#[cfg(feature = "tables")]
pub(crate) use xml::Xml;

/// Why there are no structures.
#[derive(Debug, thiserror::Error)]
pub enum SdmxError {
    /// The standard does not say how it is named in SDMX.
    #[error(
        "the standard `{0}` has no `sdmx.toml`, which says how it is named in SDMX\n  hint: copy the one of the shipped standard and change the agency"
    )]
    NoNames(String),
    /// A message can't be written.
    #[error("the message can't be written: {0}")]
    Write(#[from] std::io::Error),
}
