//! Grand totals over the years, as plots show them.

use std::collections::{BTreeMap, BTreeSet};

use super::Material;
use crate::diag::{Finding, Place};
use crate::harmonise::Published;
use crate::model::{Code, Frequency, Status};
use crate::region::compared_year;
use crate::report::{Point, Series};
use crate::spec::Language;

/// Fewest years that make a plot.
const YEARS: usize = 3;

/// The grand totals of a state's own tables that have enough years, by table and source.
pub(super) fn of_state(material: &Material<'_>, code: &str, findings: &[&Finding], language: Language) -> Vec<Series> {
    let marked: BTreeSet<&Place> = findings.iter().filter_map(|finding| finding.at.as_ref()).collect();
    let mut found = Vec::new();
    for table in material.tables.tables.values() {
        let mut sources: BTreeMap<String, BTreeMap<i16, &Published>> = BTreeMap::new();
        let totals = table.published.iter().filter(|one| one.is_own() && one.reporter.as_str() == code && is_grand_total(one));
        for one in totals.filter(|one| one.period.frequency() == Frequency::A) {
            let Ok(year) = compared_year(&table.spec, &one.period).parse::<i16>() else { continue };
            let years = sources.entry(one.mapping.source_id.to_string()).or_default();
            let newer = years.get(&year).is_none_or(|known| known.mapping.vintage < one.mapping.vintage);
            if newer {
                years.insert(year, one);
            }
        }
        let title = material.standard.text(&format!("table/{}/title", table.spec.id), &table.spec.title, language);
        for (source, years) in sources.into_iter().filter(|(_, years)| years.len() >= YEARS) {
            let point = |(year, one): (i16, &Published)| Point {
                year,
                value: one.value,
                is_break: one.status.contains(Status::B),
                is_marked: marked.contains(&one.place),
            };
            found.push(Series {
                title: title.to_owned(),
                table: table.spec.id.to_string(),
                source,
                points: years.into_iter().map(point).collect(),
            });
        }
    }
    found
}

fn is_grand_total(one: &Published) -> bool {
    one.sex.is_total() && one.age.is_total() && one.dimensions.iter().all(Code::is_total)
}
