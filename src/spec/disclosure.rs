//! What a region lets be published: thresholds, codes of confidentiality, embargoes, and what is more sensitive than the rest.
//!
//! In: `disclosure.toml`, with further parts such as `disclosure.word.toml`. Out: a checked [`DisclosurePolicy`] in which every table,
//! dimension and code is one of the standard. Which figures it hits is for `publish`.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;
use validator::Validate;

use super::list_files::Lists;
use super::load::load_toml;
use super::problem::{InFile, Problems, spelling_hint};
use super::source::SpecSource;
use super::standard_files::{TableSpec, optional_toml_date};
use crate::model::{Code, DimensionId, TableId, closed_set};

const DISCLOSURE: &str = "disclosure.toml";
const CONFIDENTIALITY: &str = "conf_status";

closed_set!(
    /// What becomes of zeros.
    ZeroPolicy {
        /// They are published.
        Publish = "publish",
        /// They are treated as small counts.
        Hide = "hide",
    }
);

/// What a region lets be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosurePolicy {
    /// Counts below it are small.
    pub limits: DisclosureLimits,
    /// What becomes of zeros.
    pub zeros: ZeroPolicy,
    /// The least width of an interval in per cent of the count.
    pub width_per_cent: i64,
    /// Codes of confidentiality that may be published.
    pub publish: BTreeSet<Code>,
    /// Codes of figures that are free from a day on.
    pub embargo: BTreeSet<Code>,
    /// The code shown for what is left out.
    pub shown_as: Code,
    /// Codes whose figures are no counts.
    pub not_counts: BTreeSet<Code>,
    /// For what stricter limits hold.
    pub sensitive: Vec<Sensitive>,
    /// What senders said beside their returns.
    pub restrictions: Vec<Restriction>,
}

/// What is small, and how well it is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisclosureLimits {
    /// Counts from 1 to one less are small.
    pub threshold: i64,
    /// The least width of the interval of a left-out count.
    pub width: i64,
}

/// Tables, or dimensions of them, for which stricter limits hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sensitive {
    /// The tables; any where there are none.
    pub tables: BTreeSet<TableId>,
    /// Dimensions of which one must be broken down; any figure where there are none.
    pub dimensions: BTreeSet<DimensionId>,
    /// The limits.
    pub limits: DisclosureLimits,
}

/// What a sender said of figures beside its return.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restriction {
    /// The state described.
    pub state: Code,
    /// The table; any where there is none.
    pub table: Option<TableId>,
    /// The period, as the observations have it; any where there is none.
    pub time_period: Option<String>,
    /// The source; any where there is none.
    pub source: Option<String>,
    /// The status of confidentiality.
    pub conf_status: Code,
    /// The first day on which it is free.
    pub until: Option<Date>,
    /// Why, in the words of whoever said it.
    pub why: String,
}

/// `disclosure.toml`.
#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct DisclosureFile {
    #[validate(range(min = 1, max = 1, message = "this program reads schema 1"))]
    schema: u32,
    /// Counts from 1 to one less than this are small.
    #[validate(range(min = 1, max = 1000, message = "must be from 1 to 1000"))]
    threshold: Option<i64>,
    /// What becomes of zeros.
    zeros: Option<ZeroPolicy>,
    /// The least width of the interval of a left-out count.
    #[validate(range(min = 1, max = 10_000, message = "must be from 1 to 10000"))]
    width: Option<i64>,
    /// The same in per cent of the count.
    #[validate(range(min = 0, max = 100, message = "must be from 0 to 100"))]
    width_per_cent: Option<i64>,
    /// Codes of the confidentiality status that may be published.
    #[schemars(with = "Option<Vec<Code>>")]
    publish: Option<Vec<Spanned<Code>>>,
    /// Codes of figures that are free from a day on.
    #[schemars(with = "Option<Vec<Code>>")]
    embargo: Option<Vec<Spanned<Code>>>,
    /// The code shown for what is left out.
    #[schemars(with = "Option<Code>")]
    shown_as: Option<Spanned<Code>>,
    /// Codes whose figures are no counts.
    #[schemars(with = "Option<Vec<Code>>")]
    not_counts: Option<Vec<Spanned<Code>>>,
    /// For what stricter limits hold.
    #[serde(default)]
    #[validate(nested)]
    sensitive: Vec<SensitiveSection>,
    /// What senders said beside their returns.
    #[serde(default)]
    #[validate(nested)]
    restriction: Vec<RestrictionSection>,
}

#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct SensitiveSection {
    /// The tables; any where not given.
    #[serde(default)]
    #[schemars(with = "Vec<TableId>")]
    tables: Vec<Spanned<TableId>>,
    /// Dimensions of which one must be broken down; any figure where not given.
    #[serde(default)]
    #[schemars(with = "Vec<DimensionId>")]
    dimensions: Vec<Spanned<DimensionId>>,
    /// Counts from 1 to one less than this are small.
    #[validate(range(min = 1, max = 1000, message = "must be from 1 to 1000"))]
    threshold: i64,
    /// The least width of the interval of a left-out count.
    #[validate(range(min = 1, max = 10_000, message = "must be from 1 to 10000"))]
    width: i64,
    /// Why.
    #[validate(length(min = 1, message = "must not be empty"))]
    why: String,
}

#[derive(Debug, Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RestrictionSection {
    /// The state described, as ISO 3166-1 alpha-3.
    #[schemars(with = "Code")]
    state: Spanned<Code>,
    /// The table; any where not given.
    #[schemars(with = "Option<TableId>")]
    table: Option<Spanned<TableId>>,
    /// The period, as the observations have it; any where not given.
    time_period: Option<String>,
    /// The source; any where not given.
    source: Option<String>,
    /// The status of confidentiality.
    #[schemars(with = "Code")]
    conf_status: Spanned<Code>,
    /// The first day on which it is free.
    #[serde(default, deserialize_with = "optional_toml_date")]
    #[schemars(with = "Option<String>")]
    until: Option<Date>,
    /// Why, in the words of whoever said it.
    #[validate(length(min = 1, message = "must not be empty"))]
    why: String,
}

/// The parts of a standard that the policy refers to.
pub(super) struct Parts<'a> {
    pub(super) tables: &'a BTreeMap<TableId, TableSpec>,
    pub(super) lists: &'a Lists,
}

/// Reads the policy; none where the standard has no such file.
///
/// The first part states everything; a further one replaces what it states, and adds to what is sensitive or restricted.
pub(super) fn read_disclosure(source: &SpecSource, parts: &Parts<'_>, problems: &mut Problems) -> Option<DisclosurePolicy> {
    let mut found: Option<DisclosurePolicy> = None;
    for path in source.parts(DISCLOSURE) {
        let Some(Some(text)) = problems.value_of(source.text(path)) else { continue };
        let Some(file) = problems.value_of(load_toml::<DisclosureFile>(path, text)) else { continue };
        let mut checker = Checker { file: InFile { path, text, problems }, parts, is_lent: source.is_lent(path) };
        match &mut found {
            None => found = checker.whole(file),
            Some(policy) => checker.further(file, policy),
        }
    }
    found
}

struct Checker<'a> {
    file: InFile<'a>,
    parts: &'a Parts<'a>,
    is_lent: bool,
}

impl Checker<'_> {
    fn whole(&mut self, file: DisclosureFile) -> Option<DisclosurePolicy> {
        let missing = [
            ("threshold", file.threshold.is_none()),
            ("zeros", file.zeros.is_none()),
            ("width", file.width.is_none()),
            ("publish", file.publish.is_none()),
            ("shown-as", file.shown_as.is_none()),
        ];
        for (key, _) in missing.iter().filter(|(_, is_missing)| *is_missing) {
            let message = format!("`{key}` is missing; the first file of a policy states it");
            self.file.problems.add(self.file.path, 1, message);
        }
        let mut policy = DisclosurePolicy {
            limits: DisclosureLimits { threshold: file.threshold?, width: file.width? },
            zeros: file.zeros?,
            width_per_cent: 0,
            publish: BTreeSet::new(),
            embargo: BTreeSet::new(),
            shown_as: file.shown_as.as_ref()?.get_ref().clone(),
            not_counts: BTreeSet::new(),
            sensitive: Vec::new(),
            restrictions: Vec::new(),
        };
        file.publish.as_ref()?;
        self.further(file, &mut policy);
        Some(policy)
    }

    fn further(&mut self, file: DisclosureFile, policy: &mut DisclosurePolicy) {
        let limits = &mut policy.limits;
        limits.threshold = file.threshold.unwrap_or(limits.threshold);
        limits.width = file.width.unwrap_or(limits.width);
        policy.zeros = file.zeros.unwrap_or(policy.zeros);
        policy.width_per_cent = file.width_per_cent.unwrap_or(policy.width_per_cent);
        if let Some(codes) = file.publish {
            policy.publish = self.codes(codes);
        }
        if let Some(codes) = file.embargo {
            policy.embargo = self.codes(codes);
        }
        if let Some(code) = file.shown_as {
            self.confidentiality(&code);
            if policy.publish.contains(code.get_ref()) {
                self.file.problem(
                    code.span().start,
                    format!("`{}` may be published, so that it can't mark what is left out", code.get_ref()),
                    None,
                );
            }
            policy.shown_as = code.into_inner();
        }
        if let Some(codes) = file.not_counts {
            policy.not_counts = codes.into_iter().map(Spanned::into_inner).collect();
        }
        for section in file.sensitive {
            let tables: BTreeSet<TableId> =
                section.tables.iter().filter(|table| self.has(table)).map(|table| table.get_ref().clone()).collect();
            if tables.is_empty() && !section.tables.is_empty() {
                continue;
            }
            let dimensions = self.dimensions(&section);
            let limits = DisclosureLimits { threshold: section.threshold, width: section.width };
            policy.sensitive.push(Sensitive { tables, dimensions, limits });
        }
        for section in file.restriction {
            self.restriction(section, policy);
        }
    }

    fn restriction(&mut self, section: RestrictionSection, policy: &mut DisclosurePolicy) {
        self.confidentiality(&section.conf_status);
        let areas = self.parts.lists.get(super::list_files::AREA_LIST);
        if areas.is_some_and(|areas| areas.get(section.state.get_ref().as_str()).is_none()) {
            self.file.problem(section.state.span().start, format!("there is no state `{}`", section.state.get_ref()), None);
        }
        if section.table.as_ref().is_some_and(|table| !self.has(table)) {
            return;
        }
        let conf_status = section.conf_status.into_inner();
        if section.until.is_some() && !policy.embargo.contains(&conf_status) {
            let hint = Some("take a code that `embargo` names, or leave out `until`".to_owned());
            self.file.problem(
                section.state.span().start,
                format!("`until` is for figures under embargo, and `{conf_status}` is none"),
                hint,
            );
        }
        policy.restrictions.push(Restriction {
            state: section.state.into_inner(),
            table: section.table.map(Spanned::into_inner),
            time_period: section.time_period,
            source: section.source,
            conf_status,
            until: section.until,
            why: section.why,
        });
    }

    /// Whether the standard has a table; of a file that another standard lends, one that is left out is no problem.
    fn has(&mut self, table: &Spanned<TableId>) -> bool {
        let has = self.parts.tables.contains_key(table.get_ref());
        if !has && !self.is_lent {
            let hint = spelling_hint(table.get_ref().as_str(), self.parts.tables.keys().map(TableId::as_str));
            self.file.problem(table.span().start, format!("there is no table `{}`", table.get_ref()), hint);
        }
        has
    }

    fn dimensions(&mut self, section: &SensitiveSection) -> BTreeSet<DimensionId> {
        let known: BTreeSet<DimensionId> = self.parts.tables.values().flat_map(TableSpec::all_dimensions).collect();
        let mut found = BTreeSet::new();
        for dimension in &section.dimensions {
            if known.contains(dimension.get_ref()) {
                found.insert(dimension.get_ref().clone());
            } else if !self.is_lent {
                let hint = spelling_hint(dimension.get_ref().as_str(), known.iter().map(DimensionId::as_str));
                self.file.problem(dimension.span().start, format!("no table has the dimension `{}`", dimension.get_ref()), hint);
            }
        }
        found
    }

    fn codes(&mut self, codes: Vec<Spanned<Code>>) -> BTreeSet<Code> {
        for code in &codes {
            self.confidentiality(code);
        }
        codes.into_iter().map(Spanned::into_inner).collect()
    }

    fn confidentiality(&mut self, code: &Spanned<Code>) {
        if let Some(list) = self.parts.lists.get(CONFIDENTIALITY)
            && list.get(code.get_ref().as_str()).is_none()
        {
            let hint = spelling_hint(code.get_ref().as_str(), list.codes());
            self.file.problem(code.span().start, format!("`{}` is no status of confidentiality", code.get_ref()), hint);
        }
    }
}

impl DisclosurePolicy {
    /// The limits for a figure of a table that is broken down by some dimensions: the strictest that hold.
    #[must_use]
    pub fn limits_of(&self, table: &TableId, broken_down: &BTreeSet<&str>) -> DisclosureLimits {
        let holds = |one: &&Sensitive| {
            (one.tables.is_empty() || one.tables.contains(table))
                && (one.dimensions.is_empty() || one.dimensions.iter().any(|dimension| broken_down.contains(dimension.as_str())))
        };
        self.sensitive.iter().filter(holds).fold(self.limits, |so_far, one| DisclosureLimits {
            threshold: so_far.threshold.max(one.limits.threshold),
            width: so_far.width.max(one.limits.width),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Standard;

    fn told(from: &str, to: &str) -> Vec<String> {
        let shipped = SpecSource::shipped();
        let text = shipped.text(DISCLOSURE).unwrap().unwrap().to_owned();
        assert!(text.contains(from), "{from}");
        let error = Standard::from_source(&shipped.with(DISCLOSURE, &text.replace(from, to))).unwrap_err();
        error.problems().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_shipped_policy_is_stricter_for_refugees() {
        let policy = crate::testing::standard().disclosure.clone().unwrap();
        let limits = |table: &str| policy.limits_of(&TableId::new(table).unwrap(), &BTreeSet::new());
        assert_eq!((limits("POP1").threshold, limits("POP1").width, limits("REF1").width), (5, 4, 5));
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line_and_what_to_type() {
        assert!(told("threshold = 5\nzeros", "treshold = 5\nzeros")[0].contains("unknown key `treshold`"), "{:?}", told("zeros", "zero"));
        assert!(told("publish = [\"F\"]", "publish = [\"Y\"]")[0].contains("`Y` is no status of confidentiality"));
        assert!(told("\"REF1\"", "\"REFF1\"")[0].contains("did you mean `REF1`?"));
        assert!(told("width = 4\n", "")[0].contains("`width` is missing"));
        let letter = "[[restriction]]\nstate = \"KEN\"\nconf-status = \"N\"\nuntil = 2026-01-01\nwhy = \"x\"\n";
        let sensitive = "[[sensitive]]\ntables";
        assert!(told(sensitive, &format!("{letter}{sensitive}"))[0].contains("`until` is for figures under embargo, and `N` is none"));
    }

    #[test]
    fn a_further_part_adds_what_a_sender_said() {
        let more =
            "schema = 1\n[[restriction]]\nstate = \"KEN\"\ntable = \"IMM1\"\nconf-status = \"E\"\nuntil = 2026-01-01\nwhy = \"a letter\"\n";
        let standard = Standard::from_source(&SpecSource::shipped().with("disclosure.region.toml", more)).unwrap();
        let policy = standard.disclosure.unwrap();
        assert_eq!(policy.restrictions.len(), 1);
        assert_eq!(policy.limits.threshold, 5);
    }
}
