//! Slips of the pen against the test vectors of the methods (`h_outliers.json`).

#![expect(clippy::unreadable_literal, reason = "numbers as they stand in the vectors")]

use super::slips::{is_swapped, power_of_ten, scaled};

#[test]
fn a_power_of_ten_is_a_slip_and_a_large_change_is_none() {
    // Figures in tenths, since one of the vectors is 28.5.
    let cases = [
        (Some(54900), Some(561000), Some((1, 56100))),
        (Some(54900), Some(56000), None),
        (Some(273000), Some(285), Some((-3, 285000))),
        (Some(31500), Some(315000), Some((1, 31500))),
        (Some(1000), Some(4500), None),
        (None, Some(50), None),
        (Some(1000), Some(0), None),
    ];
    for (previous, current, expected) in cases {
        let slip = previous.zip(current).and_then(|(previous, current)| Some((power_of_ten(previous, current, 0.12)?.0, current)));
        assert_eq!(slip.map(|(power, current)| (power, scaled(current, -power))), expected, "{previous:?} to {current:?}");
    }
}

#[test]
fn two_digits_that_changed_places_are_told_from_other_differences() {
    for (published, recomputed, expected) in
        [(1324, 1234, true), (1234, 1234, false), (1243, 1234, true), (4321, 1234, false), (120, 12, false)]
    {
        assert_eq!(is_swapped(published, recomputed), expected, "{published} for {recomputed}");
    }
}
