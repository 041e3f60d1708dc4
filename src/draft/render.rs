//! The plan as TOML, in the order and form of the shipped mappings.

use std::fmt::Write as _;

use super::plan::{FieldPlan, Place, Plan, TablePlan, Todo, UnmatchedLabel};
use super::toml_text::{comment, list, quoted};

/// Writes the mapping.
pub(super) fn render(plan: &Plan) -> String {
    let mut out = String::new();
    head(&mut out, plan);
    for aside in &plan.set_aside {
        block(&mut out, "[[set-aside]]");
        line(&mut out, &format!("sheets = {}", list(&aside.sheets)), "");
        line(&mut out, &format!("reason = {}", quoted(aside.reason.as_str())), "");
        line(&mut out, &format!("because = {}", quoted(&aside.because)), "");
    }
    for todo in &plan.todos {
        render_todo(&mut out, todo);
    }
    for table in &plan.tables {
        render_table(&mut out, table);
    }
    out
}

fn head(out: &mut String, plan: &Plan) {
    for text in [
        "Drafted by `concord init` from the file itself. It runs, but nobody has reviewed it: every guess has its evidence beside",
        "it, and every open question is a `todo`. Delete what is answered.",
    ] {
        out.push_str(&comment(text));
        out.push('\n');
    }
    line(out, "schema = 1", "");
    line(out, &format!("id = {}", quoted(&plan.id)), "");
    line(out, &format!("title = {}", quoted(&plan.title)), "");
    block(out, "[source]");
    line(out, &format!("sender = {}", quoted(&plan.sender.value)), &plan.sender.why);
    line(out, &format!("name = {}", quoted(&plan.name.value)), &plan.name.why);
    line(out, &format!("office = {}", quoted(&plan.office.value)), &plan.office.why);
    let languages: Vec<&str> = plan.languages.value.iter().map(crate::spec::Language::as_str).collect();
    line(out, &format!("languages = {}", list(&languages)), &plan.languages.why);
    line(out, &format!("vintage = {}", quoted(&plan.vintage.value)), &plan.vintage.why);
    let year: String = plan.vintage.value.chars().take(4).collect();
    line(out, &format!("valid-from = {year}-01-01"), "the first day of the edition's year");
    block(out, "[file]");
    line(out, &format!("contains = {}", list(&plan.contains)), "stand in the file; see that they tell this edition from the next");
    if let Some(numbers) = &plan.numbers {
        block(out, "[numbers]");
        line(out, &format!("decimal = {}", quoted(&numbers.value.0.to_string())), &numbers.why);
        let groups: Vec<String> = numbers.value.1.iter().map(char::to_string).collect();
        line(out, &format!("groups = {}", list(&groups)), "");
    }
}

/// The one place that knows how an open question is written.
fn render_todo(out: &mut String, todo: &Todo) {
    block(out, "[[todo]]");
    line(out, &format!("question = {}", quoted(&todo.question)), "");
    if let Some(table) = &todo.table {
        line(out, &format!("table = {}", quoted(table)), "");
    }
    // What follows a colon is for the comparison with reviewed mappings only.
    line(out, &format!("key = {}", quoted(todo.key.split(':').next().unwrap_or_default())), "");
    for (name, text) in [("at", &todo.at), ("evidence", &todo.evidence)] {
        if let Some(text) = text {
            line(out, &format!("{name} = {}", quoted(text)), "");
        }
    }
}

fn render_table(out: &mut String, table: &TablePlan) {
    out.push('\n');
    line(out, &comment(&format!("---- {}", table.id)), "");
    for remark in &table.remarks {
        line(out, &comment(remark), "");
    }
    block(out, "[[table]]");
    line(out, &format!("id = {}", quoted(&table.id)), "");
    if !table.sheets.is_empty() {
        line(out, &format!("sheets = {}", list(&table.sheets)), "");
    }
    for (key, text) in [("title", &table.title), ("ends-before", &table.ends_before)] {
        if let Some(text) = text {
            line(out, &format!("{key} = {}", quoted(text)), "");
        }
    }
    if !table.header.is_empty() {
        line(out, &format!("header = {}", list(&table.header)), "the stub has no heading");
    }
    if let Some(level) = table.headings_on_level {
        line(out, &format!("headings-on-level = {level}"), "");
    }
    // A table whose rules send its rows has no destination of its own.
    if !table.to.value.is_empty() {
        line(out, &format!("to = {}", quoted(&table.to.value)), &table.to.why);
    }
    if let Some(reporter) = &table.reporter {
        line(out, &format!("reporter = {}", quoted(&reporter.value)), &reporter.why);
    }
    if !table.set.is_empty() {
        let codes: Vec<String> = table.set.iter().map(|(dimension, code)| format!("{dimension} = {}", quoted(&code.value))).collect();
        let why: Vec<&str> = table.set.values().map(|code| code.why.as_str()).collect();
        line(out, &format!("set = {{ {} }}", codes.join(", ")), &why.join("; "));
    }
    if !table.columns.is_empty() {
        block(out, "[table.columns]");
        line(out, &format!("heading = {}", list(&table.columns)), "columns with figures");
        line(out, "others = \"unused\"", "");
    }
    unit_and_period(out, table);
    for field in &table.fields {
        render_field(out, field);
    }
    for (heading, reason, why) in &table.ignore_columns {
        block(out, "[[table.ignore-column]]");
        line(out, &format!("heading = {}", quoted(heading)), why);
        line(out, &format!("reason = {}", quoted(reason.as_str())), "");
    }
    for rule in &table.rules {
        block(out, "[[table.rule]]");
        let when: Vec<String> = rule.when.iter().map(|(field, test)| format!("{{ field = {}, {test} }}", quoted(field))).collect();
        line(out, &format!("when = [{}]", when.join(", ")), &rule.why);
        line(out, &rule.effect, "");
    }
    for sum in &table.adds_up {
        block(out, "[[table.adds-up]]");
        line(out, &format!("over = {}", quoted(&sum.over)), &sum.why);
        line(out, &format!("total = {}", quoted(&sum.total)), "");
        line(out, &format!("parts = {}", list(&sum.parts)), "");
    }
}

fn unit_and_period(out: &mut String, table: &TablePlan) {
    block(out, "[table.unit]");
    line(out, &format!("unit = {}", quoted(table.unit.as_str())), "");
    if let Some(multiplier) = &table.multiplier {
        line(out, &format!("multiplier = {}", multiplier.factor), &multiplier.why);
        line(out, &format!("step = {}", multiplier.step), "");
        line(out, &format!("stated-by = {}", quoted(&multiplier.stated_by)), "");
    }
    block(out, "[table.period]");
    line(out, &format!("reference = {}", quoted(table.reference.as_str())), "");
    if let Some(day) = &table.day {
        line(out, &format!("day = {}", quoted(&day.value)), &day.why);
    }
    if let Some(year) = &table.year {
        line(out, &format!("year = {}", year.value), &year.why);
    }
}

fn render_field(out: &mut String, field: &FieldPlan) {
    block(out, "[[table.field]]");
    line(out, &format!("name = {}", quoted(&field.name)), &field.why);
    match &field.place {
        Place::Column(number) => place(out, "left", &format!("column = {number}")),
        Place::Left(heading) => place(out, "left", &format!("heading = {}", quoted(heading))),
        Place::LeftUp(heading) => place(out, "left-up", &format!("heading = {}", quoted(heading))),
        Place::Up(level) => place(out, "up", &level_line(*level)),
        Place::UpLeft(level) => place(out, "up-left", &level_line(*level)),
        Place::Right => place(out, "right", ""),
        Place::Sheet(pattern) => place(out, "sheet", &format!("pattern = {}", quoted(pattern))),
    }
    if let Some(feeds) = &field.feeds {
        line(out, &format!("feeds = {}", quoted(feeds)), "");
    }
    if let Some(system) = field.system {
        line(out, &format!("system = {}", quoted(system.as_str())), "");
    }
    if let Some(other) = &field.confirm {
        line(out, &format!("confirm = {}", quoted(other)), "");
    }
    if !field.values.is_empty() || !field.open.is_empty() {
        line(out, "values = [", "");
        for value in &field.values {
            line(out, &format!("    {{ text = {}, {} }},", quoted(&value.text), value.says.toml()), &value.why);
        }
        for open in &field.open {
            line(out, &format!("    {}", comment(&open_line(open))), "");
        }
        line(out, "]", "");
    }
    if !field.marks.is_empty() {
        let marks: Vec<String> = field
            .marks
            .iter()
            .map(|(mark, status, _)| match status {
                Some(status) => format!("{{ mark = {}, status = {} }}", quoted(mark), quoted(status)),
                None => format!("{{ mark = {} }}", quoted(mark)),
            })
            .collect();
        let why: Vec<&str> = field.marks.iter().map(|(.., why)| why.as_str()).collect();
        line(out, &format!("marks = [{}]", marks.join(", ")), &why.join("; "));
    }
}

/// A label left open: the line to fill in, and what is near.
fn open_line(open: &UnmatchedLabel) -> String {
    let near: Vec<String> = open.candidates.iter().map(|(name, code)| format!("{code} `{name}`")).collect();
    let note = match (near.as_slice(), open.ambiguous) {
        ([], _) => "no name is near".to_owned(),
        (_, true) => format!("can mean {}", near.join(", ")),
        (_, false) => format!("near: {}", near.join(", ")),
    };
    format!("{{ text = {}, code = \"\" }},  # {}: {note}", quoted(&open.label), open.at)
}

fn level_line(level: u32) -> String {
    if level == 1 { String::new() } else { format!("level = {level}") }
}

fn place(out: &mut String, direction: &str, rest: &str) {
    line(out, &format!("direction = {}", quoted(direction)), "");
    if !rest.is_empty() {
        line(out, rest, "");
    }
}

fn block(out: &mut String, heading: &str) {
    let _ = writeln!(out, "\n{heading}");
}

/// A line, with its evidence behind it.
fn line(out: &mut String, text: &str, why: &str) {
    let beside = if why.is_empty() { String::new() } else { format!("  {}", comment(why)) };
    let _ = writeln!(out, "{text}{beside}");
}
