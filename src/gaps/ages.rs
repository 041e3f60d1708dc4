//! Which age groups of a grid can be built from the groups that were sent.
//!
//! A group is there where it was sent, or where groups that were sent make it up without overlap and without a hole: single
//! years make any group. Nothing is ever spread from a wide group over narrower ones.

use crate::model::Age;
use crate::spec::AgeGrid;

/// The age after which the last group of the grids is open.
const OPEN_AT: u8 = 85;

/// The codes of a grid, in order.
pub(crate) fn groups(grid: AgeGrid) -> Vec<String> {
    let closed = |from: u8, to: u8| match (from, to) {
        (0, 0) => "Y_LT1".to_owned(),
        (from, to) if from == to => format!("Y{from}"),
        (from, to) => format!("Y{from}T{to}"),
    };
    match grid {
        AgeGrid::FiveYears => (0..OPEN_AT).step_by(5).map(|from| closed(from, from + 4)).chain([format!("Y_GE{OPEN_AT}")]).collect(),
        AgeGrid::SingleYears => (0..OPEN_AT).map(|from| closed(from, from)).chain([format!("Y_GE{OPEN_AT}")]).collect(),
        AgeGrid::Refugee => ["Y0T4", "Y5T11", "Y12T17", "Y18T59", "Y_GE60"].map(str::to_owned).into(),
    }
}

/// The grids that a table takes, the one it asks for first: refugee bands stand in where five-year groups are missing.
pub(super) fn grids(asked: AgeGrid) -> Vec<AgeGrid> {
    match asked {
        AgeGrid::Refugee => vec![AgeGrid::Refugee, AgeGrid::FiveYears],
        AgeGrid::FiveYears | AgeGrid::SingleYears => vec![asked],
    }
}

/// Whether groups that were sent make up a group.
///
/// ```text
/// asked  |0-4      |
/// sent   |0|1-4    |     yes
/// sent   |0-14         | no: nothing is spread
/// ```
pub(super) fn is_built(group: Age, sent: &[Age]) -> bool {
    let Some(first) = group.from() else { return false };
    let mut reached = vec![first];
    while let Some(at) = reached.pop() {
        for age in sent.iter().filter(|age| age.from() == Some(at)) {
            match (age.to(), group.to()) {
                (None, None) => return true,
                (Some(to), end) if end.is_none_or(|end| to <= end) => {
                    if end == Some(to) {
                        return true;
                    }
                    reached.extend(to.checked_add(1).filter(|next| !reached.contains(next)));
                }
                _ => {}
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ages(codes: &[&str]) -> Vec<Age> {
        codes.iter().map(|code| code.parse().unwrap()).collect()
    }

    #[test]
    fn groups_are_built_from_narrower_ones_and_never_from_wider_ones() {
        let built = |group: &str, sent: &[&str]| is_built(group.parse().unwrap(), &ages(sent));
        assert!(built("Y0T4", &["Y0T4"]) && built("Y0T4", &["Y_LT1", "Y1T4"]) && built("Y_GE60", &["Y60T64", "Y_GE65"]));
        assert!(!built("Y0T4", &["Y0T14"]) && !built("Y0T4", &["Y_LT1", "Y2", "Y3", "Y4"]) && !built("Y_GE85", &["Y_GE80"]));
        assert!(!built("Y_GE60", &["Y60T64", "Y65T69"]), "nobody above 69");
    }

    #[test]
    fn grids_have_their_groups() {
        assert_eq!(groups(AgeGrid::FiveYears).len(), 18);
        assert_eq!(groups(AgeGrid::SingleYears).len(), 86);
        assert!(AgeGrid::ALL.iter().flat_map(|grid| groups(*grid)).all(|code| code.parse::<Age>().is_ok()));
    }

    proptest! {
        #[test]
        fn single_years_build_any_closed_group_unless_one_lacks(from in 0_u8..80, width in 1_u8..20, lost in 0_u8..20) {
            let to = from + width - 1;
            let single: Vec<Age> = (from..=to).map(|age| Age::Years { from: age, to: age }).collect();
            let group = Age::Years { from, to };
            prop_assert!(is_built(group, &single));
            let without: Vec<Age> = single.into_iter().filter(|age| age.from() != Some(from + lost % width)).collect();
            prop_assert!(!is_built(group, &without));
        }
    }
}
