//! A draft from files to text: tables sheet by sheet, joined where they have one layout, then run and refined.

use std::collections::{BTreeMap, BTreeSet};

use super::block::{Block, blocks};
use super::cells::{NumberHabit, View, number_habit};
use super::labels_sheet::StatedLabel;
use super::plan::{Draft, Guess, Place, Plan, SetAside, TablePlan, Todo};
use super::recognise::Recogniser;
use super::refine::refine;
use super::source;
use super::table::{Builder, NoTable, slug};
use super::words::Words;
use crate::model::{IgnoreReason, NumberText};
use crate::read::Workbook;
use crate::spec::{Language, Standard};

/// How long the id of a draft may become.
const LONGEST_ID: usize = 48;

/// What a person states beforehand.
#[derive(Debug, Clone, Default)]
pub struct DraftOptions {
    /// Labels and codes that a person filled in.
    pub labels: Vec<StatedLabel>,
}

/// Why no draft could be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// There is no file.
    #[error("no file to draft a mapping from")]
    NoFile,
    /// No sheet holds figures under a header.
    #[error("no table of `{file}` could be drafted: {because}")]
    NoTable {
        /// The first file.
        file: String,
        /// What was in the way.
        because: String,
    },
    /// A code in a sheet of labels is not in its list.
    #[error(transparent)]
    Labels(#[from] super::labels_sheet::LabelsError),
}

/// Drafts a mapping from one or several files of the same layout.
///
/// The first file is taken apart; the others show which texts stand in every file and which labels occur.
///
/// # Errors
/// No file is given, none holds a table, or a stated label has a code that its list does not know.
pub fn draft(workbooks: &[&Workbook], standard: &Standard, words: &Words, options: &DraftOptions) -> Result<Draft, DraftError> {
    let first = *workbooks.first().ok_or(DraftError::NoFile)?;
    let habit = number_habit(workbooks);
    let numbers = habit.as_ref().map_or_else(|| NumberText::undeclared(first.decimal), NumberHabit::numbers);
    let languages = source::languages(workbooks, standard, words);
    let mut plan = empty_plan(first, &languages);
    plan.numbers = habit.map(|habit| {
        let why = format!("reads {} texts, such as `{}`", habit.read, habit.example);
        Guess::new((habit.decimal, habit.groups), why)
    });
    tables(first, standard, words, &numbers, &languages.value, &mut plan);
    if plan.tables.is_empty() {
        let because = "no sheet holds figures under a row of headings".to_owned();
        return Err(DraftError::NoTable { file: first.identity.name.to_string(), because });
    }
    identity(workbooks, &mut plan);
    refine(workbooks, standard, plan, options)
}

fn empty_plan(first: &Workbook, languages: &Guess<Vec<Language>>) -> Plan {
    let name = first.identity.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let id: String = slug(stem, '-').chars().take(LONGEST_ID).collect();
    Plan {
        id: if id.is_empty() { "draft".to_owned() } else { id },
        title: stem.to_owned(),
        sender: Guess::new("TODO".to_owned(), "a placeholder: alpha-3 code of the state, or the id of an agency"),
        name: Guess::new("SOURCE".to_owned(), "a placeholder: a short name such as ECONOMIC_SURVEY"),
        office: Guess::new("to be stated".to_owned(), ""),
        languages: languages.clone(),
        vintage: Guess::new(String::new(), ""),
        contains: Vec::new(),
        numbers: None,
        set_aside: Vec::new(),
        tables: Vec::new(),
        todos: Vec::new(),
    }
}

/// The tables of every sheet; sheets without one are set aside.
fn tables(first: &Workbook, standard: &Standard, words: &Words, numbers: &NumberText, languages: &[Language], plan: &mut Plan) {
    let views: Vec<View<'_>> = first.sheets.iter().map(|sheet| View::new(sheet, numbers)).collect();
    let found: Vec<Vec<Block>> = views.iter().map(|view| blocks(view, words)).collect();
    let texts: Vec<&str> = views
        .iter()
        .zip(&found)
        .flat_map(|(view, blocks)| {
            blocks.iter().flat_map(|block| block.above.iter().chain(&block.below)).map(|(_, text)| text.as_str()).chain([&*view.sheet.name])
        })
        .collect();
    let states = source::states_named(&texts, standard, languages);
    let mut builder = Builder { standard, words, recogniser: Recogniser { standard, languages }, states: &states, any: false };
    let mut ids = BTreeSet::new();
    let mut aside: BTreeMap<(IgnoreReason, String), Vec<String>> = BTreeMap::new();
    for (view, blocks) in views.iter().zip(&found) {
        if view.rows().is_empty() {
            continue;
        }
        let mut reasons = Vec::new();
        let mut drafted = 0;
        for block in blocks {
            match builder.build(view, block, &table_id(view, &mut ids)) {
                Ok(built) => match copy_of(plan, &built.table) {
                    Some(original) => {
                        let because = format!("its figures are those of table `{original}`");
                        reasons.push(NoTable { reason: IgnoreReason::Repeated, because });
                    }
                    None => drafted += usize::from(join(plan, built.table, built.todos)),
                },
                Err(reason) => reasons.push(reason),
            }
        }
        let named = plan.tables.iter().any(|table| table.sheets.iter().any(|sheet| **sheet == *view.sheet.name));
        if drafted == 0 && !named {
            let (reason, because) = reasons
                .into_iter()
                .next()
                .map_or((IgnoreReason::Index, "no figures stand under a row of headings".to_owned()), |none| (none.reason, none.because));
            aside.entry((reason, because)).or_default().push(view.sheet.name.to_string());
        }
    }
    if plan.tables.is_empty() {
        // No list knows a label: the block with the most figures is drafted all the same, and everything about it is asked.
        builder.any = true;
        let all = views.iter().zip(&found).flat_map(|(view, blocks)| blocks.iter().map(move |block| (view, block)));
        let mut all: Vec<(&View<'_>, &Block)> = all.collect();
        all.sort_by_key(|(view, block)| (std::cmp::Reverse(block.rows.len().min(200) * block.values.len().min(50)), view.sheet.index));
        if let Some((view, built)) =
            all.into_iter().find_map(|(view, block)| Some((view, builder.build(view, block, &table_id(view, &mut ids)).ok()?)))
        {
            join(plan, built.table, built.todos);
            for sheets in aside.values_mut() {
                sheets.retain(|sheet| **sheet != *view.sheet.name);
            }
            aside.retain(|_, sheets| !sheets.is_empty());
        }
    }
    for ((reason, because), sheets) in aside {
        if matches!(reason, IgnoreReason::OutOfScope | IgnoreReason::Repeated) {
            plan.todos.push(Todo {
                question: format!(
                    "{} set aside: does it hold figures for the exchange?",
                    sheets.iter().map(|sheet| format!("`{sheet}`")).collect::<Vec<_>>().join(", ")
                ),
                table: None,
                key: "set-aside".to_owned(),
                at: None,
                evidence: Some(because.clone()),
            });
        }
        plan.set_aside.push(SetAside { sheets, reason, because });
    }
}

fn table_id(view: &View<'_>, ids: &mut BTreeSet<String>) -> String {
    let base =
        Some(slug(&view.sheet.name, '-')).filter(|slug| !slug.is_empty()).unwrap_or_else(|| format!("sheet-{}", view.sheet.index + 1));
    let mut id = base.clone();
    let mut number = 2;
    while ids.contains(&id) {
        id = format!("{base}-{number}");
        number += 1;
    }
    ids.insert(id.clone());
    id
}

/// The table of which this one is a copy on another sheet, perhaps a stale one.
fn copy_of(plan: &Plan, table: &TablePlan) -> Option<String> {
    let same = |other: &&TablePlan| {
        let equal = other.figures.iter().zip(&table.figures).filter(|(one, two)| one == two).count();
        headings(other) == headings(table) && table.figures.len() >= 10 && equal * 10 >= table.figures.len().max(other.figures.len()) * 9
    };
    plan.tables.iter().find(same).map(|other| other.id.clone())
}

/// Adds a table, or its sheet to one of the same layout; false where it can't be told from another.
fn join(plan: &mut Plan, mut table: TablePlan, mut todos: Vec<Todo>) -> bool {
    let same = plan.tables.iter().position(|other| headings(other) == headings(&table));
    if let Some(position) = same {
        let other = &mut plan.tables[position];
        let shared_sheet = table.sheets.iter().any(|sheet| other.sheets.contains(sheet));
        let same_shape =
            other.fields.iter().map(|field| (&field.name, &field.feeds)).eq(table.fields.iter().map(|field| (&field.name, &field.feeds)))
                && other.to.value == table.to.value
                && same_but_for_numbers(Some(&other.value_labels.join("|")), Some(&table.value_labels.join("|")))
                && same_but_for_numbers(other.title.as_deref(), table.title.as_deref())
                && other.year.as_ref().map(|year| year.value) == table.year.as_ref().map(|year| year.value);
        if same_shape && !shared_sheet {
            other.sheets.append(&mut table.sheets);
            if other.title != table.title {
                other.title = None;
            }
            return true;
        }
        // Two tables under the same headings on one sheet are told apart by their titles alone.
        if shared_sheet && (other.title.is_none() || table.title.is_none() || other.title == table.title) {
            plan.todos.push(Todo {
                question: format!(
                    "a second table under the same headings stands on sheet `{}` and is not described: how is it told from the first?",
                    table.sheets.join("`, `")
                ),
                table: Some(other.id.clone()),
                key: "title".to_owned(),
                at: todos.first().and_then(|todo| todo.at.clone()),
                evidence: None,
            });
            return false;
        }
    }
    plan.todos.append(&mut todos);
    plan.tables.push(table);
    true
}

/// Whether two titles differ in nothing but digits, such as a year or the number of the table's part.
fn same_but_for_numbers(one: Option<&str>, other: Option<&str>) -> bool {
    let plain = |text: &str| text.chars().filter(|c| !c.is_ascii_digit()).collect::<String>();
    match (one, other) {
        (Some(one), Some(other)) => plain(one) == plain(other),
        (None, None) => true,
        _ => false,
    }
}

fn headings(table: &TablePlan) -> Vec<&str> {
    let of_fields = table.fields.iter().filter_map(|field| match &field.place {
        Place::Left(heading) | Place::LeftUp(heading) => Some(heading.as_str()),
        _ => None,
    });
    let mut headings: Vec<&str> = of_fields.chain(table.columns.iter().chain(&table.header).map(String::as_str)).collect();
    headings.sort_unstable();
    headings
}

/// Texts to know the file by, its edition, and what only a person can state.
fn identity(workbooks: &[&Workbook], plan: &mut Plan) {
    let titles: Vec<String> = plan.tables.iter().filter_map(|table| table.title.clone()).collect();
    let headings: Vec<String> =
        plan.tables.iter().flat_map(|table| headings(table).into_iter().map(str::to_owned).collect::<Vec<_>>()).collect();
    plan.contains = source::contains(workbooks, &titles, &headings);
    let said: Vec<&str> = titles.iter().map(String::as_str).chain([plan.title.as_str()]).collect();
    plan.vintage = source::vintage(
        &said,
        plan.tables.iter().filter_map(|table| table.latest_year.max(table.year.as_ref().map(|year| year.value))).max(),
    );
    if let Some(title) = titles.first() {
        plan.title = title.chars().take(180).collect();
    }
    if plan.title.chars().count() < 3 {
        plan.title = format!("Draft of {}", plan.id);
    }
    let vintage = plan.vintage.why.clone();
    let ask = |question: &str, key: &str, evidence: Option<String>| Todo {
        question: question.to_owned(),
        table: None,
        key: key.to_owned(),
        at: None,
        evidence,
    };
    plan.todos.splice(
        0..0,
        [
            ask("who sends the file, and what is the source called?", "source.sender", None),
            ask("which edition is this?", "source.vintage", Some(vintage)),
            ask("by which definition are the people counted: how long must a stay be, and who is left out?", "source", None),
        ],
    );
}
