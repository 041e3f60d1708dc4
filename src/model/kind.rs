//! Closed sets of the output contract, each with the text that stands in the data.

/// An enum whose members each have the one text that stands in files.
macro_rules! closed_set {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $text)] $variant),+
        }

        impl $name {
            /// Every member, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The text that stands in the data.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use closed_set;

closed_set!(
    /// What one unit of a table is. Units of different kinds are never added.
    Unit {
        /// Persons.
        Persons = "persons",
        /// Residence or work permits.
        Permits = "permits",
        /// Border crossings.
        Crossings = "crossings",
        /// Persons who applied for protection.
        Applicants = "applicants",
        /// Decisions on applications.
        Decisions = "decisions",
    }
);

closed_set!(
    /// What a table counts: people at a moment, events in a period, or a balance of both.
    StatType {
        /// People at a moment.
        Stock = "stock",
        /// Events in a period.
        Flow = "flow",
        /// Opening stock, events and closing stock together.
        Balance = "balance",
    }
);

closed_set!(
    /// How the value relates to its period.
    Reference {
        /// At one date: a stock.
        Point = "point",
        /// Over the whole period: a flow.
        Sum = "sum",
        /// Mean over the period.
        Average = "average",
    }
);

closed_set!(
    /// What kind of area a code of an area dimension names. Sums use only rows of kind `country`, or one complete partition.
    AreaKind {
        /// A state or area of ISO 3166, or a listed former or extra one.
        Country = "country",
        /// A group of areas.
        Aggregate = "aggregate",
        /// What a source leaves over: other Africa, areas not elsewhere specified.
        Residual = "residual",
        /// Stateless, unknown, not applicable.
        Special = "special",
        /// The total over the dimension.
        Total = "total",
    }
);

closed_set!(
    /// Where an observation comes from.
    Origin {
        /// One cell of one return.
        Reported = "reported",
        /// A declared sum of cells of one return.
        Merged = "merged",
        /// Computed across returns.
        Derived = "derived",
    }
);

closed_set!(
    /// What became of a cell of a located table. Every cell has exactly one.
    Fate {
        /// Its value is an observation, or a claim to one.
        Observation = "observation",
        /// It names something: a heading, a stub text, a title that was read.
        Label = "label",
        /// It sets a status or sends its row to a table.
        Status = "status",
        /// It is a note.
        Note = "note",
        /// It is empty.
        Blank = "blank",
        /// It was left out, for a reason of the closed list.
        Ignored = "ignored",
        /// It belongs to a group of states and serves as a check only.
        AggregateReporter = "aggregate-reporter",
        /// Nothing in the mapping says what it is; a finding says so.
        Unmapped = "unmapped",
        /// It can't be read as what it should be; a finding says so.
        Unreadable = "unreadable",
    }
);

closed_set!(
    /// Why a cell was left out. The list is closed; a mapping names one of these.
    IgnoreReason {
        /// A row or column that only numbers the others, or repeats a code already read.
        Index = "index",
        /// Another measure than the one the table is about.
        OtherMeasure = "other-measure",
        /// A total of some categories only, used as a check.
        PartialTotal = "partial-total",
        /// A line that carries tags for machines, such as HXL.
        TagRow = "tag-row",
        /// A heading row whose body cells are empty or hold a missing mark only.
        HeadingRow = "heading-row",
        /// Percentages, rates and other figures that are not counts.
        NotACount = "not-a-count",
        /// A figure about a part of the state, where the table is about the state.
        SubNational = "sub-national",
        /// A rule of the mapping withholds the figure; a finding says why.
        Withheld = "withheld",
        /// The column or row is said elsewhere in the same file.
        Repeated = "repeated",
        /// Another table of the same mapping reads it, and accounts for it.
        OtherTable = "other-table",
        /// A detail of another row that does not add to its total, where the exchange has no place for it.
        MemoItem = "memo-item",
        /// Outside what the exchange collects.
        OutOfScope = "out-of-scope",
        /// Nobody gave a reason: the column feeds nothing.
        Unused = "unused",
    }
);

closed_set!(
    /// What a cell did for an observation.
    Role {
        /// It holds the value.
        Value = "value",
        /// It feeds a dimension.
        Label = "label",
        /// It sets a status, or chooses the table.
        Status = "status",
        /// It states the unit or multiplier.
        Unit = "unit",
        /// It feeds the period.
        Period = "period",
        /// It names the reporter.
        Reporter = "reporter",
        /// It explains.
        Note = "note",
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_the_data_are_those_serde_writes() {
        for unit in Unit::ALL {
            assert_eq!(serde_json::to_value(unit).unwrap(), unit.as_str());
        }
        for fate in Fate::ALL {
            assert_eq!(serde_json::to_value(fate).unwrap(), fate.as_str());
        }
    }
}
