//! The words of the domain as checked types: cells, codes, periods, statuses, values.
//!
//! Text becomes one of these types once, through a constructor that can refuse it; after that no stage
//! looks at the text again. Nothing here reads a file, knows a country, or depends on another module.

mod calendar;
mod cell;
mod code;
mod digest;
mod digits;
mod grade;
mod kind;
mod number_text;
mod period;
mod status;
mod value;

pub use calendar::{Calendar, CalendarError};
pub use cell::{Addressing, CellRange, CellRef, ParseCellError, column_letters};
pub use code::{Age, AttributeId, Code, DimensionId, MappingId, ParseAgeError, ParseCodeError, Sender, SourceId, TableId};
pub use digest::{hex, key_id};
pub use digits::{DigitSystem, ascii_digit};
pub use grade::{Distance, Family, Grade};
pub(crate) use kind::closed_set;
pub use kind::{AreaKind, Fate, IgnoreReason, Origin, Reference, Role, StatType, Unit};
pub use number_text::{BLANKS, NumberText, ParseNumberError};
pub(crate) use period::YEARS;
pub use period::{Frequency, Period, PeriodError, days_between};
pub use status::{Status, StatusSet};
pub use value::{Scaled, UnitsError, rounding_tolerance, shortest_text};
