//! Which axis with names of areas is the state described, and which is a dimension.
//!
//! In: the axes of a table. Out: what each feeds, or a question where only a person can tell citizenship from birth and
//! residence. A column of codes beside one of names is read with the names confirming it, and a band of continents over
//! countries gives no dimension of its own.

use std::collections::BTreeMap;

use super::plan::{RulePlan, Todo};
use super::table::{Axis, Builder};
use super::toml_text::quoted;
use crate::model::Code;
use crate::spec::{DimensionKind, Lookup, normalise};

/// What the axes with areas are.
#[derive(Debug, Default)]
pub(super) struct AreaRoles {
    /// By position of the axis: `reporter` or a dimension.
    pub roles: BTreeMap<usize, String>,
    /// The axis with codes, and the one with names that confirms it.
    pub confirmed: Option<(usize, usize)>,
    /// The header level with countries, and the one with groups above it.
    pub nested: Option<(usize, usize)>,
}

/// A total under a band: the group it is the total of.
pub(super) struct GroupTotal {
    total: String,
    band: String,
    code: Code,
}

impl GroupTotal {
    /// The rule that gives the total the code of its band.
    pub(super) fn rule(self, lower: &str, upper: &str, dimension: &str) -> RulePlan {
        RulePlan {
            when: vec![
                (upper.to_owned(), format!("equals = [{}]", quoted(&self.band))),
                (lower.to_owned(), format!("equals = [{}]", quoted(&self.total))),
            ],
            effect: format!("set = {{ {dimension} = \"{}\" }}", self.code),
            why: format!("`{}` under `{}`", self.total, self.band),
        }
    }
}

impl Builder<'_> {
    /// Gives each axis with areas its role.
    pub(super) fn area_roles(&self, axes: &[Axis], title: Option<&str>, todos: &mut Vec<Todo>) -> AreaRoles {
        let mut found = AreaRoles::default();
        let mut areas: Vec<usize> = (0..axes.len()).filter(|index| axes[*index].is_area()).collect();
        // Levels stand in the order from the figures upwards: the first in the header is the finest.
        let in_header: Vec<usize> = areas.iter().copied().filter(|index| !axes[*index].place_in_stub()).collect();
        if let [lower, upper, ..] = in_header.as_slice() {
            found.nested = Some((*lower, *upper));
            areas.retain(|index| axes[*index].place_in_stub() || index == lower);
        }
        let mut concepts: BTreeMap<usize, String> = areas.iter().filter_map(|index| Some((*index, self.concept(&axes[*index])?))).collect();
        let certain = |index: &usize| axes[*index].reading.as_ref().map_or(0, |reading| reading.certain);
        let stub = || areas.iter().copied().filter(|index| axes[*index].place_in_stub());
        let best = |coded: bool| {
            stub().filter(|index| axes[*index].system().is_some() == coded).max_by_key(|index| (certain(index), std::cmp::Reverse(*index)))
        };
        if let (Some(code), Some(name)) = (best(true), best(false)) {
            let drop_codes = certain(&code) < certain(&name);
            if !drop_codes {
                found.confirmed = Some((code, name));
                if let Some(concept) = concepts.get(&name).cloned() {
                    concepts.insert(code, concept);
                }
            }
            areas.retain(|index| {
                !axes[*index].place_in_stub() || (axes[*index].system().is_some() != drop_codes && (drop_codes || *index == code))
            });
        }
        areas.sort_by_key(|index| std::cmp::Reverse(certain(index)));
        // A further column of areas without a word of its own repeats the first, as a region beside its country.
        let mut kept: Vec<usize> = Vec::new();
        for index in areas {
            let other_axis = kept.iter().all(|other| axes[*other].place_in_stub() != axes[index].place_in_stub());
            if kept.is_empty() || (kept.len() < 2 && (other_axis || concepts.contains_key(&index))) {
                kept.push(index);
            }
        }
        self.assign(axes, title, &kept, &concepts, &mut found.roles, todos);
        found
    }

    fn assign(
        &self,
        axes: &[Axis],
        title: Option<&str>,
        kept: &[usize],
        concepts: &BTreeMap<usize, String>,
        roles: &mut BTreeMap<usize, String>,
        todos: &mut Vec<Todo>,
    ) {
        for index in kept {
            if let Some(concept) = concepts.get(index).filter(|concept| !roles.values().any(|taken| taken == *concept)) {
                roles.insert(*index, concept.clone());
            }
        }
        // Of two, one is the state that counts: where people live or are protected.
        if kept.len() == 2 && !roles.values().any(|role| role == "reporter") {
            let hosts = ["country_of_asylum", "country_residence", "country_next_residence"];
            let host = kept.iter().find(|index| roles.get(*index).is_some_and(|role| hosts.contains(&role.as_str())));
            if let Some(host) = host {
                roles.insert(*host, "reporter".to_owned());
            }
        }
        for index in kept {
            if roles.contains_key(index) {
                continue;
            }
            let heard = self.words.heard("dimension", title.unwrap_or_default()).into_iter();
            let said = heard.filter(|heard| self.may_be(&heard.concept)).find(|heard| !roles.values().any(|taken| *taken == heard.concept));
            let free = ["citizenship", "country_of_birth"].into_iter().find(|role| !roles.values().any(|taken| taken == role));
            let (role, evidence) = match said {
                Some(heard) => (heard.concept, format!("the title says `{}`", heard.words)),
                None => {
                    (free.unwrap_or("country_residence").to_owned(), "a placeholder: nothing near says what the countries are".to_owned())
                }
            };
            let axis = &axes[*index];
            let place = if axis.heading.is_empty() { "in the header".to_owned() } else { format!("under `{}`", axis.heading) };
            todos.push(Todo {
                question: format!("what are the countries {place}: citizenship, country of birth, residence, or the state described?"),
                table: None,
                key: format!("feeds:{role}"),
                at: Some(axis.at.clone()),
                evidence: Some(evidence),
            });
            roles.insert(*index, role);
        }
    }

    /// What the heading says the areas are.
    fn concept(&self, axis: &Axis) -> Option<String> {
        axis.concept.clone().filter(|concept| self.may_be(concept))
    }

    fn may_be(&self, concept: &str) -> bool {
        let is_area = |id: &str| self.standard.dimensions.get(id).is_some_and(|dimension| dimension.kind == DimensionKind::Area);
        concept == "reporter" || is_area(concept)
    }

    /// Totals that stand under each band, with the code of the band.
    pub(super) fn group_totals(&self, axes: &[Axis], lower: usize, upper: usize) -> Vec<GroupTotal> {
        let (Some(lower), Some(upper), Some(areas)) = (axes.get(lower), axes.get(upper), self.standard.area_list()) else {
            return Vec::new();
        };
        let code = |label: &str| match areas.by_name(&normalise(label).key, self.recogniser.languages) {
            Lookup::One(code, _) => Some(code),
            _ => None,
        };
        let totals: Vec<&String> = lower.labels.iter().filter(|label| code(label).is_some_and(|code| code.is_total())).collect();
        let bands = upper.labels.iter().filter_map(|band| Some((band, code(band).filter(|code| !code.is_total())?)));
        bands
            .flat_map(|(band, code)| {
                totals.iter().map(move |total| GroupTotal { total: (*total).clone(), band: band.clone(), code: code.clone() })
            })
            .collect()
    }
}
