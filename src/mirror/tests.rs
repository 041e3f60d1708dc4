//! Made-up figures of three states and two agencies.

use std::collections::BTreeMap;
use std::sync::Arc;

use polars::prelude::DataFrame;

use super::{Comparison, Measures, Mirror, lines, mirror_columns, mirror_frame, mirrors, system_index};
use crate::grade::{Grader, Place};
use crate::harmonise::{Harmonised, MappingUsed, Published, StandardTable};
use crate::model::{Calendar, Code, Period, Status, StatusSet, TableId};
use crate::spec::{Language, Profile, SourceRank};
use crate::testing::{mapping_with_profile, standard};
use crate::texts::say;

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

/// A made-up figure, to be changed by the methods below.
#[derive(Clone)]
struct Made {
    table: &'static str,
    reporter: &'static str,
    dimensions: Vec<&'static str>,
    source: &'static str,
    vintage: &'static str,
    period: Period,
    value: Option<i64>,
    range: Option<(i32, i32)>,
    status: Option<Status>,
    profile: Option<Arc<Profile>>,
    sex: &'static str,
    step: i32,
    note: Option<&'static str>,
}

fn made(table: &'static str, reporter: &'static str, partner: &'static str, source: &'static str, value: i64) -> Made {
    let stock = standard().table(table).unwrap().stat_type == crate::model::StatType::Stock;
    let period = if stock { Period::stock(2023, 12, 31).unwrap() } else { Period::year(2023).unwrap() };
    let dimensions = vec![partner];
    Made {
        table,
        reporter,
        dimensions,
        source,
        vintage: "2024",
        period,
        value: Some(value),
        range: None,
        status: None,
        profile: None,
        sex: "_T",
        step: 1,
        note: None,
    }
}

impl Made {
    fn on(mut self, period: Period) -> Self {
        self.period = period;
        self
    }

    fn edition(mut self, vintage: &'static str) -> Self {
        self.vintage = vintage;
        self
    }

    fn hidden(mut self, range: Option<(i32, i32)>) -> Self {
        (self.value, self.range, self.status) = (None, range, Some(Status::Q));
        self
    }

    fn missing(mut self) -> Self {
        (self.value, self.status) = (None, Some(Status::O));
        self
    }

    fn stating(mut self, states: &str) -> Self {
        let mapping = mapping_with_profile(states);
        self.profile = mapping.profiles.first().cloned();
        assert!(self.profile.is_some());
        self
    }

    fn published(&self) -> Published {
        let (table, period) = (standard().table(self.table).unwrap(), Arc::new(self.period.clone()));
        let dimensions: Vec<Code> = self.dimensions.iter().map(|text| code(text)).collect();
        let (reporter, age) = (code(self.reporter), code("_T"));
        let place =
            Place { table, reporter: &reporter, period: &period, calendar: Calendar::Gregorian, dimensions: &dimensions, age: &age };
        let graded = Grader::new(standard()).grade(self.profile.as_ref(), &place).unwrap();
        let mapping = MappingUsed {
            id: "made-up".parse().unwrap(),
            file: "made_up.toml".into(),
            sha256: String::new(),
            sender: self.source.split(':').next().unwrap().parse().unwrap(),
            source_id: self.source.parse().unwrap(),
            vintage: self.vintage.to_owned(),
        };
        let key = format!("{}|{}|{:?}|{}|{}|{}", self.table, self.reporter, self.dimensions, self.source, self.vintage, self.period.end());
        Published {
            observation: crate::model::key_id(&key),
            reporter,
            period,
            dimensions,
            sex: code(self.sex),
            age,
            value: self.value,
            range: self.range,
            status: self.status.into_iter().collect::<StatusSet>(),
            graded,
            mapping: Arc::new(mapping),
            step: self.step,
            note: self.note.map(Arc::from),
            submission: "made-up".into(),
            place: crate::diag::Place::file(&"made_up.csv".into()),
        }
    }
}

fn tables(figures: &[Made], contradicted: &[Made]) -> Harmonised {
    let mut tables: BTreeMap<TableId, StandardTable> = BTreeMap::new();
    for (figure, of_conflict) in figures.iter().map(|one| (one, false)).chain(contradicted.iter().map(|one| (one, true))) {
        let spec = standard().table(figure.table).unwrap();
        let empty = || StandardTable {
            spec: spec.clone(),
            frame: DataFrame::empty(),
            conflicts: DataFrame::empty(),
            published: Vec::new(),
            contradicted: Vec::new(),
        };
        let table = tables.entry(spec.id.clone()).or_insert_with(empty);
        if of_conflict { table.contradicted.push(figure.published()) } else { table.published.push(figure.published()) }
    }
    Harmonised { tables }
}

fn run(figures: &[Made], order: &[&str]) -> Vec<Mirror> {
    let order: Vec<SourceRank> = order.iter().map(|rank| rank.parse().unwrap()).collect();
    mirrors(standard(), &tables(figures, &[]), &order)
}

fn only(figures: &[Made]) -> Mirror {
    let mut found = run(figures, &["own"]);
    assert_eq!(found.len(), 1, "{found:?}");
    found.pop().unwrap()
}

fn sentences(mirror: &Mirror, language: Language) -> Vec<String> {
    mirror.explained.iter().map(|said| say(said, language, standard())).collect()
}

fn says(mirror: &Mirror, words: &str) -> bool {
    sentences(mirror, Language::EN).iter().any(|sentence| sentence.contains(words))
}

/// Pairs with their measures as they were worked out elsewhere: sender, receiver, difference, ratio, relative, symmetric, logarithm,
/// share. The first is Spain to Germany 2007 (Wisniowski et al. 2013, Journal of Official Statistics 29(4)).
type WorkedOut = (Option<i64>, Option<i64>, Option<i64>, [Option<f64>; 5]);

const WORKED_OUT: [WorkedOut; 6] = [
    (
        Some(3601),
        Some(15515),
        Some(-11914),
        [
            Some(0.232_097_969_706_735_4),
            Some(-0.767_902_030_293_264_5),
            Some(-1.246_495_082_653_274_8),
            Some(-1.460_595_713_233_605_4),
            Some(0.232_097_969_706_735_4),
        ],
    ),
    (Some(0), Some(12), Some(-12), [Some(0.0), Some(-1.0), Some(-2.0), None, Some(0.0)]),
    (Some(12), Some(0), Some(12), [None, None, Some(2.0), None, Some(0.0)]),
    (Some(0), Some(0), Some(0), [None; 5]),
    (None, Some(40), None, [None; 5]),
    (Some(100), Some(100), Some(0), [Some(1.0), Some(0.0), Some(0.0), Some(0.0), Some(1.0)]),
];

#[test]
fn measures_are_those_worked_out_elsewhere_and_zero_is_not_missing() {
    for (first, second, difference, expected) in WORKED_OUT {
        let found = Measures::of(first, second);
        assert_eq!(found.difference, difference, "{first:?} {second:?}");
        let measures = [found.ratio, found.relative, found.symmetric_index, found.log_ratio, found.share];
        for (found, expected) in measures.iter().zip(expected) {
            assert_eq!(found.is_some(), expected.is_some(), "{first:?} {second:?} {measures:?}");
            assert!((found.unwrap_or(0.0) - expected.unwrap_or(0.0)).abs() < 1e-12, "{first:?} {second:?}");
        }
    }
}

#[test]
fn the_index_of_a_system_takes_pairs_with_both_reports() {
    // Four made-up regions, worked out elsewhere; the two pairs with one report are left out: 158 of 902.
    let receiver = [[0, 120, 60, 15], [80, 0, 45, 30], [-1, 66, 0, 24], [10, 28, 40, 0]];
    let sender = [[0, 100, 30, 12], [60, 0, 20, 21], [110, 90, 0, -1], [9, 40, 26, 0]];
    let pairs = sender.iter().flatten().zip(receiver.iter().flatten()).filter(|(one, other)| **one >= 0 && **other >= 0);
    let index = system_index(pairs.map(|(one, other)| (*one, *other))).unwrap();
    assert!((index - 0.175_166_297_117_516_63).abs() < 1e-12, "{index}");
    assert_eq!(system_index(std::iter::empty()), None);
    assert_eq!(system_index([(0, 0)].into_iter()), None);
}

#[test]
fn departures_stand_beside_arrivals_of_the_same_year() {
    let found = only(&[made("EMI2", "KEN", "UGA", "KEN:BORDER", 3601), made("IMM2", "UGA", "KEN", "UGA:BORDER", 15515)]);
    assert_eq!((found.mirror.as_str(), found.state.as_str(), found.partner.as_str()), ("departures", "KEN", "UGA"));
    assert_eq!((found.year.as_str(), found.comparison, found.both()), ("2023", Comparison::States, Some((3601, 15515))));
    assert_eq!(found.days_apart, Some(0));
    assert_eq!(found.view, None);
}

#[test]
fn the_last_day_of_a_year_is_the_first_of_the_next_and_other_days_compare_with_their_distance() {
    let abroad = made("NAB1", "KEN", "UGA", "KEN:CONSULATES", 900);
    let there = made("POP1", "UGA", "KEN", "UGA:CENSUS", 1000);
    let on = |year, month, day| there.clone().on(Period::stock(year, month, day).unwrap());
    let same = only(&[abroad.clone(), on(2024, 1, 1)]);
    assert_eq!((same.year.as_str(), same.days_apart, same.both()), ("2023", Some(0), Some((900, 1000))));
    assert!(!says(&same, "apart"), "{:?}", sentences(&same, Language::EN));
    assert_eq!(same.view.as_ref().map(TableId::as_str), Some("NAB4"));
    let apart = only(&[abroad.clone(), on(2023, 7, 1)]);
    assert_eq!(apart.days_apart, Some(183));
    assert!(says(&apart, "Kenya counts on 2023-12-31, Uganda on 2023-07-01: 183 days apart."), "{:?}", sentences(&apart, Language::EN));
    assert_eq!(run(&[abroad, on(2023, 1, 1)], &["own"]).len(), 2, "1 January 2023 is 31 December 2022");
}

#[test]
fn a_missing_figure_is_never_0_and_zeros_give_no_ratio() {
    let departures = made("EMI2", "KEN", "UGA", "KEN:BORDER", 0);
    let arrivals = made("IMM2", "UGA", "KEN", "UGA:BORDER", 12);
    let zero = only(&[departures.clone(), arrivals.clone()]);
    assert_eq!((zero.measures.ratio, zero.measures.symmetric_index), (Some(0.0), Some(-2.0)));
    let missing = only(&[departures.clone().missing(), arrivals.clone()]);
    assert_eq!((missing.both(), missing.measures), (None, Measures::default()));
    assert!(says(&missing, "KEN:BORDER gives no figure"), "{:?}", sentences(&missing, Language::EN));
    let alone = only(&[arrivals]);
    assert!(alone.first.is_none() && says(&alone, "There is no figure of Kenya."));
    assert!(run(&[departures.missing()], &["own"]).is_empty(), "nothing to say of a pair that nobody counts");
}

#[test]
fn a_hidden_figure_gives_no_ratio_and_is_said() {
    let arrivals = made("IMM2", "UGA", "KEN", "UGA:BORDER", 12);
    let hidden = made("EMI2", "KEN", "UGA", "KEN:BORDER", 0).hidden(Some((1, 4)));
    let found = only(&[hidden, arrivals.clone()]);
    assert_eq!(found.measures, Measures::default());
    assert!(says(&found, "hides its figure, which is 1 to 4; no ratio"), "{:?}", sentences(&found, Language::EN));
    let withheld = only(&[made("EMI2", "KEN", "UGA", "KEN:BORDER", 0).hidden(None), arrivals]);
    assert!(says(&withheld, "suppressed"), "{:?}", sentences(&withheld, Language::EN));
}

#[test]
fn sources_about_one_partner_are_compared_with_each_other_in_the_order_of_the_pipeline() {
    let figures = [
        made("POP2", "KEN", "UGA", "UNDESA:MATRIX", 271_149),
        made("POP2", "KEN", "UGA", "WB:MATRIX", 30_486),
        made("POP2", "KEN", "UGA", "UNDESA:MATRIX", 5).edition("2010"),
    ];
    let mut figures = figures;
    figures[1].note = Some("country of birth or citizenship");
    let found = run(&figures, &["own"]);
    assert!(says(&found[0], "WB:MATRIX adds: country of birth or citizenship"));
    assert_eq!(found.len(), 1, "of a source its latest edition: {found:?}");
    assert_eq!((found[0].state.as_str(), found[0].partner.as_str(), found[0].both()), ("UGA", "KEN", Some((271_149, 30_486))));
    assert_eq!(found[0].comparison, Comparison::Sources);
    let turned = run(&figures, &["own", "WB", "UNDESA"]);
    assert_eq!(turned[0].both(), Some((30_486, 271_149)));
    let with_own = [figures.as_slice(), &[made("POP2", "KEN", "UGA", "KEN:CENSUS", 31_000)]].concat();
    let firsts: Vec<_> = run(&with_own, &["own", "WB"]).iter().map(|mirror| mirror.both().unwrap()).collect();
    assert_eq!(firsts, [(31_000, 30_486), (31_000, 271_149), (30_486, 271_149)]);
}

#[test]
fn an_agency_speaks_for_a_partner_only_where_the_order_says_so() {
    let departures = made("EMI2", "KEN", "UGA", "KEN:BORDER", 10);
    let agency = made("IMM2", "UGA", "KEN", "UNDESA:FLOWS", 20);
    let own_only = run(&[departures.clone(), agency.clone()], &["own"]);
    assert!(own_only[0].second.is_none() && says(&own_only[0], "the order of sources leaves out UNDESA:FLOWS"));
    assert_eq!(run(&[departures.clone(), agency.clone()], &["own", "UNDESA"])[0].both(), Some((10, 20)));
    let own = made("IMM2", "UGA", "KEN", "UGA:BORDER", 12);
    let both = run(&[departures.clone(), agency, own.clone()], &["own", "UNDESA"]);
    let told: Vec<_> = both.iter().map(|mirror| (mirror.comparison, mirror.both().unwrap())).collect();
    assert_eq!(told, [(Comparison::States, (10, 12)), (Comparison::Sources, (12, 20))]);
    let tied = run(&[departures.clone(), own, made("IMM2", "UGA", "KEN", "UGA:CENSUS", 13)], &["own"]);
    assert!(tied[0].second.is_none() && says(&tied[0], "one place in the order of sources (UGA:BORDER, UGA:CENSUS)"));
    let conflict = tables(&[departures], &[made("IMM2", "UGA", "KEN", "UGA:BORDER", 12)]);
    let conflict = mirrors(standard(), &conflict, &[SourceRank::Own]);
    assert!(conflict[0].second.is_none() && says(&conflict[0], "contradictory"));
}

#[test]
fn dual_citizens_counted_as_nationals_are_said_first_and_unknown_is_said_as_unknown() {
    let abroad = made("NAB1", "KEN", "UGA", "KEN:CONSULATES", 900).stating("nationals_abroad_base = \"consular_registered\"\n");
    let there = made("POP1", "UGA", "KEN", "UGA:CENSUS", 500)
        .on(Period::stock(2024, 1, 1).unwrap())
        .stating("dual_citizenship_rule = \"national_first\"\ncovers_refugees = \"no\"\n");
    let found = only(&[abroad, there]);
    let said = sentences(&found, Language::EN);
    assert!(said[0].starts_with("The partner counts persons who are citizens of both states"), "{said:?}");
    assert!(says(&found, "Who is counted as a national abroad? Kenya: Persons registered with a consulate."), "{said:?}");
    assert!(says(&found, "Are refugees in the figure? Uganda: No."), "{said:?}");
    assert!(says(&found, "Not stated by Kenya:") && says(&found, "Not stated by Uganda:"), "{said:?}");
    assert!(!said.iter().any(|sentence| sentence.to_lowercase().contains("error")), "{said:?}");
    let open = &found.second.as_ref().unwrap().open;
    assert!(open.iter().any(|id| id.as_str() == "residence_threshold_months"), "{open:?}");
}

#[test]
fn minimum_stays_are_compared_and_stressed_but_never_applied() {
    let departures = made("EMI2", "KEN", "UGA", "KEN:BORDER", 10_000).stating("absence_threshold_months = 6\n");
    let arrivals = made("IMM2", "UGA", "KEN", "UGA:BORDER", 8_000).stating("residence_threshold_months = 12\n");
    let found = only(&[departures.clone(), arrivals.clone()]);
    assert_eq!(found.both(), Some((10_000, 8_000)));
    let said = sentences(&found, Language::EN);
    assert!(says(&found, "Kenya: 6 months.") && says(&found, "Uganda: 12 months."), "{said:?}");
    let stress = "With a minimum stay of 12 months instead of 6, Kenya would count 7,300 to 8,900: an estimate";
    assert!(says(&found, stress) && says(&found, "never applied"), "{said:?}");
    let unknown = only(&[departures, made("IMM2", "UGA", "KEN", "UGA:BORDER", 8_000)]);
    assert!(!says(&unknown, "With a minimum stay"), "one of the stays is not known");
    assert!(says(&unknown, "Uganda: not stated."), "{:?}", sentences(&unknown, Language::EN));
}

#[test]
fn what_both_state_alike_explains_nothing_and_codes_of_two_tables_are_no_difference() {
    let states = "partner_basis = \"next_usual_residence\"\nunit_counted = \"move\"\nabsence_threshold_months = 12\n";
    let departures = made("EMI2", "KEN", "UGA", "KEN:BORDER", 10).stating(states);
    let states = "partner_basis = \"previous_usual_residence\"\nunit_counted = \"move\"\nresidence_threshold_months = 12\n";
    let found = only(&[departures, made("IMM2", "UGA", "KEN", "UGA:BORDER", 8).stating(states)]);
    for question in ["partner country?", "one unit?", "minimum stay", "minimum absence"] {
        assert!(!says(&found, question), "{:?}", sentences(&found, Language::EN));
    }
}

#[test]
fn only_members_get_a_statement_and_only_states_are_partners() {
    let refugees = |origin| Made { dimensions: vec![origin, "REF"], ..made("REF1", "UGA", origin, "UNHCR:POPSTATS", 7) };
    let found = run(&[refugees("SOM"), refugees("SSD"), refugees("_U"), refugees("UGA")], &["UNHCR"]);
    let states: Vec<&str> = found.iter().map(|mirror| mirror.state.as_str()).collect();
    assert_eq!(states, ["SOM"], "South Sudan is no member, and nobody is a refugee at home");
}

#[test]
fn the_columns_hold_what_the_frame_has() {
    let found = run(
        &[
            made("EMI2", "KEN", "UGA", "KEN:BORDER", 3601),
            made("IMM2", "UGA", "KEN", "UGA:BORDER", 15515),
            made("IMM2", "UGA", "ETH", "UGA:BORDER", 5),
        ],
        &["own"],
    );
    let frame = mirror_frame(standard(), &found).unwrap();
    let names: Vec<String> = frame.get_column_names().iter().map(ToString::to_string).collect();
    assert_eq!(names, mirror_columns().into_iter().map(|column| column.name).collect::<Vec<_>>());
    assert_eq!(frame.height(), 2);
    assert_eq!(frame.column("first_value").unwrap().i64().unwrap().iter().collect::<Vec<_>>(), [None, Some(3601)]);
}

#[test]
fn lines_speak_the_language_of_the_reader() {
    let abroad = made("NAB1", "KEN", "UGA", "KEN:CONSULATES", 900);
    let there = made("POP1", "UGA", "KEN", "UGA:CENSUS", 500).on(Period::stock(2023, 7, 1).unwrap());
    let found = run(&[abroad, there], &["own"]);
    for language in [Language::EN, Language::FR, Language::AR, Language::PT] {
        let lines = lines(&found, &code("KEN"), language, standard());
        assert_eq!(lines.len(), 1);
        let line = &lines[0];
        assert_eq!((line.own.as_ref().unwrap().value, line.other.as_ref().unwrap().value, line.difference), (900, 500, Some(400)));
        assert_eq!(line.own.as_ref().unwrap().period, "2023-12-31");
        let whole = format!("{} {}", line.subject, line.explained_by.join(" "));
        assert!(!whole.contains("mirror-") && !whole.contains('{'), "{whole}");
        insta::assert_snapshot!(format!("lines_{language}"), whole.replace(['\u{2068}', '\u{2069}'], ""));
    }
    assert!(lines(&found, &code("UGA"), Language::EN, standard()).is_empty());
}
