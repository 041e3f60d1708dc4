//! Growth against the test vectors of the methods (`h_outliers.json`), number by number.
//!
//! Hidiroglou and Berthelot: made with univOutl 0.5.0 in R, for made-up figures of twenty-one states. Series: the robust score of
//! Iglewicz and Hoaglin. Both compare to a millionth.

#![expect(clippy::unreadable_literal, reason = "numbers as they stand in the vectors")]

use std::fmt::Write;

use super::series::{Change, change, log_growth, robust_scores};
use super::states::{Bounds, effects};
use crate::spec::SizeClass;
use crate::validate::made_up_tests::made;

/// State, earlier and later figure.
const STATES: &[(&str, Option<i64>, Option<i64>)] = &[
    ("AGO", Some(61200), Some(63900)),
    ("BDI", Some(11800), Some(12300)),
    ("COM", Some(1450), Some(1490)),
    ("COD", Some(88300), Some(90100)),
    ("DJI", Some(6400), None),
    ("EGY", Some(291000), Some(301500)),
    ("ERI", Some(2100), Some(2080)),
    ("ETH", Some(143500), Some(151200)),
    ("KEN", Some(52300), Some(54900)),
    ("LBY", Some(78800), Some(25300)),
    ("MDG", Some(9600), Some(9900)),
    ("MWI", Some(31900), Some(33400)),
    ("MUS", Some(14850), Some(15100)),
    ("RWA", Some(43200), Some(45100)),
    ("SYC", Some(3150), Some(31500)),
    ("SOM", Some(8800), Some(9100)),
    ("SDN", Some(102400), Some(106900)),
    ("SWZ", Some(5900), Some(6050)),
    ("TUN", Some(57700), Some(0)),
    ("UGA", Some(96800), Some(99900)),
    ("ZMB", Some(27300), Some(28500)),
];

struct Expected {
    size_weight: f64,
    least_spread: f64,
    spreads: f64,
    share: f64,
    bounds: (f64, f64),
    scores: &'static [(&'static str, f64)],
    outliers: &'static [&'static str],
}

const EXPECTED: &[Expected] = &[
    Expected {
        size_weight: 0.5,
        least_spread: 0.05,
        spreads: 4.0,
        share: 0.25,
        bounds: (-4.102425479126345, 7.780129804110427),
        scores: &[
            ("AGO", 1.9604299296678696),
            ("BDI", 0.6733439821751179),
            ("COM", -0.3191560172063162),
            ("COD", -4.617710231730209),
            ("EGY", 0.0),
            ("ERI", -2.1100380752448356),
            ("ETH", 6.596341824808304),
            ("KEN", 3.082553380833549),
            ("LBY", -625.1508981124466),
            ("MDG", -0.46625465656355636),
            ("MWI", 1.9296349723873436),
            ("MUS", -2.3260087648897505),
            ("RWA", 1.6190730957499129),
            ("SYC", 1535.5317526582435),
            ("SOM", -0.18372002293064482),
            ("SDN", 2.481269105188165),
            ("SWZ", -0.8085007245057209),
            ("UGA", -1.2427120150574518),
            ("ZMB", 1.2829206053483493),
        ],
        outliers: &["COD", "LBY", "SYC"],
    },
    Expected {
        size_weight: 0.4,
        least_spread: 0.05,
        spreads: 7.0,
        share: 0.25,
        bounds: (-2.560171025200542, 4.652426033175877),
        scores: &[
            ("AGO", 0.648337643870162),
            ("BDI", 0.2625708269467394),
            ("COM", -0.15370373110296642),
            ("COD", -1.475550908040535),
            ("EGY", 0.0),
            ("ERI", -0.9819024929497007),
            ("ETH", 2.001464879340883),
            ("KEN", 1.0350310337215094),
            ("LBY", -202.45673916903607),
            ("MDG", -0.18580596951244954),
            ("MWI", 0.6809269370372316),
            ("MUS", -0.8886150250323104),
            ("RWA", 0.5544326556409334),
            ("SYC", 545.0392095591934),
            ("SOM", -0.07383331223199213),
            ("SDN", 0.7794281692906913),
            ("SWZ", -0.3384580718142059),
            ("UGA", -0.39301936395737747),
            ("ZMB", 0.45995494730236475),
        ],
        outliers: &["LBY", "SYC"],
    },
    Expected {
        size_weight: 0.5,
        least_spread: 0.05,
        spreads: 4.0,
        share: 0.1,
        bounds: (-11.137396233031367, 15.141244278513991),
        scores: &[
            ("AGO", 1.9604299296678696),
            ("BDI", 0.6733439821751179),
            ("COM", -0.3191560172063162),
            ("COD", -4.617710231730209),
            ("EGY", 0.0),
            ("ERI", -2.1100380752448356),
            ("ETH", 6.596341824808304),
            ("KEN", 3.082553380833549),
            ("LBY", -625.1508981124466),
            ("MDG", -0.46625465656355636),
            ("MWI", 1.9296349723873436),
            ("MUS", -2.3260087648897505),
            ("RWA", 1.6190730957499129),
            ("SYC", 1535.5317526582435),
            ("SOM", -0.18372002293064482),
            ("SDN", 2.481269105188165),
            ("SWZ", -0.8085007245057209),
            ("UGA", -1.2427120150574518),
            ("ZMB", 1.2829206053483493),
        ],
        outliers: &["LBY", "SYC"],
    },
    Expected {
        size_weight: 0.0,
        least_spread: 0.05,
        spreads: 4.0,
        share: 0.25,
        bounds: (-0.03732531722945831, 0.030758516784269663),
        scores: &[
            ("AGO", 0.007755340942346978),
            ("BDI", 0.006071338224133527),
            ("COM", -0.008268179616688576),
            ("COD", -0.015383823243360961),
            ("EGY", 0.0),
            ("ERI", -0.04604480570975422),
            ("ETH", 0.016963960684382995),
            ("KEN", 0.013156017236950923),
            ("LBY", -2.2270078643902047),
            ("MDG", -0.004686035613870709),
            ("MWI", 0.010558492802445363),
            ("MUS", -0.01892879087867838),
            ("RWA", 0.007623917449787854),
            ("SYC", 8.651741293532337),
            ("SOM", -0.001925909142403981),
            ("SDN", 0.007589008084577076),
            ("SWZ", -0.01039447899804058),
            ("UGA", -0.003931766818364935),
            ("ZMB", 0.007599365808321101),
        ],
        outliers: &["ERI", "LBY", "SYC"],
    },
];

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-6 * one.abs().max(other.abs()) + 1e-12
}

#[test]
fn growth_among_states_is_that_of_hidiroglou_and_berthelot() {
    let figures: Vec<(Option<i64>, Option<i64>)> = STATES.iter().map(|(_, before, after)| (*before, *after)).collect();
    for expected in EXPECTED {
        let scores = effects(&figures, expected.size_weight).unwrap();
        let excluded: Vec<&str> = STATES.iter().zip(&scores).filter(|(_, score)| score.is_none()).map(|((state, ..), _)| *state).collect();
        assert_eq!(excluded, ["DJI", "TUN"], "a gap and a zero");
        let known: Vec<(&str, f64)> = STATES.iter().zip(&scores).filter_map(|((state, ..), score)| Some((*state, (*score)?))).collect();
        assert_eq!(known.len(), expected.scores.len());
        for ((state, score), (of, wanted)) in known.iter().zip(expected.scores) {
            assert!(state == of && near(*score, *wanted), "{state}: {score} for {wanted}");
        }
        let bounds = Bounds {
            size_weight: expected.size_weight,
            least_spread: expected.least_spread,
            spreads: expected.spreads,
            share: expected.share,
        };
        let (low, high) = bounds.of(&known.iter().map(|(_, score)| *score).collect::<Vec<_>>());
        assert!(near(low, expected.bounds.0) && near(high, expected.bounds.1), "{low} to {high} for {:?}", expected.bounds);
        let outliers: Vec<&str> = known.iter().filter(|(_, score)| *score < low || *score > high).map(|(state, _)| *state).collect();
        assert_eq!(outliers, expected.outliers);
    }
}

#[test]
fn the_shipped_rule_names_the_same_states() {
    let mut text = String::from("table,reporter,period,value,cell\n");
    for (row, (state, before, after)) in STATES.iter().enumerate() {
        let shown = |value: &Option<i64>| value.map(|value| value.to_string()).unwrap_or_default();
        let _ = writeln!(text, "IMM1,{state},2020,{},B{}\nIMM1,{state},2021,{},C{}", shown(before), row + 2, shown(after), row + 2);
    }
    let judged = made(&text).by("T05");
    let named: Vec<&str> = judged.findings.iter().map(|finding| finding.about.as_ref().unwrap().state.as_str()).collect();
    assert_eq!(judged.counts(), (16, 3, 2), "{judged:#?}");
    assert_eq!(named, ["COD", "LBY", "SYC"]);
}

struct Series {
    name: &'static str,
    values: &'static [f64],
    floor: f64,
    scores: Option<&'static [Option<f64>]>,
    flagged: &'static [usize],
}

const SERIES: &[Series] = &[
    Series {
        name: "level break",
        values: &[1200.0, 1260.0, 1310.0, 1350.0, 1420.0, 4200.0, 4350.0, 4500.0],
        floor: 0.0,
        scores: Some(&[
            Some(0.7536145778766822),
            Some(0.0),
            Some(-0.6744897501960817),
            Some(0.8880945218419958),
            Some(79.79072173544024),
            Some(-0.291844900407101),
            Some(-0.3826448497889783),
        ]),
        flagged: &[5],
    },
    Series {
        name: "level break",
        values: &[1200.0, 1260.0, 1310.0, 1350.0, 1420.0, 4200.0, 4350.0, 4500.0],
        floor: 0.05,
        scores: Some(&[
            Some(0.1974949583951685),
            Some(0.0),
            Some(-0.17675922024791338),
            Some(0.23273725826315247),
            Some(20.91024474852959),
            Some(-0.07648192876806861),
            Some(-0.10027729147984416),
        ]),
        flagged: &[5],
    },
    Series {
        name: "spike and return: both years of the spike are flagged",
        values: &[1200.0, 1260.0, 1310.0, 1350.0, 13500.0, 1420.0, 1490.0, 1540.0],
        floor: 0.0,
        scores: Some(&[
            Some(0.7236568626245755),
            Some(0.0),
            Some(-0.6476774080917531),
            Some(165.88981405930352),
            Some(-167.888884059353),
            Some(0.6744897501960816),
            Some(-0.43304144234400727),
        ]),
        flagged: &[4, 5],
    },
    Series {
        name: "spike and return: both years of the spike are flagged",
        values: &[1200.0, 1260.0, 1310.0, 1350.0, 13500.0, 1420.0, 1490.0, 1540.0],
        floor: 0.05,
        scores: Some(&[
            Some(0.1974949583951685),
            Some(0.0),
            Some(-0.17675922024791338),
            Some(45.27339353488744),
            Some(-45.81896460161776),
            Some(0.18407664189049447),
            Some(-0.11818239563007094),
        ]),
        flagged: &[4, 5],
    },
    Series {
        name: "trend only",
        values: &[100.0, 110.0, 121.0, 133.1, 146.41, 161.051],
        floor: 0.0,
        scores: Some(&[Some(0.0), Some(0.0), Some(0.0), Some(0.0), Some(0.0)]),
        flagged: &[],
    },
    Series {
        name: "trend only",
        values: &[100.0, 110.0, 121.0, 133.1, 146.41, 161.051],
        floor: 0.05,
        scores: Some(&[Some(0.0), Some(0.0), Some(-3.885780586188048e-15), Some(0.0), Some(-3.885780586188048e-15)]),
        flagged: &[],
    },
    Series { name: "too short", values: &[10.0, 20.0, 90.0], floor: 0.0, scores: None, flagged: &[] },
    Series { name: "too short", values: &[10.0, 20.0, 90.0], floor: 0.05, scores: None, flagged: &[] },
    Series {
        name: "zero inside",
        values: &[50.0, 55.0, 0.0, 58.0, 60.0, 63.0, 66.0, 69.0],
        floor: 0.0,
        scores: Some(&[
            Some(14.496172890002859),
            None,
            None,
            Some(-3.7491047278254963),
            Some(0.6744897501960817),
            Some(0.0),
            Some(-0.6145040605471702),
        ]),
        flagged: &[1, 4],
    },
    Series {
        name: "zero inside",
        values: &[50.0, 55.0, 0.0, 58.0, 60.0, 63.0, 66.0, 69.0],
        floor: 0.05,
        scores: Some(&[
            Some(0.9758032833886405),
            None,
            None,
            Some(-0.2523692791842298),
            Some(0.045402970690782835),
            Some(0.0),
            Some(-0.041365061281182225),
        ]),
        flagged: &[],
    },
    Series {
        name: "tenfold slip",
        values: &[5210.0, 5330.0, 5490.0, 56100.0, 5700.0, 5850.0, 5990.0],
        floor: 0.0,
        scores: Some(&[
            Some(-0.4046038112301788),
            Some(0.9443756891619844),
            Some(455.7747611371602),
            Some(-458.170649884953),
            Some(0.2304979308380934),
            Some(-0.2304979308380934),
        ]),
        flagged: &[3, 4],
    },
    Series {
        name: "tenfold slip",
        values: &[5210.0, 5330.0, 5490.0, 56100.0, 5700.0, 5850.0, 5990.0],
        floor: 0.05,
        scores: Some(&[
            Some(-0.04082472461898315),
            Some(0.09528797400518596),
            Some(45.987898767275695),
            Some(-46.22964512663145),
            Some(0.023257355196679638),
            Some(-0.023257355196679638),
        ]),
        flagged: &[3, 4],
    },
    Series {
        name: "covid drop",
        values: &[98000.0, 101000.0, 104500.0, 107800.0, 21500.0, 36000.0, 88000.0, 109000.0],
        floor: 0.0,
        scores: Some(&[
            Some(-0.014669114648136581),
            Some(0.0),
            Some(-0.011154880667261403),
            Some(-6.170827735258968),
            Some(1.804439536313539),
            Some(3.222623706439947),
            Some(0.6744897501960816),
        ]),
        flagged: &[4],
    },
    Series {
        name: "covid drop",
        values: &[98000.0, 101000.0, 104500.0, 107800.0, 21500.0, 36000.0, 88000.0, 109000.0],
        floor: 0.05,
        scores: Some(&[
            Some(-0.014669114648136581),
            Some(0.0),
            Some(-0.011154880667261403),
            Some(-6.170827735258968),
            Some(1.804439536313539),
            Some(3.222623706439947),
            Some(0.6744897501960816),
        ]),
        flagged: &[4],
    },
];

#[test]
fn scores_of_a_series_are_those_of_the_vectors() {
    for series in SERIES {
        // In thousandths, since one of the series is no whole number.
        #[expect(clippy::cast_possible_truncation, reason = "a few thousand")]
        let values: Vec<Option<i64>> = series.values.iter().map(|value| Some((value * 1000.0).round() as i64)).collect();
        let growth: Vec<Option<f64>> = values.windows(2).map(|pair| log_growth(pair[0], pair[1])).collect();
        let scores = robust_scores(&growth, series.floor, 4);
        let Some(expected) = series.scores else {
            assert_eq!(scores, None, "{}: too short", series.name);
            continue;
        };
        let scores = scores.unwrap();
        assert_eq!(scores.len(), expected.len());
        for (score, wanted) in scores.iter().zip(expected) {
            let agrees = match (score, wanted) {
                (Some(score), Some(wanted)) => near(*score, *wanted),
                (None, None) => true,
                _ => false,
            };
            assert!(agrees, "{} with floor {}: {score:?} for {wanted:?}", series.name, series.floor);
        }
        let flagged: Vec<usize> =
            (1..).zip(&scores).filter(|(_, score)| score.is_some_and(|score| score.abs() > 3.5)).map(|(at, _)| at).collect();
        assert_eq!(flagged, series.flagged, "{} with floor {}", series.name, series.floor);
    }
}

#[test]
fn limits_of_change_go_by_size() {
    let class = |below, per_cent| SizeClass { below, per_cent };
    let classes = [class(Some(100), None), class(Some(1_000), Some(100.0)), class(Some(10_000), Some(50.0)), class(None, Some(30.0))];
    let cases = [
        (Some(20), Some(90), "too small to test"),
        (Some(400), Some(790), "ok"),
        (Some(400), Some(810), "flag"),
        (Some(5000), Some(7400), "ok"),
        (Some(5000), Some(7600), "flag"),
        (Some(50000), Some(66000), "flag"),
        (Some(50000), Some(64000), "ok"),
        (Some(0), Some(5), "not computable"),
        (None, Some(5), "not computable"),
    ];
    for (before, after, expected) in cases {
        let told = match change(before, after, &classes, 0) {
            Change::TooSmall => "too small to test",
            Change::Within => "ok",
            Change::Beyond(_) => "flag",
            Change::Incomputable => "not computable",
        };
        assert_eq!(told, expected, "{before:?} to {after:?}");
    }
}
