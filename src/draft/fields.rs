//! The fields of a table: what each column of the stub and each header level feeds, and rows sent on by their words.

use std::collections::BTreeSet;

use super::areas::AreaRoles;
use super::cells::{PAIR_OF_YEARS, pair_of_years, years_in};
use super::destination::of_label;
use super::plan::{FieldPlan, Place, RulePlan, TablePlan, Todo};
use super::recognise::{Line, Says, Sort};
use super::table::{Axis, Builder, slug};
use crate::model::Code;
use crate::read::Sheet;
use crate::spec::{Lookup, normalise};

/// A column with more different labels than this is no list of measures.
const MOST_MEASURES: usize = 40;
/// The code of the world.
const WORLD: &str = "001";

impl Builder<'_> {
    /// Turns axes into fields; gives the dimensions that are fed.
    pub(super) fn fields(&self, sheet: &Sheet, axes: Vec<Axis>, table: &mut TablePlan, todos: &mut Vec<Todo>) -> BTreeSet<String> {
        let AreaRoles { roles, confirmed, nested } = self.area_roles(&axes, table.title.as_deref(), todos);
        let groups = nested.map(|(lower, upper)| (lower, upper, self.group_totals(&axes, lower, upper)));
        let mut named: Vec<Option<usize>> = Vec::new();
        let mut routed: Vec<(String, BTreeSet<String>)> = Vec::new();
        let mut fed: BTreeSet<String> = BTreeSet::new();
        let mut names: BTreeSet<String> = BTreeSet::new();
        for (index, axis) in axes.into_iter().enumerate() {
            let feeds = roles.get(&index).cloned().or_else(|| self.feeds(&axis)).filter(|feeds| !fed.contains(feeds));
            if let Some(feeds) = &feeds {
                fed.insert(feeds.clone());
            }
            let name = field_name(&axis, feeds.as_deref(), &mut names);
            if !axis.open.is_empty() {
                let shown: Vec<&str> = axis.open.iter().map(String::as_str).collect();
                todos.push(Todo {
                    question: format!("which months does `{}` cover?", shown.join("`, `")),
                    table: None,
                    key: "values".to_owned(),
                    at: Some(axis.at.clone()),
                    evidence: Some("fewer than twelve months of that year stand in the header".to_owned()),
                });
            }
            let pair = axis.labels.iter().find(|label| pair_of_years(label).is_some());
            if let (Some(pair), Some("year")) = (pair, feeds.as_deref()) {
                todos.push(year_in_two(pair));
            }
            let fits = axis.reading.as_ref().map(|reading| format!("{} of {} labels fit", reading.matched, reading.total));
            let why = match (&fits, &feeds, axis.place_in_stub()) {
                (Some(fits), Some(_), _) => fits.clone(),
                (_, None, true) => format!("{} different labels", axis.labels.len()),
                (_, None, false) => format!("{} different headings", axis.labels.len()),
                (None, Some(_), _) => format!("the heading `{}`", axis.heading),
            };
            let measures = feeds.is_none() && axis.labels.len() <= MOST_MEASURES && (axis.place_in_stub() || table.columns.len() != 1);
            let routing = measures && (self.speaks(&axis) || nested.is_some_and(|(_, upper)| upper == index));
            if routing && self.speaks(&axis) {
                routed.push((name.clone(), axis.labels.clone()));
            }
            // Header levels that say nothing we know, and columns that feed nothing, are still named so that rules can use them.
            if feeds.is_none() && !routing && !axis.place_in_stub() && (!matches!(axis.place, Place::Up(1)) || axis.labels.len() < 2) {
                named.push(None);
                continue;
            }
            named.push(Some(table.fields.len()));
            let reading = axis.reading.filter(|_| feeds.is_some());
            let system = reading.as_ref().and_then(|reading| if let Sort::List { system, .. } = &reading.sort { *system } else { None });
            let mut values = reading.map(|reading| reading.lines).unwrap_or_default();
            if feeds.as_deref().is_some_and(|feeds| feeds != "reporter") {
                values.extend(self.world(&axis.labels));
            }
            table.fields.push(FieldPlan {
                name,
                place: axis.place,
                feeds,
                system,
                confirm: None,
                values,
                open: Vec::new(),
                marks: Vec::new(),
                why,
            });
        }
        if let Some((code, name)) = confirmed {
            let at = |index: usize| named.get(index).copied().flatten();
            if let (Some(code), Some(name)) = (at(code), at(name))
                && let Some(name) = table.fields.get(name).map(|field| field.name.clone())
                && let Some(field) = table.fields.get_mut(code)
            {
                field.confirm = Some(name);
            }
        }
        if let Some((lower, upper, totals)) = groups {
            let name =
                |index: usize| named.get(index).copied().flatten().and_then(|at| table.fields.get(at)).map(|field| field.name.clone());
            if let (Some(lower), Some(upper), Some(dimension)) = (name(lower), name(upper), roles.get(&lower)) {
                table.rules.extend(totals.into_iter().map(|total| total.rule(&lower, &upper, dimension)));
            }
        }
        if !fed.contains("year") {
            Self::year_of_sheet(sheet, table, &mut fed, todos);
        }
        let fields: BTreeSet<String> = table.fields.iter().map(|field| field.name.clone()).collect();
        table.rules.retain(|rule| rule.when.iter().all(|(field, _)| fields.contains(field)));
        fed.retain(|feeds| !["year", "part-of-year", "period", "reporter", "note"].contains(&feeds.as_str()));
        for (name, labels) in routed {
            self.routes(&name, &labels, &fed, table);
        }
        fed
    }

    /// The world as a country of origin, birth or citizenship is every country: the total.
    fn world(&self, labels: &BTreeSet<String>) -> Vec<Line> {
        let Some(areas) = self.standard.area_list() else { return Vec::new() };
        let is_world = |label: &&String| matches!(areas.by_name(&normalise(label).key, self.recogniser.languages), Lookup::One(code, _) if code.as_str() == WORLD);
        let total = Code::new(Code::TOTAL).ok();
        labels
            .iter()
            .filter(is_world)
            .filter_map(|label| {
                Some(Line { text: label.clone(), says: Says::Code(total.clone()?), why: "every country: the total".to_owned() })
            })
            .collect()
    }

    /// What an axis feeds by its reading and heading, areas aside.
    fn feeds(&self, axis: &Axis) -> Option<String> {
        let reading = axis.reading.as_ref()?;
        match &reading.sort {
            Sort::Years => Some("year".to_owned()),
            Sort::PartsOfYear => Some("part-of-year".to_owned()),
            Sort::List { list, .. } if list == "area" => None,
            Sort::List { list, .. } => {
                let of_list: Vec<&str> = self
                    .standard
                    .dimensions
                    .values()
                    .filter(|dimension| dimension.list.as_ref() == Some(list))
                    .map(|dimension| dimension.id.as_str())
                    .collect();
                let by_heading = axis.concept.as_deref().filter(|concept| of_list.contains(concept));
                by_heading.or_else(|| if of_list.len() == 1 { of_list.first().copied() } else { None }).map(str::to_owned)
            }
        }
    }

    /// Whether a label speaks of a subject, or says that its figures are no counts.
    fn speaks(&self, axis: &Axis) -> bool {
        axis.labels.iter().any(|label| !self.words.heard("subject", label).is_empty() || self.not_a_count(label).is_some())
    }

    /// The words by which a label says that its figures are shares or rates.
    fn not_a_count(&self, label: &str) -> Option<String> {
        let heard = self.words.heard("unit", label).into_iter();
        heard.filter(|heard| heard.concept == "percent" || heard.concept == "permille").map(|heard| heard.words).next()
    }

    /// Rules that send rows or columns to tables by labels that speak of a subject.
    fn routes(&self, name: &str, labels: &BTreeSet<String>, dimensions: &BTreeSet<String>, table: &mut TablePlan) {
        for label in labels {
            let (effect, why) = match (self.not_a_count(label), of_label(self.standard, self.words, label, dimensions)) {
                (Some(words), _) => ("ignore = \"not-a-count\"".to_owned(), format!("`{words}`")),
                (None, Some(proposal)) => (format!("to = \"{}\"", proposal.table), proposal.why),
                (None, None) => continue,
            };
            let test = format!("equals = [{}]", super::toml_text::quoted(label));
            table.rules.push(RulePlan { when: vec![(name.to_owned(), test)], effect, why });
        }
    }

    /// The year in the name of the sheet, alone or as one of a pair.
    fn year_of_sheet(sheet: &Sheet, table: &mut TablePlan, fed: &mut BTreeSet<String>, todos: &mut Vec<Todo>) {
        let pattern = match (pair_of_years(&sheet.name), years_in(&sheet.name).len()) {
            (Some(_), _) => PAIR_OF_YEARS,
            (None, 1) => "(\\d{4})",
            _ => return,
        };
        if pattern == PAIR_OF_YEARS {
            todos.push(year_in_two(&sheet.name));
        }
        table.fields.push(FieldPlan {
            name: "year".to_owned(),
            place: Place::Sheet(pattern.to_owned()),
            feeds: Some("year".to_owned()),
            system: None,
            confirm: None,
            values: Vec::new(),
            open: Vec::new(),
            marks: Vec::new(),
            why: format!("the sheet is called `{}`", sheet.name),
        });
        fed.insert("year".to_owned());
    }
}

fn field_name(axis: &Axis, feeds: Option<&str>, names: &mut BTreeSet<String>) -> String {
    let wanted = match (axis.heading.as_str(), feeds) {
        ("", Some(feeds)) => feeds.replace('-', "_"),
        ("", None) => match axis.place {
            Place::Up(level) | Place::UpLeft(level) => format!("level_{level}"),
            _ => "label".to_owned(),
        },
        (heading, feeds) => {
            Some(slug(heading, '_')).filter(|slug| !slug.is_empty()).unwrap_or_else(|| feeds.unwrap_or("label").replace('-', "_"))
        }
    };
    let mut name = wanted.clone();
    let mut number = 2;
    while !names.insert(name.clone()) {
        name = format!("{wanted}_{number}");
        number += 1;
    }
    name
}

/// What must be known of a year that is written as two.
fn year_in_two(text: &str) -> Todo {
    Todo {
        question: format!("on which day does a year such as `{text}` begin? give `period.starts`; without it the figures are not read"),
        table: None,
        key: "period.starts".to_owned(),
        at: None,
        evidence: None,
    }
}
