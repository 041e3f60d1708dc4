//! The kinds of rules, one file each.

pub(super) mod both_sexes;
pub(super) mod part_whole;
