//! Mirrors as lines of a report, in the language of the reader.

use super::pair::{Comparison, Mirror, Side};
use crate::diag::Said;
use crate::harmonise::Published;
use crate::model::{Code, Reference};
use crate::report::{MirrorLine, MirrorSide};
use crate::spec::{Language, Standard};
use crate::texts::say;

/// The lines of a state's statement, both sexes together, in the order of the mirrors.
///
/// A figure that is missing or hidden gives no side; the first sentences of the line say why.
#[must_use]
pub fn lines(mirrors: &[Mirror], state: &Code, language: Language, standard: &Standard) -> Vec<MirrorLine> {
    let of_state = mirrors.iter().filter(|mirror| mirror.state == *state && mirror.sex.is_total());
    of_state.map(|mirror| line(mirror, language, standard)).collect()
}

fn line(mirror: &Mirror, language: Language, standard: &Standard) -> MirrorLine {
    let partner = standard.area_list().and_then(|list| list.get(mirror.partner.as_str()));
    MirrorLine {
        subject: say(&subject(mirror, standard), language, standard),
        year: mirror.year.clone(),
        partner: mirror.partner.to_string(),
        partner_name: partner.map_or_else(|| mirror.partner.to_string(), |entry| entry.label(language).to_owned()),
        own: mirror.first.as_ref().and_then(side),
        other: mirror.second.as_ref().and_then(side),
        difference: mirror.measures.difference,
        ratio: mirror.measures.ratio,
        symmetric_index: mirror.measures.symmetric_index,
        explained_by: mirror.explained.iter().map(|said| say(said, language, standard)).collect(),
    }
}

/// What is compared.
pub(super) fn subject(mirror: &Mirror, standard: &Standard) -> Said {
    let id = match mirror.comparison {
        Comparison::States => "mirror-subject-states",
        Comparison::Sources => "mirror-subject-sources",
    };
    let spec = standard.mirrors.get(mirror.mirror.as_str());
    Said::new(id).named("label", format!("mirror/{}/label", mirror.mirror), spec.map_or(mirror.mirror.as_str(), |spec| &spec.label))
}

fn side(side: &Side) -> Option<MirrorSide> {
    let figure = &side.figure;
    Some(MirrorSide {
        value: figure.value?,
        table: side.table.to_string(),
        grade: figure.graded.grade.to_string(),
        source: figure.mapping.source_id.to_string(),
        period: period(figure),
        place: Some(figure.place.to_string()),
    })
}

/// The day of a stock; first and last day of a flow, joined by a solidus as in ISO 8601.
pub(super) fn period(figure: &Published) -> String {
    let (first, last) = (figure.period.start(), figure.period.end());
    if figure.period.reference() == Reference::Point { last.to_string() } else { format!("{first}/{last}") }
}
