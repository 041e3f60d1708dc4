//! The kinds of rules, and which function judges each.

mod both_sexes;
mod figures;
mod groups;
#[cfg(test)]
mod growth_tests;
mod mirrors;
mod parts_of_total;
mod series;
mod shapes;
mod single;
#[cfg(test)]
mod slip_tests;
mod slips;
mod states;
mod tables;
mod texts;

use polars::prelude::PolarsResult;

use super::book::Book;
use super::judged::Judged;
use crate::harmonise::LocatedFigures;
use crate::mirror::Mirror;
use crate::spec::{Check, ConsistencyRule};

/// Judges one rule. Rules that ask why a sum is wrong come after those that judge sums.
///
/// # Errors
/// Only when polars refuses a plan over columns this program made, which would be a fault of it.
pub(super) fn judge(
    book: &Book<'_>,
    (located, paired): (&[LocatedFigures], &[Mirror]),
    rule: &ConsistencyRule,
    judged: &mut Judged<'_>,
) -> PolarsResult<()> {
    match &rule.check {
        Check::PartsOfTotal {} => parts_of_total::judge(book, located, rule, judged)?,
        Check::BothSexes {} => both_sexes::judge(book, rule, judged),
        Check::AgeGroups {} => groups::ages(book, rule, judged),
        Check::Partition { .. } => groups::partition(book, rule, judged),
        Check::NegativeCount { .. } => single::negative(book, rule, judged),
        Check::DifferentFigures { .. } => figures::different(book, rule, judged),
        Check::PartAboveWhole { .. } => figures::part_above_whole(book, rule, judged),
        Check::FarRatio { .. } => figures::far_ratio(book, rule, judged),
        Check::OpenBalance { .. } => figures::open_balance(book, rule, judged),
        Check::OwnPartner { .. } => single::own_partner(book, rule, judged),
        Check::SexRatio { .. } => single::sex_ratio(book, rule, judged),
        Check::AggregateAdded {} => tables::aggregate_added(book, rule, judged),
        Check::ToldTwice { .. } => tables::told_twice(book, rule, judged),
        Check::ToldInText { .. } => texts::told_in_text(book, located, rule, judged),
        Check::TotalsApart {} => shapes::totals_apart(located, rule, judged),
        Check::OnlyZeros { .. } => shapes::only_zeros(book, located, rule, judged),
        Check::EqualNeighbours { .. } => shapes::equal_neighbours(book, located, rule, judged),
        Check::RepeatedYear { .. } => tables::repeated_year(book, rule, judged),
        Check::YearlyChange { .. } => series::yearly_change(book, rule, judged),
        Check::UnusualGrowth { .. } => series::unusual_growth(book, rule, judged),
        Check::BreakWithoutFlag { .. } => series::break_without_flag(book, rule, judged),
        Check::UnitSlip { .. } => slips::unit_slip(book, rule, judged),
        Check::SwappedDigits {} => slips::swapped_digits(rule, judged),
        Check::GrowthAmongStates { .. } => states::growth_among_states(book, rule, judged),
        Check::OtherSource { .. } => states::other_source(book, rule, judged),
        Check::MirrorGap { .. } => mirrors::judge(paired, rule, judged),
    }
    Ok(())
}

/// Whether a rule rests on the sums that others judge.
pub(super) const fn needs_sums(rule: &ConsistencyRule) -> bool {
    matches!(rule.check, Check::UnitSlip { .. } | Check::SwappedDigits {})
}
