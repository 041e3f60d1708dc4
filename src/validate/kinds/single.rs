//! Figures judged one by one, or with their neighbour of the other sex: below zero, the state among its partners, sex ratios.

use super::super::book::{Book, Row};
use super::super::findings::{NEGATIVE_COUNT, OWN_PARTNER, SEX_RATIO};
use super::super::judged::{Failure, Judged};
use crate::diag::Said;
use crate::spec::{Check, ConsistencyRule};

/// Every figure of the book.
fn rows<'b, 'a>(book: &'b Book<'a>) -> impl Iterator<Item = Row<'a>> + 'b {
    book.said.values().flat_map(|told| told.tables.values()).flat_map(|rows| rows.values()).flatten().copied()
}

/// A count below zero.
pub(in crate::validate) fn negative(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::NegativeCount { but_for } = &rule.check else { return };
    for row in rows(book) {
        let adjusts = row.one.dimensions.iter().any(|code| but_for.contains(code));
        match row.one.value {
            None => judged.undecided(rule, "there is no value"),
            Some(value) if value < 0 && !adjusts => {
                let said = Said::new("rule-negative-count")
                    .text("where", row.shown())
                    .text("period", row.one.period.time_period())
                    .figure("value", value);
                judged.failed(rule, &NEGATIVE_COUNT, Failure::new(said).at(row).expected(">= 0"));
            }
            Some(_) => judged.passed(rule),
        }
    }
}

/// The state described among its own partners.
pub(in crate::validate) fn own_partner(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::OwnPartner { partners } = &rule.check else { return };
    for row in rows(book) {
        let Some(dimension) = partners.get(&row.table.id) else { continue };
        let Some(position) = row.table.dimensions.iter().position(|own| own == dimension) else { continue };
        if row.one.dimensions.get(position) != Some(&row.one.reporter) {
            if row.is_grand_total() {
                judged.passed(rule);
            }
            continue;
        }
        // A hidden figure that can't be zero is a figure.
        match row.amount().0.bounds() {
            None => judged.undecided(rule, "there is no value"),
            Some((0, 0)) => judged.passed(rule),
            Some((low, high)) if low <= 0 && high >= 0 => judged.undecided(rule, "the figure is hidden, and may be zero"),
            Some((low, high)) => {
                let said = Said::new("rule-own-partner")
                    .text("table", row.table.id.as_str())
                    .text("dimension", dimension.as_str())
                    .text("state", row.one.reporter.as_str())
                    .text("period", row.one.period.time_period())
                    .range("value", low, high);
                judged.failed(rule, &OWN_PARTNER, Failure::new(said).at(row));
            }
        }
    }
}

/// Far more of one sex than of the other.
pub(in crate::validate) fn sex_ratio(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    let Check::SexRatio { low, high, above } = &rule.check else { return };
    for group in book.groups(|row| Some((row.one.dimensions.clone(), row.one.age.clone()))) {
        let of = |sex: &str| group.iter().copied().find(|row| row.one.sex.as_str() == sex);
        let (Some(male), Some(female)) = (of("M"), of("F")) else { continue };
        let (Some(men), Some(women)) = (male.one.value, female.one.value) else {
            judged.undecided(rule, "one sex has no value");
            continue;
        };
        if men.saturating_add(women) <= *above {
            continue;
        }
        // Compared without dividing, so that a group without women is judged as well.
        let (scaled, least, most) = (men.saturating_mul(100), women.saturating_mul(*low), women.saturating_mul(*high));
        if (least..=most).contains(&scaled) || male.one.note.is_some() || female.one.note.is_some() {
            judged.passed(rule);
            continue;
        }
        let said = Said::new("rule-sex-ratio")
            .text("where", male.shown())
            .text("period", male.one.period.time_period())
            .figure("men", men)
            .figure("women", women);
        let (first, second) = if scaled > most { (male, female) } else { (female, male) };
        judged.failed(rule, &SEX_RATIO, Failure::new(said).at(first).also([second]).expected(format!("{low} - {high} : 100")));
    }
}
