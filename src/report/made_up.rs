//! Pages of made-up states for the tests: no figure, name, file or explanation here is anybody's.

use super::model::*;

/// Texts that a sender might type to break a page, a workbook or a reader.
pub(super) const HOSTILE: [&str; 5] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "=cmd|' /C calc'!A0",
    "total \u{202e}54321\u{2069}",
    "javascript:alert(1)",
];

/// The report of a made-up state, Examplia.
pub(super) fn page(language: &str) -> ReportPage {
    let arabic = language == "ar";
    ReportPage {
        costs: vec![CostLine { table: "IMM1".into(), year: 2023, breakdown: "age".into(), asked: 21, lost: 9, ..CostLine::default() }],
        about: About {
            code: "EXA".to_owned(),
            name: if arabic { "إكسمبليا" } else { "Examplia" }.to_owned(),
            is_region: false,
            language: language.to_owned(),
            collection: if arabic { "جمع مختلق لعام 2024" } else { "Made-up collection 2024" }.to_owned(),
            standard: "made-up".to_owned(),
            standard_version: "0.1.0".to_owned(),
            program: "concord 0.0.0".to_owned(),
            files: vec![
                FileLine {
                    file: "examplia_2024.xlsx".to_owned(),
                    sha256: Some("0123456789abcdef".repeat(4)),
                    received_on: Some("2024-05-14".to_owned()),
                    days_late: Some(14),
                    error: None,
                },
                FileLine {
                    file: "الجدول الثاني.csv".to_owned(), error: Some("the file is broken off".to_owned()), ..FileLine::default()
                },
            ],
        },
        summary: summary(2),
        states: Vec::new(),
        gaps: gaps(arabic),
        findings: findings(),
        sheets: vec![picture()],
        mirrors: mirrors(),
        series: series(),
        definitions: vec![definition()],
        recommendations: recommendations(),
        sources: sources(),
        explanations: vec![
            ExplanationLine {
                rule: "C07".to_owned(),
                table: Some("POP1".to_owned()),
                years: Some("2022-2023".to_owned()),
                text: "The census of 2022 replaced the register.".to_owned(),
                who: "Made-up office of Examplia".to_owned(),
                until: Some("2026-12-31".to_owned()),
                covers: 1,
            },
            ExplanationLine {
                rule: "missing".to_owned(),
                text: "No such permits exist.".to_owned(),
                who: "A. Nobody".to_owned(),
                ..ExplanationLine::default()
            },
        ],
    }
}

/// The report of a made-up region.
pub(super) fn region(language: &str) -> ReportPage {
    let line = |code: &str, name: &str, errors: u64| StateLine {
        code: code.to_owned(),
        name: name.to_owned(),
        report: Some(format!("{}.html", code.to_lowercase())),
        summary: summary(errors),
        days_late: Some(if errors > 0 { 14 } else { -3 }),
        ask: (errors > 0).then(|| "Send acquisitions of citizenship for 2023, which the yearbook already prints.".to_owned()),
    };
    let mut states = vec![line("EXA", "Examplia", 2), line("NOW", "Nowhereland", 0), line("UTO", "يوتوبيا", 1)];
    states.push(StateLine { code: "SIL".to_owned(), name: "Silentia".to_owned(), ..StateLine::default() });
    let mut page = page(language);
    page.about.is_region = true;
    page.about.name = "Made-up region".to_owned();
    page.states = states;
    page
}

/// The report of a state that sent nothing.
pub(super) fn empty(language: &str) -> ReportPage {
    ReportPage { about: About { language: language.to_owned(), name: "Silentia".to_owned(), ..About::default() }, ..ReportPage::default() }
}

/// The report of a made-up state whose texts are meant to do harm.
pub(super) fn hostile(language: &str) -> ReportPage {
    let mut page = page(language);
    let all = HOSTILE.join(" ");
    page.about.name.clone_from(&all);
    page.about.collection.clone_from(&all);
    page.about.files[0].file.clone_from(&all);
    for (cell, text) in page.sheets[0].rows.iter_mut().flat_map(|row| &mut row.cells).zip(HOSTILE.iter().cycle()) {
        cell.text = (*text).to_owned();
        for mark in &mut cell.marks {
            mark.message = format!("the cell holds `{all}`");
        }
    }
    page.sheets[0].sheet.clone_from(&all);
    page.sheets[0].file.clone_from(&all);
    let finding = &mut page.findings[0].findings[0];
    for text in [
        &mut finding.file,
        &mut finding.sheet,
        &mut finding.cells,
        &mut finding.value,
        &mut finding.expected,
        &mut finding.hint,
        &mut finding.mapping,
        &mut finding.explanation,
    ] {
        *text = Some(all.clone());
    }
    finding.also = vec![all.clone()];
    finding.message.clone_from(&all);
    page.gaps.rows[0].label.clone_from(&all);
    page.gaps.rows[0].cells[0].label.clone_from(&all);
    page.gaps.rows[0].cells[0].details = vec![all.clone()];
    page.mirrors[0].partner_name.clone_from(&all);
    page.series[0].title.clone_from(&all);
    page.definitions[0].title.clone_from(&all);
    page.definitions[0].lines[0].evidence = Some(all.clone());
    page.recommendations[0].note = Some(all.clone());
    page.sources[0].source = Some(all.clone());
    page.explanations[0].text.clone_from(&all);
    page.explanations[0].who.clone_from(&all);
    page.states = vec![StateLine { name: all, report: Some("javascript:alert(1)".to_owned()), ..StateLine::default() }];
    page.about.is_region = true;
    page
}

fn counted(code: &str, label: &str, count: u64) -> Counted {
    Counted { code: code.to_owned(), label: label.to_owned(), count }
}

fn summary(errors_open: u64) -> Summary {
    Summary {
        observations: 12_480,
        tables: 5,
        errors_open,
        warnings_open: 3,
        information: 41,
        explained: 1,
        gaps: vec![
            counted("received", "received", 14),
            counted("partial", "received in part", 3),
            counted("late", "received late", 2),
            counted("missing", "missing", 6),
            counted("not-collected", "not collected", 1),
        ],
        grades: vec![
            counted("A", "A: as shared", 240),
            counted("B", "B: near", 153),
            counted("C", "C: partly", 719),
            counted("X", "X: not comparable", 408),
            counted("U", "U: not stated", 122),
        ],
        unknown: vec![Share { label: "citizenship".to_owned(), per_mille: 37 }, Share { label: "reason".to_owned(), per_mille: 412 }],
        blocking: if errors_open > 0 {
            vec!["POP1 2023: parts do not add up to their total.".to_owned(), "ACQ1 2023 is missing, and nobody said why.".to_owned()]
        } else {
            Vec::new()
        },
    }
}

fn gaps(arabic: bool) -> GapMatrix {
    let statuses = super::html::GAPS;
    let rows = ["POP1", "POP2", "IMM1", "EMI1", "ACQ1"].iter().enumerate().map(|(row, code)| GapRow {
        code: (*code).to_owned(),
        label: if arabic { "السكان حسب الجنسية" } else { "Population by citizenship, sex and age" }.to_owned(),
        cells: (0..6)
            .map(|column| {
                let status = statuses[(row * 2 + column) % statuses.len()];
                GapCell {
                    status: status.to_owned(),
                    label: status.replace('-', " "),
                    explained: (row + column) % 5 == 3,
                    details: if column % 2 == 0 { vec!["The breakdown by age lacks since 2021.".to_owned()] } else { Vec::new() },
                    breakdowns: if column == 2 {
                        vec![Breakdown {
                            label: "citizenship (each member state)".to_owned(),
                            status: "partial".to_owned(),
                            status_label: "received in part".to_owned(),
                        }]
                    } else {
                        Vec::new()
                    },
                }
            })
            .collect(),
    });
    GapMatrix { columns: (2018..2024).map(|year| year.to_string()).collect(), rows: rows.collect() }
}

fn findings() -> Vec<FindingGroup> {
    let finding = |anchor: &str, message: &str, cells: &str| FindingLine {
        anchor: anchor.to_owned(),
        message: message.to_owned(),
        file: Some("examplia_2024.xlsx".to_owned()),
        sheet: Some("Table 1".to_owned()),
        cells: Some(cells.to_owned()),
        count: 1,
        mapping: Some("mappings/exa/population.toml:31".to_owned()),
        picture: Some(0),
        ..FindingLine::default()
    };
    vec![
        FindingGroup {
            rule: Some("C05".to_owned()),
            code: "validate/part-whole-mismatch".to_owned(),
            severity: "error".to_owned(),
            severity_label: "error".to_owned(),
            label: "Male, female and unknown add up to both sexes".to_owned(),
            why: "A sum that does not hold shows that one of its cells is wrong, and nobody can tell which.".to_owned(),
            fix: "Compare the four cells with the source and send the table again.".to_owned(),
            origin: "Made-up handbook, rule 5".to_owned(),
            findings: vec![FindingLine {
                value: Some("1 050 147".to_owned()),
                expected: Some("1,050,000".to_owned()),
                also: vec!["C5".to_owned(), "D5".to_owned()],
                ..finding("finding-1", "both sexes are 1,050,147, male, female and unknown add to 1,050,000", "B5")
            }],
        },
        FindingGroup {
            rule: Some("C07".to_owned()),
            code: "validate/jump".to_owned(),
            severity: "warning".to_owned(),
            severity_label: "warning".to_owned(),
            label: "A figure does not change by more than half within a year".to_owned(),
            why: "A jump may be an event, a new source, or a slip of the keyboard.".to_owned(),
            fix: "Say what happened, or send the right figure.".to_owned(),
            origin: "Made-up handbook, rule 7".to_owned(),
            findings: vec![
                FindingLine {
                    explanation: Some("The census of 2022 replaced the register.".to_owned()),
                    ..finding("finding-2", "2,310 after 780 the year before", "B7")
                },
                FindingLine {
                    hint: Some("state the break in the notes".to_owned()),
                    count: 4,
                    ..finding("finding-3", "12 after 480 the year before", "D7")
                },
            ],
        },
        FindingGroup {
            code: "map/unknown-label".to_owned(),
            severity: "information".to_owned(),
            severity_label: "information".to_owned(),
            label: "A label is in no list".to_owned(),
            fix: "Add it to the mapping.".to_owned(),
            findings: vec![FindingLine {
                value: Some("جنسيات أخرى".to_owned()),
                ..finding("finding-4", "`جنسيات أخرى` is in no list", "A40")
            }],
            ..FindingGroup::default()
        },
    ]
}

fn picture() -> SheetPicture {
    let cell = |address: &str, text: &str| SheetCell {
        address: address.to_owned(),
        text: text.to_owned(),
        is_number: !text.is_empty() && text.chars().all(|sign| sign.is_ascii_digit() || sign == ' '),
        column_span: 1,
        row_span: 1,
        marks: Vec::new(),
    };
    let mark = |severity: &str, takes_part: bool, anchor: &str, message: &str| Mark {
        severity: severity.to_owned(),
        takes_part,
        message: message.to_owned(),
        anchor: anchor.to_owned(),
    };
    let sum = "both sexes are 1,050,147, male, female and unknown add to 1,050,000";
    let mut rows = vec![
        SheetRow {
            number: 1,
            skipped: 0,
            cells: vec![SheetCell { column_span: 4, ..cell("A1", "Table 1. Population by citizenship, 2023 (made up)") }],
        },
        SheetRow {
            number: 3,
            skipped: 1,
            cells: ["Citizenship", "Both sexes", "Male", "Female"]
                .iter()
                .zip(["A3", "B3", "C3", "D3"])
                .map(|(text, at)| cell(at, text))
                .collect(),
        },
        SheetRow {
            number: 5,
            skipped: 1,
            cells: vec![cell("A5", "Total"), cell("B5", "1050147"), cell("C5", "520000"), cell("D5", "530000")],
        },
        SheetRow { number: 6, skipped: 0, cells: vec![cell("A6", "Nationals"), cell("B6", ""), cell("C6", "510000"), cell("D6", "..")] },
        SheetRow {
            number: 7,
            skipped: 0,
            cells: vec![cell("A7", "Utopia / يوتوبيا"), cell("B7", "2310"), cell("C7", "1100"), cell("D7", "12")],
        },
        SheetRow {
            number: 40,
            skipped: 32,
            cells: vec![cell("A40", "جنسيات أخرى"), cell("B40", "17"), cell("C40", "9"), cell("D40", "8")],
        },
    ];
    rows[2].cells[1].marks = vec![mark("error", false, "finding-1", sum)];
    rows[2].cells[2].marks = vec![mark("error", true, "finding-1", sum)];
    rows[2].cells[3].marks = vec![mark("error", true, "finding-1", sum)];
    rows[4].cells[1].marks = vec![mark("explained", false, "finding-2", "2,310 after 780 the year before")];
    rows[4].cells[3].marks = vec![mark("warning", false, "finding-3", "12 after 480 the year before")];
    rows[5].cells[0].marks = vec![mark("information", false, "finding-4", "`جنسيات أخرى` is in no list")];
    SheetPicture {
        file: "examplia_2024.xlsx".to_owned(),
        sheet: "Table 1".to_owned(),
        right_to_left: false,
        columns: ["A", "B", "C", "D"]
            .iter()
            .map(|name| SheetColumn { name: (*name).to_owned(), skipped: u32::from(*name == "D") * 3 })
            .collect(),
        rows,
        left_out: vec!["Two columns are hidden at the source and stay hidden.".to_owned()],
    }
}

fn mirrors() -> Vec<MirrorLine> {
    let side = |value: i64, source: &str| MirrorSide {
        value,
        table: "POP1".to_owned(),
        grade: "B".to_owned(),
        source: source.to_owned(),
        period: "2022-12-31".to_owned(),
        place: Some("examplia_2024.xlsx Table 1!B7".to_owned()),
    };
    let line = |year: &str, own: i64, other: i64| MirrorLine {
        subject: "Stocks of citizens".to_owned(),
        year: year.to_owned(),
        partner: "UTO".to_owned(),
        partner_name: "Utopia".to_owned(),
        own: Some(side(own, "EXA_REGISTER")),
        other: Some(side(other, "UTO_CENSUS")),
        difference: Some(own - other),
        #[expect(clippy::cast_precision_loss, reason = "small made-up figures")]
        ratio: Some(own as f64 / other as f64),
        #[expect(clippy::cast_precision_loss, reason = "small made-up figures")]
        symmetric_index: Some(2.0 * (own - other) as f64 / (own + other) as f64),
        explained_by: vec!["One counts on 31 December, the other on 30 June.".to_owned()],
    };
    let mut lines = vec![line("2021", 780, 2400), line("2022", 2310, 2450), line("2023", 61_200, 58_986)];
    lines.push(MirrorLine {
        own: None,
        difference: None,
        ratio: None,
        symmetric_index: None,
        explained_by: Vec::new(),
        ..line("2024", 1, 980)
    });
    lines
}

fn series() -> Vec<Series> {
    let points = |values: [Option<i64>; 8]| {
        (2016..2024).zip(values).map(|(year, value)| Point { year, value, is_break: year == 2022, is_marked: year == 2023 }).collect()
    };
    vec![
        Series {
            title: "Population by citizenship".to_owned(),
            table: "POP1".to_owned(),
            source: "EXA_REGISTER".to_owned(),
            points: points([
                Some(981_000),
                Some(990_500),
                Some(1_001_000),
                None,
                Some(1_020_000),
                Some(1_031_000),
                Some(1_180_000),
                Some(1_050_147),
            ]),
        },
        Series {
            title: "Immigration".to_owned(),
            table: "IMM1".to_owned(),
            source: "EXA_BORDER".to_owned(),
            points: points([Some(120), Some(180), Some(90), Some(0), Some(15), Some(310), Some(480), Some(12)]),
        },
        Series {
            title: "Acquisitions of citizenship".to_owned(),
            table: "ACQ1".to_owned(),
            source: "EXA_COURT".to_owned(),
            points: points([None; 8]),
        },
    ]
}

fn definition() -> DefinitionTable {
    let line = |question: &str, value: Option<&str>, distance: Option<&str>, label: &str| DefinitionLine {
        question: question.to_owned(),
        value: value.map(str::to_owned),
        distance: distance.map(str::to_owned),
        distance_label: label.to_owned(),
        evidence: value.map(|_| "examplia_2024.xlsx, sheet Notes, A4".to_owned()),
    };
    DefinitionTable {
        source: "EXA_REGISTER".to_owned(),
        table: "POP1".to_owned(),
        title: "Population by citizenship, sex and age".to_owned(),
        grades: vec![counted("B", "B: near", 153), counted("U", "U: not stated", 12)],
        lines: vec![
            line("Who is counted?", Some("usual residents"), Some("0"), "as shared"),
            line("From which length of stay?", Some("six months"), Some("2"), "differs"),
            line("Are asylum seekers in it?", None, Some("unknown"), "not known"),
            line("On which day?", Some("31 December"), None, "does not enter the grade"),
        ],
    }
}

fn recommendations() -> Vec<Recommendation> {
    let ask = |rank: u32, status: &str, text: &str| Recommendation {
        id: format!("exa-pop1-{rank}"),
        rank,
        state: "EXA".to_owned(),
        text: text.to_owned(),
        benefit: "It would make 719 figures comparable.".to_owned(),
        status: status.to_owned(),
        status_label: status.to_owned(),
        since: (rank == 2).then(|| "2023".to_owned()),
        note: (rank == 2).then(|| "The office asks for time until the next census.".to_owned()),
    };
    vec![
        ask(1, "open", "State from which length of stay a person is counted."),
        ask(2, "agreed", "Send ages above 80 in five-year groups."),
        ask(3, "open", "Send acquisitions of citizenship for 2023."),
    ]
}

fn sources() -> Vec<SourceLine> {
    let line = |axis: &str, source: Option<&str>, standing: &str| SourceLine {
        state: "EXA".to_owned(),
        axis: axis.to_owned(),
        source: source.map(str::to_owned),
        standing: standing.to_owned(),
        standing_label: standing.replace('-', " "),
        reliability: source.map(|_| "complete for nationals, not for foreigners".to_owned()),
    };
    vec![
        line("immigration", Some("Border cards"), "not-shared"),
        line("emigration", None, "none"),
        line("stocks", Some("Population register"), "shared"),
    ]
}
