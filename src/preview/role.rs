//! What a cell is, as it was understood.

use crate::model::{Fate, closed_set};

closed_set!(
    /// What a cell is to its table.
    CellRole {
        /// The title by which the table was found.
        Title = "title",
        /// The text that states the unit.
        Unit = "unit",
        /// A label above the values; its level is counted from the values upwards.
        Header = "header",
        /// The heading of a column of labels.
        StubHeading = "stub-heading",
        /// A label beside the values.
        Stub = "stub",
        /// A figure that is an observation.
        Value = "value",
        /// A figure that is an observation about all of something.
        Total = "total",
        /// The place of a figure that the sender says is missing.
        Missing = "missing",
        /// A flag or letter that sets a status or chooses the exchange table.
        Status = "status",
        /// A note.
        Note = "note",
        /// Left out, for a reason of the closed list.
        Ignored = "ignored",
        /// A figure about a group of states, used as a check.
        Aggregate = "aggregate",
        /// Nothing in the mapping says what it is.
        Unmapped = "unmapped",
        /// It can't be read as what it should be.
        Unreadable = "unreadable",
        /// It belongs to no table.
        Outside = "outside",
    }
);

impl CellRole {
    /// The sign by which the role is told without colour; a header shows its level instead.
    #[must_use]
    pub const fn sign(self) -> char {
        match self {
            Self::Title => 'T',
            Self::Unit => 'U',
            Self::Header => '1',
            Self::StubHeading => 'H',
            Self::Stub => 'S',
            Self::Value => 'v',
            Self::Total => '+',
            Self::Missing => '?',
            Self::Status => 'F',
            Self::Note => 'N',
            Self::Ignored => '-',
            Self::Aggregate => 'A',
            Self::Unmapped => '!',
            Self::Unreadable => '#',
            Self::Outside => '.',
        }
    }

    /// What the role means, in a few words.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Unit => "unit",
            Self::Header => "header level, from the values upwards",
            Self::StubHeading => "heading of a label column",
            Self::Stub => "label beside the values",
            Self::Value => "value",
            Self::Total => "value that is a total",
            Self::Missing => "value said to be missing",
            Self::Status => "flag, or a label that rules look at",
            Self::Note => "note",
            Self::Ignored => "left out, with a reason",
            Self::Aggregate => "group of states, a check only",
            Self::Unmapped => "not mapped",
            Self::Unreadable => "not readable",
            Self::Outside => "outside any table",
        }
    }

    /// The role of a cell by its fate, where that says enough; labels depend on where they stand, figures on what they are.
    pub(super) const fn of(fate: Fate) -> Option<Self> {
        match fate {
            Fate::Observation => Some(Self::Value),
            Fate::Label => None,
            Fate::Status => Some(Self::Status),
            Fate::Note => Some(Self::Note),
            Fate::Blank => None,
            Fate::Ignored => Some(Self::Ignored),
            Fate::AggregateReporter => Some(Self::Aggregate),
            Fate::Unmapped => Some(Self::Unmapped),
            Fate::Unreadable => Some(Self::Unreadable),
        }
    }
}
