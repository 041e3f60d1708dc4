//! What was asked for against what was sent, as a report shows it.

use std::collections::{BTreeMap, BTreeSet};

use super::Material;
use crate::gaps::{Gap, GapStatus, TablePlace, Unknown, Why, breakdown_name, codes_said};
use crate::model::Code;
use crate::report::{Breakdown, CostLine, Counted, FileLine, GapCell, GapMatrix, GapRow, Recommendation, Share, SourceLine};
use crate::spec::Language;
use crate::texts::phrase;

fn word(id: &str, language: Language) -> String {
    phrase(id, &[], language).unwrap_or_else(|| id.to_owned())
}

fn status_label(status: &str, language: Language) -> String {
    word(&format!("gap-status-{status}"), language)
}

/// The matrix of a state: tables by years.
pub(super) fn of_state(material: &Material<'_>, code: &str, language: Language) -> GapMatrix {
    let mut rows: BTreeMap<String, GapRow> = BTreeMap::new();
    let places: BTreeMap<(String, i16), &TablePlace> =
        material.gaps.of_state(code).map(|place| ((place.table.to_string(), place.year), place)).collect();
    for table in &material.gaps.tables {
        let cells = material.gaps.years.iter().map(|year| {
            places.get(&(table.to_string(), *year)).map_or_else(|| not_asked(language), |place| cell(material, place, language))
        });
        let row = GapRow { code: table.to_string(), label: title(material, table.as_str(), language), cells: cells.collect() };
        rows.insert(table.to_string(), row);
    }
    GapMatrix { columns: material.gaps.years.iter().map(ToString::to_string).collect(), rows: rows.into_values().collect() }
}

fn not_asked(language: Language) -> GapCell {
    GapCell { status: "not-asked".to_owned(), label: status_label("not-asked", language), explained: true, ..GapCell::default() }
}

fn title(material: &Material<'_>, table: &str, language: Language) -> String {
    let english = material.standard.table(table).map_or(table, |spec| spec.title.as_str());
    material.standard.text(&format!("table/{table}/title"), english, language).to_owned()
}

fn cell(material: &Material<'_>, place: &TablePlace, language: Language) -> GapCell {
    let status = place.status.as_str();
    let mut details: Vec<String> = Vec::new();
    if let Some(days) = place.days_late().filter(|days| *days > 0) {
        let words = [("days", crate::diag::Word::Count(u64::from(days.unsigned_abs())))];
        details.extend(phrase("gap-detail-late", &words, language));
    }
    if place.status == GapStatus::Partial {
        details.extend(place.breakdowns.iter().filter(|gap| !gap.status.is_there()).map(|gap| lacks(material, gap, language)));
    }
    details.extend(place.why().and_then(|why| said(material, why, place.status, language)));
    let breakdowns = place.breakdowns.iter().map(|gap| Breakdown {
        label: breakdown_name(&gap.breakdown, material.standard, language),
        status: gap.status.as_str().to_owned(),
        status_label: status_label(gap.status.as_str(), language),
    });
    GapCell {
        status: status.to_owned(),
        label: status_label(status, language),
        explained: place.explained,
        details,
        breakdowns: breakdowns.collect(),
    }
}

/// What lacks of a breakdown, and why where somebody said so.
fn lacks(material: &Material<'_>, gap: &Gap, language: Language) -> String {
    use crate::diag::Word::Text;
    let breakdown = breakdown_name(&gap.breakdown, material.standard, language);
    let sentence = if gap.lacking.is_empty() {
        phrase("gap-detail-none", &[("breakdown", Text(breakdown))], language)
    } else {
        let codes = codes_said(&gap.lacking, material.standard, language);
        phrase("gap-detail-lacking", &[("breakdown", Text(breakdown)), ("codes", Text(codes))], language)
    };
    let why = gap.why.as_ref().and_then(|why| said(material, why, gap.status, language));
    sentence.into_iter().chain(why).collect::<Vec<_>>().join("; ")
}

fn said(material: &Material<'_>, why: &Why, status: GapStatus, language: Language) -> Option<String> {
    use crate::diag::Word::Text;
    match why {
        Why::Declared(position) => {
            let given = &material.round.explanations.gaps.get(*position)?.given;
            let words = [("text", Text(given.text.clone())), ("who", Text(given.who.clone())), ("on", Text(given.on.to_string()))];
            phrase("gap-detail-said", &words, language)
        }
        Why::Figures(_) => phrase("gap-detail-figures", &[("status", Text(status_label(status.as_str(), language)))], language),
    }
}

/// The matrix of the region: states by tables; what is told of a cell is the worst of its years.
pub(super) fn of_region(material: &Material<'_>, language: Language) -> GapMatrix {
    let mut places: BTreeMap<(&str, &str), Vec<&TablePlace>> = BTreeMap::new();
    for place in &material.gaps.places {
        places.entry((place.state.as_str(), place.table.as_str())).or_default().push(place);
    }
    let rows = material.gaps.states.iter().map(|state| {
        let cells = material.gaps.tables.iter().map(|table| match places.get(&(state.as_str(), table.as_str())) {
            Some(years) => over_years(material, years, language),
            None => not_asked(language),
        });
        GapRow { code: state.to_string(), label: material.standard.area_name(state.as_str(), language).to_owned(), cells: cells.collect() }
    });
    GapMatrix { columns: material.gaps.tables.iter().map(ToString::to_string).collect(), rows: rows.collect() }
}

/// One cell for several years: received where all years are, partial where some are, otherwise what the years say.
fn over_years(material: &Material<'_>, years: &[&TablePlace], language: Language) -> GapCell {
    let statuses: BTreeSet<GapStatus> = years.iter().map(|place| place.status).collect();
    let status = match statuses.iter().copied().collect::<Vec<_>>().as_slice() {
        [one] => *one,
        several if several.iter().all(|status| status.is_there()) => GapStatus::Late,
        several if several.iter().any(|status| status.is_sent()) => GapStatus::Partial,
        _ => GapStatus::Missing,
    };
    let told = years.iter().filter(|place| place.status != GapStatus::Received);
    let details = told.map(|place| {
        let one = cell(material, place, language);
        format!("{}: {}", place.year, std::iter::once(one.label).chain(one.details).collect::<Vec<_>>().join("; "))
    });
    GapCell {
        status: status.as_str().to_owned(),
        label: status_label(status.as_str(), language),
        explained: years.iter().all(|place| place.explained),
        details: details.collect(),
        breakdowns: Vec::new(),
    }
}

/// Places of the plan by what became of them.
pub(super) fn counts<'a>(places: impl Iterator<Item = &'a TablePlace>, language: Language) -> Vec<Counted> {
    let mut counts: BTreeMap<GapStatus, u64> = BTreeMap::new();
    for place in places {
        *counts.entry(place.status).or_default() += 1;
    }
    let counted = |(status, count): (GapStatus, u64)| Counted {
        code: status.as_str().to_owned(),
        label: status_label(status.as_str(), language),
        count,
    };
    counts.into_iter().map(counted).collect()
}

/// The share of unknown by dimension, over all tables and years of the places.
pub(super) fn unknown<'a>(material: &Material<'_>, places: impl Iterator<Item = &'a TablePlace>, language: Language) -> Vec<Share> {
    let mut sums: BTreeMap<String, Unknown> = BTreeMap::new();
    for gap in places.flat_map(|place| &place.breakdowns) {
        let Some(unknown) = gap.unknown else { continue };
        let Some(dimension) = gap.breakdown.dimension() else { continue };
        let english = material.standard.dimensions.get(dimension).map_or(dimension.as_str(), |one| one.label.as_str());
        let label = material.standard.text(&format!("dimension/{dimension}/label"), english, language);
        let sum = sums.entry(label.to_owned()).or_default();
        sum.unknown = sum.unknown.saturating_add(unknown.unknown);
        sum.total = sum.total.saturating_add(unknown.total);
    }
    let share = |(label, unknown): (String, Unknown)| Some(Share { label, per_mille: unknown.per_mille()?.try_into().ok()? });
    sums.into_iter().filter_map(share).collect()
}

/// The files of a state, or of everybody, with the day they came.
pub(super) fn files(material: &Material<'_>, state: Option<&str>) -> Vec<FileLine> {
    let own = material.gaps.returns.iter().filter(|line| state.is_none_or(|state| line.senders.contains(state)));
    own.map(|line| FileLine {
        file: line.file.clone(),
        sha256: material.digests.get(&line.file).cloned(),
        received_on: line.received_on.map(|day| day.to_string()),
        days_late: line.days_late,
        error: line.error.clone(),
    })
    .collect()
}

/// What is asked of a state, or of everybody: the cheapest first, then what does not arise any more.
pub(super) fn recommendations(material: &Material<'_>, state: Option<&str>, language: Language) -> Vec<Recommendation> {
    let mut asks: Vec<&crate::gaps::Ask> =
        material.gaps.asks.iter().filter(|ask| state.is_none_or(|state| ask.state.as_str() == state)).collect();
    // Of a return by itself only what is asked about its own figures is asked.
    asks.retain(|ask| material.is_round || ask.repair.is_some());
    if state.is_none() {
        // For the region the first steps of all states come first, those that bring most before the others.
        asks.sort_by_key(|ask| (ask.rank, std::cmp::Reverse(ask.freed), std::cmp::Reverse(ask.per_mille)));
    }
    let mut found: Vec<Recommendation> = asks
        .into_iter()
        .map(|ask| Recommendation {
            id: ask.id.clone(),
            rank: ask.rank,
            state: ask.state.to_string(),
            text: ask.text(material.standard, material.repairs, language),
            benefit: ask.benefit(material.standard, language),
            status: ask.status.as_str().to_owned(),
            status_label: word(&format!("gap-recommendation-{}", ask.status), language),
            since: ask.since.clone(),
            note: ask.note.clone(),
        })
        .collect();
    let is_of = |id: &str| state.is_none_or(|state| id.starts_with(&format!("{}-", state.to_lowercase())));
    for (id, noted) in material.gaps.gone.iter().filter(|(id, _)| is_of(id)) {
        found.push(Recommendation {
            id: id.clone(),
            rank: u32::try_from(found.len() + 1).unwrap_or(u32::MAX),
            state: id.split('-').next().unwrap_or_default().to_uppercase(),
            text: word("gap-ask-gone", language),
            status: "gone".to_owned(),
            status_label: word("gap-recommendation-gone", language),
            since: Some(noted.since.clone()),
            note: noted.note.clone(),
            ..Recommendation::default()
        });
    }
    found
}

/// The sources of a state, or of everybody, by axis.
pub(super) fn sources(material: &Material<'_>, state: Option<&str>, language: Language) -> Vec<SourceLine> {
    let own = material.gaps.sources.iter().filter(|source| state.is_none_or(|state| source.state.as_str() == state));
    own.map(|source| SourceLine {
        state: source.state.to_string(),
        axis: material.standard.text(&format!("axis/{}/label", source.axis), &source.axis.replace('-', " "), language).to_owned(),
        source: source.source.clone(),
        standing: source.standing.as_str().to_owned(),
        standing_label: word(&format!("gap-standing-{}", source.standing), language),
        reliability: source.reliability.clone(),
    })
    .collect()
}

/// What to ask a state first, in a sentence.
pub(super) fn first_ask(material: &Material<'_>, state: &Code, language: Language) -> Option<String> {
    material.gaps.first_ask(state.as_str()).map(|ask| ask.text(material.standard, material.repairs, language))
}

/// What gaps cost the regional sums, the dearest first; breakdowns that every state gives are left out.
pub(super) fn costs(material: &Material<'_>, language: Language) -> Vec<CostLine> {
    let per_mille = |share: i16| u16::try_from(share).ok();
    let mut costs: Vec<&crate::gaps::Cost> = material.gaps.costs.iter().filter(|cost| !cost.lost.is_empty()).collect();
    costs.sort_by_key(|cost| std::cmp::Reverse(cost.lost_per_mille));
    let line = |cost: &crate::gaps::Cost| CostLine {
        table: cost.table.to_string(),
        year: cost.year,
        breakdown: breakdown_name(&cost.breakdown, material.standard, language),
        asked: cost.asked.len() as u64,
        lost: cost.lost.len() as u64,
        lost_per_mille: cost.lost_per_mille.and_then(per_mille),
        best: cost.best.as_ref().map(|(state, _)| material.standard.area_name(state.as_str(), language).to_owned()),
        best_per_mille: cost.best.as_ref().and_then(|(_, share)| per_mille(*share)),
    };
    costs.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_know_every_status_and_what_was_not_asked_for() {
        let statuses = GapStatus::ALL.iter().map(|status| status.as_str()).chain(["not-asked"]);
        assert_eq!(statuses.collect::<BTreeSet<_>>(), crate::report::GAPS.into_iter().collect());
    }
}
