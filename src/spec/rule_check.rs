//! The kinds of rules with their parameters: a closed set, one file of `validate::kinds` for each.
//!
//! In: the `check` of a rule. Out: what it names. A kind says what "the table has", never what to do about it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{AttributeId, Code, DimensionId, TableId, closed_set};

closed_set!(
    /// At which moment a figure of a rule is taken.
    #[derive(Default)]
    Moment {
        /// The period or the day of the figure itself.
        #[default]
        Same = "same",
        /// The first moment of a period; a stock of that moment.
        Opening = "opening",
        /// The last moment of a period; a stock of that moment.
        Closing = "closing",
    }
);

/// A figure that a rule speaks of: a table, and codes of its dimensions; what is not named is the total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Figure {
    /// The exchange table.
    pub table: TableId,
    /// Codes of its dimensions; `REPORTER` for the state described, `EACH` for every country that the first figure names.
    #[serde(default, skip_serializing_if = "is_default")]
    pub codes: BTreeMap<DimensionId, Code>,
    /// The same where the table has no figure under those codes; a dimension that is not named here keeps its code.
    #[serde(default, skip_serializing_if = "is_default")]
    pub or_codes: BTreeMap<DimensionId, Code>,
    /// At which moment it is taken: same, opening or closing.
    #[serde(default, skip_serializing_if = "is_default")]
    pub at: Moment,
    /// Whether it is taken away instead of added.
    #[serde(default, skip_serializing_if = "is_default")]
    pub less: bool,
    /// Whether it adds nothing where the sender's table does not have it; a figure that is there without a value still leaves
    /// the rule undecided.
    #[serde(default, skip_serializing_if = "is_default")]
    pub optional: bool,
}

impl Figure {
    /// The code that stands for the state described.
    pub const REPORTER: &'static str = "REPORTER";
    /// The code that stands for every country that the first figure names.
    pub const EACH: &'static str = "EACH";
    /// Codes that stand for others and are in no list.
    pub(super) const STANDS_FOR: [&'static str; 2] = [Self::REPORTER, Self::EACH];
}

/// Under which statement of the source a rule applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Stated {
    /// Attribute of the definition profile.
    pub attribute: AttributeId,
    /// Values under which it applies; under any other it does not, and where nobody stated one it is undecided.
    pub values: Vec<String>,
}

/// A limit of the yearly change for figures below a size.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SizeClass {
    /// The class holds figures below this; the last class has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<i64>,
    /// Largest change, in per cent; without one the class is not tested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_cent: Option<f64>,
}

/// What judges a rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "kebab-case", deny_unknown_fields)]
pub enum Check {
    /// A total and the sum of its parts, as the mapping of the table declares them.
    PartsOfTotal {},
    /// Both sexes, and male, female and unknown.
    BothSexes {},
    /// All ages, and one complete set of age groups that do not overlap, unknown age included.
    AgeGroups {},
    /// A total of a dimension, and named codes that make it up.
    Partition {
        /// The dimension.
        dimension: DimensionId,
        /// Codes that must be there; `REPORTER` for the state described.
        parts: Vec<Code>,
        /// Codes that add nothing where the table does not have them.
        optional: Vec<Code>,
    },
    /// A count below zero.
    NegativeCount {
        /// Codes whose figures may be below zero, such as an adjustment.
        #[serde(default, skip_serializing_if = "is_default")]
        but_for: Vec<Code>,
    },
    /// Figures that must be the same number.
    DifferentFigures {
        /// The figures.
        figures: Vec<Figure>,
        /// Whether figures of different sources are told for information, since they may differ.
        #[serde(default, skip_serializing_if = "is_default")]
        other_sources_inform: bool,
    },
    /// One figure that exceeds another of which it is a part.
    PartAboveWhole {
        /// The part.
        part: Vec<Figure>,
        /// The whole.
        whole: Vec<Figure>,
        /// Under which statement it applies.
        #[serde(skip_serializing_if = "Option::is_none")]
        stated: Option<Stated>,
    },
    /// Two figures far from each other.
    FarRatio {
        /// What is divided.
        figure: Vec<Figure>,
        /// By what.
        by: Vec<Figure>,
        /// The same otherwise, where `by` is not there.
        #[serde(default, skip_serializing_if = "is_default")]
        or_by: Vec<Figure>,
        /// Smallest ratio.
        low: f64,
        /// Largest ratio.
        high: f64,
    },
    /// An opening figure with gains and losses, and its closing figure.
    OpenBalance {
        /// What is there first.
        opening: Figure,
        /// What is added.
        gains: Vec<Figure>,
        /// What is taken away.
        losses: Vec<Figure>,
        /// What is there at the end.
        closing: Figure,
        /// Largest gap that counts as a statistical adjustment, beside rounding.
        #[serde(default, skip_serializing_if = "is_default")]
        tolerance: i64,
        /// The same in millionths of the mean of opening and closing figure.
        #[serde(default, skip_serializing_if = "is_default")]
        tolerance_per_million: u32,
    },
    /// The state described among its own partners.
    OwnPartner {
        /// Tables and the dimension in which it can't stand.
        partners: BTreeMap<TableId, DimensionId>,
    },
    /// Far more of one sex than of the other.
    SexRatio {
        /// Fewest males per 100 females.
        low: i64,
        /// Most males per 100 females.
        high: i64,
        /// Smallest group that is judged.
        above: i64,
    },
    /// A group of countries that was added to its own members.
    AggregateAdded {},
    /// The same figure told in two tables with two values.
    ToldTwice {
        /// Tables that may tell the same figures; what one does not break down is its total.
        tables: Vec<TableId>,
    },
    /// Two tables of a file that, by their mapping, tell the same persons, and add to different totals.
    TotalsApart {},
    /// A number in a sentence beside a table that is almost the one of its total, and is not.
    ToldInText {
        /// Largest distance from a total, in per cent; figures with two digits swapped count besides.
        within_per_cent: f64,
        /// Smallest number that counts.
        at_least: i64,
    },
    /// Only zeros, and every other cell blank.
    OnlyZeros {
        /// Fewest blank cells beside the zeros.
        blanks: usize,
    },
    /// Neighbouring cells that hold one and the same figure, as when a total was split evenly.
    EqualNeighbours {
        /// Fewest neighbours.
        run: usize,
        /// Smallest figure that counts.
        at_least: i64,
    },
    /// A year that repeats the year before, figure by figure.
    RepeatedYear {
        /// Fewest figures that must be compared.
        figures: usize,
    },
    /// A change from one year to the next beyond a limit.
    YearlyChange {
        /// Largest change by size of the earlier figure, smallest sizes first; where its class is not tested, by that of the later one.
        classes: Vec<SizeClass>,
        /// A change of no more than this is never told, whatever its share.
        #[serde(default, skip_serializing_if = "is_default")]
        more_than: i64,
        /// Whether grand totals alone are judged, or every row of both sexes and all ages.
        totals_only: bool,
        /// Codes that are not judged: what is left over, such as an adjustment, follows no trend.
        #[serde(default, skip_serializing_if = "is_default")]
        but_for: Vec<Code>,
    },
    /// A growth far from the others of its own series, by the robust score.
    UnusualGrowth {
        /// Largest robust score.
        cut: f64,
        /// Smallest spread of the logarithm of growth, so that steady series don't flag ordinary years.
        scale_floor: f64,
        /// Fewest growth rates.
        growths: usize,
        /// Smallest figure on the larger side.
        at_least: i64,
        /// Codes that are not judged: what is left over, such as an adjustment, follows no trend.
        #[serde(default, skip_serializing_if = "is_default")]
        but_for: Vec<Code>,
    },
    /// A level that shifts for good, and no break is marked.
    BreakWithoutFlag {
        /// Smallest shift, in per cent.
        per_cent: f64,
        /// Largest change within each level, in per cent.
        within_per_cent: f64,
        /// Smallest figure that counts.
        at_least: i64,
        /// Codes that are not judged: what is left over, such as an adjustment, follows no trend.
        #[serde(default, skip_serializing_if = "is_default")]
        but_for: Vec<Code>,
    },
    /// A figure that is a power of ten away from its neighbour in the series, or from what its total leaves.
    UnitSlip {
        /// Largest distance of the logarithm of the ratio from a whole number.
        within: f64,
        /// Smallest figure on the larger side.
        at_least: i64,
        /// Codes that are not judged: what is left over, such as an adjustment, follows no trend.
        #[serde(default, skip_serializing_if = "is_default")]
        but_for: Vec<Code>,
    },
    /// A sum that two swapped digits explain.
    SwappedDigits {},
    /// A growth far from that of the other states, after Hidiroglou and Berthelot.
    GrowthAmongStates {
        /// How much size weighs.
        size_weight: f64,
        /// Smallest spread, as a share of the median.
        least_spread: f64,
        /// How many spreads from the median.
        spreads: f64,
        /// Share of the states below the quantile from which the spread is taken: a quarter, or a tenth where quartiles lie close
        /// together.
        #[serde(default = "quarter")]
        quantile: f64,
        /// Fewest states.
        states: usize,
    },
    /// The figures of a state and those of an agency about it, far from each other.
    OtherSource {
        /// Smallest ratio.
        low: f64,
        /// Largest ratio.
        high: f64,
        /// Smallest figure on the larger side.
        at_least: i64,
    },
    /// Two states' figures of the same persons, far from each other.
    MirrorGap {
        /// The mirrors, by their ids.
        mirrors: Vec<String>,
        /// Smallest ratio.
        low: f64,
        /// Largest ratio.
        high: f64,
        /// Smallest figure on the larger side.
        at_least: i64,
    },
}

/// What a rule need not state is not shown either.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

const fn quarter() -> f64 {
    0.25
}

impl Check {
    /// Every kind, in the order of this file.
    pub const KINDS: [&'static str; 26] = [
        "parts-of-total",
        "both-sexes",
        "age-groups",
        "partition",
        "negative-count",
        "different-figures",
        "part-above-whole",
        "far-ratio",
        "open-balance",
        "own-partner",
        "sex-ratio",
        "aggregate-added",
        "told-twice",
        "totals-apart",
        "told-in-text",
        "only-zeros",
        "equal-neighbours",
        "repeated-year",
        "yearly-change",
        "unusual-growth",
        "break-without-flag",
        "unit-slip",
        "swapped-digits",
        "growth-among-states",
        "other-source",
        "mirror-gap",
    ];

    /// Its kind, as it is written in a rule.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        Self::KINDS[match self {
            Self::PartsOfTotal {} => 0,
            Self::BothSexes {} => 1,
            Self::AgeGroups {} => 2,
            Self::Partition { .. } => 3,
            Self::NegativeCount { .. } => 4,
            Self::DifferentFigures { .. } => 5,
            Self::PartAboveWhole { .. } => 6,
            Self::FarRatio { .. } => 7,
            Self::OpenBalance { .. } => 8,
            Self::OwnPartner { .. } => 9,
            Self::SexRatio { .. } => 10,
            Self::AggregateAdded {} => 11,
            Self::ToldTwice { .. } => 12,
            Self::TotalsApart {} => 13,
            Self::ToldInText { .. } => 14,
            Self::OnlyZeros { .. } => 15,
            Self::EqualNeighbours { .. } => 16,
            Self::RepeatedYear { .. } => 17,
            Self::YearlyChange { .. } => 18,
            Self::UnusualGrowth { .. } => 19,
            Self::BreakWithoutFlag { .. } => 20,
            Self::UnitSlip { .. } => 21,
            Self::SwappedDigits {} => 22,
            Self::GrowthAmongStates { .. } => 23,
            Self::OtherSource { .. } => 24,
            Self::MirrorGap { .. } => 25,
        }]
    }

    /// The figures it names.
    #[must_use]
    pub fn figures(&self) -> Vec<&Figure> {
        match self {
            Self::DifferentFigures { figures, .. } => figures.iter().collect(),
            Self::PartAboveWhole { part, whole, .. } => part.iter().chain(whole).collect(),
            Self::FarRatio { figure, by, or_by, .. } => figure.iter().chain(by).chain(or_by).collect(),
            Self::OpenBalance { opening, gains, losses, closing, .. } => {
                std::iter::once(opening).chain(gains).chain(losses).chain([closing]).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The tables it names; none for a kind that judges any table.
    #[must_use]
    pub fn tables(&self) -> Vec<&TableId> {
        match self {
            Self::OwnPartner { partners } => partners.keys().collect(),
            Self::ToldTwice { tables } => tables.iter().collect(),
            _ => self.figures().into_iter().map(|figure| &figure.table).collect(),
        }
    }

    /// The mirrors it names.
    #[must_use]
    pub fn mirrors(&self) -> &[String] {
        if let Self::MirrorGap { mirrors, .. } = self { mirrors } else { &[] }
    }

    /// The statement of the source under which it applies.
    #[must_use]
    pub const fn stated(&self) -> Option<&Stated> {
        if let Self::PartAboveWhole { stated, .. } = self { stated.as_ref() } else { None }
    }

    /// The codes whose figures it does not judge.
    #[must_use]
    pub fn but_for(&self) -> &[Code] {
        match self {
            Self::NegativeCount { but_for }
            | Self::YearlyChange { but_for, .. }
            | Self::UnusualGrowth { but_for, .. }
            | Self::BreakWithoutFlag { but_for, .. }
            | Self::UnitSlip { but_for, .. } => but_for,
            _ => &[],
        }
    }

    /// The dimensions it names beside those of its figures.
    #[must_use]
    pub fn dimensions(&self) -> Vec<&DimensionId> {
        match self {
            Self::OwnPartner { partners } => partners.values().collect(),
            Self::Partition { dimension, .. } => vec![dimension],
            _ => Vec::new(),
        }
    }

    /// What is wrong with its numbers.
    pub(super) fn out_of_bounds(&self) -> Option<String> {
        let wrong = match self {
            Self::FarRatio { low, high, .. } | Self::OtherSource { low, high, .. } | Self::MirrorGap { low, high, .. } => {
                !(*low > 0.0 && low < high && high.is_finite())
            }
            Self::SexRatio { low, high, .. } => !(*low >= 0 && low < high),
            Self::DifferentFigures { figures, .. } => figures.len() < 2,
            Self::ToldTwice { tables } => tables.len() < 2,
            Self::EqualNeighbours { run, .. } => *run < 2,
            Self::GrowthAmongStates { quantile, .. } => !(*quantile > 0.0 && *quantile < 0.5),
            Self::YearlyChange { classes, .. } => {
                let bounds: Vec<i64> = classes.iter().filter_map(|class| class.below).collect();
                classes.last().is_none_or(|last| last.below.is_some())
                    || bounds.len() + 1 != classes.len()
                    || !bounds.is_sorted_by(|one, two| one < two)
            }
            _ => false,
        };
        wrong.then(|| {
            format!("the numbers of the kind `{}` do not go together: limits rise, and there are at least two to compare", self.kind())
        })
    }
}
