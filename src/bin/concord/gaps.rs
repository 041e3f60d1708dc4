//! `concord gaps`: one screen that says who has sent what, what blocks acceptance, and what to ask whom.

use anstream::println;
use comfy_table::{CellAlignment, Table, presets};
use concord::gaps::years_said;
use concord::json::{Document, GapsBody};
use concord::overview::{Axis, AxisCount, CostLine, Look, Overview, StateOverview, overview};

use crate::args::{Exit, Format, GapsCommand};
use crate::cells::{fit, width};
use crate::screen::{SCREEN_WIDTH, plural};
use crate::{gaps_state, output};

/// Columns of the screen that the name of a state may take.
const NAME: usize = 12;

/// How many lines say what costs the region most.
const SHOWN_COSTS: usize = 3;

/// Columns that the label of a line takes.
const LABEL: usize = 14;

/// Prints the screen of a round, or of one of its states.
pub fn run(command: &GapsCommand) -> anyhow::Result<Exit> {
    let look = Look { state: command.state.clone(), table: command.table.clone() };
    let found = overview(&command.folder, &look)?;
    if command.output.format == Format::Json {
        output::document(&Document::new("gaps", GapsBody { overview: &found }))?;
        return Ok(Exit::Clean);
    }
    if found.states.is_empty() {
        println!("{}: no plan names years, and no state of the region has sent a return of its own", found.pipeline);
        return Ok(Exit::Clean);
    }
    if look.state.is_some() {
        gaps_state::show(&found);
    } else {
        screen(&found, &command.folder.display().to_string());
    }
    Ok(Exit::Clean)
}

/// What was asked for, in a line.
pub fn asked(found: &Overview) -> String {
    let tables = if let [one] = found.tables.as_slice() { one.clone() } else { plural(found.tables.len() as u64, "table") };
    format!("{} ({}): {tables} asked for {}", found.pipeline, found.standard, years_said(&found.years))
}

fn screen(found: &Overview, folder: &str) {
    println!("{}, of {}", asked(found), plural(found.states.len() as u64, "state"));
    println!("{}", states(found));
    println!(
        "\n  {}: tables and years of which anything came, of those asked for\n  full, part, none: came with every breakdown; came in part; did \
         not come, and nobody said why; said: gaps explained\n",
        axis_heads(found).join(" ")
    );
    let silent: Vec<&str> = found.states.iter().filter(|state| state.files.is_empty()).map(|state| state.code.as_str()).collect();
    if !silent.is_empty() {
        println!("no return     {}", names(&silent));
    }
    blocking(found);
    for cost in most_won(&found.costs) {
        println!("win back      {cost}");
    }
    println!("one state     concord gaps {folder} --state {}", found.states.first().map_or("KEN", |state| state.code.as_str()));
}

fn names(all: &[&str]) -> String {
    let count = plural(all.len() as u64, "state");
    format!("{count}: {}", all.join(", "))
}

/// The states, one line each.
fn states(found: &Overview) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    let heads = axis_heads(found);
    let mut header = vec!["state".to_owned()];
    header.extend(heads.iter().cloned());
    header.extend(["full", "part", "none", "said", "late", "errors", "ask first"].map(str::to_owned));
    table.set_header(header);
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((u16::from(index > 0), 0));
    }
    let fixed: Vec<Vec<String>> = found.states.iter().map(|state| fixed_cells(state, found.findings_left_out)).collect();
    let used = columns_used(&heads, &fixed);
    let room = usize::from(SCREEN_WIDTH).saturating_sub(used + 1).max(16);
    for (state, mut row) in found.states.iter().zip(fixed) {
        row.push(fit(&ask(state), room));
        table.add_row(row);
    }
    for index in 1..=heads.len() + 6 {
        if let Some(column) = table.column_mut(index) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn fixed_cells(state: &StateOverview, findings_left_out: bool) -> Vec<String> {
    let count = |axis: &AxisCount| if axis.asked == 0 { "-".to_owned() } else { format!("{}/{}", axis.sent, axis.asked) };
    let mut row = vec![format!("{} {}", state.code, fit(&state.name, NAME))];
    row.extend(state.axes.iter().map(count));
    let count = |statuses: &[&str]| -> u64 {
        let of = state.statuses.iter().filter(|one| statuses.contains(&one.status.as_str()));
        of.map(|one| one.count).sum()
    };
    row.extend([count(&["received", "late"]), count(&["partial"]), count(&["missing"]), state.explained].map(|count| count.to_string()));
    row.push(state.days_late.map_or_else(|| "-".to_owned(), |days| if days > 0 { format!("+{days}") } else { days.to_string() }));
    let errors = state.errors.iter().map(|error| error.count).sum::<u64>().to_string();
    row.push(if findings_left_out { "-".to_owned() } else { errors });
    row
}

/// Columns of the screen that everything but the last column takes.
fn columns_used(heads: &[String], rows: &[Vec<String>]) -> usize {
    let header: Vec<usize> = std::iter::once(5).chain(heads.iter().map(String::len)).chain([4, 4, 4, 4, 4, 6]).collect();
    let widths = header.iter().enumerate().map(|(index, head)| {
        let cells = rows.iter().filter_map(|row| row.get(index)).map(|cell| width(cell));
        cells.max().unwrap_or(0).max(*head) + 1
    });
    widths.sum()
}

/// The first thing that a state has neither done nor declined.
fn ask(state: &StateOverview) -> String {
    let open = state.asks.iter().find(|ask| !["done", "declined", "gone"].contains(&ask.status.as_str()));
    let Some(open) = open else { return "nothing".to_owned() };
    let agreed = if open.status == "agreed" { "agreed: " } else { "" };
    let answer = if open.kind == "answer" { "answer: " } else { "" };
    format!("{agreed}{answer}{}", open.wanted)
}

/// A short head for each part of the exchange: what the ids of its tables have in common, without what all tables have.
fn axis_heads(found: &Overview) -> Vec<String> {
    let of_all = common(found.tables.iter().map(String::as_str)).rsplit_once('_').map_or(0, |(shared, _)| shared.len() + 1);
    let head = |axis: &Axis| -> String {
        let own = axis.tables.iter().map(|table| table.get(of_all..).unwrap_or(table));
        let head: String = common(own).chars().take_while(|letter| !letter.is_ascii_digit()).take(5).collect();
        if head.is_empty() { axis.name.chars().take(5).collect() } else { head }
    };
    found.axes.iter().map(head).collect()
}

/// What texts begin with in common.
fn common<'a>(mut texts: impl Iterator<Item = &'a str>) -> &'a str {
    let Some(first) = texts.next() else { return "" };
    let shared = |text: &str| first.bytes().zip(text.bytes()).take_while(|(one, other)| one == other).count();
    let length = texts.fold(first.len(), |length, text| length.min(shared(text)));
    first.get(..length).unwrap_or("")
}

/// What blocks acceptance: errors that nobody explained, and files that were not read.
fn blocking(found: &Overview) {
    let mut lines: Vec<String> = Vec::new();
    for state in found.states.iter().filter(|state| !state.errors.is_empty()) {
        let mut kinds: Vec<(String, u64)> = Vec::new();
        for error in &state.errors {
            let name = error.rule.clone().unwrap_or_else(|| error.code.clone());
            match kinds.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += error.count,
                None => kinds.push((name, error.count)),
            }
        }
        let kinds: Vec<String> = kinds.into_iter().map(|(name, count)| format!("{name} {count}")).collect();
        lines.push(format!("{} {}", state.code, kinds.join(", ")));
    }
    lines.extend(found.unread.iter().map(|file| file.error.clone()));
    if found.errors_elsewhere > 0 {
        lines.push(format!("{} about no state that was asked, in findings.txt", plural(found.errors_elsewhere, "error")));
    }
    if found.findings_left_out {
        println!("blocked by    not told: findings are not in this edition; ask `concord gaps` of the run");
    } else if lines.is_empty() {
        println!("blocked by    nothing: no open error, every file was read");
    }
    for line in beside_each_other(&lines) {
        println!("blocked by    {line}");
    }
}

/// Short texts beside each other, in as many lines as the screen needs.
fn beside_each_other(texts: &[String]) -> Vec<String> {
    let room = usize::from(SCREEN_WIDTH).saturating_sub(LABEL);
    let mut lines: Vec<String> = Vec::new();
    for text in texts {
        let text = fit(text, room);
        match lines.last_mut().filter(|line| width(line) + 3 + width(&text) <= room) {
            Some(line) => line.extend(["   ", &text]),
            None => lines.push(text),
        }
    }
    lines
}

/// The answers of single states that would win back most of a table.
fn most_won(costs: &[CostLine]) -> Vec<String> {
    let mut totals: Vec<&CostLine> =
        costs.iter().filter(|cost| cost.breakdown == "total" && (cost.lost.len() as u64) < cost.asked).collect();
    // Where one answer wins back most of what is lost.
    let part = |cost: &CostLine| {
        let (best, lost) = cost.best_per_mille.zip(cost.lost_per_mille).unwrap_or_default();
        i32::from(best) * 1000 / i32::from(lost).max(1)
    };
    totals.sort_by_key(|cost| std::cmp::Reverse(part(cost)));
    let said = |cost: &&CostLine| {
        let (best, share) = cost.best_state.as_ref().zip(cost.best_per_mille)?;
        Some(format!(
            "{} {}: the sum loses {} of {} states, {} % of the population; {best} alone is {} %",
            cost.table,
            cost.year,
            cost.lost.len(),
            cost.asked,
            tenths(cost.lost_per_mille.unwrap_or_default()),
            tenths(share)
        ))
    };
    totals.iter().filter_map(said).take(SHOWN_COSTS).collect()
}

fn tenths(per_mille: i16) -> String {
    format!("{}.{}", per_mille / 10, per_mille % 10)
}
