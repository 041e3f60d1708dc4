//! `concord indicators`: what the figures of a run come to, each with its grade or the reason why it can't be made.

use std::collections::BTreeMap;

use anstream::eprintln;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use concord::diag::Word;
use concord::indicators::{Indicator, IndicatorBound, Lacking, indicator_columns, indicators, indicators_frame};
use concord::json::{Document, IndicatorsBody};
use concord::model::Code;
use concord::region::senders_in_order;
use concord::release::{add_contradicted, release};
use concord::spec::{IndicatorSpec, Language, Standard};
use concord::texts::{languages, phrase, say};
use concord::write::{parquet_bytes, write_atomically};

use crate::args::{Exit, Format, IndicatorsCommand};
use crate::cells::fit;
use crate::screen::SCREEN_WIDTH;
use crate::{output, sources};

/// Makes the indicators, writes them where a file is named, and prints those asked for.
pub fn run(command: &IndicatorsCommand, quiet: bool) -> anyhow::Result<Exit> {
    let spoken = languages();
    let names = || spoken.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    anyhow::ensure!(spoken.contains(&command.lang), "the program does not speak `{}`; it speaks {}", command.lang, names());
    let standard = concord::intake::load_standard(command.standards.as_deref())?;
    check(command, &standard)?;
    let mut tables = release(&command.folder, &standard)?;
    add_contradicted(&command.folder, &mut tables)?;
    let all = indicators(&standard, &tables, &senders_in_order(&tables));
    if let Some(path) = &command.out {
        let metadata =
            [("concord.standard".to_owned(), standard.id.clone()), ("concord.standard_version".to_owned(), standard.version.clone())];
        let bytes = parquet_bytes("indicators.parquet", &indicators_frame(&standard, &all)?, &indicator_columns(), &metadata)?;
        write_atomically(path, &bytes)?;
        if !quiet {
            eprintln!("written to    {} ({} rows)", sources::shown(path), all.len());
        }
    }
    let state = command.state.as_ref().map(|state| state.to_uppercase());
    let is_asked = |one: &&Indicator| {
        state.as_deref().is_none_or(|state| one.state.as_str() == state)
            && command.indicator.as_deref().is_none_or(|id| one.id.as_str() == id)
            && command.year.is_none_or(|year| one.year == Some(year))
    };
    let asked: Vec<&Indicator> = all.iter().filter(is_asked).collect();
    if command.output.format == Format::Json {
        output::document(&Document::new("indicators", IndicatorsBody::of(&asked, &standard, command.lang)))?;
        return Ok(Exit::Clean);
    }
    let screen = Screen { standard: &standard, language: command.lang };
    if asked.is_empty() {
        output::print(&format!("{}\n", screen.word("none")))?;
    } else if command.state.is_none() && command.indicator.is_none() {
        output::print(&screen.overview(&asked))?;
    } else {
        output::print(&screen.lines(&asked, command.year.is_none() && command.indicator.is_none()))?;
    }
    Ok(Exit::Clean)
}

/// Refuses a state or an indicator that does not exist, with the nearest that does.
fn check(command: &IndicatorsCommand, standard: &Standard) -> anyhow::Result<()> {
    if let Some(state) = &command.state {
        let upper = state.to_uppercase();
        let known = standard.area_list().is_some_and(|list| list.get(&upper).is_some());
        anyhow::ensure!(known, "there is no state `{state}`\n  hint: give its code of three letters, such as `KEN`");
    }
    if let Some(id) = &command.indicator {
        let all: Vec<&str> = standard.indicators.iter().map(|one| one.id.as_str()).collect();
        anyhow::ensure!(all.contains(&id.as_str()), "there is no indicator `{id}`\n  hint: there are {}", all.join(", "));
    }
    Ok(())
}

/// What is printed, in a language.
struct Screen<'a> {
    standard: &'a Standard,
    language: Language,
}

impl Screen<'_> {
    fn word(&self, name: &str) -> String {
        phrase(&format!("indicator-{name}"), &[], self.language).unwrap_or_default()
    }

    fn spec(&self, one: &Indicator) -> Option<&IndicatorSpec> {
        self.standard.indicators.iter().find(|spec| spec.id == one.id)
    }

    fn title(&self, one: &Indicator) -> String {
        let spec = self.spec(one);
        spec.map_or_else(String::new, |spec| {
            self.standard.text(&format!("indicator/{}/title", spec.id), &spec.title, self.language).to_owned()
        })
    }

    /// For each indicator and year how often it could be made.
    fn overview(&self, all: &[&Indicator]) -> String {
        let mut table = Table::new();
        table.load_style(presets::NOTHING);
        let heads = ["indicator", "year", "made", "comparable", "not-made", "why"];
        table.set_header(heads.map(|name| self.word(&format!("head-{name}"))));
        let mut groups: BTreeMap<(usize, Option<i16>), Vec<&Indicator>> = BTreeMap::new();
        for one in all {
            let place = self.standard.indicators.iter().position(|spec| spec.id == one.id).unwrap_or_default();
            groups.entry((place, one.year)).or_default().push(one);
        }
        let made_of = |group: &[&Indicator]| group.iter().filter(|one| one.value.is_some()).count();
        // Of each indicator the year in which most states have it, the last of several.
        let best = |place: usize| {
            groups.iter().filter(|(key, _)| key.0 == place).max_by_key(|(key, group)| (made_of(group), key.1)).map(|(key, _)| *key)
        };
        for (key, group) in groups.iter().filter(|(key, _)| best(key.0) == Some(**key)) {
            let made = made_of(group);
            let comparable = group.iter().filter(|one| one.grade.is_some_and(concord::model::Grade::is_comparable)).count();
            let mut reasons: BTreeMap<String, usize> = BTreeMap::new();
            for reason in group.iter().filter_map(|one| one.reason) {
                *reasons.entry(self.word(&format!("reason-{reason}"))).or_default() += 1;
            }
            let why: Vec<String> = reasons.into_iter().map(|(reason, count)| format!("{reason} {count}")).collect();
            let year = key.1.map_or_else(|| "-".to_owned(), |year| year.to_string());
            let id = group.first().map(|one| one.id.to_string()).unwrap_or_default();
            table.add_row([id, year, made.to_string(), comparable.to_string(), (group.len() - made).to_string(), fit(&why.join(", "), 44)]);
        }
        right(&mut table, &[2, 3, 4]);
        format!("{}\n{}\n", trimmed(&table), self.word("foot"))
    }

    /// The lines of a state, or of an indicator; of a state the last year with a value.
    fn lines(&self, all: &[&Indicator], last_only: bool) -> String {
        let mut shown: Vec<&Indicator> = Vec::new();
        let mut groups: BTreeMap<(usize, &Code), Vec<&Indicator>> = BTreeMap::new();
        for one in all {
            let place = self.standard.indicators.iter().position(|spec| spec.id == one.id).unwrap_or_default();
            groups.entry((place, &one.state)).or_default().push(one);
        }
        for group in groups.values() {
            if last_only {
                let best = group.iter().max_by_key(|one| (one.value.is_some(), one.reason != Some(Lacking::Missing), one.year));
                shown.extend(best);
            } else {
                shown.extend(group);
            }
        }
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Dynamic).set_width(SCREEN_WIDTH);
        // What is the same in every line stands above them.
        let one_title = shown
            .first()
            .map(|first| self.title(first))
            .filter(|_| groups.keys().all(|(place, _)| Some(place) == groups.keys().next().map(|(first, _)| first)));
        let heads = ["indicator", "state", "year", "value", "unit", "grade", "why"];
        let kept = usize::from(one_title.is_some());
        table.set_header(heads.iter().skip(kept).map(|name| self.word(&format!("head-{name}"))));
        for one in shown {
            let year = one.year.map_or_else(|| "-".to_owned(), |year| year.to_string());
            let grade = one.grade.map_or_else(|| "-".to_owned(), |grade| grade.to_string());
            let unit = if one.value.is_some() { self.word(&format!("unit-{}", one.unit)) } else { String::new() };
            let cells = [self.title(one), one.state.to_string(), year, self.value(one), unit, grade, self.why(one)];
            table.add_row(cells.into_iter().skip(kept));
        }
        right(&mut table, &[3 - kept]);
        let heading = one_title.map(|title| format!("{title}\n\n")).unwrap_or_default();
        format!("{heading}{}\n{}\n", trimmed(&table), self.word("foot"))
    }

    /// The value with its decimals, as the language writes them.
    fn value(&self, one: &Indicator) -> String {
        let Some(value) = one.value else { return "-".to_owned() };
        let number = format!("{value:.*}", usize::from(one.decimals));
        let number = if self.language == Language::EN { number } else { number.replace('.', ",") };
        match one.bound {
            IndicatorBound::Exact => number,
            IndicatorBound::AtLeast => {
                phrase("indicator-at-least", &[("value", Word::Text(number.clone()))], self.language).unwrap_or(number)
            }
        }
    }

    fn why(&self, one: &Indicator) -> String {
        let said = one.said.as_ref().map(|said| say(said, self.language, self.standard)).unwrap_or_default();
        match one.reason {
            Some(reason) => format!("{}: {said}", self.word(&format!("reason-{reason}"))),
            None if said.is_empty() => one.causes.iter().cloned().collect::<Vec<_>>().join(", "),
            None => said,
        }
    }
}

fn right(table: &mut Table, columns: &[usize]) {
    for column in columns {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

fn trimmed(table: &Table) -> String {
    table.to_string().lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
}
