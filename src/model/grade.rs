//! How far a source's definition stands from the shared one.

use super::kind::closed_set;

closed_set!(
    /// What an attribute of the definition profile may do. Quality sets statuses and never enters the grade.
    Family {
        /// What is counted, and what the words mean.
        Definition = "definition",
        /// Who and which ages and regions are in.
        Coverage = "coverage",
        /// Which day or span.
        Reference = "reference",
        /// How the figures were made.
        Quality = "quality",
    }
);

closed_set!(
    /// How far the value of one attribute stands from the shared definition.
    Distance {
        /// The same.
        Same = "0",
        /// Near: published with a note.
        Near = "1",
        /// Partly comparable: outside regional sums, unless the sum is labelled.
        Partly = "2",
        /// Not comparable: in the country's own table only.
        NotComparable = "3",
        /// The value says that there is no rule, which is as good as nothing said.
        Unknown = "unknown",
        /// Another thing altogether: the figure never enters the table.
        Barrier = "barrier",
    }
);

closed_set!(
    /// The worst distance of the attributes that matter for a figure. A grade is a cause to talk, not a mark of merit.
    Grade {
        /// Every attribute as in the shared definition.
        A = "A",
        /// Near.
        B = "B",
        /// Partly comparable.
        C = "C",
        /// Not comparable.
        X = "X",
        /// Nobody stated something that decides.
        U = "U",
    }
);

impl Grade {
    /// The grade that one distance alone gives. A figure behind a barrier has none, since it is not published.
    #[must_use]
    pub const fn of(distance: Distance) -> Self {
        match distance {
            Distance::Same => Self::A,
            Distance::Near => Self::B,
            Distance::Partly => Self::C,
            Distance::NotComparable | Distance::Barrier => Self::X,
            Distance::Unknown => Self::U,
        }
    }

    /// Whether figures of this grade enter regional sums called comparable.
    #[must_use]
    pub const fn is_comparable(self) -> bool {
        matches!(self, Self::A | Self::B)
    }
}
