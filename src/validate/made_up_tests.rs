//! Figures for the tests of the rules, from small tables that a person can read.
//!
//! In: the text of a CSV file. With a column `reporter` its lines are published figures; with a column `sheet` they are cells of
//! located tables, and lines that begin with `#` say what a mapping would. Out: [`Made`], judged by one rule. What a line does
//! not say is the total, one source of the state itself, and a step of one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use polars::prelude::DataFrame;

use super::scorecard::{Scorecard, Tally};
use crate::diag::{Finding, Place, Staged};
use crate::grade::Graded;
use crate::harmonise::{Figure, Harmonised, LocatedFigures, MappingUsed, Published, StandardTable};
use crate::model::{Addressing, CellRange, CellRef, Code, DimensionId, Grade, Period, Status, StatusSet, TableId, key_id};
use crate::spec::{AddsUp, ConsistencyRule, Evidence, Parts, Profile, SourceRank, Statement};
use crate::testing::standard;

const FILE: &str = "made_up.csv";

/// A line of a CSV file, by column.
pub(super) struct Line(BTreeMap<String, String>);

impl Line {
    /// What stands in a column; nothing where it is empty or not there.
    pub(super) fn get(&self, column: &str) -> Option<&str> {
        self.0.get(column).map(String::as_str).filter(|text| !text.is_empty())
    }

    fn number<N: std::str::FromStr>(&self, column: &str) -> Option<N> {
        self.get(column).map(|text| text.parse().unwrap_or_else(|_| panic!("`{text}` in column `{column}` is no number")))
    }

    fn range(&self) -> Option<(i32, i32)> {
        Some((self.number("low")?, self.number("high")?))
    }

    /// Where its figure stands.
    pub(super) fn place(&self) -> Place {
        let cell: CellRef = self.get("cell").unwrap_or_else(|| panic!("a line names no cell")).parse().unwrap();
        sheet(self.get("sheet").unwrap_or("Sheet1"), Some(CellRange::single(cell)))
    }

    /// Words `name=value`, in their order.
    fn pairs(&self, column: &str) -> Vec<(&str, &str)> {
        let words = self.get(column).unwrap_or_default().split_whitespace();
        words.map(|word| word.split_once('=').unwrap_or_else(|| panic!("`{word}` is not written as name=value"))).collect()
    }
}

/// The lines of a CSV file.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text.as_bytes());
    let head = reader.headers().unwrap().clone();
    let columns = [
        "table", "reporter", "source", "vintage", "period", "codes", "sex", "age", "value", "low", "high", "step", "status", "note",
        "stated", "sheet", "cell", "part", "memo", "expected", "proposes", "severity",
    ];
    for column in &head {
        assert!(columns.contains(&column), "there is no column `{column}`; there are {}", columns.join(", "));
    }
    let line =
        |record: csv::StringRecord| Line(head.iter().zip(&record).map(|(column, text)| (column.to_owned(), text.to_owned())).collect());
    reader.records().map(|record| line(record.unwrap())).collect()
}

fn sheet(name: &str, cells: Option<CellRange>) -> Place {
    Place { file: Arc::from(FILE), sheet: Some(Arc::from(name)), cells, addressing: Addressing::Letters }
}

/// Figures as a run would give them.
pub(super) struct Made {
    published: BTreeMap<TableId, Vec<Published>>,
    located: Vec<LocatedFigures>,
}

/// Figures from CSV.
pub(super) fn made(text: &str) -> Made {
    let mut made = Made { published: BTreeMap::new(), located: Vec::new() };
    made.add(text);
    made
}

impl Made {
    /// Adds further lines.
    pub(super) fn add(&mut self, text: &str) {
        let lines = lines(text);
        if lines.first().is_some_and(|line| line.0.contains_key("reporter")) {
            for line in &lines {
                let (table, one) = published(line);
                self.published.entry(table).or_default().push(one);
            }
        } else {
            self.located.extend(located(&lines, text));
        }
    }

    /// Judges them by some rules.
    pub(super) fn judge(&self, rules: Vec<ConsistencyRule>) -> Staged<Scorecard> {
        let mut standard = standard().clone();
        standard.rules = rules;
        let table = |(id, published): (&TableId, &Vec<Published>)| {
            let table = StandardTable {
                spec: standard.table(id.as_str()).unwrap().clone(),
                frame: DataFrame::empty(),
                conflicts: DataFrame::empty(),
                published: published.clone(),
                contradicted: Vec::new(),
            };
            (id.clone(), table)
        };
        let tables = Harmonised { tables: self.published.iter().map(table).collect() };
        let mirrors = crate::mirror::mirrors(&standard, &tables, &[SourceRank::Own]);
        super::validate(&standard, &tables, &self.located, &mirrors).unwrap()
    }

    /// Judges them by one rule of the shipped standard.
    pub(super) fn by(&self, rule: &str) -> Judgement {
        let rule = standard().rules.iter().find(|one| *one.id == *rule).unwrap_or_else(|| panic!("no rule `{rule}`")).clone();
        self.by_rule(rule)
    }

    /// Judges them by one rule.
    pub(super) fn by_rule(&self, rule: ConsistencyRule) -> Judgement {
        Judgement::of(&rule.id.clone(), self.judge(vec![rule]))
    }
}

/// What a rule says of made-up figures.
#[derive(Debug)]
pub(super) struct Judgement {
    /// How often it held, or not.
    pub tally: Tally,
    /// Its findings.
    pub findings: Vec<Finding>,
}

impl Judgement {
    /// What one of several rules says.
    pub(super) fn of(rule: &str, judged: Staged<Scorecard>) -> Self {
        let tally = judged.value.rules.get(rule).cloned().unwrap_or_default();
        Self { tally, findings: judged.findings.into_iter().filter(|finding| finding.rule.as_deref() == Some(rule)).collect() }
    }

    /// Passed, failed, undecided.
    pub(super) fn counts(&self) -> (u64, u64, u64) {
        (self.tally.passed, self.tally.failed, self.tally.undecided)
    }

    /// The cell of each finding, with those it names beside it.
    pub(super) fn cells(&self) -> Vec<(String, Vec<String>)> {
        let show = |place: &Place| place.cells.unwrap().show(Addressing::Letters);
        self.findings.iter().map(|finding| (show(finding.at.as_ref().unwrap()), finding.also.iter().map(show).collect())).collect()
    }
}

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

/// `2020` is a flow, `2020-12-31` a stock, `2020-12@2021-01-01` a stock on a day that is filed under a period.
fn period(text: &str) -> Period {
    match text.split_once('@') {
        Some((filed, day)) => Period::parse_sdmx(filed).unwrap().seen_on(day.parse::<Date>().unwrap()),
        None => Period::parse_sdmx(text).unwrap(),
    }
}

fn mapping(source: &str, vintage: &str) -> Arc<MappingUsed> {
    Arc::new(MappingUsed {
        id: "made-up".parse().unwrap(),
        file: "made_up.toml".into(),
        sha256: String::new(),
        sender: source.split(':').next().unwrap().parse().unwrap(),
        source_id: source.parse().unwrap(),
        vintage: vintage.to_owned(),
    })
}

fn published(line: &Line) -> (TableId, Published) {
    let table = standard().table(line.get("table").unwrap()).unwrap();
    let reporter = line.get("reporter").unwrap();
    let named: BTreeMap<&str, &str> = line.pairs("codes").into_iter().collect();
    for name in named.keys() {
        assert!(table.dimensions.iter().any(|dimension| dimension.as_str() == *name), "{} has no dimension `{name}`", table.id);
    }
    let source = line.get("source").map_or_else(|| format!("{reporter}:MADE_UP"), ToOwned::to_owned);
    let one = Published {
        observation: 0,
        reporter: code(reporter),
        period: Arc::new(period(line.get("period").unwrap())),
        dimensions: table.dimensions.iter().map(|dimension| code(named.get(dimension.as_str()).unwrap_or(&"_T"))).collect(),
        sex: code(line.get("sex").unwrap_or("_T")),
        age: code(line.get("age").unwrap_or("_T")),
        value: line.number("value"),
        range: line.range(),
        status: statuses(line.get("status").unwrap_or_default()),
        graded: graded(line),
        mapping: mapping(&source, line.get("vintage").unwrap_or("2024")),
        step: line.number("step").unwrap_or(1),
        note: line.get("note").map(Arc::from),
        submission: "made-up".into(),
        place: line.place(),
    };
    let key = format!("{}|{}|{}|{}", table.id, one.mapping.source_id, one.mapping.vintage, one.place_key());
    (table.id.clone(), Published { observation: key_id(&key), ..one })
}

fn statuses(text: &str) -> StatusSet {
    let status = |letter: char| Status::ALL.iter().copied().find(|status| status.as_str() == letter.to_string()).unwrap();
    text.chars().filter(|letter| *letter != ' ').map(status).collect()
}

/// A grade that nobody looks at, with what the source states.
fn graded(line: &Line) -> Arc<Graded> {
    let statement = |value: &str| Statement {
        value: value.to_owned(),
        share: None,
        conditions: BTreeSet::new(),
        evidence: Evidence::default(),
        line: 1,
    };
    let stated = line.pairs("stated");
    let statements = stated.iter().map(|(name, value)| (name.parse().unwrap(), statement(value))).collect();
    let profile = Profile { name: "made-up".to_owned(), statements, ..Profile::default() };
    let profiles = if stated.is_empty() { Vec::new() } else { vec![Arc::new(profile)] };
    Arc::new(Graded {
        grade: Grade::ALL[0],
        causes: Vec::new(),
        profile_id: Arc::from("made-up"),
        profiles,
        costs: Vec::new(),
        statuses: StatusSet::default(),
    })
}

/// The located tables of a file, in the order of their names.
fn located(lines: &[Line], text: &str) -> Vec<LocatedFigures> {
    let mut tables: BTreeMap<&str, LocatedFigures> = BTreeMap::new();
    for line in lines {
        let name = line.get("table").unwrap();
        let table = tables.entry(name).or_insert_with(|| empty(name, line.get("sheet").unwrap()));
        // A line without codes only marks a cell, such as that of a sentence.
        if line.get("codes").is_some() {
            add_cell(table, line);
        }
    }
    for (number, words) in text.lines().enumerate().filter_map(|(at, line)| Some((at + 1, line.strip_prefix('#')?))) {
        let words: Vec<&str> = words.split_whitespace().collect();
        if let [table, what, rest @ ..] = words.as_slice()
            && let Some(table) = tables.get_mut(table)
        {
            declare(table, what, rest, u32::try_from(number).unwrap());
        }
    }
    tables.into_values().collect()
}

fn empty(name: &str, on: &str) -> LocatedFigures {
    LocatedFigures {
        sheet: sheet(on, None),
        fields: Vec::new(),
        telling: Vec::new(),
        additive: Vec::new(),
        adds_up: Vec::new(),
        mapping: mapping("KEN:MADE_UP", "2024"),
        table: name.parse().unwrap(),
        same_total_as: Vec::new(),
        step: 1,
        figures: Vec::new(),
        countries: BTreeSet::new(),
        unplaced: 0,
        texts: Vec::new(),
    }
}

fn field(table: &mut LocatedFigures, name: &str) -> usize {
    table.fields.iter().position(|field| field == name).unwrap_or_else(|| {
        table.fields.push(name.to_owned());
        table.telling.push(true);
        table.additive.push(false);
        table.fields.len() - 1
    })
}

fn add_cell(table: &mut LocatedFigures, line: &Line) {
    let mut codes: BTreeMap<usize, Arc<str>> = BTreeMap::new();
    for (name, code) in line.pairs("codes") {
        codes.insert(field(table, name), Arc::from(code));
        if standard().is_country(code) {
            table.countries.insert(Arc::from(code));
        }
    }
    let memo = line.get("memo").map(|name| field(table, name)).into_iter().collect();
    table.figures.push(Figure {
        codes: (0..table.fields.len()).map(|at| codes.get(&at).cloned()).collect(),
        value: line.number("value"),
        range: line.range(),
        part: line.get("part").map(Arc::from),
        memo,
        at: line.place().cells.unwrap().first,
    });
}

/// What a mapping says of a table: `# arrivals adds-up citizenship _T rest`, `# arrivals same-total-as departures`.
fn declare(table: &mut LocatedFigures, what: &str, words: &[&str], line: u32) {
    match (what, words) {
        ("adds-up", [over, total, parts, more @ ..]) => {
            let parts = match *parts {
                "rest" => Parts::Rest,
                "countries" => Parts::Countries,
                listed => Parts::Codes(listed.split('+').map(code).collect()),
            };
            let over = field(table, over);
            table.adds_up.push(AddsUp {
                over,
                within: Vec::new(),
                total: code(total),
                parts,
                at_most: more.contains(&"at-most"),
                missing_add_nothing: more.contains(&"missing-add-nothing"),
                line,
            });
        }
        ("text", [cell, words @ ..]) => table.texts.push((cell.parse().unwrap(), Arc::from(words.join(" ")))),
        ("same-total-as", [other]) => table.same_total_as.push((other.parse().unwrap(), line)),
        ("unplaced", [count]) => table.unplaced = count.parse().unwrap(),
        ("step", [step]) => table.step = step.parse().unwrap(),
        _ => panic!("nothing is known of `{what} {}`", words.join(" ")),
    }
}

/// Dimensions and codes of a figure that a rule names.
pub(super) fn codes(named: &[(&str, &str)]) -> BTreeMap<DimensionId, Code> {
    named.iter().map(|(name, of)| (name.parse().unwrap(), code(of))).collect()
}
