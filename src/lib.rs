//! Reads migration statistics as national offices send them, maps them by reviewed rules to shared definitions, and
//! writes comparable tables in which every number names its cell.
//!
//! Data flow one way, and each stage is a folder of the same shape:
//!
//! 1. [`read`]: bytes become a [`read::Workbook`] of cells at absolute addresses; no meaning yet.
//! 2. [`locate`]: anchors of a mapping give a [`locate::TableRegion`] for each table.
//! 3. [`tidy`]: a region becomes a [`tidy::TidyTable`], one record a value cell, with the texts of its labels.
//! 4. [`map`]: texts become codes, numbers and periods in a [`map::CodedTable`], and every cell gets a fate.
//! 5. [`grade`] and `harmonise`: each figure gets its distance from the shared definition, and coded values of all files become
//!    the exchange tables, conflicts set apart.
//! 6. `validate`, `region`, `mirror`, `advice`: rules judge the tables with three outcomes, sums over the members are made in two
//!    lines, two states' figures about the same persons are laid beside each other, and what would make most figures comparable
//!    is ranked; `gaps` lays beside each other what was asked for and what was sent. None of them changes a figure.
//! 7. `write`: Parquet files, a workbook and a manifest, complete and in one order; `frozen` keeps an earlier release's grades.
//!    `export` lays a finished run out for other tools, and `publish` makes two editions of it, the public one after an audit by
//!    `disclosure`.
//! 8. `report`: what a person reads and answers, as a page, a workbook and a document, for each state and for the region.
//! 9. `outputs`: from a finished run, the tables that go to ministers.
//!
//! Between the first two, [`persons`] refuses a file that lists persons; [`intake`] joins these steps for every command.
//!
//! [`model`] holds the words of the domain, [`diag`] what can be told to a user, [`spec`] the files people write, [`describe`] the
//! standard in words, [`texts`] what the program says in other languages, and `run` is the only module that knows all stages.

#[cfg(feature = "tables")]
pub mod advice;
#[cfg(feature = "tables")]
pub mod compose;
pub mod describe;
pub mod diag;
#[cfg(feature = "tables")]
pub mod disclosure;
pub mod draft;
#[cfg(feature = "tables")]
pub mod export;
#[cfg(feature = "tables")]
pub mod form;
#[cfg(feature = "tables")]
pub mod frozen;
#[cfg(feature = "tables")]
pub mod gaps;
pub mod grade;
#[cfg(feature = "tables")]
pub mod harmonise;
#[cfg(feature = "tables")]
pub mod indicators;
pub mod intake;
#[cfg(feature = "tables")]
pub mod json;
pub mod locate;
pub mod map;
#[cfg(feature = "tables")]
pub mod mirror;
pub mod model;
#[cfg(feature = "tables")]
pub mod outputs;
#[cfg(feature = "tables")]
pub mod overview;
pub mod persons;
pub mod preview;
#[cfg(feature = "tables")]
pub mod publish;
pub mod read;
#[cfg(feature = "tables")]
pub mod region;
#[cfg(feature = "tables")]
pub mod release;
#[cfg(feature = "tables")]
pub mod report;
#[cfg(feature = "tables")]
pub mod run;
pub mod sdmx;
#[cfg(feature = "tables")]
pub mod sdmx_data;
#[cfg(feature = "tables")]
pub mod sheet;
pub mod spec;
pub mod template;
#[cfg(test)]
mod testing;
pub mod texts;
pub mod tidy;
#[cfg(feature = "tables")]
pub mod trace;
#[cfg(feature = "tables")]
pub mod validate;
#[cfg(feature = "tables")]
pub mod write;

/// Every finding the program can make, by code.
///
/// ```
/// let codes = concord::finding_codes();
/// assert!(codes.windows(2).all(|pair| pair[0].id < pair[1].id), "sorted, and each code once");
/// ```
#[must_use]
pub fn finding_codes() -> Vec<&'static diag::FindingCode> {
    let early = [read::findings::ALL, persons::findings::ALL, template::findings::ALL, locate::findings::ALL, map::findings::ALL];
    let mut codes: Vec<&'static diag::FindingCode> = early.into_iter().flatten().copied().collect();
    #[cfg(feature = "tables")]
    codes.extend([harmonise::findings::ALL, validate::findings::ALL, gaps::findings::ALL].into_iter().flatten().copied());
    codes.sort_by_key(|code| code.id);
    codes
}
