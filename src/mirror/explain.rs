//! What two definitions explain of a difference: attribute by attribute, in words of the standard.
//!
//! An attribute is named where it costs one of the two figures something and the two sides do not state the same; what costs
//! neither is, by the standard, the same for the row. What nobody stated is said as not stated.

use std::collections::BTreeSet;

use super::pair::{Comparison, Told, days_apart};
use crate::diag::{Said, Word};
use crate::grade::Cost;
use crate::harmonise::Published;
use crate::model::{AttributeId, Code, Family, Reference, StatType};
use crate::spec::{Attribute, AttributeKind, Counterparts, Language, MirrorEnd, MirrorSpec, Standard};

/// How many open questions a sentence names.
const NAMED_QUESTIONS: usize = 2;

/// Everything that is to be said of a pair; of a figure that stands alone, what nobody stated of it.
pub(super) fn explained(
    standard: &Standard,
    mirror: &MirrorSpec,
    comparison: Comparison,
    first: Option<Told<'_>>,
    second: Option<Told<'_>>,
) -> Vec<Said> {
    let (Some(first), Some(second)) = (first, second) else { return Vec::new() };
    let pair = Pair { standard, mirror, comparison, first, second };
    let mut said = Vec::new();
    pair.zeros(&mut said);
    pair.gaps(&mut said);
    pair.days(&mut said);
    pair.attributes(&mut said);
    pair.stays(&mut said);
    pair.steps(&mut said);
    pair.notes(&mut said);
    pair.open_questions(&mut said);
    said
}

struct Pair<'a> {
    standard: &'a Standard,
    mirror: &'a MirrorSpec,
    comparison: Comparison,
    first: Told<'a>,
    second: Told<'a>,
}

/// What one side states of an attribute.
#[derive(Clone, Copy)]
struct Answer<'a> {
    told: Told<'a>,
    attribute: &'a Attribute,
    value: Option<&'a str>,
    /// What the attribute costs the figure; none where it costs nothing.
    cost: Option<Cost>,
}

impl<'a> Pair<'a> {
    fn sides(&self) -> [Told<'a>; 2] {
        [self.first, self.second]
    }

    fn zeros(&self, said: &mut Vec<Said>) {
        if self.sides().iter().all(|told| told.one.value == Some(0)) {
            said.push(Said::new("mirror-both-zero"));
        }
    }

    /// Answers by which the two ends must differ, even where both count as the shared definition asks.
    fn gaps(&self, said: &mut Vec<Said>) {
        if self.comparison == Comparison::Sources {
            return;
        }
        for gap in &self.mirror.gaps {
            let told = match gap.end {
                MirrorEnd::Own => self.first,
                MirrorEnd::Other => self.second,
            };
            let Some(attribute) = self.standard.attribute(gap.attribute.as_str()) else { continue };
            match stated(told.one, attribute) {
                Some(value) if value == gap.value => {
                    let key = format!("mirror/{}/gap/{}", self.mirror.id, gap.attribute);
                    said.push(Said::new("mirror-gap").named("text", key, &gap.says));
                }
                Some(_) => {}
                None => said.push(question(word(Said::new("mirror-gap-unknown"), "side", self.name(told)), "question", attribute)),
            }
        }
    }

    fn days(&self, said: &mut Vec<Said>) {
        let [first, second] = self.sides();
        let (one, other) = (&first.one.period, &second.one.period);
        if [one, other].iter().all(|period| period.reference() == Reference::Point) {
            let days = days_apart(first.one, second.one);
            if days > 0 {
                let days = usize::try_from(days).unwrap_or(usize::MAX);
                let sentence =
                    self.sided("mirror-days").text("first-day", one.end().to_string()).text("second-day", other.end().to_string());
                said.push(sentence.count("days", days));
            }
        } else if (one.start(), one.end()) != (other.start(), other.end()) {
            let sentence = self.sided("mirror-periods");
            let sentence = sentence.text("first-start", one.start().to_string()).text("first-end", one.end().to_string());
            said.push(sentence.text("second-start", other.start().to_string()).text("second-end", other.end().to_string()));
        }
    }

    /// A sentence that names both sides.
    fn sided(&self, id: &'static str) -> Said {
        word(word(Said::new(id), "first", self.name(self.first)), "second", self.name(self.second))
    }

    /// The state where it speaks for itself, otherwise the source.
    fn name(&self, told: Told<'_>) -> Word {
        if self.comparison == Comparison::States && told.one.is_own() {
            return state(self.standard, &told.one.reporter);
        }
        Word::Text(told.one.mapping.source_id.to_string())
    }

    /// The attributes of both sides: those that ask the same, side by side.
    fn attributes(&self, said: &mut Vec<Said>) {
        let mut done: BTreeSet<&AttributeId> = BTreeSet::new();
        for attribute in &self.standard.attributes {
            if attribute.kind == AttributeKind::Observed || !done.insert(&attribute.id) {
                continue;
            }
            let (first, second) = match self.counterparts(&attribute.id) {
                Some((own, other)) => {
                    done.extend([&own.id, &other.id]);
                    (self.answer(self.first, own), self.answer(self.second, other))
                }
                None => (self.answer(self.first, attribute), self.answer(self.second, attribute)),
            };
            said.extend(match (first, second) {
                (Some(first), Some(second)) => self.both_answer(first, second),
                (Some(only), None) | (None, Some(only)) => self.one_answers(only),
                (None, None) => None,
            });
        }
    }

    /// The attributes that ask the same of the two ends, where this is one of them.
    fn counterparts(&self, id: &AttributeId) -> Option<(&'a Attribute, &'a Attribute)> {
        let has = |pair: &&Counterparts| self.comparison == Comparison::States && (pair.own == *id || pair.other == *id);
        let pair = self.mirror.counterparts.iter().find(has)?;
        Some((self.standard.attribute(pair.own.as_str())?, self.standard.attribute(pair.other.as_str())?))
    }

    /// What a side states; none where the attribute is not asked of its table.
    fn answer(&self, told: Told<'a>, attribute: &'a Attribute) -> Option<Answer<'a>> {
        let compared = attribute.family != Family::Quality || self.standard.mirrors.also_compare.contains(&attribute.id);
        if !compared || !attribute.applies.accepts(told.spec) {
            return None;
        }
        Some(Answer { told, attribute, value: stated(told.one, attribute), cost: cost(self.standard, told.one, attribute) })
    }

    fn both_answer(&self, first: Answer<'a>, second: Answer<'a>) -> Option<Said> {
        let differs = |answer: Answer<'_>| answer.cost.is_some_and(|cost| cost.stated);
        let quality = first.attribute.family == Family::Quality;
        match (first.value, second.value) {
            (Some(one), Some(other)) if one != other && (quality || differs(first) || differs(second)) => {
                let id = if first.attribute.id == second.attribute.id { "mirror-differs" } else { "mirror-differs-in-question" };
                let sentence = question(question(self.sided(id), "question", first.attribute), "other-question", second.attribute);
                Some(value(value(sentence, "first-value", first.attribute, one), "second-value", second.attribute, other))
            }
            (Some(_), None) if differs(first) => self.half(first, second),
            (None, Some(_)) if differs(second) => self.half(second, first),
            _ => None,
        }
    }

    fn half(&self, known: Answer<'a>, unknown: Answer<'a>) -> Option<Said> {
        let sentence = word(Said::new("mirror-half"), "known", self.name(known.told));
        let sentence = question(word(sentence, "unknown", self.name(unknown.told)), "question", known.attribute);
        Some(value(sentence, "value", known.attribute, known.value?))
    }

    /// An attribute that is asked of one side only: it explains something where its answer differs from the shared definition.
    fn one_answers(&self, only: Answer<'a>) -> Option<Said> {
        let differs = only.cost.is_some_and(|cost| cost.stated);
        let stated = only.value.filter(|_| differs)?;
        let sentence = question(word(Said::new("mirror-one"), "side", self.name(only.told)), "question", only.attribute);
        Some(value(sentence, "value", only.attribute, stated))
    }

    /// How far the two minimum stays may lead a flow apart, by published estimates of other regions.
    fn stays(&self, said: &mut Vec<Said>) {
        if self.comparison == Comparison::Sources || self.first.spec.stat_type != StatType::Flow {
            return;
        }
        for pair in self.mirror.counterparts.iter().filter(|pair| pair.months) {
            let coefficients = &self.standard.stay_coefficients;
            let months = |told: Told<'_>, id: &AttributeId| {
                let attribute = self.standard.attribute(id.as_str())?;
                coefficients.months(stated(told.one, attribute)?)
            };
            let (Some(from), Some(to)) = (months(self.first, &pair.own), months(self.second, &pair.other)) else { continue };
            let figure = self.first.one.value.filter(|figure| *figure > 0 && from != to);
            let Some((low, high)) = figure.and_then(|figure| coefficients.converted(figure, from, to)) else { continue };
            let sentence =
                word(Said::new("mirror-stay"), "side", self.name(self.first)).count("to", to as usize).count("from", from as usize);
            said.push(sentence.figure("low", low).figure("high", high));
        }
    }

    fn steps(&self, said: &mut Vec<Said>) {
        for told in self.sides().into_iter().filter(|told| told.one.step > 1) {
            said.push(word(Said::new("mirror-step"), "side", self.name(told)).figure("step", i64::from(told.one.step)));
        }
    }

    /// What the source or its mapping adds, as it is written there.
    fn notes(&self, said: &mut Vec<Said>) {
        for told in self.sides() {
            said.extend(
                told.one.note.as_ref().map(|note| word(Said::new("mirror-note"), "side", self.name(told)).text("note", note.as_ref())),
            );
        }
    }

    fn open_questions(&self, said: &mut Vec<Said>) {
        for told in self.sides() {
            let open = open(self.standard, told.one);
            if open.is_empty() {
                continue;
            }
            let named = open.iter().take(NAMED_QUESTIONS).filter_map(|id| self.standard.attribute(id.as_str()));
            let named: Vec<(String, String)> = named.map(|one| (question_key(one), one.question.clone())).collect();
            let more = open.len() - named.len();
            said.push(word(Said::new("mirror-open"), "side", self.name(told)).several("questions", named).count("more", more));
        }
    }
}

/// Attributes that cost a figure something because nobody stated them, those that lead first.
pub(super) fn open(standard: &Standard, one: &Published) -> Vec<AttributeId> {
    let unstated = one.graded.costs.iter().filter(|cost| !cost.stated).filter_map(|cost| standard.attributes.get(cost.attribute));
    let mut asked: Vec<&Attribute> = unstated.filter(|attribute| attribute.is_asked()).collect();
    asked.sort_by_key(|attribute| !attribute.leading);
    asked.into_iter().map(|attribute| attribute.id.clone()).collect()
}

fn cost(standard: &Standard, one: &Published, attribute: &Attribute) -> Option<Cost> {
    let is_it = |cost: &&Cost| standard.attributes.get(cost.attribute).is_some_and(|known| known.id == attribute.id);
    one.graded.costs.iter().find(is_it).copied()
}

/// What the profiles of a figure state; none where they state nothing, or not the same.
fn stated<'a>(one: &'a Published, attribute: &Attribute) -> Option<&'a str> {
    let values: BTreeSet<Option<&str>> =
        one.graded.profiles.iter().map(|profile| profile.statements.get(&attribute.id).map(|statement| statement.value.as_str())).collect();
    if values.len() == 1 { values.into_iter().next().flatten() } else { None }
}

/// There is no figure of a state.
pub(super) fn absent(standard: &Standard, about: &Code) -> Said {
    word(Said::new("mirror-absent"), "side", state(standard, about))
}

/// A figure without a value: hidden, with or without a range, or missing.
pub(super) fn without_value(standard: &Standard, one: &Published) -> Said {
    let side = Word::Text(one.mapping.source_id.to_string());
    if let Some((low, high)) = one.range {
        return word(Said::new("mirror-hidden"), "side", side).figure("low", i64::from(low)).figure("high", i64::from(high));
    }
    let status = one.status.speaking();
    let label = standard.lists.get("obs_status").and_then(|list| list.get(status.as_str())).map(|entry| entry.label(Language::EN));
    let sentence = word(Said::new("mirror-no-value"), "side", side);
    sentence.named("status", format!("code/obs_status/{status}/label"), label.unwrap_or(status.as_str()))
}

/// Figures that stand at one place in the order of sources.
pub(super) fn tied(standard: &Standard, about: &Code, several: &[&Published]) -> Said {
    word(Said::new("mirror-tied"), "side", state(standard, about)).text("sources", sources(several))
}

/// A figure that another cell of its return contradicts.
pub(super) fn contradicted(standard: &Standard, about: &Code) -> Said {
    word(Said::new("mirror-contradicted"), "side", state(standard, about))
}

/// Figures of sources that the order leaves out.
pub(super) fn left_out(standard: &Standard, about: &Code, others: &[&Published]) -> Said {
    word(Said::new("mirror-left-out"), "side", state(standard, about)).text("sources", sources(others))
}

fn sources(all: &[&Published]) -> String {
    let names: BTreeSet<&str> = all.iter().map(|one| one.mapping.source_id.as_str()).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

fn state(standard: &Standard, code: &Code) -> Word {
    let label = standard.area_list().and_then(|list| list.get(code.as_str())).map(|entry| entry.label(Language::EN).to_owned());
    Word::Standard(format!("code/area/{code}/label"), label.unwrap_or_else(|| code.to_string()))
}

fn word(mut said: Said, name: &'static str, word: Word) -> Said {
    said.words.push((name, word));
    said
}

fn question_key(attribute: &Attribute) -> String {
    format!("attribute/{}/question", attribute.id)
}

fn question(said: Said, name: &'static str, attribute: &Attribute) -> Said {
    said.named(name, question_key(attribute), &attribute.question)
}

/// The words of a value; of several values that are one, the words of each.
fn value(said: Said, name: &'static str, attribute: &Attribute, value: &str) -> Said {
    let words = |code: &str| (format!("attribute/{}/value/{code}", attribute.id), attribute.words(code).to_owned());
    if attribute.kind == AttributeKind::Set {
        return said.several(name, attribute.parts(value).map(words).collect());
    }
    let (key, english) = words(value);
    said.named(name, key, english)
}
