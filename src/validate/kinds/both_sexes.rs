//! Both sexes together equal male, female and unknown.

use super::super::book::{Book, EDITIONS, Row, is_one_edition};
use super::super::findings::SEXES_MISMATCH;
use super::super::judge::{Verdict, judge_rounded};
use super::super::judged::{Failure, Judged};
use super::super::sums::JudgedSum;
use crate::diag::Said;
use crate::spec::ConsistencyRule;

/// Judges every key that has a total and at least one sex.
pub(in crate::validate) fn judge(book: &Book<'_>, rule: &ConsistencyRule, judged: &mut Judged<'_>) {
    for group in book.groups(|row| Some((row.one.dimensions.clone(), row.one.age.clone()))) {
        let (totals, parts): (Vec<_>, Vec<_>) = group.into_iter().partition(|row| row.one.sex.is_total());
        let (Some(total), false) = (totals.first().copied(), parts.is_empty()) else { continue };
        let amounts: Vec<_> = parts.iter().copied().map(Row::amount).collect();
        let both = ["F", "M"].iter().all(|sex| parts.iter().any(|row| row.one.sex.as_str() == *sex));
        let verdict = judge_rounded(total.amount(), &amounts);
        if both {
            judged.sums.push(JudgedSum::of(total, &parts, &verdict));
        }
        match verdict {
            Verdict::Passed if !both => judged.undecided(rule, "one sex is not in the table"),
            Verdict::Failed { .. } if !both && !verdict.exceeds(total.one.value) => {
                judged.undecided(rule, "one sex is not in the table");
            }
            Verdict::Failed { .. } if !is_one_edition(total, &parts) => judged.undecided(rule, EDITIONS),
            Verdict::Passed => judged.passed(rule),
            Verdict::Undecided(reason) => judged.undecided(rule, reason),
            Verdict::Failed { sum, .. } => {
                let (low, high) = total.amount().0.bounds().unwrap_or_default();
                let said = Said::new("rule-both-sexes")
                    .range("total", low, high)
                    .range("sum", sum.0, sum.1)
                    .text("where", total.shown())
                    .text("period", total.one.period.time_period());
                judged.failed(rule, &SEXES_MISMATCH, Failure::new(said).at(total).also(parts).between(sum));
            }
        }
    }
}
