//! What a table says as a whole: unit, exchange table, period, state, and flags beside its figures.

use std::collections::{BTreeMap, BTreeSet};

use super::block::Block;
use super::cells::{View, years_in};
use super::destination::propose;
use super::plan::{FieldPlan, Guess, Multiplier, Place, TablePlan, Todo};
use super::table::{Builder, at};
use crate::model::{Reference, StatType};
use crate::read::Sheet;

impl Builder<'_> {
    pub(super) fn unit(&self, view: &View<'_>, block: &Block, table: &mut TablePlan, todos: &mut Vec<Todo>) {
        let headings = block.levels.iter().flat_map(|row| view.row(*row).filter_map(|(column, _)| view.text(*row, column)));
        let texts: Vec<String> = block.above.iter().map(|(_, text)| text.clone()).chain(headings).collect();
        let said = texts.iter().find_map(|text| {
            let heard = self
                .words
                .heard("unit", text)
                .into_iter()
                .find(|heard| heard.concept.parse::<u32>().is_ok_and(|multiplier| multiplier > 1))?;
            Some((heard.concept.parse::<u32>().ok()?, text.clone(), heard.words))
        });
        let decimals = decimals(view, block);
        if let Some((multiplier, text, words)) = said {
            let step = multiplier / 10_u32.saturating_pow(decimals.min(6));
            table.multiplier = Some(Multiplier {
                factor: multiplier,
                step: step.max(1),
                stated_by: text,
                why: format!("`{words}`; figures show {decimals} decimals"),
            });
        } else if decimals > 0 && fractions(view, block, &block.values) > 0 {
            todos.push(Todo {
                question: "the figures have decimals: are they in thousands, or no counts at all?".to_owned(),
                table: None,
                key: "unit.multiplier".to_owned(),
                at: None,
                evidence: Some(format!("up to {decimals} decimals, and no text above the table states a unit")),
            });
        }
    }

    pub(super) fn destination(
        &self,
        sheet: &Sheet,
        block: &Block,
        title: Option<&String>,
        dimensions: &BTreeSet<String>,
        table: &mut TablePlan,
        todos: &mut Vec<Todo>,
    ) {
        let mut texts: Vec<&str> = title.map(String::as_str).into_iter().collect();
        texts.push(&sheet.name);
        texts.extend(block.above.iter().rev().map(|(_, text)| text.as_str()));
        let headings: Vec<String> = table.columns.iter().filter(|_| table.columns.len() == 1).cloned().collect();
        texts.extend(headings.iter().map(String::as_str));
        let proposal = propose(self.standard, self.words, &texts, dimensions);
        let routed = table.rules.iter().any(|rule| rule.effect.starts_with("to = "));
        let (to, why, certain) = match proposal {
            Some(proposal) => (proposal.table, proposal.why, proposal.certain),
            None if routed => (String::new(), String::new(), true),
            None => (String::new(), String::new(), false),
        };
        let certain = certain && !todos.iter().any(|todo| todo.key.starts_with("feeds:"));
        if !certain || routed {
            todos.push(Todo {
                question: "which exchange table do these figures belong to?".to_owned(),
                table: None,
                key: "to".to_owned(),
                at: None,
                evidence: match (routed, to.is_empty()) {
                    (true, _) => Some("the rules of the draft send rows to tables by words alone".to_owned()),
                    (false, true) => None,
                    (false, false) => Some(format!("{to}: {why}")),
                },
            });
        }
        // Rules that route to tables of another kind than the table's own proposal would not load: theirs decide.
        let first_rule = table
            .rules
            .iter()
            .find_map(|rule| rule.effect.strip_prefix("to = \"").and_then(|rest| rest.strip_suffix('"')).map(str::to_owned));
        let leading = first_rule.unwrap_or_else(|| to.clone());
        let Some(spec) = self.standard.table(&leading) else { return };
        table.unit = spec.unit;
        table.reference = if spec.stat_type == StatType::Stock { Reference::Point } else { Reference::Sum };
        let same = |id: &str| {
            self.standard
                .table(id)
                .is_some_and(|other| other.unit == spec.unit && (other.stat_type == StatType::Stock) == (spec.stat_type == StatType::Stock))
        };
        table.rules.retain(|rule| rule.effect.strip_prefix("to = \"").and_then(|rest| rest.strip_suffix('"')).is_none_or(same));
        if routed {
            table.to = Guess::new(String::new(), "");
        } else {
            table.to = Guess::new(to, why);
        }
        for dimension in spec.dimensions.iter().filter(|id| !dimensions.contains(id.as_str())) {
            todos.push(Todo {
                question: format!("`{leading}` also has `{dimension}`: is it the total, or the same code for every figure?"),
                table: None,
                key: format!("set.{dimension}"),
                at: None,
                evidence: None,
            });
        }
    }

    pub(super) fn period(&self, view: &View<'_>, block: &Block, title: Option<&String>, table: &mut TablePlan, todos: &mut Vec<Todo>) {
        if table.reference == Reference::Point {
            let texts = block.above.iter().chain(&block.below).map(|(_, text)| text.as_str()).chain([&*view.sheet.name]);
            let said = texts.flat_map(|text| self.words.heard("note", text)).find_map(|heard| match heard.concept.as_str() {
                "reference-day" => Some(("07-01", heard.words)),
                "year-end" => Some(("12-31", heard.words)),
                "year-start" => Some(("01-01", heard.words)),
                _ => None,
            });
            let (day, why) = said.clone().map_or(("12-31", "a placeholder: no text near states the day".to_owned()), |(day, words)| {
                (day, format!("`{words}` stands near the table"))
            });
            table.day = Some(Guess::new(day.to_owned(), why));
            if said.is_none() {
                todos.push(Todo {
                    question: "on which day of the year was the stock counted?".to_owned(),
                    table: None,
                    key: "period.day".to_owned(),
                    at: None,
                    evidence: None,
                });
            }
        }
        if table.fields.iter().any(|field| field.feeds.as_deref() == Some("year")) {
            return;
        }
        let in_title: BTreeSet<i16> = title.into_iter().flat_map(|title| years_in(title)).collect();
        let around: BTreeSet<i16> = block.above.iter().flat_map(|(_, text)| years_in(text)).collect();
        let (year, certain) = match (in_title.len(), in_title.last().or(around.last())) {
            (1, Some(year)) => (Some(Guess::new(*year, "the only year in the title")), true),
            (_, Some(year)) => (Some(Guess::new(*year, "the latest year above the table")), false),
            (_, None) => (None, false),
        };
        let evidence = year.as_ref().map(|year| format!("{}: {}", year.value, year.why));
        table.year = year;
        if !certain {
            todos.push(Todo {
                question: "which year are the figures about?".to_owned(),
                table: None,
                key: "period.year".to_owned(),
                at: None,
                evidence,
            });
        }
    }

    pub(super) fn reporter(&self, table: &mut TablePlan, todos: &mut Vec<Todo>) {
        if table.fields.iter().any(|field| field.feeds.as_deref() == Some("reporter")) {
            return;
        }
        table.reporter = self.states.first().map(|(code, count)| {
            Guess::new(code.clone(), format!("the state that titles, notes and names of sheets speak of most often: {count} times"))
        });
        todos.push(Todo {
            question: "which state are the figures about?".to_owned(),
            table: None,
            key: "reporter".to_owned(),
            at: None,
            evidence: table.reporter.as_ref().map(|reporter| format!("{}: {}", reporter.value, reporter.why)),
        });
    }
}

/// Columns without heading right beside figures hold flags, whose meaning only a person can state.
pub(super) fn flags(view: &View<'_>, block: &Block, table: &mut TablePlan, todos: &mut Vec<Todo>) {
    let beside: Vec<u32> = block.values.iter().map(|column| column + 1).filter(|column| block.beside.contains(column)).collect();
    let mut found: BTreeMap<String, (usize, u32, u32)> = BTreeMap::new();
    for (row, column) in block.rows.iter().flat_map(|row| beside.iter().map(move |column| (*row, *column))) {
        if let Some(text) = view.text(row, column) {
            found.entry(text).or_insert((0, row, column)).0 += 1;
        }
    }
    let Some((_, row, column)) = found.values().next().copied() else { return };
    let shown: Vec<String> = found.iter().take(12).map(|(text, (count, ..))| format!("`{text}` {count} times")).collect();
    table.fields.push(FieldPlan {
        name: "flag".to_owned(),
        place: Place::Right,
        feeds: None,
        system: None,
        confirm: None,
        values: Vec::new(),
        open: Vec::new(),
        marks: Vec::new(),
        why: "columns without heading right beside the figures".to_owned(),
    });
    todos.push(Todo {
        question: "what do the flags beside the figures mean? let the field `flag` feed `status`, with a mark for each".to_owned(),
        table: None,
        key: "marks".to_owned(),
        at: Some(at(view, row, column)),
        evidence: Some(shown.join(", ")),
    });
}

fn decimals(view: &View<'_>, block: &Block) -> u32 {
    let figures = block.rows.iter().take(300).flat_map(|row| block.values.iter().filter_map(|column| view.figure(*row, *column)));
    figures.map(|figure| figure.normalize().scale()).filter(|scale| *scale <= 3).max().unwrap_or(0)
}

/// How many tenths of the figures are not whole.
pub(super) fn fractions(view: &View<'_>, block: &Block, columns: &[u32]) -> usize {
    let figures: Vec<_> =
        block.rows.iter().take(300).flat_map(|row| columns.iter().filter_map(|column| view.figure(*row, *column))).collect();
    let broken = figures.iter().filter(|figure| !figure.is_integer()).count();
    broken * 10 / figures.len().max(1)
}
