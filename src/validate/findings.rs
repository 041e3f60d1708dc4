//! What this stage can tell.

use crate::diag::{FindingCode, Severity};

pub(crate) static PART_WHOLE_MISMATCH: FindingCode = FindingCode {
    id: "validate/part-whole-mismatch",
    severity: Severity::Error,
    when: "a total differs from the sum of its parts by more than rounding can explain",
    fix: "ask the sender which of the figures is right; if the parts are not the whole of the total, correct `adds-up` in the mapping",
};
pub(crate) static SEXES_MISMATCH: FindingCode = FindingCode {
    id: "validate/sexes-mismatch",
    severity: Severity::Error,
    when: "both sexes together differ from the sum of male, female and unknown by more than rounding can explain",
    fix: "ask the sender which of the figures is right",
};

pub(crate) static AGE_GROUPS_MISMATCH: FindingCode = FindingCode {
    id: "validate/age-groups-mismatch",
    severity: Severity::Error,
    when: "all ages differ from the sum of a complete set of age groups and unknown age by more than rounding can explain",
    fix: "ask the sender which of the figures is right",
};
pub(crate) static PARTITION_MISMATCH: FindingCode = FindingCode {
    id: "validate/partition-mismatch",
    severity: Severity::Error,
    when: "a total differs from the sum of the groups that make it up by more than rounding can explain",
    fix: "ask the sender which group is missing or wrong",
};
pub(crate) static NEGATIVE_COUNT: FindingCode = FindingCode {
    id: "validate/negative-count",
    severity: Severity::Error,
    when: "a count is below zero",
    fix: "correct the cell; a correction of an earlier year belongs into that year",
};
pub(crate) static DIFFERENT_FIGURES: FindingCode = FindingCode {
    id: "validate/different-figures",
    severity: Severity::Error,
    when: "figures that tell the same persons differ by more than rounding can explain",
    fix: "say which of the figures was revised, and send the others after the same revision",
};
pub(crate) static PART_ABOVE_WHOLE: FindingCode = FindingCode {
    id: "validate/part-above-whole",
    severity: Severity::Error,
    when: "a figure exceeds another one of which it is a part",
    fix: "ask the sender whether both count the same persons",
};
pub(crate) static FAR_RATIO: FindingCode = FindingCode {
    id: "validate/far-ratio",
    severity: Severity::Warning,
    when: "two figures that should be near each other are far apart",
    fix: "say in a note or in the definition profile which group only one of them counts",
};
pub(crate) static OPEN_BALANCE: FindingCode = FindingCode {
    id: "validate/open-balance",
    severity: Severity::Warning,
    when: "an opening figure with its gains and losses does not give the closing figure",
    fix: "send the adjustment, or revise the component that is wrong",
};
pub(crate) static OWN_PARTNER: FindingCode = FindingCode {
    id: "validate/own-partner",
    severity: Severity::Error,
    when: "the state described stands among its own partners",
    fix: "take the row out, or name the country that is meant",
};
pub(crate) static SEX_RATIO: FindingCode = FindingCode {
    id: "validate/sex-ratio",
    severity: Severity::Information,
    when: "far more of one sex than of the other are counted in a group, without a note",
    fix: "compare both columns with the source; where the figures are right, add a note",
};
pub(crate) static AGGREGATE_ADDED: FindingCode = FindingCode {
    id: "validate/aggregate-added",
    severity: Severity::Error,
    when: "a group of countries was added to its own members in a total",
    fix: "take the group of countries out of the total",
};
pub(crate) static TOLD_TWICE: FindingCode = FindingCode {
    id: "validate/told-twice",
    severity: Severity::Warning,
    when: "two tables of one sender tell the same figure with two values",
    fix: "send one number, or add the persons that one table leaves out as unknown",
};
pub(crate) static TOTALS_APART: FindingCode = FindingCode {
    id: "validate/totals-apart",
    severity: Severity::Warning,
    when: "two tables of a return that tell the same persons add to different totals",
    fix: "send one number, or say which persons only one of the tables counts",
};
pub(crate) static TOLD_IN_TEXT: FindingCode = FindingCode {
    id: "validate/told-in-text",
    severity: Severity::Warning,
    when: "a number in a sentence beside a table is almost the one of a total of the table, and is not",
    fix: "correct the sentence or the cell, whichever is wrong",
};
pub(crate) static ONLY_ZEROS: FindingCode = FindingCode {
    id: "validate/only-zeros",
    severity: Severity::Warning,
    when: "a column holds only zeros, and every other cell of it is blank",
    fix: "fill in the other cells, or say for each why it has no figure",
};
pub(crate) static EQUAL_NEIGHBOURS: FindingCode = FindingCode {
    id: "validate/equal-neighbours",
    severity: Severity::Warning,
    when: "neighbouring cells of a column all hold the same figure, as when a total was split evenly",
    fix: "send the figures of each row, or the total alone",
};
pub(crate) static REPEATED_YEAR: FindingCode = FindingCode {
    id: "validate/repeated-year",
    severity: Severity::Warning,
    when: "a year repeats the figures of the year before, one by one",
    fix: "send the figures of the year; where they are not ready, leave them out",
};
pub(crate) static YEARLY_CHANGE: FindingCode = FindingCode {
    id: "validate/yearly-change",
    severity: Severity::Warning,
    when: "a figure changes from one year to the next beyond the limit, without a note or a break mark",
    fix: "explain the change, or mark the break",
};
pub(crate) static UNUSUAL_GROWTH: FindingCode = FindingCode {
    id: "validate/unusual-growth",
    severity: Severity::Warning,
    when: "the growth of a year is far from that of the other years of its series",
    fix: "compare the year with the source; explain it where it is right",
};
pub(crate) static BREAK_WITHOUT_FLAG: FindingCode = FindingCode {
    id: "validate/break-without-flag",
    severity: Severity::Warning,
    when: "the level of a series shifts for good, and no break is marked",
    fix: "mark the break in the first year of the new level, and say what changed",
};
pub(crate) static UNIT_SLIP: FindingCode = FindingCode {
    id: "validate/unit-slip",
    severity: Severity::Warning,
    when: "a figure is a power of ten away from its neighbour in the series, or from what its total leaves for it",
    fix: "compare the cell with the source; the proposed figure is not put in",
};
pub(crate) static SWAPPED_DIGITS: FindingCode = FindingCode {
    id: "validate/swapped-digits",
    severity: Severity::Warning,
    when: "two digits that changed places would explain why a sum is wrong",
    fix: "compare the cell with the source; the proposed figure is not put in",
};
pub(crate) static GROWTH_AMONG_STATES: FindingCode = FindingCode {
    id: "validate/growth-among-states",
    severity: Severity::Warning,
    when: "the growth of a state is far from that of the other states",
    fix: "ask the state whether the figure is right, and why it changed",
};
pub(crate) static OTHER_SOURCE: FindingCode = FindingCode {
    id: "validate/other-source",
    severity: Severity::Information,
    when: "a state's own figure and an agency's figure about it are far from each other",
    fix: "see on which census or register the agency's figure rests",
};
pub(crate) static MIRROR_GAP: FindingCode = FindingCode {
    id: "validate/mirror-gap",
    severity: Severity::Information,
    when: "two states' figures of the same persons are far from each other",
    fix: "compare the definitions of both, then ask both what they count",
};

pub(crate) static EXPLAINS_NOTHING: FindingCode = FindingCode {
    id: "validate/explains-nothing",
    severity: Severity::Warning,
    when: "an explanation covers no finding of the round",
    fix: "correct its rule, table or years, or delete it where the finding is gone for good",
};
pub(crate) static EXPLANATION_PAST: FindingCode = FindingCode {
    id: "validate/explanation-past",
    severity: Severity::Warning,
    when: "an explanation held until a day that is past, and its finding is there again",
    fix: "ask the state whether the explanation still holds, and give it a later day",
};

pub(crate) static ALL: &[&FindingCode] = &[
    &PART_WHOLE_MISMATCH,
    &SEXES_MISMATCH,
    &AGE_GROUPS_MISMATCH,
    &PARTITION_MISMATCH,
    &NEGATIVE_COUNT,
    &DIFFERENT_FIGURES,
    &PART_ABOVE_WHOLE,
    &FAR_RATIO,
    &OPEN_BALANCE,
    &OWN_PARTNER,
    &SEX_RATIO,
    &AGGREGATE_ADDED,
    &TOLD_TWICE,
    &TOTALS_APART,
    &TOLD_IN_TEXT,
    &ONLY_ZEROS,
    &EQUAL_NEIGHBOURS,
    &REPEATED_YEAR,
    &YEARLY_CHANGE,
    &UNUSUAL_GROWTH,
    &BREAK_WITHOUT_FLAG,
    &UNIT_SLIP,
    &SWAPPED_DIGITS,
    &GROWTH_AMONG_STATES,
    &OTHER_SOURCE,
    &MIRROR_GAP,
    &EXPLAINS_NOTHING,
    &EXPLANATION_PAST,
];

/// Whether a finding of these rules comes from the cells of a sheet rather than from published figures.
pub(crate) fn looks_at_sheets(code: &FindingCode) -> bool {
    let of_sheets = [&PART_WHOLE_MISMATCH, &ONLY_ZEROS, &EQUAL_NEIGHBOURS, &TOTALS_APART, &TOLD_IN_TEXT, &UNIT_SLIP, &SWAPPED_DIGITS];
    of_sheets.iter().any(|one| one.id == code.id)
}
