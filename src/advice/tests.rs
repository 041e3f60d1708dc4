//! Three small cases, worked out by hand.

use super::{Blocked, RepairKind, Scope, repairs};
use crate::testing::standard;

/// Figures of one source, by the attributes that block them; a `!` before the name says that its value was stated.
fn figures(sender: &str, source: &str, cells: u64, by: &[&str]) -> Blocked {
    let standard = standard();
    let position = |name: &str| standard.attributes.iter().position(|attribute| attribute.id.as_str() == name).unwrap();
    Blocked {
        sender: sender.to_owned(),
        of_members: true,
        source: format!("{sender}:{source}").parse().unwrap(),
        table: "POP1".parse().unwrap(),
        by: by.iter().map(|name| name.strip_prefix('!').map_or_else(|| (position(name), false), |name| (position(name), true))).collect(),
        relieved: std::collections::BTreeSet::new(),
        cells,
    }
}

/// The list of a scope: attribute, kind, alone, together.
fn list(scope: &Scope, figures: &[Blocked]) -> Vec<(String, RepairKind, u64, u64)> {
    let standard = standard();
    repairs(standard, figures)
        .into_iter()
        .filter(|repair| repair.scope == *scope)
        .map(|repair| (standard.attributes[repair.attribute].id.to_string(), repair.kind, repair.alone, repair.together))
        .collect()
}

/// 100 figures lack one answer, 40 another, 30 both; 7 are comparable. The first answer frees 100, the second then 70 more.
#[test]
fn the_answer_that_frees_most_comes_first() {
    let figures = [
        figures("KEN", "CENSUS", 100, &["population_base"]),
        figures("KEN", "CENSUS", 40, &["covers_refugees"]),
        figures("KEN", "CENSUS", 30, &["covers_refugees", "population_base"]),
        figures("KEN", "CENSUS", 7, &[]),
    ];
    let expected =
        [("population_base".to_owned(), RepairKind::Answer, 100, 100), ("covers_refugees".to_owned(), RepairKind::Answer, 40, 170)];
    assert_eq!(list(&Scope::Sender("KEN".to_owned()), &figures), expected);
}

/// No single answer frees anything: 60 figures need a and b, 20 need b and c. Shares: a 30, b 40, c 10. So b comes first; then a
/// frees 60 and c the last 20.
#[test]
fn where_none_frees_alone_the_one_that_shares_most_comes_first() {
    let figures = [
        figures("UGA", "BORDER", 60, &["unit_counted", "partner_basis"]),
        figures("UGA", "BORDER", 20, &["partner_basis", "citizenship_meaning"]),
    ];
    let expected = [
        ("partner_basis".to_owned(), RepairKind::Answer, 0, 0),
        ("unit_counted".to_owned(), RepairKind::Answer, 0, 60),
        ("citizenship_meaning".to_owned(), RepairKind::Answer, 0, 80),
    ];
    assert_eq!(list(&Scope::Sender("UGA".to_owned()), &figures), expected);
}

/// Ten figures each: an unknown answer, a stated threshold that length-of-stay classes would bridge, a stated meaning that nothing
/// bridges. Equal gains: the answer before the breakdown before the source; in the region the state with more figures leads.
#[test]
fn of_equal_repairs_the_cheaper_comes_first_and_the_region_sees_all_senders() {
    let figures = [
        figures("RWA", "SURVEY", 10, &["!citizenship_meaning"]),
        figures("RWA", "SURVEY", 10, &["!residence_threshold_months"]),
        figures("RWA", "SURVEY", 10, &["covers_refugees"]),
        figures("MUS", "CENSUS", 11, &["!population_base"]),
    ];
    let rwanda = [
        ("covers_refugees".to_owned(), RepairKind::Answer, 10, 10),
        ("residence_threshold_months".to_owned(), RepairKind::Breakdown, 10, 20),
        ("citizenship_meaning".to_owned(), RepairKind::Source, 10, 30),
    ];
    assert_eq!(list(&Scope::Sender("RWA".to_owned()), &figures), rwanda);
    let region = list(&Scope::Region, &figures);
    assert_eq!(region[0], ("population_base".to_owned(), RepairKind::Breakdown, 11, 11));
    assert_eq!(region.last().unwrap().3, 41);
}
