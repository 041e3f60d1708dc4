//! `concord template`: a workbook for an office to fill in, which comes back without a mapping.

use std::collections::BTreeSet;
use std::path::Path;

use anstream::println;
use anyhow::{Context as _, bail, ensure};
use concord::form::{LastYear, Order, form, without_list};
use concord::intake::{admit, load_standard};
use concord::model::{AreaKind, Code, TableId};
use concord::read::ReadOptions;
use concord::spec::{Inventory, Pipeline, Plan, Standard, TableLevel, TableSpec, normalise};
use concord::template::recognise;
use concord::texts::languages;
use concord::write::write_atomically;

use crate::args::{Exit, TemplateCommand};
use crate::output;
use crate::sources::shown;

/// Years for which somebody may ask.
const YEARS: std::ops::RangeInclusive<i16> = 1950..=2100;

/// Makes the workbook and says what is in it.
pub fn run(command: &TemplateCommand, quiet: bool) -> anyhow::Result<Exit> {
    match (&command.mapping_of, &command.country, command.year, &command.out) {
        (Some(file), ..) => mapping_of(file, command),
        (None, Some(country), Some(year), Some(out)) => make(command, country, year, out, quiet),
        _ => bail!("give `--country`, `--year` and `--out`, or `--mapping-of`"),
    }
}

/// Prints the mappings that are made from the ids of a filled workbook.
fn mapping_of(file: &Path, command: &TemplateCommand) -> anyhow::Result<Exit> {
    let standard = load_standard(command.standards.as_deref())?;
    let read = match admit(file, &shown(file), &ReadOptions::default(), &standard) {
        Ok(read) => read,
        Err(error) => {
            output::error(&error.into());
            return Ok(Exit::Unreadable);
        }
    };
    let template = recognise(&read.value, &read.findings, &standard)?;
    let template = template.with_context(|| {
        format!(
            "`{}` is no template\n  hint: it has none of the hidden ids; `concord init` drafts a mapping for other layouts",
            shown(file)
        )
    })?;
    for (mapping, text) in &template.mappings {
        output::print(&format!("# {}, SHA-256 {}\n{text}\n", mapping.file, mapping.sha256))?;
    }
    Ok(Exit::Clean)
}

fn make(command: &TemplateCommand, country: &str, year: i16, out: &Path, quiet: bool) -> anyhow::Result<Exit> {
    let spoken = languages();
    ensure!(
        spoken.contains(&command.lang),
        "there are no templates in `{}`\n  hint: give one of {}",
        command.lang,
        spoken.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    );
    ensure!(
        YEARS.contains(&year),
        "{} is not a year of figures; expected one from {} to {}\n  hint: give the year that the figures are about, such as 2025",
        year,
        YEARS.start(),
        YEARS.end()
    );
    ensure!(
        out.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")),
        "`{}` is no name of a workbook\n  hint: end it in `.xlsx`",
        out.display()
    );
    ensure!(
        command.force || !out.exists(),
        "`{}` is there already\n  hint: give another name, or `--force` to overwrite it",
        out.display()
    );
    let pipeline = command.pipeline.as_deref().map(Pipeline::load).transpose()?;
    let folder = command.standards.as_deref().or_else(|| pipeline.as_ref().and_then(|pipeline| pipeline.standards.as_deref()));
    let standard = load_standard(folder)?;
    let state = state(country, &standard)?;
    let (tables, left_out) = tables(command, pipeline.as_ref(), &standard, (&state, year))?;
    let inventory = match pipeline.as_ref().and_then(|pipeline| pipeline.sources.as_ref()) {
        Some(file) => Inventory::load(file, &standard)?,
        None => Inventory::of_standard(&standard),
    };
    let last = command.from.as_deref().map(|folder| LastYear::read(folder, &standard)).transpose()?;
    let order = Order {
        standard: &standard,
        state: &state,
        year,
        language: command.lang,
        tables: &tables,
        inventory: &inventory,
        last: last.as_ref(),
    };
    let bytes = form(&order)?;
    write_atomically(out, &bytes).with_context(|| format!("`{}` can't be written", out.display()))?;
    if !quiet {
        println!("template      {} for {}, in {}", state, year, command.lang);
        println!("tables        {}", tables.iter().map(TableId::as_str).collect::<Vec<_>>().join(", "));
        for reason in left_out {
            println!("left out      {reason}");
        }
        if let (Some(last), Some(folder)) = (&last, &command.from) {
            let count = last.figures(&state, year - 1);
            println!("last year     {count} figures of {} in {}", year - 1, shown(folder));
        }
        println!("written to    {}", shown(out));
    }
    Ok(Exit::Clean)
}

/// The state, or what may have been meant.
fn state(text: &str, standard: &Standard) -> anyhow::Result<Code> {
    let areas = standard.area_list().context("the standard has no list of areas")?;
    let is_country = |code: &str| areas.get(code).is_some_and(|entry| entry.kind == Some(AreaKind::Country));
    if is_country(text) {
        return Ok(Code::new(text)?);
    }
    let upper = text.to_uppercase();
    let hint = if is_country(&upper) {
        format!("did you mean `{upper}`?")
    } else {
        match areas.nearest(&normalise(text).key, &[], 1).pop() {
            Some((name, code)) => format!("did you mean `{code}` ({name})?"),
            None => nearest_code(&upper, standard)
                .map_or_else(|| "give its code of three letters, such as `KEN`".to_owned(), |code| format!("did you mean `{code}`?")),
        }
    };
    bail!("there is no state `{text}`\n  hint: {hint}");
}

/// The member of the region whose code is nearest.
fn nearest_code(text: &str, standard: &Standard) -> Option<String> {
    let members: BTreeSet<&str> = standard.membership.iter().map(|one| one.member.as_str()).collect();
    let distances = members.into_iter().map(|code| (strsim::damerau_levenshtein(code, text), code));
    distances.filter(|(distance, _)| *distance <= 1).min().map(|(_, code)| code.to_owned())
}

/// That a table is not known, with the nearest one and all that can be asked.
fn no_table(text: &str, standard: &Standard) -> String {
    let upper = text.to_uppercase();
    let can_be_asked = |table: &&TableSpec| table.level != TableLevel::Derived && without_list(standard, table).is_none();
    let known: Vec<&str> = standard.tables.values().filter(can_be_asked).map(|table| table.id.as_str()).collect();
    let near = known.iter().min_by_key(|id| (strsim::damerau_levenshtein(id, &upper), **id));
    let near = near.map_or_else(String::new, |id| format!("the nearest is `{id}`; "));
    format!("there is no table `{text}`\n  hint: {near}expected one of {}", known.join(", "))
}

/// The tables of the workbook, and why some that are asked for are not in it.
fn tables(
    command: &TemplateCommand,
    pipeline: Option<&Pipeline>,
    standard: &Standard,
    (state, year): (&Code, i16),
) -> anyhow::Result<(BTreeSet<TableId>, Vec<String>)> {
    if !command.tables.is_empty() {
        let mut tables = BTreeSet::new();
        for text in &command.tables {
            let table = standard.table(text).or_else(|| standard.table(&text.to_uppercase()));
            let Some(table) = table else { bail!(no_table(text, standard)) };
            ensure!(table.level != TableLevel::Derived, "`{}` is worked out from other tables and never sent", table.id);
            if let Some(reason) = without_list(standard, table) {
                bail!("{reason}\n  hint: ask for it by letter, and describe what comes by a mapping");
            }
            tables.insert(table.id.clone());
        }
        return Ok((tables, Vec::new()));
    }
    let none = Pipeline::default();
    let plan = Plan::of(pipeline.unwrap_or(&none), standard)?;
    ensure!(
        pipeline.is_none() || plan.states_in(year, standard).contains(state),
        "the pipeline does not ask {state} for {year}\n  hint: add it to `states` of the plan, or name the tables with `--tables`"
    );
    let mut left_out = Vec::new();
    let asked = plan.tables.iter().filter(|id| {
        let reason = standard.table(id.as_str()).and_then(|table| without_list(standard, table));
        left_out.extend(reason.as_ref().map(ToString::to_string));
        reason.is_none()
    });
    let asked: BTreeSet<TableId> = asked.cloned().collect();
    Ok((asked, left_out))
}
