//! Find the tables of a file from what stands in it, never from addresses alone.
//!
//! In: a workbook and the mappings. Out: which mapping claims the file ([`claim()`]), and for each of its tables
//! the rows and columns it covers on a sheet ([`TableRegion`]). A table is found by its title, by the headings of
//! its stub and by its sheet's name; where it stands follows from that. It reads no value and gives no code.
//!
//! ```text
//!            column  1        2           3     4     5     6
//!   row 1    Table 12.3 - Departing visitors                         letterhead, title
//!   row 2                                             '000           letterhead, unit
//!   row 3    Residence        Holiday     .     Business  .          level 2 (bands, merged or standing alone)
//!   row 4        .            2021  2022*       2021  2022*          level 1 (right above the values)
//!   row 5    Uganda            1.0   2.0         3.0   4.0           body
//!   row 6    Burundi           1.0   2.0         3.0   4.0           body
//!   row 7    Source: ...                                             notes
//! ```

mod anchor;
mod columns;
pub(crate) mod findings;
mod header;
mod headings;
mod partition;
mod region;
#[cfg(test)]
mod tests;

pub use anchor::{Claim, claim};
pub use partition::{LocatedTable, locate};
pub(crate) use region::HEADER_REACH;
pub use region::TableRegion;
