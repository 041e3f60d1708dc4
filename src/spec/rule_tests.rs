use super::source::SpecSource;
use super::standard::Standard;

/// What is told about the shipped standard when a file of rules reads otherwise, with the line of the change.
fn told_after(path: &str, old: &str, new: &str) -> (usize, Vec<String>) {
    let shipped = SpecSource::shipped();
    let text = shipped.text(path).unwrap().unwrap();
    let at = text.find(old).unwrap_or_else(|| panic!("{path} has no `{old}`"));
    let line = text[..at].matches('\n').count() + 1;
    let broken = shipped.clone().with(path, &text.replacen(old, new, 1));
    let Err(error) = Standard::from_source(&broken) else { panic!("{path} still loads with `{new}`") };
    (line, error.problems().iter().map(ToString::to_string).collect())
}

#[track_caller]
fn refused(path: &str, old: &str, new: &str, words: &[&str]) {
    let path = format!("rules/{path}.toml");
    let (line, told) = told_after(&path, old, new);
    let [told] = told.as_slice() else { panic!("one problem, not {told:#?}") };
    assert!(told.contains(&format!("{path}:{line}")), "line {line}: {told}");
    for word in words {
        assert!(told.contains(word), "{word}: {told}");
    }
}

#[test]
fn a_parameter_that_a_kind_does_not_have_is_refused_with_the_nearest_name() {
    refused("3_over_time", "scale-floor = 0.05", "scale-flor = 0.05", &["unknown key `scale-flor`", "did you mean `scale-floor`"]);
    refused(
        "1_within_a_table",
        "but-for = [\"ADJ\", \"OTHER\"]",
        "but-four = [\"ADJ\"]",
        &["unknown key `but-four`", "did you mean `but-for`"],
    );
    refused("1_within_a_table", "kind = \"both-sexes\"", "kind = \"both-sexes\", blanks = 3", &["unknown key `blanks`"]);
    refused("2_across_tables", "{ table = \"IMM2\" }", "{ tabel = \"IMM2\", table = \"IMM2\" }", &["unknown key `tabel`"]);
    refused("3_over_time", "per-cent = 50 }", "per_cent = 50 }", &["unknown key `per_cent`", "did you mean `per-cent`"]);
}

#[test]
fn a_kind_a_table_or_a_number_that_can_not_be_is_refused_at_its_rule() {
    refused("1_within_a_table", "kind = \"both-sexes\"", "kind = \"both-sex\"", &["both-sex", "did you mean `both-sexes`"]);
    let told = |path: &str, old: &str, new: &str| told_after(path, old, new).1.join("\n");
    assert!(told("rules/2_across_tables.toml", "{ table = \"IMM2\" }", "{ table = \"IMN2\" }").contains("did you mean `IMM"));
    assert!(
        told("rules/3_over_time.toml", "spreads = 4, states = 8", "spreads = 4, quantile = 0.7, states = 8").contains("the rule `T05`")
    );
    assert!(
        told("rules/2_across_tables.toml", "codes = { balance_component = \"ADJ\" }", "codes = { balance_component = \"ADJJ\" }")
            .contains("`ADJJ` is not a code of the list of `balance_component`")
    );
    assert!(told("rules/1_within_a_table.toml", "\"STLS\", \"_U\"]", "\"STLES\", \"_U\"]").contains("`STLES` is not a code"));
    assert!(
        told("rules/1_within_a_table.toml", "[\"ADJ\", \"OTHER\"]", "[\"ADJ\", \"OTHERS\"]").contains("`OTHERS` is not a code of any list")
    );
    assert!(told("rules/4_against_others.toml", "\"departures\"", "\"departure\"").contains("did you mean `departures`?"));
    assert!(told("rules/3_over_time.toml", "cut = 3.5, ", "").contains("cut"), "a parameter that is required");
}
