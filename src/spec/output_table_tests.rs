//! Layouts that don't hold, and the shipped ones.

use super::*;
use crate::spec::{SpecSource, Standard};

fn told(text: &str) -> String {
    let source = SpecSource::shipped().with("outputs/mine.toml", text);
    Standard::from_source(&source).map_or_else(|error| error.to_string(), |_| String::new())
}

#[test]
fn what_is_wrong_with_a_layout_is_told_with_its_line_and_the_nearest_name() {
    let head = "schema = 1\nid = \"mine\"\ntitle = \"Mine\"\nplace = 1\nfor = \"region\"\n";
    for (rest, expected) in [
        ("tables = [\"IMM1\"]\nrows = \"reporter\"\ncolumns = \"year\"\ncolums = 1\n", "outputs/mine.toml:9: unknown key `colums`"),
        (
            "tables = [\"IMM9\"]\nrows = \"reporter\"\ncolumns = \"year\"\n",
            "outputs/mine.toml:6: the standard has no table `IMM9`\n  hint: did you mean `IMM1`?",
        ),
        (
            "tables = [\"IMM1\"]\nrows = \"citizenshp\"\ncolumns = \"year\"\n",
            "outputs/mine.toml:7: the table `IMM1` has no dimension `citizenshp`\n  hint: did you mean `citizenship`?",
        ),
        ("tables = [\"IMM1\", \"IMM2\"]\nrows = \"reporter\"\ncolumns = \"year\"\n", "outputs/mine.toml:6: `tables` must name one table"),
        (
            "rows = \"origin\"\ncolumns = \"destination\"\nmirror = \"departure\"\n",
            "outputs/mine.toml:8: there is no mirror `departure` with tables of both ends\n  hint: did you mean `departures`?",
        ),
        (
            "tables = [\"IMM1\"]\nrows = \"sex\"\ncolumns = \"year\"\ncodes = { sex = \"F\" }\n",
            "outputs/mine.toml:9: `sex` stands in rows or columns",
        ),
        ("tables = [\"IMM1\"]\nrows = \"sex\"\ncolumns = \"sex\"\n", "outputs/mine.toml:8: rows and columns are the same dimension"),
        (
            "tables = [\"IMM1\"]\nrows = \"sex\"\ncolumns = \"year\"\ncodes = { age = \"Y7X\" }\n",
            "outputs/mine.toml:9: `Y7X` is not a code",
        ),
    ] {
        let found = told(&format!("{head}{rest}"));
        assert!(found.contains(expected), "{expected}\n{found}");
    }
}

#[test]
fn shipped_layouts_are_in_order_and_have_a_sign_for_what_must_look_different() {
    let standard = crate::testing::standard();
    assert!(standard.outputs.windows(2).all(|pair| pair[0].place <= pair[1].place) && standard.outputs.len() >= 15);
    let signs: Vec<&String> =
        [OutputLayout::NOT_SENT, OutputLayout::NOT_CHOSEN, "O", "M", "Q"].iter().map(|shows| &standard.signs[*shows]).collect();
    let different: std::collections::BTreeSet<&&String> = signs.iter().collect();
    assert_eq!(different.len(), 5, "{signs:?}");
}
